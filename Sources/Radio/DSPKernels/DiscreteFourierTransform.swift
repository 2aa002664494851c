/// Discrete Fourier transforms of any length up to 4096, as preambles of a prime length need them (TS 38.211 §6.3.3.1).
///
/// A length with another prime factor than 2, 3 and 5 becomes a convolution (Bluestein): with c[n] = exp(-πj n² / N),
/// ```
///   X[k] = c[k] · Σ_n (x[n] · c[n]) · conj c[k - n]
/// ```
/// An instance has memory that it works in: one thread uses it at a time.
public struct DiscreteFourierTransform: ~Copyable {
  public let count: Int
  private var transform: FourierTransform
  private let isConvolution: Bool
  /// c, and the spectrum of conj c with the division by the convolution's length.
  private let chirp: [Complex]
  private let spectrum: [Complex]
  private let work: UnsafeMutableBufferPointer<Complex>

  /// - Parameter instructionSet: one of those available.
  /// - Returns: `nil` for a length below 1 or above 4096.
  public init?(count: Int, instructionSet: InstructionSet = .fastest) {
    guard 1...4096 ~= count else { return nil }
    let isConvolution = !FourierTransform.exists(count)
    var length = count
    if isConvolution {
      length = (2 * count - 1 + 63) / 64 * 64
      while !FourierTransform.exists(length) { length += 64 }
    }
    guard var transform = FourierTransform(count: length, instructionSet: instructionSet) else { return nil }
    self.count = count
    self.isConvolution = isConvolution
    work = .allocate(capacity: length)
    work.initialize(repeating: .zero)
    if isConvolution {
      chirp = (0..<count).map { .root($0 * $0, of: 2 * count) }
      for (index, value) in chirp.enumerated() {
        work[index] = value.conjugate * (1 / Float(length))
        work[(length - index) % length] = work[index]
      }
      transform.forward(work)
      spectrum = Array(work)
    } else {
      (chirp, spectrum) = ([], [])
    }
    self.transform = transform
  }

  deinit { work.deallocate() }

  /// Σ_n x[n] · exp(-2πj k n / N), in place.
  public mutating func forward(_ samples: UnsafeMutableBufferPointer<Complex>) {
    precondition(samples.count == count)
    if isConvolution { convolve(samples, isInverse: false) } else { transform.forward(samples) }
  }

  /// Σ_k X[k] · exp(2πj k n / N), in place and not divided by N.
  public mutating func inverse(_ samples: UnsafeMutableBufferPointer<Complex>) {
    precondition(samples.count == count)
    if isConvolution { convolve(samples, isInverse: true) } else { transform.inverse(samples) }
  }

  /// An inverse transform is the conjugate of that of conjugates.
  private mutating func convolve(_ samples: UnsafeMutableBufferPointer<Complex>, isInverse: Bool) {
    for index in 0..<count { work[index] = (isInverse ? samples[index].conjugate : samples[index]) * chirp[index] }
    work[count...].update(repeating: .zero)
    transform.forward(work)
    for index in 0..<work.count { work[index] = work[index] * spectrum[index] }
    transform.inverse(work)
    for index in 0..<count {
      let value = work[index] * chirp[index]
      samples[index] = isInverse ? value.conjugate : value
    }
  }
}

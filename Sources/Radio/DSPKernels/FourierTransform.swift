import Foundation

/// Discrete Fourier transforms of a length 2^a · 3^b · 5^c.
///
/// An instance has memory that it works in: one thread uses it at a time.
public struct FourierTransform: ~Copyable {
  public let count: Int
  private let variant: FourierTransformVariant

  /// - Parameter instructionSet: one of those available. Lengths that are no multiple of four or below 16 have the portable variant only.
  /// - Returns: `nil` for a length with another prime factor than 2, 3 and 5, below 1 or above 2^20.
  public init?(count: Int, instructionSet: InstructionSet = .fastest) {
    guard Self.exists(count) else { return nil }
    self.count = count
    if let lanes = VectorFourierTransform.lanes(count, instructionSet) {
      variant = .vectors(VectorFourierTransform(count: count, lanes: lanes, instructionSet: instructionSet))
    } else {
      variant = .portable(PortableFourierTransform(count: count))
    }
  }

  /// Whether there is a transform of a length.
  public static func exists(_ count: Int) -> Bool {
    guard 1...(1 << 20) ~= count else { return false }
    var left = count
    for prime in [2, 3, 5] { while left % prime == 0 { left /= prime } }
    return left == 1
  }

  /// Σ_n x[n] · exp(-2πj k n / N), in place.
  public mutating func forward(_ samples: UnsafeMutableBufferPointer<Complex>) {
    transform(UnsafeBufferPointer(samples), samples, isInverse: false)
  }

  /// Σ_k X[k] · exp(2πj k n / N), in place and not divided by N.
  public mutating func inverse(_ samples: UnsafeMutableBufferPointer<Complex>) {
    transform(UnsafeBufferPointer(samples), samples, isInverse: true)
  }

  /// Σ_n x[n] · exp(-2πj k n / N) from one buffer to another, which do not overlap.
  public mutating func forward(_ source: UnsafeBufferPointer<Complex>, into target: UnsafeMutableBufferPointer<Complex>) {
    transform(source, target, isInverse: false)
  }

  /// Σ_k X[k] · exp(2πj k n / N) from one buffer to another, which do not overlap, and not divided by N.
  public mutating func inverse(_ source: UnsafeBufferPointer<Complex>, into target: UnsafeMutableBufferPointer<Complex>) {
    transform(source, target, isInverse: true)
  }

  private func transform(_ source: UnsafeBufferPointer<Complex>, _ target: UnsafeMutableBufferPointer<Complex>, isInverse: Bool) {
    precondition(source.count == count && target.count == count)
    guard let from = source.baseAddress, let to = target.baseAddress else { return }
    switch variant {
    case .vectors(let vectors): vectors.transform(from, to, isInverse: isInverse)
    case .portable(let portable):
      if from != UnsafePointer(to) { to.update(from: from, count: count) }
      portable.transform(to, isInverse: isInverse)
    }
  }
}

// Not private: other modules have its destruction inlined, and a private type cannot be linked to.
enum FourierTransformVariant: ~Copyable {
  case portable(PortableFourierTransform)
  case vectors(VectorFourierTransform)
}

extension Complex {
  /// exp(-2πj exponent / count).
  static func root(_ exponent: Int, of count: Int) -> Complex {
    let angle = -2 * Double.pi * Double(exponent % count) / Double(count)
    return Complex(Float(cos(angle)), Float(sin(angle)))
  }
}

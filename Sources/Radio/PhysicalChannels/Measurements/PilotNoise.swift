import DSPKernels
import Foundation

/// Tells the noise of evenly spaced channel estimates from the channel: the channel's delays are short against the whole range that the
/// spacing can tell apart, those of noise are everywhere.
///
/// Estimates are turned so that the channel is around delay 0 and weighted with a Hann window; the noise is what lies in the far half of
/// the range.
struct PilotNoise: ~Copyable {
  let count: Int
  private var transform: DiscreteFourierTransform
  private let window: [Float]
  private let work: UnsafeMutableBufferPointer<Complex>
  /// Σ of the squared window, times the far half's number of delays.
  private let weight: Float
  private let far: Range<Int>

  /// - Parameter count: 8 to 4096 estimates.
  init?(count: Int) {
    guard 8...4096 ~= count, let transform = DiscreteFourierTransform(count: count) else { return nil }
    self.count = count
    self.transform = transform
    window = (0..<count).map { Float(0.5 - 0.5 * cos(2 * Double.pi * (Double($0) + 0.5) / Double(count))) }
    far = (count + 3) / 4..<(count - (count + 3) / 4 + 1)
    weight = window.reduce(0) { $0 + $1 * $1 } * Float(far.count)
    work = .allocate(capacity: count)
    work.initialize(repeating: .zero)
  }

  deinit { work.deallocate() }

  /// Σ conj h(k) h(k + 1): its argument is the turn from one estimate to the next by the mean delay.
  static func correlation(_ values: UnsafePointer<Complex>, count: Int) -> Complex {
    var sum = Complex.zero
    for index in 1..<count { sum += values[index - 1].conjugate * values[index] }
    return sum
  }

  /// The far half's part of some estimates' spectrum.
  /// - Parameter turns: from one estimate to the next, by the mean delay.
  private mutating func spectrum(_ values: UnsafePointer<Complex>, turns: Double) {
    for index in 0..<count { work[index] = values[index] * Turn.of(-turns * Double(index)) * window[index] }
    transform.forward(work)
  }

  /// The variance of the noise of each estimate.
  mutating func variance(_ values: UnsafePointer<Complex>, turns: Double) -> Float {
    spectrum(values, turns: turns)
    return far.reduce(0) { $0 + work[$1].power } / weight
  }

  /// Adds the covariance of several antennas' noise.
  /// - Parameters:
  ///   - values: of each antenna.
  ///   - covariance: antenna by antenna.
  mutating func addCovariance(_ values: [UnsafePointer<Complex>], turns: Double, to covariance: inout [Complex]) {
    var spectra: [[Complex]] = []
    for own in values {
      spectrum(own, turns: turns)
      spectra.append(far.map { work[$0] })
    }
    for row in values.indices {
      for column in values.indices {
        var sum = Complex.zero
        for index in 0..<far.count { sum += spectra[row][index] * spectra[column][index].conjugate }
        covariance[row * values.count + column] += sum * (1 / weight)
      }
    }
  }
}

import DSPKernels
import Foundation

/// A delay by a part of a sample: a sinc under a Kaiser window, normalised to a gain of 1 at frequency 0.
enum FractionalDelay {
  static let count = 32
  /// The coefficient of the sample that a delay of 0 would take; as many and one more follow.
  static let center = 15
  private static let beta = 8.0

  /// Coefficients: of the sample `center` later than the output's first, then of each one before.
  /// - Parameter fraction: 0 to 1, of a sample.
  static func coefficients(_ fraction: Double) -> [Float] {
    let values = (0..<count).map { index in
      let distance = Double(index - center) - fraction
      let window = KaiserWindow.value(distance / (Double(count) / 2), beta: beta)
      return window * (abs(distance) < 1e-12 ? 1 : sin(.pi * distance) / (.pi * distance))
    }
    let sum = values.reduce(0, +)
    return values.map { Float($0 / sum) }
  }
}

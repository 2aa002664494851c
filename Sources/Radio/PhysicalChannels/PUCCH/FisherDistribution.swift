import Foundation

/// The distribution of the quotient of two estimates of one variance (Fisher's F): what a signal's measure beside the noise's is while
/// there is no signal.
package enum FisherDistribution {
  /// What is exceeded with a probability.
  /// - Parameters:
  ///   - probability: above 0 and below 1.
  ///   - numerator: degrees of freedom, two for each complex value.
  ///   - denominator: likewise.
  package static func quantile(above probability: Double, _ numerator: Double, _ denominator: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    while tail(high, numerator, denominator) > probability, high < 1e12 { high *= 2 }
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if tail(middle, numerator, denominator) > probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// What a quadratic form of noise, divided by its mean and by an estimate of the noise, exceeds with a probability: a gamma distribution
  /// with the same first three cumulants stands for the form's.
  /// - Parameters:
  ///   - traces: those of the first three powers of the form's matrix.
  ///   - branches: independent vectors of noise that the form is summed over.
  ///   - denominator: degrees of freedom of the estimate.
  static func threshold(above probability: Double, _ traces: [Double], branches: Int, denominator: Double) -> Double {
    let count = Double(branches)
    let shape = count * traces[1] * traces[1] * traces[1] / (traces[2] * traces[2])
    let share = shape * traces[2] / traces[1] / (count * traces[0])
    return 1 - share + share * quantile(above: probability, 2 * shape, denominator)
  }

  /// How often a value is exceeded.
  static func tail(_ value: Double, _ numerator: Double, _ denominator: Double) -> Double {
    incompleteBeta(denominator / 2, numerator / 2, denominator / (denominator + numerator * value))
  }

  /// The regularised incomplete beta function I_x(a, b).
  static func incompleteBeta(_ a: Double, _ b: Double, _ x: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    // The continued fraction converges quickly on this side of the mean.
    return x < (a + 1) / (a + b + 2) ? front * fraction(a, b, x) / a : 1 - front * fraction(b, a, 1 - x) / b
  }

  private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    d = 1 / (abs(d) < tiny ? tiny : d)
    var result = d
    for step in 1...400 {
      let m = Double(step)
      for numerator in [
        m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
      ] {
        d = 1 + numerator * d
        d = 1 / (abs(d) < tiny ? tiny : d)
        c = 1 + numerator / c
        if abs(c) < tiny { c = tiny }
        result *= d * c
      }
      if abs(c * d - 1) < 1e-12 { break }
    }
    return result
  }
}

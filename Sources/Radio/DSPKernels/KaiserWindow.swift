import Foundation

/// The window of Kaiser, of which a parameter trades width for how far its side lobes are down.
public enum KaiserWindow {
  /// - Parameter place: -1 to 1, 0 the middle; outside as at the ends.
  public static func value(_ place: Double, beta: Double) -> Double { bessel(beta * max(0, 1 - place * place).squareRoot()) / bessel(beta) }

  /// A low pass with a gain of 1 at frequency 0 and of a half at its edge.
  /// - Parameters:
  ///   - edge: in cycles a sample, below 0.5.
  ///   - count: coefficients, an odd number for a delay of whole samples.
  public static func lowPass(edge: Double, count: Int, beta: Double) -> [Float] {
    let middle = Double(count - 1) / 2
    let values = (0..<count).map { index in
      let distance = Double(index) - middle
      let sinc = abs(distance) < 1e-12 ? 2 * edge : sin(2 * .pi * edge * distance) / (.pi * distance)
      return sinc * value(distance / (middle + 1), beta: beta)
    }
    let sum = values.reduce(0, +)
    return values.map { Float($0 / sum) }
  }

  /// I0 by its series.
  private static func bessel(_ x: Double) -> Double {
    var (term, sum) = (1.0, 1.0)
    var index = 1.0
    while term > 1e-15 * sum {
      term *= x * x / (4 * index * index)
      sum += term
      index += 1
    }
    return sum
  }
}

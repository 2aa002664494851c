import DSPKernels
import Foundation

/// Estimates a channel at all subcarriers of a block from some, for power that is spread evenly over delays on both sides of zero (Wiener).
enum ChannelInterpolation {
  /// - Parameters:
  ///   - sums: for each subcarrier, Σ y x* of its known elements, zero where there are none.
  ///   - counts: for each subcarrier, Σ |x|².
  ///   - delay: the greatest delay on each side, as a part of a symbol.
  ///   - power: the channel's.
  ///   - noise: the noise's variance.
  /// - Returns: for each subcarrier the channel, and the logarithm of how likely the sums are with such delays, but for a constant.
  static func estimate(
    _ sums: [Complex], _ counts: [Float], delay: Double, power: Double, noise: Double
  ) -> (channel: [Complex], likelihood: Double) {
    let places = counts.indices.filter { counts[$0] > 0 }
    let size = places.count
    let correlation = counts.indices.map { distance in
      let angle = 2 * Double.pi * Double(distance) * delay
      return distance == 0 ? 1 : sin(angle) / angle
    }
    // The lower triangle of a symmetric matrix becomes its Cholesky factor.
    var factor = [Double](repeating: 0, count: size * size)
    for row in 0..<size {
      for column in 0...row { factor[row * size + column] = correlation[places[row] - places[column]] }
      factor[row * size + row] += max(1e-4, noise / power) / Double(counts[places[row]])
    }
    var weights = places.map { (Double(sums[$0].real / counts[$0]), Double(sums[$0].imaginary / counts[$0])) }
    var likelihood = 0.0
    factor.withUnsafeMutableBufferPointer { factor in
      for row in 0..<size {
        for column in 0...row {
          var sum = factor[row * size + column]
          for place in 0..<column { sum -= factor[row * size + place] * factor[column * size + place] }
          factor[row * size + column] = row == column ? max(sum, 1e-12).squareRoot() : sum / factor[column * size + column]
        }
      }
      for row in 0..<size {
        for place in 0..<row {
          weights[row].0 -= factor[row * size + place] * weights[place].0
          weights[row].1 -= factor[row * size + place] * weights[place].1
        }
        weights[row] = (weights[row].0 / factor[row * size + row], weights[row].1 / factor[row * size + row])
        let square = weights[row].0 * weights[row].0 + weights[row].1 * weights[row].1
        likelihood -= square / power + 2 * log(factor[row * size + row])
      }
      for row in stride(from: size - 1, through: 0, by: -1) {
        for place in (row + 1)..<max(row + 1, size) {
          weights[row].0 -= factor[place * size + row] * weights[place].0
          weights[row].1 -= factor[place * size + row] * weights[place].1
        }
        weights[row] = (weights[row].0 / factor[row * size + row], weights[row].1 / factor[row * size + row])
      }
    }
    let channel = counts.indices.map { target in
      var sum = (0.0, 0.0)
      for (place, weight) in zip(places, weights) {
        let factor = correlation[abs(target - place)]
        sum = (sum.0 + factor * weight.0, sum.1 + factor * weight.1)
      }
      return Complex(Float(sum.0), Float(sum.1))
    }
    return (channel, likelihood)
  }
}

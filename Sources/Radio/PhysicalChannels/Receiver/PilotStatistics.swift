import DSPKernels
import Foundation

/// What the pilots of a layer say of its channel: mean delay, delay spread, frequency offset and Doppler frequency.
struct PilotStatistics {
  /// Distances in cells at which the correlation over frequency is looked at.
  static let lags = [1, 2, 4, 8, 16, 32]

  /// Σ and number of products at each of the lags, over antennas, symbol groups and segments.
  private var correlations = (0..<6).map { _ in SIMD2<Double>.zero }
  private var counts = [Int](repeating: 0, count: 6)
  /// E of the cells' power, with the noise, times their number.
  private(set) var power = 0.0
  private(set) var cellCount = 0

  mutating func clear() {
    for index in correlations.indices { (correlations[index], counts[index]) = (.zero, 0) }
    (power, cellCount) = (0, 0)
  }

  /// Takes a segment's cells of one antenna and symbol group.
  mutating func add(_ row: PlanarRow, first: Int, count: Int) {
    for (index, lag) in Self.lags.enumerated() where lag < count && (lag == 1 || 2 * lag <= count) {
      correlations[index] += PlanarRow.product(row, row, first: first, shift: lag, count: count - lag)
      counts[index] += count - lag
    }
    power += PlanarRow.product(row, row, first: first, shift: 0, count: count).x
    cellCount += count
  }

  /// Turns of the correlation's phase for each cell: minus the mean delay times the cells' distance. That of neighbours at first, and finer
  /// as long as the correlation at a larger distance is still strong.
  func phasePerCell() -> Double {
    guard counts[0] > 0 else { return 0 }
    func turns(_ value: SIMD2<Double>) -> Double { atan2(value.y, value.x) / (2 * .pi) }
    func mean(_ index: Int) -> Double {
      let value = correlations[index] / Double(counts[index])
      return (value.x * value.x + value.y * value.y).squareRoot()
    }
    var phase = turns(correlations[0])
    for index in 1..<Self.lags.count where counts[index] > 0 {
      guard mean(index) > 0.8 * mean(0) else { break }
      let lag = Double(Self.lags[index])
      let difference = turns(correlations[index]) - phase * lag
      phase += (difference - difference.rounded()) / lag
    }
    return phase
  }

  /// The step of the delay spread whose correlation is most like the measured one, and the power of the channel without noise.
  /// - Parameters:
  ///   - phase: turns for each cell, which are taken out.
  ///   - spacing: of cells, in subcarriers.
  func spread(phase: Double, spacing: Int) -> (step: Int, power: Double) {
    var best = (step: 0, power: 0.0, likeness: -1.0)
    for (step, spread) in DelayPrior.spreads.enumerated() {
      var (product, norm) = (0.0, 0.0)
      for (index, lag) in Self.lags.enumerated() where counts[index] > 0 {
        let angle = -2 * Double.pi * phase * Double(lag)
        let turn = SIMD2(cos(angle), sin(angle))
        let value = correlations[index]
        let turned = SIMD2(value.x * turn.x - value.y * turn.y, value.x * turn.y + value.y * turn.x)
        let model = DelayPrior.correlation(Double(lag * spacing), spread: spread)
        product += turned.x * model.x + turned.y * model.y
        norm += Double(counts[index]) * (model.x * model.x + model.y * model.y)
      }
      guard norm > 0, product > 0 else { continue }
      let likeness = product * product / norm
      if likeness > best.likeness { best = (step, product / norm, likeness) }
    }
    return (best.step, best.power)
  }
}

/// Channels that change over the symbols of a slot.
enum TimeVariation {
  /// The Doppler frequency times a time at which the correlation J0(2π f t) is this, of the first part of it.
  static func dopplerTurns(correlation: Double) -> Double {
    guard correlation < 1 else { return 0 }
    var (low, high) = (0.0, 3.8)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if j0(middle) > correlation { low = middle } else { high = middle }
    }
    return low / (2 * .pi)
  }

  /// Weights for the estimates at some times in that of another time, which have an error of `error` times the power of the channel and
  /// are linear minimum mean square error estimates themselves.
  /// - Returns: the error of what comes out.
  static func weights(
    _ times: UnsafeBufferPointer<Double>, at time: Double, doppler: Double, error: Double, into weights: UnsafeMutablePointer<Float>
  ) -> Double {
    let count = times.count
    let kept = max(1e-6, 1 - error)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: count * (count + 2)) { memory in
      guard let matrix = memory.baseAddress else { return 1 }
      let (target, solution) = (matrix + count * count, matrix + count * (count + 1))
      for i in 0..<count {
        for j in 0..<count {
          matrix[i * count + j] = kept * kept * j0(2 * .pi * doppler * (times[i] - times[j])) + (i == j ? kept * error + 1e-9 : 0)
        }
        target[i] = kept * j0(2 * .pi * doppler * (time - times[i]))
        solution[i] = target[i]
      }
      // Elimination without pivots: the matrix is positive definite.
      for k in 0..<count {
        for i in (k + 1)..<count {
          let factor = matrix[i * count + k] / matrix[k * count + k]
          for j in k..<count { matrix[i * count + j] -= factor * matrix[k * count + j] }
          solution[i] -= factor * solution[k]
        }
      }
      var explained = 0.0
      for k in (0..<count).reversed() {
        for j in (k + 1)..<count { solution[k] -= matrix[k * count + j] * solution[j] }
        solution[k] /= matrix[k * count + k]
        explained += solution[k] * target[k]
        weights[k] = Float(solution[k])
      }
      return max(0, 1 - explained)
    }
  }
}

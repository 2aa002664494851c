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

  /// |Σ z z'*|² of neighbours z and z', to what noise makes of it on average.
  var likeness: Double {
    guard counts[0] > 0, power > 0 else { return 0 }
    let (sum, mean) = (correlations[0], power / Double(cellCount))
    return (sum.x * sum.x + sum.y * sum.y) / (mean * mean * Double(counts[0]))
  }

  /// Turns of the correlation's phase for each cell: minus the mean delay times the cells' distance. That of neighbours at first, and finer
  /// as long as the correlation at a larger distance is still strong.
  func phasePerCell() -> Double {
    guard counts[0] > 0, power > 0 else { return 0 }
    func turns(_ value: SIMD2<Double>) -> Double { atan2(value.y, value.x) / (2 * .pi) }
    func mean(_ index: Int) -> Double {
      let value = correlations[index] / Double(counts[index])
      return (value.x * value.x + value.y * value.y).squareRoot()
    }
    var phase = turns(correlations[0])
    let uncertainty = power / Double(max(1, cellCount))
    func variance(_ index: Int) -> Double {
      let relative = uncertainty / max(mean(index), .leastNormalMagnitude) / Double(Self.lags[index])
      return relative * relative / Double(counts[index])
    }
    var known = 1 / variance(0)
    for index in 1..<Self.lags.count where counts[index] > 0 {
      guard mean(index) + 2 * uncertainty / Double(counts[index]).squareRoot() > 0.9 * mean(0) else { break }
      let lag = Double(Self.lags[index])
      let difference = turns(correlations[index]) - phase * lag
      let information = 1 / variance(index)
      known += information
      phase += (difference - difference.rounded()) / lag * information / known
    }
    return phase
  }

  /// The delay spread, and the power of the channel without noise.
  ///
  /// Where delays decay exponentially with a spread s, the correlation at a distance d has the power P / (1 + w²) with w = 2π d s: two
  /// distances give w. One is that of neighbours, the other the first at which the correlation is less by more than noise makes, for what
  /// a few strong paths far apart do at large distances says little of the spread.
  /// - Parameter spacing: of cells, in subcarriers.
  func spread(spacing: Int) -> (step: Int, power: Double) {
    func magnitude(_ index: Int) -> Double {
      let value = correlations[index] / Double(max(1, counts[index]))
      return (value.x * value.x + value.y * value.y).squareRoot()
    }
    guard cellCount > 0 else { return (0, 0) }
    var (step, root) = (0, 0.0)
    let near = magnitude(0)
    for index in 1..<Self.lags.count where counts[index] > 0 {
      let far = magnitude(index)
      let uncertainty = 2 * power / Double(cellCount) / Double(counts[index]).squareRoot()
      let ratio = near > 0 ? (far / near) * (far / near) : 1
      let isLast = index + 1 == Self.lags.count || counts[index + 1] == 0
      guard (ratio < 0.8 && near - far > uncertainty) || isLast else { continue }
      let lag = Double(Self.lags[index])
      let square = max(0, 1 - ratio) / max(0.1, lag * lag * ratio - 1)
      root = square.squareRoot() / Double(spacing)
      break
    }
    let spread = root / (2 * .pi)
    while step + 1 < DelayPrior.spreads.count, spread > DelayPrior.spreads[step] * 1.5.squareRoot() { step += 1 }
    let first = root * Double(spacing)
    return (step, magnitude(0) * (1 + first * first).squareRoot())
  }
}

/// Differences of second and fourth order of a layer's cells, whose delays are around zero.
struct CellRoughness {
  /// Sums of squares, each of the noise of one cell, and their numbers.
  private var second = (sum: 0.0, count: 0)
  private var fourth = (sum: 0.0, count: 0)

  mutating func add(_ row: PlanarRow, first: Int, count: Int) {
    // Three cells have a difference of the second order at most, and two one of the first.
    guard count >= 5 else {
      let part = row.roughness(order: count >= 3 ? 2 : 1, first: first, count: count)
      fourth.sum += part.sum
      fourth.count += part.count
      return
    }
    let (low, high) = (row.roughness(order: 2, first: first, count: count), row.roughness(order: 4, first: first, count: count))
    second.sum += low.sum
    second.count += low.count
    fourth.sum += high.sum
    fourth.count += high.count
  }

  /// The noise of a cell: what is as rough as noise alone.
  var noise: Double { fourth.count > 0 ? fourth.sum / Double(fourth.count) : 0 }

  /// The step of the least delay spread that is as rough in the second order, over the noise, as the cells are: late paths are weak, but
  /// they make the channel rough.
  func spread(power: Double, spacing: Int) -> Int {
    guard second.count > 0, power > 0 else { return 0 }
    let excess = second.sum / Double(second.count) - noise
    guard excess > 4 * noise / Double(second.count).squareRoot() else { return 0 }
    return DelayPrior.spreads.firstIndex { spread in
      func part(_ lag: Int) -> Double { DelayPrior.correlation(Double(lag * spacing), spread: spread).x }
      let low = (6 - 8 * part(1) + 2 * part(2)) / 6
      let high = (70 - 112 * part(1) + 56 * part(2) - 16 * part(3) + 2 * part(4)) / 70
      return (low - high) * power >= excess
    } ?? DelayPrior.spreads.count - 1
  }
}

/// Channels that change over the symbols of a slot.
enum TimeVariation {
  /// The Doppler frequency times a time at which the correlation J0(2π f t) is this, of the first part of it.
  static func dopplerTurns(correlation: Double) -> Double {
    guard correlation < 1 else { return 0 }
    var (low, high) = (0.0, 3.8)
    // 1 - x²/4 + x⁴/64 to begin with, then Newton's steps within what is known.
    var x = correlation > 0 ? (8 * (1 - correlation.squareRoot())).squareRoot() : 2.8
    for _ in 0..<40 {
      let difference = j0(x) - correlation
      if difference > 0 { low = x } else { high = x }
      let next = x + difference / max(j1(x), 1e-12)
      let step = (low < next && next < high ? next : (low + high) / 2) - x
      x += step
      if step.magnitude < 1e-12 { break }
    }
    return x / (2 * .pi)
  }

  /// Weights for the estimates at some times in those of symbols. The estimates have an error of `error` times the power of the channel and
  /// are linear minimum mean square error estimates themselves.
  /// - Parameters:
  ///   - times: in symbols.
  ///   - doppler: turns for each symbol.
  ///   - weights: as many as times for each symbol, `pitch` apart.
  /// - Returns: the error of what comes out, the mean over symbols.
  static func weights(
    _ times: UnsafeBufferPointer<Double>, symbolCount: Int, doppler: Double, error: Double, into weights: UnsafeMutablePointer<Float>,
    pitch: Int
  ) -> Double {
    let count = times.count
    let kept = max(1e-6, 1 - error)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * count * (count + 1)) { memory in
      guard let correlations = memory.baseAddress else { return 1 }
      let matrix = correlations + count * count
      let (target, solution) = (matrix + count * count, matrix + count * (count + 1))
      for i in 0..<count {
        for j in 0..<i {
          correlations[i * count + j] = kept * kept * j0(2 * .pi * doppler * (times[i] - times[j]))
          correlations[j * count + i] = correlations[i * count + j]
        }
        correlations[i * count + i] = kept * kept + kept * error + 1e-9
      }
      var left = 0.0
      for symbol in 0..<symbolCount {
        matrix.update(from: correlations, count: count * count)
        for i in 0..<count {
          target[i] = kept * j0(2 * .pi * doppler * (Double(symbol) - times[i]))
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
          weights[symbol * pitch + k] = Float(solution[k])
        }
        left += max(0, 1 - explained)
      }
      return left / Double(symbolCount)
    }
  }
}

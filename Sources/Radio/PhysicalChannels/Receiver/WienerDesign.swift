import DSPKernels
import Foundation

/// What the weights of an interpolation over frequency are made for.
struct WienerKey: Hashable {
  /// Subcarriers of a resource block with pilots.
  var mask: UInt16
  var isPaired: Bool
  /// Neighbouring pilots whose mean is a tap: one, a pair, or all of a resource block.
  var merged: Int
  /// Resource blocks whose pilots are used.
  var window: Int
  /// Steps of the delay spread and of the signal to noise ratio.
  var spread: Int
  var ratio: Int

  static let none = WienerKey(mask: 0, isPaired: false, merged: 1, window: 0, spread: 0, ratio: 0)
}

/// The correlation of the channel over frequency: a mean delay of zero and delays that decay exponentially.
///
/// To a small part delays are spread evenly, over twelve times the delay spread and to a still smaller one over twenty times, so that paths
/// that come later than most are not lost. A subcarrier spacing is the unit of frequency.
enum DelayPrior {
  /// Delay spreads times subcarrier spacing: 7 ns to 0.9 µs at 30 kHz.
  static let spreads: [Double] = (0..<13).map { 2e-4 * pow(1.5, Double($0)) }
  /// The length of a cyclic prefix.
  static let prefix = 144.0 / 2048

  /// E h(k + n) h(n)* for a delay spread.
  static func correlation(_ distance: Double, spread: Double) -> SIMD2<Double> {
    let phase = 2 * Double.pi * distance * spread
    // exp(j φ) / (1 + j φ)
    let scale = 1 / (1 + phase * phase)
    let (x, y) = (cos(phase), sin(phase))
    let decaying = SIMD2(x + phase * y, y - phase * x) * scale
    let near = even(distance, span: min(prefix, 12 * spread), early: 0.25)
    let far = even(distance, span: min(1.25 * prefix, max(0.25 * prefix, 20 * spread)), early: 0.1)
    return decaying * 0.967 + near * 0.03 + far * 0.003
  }

  /// Of delays that are spread evenly over a span, of which a part is before zero.
  private static func even(_ distance: Double, span: Double, early: Double) -> SIMD2<Double> {
    let turn = -2 * Double.pi * distance * span * (0.5 - early)
    let half = Double.pi * distance * span
    return SIMD2(cos(turn), sin(turn)) * (half.magnitude < 1e-9 ? 1 : sin(half) / half)
  }

  /// The step of a signal to noise ratio: 2.5 dB each from -20 dB on.
  static func ratioStep(_ ratio: Double) -> Int {
    ratio > 0 ? max(0, min(26, Int(((10 * log10(ratio) + 20) / 2.5).rounded()))) : 0
  }
  static func ratio(step: Int) -> Double { pow(10, (Double(step) * 2.5 - 20) / 10) }
}

/// Weights of linear minimum mean square error interpolation, made when a channel asks for them first and kept for others like it.
struct WienerDesigns: ~Copyable {
  static let tapLimit = 48
  static let averagedWindow = 32
  private static let slotCount = 24
  private static let positionLimit = 32
  private static let analysisSize = tapLimit * 2 * PilotSmoothing.Factors.maximumRank
  private static let factorSize = analysisSize + PilotSmoothing.weightsPerTap * PilotSmoothing.Factors.maximumRank
  private static let slotSize = positionLimit * 32 * PilotSmoothing.weightsPerTap

  private let keys: UnsafeMutablePointer<WienerKey>
  private let weights: UnsafeMutablePointer<Float>
  /// For each place of a block in its window: the mean weight of a pilot in the estimate at its own place, and the mean error.
  private let leverages: UnsafeMutablePointer<Float>
  private let errors: UnsafeMutablePointer<Float>
  /// Of a block with its window around it: see ``PilotSmoothing/Factors``.
  private let factors: UnsafeMutablePointer<Float>
  private let ranks: UnsafeMutablePointer<Int>
  private let matrix: UnsafeMutablePointer<SIMD2<Double>>
  private let inverse: UnsafeMutablePointer<SIMD2<Double>>
  private var next = 0

  struct Design {
    var weights: UnsafePointer<Float>
    var leverages: UnsafePointer<Float>
    var errors: UnsafePointer<Float>
    var rank: Int
    var analysis: UnsafePointer<Float>
    var synthesis: UnsafePointer<Float>

    /// Sums over the blocks of a segment.
    func sums(blocks: Int, window: Int) -> (leverage: Double, error: Double) {
      var sum = (leverage: 0.0, error: 0.0)
      for block in 0..<blocks {
        let place = block - max(0, min(block - window / 2, blocks - window))
        sum.leverage += Double(leverages[place])
        sum.error += Double(errors[place])
      }
      return sum
    }
  }

  init() {
    keys = .allocate(capacity: Self.slotCount)
    keys.initialize(repeating: .none, count: Self.slotCount)
    weights = .allocate(capacity: Self.slotCount * Self.slotSize)
    weights.initialize(repeating: 0, count: Self.slotCount * Self.slotSize)
    leverages = .allocate(capacity: Self.slotCount * Self.positionLimit)
    leverages.initialize(repeating: 0, count: Self.slotCount * Self.positionLimit)
    errors = .allocate(capacity: Self.slotCount * Self.positionLimit)
    errors.initialize(repeating: 0, count: Self.slotCount * Self.positionLimit)
    factors = .allocate(capacity: Self.slotCount * Self.factorSize)
    factors.initialize(repeating: 0, count: Self.slotCount * Self.factorSize)
    ranks = .allocate(capacity: Self.slotCount)
    ranks.initialize(repeating: 0, count: Self.slotCount)
    matrix = .allocate(capacity: Self.tapLimit * Self.tapLimit)
    matrix.initialize(repeating: .zero, count: Self.tapLimit * Self.tapLimit)
    inverse = .allocate(capacity: Self.tapLimit * Self.tapLimit)
    inverse.initialize(repeating: .zero, count: Self.tapLimit * Self.tapLimit)
  }

  deinit {
    keys.deallocate()
    weights.deallocate()
    leverages.deallocate()
    errors.deallocate()
    factors.deallocate()
    ranks.deallocate()
    matrix.deallocate()
    inverse.deallocate()
  }

  /// Blocks whose pilots are used for one, of a segment of `blocks`.
  static func window(_ pattern: PilotPattern, merged: Int, blocks: Int) -> Int {
    min(blocks, merged == pattern.offsets.count ? averagedWindow : tapLimit / pattern.offsets.count, positionLimit)
  }

  mutating func design(_ key: WienerKey, _ pattern: PilotPattern) -> Design {
    let found = (0..<Self.slotCount).first { keys[$0] == key }
    let slot = found ?? next
    if found == nil {
      make(key, pattern, slot)
      keys[slot] = key
      next = (next + 1) % Self.slotCount
    }
    return Design(
      weights: UnsafePointer(weights + slot * Self.slotSize), leverages: UnsafePointer(leverages + slot * Self.positionLimit),
      errors: UnsafePointer(errors + slot * Self.positionLimit), rank: ranks[slot],
      analysis: UnsafePointer(factors + slot * Self.factorSize),
      synthesis: UnsafePointer(factors + slot * Self.factorSize + Self.analysisSize))
  }

  private func make(_ key: WienerKey, _ pattern: PilotPattern, _ slot: Int) {
    let perBlock = pattern.offsets.count
    let taps = key.window * perBlock / key.merged
    let noise = 1 / DelayPrior.ratio(step: key.ratio)
    let pilots = key.merged
    // Correlations at all distances that occur.
    let reach = 12 * key.window
    withUnsafeTemporaryAllocation(of: SIMD2<Double>.self, capacity: 2 * reach + 1 + taps + 12 * 12) { memory in
      guard let table = memory.baseAddress else { return }
      let covariance = table + 2 * reach + 1 + taps
      let (correlations, row) = (table + reach, table + 2 * reach + 1)
      for distance in 0...reach {
        let value = DelayPrior.correlation(Double(distance), spread: DelayPrior.spreads[key.spread])
        correlations[distance] = value
        correlations[-distance] = SIMD2(value.x, -value.y)
      }
      func place(_ tap: Int, _ pilot: Int) -> Int {
        let index = tap * pilots + pilot
        return 12 * (index / perBlock) + pattern.offsets[index % perBlock]
      }
      for i in 0..<taps {
        for j in 0...i {
          var sum = SIMD2<Double>.zero
          for a in 0..<pilots {
            for b in 0..<pilots {
              // The other port of the CDM group may be there, as strong and as spread: the signs of its cover code alternate.
              guard !key.isPaired || (i * pilots + a + j * pilots + b) & 1 == 0 else { continue }
              sum += correlations[place(i, a) - place(j, b)] * (key.isPaired ? 2 : 1)
            }
          }
          sum /= Double(pilots * pilots)
          if i == j { sum.x += noise / Double(pilots) }
          matrix[i * taps + j] = sum
        }
      }
      invert(taps)
      let target = weights + slot * Self.slotSize
      for position in 0..<key.window {
        var (leverage, error) = (0.0, 0.0)
        for lane in 0..<12 {
          for tap in 0..<taps {
            var sum = SIMD2<Double>.zero
            for pilot in 0..<pilots { sum += correlations[12 * position + lane - place(tap, pilot)] }
            row[tap] = sum / Double(pilots)
          }
          var explained = 0.0
          for tap in 0..<taps {
            var sum = SIMD2<Double>.zero
            for other in 0..<taps {
              let (a, b) = (row[other], inverse[other * taps + tap])
              sum += SIMD2(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x)
            }
            let weight = target + (position * taps + tap) * PilotSmoothing.weightsPerTap + lane
            weight[0] = Float(sum.x)
            weight[16] = Float(sum.y)
            explained += sum.x * row[tap].x + sum.y * row[tap].y
            let isOwn = (0..<pilots).contains { place(tap, $0) == 12 * position + lane }
            if isOwn { leverage += sum.x / Double(pilots) }
          }
          if position == key.window / 2 {
            for other in 0...lane {
              covariance[12 * lane + other] = (0..<taps).reduce(SIMD2<Double>.zero) { sum, tap in
                var correlation = SIMD2<Double>.zero
                for pilot in 0..<pilots { correlation += correlations[12 * position + other - place(tap, pilot)] / Double(pilots) }
                return sum + Self.product(estimateWeight(slot, position * taps + tap, lane), Self.conjugate(correlation))
              }
              covariance[12 * other + lane] = Self.conjugate(covariance[12 * lane + other])
            }
          }
          error += 1 - explained
        }
        leverages[slot * Self.positionLimit + position] = Float(leverage / Double(perBlock))
        errors[slot * Self.positionLimit + position] = Float(max(0, error / 12))
      }
      let middle = key.window / 2
      factorize(covariance, slot, first: middle * taps, taps, allowed: 1e-3 * 12 * Double(errors[slot * Self.positionLimit + middle]))
    }
  }

  private func estimateWeight(_ slot: Int, _ tap: Int, _ lane: Int) -> SIMD2<Double> {
    let weight = weights + slot * Self.slotSize + tap * PilotSmoothing.weightsPerTap + lane
    return SIMD2(Double(weight[0]), Double(weight[16]))
  }

  /// The weights W of a block's subcarriers as a product, by the factors L of the estimates' covariance C with pivots: of a subcarrier s that is
  /// chosen after others, for which there are rows v already,
  /// ```
  ///   l = (C[·, s] - Σ l' l'[s]*) / √d      d = C[s, s] - Σ |l'[s]|²      v = (W[s, ·] - Σ l'[s] v') / √d      W ≈ Σ l v
  /// ```
  /// What is left of the diagonal of C is the power of what the product leaves out.
  /// - Parameter allowed: of that, all subcarriers together; there is no product where it needs too many sums.
  private func factorize(_ covariance: UnsafeMutablePointer<SIMD2<Double>>, _ slot: Int, first: Int, _ taps: Int, allowed: Double) {
    let limit = PilotSmoothing.Factors.maximumRank
    let analysis = factors + slot * Self.factorSize
    let synthesis = analysis + Self.analysisSize
    ranks[slot] = 0
    withUnsafeTemporaryAllocation(of: SIMD2<Double>.self, capacity: limit * (12 + taps)) { memory in
      guard let columns = memory.baseAddress else { return }
      let rows = columns + 12 * limit
      var rank = 0
      while true {
        let left = (0..<12).reduce(0.0) { $0 + max(0, covariance[13 * $1].x) }
        if left <= allowed { break }
        guard rank < limit, let pivot = (0..<12).max(by: { covariance[13 * $0].x < covariance[13 * $1].x }) else { return }
        let scale = 1 / covariance[13 * pivot].x.squareRoot()
        for lane in 0..<12 { columns[12 * rank + lane] = covariance[12 * lane + pivot] * scale }
        for tap in 0..<taps {
          var value = estimateWeight(slot, first + tap, pivot)
          for k in 0..<rank { value -= Self.product(columns[12 * k + pivot], rows[taps * k + tap]) }
          rows[taps * rank + tap] = value * scale
        }
        for lane in 0..<12 {
          for other in 0..<12 {
            covariance[12 * lane + other] -= Self.product(columns[12 * rank + lane], Self.conjugate(columns[12 * rank + other]))
          }
        }
        rank += 1
      }
      for k in 0..<rank {
        for lane in 0..<12 {
          synthesis[32 * k + lane] = Float(columns[12 * k + lane].x)
          synthesis[32 * k + 16 + lane] = Float(columns[12 * k + lane].y)
        }
        for tap in 0..<taps {
          analysis[2 * (rank * tap + k)] = Float(rows[taps * k + tap].x)
          analysis[2 * (rank * tap + k) + 1] = Float(rows[taps * k + tap].y)
        }
      }
      ranks[slot] = rank
    }
  }

  private static func product(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> SIMD2<Double> {
    SIMD2(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x)
  }
  private static func conjugate(_ a: SIMD2<Double>) -> SIMD2<Double> { SIMD2(a.x, -a.y) }

  /// The inverse of the matrix, of which the lower triangle is there and becomes its factors L D L*.
  private func invert(_ count: Int) {
    for j in 0..<count {
      for k in 0..<j {
        let a = matrix[j * count + k]
        matrix[j * count + j].x -= (a.x * a.x + a.y * a.y) * matrix[k * count + k].x
      }
      let diagonal = matrix[j * count + j].x
      for i in (j + 1)..<count {
        var value = matrix[i * count + j]
        for k in 0..<j { value -= Self.product(matrix[i * count + k], Self.conjugate(matrix[j * count + k])) * matrix[k * count + k].x }
        matrix[i * count + j] = value / diagonal
      }
    }
    for column in 0..<count {
      // L D L* x = e, from below the unit on.
      for i in 0..<count {
        var value: SIMD2<Double> = i == column ? SIMD2(1, 0) : .zero
        if i > column { for k in column..<i { value -= Self.product(matrix[i * count + k], inverse[k * count + column]) } }
        inverse[i * count + column] = value
      }
      for i in (0..<count).reversed() {
        var value = inverse[i * count + column] / matrix[i * count + i].x
        for k in (i + 1)..<count { value -= Self.product(Self.conjugate(matrix[k * count + i]), inverse[k * count + column]) }
        inverse[i * count + column] = value
      }
    }
  }
}

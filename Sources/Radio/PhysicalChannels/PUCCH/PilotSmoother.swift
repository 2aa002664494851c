import DSPKernels
import Foundation

/// A positive definite system of equations, solved by Cholesky's method.
struct SymmetricSystem {
  private let size: Int
  private var factor: [Double]

  /// - Parameter matrix: row after row; what stands right of the diagonal is not used.
  init(_ matrix: [Double], size: Int) {
    self.size = size
    factor = matrix
    for row in 0..<size {
      for column in 0...row {
        var sum = factor[row * size + column]
        for k in 0..<column { sum -= factor[row * size + k] * factor[column * size + k] }
        factor[row * size + column] = row == column ? max(sum, 1e-12).squareRoot() : sum / factor[column * size + column]
      }
    }
  }

  func solve(_ right: [Double]) -> [Double] {
    var x = right
    for row in 0..<size {
      for k in 0..<row { x[row] -= factor[row * size + k] * x[k] }
      x[row] /= factor[row * size + row]
    }
    for row in (0..<size).reversed() {
      for k in (row + 1)..<size { x[row] -= factor[k * size + row] * x[k] }
      x[row] /= factor[row * size + row]
    }
    return x
  }
}

/// Estimates the channel at the subcarriers of one symbol from pilots at equal distances (LMMSE), as though its delays were spread evenly
/// over a span around 0. Weights are real; those of a window of pilots are used for all places that lie alike in it.
struct PilotSmoother: Sendable {
  let pilotCount: Int
  /// Subcarriers from one pilot to the next.
  let spacing: Int
  /// The subcarrier of the first pilot.
  let first: Int
  let count: Int
  private let window: Int

  /// The weights for a ratio of noise to signal.
  struct Level: Sendable {
    let noiseToSignal: Double
    /// For each place relative to a window, those of its pilots.
    let weights: [Float]
    /// Σ w² for each place: how much of the noise is left.
    let energies: [Float]
  }
  let levels: [Level]

  /// Ratios of signal to noise in decibels, for which there are levels.
  static let decibels: [Double] = [-10, -5, 0, 5, 10, 15, 20, 25, 30]
  /// The level of 0 dB, and that of 20 dB.
  static let unity = 2
  static let high = 6

  /// - Parameters:
  ///   - count: subcarriers.
  ///   - span: of the delays, in turns from one subcarrier to the next.
  ///   - sharing: UEs whose pilots lie at the same subcarriers, told apart by cyclic shifts of equal distances: 1, 2 or 4.
  ///   - estimatesAll: whether the sum of all UEs' channels is wanted instead of the first one's.
  init(pilotCount: Int, spacing: Int, first: Int, count: Int, span: Double, sharing: Int = 1, estimatesAll: Bool = false) {
    self.pilotCount = pilotCount
    self.spacing = spacing
    self.first = first
    self.count = count
    let window = min(pilotCount, spacing == 1 ? 36 : 16)
    self.window = window
    let places = count - spacing * (pilotCount - window)
    func channel(_ distance: Int) -> Double {
      let x = Double.pi * span * Double(distance)
      return distance == 0 || x == 0 ? 1 : sin(x) / x
    }
    func all(_ distance: Int) -> Double {
      let turns = (0..<sharing).reduce(0.0) { $0 + cos(2 * Double.pi * Double($1 * distance) / Double(sharing)) }
      return channel(distance) * turns
    }
    levels = Self.decibels.map { decibel in
      let noise = pow(10, -decibel / 10)
      var matrix = [Double](repeating: 0, count: window * window)
      for row in 0..<window {
        for column in 0..<window { matrix[row * window + column] = all(spacing * (row - column)) + (row == column ? noise : 0) }
      }
      let system = SymmetricSystem(matrix, size: window)
      var weights: [Float] = []
      var energies: [Float] = []
      for place in 0..<places {
        let right = (0..<window).map { pilot in
          let distance = place - first - spacing * pilot
          return estimatesAll ? all(distance) : channel(distance)
        }
        let solved = system.solve(right).map { Float($0) }
        weights += solved
        energies.append(solved.reduce(0) { $0 + $1 * $1 })
      }
      return Level(noiseToSignal: noise, weights: weights, energies: energies)
    }
  }

  /// The level nearest to a ratio of signal to noise.
  static func level(signalToNoise: Float) -> Int {
    let decibel = 10 * log10(Double(max(signalToNoise, 1e-3)))
    return min(decibels.count - 1, max(0, Int(((decibel - decibels[0]) / 5).rounded())))
  }

  /// The first pilot of the window for a subcarrier.
  private func start(_ subcarrier: Int) -> Int {
    let nearest = (subcarrier - first + spacing / 2) / spacing
    return min(max(0, nearest - window / 2), pilotCount - window)
  }

  private func place(_ subcarrier: Int) -> Int { subcarrier - spacing * start(subcarrier) }

  func smooth(_ pilots: UnsafePointer<Complex>, _ level: Int, into output: UnsafeMutablePointer<Complex>) {
    levels[level].weights.withUnsafeBufferPointer { weights in
      for subcarrier in 0..<count {
        let start = start(subcarrier)
        let row = (subcarrier - spacing * start) * window
        var sum = Complex.zero
        for index in 0..<window { sum += pilots[start + index] * weights[row + index] }
        output[subcarrier] = sum
      }
    }
  }

  /// How much of the noise is left of all subcarriers' estimates.
  func noise(_ level: Int) -> Float { (0..<count).reduce(0) { $0 + levels[level].energies[place($1)] } }

  /// What is left of the pilots when what the level of 20 dB makes of them is taken away: mean power is `residualCount` times that of
  /// noise.
  func residual(_ pilots: UnsafePointer<Complex>, _ smoothed: UnsafePointer<Complex>) -> Float {
    var sum: Float = 0
    for pilot in 0..<pilotCount { sum += (pilots[pilot] - smoothed[first + spacing * pilot]).power }
    return sum
  }

  var residualCount: Float {
    (0..<pilotCount).reduce(0) { sum, pilot in
      let (own, energy) = own(Self.high, pilot)
      return sum + 1 - 2 * own + energy
    }
  }

  /// A pilot's weight for its own place, and that place's noise.
  private func own(_ level: Int, _ pilot: Int) -> (weight: Float, energy: Float) {
    let subcarrier = first + spacing * pilot
    let row = place(subcarrier)
    return (levels[level].weights[row * window + pilot - start(subcarrier)], levels[level].energies[row])
  }

  /// Of the sum Σ p* · (estimate at p) over noise alone: its mean over the noise's power, and its degrees of freedom.
  var statistic: (mean: Double, freedom: Double) {
    var (trace, squares) = (0.0, 0.0)
    for pilot in 0..<pilotCount {
      let (own, energy) = own(Self.unity, pilot)
      trace += Double(own)
      squares += Double(energy)
    }
    return (trace, 2 * trace * trace / squares)
  }
}

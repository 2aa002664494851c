import Base
import Foundation
import LinkSimulation
import Modulation

/// Values that chance gave, in order.
public struct EmpiricalDistribution: Sendable, Hashable {
  public let values: [Double]

  /// - Parameter values: at least one.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "a distribution has values")
    self.values = values.sorted()
  }

  /// Between the two nearest values where it falls between them.
  /// - Parameter percent: 0 to 100.
  public func percentile(_ percent: Double) -> Double {
    let place = max(0, min(100, percent)) / 100 * Double(values.count - 1)
    let low = Int(place)
    let high = min(low + 1, values.count - 1)
    return values[low] + (place - Double(low)) * (values[high] - values[low])
  }
}

/// What a calibration case gave.
public struct CalibrationResult: Sendable {
  /// One percentile beside the reference.
  public struct Point: Sendable, Hashable {
    public let metric: CalibrationMetric
    public let percent: Double
    public let value: Double
    /// Standard error from drop to drop.
    public let standardError: Double
    public let reference: Double?
    public let tolerance: Double

    /// `nil` without reference.
    public var isMet: Bool? { reference.map { abs(value - $0) <= tolerance } }
  }

  public let calibration: CalibrationCase
  public let drops: Int
  public let userCount: Int
  public let distributions: [CalibrationMetric: EmpiricalDistribution]
  public let points: [Point]

  public var isMet: Bool { points.allSatisfy { $0.isMet ?? true } }

  /// Runs drops on several threads; the result depends on the seed alone.
  /// - Parameters:
  ///   - drops: 1 or more.
  ///   - usersPerSite: of each drop.
  ///   - isCancelled: asked in front of each drop.
  ///   - progress: called with the number of a drop that begins, on any thread.
  /// - Returns: `nil` where it was cancelled before the first drop ended.
  /// - Throws: `ParameterError` for numbers that are none.
  public static func run(
    _ calibration: CalibrationCase, drops: Int, usersPerSite: Int, seed: UInt64, threads: Int,
    isCancelled: @Sendable () -> Bool = { false }, progress: @Sendable (Int) -> Void = { _ in }
  ) throws -> CalibrationResult? {
    guard 1...100_000 ~= drops else { throw ParameterError("drops", drops, "there are 1 to 100000 drops", "TR 38.901 §7.8.1") }
    let network = try calibration.network(usersPerSite: usersPerSite)
    let noise = calibration.noise
    let results = try Concurrent.map(0..<drops, threads: threads, isCancelled: isCancelled) {
      { number in
        progress(number)
        var seeds = SeededGenerator(seed: seed, number: number)
        let drop = try NetworkDrop(network, seed: seeds.next())
        return CalibrationMetric.allCases.map { metric in
          (0..<drop.users.count).map { user in
            switch metric {
            case .couplingLoss: drop.couplingGain(user)
            case .signalToInterferenceAndNoise: drop.signalRatio(user, noise: noise)
            case .signalToInterference: drop.signalRatio(user, noise: nil)
            }
          }
        }
      }
    }
    return results.isEmpty ? nil : CalibrationResult(calibration, results)
  }

  private init(_ calibration: CalibrationCase, _ results: [[[Double]]]) {
    self.calibration = calibration
    drops = results.count
    userCount = results.reduce(0) { $0 + $1[0].count }
    var distributions: [CalibrationMetric: EmpiricalDistribution] = [:]
    var points: [Point] = []
    for (index, metric) in CalibrationMetric.allCases.enumerated() {
      let all = EmpiricalDistribution(results.flatMap { $0[index] })
      let single = results.map { EmpiricalDistribution($0[index]) }
      distributions[metric] = all
      let references = calibration.references(metric)
      for (place, percent) in CalibrationMetric.percents.enumerated() {
        let values = single.map { $0.percentile(percent) }
        let mean = values.reduce(0, +) / Double(values.count)
        let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        points.append(
          Point(
            metric: metric, percent: percent, value: all.percentile(percent),
            standardError: values.count > 1 ? (square / Double(values.count - 1) / Double(values.count)).squareRoot() : 0,
            reference: references?[place], tolerance: metric.tolerances[place]))
      }
    }
    self.distributions = distributions
    self.points = points
  }

  /// The metric's distribution as a line that rises from 0 to 1.
  public func line(_ metric: CalibrationMetric) -> LinePlot.Line? {
    distributions[metric].map { distribution in
      LinePlot.Line(
        name: metric.rawValue,
        points: (0...200).map { .init(x: distribution.percentile(Double($0) / 2), y: Double($0) / 200) })
    }
  }
}

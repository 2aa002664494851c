import Foundation
import Modulation

/// What a requirement's test came to at one ratio.
public struct RequirementMeasurement: Sendable, Hashable {
  /// Nil where it does not depend on the ratio.
  public var decibels: Double?
  /// The throughput, or how often the wrong thing happened.
  public var rate: Double
  /// The bound of 95 % that counts: the lower one of a throughput, the upper one of an error.
  public var bound: Double
  /// Drops of a link, or trials.
  public var trials: Int
  public var isMet: Bool
  /// Transport blocks with a CRC that holds and wrong bits.
  public var undetectedErrors = 0
}

/// What was found of a requirement.
public struct RequirementResult: Sendable {
  public let requirement: DemodulationRequirement
  /// In the order in which they were made.
  public var measurements: [RequirementMeasurement] = []
  /// The search was ended before it was done.
  public var isIncomplete = false

  /// At the lowest ratio at which it is met.
  public var best: RequirementMeasurement? {
    measurements.filter(\.isMet).min { ($0.decibels ?? 0) < ($1.decibels ?? 0) }
  }

  /// Decibels that the lowest ratio at which it is met lies below the limit.
  public var margin: Double? {
    guard let limit = requirement.limit, let decibels = best?.decibels else { return nil }
    return limit - decibels
  }

  /// Whether no lower ratio was tried than the one at which it is met: the margin may be larger.
  public var isMarginOpen: Bool { measurements.allSatisfy(\.isMet) }

  public var isMet: Bool {
    guard best != nil else { return false }
    return requirement.limit == nil || (margin ?? -1) >= requirement.neededMargin - 1e-9
  }
}

/// How many drops and trials a requirement is measured with.
public struct RequirementEffort: Sendable, Hashable {
  public var drops: Int
  public var signalTrials: Int
  public var noiseTrials: Int
  /// Decibels between the ratios that a search tries; nil for the limit and the needed margin alone.
  public var step: Double?

  public init(drops: Int = 100, signalTrials: Int = 5000, noiseTrials: Int = 10_000, step: Double? = 0.25) {
    self.drops = drops
    self.signalTrials = signalTrials
    self.noiseTrials = noiseTrials
    self.step = step
  }
}

/// Measures requirements, and how far below its limit each is met.
public struct RequirementRun: Sendable {
  public var run: LinkRun
  public var effort: RequirementEffort

  public init(_ run: LinkRun, _ effort: RequirementEffort = RequirementEffort()) {
    self.run = run
    self.effort = effort
  }

  /// Seeks the lowest ratio at which a requirement is met, in steps below its limit; below one that fails none is tried.
  /// - Parameter progress: called with the ratio and the rate so far.
  /// - Throws: for an effort without drops or trials or a step that is not above zero, and what a link throws.
  public func search(
    _ requirement: DemodulationRequirement, progress: (Double?, Double, Int) -> Void = { _, _, _ in }
  ) throws -> RequirementResult {
    guard 2...1_000_000 ~= effort.drops, 1...1_000_000 ~= effort.signalTrials, 1...1_000_000 ~= effort.noiseTrials,
      effort.step.map({ $0 >= 0.01 }) ?? true
    else {
      throw ParameterError("effort", effort, "2 drops, a trial and a step of 0.01 dB at least, 10⁶ at most", "TS 38.104 §8")
    }
    var result = RequirementResult(requirement: requirement)
    func isMet(_ decibels: Double?) throws -> Bool? {
      let measurement = try measure(requirement, decibels) { progress(decibels, $0, $1) }
      guard !run.isCancelled() else {
        result.isIncomplete = true
        return nil
      }
      result.measurements.append(measurement)
      return measurement.isMet
    }
    guard let limit = requirement.limit else {
      _ = try isMet(nil)
      return result
    }
    let needed = limit - requirement.neededMargin
    if let step = effort.step {
      try RatioSearch(start: needed, step: step).run { try isMet($0) }
    } else {
      _ = try isMet(needed)
    }
    return result
  }

  /// - Parameters:
  ///   - decibels: nil where the test does not depend on it.
  ///   - progress: called with the rate so far, and of how many drops or trials.
  public func measure(
    _ requirement: DemodulationRequirement, _ decibels: Double?, progress: (Double, Int) -> Void = { _, _ in }
  ) throws -> RequirementMeasurement {
    let ratio = decibels ?? 0
    func counted(_ proportion: Proportion) { progress(proportion.rate, proportion.trials) }
    func measurement(_ rule: DetectionRule, _ count: (DetectionRule) throws -> Proportion) rethrows -> RequirementMeasurement {
      let proportion = try count(rule)
      return RequirementMeasurement(
        decibels: decibels, rate: proportion.rate, bound: proportion.upperBound(), trials: proportion.trials,
        isMet: rule.isMet(proportion))
    }
    func signal(_ limit: Double) -> DetectionRule {
      DetectionRule(trials: effort.signalTrials, maximumTrials: 3 * effort.signalTrials, limit: limit)
    }
    func noise(_ limit: Double) -> DetectionRule {
      DetectionRule(trials: effort.noiseTrials, maximumTrials: 10 * effort.noiseTrials, limit: limit)
    }
    switch requirement.test {
    case .throughput(let link, let least):
      let result = try run.run(link, decibels: ratio, .exactly(effort.drops, givesUpBelow: least)) {
        progress($0.throughput, $0.dropCount)
      }
      let low = result.transmissions.interval().low
      return RequirementMeasurement(
        decibels: decibels, rate: result.throughput, bound: low, trials: result.dropCount,
        isMet: result.dropCount >= effort.drops && low >= least, undetectedErrors: result.counts.undetectedErrors)
    case .missedPreamble(let link, let most):
      return try measurement(signal(most)) { try run.missed(link, decibels: ratio, $0, progress: counted) }
    case .falsePreamble(let link, let most):
      return try measurement(noise(most)) { try run.falseAlarms(link, $0, progress: counted) }
    case .missedAcknowledgement(let link, let most):
      return try measurement(signal(most)) {
        try run.control(link, sending: true, decibels: ratio, $0, isWrong: { $0 != true }, progress: counted)
      }
    case .falseAcknowledgement(let link, let most):
      return try measurement(noise(most)) {
        try run.control(link, sending: false, decibels: ratio, $0, isWrong: { $0 == true }, progress: counted)
      }
    case .discontinuousToAcknowledgement(let link, let most):
      return try measurement(noise(most)) {
        try run.control(link, sending: nil, decibels: ratio, $0, isWrong: { $0 == true }, progress: counted)
      }
    }
  }
}

/// Seeks the lowest ratio, in steps from one to begin with, at which something is met that more signal does not make worse.
struct RatioSearch {
  /// In decibels.
  var start: Double
  var step: Double
  /// Decibels from the start, in both directions, beyond which nothing is tried.
  var reach = 16.0

  /// - Parameter isMet: of a ratio; nil ends the search.
  func run(_ isMet: (Double) throws -> Bool?) rethrows {
    guard let first = try isMet(start) else { return }
    // In steps below the start: one at which it is met, and one at which it is not.
    var met = first ? 0 : nil as Int?
    var failed = first ? nil : 0 as Int?
    var distance = max(1, Int((1 / step).rounded()))
    while true {
      let place: Int
      switch (met, failed) {
      case (let met?, let failed?):
        if failed - met <= 1 { return }
        place = (met + failed) / 2
      case (let met?, nil):
        place = met + distance
        distance *= 2
      case (nil, let failed?):
        place = failed - distance
        distance *= 2
      case (nil, nil): return
      }
      guard abs(Double(place) * step) <= reach, let outcome = try isMet(start - Double(place) * step) else { return }
      if outcome { met = place } else { failed = place }
    }
  }
}

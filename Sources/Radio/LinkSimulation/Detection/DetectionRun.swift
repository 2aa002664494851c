import Modulation

/// When a detection has been tried often enough.
public struct DetectionRule: Sendable, Hashable {
  /// Trials that are made in any case, unless the proportion is certainly above the limit.
  public var trials: Int
  /// More are made, up to so many, while the limit lies within the interval of 95 %.
  public var maximumTrials: Int
  /// The proportion that may not be exceeded.
  public var limit: Double

  /// Trials between two looks at the results, whatever the number of threads.
  public static let batch = 500

  public init(trials: Int, maximumTrials: Int? = nil, limit: Double) {
    self.trials = trials
    self.maximumTrials = max(trials, maximumTrials ?? trials)
    self.limit = limit
  }

  /// Whether the upper bound of 95 % is not above the limit.
  public func isMet(_ proportion: Proportion) -> Bool { proportion.trials >= trials && proportion.upperBound() <= limit }

  func isEnough(_ proportion: Proportion) -> Bool {
    if proportion.trials >= maximumTrials || proportion.lowerBound(confidence: 0.999) > limit { return true }
    guard proportion.trials >= trials else { return false }
    return proportion.upperBound() <= limit || proportion.lowerBound() > limit
  }
}

extension LinkRun {
  /// How often something happens in independent trials.
  /// - Parameters:
  ///   - progress: called with what there is after each batch.
  ///   - makeWorker: makes what says of a trial's number whether it happened; called once for each thread.
  public func detect(
    _ rule: DetectionRule, progress: (Proportion) -> Void = { _ in }, _ makeWorker: @Sendable () throws -> (Int) throws -> Bool
  ) throws -> Proportion {
    guard rule.trials >= 1, rule.maximumTrials <= 100_000_000, rule.limit > 0, rule.limit < 1 else {
      throw ParameterError("trials", rule.trials, "1 to 10⁸, with a limit between 0 and 1", "TS 38.104 §8.4.2")
    }
    var result = Proportion()
    while !rule.isEnough(result) {
      let batch = result.trials..<min(rule.maximumTrials, result.trials + DetectionRule.batch)
      let happened = try Concurrent.map(batch, threads: threads, isCancelled: isCancelled, makeWorker)
      result = result + Proportion(events: happened.count { $0 }, trials: happened.count)
      progress(result)
      if happened.count < batch.count { break }
    }
    return result
  }

  /// How often a preamble is missed.
  public func missed(
    _ link: PreambleLink, decibels: Double, _ rule: DetectionRule, progress: (Proportion) -> Void = { _ in }
  ) throws -> Proportion {
    let seed = seed
    return try detect(rule, progress: progress) {
      let simulator = Box(try PreambleLinkSimulator(link))
      return { try simulator.value.isMissed(occasion: $0, seed: seed, decibels: decibels) }
    }
  }

  /// How often noise alone gives a preamble.
  public func falseAlarms(
    _ link: PreambleLink, _ rule: DetectionRule, progress: (Proportion) -> Void = { _ in }
  ) throws -> Proportion {
    let seed = seed
    return try detect(rule, progress: progress) {
      let simulator = Box(try PreambleLinkSimulator(link))
      return { try simulator.value.isFalseAlarm(occasion: $0, seed: seed) }
    }
  }

  /// How often what is sent on a PUCCH is received as something that it should not be.
  /// - Parameters:
  ///   - bit: that is sent; nil for nothing.
  ///   - isWrong: of what is received.
  public func control(
    _ link: ControlLink, sending bit: Bool?, decibels: Double, _ rule: DetectionRule, isWrong: @escaping @Sendable (Bool?) -> Bool,
    progress: (Proportion) -> Void = { _ in }
  ) throws -> Proportion {
    let seed = seed
    return try detect(rule, progress: progress) {
      let simulator = Box(try ControlLinkSimulator(link))
      return { isWrong(try simulator.value.receive(bit, slot: $0, seed: seed, decibels: decibels)) }
    }
  }
}

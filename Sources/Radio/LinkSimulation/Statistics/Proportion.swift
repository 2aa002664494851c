import PhysicalChannels

/// The bounds between which a proportion lies with a confidence.
public struct ProportionInterval: Sendable, Hashable {
  public var low: Double
  public var high: Double

  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }
}

/// How often something happened in independent trials.
public struct Proportion: Sendable, Hashable {
  public var events: Int
  public var trials: Int

  public init(events: Int = 0, trials: Int = 0) {
    self.events = events
    self.trials = trials
  }

  /// 0 without trials.
  public var rate: Double { trials > 0 ? Double(events) / Double(trials) : 0 }

  public static func + (left: Self, right: Self) -> Self {
    Self(events: left.events + right.events, trials: left.trials + right.trials)
  }

  /// The exact interval of Clopper and Pearson, with as much of the error on either side.
  /// - Parameter confidence: above 0 and below 1.
  public func interval(confidence: Double = 0.95) -> ProportionInterval {
    Self.interval(events: Double(events), trials: Double(trials), tail: (1 - confidence) / 2)
  }

  /// What the proportion is not above, with a confidence (one-sided).
  public func upperBound(confidence: Double = 0.95) -> Double {
    Self.interval(events: Double(events), trials: Double(trials), tail: 1 - confidence).high
  }

  /// What the proportion is not below, with a confidence (one-sided).
  public func lowerBound(confidence: Double = 0.95) -> Double {
    Self.interval(events: Double(events), trials: Double(trials), tail: 1 - confidence).low
  }

  /// - Parameters:
  ///   - events: need not be whole.
  ///   - tail: the probability that the proportion is below, and that it is above.
  static func interval(events: Double, trials: Double, tail: Double) -> ProportionInterval {
    guard trials > 0 else { return ProportionInterval(low: 0, high: 1) }
    let (x, rest) = (min(max(events, 0), trials), max(0, trials - events))
    var interval = ProportionInterval(low: 0, high: 1)
    // Quantiles of the beta distribution by those of Fisher's.
    if x > 0 { interval.low = x / (x + (rest + 1) * FisherDistribution.quantile(above: tail, 2 * (rest + 1), 2 * x)) }
    if rest > 0 {
      let quantile = (x + 1) * FisherDistribution.quantile(above: tail, 2 * (x + 1), 2 * rest)
      interval.high = quantile / (rest + quantile)
    }
    return interval
  }
}

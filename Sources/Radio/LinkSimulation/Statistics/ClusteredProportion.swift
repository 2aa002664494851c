import PhysicalChannels

/// How often something happened in trials of which only groups are independent: the slots of a drop have one channel.
///
/// The interval is that of Korn and Graubard: Clopper and Pearson's for as many independent trials as have the variance that the groups
/// show. Where all trials came out alike there is no variance to be seen, and each group counts as one trial.
public struct ClusteredProportion: Sendable, Hashable {
  /// Of each group.
  public private(set) var groups: [Proportion] = []
  public private(set) var total = Proportion()

  public init(_ groups: some Sequence<Proportion> = []) { for group in groups { append(group) } }

  public mutating func append(_ group: Proportion) {
    groups.append(group)
    total = total + group
  }

  public var rate: Double { total.rate }

  /// Independent trials that would have this variance; not more than there are.
  func effectiveTrials(confidence: Double) -> Double {
    let count = Double(groups.count)
    guard groups.count > 1 else { return count }
    let (rate, trials) = (rate, Double(total.trials))
    let squares = groups.reduce(0.0) { sum, group in
      let deviation = Double(group.events) - rate * Double(group.trials)
      return sum + deviation * deviation
    }
    let variance = count / (count - 1) * squares / (trials * trials)
    guard rate > 0, rate < 1, variance > 0 else { return count }
    // The variance is itself estimated from few groups.
    let quotient =
      Self.student(trials - 1, confidence: confidence) / Self.student(count - 1, confidence: confidence)
    return min(trials, rate * (1 - rate) / variance * quotient * quotient)
  }

  /// With as much of the error on either side.
  /// - Parameter confidence: above 0 and below 1.
  public func interval(confidence: Double = 0.95) -> ProportionInterval {
    let trials = effectiveTrials(confidence: confidence)
    return Proportion.interval(events: rate * trials, trials: trials, tail: (1 - confidence) / 2)
  }

  /// The two-sided quantile of Student's distribution.
  static func student(_ freedom: Double, confidence: Double) -> Double {
    FisherDistribution.quantile(above: 1 - confidence, 1, max(1, freedom)).squareRoot()
  }
}

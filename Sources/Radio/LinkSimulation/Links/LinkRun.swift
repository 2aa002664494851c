import Modulation

/// What a link did at one ratio.
public struct LinkResult: Sendable, Hashable {
  public var decibels: Double
  /// Of all drops.
  public var counts = LinkCounts()
  /// By drop.
  public var transmissions = ClusteredProportion()
  public var firstTransmissions = ClusteredProportion()

  public init(decibels: Double) { self.decibels = decibels }

  public mutating func append(_ drop: LinkCounts) {
    counts = counts + drop
    transmissions.append(drop.transmissions)
    firstTransmissions.append(drop.firstTransmissions)
  }

  public var dropCount: Int { transmissions.groups.count }
  /// Transmissions behind which the transport block was there, to all of them, 0 to 1.
  public var throughput: Double { transmissions.rate }
  /// Of first transmissions.
  public var blockErrorRate: Double { firstTransmissions.rate }
}

/// When a run has enough drops.
public struct StopRule: Sendable, Hashable {
  public var minimumDrops: Int
  public var maximumDrops: Int
  /// It ends when the interval of 95 % of the throughput is at most that wide.
  public var throughputWidth: Double
  /// And that of the block error rate at most so wide, as a part of the rate.
  public var errorRateWidth: Double
  /// Or it lies below this.
  public var errorRateFloor: Double
  /// It ends early when the throughput is certainly (99.9 %) below this; 0 for never.
  public var givesUpBelow: Double

  /// Drops between two looks at the results. It is part of the rule, so that the number of threads does not change the result.
  public static let batch = 10

  public init(
    minimumDrops: Int = 20, maximumDrops: Int = 400, throughputWidth: Double = 0.04, errorRateWidth: Double = 0.4,
    errorRateFloor: Double = 0.03, givesUpBelow: Double = 0
  ) {
    self.minimumDrops = minimumDrops
    self.maximumDrops = maximumDrops
    self.throughputWidth = throughputWidth
    self.errorRateWidth = errorRateWidth
    self.errorRateFloor = errorRateFloor
    self.givesUpBelow = givesUpBelow
  }

  /// So many drops, whatever they say.
  public static func exactly(_ drops: Int, givesUpBelow: Double = 0) -> StopRule {
    StopRule(minimumDrops: drops, maximumDrops: drops, givesUpBelow: givesUpBelow)
  }

  /// - Throws: for numbers of drops that cannot be.
  public func check() throws(ParameterError) {
    guard 1...1_000_000 ~= minimumDrops, minimumDrops <= maximumDrops, maximumDrops <= 1_000_000 else {
      throw ParameterError("drops", "\(minimumDrops) to \(maximumDrops)", "1 to 1000000, the minimum first", "TS 38.104 §8.2.1")
    }
  }

  func isEnough(_ result: LinkResult) -> Bool {
    if result.dropCount >= maximumDrops { return true }
    if givesUpBelow > 0, result.dropCount >= 2 * Self.batch, result.transmissions.interval(confidence: 0.999).high < givesUpBelow {
      return true
    }
    guard result.dropCount >= minimumDrops else { return false }
    let throughput = result.transmissions.interval()
    let errors = result.firstTransmissions.interval()
    let isCertain = errors.high - errors.low <= errorRateWidth * result.blockErrorRate || errors.high <= errorRateFloor
    return throughput.high - throughput.low <= throughputWidth && isCertain
  }
}

/// Runs links on several threads.
public struct LinkRun: Sendable {
  public var seed: UInt64
  public var threads: Int
  /// Asked between drops.
  public var isCancelled: @Sendable () -> Bool

  public init(seed: UInt64 = 1, threads: Int = 2, isCancelled: @escaping @Sendable () -> Bool = { false }) {
    self.seed = seed
    self.threads = threads
    self.isCancelled = isCancelled
  }

  /// - Parameters:
  ///   - decibels: the power of all layers at a receive antenna to the noise's.
  ///   - progress: called with what there is after each batch.
  /// - Returns: what was found; less than asked for only when it was cancelled.
  /// - Throws: what a drop throws.
  public func run(
    _ link: SharedChannelLink, decibels: Double, _ rule: StopRule = StopRule(), progress: (LinkResult) -> Void = { _ in }
  ) throws -> LinkResult {
    try rule.check()
    var result = LinkResult(decibels: decibels)
    let seed = seed
    while !rule.isEnough(result) {
      let first = result.dropCount
      let batch = first..<min(rule.maximumDrops, first + StopRule.batch)
      let drops = try Concurrent.map(batch, threads: threads, isCancelled: isCancelled) {
        let simulator = Box(try SharedChannelLinkSimulator(link))
        return { try simulator.value.run(drop: $0, seed: seed, decibels: decibels) }
      }
      for drop in drops { result.append(drop) }
      progress(result)
      if drops.count < batch.count { break }
    }
    return result
  }
}

import ChannelModels
import Modulation
import Testing

@testable import LinkSimulation

@Suite struct SharedChannelLinkTests {
  private static func options(_ channel: String, mcs: Int = 2, antennas: SharedChannelLink.Antennas = .init(), slots: Int = 8)
    -> SharedChannelLinkOptions
  {
    var options = SharedChannelLinkOptions()
    options.channel = channel
    options.mcs = mcs
    options.antennas = antennas
    options.gridSize = 24
    options.schedule.slotsPerDrop = slots
    options.delayInterpolation = .nearestSample
    return options
  }

  @Test(
    "With much signal everything comes through, with little nothing, and noise is never taken for a transport block",
    arguments: [
      options("awgn"), options("tdla30-10", mcs: 20), options("tdlb100-400", antennas: .init(transmit: 2, receive: 4, layers: 2)),
      options("cdl-c-100-10", antennas: .init(transmit: 1, receive: 4, layers: 1)),
    ])
  func extremes(_ options: SharedChannelLinkOptions) throws {
    let link = try options.link()
    let run = LinkRun(seed: 2)
    let high = try run.run(link, decibels: 40, .exactly(4))
    #expect(high.throughput == 1 && high.counts.undetectedErrors == 0 && high.counts.transmissions.trials == 32)
    #expect(high.counts.blocks == Proportion(events: 0, trials: 32))
    let low = try run.run(link, decibels: -30, .exactly(4))
    #expect(low.throughput == 0 && low.counts.undetectedErrors == 0 && low.blockErrorRate == 1)
    // Two processes of four slots each: every block was sent four times and then given up.
    #expect(low.counts.firstTransmissions.trials == 8 && low.counts.blocks == Proportion(events: 8, trials: 8))
  }

  @Test("Transform precoding, several layers on a codebook and offsets go through the same link")
  func variants() throws {
    var transformed = Self.options("tdla30-10", mcs: 5)
    transformed.hasTransformPrecoding = true
    transformed.mcsTable = .transformPrecoded
    var offset = Self.options("tdla30-10", mcs: 5)
    offset.offsets = .init(frequencyHz: 300, delaySamples: 4)
    var precoded = Self.options("tdla30-10", mcs: 5, antennas: .init(transmit: 4, receive: 4, layers: 1))
    precoded.tpmi = 12
    precoded.correlation = .medium
    for options in [transformed, offset, precoded] {
      let result = try LinkRun(seed: 4).run(try options.link(), decibels: 25, .exactly(4))
      #expect(result.throughput > 0.9 && result.counts.undetectedErrors == 0)
    }
  }

  @Test("A retransmission helps: more comes through than without, at a ratio at which first transmissions fail")
  func combining() throws {
    var options = Self.options("awgn", mcs: 4, slots: 16)
    let run = LinkRun(seed: 6)
    let combined = try run.run(try options.link(), decibels: -5.5, .exactly(6))
    options.schedule.redundancyVersions = [0]
    let single = try run.run(try options.link(), decibels: -5.5, .exactly(6))
    #expect(single.throughput < 0.1 && combined.throughput > 0.25)
    #expect(combined.counts.blocks.rate < single.counts.blocks.rate)
  }

  @Test("TS 38.104 §8.2.1, table 8.2.1.2: the throughput rises with the ratio, and the block error rate falls")
  func curve() throws {
    let link = try Self.options("tdlb100-400").link()
    let results = try [-9.0, -5, 0].map { try LinkRun(seed: 8).run(link, decibels: $0, .exactly(10)) }
    #expect(results[0].throughput < results[1].throughput && results[1].throughput < results[2].throughput)
    #expect(results[0].blockErrorRate > results[1].blockErrorRate && results[1].blockErrorRate > results[2].blockErrorRate)
    #expect(results[2].throughput > 0.9)
  }

  @Test("A result depends on the seed, not on the number of threads")
  func determinism() throws {
    let link = try Self.options("tdlc300-100", mcs: 10).link()
    let rule = StopRule(minimumDrops: 10, maximumDrops: 40, throughputWidth: 0.3, errorRateWidth: 10)
    let results = try [1, 2, 5].map { try LinkRun(seed: 3, threads: $0).run(link, decibels: 1, rule) }
    #expect(results[0] == results[1] && results[0] == results[2])
    #expect(0.05..<1 ~= results[0].blockErrorRate)
    #expect(try LinkRun(seed: 4, threads: 2).run(link, decibels: 1, rule) != results[0])
  }

  @Test("A run ends when it is certain, when it is hopeless and when it is told to")
  func ends() throws {
    let link = try Self.options("awgn").link()
    let certain = try LinkRun().run(
      link, decibels: 20, StopRule(minimumDrops: 10, maximumDrops: 1000, throughputWidth: 0.4, errorRateFloor: 0.2))
    #expect(certain.dropCount < 200)
    let hopeless = try LinkRun().run(link, decibels: -30, .exactly(100, givesUpBelow: 0.7))
    #expect(hopeless.dropCount == 2 * StopRule.batch)
    let cancelled = try LinkRun(isCancelled: { true }).run(link, decibels: 0, .exactly(10))
    #expect(cancelled.dropCount == 0)
    #expect(throws: ParameterError.self) { try LinkRun().run(link, decibels: 0, StopRule(minimumDrops: 5, maximumDrops: 4)) }
    #expect(throws: ParameterError.self) { try LinkRun().run(link, decibels: 0, .exactly(0)) }
  }
}

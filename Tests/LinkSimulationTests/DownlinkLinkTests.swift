import ChannelModels
import Modulation
import PhysicalChannels
import Testing

@testable import LinkSimulation

@Suite struct DownlinkLinkTests {
  private static func options(
    _ channel: String, mcs: Int = 4, _ antennas: SharedChannelLink.Antennas = .init(), _ direction: LinkDirection = .downlink
  ) -> SharedChannelLinkOptions {
    var options = SharedChannelLinkOptions()
    options.direction = direction
    options.channel = channel
    options.mcs = mcs
    options.antennas = antennas
    options.gridSize = 24
    options.schedule.slotsPerDrop = 14
    options.delayInterpolation = .nearestSample
    return options
  }

  private static func array(_ rows: Int, _ columns: Int) throws -> AntennaArray {
    try AntennaArray(elements: .init(rows: rows, columns: columns), polarisationSlants: [45, -45])
  }

  @Test(
    "With much signal everything comes through, with little nothing: one codeword and two, ports with and without a codebook",
    arguments: [(1, 1, 2), (2, 2, 4), (4, 2, 2), (8, 4, 4), (5, 5, 8), (8, 8, 8), (16, 3, 4)])
  func extremes(_ transmit: Int, _ layers: Int, _ receive: Int) throws {
    let options = Self.options("tdla30-10", .init(transmit: transmit, receive: receive, layers: layers))
    let link = try options.link()
    let codewords = layers > 4 ? 2 : 1
    #expect(link.codes.count == codewords)
    #expect(abs(link.powerPerElement - (transmit > layers ? 1 : Double(layers))) < 1e-9)
    let high = try LinkRun(seed: 2).run(link, decibels: 45, .exactly(4))
    #expect(high.throughput == 1 && high.counts.undetectedErrors == 0 && high.counts.transmissions.trials == 4 * 14 * codewords)
    #expect(high.counts.slots == 4 * 14 && high.counts.receivedBits == 4 * 14 * link.bitsPerSlot)
    let low = try LinkRun(seed: 2).run(link, decibels: -30, .exactly(4))
    #expect(low.throughput == 0 && low.counts.undetectedErrors == 0 && low.counts.receivedBits == 0)
    // Seven processes of two slots each: no block was sent more than twice.
    #expect(low.counts.firstTransmissions.trials == 4 * 7 * codewords && low.counts.blocks.trials == 0)
  }

  @Test("Without fading the block errors of a PDSCH are those of a PUSCH with the same allocation", arguments: [2, 11, 19])
  func likeness(_ mcs: Int) throws {
    var rates: [Double] = []
    // Where about half of the blocks fail.
    let middle = try #require([2: -6.4, 11: 1.35, 19: 8.05][mcs])
    for direction in [LinkDirection.uplink, .downlink] {
      var options = Self.options("awgn", mcs: mcs, .init(), direction)
      options.startSymbol = 0
      options.schedule = .init(pattern: try TDDPattern(direction == .uplink ? "U" : "D"), slotsPerDrop: 40, redundancyVersions: [0])
      let link = try options.link()
      let run = LinkRun(seed: 7)
      #expect(try run.run(link, decibels: middle - 1.5, .exactly(2)).blockErrorRate > 0.95)
      #expect(try run.run(link, decibels: middle + 1.5, .exactly(2)).blockErrorRate < 0.05)
      rates.append(try run.run(link, decibels: middle, .exactly(10)).blockErrorRate)
    }
    // Three standard deviations of 400 blocks each.
    #expect(abs(rates[0] - rates[1]) < 0.11 && 0.05..<0.95 ~= rates[0], "\(rates)")
  }

  @Test("A retransmission helps, of each codeword by itself")
  func combining() throws {
    var options = Self.options("awgn", mcs: 4, .init(transmit: 8, receive: 8, layers: 8))
    options.schedule.slotsPerDrop = 28
    let combined = try LinkRun(seed: 6).run(try options.link(), decibels: 4, .exactly(4))
    options.schedule.redundancyVersions = [0]
    let single = try LinkRun(seed: 6).run(try options.link(), decibels: 4, .exactly(4))
    #expect(single.throughput < 0.1 && combined.throughput > 0.2, "\(single.throughput) \(combined.throughput)")
    #expect(combined.counts.undetectedErrors + single.counts.undetectedErrors == 0)
  }

  @Test("Clusters fade as taps of the same delay spread do", arguments: [LinkDirection.uplink, .downlink], ["a", "c"])
  func clusters(_ direction: LinkDirection, _ profile: String) throws {
    func throughput(_ channel: String, _ decibels: Double) throws -> Double {
      let options = Self.options("\(channel)-\(profile)-100-30", mcs: 7, .init(), direction)
      return try LinkRun(seed: 5).run(try options.link(), decibels: decibels, .exactly(40)).throughput
    }
    let middle = try throughput("cdl", 1)
    let (below, above) = (try throughput("tdl", -1), try throughput("tdl", 3))
    #expect(below < middle && middle < above && 0.1..<0.98 ~= middle, "\(below) \(middle) \(above)")
  }

  @Test("More antennas of an array receive more, and a codebook's matrices fit its ports")
  func arrays() throws {
    func throughput(_ direction: LinkDirection, _ gNB: AntennaArray, _ ue: AntennaArray, layers: Int, _ decibels: Double) throws -> Double {
      let (transmit, receive) = direction == .uplink ? (ue, gNB) : (gNB, ue)
      var options = Self.options("cdl-c-100-30", .init(transmit: transmit.count, receive: receive.count, layers: layers), direction)
      options.arrays = .init(baseStation: gNB, userEquipment: ue)
      return try LinkRun(seed: 9).run(try options.link(), decibels: decibels, .exactly(20)).throughput
    }
    let dipole = try AntennaArray(elements: .init(rows: 1, columns: 1))
    let few = try throughput(.uplink, Self.array(1, 1), dipole, layers: 1, -4)
    let many = try throughput(.uplink, Self.array(2, 4), dipole, layers: 1, -11)
    #expect(few > 0.05 && many > few, "\(few) \(many)")
    let one = try throughput(.downlink, Self.array(2, 4), Self.array(1, 2), layers: 1, 0)
    let four = try throughput(.downlink, Self.array(2, 4), Self.array(1, 2), layers: 4, 0)
    #expect(one > four && one > 0.5, "\(one) \(four)")
    #expect(try throughput(.downlink, Self.array(2, 4), Self.array(1, 2), layers: 4, 40) > 0.9)
  }
}

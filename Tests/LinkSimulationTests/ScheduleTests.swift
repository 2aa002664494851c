import ChannelModels
import Modulation
import Testing

@testable import LinkSimulation

@Suite struct ScheduleTests {
  @Test("TS 38.104 §8.2.1: redundancy versions 0, 2, 3, 1, then the block is lost and a new one comes")
  func sequence() {
    var process = HARQProcess()
    var versions: [Int] = []
    for attempt in 0..<4 {
      #expect(process.transmission.attempt == attempt && process.transmission.isNew == (attempt == 0))
      versions.append(process.transmission.redundancyVersion)
      #expect(process.finish(isAcknowledged: false) == (attempt == 3 ? .lost : .retransmission))
    }
    #expect(versions == [0, 2, 3, 1])
    #expect(process.transmission.isNew)
    #expect(process.finish(isAcknowledged: false) == .retransmission)
    #expect(process.finish(isAcknowledged: true) == .acknowledged)
    #expect(process.transmission.isNew)
    #expect(HARQProcess(redundancyVersions: []).transmission.redundancyVersion == 0)
    var once = HARQProcess(redundancyVersions: [0])
    #expect(once.finish(isAcknowledged: false) == .lost)
  }

  @Test("7D1S2U has slots 8 and 9 of each ten for the uplink")
  func slots() throws {
    let pattern = try TDDPattern("7d1s2u")
    #expect(pattern == .sevenTwo && pattern.description == "7D1S2U")
    #expect(pattern.slots(.uplink, count: 5) == [8, 9, 18, 19, 28])
    #expect(pattern.slots(.special, count: 2) == [7, 17])
    #expect(pattern.processCount(.uplink) == 2)
    #expect(try TDDPattern("U").slots(.uplink, count: 3) == [0, 1, 2])
    #expect(try TDDPattern("U").processCount(.uplink) == 8)
    #expect(try TDDPattern("DDDSU").processCount(.uplink) == 2)
    #expect(try TDDPattern("D").slots(.uplink, count: 3).isEmpty)
    for text in ["", "7", "X", "0U", "1000U", "99999999999999999999U", "U3"] {
      #expect(throws: ParameterError.self) { try TDDPattern(text) }
    }
  }

  @Test("Channels by name")
  func names() throws {
    #expect(try ChannelName("AWGN").model(.uplink, transmitAntennas: 1, receiveAntennas: 2, carrierFrequencyHz: 3.5e9) == .awgn)
    let fixed = try ChannelName("TDLB100-400").model(.uplink, transmitAntennas: 1, receiveAntennas: 2, carrierFrequencyHz: 3.5e9)
    #expect(fixed == .tappedDelayLine(try TappedDelayLine(.tdlb100, maximumDopplerHz: 400)))
    let scaled = try ChannelName("tdl-d-30-5").model(
      .uplink, transmitAntennas: 2, receiveAntennas: 4, carrierFrequencyHz: 3.5e9, correlation: .high)
    #expect(
      scaled
        == .tappedDelayLine(
          try TappedDelayLine(
            .d, delaySpreadSeconds: 30e-9, maximumDopplerHz: 5, correlation: AntennaCorrelation(.high, direction: .uplink))))
    guard
      case .clusteredDelayLine(let line) = try ChannelName("cdl-c-100-10").model(
        .uplink, transmitAntennas: 2, receiveAntennas: 8, carrierFrequencyHz: 3.5e9)
    else { return #expect(Bool(false)) }
    #expect(line.baseStation.count == 8 && line.userEquipment.count == 2 && line.direction == .uplink)
    for name in ["", "awgn-3", "tdla30", "tdlx-1", "tdl-a-30", "tdl-f-30-5", "cdl-a-nan-5", "cdl-a-30--5", "tdlb100-x"] {
      #expect(throws: ParameterError.self) { try ChannelName(name) }
    }
    #expect(throws: ParameterError.self) {
      try ChannelName("tdla30-1e9").model(.uplink, transmitAntennas: 1, receiveAntennas: 2, carrierFrequencyHz: 3.5e9)
    }
    #expect(throws: ParameterError.self) {
      try ChannelName("awgn").model(.uplink, transmitAntennas: 1, receiveAntennas: 2, carrierFrequencyHz: 3.5e9, correlation: .high)
    }
    #expect(throws: ParameterError.self) {
      try ChannelName("cdl-a-30-5").model(.uplink, transmitAntennas: 1, receiveAntennas: 3, carrierFrequencyHz: 3.5e9)
    }
  }

  @Test("What the standard does not have is refused, with the parameter and the clause")
  func refusals() throws {
    func refused(_ parameter: String, _ change: (inout SharedChannelLinkOptions) throws -> Void) throws {
      var options = SharedChannelLinkOptions()
      options.gridSize = 24
      try change(&options)
      #expect {
        _ = try options.link()
      } throws: { error in
        guard let error = error as? ParameterError else { return false }
        return error.parameter == parameter && error.clause.hasPrefix("T")
      }
    }
    try refused("gridSize") { $0.gridSize = 276 }
    try refused("resourceBlocks") { $0.resourceBlocks = 20..<25 }
    try refused("resourceBlocks") { $0.resourceBlocks = 3..<3 }
    try refused("layers") { $0.antennas.layers = 5 }
    try refused("layers") { $0.antennas.layers = 2 }
    try refused("mcs") { $0.mcs = 29 }
    try refused("mcs") { $0.mcs = 32 }
    try refused("mcsTable") { $0.mcsTable = .qam1024 }
    try refused("mcsTable") { $0.mcsTable = .transformPrecoded }
    try refused("mcsTable") { $0.hasTransformPrecoding = true }
    try refused("mcsTable") {
      $0.hasTransformPrecoding = true
      $0.mcsTable = .qam1024
    }
    try refused("resourceBlocks") {
      $0.hasTransformPrecoding = true
      $0.mcsTable = .transformPrecoded
      $0.resourceBlocks = 0..<7
    }
    try refused("layers") { $0.antennas = .init(transmit: 4, receive: 2, layers: 4) }
    try refused("tpmi") { $0.tpmi = 0 }
    try refused("tpmi") {
      $0.antennas = .init(transmit: 2, receive: 2, layers: 1)
      $0.tpmi = 6
    }
    try refused("channel") { $0.channel = "nothing" }
    try refused("symbolCount") { $0.symbolCount = 3 }
    try refused("additionalPosition") { $0.additionalPosition = 4 }
    try refused("startSymbol") { $0.startSymbol = 4 }
    try refused("arrays") { $0.arrays.baseStation = try AntennaArray(elements: .init(rows: 1, columns: 2)) }
    try refused("receiveAntennas") {
      $0.channel = "cdl-a-30-10"
      $0.arrays.baseStation = try AntennaArray(elements: .init(rows: 1, columns: 4))
    }
    try refused("receiveAntennas") { $0.antennas.receive = 0 }
    try refused("receiveAntennas") {
      $0.channel = "tdla30-10"
      $0.antennas.receive = 1000
    }
    try refused("slotsPerDrop") { $0.schedule.slotsPerDrop = 0 }
    try refused("redundancyVersions") { $0.schedule.redundancyVersions = [0, 4] }
    try refused("redundancyVersions") { $0.schedule.redundancyVersions = [] }
    try refused("pattern") { $0.schedule.pattern = try TDDPattern("D") }
    try refused("frequencyHz") { $0.offsets.frequencyHz = .nan }
    try refused("delaySamples") { $0.offsets.delaySamples = -1 }
    try refused("carrierFrequencyHz") { $0.carrierFrequencyHz = .infinity }
  }

  @Test("What a PDSCH does not have is refused, with the parameter and the clause")
  func downlinkRefusals() throws {
    func refused(_ parameter: String, _ change: (inout SharedChannelLinkOptions) throws -> Void) throws {
      var options = SharedChannelLinkOptions()
      options.direction = .downlink
      options.channel = "tdla30-10"
      options.gridSize = 24
      _ = try options.link()
      try change(&options)
      #expect {
        _ = try options.link()
      } throws: { error in
        guard let error = error as? ParameterError else { return false }
        return error.parameter == parameter && error.clause.hasPrefix("T")
      }
    }
    try refused("layers") { $0.antennas = .init(transmit: 9, receive: 9, layers: 9) }
    try refused("layers") { $0.antennas = .init(transmit: 4, receive: 2, layers: 3) }
    try refused("transmitAntennas") { $0.antennas = .init(transmit: 3, receive: 2, layers: 2) }
    try refused("transmitAntennas") { $0.antennas = .init(transmit: 64, receive: 2, layers: 2) }
    try refused("hasTransformPrecoding") { $0.hasTransformPrecoding = true }
    try refused("mcsTable") { $0.mcsTable = .transformPrecoded }
    try refused("mcs") { $0.mcs = 29 }
    try refused("tpmi") { $0.tpmi = 0 }
    try refused("additionalPosition") {
      $0.antennas = .init(transmit: 8, receive: 8, layers: 8)
      $0.additionalPosition = 2
    }
    try refused("pattern") { $0.schedule.pattern = try TDDPattern("U") }
    try refused("n1") {
      $0.channel = "cdl-a-30-10"
      $0.arrays.baseStation = try AntennaArray(elements: .init(rows: 4, columns: 1), polarisationSlants: [45, -45])
      $0.antennas = .init(transmit: 8, receive: 2, layers: 1)
    }
    try refused("transmitAntennas") {
      $0.correlation = .high
      $0.antennas = .init(transmit: 3, receive: 3, layers: 3)
    }
  }
}

import Base
import ChannelCoding
import ChannelModels
import DSPKernels
import Foundation
import Modulation
import PhysicalChannels
import ReferenceSignals
import Testing

@Suite struct PDSCHReceiverTests {
  private static let gridSize = 25

  private static func configuration(
    ports: [Int], modulations: [Constellation], blocks: [Int] = Array(0..<gridSize), isInterleaved: Bool = false,
    type: SharedChannelDemodulationReferenceSignal.ConfigurationType = .one, tracking: PDSCHPhaseTracking? = nil,
    reserved: (inout ResourceElementSet) throws -> Void = { _ in }
  ) throws -> PDSCHConfiguration {
    let carrier = try Carrier(numerology: .kHz30, gridStart: 3, gridSize: gridSize, cellIdentity: 7)
    var set = ResourceElementSet(carrier)
    try reserved(&set)
    let part = BandwidthPart(carrier)
    return try PDSCHConfiguration(
      carrier: carrier, virtualBlocks: blocks,
      blockMapping: isInterleaved ? VirtualResourceBlocks(interleaved: part.size, start: part.start, bundleSize: 2) : nil,
      time: SharedChannelTimeAllocation(.downlink, mappingType: .a, startSymbol: 1, symbolCount: 13),
      demodulation: SharedChannelDemodulationReferenceSignal(
        configurationType: type, duration: ports.contains { $0 > 3 } ? 2 : 1, additionalPosition: 1, identity: 7,
        cdmGroupsWithoutData: type == .one ? 2 : 3, ports: ports), phaseTracking: tracking, modulations: modulations, rnti: 99,
      scramblingIdentity: 7, reserved: set, amplitude: 0.7)
  }

  /// Sends some transport blocks of a rate and expects them back.
  private func expectAll(
    _ configuration: PDSCHConfiguration, rates: [Double], precoding: PDSCHPrecoding? = nil, antennas: Int, decibels: Double,
    _ profile: TappedDelayLine.Profile, symbolTurns: [Double] = []
  ) throws {
    var generator = SeededGenerator(seed: 6)
    let transmitter = try PDSCHTransmitter(configuration, precoding: precoding)
    let mapping = transmitter.mapping
    let blocks = try rates.enumerated().map { codeword, rate in
      let layers = configuration.layers.layers(codeword: codeword).count
      let size = try TransportBlockSize.size(
        resourceElements: mapping.elementCount,
        scheme: ModulationAndCodingScheme(modulation: configuration.modulations[codeword], rate1024: rate), layers: layers)
      return PDSCHTransportBlock(bits: BitSequence((0..<size).map { _ in Bool.random(using: &generator) }), codeRate: rate / 1024)
    }
    let codewords = try blocks.map {
      PDSCHReceptionPlan.Codeword(try SharedChannelCode(transportBlockSize: $0.bits.count, codeRate: $0.codeRate))
    }
    let plan = try PDSCHReceptionPlan(configuration, codewords: codewords, groupSize: precoding?.groupSize)
    let model = ChannelModel.tappedDelayLine(try TappedDelayLine(profile, maximumDopplerHz: 0))
    var link = SharedChannelLink(configuration.carrier, model, antennas: antennas, signalToNoiseDB: decibels, seed: 12)
    link.symbolTurns = symbolTurns
    var receiver = try PDSCHReceiver(carrier: configuration.carrier, antennas: antennas)
    var first = HARQSoftBuffer()
    var second = HARQSoftBuffer()
    for slot in 0..<2 {
      var grid = ResourceGrid(configuration.carrier, portCount: precoding?.portCount ?? configuration.layers.layerCount)
      try transmitter.transmit(blocks, slot: slot, into: &grid)
      let received = try link.pass(grid, slot: slot)
      let reception =
        rates.count == 1
        ? try receiver.receive(received, plan, slot: slot, buffer: &first)
        : try receiver.receive(received, plan, slot: slot, .init(), .init(), buffer: &first, secondBuffer: &second)
      #expect(reception.codewords.map(\.transportBlock) == blocks.map(\.bits))
      #expect(reception.measurement.layers.count == configuration.layers.layerCount)
    }
  }

  @Test("1 to 8 layers, one and two codewords, through fading")
  func layers() throws {
    try expectAll(Self.configuration(ports: [0], modulations: [.qam256]), rates: [711], antennas: 2, decibels: 32, .tdla30)
    try expectAll(Self.configuration(ports: [0, 1], modulations: [.qam64]), rates: [517], antennas: 4, decibels: 24, .tdlb100)
    try expectAll(
      Self.configuration(ports: [0, 1, 2, 3], modulations: [.qam16], type: .two), rates: [434], antennas: 8, decibels: 22, .tdlc300)
    try expectAll(
      Self.configuration(ports: [0, 1, 2, 3, 4], modulations: [.qam16, .qpsk]), rates: [378, 449], antennas: 8, decibels: 24, .tdla30)
    try expectAll(
      Self.configuration(ports: Array(0..<8), modulations: [.qpsk, .qam16]), rates: [308, 340], antennas: 16, decibels: 22, .tdla30)
    try expectAll(Self.configuration(ports: [0], modulations: [.qam1024]), rates: [805.5], antennas: 4, decibels: 38, .tdla30)
  }

  @Test("Interleaved resource blocks, gaps, reserved elements, a precoding matrix for each group, PT-RS")
  func allocations() throws {
    try expectAll(
      Self.configuration(ports: [0, 1], modulations: [.qam16], blocks: Array(3..<17), isInterleaved: true), rates: [490], antennas: 4,
      decibels: 24, .tdla30)
    let gaps = try Self.configuration(ports: [1], modulations: [.qpsk], blocks: [0, 1, 2, 9, 10, 24]) {
      try $0.insert(symbols: 5..<7, blocks: 1..<3)
      try $0.insert(symbols: 8..<9, blocks: 0..<25, subcarriers: 0b0011_0000_1100)
    }
    try expectAll(gaps, rates: [449], antennas: 2, decibels: 20, .tdlb100)
    let level = Float(0.5).squareRoot()
    let matrices = (0..<13).map { group in
      [Complex(level, 0), Complex(level * (group % 2 == 0 ? 1 : -1), 0)]
    }
    try expectAll(
      Self.configuration(ports: [0], modulations: [.qam16]), rates: [434],
      precoding: PDSCHPrecoding(matrices, portCount: 2, layerCount: 1, groupSize: 2), antennas: 2, decibels: 24, .tdla30)
    let tracking = PDSCHPhaseTracking(signal: try PhaseTrackingReferenceSignal(timeDensity: 2), port: 0)
    try expectAll(
      Self.configuration(ports: [0, 1], modulations: [.qam64], tracking: tracking), rates: [466], antennas: 4, decibels: 28, .tdla30,
      symbolTurns: (0..<14).map { 0.06 * sin(0.6 * Double($0)) })
  }

  @Test("What does not fit is refused; noise and numbers that are none do not trap")
  func hostile() throws {
    let configuration = try Self.configuration(ports: [0, 1], modulations: [.qpsk])
    let code = try SharedChannelCode(transportBlockSize: 1000, codeRate: 0.3)
    let plan = try PDSCHReceptionPlan(configuration, codewords: [.init(code)])
    var receiver = try PDSCHReceiver(carrier: configuration.carrier, antennas: 2, layers: 2)
    var buffer = HARQSoftBuffer()
    var second = HARQSoftBuffer()
    for value in [Float.nan, .infinity, 0, 1, 1e8] {
      var grid = ResourceGrid(configuration.carrier, portCount: 2)
      for symbol in [4, 5, 6] { for place in 0..<300 { grid[0, symbol, place] = Complex(0, value) } }
      let reception = try receiver.receive(grid, plan, slot: 0, buffer: &buffer)
      #expect(reception.codewords.count == 1 && reception.codewords[0].transportBlock == nil)
      for place in 0..<300 { grid[1, 2, place] = Complex(value, value) }
      if value.isFinite {
        #expect(try receiver.receive(grid, plan, slot: 0, buffer: &buffer).codewords[0].transportBlock == nil)
      } else {
        #expect(throws: ParameterError.self) { try receiver.receive(grid, plan, slot: 0, buffer: &buffer) }
      }
    }
    let grid = ResourceGrid(configuration.carrier, portCount: 2)
    #expect(throws: ParameterError.self) { try receiver.receive(grid, plan, slot: 20, buffer: &buffer) }
    #expect(throws: ParameterError.self) {
      try receiver.receive(grid, plan, slot: 0, .init(redundancyVersion: 7), buffer: &buffer)
    }
    #expect(throws: ParameterError.self) {
      try receiver.receive(grid, plan, slot: 0, .init(), .init(), buffer: &buffer, secondBuffer: &second)
    }
    #expect(throws: ParameterError.self) {
      try receiver.receive(grid, plan, slot: 0, .init(isNewData: false), buffer: &second)
    }
    let four = try PDSCHReceptionPlan(Self.configuration(ports: [0, 1, 2, 3], modulations: [.qpsk]), codewords: [.init(code)])
    #expect(throws: ParameterError.self) { try receiver.receive(grid, four, slot: 0, buffer: &buffer) }
    #expect(throws: ParameterError.self) { try PDSCHReceptionPlan(configuration, codewords: []) }
    #expect(throws: ParameterError.self) { try PDSCHReceptionPlan(configuration, codewords: [.init(code)], groupSize: 3) }
    #expect(throws: ParameterError.self) { _ = try PDSCHReceiver(carrier: configuration.carrier, antennas: 1, layers: 9) }
  }
}

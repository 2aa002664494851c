import Base
import ChannelCoding
import DSPKernels
import Foundation
import Modulation
import PhysicalChannels
import ReferenceSignals
import Testing

@Suite struct PDSCHTests {
  /// A slot made with numpy from the clauses (Oracle/pdsch.py).
  private struct Slot {
    let values: [Substring: Substring]

    init(_ line: Substring) {
      values = Dictionary(
        uniqueKeysWithValues: line.split(separator: " ").map { pair in
          let parts = pair.split(separator: "=")
          return (parts[0], parts[1])
        })
    }

    subscript(name: Substring) -> Int { values[name].flatMap { Int($0) } ?? 0 }
    func list(_ name: Substring) -> [Int] { (values[name] ?? "").split(separator: ",").compactMap { Int($0) } }
    func rows(_ name: Substring) -> [[Double]] {
      values[name] == "-" ? [] : (values[name] ?? "").split(separator: ",").map { $0.split(separator: "/").compactMap { Double($0) } }
    }

    func configuration() throws -> PDSCHConfiguration {
      let prefix: CyclicPrefix = self["ext"] == 1 ? .extended : .normal
      let carrier = try Carrier(
        numerology: try #require(Numerology(rawValue: UInt8(self["mu"]))), cyclicPrefix: prefix, gridStart: self["gridStart"],
        gridSize: self["gridSize"], cellIdentity: 0)
      let part = try BandwidthPart(start: self["start"], size: self["size"], of: carrier)
      var reserved = ResourceElementSet(carrier)
      for row in rows("reserved") {
        let row = row.map { Int($0) }
        try reserved.insert(symbols: row[0]..<row[1], blocks: row[2]..<row[3], subcarriers: UInt16(row[4]))
      }
      let tracking = (values["ptrs"] ?? "-").split(separator: ",").compactMap { Double($0) }
      return try PDSCHConfiguration(
        carrier: carrier, part: part, virtualBlocks: list("vrb"),
        blockMapping: self["bundle"] == 0
          ? nil : try VirtualResourceBlocks(interleaved: part.size, start: part.start, bundleSize: self["bundle"]),
        time: try SharedChannelTimeAllocation(
          .downlink, mappingType: values["map"] == "A" ? .a : .b, startSymbol: self["S"], symbolCount: self["L"], cyclicPrefix: prefix),
        demodulation: try SharedChannelDemodulationReferenceSignal(
          configurationType: self["type"] == 1 ? .one : .two, duration: self["duration"], additionalPosition: self["additional"],
          typeAPosition: self["typeA"], identity: list("ids")[0], secondIdentity: list("ids")[1], scramblingInitialization: self["nscid"],
          hasSequencePerGroup: self["r16"] == 1, cdmGroupsWithoutData: self["groups"], ports: list("ports")),
        referenceBlock: self["reference"],
        phaseTracking: tracking.count < 5
          ? nil
          : PDSCHPhaseTracking(
            signal: try PhaseTrackingReferenceSignal(
              timeDensity: Int(tracking[0]), frequencyDensity: Int(tracking[1]), resourceElementOffset: Int(tracking[2])),
            port: Int(tracking[3]), amplitude: Float(tracking[4])),
        modulations: try list("orders").map { try #require(Constellation(rawValue: UInt8($0))) }, rnti: UInt16(self["rnti"]),
        scramblingIdentity: self["nid"], reserved: reserved, amplitude: Float(values["amplitude"] ?? "") ?? 1)
    }

    func precoding(_ part: BandwidthPart) throws -> PDSCHPrecoding? {
      let (layers, ports, size) = (list("ports").count, self["antennas"], self["prg"])
      if self["plain"] == 1 { return nil }
      let groups = size == 0 ? 0...0 : 0...((part.start + part.size - 1) / size - part.start / size)
      let matrices = groups.map { group in
        (0..<ports).flatMap { port in
          (0..<layers).map { layer in
            let angle = 1.1 * Double(group) + 0.7 * Double(port) + 2.3 * Double(port * layer) + 0.4 * Double(layer)
            let scale = 1 / Double(ports).squareRoot()
            return Complex(Float(cos(angle) * scale), Float(sin(angle) * scale))
          }
        }
      }
      return try PDSCHPrecoding(matrices, portCount: ports, layerCount: layers, groupSize: size == 0 ? nil : size)
    }
  }

  private static func slots() throws -> [Slot] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/pdsch-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { Slot($0) }
  }

  private func codewords(_ slot: Slot, _ mapping: PDSCHMapping) -> [BitSequence] {
    mapping.configuration.modulations.indices.map {
      GoldSequence.bits(UInt32(slot["seed"] + $0), count: mapping.bitCount(codeword: $0))
    }
  }

  @Test("TS 38.211 §7.3.1 and §7.4.1: every element of slots of 1 to 8 layers")
  func slots() throws {
    let slots = try Self.slots()
    #expect(slots.count == 160)
    for slot in slots {
      let configuration = try slot.configuration()
      let transmitter = try PDSCHTransmitter(configuration, precoding: try slot.precoding(configuration.part))
      let mapping = transmitter.mapping
      #expect(mapping.elementCount == slot["elements"])
      #expect(configuration.modulations.indices.map { mapping.bitCount(codeword: $0) } == slot.list("bits"))
      var grid = ResourceGrid(configuration.carrier, portCount: transmitter.precoding.portCount)
      try transmitter.transmit(codewords: codewords(slot, mapping), slot: slot["slot"], into: &grid)
      var (sum, energy) = ((0.0, 0.0), 0.0)
      grid.withElements { elements in
        for (index, element) in elements.enumerated() where element != .zero {
          let (c, s) = (cos(0.37 * Double(index)), sin(0.37 * Double(index)))
          let (real, imaginary) = (Double(element.real), Double(element.imaginary))
          sum = (sum.0 + real * c - imaginary * s, sum.1 + real * s + imaginary * c)
          energy += real * real + imaginary * imaginary
        }
        for row in slot.rows("at") {
          let element = elements[Int(row[0])]
          #expect(abs(Double(element.real) - row[1]) < 1e-5 && abs(Double(element.imaginary) - row[2]) < 1e-5)
        }
      }
      let expected = slot.rows("sum")[0]
      #expect(abs(sum.0 - expected[0]) < 2e-3 && abs(sum.1 - expected[1]) < 2e-3, "\(slot.values)")
      #expect(abs(energy / (slot.rows("energy")[0][0]) - 1) < 1e-5)
    }
  }

  @Test("TS 38.214 §5.1.3.2: the transport block of a configuration")
  func transportBlockSizes() throws {
    let scheme = try MCSTable.qam64.scheme(5)
    var tried = 0
    for slot in try Self.slots() where slot["tbs"] > 0 {
      #expect(try slot.configuration().transportBlockSize(scheme: scheme) == slot["tbs"], "\(slot.values)")
      tried += 1
    }
    #expect(tried > 40)
  }

  @Test("A receiver finds each layer's elements in order, its reference signals, and the codewords")
  func extraction() throws {
    var tried = 0
    for slot in try Self.slots() where slot["plain"] == 1 {
      let configuration = try slot.configuration()
      let transmitter = try PDSCHTransmitter(configuration)
      let mapping = transmitter.mapping
      let bits = codewords(slot, mapping)
      var grid = ResourceGrid(configuration.carrier, portCount: configuration.layers.layerCount)
      try transmitter.transmit(codewords: bits, slot: slot["slot"], into: &grid)
      let scale = 1 / configuration.amplitude
      let layers = try (0..<configuration.layers.layerCount).map { try mapping.extract(grid, port: $0).map { $0 * scale } }
      let noise = layers.map { [Float](repeating: 0.01, count: $0.count) }
      for (codeword, bits) in bits.enumerated() {
        let ratios = configuration.modulations[codeword].demodulate(
          try configuration.layers.codewords(layers)[codeword], noise: try configuration.layers.codewords(noise)[codeword])
        let scrambling = try PDSCHScrambling(rnti: configuration.rnti, codeword: codeword, identity: configuration.scramblingIdentity)
        #expect(scrambling.scramble(BitSequence(ratios.map { $0 < 0 })) == bits)
      }
      let references = try mapping.demodulationReferences(slot: slot["slot"]) + mapping.phaseTrackingReferences(slot: slot["slot"])
      for reference in references {
        let layer = try #require(configuration.demodulation.ports.firstIndex(of: reference.port))
        for (subcarrier, value) in zip(reference.subcarriers, reference.values) {
          #expect(grid[layer, reference.symbol, Int(subcarrier)] == value * configuration.amplitude)
        }
      }
      tried += 1
    }
    #expect(tried > 20)
  }

  @Test("TS 38.212 §7.2: transport blocks of both codewords go through a slot of six layers")
  func transportBlocks() throws {
    var generator = SeededGenerator(seed: 5)
    let configuration = try configuration(ports: [0, 1, 2, 3, 4, 5], modulations: [.qam16, .qam64])
    let transmitter = try PDSCHTransmitter(configuration)
    let schemes = [try MCSTable.qam64.scheme(12), try MCSTable.qam64.scheme(18)]
    let limit = try LimitedBuffer(resourceBlocks: 24, layers: 4, modulation: .qam64)
    let blocks = try schemes.enumerated().map { codeword, scheme in
      let size = try configuration.transportBlockSize(codeword: codeword, scheme: scheme)
      return PDSCHTransportBlock(
        bits: BitSequence((0..<size).map { _ in Bool.random(using: &generator) }), codeRate: try #require(scheme.codeRate),
        limitedBuffer: limit)
    }
    var grid = ResourceGrid(configuration.carrier, portCount: 6)
    try transmitter.transmit(blocks, slot: 7, into: &grid)
    let codes = try blocks.map {
      PDSCHReceptionPlan.Codeword(
        try SharedChannelCode(transportBlockSize: $0.bits.count, codeRate: $0.codeRate, limitedBuffer: $0.limitedBuffer))
    }
    let plan = try PDSCHReceptionPlan(configuration, codewords: codes)
    var receiver = try PDSCHReceiver(carrier: configuration.carrier, antennas: 6)
    var first = HARQSoftBuffer()
    var second = HARQSoftBuffer()
    let reception = try receiver.receive(
      grid, plan, slot: 7, .init(), .init(), buffer: &first, secondBuffer: &second)
    #expect(reception.codewords.map(\.transportBlock) == blocks.map(\.bits))
  }

  @Test("A processor's memory does not matter: slots one behind the other, with other sizes and rates, are as each alone")
  func processor() throws {
    var generator = SeededGenerator(seed: 11)
    for (ports, modulations) in [([0], [Constellation.qam256]), ([0, 1, 2], [.qam64]), ([0, 1, 2, 3, 4], [.qpsk, .qam1024])] {
      var reserved = ResourceElementSet(try Carrier(numerology: .kHz60, gridSize: 24, cellIdentity: 1))
      try reserved.insert(symbols: 6..<8, blocks: 3..<4, subcarriers: 0b0101)
      try reserved.insert(symbols: 9..<10, blocks: 0..<24, subcarriers: 0b1010_1010_1010)
      for allocation in [Array(0..<24), [0, 1, 3, 4, 5, 10, 20]] {
        let configuration = try configuration(
          ports: ports, modulations: modulations, blocks: allocation, reserved: reserved, amplitude: 0.5)
        let matrices = (0..<6).map { group in
          (0..<(2 * ports.count)).map { Complex(Float($0 + group) * 0.1, Float($0) * 0.05 - 0.2) }
        }
        let precoding = try PDSCHPrecoding(matrices, portCount: 2, layerCount: ports.count, groupSize: 4)
        let transmitter = try PDSCHTransmitter(configuration, precoding: precoding)
        var processor = try PDSCHProcessor(transmitter)
        for (slot, rate) in [(3, 0.3), (4, 0.3), (5, 0.8), (6, 0.5)] {
          let blocks = try modulations.indices.map { codeword in
            let size = try TransportBlockSize.size(
              resourceElements: 24 * allocation.count,
              scheme: MCSTable.qam64.scheme(slot + 5), layers: configuration.layers.layers(codeword: codeword).count)
            return PDSCHTransportBlock(
              bits: BitSequence((0..<size).map { _ in Bool.random(using: &generator) }), codeRate: rate, redundancyVersion: slot % 4)
          }
          var (grid, expected) = (
            ResourceGrid(configuration.carrier, portCount: 2), ResourceGrid(configuration.carrier, portCount: 2)
          )
          try processor.process(blocks, slot: slot, into: &grid)
          try transmitter.transmit(blocks, slot: slot, into: &expected)
          #expect(grid == expected)
          var energy: Float = 0
          grid.withElements { for element in $0 { energy += element.power } }
          #expect(energy > 0)
        }
        var other = ResourceGrid(configuration.carrier, portCount: 3)
        #expect(throws: ParameterError.self) { try processor.process([], slot: 0, into: &other) }
        #expect(throws: ParameterError.self) { try processor.process(codewords: [], slot: 0, into: &other) }
      }
    }
  }

  private func configuration(
    ports: [Int] = [0], modulations: [Constellation] = [.qpsk], blocks: [Int] = Array(0..<24), part: BandwidthPart? = nil,
    mapping: VirtualResourceBlocks? = nil, channel: SharedChannel = .downlink, prefix: CyclicPrefix = .normal, reference: Int = 0,
    tracking: PDSCHPhaseTracking? = nil, identity: Int = 1, reserved: ResourceElementSet? = nil, amplitude: Float = 1
  ) throws -> PDSCHConfiguration {
    try PDSCHConfiguration(
      carrier: try Carrier(numerology: .kHz60, gridSize: 24, cellIdentity: 1), part: part, virtualBlocks: blocks, blockMapping: mapping,
      time: try SharedChannelTimeAllocation(channel, mappingType: .a, startSymbol: 0, symbolCount: 12, cyclicPrefix: prefix),
      demodulation: try SharedChannelDemodulationReferenceSignal(
        configurationType: .two, duration: 2, identity: 1, cdmGroupsWithoutData: 3, ports: ports), referenceBlock: reference,
      phaseTracking: tracking, modulations: modulations, rnti: 1, scramblingIdentity: identity, reserved: reserved, amplitude: amplitude)
  }

  @Test("Configurations that there are not are errors")
  func configurationErrors() throws {
    _ = try configuration()
    let tracking = try PhaseTrackingReferenceSignal()
    let otherCarrier = try Carrier(numerology: .kHz60, gridSize: 30, cellIdentity: 1)
    #expect(throws: ParameterError.self) { try configuration(ports: [0, 1, 2, 3, 4], modulations: [.qpsk]) }
    #expect(throws: ParameterError.self) { try configuration(ports: Array(0..<9), modulations: [.qpsk, .qpsk]) }
    #expect(throws: ParameterError.self) { try configuration(modulations: [.piHalfBPSK]) }
    for blocks in [[], [24], [-1], [1, 1], [2, 1]] { #expect(throws: ParameterError.self) { try configuration(blocks: blocks) } }
    #expect(throws: ParameterError.self) { try configuration(part: BandwidthPart(otherCarrier)) }
    #expect(throws: ParameterError.self) { try configuration(mapping: VirtualResourceBlocks(count: 24, offset: 1)) }
    #expect(throws: ParameterError.self) { try configuration(channel: .uplink) }
    #expect(throws: ParameterError.self) { try configuration(prefix: .extended) }
    #expect(throws: ParameterError.self) { try configuration(blocks: [3], reference: 4) }
    #expect(throws: ParameterError.self) { try configuration(reference: -1) }
    #expect(throws: ParameterError.self) { try configuration(tracking: PDSCHPhaseTracking(signal: tracking, port: 1)) }
    #expect(throws: ParameterError.self) {
      try configuration(ports: [0, 6], modulations: [.qpsk], tracking: PDSCHPhaseTracking(signal: tracking, port: 0))
    }
    #expect(throws: ParameterError.self) {
      try configuration(tracking: PDSCHPhaseTracking(signal: tracking, port: 0, amplitude: .nan))
    }
    #expect(throws: ParameterError.self) { try configuration(identity: 1024) }
    #expect(throws: ParameterError.self) { try configuration(reserved: ResourceElementSet(otherCarrier)) }
    #expect(throws: ParameterError.self) { try configuration(amplitude: -1) }
    #expect(throws: ParameterError.self) { try configuration(amplitude: .infinity) }
    #expect(throws: ParameterError.self) { try configuration().transportBlockSize(scheme: MCSTable.qam64.scheme(20)) }
    #expect(throws: ParameterError.self) { try configuration().transportBlockSize(codeword: 1, scheme: MCSTable.qam64.scheme(0)) }
    #expect(throws: ParameterError.self) { try BandwidthPart(start: 20, size: 11, of: otherCarrier) }
    #expect(throws: ParameterError.self) { try BandwidthPart(start: Int.max, size: 1, of: otherCarrier) }
    #expect(throws: ParameterError.self) { try PDSCHScrambling(rnti: 1, codeword: 2, identity: 0) }
    #expect(throws: ParameterError.self) { try PDSCHScrambling(rnti: 1, codeword: 0, identity: -1) }
    #expect(try PDSCHPhaseTracking.port(ports: [3, 2, 1, 5, 4], mcs: [4, 4]) == 2)
    #expect(try PDSCHPhaseTracking.port(ports: [3, 2, 1, 5, 4], mcs: [4, 5]) == 1)
    #expect(throws: ParameterError.self) { try PDSCHPhaseTracking.port(ports: [0], mcs: [1, 1]) }
    #expect(throws: ParameterError.self) { try PDSCHPhaseTracking.port(ports: [], mcs: [1]) }
  }

  @Test("TS 38.214 §5.1.6.3: whether there are PT-RS, and how many")
  func phaseTrackingDensities() throws {
    func densities(_ mcs: Int, _ table: MCSTable, _ blocks: Int, _ time: [Int]? = nil, _ frequency: [Int]? = nil) throws -> [Int]? {
      try PDSCHPhaseTracking.densities(mcs: mcs, table, resourceBlocks: blocks, timeThresholds: time, frequencyThresholds: frequency)
        .map { [$0.time, $0.frequency] }
    }
    for (table, first) in [(MCSTable.qam64, 10), (.qam256, 5), (.qam64LowSE, 15)] {
      #expect(try densities(first - 1, table, 3) == nil)
      #expect(try densities(first, table, 3) == [1, 2] && densities(first, table, 2) == nil)
    }
    #expect(try densities(0, .qam64, 1, [0, 5, 10]) == [4, 2])
    #expect(try densities(12, .qam64, 50, [5, 10, 12], [10, 40]) == [1, 4])
    #expect(try densities(12, .qam64, 9, nil, [10, 40]) == nil)
    #expect(try densities(4, .qam64, 50, [5, 10, 12]) == nil)
    #expect(throws: ParameterError.self) { try densities(29, .qam64, 3) }
  }

  @Test("TS 38.214 §5.1.4: what is not available may not be where DM-RS are, and sets stay within their grid")
  func reservedElements() throws {
    let carrier = try Carrier(numerology: .kHz60, gridSize: 24, cellIdentity: 1)
    var set = ResourceElementSet(carrier)
    #expect(set.isEmpty && set[symbol: 14, block: 0] == 0 && set[symbol: 0, block: -1] == 0)
    try set.insert(symbol: 5, subcarrier: 30)
    #expect(set[symbol: 5, block: 2] == 1 << 6 && !set.isEmpty)
    let before = try PDSCHMapping(try configuration()).elementCount
    #expect(try PDSCHMapping(try configuration(reserved: set)).elementCount == before - 1)
    // Symbols 2 and 3 have DM-RS; port 0 has subcarriers 0, 1, 6 and 7.
    try set.insert(symbol: 3, subcarrier: 32)
    _ = try PDSCHMapping(try configuration(reserved: set))
    var other = ResourceElementSet(carrier)
    try other.insert(symbols: 3..<4, blocks: 23..<24, subcarriers: 1)
    try set.formUnion(other)
    #expect(set[symbol: 3, block: 23] == 1)
    #expect(throws: ParameterError.self) { try PDSCHMapping(try configuration(reserved: set)) }
    #expect(throws: ParameterError.self) { try set.insert(symbol: 14, subcarrier: 0) }
    #expect(throws: ParameterError.self) { try set.insert(symbol: Int.max, subcarrier: 0) }
    #expect(throws: ParameterError.self) { try set.insert(symbol: 0, subcarrier: 288) }
    #expect(throws: ParameterError.self) { try set.insert(symbol: 0, subcarrier: -1) }
    #expect(throws: ParameterError.self) { try set.insert(symbols: 0..<1, blocks: 0..<1, subcarriers: 0x1000) }
    #expect(throws: ParameterError.self) {
      try set.formUnion(ResourceElementSet(Carrier(numerology: .kHz60, gridSize: 30, cellIdentity: 1)))
    }
  }

  @Test("Grids, slots, bits and matrices that do not fit are errors")
  func transmissionErrors() throws {
    let configuration = try configuration(ports: [0, 1])
    let transmitter = try PDSCHTransmitter(configuration)
    let bits = BitSequence(zeros: transmitter.mapping.bitCount(codeword: 0))
    let block = PDSCHTransportBlock(bits: BitSequence(zeros: 1000), codeRate: 0.4)
    func transmit(_ codewords: [BitSequence], slot: Int = 0, _ grid: ResourceGrid? = nil) throws {
      var grid = grid ?? ResourceGrid(configuration.carrier, portCount: 2)
      try transmitter.transmit(codewords: codewords, slot: slot, into: &grid)
    }
    try transmit([bits])
    #expect(throws: ParameterError.self) { try transmit([bits, bits]) }
    #expect(throws: ParameterError.self) { try transmit([BitSequence(zeros: 2)]) }
    #expect(throws: ParameterError.self) { try transmit([bits], slot: 40) }
    #expect(throws: ParameterError.self) { try transmit([bits], slot: -1) }
    #expect(throws: ParameterError.self) { try transmit([bits], ResourceGrid(configuration.carrier, portCount: 1)) }
    #expect(throws: ParameterError.self) { try transmit([bits], ResourceGrid(portCount: 2, symbolCount: 14, subcarrierCount: 12)) }
    var grid = ResourceGrid(configuration.carrier, portCount: 2)
    #expect(throws: ParameterError.self) { try transmitter.transmit([block, block], slot: 0, into: &grid) }
    #expect(throws: ParameterError.self) {
      try transmitter.transmit([PDSCHTransportBlock(bits: BitSequence(zeros: 0), codeRate: 0.4)], slot: 0, into: &grid)
    }
    #expect(throws: ParameterError.self) { try transmitter.transmission(codeword: 1, redundancyVersion: 0) }
    #expect(throws: ParameterError.self) { try transmitter.mapping.extract(grid, port: 2) }
    #expect(throws: ParameterError.self) {
      try transmitter.mapping.extract(ResourceGrid(portCount: 1, symbolCount: 14, subcarrierCount: 12), port: 0)
    }
    #expect(throws: ParameterError.self) { try transmitter.mapping.demodulationReferences(slot: 40) }
    #expect(throws: ParameterError.self) { try PDSCHPrecoding(layerCount: 0) }
    #expect(throws: ParameterError.self) { try PDSCHPrecoding(layerCount: Int.max) }
    #expect(throws: ParameterError.self) { try PDSCHPrecoding([[.zero]], portCount: 2, layerCount: 1) }
    #expect(throws: ParameterError.self) { try PDSCHPrecoding([[.zero]], portCount: 1, layerCount: 1, groupSize: 3) }
    #expect(throws: ParameterError.self) { try PDSCHPrecoding([[.zero], [.zero]], portCount: 1, layerCount: 1) }
    #expect(throws: ParameterError.self) { try PDSCHTransmitter(configuration, precoding: PDSCHPrecoding(layerCount: 1)) }
    let matrix = [Complex](repeating: .zero, count: 4)
    let short = try PDSCHPrecoding([matrix, matrix], portCount: 2, layerCount: 2, groupSize: 4)
    #expect(short.groupCount(configuration.part) == 6)
    #expect(throws: ParameterError.self) { try PDSCHTransmitter(configuration, precoding: short) }
  }
}

import ChannelCoding
import DSPKernels
import Foundation
import Modulation
import PhysicalChannels
import ReferenceSignals
import Testing

/// A configuration of Oracle/pusch.py or pusch-sionna.py, and what was sent.
struct PUSCHVector: Decodable {
  var mu: UInt8
  var extended: Bool
  var gridStart: Int
  var gridSize: Int
  var cell: Int
  var partStart: Int
  var partSize: Int
  var slot: Int
  var hopping: [Int]
  var blocks: [Int]
  var mapping: String
  var start: Int
  var length: Int
  var rnti: UInt16
  var scrambling: Int
  var seed: Int
  var dmrsType: UInt8
  var dmrsLength: Int
  var additional: Int
  var typeA: Int
  var scid: Int
  var perGroup: Bool
  var ids: [Int]
  var groups: Int
  var ports: [Int]
  var order: Int
  var codebook: [Int]?
  var transform: Transform?
  var tracking: Tracking?
  /// For a transport block: the number of its MCS table, the index, and the block's size.
  var mcsTable: Int?
  var mcs: Int?
  var block: Int?
  var bits: Int
  var counts: [Int]
  var sums: [[Double]]
  var elements: [[Double]]

  struct Transform: Decodable {
    /// Type, identity, n_SCID and the kind of hopping.
    var demodulation: [Scalar]
    var tracking: [Int]?
  }
  enum Scalar: Decodable {
    case number(Int)
    case word(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Int.self) { self = .number(number) } else { self = .word(try container.decode(String.self)) }
    }
    var number: Int { if case .number(let number) = self { number } else { -1 } }
    var word: String { if case .word(let word) = self { word } else { "" } }
  }
  struct Tracking: Decodable {
    var time: Int
    var frequency: Int
    var offset: Int
    var ports: [Int]
    var amplitude: Float
  }

  static func all(_ file: String) throws -> [PUSCHVector] {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/\(file)")
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
      .map { try JSONDecoder().decode(PUSCHVector.self, from: Data($0.utf8)) }
  }

  var modulation: Constellation { order == 1 ? .piHalfBPSK : Constellation(rawValue: UInt8(order)) ?? .qpsk }

  func configuration() throws -> PUSCHConfiguration {
    let cyclicPrefix = extended ? CyclicPrefix.extended : .normal
    let carrier = try Carrier(
      numerology: #require(Numerology(rawValue: mu)), cyclicPrefix: cyclicPrefix, gridStart: gridStart, gridSize: gridSize,
      cellIdentity: cell)
    var transformPrecoding: PUSCHTransformPrecoding?
    if let transform {
      let parts = transform.demodulation
      let hoppings: [String: TransformPrecodedDMRS.Hopping] = ["none": .none, "group": .group, "sequence": .sequence]
      var phaseTracking: TransformPrecodedPTRS?
      if let tracking = transform.tracking {
        phaseTracking = try TransformPrecodedPTRS(
          pattern: #require(TransformPrecodedPTRS.Pattern.allCases.first { $0.groups == tracking[0] && $0.samples == tracking[1] }),
          identity: tracking[2], timeDensity: tracking[3], rnti: rnti)
      }
      transformPrecoding = PUSCHTransformPrecoding(
        demodulation: try TransformPrecodedDMRS(
          parts[0].number == 1
            ? .typeOne(identity: parts[1].number) : .typeTwo(identity: parts[1].number, initialization: parts[2].number),
          hopping: #require(hoppings[parts[3].word])), phaseTracking: phaseTracking)
    }
    return try PUSCHConfiguration(
      carrier: carrier, bandwidthPart: BandwidthPart(start: partStart, size: partSize, of: carrier), resourceBlocks: blocks,
      hopping: [.none, .intraSlot(offset: hopping[1]), .interSlot(offset: hopping[1], interval: hopping[2])][hopping[0]],
      time: SharedChannelTimeAllocation(
        .uplink, mappingType: mapping == "a" ? .a : .b, startSymbol: start, symbolCount: length, cyclicPrefix: cyclicPrefix),
      demodulation: SharedChannelDemodulationReferenceSignal(
        configurationType: #require(.init(rawValue: dmrsType)), duration: dmrsLength, additionalPosition: additional, typeAPosition: typeA,
        identity: ids[0], secondIdentity: ids[1], scramblingInitialization: scid, hasSequencePerGroup: perGroup,
        cdmGroupsWithoutData: groups, ports: ports),
      transformPrecoding: transformPrecoding,
      phaseTracking: tracking.map {
        PUSCHPhaseTracking(
          signal: try PhaseTrackingReferenceSignal(
            timeDensity: $0.time, frequencyDensity: $0.frequency, resourceElementOffset: $0.offset), ports: $0.ports,
          amplitude: $0.amplitude)
      }, modulation: modulation, precoding: codebook.map { .codebook(portCount: $0[0], tpmi: $0[1]) } ?? .identity, rnti: rnti,
      scrambling: PUSCHScrambling(rnti: rnti, identity: scrambling))
  }

  /// The bits that the oracle sent: a transport block, or the multiplexed bits before scrambling.
  var payload: BitSequence {
    var (bits, state) = (BitSequence(), UInt64(seed))
    for _ in 0..<(block ?? self.bits) {
      state = (state * 1_103_515_245 + 12345) & 0x7FFF_FFFF
      bits.append(state >> 16 & 1, count: 1)
    }
    return bits
  }
}

@Suite struct PUSCHTransmitterTests {
  @Test("TS 38.211 §6.3.1: what is sent on every port", arguments: ["pusch-vectors.txt", "pusch-sionna-vectors.txt"])
  func transmit(_ file: String) throws {
    let vectors = try PUSCHVector.all(file)
    #expect(vectors.count == (file == "pusch-vectors.txt" ? 160 : 100))
    for (number, vector) in vectors.enumerated() {
      let transmitter = try PUSCHTransmitter(vector.configuration())
      #expect(transmitter.bitCount == vector.bits, "\(number)")
      #expect(transmitter.mapping.elements.dataCounts == vector.counts, "\(number)")
      var grid = ResourceGrid(transmitter.configuration.carrier, portCount: transmitter.configuration.portCount)
      try transmitter.transmit(PUSCHBits(bits: vector.payload), slot: vector.slot, into: &grid)
      check(grid, vector, "\(file) \(number)")
      // A power of two scales every element without rounding.
      var quiet = ResourceGrid(transmitter.configuration.carrier, portCount: transmitter.configuration.portCount)
      try transmitter.transmit(PUSCHBits(bits: vector.payload), slot: vector.slot, into: &quiet, amplitude: 0.25)
      #expect(quiet == grid.scaled(0.25), "\(number)")
    }
  }

  private func check(_ grid: ResourceGrid, _ vector: PUSCHVector, _ name: String) {
    for element in vector.elements {
      let value = grid[Int(element[0]), Int(element[1]), Int(element[2])]
      #expect(abs(Double(value.real) - element[3]) < 1e-5 && abs(Double(value.imaginary) - element[4]) < 1e-5, "\(name): \(element)")
    }
    #expect(vector.sums.count == grid.portCount)
    let size = grid.symbolCount * grid.subcarrierCount
    grid.withElements { elements in
      for (port, expected) in vector.sums.enumerated() {
        var sum = (0.0, 0.0)
        for index in 0..<size {
          sum.0 += Double(index % 13 + 1) * Double(elements[port * size + index].real)
          sum.1 += Double(index % 13 + 1) * Double(elements[port * size + index].imaginary)
        }
        #expect(abs(sum.0 - expected[0]) < 2e-3 && abs(sum.1 - expected[1]) < 2e-3, "\(name), port \(port): \(sum) \(expected)")
      }
    }
  }

  @Test("TS 38.212 §6.2: a transport block from its bits to every port")
  func transportBlock() throws {
    let vectors = try PUSCHVector.all("pusch-sionna-block-vectors.txt")
    #expect(vectors.count == 50)
    for (number, vector) in vectors.enumerated() {
      let configuration = try vector.configuration()
      let transmitter = try PUSCHTransmitter(configuration)
      let elements = transmitter.mapping.elements
      let table = [MCSTable.qam64, .qam256, .qam64LowSE][try #require(vector.mcsTable) - 1]
      let scheme = try table.scheme(try #require(vector.mcs))
      #expect(scheme.modulation == configuration.modulation)
      let references = elements.isDMRS.count { $0 } * configuration.demodulation.cdmGroupsWithoutData * (vector.dmrsType == 1 ? 6 : 4)
      let size = try TransportBlockSize.size(
        resourceElements: TransportBlockSize.resourceElements(
          symbols: vector.length, demodulation: references, resourceBlocks: vector.blocks.count), scheme: scheme,
        layers: configuration.layerCount)
      #expect(size == vector.block, "\(number)")
      let code = try SharedChannelCode(transportBlockSize: size, codeRate: #require(scheme.codeRate))
      var encoder = PUSCHEncoder(try PUSCHFormat(elements, content: .ulSCH(code)))
      var grid = ResourceGrid(configuration.carrier, portCount: configuration.portCount)
      try transmitter.transmit(encoder.encode(transportBlock: vector.payload), slot: vector.slot, into: &grid)
      check(grid, vector, "\(number)")
    }
  }

  @Test("A receiver takes the same elements, undoes precoding and the transform, and has the bits again")
  func receive() throws {
    for (number, vector) in try PUSCHVector.all("pusch-vectors.txt").enumerated() {
      let configuration = try vector.configuration()
      // Each layer on a port of its own is what an equaliser gives back.
      let plain = try PUSCHConfiguration(
        carrier: configuration.carrier, bandwidthPart: configuration.bandwidthPart, resourceBlocks: configuration.resourceBlocks,
        hopping: configuration.hopping,
        time: configuration.time, demodulation: configuration.demodulation, transformPrecoding: configuration.transformPrecoding,
        phaseTracking: configuration.phaseTracking, modulation: configuration.modulation, rnti: configuration.rnti,
        scrambling: configuration.scrambling)
      let transmitter = try PUSCHTransmitter(plain)
      var grid = ResourceGrid(plain.carrier, portCount: plain.portCount)
      try transmitter.transmit(PUSCHBits(bits: vector.payload), slot: vector.slot, into: &grid)
      let mapping = transmitter.mapping
      let all = try mapping.extract(from: grid, slot: vector.slot)
      let count = mapping.dataElementCount
      let layers = (0..<plain.layerCount).map { Array(all[($0 * count)..<(($0 + 1) * count)]) }
      let (symbols, tracking) = try mapping.modulationSymbols(layers)
      let samples = plain.transformPrecoding?.phaseTracking?.pattern.count ?? 0
      #expect(tracking.count == mapping.symbols.reduce(0) { $0 + ($1.hasPhaseTracking ? samples : 0) })
      let ratios = plain.modulation.demodulate(symbols, noise: [Float](repeating: 1, count: symbols.count))
      let scrambled = plain.scrambling.scramble(PUSCHBits(bits: vector.payload))
      #expect(ratios.count == scrambled.count && ratios.enumerated().allSatisfy { ($0.element < 0) == scrambled[$0.offset] }, "\(number)")
      for symbol in mapping.symbols {
        let subcarriers = mapping.dataSubcarriers(symbol, slot: vector.slot)
        let blocks = mapping.resourceBlocks(symbol, slot: vector.slot)
        #expect(subcarriers.allSatisfy { blocks.contains(Int($0) / 12 + plain.carrier.gridStart) })
      }
    }
  }

  @Test("A precoder is kept from slot to slot, and one of another size is refused")
  func precoder() throws {
    let vectors = try PUSCHVector.all("pusch-vectors.txt")
    let vector = try #require(vectors.first { $0.transform != nil })
    let transmitter = try PUSCHTransmitter(vector.configuration())
    let bits = PUSCHBits(bits: vector.payload)
    var precoder = try TransformPrecoder(resourceBlocks: vector.blocks.count)
    var first = ResourceGrid(transmitter.configuration.carrier, portCount: transmitter.configuration.portCount)
    var second = first
    for slot in 0..<3 {
      try transmitter.transmit(bits, slot: slot, into: &first)
      try transmitter.transmit(bits, slot: slot, into: &second, using: &precoder)
      #expect(first == second)
    }
    var other = try TransformPrecoder(resourceBlocks: vector.blocks.count + (vector.blocks.count == 1 ? 1 : -vector.blocks.count + 1))
    #expect(throws: ParameterError.self) { try transmitter.transmit(bits, slot: 0, into: &first, using: &other) }
    #expect(throws: ParameterError.self) { _ = try TransformPrecoder(resourceBlocks: 7) }
    #expect(throws: ParameterError.self) { _ = try TransformPrecoder(resourceBlocks: 0) }
    #expect(throws: ParameterError.self) { _ = try TransformPrecoder(resourceBlocks: .max) }
  }

  @Test("TS 38.214, table 6.2.3.1-3: the power of PT-RS")
  func phaseTrackingPower() throws {
    func decibels(_ power: Int, _ layers: Int, _ ports: Int, _ coherence: PUSCHPhaseTracking.Coherence) throws -> Double {
      20 * log10(Double(try PUSCHPhaseTracking.amplitude(power: power, layers: layers, portCount: ports, coherence: coherence)))
    }
    for (power, layers, ports, coherence, expected) in [
      (0, 1, 1, .full, 0), (0, 2, 1, .full, 3), (0, 3, 1, .full, 4.77), (0, 4, 1, .full, 6), (0, 2, 1, .none, 0), (0, 2, 2, .none, 3),
      (0, 3, 2, .partial, 3), (0, 4, 1, .partial, 3), (0, 4, 2, .partial, 6), (0, 4, 1, .none, 0), (0, 4, 2, .none, 3), (1, 2, 1, .none, 3),
      (1, 4, 2, .partial, 6),
    ] as [(Int, Int, Int, PUSCHPhaseTracking.Coherence, Double)] {
      #expect(abs(try decibels(power, layers, ports, coherence) - expected) < 1e-4)
    }
    #expect(throws: ParameterError.self) { try PUSCHPhaseTracking.amplitude(power: 2, layers: 1, portCount: 1, coherence: .full) }
    #expect(throws: ParameterError.self) { try PUSCHPhaseTracking.amplitude(power: 0, layers: 5, portCount: 1, coherence: .full) }
    #expect(throws: ParameterError.self) { try PUSCHPhaseTracking.amplitude(power: 0, layers: 1, portCount: 0, coherence: .full) }
  }

  @Test("Configurations that the clauses do not have are refused")
  func refused() throws {
    let carrier = try Carrier(numerology: .kHz30, gridStart: 10, gridSize: 24, cellIdentity: 1)
    let wide = try Carrier(numerology: .kHz30, gridStart: 0, gridSize: 100, cellIdentity: 1)
    let scrambling = try PUSCHScrambling(rnti: 1, identity: 1)
    func demodulation(_ ports: [Int] = [0], groups: Int = 2, type: SharedChannelDemodulationReferenceSignal.ConfigurationType = .one) throws
      -> SharedChannelDemodulationReferenceSignal
    {
      try SharedChannelDemodulationReferenceSignal(
        configurationType: type, duration: 2, identity: 1, cdmGroupsWithoutData: groups, ports: ports)
    }
    let time = try SharedChannelTimeAllocation(.uplink, mappingType: .a, startSymbol: 0, symbolCount: 14)
    let transform = PUSCHTransformPrecoding(demodulation: try TransformPrecodedDMRS(.typeOne(identity: 1)))
    let tracking = PUSCHPhaseTracking(signal: try PhaseTrackingReferenceSignal(), ports: [1])
    func make(
      start: Int = 10, size: Int = 24, blocks: [Int] = [0, 1, 2, 3], hopping: PUSCHFrequencyHopping = .none, ports: [Int] = [0],
      groups: Int = 2,
      type: SharedChannelDemodulationReferenceSignal.ConfigurationType = .one, transform: PUSCHTransformPrecoding? = nil,
      tracking: PUSCHPhaseTracking? = nil, modulation: Constellation = .qpsk, precoding: PUSCHPrecoding = .identity
    ) throws {
      _ = try PUSCHTransmitter(
        PUSCHConfiguration(
          carrier: carrier, bandwidthPart: BandwidthPart(start: start, size: size, of: wide), resourceBlocks: blocks, hopping: hopping,
          time: time,
          demodulation: demodulation(ports, groups: groups, type: type), transformPrecoding: transform, phaseTracking: tracking,
          modulation: modulation, precoding: precoding, rnti: 1, scrambling: scrambling))
    }
    #expect(throws: Never.self) { try make() }
    #expect(throws: Never.self) { try make(transform: transform, modulation: .piHalfBPSK) }
    for attempt in [
      { try make(start: 9) }, { try make(size: 25) }, { try make(size: 0) }, { try make(blocks: []) }, { try make(blocks: [1, 0]) },
      { try make(blocks: [24]) }, { try make(blocks: [-1]) }, { try make(blocks: [0, 2], hopping: .interSlot(offset: 1)) },
      { try make(hopping: .interSlot(offset: 24)) }, { try make(hopping: .interSlot(offset: 22)) },
      { try make(hopping: .interSlot(offset: -1)) }, { try make(hopping: .interSlot(offset: 1, interval: 0)) },
      { try make(hopping: .intraSlot(offset: 4)) }, { try make(ports: [0, 1, 2, 3, 4]) }, { try make(modulation: .piHalfBPSK) },
      { try make(modulation: .bpsk) }, { try make(modulation: .qam1024) }, { try make(blocks: Array(0..<7), transform: transform) },
      { try make(blocks: [0, 2], transform: transform) }, { try make(ports: [0, 1], transform: transform) },
      { try make(groups: 1, transform: transform) }, { try make(type: .two, transform: transform) },
      { try make(ports: [1], transform: transform, tracking: tracking) }, { try make(tracking: tracking) },
      { try make(precoding: .codebook(portCount: 2, tpmi: 6)) },
      { try make(ports: [0, 1, 2], precoding: .codebook(portCount: 2, tpmi: 0)) },
    ] as [() throws -> Void] {
      #expect(throws: ParameterError.self, performing: attempt)
    }

    let transmitter = try PUSCHTransmitter(
      PUSCHConfiguration(
        carrier: carrier, resourceBlocks: [0], time: time, demodulation: demodulation(), modulation: .qpsk, rnti: 1, scrambling: scrambling)
    )
    var grid = ResourceGrid(carrier)
    let bits = PUSCHBits(bits: BitSequence(zeros: transmitter.bitCount))
    #expect(throws: ParameterError.self) { try transmitter.transmit(PUSCHBits(bits: BitSequence(zeros: 1)), slot: 0, into: &grid) }
    #expect(throws: ParameterError.self) { try transmitter.transmit(bits, slot: 20, into: &grid) }
    #expect(throws: ParameterError.self) { try transmitter.transmit(bits, slot: -1, into: &grid) }
    for amplitude in [-1, Float.nan, .infinity] {
      #expect(throws: ParameterError.self) { try transmitter.transmit(bits, slot: 0, into: &grid, amplitude: amplitude) }
    }
    var twoPorts = ResourceGrid(carrier, portCount: 2)
    #expect(throws: ParameterError.self) { try transmitter.transmit(bits, slot: 0, into: &twoPorts) }
    var small = ResourceGrid(portCount: 1, symbolCount: 14, subcarrierCount: 12)
    #expect(throws: ParameterError.self) { try transmitter.transmit(bits, slot: 0, into: &small) }
    #expect(throws: ParameterError.self) { try transmitter.mapping.extract(from: small, slot: 0) }
    #expect(throws: ParameterError.self) { try transmitter.mapping.modulationSymbols([[], []]) }
  }
}

import Base
import ChannelCoding
import DSPKernels
import Modulation
import PhysicalChannels
import ReferenceSignals

/// A PUSCH in each slot of a number of slots, with random transport blocks.
public struct UplinkWaveform: Sendable, Hashable, Codable {
  /// N_ID^cell, 0 to 1007, which scrambles and is that of DM-RS too.
  public var cellIdentity: Int
  /// kHz.
  public var subcarrierSpacing: Int
  /// Resource blocks of the carrier.
  public var gridSize: Int
  public var firstResourceBlock: Int
  public var resourceBlockCount: Int
  /// I_MCS of the table up to 64QAM, with transform precoding of its own table.
  public var mcs: Int
  /// Each on an antenna of its own.
  public var layers: Int
  public var hasTransformPrecoding: Bool
  public var rnti: UInt16
  /// From the first slot of a frame on.
  public var slotCount: Int
  /// Of the transport blocks.
  public var seed: UInt64

  public init(
    cellIdentity: Int = 0, subcarrierSpacing: Int = 30, gridSize: Int = 51, firstResourceBlock: Int = 0, resourceBlockCount: Int = 51,
    mcs: Int = 10, layers: Int = 1, hasTransformPrecoding: Bool = false, rnti: UInt16 = 1, slotCount: Int = 2, seed: UInt64 = 1
  ) {
    self.cellIdentity = cellIdentity
    self.subcarrierSpacing = subcarrierSpacing
    self.gridSize = gridSize
    self.firstResourceBlock = firstResourceBlock
    self.resourceBlockCount = resourceBlockCount
    self.mcs = mcs
    self.layers = layers
    self.hasTransformPrecoding = hasTransformPrecoding
    self.rnti = rnti
    self.slotCount = slotCount
    self.seed = seed
  }

  private func carrier() throws(ParameterError) -> Carrier {
    try Carrier(numerology: Numerology(kHz: subcarrierSpacing), gridSize: gridSize, cellIdentity: cellIdentity)
  }

  /// - Throws: for what the standard does not have.
  func format() throws(ParameterError) -> (configuration: PUSCHConfiguration, code: SharedChannelCode) {
    let carrier = try carrier()
    guard 1...gridSize ~= resourceBlockCount, 0...(gridSize - resourceBlockCount) ~= firstResourceBlock else {
      throw ParameterError(
        "resourceBlockCount", resourceBlockCount, "a PUSCH has resource blocks of its carrier, 0 to \(gridSize - 1)", "TS 38.214 §6.1.2.2")
    }
    guard 1...4 ~= layers else { throw ParameterError("layers", layers, "a PUSCH has 1 to 4 layers", "TS 38.211 §6.3.1.3") }
    let scheme = try (hasTransformPrecoding ? MCSTable.transformPrecoded : .qam64).scheme(mcs)
    guard let rate = scheme.codeRate else {
      throw ParameterError("mcs", mcs, "the index is reserved: it has no rate", "TS 38.214 §6.1.4.1")
    }
    let demodulation = try SharedChannelDemodulationReferenceSignal(
      additionalPosition: 1, identity: cellIdentity, cdmGroupsWithoutData: 2, ports: Array(0..<layers))
    var transform: PUSCHTransformPrecoding?
    if hasTransformPrecoding {
      transform = PUSCHTransformPrecoding(demodulation: try TransformPrecodedDMRS(.typeOne(identity: cellIdentity)))
    }
    let time = try SharedChannelTimeAllocation(.uplink, mappingType: .a, startSymbol: 0, symbolCount: 14)
    let configuration = try PUSCHConfiguration(
      carrier: carrier, resourceBlocks: Array(firstResourceBlock..<(firstResourceBlock + resourceBlockCount)), time: time,
      demodulation: demodulation, transformPrecoding: transform, modulation: scheme.modulation, rnti: rnti,
      scrambling: PUSCHScrambling(rnti: rnti, identity: cellIdentity))
    let elements = try TransportBlockSize.resourceElements(
      symbols: time.symbolCount, demodulation: 12 * demodulation.symbols(time, isHopping: false).count, resourceBlocks: resourceBlockCount)
    let size = try TransportBlockSize.size(resourceElements: elements, scheme: scheme, layers: layers)
    return (configuration, try SharedChannelCode(transportBlockSize: size, codeRate: rate))
  }

  private func checkSlots() throws(ParameterError) {
    guard 1...10_000 ~= slotCount else { throw ParameterError("slotCount", slotCount, "1 to 10000 are made", "docs/radio.md, IQ files") }
  }

  /// The transport blocks, slot by slot.
  private func transportBlocks(_ size: Int) -> [BitSequence] {
    var generator = SeededGenerator(seed: seed)
    return (0..<slotCount).map { _ in BitSequence(randomCount: size, using: &generator) }
  }

  /// The samples of all antennas, interleaved; the mean power of an antenna's elements is 1.
  /// - Throws: for what the standard does not have.
  public func samples() throws(ParameterError) -> (samples: [Complex], sampleRateHz: Int) {
    try checkSlots()
    let (configuration, code) = try format()
    let transmitter = try PUSCHTransmitter(configuration)
    var encoder = PUSCHEncoder(try PUSCHFormat(transmitter.mapping.elements, content: .ulSCH(code)))
    let blocks = transportBlocks(code.transportBlockSize)
    var slots = try WaveformSlots(configuration.carrier, antennaCount: layers, slotCount: slotCount)
    for (slot, block) in blocks.enumerated() {
      var grid = ResourceGrid(configuration.carrier, portCount: layers)
      try transmitter.transmit(
        encoder.encode(transportBlock: block), slot: slot % configuration.carrier.numerology.slotsPerFrame, into: &grid)
      slots.append(grid)
    }
    return (slots.samples, slots.sampleRate)
  }

  /// What came of the slots of a file: of each whether its transport block is the one that was sent, nil for a wrong CRC.
  /// - Parameters:
  ///   - samples: of all antennas, interleaved.
  /// - Throws: for another sample rate, too few samples, and as ``samples()``.
  public func receive(_ samples: [Complex], sampleRateHz: Int, antennaCount: Int) throws(ParameterError) -> [Bool?] {
    try checkSlots()
    let (configuration, code) = try format()
    let carrier = configuration.carrier
    let plan = try PUSCHReceptionPlan(configuration, content: .ulSCH(code))
    var receiver = try PUSCHReceiver(carrier: carrier, antennas: antennaCount, layers: layers)
    var reader = try WaveformReader(carrier, samples: samples, sampleRateHz: sampleRateHz, antennaCount: antennaCount, slotCount: slotCount)
    var outcomes: [Bool?] = []
    var grid = ResourceGrid(carrier, portCount: antennaCount)
    for (slot, block) in transportBlocks(code.transportBlockSize).enumerated() {
      reader.read(slot: slot, into: &grid)
      var buffer = HARQSoftBuffer()
      let reception = try receiver.receive(grid, plan, slot: slot % carrier.numerology.slotsPerFrame, buffer: &buffer)
      outcomes.append(reception.transportBlock.map { $0 == block })
    }
    return outcomes
  }
}

extension Numerology {
  /// - Throws: for a spacing that there is not.
  init(kHz: Int) throws(ParameterError) {
    guard let numerology = Self.allCases.first(where: { $0.subcarrierSpacing / 1000 == kHz }) else {
      throw ParameterError("subcarrierSpacing", kHz, "spacings are 15, 30, 60, 120 and 240 kHz", "TS 38.211, table 4.2-1")
    }
    self = numerology
  }
}

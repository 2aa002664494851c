import ChannelCoding
import DSPKernels
import Modulation
import PhysicalChannels
import ReferenceSignals

/// A PUSCH in each slot of a number of slots, with random transport blocks.
public struct UplinkWaveform: Sendable, Hashable, Codable {
  public var slots: SharedChannelSlots
  /// Each on an antenna of its own.
  public var layers: Int
  public var hasTransformPrecoding: Bool

  public init(_ slots: SharedChannelSlots = .init(), layers: Int = 1, hasTransformPrecoding: Bool = false) {
    self.slots = slots
    self.layers = layers
    self.hasTransformPrecoding = hasTransformPrecoding
  }

  /// - Throws: for what the standard does not have.
  func format() throws(ParameterError) -> (configuration: PUSCHConfiguration, code: SharedChannelCode) {
    let carrier = try slots.carrier()
    guard 1...4 ~= layers else { throw ParameterError("layers", layers, "a PUSCH has 1 to 4 layers", "TS 38.211 §6.3.1.3") }
    let scheme = try (hasTransformPrecoding ? MCSTable.transformPrecoded : .qam64).scheme(slots.mcs)
    guard let rate = scheme.codeRate else {
      throw ParameterError("mcs", slots.mcs, "the index is reserved: it has no rate", "TS 38.214 §6.1.4.1")
    }
    let demodulation = try SharedChannelDemodulationReferenceSignal(
      additionalPosition: 1, identity: slots.cellIdentity, cdmGroupsWithoutData: 2, ports: Array(0..<layers))
    var transform: PUSCHTransformPrecoding?
    if hasTransformPrecoding {
      transform = PUSCHTransformPrecoding(demodulation: try TransformPrecodedDMRS(.typeOne(identity: slots.cellIdentity)))
    }
    let time = try SharedChannelTimeAllocation(.uplink, mappingType: .a, startSymbol: 0, symbolCount: 14)
    let configuration = try PUSCHConfiguration(
      carrier: carrier, resourceBlocks: Array(slots.resourceBlocks), time: time,
      demodulation: demodulation, transformPrecoding: transform, modulation: scheme.modulation, rnti: slots.rnti,
      scrambling: PUSCHScrambling(rnti: slots.rnti, identity: slots.cellIdentity))
    let elements = try TransportBlockSize.resourceElements(
      symbols: time.symbolCount, demodulation: 12 * demodulation.symbols(time, isHopping: false).count,
      resourceBlocks: slots.resourceBlockCount)
    let size = try TransportBlockSize.size(resourceElements: elements, scheme: scheme, layers: layers)
    return (configuration, try SharedChannelCode(transportBlockSize: size, codeRate: rate))
  }

  /// The samples of all antennas, interleaved; the mean power of an antenna's elements is 1.
  /// - Throws: for what the standard does not have.
  public func samples() throws(ParameterError) -> (samples: [Complex], sampleRateHz: Int) {
    let (configuration, code) = try format()
    let transmitter = try PUSCHTransmitter(configuration)
    var encoder = PUSCHEncoder(try PUSCHFormat(transmitter.mapping.elements, content: .ulSCH(code)))
    let blocks = slots.transportBlocks(code.transportBlockSize)
    var made = try WaveformSlots(configuration.carrier, antennaCount: layers, slotCount: slots.slotCount)
    for (slot, block) in blocks.enumerated() {
      var grid = ResourceGrid(configuration.carrier, portCount: layers)
      try transmitter.transmit(
        encoder.encode(transportBlock: block), slot: slot % configuration.carrier.numerology.slotsPerFrame, into: &grid)
      made.append(grid)
    }
    return (made.samples, made.sampleRate)
  }

  /// What came of the slots of a file: of each whether its transport block is the one that was sent, nil for a wrong CRC.
  /// - Parameters:
  ///   - samples: of all antennas, interleaved.
  /// - Throws: for another sample rate, too few samples, and as ``samples()``.
  public func receive(_ samples: [Complex], sampleRateHz: Int, antennaCount: Int) throws(ParameterError) -> [Bool?] {
    let (configuration, code) = try format()
    let carrier = configuration.carrier
    let plan = try PUSCHReceptionPlan(configuration, content: .ulSCH(code))
    var receiver = try PUSCHReceiver(carrier: carrier, antennas: antennaCount, layers: layers)
    var reader = try WaveformReader(
      carrier, samples: samples, sampleRateHz: sampleRateHz, antennaCount: antennaCount, slotCount: slots.slotCount)
    var outcomes: [Bool?] = []
    var grid = ResourceGrid(carrier, portCount: antennaCount)
    for (slot, block) in slots.transportBlocks(code.transportBlockSize).enumerated() {
      reader.read(slot: slot, into: &grid)
      var buffer = HARQSoftBuffer()
      let reception = try receiver.receive(grid, plan, slot: slot % carrier.numerology.slotsPerFrame, buffer: &buffer)
      outcomes.append(reception.transportBlock.map { $0 == block })
    }
    return outcomes
  }
}

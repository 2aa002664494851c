import ChannelCoding
import DSPKernels
import Modulation
import PhysicalChannels
import ReferenceSignals

/// A PDCCH with DCI format 1_0 and the PDSCH that it schedules in each slot of a number of slots, with random transport blocks.
///
/// The CORESET has as many groups of six resource blocks as there are, on symbols 0 and 1; the PDSCH stands on symbols 2 to 13.
public struct DownlinkWaveform: Sendable, Hashable, Codable {
  public var slots: SharedChannelSlots
  /// Of the PDCCH: 1, 2, 4, 8 or 16.
  public var aggregationLevel: Int

  public init(_ slots: SharedChannelSlots = .init(), aggregationLevel: Int = 4) {
    self.slots = slots
    self.aggregationLevel = aggregationLevel
  }

  /// What a UE knows before a slot: the cell, not what is scheduled.
  private struct Cell {
    var carrier: Carrier
    var coreset: ControlResourceSet
    var searchSpace: SearchSpaceSet
    var scrambling: PDCCHScrambling
    var layout: DCIFormat1_0.Layout
    var rnti: UInt16

    func candidates(_ level: Int, slot: Int) throws(ParameterError) -> [PDCCHCandidate] {
      try searchSpace.candidates(
        aggregationLevel: level, slot: slot, elementCount: coreset.elementCount, rnti: Int(rnti))
    }

    /// The PDSCH of a DCI (TS 38.214 §5.1): DM-RS as for format 1_0.
    func sharedChannel(_ format: DCIFormat1_0.Unicast) throws(ParameterError) -> (PDSCHConfiguration, ModulationAndCodingScheme) {
      let scheme = try MCSTable.qam64.scheme(format.modulationAndCodingScheme)
      let demodulation = try SharedChannelDemodulationReferenceSignal(
        additionalPosition: 2, identity: carrier.cellIdentity, cdmGroupsWithoutData: 2, ports: [0])
      let configuration = try PDSCHConfiguration(
        carrier: carrier,
        virtualBlocks: Array(ResourceIndicationValue.blocks(format.frequencyDomainAssignment, size: carrier.gridSize)),
        time: SharedChannelTimeAllocation(.downlink, mappingType: .a, startSymbol: 2, symbolCount: 12), demodulation: demodulation,
        modulations: [scheme.modulation], rnti: rnti, scramblingIdentity: carrier.cellIdentity)
      return (configuration, scheme)
    }
  }

  private func cell() throws(ParameterError) -> Cell {
    let carrier = try slots.carrier()
    let (rnti, gridSize) = (slots.rnti, slots.gridSize)
    guard rnti >= 1 else { throw ParameterError("rnti", rnti, "a C-RNTI is 1 to 65535", "TS 38.321 §7.1") }
    guard gridSize >= 12 else {
      throw ParameterError("gridSize", gridSize, "the CORESET has 12 resource blocks at least", "TS 38.211 §7.3.2.2")
    }
    let groups = min(45, gridSize / 6)
    let coreset = try ControlResourceSet(
      index: 1, bandwidthPartStart: 0, bandwidthPartSize: gridSize, frequencyDomainResources: BitSequence((0..<45).map { $0 < groups }),
      symbolCount: 2, mapping: .nonInterleaved)
    let searchSpace = try SearchSpaceSet(
      index: 1, kind: .specific, coresetIndex: 1, periodicity: 1, offset: 0,
      monitoringSymbols: BitSequence((0..<14).map { $0 == 0 }), candidateCounts: [1, 1, 1, 1, 1])
    return Cell(
      carrier: carrier, coreset: coreset, searchSpace: searchSpace,
      scrambling: try PDCCHScrambling(kind: .specific, cellIdentity: slots.cellIdentity, rnti: Int(rnti)),
      layout: DCIFormat1_0.Layout(bandwidthPartSize: gridSize), rnti: rnti)
  }

  /// What is sent in every slot, and the transport blocks slot by slot.
  private func scheduled(
    _ cell: Cell
  ) throws(ParameterError) -> (format: DCIFormat1_0.Unicast, configuration: PDSCHConfiguration, rate: Double, blocks: [BitSequence]) {
    var format = DCIFormat1_0.Unicast()
    format.frequencyDomainAssignment = try ResourceIndicationValue.value(slots.resourceBlocks, size: slots.gridSize)
    format.modulationAndCodingScheme = slots.mcs
    let (configuration, scheme) = try cell.sharedChannel(format)
    guard let rate = scheme.codeRate else {
      throw ParameterError("mcs", slots.mcs, "the index is reserved: it has no rate", "TS 38.214 §5.1.3.1")
    }
    let size = try configuration.transportBlockSize(scheme: scheme)
    return (format, configuration, rate, slots.transportBlocks(size))
  }

  /// The samples; the mean power of an element is 1.
  /// - Throws: for what the standard does not have.
  public func samples() throws(ParameterError) -> (samples: [Complex], sampleRateHz: Int) {
    let cell = try cell()
    let (format, configuration, rate, blocks) = try scheduled(cell)
    let transmitter = try PDSCHTransmitter(configuration)
    var made = try WaveformSlots(cell.carrier, antennaCount: 1, slotCount: slots.slotCount)
    for (slot, block) in blocks.enumerated() {
      let inFrame = slot % cell.carrier.numerology.slotsPerFrame
      var grid = ResourceGrid(cell.carrier)
      guard let candidate = try cell.candidates(aggregationLevel, slot: inFrame).first else {
        throw ParameterError(
          "aggregationLevel", aggregationLevel, "the CORESET has \(cell.coreset.elementCount) control channel elements",
          "TS 38.213 §10.1")
      }
      let pdcch = PDCCH(
        try PDCCHResources(coreset: cell.coreset, candidate: candidate, firstSymbol: 0), scrambling: cell.scrambling)
      try pdcch.map(
        DCIFormat1_0.unicast(format).encode(cell.layout), rnti: Int(slots.rnti), slot: inFrame, carrier: cell.carrier,
        precoders: [[Complex(1, 0)]], grid: &grid)
      try transmitter.transmit([PDSCHTransportBlock(bits: block, codeRate: rate)], slot: inFrame, into: &grid)
      made.append(grid)
    }
    return (made.samples, made.sampleRate)
  }

  /// What came of a slot.
  public enum Outcome: Sendable, Hashable {
    /// No PDCCH was found.
    case noControl
    /// A PDCCH was found, but the CRC of its PDSCH is wrong.
    case wrongCRC
    /// The transport block, and whether it is the one that was sent.
    case received(mcs: Int, transportBlockSize: Int, isSent: Bool)
  }

  /// What a UE finds in the slots of a file: PDCCHs by blind decoding, and PDSCHs by their DCI.
  /// - Parameter samples: of all antennas, interleaved.
  /// - Throws: for another sample rate, too few samples, and as ``samples()``.
  public func receive(_ samples: [Complex], sampleRateHz: Int, antennaCount: Int) throws(ParameterError) -> [Outcome] {
    let cell = try cell()
    let sent = try scheduled(cell).blocks
    var control = try PDCCHReceiver(coreset: cell.coreset, carrier: cell.carrier)
    var receiver = try PDSCHReceiver(carrier: cell.carrier, antennas: antennaCount, layers: 1)
    var reader = try WaveformReader(
      cell.carrier, samples: samples, sampleRateHz: sampleRateHz, antennaCount: antennaCount, slotCount: slots.slotCount)
    var outcomes: [Outcome] = []
    var grid = ResourceGrid(cell.carrier, portCount: antennaCount)
    for slot in 0..<slots.slotCount {
      let inFrame = slot % cell.carrier.numerology.slotsPerFrame
      reader.read(slot: slot, into: &grid)
      var candidates: [PDCCHCandidate] = []
      for level in SearchSpaceSet.aggregationLevels { candidates += try cell.candidates(level, slot: inFrame) }
      let found = try control.receive(
        grid, slot: inFrame, firstSymbol: 0, scrambling: cell.scrambling, candidates: candidates, payloadSizes: [cell.layout.size],
        rntis: [Int(slots.rnti)])
      guard let payload = found.first?.payload,
        case .unicast(let format) = try DCIFormat1_0(decoding: payload, .cell, cell.layout),
        case (let configuration, let scheme) = try cell.sharedChannel(format), let rate = scheme.codeRate
      else {
        outcomes.append(.noControl)
        continue
      }
      let size = try configuration.transportBlockSize(scheme: scheme)
      let code = try SharedChannelCode(transportBlockSize: size, codeRate: rate)
      let plan = try PDSCHReceptionPlan(configuration, codewords: [.init(code)])
      var buffer = HARQSoftBuffer()
      let reception = try receiver.receive(grid, plan, slot: inFrame, buffer: &buffer)
      guard let block = reception.codewords.first?.transportBlock else {
        outcomes.append(.wrongCRC)
        continue
      }
      outcomes.append(
        .received(
          mcs: format.modulationAndCodingScheme, transportBlockSize: size,
          isSent: block == sent[slot]))
    }
    return outcomes
  }
}

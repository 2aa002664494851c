import DSPKernels
import Modulation
import ReferenceSignals

/// PT-RS of a PDSCH.
public struct PDSCHPhaseTracking: Sendable, Hashable {
  public var signal: PhaseTrackingReferenceSignal
  /// The DM-RS port that it belongs to.
  public var port: Int
  /// β_PT-RS: the amplitude to that of a layer's data.
  public var amplitude: Float

  public init(signal: PhaseTrackingReferenceSignal, port: Int, amplitude: Float = 1) {
    self.signal = signal
    self.port = port
    self.amplitude = amplitude
  }

  /// The port of the codeword with the higher MCS, the first of two with the same, that has the lowest number (TS 38.214 §5.1.6.3).
  /// - Parameters:
  ///   - ports: of the DM-RS, in the order of the layers.
  ///   - mcs: of each codeword.
  /// - Throws: unless there is an MCS for each codeword of so many layers.
  public static func port(ports: [Int], mcs: [Int]) throws(ParameterError) -> Int {
    let layers = try LayerMapping(layerCount: ports.count)
    guard mcs.count == layers.codewordCount else {
      throw ParameterError("mcs", mcs.count, "\(ports.count) layers have \(layers.codewordCount) codewords", "TS 38.214 §5.1.6.3")
    }
    let codeword = mcs.count == 2 && mcs[1] > mcs[0] ? 1 : 0
    return ports[layers.layers(codeword: codeword)].min() ?? 0
  }

  /// L_PT-RS and K_PT-RS of a PDSCH for C-RNTI, MCS-C-RNTI or CS-RNTI, or nil for no PT-RS (TS 38.214 §5.1.6.3).
  /// - Parameters:
  ///   - mcs: of the first transmission.
  ///   - resourceBlocks: that are scheduled.
  ///   - timeThresholds: `timeDensity`: `ptrs-MCS1` to `ptrs-MCS3`, if configured.
  ///   - frequencyThresholds: `frequencyDensity`: N_RB0 and N_RB1, if configured.
  /// - Throws: for an MCS that is reserved.
  public static func densities(
    mcs: Int, _ table: MCSTable, resourceBlocks: Int, timeThresholds: [Int]? = nil, frequencyThresholds: [Int]? = nil
  ) throws(ParameterError) -> (time: Int, frequency: Int)? {
    let scheme = try table.scheme(mcs)
    guard scheme.rate1024 != nil else {
      throw ParameterError("mcs", mcs, "PT-RS go by the index of the first transmission", "TS 38.214 §5.1.6.3")
    }
    if timeThresholds == nil, frequencyThresholds == nil {
      return scheme.modulation == .qpsk || resourceBlocks < 3 ? nil : (1, 2)
    }
    guard let time = PhaseTrackingReferenceSignal.timeDensity(mcs: mcs, thresholds: timeThresholds),
      let frequency = PhaseTrackingReferenceSignal.frequencyDensity(resourceBlocks: resourceBlocks, thresholds: frequencyThresholds)
    else { return nil }
    return (time, frequency)
  }
}

/// One PDSCH in one slot: where it stands, what belongs to it, and how it is modulated (TS 38.211 §7.3.1).
public struct PDSCHConfiguration: Sendable, Hashable {
  public let carrier: Carrier
  public let part: BandwidthPart
  /// The assigned virtual resource blocks, ascending.
  public let virtualBlocks: [Int]
  /// The physical resource blocks of the virtual ones.
  public let blockMapping: VirtualResourceBlocks
  public let time: SharedChannelTimeAllocation
  /// Its ports are the layers.
  public let demodulation: SharedChannelDemodulationReferenceSignal
  /// Symbols by which DM-RS of mapping type B are moved behind a CORESET.
  public let demodulationDelay: Int
  /// The common resource block that DM-RS are counted from: 0, or for a DCI with SI-RNTI in CORESET 0 that CORESET's first.
  public let referenceBlock: Int
  public let phaseTracking: PDSCHPhaseTracking?
  public let layers: LayerMapping
  /// Of each codeword.
  public let modulations: [Constellation]
  public let rnti: UInt16
  /// n_ID: `dataScramblingIdentityPDSCH`, 0 to 1023, or the cell identity.
  public let scramblingIdentity: Int
  /// What the PDSCH may not have.
  public let reserved: ResourceElementSet
  /// Of the data of a layer; that of DM-RS and PT-RS is to it.
  public let amplitude: Float

  /// - Parameters:
  ///   - blockMapping: not interleaved if left out.
  ///   - modulations: one for up to four layers, otherwise two.
  ///   - reserved: of the carrier's grid; nothing if left out.
  /// - Throws: for what the standard does not have: resource blocks that are not in the bandwidth part, an allocation of a PUSCH or of
  ///   another
  ///   cyclic prefix than the carrier's, another number of codewords than the layers have, modulations without a PDSCH, PT-RS of a port
  ///   that has none.
  public init(
    carrier: Carrier, part: BandwidthPart? = nil, virtualBlocks: [Int], blockMapping: VirtualResourceBlocks? = nil,
    time: SharedChannelTimeAllocation, demodulation: SharedChannelDemodulationReferenceSignal, demodulationDelay: Int = 0,
    referenceBlock: Int = 0, phaseTracking: PDSCHPhaseTracking? = nil, modulations: [Constellation], rnti: UInt16,
    scramblingIdentity: Int, reserved: ResourceElementSet? = nil, amplitude: Float = 1
  ) throws(ParameterError) {
    let part = part ?? BandwidthPart(carrier)
    _ = try BandwidthPart(start: part.start, size: part.size, of: carrier)
    let mapping: VirtualResourceBlocks
    if let blockMapping {
      mapping = blockMapping
    } else {
      mapping = try VirtualResourceBlocks(count: part.size)
    }
    try Self.check(virtualBlocks, mapping, part, referenceBlock)
    guard time.channel == .downlink, time.cyclicPrefix == carrier.cyclicPrefix else {
      throw ParameterError("time", time.channel, "a PDSCH has a downlink allocation of the carrier's cyclic prefix", "TS 38.214 §5.1.2.1")
    }
    let layers = try LayerMapping(layerCount: demodulation.ports.count)
    guard modulations.count == layers.codewordCount else {
      throw ParameterError(
        "modulations", modulations.count, "\(layers.layerCount) layers have \(layers.codewordCount) codewords", "TS 38.211, table 7.3.1.3-1"
      )
    }
    for modulation in modulations where modulation == .bpsk || modulation == .piHalfBPSK {
      throw ParameterError("modulations", modulation, "a PDSCH has QPSK to 1024QAM", "TS 38.211, table 7.3.1.2-1")
    }
    guard 0...1023 ~= scramblingIdentity else {
      throw ParameterError("scramblingIdentity", scramblingIdentity, "n_ID is 0 to 1023", "TS 38.211 §7.3.1.1")
    }
    guard amplitude.isFinite, amplitude >= 0 else {
      throw ParameterError("amplitude", amplitude, "an amplitude is finite and not negative", "TS 38.214 §4.1")
    }
    try Self.check(phaseTracking, demodulation)
    let reservedOrNone = reserved ?? ResourceElementSet(carrier)
    guard reservedOrNone.symbolCount == carrier.symbolsPerSlot, reservedOrNone.blockCount == carrier.gridSize else {
      throw ParameterError("reserved", reservedOrNone.blockCount, "the set is of the carrier's grid", "TS 38.214 §5.1.4")
    }
    self.carrier = carrier
    self.part = part
    self.virtualBlocks = virtualBlocks
    self.blockMapping = mapping
    self.time = time
    self.demodulation = demodulation
    self.demodulationDelay = demodulationDelay
    self.referenceBlock = referenceBlock
    self.phaseTracking = phaseTracking
    self.layers = layers
    self.modulations = modulations
    self.rnti = rnti
    self.scramblingIdentity = scramblingIdentity
    self.reserved = reservedOrNone
    self.amplitude = amplitude
  }

  private static func check(
    _ virtualBlocks: [Int], _ mapping: VirtualResourceBlocks, _ part: BandwidthPart, _ referenceBlock: Int
  ) throws(ParameterError) {
    guard let first = virtualBlocks.first, let last = virtualBlocks.last, first >= 0, last < mapping.physical.count,
      zip(virtualBlocks, virtualBlocks.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw ParameterError(
        "virtualBlocks", virtualBlocks.count, "they ascend from 0 to \(mapping.physical.count - 1) at most", "TS 38.214 §5.1.2.2")
    }
    for block in virtualBlocks where !(0..<part.size ~= mapping.physical[block]) {
      throw ParameterError(
        "blockMapping", mapping.physical[block], "the bandwidth part has \(part.size) resource blocks", "TS 38.211 §7.3.1.6")
    }
    let lowest = virtualBlocks.map { mapping.physical[$0] }.min() ?? 0
    guard 0...(part.start + lowest) ~= referenceBlock else {
      throw ParameterError("referenceBlock", referenceBlock, "DM-RS are counted from a block in front of the PDSCH", "TS 38.211 §7.4.1.1.2")
    }
  }

  private static func check(
    _ tracking: PDSCHPhaseTracking?, _ demodulation: SharedChannelDemodulationReferenceSignal
  ) throws(ParameterError) {
    guard let tracking else { return }
    guard demodulation.ports.contains(tracking.port) else {
      throw ParameterError("phaseTracking.port", tracking.port, "it is a port of the PDSCH", "TS 38.214 §5.1.6.3")
    }
    let limit = 2 * demodulation.configurationType.cdmGroupCount
    if let port = demodulation.ports.first(where: { $0 >= limit }) {
      throw ParameterError("ports", port, "with PT-RS there are ports below \(limit)", "TS 38.214 §5.1.6.2")
    }
    guard tracking.amplitude.isFinite, tracking.amplitude >= 0 else {
      throw ParameterError("phaseTracking.amplitude", tracking.amplitude, "an amplitude is finite and not negative", "TS 38.214 §4.1")
    }
  }

  /// The common resource blocks of the virtual ones, in their order.
  public var commonBlocks: [Int] { virtualBlocks.map { part.start + blockMapping.physical[$0] } }

  /// Bits of a codeword's transport block (TS 38.214 §5.1.3.2).
  /// - Parameters:
  ///   - codeword: 0 or 1.
  ///   - overhead: `xOverhead`.
  /// - Throws: for a codeword that there is not, and as ``TransportBlockSize`` does.
  public func transportBlockSize(
    codeword: Int = 0, scheme: ModulationAndCodingScheme, overhead: Int = 0, scaling: TransportBlockSize.Scaling = .one
  ) throws(ParameterError) -> Int {
    guard modulations.indices ~= codeword, modulations[codeword] == scheme.modulation else {
      throw ParameterError("codeword", codeword, "there is none with \(scheme.modulation)", "TS 38.214 §5.1.3")
    }
    let symbols = try demodulation.symbols(time, delay: demodulationDelay)
    let elements = try TransportBlockSize.resourceElements(
      symbols: time.symbolCount, demodulation: symbols.count * (12 - demodulation.dataSubcarriers.nonzeroBitCount), overhead: overhead,
      resourceBlocks: virtualBlocks.count)
    return try TransportBlockSize.size(
      resourceElements: elements, scheme: scheme, layers: layers.layers(codeword: codeword).count, scaling: scaling)
  }
}

import ChannelModels
import Modulation
import PhysicalChannels
import ReferenceSignals

/// What a user says of a link; the rest is as in TS 38.104 §8.2.1 and TS 38.101-4 §5.2.
public struct SharedChannelLinkOptions: Sendable, Hashable {
  /// Of the uplink a PUSCH, of the downlink a PDSCH.
  public var direction = LinkDirection.uplink
  public var channel = "awgn"
  public var correlation = AntennaCorrelation.Level.low
  /// Of a clustered delay line.
  public var arrays = ChannelName.Arrays()
  public var antennas = SharedChannelLink.Antennas()
  /// The matrix of the codebook for a PUSCH of 2 or 4 transmit antennas; nil for the first. Other numbers have a layer on each antenna.
  public var tpmi: Int?
  public var numerology = Numerology.kHz30
  /// Resource blocks of the carrier.
  public var gridSize = 273
  /// Of the shared channel; nil for all of them.
  public var resourceBlocks: Range<Int>?
  public var mcsTable = MCSTable.qam64
  public var mcs = 2
  /// The first symbol, of mapping type A; nil for 0 of a PUSCH and 2 of a PDSCH, which stands behind its PDCCH.
  public var startSymbol: Int?
  /// Nil for all to the end of the slot.
  public var symbolCount: Int?
  public var additionalPosition = 1
  public var hasTransformPrecoding = false
  public var schedule = SharedChannelLink.Schedule()
  public var offsets = SampleChannel.Offsets()
  public var carrierFrequencyHz = 3.5e9
  public var delayInterpolation = DelayInterpolation.windowedSinc

  public init() {}

  private var name: String { direction == .uplink ? "PUSCH" : "PDSCH" }
  private var clause: String { direction == .uplink ? "TS 38.214 §6.1" : "TS 38.214 §5.1" }

  /// - Throws: for whatever the standard does not have; the error names the parameter and the clause.
  public func link() throws(ParameterError) -> SharedChannelLink {
    let carrier = try Carrier(numerology: numerology, gridSize: gridSize, cellIdentity: 0)
    try check()
    let scheme = try mcsTable.scheme(mcs)
    guard scheme.rate1024 != nil else {
      throw ParameterError("mcs", mcs, "the index is reserved: it has no rate", clause)
    }
    let start = startSymbol ?? (direction == .uplink ? 0 : 2)
    guard 0...3 ~= start else {
      throw ParameterError("startSymbol", start, "mapping type A begins in symbols 0 to 3", clause + ".2.1")
    }
    let time = try SharedChannelTimeAllocation(
      direction == .uplink ? .uplink : .downlink, mappingType: .a, startSymbol: start,
      symbolCount: symbolCount ?? carrier.symbolsPerSlot - start)
    let signal: SharedChannelLink.Signal
    switch direction {
    case .uplink: signal = .pusch(try pusch(carrier, time, scheme))
    case .downlink: signal = .pdsch(try pdsch(carrier, time, scheme), try precoding())
    }
    let model = try ChannelName(channel).model(
      direction, transmitAntennas: antennas.transmit, receiveAntennas: antennas.receive, carrierFrequencyHz: carrierFrequencyHz,
      correlation: correlation, arrays: arrays)
    return try SharedChannelLink(
      signal, scheme: scheme, channel: model, antennas: antennas, schedule: schedule, offsets: offsets,
      carrierFrequencyHz: carrierFrequencyHz, delayInterpolation: delayInterpolation)
  }

  private var blocks: Range<Int> { resourceBlocks ?? 0..<gridSize }

  private func check() throws(ParameterError) {
    guard !blocks.isEmpty, blocks.lowerBound >= 0, blocks.upperBound <= gridSize else {
      throw ParameterError("resourceBlocks", blocks, "a \(name) has resource blocks of its carrier, 0 to \(gridSize - 1)", clause + ".2.2")
    }
    let most = direction == .uplink ? 4 : 8
    guard 1...most ~= antennas.layers else {
      throw ParameterError(
        "layers", antennas.layers, "a \(name) has 1 to \(most) layers", "TS 38.211 §\(direction == .uplink ? "6" : "7").3.1.3")
    }
    guard antennas.layers <= antennas.transmit else {
      throw ParameterError("layers", antennas.layers, "there are \(antennas.transmit) transmit antennas", "TS 38.211 §6.3.1.5 and §7.3.1.4")
    }
    guard antennas.receive < 1 || antennas.layers <= antennas.receive else {
      throw ParameterError(
        "layers", antennas.layers, "\(antennas.receive) receive antennas do not tell more layers apart", "TS 38.104 §8.2, TS 38.101-4 §5.2")
    }
    guard !hasTransformPrecoding || direction == .uplink else {
      throw ParameterError("hasTransformPrecoding", true, "a PDSCH has none", "TS 38.211 §7.3.1")
    }
    let tables: [MCSTable] =
      switch (direction, hasTransformPrecoding) {
      case (.downlink, _): [.qam64, .qam64LowSE, .qam256, .qam1024]
      case (.uplink, true): [.transformPrecoded, .transformPrecodedLowSE, .qam256]
      case (.uplink, false): [.qam64, .qam64LowSE, .qam256]
      }
    guard tables.contains(mcsTable) else {
      let kind = direction == .downlink ? "" : " with\(hasTransformPrecoding ? "" : "out") transform precoding"
      throw ParameterError("mcsTable", mcsTable, "a \(name)\(kind) does not have it", clause + (direction == .uplink ? ".4.1" : ".3.1"))
    }
    guard tpmi == nil || direction == .uplink && [2, 4].contains(antennas.transmit) else {
      throw ParameterError("tpmi", tpmi ?? 0, "it is a PUSCH's, with 2 or 4 antenna ports", "TS 38.211 §6.3.1.5")
    }
  }

  private func pusch(
    _ carrier: Carrier, _ time: SharedChannelTimeAllocation, _ scheme: ModulationAndCodingScheme
  ) throws(ParameterError) -> PUSCHConfiguration {
    let demodulation = try SharedChannelDemodulationReferenceSignal(
      additionalPosition: additionalPosition, identity: 0, cdmGroupsWithoutData: 2, ports: Array(0..<antennas.layers))
    let precoding: PUSCHPrecoding =
      [2, 4].contains(antennas.transmit) ? .codebook(portCount: antennas.transmit, tpmi: tpmi ?? 0) : .identity
    var transform: PUSCHTransformPrecoding?
    if hasTransformPrecoding { transform = PUSCHTransformPrecoding(demodulation: try TransformPrecodedDMRS(.typeOne(identity: 0))) }
    return try PUSCHConfiguration(
      carrier: carrier, resourceBlocks: Array(blocks), time: time, demodulation: demodulation, transformPrecoding: transform,
      modulation: scheme.modulation, precoding: precoding, rnti: 1, scrambling: PUSCHScrambling(rnti: 1, identity: 0))
  }

  private func pdsch(
    _ carrier: Carrier, _ time: SharedChannelTimeAllocation, _ scheme: ModulationAndCodingScheme
  ) throws(ParameterError) -> PDSCHConfiguration {
    let layers = antennas.layers
    // TS 38.212, table 7.3.1.2.2-2.
    let ports = layers == 6 ? [0, 1, 2, 3, 4, 6] : Array(0..<layers)
    let demodulation = try SharedChannelDemodulationReferenceSignal(
      duration: layers > 4 ? 2 : 1, additionalPosition: additionalPosition, identity: 0, cdmGroupsWithoutData: 2, ports: ports)
    return try PDSCHConfiguration(
      carrier: carrier, virtualBlocks: Array(blocks), time: time, demodulation: demodulation,
      modulations: [Constellation](repeating: scheme.modulation, count: LayerMapping(layerCount: layers).codewordCount), rnti: 1,
      scramblingIdentity: 0)
  }

  /// A codebook of the gNB's antennas where there are more of them than layers.
  private func precoding() throws(ParameterError) -> SharedChannelLink.Precoding {
    guard antennas.transmit > antennas.layers else { return .identity }
    if let array = arrays.baseStation, array.polarisationSlants.count == 2 {
      return .randomMatrix(try TypeICodebook(CodebookArray(n1: array.elements.columns, n2: array.elements.rows)))
    }
    let places = antennas.transmit / 2
    guard antennas.transmit % 2 == 0, [1, 2, 4, 6, 8, 12, 16].contains(places) else {
      throw ParameterError(
        "transmitAntennas", antennas.transmit, "as many as layers, or ports of a codebook of two polarisations: 2, 4, 8, 12, 16, 24 or 32",
        "TS 38.214, table 5.2.2.2.1-2")
    }
    return .randomMatrix(try TypeICodebook(CodebookArray(n1: places, n2: 1)))
  }
}

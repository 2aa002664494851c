import ChannelModels
import Modulation
import PhysicalChannels
import ReferenceSignals

/// What a user says of a link; the rest is as in TS 38.104 §8.2.1.
public struct PUSCHLinkOptions: Sendable, Hashable {
  public var channel = "awgn"
  public var correlation = AntennaCorrelation.Level.low
  public var antennas = PUSCHLink.Antennas()
  public var numerology = Numerology.kHz30
  /// Resource blocks of the carrier.
  public var gridSize = 273
  /// Of the PUSCH; nil for all of them.
  public var resourceBlocks: Range<Int>?
  public var mcsTable = MCSTable.qam64
  public var mcs = 2
  /// Symbols of the PUSCH, of mapping type A.
  public var symbolCount = 14
  public var additionalPosition = 1
  public var hasTransformPrecoding = false
  public var schedule = PUSCHLink.Schedule()
  public var offsets = SampleChannel.Offsets()
  public var carrierFrequencyHz = 3.5e9
  public var delayInterpolation = DelayInterpolation.windowedSinc

  public init() {}

  /// - Throws: for whatever the standard does not have; the error names the parameter and the clause.
  public func link() throws(ParameterError) -> PUSCHLink {
    let carrier = try Carrier(numerology: numerology, gridSize: gridSize, cellIdentity: 0)
    let blocks = resourceBlocks ?? 0..<gridSize
    guard !blocks.isEmpty, blocks.lowerBound >= 0, blocks.upperBound <= gridSize else {
      throw ParameterError(
        "resourceBlocks", blocks, "a PUSCH has resource blocks of its carrier, 0 to \(gridSize - 1)", "TS 38.214 §6.1.2.2")
    }
    guard 1...4 ~= antennas.layers else {
      throw ParameterError("layers", antennas.layers, "a PUSCH has 1 to 4 layers", "TS 38.211 §6.3.1.3")
    }
    let tables: [MCSTable] =
      hasTransformPrecoding ? [.transformPrecoded, .transformPrecodedLowSE, .qam256] : [.qam64, .qam64LowSE, .qam256]
    guard tables.contains(mcsTable) else {
      throw ParameterError(
        "mcsTable", mcsTable, "a PUSCH with\(hasTransformPrecoding ? "" : "out") transform precoding does not have it", "TS 38.214 §6.1.4.1"
      )
    }
    let scheme = try mcsTable.scheme(mcs)
    guard scheme.rate1024 != nil else {
      throw ParameterError("mcs", mcs, "the index is reserved: it has no rate", "TS 38.214 §6.1.4.1")
    }
    let demodulation = try SharedChannelDemodulationReferenceSignal(
      additionalPosition: additionalPosition, identity: 0, cdmGroupsWithoutData: 2, ports: Array(0..<antennas.layers))
    guard antennas.layers <= antennas.transmit else {
      throw ParameterError("layers", antennas.layers, "there are \(antennas.transmit) transmit antennas", "TS 38.211 §6.3.1.5")
    }
    let hasCodebook = [2, 4].contains(antennas.transmit)
    guard hasCodebook || antennas.tpmi == nil else {
      throw ParameterError("tpmi", antennas.tpmi ?? 0, "a codebook is for 2 or 4 antenna ports", "TS 38.211 §6.3.1.5")
    }
    let precoding: PUSCHPrecoding =
      hasCodebook ? .codebook(portCount: antennas.transmit, tpmi: antennas.tpmi ?? 0) : .identity
    var transform: PUSCHTransformPrecoding?
    if hasTransformPrecoding { transform = PUSCHTransformPrecoding(demodulation: try TransformPrecodedDMRS(.typeOne(identity: 0))) }
    let configuration = try PUSCHConfiguration(
      carrier: carrier, resourceBlocks: Array(blocks),
      time: SharedChannelTimeAllocation(.uplink, mappingType: .a, startSymbol: 0, symbolCount: symbolCount), demodulation: demodulation,
      transformPrecoding: transform, modulation: scheme.modulation, precoding: precoding, rnti: 1,
      scrambling: PUSCHScrambling(rnti: 1, identity: 0))
    let model = try ChannelName(channel).uplink(
      transmitAntennas: antennas.transmit, receiveAntennas: antennas.receive, carrierFrequencyHz: carrierFrequencyHz,
      correlation: correlation)
    return try PUSCHLink(
      configuration, scheme: scheme, channel: model, antennas: antennas, schedule: schedule, offsets: offsets,
      carrierFrequencyHz: carrierFrequencyHz, delayInterpolation: delayInterpolation)
  }
}

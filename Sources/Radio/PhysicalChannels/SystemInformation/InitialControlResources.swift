import ChannelCoding
import Modulation

/// Where a UE that knows the MIB looks for the PDCCH of SIB1: CORESET 0 in the samples' frequencies, and its occasions (TS 38.213 §13).
public struct InitialControlResources: Sendable, Hashable {
  public let zero: ControlResourceSetZero
  public let occasions: Type0MonitoringOccasions
  /// The CORESET counted from its own first resource block, from which all that belongs to SIB1 is counted as well.
  public let coreset: ControlResourceSet
  /// The resource blocks of the CORESET.
  public let carrier: Carrier
  public let typeAPosition: Int
  /// The frequency of the CORESET's first subcarrier, in Hz from the middle (subcarrier 120) of the SS/PBCH block.
  public let firstSubcarrierHz: Int

  /// - Parameters:
  ///   - pattern: of the SS/PBCH blocks.
  ///   - index: of the block.
  /// - Throws: where there is no CORESET 0, as k_SSB says, and for indices that are reserved.
  public init(
    _ payload: PBCHPayload, cellIdentity: Int, pattern: SynchronizationSignalBlockPattern, index: Int, band: ControlResourceSetZeroBand
  ) throws(ParameterError) {
    let message = payload.masterInformationBlock
    let numerology = message.subCarrierSpacingCommon.numerology(isAbove6GHz: !band.isFR1)
    zero = try ControlResourceSetZero(
      index: message.controlResourceSetZero, band: band, synchronization: pattern.numerology, numerology: numerology,
      subcarrierOffset: payload.subcarrierOffset)
    try pattern.check(index: index, halfFrame: payload.halfFrame)
    // The slot of CORESET 0's spacing in which the block begins.
    let symbols = zero.pattern == .pattern1 ? nil : 14 << (pattern.numerology.exponent - numerology.exponent)
    let blockSlot = symbols.map { payload.halfFrame * numerology.slotsPerFrame / 2 + pattern.firstSymbols[index] / $0 }
    occasions = try Type0MonitoringOccasions(
      searchSpaceZero: message.searchSpaceZero, coreset: zero, blockIndex: index, blockSlot: blockSlot)
    coreset = try ControlResourceSet(
      zeroFrom: 0, blockCount: zero.blockCount, symbolCount: zero.symbolCount, cellIdentity: cellIdentity)
    carrier = try Carrier(numerology: numerology, gridSize: zero.blockCount, cellIdentity: cellIdentity)
    typeAPosition = message.dmrsTypeAPosition == .pos2 ? 2 : 3
    // k_SSB counts 15 kHz in FR1, and the spacing of CORESET 0 above.
    let unit = band.isFR1 ? Numerology.kHz15.subcarrierSpacing : numerology.subcarrierSpacing
    firstSubcarrierHz =
      -SynchronizationSignalBlock.subcarrierCount / 2 * pattern.numerology.subcarrierSpacing - payload.subcarrierOffset * unit
      - zero.offset * 12 * numerology.subcarrierSpacing
  }

  /// From the CORESET's first subcarrier to behind its last, in Hz from the middle of the SS/PBCH block.
  public var frequenciesHz: Range<Int> {
    firstSubcarrierHz..<(firstSubcarrierHz + carrier.subcarrierCount * carrier.numerology.subcarrierSpacing)
  }

  /// The default table of time allocations of a PDSCH with SI-RNTI (TS 38.214, table 5.1.2.1.1-1).
  public var timeAllocations: DefaultTimeAllocation.Table {
    switch zero.pattern {
    case .pattern1: .a
    case .pattern2: .b
    case .pattern3: .c
    }
  }

  /// Fields of a DCI format 1_0 here (TS 38.212 §7.3.1.2.1).
  public var layout: DCIFormat1_0.Layout { DCIFormat1_0.Layout(bandwidthPartSize: zero.blockCount) }

  /// The candidates of searchSpaceZero (TS 38.213, table 10.1-1), those of the highest aggregation level first.
  public func candidates() throws(ParameterError) -> [PDCCHCandidate] {
    let bits = BitSequence((0..<14).map { $0 == occasions.firstSymbol })
    let space = try SearchSpaceSet(
      index: 0, kind: .common, coresetIndex: 0, periodicity: 1, offset: 0, monitoringSymbols: bits,
      candidateCounts: SearchSpaceSet.type0CandidateCounts)
    var candidates: [PDCCHCandidate] = []
    for level in SearchSpaceSet.aggregationLevels.reversed() {
      candidates += try space.candidates(aggregationLevel: level, slot: 0, elementCount: coreset.elementCount)
    }
    return candidates
  }
}

import Modulation
import ReferenceSignals

/// What a DCI format 1_0 with SI-RNTI in CORESET 0 says of its PDSCH (TS 38.214 §5.1).
public struct SystemInformationAssignment: Sendable, Hashable {
  public let format: DCIFormat1_0.SystemInformation
  /// K_0: slots behind that of the DCI.
  public let slotOffset: Int
  public let configuration: PDSCHConfiguration
  public let scheme: ModulationAndCodingScheme
  /// Bits of the transport block.
  public let transportBlockSize: Int

  /// SI-RNTI (TS 38.321, table 7.1-1).
  public static let rnti = 65535
  /// A UE need not receive more bits of a PDSCH with SI-RNTI (TS 38.214 §5.1.3.2).
  public static let maximumTransportBlockSize = 2976

  /// - Parameters:
  ///   - candidate: of the PDCCH with the DCI, whose elements the PDSCH does not have.
  /// - Throws: for fields that are reserved or that no PDSCH with SI-RNTI can have.
  public init(
    _ format: DCIFormat1_0.SystemInformation, _ resources: InitialControlResources, candidate: PDCCHCandidate
  ) throws(ParameterError) {
    let blockCount = resources.zero.blockCount
    let cellIdentity = resources.carrier.cellIdentity
    let row = try DefaultTimeAllocation.downlink(
      resources.timeAllocations, index: format.timeDomainAssignment + 1, typeAPosition: resources.typeAPosition)
    let time = try SharedChannelTimeAllocation(
      .downlink, mappingType: row.mappingType, startSymbol: row.start, symbolCount: row.length)
    let blocks = try ResourceIndicationValue.blocks(format.frequencyDomainAssignment, size: blockCount)
    scheme = try MCSTable.qam64.scheme(format.modulationAndCodingScheme)
    guard scheme.modulation == .qpsk, scheme.rate1024 != nil else {
      throw ParameterError(
        "modulationAndCodingScheme", format.modulationAndCodingScheme, "a PDSCH with SI-RNTI is QPSK", "TS 38.214 §5.1.3.1")
    }
    // Two symbols of mapping type B have data beside DM-RS, longer allocations do not (TS 38.214 §5.1.6.2).
    let isShort = row.mappingType == .b && row.length == 2
    let demodulation = try SharedChannelDemodulationReferenceSignal(
      additionalPosition: 2, typeAPosition: resources.typeAPosition, identity: cellIdentity, cdmGroupsWithoutData: isShort ? 1 : 2,
      ports: [0])
    // The PDSCH is around its PDCCH, and DM-RS of mapping type B are behind the CORESET (TS 38.214 §5.1.4.1, TS 38.211 §7.4.1.1.2).
    let control = try PDCCHResources(
      coreset: resources.coreset, candidate: candidate, firstSymbol: resources.occasions.firstSymbol)
    let controlSymbols = control.firstSymbol..<(control.firstSymbol + resources.coreset.symbolCount)
    var reserved = ResourceElementSet(resources.carrier)
    if row.slotOffset == 0 {
      for group in control.groups {
        let symbol = control.firstSymbol + group.symbol
        try reserved.insert(symbols: symbol..<(symbol + 1), blocks: group.block..<(group.block + 1))
      }
    }
    let isBehind = row.mappingType == .b && row.slotOffset == 0 && controlSymbols.contains(row.start)
    let mapping =
      format.isInterleaved
      ? try VirtualResourceBlocks(interleaved: blockCount, start: 0, bundleSize: 2) : try VirtualResourceBlocks(count: blockCount)
    configuration = try PDSCHConfiguration(
      carrier: resources.carrier, virtualBlocks: Array(blocks), blockMapping: mapping, time: time, demodulation: demodulation,
      demodulationDelay: isBehind ? controlSymbols.upperBound - row.start : 0, modulations: [.qpsk], rnti: UInt16(Self.rnti),
      scramblingIdentity: cellIdentity, reserved: reserved)
    transportBlockSize = try configuration.transportBlockSize(scheme: scheme)
    guard transportBlockSize <= Self.maximumTransportBlockSize else {
      throw ParameterError(
        "transportBlockSize", transportBlockSize, "a PDSCH with SI-RNTI has at most \(Self.maximumTransportBlockSize) bits",
        "TS 38.214 §5.1.3.2")
    }
    self.format = format
    slotOffset = row.slotOffset
  }
}

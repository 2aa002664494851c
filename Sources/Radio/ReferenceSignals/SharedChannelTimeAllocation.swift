import Modulation

/// The two physical shared channels.
public enum SharedChannel: Sendable, Hashable, CaseIterable {
  /// PDSCH.
  case downlink
  /// PUSCH.
  case uplink
}

/// Where the first DM-RS of a shared channel stands: at a place in the slot (A) or at the beginning of the channel (B)
/// (TS 38.211 §7.4.1.1.2 and §6.4.1.1.3).
public enum SharedChannelMappingType: Sendable, Hashable, CaseIterable {
  case a
  case b
}

/// The symbols of one slot that a PDSCH or PUSCH has (TS 38.214, tables 5.1.2.1-1 and 6.1.2.1-1).
public struct SharedChannelTimeAllocation: Sendable, Hashable {
  public let channel: SharedChannel
  public let mappingType: SharedChannelMappingType
  /// S.
  public let startSymbol: Int
  /// L.
  public let symbolCount: Int
  public let cyclicPrefix: CyclicPrefix

  /// The allocated symbols, numbered in the slot.
  public var symbols: Range<Int> { startSymbol..<(startSymbol + symbolCount) }

  /// The symbols of both hops of a PUSCH with intra-slot frequency hopping (TS 38.214 §6.3).
  public var hops: [Range<Int>] {
    let middle = startSymbol + symbolCount / 2
    return [startSymbol..<middle, middle..<(startSymbol + symbolCount)]
  }

  /// - Throws: where the tables have no such start and length.
  public init(
    _ channel: SharedChannel, mappingType: SharedChannelMappingType, startSymbol: Int, symbolCount: Int,
    cyclicPrefix: CyclicPrefix = .normal
  ) throws(ParameterError) {
    let clause = channel == .downlink ? "TS 38.214, table 5.1.2.1-1" : "TS 38.214, table 6.1.2.1-1"
    let end = cyclicPrefix.symbolsPerSlot
    let (starts, counts): (ClosedRange<Int>, ClosedRange<Int>) =
      switch (channel, mappingType) {
      case (.downlink, .a): (0...3, 3...end)
      case (.downlink, .b): (0...(end - 2), 2...(end - 1))
      case (.uplink, .a): (0...0, 4...end)
      case (.uplink, .b): (0...(end - 1), 1...end)
      }
    guard starts ~= startSymbol else {
      throw ParameterError(
        "startSymbol", startSymbol, "mapping type \(mappingType) begins in \(starts.lowerBound) to \(starts.upperBound)", clause)
    }
    guard counts ~= symbolCount, startSymbol + symbolCount <= end else {
      throw ParameterError(
        "symbolCount", symbolCount,
        "mapping type \(mappingType) from symbol \(startSymbol) has \(counts.lowerBound) to \(min(counts.upperBound, end - startSymbol))",
        clause)
    }
    if channel == .downlink, mappingType == .b, cyclicPrefix == .extended, ![2, 4, 6].contains(symbolCount) {
      throw ParameterError("symbolCount", symbolCount, "with an extended prefix mapping type b has 2, 4 or 6", clause)
    }
    self.channel = channel
    self.mappingType = mappingType
    self.startSymbol = startSymbol
    self.symbolCount = symbolCount
    self.cyclicPrefix = cyclicPrefix
  }
}

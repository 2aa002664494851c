import Modulation

/// A CSI-IM resource: elements in which a UE measures interference (TS 38.214 §5.2.2.4).
public struct InterferenceMeasurementResource: Sendable, Hashable {
  public enum Pattern: Sendable, Hashable, CaseIterable {
    /// Two subcarriers of two symbols.
    case pattern0
    /// Four subcarriers of one symbol.
    case pattern1
  }

  public let pattern: Pattern
  /// k_CSI-IM within a resource block.
  public let subcarrier: Int
  /// l_CSI-IM.
  public let symbol: Int
  /// The common resource blocks of its bandwidth.
  public let resourceBlocks: Range<Int>

  /// - Parameters:
  ///   - subcarrier: even and up to 10 for pattern 0; 0, 4 or 8 for pattern 1.
  ///   - symbol: up to 12 for pattern 0, up to 13 for pattern 1.
  /// - Throws: for other values.
  public init(_ pattern: Pattern, subcarrier: Int, symbol: Int, resourceBlocks: Range<Int>) throws(ParameterError) {
    let step = pattern == .pattern0 ? 2 : 4
    guard 0..<12 ~= subcarrier, subcarrier % step == 0 else {
      throw ParameterError("subcarrier", subcarrier, "the pattern begins at multiples of \(step)", "TS 38.214 §5.2.2.4")
    }
    guard 0...(pattern == .pattern0 ? 12 : 13) ~= symbol else {
      throw ParameterError("symbol", symbol, "the pattern ends behind the slot", "TS 38.214 §5.2.2.4")
    }
    guard !resourceBlocks.isEmpty, resourceBlocks.lowerBound >= 0, resourceBlocks.upperBound <= 2475 else {
      throw ParameterError("resourceBlocks", resourceBlocks, "they are at least one, and at most 2475 from point A on", "TS 38.211 §4.4.4")
    }
    self.pattern = pattern
    self.subcarrier = subcarrier
    self.symbol = symbol
    self.resourceBlocks = resourceBlocks
  }

  /// Its resource elements.
  /// - Throws: for a carrier that does not have its resource blocks or symbols.
  public func elements(_ carrier: Carrier) throws(ParameterError) -> ResourceElementSet {
    let (width, height) = pattern == .pattern0 ? (2, 2) : (4, 1)
    guard carrier.gridStart <= resourceBlocks.lowerBound, resourceBlocks.upperBound <= carrier.gridStart + carrier.gridSize else {
      throw ParameterError("resourceBlocks", resourceBlocks, "they are not within the grid", "TS 38.214 §5.2.2.4")
    }
    guard symbol + height <= carrier.symbolsPerSlot else {
      throw ParameterError("symbol", symbol, "the slot has less symbols", "TS 38.214 §5.2.2.4")
    }
    var set = ResourceElementSet(carrier)
    for block in resourceBlocks {
      for l in 0..<height {
        for k in 0..<width { try set.insert(symbol: symbol + l, subcarrier: 12 * (block - carrier.gridStart) + subcarrier + k) }
      }
    }
    return set
  }
}

/// CSI-RS for tracking: the resources of a set with trs-Info (TS 38.214 §5.1.6.1.1).
public struct TrackingReferenceSignal: Sendable, Hashable {
  /// Two resources of each slot, each of one port and density 3.
  public let resources: [ChannelStateInformationReferenceSignal]

  /// - Parameters:
  ///   - firstSymbol: of the pair, of which the second comes four symbols later: 4, 5 or 6, and in FR2 also 0 to 3 and 7 to 9.
  ///   - isFR2: whether the carrier is in FR2.
  ///   - slotCount: 2 consecutive slots, or in FR2 also 1.
  ///   - subcarrierOffset: of the first of three subcarriers in a resource block, 0 to 3.
  ///   - resourceBlocks: at least 52, or all of the bandwidth part if it has less.
  ///   - period: in slots: 10, 20, 40 or 80 ms.
  ///   - offset: of the first slot.
  /// - Throws: for other values.
  public init(
    firstSymbol: Int, isFR2: Bool = false, slotCount: Int = 2, subcarrierOffset: Int, identity: Int, resourceBlocks: Range<Int>,
    numerology: Numerology, period: Int, offset: Int
  ) throws(ParameterError) {
    let clause = "TS 38.214 §5.1.6.1.1"
    guard (isFR2 ? [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] : [4, 5, 6]).contains(firstSymbol) else {
      throw ParameterError("firstSymbol", firstSymbol, "there is no such pair of symbols", clause)
    }
    guard slotCount == 2 || slotCount == 1 && isFR2 else {
      throw ParameterError("slotCount", slotCount, "there are two slots, or in FR2 also one", clause)
    }
    guard [10, 20, 40, 80].contains(where: { $0 * numerology.slotsPerSubframe == period }), 0..<period ~= offset else {
      throw ParameterError("period", period, "it is 10, 20, 40 or 80 ms, and the offset lies within", clause)
    }
    guard 0...3 ~= subcarrierOffset else {
      throw ParameterError("subcarrierOffset", subcarrierOffset, "it is 0 to 3", "TS 38.211, table 7.4.1.5.3-1")
    }
    var resources: [ChannelStateInformationReferenceSignal] = []
    for slot in 0..<slotCount {
      for symbol in [firstSymbol, firstSymbol + 4] {
        resources.append(
          try ChannelStateInformationReferenceSignal(
            portCount: 1, codeDivision: .none, density: .three, frequencyAllocation: .row1(1 << UInt16(subcarrierOffset)),
            firstSymbol: symbol, identity: identity, resourceBlocks: resourceBlocks,
            timing: .periodic(period: period, offset: (offset + slot) % period)))
      }
    }
    self.resources = resources
  }
}

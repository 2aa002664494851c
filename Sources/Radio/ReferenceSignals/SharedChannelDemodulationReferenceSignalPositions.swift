import Modulation

/// Which symbols have DM-RS (TS 38.211 §7.4.1.1.2 and §6.4.1.1.3).
extension SharedChannelDemodulationReferenceSignal {
  /// The symbols with DM-RS, ascending.
  /// - Parameters:
  ///   - isHopping: whether a PUSCH has intra-slot frequency hopping; `additionalPosition` then counts as 1 at most.
  ///   - delay: symbols by which the DM-RS of a PDSCH of mapping type B is moved because its first place is in a CORESET, or 1 because
  ///     reference signals of LTE stand in a symbol of it (10 symbols of 15 kHz).
  /// - Throws: where the tables have no DM-RS for the allocation, or it would not be within it.
  public func symbols(
    _ allocation: SharedChannelTimeAllocation, isHopping: Bool = false, delay: Int = 0
  ) throws(ParameterError) -> [Symbol] {
    guard !isHopping || allocation.channel == .uplink else {
      throw ParameterError("isHopping", isHopping, "a PDSCH has no intra-slot frequency hopping", "TS 38.214 §6.3")
    }
    guard delay == 0 || (allocation.channel == .downlink && allocation.mappingType == .b && delay > 0) else {
      throw ParameterError("delay", delay, "only the DM-RS of a PDSCH of mapping type B is moved, and not forward", "TS 38.211 §7.4.1.1.2")
    }
    if isHopping { return try hoppingSymbols(allocation) }
    let isTypeA = allocation.mappingType == .a
    let start = isTypeA ? 0 : allocation.startSymbol
    // l_d: for type A from the beginning of the slot on.
    let duration = allocation.symbols.upperBound - start
    if isTypeA { try checkTypeA(allocation, duration) }
    guard let additional = additionalPositions(allocation, duration) else {
      throw ParameterError(
        "symbolCount", allocation.symbolCount, "\(duration) symbols of mapping type \(allocation.mappingType) have no DM-RS of this length",
        Self.clause(allocation, self.duration))
    }
    let positions = try moved([isTypeA ? typeAPosition : 0] + additional, by: delay, allocation)
    let symbols = positions.flatMap { position in
      (0..<self.duration).map { Symbol(index: start + position + $0, isSecond: $0 == 1) }
    }
    guard zip(symbols, symbols.dropFirst()).allSatisfy({ $0.index < $1.index }),
      symbols.allSatisfy({ allocation.symbols.contains($0.index) })
    else {
      throw ParameterError(
        "startSymbol", allocation.startSymbol, "a symbol with DM-RS is not within the allocation", Self.clause(allocation, self.duration))
    }
    return symbols
  }

  private static func clause(_ allocation: SharedChannelTimeAllocation, _ duration: Int) -> String {
    switch (allocation.channel, duration) {
    case (.downlink, 1): "TS 38.211, table 7.4.1.1.2-3"
    case (.downlink, _): "TS 38.211, table 7.4.1.1.2-4"
    case (.uplink, 1): "TS 38.211, table 6.4.1.1.3-3"
    case (.uplink, _): "TS 38.211, table 6.4.1.1.3-4"
    }
  }

  private func checkTypeA(_ allocation: SharedChannelTimeAllocation, _ symbolCount: Int) throws(ParameterError) {
    guard typeAPosition == 2 || additionalPosition < 3 else {
      throw ParameterError(
        "additionalPosition", additionalPosition, "position 3 is there only where dmrs-TypeA-Position is 2",
        Self.clause(allocation, duration))
    }
    // Three symbols of a single-symbol DM-RS and four of a double-symbol DM-RS are for the earlier first position.
    guard typeAPosition == 2 || symbolCount > (duration == 1 ? 3 : 4) else {
      throw ParameterError(
        "symbolCount", allocation.symbolCount, "so short an allocation is for dmrs-TypeA-Position 2", Self.clause(allocation, duration))
    }
    guard allocation.startSymbol < 3 || typeAPosition == 3 else {
      throw ParameterError(
        "startSymbol", allocation.startSymbol, "a PDSCH begins in symbol 3 only where dmrs-TypeA-Position is 3",
        "TS 38.214, table 5.1.2.1-1")
    }
  }

  /// l̄ behind the first, or nil where the table has a dash.
  private func additionalPositions(_ allocation: SharedChannelTimeAllocation, _ symbolCount: Int) -> [Int]? {
    let isDownlink = allocation.channel == .downlink
    switch (allocation.mappingType, duration) {
    case (.a, 1): return symbolCount < (isDownlink ? 3 : 4) ? nil : singleTypeA(symbolCount, isDownlink: isDownlink)
    case (.b, 1): return isDownlink ? downlinkSingleTypeB(symbolCount) : uplinkSingleTypeB(symbolCount)
    case (.a, _):
      guard symbolCount >= 4 else { return nil }
      return additionalPosition == 0 || symbolCount < 10 ? [] : symbolCount < 13 ? [8] : [10]
    case (.b, _):
      guard symbolCount >= 5, symbolCount < 14 || !isDownlink else { return nil }
      guard additionalPosition == 1, symbolCount >= 8 else { return [] }
      return symbolCount < 10 ? [5] : symbolCount < 12 ? [7] : isDownlink ? [8] : [9]
    }
  }

  private func singleTypeA(_ symbolCount: Int, isDownlink: Bool) -> [Int] {
    switch (symbolCount, additionalPosition) {
    case (...7, _), (_, 0): []
    case (...9, _): [7]
    case (...12, 1): [9]
    case (...12, 2), (...11, _): [6, 9]
    case (_, 1): [isDownlink && isBesideLTE && typeAPosition == 3 ? 12 : 11]
    case (_, 2): [7, 11]
    default: [5, 8, 11]
    }
  }

  private func downlinkSingleTypeB(_ symbolCount: Int) -> [Int]? {
    switch (symbolCount, additionalPosition) {
    case (..<2, _), (14..., _): nil
    case (...4, _), (_, 0): []
    case (...7, _): [4]
    case (8, 1): [6]
    case (8, _): [3, 6]
    case (9...10, 1): [7]
    case (9...10, _): [4, 7]
    case (11, 1): [8]
    case (11, 2): [4, 8]
    case (_, 1): [9]
    case (_, 2): [5, 9]
    default: [3, 6, 9]
    }
  }

  private func uplinkSingleTypeB(_ symbolCount: Int) -> [Int] {
    switch (symbolCount, additionalPosition) {
    case (...4, _), (_, 0): []
    case (...7, _): [4]
    case (...9, 1): [6]
    case (...9, _): [3, 6]
    case (...11, 1): [8]
    case (...11, 2): [4, 8]
    case (_, 1): [10]
    case (_, 2): [5, 10]
    default: [3, 6, 9]
    }
  }

  /// What becomes of the positions of a PDSCH of mapping type B where the first ones are in a CORESET.
  private func moved(
    _ positions: [Int], by delay: Int, _ allocation: SharedChannelTimeAllocation
  ) throws(ParameterError) -> [Int] {
    guard delay > 0 else { return positions }
    let count = allocation.symbolCount
    let isSeven = count == (allocation.cyclicPrefix == .normal ? 7 : 6)
    let latest = count == 2 ? 1 : min(3, count - 2)
    guard delay <= latest else {
      throw ParameterError("delay", delay, "the first DM-RS of \(count) symbols is in \(latest) at the latest", "TS 38.211 §7.4.1.1.2")
    }
    // The additional one of 5 symbols is there only without a delay, the one of 7 (6 with an extended prefix) with at most one symbol of
    // it.
    let isLost = positions.count == 2 && duration == 1 && (count == 5 || (isSeven && delay > 1))
    let moved = (isLost ? [positions[0]] : positions).map { $0 + delay }
    guard isSeven || count == 2 || count == 5 || moved.allSatisfy({ $0 + duration < count }) else {
      throw ParameterError("delay", delay, "DM-RS of \(count) symbols are in front of the last one", "TS 38.211 §7.4.1.1.2")
    }
    if count >= 12, let end = moved.last, allocation.startSymbol + end + duration - 1 >= 12 {
      throw ParameterError("delay", delay, "DM-RS of 12 or 13 symbols is in front of symbol 12", "TS 38.211 §7.4.1.1.2")
    }
    return moved
  }

  /// Table 6.4.1.1.3-6.
  private func hoppingSymbols(_ allocation: SharedChannelTimeAllocation) throws(ParameterError) -> [Symbol] {
    let clause = "TS 38.211, table 6.4.1.1.3-6"
    guard duration == 1 else {
      throw ParameterError("duration", duration, "a PUSCH with intra-slot frequency hopping has single-symbol DM-RS", clause)
    }
    let isTypeA = allocation.mappingType == .a
    var symbols: [Symbol] = []
    for (hop, range) in allocation.hops.enumerated() {
      guard range.count >= (isTypeA ? 4 : 1) else {
        throw ParameterError("symbolCount", allocation.symbolCount, "a hop of \(range.count) symbols has no DM-RS", clause)
      }
      let first = isTypeA && hop == 0 ? typeAPosition : 0
      let hasSecond = additionalPosition > 0 && (first == 0 ? range.count >= 5 : first == 2 && range.count >= 7)
      symbols += (hasSecond ? [first, first + 4] : [first]).map { Symbol(index: range.lowerBound + $0, hop: hop) }
    }
    return symbols
  }
}

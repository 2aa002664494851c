import Modulation

/// When a UE looks for PDCCHs in CORESET 0 that go with an SS/PBCH block (Type0-PDCCH, TS 38.213 §13), by searchSpaceZero of the MIB.
public struct Type0MonitoringOccasions: Sendable, Hashable {
  /// Slots of CORESET 0's numerology: with pattern 1 two slots, counted from the beginning of a frame of even number over two frames; with
  /// patterns 2 and 3 one slot, counted in the frame of the SS/PBCH block.
  public let slots: [Int]
  /// The CORESET's first symbol in these slots.
  public let firstSymbol: Int
  public let coreset: ControlResourceSetZero

  /// - Parameters:
  ///   - searchSpaceZero: 0 to 15.
  ///   - blockIndex: i, of the SS/PBCH block: 0 to 7 in FR1, 0 to 63 in FR2.
  ///   - blockSlot: n_SSB,i: the slot of the frame, of CORESET 0's numerology, that the SS/PBCH block is in; patterns 2 and 3 need it.
  /// - Throws: for a reserved index and for an SS/PBCH block that the band does not have.
  public init(
    searchSpaceZero: Int, coreset: ControlResourceSetZero, blockIndex: Int, blockSlot: Int? = nil
  ) throws(ParameterError) {
    let isFR1 = coreset.band.isFR1
    guard 0..<(isFR1 ? 20 : 64) ~= blockIndex else {
      throw ParameterError("blockIndex", blockIndex, "there are no more SS/PBCH blocks", "TS 38.213 §4.1")
    }
    let reserved = ParameterError("searchSpaceZero", searchSpaceZero, "it is reserved", "TS 38.213 §13")
    self.coreset = coreset
    guard coreset.pattern != .pattern1 else {
      let table = isFR1 ? Self.table11 : Self.table12
      guard table.indices.contains(searchSpaceZero) else { throw reserved }
      let row = table[searchSpaceZero]
      let period = 2 * coreset.numerology.slotsPerFrame
      let first = (row.0 << coreset.numerology.exponent / 2 + blockIndex * row.1 / 2) % period
      slots = [first, (first + 1) % period]
      switch row.2 {
      case .always(let symbol): firstSymbol = symbol
      case .halfSlot: firstSymbol = blockIndex & 1 == 0 ? 0 : 7
      case .behind: firstSymbol = blockIndex & 1 == 0 ? 0 : coreset.symbolCount
      }
      return
    }
    guard searchSpaceZero == 0 else { throw reserved }
    guard let blockSlot, 0..<coreset.numerology.slotsPerFrame ~= blockSlot else {
      throw ParameterError("blockSlot", blockSlot ?? -1, "the occasion is in a slot of the SS/PBCH block", "TS 38.213 §13")
    }
    let table = coreset.pattern == .pattern3 ? Self.table15 : coreset.synchronization == .kHz120 ? Self.table13 : Self.table14
    firstSymbol = table[blockIndex % table.count]
    let slot = firstSymbol >= 12 ? blockSlot - 1 : blockSlot
    guard slot >= 0 else {
      throw ParameterError("blockSlot", blockSlot, "SS/PBCH block \(blockIndex) is not in the frame's first slot", "TS 38.213 §4.1")
    }
    slots = [slot]
  }

  /// Whether a slot has the occasion.
  /// - Parameters:
  ///   - frame: its number.
  ///   - isBlockFrame: whether an SS/PBCH block is in this frame; patterns 2 and 3 need it.
  public func contains(slot: Int, frame: Int, isBlockFrame: Bool = true) -> Bool {
    coreset.pattern == .pattern1
      ? slots.contains(slot + frame & 1 * coreset.numerology.slotsPerFrame) : isBlockFrame && slots.contains(slot)
  }
}

import ChannelCoding
import DSPKernels
import Modulation

/// Demodulation reference signals of PUCCH formats 2 to 4 (TS 38.211 §6.4.1.3.2 and §6.4.1.3.3).
public enum PUCCHDemodulationReferenceSignal {
  /// c_init of a symbol, for format 2 and for sequences of type 2.
  /// - Parameters:
  ///   - symbol: in the slot.
  ///   - identity: N_ID^0, 0 to 65535.
  static func initial(_ carrier: Carrier, slot: Int, symbol: Int, identity: Int) -> UInt32 {
    let place = UInt64(max(0, carrier.symbolsPerSlot * slot + symbol + 1))
    let identity = UInt64(max(0, min(65535, identity)))
    return UInt32(truncatingIfNeeded: (place * (2 * identity + 1)) << 17 &+ 2 * identity) & 0x7FFF_FFFF
  }

  /// r_l(m) of format 2 in its resource blocks: 4 in each, at subcarriers 1, 4, 7 and 10.
  /// - Parameters:
  ///   - slot: in the frame.
  ///   - symbol: in the slot.
  ///   - identity: N_ID^0: `scramblingID0`, 0 to 65535, or the cell's.
  ///   - firstBlock: in the grid.
  /// - Throws: for blocks that the grid does not have, or another slot or symbol.
  public static func format2(
    _ carrier: Carrier, slot: Int, symbol: Int, identity: Int, firstBlock: Int, blockCount: Int
  ) throws(ParameterError) -> [Complex] {
    try check(carrier, slot, symbol, identity)
    guard firstBlock >= 0, blockCount >= 1, firstBlock <= carrier.gridSize, blockCount <= carrier.gridSize - firstBlock else {
      throw ParameterError("firstBlock", firstBlock, "the grid has \(carrier.gridSize) resource blocks", "TS 38.211 §6.4.1.3.2.2")
    }
    var generator = GoldSequence(initial(carrier, slot: slot, symbol: symbol, identity: identity))
    // m counts from subcarrier 0 of common resource block 0.
    var skipped = 8 * (carrier.gridStart + firstBlock)
    while skipped > 0 {
      let count = min(56, skipped)
      _ = generator.next(count)
      skipped -= count
    }
    let level = 1 / Float(2).squareRoot()
    return (0..<4 * blockCount).map { _ in
      let bits = generator.next(2)
      return Complex(bits & 2 == 0 ? level : -level, bits & 1 == 0 ? level : -level)
    }
  }

  /// r_l(m) of formats 3 and 4 with `dmrs-UplinkTransformPrecodingPUCCH` and π/2-BPSK: a sequence of type 2.
  /// - Parameters: as those of `format2`.
  ///   - count: M_sc, 12 for each block.
  public static func typeTwo(
    _ carrier: Carrier, hopping: PUCCHSequenceHopping, slot: Int, symbol: Int, hop: Int, identity: Int, count: Int
  ) throws(ParameterError) -> [Complex] {
    try check(carrier, slot, symbol, identity)
    return try LowPAPRSequence.typeTwo(
      initial: initial(carrier, slot: slot, symbol: symbol, identity: identity), group: hopping.group(slot: slot, hop: hop).group,
      count: count)
  }

  private static func check(_ carrier: Carrier, _ slot: Int, _ symbol: Int, _ identity: Int) throws(ParameterError) {
    guard 0..<carrier.numerology.slotsPerFrame ~= slot else {
      throw ParameterError("slot", slot, "a frame has \(carrier.numerology.slotsPerFrame) slots", "TS 38.211 §4.3.2")
    }
    guard 0..<carrier.symbolsPerSlot ~= symbol else {
      throw ParameterError("symbol", symbol, "a slot has \(carrier.symbolsPerSlot) symbols", "TS 38.211 §4.3.2")
    }
    guard 0...65535 ~= identity else {
      throw ParameterError("identity", identity, "scramblingID0 is 0 to 65535", "TS 38.211 §6.4.1.3.2.1")
    }
  }

  /// m_0 of format 4 (table 6.4.1.3.3.1-1).
  /// - Parameters:
  ///   - spreading: N_SF, 2 or 4.
  ///   - cover: n, below that.
  public static func cyclicShift(spreading: Int, cover: Int) -> Int {
    spreading == 2 ? 6 * (cover & 1) : [0, 6, 3, 9][cover & 3]
  }
}

/// Where formats 3 and 4 have DM-RS (TS 38.211, table 6.4.1.3.3.2-1).
public enum PUCCHSymbols {
  /// The symbols with DM-RS, counted from the PUCCH's first.
  /// - Parameter length: 4 to 14 symbols.
  public static func demodulationReferenceSignals(length: Int, isHopping: Bool, isAdditional: Bool) throws(ParameterError) -> [Int] {
    switch length {
    case 4: isHopping ? [0, 2] : [1]
    case 5: [0, 3]
    case 6, 7: [1, 4]
    case 8: [1, 5]
    case 9: [1, 6]
    case 10: isAdditional ? [1, 3, 6, 8] : [2, 7]
    case 11: isAdditional ? [1, 3, 6, 9] : [2, 7]
    case 12: isAdditional ? [1, 4, 7, 10] : [2, 8]
    case 13: isAdditional ? [1, 4, 7, 11] : [2, 9]
    case 14: isAdditional ? [1, 5, 8, 12] : [3, 10]
    default: throw ParameterError("length", length, "formats 3 and 4 have 4 to 14 symbols", "TS 38.211, table 6.3.2.1-1")
    }
  }
}

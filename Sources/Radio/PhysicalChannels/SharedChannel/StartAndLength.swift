import Modulation
import ReferenceSignals

/// Start and length indicator values (TS 38.214 §5.1.2.1 and §6.1.2.1).
public enum StartAndLength {
  /// SLIV of S and L.
  /// - Throws: unless L is 1 to 14 - S.
  public static func indicator(start: Int, length: Int) throws(ParameterError) -> Int {
    guard 0...13 ~= start, 1...(14 - start) ~= length else {
      throw ParameterError("length", length, "from symbol \(start) on a slot has not so many", "TS 38.214 §5.1.2.1")
    }
    return length - 1 <= 7 ? 14 * (length - 1) + start : 14 * (14 - length + 1) + (14 - 1 - start)
  }

  /// S and L of a SLIV.
  /// - Throws: for a value that no start and length have.
  public static func startAndLength(indicator: Int) throws(ParameterError) -> (start: Int, length: Int) {
    for (start, length) in [
      (indicator % 14, indicator / 14 + 1), (13 - indicator % 14, 15 - indicator / 14),
    ] where 0...127 ~= indicator && 1...max(1, 14 - start) ~= length && start + length <= 14 {
      if try Self.indicator(start: start, length: length) == indicator { return (start, length) }
    }
    throw ParameterError("indicator", indicator, "no start and length have this value", "TS 38.214 §5.1.2.1")
  }
}

/// A row of a default table of time allocations (TS 38.214 §5.1.2.1.1 and §6.1.2.1.1).
public struct DefaultTimeAllocation: Sendable, Hashable {
  public let mappingType: SharedChannelMappingType
  /// K_0 or K_2: slots behind that of the DCI.
  public let slotOffset: Int
  /// S.
  public let start: Int
  /// L.
  public let length: Int

  public enum Table: Sendable, Hashable, CaseIterable {
    case a
    case b
    case c
  }

  private init(_ mappingType: SharedChannelMappingType, _ slotOffset: Int, _ start: Int, _ length: Int) {
    self.mappingType = mappingType
    self.slotOffset = slotOffset
    self.start = start
    self.length = length
  }

  private typealias Row = (type: SharedChannelMappingType, offset: Int, start: Int, length: Int)

  /// A row for a PDSCH (tables 5.1.2.1.1-2 to 5.1.2.1.1-5).
  /// - Parameters:
  ///   - index: the row, 1 to 16.
  ///   - typeAPosition: `dmrs-TypeA-Position`, 2 or 3.
  /// - Throws: for another row or position, and for reserved rows.
  public static func downlink(
    _ table: Table, index: Int, typeAPosition: Int, cyclicPrefix: CyclicPrefix = .normal
  ) throws(ParameterError) -> DefaultTimeAllocation {
    let isExtended = cyclicPrefix == .extended
    let clause =
      switch table {
      case .a: isExtended ? "TS 38.214, table 5.1.2.1.1-3" : "TS 38.214, table 5.1.2.1.1-2"
      case .b: "TS 38.214, table 5.1.2.1.1-4"
      case .c: "TS 38.214, table 5.1.2.1.1-5"
      }
    guard 1...16 ~= index else { throw ParameterError("index", index, "the table has rows 1 to 16", clause) }
    guard 2...3 ~= typeAPosition else { throw ParameterError("typeAPosition", typeAPosition, "dmrs-TypeA-Position is 2 or 3", clause) }
    let isLater = typeAPosition == 3
    let row: Row?
    switch table {
    case .a: row = downlinkA(index, isLater, isExtended)
    case .b: row = downlinkB(index, isLater)
    case .c: row = downlinkC(index, isLater)
    }
    guard let row else { throw ParameterError("index", index, "the row is reserved", clause) }
    return DefaultTimeAllocation(row.type, row.offset, row.start, row.length)
  }

  private static func downlinkA(_ index: Int, _ isLater: Bool, _ isExtended: Bool) -> Row? {
    // Rows that end at a symbol whichever the first symbol is.
    func until(_ end: Int) -> Row { isLater ? (.a, 0, 3, end - 3) : (.a, 0, 2, end - 2) }
    return switch index {
    case 1: until(isExtended ? 8 : 14)
    case 2: until(12)
    case 3: until(11)
    case 4: until(9)
    case 5: until(7)
    case 6 where isExtended: isLater ? (.b, 0, 8, 2) : (.b, 0, 6, 4)
    case 6: (.b, 0, isLater ? 10 : 9, 4)
    case 7: (.b, 0, isLater ? 6 : 4, 4)
    case 8: (.b, 0, 5, isExtended ? 6 : 7)
    case 9: (.b, 0, 5, 2)
    case 10: (.b, 0, 9, 2)
    case 11: (.b, 0, isExtended ? 10 : 12, 2)
    case 12: (.a, 0, 1, isExtended ? 11 : 13)
    case 13: (.a, 0, 1, 6)
    case 14: (.a, 0, 2, 4)
    case 15: (.b, 0, 4, isExtended ? 6 : 7)
    default: (.b, 0, 8, 4)
    }
  }

  private static func downlinkB(_ index: Int, _ isLater: Bool) -> Row? {
    switch index {
    case 1...5: (.b, 0, 2 * index, 2)
    case 6, 7: (.b, 1, 2 * (index - 5), 2)
    case 8...12: (.b, 0, 2 * (index - 7), 4)
    case 13: (.b, 0, 2, 7)
    case 14: isLater ? (.a, 0, 3, 11) : (.a, 0, 2, 12)
    case 15: (.b, 1, 2, 4)
    default: nil
    }
  }

  private static func downlinkC(_ index: Int, _ isLater: Bool) -> Row? {
    switch index {
    case 1...5: (.b, 0, 2 * index, 2)
    case 6, 7: nil
    case 8...12: (.b, 0, 2 * (index - 7), 4)
    case 13: (.b, 0, 2, 7)
    case 14: isLater ? (.a, 0, 3, 11) : (.a, 0, 2, 12)
    case 15: (.a, 0, 0, 6)
    default: (.a, 0, 2, 6)
    }
  }

  private static let uplinkNormal: [Row] = [
    (.a, 0, 0, 14), (.a, 0, 0, 12), (.a, 0, 0, 10), (.b, 0, 2, 10), (.b, 0, 4, 10), (.b, 0, 4, 8), (.b, 0, 4, 6), (.a, 1, 0, 14),
    (.a, 1, 0, 12), (.a, 1, 0, 10), (.a, 2, 0, 14), (.a, 2, 0, 12), (.a, 2, 0, 10), (.b, 0, 8, 6), (.a, 3, 0, 14), (.a, 3, 0, 10),
  ]
  private static let uplinkExtended: [Row] = [
    (.a, 0, 0, 8), (.a, 0, 0, 12), (.a, 0, 0, 10), (.b, 0, 2, 10), (.b, 0, 4, 4), (.b, 0, 4, 8), (.b, 0, 4, 6), (.a, 1, 0, 8),
    (.a, 1, 0, 12), (.a, 1, 0, 10), (.a, 2, 0, 6), (.a, 2, 0, 12), (.a, 2, 0, 10), (.b, 0, 8, 4), (.a, 3, 0, 8), (.a, 3, 0, 10),
  ]

  /// A row for a PUSCH (tables 6.1.2.1.1-2 and 6.1.2.1.1-3, with j of table 6.1.2.1.1-4).
  /// - Parameters:
  ///   - index: the row, 1 to 16.
  ///   - isForRandomAccessResponse: whether the grant is one of a random access response, which adds Δ of table 6.1.2.1.1-5.
  /// - Throws: for another row, and for 240 kHz, which has no PUSCH.
  public static func uplink(
    index: Int, numerology: Numerology, cyclicPrefix: CyclicPrefix = .normal, isForRandomAccessResponse: Bool = false
  ) throws(ParameterError) -> DefaultTimeAllocation {
    let isExtended = cyclicPrefix == .extended
    let clause = isExtended ? "TS 38.214, table 6.1.2.1.1-3" : "TS 38.214, table 6.1.2.1.1-2"
    guard 1...16 ~= index else { throw ParameterError("index", index, "the table has rows 1 to 16", clause) }
    guard numerology != .kHz240 else {
      throw ParameterError("numerology", numerology, "a PUSCH has 15 to 120 kHz", "TS 38.214, table 6.1.2.1.1-4")
    }
    let row = (isExtended ? uplinkExtended : uplinkNormal)[index - 1]
    let exponent = numerology.exponent
    let slots = row.offset + max(1, exponent) + (isForRandomAccessResponse ? [2, 3, 4, 6][exponent] : 0)
    return DefaultTimeAllocation(row.type, slots, row.start, row.length)
  }
}

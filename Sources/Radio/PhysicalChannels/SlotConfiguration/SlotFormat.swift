import Modulation

/// The direction of a symbol (TS 38.213 §11.1).
public enum SymbolDirection: UInt8, Sendable, Hashable, CaseIterable {
  case downlink
  case uplink
  case flexible
}

/// Slot formats of normal cyclic prefix (TS 38.213, table 11.1.1-1).
public enum SlotFormat {
  /// Formats with numbers; 56 to 254 are reserved, 255 leaves a slot as it is configured.
  public static let count = 56

  /// Formats 3 to 53 as lengths: downlink, flexible and uplink symbols, of the slot or, from 46 on, of each of its halves.
  private static let lengths: [SIMD3<Int>] = [
    SIMD3(13, 1, 0), SIMD3(12, 2, 0), SIMD3(11, 3, 0), SIMD3(10, 4, 0), SIMD3(9, 5, 0), SIMD3(0, 13, 1), SIMD3(0, 12, 2),
    SIMD3(0, 1, 13), SIMD3(0, 2, 12), SIMD3(0, 3, 11), SIMD3(0, 4, 10), SIMD3(0, 5, 9), SIMD3(0, 6, 8), SIMD3(1, 13, 0),
    SIMD3(2, 12, 0), SIMD3(3, 11, 0), SIMD3(1, 12, 1), SIMD3(2, 11, 1), SIMD3(3, 10, 1), SIMD3(1, 11, 2), SIMD3(2, 10, 2),
    SIMD3(3, 9, 2), SIMD3(1, 10, 3), SIMD3(2, 9, 3), SIMD3(3, 8, 3), SIMD3(12, 1, 1), SIMD3(11, 2, 1), SIMD3(10, 3, 1),
    SIMD3(11, 1, 2), SIMD3(10, 2, 2), SIMD3(9, 3, 2), SIMD3(1, 1, 12), SIMD3(2, 1, 11), SIMD3(3, 1, 10), SIMD3(1, 2, 11),
    SIMD3(2, 2, 10), SIMD3(3, 2, 9), SIMD3(1, 3, 10), SIMD3(2, 3, 9), SIMD3(3, 3, 8), SIMD3(9, 4, 1), SIMD3(6, 6, 2),
    SIMD3(6, 2, 6), SIMD3(5, 1, 1), SIMD3(2, 1, 4), SIMD3(1, 1, 5), SIMD3(4, 2, 1), SIMD3(2, 2, 3), SIMD3(1, 2, 4), SIMD3(1, 5, 1),
    SIMD3(2, 4, 1),
  ]

  /// The fourteen symbols of a format.
  /// - Throws: for reserved formats, and 255.
  public static func symbols(_ format: Int) throws(ParameterError) -> [SymbolDirection] {
    func runs(_ lengths: SIMD3<Int>) -> [SymbolDirection] {
      [SymbolDirection](repeating: .downlink, count: lengths[0]) + [SymbolDirection](repeating: .flexible, count: lengths[1])
        + [SymbolDirection](repeating: .uplink, count: lengths[2])
    }
    switch format {
    case 0: return runs(SIMD3(14, 0, 0))
    case 1: return runs(SIMD3(0, 0, 14))
    case 2: return runs(SIMD3(0, 14, 0))
    case 3...45: return runs(lengths[format - 3])
    case 46...53: return runs(lengths[format - 3]) + runs(lengths[format - 3])
    case 54: return runs(SIMD3(0, 7, 0)) + runs(SIMD3(7, 0, 0))
    case 55: return runs(SIMD3(2, 3, 3)) + runs(SIMD3(6, 0, 0))
    default: throw ParameterError("format", format, "it is reserved", "TS 38.213, table 11.1.1-1")
    }
  }
}

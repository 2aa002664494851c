import Modulation

extension ControlResourceSetZero {
  /// Pattern, resource blocks, symbols, offset (with k_SSB = 0). Indices behind the last row are reserved.
  typealias Row = (Int, Int, Int, Int)

  static func table(_ band: ControlResourceSetZeroBand, _ synchronization: Numerology, _ numerology: Numerology) -> [Row]? {
    switch (band, synchronization, numerology) {
    case (.fr1, .kHz15, .kHz15): table1
    case (.fr1, .kHz15, .kHz30): table2
    case (.fr1, .kHz30, .kHz15): table3
    case (.fr1, .kHz30, .kHz30): table4
    case (.fr1From40MHz, .kHz30, .kHz15): table5
    case (.fr1From40MHz, .kHz30, .kHz30): table6
    case (.fr1SharedSpectrum, .kHz15, .kHz15): table1A
    case (.fr1SharedSpectrum, .kHz30, .kHz30): table4A
    case (.fr2Lower, .kHz120, .kHz60): table7
    case (.fr2Lower, .kHz120, .kHz120): table8
    case (.fr2Lower, .kHz240, .kHz60): table9
    case (.fr2Lower, .kHz240, .kHz120): table10
    case (.fr2Upper, .kHz120, .kHz120): table10A
    default: nil
    }
  }

  private static let table1: [Row] = [
    (1, 24, 2, 0), (1, 24, 2, 2), (1, 24, 2, 4), (1, 24, 3, 0), (1, 24, 3, 2), (1, 24, 3, 4), (1, 48, 1, 12), (1, 48, 1, 16),
    (1, 48, 2, 12), (1, 48, 2, 16), (1, 48, 3, 12), (1, 48, 3, 16), (1, 96, 1, 38), (1, 96, 2, 38), (1, 96, 3, 38),
  ]
  private static let table1A: [Row] = [
    (1, 96, 1, 10), (1, 96, 1, 12), (1, 96, 1, 14), (1, 96, 1, 16), (1, 96, 2, 10), (1, 96, 2, 12), (1, 96, 2, 14), (1, 96, 2, 16),
  ]
  private static let table2: [Row] = [
    (1, 24, 2, 5), (1, 24, 2, 6), (1, 24, 2, 7), (1, 24, 2, 8), (1, 24, 3, 5), (1, 24, 3, 6), (1, 24, 3, 7), (1, 24, 3, 8),
    (1, 48, 1, 18), (1, 48, 1, 20), (1, 48, 2, 18), (1, 48, 2, 20), (1, 48, 3, 18), (1, 48, 3, 20),
  ]
  private static let table3: [Row] = [
    (1, 48, 1, 2), (1, 48, 1, 6), (1, 48, 2, 2), (1, 48, 2, 6), (1, 48, 3, 2), (1, 48, 3, 6), (1, 96, 1, 28), (1, 96, 2, 28),
    (1, 96, 3, 28),
  ]
  private static let table4: [Row] = [
    (1, 24, 2, 0), (1, 24, 2, 1), (1, 24, 2, 2), (1, 24, 2, 3), (1, 24, 2, 4), (1, 24, 3, 0), (1, 24, 3, 1), (1, 24, 3, 2),
    (1, 24, 3, 3), (1, 24, 3, 4), (1, 48, 1, 12), (1, 48, 1, 14), (1, 48, 1, 16), (1, 48, 2, 12), (1, 48, 2, 14), (1, 48, 2, 16),
  ]
  private static let table4A: [Row] = [
    (1, 48, 1, 0), (1, 48, 1, 1), (1, 48, 1, 2), (1, 48, 1, 3), (1, 48, 2, 0), (1, 48, 2, 1), (1, 48, 2, 2), (1, 48, 2, 3),
  ]
  private static let table5: [Row] = [
    (1, 48, 1, 4), (1, 48, 2, 4), (1, 48, 3, 4), (1, 96, 1, 0), (1, 96, 1, 56), (1, 96, 2, 0), (1, 96, 2, 56), (1, 96, 3, 0),
    (1, 96, 3, 56),
  ]
  private static let table6: [Row] = [
    (1, 24, 2, 0), (1, 24, 2, 4), (1, 24, 3, 0), (1, 24, 3, 4), (1, 48, 1, 0), (1, 48, 1, 28), (1, 48, 2, 0), (1, 48, 2, 28),
    (1, 48, 3, 0), (1, 48, 3, 28),
  ]
  private static let table7: [Row] = [
    (1, 48, 1, 0), (1, 48, 1, 8), (1, 48, 2, 0), (1, 48, 2, 8), (1, 48, 3, 0), (1, 48, 3, 8), (1, 96, 1, 28), (1, 96, 2, 28),
    (2, 48, 1, -41), (2, 48, 1, 49), (2, 96, 1, -41), (2, 96, 1, 97),
  ]
  private static let table8: [Row] = [
    (1, 24, 2, 0), (1, 24, 2, 4), (1, 48, 1, 14), (1, 48, 2, 14), (3, 24, 2, -20), (3, 24, 2, 24), (3, 48, 2, -20), (3, 48, 2, 48),
  ]
  private static let table9: [Row] = [(1, 96, 1, 0), (1, 96, 1, 16), (1, 96, 2, 0), (1, 96, 2, 16)]
  private static let table10: [Row] = [
    (1, 48, 1, 0), (1, 48, 1, 8), (1, 48, 2, 0), (1, 48, 2, 8), (2, 24, 1, -41), (2, 24, 1, 25), (2, 48, 1, -41), (2, 48, 1, 49),
  ]
  private static let table10A: [Row] = [
    (1, 24, 2, 0), (1, 24, 2, 4), (1, 48, 1, 0), (1, 48, 1, 14), (1, 48, 1, 28), (1, 48, 2, 0), (1, 48, 2, 14), (1, 48, 2, 28),
    (1, 96, 1, 0), (1, 96, 1, 76), (1, 96, 2, 0), (1, 96, 2, 76), (3, 24, 2, -20), (3, 24, 2, 24), (3, 48, 2, -20), (3, 48, 2, 48),
  ]
}

extension Type0MonitoringOccasions {
  /// The first symbol of CORESET 0 for an SS/PBCH block.
  enum FirstSymbol {
    case always(Int)
    /// 0 for blocks of even index, half a slot later for the others.
    case halfSlot
    /// 0 for blocks of even index, behind the CORESET for the others.
    case behind
  }

  /// O in halves, M in halves, first symbol.
  typealias Row = (Int, Int, FirstSymbol)

  /// Table 13-11: pattern 1, FR1.
  static let table11: [Row] = [
    (0, 2, .always(0)), (0, 1, .behind), (4, 2, .always(0)), (4, 1, .behind), (10, 2, .always(0)), (10, 1, .behind), (14, 2, .always(0)),
    (14, 1, .behind), (0, 4, .always(0)), (10, 4, .always(0)), (0, 2, .always(1)), (0, 2, .always(2)), (4, 2, .always(1)),
    (4, 2, .always(2)), (10, 2, .always(1)), (10, 2, .always(2)),
  ]

  /// Table 13-12: pattern 1, FR2.
  static let table12: [Row] = [
    (0, 2, .always(0)), (0, 1, .halfSlot), (5, 2, .always(0)), (5, 1, .halfSlot), (10, 2, .always(0)), (10, 1, .halfSlot), (0, 1, .behind),
    (5, 1, .behind), (10, 1, .behind), (15, 2, .always(0)), (15, 1, .halfSlot), (15, 1, .behind), (0, 4, .always(0)), (10, 4, .always(0)),
  ]

  /// Table 13-13: pattern 2, {120, 60} kHz.
  static let table13 = [0, 1, 6, 7]
  /// Table 13-14: pattern 2, {240, 120} kHz; 12 and 13 are of the slot before.
  static let table14 = [0, 1, 2, 3, 12, 13, 0, 1]
  /// Table 13-15: pattern 3, {120, 120} kHz.
  static let table15 = [4, 8, 2, 6]
}

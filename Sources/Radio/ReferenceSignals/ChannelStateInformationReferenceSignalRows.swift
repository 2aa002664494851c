/// How the ports of a CDM group share resource elements (TS 38.211, tables 7.4.1.5.3-2 to 7.4.1.5.3-5).
public enum CodeDivision: Sendable, Hashable, CaseIterable {
  case none
  /// fd-CDM2.
  case two
  /// cdm4-FD2-TD2.
  case four
  /// cdm8-FD2-TD4.
  case eight

  /// L: ports of a group.
  public var size: Int {
    switch self {
    case .none: 1
    case .two: 2
    case .four: 4
    case .eight: 8
    }
  }

  /// Values of k'.
  var frequencyCount: Int { self == .none ? 1 : 2 }
  /// Values of l'.
  var timeCount: Int { max(1, size / 2) }

  /// Whether w_f(k') w_t(l') of a sequence s is -1.
  func isNegative(_ s: Int, k: Int, l: Int) -> Bool {
    // Bit 0 of s is for k'; bits 1 and 2 choose the rows of a Hadamard matrix for l'.
    (s & k & 1) ^ (s >> 1 & l & 1) ^ (s >> 2 & l >> 1 & 1) == 1
  }
}

/// A row of table 7.4.1.5.3-1 of TS 38.211.
struct CSIReferenceSignalRow {
  /// The beginning of a CDM group: k_i + addedSubcarriers, l_i + addedSymbols.
  struct Group {
    var frequency: Int
    var addedSubcarriers: Int
    var time: Int
    var addedSymbols: Int
  }

  let number: Int
  let portCount: Int
  let codeDivision: CodeDivision
  /// How many k_i the bitmap gives.
  let frequencyCount: Int
  /// Whether there is l_1.
  let hasSecondSymbol: Bool
  /// Whether ρ can be 0.5.
  let hasHalfDensity: Bool
  /// By CDM group index j; of row 1 all have index 0.
  let groups: [Group]

  /// Rows 1 to 18.
  static let all: [CSIReferenceSignalRow] = [
    row(1, 1, .none, half: false, [group(0), group(0, 4), group(0, 8)]), row(2, 1, .none, half: true, [group(0)]),
    row(3, 2, .two, half: true, [group(0)]), row(4, 4, .two, half: false, [group(0), group(0, 2)]),
    row(5, 4, .two, half: false, [group(0), group(0, 0, 0, 1)]), row(6, 8, .two, half: false, grid(4)),
    row(7, 8, .two, half: false, grid(2, symbols: 2)), row(8, 8, .four, half: false, grid(2)), row(9, 12, .two, half: false, grid(6)),
    row(10, 12, .four, half: false, grid(3)), row(11, 16, .two, half: true, grid(4, symbols: 2)), row(12, 16, .four, half: true, grid(4)),
    row(13, 24, .two, half: true, grid(3, symbols: 2, times: 2)), row(14, 24, .four, half: true, grid(3, times: 2)),
    row(15, 24, .eight, half: true, grid(3)), row(16, 32, .two, half: true, grid(4, symbols: 2, times: 2)),
    row(17, 32, .four, half: true, grid(4, times: 2)), row(18, 32, .eight, half: true, grid(4)),
  ]

  private static func row(_ number: Int, _ ports: Int, _ division: CodeDivision, half: Bool, _ groups: [Group]) -> CSIReferenceSignalRow {
    CSIReferenceSignalRow(
      number: number, portCount: ports, codeDivision: division, frequencyCount: (groups.map(\.frequency).max() ?? 0) + 1,
      hasSecondSymbol: groups.contains { $0.time == 1 }, hasHalfDensity: half, groups: groups)
  }

  private static func group(_ frequency: Int, _ subcarriers: Int = 0, _ time: Int = 0, _ symbols: Int = 0) -> Group {
    Group(frequency: frequency, addedSubcarriers: subcarriers, time: time, addedSymbols: symbols)
  }

  /// Groups at k_0, k_1, ... of each of `symbols` neighbouring symbols from each of l_0 and l_1 on.
  private static func grid(_ frequencies: Int, symbols: Int = 1, times: Int = 1) -> [Group] {
    (0..<times).flatMap { time in (0..<symbols).flatMap { symbol in (0..<frequencies).map { group($0, 0, time, symbol) } } }
  }
}

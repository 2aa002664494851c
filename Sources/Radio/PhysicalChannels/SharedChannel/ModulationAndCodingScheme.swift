import Modulation

/// How a codeword is modulated, and at which rate it is coded.
public struct ModulationAndCodingScheme: Sendable, Hashable {
  public let modulation: Constellation
  /// The target code rate times 1024; nil for an index that keeps the rate of the first transmission.
  public let rate1024: Double?

  /// Q_m.
  public var order: Int { modulation.order }
  /// R, the target code rate.
  public var codeRate: Double? { rate1024.map { $0 / 1024 } }

  /// - Parameter rate1024: the target code rate times 1024, a multiple of a half.
  public init(modulation: Constellation, rate1024: Double?) {
    self.modulation = modulation
    self.rate1024 = rate1024
  }
}

/// MCS tables (TS 38.214 §5.1.3.1 and §6.1.4.1).
public enum MCSTable: UInt8, Sendable, Hashable, CaseIterable {
  /// Table 5.1.3.1-1: up to 64QAM.
  case qam64
  /// Table 5.1.3.1-2: up to 256QAM.
  case qam256
  /// Table 5.1.3.1-3: up to 64QAM, low spectral efficiency.
  case qam64LowSE
  /// Table 5.1.3.1-4: up to 1024QAM, for a PDSCH.
  case qam1024
  /// Table 6.1.4.1-1: a PUSCH with transform precoding.
  case transformPrecoded
  /// Table 6.1.4.1-2: a PUSCH with transform precoding, low spectral efficiency.
  case transformPrecodedLowSE

  private var clause: String {
    switch self {
    case .qam64: "TS 38.214, table 5.1.3.1-1"
    case .qam256: "TS 38.214, table 5.1.3.1-2"
    case .qam64LowSE: "TS 38.214, table 5.1.3.1-3"
    case .qam1024: "TS 38.214, table 5.1.3.1-4"
    case .transformPrecoded: "TS 38.214, table 6.1.4.1-1"
    case .transformPrecodedLowSE: "TS 38.214, table 6.1.4.1-2"
    }
  }

  /// Rates times 1024 of the modulations, in the order of the indices. 1 stands for q.
  private var rows: [(order: UInt8, rates: [Double])] {
    let low: [Double] = [120, 157, 193, 251, 308, 379, 449, 526, 602, 679]
    let middle: [Double] = [378, 434, 490, 553, 616, 658]
    let high: [Double] = [466, 517, 567, 616, 666, 719, 772, 822, 873]
    let highest: [Double] = [682.5, 711, 754, 797, 841, 885, 916.5, 948]
    return switch self {
    case .qam64: [(2, low), (4, [340] + middle), (6, [438] + high + [910, 948])]
    case .qam256: [(2, [120, 193, 308, 449, 602]), (4, middle), (6, high), (8, highest)]
    case .qam64LowSE: [(2, [30, 40, 50, 64, 78, 99] + low.dropLast()), (4, [340] + middle.dropLast()), (6, [438] + high.dropLast(2))]
    case .qam1024: [(2, [120, 193, 449]), (4, [378, 490, 616]), (6, high), (8, highest), (10, [805.5, 853, 900.5, 948])]
    case .transformPrecoded: [(1, [240, 314]), (2, Array(low.dropFirst(2))), (4, [340] + middle), (6, high + [910, 948])]
    case .transformPrecodedLowSE:
      [(1, [60, 80, 100, 128, 156, 198]), (2, low), (4, middle + [699, 772]), (6, [567, 616, 666, 772])]
    }
  }

  /// The row of an index, I_MCS.
  /// - Parameter hasPiHalfBPSK: `tp-pi2BPSK` of a PUSCH with transform precoding: q is 1, otherwise 2.
  /// - Throws: for an index above 31.
  public func scheme(_ index: Int, hasPiHalfBPSK: Bool = false) throws(ParameterError) -> ModulationAndCodingScheme {
    guard 0...31 ~= index else { throw ParameterError("mcs", index, "an index is 0 to 31", clause) }
    let rows = rows
    var place = index
    for row in rows {
      if place < row.rates.count { return Self.row(row.order, row.rates[place], hasPiHalfBPSK) }
      place -= row.rates.count
    }
    // What is left is reserved, one index for each modulation.
    return Self.row(rows[place].order, nil, hasPiHalfBPSK)
  }

  private static func row(_ order: UInt8, _ rate: Double?, _ hasPiHalfBPSK: Bool) -> ModulationAndCodingScheme {
    guard order == 1 else { return ModulationAndCodingScheme(modulation: Constellation(rawValue: order) ?? .qpsk, rate1024: rate) }
    return hasPiHalfBPSK
      ? ModulationAndCodingScheme(modulation: .piHalfBPSK, rate1024: rate)
      : ModulationAndCodingScheme(modulation: .qpsk, rate1024: rate.map { $0 / 2 })
  }
}

import Modulation

/// CQI tables (TS 38.214 §5.2.2.1).
public enum CQITable: UInt8, Sendable, Hashable, CaseIterable {
  /// Table 5.2.2.1-2: up to 64QAM.
  case qam64
  /// Table 5.2.2.1-3: up to 256QAM.
  case qam256
  /// Table 5.2.2.1-4: up to 64QAM, for a block error probability of 0.00001.
  case qam64LowSE
  /// Table 5.2.2.1-5: up to 1024QAM.
  case qam1024

  /// The error probability of a transport block that a CQI promises not to exceed.
  public var blockErrorProbability: Double { self == .qam64LowSE ? 0.00001 : 0.1 }

  private var rows: [(modulation: Constellation, rates: [Double])] {
    switch self {
    case .qam64: [(.qpsk, [78, 120, 193, 308, 449, 602]), (.qam16, [378, 490, 616]), (.qam64, [466, 567, 666, 772, 873, 948])]
    case .qam256:
      [(.qpsk, [78, 193, 449]), (.qam16, [378, 490, 616]), (.qam64, [466, 567, 666, 772, 873]), (.qam256, [711, 797, 885, 948])]
    case .qam64LowSE:
      [(.qpsk, [30, 50, 78, 120, 193, 308, 449, 602]), (.qam16, [378, 490, 616]), (.qam64, [466, 567, 666, 772])]
    case .qam1024:
      [
        (.qpsk, [78, 193, 449]), (.qam16, [378, 616]), (.qam64, [567, 666, 772, 873]), (.qam256, [711, 797, 885, 948]),
        (.qam1024, [853, 948]),
      ]
    }
  }

  /// Modulation and code rate of a CQI, or nil for 0, which is out of range.
  /// - Throws: for a CQI above 15.
  public func scheme(_ cqi: Int) throws(ParameterError) -> ModulationAndCodingScheme? {
    guard 0...15 ~= cqi else { throw ParameterError("cqi", cqi, "a CQI is 0 to 15", "TS 38.214 §5.2.2.1") }
    var place = cqi - 1
    for row in rows {
      if row.rates.indices ~= place { return ModulationAndCodingScheme(modulation: row.modulation, rate1024: row.rates[place]) }
      place -= row.rates.count
    }
    return nil
  }

  /// Bits of a symbol and layer, 0 for CQI 0.
  /// - Throws: for a CQI above 15.
  public func efficiency(_ cqi: Int) throws(ParameterError) -> Double {
    try scheme(cqi).map { Double($0.order) * ($0.codeRate ?? 0) } ?? 0
  }

  /// The highest CQI whose transport blocks come through.
  /// - Parameter information: the mean information of a bit for a modulation, over what the transport block has.
  public func cqi(information: (Constellation) -> Float) -> Int {
    var best = 0
    var index = 1
    for row in rows {
      let own = information(row.modulation)
      for rate in row.rates {
        if own >= Self.needed(row.modulation, rate: Float(rate / 1024), isSecure: self == .qam64LowSE) { best = index }
        index += 1
      }
    }
    return best
  }

  /// The information of a bit that a code of a rate needs for an error probability of 0.1, with blocks of some thousand bits; for 0.00001
  /// the distance to the rate is more than twice as long.
  static func needed(_ modulation: Constellation, rate: Float, isSecure: Bool) -> Float {
    // A decibel is more information for QPSK than for others.
    let spread = rate * (1 - rate)
    let distance = modulation == .qpsk ? 0.03 + 0.25 * spread : 0.015 + 0.2 * spread
    return rate + distance * (isSecure ? 2.2 : 1)
  }
}

/// How the CQI of a subband is reported against that of the whole band (TS 38.214, table 5.2.2.1-1).
public enum CQIOffset {
  /// 0 for the same, 1 for one more, 2 for at least two more, 3 for less.
  public static func level(wideband: Int, subband: Int) -> Int {
    let offset = subband - wideband
    return offset < 0 ? 3 : min(offset, 2)
  }

  /// The CQI that a level stands for: where it is a bound, the bound.
  public static func subband(wideband: Int, level: Int) -> Int {
    max(0, min(15, wideband + (level == 3 ? -1 : level)))
  }
}

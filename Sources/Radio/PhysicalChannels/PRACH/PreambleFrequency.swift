import Modulation

/// Where a preamble lies in frequency (TS 38.211 §5.3.2 and table 6.3.3.2-1).
public struct PreambleFrequency: Sendable, Hashable {
  /// N_RB^RA: resource blocks of PUSCH that an occasion takes.
  public let blockCount: Int
  /// K k_1 + k̄: the first subcarrier of the preamble in its own spacing, counted from the middle of the carrier's grid.
  public let firstSubcarrier: Int

  /// - Parameters:
  ///   - carrier: the uplink's grid with the subcarrier spacing of PUSCH.
  ///   - bandwidthPartStart: N_BWP^start, counted from point A.
  ///   - frequencyStart: n_RA^start: msg1-FrequencyStart, in resource blocks from the start of the bandwidth part.
  ///   - frequencyIndex: n_RA: which of the occasions that stand side by side.
  ///   - blockSetOffset: for lengths 571 and 1151 in FR1, where the occasion's resource block set begins, counted in resource blocks from
  ///     the beginning of that of the first occasion. It takes the place of n_RA N_RB^RA.
  ///   - gridOffset: k_0^µ in subcarriers, if the carrier has grids of several spacings.
  /// - Throws: for spacings that do not go together, and where the occasion is not within the grid.
  public init(
    _ structure: PreambleStructure, carrier: Carrier, bandwidthPartStart: Int, frequencyStart: Int, frequencyIndex: Int = 0,
    blockSetOffset: Int? = nil, gridOffset: Int = 0
  ) throws(ParameterError) {
    let table = "TS 38.211, table 6.3.3.2-1"
    guard let (blocks, offset) = Self.allocation(structure, carrier.numerology) else {
      throw ParameterError("spacing", structure.spacing.rawValue, "PRACH and PUSCH have no such pair of spacings", table)
    }
    let first = bandwidthPartStart.subtractingReportingOverflow(carrier.gridStart)
    guard !first.overflow, 0..<carrier.gridSize ~= first.partialValue else {
      throw ParameterError("bandwidthPartStart", bandwidthPartStart, "it is not within the grid", "TS 38.211 §4.4.5")
    }
    guard 0...274 ~= frequencyStart else {
      throw ParameterError("frequencyStart", frequencyStart, "msg1-FrequencyStart is 0 to 274", "TS 38.331 §6.3.2")
    }
    guard 0...7 ~= frequencyIndex else {
      throw ParameterError("frequencyIndex", frequencyIndex, "at most eight occasions stand side by side", "TS 38.331 §6.3.2")
    }
    if let blockSetOffset, !(0...274 ~= blockSetOffset) || structure.length == .l139 || structure.length == .l839 {
      throw ParameterError("blockSetOffset", blockSetOffset, "only lengths 571 and 1151 go by resource block sets", "TS 38.211 §5.3.2")
    }
    guard -1_000_000...1_000_000 ~= gridOffset else {
      throw ParameterError("gridOffset", gridOffset, "grids lie within 275 resource blocks of each other", "TS 38.211 §5.3.1")
    }
    let block = first.partialValue + frequencyStart + (blockSetOffset ?? frequencyIndex * blocks)
    guard block + blocks <= carrier.gridSize else {
      throw ParameterError("frequencyStart", frequencyStart, "the occasion ends behind the grid", "TS 38.211 §6.3.3.2")
    }
    let subcarrier = gridOffset + 12 * block - 6 * carrier.gridSize
    let frequency = subcarrier * carrier.numerology.subcarrierSpacing
    guard frequency % structure.spacing.rawValue == 0 else {
      throw ParameterError("gridOffset", gridOffset, "the occasion does not lie on a subcarrier of PRACH", "TS 38.211 §5.3.2")
    }
    blockCount = blocks
    firstSubcarrier = frequency / structure.spacing.rawValue + offset
  }

  /// N_RB^RA and k̄.
  private static func allocation(_ structure: PreambleStructure, _ numerology: Numerology) -> (Int, Int)? {
    switch (structure.length, structure.spacing, numerology) {
    case (.l839, .hz1250, .kHz15): (6, 7)
    case (.l839, .hz1250, .kHz30): (3, 1)
    case (.l839, .hz1250, .kHz60): (2, 133)
    case (.l839, .hz5000, .kHz15): (24, 12)
    case (.l839, .hz5000, .kHz30): (12, 10)
    case (.l839, .hz5000, .kHz60): (6, 7)
    case (.l139, .kHz15, .kHz15), (.l139, .kHz30, .kHz30), (.l139, .kHz60, .kHz60), (.l139, .kHz120, .kHz120): (12, 2)
    case (.l139, .kHz15, .kHz30), (.l139, .kHz30, .kHz60), (.l139, .kHz60, .kHz120): (6, 2)
    case (.l139, .kHz15, .kHz60): (3, 2)
    case (.l139, .kHz30, .kHz15), (.l139, .kHz120, .kHz60): (24, 2)
    case (.l571, .kHz30, .kHz15): (96, 2)
    case (.l571, .kHz30, .kHz30), (.l571, .kHz120, .kHz120): (48, 2)
    case (.l571, .kHz30, .kHz60): (24, 2)
    case (.l1151, .kHz15, .kHz15): (96, 1)
    case (.l1151, .kHz15, .kHz30): (48, 1)
    case (.l1151, .kHz15, .kHz60): (24, 1)
    case (.l1151, .kHz120, .kHz120): (97, 6)
    default: nil
    }
  }
}

import Modulation

/// Transport block sizes (TS 38.214 §5.1.3.2 and §6.1.4.2).
public enum TransportBlockSize {
  private static let clause = "TS 38.214 §5.1.3.2"

  /// S (table 5.1.3.2-2).
  public enum Scaling: Int, Sendable, Hashable, CaseIterable {
    case one = 4
    case half = 2
    case quarter = 1
  }

  /// N_RE: the elements of an allocation that count.
  /// - Parameters:
  ///   - symbols: of the allocation in the slot.
  ///   - demodulation: N_DMRS^PRB: elements of CDM groups without data in a resource block, in all symbols with DM-RS.
  ///   - overhead: `xOverhead`: 0, 6, 12 or 18.
  /// - Throws: for another overhead or an allocation without elements.
  public static func resourceElements(
    symbols: Int, demodulation: Int, overhead: Int = 0, resourceBlocks: Int
  ) throws(ParameterError) -> Int {
    guard [0, 6, 12, 18].contains(overhead) else { throw ParameterError("overhead", overhead, "xOverhead is 0, 6, 12 or 18", clause) }
    guard 1...14 ~= symbols, 1...275 ~= resourceBlocks, 0...168 ~= demodulation, 12 * symbols > demodulation + overhead else {
      throw ParameterError("symbols", symbols, "the allocation has no resource elements for data", clause)
    }
    return min(156, 12 * symbols - demodulation - overhead) * resourceBlocks
  }

  /// Bits of a transport block without its CRC.
  /// - Parameters:
  ///   - resourceElements: N_RE.
  ///   - layers: of the codeword.
  /// - Throws: for a scheme without a rate, which keeps the size of the first transmission, and for sizes that no codeword has.
  public static func size(
    resourceElements: Int, scheme: ModulationAndCodingScheme, layers: Int, scaling: Scaling = .one
  ) throws(ParameterError) -> Int {
    guard let rate = scheme.rate1024, rate > 0, rate < 1024, (2 * rate).rounded() == 2 * rate else {
      throw ParameterError("scheme", scheme.rate1024 ?? 0, "an index without a rate keeps the size of the first transmission", clause)
    }
    guard 1...(156 * 275) ~= resourceElements else {
      throw ParameterError("resourceElements", resourceElements, "an allocation has 1 to 42900", clause)
    }
    guard 1...4 ~= layers else { throw ParameterError("layers", layers, "a codeword has 1 to 4 layers", "TS 38.211 §7.3.1.3") }
    // N_info times 8192: 2048 of the rate, 4 of the scaling.
    let doubled = Int(2 * rate)
    let information = scaling.rawValue * resourceElements * doubled * scheme.order * layers
    return information <= 3824 << 13 ? small(information) : large(information, isLowRate: doubled <= 512)
  }

  private static func exponent(_ value: Int) -> Int { value.bitWidth - 1 - value.leadingZeroBitCount }

  /// - Parameter information: N_info times 8192.
  private static func small(_ information: Int) -> Int {
    let step = max(3, exponent(max(1, information >> 13)) - 6)
    let quantised = max(24, (information >> (13 + step)) << step)
    return table.first { $0 >= quantised } ?? 3824
  }

  private static func large(_ information: Int, isLowRate: Bool) -> Int {
    let rest = information - 24 << 13
    let step = exponent(rest >> 13) - 5
    // Ties are rounded up.
    let quantised = max(3840, ((rest + 1 << (12 + step)) >> (13 + step)) << step)
    let blocks = isLowRate ? quotient(quantised + 24, 3816) : quantised > 8424 ? quotient(quantised + 24, 8424) : 1
    return 8 * blocks * quotient(quantised + 24, 8 * blocks) - 24
  }

  /// Rounded up.
  private static func quotient(_ value: Int, _ divisor: Int) -> Int { (value + divisor - 1) / divisor }

  /// Table 5.1.3.2-1.
  static let table: [Int] =
    Array(stride(from: 24, through: 192, by: 8)) + Array(stride(from: 208, through: 384, by: 16))
    + Array(stride(from: 408, through: 576, by: 24)) + Array(stride(from: 608, through: 768, by: 32)) + [808, 848, 888, 928, 984]
    + [1032, 1064, 1128] + Array(stride(from: 1160, through: 1320, by: 32)) + Array(stride(from: 1352, through: 1928, by: 64))
    + [2024, 2088, 2152, 2216, 2280, 2408] + Array(stride(from: 2472, through: 2856, by: 64))
    + [2976, 3104, 3240, 3368, 3496, 3624, 3752, 3824]
}

/// Limited-buffer rate matching (TS 38.212 §5.4.2.1): the size that a receiver's buffer is made for.
public struct LimitedBuffer: Sendable, Hashable {
  /// TBS_LBRM, bits.
  public let transportBlockSize: Int

  /// - Parameters:
  ///   - resourceBlocks: the most that a bandwidth part of the carrier has.
  ///   - layers: the most for one transport block of the serving cell; above 4 it counts as 4.
  ///   - modulation: the highest that the cell's MCS tables have.
  /// - Throws: for more resource blocks than a carrier can have, no layers, or a modulation below 64QAM.
  public init(resourceBlocks: Int, layers: Int, modulation: Constellation) throws(ParameterError) {
    let clause = "TS 38.212 §5.4.2.1"
    guard 1...275 ~= resourceBlocks else {
      throw ParameterError("resourceBlocks", resourceBlocks, "a bandwidth part has 1 to 275 resource blocks", clause)
    }
    guard 1...8 ~= layers else { throw ParameterError("layers", layers, "a serving cell has 1 to 8 layers", clause) }
    guard [.qam64, .qam256, .qam1024].contains(modulation) else {
      throw ParameterError("modulation", modulation, "the highest modulation of an MCS table is 64QAM, 256QAM or 1024QAM", clause)
    }
    // Table 5.4.2.1-1.
    let counted = [32, 66, 107, 135, 162, 217].first { resourceBlocks <= $0 } ?? 273
    transportBlockSize = try TransportBlockSize.size(
      resourceElements: 156 * counted, scheme: ModulationAndCodingScheme(modulation: modulation, rate1024: 948), layers: min(4, layers))
  }

  /// N_ref: bits of the buffer of each of so many code blocks.
  public func bits(codeBlocks: Int) -> Int { 3 * transportBlockSize / 2 / max(1, codeBlocks) }
}

import Modulation

/// The resource elements of one layer of a PUSCH as UCI sees them (TS 38.212 §6.2.7).
public struct PUSCHElements: Sendable, Hashable {
  /// M_sc^UL-SCH(l): the elements of each symbol of the PUSCH that can have data, without PT-RS.
  public let dataCounts: [Int]
  /// Which symbols have DM-RS; they have no UCI.
  public let isDMRS: [Bool]
  /// Symbols of the first hop, or nil without frequency hopping in the slot.
  public let firstHopLength: Int?
  /// N_L.
  public let layerCount: Int
  /// Q_m.
  public let modulationOrder: Int

  /// - Throws: for counts that are negative, above 3300 or not as many as symbols; for a hop without DM-RS; for another number of layers
  ///   than 1 to 4 or order than 1, 2, 4, 6 and 8.
  public init(
    dataCounts: [Int], isDMRS: [Bool], firstHopLength: Int? = nil, layerCount: Int, modulationOrder: Int
  ) throws(ParameterError) {
    let clause = "TS 38.212 §6.2.7"
    guard dataCounts.count == isDMRS.count, 1...14 ~= dataCounts.count else {
      throw ParameterError("dataCounts", dataCounts.count, "a PUSCH has 1 to 14 symbols", clause)
    }
    guard dataCounts.allSatisfy({ 0...3300 ~= $0 }) else {
      throw ParameterError("dataCounts", dataCounts, "a symbol has 0 to 3300 elements", clause)
    }
    guard 1...4 ~= layerCount else { throw ParameterError("layerCount", layerCount, "a PUSCH has 1 to 4 layers", "TS 38.211 §6.3.1.3") }
    guard [1, 2, 4, 6, 8].contains(modulationOrder) else {
      throw ParameterError("modulationOrder", modulationOrder, "a PUSCH's is 1, 2, 4, 6 or 8", "TS 38.211, table 6.3.1.2-1")
    }
    if let firstHopLength {
      guard 0..<dataCounts.count ~= firstHopLength, isDMRS[..<firstHopLength].contains(true), isDMRS[firstHopLength...].contains(true)
      else {
        throw ParameterError("firstHopLength", firstHopLength, "both hops have DM-RS", "TS 38.211 §6.4.1.1.3")
      }
    } else {
      guard isDMRS.contains(true) else { throw ParameterError("isDMRS", isDMRS, "a PUSCH has DM-RS", "TS 38.211 §6.4.1.1.3") }
    }
    self.dataCounts = dataCounts
    self.isDMRS = isDMRS
    self.firstHopLength = firstHopLength
    self.layerCount = layerCount
    self.modulationOrder = modulationOrder
  }

  public var symbolCount: Int { dataCounts.count }
  /// Bits of one element on all layers: N_L Q_m.
  public var bitsPerElement: Int { layerCount * modulationOrder }
  /// Bits of the whole PUSCH.
  public var bitCount: Int { dataCounts.reduce(0, +) * bitsPerElement }

  /// M_sc^UCI(l).
  func uciCount(_ symbol: Int) -> Int { isDMRS[symbol] ? 0 : dataCounts[symbol] }
  func uciCount(_ symbols: Range<Int>) -> Int { symbols.reduce(0) { $0 + uciCount($1) } }

  /// The symbols of each hop.
  var hops: [Range<Int>] {
    if let firstHopLength { return [0..<firstHopLength, firstHopLength..<symbolCount] }
    return [0..<symbolCount]
  }

  /// l^(i): the first symbol behind the first ones with DM-RS of a hop; perhaps behind the hop's last.
  func symbolBehindDMRS(_ hop: Range<Int>) -> Int {
    guard let first = hop.first(where: { isDMRS[$0] }) else { return hop.upperBound }
    return (first..<hop.upperBound).first { !isDMRS[$0] } ?? hop.upperBound
  }

  /// l_CSI^(i): the first symbol of a hop without DM-RS.
  func symbolWithoutDMRS(_ hop: Range<Int>) -> Int { hop.first { !isDMRS[$0] } ?? hop.upperBound }

  /// The elements of each symbol that can have UCI, numbered over the whole PUSCH.
  var uciElements: [[Int32]] {
    var start: Int32 = 0
    return (0..<symbolCount).map { symbol in
      defer { start += Int32(dataCounts[symbol]) }
      return Array(start..<(start + Int32(uciCount(symbol))))
    }
  }

  /// Gives each hop's share of elements to UCI from a symbol on: whole symbols, and of the last one elements at equal distances.
  /// - Returns: whether all shares have found elements before the PUSCH ends.
  func spread(
    _ shares: [Int], from start: (Range<Int>) -> Int, among candidates: (Int) -> [Int32], _ take: (Int, [Int32]) -> Void
  ) -> Bool {
    var isWhole = true
    for (hop, share) in zip(hops, shares) {
      var left = share
      for symbol in start(hop)..<symbolCount where left > 0 {
        let available = candidates(symbol)
        let count = min(left, available.count)
        if count > 0 {
          let distance = available.count / count
          take(symbol, (0..<count).map { available[$0 * distance] })
          left -= count
        }
      }
      isWhole = isWhole && left == 0
    }
    return isWhole
  }
}

/// The UCI of a PUSCH, in bits before coding and without CRC.
public struct UCISizes: Sendable, Hashable {
  /// Bits of HARQ-ACK, and so on: 0 to 1706.
  public var harqACK: Int
  public var csiPart1: Int
  public var csiPart2: Int
  /// Whether there is a CSI part 2, whose size a receiver knows only from part 1.
  public var hasCSIPart2: Bool

  /// - Parameter hasCSIPart2: by default whether it has bits.
  public init(harqACK: Int = 0, csiPart1: Int = 0, csiPart2: Int = 0, hasCSIPart2: Bool? = nil) {
    self.harqACK = harqACK
    self.csiPart1 = csiPart1
    self.csiPart2 = csiPart2
    self.hasCSIPart2 = hasCSIPart2 ?? (csiPart2 > 0)
  }
}

/// How many coded bits each kind of UCI on a PUSCH has, and where (TS 38.212 §6.3.2.4 and §6.2.7). CG-UCI is not among them.
public struct UCIRateMatching: Sendable, Hashable {
  /// What shares the PUSCH with UCI.
  public enum Data: Sendable, Hashable {
    /// UL-SCH; `codeBlockBits` is the sum of the sizes K_r of its code blocks that are sent.
    case ulSCH(codeBlockBits: Int)
    /// Nothing; `rate1024` is R · 1024 of the PUSCH (TS 38.214 §6.1.4.1), a multiple of a half.
    case none(rate1024: Double)
  }

  public let elements: PUSCHElements
  /// The bits before coding. Beside CSI part 1 alone, without UL-SCH and part 2, HARQ-ACK has at least 2 bits: zeros follow those that there
  /// are (§6.3.2.1.1).
  public let sizes: UCISizes
  /// Whether data has what UCI leaves.
  public let hasULSCH: Bool
  /// Coded bits of HARQ-ACK in each hop, and so on: G^ACK(i).
  public let harqACK: [Int]
  public let csiPart1: [Int]
  public let csiPart2: [Int]
  /// The elements of each symbol that are kept for HARQ-ACK of up to 2 bits, ascending.
  let reserved: [[Int32]]

  /// - Throws: for sizes below 0 or above 1706 (the most that polar coding takes), CSI part 2 without part 1, no UCI bits without UL-SCH, code
  ///   blocks without bits, a rate beyond 0 to 1, or UCI that does not fit into the PUSCH.
  public init(
    elements: PUSCHElements, sizes: UCISizes, data: Data, offsets: UCIOffsets, scaling: UCIScaling
  ) throws(ParameterError) {
    let clause = "TS 38.212 §6.3.2.4"
    guard 0...1706 ~= sizes.harqACK, 0...1706 ~= sizes.csiPart1, 0...1706 ~= sizes.csiPart2 else {
      throw ParameterError("sizes", sizes, "UCI has at most 1706 bits", "TS 38.212 §5.2.1")
    }
    guard sizes.csiPart1 > 0 || sizes.csiPart2 == 0 && !sizes.hasCSIPart2, sizes.csiPart2 == 0 || sizes.hasCSIPart2 else {
      throw ParameterError("sizes", sizes, "CSI part 2 stands only beside part 1", clause)
    }
    let need = try Need(elements, data)
    var sizes = sizes
    if !need.hasULSCH, sizes.csiPart1 > 0, !sizes.hasCSIPart2 { sizes.harqACK = max(2, sizes.harqACK) }
    let unit = elements.bitsPerElement
    let hops = elements.hops
    let all = elements.uciCount(0..<elements.symbolCount)
    let behindDMRS = elements.uciCount(elements.symbolBehindDMRS(0..<elements.symbolCount)..<elements.symbolCount)

    func halves(_ count: Int) -> [Int] { hops.count == 1 ? [count] : [count / 2, count - count / 2] }

    // HARQ-ACK, and what is kept for it.
    func harqACK(_ bits: Int) -> Int {
      bits == 0 ? 0 : min(need.elements(bits, offsets.harqACK(bitCount: bits)), scaling.limit(behindDMRS))
    }
    let harqElements = harqACK(sizes.harqACK)
    let isShort = sizes.harqACK <= 2
    let kept = halves(isShort ? harqACK(2) : 0)
    let candidates = elements.uciElements
    var reserved = [[Int32]](repeating: [], count: elements.symbolCount)
    // A first hop without room enough goes on in the second, where both may keep the same elements; what has no room is not kept.
    _ = elements.spread(kept, from: elements.symbolBehindDMRS, among: { candidates[$0] }) {
      reserved[$0] = Set(reserved[$0] + $1).sorted()
    }
    let reservedCount = reserved.reduce(0) { $0 + $1.count }
    hasULSCH = need.hasULSCH
    guard hasULSCH || sizes.csiPart1 > 0 || sizes.harqACK > 0 else {
      throw ParameterError("sizes", sizes, "a PUSCH without UL-SCH has UCI", clause)
    }

    // CSI.
    var (first, second) = (0, 0)
    if sizes.csiPart1 > 0 {
      let taken = isShort ? reservedCount : harqElements
      let wanted = need.elements(sizes.csiPart1, offsets.csiPart1(bitCount: sizes.csiPart1))
      first = hasULSCH ? min(wanted, scaling.limit(all) - taken) : sizes.hasCSIPart2 ? min(wanted, all - taken) : all - taken
    }
    if sizes.csiPart2 > 0 {
      let left = -(isShort ? 0 : harqElements) - first
      let wanted = need.elements(sizes.csiPart2, offsets.csiPart2(bitCount: sizes.csiPart2))
      second = hasULSCH ? min(wanted, scaling.limit(all) + left) : all + left
    }

    // How two hops share the elements.
    var shares = (halves(harqElements), halves(first), halves(second))
    if hops.count == 2, !hasULSCH {
      let hop = hops[0]
      let whole = elements.uciCount(hop)
      let start = elements.symbolBehindDMRS(hop)
      let harqFirst = min(harqElements / 2, elements.uciCount(start..<hop.upperBound))
      let csiFirst: Int
      if !sizes.hasCSIPart2 {
        csiFirst = whole - harqFirst
      } else {
        csiFirst = min(first / 2, whole - (isShort ? kept[0] : harqFirst))
      }
      let secondFirst = whole - csiFirst - (isShort ? 0 : harqFirst)
      shares = ([harqFirst, harqElements - harqFirst], [csiFirst, first - csiFirst], [secondFirst, second - secondFirst])
      if sizes.csiPart1 == 0 { shares.1 = [0, 0] }
      if sizes.csiPart2 == 0 { shares.2 = [0, 0] }
    }
    guard (shares.0 + shares.1 + shares.2).allSatisfy({ $0 >= 0 }) else {
      throw ParameterError("sizes", sizes, "the PUSCH has no room for this UCI", clause)
    }
    self.elements = elements
    self.sizes = sizes
    self.harqACK = shares.0.map { $0 * unit }
    csiPart1 = shares.1.map { $0 * unit }
    csiPart2 = shares.2.map { $0 * unit }
    self.reserved = reserved
  }

  /// G^ACK: all coded bits of HARQ-ACK, and so on.
  public var harqACKCount: Int { harqACK.reduce(0, +) }
  public var csiPart1Count: Int { csiPart1.reduce(0, +) }
  public var csiPart2Count: Int { csiPart2.reduce(0, +) }
  /// G^UL-SCH; HARQ-ACK of up to 2 bits stands in place of some of them.
  public var ulSCHCount: Int {
    hasULSCH ? elements.bitCount - csiPart1Count - csiPart2Count - (sizes.harqACK > 2 ? harqACKCount : 0) : 0
  }

  /// The elements on one layer that bits of UCI need by the code rate, before anything limits them.
  private struct Need {
    var hasULSCH: Bool
    var numerator: Int
    var denominator: Int

    init(_ elements: PUSCHElements, _ data: Data) throws(ParameterError) {
      switch data {
      case .ulSCH(let bits):
        guard 1...2_000_000 ~= bits else {
          throw ParameterError("codeBlockBits", bits, "the code blocks have bits, and together less than 2 million", "TS 38.212 §6.3.2.4.1")
        }
        (hasULSCH, numerator, denominator) = (true, elements.uciCount(0..<elements.symbolCount), 8 * bits)
      case .none(let rate):
        guard rate >= 0.5, rate <= 1024 else {
          throw ParameterError("rate1024", rate, "R · 1024 is above 0 and at most 1024", "TS 38.214 §6.1.4.1")
        }
        (hasULSCH, numerator, denominator) = (false, 2048, 8 * Int((2 * rate).rounded()) * elements.modulationOrder)
      }
    }

    func elements(_ bits: Int, _ offset: UCIOffset) -> Int {
      ((bits + UCICode.checkCount(bitCount: bits)) * offset.eighths * numerator + denominator - 1) / denominator
    }
  }
}

import Modulation
import ReferenceSignals

/// How many resource blocks UCI needs (TS 38.213 §9.2.5.2).
public enum PUCCHBlocks {
  /// M_RB,min of formats 2 and 3.
  /// - Parameters:
  ///   - format: 2 or 3.
  ///   - configured: M_RB, `nrofPRBs`, 1 to 16; for format 3 2^a · 3^b · 5^c.
  ///   - controlSymbolCount: N_symb-UCI, 1 to 14.
  ///   - codeRate: r in hundredths, one of `PUCCHRateMatching.codeRates`.
  ///   - bitCount: UCI without CRC. Where the CRC stands in more than one code block, one is counted, as in TS 38.212 §6.3.1.4.1.
  /// - Returns: the least number of blocks that keeps the code rate, or those configured where none does.
  /// - Throws: for other values.
  public static func count(
    format: Int, configured: Int, controlSymbolCount: Int, modulationOrder: Int, codeRate: Int, bitCount: Int
  ) throws(ParameterError) -> Int {
    let clause = "TS 38.213 §9.2.5.2"
    guard format == 2 || format == 3 else { throw ParameterError("format", format, "formats 2 and 3 have several blocks", clause) }
    guard 1...16 ~= configured, format == 2 || isAllowed(configured) else {
      throw ParameterError("configured", configured, "a PUCCH has 1 to 16 resource blocks", clause)
    }
    guard 1...14 ~= controlSymbolCount else {
      throw ParameterError("controlSymbolCount", controlSymbolCount, "a PUCCH has 1 to 14 symbols with UCI", clause)
    }
    guard modulationOrder == 1 || modulationOrder == 2 else {
      throw ParameterError("modulationOrder", modulationOrder, "a PUCCH has π/2-BPSK or QPSK", clause)
    }
    guard 0...1706 ~= bitCount else { throw ParameterError("bitCount", bitCount, "UCI has at most 1706 bits", "TS 38.212 §5.2.1") }
    try PUCCHRateMatching.check(codeRate: codeRate)
    let perBlock = (format == 2 ? 8 : 12) * controlSymbolCount * modulationOrder * codeRate
    let needed = 100 * (bitCount + UCICode.checkCount(bitCount: bitCount))
    var count = min(configured, max(1, (needed + perBlock - 1) / perBlock))
    while format == 3, !isAllowed(count) { count += 1 }
    return count
  }

  /// Whether a number is 2^a · 3^b · 5^c.
  static func isAllowed(_ count: Int) -> Bool {
    var left = count
    for prime in [2, 3, 5] { while left > 1, left % prime == 0 { left /= prime } }
    return left == 1
  }
}

/// The PUCCH resources before dedicated ones are configured (TS 38.213, table 9.2.1-1).
public struct PUCCHCommonResource: Sendable, Hashable {
  /// 0 or 1.
  public let format: Int
  public let firstSymbol: Int
  public let symbolCount: Int
  /// Of the bandwidth part.
  public let firstBlock: Int
  public let secondHopBlock: Int
  public let initialCyclicShift: Int

  /// - Parameters:
  ///   - index: `pucch-ResourceCommon`, 0 to 15.
  ///   - bandwidthPartSize: N_BWP^size.
  ///   - resource: r_PUCCH, 0 to 15.
  /// - Throws: for other values, or a bandwidth part that is too small.
  public init(index: Int, bandwidthPartSize: Int, resource: Int) throws(ParameterError) {
    guard 0...15 ~= index else {
      throw ParameterError("index", index, "pucch-ResourceCommon is 0 to 15", "TS 38.213, table 9.2.1-1")
    }
    guard 0...15 ~= resource else { throw ParameterError("resource", resource, "r_PUCCH is 0 to 15", "TS 38.213 §9.2.1") }
    guard 1...275 ~= bandwidthPartSize else {
      throw ParameterError("bandwidthPartSize", bandwidthPartSize, "a bandwidth part has 1 to 275 resource blocks", "TS 38.213 §12")
    }
    let shifts: [Int]
    switch index {
    case 0: shifts = [0, 3]
    case 1, 2: shifts = [0, 4, 8]
    case 3, 7, 11: shifts = [0, 6]
    default: shifts = [0, 3, 6, 9]
    }
    switch index {
    case 0...2: (format, firstSymbol, symbolCount) = (0, 12, 2)
    case 3...6: (format, firstSymbol, symbolCount) = (1, 10, 4)
    case 7...10: (format, firstSymbol, symbolCount) = (1, 4, 10)
    default: (format, firstSymbol, symbolCount) = (1, 0, 14)
    }
    let offset = index == 15 ? bandwidthPartSize / 4 : [0, 0, 3, 0, 0, 2, 4, 0, 0, 2, 4, 0, 0, 2, 4][index]
    let low = offset + resource % 8 / shifts.count
    let high = bandwidthPartSize - 1 - low
    guard high >= 0, low < bandwidthPartSize else {
      throw ParameterError("bandwidthPartSize", bandwidthPartSize, "it has no room for this resource", "TS 38.213 §9.2.1")
    }
    (firstBlock, secondHopBlock) = resource < 8 ? (low, high) : (high, low)
    initialCyclicShift = shifts[resource % 8 % shifts.count]
  }

  /// r_PUCCH.
  /// - Parameters:
  ///   - firstElement: n_CCE,0 of the PDCCH, 0 to `elementCount` - 1.
  ///   - elementCount: N_CCE of its CORESET.
  ///   - indicator: Δ_PRI of the DCI, 0 to 7.
  /// - Throws: for other values.
  public static func resource(firstElement: Int, elementCount: Int, indicator: Int) throws(ParameterError) -> Int {
    guard 1...1000 ~= elementCount, 0..<elementCount ~= firstElement else {
      throw ParameterError("firstElement", firstElement, "the CORESET has \(elementCount) CCEs", "TS 38.213 §9.2.1")
    }
    guard 0...7 ~= indicator else { throw ParameterError("indicator", indicator, "Δ_PRI is 0 to 7", "TS 38.213 §9.2.1") }
    return 2 * firstElement / elementCount + 2 * indicator
  }

  /// The resource as a configuration.
  /// - Parameter bandwidthPartStart: the first block of the bandwidth part in the grid.
  /// - Throws: where the grid does not have its blocks.
  public func configuration(
    _ carrier: Carrier, bandwidthPartStart: Int = 0, hopping: PUCCHSequenceHopping? = nil
  ) throws(ParameterError) -> PUCCHConfiguration {
    guard 0...275 ~= bandwidthPartStart else {
      throw ParameterError("bandwidthPartStart", bandwidthPartStart, "the grid has \(carrier.gridSize) resource blocks", "TS 38.213 §12")
    }
    return try PUCCHConfiguration(
      carrier,
      format == 0
        ? .format0(initialCyclicShift: initialCyclicShift) : .format1(initialCyclicShift: initialCyclicShift, timeDomainOCC: 0),
      firstSymbol: firstSymbol, symbolCount: symbolCount, firstBlock: bandwidthPartStart + firstBlock,
      secondHopBlock: bandwidthPartStart + secondHopBlock, hopping: hopping)
  }
}

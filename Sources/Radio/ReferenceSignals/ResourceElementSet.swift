import Modulation

/// Resource elements of a slot that a channel or signal may not have: of CSI-RS, SS/PBCH blocks, PDCCH, and rate-match patterns
/// (TS 38.214 §5.1.4).
public struct ResourceElementSet: Sendable, Hashable {
  public let symbolCount: Int
  /// Resource blocks of the carrier's grid.
  public let blockCount: Int
  /// Twelve bits for each resource block of each symbol, bit k for subcarrier k.
  private var masks: [UInt16]

  /// The empty set.
  public init(_ carrier: Carrier) {
    symbolCount = carrier.symbolsPerSlot
    blockCount = carrier.gridSize
    masks = [UInt16](repeating: 0, count: symbolCount * blockCount)
  }

  /// The subcarriers of a resource block that are in the set: bit k for subcarrier k.
  /// - Parameter block: counted from the grid's first; outside of grid and slot nothing is in the set.
  public subscript(symbol symbol: Int, block block: Int) -> UInt16 {
    0..<symbolCount ~= symbol && 0..<blockCount ~= block ? masks[symbol * blockCount + block] : 0
  }

  public var count: Int { masks.reduce(0) { $0 + $1.nonzeroBitCount } }
  public var isEmpty: Bool { masks.allSatisfy { $0 == 0 } }

  /// Whether a resource element is in it; one that the slot does not have is not.
  public func contains(symbol: Int, subcarrier: Int) -> Bool {
    subcarrier >= 0 && self[symbol: symbol, block: subcarrier / 12] >> UInt16(subcarrier % 12) & 1 == 1
  }

  /// Whether a symbol has any.
  public func contains(symbol: Int) -> Bool {
    0..<symbolCount ~= symbol && masks[(symbol * blockCount)..<((symbol + 1) * blockCount)].contains { $0 != 0 }
  }

  /// The subcarriers of a symbol, ascending.
  public func subcarriers(symbol: Int) -> [Int] { (0..<(12 * blockCount)).filter { contains(symbol: symbol, subcarrier: $0) } }

  /// Puts a resource element in; `subcarrier` is counted from the grid's first.
  /// - Throws: for an element outside of the grid.
  public mutating func insert(symbol: Int, subcarrier: Int) throws(ParameterError) {
    guard 0..<symbolCount ~= symbol, 0..<(12 * blockCount) ~= subcarrier else {
      throw ParameterError("subcarrier", "\(symbol), \(subcarrier)", "it is one of the grid", "TS 38.211 §4.4.2")
    }
    try insert(symbols: symbol..<(symbol + 1), blocks: (subcarrier / 12)..<(subcarrier / 12 + 1), subcarriers: 1 << UInt16(subcarrier % 12))
  }

  /// Puts the same subcarriers of several resource blocks and symbols in.
  /// - Parameters:
  ///   - blocks: counted from the grid's first.
  ///   - subcarriers: bit k for subcarrier k; all twelve if left out.
  /// - Throws: for symbols, resource blocks or subcarriers outside of the grid.
  public mutating func insert(symbols: Range<Int>, blocks: Range<Int>, subcarriers: UInt16 = 0xFFF) throws(ParameterError) {
    guard symbols.lowerBound >= 0, symbols.upperBound <= symbolCount else {
      throw ParameterError("symbols", symbols, "a slot has \(symbolCount)", "TS 38.211 §4.3.2")
    }
    guard blocks.lowerBound >= 0, blocks.upperBound <= blockCount, subcarriers <= 0xFFF else {
      throw ParameterError("blocks", blocks, "the grid has \(blockCount) of twelve subcarriers", "TS 38.211 §4.4.2")
    }
    for symbol in symbols {
      for block in blocks { masks[symbol * blockCount + block] |= subcarriers }
    }
  }

  /// Puts another set of the same grid in.
  /// - Throws: for a set of another grid.
  public mutating func formUnion(_ other: ResourceElementSet) throws(ParameterError) {
    guard other.masks.count == masks.count, other.blockCount == blockCount else {
      throw ParameterError("other", other.blockCount, "both sets are of one grid", "TS 38.211 §4.4.2")
    }
    for index in masks.indices { masks[index] |= other.masks[index] }
  }
}

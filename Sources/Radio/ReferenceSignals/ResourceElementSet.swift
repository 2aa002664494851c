import Modulation

/// Resource elements of one slot of a carrier, as those that other signals leave free.
public struct ResourceElementSet: Sendable, Hashable {
  public let symbolCount: Int
  public let subcarrierCount: Int
  /// 64 subcarriers each, symbol after symbol, the first subcarrier in the lowest bit.
  private var words: [UInt64]
  private var wordsPerSymbol: Int { (subcarrierCount + 63) / 64 }

  /// None.
  public init(_ carrier: Carrier) {
    symbolCount = carrier.symbolsPerSlot
    subcarrierCount = carrier.subcarrierCount
    words = [UInt64](repeating: 0, count: (carrier.subcarrierCount + 63) / 64 * carrier.symbolsPerSlot)
  }

  public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
  public var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  /// Whether a resource element is in it; one that the slot does not have is not.
  public func contains(symbol: Int, subcarrier: Int) -> Bool {
    guard 0..<symbolCount ~= symbol, 0..<subcarrierCount ~= subcarrier else { return false }
    return words[symbol * wordsPerSymbol + subcarrier >> 6] >> UInt64(subcarrier & 63) & 1 == 1
  }

  /// Whether a symbol has any.
  public func contains(symbol: Int) -> Bool {
    guard 0..<symbolCount ~= symbol else { return false }
    return words[(symbol * wordsPerSymbol)..<((symbol + 1) * wordsPerSymbol)].contains { $0 != 0 }
  }

  /// Puts a resource element in; one that the slot does not have is left out.
  public mutating func insert(symbol: Int, subcarrier: Int) {
    guard 0..<symbolCount ~= symbol, 0..<subcarrierCount ~= subcarrier else { return }
    words[symbol * wordsPerSymbol + subcarrier >> 6] |= 1 << UInt64(subcarrier & 63)
  }

  /// Adds those of another set.
  /// - Throws: for a set of another carrier's size.
  public mutating func formUnion(_ other: ResourceElementSet) throws(ParameterError) {
    guard other.symbolCount == symbolCount, other.subcarrierCount == subcarrierCount else {
      throw ParameterError("other", other.subcarrierCount, "the slots differ in size", "TS 38.211 §4.4.2")
    }
    for index in words.indices { words[index] |= other.words[index] }
  }

  /// The subcarriers of a symbol, ascending.
  public func subcarriers(symbol: Int) -> [Int] {
    guard 0..<symbolCount ~= symbol else { return [] }
    return (0..<subcarrierCount).filter { contains(symbol: symbol, subcarrier: $0) }
  }
}

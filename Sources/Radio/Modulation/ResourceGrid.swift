import DSPKernels

/// Resource elements of one slot for each antenna port (TS 38.211 §4.4.3): port, then symbol, then subcarrier, without gaps.
public struct ResourceGrid: Sendable, Hashable {
  public let portCount: Int
  public let symbolCount: Int
  public let subcarrierCount: Int
  @usableFromInline var storage: [Complex]

  /// All of them zero.
  public init(portCount: Int, symbolCount: Int, subcarrierCount: Int) {
    self.portCount = portCount
    self.symbolCount = symbolCount
    self.subcarrierCount = subcarrierCount
    storage = [Complex](repeating: .zero, count: portCount * symbolCount * subcarrierCount)
  }

  /// For one slot of a carrier.
  public init(_ carrier: Carrier, portCount: Int = 1) {
    self.init(portCount: portCount, symbolCount: carrier.symbolsPerSlot, subcarrierCount: carrier.subcarrierCount)
  }

  /// Where the subcarriers of a symbol begin.
  @inlinable public func offset(port: Int, symbol: Int) -> Int { (port * symbolCount + symbol) * subcarrierCount }

  /// `subcarrier` is counted from the grid's first, not from point A.
  @inlinable public subscript(port: Int, symbol: Int, subcarrier: Int) -> Complex {
    get { storage[offset(port: port, symbol: symbol) + subcarrier] }
    set { storage[offset(port: port, symbol: symbol) + subcarrier] = newValue }
  }

  /// Sets all elements to zero.
  public mutating func clear() { storage.withUnsafeMutableBufferPointer { $0.update(repeating: .zero) } }

  /// All elements, to be read without copies.
  @inlinable public func withElements<Result>(_ body: (UnsafeBufferPointer<Complex>) throws -> Result) rethrows -> Result {
    try storage.withUnsafeBufferPointer(body)
  }

  /// All elements, to be changed in place.
  @inlinable public mutating func withMutableElements<Result>(
    _ body: (UnsafeMutableBufferPointer<Complex>) throws -> Result
  ) rethrows -> Result {
    try storage.withUnsafeMutableBufferPointer { try body($0) }
  }
}

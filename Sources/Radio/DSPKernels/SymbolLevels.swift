import CDSPKernels

/// Symbols of bits by the levels of their axes (TS 38.211 §5.1), for processors that look these up in a vector.
public struct SymbolLevels: Sendable, Hashable {
  /// Bits of a symbol: 1, 2, 4, 6, 8 or 10.
  private let order: Int
  private let isTurning: Bool
  /// 32 of them: the levels again and again.
  private let levels: [Float]

  /// - Parameters:
  ///   - isTurning: whether every second symbol of order 1, from the second on, is turned by a quarter.
  ///   - levels: what an axis is for its bits; for order 1 both.
  public init(order: Int, isTurning: Bool, levels: [Float]) {
    precondition([1, 2, 4, 6, 8, 10].contains(order) && levels.count == 1 << max(1, order / 2))
    self.order = order
    self.isTurning = isTurning
    self.levels = (0..<32).map { levels[$0 % levels.count] }
  }

  /// - Parameters:
  ///   - words: the bits, the first in the most significant place.
  ///   - count: symbols.
  /// - Returns: whether the instruction set can do it.
  public func map(
    _ words: UnsafePointer<UInt64>, into symbols: UnsafeMutablePointer<Complex>, count: Int, instructionSet: InstructionSet
  ) -> Bool {
    guard instructionSet == .avx512 else { return false }
    let parts = UnsafeMutableRawPointer(symbols).assumingMemoryBound(to: Float.self)
    vitrum_map_avx512(words, count, Int32(order), isTurning, levels, parts)
    return true
  }
}

import DSPKernels

/// The interleaver behind an LDPC code (TS 38.212 §5.4.2.2): bits are written in rows, one for each bit of a symbol, and read in columns.
enum BitInterleaving {
  /// - Parameters:
  ///   - bits: a multiple of the order, and a word more.
  ///   - order: bits of a symbol (Q_m), 2 to 10.
  ///   - result: room for as many.
  static func interleave(
    _ bits: UnsafePointer<UInt64>, count: Int, order: Int, into result: UnsafeMutablePointer<UInt64>, instructionSet: InstructionSet
  ) {
    let columns = count / order
    let done = BitKernels.interleave(bits, columns: columns, order: order, into: result, instructionSet: instructionSet)
    for column in done..<columns {
      var symbol: UInt64 = 0
      var place = column
      for _ in 0..<order {
        symbol = symbol << 1 | bits[place >> 6] >> UInt64(63 - place & 63) & 1
        place += columns
      }
      BitKernels.put(symbol, count: order, into: result, at: column * order)
    }
  }
}

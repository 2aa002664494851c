import DSPKernels

/// The interleaver behind an LDPC code (TS 38.212 §5.4.2.2): bits are written in rows, one for each bit of a symbol, and read in columns.
enum BitInterleaving {
  /// - Parameters:
  ///   - bits: a multiple of the order.
  ///   - order: bits of a symbol (Q_m), 2 to 10.
  static func interleaved(_ bits: BitSequence, order: Int, instructionSet: InstructionSet) -> BitSequence {
    let columns = bits.count / order
    var column = 0
    var result = BitSequence()
    result.reserve(bits.count)
    var padded = bits
    padded.append(zeros: 64)
    let words = [UInt64](unsafeUninitializedCapacity: (bits.count + 63) / 64) { words, count in
      words.update(repeating: 0)
      count = words.count
      guard let target = words.baseAddress else { return }
      column = padded.words.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress else { return 0 }
        return BitKernels.interleave(source, columns: columns, order: order, into: target, instructionSet: instructionSet)
      }
    }
    result.append(BitSequence(words: words, count: bits.count), 0..<(column * order))
    for column in column..<columns {
      var symbol: UInt64 = 0
      for row in 0..<order { symbol = symbol << 1 | (bits[row * columns + column] ? 1 : 0) }
      result.append(symbol, count: order)
    }
    return result
  }
}

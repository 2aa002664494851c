import CDSPKernels

/// The columns of a codeword as an LDPC encoder works on them (TS 38.212 §5.3.2): bits, the first in the most significant place of the first
/// word.
public struct LDPCColumns: ~Copyable {
  /// Words that hold a column.
  public static let words = Int(VITRUM_LDPC_WORDS)
  private static let pitch = Int(VITRUM_LDPC_WORD_PITCH)

  private let liftingSize: Int
  private let columns: UnsafeMutablePointer<UInt64>
  private let entries: UnsafeMutablePointer<vitrum_ldpc_entry>
  private let instructionSet: InstructionSet

  /// - Parameters:
  ///   - liftingSize: at most 384.
  ///   - entries: columns and shifts below the lifting size.
  public init(liftingSize: Int, columns: Int, entries: [(column: Int, shift: Int)], instructionSet: InstructionSet) {
    precondition(liftingSize <= 384 && entries.allSatisfy { $0.column < columns && $0.shift < liftingSize })
    self.liftingSize = liftingSize
    self.instructionSet = instructionSet
    self.columns = .allocate(capacity: columns * Self.pitch)
    self.columns.initialize(repeating: 0, count: columns * Self.pitch)
    self.entries = .allocate(capacity: entries.count)
    for (index, entry) in entries.enumerated() {
      (self.entries + index).initialize(to: vitrum_ldpc_entry(column: UInt16(entry.column), shift: UInt16(entry.shift)))
    }
  }

  deinit {
    columns.deallocate()
    entries.deallocate()
  }

  /// A column; what is behind its bits is not defined.
  public func column(_ index: Int) -> UnsafePointer<UInt64> { UnsafePointer(columns + index * Self.pitch) }

  /// Puts bits into a column.
  /// - Parameter bits: ``words`` words.
  public func put(_ bits: UnsafePointer<UInt64>, _ index: Int) {
    let column = columns + index * Self.pitch
    switch instructionSet {
    case .portable, .avx2: putPortably(bits, column)
    case .avx512: vitrum_ldpc_put_avx512(column, bits, Int32(liftingSize))
    }
  }

  /// The sum of the columns of some entries, each rotated by its shift.
  /// - Parameter sum: ``words`` words.
  public func sum(_ range: Range<Int>, _ sum: UnsafeMutablePointer<UInt64>) {
    let first = entries + range.lowerBound
    switch instructionSet {
    case .portable:
      sum.update(repeating: 0, count: Self.words)
      for entry in UnsafeBufferPointer(start: first, count: range.count) {
        let words = columns + Int(entry.column) * Self.pitch + Int(entry.shift) >> 6
        let bits = UInt64(entry.shift & 63)
        for word in 0..<Self.words { sum[word] ^= words[word] << bits | (words[word + 1] >> 1) >> (63 - bits) }
      }
    case .avx2: vitrum_ldpc_sum_avx2(columns, first, Int32(range.count), sum)
    case .avx512: vitrum_ldpc_sum_avx512(columns, first, Int32(range.count), sum)
    }
  }

  private func putPortably(_ bits: UnsafePointer<UInt64>, _ column: UnsafeMutablePointer<UInt64>) {
    column.update(repeating: 0, count: Self.pitch)
    let shift = UInt64(liftingSize & 63)
    for start in stride(from: 0, to: liftingSize, by: 64) {
      let word = bits[start >> 6] & (liftingSize - start >= 64 ? ~0 : ~0 << (64 - shift))
      column[start >> 6] |= word
      let second = (liftingSize + start) >> 6
      column[second] |= word >> shift
      if shift != 0 { column[second + 1] |= word << (64 - shift) }
    }
  }
}

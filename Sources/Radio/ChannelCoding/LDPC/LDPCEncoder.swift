import DSPKernels

/// Encodes code blocks of one LDPC code (TS 38.212 §5.3.2).
///
/// The four rows in front give the first parity column as the sum of all (the others of these columns cancel out), then each other; every row
/// behind gives its own.
public struct LDPCEncoder: ~Copyable {
  public let code: LDPCCode

  /// A parity column in front, as the sum of what a row says of the information and of parity columns that are known.
  private struct Step {
    var row: Int
    var known: Range<Int>
    var column: Int
  }

  private let columns: LDPCColumns
  private let steps: [Step]
  /// The entries of rows in front that are information.
  private let information: [Range<Int>]
  /// An entry that turns the sum of the four rows, which stands in place of the first parity column, to that column.
  private let turn: Range<Int>
  private let sums: UnsafeMutablePointer<UInt64>

  public init(_ code: LDPCCode, instructionSet: InstructionSet = .fastest) {
    self.code = code
    let first = code.baseGraph.informationColumns
    func entries(_ row: Int) -> ArraySlice<LDPCCode.Entry> { code.entries[code.rowStarts[row]..<code.rowStarts[row + 1]] }
    information = (0..<4).map { row in
      code.rowStarts[row]..<(code.rowStarts[row] + entries(row).count { $0.column < first })
    }
    var all = code.entries.map { (column: Int($0.column), shift: Int($0.shift)) }
    // The first column stands in three of the rows, twice with one shift, so that what is left has the shift of the third.
    var shifts: [Int: Int] = [:]
    for row in 0..<4 { for entry in entries(row) where Int(entry.column) == first { shifts[Int(entry.shift), default: 0] += 1 } }
    let shift = shifts.first { $0.value & 1 == 1 }?.key ?? 0
    all.append((first, shift == 0 ? 0 : code.liftingSize - shift))
    turn = (all.count - 1)..<all.count
    // Row 0 gives the second column; rows 1 and 2 the others in the order in which they have one unknown each; row 3 is what remains to hold.
    var isKnown = [true, false, false, false]
    var steps: [Step] = []
    for _ in 0..<3 {
      for row in 0..<4 {
        let parities = entries(row).filter { $0.column >= first && $0.column < first + 4 }
        let unknown = parities.filter { !isKnown[Int($0.column) - first] }
        guard unknown.count == 1, let target = unknown.first else { continue }
        let start = all.count
        all += parities.filter { $0 != target }.map { (Int($0.column), Int($0.shift)) }
        // The target stands unshifted.
        steps.append(Step(row: row, known: start..<all.count, column: Int(target.column)))
        isKnown[Int(target.column) - first] = true
      }
    }
    self.steps = steps
    columns = LDPCColumns(liftingSize: code.liftingSize, columns: code.baseGraph.columns, entries: all, instructionSet: instructionSet)
    sums = .allocate(capacity: 6 * LDPCColumns.words)
    sums.initialize(repeating: 0, count: 6 * LDPCColumns.words)
  }

  deinit { sums.deallocate() }

  /// - Parameters:
  ///   - information: bits with zeros in the place of fillers.
  ///   - rows: how many rows' parity is needed; the others' bits are zeros.
  /// - Returns: the codeword, of ``LDPCCode/codewordCount`` bits.
  /// - Throws: `informationCount` unless the information is as long as the code says.
  public mutating func encode(_ information: BitSequence, rows: Int? = nil) throws(ChannelCodingError) -> BitSequence {
    guard information.count == code.informationCount else {
      throw .informationCount(information.count, "the code has \(code.informationCount) (TS 38.212 §5.3.2)")
    }
    let (size, first) = (code.liftingSize, code.baseGraph.informationColumns)
    information.words.withUnsafeBufferPointer { words in
      for column in 0..<first {
        if size & 63 == 0, let base = words.baseAddress {
          columns.put(base + column * size / 64, column)
          continue
        }
        for start in stride(from: 0, to: size, by: 64) {
          let count = min(64, size - start)
          sums[start >> 6] = information.bits(from: column * size + start, count: count) << UInt64(64 - count)
        }
        columns.put(sums, column)
      }
    }
    core()
    let last = min(max(4, rows ?? code.baseGraph.rows), code.baseGraph.rows)
    for row in 4..<max(4, last) {
      // A row's own parity is its last entry.
      columns.sum(code.rowStarts[row]..<(code.rowStarts[row + 1] - 1), sums)
      columns.put(sums, first + row)
    }
    return codeword(columns: first + last)
  }

  /// The codeword of which so many columns are known; the rest is zeros.
  private func codeword(columns known: Int) -> BitSequence {
    let size = code.liftingSize
    if size & 63 == 0 {
      let words = [UInt64](unsafeUninitializedCapacity: code.codewordCount / 64) { words, count in
        count = code.codewordCount / 64
        guard let base = words.baseAddress else { return }
        for column in 2..<known { (base + (column - 2) * size / 64).update(from: columns.column(column), count: size / 64) }
        (base + (known - 2) * size / 64).update(repeating: 0, count: count - (known - 2) * size / 64)
      }
      return BitSequence(words: words, count: code.codewordCount)
    }
    var codeword = BitSequence()
    codeword.reserve(code.codewordCount)
    for column in 2..<known { codeword.append(columns.column(column), count: size) }
    codeword.append(zeros: code.codewordCount - codeword.count)
    return codeword
  }

  /// The four parity columns in front. Their part of the base graphs is
  /// ```
  ///   row 0:  p0  p1          row 2:  (p0)     p2  p3      with p0 shifted in one of rows 1 and 2, and by one or none in rows 0 and 3
  ///   row 1: (p0) p1  p2      row 3:   p0          p3
  /// ```
  private func core() {
    let (words, first) = (LDPCColumns.words, code.baseGraph.informationColumns)
    for row in 0..<4 { columns.sum(information[row], sums + row * words) }
    let part = sums + 4 * words
    for word in 0..<words { part[word] = sums[word] ^ sums[words + word] ^ sums[2 * words + word] ^ sums[3 * words + word] }
    columns.put(part, first)
    columns.sum(turn, part)
    columns.put(part, first)
    for step in steps {
      columns.sum(step.known, part)
      for word in 0..<words { part[word] ^= sums[step.row * words + word] }
      columns.put(part, step.column)
    }
  }
}

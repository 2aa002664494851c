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
  /// An entry that turns the sum of the four rows, which stands in place of the first parity column, to that column.
  private let turn: Range<Int>
  private let sums: UnsafeMutablePointer<UInt64>

  public init(_ code: LDPCCode, instructionSet: InstructionSet = .fastest) {
    self.code = code
    let first = code.baseGraph.informationColumns
    func entries(_ row: Int) -> ArraySlice<LDPCCode.Entry> { code.entries[code.rowStarts[row]..<code.rowStarts[row + 1]] }
    // Of rows in front what is information; of a row behind everything but its own parity, which is its last entry.
    let rows = (0..<code.baseGraph.rows).map { row in
      code.rowStarts[row]..<(row < 4 ? code.rowStarts[row] + entries(row).count { $0.column < first } : code.rowStarts[row + 1] - 1)
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
    columns = LDPCColumns(
      liftingSize: code.liftingSize, columns: code.baseGraph.columns, entries: all, rows: rows, instructionSet: instructionSet)
    sums = .allocate(capacity: rows.count * LDPCColumns.words)
    sums.initialize(repeating: 0, count: rows.count * LDPCColumns.words)
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
    let size = (code.codewordCount + 63) / 64
    let words = [UInt64](unsafeUninitializedCapacity: size) { words, count in
      count = size
      guard let target = words.baseAddress else { return }
      let isWhole = code.liftingSize & 63 == 0
      if !isWhole { words.initialize(repeating: 0) }
      let known = information.words.withUnsafeBufferPointer { source in
        source.baseAddress.map { encode($0, rows: rows, into: target) } ?? 0
      }
      if isWhole { (target + known / 64).initialize(repeating: 0, count: size - known / 64) }
    }
    return BitSequence(words: words, count: code.codewordCount)
  }

  /// Encodes words, the first bit in the most significant place of the first.
  /// - Parameters:
  ///   - information: ``LDPCCode/informationCount`` bits with zeros in the place of fillers.
  ///   - rows: how many rows' parity is needed.
  ///   - codeword: room for ``LDPCCode/codewordCount`` bits.
  /// - Returns: how many bits were written; those behind are what they were.
  @discardableResult
  public mutating func encode(
    _ information: UnsafePointer<UInt64>, rows: Int? = nil, into codeword: UnsafeMutablePointer<UInt64>
  ) -> Int {
    let (size, first) = (code.liftingSize, code.baseGraph.informationColumns)
    let last = min(max(4, rows ?? code.baseGraph.rows), code.baseGraph.rows)
    columns.put(information, first: first)
    core()
    let words = (size + 63) / 64
    BitKernels.copy(information, from: 2 * size, into: codeword, at: 0, count: (first - 2) * size)
    for column in first..<(first + 4) {
      BitKernels.copy(columns.column(column), from: 0, into: codeword, at: (column - 2) * size, count: size)
    }
    if size & 63 == 0 {
      columns.sums(rows: 4..<last, words: words, codeword + (first + 2) * words)
    } else {
      columns.sums(rows: 4..<last, words: words, sums)
      for row in 4..<last {
        BitKernels.copy(sums + (row - 4) * words, from: 0, into: codeword, at: (first + row - 2) * size, count: size)
      }
    }
    return (first + last - 2) * size
  }

  /// The four parity columns in front. Their part of the base graphs is
  /// ```
  ///   row 0:  p0  p1          row 2:  (p0)     p2  p3      with p0 shifted in one of rows 1 and 2, and by one or none in rows 0 and 3
  ///   row 1: (p0) p1  p2      row 3:   p0          p3
  /// ```
  private func core() {
    let (words, first) = (LDPCColumns.words, code.baseGraph.informationColumns)
    columns.sums(rows: 0..<4, words: words, sums)
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

/// Encodes code blocks of one LDPC code (TS 38.212 §5.3.2).
///
/// A column of the base graph is kept twice in a row, so that each of its rotations is there as bits in one piece. The four rows in front
/// give the first parity column as the sum of all (the others of these columns cancel out), then each other; every row behind gives its own.
public struct LDPCEncoder: ~Copyable {
  public let code: LDPCCode
  /// Words that hold a column.
  private let width: Int
  /// Words from one column to the next.
  private let stride: Int
  /// Columns, each twice.
  private let columns: UnsafeMutablePointer<UInt64>
  private let sum: UnsafeMutablePointer<UInt64>

  public init(_ code: LDPCCode) {
    self.code = code
    width = (code.liftingSize + 63) / 64
    stride = (2 * code.liftingSize + 63) / 64 + 1
    columns = .allocate(capacity: stride * code.baseGraph.columns)
    columns.initialize(repeating: 0, count: stride * code.baseGraph.columns)
    sum = .allocate(capacity: 4 * width)
    sum.initialize(repeating: 0, count: 4 * width)
  }

  deinit {
    columns.deallocate()
    sum.deallocate()
  }

  /// - Parameters:
  ///   - information: bits with zeros in the place of fillers.
  ///   - rows: how many rows' parity is needed; the others' bits are zeros.
  /// - Returns: the codeword, of ``LDPCCode/codewordCount`` bits.
  /// - Throws: `informationCount` unless the information is as long as the code says.
  public mutating func encode(_ information: BitSequence, rows: Int? = nil) throws(ChannelCodingError) -> BitSequence {
    guard information.count == code.informationCount else {
      throw .informationCount(information.count, "the code has \(code.informationCount) (TS 38.212 §5.3.2)")
    }
    let size = code.liftingSize
    let graph = code.baseGraph
    for column in 0..<graph.informationColumns {
      for word in 0..<width {
        let start = column * size + word * 64
        let count = min(64, size - word * 64)
        sum[word] = information.bits(from: start, count: count) << UInt64(64 - count)
      }
      put(sum, column)
    }
    core()
    let last = min(max(4, rows ?? graph.rows), graph.rows)
    for row in 4..<max(4, last) {
      clear(sum)
      for entry in code.entries[code.rowStarts[row]..<(code.rowStarts[row + 1] - 1)] { add(entry, to: sum) }
      put(sum, graph.informationColumns + row)
    }
    var codeword = BitSequence()
    for column in 2..<graph.columns {
      let isComputed = column < graph.informationColumns + last
      for word in 0..<width {
        let count = min(64, size - word * 64)
        codeword.append(isComputed ? columns[column * stride + word] >> UInt64(64 - count) : 0, count: count)
      }
    }
    return codeword
  }

  /// The four parity columns in front. Their part of the base graphs is
  /// ```
  ///   row 0:  p0  p1          row 2:  (p0)     p2  p3      with p0 shifted in one of rows 1 and 2, and by one or none in rows 0 and 3
  ///   row 1: (p0) p1  p2      row 3:   p0          p3
  /// ```
  private mutating func core() {
    let first = code.baseGraph.informationColumns
    for row in 0..<4 {
      let part = sum + row * width
      clear(part)
      for entry in code.entries[code.rowStarts[row]..<code.rowStarts[row + 1]] where entry.column < first { add(entry, to: part) }
    }
    // All rows together: p0 stands in three of them, twice with one shift, so that what is left has the shift of the third.
    var shifts: [Int: Int] = [:]
    for row in 0..<4 { for entry in entries(row) where Int(entry.column) == first { shifts[Int(entry.shift), default: 0] += 1 } }
    let shift = shifts.first { $0.value & 1 == 1 }?.key ?? 0
    let size = code.liftingSize
    let total = columns + first * stride
    for word in 0..<width { total[word] = sum[word] ^ sum[width + word] ^ sum[2 * width + word] ^ sum[3 * width + word] }
    double(total)
    // Bit i of the rows' sum is bit i + shift of p0.
    if shift != 0 {
      let rotation = size - shift
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: width) { rotated in
        for word in 0..<width { rotated[word] = self.word(total, rotation, word) }
        for word in 0..<width { total[word] = rotated[word] }
      }
      double(total)
    }
    // Row 0 gives p1; rows 1 and 2 then give p2 and p3 in the order in which they have one unknown each; row 3 is what remains to hold.
    var isKnown = [true, false, false, false]
    for _ in 0..<3 {
      for row in 0..<4 {
        let unknown = entries(row).filter { $0.column >= first && $0.column < first + 4 && !isKnown[Int($0.column) - first] }
        guard unknown.count == 1, let target = unknown.first else { continue }
        let part = sum + row * width
        for entry in entries(row) where entry.column >= first && entry != target { add(entry, to: part) }
        // These stand unshifted.
        put(part, Int(target.column))
        isKnown[Int(target.column) - first] = true
      }
    }
  }

  private func entries(_ row: Int) -> ArraySlice<LDPCCode.Entry> { code.entries[code.rowStarts[row]..<code.rowStarts[row + 1]] }

  private func clear(_ part: UnsafeMutablePointer<UInt64>) { for word in 0..<width { part[word] = 0 } }

  /// Adds a rotated column.
  private func add(_ entry: LDPCCode.Entry, to part: UnsafeMutablePointer<UInt64>) {
    let column = columns + Int(entry.column) * stride
    for word in 0..<width { part[word] ^= self.word(column, Int(entry.shift), word) }
  }

  /// A word of a column that begins at bit `shift`.
  private func word(_ column: UnsafeMutablePointer<UInt64>, _ shift: Int, _ word: Int) -> UInt64 {
    let start = shift >> 6 + word
    let bits = UInt64(shift & 63)
    var value = column[start] << bits
    if bits != 0 { value |= column[start + 1] >> (64 - bits) }
    return value & mask(word)
  }

  /// The bits of a word that belong to a column.
  private func mask(_ word: Int) -> UInt64 {
    let count = code.liftingSize - word * 64
    return count >= 64 ? ~0 : ~0 << UInt64(64 - count)
  }

  private func put(_ part: UnsafeMutablePointer<UInt64>, _ column: Int) {
    let target = columns + column * stride
    for word in 0..<width { target[word] = part[word] }
    double(target)
  }

  /// Puts the column a second time behind itself.
  private func double(_ column: UnsafeMutablePointer<UInt64>) {
    let bits = UInt64(code.liftingSize & 63)
    for word in width..<stride { column[word] = 0 }
    for word in 0..<width {
      let start = code.liftingSize >> 6 + word
      column[start] |= column[word] >> bits
      if bits != 0, start + 1 < stride { column[start + 1] |= column[word] << (64 - bits) }
    }
  }
}

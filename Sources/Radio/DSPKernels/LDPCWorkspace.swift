import CDSPKernels

/// Soft values and messages of one LDPC code's decoder, and its iteration (TS 38.212 §5.3.2): layered normalised min-sum on eight bits.
///
/// For each row, its entries' variables are read without what the row said of them before, and the row says something new:
/// ```
///   q = P - R        R' = f · (the least |q| of the other entries) · (the product of their signs)        P' = P + (R' - R)
/// ```
/// f is 3/4, and 7/8 where no more than five rows take part; rounded up. Messages stay within -48 and 48, sums within -128 and 127. The change
/// of a message is added to the sum and not the message to q: q is cut off too, and a strong sum would lose what was above that.
public struct LDPCWorkspace: ~Copyable {
  private var state: vitrum_ldpc_state
  private let columns: Int
  private let instructionSet: InstructionSet

  /// - Parameters:
  ///   - rowStarts: where the entries of each row begin, and behind the last row their number; no row has more than 24.
  ///   - entries: columns and shifts below the lifting size.
  public init(
    liftingSize: Int, columns: Int, rowStarts: [Int], entries: [(column: Int, shift: Int)], instructionSet: InstructionSet
  ) {
    precondition(liftingSize <= 384 && zip(rowStarts, rowStarts.dropFirst()).allSatisfy { $1 - $0 <= Int(VITRUM_LDPC_ROW_LIMIT) })
    self.columns = columns
    self.instructionSet = instructionSet
    let starts = UnsafeMutablePointer<UInt16>.allocate(capacity: rowStarts.count)
    for (index, start) in rowStarts.enumerated() { (starts + index).initialize(to: UInt16(start)) }
    let copies = UnsafeMutablePointer<vitrum_ldpc_entry>.allocate(capacity: entries.count)
    for (index, entry) in entries.enumerated() {
      (copies + index).initialize(to: vitrum_ldpc_entry(column: UInt16(entry.column), shift: UInt16(entry.shift)))
    }
    let posterior = Self.octets(columns * Self.pitch + 64)
    let messages = Self.octets(entries.count * Self.messages + 64)
    state = vitrum_ldpc_state(
      lifting_size: Int32(liftingSize), rows: 0, few_rows: false, row_starts: starts, entries: copies, posterior: posterior,
      messages: messages)
  }

  deinit {
    state.row_starts.deallocate()
    state.entries.deallocate()
    state.posterior.deallocate()
    state.messages.deallocate()
  }

  private static let pitch = Int(VITRUM_LDPC_PITCH)
  private static let front = Int(VITRUM_LDPC_FRONT)
  private static let messages = Int(VITRUM_LDPC_MESSAGES)

  private static func octets(_ count: Int) -> UnsafeMutablePointer<Int8> {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 64).bindMemory(to: Int8.self, capacity: count)
    memory.initialize(repeating: 0, count: count)
    return memory
  }

  /// The soft values of a column.
  public func column(_ index: Int) -> UnsafeMutableBufferPointer<Int8> {
    UnsafeMutableBufferPointer(start: state.posterior + index * Self.pitch + Self.front, count: Int(state.lifting_size))
  }

  /// Forgets what so many rows said.
  public func forgetMessages(rows: Int) { state.messages.update(repeating: 0, count: Int(state.row_starts[rows]) * Self.messages) }

  /// Whether each soft value of a column is negative, the first in the most significant place of the first word; `body` gets words with how
  /// many bits they have.
  @inlinable public func withSigns(_ column: Int, _ body: (UInt64, Int) -> Void) {
    let values = self.column(column)
    guard let base = UnsafeRawPointer(values.baseAddress) else { return }
    var start = 0
    while start < values.count {
      let count = min(64, values.count - start)
      var word: UInt64 = 0
      // Octets beyond the column are spare.
      for octet in stride(from: 0, to: count, by: 8) {
        let eight = UInt64(littleEndian: (base + start + octet).loadUnaligned(as: UInt64.self))
        word = word << 8 | ((eight >> 7 & 0x0101_0101_0101_0101) &* 0x8040_2010_0804_0201) >> 56
      }
      body(word >> UInt64((8 - count & 7) & 7), count)
      start += count
    }
  }

  /// - Parameter rows: how many of the rows take part.
  /// - Returns: whether all checks held for the hard decisions as they were read and none of these changed: then they are a codeword.
  public mutating func iterate(rows: Int) -> Bool {
    state.rows = Int32(rows)
    state.few_rows = rows <= 5
    return switch instructionSet {
    case .portable: iteratePortably(rows)
    case .avx2: vitrum_ldpc_iterate_avx2(&state)
    case .avx512: vitrum_ldpc_iterate_avx512(&state)
    }
  }

  private func iteratePortably(_ rows: Int) -> Bool {
    let size = Int(state.lifting_size)
    var isSettled = true
    withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<Int8>.self, capacity: 24) { places in
      for row in 0..<rows {
        let start = Int(state.row_starts[row])
        let count = Int(state.row_starts[row + 1]) - start
        for lane in 0..<size {
          var least = 127
          var second = 127
          var isNegative = false
          var parity = false
          for index in 0..<count {
            let entry = state.entries[start + index]
            var place = lane + Int(entry.shift)
            if place >= size { place -= size }
            places[index] = state.posterior + Int(entry.column) * Self.pitch + Self.front + place
            let input = max(-128, min(127, Int(places[index].pointee) - message(start + index, lane)))
            if places[index].pointee < 0 { parity.toggle() }
            if input < 0 { isNegative.toggle() }
            second = min(second, max(abs(input), least))
            least = min(least, abs(input))
          }
          if parity { isSettled = false }
          for index in 0..<count {
            let before = message(start + index, lane)
            let input = max(-128, min(127, Int(places[index].pointee) - before))
            let magnitude = scaled(abs(input) == least ? second : least)
            let after = isNegative != (input < 0) ? -magnitude : magnitude
            state.messages[(start + index) * Self.messages + lane] = Int8(after)
            let value = Int8(max(-128, min(127, Int(places[index].pointee) + after - before)))
            if (value < 0) != (places[index].pointee < 0) { isSettled = false }
            places[index].pointee = value
          }
        }
      }
    }
    return isSettled
  }

  private func message(_ entry: Int, _ lane: Int) -> Int { Int(state.messages[entry * Self.messages + lane]) }

  private func scaled(_ magnitude: Int) -> Int {
    min(Int(VITRUM_LDPC_MESSAGE_LIMIT), state.few_rows ? magnitude - magnitude >> 3 : (magnitude + magnitude >> 1 + 1) >> 1)
  }
}

import CDSPKernels

/// Soft values and messages of one LDPC code's decoder, and its iteration (TS 38.212 §5.3.2): layered normalised min-sum on eight bits.
///
/// For each row, its entries' variables are read without what the row said of them before, the row says something new, and the variables are
/// written back:
/// ```
///   q = P - R        R' = 3/4 · (the least |q| of the other entries) · (the product of their signs)        P' = q + R'
/// ```
/// Sums stay within -127 and 127, messages within -48 and 48; 3/4 is rounded up.
public struct LDPCWorkspace: ~Copyable {
  private var state: vitrum_ldpc_state
  private let columns: Int
  private let entryCount: Int
  private let instructionSet: InstructionSet

  /// - Parameters:
  ///   - rowStarts: where the entries of each row begin, and behind the last row their number; no row has more than 24.
  ///   - entries: columns and shifts below the lifting size.
  public init(
    liftingSize: Int, columns: Int, rowStarts: [Int], entries: [(column: Int, shift: Int)], instructionSet: InstructionSet
  ) {
    precondition(liftingSize <= 384 && zip(rowStarts, rowStarts.dropFirst()).allSatisfy { $1 - $0 <= Int(VITRUM_LDPC_ROW_LIMIT) })
    self.columns = columns
    entryCount = entries.count
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
      lifting_size: Int32(liftingSize), rows: 0, row_starts: starts, entries: copies, posterior: posterior, messages: messages)
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

  /// Forgets what rows said.
  public func forgetMessages() { state.messages.update(repeating: 0, count: entryCount * Self.messages) }

  /// - Parameter rows: how many of the rows take part.
  /// - Returns: whether all checks held for the hard decisions as they were read and none of these changed: then they are a codeword.
  public mutating func iterate(rows: Int) -> Bool {
    state.rows = Int32(rows)
    return switch instructionSet {
    case .portable: iteratePortably(rows)
    case .avx2: vitrum_ldpc_iterate_avx2(&state)
    case .avx512: vitrum_ldpc_iterate_avx512(&state)
    }
  }

  private func iteratePortably(_ rows: Int) -> Bool {
    let size = Int(state.lifting_size)
    var isSettled = true
    withUnsafeTemporaryAllocation(of: (place: UnsafeMutablePointer<Int8>, input: Int).self, capacity: 24) { inputs in
      for row in 0..<rows {
        let start = Int(state.row_starts[row])
        let count = Int(state.row_starts[row + 1]) - start
        for lane in 0..<size {
          var least = 127
          var second = 127
          var leastEntry = 0
          var isNegative = false
          var parity = false
          for index in 0..<count {
            let entry = state.entries[start + index]
            var place = lane + Int(entry.shift)
            if place >= size { place -= size }
            place += Int(entry.column) * Self.pitch + Self.front
            let value: UnsafeMutablePointer<Int8> = state.posterior + place
            let said = Int(state.messages[(start + index) * Self.messages + lane])
            let input = min(127, max(-127, Int(value.pointee) - said))
            inputs[index] = (value, input)
            if value.pointee < 0 { parity.toggle() }
            if input < 0 { isNegative.toggle() }
            if abs(input) < least {
              second = least
              least = abs(input)
              leastEntry = index
            } else if abs(input) < second {
              second = abs(input)
            }
          }
          if parity { isSettled = false }
          for index in 0..<count {
            let magnitude = index == leastEntry ? second : least
            let scaled = min(Int(VITRUM_LDPC_MESSAGE_LIMIT), (magnitude + magnitude >> 1 + 1) >> 1)
            let message = isNegative != (inputs[index].input < 0) ? -scaled : scaled
            state.messages[(start + index) * Self.messages + lane] = Int8(message)
            let value = Int8(min(127, max(-127, inputs[index].input + message)))
            if (value < 0) != (inputs[index].place.pointee < 0) { isSettled = false }
            inputs[index].place.pointee = value
          }
        }
      }
    }
    return isSettled
  }
}

import DSPKernels

/// Which bits of a codeword are sent, and in which order (TS 38.212 §5.4.2).
public struct LDPCRateMatching: Sendable, Hashable {
  public let code: LDPCCode
  /// Bits of the circular buffer (N_cb).
  public let bufferCount: Int
  /// The places of fillers in the codeword, which are not sent.
  public let fillers: Range<Int>

  /// - Parameters:
  ///   - fillerCount: of the code block.
  ///   - limit: the bits that the receiver's buffer has for a codeword (N_ref), `nil` for all.
  public init(_ code: LDPCCode, fillerCount: Int, limit: Int? = nil) {
    self.code = code
    bufferCount = min(code.codewordCount, limit ?? Int.max)
    let end = code.informationCount - 2 * code.liftingSize
    fillers = (end - fillerCount)..<end
  }

  /// The place in the buffer where a redundancy version begins (table 5.4.2.1-2).
  /// - Throws: `redundancyVersion` beyond 3.
  public func start(redundancyVersion version: Int) throws(ChannelCodingError) -> Int {
    guard (0...3).contains(version) else { throw .redundancyVersion(version) }
    let factor = (code.baseGraph == .one ? [0, 17, 33, 56] : [0, 13, 25, 43])[version]
    let columns = code.baseGraph.columns - 2
    return factor * bufferCount / (columns * code.liftingSize) * code.liftingSize
  }

  /// Hands the ranges of the codeword that are sent, in their order, to `body`.
  private func ranges(_ count: Int, _ version: Int, _ body: (Range<Int>) -> Void) throws(ChannelCodingError) {
    var position = try start(redundancyVersion: version)
    let inner = fillers.clamped(to: 0..<bufferCount)
    guard count == 0 || bufferCount > inner.count else { throw .rateMatchingOutput(count, "the buffer has nothing but fillers") }
    var left = count
    while left > 0 {
      if inner.contains(position) { position = inner.upperBound }
      let end = position < inner.lowerBound ? inner.lowerBound : bufferCount
      let taken = min(left, end - position)
      if taken > 0 { body(position..<(position + taken)) }
      left -= taken
      position = position + taken == bufferCount ? 0 : position + taken
    }
  }

  private func check(_ count: Int, _ modulationOrder: Int) throws(ChannelCodingError) {
    guard count >= 0, modulationOrder > 0, count % modulationOrder == 0 else {
      throw .rateMatchingOutput(count, "not a multiple of the modulation order \(modulationOrder) (TS 38.212 §5.4.2.1)")
    }
  }

  /// Rows of the parity-check matrix whose parity has bits that are sent, at least the four in front.
  /// - Throws: `redundancyVersion`; `rateMatchingOutput` where the buffer has nothing to send.
  public func rows(count: Int, redundancyVersion: Int) throws(ChannelCodingError) -> Int {
    var end = 0
    try ranges(count, redundancyVersion) { end = max(end, $0.upperBound) }
    return max(4, (end + code.liftingSize - 1) / code.liftingSize + 2 - code.baseGraph.informationColumns)
  }

  /// Selects and interleaves bits.
  /// - Parameters:
  ///   - count: bits that are sent (E).
  ///   - modulationOrder: bits of a symbol (Q_m).
  /// - Throws: `redundancyVersion`; `rateMatchingOutput` where the count is not one of whole symbols.
  public func match(
    _ codeword: BitSequence, count: Int, redundancyVersion: Int, modulationOrder: Int, instructionSet: InstructionSet = .fastest
  ) throws(ChannelCodingError) -> BitSequence {
    try check(count, modulationOrder)
    guard codeword.count == code.codewordCount else { throw .informationCount(codeword.count, "the codeword has \(code.codewordCount)") }
    let size = (count + 63) / 64
    var memory = [UInt64](repeating: 0, count: Self.scratchWords(count) + size)
    let result = memory.withUnsafeMutableBufferPointer { memory in
      codeword.words.withUnsafeBufferPointer { words in
        Result { () throws(ChannelCodingError) in
          guard let source = words.baseAddress, let scratch = memory.baseAddress else { return }
          try match(
            source, count: count, redundancyVersion: redundancyVersion, modulationOrder: modulationOrder, scratch: scratch,
            into: scratch + Self.scratchWords(count), at: 0, instructionSet: instructionSet)
        }
      }
    }
    try result.get()
    return BitSequence(words: Array(memory.suffix(size)), count: count)
  }

  /// Words that selecting and interleaving so many bits needs.
  public static func scratchWords(_ count: Int) -> Int { 2 * ((count + 63) / 64 + 1) }

  /// Selects and interleaves bits of words, the first bit in the most significant place of the first.
  /// - Parameters:
  ///   - codeword: those rows that ``rows(count:redundancyVersion:)`` says.
  ///   - scratch: ``scratchWords(_:)`` words that have been initialised.
  ///   - place: where the first bit goes in `target`, whose other bits stay.
  /// - Throws: `redundancyVersion`; `rateMatchingOutput` where the count is not one of whole symbols.
  public func match(
    _ codeword: UnsafePointer<UInt64>, count: Int, redundancyVersion: Int, modulationOrder: Int, scratch: UnsafeMutablePointer<UInt64>,
    into target: UnsafeMutablePointer<UInt64>, at place: Int, instructionSet: InstructionSet = .fastest
  ) throws(ChannelCodingError) {
    try check(count, modulationOrder)
    guard modulationOrder > 1 else {
      var place = place
      try ranges(count, redundancyVersion) {
        BitKernels.copy(codeword, from: $0.lowerBound, into: target, at: place, count: $0.count)
        place += $0.count
      }
      return
    }
    var selected = 0
    try ranges(count, redundancyVersion) {
      BitKernels.copy(codeword, from: $0.lowerBound, into: scratch, at: selected, count: $0.count)
      selected += $0.count
    }
    let interleaved = scratch + Self.scratchWords(count) / 2
    BitInterleaving.interleave(scratch, count: count, order: modulationOrder, into: interleaved, instructionSet: instructionSet)
    BitKernels.copy(interleaved, from: 0, into: target, at: place, count: count)
  }

  /// Adds what was received to the soft bits of a codeword, which stay within -127 and 127.
  /// - Parameters:
  ///   - received: log-likelihood ratios in the order in which they were sent, positive for 0.
  ///   - soft: one for each bit of the codeword; fillers are not touched.
  public func combine(
    _ received: UnsafeBufferPointer<Int8>, redundancyVersion: Int, modulationOrder: Int, into soft: UnsafeMutableBufferPointer<Int8>,
    instructionSet: InstructionSet = .fastest
  ) throws(ChannelCodingError) {
    let result = withUnsafeTemporaryAllocation(of: Int8.self, capacity: received.count) { rows in
      Result { () throws(ChannelCodingError) in
        rows.initialize(repeating: 0)
        try combine(
          received, redundancyVersion: redundancyVersion, modulationOrder: modulationOrder, scratch: rows, into: soft,
          instructionSet: instructionSet)
      }
    }
    try result.get()
  }

  /// As ``combine(_:redundancyVersion:modulationOrder:into:instructionSet:)`` with memory of the caller.
  /// - Parameter scratch: as much as was received, initialised.
  public func combine(
    _ received: UnsafeBufferPointer<Int8>, redundancyVersion: Int, modulationOrder: Int, scratch rows: UnsafeMutableBufferPointer<Int8>,
    into soft: UnsafeMutableBufferPointer<Int8>, instructionSet: InstructionSet = .fastest
  ) throws(ChannelCodingError) {
    try check(received.count, modulationOrder)
    guard rows.count == received.count else { throw .informationCount(rows.count, "\(received.count) values were received") }
    guard [1, 2, 4, 6, 8, 10].contains(modulationOrder) else {
      throw .rateMatchingOutput(received.count, "a symbol has no \(modulationOrder) bits (TS 38.211 §5.1)")
    }
    guard soft.count == code.codewordCount else { throw .informationCount(soft.count, "the codeword has \(code.codewordCount)") }
    SoftBits.deinterleave(received, order: modulationOrder, into: rows, instructionSet: instructionSet)
    var start = 0
    try ranges(received.count, redundancyVersion) { range in
      SoftBits.add(
        UnsafeBufferPointer(rebasing: rows[start..<(start + range.count)]), to: UnsafeMutableBufferPointer(rebasing: soft[range]),
        instructionSet: instructionSet)
      start += range.count
    }
  }

  /// Bits for each code block of a transport block (TS 38.212 §5.4.2.1).
  /// - Parameters:
  ///   - count: coded bits of the transport block (G).
  ///   - blocks: scheduled code blocks.
  public static func outputCounts(_ count: Int, blocks: Int, layers: Int, modulationOrder: Int) throws(ChannelCodingError) -> [Int] {
    let unit = layers * modulationOrder
    guard unit > 0, blocks > 0, count >= 0, count % unit == 0 else {
      throw .rateMatchingOutput(count, "not a multiple of \(layers) layers of \(modulationOrder) bits (TS 38.212 §5.4.2.1)")
    }
    return (0..<blocks).map { outputCount(count, block: $0, of: blocks, unit: unit) }
  }

  /// Bits of one code block (E_r).
  /// - Parameters:
  ///   - block: counted among the scheduled ones.
  ///   - unit: layers times modulation order, of which the count is a multiple.
  public static func outputCount(_ count: Int, block: Int, of blocks: Int, unit: Int) -> Int {
    let units = count / unit
    return (block < blocks - units % blocks ? units / blocks : (units + blocks - 1) / blocks) * unit
  }
}

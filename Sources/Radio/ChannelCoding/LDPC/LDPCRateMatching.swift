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

  /// Selects and interleaves bits.
  /// - Parameters:
  ///   - count: bits that are sent (E).
  ///   - modulationOrder: bits of a symbol (Q_m).
  /// - Throws: `redundancyVersion`; `rateMatchingOutput` where the count is not one of whole symbols.
  public func match(
    _ codeword: BitSequence, count: Int, redundancyVersion: Int, modulationOrder: Int, instructionSet: InstructionSet = .fastest
  ) throws(ChannelCodingError) -> BitSequence {
    try check(count, modulationOrder)
    var selected = BitSequence()
    try ranges(count, redundancyVersion) { selected.append(codeword, $0) }
    return modulationOrder == 1 ? selected : BitInterleaving.interleaved(selected, order: modulationOrder, instructionSet: instructionSet)
  }

  /// Adds what was received to the soft bits of a codeword, which stay within -127 and 127.
  /// - Parameters:
  ///   - received: log-likelihood ratios in the order in which they were sent, positive for 0.
  ///   - soft: one for each bit of the codeword; fillers are not touched.
  public func combine(
    _ received: UnsafeBufferPointer<Int8>, redundancyVersion: Int, modulationOrder: Int, into soft: UnsafeMutableBufferPointer<Int8>,
    instructionSet: InstructionSet = .fastest
  ) throws(ChannelCodingError) {
    try check(received.count, modulationOrder)
    guard [1, 2, 4, 6, 8, 10].contains(modulationOrder) else {
      throw .rateMatchingOutput(received.count, "a symbol has no \(modulationOrder) bits (TS 38.211 §5.1)")
    }
    guard soft.count == code.codewordCount else { throw .informationCount(soft.count, "the codeword has \(code.codewordCount)") }
    let result = withUnsafeTemporaryAllocation(of: Int8.self, capacity: received.count) { rows in
      Result { () throws(ChannelCodingError) in
        rows.initialize(repeating: 0)
        SoftBits.deinterleave(received, order: modulationOrder, into: rows, instructionSet: instructionSet)
        var start = 0
        try ranges(received.count, redundancyVersion) { range in
          SoftBits.add(
            UnsafeBufferPointer(rebasing: rows[start..<(start + range.count)]), to: UnsafeMutableBufferPointer(rebasing: soft[range]),
            instructionSet: instructionSet)
          start += range.count
        }
      }
    }
    try result.get()
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
    let units = count / unit
    return (0..<blocks).map { $0 < blocks - units % blocks ? units / blocks * unit : (units + blocks - 1) / blocks * unit }
  }
}

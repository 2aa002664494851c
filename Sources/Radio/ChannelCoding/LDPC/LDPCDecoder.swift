import DSPKernels

/// What a decoder came to.
public struct LDPCOutcome: Sendable, Hashable {
  /// Iterations that were made.
  public var iterations: Int
  /// Whether the hard decisions were a codeword before the last iteration, which changed none of them.
  public var isCodeword: Bool
}

/// Decodes code blocks of one LDPC code, as ``LDPCWorkspace`` says.
///
/// Soft values are log-likelihood ratios ln(p(0)/p(1)) times ``LDPCDecoder/scale``.
public struct LDPCDecoder: ~Copyable {
  /// Steps of a soft value for a log-likelihood ratio of one.
  public static let scale: Float = 7

  /// The soft value of a log-likelihood ratio, within -127 and 127; 0 for what is not a number.
  public static func quantized(_ ratio: Float) -> Int8 {
    let steps = (ratio * scale).rounded()
    return steps >= 127 ? 127 : steps <= -127 ? -127 : steps.isNaN ? 0 : Int8(steps)
  }

  public let code: LDPCCode
  private var workspace: LDPCWorkspace

  public init(_ code: LDPCCode, instructionSet: InstructionSet = .fastest) {
    self.code = code
    workspace = LDPCWorkspace(
      liftingSize: code.liftingSize, columns: code.baseGraph.columns, rowStarts: code.rowStarts,
      entries: code.entries.map { (Int($0.column), Int($0.shift)) }, instructionSet: instructionSet)
  }

  /// - Parameters:
  ///   - soft: of each bit of the codeword, 0 for what was not received.
  ///   - fillerCount: the last bits of the information, which are known to be 0.
  ///   - maximumIterations: after these it ends in any case.
  ///   - stopsAtCodeword: whether it ends when the hard decisions are a codeword.
  /// - Returns: the information, with its fillers, and what came of it.
  /// - Throws: `informationCount` unless there is a soft value for each bit of the codeword.
  public mutating func decode(
    _ soft: UnsafeBufferPointer<Int8>, fillerCount: Int = 0, maximumIterations: Int, stopsAtCodeword: Bool = true
  ) throws(ChannelCodingError) -> (information: BitSequence, outcome: LDPCOutcome) {
    var words = [UInt64](repeating: 0, count: (code.informationCount + 63) / 64)
    let result = words.withUnsafeMutableBufferPointer { words in
      Result { () throws(ChannelCodingError) -> LDPCOutcome in
        guard let target = words.baseAddress else { return LDPCOutcome(iterations: 0, isCodeword: false) }
        return try decode(
          soft, fillerCount: fillerCount, maximumIterations: maximumIterations, stopsAtCodeword: stopsAtCodeword, into: target)
      }
    }
    let outcome = try result.get()
    return (BitSequence(words: words, count: code.informationCount), outcome)
  }

  /// Decodes into words.
  /// - Parameters:
  ///   - information: room for the information with its fillers, the first bit in the most significant place of the first word.
  ///   - check: it ends after an iteration with which so many bits of the information have this CRC and are not all zeros.
  public mutating func decode(
    _ soft: UnsafeBufferPointer<Int8>, fillerCount: Int = 0, maximumIterations: Int, stopsAtCodeword: Bool = true,
    into information: UnsafeMutablePointer<UInt64>, stopsAt check: (crc: CRC, count: Int)? = nil
  ) throws(ChannelCodingError) -> LDPCOutcome {
    guard soft.count == code.codewordCount, let base = soft.baseAddress else {
      throw .informationCount(soft.count, "the codeword has \(code.codewordCount) (TS 38.212 §5.3.2)")
    }
    let size = code.liftingSize
    let rows = usedRows(soft)
    // What parity columns of other rows have is not read.
    for column in 0..<(code.baseGraph.informationColumns + rows) {
      let values = workspace.column(column)
      if column < 2 {
        values.update(repeating: 0)
      } else {
        _ = values.update(fromContentsOf: UnsafeBufferPointer(start: base + (column - 2) * size, count: size))
      }
    }
    let end = code.informationCount
    for index in (end - fillerCount)..<end { workspace.column(index / size)[index % size] = 127 }
    workspace.forgetMessages(rows: rows)
    var outcome = LDPCOutcome(iterations: 0, isCodeword: false)
    while outcome.iterations < maximumIterations {
      outcome.iterations += 1
      outcome.isCodeword = workspace.iterate(rows: rows)
      if outcome.isCodeword, stopsAtCodeword { break }
      if let check {
        write(information)
        if hasOnes(information), check.crc.holds(UnsafePointer(information), 0..<check.count) { return outcome }
      }
    }
    write(information)
    return outcome
  }

  /// Rows behind the fourth matter up to the last parity column of which something was received.
  private func usedRows(_ soft: UnsafeBufferPointer<Int8>) -> Int {
    let octets = UnsafeRawBufferPointer(soft)
    var count = octets.count
    while count >= 8, octets.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self) == 0 { count -= 8 }
    while count > 0, octets[count - 1] == 0 { count -= 1 }
    return max(4, (count + code.liftingSize - 1) / code.liftingSize + 2 - code.baseGraph.informationColumns)
  }

  /// Whether information in words is not all zeros.
  public func hasOnes(_ information: UnsafePointer<UInt64>) -> Bool {
    (0..<((code.informationCount + 63) / 64)).contains { information[$0] != 0 }
  }

  private func write(_ information: UnsafeMutablePointer<UInt64>) {
    // Bits that do not fill a word yet, in its most significant places.
    var (word, filled, place) = (0 as UInt64, 0, information)
    for column in 0..<code.baseGraph.informationColumns {
      workspace.withSigns(column) { bits, count in
        let bits = bits << UInt64(64 - count)
        word |= bits >> UInt64(filled)
        filled += count
        guard filled >= 64 else { return }
        place.pointee = word
        place += 1
        filled -= 64
        word = filled > 0 ? bits << UInt64(count - filled) : 0
      }
    }
    if filled > 0 { place.pointee = word }
  }
}

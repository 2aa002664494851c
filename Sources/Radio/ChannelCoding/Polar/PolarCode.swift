/// A polar code with its rate matching (TS 38.212 §5.3.1, §5.4.1): which bits carry information, and which coded bits are sent.
public struct PolarCode: Sendable, Hashable {
  /// What the code is used for.
  public enum Use: Sendable, Hashable {
    /// PBCH and PDCCH: bits are interleaved in front, N is 512 at most (TS 38.212 §7.1.4, §7.3.3).
    case downlink
    /// UCI: coded bits are interleaved, N is 1024 at most, short messages have parity-check bits (TS 38.212 §6.3.1.3, §6.3.1.4).
    case uplink
  }

  public let use: Use
  /// Bits of information, CRC included (K).
  public let informationCount: Int
  /// Bits that are sent (E).
  public let outputCount: Int
  /// Bits of the mother code (N), a power of two.
  public let count: Int
  /// Whether each bit of the mother code's input is information or parity check; the others are 0.
  let isFree: BitSequence
  /// The inputs that are parity checks (Q_PC).
  let parityChecks: [Int]
  /// Where each bit of the message goes in.
  let places: [Int]
  /// The bit of the mother code that each sent bit is.
  let sent: [Int]

  /// Whether and where coded bits are left out.
  enum Matching: Sendable, Hashable {
    case repetition
    case puncturing
    case shortening
  }
  let matching: Matching

  /// - Parameters:
  ///   - informationCount: at least 12 in the uplink, at most 164 in the downlink; with CRC.
  ///   - outputCount: at least as many, and at most 8192.
  /// - Throws: `informationCount` or `rateMatchingOutput` beyond these.
  public init(_ use: Use, informationCount: Int, outputCount: Int) throws(ChannelCodingError) {
    guard informationCount >= (use == .uplink ? 18 : 1), informationCount <= (use == .uplink ? 1023 : 164) else {
      throw .informationCount(informationCount, "a polar code has 18 to 1023 in the uplink, at most 164 in the downlink (TS 38.212 §5.3.1)")
    }
    let checkCount = use == .uplink && informationCount <= 25 ? 3 : 0
    guard outputCount >= informationCount + checkCount, outputCount <= 8192 else {
      throw .rateMatchingOutput(
        outputCount, "a polar code of \(informationCount) bits of information gives that many to 8192 (TS 38.212 §5.4.1)")
    }
    self.use = use
    self.informationCount = informationCount
    self.outputCount = outputCount
    let exponent = Self.exponent(informationCount, outputCount, maximum: use == .uplink ? 10 : 9)
    let count = 1 << exponent
    guard informationCount + checkCount <= count else {
      throw .informationCount(informationCount, "the code of \(count) bits has no room (TS 38.212 §5.3.1)")
    }
    self.count = count
    matching =
      outputCount >= count ? .repetition : 16 * informationCount <= 7 * outputCount ? .puncturing : .shortening
    let free = Self.free(count, informationCount + checkCount, outputCount, matching)
    var isFree = BitSequence(zeros: count)
    for index in free { isFree[index] = true }
    self.isFree = isFree
    parityChecks = Self.parityChecks(free, checkCount, isWeighted: outputCount - informationCount > 189)
    let checks = Set(parityChecks)
    let order = use == .downlink ? Self.interleaved(informationCount) : Array(0..<informationCount)
    var places = [Int](repeating: 0, count: informationCount)
    for (bit, place) in zip(order, free.filter { !checks.contains($0) }.sorted()) { places[bit] = place }
    self.places = places
    sent = Self.sent(count, outputCount, matching, use)
  }

  /// The exponent of N (§5.3.1).
  private static func exponent(_ information: Int, _ output: Int, maximum: Int) -> Int {
    let ceiling = Int.bitWidth - (output - 1).leadingZeroBitCount
    let isShort = 8 * output <= 9 << (ceiling - 1) && 16 * information < 9 * output
    let rate = Int.bitWidth - (8 * information - 1).leadingZeroBitCount
    return max(5, min(isShort ? ceiling - 1 : ceiling, rate, maximum))
  }

  /// The inputs that carry information or parity checks, from the least reliable to the most (Q_I, §5.4.1.1).
  private static func free(_ count: Int, _ wanted: Int, _ output: Int, _ matching: Matching) -> [Int] {
    var isFrozen = [Bool](repeating: false, count: count)
    switch matching {
    case .repetition: break
    case .puncturing:
      for index in 0..<(count - output) { isFrozen[subBlockPlace(index, count)] = true }
      let first = 4 * output >= 3 * count ? (3 * count - 2 * output + 3) / 4 : (9 * count - 4 * output + 15) / 16
      for index in 0..<max(0, first) { isFrozen[index] = true }
    case .shortening: for index in output..<count { isFrozen[subBlockPlace(index, count)] = true }
    }
    let candidates = PolarTables.sequence.lazy.map(Int.init).filter { $0 < count && !isFrozen[$0] }
    return Array(candidates.suffix(wanted))
  }

  /// §5.3.1.2: the least reliable inputs are checks, or one of them is the input of least row weight among the others, of these the most
  /// reliable.
  private static func parityChecks(_ free: [Int], _ count: Int, isWeighted: Bool) -> [Int] {
    guard count > 0 else { return [] }
    guard isWeighted else { return Array(free.prefix(count)) }
    let others = free.dropFirst(count)
    let least = others.map(\.nonzeroBitCount).min() ?? 0
    let weighted = others.last { $0.nonzeroBitCount == least }
    return Array(free.prefix(count - 1)) + (weighted.map { [$0] } ?? [])
  }

  /// The places of the sub-block interleaver (table 5.4.1.1-1).
  private static let subBlocks = [
    0, 1, 2, 4, 3, 5, 6, 7, 8, 16, 9, 17, 10, 18, 11, 19, 12, 20, 13, 21, 14, 22, 15, 23, 24, 25, 26, 28, 27, 29, 30, 31,
  ]

  static func subBlockPlace(_ index: Int, _ count: Int) -> Int {
    subBlocks[32 * index / count] * (count / 32) + index % (count / 32)
  }

  /// §5.3.1.1: the order in which the downlink's bits go into the code.
  private static func interleaved(_ count: Int) -> [Int] {
    let offset = PolarInterleaver.pattern.count - count
    return PolarInterleaver.pattern.filter { $0 >= offset }.map { $0 - offset }
  }

  /// §5.4.1
  private static func sent(_ count: Int, _ output: Int, _ matching: Matching, _ use: Use) -> [Int] {
    let places = (0..<output).map { index in
      switch matching {
      case .repetition: subBlockPlace(index % count, count)
      case .puncturing: subBlockPlace(index + count - output, count)
      case .shortening: subBlockPlace(index, count)
      }
    }
    return use == .uplink ? triangle(places) : places
  }

  /// §5.4.1.3: written in rows into a triangle, read in columns.
  private static func triangle(_ places: [Int]) -> [Int] {
    var size = 0
    while size * (size + 1) / 2 < places.count { size += 1 }
    var result: [Int] = []
    result.reserveCapacity(places.count)
    for column in 0..<size {
      // Row r has size - r places and begins behind those above it.
      var index = column
      var row = 0
      while row < size - column {
        if index < places.count { result.append(places[index]) }
        index += size - row
        row += 1
      }
    }
    return result
  }

  /// Encodes a message with its CRC.
  /// - Throws: `informationCount` unless it has as many bits as the code says.
  public func encode(_ message: BitSequence) throws(ChannelCodingError) -> BitSequence {
    guard message.count == informationCount else {
      throw .informationCount(message.count, "the code has \(informationCount) (TS 38.212 §5.3.1)")
    }
    let coded = PolarTransform.applied(to: inputs(message))
    var bits = BitSequence()
    bits.reserve(outputCount)
    var index = 0
    while index < outputCount {
      let end = min(outputCount, index + 64)
      var word: UInt64 = 0
      for place in sent[index..<end] { word = word << 1 | (coded[place] ? 1 : 0) }
      bits.append(word, count: end - index)
      index = end
    }
    return bits
  }

  /// The inputs of the mother code (u, §5.3.1.2).
  private func inputs(_ message: BitSequence) -> BitSequence {
    var inputs = BitSequence(zeros: count)
    for (bit, place) in places.enumerated() where message[bit] { inputs[place] = true }
    guard let last = parityChecks.max() else { return inputs }
    var register: UInt8 = 0
    for index in 0...last {
      // Five places that go round; the first is what a check takes and a bit is added to.
      register = register >> 1 | (register & 1) << 4
      if parityChecks.contains(index) {
        inputs[index] = register & 1 == 1
      } else if inputs[index] {
        register ^= 1
      }
    }
    return inputs
  }

  /// The message of the inputs of a mother code.
  func message(_ inputs: BitSequence) -> BitSequence {
    var message = BitSequence(zeros: informationCount)
    for (bit, place) in places.enumerated() where inputs[place] { message[bit] = true }
    return message
  }
}

/// Codes for up to 11 bits (TS 38.212 §5.3.3), with their rate matching (§5.4.3).
public struct SmallBlockCode: Sendable, Hashable {
  /// A coded bit, or what stands in its place until it is scrambled (TS 38.211 §6.3.1.1).
  public enum Bit: UInt8, Sendable, Hashable {
    case zero, one
    /// Is 1 after scrambling (x).
    case placeholderOne
    /// Repeats the scrambled bit in front of it (y).
    case placeholderRepetition
  }

  /// Bits of information, 1 to 11.
  public let informationCount: Int
  /// Bits of a symbol, which decide where bits of one and two stand.
  public let modulationOrder: Int

  /// - Throws: `informationCount` beyond 1 to 11; `rateMatchingOutput` for another modulation order than 1, 2, 4, 6 and 8.
  public init(informationCount: Int, modulationOrder: Int) throws(ChannelCodingError) {
    guard (1...11).contains(informationCount) else {
      throw .informationCount(informationCount, "these codes have 1 to 11 (TS 38.212 §5.3.3)")
    }
    guard [1, 2, 4, 6, 8].contains(modulationOrder) else {
      throw .rateMatchingOutput(modulationOrder, "a symbol has 1, 2, 4, 6 or 8 bits (TS 38.212 §5.3.3.1)")
    }
    self.informationCount = informationCount
    self.modulationOrder = modulationOrder
  }

  /// The rows of table 5.3.3.3-1, of which the first column is the least significant bit.
  private static let rows: [UInt16] = [
    0x403, 0x607, 0x749, 0x50D, 0x48F, 0x5D3, 0x755, 0x599, 0x69B, 0x65D, 0x6E5, 0x567, 0x7A9, 0x6AB, 0x4B1, 0x6F3,
    0x277, 0x139, 0x0FB, 0x061, 0x445, 0x60B, 0x591, 0x717, 0x3DF, 0x4E3, 0x32D, 0x3AF, 0x175, 0x1FD, 0x7FF, 0x001,
  ]

  /// The bits of the code, before rate matching.
  public func encode(_ information: BitSequence) throws(ChannelCodingError) -> [Bit] {
    guard information.count == informationCount else {
      throw .informationCount(information.count, "the code has \(informationCount) (TS 38.212 §5.3.3)")
    }
    let bits = (0..<informationCount).map { information[$0] ? Bit.one : .zero }
    let fill = [Bit](repeating: .placeholderOne, count: max(0, modulationOrder - 2))
    switch informationCount {
    case 1: return modulationOrder == 1 ? bits : [bits[0], .placeholderRepetition] + fill
    case 2:
      let sum: Bit = bits[0] == bits[1] ? .zero : .one
      if modulationOrder == 1 { return bits + [sum] }
      return bits + fill + [sum, bits[0]] + fill + [bits[1], sum] + fill
    default:
      let message = (0..<informationCount).reduce(UInt16(0)) { $0 | (information[$1] ? 1 << UInt16($1) : 0) }
      return Self.rows.map { ($0 & message).nonzeroBitCount & 1 == 1 ? .one : .zero }
    }
  }

  /// So many bits, the code's over and over (§5.4.3).
  public func encode(_ information: BitSequence, count: Int) throws(ChannelCodingError) -> [Bit] {
    let coded = try encode(information)
    return (0..<max(0, count)).map { coded[$0 % coded.count] }
  }

  /// The likeliest message.
  /// - Parameter received: log-likelihood ratios of the sent bits, positive for 0; those of placeholders are not used.
  /// - Returns: the message, and its correlation: the sum of the ratios of the bits as it has them. That of their magnitudes is the most it
  ///   can be; one that is small beside it says that nothing was sent.
  public func decode(_ received: UnsafeBufferPointer<Float>) -> (message: BitSequence, correlation: Float) {
    informationCount < 3 ? decodeShort(received) : decodeLong(received)
  }

  private func decodeShort(_ received: UnsafeBufferPointer<Float>) -> (BitSequence, Float) {
    var best: (BitSequence, Float) = (BitSequence(zeros: informationCount), -.infinity)
    for value in 0..<(1 << informationCount) {
      let message = BitSequence((0..<informationCount).map { value >> $0 & 1 == 1 })
      guard let coded = try? encode(message) else { continue }
      var sum: Float = 0
      for (index, ratio) in received.enumerated() {
        switch coded[index % coded.count] {
        case .zero: sum += ratio
        case .one: sum -= ratio
        case .placeholderOne, .placeholderRepetition: break
        }
      }
      if sum > best.1 { best = (message, sum) }
    }
    return best
  }

  /// Columns 1 to 5 number the rows: for each combination of the columns behind them, a Hadamard transform gives the correlations of all
  /// messages, and its sign the first bit.
  private func decodeLong(_ received: UnsafeBufferPointer<Float>) -> (BitSequence, Float) {
    var sums = [Float](repeating: 0, count: 32)
    for (index, ratio) in received.enumerated() { sums[index & 31] += ratio }
    var best: (message: UInt16, correlation: Float) = (0, -.infinity)
    let inner = min(informationCount - 1, 5)
    var values = [Float](repeating: 0, count: 32)
    for high in 0..<(1 << max(0, informationCount - 6)) {
      let mask = UInt16(high) << 6
      for (row, bits) in Self.rows.enumerated() {
        values[Int(bits >> 1 & 31)] = (bits & mask).nonzeroBitCount & 1 == 1 ? -sums[row] : sums[row]
      }
      var distance = 1
      while distance < 32 {
        for index in 0..<32 where index & distance == 0 {
          let (first, second) = (values[index], values[index | distance])
          values[index] = first + second
          values[index | distance] = first - second
        }
        distance *= 2
      }
      for low in 0..<(1 << inner) where abs(values[low]) > best.correlation {
        best = (mask | UInt16(low) << 1 | (values[low] < 0 ? 1 : 0), abs(values[low]))
      }
    }
    return (BitSequence((0..<informationCount).map { best.message >> UInt16($0) & 1 == 1 }), best.correlation)
  }
}

import ChannelCoding
import DSPKernels

/// Pseudo-random sequences of length 31 (TS 38.211 §5.2.1).
///
/// Of a register's 62 last bits, 56 more come at once: the squares of its polynomials have a power of 62 first and of 6 next. Long runs are
/// made by words.
public struct GoldSequence: Sendable {
  /// The bits from n on, the first in bit 61.
  private var first: UInt64
  private var second: UInt64

  /// - Parameter initial: c_init, 31 bits.
  public init(_ initial: UInt32) {
    first = Self.start.first
    var second: UInt64 = 0
    for bit in 0..<31 where initial >> UInt32(bit) & 1 == 1 { second ^= Self.start.second[bit] }
    self.second = second
  }

  /// The registers behind the 1600 bits that are left out: the first one's, and the second one's for each bit of its initial value.
  private static let start: (first: UInt64, second: [UInt64]) = {
    (skipped([3], from: 1), (0..<31).map { skipped([3, 2, 1], from: 1 << UInt64($0)) })
  }()

  /// 62 bits of a register from bit 1600 on.
  private static func skipped(_ taps: [Int], from initial: UInt64) -> UInt64 {
    var bits = (0..<31).map { initial >> UInt64($0) & 1 }
    while bits.count < 1662 { bits.append(taps.reduce(bits[bits.count - 31]) { $0 ^ bits[bits.count - 31 + $1] }) }
    return bits[1600..<1662].reduce(0) { $0 << 1 | $1 }
  }

  /// The next `count` (0 to 56) bits, in the low bits.
  @inline(__always)
  public mutating func next(_ count: Int) -> UInt64 {
    let value = (first ^ second) >> UInt64(62 - count)
    advance(count)
    return value
  }

  @inline(__always)
  private mutating func advance(_ count: Int) {
    let mask: UInt64 = 1 << 62 - 1
    // 56 more bits behind each register's.
    let firstNew = (first ^ first << 6) >> 6 & (1 << 56 - 1)
    let secondNew = (second ^ second << 2 ^ second << 4 ^ second << 6) >> 6 & (1 << 56 - 1)
    first = (first << UInt64(count) | firstNew >> UInt64(56 - count)) & mask
    second = (second << UInt64(count) | secondNew >> UInt64(56 - count)) & mask
  }

  /// Puts the next `count` bits into words, the first in the most significant place of the first; behind the last are zeros in its word.
  public mutating func fill(_ words: UnsafeMutableBufferPointer<UInt64>, bits count: Int, instructionSet: InstructionSet = .fastest) {
    precondition(count >= 0 && words.count * 64 >= count)
    guard let target = words.baseAddress else { return }
    produce(target, adding: nil, bits: count, instructionSet)
  }

  /// Adds the next `count` bits to those in words, the first in the most significant place of the first; those behind stay.
  public mutating func scramble(_ words: UnsafeMutableBufferPointer<UInt64>, bits count: Int, instructionSet: InstructionSet = .fastest) {
    precondition(count >= 0 && words.count * 64 >= count)
    guard let target = words.baseAddress else { return }
    produce(target, adding: UnsafePointer(target), bits: count, instructionSet)
  }

  private mutating func produce(
    _ target: UnsafeMutablePointer<UInt64>, adding source: UnsafePointer<UInt64>?, bits count: Int, _ instructionSet: InstructionSet
  ) {
    // Below some number of words it is not worth the start.
    var word = count >> 6 >= 96 ? produceWords(target, adding: source, count: count >> 6 & ~31, instructionSet) : 0
    while word < count >> 6 {
      let bits = next(32) << 32 | next(32)
      target[word] = source.map { $0[word] ^ bits } ?? bits
      word += 1
    }
    let left = count & 63
    guard left > 0 else { return }
    let high = min(32, left)
    var bits = next(high) << UInt64(64 - high)
    if left > 32 { bits |= next(left - 32) << UInt64(64 - left) }
    target[word] = source.map { $0[word] ^ bits } ?? bits
  }

  /// - Parameter count: words, a multiple of 32.
  /// - Returns: as many.
  private mutating func produceWords(
    _ target: UnsafeMutablePointer<UInt64>, adding source: UnsafePointer<UInt64>?, count: Int, _ instructionSet: InstructionSet
  ) -> Int {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 64) { registers in
      guard let firstWords = registers.baseAddress else { return }
      let secondWords = firstWords + 32
      for word in 0..<32 {
        var words = ((first >> 30) << 32, (second >> 30) << 32)
        advance(32)
        words.0 |= first >> 30
        words.1 |= second >> 30
        advance(32)
        (firstWords + word).initialize(to: words.0)
        (secondWords + word).initialize(to: words.1)
      }
      BitKernels.goldWords(firstWords, secondWords, adding: source, into: target, count: count, instructionSet: instructionSet)
      (first, second) = (firstWords[0] >> 2, secondWords[0] >> 2)
    }
    return count
  }

  /// The first `count` bits of a sequence.
  public static func bits(_ initial: UInt32, count: Int, instructionSet: InstructionSet = .fastest) -> BitSequence {
    var sequence = GoldSequence(initial)
    let size = (max(0, count) + 63) / 64
    let words = [UInt64](unsafeUninitializedCapacity: size) { words, initialized in
      sequence.fill(words, bits: max(0, count), instructionSet: instructionSet)
      initialized = size
    }
    return BitSequence(words: words, count: max(0, count))
  }

  /// Bits with the first bits of a sequence added to them.
  public static func scrambled(_ bits: BitSequence, _ initial: UInt32, instructionSet: InstructionSet = .fastest) -> BitSequence {
    var sequence = GoldSequence(initial)
    var words = bits.words
    words.withUnsafeMutableBufferPointer { sequence.scramble($0, bits: bits.count, instructionSet: instructionSet) }
    return BitSequence(words: words, count: bits.count)
  }
}

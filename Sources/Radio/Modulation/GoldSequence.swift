import ChannelCoding

/// Pseudo-random sequences of length 31 (TS 38.211 §5.2.1).
///
/// Of a register's 62 last bits, 56 more come at once: the squares of its polynomials have a power of 62 first and of 6 next.
public struct GoldSequence: Sendable {
  /// The bits from n on, the first in bit 61.
  private var first: UInt64
  private var second: UInt64
  /// Bits that are ready, from the most significant on.
  private var ready: UInt64 = 0
  private var readyCount = 0

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
  public mutating func next(_ count: Int) -> UInt64 {
    var value: UInt64 = 0
    var wanted = count
    if wanted > readyCount {
      value = readyCount == 0 ? 0 : ready >> UInt64(64 - readyCount)
      wanted -= readyCount
      refill()
      value <<= UInt64(wanted)
    }
    if wanted > 0 {
      value |= ready >> UInt64(64 - wanted)
      ready <<= UInt64(wanted)
      readyCount -= wanted
    }
    return value
  }

  private mutating func refill() {
    ready = (first ^ second) << 2 & ~0xFF
    readyCount = 56
    let mask: UInt64 = 1 << 62 - 1
    let firstNew = (first ^ first << 6) >> 6 & (1 << 56 - 1)
    let secondNew = (second ^ second << 2 ^ second << 4 ^ second << 6) >> 6 & (1 << 56 - 1)
    first = (first << 56 | firstNew) & mask
    second = (second << 56 | secondNew) & mask
  }

  /// The first `count` bits of a sequence.
  public static func bits(_ initial: UInt32, count: Int) -> BitSequence {
    var sequence = GoldSequence(initial)
    var bits = BitSequence()
    var left = count
    while left > 0 {
      let taken = min(56, left)
      bits.append(sequence.next(taken), count: taken)
      left -= taken
    }
    return bits
  }
}

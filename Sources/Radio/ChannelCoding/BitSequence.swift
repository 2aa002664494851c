/// Bits in the order of the standard, the first in the most significant place of the first word; beyond `count` the last word has zeros.
public struct BitSequence: Sendable, Hashable {
  public private(set) var words: [UInt64]
  public private(set) var count: Int

  public init() {
    words = []
    count = 0
  }

  /// So many zeros.
  public init(zeros count: Int) {
    words = [UInt64](repeating: 0, count: (count + 63) / 64)
    self.count = count
  }

  /// - Parameter words: as many as the count asks for, with zeros behind its last bit.
  init(words: [UInt64], count: Int) {
    self.words = words
    self.count = count
  }

  /// Whole octets, the most significant bit of each first.
  public init(octets: some Collection<UInt8>) {
    self.init(zeros: octets.count * 8)
    for (index, octet) in octets.enumerated() { words[index >> 3] |= UInt64(octet) << UInt64(56 - (index & 7) * 8) }
  }

  /// One bit for each element.
  public init(_ bits: some Sequence<Bool>) {
    self.init()
    for bit in bits { append(bit ? 1 : 0, count: 1) }
  }

  /// The octets, with zeros behind the last bit.
  public var octets: [UInt8] {
    (0..<(count + 7) / 8).map { UInt8(truncatingIfNeeded: words[$0 >> 3] >> UInt64(56 - ($0 & 7) * 8)) }
  }

  public subscript(index: Int) -> Bool {
    get { words[index >> 6] >> UInt64(63 - index & 63) & 1 == 1 }
    set {
      let mask: UInt64 = 1 << UInt64(63 - index & 63)
      if newValue { words[index >> 6] |= mask } else { words[index >> 6] &= ~mask }
    }
  }

  /// The `count` (0 to 64) bits from `start` on, in the low bits.
  public func bits(from start: Int, count: Int) -> UInt64 {
    guard count > 0 else { return 0 }
    let shift = start & 63
    var value = words[start >> 6] << UInt64(shift)
    if shift + count > 64 { value |= words[start >> 6 + 1] >> UInt64(64 - shift) }
    return value >> UInt64(64 - count)
  }

  /// Whether a part has no ones.
  func isZero(_ range: Range<Int>) -> Bool {
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 64)
    where bits(from: start, count: min(64, range.upperBound - start)) != 0 { return false }
    return true
  }

  /// Puts the low `count` (0 to 64) bits of `value` behind the last.
  public mutating func append(_ value: UInt64, count added: Int) {
    guard added > 0 else { return }
    let bits = value << UInt64(64 - added)
    let shift = count & 63
    if shift == 0 {
      words.append(bits)
    } else {
      words[words.count - 1] |= bits >> UInt64(shift)
      if shift + added > 64 { words.append(bits << UInt64(64 - shift)) }
    }
    count += added
  }

  /// Puts a part of another sequence behind the last bit.
  public mutating func append(_ other: BitSequence, _ range: Range<Int>) {
    words.reserveCapacity((count + range.count + 63) / 64)
    var start = range.lowerBound
    while start < range.upperBound {
      let taken = min(64, range.upperBound - start)
      append(other.bits(from: start, count: taken), count: taken)
      start += taken
    }
  }

  public mutating func append(_ other: BitSequence) { append(other, 0..<other.count) }

  /// Puts the first `count` bits of words behind the last.
  mutating func append(_ source: UnsafePointer<UInt64>, count added: Int) {
    for start in stride(from: 0, to: added, by: 64) {
      let taken = min(64, added - start)
      append(source[start >> 6] >> UInt64(64 - taken), count: taken)
    }
  }

  mutating func append(zeros added: Int) {
    count += added
    words.append(contentsOf: repeatElement(0, count: (count + 63) / 64 - words.count))
  }

  /// Makes room for so many bits.
  mutating func reserve(_ count: Int) { words.reserveCapacity((count + 63) / 64) }

  public mutating func removeAll() {
    words.removeAll(keepingCapacity: true)
    count = 0
  }
}

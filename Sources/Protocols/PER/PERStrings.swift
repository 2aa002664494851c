/// BIT STRING: the first bit is the most significant of the first octet; unused bits of the last octet are zero.
public struct BitString: Sendable, Hashable {
  /// Up to 64 bits are in place, the first the most significant; a value has one form only.
  private enum Storage: Sendable, Hashable {
    case short(UInt64, UInt8)
    indirect case long([UInt8], Int)

    static func masked(_ word: UInt64, _ count: Int) -> Storage {
      .short(count == 0 ? 0 : word & (UInt64.max << UInt64(64 - count)), UInt8(truncatingIfNeeded: count))
    }
  }

  private var storage: Storage

  /// Takes the first `bitCount` bits; absent octets count as zero.
  public init(octets: [UInt8], bitCount: Int) {
    let count = max(0, bitCount)
    let needed = count / 8 + (count % 8 == 0 ? 0 : 1)
    if count <= 64 {
      var word: UInt64 = 0
      for index in 0..<needed where index < octets.count { word |= UInt64(octets[index]) << UInt64(56 - 8 * index) }
      storage = .masked(word, count)
      return
    }
    var bytes = octets.count == needed ? octets : Array(octets.prefix(needed))
    if bytes.count < needed { bytes += [UInt8](repeating: 0, count: needed - bytes.count) }
    if count % 8 != 0, let last = bytes.last { bytes[bytes.count - 1] = last & (0xFF << UInt8(8 - count % 8)) }
    storage = .long(bytes, count)
  }

  /// The low `bitCount` (0 to 64) bits of `value`, most significant first.
  public init(_ value: UInt64, bitCount: Int) {
    let count = min(max(0, bitCount), 64)
    storage = .masked(count == 0 ? 0 : value << UInt64(64 - count), count)
  }

  public var bitCount: Int {
    switch storage {
    case .short(_, let count): Int(count)
    case .long(_, let count): count
    }
  }

  public var octets: [UInt8] {
    switch storage {
    case .short(let word, let count): (0..<(Int(count) + 7) / 8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
    case .long(let octets, _): octets
    }
  }

  /// The bits as an integer; `nil` for more than 64.
  public var unsignedValue: UInt64? {
    guard case .short(let word, let count) = storage else { return nil }
    return count == 0 ? 0 : word >> UInt64(64 - count)
  }

  /// The bit at `index`; `false` beyond the end.
  public subscript(index: Int) -> Bool {
    guard index >= 0, index < bitCount else { return false }
    switch storage {
    case .short(let word, _): return (word << UInt64(index)) >> 63 == 1
    case .long(let octets, _): return octets[index / 8] & (0x80 >> UInt8(index % 8)) != 0
    }
  }
}

/// OCTET STRING of a fixed size of one to eight octets, kept in place.
///
/// ```swift
/// let plmn: PLMNIdentity = [0x99, 0xF9, 0x07]
/// ```
public struct FixedOctets: Sendable, Hashable, RandomAccessCollection, ExpressibleByArrayLiteral {
  /// The first octet is the most significant.
  private var word: UInt64
  private var length: UInt8

  /// More than eight octets, which no type admits, make it empty: then it cannot be encoded.
  public init(_ octets: some Collection<UInt8>) {
    word = 0
    length = 0
    guard octets.count <= 8 else { return }
    for octet in octets {
      word |= UInt64(octet) << UInt64(56 - 8 * length)
      length += 1
    }
  }

  public init(arrayLiteral elements: UInt8...) { self.init(elements) }

  /// The low `count` (0 to 8) octets of `value`, most significant first.
  public init(_ value: UInt64, count: Int) {
    length = UInt8(truncatingIfNeeded: Swift.min(Swift.max(0, count), 8))
    word = length == 0 ? 0 : value << UInt64(64 - 8 * length)
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { Int(length) }

  /// The octet at a position; 0 beyond the end.
  public subscript(position: Int) -> UInt8 {
    position >= 0 && position < 8 ? UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * position)) : 0
  }

  /// The octets as a number, the first the most significant.
  public var unsignedValue: UInt64 { length == 0 ? 0 : word >> UInt64(64 - 8 * length) }
}

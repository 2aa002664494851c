/// The 48-bit sequence number SQN = SEQ || IND of an authentication subscription, with the 5-bit IND of
/// TS 33.102 §C.3.2 (profile 2: not time-based, IND used in a cyclic fashion §C.1.1.1).
public struct SequenceNumber: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Width of the index IND in bits.
  public static let indexBits: UInt64 = 5
  /// The largest SQN.
  public static let maximum: UInt64 = 0xFFFF_FFFF_FFFF

  /// The 48-bit number.
  public let value: UInt64

  /// - Returns: `nil` when `value` needs more than 48 bits.
  public init?(_ value: UInt64) {
    guard value <= Self.maximum else { return nil }
    self.value = value
  }

  private init(unchecked value: UInt64) { self.value = value }

  /// Reads 6 octets, most significant first.
  public init?(octets: [UInt8]) {
    guard octets.count == 6 else { return nil }
    value = octets.reduce(0) { $0 << 8 | UInt64($1) }
  }

  public static let zero = SequenceNumber(unchecked: 0)

  /// SEQ, the part that grows by one with each vector.
  public var sequence: UInt64 { value >> Self.indexBits }
  /// IND, the index of the element of the USIM's array.
  public var index: UInt64 { value & (1 << Self.indexBits - 1) }

  /// SEQ + 1 with the next IND; `nil` when SEQ is used up.
  public var next: SequenceNumber? {
    guard sequence < Self.maximum >> Self.indexBits else { return nil }
    return SequenceNumber(unchecked: (sequence + 1) << Self.indexBits | (index + 1) & (1 << Self.indexBits - 1))
  }

  /// 6 octets, most significant first.
  public var octets: [UInt8] { (0..<6).map { UInt8(truncatingIfNeeded: value >> UInt64(40 - 8 * $0)) } }

  /// 12 hexadecimal digits.
  public var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 12 - digits.count) + digits
  }

  public static func < (left: SequenceNumber, right: SequenceNumber) -> Bool { left.value < right.value }
}

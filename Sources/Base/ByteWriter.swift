/// Appends big-endian ("network order") fields to octets.
public struct ByteWriter: Sendable {
  public private(set) var octets: [UInt8]

  public init(capacity: Int = 64) {
    octets = []
    octets.reserveCapacity(capacity)
  }

  public var count: Int { octets.count }

  public mutating func writeUInt8(_ value: UInt8) { octets.append(value) }
  public mutating func writeUInt16(_ value: UInt16) { writeInteger(UInt64(value), octetCount: 2) }
  /// The low 24 bits of `value`.
  public mutating func writeUInt24(_ value: UInt32) { writeInteger(UInt64(value), octetCount: 3) }
  public mutating func writeUInt32(_ value: UInt32) { writeInteger(UInt64(value), octetCount: 4) }
  public mutating func writeUInt64(_ value: UInt64) { writeInteger(value, octetCount: 8) }

  /// The low `octetCount` (0 to 8) octets of `value`.
  public mutating func writeInteger(_ value: UInt64, octetCount: Int) {
    var shift = octetCount * 8
    while shift > 0 {
      shift -= 8
      octets.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
    }
  }

  public mutating func writeBytes(_ bytes: some Sequence<UInt8>) { octets.append(contentsOf: bytes) }

  /// Overwrites the octet at `index`; used for lengths and flags known only later.
  public mutating func setUInt8(_ value: UInt8, at index: Int) { octets[index] = value }

  public mutating func setUInt16(_ value: UInt16, at index: Int) {
    octets[index] = UInt8(truncatingIfNeeded: value >> 8)
    octets[index + 1] = UInt8(truncatingIfNeeded: value)
  }
}

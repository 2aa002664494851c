import PER

/// NGAP messages put together octet by octet, for everything that an encoder refuses (TS 38.413 §9.4, X.691 aligned).
struct RawNGAP {
  struct IE {
    var id: UInt16
    var criticality: IECriticality
    var value: [UInt8]
    /// Said instead of the real length of the open type.
    var declaredLength: Int?

    init(_ id: UInt16, _ criticality: IECriticality = .reject, _ value: [UInt8], declaring length: Int? = nil) {
      self.id = id
      self.criticality = criticality
      self.value = value
      declaredLength = length
    }

    var octets: [UInt8] {
      [UInt8(id >> 8), UInt8(id & 255), criticality.rawValue << 6] + RawNGAP.length(declaredLength ?? value.count) + value
    }
  }

  /// 0 initiating message, 1 successful outcome, 2 unsuccessful outcome.
  var kind: UInt8 = 0
  var procedure: UInt8
  var criticality = IECriticality.reject
  var ies: [IE]
  var declaredCount: Int?

  var octets: [UInt8] {
    let count = declaredCount ?? ies.count
    let value = [0, UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)] + ies.flatMap(\.octets)
    return [kind << 5, procedure, criticality.rawValue << 6] + RawNGAP.length(value.count) + value
  }

  /// A length determinant (X.691 §11.9), for up to 16,383 octets.
  static func length(_ count: Int) -> [UInt8] {
    count < 128 ? [UInt8(count)] : [0x80 | UInt8(truncatingIfNeeded: count >> 8 & 0x3F), UInt8(truncatingIfNeeded: count)]
  }

  /// INTEGER (0..2^40 - 1): three bits of length, then the octets.
  static func amfUENGAPID(_ value: UInt64, octets count: Int = 5) -> [UInt8] {
    [UInt8(count - 1) << 5] + (0..<count).map { UInt8(truncatingIfNeeded: $0 > 7 ? 0 : value >> UInt64(8 * (count - 1 - $0))) }
  }

  /// INTEGER (0..2^32 - 1): two bits of length, then the octets.
  static func ranUENGAPID(_ value: UInt32) -> [UInt8] { [0xC0] + (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * $0)) } }
}

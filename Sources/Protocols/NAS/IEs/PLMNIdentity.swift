import Base

/// A PLMN: mobile country code and mobile network code (TS 24.501 §9.11.3.4, TS 24.008 §10.5.1.3).
///
/// Each is a string of hexadecimal digits, decimal in any valid identity: `mcc` has 3, `mnc` 2 or 3.
public struct PLMNIdentity: InformationElement {
  public var mcc: String
  public var mnc: String

  public init(mcc: String, mnc: String) {
    self.mcc = mcc
    self.mnc = mnc
  }

  /// All digits are decimal and the MNC has 2 or 3.
  public var isValid: Bool {
    mcc.utf8.count == 3 && (2...3).contains(mnc.utf8.count) && (mcc + mnc).utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// The three octets of TS 24.008 §10.5.1.3.
  public init(packed octets: [UInt8]) throws(NASError) {
    guard octets.count == 3 else { throw .malformed(ie: "plmn") }
    mcc = NASDigits.text([octets[0] & 15, octets[0] >> 4, octets[1] & 15])
    let third = octets[1] >> 4
    mnc = NASDigits.text([octets[2] & 15, octets[2] >> 4] + (third == 15 ? [] : [third]))
  }

  /// The three octets of TS 24.008 §10.5.1.3; `nil` for other numbers of digits or other characters.
  public var packed: [UInt8]? {
    guard let country = NASDigits.values(mcc), let network = NASDigits.values(mnc), country.count == 3, (2...3).contains(network.count)
    else { return nil }
    let third = network.count == 3 ? network[2] : 15
    return [country[1] << 4 | country[0], third << 4 | country[2], network[1] << 4 | network[0]]
  }

  public init(coding c: inout NASCoder, _ value: PLMNIdentity?) throws(NASError) {
    switch c.mode {
    case .decode: self = try PLMNIdentity(packed: c.octets("", count: 3, nil))
    case .encode:
      guard let value, let packed = value.packed else { throw .notEncodable(ie: "plmn") }
      _ = try c.octets("", count: 3, packed)
      self = value
    case .toJSON:
      c.put("mcc", .string(value?.mcc ?? ""))
      c.put("mnc", .string(value?.mnc ?? ""))
      self = value ?? PLMNIdentity(mcc: "", mnc: "")
    case .fromJSON:
      guard let mcc = c.member("mcc")?.stringValue, let mnc = c.member("mnc")?.stringValue else { throw .invalidJSON(path: "plmn") }
      self.init(mcc: mcc, mnc: mnc)
      guard packed != nil else { throw .invalidJSON(path: "plmn") }
    }
  }
}

/// Digits of four bits each, written as one hexadecimal character each.
enum NASDigits {
  static func text(_ nibbles: [UInt8]) -> String { String(nibbles.map { Character(UnicodeScalar($0 < 10 ? 48 + $0 : 87 + $0)) }) }

  static func values(_ text: String) -> [UInt8]? {
    var nibbles: [UInt8] = []
    for character in text.utf8 {
      switch character {
      case 48...57: nibbles.append(character - 48)
      case 97...102: nibbles.append(character - 87)
      default: return nil
      }
    }
    return nibbles
  }

  /// Nibbles, low half first.
  static func unpack(_ octets: [UInt8]) -> [UInt8] { octets.flatMap { [$0 & 15, $0 >> 4] } }

  /// Low half first; an odd number is filled with 1111.
  static func pack(_ nibbles: [UInt8]) -> [UInt8] {
    stride(from: 0, to: nibbles.count, by: 2).map { (($0 + 1 < nibbles.count ? nibbles[$0 + 1] : 15) << 4) | nibbles[$0] }
  }
}

/// A list of PLMNs (TS 24.008 §10.5.1.13).
public struct PLMNList: InformationElement {
  public var plmns: [PLMNIdentity]
  public init(_ plmns: [PLMNIdentity]) { self.plmns = plmns }
  public init(coding c: inout NASCoder, _ value: PLMNList?) throws(NASError) { plmns = try c.list("", value?.plmns) }
}

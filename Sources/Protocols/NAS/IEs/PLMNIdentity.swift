import Base

/// A PLMN: mobile country code and mobile network code (TS 24.501 §9.11.3.4, TS 24.008 §10.5.1.3).
///
/// Each is a string of hexadecimal digits, decimal in any valid identity: `mcc` has 3, `mnc` 2 or 3.
public struct PLMNIdentity: InformationElement {
  private var country: ShortDigits
  private var network: ShortDigits

  public var mcc: String {
    get { country.text }
    set { country = ShortDigits(newValue) }
  }
  public var mnc: String {
    get { network.text }
    set { network = ShortDigits(newValue) }
  }

  public init(mcc: String, mnc: String) {
    country = ShortDigits(mcc)
    network = ShortDigits(mnc)
  }

  private init(country: ShortDigits, network: ShortDigits) {
    self.country = country
    self.network = network
  }

  /// All digits are decimal and the MNC has 2 or 3.
  public var isValid: Bool { isComplete && country.isDecimal && network.isDecimal }

  private var isComplete: Bool { country.count == 3 && (2...3).contains(network.count) && country.isHexadecimal && network.isHexadecimal }

  /// The three octets of TS 24.008 §10.5.1.3.
  public init(packed octets: [UInt8]) throws(NASError) {
    var coder = NASCoder(decoding: octets)
    try self.init(coding: &coder, nil)
    guard coder.isAtEnd else { throw .malformed(ie: "plmn") }
  }

  /// The three octets of TS 24.008 §10.5.1.3; `nil` for other numbers of digits or other characters.
  public var packed: [UInt8]? {
    guard isComplete else { return nil }
    let third = network.count == 3 ? network.digit(2) : 15
    return [country.digit(1) << 4 | country.digit(0), third << 4 | country.digit(2), network.digit(1) << 4 | network.digit(0)]
  }

  public init(coding c: inout NASCoder, _ value: PLMNIdentity?) throws(NASError) {
    switch c.mode {
    case .decode:
      guard let octets = c.takeInteger(3) else { throw .malformed(ie: "plmn") }
      func digit(_ shift: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: octets >> shift & 15) }
      self.init(country: ShortDigits(), network: ShortDigits())
      country.append(digit(16))
      country.append(digit(20))
      country.append(digit(8))
      network.append(digit(0))
      network.append(digit(4))
      if digit(12) != 15 { network.append(digit(12)) }
    case .encode:
      guard let value, value.isComplete else { throw .notEncodable(ie: "plmn") }
      let third = value.network.count == 3 ? value.network.digit(2) : 15
      c.output.append(value.country.digit(1) << 4 | value.country.digit(0))
      c.output.append(third << 4 | value.country.digit(2))
      c.output.append(value.network.digit(1) << 4 | value.network.digit(0))
      self = value
    case .toJSON:
      let value = try c.written("plmn", value)
      c.put("mcc", .string(value.mcc))
      c.put("mnc", .string(value.mnc))
      self = value
    case .fromJSON:
      guard let mcc = c.member("mcc")?.stringValue, let mnc = c.member("mnc")?.stringValue else { throw .invalidJSON(path: "plmn") }
      self.init(mcc: mcc, mnc: mnc)
      guard isComplete else { throw .invalidJSON(path: "plmn") }
    }
  }
}

/// Up to four characters of ASCII, one in each octet, the first in the lowest; of longer text the first four, which no MCC or MNC has.
struct ShortDigits: Hashable, Sendable {
  private var characters: UInt32 = 0

  init() {}
  init(_ text: String) { for character in text.utf8.prefix(4) { appendCharacter(max(1, character)) } }

  var count: Int { (32 - characters.leadingZeroBitCount + 7) / 8 }
  private func character(_ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: characters >> UInt32(truncatingIfNeeded: index * 8)) }

  /// The value of the hexadecimal digit at `index`; 15 for any other character.
  func digit(_ index: Int) -> UInt8 { NASDigits.value(character(index)) ?? 15 }

  var isHexadecimal: Bool { (0..<count).allSatisfy { NASDigits.value(character($0)) != nil } }
  var isDecimal: Bool { (0..<count).allSatisfy { (0x30...0x39).contains(character($0)) } }

  var text: String {
    String(unsafeUninitializedCapacity: 4) { buffer in
      for index in 0..<count { buffer[index] = character(index) }
      return count
    }
  }

  /// - Parameter nibble: 0 to 15.
  mutating func append(_ nibble: UInt8) { appendCharacter(NASDigits.character(nibble)) }

  private mutating func appendCharacter(_ character: UInt8) {
    characters |= UInt32(character) << UInt32(truncatingIfNeeded: count * 8)
  }
}

/// Digits of four bits each, written as one hexadecimal character each.
enum NASDigits {
  /// The character of a nibble.
  static func character(_ nibble: UInt8) -> UInt8 { nibble & 15 < 10 ? 48 + (nibble & 15) : 87 + (nibble & 15) }

  /// The value of a character; `nil` for one that is no digit.
  static func value(_ character: UInt8) -> UInt8? {
    switch character {
    case 48...57: character - 48
    case 97...102: character - 87
    default: nil
    }
  }

  static func text(_ nibbles: some Collection<UInt8>) -> String {
    String(unsafeUninitializedCapacity: nibbles.count) { buffer in
      var count = 0
      for nibble in nibbles where count < buffer.count {
        buffer[count] = character(nibble)
        count += 1
      }
      return count
    }
  }

  static func values(_ text: String) -> [UInt8]? {
    var nibbles: [UInt8] = []
    for character in text.utf8 {
      guard let nibble = value(character) else { return nil }
      nibbles.append(nibble)
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

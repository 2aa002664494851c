import Base

/// The service centre's address in an RPDU (TS 24.011 §8.2.5.1).
public struct RPAddress: InformationElement {
  public var numberType: NumberType
  /// Numbering plan identification, 0 to 15: 1 is ISDN (E.164).
  public var numberingPlan: UInt8
  /// BCD digits, low half first, filled with 1111.
  public var octets: [UInt8]

  public init(numberType: NumberType, numberingPlan: UInt8 = 1, octets: [UInt8]) {
    self.numberType = numberType
    self.numberingPlan = numberingPlan
    self.octets = octets
  }

  /// An E.164 number without `+`; `nil` for anything but decimal digits, `*`, `#`, `a`, `b`, `c`.
  public init?(number: String) {
    guard let octets = SMSDigits.pack(number) else { return nil }
    self.init(numberType: .internationalNumber, octets: octets)
  }

  public var digits: String { SMSDigits.text(octets, count: octets.count * 2) }

  public init(coding c: inout NASCoder, _ value: RPAddress?) throws(NASError) {
    if c.isBinary { _ = try c.flag("extension", value.map { _ in true }) }
    numberType = try c.named("numberType", bits: 3, value?.numberType)
    numberingPlan = try c.bits("numberingPlan", 4, value?.numberingPlan)
    if let value { c.putNote("digits", value.digits) }
    octets = try c.rest("octets", value?.octets)
  }
}

/// An address in a TPDU (TS 23.040 §9.1.2.5): its length counts the useful semi-octets.
public struct TransferAddress: InformationElement {
  public var numberType: NumberType
  /// Numbering plan identification, 0 to 15: 1 is ISDN (E.164).
  public var numberingPlan: UInt8
  /// Useful semi-octets; for alphanumeric addresses of the septets' octets.
  public var semiOctetCount: UInt8
  /// The semi-octets, low half first: half as many octets as `semiOctetCount`, rounded up.
  public var octets: [UInt8]

  public init(numberType: NumberType, numberingPlan: UInt8 = 1, semiOctetCount: UInt8, octets: [UInt8]) {
    self.numberType = numberType
    self.numberingPlan = numberingPlan
    self.semiOctetCount = semiOctetCount
    self.octets = octets
  }

  /// An E.164 number without `+`, of at most 20 digits; `nil` for anything else.
  public init?(number: String) {
    guard let octets = SMSDigits.pack(number), octets.count <= 10 else { return nil }
    self.init(numberType: .internationalNumber, semiOctetCount: UInt8(truncatingIfNeeded: number.utf8.count), octets: octets)
  }

  /// The digits, or the text of an alphanumeric address.
  public var text: String {
    if numberType == .alphanumeric {
      let bits = min(Int(semiOctetCount) * 4, octets.count * 8)
      return GSMDefaultAlphabet.text(GSMDefaultAlphabet.unpack(octets, bitCount: bits), extended: true)
    }
    return SMSDigits.text(octets, count: Int(semiOctetCount))
  }

  public init(coding c: inout NASCoder, _ value: TransferAddress?) throws(NASError) {
    semiOctetCount = try c.uint8("semiOctetCount", value?.semiOctetCount)
    if c.isBinary { _ = try c.flag("extension", value.map { _ in true }) }
    numberType = try c.named("numberType", bits: 3, value?.numberType)
    numberingPlan = try c.bits("numberingPlan", 4, value?.numberingPlan)
    if let value { c.putNote("text", value.text) }
    octets = try c.octets("octets", count: (Int(semiOctetCount) + 1) / 2, value?.octets)
  }
}

/// Semi-octets of addresses (TS 23.040 §9.1.2.3, TS 24.008 table 10.5.118).
enum SMSDigits {
  private static let characters = Array("0123456789*#abc".utf8)

  static func text(_ octets: [UInt8], count: Int) -> String {
    let nibbles = NASDigits.unpack(octets).prefix(max(0, count)).filter { $0 != 15 }
    return String(decoding: nibbles.map { characters[Int(min($0, 14))] }, as: UTF8.self)
  }

  static func pack(_ text: String) -> [UInt8]? {
    var nibbles: [UInt8] = []
    for character in text.utf8 {
      guard let index = characters.firstIndex(of: character) else { return nil }
      nibbles.append(UInt8(truncatingIfNeeded: index))
    }
    return NASDigits.pack(nibbles)
  }
}

extension NASCoder {
  /// JSON only: what other members mean, for people; it is not read again.
  mutating func putNote(_ name: String, _ text: String) { if mode == .toJSON { put(name, .string(text)) } }
}

import Base

/// 5GS mobile identity (TS 24.501 §9.11.3.4).
public enum FiveGSMobileIdentity: InformationElement {
  case noIdentity
  case suci(SUCI)
  case fiveGGUTI(FiveGGUTI)
  /// 15 digits.
  case imei(String)
  case fiveGSTMSI(FiveGSTMSI)
  /// 16 digits.
  case imeisv(String)
  /// Six octets; `usageRestricted` is the MAC address usage restriction indication (MAURI).
  case macAddress([UInt8], usageRestricted: Bool)
  /// Eight octets.
  case eui64([UInt8])

  public var type: FiveGSIdentityType {
    switch self {
    case .noIdentity: .noIdentity
    case .suci: .suci
    case .fiveGGUTI: .fiveGGUTI
    case .imei: .imei
    case .fiveGSTMSI: .fiveGSTMSI
    case .imeisv: .imeisv
    case .macAddress: .macAddress
    case .eui64: .eui64
    }
  }
}

/// Subscription concealed identifier (TS 24.501 §9.11.3.4, TS 23.003 §2.2B).
public struct SUCI: Hashable, Sendable {
  /// The SUPI inside: an IMSI, or a network access identifier in UTF-8.
  public enum Content: Hashable, Sendable {
    case imsi(IMSI)
    /// SUPI format 1 to 3 (network specific identifier, GCI, GLI) with the SUCI in NAI form (TS 23.003 §28.7.3).
    case nai(format: UInt8, [UInt8])
  }

  public struct IMSI: Hashable, Sendable {
    public var plmn: PLMNIdentity
    /// 1 to 4 digits; `0` when there is none.
    public var routingIndicator: String
    /// 0 null scheme, 1 profile A, 2 profile B, 12 to 15 of the home network.
    public var protectionSchemeID: UInt8
    public var homeNetworkPublicKeyID: UInt8
    /// Null scheme: the MSIN, two digits an octet, low half first, filled with 1111. Else the ECIES output.
    public var schemeOutput: [UInt8]

    public init(
      plmn: PLMNIdentity, routingIndicator: String, protectionSchemeID: UInt8, homeNetworkPublicKeyID: UInt8, schemeOutput: [UInt8]
    ) {
      self.plmn = plmn
      self.routingIndicator = routingIndicator
      self.protectionSchemeID = protectionSchemeID
      self.homeNetworkPublicKeyID = homeNetworkPublicKeyID
      self.schemeOutput = schemeOutput
    }

    /// The null scheme: `msin` has decimal digits; `nil` otherwise.
    public init?(plmn: PLMNIdentity, routingIndicator: String = "0", msin: String) {
      guard let digits = NASDigits.values(msin), digits.allSatisfy({ $0 < 10 }), !digits.isEmpty else { return nil }
      self.init(
        plmn: plmn, routingIndicator: routingIndicator, protectionSchemeID: 0, homeNetworkPublicKeyID: 0,
        schemeOutput: NASDigits.pack(digits))
    }

    /// The MSIN of the null scheme; `nil` for other schemes and for digits that are not decimal.
    public var msin: String? {
      guard hasMSIN else { return nil }
      return NASDigits.text(NASDigits.unpack(schemeOutput).filter { $0 != 15 })
    }

    /// Whether there is an ``msin``: 1 to 10 decimal digits and perhaps a filler, low half first.
    var hasMSIN: Bool {
      guard protectionSchemeID == 0, (1...5).contains(schemeOutput.count), let last = schemeOutput.last else { return false }
      return last & 15 < 10 && (last >> 4 < 10 || last >> 4 == 15) && schemeOutput.dropLast().allSatisfy { $0 & 15 < 10 && $0 >> 4 < 10 }
    }
  }

  public var content: Content
  public init(_ content: Content) { self.content = content }
  public init(_ imsi: IMSI) { self.init(.imsi(imsi)) }

  /// The SUCI of an IMSI; `nil` for the other SUPI formats.
  public var imsi: IMSI? { if case .imsi(let imsi) = content { imsi } else { nil } }
}

/// 5G globally unique temporary identity (TS 23.003 §2.10).
public struct FiveGGUTI: Hashable, Sendable {
  public var plmn: PLMNIdentity
  public var amfRegionID: UInt8
  /// 10 bits.
  public var amfSetID: UInt16
  /// 6 bits.
  public var amfPointer: UInt8
  public var fiveGTMSI: UInt32

  public init(plmn: PLMNIdentity, amfRegionID: UInt8, amfSetID: UInt16, amfPointer: UInt8, fiveGTMSI: UInt32) {
    self.plmn = plmn
    self.amfRegionID = amfRegionID
    self.amfSetID = amfSetID
    self.amfPointer = amfPointer
    self.fiveGTMSI = fiveGTMSI
  }

  public var fiveGSTMSI: FiveGSTMSI { FiveGSTMSI(amfSetID: amfSetID, amfPointer: amfPointer, fiveGTMSI: fiveGTMSI) }
}

/// 5G S-temporary mobile subscription identifier (TS 23.003 §2.11).
public struct FiveGSTMSI: Hashable, Sendable {
  /// 10 bits.
  public var amfSetID: UInt16
  /// 6 bits.
  public var amfPointer: UInt8
  public var fiveGTMSI: UInt32

  public init(amfSetID: UInt16, amfPointer: UInt8, fiveGTMSI: UInt32) {
    self.amfSetID = amfSetID
    self.amfPointer = amfPointer
    self.fiveGTMSI = fiveGTMSI
  }
}

extension FiveGSMobileIdentity {
  public init(coding c: inout NASCoder, _ value: FiveGSMobileIdentity?) throws(NASError) {
    switch c.mode {
    case .decode: self = try Self.decode(&c)
    case .encode:
      guard let value else { throw .notEncodable(ie: "mobileIdentity") }
      try value.encode(into: &c)
      self = value
    case .toJSON:
      guard let value else { throw .notEncodable(ie: "mobileIdentity") }
      value.putJSON(into: &c)
      self = value
    case .fromJSON: self = try Self.fromJSON(c)
    }
  }

  private static func decode(_ c: inout NASCoder) throws(NASError) -> FiveGSMobileIdentity {
    let count = c.remaining
    let first = try c.uint8("mobileIdentity", nil)
    let isOdd = first & 8 != 0
    switch FiveGSIdentityType(rawValue: first & 7) {
    case .noIdentity: return .noIdentity
    case .suci:
      return .suci(try SUCI(format: first >> 4 & 7, &c))
    case .fiveGGUTI:
      guard count >= 11 else { throw .malformed(ie: "fiveGGUTI") }
      let plmn = try PLMNIdentity(coding: &c, nil)
      let region = try c.uint8("amfRegionID", nil)
      let tmsi = try Self.tmsi(&c)
      return .fiveGGUTI(
        FiveGGUTI(
          plmn: plmn, amfRegionID: region, amfSetID: tmsi.amfSetID, amfPointer: tmsi.amfPointer, fiveGTMSI: tmsi.fiveGTMSI))
    case .fiveGSTMSI:
      guard count >= 7 else { throw .malformed(ie: "fiveGSTMSI") }
      return .fiveGSTMSI(try Self.tmsi(&c))
    case .imei: return .imei(try Self.digits(first, 15, &c))
    case .imeisv: return .imeisv(try Self.digits(first, 16, &c))
    case .macAddress:
      return .macAddress(try Self.address(6, count, "macAddress", &c), usageRestricted: isOdd)
    case .eui64: return .eui64(try Self.address(8, count, "eui64", &c))
    case .other: throw .malformed(ie: "mobileIdentity")
    }
  }

  private static func tmsi(_ c: inout NASCoder) throws(NASError) -> FiveGSTMSI {
    let amf = try c.uint16("amfSetID", nil)
    return FiveGSTMSI(amfSetID: amf >> 6, amfPointer: UInt8(truncatingIfNeeded: amf & 0x3F), fiveGTMSI: try c.uint32("fiveGTMSI", nil))
  }

  private static func address(_ wanted: Int, _ count: Int, _ name: String, _ c: inout NASCoder) throws(NASError) -> [UInt8] {
    guard count >= wanted + 1 else { throw .malformed(ie: name) }
    return try c.octets(name, count: wanted, nil)
  }

  /// The first digit is in the upper half of the octet `first`; an even number of digits ends with a filler of 1111.
  private static func digits(_ first: UInt8, _ wanted: Int, _ c: inout NASCoder) throws(NASError) -> String {
    var digits = [first >> 4] + NASDigits.unpack(try c.rest("imei", nil))
    if first & 8 == 0, digits.removeLast() != 15 { throw .malformed(ie: "imei") }
    guard digits.count == wanted, digits.allSatisfy({ $0 < 10 }) else { throw .malformed(ie: "imei") }
    return NASDigits.text(digits)
  }

  private func encode(into c: inout NASCoder) throws(NASError) {
    switch self {
    case .noIdentity: c.output.append(0)
    case .suci(let suci): try suci.encode(into: &c)
    case .fiveGGUTI(let guti):
      c.output.append(0xF2)
      _ = try PLMNIdentity(coding: &c, guti.plmn)
      c.output.append(guti.amfRegionID)
      try Self.encode(guti.fiveGSTMSI, into: &c)
    case .fiveGSTMSI(let tmsi):
      c.output.append(0xF4)
      try Self.encode(tmsi, into: &c)
    case .imei(let text): try Self.encode(digits: text, count: 15, type: 3, into: &c)
    case .imeisv(let text): try Self.encode(digits: text, count: 16, type: 5, into: &c)
    case .macAddress(let octets, let restricted):
      c.output.append(restricted ? 0x0E : 0x06)
      _ = try c.octets("macAddress", count: 6, octets)
    case .eui64(let octets):
      c.output.append(0x07)
      _ = try c.octets("eui64", count: 8, octets)
    }
  }

  private static func encode(_ tmsi: FiveGSTMSI, into c: inout NASCoder) throws(NASError) {
    guard tmsi.amfSetID < 1024, tmsi.amfPointer < 64 else { throw .notEncodable(ie: "fiveGSTMSI") }
    _ = try c.uint16("amfSetID", tmsi.amfSetID << 6 | UInt16(tmsi.amfPointer))
    _ = try c.uint32("fiveGTMSI", tmsi.fiveGTMSI)
  }

  private static func encode(digits text: String, count: Int, type: UInt8, into c: inout NASCoder) throws(NASError) {
    guard let digits = NASDigits.values(text), digits.count == count, digits.allSatisfy({ $0 < 10 }) else {
      throw .notEncodable(ie: "imei")
    }
    let odd: UInt8 = count % 2 == 1 ? 8 : 0
    c.output.append(digits[0] << 4 | odd | type)
    c.output.append(contentsOf: NASDigits.pack(Array(digits.dropFirst())))
  }
}

extension SUCI {
  fileprivate init(format: UInt8, _ c: inout NASCoder) throws(NASError) {
    guard format == 0 else {
      self.init(.nai(format: format, try c.rest("nai", nil)))
      return
    }
    let plmn = try PLMNIdentity(coding: &c, nil)
    guard plmn.isValid, let low = c.takeInteger(2), c.remaining > 2 else { throw .malformed(ie: "suci") }
    // Digit n is the nth nibble when the halves of each octet are swapped.
    let nibbles = [low >> 8 & 15, low >> 12, low & 15, low >> 4 & 15]
    var routing = ShortDigits()
    for nibble in nibbles.prefix(while: { $0 != 15 }) { routing.append(UInt8(truncatingIfNeeded: nibble)) }
    let filler = nibbles.dropFirst(routing.count)
    guard routing.count > 0, routing.isDecimal, filler.allSatisfy({ $0 == 15 }) else { throw .malformed(ie: "suci") }
    let scheme = try c.uint8("protectionSchemeID", nil) & 15
    let key = try c.uint8("homeNetworkPublicKeyID", nil)
    let imsi = IMSI(
      plmn: plmn, routingIndicator: routing.text, protectionSchemeID: scheme, homeNetworkPublicKeyID: key,
      schemeOutput: try c.rest("schemeOutput", nil))
    if scheme == 0, !imsi.hasMSIN { throw .malformed(ie: "suci") }
    self.init(.imsi(imsi))
  }

  fileprivate func encode(into c: inout NASCoder) throws(NASError) {
    switch content {
    case .nai(let format, let text):
      guard (1...7).contains(format) else { throw .notEncodable(ie: "suci") }
      c.output.append(format << 4 | 1)
      c.output.append(contentsOf: text)
    case .imsi(let imsi):
      let routing = ShortDigits(imsi.routingIndicator)
      guard (1...4).contains(imsi.routingIndicator.utf8.count), routing.isHexadecimal, imsi.protectionSchemeID < 16 else {
        throw .notEncodable(ie: "suci")
      }
      func digit(_ index: Int) -> UInt8 { index < routing.count ? routing.digit(index) : 15 }
      c.output.append(1)
      _ = try PLMNIdentity(coding: &c, imsi.plmn)
      c.output.append(digit(1) << 4 | digit(0))
      c.output.append(digit(3) << 4 | digit(2))
      c.output.append(imsi.protectionSchemeID)
      c.output.append(imsi.homeNetworkPublicKeyID)
      c.output.append(contentsOf: imsi.schemeOutput)
    }
  }
}

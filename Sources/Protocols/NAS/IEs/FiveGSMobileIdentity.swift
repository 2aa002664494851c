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
      guard protectionSchemeID == 0 else { return nil }
      var digits = NASDigits.unpack(schemeOutput)
      if digits.last == 15 { digits.removeLast() }
      guard !digits.isEmpty, digits.count <= 10, digits.allSatisfy({ $0 < 10 }) else { return nil }
      return NASDigits.text(digits)
    }
  }

  private var boxed: Boxed<Content>
  public var content: Content {
    get { boxed.value }
    set { boxed.value = newValue }
  }
  public init(_ content: Content) { boxed = Boxed(content) }
  public init(_ imsi: IMSI) { self.init(.imsi(imsi)) }

  /// The SUCI of an IMSI; `nil` for the other SUPI formats.
  public var imsi: IMSI? { if case .imsi(let imsi) = content { imsi } else { nil } }
}

/// 5G globally unique temporary identity (TS 23.003 §2.10).
public struct FiveGGUTI: Hashable, Sendable {
  private var boxedPLMN: Boxed<PLMNIdentity>
  public var plmn: PLMNIdentity {
    get { boxedPLMN.value }
    set { boxedPLMN.value = newValue }
  }
  public var amfRegionID: UInt8
  /// 10 bits.
  public var amfSetID: UInt16
  /// 6 bits.
  public var amfPointer: UInt8
  public var fiveGTMSI: UInt32

  public init(plmn: PLMNIdentity, amfRegionID: UInt8, amfSetID: UInt16, amfPointer: UInt8, fiveGTMSI: UInt32) {
    boxedPLMN = Boxed(plmn)
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
    case .decode: self = try Self.decode(c.rest("", nil))
    case .encode:
      guard let value else { throw .notEncodable(ie: "mobileIdentity") }
      _ = try c.rest("", value.encoded())
      self = value
    case .toJSON:
      guard let value else { throw .notEncodable(ie: "mobileIdentity") }
      value.putJSON(into: &c)
      self = value
    case .fromJSON: self = try Self.fromJSON(c)
    }
  }

  private static func decode(_ octets: [UInt8]) throws(NASError) -> FiveGSMobileIdentity {
    guard let first = octets.first else { throw .malformed(ie: "mobileIdentity") }
    let type = FiveGSIdentityType(rawValue: first & 7)
    var reader = ByteReader(octets)
    _ = reader.skip(1)
    let isOdd = first & 8 != 0
    switch type {
    case .noIdentity:
      return .noIdentity
    case .suci:
      return .suci(try SUCI(format: first >> 4 & 7, &reader))
    case .fiveGGUTI:
      guard octets.count == 11, let plmn = reader.readBytes(3), let region = reader.readUInt8(), let tmsi = Self.tmsi(&reader) else {
        throw .malformed(ie: "fiveGGUTI")
      }
      return .fiveGGUTI(
        FiveGGUTI(
          plmn: try PLMNIdentity(packed: plmn), amfRegionID: region, amfSetID: tmsi.amfSetID, amfPointer: tmsi.amfPointer,
          fiveGTMSI: tmsi.fiveGTMSI))
    case .fiveGSTMSI:
      guard octets.count == 7, let tmsi = Self.tmsi(&reader) else { throw .malformed(ie: "fiveGSTMSI") }
      return .fiveGSTMSI(tmsi)
    case .imei, .imeisv:
      var digits = [first >> 4] + NASDigits.unpack(reader.readRest())
      if !isOdd, digits.removeLast() != 15 { throw .malformed(ie: "imei") }
      let expected = type == .imei ? 15 : 16
      guard digits.count == expected, digits.allSatisfy({ $0 < 10 }) else { throw .malformed(ie: "imei") }
      return type == .imei ? .imei(NASDigits.text(digits)) : .imeisv(NASDigits.text(digits))
    case .macAddress:
      guard octets.count == 7 else { throw .malformed(ie: "macAddress") }
      return .macAddress(reader.readRest(), usageRestricted: isOdd)
    case .eui64:
      guard octets.count == 9 else { throw .malformed(ie: "eui64") }
      return .eui64(reader.readRest())
    case .other: throw .malformed(ie: "mobileIdentity")
    }
  }

  private static func tmsi(_ reader: inout ByteReader) -> FiveGSTMSI? {
    guard let amf = reader.readUInt16(), let tmsi = reader.readUInt32() else { return nil }
    return FiveGSTMSI(amfSetID: amf >> 6, amfPointer: UInt8(amf & 0x3F), fiveGTMSI: tmsi)
  }

  private func encoded() throws(NASError) -> [UInt8] {
    switch self {
    case .noIdentity: return [0]
    case .suci(let suci): return try suci.encoded()
    case .fiveGGUTI(let guti):
      guard let plmn = guti.plmn.packed else { throw .notEncodable(ie: "plmn") }
      return [0xF2] + plmn + [guti.amfRegionID] + (try Self.encoded(guti.fiveGSTMSI))
    case .fiveGSTMSI(let tmsi): return [0xF4] + (try Self.encoded(tmsi))
    case .imei(let text): return try Self.encoded(digits: text, count: 15, type: 3)
    case .imeisv(let text): return try Self.encoded(digits: text, count: 16, type: 5)
    case .macAddress(let octets, let restricted):
      guard octets.count == 6 else { throw .notEncodable(ie: "macAddress") }
      return [restricted ? 0x0E : 0x06] + octets
    case .eui64(let octets):
      guard octets.count == 8 else { throw .notEncodable(ie: "eui64") }
      return [0x07] + octets
    }
  }

  private static func encoded(_ tmsi: FiveGSTMSI) throws(NASError) -> [UInt8] {
    guard tmsi.amfSetID < 1024, tmsi.amfPointer < 64 else { throw .notEncodable(ie: "fiveGSTMSI") }
    var writer = ByteWriter(capacity: 6)
    writer.writeUInt16(tmsi.amfSetID << 6 | UInt16(tmsi.amfPointer))
    writer.writeUInt32(tmsi.fiveGTMSI)
    return writer.octets
  }

  private static func encoded(digits text: String, count: Int, type: UInt8) throws(NASError) -> [UInt8] {
    guard let digits = NASDigits.values(text), digits.count == count, digits.allSatisfy({ $0 < 10 }) else {
      throw .notEncodable(ie: "imei")
    }
    let odd: UInt8 = count % 2 == 1 ? 8 : 0
    return [digits[0] << 4 | odd | type] + NASDigits.pack(Array(digits.dropFirst()))
  }
}

extension SUCI {
  fileprivate init(format: UInt8, _ reader: inout ByteReader) throws(NASError) {
    guard format == 0 else {
      self.init(.nai(format: format, reader.readRest()))
      return
    }
    guard let plmn = reader.readBytes(3), let routing = reader.readBytes(2), let scheme = reader.readUInt8(), let key = reader.readUInt8(),
      !reader.isAtEnd
    else { throw .malformed(ie: "suci") }
    let identity = try PLMNIdentity(packed: plmn)
    let digits = NASDigits.unpack(routing)
    let used = digits.prefix { $0 != 15 }
    guard identity.isValid, !used.isEmpty, used.allSatisfy({ $0 < 10 }), digits.dropFirst(used.count).allSatisfy({ $0 == 15 }) else {
      throw .malformed(ie: "suci")
    }
    let imsi = IMSI(
      plmn: identity, routingIndicator: NASDigits.text(Array(used)), protectionSchemeID: scheme & 15, homeNetworkPublicKeyID: key,
      schemeOutput: reader.readRest())
    if imsi.protectionSchemeID == 0, imsi.msin == nil { throw .malformed(ie: "suci") }
    self.init(.imsi(imsi))
  }

  fileprivate func encoded() throws(NASError) -> [UInt8] {
    switch content {
    case .nai(let format, let text):
      guard (1...7).contains(format) else { throw .notEncodable(ie: "suci") }
      return [format << 4 | 1] + text
    case .imsi(let imsi):
      guard let plmn = imsi.plmn.packed, let routing = NASDigits.values(imsi.routingIndicator), (1...4).contains(routing.count),
        imsi.protectionSchemeID < 16
      else { throw .notEncodable(ie: "suci") }
      let filled = routing + [UInt8](repeating: 15, count: 4 - routing.count)
      return [0x01] + plmn + NASDigits.pack(filled) + [imsi.protectionSchemeID, imsi.homeNetworkPublicKeyID] + imsi.schemeOutput
    }
  }
}

import Base

extension FiveGSMobileIdentity {
  func putJSON(into c: inout NASCoder) {
    switch self {
    case .noIdentity: c.put("type", "noIdentity")
    case .suci(let suci):
      c.put("type", "suci")
      switch suci.content {
      case .imsi(let imsi):
        c.put("plmn", imsi.plmn.json)
        c.put("routingIndicator", .string(imsi.routingIndicator))
        c.put("protectionSchemeID", .int(imsi.protectionSchemeID))
        c.put("homeNetworkPublicKeyID", .int(imsi.homeNetworkPublicKeyID))
        c.put("schemeOutput", .string(Hex.encode(imsi.schemeOutput)))
      case .nai(let format, let octets):
        c.put("supiFormat", .int(format))
        c.put("nai", .string(Hex.encode(octets)))
      }
    case .fiveGGUTI(let guti):
      c.put("type", "fiveGGUTI")
      c.put("plmn", guti.plmn.json)
      c.put("amfRegionID", .int(guti.amfRegionID))
      Self.put(guti.fiveGSTMSI, into: &c)
    case .fiveGSTMSI(let tmsi):
      c.put("type", "fiveGSTMSI")
      Self.put(tmsi, into: &c)
    case .imei(let digits):
      c.put("type", "imei")
      c.put("digits", .string(digits))
    case .imeisv(let digits):
      c.put("type", "imeisv")
      c.put("digits", .string(digits))
    case .macAddress(let octets, let restricted):
      c.put("type", "macAddress")
      c.put("octets", .string(Hex.encode(octets)))
      c.put("usageRestricted", .bool(restricted))
    case .eui64(let octets):
      c.put("type", "eui64")
      c.put("octets", .string(Hex.encode(octets)))
    }
  }

  private static func put(_ tmsi: FiveGSTMSI, into c: inout NASCoder) {
    c.put("amfSetID", .int(tmsi.amfSetID))
    c.put("amfPointer", .int(tmsi.amfPointer))
    c.put("fiveGTMSI", .int(tmsi.fiveGTMSI))
  }

  static func fromJSON(_ c: NASCoder) throws(NASError) -> FiveGSMobileIdentity {
    switch c.member("type")?.stringValue {
    case "noIdentity": return .noIdentity
    case "suci":
      if let format = c.member("supiFormat") {
        return .suci(SUCI(.nai(format: try integer(format, "supiFormat"), try octets(c, "nai"))))
      }
      return .suci(
        SUCI(
          SUCI.IMSI(
            plmn: try plmn(c), routingIndicator: try text(c, "routingIndicator"),
            protectionSchemeID: try integer(c.member("protectionSchemeID"), "protectionSchemeID"),
            homeNetworkPublicKeyID: try integer(c.member("homeNetworkPublicKeyID"), "homeNetworkPublicKeyID"),
            schemeOutput: try octets(c, "schemeOutput"))))
    case "fiveGGUTI":
      let short = try tmsi(c)
      return .fiveGGUTI(
        FiveGGUTI(
          plmn: try plmn(c), amfRegionID: try integer(c.member("amfRegionID"), "amfRegionID"), amfSetID: short.amfSetID,
          amfPointer: short.amfPointer, fiveGTMSI: short.fiveGTMSI))
    case "fiveGSTMSI": return .fiveGSTMSI(try tmsi(c))
    case "imei": return .imei(try text(c, "digits"))
    case "imeisv": return .imeisv(try text(c, "digits"))
    case "macAddress": return .macAddress(try octets(c, "octets"), usageRestricted: c.member("usageRestricted")?.boolValue ?? false)
    case "eui64": return .eui64(try octets(c, "octets"))
    default: throw .invalidJSON(path: "type")
    }
  }

  private static func tmsi(_ c: NASCoder) throws(NASError) -> FiveGSTMSI {
    FiveGSTMSI(
      amfSetID: try integer(c.member("amfSetID"), "amfSetID"), amfPointer: try integer(c.member("amfPointer"), "amfPointer"),
      fiveGTMSI: try integer(c.member("fiveGTMSI"), "fiveGTMSI"))
  }

  private static func plmn(_ c: NASCoder) throws(NASError) -> PLMNIdentity {
    guard let json = c.member("plmn") else { throw .invalidJSON(path: "plmn") }
    return try PLMNIdentity(json: json)
  }

  private static func integer<T: FixedWidthInteger>(_ json: JSON?, _ name: String) throws(NASError) -> T {
    guard let value = json?.integerValue(T.self) else { throw .invalidJSON(path: name) }
    return value
  }

  private static func text(_ c: NASCoder, _ name: String) throws(NASError) -> String {
    guard let value = c.member(name)?.stringValue else { throw .invalidJSON(path: name) }
    return value
  }

  private static func octets(_ c: NASCoder, _ name: String) throws(NASError) -> [UInt8] {
    guard let value = c.member(name)?.stringValue.flatMap({ Hex.decode($0) }) else { throw .invalidJSON(path: name) }
    return value
  }
}

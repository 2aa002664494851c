import Base

/// NID (TS 24.501 §9.11.3.79, TS 24.502 §9.2.7, TS 23.003 §12.7): an assignment mode and ten hexadecimal digits.
public struct NID: InformationElement {
  /// 0 to 15: 0 and 2 coordinated, 1 self-assigned.
  public var assignmentMode: UInt8
  /// Ten hexadecimal digits.
  public var value: String

  public init(assignmentMode: UInt8, value: String) {
    self.assignmentMode = assignmentMode
    self.value = value
  }

  public init(coding c: inout NASCoder, _ nid: NID?) throws(NASError) {
    switch c.mode {
    case .decode:
      guard let octets = c.take(6) else { throw .malformed(ie: "nid") }
      let nibbles = NASDigits.unpack(octets)
      assignmentMode = nibbles[0]
      value = NASDigits.text(nibbles[1...10])
    case .encode:
      guard let nid, nid.assignmentMode < 16, let digits = NASDigits.values(nid.value), digits.count == 10 else {
        throw .notEncodable(ie: "nid")
      }
      c.output.append(contentsOf: NASDigits.pack([nid.assignmentMode] + digits + [0]))
      self = nid
    case .toJSON, .fromJSON:
      assignmentMode = try c.bits("assignmentMode", 4, nid?.assignmentMode)
      if let nid { c.put("value", .string(nid.value)) }
      guard let text = nid?.value ?? c.member("value")?.stringValue else { throw .invalidJSON(path: "value") }
      value = text
    }
  }
}

/// Extended emergency number list (TS 24.501 §9.11.3.26, TS 24.301 §9.9.3.37A).
public struct ExtendedEmergencyNumberList: InformationElement {
  /// One number with its sub-services.
  public struct Entry: InformationElement {
    /// BCD digits, low half first, filled with 1111.
    public var number: [UInt8]
    /// Sub-services field: the GSM default alphabet, seven bits a character (TS 24.301 §9.9.3.37A).
    public var subServices: [UInt8]

    public init(number: [UInt8], subServices: [UInt8] = []) {
      self.number = number
      self.subServices = subServices
    }

    public init(coding c: inout NASCoder, _ value: Entry?) throws(NASError) {
      number = try c.counted("number", value?.number)
      subServices = try c.counted("subServices", value?.subServices)
    }
  }
  /// EENLV: the numbers are valid in the PLMN only, not in the whole country.
  public var validInPLMNOnly: Bool
  public var entries: [Entry]

  public init(validInPLMNOnly: Bool = false, entries: [Entry]) {
    self.validInPLMNOnly = validInPLMNOnly
    self.entries = entries
  }

  public init(coding c: inout NASCoder, _ value: ExtendedEmergencyNumberList?) throws(NASError) {
    try c.spare(7)
    validInPLMNOnly = try c.flag("validInPLMNOnly", value?.validInPLMNOnly)
    entries = try c.list("entries", value?.entries)
  }
}

/// Mobile station classmark 2 (TS 24.501 §9.11.3.31C, TS 24.008 §10.5.1.6): three octets.
public struct MobileStationClassmark2: FlagOctets {
  public var octets: [UInt8]
  public init(octets: [UInt8] = [0, 0, 0]) { self.octets = octets }
  public static var minimumOctetCount: Int { 3 }
  public static var fields: StaticString {
    "- revisionLevel:2 esInd a51:1 rfPowerCapability:3 - psCapability ssScreeningIndicator:2 smCapability vbs vgcs fc cm3 - lcsVACapability ucs2 soLSA cmsp a53 a52"
  }
}

/// Supported codec list (TS 24.501 §9.11.3.51A, TS 24.008 §10.5.4.32).
public struct SupportedCodecList: InformationElement {
  public var codecs: [SupportedCodecs]
  public init(_ codecs: [SupportedCodecs]) { self.codecs = codecs }

  public init(coding c: inout NASCoder, _ value: SupportedCodecList?) throws(NASError) { codecs = try c.list("", value?.codecs) }
}

/// The codecs of one system (TS 26.103 §6.2).
public struct SupportedCodecs: InformationElement {
  /// SysID.
  public var systemIdentification: UInt8
  /// One bit for each codec.
  public var codecBitmap: [UInt8]

  public init(systemIdentification: UInt8, codecBitmap: [UInt8]) {
    self.systemIdentification = systemIdentification
    self.codecBitmap = codecBitmap
  }

  public init(coding c: inout NASCoder, _ value: SupportedCodecs?) throws(NASError) {
    systemIdentification = try c.uint8("systemIdentification", value?.systemIdentification)
    codecBitmap = try c.counted("codecBitmap", value?.codecBitmap)
  }
}

/// IP header compression configuration (TS 24.501 §9.11.4.24, TS 24.301 §9.9.4.22).
public struct IPHeaderCompressionConfiguration: InformationElement {
  /// ROHC profile 0x0104 (IP).
  public var profile0104: Bool
  /// ROHC profile 0x0103 (ESP/IP).
  public var profile0103: Bool
  /// ROHC profile 0x0102 (UDP/IP).
  public var profile0102: Bool
  /// ROHC profile 0x0006 (TCP/IP).
  public var profile0006: Bool
  /// ROHC profile 0x0004 (IP).
  public var profile0004: Bool
  /// ROHC profile 0x0003 (ESP/IP).
  public var profile0003: Bool
  /// ROHC profile 0x0002 (UDP/IP).
  public var profile0002: Bool
  /// MAX_CID, 1 to 16383.
  public var maximumCID: UInt16
  /// Type of the additional header compression context setup parameters.
  public var contextSetupParametersType: UInt8?
  /// Opaque to NAS (RFC 5795).
  public var contextSetupParametersContainer: [UInt8]?

  public init(
    profile0104: Bool = false, profile0103: Bool = false, profile0102: Bool = false, profile0006: Bool = false, profile0004: Bool = false,
    profile0003: Bool = false, profile0002: Bool = false, maximumCID: UInt16, contextSetupParametersType: UInt8? = nil,
    contextSetupParametersContainer: [UInt8]? = nil
  ) {
    self.profile0104 = profile0104
    self.profile0103 = profile0103
    self.profile0102 = profile0102
    self.profile0006 = profile0006
    self.profile0004 = profile0004
    self.profile0003 = profile0003
    self.profile0002 = profile0002
    self.maximumCID = maximumCID
    self.contextSetupParametersType = contextSetupParametersType
    self.contextSetupParametersContainer = contextSetupParametersContainer
  }

  public init(coding c: inout NASCoder, _ value: IPHeaderCompressionConfiguration?) throws(NASError) {
    try c.spare(1)
    profile0104 = try c.flag("profile0104", value?.profile0104)
    profile0103 = try c.flag("profile0103", value?.profile0103)
    profile0102 = try c.flag("profile0102", value?.profile0102)
    profile0006 = try c.flag("profile0006", value?.profile0006)
    profile0004 = try c.flag("profile0004", value?.profile0004)
    profile0003 = try c.flag("profile0003", value?.profile0003)
    profile0002 = try c.flag("profile0002", value?.profile0002)
    maximumCID = try c.uint16("maximumCID", value?.maximumCID)
    contextSetupParametersType = try c.optionalNested(
      "contextSetupParametersType", presentInOctets: !c.isAtEnd, value?.contextSetupParametersType)
    contextSetupParametersContainer = try c.optionalOctets(
      "contextSetupParametersContainer", .rest, presentInOctets: !c.isAtEnd, value?.contextSetupParametersContainer)
  }
}

/// Ethernet header compression configuration (TS 24.501 §9.11.4.28).
public struct EthernetHeaderCompressionConfiguration: InformationElement {
  /// 0 not used, 1 seven bits, 2 fifteen bits.
  public var cidLength: UInt8

  public init(cidLength: UInt8) {
    self.cidLength = cidLength
  }

  public init(coding c: inout NASCoder, _ value: EthernetHeaderCompressionConfiguration?) throws(NASError) {
    try c.spare(6)
    cidLength = try c.bits("cidLength", 2, value?.cidLength)
  }
}

/// A MAC address (DS-TT Ethernet port MAC address, TS 24.501 §9.11.4.25): six octets.
public struct MACAddress: InformationElement {
  /// Six octets.
  public var octets: [UInt8]

  public init(octets: [UInt8]) {
    self.octets = octets
  }

  public init(coding c: inout NASCoder, _ value: MACAddress?) throws(NASError) {
    octets = try c.octets("", count: 6, value?.octets)
  }
}

/// UE-DS-TT residence time (TS 24.501 §9.11.4.26).
public struct UEDSTTResidenceTime: InformationElement {
  /// In nanoseconds times 2 to the power of 16 (IEEE 802.1AS §6.4.3.3).
  public var scaledNanoseconds: UInt64

  public init(scaledNanoseconds: UInt64) {
    self.scaledNanoseconds = scaledNanoseconds
  }

  public init(coding c: inout NASCoder, _ value: UEDSTTResidenceTime?) throws(NASError) {
    scaledNanoseconds = try c.uint64("scaledNanoseconds", value?.scaledNanoseconds)
  }
}

/// RSN (TS 24.501 §9.11.4.33): which of two redundant PDU sessions this is.
public enum RedundancySequenceNumber: NamedValue {
  case v1
  case v2
  /// A value without a name in the standard.
  case other(UInt8)

  public init(rawValue: UInt8) {
    switch rawValue {
    case 0: self = .v1
    case 1: self = .v2
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .v1: 0
    case .v2: 1
    case .other(let value): value
    }
  }
}

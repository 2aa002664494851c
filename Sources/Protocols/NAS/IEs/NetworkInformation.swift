import Base

/// Full or short name for network (TS 24.501 §9.11.3.35, TS 24.008 §10.5.3.5a).
public struct NetworkName: InformationElement {
  /// 0: GSM default alphabet (TS 23.038), 7 bits a character; 1: UCS2.
  public var codingScheme: UInt8
  /// The UE should add the country's initials.
  public var addCountryInitials: Bool
  /// Unused bits in the last octet.
  public var spareBitCount: UInt8
  public var textString: [UInt8]

  /// In the GSM default alphabet where it has all characters, else UCS2 (beyond the basic plane as surrogates).
  public init(_ text: String, addCountryInitials: Bool = false) {
    self.addCountryInitials = addCountryInitials
    if let septets = GSMDefaultAlphabet.septets(text) {
      codingScheme = 0
      textString = GSMDefaultAlphabet.pack(septets)
      spareBitCount = UInt8(textString.count * 8 - septets.count * 7)
    } else {
      codingScheme = 1
      spareBitCount = 0
      textString = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }
  }

  /// `nil` for a coding scheme that is not known.
  public var text: String? {
    switch codingScheme {
    case 0:
      return GSMDefaultAlphabet.text(GSMDefaultAlphabet.unpack(textString, bitCount: textString.count * 8 - Int(spareBitCount)))
    case 1:
      let units = stride(from: 0, to: textString.count - 1, by: 2).map { UInt16(textString[$0]) << 8 | UInt16(textString[$0 + 1]) }
      return String(decoding: units, as: UTF16.self)
    default: return nil
    }
  }

  public init(coding c: inout NASCoder, _ value: NetworkName?) throws(NASError) {
    switch c.mode {
    case .decode, .encode:
      let isExtended = try c.flag("extension", value.map { _ in true })
      guard isExtended else { throw .malformed(ie: "networkName") }
    case .toJSON:
      if let text = value?.text { c.put("text", .string(text)) }
    case .fromJSON:
      if c.member("textString") == nil, let text = c.member("text")?.stringValue {
        self = NetworkName(text, addCountryInitials: try c.flag("addCountryInitials", nil))
        return
      }
    }
    codingScheme = try c.bits("codingScheme", 3, value?.codingScheme)
    addCountryInitials = try c.flag("addCountryInitials", value?.addCountryInitials)
    spareBitCount = try c.bits("spareBitCount", 3, value?.spareBitCount)
    textString = try c.rest("textString", value?.textString)
  }
}

/// Local time zone (TS 24.501 §9.11.3.52, TS 24.008 §10.5.3.8).
public struct TimeZone: InformationElement {
  /// As on the wire: quarters of an hour in swapped BCD with the sign in bit 4.
  public var octet: UInt8
  public init(octet: UInt8) { self.octet = octet }

  /// - Parameter quarterHours: east of UTC, -79 to 79; values beyond are clamped.
  public init(quarterHours: Int) {
    let count = UInt8(min(79, abs(max(-79, min(79, quarterHours)))))
    octet = (count % 10) << 4 | (count / 10) | (quarterHours < 0 ? 8 : 0)
  }

  /// East of UTC.
  public var quarterHours: Int {
    let count = Int(octet & 7) * 10 + Int(octet >> 4)
    return octet & 8 == 0 ? count : -count
  }

  public init(coding c: inout NASCoder, _ value: TimeZone?) throws(NASError) {
    if c.mode == .toJSON, let value { c.put("quarterHours", .int(value.quarterHours)) }
    octet = try c.uint8("octet", value?.octet)
  }
}

/// Universal time and local time zone (TS 24.501 §9.11.3.53, TS 24.008 §10.5.3.9).
public struct UniversalTimeAndLocalTimeZone: InformationElement {
  /// Year (two digits), month, day, hour, minute, second in swapped BCD, and the time zone.
  public var octets: [UInt8]
  public init(octets: [UInt8]) { self.octets = octets }

  /// - Parameters: `year` with four digits; all in UTC and in their calendar ranges.
  public init(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, timeZone: TimeZone) {
    octets = [year, month, day, hour, minute, second].map { UInt8(abs($0) % 10) << 4 | UInt8(abs($0) / 10 % 10) } + [timeZone.octet]
  }

  public init(coding c: inout NASCoder, _ value: UniversalTimeAndLocalTimeZone?) throws(NASError) {
    octets = try c.octets("", count: 7, value?.octets)
  }
}

/// Emergency number list (TS 24.501 §9.11.3.23, TS 24.008 §10.5.3.13).
public struct EmergencyNumberList: InformationElement {
  public struct Entry: InformationElement {
    /// Bit 1 police, 2 ambulance, 3 fire brigade, 4 marine guard, 5 mountain rescue.
    public var serviceCategory: UInt8
    /// BCD digits, low half first, filled with 1111.
    public var number: [UInt8]

    public init(serviceCategory: UInt8, number: [UInt8]) {
      self.serviceCategory = serviceCategory
      self.number = number
    }

    public init(coding c: inout NASCoder, _ value: Entry?) throws(NASError) {
      var count = 0
      if c.mode == .decode || c.mode == .encode {
        if let value, value.number.count > 254 { throw .notEncodable(ie: "number") }
        count = Int(try c.uint8("length", value.map { UInt8(truncatingIfNeeded: $0.number.count + 1) })) - 1
        guard count >= 0 else { throw .malformed(ie: "emergencyNumber") }
      }
      try c.spare(3)
      serviceCategory = try c.bits("serviceCategory", 5, value?.serviceCategory)
      number = c.mode == .decode ? try c.octets("number", count: count, nil) : try c.rest("number", value?.number)
    }
  }
  public var entries: [Entry]
  public init(_ entries: [Entry]) { self.entries = entries }
  public init(coding c: inout NASCoder, _ value: EmergencyNumberList?) throws(NASError) { entries = try c.list("", value?.entries) }
}

/// Operator-defined access category definitions (TS 24.501 §9.11.3.38).
public struct OperatorDefinedAccessCategoryDefinitions: InformationElement {
  /// One definition behind its length octet.
  public struct Definition: InformationElement {
    /// The lower, the higher it ranks.
    public var precedence: UInt8
    /// The category minus 32, 0 to 31.
    public var accessCategoryNumber: UInt8
    /// All of them have to match.
    public var criteria: [AccessCategoryCriterion]
    /// The standardized access category that stands for this one in the access attempt, 0 to 31; `nil` without PSAC.
    public var standardizedAccessCategory: UInt8?

    public init(
      precedence: UInt8, accessCategoryNumber: UInt8, criteria: [AccessCategoryCriterion], standardizedAccessCategory: UInt8? = nil
    ) {
      self.precedence = precedence
      self.accessCategoryNumber = accessCategoryNumber
      self.criteria = criteria
      self.standardizedAccessCategory = standardizedAccessCategory
    }

    public init(coding c: inout NASCoder, _ value: Definition?) throws(NASError) {
      precedence = try c.uint8("precedence", value?.precedence)
      let hasCategory = try c.presence(value.map { $0.standardizedAccessCategory != nil })
      try c.spare(2)
      accessCategoryNumber = try c.bits("accessCategoryNumber", 5, value?.accessCategoryNumber)
      let frame = try c.beginCounted()
      criteria = try c.list("criteria", value?.criteria)
      try c.endCounted(frame)
      let isPresent =
        switch c.mode {
        case .decode: hasCategory
        case .encode, .toJSON: value?.standardizedAccessCategory != nil
        case .fromJSON: c.member("standardizedAccessCategory") != nil
        }
      if isPresent {
        try c.spare(3)
        standardizedAccessCategory = try c.bits("standardizedAccessCategory", 5, value?.standardizedAccessCategory)
      }
    }
  }
  public var definitions: [Definition]
  public init(_ definitions: [Definition]) { self.definitions = definitions }

  public init(coding c: inout NASCoder, _ value: OperatorDefinedAccessCategoryDefinitions?) throws(NASError) {
    definitions = try c.countedList("", value?.definitions)
  }
}

/// A criteria component of an operator-defined access category (TS 24.501 §9.11.3.38).
public enum AccessCategoryCriterion: InformationElement {
  case dnns([DNN])
  case applications([OperatingSystemApplication])
  case sNSSAIs([SNSSAI])
  /// A type that is not known here, or whose contents are not those of its type.
  case other(type: UInt8, [UInt8])

  /// The number of the type.
  public var type: UInt8 {
    switch self {
    case .dnns: 0
    case .applications: 1
    case .sNSSAIs: 2
    case .other(let type, _): type
    }
  }

  private static let names: [(type: UInt8, name: String)] = [(0, "dnns"), (1, "applications"), (2, "sNSSAIs")]

  public init(coding c: inout NASCoder, _ value: AccessCategoryCriterion?) throws(NASError) {
    let type = try c.alternative(8, Self.names, value?.type)
    switch type {
    case 0:
      var part: [DNN]?
      if case .dnns(let contents)? = value { part = contents }
      self = .dnns(try c.numberedList("dnns", lengthOctets: 1, part))
    case 1:
      var part: [OperatingSystemApplication]?
      if case .applications(let contents)? = value { part = contents }
      self = .applications(try c.numberedList("applications", lengthOctets: 0, part))
    case 2:
      var part: [SNSSAI]?
      if case .sNSSAIs(let contents)? = value { part = contents }
      self = .sNSSAIs(try c.numberedList("sNSSAIs", lengthOctets: 1, part))
    default:
      var part: [UInt8]?
      if case .other(_, let contents)? = value { part = contents }
      self = .other(type: type, try c.otherAlternative(type, part))
    }
  }
}

/// An application of an operating system (TS 24.501 §9.11.3.38, TS 24.526 §5.2): OS Id and OS App Id.
public struct OperatingSystemApplication: InformationElement {
  /// A UUID (RFC 4122), 16 octets.
  public var operatingSystemID: [UInt8]
  public var applicationID: [UInt8]

  public init(operatingSystemID: [UInt8], applicationID: [UInt8]) {
    self.operatingSystemID = operatingSystemID
    self.applicationID = applicationID
  }

  public init(coding c: inout NASCoder, _ value: OperatingSystemApplication?) throws(NASError) {
    operatingSystemID = try c.octets("operatingSystemID", count: 16, value?.operatingSystemID)
    applicationID = try c.counted("applicationID", value?.applicationID)
  }
}
/// UE radio capability ID (TS 24.501 §9.11.3.68, TS 23.003 §29.2): hexadecimal digits, low half first, filled with 1111.
public struct UERadioCapabilityID: InformationElement {
  public var octets: [UInt8]
  public init(octets: [UInt8]) { self.octets = octets }
  public init(coding c: inout NASCoder, _ value: UERadioCapabilityID?) throws(NASError) { octets = try c.rest("", value?.octets) }
}

/// Paging restriction (TS 24.501 §9.11.3.77).
public struct PagingRestriction: InformationElement {
  public var type: PagingRestrictionType
  /// For types 3 and 4: the PDU sessions for which paging is not restricted.
  public var pduSessions: SessionBitmap?

  public init(type: PagingRestrictionType, pduSessions: SessionBitmap? = nil) {
    self.type = type
    self.pduSessions = pduSessions
  }

  public init(coding c: inout NASCoder, _ value: PagingRestriction?) throws(NASError) {
    try c.spare(4)
    type = try c.named("type", bits: 4, value?.type)
    pduSessions = try c.optionalNested("pduSessions", presentInOctets: !c.isAtEnd, value?.pduSessions)
  }
}

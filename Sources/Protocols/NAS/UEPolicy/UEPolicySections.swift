/// UE policy section management list (TS 24.501 §D.6.2).
public struct UEPolicySectionManagementList: InformationElement {
  public var sublists: [UEPolicySectionManagementSublist]
  public init(_ sublists: [UEPolicySectionManagementSublist]) { self.sublists = sublists }

  public init(coding c: inout NASCoder, _ value: UEPolicySectionManagementList?) throws(NASError) {
    sublists = try c.countedList("", lengthOctets: 2, value?.sublists)
  }
}

/// The instructions of one PLMN or SNPN.
public struct UEPolicySectionManagementSublist: InformationElement {
  public var plmn: PLMNIdentity
  public var instructions: [UEPolicyInstruction]

  public init(plmn: PLMNIdentity, instructions: [UEPolicyInstruction]) {
    self.plmn = plmn
    self.instructions = instructions
  }

  public init(coding c: inout NASCoder, _ value: UEPolicySectionManagementSublist?) throws(NASError) {
    plmn = try c.nested("plmn", value?.plmn)
    instructions = try c.countedList("instructions", lengthOctets: 2, value?.instructions)
  }
}

/// An instruction: the new contents of one UE policy section; no parts delete the section.
public struct UEPolicyInstruction: InformationElement {
  /// UE policy section code.
  public var upsc: UInt16
  public var parts: [UEPolicyPart]

  public init(upsc: UInt16, parts: [UEPolicyPart]) {
    self.upsc = upsc
    self.parts = parts
  }

  public init(coding c: inout NASCoder, _ value: UEPolicyInstruction?) throws(NASError) {
    upsc = try c.uint16("upsc", value?.upsc)
    parts = try c.countedList("parts", lengthOctets: 2, value?.parts)
  }
}

/// A UE policy part (TS 24.501 §D.6.2); its length counts the octet of its type.
public enum UEPolicyPart: InformationElement {
  /// TS 24.526 §5.2.
  case ursp(URSPRules)
  /// TS 24.526 §5.3, not interpreted.
  case andsp([UInt8])
  /// TS 24.588, not interpreted.
  case v2xp([UInt8])
  /// TS 24.555, not interpreted.
  case proSeP([UInt8])
  /// A type that is not known here, or whose contents are not those of its type.
  case other(type: UInt8, [UInt8])

  /// The number of the type.
  public var type: UInt8 {
    switch self {
    case .ursp: 1
    case .andsp: 2
    case .v2xp: 3
    case .proSeP: 4
    case .other(let type, _): type
    }
  }

  private static let names: [(type: UInt8, name: String)] = [(1, "ursp"), (2, "andsp"), (3, "v2xp"), (4, "proSeP")]

  public init(coding c: inout NASCoder, _ value: UEPolicyPart?) throws(NASError) {
    if c.isBinary { try c.spare(4) }
    let type = try c.alternative(4, Self.names, value?.type)
    switch type {
    case 1:
      var part: URSPRules?
      if case .ursp(let contents)? = value { part = contents }
      self = .ursp(try c.nested("ursp", part))
    case 2:
      var part: [UInt8]?
      if case .andsp(let contents)? = value { part = contents }
      self = .andsp(try c.rest("andsp", part))
    case 3:
      var part: [UInt8]?
      if case .v2xp(let contents)? = value { part = contents }
      self = .v2xp(try c.rest("v2xp", part))
    case 4:
      var part: [UInt8]?
      if case .proSeP(let contents)? = value { part = contents }
      self = .proSeP(try c.rest("proSeP", part))
    default:
      var part: [UInt8]?
      if case .other(_, let contents)? = value { part = contents }
      self = .other(type: type, try c.otherAlternative(type, part))
    }
  }
}

/// UE policy section management result (TS 24.501 §D.6.3): which instructions could not be executed.
public struct UEPolicySectionManagementResult: InformationElement {
  public var subresults: [UEPolicySectionManagementSubresult]
  public init(_ subresults: [UEPolicySectionManagementSubresult]) { self.subresults = subresults }

  public init(coding c: inout NASCoder, _ value: UEPolicySectionManagementResult?) throws(NASError) {
    subresults = try c.list("", value?.subresults)
  }
}

/// The results of one PLMN or SNPN.
public struct UEPolicySectionManagementSubresult: InformationElement {
  public var plmn: PLMNIdentity
  public var results: [UEPolicyResult]

  public init(plmn: PLMNIdentity, results: [UEPolicyResult]) {
    self.plmn = plmn
    self.results = results
  }

  public init(coding c: inout NASCoder, _ value: UEPolicySectionManagementSubresult?) throws(NASError) {
    var count: UInt8 = 0
    if c.isBinary {
      guard value?.results.count ?? 0 <= 255 else { throw .notEncodable(ie: "results") }
      count = try c.uint8("count", value.map { UInt8(truncatingIfNeeded: $0.results.count) })
    }
    plmn = try c.nested("plmn", value?.plmn)
    results = try c.list("results", count: Int(count), value?.results)
  }
}

/// The result of one instruction.
public struct UEPolicyResult: InformationElement {
  /// UE policy section code.
  public var upsc: UInt16
  /// The number of the instruction within its sublist.
  public var failedInstructionOrder: UInt16
  public var cause: UEPolicyDeliveryServiceCause

  public init(upsc: UInt16, failedInstructionOrder: UInt16, cause: UEPolicyDeliveryServiceCause) {
    self.upsc = upsc
    self.failedInstructionOrder = failedInstructionOrder
    self.cause = cause
  }

  public init(coding c: inout NASCoder, _ value: UEPolicyResult?) throws(NASError) {
    upsc = try c.uint16("upsc", value?.upsc)
    failedInstructionOrder = try c.uint16("failedInstructionOrder", value?.failedInstructionOrder)
    cause = try c.nested("cause", value?.cause)
  }
}

/// UE policy delivery service cause (TS 24.501 §D.6.3).
public enum UEPolicyDeliveryServiceCause: NamedValue {
  case protocolErrorUnspecified
  /// A value without a name in the standard.
  case other(UInt8)

  public init(rawValue: UInt8) {
    switch rawValue {
    case 111: self = .protocolErrorUnspecified
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .protocolErrorUnspecified: 111
    case .other(let value): value
    }
  }
}

/// UPSI list (TS 24.501 §D.6.4): the UE policy sections that the UE has.
public struct UPSIList: InformationElement {
  public var sublists: [UPSISublist]
  public init(_ sublists: [UPSISublist]) { self.sublists = sublists }

  public init(coding c: inout NASCoder, _ value: UPSIList?) throws(NASError) {
    sublists = try c.countedList("", lengthOctets: 2, value?.sublists)
  }
}

/// The UE policy sections of one PLMN or SNPN.
public struct UPSISublist: InformationElement {
  public var plmn: PLMNIdentity
  /// UE policy section codes.
  public var upscs: [UInt16]

  public init(plmn: PLMNIdentity, upscs: [UInt16]) {
    self.plmn = plmn
    self.upscs = upscs
  }

  public init(coding c: inout NASCoder, _ value: UPSISublist?) throws(NASError) {
    plmn = try c.nested("plmn", value?.plmn)
    upscs = try c.list("upscs", value?.upscs)
  }
}

/// UE policy classmark (TS 24.501 §D.6.5).
public struct UEPolicyClassmark: FlagOctets {
  public var octets: [UInt8]
  public init(octets: [UInt8] = [0]) { self.octets = octets }
  public static var minimumOctetCount: Int { 1 }
  public static var fields: StaticString {
    "-:7 supportOfANDSP"
  }
  /// The UE supports ANDSP.
  public var supportOfANDSP: Bool {
    get { flag(0, 0) }
    set { setFlag(0, 0, newValue) }
  }
}

/// UE policy network classmark (TS 24.501 §D.6.7).
public struct UEPolicyNetworkClassmark: FlagOctets {
  public var octets: [UInt8]
  public init(octets: [UInt8] = [0]) { self.octets = octets }
  public static var minimumOctetCount: Int { 1 }
  public static var fields: StaticString {
    "-:7 nonSubscribedSNPNSignalledURSPHandling"
  }
  /// NSSUI: the UE is allowed to accept URSP signalled by non-subscribed SNPNs when false.
  public var nonSubscribedSNPNSignalledURSPHandling: Bool {
    get { flag(0, 0) }
    set { setFlag(0, 0, newValue) }
  }
}

/// UE OS Id (TS 24.501 §D.6.6): the operating systems of the UE.
public struct UEOSIdentities: InformationElement {
  /// UUIDs (RFC 4122), 16 octets each.
  public var identifiers: [OperatingSystemIdentity]
  public init(_ identifiers: [OperatingSystemIdentity]) { self.identifiers = identifiers }

  public init(coding c: inout NASCoder, _ value: UEOSIdentities?) throws(NASError) { identifiers = try c.list("", value?.identifiers) }
}

/// OS Id: a UUID (RFC 4122), 16 octets.
public struct OperatingSystemIdentity: InformationElement {
  public var octets: [UInt8]
  public init(_ octets: [UInt8]) { self.octets = octets }

  public init(coding c: inout NASCoder, _ value: OperatingSystemIdentity?) throws(NASError) {
    octets = try c.octets("", count: 16, value?.octets)
  }
}

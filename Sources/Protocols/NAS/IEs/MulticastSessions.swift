/// Temporary mobile group identity (TS 24.008 §10.5.6.13).
public struct TemporaryMobileGroupIdentity: InformationElement {
  /// MBMS service ID, 24 bits.
  public var serviceID: UInt32
  /// Absent: the serving PLMN.
  public var plmn: PLMNIdentity?

  public init(serviceID: UInt32, plmn: PLMNIdentity? = nil) {
    self.serviceID = serviceID
    self.plmn = plmn
  }

  public init(coding c: inout NASCoder, _ value: TemporaryMobileGroupIdentity?) throws(NASError) {
    serviceID = try c.uint24("serviceID", value?.serviceID)
    plmn = try c.optionalNested("plmn", presentInOctets: !c.isAtEnd, value?.plmn)
  }
}

/// Requested MBS container (TS 24.501 §9.11.4.30).
public struct RequestedMBSContainer: InformationElement {
  public var requests: [RequestedMBSInformation]
  public init(_ requests: [RequestedMBSInformation]) { self.requests = requests }

  public init(coding c: inout NASCoder, _ value: RequestedMBSContainer?) throws(NASError) { requests = try c.list("", value?.requests) }
}

/// One multicast MBS session that the UE wants to join or leave.
public struct RequestedMBSInformation: InformationElement {
  public var operation: MBSOperation
  public var sessionID: MBSSessionID

  public init(operation: MBSOperation, sessionID: MBSSessionID) {
    self.operation = operation
    self.sessionID = sessionID
  }

  public init(coding c: inout NASCoder, _ value: RequestedMBSInformation?) throws(NASError) {
    try c.spare(4)
    operation = try c.named("operation", bits: 2, value?.operation)
    sessionID = try c.nested("sessionID", value?.sessionID)
  }
}

/// MBS operation (TS 24.501 §9.11.4.30).
public enum MBSOperation: NamedValue {
  case join
  case leave
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 2 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 1: self = .join
    case 2: self = .leave
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .join: 1
    case .leave: 2
    case .other(let value): value
    }
  }
}

/// MBS session ID with its type (TS 24.501 §9.11.4.30).
public enum MBSSessionID: InformationElement {
  case tmgi(TemporaryMobileGroupIdentity)
  /// Source-specific IPv4 multicast address.
  case ipv4(SourceSpecificMulticastAddress4)
  /// Source-specific IPv6 multicast address.
  case ipv6(SourceSpecificMulticastAddress6)
  /// A type that is not known here, or whose contents are not those of its type.
  case other(type: UInt8, [UInt8])

  /// The number of the type.
  public var type: UInt8 {
    switch self {
    case .tmgi: 1
    case .ipv4: 2
    case .ipv6: 3
    case .other(let type, _): type
    }
  }

  private static let names: [(type: UInt8, name: String)] = [(1, "tmgi"), (2, "ipv4"), (3, "ipv6")]

  public init(coding c: inout NASCoder, _ value: MBSSessionID?) throws(NASError) {
    let type = try c.alternative(2, Self.names, value?.type)
    switch type {
    case 1:
      var part: TemporaryMobileGroupIdentity?
      if case .tmgi(let contents)? = value { part = contents }
      self = .tmgi(try c.nestedCounted("tmgi", part))
    case 2:
      var part: SourceSpecificMulticastAddress4?
      if case .ipv4(let contents)? = value { part = contents }
      self = .ipv4(try c.nested("ipv4", part))
    case 3:
      var part: SourceSpecificMulticastAddress6?
      if case .ipv6(let contents)? = value { part = contents }
      self = .ipv6(try c.nested("ipv6", part))
    default:
      var part: [UInt8]?
      if case .other(_, let contents)? = value { part = contents }
      self = .other(type: type, try c.otherAlternative(type, part))
    }
  }
}

/// A source-specific IPv4 multicast address.
public struct SourceSpecificMulticastAddress4: InformationElement {
  /// Four octets.
  public var source: [UInt8]
  /// Four octets.
  public var destination: [UInt8]

  public init(source: [UInt8], destination: [UInt8]) {
    self.source = source
    self.destination = destination
  }

  public init(coding c: inout NASCoder, _ value: SourceSpecificMulticastAddress4?) throws(NASError) {
    source = try c.octets("source", count: 4, value?.source)
    destination = try c.octets("destination", count: 4, value?.destination)
  }
}

/// A source-specific IPv6 multicast address.
public struct SourceSpecificMulticastAddress6: InformationElement {
  /// Sixteen octets.
  public var source: [UInt8]
  /// Sixteen octets.
  public var destination: [UInt8]

  public init(source: [UInt8], destination: [UInt8]) {
    self.source = source
    self.destination = destination
  }

  public init(coding c: inout NASCoder, _ value: SourceSpecificMulticastAddress6?) throws(NASError) {
    source = try c.octets("source", count: 16, value?.source)
    destination = try c.octets("destination", count: 16, value?.destination)
  }
}

/// Received MBS container (TS 24.501 §9.11.4.31).
public struct ReceivedMBSContainer: InformationElement {
  public var sessions: [ReceivedMBSInformation]
  public init(_ sessions: [ReceivedMBSInformation]) { self.sessions = sessions }

  public init(coding c: inout NASCoder, _ value: ReceivedMBSContainer?) throws(NASError) { sessions = try c.list("", value?.sessions) }
}

/// MBS decision (TS 24.501 §9.11.4.31).
public enum MBSDecision: NamedValue {
  case serviceAreaUpdate
  case joinAccepted
  case joinRejected
  case removeUE
  case securityInformationUpdate
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 3 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 1: self = .serviceAreaUpdate
    case 2: self = .joinAccepted
    case 3: self = .joinRejected
    case 4: self = .removeUE
    case 5: self = .securityInformationUpdate
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .serviceAreaUpdate: 1
    case .joinAccepted: 2
    case .joinRejected: 3
    case .removeUE: 4
    case .securityInformationUpdate: 5
    case .other(let value): value
    }
  }
}

/// Rejection cause of an MBS join (TS 24.501 §9.11.4.31).
public enum MBSRejectionCause: NamedValue {
  case noAdditionalInformation
  case insufficientResources
  case notAuthorized
  case notStarted
  case outsideServiceArea
  case contextNotFound
  case released
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 3 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 0: self = .noAdditionalInformation
    case 1: self = .insufficientResources
    case 2: self = .notAuthorized
    case 3: self = .notStarted
    case 4: self = .outsideServiceArea
    case 5: self = .contextNotFound
    case 6: self = .released
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .noAdditionalInformation: 0
    case .insufficientResources: 1
    case .notAuthorized: 2
    case .notStarted: 3
    case .outsideServiceArea: 4
    case .contextNotFound: 5
    case .released: 6
    case .other(let value): value
    }
  }
}

/// What the network says about one multicast MBS session.
///
/// An MBS service area with NR CGIs (MSAI 2 or 3) is not interpreted: the rest of the container then stands in `remainder`.
public struct ReceivedMBSInformation: InformationElement {
  public var rejectionCause: MBSRejectionCause
  /// MSAI: 0 none, 1 TAI list, 2 NR CGI list, 3 both.
  public var serviceAreaIndication: UInt8
  public var decision: MBSDecision
  /// The type of the IP addresses.
  public var isIPv6: Bool
  /// The MBS security container is there; with MSAI 2 or 3 in `remainder`.
  public var hasSecurityContainer: Bool
  /// 0 none, 1 start time, 2 back-off timer.
  public var timersIndication: UInt8
  public var tmgi: TemporaryMobileGroupIdentity
  /// Source and destination of the multicast, four or sixteen octets each.
  public var address: [UInt8]?
  public var serviceArea: FiveGSTrackingAreaIdentityList?
  /// The start time, six octets.
  public var startTime: [UInt8]?
  public var backOffTimer: GPRSTimer3?
  public var securityContainer: MBSSecurityContainer?
  public var remainder: [UInt8]?

  public init(
    rejectionCause: MBSRejectionCause, serviceAreaIndication: UInt8, decision: MBSDecision, isIPv6: Bool = false,
    hasSecurityContainer: Bool = false, timersIndication: UInt8, tmgi: TemporaryMobileGroupIdentity, address: [UInt8]? = nil,
    serviceArea: FiveGSTrackingAreaIdentityList? = nil, startTime: [UInt8]? = nil, backOffTimer: GPRSTimer3? = nil,
    securityContainer: MBSSecurityContainer? = nil, remainder: [UInt8]? = nil
  ) {
    self.rejectionCause = rejectionCause
    self.serviceAreaIndication = serviceAreaIndication
    self.decision = decision
    self.isIPv6 = isIPv6
    self.hasSecurityContainer = hasSecurityContainer
    self.timersIndication = timersIndication
    self.tmgi = tmgi
    self.address = address
    self.serviceArea = serviceArea
    self.startTime = startTime
    self.backOffTimer = backOffTimer
    self.securityContainer = securityContainer
    self.remainder = remainder
  }

  /// The indications in front have to agree with the parts behind them.
  private func checkIndications() throws(NASError) {
    let isKnown = serviceAreaIndication < 2
    guard (serviceArea != nil) == (serviceAreaIndication == 1), (remainder != nil) == !isKnown,
      (securityContainer != nil) == (isKnown && hasSecurityContainer), (startTime != nil) == (isKnown && timersIndication == 1),
      (backOffTimer != nil) == (isKnown && timersIndication == 2)
    else { throw .notEncodable(ie: "receivedMBSInformation") }
  }

  public init(coding c: inout NASCoder, _ value: ReceivedMBSInformation?) throws(NASError) {
    if c.mode == .encode, let value { try value.checkIndications() }
    rejectionCause = try c.named("rejectionCause", bits: 3, value?.rejectionCause)
    serviceAreaIndication = try c.bits("serviceAreaIndication", 2, value?.serviceAreaIndication)
    decision = try c.named("decision", bits: 3, value?.decision)
    try c.spare(3)
    isIPv6 = try c.flag("isIPv6", value?.isIPv6)
    hasSecurityContainer = try c.flag("hasSecurityContainer", value?.hasSecurityContainer)
    timersIndication = try c.bits("timersIndication", 2, value?.timersIndication)
    let hasAddress = try c.presence(value.map { $0.address != nil })
    tmgi = try c.nestedCounted("tmgi", value?.tmgi)
    address = try c.optionalOctets("address", .exactly(isIPv6 ? 32 : 8), presentInOctets: hasAddress, value?.address)
    serviceArea = try c.optionalCounted("serviceArea", lengthOctets: 1, presentInOctets: serviceAreaIndication == 1, value?.serviceArea)
    startTime = try c.optionalOctets(
      "startTime", .exactly(6), presentInOctets: timersIndication == 1 && serviceAreaIndication < 2, value?.startTime)
    backOffTimer = try c.optionalNested(
      "backOffTimer", presentInOctets: timersIndication == 2 && serviceAreaIndication < 2, value?.backOffTimer)
    securityContainer = try c.optionalNested(
      "securityContainer", presentInOctets: hasSecurityContainer && serviceAreaIndication < 2, value?.securityContainer)
    remainder = try c.optionalOctets("remainder", .rest, presentInOctets: serviceAreaIndication >= 2, value?.remainder)
  }
}

/// MBS security container (TS 24.501 §9.11.4.31).
public struct MBSSecurityContainer: InformationElement {
  public var keySets: [MBSSecurityKeySet]
  public init(_ keySets: [MBSSecurityKeySet]) { self.keySets = keySets }

  public init(coding c: inout NASCoder, _ value: MBSSecurityContainer?) throws(NASError) {
    keySets = try c.numberedList("", lengthOctets: 0, value?.keySets)
  }
}

/// One set of multicast keys.
public struct MBSSecurityKeySet: InformationElement {
  /// 24 bits.
  public var keyDomainID: UInt32
  public var mskID: UInt32
  /// MBS service key, 16 octets.
  public var msk: [UInt8]
  public var mtk: MBSTrafficKey?

  public init(keyDomainID: UInt32, mskID: UInt32, msk: [UInt8], mtk: MBSTrafficKey? = nil) {
    self.keyDomainID = keyDomainID
    self.mskID = mskID
    self.msk = msk
    self.mtk = mtk
  }

  public init(coding c: inout NASCoder, _ value: MBSSecurityKeySet?) throws(NASError) {
    try c.spare(7)
    let hasMTK = try c.presence(value.map { $0.mtk != nil })
    keyDomainID = try c.uint24("keyDomainID", value?.keyDomainID)
    mskID = try c.uint32("mskID", value?.mskID)
    msk = try c.octets("msk", count: 16, value?.msk)
    mtk = try c.optionalNested("mtk", presentInOctets: hasMTK, value?.mtk)
  }
}

/// MBS traffic key.
public struct MBSTrafficKey: InformationElement {
  public var identifier: UInt16
  /// 16 octets.
  public var encryptedKey: [UInt8]

  public init(identifier: UInt16, encryptedKey: [UInt8]) {
    self.identifier = identifier
    self.encryptedKey = encryptedKey
  }

  public init(coding c: inout NASCoder, _ value: MBSTrafficKey?) throws(NASError) {
    identifier = try c.uint16("identifier", value?.identifier)
    encryptedKey = try c.octets("encryptedKey", count: 16, value?.encryptedKey)
  }
}

/// SERVICE-LEVEL AUTHENTICATION COMMAND (TS 24.501 §8.3.17): an authentication request of a service (UAS).
public struct ServiceLevelAuthenticationCommand: NASMessageBody {
  public static let messageType: UInt8 = 0xD8
  public static let name = "SERVICE-LEVEL AUTHENTICATION COMMAND"

  public var pduSessionIdentity: UInt8
  public var procedureTransactionIdentity: UInt8
  public var serviceLevelAAContainer: ServiceLevelAAContainer
  public var unknownIEs: [UnknownIE]

  public init(
    pduSessionIdentity: UInt8,
    procedureTransactionIdentity: UInt8,
    serviceLevelAAContainer: ServiceLevelAAContainer,
    unknownIEs: [UnknownIE] = []
  ) {
    self.pduSessionIdentity = pduSessionIdentity
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.serviceLevelAAContainer = serviceLevelAAContainer
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: ServiceLevelAuthenticationCommand?) throws(NASError) {
    pduSessionIdentity = try c.uint8("pduSessionIdentity", m?.pduSessionIdentity)
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    serviceLevelAAContainer = try c.mandatory("serviceLevelAAContainer", .lve, m?.serviceLevelAAContainer)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// SERVICE-LEVEL AUTHENTICATION COMPLETE (TS 24.501 §8.3.18): the UE's response to a service (UAS).
public struct ServiceLevelAuthenticationComplete: NASMessageBody {
  public static let messageType: UInt8 = 0xD9
  public static let name = "SERVICE-LEVEL AUTHENTICATION COMPLETE"

  public var pduSessionIdentity: UInt8
  public var procedureTransactionIdentity: UInt8
  public var serviceLevelAAContainer: ServiceLevelAAContainer
  public var unknownIEs: [UnknownIE]

  public init(
    pduSessionIdentity: UInt8,
    procedureTransactionIdentity: UInt8,
    serviceLevelAAContainer: ServiceLevelAAContainer,
    unknownIEs: [UnknownIE] = []
  ) {
    self.pduSessionIdentity = pduSessionIdentity
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.serviceLevelAAContainer = serviceLevelAAContainer
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: ServiceLevelAuthenticationComplete?) throws(NASError) {
    pduSessionIdentity = try c.uint8("pduSessionIdentity", m?.pduSessionIdentity)
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    serviceLevelAAContainer = try c.mandatory("serviceLevelAAContainer", .lve, m?.serviceLevelAAContainer)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// PDU SESSION RELEASE REQUEST (TS 24.501 §8.3.12): the UE asks to release the session.
public struct PDUSessionReleaseRequest: NASMessageBody {
  public static let messageType: UInt8 = 0xD1
  public static let name = "PDU SESSION RELEASE REQUEST"

  public var pduSessionIdentity: UInt8
  public var procedureTransactionIdentity: UInt8
  public var cause: FiveGSMCause?
  public var extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions?
  public var unknownIEs: [UnknownIE]

  public init(
    pduSessionIdentity: UInt8,
    procedureTransactionIdentity: UInt8,
    cause: FiveGSMCause? = nil,
    extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.pduSessionIdentity = pduSessionIdentity
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.cause = cause
    self.extendedProtocolConfigurationOptions = extendedProtocolConfigurationOptions
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: PDUSessionReleaseRequest?) throws(NASError) {
    pduSessionIdentity = try c.uint8("pduSessionIdentity", m?.pduSessionIdentity)
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    cause = try c.optional(0x59, "cause", .tv(1), m?.cause)
    extendedProtocolConfigurationOptions = try c.optional(
      0x7B, "extendedProtocolConfigurationOptions", .tlve, m?.extendedProtocolConfigurationOptions)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// PDU SESSION RELEASE REJECT (TS 24.501 §8.3.13): the network refuses the release.
public struct PDUSessionReleaseReject: NASMessageBody {
  public static let messageType: UInt8 = 0xD2
  public static let name = "PDU SESSION RELEASE REJECT"

  public var pduSessionIdentity: UInt8
  public var procedureTransactionIdentity: UInt8
  public var cause: FiveGSMCause
  public var extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions?
  public var unknownIEs: [UnknownIE]

  public init(
    pduSessionIdentity: UInt8,
    procedureTransactionIdentity: UInt8,
    cause: FiveGSMCause,
    extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.pduSessionIdentity = pduSessionIdentity
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.cause = cause
    self.extendedProtocolConfigurationOptions = extendedProtocolConfigurationOptions
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: PDUSessionReleaseReject?) throws(NASError) {
    pduSessionIdentity = try c.uint8("pduSessionIdentity", m?.pduSessionIdentity)
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    cause = try c.mandatory("cause", .v(1), m?.cause)
    extendedProtocolConfigurationOptions = try c.optional(
      0x7B, "extendedProtocolConfigurationOptions", .tlve, m?.extendedProtocolConfigurationOptions)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// PDU SESSION RELEASE COMMAND (TS 24.501 §8.3.14): the network releases the session.
public struct PDUSessionReleaseCommand: NASMessageBody {
  public static let messageType: UInt8 = 0xD3
  public static let name = "PDU SESSION RELEASE COMMAND"

  public var pduSessionIdentity: UInt8
  public var procedureTransactionIdentity: UInt8
  public var cause: FiveGSMCause
  public var backOffTimerValue: GPRSTimer3?
  public var eapMessage: EAPMessage?
  public var congestionReattemptIndicator: CongestionReattemptIndicator?
  public var extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions?
  public var accessType: AccessType?
  public var serviceLevelAAContainer: ServiceLevelAAContainer?
  public var unknownIEs: [UnknownIE]

  public init(
    pduSessionIdentity: UInt8,
    procedureTransactionIdentity: UInt8,
    cause: FiveGSMCause,
    backOffTimerValue: GPRSTimer3? = nil,
    eapMessage: EAPMessage? = nil,
    congestionReattemptIndicator: CongestionReattemptIndicator? = nil,
    extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions? = nil,
    accessType: AccessType? = nil,
    serviceLevelAAContainer: ServiceLevelAAContainer? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.pduSessionIdentity = pduSessionIdentity
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.cause = cause
    self.backOffTimerValue = backOffTimerValue
    self.eapMessage = eapMessage
    self.congestionReattemptIndicator = congestionReattemptIndicator
    self.extendedProtocolConfigurationOptions = extendedProtocolConfigurationOptions
    self.accessType = accessType
    self.serviceLevelAAContainer = serviceLevelAAContainer
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: PDUSessionReleaseCommand?) throws(NASError) {
    pduSessionIdentity = try c.uint8("pduSessionIdentity", m?.pduSessionIdentity)
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    cause = try c.mandatory("cause", .v(1), m?.cause)
    backOffTimerValue = try c.optional(0x37, "backOffTimerValue", .tlv, m?.backOffTimerValue)
    eapMessage = try c.optional(0x78, "eapMessage", .tlve, m?.eapMessage)
    congestionReattemptIndicator = try c.optional(0x61, "congestionReattemptIndicator", .tlv, m?.congestionReattemptIndicator)
    extendedProtocolConfigurationOptions = try c.optional(
      0x7B, "extendedProtocolConfigurationOptions", .tlve, m?.extendedProtocolConfigurationOptions)
    accessType = try c.optional(0xD0, "accessType", .tvHalf, m?.accessType)
    serviceLevelAAContainer = try c.optional(0x72, "serviceLevelAAContainer", .tlve, m?.serviceLevelAAContainer)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// PDU SESSION RELEASE COMPLETE (TS 24.501 §8.3.15): the UE has released the session.
public struct PDUSessionReleaseComplete: NASMessageBody {
  public static let messageType: UInt8 = 0xD4
  public static let name = "PDU SESSION RELEASE COMPLETE"

  public var pduSessionIdentity: UInt8
  public var procedureTransactionIdentity: UInt8
  public var cause: FiveGSMCause?
  public var extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions?
  public var unknownIEs: [UnknownIE]

  public init(
    pduSessionIdentity: UInt8,
    procedureTransactionIdentity: UInt8,
    cause: FiveGSMCause? = nil,
    extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.pduSessionIdentity = pduSessionIdentity
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.cause = cause
    self.extendedProtocolConfigurationOptions = extendedProtocolConfigurationOptions
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: PDUSessionReleaseComplete?) throws(NASError) {
    pduSessionIdentity = try c.uint8("pduSessionIdentity", m?.pduSessionIdentity)
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    cause = try c.optional(0x59, "cause", .tv(1), m?.cause)
    extendedProtocolConfigurationOptions = try c.optional(
      0x7B, "extendedProtocolConfigurationOptions", .tlve, m?.extendedProtocolConfigurationOptions)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// PDU SESSION MODIFICATION REQUEST (TS 24.501 §8.3.7): the UE asks to change the session.
public struct PDUSessionModificationRequest: NASMessageBody {
  public static let messageType: UInt8 = 0xC9
  public static let name = "PDU SESSION MODIFICATION REQUEST"

  public var pduSessionIdentity: UInt8
  public var procedureTransactionIdentity: UInt8
  public var fiveGSMCapability: FiveGSMCapability?
  public var cause: FiveGSMCause?
  public var maximumNumberOfSupportedPacketFilters: MaximumNumberOfSupportedPacketFilters?
  public var alwaysOnPDUSessionRequested: AlwaysOnPDUSessionIndication?
  public var integrityProtectionMaximumDataRate: IntegrityProtectionMaximumDataRate?
  public var requestedQoSRules: QoSRules?
  public var requestedQoSFlowDescriptions: QoSFlowDescriptions?
  public var mappedEPSBearerContexts: MappedEPSBearerContexts?
  public var extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions?
  public var portManagementInformationContainer: [UInt8]?
  public var ipHeaderCompressionConfiguration: IPHeaderCompressionConfiguration?
  public var ethernetHeaderCompressionConfiguration: EthernetHeaderCompressionConfiguration?
  public var requestedMBSContainer: RequestedMBSContainer?
  public var serviceLevelAAContainer: ServiceLevelAAContainer?
  public var unknownIEs: [UnknownIE]

  public init(
    pduSessionIdentity: UInt8,
    procedureTransactionIdentity: UInt8,
    fiveGSMCapability: FiveGSMCapability? = nil,
    cause: FiveGSMCause? = nil,
    maximumNumberOfSupportedPacketFilters: MaximumNumberOfSupportedPacketFilters? = nil,
    alwaysOnPDUSessionRequested: AlwaysOnPDUSessionIndication? = nil,
    integrityProtectionMaximumDataRate: IntegrityProtectionMaximumDataRate? = nil,
    requestedQoSRules: QoSRules? = nil,
    requestedQoSFlowDescriptions: QoSFlowDescriptions? = nil,
    mappedEPSBearerContexts: MappedEPSBearerContexts? = nil,
    extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions? = nil,
    portManagementInformationContainer: [UInt8]? = nil,
    ipHeaderCompressionConfiguration: IPHeaderCompressionConfiguration? = nil,
    ethernetHeaderCompressionConfiguration: EthernetHeaderCompressionConfiguration? = nil,
    requestedMBSContainer: RequestedMBSContainer? = nil,
    serviceLevelAAContainer: ServiceLevelAAContainer? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.pduSessionIdentity = pduSessionIdentity
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.fiveGSMCapability = fiveGSMCapability
    self.cause = cause
    self.maximumNumberOfSupportedPacketFilters = maximumNumberOfSupportedPacketFilters
    self.alwaysOnPDUSessionRequested = alwaysOnPDUSessionRequested
    self.integrityProtectionMaximumDataRate = integrityProtectionMaximumDataRate
    self.requestedQoSRules = requestedQoSRules
    self.requestedQoSFlowDescriptions = requestedQoSFlowDescriptions
    self.mappedEPSBearerContexts = mappedEPSBearerContexts
    self.extendedProtocolConfigurationOptions = extendedProtocolConfigurationOptions
    self.portManagementInformationContainer = portManagementInformationContainer
    self.ipHeaderCompressionConfiguration = ipHeaderCompressionConfiguration
    self.ethernetHeaderCompressionConfiguration = ethernetHeaderCompressionConfiguration
    self.requestedMBSContainer = requestedMBSContainer
    self.serviceLevelAAContainer = serviceLevelAAContainer
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: PDUSessionModificationRequest?) throws(NASError) {
    pduSessionIdentity = try c.uint8("pduSessionIdentity", m?.pduSessionIdentity)
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    fiveGSMCapability = try c.optional(0x28, "fiveGSMCapability", .tlv, m?.fiveGSMCapability)
    cause = try c.optional(0x59, "cause", .tv(1), m?.cause)
    maximumNumberOfSupportedPacketFilters = try c.optional(
      0x55, "maximumNumberOfSupportedPacketFilters", .tv(2), m?.maximumNumberOfSupportedPacketFilters)
    alwaysOnPDUSessionRequested = try c.optional(0xB0, "alwaysOnPDUSessionRequested", .tvHalf, m?.alwaysOnPDUSessionRequested)
    integrityProtectionMaximumDataRate = try c.optional(
      0x13, "integrityProtectionMaximumDataRate", .tv(2), m?.integrityProtectionMaximumDataRate)
    requestedQoSRules = try c.optional(0x7A, "requestedQoSRules", .tlve, m?.requestedQoSRules)
    requestedQoSFlowDescriptions = try c.optional(0x79, "requestedQoSFlowDescriptions", .tlve, m?.requestedQoSFlowDescriptions)
    mappedEPSBearerContexts = try c.optional(0x75, "mappedEPSBearerContexts", .tlve, m?.mappedEPSBearerContexts)
    extendedProtocolConfigurationOptions = try c.optional(
      0x7B, "extendedProtocolConfigurationOptions", .tlve, m?.extendedProtocolConfigurationOptions)
    portManagementInformationContainer = try c.optional(
      0x74, "portManagementInformationContainer", .tlve, m?.portManagementInformationContainer)
    ipHeaderCompressionConfiguration = try c.optional(0x66, "ipHeaderCompressionConfiguration", .tlv, m?.ipHeaderCompressionConfiguration)
    ethernetHeaderCompressionConfiguration = try c.optional(
      0x1F, "ethernetHeaderCompressionConfiguration", .tlv, m?.ethernetHeaderCompressionConfiguration)
    requestedMBSContainer = try c.optional(0x70, "requestedMBSContainer", .tlve, m?.requestedMBSContainer)
    serviceLevelAAContainer = try c.optional(0x72, "serviceLevelAAContainer", .tlve, m?.serviceLevelAAContainer)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// PDU SESSION MODIFICATION REJECT (TS 24.501 §8.3.8): the network refuses the change.
public struct PDUSessionModificationReject: NASMessageBody {
  public static let messageType: UInt8 = 0xCA
  public static let name = "PDU SESSION MODIFICATION REJECT"

  public var pduSessionIdentity: UInt8
  public var procedureTransactionIdentity: UInt8
  public var cause: FiveGSMCause
  public var backOffTimerValue: GPRSTimer3?
  public var congestionReattemptIndicator: CongestionReattemptIndicator?
  public var extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions?
  public var reattemptIndicator: ReattemptIndicator?
  public var unknownIEs: [UnknownIE]

  public init(
    pduSessionIdentity: UInt8,
    procedureTransactionIdentity: UInt8,
    cause: FiveGSMCause,
    backOffTimerValue: GPRSTimer3? = nil,
    congestionReattemptIndicator: CongestionReattemptIndicator? = nil,
    extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions? = nil,
    reattemptIndicator: ReattemptIndicator? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.pduSessionIdentity = pduSessionIdentity
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.cause = cause
    self.backOffTimerValue = backOffTimerValue
    self.congestionReattemptIndicator = congestionReattemptIndicator
    self.extendedProtocolConfigurationOptions = extendedProtocolConfigurationOptions
    self.reattemptIndicator = reattemptIndicator
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: PDUSessionModificationReject?) throws(NASError) {
    pduSessionIdentity = try c.uint8("pduSessionIdentity", m?.pduSessionIdentity)
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    cause = try c.mandatory("cause", .v(1), m?.cause)
    backOffTimerValue = try c.optional(0x37, "backOffTimerValue", .tlv, m?.backOffTimerValue)
    congestionReattemptIndicator = try c.optional(0x61, "congestionReattemptIndicator", .tlv, m?.congestionReattemptIndicator)
    extendedProtocolConfigurationOptions = try c.optional(
      0x7B, "extendedProtocolConfigurationOptions", .tlve, m?.extendedProtocolConfigurationOptions)
    reattemptIndicator = try c.optional(0x1D, "reattemptIndicator", .tlv, m?.reattemptIndicator)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// PDU SESSION MODIFICATION COMMAND (TS 24.501 §8.3.9): the network changes the session.
public struct PDUSessionModificationCommand: NASMessageBody {
  public static let messageType: UInt8 = 0xCB
  public static let name = "PDU SESSION MODIFICATION COMMAND"

  public var pduSessionIdentity: UInt8
  public var procedureTransactionIdentity: UInt8
  public var cause: FiveGSMCause?
  public var sessionAMBR: SessionAMBR?
  public var rqTimerValue: GPRSTimer?
  public var alwaysOnPDUSessionIndication: AlwaysOnPDUSessionIndication?
  public var authorizedQoSRules: QoSRules?
  public var mappedEPSBearerContexts: MappedEPSBearerContexts?
  public var authorizedQoSFlowDescriptions: QoSFlowDescriptions?
  public var extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions?
  public var atsssContainer: [UInt8]?
  public var ipHeaderCompressionConfiguration: IPHeaderCompressionConfiguration?
  public var portManagementInformationContainer: [UInt8]?
  public var servingPLMNRateControl: UInt16?
  public var ethernetHeaderCompressionConfiguration: EthernetHeaderCompressionConfiguration?
  public var receivedMBSContainer: ReceivedMBSContainer?
  public var serviceLevelAAContainer: ServiceLevelAAContainer?
  public var unknownIEs: [UnknownIE]

  public init(
    pduSessionIdentity: UInt8,
    procedureTransactionIdentity: UInt8,
    cause: FiveGSMCause? = nil,
    sessionAMBR: SessionAMBR? = nil,
    rqTimerValue: GPRSTimer? = nil,
    alwaysOnPDUSessionIndication: AlwaysOnPDUSessionIndication? = nil,
    authorizedQoSRules: QoSRules? = nil,
    mappedEPSBearerContexts: MappedEPSBearerContexts? = nil,
    authorizedQoSFlowDescriptions: QoSFlowDescriptions? = nil,
    extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions? = nil,
    atsssContainer: [UInt8]? = nil,
    ipHeaderCompressionConfiguration: IPHeaderCompressionConfiguration? = nil,
    portManagementInformationContainer: [UInt8]? = nil,
    servingPLMNRateControl: UInt16? = nil,
    ethernetHeaderCompressionConfiguration: EthernetHeaderCompressionConfiguration? = nil,
    receivedMBSContainer: ReceivedMBSContainer? = nil,
    serviceLevelAAContainer: ServiceLevelAAContainer? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.pduSessionIdentity = pduSessionIdentity
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.cause = cause
    self.sessionAMBR = sessionAMBR
    self.rqTimerValue = rqTimerValue
    self.alwaysOnPDUSessionIndication = alwaysOnPDUSessionIndication
    self.authorizedQoSRules = authorizedQoSRules
    self.mappedEPSBearerContexts = mappedEPSBearerContexts
    self.authorizedQoSFlowDescriptions = authorizedQoSFlowDescriptions
    self.extendedProtocolConfigurationOptions = extendedProtocolConfigurationOptions
    self.atsssContainer = atsssContainer
    self.ipHeaderCompressionConfiguration = ipHeaderCompressionConfiguration
    self.portManagementInformationContainer = portManagementInformationContainer
    self.servingPLMNRateControl = servingPLMNRateControl
    self.ethernetHeaderCompressionConfiguration = ethernetHeaderCompressionConfiguration
    self.receivedMBSContainer = receivedMBSContainer
    self.serviceLevelAAContainer = serviceLevelAAContainer
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: PDUSessionModificationCommand?) throws(NASError) {
    pduSessionIdentity = try c.uint8("pduSessionIdentity", m?.pduSessionIdentity)
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    cause = try c.optional(0x59, "cause", .tv(1), m?.cause)
    sessionAMBR = try c.optional(0x2A, "sessionAMBR", .tlv, m?.sessionAMBR)
    rqTimerValue = try c.optional(0x56, "rqTimerValue", .tv(1), m?.rqTimerValue)
    alwaysOnPDUSessionIndication = try c.optional(0x80, "alwaysOnPDUSessionIndication", .tvHalf, m?.alwaysOnPDUSessionIndication)
    authorizedQoSRules = try c.optional(0x7A, "authorizedQoSRules", .tlve, m?.authorizedQoSRules)
    mappedEPSBearerContexts = try c.optional(0x75, "mappedEPSBearerContexts", .tlve, m?.mappedEPSBearerContexts)
    authorizedQoSFlowDescriptions = try c.optional(0x79, "authorizedQoSFlowDescriptions", .tlve, m?.authorizedQoSFlowDescriptions)
    extendedProtocolConfigurationOptions = try c.optional(
      0x7B, "extendedProtocolConfigurationOptions", .tlve, m?.extendedProtocolConfigurationOptions)
    atsssContainer = try c.optional(0x77, "atsssContainer", .tlve, m?.atsssContainer)
    ipHeaderCompressionConfiguration = try c.optional(0x66, "ipHeaderCompressionConfiguration", .tlv, m?.ipHeaderCompressionConfiguration)
    portManagementInformationContainer = try c.optional(
      0x74, "portManagementInformationContainer", .tlve, m?.portManagementInformationContainer)
    servingPLMNRateControl = try c.optional(0x1E, "servingPLMNRateControl", .tlv, m?.servingPLMNRateControl)
    ethernetHeaderCompressionConfiguration = try c.optional(
      0x1F, "ethernetHeaderCompressionConfiguration", .tlv, m?.ethernetHeaderCompressionConfiguration)
    receivedMBSContainer = try c.optional(0x71, "receivedMBSContainer", .tlve, m?.receivedMBSContainer)
    serviceLevelAAContainer = try c.optional(0x72, "serviceLevelAAContainer", .tlve, m?.serviceLevelAAContainer)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// PDU SESSION MODIFICATION COMPLETE (TS 24.501 §8.3.10): the UE has changed the session.
public struct PDUSessionModificationComplete: NASMessageBody {
  public static let messageType: UInt8 = 0xCC
  public static let name = "PDU SESSION MODIFICATION COMPLETE"

  public var pduSessionIdentity: UInt8
  public var procedureTransactionIdentity: UInt8
  public var extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions?
  public var portManagementInformationContainer: [UInt8]?
  public var unknownIEs: [UnknownIE]

  public init(
    pduSessionIdentity: UInt8,
    procedureTransactionIdentity: UInt8,
    extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions? = nil,
    portManagementInformationContainer: [UInt8]? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.pduSessionIdentity = pduSessionIdentity
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.extendedProtocolConfigurationOptions = extendedProtocolConfigurationOptions
    self.portManagementInformationContainer = portManagementInformationContainer
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: PDUSessionModificationComplete?) throws(NASError) {
    pduSessionIdentity = try c.uint8("pduSessionIdentity", m?.pduSessionIdentity)
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    extendedProtocolConfigurationOptions = try c.optional(
      0x7B, "extendedProtocolConfigurationOptions", .tlve, m?.extendedProtocolConfigurationOptions)
    portManagementInformationContainer = try c.optional(
      0x74, "portManagementInformationContainer", .tlve, m?.portManagementInformationContainer)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// PDU SESSION MODIFICATION COMMAND REJECT (TS 24.501 §8.3.11): the UE refuses the change.
public struct PDUSessionModificationCommandReject: NASMessageBody {
  public static let messageType: UInt8 = 0xCD
  public static let name = "PDU SESSION MODIFICATION COMMAND REJECT"

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

  public init(coding c: inout NASCoder, _ m: PDUSessionModificationCommandReject?) throws(NASError) {
    pduSessionIdentity = try c.uint8("pduSessionIdentity", m?.pduSessionIdentity)
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    cause = try c.mandatory("cause", .v(1), m?.cause)
    extendedProtocolConfigurationOptions = try c.optional(
      0x7B, "extendedProtocolConfigurationOptions", .tlve, m?.extendedProtocolConfigurationOptions)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

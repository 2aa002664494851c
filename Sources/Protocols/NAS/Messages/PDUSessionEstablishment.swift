/// PDU SESSION ESTABLISHMENT REQUEST (TS 24.501 §8.3.1): the UE asks for a session.
public struct PDUSessionEstablishmentRequest: NASMessageBody {
  public static let messageType: UInt8 = 0xC1
  public static let name = "PDU SESSION ESTABLISHMENT REQUEST"

  public var pduSessionIdentity: UInt8
  public var procedureTransactionIdentity: UInt8
  public var integrityProtectionMaximumDataRate: IntegrityProtectionMaximumDataRate
  public var pduSessionType: PDUSessionType?
  public var sscMode: SSCMode?
  public var fiveGSMCapability: FiveGSMCapability?
  public var maximumNumberOfSupportedPacketFilters: MaximumNumberOfSupportedPacketFilters?
  public var alwaysOnPDUSessionRequested: AlwaysOnPDUSessionIndication?
  public var smPDUDNRequestContainer: SMPDUDNRequestContainer?
  public var extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions?
  public var ipHeaderCompressionConfiguration: IPHeaderCompressionConfiguration?
  public var dsTTEthernetPortMACAddress: MACAddress?
  public var ueDSTTResidenceTime: UEDSTTResidenceTime?
  public var portManagementInformationContainer: [UInt8]?
  public var ethernetHeaderCompressionConfiguration: EthernetHeaderCompressionConfiguration?
  public var suggestedInterfaceIdentifier: PDUAddress?
  public var serviceLevelAAContainer: ServiceLevelAAContainer?
  public var requestedMBSContainer: RequestedMBSContainer?
  public var pduSessionPairID: UInt8?
  public var rsn: RedundancySequenceNumber?
  public var unknownIEs: [UnknownIE]

  public init(
    pduSessionIdentity: UInt8,
    procedureTransactionIdentity: UInt8,
    integrityProtectionMaximumDataRate: IntegrityProtectionMaximumDataRate,
    pduSessionType: PDUSessionType? = nil,
    sscMode: SSCMode? = nil,
    fiveGSMCapability: FiveGSMCapability? = nil,
    maximumNumberOfSupportedPacketFilters: MaximumNumberOfSupportedPacketFilters? = nil,
    alwaysOnPDUSessionRequested: AlwaysOnPDUSessionIndication? = nil,
    smPDUDNRequestContainer: SMPDUDNRequestContainer? = nil,
    extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions? = nil,
    ipHeaderCompressionConfiguration: IPHeaderCompressionConfiguration? = nil,
    dsTTEthernetPortMACAddress: MACAddress? = nil,
    ueDSTTResidenceTime: UEDSTTResidenceTime? = nil,
    portManagementInformationContainer: [UInt8]? = nil,
    ethernetHeaderCompressionConfiguration: EthernetHeaderCompressionConfiguration? = nil,
    suggestedInterfaceIdentifier: PDUAddress? = nil,
    serviceLevelAAContainer: ServiceLevelAAContainer? = nil,
    requestedMBSContainer: RequestedMBSContainer? = nil,
    pduSessionPairID: UInt8? = nil,
    rsn: RedundancySequenceNumber? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.pduSessionIdentity = pduSessionIdentity
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.integrityProtectionMaximumDataRate = integrityProtectionMaximumDataRate
    self.pduSessionType = pduSessionType
    self.sscMode = sscMode
    self.fiveGSMCapability = fiveGSMCapability
    self.maximumNumberOfSupportedPacketFilters = maximumNumberOfSupportedPacketFilters
    self.alwaysOnPDUSessionRequested = alwaysOnPDUSessionRequested
    self.smPDUDNRequestContainer = smPDUDNRequestContainer
    self.extendedProtocolConfigurationOptions = extendedProtocolConfigurationOptions
    self.ipHeaderCompressionConfiguration = ipHeaderCompressionConfiguration
    self.dsTTEthernetPortMACAddress = dsTTEthernetPortMACAddress
    self.ueDSTTResidenceTime = ueDSTTResidenceTime
    self.portManagementInformationContainer = portManagementInformationContainer
    self.ethernetHeaderCompressionConfiguration = ethernetHeaderCompressionConfiguration
    self.suggestedInterfaceIdentifier = suggestedInterfaceIdentifier
    self.serviceLevelAAContainer = serviceLevelAAContainer
    self.requestedMBSContainer = requestedMBSContainer
    self.pduSessionPairID = pduSessionPairID
    self.rsn = rsn
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: PDUSessionEstablishmentRequest?) throws(NASError) {
    pduSessionIdentity = try c.uint8("pduSessionIdentity", m?.pduSessionIdentity)
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    integrityProtectionMaximumDataRate = try c.mandatory("integrityProtectionMaximumDataRate", .v(2), m?.integrityProtectionMaximumDataRate)
    pduSessionType = try c.optional(0x90, "pduSessionType", .tvHalf, m?.pduSessionType)
    sscMode = try c.optional(0xA0, "sscMode", .tvHalf, m?.sscMode)
    fiveGSMCapability = try c.optional(0x28, "fiveGSMCapability", .tlv, m?.fiveGSMCapability)
    maximumNumberOfSupportedPacketFilters = try c.optional(
      0x55, "maximumNumberOfSupportedPacketFilters", .tv(2), m?.maximumNumberOfSupportedPacketFilters)
    alwaysOnPDUSessionRequested = try c.optional(0xB0, "alwaysOnPDUSessionRequested", .tvHalf, m?.alwaysOnPDUSessionRequested)
    smPDUDNRequestContainer = try c.optional(0x39, "smPDUDNRequestContainer", .tlv, m?.smPDUDNRequestContainer)
    extendedProtocolConfigurationOptions = try c.optional(
      0x7B, "extendedProtocolConfigurationOptions", .tlve, m?.extendedProtocolConfigurationOptions)
    ipHeaderCompressionConfiguration = try c.optional(0x66, "ipHeaderCompressionConfiguration", .tlv, m?.ipHeaderCompressionConfiguration)
    dsTTEthernetPortMACAddress = try c.optional(0x6E, "dsTTEthernetPortMACAddress", .tlv, m?.dsTTEthernetPortMACAddress)
    ueDSTTResidenceTime = try c.optional(0x6F, "ueDSTTResidenceTime", .tlv, m?.ueDSTTResidenceTime)
    portManagementInformationContainer = try c.optional(
      0x74, "portManagementInformationContainer", .tlve, m?.portManagementInformationContainer)
    ethernetHeaderCompressionConfiguration = try c.optional(
      0x1F, "ethernetHeaderCompressionConfiguration", .tlv, m?.ethernetHeaderCompressionConfiguration)
    suggestedInterfaceIdentifier = try c.optional(0x29, "suggestedInterfaceIdentifier", .tlv, m?.suggestedInterfaceIdentifier)
    serviceLevelAAContainer = try c.optional(0x72, "serviceLevelAAContainer", .tlve, m?.serviceLevelAAContainer)
    requestedMBSContainer = try c.optional(0x70, "requestedMBSContainer", .tlve, m?.requestedMBSContainer)
    pduSessionPairID = try c.optional(0x34, "pduSessionPairID", .tlv, m?.pduSessionPairID)
    rsn = try c.optional(0x35, "rsn", .tlv, m?.rsn)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// PDU SESSION ESTABLISHMENT ACCEPT (TS 24.501 §8.3.2): the network establishes the session.
public struct PDUSessionEstablishmentAccept: NASMessageBody {
  public static let messageType: UInt8 = 0xC2
  public static let name = "PDU SESSION ESTABLISHMENT ACCEPT"

  public var pduSessionIdentity: UInt8
  public var procedureTransactionIdentity: UInt8
  public var selectedPDUSessionType: PDUSessionType
  public var selectedSSCMode: SSCMode
  public var authorizedQoSRules: QoSRules
  public var sessionAMBR: SessionAMBR
  public var cause: FiveGSMCause?
  public var pduAddress: PDUAddress?
  public var rqTimerValue: GPRSTimer?
  public var sNSSAI: SNSSAI?
  public var alwaysOnPDUSessionIndication: AlwaysOnPDUSessionIndication?
  public var mappedEPSBearerContexts: MappedEPSBearerContexts?
  public var eapMessage: EAPMessage?
  public var authorizedQoSFlowDescriptions: QoSFlowDescriptions?
  public var extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions?
  public var dnn: DNN?
  public var fiveGSMNetworkFeatureSupport: FiveGSMNetworkFeatureSupport?
  public var servingPLMNRateControl: UInt16?
  public var atsssContainer: [UInt8]?
  public var controlPlaneOnlyIndication: ControlPlaneOnlyIndication?
  public var ipHeaderCompressionConfiguration: IPHeaderCompressionConfiguration?
  public var ethernetHeaderCompressionConfiguration: EthernetHeaderCompressionConfiguration?
  public var serviceLevelAAContainer: ServiceLevelAAContainer?
  public var receivedMBSContainer: ReceivedMBSContainer?
  public var unknownIEs: [UnknownIE]

  public init(
    pduSessionIdentity: UInt8,
    procedureTransactionIdentity: UInt8,
    selectedPDUSessionType: PDUSessionType,
    selectedSSCMode: SSCMode,
    authorizedQoSRules: QoSRules,
    sessionAMBR: SessionAMBR,
    cause: FiveGSMCause? = nil,
    pduAddress: PDUAddress? = nil,
    rqTimerValue: GPRSTimer? = nil,
    sNSSAI: SNSSAI? = nil,
    alwaysOnPDUSessionIndication: AlwaysOnPDUSessionIndication? = nil,
    mappedEPSBearerContexts: MappedEPSBearerContexts? = nil,
    eapMessage: EAPMessage? = nil,
    authorizedQoSFlowDescriptions: QoSFlowDescriptions? = nil,
    extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions? = nil,
    dnn: DNN? = nil,
    fiveGSMNetworkFeatureSupport: FiveGSMNetworkFeatureSupport? = nil,
    servingPLMNRateControl: UInt16? = nil,
    atsssContainer: [UInt8]? = nil,
    controlPlaneOnlyIndication: ControlPlaneOnlyIndication? = nil,
    ipHeaderCompressionConfiguration: IPHeaderCompressionConfiguration? = nil,
    ethernetHeaderCompressionConfiguration: EthernetHeaderCompressionConfiguration? = nil,
    serviceLevelAAContainer: ServiceLevelAAContainer? = nil,
    receivedMBSContainer: ReceivedMBSContainer? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.pduSessionIdentity = pduSessionIdentity
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.selectedPDUSessionType = selectedPDUSessionType
    self.selectedSSCMode = selectedSSCMode
    self.authorizedQoSRules = authorizedQoSRules
    self.sessionAMBR = sessionAMBR
    self.cause = cause
    self.pduAddress = pduAddress
    self.rqTimerValue = rqTimerValue
    self.sNSSAI = sNSSAI
    self.alwaysOnPDUSessionIndication = alwaysOnPDUSessionIndication
    self.mappedEPSBearerContexts = mappedEPSBearerContexts
    self.eapMessage = eapMessage
    self.authorizedQoSFlowDescriptions = authorizedQoSFlowDescriptions
    self.extendedProtocolConfigurationOptions = extendedProtocolConfigurationOptions
    self.dnn = dnn
    self.fiveGSMNetworkFeatureSupport = fiveGSMNetworkFeatureSupport
    self.servingPLMNRateControl = servingPLMNRateControl
    self.atsssContainer = atsssContainer
    self.controlPlaneOnlyIndication = controlPlaneOnlyIndication
    self.ipHeaderCompressionConfiguration = ipHeaderCompressionConfiguration
    self.ethernetHeaderCompressionConfiguration = ethernetHeaderCompressionConfiguration
    self.serviceLevelAAContainer = serviceLevelAAContainer
    self.receivedMBSContainer = receivedMBSContainer
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: PDUSessionEstablishmentAccept?) throws(NASError) {
    pduSessionIdentity = try c.uint8("pduSessionIdentity", m?.pduSessionIdentity)
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    selectedPDUSessionType = try c.mandatory("selectedPDUSessionType", .lowHalf, m?.selectedPDUSessionType)
    selectedSSCMode = try c.mandatory("selectedSSCMode", .highHalf, m?.selectedSSCMode)
    authorizedQoSRules = try c.mandatory("authorizedQoSRules", .lve, m?.authorizedQoSRules)
    sessionAMBR = try c.mandatory("sessionAMBR", .lv, m?.sessionAMBR)
    cause = try c.optional(0x59, "cause", .tv(1), m?.cause)
    pduAddress = try c.optional(0x29, "pduAddress", .tlv, m?.pduAddress)
    rqTimerValue = try c.optional(0x56, "rqTimerValue", .tv(1), m?.rqTimerValue)
    sNSSAI = try c.optional(0x22, "sNSSAI", .tlv, m?.sNSSAI)
    alwaysOnPDUSessionIndication = try c.optional(0x80, "alwaysOnPDUSessionIndication", .tvHalf, m?.alwaysOnPDUSessionIndication)
    mappedEPSBearerContexts = try c.optional(0x75, "mappedEPSBearerContexts", .tlve, m?.mappedEPSBearerContexts)
    eapMessage = try c.optional(0x78, "eapMessage", .tlve, m?.eapMessage)
    authorizedQoSFlowDescriptions = try c.optional(0x79, "authorizedQoSFlowDescriptions", .tlve, m?.authorizedQoSFlowDescriptions)
    extendedProtocolConfigurationOptions = try c.optional(
      0x7B, "extendedProtocolConfigurationOptions", .tlve, m?.extendedProtocolConfigurationOptions)
    dnn = try c.optional(0x25, "dnn", .tlv, m?.dnn)
    fiveGSMNetworkFeatureSupport = try c.optional(0x17, "fiveGSMNetworkFeatureSupport", .tlv, m?.fiveGSMNetworkFeatureSupport)
    servingPLMNRateControl = try c.optional(0x18, "servingPLMNRateControl", .tlv, m?.servingPLMNRateControl)
    atsssContainer = try c.optional(0x77, "atsssContainer", .tlve, m?.atsssContainer)
    controlPlaneOnlyIndication = try c.optional(0xC0, "controlPlaneOnlyIndication", .tvHalf, m?.controlPlaneOnlyIndication)
    ipHeaderCompressionConfiguration = try c.optional(0x66, "ipHeaderCompressionConfiguration", .tlv, m?.ipHeaderCompressionConfiguration)
    ethernetHeaderCompressionConfiguration = try c.optional(
      0x1F, "ethernetHeaderCompressionConfiguration", .tlv, m?.ethernetHeaderCompressionConfiguration)
    serviceLevelAAContainer = try c.optional(0x72, "serviceLevelAAContainer", .tlve, m?.serviceLevelAAContainer)
    receivedMBSContainer = try c.optional(0x71, "receivedMBSContainer", .tlve, m?.receivedMBSContainer)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// PDU SESSION ESTABLISHMENT REJECT (TS 24.501 §8.3.3): the network refuses the session.
public struct PDUSessionEstablishmentReject: NASMessageBody {
  public static let messageType: UInt8 = 0xC3
  public static let name = "PDU SESSION ESTABLISHMENT REJECT"

  public var pduSessionIdentity: UInt8
  public var procedureTransactionIdentity: UInt8
  public var cause: FiveGSMCause
  public var backOffTimerValue: GPRSTimer3?
  public var allowedSSCMode: AllowedSSCMode?
  public var eapMessage: EAPMessage?
  public var congestionReattemptIndicator: CongestionReattemptIndicator?
  public var extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions?
  public var reattemptIndicator: ReattemptIndicator?
  public var serviceLevelAAContainer: ServiceLevelAAContainer?
  public var unknownIEs: [UnknownIE]

  public init(
    pduSessionIdentity: UInt8,
    procedureTransactionIdentity: UInt8,
    cause: FiveGSMCause,
    backOffTimerValue: GPRSTimer3? = nil,
    allowedSSCMode: AllowedSSCMode? = nil,
    eapMessage: EAPMessage? = nil,
    congestionReattemptIndicator: CongestionReattemptIndicator? = nil,
    extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions? = nil,
    reattemptIndicator: ReattemptIndicator? = nil,
    serviceLevelAAContainer: ServiceLevelAAContainer? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.pduSessionIdentity = pduSessionIdentity
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.cause = cause
    self.backOffTimerValue = backOffTimerValue
    self.allowedSSCMode = allowedSSCMode
    self.eapMessage = eapMessage
    self.congestionReattemptIndicator = congestionReattemptIndicator
    self.extendedProtocolConfigurationOptions = extendedProtocolConfigurationOptions
    self.reattemptIndicator = reattemptIndicator
    self.serviceLevelAAContainer = serviceLevelAAContainer
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: PDUSessionEstablishmentReject?) throws(NASError) {
    pduSessionIdentity = try c.uint8("pduSessionIdentity", m?.pduSessionIdentity)
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    cause = try c.mandatory("cause", .v(1), m?.cause)
    backOffTimerValue = try c.optional(0x37, "backOffTimerValue", .tlv, m?.backOffTimerValue)
    allowedSSCMode = try c.optional(0xF0, "allowedSSCMode", .tvHalf, m?.allowedSSCMode)
    eapMessage = try c.optional(0x78, "eapMessage", .tlve, m?.eapMessage)
    congestionReattemptIndicator = try c.optional(0x61, "congestionReattemptIndicator", .tlv, m?.congestionReattemptIndicator)
    extendedProtocolConfigurationOptions = try c.optional(
      0x7B, "extendedProtocolConfigurationOptions", .tlve, m?.extendedProtocolConfigurationOptions)
    reattemptIndicator = try c.optional(0x1D, "reattemptIndicator", .tlv, m?.reattemptIndicator)
    serviceLevelAAContainer = try c.optional(0x72, "serviceLevelAAContainer", .tlve, m?.serviceLevelAAContainer)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// REGISTRATION ACCEPT (TS 24.501 §8.2.7): the network accepts the registration.
public struct RegistrationAccept: NASMessageBody {
  public static let messageType: UInt8 = 0x42
  public static let name = "REGISTRATION ACCEPT"

  public var registrationResult: FiveGSRegistrationResult
  public var fiveGGUTI: FiveGSMobileIdentity?
  public var equivalentPLMNs: PLMNList?
  public var taiList: FiveGSTrackingAreaIdentityList?
  public var allowedNSSAI: NSSAI?
  public var rejectedNSSAI: RejectedNSSAI?
  public var configuredNSSAI: NSSAI?
  public var networkFeatureSupport: FiveGSNetworkFeatureSupport?
  public var pduSessionStatus: SessionBitmap?
  public var pduSessionReactivationResult: SessionBitmap?
  public var pduSessionReactivationResultErrorCause: PDUSessionReactivationResultErrorCause?
  public var ladnInformation: LADNInformation?
  public var micoIndication: MICOIndication?
  public var networkSlicingIndication: NetworkSlicingIndication?
  public var serviceAreaList: ServiceAreaList?
  public var t3512Value: GPRSTimer3?
  public var non3GPPDeregistrationTimerValue: GPRSTimer2?
  public var t3502Value: GPRSTimer2?
  public var emergencyNumberList: EmergencyNumberList?
  public var unknownIEs: [UnknownIE]
  private var additional = Boxed(Additional())

  public var extendedEmergencyNumberList: [UInt8]? {
    get { additional.value.extendedEmergencyNumberList }
    set { additional.value.extendedEmergencyNumberList = newValue }
  }
  public var sorTransparentContainer: [UInt8]? {
    get { additional.value.sorTransparentContainer }
    set { additional.value.sorTransparentContainer = newValue }
  }
  public var eapMessage: [UInt8]? {
    get { additional.value.eapMessage }
    set { additional.value.eapMessage = newValue }
  }
  public var nssaiInclusionMode: NSSAIInclusionMode? {
    get { additional.value.nssaiInclusionMode }
    set { additional.value.nssaiInclusionMode = newValue }
  }
  public var operatorDefinedAccessCategoryDefinitions: OperatorDefinedAccessCategoryDefinitions? {
    get { additional.value.operatorDefinedAccessCategoryDefinitions }
    set { additional.value.operatorDefinedAccessCategoryDefinitions = newValue }
  }
  public var negotiatedDRXParameters: FiveGSDRXParameters? {
    get { additional.value.negotiatedDRXParameters }
    set { additional.value.negotiatedDRXParameters = newValue }
  }
  public var non3GPPNWPolicies: Non3GPPNWProvidedPolicies? {
    get { additional.value.non3GPPNWPolicies }
    set { additional.value.non3GPPNWPolicies = newValue }
  }
  public var epsBearerContextStatus: SessionBitmap? {
    get { additional.value.epsBearerContextStatus }
    set { additional.value.epsBearerContextStatus = newValue }
  }
  public var negotiatedExtendedDRXParameters: ExtendedDRXParameters? {
    get { additional.value.negotiatedExtendedDRXParameters }
    set { additional.value.negotiatedExtendedDRXParameters = newValue }
  }
  public var t3447Value: GPRSTimer3? {
    get { additional.value.t3447Value }
    set { additional.value.t3447Value = newValue }
  }
  public var t3448Value: GPRSTimer2? {
    get { additional.value.t3448Value }
    set { additional.value.t3448Value = newValue }
  }
  public var t3324Value: GPRSTimer3? {
    get { additional.value.t3324Value }
    set { additional.value.t3324Value = newValue }
  }
  public var ueRadioCapabilityID: UERadioCapabilityID? {
    get { additional.value.ueRadioCapabilityID }
    set { additional.value.ueRadioCapabilityID = newValue }
  }
  public var ueRadioCapabilityIDDeletionIndication: UERadioCapabilityIDDeletionIndication? {
    get { additional.value.ueRadioCapabilityIDDeletionIndication }
    set { additional.value.ueRadioCapabilityIDDeletionIndication = newValue }
  }
  public var pendingNSSAI: NSSAI? {
    get { additional.value.pendingNSSAI }
    set { additional.value.pendingNSSAI = newValue }
  }
  public var cipheringKeyData: [UInt8]? {
    get { additional.value.cipheringKeyData }
    set { additional.value.cipheringKeyData = newValue }
  }
  public var cagInformationList: [UInt8]? {
    get { additional.value.cagInformationList }
    set { additional.value.cagInformationList = newValue }
  }
  public var truncatedFiveGSTMSIConfiguration: TruncatedFiveGSTMSIConfiguration? {
    get { additional.value.truncatedFiveGSTMSIConfiguration }
    set { additional.value.truncatedFiveGSTMSIConfiguration = newValue }
  }
  public var negotiatedWUSAssistanceInformation: [UInt8]? {
    get { additional.value.negotiatedWUSAssistanceInformation }
    set { additional.value.negotiatedWUSAssistanceInformation = newValue }
  }
  public var negotiatedNBN1ModeDRXParameters: NBN1ModeDRXParameters? {
    get { additional.value.negotiatedNBN1ModeDRXParameters }
    set { additional.value.negotiatedNBN1ModeDRXParameters = newValue }
  }
  public var extendedRejectedNSSAI: [UInt8]? {
    get { additional.value.extendedRejectedNSSAI }
    set { additional.value.extendedRejectedNSSAI = newValue }
  }
  public var serviceLevelAAContainer: [UInt8]? {
    get { additional.value.serviceLevelAAContainer }
    set { additional.value.serviceLevelAAContainer = newValue }
  }
  public var negotiatedPEIPSAssistanceInformation: [UInt8]? {
    get { additional.value.negotiatedPEIPSAssistanceInformation }
    set { additional.value.negotiatedPEIPSAssistanceInformation = newValue }
  }
  public var additionalRequestResult: FiveGSAdditionalRequestResult? {
    get { additional.value.additionalRequestResult }
    set { additional.value.additionalRequestResult = newValue }
  }
  public var nssrgInformation: [UInt8]? {
    get { additional.value.nssrgInformation }
    set { additional.value.nssrgInformation = newValue }
  }
  public var disasterRoamingWaitRange: RegistrationWaitRange? {
    get { additional.value.disasterRoamingWaitRange }
    set { additional.value.disasterRoamingWaitRange = newValue }
  }
  public var disasterReturnWaitRange: RegistrationWaitRange? {
    get { additional.value.disasterReturnWaitRange }
    set { additional.value.disasterReturnWaitRange = newValue }
  }
  public var disasterPLMNs: [UInt8]? {
    get { additional.value.disasterPLMNs }
    set { additional.value.disasterPLMNs = newValue }
  }
  public var forbiddenTAIsForRoaming: FiveGSTrackingAreaIdentityList? {
    get { additional.value.forbiddenTAIsForRoaming }
    set { additional.value.forbiddenTAIsForRoaming = newValue }
  }
  public var forbiddenTAIsForRegionalProvisionOfService: FiveGSTrackingAreaIdentityList? {
    get { additional.value.forbiddenTAIsForRegionalProvisionOfService }
    set { additional.value.forbiddenTAIsForRegionalProvisionOfService = newValue }
  }
  public var extendedCAGInformationList: [UInt8]? {
    get { additional.value.extendedCAGInformationList }
    set { additional.value.extendedCAGInformationList = newValue }
  }
  public var nsagInformation: [UInt8]? {
    get { additional.value.nsagInformation }
    set { additional.value.nsagInformation = newValue }
  }

  public init(
    registrationResult: FiveGSRegistrationResult,
    fiveGGUTI: FiveGSMobileIdentity? = nil,
    equivalentPLMNs: PLMNList? = nil,
    taiList: FiveGSTrackingAreaIdentityList? = nil,
    allowedNSSAI: NSSAI? = nil,
    rejectedNSSAI: RejectedNSSAI? = nil,
    configuredNSSAI: NSSAI? = nil,
    networkFeatureSupport: FiveGSNetworkFeatureSupport? = nil,
    pduSessionStatus: SessionBitmap? = nil,
    pduSessionReactivationResult: SessionBitmap? = nil,
    pduSessionReactivationResultErrorCause: PDUSessionReactivationResultErrorCause? = nil,
    ladnInformation: LADNInformation? = nil,
    micoIndication: MICOIndication? = nil,
    networkSlicingIndication: NetworkSlicingIndication? = nil,
    serviceAreaList: ServiceAreaList? = nil,
    t3512Value: GPRSTimer3? = nil,
    non3GPPDeregistrationTimerValue: GPRSTimer2? = nil,
    t3502Value: GPRSTimer2? = nil,
    emergencyNumberList: EmergencyNumberList? = nil,
    extendedEmergencyNumberList: [UInt8]? = nil,
    sorTransparentContainer: [UInt8]? = nil,
    eapMessage: [UInt8]? = nil,
    nssaiInclusionMode: NSSAIInclusionMode? = nil,
    operatorDefinedAccessCategoryDefinitions: OperatorDefinedAccessCategoryDefinitions? = nil,
    negotiatedDRXParameters: FiveGSDRXParameters? = nil,
    non3GPPNWPolicies: Non3GPPNWProvidedPolicies? = nil,
    epsBearerContextStatus: SessionBitmap? = nil,
    negotiatedExtendedDRXParameters: ExtendedDRXParameters? = nil,
    t3447Value: GPRSTimer3? = nil,
    t3448Value: GPRSTimer2? = nil,
    t3324Value: GPRSTimer3? = nil,
    ueRadioCapabilityID: UERadioCapabilityID? = nil,
    ueRadioCapabilityIDDeletionIndication: UERadioCapabilityIDDeletionIndication? = nil,
    pendingNSSAI: NSSAI? = nil,
    cipheringKeyData: [UInt8]? = nil,
    cagInformationList: [UInt8]? = nil,
    truncatedFiveGSTMSIConfiguration: TruncatedFiveGSTMSIConfiguration? = nil,
    negotiatedWUSAssistanceInformation: [UInt8]? = nil,
    negotiatedNBN1ModeDRXParameters: NBN1ModeDRXParameters? = nil,
    extendedRejectedNSSAI: [UInt8]? = nil,
    serviceLevelAAContainer: [UInt8]? = nil,
    negotiatedPEIPSAssistanceInformation: [UInt8]? = nil,
    additionalRequestResult: FiveGSAdditionalRequestResult? = nil,
    nssrgInformation: [UInt8]? = nil,
    disasterRoamingWaitRange: RegistrationWaitRange? = nil,
    disasterReturnWaitRange: RegistrationWaitRange? = nil,
    disasterPLMNs: [UInt8]? = nil,
    forbiddenTAIsForRoaming: FiveGSTrackingAreaIdentityList? = nil,
    forbiddenTAIsForRegionalProvisionOfService: FiveGSTrackingAreaIdentityList? = nil,
    extendedCAGInformationList: [UInt8]? = nil,
    nsagInformation: [UInt8]? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.registrationResult = registrationResult
    self.fiveGGUTI = fiveGGUTI
    self.equivalentPLMNs = equivalentPLMNs
    self.taiList = taiList
    self.allowedNSSAI = allowedNSSAI
    self.rejectedNSSAI = rejectedNSSAI
    self.configuredNSSAI = configuredNSSAI
    self.networkFeatureSupport = networkFeatureSupport
    self.pduSessionStatus = pduSessionStatus
    self.pduSessionReactivationResult = pduSessionReactivationResult
    self.pduSessionReactivationResultErrorCause = pduSessionReactivationResultErrorCause
    self.ladnInformation = ladnInformation
    self.micoIndication = micoIndication
    self.networkSlicingIndication = networkSlicingIndication
    self.serviceAreaList = serviceAreaList
    self.t3512Value = t3512Value
    self.non3GPPDeregistrationTimerValue = non3GPPDeregistrationTimerValue
    self.t3502Value = t3502Value
    self.emergencyNumberList = emergencyNumberList
    self.unknownIEs = unknownIEs
    additional.value.extendedEmergencyNumberList = extendedEmergencyNumberList
    additional.value.sorTransparentContainer = sorTransparentContainer
    additional.value.eapMessage = eapMessage
    additional.value.nssaiInclusionMode = nssaiInclusionMode
    additional.value.operatorDefinedAccessCategoryDefinitions = operatorDefinedAccessCategoryDefinitions
    additional.value.negotiatedDRXParameters = negotiatedDRXParameters
    additional.value.non3GPPNWPolicies = non3GPPNWPolicies
    additional.value.epsBearerContextStatus = epsBearerContextStatus
    additional.value.negotiatedExtendedDRXParameters = negotiatedExtendedDRXParameters
    additional.value.t3447Value = t3447Value
    additional.value.t3448Value = t3448Value
    additional.value.t3324Value = t3324Value
    additional.value.ueRadioCapabilityID = ueRadioCapabilityID
    additional.value.ueRadioCapabilityIDDeletionIndication = ueRadioCapabilityIDDeletionIndication
    additional.value.pendingNSSAI = pendingNSSAI
    additional.value.cipheringKeyData = cipheringKeyData
    additional.value.cagInformationList = cagInformationList
    additional.value.truncatedFiveGSTMSIConfiguration = truncatedFiveGSTMSIConfiguration
    additional.value.negotiatedWUSAssistanceInformation = negotiatedWUSAssistanceInformation
    additional.value.negotiatedNBN1ModeDRXParameters = negotiatedNBN1ModeDRXParameters
    additional.value.extendedRejectedNSSAI = extendedRejectedNSSAI
    additional.value.serviceLevelAAContainer = serviceLevelAAContainer
    additional.value.negotiatedPEIPSAssistanceInformation = negotiatedPEIPSAssistanceInformation
    additional.value.additionalRequestResult = additionalRequestResult
    additional.value.nssrgInformation = nssrgInformation
    additional.value.disasterRoamingWaitRange = disasterRoamingWaitRange
    additional.value.disasterReturnWaitRange = disasterReturnWaitRange
    additional.value.disasterPLMNs = disasterPLMNs
    additional.value.forbiddenTAIsForRoaming = forbiddenTAIsForRoaming
    additional.value.forbiddenTAIsForRegionalProvisionOfService = forbiddenTAIsForRegionalProvisionOfService
    additional.value.extendedCAGInformationList = extendedCAGInformationList
    additional.value.nsagInformation = nsagInformation
  }

  public init(coding c: inout NASCoder, _ m: RegistrationAccept?) throws(NASError) {
    try c.messageType(Self.messageType)
    registrationResult = try c.mandatory("registrationResult", .lv, m?.registrationResult)
    unknownIEs = []
    fiveGGUTI = try c.optional(0x77, "fiveGGUTI", .tlve, m?.fiveGGUTI)
    equivalentPLMNs = try c.optional(0x4A, "equivalentPLMNs", .tlv, m?.equivalentPLMNs)
    taiList = try c.optional(0x54, "taiList", .tlv, m?.taiList)
    allowedNSSAI = try c.optional(0x15, "allowedNSSAI", .tlv, m?.allowedNSSAI)
    rejectedNSSAI = try c.optional(0x11, "rejectedNSSAI", .tlv, m?.rejectedNSSAI)
    configuredNSSAI = try c.optional(0x31, "configuredNSSAI", .tlv, m?.configuredNSSAI)
    networkFeatureSupport = try c.optional(0x21, "networkFeatureSupport", .tlv, m?.networkFeatureSupport)
    pduSessionStatus = try c.optional(0x50, "pduSessionStatus", .tlv, m?.pduSessionStatus)
    pduSessionReactivationResult = try c.optional(0x26, "pduSessionReactivationResult", .tlv, m?.pduSessionReactivationResult)
    pduSessionReactivationResultErrorCause = try c.optional(
      0x72, "pduSessionReactivationResultErrorCause", .tlve, m?.pduSessionReactivationResultErrorCause)
    ladnInformation = try c.optional(0x79, "ladnInformation", .tlve, m?.ladnInformation)
    micoIndication = try c.optional(0xB0, "micoIndication", .tvHalf, m?.micoIndication)
    networkSlicingIndication = try c.optional(0x90, "networkSlicingIndication", .tvHalf, m?.networkSlicingIndication)
    serviceAreaList = try c.optional(0x27, "serviceAreaList", .tlv, m?.serviceAreaList)
    t3512Value = try c.optional(0x5E, "t3512Value", .tlv, m?.t3512Value)
    non3GPPDeregistrationTimerValue = try c.optional(0x5D, "non3GPPDeregistrationTimerValue", .tlv, m?.non3GPPDeregistrationTimerValue)
    t3502Value = try c.optional(0x16, "t3502Value", .tlv, m?.t3502Value)
    emergencyNumberList = try c.optional(0x34, "emergencyNumberList", .tlv, m?.emergencyNumberList)
    extendedEmergencyNumberList = try c.optional(0x7A, "extendedEmergencyNumberList", .tlve, m?.extendedEmergencyNumberList)
    sorTransparentContainer = try c.optional(0x73, "sorTransparentContainer", .tlve, m?.sorTransparentContainer)
    eapMessage = try c.optional(0x78, "eapMessage", .tlve, m?.eapMessage)
    nssaiInclusionMode = try c.optional(0xA0, "nssaiInclusionMode", .tvHalf, m?.nssaiInclusionMode)
    operatorDefinedAccessCategoryDefinitions = try c.optional(
      0x76, "operatorDefinedAccessCategoryDefinitions", .tlve, m?.operatorDefinedAccessCategoryDefinitions)
    negotiatedDRXParameters = try c.optional(0x51, "negotiatedDRXParameters", .tlv, m?.negotiatedDRXParameters)
    non3GPPNWPolicies = try c.optional(0xD0, "non3GPPNWPolicies", .tvHalf, m?.non3GPPNWPolicies)
    epsBearerContextStatus = try c.optional(0x60, "epsBearerContextStatus", .tlv, m?.epsBearerContextStatus)
    negotiatedExtendedDRXParameters = try c.optional(0x6E, "negotiatedExtendedDRXParameters", .tlv, m?.negotiatedExtendedDRXParameters)
    t3447Value = try c.optional(0x6C, "t3447Value", .tlv, m?.t3447Value)
    t3448Value = try c.optional(0x6B, "t3448Value", .tlv, m?.t3448Value)
    t3324Value = try c.optional(0x6A, "t3324Value", .tlv, m?.t3324Value)
    ueRadioCapabilityID = try c.optional(0x67, "ueRadioCapabilityID", .tlv, m?.ueRadioCapabilityID)
    ueRadioCapabilityIDDeletionIndication = try c.optional(
      0xE0, "ueRadioCapabilityIDDeletionIndication", .tvHalf, m?.ueRadioCapabilityIDDeletionIndication)
    pendingNSSAI = try c.optional(0x39, "pendingNSSAI", .tlv, m?.pendingNSSAI)
    cipheringKeyData = try c.optional(0x74, "cipheringKeyData", .tlve, m?.cipheringKeyData)
    cagInformationList = try c.optional(0x75, "cagInformationList", .tlve, m?.cagInformationList)
    truncatedFiveGSTMSIConfiguration = try c.optional(0x1B, "truncatedFiveGSTMSIConfiguration", .tlv, m?.truncatedFiveGSTMSIConfiguration)
    negotiatedWUSAssistanceInformation = try c.optional(
      0x1A, "negotiatedWUSAssistanceInformation", .tlv, m?.negotiatedWUSAssistanceInformation)
    negotiatedNBN1ModeDRXParameters = try c.optional(0x29, "negotiatedNBN1ModeDRXParameters", .tlv, m?.negotiatedNBN1ModeDRXParameters)
    extendedRejectedNSSAI = try c.optional(0x68, "extendedRejectedNSSAI", .tlv, m?.extendedRejectedNSSAI)
    serviceLevelAAContainer = try c.optional(0x7B, "serviceLevelAAContainer", .tlve, m?.serviceLevelAAContainer)
    negotiatedPEIPSAssistanceInformation = try c.optional(
      0x33, "negotiatedPEIPSAssistanceInformation", .tlv, m?.negotiatedPEIPSAssistanceInformation)
    additionalRequestResult = try c.optional(0x35, "additionalRequestResult", .tlv, m?.additionalRequestResult)
    nssrgInformation = try c.optional(0x70, "nssrgInformation", .tlve, m?.nssrgInformation)
    disasterRoamingWaitRange = try c.optional(0x14, "disasterRoamingWaitRange", .tlv, m?.disasterRoamingWaitRange)
    disasterReturnWaitRange = try c.optional(0x2C, "disasterReturnWaitRange", .tlv, m?.disasterReturnWaitRange)
    disasterPLMNs = try c.optional(0x13, "disasterPLMNs", .tlv, m?.disasterPLMNs)
    forbiddenTAIsForRoaming = try c.optional(0x1D, "forbiddenTAIsForRoaming", .tlv, m?.forbiddenTAIsForRoaming)
    forbiddenTAIsForRegionalProvisionOfService = try c.optional(
      0x1E, "forbiddenTAIsForRegionalProvisionOfService", .tlv, m?.forbiddenTAIsForRegionalProvisionOfService)
    extendedCAGInformationList = try c.optional(0x71, "extendedCAGInformationList", .tlve, m?.extendedCAGInformationList)
    nsagInformation = try c.optional(0x7C, "nsagInformation", .tlve, m?.nsagInformation)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }

  /// IEs that are seldom present, kept on the heap.
  private struct Additional: Hashable, Sendable {
    var extendedEmergencyNumberList: [UInt8]?
    var sorTransparentContainer: [UInt8]?
    var eapMessage: [UInt8]?
    var nssaiInclusionMode: NSSAIInclusionMode?
    var operatorDefinedAccessCategoryDefinitions: OperatorDefinedAccessCategoryDefinitions?
    var negotiatedDRXParameters: FiveGSDRXParameters?
    var non3GPPNWPolicies: Non3GPPNWProvidedPolicies?
    var epsBearerContextStatus: SessionBitmap?
    var negotiatedExtendedDRXParameters: ExtendedDRXParameters?
    var t3447Value: GPRSTimer3?
    var t3448Value: GPRSTimer2?
    var t3324Value: GPRSTimer3?
    var ueRadioCapabilityID: UERadioCapabilityID?
    var ueRadioCapabilityIDDeletionIndication: UERadioCapabilityIDDeletionIndication?
    var pendingNSSAI: NSSAI?
    var cipheringKeyData: [UInt8]?
    var cagInformationList: [UInt8]?
    var truncatedFiveGSTMSIConfiguration: TruncatedFiveGSTMSIConfiguration?
    var negotiatedWUSAssistanceInformation: [UInt8]?
    var negotiatedNBN1ModeDRXParameters: NBN1ModeDRXParameters?
    var extendedRejectedNSSAI: [UInt8]?
    var serviceLevelAAContainer: [UInt8]?
    var negotiatedPEIPSAssistanceInformation: [UInt8]?
    var additionalRequestResult: FiveGSAdditionalRequestResult?
    var nssrgInformation: [UInt8]?
    var disasterRoamingWaitRange: RegistrationWaitRange?
    var disasterReturnWaitRange: RegistrationWaitRange?
    var disasterPLMNs: [UInt8]?
    var forbiddenTAIsForRoaming: FiveGSTrackingAreaIdentityList?
    var forbiddenTAIsForRegionalProvisionOfService: FiveGSTrackingAreaIdentityList?
    var extendedCAGInformationList: [UInt8]?
    var nsagInformation: [UInt8]?
  }
}

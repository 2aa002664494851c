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
  private var additional = SeldomIEs<Additional>()

  public var extendedEmergencyNumberList: ExtendedEmergencyNumberList? {
    get { additional.isEmpty ? nil : additional.value.extendedEmergencyNumberList }
    set { if newValue != nil || !additional.isEmpty { additional.value.extendedEmergencyNumberList = newValue } }
  }
  public var sorTransparentContainer: SORTransparentContainer? {
    get { additional.isEmpty ? nil : additional.value.sorTransparentContainer }
    set { if newValue != nil || !additional.isEmpty { additional.value.sorTransparentContainer = newValue } }
  }
  public var eapMessage: EAPMessage? {
    get { additional.isEmpty ? nil : additional.value.eapMessage }
    set { if newValue != nil || !additional.isEmpty { additional.value.eapMessage = newValue } }
  }
  public var nssaiInclusionMode: NSSAIInclusionMode? {
    get { additional.isEmpty ? nil : additional.value.nssaiInclusionMode }
    set { if newValue != nil || !additional.isEmpty { additional.value.nssaiInclusionMode = newValue } }
  }
  public var operatorDefinedAccessCategoryDefinitions: OperatorDefinedAccessCategoryDefinitions? {
    get { additional.isEmpty ? nil : additional.value.operatorDefinedAccessCategoryDefinitions }
    set { if newValue != nil || !additional.isEmpty { additional.value.operatorDefinedAccessCategoryDefinitions = newValue } }
  }
  public var negotiatedDRXParameters: FiveGSDRXParameters? {
    get { additional.isEmpty ? nil : additional.value.negotiatedDRXParameters }
    set { if newValue != nil || !additional.isEmpty { additional.value.negotiatedDRXParameters = newValue } }
  }
  public var non3GPPNWPolicies: Non3GPPNWProvidedPolicies? {
    get { additional.isEmpty ? nil : additional.value.non3GPPNWPolicies }
    set { if newValue != nil || !additional.isEmpty { additional.value.non3GPPNWPolicies = newValue } }
  }
  public var epsBearerContextStatus: SessionBitmap? {
    get { additional.isEmpty ? nil : additional.value.epsBearerContextStatus }
    set { if newValue != nil || !additional.isEmpty { additional.value.epsBearerContextStatus = newValue } }
  }
  public var negotiatedExtendedDRXParameters: ExtendedDRXParameters? {
    get { additional.isEmpty ? nil : additional.value.negotiatedExtendedDRXParameters }
    set { if newValue != nil || !additional.isEmpty { additional.value.negotiatedExtendedDRXParameters = newValue } }
  }
  public var t3447Value: GPRSTimer3? {
    get { additional.isEmpty ? nil : additional.value.t3447Value }
    set { if newValue != nil || !additional.isEmpty { additional.value.t3447Value = newValue } }
  }
  public var t3448Value: GPRSTimer2? {
    get { additional.isEmpty ? nil : additional.value.t3448Value }
    set { if newValue != nil || !additional.isEmpty { additional.value.t3448Value = newValue } }
  }
  public var t3324Value: GPRSTimer3? {
    get { additional.isEmpty ? nil : additional.value.t3324Value }
    set { if newValue != nil || !additional.isEmpty { additional.value.t3324Value = newValue } }
  }
  public var ueRadioCapabilityID: UERadioCapabilityID? {
    get { additional.isEmpty ? nil : additional.value.ueRadioCapabilityID }
    set { if newValue != nil || !additional.isEmpty { additional.value.ueRadioCapabilityID = newValue } }
  }
  public var ueRadioCapabilityIDDeletionIndication: UERadioCapabilityIDDeletionIndication? {
    get { additional.isEmpty ? nil : additional.value.ueRadioCapabilityIDDeletionIndication }
    set { if newValue != nil || !additional.isEmpty { additional.value.ueRadioCapabilityIDDeletionIndication = newValue } }
  }
  public var pendingNSSAI: NSSAI? {
    get { additional.isEmpty ? nil : additional.value.pendingNSSAI }
    set { if newValue != nil || !additional.isEmpty { additional.value.pendingNSSAI = newValue } }
  }
  public var cipheringKeyData: CipheringKeyData? {
    get { additional.isEmpty ? nil : additional.value.cipheringKeyData }
    set { if newValue != nil || !additional.isEmpty { additional.value.cipheringKeyData = newValue } }
  }
  public var cagInformationList: CAGInformationList? {
    get { additional.isEmpty ? nil : additional.value.cagInformationList }
    set { if newValue != nil || !additional.isEmpty { additional.value.cagInformationList = newValue } }
  }
  public var truncatedFiveGSTMSIConfiguration: TruncatedFiveGSTMSIConfiguration? {
    get { additional.isEmpty ? nil : additional.value.truncatedFiveGSTMSIConfiguration }
    set { if newValue != nil || !additional.isEmpty { additional.value.truncatedFiveGSTMSIConfiguration = newValue } }
  }
  public var negotiatedWUSAssistanceInformation: WUSAssistanceInformation? {
    get { additional.isEmpty ? nil : additional.value.negotiatedWUSAssistanceInformation }
    set { if newValue != nil || !additional.isEmpty { additional.value.negotiatedWUSAssistanceInformation = newValue } }
  }
  public var negotiatedNBN1ModeDRXParameters: NBN1ModeDRXParameters? {
    get { additional.isEmpty ? nil : additional.value.negotiatedNBN1ModeDRXParameters }
    set { if newValue != nil || !additional.isEmpty { additional.value.negotiatedNBN1ModeDRXParameters = newValue } }
  }
  public var extendedRejectedNSSAI: ExtendedRejectedNSSAI? {
    get { additional.isEmpty ? nil : additional.value.extendedRejectedNSSAI }
    set { if newValue != nil || !additional.isEmpty { additional.value.extendedRejectedNSSAI = newValue } }
  }
  public var serviceLevelAAContainer: ServiceLevelAAContainer? {
    get { additional.isEmpty ? nil : additional.value.serviceLevelAAContainer }
    set { if newValue != nil || !additional.isEmpty { additional.value.serviceLevelAAContainer = newValue } }
  }
  public var negotiatedPEIPSAssistanceInformation: PEIPSAssistanceInformation? {
    get { additional.isEmpty ? nil : additional.value.negotiatedPEIPSAssistanceInformation }
    set { if newValue != nil || !additional.isEmpty { additional.value.negotiatedPEIPSAssistanceInformation = newValue } }
  }
  public var additionalRequestResult: FiveGSAdditionalRequestResult? {
    get { additional.isEmpty ? nil : additional.value.additionalRequestResult }
    set { if newValue != nil || !additional.isEmpty { additional.value.additionalRequestResult = newValue } }
  }
  public var nssrgInformation: NSSRGInformation? {
    get { additional.isEmpty ? nil : additional.value.nssrgInformation }
    set { if newValue != nil || !additional.isEmpty { additional.value.nssrgInformation = newValue } }
  }
  public var disasterRoamingWaitRange: RegistrationWaitRange? {
    get { additional.isEmpty ? nil : additional.value.disasterRoamingWaitRange }
    set { if newValue != nil || !additional.isEmpty { additional.value.disasterRoamingWaitRange = newValue } }
  }
  public var disasterReturnWaitRange: RegistrationWaitRange? {
    get { additional.isEmpty ? nil : additional.value.disasterReturnWaitRange }
    set { if newValue != nil || !additional.isEmpty { additional.value.disasterReturnWaitRange = newValue } }
  }
  public var disasterPLMNs: PLMNList? {
    get { additional.isEmpty ? nil : additional.value.disasterPLMNs }
    set { if newValue != nil || !additional.isEmpty { additional.value.disasterPLMNs = newValue } }
  }
  public var forbiddenTAIsForRoaming: FiveGSTrackingAreaIdentityList? {
    get { additional.isEmpty ? nil : additional.value.forbiddenTAIsForRoaming }
    set { if newValue != nil || !additional.isEmpty { additional.value.forbiddenTAIsForRoaming = newValue } }
  }
  public var forbiddenTAIsForRegionalProvisionOfService: FiveGSTrackingAreaIdentityList? {
    get { additional.isEmpty ? nil : additional.value.forbiddenTAIsForRegionalProvisionOfService }
    set { if newValue != nil || !additional.isEmpty { additional.value.forbiddenTAIsForRegionalProvisionOfService = newValue } }
  }
  public var extendedCAGInformationList: ExtendedCAGInformationList? {
    get { additional.isEmpty ? nil : additional.value.extendedCAGInformationList }
    set { if newValue != nil || !additional.isEmpty { additional.value.extendedCAGInformationList = newValue } }
  }
  public var nsagInformation: NSAGInformation? {
    get { additional.isEmpty ? nil : additional.value.nsagInformation }
    set { if newValue != nil || !additional.isEmpty { additional.value.nsagInformation = newValue } }
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
    extendedEmergencyNumberList: ExtendedEmergencyNumberList? = nil,
    sorTransparentContainer: SORTransparentContainer? = nil,
    eapMessage: EAPMessage? = nil,
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
    cipheringKeyData: CipheringKeyData? = nil,
    cagInformationList: CAGInformationList? = nil,
    truncatedFiveGSTMSIConfiguration: TruncatedFiveGSTMSIConfiguration? = nil,
    negotiatedWUSAssistanceInformation: WUSAssistanceInformation? = nil,
    negotiatedNBN1ModeDRXParameters: NBN1ModeDRXParameters? = nil,
    extendedRejectedNSSAI: ExtendedRejectedNSSAI? = nil,
    serviceLevelAAContainer: ServiceLevelAAContainer? = nil,
    negotiatedPEIPSAssistanceInformation: PEIPSAssistanceInformation? = nil,
    additionalRequestResult: FiveGSAdditionalRequestResult? = nil,
    nssrgInformation: NSSRGInformation? = nil,
    disasterRoamingWaitRange: RegistrationWaitRange? = nil,
    disasterReturnWaitRange: RegistrationWaitRange? = nil,
    disasterPLMNs: PLMNList? = nil,
    forbiddenTAIsForRoaming: FiveGSTrackingAreaIdentityList? = nil,
    forbiddenTAIsForRegionalProvisionOfService: FiveGSTrackingAreaIdentityList? = nil,
    extendedCAGInformationList: ExtendedCAGInformationList? = nil,
    nsagInformation: NSAGInformation? = nil,
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
    self.extendedEmergencyNumberList = extendedEmergencyNumberList
    self.sorTransparentContainer = sorTransparentContainer
    self.eapMessage = eapMessage
    self.nssaiInclusionMode = nssaiInclusionMode
    self.operatorDefinedAccessCategoryDefinitions = operatorDefinedAccessCategoryDefinitions
    self.negotiatedDRXParameters = negotiatedDRXParameters
    self.non3GPPNWPolicies = non3GPPNWPolicies
    self.epsBearerContextStatus = epsBearerContextStatus
    self.negotiatedExtendedDRXParameters = negotiatedExtendedDRXParameters
    self.t3447Value = t3447Value
    self.t3448Value = t3448Value
    self.t3324Value = t3324Value
    self.ueRadioCapabilityID = ueRadioCapabilityID
    self.ueRadioCapabilityIDDeletionIndication = ueRadioCapabilityIDDeletionIndication
    self.pendingNSSAI = pendingNSSAI
    self.cipheringKeyData = cipheringKeyData
    self.cagInformationList = cagInformationList
    self.truncatedFiveGSTMSIConfiguration = truncatedFiveGSTMSIConfiguration
    self.negotiatedWUSAssistanceInformation = negotiatedWUSAssistanceInformation
    self.negotiatedNBN1ModeDRXParameters = negotiatedNBN1ModeDRXParameters
    self.extendedRejectedNSSAI = extendedRejectedNSSAI
    self.serviceLevelAAContainer = serviceLevelAAContainer
    self.negotiatedPEIPSAssistanceInformation = negotiatedPEIPSAssistanceInformation
    self.additionalRequestResult = additionalRequestResult
    self.nssrgInformation = nssrgInformation
    self.disasterRoamingWaitRange = disasterRoamingWaitRange
    self.disasterReturnWaitRange = disasterReturnWaitRange
    self.disasterPLMNs = disasterPLMNs
    self.forbiddenTAIsForRoaming = forbiddenTAIsForRoaming
    self.forbiddenTAIsForRegionalProvisionOfService = forbiddenTAIsForRegionalProvisionOfService
    self.extendedCAGInformationList = extendedCAGInformationList
    self.nsagInformation = nsagInformation
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
  private struct Additional: SeldomFields {
    var extendedEmergencyNumberList: ExtendedEmergencyNumberList?
    var sorTransparentContainer: SORTransparentContainer?
    var eapMessage: EAPMessage?
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
    var cipheringKeyData: CipheringKeyData?
    var cagInformationList: CAGInformationList?
    var truncatedFiveGSTMSIConfiguration: TruncatedFiveGSTMSIConfiguration?
    var negotiatedWUSAssistanceInformation: WUSAssistanceInformation?
    var negotiatedNBN1ModeDRXParameters: NBN1ModeDRXParameters?
    var extendedRejectedNSSAI: ExtendedRejectedNSSAI?
    var serviceLevelAAContainer: ServiceLevelAAContainer?
    var negotiatedPEIPSAssistanceInformation: PEIPSAssistanceInformation?
    var additionalRequestResult: FiveGSAdditionalRequestResult?
    var nssrgInformation: NSSRGInformation?
    var disasterRoamingWaitRange: RegistrationWaitRange?
    var disasterReturnWaitRange: RegistrationWaitRange?
    var disasterPLMNs: PLMNList?
    var forbiddenTAIsForRoaming: FiveGSTrackingAreaIdentityList?
    var forbiddenTAIsForRegionalProvisionOfService: FiveGSTrackingAreaIdentityList?
    var extendedCAGInformationList: ExtendedCAGInformationList?
    var nsagInformation: NSAGInformation?
  }
}

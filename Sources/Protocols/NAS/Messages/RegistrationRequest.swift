/// REGISTRATION REQUEST (TS 24.501 §8.2.6): the UE registers, or renews its registration.
public struct RegistrationRequest: NASMessageBody {
  public static let messageType: UInt8 = 0x41
  public static let name = "REGISTRATION REQUEST"

  public var registrationType: FiveGSRegistrationType
  public var ngKSI: NASKeySetIdentifier
  public var mobileIdentity: FiveGSMobileIdentity
  public var noncurrentNativeNASKeySetIdentifier: NASKeySetIdentifier?
  public var fiveGMMCapability: FiveGMMCapability?
  public var ueSecurityCapability: UESecurityCapability?
  public var requestedNSSAI: NSSAI?
  public var lastVisitedRegisteredTAI: FiveGSTrackingAreaIdentity?
  public var s1UENetworkCapability: S1UENetworkCapability?
  public var uplinkDataStatus: SessionBitmap?
  public var pduSessionStatus: SessionBitmap?
  public var micoIndication: MICOIndication?
  public var ueStatus: UEStatus?
  public var additionalGUTI: FiveGSMobileIdentity?
  public var allowedPDUSessionStatus: SessionBitmap?
  public var uesUsageSetting: UEsUsageSetting?
  public var requestedDRXParameters: FiveGSDRXParameters?
  public var unknownIEs: [UnknownIE]
  private var additional = SeldomIEs<Additional>()

  public var epsNASMessageContainer: [UInt8]? {
    get { additional.isEmpty ? nil : additional.value.epsNASMessageContainer }
    set { if newValue != nil || !additional.isEmpty { additional.value.epsNASMessageContainer = newValue } }
  }
  public var ladnIndication: LADNIndication? {
    get { additional.isEmpty ? nil : additional.value.ladnIndication }
    set { if newValue != nil || !additional.isEmpty { additional.value.ladnIndication = newValue } }
  }
  public var payloadContainerType: PayloadContainerType? {
    get { additional.isEmpty ? nil : additional.value.payloadContainerType }
    set { if newValue != nil || !additional.isEmpty { additional.value.payloadContainerType = newValue } }
  }
  public var payloadContainer: [UInt8]? {
    get { additional.isEmpty ? nil : additional.value.payloadContainer }
    set { if newValue != nil || !additional.isEmpty { additional.value.payloadContainer = newValue } }
  }
  public var networkSlicingIndication: NetworkSlicingIndication? {
    get { additional.isEmpty ? nil : additional.value.networkSlicingIndication }
    set { if newValue != nil || !additional.isEmpty { additional.value.networkSlicingIndication = newValue } }
  }
  public var updateType: FiveGSUpdateType? {
    get { additional.isEmpty ? nil : additional.value.updateType }
    set { if newValue != nil || !additional.isEmpty { additional.value.updateType = newValue } }
  }
  public var mobileStationClassmark2: MobileStationClassmark2? {
    get { additional.isEmpty ? nil : additional.value.mobileStationClassmark2 }
    set { if newValue != nil || !additional.isEmpty { additional.value.mobileStationClassmark2 = newValue } }
  }
  public var supportedCodecs: SupportedCodecList? {
    get { additional.isEmpty ? nil : additional.value.supportedCodecs }
    set { if newValue != nil || !additional.isEmpty { additional.value.supportedCodecs = newValue } }
  }
  public var nasMessageContainer: [UInt8]? {
    get { additional.isEmpty ? nil : additional.value.nasMessageContainer }
    set { if newValue != nil || !additional.isEmpty { additional.value.nasMessageContainer = newValue } }
  }
  public var epsBearerContextStatus: SessionBitmap? {
    get { additional.isEmpty ? nil : additional.value.epsBearerContextStatus }
    set { if newValue != nil || !additional.isEmpty { additional.value.epsBearerContextStatus = newValue } }
  }
  public var requestedExtendedDRXParameters: ExtendedDRXParameters? {
    get { additional.isEmpty ? nil : additional.value.requestedExtendedDRXParameters }
    set { if newValue != nil || !additional.isEmpty { additional.value.requestedExtendedDRXParameters = newValue } }
  }
  public var t3324Value: GPRSTimer3? {
    get { additional.isEmpty ? nil : additional.value.t3324Value }
    set { if newValue != nil || !additional.isEmpty { additional.value.t3324Value = newValue } }
  }
  public var ueRadioCapabilityID: UERadioCapabilityID? {
    get { additional.isEmpty ? nil : additional.value.ueRadioCapabilityID }
    set { if newValue != nil || !additional.isEmpty { additional.value.ueRadioCapabilityID = newValue } }
  }
  public var requestedMappedNSSAI: MappedNSSAI? {
    get { additional.isEmpty ? nil : additional.value.requestedMappedNSSAI }
    set { if newValue != nil || !additional.isEmpty { additional.value.requestedMappedNSSAI = newValue } }
  }
  public var additionalInformationRequested: AdditionalInformationRequested? {
    get { additional.isEmpty ? nil : additional.value.additionalInformationRequested }
    set { if newValue != nil || !additional.isEmpty { additional.value.additionalInformationRequested = newValue } }
  }
  public var requestedWUSAssistanceInformation: WUSAssistanceInformation? {
    get { additional.isEmpty ? nil : additional.value.requestedWUSAssistanceInformation }
    set { if newValue != nil || !additional.isEmpty { additional.value.requestedWUSAssistanceInformation = newValue } }
  }
  public var n5gcIndication: N5GCIndication? {
    get { additional.isEmpty ? nil : additional.value.n5gcIndication }
    set { if newValue != nil || !additional.isEmpty { additional.value.n5gcIndication = newValue } }
  }
  public var requestedNBN1ModeDRXParameters: NBN1ModeDRXParameters? {
    get { additional.isEmpty ? nil : additional.value.requestedNBN1ModeDRXParameters }
    set { if newValue != nil || !additional.isEmpty { additional.value.requestedNBN1ModeDRXParameters = newValue } }
  }
  public var ueRequestType: UERequestType? {
    get { additional.isEmpty ? nil : additional.value.ueRequestType }
    set { if newValue != nil || !additional.isEmpty { additional.value.ueRequestType = newValue } }
  }
  public var pagingRestriction: PagingRestriction? {
    get { additional.isEmpty ? nil : additional.value.pagingRestriction }
    set { if newValue != nil || !additional.isEmpty { additional.value.pagingRestriction = newValue } }
  }
  public var serviceLevelAAContainer: ServiceLevelAAContainer? {
    get { additional.isEmpty ? nil : additional.value.serviceLevelAAContainer }
    set { if newValue != nil || !additional.isEmpty { additional.value.serviceLevelAAContainer = newValue } }
  }
  public var nid: NID? {
    get { additional.isEmpty ? nil : additional.value.nid }
    set { if newValue != nil || !additional.isEmpty { additional.value.nid = newValue } }
  }
  public var msDeterminedPLMNWithDisasterCondition: PLMNIdentity? {
    get { additional.isEmpty ? nil : additional.value.msDeterminedPLMNWithDisasterCondition }
    set { if newValue != nil || !additional.isEmpty { additional.value.msDeterminedPLMNWithDisasterCondition = newValue } }
  }
  public var requestedPEIPSAssistanceInformation: PEIPSAssistanceInformation? {
    get { additional.isEmpty ? nil : additional.value.requestedPEIPSAssistanceInformation }
    set { if newValue != nil || !additional.isEmpty { additional.value.requestedPEIPSAssistanceInformation = newValue } }
  }
  public var requestedT3512Value: GPRSTimer3? {
    get { additional.isEmpty ? nil : additional.value.requestedT3512Value }
    set { if newValue != nil || !additional.isEmpty { additional.value.requestedT3512Value = newValue } }
  }

  public init(
    registrationType: FiveGSRegistrationType,
    ngKSI: NASKeySetIdentifier,
    mobileIdentity: FiveGSMobileIdentity,
    noncurrentNativeNASKeySetIdentifier: NASKeySetIdentifier? = nil,
    fiveGMMCapability: FiveGMMCapability? = nil,
    ueSecurityCapability: UESecurityCapability? = nil,
    requestedNSSAI: NSSAI? = nil,
    lastVisitedRegisteredTAI: FiveGSTrackingAreaIdentity? = nil,
    s1UENetworkCapability: S1UENetworkCapability? = nil,
    uplinkDataStatus: SessionBitmap? = nil,
    pduSessionStatus: SessionBitmap? = nil,
    micoIndication: MICOIndication? = nil,
    ueStatus: UEStatus? = nil,
    additionalGUTI: FiveGSMobileIdentity? = nil,
    allowedPDUSessionStatus: SessionBitmap? = nil,
    uesUsageSetting: UEsUsageSetting? = nil,
    requestedDRXParameters: FiveGSDRXParameters? = nil,
    epsNASMessageContainer: [UInt8]? = nil,
    ladnIndication: LADNIndication? = nil,
    payloadContainerType: PayloadContainerType? = nil,
    payloadContainer: [UInt8]? = nil,
    networkSlicingIndication: NetworkSlicingIndication? = nil,
    updateType: FiveGSUpdateType? = nil,
    mobileStationClassmark2: MobileStationClassmark2? = nil,
    supportedCodecs: SupportedCodecList? = nil,
    nasMessageContainer: [UInt8]? = nil,
    epsBearerContextStatus: SessionBitmap? = nil,
    requestedExtendedDRXParameters: ExtendedDRXParameters? = nil,
    t3324Value: GPRSTimer3? = nil,
    ueRadioCapabilityID: UERadioCapabilityID? = nil,
    requestedMappedNSSAI: MappedNSSAI? = nil,
    additionalInformationRequested: AdditionalInformationRequested? = nil,
    requestedWUSAssistanceInformation: WUSAssistanceInformation? = nil,
    n5gcIndication: N5GCIndication? = nil,
    requestedNBN1ModeDRXParameters: NBN1ModeDRXParameters? = nil,
    ueRequestType: UERequestType? = nil,
    pagingRestriction: PagingRestriction? = nil,
    serviceLevelAAContainer: ServiceLevelAAContainer? = nil,
    nid: NID? = nil,
    msDeterminedPLMNWithDisasterCondition: PLMNIdentity? = nil,
    requestedPEIPSAssistanceInformation: PEIPSAssistanceInformation? = nil,
    requestedT3512Value: GPRSTimer3? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.registrationType = registrationType
    self.ngKSI = ngKSI
    self.mobileIdentity = mobileIdentity
    self.noncurrentNativeNASKeySetIdentifier = noncurrentNativeNASKeySetIdentifier
    self.fiveGMMCapability = fiveGMMCapability
    self.ueSecurityCapability = ueSecurityCapability
    self.requestedNSSAI = requestedNSSAI
    self.lastVisitedRegisteredTAI = lastVisitedRegisteredTAI
    self.s1UENetworkCapability = s1UENetworkCapability
    self.uplinkDataStatus = uplinkDataStatus
    self.pduSessionStatus = pduSessionStatus
    self.micoIndication = micoIndication
    self.ueStatus = ueStatus
    self.additionalGUTI = additionalGUTI
    self.allowedPDUSessionStatus = allowedPDUSessionStatus
    self.uesUsageSetting = uesUsageSetting
    self.requestedDRXParameters = requestedDRXParameters
    self.unknownIEs = unknownIEs
    self.epsNASMessageContainer = epsNASMessageContainer
    self.ladnIndication = ladnIndication
    self.payloadContainerType = payloadContainerType
    self.payloadContainer = payloadContainer
    self.networkSlicingIndication = networkSlicingIndication
    self.updateType = updateType
    self.mobileStationClassmark2 = mobileStationClassmark2
    self.supportedCodecs = supportedCodecs
    self.nasMessageContainer = nasMessageContainer
    self.epsBearerContextStatus = epsBearerContextStatus
    self.requestedExtendedDRXParameters = requestedExtendedDRXParameters
    self.t3324Value = t3324Value
    self.ueRadioCapabilityID = ueRadioCapabilityID
    self.requestedMappedNSSAI = requestedMappedNSSAI
    self.additionalInformationRequested = additionalInformationRequested
    self.requestedWUSAssistanceInformation = requestedWUSAssistanceInformation
    self.n5gcIndication = n5gcIndication
    self.requestedNBN1ModeDRXParameters = requestedNBN1ModeDRXParameters
    self.ueRequestType = ueRequestType
    self.pagingRestriction = pagingRestriction
    self.serviceLevelAAContainer = serviceLevelAAContainer
    self.nid = nid
    self.msDeterminedPLMNWithDisasterCondition = msDeterminedPLMNWithDisasterCondition
    self.requestedPEIPSAssistanceInformation = requestedPEIPSAssistanceInformation
    self.requestedT3512Value = requestedT3512Value
  }

  public init(coding c: inout NASCoder, _ m: RegistrationRequest?) throws(NASError) {
    try c.messageType(Self.messageType)
    registrationType = try c.mandatory("registrationType", .lowHalf, m?.registrationType)
    ngKSI = try c.mandatory("ngKSI", .highHalf, m?.ngKSI)
    mobileIdentity = try c.mandatory("mobileIdentity", .lve, m?.mobileIdentity)
    unknownIEs = []
    noncurrentNativeNASKeySetIdentifier = try c.optional(
      0xC0, "noncurrentNativeNASKeySetIdentifier", .tvHalf, m?.noncurrentNativeNASKeySetIdentifier)
    fiveGMMCapability = try c.optional(0x10, "fiveGMMCapability", .tlv, m?.fiveGMMCapability)
    ueSecurityCapability = try c.optional(0x2E, "ueSecurityCapability", .tlv, m?.ueSecurityCapability)
    requestedNSSAI = try c.optional(0x2F, "requestedNSSAI", .tlv, m?.requestedNSSAI)
    lastVisitedRegisteredTAI = try c.optional(0x52, "lastVisitedRegisteredTAI", .tv(6), m?.lastVisitedRegisteredTAI)
    s1UENetworkCapability = try c.optional(0x17, "s1UENetworkCapability", .tlv, m?.s1UENetworkCapability)
    uplinkDataStatus = try c.optional(0x40, "uplinkDataStatus", .tlv, m?.uplinkDataStatus)
    pduSessionStatus = try c.optional(0x50, "pduSessionStatus", .tlv, m?.pduSessionStatus)
    micoIndication = try c.optional(0xB0, "micoIndication", .tvHalf, m?.micoIndication)
    ueStatus = try c.optional(0x2B, "ueStatus", .tlv, m?.ueStatus)
    additionalGUTI = try c.optional(0x77, "additionalGUTI", .tlve, m?.additionalGUTI)
    allowedPDUSessionStatus = try c.optional(0x25, "allowedPDUSessionStatus", .tlv, m?.allowedPDUSessionStatus)
    uesUsageSetting = try c.optional(0x18, "uesUsageSetting", .tlv, m?.uesUsageSetting)
    requestedDRXParameters = try c.optional(0x51, "requestedDRXParameters", .tlv, m?.requestedDRXParameters)
    epsNASMessageContainer = try c.optional(0x70, "epsNASMessageContainer", .tlve, m?.epsNASMessageContainer)
    ladnIndication = try c.optional(0x74, "ladnIndication", .tlve, m?.ladnIndication)
    payloadContainerType = try c.optional(0x80, "payloadContainerType", .tvHalf, m?.payloadContainerType)
    payloadContainer = try c.optional(0x7B, "payloadContainer", .tlve, containing: .payload(payloadContainerType), m?.payloadContainer)
    networkSlicingIndication = try c.optional(0x90, "networkSlicingIndication", .tvHalf, m?.networkSlicingIndication)
    updateType = try c.optional(0x53, "updateType", .tlv, m?.updateType)
    mobileStationClassmark2 = try c.optional(0x41, "mobileStationClassmark2", .tlv, m?.mobileStationClassmark2)
    supportedCodecs = try c.optional(0x42, "supportedCodecs", .tlv, m?.supportedCodecs)
    nasMessageContainer = try c.optional(0x71, "nasMessageContainer", .tlve, containing: .nasMessage, m?.nasMessageContainer)
    epsBearerContextStatus = try c.optional(0x60, "epsBearerContextStatus", .tlv, m?.epsBearerContextStatus)
    requestedExtendedDRXParameters = try c.optional(0x6E, "requestedExtendedDRXParameters", .tlv, m?.requestedExtendedDRXParameters)
    t3324Value = try c.optional(0x6A, "t3324Value", .tlv, m?.t3324Value)
    ueRadioCapabilityID = try c.optional(0x67, "ueRadioCapabilityID", .tlv, m?.ueRadioCapabilityID)
    requestedMappedNSSAI = try c.optional(0x35, "requestedMappedNSSAI", .tlv, m?.requestedMappedNSSAI)
    additionalInformationRequested = try c.optional(0x48, "additionalInformationRequested", .tlv, m?.additionalInformationRequested)
    requestedWUSAssistanceInformation = try c.optional(
      0x1A, "requestedWUSAssistanceInformation", .tlv, m?.requestedWUSAssistanceInformation)
    n5gcIndication = try c.optional(0xA0, "n5gcIndication", .tvHalf, m?.n5gcIndication)
    requestedNBN1ModeDRXParameters = try c.optional(0x30, "requestedNBN1ModeDRXParameters", .tlv, m?.requestedNBN1ModeDRXParameters)
    ueRequestType = try c.optional(0x29, "ueRequestType", .tlv, m?.ueRequestType)
    pagingRestriction = try c.optional(0x28, "pagingRestriction", .tlv, m?.pagingRestriction)
    serviceLevelAAContainer = try c.optional(0x72, "serviceLevelAAContainer", .tlve, m?.serviceLevelAAContainer)
    nid = try c.optional(0x32, "nid", .tlv, m?.nid)
    msDeterminedPLMNWithDisasterCondition = try c.optional(
      0x16, "msDeterminedPLMNWithDisasterCondition", .tlv, m?.msDeterminedPLMNWithDisasterCondition)
    requestedPEIPSAssistanceInformation = try c.optional(
      0x2A, "requestedPEIPSAssistanceInformation", .tlv, m?.requestedPEIPSAssistanceInformation)
    requestedT3512Value = try c.optional(0x3B, "requestedT3512Value", .tlv, m?.requestedT3512Value)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }

  /// IEs that are seldom present, kept on the heap.
  private struct Additional: SeldomFields {
    var epsNASMessageContainer: [UInt8]?
    var ladnIndication: LADNIndication?
    var payloadContainerType: PayloadContainerType?
    var payloadContainer: [UInt8]?
    var networkSlicingIndication: NetworkSlicingIndication?
    var updateType: FiveGSUpdateType?
    var mobileStationClassmark2: MobileStationClassmark2?
    var supportedCodecs: SupportedCodecList?
    var nasMessageContainer: [UInt8]?
    var epsBearerContextStatus: SessionBitmap?
    var requestedExtendedDRXParameters: ExtendedDRXParameters?
    var t3324Value: GPRSTimer3?
    var ueRadioCapabilityID: UERadioCapabilityID?
    var requestedMappedNSSAI: MappedNSSAI?
    var additionalInformationRequested: AdditionalInformationRequested?
    var requestedWUSAssistanceInformation: WUSAssistanceInformation?
    var n5gcIndication: N5GCIndication?
    var requestedNBN1ModeDRXParameters: NBN1ModeDRXParameters?
    var ueRequestType: UERequestType?
    var pagingRestriction: PagingRestriction?
    var serviceLevelAAContainer: ServiceLevelAAContainer?
    var nid: NID?
    var msDeterminedPLMNWithDisasterCondition: PLMNIdentity?
    var requestedPEIPSAssistanceInformation: PEIPSAssistanceInformation?
    var requestedT3512Value: GPRSTimer3?
  }
}

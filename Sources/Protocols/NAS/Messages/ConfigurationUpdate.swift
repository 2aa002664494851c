/// CONFIGURATION UPDATE COMMAND (TS 24.501 §8.2.19): the network changes the UE's configuration.
public struct ConfigurationUpdateCommand: NASMessageBody {
  public static let messageType: UInt8 = 0x54
  public static let name = "CONFIGURATION UPDATE COMMAND"

  public var configurationUpdateIndication: ConfigurationUpdateIndication?
  public var fiveGGUTI: FiveGSMobileIdentity?
  public var taiList: FiveGSTrackingAreaIdentityList?
  public var allowedNSSAI: NSSAI?
  public var serviceAreaList: ServiceAreaList?
  public var fullNameForNetwork: NetworkName?
  public var shortNameForNetwork: NetworkName?
  public var localTimeZone: TimeZone?
  public var universalTimeAndLocalTimeZone: UniversalTimeAndLocalTimeZone?
  public var networkDaylightSavingTime: DaylightSavingTime?
  public var ladnInformation: LADNInformation?
  public var micoIndication: MICOIndication?
  public var networkSlicingIndication: NetworkSlicingIndication?
  public var configuredNSSAI: NSSAI?
  public var rejectedNSSAI: RejectedNSSAI?
  public var operatorDefinedAccessCategoryDefinitions: OperatorDefinedAccessCategoryDefinitions?
  public var unknownIEs: [UnknownIE]
  private var additional = SeldomIEs<Additional>()

  public var smsIndication: SMSIndication? {
    get { additional.isEmpty ? nil : additional.value.smsIndication }
    set { if newValue != nil || !additional.isEmpty { additional.value.smsIndication = newValue } }
  }
  public var t3447Value: GPRSTimer3? {
    get { additional.isEmpty ? nil : additional.value.t3447Value }
    set { if newValue != nil || !additional.isEmpty { additional.value.t3447Value = newValue } }
  }
  public var cagInformationList: CAGInformationList? {
    get { additional.isEmpty ? nil : additional.value.cagInformationList }
    set { if newValue != nil || !additional.isEmpty { additional.value.cagInformationList = newValue } }
  }
  public var ueRadioCapabilityID: UERadioCapabilityID? {
    get { additional.isEmpty ? nil : additional.value.ueRadioCapabilityID }
    set { if newValue != nil || !additional.isEmpty { additional.value.ueRadioCapabilityID = newValue } }
  }
  public var ueRadioCapabilityIDDeletionIndication: UERadioCapabilityIDDeletionIndication? {
    get { additional.isEmpty ? nil : additional.value.ueRadioCapabilityIDDeletionIndication }
    set { if newValue != nil || !additional.isEmpty { additional.value.ueRadioCapabilityIDDeletionIndication = newValue } }
  }
  public var registrationResult: FiveGSRegistrationResult? {
    get { additional.isEmpty ? nil : additional.value.registrationResult }
    set { if newValue != nil || !additional.isEmpty { additional.value.registrationResult = newValue } }
  }
  public var truncatedFiveGSTMSIConfiguration: TruncatedFiveGSTMSIConfiguration? {
    get { additional.isEmpty ? nil : additional.value.truncatedFiveGSTMSIConfiguration }
    set { if newValue != nil || !additional.isEmpty { additional.value.truncatedFiveGSTMSIConfiguration = newValue } }
  }
  public var additionalConfigurationIndication: AdditionalConfigurationIndication? {
    get { additional.isEmpty ? nil : additional.value.additionalConfigurationIndication }
    set { if newValue != nil || !additional.isEmpty { additional.value.additionalConfigurationIndication = newValue } }
  }
  public var extendedRejectedNSSAI: ExtendedRejectedNSSAI? {
    get { additional.isEmpty ? nil : additional.value.extendedRejectedNSSAI }
    set { if newValue != nil || !additional.isEmpty { additional.value.extendedRejectedNSSAI = newValue } }
  }
  public var serviceLevelAAContainer: ServiceLevelAAContainer? {
    get { additional.isEmpty ? nil : additional.value.serviceLevelAAContainer }
    set { if newValue != nil || !additional.isEmpty { additional.value.serviceLevelAAContainer = newValue } }
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
  public var extendedCAGInformationList: ExtendedCAGInformationList? {
    get { additional.isEmpty ? nil : additional.value.extendedCAGInformationList }
    set { if newValue != nil || !additional.isEmpty { additional.value.extendedCAGInformationList = newValue } }
  }
  public var updatedPEIPSAssistanceInformation: PEIPSAssistanceInformation? {
    get { additional.isEmpty ? nil : additional.value.updatedPEIPSAssistanceInformation }
    set { if newValue != nil || !additional.isEmpty { additional.value.updatedPEIPSAssistanceInformation = newValue } }
  }
  public var nsagInformation: NSAGInformation? {
    get { additional.isEmpty ? nil : additional.value.nsagInformation }
    set { if newValue != nil || !additional.isEmpty { additional.value.nsagInformation = newValue } }
  }
  public var priorityIndicator: PriorityIndicator? {
    get { additional.isEmpty ? nil : additional.value.priorityIndicator }
    set { if newValue != nil || !additional.isEmpty { additional.value.priorityIndicator = newValue } }
  }

  public init(
    configurationUpdateIndication: ConfigurationUpdateIndication? = nil,
    fiveGGUTI: FiveGSMobileIdentity? = nil,
    taiList: FiveGSTrackingAreaIdentityList? = nil,
    allowedNSSAI: NSSAI? = nil,
    serviceAreaList: ServiceAreaList? = nil,
    fullNameForNetwork: NetworkName? = nil,
    shortNameForNetwork: NetworkName? = nil,
    localTimeZone: TimeZone? = nil,
    universalTimeAndLocalTimeZone: UniversalTimeAndLocalTimeZone? = nil,
    networkDaylightSavingTime: DaylightSavingTime? = nil,
    ladnInformation: LADNInformation? = nil,
    micoIndication: MICOIndication? = nil,
    networkSlicingIndication: NetworkSlicingIndication? = nil,
    configuredNSSAI: NSSAI? = nil,
    rejectedNSSAI: RejectedNSSAI? = nil,
    operatorDefinedAccessCategoryDefinitions: OperatorDefinedAccessCategoryDefinitions? = nil,
    smsIndication: SMSIndication? = nil,
    t3447Value: GPRSTimer3? = nil,
    cagInformationList: CAGInformationList? = nil,
    ueRadioCapabilityID: UERadioCapabilityID? = nil,
    ueRadioCapabilityIDDeletionIndication: UERadioCapabilityIDDeletionIndication? = nil,
    registrationResult: FiveGSRegistrationResult? = nil,
    truncatedFiveGSTMSIConfiguration: TruncatedFiveGSTMSIConfiguration? = nil,
    additionalConfigurationIndication: AdditionalConfigurationIndication? = nil,
    extendedRejectedNSSAI: ExtendedRejectedNSSAI? = nil,
    serviceLevelAAContainer: ServiceLevelAAContainer? = nil,
    nssrgInformation: NSSRGInformation? = nil,
    disasterRoamingWaitRange: RegistrationWaitRange? = nil,
    disasterReturnWaitRange: RegistrationWaitRange? = nil,
    disasterPLMNs: PLMNList? = nil,
    extendedCAGInformationList: ExtendedCAGInformationList? = nil,
    updatedPEIPSAssistanceInformation: PEIPSAssistanceInformation? = nil,
    nsagInformation: NSAGInformation? = nil,
    priorityIndicator: PriorityIndicator? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.configurationUpdateIndication = configurationUpdateIndication
    self.fiveGGUTI = fiveGGUTI
    self.taiList = taiList
    self.allowedNSSAI = allowedNSSAI
    self.serviceAreaList = serviceAreaList
    self.fullNameForNetwork = fullNameForNetwork
    self.shortNameForNetwork = shortNameForNetwork
    self.localTimeZone = localTimeZone
    self.universalTimeAndLocalTimeZone = universalTimeAndLocalTimeZone
    self.networkDaylightSavingTime = networkDaylightSavingTime
    self.ladnInformation = ladnInformation
    self.micoIndication = micoIndication
    self.networkSlicingIndication = networkSlicingIndication
    self.configuredNSSAI = configuredNSSAI
    self.rejectedNSSAI = rejectedNSSAI
    self.operatorDefinedAccessCategoryDefinitions = operatorDefinedAccessCategoryDefinitions
    self.unknownIEs = unknownIEs
    self.smsIndication = smsIndication
    self.t3447Value = t3447Value
    self.cagInformationList = cagInformationList
    self.ueRadioCapabilityID = ueRadioCapabilityID
    self.ueRadioCapabilityIDDeletionIndication = ueRadioCapabilityIDDeletionIndication
    self.registrationResult = registrationResult
    self.truncatedFiveGSTMSIConfiguration = truncatedFiveGSTMSIConfiguration
    self.additionalConfigurationIndication = additionalConfigurationIndication
    self.extendedRejectedNSSAI = extendedRejectedNSSAI
    self.serviceLevelAAContainer = serviceLevelAAContainer
    self.nssrgInformation = nssrgInformation
    self.disasterRoamingWaitRange = disasterRoamingWaitRange
    self.disasterReturnWaitRange = disasterReturnWaitRange
    self.disasterPLMNs = disasterPLMNs
    self.extendedCAGInformationList = extendedCAGInformationList
    self.updatedPEIPSAssistanceInformation = updatedPEIPSAssistanceInformation
    self.nsagInformation = nsagInformation
    self.priorityIndicator = priorityIndicator
  }

  public init(coding c: inout NASCoder, _ m: ConfigurationUpdateCommand?) throws(NASError) {
    try c.messageType(Self.messageType)
    unknownIEs = []
    configurationUpdateIndication = try c.optional(0xD0, "configurationUpdateIndication", .tvHalf, m?.configurationUpdateIndication)
    fiveGGUTI = try c.optional(0x77, "fiveGGUTI", .tlve, m?.fiveGGUTI)
    taiList = try c.optional(0x54, "taiList", .tlv, m?.taiList)
    allowedNSSAI = try c.optional(0x15, "allowedNSSAI", .tlv, m?.allowedNSSAI)
    serviceAreaList = try c.optional(0x27, "serviceAreaList", .tlv, m?.serviceAreaList)
    fullNameForNetwork = try c.optional(0x43, "fullNameForNetwork", .tlv, m?.fullNameForNetwork)
    shortNameForNetwork = try c.optional(0x45, "shortNameForNetwork", .tlv, m?.shortNameForNetwork)
    localTimeZone = try c.optional(0x46, "localTimeZone", .tv(1), m?.localTimeZone)
    universalTimeAndLocalTimeZone = try c.optional(0x47, "universalTimeAndLocalTimeZone", .tv(7), m?.universalTimeAndLocalTimeZone)
    networkDaylightSavingTime = try c.optional(0x49, "networkDaylightSavingTime", .tlv, m?.networkDaylightSavingTime)
    ladnInformation = try c.optional(0x79, "ladnInformation", .tlve, m?.ladnInformation)
    micoIndication = try c.optional(0xB0, "micoIndication", .tvHalf, m?.micoIndication)
    networkSlicingIndication = try c.optional(0x90, "networkSlicingIndication", .tvHalf, m?.networkSlicingIndication)
    configuredNSSAI = try c.optional(0x31, "configuredNSSAI", .tlv, m?.configuredNSSAI)
    rejectedNSSAI = try c.optional(0x11, "rejectedNSSAI", .tlv, m?.rejectedNSSAI)
    operatorDefinedAccessCategoryDefinitions = try c.optional(
      0x76, "operatorDefinedAccessCategoryDefinitions", .tlve, m?.operatorDefinedAccessCategoryDefinitions)
    smsIndication = try c.optional(0xF0, "smsIndication", .tvHalf, m?.smsIndication)
    t3447Value = try c.optional(0x6C, "t3447Value", .tlv, m?.t3447Value)
    cagInformationList = try c.optional(0x75, "cagInformationList", .tlve, m?.cagInformationList)
    ueRadioCapabilityID = try c.optional(0x67, "ueRadioCapabilityID", .tlv, m?.ueRadioCapabilityID)
    ueRadioCapabilityIDDeletionIndication = try c.optional(
      0xA0, "ueRadioCapabilityIDDeletionIndication", .tvHalf, m?.ueRadioCapabilityIDDeletionIndication)
    registrationResult = try c.optional(0x44, "registrationResult", .tlv, m?.registrationResult)
    truncatedFiveGSTMSIConfiguration = try c.optional(0x1B, "truncatedFiveGSTMSIConfiguration", .tlv, m?.truncatedFiveGSTMSIConfiguration)
    additionalConfigurationIndication = try c.optional(
      0xC0, "additionalConfigurationIndication", .tvHalf, m?.additionalConfigurationIndication)
    extendedRejectedNSSAI = try c.optional(0x68, "extendedRejectedNSSAI", .tlv, m?.extendedRejectedNSSAI)
    serviceLevelAAContainer = try c.optional(0x72, "serviceLevelAAContainer", .tlve, m?.serviceLevelAAContainer)
    nssrgInformation = try c.optional(0x70, "nssrgInformation", .tlve, m?.nssrgInformation)
    disasterRoamingWaitRange = try c.optional(0x14, "disasterRoamingWaitRange", .tlv, m?.disasterRoamingWaitRange)
    disasterReturnWaitRange = try c.optional(0x2C, "disasterReturnWaitRange", .tlv, m?.disasterReturnWaitRange)
    disasterPLMNs = try c.optional(0x13, "disasterPLMNs", .tlv, m?.disasterPLMNs)
    extendedCAGInformationList = try c.optional(0x71, "extendedCAGInformationList", .tlve, m?.extendedCAGInformationList)
    updatedPEIPSAssistanceInformation = try c.optional(
      0x1F, "updatedPEIPSAssistanceInformation", .tlv, m?.updatedPEIPSAssistanceInformation)
    nsagInformation = try c.optional(0x73, "nsagInformation", .tlve, m?.nsagInformation)
    priorityIndicator = try c.optional(0xE0, "priorityIndicator", .tvHalf, m?.priorityIndicator)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }

  /// IEs that are seldom present, kept on the heap.
  private struct Additional: SeldomFields {
    var smsIndication: SMSIndication?
    var t3447Value: GPRSTimer3?
    var cagInformationList: CAGInformationList?
    var ueRadioCapabilityID: UERadioCapabilityID?
    var ueRadioCapabilityIDDeletionIndication: UERadioCapabilityIDDeletionIndication?
    var registrationResult: FiveGSRegistrationResult?
    var truncatedFiveGSTMSIConfiguration: TruncatedFiveGSTMSIConfiguration?
    var additionalConfigurationIndication: AdditionalConfigurationIndication?
    var extendedRejectedNSSAI: ExtendedRejectedNSSAI?
    var serviceLevelAAContainer: ServiceLevelAAContainer?
    var nssrgInformation: NSSRGInformation?
    var disasterRoamingWaitRange: RegistrationWaitRange?
    var disasterReturnWaitRange: RegistrationWaitRange?
    var disasterPLMNs: PLMNList?
    var extendedCAGInformationList: ExtendedCAGInformationList?
    var updatedPEIPSAssistanceInformation: PEIPSAssistanceInformation?
    var nsagInformation: NSAGInformation?
    var priorityIndicator: PriorityIndicator?
  }
}

/// CONFIGURATION UPDATE COMPLETE (TS 24.501 §8.2.20): the UE's acknowledgement.
public struct ConfigurationUpdateComplete: NASMessageBody {
  public static let messageType: UInt8 = 0x55
  public static let name = "CONFIGURATION UPDATE COMPLETE"

  public var unknownIEs: [UnknownIE]

  public init(unknownIEs: [UnknownIE] = []) {
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: ConfigurationUpdateComplete?) throws(NASError) {
    try c.messageType(Self.messageType)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

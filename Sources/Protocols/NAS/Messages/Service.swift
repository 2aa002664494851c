/// SERVICE REQUEST (TS 24.501 §8.2.16): the UE returns from idle, or answers a paging.
public struct ServiceRequest: NASMessageBody {
  public static let messageType: UInt8 = 0x4C
  public static let name = "SERVICE REQUEST"

  public var ngKSI: NASKeySetIdentifier
  public var serviceType: ServiceType
  public var fiveGSTMSI: FiveGSMobileIdentity
  public var uplinkDataStatus: SessionBitmap?
  public var pduSessionStatus: SessionBitmap?
  public var allowedPDUSessionStatus: SessionBitmap?
  public var nasMessageContainer: [UInt8]?
  public var ueRequestType: UERequestType?
  public var pagingRestriction: PagingRestriction?
  public var unknownIEs: [UnknownIE]

  public init(
    ngKSI: NASKeySetIdentifier,
    serviceType: ServiceType,
    fiveGSTMSI: FiveGSMobileIdentity,
    uplinkDataStatus: SessionBitmap? = nil,
    pduSessionStatus: SessionBitmap? = nil,
    allowedPDUSessionStatus: SessionBitmap? = nil,
    nasMessageContainer: [UInt8]? = nil,
    ueRequestType: UERequestType? = nil,
    pagingRestriction: PagingRestriction? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.ngKSI = ngKSI
    self.serviceType = serviceType
    self.fiveGSTMSI = fiveGSTMSI
    self.uplinkDataStatus = uplinkDataStatus
    self.pduSessionStatus = pduSessionStatus
    self.allowedPDUSessionStatus = allowedPDUSessionStatus
    self.nasMessageContainer = nasMessageContainer
    self.ueRequestType = ueRequestType
    self.pagingRestriction = pagingRestriction
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: ServiceRequest?) throws(NASError) {
    try c.messageType(Self.messageType)
    ngKSI = try c.mandatory("ngKSI", .lowHalf, m?.ngKSI)
    serviceType = try c.mandatory("serviceType", .highHalf, m?.serviceType)
    fiveGSTMSI = try c.mandatory("fiveGSTMSI", .lve, m?.fiveGSTMSI)
    uplinkDataStatus = try c.optional(0x40, "uplinkDataStatus", .tlv, m?.uplinkDataStatus)
    pduSessionStatus = try c.optional(0x50, "pduSessionStatus", .tlv, m?.pduSessionStatus)
    allowedPDUSessionStatus = try c.optional(0x25, "allowedPDUSessionStatus", .tlv, m?.allowedPDUSessionStatus)
    nasMessageContainer = try c.optional(0x71, "nasMessageContainer", .tlve, containing: .nasMessage, m?.nasMessageContainer)
    ueRequestType = try c.optional(0x29, "ueRequestType", .tlv, m?.ueRequestType)
    pagingRestriction = try c.optional(0x28, "pagingRestriction", .tlv, m?.pagingRestriction)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// SERVICE REJECT (TS 24.501 §8.2.18): the network refuses the service request.
public struct ServiceReject: NASMessageBody {
  public static let messageType: UInt8 = 0x4D
  public static let name = "SERVICE REJECT"

  public var cause: FiveGMMCause
  public var pduSessionStatus: SessionBitmap?
  public var t3346Value: GPRSTimer2?
  public var eapMessage: EAPMessage?
  public var t3448Value: GPRSTimer2?
  public var cagInformationList: CAGInformationList?
  public var disasterReturnWaitRange: RegistrationWaitRange?
  public var extendedCAGInformationList: ExtendedCAGInformationList?
  public var lowerBoundTimerValue: GPRSTimer3?
  public var forbiddenTAIsForRoaming: FiveGSTrackingAreaIdentityList?
  public var forbiddenTAIsForRegionalProvisionOfService: FiveGSTrackingAreaIdentityList?
  public var unknownIEs: [UnknownIE]

  public init(
    cause: FiveGMMCause,
    pduSessionStatus: SessionBitmap? = nil,
    t3346Value: GPRSTimer2? = nil,
    eapMessage: EAPMessage? = nil,
    t3448Value: GPRSTimer2? = nil,
    cagInformationList: CAGInformationList? = nil,
    disasterReturnWaitRange: RegistrationWaitRange? = nil,
    extendedCAGInformationList: ExtendedCAGInformationList? = nil,
    lowerBoundTimerValue: GPRSTimer3? = nil,
    forbiddenTAIsForRoaming: FiveGSTrackingAreaIdentityList? = nil,
    forbiddenTAIsForRegionalProvisionOfService: FiveGSTrackingAreaIdentityList? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.cause = cause
    self.pduSessionStatus = pduSessionStatus
    self.t3346Value = t3346Value
    self.eapMessage = eapMessage
    self.t3448Value = t3448Value
    self.cagInformationList = cagInformationList
    self.disasterReturnWaitRange = disasterReturnWaitRange
    self.extendedCAGInformationList = extendedCAGInformationList
    self.lowerBoundTimerValue = lowerBoundTimerValue
    self.forbiddenTAIsForRoaming = forbiddenTAIsForRoaming
    self.forbiddenTAIsForRegionalProvisionOfService = forbiddenTAIsForRegionalProvisionOfService
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: ServiceReject?) throws(NASError) {
    try c.messageType(Self.messageType)
    cause = try c.mandatory("cause", .v(1), m?.cause)
    pduSessionStatus = try c.optional(0x50, "pduSessionStatus", .tlv, m?.pduSessionStatus)
    t3346Value = try c.optional(0x5F, "t3346Value", .tlv, m?.t3346Value)
    eapMessage = try c.optional(0x78, "eapMessage", .tlve, m?.eapMessage)
    t3448Value = try c.optional(0x6B, "t3448Value", .tlv, m?.t3448Value)
    cagInformationList = try c.optional(0x75, "cagInformationList", .tlve, m?.cagInformationList)
    disasterReturnWaitRange = try c.optional(0x2C, "disasterReturnWaitRange", .tlv, m?.disasterReturnWaitRange)
    extendedCAGInformationList = try c.optional(0x71, "extendedCAGInformationList", .tlve, m?.extendedCAGInformationList)
    lowerBoundTimerValue = try c.optional(0x3A, "lowerBoundTimerValue", .tlv, m?.lowerBoundTimerValue)
    forbiddenTAIsForRoaming = try c.optional(0x1D, "forbiddenTAIsForRoaming", .tlv, m?.forbiddenTAIsForRoaming)
    forbiddenTAIsForRegionalProvisionOfService = try c.optional(
      0x1E, "forbiddenTAIsForRegionalProvisionOfService", .tlv, m?.forbiddenTAIsForRegionalProvisionOfService)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// SERVICE ACCEPT (TS 24.501 §8.2.17): the network accepts the service request.
public struct ServiceAccept: NASMessageBody {
  public static let messageType: UInt8 = 0x4E
  public static let name = "SERVICE ACCEPT"

  public var pduSessionStatus: SessionBitmap?
  public var pduSessionReactivationResult: SessionBitmap?
  public var pduSessionReactivationResultErrorCause: PDUSessionReactivationResultErrorCause?
  public var eapMessage: EAPMessage?
  public var t3448Value: GPRSTimer2?
  public var additionalRequestResult: FiveGSAdditionalRequestResult?
  public var forbiddenTAIsForRoaming: FiveGSTrackingAreaIdentityList?
  public var forbiddenTAIsForRegionalProvisionOfService: FiveGSTrackingAreaIdentityList?
  public var unknownIEs: [UnknownIE]

  public init(
    pduSessionStatus: SessionBitmap? = nil,
    pduSessionReactivationResult: SessionBitmap? = nil,
    pduSessionReactivationResultErrorCause: PDUSessionReactivationResultErrorCause? = nil,
    eapMessage: EAPMessage? = nil,
    t3448Value: GPRSTimer2? = nil,
    additionalRequestResult: FiveGSAdditionalRequestResult? = nil,
    forbiddenTAIsForRoaming: FiveGSTrackingAreaIdentityList? = nil,
    forbiddenTAIsForRegionalProvisionOfService: FiveGSTrackingAreaIdentityList? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.pduSessionStatus = pduSessionStatus
    self.pduSessionReactivationResult = pduSessionReactivationResult
    self.pduSessionReactivationResultErrorCause = pduSessionReactivationResultErrorCause
    self.eapMessage = eapMessage
    self.t3448Value = t3448Value
    self.additionalRequestResult = additionalRequestResult
    self.forbiddenTAIsForRoaming = forbiddenTAIsForRoaming
    self.forbiddenTAIsForRegionalProvisionOfService = forbiddenTAIsForRegionalProvisionOfService
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: ServiceAccept?) throws(NASError) {
    try c.messageType(Self.messageType)
    pduSessionStatus = try c.optional(0x50, "pduSessionStatus", .tlv, m?.pduSessionStatus)
    pduSessionReactivationResult = try c.optional(0x26, "pduSessionReactivationResult", .tlv, m?.pduSessionReactivationResult)
    pduSessionReactivationResultErrorCause = try c.optional(
      0x72, "pduSessionReactivationResultErrorCause", .tlve, m?.pduSessionReactivationResultErrorCause)
    eapMessage = try c.optional(0x78, "eapMessage", .tlve, m?.eapMessage)
    t3448Value = try c.optional(0x6B, "t3448Value", .tlv, m?.t3448Value)
    additionalRequestResult = try c.optional(0x34, "additionalRequestResult", .tlv, m?.additionalRequestResult)
    forbiddenTAIsForRoaming = try c.optional(0x1D, "forbiddenTAIsForRoaming", .tlv, m?.forbiddenTAIsForRoaming)
    forbiddenTAIsForRegionalProvisionOfService = try c.optional(
      0x1E, "forbiddenTAIsForRegionalProvisionOfService", .tlv, m?.forbiddenTAIsForRegionalProvisionOfService)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// CONTROL PLANE SERVICE REQUEST (TS 24.501 §8.2.30): the UE sends small data or returns from idle with control plane CIoT optimisation.
public struct ControlPlaneServiceRequest: NASMessageBody {
  public static let messageType: UInt8 = 0x4F
  public static let name = "CONTROL PLANE SERVICE REQUEST"

  public var controlPlaneServiceType: ControlPlaneServiceType
  public var ngKSI: NASKeySetIdentifier
  public var ciotSmallDataContainer: CIoTSmallDataContainer?
  public var payloadContainerType: PayloadContainerType?
  public var payloadContainer: [UInt8]?
  public var pduSessionID: UInt8?
  public var pduSessionStatus: SessionBitmap?
  public var releaseAssistanceIndication: ReleaseAssistanceIndication?
  public var uplinkDataStatus: SessionBitmap?
  public var nasMessageContainer: [UInt8]?
  public var additionalInformation: [UInt8]?
  public var allowedPDUSessionStatus: SessionBitmap?
  public var ueRequestType: UERequestType?
  public var pagingRestriction: PagingRestriction?
  public var unknownIEs: [UnknownIE]

  public init(
    controlPlaneServiceType: ControlPlaneServiceType,
    ngKSI: NASKeySetIdentifier,
    ciotSmallDataContainer: CIoTSmallDataContainer? = nil,
    payloadContainerType: PayloadContainerType? = nil,
    payloadContainer: [UInt8]? = nil,
    pduSessionID: UInt8? = nil,
    pduSessionStatus: SessionBitmap? = nil,
    releaseAssistanceIndication: ReleaseAssistanceIndication? = nil,
    uplinkDataStatus: SessionBitmap? = nil,
    nasMessageContainer: [UInt8]? = nil,
    additionalInformation: [UInt8]? = nil,
    allowedPDUSessionStatus: SessionBitmap? = nil,
    ueRequestType: UERequestType? = nil,
    pagingRestriction: PagingRestriction? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.controlPlaneServiceType = controlPlaneServiceType
    self.ngKSI = ngKSI
    self.ciotSmallDataContainer = ciotSmallDataContainer
    self.payloadContainerType = payloadContainerType
    self.payloadContainer = payloadContainer
    self.pduSessionID = pduSessionID
    self.pduSessionStatus = pduSessionStatus
    self.releaseAssistanceIndication = releaseAssistanceIndication
    self.uplinkDataStatus = uplinkDataStatus
    self.nasMessageContainer = nasMessageContainer
    self.additionalInformation = additionalInformation
    self.allowedPDUSessionStatus = allowedPDUSessionStatus
    self.ueRequestType = ueRequestType
    self.pagingRestriction = pagingRestriction
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: ControlPlaneServiceRequest?) throws(NASError) {
    try c.messageType(Self.messageType)
    controlPlaneServiceType = try c.mandatory("controlPlaneServiceType", .lowHalf, m?.controlPlaneServiceType)
    ngKSI = try c.mandatory("ngKSI", .highHalf, m?.ngKSI)
    ciotSmallDataContainer = try c.optional(0x6F, "ciotSmallDataContainer", .tlv, m?.ciotSmallDataContainer)
    payloadContainerType = try c.optional(0x80, "payloadContainerType", .tvHalf, m?.payloadContainerType)
    payloadContainer = try c.optional(0x7B, "payloadContainer", .tlve, containing: .payload(payloadContainerType), m?.payloadContainer)
    pduSessionID = try c.optional(0x12, "pduSessionID", .tv(1), m?.pduSessionID)
    pduSessionStatus = try c.optional(0x50, "pduSessionStatus", .tlv, m?.pduSessionStatus)
    releaseAssistanceIndication = try c.optional(0xF0, "releaseAssistanceIndication", .tvHalf, m?.releaseAssistanceIndication)
    uplinkDataStatus = try c.optional(0x40, "uplinkDataStatus", .tlv, m?.uplinkDataStatus)
    nasMessageContainer = try c.optional(0x71, "nasMessageContainer", .tlve, containing: .nasMessage, m?.nasMessageContainer)
    additionalInformation = try c.optional(0x24, "additionalInformation", .tlv, m?.additionalInformation)
    allowedPDUSessionStatus = try c.optional(0x25, "allowedPDUSessionStatus", .tlv, m?.allowedPDUSessionStatus)
    ueRequestType = try c.optional(0x29, "ueRequestType", .tlv, m?.ueRequestType)
    pagingRestriction = try c.optional(0x28, "pagingRestriction", .tlv, m?.pagingRestriction)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

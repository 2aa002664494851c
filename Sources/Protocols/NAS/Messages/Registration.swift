/// REGISTRATION COMPLETE (TS 24.501 §8.2.8): the UE acknowledges a new 5G-GUTI or other parts of the accept.
public struct RegistrationComplete: NASMessageBody {
  public static let messageType: UInt8 = 0x43
  public static let name = "REGISTRATION COMPLETE"

  public var sorTransparentContainer: SORTransparentContainer?
  public var unknownIEs: [UnknownIE]

  public init(sorTransparentContainer: SORTransparentContainer? = nil, unknownIEs: [UnknownIE] = []) {
    self.sorTransparentContainer = sorTransparentContainer
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: RegistrationComplete?) throws(NASError) {
    try c.messageType(Self.messageType)
    sorTransparentContainer = try c.optional(0x73, "sorTransparentContainer", .tlve, m?.sorTransparentContainer)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// REGISTRATION REJECT (TS 24.501 §8.2.9): the network refuses the registration.
public struct RegistrationReject: NASMessageBody {
  public static let messageType: UInt8 = 0x44
  public static let name = "REGISTRATION REJECT"

  public var cause: FiveGMMCause
  public var t3346Value: GPRSTimer2?
  public var t3502Value: GPRSTimer2?
  public var eapMessage: EAPMessage?
  public var rejectedNSSAI: RejectedNSSAI?
  public var cagInformationList: CAGInformationList?
  public var extendedRejectedNSSAI: ExtendedRejectedNSSAI?
  public var disasterReturnWaitRange: RegistrationWaitRange?
  public var extendedCAGInformationList: ExtendedCAGInformationList?
  public var lowerBoundTimerValue: GPRSTimer3?
  public var forbiddenTAIsForRoaming: FiveGSTrackingAreaIdentityList?
  public var forbiddenTAIsForRegionalProvisionOfService: FiveGSTrackingAreaIdentityList?
  public var unknownIEs: [UnknownIE]

  public init(
    cause: FiveGMMCause,
    t3346Value: GPRSTimer2? = nil,
    t3502Value: GPRSTimer2? = nil,
    eapMessage: EAPMessage? = nil,
    rejectedNSSAI: RejectedNSSAI? = nil,
    cagInformationList: CAGInformationList? = nil,
    extendedRejectedNSSAI: ExtendedRejectedNSSAI? = nil,
    disasterReturnWaitRange: RegistrationWaitRange? = nil,
    extendedCAGInformationList: ExtendedCAGInformationList? = nil,
    lowerBoundTimerValue: GPRSTimer3? = nil,
    forbiddenTAIsForRoaming: FiveGSTrackingAreaIdentityList? = nil,
    forbiddenTAIsForRegionalProvisionOfService: FiveGSTrackingAreaIdentityList? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.cause = cause
    self.t3346Value = t3346Value
    self.t3502Value = t3502Value
    self.eapMessage = eapMessage
    self.rejectedNSSAI = rejectedNSSAI
    self.cagInformationList = cagInformationList
    self.extendedRejectedNSSAI = extendedRejectedNSSAI
    self.disasterReturnWaitRange = disasterReturnWaitRange
    self.extendedCAGInformationList = extendedCAGInformationList
    self.lowerBoundTimerValue = lowerBoundTimerValue
    self.forbiddenTAIsForRoaming = forbiddenTAIsForRoaming
    self.forbiddenTAIsForRegionalProvisionOfService = forbiddenTAIsForRegionalProvisionOfService
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: RegistrationReject?) throws(NASError) {
    try c.messageType(Self.messageType)
    cause = try c.mandatory("cause", .v(1), m?.cause)
    t3346Value = try c.optional(0x5F, "t3346Value", .tlv, m?.t3346Value)
    t3502Value = try c.optional(0x16, "t3502Value", .tlv, m?.t3502Value)
    eapMessage = try c.optional(0x78, "eapMessage", .tlve, m?.eapMessage)
    rejectedNSSAI = try c.optional(0x69, "rejectedNSSAI", .tlv, m?.rejectedNSSAI)
    cagInformationList = try c.optional(0x75, "cagInformationList", .tlve, m?.cagInformationList)
    extendedRejectedNSSAI = try c.optional(0x68, "extendedRejectedNSSAI", .tlv, m?.extendedRejectedNSSAI)
    disasterReturnWaitRange = try c.optional(0x2C, "disasterReturnWaitRange", .tlv, m?.disasterReturnWaitRange)
    extendedCAGInformationList = try c.optional(0x71, "extendedCAGInformationList", .tlve, m?.extendedCAGInformationList)
    lowerBoundTimerValue = try c.optional(0x3A, "lowerBoundTimerValue", .tlv, m?.lowerBoundTimerValue)
    forbiddenTAIsForRoaming = try c.optional(0x1D, "forbiddenTAIsForRoaming", .tlv, m?.forbiddenTAIsForRoaming)
    forbiddenTAIsForRegionalProvisionOfService = try c.optional(
      0x1E, "forbiddenTAIsForRegionalProvisionOfService", .tlv, m?.forbiddenTAIsForRegionalProvisionOfService)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// DEREGISTRATION REQUEST (UE originating) (TS 24.501 §8.2.12): the UE de-registers.
public struct DeregistrationRequestUEOriginating: NASMessageBody {
  public static let messageType: UInt8 = 0x45
  public static let name = "DEREGISTRATION REQUEST (UE originating)"

  public var deregistrationType: DeregistrationType
  public var ngKSI: NASKeySetIdentifier
  public var mobileIdentity: FiveGSMobileIdentity
  public var unknownIEs: [UnknownIE]

  public init(
    deregistrationType: DeregistrationType,
    ngKSI: NASKeySetIdentifier,
    mobileIdentity: FiveGSMobileIdentity,
    unknownIEs: [UnknownIE] = []
  ) {
    self.deregistrationType = deregistrationType
    self.ngKSI = ngKSI
    self.mobileIdentity = mobileIdentity
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: DeregistrationRequestUEOriginating?) throws(NASError) {
    try c.messageType(Self.messageType)
    deregistrationType = try c.mandatory("deregistrationType", .lowHalf, m?.deregistrationType)
    ngKSI = try c.mandatory("ngKSI", .highHalf, m?.ngKSI)
    mobileIdentity = try c.mandatory("mobileIdentity", .lve, m?.mobileIdentity)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// DEREGISTRATION ACCEPT (UE originating) (TS 24.501 §8.2.13): the network's answer to the UE's request.
public struct DeregistrationAcceptUEOriginating: NASMessageBody {
  public static let messageType: UInt8 = 0x46
  public static let name = "DEREGISTRATION ACCEPT (UE originating)"

  public var unknownIEs: [UnknownIE]

  public init(unknownIEs: [UnknownIE] = []) {
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: DeregistrationAcceptUEOriginating?) throws(NASError) {
    try c.messageType(Self.messageType)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// DEREGISTRATION REQUEST (UE terminated) (TS 24.501 §8.2.14): the network de-registers the UE.
public struct DeregistrationRequestUETerminated: NASMessageBody {
  public static let messageType: UInt8 = 0x47
  public static let name = "DEREGISTRATION REQUEST (UE terminated)"

  public var deregistrationType: DeregistrationType
  public var cause: FiveGMMCause?
  public var t3346Value: GPRSTimer2?
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
    deregistrationType: DeregistrationType,
    cause: FiveGMMCause? = nil,
    t3346Value: GPRSTimer2? = nil,
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
    self.deregistrationType = deregistrationType
    self.cause = cause
    self.t3346Value = t3346Value
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

  public init(coding c: inout NASCoder, _ m: DeregistrationRequestUETerminated?) throws(NASError) {
    try c.messageType(Self.messageType)
    deregistrationType = try c.mandatory("deregistrationType", .lowHalf, m?.deregistrationType)
    try c.spareHalf()
    cause = try c.optional(0x58, "cause", .tv(1), m?.cause)
    t3346Value = try c.optional(0x5F, "t3346Value", .tlv, m?.t3346Value)
    rejectedNSSAI = try c.optional(0x6D, "rejectedNSSAI", .tlv, m?.rejectedNSSAI)
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

/// DEREGISTRATION ACCEPT (UE terminated) (TS 24.501 §8.2.15): the UE's answer to the network's request.
public struct DeregistrationAcceptUETerminated: NASMessageBody {
  public static let messageType: UInt8 = 0x48
  public static let name = "DEREGISTRATION ACCEPT (UE terminated)"

  public var unknownIEs: [UnknownIE]

  public init(unknownIEs: [UnknownIE] = []) {
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: DeregistrationAcceptUETerminated?) throws(NASError) {
    try c.messageType(Self.messageType)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// 5GS registration type (TS 24.501 §9.11.3.7).
public struct FiveGSRegistrationType: InformationElement {
  /// The follow-on request pending bit (FOR).
  public var followOnRequestPending: Bool
  /// The registration type value.
  public var type: RegistrationType

  public init(followOnRequestPending: Bool = false, type: RegistrationType) {
    self.followOnRequestPending = followOnRequestPending
    self.type = type
  }

  public init(coding c: inout NASCoder, _ value: FiveGSRegistrationType?) throws(NASError) {
    followOnRequestPending = try c.flag("followOnRequestPending", value?.followOnRequestPending)
    type = try c.named("type", bits: 3, value?.type)
  }
}

/// NAS key set identifier (TS 24.501 §9.11.3.32); `7` is "no key is available".
public struct NASKeySetIdentifier: InformationElement {
  /// The type of security context flag (TSC): a mapped security context.
  public var isMapped: Bool
  /// The identifier, 0 to 6, or 7.
  public var value: UInt8

  public init(isMapped: Bool = false, value: UInt8) {
    self.isMapped = isMapped
    self.value = value
  }

  public init(coding c: inout NASCoder, _ value: NASKeySetIdentifier?) throws(NASError) {
    isMapped = try c.flag("isMapped", value?.isMapped)
    self.value = try c.bits("value", 3, value?.value)
  }
}

/// MICO indication (TS 24.501 §9.11.3.31).
public struct MICOIndication: InformationElement {
  /// SPRTI.
  public var strictlyPeriodicRegistrationTimer: Bool
  /// RAAI: all PLMN registration area allocated.
  public var allRegistrationAreaAllocated: Bool

  public init(strictlyPeriodicRegistrationTimer: Bool = false, allRegistrationAreaAllocated: Bool = false) {
    self.strictlyPeriodicRegistrationTimer = strictlyPeriodicRegistrationTimer
    self.allRegistrationAreaAllocated = allRegistrationAreaAllocated
  }

  public init(coding c: inout NASCoder, _ value: MICOIndication?) throws(NASError) {
    try c.spare(2)
    strictlyPeriodicRegistrationTimer = try c.flag("strictlyPeriodicRegistrationTimer", value?.strictlyPeriodicRegistrationTimer)
    allRegistrationAreaAllocated = try c.flag("allRegistrationAreaAllocated", value?.allRegistrationAreaAllocated)
  }
}

/// Network slicing indication (TS 24.501 §9.11.3.36).
public struct NetworkSlicingIndication: InformationElement {
  /// DCNI: the requested NSSAI comes from the default configured NSSAI.
  public var defaultConfiguredNSSAIUsed: Bool
  /// NSSCI: the network slicing subscription has changed.
  public var subscriptionChanged: Bool

  public init(defaultConfiguredNSSAIUsed: Bool = false, subscriptionChanged: Bool = false) {
    self.defaultConfiguredNSSAIUsed = defaultConfiguredNSSAIUsed
    self.subscriptionChanged = subscriptionChanged
  }

  public init(coding c: inout NASCoder, _ value: NetworkSlicingIndication?) throws(NASError) {
    try c.spare(2)
    defaultConfiguredNSSAIUsed = try c.flag("defaultConfiguredNSSAIUsed", value?.defaultConfiguredNSSAIUsed)
    subscriptionChanged = try c.flag("subscriptionChanged", value?.subscriptionChanged)
  }
}

/// 5GS registration result (TS 24.501 §9.11.3.6).
public struct FiveGSRegistrationResult: InformationElement {
  /// Registered for disaster roaming services.
  public var disasterRoaming: Bool
  /// Registered for emergency services.
  public var emergencyRegistered: Bool
  /// NSSAA to be performed.
  public var nssaaPerformed: Bool
  /// SMS over NAS allowed.
  public var smsAllowed: Bool
  /// The accesses on which the UE is registered.
  public var value: RegistrationResultValue

  public init(
    disasterRoaming: Bool = false, emergencyRegistered: Bool = false, nssaaPerformed: Bool = false, smsAllowed: Bool = false,
    value: RegistrationResultValue
  ) {
    self.disasterRoaming = disasterRoaming
    self.emergencyRegistered = emergencyRegistered
    self.nssaaPerformed = nssaaPerformed
    self.smsAllowed = smsAllowed
    self.value = value
  }

  public init(coding c: inout NASCoder, _ value: FiveGSRegistrationResult?) throws(NASError) {
    try c.spare(1)
    disasterRoaming = try c.flag("disasterRoaming", value?.disasterRoaming)
    emergencyRegistered = try c.flag("emergencyRegistered", value?.emergencyRegistered)
    nssaaPerformed = try c.flag("nssaaPerformed", value?.nssaaPerformed)
    smsAllowed = try c.flag("smsAllowed", value?.smsAllowed)
    self.value = try c.named("value", bits: 3, value?.value)
  }
}

/// 5GS DRX parameters (TS 24.501 §9.11.3.2A).
public struct FiveGSDRXParameters: InformationElement {
  /// The DRX cycle parameter T.
  public var value: DRXValue

  public init(value: DRXValue) {
    self.value = value
  }

  public init(coding c: inout NASCoder, _ value: FiveGSDRXParameters?) throws(NASError) {
    try c.spare(4)
    self.value = try c.named("value", bits: 4, value?.value)
  }
}

/// NB-N1 mode DRX parameters (TS 24.501 §9.11.3.73).
public struct NBN1ModeDRXParameters: InformationElement {
  /// The DRX cycle parameter T.
  public var value: NBN1ModeDRXValue

  public init(value: NBN1ModeDRXValue) {
    self.value = value
  }

  public init(coding c: inout NASCoder, _ value: NBN1ModeDRXParameters?) throws(NASError) {
    try c.spare(4)
    self.value = try c.named("value", bits: 4, value?.value)
  }
}

/// UE's usage setting (TS 24.501 §9.11.3.55).
public struct UEsUsageSetting: InformationElement {
  /// Voice centric or data centric.
  public var value: UsageSetting

  public init(value: UsageSetting) {
    self.value = value
  }

  public init(coding c: inout NASCoder, _ value: UEsUsageSetting?) throws(NASError) {
    try c.spare(7)
    self.value = try c.named("value", bits: 1, value?.value)
  }
}

/// 5GS update type (TS 24.501 §9.11.3.9A).
public struct FiveGSUpdateType: InformationElement {
  /// EPS preferred CIoT network behaviour.
  public var epsPNBCIoT: UInt8
  /// 5GS preferred CIoT network behaviour.
  public var fiveGSPNBCIoT: UInt8
  /// NG-RAN radio capability update.
  public var ngRANRCU: Bool
  /// SMS over NAS is requested.
  public var smsRequested: Bool

  public init(epsPNBCIoT: UInt8, fiveGSPNBCIoT: UInt8, ngRANRCU: Bool = false, smsRequested: Bool = false) {
    self.epsPNBCIoT = epsPNBCIoT
    self.fiveGSPNBCIoT = fiveGSPNBCIoT
    self.ngRANRCU = ngRANRCU
    self.smsRequested = smsRequested
  }

  public init(coding c: inout NASCoder, _ value: FiveGSUpdateType?) throws(NASError) {
    try c.spare(2)
    epsPNBCIoT = try c.bits("epsPNBCIoT", 2, value?.epsPNBCIoT)
    fiveGSPNBCIoT = try c.bits("fiveGSPNBCIoT", 2, value?.fiveGSPNBCIoT)
    ngRANRCU = try c.flag("ngRANRCU", value?.ngRANRCU)
    smsRequested = try c.flag("smsRequested", value?.smsRequested)
  }
}

/// N5GC indication (TS 24.501 §9.11.3.72).
public struct N5GCIndication: InformationElement {
  /// The registration is for an N5GC device.
  public var n5GCRegistration: Bool

  public init(n5GCRegistration: Bool = false) {
    self.n5GCRegistration = n5GCRegistration
  }

  public init(coding c: inout NASCoder, _ value: N5GCIndication?) throws(NASError) {
    try c.spare(3)
    n5GCRegistration = try c.flag("n5GCRegistration", value?.n5GCRegistration)
  }
}

/// Extended DRX parameters (TS 24.501 §9.11.3.26A, TS 24.008 §10.5.5.32).
public struct ExtendedDRXParameters: InformationElement {
  /// The coded paging time window.
  public var pagingTimeWindow: UInt8
  /// The coded eDRX cycle.
  public var eDRXValue: UInt8

  public init(pagingTimeWindow: UInt8, eDRXValue: UInt8) {
    self.pagingTimeWindow = pagingTimeWindow
    self.eDRXValue = eDRXValue
  }

  public init(coding c: inout NASCoder, _ value: ExtendedDRXParameters?) throws(NASError) {
    pagingTimeWindow = try c.bits("pagingTimeWindow", 4, value?.pagingTimeWindow)
    eDRXValue = try c.bits("eDRXValue", 4, value?.eDRXValue)
  }
}

/// UE request type (TS 24.501 §9.11.3.76).
public struct UERequestType: InformationElement {
  /// What the UE asks for.
  public var value: UERequestTypeValue

  public init(value: UERequestTypeValue) {
    self.value = value
  }

  public init(coding c: inout NASCoder, _ value: UERequestType?) throws(NASError) {
    try c.spare(4)
    self.value = try c.named("value", bits: 4, value?.value)
  }
}

/// Non-3GPP NW provided policies (TS 24.501 §9.11.3.36A).
public struct Non3GPPNWProvidedPolicies: InformationElement {
  /// Use of non-3GPP emergency numbers permitted.
  public var n3EN: Bool

  public init(n3EN: Bool = false) {
    self.n3EN = n3EN
  }

  public init(coding c: inout NASCoder, _ value: Non3GPPNWProvidedPolicies?) throws(NASError) {
    try c.spare(3)
    n3EN = try c.flag("n3EN", value?.n3EN)
  }
}

/// UE radio capability ID deletion indication (TS 24.501 §9.11.3.69).
public struct UERadioCapabilityIDDeletionIndication: InformationElement {
  /// Which IDs to delete.
  public var deletionRequest: UERadioCapabilityIDDeletionRequest

  public init(deletionRequest: UERadioCapabilityIDDeletionRequest) {
    self.deletionRequest = deletionRequest
  }

  public init(coding c: inout NASCoder, _ value: UERadioCapabilityIDDeletionIndication?) throws(NASError) {
    try c.spare(1)
    deletionRequest = try c.named("deletionRequest", bits: 3, value?.deletionRequest)
  }
}

/// Truncated 5G-S-TMSI configuration (TS 24.501 §9.11.3.70).
public struct TruncatedFiveGSTMSIConfiguration: InformationElement {
  /// Bits of the AMF set ID.
  public var truncatedAMFSetIDBits: UInt8
  /// Bits of the AMF pointer.
  public var truncatedAMFPointerBits: UInt8

  public init(truncatedAMFSetIDBits: UInt8, truncatedAMFPointerBits: UInt8) {
    self.truncatedAMFSetIDBits = truncatedAMFSetIDBits
    self.truncatedAMFPointerBits = truncatedAMFPointerBits
  }

  public init(coding c: inout NASCoder, _ value: TruncatedFiveGSTMSIConfiguration?) throws(NASError) {
    truncatedAMFSetIDBits = try c.bits("truncatedAMFSetIDBits", 4, value?.truncatedAMFSetIDBits)
    truncatedAMFPointerBits = try c.bits("truncatedAMFPointerBits", 4, value?.truncatedAMFPointerBits)
  }
}

/// De-registration type (TS 24.501 §9.11.3.20).
public struct DeregistrationType: InformationElement {
  /// The UE is switched off; reserved from the network.
  public var switchOff: Bool
  /// From the network only.
  public var reregistrationRequired: Bool
  /// Value 3 means both accesses.
  public var accessType: AccessType

  public init(switchOff: Bool = false, reregistrationRequired: Bool = false, accessType: AccessType) {
    self.switchOff = switchOff
    self.reregistrationRequired = reregistrationRequired
    self.accessType = accessType
  }

  public init(coding c: inout NASCoder, _ value: DeregistrationType?) throws(NASError) {
    switchOff = try c.flag("switchOff", value?.switchOff)
    reregistrationRequired = try c.flag("reregistrationRequired", value?.reregistrationRequired)
    accessType = try c.named("accessType", bits: 2, value?.accessType)
  }
}

/// Control plane service type (TS 24.501 §9.11.3.18D).
public struct ControlPlaneServiceType: InformationElement {
  /// What the UE asks for.
  public var value: ControlPlaneServiceTypeValue

  public init(value: ControlPlaneServiceTypeValue) {
    self.value = value
  }

  public init(coding c: inout NASCoder, _ value: ControlPlaneServiceType?) throws(NASError) {
    try c.spare(1)
    self.value = try c.named("value", bits: 3, value?.value)
  }
}

/// Release assistance indication (TS 24.501 §9.11.3.46A).
public struct ReleaseAssistanceIndication: InformationElement {
  /// DDX: 1 no further data, 2 only a single downlink transmission is expected.
  public var downlinkDataExpected: UInt8

  public init(downlinkDataExpected: UInt8) {
    self.downlinkDataExpected = downlinkDataExpected
  }

  public init(coding c: inout NASCoder, _ value: ReleaseAssistanceIndication?) throws(NASError) {
    try c.spare(2)
    downlinkDataExpected = try c.bits("downlinkDataExpected", 2, value?.downlinkDataExpected)
  }
}

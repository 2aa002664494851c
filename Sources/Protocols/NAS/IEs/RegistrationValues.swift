/// 5GS registration type value (TS 24.501 §9.11.3.7).
public enum RegistrationType: NamedValue {
  case initialRegistration
  case mobilityRegistrationUpdating
  case periodicRegistrationUpdating
  case emergencyRegistration
  case snpnOnboardingRegistration
  case disasterRoamingMobilityRegistrationUpdating
  case disasterRoamingInitialRegistration
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 3 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 1: self = .initialRegistration
    case 2: self = .mobilityRegistrationUpdating
    case 3: self = .periodicRegistrationUpdating
    case 4: self = .emergencyRegistration
    case 5: self = .snpnOnboardingRegistration
    case 6: self = .disasterRoamingMobilityRegistrationUpdating
    case 7: self = .disasterRoamingInitialRegistration
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .initialRegistration: 1
    case .mobilityRegistrationUpdating: 2
    case .periodicRegistrationUpdating: 3
    case .emergencyRegistration: 4
    case .snpnOnboardingRegistration: 5
    case .disasterRoamingMobilityRegistrationUpdating: 6
    case .disasterRoamingInitialRegistration: 7
    case .other(let value): value
    }
  }
}

/// 5GS registration result value (TS 24.501 §9.11.3.6): the accesses on which the UE is registered.
public enum RegistrationResultValue: NamedValue {
  case threeGPPAccess
  case nonThreeGPPAccess
  case threeGPPAccessAndNonThreeGPPAccess
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 3 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 1: self = .threeGPPAccess
    case 2: self = .nonThreeGPPAccess
    case 3: self = .threeGPPAccessAndNonThreeGPPAccess
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .threeGPPAccess: 1
    case .nonThreeGPPAccess: 2
    case .threeGPPAccessAndNonThreeGPPAccess: 3
    case .other(let value): value
    }
  }
}

/// DRX value (TS 24.501 §9.11.3.2A): the DRX cycle parameter T.
public enum DRXValue: NamedValue {
  case notSpecified
  case t32
  case t64
  case t128
  case t256
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 4 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 0: self = .notSpecified
    case 1: self = .t32
    case 2: self = .t64
    case 3: self = .t128
    case 4: self = .t256
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .notSpecified: 0
    case .t32: 1
    case .t64: 2
    case .t128: 3
    case .t256: 4
    case .other(let value): value
    }
  }
}

/// NB-N1 mode DRX value (TS 24.501 §9.11.3.73): the DRX cycle parameter T.
public enum NBN1ModeDRXValue: NamedValue {
  case notSpecified
  case t32
  case t64
  case t128
  case t256
  case t512
  case t1024
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 4 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 0: self = .notSpecified
    case 1: self = .t32
    case 2: self = .t64
    case 3: self = .t128
    case 4: self = .t256
    case 5: self = .t512
    case 7: self = .t1024
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .notSpecified: 0
    case .t32: 1
    case .t64: 2
    case .t128: 3
    case .t256: 4
    case .t512: 5
    case .t1024: 7
    case .other(let value): value
    }
  }
}

/// UE's usage setting (TS 24.501 §9.11.3.55).
public enum UsageSetting: NamedValue {
  case voiceCentric
  case dataCentric
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 1 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 0: self = .voiceCentric
    case 1: self = .dataCentric
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .voiceCentric: 0
    case .dataCentric: 1
    case .other(let value): value
    }
  }
}

/// Deletion request of the UE radio capability ID deletion indication (TS 24.501 §9.11.3.69).
public enum UERadioCapabilityIDDeletionRequest: NamedValue {
  case notRequested
  case networkAssignedIDsDeletionRequested
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 3 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 0: self = .notRequested
    case 1: self = .networkAssignedIDsDeletionRequested
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .notRequested: 0
    case .networkAssignedIDsDeletionRequested: 1
    case .other(let value): value
    }
  }
}

/// Control plane service type value (TS 24.501 §9.11.3.18D).
public enum ControlPlaneServiceTypeValue: NamedValue {
  case mobileOriginatingRequest
  case mobileTerminatingRequest
  case emergencyServices
  case emergencyServicesFallback
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 3 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 0: self = .mobileOriginatingRequest
    case 1: self = .mobileTerminatingRequest
    case 2: self = .emergencyServices
    case 3: self = .emergencyServicesFallback
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .mobileOriginatingRequest: 0
    case .mobileTerminatingRequest: 1
    case .emergencyServices: 2
    case .emergencyServicesFallback: 3
    case .other(let value): value
    }
  }
}

/// UE request type (TS 24.501 §9.11.3.76, TS 24.301 §9.9.3.65).
public enum UERequestTypeValue: NamedValue {
  case nasSignallingConnectionRelease
  case rejectionOfPaging
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 4 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 1: self = .nasSignallingConnectionRelease
    case 2: self = .rejectionOfPaging
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .nasSignallingConnectionRelease: 1
    case .rejectionOfPaging: 2
    case .other(let value): value
    }
  }
}

/// Paging restriction type (TS 24.501 §9.11.3.77).
public enum PagingRestrictionType: NamedValue {
  case allPagingIsRestricted
  case allPagingIsRestrictedExceptVoiceService
  case allPagingIsRestrictedExceptForSpecifiedPDUSessions
  case allPagingIsRestrictedExceptForVoiceServiceAndSpecifiedPDUSessions
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 4 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 1: self = .allPagingIsRestricted
    case 2: self = .allPagingIsRestrictedExceptVoiceService
    case 3: self = .allPagingIsRestrictedExceptForSpecifiedPDUSessions
    case 4: self = .allPagingIsRestrictedExceptForVoiceServiceAndSpecifiedPDUSessions
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .allPagingIsRestricted: 1
    case .allPagingIsRestrictedExceptVoiceService: 2
    case .allPagingIsRestrictedExceptForSpecifiedPDUSessions: 3
    case .allPagingIsRestrictedExceptForVoiceServiceAndSpecifiedPDUSessions: 4
    case .other(let value): value
    }
  }
}

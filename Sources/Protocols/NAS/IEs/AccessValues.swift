/// Access type (TS 24.501 §9.11.2.1A).
public enum AccessType: NamedValue {
  case threeGPPAccess
  case nonThreeGPPAccess
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 2 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 1: self = .threeGPPAccess
    case 2: self = .nonThreeGPPAccess
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .threeGPPAccess: 1
    case .nonThreeGPPAccess: 2
    case .other(let value): value
    }
  }
}

/// Service type (TS 24.501 §9.11.3.50).
public enum ServiceType: NamedValue {
  case signalling
  case data
  case mobileTerminatedServices
  case emergencyServices
  case emergencyServicesFallback
  case highPriorityAccess
  case elevatedSignalling
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 4 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 0: self = .signalling
    case 1: self = .data
    case 2: self = .mobileTerminatedServices
    case 3: self = .emergencyServices
    case 4: self = .emergencyServicesFallback
    case 5: self = .highPriorityAccess
    case 6: self = .elevatedSignalling
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .signalling: 0
    case .data: 1
    case .mobileTerminatedServices: 2
    case .emergencyServices: 3
    case .emergencyServicesFallback: 4
    case .highPriorityAccess: 5
    case .elevatedSignalling: 6
    case .other(let value): value
    }
  }
}

/// Request type (TS 24.501 §9.11.3.47).
public enum RequestType: NamedValue {
  case initialRequest
  case existingPDUSession
  case initialEmergencyRequest
  case existingEmergencyPDUSession
  case modificationRequest
  case maPDURequest
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 3 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 1: self = .initialRequest
    case 2: self = .existingPDUSession
    case 3: self = .initialEmergencyRequest
    case 4: self = .existingEmergencyPDUSession
    case 5: self = .modificationRequest
    case 6: self = .maPDURequest
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .initialRequest: 1
    case .existingPDUSession: 2
    case .initialEmergencyRequest: 3
    case .existingEmergencyPDUSession: 4
    case .modificationRequest: 5
    case .maPDURequest: 6
    case .other(let value): value
    }
  }
}

/// MA PDU session information (TS 24.501 §9.11.3.31A).
public enum MAPDUSessionInformation: NamedValue {
  case noAdditionalInformation
  case maPDUSessionNetworkUpgradeIsAllowed
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 4 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 0: self = .noAdditionalInformation
    case 1: self = .maPDUSessionNetworkUpgradeIsAllowed
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .noAdditionalInformation: 0
    case .maPDUSessionNetworkUpgradeIsAllowed: 1
    case .other(let value): value
    }
  }
}

/// NSSAI inclusion mode (TS 24.501 §9.11.3.37A).
public enum NSSAIInclusionMode: NamedValue {
  case modeA
  case modeB
  case modeC
  case modeD
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 2 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 0: self = .modeA
    case 1: self = .modeB
    case 2: self = .modeC
    case 3: self = .modeD
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .modeA: 0
    case .modeB: 1
    case .modeC: 2
    case .modeD: 3
    case .other(let value): value
    }
  }
}

/// 5GS identity type (TS 24.501 §9.11.3.3).
public enum FiveGSIdentityType: NamedValue {
  case noIdentity
  case suci
  case fiveGGUTI
  case imei
  case fiveGSTMSI
  case imeisv
  case macAddress
  case eui64
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 3 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 0: self = .noIdentity
    case 1: self = .suci
    case 2: self = .fiveGGUTI
    case 3: self = .imei
    case 4: self = .fiveGSTMSI
    case 5: self = .imeisv
    case 6: self = .macAddress
    case 7: self = .eui64
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .noIdentity: 0
    case .suci: 1
    case .fiveGGUTI: 2
    case .imei: 3
    case .fiveGSTMSI: 4
    case .imeisv: 5
    case .macAddress: 6
    case .eui64: 7
    case .other(let value): value
    }
  }
}

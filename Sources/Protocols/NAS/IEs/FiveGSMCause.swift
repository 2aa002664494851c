/// 5GSM cause (TS 24.501 §9.11.4.2, annex B).
public enum FiveGSMCause: NamedValue {
  case operatorDeterminedBarring
  case insufficientResources
  case missingOrUnknownDNN
  case unknownPDUSessionType
  case userAuthenticationOrAuthorizationFailed
  case requestRejectedUnspecified
  case serviceOptionNotSupported
  case requestedServiceOptionNotSubscribed
  case ptiAlreadyInUse
  case regularDeactivation
  case fiveGSQoSNotAccepted
  case networkFailure
  case reactivationRequested
  case semanticErrorInTheTFTOperation
  case syntacticalErrorInTheTFTOperation
  case invalidPDUSessionIdentity
  case semanticErrorsInPacketFilters
  case syntacticalErrorInPacketFilters
  case outOfLADNServiceArea
  case ptiMismatch
  case pduSessionTypeIPv4OnlyAllowed
  case pduSessionTypeIPv6OnlyAllowed
  case pduSessionDoesNotExist
  case pduSessionTypeIPv4v6OnlyAllowed
  case pduSessionTypeUnstructuredOnlyAllowed
  case unsupported5QIValue
  case pduSessionTypeEthernetOnlyAllowed
  case insufficientResourcesForSpecificSliceAndDNN
  case notSupportedSSCMode
  case insufficientResourcesForSpecificSlice
  case missingOrUnknownDNNInASlice
  case invalidPTIValue
  case maximumDataRatePerUEForUserPlaneIntegrityProtectionIsTooLow
  case semanticErrorInTheQoSOperation
  case syntacticalErrorInTheQoSOperation
  case invalidMappedEPSBearerIdentity
  case uasServicesNotAllowed
  case semanticallyIncorrectMessage
  case invalidMandatoryInformation
  case messageTypeNonExistentOrNotImplemented
  case messageTypeNotCompatibleWithTheProtocolState
  case informationElementNonExistentOrNotImplemented
  case conditionalIEError
  case messageNotCompatibleWithTheProtocolState
  case protocolErrorUnspecified
  /// A value without a name in the standard.
  case other(UInt8)

  public init(rawValue: UInt8) {
    switch rawValue {
    case 8: self = .operatorDeterminedBarring
    case 26: self = .insufficientResources
    case 27: self = .missingOrUnknownDNN
    case 28: self = .unknownPDUSessionType
    case 29: self = .userAuthenticationOrAuthorizationFailed
    case 31: self = .requestRejectedUnspecified
    case 32: self = .serviceOptionNotSupported
    case 33: self = .requestedServiceOptionNotSubscribed
    case 35: self = .ptiAlreadyInUse
    case 36: self = .regularDeactivation
    case 37: self = .fiveGSQoSNotAccepted
    case 38: self = .networkFailure
    case 39: self = .reactivationRequested
    case 41: self = .semanticErrorInTheTFTOperation
    case 42: self = .syntacticalErrorInTheTFTOperation
    case 43: self = .invalidPDUSessionIdentity
    case 44: self = .semanticErrorsInPacketFilters
    case 45: self = .syntacticalErrorInPacketFilters
    case 46: self = .outOfLADNServiceArea
    case 47: self = .ptiMismatch
    case 50: self = .pduSessionTypeIPv4OnlyAllowed
    case 51: self = .pduSessionTypeIPv6OnlyAllowed
    case 54: self = .pduSessionDoesNotExist
    case 57: self = .pduSessionTypeIPv4v6OnlyAllowed
    case 58: self = .pduSessionTypeUnstructuredOnlyAllowed
    case 59: self = .unsupported5QIValue
    case 61: self = .pduSessionTypeEthernetOnlyAllowed
    case 67: self = .insufficientResourcesForSpecificSliceAndDNN
    case 68: self = .notSupportedSSCMode
    case 69: self = .insufficientResourcesForSpecificSlice
    case 70: self = .missingOrUnknownDNNInASlice
    case 81: self = .invalidPTIValue
    case 82: self = .maximumDataRatePerUEForUserPlaneIntegrityProtectionIsTooLow
    case 83: self = .semanticErrorInTheQoSOperation
    case 84: self = .syntacticalErrorInTheQoSOperation
    case 85: self = .invalidMappedEPSBearerIdentity
    case 86: self = .uasServicesNotAllowed
    case 95: self = .semanticallyIncorrectMessage
    case 96: self = .invalidMandatoryInformation
    case 97: self = .messageTypeNonExistentOrNotImplemented
    case 98: self = .messageTypeNotCompatibleWithTheProtocolState
    case 99: self = .informationElementNonExistentOrNotImplemented
    case 100: self = .conditionalIEError
    case 101: self = .messageNotCompatibleWithTheProtocolState
    case 111: self = .protocolErrorUnspecified
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .operatorDeterminedBarring: 8
    case .insufficientResources: 26
    case .missingOrUnknownDNN: 27
    case .unknownPDUSessionType: 28
    case .userAuthenticationOrAuthorizationFailed: 29
    case .requestRejectedUnspecified: 31
    case .serviceOptionNotSupported: 32
    case .requestedServiceOptionNotSubscribed: 33
    case .ptiAlreadyInUse: 35
    case .regularDeactivation: 36
    case .fiveGSQoSNotAccepted: 37
    case .networkFailure: 38
    case .reactivationRequested: 39
    case .semanticErrorInTheTFTOperation: 41
    case .syntacticalErrorInTheTFTOperation: 42
    case .invalidPDUSessionIdentity: 43
    case .semanticErrorsInPacketFilters: 44
    case .syntacticalErrorInPacketFilters: 45
    case .outOfLADNServiceArea: 46
    case .ptiMismatch: 47
    case .pduSessionTypeIPv4OnlyAllowed: 50
    case .pduSessionTypeIPv6OnlyAllowed: 51
    case .pduSessionDoesNotExist: 54
    case .pduSessionTypeIPv4v6OnlyAllowed: 57
    case .pduSessionTypeUnstructuredOnlyAllowed: 58
    case .unsupported5QIValue: 59
    case .pduSessionTypeEthernetOnlyAllowed: 61
    case .insufficientResourcesForSpecificSliceAndDNN: 67
    case .notSupportedSSCMode: 68
    case .insufficientResourcesForSpecificSlice: 69
    case .missingOrUnknownDNNInASlice: 70
    case .invalidPTIValue: 81
    case .maximumDataRatePerUEForUserPlaneIntegrityProtectionIsTooLow: 82
    case .semanticErrorInTheQoSOperation: 83
    case .syntacticalErrorInTheQoSOperation: 84
    case .invalidMappedEPSBearerIdentity: 85
    case .uasServicesNotAllowed: 86
    case .semanticallyIncorrectMessage: 95
    case .invalidMandatoryInformation: 96
    case .messageTypeNonExistentOrNotImplemented: 97
    case .messageTypeNotCompatibleWithTheProtocolState: 98
    case .informationElementNonExistentOrNotImplemented: 99
    case .conditionalIEError: 100
    case .messageNotCompatibleWithTheProtocolState: 101
    case .protocolErrorUnspecified: 111
    case .other(let value): value
    }
  }
}

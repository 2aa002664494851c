/// 5GMM cause (TS 24.501 §9.11.3.2, annex A).
public enum FiveGMMCause: NamedValue {
  case illegalUE
  case peiNotAccepted
  case illegalME
  case fiveGSServicesNotAllowed
  case ueIdentityCannotBeDerivedByTheNetwork
  case implicitlyDeregistered
  case plmnNotAllowed
  case trackingAreaNotAllowed
  case roamingNotAllowedInThisTrackingArea
  case noSuitableCellsInTrackingArea
  case macFailure
  case synchFailure
  case congestion
  case ueSecurityCapabilitiesMismatch
  case securityModeRejectedUnspecified
  case nonFiveGAuthenticationUnacceptable
  case n1ModeNotAllowed
  case restrictedServiceArea
  case redirectionToEPCRequired
  case iabNodeOperationNotAuthorized
  case ladnNotAvailable
  case noNetworkSlicesAvailable
  case maximumNumberOfPDUSessionsReached
  case insufficientResourcesForSpecificSliceAndDNN
  case insufficientResourcesForSpecificSlice
  case ngKSIAlreadyInUse
  case nonThreeGPPAccessTo5GCNNotAllowed
  case servingNetworkNotAuthorized
  case temporarilyNotAuthorizedForThisSNPN
  case permanentlyNotAuthorizedForThisSNPN
  case notAuthorizedForThisCAGOrAuthorizedForCAGCellsOnly
  case wirelineAccessAreaNotAllowed
  case plmnNotAllowedToOperateAtThePresentUELocation
  case uasServicesNotAllowed
  case disasterRoamingForTheDeterminedPLMNWithDisasterConditionNotAllowed
  case payloadWasNotForwarded
  case dnnNotSupportedOrNotSubscribedInTheSlice
  case insufficientUserPlaneResourcesForThePDUSession
  case onboardingServicesTerminated
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
    case 3: self = .illegalUE
    case 5: self = .peiNotAccepted
    case 6: self = .illegalME
    case 7: self = .fiveGSServicesNotAllowed
    case 9: self = .ueIdentityCannotBeDerivedByTheNetwork
    case 10: self = .implicitlyDeregistered
    case 11: self = .plmnNotAllowed
    case 12: self = .trackingAreaNotAllowed
    case 13: self = .roamingNotAllowedInThisTrackingArea
    case 15: self = .noSuitableCellsInTrackingArea
    case 20: self = .macFailure
    case 21: self = .synchFailure
    case 22: self = .congestion
    case 23: self = .ueSecurityCapabilitiesMismatch
    case 24: self = .securityModeRejectedUnspecified
    case 26: self = .nonFiveGAuthenticationUnacceptable
    case 27: self = .n1ModeNotAllowed
    case 28: self = .restrictedServiceArea
    case 31: self = .redirectionToEPCRequired
    case 36: self = .iabNodeOperationNotAuthorized
    case 43: self = .ladnNotAvailable
    case 62: self = .noNetworkSlicesAvailable
    case 65: self = .maximumNumberOfPDUSessionsReached
    case 67: self = .insufficientResourcesForSpecificSliceAndDNN
    case 69: self = .insufficientResourcesForSpecificSlice
    case 71: self = .ngKSIAlreadyInUse
    case 72: self = .nonThreeGPPAccessTo5GCNNotAllowed
    case 73: self = .servingNetworkNotAuthorized
    case 74: self = .temporarilyNotAuthorizedForThisSNPN
    case 75: self = .permanentlyNotAuthorizedForThisSNPN
    case 76: self = .notAuthorizedForThisCAGOrAuthorizedForCAGCellsOnly
    case 77: self = .wirelineAccessAreaNotAllowed
    case 78: self = .plmnNotAllowedToOperateAtThePresentUELocation
    case 79: self = .uasServicesNotAllowed
    case 80: self = .disasterRoamingForTheDeterminedPLMNWithDisasterConditionNotAllowed
    case 90: self = .payloadWasNotForwarded
    case 91: self = .dnnNotSupportedOrNotSubscribedInTheSlice
    case 92: self = .insufficientUserPlaneResourcesForThePDUSession
    case 93: self = .onboardingServicesTerminated
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
    case .illegalUE: 3
    case .peiNotAccepted: 5
    case .illegalME: 6
    case .fiveGSServicesNotAllowed: 7
    case .ueIdentityCannotBeDerivedByTheNetwork: 9
    case .implicitlyDeregistered: 10
    case .plmnNotAllowed: 11
    case .trackingAreaNotAllowed: 12
    case .roamingNotAllowedInThisTrackingArea: 13
    case .noSuitableCellsInTrackingArea: 15
    case .macFailure: 20
    case .synchFailure: 21
    case .congestion: 22
    case .ueSecurityCapabilitiesMismatch: 23
    case .securityModeRejectedUnspecified: 24
    case .nonFiveGAuthenticationUnacceptable: 26
    case .n1ModeNotAllowed: 27
    case .restrictedServiceArea: 28
    case .redirectionToEPCRequired: 31
    case .iabNodeOperationNotAuthorized: 36
    case .ladnNotAvailable: 43
    case .noNetworkSlicesAvailable: 62
    case .maximumNumberOfPDUSessionsReached: 65
    case .insufficientResourcesForSpecificSliceAndDNN: 67
    case .insufficientResourcesForSpecificSlice: 69
    case .ngKSIAlreadyInUse: 71
    case .nonThreeGPPAccessTo5GCNNotAllowed: 72
    case .servingNetworkNotAuthorized: 73
    case .temporarilyNotAuthorizedForThisSNPN: 74
    case .permanentlyNotAuthorizedForThisSNPN: 75
    case .notAuthorizedForThisCAGOrAuthorizedForCAGCellsOnly: 76
    case .wirelineAccessAreaNotAllowed: 77
    case .plmnNotAllowedToOperateAtThePresentUELocation: 78
    case .uasServicesNotAllowed: 79
    case .disasterRoamingForTheDeterminedPLMNWithDisasterConditionNotAllowed: 80
    case .payloadWasNotForwarded: 90
    case .dnnNotSupportedOrNotSubscribedInTheSlice: 91
    case .insufficientUserPlaneResourcesForThePDUSession: 92
    case .onboardingServicesTerminated: 93
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

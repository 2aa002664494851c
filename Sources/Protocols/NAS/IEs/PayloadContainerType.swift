/// Payload container type (TS 24.501 §9.11.3.40).
public enum PayloadContainerType: NamedValue {
  case n1SMInformation
  case sms
  case lppMessageContainer
  case sorTransparentContainer
  case uePolicyContainer
  case ueParametersUpdateTransparentContainer
  case locationServicesMessageContainer
  case ciotUserDataContainer
  case serviceLevelAAContainer
  case eventNotification
  case multiplePayloads
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 4 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 1: self = .n1SMInformation
    case 2: self = .sms
    case 3: self = .lppMessageContainer
    case 4: self = .sorTransparentContainer
    case 5: self = .uePolicyContainer
    case 6: self = .ueParametersUpdateTransparentContainer
    case 7: self = .locationServicesMessageContainer
    case 8: self = .ciotUserDataContainer
    case 9: self = .serviceLevelAAContainer
    case 10: self = .eventNotification
    case 15: self = .multiplePayloads
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .n1SMInformation: 1
    case .sms: 2
    case .lppMessageContainer: 3
    case .sorTransparentContainer: 4
    case .uePolicyContainer: 5
    case .ueParametersUpdateTransparentContainer: 6
    case .locationServicesMessageContainer: 7
    case .ciotUserDataContainer: 8
    case .serviceLevelAAContainer: 9
    case .eventNotification: 10
    case .multiplePayloads: 15
    case .other(let value): value
    }
  }
}

/// Unit of GPRS timer and GPRS timer 2 (TS 24.008 §10.5.7.3); other values mean one minute.
public enum GPRSTimerUnit: NamedValue {
  case twoSeconds
  case oneMinute
  case decihours
  case deactivated
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 3 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 0: self = .twoSeconds
    case 1: self = .oneMinute
    case 2: self = .decihours
    case 7: self = .deactivated
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .twoSeconds: 0
    case .oneMinute: 1
    case .decihours: 2
    case .deactivated: 7
    case .other(let value): value
    }
  }
}

/// Unit of GPRS timer 3 (TS 24.008 §10.5.7.4a).
public enum GPRSTimer3Unit: NamedValue {
  case tenMinutes
  case oneHour
  case tenHours
  case twoSeconds
  case thirtySeconds
  case oneMinute
  case threeHundredTwentyHours
  case deactivated
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 3 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 0: self = .tenMinutes
    case 1: self = .oneHour
    case 2: self = .tenHours
    case 3: self = .twoSeconds
    case 4: self = .thirtySeconds
    case 5: self = .oneMinute
    case 6: self = .threeHundredTwentyHours
    case 7: self = .deactivated
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .tenMinutes: 0
    case .oneHour: 1
    case .tenHours: 2
    case .twoSeconds: 3
    case .thirtySeconds: 4
    case .oneMinute: 5
    case .threeHundredTwentyHours: 6
    case .deactivated: 7
    case .other(let value): value
    }
  }
}

/// Network daylight saving time value (TS 24.008 §10.5.3.12).
public enum DaylightSavingTimeValue: NamedValue {
  case noAdjustment
  case plusOneHour
  case plusTwoHours
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 2 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 0: self = .noAdjustment
    case 1: self = .plusOneHour
    case 2: self = .plusTwoHours
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .noAdjustment: 0
    case .plusOneHour: 1
    case .plusTwoHours: 2
    case .other(let value): value
    }
  }
}

/// Type of ciphering algorithm (TS 24.501 §9.11.3.34): 5G-EA or EEA number.
public enum CipheringAlgorithm: NamedValue {
  case ea0
  case ea1
  case ea2
  case ea3
  case ea4
  case ea5
  case ea6
  case ea7
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 4 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 0: self = .ea0
    case 1: self = .ea1
    case 2: self = .ea2
    case 3: self = .ea3
    case 4: self = .ea4
    case 5: self = .ea5
    case 6: self = .ea6
    case 7: self = .ea7
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .ea0: 0
    case .ea1: 1
    case .ea2: 2
    case .ea3: 3
    case .ea4: 4
    case .ea5: 5
    case .ea6: 6
    case .ea7: 7
    case .other(let value): value
    }
  }
}

/// Type of integrity protection algorithm (TS 24.501 §9.11.3.34): 5G-IA or EIA number.
public enum IntegrityAlgorithm: NamedValue {
  case ia0
  case ia1
  case ia2
  case ia3
  case ia4
  case ia5
  case ia6
  case ia7
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 4 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 0: self = .ia0
    case 1: self = .ia1
    case 2: self = .ia2
    case 3: self = .ia3
    case 4: self = .ia4
    case 5: self = .ia5
    case 6: self = .ia6
    case 7: self = .ia7
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .ia0: 0
    case .ia1: 1
    case .ia2: 2
    case .ia3: 3
    case .ia4: 4
    case .ia5: 5
    case .ia6: 6
    case .ia7: 7
    case .other(let value): value
    }
  }
}

/// IMEISV request (TS 24.501 §9.11.3.28, TS 24.008 §10.5.5.10).
public enum IMEISVRequest: NamedValue {
  case notRequested
  case requested
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 3 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 0: self = .notRequested
    case 1: self = .requested
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .notRequested: 0
    case .requested: 1
    case .other(let value): value
    }
  }
}

/// PDU session type (TS 24.501 §9.11.4.11).
public enum PDUSessionType: NamedValue {
  case ipv4
  case ipv6
  case ipv4v6
  case unstructured
  case ethernet
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 3 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 1: self = .ipv4
    case 2: self = .ipv6
    case 3: self = .ipv4v6
    case 4: self = .unstructured
    case 5: self = .ethernet
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .ipv4: 1
    case .ipv6: 2
    case .ipv4v6: 3
    case .unstructured: 4
    case .ethernet: 5
    case .other(let value): value
    }
  }
}

/// SSC mode (TS 24.501 §9.11.4.16).
public enum SSCMode: NamedValue {
  case sscMode1
  case sscMode2
  case sscMode3
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 3 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 1: self = .sscMode1
    case 2: self = .sscMode2
    case 3: self = .sscMode3
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .sscMode1: 1
    case .sscMode2: 2
    case .sscMode3: 3
    case .other(let value): value
    }
  }
}

/// One direction of the integrity protection maximum data rate (TS 24.501 §9.11.4.7).
public enum IntegrityProtectionDataRate: NamedValue {
  case rate64kbps
  case nullRate
  case fullDataRate
  /// A value without a name in the standard.
  case other(UInt8)

  public init(rawValue: UInt8) {
    switch rawValue {
    case 0: self = .rate64kbps
    case 1: self = .nullRate
    case 255: self = .fullDataRate
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .rate64kbps: 0
    case .nullRate: 1
    case .fullDataRate: 255
    case .other(let value): value
    }
  }
}

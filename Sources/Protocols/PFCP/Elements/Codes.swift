import Base

/// A one octet enumeration that keeps values it does not know.
protocol CodeElement: LeafElement, RawRepresentable where RawValue == UInt8 {
  /// Bits of the octet that carry the value; the others are spare.
  static var mask: UInt8 { get }
  /// Names by value, separated by spaces, from `firstNamed`; `-` where the standard names nothing.
  static var names: StaticString { get }
  static var firstNamed: UInt8 { get }
  init(rawValue: UInt8)
}

extension CodeElement {
  static var firstNamed: UInt8 { 0 }

  init?(reading reader: inout ElementReader) {
    guard let octet = reader.readUInt8() else { return nil }
    self.init(rawValue: octet & Self.mask)
  }

  var fits: Bool { rawValue & ~Self.mask == 0 }

  func write(to writer: inout ElementWriter) { writer.writeUInt8(rawValue & Self.mask) }

  /// The name in the standard; `nil` for a value that it does not name.
  @_semantics("optimize.sil.specialize.generic.never")
  var name: String? {
    let names = "\(Self.names)".split(separator: " ")
    let index = Int(rawValue) - Int(Self.firstNamed)
    guard names.indices.contains(index) else { return nil }
    let name = names[index]
    return name == "-" ? nil : String(name)
  }

  @_semantics("optimize.sil.specialize.generic.never")
  init?(fromJSON json: JSON) {
    if let value = json.integerValue(UInt8.self), value & ~Self.mask == 0 {
      self.init(rawValue: value)
      return
    }
    guard let text = json.stringValue,
      let value = (0...UInt8.max).first(where: { $0 & ~Self.mask == 0 && Self(rawValue: $0).name == text })
    else { return nil }
    self.init(rawValue: value)
  }

  @_semantics("optimize.sil.specialize.generic.never")
  func writeJSON() -> JSON { name.map { .string($0) } ?? .int(rawValue) }
}

/// Whether and why a request was accepted (TS 29.244 §8.2.1).
public struct PFCPCause: RawRepresentable, Hashable, Sendable, CodeElement, CustomStringConvertible {
  public static let requestAccepted = Self(rawValue: 1)
  public static let moreUsageReportToSend = Self(rawValue: 2)
  public static let requestPartiallyAccepted = Self(rawValue: 3)
  public static let requestRejected = Self(rawValue: 64)
  public static let sessionContextNotFound = Self(rawValue: 65)
  public static let mandatoryIEMissing = Self(rawValue: 66)
  public static let conditionalIEMissing = Self(rawValue: 67)
  public static let invalidLength = Self(rawValue: 68)
  public static let mandatoryIEIncorrect = Self(rawValue: 69)
  public static let invalidForwardingPolicy = Self(rawValue: 70)
  public static let invalidFTEIDAllocationOption = Self(rawValue: 71)
  public static let noEstablishedPFCPAssociation = Self(rawValue: 72)
  public static let ruleCreationModificationFailure = Self(rawValue: 73)
  public static let pfcpEntityInCongestion = Self(rawValue: 74)
  public static let noResourcesAvailable = Self(rawValue: 75)
  public static let serviceNotSupported = Self(rawValue: 76)
  public static let systemFailure = Self(rawValue: 77)
  public static let redirectionRequested = Self(rawValue: 78)
  public static let allDynamicAddressesAreOccupied = Self(rawValue: 79)
  public static let unknownPredefinedRule = Self(rawValue: 80)
  public static let unknownApplicationID = Self(rawValue: 81)

  /// Values 1 to 63 accept the request.
  public var isAccepted: Bool { (1..<64).contains(rawValue) }

  static var mask: UInt8 { 0xFF }
  static var firstNamed: UInt8 { 1 }
  static var names: StaticString {
    """
    requestAccepted moreUsageReportToSend requestPartiallyAccepted - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - \
    - - - - - - - - - - - - - - - - - - - - - - - - - - - - - requestRejected sessionContextNotFound mandatoryIEMissing \
    conditionalIEMissing invalidLength mandatoryIEIncorrect invalidForwardingPolicy invalidFTEIDAllocationOption \
    noEstablishedPFCPAssociation ruleCreationModificationFailure pfcpEntityInCongestion noResourcesAvailable \
    serviceNotSupported systemFailure redirectionRequested allDynamicAddressesAreOccupied unknownPredefinedRule unknownApplicationID
    """
  }
  public var description: String { name ?? "cause \(rawValue)" }
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
}

/// Where a packet comes from, or goes to (TS 29.244 §8.2.2 Source Interface, §8.2.24 Destination Interface).
public struct PFCPInterface: RawRepresentable, Hashable, Sendable, CodeElement {
  public static let access = Self(rawValue: 0)
  public static let core = Self(rawValue: 1)
  public static let sgiLANN6LAN = Self(rawValue: 2)
  /// The CP function: packets between UE and SMF over N4-u (§5.3).
  public static let cpFunction = Self(rawValue: 3)
  /// As source: 5G VN internal; as destination: LI function.
  public static let fiveGVNInternalOrLIFunction = Self(rawValue: 4)

  static var mask: UInt8 { 0x0F }
  static var names: StaticString { "access core sgiLANN6LAN cpFunction fiveGVNInternalOrLIFunction" }
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
}

/// The reference point of an interface (TS 29.244 §8.2.118).
public struct ThreeGPPInterfaceType: RawRepresentable, Hashable, Sendable, CodeElement {
  public static let n3ThreeGPPAccess = Self(rawValue: 11)
  public static let n9 = Self(rawValue: 15)
  public static let n6 = Self(rawValue: 17)

  static var mask: UInt8 { 0x3F }
  static var names: StaticString {
    """
    s1U s5S8U s4U s11U s12 gnGpU s2aU s2bU eNodeBDownlinkForwarding eNodeBUplinkForwarding sgwUPFDownlinkForwarding n3ThreeGPPAccess \
    n3TrustedNonThreeGPPAccess n3UntrustedNonThreeGPPAccess n3DataForwarding n9 sgi n6 n19 s8U gpU n9Roaming iuU n9DataForwarding \
    sxaU sxbU sxcU n4U sgwUPFUplinkForwarding n6mbNmb9 n3mb n19mb
    """
  }
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
}

/// The kind of PDU session (TS 29.244 §8.2.79).
public struct PDNType: RawRepresentable, Hashable, Sendable, CodeElement {
  public static let ipv4 = Self(rawValue: 1)
  public static let ipv6 = Self(rawValue: 2)
  public static let ipv4v6 = Self(rawValue: 3)
  public static let nonIP = Self(rawValue: 4)
  public static let ethernet = Self(rawValue: 5)

  static var mask: UInt8 { 0x07 }
  static var firstNamed: UInt8 { 1 }
  static var names: StaticString { "ipv4 ipv6 ipv4v6 nonIP ethernet" }
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
}

/// QoS Flow Identifier, 6 bits (TS 29.244 §8.2.89).
public struct QoSFlowIdentifier: RawRepresentable, Hashable, Sendable, CodeElement {
  static var mask: UInt8 { 0x3F }
  static var names: StaticString { "" }
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
}

/// Whether an uplink and a downlink pass (TS 29.244 §8.2.7).
public struct GateStatus: Hashable, Sendable, LeafElement {
  public var isUplinkOpen: Bool
  public var isDownlinkOpen: Bool

  public init(isUplinkOpen: Bool = true, isDownlinkOpen: Bool = true) {
    self.isUplinkOpen = isUplinkOpen
    self.isDownlinkOpen = isDownlinkOpen
  }

  init?(reading reader: inout ElementReader) {
    guard let octet = reader.readUInt8() else { return nil }
    isUplinkOpen = octet >> 2 & 3 == 0
    isDownlinkOpen = octet & 3 == 0
  }

  func write(to writer: inout ElementWriter) { writer.writeUInt8((isUplinkOpen ? 0 : 4) | (isDownlinkOpen ? 0 : 1)) }

  init?(fromJSON json: JSON) {
    guard let uplink = json["isUplinkOpen"]?.boolValue, let downlink = json["isDownlinkOpen"]?.boolValue else { return nil }
    self.init(isUplinkOpen: uplink, isDownlinkOpen: downlink)
  }

  func writeJSON() -> JSON { ["isUplinkOpen": .bool(isUplinkOpen), "isDownlinkOpen": .bool(isDownlinkOpen)] }
}

/// Aggregated or per flow bit rates in kilobits per second, 40 bits each (TS 29.244 §8.2.8 MBR, §8.2.9 GBR).
public struct PFCPBitRate: Hashable, Sendable, LeafElement {
  public var uplinkKilobitsPerSecond: UInt64
  public var downlinkKilobitsPerSecond: UInt64

  public init(uplinkKilobitsPerSecond: UInt64, downlinkKilobitsPerSecond: UInt64) {
    self.uplinkKilobitsPerSecond = uplinkKilobitsPerSecond
    self.downlinkKilobitsPerSecond = downlinkKilobitsPerSecond
  }

  var fits: Bool { uplinkKilobitsPerSecond >> 40 == 0 && downlinkKilobitsPerSecond >> 40 == 0 }

  init?(reading reader: inout ElementReader) {
    guard let uplink = reader.readInteger(octetCount: 5), let downlink = reader.readInteger(octetCount: 5) else { return nil }
    self.init(uplinkKilobitsPerSecond: uplink, downlinkKilobitsPerSecond: downlink)
  }

  func write(to writer: inout ElementWriter) {
    writer.writeInteger(uplinkKilobitsPerSecond, octetCount: 5)
    writer.writeInteger(downlinkKilobitsPerSecond, octetCount: 5)
  }

  init?(fromJSON json: JSON) {
    guard let uplink = json["uplinkKilobitsPerSecond"]?.integerValue(UInt64.self),
      let downlink = json["downlinkKilobitsPerSecond"]?.integerValue(UInt64.self)
    else { return nil }
    self.init(uplinkKilobitsPerSecond: uplink, downlinkKilobitsPerSecond: downlink)
  }

  func writeJSON() -> JSON {
    ["uplinkKilobitsPerSecond": .int(uplinkKilobitsPerSecond), "downlinkKilobitsPerSecond": .int(downlinkKilobitsPerSecond)]
  }
}

/// A time span as unit and count (TS 29.244 §8.2.34 DL Buffering Duration, §8.2.56 Timer, §8.2.78 Graceful Release Period).
public struct UnitTimer: RawRepresentable, Hashable, Sendable, CodeElement {
  static var mask: UInt8 { 0xFF }
  static var names: StaticString { "" }
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The span; `nil` for infinite.
  public var seconds: Int? {
    let count = Int(rawValue & 0x1F)
    switch rawValue >> 5 {
    case 0: return count * 2
    case 2: return count * 600
    case 3: return count * 3_600
    case 4: return count * 36_000
    case 7: return nil
    default: return count * 60
    }
  }
}

/// A count that one octet carries up to 255 and two octets above (TS 29.244 §8.2.35).
public struct PacketCount: Hashable, Sendable, LeafElement {
  public var count: UInt16
  public init(_ count: UInt16) { self.count = count }

  init?(reading reader: inout ElementReader) {
    if reader.remaining >= 2, let value = reader.readUInt16() {
      count = value
    } else if let value = reader.readUInt8() {
      count = UInt16(value)
    } else {
      return nil
    }
  }

  func write(to writer: inout ElementWriter) { writer.writeInteger(UInt64(count), octetCount: count > 255 ? 2 : 1) }

  init?(fromJSON json: JSON) {
    guard let value = json.integerValue(UInt16.self) else { return nil }
    count = value
  }

  func writeJSON() -> JSON { .int(count) }
}

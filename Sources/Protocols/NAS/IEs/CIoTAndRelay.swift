/// CIoT small data container (TS 24.501 §9.11.3.18B).
public enum CIoTSmallDataContainer: InformationElement {
  /// Control plane user data of a PDU session (identity 0 to 7; 0: none assigned), with the downlink data expected bits.
  case controlPlaneUserData(downlinkDataExpected: UInt8, pduSessionIdentity: UInt8, [UInt8])
  /// An SMS message (TS 24.011), see ``SMSMessage``.
  case sms([UInt8])
  /// A location services message (LPP or LCS) with additional information.
  case locationServicesMessage(downlinkDataExpected: UInt8, additionalInformation: [UInt8], [UInt8])
  /// Data type 3 to 7: the five bits behind it, and the octets.
  case other(type: UInt8, bits: UInt8, [UInt8])

  public var type: UInt8 {
    switch self {
    case .controlPlaneUserData: 0
    case .sms: 1
    case .locationServicesMessage: 2
    case .other(let type, _, _): type
    }
  }

  public init(coding c: inout NASCoder, _ value: CIoTSmallDataContainer?) throws(NASError) {
    let type = try c.bits("dataType", 3, value?.type)
    switch (type, value) {
    case (0, .controlPlaneUserData(let ddx, let identity, let data)?):
      self = .controlPlaneUserData(
        downlinkDataExpected: try c.bits("downlinkDataExpected", 2, ddx),
        pduSessionIdentity: try c.bits("pduSessionIdentity", 3, identity), try c.rest("data", data))
    case (0, nil):
      self = .controlPlaneUserData(
        downlinkDataExpected: try c.bits("downlinkDataExpected", 2, nil), pduSessionIdentity: try c.bits("pduSessionIdentity", 3, nil),
        try c.rest("data", nil))
    case (1, .sms(let data)?):
      try c.spare(5)
      self = .sms(try c.rest("data", data))
    case (1, nil):
      try c.spare(5)
      self = .sms(try c.rest("data", nil))
    case (2, .locationServicesMessage(let ddx, let information, let data)?):
      self = try Self.locationServices(&c, ddx, information, data)
    case (2, nil): self = try Self.locationServices(&c, nil, nil, nil)
    case (3..., .other(_, let bits, let data)?): self = .other(type: type, bits: try c.bits("bits", 5, bits), try c.rest("data", data))
    case (3..., nil): self = .other(type: type, bits: try c.bits("bits", 5, nil), try c.rest("data", nil))
    default: throw .notEncodable(ie: "ciotSmallDataContainer")
    }
  }

  private static func locationServices(
    _ c: inout NASCoder, _ ddx: UInt8?, _ information: [UInt8]?, _ data: [UInt8]?
  ) throws(NASError) -> CIoTSmallDataContainer {
    let expected = try c.bits("downlinkDataExpected", 2, ddx)
    try c.spare(3)
    return .locationServicesMessage(
      downlinkDataExpected: expected, additionalInformation: try c.counted("additionalInformation", information), try c.rest("data", data))
  }
}

/// Relay key request parameters (TS 24.501 §9.11.3.89).
public struct RelayKeyRequestParameters: InformationElement {
  /// 24 bits.
  public var relayServiceCode: UInt32
  /// 16 octets.
  public var nonce1: [UInt8]
  /// RUIT: the remote UE is identified by a PRUK ID instead of a SUCI.
  public var hasPRUKID: Bool
  /// A 5GS mobile identity (§9.11.3.4) with the SUCI, or the PRUK ID (TS 33.503).
  public var remoteUEID: [UInt8]

  public init(relayServiceCode: UInt32, nonce1: [UInt8], hasPRUKID: Bool = false, remoteUEID: [UInt8]) {
    self.relayServiceCode = relayServiceCode
    self.nonce1 = nonce1
    self.hasPRUKID = hasPRUKID
    self.remoteUEID = remoteUEID
  }

  /// The remote UE's SUCI; `nil` for a PRUK ID and for octets that are no mobile identity.
  public var suci: FiveGSMobileIdentity? { hasPRUKID ? nil : try? FiveGSMobileIdentity(decoding: remoteUEID) }

  public init(coding c: inout NASCoder, _ value: RelayKeyRequestParameters?) throws(NASError) {
    relayServiceCode = try c.uint24("relayServiceCode", value?.relayServiceCode)
    nonce1 = try c.octets("nonce1", count: 16, value?.nonce1)
    try c.spare(7)
    hasPRUKID = try c.flag("hasPRUKID", value?.hasPRUKID)
    remoteUEID = try c.rest("remoteUEID", value?.remoteUEID)
  }
}

/// Relay key response parameters (TS 24.501 §9.11.3.90).
public struct RelayKeyResponseParameters: InformationElement {
  /// K_NR_ProSe, 32 octets.
  public var keyNRProSe: [UInt8]
  /// 16 octets.
  public var nonce2: [UInt8]
  /// CP-PRUK ID (TS 33.503).
  public var cpPRUKID: [UInt8]

  public init(keyNRProSe: [UInt8], nonce2: [UInt8], cpPRUKID: [UInt8]) {
    self.keyNRProSe = keyNRProSe
    self.nonce2 = nonce2
    self.cpPRUKID = cpPRUKID
  }

  public init(coding c: inout NASCoder, _ value: RelayKeyResponseParameters?) throws(NASError) {
    keyNRProSe = try c.octets("keyNRProSe", count: 32, value?.keyNRProSe)
    nonce2 = try c.octets("nonce2", count: 16, value?.nonce2)
    cpPRUKID = try c.rest("cpPRUKID", value?.cpPRUKID)
  }
}

/// Remote UE context list (TS 24.501 §9.11.4.29).
public struct RemoteUEContextList: InformationElement {
  public var contexts: [RemoteUEContext]
  public init(_ contexts: [RemoteUEContext]) { self.contexts = contexts }

  public init(coding c: inout NASCoder, _ value: RemoteUEContextList?) throws(NASError) {
    contexts = try c.numberedList("", lengthOctets: 1, value?.contexts)
  }
}

/// One remote UE that is or was connected over this relay.
public struct RemoteUEContext: InformationElement {
  /// The format of the identity: 64 bits instead of a network access identifier.
  public var isBitString: Bool
  public var ueIDType: RemoteUEIDType
  /// The UP-PRUK ID or CP-PRUK ID (TS 33.503).
  public var ueID: [UInt8]
  /// UPRI4 and TPRI4 before it say which port ranges are there.
  public var protocolUsed: RemoteUEProtocol
  /// Four octets of IPv4 address, eight of IPv6 prefix, six of MAC address.
  public var addressInformation: [UInt8]?
  public var udpPortRange: PortRange?
  public var tcpPortRange: PortRange?
  /// The HPLMN of the remote UE.
  public var hplmn: PLMNIdentity?

  public init(
    isBitString: Bool = false, ueIDType: RemoteUEIDType, ueID: [UInt8], protocolUsed: RemoteUEProtocol, addressInformation: [UInt8]? = nil,
    udpPortRange: PortRange? = nil, tcpPortRange: PortRange? = nil, hplmn: PLMNIdentity? = nil
  ) {
    self.isBitString = isBitString
    self.ueIDType = ueIDType
    self.ueID = ueID
    self.protocolUsed = protocolUsed
    self.addressInformation = addressInformation
    self.udpPortRange = udpPortRange
    self.tcpPortRange = tcpPortRange
    self.hplmn = hplmn
  }

  public init(coding c: inout NASCoder, _ value: RemoteUEContext?) throws(NASError) {
    try c.spare(4)
    isBitString = try c.flag("isBitString", value?.isBitString)
    ueIDType = try c.named("ueIDType", bits: 3, value?.ueIDType)
    ueID = try c.counted("ueID", value?.ueID)
    try c.spare(3)
    let hasUDPPortRange = try c.presence(value.map { $0.udpPortRange != nil })
    let hasTCPPortRange = try c.presence(value.map { $0.tcpPortRange != nil })
    protocolUsed = try c.named("protocolUsed", bits: 3, value?.protocolUsed)
    addressInformation = try c.optionalOctets(
      "addressInformation", .exactly(protocolUsed.addressOctetCount), presentInOctets: protocolUsed.addressOctetCount > 0,
      value?.addressInformation)
    udpPortRange = try c.optionalNested("udpPortRange", presentInOctets: hasUDPPortRange, value?.udpPortRange)
    tcpPortRange = try c.optionalNested("tcpPortRange", presentInOctets: hasTCPPortRange, value?.tcpPortRange)
    hplmn = try c.optionalNested("hplmn", presentInOctets: !c.isAtEnd, value?.hplmn)
  }
}

/// Type of a remote UE identity (TS 24.501 §9.11.4.29).
public enum RemoteUEIDType: NamedValue {
  case upPRUKID
  case cpPRUKID
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 3 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 1: self = .upPRUKID
    case 2: self = .cpPRUKID
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .upPRUKID: 1
    case .cpPRUKID: 2
    case .other(let value): value
    }
  }
}

/// Protocol used by a remote UE (TS 24.501 §9.11.4.29).
public enum RemoteUEProtocol: NamedValue {
  case noIPInformation
  case ipv4
  case ipv6
  case unstructured
  case ethernet
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 3 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 0: self = .noIPInformation
    case 1: self = .ipv4
    case 2: self = .ipv6
    case 4: self = .unstructured
    case 5: self = .ethernet
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .noIPInformation: 0
    case .ipv4: 1
    case .ipv6: 2
    case .unstructured: 4
    case .ethernet: 5
    case .other(let value): value
    }
  }

  /// Octets of the address information.
  var addressOctetCount: Int {
    switch self {
    case .ipv4: 4
    case .ipv6: 8
    case .ethernet: 6
    default: 0
    }
  }
}

/// A range of ports, both ends included.
public struct PortRange: InformationElement {
  public var low: UInt16
  public var high: UInt16

  public init(low: UInt16, high: UInt16) {
    self.low = low
    self.high = high
  }

  public init(coding c: inout NASCoder, _ value: PortRange?) throws(NASError) {
    low = try c.uint16("low", value?.low)
    high = try c.uint16("high", value?.high)
  }
}

/// Service-level-AA container (TS 24.501 §9.11.2.10): parameters of the authentication by a service, for example of a UAS.
public struct ServiceLevelAAContainer: InformationElement {
  public var parameters: [ServiceLevelAAParameter]
  public init(_ parameters: [ServiceLevelAAParameter]) { self.parameters = parameters }

  public init(coding c: inout NASCoder, _ value: ServiceLevelAAContainer?) throws(NASError) {
    parameters = try c.list("", value?.parameters)
  }
}

/// One parameter of a service-level-AA container; its type octet says which, and how its length is coded.
public enum ServiceLevelAAParameter: InformationElement {
  /// Service-level device ID (§9.11.2.11), UTF-8.
  case deviceID([UInt8])
  /// §9.11.2.12.
  indirect case serverAddress(ServiceLevelAAServerAddress)
  /// §9.11.2.14.
  case response(ServiceLevelAAResponse)
  /// Service-level-AA payload type (§9.11.2.15).
  case payloadType(ServiceLevelAAPayloadType)
  /// Service-level-AA service status indication (§9.11.2.18): UAS services are enabled.
  case uasServicesEnabled(ServiceLevelAAServiceStatusIndication)
  /// Service-level-AA payload (§9.11.2.13): opaque to NAS.
  case payload([UInt8])
  /// Service-level-AA pending indication (§9.11.2.17): the procedure is to be performed.
  case pendingIndication(Bool)
  /// A type 1 parameter that is not known here: its octet.
  case otherOctet(UInt8)
  /// Another type that is not known here.
  case other(type: UInt8, [UInt8])

  private static let names: [(type: UInt8, name: String)] = [
    (0x10, "deviceID"), (0x20, "serverAddress"), (0x30, "response"), (0x40, "payloadType"), (0x50, "uasServicesEnabled"), (0x70, "payload"),
    (0xA0, "pendingIndication"),
  ]

  /// The type octet; of a pending indication the upper half only, of another type 1 parameter the whole octet.
  public var type: UInt8 {
    switch self {
    case .deviceID: 0x10
    case .serverAddress: 0x20
    case .response: 0x30
    case .payloadType: 0x40
    case .uasServicesEnabled: 0x50
    case .payload: 0x70
    case .pendingIndication: 0xA0
    case .otherOctet(let octet): octet
    case .other(let type, _): type
    }
  }

  public init(coding c: inout NASCoder, _ value: ServiceLevelAAParameter?) throws(NASError) {
    if let next = c.mode == .decode ? c.peek() : value?.type, next & 0x80 != 0 {
      try self.init(codingOneOctet: &c, next, value)
      return
    }
    let type = try c.alternative(8, Self.names, value?.type)
    if c.mode == .fromJSON, type & 0x80 != 0 {
      try self.init(codingOneOctet: &c, type, nil)
      return
    }
    let frame = try c.beginCounted(lengthOctets: type & 0xF0 == 0x70 ? 2 : 1)
    switch (type, value) {
    case (0x10, .deviceID(let part)?): self = .deviceID(try c.rest("deviceID", part))
    case (0x10, nil): self = .deviceID(try c.rest("deviceID", nil))
    case (0x20, .serverAddress(let part)?): self = .serverAddress(try c.nested("serverAddress", part))
    case (0x20, nil): self = .serverAddress(try c.nested("serverAddress", nil))
    case (0x30, .response(let part)?): self = .response(try c.nested("response", part))
    case (0x30, nil): self = .response(try c.nested("response", nil))
    case (0x40, .payloadType(let part)?): self = .payloadType(try c.nested("payloadType", part))
    case (0x40, nil): self = .payloadType(try c.nested("payloadType", nil))
    case (0x50, .uasServicesEnabled(let part)?): self = .uasServicesEnabled(try c.nested("uasServicesEnabled", part))
    case (0x50, nil): self = .uasServicesEnabled(try c.nested("uasServicesEnabled", nil))
    case (0x70, .payload(let part)?): self = .payload(try c.rest("payload", part))
    case (0x70, nil): self = .payload(try c.rest("payload", nil))
    case (_, .other(_, let part)?) where !Self.names.contains { $0.type == type }:
      self = .other(type: type, try c.otherAlternative(type, part))
    case (_, nil): self = .other(type: type, try c.otherAlternative(type, nil))
    default: throw .notEncodable(ie: "serviceLevelAAParameter")
    }
    try c.endCounted(frame)
  }

  /// A type 1 parameter: its type in the upper half of the octet; of a pending indication three spare bits and a flag in the lower.
  private init(codingOneOctet c: inout NASCoder, _ octet: UInt8, _ value: ServiceLevelAAParameter?) throws(NASError) {
    let isPendingIndication = octet & 0xF0 == 0xA0
    switch (c.mode, value) {
    case (.decode, _):
      c.position += 1
      self = isPendingIndication ? .pendingIndication(octet & 1 == 1) : .otherOctet(octet)
    case (.fromJSON, _):
      self = isPendingIndication ? .pendingIndication(try c.flag("pendingIndication", nil)) : .otherOctet(octet)
    case (.toJSON, .pendingIndication(let isPending)?): self = .pendingIndication(try c.flag("pendingIndication", isPending))
    case (.encode, .pendingIndication(let isPending)?):
      c.output.append(0xA0 | (isPending ? 1 : 0))
      self = .pendingIndication(isPending)
    case (_, .otherOctet) where !isPendingIndication: self = .otherOctet(try c.uint8("type", octet))
    default: throw .notEncodable(ie: "serviceLevelAAParameter")
    }
  }
}

/// Service-level-AA server address (TS 24.501 §9.11.2.12).
public enum ServiceLevelAAServerAddress: InformationElement {
  /// Four octets.
  case ipv4([UInt8])
  /// Sixteen octets.
  case ipv6([UInt8])
  case ipv4v6(IPv4AndIPv6Address)
  /// As in DNS: labels with a length octet each (TS 23.003 §19.4.2.1).
  case fqdn([UInt8])
  /// A type that is not known here, or whose contents are not those of its type.
  case other(type: UInt8, [UInt8])

  /// The number of the type.
  public var type: UInt8 {
    switch self {
    case .ipv4: 1
    case .ipv6: 2
    case .ipv4v6: 3
    case .fqdn: 4
    case .other(let type, _): type
    }
  }

  private static let names: [(type: UInt8, name: String)] = [(1, "ipv4"), (2, "ipv6"), (3, "ipv4v6"), (4, "fqdn")]

  public init(coding c: inout NASCoder, _ value: ServiceLevelAAServerAddress?) throws(NASError) {
    let type = try c.alternative(8, Self.names, value?.type)
    switch type {
    case 1:
      var part: [UInt8]?
      if case .ipv4(let contents)? = value { part = contents }
      self = .ipv4(try c.octets("ipv4", count: 4, part))
    case 2:
      var part: [UInt8]?
      if case .ipv6(let contents)? = value { part = contents }
      self = .ipv6(try c.octets("ipv6", count: 16, part))
    case 3:
      var part: IPv4AndIPv6Address?
      if case .ipv4v6(let contents)? = value { part = contents }
      self = .ipv4v6(try c.nested("ipv4v6", part))
    case 4:
      var part: [UInt8]?
      if case .fqdn(let contents)? = value { part = contents }
      self = .fqdn(try c.rest("fqdn", part))
    default:
      var part: [UInt8]?
      if case .other(_, let contents)? = value { part = contents }
      self = .other(type: type, try c.otherAlternative(type, part))
    }
  }
}

/// An IPv4 and an IPv6 address, one after the other.
public struct IPv4AndIPv6Address: InformationElement {
  /// Four octets.
  public var ipv4: [UInt8]
  /// Sixteen octets.
  public var ipv6: [UInt8]

  public init(ipv4: [UInt8], ipv6: [UInt8]) {
    self.ipv4 = ipv4
    self.ipv6 = ipv6
  }

  public init(coding c: inout NASCoder, _ value: IPv4AndIPv6Address?) throws(NASError) {
    ipv4 = try c.octets("ipv4", count: 4, value?.ipv4)
    ipv6 = try c.octets("ipv6", count: 16, value?.ipv6)
  }
}

/// Service-level-AA response (TS 24.501 §9.11.2.14).
public struct ServiceLevelAAResponse: InformationElement {
  /// C2AR: 0 no information, 1 successful, 2 not successful or revoked.
  public var c2AuthorizationResult: UInt8
  /// SLAR: 0 no information, 1 successful, 2 not successful or revoked.
  public var serviceLevelAAResult: UInt8

  public init(c2AuthorizationResult: UInt8, serviceLevelAAResult: UInt8) {
    self.c2AuthorizationResult = c2AuthorizationResult
    self.serviceLevelAAResult = serviceLevelAAResult
  }

  public init(coding c: inout NASCoder, _ value: ServiceLevelAAResponse?) throws(NASError) {
    try c.spare(4)
    c2AuthorizationResult = try c.bits("c2AuthorizationResult", 2, value?.c2AuthorizationResult)
    serviceLevelAAResult = try c.bits("serviceLevelAAResult", 2, value?.serviceLevelAAResult)
  }
}

/// Service-level-AA payload type (TS 24.501 §9.11.2.15).
public enum ServiceLevelAAPayloadType: NamedValue {
  case uuaa
  case c2Authorization
  /// A value without a name in the standard.
  case other(UInt8)

  public init(rawValue: UInt8) {
    switch rawValue {
    case 1: self = .uuaa
    case 2: self = .c2Authorization
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .uuaa: 1
    case .c2Authorization: 2
    case .other(let value): value
    }
  }
}

/// Service-level-AA service status indication (TS 24.501 §9.11.2.18).
public struct ServiceLevelAAServiceStatusIndication: InformationElement {
  /// UAS services are enabled.
  public var uas: Bool

  public init(uas: Bool = false) {
    self.uas = uas
  }

  public init(coding c: inout NASCoder, _ value: ServiceLevelAAServiceStatusIndication?) throws(NASError) {
    try c.spare(7)
    uas = try c.flag("uas", value?.uas)
  }
}

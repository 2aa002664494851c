import Base

/// PDU address (TS 24.501 §9.11.4.10); in a request it is the suggested interface identifier (§9.11.4.29 of Release 17: same coding).
public enum PDUAddress: Hashable, Sendable {
  /// Four octets.
  case ipv4([UInt8])
  /// The interface identifier of the link-local address, eight octets.
  case ipv6(interfaceIdentifier: [UInt8])
  case ipv4v6(interfaceIdentifier: [UInt8], ipv4: [UInt8])
  /// An address followed by the SMF's IPv6 link-local address (SI6LLA), sixteen octets; `ipv4` only for IPv4v6.
  case withSMFAddress(interfaceIdentifier: [UInt8], ipv4: [UInt8]?, smfIPv6LinkLocalAddress: [UInt8])
  /// Another PDU session type: the octets as coded, with the type.
  case other([UInt8])

  public var ipv4Address: [UInt8]? {
    switch self {
    case .ipv4(let address), .ipv4v6(_, let address): address
    case .withSMFAddress(_, let address, _): address
    default: nil
    }
  }

  public var interfaceIdentifier: [UInt8]? {
    switch self {
    case .ipv6(let identifier), .ipv4v6(let identifier, _), .withSMFAddress(let identifier, _, _): identifier
    default: nil
    }
  }

  public var smfIPv6LinkLocalAddress: [UInt8]? { if case .withSMFAddress(_, _, let address) = self { address } else { nil } }

  /// From the parts that are there; `nil` for a combination that has no coding.
  private init?(interfaceIdentifier: [UInt8]?, ipv4: [UInt8]?, smfAddress: [UInt8]?) {
    switch (interfaceIdentifier, ipv4, smfAddress) {
    case (let identifier?, _, let smfAddress?):
      self = .withSMFAddress(interfaceIdentifier: identifier, ipv4: ipv4, smfIPv6LinkLocalAddress: smfAddress)
    case (let identifier?, let ipv4?, nil): self = .ipv4v6(interfaceIdentifier: identifier, ipv4: ipv4)
    case (let identifier?, nil, nil): self = .ipv6(interfaceIdentifier: identifier)
    case (nil, let ipv4?, nil): self = .ipv4(ipv4)
    case (nil, _, _): return nil
    }
  }
}

extension PDUAddress: InformationElement {
  public init(coding c: inout NASCoder, _ value: PDUAddress?) throws(NASError) {
    switch c.mode {
    case .decode: self = try Self.decode(&c)
    case .encode:
      let value = try c.written("pduAddress", value)
      if case .other(let octets) = value {
        guard let first = octets.first, !(1...3).contains(first & 7) else { throw .notEncodable(ie: "pduAddress") }
        c.output.append(contentsOf: octets)
      } else {
        let type: UInt8 = (value.ipv4Address == nil ? 0 : 1) | (value.interfaceIdentifier == nil ? 0 : 2)
        c.output.append(type | (value.smfIPv6LinkLocalAddress == nil ? 0 : 8))
        if let part = value.interfaceIdentifier { _ = try c.octets("interfaceIdentifier", count: 8, part) }
        if let part = value.ipv4Address { _ = try c.octets("ipv4", count: 4, part) }
        if let part = value.smfIPv6LinkLocalAddress { _ = try c.octets("smfIPv6LinkLocalAddress", count: 16, part) }
      }
      self = value
    case .toJSON:
      let value = try c.written("pduAddress", value)
      if case .other(let octets) = value { c.put("octets", .string(Hex.encode(octets))) }
      if let address = value.ipv4Address { c.put("ipv4", .string(address.map(String.init).joined(separator: "."))) }
      if let identifier = value.interfaceIdentifier { c.put("interfaceIdentifier", .string(Hex.encode(identifier))) }
      if let address = value.smfIPv6LinkLocalAddress { c.put("smfIPv6LinkLocalAddress", .string(Hex.encode(address))) }
      self = value
    case .fromJSON:
      if let octets = c.hexMember("octets") {
        self = .other(octets)
        return
      }
      let parts = c.member("ipv4")?.stringValue?.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
      let ipv4 = parts?.compactMap { $0 }
      guard ipv4?.count == parts?.count, ipv4?.count ?? 4 == 4 else { throw .invalidJSON(path: "ipv4") }
      let identifier = c.hexMember("interfaceIdentifier")
      guard let read = Self(interfaceIdentifier: identifier, ipv4: ipv4, smfAddress: c.hexMember("smfIPv6LinkLocalAddress")) else {
        throw .invalidJSON(path: "pduAddress")
      }
      self = read
    }
  }

  private static func decode(_ c: inout NASCoder) throws(NASError) -> PDUAddress {
    guard let first = c.peek() else { throw .malformed(ie: "pduAddress") }
    let type = first & 7
    guard (1...3).contains(type) else { return .other(try c.rest("pduAddress", nil)) }
    c.position += 1
    let identifier = type == 1 ? nil : try c.octets("interfaceIdentifier", count: 8, nil)
    let ipv4 = type == 2 ? nil : try c.octets("ipv4", count: 4, nil)
    // SI6LLA is spare for IPv4.
    let smfAddress = first & 8 == 0 || type == 1 ? nil : try c.octets("smfIPv6LinkLocalAddress", count: 16, nil)
    guard let read = Self(interfaceIdentifier: identifier, ipv4: ipv4, smfAddress: smfAddress) else { throw .malformed(ie: "pduAddress") }
    return read
  }
}

/// SM PDU DN request container (TS 24.501 §9.11.4.15): the DN-specific identity as a network access identifier.
public struct SMPDUDNRequestContainer: InformationElement {
  public var identity: [UInt8]
  public init(identity: [UInt8]) { self.identity = identity }
  public init(coding c: inout NASCoder, _ value: SMPDUDNRequestContainer?) throws(NASError) {
    identity = try c.rest("", value?.identity)
  }
}

/// Maximum number of supported packet filters (TS 24.501 §9.11.4.9): 17 to 1024.
public struct MaximumNumberOfSupportedPacketFilters: InformationElement {
  /// 11 bits.
  public var count: UInt16
  public init(_ count: UInt16) { self.count = count }
  public init(coding c: inout NASCoder, _ value: MaximumNumberOfSupportedPacketFilters?) throws(NASError) {
    switch c.mode {
    case .decode: count = try c.uint16("", nil) >> 5
    case .encode:
      guard let value, value.count < 2048 else { throw .notEncodable(ie: "maximumNumberOfSupportedPacketFilters") }
      _ = try c.uint16("", value.count << 5)
      self = value
    case .toJSON, .fromJSON: count = try c.uint16("", value?.count)
    }
  }
}

/// Mapped EPS bearer contexts (TS 24.501 §9.11.4.8).
public struct MappedEPSBearerContexts: InformationElement {
  public var contexts: [MappedEPSBearerContext]
  public init(_ contexts: [MappedEPSBearerContext]) { self.contexts = contexts }
  public init(coding c: inout NASCoder, _ value: MappedEPSBearerContexts?) throws(NASError) { contexts = try c.list("", value?.contexts) }
}

/// One mapped EPS bearer context (TS 24.501 figure 9.11.4.8.2).
public struct MappedEPSBearerContext: InformationElement {
  /// 5 to 15.
  public var epsBearerIdentity: UInt8
  /// 1 create, 2 delete, 3 modify.
  public var operation: UInt8
  /// E bit: the parameters are a complete (creation) or replacing (modification) list.
  public var parametersIncluded: Bool
  /// At most 15.
  public var parameters: [EPSBearerParameter]

  public init(epsBearerIdentity: UInt8, operation: UInt8, parametersIncluded: Bool = true, parameters: [EPSBearerParameter]) {
    self.epsBearerIdentity = epsBearerIdentity
    self.operation = operation
    self.parametersIncluded = parametersIncluded
    self.parameters = parameters
  }

  public init(coding c: inout NASCoder, _ value: MappedEPSBearerContext?) throws(NASError) {
    epsBearerIdentity = try c.bits("epsBearerIdentity", 4, value?.epsBearerIdentity)
    try c.spare(4)
    let frame = try c.beginCounted(lengthOctets: 2)
    operation = try c.bits("operation", 2, value?.operation)
    try c.spare(1)
    parametersIncluded = try c.flag("parametersIncluded", value?.parametersIncluded)
    var count: UInt8 = 0
    if c.isBinary {
      guard value?.parameters.count ?? 0 < 16 else { throw .notEncodable(ie: "parameters") }
      count = try c.bits("count", 4, value.map { UInt8(truncatingIfNeeded: $0.parameters.count) })
    }
    parameters = try c.list("parameters", count: Int(count), value?.parameters)
    try c.endCounted(frame)
  }
}

/// A parameter of a mapped EPS bearer context (TS 24.501 §9.11.4.8); the contents are EPS or GPRS coded (TS 24.301, TS 24.008).
public enum EPSBearerParameter: InformationElement {
  /// TS 24.301 §9.9.4.3.
  case mappedEPSQoS([UInt8])
  /// TS 24.301 §9.9.4.30.
  case mappedExtendedEPSQoS([UInt8])
  /// TS 24.008 §10.5.6.12.
  case trafficFlowTemplate([UInt8])
  /// TS 24.301 §9.9.4.2.
  case apnAMBR([UInt8])
  /// TS 24.301 §9.9.4.29.
  case extendedAPNAMBR([UInt8])
  /// A type that is not known here, or whose contents are not those of its type.
  case other(type: UInt8, [UInt8])

  /// The number of the type.
  public var type: UInt8 {
    switch self {
    case .mappedEPSQoS: 1
    case .mappedExtendedEPSQoS: 2
    case .trafficFlowTemplate: 3
    case .apnAMBR: 4
    case .extendedAPNAMBR: 5
    case .other(let type, _): type
    }
  }

  private static let names: [(type: UInt8, name: String)] = [
    (1, "mappedEPSQoS"), (2, "mappedExtendedEPSQoS"), (3, "trafficFlowTemplate"), (4, "apnAMBR"), (5, "extendedAPNAMBR"),
  ]

  public init(coding c: inout NASCoder, _ value: EPSBearerParameter?) throws(NASError) {
    let type = try c.alternative(8, Self.names, value?.type)
    let frame = try c.beginCounted(lengthOctets: 1)
    switch type {
    case 1:
      var part: [UInt8]?
      if case .mappedEPSQoS(let contents)? = value { part = contents }
      self = .mappedEPSQoS(try c.rest("mappedEPSQoS", part))
    case 2:
      var part: [UInt8]?
      if case .mappedExtendedEPSQoS(let contents)? = value { part = contents }
      self = .mappedExtendedEPSQoS(try c.rest("mappedExtendedEPSQoS", part))
    case 3:
      var part: [UInt8]?
      if case .trafficFlowTemplate(let contents)? = value { part = contents }
      self = .trafficFlowTemplate(try c.rest("trafficFlowTemplate", part))
    case 4:
      var part: [UInt8]?
      if case .apnAMBR(let contents)? = value { part = contents }
      self = .apnAMBR(try c.rest("apnAMBR", part))
    case 5:
      var part: [UInt8]?
      if case .extendedAPNAMBR(let contents)? = value { part = contents }
      self = .extendedAPNAMBR(try c.rest("extendedAPNAMBR", part))
    default:
      var part: [UInt8]?
      if case .other(_, let contents)? = value { part = contents }
      self = .other(type: type, try c.otherAlternative(type, part))
    }
    try c.endCounted(frame)
  }
}

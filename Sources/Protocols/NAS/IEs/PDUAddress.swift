import Base

/// PDU address (TS 24.501 §9.11.4.10); in a request it is the suggested interface identifier (§9.11.4.28).
public enum PDUAddress: Hashable, Sendable {
  /// Four octets.
  case ipv4([UInt8])
  /// The interface identifier of the link-local address, eight octets.
  case ipv6(interfaceIdentifier: [UInt8])
  case ipv4v6(interfaceIdentifier: [UInt8], ipv4: [UInt8])
  /// Another type, or an address with the SMF's IPv6 link-local address (SI6LLA): the octets as coded.
  case other([UInt8])

  public var ipv4Address: [UInt8]? {
    switch self {
    case .ipv4(let address), .ipv4v6(_, let address): address
    default: nil
    }
  }

  public var interfaceIdentifier: [UInt8]? {
    switch self {
    case .ipv6(let identifier), .ipv4v6(let identifier, _): identifier
    default: nil
    }
  }
}

extension PDUAddress: InformationElement {
  public init(coding c: inout NASCoder, _ value: PDUAddress?) throws(NASError) {
    switch c.mode {
    case .decode: self = try Self.decode(c.rest("", nil))
    case .encode:
      guard let value, let octets = value.encoded else { throw .notEncodable(ie: "pduAddress") }
      _ = try c.rest("", octets)
      self = value
    case .toJSON:
      guard let value else { throw .notEncodable(ie: "pduAddress") }
      if case .other(let octets) = value { c.put("octets", .string(Hex.encode(octets))) }
      if let address = value.ipv4Address { c.put("ipv4", .string(address.map(String.init).joined(separator: "."))) }
      if let identifier = value.interfaceIdentifier { c.put("interfaceIdentifier", .string(Hex.encode(identifier))) }
      self = value
    case .fromJSON:
      if let octets = c.member("octets")?.stringValue.flatMap({ Hex.decode($0) }) {
        self = .other(octets)
        return
      }
      let parts = c.member("ipv4")?.stringValue?.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
      let ipv4 = parts?.compactMap { $0 }
      guard ipv4?.count == parts?.count, ipv4?.count ?? 4 == 4 else { throw .invalidJSON(path: "ipv4") }
      let identifier = c.member("interfaceIdentifier")?.stringValue.flatMap { Hex.decode($0) }
      switch (identifier, ipv4) {
      case (let identifier?, let ipv4?): self = .ipv4v6(interfaceIdentifier: identifier, ipv4: ipv4)
      case (let identifier?, nil): self = .ipv6(interfaceIdentifier: identifier)
      case (nil, let ipv4?): self = .ipv4(ipv4)
      case (nil, nil): throw .invalidJSON(path: "pduAddress")
      }
    }
  }

  private static func decode(_ octets: [UInt8]) throws(NASError) -> PDUAddress {
    guard let first = octets.first else { throw .malformed(ie: "pduAddress") }
    let value = Array(octets.dropFirst())
    switch (first, value.count) {
    case (1, 4): return .ipv4(value)
    case (2, 8): return .ipv6(interfaceIdentifier: value)
    case (3, 12): return .ipv4v6(interfaceIdentifier: Array(value.prefix(8)), ipv4: Array(value.suffix(4)))
    default:
      let expected = [1: 4, 2: 8, 3: 12][Int(first & 7)] ?? 0
      guard value.count >= expected else { throw .malformed(ie: "pduAddress") }
      return .other(octets)
    }
  }

  private var encoded: [UInt8]? {
    switch self {
    case .ipv4(let address): address.count == 4 ? [1] + address : nil
    case .ipv6(let identifier): identifier.count == 8 ? [2] + identifier : nil
    case .ipv4v6(let identifier, let address): identifier.count == 8 && address.count == 4 ? [3] + identifier + address : nil
    case .other(let octets): octets.isEmpty ? nil : octets
    }
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
  public struct Context: InformationElement {
    /// 5 to 15.
    public var epsBearerIdentity: UInt8
    /// Operation code, E bit, number of parameters and the parameters as coded.
    public var contents: [UInt8]

    public init(epsBearerIdentity: UInt8, contents: [UInt8]) {
      self.epsBearerIdentity = epsBearerIdentity
      self.contents = contents
    }

    public init(coding c: inout NASCoder, _ value: Context?) throws(NASError) {
      epsBearerIdentity = try c.bits("epsBearerIdentity", 4, value?.epsBearerIdentity)
      try c.spare(4)
      contents = try c.nestedCounted("contents", lengthOctets: 2, value?.contents)
    }
  }
  public var contexts: [Context]
  public init(_ contexts: [Context]) { self.contexts = contexts }
  public init(coding c: inout NASCoder, _ value: MappedEPSBearerContexts?) throws(NASError) { contexts = try c.list("", value?.contexts) }
}

import Base

/// Extended protocol configuration options (TS 24.501 §9.11.4.6, TS 24.008 §10.5.6.3A).
public struct ExtendedProtocolConfigurationOptions: InformationElement {
  /// 0 is "PPP for use with IP PDP type or IP PDN type".
  public var configurationProtocol: UInt8
  public var containers: [Container]

  public init(configurationProtocol: UInt8 = 0, containers: [Container]) {
    self.configurationProtocol = configurationProtocol
    self.containers = containers
  }

  public init(coding c: inout NASCoder, _ value: ExtendedProtocolConfigurationOptions?) throws(NASError) {
    if c.mode == .decode || c.mode == .encode {
      let isExtended = try c.flag("extension", value.map { _ in true })
      guard isExtended else { throw .malformed(ie: "extendedProtocolConfigurationOptions") }
    }
    try c.spare(4)
    configurationProtocol = try c.bits("configurationProtocol", 3, value?.configurationProtocol)
    containers = try c.list("containers", value?.containers)
  }

  /// A protocol (PPP) or additional parameter: identifier, length of one octet (of two where the name says so), contents.
  public struct Container: InformationElement {
    /// For example 8021 for IPCP, 000D for DNS server IPv4 address. Meanings depend on the direction.
    public var identifier: UInt16
    public var contents: [UInt8]

    public init(identifier: UInt16, contents: [UInt8] = []) {
      self.identifier = identifier
      self.contents = contents
    }

    public init(coding c: inout NASCoder, _ value: Container?) throws(NASError) {
      identifier = try c.uint16("identifier", value?.identifier)
      contents = try c.counted("contents", lengthOctets: Self.lengthOctets(identifier, fromNetwork: c.isFromNetwork), value?.contents)
    }

    /// The containers "with the length of two octets". In a message from the UE, QoS rules to ECS address (0023 to 0032) are requests or
    /// indicators with one octet.
    private static func lengthOctets(_ identifier: UInt16, fromNetwork: Bool) -> Int {
      switch identifier {
      case 0x0023, 0x0024, 0x0030, 0x0031, 0x0032: fromNetwork ? 2 : 1
      case Identifier.serviceLevelAAContainer, Identifier.sdnaepcEAPMessage, Identifier.uePolicyContainer: 2
      default: 1
      }
    }
  }

  /// Container identifiers of TS 24.008 §10.5.6.3.
  public enum Identifier {
    public static let ipcp: UInt16 = 0x8021
    public static let pap: UInt16 = 0xC023
    public static let chap: UInt16 = 0xC223
    /// P-CSCF IPv6 address (request).
    public static let pCSCFIPv6Address: UInt16 = 0x0001
    public static let imCNSubsystemSignallingFlag: UInt16 = 0x0002
    /// DNS server IPv6 address (request or address).
    public static let dnsServerIPv6Address: UInt16 = 0x0003
    /// MS support of network requested bearer control indicator; from the network: selected bearer control mode.
    public static let networkRequestedBearerControl: UInt16 = 0x0005
    public static let ipAddressAllocationViaNASSignalling: UInt16 = 0x000A
    public static let ipv4AddressAllocationViaDHCPv4: UInt16 = 0x000B
    /// P-CSCF IPv4 address (request).
    public static let pCSCFIPv4Address: UInt16 = 0x000C
    /// DNS server IPv4 address (request or address).
    public static let dnsServerIPv4Address: UInt16 = 0x000D
    /// IPv4 link MTU (request or value).
    public static let ipv4LinkMTU: UInt16 = 0x0010
    public static let msSupportOfLocalAddressInTFT: UInt16 = 0x0011
    /// Non-IP (unstructured) link MTU.
    public static let unstructuredLinkMTU: UInt16 = 0x0015
    /// Service-level-AA container with the length of two octets.
    public static let serviceLevelAAContainer: UInt16 = 0x0041
    /// SDNAEPC EAP message with the length of two octets.
    public static let sdnaepcEAPMessage: UInt16 = 0x0051
    /// UE policy container with the length of two octets.
    public static let uePolicyContainer: UInt16 = 0x0056
  }

  /// Whether a container with this identifier is there (in a request it is empty).
  public func has(_ identifier: UInt16) -> Bool { containers.contains { $0.identifier == identifier } }

  /// IPv4 DNS servers from the containers 000D and from IPCP (primary, secondary), four octets each; zero addresses left out.
  public var dnsServersIPv4: [[UInt8]] {
    let direct = containers.filter { $0.identifier == Identifier.dnsServerIPv4Address && $0.contents.count == 4 }.map(\.contents)
    let negotiated = containers.filter { $0.identifier == Identifier.ipcp }.flatMap { container in
      IPCPPacket(container.contents)?.dnsServers ?? []
    }
    var seen: Set<[UInt8]> = [[0, 0, 0, 0]]
    return (direct + negotiated).filter { seen.insert($0).inserted }
  }

  /// 16 octets each.
  public var dnsServersIPv6: [[UInt8]] {
    containers.filter { $0.identifier == Identifier.dnsServerIPv6Address && $0.contents.count == 16 }.map(\.contents)
  }

  public var ipv4LinkMTU: UInt16? {
    guard let contents = containers.first(where: { $0.identifier == Identifier.ipv4LinkMTU && $0.contents.count == 2 })?.contents else {
      return nil
    }
    return UInt16(contents[0]) << 8 | UInt16(contents[1])
  }
}

/// An IPCP packet (RFC 1332) with the name server options of RFC 1877, as carried in container 8021.
public struct IPCPPacket: Hashable, Sendable {
  public enum Code {
    public static let configureRequest: UInt8 = 1
    public static let configureAck: UInt8 = 2
    public static let configureNak: UInt8 = 3
    public static let configureReject: UInt8 = 4
  }
  public struct Option: Hashable, Sendable {
    /// 3 IP address, 129 primary DNS, 130 primary NBNS, 131 secondary DNS, 132 secondary NBNS.
    public var type: UInt8
    public var value: [UInt8]
    public init(type: UInt8, value: [UInt8]) {
      self.type = type
      self.value = value
    }
  }
  public var code: UInt8
  public var identifier: UInt8
  public var options: [Option]

  public init(code: UInt8, identifier: UInt8, options: [Option]) {
    self.code = code
    self.identifier = identifier
    self.options = options
  }

  /// `nil` where a length is inconsistent.
  public init?(_ octets: [UInt8]) {
    var reader = ByteReader(octets)
    guard let code = reader.readUInt8(), let identifier = reader.readUInt8(), let length = reader.readUInt16(),
      var body = reader.readSlice(Int(length) - 4)
    else { return nil }
    self.init(code: code, identifier: identifier, options: [])
    while let type = body.readUInt8() {
      guard let length = body.readUInt8(), let value = body.readBytes(Int(length) - 2) else { return nil }
      options.append(Option(type: type, value: value))
    }
  }

  public var octets: [UInt8] {
    let body = options.flatMap { [$0.type, UInt8(truncatingIfNeeded: $0.value.count + 2)] + $0.value }
    return [code, identifier, UInt8(truncatingIfNeeded: (body.count + 4) >> 8), UInt8(truncatingIfNeeded: body.count + 4)] + body
  }

  /// Primary then secondary DNS servers, four octets each.
  public var dnsServers: [[UInt8]] {
    [129, 131].flatMap { (type: UInt8) in options.filter { $0.type == type && $0.value.count == 4 }.map(\.value) }
  }

  /// The network's answer to a request: Ack where nothing changes, Nak with the servers; options that cannot be given are rejected.
  public static func answer(to request: IPCPPacket, dnsServers: [[UInt8]]) -> IPCPPacket {
    var rejected: [Option] = []
    var changed: [Option] = []
    for option in request.options {
      let server: [UInt8]?
      switch option.type {
      case 129: server = dnsServers.first
      case 131: server = dnsServers.count > 1 ? dnsServers[1] : nil
      default: server = nil
      }
      guard let server, option.value.count == 4 else {
        rejected.append(option)
        continue
      }
      if server != option.value { changed.append(Option(type: option.type, value: server)) }
    }
    if !changed.isEmpty { return IPCPPacket(code: Code.configureNak, identifier: request.identifier, options: changed) }
    if !rejected.isEmpty { return IPCPPacket(code: Code.configureReject, identifier: request.identifier, options: rejected) }
    return IPCPPacket(code: Code.configureAck, identifier: request.identifier, options: request.options)
  }
}

import Base

/// A component of a packet filter: its type (TS 24.501 §9.11.4.13, table 9.11.4.13.1) and its value of a fixed length.
public struct PacketFilterComponent: Hashable, Sendable {
  public enum Kind: NamedValue {
    case matchAll
    case ipv4RemoteAddress
    case ipv4LocalAddress
    case ipv6RemoteAddressPrefixLength
    case ipv6LocalAddressPrefixLength
    case protocolIdentifierNextHeader
    case singleLocalPort
    case localPortRange
    case singleRemotePort
    case remotePortRange
    case securityParameterIndex
    case typeOfServiceTrafficClass
    case flowLabel
    case destinationMACAddress
    case sourceMACAddress
    case cTagVID
    case sTagVID
    case cTagPCPDEI
    case sTagPCPDEI
    case ethertype
    case destinationMACAddressRange
    case sourceMACAddressRange
    /// A type without a name in the standard; the rest of its filter is its value.
    case other(UInt8)

    /// Name, code and number of value octets.
    private static var table: [(kind: Kind, code: UInt8, octetCount: Int)] {
      [
        (.matchAll, 0x01, 0), (.ipv4RemoteAddress, 0x10, 8), (.ipv4LocalAddress, 0x11, 8), (.ipv6RemoteAddressPrefixLength, 0x21, 17),
        (.ipv6LocalAddressPrefixLength, 0x23, 17), (.protocolIdentifierNextHeader, 0x30, 1), (.singleLocalPort, 0x40, 2),
        (.localPortRange, 0x41, 4), (.singleRemotePort, 0x50, 2), (.remotePortRange, 0x51, 4), (.securityParameterIndex, 0x60, 4),
        (.typeOfServiceTrafficClass, 0x70, 2), (.flowLabel, 0x80, 3), (.destinationMACAddress, 0x81, 6), (.sourceMACAddress, 0x82, 6),
        (.cTagVID, 0x83, 2), (.sTagVID, 0x84, 2), (.cTagPCPDEI, 0x85, 1), (.sTagPCPDEI, 0x86, 1), (.ethertype, 0x87, 2),
        (.destinationMACAddressRange, 0x88, 12), (.sourceMACAddressRange, 0x89, 12),
      ]
    }

    public init(rawValue: UInt8) { self = Self.table.first { $0.code == rawValue }?.kind ?? .other(rawValue) }
    public var rawValue: UInt8 {
      if case .other(let value) = self { return value }
      return Self.table.first { $0.kind == self }?.code ?? 0
    }
    /// `nil` for a type that is not known.
    public var octetCount: Int? { Self.table.first { $0.kind == self }?.octetCount }
  }

  public var kind: Kind
  /// The value: addresses followed by the mask or prefix length, port ranges as two ports, and so on.
  public var value: [UInt8]

  public init(_ kind: Kind, _ value: [UInt8] = []) {
    self.kind = kind
    self.value = value
  }

  public static let matchAll = PacketFilterComponent(.matchAll)
  /// - Parameters: four octets each.
  public static func ipv4RemoteAddress(_ address: [UInt8], mask: [UInt8]) -> Self { Self(.ipv4RemoteAddress, address + mask) }
  public static func protocolIdentifier(_ number: UInt8) -> Self { Self(.protocolIdentifierNextHeader, [number]) }
  public static func singleRemotePort(_ port: UInt16) -> Self { Self(.singleRemotePort, [UInt8(port >> 8), UInt8(port & 0xFF)]) }
  public static func singleLocalPort(_ port: UInt16) -> Self { Self(.singleLocalPort, [UInt8(port >> 8), UInt8(port & 0xFF)]) }
}

/// The components of one packet filter, which fill the length of its contents.
struct PacketFilterComponents: InformationElement {
  var components: [PacketFilterComponent]
  init(_ components: [PacketFilterComponent]) { self.components = components }
  init(coding c: inout NASCoder, _ value: PacketFilterComponents?) throws(NASError) {
    components = try c.list("", value?.components)
  }
}

extension PacketFilterComponent: InformationElement {
  public init(coding c: inout NASCoder, _ component: PacketFilterComponent?) throws(NASError) {
    kind = try c.named("type", bits: 8, component?.kind)
    guard let count = kind.octetCount else {
      value = try c.rest("value", component?.value)
      return
    }
    value = count == 0 ? [] : try c.octets("value", count: count, component?.value)
  }
}

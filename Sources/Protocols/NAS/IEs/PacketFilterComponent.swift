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

    public init(rawValue: UInt8) {
      switch rawValue {
      case 0x01: self = .matchAll
      case 0x10: self = .ipv4RemoteAddress
      case 0x11: self = .ipv4LocalAddress
      case 0x21: self = .ipv6RemoteAddressPrefixLength
      case 0x23: self = .ipv6LocalAddressPrefixLength
      case 0x30: self = .protocolIdentifierNextHeader
      case 0x40: self = .singleLocalPort
      case 0x41: self = .localPortRange
      case 0x50: self = .singleRemotePort
      case 0x51: self = .remotePortRange
      case 0x60: self = .securityParameterIndex
      case 0x70: self = .typeOfServiceTrafficClass
      case 0x80: self = .flowLabel
      case 0x81: self = .destinationMACAddress
      case 0x82: self = .sourceMACAddress
      case 0x83: self = .cTagVID
      case 0x84: self = .sTagVID
      case 0x85: self = .cTagPCPDEI
      case 0x86: self = .sTagPCPDEI
      case 0x87: self = .ethertype
      case 0x88: self = .destinationMACAddressRange
      case 0x89: self = .sourceMACAddressRange
      default: self = .other(rawValue)
      }
    }

    public var rawValue: UInt8 {
      switch self {
      case .matchAll: 0x01
      case .ipv4RemoteAddress: 0x10
      case .ipv4LocalAddress: 0x11
      case .ipv6RemoteAddressPrefixLength: 0x21
      case .ipv6LocalAddressPrefixLength: 0x23
      case .protocolIdentifierNextHeader: 0x30
      case .singleLocalPort: 0x40
      case .localPortRange: 0x41
      case .singleRemotePort: 0x50
      case .remotePortRange: 0x51
      case .securityParameterIndex: 0x60
      case .typeOfServiceTrafficClass: 0x70
      case .flowLabel: 0x80
      case .destinationMACAddress: 0x81
      case .sourceMACAddress: 0x82
      case .cTagVID: 0x83
      case .sTagVID: 0x84
      case .cTagPCPDEI: 0x85
      case .sTagPCPDEI: 0x86
      case .ethertype: 0x87
      case .destinationMACAddressRange: 0x88
      case .sourceMACAddressRange: 0x89
      case .other(let value): value
      }
    }

    /// `nil` for a type that is not known.
    public var octetCount: Int? {
      switch self {
      case .matchAll: 0
      case .protocolIdentifierNextHeader, .cTagPCPDEI, .sTagPCPDEI: 1
      case .singleLocalPort, .singleRemotePort, .typeOfServiceTrafficClass, .cTagVID, .sTagVID, .ethertype: 2
      case .flowLabel: 3
      case .localPortRange, .remotePortRange, .securityParameterIndex: 4
      case .destinationMACAddress, .sourceMACAddress: 6
      case .ipv4RemoteAddress, .ipv4LocalAddress: 8
      case .destinationMACAddressRange, .sourceMACAddressRange: 12
      case .ipv6RemoteAddressPrefixLength, .ipv6LocalAddressPrefixLength: 17
      case .other: nil
      }
    }
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
    guard count > 0 else {
      guard component?.value.isEmpty ?? true else { throw .notEncodable(ie: "value") }
      value = []
      return
    }
    value = try c.octets("value", count: count, component?.value)
  }
}

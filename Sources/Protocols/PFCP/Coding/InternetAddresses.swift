import Base

/// An IPv4 address as an element field.
public struct IPv4Address: Hashable, Sendable, CustomStringConvertible {
  /// The address as a number, first octet highest.
  public var rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// `nil` for an IPv6 address.
  public init?(_ address: IPAddress) {
    guard case .v4(let value) = address else { return nil }
    rawValue = value
  }

  /// Dotted decimal text.
  public init?(_ text: some StringProtocol) {
    guard let address = IPAddress(text) else { return nil }
    self.init(address)
  }

  public var address: IPAddress { .v4(rawValue) }
  public var octets: [UInt8] { address.octets }
  public var description: String { address.description }
}

/// An IPv6 address as an element field.
public struct IPv6Address: Hashable, Sendable, CustomStringConvertible {
  /// The first 64 bits: the prefix that a UE is given.
  public var prefix: UInt64
  /// The last 64 bits.
  public var interfaceIdentifier: UInt64

  public init(prefix: UInt64, interfaceIdentifier: UInt64) {
    self.prefix = prefix
    self.interfaceIdentifier = interfaceIdentifier
  }

  /// `nil` for an IPv4 address.
  public init?(_ address: IPAddress) {
    guard case .v6(let value) = address else { return nil }
    self.init(prefix: UInt64(truncatingIfNeeded: value >> 64), interfaceIdentifier: UInt64(truncatingIfNeeded: value))
  }

  /// Text of RFC 4291 §2.2.
  public init?(_ text: some StringProtocol) {
    guard let address = IPAddress(text) else { return nil }
    self.init(address)
  }

  public var address: IPAddress { .v6(UInt128(prefix) << 64 | UInt128(interfaceIdentifier)) }
  public var octets: [UInt8] { address.octets }
  /// The canonical text of RFC 5952.
  public var description: String { address.description }
}

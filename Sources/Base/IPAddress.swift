/// An IPv4 or IPv6 address.
public enum IPAddress: Hashable, Sendable {
  case v4(UInt32)
  case v6(UInt128)

  /// Parses dotted-decimal IPv4 or RFC 4291 IPv6 text (no zone).
  public init?(_ text: some StringProtocol) {
    if text.utf8.contains(UInt8(ascii: ":")) {
      guard let value = IPAddress.parseV6(String(text)) else { return nil }
      self = .v6(value)
    } else {
      guard let value = IPAddress.parseV4(String(text)) else { return nil }
      self = .v4(value)
    }
  }

  /// Four or sixteen octets in network order.
  public init?(octets: some Collection<UInt8>) {
    switch octets.count {
    case 4: self = .v4(octets.reduce(0) { $0 << 8 | UInt32($1) })
    case 16: self = .v6(octets.reduce(0) { $0 << 8 | UInt128($1) })
    default: return nil
    }
  }

  /// Four or sixteen octets in network order.
  public var octets: [UInt8] {
    switch self {
    case .v4(let value): (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * $0)) }
    case .v6(let value): (0..<16).map { UInt8(truncatingIfNeeded: value >> UInt128(120 - 8 * $0)) }
    }
  }

  public var isV4: Bool { if case .v4 = self { true } else { false } }

  /// 127.0.0.0/8 or ::1.
  public var isLoopback: Bool {
    switch self {
    case .v4(let value): value >> 24 == 127
    case .v6(let value): value == 1
    }
  }

  private static func parseV4(_ text: String) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let octet = UInt8(part) else {
        return nil
      }
      value = value << 8 | UInt32(octet)
    }
    return value
  }

  private static func parseV6(_ text: String) -> UInt128? {
    var groups: [UInt16] = []
    var compressedAt: Int?
    var parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    if text.hasPrefix("::") { parts.removeFirst() } else if parts.first?.isEmpty == true { return nil }
    if text.hasSuffix("::"), text != "::" { parts.removeLast() } else if text != "::", parts.last?.isEmpty == true { return nil }
    if text == "::" { return 0 }
    for (index, part) in parts.enumerated() {
      if part.isEmpty {
        guard compressedAt == nil else { return nil }
        compressedAt = groups.count
      } else if index == parts.count - 1, part.utf8.contains(UInt8(ascii: ".")) {
        guard let v4 = parseV4(part) else { return nil }
        groups += [UInt16(v4 >> 16), UInt16(truncatingIfNeeded: v4)]
      } else {
        guard part.utf8.count <= 4, !part.hasPrefix("+"), !part.hasPrefix("-"), let group = UInt16(part, radix: 16) else { return nil }
        groups.append(group)
      }
    }
    if let compressedAt {
      guard groups.count < 8 else { return nil }
      groups.insert(contentsOf: Array(repeating: 0, count: 8 - groups.count), at: compressedAt)
    }
    guard groups.count == 8 else { return nil }
    return groups.reduce(0) { $0 << 16 | UInt128($1) }
  }
}

extension IPAddress: CustomStringConvertible {
  /// Dotted decimal, or RFC 5952 text.
  public var description: String {
    switch self {
    case .v4: return octets.map(String.init).joined(separator: ".")
    case .v6(let value):
      let groups = (0..<8).map { UInt16(truncatingIfNeeded: value >> UInt128(112 - 16 * $0)) }
      var best = 0..<0
      var start = 0
      while start < 8 {
        var end = start
        while end < 8, groups[end] == 0 { end += 1 }
        if end - start > best.count, end - start > 1 { best = start..<end }
        start = max(end, start + 1)
      }
      func text(_ part: ArraySlice<UInt16>) -> String { part.map { String($0, radix: 16) }.joined(separator: ":") }
      return best.isEmpty ? text(groups[...]) : text(groups[..<best.lowerBound]) + "::" + text(groups[best.upperBound...])
    }
  }
}

/// An IP address and a port of UDP, TCP or SCTP.
public struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
  public var ip: IPAddress
  public var port: UInt16

  public init(_ ip: IPAddress, port: UInt16) {
    self.ip = ip
    self.port = port
  }

  public var description: String { ip.isV4 ? "\(ip):\(port)" : "[\(ip)]:\(port)" }
}

/// An address range, as in `10.45.0.0/16`; host bits are zero.
public struct IPPrefix: Hashable, Sendable, CustomStringConvertible {
  public let address: IPAddress
  public let length: Int

  /// - Returns: `nil` when the length does not fit the family or a host bit is set.
  public init?(_ address: IPAddress, length: Int) {
    let width = address.isV4 ? 32 : 128
    guard (0...width).contains(length) else { return nil }
    let hostBits = width - length
    let value: UInt128 =
      switch address {
      case .v4(let value): UInt128(value)
      case .v6(let value): value
      }
    let hostMask: UInt128 = hostBits == 0 ? 0 : UInt128.max >> UInt128(128 - hostBits)
    guard value & hostMask == 0 else { return nil }
    self.address = address
    self.length = length
  }

  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPAddress(parts[0]), parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let length = Int(parts[1])
    else { return nil }
    self.init(address, length: length)
  }

  public func contains(_ other: IPAddress) -> Bool {
    switch (address, other) {
    case (.v4(let network), .v4(let host)): length == 0 || network >> UInt32(32 - length) == host >> UInt32(32 - length)
    case (.v6(let network), .v6(let host)): length == 0 || network >> UInt128(128 - length) == host >> UInt128(128 - length)
    default: false
    }
  }

  public var description: String { "\(address)/\(length)" }
}

/// An IPv4 or IPv6 address as octets in network order.
public struct IPAddress: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// 4 octets for IPv4, 16 for IPv6.
  public let octets: [UInt8]

  /// - Returns: `nil` unless there are 4 or 16 octets.
  public init?(octets: [UInt8]) {
    guard octets.count == 4 || octets.count == 16 else { return nil }
    self.octets = octets
  }

  /// Reads dotted decimal (IPv4) or the text forms of RFC 4291 §2.2 (IPv6, without zone).
  public init?(_ text: String) {
    let parsed = text.utf8.contains(0x3A) ? Self.parseIPv6(text) : Self.parseIPv4(text[...])
    guard let parsed else { return nil }
    octets = parsed
  }

  public var isIPv4: Bool { octets.count == 4 }

  /// 127.0.0.0/8 or ::1.
  public var isLoopback: Bool {
    isIPv4 ? octets.first == 127 : octets.last == 1 && octets.dropLast().allSatisfy { $0 == 0 }
  }

  /// 0.0.0.0 or `::`.
  public var isUnspecified: Bool { octets.allSatisfy { $0 == 0 } }

  /// Dotted decimal, or the canonical text of RFC 5952.
  public var description: String {
    if isIPv4 { return octets.map { String($0) }.joined(separator: ".") }
    let groups = (0..<8).map { UInt16(octets[2 * $0]) << 8 | UInt16(octets[2 * $0 + 1]) }
    var best = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8, groups[end] == 0 { end += 1 }
      if end - start > max(best.count, 1) { best = start..<end }
      start = max(end, start + 1)
    }
    let texts = groups.map { String($0, radix: 16) }
    if best.isEmpty { return texts.joined(separator: ":") }
    return texts[..<best.lowerBound].joined(separator: ":") + "::" + texts[best.upperBound...].joined(separator: ":")
  }

  public static func < (left: IPAddress, right: IPAddress) -> Bool {
    left.octets.count == right.octets.count
      ? left.octets.lexicographicallyPrecedes(right.octets) : left.octets.count < right.octets.count
  }

  private static func parseIPv4(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var octets: [UInt8] = []
    for part in parts {
      guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        part == "0" || !part.hasPrefix("0"), let octet = UInt8(part)
      else { return nil }
      octets.append(octet)
    }
    return octets
  }

  private static func parseIPv6(_ text: String) -> [UInt8]? {
    let halves = splitAtDoubleColon(text)
    guard let halves, let head = parseGroups(halves.head), let tail = parseGroups(halves.tail ?? "") else { return nil }
    if halves.tail == nil { return head.count == 16 ? head : nil }
    guard head.count + tail.count <= 14, !halves.head.contains(".") else { return nil }
    return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
  }

  private static func splitAtDoubleColon(_ text: String) -> (head: Substring, tail: Substring?)? {
    let bytes = Array(text.utf8)
    var found: Int?
    var index = 0
    while index + 1 < bytes.count {
      if bytes[index] == 0x3A, bytes[index + 1] == 0x3A {
        guard found == nil else { return nil }
        found = index
        index += 1
      }
      index += 1
    }
    guard let found else { return (text[...], nil) }
    let cut = text.utf8.index(text.utf8.startIndex, offsetBy: found)
    let rest = text.utf8.index(cut, offsetBy: 2)
    return (text[..<cut], text[rest...])
  }

  private static func parseGroups(_ text: Substring) -> [UInt8]? {
    if text.isEmpty { return [] }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 8 else { return nil }
    var octets: [UInt8] = []
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, part.contains(".") {
        guard let tail = parseIPv4(part) else { return nil }
        octets += tail
        continue
      }
      guard (1...4).contains(part.utf8.count), !part.hasPrefix("+"), !part.hasPrefix("-"), let group = UInt16(part, radix: 16)
      else { return nil }
      octets += [UInt8(truncatingIfNeeded: group >> 8), UInt8(truncatingIfNeeded: group)]
    }
    return octets.count <= 16 ? octets : nil
  }
}

import Base

/// Percent-encoding (RFC 3986) and the parts of a URI that the SBI needs.
public enum SBIURI {
  /// Encodes all but unreserved characters, so that a value is one segment or one query value.
  public static func encode(_ value: String) -> String {
    var output: [UInt8] = []
    for byte in value.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: output.append(byte)
      default: output += [UInt8(ascii: "%")] + Array(Hex.encode([byte]).uppercased().utf8)
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// - Returns: `nil` when an escape is incomplete, or the octets are not UTF-8 or not stream-safe.
  public static func decode(_ value: some StringProtocol) -> String? {
    var output: [UInt8] = []
    var rest = Array(value.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        output.append(byte)
        continue
      }
      guard let high = hexDigit(rest.popFirst()), let low = hexDigit(rest.popFirst()) else { return nil }
      output.append(high << 4 | low)
    }
    guard let text = String(validating: output, as: UTF8.self), text.isStreamSafe else { return nil }
    return text
  }

  private static func hexDigit(_ byte: UInt8?) -> UInt8? {
    switch byte {
    case .some(let digit) where (0x30...0x39).contains(digit): digit - 0x30
    case .some(let digit) where (0x41...0x46).contains(digit): digit - 0x37
    case .some(let digit) where (0x61...0x66).contains(digit): digit - 0x57
    default: nil
    }
  }

  /// The decoded last segment of a URI's path.
  public static func lastSegment(_ uri: String) -> String {
    let path = uri.prefix { $0 != "?" && $0 != "#" }
    return path.split(separator: "/").last.flatMap { decode($0) } ?? ""
  }

  /// Splits an absolute URI, or an API root, into authority (`http://host:port`) and path with query.
  public static func split(_ uri: String) throws(SBIError) -> (authority: String, path: String, query: String) {
    let octets = Array(uri.utf8)
    let scheme: [UInt8]
    if uri.hasPrefix("http://") {
      scheme = Array("http://".utf8)
    } else if uri.hasPrefix("https://") {
      scheme = Array("https://".utf8)
    } else {
      throw .malformedURI("scheme is neither http nor https")
    }
    guard octets.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .malformedURI("character that must be encoded") }
    let rest = octets[scheme.count...]
    let host = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    guard !host.isEmpty, !host.contains(UInt8(ascii: "@")) else { throw .malformedURI("no host, or user information") }
    let tail = rest[host.endIndex...].prefix { $0 != UInt8(ascii: "#") }
    let path = tail.prefix { $0 != UInt8(ascii: "?") }
    let query = tail[path.endIndex...].dropFirst()
    return (
      String(decoding: scheme + host, as: UTF8.self), String(decoding: path, as: UTF8.self), String(decoding: query, as: UTF8.self)
    )
  }
}

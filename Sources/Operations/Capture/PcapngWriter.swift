import Base

/// Why packets could not be captured.
public enum CaptureError: Error, Hashable, Sendable, CustomStringConvertible {
  case noSuchInterface(UInt32)
  /// The two ends of a packet are of different IP versions.
  case mixedAddressFamilies
  /// The packet would not fit the length fields of its headers.
  case payloadTooLong(octets: Int)

  public var description: String {
    switch self {
    case .noSuchInterface(let index): "capture interface \(index) was not described"
    case .mixedAddressFamilies: "source and destination are of different IP versions"
    case .payloadTooLong(let octets): "payload of \(octets) octets does not fit a packet"
    }
  }
}

/// Builds the blocks of a pcapng file (draft-ietf-opsawg-pcapng) in little-endian order, with time stamps in nanoseconds.
///
/// Bytes are returned, not written: the caller owns the file.
/// ```swift
/// var writer = PcapngWriter()
/// file.write(writer.header(application: "vitrum"))
/// file.write(writer.addInterface(name: "n2", linkType: .raw))
/// file.write(try writer.packet(octets, interface: 0, at: wallTime, comment: nil))
/// ```
public struct PcapngWriter: Sendable {
  /// What the packets of an interface begin with (tcpdump.org link types).
  public enum LinkType: UInt16, Sendable {
    case ethernet = 1
    /// An IPv4 or IPv6 header.
    case raw = 101
  }

  public private(set) var interfaceCount: UInt32 = 0

  public init() {}

  /// The section header block, first in the file.
  public func header(application: String) -> [UInt8] {
    var body = Self.little(0x1A2B_3C4D, 4) + Self.little(1, 2) + Self.little(0, 2) + Self.little(UInt64.max, 8)
    body += Self.option(4, Array(application.utf8)) + Self.endOfOptions
    return Self.block(0x0A0D_0D0A, body)
  }

  /// An interface description block; interfaces are numbered from 0.
  public mutating func addInterface(name: String, linkType: LinkType) -> [UInt8] {
    interfaceCount += 1
    var body = Self.little(UInt64(linkType.rawValue), 2) + Self.little(0, 2) + Self.little(0, 4)
    body += Self.option(2, Array(name.utf8)) + Self.option(9, [9]) + Self.endOfOptions
    return Self.block(1, body)
  }

  /// An enhanced packet block.
  /// - Parameter comment: shown by Wireshark beside the packet.
  public func packet(
    _ octets: [UInt8], interface: UInt32, at time: WallTime, comment: String? = nil
  ) throws(CaptureError) -> [UInt8] {
    guard interface < interfaceCount else { throw .noSuchInterface(interface) }
    guard octets.count <= 1 << 20 else { throw .payloadTooLong(octets: octets.count) }
    let stamp = time.nanosecondsSince1970
    var body = Self.little(UInt64(interface), 4) + Self.little(stamp >> 32, 4) + Self.little(stamp & 0xFFFF_FFFF, 4)
    body += Self.little(UInt64(octets.count), 4) + Self.little(UInt64(octets.count), 4) + Self.padded(octets)
    if let comment { body += Self.option(1, Array(comment.utf8.prefix(1_024))) + Self.endOfOptions }
    return Self.block(6, body)
  }

  private static let endOfOptions: [UInt8] = [0, 0, 0, 0]

  private static func block(_ type: UInt64, _ body: [UInt8]) -> [UInt8] {
    let length = little(UInt64(body.count + 12), 4)
    return little(type, 4) + length + body + length
  }

  private static func option(_ code: UInt64, _ value: [UInt8]) -> [UInt8] {
    little(code, 2) + little(UInt64(value.count), 2) + padded(value)
  }

  private static func padded(_ octets: [UInt8]) -> [UInt8] { octets + [UInt8](repeating: 0, count: (4 - octets.count % 4) % 4) }

  private static func little(_ value: UInt64, _ octetCount: Int) -> [UInt8] {
    (0..<octetCount).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }
}

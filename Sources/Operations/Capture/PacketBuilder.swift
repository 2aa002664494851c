import Base

/// Wraps payloads in the headers that they have on the wire, with correct lengths and checksums, for captures of links without a wire.
public enum PacketBuilder {
  /// An SCTP packet with one DATA chunk that holds a whole user message (RFC 9260 §3.3.1), in an IP packet.
  ///
  /// A message longer than a chunk's 16-bit length field is refused.
  /// - Parameters:
  ///   - payloadProtocolID: 60 for NGAP.
  ///   - sequence: stream sequence number.
  public static func sctp(
    _ payload: [UInt8], from source: SocketAddress, to destination: SocketAddress, verificationTag: UInt32 = 1, tsn: UInt32,
    stream: UInt16, sequence: UInt16, payloadProtocolID: UInt32
  ) throws(CaptureError) -> [UInt8] {
    guard payload.count <= 65_000 else { throw .payloadTooLong(octets: payload.count) }
    var writer = ByteWriter(capacity: payload.count + 32)
    writer.writeUInt16(source.port)
    writer.writeUInt16(destination.port)
    writer.writeUInt32(verificationTag)
    writer.writeUInt32(0)
    writer.writeUInt8(0)
    writer.writeUInt8(3)
    writer.writeUInt16(UInt16(16 + payload.count))
    writer.writeUInt32(tsn)
    writer.writeUInt16(stream)
    writer.writeUInt16(sequence)
    writer.writeUInt32(payloadProtocolID)
    writer.writeBytes(payload)
    while writer.count % 4 != 0 { writer.writeUInt8(0) }
    let checksum = Checksum.crc32c(writer.octets)
    // The checksum travels with its least significant octet first (RFC 9260 appendix A).
    for index in 0..<4 { writer.setUInt8(UInt8(truncatingIfNeeded: checksum >> UInt32(8 * index)), at: 8 + index) }
    return try ip(writer.octets, protocolNumber: 132, from: source.ip, to: destination.ip)
  }

  /// A UDP datagram (RFC 768) in an IP packet: GTP-U, PFCP.
  public static func udp(_ payload: [UInt8], from source: SocketAddress, to destination: SocketAddress) throws(CaptureError) -> [UInt8] {
    guard payload.count <= 65_507 else { throw .payloadTooLong(octets: payload.count) }
    var writer = ByteWriter(capacity: payload.count + 8)
    writer.writeUInt16(source.port)
    writer.writeUInt16(destination.port)
    writer.writeUInt16(UInt16(8 + payload.count))
    writer.writeUInt16(0)
    writer.writeBytes(payload)
    let sum = Checksum.internet(pseudoHeader(source.ip, destination.ip, protocolNumber: 17, length: writer.count) + writer.octets)
    writer.setUInt16(sum == 0 ? 0xFFFF : sum, at: 6)
    return try ip(writer.octets, protocolNumber: 17, from: source.ip, to: destination.ip)
  }

  /// Flags of a TCP segment (RFC 9293 §3.1).
  public struct TCPFlags: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let fin = TCPFlags(rawValue: 1)
    public static let syn = TCPFlags(rawValue: 2)
    public static let push = TCPFlags(rawValue: 8)
    public static let acknowledge = TCPFlags(rawValue: 16)
  }

  /// A TCP segment in an IP packet: the SBI.
  public static func tcp(
    _ payload: [UInt8], from source: SocketAddress, to destination: SocketAddress, sequence: UInt32, acknowledgement: UInt32,
    flags: TCPFlags
  ) throws(CaptureError) -> [UInt8] {
    guard payload.count <= 65_000 else { throw .payloadTooLong(octets: payload.count) }
    var writer = ByteWriter(capacity: payload.count + 20)
    writer.writeUInt16(source.port)
    writer.writeUInt16(destination.port)
    writer.writeUInt32(sequence)
    writer.writeUInt32(acknowledgement)
    writer.writeUInt8(5 << 4)
    writer.writeUInt8(flags.rawValue)
    writer.writeUInt16(65_535)
    writer.writeUInt16(0)
    writer.writeUInt16(0)
    writer.writeBytes(payload)
    writer.setUInt16(
      Checksum.internet(pseudoHeader(source.ip, destination.ip, protocolNumber: 6, length: writer.count) + writer.octets), at: 16)
    return try ip(writer.octets, protocolNumber: 6, from: source.ip, to: destination.ip)
  }

  private static func ip(
    _ payload: [UInt8], protocolNumber: UInt8, from source: IPAddress, to destination: IPAddress
  ) throws(CaptureError) -> [UInt8] {
    guard source.isV4 == destination.isV4 else { throw .mixedAddressFamilies }
    guard payload.count <= (source.isV4 ? 65_515 : 65_535) else { throw .payloadTooLong(octets: payload.count) }
    var writer = ByteWriter(capacity: payload.count + 40)
    if source.isV4 {
      writer.writeUInt16(0x4500)
      writer.writeUInt16(UInt16(20 + payload.count))
      writer.writeUInt32(0x0000_4000)
      writer.writeUInt8(64)
      writer.writeUInt8(protocolNumber)
      writer.writeUInt16(0)
      writer.writeBytes(source.octets)
      writer.writeBytes(destination.octets)
      writer.setUInt16(Checksum.internet(writer.octets), at: 10)
    } else {
      writer.writeUInt32(0x6000_0000)
      writer.writeUInt16(UInt16(payload.count))
      writer.writeUInt8(protocolNumber)
      writer.writeUInt8(64)
      writer.writeBytes(source.octets)
      writer.writeBytes(destination.octets)
    }
    writer.writeBytes(payload)
    return writer.octets
  }

  private static func pseudoHeader(_ source: IPAddress, _ destination: IPAddress, protocolNumber: UInt8, length: Int) -> [UInt8] {
    var writer = ByteWriter()
    writer.writeBytes(source.octets)
    writer.writeBytes(destination.octets)
    writer.writeUInt32(UInt32(length))
    writer.writeUInt32(UInt32(protocolNumber))
    return writer.octets
  }
}

/// The checksums of Internet protocols.
public enum Checksum {
  /// The one's complement checksum of IP, UDP and TCP (RFC 1071).
  public static func internet(_ octets: [UInt8]) -> UInt16 {
    var sum: UInt64 = 0
    var index = 0
    while index < octets.count {
      let low = index + 1 < octets.count ? UInt64(octets[index + 1]) : 0
      sum += UInt64(octets[index]) << 8 | low
      index += 2
    }
    while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
    return ~UInt16(truncatingIfNeeded: sum)
  }

  /// CRC32C (Castagnoli), as SCTP uses it (RFC 9260 appendix A).
  public static func crc32c(_ octets: [UInt8]) -> UInt32 {
    var value = UInt32.max
    for octet in octets {
      value ^= UInt32(octet)
      for _ in 0..<8 { value = value >> 1 ^ (value & 1 == 1 ? 0x82F6_3B78 : 0) }
    }
    return ~value
  }
}

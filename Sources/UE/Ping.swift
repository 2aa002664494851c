import Base

/// ICMP echo over IPv4 and IPv6 (RFC 792, RFC 4443 §4): requests, and the replies that belong to them.
public struct Ping: Sendable, Hashable {
  public var source: IPAddress
  public var destination: IPAddress
  public var identifier: UInt16

  /// - Precondition: both addresses are of one family.
  public init(source: IPAddress, destination: IPAddress, identifier: UInt16) {
    precondition(source.isV4 == destination.isV4, "source and destination are of different families")
    self.source = source
    self.destination = destination
    self.identifier = identifier
  }

  /// The IP packet of an echo request.
  /// - Parameter payloadOctets: 0 to 65,000.
  public func request(sequenceNumber: UInt16, payloadOctets: Int = 56) -> [UInt8] {
    let payload = (0..<max(0, min(65_000, payloadOctets))).map { UInt8(truncatingIfNeeded: $0) }
    let head = [identifier, sequenceNumber].flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    guard source.isV4 else {
      return IPPacket.icmpv6([128, 0, 0, 0] + head + payload, source: source.octets, destination: destination.octets, hopLimit: 64)
    }
    return IPPacket.icmpv4([8, 0, 0, 0] + head + payload, source: source.octets, destination: destination.octets)
  }

  /// The sequence number of the request that `packet` answers; `nil` for every other packet.
  public func sequenceNumber(ofReply packet: [UInt8]) -> UInt16? {
    let (header, addresses): (Int, (Range<Int>, Range<Int>))
    if source.isV4 {
      guard packet.count >= 20, packet[0] >> 4 == 4, packet[9] == 1 else { return nil }
      header = Int(packet[0] & 15) * 4
      addresses = (12..<16, 16..<20)
      guard header >= 20 else { return nil }
    } else {
      guard packet.count >= 40, packet[0] >> 4 == 6, packet[6] == 58 else { return nil }
      header = 40
      addresses = (8..<24, 24..<40)
    }
    guard packet.count >= header + 8, Array(packet[addresses.0]) == destination.octets, Array(packet[addresses.1]) == source.octets else {
      return nil
    }
    let message = Array(packet[header...])
    let checksum =
      source.isV4
      ? InternetChecksum.sum(message) : InternetChecksum.icmpv6(message, source: destination.octets, destination: source.octets)
    guard checksum == 0, message[0] == (source.isV4 ? 0 : 129), message[1] == 0,
      UInt16(message[4]) << 8 | UInt16(message[5]) == identifier
    else { return nil }
    return UInt16(message[6]) << 8 | UInt16(message[7])
  }

  /// The echo reply that a host gives to an echo request; `nil` for every other packet. For the data networks of tests.
  public static func reply(to packet: [UInt8]) -> [UInt8]? {
    if packet.count >= 28, packet[0] == 0x45, packet[9] == 1, packet[20] == 8 {
      return IPPacket.icmpv4(
        [0, 0, 0, 0] + packet[24...], source: Array(packet[16..<20]), destination: Array(packet[12..<16]))
    }
    guard packet.count >= 48, packet[0] >> 4 == 6, packet[6] == 58, packet[40] == 128 else { return nil }
    return IPPacket.icmpv6(
      [129, 0, 0, 0] + packet[44...], source: Array(packet[24..<40]), destination: Array(packet[8..<24]), hopLimit: 64)
  }
}

enum InternetChecksum {
  /// The complement of the one's complement sum (RFC 1071); 0 over data that contains its right checksum.
  static func sum(_ octets: [UInt8], initial: UInt32 = 0) -> UInt16 {
    var sum = UInt64(initial)
    for index in stride(from: 0, to: octets.count, by: 2) {
      sum += UInt64(octets[index]) << 8 | (index + 1 < octets.count ? UInt64(octets[index + 1]) : 0)
    }
    while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
    return ~UInt16(sum)
  }

  /// With the pseudo-header of RFC 8200 §8.1.
  static func icmpv6(_ message: [UInt8], source: [UInt8], destination: [UInt8]) -> UInt16 {
    let length = UInt32(truncatingIfNeeded: message.count)
    return sum(
      source + destination
        + [
          UInt8(length >> 24), UInt8(truncatingIfNeeded: length >> 16), UInt8(truncatingIfNeeded: length >> 8),
          UInt8(truncatingIfNeeded: length),
        ]
        + [0, 0, 0, 58] + message)
  }
}

enum IPPacket {
  /// An IPv4 packet around an ICMP message whose checksum is still zero.
  static func icmpv4(_ message: [UInt8], source: [UInt8], destination: [UInt8]) -> [UInt8] {
    var message = message
    put(InternetChecksum.sum(message), in: &message, at: 2)
    let length = 20 + message.count
    var header: [UInt8] =
      [0x45, 0, UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length), 0, 0, 0x40, 0, 64, 1, 0, 0] + source
      + destination
    put(InternetChecksum.sum(header), in: &header, at: 10)
    return header + message
  }

  /// An IPv6 packet around an ICMPv6 message whose checksum is still zero.
  static func icmpv6(_ message: [UInt8], source: [UInt8], destination: [UInt8], hopLimit: UInt8) -> [UInt8] {
    var message = message
    put(InternetChecksum.icmpv6(message, source: source, destination: destination), in: &message, at: 2)
    let length = message.count
    return [0x60, 0, 0, 0, UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length), 58, hopLimit] + source + destination
      + message
  }

  private static func put(_ value: UInt16, in octets: inout [UInt8], at index: Int) {
    octets[index] = UInt8(value >> 8)
    octets[index + 1] = UInt8(truncatingIfNeeded: value)
  }
}

import Base

/// ICMPv6 router advertisement with what a UE needs of it (RFC 4861 §4.2, RFC 8106 §5.1).
struct RouterAdvertisement: Hashable, Sendable {
  /// The first advertised prefix for autonomous configuration, 64 bits.
  var prefix: IPPrefix
  /// Octets.
  var mtu: Int?
  var dnsServers: [IPAddress]

  /// - Returns: `nil` for every packet that is not a valid advertisement with a prefix.
  init?(packet: [UInt8]) {
    guard packet.count >= 56, packet[0] >> 4 == 6, packet[6] == 58, packet[7] == 255, packet[40] == 134, packet[41] == 0 else { return nil }
    let message = Array(packet[40...])
    guard InternetChecksum.icmpv6(message, source: Array(packet[8..<24]), destination: Array(packet[24..<40])) == 0 else { return nil }
    var reader = ByteReader(message)
    guard reader.skip(16) else { return nil }
    var found: IPPrefix?
    var mtu: Int?
    var servers: [IPAddress] = []
    while let type = reader.readUInt8() {
      guard let units = reader.readUInt8(), units > 0, var option = reader.readSlice(Int(units) * 8 - 2) else { return nil }
      switch type {
      case 3:
        guard let length = option.readUInt8(), let flags = option.readUInt8(), option.skip(12), let octets = option.readBytes(16) else {
          continue
        }
        guard found == nil, length == 64, flags & 0x40 != 0,
          let address = IPAddress(octets: octets.prefix(8) + [UInt8](repeating: 0, count: 8))
        else { continue }
        found = IPPrefix(address, length: 64)
      case 5: mtu = option.skip(2) ? option.readUInt32().map { Int($0) } : nil
      case 25:
        guard option.skip(6) else { continue }
        while let octets = option.readBytes(16) { servers += IPAddress(octets: octets).map { [$0] } ?? [] }
      default: break
      }
    }
    guard let found else { return nil }
    prefix = found
    self.mtu = mtu
    dnsServers = servers
  }

  /// A router solicitation (RFC 4861 §4.1) to all routers.
  static func solicitation(from source: IPAddress) -> [UInt8] {
    let destination: [UInt8] = [0xFF, 0x02] + [UInt8](repeating: 0, count: 13) + [2]
    return IPPacket.icmpv6([133, 0, 0, 0, 0, 0, 0, 0], source: source.octets, destination: destination, hopLimit: 255)
  }
}

import Base
import GTPU
import Runtime

/// ICMPv6 for the address configuration of UEs (RFC 4861; TS 23.501 §5.8.2.2.3).
enum NeighborDiscovery {
  /// fe80::1, of this function on every session's link.
  static let routerAddress = UInt128(0xFE80) << 112 | 1
  private static let allNodes = UInt128(0xFF02) << 112 | 1
  private static let allRouters = UInt128(0xFF02) << 112 | 2

  /// Whether an IPv6 packet is a valid router solicitation (RFC 4861 §6.1.1).
  static func isRouterSolicitation(_ packet: [UInt8]) -> Bool {
    guard packet.count >= 48, packet[0] >> 4 == 6, packet[6] == 58, packet[7] == 255, packet[40] == 133, packet[41] == 0 else {
      return false
    }
    let length = Int(packet[4]) << 8 | Int(packet[5])
    guard length >= 8, packet.count == 40 + length else { return false }
    let source = packet[8..<24].reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    let destination = packet[24..<40].reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    guard destination == allRouters || destination == routerAddress, source == 0 || source >> 118 == 0x3FA else { return false }
    return checksum(Array(packet[40...]), source: source, destination: destination) == 0
  }

  /// A router advertisement to all nodes (RFC 4861 §4.2, RFC 8106 §5.1).
  /// - Parameter prefix: the upper 64 bits.
  static func advertisement(prefix: UInt64, mtu: UInt16, dnsServers: [UInt128]) -> [UInt8] {
    var message = ByteWriter(capacity: 96)
    message.writeUInt8(134)
    message.writeUInt8(0)
    message.writeUInt16(0)
    message.writeUInt8(64)
    message.writeUInt8(0)
    message.writeUInt16(9_000)
    message.writeUInt32(0)
    message.writeUInt32(0)
    // Prefix Information: not on-link, for autonomous configuration, for ever.
    message.writeBytes([3, 4, 64, 0x40])
    message.writeUInt32(.max)
    message.writeUInt32(.max)
    message.writeUInt32(0)
    message.writeUInt64(prefix)
    message.writeUInt64(0)
    message.writeBytes([5, 1, 0, 0])
    message.writeUInt32(UInt32(mtu))
    let servers = dnsServers.prefix(3)
    if !servers.isEmpty {
      message.writeBytes([25, UInt8(1 + 2 * servers.count), 0, 0])
      message.writeUInt32(.max)
      for server in servers { message.writeBytes(IPAddress.v6(server).octets) }
    }
    message.setUInt16(checksum(message.octets, source: routerAddress, destination: allNodes), at: 2)
    var packet = ByteWriter(capacity: 136)
    packet.writeUInt32(6 << 28)
    packet.writeUInt16(UInt16(message.count))
    packet.writeUInt8(58)
    packet.writeUInt8(255)
    packet.writeBytes(IPAddress.v6(routerAddress).octets)
    packet.writeBytes(IPAddress.v6(allNodes).octets)
    packet.writeBytes(message.octets)
    return packet.octets
  }

  /// RFC 4443 §2.3; 0 over a message whose checksum is right.
  private static func checksum(_ message: [UInt8], source: UInt128, destination: UInt128) -> UInt16 {
    var sum: UInt64 = UInt64(message.count) + 58
    for address in [source, destination] {
      for word in 0..<8 { sum += UInt64(UInt16(truncatingIfNeeded: address >> UInt128(16 * word))) }
    }
    var index = 0
    while index < message.count {
      sum += UInt64(message[index]) << 8 | (index + 1 < message.count ? UInt64(message[index + 1]) : 0)
      index += 2
    }
    while sum >> 16 != 0 { sum = sum & 0xFFFF + sum >> 16 }
    return ~UInt16(truncatingIfNeeded: sum)
  }
}

/// The router on the link of each IPv6 session, over N4-u (TS 29.244 §5.3).
extension SMF {
  func receiveN4U(_ octets: [UInt8], from peer: SocketAddress) {
    let message: GTPUMessage
    do throws(GTPUError) { message = try GTPUMessage(decoding: octets) } catch {
      environment.security("malformed GTP-U message on N4-u", interface: .n4, peer: peer)
      return
    }
    switch message.body {
    case .echoRequest:
      let answer = GTPUMessage(sequenceNumber: message.sequenceNumber ?? 0, .echoResponse(restartCounter: 0))
      if let octets = try? answer.encode() { n4u?.send(octets, to: peer) }
    case .gPDU(let packet):
      guard let session = referenceByTEID[message.teid].flatMap({ sessions[$0] }), let n4 = session.n4 else {
        environment.security("GTP-U packet on N4-u for no session", interface: .n4, peer: peer)
        return
      }
      guard n4.n4u?.address == peer.ip || n4.n3.address == peer.ip else {
        environment.security("GTP-U packet on N4-u from an address that is not the session's UPF", interface: .n4, peer: peer)
        return
      }
      guard NeighborDiscovery.isRouterSolicitation(packet) else { return }
      answerSolicitation(session)
    default: return
    }
  }

  /// Advertises at once, or when the least time since the last advertisement has passed (RFC 4861 §6.2.6): the UE may have missed that one.
  private func answerSolicitation(_ session: SMContext) {
    guard session.solicitationTimer == nil else { return }
    let earliest = session.lastRouterAdvertisement.map { $0 + configuration.timers.routerAdvertisementMinimumDelay }
    guard let earliest, earliest > loop.now else {
      sendRouterAdvertisement(session)
      return
    }
    let reference = session.reference
    session.solicitationTimer = loop.schedule(after: earliest - loop.now, label: "router solicitation") {
      self.assumeIsolated { smf in
        guard let session = smf.sessions[reference] else { return }
        session.solicitationTimer = nil
        smf.sendRouterAdvertisement(session)
      }
    }
  }

  /// Advertises the session's prefix.
  func sendRouterAdvertisement(_ session: SMContext) {
    guard let prefix = session.ipv6Prefix, let tunnel = session.n4?.n4u, session.userPlane == .activated else { return }
    session.lastRouterAdvertisement = loop.now
    let servers = session.dataNetwork.dnsServers.compactMap { if case .v6(let value) = $0 { value } else { nil } }
    let packet = NeighborDiscovery.advertisement(prefix: prefix, mtu: max(1_280, session.dataNetwork.mtu), dnsServers: servers)
    guard let octets = try? GTPUMessage(teid: tunnel.teid, .gPDU(packet)).encode() else { return }
    n4u?.send(octets, to: SocketAddress(tunnel.address, port: 2152))
  }

  /// Advertises now and then again at intervals, while the UE can be reached without paging.
  func startRouterAdvertisements(_ session: SMContext) {
    guard session.type.hasIPv6 else { return }
    if let timer = session.routerAdvertisementTimer { loop.cancel(timer) }
    sendRouterAdvertisement(session)
    let reference = session.reference
    session.routerAdvertisementTimer = loop.schedule(after: configuration.timers.routerAdvertisementInterval, label: "router advertisement")
    {
      self.assumeIsolated { smf in
        guard let session = smf.sessions[reference], session.userPlane == .activated else { return }
        smf.startRouterAdvertisements(session)
      }
    }
  }
}

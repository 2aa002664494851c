import Base
import GTPU
import PFCP

/// A UPF (TS 23.501 §6.2.3) as a pure state machine: octets, time and randomness in, effects out.
///
/// ```swift
/// var upf = UserPlaneFunction(configuration: configuration, random: random)
/// for effect in upf.handlePFCP(datagram, from: peer, now: loop.now) { perform(effect) }
/// ```
///
/// A driver that moves many packets uses ``forwardUplink(_:offset:count:now:)`` and ``forwardDownlink(_:offset:count:now:)`` on its own
/// buffers, then ``drainEvents(now:)`` once for each batch. It calls ``handleTimeout(now:)`` at ``nextTimeout``, and asks for that again
/// after every call.
public struct UserPlaneFunction: Sendable {
  public let configuration: UPFConfiguration
  private var control: UPFControl
  private var forwarder: UPFForwarder
  private var errorLimiter: RateLimiter
  private var securityLimiter: RateLimiter
  private var noteLimiter = RateLimiter(eventsPerSecond: 1)
  private var nextSweep: Instant?

  /// - Parameter random: unpredictable octets for SEIDs, TEIDs and the tables' hash.
  public init(configuration: UPFConfiguration, random: any RandomSource) {
    self.configuration = configuration
    control = UPFControl(configuration: configuration, random: random)
    forwarder = UPFForwarder(
      capacity: configuration.maximumSessions, maximumBufferedOctets: configuration.maximumBufferedOctets, secret: random.uint64())
    errorLimiter = RateLimiter(eventsPerSecond: configuration.maximumGTPUErrorsPerSecond)
    securityLimiter = RateLimiter(eventsPerSecond: configuration.maximumGTPUErrorsPerSecond)
  }

  /// Addresses of the control plane functions with an association.
  public var associatedPeers: [IPAddress] { configuration.controlPlanePeers.filter { control.associations[$0] != nil } }
  public var sessionCount: Int { control.sessions.count }
  /// Packets that were dropped, for `reason`.
  public func dropCount(_ reason: DropReason) -> UInt64 { forwarder.drops[Int(reason.rawValue)] }

  // MARK: N4

  /// A datagram that arrived at UDP port 8805.
  public mutating func handlePFCP(_ datagram: [UInt8], from peer: SocketAddress, now: Instant) -> [UPFEffect] {
    let effects = control.handle(datagram, from: peer, now: now, forwarder: &forwarder) + drainEvents(now: now)
    if nextSweep == nil, !control.timedSessions.isEmpty { nextSweep = now + .seconds(1) }
    return effects
  }

  // MARK: Packets

  /// The fast path of N3, see ``UPFForwarder/forwardUplink(_:offset:count:now:)``. A verdict of `signalling` or `dropped` is given to
  /// ``answer(_:to:from:now:)``.
  @inline(__always)
  public mutating func forwardUplink(_ buffer: UnsafeMutableRawBufferPointer, offset: Int, count: Int, now: Instant) -> ForwardingVerdict {
    forwarder.forwardUplink(buffer, offset: offset, count: count, now: now)
  }

  /// The fast path of N6, see ``UPFForwarder/forwardDownlink(_:offset:count:now:)``.
  @inline(__always)
  public mutating func forwardDownlink(_ buffer: UnsafeMutableRawBufferPointer, offset: Int, count: Int, now: Instant) -> ForwardingVerdict
  {
    forwarder.forwardDownlink(buffer, offset: offset, count: count, now: now)
  }

  /// Whether ``drainEvents(now:)`` has something to say.
  public var hasEvents: Bool { !forwarder.events.isEmpty }

  /// Reports to the control plane about what the fast path met since the last call.
  public mutating func drainEvents(now: Instant) -> [UPFEffect] {
    guard hasEvents else { return [] }
    return control.handle(forwarder.drainEvents(), now: now, forwarder: &forwarder)
  }

  /// A datagram that arrived at UDP port 2152.
  public mutating func handleN3(_ datagram: [UInt8], from peer: SocketAddress, now: Instant) -> [UPFEffect] {
    let (verdict, effects) = forwarder.forwardCopy(of: datagram, isUplink: true, now: now)
    return effects + answer(verdict, to: datagram, from: peer, now: now) + drainEvents(now: now)
  }

  /// An IP packet from the data network.
  public mutating func handleN6(_ packet: [UInt8], now: Instant) -> [UPFEffect] {
    forwarder.forwardCopy(of: packet, isUplink: false, now: now).effects + drainEvents(now: now)
  }

  /// What a GTP-U message that was not forwarded is answered with (TS 29.281 §7.2, §7.3).
  public mutating func answer(_ verdict: ForwardingVerdict, to datagram: [UInt8], from peer: SocketAddress, now: Instant) -> [UPFEffect] {
    switch verdict {
    case .toDataNetwork, .toTunnel, .buffered: return []
    case .signalling: return handleSignalling(datagram, from: peer, now: now)
    case .dropped(.unknownTunnel):
      guard datagram.count >= 8, datagram[1] == GTPUMessageType.gPDU else { return [] }
      let teid = datagram[4..<8].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      let message = GTPUMessage(sequenceNumber: 0, .errorIndication(teid: teid, peerAddress: configuration.n3Address))
      return limited(message, to: peer, now: now)
    case .dropped(.unknownExtensionHeader):
      let known = [GTPUExtensionHeader.pduSessionContainerType]
      return limited(GTPUMessage(sequenceNumber: 0, .supportedExtensionHeadersNotification(known)), to: peer, now: now)
    case .dropped(.malformed), .dropped(.malformedInnerPacket): return security("malformed GTP-U message or inner packet", peer, now)
    case .dropped(.spoofedSource): return security("uplink packet whose source is not its UE's address", peer, now)
    case .dropped(.noMatchingRule): return noRule(datagram, peer, now)
    case .dropped: return []
    }
  }

  private mutating func handleSignalling(_ datagram: [UInt8], from peer: SocketAddress, now: Instant) -> [UPFEffect] {
    guard let message = try? GTPUMessage(decoding: datagram) else { return security("malformed GTP-U message", peer, now) }
    switch message.body {
    case .echoRequest:
      let answer = GTPUMessage(sequenceNumber: message.sequenceNumber ?? 0, .echoResponse(restartCounter: 0))
      guard let octets = try? answer.encode() else { return [] }
      return [.sendN3(octets, to: peer)]
    case .errorIndication(let teid, let address):
      return control.handleErrorIndication(teid: teid, address: address, from: peer, now: now, forwarder: forwarder)
    case .echoResponse, .supportedExtensionHeadersNotification, .tunnelStatus, .endMarker, .gPDU: return []
    case .other(let type, _): return security("unknown GTP-U message type \(type)", peer, now)
    }
  }

  /// An error message to the GTP-U port of the sender, as long as there are not too many.
  private mutating func limited(_ message: GTPUMessage, to peer: SocketAddress, now: Instant) -> [UPFEffect] {
    guard errorLimiter.allows(now), let octets = try? message.encode() else { return [] }
    return [.sendN3(octets, to: SocketAddress(peer.ip, port: 2152))]
  }

  /// What an operator of a new gNB wants to know: its packets arrive, and no rule takes them.
  private mutating func noRule(_ datagram: [UInt8], _ peer: SocketAddress, _ now: Instant) -> [UPFEffect] {
    guard noteLimiter.allows(now) else { return [] }
    var line = "uplink packets of \(peer.ip) match no PDR of their tunnel"
    if case .header(let header) = datagram.withUnsafeBytes({ GTPUFastPath.readHeader($0) }), header.qfi == GPDUHeader.noQFI {
      line += "; they have no PDU Session Container (TS 38.415)"
    }
    return [.information(line)]
  }

  private mutating func security(_ note: String, _ peer: SocketAddress, _ now: Instant) -> [UPFEffect] {
    securityLimiter.allows(now) ? [.security(note, .n3, peer: peer)] : []
  }

  // MARK: Time

  /// When ``handleTimeout(now:)`` is to be called; `nil`: not before something else happens.
  public var nextTimeout: Instant? {
    switch (control.nextTimeout, nextSweep) {
    case (let first?, let second?): min(first, second)
    case (let first, let second): first ?? second
    }
  }

  /// Retransmissions, heartbeats, periodic usage reports and inactivity that are due.
  public mutating func handleTimeout(now: Instant) -> [UPFEffect] {
    var effects = control.handleTimeout(now: now)
    if let sweep = nextSweep, sweep <= now {
      effects += control.handleTimedRules(now: now, forwarder: &forwarder)
      nextSweep = !control.timedSessions.isEmpty ? now + .seconds(1) : nil
    }
    return effects
  }
}

/// Lets a number of events pass in each second.
struct RateLimiter: Sendable {
  private let eventsPerSecond: Int
  private var windowStart: Instant?
  private var count = 0

  init(eventsPerSecond: Int) { self.eventsPerSecond = eventsPerSecond }

  mutating func allows(_ now: Instant) -> Bool {
    if windowStart.map({ now < $0 || $0 + .seconds(1) <= now }) ?? true {
      windowStart = now
      count = 0
    }
    guard count < eventsPerSecond else { return false }
    count += 1
    return true
  }
}

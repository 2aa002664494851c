import Base
import GTPU
import PFCP

/// What is to be done with a packet, in the buffer in which it was given.
public enum ForwardingVerdict: Sendable {
  /// An IP packet for the data network.
  case toDataNetwork(offset: Int, count: Int)
  /// A GTP-U message for UDP port 2152 of `peer`.
  case toTunnel(offset: Int, count: Int, peer: IPAddress)
  /// Kept until the UE can be reached.
  case buffered
  /// A GTP-U message that is not a G-PDU: give it to ``UserPlaneFunction/handleN3(_:from:now:)``.
  case signalling
  case dropped(DropReason)
}

/// What the data path has to tell the control part.
enum ForwardingEvent: Sendable {
  case downlinkData(session: Int, pdrID: UInt16, qfi: UInt8, trafficClass: UInt8)
  case usage(session: Int, urrIndex: Int, trigger: UsageReportTrigger)
}

/// The rule engine: matches packets to PDRs and does what FARs, QERs and URRs say (TS 29.244 §5.2).
///
/// The forwarding of a packet neither allocates nor copies it. Lookups are by TEID and by the UE's IPv4 address or IPv6 /64 prefix.
public struct UPFForwarder: Sendable {
  /// Octets in front of a packet that its buffer must have free for the new header.
  public static let headroom = GTPUFastPath.headerCount

  /// By slot; an empty slot has SEID 0. Not optional, so that the data path reads fields in place.
  private var sessions: [ForwardingSession] = []
  private var freeSlots: [Int] = []
  private var byTEID: OpenAddressingTable
  private var byIPv4: OpenAddressingTable
  private var byIPv6Prefix: OpenAddressingTable
  private var byRemoteTunnel: [RemoteTunnel: Int] = [:]
  private var bufferedOctets = 0
  private let maximumBufferedOctets: Int
  /// What happened since the last ``drainEvents()``; at most one per session and rule.
  private(set) var events: [ForwardingEvent] = []
  /// Packets that were dropped, by reason.
  public private(set) var drops = Array(repeating: UInt64(0), count: DropReason.allCases.count)

  init(capacity: Int, maximumBufferedOctets: Int, secret: UInt64) {
    let initial = min(capacity, 4_096)
    byTEID = OpenAddressingTable(capacity: initial * 2, secret: secret)
    byIPv4 = OpenAddressingTable(capacity: initial, secret: secret)
    byIPv6Prefix = OpenAddressingTable(capacity: initial, secret: secret)
    self.maximumBufferedOctets = maximumBufferedOctets
    events.reserveCapacity(64)
  }

  // MARK: Packets

  /// A GTP-U message from N3 (or N4-u): `count` octets at `offset`, with ``headroom`` in front of it.
  public mutating func forwardUplink(_ buffer: UnsafeMutableRawBufferPointer, offset: Int, count: Int, now: Instant) -> ForwardingVerdict {
    guard offset >= 0, count >= 0, count <= buffer.count, offset <= buffer.count - count else { return drop(.malformed) }
    let header: GPDUHeader
    switch GTPUFastPath.readHeader(UnsafeRawBufferPointer(rebasing: buffer[offset..<(offset + count)])) {
    case .header(let read): header = read
    case .signalling: return .signalling
    case .unknownExtensionHeader: return drop(.unknownExtensionHeader)
    case .malformed: return drop(.malformed)
    }
    let slot = byTEID.value(UInt64(header.teid))
    guard slot >= 0 else { return drop(.unknownTunnel) }
    guard header.messageType == GTPUMessageType.gPDU else { return drop(.endMarker) }
    let start = offset + header.payloadOffset
    guard let packet = InnerPacket(UnsafeRawBufferPointer(rebasing: buffer[start..<(start + header.payloadCount)])) else {
      return drop(.malformedInnerPacket)
    }
    let pdr = matchTunnel(slot, header: header, packet: packet)
    guard pdr >= 0 else { return drop(.noMatchingRule) }
    let isUplink = sessions[slot].pdrs[pdr].source == .access
    if isUplink, !isOwnSource(slot, pdr: pdr, packet: packet) { return drop(.spoofedSource) }
    return apply(slot, pdr, buffer, offset: start, packet: packet, isUplink: isUplink, now: now)
  }

  /// An IP packet from N6: `count` octets at `offset`, with ``headroom`` in front of it.
  public mutating func forwardDownlink(_ buffer: UnsafeMutableRawBufferPointer, offset: Int, count: Int, now: Instant) -> ForwardingVerdict
  {
    guard offset >= 0, count >= 0, count <= buffer.count, offset <= buffer.count - count else { return drop(.malformed) }
    guard let packet = InnerPacket(UnsafeRawBufferPointer(rebasing: buffer[offset..<(offset + count)])) else { return drop(.malformed) }
    let slot =
      packet.isIPv4
      ? byIPv4.value(UInt64(truncatingIfNeeded: packet.destination))
      : byIPv6Prefix.value(UInt64(truncatingIfNeeded: packet.destination >> 64))
    guard slot >= 0 else { return drop(.unknownDestination) }
    let pdr = matchCore(slot, packet: packet)
    guard pdr >= 0 else { return drop(.noMatchingRule) }
    return apply(slot, pdr, buffer, offset: offset, packet: packet, isUplink: false, now: now)
  }

  private func matchTunnel(_ slot: Int, header: GPDUHeader, packet: InnerPacket) -> Int {
    guard slot < sessions.count else { return -1 }
    let count = sessions[slot].pdrs.count
    for index in 0..<count {
      if sessions[slot].pdrs[index].matchesTunnel(header, packet: packet) { return index }
    }
    return -1
  }

  private func matchCore(_ slot: Int, packet: InnerPacket) -> Int {
    let count = sessions[slot].pdrs.count
    for index in 0..<count {
      if sessions[slot].pdrs[index].matchesCore(packet) { return index }
    }
    return -1
  }

  /// The source of an uplink packet is the UE's; link-local only towards the SMF, which answers router solicitations.
  private func isOwnSource(_ slot: Int, pdr: Int, packet: InnerPacket) -> Bool {
    guard let ipv4 = sessions[slot].ipv4, packet.isIPv4 else {
      guard !packet.isIPv4, let prefix = sessions[slot].ipv6Prefix else { return false }
      if packet.source >> 64 == UInt128(prefix) { return true }
      return packet.hasLinkLocalSource && sessions[slot].fars[sessions[slot].pdrs[pdr].farIndex].destination == .controlPlane
    }
    return packet.source == UInt128(ipv4)
  }

  private mutating func apply(
    _ slot: Int, _ pdr: Int, _ buffer: UnsafeMutableRawBufferPointer, offset: Int, packet: InnerPacket, isUplink: Bool, now: Instant
  ) -> ForwardingVerdict {
    let farIndex = sessions[slot].pdrs[pdr].farIndex
    let action = sessions[slot].fars[farIndex].action
    if action.contains(.drop) { return drop(.dropAction) }
    if action.contains(.buffer) { return keep(slot, pdr, farIndex, buffer, offset: offset, packet: packet) }
    guard action.contains(.forward) else { return drop(.dropAction) }
    if let reason = enforce(slot, pdr, octets: packet.count, isUplink: isUplink, now: now) { return drop(reason) }
    sessions[slot].lastActivity = now
    guard sessions[slot].fars[farIndex].destination != .core else { return .toDataNetwork(offset: offset, count: packet.count) }
    guard let tunnel = sessions[slot].fars[farIndex].tunnel else { return drop(.noTunnel) }
    let isMarked = sessions[slot].fars[farIndex].destination == .access
    let headerCount = isMarked ? GTPUFastPath.headerCount : GTPUFastPath.plainHeaderCount
    guard offset >= headerCount else { return drop(.noHeadroom) }
    let space = UnsafeMutableRawBufferPointer(rebasing: buffer[(offset - headerCount)..<offset])
    let written =
      isMarked
      ? GTPUFastPath.writeHeader(
        into: space, teid: tunnel.teid, qfi: sessions[slot].pdrs[pdr].markedQFI,
        reflectiveQoS: sessions[slot].pdrs[pdr].reflectiveQoS, isDownlink: true, payloadCount: packet.count)
      : GTPUFastPath.writePlainHeader(into: space, teid: tunnel.teid, payloadCount: packet.count)
    guard written == headerCount else { return drop(.malformed) }
    return .toTunnel(offset: offset - headerCount, count: headerCount + packet.count, peer: tunnel.address)
  }

  /// Gates, rates and quotas; counts what passes. Returns why the packet does not.
  private mutating func enforce(_ slot: Int, _ pdr: Int, octets: Int, isUplink: Bool, now: Instant) -> DropReason? {
    let qerCount = sessions[slot].pdrs[pdr].qerIndices.count
    for position in 0..<qerCount {
      let index = sessions[slot].pdrs[pdr].qerIndices[position]
      let gate = sessions[slot].qers[index].gate
      guard isUplink ? gate.isUplinkOpen : gate.isDownlinkOpen else { return .gateClosed }
      let passes =
        isUplink
        ? sessions[slot].qers[index].uplink?.take(octets: octets, now: now)
        : sessions[slot].qers[index].downlink?.take(octets: octets, now: now)
      if passes == false { return .rateExceeded }
    }
    let urrCount = sessions[slot].pdrs[pdr].urrIndices.count
    for position in 0..<urrCount {
      if sessions[slot].urrs[sessions[slot].pdrs[pdr].urrIndices[position]].isExhausted { return .quotaExhausted }
    }
    for position in 0..<urrCount {
      let index = sessions[slot].pdrs[pdr].urrIndices[position]
      guard let trigger = sessions[slot].urrs[index].count(octets: octets, isUplink: isUplink, now: now) else { continue }
      events.append(.usage(session: slot, urrIndex: index, trigger: trigger))
    }
    return nil
  }

  private mutating func keep(
    _ slot: Int, _ pdr: Int, _ farIndex: Int, _ buffer: UnsafeMutableRawBufferPointer, offset: Int, packet: InnerPacket
  ) -> ForwardingVerdict {
    let rule = sessions[slot].pdrs[pdr]
    let far = sessions[slot].fars[farIndex]
    let waiting = sessions[slot].buffered.count
    let isFull = waiting >= far.maximumBufferedPackets || bufferedOctets + packet.count > maximumBufferedOctets
    if !isFull {
      let octets = Array(buffer[offset..<(offset + packet.count)])
      sessions[slot].buffered.append(BufferedPacket(pdrID: rule.pdrID, farID: far.farID, octets: octets))
      bufferedOctets += octets.count
    }
    if far.action.contains(.notifyControlPlane), !far.hasNotified {
      sessions[slot].fars[farIndex].hasNotified = true
      events.append(.downlinkData(session: slot, pdrID: rule.pdrID, qfi: rule.markedQFI, trafficClass: packet.trafficClass))
    }
    return isFull ? drop(.bufferFull) : .buffered
  }

  private mutating func drop(_ reason: DropReason) -> ForwardingVerdict {
    drops[Int(reason.rawValue)] &+= 1
    return .dropped(reason)
  }

  // MARK: Rules

  func isKnown(teid: UInt32) -> Bool { byTEID.value(UInt64(teid)) >= 0 }

  /// The session that has the address or prefix; `nil` when it is free.
  func owner(ipv4: UInt32) -> Int? { nonNegative(byIPv4.value(UInt64(ipv4))) }
  func owner(ipv6Prefix: UInt64) -> Int? { nonNegative(byIPv6Prefix.value(ipv6Prefix)) }
  func owner(_ tunnel: RemoteTunnel) -> Int? { byRemoteTunnel[tunnel] }
  private func nonNegative(_ value: Int) -> Int? { value < 0 ? nil : value }

  mutating func add(_ session: ForwardingSession) -> Int {
    let slot: Int
    if let free = freeSlots.popLast() {
      slot = free
      sessions[slot] = session
    } else {
      slot = sessions.count
      sessions.append(session)
    }
    index(slot)
    return slot
  }

  mutating func replace(_ slot: Int, _ session: ForwardingSession) {
    removeIndex(slot)
    let before = sessions[slot].buffered.reduce(0) { $0 + $1.octets.count }
    bufferedOctets += session.buffered.reduce(0) { $0 + $1.octets.count } - before
    sessions[slot] = session
    index(slot)
  }

  mutating func remove(_ slot: Int) {
    removeIndex(slot)
    bufferedOctets -= sessions[slot].buffered.reduce(0) { $0 + $1.octets.count }
    sessions[slot] = ForwardingSession.empty
    freeSlots.append(slot)
    events.removeAll {
      switch $0 {
      case .downlinkData(let session, _, _, _), .usage(let session, _, _): session == slot
      }
    }
  }

  private mutating func index(_ slot: Int) {
    let session = sessions[slot]
    for pdr in session.pdrs where pdr.teid != 0 { byTEID.insert(UInt64(pdr.teid), slot) }
    if let ipv4 = session.ipv4 { byIPv4.insert(UInt64(ipv4), slot) }
    if let prefix = session.ipv6Prefix { byIPv6Prefix.insert(prefix, slot) }
    for far in session.fars { if let tunnel = far.tunnel { byRemoteTunnel[tunnel] = slot } }
  }

  private mutating func removeIndex(_ slot: Int) {
    let session = sessions[slot]
    for pdr in session.pdrs where pdr.teid != 0 { byTEID.remove(UInt64(pdr.teid)) }
    if let ipv4 = session.ipv4 { byIPv4.remove(UInt64(ipv4)) }
    if let prefix = session.ipv6Prefix { byIPv6Prefix.remove(prefix) }
    for far in session.fars { if let tunnel = far.tunnel, byRemoteTunnel[tunnel] == slot { byRemoteTunnel[tunnel] = nil } }
  }

  mutating func drainEvents() -> [ForwardingEvent] {
    defer { events.removeAll(keepingCapacity: true) }
    return events
  }

  /// The session in a slot; `nil` when the slot is empty.
  subscript(slot: Int) -> ForwardingSession? {
    guard sessions.indices.contains(slot), sessions[slot].seid != 0 else { return nil }
    return sessions[slot]
  }

  /// Packets that wait for the UE are dropped; the next one is told of again (TS 29.244 §5.2.3.1).
  mutating func dropBuffered(_ slot: Int) {
    guard var session = self[slot] else { return }
    session.buffered = []
    for index in session.fars.indices { session.fars[index].hasNotified = false }
    replace(slot, session)
  }

  mutating func withURR<Result>(_ slot: Int, _ index: Int, _ body: (inout ForwardingURR) -> Result) -> Result? {
    guard sessions.indices.contains(slot), sessions[slot].urrs.indices.contains(index) else { return nil }
    return body(&sessions[slot].urrs[index])
  }
}

extension ForwardingPDR {
  @inline(__always)
  func matchesTunnel(_ header: GPDUHeader, packet: InnerPacket) -> Bool {
    guard teid == header.teid, source != .core else { return false }
    if qfiMask != 0 {
      guard header.qfi <= 63 ? qfiMask >> UInt64(header.qfi) & 1 == 1 : takesUnmarked else { return false }
    }
    let isUplink = source == .access
    if matchesIPv4 || matchesIPv6, !(packet.isIPv4 ? matchesIPv4 : matchesIPv6) { return false }
    return matchesFilters(packet, isUplink: isUplink)
  }

  @inline(__always)
  func matchesCore(_ packet: InnerPacket) -> Bool {
    guard source == .core, packet.isIPv4 ? matchesIPv4 : matchesIPv6 else { return false }
    return matchesFilters(packet, isUplink: false)
  }

  @inline(__always)
  private func matchesFilters(_ packet: InnerPacket, isUplink: Bool) -> Bool {
    if filters.isEmpty { return true }
    for index in filters.indices where filters[index].matches(packet, isUplink: isUplink) { return true }
    return false
  }
}

extension ForwardingURR {
  /// Counts a packet; the trigger that it pulled, once until the report is made.
  mutating func count(octets: Int, isUplink: Bool, now: Instant) -> UsageReportTrigger? {
    let isFirst = usage.firstPacket == nil
    usage.count(octets: octets, isUplink: isUplink, now: now)
    quotaUsage.count(octets: octets, isUplink: isUplink, now: now)
    var trigger: UsageReportTrigger = []
    if quotas.isReached(by: quotaUsage) {
      isExhausted = true
      if rule.reportingTriggers.contains(.volumeQuota) { trigger.insert(.volumeQuota) }
    }
    if thresholds.isReached(by: usage) { trigger.insert(.volumeThreshold) }
    if isFirst, rule.reportingTriggers.contains(.startOfTraffic) { trigger.insert(.startOfTraffic) }
    guard trigger != [], !hasPendingReport else { return nil }
    hasPendingReport = true
    return trigger
  }
}

import Base
import PFCP

/// An established PFCP association (TS 29.244 §6.2.6).
struct Association: Sendable {
  var nodeID: NodeID
  var recoveryTimeStamp: UInt32
  var address: SocketAddress
  var nextHeartbeat: Instant?
}

/// One PFCP session, as its owner set it up.
struct ControlSession: Sendable {
  var upSEID: UInt64
  var cpSEID: UInt64
  /// The address of the control plane function that may change this session.
  var owner: IPAddress
  var rules: SessionRules
  var slot: Int
  var inactivityTimerSeconds: UInt32?
  /// Tunnels whose Error Indication the owner has been told of.
  var reportedErrors: Set<RemoteTunnel> = []
}

/// A request of ours that waits for its response.
struct OutstandingRequest: Sendable {
  var octets: [UInt8]
  var peer: SocketAddress
  var messageType: UInt8
  var seid: UInt64?
  var nextAttempt: Instant
  var attempts: Int
}

/// The answers to a peer's latest requests, given again when it retransmits (TS 29.244 §6.4).
struct ResponseCache: Sendable {
  private struct Key: Hashable {
    var peer: SocketAddress
    var sequenceNumber: UInt32
    var messageType: UInt8
  }
  private struct Entry {
    var request: [UInt8]
    var response: [UInt8]
    var time: Instant
  }
  private var entries: [Key: Entry] = [:]
  private var order: [Key] = []
  private var oldest = 0

  /// The answer to a retransmission of `request`. A peer that has restarted uses its numbers again: only the same octets, within the
  /// time that retransmissions take, are one.
  func response(to request: [UInt8], _ header: PFCPHeader, from peer: SocketAddress, now: Instant, lifetime: Duration) -> [UInt8]? {
    let key = Key(peer: peer, sequenceNumber: header.sequenceNumber, messageType: header.messageType)
    guard let entry = entries[key], entry.request == request, now < entry.time + lifetime else { return nil }
    return entry.response
  }

  mutating func store(
    _ response: [UInt8], to request: [UInt8], _ header: PFCPHeader, from peer: SocketAddress, now: Instant, limit: Int
  ) {
    guard limit > 0 else { return }
    let key = Key(peer: peer, sequenceNumber: header.sequenceNumber, messageType: header.messageType)
    guard entries.updateValue(Entry(request: request, response: response, time: now), forKey: key) == nil else { return }
    if order.count < limit {
      order.append(key)
    } else {
      entries[order[oldest]] = nil
      order[oldest] = key
      oldest = (oldest + 1) % order.count
    }
  }
}

/// The PFCP side of the user plane function: associations, sessions, reports and retransmission. It owns no packet state;
/// the compiled rules live in the ``UPFForwarder`` that each call is given.
struct UPFControl: Sendable {
  let configuration: UPFConfiguration
  let random: any RandomSource
  var associations: [IPAddress: Association] = [:]
  /// By the SEID of this function; changed by ``store(_:)`` and ``removeSession(_:forwarder:)`` only, which keep the other two.
  private(set) var sessions: [UInt64: ControlSession] = [:]
  /// SEIDs of this function by owner and the owner's SEID.
  private var seidByOwner: [IPAddress: [UInt64: UInt64]] = [:]
  /// Sessions with a URR or timer that the clock can trigger.
  private(set) var timedSessions: Set<UInt64> = []
  /// One cache for each configured peer, so that none can push out another's.
  var caches: [IPAddress: ResponseCache] = [:]
  var outstanding: [UInt32: OutstandingRequest] = [:]
  /// Starts anywhere, so that the numbers of one run are not those of the run before.
  var nextSequenceNumber: UInt32

  init(configuration: UPFConfiguration, random: any RandomSource) {
    self.configuration = configuration
    self.random = random
    nextSequenceNumber = random.uint32() & 0xFF_FFFF
  }

  // MARK: Sessions

  /// Adds a session, or replaces it by its changed self.
  mutating func store(_ session: ControlSession, isTimed: Bool) {
    if let old = sessions[session.upSEID], old.cpSEID != session.cpSEID { forgetOwnerSEID(of: old) }
    sessions[session.upSEID] = session
    seidByOwner[session.owner, default: [:]][session.cpSEID] = session.upSEID
    if isTimed { timedSessions.insert(session.upSEID) } else { timedSessions.remove(session.upSEID) }
  }

  mutating func removeSession(_ session: ControlSession, forwarder: inout UPFForwarder) {
    forwarder.remove(session.slot)
    sessions[session.upSEID] = nil
    timedSessions.remove(session.upSEID)
    forgetOwnerSEID(of: session)
  }

  private mutating func forgetOwnerSEID(of session: ControlSession) {
    guard seidByOwner[session.owner]?[session.cpSEID] == session.upSEID else { return }
    seidByOwner[session.owner]?[session.cpSEID] = nil
    if seidByOwner[session.owner]?.isEmpty == true { seidByOwner[session.owner] = nil }
  }

  /// The session that its owner knows by `cpSEID`.
  func session(of owner: IPAddress, cpSEID: UInt64) -> ControlSession? { seidByOwner[owner]?[cpSEID].flatMap { sessions[$0] } }

  /// An Error Indication for the tunnel is reported once.
  /// - Returns: whether it is the first.
  mutating func noteReportedError(_ tunnel: RemoteTunnel, of session: ControlSession) -> Bool {
    sessions[session.upSEID]?.reportedErrors.insert(tunnel).inserted ?? false
  }

  // MARK: Receiving

  mutating func handle(_ datagram: [UInt8], from peer: SocketAddress, now: Instant, forwarder: inout UPFForwarder) -> [UPFEffect] {
    guard configuration.controlPlanePeers.contains(peer.ip) else {
      return [.security("PFCP message from an address that is not a configured control plane function", .n4, peer: peer)]
    }
    var effects: [UPFEffect] = []
    var rest = datagram
    for _ in 0..<64 {
      let header: PFCPHeader
      do {
        header = try PFCPHeader(decoding: rest)
      } catch {
        if case .unsupportedVersion = error {
          let sequence = rest.count >= 8 ? UInt32(rest[4]) << 16 | UInt32(rest[5]) << 8 | UInt32(rest[6]) : 0
          let answer = PFCPMessage(sequenceNumber: sequence, .versionNotSupportedResponse(VersionNotSupportedResponse()))
          if let octets = try? answer.encode() { effects.append(.sendN4(octets, to: peer)) }
        }
        effects.append(.security("\(error)", .n4, peer: peer))
        return effects
      }
      effects += handleOne(Array(rest.prefix(header.totalLength)), header, from: peer, now: now, forwarder: &forwarder)
      guard header.isFollowed else { break }
      rest = Array(rest.dropFirst(header.totalLength))
    }
    return effects
  }

  private static func isResponse(_ type: UInt8) -> Bool {
    switch type {
    case 2, 4, 6, 8, 10, 11, 13, 15, 17, 51, 53, 55, 57: true
    default: false
    }
  }

  private mutating func handleOne(
    _ octets: [UInt8], _ header: PFCPHeader, from peer: SocketAddress, now: Instant, forwarder: inout UPFForwarder
  ) -> [UPFEffect] {
    if Self.isResponse(header.messageType) { return handleResponse(octets, header, from: peer, now: now, forwarder: &forwarder) }
    // A peer's last attempt comes T1*N1 after its first (§6.4); one T1 more for the way.
    let lifetime = configuration.retransmissionInterval * (configuration.maximumRetransmissions + 2)
    let cached = caches[peer.ip]?.response(to: octets, header, from: peer, now: now, lifetime: lifetime)
    if let cached { return [.sendN4(cached, to: peer)] }
    var effects: [UPFEffect] = []
    let response: PFCPMessage?
    do {
      let message = try PFCPMessage(decoding: octets)
      response = handleRequest(message, from: peer, now: now, forwarder: &forwarder, effects: &effects)
    } catch {
      effects.append(.security("\(error)", .n4, peer: peer))
      response = rejection(of: octets, header, RuleFailure(error.cause, offendingIE: error.offendingIE), from: peer)
    }
    guard let response, let answer = try? response.encode() else { return effects }
    caches[peer.ip, default: ResponseCache()].store(
      answer, to: octets, header, from: peer, now: now, limit: configuration.responseCacheSize)
    // The answer goes first: what the request set in motion (end markers, packets that waited) follows it.
    return [.sendN4(answer, to: peer)] + effects
  }

  private mutating func handleRequest(
    _ message: PFCPMessage, from peer: SocketAddress, now: Instant, forwarder: inout UPFForwarder, effects: inout [UPFEffect]
  ) -> PFCPMessage? {
    let sequence = message.sequenceNumber
    switch message.body {
    case .heartbeatRequest(let request):
      noteRecovery(request.recoveryTimeStamp, of: peer, forwarder: &forwarder, effects: &effects)
      let answer = HeartbeatResponse(recoveryTimeStamp: configuration.recoveryTimeStamp)
      return PFCPMessage(sequenceNumber: sequence, .heartbeatResponse(answer))
    case .associationSetupRequest(let request):
      return PFCPMessage(sequenceNumber: sequence, setUp(request, from: peer, now: now, forwarder: &forwarder, effects: &effects))
    case .associationUpdateRequest:
      let cause: PFCPCause = associations[peer.ip] == nil ? .noEstablishedPFCPAssociation : .requestAccepted
      return PFCPMessage(
        sequenceNumber: sequence, .associationUpdateResponse(AssociationUpdateResponse(nodeID: configuration.nodeID, cause: cause)))
    case .associationReleaseRequest:
      let cause: PFCPCause = associations[peer.ip] == nil ? .noEstablishedPFCPAssociation : .requestAccepted
      removeSessions(of: peer.ip, forwarder: &forwarder, effects: &effects)
      associations[peer.ip] = nil
      return PFCPMessage(
        sequenceNumber: sequence, .associationReleaseResponse(AssociationReleaseResponse(nodeID: configuration.nodeID, cause: cause)))
    case .pfdManagementRequest:
      return PFCPMessage(sequenceNumber: sequence, .pfdManagementResponse(PFDManagementResponse(cause: .serviceNotSupported)))
    case .sessionSetDeletionRequest:
      let cause: PFCPCause = associations[peer.ip] == nil ? .noEstablishedPFCPAssociation : .serviceNotSupported
      return PFCPMessage(
        sequenceNumber: sequence, .sessionSetDeletionResponse(SessionSetDeletionResponse(nodeID: configuration.nodeID, cause: cause)))
    case .sessionEstablishmentRequest(let request):
      return establish(request, sequence, from: peer, now: now, forwarder: &forwarder)
    case .sessionModificationRequest(let request):
      return modify(message.seid ?? 0, request, sequence, from: peer, now: now, forwarder: &forwarder, effects: &effects)
    case .sessionDeletionRequest:
      return delete(message.seid ?? 0, sequence, from: peer, now: now, forwarder: &forwarder, effects: &effects)
    default:
      effects.append(.security("PFCP message \(message.body.name) that a user plane function does not serve", .n4, peer: peer))
      return nil
    }
  }

  /// The response with a cause to a request that could not be read or served; `nil` for a type without one.
  private func rejection(of octets: [UInt8], _ header: PFCPHeader, _ failure: RuleFailure, from peer: SocketAddress) -> PFCPMessage? {
    let node = configuration.nodeID
    let sequence = header.sequenceNumber
    // The peer's SEID: of the session where it is known, else what the request offers, else 0 (§7.2.2.4.2).
    let seid = header.seid.flatMap { sessions[$0] }.flatMap { $0.owner == peer.ip ? $0.cpSEID : nil } ?? 0
    switch header.messageType {
    case 3:
      var answer = PFDManagementResponse(cause: failure.cause)
      answer.offendingIE = failure.offendingIE
      return PFCPMessage(sequenceNumber: sequence, .pfdManagementResponse(answer))
    case 5:
      let answer = AssociationSetupResponse(nodeID: node, cause: failure.cause, recoveryTimeStamp: configuration.recoveryTimeStamp)
      return PFCPMessage(sequenceNumber: sequence, .associationSetupResponse(answer))
    case 7: return PFCPMessage(sequenceNumber: sequence, .associationUpdateResponse(.init(nodeID: node, cause: failure.cause)))
    case 9: return PFCPMessage(sequenceNumber: sequence, .associationReleaseResponse(.init(nodeID: node, cause: failure.cause)))
    case 14: return PFCPMessage(sequenceNumber: sequence, .sessionSetDeletionResponse(.init(nodeID: node, cause: failure.cause)))
    case 50:
      var answer = SessionEstablishmentResponse(nodeID: node, cause: failure.cause)
      answer.offendingIE = failure.offendingIE
      return PFCPMessage(seid: Self.offeredSEID(octets, header), sequenceNumber: sequence, .sessionEstablishmentResponse(answer))
    case 52:
      var answer = SessionModificationResponse(cause: failure.cause)
      answer.offendingIE = failure.offendingIE
      return PFCPMessage(seid: seid, sequenceNumber: sequence, .sessionModificationResponse(answer))
    case 54:
      var answer = SessionDeletionResponse(cause: failure.cause)
      answer.offendingIE = failure.offendingIE
      return PFCPMessage(seid: seid, sequenceNumber: sequence, .sessionDeletionResponse(answer))
    default: return nil
    }
  }

  /// The SEID of the CP F-SEID in an establishment request that is otherwise not readable; 0 without one.
  private static func offeredSEID(_ octets: [UInt8], _ header: PFCPHeader) -> UInt64 {
    var reader = ByteReader(octets)
    guard reader.skip(header.elementsOffset) else { return 0 }
    while let type = reader.readUInt16(), let length = reader.readUInt16(), var value = reader.readSlice(Int(length)) {
      if type == 57, value.skip(1), let seid = value.readUInt64() { return seid }
    }
    return 0
  }

  // MARK: Associations

  private mutating func setUp(
    _ request: AssociationSetupRequest, from peer: SocketAddress, now: Instant, forwarder: inout UPFForwarder, effects: inout [UPFEffect]
  ) -> PFCPBody {
    // A new setup replaces the association and its sessions (§6.2.6.2.2).
    removeSessions(of: peer.ip, forwarder: &forwarder, effects: &effects)
    // What the peer asked in a former life is not asked again.
    if associations[peer.ip]?.recoveryTimeStamp != request.recoveryTimeStamp { caches[peer.ip] = nil }
    associations[peer.ip] = Association(
      nodeID: request.nodeID, recoveryTimeStamp: request.recoveryTimeStamp, address: SocketAddress(peer.ip, port: 8805),
      nextHeartbeat: configuration.heartbeatInterval.map { now + $0 })
    effects.append(.information("PFCP association with \(peer.ip) established"))
    var answer = AssociationSetupResponse(
      nodeID: configuration.nodeID, cause: .requestAccepted, recoveryTimeStamp: configuration.recoveryTimeStamp)
    answer.upFunctionFeatures = [.allocatesFTEID, .endMarker, .messageBundling]
    return .associationSetupResponse(answer)
  }

  /// A later time stamp than the one of the association: the peer has lost its sessions. An earlier one was overtaken on its way
  /// (TS 23.527 §4.2). Time stamps wrap in 2036.
  private mutating func noteRecovery(
    _ timeStamp: UInt32, of peer: SocketAddress, forwarder: inout UPFForwarder, effects: inout [UPFEffect]
  ) {
    guard let association = associations[peer.ip], Int32(bitPattern: timeStamp &- association.recoveryTimeStamp) > 0 else { return }
    effects.append(.information("control plane function \(peer.ip) has restarted"))
    removeSessions(of: peer.ip, forwarder: &forwarder, effects: &effects)
    associations[peer.ip] = nil
  }

  private mutating func removeSessions(of owner: IPAddress, forwarder: inout UPFForwarder, effects: inout [UPFEffect]) {
    let removed = sessions.values.filter { $0.owner == owner }.sorted { $0.slot < $1.slot }
    for session in removed { removeSession(session, forwarder: &forwarder) }
    let ended = outstanding.keys.filter { outstanding[$0]?.peer.ip == owner }
    for sequence in ended { outstanding[sequence] = nil }
    if !removed.isEmpty { effects.append(.information("\(removed.count) PFCP sessions of \(owner) removed")) }
  }

  // MARK: Own requests

  mutating func send(_ body: PFCPBody, seid: UInt64?, to peer: SocketAddress, now: Instant) -> [UPFEffect] {
    guard outstanding.count < configuration.maximumOutstandingRequests else {
      return [.information("PFCP requests to \(peer.ip) overflow")]
    }
    repeat {
      nextSequenceNumber = nextSequenceNumber & 0xFF_FFFF == 0xFF_FFFF ? 1 : nextSequenceNumber + 1
    } while outstanding[nextSequenceNumber] != nil
    let message = PFCPMessage(seid: seid, sequenceNumber: nextSequenceNumber, body)
    guard let octets = try? message.encode() else { return [] }
    outstanding[nextSequenceNumber] = OutstandingRequest(
      octets: octets, peer: peer, messageType: body.messageType, seid: seid, nextAttempt: now + configuration.retransmissionInterval,
      attempts: 0)
    return [.sendN4(octets, to: peer)]
  }

  private mutating func handleResponse(
    _ octets: [UInt8], _ header: PFCPHeader, from peer: SocketAddress, now: Instant, forwarder: inout UPFForwarder
  ) -> [UPFEffect] {
    guard let request = outstanding[header.sequenceNumber], request.peer.ip == peer.ip, header.messageType == request.messageType + 1 else {
      return [.security("PFCP response that answers no request", .n4, peer: peer)]
    }
    outstanding[header.sequenceNumber] = nil
    var effects: [UPFEffect] = []
    do {
      switch try PFCPMessage(decoding: octets).body {
      case .heartbeatResponse(let response):
        noteRecovery(response.recoveryTimeStamp, of: peer, forwarder: &forwarder, effects: &effects)
      case .sessionReportResponse(let response) where response.cause == .sessionContextNotFound:
        // The control plane function no longer knows the session: neither should this one (§7.5.9).
        if let session = request.seid.flatMap({ session(of: peer.ip, cpSEID: $0) }) { removeSession(session, forwarder: &forwarder) }
      case .sessionReportResponse(let response) where response.flags?.contains(.dropBufferedPackets) == true:
        if let session = request.seid.flatMap({ session(of: peer.ip, cpSEID: $0) }) { forwarder.dropBuffered(session.slot) }
      default: break
      }
    } catch {
      effects.append(.security("\(error)", .n4, peer: peer))
    }
    return effects
  }

  /// Retransmissions and heartbeats that are due.
  mutating func handleTimeout(now: Instant) -> [UPFEffect] {
    var effects: [UPFEffect] = []
    for sequence in outstanding.keys.sorted() {
      guard var request = outstanding[sequence], request.nextAttempt <= now else { continue }
      if request.attempts >= configuration.maximumRetransmissions {
        outstanding[sequence] = nil
        effects.append(.information("control plane function \(request.peer.ip) does not answer PFCP message type \(request.messageType)"))
      } else {
        request.attempts += 1
        request.nextAttempt = now + configuration.retransmissionInterval
        outstanding[sequence] = request
        effects.append(.sendN4(request.octets, to: request.peer))
      }
    }
    for address in configuration.controlPlanePeers {
      guard let association = associations[address], let due = association.nextHeartbeat, due <= now,
        let interval = configuration.heartbeatInterval
      else { continue }
      associations[address]?.nextHeartbeat = now + interval
      effects += send(
        .heartbeatRequest(HeartbeatRequest(recoveryTimeStamp: configuration.recoveryTimeStamp)), seid: nil, to: association.address,
        now: now)
    }
    return effects
  }

  var nextTimeout: Instant? {
    let retransmission = outstanding.values.map(\.nextAttempt).min()
    let heartbeat = associations.values.compactMap(\.nextHeartbeat).min()
    return [retransmission, heartbeat].compactMap(\.self).min()
  }
}

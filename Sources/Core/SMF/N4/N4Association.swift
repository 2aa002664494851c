import Base
import PFCP
import Runtime

/// A UPF as this function sees it.
final class UPFContext {
  struct RequestKey: Hashable {
    // Octets, not the address itself: Swift 6.3.1 without optimisation misaligns a 128-bit payload of a dictionary's key.
    let peer: [UInt8]
    let port: UInt16
    let sequenceNumber: UInt32
    let messageType: UInt8

    init(peer: SocketAddress, sequenceNumber: UInt32, messageType: UInt8) {
      self.peer = peer.ip.octets
      port = peer.port
      self.sequenceNumber = sequenceNumber
      self.messageType = messageType
    }
  }
  enum Event {
    case restarted
    case releaseRequested
    /// A session request was not answered: it is time to look.
    case suspected
    case stop
  }

  let configuration: SMFConfiguration.UPF
  var isAssociated = false
  var recoveryTimeStamp: UInt32?
  /// The reason why there is no association was logged.
  var isFailureLogged = false
  let mailbox: Mailbox<Event>
  private var pending: Event?
  /// Sessions that this UPF has.
  var sessionCount = 0
  /// The UPF gives its tunnels IPv6 addresses only.
  var hasIPv6TunnelsOnly = false
  private struct CachedResponse {
    var request: [UInt8]
    var response: [UInt8]
    var time: Instant
  }
  private var responses: [RequestKey: CachedResponse] = [:]
  private var order: [RequestKey] = []

  init(configuration: SMFConfiguration.UPF, loop: any Loop) {
    self.configuration = configuration
    mailbox = Mailbox(loop: loop)
  }

  /// Tells the association's procedure; kept when it does not wait just now.
  func deliver(_ event: Event) -> Bool {
    if mailbox.deliver(event) { return true }
    pending = event
    return false
  }

  func takePending() -> Event? {
    defer { pending = nil }
    return pending
  }

  /// The answer to a retransmission of `request`. A UPF that has restarted uses its numbers again: only the same octets, within the time
  /// that retransmissions take, are one.
  func cachedResponse(to request: [UInt8], _ key: RequestKey, now: Instant, lifetime: Duration) -> [UInt8]? {
    guard let cached = responses[key], cached.request == request, now < cached.time + lifetime else { return nil }
    return cached.response
  }

  func cache(_ response: [UInt8], to request: [UInt8], _ key: RequestKey, now: Instant, limit: Int) {
    guard limit > 0, responses.updateValue(CachedResponse(request: request, response: response, time: now), forKey: key) == nil else {
      return
    }
    order.append(key)
    if order.count > limit { responses[order.removeFirst()] = nil }
  }

  /// The UPF has restarted: what it asked before is not asked again.
  func forgetResponses() {
    responses = [:]
    order = []
  }

  /// Whether a recovery time stamp is later than the association's: the UPF has restarted. An earlier one was overtaken on its way
  /// (TS 23.527 §4.2). Time stamps wrap in 2036.
  func hasRestarted(_ timeStamp: UInt32) -> Bool {
    recoveryTimeStamp.map { Int32(bitPattern: timeStamp &- $0) > 0 } ?? false
  }
}

/// PFCP associations (TS 29.244 §6.2.6 to §6.2.8).
extension SMF {
  var nodeID: NodeID {
    switch configuration.n4Address {
    case .v4(let value): .ipv4(IPv4Address(rawValue: value))
    case .v6(let value):
      .ipv6(IPv6Address(prefix: UInt64(truncatingIfNeeded: value >> 64), interfaceIdentifier: UInt64(truncatingIfNeeded: value)))
    }
  }

  /// Keeps the association with one UPF, for as long as this function runs.
  func associate(_ index: Int) async {
    let upf = upfs[index]
    while !isStopped {
      var isAssociated = await setUpAssociation(upf)
      while isAssociated {
        if isStopped { _ = upf.deliver(.stop) }
        isAssociated = await superviseAssociation(upf)
      }
      guard !isStopped else { return }
      _ = try? await upf.mailbox.receive(within: configuration.timers.associationRetry, label: "association retry") { event in
        if case .stop = event { true } else { false }
      }
    }
  }

  /// Association Setup by the control plane function (TS 29.244 §6.2.6.2.1).
  private func setUpAssociation(_ upf: UPFContext) async -> Bool {
    _ = upf.takePending()
    var setup = AssociationSetupRequest(nodeID: nodeID, recoveryTimeStamp: recoveryTimeStamp)
    setup.cpFunctionFeatures = []
    do throws(N4Failure) {
      guard case .associationSetupResponse(let answer) = try await request(.associationSetupRequest(setup), to: upf) else {
        throw .malformed
      }
      guard answer.cause.isAccepted else { throw .rejected(answer.cause) }
      // Tunnels are allocated by the UPF, which Release 16 and later require of it (TS 29.244 §5.5.1).
      guard answer.upFunctionFeatures?.contains(.allocatesFTEID) == true else {
        environment.log(.error, "UPF \(upf.configuration.name) does not allocate F-TEIDs (feature FTUP): not used")
        return false
      }
      if upf.recoveryTimeStamp != answer.recoveryTimeStamp { upf.forgetResponses() }
      upf.recoveryTimeStamp = answer.recoveryTimeStamp
      upf.hasIPv6TunnelsOnly = false
      upf.isAssociated = true
      upf.isFailureLogged = false
      environment.log(.info, "N4 association with UPF \(upf.configuration.name) established")
      return true
    } catch {
      if !upf.isFailureLogged { environment.log(.warning, "no N4 association with UPF \(upf.configuration.name): \(error)") }
      upf.isFailureLogged = true
      return false
    }
  }

  /// Heartbeats until the association ends (TS 29.244 §6.2.2).
  /// - Returns: whether there is a new one with a UPF that has restarted.
  private func superviseAssociation(_ upf: UPFContext) async -> Bool {
    let reason: String
    var hasRestarted = false
    supervision: while true {
      var event = upf.takePending()
      if event == nil {
        event =
          (try? await upf.mailbox.receive(within: configuration.timers.heartbeatInterval, label: "PFCP heartbeat") { _ in true }) ?? nil
      }
      switch event {
      case .stop: return false
      case .releaseRequested:
        reason = "the UPF asked for the release of the association"
        // TS 29.244 §6.2.8.2.
        _ = try? await request(.associationReleaseRequest(AssociationReleaseRequest(nodeID: nodeID)), to: upf)
        break supervision
      case .restarted:
        reason = "the UPF has restarted"
        hasRestarted = true
        break supervision
      case .suspected, nil: break
      }
      do throws(N4Failure) {
        let heartbeat = HeartbeatRequest(recoveryTimeStamp: recoveryTimeStamp)
        guard case .heartbeatResponse(let answer) = try await request(.heartbeatRequest(heartbeat), to: upf) else { throw .malformed }
        if upf.hasRestarted(answer.recoveryTimeStamp) {
          reason = "the UPF has restarted"
          hasRestarted = true
          break supervision
        }
      } catch {
        reason = "the UPF does not answer heartbeats"
        break supervision
      }
    }
    environment.log(.error, "N4 association with UPF \(upf.configuration.name) lost: \(reason)")
    upf.isAssociated = false
    let lost = forgetSessions(on: upf)
    // A UPF that is there again serves UEs as soon as they ask.
    let isAssociated = hasRestarted ? await setUpAssociation(upf) : false
    for reference in lost {
      loop.spawn("session release") { await self.releaseByNetwork(reference, cause: .reactivationRequested) }
    }
    return isAssociated
  }

  /// Association Release (TS 29.244 §6.2.8.2).
  func releaseAssociation(_ upf: UPFContext) {
    guard upf.isAssociated else { return }
    upf.isAssociated = false
    nextSequenceNumber = (nextSequenceNumber &+ 1) & 0xFF_FFFF
    let release = AssociationReleaseRequest(nodeID: nodeID)
    let message = PFCPMessage(sequenceNumber: nextSequenceNumber, .associationReleaseRequest(release))
    if let octets = try? message.encode() { n4?.send(octets, to: upf.configuration.address) }
  }

  /// The UPF has lost, or will lose, its sessions.
  /// - Returns: the references of those whose UEs are to establish them again (TS 23.527 §4.3.2).
  private func forgetSessions(on upf: UPFContext) -> [String] {
    let lost = sessions.values.filter { $0.n4?.upf === upf }.sorted { $0.reference < $1.reference }
    for session in lost { forgetN4(of: session) }
    return lost.map(\.reference)
  }
}

import Base
import NGAP
import RadioLink
import Runtime

/// A tunnel of N3: the TEID under which the gNB receives belongs to one PDU session of one UE.
struct Tunnel: Hashable {
  var ranUENGAPID: UInt32
  var pduSessionID: UInt8
}

/// The resources of one PDU session in the gNB (TS 38.413 §8.2.1).
struct SessionResource {
  var uplinkAddress: IPAddress
  var uplinkTEID: UInt32
  var downlinkTEID: UInt32
  var bearer: UInt8
  /// QFIs, in the order in which they came.
  var flows: [UInt8]
}

/// What the gNB knows of one UE with a connection; owned by the gNB's actor.
final class UEContext {
  let ranUENGAPID: UInt32
  let address: SocketAddress
  let stream: UInt16
  let mailbox: Mailbox<RadioMessage>
  var link: SignallingLink
  var establishmentCause: EstablishmentCause
  var identity: InitialUEIdentity
  /// INITIAL UE MESSAGE was sent.
  var isInitialSent = false
  /// `nil` until the AMF has answered.
  var amfUENGAPID: UInt64?
  /// K_gNB, 32 octets; access stratum security is not applied on the simulated link.
  var kGNB: [UInt8]?
  var selectedPLMN: Base.PLMNIdentity?
  var capability: [UInt8]?
  var sessions: [UInt8: SessionResource] = [:]
  /// Downlink messages that wait for the one in work, so that the UE gets its NAS messages in order.
  var queue: [InitiatingMessage] = []
  var isBusy = false
  var isReleaseRequested = false
  var lastActivity: Instant
  var retransmission: TimerToken?
  var inactivityTimer: TimerToken?
  var reportsCellChange: LocationReportingRequestType?

  init(
    ranUENGAPID: UInt32, address: SocketAddress, stream: UInt16, connection: UInt32, establishmentCause: EstablishmentCause,
    identity: InitialUEIdentity, loop: any Loop
  ) {
    self.ranUENGAPID = ranUENGAPID
    self.address = address
    self.stream = stream
    mailbox = Mailbox(loop: loop)
    link = SignallingLink(connection: connection)
    self.establishmentCause = establishmentCause
    self.identity = identity
    lastActivity = loop.now
  }

  /// The lowest free data radio bearer identity.
  func freeBearer(besides taken: [UInt8]) -> UInt8? {
    let used = sessions.values.map(\.bearer) + taken
    return (1...32).first { !used.contains($0) }
  }
}

extension GNB {
  func makeContext(
    _ address: SocketAddress, connection: UInt32, cause: EstablishmentCause, identity: InitialUEIdentity
  ) -> UEContext? {
    guard contexts.count < configuration.maximumUEs else { return nil }
    repeat { lastRANUENGAPID &+= 1 } while contexts[lastRANUENGAPID] != nil || lastRANUENGAPID == 0
    let id = lastRANUENGAPID
    let context = UEContext(
      ranUENGAPID: id, address: address, stream: stream(for: id), connection: connection, establishmentCause: cause, identity: identity,
      loop: environment.loop)
    contexts[id] = context
    contextOfAddress[address] = id
    // A UE that does not complete its connection holds no place for long (TS 38.331 §7.1.1, T300).
    context.inactivityTimer = schedule(.seconds(10), "RRC setup") { gnb in
      guard let context = gnb.contexts[id], !context.isInitialSent else { return }
      gnb.removeContext(id, cause: "connection not completed")
    }
    return context
  }

  /// Ends everything that the gNB has for a UE.
  func removeContext(_ id: UInt32, cause: String) {
    guard let context = contexts.removeValue(forKey: id) else { return }
    if contextOfAddress[context.address] == id { contextOfAddress[context.address] = nil }
    for session in context.sessions.values { tunnels[session.downlinkTEID] = nil }
    context.sessions = [:]
    context.queue = []
    for timer in [context.retransmission, context.inactivityTimer] { timer.map { environment.loop.cancel($0) } }
    context.mailbox.abort(cause)
    if let octets = try? context.link.send(.release) {
      radio?.send(octets, to: context.address)
      departing[context.address] = context.link
      watchDepartures()
    }
    onEvent(.ueReleased(count: contexts.count, cause: cause))
  }

  /// Repeats the last messages of ended connections until their UEs have them, or the link has failed.
  private func watchDepartures() {
    guard departureTimer == nil, !departing.isEmpty else { return }
    departureTimer = schedule(SignallingLink.retransmissionInterval, "radio release") { gnb in
      gnb.departureTimer = nil
      for address in gnb.departing.keys.sorted(by: SocketAddress.precedes) {
        guard let octets = gnb.departing[address]?.retransmit() else {
          gnb.departing[address] = nil
          continue
        }
        for datagram in octets { gnb.radio?.send(datagram, to: address) }
      }
      gnb.watchDepartures()
    }
  }

  func makeTEID() -> UInt32 {
    repeat { lastTEID &+= 1 } while lastTEID == 0 || tunnels[lastTEID] != nil
    return lastTEID
  }

  /// Asks for the release of a UE when its user plane was silent for long enough (TS 38.413 §8.3.2).
  func watchInactivity(_ context: UEContext) {
    guard let inactivity = configuration.inactivity, context.inactivityTimer == nil, contexts[context.ranUENGAPID] === context else {
      return
    }
    let id = context.ranUENGAPID
    let wait = max(.milliseconds(1), context.lastActivity + inactivity - environment.loop.now)
    context.inactivityTimer = schedule(wait, "UE inactivity") { gnb in
      guard let context = gnb.contexts[id] else { return }
      context.inactivityTimer = nil
      if gnb.environment.loop.now < context.lastActivity + inactivity || context.isBusy {
        if context.isBusy { context.lastActivity = gnb.environment.loop.now }
        gnb.watchInactivity(context)
      } else {
        gnb.requestRelease(context, cause: .radioNetwork(.userInactivity))
      }
    }
  }
}

extension SocketAddress {
  /// An order for output that must not depend on a dictionary's.
  static func precedes(_ left: SocketAddress, _ right: SocketAddress) -> Bool {
    left.ip == right.ip ? left.port < right.port : left.ip.octets.lexicographicallyPrecedes(right.ip.octets)
  }
}

import Base
import NGAP
import RadioLink
import Runtime

/// The cell and its connections: what RRC will do (TS 38.331 §5.3).
extension GNB {
  var systemInformation: SystemInformation {
    var networks: [SystemInformation.Network] = []
    if let area = configuration.trackingAreas.first {
      networks = area.plmns.map { SystemInformation.Network(plmn: $0.plmn, tac: area.tac) }
    }
    return SystemInformation(networks: networks, cellIdentity: configuration.cellIdentity, isBarred: ngState != .ready)
  }

  func receiveRadio(_ octets: [UInt8], from peer: SocketAddress) {
    guard isStarted else { return }
    let frame: RadioFrame
    do throws(RadioLinkError) { frame = try RadioFrame(decoding: octets) } catch {
      environment.security("malformed radio datagram: \(error)", interface: .radio, peer: peer)
      return
    }
    switch frame.content {
    case .unacknowledged(.systemInformationRequest): answerCellSearch(peer)
    case .unacknowledged(.userData(let session, let flow, let packet)):
      if let context = context(peer, frame.connection) { sendUplink(packet, session: session, flow: flow, of: context) }
    case .acknowledged(let sequenceNumber, let message): receive(message, sequenceNumber, frame.connection, peer)
    case .acknowledgement(let next) where departing[peer]?.connection == frame.connection:
      departing[peer]?.acknowledge(next: next)
      if departing[peer]?.hasUnacknowledged == false { departing[peer] = nil }
    case .acknowledgement(let next):
      guard let context = context(peer, frame.connection) else { return }
      context.link.acknowledge(next: next)
      if !context.link.hasUnacknowledged, let timer = context.retransmission {
        environment.loop.cancel(timer)
        context.retransmission = nil
      }
    case .unacknowledged: environment.security("radio message that no UE sends", interface: .radio, peer: peer)
    }
  }

  private func context(_ peer: SocketAddress, _ connection: UInt32) -> UEContext? {
    guard let id = contextOfAddress[peer], let context = contexts[id], context.link.connection == connection else { return nil }
    return context
  }

  private func answerCellSearch(_ peer: SocketAddress) {
    let now = environment.loop.now
    if camping[peer] == nil, camping.count >= configuration.maximumCampingUEs {
      camping = camping.filter { now - $0.value < .seconds(60) }
      guard camping.count < configuration.maximumCampingUEs else { return }
    }
    // A cell without an AMF is silent (TS 38.300 §9.2.1).
    guard ngState == .ready else { return }
    camping[peer] = now
    send(.systemInformation(systemInformation), to: peer)
  }

  private func receive(_ message: RadioMessage, _ sequenceNumber: UInt16, _ connection: UInt32, _ peer: SocketAddress) {
    if case .setupRequest(let cause, let identity) = message, context(peer, connection) == nil {
      // A repetition of what began a connection that has ended meanwhile is none.
      guard sequenceNumber == 0, departing[peer]?.connection != connection else { return }
      departing[peer] = nil
      admit(peer, connection, cause, identity)
    }
    guard let context = context(peer, connection) else { return }
    let (messages, acknowledgement) = context.link.receive(sequenceNumber: sequenceNumber, message)
    if let octets = try? acknowledgement.encode() { radio?.send(octets, to: peer) }
    for message in messages where contexts[context.ranUENGAPID] === context { receive(message, from: context) }
  }

  private func admit(_ peer: SocketAddress, _ connection: UInt32, _ cause: EstablishmentCause, _ identity: InitialUEIdentity) {
    if let old = contextOfAddress[peer].flatMap({ contexts[$0] }) {
      // The UE begins anew: it lost its connection without a word.
      contextOfAddress[peer] = nil
      requestRelease(old, cause: .radioNetwork(.radioConnectionWithUeLost))
    }
    let context =
      ngState == .ready && !isTurnedAway(cause) ? makeContext(peer, connection: connection, cause: cause, identity: identity) : nil
    if context == nil {
      var link = SignallingLink(connection: connection)
      if let octets = try? link.send(.reject(waitTimeSeconds: 5)) { radio?.send(octets, to: peer) }
    }
  }

  /// TS 38.413 §8.7.7 and TS 38.331 §5.3.15.
  private func isTurnedAway(_ cause: EstablishmentCause) -> Bool {
    switch overload {
    case .rejectNonEmergencyMoDt: cause == .moData || cause == .moVoiceCall || cause == .moVideoCall || cause == .moSMS
    case .rejectRrcCrSignalling: cause == .moData || cause == .moSignalling || cause == .moSMS
    case .permitEmergencySessionsAndMobileTerminatedServicesOnly: cause != .emergency && cause != .mtAccess
    case .permitHighPrioritySessionsAndMobileTerminatedServicesOnly:
      ![.highPriorityAccess, .mpsPriorityAccess, .mcsPriorityAccess, .mtAccess, .emergency].contains(cause)
    case .unknown, nil: false
    }
  }

  private func receive(_ message: RadioMessage, from context: UEContext) {
    switch message {
    case .setupRequest: sendSignalling(.setup, to: context)
    case .setupComplete(let complete) where !context.isInitialSent: sendInitialUEMessage(complete, context)
    case .ulInformationTransfer(let nas) where context.isInitialSent: sendUplinkNAS(nas, context)
    case .securityModeComplete, .securityModeFailure, .ueCapabilityInformation, .reconfigurationComplete:
      _ = context.mailbox.deliver(message)
    default: environment.security("radio message in the wrong state", interface: .radio, peer: context.address)
    }
  }

  // MARK: Sending

  func send(_ message: RadioMessage, to peer: SocketAddress) {
    guard let octets = try? RadioFrame(connection: 0, content: .unacknowledged(message)).encode() else { return }
    radio?.send(octets, to: peer)
  }

  @discardableResult
  func sendSignalling(_ message: RadioMessage, to context: UEContext) -> Bool {
    guard contexts[context.ranUENGAPID] === context, let octets = try? context.link.send(message) else { return false }
    radio?.send(octets, to: context.address)
    startRetransmission(context)
    return true
  }

  private func startRetransmission(_ context: UEContext) {
    guard context.retransmission == nil else { return }
    let id = context.ranUENGAPID
    context.retransmission = schedule(SignallingLink.retransmissionInterval, "radio retransmission") { gnb in
      guard let context = gnb.contexts[id] else { return }
      context.retransmission = nil
      guard context.link.hasUnacknowledged else { return }
      guard let octets = context.link.retransmit() else {
        gnb.requestRelease(context, cause: .radioNetwork(.radioConnectionWithUeLost))
        return
      }
      for datagram in octets { gnb.radio?.send(datagram, to: context.address) }
      gnb.startRetransmission(context)
    }
  }
}

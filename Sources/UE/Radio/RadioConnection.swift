import Base
import NAS
import RadioLink
import Runtime

/// The radio connection (TS 38.331 §5.3) over the datagram link.
extension UE {
  func send(_ message: RadioMessage, to address: SocketAddress) {
    guard let octets = try? RadioFrame(connection: 0, content: .unacknowledged(message)).encode() else { return }
    radio.port?.send(octets, to: address)
  }

  /// Asks for a connection; `complete` follows the gNB's answer.
  func connect(cause: EstablishmentCause, identity: InitialUEIdentity, complete: SetupComplete) {
    radio.disconnect()
    radio.connection = .requesting
    radio.setupComplete = complete
    radio.link = SignallingLink(connection: max(1, environment.random.uint32()))
    sendSignalling(.setupRequest(establishmentCause: cause, identity: identity))
  }

  func sendSignalling(_ message: RadioMessage) {
    guard let cell = radio.cell, radio.link != nil else { return }
    do throws(RadioLinkError) {
      guard let octets = try radio.link?.send(message) else { return }
      radio.port?.send(octets, to: cell.address)
      startRetransmission()
    } catch {
      environment.log(.warning, "radio message not sent: \(error)")
    }
  }

  private func startRetransmission() {
    guard !isRunning(.radioRetransmission) else { return }
    startTimer(.radioRetransmission, SignallingLink.retransmissionInterval) { $0.retransmitSignalling() }
  }

  private func retransmitSignalling() {
    guard let cell = radio.cell, radio.link?.hasUnacknowledged == true else { return }
    guard let octets = radio.link?.retransmit() else {
      connectionLost("radio link failure")
      return
    }
    for datagram in octets { radio.port?.send(datagram, to: cell.address) }
    startRetransmission()
  }

  func receiveRadio(_ octets: [UInt8], from peer: SocketAddress) {
    guard isStarted else { return }
    let frame: RadioFrame
    do throws(RadioLinkError) { frame = try RadioFrame(decoding: octets) } catch {
      environment.security("malformed radio datagram: \(error)", interface: .radio, peer: peer)
      return
    }
    switch frame.content {
    case .unacknowledged(.systemInformation(let information)): receiveSystemInformation(information, from: peer)
    case .unacknowledged(.paging(let identities)) where peer == radio.cell?.address: receivePaging(identities)
    case .unacknowledged(.userData(let session, _, let packet)) where isCurrent(frame.connection, peer):
      receivePacket(packet, session: session)
    case .acknowledged(let sequenceNumber, let message) where isCurrent(frame.connection, peer):
      guard let (messages, acknowledgement) = radio.link?.receive(sequenceNumber: sequenceNumber, message) else { return }
      if let octets = try? acknowledgement.encode() { radio.port?.send(octets, to: peer) }
      for message in messages where isCurrent(frame.connection, peer) { receiveSignalling(message) }
    case .acknowledgement(let next) where isCurrent(frame.connection, peer):
      radio.link?.acknowledge(next: next)
      if radio.link?.hasUnacknowledged == false { stopTimer(.radioRetransmission) }
    default: break
    }
  }

  private func isCurrent(_ connection: UInt32, _ peer: SocketAddress) -> Bool {
    radio.link?.connection == connection && radio.cell?.address == peer
  }

  private func receiveSignalling(_ message: RadioMessage) {
    switch message {
    case .setup:
      guard radio.connection == .requesting, let complete = radio.setupComplete else { return }
      radio.connection = .connected
      radio.setupComplete = nil
      report(.connected)
      stopTimer(.t3512)
      sendSignalling(.setupComplete(complete))
    case .reject(let seconds):
      radio.disconnect()
      _ = mobility.mailbox.deliver(.connectionFailed("connection rejected", wait: .seconds(Int(seconds))))
    case .securityModeCommand: sendSignalling(.securityModeComplete)
    case .ueCapabilityEnquiry: sendSignalling(.ueCapabilityInformation(Self.radioCapability))
    case .reconfiguration(let reconfiguration): reconfigure(reconfiguration)
    case .dlInformationTransfer(let nas): receiveNAS(nas)
    case .release: connectionReleased()
    default: environment.security("radio message that no gNB sends", interface: .radio)
    }
  }

  private func reconfigure(_ reconfiguration: Reconfiguration) {
    for identity in reconfiguration.releasedBearers { radio.bearers[identity] = nil }
    for bearer in reconfiguration.addedBearers {
      radio.bearers[bearer.identity] = bearer.pduSessionID
      radio.flows[bearer.pduSessionID] = bearer.qosFlowIdentifiers
    }
    sendSignalling(.reconfigurationComplete)
    for nas in reconfiguration.nas { receiveNAS(nas) }
    if !reconfiguration.addedBearers.isEmpty { stopTimer(.t3540) }
    for id in reconfiguration.addedBearers.map(\.pduSessionID) { flushPackets(session: id) }
  }

  /// UERadioAccessCapabilityInformation (TS 38.331 §11.2.2) with one NR container: release 15, band n78.
  static let radioCapability: [UInt8] = [0x00, 0x60, 0x80, 0xA0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x09, 0xA0]

  func sendNAS(_ octets: [UInt8]) {
    guard radio.connection == .connected else { return }
    sendSignalling(.ulInformationTransfer(octets))
  }

  /// The gNB released the connection.
  private func connectionReleased() {
    radio.disconnect()
    stopTimer(.radioRetransmission)
    becameIdle()
  }

  /// The UE lets go of the connection; the gNB finds out when it misses the UE.
  func releaseLocally() {
    guard radio.connection != .idle else { return }
    connectionReleased()
  }

  func connectionLost(_ reason: String) {
    let wasConnected = radio.connection == .connected
    radio.disconnect()
    stopTimer(.radioRetransmission)
    environment.log(.info, "radio connection lost: \(reason)")
    _ = mobility.mailbox.deliver(.connectionFailed(reason, wait: nil))
    if wasConnected { becameIdle() }
  }

  private func receivePaging(_ identities: [UInt64]) {
    guard radio.connection == .idle, let guti = mobility.guti, identities.contains(guti.fiveGSTMSIValue) else { return }
    report(.paged)
    answerPaging()
  }
}

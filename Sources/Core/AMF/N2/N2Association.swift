import Base
import NGAP
import Runtime

/// The N2 endpoint: associations come and go, messages are decoded and sent (TS 38.412, TS 38.413 §10).
extension AMF {
  /// Payload protocol identifier of NGAP (TS 38.412 §7).
  static let ngapPayloadProtocolID: UInt32 = 60

  /// Takes what the SCTP endpoint reports; on the loop.
  public nonisolated func handle(_ event: AssociationEvent) {
    assumeIsolated { amf in
      switch event {
      case .up(let association, let peer, let outboundStreams, _):
        amf.associationUp(association, peer: peer, outboundStreams: outboundStreams)
      case .down(let association, let reason): amf.associationDown(association, reason: reason)
      case .message(let association, _, let payloadProtocolID, let octets):
        amf.receiveN2(octets, payloadProtocolID: payloadProtocolID, on: association)
      }
    }
  }

  private func associationUp(_ association: AssociationID, peer: SocketAddress, outboundStreams: UInt16) {
    if gNBs[association] != nil { endConnections(of: association) }
    guard gNBs[association] != nil || gNBs.count < configuration.limits.gNBs else {
      environment.security("too many gNB associations; \(association) is refused", interface: .n2, peer: peer)
      n2?.close(association)
      return
    }
    gNBs[association] = GNBContext(association: association, address: peer, outboundStreams: outboundStreams)
    environment.log(.info, "gNB association from \(peer)")
  }

  private func associationDown(_ association: AssociationID, reason: String) {
    guard let gNB = gNBs[association] else { return }
    environment.log(.warning, "\(gNB.logName) lost: \(reason)")
    forgetGNB(association)
  }

  /// Ends the UE-associated connections of a gNB and forgets it; its UEs are idle (TS 23.501 §5.3.3.2.4).
  func forgetGNB(_ association: AssociationID) {
    endConnections(of: association)
    gNBs[association] = nil
  }

  /// All UE-associated connections of an association end, in the order of their RAN UE NGAP IDs.
  func endConnections(of association: AssociationID) {
    guard let gNB = gNBs[association] else { return }
    for (_, id) in gNB.connectionIDs.sorted(by: { $0.key < $1.key }) { if let connection = connections[id] { end(connection) } }
    gNBs[association]?.connectionIDs = [:]
  }

  // MARK: Sending

  /// Sends a message that belongs to no UE on stream 0, or a UE's on its stream (TS 38.412 §7).
  func sendN2(_ pdu: NGAPPDU, on association: AssociationID, stream: UInt16 = 0) {
    do {
      n2?.send(try pdu.encode(), on: association, stream: stream, payloadProtocolID: AMF.ngapPayloadProtocolID)
    } catch { environment.log(.error, "an NGAP message could not be sent: \(error)") }
  }

  func sendN2(_ message: InitiatingMessage, on connection: N2Connection) {
    sendN2(.initiatingMessage(message), on: connection.association, stream: connection.stream)
  }

  // MARK: Reception

  private func receiveN2(_ octets: [UInt8], payloadProtocolID: UInt32, on association: AssociationID) {
    guard let gNB = gNBs[association] else { return }
    guard payloadProtocolID == AMF.ngapPayloadProtocolID else {
      environment.security(
        "\(gNB.logName): a message of payload protocol \(payloadProtocolID) was ignored", interface: .n2, peer: gNB.address)
      return
    }
    let pdu: NGAPPDU
    do { pdu = try NGAPPDU(decoding: octets) } catch {
      refuse(error, octets: octets, from: gNB)
      return
    }
    guard gNB.isSetUp || pdu.isAllowedBeforeSetup else {
      environment.security("\(gNB.logName): a message before NG Setup was refused", interface: .n2, peer: gNB.address)
      reject(pdu, cause: .protocol(.messageNotCompatibleWithReceiverState), from: gNB)
      return
    }
    switch pdu {
    case .initiatingMessage(let message):
      receive(message, from: gNB)
      reportUnrecognized(message, to: gNB)
    case .successfulOutcome(let message): receive(message, from: gNB)
    case .unsuccessfulOutcome(let message): receive(message, from: gNB)
    case .unknownAlternative:
      // TS 38.413 §10.3.2: a type of message that is not comprehended.
      environment.security("\(gNB.logName): a message of an unknown type", interface: .n2, peer: gNB.address)
      sendErrorIndication(cause: .protocol(.abstractSyntaxErrorReject), to: gNB)
    }
  }
}

extension NGAPPDU {
  /// NG Setup is the first procedure of an association (TS 38.413 §8.7.1.1); an Error Indication is never answered.
  var isAllowedBeforeSetup: Bool {
    switch self {
    case .initiatingMessage(.ngSetupRequest), .initiatingMessage(.errorIndication): true
    default: false
    }
  }
}

extension GNBContext {
  /// For lines to the operator.
  var logName: String { name.isEmpty ? "gNB at \(address)" : "gNB \(name)" }
}

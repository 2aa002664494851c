import Base
import NAS
import Runtime

/// 5GSM messages from the network: to the procedure that waits, or answered (TS 24.501 §6.3, §7).
extension UE {
  /// DL NAS TRANSPORT (TS 24.501 §5.4.5.3).
  func receive(_ transport: DLNASTransport) {
    guard transport.payloadContainerType == .n1SMInformation else {
      environment.log(.info, "DL NAS TRANSPORT with \(transport.payloadContainerType) not used")
      return
    }
    stopTimer(.t3540)
    let payload: FiveGSMMessage
    do throws(NASError) {
      payload = try FiveGSMMessage(decoding: transport.payloadContainer)
    } catch {
      if transport.cause == nil { answerMalformed(transport.payloadContainer, error) }
      return
    }
    guard let id = transport.pduSessionID, payload.pduSessionIdentity == id else {
      environment.log(.warning, "5GSM message for another PDU session than its transport discarded")
      return
    }
    if let cause = transport.cause {
      // What the UE sent comes back.
      guard let session = sessions[id], session.pti == payload.procedureTransactionIdentity else { return }
      _ = session.mailbox.deliver(.notForwarded(cause, backOff: transport.backOffTimerValue?.duration))
      return
    }
    dispatch(payload, session: id)
  }

  /// TS 24.501 §7.2.1, §7.4, §7.5.1: 5GSM STATUS where the header can be read.
  private func answerMalformed(_ octets: [UInt8], _ error: NASError) {
    guard octets.count >= 4, octets[0] == FiveGSMMessage.extendedProtocolDiscriminator, let cause = error.fiveGSMCause else { return }
    let status = FiveGSMStatus(pduSessionIdentity: octets[1], procedureTransactionIdentity: octets[2], cause: cause)
    send(.fiveGSMStatus(status), session: octets[1])
  }

  private func dispatch(_ message: FiveGSMMessage, session id: UInt8) {
    let pti = message.procedureTransactionIdentity
    // TS 24.501 §7.3.1 e: a reserved PTI is ignored.
    guard pti != 255 else { return }
    switch message {
    case .pduSessionEstablishmentAccept, .pduSessionEstablishmentReject:
      guard let session = sessions[id], session.pti == pti, session.mailbox.deliver(.message(message)) else {
        // TS 24.501 §7.3.1 a.
        status(.ptiMismatch, session: id, pti: pti)
        return
      }
    case .pduSessionReleaseReject:
      guard let session = sessions[id], session.pti == pti, session.mailbox.deliver(.message(message)) else {
        status(.ptiMismatch, session: id, pti: pti)
        return
      }
    case .pduSessionModificationCommand(let command): modify(command, session: id)
    case .pduSessionReleaseCommand(let command): release(command, session: id)
    case .fiveGSMStatus(let received):
      environment.log(.warning, "network: 5GSM STATUS \(received.cause)")
      guard let session = sessions[id] else { return }
      if session.mailbox.deliver(.message(message)) { return }
      // TS 24.501 §6.5.3.
      if received.cause == .pduSessionDoesNotExist || received.cause == .invalidPDUSessionIdentity {
        forgetSession(id, cause: received.cause.rawValue)
      }
    case .pduSessionAuthenticationCommand, .serviceLevelAuthenticationCommand, .pduSessionAuthenticationResult:
      status(.messageTypeNonExistentOrNotImplemented, session: id, pti: pti)
    default: status(.messageTypeNotCompatibleWithTheProtocolState, session: id, pti: pti)
    }
  }

  private func status(_ cause: FiveGSMCause, session id: UInt8, pti: UInt8) {
    send(
      .fiveGSMStatus(FiveGSMStatus(pduSessionIdentity: id, procedureTransactionIdentity: pti, cause: cause)), session: id)
  }

  /// Network-requested modification (TS 24.501 §6.3.2).
  private func modify(_ command: PDUSessionModificationCommand, session id: UInt8) {
    let pti = command.procedureTransactionIdentity
    func reject(_ cause: FiveGSMCause) {
      let message = PDUSessionModificationCommandReject(pduSessionIdentity: id, procedureTransactionIdentity: pti, cause: cause)
      send(.pduSessionModificationCommandReject(message), session: id)
    }
    guard let session = sessions[id], var information = session.information else {
      reject(.invalidPDUSessionIdentity)
      return
    }
    guard pti == 0 || pti == session.pti else {
      reject(.ptiMismatch)
      return
    }
    for rule in command.authorizedQoSRules?.rules ?? [] where rule.body.isDefault {
      // TS 24.501 §6.3.2.3 case 2: the default QoS rule cannot be deleted.
      guard rule.body.operation != .deleteExistingQoSRule else {
        reject(.semanticErrorInTheQoSOperation)
        return
      }
      if let flow = rule.body.flow { information.defaultQoSFlowIdentifier = flow.qosFlowIdentifier }
    }
    if let ambr = command.sessionAMBR {
      information.uplinkBitsPerSecond = ambr.uplink.bitsPerSecond
      information.downlinkBitsPerSecond = ambr.downlink.bitsPerSecond
    }
    session.information = information
    send(
      .pduSessionModificationComplete(PDUSessionModificationComplete(pduSessionIdentity: id, procedureTransactionIdentity: pti)),
      session: id)
    report(.sessionModified(id: id))
  }

  /// Network-requested release, or the answer to the UE's request (TS 24.501 §6.3.3).
  private func release(_ command: PDUSessionReleaseCommand, session id: UInt8) {
    let pti = command.procedureTransactionIdentity
    guard let session = sessions[id] else {
      status(.invalidPDUSessionIdentity, session: id, pti: pti)
      return
    }
    guard pti == 0 || pti == session.pti else {
      status(.ptiMismatch, session: id, pti: pti)
      return
    }
    backOffSession(session, command.backOffTimerValue?.duration)
    send(
      .pduSessionReleaseComplete(PDUSessionReleaseComplete(pduSessionIdentity: id, procedureTransactionIdentity: pti)), session: id)
    let request = session.request
    forgetSession(id, cause: command.cause.rawValue)
    environment.log(.info, "PDU session \(id) released: \(command.cause)")
    guard command.cause == .reactivationRequested else { return }
    // TS 24.501 §6.3.3.3: the UE asks for the session again.
    environment.loop.spawn("session reactivation") { [weak self] in _ = await self?.establishSession(request) }
  }
}

extension FiveGSMMessage {
  /// Octet 2 of every 5GSM message.
  var pduSessionIdentity: UInt8 { header.0 }
  /// Octet 3 of every 5GSM message.
  var procedureTransactionIdentity: UInt8 { header.1 }

  private var header: (UInt8, UInt8) {
    switch self {
    case .pduSessionEstablishmentRequest(let m): (m.pduSessionIdentity, m.procedureTransactionIdentity)
    case .pduSessionEstablishmentAccept(let m): (m.pduSessionIdentity, m.procedureTransactionIdentity)
    case .pduSessionEstablishmentReject(let m): (m.pduSessionIdentity, m.procedureTransactionIdentity)
    case .pduSessionAuthenticationCommand(let m): (m.pduSessionIdentity, m.procedureTransactionIdentity)
    case .pduSessionAuthenticationComplete(let m): (m.pduSessionIdentity, m.procedureTransactionIdentity)
    case .pduSessionAuthenticationResult(let m): (m.pduSessionIdentity, m.procedureTransactionIdentity)
    case .pduSessionModificationRequest(let m): (m.pduSessionIdentity, m.procedureTransactionIdentity)
    case .pduSessionModificationReject(let m): (m.pduSessionIdentity, m.procedureTransactionIdentity)
    case .pduSessionModificationCommand(let m): (m.pduSessionIdentity, m.procedureTransactionIdentity)
    case .pduSessionModificationComplete(let m): (m.pduSessionIdentity, m.procedureTransactionIdentity)
    case .pduSessionModificationCommandReject(let m): (m.pduSessionIdentity, m.procedureTransactionIdentity)
    case .pduSessionReleaseRequest(let m): (m.pduSessionIdentity, m.procedureTransactionIdentity)
    case .pduSessionReleaseReject(let m): (m.pduSessionIdentity, m.procedureTransactionIdentity)
    case .pduSessionReleaseCommand(let m): (m.pduSessionIdentity, m.procedureTransactionIdentity)
    case .pduSessionReleaseComplete(let m): (m.pduSessionIdentity, m.procedureTransactionIdentity)
    case .fiveGSMStatus(let m): (m.pduSessionIdentity, m.procedureTransactionIdentity)
    case .serviceLevelAuthenticationCommand(let m): (m.pduSessionIdentity, m.procedureTransactionIdentity)
    case .serviceLevelAuthenticationComplete(let m): (m.pduSessionIdentity, m.procedureTransactionIdentity)
    case .remoteUEReport(let m): (m.pduSessionIdentity, m.procedureTransactionIdentity)
    case .remoteUEReportResponse(let m): (m.pduSessionIdentity, m.procedureTransactionIdentity)
    }
  }
}

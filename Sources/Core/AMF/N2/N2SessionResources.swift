import Base
import NGAP
import Runtime

/// PDU session resources (TS 38.413 §8.2): the gNB's answers go to the SMFs (TS 29.502 §5.2.2.3).
extension AMF {
  /// PDU Session Resource Setup (TS 38.413 §8.2.1); Initial Context Setup carries the sessions where the gNB has no context yet.
  func requestSessionSetup(_ ue: UEContext, on connection: N2Connection, sessions: [SessionSetup]) {
    guard isUsable(connection), !sessions.isEmpty else { return }
    guard connection.hasRANContext else {
      if connection.procedures.isRunning(.initialContextSetup) {
        connection.procedures.waitingSetups += sessions
      } else {
        requestInitialContextSetup(ue, on: connection, nas: nil, sessions: sessions)
      }
      return
    }
    var request = PDUSessionResourceSetupRequest(
      amfUENGAPID: connection.amfUENGAPID, ranUENGAPID: connection.ranUENGAPID,
      pduSessionResourceSetupListSUReq: sessions.map {
        PDUSessionResourceSetupItemSUReq(
          pduSessionID: $0.pduSessionID, pduSessionNASPDU: $0.nas, sNSSAI: $0.sNSSAI.ngap,
          pduSessionResourceSetupRequestTransfer: $0.transfer)
      })
    request.ueAggregateMaximumBitRate = aggregateMaximumBitRate(of: ue)
    supervise(.pduSessionResourceSetup, sessions: sessions.map(\.pduSessionID), of: connection)
    sendN2(.pduSessionResourceSetupRequest(request), on: connection)
  }

  /// PDU Session Resource Modify (TS 38.413 §8.2.3).
  func requestSessionModify(_ ue: UEContext, on connection: N2Connection, session: UInt8, nas: [UInt8]?, transfer: [UInt8]) {
    guard isUsable(connection) else { return }
    supervise(.pduSessionResourceModify, sessions: [session], of: connection)
    sendN2(
      .pduSessionResourceModifyRequest(
        PDUSessionResourceModifyRequest(
          amfUENGAPID: connection.amfUENGAPID, ranUENGAPID: connection.ranUENGAPID,
          pduSessionResourceModifyListModReq: [
            PDUSessionResourceModifyItemModReq(
              pduSessionID: session, nasPDU: nas, pduSessionResourceModifyRequestTransfer: transfer,
              sNSSAI: ue.sessions[session]?.sNSSAI.ngap)
          ])), on: connection)
  }

  /// PDU Session Resource Release (TS 38.413 §8.2.2).
  func requestSessionRelease(_ ue: UEContext, on connection: N2Connection, session: UInt8, nas: [UInt8]?, transfer: [UInt8]) {
    guard isUsable(connection) else { return }
    supervise(.pduSessionResourceRelease, sessions: [session], of: connection)
    sendN2(
      .pduSessionResourceReleaseCommand(
        PDUSessionResourceReleaseCommand(
          amfUENGAPID: connection.amfUENGAPID, ranUENGAPID: connection.ranUENGAPID, nasPDU: nas,
          pduSessionResourceToReleaseListRelCmd: [
            PDUSessionResourceToReleaseItemRelCmd(pduSessionID: session, pduSessionResourceReleaseCommandTransfer: transfer)
          ])), on: connection)
  }

  // MARK: Answers

  func receive(_ answer: PDUSessionResourceSetupResponse, of connection: N2Connection, from gNB: GNBContext) {
    let succeeded = (answer.pduSessionResourceSetupListSURes ?? []).map { ($0.pduSessionID, $0.pduSessionResourceSetupResponseTransfer) }
    let failed = (answer.pduSessionResourceFailedToSetupListSURes ?? []).map {
      ($0.pduSessionID, $0.pduSessionResourceSetupUnsuccessfulTransfer)
    }
    let pdu = NGAPPDU.successfulOutcome(.pduSessionResourceSetupResponse(answer))
    guard
      let procedure = finish(
        .pduSessionResourceSetup, of: connection, sessions: succeeded.map(\.0) + failed.map(\.0), answer: pdu, from: gNB)
    else { return }
    if let location = answer.userLocationInformation { update(connection, with: location) }
    settleSetup(procedure, of: connection, succeeded: succeeded, failed: failed)
  }

  /// Passes the outcome of a setup to the SMFs. A session that was asked for and is not answered failed; one that was not
  /// asked for is ignored.
  func settleSetup(
    _ procedure: N2Procedures.Running, of connection: N2Connection, succeeded: [(UInt8, [UInt8])], failed: [(UInt8, [UInt8])]
  ) {
    let ue = connection.ue
    guard ue.connection === connection else { return }
    for id in procedure.sessions {
      if let transfer = failed.first(where: { $0.0 == id })?.1 {
        environment.log(.warning, "\(ue.logName): the gNB cannot set up session \(id)")
        passOn(transfer, kind: "PDU_RES_SETUP_FAIL", session: id, of: ue)
      } else if let transfer = succeeded.first(where: { $0.0 == id })?.1 {
        ue.sessions[id]?.isUserPlaneActive = true
        passOn(transfer, kind: "PDU_RES_SETUP_RSP", session: id, of: ue)
      } else {
        failSetup(session: id, of: ue)
      }
    }
    if (succeeded + failed).contains(where: { !procedure.sessions.contains($0.0) }) {
      environment.security("\(ue.logName): the gNB answers for a session that it was not asked for", interface: .n2)
    }
  }

  func failWaitingSetups(of connection: N2Connection) {
    let waiting = connection.procedures.waitingSetups
    connection.procedures.waitingSetups = []
    for setup in waiting { failSetup(session: setup.pduSessionID, of: connection.ue) }
  }

  private func failSetup(session id: UInt8, of ue: UEContext) {
    let transfer = PDUSessionResourceSetupUnsuccessfulTransfer(cause: .radioNetwork(.unspecified))
    if let octets = try? transfer.encode() { passOn(octets, kind: "PDU_RES_SETUP_FAIL", session: id, of: ue) }
  }

  func receive(_ answer: PDUSessionResourceModifyResponse, of connection: N2Connection, from gNB: GNBContext) {
    let succeeded = (answer.pduSessionResourceModifyListModRes ?? []).map { ($0.pduSessionID, $0.pduSessionResourceModifyResponseTransfer) }
    let failed = (answer.pduSessionResourceFailedToModifyListModRes ?? []).map {
      ($0.pduSessionID, $0.pduSessionResourceModifyUnsuccessfulTransfer)
    }
    let pdu = NGAPPDU.successfulOutcome(.pduSessionResourceModifyResponse(answer))
    guard
      let procedure = finish(
        .pduSessionResourceModify, of: connection, sessions: succeeded.map(\.0) + failed.map(\.0), answer: pdu, from: gNB)
    else { return }
    if let location = answer.userLocationInformation { update(connection, with: location) }
    let ue = connection.ue
    for (id, transfer) in succeeded where procedure.sessions.contains(id) {
      passOn(transfer, kind: "PDU_RES_MOD_RSP", session: id, of: ue)
    }
    for (id, transfer) in failed where procedure.sessions.contains(id) {
      passOn(transfer, kind: "PDU_RES_MOD_FAIL", session: id, of: ue)
    }
  }

  /// The gNB did not answer a modification.
  func failModification(_ procedure: N2Procedures.Running, of connection: N2Connection) {
    let transfer = PDUSessionResourceModifyUnsuccessfulTransfer(cause: .radioNetwork(.unspecified))
    guard let octets = try? transfer.encode() else { return }
    for id in procedure.sessions { passOn(octets, kind: "PDU_RES_MOD_FAIL", session: id, of: connection.ue) }
  }

  func receive(_ answer: PDUSessionResourceReleaseResponse, of connection: N2Connection, from gNB: GNBContext) {
    let released = answer.pduSessionResourceReleasedListRelRes.map { ($0.pduSessionID, $0.pduSessionResourceReleaseResponseTransfer) }
    let pdu = NGAPPDU.successfulOutcome(.pduSessionResourceReleaseResponse(answer))
    guard let procedure = finish(.pduSessionResourceRelease, of: connection, sessions: released.map(\.0), answer: pdu, from: gNB) else {
      return
    }
    if let location = answer.userLocationInformation { update(connection, with: location) }
    for (id, transfer) in released where procedure.sessions.contains(id) {
      connection.ue.sessions[id]?.isUserPlaneActive = false
      passOn(transfer, kind: "PDU_RES_REL_RSP", session: id, of: connection.ue)
    }
  }

  // MARK: Procedures of the gNB

  /// PDU Session Resource Notify (TS 38.413 §8.2.4).
  func receiveNotify(_ message: PDUSessionResourceNotify, of connection: N2Connection) {
    if let location = message.userLocationInformation { update(connection, with: location) }
    let ue = connection.ue
    guard ue.connection === connection else { return }
    for item in message.pduSessionResourceNotifyList ?? [] where ue.sessions[item.pduSessionID] != nil {
      passOn(item.pduSessionResourceNotifyTransfer, kind: "PDU_RES_NTY", session: item.pduSessionID, of: ue)
    }
    for item in message.pduSessionResourceReleasedListNot ?? [] where ue.sessions[item.pduSessionID] != nil {
      ue.sessions[item.pduSessionID]?.isUserPlaneActive = false
      passOn(item.pduSessionResourceNotifyReleasedTransfer, kind: "PDU_RES_NTY_REL", session: item.pduSessionID, of: ue)
    }
  }

  /// PDU Session Resource Modify Indication (TS 38.413 §8.2.5): tunnels are not moved for dual connectivity, each session stays as it is.
  func receiveModifyIndication(_ message: PDUSessionResourceModifyIndication, of connection: N2Connection) {
    if let location = message.userLocationInformation { update(connection, with: location) }
    let transfer = PDUSessionResourceModifyIndicationUnsuccessfulTransfer(cause: .radioNetwork(.unspecified))
    guard let octets = try? transfer.encode() else { return }
    let confirm = PDUSessionResourceModifyConfirm(
      amfUENGAPID: connection.amfUENGAPID, ranUENGAPID: connection.ranUENGAPID,
      pduSessionResourceFailedToModifyListModCfm: message.pduSessionResourceModifyListModInd.map {
        PDUSessionResourceFailedToModifyItemModCfm(
          pduSessionID: $0.pduSessionID, pduSessionResourceModifyIndicationUnsuccessfulTransfer: octets)
      })
    sendN2(
      .successfulOutcome(.pduSessionResourceModifyConfirm(confirm)), on: connection.association, stream: connection.stream)
  }

  private func passOn(_ transfer: [UInt8], kind: String, session id: UInt8, of ue: UEContext) {
    let ueID = ue.id
    loop.spawn("N2 information for an SMF") { await self.forwardN2(transfer, kind: kind, session: id, ueID: ueID) }
  }
}

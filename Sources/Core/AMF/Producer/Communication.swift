import Base
import NAS
import Runtime
import SBI
import Services

/// Namf_Communication (TS 29.518 §5.2): messages of other functions for a UE and its gNB.
extension AMF: Namf_Communication {
  /// N1N2MessageTransfer (TS 29.518 §5.2.2.3.1; TS 23.502 §4.3.2.2.1, step 11 and §4.2.3.3, step 3).
  public func transferN1N2Message(
    ueContextId: String, _ body: WithBinaryParts<N1N2MessageTransferReqData>
  ) async throws(SBIFailure) -> TransferN1N2MessageOutcome {
    guard var ue = registeredUE(ueContextId) else { throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND") }
    let request = body.document
    guard let sessionID = (request.pduSessionId ?? request.n2InfoContainer?.smInfo?.pduSessionId).flatMap({ UInt8(exactly: $0) }),
      (1...15).contains(sessionID)
    else {
      throw SBIFailure(status: 400, cause: "MANDATORY_IE_MISSING", detail: "pduSessionId is needed: only SM messages are transferred")
    }
    let n1 = request.n1MessageContainer.flatMap { body.part($0.n1MessageContent.contentId)?.octets }
    let content = request.n2InfoContainer?.smInfo?.n2InfoContent
    let n2 = content.flatMap { body.part($0.ngapData.contentId)?.octets }
    guard n1 != nil || n2 != nil else { throw SBIFailure(status: 400, cause: "MANDATORY_IE_MISSING", detail: "no message to transfer") }

    ue = try await contextWithSession(sessionID, of: ue)
    guard content?.ngapIeType?.rawValue != "PDU_RES_SETUP_REQ" || ue.sessions[sessionID] != nil else {
      throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND", detail: "no PDU session \(sessionID)")
    }
    if let connection = ue.connection, isUsable(connection) {
      deliver(n1: n1, n2: n2, n2Type: content?.ngapIeType?.rawValue, session: sessionID, to: ue)
      return .ok(N1N2MessageTransferRspData(cause: "N1_N2_TRANSFER_INITIATED"))
    }
    // The UE is CM-IDLE, or about to be.
    if request.skipInd == true { return .ok(N1N2MessageTransferRspData(cause: "N1_MSG_NOT_TRANSFERRED")) }
    guard ue.implicitDeregistrationTimer == nil else {
      throw SBIFailure(status: 504, cause: "UE_NOT_REACHABLE")
    }
    let pending = UEContext.PendingDownlink(
      pduSessionID: sessionID, n1Message: n1, isUserPlaneWanted: content?.ngapIeType?.rawValue == "PDU_RES_SETUP_REQ",
      failureURI: request.n1n2FailureTxfNotifURI)
    // Data for a session that waits already is no further reason to page.
    if !ue.pendingDownlink.contains(pending) {
      guard ue.pendingDownlink.count < configuration.limits.pendingMessagesPerUE else {
        throw SBIFailure(status: 409, cause: "HIGHER_PRIORITY_REQUEST_ONGOING")
      }
      ue.pendingDownlink.append(pending)
    }
    page(ue)
    return .accepted(
      Created(
        location: services.ownAPIRoot + "/namf-comm/v1/ue-contexts/\(SBIURI.encode(ueContextId))/n1-n2-messages/\(ue.id)",
        body: N1N2MessageTransferRspData(cause: "ATTEMPTING_TO_REACH_UE")))
  }

  /// The message of an SMF can overtake the SMF's own answer to CreateSMContext (TS 23.502 §4.3.2.2.1, steps 5 and 11): it waits until the
  /// session is known here, since it needs the session's slice. The wait ends, for the request to the SMF has a time limit.
  private func contextWithSession(_ id: UInt8, of ue: UEContext) async throws(SBIFailure) -> UEContext {
    var ue = ue
    let ueID = ue.id
    var delay = Duration.milliseconds(1)
    while ue.sessions[id] == nil, ue.sessionsBeingCreated.contains(id) {
      await loop.sleep(delay, label: "SM context created")
      delay = min(delay * 2, .milliseconds(64))
      guard let present = ues[ueID], present.isRegistered else { throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND") }
      ue = present
    }
    return ue
  }

  /// Paging was in vain: those who asked are told (TS 29.518 §5.2.2.3.2).
  func reportUnreachable(_ ue: UEContext) {
    let pending = ue.pendingDownlink
    ue.pendingDownlink = []
    let location =
      services.ownAPIRoot + "/namf-comm/v1/ue-contexts/\(ue.supi.map { SBIURI.encode($0.rawValue) } ?? "")/n1-n2-messages/\(ue.id)"
    let notifier = Namf_CommunicationNotifier(transport: services.notificationTransport)
    let name = ue.logName
    for uri in Set(pending.compactMap(\.failureURI)).sorted() {
      loop.spawn("N1N2 transfer failure") {
        do {
          try await notifier.notifyN1N2TransferFailure(
            to: uri, N1N2MsgTxfrFailureNotification(cause: "UE_NOT_RESPONDING", n1n2MsgDataUri: location))
        } catch { self.environment.log(.warning, "\(name): a consumer was not told that the UE does not answer: \(error)") }
      }
    }
  }

  /// ReleaseUEContext (TS 29.518 §5.2.2.2.4) belongs to handover between AMFs, which this AMF never prepares.
  public func releaseUEContext(ueContextId: String, _ body: UEContextRelease) async throws(SBIFailure) {
    throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND")
  }

  /// UEContextTransfer (TS 29.518 §5.2.2.2.1): refused, since a UE's context leaves this AMF only with its registration at the UDM.
  public func transferUEContext(
    ueContextId: String, _ body: WithBinaryParts<UeContextTransferReqData>
  ) async throws(SBIFailure) -> WithBinaryParts<UeContextTransferRspData> {
    throw SBIFailure(status: 403, cause: "INTEGRITY_CHECK_FAIL")
  }

  /// RegistrationStatusUpdate (TS 29.518 §5.2.2.2.2): follows a transfer, and none was made.
  public func updateRegistrationStatus(
    ueContextId: String, _ body: UeRegStatusUpdateReqData
  ) async throws(SBIFailure) -> UeRegStatusUpdateRspData {
    throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND")
  }

  /// The registered UE of a `ueContextId`: a SUPI.
  private func registeredUE(_ ueContextID: String) -> UEContext? {
    guard let supi = SUPI(ueContextID), let ue = ueIDBySUPI[supi].flatMap({ ues[$0] }), ue.isRegistered else { return nil }
    return ue
  }
}

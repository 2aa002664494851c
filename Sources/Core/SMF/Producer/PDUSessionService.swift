import Base
import NAS
import NGAP
import Runtime
import SBI
import Services

/// What an update of an SM context is answered with.
struct SessionUpdate {
  var n1: [UInt8]?
  var n2: [UInt8]?
  var n2Kind = N2SmInfoType.pduResRelCmd
  var upCnxState: UpCnxState?

  init(n1: [UInt8]? = nil, n2: [UInt8]? = nil, n2Kind: N2SmInfoType = .pduResRelCmd, upCnxState: UpCnxState? = nil) {
    self.n1 = n1
    self.n2 = n2
    self.n2Kind = n2Kind
    self.upCnxState = upCnxState
  }

  var outcome: UpdateSMContextOutcome {
    guard n1 != nil || n2 != nil || upCnxState != nil else { return .noContent }
    var data = SmContextUpdatedData()
    var parts: [BinaryPart] = []
    data.upCnxState = upCnxState
    if let n1 {
      data.n1SmMsg = RefToBinaryData(contentId: "n1")
      parts.append(.nas(n1, contentID: "n1"))
    }
    if let n2 {
      data.n2SmInfo = RefToBinaryData(contentId: "n2")
      data.n2SmInfoType = n2Kind
      parts.append(.ngap(n2, contentID: "n2"))
    }
    return .ok(WithBinaryParts(data, parts: parts))
  }
}

/// Nsmf_PDUSession (TS 29.502 §5.2).
extension SMF: Nsmf_PDUSession {
  // MARK: Create

  public func createSMContext(
    _ body: WithBinaryParts<SmContextCreateData>
  ) async throws(SBIFailure) -> Created<WithBinaryParts<SmContextCreatedData>> {
    guard !isStopped else { throw SBIFailure(status: 503, cause: "NF_CONGESTION") }
    let request = body.document
    guard let octets = request.n1SmMsg.flatMap({ body.part($0.contentId)?.octets }) else {
      throw SBIFailure(status: 400, cause: "MANDATORY_IE_MISSING", detail: "n1SmMsg")
    }
    let message = try establishmentRequest(octets)
    let session: SMContext
    do throws(SessionRejection) {
      // TS 24.501 §7.3.1: a reserved PTI is not answered.
      guard message.procedureTransactionIdentity != 255 else { throw SessionRejection(nil, 403, "N1_SM_ERROR") }
      session = try await establish(request, message)
    } catch {
      throw failure(error, session: message.pduSessionIdentity, pti: message.procedureTransactionIdentity, request: request)
    }
    let reference = session.reference
    let lease = session.lease
    loop.spawn("PDU session establishment") { await self.sendAccept(reference, lease: lease, message) }
    var created = SmContextCreatedData()
    created.pduSessionId = Int(session.pduSessionID)
    created.sNssai = session.slice.sbi
    return Created(
      location: services.ownAPIRoot + "/nsmf-pdusession/v1/sm-contexts/\(reference)", body: WithBinaryParts(created))
  }

  private func establishmentRequest(_ octets: [UInt8]) throws(SBIFailure) -> PDUSessionEstablishmentRequest {
    let message: FiveGSMMessage
    do throws(NASError) { message = try FiveGSMMessage(decoding: octets) } catch {
      environment.security("5GSM message that cannot be read: \(error)", interface: .n1)
      // TS 24.501 §7.5.1, §7.4: a reject where the request can be told, else a status.
      guard let cause = error.fiveGSMCause, octets.count >= 4 else { throw SBIFailure(status: 403, cause: "N1_SM_ERROR") }
      let answer =
        octets[3] == PDUSessionEstablishmentRequest.messageType
        ? SessionMessages.reject(session: octets[1], pti: octets[2], cause: cause, backOffSeconds: nil)
        : SessionMessages.status(session: octets[1], pti: octets[2], cause: cause)
      throw createError(status: 403, problem: "N1_SM_ERROR", n1: encode(answer))
    }
    let cause: FiveGSMCause
    switch message {
    case .pduSessionEstablishmentRequest(let request): return request
    // TS 24.501 §6.5.1: a status is never answered.
    case .fiveGSMStatus: throw createError(status: 403, problem: "N1_SM_ERROR", n1: nil)
    case .pduSessionReleaseRequest, .pduSessionModificationRequest, .pduSessionReleaseComplete, .pduSessionModificationComplete,
      .pduSessionModificationCommandReject, .pduSessionAuthenticationComplete, .serviceLevelAuthenticationComplete, .remoteUEReport:
      cause = .messageTypeNotCompatibleWithTheProtocolState
    default: cause = .messageTypeNonExistentOrNotImplemented
    }
    let answer = SessionMessages.status(session: message.pduSessionIdentity, pti: message.procedureTransactionIdentity, cause: cause)
    throw createError(status: 403, problem: "N1_SM_ERROR", n1: encode(answer))
  }

  private func failure(_ rejection: SessionRejection, session: UInt8, pti: UInt8, request: SmContextCreateData) -> SBIFailure {
    let supi = request.supi.flatMap { SUPI($0) }.map { "\($0)" } ?? "a UE without SUPI"
    environment.log(
      .info,
      "PDU session \(session) of \(supi) refused: \(rejection.cause.map { "\($0) (#\($0.rawValue))" } ?? "no answer"), \(rejection.problem)"
    )
    let n1 = rejection.cause.flatMap {
      encode(
        SessionMessages.reject(
          session: session, pti: pti, cause: $0, backOffSeconds: rejection.backOffSeconds, allowsSSCMode1: rejection.allowsSSCMode1))
    }
    return createError(status: rejection.status, problem: rejection.problem, n1: n1)
  }

  private func createError(status: Int, problem: String, n1: [UInt8]?) -> SBIFailure {
    var error = SmContextCreateError(error: problemDetails(status, problem))
    guard let n1 else { return SBIFailure(status: status, error: WithBinaryParts(error)) }
    error.n1SmMsg = RefToBinaryData(contentId: "n1")
    return SBIFailure(status: status, error: WithBinaryParts(error, parts: [.nas(n1, contentID: "n1")]))
  }

  private func problemDetails(_ status: Int, _ cause: String) -> ExtProblemDetails {
    var problem = ExtProblemDetails(object: JSON.Object())
    problem.status = status
    problem.cause = cause
    return problem
  }

  // MARK: Update

  public func updateSMContext(
    smContextRef: String, _ body: WithBinaryParts<SmContextUpdateData>
  ) async throws(SBIFailure) -> UpdateSMContextOutcome {
    guard let session = sessions[smContextRef] else { throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND") }
    let request = body.document
    if let amf = request.servingNfId { session.amfInstanceID = amf }
    if let uri = request.smContextStatusUri { session.statusURI = uri }
    if request.release == true {
      await releaseByAMF(session)
      return .noContent
    }
    if let reference = request.n1SmMsg {
      guard let octets = body.part(reference.contentId)?.octets else {
        throw SBIFailure(status: 400, cause: "MANDATORY_IE_MISSING", detail: "n1SmMsg")
      }
      return try await receiveN1(octets, for: session).outcome
    }
    if let reference = request.n2SmInfo {
      guard let octets = body.part(reference.contentId)?.octets, let kind = request.n2SmInfoType else {
        throw SBIFailure(status: 400, cause: "MANDATORY_IE_MISSING", detail: "n2SmInfo")
      }
      let update = try await receiveN2(octets, kind: kind, for: session)
      // TS 29.502 §5.2.2.3.2.3: usage of a secondary RAT comes along with the deactivation.
      guard request.upCnxState == .deactivated, !session.isGone else { return update.outcome }
      return try await deactivate(session).outcome
    }
    switch request.upCnxState {
    case .some(.activating): return try await activate(session).outcome
    case .some(.deactivated), .some(.suspended): return try await deactivate(session).outcome
    case .some(.activated): return SessionUpdate(upCnxState: UpCnxState(rawValue: session.userPlane.rawValue)).outcome
    case .some: throw SBIFailure(status: 400, cause: "MANDATORY_IE_INCORRECT", detail: "upCnxState")
    case nil: break
    }
    guard request.hoState == nil, request.toBeSwitched != true else { throw SBIFailure(status: 403, cause: "HO_FAILURE") }
    return .noContent
  }

  /// A 5GSM message of the UE (TS 24.501 §6.4, §7).
  private func receiveN1(_ octets: [UInt8], for session: SMContext) async throws(SBIFailure) -> SessionUpdate {
    let message: FiveGSMMessage
    do throws(NASError) { message = try FiveGSMMessage(decoding: octets) } catch {
      environment.security("\(session.logName): 5GSM message that cannot be read: \(error)", interface: .n1)
      guard let cause = error.fiveGSMCause, octets.count >= 4 else { throw SBIFailure(status: 403, cause: "N1_SM_ERROR") }
      // TS 24.501 §7.5.1: a request is rejected.
      switch octets[3] {
      case PDUSessionReleaseRequest.messageType:
        let reject = PDUSessionReleaseReject(pduSessionIdentity: octets[1], procedureTransactionIdentity: octets[2], cause: cause)
        return SessionUpdate(n1: encode(.pduSessionReleaseReject(reject)))
      case PDUSessionModificationRequest.messageType:
        let reject = PDUSessionModificationReject(pduSessionIdentity: octets[1], procedureTransactionIdentity: octets[2], cause: cause)
        return SessionUpdate(n1: encode(.pduSessionModificationReject(reject)))
      default: throw updateError("N1_SM_ERROR", n1: SessionMessages.status(session: octets[1], pti: octets[2], cause: cause))
      }
    }
    let id = session.pduSessionID
    let pti = message.procedureTransactionIdentity
    func status(_ cause: FiveGSMCause) -> SBIFailure {
      updateError("N1_SM_ERROR", n1: SessionMessages.status(session: id, pti: pti, cause: cause))
    }
    // TS 24.501 §7.3.1: a reserved PTI is ignored.
    guard pti != 255 else { return SessionUpdate() }
    let isForThisSession = message.pduSessionIdentity == id
    switch message {
    case .pduSessionReleaseRequest(let request):
      if !isForThisSession || pti == 0 {
        let reject = PDUSessionReleaseReject(
          pduSessionIdentity: message.pduSessionIdentity, procedureTransactionIdentity: pti,
          cause: isForThisSession ? .invalidPTIValue : .invalidPDUSessionIdentity)
        return SessionUpdate(n1: encode(.pduSessionReleaseReject(reject)))
      }
      return try await releaseByUE(session, request)
    case .pduSessionModificationRequest(let request):
      if !isForThisSession || pti == 0 {
        let reject = PDUSessionModificationReject(
          pduSessionIdentity: message.pduSessionIdentity, procedureTransactionIdentity: pti,
          cause: isForThisSession ? .invalidPTIValue : .invalidPDUSessionIdentity)
        return SessionUpdate(n1: encode(.pduSessionModificationReject(reject)))
      }
      return modifyByUE(session, request)
    case .pduSessionReleaseComplete, .pduSessionModificationComplete, .pduSessionModificationCommandReject:
      guard isForThisSession else { throw status(.invalidPDUSessionIdentity) }
      // TS 24.501 §7.3.1: no procedure has this PTI.
      guard pti == session.commandPTI, session.mailbox.deliver(.n1(message)) else { throw status(.ptiMismatch) }
      return SessionUpdate()
    case .fiveGSMStatus(let received):
      await receiveStatus(received, for: session)
      return SessionUpdate()
    case .pduSessionEstablishmentRequest, .pduSessionAuthenticationComplete, .serviceLevelAuthenticationComplete, .remoteUEReport:
      throw status(.messageTypeNotCompatibleWithTheProtocolState)
    default:
      environment.security("\(session.logName): \(message.name) from a UE", interface: .n1)
      throw status(.messageTypeNonExistentOrNotImplemented)
    }
  }

  /// 5GSM STATUS (TS 24.501 §6.5.2): it is never answered.
  private func receiveStatus(_ status: FiveGSMStatus, for session: SMContext) async {
    environment.log(.warning, "\(session.logName): 5GSM STATUS of the UE, cause \(status.cause)")
    if status.cause == .invalidPDUSessionIdentity, session.procedure != .release {
      // The UE does not have the session.
      await notifyReleased(session)
      await tearDown(session)
    } else {
      _ = session.mailbox.deliver(.n1(.fiveGSMStatus(status)))
    }
  }

  /// N2 SM information of the gNB (TS 29.502 §5.2.2.3).
  private func receiveN2(_ octets: [UInt8], kind: N2SmInfoType, for session: SMContext) async throws(SBIFailure) -> SessionUpdate {
    switch kind.rawValue {
    case "PDU_RES_SETUP_RSP": return try await completeSetup(session, transfer: octets)
    case "PDU_RES_SETUP_FAIL": return try await failSetup(session)
    case "PDU_RES_REL_RSP":
      _ = session.mailbox.deliver(.resourcesReleased)
      return SessionUpdate()
    case "PDU_RES_MOD_RSP":
      _ = session.mailbox.deliver(.resourcesModified(succeeded: true))
      return SessionUpdate()
    case "PDU_RES_MOD_FAIL":
      environment.log(.warning, "\(session.logName): the gNB could not change its resources")
      _ = session.mailbox.deliver(.resourcesModified(succeeded: false))
      return SessionUpdate()
    case "PDU_RES_NTY": return SessionUpdate()
    case "PDU_RES_NTY_REL": return try await deactivate(session)
    case "SECONDARY_RAT_USAGE": return SessionUpdate()
    case "PATH_SWITCH_REQ":
      let transfer = PathSwitchRequestUnsuccessfulTransfer(cause: .radioNetwork(.interactionWithOtherProcedure))
      throw updateError("N2_SM_ERROR", n2: try? transfer.encode(), kind: "PATH_SWITCH_REQ_FAIL")
    case "HANDOVER_REQUIRED":
      let transfer = HandoverPreparationUnsuccessfulTransfer(cause: .radioNetwork(.hoTargetNotAllowed))
      throw updateError("N2_SM_ERROR", n2: try? transfer.encode(), kind: "HANDOVER_PREP_FAIL")
    default: throw SBIFailure(status: 403, cause: "N2_SM_ERROR", detail: "N2 information that is not served")
    }
  }

  private func updateError(_ cause: String, n1: FiveGSMMessage? = nil, n2: [UInt8]? = nil, kind: N2SmInfoType? = nil) -> SBIFailure {
    var error = SmContextUpdateError(error: problemDetails(403, cause))
    var parts: [BinaryPart] = []
    if let n1 = n1.flatMap({ encode($0) }) {
      error.n1SmMsg = RefToBinaryData(contentId: "n1")
      parts.append(.nas(n1, contentID: "n1"))
    }
    if let n2, let kind {
      error.n2SmInfo = RefToBinaryData(contentId: "n2")
      error.n2SmInfoType = kind
      parts.append(.ngap(n2, contentID: "n2"))
    }
    return SBIFailure(status: 403, error: WithBinaryParts(error, parts: parts))
  }

  // MARK: Release and retrieve

  public func releaseSMContext(
    smContextRef: String, _ body: WithBinaryParts<SmContextReleaseData>?
  ) async throws(SBIFailure) -> ReleaseSMContextOutcome {
    guard let session = sessions[smContextRef] else { throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND") }
    await releaseByAMF(session)
    return .noContent
  }

  /// Retrieval serves moves to EPS and between SMFs; neither is offered (TS 29.502 §5.2.2.4).
  public func retrieveSMContext(smContextRef: String, _ body: SmContextRetrieveData?) async throws(SBIFailure) -> SmContextRetrievedData {
    guard sessions[smContextRef] != nil else { throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND") }
    throw SBIFailure(status: 403, cause: "TARGET_MME_NOT_CAPABLE", detail: "sessions do not move to EPS")
  }
}

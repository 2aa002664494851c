import Base
import NAS
import NGAP
import Runtime
import SBI
import Services

/// A session whose resources the gNB is asked to set up.
struct SessionSetup {
  var pduSessionID: UInt8
  var sNSSAI: Base.SNSSAI
  /// The 5GSM message for the UE, already within a protected DL NAS TRANSPORT.
  var nas: [UInt8]?
  /// PDU Session Resource Setup Request Transfer (TS 38.413 §9.3.4.1).
  var transfer: [UInt8]
}

/// What became of the user planes that a UE asked for.
struct Reactivation {
  var setupRequests: [SessionSetup] = []
  var failed: [(pduSessionID: UInt8, cause: FiveGMMCause)] = []
  /// Identities for which the network has no session.
  var unknown: [UInt8] = []
  /// Sessions that the network ended, of which the UE does not know yet.
  var ended: [UInt8] = []

  /// PDU session reactivation result (TS 24.501 §9.11.3.42): a bit for each user plane that was not established.
  var result: SessionBitmap { SessionBitmap(failed.map(\.pduSessionID) + unknown) }

  /// PDU session reactivation result error cause (TS 24.501 §9.11.3.43).
  var errorCauses: PDUSessionReactivationResultErrorCause? {
    guard !failed.isEmpty else { return nil }
    return PDUSessionReactivationResultErrorCause(failed.map { .init(pduSessionID: $0.pduSessionID, cause: $0.cause) })
  }
}

extension SBIFailure {
  /// The 5GSM message for the UE that an SMF's refusal carries (TS 29.502 §6.1.6.2.7, SmContextCreateError and SmContextUpdateError).
  fileprivate var n1Message: [UInt8]? {
    guard let parsed = try? body.parsed(), let id = parsed.root["n1SmMsg"]?["contentId"]?.stringValue else { return nil }
    return parsed.parts.first { $0.contentID == id }?.octets
  }
}

/// Transport of 5GSM messages between UE and SMF, and the sessions as the AMF keeps them (TS 23.502 §4.3; TS 24.501 §5.4.5).
extension AMF {
  /// UL NAS TRANSPORT (TS 24.501 §5.4.5.2).
  func receiveULNASTransport(_ message: ULNASTransport, from ue: UEContext) {
    guard message.payloadContainerType == .n1SMInformation else {
      // Functions that the Registration Accept did not offer; only 5GSM messages are sent back (TS 24.501 §5.4.5.3.1).
      environment.log(.info, "\(ue.logName): a payload of type \(message.payloadContainerType) was dropped")
      return
    }
    guard let id = message.pduSessionID, (1...15).contains(id) else {
      environment.security("\(ue.logName): 5GSM message without a valid PDU session identity", interface: .n1)
      returnPayload(message, to: ue, cause: .payloadWasNotForwarded)
      return
    }
    guard ue.sessionMessagesUnderWay < configuration.limits.sessionMessagesPerUE else {
      environment.security("\(ue.logName): too many 5GSM messages at once", interface: .n1)
      returnPayload(message, to: ue, cause: .payloadWasNotForwarded)
      return
    }
    let ueID = ue.id
    if ue.sessions[id] != nil, message.requestType != .initialRequest {
      ue.sessionMessagesUnderWay += 1
      loop.spawn("5GSM transport") {
        await self.forward(message, session: id, ueID: ueID)
        await self.sessionMessageDone(ueID)
      }
      return
    }
    guard message.requestType == .initialRequest else {
      // TS 24.501 §5.4.5.2.5 a: no routing context and no request that makes one.
      returnPayload(message, to: ue, cause: .payloadWasNotForwarded)
      return
    }
    // The request again while the first is with the SMF: one answer is enough.
    guard ue.sessionsBeingCreated.insert(id).inserted else { return }
    ue.sessionMessagesUnderWay += 1
    loop.spawn("PDU session establishment") {
      await self.establish(message, session: id, ueID: ueID)
      await self.sessionMessageDone(ueID, created: id)
    }
  }

  private func sessionMessageDone(_ ueID: UInt64, created id: UInt8? = nil) {
    guard let ue = ues[ueID] else { return }
    ue.sessionMessagesUnderWay -= 1
    if let id { ue.sessionsBeingCreated.remove(id) }
  }

  /// The 5GSM message goes back with the reason (TS 24.501 §5.4.5.3.1 case d).
  private func returnPayload(_ message: ULNASTransport, to ue: UEContext, cause: FiveGMMCause) {
    environment.log(.info, "\(ue.logName): 5GSM message for session \(message.pduSessionID ?? 0) not forwarded, cause \(cause)")
    send(
      .dlNASTransport(
        DLNASTransport(
          payloadContainerType: message.payloadContainerType, payloadContainer: message.payloadContainer,
          pduSessionID: message.pduSessionID, cause: cause)), to: ue)
  }

  /// PDU session establishment, the AMF's part (TS 23.502 §4.3.2.2.1, steps 1 to 3).
  private func establish(_ message: ULNASTransport, session id: UInt8, ueID: UInt64) async {
    guard let ue = ues[ueID], let supi = ue.supi, let connection = ue.connection else { return }
    let others = Set(ue.sessions.keys).union(ue.sessionsBeingCreated).subtracting([id])
    guard others.count < configuration.limits.pduSessionsPerUE else {
      returnPayload(message, to: ue, cause: .maximumNumberOfPDUSessionsReached)
      return
    }
    // TS 24.501 §5.4.5.2.3 a: the same identity again replaces the session that had it.
    if ue.sessions[id] != nil { await releaseSession(id, of: ue, reason: "replaced by a new request") }
    let wanted = message.sNSSAI.map { Base.SNSSAI(sst: $0.sst, sd: $0.sd) }
    guard let slice = wanted ?? ue.allowedNSSAI.first(where: { ue.defaultNSSAI.contains($0) }) ?? ue.allowedNSSAI.first,
      ue.allowedNSSAI.contains(slice)
    else {
      returnPayload(message, to: ue, cause: .payloadWasNotForwarded)
      return
    }
    do {
      let selection = try await services.nudmSubscriberDataManagement().getSMFSelectionData(
        supi: supi.rawValue, query: GetSMFSelectionDataQuery())
      guard let dnn = selectDNN(message.dnn?.text, slice: slice, selection: selection) else {
        returnPayload(message, to: ue, cause: .dnnNotSupportedOrNotSubscribedInTheSlice)
        return
      }
      let smf = try await services.nsmfPDUSession(dnn: dnn, sNSSAI: slice)
      let number = nextSessionNumber
      nextSessionNumber += 1
      var data = SmContextCreateData(
        servingNfId: nfInstanceID, servingNetwork: configuration.guami.plmn.sbiWithNID, anType: "3GPP_ACCESS",
        smContextStatusUri: Nsmf_PDUSessionReceiverRoutes.smContextStatusURI(
          apiRoot: services.ownAPIRoot, basePath: NotificationPath.amfSessionStatus, id: "\(supi.rawValue)/\(id)/\(number)"))
      data.supi = supi.rawValue
      data.pei = ue.pei
      data.pduSessionId = Int(id)
      data.dnn = dnn
      data.selectedDnn = dnn
      data.sNssai = slice.sbi
      data.requestType = "INITIAL_REQUEST"
      data.ratType = "NR"
      data.guami = configuration.guami.sbi
      data.n1SmMsg = SBI.RefToBinaryData(contentId: "n1")
      data.ueLocation = location(of: connection)
      let created = try await smf.service.createSMContext(
        WithBinaryParts(data, parts: [.nas(message.payloadContainer, contentID: "n1")]))
      let session = UEContext.Session(
        sNSSAI: slice, dnn: dnn, smContextRef: created.resourceID, smfInstanceID: smf.instanceID, number: number)
      // The UE may have gone meanwhile; or another context may have taken it over, which knows nothing of this request.
      guard let ue = ues[ueID], ue.isRegistered else {
        await release(session, id: id, of: "a UE that is gone", reason: "de-registration")
        return
      }
      ue.sessions[id] = session
    } catch {
      guard let ue = ues[ueID] else { return }
      // The SMF's refusal carries the 5GSM reject for the UE (TS 29.502 §5.2.2.2.1).
      if let n1 = error.n1Message {
        sendSessionMessage(n1, session: id, to: ue)
        environment.log(.info, "\(ue.logName): PDU session \(id) rejected by the SMF (\(error.problem.cause ?? "\(error.status)"))")
      } else {
        environment.log(.warning, "\(ue.logName): PDU session \(id) cannot be established: \(error)")
        returnPayload(message, to: ue, cause: .payloadWasNotForwarded)
      }
    }
  }

  /// The DNN that the UE asked for, when it is subscribed in the slice; else the slice's default (TS 23.502 §4.3.2.2.3.2).
  private func selectDNN(_ requested: String?, slice: Base.SNSSAI, selection: SmfSelectionSubscriptionData) -> String? {
    let information = selection.subscribedSnssaiInfos?.entries.first { Base.SNSSAI(mapKey: $0.key) == slice }?.value
    let dnns = information?.dnnInfos ?? []
    if let requested = requested.map(withoutOwnOperatorIdentifier) {
      return dnns.contains { $0.dnn.lowercased() == requested.lowercased() || $0.dnn == "*" } ? requested.lowercased() : nil
    }
    return (dnns.first { $0.defaultDnnIndicator == true } ?? dnns.first)?.dnn
  }

  /// `internet` of `internet.mnc070.mcc999.gprs`: a DNN may come with this network's operator identifier (TS 23.003 §9.1.2, §9A).
  private func withoutOwnOperatorIdentifier(_ dnn: String) -> String {
    let plmn = configuration.guami.plmn
    let suffix = ".mnc\(plmn.mnc.utf8.count == 2 ? "0" : "")\(plmn.mnc).mcc\(plmn.mcc).gprs"
    let name = dnn.lowercased()
    return name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
  }

  /// Passes a 5GSM message to the SMF of its session (TS 29.502 §5.2.2.3.1).
  private func forward(_ message: ULNASTransport, session id: UInt8, ueID: UInt64) async {
    guard let ue = ues[ueID], let session = ue.sessions[id] else { return }
    do {
      var update = SmContextUpdateData()
      update.n1SmMsg = SBI.RefToBinaryData(contentId: "n1")
      let answer = try await services.nsmfPDUSession(instanceID: session.smfInstanceID).updateSMContext(
        smContextRef: session.smContextRef, WithBinaryParts(update, parts: [.nas(message.payloadContainer, contentID: "n1")]))
      apply(answer, session: id, ueID: ueID)
    } catch {
      guard let ue = ues[ueID] else { return }
      environment.log(.warning, "\(ue.logName): the SMF refuses a 5GSM message of session \(id): \(error)")
      forgetSession(id, session, of: ue, after: error)
      if let n1 = error.n1Message {
        sendSessionMessage(n1, session: id, to: ue)
      } else {
        returnPayload(message, to: ue, cause: .payloadWasNotForwarded)
      }
    }
  }

  /// An SMF that does not know an SM context any more (404) has no session (TS 29.502 §6.1.3.3.4.2).
  private func forgetSession(_ id: UInt8, _ session: UEContext.Session, of ue: UEContext, after failure: SBIFailure) {
    guard failure.status == 404, ue.sessions[id]?.smContextRef == session.smContextRef else { return }
    releaseResources(session: id, of: ue)
    ue.removeSession(id)
  }

  /// Passes N2 SM information of the gNB to the SMF (TS 29.502 §5.2.2.3.2) and does what the answer says.
  /// - Parameter kind: N2SmInfoType of TS 29.502, e.g. `PDU_RES_SETUP_RSP`.
  func forwardN2(_ transfer: [UInt8], kind: String, session id: UInt8, ueID: UInt64) async {
    guard let ue = ues[ueID], let session = ue.sessions[id] else { return }
    var update = SmContextUpdateData()
    update.n2SmInfo = SBI.RefToBinaryData(contentId: "n2")
    update.n2SmInfoType = SBI.N2SmInfoType(rawValue: kind)
    do {
      let answer = try await services.nsmfPDUSession(instanceID: session.smfInstanceID).updateSMContext(
        smContextRef: session.smContextRef, WithBinaryParts(update, parts: [.ngap(transfer, contentID: "n2")]))
      apply(answer, session: id, ueID: ueID)
    } catch {
      environment.log(.warning, "\(ue.logName): the SMF refuses N2 information of session \(id): \(error)")
      if let ue = ues[ueID] { forgetSession(id, session, of: ue, after: error) }
    }
  }

  /// What an SMF answers to an update: messages for the UE and the gNB.
  private func apply(_ outcome: UpdateSMContextOutcome, session id: UInt8, ueID: UInt64) {
    guard case .ok(let answer) = outcome, let ue = ues[ueID] else { return }
    let n1 = answer.document.n1SmMsg.flatMap { answer.part($0.contentId)?.octets }
    let n2 = answer.document.n2SmInfo.flatMap { answer.part($0.contentId)?.octets }
    deliver(n1: n1, n2: n2, n2Type: answer.document.n2SmInfoType?.rawValue, session: id, to: ue)
  }

  /// Sends what an SMF has for a connected UE: N2 information carries the N1 message along where there is both.
  func deliver(n1: [UInt8]?, n2: [UInt8]?, n2Type: String?, session id: UInt8, to ue: UEContext) {
    guard let connection = ue.connection else { return }
    let nas = n1.flatMap { protectedSessionMessage($0, session: id, for: ue) }
    guard let n2, let n2Type else {
      if let nas { sendDownlinkNAS(nas, on: connection) }
      return
    }
    switch n2Type {
    case "PDU_RES_SETUP_REQ":
      guard let session = ue.sessions[id] else {
        environment.log(.warning, "\(ue.logName): resources for a session that is not known")
        return
      }
      let setup = SessionSetup(pduSessionID: id, sNSSAI: session.sNSSAI, nas: nas, transfer: n2)
      ue.sessions[id]?.isUserPlaneRequested = true
      requestSessionSetup(ue, on: connection, sessions: [setup])
    case "PDU_RES_MOD_REQ": requestSessionModify(ue, on: connection, session: id, nas: nas, transfer: n2)
    case "PDU_RES_REL_CMD": requestSessionRelease(ue, on: connection, session: id, nas: nas, transfer: n2)
    default:
      environment.log(.warning, "\(ue.logName): N2 information of type \(n2Type) cannot be sent to a gNB")
      if let nas { sendDownlinkNAS(nas, on: connection) }
    }
  }

  private func protectedSessionMessage(_ message: [UInt8], session id: UInt8, for ue: UEContext) -> [UInt8]? {
    superviseSignallingConnection(of: ue)
    return protect(
      .dlNASTransport(DLNASTransport(payloadContainerType: .n1SMInformation, payloadContainer: message, pduSessionID: id)), for: ue)
  }

  private func sendSessionMessage(_ message: [UInt8], session id: UInt8, to ue: UEContext) {
    guard let connection = ue.connection, let octets = protectedSessionMessage(message, session: id, for: ue) else { return }
    sendDownlinkNAS(octets, on: connection)
  }

  // MARK: Sessions of a procedure

  /// Releases locally the sessions that the UE no longer has (TS 24.501 §5.5.1.3.4, §5.6.1.4).
  func synchronizeSessions(of ue: UEContext, status: SessionBitmap) async {
    for id in ue.sessions.keys.sorted() where !status.contains(id) { await releaseSession(id, of: ue, reason: "inactive at the UE") }
  }

  /// Asks the SMFs for the user planes of sessions (TS 23.502 §4.2.3.2, steps 4 to 11).
  func reactivateSessions(_ wanted: [UInt8], of ue: UEContext, lease: UInt64) async throws -> Reactivation {
    var result = Reactivation()
    for id in wanted {
      guard let session = ue.sessions[id] else {
        result.unknown.append(id)
        continue
      }
      var update = SmContextUpdateData()
      update.upCnxState = "ACTIVATING"
      if let connection = ue.connection { update.ueLocation = location(of: connection) }
      do {
        let outcome = try await call(ue, lease: lease) {
          try await services.nsmfPDUSession(instanceID: session.smfInstanceID).updateSMContext(
            smContextRef: session.smContextRef, WithBinaryParts(update))
        }
        guard case .ok(let answer) = outcome, let part = answer.document.n2SmInfo.flatMap({ answer.part($0.contentId) }) else {
          result.failed.append((id, .insufficientUserPlaneResourcesForThePDUSession))
          continue
        }
        ue.sessions[id]?.isUserPlaneRequested = true
        result.setupRequests.append(SessionSetup(pduSessionID: id, sNSSAI: session.sNSSAI, nas: nil, transfer: part.octets))
      } catch let failure as SBIFailure {
        environment.log(.warning, "\(ue.logName): the user plane of session \(id) cannot be activated: \(failure)")
        forgetSession(id, session, of: ue, after: failure)
        if ue.sessions[id] == nil {
          result.unknown.append(id)
        } else {
          result.failed.append((id, .insufficientUserPlaneResourcesForThePDUSession))
        }
      }
    }
    return result
  }

  /// Tells the SMFs that the user planes are gone (TS 23.502 §4.2.6, step 5).
  func deactivateSessions(of ue: UEContext) {
    for id in ue.sessions.keys.sorted() {
      guard let session = ue.sessions[id], session.isUserPlaneActive || session.isUserPlaneRequested else { continue }
      ue.sessions[id]?.isUserPlaneActive = false
      ue.sessions[id]?.isUserPlaneRequested = false
      var update = SmContextUpdateData()
      update.upCnxState = "DEACTIVATED"
      let request = WithBinaryParts(update)
      let name = ue.logName
      loop.spawn("user plane deactivation") {
        do {
          _ = try await self.services.nsmfPDUSession(instanceID: session.smfInstanceID).updateSMContext(
            smContextRef: session.smContextRef, request)
        } catch { self.environment.log(.warning, "\(name): session \(id) not deactivated at the SMF: \(error)") }
      }
    }
  }

  /// Releases one session at its SMF.
  func releaseSession(_ id: UInt8, of ue: UEContext, reason: String) async {
    releaseResources(session: id, of: ue)
    guard let session = ue.removeSession(id) else { return }
    await release(session, id: id, of: ue.logName, reason: reason)
  }

  /// The gNB gives up what it holds for a session that ends while the connection stays (TS 23.502 §4.3.4.2, step 4).
  func releaseResources(session id: UInt8, of ue: UEContext) {
    guard let session = ue.sessions[id], session.isUserPlaneActive, let connection = ue.connection, connection.hasRANContext,
      let transfer = try? PDUSessionResourceReleaseCommandTransfer(cause: .nas(.normalRelease)).encode()
    else { return }
    ue.sessions[id]?.isUserPlaneActive = false
    requestSessionRelease(ue, on: connection, session: id, nas: nil, transfer: transfer)
  }

  /// Releases all sessions without waiting for the SMFs.
  func releaseAllSessions(of ue: UEContext, reason: String) {
    let sessions = ue.sessions
    ue.sessions = [:]
    let name = ue.logName
    for (id, session) in sessions.sorted(by: { $0.key < $1.key }) {
      loop.spawn("session release") { await self.release(session, id: id, of: name, reason: reason) }
    }
  }

  private func release(_ session: UEContext.Session, id: UInt8, of name: String, reason: String) async {
    do {
      _ = try await services.nsmfPDUSession(instanceID: session.smfInstanceID).releaseSMContext(smContextRef: session.smContextRef, nil)
      environment.log(.info, "\(name): session \(id) released (\(reason))")
    } catch { environment.log(.warning, "\(name): session \(id) not released at the SMF (\(reason)): \(error)") }
  }
}

import Base
import NAS
import NGAP
import Runtime
import SBI

/// Activation and deactivation of the user plane (TS 23.502 §4.2.3.2, §4.2.3.3, §4.2.6).
extension SMF {
  /// Gives the session to a procedure, when the collision table lets it.
  func acquire(_ procedure: SMProcedure, _ session: SMContext) async throws(ProcedureAborted) -> UInt64 {
    while true {
      guard !session.isGone else { throw ProcedureAborted(reason: "the session was released") }
      switch CollisionTable.disposition(of: procedure, during: session.procedure) {
      case .supersede: return session.take(procedure)
      case .refuse: throw ProcedureAborted(reason: "\(procedure.rawValue) during \(session.procedure?.rawValue ?? "nothing")")
      case .wait:
        guard session.waiting.count < configuration.limits.waitingProcedures else {
          throw ProcedureAborted(reason: "too many procedures wait for the session")
        }
        let turn = Mailbox<UInt64>(loop: loop)
        session.waiting.append(turn)
        _ = try await turn.receive(within: nil, label: "turn") { _ in true }
      }
    }
  }

  /// The UE comes back: the gNB is to be asked for resources (TS 23.502 §4.2.3.2, steps 5 to 11).
  func activate(_ session: SMContext) async throws(SBIFailure) -> SessionUpdate {
    let lease = try await acquireForUpdate(.activation, session)
    defer { session.end(lease) }
    guard let n4 = session.n4, n4.upf.isAssociated else {
      throw SBIFailure(status: 504, cause: "PEER_NOT_RESPONDING", detail: "the UPF of the session is not reachable")
    }
    let transfer: [UInt8]
    do throws(NGAPError) { transfer = try ResourceTransfers.setupRequest(session, n3: n4.n3) } catch {
      throw SBIFailure(status: 500, cause: "SYSTEM_FAILURE", detail: "\(error)")
    }
    session.userPlane = .activating
    // An accept that waited for the UE goes to it beside this setup (TS 29.518 §5.2.2.3.1).
    session.acceptedPTI = nil
    session.isAccepted = true
    superviseSetup(session)
    return SessionUpdate(n2: transfer, n2Kind: .pduResSetupReq, upCnxState: .activating)
  }

  /// The gNB has set up its side (TS 23.502 §4.3.2.2.1, steps 14 to 16; §4.2.3.2, steps 15 to 18).
  func completeSetup(_ session: SMContext, transfer: [UInt8]) async throws(SBIFailure) -> SessionUpdate {
    let lease = try await acquireForUpdate(.activation, session)
    defer { session.end(lease) }
    let found: TunnelEndpoint?
    do throws(NGAPError) { found = try ResourceTransfers.gNBTunnel(setupResponse: transfer) } catch {
      environment.security("PDU Session Resource Setup Response Transfer that cannot be read", interface: .n2)
      throw SBIFailure(status: 403, cause: "N2_SM_ERROR", detail: "\(error)")
    }
    guard let tunnel = found else {
      environment.security("PDU Session Resource Setup Response Transfer without a usable tunnel", interface: .n2)
      if session.acceptedPTI != nil { return rejectEstablishment(session) }
      throw SBIFailure(status: 403, cause: "N2_SM_ERROR", detail: "no tunnel for the default QoS flow")
    }
    stopSupervision(session)
    session.acceptedPTI = nil
    do {
      try await setDownlink(.forward(tunnel), of: session)
      try session.check(lease)
    } catch {
      environment.log(.warning, "\(session.logName): the tunnel to the gNB could not be set at the UPF: \(error)")
      if session.lease == lease { session.userPlane = .deactivated }
      throw SBIFailure(status: 504, cause: "PEER_NOT_RESPONDING", detail: "the UPF did not take the tunnel")
    }
    session.gNB = tunnel
    session.userPlane = .activated
    startRouterAdvertisements(session)
    return SessionUpdate(upCnxState: .activated)
  }

  /// The gNB has no resources (TS 23.502 §4.2.3.2, step 15 with a failure).
  func failSetup(_ session: SMContext) async throws(SBIFailure) -> SessionUpdate {
    let lease = try await acquireForUpdate(.deactivation, session)
    defer { session.end(lease) }
    environment.log(.warning, "\(session.logName): the gNB could not set up its resources")
    stopSupervision(session)
    if session.acceptedPTI != nil { return rejectEstablishment(session) }
    session.userPlane = .deactivated
    session.gNB = nil
    await backOff(session)
    return SessionUpdate(upCnxState: .deactivated)
  }

  /// The gNB did not set up the first resources of a session, so the UE never got the accept that went with them (TS 38.413 §8.2.1.2):
  /// the establishment is rejected, and nothing of the session stays (TS 23.502 §4.3.2.2.1, step 16).
  private func rejectEstablishment(_ session: SMContext) -> SessionUpdate {
    guard let pti = session.acceptedPTI else { return SessionUpdate() }
    let reference = session.reference
    environment.log(.info, "\(session.logName) refused: no resources at the gNB")
    // Nothing more happens for the session; its resources follow behind the answer, which carries the reject to the UE.
    session.abandon("the establishment was rejected")
    remove(session)
    retiring[reference] = session
    loop.spawn("session release") { await self.finishRejection(reference) }
    return SessionUpdate(n1: encode(establishmentReject(session, pti: pti)), upCnxState: .deactivated)
  }

  private func establishmentReject(_ session: SMContext, pti: UInt8) -> FiveGSMMessage {
    SessionMessages.reject(session: session.pduSessionID, pti: pti, cause: .insufficientResources, backOffSeconds: nil)
  }

  private func finishRejection(_ reference: String) async {
    guard let session = retiring[reference] else { return }
    await notifyReleased(session)
    await tearDown(session)
    retiring[reference] = nil
  }

  /// AN release: downlink packets wait at the UPF (TS 23.502 §4.2.6, steps 5 to 7).
  func deactivate(_ session: SMContext) async throws(SBIFailure) -> SessionUpdate {
    let lease = try await acquireForUpdate(.deactivation, session)
    defer { session.end(lease) }
    stopSupervision(session)
    session.acceptedPTI = nil
    session.userPlane = .deactivated
    session.gNB = nil
    do throws(N4Failure) { try await setDownlink(.bufferAndNotify, of: session) } catch {
      environment.log(.warning, "\(session.logName): the UPF was not told that the tunnel is gone: \(error)")
    }
    return SessionUpdate(upCnxState: .deactivated)
  }

  private func acquireForUpdate(_ procedure: SMProcedure, _ session: SMContext) async throws(SBIFailure) -> UInt64 {
    do throws(ProcedureAborted) { return try await acquire(procedure, session) } catch {
      throw SBIFailure(status: 409, cause: "HIGHER_PRIORITY_REQUEST_ONGOING", detail: error.reason)
    }
  }

  // MARK: Supervision

  /// The gNB answers in time, or the user plane is taken for deactivated.
  func superviseSetup(_ session: SMContext) {
    stopSupervision(session)
    let reference = session.reference
    session.setupTimer = loop.schedule(after: configuration.timers.resourceSetup, label: "resource setup") {
      self.assumeIsolated { smf in
        guard let session = smf.sessions[reference], session.userPlane == .activating else { return }
        session.setupTimer = nil
        smf.loop.spawn("resource setup") { await self.expireSetup(reference) }
      }
    }
  }

  private func expireSetup(_ reference: String) async {
    guard let session = sessions[reference], session.userPlane == .activating else { return }
    guard (try? await failSetup(session)) != nil, session.isGone, let pti = session.acceptedPTI else { return }
    // No update of the AMF waits for the reject.
    do throws(SBIFailure) { _ = try await transfer(n1: establishmentReject(session, pti: pti), n2: nil, of: session) } catch {
      environment.log(.info, "\(session.logName): the UE cannot be told of the reject: \(error)")
    }
  }

  func stopSupervision(_ session: SMContext) {
    if let timer = session.setupTimer { loop.cancel(timer) }
    session.setupTimer = nil
  }
}

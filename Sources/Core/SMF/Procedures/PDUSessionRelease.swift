import Base
import NAS
import NGAP
import Runtime
import SBI
import Services

/// PDU session release (TS 23.502 §4.3.4.2; TS 24.501 §6.3.3, §6.4.3).
extension SMF {
  // MARK: Requested by the UE

  /// TS 23.502 §4.3.4.2, steps 1a to 3a. The answer carries the command to the UE and, where there is a tunnel, to the gNB.
  func releaseByUE(_ session: SMContext, _ message: PDUSessionReleaseRequest) async throws(SBIFailure) -> SessionUpdate {
    let pti = message.procedureTransactionIdentity
    if session.procedure == .release {
      // TS 24.501 §6.3.3.5 b: the network's own release goes on; a repeated request gets the command once more.
      guard session.commandPTI == pti, pti != 0 else { return SessionUpdate() }
      return SessionUpdate(n1: encode(releaseCommand(session, pti: pti, cause: .regularDeactivation)))
    }
    let lease = session.take(.release)
    let hasTunnel = session.userPlane != .deactivated
    session.commandPTI = pti
    environment.log(.info, "\(session.logName): released by the UE")
    let command = releaseCommand(session, pti: pti, cause: .regularDeactivation)
    await deleteN4(of: session)
    guard session.lease == lease, let n1 = encode(command) else { throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND") }
    let reference = session.reference
    loop.spawn("PDU session release") { await self.completeRelease(reference, lease: lease, command: command, first: nil) }
    return SessionUpdate(n1: n1, n2: hasTunnel ? releaseResources(.nas(.normalRelease)) : nil)
  }

  // MARK: Requested by the network

  /// TS 23.502 §4.3.4.2, steps 1b to 1e and 3b: the subscription, the PCF, the UPF or the operator ends the session.
  public func releaseSession(reference: String) async { await releaseByNetwork(reference, cause: .regularDeactivation) }

  func releaseByNetwork(_ reference: String, cause: FiveGSMCause) async {
    guard let session = sessions[reference], CollisionTable.disposition(of: .release, during: session.procedure) == .supersede else {
      return
    }
    let lease = session.take(.release)
    let hasTunnel = session.userPlane != .deactivated
    session.commandPTI = 0
    environment.log(.info, "\(session.logName): released by the network, cause \(cause)")
    await deleteN4(of: session)
    guard session.lease == lease else { return }
    guard session.isAccepted else {
      // The UE has not heard of the session.
      await notifyReleased(session)
      await tearDown(session)
      return
    }
    let n2 = hasTunnel ? releaseResources(.radioNetwork(.releaseDueTo5gcGeneratedReason)) : nil
    await completeRelease(
      reference, lease: lease, command: releaseCommand(session, pti: 0, cause: cause), first: FirstTransfer(n2: n2))
  }

  // MARK: Requested by the AMF

  /// TS 23.502 §4.3.4.2, step 1c: the AMF has already forgotten the session.
  func releaseByAMF(_ session: SMContext) async {
    environment.log(.info, "\(session.logName): released by the AMF")
    await tearDown(session)
  }

  // MARK: Parts

  /// The command goes to the UE by way of the AMF, the first time with this for the gNB.
  struct FirstTransfer: Sendable {
    var n2: [UInt8]?
  }

  private func releaseCommand(_ session: SMContext, pti: UInt8, cause: FiveGSMCause) -> FiveGSMMessage {
    .pduSessionReleaseCommand(
      PDUSessionReleaseCommand(pduSessionIdentity: session.pduSessionID, procedureTransactionIdentity: pti, cause: cause))
  }

  func releaseResources(_ cause: NGAP.Cause) -> [UInt8]? {
    do { return try ResourceTransfers.releaseCommand(cause) } catch {
      environment.log(.error, "PDU Session Resource Release Command Transfer cannot be encoded: \(error)")
      return nil
    }
  }

  /// Waits for PDU SESSION RELEASE COMPLETE under T3592 (TS 24.501 §6.3.3.2, §6.3.3.5 a), then gives everything back.
  /// - Parameter first: `nil` when the command is already on its way.
  func completeRelease(_ reference: String, lease: UInt64, command: FiveGSMMessage, first: FirstTransfer?) async {
    guard let session = sessions[reference], session.lease == lease else { return }
    do {
      attempts: for attempt in 0...configuration.timers.retransmissions {
        if attempt > 0 || first != nil {
          let n2 = attempt == 0 ? first?.n2.map { N2Message(kind: .pduResRelCmd, octets: $0) } : nil
          if case .skipped = try await transfer(n1: command, n2: n2, of: session) { break attempts }
          try session.check(lease)
        }
        let event = try await session.mailbox.receive(within: configuration.timers.t3592, label: "T3592") { event in
          switch event {
          case .n1(.pduSessionReleaseComplete), .n1(.fiveGSMStatus), .transferFailed: true
          default: false
          }
        }
        try session.check(lease)
        if event != nil { break attempts }
      }
    } catch is ProcedureAborted {
      return
    } catch {
      environment.log(.info, "\(session.logName): the UE cannot be told of the release: \(error)")
    }
    guard session.lease == lease, !session.isGone else { return }
    // TS 23.502 §4.3.4.2, step 11.
    await notifyReleased(session)
    await tearDown(session)
  }

  /// Gives everything back that a session has (TS 23.502 §4.3.4.2, steps 2, 12 to 15). May be called at any time and more than once.
  func tearDown(_ session: SMContext) async {
    session.abandon("the session was released")
    remove(session)
    await deleteN4(of: session)
    releaseAddresses(of: session)
    let supi = session.supi.rawValue
    if let policyID = session.policyID {
      session.policyID = nil
      do throws(SBIFailure) {
        try await services.npcfSMPolicyControl().deleteSMPolicy(smPolicyId: policyID, SmPolicyDeleteData())
      } catch { environment.log(.warning, "\(session.logName): SM policy not deleted: \(error)") }
    }
    if let subscriptionID = session.sdmSubscriptionID {
      session.sdmSubscriptionID = nil
      do throws(SBIFailure) {
        try await services.nudmSubscriberDataManagement().unsubscribe(ueId: supi, subscriptionId: subscriptionID)
      } catch { environment.log(.debug, "\(session.logName): subscription at the UDM not ended: \(error)") }
    }
    // A session that has taken over the identity keeps its registration.
    if session.isRegisteredAtUDM, referencesByUE[session.supi]?[session.pduSessionID] == nil {
      session.isRegisteredAtUDM = false
      do throws(SBIFailure) {
        try await services.nudmUEContextManagement().deregisterSMF(
          ueId: supi, pduSessionId: Int(session.pduSessionID), query: DeregisterSMFQuery(smfInstanceId: nfInstanceID))
      } catch {
        // 404: the UDM has no such registration, as when the subscriber was removed (TS 29.503 §6.2.3.6.3.1).
        environment.log(error.status == 404 ? .debug : .warning, "\(session.logName): not deregistered at the UDM: \(error)")
      }
    }
  }

  /// Takes a session out of the tables at once; its resources follow.
  func retire(_ session: SMContext) {
    let reference = session.reference
    session.abandon("the session was replaced")
    remove(session)
    retiring[reference] = session
    loop.spawn("session release") { await self.finishRetiring(reference) }
  }

  private func finishRetiring(_ reference: String) async {
    guard let session = retiring[reference] else { return }
    await tearDown(session)
    retiring[reference] = nil
  }
}

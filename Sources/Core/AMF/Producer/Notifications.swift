import Base
import NAS
import Runtime
import SBI
import Services

/// Subscription data of a UE changed (TS 23.502 §4.5.1).
extension AMF: Nudm_SDMReceiver {
  public func notifyDataChange(id: String, _ body: ModificationNotification) async throws(SBIFailure) {
    guard let supi = SUPI(id), let ue = ueIDBySUPI[supi].flatMap({ ues[$0] }) else {
      throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND")
    }
    let data = try await services.nudmSubscriberDataManagement().getAMData(supi: supi.rawValue, query: GetAMDataQuery())
    guard ues[ue.id] === ue else { return }
    apply(data, to: ue)
    environment.log(.info, "\(ue.logName): subscription data changed")
    if ue.isRegistered, let tai = ue.connection?.tai ?? ue.lastKnownTAI, ue.forbiddenTACs.contains(tai.tac) {
      requestDeregistration(of: ue, cause: .trackingAreaNotAllowed)
      return
    }
    // A slice that is no longer subscribed ends the registration; the UE comes back with what is left (TS 23.501 §5.15.5.2.2).
    guard ue.isRegistered, !ue.allowedNSSAI.allSatisfy({ ue.subscribedNSSAI.contains($0) }) else { return }
    requestDeregistration(of: ue, reregister: true)
  }
}

/// The UDM withdraws a registration (TS 23.502 §4.2.2.3.3, step 1; TS 29.503 §5.3.2.3).
extension AMF: Nudm_UECMReceiver {
  public func notifyDeregistration(id: String, _ body: DeregistrationData) async throws(SBIFailure) {
    guard let supi = SUPI(id), let ue = ueIDBySUPI[supi].flatMap({ ues[$0] }) else {
      throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND")
    }
    // The UDM has forgotten this AMF already.
    ue.sdmSubscriptionID = nil
    ue.isKnownToUDM = false
    switch body.deregReason {
    case .ueInitialRegistration, .ueRegistrationAreaChange:
      // TS 23.502 §4.2.2.2.2, step 14d: the UE is registered at another AMF, which has its sessions if it only moved.
      if body.deregReason == .ueRegistrationAreaChange { ue.sessions = [:] }
      start(.deregistrationByNetwork, of: ue) { amf, ue, lease in try await amf.implicitDeregistration(of: ue, lease: lease) }
    case .subscriptionWithdrawn: requestDeregistration(of: ue, cause: .fiveGSServicesNotAllowed)
    default: requestDeregistration(of: ue, reregister: body.deregReason.rawValue == "REREGISTRATION_REQUIRED")
    }
  }
}

/// A session ended at its SMF (TS 23.502 §4.3.4.2, step 11).
extension AMF: Nsmf_PDUSessionReceiver {
  /// - Parameter id: SUPI, PDU session identity and the session's number, as this AMF put them into the URI.
  public func notifySMContextStatus(id: String, _ body: SmContextStatusNotification) async throws(SBIFailure) {
    let parts = id.split(separator: "/")
    guard parts.count == 3, let supi = SUPI(String(parts[0])), let id = UInt8(parts[1]), let number = UInt64(parts[2]),
      let ue = ueIDBySUPI[supi].flatMap({ ues[$0] }), ue.sessions[id]?.number == number
    else { throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND") }
    guard body.statusInfo.resourceStatus == "RELEASED" else { return }
    releaseResources(session: id, of: ue)
    ue.removeSession(id)
  }
}

/// The PCF changed or ended an AM policy (TS 23.502 §4.16.2.2, §4.16.3.3).
extension AMF: Npcf_AMPolicyControlReceiver {
  public func notifyAMPolicyUpdate(id: String, _ body: PolicyUpdate) async throws(SBIFailure) -> NotifyAMPolicyUpdateOutcome {
    guard let supi = SUPI(id), let ue = ueIDBySUPI[supi].flatMap({ ues[$0] }) else {
      throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND")
    }
    // It goes to the gNB with the next Initial Context Setup.
    if let rfsp = body.rfsp { ue.policyRFSP = rfsp }
    environment.log(.info, "\(ue.logName): AM policy updated")
    return .noContent
  }

  public func notifyAMPolicyTermination(id: String, _ body: TerminationNotification) async throws(SBIFailure) {
    guard let supi = SUPI(id), let ue = ueIDBySUPI[supi].flatMap({ ues[$0] }) else {
      throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND")
    }
    ue.policyAssociationURI = nil
    ue.policyRFSP = nil
  }
}

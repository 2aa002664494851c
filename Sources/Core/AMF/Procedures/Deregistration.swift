import Base
import NAS
import Runtime
import SBI
import Services

extension AMF {
  /// UE-initiated de-registration (TS 23.502 §4.2.2.3.2; TS 24.501 §5.5.2.2).
  func deregistrationByUE(of ue: UEContext, lease: UInt64, request: DeregistrationRequestUEOriginating, isProtected: Bool) async throws {
    // A request without proof deregisters nobody: it belongs to a context of its own that knows no subscriber (ATTACKS rows 4 and 6).
    guard isProtected || ue.supi == nil else {
      environment.security("\(ue.logName): an unproven de-registration request was discarded", interface: .n1)
      return
    }
    // Step 2 and 3: sessions are released.
    let name = ue.logName
    releaseAllSessions(of: ue, reason: "de-registration")
    // Step 6: Deregistration Accept, unless the UE switches off.
    if !request.deregistrationType.switchOff {
      send(.deregistrationAcceptUEOriginating(DeregistrationAcceptUEOriginating()), to: ue)
    }
    environment.log(.info, "\(name) de-registered\(request.deregistrationType.switchOff ? " (switched off)" : "")")
    await forgetSubscription(of: ue)
    try ue.check(lease)
    deregister(ue)
    // Step 8: the signalling connection is released.
    if let connection = ue.connection { releaseConnection(connection, cause: .nasDeregister) } else { remove(ue) }
  }

  /// De-registers a UE now, or as soon as paging has found it (TS 23.502 §4.2.2.3.3, step 2).
  func requestDeregistration(of ue: UEContext, cause: FiveGMMCause? = nil, reregister: Bool = false) {
    let wanted = ue.pendingDeregistration ?? (cause, reregister)
    guard ue.isConnected else {
      ue.pendingDeregistration = wanted
      page(ue)
      return
    }
    ue.pendingDeregistration = nil
    start(.deregistrationByNetwork, of: ue) { amf, ue, lease in
      try await amf.deregistrationByNetwork(of: ue, lease: lease, cause: wanted.cause, reregister: wanted.reregister)
    }
  }

  /// Network-initiated de-registration (TS 23.502 §4.2.2.3.3; TS 24.501 §5.5.2.3).
  /// - Parameters:
  ///   - cause: 5GMM cause for the UE; `nil` with `reregister`.
  ///   - reregister: whether the UE shall register anew.
  func deregistrationByNetwork(of ue: UEContext, lease: UInt64, cause: FiveGMMCause?, reregister: Bool) async throws {
    releaseAllSessions(of: ue, reason: "de-registration by the network")
    if ue.connection != nil {
      var request = DeregistrationRequestUETerminated(
        deregistrationType: DeregistrationType(reregistrationRequired: reregister, accessType: .threeGPPAccess))
      request.cause = cause
      do {
        _ = try await self.request(
          .deregistrationRequestUETerminated(request), of: ue, lease: lease, timer: configuration.timers.t3522, label: "T3522"
        ) { message, _ in if case .deregistrationAcceptUETerminated = message { true } else { false } }
      } catch ProcedureEnd.timerExpired {
        environment.log(.warning, "\(ue.logName): no answer to de-registration, T3522 expired five times")
      }
    }
    try ue.check(lease)
    environment.log(.info, "\(ue.logName) de-registered by the network\(cause.map { ", cause \($0)" } ?? "")")
    await forgetSubscription(of: ue)
    try ue.check(lease)
    deregister(ue)
    if let connection = ue.connection { releaseConnection(connection, cause: .nasDeregister) } else { remove(ue) }
  }

  /// Implicit de-registration (TS 24.501 §5.3.7): the UE was not heard of for too long.
  func implicitDeregistration(of ue: UEContext, lease: UInt64) async throws {
    environment.log(.info, "\(ue.logName) implicitly de-registered")
    releaseAllSessions(of: ue, reason: "implicit de-registration")
    await forgetSubscription(of: ue)
    try ue.check(lease)
    deregister(ue)
    if ue.connection == nil { remove(ue) }
  }

  /// The UE is no longer registered; identities and keys that pointed to it lead nowhere.
  private func deregister(_ ue: UEContext) {
    ue.registrationState = .deregistered
    stopPaging(ue)
    if let timer = ue.mobileReachableTimer { loop.cancel(timer) }
    if let timer = ue.implicitDeregistrationTimer { loop.cancel(timer) }
    ue.mobileReachableTimer = nil
    ue.implicitDeregistrationTimer = nil
    ue.pendingDownlink = []
    ue.pendingDeregistration = nil
    ue.allowedNSSAI = []
  }

  /// Ends what other functions keep for the UE: AM policy, SDM subscription, UECM registration (TS 23.502 §4.2.2.3.2, steps 2 to 5).
  private func forgetSubscription(of ue: UEContext) async {
    guard let supi = ue.supi else { return }
    let policy = ue.policyAssociationURI
    let subscription = ue.sdmSubscriptionID
    ue.policyAssociationURI = nil
    ue.sdmSubscriptionID = nil
    do {
      if let policy { try await services.npcfAMPolicyControl().deleteAssociation(polAssoId: SBIURI.lastSegment(policy)) }
      if let subscription {
        try await services.nudmSubscriberDataManagement().unsubscribe(ueId: supi.rawValue, subscriptionId: subscription)
      }
      _ = try await services.nudmUEContextManagement().updateAMF3GPP(
        ueId: supi.rawValue, query: UpdateAMF3GPPQuery(),
        Amf3GppAccessRegistrationModification(guami: configuration.guami.sbi, purgeFlag: true))
    } catch {
      environment.log(.warning, "\(ue.logName): another function did not forget the UE: \(error)")
    }
  }
}

import Base
import NAS
import Runtime

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
    // Kept until it is done: a procedure of the UE that comes in between only delays it.
    ue.pendingDeregistration = wanted
    if let connection = ue.connection {
      // A connection that is being released is of no use any more; its end leads to paging.
      guard isUsable(connection) else { return }
    } else if ue.implicitDeregistrationTimer != nil {
      // TS 24.501 §5.3.7: a UE that is not paged any more is de-registered without it.
      start(.deregistrationByNetwork, of: ue) { amf, ue, lease in try await amf.implicitDeregistration(of: ue, lease: lease) }
      return
    } else {
      page(ue)
      return
    }
    start(.deregistrationByNetwork, of: ue) { amf, ue, lease in
      try await amf.deregistrationByNetwork(of: ue, lease: lease, cause: wanted.cause, reregister: wanted.reregister)
    }
  }

  /// Network-initiated de-registration (TS 23.502 §4.2.2.3.3; TS 24.501 §5.5.2.3).
  /// - Parameters:
  ///   - cause: 5GMM cause for the UE; `nil` with `reregister`.
  ///   - reregister: whether the UE shall register anew.
  func deregistrationByNetwork(of ue: UEContext, lease: UInt64, cause: FiveGMMCause?, reregister: Bool) async throws {
    // Step 2: nothing is to be told to a UE without secure exchange, which nobody could tell from a fraud (TS 24.501 §4.4.4.2).
    releaseAllSessions(of: ue, reason: "de-registration by the network")
    if ue.connection != nil, ue.isSecureExchangeEstablished {
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
    if let connection = ue.connection { releaseConnection(connection, cause: .nasNormalRelease) } else { remove(ue) }
  }

  /// The UE is no longer registered; identities and keys that pointed to it lead nowhere.
  private func deregister(_ ue: UEContext) {
    ue.registrationState = .deregistered
    stopPaging(ue)
    stopTimers(of: ue)
    ue.pendingDownlink = []
    ue.pendingDeregistration = nil
    ue.allowedNSSAI = []
  }
}

import Base
import NAS
import RadioLink
import Runtime
import Security

/// Registration of the UE: initial, mobility and periodic (TS 24.501 §5.5.1).
extension UE {
  private enum Attempt {
    case ended(RegistrationOutcome)
    /// Nothing came, or lower layers failed: TS 24.501 §5.5.1.2.7.
    case abnormal(String)
    /// The network does not know the 5G-GUTI: begin again with the SUCI.
    case again
  }

  /// Registers the UE, with up to five attempts where no answer comes.
  public func register() async -> RegistrationOutcome {
    await register(mobility.registration == .registered ? .mobilityRegistrationUpdating : .initialRegistration)
  }

  func register(_ type: RegistrationType) async -> RegistrationOutcome {
    do throws(ProcedureAborted) {
      try await takeLease()
    } catch {
      return .failed(reason: error.reason)
    }
    let outcome: RegistrationOutcome
    do throws(ProcedureAborted) {
      outcome = try await runRegistration(type)
    } catch {
      if mobility.registration != .registered { mobility.registration = .deregistered }
      outcome = .failed(reason: error.reason)
    }
    if case .registered(let information) = outcome {
      report(.registered(information))
    } else {
      report(.registrationFailed(outcome))
    }
    endLease()
    return outcome
  }

  private func runRegistration(_ requested: RegistrationType) async throws(ProcedureAborted) -> RegistrationOutcome {
    var type = requested
    if !mobility.isRepeatedAttempt { mobility.registrationAttempts = 0 }
    mobility.isRepeatedAttempt = false
    stopTimer(.t3511)
    stopTimer(.t3502)
    if let until = mobility.usimInvalidUntil, until > environment.loop.now { return .failed(reason: "USIM is invalid") }
    if isRunning(.t3346) { return .failed(reason: "T3346 is running") }
    while true {
      let reason: String
      switch try await attemptRegistration(type) {
      case .ended(let outcome): return outcome
      case .again:
        releaseLocally()
        type = .initialRegistration
        continue
      case .abnormal(let text): reason = text
      }
      // TS 24.501 §5.5.1.2.7, §5.5.1.3.7: T3511 between the first five attempts, then T3502.
      mobility.registrationAttempts += 1
      if mobility.registrationAttempts >= 5 {
        _ = giveUp()
        return .failed(reason: reason)
      }
      _ = try await mobility.mailbox.receive(within: configuration.timers.t3511, label: "T3511") { _ in false }
    }
  }

  /// Registers by itself when the timer expires.
  func retryRegistration(_ timer: UETimer, after wait: Duration) {
    startTimer(timer, wait) { ue in
      ue.mobility.isRepeatedAttempt = timer == .t3511
      ue.mobility.pending.insert(ue.mobility.registration == .registered ? .mobilityRegistration : .initialRegistration)
      ue.startPending()
    }
  }

  /// Five attempts have failed: T3502 runs before the next. A registered UE stays registered (TS 24.501 §5.5.1.3.7), another forgets
  /// 5G-GUTI, TAI list and keys (§5.5.1.2.7).
  /// - Returns: when the UE tries again.
  func giveUp() -> Duration {
    let wait = mobility.t3502 ?? configuration.timers.t3502
    if mobility.registration == .registered { mobility.equivalentPLMNs = [] } else { forgetRegistration() }
    retryRegistration(.t3502, after: wait)
    return wait
  }

  private func attemptRegistration(_ type: RegistrationType) async throws(ProcedureAborted) -> Attempt {
    guard isStarted else { return .ended(.failed(reason: "the UE is switched off")) }
    if radio.cell == nil {
      let camped = try await mobility.mailbox.receive(within: .seconds(10), label: "cell selection") {
        if case .camped = $0 { true } else { false }
      }
      guard camped != nil else { return .abnormal("no suitable cell") }
    }
    stopTimer(.t3512)
    stopTimer(.t3540)
    let isInitial = type == .initialRegistration
    if isInitial { mobility.registration = .registeredInitiated }
    guard sendRegistrationRequest(type) else { return .ended(.failed(reason: "no identity")) }
    while true {
      let event = try await mobility.mailbox.receive(within: configuration.timers.t3510, label: "T3510") { event in
        switch event {
        case .message(.registrationAccept, true), .message(.registrationReject, _), .message(.authenticationReject, _): true
        case .connectionFailed, .released, .networkNotGenuine: true
        default: false
        }
      }
      switch event {
      case nil:
        // TS 24.501 §5.4.1.3.7: T3510 does not run while T3520 does.
        if isRunning(.t3520) { continue }
        releaseLocally()
        return .abnormal("no answer to REGISTRATION REQUEST")
      case .message(.registrationAccept(let accept), _): return .ended(.registered(accepted(accept, type)))
      case .message(.registrationReject(let reject), let isProtected): return rejected(reject, type, isProtected: isProtected)
      case .message: return .ended(.authenticationRejected(failureCause: mobility.lastAuthenticationFailure))
      case .networkNotGenuine(let cause):
        mobility.registration = isInitial ? .deregistered : mobility.registration
        return .ended(.networkNotAuthenticated(failureCause: cause))
      case .connectionFailed(let reason, let wait):
        if let wait { _ = try await mobility.mailbox.receive(within: wait, label: "T302") { _ in false } }
        return .abnormal(reason)
      case .released: return .abnormal("connection released")
      case .camped: continue
      }
    }
  }

  // MARK: Request

  /// - Returns: whether there is an identity to send.
  private func sendRegistrationRequest(_ type: RegistrationType) -> Bool {
    // TS 24.501 §5.5.1.2.2: a valid 5G-GUTI before the SUCI.
    guard let identity = mobility.guti.map({ .fiveGGUTI($0.nas) }) ?? concealedIdentity() else { return false }
    let cleartext = RegistrationRequest(
      registrationType: FiveGSRegistrationType(followOnRequestPending: wantsFollowOn, type: type),
      ngKSI: NAS.NASKeySetIdentifier(value: security.ngKSI), mobileIdentity: identity, ueSecurityCapability: securityCapability)
    var full = cleartext
    full.fiveGMMCapability = FiveGMMCapability()
    if !requestedNSSAI.isEmpty, type != .periodicRegistrationUpdating {
      full.requestedNSSAI = NSSAI(requestedNSSAI.prefix(8).map(\.nas))
    }
    full.lastVisitedRegisteredTAI = mobility.lastVisitedTAI?.nas
    if type != .initialRegistration { full.pduSessionStatus = sessionStatus }
    let waiting = sessions.values.filter { !$0.buffered.isEmpty && radio.flows[$0.id] == nil }.map(\.id)
    if type != .initialRegistration, !waiting.isEmpty { full.uplinkDataStatus = SessionBitmap(waiting) }
    let message = FiveGMMMessage.registrationRequest(full)
    mobility.initialMessage = (try? message.encode()).map { InitialMessage(octets: $0, wasProtected: security.current != nil) }
    sendInitial(full: message, cleartext: .registrationRequest(cleartext), cause: .moSignalling) { container in
      var contained = cleartext
      contained.nasMessageContainer = container
      return .registrationRequest(contained)
    }
    return true
  }

  private var wantsFollowOn: Bool {
    !configuration.sessions.isEmpty && sessions.isEmpty || sessions.values.contains { !$0.buffered.isEmpty }
  }

  private var requestedNSSAI: [Base.SNSSAI] {
    configuration.requestedNSSAI.filter { !mobility.rejectedNSSAI.contains($0) }
  }

  /// Bit n is set for each PDU session n that is not inactive (TS 24.501 §9.11.3.44).
  var sessionStatus: SessionBitmap { SessionBitmap(sessions.values.filter { $0.information != nil }.map(\.id)) }

  // MARK: Answer

  private func accepted(_ accept: RegistrationAccept, _ type: RegistrationType) -> RegistrationInformation {
    mobility.registrationAttempts = 0
    mobility.serviceAttempts = 0
    mobility.unprotectedRejects = 0
    mobility.pending.remove([.initialRegistration, .mobilityRegistration, .periodicRegistration])
    for timer in [UETimer.t3346, .t3502, .t3511, .t3247] { stopTimer(timer) }
    let hadFollowOn = wantsFollowOn
    mobility.registration = .registered
    complete(accept)
    let active = accept.pduSessionStatus
    for id in sessions.keys.sorted() where sessions[id]?.information != nil {
      // TS 24.501 §5.5.1.3.4: what the network no longer has goes without signalling.
      let isGone = type == .initialRegistration || (active.map { !$0.contains(id) } ?? false)
      if isGone { forgetSession(id, cause: nil) }
    }
    if !hadFollowOn, radio.flows.isEmpty { startTimer(.t3540, configuration.timers.t3540) { $0.releaseLocally() } }
    environment.log(.info, "UE registered in \(radio.cell?.tai.description ?? "-")")
    return RegistrationInformation(
      guti: mobility.guti, trackingAreas: mobility.trackingAreas.identities, allowedNSSAI: mobility.allowedNSSAI, t3512: mobility.t3512)
  }

  /// Takes what the network gives and confirms it where TS 24.501 §5.5.1.2.4 asks for it.
  func complete(_ accept: RegistrationAccept) {
    var needsComplete = accept.sorTransparentContainer != nil || accept.networkSlicingIndication?.subscriptionChanged == true
    if case .fiveGGUTI(let guti)? = accept.fiveGGUTI, let identity = Base.FiveGGUTI(guti) {
      mobility.guti = identity
      needsComplete = true
    }
    if let list = accept.taiList { mobility.trackingAreas = list }
    mobility.lastVisitedTAI = radio.cell?.tai
    mobility.equivalentPLMNs = accept.equivalentPLMNs?.plmns.compactMap(\.base) ?? []
    mobility.allowedNSSAI = accept.allowedNSSAI?.sNSSAIs.map(\.base) ?? mobility.allowedNSSAI
    if let configured = accept.configuredNSSAI {
      mobility.configuredNSSAI = configured.sNSSAIs.map(\.base)
      needsComplete = true
    }
    if let rejected = accept.rejectedNSSAI { mobility.rejectedNSSAI = rejected.entries.map { Base.SNSSAI(sst: $0.sst, sd: $0.sd) } }
    if let timer = accept.t3512Value {
      mobility.t3512 = timer.duration.flatMap { $0 > .zero ? $0 : nil }
    } else if mobility.t3512 == nil {
      mobility.t3512 = configuration.timers.t3512
    }
    if let timer = accept.t3502Value { mobility.t3502 = timer.duration }
    if needsComplete { send(.registrationComplete(RegistrationComplete())) }
  }

  private func rejected(_ reject: RegistrationReject, _ type: RegistrationType, isProtected: Bool) -> Attempt {
    if let rejected = reject.rejectedNSSAI { mobility.rejectedNSSAI = rejected.entries.map { Base.SNSSAI(sst: $0.sst, sd: $0.sd) } }
    let hadGUTI = mobility.guti != nil
    if let timer = reject.t3502Value { mobility.t3502 = timer.duration }
    let retryAfter = takeRejection(reject.cause, isProtected: isProtected, t3346: reject.t3346Value?.duration)
    environment.log(.warning, "registration rejected: \(reject.cause) (#\(reject.cause.rawValue))")
    switch reject.cause {
    case .ueIdentityCannotBeDerivedByTheNetwork, .implicitlyDeregistered:
      if hadGUTI { return .again }
    default: break
    }
    startTimer(.t3540, configuration.timers.t3540) { $0.releaseLocally() }
    return .ended(.rejected(cause: reject.cause.rawValue, name: reject.cause.name ?? "unknown", retryAfter: retryAfter))
  }
}

import Base
import NAS
import Runtime
import SBI
import Security
import Services

extension AMF {
  /// Registration (TS 23.502 §4.2.2.2.2; TS 24.501 §5.5.1): initial, mobility and periodic.
  func registration(of ue: UEContext, lease: UInt64, request: RegistrationRequest, isProtected: Bool) async throws {
    do {
      try await register(ue, lease: lease, received: request, isProtected: isProtected)
    } catch ProcedureEnd.reject(let cause) {
      try ue.check(lease)
      rejectRegistration(of: ue, cause: cause)
    } catch ProcedureEnd.timerExpired(let label) {
      try ue.check(lease)
      environment.log(.warning, "\(ue.logName): no answer, \(label) expired five times")
      if let connection = ue.connection { releaseConnection(connection, cause: .radioNetworkUnspecified) }
    } catch let failure as SBIFailure {
      try ue.check(lease)
      environment.log(.warning, "\(ue.logName): registration failed, a network function answered \(failure)")
      rejectRegistration(of: ue, cause: AMF.causeOfSubscriptionFailure(failure))
    } catch let error as SecurityError {
      try ue.check(lease)
      environment.log(.error, "\(ue.logName): registration failed: \(error)")
      rejectRegistration(of: ue, cause: .protocolErrorUnspecified)
    }
  }

  private func register(_ ue: UEContext, lease: UInt64, received: RegistrationRequest, isProtected: Bool) async throws {
    guard let connection = ue.connection else { throw ProcedureEnd.finished }
    var request = received
    // TS 23.502 §4.2.2.2.2, steps 1 to 3: where and as what the UE registers.
    try refuseEmergencyServices(request)
    guard configuration.servedTAIs.contains(connection.tai) else {
      throw ProcedureEnd.reject(connection.tai.plmn == configuration.guami.plmn ? .noSuitableCellsInTrackingArea : .plmnNotAllowed)
    }
    if let capability = request.ueSecurityCapability { ue.ueSecurityCapability = capability }

    // Steps 6 to 9: a request without proof, or with keys that cannot serve any longer, needs new ones. (New keys for an AS security
    // that is already active would have to be taken into use there as well.)
    let needsNewKeys = !connection.hasRANContext && ue.security?.needsRenewal(for: ue.ueSecurityCapability) ?? true
    if !isProtected || ue.security == nil || ue.supi == nil || needsNewKeys {
      // TS 24.501 §8.2.6.4: a periodic update need not have the capability. From a UE that is not known here, it leads to an initial
      // registration at once (§5.5.1.3.5, cause #9).
      guard ue.ueSecurityCapability != nil else {
        throw ProcedureEnd.reject(
          request.registrationType.type.isUpdate ? .ueIdentityCannotBeDerivedByTheNetwork : .invalidMandatoryInformation)
      }
      request = try await establishSecurity(of: ue, lease: lease, request: request, isProtected: isProtected)
      try refuseEmergencyServices(request)
    }
    guard let supi = ue.supi else { throw ProcedureEnd.reject(.ueIdentityCannotBeDerivedByTheNetwork) }
    let isInitial = !request.registrationType.type.isUpdate
    if request.requestedDRXParameters != nil || isInitial { ue.drxParameters = request.requestedDRXParameters }
    // TS 23.501 §5.4.4.1: the radio capability of before is forgotten, the gNB gets it from the UE anew.
    if isInitial || request.updateType?.ngRANRCU == true {
      ue.ueRadioCapability = nil
      ue.ueRadioCapabilityForPaging = nil
    }

    // Step 14: Nudm_UECM_Registration, Nudm_SDM_Get and Nudm_SDM_Subscribe.
    if isInitial || ue.sdmSubscriptionID == nil { try await fetchSubscription(of: ue, lease: lease, supi: supi, isInitial: isInitial) }

    // TS 23.501 §5.3.4.1.1: areas that the subscription forbids.
    guard !ue.forbiddenTACs.contains(connection.tai.tac) else { throw ProcedureEnd.reject(.trackingAreaNotAllowed) }

    // Step 4 and TS 24.501 §5.5.1.2.4, §5.5.1.3.4: slices.
    let slices = selectSlices(request.requestedNSSAI, isInitial: isInitial, for: ue, at: connection)
    guard !slices.allowed.isEmpty else {
      rejectRegistration(of: ue, cause: .noNetworkSlicesAvailable, rejected: slices.rejected)
      throw ProcedureEnd.finished
    }
    ue.allowedNSSAI = slices.allowed

    // Step 16: AM policy association.
    try await establishPolicy(of: ue, lease: lease, supi: supi)

    // Step 17 and TS 24.501 §5.5.1.3.4: sessions.
    if isInitial {
      for id in ue.sessions.keys.sorted() { releaseResources(session: id, of: ue) }
      releaseAllSessions(of: ue, reason: "initial registration")
    }
    // Sessions in slices that the UE may not use any more end (TS 23.501 §5.15.5.2.2).
    let forbidden = ue.sessions.filter { !ue.allowedNSSAI.contains($0.value.sNSSAI) }.keys.sorted()
    for id in forbidden { await releaseSession(id, of: ue, reason: "its slice is not allowed") }
    if let status = request.pduSessionStatus { await synchronizeSessions(of: ue, status: status) }
    try ue.check(lease)
    let wanted = wantedSessions(request.uplinkDataStatus, of: ue)
    var reactivation = try await reactivateSessions(wanted, of: ue, lease: lease)

    reactivation.ended = forbidden

    // Step 21: Registration Accept, with a new 5G-GUTI for every kind of registration (TS 33.501 §6.12.3).
    ue.registrationArea = registrationArea(of: ue, at: connection)
    ue.registrationState = .registered
    ue.lastKnownTAI = connection.tai
    ue.isFollowOnRequestPending = request.registrationType.followOnRequestPending
    // What the network wanted the UE to register anew for is done.
    if isInitial, ue.pendingDeregistration?.reregister == true { ue.pendingDeregistration = nil }
    let accept = registrationAccept(
      for: ue, guti: renewGUTI(of: ue), rejected: slices.rejected, request: request, isInitial: isInitial, reactivation: reactivation)
    try await deliver(accept, to: ue, lease: lease, sessions: reactivation.setupRequests, repetitions: [received, request])
    let names = ue.allowedNSSAI.map(\.description).joined(separator: " ")
    environment.log(.info, "\(ue.logName) registered (\(supi)) at \(connection.tai), slices \(names)")
    if isInitial { sendNetworkName(to: ue) }
    flushPendingDownlink(of: ue)
  }

  /// TS 24.501 §5.5.1.2.6: emergency services are not offered. The cause touches nothing but registrations of this kind.
  private func refuseEmergencyServices(_ request: RegistrationRequest) throws {
    if request.registrationType.type == .emergencyRegistration { throw ProcedureEnd.reject(.peiNotAccepted) }
  }

  /// Sends the accept within Initial Context Setup and waits for the Registration Complete (T3550).
  private func deliver(
    _ accept: RegistrationAccept, to ue: UEContext, lease: UInt64, sessions: [SessionSetup], repetitions: [RegistrationRequest]
  ) async throws {
    guard let connection = ue.connection, let octets = protect(.registrationAccept(accept), for: ue) else { throw ProcedureEnd.finished }
    if connection.hasRANContext && sessions.isEmpty {
      sendDownlinkNAS(octets, on: connection)
    } else {
      requestInitialContextSetup(ue, on: connection, nas: octets, sessions: sessions)
    }
    var expiries = 0
    var repeats = 0
    while expiries < 5 {
      let answer = try await expect(ue, lease: lease, within: configuration.timers.t3550, label: "T3550") { message, isProtected in
        switch message {
        case .registrationComplete: isProtected
        case .registrationRequest(let request): isProtected && repetitions.contains(request)
        default: false
        }
      }
      switch answer {
      case .registrationComplete:
        confirmGUTI(of: ue)
        return
      case nil:
        // TS 24.501 §5.5.1.2.8 c: retransmission on each of the first four expiries.
        expiries += 1
        if expiries < 5 { send(.registrationAccept(accept), to: ue) }
      default:
        // TS 24.501 §5.5.1.2.8 d: the same request again asks for the accept; the retransmission is not counted, but bounded.
        repeats += 1
        if repeats < 5 { send(.registrationAccept(accept), to: ue) } else { expiries += 1 }
      }
    }
    // On the fifth, both identities stay valid until the UE is heard of again (TS 24.501 §5.5.1.2.8 c).
    environment.log(.warning, "\(ue.logName): no Registration Complete, T3550 expired five times")
  }

  // MARK: Steps 6 to 9

  /// Identification, authentication and security mode control; then joins the context with the one that the SUPI already has.
  private func establishSecurity(
    of ue: UEContext, lease: UInt64, request: RegistrationRequest, isProtected: Bool
  ) async throws -> RegistrationRequest {
    let identity: String
    if isProtected, ue.security != nil, let supi = ue.supi {
      // TS 33.501 §6.1.2: the SUPI of a UE whose 5G-GUTI was proven.
      identity = supi.rawValue
    } else {
      let suci: NAS.SUCI
      if case .suci(let given) = request.mobileIdentity { suci = given } else { suci = try await identification(of: ue, lease: lease) }
      guard let text = suci.sbiText else { throw ProcedureEnd.reject(.ueIdentityCannotBeDerivedByTheNetwork) }
      identity = text
    }
    let supi = try await authentication(of: ue, lease: lease, identity: identity, request: request)
    guard ue.supi == nil || ue.supi == supi else { throw ProcedureEnd.reject(.ueIdentityCannotBeDerivedByTheNetwork) }
    let whole = try await securityModeControl(of: ue, lease: lease, request: request, isWhole: isProtected)
    adopt(supi, by: ue)
    return whole
  }

  /// The UE has the keys of the SUPI in use: an older context of the same subscriber ends, and what it had goes to this one.
  private func adopt(_ supi: SUPI, by ue: UEContext) {
    if let connection = ue.connection { unauthenticatedConnections.remove(connection.amfUENGAPID, of: connection.association) }
    if let oldID = ueIDBySUPI[supi], oldID != ue.id, let old = ues[oldID] {
      if let connection = old.connection { releaseConnection(connection, cause: .nasNormalRelease) }
      detachConnection(of: old)
      ue.isKnownToUDM = old.isKnownToUDM
      ue.sdmSubscriptionID = old.sdmSubscriptionID
      ue.policyAssociationURI = old.policyAssociationURI
      ue.subscribedRFSP = old.subscribedRFSP
      ue.policyRFSP = old.policyRFSP
      ue.pei = ue.pei ?? old.pei
      ue.ueRadioCapability = old.ueRadioCapability
      ue.ueRadioCapabilityForPaging = old.ueRadioCapabilityForPaging
      ue.sessions = old.sessions
      ue.allowedNSSAI = old.allowedNSSAI
      ue.subscribedNSSAI = old.subscribedNSSAI
      ue.defaultNSSAI = old.defaultNSSAI
      ue.ueAMBR = old.ueAMBR
      ue.forbiddenTACs = old.forbiddenTACs
      ue.pendingDownlink = old.pendingDownlink
      ue.pendingDeregistration = old.pendingDeregistration
      old.isKnownToUDM = false
      old.sdmSubscriptionID = nil
      old.policyAssociationURI = nil
      old.sessions = [:]
      remove(old)
    }
    ue.supi = supi
    ueIDBySUPI[supi] = ue.id
  }

  // MARK: Answers

  private func registrationAccept(
    for ue: UEContext, guti: Base.FiveGGUTI, rejected: [SliceSelection.Rejected], request: RegistrationRequest, isInitial: Bool,
    reactivation: Reactivation
  ) -> RegistrationAccept {
    var accept = RegistrationAccept(registrationResult: FiveGSRegistrationResult(value: .threeGPPAccess))
    accept.fiveGGUTI = .fiveGGUTI(NAS.FiveGGUTI(guti))
    accept.taiList = FiveGSTrackingAreaIdentityList(ue.registrationArea.map { FiveGSTrackingAreaIdentity($0) })
    accept.allowedNSSAI = NSSAI(ue.allowedNSSAI.map { NAS.SNSSAI(sst: $0.sst, sd: $0.sd) })
    // TS 24.501 §5.5.1.2.4: the slices that the UE may ask for in this PLMN (TS 23.501 §5.15.4.1); it keeps them, so updates without a request do not repeat them.
    if isInitial || request.requestedNSSAI != nil {
      let configured = ue.subscribedNSSAI.filter(configuration.supportedSlices.contains)
      accept.configuredNSSAI = NSSAI(configured.prefix(16).map { NAS.SNSSAI(sst: $0.sst, sd: $0.sd) })
    }
    if !rejected.isEmpty { accept.rejectedNSSAI = RejectedNSSAI(rejected.map(\.entry)) }
    var features = FiveGSNetworkFeatureSupport()
    features.imsVoPS3GPP = configuration.supportsIMSVoiceOverPS
    accept.networkFeatureSupport = features
    accept.t3512Value = GPRSTimer3(seconds: Int(configuration.timers.t3512.components.seconds))
    accept.t3502Value = GPRSTimer2(seconds: Int(configuration.timers.t3502.components.seconds))
    // The status also tells the UE of sessions that it may take for active and the network does not have.
    if request.pduSessionStatus != nil || !reactivation.unknown.isEmpty || !reactivation.ended.isEmpty {
      accept.pduSessionStatus = SessionBitmap(ue.sessions.keys.sorted())
    }
    if request.uplinkDataStatus != nil {
      accept.pduSessionReactivationResult = reactivation.result
      accept.pduSessionReactivationResultErrorCause = reactivation.errorCauses
    }
    if let drx = request.requestedDRXParameters { accept.negotiatedDRXParameters = drx }
    return accept
  }

  /// REGISTRATION REJECT (TS 24.501 §5.5.1.2.5, §5.5.1.3.5), protected when there is secure exchange; the connection is released. A UE
  /// that is only put off stays registered if it was.
  func rejectRegistration(of ue: UEContext, cause: FiveGMMCause, rejected: [SliceSelection.Rejected] = []) {
    environment.log(.warning, "\(ue.logName): registration rejected, cause \(cause)")
    var reject = RegistrationReject(cause: cause)
    if cause == .congestion {
      // TS 24.501 §5.5.1.2.5: in an unprotected reject any value stands for 15 to 30 minutes, and none for a new attempt after T3511.
      if ue.isSecureExchangeEstablished { reject.t3346Value = GPRSTimer2(seconds: 60) }
    } else {
      ue.registrationState = .deregistered
    }
    if !rejected.isEmpty { reject.rejectedNSSAI = RejectedNSSAI(rejected.map(\.entry)) }
    send(.registrationReject(reject), to: ue)
    if let connection = ue.connection { releaseConnection(connection, cause: .nasUnspecified) }
  }
}

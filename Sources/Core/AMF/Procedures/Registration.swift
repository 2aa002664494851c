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
      try await register(ue, lease: lease, request: request, isProtected: isProtected)
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
      rejectRegistration(of: ue, cause: failure.status == 404 || failure.status == 403 ? .fiveGSServicesNotAllowed : .congestion)
    }
  }

  private func register(_ ue: UEContext, lease: UInt64, request: RegistrationRequest, isProtected: Bool) async throws {
    guard let connection = ue.connection else { throw ProcedureEnd.finished }
    var request = request
    // TS 23.502 §4.2.2.2.2, steps 1 to 3: where and as what the UE registers.
    if request.registrationType.type == .emergencyRegistration { throw ProcedureEnd.reject(.peiNotAccepted) }
    guard configuration.servedTAIs.contains(connection.tai) else {
      throw ProcedureEnd.reject(connection.tai.plmn == configuration.guami.plmn ? .noSuitableCellsInTrackingArea : .plmnNotAllowed)
    }
    if let capability = request.ueSecurityCapability { ue.ueSecurityCapability = capability }

    var isInitial = isInitialRegistration(request.registrationType.type)
    if !isProtected || ue.security == nil || ue.supi == nil {
      guard ue.ueSecurityCapability != nil else { throw ProcedureEnd.reject(.invalidMandatoryInformation) }
      request = try await establishSecurity(of: ue, lease: lease, request: request)
      isInitial = isInitialRegistration(request.registrationType.type)
    }
    guard let supi = ue.supi else { throw ProcedureEnd.reject(.ueIdentityCannotBeDerivedByTheNetwork) }
    ue.drxParameters = request.requestedDRXParameters ?? ue.drxParameters

    // Step 14: Nudm_UECM_Registration, Nudm_SDM_Get and Nudm_SDM_Subscribe.
    if isInitial || ue.sdmSubscriptionID == nil { try await fetchSubscription(of: ue, lease: lease, supi: supi, isInitial: isInitial) }

    // Step 4 and TS 24.501 §5.5.1.2.4: slices.
    let slices = selectSlices(requested: request.requestedNSSAI, for: ue, at: connection)
    guard !slices.allowed.isEmpty else {
      throw ProcedureEnd.reject(.noNetworkSlicesAvailable)
    }
    ue.allowedNSSAI = slices.allowed

    // Step 16: AM policy association.
    if isInitial { try await establishPolicy(of: ue, lease: lease, supi: supi) }

    // Step 17 and TS 24.501 §5.5.1.3.4: sessions.
    if isInitial { releaseAllSessions(of: ue, reason: "initial registration") }
    if let status = request.pduSessionStatus { await synchronizeSessions(of: ue, status: status) }
    try ue.check(lease)
    let reactivation = try await reactivateSessions(request.uplinkDataStatus, of: ue, lease: lease)

    // Step 21: Registration Accept.
    ue.registrationArea = registrationArea(at: connection)
    ue.registrationState = .registered
    ue.lastKnownTAI = connection.tai
    let guti = allocateGUTI(for: ue)
    if let stale = ue.unacknowledgedGUTI { ueIDByTMSI[stale.fiveGTMSI] = nil }
    ue.unacknowledgedGUTI = guti
    let accept = registrationAccept(for: ue, guti: guti, rejected: slices.rejected, request: request, reactivation: reactivation)
    try await deliver(accept, to: ue, lease: lease, sessions: reactivation.setupRequests)
    environment.log(.info, "\(ue.logName) registered (\(supi)) at \(connection.tai), slices \(ue.allowedNSSAI.map(\.description).joined(separator: " "))")
    flushPendingDownlink(of: ue)
  }

  /// Sends the accept within Initial Context Setup and waits for the Registration Complete (T3550).
  private func deliver(
    _ accept: RegistrationAccept, to ue: UEContext, lease: UInt64, sessions: [SessionSetup]
  ) async throws {
    guard let connection = ue.connection, let octets = protect(.registrationAccept(accept), for: ue) else { throw ProcedureEnd.finished }
    ue.nameOfWait = "registration complete"
    if connection.hasRANContext && sessions.isEmpty {
      sendDownlinkNAS(octets, on: connection)
    } else {
      requestInitialContextSetup(ue, on: connection, nas: octets, sessions: sessions)
    }
    for attempt in 1...5 {
      let answer = try await expect(ue, lease: lease, within: configuration.timers.t3550, label: "T3550") { message, isProtected in
        if case .registrationComplete = message { isProtected } else { false }
      }
      if answer != nil {
        confirmGUTI(of: ue)
        return
      }
      // TS 24.501 §5.5.1.2.8 c: retransmission on each of the first four expiries.
      if attempt < 5 { send(.registrationAccept(accept), to: ue) }
    }
    // On the fifth, both identities stay valid until the UE is heard of again (TS 24.501 §5.5.1.2.8 c).
    environment.log(.warning, "\(ue.logName): no Registration Complete, T3550 expired five times")
  }

  private func isInitialRegistration(_ type: RegistrationType) -> Bool {
    switch type {
    case .mobilityRegistrationUpdating, .periodicRegistrationUpdating, .disasterRoamingMobilityRegistrationUpdating: false
    default: true
    }
  }

  // MARK: Steps 6 to 9

  /// Identification, authentication and security mode control; joins the context with the one that the SUPI already has.
  private func establishSecurity(of ue: UEContext, lease: UInt64, request: RegistrationRequest) async throws -> RegistrationRequest {
    let suci: NAS.SUCI
    if case .suci(let given) = request.mobileIdentity { suci = given } else { suci = try await identification(of: ue, lease: lease) }
    guard let identity = suci.sbiText else { throw ProcedureEnd.reject(.ueIdentityCannotBeDerivedByTheNetwork) }
    let supi = try await authentication(of: ue, lease: lease, identity: identity)
    adopt(supi, by: ue, request: request)
    unauthenticatedConnections.removeAll { $0 == ue.connection?.amfUENGAPID }
    return try await securityModeControl(of: ue, lease: lease, request: request)
  }

  /// The SUPI is proven: an older context of the same subscriber ends, and what it had goes to this one when the UE only moves.
  private func adopt(_ supi: SUPI, by ue: UEContext, request: RegistrationRequest) {
    if let oldID = ueIDBySUPI[supi], oldID != ue.id, let old = ues[oldID] {
      if let connection = old.connection { releaseConnection(connection, cause: .nasNormalRelease) }
      detachConnection(of: old)
      ue.sdmSubscriptionID = old.sdmSubscriptionID
      ue.policyAssociationURI = old.policyAssociationURI
      ue.pei = old.pei
      ue.ueRadioCapability = old.ueRadioCapability
      ue.sessions = old.sessions
      ue.subscribedNSSAI = old.subscribedNSSAI
      ue.defaultNSSAI = old.defaultNSSAI
      ue.ueAMBR = old.ueAMBR
      old.sessions = [:]
      remove(old)
    }
    ue.supi = supi
    ueIDBySUPI[supi] = ue.id
  }

  // MARK: Step 14

  private func fetchSubscription(of ue: UEContext, lease: UInt64, supi: SUPI, isInitial: Bool) async throws {
    let contextManagement = try await call(ue, lease: lease) { try await services.nudmUEContextManagement() }
    var registration = Amf3GppAccessRegistration(
      amfInstanceId: nfInstanceID,
      deregCallbackUri: Nudm_UECMReceiverRoutes.deregistrationURI(
        apiRoot: services.ownAPIRoot, basePath: NotificationPath.amfDeregistration, id: supi.rawValue),
      guami: configuration.guami.sbi, ratType: "NR")
    registration.initialRegistrationInd = isInitial
    registration.pei = ue.pei
    try await call(ue, lease: lease) {
      _ = try await contextManagement.registerAMF3GPP(ueId: supi.rawValue, registration)
    }
    let subscriptions = try await call(ue, lease: lease) { try await services.nudmSubscriberDataManagement() }
    let data = try await call(ue, lease: lease) { try await subscriptions.getAMData(supi: supi.rawValue, query: GetAMDataQuery()) }
    apply(data, to: ue)
    if ue.sdmSubscriptionID == nil {
      let subscription = SdmSubscription(
        nfInstanceId: nfInstanceID,
        callbackReference: Nudm_SDMReceiverRoutes.sdmDataChangeURI(
          apiRoot: services.ownAPIRoot, basePath: NotificationPath.amfSubscriberData, id: supi.rawValue),
        monitoredResourceUris: ["\(supi.rawValue)/am-data"])
      let created = try await call(ue, lease: lease) { try await subscriptions.subscribe(ueId: supi.rawValue, subscription) }
      ue.sdmSubscriptionID = created.resourceID
    }
  }

  /// Takes access and mobility subscription data over (TS 29.503, AccessAndMobilitySubscriptionData).
  func apply(_ data: AccessAndMobilitySubscriptionData, to ue: UEContext) {
    if let nssai = data.nssai {
      ue.defaultNSSAI = nssai.defaultSingleNssais.map { Base.SNSSAI($0) }
      ue.subscribedNSSAI = ue.defaultNSSAI + (nssai.singleNssais ?? []).map { Base.SNSSAI($0) }.filter { !ue.defaultNSSAI.contains($0) }
    }
    if let ambr = data.subscribedUeAmbr, let uplink = BitRateText.bitsPerSecond(ambr.uplink),
      let downlink = BitRateText.bitsPerSecond(ambr.downlink)
    {
      ue.ueAMBR = AggregateMaximumBitRate(uplink: uplink, downlink: downlink)
    }
  }

  // MARK: Step 16

  private func establishPolicy(of ue: UEContext, lease: UInt64, supi: SUPI) async throws {
    guard ue.policyAssociationURI == nil else { return }
    let policy = try await call(ue, lease: lease) { try await services.npcfAMPolicyControl() }
    let request = PolicyAssociationRequest(
      notificationUri: Npcf_AMPolicyControlReceiverRoutes.amPolicyURI(
        apiRoot: services.ownAPIRoot, basePath: NotificationPath.amfPolicy, id: supi.rawValue),
      supi: supi.rawValue, suppFeat: "0")
    do {
      let created = try await call(ue, lease: lease) { try await policy.createAssociation(request) }
      ue.policyAssociationURI = created.location
    } catch let failure as SBIFailure {
      // TS 23.502 §4.16.1.2: without a policy association the AMF goes on with its local policy.
      try ue.check(lease)
      environment.log(.warning, "\(ue.logName): no AM policy association (\(failure)), local policy applies")
    }
  }

  // MARK: Slices

  private struct SelectedSlices {
    var allowed: [Base.SNSSAI]
    var rejected: [(Base.SNSSAI, NAS.RejectedNSSAI.Entry.Cause)]
  }

  /// The allowed NSSAI (TS 23.501 §5.15.5.2.1): requested, subscribed, and supported where the UE is; the defaults when none is requested.
  private func selectSlices(requested: NSSAI?, for ue: UEContext, at connection: N2Connection) -> SelectedSlices {
    let here = gNBs[connection.association]?.supportedTAs[connection.tai] ?? []
    let usable = configuration.supportedSlices.filter { here.contains($0) }
    let wanted = requested?.sNSSAIs.map { Base.SNSSAI(sst: $0.sst, sd: $0.sd) } ?? []
    var selected = SelectedSlices(allowed: [], rejected: [])
    for slice in wanted where !selected.allowed.contains(slice) && !selected.rejected.contains(where: { $0.0 == slice }) {
      if !ue.subscribedNSSAI.contains(slice) {
        selected.rejected.append((slice, .notAvailableInTheCurrentPLMNOrSNPN))
      } else if !usable.contains(slice) {
        selected.rejected.append((slice, .notAvailableInTheCurrentRegistrationArea))
      } else if selected.allowed.count < 8 {
        selected.allowed.append(slice)
      }
    }
    if selected.allowed.isEmpty { selected.allowed = Array(ue.defaultNSSAI.filter { usable.contains($0) }.prefix(8)) }
    return selected
  }

  /// Tracking areas in which the UE need not register again: those that offer the same slices (TS 23.501 §5.3.2.3), at most 16.
  private func registrationArea(at connection: N2Connection) -> [TAI] {
    [connection.tai] + configuration.servedTAIs.filter { $0 != connection.tai && $0.plmn == connection.tai.plmn }.prefix(15)
  }

  // MARK: Answers

  private func registrationAccept(
    for ue: UEContext, guti: Base.FiveGGUTI, rejected: [(Base.SNSSAI, NAS.RejectedNSSAI.Entry.Cause)], request: RegistrationRequest,
    reactivation: Reactivation
  ) -> RegistrationAccept {
    var accept = RegistrationAccept(registrationResult: FiveGSRegistrationResult(value: .threeGPPAccess))
    accept.fiveGGUTI = .fiveGGUTI(NAS.FiveGGUTI(guti))
    accept.taiList = FiveGSTrackingAreaIdentityList(ue.registrationArea.map { FiveGSTrackingAreaIdentity($0) })
    accept.allowedNSSAI = NSSAI(ue.allowedNSSAI.map { NAS.SNSSAI(sst: $0.sst, sd: $0.sd) })
    accept.configuredNSSAI = NSSAI(ue.subscribedNSSAI.prefix(16).map { NAS.SNSSAI(sst: $0.sst, sd: $0.sd) })
    if !rejected.isEmpty {
      accept.rejectedNSSAI = RejectedNSSAI(rejected.prefix(8).map { .init(sst: $0.0.sst, sd: $0.0.sd, cause: $0.1) })
    }
    var features = FiveGSNetworkFeatureSupport()
    features.imsVoPS3GPP = configuration.supportsIMSVoiceOverPS
    accept.networkFeatureSupport = features
    accept.t3512Value = GPRSTimer3(seconds: Int(configuration.timers.t3512.components.seconds))
    accept.t3502Value = GPRSTimer2(seconds: Int(configuration.timers.t3502.components.seconds))
    if request.pduSessionStatus != nil { accept.pduSessionStatus = SessionBitmap(ue.sessions.keys.sorted()) }
    if request.uplinkDataStatus != nil {
      accept.pduSessionReactivationResult = SessionBitmap(reactivation.failed.map(\.pduSessionID))
      if !reactivation.failed.isEmpty {
        accept.pduSessionReactivationResultErrorCause = PDUSessionReactivationResultErrorCause(
          reactivation.failed.map { .init(pduSessionID: $0.pduSessionID, cause: $0.cause) })
      }
    }
    if let drx = request.requestedDRXParameters { accept.negotiatedDRXParameters = drx }
    return accept
  }

  /// REGISTRATION REJECT (TS 24.501 §5.5.1.2.5); the connection is released and nothing stays of a UE that was not registered.
  func rejectRegistration(of ue: UEContext, cause: FiveGMMCause) {
    environment.log(.warning, "\(ue.logName): registration rejected, cause \(cause)")
    var reject = RegistrationReject(cause: cause)
    if cause == .congestion { reject.t3346Value = GPRSTimer2(seconds: 60) }
    send(.registrationReject(reject), to: ue)
    ue.registrationState = .deregistered
    if let connection = ue.connection { releaseConnection(connection, cause: .nasUnspecified) }
  }
}

import Base
import NAS
import Runtime
import SBI
import Services

/// What UDM and PCF keep for a registered UE (TS 23.502 §4.2.2.2.2, steps 14 and 16; §4.2.2.3).
extension AMF {
  /// TS 23.502 §4.2.2.2.2, step 14.
  func fetchSubscription(of ue: UEContext, lease: UInt64, supi: SUPI, isInitial: Bool) async throws {
    let contextManagement = try await call(ue, lease: lease) { try await services.nudmUEContextManagement() }
    var registration = Amf3GppAccessRegistration(
      amfInstanceId: nfInstanceID,
      deregCallbackUri: Nudm_UECMReceiverRoutes.deregistrationURI(
        apiRoot: services.ownAPIRoot, basePath: NotificationPath.amfDeregistration, id: supi.rawValue),
      guami: configuration.guami.sbi, ratType: "NR")
    registration.initialRegistrationInd = isInitial
    registration.pei = ue.pei
    ue.isKnownToUDM = true
    try await call(ue, lease: lease) { _ = try await contextManagement.registerAMF3GPP(ueId: supi.rawValue, registration) }
    let subscriptions = try await call(ue, lease: lease) { try await services.nudmSubscriberDataManagement() }
    let data = try await call(ue, lease: lease) { try await subscriptions.getAMData(supi: supi.rawValue, query: GetAMDataQuery()) }
    apply(data, to: ue)
    guard ue.sdmSubscriptionID == nil else { return }
    let subscription = SdmSubscription(
      nfInstanceId: nfInstanceID,
      callbackReference: Nudm_SDMReceiverRoutes.sdmDataChangeURI(
        apiRoot: services.ownAPIRoot, basePath: NotificationPath.amfSubscriberData, id: supi.rawValue),
      monitoredResourceUris: ["\(supi.rawValue)/am-data"])
    let created = try await subscriptions.subscribe(ueId: supi.rawValue, subscription)
    // Noted before anything else: whoever has the context now has to end it.
    ue.sdmSubscriptionID = created.resourceID
    guard ues[ue.id] === ue else {
      forgetSubscriptionLater(of: ue)
      throw ProcedureAborted(reason: "the context is gone")
    }
    try ue.check(lease)
  }

  /// Takes access and mobility subscription data over (TS 29.503, AccessAndMobilitySubscriptionData).
  func apply(_ data: AccessAndMobilitySubscriptionData, to ue: UEContext) {
    if let nssai = data.nssai {
      ue.defaultNSSAI = nssai.defaultSingleNssais.map { Base.SNSSAI($0) }
      ue.subscribedNSSAI = ue.defaultNSSAI + (nssai.singleNssais ?? []).map { Base.SNSSAI($0) }.filter { !ue.defaultNSSAI.contains($0) }
    }
    ue.subscribedRFSP = data.rfspIndex
    ue.forbiddenTACs = Set((data.forbiddenAreas ?? []).flatMap { $0.tacs ?? [] }.compactMap { UInt32($0, radix: 16) })
    if let ambr = data.subscribedUeAmbr, let uplink = BitRateText.bitsPerSecond(ambr.uplink),
      let downlink = BitRateText.bitsPerSecond(ambr.downlink)
    {
      ue.ueAMBR = AggregateMaximumBitRate(uplink: uplink, downlink: downlink)
    }
  }

  /// TS 23.502 §4.2.2.2.2, step 16.
  func establishPolicy(of ue: UEContext, lease: UInt64, supi: SUPI) async throws {
    guard ue.policyAssociationURI == nil else { return }
    var request = PolicyAssociationRequest(
      notificationUri: Npcf_AMPolicyControlReceiverRoutes.amPolicyURI(
        apiRoot: services.ownAPIRoot, basePath: NotificationPath.amfPolicy, id: supi.rawValue),
      supi: supi.rawValue, suppFeat: "0")
    request.rfsp = ue.subscribedRFSP
    do {
      let created = try await services.npcfAMPolicyControl().createAssociation(request)
      ue.policyAssociationURI = created.location
      ue.policyRFSP = created.body.rfsp
      if ues[ue.id] !== ue { forgetSubscriptionLater(of: ue) }
    } catch {
      // TS 23.502 §4.16.1.2: without a policy association the AMF goes on with its local policy.
      environment.log(.warning, "\(ue.logName): no AM policy association (\(error)), local policy applies")
    }
    try ue.check(lease)
  }

  /// TS 29.524 §4.3: what a refusal of the UDM means for the UE.
  static func causeOfSubscriptionFailure(_ failure: SBIFailure) -> FiveGMMCause {
    switch (failure.status, failure.problem.cause) {
    case (403, "ROAMING_NOT_ALLOWED"): .plmnNotAllowed
    case (403, "RAT_NOT_ALLOWED"), (403, "ACCESS_NOT_ALLOWED"): .n1ModeNotAllowed
    case (403, _), (404, _): .fiveGSServicesNotAllowed
    default: .congestion
    }
  }

  // MARK: The end

  /// Ends what other functions keep for the UE: AM policy, SDM subscription, UECM registration (TS 23.502 §4.2.2.3.2, steps 2 to 5).
  func forgetSubscription(of ue: UEContext) async {
    if let obligations = takeObligations(of: ue) { await end(obligations) }
  }

  /// As ``forgetSubscription(of:)`` for a context that nobody waits for.
  func forgetSubscriptionLater(of ue: UEContext) {
    guard let obligations = takeObligations(of: ue) else { return }
    loop.spawn("end of a subscription") { await self.end(obligations) }
  }

  /// What has to be ended at other functions when a UE goes.
  private struct Obligations: Sendable {
    var ueID: UInt64
    var logName: String
    var supi: SUPI
    var policyAssociationURI: String?
    var sdmSubscriptionID: String?
    var isKnownToUDM: Bool
  }

  private func takeObligations(of ue: UEContext) -> Obligations? {
    guard let supi = ue.supi, ue.policyAssociationURI != nil || ue.sdmSubscriptionID != nil || ue.isKnownToUDM else { return nil }
    defer {
      ue.policyAssociationURI = nil
      ue.sdmSubscriptionID = nil
      ue.isKnownToUDM = false
    }
    return Obligations(
      ueID: ue.id, logName: ue.logName, supi: supi, policyAssociationURI: ue.policyAssociationURI,
      sdmSubscriptionID: ue.sdmSubscriptionID, isKnownToUDM: ue.isKnownToUDM)
  }

  /// Each on its own: one that fails does not keep the others.
  private func end(_ obligations: Obligations) async {
    let supi = obligations.supi
    if let policy = obligations.policyAssociationURI {
      await attempt("the PCF did not forget \(obligations.logName)") {
        try await services.npcfAMPolicyControl().deleteAssociation(polAssoId: SBIURI.lastSegment(policy))
      }
    }
    if let subscription = obligations.sdmSubscriptionID {
      await attempt("the UDM did not end its subscription for \(obligations.logName)") {
        try await services.nudmSubscriberDataManagement().unsubscribe(ueId: supi.rawValue, subscriptionId: subscription)
      }
    }
    // The subscriber may have come back meanwhile and be registered at the UDM under the same GUAMI.
    let isBack = ueIDBySUPI[supi].flatMap { ues[$0] }?.isKnownToUDM ?? false
    guard obligations.isKnownToUDM, !isBack else { return }
    await attempt("the UDM did not purge \(obligations.logName)") {
      _ = try await services.nudmUEContextManagement().updateAMF3GPP(
        ueId: supi.rawValue, query: UpdateAMF3GPPQuery(),
        Amf3GppAccessRegistrationModification(guami: configuration.guami.sbi, purgeFlag: true))
    }
  }

  private func attempt(_ complaint: String, _ operation: () async throws -> Void) async {
    do { try await operation() } catch { environment.log(.warning, "\(complaint): \(error)") }
  }
}

import Base
import SBI
import Services

extension UDM: Nudm_UECM {
  private func location(_ supi: String, _ resource: String) -> String {
    "\(services.ownAPIRoot)/nudm-uecm/v1/\(SBIURI.encode(supi))/registrations/\(resource)"
  }

  /// The stored registration of an AMF; `nil` when there is none.
  private func registeredAMF(of supi: String) async throws(SBIFailure) -> Amf3GppAccessRegistration? {
    do {
      return try await services.nudrDataRepository().queryAMFContext3GPP(ueId: supi, query: QueryAMFContext3GPPQuery())
    } catch {
      guard error.status == 404, error.cause != "USER_NOT_FOUND" else { throw error }
      return nil
    }
  }

  /// Nudm_UECM_Registration of an AMF (TS 29.503 §5.3.2.2.2; TS 23.502 §4.2.2.2.2, step 14a).
  public func registerAMF3GPP(ueId: String, _ body: Amf3GppAccessRegistration) async throws(SBIFailure) -> RegisterAMF3GPPOutcome {
    let supi = try checkedSUPI(ueId)
    let repository = try await services.nudrDataRepository()
    let subscription = try await repository.queryAMData(
      ueId: supi, servingPlmnId: configuration.homePLMN.digits, query: QueryAMDataQuery())
    guard subscription.ratRestrictions?.contains(body.ratType) != true else { throw SBIFailure(status: 403, cause: "RAT_NOT_ALLOWED") }
    let former = try await registeredAMF(of: supi)
    var registration = body
    registration.supi = supi
    registration.registrationTime = DateTimeText.text(environment.loop.wallTime)
    let stored = try await repository.createAMFContext3GPP(ueId: supi, registration)
    // Step 14d: the AMF that served the UE until now is told.
    if let former, former.amfInstanceId != body.amfInstanceId, former.purgeFlag != true {
      removeImplicitSubscriptions(of: supi, by: former.amfInstanceId)
      let reason: DeregistrationReason = body.initialRegistrationInd == true ? .ueInitialRegistration : .ueRegistrationAreaChange
      notifyDeregistration(to: former.deregCallbackUri, DeregistrationData(deregReason: reason, accessType: .threeGppAccess))
    }
    if case .created = stored { return .created(Created(location: location(supi, "amf-3gpp-access"), body: registration)) }
    return .ok(registration)
  }

  /// Update of the registration, and purge (TS 29.503 §5.3.2.6.2, §5.3.2.4.2).
  public func updateAMF3GPP(
    ueId: String, query: UpdateAMF3GPPQuery, _ body: Amf3GppAccessRegistrationModification
  ) async throws(SBIFailure) -> UpdateAMF3GPPOutcome {
    let supi = try checkedSUPI(ueId)
    guard let registration = try await registeredAMF(of: supi), registration.purgeFlag != true else {
      throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND")
    }
    guard registration.guami.amfId == body.guami.amfId, registration.guami.plmnId == body.guami.plmnId else {
      throw SBIFailure(status: 403, cause: "INVALID_GUAMI")
    }
    let items = body.object.members.filter { $0.key != "guami" }.map { member in
      PatchItem(op: member.value == .null ? .remove : .add, path: "/" + member.key, value: member.value == .null ? nil : member.value)
    }
    if !items.isEmpty {
      _ = try await services.nudrDataRepository().modifyAMFContext3GPP(ueId: supi, query: ModifyAMFContext3GPPQuery(), items)
    }
    if body.purgeFlag == true { removeImplicitSubscriptions(of: supi, by: registration.amfInstanceId) }
    return .noContent
  }

  /// TS 29.503 §5.3.2.5.2.
  public func getAMF3GPP(ueId: String, query: GetAMF3GPPQuery) async throws(SBIFailure) -> Amf3GppAccessRegistration {
    guard let registration = try await registeredAMF(of: try checkedSUPI(ueId)) else {
      throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND")
    }
    return registration
  }

  /// TS 29.503 §5.3.2.5.7.
  public func getSMFRegistrations(ueId: String, query: GetSMFRegistrationsQuery) async throws(SBIFailure) -> SmfRegistrationInfo {
    let all = try await services.nudrDataRepository().querySMFRegistrations(
      ueId: try checkedSUPI(ueId), query: QuerySMFRegistrationsQuery())
    let wanted = all.filter { registration in
      (query.dnn == nil || registration.dnn == query.dnn)
        && (query.singleNssai == nil || query.singleNssai.map { Base.SNSSAI($0) } == Base.SNSSAI(registration.singleNssai))
    }
    guard !wanted.isEmpty else { throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND") }
    return SmfRegistrationInfo(smfRegistrationList: wanted)
  }

  /// Nudm_UECM_Registration of an SMF for a PDU session (TS 29.503 §5.3.2.2.4; TS 23.502 §4.3.2.2.1, step 4).
  public func registerSMF(ueId: String, pduSessionId: Int, _ body: SmfRegistration) async throws(SBIFailure) -> RegisterSMFOutcome {
    let supi = try checkedSUPI(ueId)
    let repository = try await services.nudrDataRepository()
    let former: SmfRegistration?
    do {
      former = try await repository.querySMFRegistration(ueId: supi, pduSessionId: pduSessionId, query: QuerySMFRegistrationQuery())
    } catch {
      guard error.status == 404, error.cause != "USER_NOT_FOUND" else { throw error }
      former = nil
    }
    var registration = body
    registration.registrationTime = DateTimeText.text(environment.loop.wallTime)
    let stored = try await repository.createSMFRegistration(ueId: supi, pduSessionId: pduSessionId, registration)
    if let former, former.smfInstanceId != body.smfInstanceId, let uri = former.deregCallbackUri {
      notifyDeregistration(
        to: uri,
        DeregistrationData(
          deregReason: .duplicatePduSession, accessType: .threeGppAccess, pduSessionId: pduSessionId, newSmfInstanceId: body.smfInstanceId))
    }
    if case .created = stored {
      return .created(Created(location: location(supi, "smf-registrations/\(pduSessionId)"), body: registration))
    }
    return .ok(registration)
  }

  /// TS 29.503 §5.3.2.4.4. An SMF that is no longer the registered one changes nothing.
  public func deregisterSMF(ueId: String, pduSessionId: Int, query: DeregisterSMFQuery) async throws(SBIFailure) {
    let supi = try checkedSUPI(ueId)
    let repository = try await services.nudrDataRepository()
    if let instance = query.smfInstanceId {
      let registered = try await repository.querySMFRegistration(
        ueId: supi, pduSessionId: pduSessionId, query: QuerySMFRegistrationQuery())
      guard registered.smfInstanceId == instance else { throw SBIFailure(status: 422, cause: "UNPROCESSABLE_REQUEST") }
    }
    try await repository.deleteSMFRegistration(ueId: supi, pduSessionId: pduSessionId)
  }

  /// Nudm_UECM_DeregistrationNotification (TS 29.503 §5.3.2.3), without making anyone wait.
  func notifyDeregistration(to uri: String, _ data: DeregistrationData) {
    let notifier = Nudm_UECMNotifier(transport: services.notificationTransport)
    let environment = environment
    environment.loop.spawn("UDM deregistration notification") {
      do {
        try await notifier.notifyDeregistration(to: uri, data)
      } catch {
        environment.log(.warning, "a serving function did not take the deregistration notification: \(error)")
      }
    }
  }
}

import Base
import SBI
import Services

extension UDM: Nudm_SDM {
  /// The serving PLMN as Nudr's path has it (TS 29.505, VarPlmnId).
  private func servingPLMN(_ plmn: SBI.PlmnId?) -> String { plmn.map { $0.mcc + $0.mnc } ?? configuration.homePLMN.digits }

  /// TS 29.503 §5.2.2.2.3.
  public func getAMData(supi: String, query: GetAMDataQuery) async throws(SBIFailure) -> AccessAndMobilitySubscriptionData {
    let plmn = query.plmnId.map { $0.mcc + $0.mnc } ?? configuration.homePLMN.digits
    return try await services.nudrDataRepository().queryAMData(
      ueId: try checkedSUPI(supi), servingPlmnId: plmn, query: QueryAMDataQuery())
  }

  /// TS 29.503 §5.2.2.2.2.
  public func getNSSAI(supi: String, query: GetNSSAIQuery) async throws(SBIFailure) -> Nssai {
    let data = try await services.nudrDataRepository().queryAMData(
      ueId: try checkedSUPI(supi), servingPlmnId: servingPLMN(query.plmnId), query: QueryAMDataQuery())
    guard let nssai = data.nssai else { throw SBIFailure(status: 404, cause: "DATA_NOT_FOUND") }
    return nssai
  }

  /// TS 29.503 §5.2.2.2.4.
  public func getSMFSelectionData(supi: String, query: GetSMFSelectionDataQuery) async throws(SBIFailure) -> SmfSelectionSubscriptionData {
    try await services.nudrDataRepository().querySMFSelectionData(
      ueId: try checkedSUPI(supi), servingPlmnId: servingPLMN(query.plmnId), query: QuerySMFSelectionDataQuery())
  }

  /// TS 29.503 §5.2.2.2.5: an array of SessionManagementSubscriptionData.
  public func getSMData(supi: String, query: GetSMDataQuery) async throws(SBIFailure) -> JSON {
    try await services.nudrDataRepository().querySMData(
      ueId: try checkedSUPI(supi), servingPlmnId: servingPLMN(query.plmnId),
      query: QuerySMDataQuery(singleNssai: query.singleNssai, dnn: query.dnn))
  }

  /// TS 29.503 §5.2.2.2.6: where the UE's PDU sessions are.
  public func getUEContextInSMFData(supi: String, query: GetUEContextInSMFDataQuery) async throws(SBIFailure) -> UeContextInSmfData {
    let registrations = try await services.nudrDataRepository().querySMFRegistrations(
      ueId: try checkedSUPI(supi), query: QuerySMFRegistrationsQuery())
    var sessions = SBIMap<PduSession>()
    for registration in registrations {
      guard let dnn = registration.dnn else { continue }
      sessions[String(registration.pduSessionId)] = PduSession(
        dnn: dnn, smfInstanceId: registration.smfInstanceId, plmnId: registration.plmnId, singleNssai: registration.singleNssai)
    }
    return UeContextInSmfData(pduSessions: sessions.count == 0 ? nil : sessions)
  }

  /// TS 29.503 §5.2.2.3: a consumer that subscribes again with the same callback takes the place of its former subscription.
  public func subscribe(ueId: String, _ body: SdmSubscription) async throws(SBIFailure) -> Created<SdmSubscription> {
    let supi = try checkedSUPI(ueId)
    // The subscriber exists.
    _ = try await services.nudrDataRepository().queryAMData(
      ueId: supi, servingPlmnId: configuration.homePLMN.digits, query: QueryAMDataQuery())
    let known = subscriptionsBySUPI[supi, default: []].first { id in
      let content = subscriptions[id]?.content
      return content?.callbackReference == body.callbackReference && content?.nfInstanceId == body.nfInstanceId
    }
    guard known != nil || subscriptions.count < configuration.maximumSubscriptions else {
      throw SBIFailure(status: 503, cause: "INSUFFICIENT_RESOURCES", detail: "too many subscriptions")
    }
    let id = known ?? Hex.encode(environment.random.bytes(8))
    var content = body
    content.subscriptionId = id
    if known == nil { subscriptionsBySUPI[supi, default: []].append(id) }
    subscriptions[id] = DataSubscription(supi: supi, content: content)
    return Created(location: "\(services.ownAPIRoot)/nudm-sdm/v2/\(SBIURI.encode(supi))/sdm-subscriptions/\(id)", body: content)
  }

  /// TS 29.503 §5.2.2.4.
  public func unsubscribe(ueId: String, subscriptionId: String) async throws(SBIFailure) {
    guard subscriptions[subscriptionId]?.supi == ueId else { throw SBIFailure(status: 404, cause: "SUBSCRIPTION_NOT_FOUND") }
    removeSubscription(subscriptionId)
  }

  func removeSubscription(_ id: String) {
    guard let subscription = subscriptions.removeValue(forKey: id) else { return }
    let rest = subscriptionsBySUPI[subscription.supi, default: []].filter { $0 != id }
    subscriptionsBySUPI[subscription.supi] = rest.isEmpty ? nil : rest
  }

  /// Subscriptions that end with the registration of the function that made them (TS 29.503 §6.1.6.2.3, implicitUnsubscribe).
  func removeImplicitSubscriptions(of supi: String, by nfInstanceID: String) {
    for id in subscriptionsBySUPI[supi, default: []] {
      guard let content = subscriptions[id]?.content, content.nfInstanceId == nfInstanceID, content.implicitUnsubscribe == true else {
        continue
      }
      removeSubscription(id)
    }
  }
}

import Base
import SBI
import Services

// Policy data (TS 29.519 §5.2).
extension UDR {
  public func readAMPolicyData(ueId: String) async throws(SBIFailure) -> AmPolicyData {
    _ = try await enabledSubscriber(ueId)
    return AmPolicyData()
  }

  public func readSMPolicyData(ueId: String, query: ReadSMPolicyDataQuery) async throws(SBIFailure) -> SmPolicyData {
    let subscriber = try await enabledSubscriber(ueId)
    let data = subscriber.sessionPolicyData(slice: query.snssai.map { Base.SNSSAI($0) }, dnn: query.dnn)
    guard data.smPolicySnssaiData.count > 0 else { throw SBIFailure(status: 404, cause: "DATA_NOT_FOUND") }
    return data
  }

  public func subscribeToPolicyData(_ body: PolicyDataSubscription) async throws(SBIFailure) -> Created<PolicyDataSubscription> {
    let known = policySubscriptions.keys.sorted().first { policySubscriptions[$0]?.notificationUri == body.notificationUri }
    try checkRoom(for: known, among: policySubscriptions.count)
    let id = known ?? newSubscriptionID()
    policySubscriptions[id] = body
    return Created(location: "\(services.ownAPIRoot)/nudr-dr/v2/policy-data/subs-to-notify/\(id)", body: body)
  }

  public func unsubscribeFromPolicyData(subsId: String) async throws(SBIFailure) {
    guard policySubscriptions.removeValue(forKey: subsId) != nil else { throw SBIFailure(status: 404, cause: "SUBSCRIPTION_NOT_FOUND") }
  }
}

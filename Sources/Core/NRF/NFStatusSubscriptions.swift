import Base
import Runtime
import SBI
import Services

// NFStatusSubscribe, NFStatusUnsubscribe and NFStatusNotify (TS 29.510 §5.2.2.5 to §5.2.2.7).
extension NRF {
  public func createSubscription(_ body: SubscriptionData) async throws(SBIFailure) -> Created<SubscriptionData> {
    guard subscriptions.count < configuration.maximumSubscriptions else {
      throw SBIFailure(status: 503, cause: "INSUFFICIENT_RESOURCES", detail: "too many subscriptions")
    }
    let id = Hex.encode(environment.random.bytes(8))
    let now = environment.loop.wallTime
    let longest = now.nanosecondsSince1970 &+ UInt64(max(0, configuration.subscriptionLifetime.wholeNanoseconds))
    let wanted = body.validityTime.flatMap { DateTimeText.time($0) }?.nanosecondsSince1970 ?? longest
    guard wanted > now.nanosecondsSince1970 else {
      throw SBIFailure(status: 400, cause: "OPTIONAL_IE_INCORRECT", detail: "validityTime is past")
    }
    let end = min(wanted, longest)
    var content = body
    content.subscriptionId = id
    content.validityTime = DateTimeText.text(WallTime(nanosecondsSince1970: end))
    let lifetime = Duration.nanoseconds(Int64(clamping: end - now.nanosecondsSince1970))
    let expiry = environment.loop.schedule(after: lifetime, label: "NRF subscription") { [weak self] in
      self?.assumeIsolated { $0.subscriptions[id] = nil }
    }
    subscriptions[id] = Subscription(content: content, expiry: expiry)
    return Created(location: "\(apiRoot)/nnrf-nfm/v1/subscriptions/\(id)", body: content)
  }

  public func removeSubscription(subscriptionID: String) async throws(SBIFailure) {
    guard let subscription = subscriptions.removeValue(forKey: subscriptionID) else {
      throw SBIFailure(status: 404, cause: "SUBSCRIPTION_NOT_FOUND")
    }
    environment.loop.cancel(subscription.expiry)
  }

  func notify(_ event: NotificationEventType, _ profile: NFProfile) {
    var data = NotificationData(event: event, nfInstanceUri: instanceURI(profile.nfInstanceId))
    if event != .nfDeregistered { data.nfProfile = profile.json }
    let notifier = Nnrf_NFManagementNotifier(transport: transport)
    for id in subscriptions.keys.sorted() {
      guard let content = subscriptions[id]?.content, content.reqNotifEvents?.contains(event) ?? true,
        NRF.matches(content.subscrCond, profile), content.reqNfInstanceId != profile.nfInstanceId
      else { continue }
      let environment = environment
      let notification = data
      environment.loop.spawn("NRF notification") {
        do {
          try await notifier.notifyNFStatus(to: content.nfStatusNotificationUri, notification)
        } catch {
          environment.log(.warning, "a subscriber to NF status did not take the notification: \(error)")
        }
      }
    }
  }

  /// Whether an instance is what a subscription asks for (TS 29.510 §6.1.6.2.35); a condition that is not known here never holds.
  private static func matches(_ condition: SubscrCond?, _ profile: NFProfile) -> Bool {
    guard let condition else { return true }
    if let id = condition.nfInstanceId { return id.lowercased() == profile.nfInstanceId.lowercased() }
    if let ids = condition.nfInstanceIdList { return ids.contains { $0.lowercased() == profile.nfInstanceId.lowercased() } }
    if let type = condition.nfType { return type == profile.nfType }
    if let name = condition.serviceName { return profile.allServices.contains { $0.serviceName == name } }
    if let names = condition.serviceNameList { return profile.allServices.contains { names.contains($0.serviceName) } }
    if let set = condition.amfSetId { return profile.amfInfo?.amfSetId == set }
    if let guamis = condition.guamiList { return profile.amfInfo?.guamiList.contains { guamis.contains($0) } ?? false }
    return false
  }
}

extension NFProfile {
  /// Services of both members that carry them (TS 29.510 §6.1.6.2.2).
  var allServices: [NFService] {
    (self.nfServices ?? []) + (self.nfServiceList?.entries.map(\.value) ?? [])
  }
}

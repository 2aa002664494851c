import Base
import SBI
import Services
import Storage

// Subscription to data changes and their notification (TS 29.505 §5.2.2.12, §5.3).
extension UDR {
  func checkRoom(for known: String?, among count: Int) throws(SBIFailure) {
    guard known != nil || count < configuration.maximumSubscriptions else {
      throw SBIFailure(status: 503, cause: "INSUFFICIENT_RESOURCES", detail: "too many subscriptions")
    }
  }

  /// A consumer that subscribes again with the same callback for the same UE takes the place of its former subscription.
  public func subscribeToData(_ body: SubscriptionDataSubscriptions) async throws(SBIFailure) -> Created<SubscriptionDataSubscriptions> {
    dropExpired()
    let known = dataSubscriptions.keys.sorted().first { id in
      dataSubscriptions[id]?.callbackReference == body.callbackReference && dataSubscriptions[id]?.ueId == body.ueId
    }
    try checkRoom(for: known, among: dataSubscriptions.count)
    let id = known ?? newSubscriptionID()
    var stored = body
    stored.subscriptionId = id
    dataSubscriptions[id] = stored
    return Created(location: "\(services.ownAPIRoot)/nudr-dr/v2/subscription-data/subs-to-notify/\(id)", body: stored)
  }

  public func unsubscribeFromData(subsId: String) async throws(SBIFailure) {
    guard dataSubscriptions.removeValue(forKey: subsId) != nil else { throw SBIFailure(status: 404, cause: "SUBSCRIPTION_NOT_FOUND") }
  }

  private func dropExpired() {
    let now = environment.loop.wallTime
    for (id, subscription) in dataSubscriptions {
      if let expiry = subscription.expiry.flatMap({ DateTimeText.time($0) }), expiry <= now { dataSubscriptions[id] = nil }
    }
  }

  /// Asks the store what changed and tells the subscribers.
  func notifyChanges() async {
    let changes: [SubscriberChange]
    do {
      changes = try await store.pollChanges()
    } catch {
      environment.log(.error, "subscriber store: \(error)")
      return
    }
    for change in changes {
      do {
        try await notify(change)
      } catch {
        environment.log(.warning, "changes of a subscription could not be told: \(error)")
      }
    }
  }

  private func notify(_ change: SubscriberChange) async throws(SBIFailure) {
    let items = try await items(of: change)
    dropExpired()
    let notifier = Nudr_DataRepositoryNotifier(transport: services.notificationTransport)
    for id in dataSubscriptions.keys.sorted() {
      guard let subscription = dataSubscriptions[id], subscription.ueId == nil || subscription.ueId == change.supi else { continue }
      let wanted = items.filter { item in
        subscription.monitoredResourceUris.contains { UDR.covers($0, item.resourceId) }
      }
      guard !wanted.isEmpty else { continue }
      do {
        try await notifier.notifyDataChange(
          to: subscription.callbackReference, DataChangeNotify(ueId: change.supi, notifyItems: wanted))
      } catch {
        environment.log(.warning, "a subscriber to data changes did not take the notification: \(error)")
      }
    }
  }

  /// Whether a monitored URI is the resource or one above it; the scheme and host in front of `/subscription-data` do not matter.
  static func covers(_ monitored: String, _ resource: String) -> Bool {
    func path(_ uri: String) -> [Substring] {
      let segments = uri.split(separator: "/")
      return Array(segments.drop { $0 != "subscription-data" })
    }
    let wanted = path(monitored)
    return !wanted.isEmpty && path(resource).starts(with: wanted)
  }

  /// What changed, as resources. Of a subscriber that was removed or disabled the provisioned data are gone; what serving functions had
  /// registered for a removed one comes along a last time as `origValue`.
  private func items(of change: SubscriberChange) async throws(SBIFailure) -> [NotifyItem] {
    let root = "\(services.ownAPIRoot)/nudr-dr/v2/subscription-data/\(SBIURI.encode(change.supi))"
    func provisioned(_ name: String, _ value: JSON?) -> NotifyItem {
      NotifyItem(
        resourceId: "\(root)/provisioned-data/\(name)",
        changes: [value.map { ChangeItem(op: .replace, path: "", newValue: $0) } ?? ChangeItem(op: .remove, path: "")])
    }
    let current: Subscriber?
    do { current = try await store.subscriber(change.supi) } catch { throw failure(error) }
    guard change.kind != .removed, let current, current.isEnabled else {
      var items = ["am-data", "smf-selection-subscription-data", "sm-data"].map { provisioned($0, nil) }
      for context in change.formerContexts where context.kind != .authenticationStatus {
        let name = context.kind == .amf3GPPAccess ? "amf-3gpp-access" : "smf-registrations/\(context.key)"
        items.append(
          NotifyItem(
            resourceId: "\(root)/context-data/\(name)", changes: [ChangeItem(op: .remove, path: "", origValue: context.document)]))
      }
      return items
    }
    return [
      provisioned("am-data", current.accessAndMobilityData.json),
      provisioned("smf-selection-subscription-data", current.smfSelectionData.json),
      provisioned("sm-data", current.sessionManagementData(slice: nil, dnn: nil).json),
    ]
  }
}

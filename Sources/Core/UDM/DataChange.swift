import Base
import SBI
import Services

// What the UDR reports is told to the functions that serve the UE (TS 23.502 §4.5.1, §4.2.2.3.3).
extension UDM: Nudr_DataRepositoryReceiver {
  public func notifyDataChange(id: String, _ body: DataChangeNotify) async throws(SBIFailure) {
    guard id == configuration.nfInstanceID, let ueID = body.ueId else { throw SBIFailure(status: 404, cause: "SUBSCRIPTION_NOT_FOUND") }
    let items = body.notifyItems ?? []
    let isWithdrawn = items.contains { $0.resourceId.hasSuffix("/provisioned-data/am-data") && $0.changes.contains { $0.op == .remove } }
    if isWithdrawn {
      withdraw(supi: ueID, items: items)
    } else {
      for item in items { tellDataSubscribers(of: ueID, item) }
    }
  }

  /// Policy data are the PCF's.
  public func notifyPolicyDataChange(id: String, _ body: [PolicyDataChangeNotification]) async throws(SBIFailure) {
    throw SBIFailure(status: 404, cause: "SUBSCRIPTION_NOT_FOUND")
  }

  /// Subscription withdrawn (TS 23.502 §4.2.2.3.3): the AMF de-registers the UE and releases its sessions.
  private func withdraw(supi: String, items: [NotifyItem]) {
    let withdrawn = DeregistrationData(deregReason: .subscriptionWithdrawn, accessType: .threeGppAccess)
    let former = items.filter { $0.resourceId.hasSuffix("/context-data/amf-3gpp-access") }.compactMap { $0.changes.first?.origValue }
    if let document = former.first {
      // The subscriber is gone, and its subscriptions with it; the notification brought what was registered.
      for id in subscriptionsBySUPI[supi, default: []] { removeSubscription(id) }
      let registration = Amf3GppAccessRegistration(unchecked: document)
      if registration.purgeFlag != true { notifyDeregistration(to: registration.deregCallbackUri, withdrawn) }
      return
    }
    // The subscriber is there, but disabled, or nobody serves it; who serves it ends its own subscriptions.
    environment.loop.spawn("UDM withdrawal") {
      do {
        let registration = try await self.getAMF3GPP(ueId: supi, query: GetAMF3GPPQuery())
        if registration.purgeFlag != true { await self.notifyDeregistration(to: registration.deregCallbackUri, withdrawn) }
      } catch {
        // Nobody serves the UE.
        self.environment.log(.debug, "a withdrawn subscriber is not registered: \(error)")
      }
    }
  }

  /// Nudm_SDM_Notification (TS 29.503 §5.2.2.5): the changed resource under its name on Nudm.
  private func tellDataSubscribers(of supi: String, _ item: NotifyItem) {
    let name: String
    switch SBIURI.lastSegment(item.resourceId) {
    case "am-data": name = "am-data"
    case "smf-selection-subscription-data": name = "smf-select-data"
    case "sm-data": name = "sm-data"
    default: return
    }
    let resource = "\(services.ownAPIRoot)/nudm-sdm/v2/\(SBIURI.encode(supi))/\(name)"
    let notification = ModificationNotification(notifyItems: [NotifyItem(resourceId: resource, changes: item.changes)])
    for id in subscriptionsBySUPI[supi, default: []] {
      guard let content = subscriptions[id]?.content, UDM.monitors(content.monitoredResourceUris, name) else { continue }
      let notifier = Nudm_SDMNotifier(transport: services.notificationTransport)
      let environment = environment
      environment.loop.spawn("UDM data change notification") {
        do {
          try await notifier.notifyDataChange(to: content.callbackReference, notification)
        } catch {
          environment.log(.warning, "a subscriber to data changes did not take the notification: \(error)")
        }
      }
    }
  }

  /// Whether one of the URIs is the resource or the UE as a whole; `nssai` is part of am-data.
  private static func monitors(_ uris: [String], _ name: String) -> Bool {
    uris.contains { uri in
      let last = SBIURI.lastSegment(uri)
      return last == name || last.hasPrefix("imsi-") || last.hasPrefix("nai-") || (name == "am-data" && last == "nssai")
    }
  }
}

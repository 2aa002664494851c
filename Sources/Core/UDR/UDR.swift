import Base
import Runtime
import SBI
import Security
import Services
import Storage

/// What a UDR needs to know besides its subscribers.
public struct UDRConfiguration: Sendable {
  /// Protects K and OPc on Nudr (TS 29.505 §5.4.2.2, `protectionParameterId`); the UDM opens with the same.
  public var keyProtection: any SecretSealer
  /// How often the store is asked for changes of subscriptions.
  public var pollInterval: Duration
  /// How many subscriptions to data changes are kept.
  public var maximumSubscriptions: Int

  public init(keyProtection: any SecretSealer, pollInterval: Duration = .seconds(1), maximumSubscriptions: Int = 1024) {
    self.keyProtection = keyProtection
    self.pollInterval = pollInterval
    self.maximumSubscriptions = maximumSubscriptions
  }
}

/// Unified data repository (TS 23.501 §6.2.11): subscription and policy data over Nudr (TS 29.504, TS 29.505, TS 29.519).
public actor UDR {
  /// `protectionParameterId` of keys sealed by ``UDRConfiguration/keyProtection``.
  public static let protectionParameterID = "aes-256-gcm"

  let environment: Environment
  let configuration: UDRConfiguration
  let store: any SubscriberStore
  let services: any ServiceDirectory
  var dataSubscriptions: [String: SubscriptionDataSubscriptions] = [:]
  var policySubscriptions: [String: PolicyDataSubscription] = [:]
  var nextSubscriptionID: UInt64 = 1
  private var pollTimer: TimerToken?
  private var isPolling = false

  public nonisolated var unownedExecutor: UnownedSerialExecutor { environment.loop.asUnownedSerialExecutor() }

  public init(environment: Environment, configuration: UDRConfiguration, store: any SubscriberStore, services: any ServiceDirectory) {
    self.environment = environment
    self.configuration = configuration
    self.store = store
    self.services = services
  }

  /// Begins to watch the store for changes.
  public func start() { schedulePoll() }

  /// Ends watching.
  public func stop() {
    if let pollTimer { environment.loop.cancel(pollTimer) }
    pollTimer = nil
  }

  private func schedulePoll() {
    pollTimer = environment.loop.schedule(after: configuration.pollInterval, label: "UDR poll") { [weak self] in
      self?.assumeIsolated { $0.poll() }
    }
  }

  private func poll() {
    schedulePoll()
    guard !isPolling else { return }
    isPolling = true
    environment.loop.spawn("UDR change notification") {
      await self.notifyChanges()
      await self.endPolling()
    }
  }

  private func endPolling() { isPolling = false }

  /// For the operator: how much is kept.
  public func snapshot() async -> JSON {
    let count: JSON
    do { count = .int(try await store.subscriberCount()) } catch { count = .null }
    return [
      "subscribers": count, "dataSubscriptions": .int(dataSubscriptions.count), "policySubscriptions": .int(policySubscriptions.count),
    ]
  }

  // MARK: Subscribers

  /// The subscriber behind a SUPI or GPSI (TS 29.505, `ueId`).
  func subscriber(_ ueID: String) async throws(SBIFailure) -> Subscriber {
    do {
      let found =
        ueID.hasPrefix("msisdn-") || ueID.hasPrefix("extid-")
        ? try await store.subscriber(gpsi: ueID) : try await store.subscriber(ueID)
      if let found { return found }
    } catch {
      throw failure(error)
    }
    throw SBIFailure(status: 404, cause: "USER_NOT_FOUND")
  }

  /// A subscriber that may be served.
  func enabledSubscriber(_ ueID: String) async throws(SBIFailure) -> Subscriber {
    let subscriber = try await subscriber(ueID)
    guard subscriber.isEnabled else { throw SBIFailure(status: 404, cause: "DATA_NOT_FOUND", detail: "the subscription is disabled") }
    return subscriber
  }

  nonisolated func failure(_ error: StorageError) -> SBIFailure {
    if case .subscriberNotFound = error { return SBIFailure(status: 404, cause: "USER_NOT_FOUND") }
    environment.log(.error, "subscriber store: \(error)")
    return SBIFailure(status: 500, cause: "SYSTEM_FAILURE")
  }

  func newSubscriptionID() -> String {
    defer { nextSubscriptionID &+= 1 }
    return String(nextSubscriptionID)
  }
}

import Base
import Runtime
import SBI
import Security
import Services

/// What a UDM needs to know.
public struct UDMConfiguration: Sendable {
  /// The PLMN whose subscribers are here.
  public var homePLMN: PLMNIdentity
  /// NF instance ID (TS 29.571): a UUID.
  public var nfInstanceID: String
  /// Opens the keys that the UDR seals on Nudr (`UDRConfiguration.keyProtection`).
  public var keyProtection: any SecretSealer
  /// Home network private keys for SUCIs of profile A and B (TS 33.501 Annex C).
  public var homeNetworkKeys: [HomeNetworkPrivateKey]
  /// Whether SUCIs of the null scheme are taken (TS 33.501 §6.12.2).
  public var allowsNullScheme: Bool
  /// Serving networks that may authenticate subscribers besides the home network.
  public var roamingPartners: [PLMNIdentity]
  /// How often the subscription to data changes at the UDR is renewed.
  public var renewalInterval: Duration
  /// How soon a subscription that failed is tried again.
  public var retryInterval: Duration
  /// How many SDM subscriptions are kept.
  public var maximumSubscriptions: Int

  public init(
    homePLMN: PLMNIdentity, nfInstanceID: String, keyProtection: any SecretSealer, homeNetworkKeys: [HomeNetworkPrivateKey] = [],
    allowsNullScheme: Bool = true, roamingPartners: [PLMNIdentity] = [], renewalInterval: Duration = .seconds(60),
    retryInterval: Duration = .seconds(2), maximumSubscriptions: Int = 200_000
  ) {
    self.homePLMN = homePLMN
    self.nfInstanceID = nfInstanceID
    self.keyProtection = keyProtection
    self.homeNetworkKeys = homeNetworkKeys
    self.allowsNullScheme = allowsNullScheme
    self.roamingPartners = roamingPartners
    self.renewalInterval = renewalInterval
    self.retryInterval = retryInterval
    self.maximumSubscriptions = maximumSubscriptions
  }
}

/// Unified data management (TS 23.501 §6.2.7) with ARPF and SIDF (TS 33.501 §5.8): authentication vectors, subscription data,
/// and who serves a UE. It keeps no subscriber data of its own: they are at the UDR.
///
/// Notifications of the UDR arrive at `Nudr_DataRepositoryReceiverRoutes(receiver: udm, basePath: NotificationPath.udmDataRepository)`.
public actor UDM {
  struct DataSubscription {
    var supi: String
    var content: SdmSubscription
  }

  let environment: Environment
  let configuration: UDMConfiguration
  let services: any ServiceDirectory
  var subscriptions: [String: DataSubscription] = [:]
  /// Identities of the SDM subscriptions of each SUPI, oldest first.
  var subscriptionsBySUPI: [String: [String]] = [:]
  var authenticationCount: UInt64 = 0
  var resynchronisationCount: UInt64 = 0
  private var renewalTimer: TimerToken?

  public nonisolated var unownedExecutor: UnownedSerialExecutor { environment.loop.asUnownedSerialExecutor() }

  public init(environment: Environment, configuration: UDMConfiguration, services: any ServiceDirectory) {
    self.environment = environment
    self.configuration = configuration
    self.services = services
  }

  /// Subscribes to data changes at the UDR and keeps that subscription alive.
  public func start() { renew() }

  /// Ends the renewal.
  public func stop() {
    if let renewalTimer { environment.loop.cancel(renewalTimer) }
    renewalTimer = nil
  }

  private func renew() {
    scheduleRenewal(after: configuration.renewalInterval)
    environment.loop.spawn("UDM subscription to data changes") { await self.subscribeToChanges() }
  }

  private func scheduleRenewal(after delay: Duration) {
    if let renewalTimer { environment.loop.cancel(renewalTimer) }
    renewalTimer = environment.loop.schedule(after: delay, label: "UDM renewal") { [weak self] in
      self?.assumeIsolated { $0.renew() }
    }
  }

  /// TS 29.505 §5.2.2.12: all subscribers' data; the UDR replaces the former subscription of the same callback.
  private func subscribeToChanges() async {
    let callback = Nudr_DataRepositoryReceiverRoutes.dataChangeURI(
      apiRoot: services.ownAPIRoot, basePath: NotificationPath.udmDataRepository, id: configuration.nfInstanceID)
    let lifetime = configuration.renewalInterval.wholeNanoseconds &* 3
    let expiry = WallTime(nanosecondsSince1970: environment.loop.wallTime.nanosecondsSince1970 &+ UInt64(max(0, lifetime)))
    do {
      _ = try await services.nudrDataRepository().subscribeToData(
        SubscriptionDataSubscriptions(
          callbackReference: callback, monitoredResourceUris: ["/nudr-dr/v2/subscription-data"], expiry: DateTimeText.text(expiry)))
    } catch {
      environment.log(.warning, "no subscription to data changes at the UDR: \(error)")
      // Functions of a network that starts come one after the other.
      if renewalTimer != nil { scheduleRenewal(after: min(configuration.retryInterval, configuration.renewalInterval)) }
    }
  }

  /// For the operator.
  public func snapshot() -> JSON {
    [
      "authentications": .int(authenticationCount), "resynchronisations": .int(resynchronisationCount),
      "sdmSubscriptions": .int(subscriptions.count), "homeNetworkKeys": .int(configuration.homeNetworkKeys.count),
    ]
  }

  /// Only SUPIs of the right form are asked for (TS 29.571, Supi).
  func checkedSUPI(_ text: String) throws(SBIFailure) -> String {
    guard SUPI(text) != nil else { throw SBIFailure(status: 404, cause: "USER_NOT_FOUND") }
    return text
  }
}

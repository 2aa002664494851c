import Base
import Runtime
import SBI
import Services

/// What an NRF needs to know.
public struct NRFConfiguration: Sendable {
  public var heartbeatInterval: Duration
  /// How many heartbeats may be missed before an instance is suspended.
  public var missedHeartbeats: Int
  /// How long a suspended instance is kept before it is removed.
  public var suspensionTime: Duration
  /// How long consumers may keep a discovery result.
  public var validityPeriodSeconds: Int
  /// The longest validity of a subscription to NF status changes.
  public var subscriptionLifetime: Duration
  public var maximumProfiles: Int
  public var maximumSubscriptions: Int
  /// The largest profile, in octets of its JSON text.
  public var maximumProfileOctets: Int

  public init(
    heartbeatInterval: Duration = .seconds(10), missedHeartbeats: Int = 2, suspensionTime: Duration = .seconds(60),
    validityPeriodSeconds: Int = 60, subscriptionLifetime: Duration = .seconds(86_400), maximumProfiles: Int = 1000,
    maximumSubscriptions: Int = 1000, maximumProfileOctets: Int = 65_536
  ) {
    self.heartbeatInterval = heartbeatInterval
    self.missedHeartbeats = missedHeartbeats
    self.suspensionTime = suspensionTime
    self.validityPeriodSeconds = validityPeriodSeconds
    self.subscriptionLifetime = subscriptionLifetime
    self.maximumProfiles = maximumProfiles
    self.maximumSubscriptions = maximumSubscriptions
    self.maximumProfileOctets = maximumProfileOctets
  }
}

/// Network repository function (TS 23.501 §6.2.6; TS 29.510): who is there, what they offer, and who wants to know.
public actor NRF {
  struct Registration {
    var profile: NFProfile
    /// Fires when heartbeats are missing, and again when a suspended instance is to be removed.
    var timer: TimerToken
  }

  struct Subscription {
    var content: SubscriptionData
    var expiry: TimerToken
  }

  let environment: Environment
  let configuration: NRFConfiguration
  /// Carries notifications.
  let transport: any SBITransport
  /// Scheme, host and port of this NRF.
  let apiRoot: String
  var registrations: [String: Registration] = [:]
  var subscriptions: [String: Subscription] = [:]

  public nonisolated var unownedExecutor: UnownedSerialExecutor { environment.loop.asUnownedSerialExecutor() }

  /// - Parameters:
  ///   - notificationTransport: carries notifications to the URIs that subscribers gave.
  ///   - apiRoot: scheme, host and port under which this NRF is reached.
  public init(environment: Environment, configuration: NRFConfiguration, notificationTransport: any SBITransport, apiRoot: String) {
    self.environment = environment
    self.configuration = configuration
    transport = notificationTransport
    self.apiRoot = apiRoot
  }

  /// For the operator: instances by type and identity.
  public func snapshot() -> JSON {
    let sorted = registrations.values.map(\.profile).sorted {
      ($0.nfType.rawValue, $0.nfInstanceId) < ($1.nfType.rawValue, $1.nfInstanceId)
    }
    let instances: [JSON] = sorted.map { profile in
      [
        "nfType": .string(profile.nfType.rawValue), "nfInstanceId": .string(profile.nfInstanceId),
        "nfStatus": .string(profile.nfStatus.rawValue),
      ]
    }
    return ["nfInstances": .array(instances), "subscriptions": .int(subscriptions.count)]
  }
}

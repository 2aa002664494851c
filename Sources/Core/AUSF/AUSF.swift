import Base
import Runtime
import SBI
import Security
import Services

/// What an AUSF needs to know.
public struct AUSFConfiguration: Sendable {
  /// NF instance ID (TS 29.571): a UUID.
  public var nfInstanceID: String
  /// Serving networks whose SEAFs may ask: the home network and roaming partners.
  public var servingNetworks: [PLMNIdentity]
  /// How long an authentication that was begun waits for its confirmation.
  public var contextLifetime: Duration
  /// How many authentications may be under way at once; the oldest gives way to a new one, so that challenges that nobody
  /// answers cannot keep other subscribers out.
  public var maximumContexts: Int
  /// How many results are remembered, so that they can be removed.
  public var maximumResults: Int

  public init(
    nfInstanceID: String, servingNetworks: [PLMNIdentity], contextLifetime: Duration = .seconds(30), maximumContexts: Int = 10_000,
    maximumResults: Int = 100_000
  ) {
    self.nfInstanceID = nfInstanceID
    self.servingNetworks = servingNetworks
    self.contextLifetime = contextLifetime
    self.maximumContexts = maximumContexts
    self.maximumResults = maximumResults
  }
}

/// Authentication server function (TS 23.501 §6.2.8; TS 33.501 §5.10): 5G AKA between SEAF and UDM (TS 29.509).
public actor AUSF {
  /// One authentication under way (TS 33.501 §6.1.3.2, step 3). K_AUSF and XRES* go with it.
  struct Context {
    var supi: String
    var servingNetworkName: Security.ServingNetworkName
    var xresStar: SecretBytes
    var kAUSF: SecretBytes
    var timer: TimerToken
  }

  /// A confirmed authentication, as the UDM knows it.
  struct Result {
    var supi: String
    var servingNetworkName: String
    /// `authEventId` at the UDM.
    var eventID: String
  }

  let environment: Environment
  let configuration: AUSFConfiguration
  let services: any ServiceDirectory
  private(set) var contexts: [String: Context] = [:]
  /// Identities of ``contexts``, oldest first, with some that are gone already.
  private var contextOrder: [String] = []
  var results: [String: Result] = [:]
  var resultBySUPI: [String: String] = [:]
  /// Identities of ``results``, oldest first, with some that are gone already.
  private var resultOrder: [String] = []
  var successCount: UInt64 = 0
  var failureCount: UInt64 = 0

  public nonisolated var unownedExecutor: UnownedSerialExecutor { environment.loop.asUnownedSerialExecutor() }

  public init(environment: Environment, configuration: AUSFConfiguration, services: any ServiceDirectory) {
    self.environment = environment
    self.configuration = configuration
    self.services = services
  }

  /// For the operator.
  public func snapshot() -> JSON {
    [
      "pending": .int(contexts.count), "results": .int(results.count), "successes": .int(successCount), "failures": .int(failureCount),
    ]
  }

  /// Keeps an authentication under way.
  func begin(_ context: Context, as id: String) {
    contexts[id] = context
    contextOrder.append(id)
    if contexts.count > configuration.maximumContexts, let oldest = contextOrder.first(where: { contexts[$0] != nil }) {
      environment.security("too many authentications under way; the oldest was dropped", interface: .sbi)
      _ = end(oldest)
      contextOrder.removeSubrange(...(contextOrder.firstIndex(of: oldest) ?? 0))
    }
    if contextOrder.count > 2 * configuration.maximumContexts + 64 { contextOrder = contextOrder.filter { contexts[$0] != nil } }
  }

  /// Takes an authentication out, for its confirmation or because its time is over.
  func end(_ id: String) -> Context? {
    guard let context = contexts.removeValue(forKey: id) else { return nil }
    environment.loop.cancel(context.timer)
    return context
  }

  /// Keeps the latest result of a subscriber; the oldest results go when there are too many.
  func remember(_ result: Result, as id: String) {
    if let former = resultBySUPI[result.supi] { results[former] = nil }
    results[id] = result
    resultBySUPI[result.supi] = id
    resultOrder.append(id)
    guard results.count > configuration.maximumResults || resultOrder.count > 2 * configuration.maximumResults + 64 else { return }
    resultOrder = resultOrder.filter { results[$0] != nil }
    let surplus = results.count > configuration.maximumResults ? resultOrder.prefix(1 + configuration.maximumResults / 10) : []
    for id in surplus where results[id] != nil { forget(id) }
  }

  func forget(_ id: String) {
    guard let result = results.removeValue(forKey: id) else { return }
    if resultBySUPI[result.supi] == id { resultBySUPI[result.supi] = nil }
  }
}

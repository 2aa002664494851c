import Base
import Runtime
import SBI
import Services

/// Where the NRF is, and who asks it.
public struct DiscoveryConfiguration: Sendable {
  /// Scheme, host and port of the NRF.
  public var nrf: String
  /// What this function tells the NRF about itself (``OwnProfile``).
  public var profile: NFProfile
  public var ownAPIRoot: String
  /// How long to wait before trying again to register.
  public var retryInterval: Duration
  /// How many discovery results are kept.
  public var maximumResults: Int
  /// How long an instance that did not answer is left alone.
  public var avoidance: Duration

  public init(
    nrf: String, profile: NFProfile, ownAPIRoot: String, retryInterval: Duration = .seconds(2), maximumResults: Int = 256,
    avoidance: Duration = .seconds(10)
  ) {
    self.nrf = nrf
    self.profile = profile
    self.ownAPIRoot = ownAPIRoot
    self.retryInterval = retryInterval
    self.maximumResults = maximumResults
    self.avoidance = avoidance
  }
}

/// ``ServiceDirectory`` of one function that knows only the NRF (TS 23.501 §6.3.1; TS 29.510): registers it, keeps it alive by heartbeats,
/// discovers others, keeps results for their validity, and goes on to the next instance when one does not answer.
public actor DiscoveredServices {
  struct Result {
    var instances: [Instance]
    var expiry: Instant
  }

  /// A service of an instance.
  struct Instance: Hashable {
    var instanceID: String
    var apiRoot: String
  }

  let environment: Environment
  let configuration: DiscoveryConfiguration
  let transport: any SBITransport
  private let management: Nnrf_NFManagementClient
  private let discovery: Nnrf_NFDiscoveryClient
  private var results: [String: Result] = [:]
  /// API roots that did not answer, until when they are left alone.
  private var avoided: [String: Instant] = [:]
  private var heartbeatTimer: TimerToken?
  private var isStopped = false
  private var onRegistration: (@Sendable () -> Void)?
  /// Whether the NRF has this function's profile.
  public private(set) var isRegistered = false

  public nonisolated var unownedExecutor: UnownedSerialExecutor { environment.loop.asUnownedSerialExecutor() }
  public nonisolated var notificationTransport: any SBITransport { transport }
  public nonisolated var ownAPIRoot: String { configuration.ownAPIRoot }

  public init(environment: Environment, configuration: DiscoveryConfiguration, transport: any SBITransport) {
    self.environment = environment
    self.configuration = configuration
    // TS 29.500 §5.2.2.2: every request says what kind of function it comes from.
    let transport = NamedTransport(
      transport: transport, userAgent: "\(configuration.profile.nfType.rawValue)-\(configuration.profile.nfInstanceId)")
    self.transport = transport
    management = Nnrf_NFManagementClient(transport: transport, apiRoot: configuration.nrf)
    discovery = Nnrf_NFDiscoveryClient(transport: transport, apiRoot: configuration.nrf)
  }

  // MARK: Own registration

  /// Registers the function and keeps it registered (TS 29.510 §5.2.2.2, §5.2.2.3.2).
  /// - Parameter onRegistration: called once, on the loop, when the NRF has the profile for the first time.
  public func start(onRegistration: @escaping @Sendable () -> Void = {}) {
    isStopped = false
    self.onRegistration = onRegistration
    environment.loop.spawn("NF registration") { await self.register() }
  }

  /// Ends heartbeats and deregisters (TS 29.510 §5.2.2.4).
  public func stop() async {
    isStopped = true
    if let heartbeatTimer { environment.loop.cancel(heartbeatTimer) }
    heartbeatTimer = nil
    guard isRegistered else { return }
    isRegistered = false
    do {
      try await management.deregisterNFInstance(nfInstanceID: configuration.profile.nfInstanceId)
    } catch {
      environment.log(.warning, "the NRF did not take the deregistration: \(error)")
    }
  }

  private func register() async {
    do {
      let profile: NFProfile
      switch try await management.registerNFInstance(nfInstanceID: configuration.profile.nfInstanceId, configuration.profile) {
      case .ok(let answer): profile = answer
      case .created(let created): profile = created.body
      }
      isRegistered = true
      onRegistration?()
      onRegistration = nil
      scheduleHeartbeat(after: .seconds(max(1, profile.heartBeatTimer ?? 10)))
    } catch {
      environment.log(.warning, "the NRF does not take the registration: \(error)")
      isRegistered = false
      schedule(after: configuration.retryInterval) { await $0.register() }
    }
  }

  private func scheduleHeartbeat(after interval: Duration) { schedule(after: interval) { await $0.heartbeat(interval) } }

  private func heartbeat(_ interval: Duration) async {
    do {
      _ = try await management.updateNFInstance(
        nfInstanceID: configuration.profile.nfInstanceId, [PatchItem(op: .replace, path: "/nfStatus", value: "REGISTERED")])
      scheduleHeartbeat(after: interval)
    } catch {
      if error.status == 404 {
        // The NRF has forgotten the function: TS 29.510 §5.2.2.3.2.
        await register()
      } else {
        environment.log(.warning, "the NRF does not take a heartbeat: \(error)")
        scheduleHeartbeat(after: interval)
      }
    }
  }

  private func schedule(after delay: Duration, _ work: @escaping @Sendable (DiscoveredServices) async -> Void) {
    guard !isStopped else { return }
    heartbeatTimer = environment.loop.schedule(after: delay, label: "NF heartbeat") { [weak self] in
      guard let self else { return }
      self.environment.loop.spawn("NF heartbeat") { await work(self) }
    }
  }

  // MARK: Discovery

  /// Instances of a service, best first; those that did not answer lately come last.
  func instances(_ query: SearchNFInstancesQuery, service: ServiceName) async throws(SBIFailure) -> [Instance] {
    var query = query
    query.serviceNames = [service]
    let key = query.json.text()
    let now = environment.loop.now
    let found: [Instance]
    if let kept = results[key], kept.expiry > now {
      found = kept.instances
    } else {
      do {
        found = try await discover(query, service: service, key: key)
      } catch {
        // Without the NRF the last result is better than nothing (TS 23.501 §6.3.1.0).
        guard let kept = results[key] else { throw error }
        found = kept.instances
      }
    }
    for (root, end) in avoided where end <= now { avoided[root] = nil }
    return found.filter { avoided[$0.apiRoot] == nil } + found.filter { avoided[$0.apiRoot] != nil }
  }

  private func discover(_ query: SearchNFInstancesQuery, service: ServiceName, key: String) async throws(SBIFailure) -> [Instance] {
    let answer = try await discovery.searchNFInstances(query: query)
    let found = answer.nfInstances.compactMap { profile in
      DiscoveredServices.apiRoot(of: service, in: profile).map { Instance(instanceID: profile.nfInstanceId, apiRoot: $0) }
    }
    // An empty result is asked for again at once: functions of a starting network come one after the other.
    guard !found.isEmpty else {
      results[key] = nil
      return []
    }
    if results[key] == nil, results.count >= configuration.maximumResults,
      let oldest = results.min(by: { ($0.value.expiry, $0.key) < ($1.value.expiry, $1.key) })
    {
      results[oldest.key] = nil
    }
    results[key] = Result(instances: found, expiry: environment.loop.now + .seconds(max(0, answer.validityPeriod ?? 0)))
    return found
  }

  /// Scheme, host, port and prefix of a service (TS 29.510 §6.1.6.2.3): its own end points, else the addresses of the instance.
  static func apiRoot(of name: ServiceName, in profile: NFDiscoveryNFProfile) -> String? {
    guard let service = profile.nfServices?.first(where: { $0.serviceName == name }) else { return nil }
    let endPoint = service.ipEndPoints?.first
    let port = endPoint?.port ?? (service.scheme == .https ? 443 : 80)
    let host: String
    if let address = endPoint?.ipv4Address ?? service.fqdn {
      host = address
    } else if let address = endPoint?.ipv6Address {
      host = "[\(address)]"
    } else if let address = profile.ipv4Addresses?.first ?? profile.fqdn {
      host = address
    } else if let address = profile.ipv6Addresses?.first {
      host = "[\(address)]"
    } else {
      return nil
    }
    let prefix = service.apiPrefix.map { $0.hasPrefix("/") ? $0 : "/" + $0 } ?? ""
    return "\(service.scheme)://\(host):\(port)\(prefix)"
  }

  func avoid(_ apiRoot: String) {
    if avoided.count >= configuration.maximumResults { avoided = [:] }
    avoided[apiRoot] = environment.loop.now + configuration.avoidance
  }

  /// For the operator.
  public func snapshot() -> JSON {
    ["registered": .bool(isRegistered), "results": .int(results.count), "avoided": .array(avoided.keys.sorted().map { .string($0) })]
  }
}

/// Sends to the first of several instances of a service that answers (TS 29.500 §6.10.3.2: 503 and no connection).
///
/// The client addresses the first; where it does not answer, the same request goes to the next.
struct FailoverTransport: SBITransport {
  let directory: DiscoveredServices
  let transport: any SBITransport
  let instances: [DiscoveredServices.Instance]

  func send(_ request: SBIRequest, to authority: String) async throws(SBIFailure) -> SBIResponse {
    var last = SBIFailure.unreachable(authority)
    for instance in instances {
      let target: String
      do { target = try SBIURI.split(instance.apiRoot).authority } catch { continue }
      do {
        let response = try await transport.send(request, to: target)
        guard response.status == 503 else { return response }
        last = SBIFailure(status: response.status, body: response.body, headers: response.headers)
      } catch {
        guard error.status == 503 || error.status == 504 else { throw error }
        last = error
      }
      await directory.avoid(instance.apiRoot)
    }
    throw last
  }
}

/// Adds the header User-Agent to the requests of one function.
private struct NamedTransport: SBITransport {
  let transport: any SBITransport
  let userAgent: String

  func send(_ request: SBIRequest, to authority: String) async throws(SBIFailure) -> SBIResponse {
    var named = request
    named.headers.append(SBIHeader("user-agent", userAgent))
    return try await transport.send(named, to: authority)
  }
}

import Base
import Discovery
import Runtime
import SBI
import Services
import Synchronization
import Testing

@testable import NRF
@testable import Simulation

/// The life of NF profiles, status subscriptions and discovery (TS 29.510 §5.2, §5.3), and a directory that knows only the NRF.
struct NRFTests {
  static let root = "http://127.0.0.1:1"
  static let plmn = PLMNIdentity(mcc: "999", mnc: "70")!

  /// An NRF, and a receiver of its notifications at port 2.
  private struct Fixture {
    let world = World(seed: 3)
    let loop: VirtualLoop
    let network = LocalNetwork()
    let nrf: NRF
    let watcher = Watcher()
    let transport: any SBITransport

    init(_ configuration: NRFConfiguration = NRFConfiguration()) {
      let environment = world.makeEnvironment(node: "nrf")
      loop = environment.loop as! VirtualLoop
      let services = LocalServices(network, environment: environment, apiRoot: NRFTests.root, mode: .json)
      transport = services.notificationTransport
      nrf = NRF(environment: environment, configuration: configuration, notificationTransport: transport, apiRoot: NRFTests.root)
      network.add(LocalFunction(instanceID: "nrf", apiRoot: NRFTests.root, function: nrf, type: .nrf))
      network.add(LocalFunction(instanceID: "watcher", apiRoot: "http://127.0.0.1:2", function: watcher, type: .amf))
    }

    func call<Value: Sendable>(_ operation: @escaping @Sendable () async throws(SBIFailure) -> Value) -> Result<Value, SBIFailure>? {
      world.run(on: loop) {
        do throws(SBIFailure) { return .success(try await operation()) } catch { return .failure(error) }
      }
    }

    func register(_ profile: NFProfile) -> SBIFailure? {
      let client = Nnrf_NFManagementClient(transport: transport, apiRoot: NRFTests.root)
      let answer = call { () async throws(SBIFailure) in try await client.registerNFInstance(nfInstanceID: profile.nfInstanceId, profile) }
      if case .failure(let failure) = answer { return failure }
      return nil
    }

    func patch(_ id: String, _ items: [PatchItem]) -> Result<UpdateNFInstanceOutcome, SBIFailure>? {
      let client = Nnrf_NFManagementClient(transport: transport, apiRoot: NRFTests.root)
      return call { () async throws(SBIFailure) in try await client.updateNFInstance(nfInstanceID: id, items) }
    }

    func search(_ type: NFType, from requester: NFType = .amf, _ change: (inout SearchNFInstancesQuery) -> Void = { _ in }) -> [String] {
      var query = SearchNFInstancesQuery(targetNfType: type, requesterNfType: requester)
      change(&query)
      let wanted = query
      let client = Nnrf_NFDiscoveryClient(transport: transport, apiRoot: NRFTests.root)
      let answer = call { () async throws(SBIFailure) in try await client.searchNFInstances(query: wanted) }
      guard case .success(let result) = answer else { return ["failure"] }
      return result.nfInstances.map { String($0.nfInstanceId.suffix(2)) }
    }

    func events() -> [NotificationEventType] {
      world.run(for: .milliseconds(10))
      let watcher = watcher
      return world.run(on: loop) { await watcher.events } ?? []
    }
  }

  private actor Watcher: Nnrf_NFManagementReceiver {
    var events: [NotificationEventType] = []
    func notifyNFStatus(id: String, _ body: NotificationData?) async throws(SBIFailure) { if let body { events.append(body.event) } }
  }

  static func id(_ number: Int) -> String { "00000000-0000-4000-8000-0000000000\(number)" }

  private static func profile(_ number: Int, _ type: NFType, port: UInt16 = 9) -> NFProfile {
    OwnProfile.make(
      instanceID: id(number), type: type, plmn: plmn, address: SocketAddress(.v4(0x7F00_0001), port: port),
      services: OwnProfile.services(of: type))
  }

  @Test func aProfileIsRegisteredReplacedReadAndRemoved() throws {
    let fixture = Fixture()
    let profile = Self.profile(11, .udm)
    try profile.check()
    let client = Nnrf_NFManagementClient(transport: fixture.transport, apiRoot: Self.root)
    let first = fixture.call { () async throws(SBIFailure) in
      try await client.registerNFInstance(nfInstanceID: profile.nfInstanceId, profile)
    }
    guard case .success(.created(let created)) = first else {
      Issue.record("no 201")
      return
    }
    #expect(created.location == "\(Self.root)/nnrf-nfm/v1/nf-instances/\(profile.nfInstanceId)")
    #expect(created.body.heartBeatTimer == 10)
    let second = fixture.call { () async throws(SBIFailure) in
      try await client.registerNFInstance(nfInstanceID: profile.nfInstanceId, profile)
    }
    guard case .success(.ok) = second else {
      Issue.record("no 200")
      return
    }
    let removed = fixture.call { () async throws(SBIFailure) in try await client.deregisterNFInstance(nfInstanceID: profile.nfInstanceId) }
    guard case .success = removed else {
      Issue.record("not removed")
      return
    }
    guard case .failure(let failure) = fixture.patch(profile.nfInstanceId, [PatchItem(op: .replace, path: "/load", value: 1)]) else {
      Issue.record("a removed instance has a heartbeat")
      return
    }
    #expect(failure.status == 404)
  }

  @Test func missingHeartbeatsSuspendAndThenRemoveAnInstance() {
    let fixture = Fixture()
    #expect(fixture.register(Self.profile(11, .udm)) == nil)
    let client = Nnrf_NFManagementClient(transport: fixture.transport, apiRoot: Self.root)
    var condition = SubscriptionData(
      nfStatusNotificationUri: Nnrf_NFManagementReceiverRoutes.nfStatusURI(
        apiRoot: "http://127.0.0.1:2", basePath: NotificationPath.nfStatus, id: "w"))
    condition.subscrCond = SubscrCond()
    condition.subscrCond?.nfType = .udm
    let subscription = condition
    _ = fixture.call { () async throws(SBIFailure) in try await client.createSubscription(subscription) }
    for _ in 0..<5 {
      fixture.world.run(for: .seconds(20))
      let answer = fixture.patch(Self.id(11), [PatchItem(op: .replace, path: "/nfStatus", value: "REGISTERED")])
      guard case .success(.noContent) = answer else {
        Issue.record("no 204: \(String(describing: answer))")
        return
      }
    }
    #expect(fixture.search(.udm) == ["11"])
    #expect(fixture.events() == [])
    fixture.world.run(for: .seconds(31))
    #expect(fixture.search(.udm) == [])
    #expect(fixture.events() == [.nfProfileChanged])
    // A late heartbeat brings it back.
    guard case .success(.ok) = fixture.patch(Self.id(11), [PatchItem(op: .replace, path: "/nfStatus", value: "REGISTERED")]) else {
      Issue.record("no 200")
      return
    }
    #expect(fixture.search(.udm) == ["11"])
    fixture.world.run(for: .seconds(100))
    #expect(fixture.events() == [.nfProfileChanged, .nfProfileChanged, .nfProfileChanged, .nfDeregistered])
  }

  @Test func identityAndTypeOfAnInstanceCannotBePatched() {
    let fixture = Fixture()
    _ = fixture.register(Self.profile(11, .udm))
    guard case .failure(let failure) = fixture.patch(Self.id(11), [PatchItem(op: .replace, path: "/nfType", value: "AMF")]) else {
      Issue.record("patched")
      return
    }
    #expect(failure.status == 403)
  }

  @Test func profilesAndSubscriptionsAreBounded() {
    let fixture = Fixture(NRFConfiguration(maximumProfiles: 2, maximumSubscriptions: 1, maximumProfileOctets: 2000))
    #expect(fixture.register(Self.profile(11, .udm)) == nil)
    #expect(fixture.register(Self.profile(12, .udm)) == nil)
    #expect(fixture.register(Self.profile(13, .udm))?.status == 503)
    var large = Self.profile(12, .udm)
    large.locality = String(repeating: "x", count: 3000)
    #expect(fixture.register(large)?.status == 413)
    let client = Nnrf_NFManagementClient(transport: fixture.transport, apiRoot: Self.root)
    let outcomes = (0..<2).map { _ in
      fixture.call { () async throws(SBIFailure) in
        try await client.createSubscription(SubscriptionData(nfStatusNotificationUri: "http://127.0.0.1:2/nnrf-callback/v1/nf-status/w"))
      }
    }
    guard case .success = outcomes[0], case .failure(let failure) = outcomes[1] else {
      Issue.record("the limit does not hold")
      return
    }
    #expect(failure.status == 503)
  }

  @Test func discoveryFiltersAndOrdersByPriorityAndCapacity() {
    let fixture = Fixture()
    var third = Self.profile(13, .smf)
    third.smfInfo = OwnProfile.smfInfo([.init(dnn: "ims", sNSSAI: SNSSAI(sst: 1, sd: 2))])
    var first = Self.profile(11, .smf)
    first.smfInfo = OwnProfile.smfInfo([.init(dnn: "internet", sNSSAI: SNSSAI(sst: 1, sd: 1))])
    first.priority = 5
    var second = Self.profile(12, .smf)
    second.smfInfo = first.smfInfo
    second.priority = 5
    second.capacity = 100
    var guarded = Self.profile(14, .smf)
    guarded.allowedNfTypes = [.pcf]
    var amf = Self.profile(21, .amf)
    let guami = SBI.Guami(plmnId: Self.plmn.sbiWithNID, amfId: "020040")
    amf.amfInfo = AmfInfo(amfSetId: "001", amfRegionId: "02", guamiList: [guami])
    for profile in [third, first, second, guarded, amf] { #expect(fixture.register(profile) == nil) }
    #expect(fixture.search(.smf) == ["13", "12", "11"])
    #expect(fixture.search(.smf, from: .pcf).contains("14"))
    #expect(fixture.search(.smf) { $0.dnn = "internet" } == ["12", "11"])
    #expect(fixture.search(.smf) { $0.snssais = [SNSSAI(sst: 1, sd: 2).sbi] } == ["13"])
    #expect(
      fixture.search(.smf) { query in
        query.dnn = "internet"
        query.snssais = [SNSSAI(sst: 1, sd: 2).sbi]
      } == [])
    #expect(fixture.search(.smf) { $0.targetNfInstanceId = Self.id(11) } == ["11"])
    #expect(fixture.search(.smf) { $0.serviceNames = [.namfComm] } == [])
    #expect(fixture.search(.amf, from: .smf) { $0.guami = guami } == ["21"])
    #expect(fixture.search(.amf, from: .smf) { $0.amfSetId = "002" } == [])
    #expect(fixture.search(.udm) == [])
  }

  @Test func subscribersAreServedByTheFunctionsOfTheirRange() {
    let fixture = Fixture()
    var profile = Self.profile(11, .udm)
    profile.udmInfo = UdmInfo(supiRanges: [SupiRange(start: "999700000000000", end: "999700000000999")], routingIndicators: ["0", "17"])
    _ = fixture.register(profile)
    #expect(fixture.search(.udm) { $0.supi = "imsi-999700000000500" } == ["11"])
    #expect(fixture.search(.udm) { $0.supi = "imsi-999700000001000" } == [])
    #expect(fixture.search(.udm) { $0.routingIndicator = "17" } == ["11"])
    #expect(fixture.search(.udm) { $0.routingIndicator = "18" } == [])
  }

  // MARK: DiscoveredServices

  /// A producer that only answers with a status, and counts.
  private actor Responder: SBIHandler {
    let status: Int
    var count = 0
    init(status: Int) { self.status = status }
    func handle(_ request: SBIRequest) async -> SBIResponse? {
      count += 1
      return SBIResponse(SBIFailure(status: status, cause: status == 404 ? "USER_NOT_FOUND" : nil))
    }
  }

  @Test func aFunctionRegistersKeepsItselfAliveAndDeregisters() throws {
    let fixture = Fixture()
    let directory = DiscoveredServices(
      environment: fixture.world.makeEnvironment(node: "amf"),
      configuration: DiscoveryConfiguration(nrf: Self.root, profile: Self.profile(21, .amf), ownAPIRoot: "http://127.0.0.1:2"),
      transport: fixture.transport)
    let registrations = Mutex(0)
    _ = fixture.world.run(on: fixture.loop) { await directory.start { registrations.withLock { $0 += 1 } } }
    fixture.world.run(for: .seconds(600))
    #expect(fixture.search(.amf, from: .smf) == ["21"])
    // The NRF forgets the function: the next heartbeat registers it again.
    let client = Nnrf_NFManagementClient(transport: fixture.transport, apiRoot: Self.root)
    _ = fixture.call { () async throws(SBIFailure) in try await client.deregisterNFInstance(nfInstanceID: Self.id(21)) }
    fixture.world.run(for: .seconds(11))
    #expect(fixture.search(.amf, from: .smf) == ["21"])
    #expect(registrations.withLock { $0 } == 1)
    _ = fixture.world.run(on: fixture.loop) { await directory.stop() }
    #expect(fixture.search(.amf, from: .smf) == [])
  }

  @Test func aServiceIsDiscoveredOnceAndTheNextInstanceAnswersWhenTheFirstDoesNot() throws {
    let fixture = Fixture()
    var best = Self.profile(11, .udr, port: 11)
    best.priority = 1
    var next = Self.profile(12, .udr, port: 12)
    next.priority = 2
    _ = fixture.register(best)
    _ = fixture.register(next)
    let busy = Responder(status: 503)
    let working = Responder(status: 404)
    for (port, responder) in [(11, busy), (12, working)] {
      var function = LocalFunction(instanceID: "udr\(port)", apiRoot: "http://127.0.0.1:\(port)", function: responder, type: .udr)
      function.router = SBIRouter([responder])
      fixture.network.add(function)
    }
    let directory = DiscoveredServices(
      environment: fixture.world.makeEnvironment(node: "udm"),
      configuration: DiscoveryConfiguration(nrf: Self.root, profile: Self.profile(31, .udm), ownAPIRoot: "http://127.0.0.1:2"),
      transport: fixture.transport)
    for _ in 0..<3 {
      let answer = fixture.call { () async throws(SBIFailure) in try await directory.nudrDataRepository().readAMPolicyData(ueId: "imsi-1") }
      guard case .failure(let failure) = answer else {
        Issue.record("an answer")
        return
      }
      #expect(failure.cause == "USER_NOT_FOUND")
    }
    let counts = fixture.world.run(on: fixture.loop) { (await busy.count, await working.count) }
    #expect(counts?.0 == 1)
    #expect(counts?.1 == 3)
    // Within the validity period the NRF is not asked again.
    let searches = fixture.world.trace.events.filter { $0.note.hasPrefix("GET /nnrf-disc") }
    #expect(searches.count == 1)
    guard case .failure(let none) = fixture.call({ () async throws(SBIFailure) in try await directory.nnssfNSSelection() }) else {
      Issue.record("an NSSF")
      return
    }
    #expect(none.status == 503)
  }
}

import Base
import NAS
import Runtime
import Simulation
import Testing
import UE

/// A network under attack: a UE with a session that behaves on one gNB, a hostile gNB, and what the core held before.
final class HostileScenario {
  /// What the core's functions hold, without what changes by itself.
  struct Footprint: Equatable, CustomStringConvertible {
    var ues: [String]
    var sessions: [String]
    var userPlaneSessions: Int?
    /// AM and SM policy associations, SDM subscriptions, authentications under way.
    var elsewhere: [Int?] = []
    var description: String { "UEs \(ues) sessions \(sessions) at the UPF \(userPlaneSessions ?? -1) elsewhere \(elsewhere)" }
  }

  let network: ScenarioNetwork
  let bystander: SimulatedUE
  let session: PDUSessionInformation?
  let gnb: HostileGNB
  private(set) var before = Footprint(ues: [], sessions: [], userPlaneSessions: nil)
  private var newcomers = 0
  private var nextRAN: UInt32 = 100
  private var eventsBefore = 0

  var world: World { network.world }

  /// Subscriber 1 is registered with a session on gNB 1; subscribers 2 to 9 are the attacker's.
  init(seed: UInt64 = 1, _ configure: (inout ScenarioNetwork.Options) -> Void = { _ in }) throws {
    network = ScenarioNetwork(seed: seed) {
      $0.smf = { $0.timers.addressReuseDelay = .seconds(1) }
      // An attacker does not become idle while it thinks.
      $0.amf = { $0.timers.signallingRelease = .zero }
      configure(&$0)
    }
    network.addGNB()
    for n in 1...9 { network.addSubscriber(n) }
    bystander = network.addUE(1)
    #expect(bystander.register().isRegistered)
    session = bystander.establish().session
    gnb = HostileGNB(number: 1, of: network)
    #expect(try gnb.setUp().last?.isSetupResponse == true)
    before = footprint()
    #expect(before.ues.count == 1 && before.sessions.count == 1 && before.userPlaneSessions == 1)
    expectService()
    network.world.trace.reset()
  }

  /// A UE of the attacker with a connection of its own.
  func attacker(_ number: Int = 2, ran: UInt32? = nil) -> HostileUE {
    defer { nextRAN += 1 }
    return HostileUE(number, at: gnb, ran: ran ?? nextRAN, of: network)
  }

  var securityEvents: Int { network.world.trace.securityEvents.count }

  /// Security events that `body` causes.
  func securityEvents(during body: () throws -> Void) rethrows -> Int {
    let before = securityEvents
    try body()
    return securityEvents - before
  }

  func footprint() -> Footprint {
    let amf = network.amfSnapshot()
    let ues = (amf["ues"]?.arrayValue ?? []).map { ue in
      "\(ue["supi"]?.stringValue ?? "nobody") \(ue["state"]?.stringValue ?? "") \(ue["sessions"] ?? .null)"
    }
    let sessions = (network.smfSnapshot()["sessions"]?.arrayValue ?? []).map { session in
      "\(session["supi"]?.stringValue ?? "nobody") \(session["pduSessionID"] ?? .null) \(session["ipv4"]?.stringValue ?? "")"
    }
    let functions = network.functions
    let (pcf, udm, ausf) = (functions.pcf, functions.udm, functions.ausf)
    let counts = world.run(on: functions.coreLoop) {
      let (policies, subscriptions, authentications) = (await pcf.snapshot(), await udm.snapshot(), await ausf.snapshot())
      return [policies["accessPolicies"], policies["sessionPolicies"], subscriptions["sdmSubscriptions"], authentications["pending"]]
    }
    return Footprint(
      ues: ues.sorted(), sessions: sessions.sorted(), userPlaneSessions: network.upfSessionCount(),
      elsewhere: (counts ?? []).map { $0?.integerValue(Int.self) })
  }

  /// UE-associated connections that the AMF keeps for a gNB.
  func connections(of gnb: HostileGNB) -> Int? {
    network.amfSnapshot()["gNBs"]?.arrayValue?.first { $0["address"]?.stringValue == gnb.address.description }?["ues"]?.integerValue(
      Int.self)
  }

  /// The bystander's user plane works, now.
  func expectService(sourceLocation: SourceLocation = #_sourceLocation) {
    guard let session else {
      Issue.record("the bystander has no session", sourceLocation: sourceLocation)
      return
    }
    #expect(
      bystander.ping(session, to: DataNetworkHost.v4, limit: .seconds(1)), "the bystander is disturbed", sourceLocation: sourceLocation)
  }

  /// A subscriber that was never seen registers, has a session and leaves again, within its usual time.
  func expectNewcomer(sourceLocation: SourceLocation = #_sourceLocation) {
    newcomers += 1
    let number = 10 + newcomers
    network.addSubscriber(number)
    let ue = network.addUE(number)
    let start = world.now
    #expect(ue.register(limit: .seconds(5)).isRegistered, "a newcomer is not served", sourceLocation: sourceLocation)
    let established = ue.establish(limit: .seconds(5)).session
    #expect(established.map { ue.ping($0, to: DataNetworkHost.v4, limit: .seconds(1)) } == true, sourceLocation: sourceLocation)
    #expect(world.now - start < .seconds(1), "a newcomer has to wait", sourceLocation: sourceLocation)
    #expect(ue.deregister(), sourceLocation: sourceLocation)
  }

  /// After everything that waits has run out: the core holds what it held before, and serves as before.
  func expectUntouched(after settling: Duration = .seconds(90), sourceLocation: SourceLocation = #_sourceLocation) {
    expectService(sourceLocation: sourceLocation)
    expectNewcomer(sourceLocation: sourceLocation)
    world.run(for: settling)
    #expect(footprint() == before, "something stays behind", sourceLocation: sourceLocation)
    #expect((connections(of: gnb) ?? 0) == 0, "connections stay behind", sourceLocation: sourceLocation)
    expectService(sourceLocation: sourceLocation)
    let wasDisturbed = bystander.events.contains { if case .deregistered = $0 { true } else { false } }
    #expect(!wasDisturbed, sourceLocation: sourceLocation)
  }
}

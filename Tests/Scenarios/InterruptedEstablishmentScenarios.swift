import Base
import Simulation
import Testing
import UE

/// A PDU session establishment that is cut off at every event of its course (TS 23.502 §4.3.2.2.1): whatever was under way, UE and network
/// agree afterwards on which sessions there are, and those work.
@Suite struct InterruptedEstablishmentScenarios {
  /// Keeps the outcome of an establishment that runs beside a test.
  private final class Box: @unchecked Sendable { var outcome: SessionOutcome? }

  /// Events from the request to the session that works, on an undisturbed network.
  private static let course = 0..<64

  private func interrupt(after events: Int, seed: UInt64, _ fault: (ScenarioNetwork) -> Void) {
    let network = ScenarioNetwork.small(seed: seed)
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    let box = Box()
    let subject = ue.ue
    ue.environment.loop.spawn("application") { box.outcome = await subject.establishSession(.init(dnn: "internet")) }
    for _ in 0..<events { _ = network.world.step() }
    fault(network)
    network.world.run(for: .seconds(300))
    // What the UE gave up, and what it has, it says with its next initial message (PDU session status, TS 24.501 §5.6.1.4).
    network.releaseFromGNB()
    _ = ue.requestService()
    network.world.run(for: .seconds(60))
    let sessions = network.smfSnapshot()["sessions"]?.arrayValue?.count
    #expect(network.amfSnapshot()["ues"]?[0]?["state"] == "registered", "event \(events)")
    #expect(sessions == ue.snapshot["sessions"]?.arrayValue?.count, "event \(events): \(String(describing: box.outcome))")
    let established = sessions == 0 ? ue.establish(dnn: "internet").session : box.outcome?.session
    guard let established else {
      Issue.record("event \(events): no session afterwards")
      return
    }
    #expect(ue.ping(established, to: DataNetworkHost.v4, limit: .seconds(30)), "event \(events)")
    #expect(network.upfSessionCount() == 1, "event \(events)")
  }

  @Test func n2IsLostAtAnyMoment() {
    for events in InterruptedEstablishmentScenarios.course { interrupt(after: events, seed: UInt64(events)) { $0.restartN2AtOnce() } }
  }

  @Test func theGNBReleasesTheUEAtAnyMoment() {
    for events in InterruptedEstablishmentScenarios.course { interrupt(after: events, seed: UInt64(events)) { $0.releaseFromGNBAtOnce() } }
  }
}

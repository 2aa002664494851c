import Base
import Testing
import UE

/// PDU sessions, user plane, idle mode and paging (TS 23.502 §4.2.3, §4.3).
@Suite struct SessionScenarios {
  @Test func anIPv4SessionCarriesPackets() {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    let outcome = ue.establish(dnn: "internet")
    guard let session = outcome.session else {
      Issue.record("\(outcome)")
      return
    }
    #expect(session.ipv4.map { network.options.ipv4Pool.contains($0) } == true)
    #expect(session.dnn == "internet")
    #expect(session.mtu == 1400)
    #expect(ue.ping(session, to: DataNetworkHost.v4))
    #expect(network.upfSessionCount() == 1)
  }

  @Test func anIPv6SessionGetsItsPrefixByRouterAdvertisement() {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    let outcome = ue.establish(type: .ipv6)
    guard let session = outcome.session else {
      Issue.record("\(outcome)")
      return
    }
    #expect(session.ipv6Prefix?.length == 64)
    #expect(session.ipv6.map { session.ipv6Prefix?.contains($0) == true } == true)
    #expect(ue.ping(session, to: DataNetworkHost.v6))
  }

  @Test func aDualStackSessionCarriesBothFamilies() {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    guard let session = ue.establish(type: .ipv4v6).session else {
      Issue.record("no session")
      return
    }
    #expect(ue.ping(session, to: DataNetworkHost.v4))
    #expect(ue.ping(session, to: DataNetworkHost.v6))
  }

  @Test func anUnknownDNNIsRejectedWithoutDisturbingTheRegistration() {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    // TS 24.501 §5.4.5.2.5: the AMF does not forward it, cause #91.
    guard case .notForwarded(cause: 91, _) = ue.establish(dnn: "ims") else {
      Issue.record("not cause #91")
      return
    }
    #expect(ue.establish(dnn: "internet").session != nil)
    #expect(network.amfSnapshot()["ues"]?[0]?["state"] == "registered")
  }

  @Test func severalSessionsAreIndependent() {
    let network = ScenarioNetwork.small { $0.dnns = ["internet", "enterprise"] }
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    guard let first = ue.establish(dnn: "internet").session, let second = ue.establish(dnn: "enterprise").session else {
      Issue.record("no sessions")
      return
    }
    #expect(first.id != second.id)
    #expect(first.ipv4 != second.ipv4)
    #expect(ue.release(first.id))
    #expect(ue.ping(second, to: DataNetworkHost.v4))
    #expect(network.upfSessionCount() == 1)
  }

  @Test func downlinkDataPagesAnIdleUEAndArrives() {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    guard let session = ue.establish().session, let address = session.ipv4 else {
      Issue.record("no session")
      return
    }
    network.releaseFromGNB()
    #expect(network.amfSnapshot()["ues"]?[0]?["connection"] == "CM-IDLE")
    let before = ue.packets[session.id]?.count ?? 0
    let ping = Ping(source: DataNetworkHost.v4, destination: address, identifier: 99)
    network.dataNetwork.toUPF?(ping.request(sequenceNumber: 1))
    network.world.run(until: { (ue.packets[session.id]?.count ?? 0) > before }, limit: .seconds(30))
    #expect((ue.packets[session.id]?.count ?? 0) > before)
    #expect(ue.events.contains { if case .paged = $0 { true } else { false } })
    #expect(network.amfSnapshot()["ues"]?[0]?["connection"] == "CM-CONNECTED")
  }

  @Test func uplinkDataOfAnIdleUEStartsAServiceRequest() {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    guard let session = ue.establish().session else {
      Issue.record("no session")
      return
    }
    network.releaseFromGNB()
    #expect(ue.ping(session, to: DataNetworkHost.v4, limit: .seconds(30)))
  }

  @Test func lossOfN2LeavesUEsIdleAndTheyComeBack() {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    guard let session = ue.establish().session else {
      Issue.record("no session")
      return
    }
    network.restartN2()
    network.world.run(for: .seconds(30))
    #expect(network.gnbs[0].isSetUp)
    #expect(network.amfSnapshot()["ues"]?[0]?["state"] == "registered")
    #expect(ue.ping(session, to: DataNetworkHost.v4, limit: .seconds(60)))
  }

  @Test func anExhaustedPoolRejectsAndAReleasedAddressComesBack() {
    let network = ScenarioNetwork.small(ues: 3) {
      $0.ipv4Pool = IPPrefix("10.45.0.0/30")!
      $0.smf = { $0.timers.addressReuseDelay = .seconds(1) }
    }
    for ue in network.ues { #expect(ue.register().isRegistered) }
    let outcomes = network.ues.map { $0.establish() }
    let sessions = outcomes.compactMap(\.session)
    #expect(!sessions.isEmpty && sessions.count < 3)
    // TS 24.501 annex B: #67, insufficient resources for specific slice and DNN.
    #expect(outcomes.contains { if case .rejected(cause: 67, _) = $0 { true } else { false } })
    guard let holder = outcomes.firstIndex(where: { $0.session != nil }), let id = outcomes[holder].session?.id,
      let loser = outcomes.firstIndex(where: { $0.session == nil })
    else { return }
    #expect(network.ues[holder].release(id))
    network.world.run(for: .seconds(120))
    #expect(network.ues[loser].establish().session != nil)
  }

  @Test func theSameSeedReplaysTheTraceAndOneChangedBitIsSeen() {
    func run(seed: UInt64, imeisv: String) -> String {
      let network = ScenarioNetwork(seed: seed)
      network.addGNB()
      network.addSubscriber(1)
      let ue = network.addUE(1) { $0.imeisv = imeisv }
      _ = ue.register()
      if let session = ue.establish(type: .ipv4v6).session { _ = ue.ping(session, to: DataNetworkHost.v4) }
      _ = ue.deregister()
      network.world.run(for: .seconds(600))
      return network.trace
    }
    let trace = run(seed: 11, imeisv: "4370816125816151")
    #expect(trace == run(seed: 11, imeisv: "4370816125816151"))
    #expect(trace != run(seed: 11, imeisv: "4370816125816150"))
    #expect(trace != run(seed: 12, imeisv: "4370816125816151"))
  }
}

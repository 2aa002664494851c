import Base
import NAS
import NGAP
import Security
import Simulation
import Testing
import UE

/// What a UE does where nothing answers it (TS 24.501 table 10.2.1, §5.5.1.2.7, §5.6.1.7, §5.5.2.2.6, §5.4.1.3.7, §5.3.20.2).
@Suite struct UETimerScenarios {
  /// Keeps the outcome of a registration that runs beside a test.
  private final class Box: @unchecked Sendable { var outcome: RegistrationOutcome? }

  private func initialMessages(_ network: ScenarioNetwork) -> [Instant] {
    network.instantsOfNGAP(by: "gnb-1") { if case .initiatingMessage(.initialUEMessage) = $0 { true } else { false } }
  }

  @Test func t3510AndT3511MakeFiveRegistrationAttemptsAndT3502ANewOne() {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    network.cutN2()
    network.world.trace.reset()
    let start = network.world.now
    guard case .failed = ue.register() else {
      Issue.record("not failed")
      return
    }
    let failed = network.world.now
    #expect(failed - start >= .seconds(115) && failed - start < .seconds(116))
    #expect(network.expiries(of: "T3510").count == 5)
    #expect(network.expiries(of: "T3511").count == 4)
    let attempts = initialMessages(network)
    #expect(attempts.count == 5)
    #expect(zip(attempts, attempts.dropFirst()).allSatisfy { $1 - $0 > .milliseconds(24_990) && $1 - $0 < .milliseconds(25_010) })
    #expect(ue.snapshot["state"] == "deregistered" && ue.snapshot["connection"] == "idle")
    network.cutN2(false)
    network.world.run(for: .seconds(719))
    #expect(initialMessages(network).count == 5)
    network.world.run(for: .seconds(5))
    #expect(network.expiries(of: "t3502") == [failed + .seconds(720)])
    #expect(initialMessages(network).count == 6)
    #expect(ue.snapshot["state"] == "registered")
    #expect(network.entry(1)?["state"] == "registered")
    #expect(network.amfSnapshot()["ues"]?.arrayValue?.count == 1)
  }

  @Test func t3517EndsAServiceRequestAndTheUEStaysRegistered() throws {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    let session = try #require(ue.establish().session)
    network.releaseFromGNB()
    network.cutN2()
    network.world.trace.reset()
    let start = network.world.now
    guard case .failed = ue.requestService() else {
      Issue.record("not failed")
      return
    }
    #expect(network.world.now - start >= .seconds(15) && network.world.now - start < .seconds(16))
    #expect(network.expiries(of: "T3517").count == 1)
    #expect(initialMessages(network).count == 1)
    #expect(ue.snapshot["state"] == "registered" && ue.snapshot["connection"] == "idle")
    #expect(ue.snapshot["sessions"]?.arrayValue?.count == 1)
    network.cutN2(false)
    #expect(ue.ping(session, to: DataNetworkHost.v4))
  }

  @Test func t3521SendsADeregistrationFiveTimesAndTheAMFForgetsTheUELater() throws {
    let network = ScenarioNetwork {
      $0.amf = {
        $0.timers.t3512 = .seconds(60)
        $0.timers.mobileReachableMargin = .seconds(60)
        $0.timers.implicitDeregistration = .seconds(60)
      }
    }
    network.addGNB { $0.inactivity = .seconds(90) }
    network.addSubscriber(1)
    let ue = network.addUE(1) { $0.ciphering = [.nea0] }
    #expect(ue.register().isRegistered)
    #expect(ue.establish().session != nil)
    network.world.run(for: .seconds(2))
    network.cutN2()
    network.world.trace.reset()
    let start = network.world.now
    #expect(!ue.deregister())
    #expect(network.world.now - start >= .seconds(75) && network.world.now - start < .seconds(76))
    #expect(network.expiries(of: "T3521").count == 5)
    let requests = network.sentNGAP(by: "gnb-1").compactMap { pdu -> DeregistrationRequestUEOriginating? in
      guard case .initiatingMessage(.uplinkNASTransport(let transport)) = pdu,
        case .deregistrationRequestUEOriginating(let request)? = readable(transport.nasPDU)
      else { return nil }
      return request
    }
    #expect(requests.count == 5 && Set(requests).count == 1)
    #expect(requests.first?.deregistrationType.switchOff == false)
    #expect(ue.snapshot["state"] == "deregistered" && ue.snapshot["connection"] == "idle")
    #expect(ue.snapshot["sessions"]?.arrayValue?.isEmpty == true)
    // The gNB misses the UE, and so does the AMF.
    network.cutN2(false)
    network.world.run(for: .seconds(300))
    #expect(network.expiries(of: "mobile reachable").count == 1)
    #expect(network.expiries(of: "implicit de-registration").count == 1)
    #expect(network.amfSnapshot()["ues"]?.arrayValue?.isEmpty == true)
    #expect(network.smfSnapshot()["sessions"]?.arrayValue?.isEmpty == true)
    #expect(network.upfSessionCount() == 0)
    #expect(ue.register().isRegistered)
  }

  @Test func t3520ShowsANetworkThatIsNotGenuineAndItsCellIsBarred() {
    let network = ScenarioNetwork()
    network.addGNB()
    network.addSubscriber(1) { $0.credentials.key = SecretBytes(ScenarioNetwork.key(2)) }
    let ue = network.addUE(1)
    let box = Box()
    let subject = ue.ue
    ue.environment.loop.spawn("application") { box.outcome = await subject.register() }
    #expect(network.world.run(until: { ue.events.contains(.authenticationFailed(cause: 20)) }, limit: .seconds(5)))
    network.cutN2()
    let failed = network.world.now
    #expect(network.world.run(until: { box.outcome != nil }, limit: .seconds(60)))
    #expect(box.outcome == .networkNotAuthenticated(failureCause: 20))
    let noticed = network.world.now
    #expect(noticed - failed == .seconds(15))
    #expect(network.expiries(of: "t3520").count == 1)
    #expect(ue.snapshot["state"] == "deregistered" && ue.snapshot["connection"] == "idle")
    network.cutN2(false)
    // TS 38.304 §5.3.1: for 300 s.
    func camped() -> Int { ue.events.filter { if case .camped = $0 { true } else { false } }.count }
    #expect(camped() == 1)
    network.world.run(for: .seconds(298))
    #expect(camped() == 1)
    network.world.run(for: .seconds(4))
    #expect(camped() == 2)
    #expect(network.amfSnapshot()["ues"]?.arrayValue?.isEmpty == true)
  }

  @Test func t3247MakesAUSIMValidAgainThatAnUnprotectedRejectMadeInvalid() {
    let network = ScenarioNetwork()
    network.addGNB()
    let ue = network.addUE(1)
    guard case .rejected(cause: 3, _, retryAfter: nil) = ue.register() else {
      Issue.record("not rejected")
      return
    }
    let rejected = network.world.now
    network.world.trace.reset()
    network.addSubscriber(1)
    guard case .failed = ue.register() else {
      Issue.record("the USIM counts as valid")
      return
    }
    // A value between 30 and 60 minutes.
    network.world.run(for: .seconds(1799))
    #expect(initialMessages(network).isEmpty)
    #expect(network.world.run(until: { ue.events.contains { if case .registered = $0 { true } else { false } } }, limit: .seconds(1810)))
    let expiries = network.expiries(of: "t3247")
    #expect(expiries.count == 1)
    #expect(expiries.allSatisfy { $0 - rejected >= .seconds(1799) && $0 - rejected <= .seconds(3601) })
    network.world.run(for: .seconds(1))
    #expect(network.entry(1)?["state"] == "registered")
  }

  /// SCTP loses nothing; the radio link, N3 and N4 do.
  @Test(arguments: [UInt64(1), 2, 3, 4, 5]) func proceduresSucceedWhereAFifthOfTheDatagramsIsLost(seed: UInt64) throws {
    let network = ScenarioNetwork.small(seed: seed) { $0.smf = { $0.timers.pfcpN1 = 8 } }
    let ue = network.ues[0]
    network.network.lossPerMillion = 200_000
    #expect(ue.register().isRegistered)
    let session = try #require(ue.establish().session)
    // A packet of an application is not repeated by anybody.
    #expect((0..<20).contains { _ in ue.ping(session, to: DataNetworkHost.v4, limit: .seconds(1)) })
    #expect(ue.deregister())
    network.world.run(for: .seconds(60))
    #expect(ue.snapshot["state"] == "deregistered")
    #expect(network.amfSnapshot()["ues"]?.arrayValue?.isEmpty == true)
    #expect(network.upfSessionCount() == 0)
    #expect(network.smfSnapshot()["sessions"]?.arrayValue?.isEmpty == true)
  }

  // TS 24.501 §5.5.1.2.7.
  @Test func fiveFailedAttemptsDeleteThe5GGUTI() {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    #expect(ue.deregister())
    network.cutN2()
    _ = ue.register()
    network.cutN2(false)
    network.world.trace.reset()
    network.world.run(for: .seconds(725))
    let identities = network.sentNGAP(by: "gnb-1").compactMap { pdu -> FiveGSMobileIdentity? in
      guard case .initiatingMessage(.initialUEMessage(let message)) = pdu,
        case .registrationRequest(let request)? = readable(message.nasPDU)
      else { return nil }
      return request.mobileIdentity
    }
    #expect(identities.first?.type == .suci)
  }

  // TS 24.501 §5.5.1.3.7.
  @Test func aPeriodicRegistrationWithoutAnswerLeavesTheUERegistered() {
    let network = ScenarioNetwork.small { $0.amf = { $0.timers.t3512 = .seconds(120) } }
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    #expect(ue.establish().session != nil)
    network.releaseFromGNB()
    network.cutN2()
    network.world.run(for: .seconds(280))
    #expect(ue.snapshot["state"] == "registered")
    #expect(ue.snapshot["sessions"]?.arrayValue?.count == 1)
  }

  // TS 24.501 §5.3.20.2.
  @Test func switchingOffMakesTheUSIMValidAgain() {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    network.removeSubscriber(1)
    network.world.run(for: .seconds(30))
    network.addSubscriber(1)
    ue.restart()
    #expect(ue.register().isRegistered)
  }

  /// TS 24.501 §5.5.1.2.7 d: five attempts, T3511 between them, then T3502.
  @Test func aUEWithoutT3346TriesFiveTimes() {
    let network = ScenarioNetwork.small()
    network.functions.stop("udm")
    _ = network.ues[0].register()
    network.world.run(for: .seconds(300))
    let attempts = network.sentNGAP(by: "gnb-1").count { if case .initiatingMessage(.initialUEMessage) = $0 { true } else { false } }
    #expect(attempts == 5)
  }
}

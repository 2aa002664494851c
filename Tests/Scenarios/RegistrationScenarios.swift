import Base
import Security
import Testing
import UE

/// Registration and what belongs to it (TS 23.502 §4.2.2.2), with real UEs, gNBs and core on a virtual clock.
@Suite struct RegistrationScenarios {
  @Test(arguments: [ProtectionScheme.null, .profileA, .profileB])
  func initialRegistrationWithEverySUCIScheme(_ scheme: ProtectionScheme) {
    let network = ScenarioNetwork()
    network.addGNB()
    network.addSubscriber(1)
    let ue = network.addUE(1) {
      if let key = SimulatedFunctions.homeNetworkKeys.first(where: { $0.scheme == scheme }) { $0.concealment = .publicKey(key.publicKey) }
    }
    let outcome = ue.register()
    #expect(outcome.isRegistered, "\(outcome)")
    guard case .registered(let information) = outcome else { return }
    #expect(information.allowedNSSAI == [SNSSAI(sst: 1)])
    #expect(information.trackingAreas.map(\.tac) == [1])
    #expect(information.guti?.guami == SimulatedFunctions.guami(network.options.plmn))
    #expect(network.amfSnapshot()["ues"]?[0]?["state"] == "registered")
    #expect(network.securityNotes.isEmpty)
  }

  @Test(arguments: [
    (CipheringAlgorithm.nea0, IntegrityAlgorithm.nia1), (.nea1, .nia1), (.nea2, .nia2), (.nea3, .nia3), (.nea1, .nia3), (.nea3, .nia2),
  ])
  func theMostWantedCommonAlgorithmsAreTaken(_ ciphering: CipheringAlgorithm, _ integrity: IntegrityAlgorithm) {
    let network = ScenarioNetwork()
    network.addGNB()
    network.addSubscriber(1)
    let ue = network.addUE(1) {
      $0.ciphering = [.nea0, ciphering]
      $0.integrity = [integrity]
    }
    #expect(ue.register().isRegistered)
    let entry = network.amfSnapshot()["ues"]?[0]
    #expect(entry?["ciphering"] == .string("NEA\(ciphering.rawValue)"))
    #expect(entry?["integrity"] == .string("NIA\(integrity.rawValue)"))
  }

  @Test func wrongKEndsInAuthenticationRejectAfterIdentification() {
    let network = ScenarioNetwork()
    network.addGNB()
    network.addSubscriber(1) { $0.credentials.key = SecretBytes(ScenarioNetwork.key(2)) }
    let ue = network.addUE(1)
    #expect(ue.register() == .authenticationRejected(failureCause: 20))
    network.world.run(for: .seconds(60))
    #expect(network.amfSnapshot()["ues"]?.arrayValue?.isEmpty == true)
  }

  @Test func aUSIMAheadOfTheNetworkIsResynchronised() {
    let network = ScenarioNetwork()
    network.addGNB()
    network.addSubscriber(1)
    let ue = network.addUE(1) { $0.acceptedSequenceNumbers = [UInt64](repeating: 5000, count: 32) }
    #expect(ue.register().isRegistered)
    #expect(ue.deregister())
    #expect(ue.register().isRegistered)
  }

  @Test func anUnknownSubscriberIsRejectedAndForgotten() {
    let network = ScenarioNetwork()
    network.addGNB()
    let ue = network.addUE(7)
    guard case .rejected(let cause, _, _) = ue.register() else {
      Issue.record("not rejected")
      return
    }
    #expect(cause == 3)
    network.world.run(for: .seconds(60))
    #expect(network.amfSnapshot()["ues"]?.arrayValue?.isEmpty == true)
  }

  @Test func aKnownGUTIRegistersWithoutNewAuthentication() {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    network.world.trace.reset()
    #expect(ue.register().isRegistered)
    #expect(network.amfSnapshot()["ues"]?.arrayValue?.count == 1)
  }

  @Test func periodicRegistrationKeepsAnIdleUERegistered() {
    let network = ScenarioNetwork.small { $0.amf = { $0.timers.t3512 = .seconds(120) } }
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    network.world.run(for: .seconds(3600))
    #expect(network.amfSnapshot()["ues"]?[0]?["state"] == "registered")
  }

  @Test func aUEThatVanishesIsImplicitlyDeregistered() {
    let network = ScenarioNetwork.small {
      $0.amf = {
        $0.timers.t3512 = .seconds(120)
        $0.timers.mobileReachableMargin = .seconds(60)
        $0.timers.implicitDeregistration = .seconds(60)
      }
    }
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    network.network.setPartitioned(IPAddress("127.0.2.1")!, true)
    network.releaseFromGNB()
    network.world.run(for: .seconds(600))
    #expect(network.amfSnapshot()["ues"]?.arrayValue?.isEmpty == true)
  }

  @Test func deregistrationByTheUEFreesEverything() {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    #expect(ue.establish().session != nil)
    #expect(ue.deregister())
    network.world.run(for: .seconds(60))
    #expect(network.amfSnapshot()["ues"]?.arrayValue?.isEmpty == true)
    #expect(network.upfSessionCount() == 0)
  }

  @Test func switchingOffNeedsNoAnswer() {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    _ = ue.deregister(switchOff: true)
    network.world.run(for: .seconds(60))
    #expect(network.amfSnapshot()["ues"]?.arrayValue?.isEmpty == true)
  }

  @Test func removingASubscriberDeregistersIt() {
    let network = ScenarioNetwork.small(ues: 2)
    for ue in network.ues { #expect(ue.register().isRegistered) }
    network.removeSubscriber(1)
    network.world.run(for: .seconds(60))
    let ues = network.amfSnapshot()["ues"]?.arrayValue ?? []
    #expect(ues.map { $0["supi"] } == [.string(network.supi(2))])
    #expect(network.ues[0].events.contains { if case .deregistered = $0 { true } else { false } })
  }

  @Test func aSliceThatIsNotSubscribedIsRejectedAndTheDefaultGiven() {
    let network = ScenarioNetwork { $0.slices = [SNSSAI(sst: 1), SNSSAI(sst: 2, sd: 0x00000A)] }
    network.addGNB()
    network.addSubscriber(1) { $0.slices.removeLast() }
    let ue = network.addUE(1) { $0.requestedNSSAI = [SNSSAI(sst: 2, sd: 0x00000A)] }
    guard case .registered(let information) = ue.register() else {
      Issue.record("not registered")
      return
    }
    #expect(information.allowedNSSAI == [SNSSAI(sst: 1)])
  }

  @Test func requestedSlicesAreAllowedInTheirOrder() {
    let network = ScenarioNetwork { $0.slices = [SNSSAI(sst: 1), SNSSAI(sst: 2, sd: 0x00000A)] }
    network.addGNB()
    network.addSubscriber(1)
    let ue = network.addUE(1) { $0.requestedNSSAI = [SNSSAI(sst: 2, sd: 0x00000A), SNSSAI(sst: 1)] }
    guard case .registered(let information) = ue.register() else {
      Issue.record("not registered")
      return
    }
    #expect(information.allowedNSSAI == [SNSSAI(sst: 2, sd: 0x00000A), SNSSAI(sst: 1)])
  }

  @Test func fiftyUEsOnThreeGNBsRegisterAtOnce() {
    let network = ScenarioNetwork()
    for _ in 0..<3 { network.addGNB() }
    for n in 1...50 {
      network.addSubscriber(n)
      network.addUE(n)
    }
    for ue in network.ues { #expect(ue.register().isRegistered) }
    network.world.run(for: .seconds(1))
    let gutis = (network.amfSnapshot()["ues"]?.arrayValue ?? []).compactMap { $0["fiveGGUTI"]?.stringValue }
    #expect(Set(gutis).count == 50)
  }
}

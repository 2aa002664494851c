import Base
import NAS
import NGAP
import PER
import Testing

/// NG Setup as no gNB sends it, and floods of UEs (ATTACKS rows 13 and 14; TS 38.413 §8.7.1, §8.6.1).
@Suite struct NGInterfaceAttacks {
  @Test func row13TenThousandInitialMessagesThatAreNeverContinuedLeaveNothing() throws {
    let scenario = try HostileScenario()
    let probe = scenario.attacker(2)
    let unknown = HostileUE(99_999, at: scenario.gnb, ran: 0, of: scenario.network)
    let guti = NAS.FiveGGUTI(plmn: probe.plmn, amfRegionID: 1, amfSetID: 1, amfPointer: 0, fiveGTMSI: 0xDEAD_BEEF)
    // A challenge is left open, a question is left open, a subscriber that is not there, and octets that mean nothing.
    let messages = [
      HostileUE.octets(.registrationRequest(probe.registrationRequest())),
      HostileUE.octets(.registrationRequest(probe.registrationRequest(.fiveGGUTI(guti)))),
      HostileUE.octets(.registrationRequest(unknown.registrationRequest())), [0x7E],
    ]
    scenario.gnb.isCooperative = false
    let before = scenario.world.now
    for ran in UInt32(1)...10_000 {
      scenario.gnb.post(scenario.gnb.initialUEMessage(ran, nas: messages[Int(ran) % messages.count]), stream: UInt16(ran % 60 + 1))
      if ran % 2500 == 0 {
        scenario.world.run(for: .milliseconds(50))
        scenario.expectService()
        scenario.expectNewcomer()
      }
    }
    scenario.world.run(for: .milliseconds(100))
    #expect(scenario.world.now - before < .seconds(60))
    // More than the limit of UEs that are not authenticated never waits (AMFConfiguration.Limits).
    #expect((scenario.connections(of: scenario.gnb) ?? .max) <= 4096)
    #expect(scenario.footprint().ues.count <= 4096 + 1)
    #expect(scenario.securityEvents > 0)
    // The attacker's gNB answers nothing, not even the releases.
    scenario.expectUntouched()
  }

  @Test func row13AFloodCrowdsOutNobodyOfAnotherGNB() throws {
    let scenario = try HostileScenario { $0.amf = { $0.limits.unauthenticatedConnections = 40 } }
    let probe = scenario.attacker(2)
    let octets = HostileUE.octets(.registrationRequest(probe.registrationRequest()))
    scenario.network.addSubscriber(50)
    let ue = scenario.network.addUE(50)
    // 50 UEs in each millisecond: more than the limit while one honest UE is authenticated.
    let (world, gnb) = (scenario.world, scenario.gnb)
    for millisecond in 0..<100 {
      world.schedule(at: world.now + .milliseconds(millisecond)) {
        for index in 0..<50 { gnb.post(gnb.initialUEMessage(UInt32(millisecond * 50 + index), nas: octets)) }
      }
    }
    world.run(for: .milliseconds(20))
    #expect(ue.register(limit: .milliseconds(200)).isRegistered)
    scenario.expectService()
    world.run(for: .seconds(1))
    #expect(ue.deregister())
    scenario.expectUntouched()
  }

  @Test func row13ARANUENGAPIDThatIsUsedAgainAndAgainHoldsOneConnection() throws {
    let scenario = try HostileScenario()
    let probe = scenario.attacker(2)
    let octets = HostileUE.octets(.registrationRequest(probe.registrationRequest()))
    for _ in 0..<1000 { scenario.gnb.post(scenario.gnb.initialUEMessage(5, nas: octets)) }
    scenario.world.run(for: .milliseconds(100))
    #expect(scenario.connections(of: scenario.gnb) == 1)
    #expect(scenario.footprint().ues.count == 2)
    scenario.expectUntouched()
  }

  @Test func row13AFloodThatEndsWithTheAssociationLeavesNothing() throws {
    let scenario = try HostileScenario()
    let probe = scenario.attacker(2)
    let octets = HostileUE.octets(.registrationRequest(probe.registrationRequest()))
    for ran in UInt32(1)...2000 { scenario.gnb.post(scenario.gnb.initialUEMessage(ran, nas: octets)) }
    scenario.world.run(for: .milliseconds(20))
    scenario.gnb.shutDown()
    #expect(scenario.footprint().ues.count == 1)
    #expect(scenario.connections(of: scenario.gnb) == nil)
    // The AUSF's challenges end by their own time.
    scenario.expectUntouched(after: .seconds(30))
  }

  @Test func row14TwoHundredFiftySixTrackingAreasOfTwelvePLMNsAreTakenAsFarAsTheyAreServed() throws {
    let scenario = try HostileScenario()
    let gnb = HostileGNB(number: 2, of: scenario.network)
    var request = gnb.setupRequest()
    let own = FixedOctets(scenario.network.options.plmn.octets)
    let plmns = [own] + (0..<11).map { [0x00, 0xF1, UInt8($0)] as FixedOctets }
    request.supportedTAList = (0..<256).map { tac in
      SupportedTAItem(
        tac: FixedOctets(UInt64(tac), count: 3),
        broadcastPLMNList: plmns.map {
          BroadcastPLMNItem(plmnIdentity: $0, taiSliceSupportList: [SliceSupportItem(sNSSAI: NGAP.SNSSAI(sst: [1]))])
        })
    }
    let answers = try gnb.exchange(.ngSetupRequest(request))
    #expect(answers.count == 1)
    #expect(answers[0].isSetupResponse || answers[0].setupFailureCause != nil)
    scenario.expectUntouched()
  }

  @Test func row14ASetupWithoutTrackingAreasOrWithNoneThatIsServedFails() throws {
    let scenario = try HostileScenario()
    let gnb = HostileGNB(number: 2, of: scenario.network)
    var unserved = gnb.setupRequest(tacs: [0xFFFFFE])
    #expect(try gnb.exchange(.ngSetupRequest(unserved)).first?.setupFailureCause != nil)
    unserved = gnb.setupRequest(slices: [[0xFE]])
    #expect(try gnb.exchange(.ngSetupRequest(unserved)).first?.setupFailureCause == .radioNetwork(.sliceNotSupported))
    unserved = gnb.setupRequest()
    unserved.supportedTAList[0].broadcastPLMNList[0].plmnIdentity = [0x00, 0xF1, 0x10]
    #expect(try gnb.exchange(.ngSetupRequest(unserved)).first?.setupFailureCause == .misc(.unknownPLMNOrSNPN))
    unserved.supportedTAList[0].broadcastPLMNList[0].plmnIdentity = [0xAA, 0xBB, 0xCC]
    #expect(try gnb.exchange(.ngSetupRequest(unserved)).first?.setupFailureCause != nil)
    // Without the IE, and with a list of no octets.
    let identity = try gnb.setupRequest().globalRANNodeID.encode()
    for ies: [RawNGAP.IE] in [
      [.init(27, .reject, identity), .init(21, .ignore, [0x40])],
      [.init(27, .reject, identity), .init(102, .reject, []), .init(21, .ignore, [0x40])],
    ] {
      let answers = gnb.exchange(RawNGAP(procedure: 21, ies: ies).octets)
      #expect(answers.count == 1 && (answers[0].setupFailureCause != nil || answers[0].errorCause != nil))
    }
    // Nothing was set up: a UE is refused, and a right setup still succeeds.
    #expect(gnb.exchange(gnb.initialUEMessage(1, nas: [0x7E])).first?.errorCause == .protocol(.messageNotCompatibleWithReceiverState))
    #expect(try gnb.setUp().last?.isSetupResponse == true)
    scenario.expectUntouched()
  }

  @Test func row14ARepeatedSetupForgetsOnlyTheUEsOfItsOwnAssociation() throws {
    let scenario = try HostileScenario()
    let attacker = scenario.attacker(2)
    #expect(attacker.register())
    for _ in 0..<50 { #expect(try scenario.gnb.setUp().last?.isSetupResponse == true) }
    #expect(scenario.connections(of: scenario.gnb) == 0)
    scenario.expectService()
    // The UE is idle and comes back.
    let again = scenario.attacker(2)
    again.skipUsedSequenceNumbers(of: attacker)
    #expect(again.register())
    again.leave()
    scenario.expectUntouched()
  }

  @Test func row14AnotherIdentityOnTheSameAssociationIsNoticed() throws {
    let scenario = try HostileScenario()
    for identity in UInt64(0xF000)..<0xF020 {
      let events = try scenario.securityEvents {
        let answers = try scenario.gnb.exchange(.ngSetupRequest(scenario.gnb.setupRequest(identity: identity)))
        #expect(answers.count == 1)
      }
      #expect(events == 1)
    }
    scenario.expectUntouched()
  }

  /// A gNB may come back from another address before its old association is lost, so the last one that says who it is holds the
  /// identity; the operator is told each time, and the real gNB is back as soon as it has connected again.
  @Test func row14TheIdentityOfAnotherGNBIsTakenOverWithASecurityEventAndTakenBack() throws {
    let scenario = try HostileScenario()
    let gnb = HostileGNB(number: 2, of: scenario.network)
    // gNB 1 has the identity 1 (SimulatedGNB) and is at another address.
    let events = try scenario.securityEvents {
      let answers = try gnb.exchange(.ngSetupRequest(gnb.setupRequest(identity: 1)))
      #expect(answers.first?.isSetupResponse == true, "\(answers)")
    }
    #expect(events == 1)
    scenario.world.run(for: .seconds(90))
    #expect(gnb.isDown)
    #expect(scenario.network.gnbs[0].isSetUp)
    scenario.expectService()
    // An update of the configuration takes no identity over.
    var update = RANConfigurationUpdate()
    update.globalRANNodeID = gnb.setupRequest(identity: 1).globalRANNodeID
    let answers = try scenario.gnb.exchange(.ranConfigurationUpdate(update))
    guard case .unsuccessfulOutcome(.ranConfigurationUpdateFailure)? = answers.first else {
      Issue.record("\(answers)")
      return
    }
    #expect(scenario.network.gnbs[0].isSetUp)
    scenario.expectUntouched()
  }

  @Test func row14AssociationsWithoutSetupAreBoundedAndHoldNothing() throws {
    let scenario = try HostileScenario { $0.amf = { $0.limits.gNBs = 20 } }
    var others: [HostileGNB] = []
    for number in UInt32(10)..<50 { others.append(HostileGNB(number: number, of: scenario.network)) }
    scenario.world.run(for: .seconds(1))
    #expect((scenario.network.amfSnapshot()["gNBs"]?.arrayValue?.count ?? .max) <= 20)
    #expect(others.contains { $0.isDown })
    for gnb in others { gnb.shutDown() }
    scenario.expectUntouched()
  }
}

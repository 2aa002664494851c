import Base
import GNB
import NAS
import NGAP
import PER
import Runtime
import SBI
import Security
import Testing
import UE

/// What a registration that succeeds asks for, stores and gives (TS 23.502 §4.2.2.2.2; TS 24.501 §5.5.1.2.4, §5.5.1.3.4).
@Suite struct RegistrationContentScenarios {
  private let one = Base.SNSSAI(sst: 1)
  private let two = Base.SNSSAI(sst: 2, sd: 0x0A)

  // MARK: Identities and keys

  @Test(arguments: [16, 32]) func aSubscriberWithTUAKRegisters(_ keyOctets: Int) throws {
    let network = ScenarioNetwork()
    network.addGNB()
    let key = SecretBytes((0..<keyOctets).map { UInt8($0 * 5 + 1) })
    let topc = SecretBytes((0..<32).map { UInt8($0 * 3 + 2) })
    network.addSubscriber(1) {
      $0.credentials.algorithm = .tuak
      $0.credentials.key = key
      $0.credentials.operatorVariant = topc
    }
    let algorithm = AKAAlgorithm.tuak(try TUAK(k: key, topc: topc))
    let ue = network.addUE(1) { $0.algorithm = algorithm }
    #expect(ue.register().isRegistered)
    #expect(ue.establish().session.map { ue.ping($0, to: DataNetworkHost.v4) } == true)
    #expect(network.securityNotes.isEmpty)
  }

  /// TS 24.501 §5.5.1.2.4: the keys of before serve, the sessions of before are gone.
  @Test func anInitialRegistrationWithAKnownGUTIKeepsTheKeysAndEndsTheSessions() throws {
    let network = ScenarioNetwork.small(ues: 2)
    for ue in network.ues { #expect(ue.register().isRegistered) }
    let ue = network.ues[0]
    #expect(ue.establish().session != nil)
    let other = try #require(network.ues[1].establish().session)
    let guti = network.amfSnapshot()["ues"]?[0]?["fiveGGUTI"]
    #expect(authentications(in: network) == 2)
    ue.restart()
    #expect(ue.register().isRegistered)
    network.world.run(for: .seconds(60))
    #expect(authentications(in: network) == 2)
    let entries = network.amfSnapshot()["ues"]?.arrayValue ?? []
    #expect(entries.count == 2)
    let entry = entries.first { $0["supi"]?.stringValue == network.supi(1) }
    #expect(entry?["sessions"] == [] && entry?["state"] == "registered")
    // TS 33.501 §6.12.3: a new 5G-GUTI for every initial registration.
    #expect(entry?["fiveGGUTI"] != nil && entry?["fiveGGUTI"] != guti)
    #expect(network.smfSnapshot()["sessions"]?.arrayValue?.count == 1)
    #expect(network.upfSessionCount() == 1)
    #expect(network.ues[1].ping(other, to: DataNetworkHost.v4))
    #expect(ue.establish().session.map { ue.ping($0, to: DataNetworkHost.v4) } == true)
    #expect(network.securityNotes.isEmpty)
  }

  /// TS 24.501 §4.4.6, §5.4.2.2, §5.4.3: the identity is asked for once, the whole request comes in the Security Mode Complete.
  @Test func anUnknownGUTILeadsToOneIdentityRequestAndTheRequestOfTheContainerCounts() throws {
    let scenario = try HostileScenario { $0.slices = [Base.SNSSAI(sst: 1), Base.SNSSAI(sst: 2, sd: 0x0A)] }
    try scenario.gnb.setUp(slices: scenario.network.options.slices)
    let ue = scenario.attacker()
    let unknown = NAS.FiveGGUTI(plmn: ue.plmn, amfRegionID: 1, amfSetID: 1, amfPointer: 0, fiveGTMSI: 0x0102_0304)
    var request = ue.registrationRequest(.fiveGGUTI(unknown))
    ue.sendPlain(.registrationRequest(request))
    let challenge = ue.sendPlain(.identityResponse(IdentityResponse(mobileIdentity: ue.suci))).last
    guard case .authenticationRequest(let challenge)? = challenge, case .securityModeCommand(let command)? = ue.answer(challenge).last
    else {
      Issue.record("no security mode command")
      return
    }
    #expect(command.additionalFiveGSecurityInformation?.retransmissionOfInitialNASMessageRequested == true)
    #expect(command.imeisvRequest == .requested)
    request.requestedNSSAI = NSSAI([NAS.SNSSAI(sst: 2, sd: 0x0A)])
    let accept = try #require(ue.completeSecurityMode(HostileUE.octets(.registrationRequest(request))).accept)
    #expect(accept.allowedNSSAI == request.requestedNSSAI)
    let identityRequests = ue.downlink.count { if case .identityRequest(let message) = $0 { message.identityType == .suci } else { false } }
    #expect(identityRequests == 1)
    ue.complete()
    ue.leave()
    scenario.expectUntouched()
  }

  /// TS 23.502 §4.2.2.2.2, steps 14a and 21; TS 38.413 §9.3.1.54: the last four digits of the serial number are masked.
  @Test(arguments: [true, false]) func theIMEISVIsStoredAndGoesMaskedToTheGNB(_ isGiven: Bool) throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register(upTo: .authenticated))
    let answers =
      isGiven
      ? ue.completeSecurityMode()
      : ue.sendProtected(
        .securityModeComplete(
          SecurityModeComplete(nasMessageContainer: HostileUE.octets(.registrationRequest(ue.registrationRequest())))),
        .integrityProtectedAndCipheredWithNewContext)
    #expect(answers.accept != nil)
    let masked = scenario.gnb.contextSetups.last?.maskedIMEISV
    #expect(masked?.unsignedValue == (isGiven ? 0x4370_8161_25FF_FF51 : nil))
    let (udm, supi) = (scenario.network.functions.udm, scenario.network.supi(2))
    let stored = scenario.world.run(on: scenario.network.functions.coreLoop) {
      try? await udm.getAMF3GPP(ueId: supi, query: GetAMF3GPPQuery())
    }
    #expect(stored??.pei == (isGiven ? "imeisv-4370816125816151" : nil))
    #expect(stored??.amfInstanceId == scenario.network.amf.nfInstanceID)
    ue.complete()
    ue.leave()
    scenario.expectUntouched()
  }

  // MARK: Slices

  /// TS 24.501 §5.5.1.2.4, §9.11.3.46: why each slice was rejected.
  @Test func everyRejectedSliceHasItsReason() throws {
    let scenario = try HostileScenario { $0.slices = [1, 2, 3].map { Base.SNSSAI(sst: $0) } }
    scenario.network.updateSubscriber(2) { $0.slices.removeLast() }
    let accept = try accept(scenario) { $0.requestedNSSAI = NSSAI([3, 2, 1].map { NAS.SNSSAI(sst: $0) }) }
    #expect(accept.allowedNSSAI == NSSAI([NAS.SNSSAI(sst: 1)]))
    #expect(
      accept.rejectedNSSAI?.entries == [
        .init(sst: 3, cause: .notAvailableInTheCurrentPLMNOrSNPN), .init(sst: 2, cause: .notAvailableInTheCurrentRegistrationArea),
      ])
    #expect(accept.configuredNSSAI == NSSAI([1, 2].map { NAS.SNSSAI(sst: $0) }))
    scenario.expectUntouched()
  }

  @Test func withoutARequestTheDefaultSlicesAreAllowed() throws {
    let scenario = try HostileScenario { $0.slices = [1, 2, 3].map { Base.SNSSAI(sst: $0) } }
    try scenario.gnb.setUp(slices: scenario.network.options.slices)
    scenario.network.updateSubscriber(2) { $0.slices[2].isDefault = true }
    let accept = try accept(scenario) { _ in }
    #expect(Set(accept.allowedNSSAI?.sNSSAIs.map(\.sst) ?? []) == [1, 3])
    #expect(accept.rejectedNSSAI == nil)
    #expect(Set(accept.configuredNSSAI?.sNSSAIs.map(\.sst) ?? []) == [1, 2, 3])
    scenario.expectUntouched()
  }

  /// TS 23.003 §28.4.2: FFFFFF says that no SD is associated with the SST, for UE and gNB.
  @Test func theSliceDifferentiatorFFFFFFIsNone() throws {
    let scenario = try HostileScenario()
    try scenario.gnb.setUp(slices: [Base.SNSSAI(sst: 1)], noSD: [0xFF, 0xFF, 0xFF])
    let accept = try accept(scenario) { $0.requestedNSSAI = NSSAI([NAS.SNSSAI(sst: 1, sd: 0xFF_FFFF)]) }
    #expect(accept.allowedNSSAI == NSSAI([NAS.SNSSAI(sst: 1)]))
    #expect(accept.rejectedNSSAI == nil)
    scenario.expectUntouched()
  }

  // MARK: Registration area

  /// TS 23.501 §5.3.2.3, §5.15.5.2.1: tracking areas in which every gNB offers the allowed slices, the UE's own first.
  @Test func theRegistrationAreaHasTheAllowedSlicesEverywhere() {
    let network = areas()
    for (number, requested, tacs) in [(1, [one, two], [UInt32(1), 2]), (2, [one], [1, 2, 3])] {
      network.addSubscriber(number)
      let ue = network.addUE(number) {
        $0.requestedNSSAI = requested
        $0.gNBRadioAddresses = [network.gnbs[0].radioAddress]
      }
      guard case .registered(let information) = ue.register() else {
        Issue.record("not registered")
        continue
      }
      #expect(information.allowedNSSAI == requested)
      #expect(information.trackingAreas.map(\.tac) == tacs)
    }
    // A second gNB in tracking area 2 without the second slice: the area is none for it any more.
    addGNB(to: network, 2, [one])
    guard case .registered(let information) = network.ues[0].register() else {
      Issue.record("not registered")
      return
    }
    #expect(information.trackingAreas.map(\.tac) == [1])
  }

  /// TS 24.501 §5.5.1.3.2 a.
  @Test func aUEUpdatesItsRegistrationOnlyWhenItLeavesItsArea() {
    let network = areas()
    network.addSubscriber(1)
    let ue = network.addUE(1) {
      $0.requestedNSSAI = [one, two]
      $0.gNBRadioAddresses = [network.gnbs[0].radioAddress]
    }
    #expect(ue.register().isRegistered)
    network.world.run(for: .seconds(15))
    #expect(ue.snapshot["connection"] == "idle")
    network.world.trace.reset()
    ue.move(to: network.gnbs[1])
    network.world.run(for: .seconds(30))
    #expect(ue.snapshot["tac"] == 2)
    #expect((1...3).flatMap { initialRequests(at: $0, in: network) }.isEmpty)
    ue.move(to: network.gnbs[2])
    network.world.run(for: .seconds(30))
    #expect(ue.snapshot["tac"] == 3)
    let requests = (1...3).flatMap { initialRequests(at: $0, in: network) }
    #expect(requests.map(\.registrationType.type) == [.mobilityRegistrationUpdating])
    #expect(initialRequests(at: 3, in: network).count == 1)
    #expect(ue.snapshot["allowedNSSAI"] == ["1"])
    let entry = network.amfSnapshot()["ues"]?[0]
    #expect(entry?["state"] == "registered" && entry?["tai"] == .string("\(network.options.plmn)/3"))
    #expect(authentications(in: network) == 1)
  }

  /// TS 23.501 §5.3.4.1.1; TS 38.413 §9.3.1.85.
  @Test func areasThatTheSubscriptionForbidsAreNotInTheRegistrationAreaAndKnownToTheGNB() {
    let network = areas()
    network.addSubscriber(1) { $0.restrictions.forbiddenTACs = [2] }
    let ue = network.addUE(1) { $0.gNBRadioAddresses = [network.gnbs[0].radioAddress] }
    guard case .registered(let information) = ue.register() else {
      Issue.record("not registered")
      return
    }
    #expect(information.trackingAreas.map(\.tac) == [1, 3])
    let setups = network.sentNGAP(by: "amf").compactMap { pdu -> InitialContextSetupRequest? in
      if case .initiatingMessage(.initialContextSetupRequest(let request)) = pdu { request } else { nil }
    }
    #expect(setups.count == 1)
    #expect(setups.first?.mobilityRestrictionList?.forbiddenAreaInformation?.map(\.forbiddenTACs) == [[[0, 0, 2]]])
  }

  // MARK: What the accept says

  @Test(arguments: [false, true]) func theAcceptCarriesTheConfiguredTimersAndFeatures(_ hasVoice: Bool) throws {
    let scenario = try HostileScenario {
      $0.amf = {
        $0.timers.signallingRelease = .zero
        $0.timers.t3512 = .seconds(40 * 60)
        $0.timers.t3502 = .seconds(24 * 60)
        $0.supportsIMSVoiceOverPS = hasVoice
      }
    }
    let accept = try accept(scenario) { _ in }
    #expect(accept.t3512Value?.seconds == 40 * 60)
    #expect(accept.t3502Value?.seconds == 24 * 60)
    // TS 24.501 §9.11.3.5: nothing is offered but what there is.
    #expect(accept.networkFeatureSupport?.octets == [hasVoice ? 1 : 0, 0])
    #expect(accept.registrationResult == FiveGSRegistrationResult(value: .threeGPPAccess))
    scenario.expectUntouched()
  }

  /// TS 24.501 §5.3.1.3, §5.5.1.2.4: only a UE that has more to send keeps its connection.
  @Test(arguments: [false, true]) func onlyAFollowOnRequestKeepsTheConnection(_ isPending: Bool) throws {
    let scenario = try HostileScenario { $0.amf = { $0.timers.signallingRelease = .seconds(10) } }
    let ue = scenario.attacker()
    _ = try accept(scenario, ue) { $0.registrationType.followOnRequestPending = isPending }
    ue.receive(after: 9)
    #expect(!scenario.gnb.released.contains(ue.ran))
    ue.receive(after: 2)
    #expect(scenario.gnb.released.contains(ue.ran) == !isPending)
    ue.receive(after: 60)
    #expect(scenario.gnb.released.contains(ue.ran) == !isPending)
    #expect(scenario.footprint().ues.contains(scenario.network.supi(2) + " registered []"))
  }

  // MARK: Sessions

  enum Carrier: CaseIterable { case registration, service }

  /// TS 24.501 §5.5.1.3.4, §5.6.1.4.1: what the UE lacks ends without signalling towards it.
  @Test(arguments: Carrier.allCases) func sessionsThatTheUEHasNotEnd(_ carrier: Carrier) throws {
    let scenario = try HostileScenario()
    let ue = try withSessions(scenario, 1, 2)
    ue.forgetDownlink()
    let answer = try #require(try ask(ue, carrier, status: [2]))
    #expect(answer.status == SessionBitmap([2]))
    ue.complete()
    scenario.world.run(for: .seconds(5))
    #expect(scenario.footprint().ues.contains(scenario.network.supi(2) + " registered [\n  2\n]"))
    #expect(scenario.footprint().sessions.filter { $0.hasPrefix(scenario.network.supi(2)) }.count == 1)
    #expect(scenario.network.upfSessionCount() == 2)
    #expect(ue.received5GSM.isEmpty)
    // TS 23.502 §4.3.4.2: the gNB gives up what it held for it, and only that.
    let released = scenario.gnb.received.compactMap { pdu -> PDUSessionResourceReleaseCommand? in
      if case .initiatingMessage(.pduSessionResourceReleaseCommand(let command)) = pdu { command } else { nil }
    }
    #expect(released.map { $0.pduSessionResourceToReleaseListRelCmd.map(\.pduSessionID) } == [[1]])
    ue.leave()
    scenario.expectUntouched()
  }

  /// TS 24.501 §9.11.3.42, §9.11.3.44: a session that does not exist cannot be activated, and the status says that it does not exist.
  @Test(arguments: Carrier.allCases) func uplinkDataOfAnUnknownSessionIsReported(_ carrier: Carrier) throws {
    let scenario = try HostileScenario()
    let ue = try withSessions(scenario, 1)
    let answer = try #require(try ask(ue, carrier, uplink: [1, 5]))
    #expect(answer.result == SessionBitmap([5]))
    #expect(answer.status == SessionBitmap([1]))
    #expect(answer.causes == nil)
    ue.complete()
    scenario.expectService()
    ue.leave()
    scenario.expectUntouched()
  }

  /// TS 24.501 §5.5.1.3.4, §5.6.1.4.1: #92 where the SMF cannot have the user plane; the session itself stays.
  @Test(arguments: Carrier.allCases) func aUserPlaneThatCannotBeActivatedIsReportedWithCause92(_ carrier: Carrier) throws {
    let scenario = try HostileScenario()
    let ue = try withSessions(scenario, 1, 2)
    scenario.network.functions.refuse("/modify", at: "smf", with: SBIFailure(status: 504, cause: "PEER_NOT_RESPONDING"))
    let answer = try #require(try ask(ue, carrier, uplink: [2]))
    #expect(answer.result == SessionBitmap([2]))
    #expect(
      answer.causes
        == PDUSessionReactivationResultErrorCause([
          .init(pduSessionID: 2, cause: .insufficientUserPlaneResourcesForThePDUSession)
        ]))
    scenario.network.functions.restore("smf")
    ue.complete()
    #expect(scenario.footprint().ues.contains(scenario.network.supi(2) + " registered [\n  1,\n  2\n]"))
    ue.leave()
    scenario.expectUntouched()
  }

  // MARK: Repetitions

  /// TS 24.501 §5.5.1.2.8 d 2: the same request gets the same accept and starts T3550 anew.
  @Test func aRepeatedRequestGetsTheAcceptAgain() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register(upTo: .accepted))
    for _ in 0..<3 {
      ue.receive(after: 5)
      #expect(ue.sendProtected(.registrationRequest(ue.registrationRequest())).accept != nil)
    }
    #expect(ue.accepts.count == 4 && Set(ue.accepts).count == 1)
    // The repetitions do not count: the timer still runs out five times.
    ue.receive(after: 60)
    #expect(ue.accepts.count == 8 && Set(ue.accepts).count == 1)
    ue.complete()
    ue.leave()
    scenario.expectUntouched()
  }

  @Test func noAcceptIsRepeatedForEver() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register(upTo: .accepted))
    for _ in 0..<100 { ue.sendProtected(.registrationRequest(ue.registrationRequest())) }
    ue.receive(after: 60)
    let counts = Dictionary(grouping: ue.accepts) { $0 }.values.map(\.count)
    #expect((counts.max() ?? .max) <= 9)
    ue.complete()
    ue.leave()
    scenario.expectUntouched()
  }

  /// TS 24.501 §5.5.1.2.8 d 1.
  @Test func anotherRequestBeforeTheCompleteStartsAnew() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register(upTo: .accepted))
    let first = ue.guti
    var request = ue.registrationRequest()
    request.requestedDRXParameters = FiveGSDRXParameters(value: .t64)
    let accept = try #require(ue.sendProtected(.registrationRequest(request)).accept)
    #expect(accept.negotiatedDRXParameters == FiveGSDRXParameters(value: .t64))
    #expect(ue.guti != nil && ue.guti != first)
    ue.complete()
    ue.receive(after: 60)
    #expect(ue.accepts.count == 2)
    ue.leave()
    scenario.expectUntouched()
  }

  // MARK: Radio capability

  /// TS 23.501 §5.4.4.1: kept from connection to connection, and got anew at an initial registration.
  @Test func theRadioCapabilityIsKeptUntilTheNextInitialRegistration() throws {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    let first = capabilities(in: network)
    #expect(first.indicated.count == 1 && first.given == [nil])
    network.releaseFromGNB()
    network.world.trace.reset()
    #expect(ue.requestService() == .accepted)
    network.world.run(for: .seconds(1))
    let second = capabilities(in: network)
    #expect(second.indicated.isEmpty && second.given == [first.indicated[0]])
    network.releaseFromGNB()
    network.world.trace.reset()
    ue.restart()
    #expect(ue.register().isRegistered)
    network.world.run(for: .seconds(1))
    let third = capabilities(in: network)
    #expect(third.indicated == first.indicated && third.given == [nil])
  }

  @Test(arguments: [100, 101]) func aRadioCapabilityThatIsTooLongIsNotStored(_ octets: Int) throws {
    let scenario = try HostileScenario {
      $0.amf = {
        $0.timers.signallingRelease = .zero
        $0.limits.ueRadioCapabilityOctets = 100
      }
    }
    let ue = scenario.attacker()
    #expect(ue.register())
    let capability = [UInt8](repeating: 7, count: octets)
    let amf = try #require(scenario.gnb.amfUENGAPIDs[ue.ran])
    let indication = UERadioCapabilityInfoIndication(amfUENGAPID: amf, ranUENGAPID: ue.ran, ueRadioCapability: capability)
    let events = try scenario.securityEvents { try scenario.gnb.exchange(.ueRadioCapabilityInfoIndication(indication)) }
    #expect(events == (octets > 100 ? 1 : 0))
    ue.ran += 100
    let update = ue.registrationRequest(.fiveGGUTI(try #require(ue.guti)), type: .mobilityRegistrationUpdating)
    #expect(ue.send(ue.protectInitial(.registrationRequest(update))).accept != nil)
    #expect(scenario.gnb.contextSetups.last?.ueRadioCapability == (octets > 100 ? nil : capability))
    ue.complete()
    ue.leave()
    scenario.expectUntouched()
  }

  // MARK: Limits

  /// TS 38.413 §8.7.5: the gNB learns that the UE it named cannot be taken.
  @Test func moreUEsThanTheAMFTakesAreRefusedAndTheOthersStay() throws {
    let scenario = try HostileScenario {
      $0.amf = {
        $0.timers.signallingRelease = .zero
        $0.limits.ues = 2
      }
    }
    let second = scenario.attacker()
    #expect(second.register())
    let third = scenario.attacker(3)
    let octets = HostileUE.octets(.registrationRequest(third.registrationRequest()))
    let answers = scenario.gnb.exchange(scenario.gnb.initialUEMessage(third.ran, nas: octets))
    guard answers.count == 1, case .initiatingMessage(.errorIndication(let indication))? = answers.first else {
      Issue.record("\(answers)")
      return
    }
    #expect(indication.cause == .misc(.controlProcessingOverload))
    #expect(indication.ranUENGAPID == third.ran && indication.amfUENGAPID == nil)
    #expect(scenario.connections(of: scenario.gnb) == 1)
    #expect(!second.sendProtected(second.sessionRequest(1)).isEmpty)
    scenario.expectService()
    second.leave()
    scenario.world.run(for: .seconds(1))
    #expect(third.register())
    third.leave()
    scenario.expectUntouched()
  }

  // MARK: Steps

  /// Registers a UE whose whole request, in the Security Mode Complete, is changed; then it leaves, or `given` stays.
  private func accept(
    _ scenario: HostileScenario, _ given: HostileUE? = nil, _ change: (inout RegistrationRequest) -> Void
  ) throws -> RegistrationAccept {
    let ue = given ?? scenario.attacker()
    #expect(ue.register(upTo: .authenticated))
    var request = ue.registrationRequest()
    change(&request)
    let accept = try #require(ue.completeSecurityMode(HostileUE.octets(.registrationRequest(request))).accept)
    ue.complete()
    if given == nil { ue.leave() }
    return accept
  }

  private func withSessions(_ scenario: HostileScenario, _ sessions: UInt8...) throws -> HostileUE {
    let ue = scenario.attacker()
    #expect(ue.register())
    for id in sessions {
      ue.sendProtected(ue.sessionRequest(id, transaction: id))
      ue.receive(after: 1)
    }
    #expect(scenario.network.upfSessionCount() == 1 + sessions.count)
    return ue
  }

  private struct SessionAnswer {
    var status: SessionBitmap?
    var result: SessionBitmap?
    var causes: PDUSessionReactivationResultErrorCause?
  }

  private func ask(_ ue: HostileUE, _ carrier: Carrier, status: [UInt8]? = nil, uplink: [UInt8]? = nil) throws -> SessionAnswer? {
    let guti = try #require(ue.guti)
    let (status, uplink) = (status.map { SessionBitmap($0) }, uplink.map { SessionBitmap($0) })
    switch carrier {
    case .registration:
      var request = ue.registrationRequest(.fiveGGUTI(guti), type: .mobilityRegistrationUpdating)
      (request.pduSessionStatus, request.uplinkDataStatus) = (status, uplink)
      return ue.sendProtected(.registrationRequest(request)).accept.map {
        SessionAnswer(
          status: $0.pduSessionStatus, result: $0.pduSessionReactivationResult, causes: $0.pduSessionReactivationResultErrorCause)
      }
    case .service:
      let request = ServiceRequest(
        ngKSI: NAS.NASKeySetIdentifier(value: ue.ngKSI), serviceType: .data, fiveGSTMSI: .fiveGSTMSI(guti.fiveGSTMSI),
        uplinkDataStatus: uplink, pduSessionStatus: status)
      let answers = ue.sendProtected(.serviceRequest(request))
      guard case .serviceAccept(let accept)? = answers.first(where: { if case .serviceAccept = $0 { true } else { false } }) else {
        return nil
      }
      return SessionAnswer(
        status: accept.pduSessionStatus, result: accept.pduSessionReactivationResult, causes: accept.pduSessionReactivationResultErrorCause)
    }
  }

  /// Tracking areas 1 and 2 with both slices, 3 with the first alone, 4 without a gNB.
  private func areas() -> ScenarioNetwork {
    let network = ScenarioNetwork {
      $0.tacs = [1, 2, 3, 4]
      $0.slices = [Base.SNSSAI(sst: 1), Base.SNSSAI(sst: 2, sd: 0x0A)]
    }
    for (tac, slices) in [(UInt32(1), [one, two]), (2, [one, two]), (3, [one])] { addGNB(to: network, tac, slices) }
    return network
  }

  private func addGNB(to network: ScenarioNetwork, _ tac: UInt32, _ slices: [Base.SNSSAI]) {
    let plmn = network.options.plmn
    network.addGNB { $0.trackingAreas = [.init(tac: tac, plmns: [.init(plmn: plmn, slices: slices)])] }
  }

  /// Successful authentications of the AUSF.
  private func authentications(in network: ScenarioNetwork) -> Int? {
    let ausf = network.functions.ausf
    return network.world.run(on: network.functions.coreLoop) { await ausf.snapshot()["successes"]?.integerValue(Int.self) } ?? nil
  }

  /// Registration requests with which connections of a gNB began, as far as they are in clear.
  private func initialRequests(at gnb: Int, in network: ScenarioNetwork) -> [RegistrationRequest] {
    network.sentNGAP(by: "gnb-\(gnb)").compactMap { pdu in
      guard case .initiatingMessage(.initialUEMessage(let message)) = pdu, let header = try? ProtectedNASMessage(decoding: message.nasPDU),
        case .registrationRequest(let request)? = try? FiveGMMMessage(decoding: header.payload)
      else { return nil }
      return request
    }
  }

  /// What gNB 1 told the AMF of radio capabilities, and what the AMF's context setups told gNBs.
  private func capabilities(in network: ScenarioNetwork) -> (indicated: [[UInt8]], given: [[UInt8]?]) {
    let indicated = network.sentNGAP(by: "gnb-1").compactMap { pdu -> [UInt8]? in
      if case .initiatingMessage(.ueRadioCapabilityInfoIndication(let message)) = pdu { message.ueRadioCapability } else { nil }
    }
    let given = network.sentNGAP(by: "amf").compactMap { pdu -> [UInt8]?? in
      if case .initiatingMessage(.initialContextSetupRequest(let message)) = pdu { .some(message.ueRadioCapability) } else { nil }
    }
    return (indicated, given)
  }

  /// TS 24.501 §9.11.3.46: a slice that the PLMN does not have is not available in the PLMN, subscribed or not.
  @Test func aSubscribedSliceThatThePLMNHasNotIsRejectedForThePLMN() throws {
    let scenario = try HostileScenario { $0.slices = [1, 2].map { Base.SNSSAI(sst: $0) } }
    scenario.network.updateSubscriber(2) { $0.slices[1].snssai = Base.SNSSAI(sst: 9) }
    let ue = scenario.attacker()
    #expect(ue.register(upTo: .authenticated))
    var request = ue.registrationRequest()
    request.requestedNSSAI = NSSAI([1, 9].map { NAS.SNSSAI(sst: $0) })
    let answers = ue.completeSecurityMode(HostileUE.octets(.registrationRequest(request)))
    for case .registrationAccept(let accept) in answers {
      #expect(accept.rejectedNSSAI?.entries == [.init(sst: 9, cause: .notAvailableInTheCurrentPLMNOrSNPN)])
    }
  }
}

extension [FiveGMMMessage] {
  fileprivate var accept: RegistrationAccept? {
    lazy.compactMap { if case .registrationAccept(let message) = $0 { message } else { nil } }.first
  }
}

extension HostileUE {
  fileprivate var accepts: [RegistrationAccept] {
    downlink.compactMap { if case .registrationAccept(let message) = $0 { message } else { nil } }
  }

  fileprivate func complete() { sendProtected(.registrationComplete(RegistrationComplete())) }
}

extension HostileGNB {
  fileprivate var contextSetups: [InitialContextSetupRequest] {
    received.compactMap { if case .initiatingMessage(.initialContextSetupRequest(let request)) = $0 { request } else { nil } }
  }

  /// NG Setup with slices in tracking area 1; `noSD` is sent for a slice without a differentiator.
  fileprivate func setUp(slices: [Base.SNSSAI], noSD: FixedOctets? = nil) throws {
    var request = setupRequest()
    request.supportedTAList[0].broadcastPLMNList[0].taiSliceSupportList = slices.map { slice in
      let sd = slice.sd.map { FixedOctets(UInt64($0), count: 3) }
      return SliceSupportItem(sNSSAI: NGAP.SNSSAI(sst: [slice.sst], sd: sd ?? noSD))
    }
    let answers = try exchange(.ngSetupRequest(request))
    #expect(answers.last?.isSetupResponse == true)
  }
}

import Base
import NAS
import SBI
import Security
import Storage
import Testing
import UE

/// Registrations that do not come to an accept: the cause that the UE gets for each reason (TS 24.501 §5.4.1.3, §5.4.2, §5.5.1.2.5,
/// §5.5.1.3.5), and what stays behind of them, which is nothing.
@Suite struct RegistrationRejectScenarios {
  private typealias PLMN = Base.PLMNIdentity

  // MARK: Subscription and place

  enum Obstacle { case disabledSubscriber, forbiddenRAT, forbiddenArea, roamingNotAllowed, foreignServingNetwork }

  @Test(arguments: [
    (Obstacle.disabledSubscriber, UInt8(3)), (.forbiddenRAT, 27), (.forbiddenArea, 12), (.roamingNotAllowed, 11),
    (.foreignServingNetwork, 73),
  ])
  func theUEIsToldWhyItsSubscriptionDoesNotLetItIn(_ obstacle: Obstacle, _ cause: UInt8) {
    let network = ScenarioNetwork { if obstacle == .foreignServingNetwork { $0.ausf = { $0.servingNetworks = [] } } }
    network.addGNB()
    network.addSubscriber(1) {
      $0.isEnabled = obstacle != .disabledSubscriber
      if obstacle == .forbiddenRAT { $0.restrictions.forbiddenRATs = ["NR"] }
      if obstacle == .forbiddenArea { $0.restrictions.forbiddenTACs = [1] }
    }
    if obstacle == .roamingNotAllowed {
      network.functions.refuse("amf-3gpp-access", at: "udm", with: SBIFailure(status: 403, cause: "ROAMING_NOT_ALLOWED"))
    }
    let ue = network.addUE(1)
    guard case .rejected(cause, _, retryAfter: nil) = ue.register() else {
      Issue.record("not rejected with #\(cause)")
      return
    }
    network.world.run(for: .seconds(60))
    #expect(ue.snapshot["state"] == "deregistered")
    expectNothing(of: network)
  }

  @Test func aSubscriberThatIsRemovedDuringItsRegistrationGetsCause7() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register(upTo: .authenticated))
    scenario.network.removeSubscriber(2)
    #expect(ue.completeSecurityMode().reject?.cause == .fiveGSServicesNotAllowed)
    #expect(ue.isLastProtected && scenario.gnb.released.contains(ue.ran))
    scenario.expectUntouched()
  }

  @Test(arguments: [("999", UInt32(99), FiveGMMCause.noSuitableCellsInTrackingArea), ("001", 1, .plmnNotAllowed)])
  func aUEWhereTheAMFDoesNotServeIsSentAway(_ mcc: String, _ tac: UInt32, _ cause: FiveGMMCause) throws {
    let scenario = try HostileScenario()
    #expect(try scenario.gnb.setUp(tacs: [1, 99]).last?.isSetupResponse == true)
    let home = scenario.gnb.cell
    let plmn = try #require(PLMN(mcc: mcc, mnc: scenario.network.options.plmn.mnc))
    scenario.gnb.cell = (plmn, tac)
    let ue = scenario.attacker()
    let answers = ue.sendPlain(.registrationRequest(ue.registrationRequest()))
    #expect(answers.count == 1 && answers.reject?.cause == cause)
    #expect(scenario.gnb.released.contains(ue.ran))
    // Where it is served the same UE is welcome.
    scenario.gnb.cell = home
    ue.ran += 100
    #expect(ue.register())
    ue.leave()
    scenario.expectUntouched()
  }

  /// TS 24.501 §5.5.1.2.5: #62 says for each requested slice why it was rejected.
  @Test func aUEThatMayUseNoSliceHereGetsCause62WithTheRejectedSlices() throws {
    let scenario = try HostileScenario { $0.slices = [Base.SNSSAI(sst: 1), Base.SNSSAI(sst: 2, sd: 0x0A)] }
    scenario.network.updateSubscriber(2) {
      $0.slices.removeFirst()
      $0.slices[0].isDefault = true
    }
    let ue = scenario.attacker()
    #expect(ue.register(upTo: .authenticated))
    var request = ue.registrationRequest()
    request.requestedNSSAI = NSSAI([NAS.SNSSAI(sst: 1), NAS.SNSSAI(sst: 2, sd: 0x0A)])
    let reject = ue.completeSecurityMode(HostileUE.octets(.registrationRequest(request))).reject
    #expect(reject?.cause == .noNetworkSlicesAvailable)
    #expect(
      reject?.rejectedNSSAI?.entries == [
        .init(sst: 1, cause: .notAvailableInTheCurrentPLMNOrSNPN),
        .init(sst: 2, sd: 0x0A, cause: .notAvailableInTheCurrentRegistrationArea),
      ])
    #expect(ue.isLastProtected && scenario.gnb.released.contains(ue.ran))
    scenario.expectUntouched()
  }

  /// TS 24.501 §5.5.1.2.6; the type of registration is known from the initial message, or only from the container.
  @Test(arguments: [HostileUE.Step?.none, .authenticated])
  func aRegistrationForEmergencyServicesIsNotAccepted(_ step: HostileUE.Step?) throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    if let step { #expect(ue.register(upTo: step)) }
    let message = FiveGMMMessage.registrationRequest(ue.registrationRequest(type: .emergencyRegistration))
    let answers = step == nil ? ue.sendPlain(message) : ue.completeSecurityMode(HostileUE.octets(message))
    #expect(answers.count == 1 && answers.reject?.cause == .peiNotAccepted)
    #expect(ue.isLastProtected == (step != nil) && scenario.gnb.released.contains(ue.ran))
    scenario.expectUntouched()
  }

  /// TS 24.501 §4.4.4.3 b: the answer to a request for a SUCI is processed without protection, whatever identity it carries.
  @Test(arguments: [FiveGSMobileIdentity.noIdentity, .imei("356938035643809"), .imeisv("4370816125816151")])
  func anIdentityResponseWithoutSUCIGetsCause9(_ identity: FiveGSMobileIdentity) throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    let unknown = NAS.FiveGGUTI(plmn: ue.plmn, amfRegionID: 1, amfSetID: 1, amfPointer: 0, fiveGTMSI: 0x0102_0304)
    ue.sendPlain(.registrationRequest(ue.registrationRequest(.fiveGGUTI(unknown))))
    let answers = ue.sendPlain(.identityResponse(IdentityResponse(mobileIdentity: identity)))
    guard case .registrationReject(let reject)? = answers.last else {
      Issue.record("\(answers)")
      return
    }
    #expect(reject.cause == .ueIdentityCannotBeDerivedByTheNetwork)
    scenario.expectUntouched()
  }

  // MARK: Congestion

  /// TS 24.501 §5.5.1.2.5: the T3346 of a reject without protection is not believed, the UE draws 15 to 30 minutes by itself; without
  /// one it tries again after T3511 (§5.5.1.2.7).
  @Test func congestionBeforeSecurityPutsTheUEOffForATimeOfItsOwn() throws {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    network.functions.stop("udm")
    guard case .rejected(22, _, let retryAfter?) = ue.register() else {
      Issue.record("not rejected with #22")
      return
    }
    let rejects = network.sentNGAP(by: "amf").compactMap { pdu -> RegistrationReject? in
      guard case .initiatingMessage(.downlinkNASTransport(let message)) = pdu,
        case .registrationReject(let reject)? = try? FiveGMMMessage(decoding: message.nasPDU)
      else { return nil }
      return reject
    }
    let reject = try #require(rejects.first)
    #expect(rejects.count == 1)
    #expect(reject.t3346Value == nil ? retryAfter == .seconds(10) : retryAfter >= .seconds(900) && retryAfter < .seconds(1800))
    expectRegistration(of: ue, in: network, after: retryAfter)
  }

  @Test func congestionAfterSecurityPutsTheUEOffForT3346() {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    network.functions.refuse("amf-3gpp-access", at: "udm", with: SBIFailure(status: 503, cause: "NF_CONGESTION"))
    guard case .rejected(22, _, .seconds(60)?) = ue.register() else {
      Issue.record("not rejected with #22 and T3346")
      return
    }
    network.world.run(for: .seconds(15))
    expectNothing(of: network)
    expectRegistration(of: ue, in: network, after: .seconds(45))
  }

  /// The UDM is there again: the UE registers by itself when its time is over, and not before.
  private func expectRegistration(of ue: SimulatedUE, in network: ScenarioNetwork, after wait: Duration) {
    network.functions.restore("udm")
    network.world.run(for: wait - .seconds(1))
    #expect(ue.snapshot["state"] == "deregistered")
    network.world.run(for: .seconds(2))
    #expect(ue.snapshot["state"] == "registered")
    #expect(network.amfSnapshot()["ues"]?[0]?["state"] == "registered")
  }

  /// An AUSF that is gone, or has forgotten the authentication, does not make the UE a fraud: no Authentication Reject, which would
  /// make its USIM invalid.
  @Test(arguments: [false, true]) func anAUSFThatCannotConfirmIsCongestion(_ hasForgotten: Bool) throws {
    let scenario = try HostileScenario { $0.ausf = { $0.contextLifetime = .seconds(1) } }
    let ue = scenario.attacker()
    let challenge = try challenge(of: ue)
    if hasForgotten { scenario.world.run(for: .seconds(2)) } else { scenario.network.functions.stop("ausf") }
    let answers = ue.answer(challenge)
    #expect(answers.count == 1 && answers.reject?.cause == .congestion)
    #expect(scenario.gnb.released.contains(ue.ran))
    scenario.network.functions.restore("ausf")
    ue.ran += 100
    #expect(ue.register())
    ue.leave()
    scenario.expectUntouched()
  }

  /// TS 24.501 §5.5.1.3.5: #22 aborts the update alone; keys, 5G-GUTI and sessions stay.
  @Test func congestionDuringAnUpdateLeavesTheUERegistered() throws {
    let scenario = try HostileScenario()
    let ue = try registered(scenario)
    scenario.network.functions.stop("ausf")
    let reject = ue.send(ue.protectInitial(.registrationRequest(try update(ue, lackingAlgorithms: true)))).reject
    #expect(reject?.cause == .congestion)
    #expect(reject?.t3346Value?.seconds == 60)
    #expect(ue.isLastProtected && scenario.gnb.released.contains(ue.ran))
    #expect(scenario.footprint().ues.contains(scenario.network.supi(2) + " registered [\n  1\n]"))
    scenario.network.functions.restore("ausf")
    ue.ran += 1
    #expect(ue.send(ue.protectInitial(.registrationRequest(try update(ue)))).accept != nil)
    ue.sendProtected(.registrationComplete(RegistrationComplete()))
    ue.leave()
    scenario.expectUntouched()
  }

  // MARK: Authentication

  @Test(arguments: [FiveGMMCause.macFailure, .nonFiveGAuthenticationUnacceptable], [false, true])
  func aChallengeThatTheUEDoesNotTrustEndsInAuthenticationRejectAfterIdentification(_ cause: FiveGMMCause, _ hasGUTI: Bool) throws {
    let scenario = try HostileScenario()
    scenario.network.updateSubscriber(2) { $0.credentials.key = SecretBytes(ScenarioNetwork.key(3)) }
    let ue = scenario.attacker()
    let challenge = try challenge(of: ue, hasGUTI: hasGUTI)
    #expect(ue.response(to: challenge) == nil)
    let asked = ue.fail(cause)
    guard asked.count == 1, case .identityRequest(let request)? = asked.last else {
      Issue.record("\(asked)")
      return
    }
    #expect(request.identityType == .suci)
    #expect(ue.sendPlain(.identityResponse(IdentityResponse(mobileIdentity: ue.suci))).isAuthenticationReject)
    #expect(scenario.gnb.released.contains(ue.ran))
    scenario.expectUntouched()
  }

  @Test(arguments: [false, true]) func aUSIMAheadOfTheNetworkGetsAFreshChallenge(_ hasGUTI: Bool) throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    var usim = try usim(ahead: 5000)
    let stale = try challenge(of: ue, hasGUTI: hasGUTI)
    let fresh = try #require(ue.fail(.synchFailure, auts: try auts(of: &usim, for: stale)).challenge)
    #expect(fresh.authenticationParameterRAND != stale.authenticationParameterRAND)
    let outcome = try usim.authenticate(
      rand: fresh.authenticationParameterRAND ?? [], autn: fresh.authenticationParameterAUTN?.octets ?? [])
    guard case .success(let success) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(success.sqn.seq == 5001)
    ue.answer(fresh)
    #expect(ue.completeSecurityMode().accept != nil)
    ue.sendProtected(.registrationComplete(RegistrationComplete()))
    ue.leave()
    scenario.expectUntouched()
  }

  /// TS 24.501 §5.4.1.3.7 f: the network may end the procedure at the second failure in a row.
  @Test func twoSynchronisationFailuresInARowEndInAuthenticationReject() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    let first = try challenge(of: ue)
    var (ahead, further) = (try usim(ahead: 5000), try usim(ahead: 9000))
    let second = try #require(ue.fail(.synchFailure, auts: try auts(of: &ahead, for: first)).challenge)
    #expect(ue.fail(.synchFailure, auts: try auts(of: &further, for: second)).isAuthenticationReject)
    #expect(scenario.gnb.released.contains(ue.ran))
    #expect(sequenceNumber(of: 2, in: scenario)?.seq == 5001)
    scenario.expectUntouched()
  }

  /// TS 33.102 §6.3.5: only an AUTS that verifies moves the home network's sequence number.
  @Test func anAUTSThatDoesNotVerifyGetsCause3AndMovesNoSequenceNumber() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register(upTo: .requested))
    let before = sequenceNumber(of: 2, in: scenario)
    let events = scenario.securityEvents {
      #expect(ue.fail(.synchFailure, auts: [UInt8](repeating: 0x5A, count: 14)).reject?.cause == .illegalUE)
    }
    #expect(events == 1)
    #expect(scenario.gnb.released.contains(ue.ran))
    #expect(before != nil && sequenceNumber(of: 2, in: scenario) == before)
    ue.ran += 100
    #expect(ue.register())
    ue.leave()
    scenario.expectUntouched()
  }

  /// TS 24.501 §7.7.1: an AUTS that is too short is as good as none, and without one there is nothing to synchronise with.
  @Test(arguments: [nil, 0, 13]) func aSynchronisationFailureWithoutAUTSEndsInAuthenticationReject(_ count: Int?) throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register(upTo: .requested))
    let auts = count.map { [0x30, UInt8($0)] + [UInt8](repeating: 0x5A, count: $0) } ?? []
    #expect(ue.send([0x7E, 0x00, 0x59, FiveGMMCause.synchFailure.rawValue] + auts).isAuthenticationReject)
    #expect(scenario.gnb.released.contains(ue.ran))
    scenario.expectUntouched()
  }

  /// TS 24.501 §5.4.1.3.7 e.
  @Test func aKeySetIdentifierThatIsInUseIsReplaced() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    let first = try challenge(of: ue)
    let second = try #require(ue.fail(.ngKSIAlreadyInUse).challenge)
    #expect(first.ngKSI != second.ngKSI && second.ngKSI.value < 7)
    guard case .securityModeCommand(let command)? = ue.answer(second).last else {
      Issue.record("no security mode command")
      return
    }
    #expect(command.ngKSI == second.ngKSI)
    #expect(ue.completeSecurityMode().accept != nil)
    ue.sendProtected(.registrationComplete(RegistrationComplete()))
    ue.leave()
    scenario.expectUntouched()
  }

  @Test func threeKeySetIdentifiersInUseEndInAuthenticationReject() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    var identifiers = [try challenge(of: ue).ngKSI.value]
    for _ in 0..<2 { identifiers.append(try #require(ue.fail(.ngKSIAlreadyInUse).challenge).ngKSI.value) }
    #expect(Set(identifiers).count == 3)
    #expect(ue.fail(.ngKSIAlreadyInUse).isAuthenticationReject)
    #expect(scenario.gnb.released.contains(ue.ran))
    scenario.expectUntouched()
  }

  @Test(arguments: ["rand", "autn", "hxresStar"]) func aChallengeThatNoUEUnderstandsNeverReachesIt(_ member: String) throws {
    let scenario = try HostileScenario()
    var data = Av5gAka(
      rand: String(repeating: "1", count: 32), hxresStar: String(repeating: "2", count: 32), autn: String(repeating: "3", count: 32)
    ).object
    data[member] = .string(String(repeating: "1", count: 30))
    let context = UEAuthenticationCtx(
      authType: .fiveGAka, fiveGAuthData: .object(data),
      links: SBIMap([(key: "5g-aka", value: ["href": "http://127.0.0.13/5g-aka"] as JSON)]))
    scenario.network.functions.answer(
      "ue-authentications", at: "ausf",
      with: SBIResponse(status: 201, headers: [SBIHeader("location", "http://127.0.0.13/1")], body: .json(context.json)))
    let ue = scenario.attacker()
    let answers = ue.sendPlain(.registrationRequest(ue.registrationRequest()))
    #expect(answers.count == 1 && answers.reject?.cause == .congestion, "\(answers)")
    #expect(scenario.gnb.released.contains(ue.ran))
    scenario.network.functions.restore("ausf")
    scenario.expectUntouched()
  }

  // MARK: Security mode

  @Test func aSecurityModeRejectEndsTheRegistration() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register(upTo: .authenticated))
    #expect(ue.sendPlain(.securityModeReject(SecurityModeReject(cause: .securityModeRejectedUnspecified))).isEmpty)
    #expect(scenario.gnb.released.contains(ue.ran))
    ue.receive(after: 60)
    #expect(!ue.downlink.contains { if case .registrationAccept = $0 { true } else { false } })
    scenario.expectUntouched()
  }

  /// TS 24.501 §4.4.6, §5.5.1.2.8 b: the container of the Security Mode Complete has to be the registration request.
  @Test(arguments: [[0x7E, 0x00, 0x41], [0x7E, 0x00, 0x5E], [0x7E, 0x00, 0x43]] as [[UInt8]])
  func anotherMessageInTheSecurityModeCompleteGetsCause96(_ container: [UInt8]) throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register(upTo: .authenticated))
    #expect(ue.completeSecurityMode(container).reject?.cause == .invalidMandatoryInformation)
    #expect(ue.isLastProtected && scenario.gnb.released.contains(ue.ran))
    scenario.expectUntouched()
  }

  /// TS 24.501 §4.4.3.5, §5.5.1.3.4: keys whose algorithms the UE does not support any more are replaced.
  @Test func anUpdateWithoutTheAlgorithmsInUseLeadsToNewKeys() throws {
    let scenario = try HostileScenario()
    let ue = try registered(scenario)
    let (successor, answer) = try challengedUpdate(of: ue)
    guard case .securityModeCommand(let command)? = ue.sendProtected(.authenticationResponse(answer)).last else {
      Issue.record("no security mode command")
      return
    }
    #expect(command.ngKSI.value == successor.ngKSI && successor.ngKSI != ue.ngKSI)
    #expect(command.selectedNASSecurityAlgorithms == NASSecurityAlgorithms(ciphering: .ea1, integrity: .ia1))
    #expect(command.replayedUESecurityCapabilities == NAS.UESecurityCapability(ea: [0, 1], ia: [1]))
    // TS 24.501 §5.4.2.2: the initial message came whole, nothing is to be sent again.
    #expect(command.additionalFiveGSecurityInformation?.retransmissionOfInitialNASMessageRequested != true)
    #expect(successor.completeSecurityMode(.some(nil)).accept != nil)
    successor.sendProtected(.registrationComplete(RegistrationComplete()))
    #expect(scenario.footprint().ues.contains(scenario.network.supi(2) + " registered [\n  1\n]"))
    // What is protected with the keys of before is nothing any more.
    let outdated = scenario.securityEvents { #expect(ue.sendProtected(ue.sessionRequest(2)).isEmpty) }
    #expect(outdated == 1)
    #expect(!successor.sendProtected(successor.sessionRequest(2)).isEmpty)
    successor.leave()
    scenario.expectUntouched()
  }

  /// TS 24.501 §5.4.2.5: the security context in use before stays in use.
  @Test func aSecurityModeRejectLeavesTheKeysOfBeforeInForce() throws {
    let scenario = try HostileScenario()
    let ue = try registered(scenario)
    let (successor, answer) = try challengedUpdate(of: ue)
    guard case .securityModeCommand? = ue.sendProtected(.authenticationResponse(answer)).last else {
      Issue.record("no security mode command")
      return
    }
    #expect(ue.sendProtected(.securityModeReject(SecurityModeReject(cause: .ueSecurityCapabilitiesMismatch))).isEmpty)
    #expect(scenario.gnb.released.contains(ue.ran))
    #expect(scenario.footprint().ues.contains(scenario.network.supi(2) + " registered [\n  1\n]"))
    successor.ran += 1
    let again = FiveGMMMessage.registrationRequest(try update(ue))
    let forged = scenario.securityEvents { #expect(successor.send(successor.protectInitial(again)).accept == nil) }
    #expect(forged == 1)
    ue.ran += 2
    #expect(ue.send(ue.protectInitial(again)).accept != nil)
    ue.sendProtected(.registrationComplete(RegistrationComplete()))
    ue.leave()
    scenario.expectUntouched()
  }

  /// TS 33.501 §5.3.2, §5.5.2: NIA0 is for a network that was told to use it, and a UE that was told to accept it.
  @Test(arguments: [(false, true), (true, false), (true, true)])
  func nullIntegrityIsUsedOnlyWhereBothSidesAllowIt(_ isAllowedByNetwork: Bool, _ isAllowedByUE: Bool) {
    let network = ScenarioNetwork {
      $0.amf = {
        guard isAllowedByNetwork else { return }
        $0.allowsNullIntegrity = true
        $0.integrityPreference = [0]
      }
    }
    network.addGNB()
    network.addSubscriber(1)
    let ue = network.addUE(1) {
      $0.integrity = [.nia0]
      $0.allowsNullIntegrity = isAllowedByUE
    }
    let outcome = ue.register()
    switch (isAllowedByNetwork, isAllowedByUE) {
    case (true, true):
      #expect(outcome.isRegistered)
      #expect(network.amfSnapshot()["ues"]?[0]?["integrity"] == "NIA0")
      #expect(ue.establish().session.map { ue.ping($0, to: DataNetworkHost.v4) } == true)
    case (false, _):
      guard case .rejected(23, _, _) = outcome else {
        Issue.record("\(outcome)")
        return
      }
    default: #expect(!outcome.isRegistered)
    }
    guard !outcome.isRegistered else { return }
    network.world.run(for: .seconds(2))
    expectNothing(of: network)
  }

  // MARK: Identity and coding

  /// TS 24.501 §5.5.1.2.5: #9 for a SUCI that is none, in the request or in the answer to the identity request. Profile A needs the
  /// identifier of a key (TS 23.003 §2.2B).
  @Test(arguments: [false, true]) func anIdentityThatCannotBeReadGetsCause9(_ hasGUTI: Bool) throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    let suci = FiveGSMobileIdentity.suci(
      NAS.SUCI(
        NAS.SUCI.IMSI(
          plmn: ue.plmn, routingIndicator: "0", protectionSchemeID: 1, homeNetworkPublicKeyID: 0,
          schemeOutput: [UInt8](repeating: 9, count: 45))))
    if hasGUTI { #expect(ue.requestWithUnknownGUTI() == 1) }
    let answers =
      hasGUTI
      ? ue.sendPlain(.identityResponse(IdentityResponse(mobileIdentity: suci)))
      : ue.sendPlain(.registrationRequest(ue.registrationRequest(suci)))
    #expect(answers.count == 1 && answers.reject?.cause == .ueIdentityCannotBeDerivedByTheNetwork)
    #expect(scenario.gnb.released.contains(ue.ran))
    scenario.expectUntouched()
  }

  /// TS 24.501 §8.2.6.4: a periodic update has no security capability; where the UE is not known that is no error of its own.
  @Test func aPeriodicUpdateOfAnUnknownUEGetsCause9() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    let unknown = NAS.FiveGGUTI(plmn: ue.plmn, amfRegionID: 1, amfSetID: 1, amfPointer: 0, fiveGTMSI: 0x0102_0304)
    var request = ue.registrationRequest(.fiveGGUTI(unknown), type: .periodicRegistrationUpdating)
    request.ueSecurityCapability = nil
    let answers = ue.sendPlain(.registrationRequest(request))
    #expect(answers.count == 1 && answers.reject?.cause == .ueIdentityCannotBeDerivedByTheNetwork)
    #expect(scenario.gnb.released.contains(ue.ran))
    scenario.expectUntouched()
  }

  /// TS 24.501 §5.5.1.2.8 b, §7.5.1: a mandatory IE that is missing or wrong, an unknown IE that has to be understood, and no security
  /// capability.
  @Test(arguments: MalformedRequest.allCases) func aMalformedRegistrationRequestGetsCause96(_ kind: MalformedRequest) throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    let answers = ue.send(kind.octets(ue))
    #expect(answers.count == 1 && answers.reject?.cause == .invalidMandatoryInformation)
    #expect(scenario.gnb.released.contains(ue.ran))
    scenario.expectUntouched()
  }

  enum MalformedRequest: CaseIterable {
    case noIdentity, emptyIdentity, identityCutOff, comprehensionRequired, noSecurityCapability

    func octets(_ ue: HostileUE) -> [UInt8] {
      var request = ue.registrationRequest()
      if self == .noSecurityCapability { request.ueSecurityCapability = nil }
      let whole = HostileUE.octets(.registrationRequest(request))
      return switch self {
      case .noIdentity: Array(whole.prefix(4))
      case .emptyIdentity: Array(whole.prefix(4)) + [0, 0] + whole.suffix(4)
      case .identityCutOff: Array(whole.prefix(10))
      case .comprehensionRequired: whole + [0x0E, 0x01, 0x00]
      case .noSecurityCapability: whole
      }
    }
  }

  // MARK: Steps

  private func expectNothing(of network: ScenarioNetwork) {
    #expect(network.amfSnapshot()["ues"]?.arrayValue?.isEmpty == true)
    let (udm, pcf) = (network.functions.udm, network.functions.pcf)
    let left = network.world.run(on: network.functions.coreLoop) {
      [await udm.snapshot()["sdmSubscriptions"], await pcf.snapshot()["accessPolicies"]]
    }
    #expect(left == [0, 0])
  }

  private func challenge(of ue: HostileUE, hasGUTI: Bool = false) throws -> AuthenticationRequest {
    guard hasGUTI else { return try #require(ue.sendPlain(.registrationRequest(ue.registrationRequest())).challenge) }
    #expect(ue.requestWithUnknownGUTI() == 1)
    return try #require(ue.sendPlain(.identityResponse(IdentityResponse(mobileIdentity: ue.suci))).challenge)
  }

  /// The USIM of subscriber 2 after it has accepted higher numbers than the network ever gave.
  private func usim(ahead seq: UInt64) throws -> USIM {
    let milenage = try Milenage(k: SecretBytes(ScenarioNetwork.key(2)), opc: SecretBytes(ScenarioNetwork.opc(2)))
    return USIM(algorithm: .milenage(milenage), acceptedSEQ: [UInt64](repeating: seq, count: Security.SequenceNumber.indexCount))
  }

  private func auts(of usim: inout USIM, for challenge: AuthenticationRequest) throws -> [UInt8] {
    let outcome = try usim.authenticate(
      rand: challenge.authenticationParameterRAND ?? [], autn: challenge.authenticationParameterAUTN?.octets ?? [])
    guard case .synchFailure(let auts) = outcome else {
      Issue.record("\(outcome)")
      return []
    }
    return auts
  }

  private func sequenceNumber(of number: Int, in scenario: HostileScenario) -> Security.SequenceNumber? {
    let (store, supi) = (scenario.network.store, scenario.network.supi(number))
    return scenario.world.run(on: scenario.network.functions.coreLoop) { try? await store.subscriber(supi)?.sqn } ?? nil
  }

  /// Subscriber 2, registered with a session, about to come over a new connection.
  private func registered(_ scenario: HostileScenario) throws -> HostileUE {
    let ue = scenario.attacker()
    #expect(ue.register())
    ue.sendProtected(ue.sessionRequest(1))
    ue.receive(after: 1)
    ue.ran += 100
    return ue
  }

  private func update(_ ue: HostileUE, lackingAlgorithms: Bool = false) throws -> RegistrationRequest {
    var request = ue.registrationRequest(.fiveGGUTI(try #require(ue.guti)), type: .mobilityRegistrationUpdating)
    if lackingAlgorithms { request.ueSecurityCapability = NAS.UESecurityCapability(ea: [0, 1], ia: [1]) }
    return request
  }

  /// A challenge for an update with other capabilities, and the same UE with the keys that it leads to.
  private func challengedUpdate(of ue: HostileUE) throws -> (successor: HostileUE, answer: AuthenticationResponse) {
    let challenge = try #require(ue.send(ue.protectInitial(.registrationRequest(try update(ue, lackingAlgorithms: true)))).challenge)
    #expect(ue.isLastProtected)
    let successor = HostileUE(ue.number, at: ue.gnb, ran: ue.ran, of: ue.scenario)
    successor.skipUsedSequenceNumbers(of: ue)
    (successor.ciphering, successor.integrity) = (.nea1, .nia1)
    let response = try #require(successor.response(to: challenge))
    return (successor, AuthenticationResponse(authenticationResponseParameter: response))
  }
}

extension [FiveGMMMessage] {
  fileprivate var reject: RegistrationReject? { if case .registrationReject(let message)? = last { message } else { nil } }
  fileprivate var accept: RegistrationAccept? {
    lazy.compactMap { if case .registrationAccept(let message) = $0 { message } else { nil } }.first
  }
  fileprivate var challenge: AuthenticationRequest? { if case .authenticationRequest(let message)? = last { message } else { nil } }
  fileprivate var isAuthenticationReject: Bool { if case .authenticationReject? = last { count == 1 } else { false } }
}

extension HostileUE {
  fileprivate func fail(_ cause: FiveGMMCause, auts: [UInt8]? = nil) -> [FiveGMMMessage] {
    sendPlain(
      .authenticationFailure(
        AuthenticationFailure(cause: cause, authenticationFailureParameter: auts.map { AuthenticationFailureParameter($0) })))
  }

  /// The last message to the UE was protected.
  fileprivate var isLastProtected: Bool { gnb.nas[ran]?.last.map { ProtectedNASMessage.isProtected($0) } ?? false }

  /// Comes with a 5G-GUTI that this network never gave; gives how many identity requests for a SUCI that brings.
  fileprivate func requestWithUnknownGUTI() -> Int {
    let unknown = NAS.FiveGGUTI(plmn: plmn, amfRegionID: 1, amfSetID: 1, amfPointer: 0, fiveGTMSI: 0x0102_0304)
    return sendPlain(.registrationRequest(registrationRequest(.fiveGGUTI(unknown)))).count {
      if case .identityRequest(let request) = $0 { request.identityType == .suci } else { false }
    }
  }
}

import Base
import NAS
import NGAP
import Runtime
import Security
import Simulation
import Testing
import UE

extension ScenarioNetwork {
  /// When a node has sent NGAP messages of a kind, since the trace was reset.
  func instantsOfNGAP(by node: String, where isWanted: (NGAPPDU) -> Bool) -> [Instant] {
    world.trace.events.filter { event in
      event.node == node && event.kind == .sent && event.interface == .n2 && (try? NGAPPDU(decoding: event.octets)).map(isWanted) == true
    }.map(\.instant)
  }

  /// The 5G-TMSIs of the AMF's PAGING messages since the trace was reset.
  fileprivate var pagedTMSIs: [UInt32] {
    sentNGAP(by: "amf").compactMap { pdu in
      guard case .initiatingMessage(.paging(let paging)) = pdu, case .fiveGSTMSI(let identity) = paging.uePagingIdentity else { return nil }
      return UInt32(truncatingIfNeeded: identity.fiveGTMSI.unsignedValue)
    }
  }

  fileprivate var pagingInstants: [Instant] {
    instantsOfNGAP(by: "amf") { if case .initiatingMessage(.paging) = $0 { true } else { false } }
  }

  /// A packet of the data network for a UE.
  func sendPacket(to address: IPAddress?) {
    guard let address else { return }
    dataNetwork.toUPF?(Ping(source: DataNetworkHost.v4, destination: address, identifier: 99).request(sequenceNumber: 1))
  }

  /// The AMF's view of a subscriber.
  func entry(_ n: Int) -> JSON? { amfSnapshot()["ues"]?.arrayValue?.first { $0["supi"] == .string(supi(n)) } }

  /// The SMF's view of the only session of a subscriber.
  func session(_ n: Int) -> JSON? { smfSnapshot()["sessions"]?.arrayValue?.first { $0["supi"] == .string(supi(n)) } }

  /// DEREGISTRATION REQUESTs to UEs that do without ciphering.
  fileprivate var deregistrationRequests: [DeregistrationRequestUETerminated] {
    sentNGAP(by: "amf").compactMap { pdu in
      guard case .initiatingMessage(.downlinkNASTransport(let transport)) = pdu,
        case .deregistrationRequestUETerminated(let request)? = readable(transport.nasPDU)
      else { return nil }
      return request
    }
  }
}

/// The message in octets that are not ciphered.
func readable(_ octets: [UInt8]) -> FiveGMMMessage? {
  try? FiveGMMMessage(decoding: (try? ProtectedNASMessage(decoding: octets))?.payload ?? octets)
}

extension HostileUE {
  /// A SERVICE REQUEST with the 5G-S-TMSI that the UE holds, or another one.
  func serviceRequest(_ type: NAS.ServiceType = .signalling, tmsi: UInt32? = nil) -> FiveGMMMessage {
    var identity = guti?.fiveGSTMSI ?? NAS.FiveGSTMSI(amfSetID: 1, amfPointer: 0, fiveGTMSI: 0)
    if let tmsi { identity.fiveGTMSI = tmsi }
    return .serviceRequest(
      ServiceRequest(ngKSI: NAS.NASKeySetIdentifier(value: ngKSI), serviceType: type, fiveGSTMSI: .fiveGSTMSI(identity)))
  }

  /// Asks for service on a new connection; gives whether the network took it.
  @discardableResult
  func comeBack(_ type: NAS.ServiceType = .signalling, tmsi: UInt32? = nil) -> Bool {
    ran += 1000
    let answers = send(protectInitial(serviceRequest(type, tmsi: tmsi))) + receive(after: 1)
    return answers.contains { if case .serviceAccept = $0 { true } else { false } }
  }

  /// The gNB asks for the UE's release.
  func becomeIdle() throws {
    let request = UEContextReleaseRequest(
      amfUENGAPID: gnb.amfUENGAPIDs[ran] ?? 0, ranUENGAPID: ran, cause: .radioNetwork(.userInactivity))
    try gnb.exchange(.ueContextReleaseRequest(request))
    scenario.world.run(for: .seconds(1))
  }
}

/// Service request, paging, and de-registration by the network (TS 23.502 §4.2.3, §4.2.2.3.3; TS 24.501 §5.4.4, §5.5.2.3, §5.6).
@Suite struct ServiceScenarios {
  /// UEs that are registered and hold a session each.
  private func served(ues count: Int = 1, _ configure: (inout ScenarioNetwork.Options) -> Void = { _ in }) throws -> (
    network: ScenarioNetwork, sessions: [PDUSessionInformation]
  ) {
    let network = ScenarioNetwork(configure)
    network.addGNB()
    for n in 1...count {
      network.addSubscriber(n)
      network.addUE(n) { $0.ciphering = [.nea0] }
    }
    var sessions: [PDUSessionInformation] = []
    for ue in network.ues {
      #expect(ue.register().isRegistered)
      sessions.append(try #require(ue.establish().session))
    }
    return (network, sessions)
  }

  private func wasDeregistered(_ ue: SimulatedUE, _ isWanted: (String) -> Bool = { _ in true }) -> Bool {
    ue.events.contains { if case .deregistered(let reason) = $0 { isWanted(reason) } else { false } }
  }

  // MARK: Service reject

  @Test func aServiceRequestWithoutContextIsRejectedWithCause9AndTheUERegistersAgain() throws {
    let (network, _) = try served()
    let ue = network.ues[0]
    network.releaseFromGNB()
    // The AMF gives the UE up while it hears nothing.
    network.cutUE()
    network.removeSubscriber(1)
    network.world.run(for: .seconds(31))
    #expect(network.amfSnapshot()["ues"]?.arrayValue?.isEmpty == true)
    network.addSubscriber(1)
    network.cutUE(1, false)
    network.world.run(for: .seconds(12))
    network.world.trace.reset()
    guard case .rejected(cause: 9, _) = ue.requestService() else {
      Issue.record("not rejected with #9")
      return
    }
    network.world.run(for: .seconds(15))
    #expect(ue.snapshot["state"] == "registered")
    #expect(ue.snapshot["sessions"]?.arrayValue?.isEmpty == true)
    #expect(network.entry(1)?["state"] == "registered")
    // TS 24.501 §5.6.1.5: the 5G-GUTI is deleted, so the initial registration that follows has the SUCI.
    let identities = network.sentNGAP(by: "gnb-1").compactMap { pdu -> FiveGSMobileIdentity? in
      guard case .initiatingMessage(.initialUEMessage(let message)) = pdu,
        case .registrationRequest(let request)? = readable(message.nasPDU)
      else { return nil }
      return request.mobileIdentity
    }
    #expect(identities.count == 1 && identities.first?.type == .suci)
    let session = try #require(ue.establish().session)
    #expect(ue.ping(session, to: DataNetworkHost.v4))
  }

  @Test func aServiceRequestWithoutProofIsRejectedWithCause9AndTheContextStays() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register())
    ue.sendProtected(ue.sessionRequest(1))
    scenario.world.run(for: .seconds(1))
    let held = scenario.footprint()
    var forged = ue.protectInitial(ue.serviceRequest())
    forged[2] ^= 1
    // TS 24.501 §4.4.4.3: the 5GMM context and its security stay unchanged.
    #expect(
      scenario.attacker(2).send(forged) == [.serviceReject(ServiceReject(cause: .ueIdentityCannotBeDerivedByTheNetwork))])
    scenario.world.run(for: .seconds(1))
    #expect(scenario.footprint() == held)
    #expect(!ue.sendProtected(ue.sessionRequest(2)).isEmpty)
    ue.leave()
    scenario.expectUntouched()
  }

  @Test func aServiceRequestOutsideTheRegistrationAreaIsRejectedWithCause10() throws {
    let scenario = try HostileScenario {
      let plmn = $0.plmn
      $0.amf = {
        $0.timers.signallingRelease = .zero
        $0.cipheringPreference = [0]
        $0.servedTAIs.append(Base.TAI(plmn: plmn, tac: 2))
      }
    }
    let ue = scenario.attacker()
    ue.ciphering = .nea0
    #expect(ue.register())
    let gnb = HostileGNB(number: 2, of: scenario.network)
    gnb.cell.tac = 2
    #expect(try gnb.setUp(tacs: [2]).last?.isSetupResponse == true)
    let answers = gnb.exchangeNAS(ue.protectInitial(ue.serviceRequest()), ran: 1)
    #expect(answers.compactMap(readable) == [.serviceReject(ServiceReject(cause: .implicitlyDeregistered))])
    #expect(answers.allSatisfy { ProtectedNASMessage.isProtected($0) })
    scenario.world.run(for: .seconds(1))
    #expect(gnb.released == [1])
    #expect(scenario.connections(of: gnb) == 0)
    let again = HostileUE(2, at: gnb, ran: 2, of: scenario.network)
    again.ciphering = .nea0
    again.skipUsedSequenceNumbers(of: ue)
    #expect(again.register())
    let areas = again.downlink.compactMap { if case .registrationAccept(let accept) = $0 { accept.taiList } else { nil } }
    #expect(areas.last?.contains(FiveGSTrackingAreaIdentity(plmn: ue.plmn, tac: 2)) == true)
    again.leave()
    scenario.expectUntouched()
  }

  /// TS 24.501 §5.6.1.8 b.
  @Test func aServiceRequestThatCannotBeReadIsRejectedWithCause96() throws {
    let scenario = try HostileScenario()
    let reject = FiveGMMMessage.serviceReject(ServiceReject(cause: .invalidMandatoryInformation))
    let registered = scenario.attacker(3)
    #expect(registered.register())
    // Without 5G-S-TMSI, and with one of no octets.
    for octets: [UInt8] in [[0x7E, 0, 0x4C, 0x10], [0x7E, 0, 0x4C, 0x10, 0, 0]] {
      let stranger = scenario.attacker(2)
      #expect(stranger.send(octets) == [reject])
      scenario.world.run(for: .seconds(1))
      #expect(scenario.gnb.released.contains(stranger.ran))
    }
    #expect(registered.send(registered.protect([0x7E, 0, 0x4C, 0x10])) == [reject])
    scenario.world.run(for: .seconds(1))
    #expect(scenario.gnb.released.contains(registered.ran))
    #expect(registered.comeBack())
    registered.leave()
    scenario.expectUntouched()
  }

  // MARK: 5GMM status

  /// TS 24.501 §7.4, §7.5.1, §7.6.1.
  private static let misplaced: [([UInt8], FiveGMMCause)] = [
    // Of the other direction, which is a type that does not exist here; and of no direction.
    ([0x7E, 0, 0x42, 1, 1], .messageTypeNonExistentOrNotImplemented), ([0x7E, 0, 0x3F], .messageTypeNonExistentOrNotImplemented),
    // Answers that nobody waits for: AUTHENTICATION RESPONSE, SECURITY MODE COMPLETE.
    ([0x7E, 0, 0x57, 0x2D, 16] + [UInt8](repeating: 1, count: 16), .messageTypeNotCompatibleWithTheProtocolState),
    ([0x7E, 0, 0x5E], .messageTypeNotCompatibleWithTheProtocolState),
    // UL NAS TRANSPORT without its container, with one that is longer than the message, with an IE that must be understood.
    ([0x7E, 0, 0x67, 1], .invalidMandatoryInformation), ([0x7E, 0, 0x67, 1, 0, 9, 0x2E], .invalidMandatoryInformation),
    ([0x7E, 0, 0x67, 1, 0, 4, 0x2E, 1, 1, 0xD6, 0x12, 1, 0x05, 1, 0], .invalidMandatoryInformation),
  ]

  @Test(arguments: misplaced)
  func aMessageOfARegisteredUEThatHasNoPlaceIsAnsweredByAStatus(_ octets: [UInt8], _ cause: FiveGMMCause) throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register())
    let held = scenario.footprint()
    #expect(ue.send(ue.protect(octets)) == [.fiveGMMStatus(FiveGMMStatus(cause: cause))])
    // The message is ignored otherwise.
    #expect(scenario.footprint() == held)
    #expect(!ue.sendProtected(ue.sessionRequest(1)).isEmpty)
    ue.leave()
    scenario.expectUntouched()
  }

  // MARK: 5G-GUTI

  /// TS 33.501 §6.12.3.
  @Test func aPagedUEGetsANew5GGUTIAndIsPagedWithItFromThenOn() throws {
    let (network, sessions) = try served()
    let ue = network.ues[0]
    var used: [UInt32] = []
    for _ in 0..<3 {
      network.releaseFromGNB()
      network.world.trace.reset()
      let received = ue.packets[sessions[0].id]?.count ?? 0
      network.sendPacket(to: sessions[0].ipv4)
      network.world.run(for: .seconds(5))
      #expect(ue.packets[sessions[0].id]?.count == received + 1)
      #expect(network.pagedTMSIs.count == 1)
      used += network.pagedTMSIs
      #expect(network.expiries(of: "T3555").isEmpty)
      let subject = ue.ue
      let own = network.world.run(on: ue.environment.loop as! VirtualLoop) { await subject.snapshot(includingIdentities: true) }
      #expect(own?["guti"] != nil && own?["guti"] == network.entry(1)?["fiveGGUTI"])
    }
    #expect(Set(used).count == 3)
  }

  /// T3550 or T3555 has run out five times (TS 24.501 §5.5.1.3.8 c, §5.4.4.6 b).
  @Test(arguments: [true, false], [true, false])
  func ofTwoValid5GGUTIsTheOneThatTheUEUsesStays(isRegistration: Bool, usesNew: Bool) throws {
    let scenario = try HostileScenario()
    let network = scenario.network
    let ue = scenario.attacker()
    #expect(ue.register())
    ue.sendProtected(ue.sessionRequest(1))
    scenario.world.run(for: .seconds(1))
    let held = try #require(ue.guti)
    ue.forgetDownlink()
    ue.sendProtected(
      isRegistration
        ? .registrationRequest(ue.registrationRequest(.fiveGGUTI(held), type: .mobilityRegistrationUpdating))
        : ue.serviceRequest(.mobileTerminatedServices))
    ue.receive(after: 40)
    #expect(offered5GTMSIs(ue).count == 5)
    let offered = Set(offered5GTMSIs(ue))
    let new = try #require(offered.first)
    #expect(offered.count == 1 && new != held.fiveGTMSI)

    let address = network.session(2)?["ipv4"]?.stringValue.flatMap { IPAddress($0) }
    try ue.becomeIdle()
    scenario.world.trace.reset()
    network.sendPacket(to: address)
    scenario.world.run(for: .seconds(1))
    #expect(Set(network.pagedTMSIs) == [held.fiveGTMSI, new])

    // The UE comes with one of them; the network, having sent it in clear, replaces it.
    ue.forgetDownlink()
    #expect(ue.comeBack(.mobileTerminatedServices, tmsi: usesNew ? new : held.fiveGTMSI))
    let last = try #require(offered5GTMSIs(ue).first)
    ue.sendProtected(.configurationUpdateComplete(ConfigurationUpdateComplete()))
    // Nothing but the last one leads to the UE any more.
    for (index, tmsi) in [held.fiveGTMSI, new].enumerated() {
      let answers = scenario.gnb.exchangeNAS(ue.protectInitial(ue.serviceRequest(tmsi: tmsi)), ran: 700 + UInt32(index))
      #expect(answers.compactMap(readable) == [.serviceReject(ServiceReject(cause: .ueIdentityCannotBeDerivedByTheNetwork))])
    }
    try ue.becomeIdle()
    scenario.world.trace.reset()
    network.sendPacket(to: address)
    scenario.world.run(for: .seconds(1))
    #expect(Set(network.pagedTMSIs) == [last])
    #expect(ue.comeBack(.mobileTerminatedServices, tmsi: last))
    ue.leave()
    scenario.expectUntouched()
  }

  private func offered5GTMSIs(_ ue: HostileUE) -> [UInt32] {
    ue.downlink.compactMap { message in
      switch message {
      case .registrationAccept(let accept): if case .fiveGGUTI(let guti)? = accept.fiveGGUTI { guti.fiveGTMSI } else { nil }
      case .configurationUpdateCommand(let command): if case .fiveGGUTI(let guti)? = command.fiveGGUTI { guti.fiveGTMSI } else { nil }
      default: nil
      }
    }
  }

  // MARK: Paging

  /// TS 24.501 §5.6.2.2.1, table 10.2.2; TS 23.502 §4.2.3.3, step 5.
  @Test func pagingIsRepeatedEverySixSecondsFourTimesAndDataIsDroppedForAWhileThen() throws {
    let (network, sessions) = try served()
    let ue = network.ues[0]
    network.releaseFromGNB()
    network.cutUE()
    network.world.trace.reset()
    network.sendPacket(to: sessions[0].ipv4)
    network.world.run(for: .seconds(40))
    let instants = network.pagingInstants
    #expect(instants.count == 5)
    #expect(zip(instants, instants.dropFirst()).allSatisfy { $1 - $0 == .seconds(6) })
    #expect(network.expiries(of: "T3513").count == 5)
    // The SMF's back-off began 30 s after the first paging, and lasts for 30 s.
    network.sendPacket(to: sessions[0].ipv4)
    network.world.run(for: .seconds(25))
    #expect(network.pagingInstants.count == 5)
    let received = ue.packets[sessions[0].id]?.count ?? 0
    network.sendPacket(to: sessions[0].ipv4)
    network.world.run(for: .seconds(1))
    #expect(network.pagingInstants.count == 6)
    network.cutUE(1, false)
    network.world.run(for: .seconds(10))
    #expect(network.entry(1)?["connection"] == "CM-CONNECTED")
    // What waited before the back-off is not delivered.
    #expect(ue.packets[sessions[0].id]?.count == received + 1)
  }

  /// A UE that is idle and out of reach, for longer than the mobile reachable timer (TS 24.501 §5.3.7).
  private func unreachable() throws -> (network: ScenarioNetwork, session: PDUSessionInformation) {
    let (network, sessions) = try served {
      $0.amf = {
        $0.timers.t3512 = .seconds(120)
        $0.timers.mobileReachableMargin = .seconds(60)
        $0.timers.implicitDeregistration = .seconds(600)
      }
    }
    network.cutUE()
    network.releaseFromGNB()
    network.world.run(for: .seconds(200))
    #expect(network.expiries(of: "mobile reachable").count == 1)
    #expect(network.entry(1)?["state"] == "registered")
    network.world.trace.reset()
    return (network, sessions[0])
  }

  @Test func aUEIsNotPagedAfterItsMobileReachableTimerHasRunOut() throws {
    let (network, session) = try unreachable()
    network.sendPacket(to: session.ipv4)
    network.world.run(for: .seconds(60))
    #expect(network.pagedTMSIs.isEmpty)
    #expect(network.entry(1)?["state"] == "registered")
    network.world.run(for: .seconds(600))
    #expect(network.expiries(of: "implicit de-registration").count == 1)
    #expect(network.amfSnapshot()["ues"]?.arrayValue?.isEmpty == true)
    #expect(network.smfSnapshot()["sessions"]?.arrayValue?.isEmpty == true)
    #expect(network.upfSessionCount() == 0)
  }

  // MARK: De-registration by the network

  @Test func aUEThatIsNotPagedAnyMoreIsDeregisteredWithoutPaging() throws {
    let (network, _) = try unreachable()
    network.removeSubscriber(1)
    network.world.run(for: .seconds(1))
    #expect(network.pagedTMSIs.isEmpty)
    #expect(network.amfSnapshot()["ues"]?.arrayValue?.isEmpty == true)
    #expect(network.upfSessionCount() == 0)
  }

  /// TS 23.502 §4.2.2.3.3, step 2.
  @Test(arguments: [true, false]) func anIdleUEIsPagedToBeDeregistered(answers: Bool) throws {
    let (network, sessions) = try served(ues: 2)
    network.releaseFromGNB()
    if !answers { network.cutUE() }
    network.world.trace.reset()
    network.removeSubscriber(1)
    network.world.run(for: .seconds(60))
    #expect(network.pagedTMSIs.count == (answers ? 1 : 5))
    #expect(network.deregistrationRequests.count == (answers ? 1 : 0))
    #expect(wasDeregistered(network.ues[0]) == answers)
    #expect(network.entry(1) == nil)
    #expect(network.upfSessionCount() == 1)
    #expect(network.ues[1].ping(sessions[1], to: DataNetworkHost.v4))
  }

  /// TS 24.501 §5.5.2.3.1, annex A.1: 5GS services not allowed.
  @Test(arguments: [true, false]) func aUEWhoseSubscriptionEndsIsDeregisteredWithCause7AndStaysAway(isRemoved: Bool) throws {
    let (network, sessions) = try served(ues: 2)
    let ue = network.ues[0]
    network.world.trace.reset()
    if isRemoved { network.removeSubscriber(1) } else { network.updateSubscriber(1) { $0.isEnabled = false } }
    network.world.run(for: .seconds(30))
    #expect(network.deregistrationRequests.map(\.cause) == [.fiveGSServicesNotAllowed])
    #expect(network.deregistrationRequests.map(\.deregistrationType.reregistrationRequired) == [false])
    #expect(network.expiries(of: "T3522").isEmpty)
    #expect(wasDeregistered(ue) { $0.hasSuffix("(#7)") })
    #expect(network.entry(1) == nil)
    #expect(network.upfSessionCount() == 1)
    // TS 24.501 §5.5.2.3.2: the USIM is invalid for 5GS services.
    network.world.trace.reset()
    network.world.run(for: .seconds(1800))
    guard case .failed = ue.register() else {
      Issue.record("the UE registers")
      return
    }
    #expect(network.instantsOfNGAP(by: "gnb-1") { if case .initiatingMessage(.initialUEMessage) = $0 { true } else { false } }.isEmpty)
    #expect(network.ues[1].ping(sessions[1], to: DataNetworkHost.v4))
  }

  /// TS 24.501 §5.5.2.3.2.
  @Test func aUEThatLosesASliceRegistersAgainWithTheOthers() throws {
    let slices = [Base.SNSSAI(sst: 1), Base.SNSSAI(sst: 2, sd: 0x0A)]
    let network = ScenarioNetwork { $0.slices = slices }
    network.addGNB()
    network.addSubscriber(1)
    let ue = network.addUE(1) {
      $0.requestedNSSAI = slices
      $0.ciphering = [.nea0]
    }
    #expect(ue.register().isRegistered)
    #expect(network.entry(1)?["allowedNSSAI"] == .array(slices.map { .string($0.description) }))
    let lost = try #require(ue.establish(snssai: slices[1]).session)
    #expect(ue.ping(lost, to: DataNetworkHost.v4))
    network.world.trace.reset()
    network.updateSubscriber(1) { $0.slices.removeLast() }
    network.world.run(for: .seconds(30))
    #expect(network.deregistrationRequests.map(\.deregistrationType.reregistrationRequired) == [true])
    #expect(network.deregistrationRequests.map(\.cause) == [nil])
    #expect(wasDeregistered(ue))
    #expect(ue.snapshot["state"] == "registered")
    #expect(network.entry(1)?["allowedNSSAI"] == .array([.string(slices[0].description)]))
    #expect(network.smfSnapshot()["sessions"]?.arrayValue?.isEmpty == true)
    #expect(network.upfSessionCount() == 0)
    #expect(ue.establish(snssai: slices[1]).session == nil)
    let session = try #require(ue.establish(snssai: slices[0]).session)
    #expect(ue.ping(session, to: DataNetworkHost.v4))
  }

  // TS 24.501 §7.4.
  @Test func aControlPlaneServiceRequestIsAnsweredByStatus97() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register())
    let octets: [UInt8] = [0x7E, 0, 0x4F, 0x01]
    #expect(ue.send(ue.protect(octets)) == [.fiveGMMStatus(FiveGMMStatus(cause: .messageTypeNonExistentOrNotImplemented))])
  }
}

import Base
import NAS
import NGAP
import PER
import Simulation
import Testing
import UE

/// UE-associated NG connections: contexts, resources, NAS transport and what is not offered (TS 38.413 §8.2 to §8.6).
@Suite struct NGConnectionScenarios {
  // MARK: Procedures of a UE

  @Test func mobilityAndSuspensionAreRefusedAndTheUEStays() throws {
    let scenario = try HostileScenario()
    let (ue, amf) = try scenario.registered(withSession: true)
    let (ran, gnb) = (ue.ran, scenario.gnb)
    let held = scenario.footprint()
    let cause = NGAP.Cause.radioNetwork(.handoverDesirableForRadioReason)
    let tai = NGAP.TAI(plmnIdentity: FixedOctets(scenario.network.options.plmn.octets), tac: [0, 0, 1])
    let required = HandoverRequired(
      amfUENGAPID: amf, ranUENGAPID: ran, handoverType: .intra5gs, cause: cause,
      targetID: .targetRANNodeID(TargetRANNodeID(globalRANNodeID: gnb.setupRequest(identity: 1).globalRANNodeID, selectedTAI: tai)),
      pduSessionResourceListHORqd: [PDUSessionResourceItemHORqd(pduSessionID: 1, handoverRequiredTransfer: [0])],
      sourceToTargetTransparentContainer: [0, 1, 2])
    let confirmed = PDUSessionResourceFailedToModifyItemModCfm(
      pduSessionID: 1,
      pduSessionResourceModifyIndicationUnsuccessfulTransfer: try PDUSessionResourceModifyIndicationUnsuccessfulTransfer(
        cause: .radioNetwork(.unspecified)
      ).encode())
    let exchanges: [(InitiatingMessage, NGAPPDU)] = [
      (
        .handoverRequired(required),
        .unsuccessfulOutcome(
          .handoverPreparationFailure(
            HandoverPreparationFailure(amfUENGAPID: amf, ranUENGAPID: ran, cause: .radioNetwork(.hoTargetNotAllowed))))
      ),
      (
        .handoverCancel(HandoverCancel(amfUENGAPID: amf, ranUENGAPID: ran, cause: .radioNetwork(.handoverCancelled))),
        .successfulOutcome(.handoverCancelAcknowledge(HandoverCancelAcknowledge(amfUENGAPID: amf, ranUENGAPID: ran)))
      ),
      (
        .pduSessionResourceModifyIndication(
          PDUSessionResourceModifyIndication(
            amfUENGAPID: amf, ranUENGAPID: ran,
            pduSessionResourceModifyListModInd: [
              PDUSessionResourceModifyItemModInd(pduSessionID: 1, pduSessionResourceModifyIndicationTransfer: [0, 0])
            ])),
        .successfulOutcome(
          .pduSessionResourceModifyConfirm(
            PDUSessionResourceModifyConfirm(
              amfUENGAPID: amf, ranUENGAPID: ran, pduSessionResourceFailedToModifyListModCfm: [confirmed])))
      ),
      (
        .ueContextSuspendRequest(UEContextSuspendRequest(amfUENGAPID: amf, ranUENGAPID: ran)),
        .unsuccessfulOutcome(
          .ueContextSuspendFailure(UEContextSuspendFailure(amfUENGAPID: amf, ranUENGAPID: ran, cause: .radioNetwork(.unspecified))))
      ),
      (
        .ueContextResumeRequest(UEContextResumeRequest(amfUENGAPID: amf, ranUENGAPID: ran, rrcResumeCause: .moData)),
        .unsuccessfulOutcome(
          .ueContextResumeFailure(UEContextResumeFailure(amfUENGAPID: amf, ranUENGAPID: ran, cause: .radioNetwork(.unspecified))))
      ),
    ]
    for (message, answer) in exchanges { #expect(try gnb.exchange(message) == [answer]) }
    #expect(scenario.footprint() == held)
    #expect(scenario.connection() == "CM-CONNECTED")
    #expect(scenario.network.session(2)?["userPlane"] == "ACTIVATED")
    ue.leave()
    scenario.expectUntouched()
  }

  /// TS 38.413 §8.4.4.3.
  @Test func aPathSwitchIsRefusedWithItsSessionsAndTheUEStaysWhereItIs() throws {
    let scenario = try HostileScenario()
    let (ue, amf) = try scenario.registered(withSession: true)
    let target = HostileGNB(number: 2, of: scenario.network)
    #expect(try target.setUp().last?.isSetupResponse == true)
    let none = BitString(0, bitCount: 16)
    let tunnel = UPTransportLayerInformation.gtpTunnel(
      GTPTunnel(transportLayerAddress: BitString(octets: target.address.ip.octets, bitCount: 32), gtpTEID: [0, 0, 0, 1]))
    let transfer = PathSwitchRequestTransfer(
      dlNGUUPTNLInformation: tunnel, qosFlowAcceptedList: [QosFlowAcceptedItem(qosFlowIdentifier: 1)])
    for (amf, cause): (UInt64, CauseRadioNetwork) in [(amf, .hoTargetNotAllowed), (amf ^ 1, .unknownLocalUENGAPID)] {
      let request = PathSwitchRequest(
        ranUENGAPID: 77, sourceAMFUENGAPID: amf, userLocationInformation: target.location(),
        ueSecurityCapabilities: UESecurityCapabilities(
          nRencryptionAlgorithms: none, nRintegrityProtectionAlgorithms: none, eutrAencryptionAlgorithms: none,
          eutrAintegrityProtectionAlgorithms: none),
        pduSessionResourceToBeSwitchedDLList: [
          PDUSessionResourceToBeSwitchedDLItem(pduSessionID: 1, pathSwitchRequestTransfer: try transfer.encode())
        ])
      let released = PDUSessionResourceReleasedItemPSFail(
        pduSessionID: 1,
        pathSwitchRequestUnsuccessfulTransfer: try PathSwitchRequestUnsuccessfulTransfer(cause: .radioNetwork(cause)).encode())
      let failure = PathSwitchRequestFailure(amfUENGAPID: amf, ranUENGAPID: 77, pduSessionResourceReleasedListPSFail: [released])
      #expect(try target.exchange(.pathSwitchRequest(request)) == [.unsuccessfulOutcome(.pathSwitchRequestFailure(failure))])
    }
    #expect(scenario.connections(of: target) == 0)
    #expect(scenario.connections(of: scenario.gnb) == 1)
    #expect(scenario.network.session(2)?["userPlane"] == "ACTIVATED")
    ue.leave()
    scenario.expectUntouched()
  }

  /// A failure, and no answer within 5 s (TS 38.413 §8.3.1.3). The UE stays registered: TS 24.501 §5.5.1.2.8 a.
  @Test(arguments: [true, false]) func aContextThatTheGNBCannotSetUpEndsTheConnectionAndNotTheRegistration(answers: Bool) throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    scenario.gnb.isCooperative = false
    #expect(ue.register(upTo: .accepted))
    scenario.gnb.isCooperative = true
    let amf = try #require(scenario.gnb.amfUENGAPIDs[ue.ran])
    if answers {
      try scenario.gnb.exchange(
        .initialContextSetupFailure(
          InitialContextSetupFailure(amfUENGAPID: amf, ranUENGAPID: ue.ran, cause: .radioNetwork(.failureInRadioInterfaceProcedure))))
    } else {
      scenario.world.run(for: .milliseconds(4900))
      #expect(!scenario.gnb.released.contains(ue.ran))
      scenario.world.run(for: .milliseconds(200))
    }
    #expect(scenario.gnb.released.contains(ue.ran))
    scenario.world.run(for: .milliseconds(10))
    #expect(scenario.connections(of: scenario.gnb) == 0)
    #expect(scenario.network.entry(2)?["state"] == "registered")
    #expect(scenario.connection() == "CM-IDLE")
    #expect(ue.comeBack())
    ue.leave()
    scenario.expectUntouched()
  }

  @Test func aReleaseThatTheGNBDoesNotConfirmEndsTheConnectionAfterFiveSeconds() throws {
    let scenario = try HostileScenario()
    let (ue, amf) = try scenario.registered()
    scenario.gnb.isCooperative = false
    let cause = NGAP.Cause.radioNetwork(.userInactivity)
    let command = UEContextReleaseCommand(ueNGAPIDs: .ueNGAPIDPair(UENGAPIDPair(amfUENGAPID: amf, ranUENGAPID: ue.ran)), cause: cause)
    let request = InitiatingMessage.ueContextReleaseRequest(UEContextReleaseRequest(amfUENGAPID: amf, ranUENGAPID: ue.ran, cause: cause))
    #expect(try scenario.gnb.exchange(request) == [.initiatingMessage(.ueContextReleaseCommand(command))])
    // A request that crosses the command is not answered by another.
    #expect(try scenario.gnb.exchange(request).isEmpty)
    scenario.world.run(for: .milliseconds(4900))
    #expect(scenario.connections(of: scenario.gnb) == 1)
    scenario.world.run(for: .milliseconds(200))
    #expect(scenario.connections(of: scenario.gnb) == 0)
    #expect(scenario.connection() == "CM-IDLE")
    // TS 38.413 §10.6: the last message of a connection is ignored where that is not known any more.
    #expect(
      try scenario.gnb.exchange(.ueContextReleaseComplete(UEContextReleaseComplete(amfUENGAPID: amf, ranUENGAPID: ue.ran))).isEmpty)
    scenario.gnb.isCooperative = true
    #expect(ue.comeBack())
    ue.leave()
    scenario.expectUntouched()
  }

  /// TS 23.502 §4.2.6.
  @Test func aSilentUEIsReleasedByItsGNBAndComesBackWithData() throws {
    let network = ScenarioNetwork()
    network.addGNB { $0.inactivity = .seconds(20) }
    network.addSubscriber(1)
    let ue = network.addUE(1)
    #expect(ue.register().isRegistered)
    let session = try #require(ue.establish().session)
    network.world.run(for: .seconds(10))
    #expect(ue.ping(session, to: DataNetworkHost.v4))
    network.world.trace.reset()
    network.world.run(for: .milliseconds(19_900))
    #expect(network.entry(1)?["connection"] == "CM-CONNECTED")
    network.world.run(for: .milliseconds(200))
    #expect(network.entry(1)?["connection"] == "CM-IDLE")
    #expect(network.session(1)?["userPlane"] == "DEACTIVATED")
    let causes = network.sentNGAP(by: "gnb-1").compactMap { pdu -> NGAP.Cause? in
      if case .initiatingMessage(.ueContextReleaseRequest(let request)) = pdu { request.cause } else { nil }
    }
    let commands = network.sentNGAP(by: "amf").compactMap { pdu -> NGAP.Cause? in
      if case .initiatingMessage(.ueContextReleaseCommand(let command)) = pdu { command.cause } else { nil }
    }
    #expect(causes == [.radioNetwork(.userInactivity)] && commands == causes)
    #expect(ue.snapshot["state"] == "registered" && ue.snapshot["connection"] == "idle")
    #expect(ue.ping(session, to: DataNetworkHost.v4))
  }

  /// TS 38.413 §8.2.4.2.
  @Test func resourcesThatTheGNBReleasedAreSetUpAgainForTheNextPacket() throws {
    let scenario = try HostileScenario()
    let (ue, amf) = try scenario.registered(withSession: true)
    let held = scenario.footprint()
    let released = PDUSessionResourceReleasedItemNot(
      pduSessionID: 1,
      pduSessionResourceNotifyReleasedTransfer: try PDUSessionResourceNotifyReleasedTransfer(
        cause: .radioNetwork(.radioConnectionWithUeLost)
      ).encode())
    let notify = PDUSessionResourceNotify(amfUENGAPID: amf, ranUENGAPID: ue.ran, pduSessionResourceReleasedListNot: [released])
    #expect(try scenario.gnb.exchange(.pduSessionResourceNotify(notify)).isEmpty)
    #expect(scenario.network.session(2)?["userPlane"] == "DEACTIVATED")
    #expect(scenario.footprint() == held)
    #expect(scenario.connection() == "CM-CONNECTED")
    let before = scenario.gnb.received.count
    let tunnelled = scenario.gnb.tunnelled.count
    scenario.network.sendPacket(to: scenario.network.session(2)?["ipv4"]?.stringValue.flatMap { IPAddress($0) })
    scenario.world.run(for: .seconds(1))
    guard case .initiatingMessage(.pduSessionResourceSetupRequest(let setup))? = scenario.gnb.received.dropFirst(before).first else {
      Issue.record("no setup")
      return
    }
    #expect(setup.pduSessionResourceSetupListSUReq.map(\.pduSessionID) == [1])
    #expect(scenario.gnb.tunnelled.count == tunnelled + 1)
    #expect(scenario.network.session(2)?["userPlane"] == "ACTIVATED")
    ue.leave()
    scenario.expectUntouched()
  }

  // MARK: NAS transport

  /// TS 38.413 §8.6.4: the timers of NAS repeat what was not delivered.
  @Test func aNASMessageThatWasNotDeliveredIsSentAgainByItsTimer() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register(upTo: .accepted))
    let accept = try #require(scenario.gnb.nas[ue.ran]?.last)
    let amf = try #require(scenario.gnb.amfUENGAPIDs[ue.ran])
    let indication = NASNonDeliveryIndication(
      amfUENGAPID: amf, ranUENGAPID: ue.ran, nasPDU: accept, cause: .radioNetwork(.radioConnectionWithUeLost))
    #expect(try scenario.gnb.exchange(.nasNonDeliveryIndication(indication)).isEmpty)
    #expect(ue.receive(after: 6).contains { if case .registrationAccept = $0 { true } else { false } })
    ue.sendProtected(.registrationComplete(RegistrationComplete()))
    ue.forgetDownlink()
    ue.receive(after: 30)
    #expect(!ue.downlink.contains { if case .registrationAccept = $0 { true } else { false } })
    ue.leave()
    scenario.expectUntouched()
  }

  @Test func aRANUENGAPIDThatIsUsedAgainReplacesTheConnectionThatHadIt() throws {
    let scenario = try HostileScenario()
    let (ue, amf) = try scenario.registered(2, withSession: true)
    let other = scenario.attacker(3, ran: ue.ran)
    let answers = scenario.gnb.exchange(
      scenario.gnb.initialUEMessage(ue.ran, nas: HostileUE.octets(.registrationRequest(other.registrationRequest()))))
    #expect(answers.count == 1)
    #expect(scenario.gnb.amfUENGAPIDs[ue.ran] != amf)
    #expect(scenario.gnb.released.isEmpty)
    #expect(scenario.connections(of: scenario.gnb) == 1)
    #expect(scenario.connection(2) == "CM-IDLE")
    #expect(ue.comeBack())
    ue.leave()
    scenario.expectUntouched()
  }

  @Test func aUEWithALocationThatIsNotNRIsRefused() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    let plmn = FixedOctets(scenario.network.options.plmn.octets)
    let location = UserLocationInformation.userLocationInformationEUTRA(
      UserLocationInformationEUTRA(
        eutraCGI: EUTRACGI(plmnIdentity: plmn, eutraCellIdentity: BitString(0x10, bitCount: 28)),
        tai: NGAP.TAI(plmnIdentity: plmn, tac: [0, 0, 1])))
    let message = InitialUEMessage(
      ranUENGAPID: 5, nasPDU: HostileUE.octets(.registrationRequest(ue.registrationRequest())), userLocationInformation: location,
      rrcEstablishmentCause: .moSignalling)
    #expect(try scenario.gnb.exchange(.initialUEMessage(message)).map(\.errorCause) == [.protocol(.semanticError)])
    scenario.expectUntouched()
  }

  /// TS 38.412 §7: a stream for what belongs to no UE, another for all messages of a UE; where there is one it has both.
  @Test(arguments: [UInt16(1), 2, 64]) func messagesOfAUEKeepToOneStream(streams: UInt16) throws {
    let scenario = try HostileScenario()
    let gnb = HostileGNB(number: 2, of: scenario.network, streams: streams)
    #expect(try gnb.setUp().last?.isSetupResponse == true)
    for n in UInt32(2)...4 {
      scenario.world.trace.reset()
      let ue = HostileUE(Int(n), at: gnb, ran: n, of: scenario.network)
      #expect(ue.register())
      ue.sendProtected(ue.sessionRequest(1))
      scenario.world.run(for: .seconds(1))
      #expect(scenario.network.session(Int(n))?["userPlane"] == "ACTIVATED")
      ue.leave()
      scenario.world.run(for: .seconds(1))
      #expect(gnb.released.contains(n))
      let used = scenario.world.trace.events.filter { $0.node == "amf" && $0.kind == .sent && $0.peer == gnb.address }.compactMap(\.stream)
      #expect(used.count > 5 && Set(used).count == 1)
      #expect(streams == 1 ? used.first == 0 : used.first.map { (1..<streams).contains($0) } == true)
    }
    scenario.expectUntouched()
  }

  /// TS 38.412 §7: NGAP has the payload protocol identifier 60.
  @Test func messagesOfAnotherPayloadProtocolAreIgnored() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    let octets = scenario.gnb.initialUEMessage(5, nas: HostileUE.octets(.registrationRequest(ue.registrationRequest())))
    for identifier: UInt32 in [0, 18, 46, 61, 0x3C00_0000] {
      let events = scenario.securityEvents { #expect(scenario.gnb.exchange(octets, payloadProtocolID: identifier).isEmpty) }
      #expect(events == 1)
    }
    #expect(scenario.connections(of: scenario.gnb) == 0)
    scenario.expectUntouched()
  }
}

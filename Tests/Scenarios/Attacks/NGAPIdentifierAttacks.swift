import Base
import NGAP
import PER
import Testing

/// UE NGAP IDs that are nobody's or another gNB's (ATTACKS rows 10 and 12; TS 38.413 §10.6).
@Suite struct NGAPIdentifierAttacks {
  /// The bystander's identifiers, as an attacker that could guess them would use them.
  private func identifiers(_ scenario: HostileScenario) -> (amf: UInt64, ran: UInt32)? {
    _ = scenario.bystander.requestService()
    scenario.world.run(for: .seconds(1))
    guard scenario.bystander.deregister(), scenario.bystander.register().isRegistered else { return nil }
    for event in scenario.world.trace.events.reversed() where event.node == "amf" && event.interface == .n2 {
      guard event.peer == scenario.network.gnbs[0].n2Address, let pdu = try? NGAPPDU(decoding: event.octets) else { continue }
      if case .initiatingMessage(.downlinkNASTransport(let message)) = pdu { return (message.amfUENGAPID, message.ranUENGAPID) }
      if case .initiatingMessage(.initialContextSetupRequest(let message)) = pdu { return (message.amfUENGAPID, message.ranUENGAPID) }
    }
    return nil
  }

  /// Every message that a gNB sends on a UE-associated connection.
  private func messages(_ amf: UInt64, _ ran: UInt32, _ gnb: HostileGNB) -> [(name: String, pdu: NGAPPDU)] {
    let location = gnb.location()
    let cause = NGAP.Cause.radioNetwork(.unspecified)
    func initiating(_ message: InitiatingMessage) -> (String, NGAPPDU) {
      ("\(message)".prefix { $0 != "(" }.description, .initiatingMessage(message))
    }
    func outcome(_ message: SuccessfulOutcome) -> (String, NGAPPDU) {
      ("\(message)".prefix { $0 != "(" }.description, .successfulOutcome(message))
    }
    return [
      initiating(
        .uplinkNASTransport(
          UplinkNASTransport(amfUENGAPID: amf, ranUENGAPID: ran, nasPDU: [0x7E, 0, 0x43], userLocationInformation: location))),
      initiating(.nasNonDeliveryIndication(NASNonDeliveryIndication(amfUENGAPID: amf, ranUENGAPID: ran, nasPDU: [0x7E], cause: cause))),
      initiating(
        .ueRadioCapabilityInfoIndication(
          UERadioCapabilityInfoIndication(amfUENGAPID: amf, ranUENGAPID: ran, ueRadioCapability: [1, 2, 3]))),
      initiating(.ueContextReleaseRequest(UEContextReleaseRequest(amfUENGAPID: amf, ranUENGAPID: ran, cause: cause))),
      initiating(
        .pduSessionResourceNotify(
          PDUSessionResourceNotify(
            amfUENGAPID: amf, ranUENGAPID: ran,
            pduSessionResourceReleasedListNot: [
              PDUSessionResourceReleasedItemNot(pduSessionID: 1, pduSessionResourceNotifyReleasedTransfer: [0, 0])
            ]))),
      initiating(
        .pduSessionResourceModifyIndication(
          PDUSessionResourceModifyIndication(
            amfUENGAPID: amf, ranUENGAPID: ran,
            pduSessionResourceModifyListModInd: [
              PDUSessionResourceModifyItemModInd(pduSessionID: 1, pduSessionResourceModifyIndicationTransfer: [0, 0])
            ]))),
      initiating(
        .handoverRequired(
          HandoverRequired(
            amfUENGAPID: amf, ranUENGAPID: ran, handoverType: .intra5gs, cause: cause,
            targetID: .targetRANNodeID(
              TargetRANNodeID(
                globalRANNodeID: gnb.setupRequest().globalRANNodeID,
                selectedTAI: NGAP.TAI(
                  plmnIdentity: gnb.setupRequest().supportedTAList[0].broadcastPLMNList[0].plmnIdentity, tac: [0, 0, 1]))),
            pduSessionResourceListHORqd: [PDUSessionResourceItemHORqd(pduSessionID: 1, handoverRequiredTransfer: [0])],
            sourceToTargetTransparentContainer: [0, 1, 2]))),
      initiating(.handoverCancel(HandoverCancel(amfUENGAPID: amf, ranUENGAPID: ran, cause: cause))),
      initiating(.handoverNotify(HandoverNotify(amfUENGAPID: amf, ranUENGAPID: ran, userLocationInformation: location))),
      initiating(
        .locationReport(
          LocationReport(
            amfUENGAPID: amf, ranUENGAPID: ran, userLocationInformation: location,
            locationReportingRequestType: LocationReportingRequestType(eventType: .direct, reportArea: .cell)))),
      initiating(
        .rrcInactiveTransitionReport(
          RRCInactiveTransitionReport(amfUENGAPID: amf, ranUENGAPID: ran, rrcState: .inactive, userLocationInformation: location))),
      outcome(.initialContextSetupResponse(InitialContextSetupResponse(amfUENGAPID: amf, ranUENGAPID: ran))),
      outcome(.pduSessionResourceSetupResponse(PDUSessionResourceSetupResponse(amfUENGAPID: amf, ranUENGAPID: ran))),
      outcome(.pduSessionResourceModifyResponse(PDUSessionResourceModifyResponse(amfUENGAPID: amf, ranUENGAPID: ran))),
      outcome(
        .pduSessionResourceReleaseResponse(
          PDUSessionResourceReleaseResponse(
            amfUENGAPID: amf, ranUENGAPID: ran,
            pduSessionResourceReleasedListRelRes: [
              PDUSessionResourceReleasedItemRelRes(pduSessionID: 1, pduSessionResourceReleaseResponseTransfer: [0])
            ]))),
      outcome(.ueContextReleaseComplete(UEContextReleaseComplete(amfUENGAPID: amf, ranUENGAPID: ran))),
      (
        "initialContextSetupFailure",
        .unsuccessfulOutcome(
          .initialContextSetupFailure(InitialContextSetupFailure(amfUENGAPID: amf, ranUENGAPID: ran, cause: cause)))
      ),
    ]
  }

  /// Either silence or an Error Indication with a cause of TS 38.413 §10.6.
  private func isRefusal(_ answers: [NGAPPDU]) -> Bool {
    answers.allSatisfy {
      $0.errorCause == .radioNetwork(.unknownLocalUENGAPID) || $0.errorCause == .radioNetwork(.inconsistentRemoteUENGAPID)
    }
  }

  @Test func row10IdentifiersAtAndBeyondTheirLimitsNameNobody() throws {
    let scenario = try HostileScenario()
    for (amf, ran): (UInt64, UInt32) in [(0xFF_FFFF_FFFF, 0xFFFF_FFFF), (0, 0), (1, 1), (0xFF_FFFF_FFFF, 0), (0, 0xFFFF_FFFF)] {
      for (name, pdu) in messages(amf, ran, scenario.gnb) {
        var answers: [NGAPPDU] = []
        let octets = try pdu.encode()
        let events = scenario.securityEvents { answers = scenario.gnb.exchange(octets) }
        #expect(isRefusal(answers), "\(name): \(answers)")
        #expect(events == 1, "\(name)")
      }
    }
    scenario.expectUntouched()
  }

  @Test func row10IdentifiersOfTwoUEsOfOneGNBAreNotMixed() throws {
    let scenario = try HostileScenario()
    let (first, second) = (scenario.attacker(2), scenario.attacker(3))
    #expect(first.register() && second.register())
    first.sendProtected(first.sessionRequest(1))
    scenario.world.run(for: .seconds(1))
    let held = scenario.footprint()
    let amf = try #require(scenario.gnb.amfUENGAPIDs[first.ran])
    for (name, pdu) in messages(amf, second.ran, scenario.gnb) {
      var answers: [NGAPPDU] = []
      let octets = try pdu.encode()
      let events = scenario.securityEvents { answers = scenario.gnb.exchange(octets) }
      #expect(isRefusal(answers), "\(name): \(answers)")
      #expect(events == 1, "\(name)")
    }
    #expect(scenario.footprint() == held)
    #expect(!first.sendProtected(first.sessionRequest(2)).isEmpty)
    #expect(!second.sendProtected(second.sessionRequest(1)).isEmpty)
    first.leave()
    second.leave()
    scenario.expectUntouched()
  }

  @Test func row10AnAMFUENGAPIDOfMoreThanFiveOctetsIsATransferSyntaxError() throws {
    let scenario = try HostileScenario()
    for count in 6...8 {
      let message = RawNGAP(
        procedure: 46, criticality: .ignore,
        ies: [
          .init(10, .reject, RawNGAP.amfUENGAPID(0x1FF_FFFF_FFFF, octets: count)), .init(85, .reject, RawNGAP.ranUENGAPID(1)),
          .init(38, .reject, [3, 0x7E, 0, 0x43]),
        ])
      var answers: [NGAPPDU] = []
      let events = scenario.securityEvents { answers = scenario.gnb.exchange(message.octets) }
      #expect(answers.allSatisfy { $0.errorCause != nil })
      #expect(events == 1)
    }
    scenario.expectUntouched()
  }

  @Test func row10And12IdentifiersOfAnotherGNBsUEAreRefusedInEveryMessage() throws {
    let scenario = try HostileScenario()
    guard let (amf, ran) = identifiers(scenario), let session = scenario.bystander.establish().session else {
      Issue.record("no identifiers")
      return
    }
    let held = scenario.footprint()
    for (amf, ran) in [(amf, ran), (amf, ran &+ 1), (amf, 0), (amf ^ 1, ran)] {
      for (name, pdu) in messages(amf, ran, scenario.gnb) {
        var answers: [NGAPPDU] = []
        let octets = try pdu.encode()
        let events = scenario.securityEvents { answers = scenario.gnb.exchange(octets) }
        #expect(isRefusal(answers), "\(name): \(answers)")
        #expect(events == 1, "\(name)")
        #expect(scenario.bystander.ping(session, to: DataNetworkHost.v4, limit: .seconds(1)), "\(name)")
      }
    }
    #expect(scenario.footprint() == held)
    #expect(scenario.network.amfSnapshot()["ues"]?[0]?["connection"] == "CM-CONNECTED")
    scenario.expectNewcomer()
  }

  @Test func row12APathSwitchOfAnotherGNBsUEIsRefused() throws {
    let scenario = try HostileScenario()
    guard let (amf, _) = identifiers(scenario), let session = scenario.bystander.establish().session else {
      Issue.record("no identifiers")
      return
    }
    let tunnel = UPTransportLayerInformation.gtpTunnel(
      GTPTunnel(transportLayerAddress: BitString(octets: scenario.gnb.address.ip.octets, bitCount: 32), gtpTEID: [0, 0, 0, 1]))
    let transfer = PathSwitchRequestTransfer(
      dlNGUUPTNLInformation: tunnel, qosFlowAcceptedList: [QosFlowAcceptedItem(qosFlowIdentifier: 1)])
    let request = PathSwitchRequest(
      ranUENGAPID: 77, sourceAMFUENGAPID: amf, userLocationInformation: scenario.gnb.location(),
      ueSecurityCapabilities: UESecurityCapabilities(
        nRencryptionAlgorithms: BitString(0, bitCount: 16), nRintegrityProtectionAlgorithms: BitString(0, bitCount: 16),
        eutrAencryptionAlgorithms: BitString(0, bitCount: 16), eutrAintegrityProtectionAlgorithms: BitString(0, bitCount: 16)),
      pduSessionResourceToBeSwitchedDLList: [
        PDUSessionResourceToBeSwitchedDLItem(pduSessionID: 1, pathSwitchRequestTransfer: try transfer.encode())
      ])
    for _ in 0..<3 {
      var answers: [NGAPPDU] = []
      let events = try scenario.securityEvents { answers = try scenario.gnb.exchange(.pathSwitchRequest(request)) }
      guard case .unsuccessfulOutcome(.pathSwitchRequestFailure)? = answers.first else {
        Issue.record("\(answers)")
        return
      }
      #expect(events == 1)
      #expect(scenario.bystander.ping(session, to: DataNetworkHost.v4, limit: .seconds(1)))
    }
    #expect(scenario.network.amfSnapshot()["ues"]?[0]?["connection"] == "CM-CONNECTED")
  }

  @Test func row12AHandoverThatNobodyPreparedIsRefused() throws {
    let scenario = try HostileScenario()
    guard let (amf, _) = identifiers(scenario), let session = scenario.bystander.establish().session else {
      Issue.record("no identifiers")
      return
    }
    // The target's answer to a Handover Request that was never sent, and its failure.
    let acknowledge = HandoverRequestAcknowledge(
      amfUENGAPID: amf, ranUENGAPID: 78,
      pduSessionResourceAdmittedList: [PDUSessionResourceAdmittedItem(pduSessionID: 1, handoverRequestAcknowledgeTransfer: [0])],
      targetToSourceTransparentContainer: [1])
    var answers: [NGAPPDU] = []
    var events = try scenario.securityEvents { answers = try scenario.gnb.exchange(.handoverRequestAcknowledge(acknowledge)) }
    #expect(answers.map(\.errorCause) == [.protocol(.messageNotCompatibleWithReceiverState)])
    #expect(events == 1)
    let failure = HandoverFailure(amfUENGAPID: amf, cause: .radioNetwork(.unspecified))
    events = try scenario.securityEvents { answers = try scenario.gnb.exchange(.handoverFailure(failure)) }
    #expect(answers.map(\.errorCause) == [.protocol(.messageNotCompatibleWithReceiverState)])
    #expect(events == 1)
    #expect(scenario.bystander.ping(session, to: DataNetworkHost.v4, limit: .seconds(1)))
    #expect(scenario.network.amfSnapshot()["ues"]?[0]?["connection"] == "CM-CONNECTED")
  }

  @Test func row12AResetOfAnotherGNBsConnectionsChangesNothing() throws {
    let scenario = try HostileScenario()
    guard let (amf, ran) = identifiers(scenario), let session = scenario.bystander.establish().session else {
      Issue.record("no identifiers")
      return
    }
    let items = [
      UEAssociatedLogicalNGConnectionItem(amfUENGAPID: amf, ranUENGAPID: ran), UEAssociatedLogicalNGConnectionItem(amfUENGAPID: amf),
      UEAssociatedLogicalNGConnectionItem(ranUENGAPID: ran), UEAssociatedLogicalNGConnectionItem(),
    ]
    var answers: [NGAPPDU] = []
    let events = try scenario.securityEvents {
      answers = try scenario.gnb.exchange(.ngReset(NGReset(cause: .misc(.unspecified), resetType: .partOfNGInterface(items))))
    }
    // The two that name the AMF's identifier; a RAN UE NGAP ID alone is the sender's own.
    #expect(events == 2)
    guard case .successfulOutcome(.ngResetAcknowledge)? = answers.first else {
      Issue.record("\(answers)")
      return
    }
    try scenario.gnb.exchange(.ngReset(.everything))
    // An Error Indication that names it ends nothing either.
    for cause in [CauseRadioNetwork.unknownLocalUENGAPID, .inconsistentRemoteUENGAPID, .unspecified] {
      #expect(
        try scenario.gnb.exchange(.errorIndication(ErrorIndication(amfUENGAPID: amf, ranUENGAPID: ran, cause: .radioNetwork(cause))))
          .isEmpty)
      #expect(try scenario.gnb.exchange(.errorIndication(ErrorIndication(amfUENGAPID: amf, cause: .radioNetwork(cause)))).isEmpty)
      #expect(try scenario.gnb.exchange(.errorIndication(ErrorIndication(ranUENGAPID: ran, cause: .radioNetwork(cause)))).isEmpty)
    }
    #expect(scenario.network.amfSnapshot()["ues"]?[0]?["connection"] == "CM-CONNECTED")
    #expect(scenario.bystander.ping(session, to: DataNetworkHost.v4, limit: .seconds(1)))
    scenario.expectNewcomer()
  }
}

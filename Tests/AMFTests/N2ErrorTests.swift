import Base
import NGAP
import PER
import Runtime
import Testing

@testable import AMF

@Suite struct N2ErrorTests {
  @Test func octetsThatAreNoMessageAreATransferSyntaxError() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    for octets: [UInt8] in [[], [0], [0, 15, 0x40, 5, 1], [0xFF, 0xFF], [0, 21, 0, 0x7F]] {
      let before = bench.securityEvents
      let answers = gNB.send(octets)
      #expect(answers.map(\.errorIndicationCause) == [.protocol(.transferSyntaxError)])
      #expect(bench.securityEvents == before + 1)
    }
    // A broken Error Indication gets no answer: two nodes must not indicate errors to each other for ever.
    #expect(gNB.send([0, 9, 0x40, 0x20, 1]).isEmpty)
  }

  @Test func everyPrefixOfAMessageIsAnsweredAndNothingStops() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let whole = try NGAPPDU.initiatingMessage(.ngSetupRequest(N2Bench.setup(identity: 11))).encode()
    for length in 0..<whole.count { #expect(gNB.send(Array(whole.prefix(length))).count == 1) }
    #expect(gNB.send(whole).count == 1)
  }

  @Test func messagesBeforeNGSetupAreRefused() throws {
    let bench = N2Bench()
    let gNB = bench.connect(11)
    #expect(try gNB.initialUE(1).map(\.errorIndicationCause) == [.protocol(.messageNotCompatibleWithReceiverState)])
    #expect(bench.onAMF { $0.ues.isEmpty })
    guard case .unsuccessfulOutcome(.ranConfigurationUpdateFailure)? = try gNB.send(.ranConfigurationUpdate(RANConfigurationUpdate())).first
    else {
      Issue.record("no failure")
      return
    }
    #expect(bench.securityEvents == 2)
  }

  @Test func otherPayloadProtocolsAreIgnored() throws {
    let bench = N2Bench()
    let gNB = bench.connect(11)
    let octets = try NGAPPDU.initiatingMessage(.ngSetupRequest(N2Bench.setup(identity: 11))).encode()
    #expect(gNB.send(octets, payloadProtocolID: 0).isEmpty)
    #expect(bench.securityEvents == 1)
  }

  @Test func unknownProceduresByCriticality() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    func causes(_ criticality: IECriticality) throws -> [NGAP.Cause?] {
      gNB.send(
        try NGAPPDU.initiatingMessage(.unknown(procedureCode: 200, criticality: criticality, value: [0, 0, 0])).encode()
      ).map(\.errorIndicationCause)
    }
    #expect(try causes(.reject) == [.protocol(.abstractSyntaxErrorReject)])
    #expect(try causes(.notify) == [.protocol(.abstractSyntaxErrorIgnoreAndNotify)])
    #expect(try causes(.ignore).isEmpty)
  }

  @Test func messagesOfTheOtherDirectionAndUnexpectedAnswersAreRefused() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let id = try bench.registeredUE(gNB, 1)
    let downlink = try gNB.send(.downlinkNASTransport(DownlinkNASTransport(amfUENGAPID: id, ranUENGAPID: 1, nasPDU: [1])))
    #expect(downlink.map(\.errorIndicationCause) == [.protocol(.messageNotCompatibleWithReceiverState)])
    let response = try gNB.send(.initialContextSetupResponse(InitialContextSetupResponse(amfUENGAPID: id, ranUENGAPID: 1)))
    #expect(response.map(\.errorIndicationCause) == [.protocol(.messageNotCompatibleWithReceiverState)])
    #expect(bench.onAMF { $0.connections[id]?.hasRANContext } == false)
  }

  @Test func unknownInformationElementsByCriticality() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let id = try bench.registeredUE(gNB, 1)
    func answers(_ criticality: IECriticality) throws -> [NGAPPDU] {
      try gNB.send(
        .nasNonDeliveryIndication(
          NASNonDeliveryIndication(
            amfUENGAPID: id, ranUENGAPID: 1, nasPDU: [1], cause: .radioNetwork(.radioConnectionWithUeLost),
            unrecognized: Unrecognized(ies: [UnknownIE(id: 60_000, criticality: criticality, value: [1])]))))
    }
    let rejected = try answers(.reject)
    guard case .initiatingMessage(.errorIndication(let indication))? = rejected.first else {
      Issue.record("no Error Indication")
      return
    }
    #expect(indication.cause == .protocol(.abstractSyntaxErrorReject))
    #expect(indication.amfUENGAPID == id)
    #expect(indication.criticalityDiagnostics?.iEsCriticalityDiagnostics?.first?.ieID == 60_000)
    #expect(try answers(.notify).map(\.errorIndicationCause) == [.protocol(.abstractSyntaxErrorIgnoreAndNotify)])
    #expect(try answers(.ignore).isEmpty)
  }

  @Test func aRepeatedInformationElementMakesTheMessageFalselyConstructed() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let id = try bench.registeredUE(gNB, 1)
    let identifier: [UInt8] = [0x80] + (0..<5).map { UInt8(truncatingIfNeeded: id >> UInt64(32 - 8 * $0)) }
    let value = messageValue([(10, .reject, identifier), (10, .reject, identifier), (85, .reject, [0, 1])])
    let octets = try NGAPPDU.initiatingMessage(.unknown(procedureCode: 46, criticality: .ignore, value: value)).encode()
    #expect(gNB.send(octets).map(\.errorIndicationCause) == [.protocol(.abstractSyntaxErrorFalselyConstructedMessage)])
  }

  @Test func identifiersAtTheirLimitsNameNoUE() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let id = try bench.registeredUE(gNB, 1)
    let cases: [(AMFUENGAPID, RANUENGAPID, CauseRadioNetwork)] = [
      (0xFF_FFFF_FFFF, 0xFFFF_FFFF, .unknownLocalUENGAPID), (0, 0, .unknownLocalUENGAPID), (id, 0xFFFF_FFFF, .inconsistentRemoteUENGAPID),
    ]
    for (amf, ran, cause) in cases {
      let before = bench.securityEvents
      let answers = try gNB.send(
        .uplinkNASTransport(
          UplinkNASTransport(amfUENGAPID: amf, ranUENGAPID: ran, nasPDU: [0x7E], userLocationInformation: N2Bench.location())))
      guard case .initiatingMessage(.errorIndication(let indication))? = answers.first else {
        Issue.record("no Error Indication")
        return
      }
      #expect(indication.cause == .radioNetwork(cause))
      #expect(indication.amfUENGAPID == amf)
      #expect(indication.ranUENGAPID == ran)
      #expect(bench.securityEvents == before + 1)
      #expect(bench.onAMF { $0.connections[id]?.ue.isConnected } == true)
    }
  }

  @Test func aGNBCannotTouchTheUEOfAnother() throws {
    let bench = N2Bench()
    let owner = try bench.gNB(11)
    let attacker = try bench.gNB(12)
    let id = try bench.registeredUE(owner, 1)
    let location = N2Bench.location(tac: 2)
    let target = TargetID.targetRANNodeID(
      TargetRANNodeID(
        globalRANNodeID: N2Bench.setup(identity: 11).globalRANNodeID, selectedTAI: Base.TAI(plmn: N2Bench.plmn, tac: 1).ngap))
    let hostile: [InitiatingMessage] = [
      .uplinkNASTransport(UplinkNASTransport(amfUENGAPID: id, ranUENGAPID: 1, nasPDU: [0x7E], userLocationInformation: location)),
      .ueContextReleaseRequest(UEContextReleaseRequest(amfUENGAPID: id, ranUENGAPID: 1, cause: .radioNetwork(.userInactivity))),
      .ueRadioCapabilityInfoIndication(UERadioCapabilityInfoIndication(amfUENGAPID: id, ranUENGAPID: 1, ueRadioCapability: [9])),
      .handoverRequired(
        HandoverRequired(
          amfUENGAPID: id, ranUENGAPID: 1, handoverType: .intra5gs, cause: .radioNetwork(.unspecified), targetID: target,
          pduSessionResourceListHORqd: [PDUSessionResourceItemHORqd(pduSessionID: 5, handoverRequiredTransfer: [0])],
          sourceToTargetTransparentContainer: [0])),
      .handoverNotify(HandoverNotify(amfUENGAPID: id, ranUENGAPID: 1, userLocationInformation: location)),
      .handoverCancel(HandoverCancel(amfUENGAPID: id, ranUENGAPID: 1, cause: .radioNetwork(.unspecified))),
      .pduSessionResourceNotify(PDUSessionResourceNotify(amfUENGAPID: id, ranUENGAPID: 1)),
    ]
    for message in hostile {
      let before = bench.securityEvents
      let victimMessages = owner.received.count
      #expect(try attacker.send(message).map(\.errorIndicationCause) == [.radioNetwork(.unknownLocalUENGAPID)])
      #expect(owner.received.count == victimMessages)
      #expect(bench.securityEvents == before + 1)
    }
    let path = PathSwitchRequest(
      ranUENGAPID: 7, sourceAMFUENGAPID: id, userLocationInformation: location,
      ueSecurityCapabilities: UESecurityCapabilities(nas: [0xF0, 0x70]),
      pduSessionResourceToBeSwitchedDLList: [PDUSessionResourceToBeSwitchedDLItem(pduSessionID: 5, pathSwitchRequestTransfer: [0])])
    guard case .unsuccessfulOutcome(.pathSwitchRequestFailure(let failure))? = try attacker.send(.pathSwitchRequest(path)).first else {
      Issue.record("no Path Switch Request Failure")
      return
    }
    #expect(failure.ranUENGAPID == 7)
    #expect(failure.pduSessionResourceReleasedListPSFail.map(\.pduSessionID) == [5])
    #expect(try attacker.send(.ueContextReleaseComplete(UEContextReleaseComplete(amfUENGAPID: id, ranUENGAPID: 1))).isEmpty)
    _ = try attacker.send(.errorIndication(ErrorIndication(amfUENGAPID: id, ranUENGAPID: 1, cause: .radioNetwork(.unknownLocalUENGAPID))))
    let state = bench.onAMF { amf in
      amf.connections[id].map {
        [$0.ue.isConnected.description, "\($0.tai.tac)", "\($0.ue.ueRadioCapability?.count ?? 0)", "\($0.ue.sessions.count)"]
      }
    }
    #expect(state == ["true", "1", "0", "2"])
  }

  @Test func errorIndicationsAreNeverAnswered() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let id = try bench.registeredUE(gNB, 1)
    #expect(try gNB.send(.errorIndication(ErrorIndication(cause: .protocol(.unspecified)))).isEmpty)
    let lost = ErrorIndication(amfUENGAPID: id, ranUENGAPID: 1, cause: .radioNetwork(.unknownLocalUENGAPID))
    #expect(try gNB.send(.errorIndication(lost)).isEmpty)
    #expect(bench.onAMF { $0.connections[id] == nil })
  }

  @Test func damagedMessagesStopNothingAndTouchNoOtherUE() throws {
    let bench = N2Bench()
    let owner = try bench.gNB(11)
    let attacker = try bench.gNB(12, identity: 0xABCDEF)
    let victim = try bench.registeredUE(owner, 1)
    let own = try bench.registeredUE(attacker, 2)
    let location = N2Bench.location()
    let messages: [InitiatingMessage] = [
      .ngSetupRequest(N2Bench.setup(identity: 0xABCDEF)),
      .initialUEMessage(
        InitialUEMessage(
          ranUENGAPID: 3, nasPDU: [0x7E, 0, 0x41, 0x79], userLocationInformation: location, rrcEstablishmentCause: .moSignalling)),
      .uplinkNASTransport(UplinkNASTransport(amfUENGAPID: own, ranUENGAPID: 2, nasPDU: [0x7E], userLocationInformation: location)),
      .ueContextReleaseRequest(UEContextReleaseRequest(amfUENGAPID: own, ranUENGAPID: 2, cause: .radioNetwork(.userInactivity))),
      .ngReset(
        NGReset(
          cause: .misc(.unspecified),
          resetType: .partOfNGInterface([UEAssociatedLogicalNGConnectionItem(amfUENGAPID: own, ranUENGAPID: 2)]))),
    ]
    let whole = try messages.map { try NGAPPDU.initiatingMessage($0).encode() }
    for octets in whole {
      for index in octets.indices {
        for mask: UInt8 in [0x01, 0x80, 0xFF] {
          var damaged = octets
          damaged[index] ^= mask
          attacker.send(damaged, wait: .milliseconds(2))
        }
      }
    }
    bench.world.run(for: .seconds(60))
    #expect(bench.onAMF { $0.connections[victim]?.ue.isConnected } == true)
    guard case .successfulOutcome(.ngSetupResponse)? = attacker.send(whole[0]).first else {
      Issue.record("no NG Setup Response")
      return
    }
    #expect(bench.onAMF { $0.connections.count } == 1)
  }
}

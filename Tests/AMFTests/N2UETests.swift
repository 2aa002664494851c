import Base
import NGAP
import PER
import Runtime
import Testing

@testable import AMF

@Suite struct N2UETests {
  @Test func anInitialUEMessageMakesAConnectionOnAStreamOfItsOwn() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    try gNB.initialUE(1)
    try gNB.initialUE(2)
    let connections = bench.onAMF { amf in
      amf.connections.values.sorted { $0.ranUENGAPID < $1.ranUENGAPID }.map { [Int($0.stream), Int($0.tai.tac)] }
    }
    #expect(connections == [[1, 1], [2, 1]])
    let identifiers = try #require(bench.amfUENGAPID(gNB, 1))
    #expect(identifiers < 1 << 40)
    #expect(bench.amfUENGAPID(gNB, 2) != identifiers + 1)
    // Nothing came of them: they are released, on the stream of the connection.
    bench.world.run(for: .seconds(20))
    let releases = gNB.received.filter { $0.pdu.releaseCommand != nil }
    #expect(releases.map(\.stream) == [1, 2])
  }

  @Test func aReusedRANUENGAPIDEndsTheOldConnection() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let old = try bench.registeredUE(gNB, 1)
    try gNB.initialUE(1)
    #expect(bench.onAMF { $0.connections[old] == nil })
    #expect(bench.onAMF { $0.connections.count } == 1)
    #expect(bench.onAMF { $0.ues.values.filter(\.isRegistered).map(\.isConnected) } == [false])
  }

  @Test func tenThousandUEsThatSayNothingMoreAreBounded() throws {
    var limits = AMFConfiguration.Limits()
    limits.unauthenticatedConnections = 50
    let bench = N2Bench(limits: limits)
    let gNB = try bench.gNB(11)
    let victim = try bench.registeredUE(gNB, 0)
    bench.onAMF { amf in
      if let connection = amf.connections[victim] { amf.unauthenticatedConnections.remove(victim, of: connection.association) }
    }
    let octets = try (1...10_000).map { ran in
      try NGAPPDU.initiatingMessage(
        .initialUEMessage(
          InitialUEMessage(
            ranUENGAPID: RANUENGAPID(ran), nasPDU: [0x7E], userLocationInformation: N2Bench.location(), rrcEstablishmentCause: .moSignalling
          ))
      ).encode()
    }
    for message in octets {
      for answer in gNB.send(message, wait: .milliseconds(2)) {
        guard case .ueNGAPIDPair(let pair)? = answer.releaseCommand?.ueNGAPIDs else { continue }
        try gNB.send(.ueContextReleaseComplete(UEContextReleaseComplete(amfUENGAPID: pair.amfUENGAPID, ranUENGAPID: pair.ranUENGAPID)))
      }
    }
    #expect(bench.onAMF { $0.connections.count } <= 60)
    #expect(bench.onAMF { $0.connections[victim]?.ue.isConnected } == true)
  }

  @Test func initialContextSetupGivesTheGNBKeysAndSessions() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let id = try bench.registeredUE(gNB, 1)
    let sessions = bench.sessions([5, 6])
    let sent = gNB.receiving {
      bench.onAMF { amf in
        guard let connection = amf.connections[id] else { return }
        amf.requestInitialContextSetup(connection.ue, on: connection, nas: [1, 2, 3], sessions: sessions)
      }
    }
    guard case .initiatingMessage(.initialContextSetupRequest(let request))? = sent.first else {
      Issue.record("no Initial Context Setup Request")
      return
    }
    #expect(request.nasPDU == [1, 2, 3])
    #expect(request.securityKey.octets == bench.onAMF { $0.connections[id]?.ue.security?.context.kGNB().revealed })
    // EA0 to EA3 and IA1 to IA3: NGAP has no bit for the null algorithm.
    #expect(request.ueSecurityCapabilities.nRencryptionAlgorithms == BitString(octets: [0xE0, 0], bitCount: 16))
    #expect(request.ueSecurityCapabilities.nRintegrityProtectionAlgorithms == BitString(octets: [0xE0, 0], bitCount: 16))
    #expect(request.ueAggregateMaximumBitRate?.ueAggregateMaximumBitRateDL == 2_000_000)
    #expect(request.maskedIMEISV?.octets == [0x12, 0x34, 0x56, 0x78, 0x90, 0xFF, 0xFF, 0x56])
    #expect(request.pduSessionResourceSetupListCxtReq?.map(\.pduSessionID) == [5, 6])
    let response = InitialContextSetupResponse(
      amfUENGAPID: id, ranUENGAPID: 1,
      pduSessionResourceSetupListCxtRes: [PDUSessionResourceSetupItemCxtRes(pduSessionID: 5, pduSessionResourceSetupResponseTransfer: [7])],
      pduSessionResourceFailedToSetupListCxtRes: [
        PDUSessionResourceFailedToSetupItemCxtRes(pduSessionID: 6, pduSessionResourceSetupUnsuccessfulTransfer: [8])
      ])
    #expect(try gNB.send(.initialContextSetupResponse(response)).isEmpty)
    #expect(bench.smf.n2Kinds == ["sm-5 PDU_RES_SETUP_RSP", "sm-6 PDU_RES_SETUP_FAIL"])
    #expect(bench.smf.updates.map(\.n2) == [[7], [8]])
    #expect(bench.onAMF { $0.connections[id]?.hasRANContext } == true)
    #expect(bench.onAMF { $0.connections[id]?.ue.sessions[5]?.isUserPlaneActive } == true)
    #expect(bench.onAMF { $0.connections[id]?.ue.sessions[6]?.isUserPlaneActive } == false)
  }

  @Test func aSilentGNBLosesTheContextSetup() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let id = try bench.registeredUE(gNB, 1)
    let sessions = bench.sessions([5])
    bench.onAMF { amf in
      guard let connection = amf.connections[id] else { return }
      amf.requestInitialContextSetup(connection.ue, on: connection, nas: nil, sessions: sessions)
    }
    bench.world.run(for: .seconds(6))
    #expect(bench.smf.n2Kinds == ["sm-5 PDU_RES_SETUP_FAIL"])
    #expect(gNB.received.compactMap(\.pdu.releaseCommand).count == 1)
    // The release is not answered either: the connection ends all the same.
    bench.world.run(for: .seconds(6))
    #expect(bench.onAMF { $0.connections.isEmpty })
    #expect(bench.onAMF { $0.ues.values.map(\.isRegistered) } == [true])
  }

  @Test func sessionProceduresPassTheAnswersOn() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let id = try bench.registeredUE(gNB, 1)
    let sessions = bench.sessions([5])
    let sent = gNB.receiving {
      bench.onAMF { amf in
        guard let connection = amf.connections[id] else { return }
        connection.hasRANContext = true
        amf.requestSessionSetup(connection.ue, on: connection, sessions: sessions)
        amf.requestSessionModify(connection.ue, on: connection, session: 5, nas: [4], transfer: [3])
        amf.requestSessionRelease(connection.ue, on: connection, session: 6, nas: [5], transfer: [4])
      }
    }
    #expect(sent.count == 3)
    try gNB.send(
      .pduSessionResourceSetupResponse(
        PDUSessionResourceSetupResponse(
          amfUENGAPID: id, ranUENGAPID: 1,
          pduSessionResourceSetupListSURes: [
            PDUSessionResourceSetupItemSURes(pduSessionID: 5, pduSessionResourceSetupResponseTransfer: [1])
          ])))
    try gNB.send(
      .pduSessionResourceModifyResponse(
        PDUSessionResourceModifyResponse(
          amfUENGAPID: id, ranUENGAPID: 1,
          pduSessionResourceFailedToModifyListModRes: [
            PDUSessionResourceFailedToModifyItemModRes(pduSessionID: 5, pduSessionResourceModifyUnsuccessfulTransfer: [2])
          ])))
    try gNB.send(
      .pduSessionResourceReleaseResponse(
        PDUSessionResourceReleaseResponse(
          amfUENGAPID: id, ranUENGAPID: 1,
          pduSessionResourceReleasedListRelRes: [
            PDUSessionResourceReleasedItemRelRes(pduSessionID: 6, pduSessionResourceReleaseResponseTransfer: [3])
          ])))
    #expect(bench.smf.n2Kinds == ["sm-5 PDU_RES_SETUP_RSP", "sm-5 PDU_RES_MOD_FAIL", "sm-6 PDU_RES_REL_RSP"])
    try gNB.send(
      .pduSessionResourceNotify(
        PDUSessionResourceNotify(
          amfUENGAPID: id, ranUENGAPID: 1,
          pduSessionResourceReleasedListNot: [
            PDUSessionResourceReleasedItemNot(pduSessionID: 5, pduSessionResourceNotifyReleasedTransfer: [9])
          ])))
    #expect(bench.smf.n2Kinds.last == "sm-5 PDU_RES_NTY_REL")
    let indication = PDUSessionResourceModifyIndication(
      amfUENGAPID: id, ranUENGAPID: 1,
      pduSessionResourceModifyListModInd: [
        PDUSessionResourceModifyItemModInd(pduSessionID: 5, pduSessionResourceModifyIndicationTransfer: [1])
      ])
    guard
      case .successfulOutcome(.pduSessionResourceModifyConfirm(let confirm))? = try gNB.send(
        .pduSessionResourceModifyIndication(indication)
      )
      .first
    else {
      Issue.record("no confirm")
      return
    }
    #expect(confirm.pduSessionResourceFailedToModifyListModCfm?.map(\.pduSessionID) == [5])
  }

  @Test func sessionsWaitForTheEndOfInitialContextSetup() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let id = try bench.registeredUE(gNB, 1)
    let sessions = bench.sessions([5])
    let sent = gNB.receiving {
      bench.onAMF { amf in
        guard let connection = amf.connections[id] else { return }
        amf.requestInitialContextSetup(connection.ue, on: connection, nas: [1], sessions: [])
        amf.requestSessionSetup(connection.ue, on: connection, sessions: sessions)
      }
    }
    #expect(sent.count == 1)
    let next = try gNB.send(.initialContextSetupResponse(InitialContextSetupResponse(amfUENGAPID: id, ranUENGAPID: 1)))
    guard case .initiatingMessage(.pduSessionResourceSetupRequest(let request))? = next.first else {
      Issue.record("no PDU Session Resource Setup Request")
      return
    }
    #expect(request.pduSessionResourceSetupListSUReq.map(\.pduSessionID) == [5])
  }

  @Test func aLostConnectionFailsTheSetupsThatWereUnderWay() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let id = try bench.registeredUE(gNB, 1)
    let sessions = bench.sessions([5, 6])
    bench.onAMF { amf in
      guard let connection = amf.connections[id] else { return }
      amf.requestInitialContextSetup(connection.ue, on: connection, nas: nil, sessions: [sessions[0]])
      amf.requestSessionSetup(connection.ue, on: connection, sessions: [sessions[1]])
    }
    if let association = gNB.association { gNB.port?.close(association) }
    bench.world.run(for: .milliseconds(100))
    #expect(bench.smf.n2Kinds == ["sm-5 PDU_RES_SETUP_FAIL", "sm-6 PDU_RES_SETUP_FAIL"])
    bench.world.run(for: .seconds(60))
    #expect(bench.smf.n2Kinds.count == 2)
  }

  @Test func theGNBsReleaseRequestEndsInIdle() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let id = try bench.registeredUE(gNB, 1)
    let request = UEContextReleaseRequest(amfUENGAPID: id, ranUENGAPID: 1, cause: .radioNetwork(.userInactivity))
    let commands = try gNB.send(.ueContextReleaseRequest(request)).compactMap(\.releaseCommand)
    #expect(commands.map(\.cause) == [.radioNetwork(.userInactivity)])
    // Repeated, it changes nothing, and no NAS message follows the command.
    #expect(try gNB.send(.ueContextReleaseRequest(request)).isEmpty)
    #expect(gNB.receiving { bench.onAMF { amf in amf.connections[id].map { amf.sendDownlinkNAS([1], on: $0) } } }.isEmpty)
    try gNB.send(.ueContextReleaseComplete(UEContextReleaseComplete(amfUENGAPID: id, ranUENGAPID: 1)))
    #expect(bench.onAMF { $0.connections.isEmpty })
    #expect(bench.onAMF { $0.ues.values.map(\.isConnected) } == [false])
  }

  @Test func pagingGoesToTheGNBsOfTheRegistrationArea() throws {
    let bench = N2Bench()
    let near = try bench.gNB(11)
    let far = bench.connect(12)
    try far.send(.ngSetupRequest(N2Bench.setup(identity: 12, tacs: [2])))
    let id = try bench.registeredUE(near, 1)
    let before = far.received.count
    let sent = near.receiving { bench.onAMF { amf in amf.connections[id].map { amf.sendPaging($0.ue) } } }
    guard case .initiatingMessage(.paging(let paging))? = sent.first, case .fiveGSTMSI(let tmsi) = paging.uePagingIdentity else {
      Issue.record("no Paging")
      return
    }
    let value = bench.onAMF { $0.connections[id]?.ue.guti?.fiveGTMSI }
    #expect(UInt32(truncatingIfNeeded: tmsi.fiveGTMSI.unsignedValue) == value)
    #expect(tmsi.amfSetID == BitString(3, bitCount: 10))
    #expect(paging.taiListForPaging.map(\.tai.tac) == [[0, 0, 1]])
    #expect(near.received.last?.stream == 0)
    #expect(far.received.count == before)
  }

  @Test func radioCapabilityIsStoredWithinItsBound() throws {
    var limits = AMFConfiguration.Limits()
    limits.ueRadioCapabilityOctets = 100
    let bench = N2Bench(limits: limits)
    let gNB = try bench.gNB(11)
    let id = try bench.registeredUE(gNB, 1)
    for count in [100, 101] {
      try gNB.send(
        .ueRadioCapabilityInfoIndication(
          UERadioCapabilityInfoIndication(
            amfUENGAPID: id, ranUENGAPID: 1, ueRadioCapability: [UInt8](repeating: UInt8(count), count: count))))
    }
    #expect(bench.onAMF { $0.connections[id]?.ue.ueRadioCapability } == [UInt8](repeating: 100, count: 100))
  }

  @Test func handoverIsRefusedAndItsCancellationAcknowledged() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let id = try bench.registeredUE(gNB, 1)
    let target = TargetID.targetRANNodeID(
      TargetRANNodeID(
        globalRANNodeID: N2Bench.setup(identity: 12).globalRANNodeID, selectedTAI: Base.TAI(plmn: N2Bench.plmn, tac: 1).ngap))
    let required = HandoverRequired(
      amfUENGAPID: id, ranUENGAPID: 1, handoverType: .intra5gs, cause: .radioNetwork(.unspecified), targetID: target,
      pduSessionResourceListHORqd: [PDUSessionResourceItemHORqd(pduSessionID: 5, handoverRequiredTransfer: [0])],
      sourceToTargetTransparentContainer: [0])
    guard case .unsuccessfulOutcome(.handoverPreparationFailure(let failure))? = try gNB.send(.handoverRequired(required)).first else {
      Issue.record("no Handover Preparation Failure")
      return
    }
    #expect(failure.cause == .radioNetwork(.hoTargetNotAllowed))
    let cancel = HandoverCancel(amfUENGAPID: id, ranUENGAPID: 1, cause: .radioNetwork(.handoverCancelled))
    guard case .successfulOutcome(.handoverCancelAcknowledge)? = try gNB.send(.handoverCancel(cancel)).first else {
      Issue.record("no Handover Cancel Acknowledge")
      return
    }
    let location = N2Bench.location()
    let notify = try gNB.send(.handoverNotify(HandoverNotify(amfUENGAPID: id, ranUENGAPID: 1, userLocationInformation: location)))
    #expect(notify.map(\.errorIndicationCause) == [.protocol(.messageNotCompatibleWithReceiverState)])
    #expect(bench.onAMF { $0.connections[id]?.ue.isConnected } == true)
  }
}

import Base
import NAS
import NGAP
import PER
import PFCP
import SBI
import Testing

@testable import SMF

/// Release, activation, deactivation and modification (TS 23.502 §4.2.3, §4.2.6, §4.3.3, §4.3.4).
@Suite struct SessionTests {
  private func releaseComplete(_ pti: UInt8) -> FiveGSMMessage {
    .pduSessionReleaseComplete(PDUSessionReleaseComplete(pduSessionIdentity: 5, procedureTransactionIdentity: pti))
  }

  @Test func theUEReleasesItsSession() throws {
    let bench = Bench()
    let reference = bench.establishWithUserPlane()
    let request = FiveGSMMessage.pduSessionReleaseRequest(
      PDUSessionReleaseRequest(pduSessionIdentity: 5, procedureTransactionIdentity: 9))
    let answer = bench.update(reference, n1: request)
    guard case .pduSessionReleaseCommand(let command)? = answer.n1 else { throw Unexpected() }
    #expect(command.procedureTransactionIdentity == 9)
    #expect(command.cause == .regularDeactivation)
    #expect(answer.data?.document.n2SmInfoType == .pduResRelCmd)
    #expect(bench.upf.sessions.isEmpty)
    // A repeated request gets the command again (TS 24.501 §6.4.3.5 a).
    #expect(bench.update(reference, n1: request).n1 != nil)
    // TS 24.501 §7.3.1: a PTI that is not in use.
    let mismatch = bench.update(reference, n1: releaseComplete(3)).failure
    #expect(mismatch?.rejectCause == 47)
    #expect(bench.core.notifications.isEmpty)
    #expect(bench.update(reference, n1: releaseComplete(9)).failure == nil)
    #expect(bench.core.notifications.count == 1)
    bench.expectNothingLeft()
  }

  @Test func theReleaseCommandIsRepeatedUnderT3592() {
    let bench = Bench()
    let reference = bench.establishWithUserPlane()
    let before = bench.core.transfers.count
    let smf = bench.smf
    bench.loop.spawn("operator") { await smf.releaseSession(reference: reference) }
    bench.world.run(for: .seconds(1))
    #expect(bench.core.transfers.count == before + 1)
    #expect(bench.core.transfers.last?.document.n2InfoContainer?.smInfo?.n2InfoContent?.ngapIeType == .pduResRelCmd)
    bench.world.run(for: .seconds(16 * 5 + 1))
    // The first and four more.
    #expect(bench.core.transfers.count == before + 5)
    bench.expectNothingLeft()
  }

  @Test func aUserPlaneIsDeactivatedAndActivatedAgain() throws {
    let bench = Bench()
    let reference = bench.establishWithUserPlane()
    #expect(bench.update(reference, upCnxState: .deactivated).data?.document.upCnxState == .deactivated)
    #expect(bench.upf.downlinkAction == [.buffer, .notifyControlPlane])
    let answer = bench.update(reference, upCnxState: .activating)
    #expect(answer.data?.document.n2SmInfoType == .pduResSetupReq)
    let transfer = try #require(answer.data?.part("n2")?.octets)
    #expect(throws: Never.self) { try PDUSessionResourceSetupRequestTransfer(decoding: transfer) }
    #expect(bench.update(reference, n2: Bench.setupResponse(teid: 0x78), kind: "PDU_RES_SETUP_RSP").failure == nil)
    #expect(bench.upf.downlinkAction == .forward)
    #expect(bench.session["gNB"]?.stringValue == "10.99.0.11/120")
  }

  @Test func downlinkDataPagesTheUEAndIsDroppedWhenItDoesNotAnswer() throws {
    let bench = Bench()
    let reference = bench.establishWithUserPlane()
    _ = bench.update(reference, upCnxState: .deactivated)
    let seid = try #require(bench.upf.sessions.values.first)
    var report = SessionReportRequest(reportType: .downlinkDataReport)
    var data = DownlinkDataReport()
    data.pdrIDs = [2]
    report.downlinkDataReport = data
    bench.core.transferAnswer = .success(
      .accepted(Created(location: "http://amf.test/1", body: N1N2MessageTransferRspData(cause: "ATTEMPTING_TO_REACH_UE"))))
    let before = bench.core.transfers.count
    bench.upf.report(report, cpSEID: seid, to: bench.n4)
    bench.world.run(for: .seconds(1))
    #expect(bench.core.transfers.count == before + 1)
    let transfer = try #require(bench.core.transfers.last?.document)
    #expect(transfer.n1MessageContainer == nil)
    #expect(transfer.arp?.priorityLevel == 5)
    let smf = bench.smf
    _ = bench.world.run(on: bench.loop) {
      try? await smf.notifyN1N2TransferFailure(
        id: reference, N1N2MsgTxfrFailureNotification(cause: "UE_NOT_RESPONDING", n1n2MsgDataUri: "http://amf.test/1"))
    }
    #expect(bench.upf.downlinkAction == .drop)
    #expect(bench.upf.modifications.last?.flags == .dropBufferedPackets)
    // Another report meanwhile does not page again.
    bench.upf.report(report, cpSEID: seid, to: bench.n4)
    bench.world.run(for: .seconds(1))
    #expect(bench.core.transfers.count == before + 1)
    bench.world.run(for: .seconds(30))
    #expect(bench.upf.downlinkAction == [.buffer, .notifyControlPlane])
    #expect(bench.release(reference) == nil)
    bench.expectNothingLeft()
  }

  @Test func aLostTunnelIsReleasedAtTheGNBAndDataWaits() throws {
    let bench = Bench()
    let reference = bench.establishWithUserPlane()
    let seid = try #require(bench.upf.sessions.values.first)
    var report = SessionReportRequest(reportType: .errorIndicationReport)
    var indication = ErrorIndicationReport()
    indication.remoteFTEIDs = [.assigned(teid: 0x77, ipv4: IPv4Address("10.99.0.11"), ipv6: nil)]
    report.errorIndicationReport = indication
    bench.upf.report(report, cpSEID: seid, to: bench.n4)
    bench.world.run(for: .seconds(1))
    #expect(bench.upf.downlinkAction == [.buffer, .notifyControlPlane])
    #expect(bench.core.transfers.last?.document.n2InfoContainer?.smInfo?.n2InfoContent?.ngapIeType == .pduResRelCmd)
    #expect(bench.core.transfers.last?.document.skipInd == true)
    #expect(bench.session["userPlane"]?.stringValue == "DEACTIVATED")
    #expect(bench.release(reference) == nil)
    bench.expectNothingLeft()
  }

  // TS 23.502 §4.3.2.2.1, step 16: with the first setup the UE has not got the accept either (TS 38.413 §8.2.1.2).
  @Test func aGNBWithoutResourcesEndsTheEstablishment() throws {
    let bench = Bench()
    let reference = bench.establish()
    let transfer = try PDUSessionResourceSetupUnsuccessfulTransfer(cause: .radioNetwork(.radioResourcesNotAvailable)).encode()
    let update = bench.update(reference, n2: transfer, kind: "PDU_RES_SETUP_FAIL")
    guard case .pduSessionEstablishmentReject(let reject)? = update.n1 else { throw Unexpected() }
    #expect(reject.procedureTransactionIdentity == 1)
    #expect(reject.cause == .insufficientResources)
    bench.world.run(for: .seconds(1))
    #expect(bench.core.notifications.count == 1)
    bench.expectNothingLeft()
  }

  // The UE lost its connection in the instant of the answer: the AMF keeps the accept and looks for the UE.
  @Test func anAcceptThatWaitsForTheUEIsNotTakenBack() throws {
    let bench = Bench()
    bench.core.transferAnswer = .success(
      .accepted(Created(location: "http://amf.test/1", body: N1N2MessageTransferRspData(cause: "ATTEMPTING_TO_REACH_UE"))))
    let reference = bench.establish()
    let transfers = bench.core.transfers.count
    bench.world.run(for: .seconds(120))
    #expect(bench.core.transfers.count == transfers, "a reject would follow the accept")
    #expect(bench.session["userPlane"]?.stringValue == "DEACTIVATED")
    #expect(bench.update(reference, upCnxState: .activating).data?.document.n2SmInfoType == .pduResSetupReq)
    #expect(bench.update(reference, n2: Bench.setupResponse(), kind: "PDU_RES_SETUP_RSP").failure == nil)
    #expect(bench.upf.downlinkAction == .forward)
    #expect(bench.release(reference) == nil)
    bench.expectNothingLeft()
  }

  @Test func anAcceptThatDoesNotReachTheUELeavesNoSession() throws {
    let bench = Bench()
    bench.core.transferAnswer = .success(
      .accepted(Created(location: "http://amf.test/1", body: N1N2MessageTransferRspData(cause: "ATTEMPTING_TO_REACH_UE"))))
    let reference = bench.establish()
    let smf = bench.smf
    _ = bench.world.run(on: bench.loop) {
      try? await smf.notifyN1N2TransferFailure(
        id: reference, N1N2MsgTxfrFailureNotification(cause: "UE_NOT_RESPONDING", n1n2MsgDataUri: "http://amf.test/1"))
    }
    #expect(bench.core.notifications.count == 1)
    bench.expectNothingLeft()
  }

  @Test func aGNBWithoutResourcesForTheDefaultFlowEndsTheEstablishment() throws {
    let bench = Bench()
    let reference = bench.establish()
    let response = PDUSessionResourceSetupResponseTransfer(
      dlQosFlowPerTNLInformation: QosFlowPerTNLInformation(
        upTransportLayerInformation: .gtpTunnel(
          GTPTunnel(transportLayerAddress: BitString(octets: [10, 99, 0, 11], bitCount: 32), gtpTEID: [0, 0, 0, 1])),
        associatedQosFlowList: [AssociatedQosFlowItem(qosFlowIdentifier: 2)]))
    guard case .pduSessionEstablishmentReject? = bench.update(reference, n2: try response.encode(), kind: "PDU_RES_SETUP_RSP").n1 else {
      throw Unexpected()
    }
    bench.expectNothingLeft()
  }

  @Test func aGNBThatDoesNotAnswerTheFirstSetupEndsTheEstablishment() throws {
    let bench = Bench()
    _ = bench.establish()
    bench.world.run(for: .seconds(31))
    guard case .pduSessionEstablishmentReject(let reject)? = bench.lastN1 else { throw Unexpected() }
    #expect(reject.procedureTransactionIdentity == 1)
    bench.expectNothingLeft()
  }

  @Test func aGNBWithoutResourcesForALaterSetupLeavesTheSessionWithoutUserPlane() throws {
    let bench = Bench()
    let reference = bench.establishWithUserPlane()
    _ = bench.update(reference, upCnxState: .deactivated)
    #expect(bench.update(reference, upCnxState: .activating).data?.document.upCnxState == .activating)
    let transfer = try PDUSessionResourceSetupUnsuccessfulTransfer(cause: .radioNetwork(.radioResourcesNotAvailable)).encode()
    #expect(bench.update(reference, n2: transfer, kind: "PDU_RES_SETUP_FAIL").data?.document.upCnxState == .deactivated)
    #expect(bench.upf.downlinkAction == .drop)
    #expect(bench.release(reference) == nil)
    bench.expectNothingLeft()
  }

  @Test func aTunnelThatCannotBeReadIsRefused() {
    let bench = Bench()
    let reference = bench.establish()
    for octets: [UInt8] in [[], [0xFF], [0, 0, 0]] {
      #expect(bench.update(reference, n2: octets, kind: "PDU_RES_SETUP_RSP").failure?.cause == "N2_SM_ERROR")
    }
    #expect(bench.update(reference, n2: [0], kind: "PATH_SWITCH_REQ").failure?.cause == "N2_SM_ERROR")
    #expect(bench.release(reference) == nil)
    bench.expectNothingLeft()
  }

  @Test func newQoSOfThePCFReachesUPFGNBAndUE() throws {
    let bench = Bench()
    let reference = bench.establishWithUserPlane()
    bench.core.sessionAMBR = Ambr(uplink: "10 Mbps", downlink: "20 Mbps")
    let smf = bench.smf
    let decision = bench.core.decision()
    _ = bench.world.run(on: bench.loop) {
      _ = try? await smf.notifySMPolicyUpdate(id: reference, SmPolicyNotification(resourceUri: nil, smPolicyDecision: decision))
    }
    bench.world.run(for: .seconds(1))
    #expect(bench.upf.modifications.last?.updateQERs.first?.maximumBitRate?.downlinkKilobitsPerSecond == 20_000)
    guard case .pduSessionModificationCommand(let command)? = bench.lastN1 else { throw Unexpected() }
    #expect(command.sessionAMBR?.uplink.bitsPerSecond == 10_000_000)
    #expect(bench.core.transfers.last?.document.n2InfoContainer?.smInfo?.n2InfoContent?.ngapIeType == .pduResModReq)
    let complete = PDUSessionModificationComplete(pduSessionIdentity: 5, procedureTransactionIdentity: 0)
    #expect(bench.update(reference, n1: .pduSessionModificationComplete(complete)).failure == nil)
    #expect(bench.session["procedure"] == nil)
  }

  @Test func aWithdrawnSubscriptionEndsTheSession() {
    let bench = Bench()
    let reference = bench.establishWithUserPlane()
    bench.core.sessionData = .success(FakeCore.subscription(dnn: "other"))
    let smf = bench.smf
    _ = bench.world.run(on: bench.loop) {
      try? await smf.notifyDataChange(id: reference, ModificationNotification(notifyItems: []))
    }
    bench.world.run(for: .seconds(1))
    guard case .pduSessionReleaseCommand? = bench.lastN1 else {
      Issue.record("no release command")
      return
    }
    #expect(bench.update(reference, n1: releaseComplete(0)).failure == nil)
    bench.expectNothingLeft()
  }

  @Test func identitiesAndPTIsOfRequestsAreChecked() throws {
    let bench = Bench()
    let reference = bench.establishWithUserPlane()
    func reject(_ id: UInt8, _ pti: UInt8) -> UInt8? {
      let request = PDUSessionReleaseRequest(pduSessionIdentity: id, procedureTransactionIdentity: pti)
      guard case .pduSessionReleaseReject(let reject)? = bench.update(reference, n1: .pduSessionReleaseRequest(request)).n1 else {
        return nil
      }
      return reject.cause.rawValue
    }
    #expect(reject(6, 1) == 43)
    #expect(reject(5, 0) == 81)
    #expect(reject(5, 255) == nil)
    #expect(bench.update(reference, n1Octets: [0x2E, 5, 1, 0xFF]).failure?.rejectCause == 97)
    #expect(bench.update(reference, n1Octets: [0x2E, 5, 1, 0xC1]).failure?.rejectCause == 96)
    #expect(bench.update(reference, n1Octets: bench.establishmentRequest()).failure?.rejectCause == 98)
    var modification = PDUSessionModificationRequest(pduSessionIdentity: 5, procedureTransactionIdentity: 4)
    modification.requestedQoSRules = QoSRules([.matchAllDefault(identifier: 2)])
    guard case .pduSessionModificationReject? = bench.update(reference, n1: .pduSessionModificationRequest(modification)).n1 else {
      throw Unexpected()
    }
    #expect(bench.session["userPlane"]?.stringValue == "ACTIVATED")
  }
}

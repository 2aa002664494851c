import Base
import GTPU
import NGAP
import PER
import RadioLink
import Simulation
import Testing

@testable import GNB

@Suite struct SessionResourceTests {
  private func responses(_ pdus: [NGAPPDU]) -> PDUSessionResourceSetupResponse? {
    for pdu in pdus { if case .successfulOutcome(.pduSessionResourceSetupResponse(let response)) = pdu { return response } }
    return nil
  }

  private func cause(_ item: PDUSessionResourceFailedToSetupItemSURes?) -> Cause? {
    item.flatMap { try? PDUSessionResourceSetupUnsuccessfulTransfer(decoding: $0.pduSessionResourceSetupUnsuccessfulTransfer) }?.cause
  }

  /// - Returns: the TEID for the downlink.
  private func establish(_ scenario: CoreScenario, _ ue: TestUE, id: UInt8 = 1, teid: UInt32 = 0x77) throws -> UInt32 {
    let response = try #require(responses(scenario.exchange(scenario.setupRequest(ue, [(id, CoreScenario.transfer(teid: teid))]))))
    let item = try #require(response.pduSessionResourceSetupListSURes?.first)
    let transfer = try PDUSessionResourceSetupResponseTransfer(decoding: item.pduSessionResourceSetupResponseTransfer)
    let tunnel = try #require(
      transfer.dlQosFlowPerTNLInformation.upTransportLayerInformation.tunnel(sameFamilyAs: scenario.n3Address))
    #expect(tunnel.address == scenario.n3Address)
    #expect(transfer.dlQosFlowPerTNLInformation.associatedQosFlowList.map(\.qosFlowIdentifier) == [1])
    return tunnel.teid
  }

  @Test func packetsPassInBothDirections() throws {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.contextUE()
    let teid = try establish(scenario, ue)
    #expect(ue.nas.last == [0x7E, 2, 1])
    ue.sendUnacknowledged(.userData(pduSessionID: 1, qosFlowIdentifier: 1, packet: [0x45, 1, 2]))
    scenario.settle()
    let uplink = try #require(scenario.n3.last)
    #expect(uplink.teid == 0x77 && uplink.body == .gPDU([0x45, 1, 2]))
    #expect(try uplink.pduSessionContainer == .uplink(UplinkPDUSessionInformation(qfi: 1)))
    // TS 29.281 figure 5.1-1 and TS 38.415 §5.5.2.2, octet for octet.
    #expect(scenario.n3Octets.last == [0x34, 255, 0, 11, 0, 0, 0, 0x77, 0, 0, 0, 0x85, 1, 0x10, 1, 0, 0x45, 1, 2])
    let container = PDUSessionContainer.downlink(DownlinkPDUSessionInformation(qfi: 1))
    scenario.sendN3(GTPUMessage(teid: teid, extensionHeaders: [.init(type: 0x85, content: try container.encode())], .gPDU([0x45, 9])))
    scenario.settle()
    #expect(ue.packets.count == 1 && ue.packets[0].session == 1 && ue.packets[0].flow == 1 && ue.packets[0].packet == [0x45, 9])
  }

  @Test func eachSessionFailsByItself() throws {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.contextUE()
    _ = try establish(scenario, ue)
    let v6 = CoreScenario.transfer(teid: 1, address: IPAddress("fd00::1")!)
    let answer = responses(
      scenario.exchange(
        scenario.setupRequest(
          ue,
          [
            (1, CoreScenario.transfer(teid: 5)), (2, [0xFF]), (3, v6), (4, CoreScenario.transfer(teid: 4)),
            (5, CoreScenario.transfer(teid: 9, flows: [1, 1])),
          ])))
    let response = try #require(answer)
    #expect(response.pduSessionResourceSetupListSURes?.map(\.pduSessionID) == [4])
    let failed = try #require(response.pduSessionResourceFailedToSetupListSURes)
    #expect(failed.map(\.pduSessionID) == [1, 2, 3, 5])
    #expect(
      failed.map { cause($0) } == [
        .radioNetwork(.multiplePDUSessionIDInstances), .protocol(.transferSyntaxError), .transport(.transportResourceUnavailable),
        .radioNetwork(.multipleQosFlowIDInstances),
      ])
    #expect(ue.nas.filter { $0 == [0x7E, 2, 2] || $0 == [0x7E, 2, 3] }.isEmpty)
  }

  @Test func aUEThatDoesNotReconfigureLeavesNothing() throws {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.contextUE()
    ue.answers = false
    scenario.send(scenario.setupRequest(ue, [(1, CoreScenario.transfer(teid: 1))]))
    scenario.world.run(for: .seconds(6))
    let response = try #require(responses(scenario.received.map(\.pdu)))
    #expect(cause(response.pduSessionResourceFailedToSetupListSURes?.first) == .radioNetwork(.failureInRadioInterfaceProcedure))
    #expect(scenario.snapshot()["tunnels"] == 0)
  }

  @Test func modificationMovesTheTunnelAndAddsFlows() throws {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.contextUE()
    _ = try establish(scenario, ue)
    let upf = UPTransportLayerInformation(address: IPAddress("10.99.0.1")!, teid: 0x99)
    let transfer = PDUSessionResourceModifyRequestTransfer(
      ulNGUUPTNLModifyList: [ULNGUUPTNLModifyItem(ulNGUUPTNLInformation: upf, dlNGUUPTNLInformation: upf)],
      qosFlowAddOrModifyRequestList: [QosFlowAddOrModifyRequestItem(qosFlowIdentifier: 2)])
    let request = PDUSessionResourceModifyRequest(
      amfUENGAPID: ue.amfID, ranUENGAPID: ue.ranID,
      pduSessionResourceModifyListModReq: [
        .init(pduSessionID: 1, nasPDU: [0x7E, 2, 0xCB], pduSessionResourceModifyRequestTransfer: try transfer.encode()),
        .init(pduSessionID: 9, pduSessionResourceModifyRequestTransfer: try transfer.encode()),
      ])
    guard
      case .successfulOutcome(.pduSessionResourceModifyResponse(let response))? = scenario.exchange(
        .pduSessionResourceModifyRequest(request)
      ).last
    else {
      Issue.record("none")
      return
    }
    #expect(response.pduSessionResourceModifyListModRes?.map(\.pduSessionID) == [1])
    #expect(response.pduSessionResourceFailedToModifyListModRes?.map(\.pduSessionID) == [9])
    #expect(ue.nas.last == [0x7E, 2, 0xCB])
    ue.sendUnacknowledged(.userData(pduSessionID: 1, qosFlowIdentifier: 2, packet: [0x45]))
    scenario.settle()
    #expect(scenario.n3.last?.teid == 0x99)
    #expect(try scenario.n3.last?.pduSessionContainer?.qfi == 2)
  }

  @Test func releaseEndsTheTunnel() throws {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.contextUE()
    let teid = try establish(scenario, ue)
    let command = PDUSessionResourceReleaseCommand(
      amfUENGAPID: ue.amfID, ranUENGAPID: ue.ranID, nasPDU: [0x7E, 2, 0xD3],
      pduSessionResourceToReleaseListRelCmd: [
        .init(
          pduSessionID: 1,
          pduSessionResourceReleaseCommandTransfer: try PDUSessionResourceReleaseCommandTransfer(cause: .nas(.normalRelease)).encode())
      ])
    guard
      case .successfulOutcome(.pduSessionResourceReleaseResponse(let response))? = scenario.exchange(
        .pduSessionResourceReleaseCommand(command)
      ).last
    else {
      Issue.record("none")
      return
    }
    #expect(response.pduSessionResourceReleasedListRelRes.map(\.pduSessionID) == [1])
    #expect(ue.nas.last == [0x7E, 2, 0xD3])
    scenario.sendN3(GTPUMessage(teid: teid, .gPDU([0x45])))
    scenario.settle()
    // TS 29.281 §7.3.1: an unknown tunnel is answered with an error indication.
    #expect(scenario.n3.last?.body == .errorIndication(teid: teid, peerAddress: scenario.n3Address))
  }

  @Test func errorIndicationReleasesTheSession() throws {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.contextUE()
    _ = try establish(scenario, ue)
    scenario.sendN3(GTPUMessage(sequenceNumber: 0, .errorIndication(teid: 0x78, peerAddress: scenario.upfAddress.ip)))
    scenario.settle()
    #expect(scenario.snapshot()["tunnels"] == 1)
    scenario.sendN3(GTPUMessage(sequenceNumber: 0, .errorIndication(teid: 0x77, peerAddress: scenario.upfAddress.ip)))
    scenario.settle()
    guard case .initiatingMessage(.pduSessionResourceNotify(let notify))? = scenario.received.last?.pdu else {
      Issue.record("none")
      return
    }
    #expect(notify.pduSessionResourceReleasedListNot?.map(\.pduSessionID) == [1])
    #expect(scenario.snapshot()["tunnels"] == 0)
  }

  @Test func echoIsAnsweredAndEndMarkersAreIgnored() throws {
    let scenario = CoreScenario()
    scenario.start()
    let teid = try establish(scenario, scenario.contextUE())
    let count = scenario.n3.count
    scenario.sendN3(GTPUMessage(teid: teid, .endMarker))
    scenario.sendN3(GTPUMessage(sequenceNumber: 42, .echoRequest))
    scenario.settle()
    #expect(scenario.n3.count == count + 1)
    #expect(scenario.n3.last?.sequenceNumber == 42 && scenario.n3.last?.body == .echoResponse(restartCounter: 0))
    #expect(scenario.snapshot()["tunnels"] == 1)
  }
}

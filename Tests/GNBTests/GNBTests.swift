import Base
import GTPU
import NGAP
import PER
import RadioLink
import Simulation
import Testing

@testable import GNB

@Suite struct InterfaceTests {
  @Test func ngSetupCarriesWhatTheGNBSupports() throws {
    let scenario = CoreScenario()
    scenario.start()
    guard case (0, .initiatingMessage(.ngSetupRequest(let request)))? = scenario.received.first else {
      Issue.record("none")
      return
    }
    #expect(request.ranNodeName == "gnb-1")
    guard case .globalGNBID(let id) = request.globalRANNodeID, case .gnbID(let bits) = id.gnbID else {
      Issue.record("no id")
      return
    }
    #expect(id.plmnIdentity == [0x99, 0xF9, 0x07] && bits.unsignedValue == 0x123456 && bits.bitCount == 24)
    #expect(request.supportedTAList.map(\.tac) == [[0, 0, 1]])
    #expect(request.supportedTAList[0].broadcastPLMNList[0].taiSliceSupportList.map(\.sNSSAI.sd) == [nil, [0xAB, 0xCD, 0xEF]])
    #expect(scenario.events == [.associationUp, .setUp(amfName: "amf-1")])
  }

  @Test func setupFailureIsRepeatedAfterTheTimeToWait() {
    let scenario = CoreScenario()
    scenario.answersSetup = false
    scenario.start()
    scenario.send(.unsuccessfulOutcome(.ngSetupFailure(NGSetupFailure(cause: .misc(.unknownPLMNOrSNPN), timeToWait: .v20s))))
    scenario.world.run(for: .seconds(19))
    #expect(scenario.received.count == 1)
    scenario.answersSetup = true
    scenario.world.run(for: .seconds(2))
    #expect(scenario.received.count == 2)
    #expect(scenario.snapshot()["state"] == "ready")
  }

  @Test func aCellWithoutAMFIsSilent() {
    let scenario = CoreScenario()
    scenario.answersSetup = false
    scenario.start()
    let ue = TestUE(scenario: scenario, number: 1)
    ue.sendUnacknowledged(.systemInformationRequest, connection: 0)
    scenario.settle()
    #expect(ue.messages.isEmpty)
    scenario.send(.successfulOutcome(.ngSetupResponse(CoreScenario.setupResponse)))
    scenario.settle()
    ue.sendUnacknowledged(.systemInformationRequest, connection: 0)
    scenario.settle()
    #expect(
      ue.messages == [.systemInformation(SystemInformation(networks: [.init(plmn: testPLMN, tac: 1)], cellIdentity: 0x1_2345_6000))])
  }

  @Test func lostAssociationReleasesUEsAndIsMadeAgain() {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.contextUE()
    scenario.amfPort.close(scenario.association!)
    scenario.world.run(for: .seconds(1))
    #expect(ue.messages.last == .release)
    #expect(scenario.snapshot()["ues"] == [])
    scenario.world.run(for: .seconds(6))
    #expect(scenario.associations == 2)
    #expect(scenario.snapshot()["state"] == "ready")
  }

  @Test func aMissingAMFIsTriedAgain() {
    let scenario = CoreScenario()
    scenario.network.stopListening(scenario.amfAddress)
    scenario.start()
    scenario.world.run(for: .seconds(12))
    #expect(scenario.events.count == 3)
    #expect(scenario.snapshot()["state"] == "down" || scenario.snapshot()["state"] == "connecting")
  }

  @Test func configurationUpdatesInBothDirections() {
    let scenario = CoreScenario()
    scenario.start()
    scenario.perform {
      await $0.update(trackingAreas: [.init(tac: 2, plmns: [.init(plmn: testPLMN, slices: [Base.SNSSAI(sst: 1)])])], name: "new")
    }
    guard case .initiatingMessage(.ranConfigurationUpdate(let update))? = scenario.received.last?.pdu else {
      Issue.record("none")
      return
    }
    #expect(update.ranNodeName == "new" && update.supportedTAList?.map(\.tac) == [[0, 0, 2]])
    let answer = scenario.exchange(.amfConfigurationUpdate(AMFConfigurationUpdate(amfName: "amf-2")))
    #expect(answer == [.successfulOutcome(.amfConfigurationUpdateAcknowledge(AMFConfigurationUpdateAcknowledge()))])
    #expect(scenario.snapshot()["amf"] == "amf-2")
  }

  @Test func resetByTheAMF() {
    let scenario = CoreScenario()
    scenario.start()
    let ues = (1...3).map { scenario.contextUE($0) }
    let part = [
      UEAssociatedLogicalNGConnectionItem(amfUENGAPID: ues[0].amfID, ranUENGAPID: ues[0].ranID), .init(amfUENGAPID: ues[1].amfID),
    ]
    let first = scenario.exchange(.ngReset(NGReset(cause: .misc(.unspecified), resetType: .partOfNGInterface(part))))
    #expect(first == [.successfulOutcome(.ngResetAcknowledge(NGResetAcknowledge(ueAssociatedLogicalNGConnectionList: part)))])
    #expect(ues.map { $0.messages.last == .release } == [true, true, false])
    let second = scenario.exchange(.ngReset(NGReset(cause: .misc(.unspecified), resetType: .ngInterface(.resetAll))))
    #expect(second == [.successfulOutcome(.ngResetAcknowledge(NGResetAcknowledge()))])
    #expect(ues[2].messages.last == .release)
  }

  @Test func resetByTheGNB() {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.contextUE()
    scenario.perform { await $0.reset() }
    guard case .initiatingMessage(.ngReset(let reset))? = scenario.received.last?.pdu, case .ngInterface = reset.resetType else {
      Issue.record("none")
      return
    }
    #expect(ue.messages.last == .release)
  }

  @Test func overloadTurnsAwayWhatTheActionNames() {
    let scenario = CoreScenario()
    scenario.start()
    scenario.send(.overloadStart(OverloadStart(amfOverloadResponse: .overloadAction(.rejectNonEmergencyMoDt))))
    scenario.settle()
    #expect(scenario.connectUE(1, cause: .moData).messages == [.reject(waitTimeSeconds: 5)])
    #expect(scenario.connectUE(2, cause: .moSignalling).ranID != 0)
    scenario.send(.overloadStop(OverloadStop()))
    scenario.settle()
    #expect(scenario.connectUE(3, cause: .moData).ranID != 0)
  }

  @Test func classOneProceduresWithoutSupportAreAnswered() {
    let scenario = CoreScenario()
    scenario.start()
    let warning = scenario.exchange(
      .writeReplaceWarningRequest(
        WriteReplaceWarningRequest(
          messageIdentifier: BitString(1, bitCount: 16), serialNumber: BitString(2, bitCount: 16), repetitionPeriod: 10,
          numberOfBroadcastsRequested: 1)))
    guard case .successfulOutcome(.writeReplaceWarningResponse)? = warning.first else {
      Issue.record("\(warning)")
      return
    }
    let cancel = scenario.exchange(
      .pwsCancelRequest(PWSCancelRequest(messageIdentifier: BitString(1, bitCount: 16), serialNumber: BitString(2, bitCount: 16))))
    guard case .successfulOutcome(.pwsCancelResponse)? = cancel.first else {
      Issue.record("\(cancel)")
      return
    }
  }
}

@Suite struct UEContextTests {
  @Test func initialUEMessageTellsIdentityAndLocation() throws {
    let scenario = CoreScenario()
    scenario.start()
    _ = scenario.connectUE(1, cause: .mtAccess, tmsi: 0x0043_0000_ABCD)
    guard case (let stream, .initiatingMessage(.initialUEMessage(let message)))? = scenario.received.last else {
      Issue.record("none")
      return
    }
    #expect(stream >= 1)
    #expect(message.rrcEstablishmentCause == .mtAccess && message.ueContextRequest == .requested)
    #expect(message.nasPDU == [0x7E, 0, 0x41, 1])
    #expect(message.fiveGSTMSI?.amfSetID.unsignedValue == 1 && message.fiveGSTMSI?.amfPointer.unsignedValue == 3)
    #expect(message.fiveGSTMSI?.fiveGTMSI == [0, 0, 0xAB, 0xCD])
    guard case .userLocationInformationNR(let location) = message.userLocationInformation else {
      Issue.record("no NR")
      return
    }
    #expect(location.tai.tac == [0, 0, 1] && location.nrCGI.nrCellIdentity.unsignedValue == 0x1_2345_6000)
    // 2026-01-01 in NTP seconds, and the seconds of the virtual clock.
    let seconds = try #require(location.timeStamp).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    #expect((3_976_214_400...3_976_214_500).contains(seconds))
  }

  @Test func aUEKeepsItsStreamAndNonUESignallingHasItsOwn() {
    let scenario = CoreScenario(streams: 4)
    scenario.start()
    let ues = (1...6).map { scenario.contextUE($0) }
    for ue in ues {
      ue.send(.ulInformationTransfer([1]))
      scenario.settle()
    }
    var streams: [UInt32: Set<UInt16>] = [:]
    for (stream, pdu) in scenario.received {
      switch pdu {
      case .initiatingMessage(.initialUEMessage(let m)): streams[m.ranUENGAPID, default: []].insert(stream)
      case .initiatingMessage(.uplinkNASTransport(let m)): streams[m.ranUENGAPID, default: []].insert(stream)
      case .successfulOutcome(.initialContextSetupResponse(let m)): streams[m.ranUENGAPID, default: []].insert(stream)
      case .initiatingMessage(.ngSetupRequest): #expect(stream == 0)
      default: break
      }
    }
    #expect(streams.count == 6)
    #expect(streams.values.allSatisfy { $0.count == 1 && (1..<4).contains($0.first ?? 0) })
  }

  @Test func aPeerWithOneStreamWorks() {
    let scenario = CoreScenario(streams: 1)
    scenario.start()
    let ue = scenario.contextUE()
    #expect(ue.nas == [[0x7E, 2, 9]])
    #expect(scenario.received.allSatisfy { $0.stream == 0 })
  }

  @Test func nasMessagesPassInBothDirections() {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.connectUE()
    for octet in UInt8(0)..<20 {
      scenario.send(.downlinkNASTransport(DownlinkNASTransport(amfUENGAPID: ue.amfID, ranUENGAPID: ue.ranID, nasPDU: [octet])))
    }
    scenario.settle()
    #expect(ue.nas == (0..<20).map { [$0] })
    ue.send(.ulInformationTransfer([7, 7]))
    scenario.settle()
    guard case .initiatingMessage(.uplinkNASTransport(let uplink))? = scenario.received.last?.pdu else {
      Issue.record("none")
      return
    }
    #expect(uplink.nasPDU == [7, 7] && uplink.amfUENGAPID == ue.amfID && uplink.ranUENGAPID == ue.ranID)
  }

  @Test func initialContextSetupAsksForTheCapabilityAndKeepsTheOrderOfNAS() {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.connectUE()
    let item = PDUSessionResourceSetupItemCxtReq(
      pduSessionID: 5, nasPDU: [2], sNSSAI: slice, pduSessionResourceSetupRequestTransfer: CoreScenario.transfer(teid: 0x55))
    scenario.send(.initialContextSetupRequest(scenario.initialContext(ue, sessions: [item], nas: [1])))
    scenario.send(.downlinkNASTransport(DownlinkNASTransport(amfUENGAPID: ue.amfID, ranUENGAPID: ue.ranID, nasPDU: [3])))
    scenario.settle()
    #expect(ue.nas == [[1], [2], [3]])
    #expect(ue.messages.contains(.securityModeCommand(ASSecurityAlgorithms(ciphering: 0, integrity: 2))))
    let pdus = scenario.received.suffix(2).map(\.pdu)
    guard case .initiatingMessage(.ueRadioCapabilityInfoIndication(let indication)) = pdus[0],
      case .successfulOutcome(.initialContextSetupResponse(let response)) = pdus[1]
    else {
      Issue.record("\(pdus)")
      return
    }
    #expect(indication.ueRadioCapability == [4, 5, 6])
    #expect(response.pduSessionResourceSetupListCxtRes?.map(\.pduSessionID) == [5])
  }

  @Test func aKnownCapabilityIsNotAskedFor() {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.connectUE()
    var request = scenario.initialContext(ue)
    request.ueRadioCapability = [1]
    scenario.send(.initialContextSetupRequest(request))
    scenario.settle()
    #expect(ue.capabilityEnquiries == 0)
  }

  @Test func aUEThatDoesNotAnswerFailsItsContext() {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.connectUE()
    ue.answers = false
    scenario.send(.initialContextSetupRequest(scenario.initialContext(ue)))
    scenario.world.run(for: .seconds(6))
    guard case .unsuccessfulOutcome(.initialContextSetupFailure(let failure))? = scenario.received.last?.pdu else {
      Issue.record("none")
      return
    }
    #expect(failure.cause == .radioNetwork(.failureInRadioInterfaceProcedure))
  }

  @Test func modificationCapabilityCheckAndLocation() {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.contextUE()
    let modified = scenario.exchange(
      .ueContextModificationRequest(UEContextModificationRequest(amfUENGAPID: ue.amfID, ranUENGAPID: ue.ranID)))
    guard case .successfulOutcome(.ueContextModificationResponse)? = modified.first else {
      Issue.record("\(modified)")
      return
    }
    let checked = scenario.exchange(
      .ueRadioCapabilityCheckRequest(UERadioCapabilityCheckRequest(amfUENGAPID: ue.amfID, ranUENGAPID: ue.ranID)))
    guard case .successfulOutcome(.ueRadioCapabilityCheckResponse(let check))? = checked.first else {
      Issue.record("\(checked)")
      return
    }
    #expect(check.imsVoiceSupportIndicator == .notSupported)
    let control = LocationReportingControl(
      amfUENGAPID: ue.amfID, ranUENGAPID: ue.ranID, locationReportingRequestType: .init(eventType: .direct, reportArea: .cell))
    guard case .initiatingMessage(.locationReport)? = scenario.exchange(.locationReportingControl(control)).first else {
      Issue.record("no report")
      return
    }
    var area = control
    area.locationReportingRequestType.eventType = .uePresenceInAreaOfInterest
    guard case .initiatingMessage(.locationReportingFailureIndication)? = scenario.exchange(.locationReportingControl(area)).first else {
      Issue.record("no failure")
      return
    }
  }

  @Test func releaseIsCommandedAndCompleted() {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.contextUE()
    _ = scenario.exchange(scenario.setupRequest(ue, [(1, CoreScenario.transfer(teid: 1))]))
    let pair = UENGAPIDPair(amfUENGAPID: ue.amfID, ranUENGAPID: ue.ranID)
    let answer = scenario.exchange(
      .ueContextReleaseCommand(UEContextReleaseCommand(ueNGAPIDs: .ueNGAPIDPair(pair), cause: .nas(.normalRelease))))
    guard case .successfulOutcome(.ueContextReleaseComplete(let complete))? = answer.first else {
      Issue.record("\(answer)")
      return
    }
    #expect(complete.pduSessionResourceListCxtRelCpl?.map(\.pduSessionID) == [1])
    #expect(ue.messages.last == .release)
    #expect(scenario.snapshot()["tunnels"] == 0 && scenario.snapshot()["ues"] == [])
  }

  @Test func theReleaseReachesTheUEOverALossyRadio() {
    let scenario = CoreScenario(seed: 3)
    scenario.start()
    let ue = scenario.contextUE()
    scenario.network.setPartitioned(ue.address.ip, true)
    let pair = UENGAPIDPair(amfUENGAPID: ue.amfID, ranUENGAPID: ue.ranID)
    _ = scenario.exchange(.downlinkNASTransport(DownlinkNASTransport(amfUENGAPID: ue.amfID, ranUENGAPID: ue.ranID, nasPDU: [0xAA])))
    _ = scenario.exchange(.ueContextReleaseCommand(UEContextReleaseCommand(ueNGAPIDs: .ueNGAPIDPair(pair), cause: .nas(.normalRelease))))
    #expect(ue.messages.last != .release)
    scenario.network.setPartitioned(ue.address.ip, false)
    scenario.world.run(for: .seconds(1))
    #expect(ue.nas.last == [0xAA] && ue.messages.last == .release)
  }

  @Test func inactivityAsksForTheRelease() {
    let scenario = CoreScenario { $0.inactivity = .seconds(10) }
    scenario.start()
    let ue = scenario.contextUE()
    _ = scenario.exchange(scenario.setupRequest(ue, [(1, CoreScenario.transfer(teid: 1))]))
    scenario.world.run(for: .seconds(8))
    ue.sendUnacknowledged(.userData(pduSessionID: 1, qosFlowIdentifier: 1, packet: [0x45]))
    scenario.world.run(for: .seconds(8))
    func requests() -> [UEContextReleaseRequest] {
      scenario.received.compactMap { if case .initiatingMessage(.ueContextReleaseRequest(let request)) = $0.pdu { request } else { nil } }
    }
    #expect(requests().isEmpty)
    scenario.world.run(for: .seconds(3))
    #expect(requests().map(\.cause) == [.radioNetwork(.userInactivity)])
    #expect(requests().first?.pduSessionResourceListCxtRelReq?.map(\.pduSessionID) == [1])
  }

  @Test func aUEThatBeginsAnewLosesItsOldConnection() {
    let scenario = CoreScenario()
    scenario.start()
    let old = scenario.contextUE(1)
    let again = TestUE(scenario: scenario, number: 1, connection: 0x9999)
    again.send(.setupRequest(establishmentCause: .moSignalling, identity: .randomValue(1)))
    scenario.settle()
    guard case .initiatingMessage(.ueContextReleaseRequest(let request))? = scenario.received.last?.pdu else {
      Issue.record("none")
      return
    }
    #expect(request.ranUENGAPID == old.ranID && request.cause == .radioNetwork(.radioConnectionWithUeLost))
    again.send(.setupComplete(SetupComplete(selectedPLMN: testPLMN, nas: [1])))
    #expect(again.ranID != 0 && again.ranID != old.ranID)
  }

  @Test func aDeadRadioIsReported() {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.contextUE()
    scenario.network.unbindDatagram(ue.address)
    scenario.send(.downlinkNASTransport(DownlinkNASTransport(amfUENGAPID: ue.amfID, ranUENGAPID: ue.ranID, nasPDU: [9])))
    scenario.world.run(for: .seconds(4))
    guard case .initiatingMessage(.ueContextReleaseRequest(let request))? = scenario.received.last?.pdu else {
      Issue.record("none")
      return
    }
    #expect(request.cause == .radioNetwork(.radioConnectionWithUeLost))
  }

  @Test func pagingReachesCampingUEsOfTheTrackingArea() {
    let scenario = CoreScenario()
    scenario.start()
    let idle = TestUE(scenario: scenario, number: 8)
    idle.sendUnacknowledged(.systemInformationRequest, connection: 0)
    scenario.settle()
    func page(_ tac: UInt8) {
      scenario.send(
        .paging(
          Paging(
            uePagingIdentity: .fiveGSTMSI(FiveGSTMSI(value: 0x0043_0000_0007)),
            taiListForPaging: [TAIListForPagingItem(tai: NGAP.TAI(plmnIdentity: testPLMN.octets, tac: [0, 0, tac]))])))
      scenario.settle()
    }
    page(2)
    #expect(!idle.messages.contains(.paging([0x0043_0000_0007])))
    page(1)
    #expect(idle.messages.contains(.paging([0x0043_0000_0007])))
  }

  @Test func theNumberOfUEsIsLimited() {
    let scenario = CoreScenario { $0.maximumUEs = 2 }
    scenario.start()
    #expect((1...3).map { scenario.connectUE($0).ranID != 0 } == [true, true, false])
  }
}

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
    scenario.sendN3(GTPUMessage(teid: teid, extensionHeaders: [.init(type: 0x85, content: container.encode())], .gPDU([0x45, 9])))
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

@Suite struct HostileCoreTests {
  private func indication(_ scenario: CoreScenario) -> ErrorIndication? {
    if case .initiatingMessage(.errorIndication(let indication))? = scenario.received.last?.pdu { return indication }
    return nil
  }

  @Test func unknownAndInconsistentIdentifiersAreRefused() {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.contextUE()
    for ran: UInt32 in [0xFFFF_FFFF, 0, ue.ranID + 1] {
      scenario.send(.downlinkNASTransport(DownlinkNASTransport(amfUENGAPID: 1 << 39, ranUENGAPID: ran, nasPDU: [1])))
      scenario.settle()
      #expect(indication(scenario)?.cause == .radioNetwork(.unknownLocalUENGAPID))
      #expect(indication(scenario)?.ranUENGAPID == ran)
    }
    scenario.send(.downlinkNASTransport(DownlinkNASTransport(amfUENGAPID: 4711, ranUENGAPID: ue.ranID, nasPDU: [1])))
    scenario.settle()
    #expect(indication(scenario)?.cause == .radioNetwork(.inconsistentRemoteUENGAPID))
    #expect(ue.nas.count == 1)
    scenario.send(
      .ueContextReleaseCommand(UEContextReleaseCommand(ueNGAPIDs: .amfUENGAPID(99), cause: .nas(.normalRelease))))
    scenario.settle()
    #expect(indication(scenario)?.cause == .radioNetwork(.unknownLocalUENGAPID))
    #expect(ue.messages.last != .release)
  }

  @Test func malformedOctetsAreAnsweredWithATransferSyntaxError() {
    let scenario = CoreScenario()
    scenario.start()
    scenario.sendOctets([0xFF, 0xFF, 0xFF])
    scenario.settle()
    #expect(indication(scenario)?.cause == .protocol(.transferSyntaxError))
    #expect(scenario.world.trace.securityEvents.count == 1)
  }

  @Test func messagesThatNoAMFSendsAreRefused() {
    let scenario = CoreScenario()
    scenario.start()
    scenario.send(
      .initiatingMessage(
        .ngSetupRequest(
          NGSetupRequest(
            globalRANNodeID: .globalGNBID(GlobalGNBID(plmnIdentity: testPLMN.octets, gnbID: .gnbID(BitString(1, bitCount: 24)))),
            supportedTAList: [
              SupportedTAItem(
                tac: [0, 0, 1],
                broadcastPLMNList: [
                  BroadcastPLMNItem(plmnIdentity: testPLMN.octets, taiSliceSupportList: [SliceSupportItem(sNSSAI: slice)])
                ])
            ], defaultPagingDRX: .v128))))
    scenario.settle()
    #expect(indication(scenario)?.cause == .protocol(.messageNotCompatibleWithReceiverState))
  }

  @Test func anyOctetsLeaveTheGNBAlive() throws {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.contextUE()
    let valid: [[UInt8]] = try [
      NGAPPDU.initiatingMessage(scenario.setupRequest(ue, [(1, CoreScenario.transfer(teid: 1))])).encode(),
      NGAPPDU.initiatingMessage(.initialContextSetupRequest(scenario.initialContext(ue))).encode(),
      NGAPPDU.initiatingMessage(
        .downlinkNASTransport(DownlinkNASTransport(amfUENGAPID: ue.amfID, ranUENGAPID: ue.ranID, nasPDU: [1, 2, 3]))
      ).encode(),
    ]
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<2000 {
      var octets = valid.randomElement(using: &generator)!
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        octets[Int.random(in: 0..<octets.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      if Bool.random(using: &generator) { octets = Array(octets.prefix(Int.random(in: 0...octets.count, using: &generator))) }
      scenario.sendOctets(octets)
      scenario.world.run(for: .milliseconds(1))
    }
    for count in 0..<300 {
      let octets = (0..<count % 60).map { _ in UInt8.random(in: 0...255, using: &generator) }
      scenario.upfPort.send(octets, to: SocketAddress(scenario.n3Address, port: 2152))
      ue.sendOctets(octets)
    }
    scenario.world.run(for: .seconds(20))
    #expect(scenario.snapshot()["state"] == "ready")
    #expect(scenario.connectUE(50).ranID != 0)
  }

  @Test func packetsOfOthersDoNotPass() throws {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.contextUE(1)
    _ = scenario.exchange(scenario.setupRequest(ue, [(1, CoreScenario.transfer(teid: 1))]))
    let other = scenario.contextUE(2)
    let count = scenario.n3.count
    // Another's connection identity, an unknown session, an unknown flow.
    other.sendUnacknowledged(.userData(pduSessionID: 1, qosFlowIdentifier: 1, packet: [0x45]), connection: 0x1_0001)
    other.sendUnacknowledged(.userData(pduSessionID: 1, qosFlowIdentifier: 1, packet: [0x45]))
    ue.sendUnacknowledged(.userData(pduSessionID: 1, qosFlowIdentifier: 9, packet: [0x45]))
    scenario.settle()
    #expect(scenario.n3.count == count)
  }
}

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
    let seconds = try #require(location.timeStamp).unsignedValue
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
            taiListForPaging: [TAIListForPagingItem(tai: NGAP.TAI(plmnIdentity: FixedOctets(testPLMN.octets), tac: [0, 0, tac]))])))
      scenario.settle()
    }
    page(2)
    #expect(!idle.messages.contains(.paging([0x0043_0000_0007])))
    page(1)
    #expect(idle.messages.contains(.paging([0x0043_0000_0007])))
  }

  @Test func connectionsThatAreNeverCompletedEnd() {
    let scenario = CoreScenario { $0.maximumUEs = 3 }
    scenario.start()
    let ues = (1...3).map { TestUE(scenario: scenario, number: $0) }
    for ue in ues { ue.send(.setupRequest(establishmentCause: .moSignalling, identity: .randomValue(1))) }
    scenario.settle()
    #expect(scenario.connectUE(4).ranID == 0)
    scenario.world.run(for: .seconds(11))
    #expect(ues.allSatisfy { $0.messages.last == .release })
    #expect(scenario.connectUE(5).ranID != 0)
  }

  @Test func theNumberOfUEsIsLimited() {
    let scenario = CoreScenario { $0.maximumUEs = 2 }
    scenario.start()
    #expect((1...3).map { scenario.connectUE($0).ranID != 0 } == [true, true, false])
  }
}

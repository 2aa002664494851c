import Base
import GNB
import NAS
import NGAP
import PER
import Runtime
import Simulation
import Testing
import UE

/// What a gNB with UEs of the attacker has.
extension HostileScenario {
  /// A registered UE, and its AMF UE NGAP ID.
  func registered(_ n: Int = 2, withSession: Bool = false) throws -> (ue: HostileUE, amf: UInt64) {
    let ue = attacker(n)
    #expect(ue.register())
    if withSession { ue.sendProtected(ue.sessionRequest(1)) }
    world.run(for: .seconds(1))
    return (ue, try #require(gnb.amfUENGAPIDs[ue.ran]))
  }

  /// CM-IDLE or CM-CONNECTED.
  func connection(_ n: Int = 2) -> String? { network.entry(n)?["connection"]?.stringValue }
}

/// Management of the NG interface, its resets and its errors (TS 38.413 §8.7, §8.8, §10).
@Suite struct NGInterfaceScenarios {
  // MARK: NG Setup

  private static let notServed: [(String, UInt32, UInt8, NGAP.Cause)] = [
    ("00101", 1, 1, .misc(.unknownPLMNOrSNPN)), ("99970", 7, 1, .misc(.unspecified)), ("99970", 1, 9, .radioNetwork(.sliceNotSupported)),
  ]

  @Test(arguments: notServed)
  func aGNBThatIsNotServedIsRefusedAndTakenInWhenItIs(_ plmn: String, _ tac: UInt32, _ sst: UInt8, _ cause: NGAP.Cause) throws {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    let session = try #require(ue.establish().session)
    network.world.trace.reset()
    let broadcast = GNBConfiguration.BroadcastPLMN(
      plmn: Base.PLMNIdentity(mcc: String(plmn.prefix(3)), mnc: String(plmn.dropFirst(3)))!, slices: [Base.SNSSAI(sst: sst)])
    var areas: [GNBConfiguration.SupportedTrackingArea] = []
    let gnb = network.addGNB {
      areas = $0.trackingAreas
      $0.trackingAreas = [.init(tac: tac, plmns: [broadcast])]
    }
    #expect(!gnb.isSetUp)
    #expect(network.sentNGAP(by: "amf").compactMap(\.setupFailureCause) == [cause])
    // Without a time to wait the gNB takes 60 s.
    network.world.run(for: .seconds(58))
    #expect(setups(network, of: "gnb-2").count == 1)
    network.world.run(for: .seconds(2))
    #expect(setups(network, of: "gnb-2").count == 2)
    gnb.update(trackingAreas: areas)
    network.world.run(for: .seconds(60))
    #expect(gnb.isSetUp)
    #expect(network.amfSnapshot()["gNBs"]?.arrayValue?.filter { $0["isSetUp"] == true }.count == 2)
    #expect(ue.ping(session, to: DataNetworkHost.v4))
  }

  private func setups(_ network: ScenarioNetwork, of node: String) -> [Instant] {
    network.instantsOfNGAP(by: node) { if case .initiatingMessage(.ngSetupRequest) = $0 { true } else { false } }
  }

  private final class Holder: @unchecked Sendable { var port: (any AssociationPort)? }

  /// TS 38.413 §8.7.1.3.
  @Test func aGNBRepeatsItsSetupNotBeforeTheTimeToWait() throws {
    let network = ScenarioNetwork()
    let failure = try NGAPPDU.unsuccessfulOutcome(
      .ngSetupFailure(NGSetupFailure(cause: .misc(.controlProcessingOverload), timeToWait: .v20s))
    ).encode()
    let holder = Holder()
    holder.port = network.network.listen(ScenarioNetwork.amfAddress, environment: network.world.makeEnvironment(node: "full-amf")) {
      if case .message(let association, _, _, _) = $0 { holder.port?.send(failure, on: association, stream: 0, payloadProtocolID: 60) }
    }
    network.addGNB()
    network.world.run(for: .seconds(70))
    let instants = setups(network, of: "gnb-1")
    #expect(instants.count == 4)
    #expect(zip(instants, instants.dropFirst()).allSatisfy { $1 - $0 >= .seconds(20) && $1 - $0 < .seconds(21) })
  }

  /// Lists of supported tracking areas that cannot be accepted (TS 38.413 §8.7.1.4, §8.7.2.4, §10.4).
  private let refusedAreas: [(cause: NGAP.Cause, change: (inout SupportedTAList) -> Void)] = [
    (.misc(.unknownPLMNOrSNPN), { $0[0].broadcastPLMNList[0].plmnIdentity = [0x00, 0xF1, 0x10] }),
    (.misc(.unspecified), { $0[0].tac = [0, 0, 9] }),
    (.radioNetwork(.sliceNotSupported), { $0[0].broadcastPLMNList[0].taiSliceSupportList[0].sNSSAI.sst = [9] }),
    (.protocol(.semanticError), { $0.append($0[0]) }),
    (.protocol(.semanticError), { $0[0].broadcastPLMNList[0].plmnIdentity = [0xAA, 0xBB, 0xCC] }),
    (
      .misc(.controlProcessingOverload),
      { list in
        for tac in UInt8(2)...5 {
          list.append(list[0])
          list[list.count - 1].tac = [0, 0, tac]
        }
      }
    ),
  ]

  @Test func theCauseOfASetupFailureTellsWhatIsNotServed() throws {
    let scenario = try limited()
    let gnb = HostileGNB(number: 2, of: scenario.network)
    var requests = refusedAreas.map { refused in
      var request = gnb.setupRequest()
      refused.change(&request.supportedTAList)
      return (refused.cause, request)
    }
    let plmn = FixedOctets(scenario.network.options.plmn.octets)
    var other = gnb.setupRequest()
    other.globalRANNodeID = .globalNgENBID(GlobalNgENBID(plmnIdentity: plmn, ngENBID: .macroNgENBID(BitString(1, bitCount: 20))))
    requests.append((.misc(.unspecified), other))
    other.globalRANNodeID = .globalGNBID(GlobalGNBID(plmnIdentity: [0xAA, 0xBB, 0xCC], gnbID: .gnbID(BitString(1, bitCount: 24))))
    requests.append((.protocol(.semanticError), other))
    for (cause, request) in requests { #expect(try gnb.exchange(.ngSetupRequest(request)).map(\.setupFailureCause) == [cause]) }
    #expect(try gnb.setUp().last?.isSetupResponse == true)
    scenario.expectUntouched()
  }

  private func limited() throws -> HostileScenario {
    try HostileScenario {
      $0.amf = {
        $0.timers.signallingRelease = .zero
        $0.limits.tasPerGNB = 4
      }
    }
  }

  @Test func nothingPrecedesNGSetup() throws {
    let scenario = try HostileScenario()
    let gnb = HostileGNB(number: 2, of: scenario.network)
    let cause = NGAP.Cause.protocol(.messageNotCompatibleWithReceiverState)
    #expect(gnb.exchange(gnb.initialUEMessage(1, nas: [0x7E])).map(\.errorCause) == [cause])
    #expect(try gnb.exchange(.ngReset(.everything)).map(\.errorCause) == [cause])
    #expect(try gnb.exchange(.ranConfigurationUpdate(RANConfigurationUpdate())).map(updateFailureCause) == [cause])
    #expect(try gnb.exchange(.errorIndication(ErrorIndication(cause: .misc(.unspecified)))).isEmpty)
    scenario.expectUntouched()
  }

  @Test func aGNBThatIsBackBeforeItsAssociationIsLostReplacesIt() throws {
    let scenario = try HostileScenario()
    let (ue, _) = try scenario.registered(withSession: true)
    var answers: [NGAPPDU] = []
    let events = try scenario.securityEvents {
      scenario.gnb.connect()
      answers = try scenario.gnb.setUp()
    }
    scenario.world.run(for: .seconds(1))
    #expect(answers.map(\.isSetupResponse) == [true])
    #expect(events == 0)
    #expect(scenario.network.amfSnapshot()["gNBs"]?.arrayValue?.count == 2)
    #expect(scenario.connections(of: scenario.gnb) == 0)
    #expect(scenario.connection() == "CM-IDLE")
    #expect(scenario.network.session(2)?["userPlane"] == "DEACTIVATED")
    #expect(ue.comeBack())
    ue.leave()
    scenario.expectUntouched()
  }

  // MARK: RAN configuration update

  private func updateFailureCause(_ pdu: NGAPPDU) -> NGAP.Cause? {
    if case .unsuccessfulOutcome(.ranConfigurationUpdateFailure(let failure)) = pdu { failure.cause } else { nil }
  }

  /// TS 38.413 §8.7.2.2: the list replaces the one before.
  @Test func aTrackingAreaOfAConfigurationUpdateIsUsedFromThenOn() throws {
    let network = ScenarioNetwork { $0.tacs = [1, 2] }
    let gnb = network.addGNB { $0.trackingAreas.removeLast() }
    network.addSubscriber(1)
    let ue = network.addUE(1)
    guard case .registered(let before) = ue.register() else {
      Issue.record("not registered")
      return
    }
    #expect(before.trackingAreas.map(\.tac) == [1])
    let session = try #require(ue.establish().session)
    network.releaseFromGNB()
    network.world.trace.reset()
    let plmn = GNBConfiguration.BroadcastPLMN(plmn: network.options.plmn, slices: network.options.slices)
    gnb.update(trackingAreas: [.init(tac: 2, plmns: [plmn])])
    network.world.run(for: .seconds(20))
    let acknowledges = network.sentNGAP(by: "amf").filter {
      if case .successfulOutcome(.ranConfigurationUpdateAcknowledge) = $0 { true } else { false }
    }
    #expect(acknowledges.count == 1)
    #expect(network.amfSnapshot()["gNBs"]?[0]?["trackingAreas"]?.arrayValue?.count == 1)
    // TS 24.501 §5.5.1.3.2 a: outside its registration area the UE registers.
    let last = ue.events.compactMap { if case .registered(let information) = $0 { information } else { nil } }.last
    #expect(last?.trackingAreas.map(\.tac) == [2])
    #expect(network.entry(1)?["tai"] == .string(Base.TAI(plmn: network.options.plmn, tac: 2).description))
    #expect(ue.ping(session, to: DataNetworkHost.v4))
  }

  @Test func aConfigurationUpdateThatIsRefusedChangesNothing() throws {
    let scenario = try limited()
    let before = scenario.network.amfSnapshot()["gNBs"]
    for refused in refusedAreas {
      var list = scenario.gnb.setupRequest().supportedTAList
      refused.change(&list)
      #expect(
        try scenario.gnb.exchange(.ranConfigurationUpdate(RANConfigurationUpdate(supportedTAList: list))).map(updateFailureCause)
          == [refused.cause])
    }
    #expect(scenario.network.amfSnapshot()["gNBs"] == before)
    let (ue, _) = try scenario.registered()
    ue.leave()
    scenario.expectUntouched()
  }

  // MARK: NG Reset

  @Test func anNGResetLeavesTheUEsOfItsGNBIdleAndNoOthers() throws {
    let network = ScenarioNetwork.small(ues: 2)
    network.addGNB()
    network.addSubscriber(3)
    network.addUE(3).move(to: network.gnbs[1])
    network.world.run(for: .seconds(3))
    var sessions: [PDUSessionInformation] = []
    for ue in network.ues {
      #expect(ue.register().isRegistered)
      sessions.append(try #require(ue.establish().session))
    }
    network.world.run(for: .seconds(1))
    network.world.trace.reset()
    network.gnbs[0].reset()
    network.world.run(for: .seconds(1))
    #expect(network.sentNGAP(by: "amf") == [.successfulOutcome(.ngResetAcknowledge(NGResetAcknowledge()))])
    #expect((1...3).map { network.entry($0)?["connection"] } == ["CM-IDLE", "CM-IDLE", "CM-CONNECTED"])
    #expect((1...3).map { network.session($0)?["userPlane"] } == ["DEACTIVATED", "DEACTIVATED", "ACTIVATED"])
    for (ue, session) in zip(network.ues, sessions) { #expect(ue.ping(session, to: DataNetworkHost.v4)) }
  }

  /// TS 38.413 §8.7.4.2.2.
  @Test func aPartialNGResetIsAcknowledgedWithItsListAndEndsWhatItNames() throws {
    let scenario = try HostileScenario()
    let (first, amf) = try scenario.registered(2)
    let (second, _) = try scenario.registered(3)
    let (third, _) = try scenario.registered(4)
    let list = [
      UEAssociatedLogicalNGConnectionItem(amfUENGAPID: 7, ranUENGAPID: 7), UEAssociatedLogicalNGConnectionItem(ranUENGAPID: second.ran),
      UEAssociatedLogicalNGConnectionItem(), UEAssociatedLogicalNGConnectionItem(amfUENGAPID: amf, ranUENGAPID: first.ran),
    ]
    let answers = try scenario.gnb.exchange(.ngReset(NGReset(cause: .misc(.hardwareFailure), resetType: .partOfNGInterface(list))))
    #expect(answers == [.successfulOutcome(.ngResetAcknowledge(NGResetAcknowledge(ueAssociatedLogicalNGConnectionList: list)))])
    scenario.world.run(for: .seconds(1))
    #expect((2...4).map { scenario.connection($0) } == ["CM-IDLE", "CM-IDLE", "CM-CONNECTED"])
    #expect(scenario.gnb.released.isEmpty)
    #expect(first.comeBack() && second.comeBack())
    for ue in [first, second, third] { ue.leave() }
    scenario.expectUntouched()
  }

  // MARK: Error Indication

  /// TS 38.413 §10.6: both nodes release such a connection locally.
  @Test(arguments: [CauseRadioNetwork.unknownLocalUENGAPID, .inconsistentRemoteUENGAPID], 0..<3)
  func anErrorIndicationOfIdentifiersEndsTheConnection(_ cause: CauseRadioNetwork, form: Int) throws {
    let scenario = try HostileScenario()
    let (ue, amf) = try scenario.registered(withSession: true)
    let indication = ErrorIndication(
      amfUENGAPID: form == 2 ? nil : amf, ranUENGAPID: form == 1 ? nil : ue.ran, cause: .radioNetwork(cause))
    #expect(try scenario.gnb.exchange(.errorIndication(indication)).isEmpty)
    scenario.world.run(for: .seconds(1))
    #expect(scenario.connections(of: scenario.gnb) == 0)
    #expect(scenario.connection() == "CM-IDLE")
    #expect(ue.comeBack())
    ue.leave()
    scenario.expectUntouched()
  }

  @Test func anErrorIndicationWithAnotherCauseLeavesTheConnection() throws {
    let scenario = try HostileScenario()
    let (ue, amf) = try scenario.registered()
    for cause: NGAP.Cause in [.protocol(.transferSyntaxError), .misc(.unspecified), .radioNetwork(.unspecified)] {
      #expect(try scenario.gnb.exchange(.errorIndication(ErrorIndication(amfUENGAPID: amf, ranUENGAPID: ue.ran, cause: cause))).isEmpty)
    }
    #expect(scenario.connection() == "CM-CONNECTED")
    #expect(!ue.sendProtected(ue.sessionRequest(1)).isEmpty)
    ue.leave()
    scenario.expectUntouched()
  }

  /// TS 38.413 §10.3.4.1, §10.4.
  @Test func proceduresThatAreNotThereAreAnsweredByTheirCriticality() throws {
    let scenario = try HostileScenario()
    let (ue, amf) = try scenario.registered()
    for (criticality, causes): (IECriticality, [NGAP.Cause?]) in [
      (.reject, [.protocol(.abstractSyntaxErrorReject)]), (.notify, [.protocol(.abstractSyntaxErrorIgnoreAndNotify)]), (.ignore, []),
    ] {
      #expect(scenario.gnb.exchange(RawNGAP(procedure: 200, criticality: criticality, ies: []).octets).map(\.errorCause) == causes)
    }
    // Class 1 without a message for its failure, and class 2 that nothing preceded.
    for message: InitiatingMessage in [
      .ueRadioCapabilityIDMappingRequest(UERadioCapabilityIDMappingRequest(ueRadioCapabilityID: [1])),
      .handoverNotify(HandoverNotify(amfUENGAPID: amf, ranUENGAPID: ue.ran, userLocationInformation: scenario.gnb.location())),
    ] {
      #expect(try scenario.gnb.exchange(message).map(\.errorCause) == [.protocol(.messageNotCompatibleWithReceiverState)])
    }
    #expect(try scenario.gnb.exchange(.uplinkRIMInformationTransfer(UplinkRIMInformationTransfer())).isEmpty)
    #expect(scenario.connection() == "CM-CONNECTED")
    ue.leave()
    scenario.expectUntouched()
  }

  // MARK: Configuration transfer

  /// TS 38.413 §8.8.1, §8.8.2.
  @Test func aConfigurationTransferReachesTheGNBThatItNames() throws {
    let scenario = try HostileScenario()
    let others = [UInt32(2), 3].map { HostileGNB(number: $0, of: scenario.network) }
    for gnb in others { #expect(try gnb.setUp().last?.isSetupResponse == true) }
    let tai = NGAP.TAI(plmnIdentity: FixedOctets(scenario.network.options.plmn.octets), tac: [0, 0, 1])
    func transfer(to identity: GlobalRANNodeID) -> SONConfigurationTransfer {
      SONConfigurationTransfer(
        targetRANNodeIDSON: TargetRANNodeIDSON(globalRANNodeID: identity, selectedTAI: tai),
        sourceRANNodeID: SourceRANNodeID(globalRANNodeID: scenario.gnb.setupRequest().globalRANNodeID, selectedTAI: tai),
        sonInformation: .sonInformationRequest(.xnTNLConfigurationInfo))
    }
    let counts = others.map(\.received.count)
    for (identity, isKnown) in [
      (others[0].setupRequest().globalRANNodeID, true), (others[0].setupRequest(identity: 5).globalRANNodeID, false),
    ] {
      let son = transfer(to: identity)
      scenario.world.trace.reset()
      #expect(
        try scenario.gnb.exchange(.uplinkRANConfigurationTransfer(UplinkRANConfigurationTransfer(sonConfigurationTransferUL: son))).isEmpty)
      let sent = DownlinkRANConfigurationTransfer(sonConfigurationTransferDL: son)
      #expect(scenario.network.sentNGAP(by: "amf") == (isKnown ? [.initiatingMessage(.downlinkRANConfigurationTransfer(sent))] : []))
    }
    #expect(others.map(\.received.count) == [counts[0] + 1, counts[1]])
    scenario.expectUntouched()
  }

  // TS 38.413 §8.17.1.3.
  @Test func aDistributionSetupFails() throws {
    let scenario = try HostileScenario()
    let request = DistributionSetupRequest(mbsSessionID: MBSSessionID(tmgi: [1, 2, 3, 4, 5, 6]), mbsDistributionSetupRequestTransfer: [0])
    let answers = try scenario.gnb.exchange(.distributionSetupRequest(request))
    guard case .unsuccessfulOutcome(.distributionSetupFailure)? = answers.first else {
      Issue.record("\(answers)")
      return
    }
  }
}

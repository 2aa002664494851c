import Base
import NGAP
import PER
import Runtime
import Testing

@testable import AMF

@Suite struct N2SetupTests {
  @Test func ngSetupResponseCarriesWhatTheAMFServes() throws {
    let bench = N2Bench()
    let gNB = bench.connect(11)
    let answers = try gNB.send(.ngSetupRequest(N2Bench.setup(identity: 11)))
    guard case .successfulOutcome(.ngSetupResponse(let response))? = answers.first else {
      Issue.record("no NG Setup Response")
      return
    }
    #expect(answers.count == 1)
    #expect(response.amfName == "amf-1")
    #expect(response.servedGUAMIList.map(\.guami.plmnIdentity) == [[0x99, 0xF9, 0x07]])
    #expect(response.servedGUAMIList.first?.guami.amfSetID == BitString(3, bitCount: 10))
    #expect(response.plmnSupportList.first?.sliceSupportList.first?.sNSSAI.sd == [0, 0, 1])
    #expect(gNB.received.first?.stream == 0)
    #expect(bench.securityEvents == 0)
    let snapshot = bench.onAMF { $0.gNBSnapshot() }
    #expect(snapshot[0]?["name"] == "gnb-11")
    #expect(snapshot[0]?["ues"] == 0)
    #expect(snapshot[0]?["trackingAreas"]?[0]?["slices"]?[0] == "1-000001")
  }

  @Test func ngSetupIsRefusedWithTheCauseOfTheStandard() throws {
    let other = FixedOctets(Base.PLMNIdentity(mcc: "001", mnc: "01")!.octets)
    let cases: [(NGSetupRequest, NGAP.Cause)] = [
      (N2Bench.setup(identity: 1, plmn: other), .misc(.unknownPLMNOrSNPN)),
      (N2Bench.setup(identity: 1, tacs: [77]), .misc(.unspecified)),
      (N2Bench.setup(identity: 1, slices: [Base.SNSSAI(sst: 9)]), .radioNetwork(.sliceNotSupported)),
      (N2Bench.setup(identity: 1, tacs: [1, 1]), .protocol(.semanticError)),
      (N2Bench.setup(identity: 1, plmn: [0xAA, 0xAA, 0xAA]), .protocol(.semanticError)),
    ]
    let bench = N2Bench()
    let gNB = bench.connect(11)
    for (request, cause) in cases {
      let answers = try gNB.send(.ngSetupRequest(request))
      #expect(answers.map(\.setupFailureCause) == [cause])
      #expect(bench.onAMF { $0.gNBs.values.allSatisfy { !$0.isSetUp } })
    }
    // The association stays, and a correct request then succeeds.
    guard case .successfulOutcome(.ngSetupResponse)? = try gNB.send(.ngSetupRequest(N2Bench.setup(identity: 1))).first else {
      Issue.record("no NG Setup Response")
      return
    }
  }

  @Test func setupOf256TrackingAreasWith12PLMNsEachIsTaken() throws {
    let bench = N2Bench()
    let gNB = bench.connect(11)
    var request = N2Bench.setup(identity: 11, tacs: Array(1...256))
    for index in request.supportedTAList.indices {
      let first = request.supportedTAList[index].broadcastPLMNList[0]
      request.supportedTAList[index].broadcastPLMNList += (1...11).map {
        var item = first
        item.plmnIdentity = FixedOctets(Base.PLMNIdentity(mcc: "001", mnc: $0 < 10 ? "0\($0)" : "\($0)")!.octets)
        return item
      }
    }
    guard case .successfulOutcome(.ngSetupResponse)? = try gNB.send(.ngSetupRequest(request)).first else {
      Issue.record("no NG Setup Response")
      return
    }
    // Tracking areas of PLMNs that are not served are not kept.
    #expect(bench.onAMF { $0.gNBs.values.map(\.supportedTAs.count) } == [256])
    var limits = AMFConfiguration.Limits()
    limits.tasPerGNB = 16
    let small = N2Bench(limits: limits)
    #expect(try small.connect(11).send(.ngSetupRequest(request)).map(\.setupFailureCause) == [.misc(.controlProcessingOverload)])
  }

  @Test func setupWithoutTrackingAreasIsAnAbstractSyntaxError() throws {
    let bench = N2Bench()
    let gNB = bench.connect(11)
    let identity = try N2Bench.setup(identity: 11).globalRANNodeID.encode()
    let octets = try NGAPPDU.initiatingMessage(
      .unknown(procedureCode: .ngSetup, criticality: .reject, value: messageValue([(27, .reject, identity)]))
    ).encode()
    guard case .unsuccessfulOutcome(.ngSetupFailure(let failure))? = gNB.send(octets).first else {
      Issue.record("no NG Setup Failure")
      return
    }
    #expect(failure.cause == .protocol(.abstractSyntaxErrorReject))
    let missing = failure.criticalityDiagnostics?.iEsCriticalityDiagnostics?.first
    #expect(missing?.ieID == 102)
    #expect(missing?.typeOfError == .missing)
    #expect(bench.securityEvents == 1)
  }

  @Test func repeatedSetupReleasesTheUEsAndAnotherIdentityIsASecurityEvent() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let id = try bench.registeredUE(gNB, 1)
    let before = bench.securityEvents
    try gNB.send(.ngSetupRequest(N2Bench.setup(identity: 11)))
    #expect(bench.onAMF { $0.connections[id] == nil })
    #expect(bench.onAMF { $0.ues.values.map(\.isConnected) } == [false])
    #expect(bench.securityEvents == before)
    try gNB.send(.ngSetupRequest(N2Bench.setup(identity: 12)))
    #expect(bench.securityEvents == before + 1)
    #expect(bench.onAMF { $0.gNBs.count } == 1)
  }

  @Test func aKnownNodeOnANewAssociationReplacesTheOldOne() throws {
    let bench = N2Bench()
    let old = try bench.gNB(11, identity: 5)
    let id = try bench.registeredUE(old, 1)
    _ = try bench.gNB(11, identity: 5)
    #expect(old.isDown)
    #expect(bench.onAMF { $0.gNBs.count } == 1)
    #expect(bench.onAMF { $0.connections[id] == nil })
    #expect(bench.onAMF { $0.ues.values.map(\.isRegistered) } == [true])
  }

  @Test func aNodeThatComesBackFromAnotherHostReplacesTheOldAssociationAndTheOperatorIsTold() throws {
    let bench = N2Bench()
    let old = try bench.gNB(11, identity: 5)
    let id = try bench.registeredUE(old, 1)
    let other = bench.connect(12)
    let before = bench.securityEvents
    let answers = try other.send(.ngSetupRequest(N2Bench.setup(identity: 5)))
    guard case .successfulOutcome(.ngSetupResponse)? = answers.first else {
      Issue.record("no NG Setup Response")
      return
    }
    #expect(bench.securityEvents == before + 1)
    #expect(old.isDown)
    #expect(bench.onAMF { $0.gNBs.values.map(\.address) } == [other.address])
    #expect(bench.onAMF { $0.connections[id] == nil })
    #expect(bench.onAMF { $0.ues.values.map(\.isRegistered) } == [true])
  }

  @Test func configurationUpdateReplacesTrackingAreasOrIsRefused() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    var update = RANConfigurationUpdate(supportedTAList: N2Bench.setup(identity: 11, tacs: [2]).supportedTAList)
    guard case .successfulOutcome(.ranConfigurationUpdateAcknowledge)? = try gNB.send(.ranConfigurationUpdate(update)).first else {
      Issue.record("no acknowledge")
      return
    }
    #expect(bench.onAMF { $0.gNBs.values.flatMap { $0.supportedTAs.keys.map(\.tac) } } == [2])
    update.supportedTAList = N2Bench.setup(identity: 11, tacs: [77]).supportedTAList
    guard case .unsuccessfulOutcome(.ranConfigurationUpdateFailure(let failure))? = try gNB.send(.ranConfigurationUpdate(update)).first
    else {
      Issue.record("no failure")
      return
    }
    #expect(failure.cause == .misc(.unspecified))
    #expect(bench.onAMF { $0.gNBs.values.flatMap { $0.supportedTAs.keys.map(\.tac) } } == [2])
  }

  @Test func lossOfTheAssociationMakesUEsIdle() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    _ = try bench.registeredUE(gNB, 1)
    try gNB.initialUE(2)
    if let association = gNB.association { gNB.port?.close(association) }
    bench.world.run(for: .milliseconds(100))
    #expect(bench.onAMF { $0.gNBs.isEmpty && $0.connections.isEmpty })
    // The registered UE stays, the one that was not is forgotten.
    #expect(bench.onAMF { $0.ues.values.map(\.isRegistered) } == [true])
  }

  @Test func resetOfTheInterfaceAndOfPartOfIt() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let other = try bench.gNB(12)
    let first = try bench.registeredUE(gNB, 1)
    let second = try bench.registeredUE(gNB, 2)
    let foreign = try bench.registeredUE(other, 3)
    let list = [
      UEAssociatedLogicalNGConnectionItem(amfUENGAPID: first), UEAssociatedLogicalNGConnectionItem(ranUENGAPID: 99),
      UEAssociatedLogicalNGConnectionItem(amfUENGAPID: foreign),
    ]
    let reset = NGReset(cause: .misc(.unspecified), resetType: .partOfNGInterface(list))
    guard case .successfulOutcome(.ngResetAcknowledge(let part))? = try gNB.send(.ngReset(reset)).first else {
      Issue.record("no acknowledge")
      return
    }
    #expect(part.ueAssociatedLogicalNGConnectionList == list)
    #expect(bench.onAMF { $0.connections.keys.sorted() } == [second, foreign].sorted())
    guard
      case .successfulOutcome(.ngResetAcknowledge(let all))? = try gNB.send(
        .ngReset(NGReset(cause: .misc(.unspecified), resetType: .ngInterface(.resetAll)))
      ).first
    else {
      Issue.record("no acknowledge")
      return
    }
    #expect(all.ueAssociatedLogicalNGConnectionList == nil)
    #expect(bench.onAMF { $0.connections.keys.sorted() } == [foreign])
  }
}

import Base
import NAS
import NGAP
import PER
import PFCP
import SBI
import Storage
import Testing
import UE

/// PDU session establishments that the network refuses (TS 24.501 §5.4.5.2.5, §6.4.1.4, §7): the exact cause, and nothing stays behind.
@Suite struct SessionRejectScenarios {
  /// A reason for which an establishment is refused.
  struct Refusal: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var cause: FiveGSMCause
    var configure: @Sendable (inout ScenarioNetwork.Options) -> Void = { _ in }
    var subscribe: @Sendable (inout Subscriber) -> Void = { _ in }
    /// Happens when the UE is registered.
    var fault: @Sendable (SimulatedFunctions) -> Void = { _ in }
    var request: @Sendable (inout PDUSessionEstablishmentRequest) -> Void = { _ in }

    /// A function answers requests to a path with a failure.
    static func answer(_ status: Int, _ problem: String, of name: String, to path: String, _ cause: FiveGSMCause) -> Refusal {
      Refusal(
        testDescription: "\(name) answers \(path) with \(status) \(problem)", cause: cause,
        fault: { $0.refuse(path, at: name, with: SBIFailure(status: status, cause: problem)) })
    }

    /// The subscriber has nothing but this type.
    static func subscribed(_ type: Storage.PDUSessionType, requested: NAS.PDUSessionType, _ cause: FiveGSMCause) -> Refusal {
      Refusal(
        testDescription: "\(requested) with a subscription for \(type)", cause: cause,
        subscribe: {
          $0.slices[0].dataNetworks = [SubscribedDataNetwork(dnn: "internet", defaultSessionType: type, allowedSessionTypes: [type])]
        }, request: { $0.pduSessionType = requested })
    }

    static func requested(
      _ name: String, _ cause: FiveGSMCause, _ change: @escaping @Sendable (inout PDUSessionEstablishmentRequest) -> Void
    ) -> Refusal { Refusal(testDescription: name, cause: cause, request: change) }
  }

  static let refusals: [Refusal] = [
    Refusal(testDescription: "a full UPF", cause: .insufficientResources, configure: { $0.upf = { $0.maximumSessions = 1 } }),
    Refusal(testDescription: "a full SMF", cause: .insufficientResources, configure: { $0.smf = { $0.limits.sessions = 1 } }),
    Refusal(
      testDescription: "a DNN that no SMF serves", cause: .missingOrUnknownDNN,
      subscribe: { $0.slices[0].dataNetworks = [SubscribedDataNetwork(dnn: "ims")] }),
    .requested("Ethernet", .unknownPDUSessionType) { $0.pduSessionType = .ethernet },
    .requested("unstructured", .unknownPDUSessionType) { $0.pduSessionType = .unstructured },
    .answer(403, "POLICY_CONTEXT_DENIED", of: "pcf", to: "sm-policies", .userAuthenticationOrAuthorizationFailed),
    .answer(400, "USER_UNKNOWN", of: "pcf", to: "sm-policies", .requestRejectedUnspecified),
    .answer(404, "USER_NOT_FOUND", of: "udm", to: "sm-data", .userAuthenticationOrAuthorizationFailed),
    .answer(404, "DATA_NOT_FOUND", of: "udm", to: "sm-data", .requestedServiceOptionNotSubscribed),
    .answer(503, "NF_CONGESTION", of: "udm", to: "sm-data", .networkFailure),
    .answer(403, "OPERATION_NOT_ALLOWED", of: "udm", to: "smf-registrations", .userAuthenticationOrAuthorizationFailed),
    .answer(500, "SYSTEM_FAILURE", of: "udm", to: "smf-registrations", .networkFailure),
    Refusal(testDescription: "no PCF", cause: .networkFailure, fault: { $0.stop("pcf") }),
    .subscribed(.ipv4, requested: .ipv6, .pduSessionTypeIPv4OnlyAllowed),
    .subscribed(.ipv6, requested: .ipv4, .pduSessionTypeIPv6OnlyAllowed),
    Refusal(
      testDescription: "IPv6 in a data network without it", cause: .pduSessionTypeIPv4OnlyAllowed,
      configure: { $0.smf = { $0.dataNetworks[0].ipv6Pool = nil } }, request: { $0.pduSessionType = .ipv6 }),
    .requested("SSC mode 2", .notSupportedSSCMode) { $0.sscMode = .sscMode2 },
    .requested("SSC mode 3", .notSupportedSSCMode) { $0.sscMode = .sscMode3 },
    Refusal(
      testDescription: "a subscription for SSC mode 2 alone", cause: .notSupportedSSCMode,
      subscribe: { $0.slices[0].dataNetworks = [SubscribedDataNetwork(dnn: "internet", defaultSSCMode: 2, allowedSSCModes: [2])] }),
    .requested("PTI 0", .invalidPTIValue) { $0.procedureTransactionIdentity = 0 },
  ]

  @Test(arguments: refusals) func aRefusalHasItsCauseAndLeavesNothing(_ refusal: Refusal) throws {
    let scenario = try HostileScenario(refusal.configure)
    let functions = scenario.network.functions
    scenario.network.updateSubscriber(2, refusal.subscribe)
    let ue = scenario.attacker()
    #expect(ue.register())
    let registered = scenario.footprint()
    refusal.fault(functions)
    let answers = ue.exchange5GSM(ue.sessionRequest(5, transaction: 77, refusal.request))
    let reject = try #require(answers.first?.establishmentReject, "\(answers)")
    #expect(answers.count == 1)
    #expect(reject.cause == refusal.cause)
    #expect(reject.pduSessionIdentity == 5)
    #expect(reject.procedureTransactionIdentity == (refusal.cause == .invalidPTIValue ? 0 : 77))
    for name in ["pcf", "udm"] { functions.restore(name) }
    scenario.world.run(for: .seconds(1))
    #expect(scenario.footprint() == registered)
    ue.leave()
    scenario.world.run(for: .seconds(5))
    #expect(scenario.footprint() == scenario.before)
    scenario.expectService()
  }

  /// TS 24.501 §6.4.1.4.1: with #68 the UE is told the modes that are allowed.
  @Test func theRefusalOfAnSSCModeNamesTheAllowedOne() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register())
    let reject = ue.exchange5GSM(ue.sessionRequest(1) { $0.sscMode = .sscMode2 }).first?.establishmentReject
    #expect(reject?.allowedSSCMode == AllowedSSCMode(sscMode1: true))
    let accept = ue.exchange5GSM(ue.sessionRequest(1, transaction: 2) { $0.sscMode = .sscMode1 }).first?.establishmentAccept
    #expect(accept?.selectedSSCMode == .sscMode1)
    ue.leave()
    scenario.expectUntouched()
  }

  /// TS 24.501 §7.3.2: the identities in the message and in its transport are one.
  @Test func anotherIdentityInsideThanOutsideIsCause43() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register())
    let reject = ue.exchange5GSM(ue.sessionRequest(2, transaction: 9, transportID: 1)).first?.establishmentReject
    #expect(reject?.cause == .invalidPDUSessionIdentity)
    #expect(reject?.procedureTransactionIdentity == 9)
    ue.leave()
    scenario.expectUntouched()
  }

  /// TS 24.501 §7.3.1: a reserved PTI is ignored by the SMF; what comes back at most is the UE's own message.
  @Test func theReservedPTIIsNotAnswered() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register())
    let registered = scenario.footprint()
    ue.sendProtected(ue.sessionRequest(1, transaction: 255))
    ue.receive(after: 20)
    #expect(ue.sessionMessages.allSatisfy { $0.cause != nil })
    #expect(scenario.footprint() == registered)
    ue.leave()
    scenario.expectUntouched()
  }

  /// TS 24.501 §7.4, §7.5.1: octets of an initial request, and the answer.
  @Test(
    arguments: [
      ([0x2E, 1, 9, 0xC1], "pduSessionEstablishmentReject 96"),
      // IEIs 0 to 15 have to be understood (TS 24.007 §11.2.4).
      ([0x2E, 1, 9, 0xC1, 0xFF, 0xFF, 0x05, 0x01, 0x00], "pduSessionEstablishmentReject 96"), ([0x2E, 1, 9, 0xC0], "fiveGSMStatus 97"),
      ([0x2E, 1, 9, 0xFF, 0, 0], "fiveGSMStatus 97"), ([0x2E, 1, 9, 0xC6, 0, 4, 2, 1, 0, 4], "fiveGSMStatus 98"),
    ] as [([UInt8], String)]) func aRequestThatIsNotUnderstoodIsAnsweredWithItsCause(_ octets: [UInt8], _ expected: String) throws
  {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register())
    let registered = scenario.footprint()
    var answers: [FiveGSMMessage] = []
    let events = scenario.securityEvents { answers = ue.exchange5GSM(ue.transport(octets, id: 1, type: .initialRequest)) }
    #expect(answers.map(\.answerText) == [expected])
    #expect(answers.map(\.procedureTransactionIdentity) == [9])
    #expect(answers.map(\.pduSessionIdentity) == [1])
    #expect(events == (octets[3] == 0xC6 ? 0 : 1))
    #expect(scenario.footprint() == registered)
    ue.leave()
    scenario.expectUntouched()
  }

  // MARK: The UPF

  /// TS 29.244 §6.4: N1 = 3 repetitions at intervals of T1 = 3 s; TS 24.501 §6.2.7: the UE keeps to the back-off timer.
  @Test func aSilentUPFIsAskedFourTimesAndNotAnyMoreOnceItsAssociationIsLost() {
    let network = ScenarioNetwork.small(ues: 2)
    for ue in network.ues { #expect(ue.register().isRegistered) }
    network.functions.killUPF()
    network.world.trace.reset()
    var start = network.world.now
    #expect(network.ues[0].establish().cause == 26)
    #expect((Duration.seconds(12) ... .seconds(13)).contains(network.world.now - start))
    let requests = network.sentPFCP(by: "smf").filter { if case .sessionEstablishmentRequest = $0.body { true } else { false } }
    #expect(requests.count == 4)
    #expect(Set(requests.map(\.sequenceNumber)).count == 1)
    #expect(network.smfSnapshot()["sessions"]?.arrayValue?.isEmpty == true)
    #expect(network.ues[0].establish() == .failed(reason: "back-off timer is running"))

    network.world.run(for: .seconds(20))
    #expect(network.smfSnapshot()["upfs"]?[0]?["associated"]?.boolValue == false)
    network.world.trace.reset()
    start = network.world.now
    #expect(network.ues[1].establish().cause == 26)
    #expect(network.world.now - start < .seconds(1))
    #expect(!network.sentPFCP(by: "smf").contains { if case .sessionEstablishmentRequest = $0.body { true } else { false } })
    #expect(network.smfSnapshot()["sessions"]?.arrayValue?.isEmpty == true)
    #expect(network.amfSnapshot()["ues"]?.arrayValue?.allSatisfy { $0["state"] == "registered" } == true)
  }

  // MARK: The gNB

  /// What the gNB answers to the first setup of a session.
  enum SetupAnswer: CaseIterable { case failure, withoutDefaultFlow, nothing }

  /// TS 23.502 §4.3.2.2.1, step 16: without resources at the gNB there is no session.
  @Test(arguments: SetupAnswer.allCases) func aFirstSetupThatTheGNBDoesNotDoRejectsTheEstablishment(_ answer: SetupAnswer) throws {
    let scenario = try HostileScenario()
    let gnb = scenario.gnb
    let ue = scenario.attacker()
    #expect(ue.register())
    let registered = scenario.footprint()
    gnb.isCooperative = false
    ue.sendProtected(ue.sessionRequest(1, transaction: 7))
    let setup = try #require(gnb.lastSessionSetup)
    switch answer {
    case .failure: gnb.post(try setup.failed(.radioNetwork(.radioResourcesNotAvailable)))
    case .withoutDefaultFlow: gnb.post(try setup.succeeded(at: gnb.address.ip, flow: 2))
    case .nothing: break
    }
    ue.forgetDownlink()
    ue.receive(after: 6)
    let reject = try #require(ue.received5GSM.last?.establishmentReject, "\(ue.downlink)")
    #expect(ue.received5GSM.count == 1)
    #expect(reject.cause == .insufficientResources)
    #expect(reject.procedureTransactionIdentity == 7)
    #expect(scenario.footprint() == registered)
    gnb.isCooperative = true
    #expect(ue.exchange5GSM(ue.sessionRequest(1, transaction: 8)).first?.establishmentAccept != nil)
    ue.leave()
    scenario.expectUntouched()
  }

  @Test func aGNBWithoutATransportOfTheUPFsFamilyRejectsTheEstablishment() {
    let network = ScenarioNetwork()
    network.addGNB { $0.n3Address = IPAddress("2001:db8:99::b")! }
    network.addSubscriber(1)
    let ue = network.addUE(1)
    #expect(ue.register().isRegistered)
    #expect(ue.establish().cause == 26)
    network.world.run(for: .seconds(1))
    #expect(network.smfSnapshot()["sessions"]?.arrayValue?.isEmpty == true)
    #expect(network.upfSessionCount() == 0)
    #expect(ue.snapshot["sessions"]?.arrayValue?.isEmpty == true)
    #expect(network.amfSnapshot()["ues"]?[0]?["state"] == "registered")
  }

  /// TS 23.502 §4.2.3.2, step 15: a session whose later setup fails stays without user plane; its downlink data waits for the back-off.
  @Test func aLaterSetupThatTheGNBFailsLeavesTheSession() throws {
    let scenario = try HostileScenario()
    let (network, gnb) = (scenario.network, scenario.gnb)
    let ue = scenario.attacker()
    #expect(ue.register())
    let accept = try #require(ue.exchange5GSM(ue.sessionRequest(1)).first?.establishmentAccept)
    let address = try #require(accept.pduAddress?.ipv4Address.flatMap { IPAddress(octets: $0) })
    scenario.world.run(for: .seconds(1))
    let amfID = try #require(gnb.amfUENGAPIDs[ue.ran])
    let release = UEContextReleaseRequest(amfUENGAPID: amfID, ranUENGAPID: ue.ran, cause: .radioNetwork(.userInactivity))
    try gnb.exchange(.ueContextReleaseRequest(release))
    ue.ran += 1
    let guti = try #require(ue.guti)
    var service = ServiceRequest(
      ngKSI: NASKeySetIdentifier(value: ue.ngKSI), serviceType: .signalling, fiveGSTMSI: .fiveGSTMSI(guti.fiveGSTMSI))
    ue.send(ue.protectInitial(.serviceRequest(service)))
    gnb.isCooperative = false
    service.serviceType = .data
    service.uplinkDataStatus = SessionBitmap([1])
    ue.sendProtected(.serviceRequest(service))
    gnb.post(try #require(gnb.lastSessionSetup).failed(.radioNetwork(.radioResourcesNotAvailable)))
    ue.receive(after: 1)
    gnb.isCooperative = true
    let session = network.smfSnapshot()["sessions"]?.arrayValue?.last
    #expect(session?["userPlane"] == "DEACTIVATED")
    #expect(scenario.footprint().sessions.count == 2)

    let setups = gnb.sessionSetups.count
    let packet = Ping(source: DataNetworkHost.v4, destination: address, identifier: 1).request(sequenceNumber: 1)
    network.dataNetwork.toUPF?(packet)
    scenario.world.run(for: .seconds(20))
    #expect(gnb.sessionSetups.count == setups)
    #expect(gnb.tunnelled.isEmpty)
    scenario.world.run(for: .seconds(15))
    network.dataNetwork.toUPF?(packet)
    scenario.world.run(for: .seconds(1))
    #expect(gnb.sessionSetups.count == setups + 1)
    #expect(gnb.tunnelled.count == 1)
    ue.leave()
    scenario.expectUntouched()
  }

  // MARK: The AMF

  /// TS 24.501 §5.4.5.3.1: a 5GSM message that is not forwarded goes back as it is, with the reason.
  private func expectReturned(_ message: FiveGMMMessage, of ue: HostileUE, cause: UInt8, sourceLocation: SourceLocation = #_sourceLocation)
  {
    guard case .ulNASTransport(let sent) = message else { return }
    let returned = ue.sendProtected(message).compactMap { if case .dlNASTransport(let back) = $0 { back } else { nil } }
    #expect(returned.map(\.cause?.rawValue) == [cause], sourceLocation: sourceLocation)
    #expect(returned.map(\.payloadContainer) == [sent.payloadContainer], sourceLocation: sourceLocation)
    #expect(returned.map(\.pduSessionID) == [sent.pduSessionID], sourceLocation: sourceLocation)
  }

  @Test func whatTheAMFCannotForwardComesBackWithCause90() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register())
    let registered = scenario.footprint()
    // A slice that is not allowed.
    guard case .ulNASTransport(var foreign) = ue.sessionRequest(1) else { return }
    foreign.sNSSAI = NAS.SNSSAI(sst: 9, sd: nil)
    expectReturned(.ulNASTransport(foreign), of: ue, cause: 90)
    // No session and no initial request.
    let release = PDUSessionReleaseRequest(pduSessionIdentity: 3, procedureTransactionIdentity: 3)
    expectReturned(ue.transport(.pduSessionReleaseRequest(release), id: 3), of: ue, cause: 90)
    expectReturned(ue.sessionRequest(4, type: .existingPDUSession), of: ue, cause: 90)
    // No SMF.
    scenario.network.functions.stop("smf")
    expectReturned(ue.sessionRequest(5), of: ue, cause: 90)
    scenario.network.functions.restore("smf")
    #expect(scenario.footprint() == registered)
    #expect(ue.exchange5GSM(ue.sessionRequest(5, transaction: 2)).first?.establishmentAccept != nil)
    ue.leave()
    scenario.expectUntouched()
  }

  @Test func moreMessagesAtOnceThanTheAMFHoldsComeBackWithCause90() throws {
    let scenario = try HostileScenario {
      $0.amf = {
        $0.timers.signallingRelease = .zero
        $0.limits.sessionMessagesPerUE = 2
      }
    }
    let ue = scenario.attacker()
    #expect(ue.register())
    // While the UPF cannot answer, the SMF does not either.
    scenario.network.cutN4()
    for id in UInt8(1)...2 { ue.sendProtected(ue.sessionRequest(id, transaction: id)) }
    let events = scenario.securityEvents { expectReturned(ue.sessionRequest(3, transaction: 3), of: ue, cause: 90) }
    #expect(events == 1)
    scenario.network.cutN4(false)
    ue.forgetDownlink()
    ue.receive(after: 10)
    #expect(ue.received5GSM.compactMap(\.establishmentAccept).count == 2)
    #expect(scenario.footprint().sessions.count == 3)
    ue.leave()
    scenario.expectUntouched()
  }

  @Test func oneSessionMoreThanAUEMayHaveIsCause65() throws {
    let scenario = try HostileScenario {
      $0.amf = {
        $0.timers.signallingRelease = .zero
        $0.limits.pduSessionsPerUE = 1
      }
    }
    let ue = scenario.attacker()
    #expect(ue.register())
    #expect(ue.exchange5GSM(ue.sessionRequest(1)).first?.establishmentAccept != nil)
    expectReturned(ue.sessionRequest(2, transaction: 2), of: ue, cause: 65)
    #expect(scenario.footprint().sessions.count == 2)
    ue.leave()
    scenario.expectUntouched()
  }

  /// TS 24.501 §5.4.5.2.5: a DNN that is not subscribed in the slice is cause #91; one with this network's operator identifier is
  /// subscribed (TS 23.003 §9A).
  @Test func onlyASubscribedDNNIsForwarded() {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    for dnn in ["ims", "internet.mnc071.mcc999.gprs", "mnc070.mcc999.gprs"] {
      guard case .notForwarded(let cause, _) = ue.establish(dnn: dnn) else {
        Issue.record("\(dnn) was forwarded")
        continue
      }
      #expect(cause == 91, "\(dnn)")
    }
    #expect(network.smfSnapshot()["sessions"]?.arrayValue?.isEmpty == true)
    guard let session = ue.establish(dnn: "Internet.mnc070.mcc999.gprs").session else {
      Issue.record("no session")
      return
    }
    #expect(session.dnn == "internet")
    #expect(ue.ping(session, to: DataNetworkHost.v4))
  }
}

// MARK: What scenarios of sessions look at

extension FiveGSMMessage {
  var establishmentReject: PDUSessionEstablishmentReject? {
    if case .pduSessionEstablishmentReject(let message) = self { message } else { nil }
  }
  var establishmentAccept: PDUSessionEstablishmentAccept? {
    if case .pduSessionEstablishmentAccept(let message) = self { message } else { nil }
  }

  /// The kind of an answer and its cause.
  var answerText: String {
    let cause: FiveGSMCause? =
      switch self {
      case .pduSessionEstablishmentReject(let message): message.cause
      case .pduSessionModificationReject(let message): message.cause
      case .pduSessionReleaseReject(let message): message.cause
      case .pduSessionReleaseCommand(let message): message.cause
      case .fiveGSMStatus(let message): message.cause
      default: nil
      }
    return key + (cause.map { " \($0.rawValue)" } ?? "")
  }
}

extension SessionOutcome {
  /// The 5GSM cause of a reject.
  var cause: UInt8? { if case .rejected(let cause, _) = self { cause } else { nil } }
}

extension HostileUE {
  /// Sends a message; gives the 5GSM messages that come back.
  @discardableResult func exchange5GSM(_ message: FiveGMMMessage) -> [FiveGSMMessage] {
    let before = received5GSM.count
    sendProtected(message)
    return Array(received5GSM.dropFirst(before))
  }
}

extension HostileGNB {
  /// The PDU Session Resource Setup Requests that came.
  var sessionSetups: [PDUSessionResourceSetupRequest] {
    received.compactMap { if case .initiatingMessage(.pduSessionResourceSetupRequest(let request)) = $0 { request } else { nil } }
  }
  var lastSessionSetup: PDUSessionResourceSetupRequest? { sessionSetups.last }
}

extension PDUSessionResourceSetupRequest {
  private func response(_ change: (inout PDUSessionResourceSetupResponse) -> Void) throws -> [UInt8] {
    var response = PDUSessionResourceSetupResponse(amfUENGAPID: amfUENGAPID, ranUENGAPID: ranUENGAPID)
    change(&response)
    return try NGAPPDU.successfulOutcome(.pduSessionResourceSetupResponse(response)).encode()
  }

  /// The octets of an answer in which every session failed.
  func failed(_ cause: NGAP.Cause) throws -> [UInt8] {
    let transfer = try PDUSessionResourceSetupUnsuccessfulTransfer(cause: cause).encode()
    return try response {
      $0.pduSessionResourceFailedToSetupListSURes = pduSessionResourceSetupListSUReq.map {
        PDUSessionResourceFailedToSetupItemSURes(pduSessionID: $0.pduSessionID, pduSessionResourceSetupUnsuccessfulTransfer: transfer)
      }
    }
  }

  /// The octets of an answer in which every session got a tunnel for one QoS flow.
  func succeeded(at address: IPAddress, flow: Int64) throws -> [UInt8] {
    let tunnel = GTPTunnel(transportLayerAddress: BitString(octets: address.octets, bitCount: 32), gtpTEID: [0, 0, 0, 1])
    let transfer = try PDUSessionResourceSetupResponseTransfer(
      dlQosFlowPerTNLInformation: QosFlowPerTNLInformation(
        upTransportLayerInformation: .gtpTunnel(tunnel), associatedQosFlowList: [AssociatedQosFlowItem(qosFlowIdentifier: flow)])
    ).encode()
    return try response {
      $0.pduSessionResourceSetupListSURes = pduSessionResourceSetupListSUReq.map {
        PDUSessionResourceSetupItemSURes(pduSessionID: $0.pduSessionID, pduSessionResourceSetupResponseTransfer: transfer)
      }
    }
  }
}

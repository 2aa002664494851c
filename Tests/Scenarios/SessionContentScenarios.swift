import Base
import GTPU
import NAS
import NGAP
import PCF
import PFCP
import SMF
import Security
import Storage
import Testing
import UE

/// What PDU sessions are given, and how they are changed and released (TS 23.502 §4.3.2 to §4.3.4; TS 24.501 §6.3, §6.4, §6.5, §7).
@Suite struct SessionContentScenarios {
  /// An attacker with PDU session 1, and what the core held before it had one.
  private final class OneSession {
    let scenario: HostileScenario
    let ue: HostileUE
    let registered: HostileScenario.Footprint
    let accept: PDUSessionEstablishmentAccept
    var network: ScenarioNetwork { scenario.network }

    init(
      _ configure: (inout ScenarioNetwork.Options) -> Void = { _ in }, _ request: (inout PDUSessionEstablishmentRequest) -> Void = { _ in }
    ) throws {
      let scenario = try HostileScenario(configure)
      let ue = scenario.attacker()
      #expect(ue.register())
      registered = scenario.footprint()
      let answers = ue.exchange5GSM(ue.sessionRequest(1, request))
      accept = try #require(answers.first?.establishmentAccept, "\(answers)")
      (self.scenario, self.ue) = (scenario, ue)
      scenario.world.run(for: .seconds(1))
      ue.forgetDownlink()
    }

    /// The session as the SMF has it.
    var atSMF: JSON? { network.smfSnapshot()["sessions"]?.arrayValue?.first { $0["supi"]?.stringValue == network.supi(ue.number) } }

    func send(_ message: FiveGSMMessage) -> [FiveGSMMessage] { ue.exchange5GSM(ue.transport(message, id: 1)) }
    func send(_ octets: [UInt8]) -> [FiveGSMMessage] { ue.exchange5GSM(ue.transport(octets, id: 1)) }

    /// The network changes the session's 5QI.
    func changeSubscription() { network.updateSubscriber(ue.number) { $0.slices[0].dataNetworks[0].fiveQI = 7 } }

    func releaseByNetwork() throws {
      let reference = try #require(atSMF?["reference"]?.stringValue)
      let smf = network.smf
      network.functions.coreLoop.spawn("release") { await smf.releaseSession(reference: reference) }
    }

    func leave(sourceLocation: SourceLocation = #_sourceLocation) {
      ue.leave()
      scenario.expectUntouched(sourceLocation: sourceLocation)
    }
  }

  private func expectSpacing(_ label: String, _ network: ScenarioNetwork, sourceLocation: SourceLocation = #_sourceLocation) {
    let instants = network.expiries(of: label)
    #expect(instants.count == 5, sourceLocation: sourceLocation)
    #expect(zip(instants, instants.dropFirst()).allSatisfy { $1 - $0 == .seconds(16) }, sourceLocation: sourceLocation)
  }

  // MARK: Errors within a session

  private static let completeOfNothing = PDUSessionModificationComplete(pduSessionIdentity: 1, procedureTransactionIdentity: 9)

  /// TS 24.501 §6.4.2.4, §6.4.3.4, §7.3.1, §7.3.2, §7.4.
  private static let refused: [(message: FiveGSMMessage, answer: String)] = [
    (.pduSessionReleaseRequest(.init(pduSessionIdentity: 1, procedureTransactionIdentity: 0)), "pduSessionReleaseReject 81"),
    (.pduSessionReleaseRequest(.init(pduSessionIdentity: 2, procedureTransactionIdentity: 9)), "pduSessionReleaseReject 43"),
    (.pduSessionModificationRequest(.init(pduSessionIdentity: 1, procedureTransactionIdentity: 0)), "pduSessionModificationReject 81"),
    (.pduSessionModificationRequest(.init(pduSessionIdentity: 2, procedureTransactionIdentity: 9)), "pduSessionModificationReject 43"),
    (
      .pduSessionModificationRequest(
        .init(pduSessionIdentity: 1, procedureTransactionIdentity: 9, requestedQoSRules: QoSRules([.matchAllDefault()]))),
      "pduSessionModificationReject 32"
    ), (.pduSessionModificationComplete(completeOfNothing), "fiveGSMStatus 47"),
    (.pduSessionReleaseComplete(.init(pduSessionIdentity: 1, procedureTransactionIdentity: 9)), "fiveGSMStatus 47"),
    (
      .pduSessionModificationCommandReject(
        .init(pduSessionIdentity: 1, procedureTransactionIdentity: 9, cause: .requestRejectedUnspecified)), "fiveGSMStatus 47"
    ), (.pduSessionModificationComplete(.init(pduSessionIdentity: 2, procedureTransactionIdentity: 9)), "fiveGSMStatus 43"),
    (
      .pduSessionEstablishmentRequest(
        .init(
          pduSessionIdentity: 1, procedureTransactionIdentity: 9,
          integrityProtectionMaximumDataRate: .init(uplink: .fullDataRate, downlink: .fullDataRate))), "fiveGSMStatus 98"
    ),
    (
      .pduSessionReleaseCommand(.init(pduSessionIdentity: 1, procedureTransactionIdentity: 9, cause: .regularDeactivation)),
      "fiveGSMStatus 97"
    ),
  ]

  @Test func whatDoesNotBelongToTheSessionIsAnsweredWithItsCauseAndTheSessionStays() throws {
    let session = try OneSession()
    let before = session.scenario.footprint()
    for (message, answer) in SessionContentScenarios.refused {
      let answers = session.send(message)
      #expect(answers.map(\.answerText) == [answer])
      #expect(answers.map(\.procedureTransactionIdentity) == [message.procedureTransactionIdentity], "\(answer)")
    }
    #expect(session.send([0x2E, 1, 9, 0xC0]).map(\.answerText) == ["fiveGSMStatus 97"])
    // TS 24.501 §7.3.1: a reserved PTI is ignored.
    #expect(session.send(.pduSessionReleaseRequest(.init(pduSessionIdentity: 1, procedureTransactionIdentity: 255))).isEmpty)
    session.scenario.world.run(for: .seconds(20))
    #expect(session.scenario.footprint() == before)
    session.leave()
  }

  @Test func aModificationDuringTheNetworksOwnIsRefusedWithCause31() throws {
    let session = try OneSession()
    session.changeSubscription()
    session.ue.receive(after: 1)
    #expect(session.ue.received5GSM.map(\.answerText) == ["pduSessionModificationCommand"])
    let request = PDUSessionModificationRequest(pduSessionIdentity: 1, procedureTransactionIdentity: 9)
    guard case .pduSessionModificationReject(let reject)? = session.send(.pduSessionModificationRequest(request)).first else {
      Issue.record("no reject")
      return
    }
    #expect(reject.cause == .requestRejectedUnspecified)
    #expect(reject.procedureTransactionIdentity == 9)
    let complete = PDUSessionModificationComplete(pduSessionIdentity: 1, procedureTransactionIdentity: 0)
    #expect(session.send(.pduSessionModificationComplete(complete)).isEmpty)
    session.ue.forgetDownlink()
    session.ue.receive(after: 40)
    #expect(session.ue.received5GSM.isEmpty)
    session.leave()
  }

  /// TS 24.501 §6.5.3: #43 means that the UE does not have the session; a status is never answered.
  @Test func aStatusWithCause43EndsTheSessionAndOthersDoNot() throws {
    let session = try OneSession()
    let before = session.scenario.footprint()
    func status(_ cause: FiveGSMCause) -> FiveGSMMessage {
      .fiveGSMStatus(FiveGSMStatus(pduSessionIdentity: 1, procedureTransactionIdentity: 0, cause: cause))
    }
    for cause: FiveGSMCause in [.ptiMismatch, .invalidPTIValue, .messageTypeNonExistentOrNotImplemented, .protocolErrorUnspecified] {
      #expect(session.send(status(cause)).isEmpty)
      #expect(session.scenario.footprint() == before, "\(cause)")
    }
    #expect(session.send(status(.invalidPDUSessionIdentity)).isEmpty)
    session.scenario.world.run(for: .seconds(1))
    #expect(session.scenario.footprint() == session.registered)
    session.leave()
  }

  // MARK: Release

  /// TS 24.501 §6.3.3.5 a: the command goes five times, then the session is given up.
  @Test func t3592ReleaseCommandFiveTimesAndTheSessionIsGone() throws {
    let session = try OneSession()
    session.network.world.trace.reset()
    try session.releaseByNetwork()
    session.ue.receive(after: 79)
    #expect(session.scenario.footprint().sessions.count == 2)
    session.ue.receive(after: 2)
    let commands = session.ue.received5GSM
    #expect(commands.map(\.answerText) == [String](repeating: "pduSessionReleaseCommand 36", count: 5))
    #expect(Set(commands).count == 1)
    #expect(commands.first?.procedureTransactionIdentity == 0)
    expectSpacing("T3592", session.network)
    #expect(session.scenario.footprint() == session.registered)
    session.leave()
  }

  @Test func aReleaseByTheNetworkEndsWithTheUEsAnswer() throws {
    let session = try OneSession()
    try session.releaseByNetwork()
    session.ue.receive(after: 1)
    #expect(session.ue.received5GSM.map(\.answerText) == ["pduSessionReleaseCommand 36"])
    // TS 23.502 §4.3.4.2, step 4: the gNB's resources go with the same message.
    #expect(
      session.scenario.gnb.received.contains { if case .initiatingMessage(.pduSessionResourceReleaseCommand) = $0 { true } else { false } })
    let complete = PDUSessionReleaseComplete(pduSessionIdentity: 1, procedureTransactionIdentity: 0)
    #expect(session.send(.pduSessionReleaseComplete(complete)).isEmpty)
    session.scenario.world.run(for: .seconds(1))
    #expect(session.scenario.footprint() == session.registered)
    session.leave()
  }

  @Test func aReleaseByTheUEFreesEverything() {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    guard let session = ue.establish().session else {
      Issue.record("no session")
      return
    }
    #expect(ue.release(session.id))
    network.world.run(for: .seconds(1))
    #expect(ue.events.contains(.sessionReleased(id: session.id, cause: 36)))
    expectNoSession(network)
    let after = ue.establish().session
    #expect(after.map { ue.ping($0, to: DataNetworkHost.v4) } == true)
  }

  /// TS 24.501 §6.4.3.3, §6.3.3.5 b: a repeated request gets the command again; behind the end there is no session.
  @Test func aRepeatedReleaseRequestIsAnsweredAgain() throws {
    let session = try OneSession()
    let request = FiveGSMMessage.pduSessionReleaseRequest(.init(pduSessionIdentity: 1, procedureTransactionIdentity: 5))
    for _ in 0..<2 {
      let answers = session.send(request)
      #expect(answers.map(\.answerText) == ["pduSessionReleaseCommand 36"])
      #expect(answers.map(\.procedureTransactionIdentity) == [5])
    }
    #expect(session.send(.pduSessionReleaseComplete(.init(pduSessionIdentity: 1, procedureTransactionIdentity: 5))).isEmpty)
    session.scenario.world.run(for: .seconds(1))
    #expect(session.scenario.footprint() == session.registered)
    _ = session.send(request)
    #expect(session.ue.sessionMessages.last?.cause == .payloadWasNotForwarded)
    session.leave()
  }

  /// TS 23.502 §4.3.4.2, step 1b: the subscription no longer has the DNN.
  @Test(arguments: [false, true]) func aWithdrawnSubscriptionEndsTheSession(ofAnIdleUE isIdle: Bool) {
    let network = ScenarioNetwork.small { $0.dnns = ["internet", "enterprise"] }
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    guard let lost = ue.establish(dnn: "internet").session, let kept = ue.establish(dnn: "enterprise").session else {
      Issue.record("no sessions")
      return
    }
    if isIdle {
      network.releaseFromGNB()
      #expect(network.amfSnapshot()["ues"]?[0]?["connection"] == "CM-IDLE")
    }
    network.updateSubscriber(1) { $0.slices[0].dataNetworks.removeFirst() }
    network.world.run(for: .seconds(5))
    #expect(ue.events.contains(.sessionReleased(id: lost.id, cause: 36)))
    #expect(ue.events.contains(.paged) == isIdle)
    #expect(network.smfSnapshot()["sessions"]?.arrayValue?.compactMap { $0["dnn"]?.stringValue } == ["enterprise"])
    #expect(network.upfSessionCount() == 1)
    #expect(ue.ping(kept, to: DataNetworkHost.v4))
    guard case .notForwarded(cause: 91, _) = ue.establish(dnn: "internet") else {
      Issue.record("a DNN without subscription was taken")
      return
    }
  }

  // MARK: Modification

  /// TS 24.501 §6.3.2.5 a: the command goes five times; the session stays.
  @Test func t3591ModificationCommandFiveTimesAndTheSessionStays() throws {
    let session = try OneSession()
    session.network.world.trace.reset()
    session.changeSubscription()
    session.ue.receive(after: 120)
    let commands = session.ue.received5GSM
    #expect(commands.map(\.answerText) == [String](repeating: "pduSessionModificationCommand", count: 5))
    #expect(Set(commands).count == 1)
    expectSpacing("T3591", session.network)
    #expect(session.atSMF?["userPlane"] == "ACTIVATED")
    #expect(session.atSMF?["procedure"]?.stringValue == nil)
    session.leave()
  }

  @Test func aModificationCommandThatTheUERejectsIsNotRepeated() throws {
    let session = try OneSession()
    session.changeSubscription()
    session.ue.receive(after: 1)
    #expect(session.ue.received5GSM.count == 1)
    let reject = PDUSessionModificationCommandReject(
      pduSessionIdentity: 1, procedureTransactionIdentity: 0, cause: .semanticErrorInTheQoSOperation)
    #expect(session.send(.pduSessionModificationCommandReject(reject)).isEmpty)
    session.ue.forgetDownlink()
    session.ue.receive(after: 60)
    #expect(session.ue.received5GSM.isEmpty)
    #expect(session.atSMF?["userPlane"] == "ACTIVATED")
    #expect(session.atSMF?["procedure"]?.stringValue == nil)
    session.leave()
  }

  /// TS 24.501 §6.4.2.3: the command has the request's PTI.
  @Test func aModificationThatTheUERequestsIsDone() throws {
    let session = try OneSession()
    var request = PDUSessionModificationRequest(pduSessionIdentity: 1, procedureTransactionIdentity: 6)
    request.alwaysOnPDUSessionRequested = AlwaysOnPDUSessionIndication(isAlwaysOn: true)
    let answers = session.send(.pduSessionModificationRequest(request))
    guard case .pduSessionModificationCommand(let command)? = answers.first else {
      Issue.record("\(answers)")
      return
    }
    #expect(command.procedureTransactionIdentity == 6)
    #expect(command.alwaysOnPDUSessionIndication?.isAlwaysOn == false)
    let complete = PDUSessionModificationComplete(pduSessionIdentity: 1, procedureTransactionIdentity: 6)
    #expect(session.send(.pduSessionModificationComplete(complete)).isEmpty)
    session.ue.forgetDownlink()
    session.ue.receive(after: 40)
    #expect(session.ue.received5GSM.isEmpty)
    #expect(session.atSMF?["procedure"]?.stringValue == nil)
    session.leave()
  }

  enum QoSSource: CaseIterable { case policy, subscription }

  /// TS 23.502 §4.3.3.2, steps 1b and 1c: UE, gNB and UPF get the new QoS.
  @Test(arguments: QoSSource.allCases) func changedQoSReachesUEAndGNBAndUPF(_ source: QoSSource) {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    guard let session = ue.establish().session else {
      Issue.record("no session")
      return
    }
    network.world.run(for: .seconds(1))
    network.world.trace.reset()
    switch source {
    case .policy:
      let policy = SessionPolicy(dnn: "internet", fiveQI: 7, uplinkBitsPerSecond: 20_000_000, downlinkBitsPerSecond: 50_000_000)
      _ = network.world.run(on: network.functions.coreLoop) { [pcf = network.functions.pcf] in await pcf.setSessionPolicies([policy]) }
    case .subscription:
      network.updateSubscriber(1) {
        $0.slices[0].dataNetworks[0].fiveQI = 7
        $0.slices[0].dataNetworks[0].sessionAMBR = AggregateBitRate(
          uplink: Storage.BitRate(bitsPerSecond: 20_000_000), downlink: Storage.BitRate(bitsPerSecond: 50_000_000))
      }
    }
    network.world.run(for: .seconds(1))
    #expect(ue.events.contains(.sessionModified(id: session.id)))
    let atUE = network.world.run(on: network.functions.coreLoop) { [ue = ue.ue] in await ue.establishedSessions }?.first
    #expect(atUE?.uplinkBitsPerSecond == 20_000_000)
    #expect(atUE?.downlinkBitsPerSecond == 50_000_000)
    let atSMF = network.smfSnapshot()["sessions"]?[0]
    #expect(atSMF?["fiveQI"] == 7)
    #expect(atSMF?["procedure"]?.stringValue == nil)
    let rates = network.sentPFCP(by: "smf").compactMap { message -> PFCPBitRate? in
      if case .sessionModificationRequest(let request) = message.body { request.updateQERs.first?.maximumBitRate } else { nil }
    }
    #expect(rates == [PFCPBitRate(uplinkKilobitsPerSecond: 20_000, downlinkKilobitsPerSecond: 50_000)])
    let modified = network.sentNGAP(by: "gnb-1").compactMap { pdu -> [PDUSessionID]? in
      guard case .successfulOutcome(.pduSessionResourceModifyResponse(let response)) = pdu else { return nil }
      return response.pduSessionResourceModifyListModRes?.map(\.pduSessionID)
    }
    #expect(modified == [[PDUSessionID(session.id)]])
    #expect(ue.ping(session, to: DataNetworkHost.v4))
    #expect(network.expiries(of: "T3591").isEmpty)
  }

  // MARK: The UE's timers

  /// A UE whose messages on N2 can be read, with a connection that stays.
  private func readable() -> (network: ScenarioNetwork, ue: SimulatedUE) {
    let network = ScenarioNetwork { $0.amf = { $0.timers.signallingRelease = .zero } }
    network.addGNB()
    network.addSubscriber(1)
    let ue = network.addUE(1) { $0.ciphering = [.nea0] }
    #expect(ue.register().isRegistered)
    network.world.run(for: .seconds(1))
    return (network, ue)
  }

  /// 5GSM messages that passed the gNB on their way to the AMF.
  private func uplink5GSM(_ network: ScenarioNetwork) -> [FiveGSMMessage] {
    network.sentNGAP(by: "gnb-1").compactMap { pdu in
      guard case .initiatingMessage(.uplinkNASTransport(let transport)) = pdu,
        let message = try? ProtectedNASMessage(decoding: transport.nasPDU),
        case .ulNASTransport(let payload)? = try? FiveGMMMessage(decoding: message.payload)
      else { return nil }
      return try? FiveGSMMessage(decoding: payload.payloadContainer)
    }
  }

  private func expectNoSession(_ network: ScenarioNetwork, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(network.smfSnapshot()["sessions"]?.arrayValue?.isEmpty == true, sourceLocation: sourceLocation)
    #expect(network.upfSessionCount() == 0, sourceLocation: sourceLocation)
    #expect(network.amfSnapshot()["ues"]?[0]?["state"] == "registered", sourceLocation: sourceLocation)
  }

  /// TS 24.501 §6.4.1.6 a.
  @Test func t3580EstablishmentRequestFiveTimesAndTheUEGivesUp() {
    let (network, ue) = readable()
    network.cutN2()
    network.world.trace.reset()
    guard case .failed = ue.establish() else {
      Issue.record("a session without N2")
      return
    }
    let requests = uplink5GSM(network)
    #expect(requests.map(\.answerText) == [String](repeating: "pduSessionEstablishmentRequest", count: 5))
    #expect(Set(requests).count == 1)
    expectSpacing("T3580", network)
    #expect(ue.snapshot["sessions"]?.arrayValue?.isEmpty == true)
    expectNoSession(network)
    network.cutN2(false)
    #expect(ue.establish().session.map { ue.ping($0, to: DataNetworkHost.v4) } == true)
  }

  /// TS 24.501 §6.4.3.6 a.
  @Test func t3582ReleaseRequestFiveTimesAndTheUEForgetsTheSession() {
    let (network, ue) = readable()
    guard let session = ue.establish().session else {
      Issue.record("no session")
      return
    }
    network.world.run(for: .seconds(1))
    network.cutN2()
    network.world.trace.reset()
    #expect(!ue.release(session.id))
    let requests = uplink5GSM(network)
    #expect(requests.map(\.answerText) == [String](repeating: "pduSessionReleaseRequest", count: 5))
    #expect(Set(requests).count == 1)
    expectSpacing("T3582", network)
    #expect(ue.snapshot["sessions"]?.arrayValue?.isEmpty == true)
  }

  // MARK: An SMF that has lost the session

  private func loseContext(_ network: ScenarioNetwork, _ reference: String?) {
    let smf = network.smf
    _ = network.world.run(on: network.functions.coreLoop) { _ = try? await smf.releaseSMContext(smContextRef: reference ?? "", nil) }
  }

  /// TS 29.502 §5.2.2.3.1: 404 for an SM context is the end of the session at the AMF; the UE learns that its message went nowhere.
  @Test func aContextThatTheSMFDoesNotHaveIsForgottenAndTheUEIsTold() throws {
    let session = try OneSession()
    loseContext(session.network, session.atSMF?["reference"]?.stringValue)
    let request = FiveGSMMessage.pduSessionReleaseRequest(.init(pduSessionIdentity: 1, procedureTransactionIdentity: 4))
    #expect(session.send(request) == [request])
    #expect(session.ue.sessionMessages.last?.cause == .payloadWasNotForwarded)
    #expect(session.scenario.footprint() == session.registered)
    session.leave()
  }

  /// TS 24.501 §5.6.1.4.1: the PDU session status of SERVICE ACCEPT.
  @Test func aServiceRequestForALostSessionTellsTheUEThatItIsGone() {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    guard let session = ue.establish().session else {
      Issue.record("no session")
      return
    }
    network.releaseFromGNB()
    loseContext(network, network.smfSnapshot()["sessions"]?[0]?["reference"]?.stringValue)
    #expect(!ue.ping(session, to: DataNetworkHost.v4))
    #expect(ue.events.contains { if case .sessionReleased(id: session.id, cause: _) = $0 { true } else { false } })
    expectNoSession(network)
    #expect(ue.establish().session.map { ue.ping($0, to: DataNetworkHost.v4) } == true)
  }

  // MARK: What a session is given

  @Test func sessionsOfTwoSlicesCarryPacketsAtOnce() {
    let slices = [Base.SNSSAI(sst: 1), Base.SNSSAI(sst: 2, sd: 0x00000A)]
    let network = ScenarioNetwork { $0.slices = slices }
    network.addGNB()
    network.addSubscriber(1)
    let ue = network.addUE(1) { $0.requestedNSSAI = slices }
    #expect(ue.register().isRegistered)
    let sessions = slices.compactMap { ue.establish(dnn: "internet", snssai: $0).session }
    #expect(sessions.map(\.snssai) == slices)
    #expect(Set(sessions.map(\.ipv4)).count == 2)
    for _ in 0..<2 { for session in sessions { #expect(ue.ping(session, to: DataNetworkHost.v4)) } }
    #expect(network.smfSnapshot()["sessions"]?.arrayValue?.compactMap { $0["sNSSAI"]?.stringValue } == slices.map(\.description))
  }

  /// TS 24.501 §6.4.1.3: a dual-stack request that gets one family is told which.
  @Test(arguments: [(Storage.PDUSessionType.ipv4, UInt8(50)), (.ipv6, 51)]) func aDualStackRequestThatGetsOneFamilyIsToldWhich(
    _ type: Storage.PDUSessionType, _ cause: UInt8
  ) {
    let network = ScenarioNetwork()
    network.addGNB()
    network.addSubscriber(1) {
      $0.slices[0].dataNetworks = [SubscribedDataNetwork(dnn: "internet", defaultSessionType: type, allowedSessionTypes: [type])]
    }
    let ue = network.addUE(1)
    #expect(ue.register().isRegistered)
    guard let session = ue.establish(type: .ipv4v6).session else {
      Issue.record("no session")
      return
    }
    #expect(session.cause == cause)
    #expect(session.type == (type == .ipv4 ? .ipv4 : .ipv6))
    #expect((session.ipv4 == nil) == (type == .ipv6))
    #expect(ue.ping(session, to: type == .ipv4 ? DataNetworkHost.v4 : DataNetworkHost.v6))
  }

  /// TS 24.008 §10.5.6.3: what was asked for is answered, the rest ignored.
  @Test func configurationOptionsAreAnsweredInKind() throws {
    typealias Options = ExtendedProtocolConfigurationOptions
    typealias Identifier = Options.Identifier
    let ipcp = IPCPPacket(
      code: IPCPPacket.Code.configureRequest, identifier: 3, options: [129, 131].map { .init(type: $0, value: [0, 0, 0, 0]) })
    let session = try OneSession(
      {
        $0.smf = {
          $0.timers.addressReuseDelay = .seconds(1)
          $0.dataNetworks[0].dnsServers = ["9.9.9.9", "2001:db8::53", "149.112.112.112"].map { IPAddress($0)! }
          $0.dataNetworks[0].mtu = 1358
        }
      },
      {
        $0.pduSessionType = .ipv4v6
        $0.alwaysOnPDUSessionRequested = AlwaysOnPDUSessionIndication(isAlwaysOn: true)
        $0.extendedProtocolConfigurationOptions = Options(containers: [
          .init(identifier: 0xFF00, contents: [1, 2, 3]), .init(identifier: Identifier.ipcp, contents: ipcp.octets),
          .init(identifier: Identifier.dnsServerIPv4Address), .init(identifier: Identifier.dnsServerIPv6Address),
          .init(identifier: Identifier.ipv4LinkMTU), .init(identifier: Identifier.pCSCFIPv4Address),
        ])
      })
    let containers = try #require(session.accept.extendedProtocolConfigurationOptions).containers
    let servers: [[UInt8]] = [[9, 9, 9, 9], [149, 112, 112, 112]]
    func contents(_ identifier: UInt16) -> [[UInt8]] { containers.filter { $0.identifier == identifier }.map(\.contents) }
    #expect(contents(Identifier.dnsServerIPv4Address) == servers)
    #expect(contents(Identifier.dnsServerIPv6Address) == [IPAddress("2001:db8::53")!.octets])
    #expect(contents(Identifier.ipv4LinkMTU) == [[1358 >> 8, 1358 & 255]])
    // RFC 1877: values that are not the network's are answered with Configure-Nak.
    let answer = contents(Identifier.ipcp).compactMap { IPCPPacket($0) }
    #expect(answer.map(\.code) == [IPCPPacket.Code.configureNak])
    #expect(answer.map(\.identifier) == [3])
    #expect(answer.map(\.dnsServers) == [servers])
    #expect(containers.count == 5)
    // TS 24.501 §6.4.1.3: this network has no always-on sessions, and says so.
    #expect(session.accept.alwaysOnPDUSessionIndication?.isAlwaysOn == false)
    session.leave()
  }

  @Test func aStaticAddressIsOfOneSessionAtATime() {
    let network = ScenarioNetwork { $0.smf = { $0.timers.addressReuseDelay = .seconds(1) } }
    network.addGNB()
    for n in 1...2 { network.addSubscriber(n) { $0.slices[0].dataNetworks[0].staticIPv4 = IPAddress("10.45.0.77")! } }
    let ues = (1...2).map { network.addUE($0) }
    for ue in ues { #expect(ue.register().isRegistered) }
    guard let session = ues[0].establish().session else {
      Issue.record("no session")
      return
    }
    #expect(session.ipv4 == IPAddress("10.45.0.77")!)
    #expect(ues[0].ping(session, to: DataNetworkHost.v4))
    #expect(ues[1].establish().cause == 67)
    #expect(ues[0].ping(session, to: DataNetworkHost.v4))
    #expect(ues[0].release(session.id))
    network.world.run(for: .seconds(120))
    let second = ues[1].establish().session
    #expect(second?.ipv4 == IPAddress("10.45.0.77")!)
    #expect(second.map { ues[1].ping($0, to: DataNetworkHost.v4) } == true)
  }

  @Test func anExhaustedPoolOfIPv6PrefixesRejectsWithCause67() {
    // Two prefixes, of which the first is the network's own.
    let network = ScenarioNetwork.small(ues: 2) { $0.ipv6Pool = IPPrefix("2001:db8:45::/63")! }
    for ue in network.ues { #expect(ue.register().isRegistered) }
    let session = network.ues[0].establish(type: .ipv6).session
    #expect(session?.ipv6Prefix == IPPrefix("2001:db8:45:1::/64"))
    #expect(network.ues[1].establish(type: .ipv6).cause == 67)
    #expect(network.ues[1].establish(dnn: "internet", type: .ipv4).session != nil)
    #expect(session.map { network.ues[0].ping($0, to: DataNetworkHost.v6) } == true)
  }

  /// RFC 4861 §6.3.7, §10: three solicitations, four seconds apart; the session is there, without a global address.
  @Test func routerSolicitationsThatNobodyAnswersAreSentThreeTimes() {
    let network = ScenarioNetwork.small()
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    let n3 = SocketAddress(ScenarioNetwork.n3Address, port: 2152)
    _ = network.network.bindDatagram(n3, interface: .n3, environment: network.world.makeEnvironment(node: "nowhere")) { _, _ in }
    network.world.trace.reset()
    guard let session = ue.establish(type: .ipv6).session else {
      Issue.record("no session")
      return
    }
    #expect(session.linkLocal != nil)
    #expect(session.ipv6 == nil)
    let solicitations = network.world.trace.events.filter { event in
      guard event.node == "nowhere", event.kind == .received, let message = try? GTPUMessage(decoding: event.octets),
        case .gPDU(let packet) = message.body
      else { return false }
      return packet.count == 48 && packet[6] == 58 && packet[40] == 133
    }.map(\.instant)
    #expect(solicitations.count == 3)
    #expect(
      zip(solicitations, solicitations.dropFirst()).allSatisfy { (Duration.milliseconds(3_990) ... .milliseconds(4_010)).contains($1 - $0) }
    )
  }

  /// TS 24.501 §5.4.5.2.5: functions that this network did not offer.
  @Test func payloadsOfOtherFunctionsAreDropped() throws {
    let session = try OneSession()
    let before = session.scenario.footprint()
    for type: PayloadContainerType in [.sms, .lppMessageContainer, .uePolicyContainer, .locationServicesMessageContainer, .other(14)] {
      let message = ULNASTransport(payloadContainerType: type, payloadContainer: [0x09, 0x01, 0x00])
      #expect(session.ue.sendProtected(.ulNASTransport(message)).isEmpty, "\(type)")
    }
    #expect(session.scenario.footprint() == before)
    session.leave()
  }
}

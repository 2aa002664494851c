import Base
import GTPU
import NAS
import NGAP
import PFCP
import Runtime
import Testing
import UE

/// N4 associations, restarts and lost tunnels (TS 29.244 §6.2, §6.3, §19A; TS 29.281 §7; TS 23.527 §4, §5).
@Suite struct UserPlaneScenarios {
  /// Other processes on the hosts of SMF and UPF: for their peers, they are the SMF and the UPF.
  private static let besideSMF = SocketAddress(ScenarioNetwork.smfN4.ip, port: 9999)
  private static let besideUPF = SocketAddress(ScenarioNetwork.upfN4.ip, port: 9999)
  private static let upfTimeStamp: UInt32 = 3_900_000_000

  /// A UE with a session.
  private func connected(_ configure: (inout ScenarioNetwork.Options) -> Void = { _ in }) throws -> (
    network: ScenarioNetwork, ue: SimulatedUE, session: PDUSessionInformation
  ) {
    let network = ScenarioNetwork.small(configure)
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    let session = try #require(ue.establish().session)
    #expect(ue.ping(session, to: DataNetworkHost.v4))
    return (network, ue, session)
  }

  private func answer(_ peer: HostilePFCPPeer, _ body: PFCPBody, seid: UInt64? = nil, from address: SocketAddress) throws -> PFCPBody? {
    try peer.exchange(body, seid: seid, with: address).first.map { try PFCPMessage(decoding: $0).body }
  }

  private func isAssociated(_ network: ScenarioNetwork) -> Bool? { network.smfSnapshot()["upfs"]?[0]?["associated"]?.boolValue }
  private func sessionCount(_ network: ScenarioNetwork) -> Int? { network.smfSnapshot()["sessions"]?.arrayValue?.count }

  /// The session that the UE has, or asks for now.
  private func session(of ue: SimulatedUE, _ network: ScenarioNetwork) -> PDUSessionInformation? {
    let known = network.world.run(on: network.functions.coreLoop) { [ue = ue.ue] in await ue.establishedSessions }?.first
    return known ?? ue.establish().session
  }

  // MARK: Associations

  @Test func heartbeatsGoBothWaysAndAreAnswered() {
    let network = ScenarioNetwork.small()
    network.world.trace.reset()
    network.world.run(for: .seconds(125))
    let (smf, upf) = (network.sentPFCP(by: "smf").map(\.body), network.sentPFCP(by: "upf").map(\.body))
    func requests(_ bodies: [PFCPBody]) -> [UInt32] {
      bodies.compactMap { if case .heartbeatRequest(let request) = $0 { request.recoveryTimeStamp } else { nil } }
    }
    func responses(_ bodies: [PFCPBody]) -> [UInt32] {
      bodies.compactMap { if case .heartbeatResponse(let response) = $0 { response.recoveryTimeStamp } else { nil } }
    }
    // Every 10 s and every 60 s.
    #expect(requests(smf).count == 12)
    #expect(requests(upf).count == 2)
    #expect(responses(upf) == [UInt32](repeating: UserPlaneScenarios.upfTimeStamp, count: 12))
    #expect(requests(upf) == [UInt32](repeating: UserPlaneScenarios.upfTimeStamp, count: 2))
    #expect(responses(smf).count == 2)
    #expect(Set(requests(smf) + responses(smf)).count == 1)
    #expect(isAssociated(network) == true)
  }

  /// TS 29.244 §6.4, §19B; TS 23.527 §4.3.2: the sessions of a UPF that is lost end, and their UEs are asked to come back.
  @Test func aUPFThatDiesIsNoticedAndItsSessionsEnd() throws {
    let (network, ue, session) = try connected()
    network.functions.killUPF()
    network.world.trace.reset()
    let start = network.world.now
    #expect(network.world.run(until: { ue.events.contains(.sessionReleased(id: session.id, cause: 39)) }, limit: .seconds(60)))
    // At most a heartbeat interval of 10 s, then T1 * (N1 + 1) of 12 s.
    #expect((Duration.seconds(12) ... .milliseconds(22_100)).contains(network.world.now - start))
    let heartbeats = network.sentPFCP(by: "smf").filter { if case .heartbeatRequest = $0.body { true } else { false } }
    #expect(heartbeats.count == 4)
    #expect(Set(heartbeats.map(\.sequenceNumber)).count == 1)
    network.world.run(for: .seconds(30))
    #expect(isAssociated(network) == false)
    #expect(sessionCount(network) == 0)
    #expect(ue.snapshot["sessions"]?.arrayValue?.isEmpty == true)
    #expect(network.amfSnapshot()["ues"]?[0]?["state"] == "registered")
    let policies = network.world.run(on: network.functions.coreLoop) { [pcf = network.functions.pcf] in await pcf.snapshot() }
    #expect(policies?["sessionPolicies"] == 0)
  }

  /// TS 29.244 §6.2.6.2: setup is tried again until the UPF is there.
  @Test func anAssociationIsAskedForUntilThereIsAUPF() throws {
    let (network, ue, _) = try connected()
    network.functions.killUPF()
    network.world.run(for: .seconds(30))
    #expect(isAssociated(network) == false)
    network.world.trace.reset()
    network.world.run(for: .seconds(60))
    let setups = network.sentPFCP(by: "smf").filter { if case .associationSetupRequest = $0.body { true } else { false } }
    let bySequence = Dictionary(grouping: setups, by: \.sequenceNumber)
    #expect((3...5).contains(bySequence.count))
    #expect(bySequence.values.allSatisfy { $0.count <= 4 })
    network.functions.restartUPF()
    #expect(network.world.run(until: { isAssociated(network) == true }, limit: .seconds(18)))
    #expect(session(of: ue, network).map { ue.ping($0, to: DataNetworkHost.v4) } == true)
    #expect(network.upfSessionCount() == 1)
  }

  /// TS 29.244 §19A, TS 23.527 §4.3.2.
  @Test func aRestartedUPFIsAssociatedAgainAndUsed() throws {
    let (network, ue, lost) = try connected()
    network.functions.restartUPF()
    network.world.run(for: .seconds(11))
    #expect(ue.events.contains(.sessionReleased(id: lost.id, cause: 39)))
    network.world.run(for: .seconds(60))
    #expect(isAssociated(network) == true)
    #expect(session(of: ue, network).map { ue.ping($0, to: DataNetworkHost.v4) } == true)
    #expect(sessionCount(network) == 1)
    #expect(network.upfSessionCount() == 1)
  }

  /// TS 23.527 §4.2: an earlier time stamp was overtaken on its way.
  @Test func anEarlierRecoveryTimeStampIsNoRestart() throws {
    let scenario = try HostileScenario()
    let upf = HostilePFCPPeer(UserPlaneScenarios.besideUPF, of: scenario.network, node: "beside-upf")
    let smf = HostilePFCPPeer(UserPlaneScenarios.besideSMF, of: scenario.network, node: "beside-smf")
    let first = try answer(
      upf, .heartbeatRequest(HeartbeatRequest(recoveryTimeStamp: UserPlaneScenarios.upfTimeStamp)), from: ScenarioNetwork.smfN4)
    guard case .heartbeatResponse(let response)? = first else {
      Issue.record("no answer")
      return
    }
    for age: UInt32 in [1, 1_000, 0x7FFF_FFFF] {
      let (fromUPF, fromSMF) = (UserPlaneScenarios.upfTimeStamp &- age, response.recoveryTimeStamp &- age)
      #expect(try answer(upf, .heartbeatRequest(.init(recoveryTimeStamp: fromUPF)), from: ScenarioNetwork.smfN4) == first)
      #expect(try answer(smf, .heartbeatRequest(.init(recoveryTimeStamp: fromSMF)), from: ScenarioNetwork.upfN4) != nil)
    }
    #expect(scenario.network.upfSessionCount() == 1)
    scenario.expectUntouched()
  }

  enum SMFRestart: CaseIterable { case heartbeat, associationSetup }

  /// TS 29.244 §19A: a later time stamp of the SMF ends all of its sessions.
  @Test(arguments: SMFRestart.allCases) func aRestartedSMFHasNoSessionsAtTheUPF(_ sign: SMFRestart) throws {
    let (network, _, _) = try connected()
    let upf = HostilePFCPPeer(UserPlaneScenarios.besideUPF, of: network, node: "beside-upf")
    let smf = HostilePFCPPeer(UserPlaneScenarios.besideSMF, of: network, node: "beside-smf")
    guard
      case .heartbeatResponse(let response)? = try answer(
        upf, .heartbeatRequest(HeartbeatRequest(recoveryTimeStamp: UserPlaneScenarios.upfTimeStamp)), from: ScenarioNetwork.smfN4)
    else {
      Issue.record("no answer")
      return
    }
    let later = response.recoveryTimeStamp + 60
    let body: PFCPBody =
      switch sign {
      case .heartbeat: .heartbeatRequest(HeartbeatRequest(recoveryTimeStamp: later))
      case .associationSetup:
        .associationSetupRequest(AssociationSetupRequest(nodeID: .ipv4(IPv4Address(rawValue: 0x7F00_0005)), recoveryTimeStamp: later))
      }
    switch try answer(smf, body, from: ScenarioNetwork.upfN4) {
    case .heartbeatResponse(let answer)?: #expect(answer.recoveryTimeStamp == UserPlaneScenarios.upfTimeStamp)
    case .associationSetupResponse(let answer)?: #expect(answer.cause == .requestAccepted)
    default: Issue.record("no answer")
    }
    #expect(network.upfSessionCount() == 0)
    let deletion = try answer(
      smf, .sessionSetDeletionRequest(.init(nodeID: .ipv4(IPv4Address(rawValue: 0x7F00_0005)))), from: ScenarioNetwork.upfN4)
    guard case .sessionSetDeletionResponse(let refused)? = deletion else {
      Issue.record("no answer")
      return
    }
    #expect(refused.cause == (sign == .heartbeat ? .noEstablishedPFCPAssociation : .serviceNotSupported))
  }

  /// TS 29.244 §6.2.7.3, §6.2.8.3.
  @Test func aUPFThatAsksForReleaseLosesItsSessionsAndUEsComeBack() throws {
    let (network, ue, lost) = try connected()
    let upf = HostilePFCPPeer(UserPlaneScenarios.besideUPF, of: network, node: "beside-upf")
    var update = AssociationUpdateRequest(nodeID: .ipv4(IPv4Address(rawValue: 0x7F00_0006)))
    update.associationReleaseRequest = .releaseRequest
    guard case .associationUpdateResponse(let response)? = try answer(upf, .associationUpdateRequest(update), from: ScenarioNetwork.smfN4)
    else {
      Issue.record("no answer")
      return
    }
    #expect(response.cause == .requestAccepted)
    network.world.run(for: .seconds(1))
    #expect(ue.events.contains(.sessionReleased(id: lost.id, cause: 39)))
    #expect(sessionCount(network) == 0)
    network.world.run(for: .seconds(60))
    #expect(session(of: ue, network).map { ue.ping($0, to: DataNetworkHost.v4) } == true)
    #expect(network.upfSessionCount() == sessionCount(network))
  }

  // MARK: Causes

  /// A session that is in order, but for what `change` makes of it.
  private static func establishment(_ change: (inout SessionEstablishmentRequest) -> Void) -> SessionEstablishmentRequest {
    var request = SessionEstablishmentRequest(
      nodeID: .ipv4(IPv4Address(rawValue: 0x7F00_0005)), cpFSEID: FSEID(seid: 0xABCD, ipv4: IPv4Address(rawValue: 0x7F00_0005)))
    var uplink = CreatePDR(pdrID: 1, precedence: 255, pdi: PDI(sourceInterface: .access))
    uplink.pdi.localFTEID = .choose(ipv4: true, ipv6: false, chooseID: nil)
    uplink.outerHeaderRemoval = .gtpuUDPIPv4
    uplink.farID = 1
    var downlink = CreatePDR(pdrID: 2, precedence: 255, pdi: PDI(sourceInterface: .core))
    downlink.pdi.ueIPAddresses = [UEIPAddress(ipv4: IPv4Address(rawValue: 0x0A2D_FF01), isDestination: true)]
    downlink.farID = 2
    var far = CreateFAR(farID: 1, applyAction: .forward)
    far.forwardingParameters = ForwardingParameters(destinationInterface: .core)
    request.createPDRs = [uplink, downlink]
    request.createFARs = [far, CreateFAR(farID: 2, applyAction: .buffer)]
    change(&request)
    return request
  }

  /// TS 29.244 §8.2.1.
  private static let causes: [(request: SessionEstablishmentRequest, cause: UInt8, offendingIE: UInt16?)] = [
    (establishment { $0.createPDRs[1].farID = nil }, 67, 108),
    (establishment { $0.createFARs[1].applyAction = [.forward, .drop] }, 69, 44),
    (establishment { $0.createPDRs[0].pdi.localFTEID = .assigned(teid: 7, ipv4: IPv4Address(rawValue: 0x0A63_0001), ipv6: nil) }, 71, 21),
    (establishment { $0.createPDRs[1].farID = 9 }, 73, 108), (establishment { $0.createPDRs[1].pdrID = 1 }, 73, nil),
    (establishment { $0.createFARs[1].farID = 1 }, 73, nil), (establishment { $0.createPDRs[0].qerIDs = [5] }, 73, 109),
    (establishment { for number in UInt32(3)...80 { $0.createFARs.append(CreateFAR(farID: number, applyAction: .drop)) } }, 75, nil),
    (establishment { $0.createPDRs[1].pdi.applicationID = "video" }, 76, nil),
    (establishment { $0.createPDRs[1].pdi.trafficEndpointIDs = [1] }, 76, nil),
    (establishment { $0.createPDRs[1].activatePredefinedRules = ["video"] }, 80, 106),
  ]

  @Test func whatTheUPFCannotDoIsRefusedWithItsCauseAndLeavesNoSession() throws {
    let scenario = try HostileScenario()
    let smf = HostilePFCPPeer(UserPlaneScenarios.besideSMF, of: scenario.network)
    for (request, cause, offendingIE) in UserPlaneScenarios.causes {
      guard
        case .sessionEstablishmentResponse(let response)? = try answer(
          smf, .sessionEstablishmentRequest(request), seid: 0, from: ScenarioNetwork.upfN4)
      else {
        Issue.record("no answer for \(cause)")
        continue
      }
      #expect(response.cause.rawValue == cause)
      #expect(response.offendingIE == offendingIE, "cause \(cause)")
      #expect(response.upFSEID == nil)
      #expect(scenario.network.upfSessionCount() == 1)
    }
    let whole = try answer(
      smf, .sessionEstablishmentRequest(UserPlaneScenarios.establishment { _ in }), seid: 0, from: ScenarioNetwork.upfN4)
    guard case .sessionEstablishmentResponse(let made)? = whole, let seid = made.upFSEID?.seid else {
      Issue.record("\(String(describing: whole))")
      return
    }
    #expect(made.cause == .requestAccepted)
    // The UE's address has an owner now.
    var second = UserPlaneScenarios.establishment { _ in }
    second.cpFSEID.seid += 1
    if case .sessionEstablishmentResponse(let refused)? = try answer(
      smf, .sessionEstablishmentRequest(second), seid: 0, from: ScenarioNetwork.upfN4)
    {
      #expect(refused.cause == .ruleCreationModificationFailure)
    }
    #expect(scenario.network.upfSessionCount() == 2)
    try smf.exchange(.sessionDeletionRequest(SessionDeletionRequest()), seid: seid, with: ScenarioNetwork.upfN4)
    if case .pfdManagementResponse(let refused)? = try answer(
      smf, .pfdManagementRequest(PFDManagementRequest()), from: ScenarioNetwork.upfN4)
    {
      #expect(refused.cause == .serviceNotSupported)
    } else {
      Issue.record("no answer")
    }
    scenario.expectUntouched()
  }

  @Test func aUPFWithoutAssociationRefusesWithCause72() throws {
    let (network, _, _) = try connected()
    let smf = HostilePFCPPeer(UserPlaneScenarios.besideSMF, of: network)
    network.functions.restartUPF()
    let requests: [(PFCPBody, UInt64?)] = [
      (.sessionEstablishmentRequest(UserPlaneScenarios.establishment { _ in }), 0),
      (.sessionModificationRequest(SessionModificationRequest()), 1), (.sessionDeletionRequest(SessionDeletionRequest()), 1),
    ]
    for (request, seid) in requests {
      let cause: PFCPCause? =
        switch try answer(smf, request, seid: seid, from: ScenarioNetwork.upfN4) {
        case .sessionEstablishmentResponse(let response): response.cause
        case .sessionModificationResponse(let response): response.cause
        case .sessionDeletionResponse(let response): response.cause
        default: nil
        }
      #expect(cause == .noEstablishedPFCPAssociation, "\(request.name)")
    }
    #expect(network.upfSessionCount() == 0)
  }

  /// TS 29.244 §7.6.1.
  @Test func anotherVersionIsAnsweredWithVersionNotSupported() throws {
    let scenario = try HostileScenario()
    for (beside, address) in [(UserPlaneScenarios.besideSMF, ScenarioNetwork.upfN4), (UserPlaneScenarios.besideUPF, ScenarioNetwork.smfN4)]
    {
      let peer = HostilePFCPPeer(beside, of: scenario.network, node: "beside")
      var answers: [[UInt8]] = []
      let events = scenario.securityEvents { answers = peer.exchange([0x40, 1, 0, 4, 0x12, 0x34, 0x56, 0], with: address) }
      #expect(events == 1)
      let messages = try answers.map { try PFCPMessage(decoding: $0) }
      #expect(messages.map(\.body) == [.versionNotSupportedResponse(VersionNotSupportedResponse())])
      #expect(messages.map(\.sequenceNumber) == [0x12_3456])
    }
    scenario.expectUntouched()
  }

  // MARK: Sessions that one side has lost

  /// The UPF forgets all sessions behind the SMF's back.
  private func deleteAtUPF(_ network: ScenarioNetwork) throws {
    let smf = HostilePFCPPeer(UserPlaneScenarios.besideSMF, of: network)
    for message in network.sentPFCP(by: "upf") {
      guard case .sessionEstablishmentResponse(let response) = message.body, let seid = response.upFSEID?.seid else { continue }
      try smf.exchange(.sessionDeletionRequest(SessionDeletionRequest()), seid: seid, with: ScenarioNetwork.upfN4)
    }
    #expect(network.upfSessionCount() == 0)
  }

  private func expectNewSession(_ network: ScenarioNetwork, _ ue: SimulatedUE, sourceLocation: SourceLocation = #_sourceLocation) {
    let established = ue.events.compactMap { if case .sessionEstablished(let session) = $0 { session } else { nil } }
    #expect(established.count == 2, sourceLocation: sourceLocation)
    #expect(established.last.map { ue.ping($0, to: DataNetworkHost.v4) } == true, sourceLocation: sourceLocation)
    #expect(sessionCount(network) == 1, sourceLocation: sourceLocation)
    #expect(network.upfSessionCount() == 1, sourceLocation: sourceLocation)
  }

  /// TS 29.244 §8.2.1, cause 65; TS 23.527 §4.3.2: the UE is asked to establish the session again.
  @Test func aSessionThatTheUPFDoesNotKnowIsEstablishedAgain() throws {
    let (network, ue, lost) = try connected()
    try deleteAtUPF(network)
    network.releaseFromGNB()
    network.world.run(for: .seconds(10))
    #expect(ue.events.contains(.sessionReleased(id: lost.id, cause: 39)))
    expectNewSession(network, ue)
  }

  /// TS 29.281 §7.3.1, TS 23.527 §5.3.3.1, TS 38.413 §8.2.4: uplink packets for a tunnel that the UPF does not have.
  @Test func anErrorIndicationOfTheUPFBringsANewSession() throws {
    let (network, ue, lost) = try connected()
    try deleteAtUPF(network)
    network.world.trace.reset()
    #expect(!ue.ping(lost, to: DataNetworkHost.v4, limit: .seconds(1)))
    let indications = gtpu(network, sentBy: "upf").filter { if case .errorIndication = $0.body { true } else { false } }
    #expect(indications.count == 1)
    let notified = network.sentNGAP(by: "gnb-1").contains { pdu in
      guard case .initiatingMessage(.pduSessionResourceNotify(let notify)) = pdu else { return false }
      return notify.pduSessionResourceReleasedListNot?.map(\.pduSessionID) == [PDUSessionID(lost.id)]
    }
    #expect(notified)
    network.world.run(for: .seconds(10))
    #expect(ue.events.contains(.sessionReleased(id: lost.id, cause: 39)))
    expectNewSession(network, ue)
  }

  /// TS 29.244 §7.5.9: reports for what the SMF does not have.
  @Test func aReportForNoSessionIsRefused() throws {
    let (network, _, _) = try connected()
    let upf = HostilePFCPPeer(UserPlaneScenarios.besideUPF, of: network, node: "beside-upf")
    func report(_ seid: UInt64) throws -> PFCPCause? {
      let request = SessionReportRequest(reportType: .userPlaneInactivityReport)
      guard
        case .sessionReportResponse(let response)? = try answer(
          upf, .sessionReportRequest(request), seid: seid, from: ScenarioNetwork.smfN4)
      else { return nil }
      return response.cause
    }
    for seid: UInt64 in [0, 1, .max] { #expect(try report(seid) == .sessionContextNotFound) }
    #expect(sessionCount(network) == 1)
    network.functions.killUPF()
    network.world.run(for: .seconds(30))
    #expect(try report(1) == .noEstablishedPFCPAssociation)
  }

  // MARK: GTP-U

  private func gtpu(_ network: ScenarioNetwork, sentBy node: String) -> [GTPUMessage] {
    network.world.trace.events.filter { $0.node == node && $0.kind == .sent && $0.interface == .n3 }.compactMap {
      try? GTPUMessage(decoding: $0.octets)
    }
  }

  /// TS 29.281 §7.2: the answer has the request's sequence number, and goes back to where it came from.
  @Test func echoRequestsAreAnsweredByUPFAndGNBAndSMF() throws {
    let network = ScenarioNetwork.small()
    network.gnbs[0].sendEcho(to: ScenarioNetwork.n3Address)
    network.world.run(for: .milliseconds(10))
    #expect(gtpu(network, sentBy: "upf") == [GTPUMessage(sequenceNumber: 1, .echoResponse(restartCounter: 0))])
    let peer = SocketAddress(IPAddress("10.99.0.99")!, port: 3333)
    let port = network.network.bindDatagram(peer, interface: .n3, environment: network.world.makeEnvironment(node: "peer")) { _, _ in }
    let addresses = [
      SocketAddress(ScenarioNetwork.n3Address, port: 2152), SocketAddress(network.gnbs[0].n2Address.ip, port: 2152), ScenarioNetwork.smfN4U,
    ]
    for (number, address) in addresses.enumerated() {
      port.send(try GTPUMessage(sequenceNumber: UInt16(500 + number), .echoRequest).encode(), to: address)
      network.world.run(for: .milliseconds(10))
      let answers = network.world.trace.events.filter { $0.node == "peer" && $0.kind == .received && $0.peer == address }
      #expect(
        answers.compactMap { try? GTPUMessage(decoding: $0.octets) } == [
          GTPUMessage(sequenceNumber: UInt16(500 + number), .echoResponse(restartCounter: 0))
        ])
    }
    #expect(network.securityNotes.isEmpty)
  }

  /// TS 23.527 §5.3.3.2: the gNB forgets the session's resources, and the next packet sets them up anew.
  @Test func anErrorIndicationOfTheGNBIsHealedByTheNextPacket() throws {
    let scenario = try HostileScenario()
    let (network, gnb) = (scenario.network, scenario.gnb)
    let ue = scenario.attacker()
    #expect(ue.register())
    let accept = try #require(ue.exchange5GSM(ue.sessionRequest(1)).first?.establishmentAccept)
    let address = try #require(accept.pduAddress?.ipv4Address.flatMap { IPAddress(octets: $0) })
    scenario.world.run(for: .seconds(1))
    let packet = Ping(source: DataNetworkHost.v4, destination: address, identifier: 1).request(sequenceNumber: 1)
    network.dataNetwork.toUPF?(packet)
    scenario.world.run(for: .milliseconds(10))
    #expect(gnb.tunnelled.count == 1)
    let teid = try GTPUMessage(decoding: try #require(gnb.tunnelled.last).octets).teid
    network.world.trace.reset()
    gnb.sendN3(try GTPUMessage(sequenceNumber: 0, .errorIndication(teid: teid, peerAddress: gnb.address.ip)).encode())
    scenario.world.run(for: .seconds(1))
    let reports = network.sentPFCP(by: "upf").compactMap { message -> SessionReportRequest? in
      if case .sessionReportRequest(let report) = message.body { report } else { nil }
    }
    #expect(reports.map(\.reportType) == [.errorIndicationReport])
    #expect(reports.first?.errorIndicationReport?.remoteFTEIDs == [.assigned(teid: teid, ipv4: IPv4Address(gnb.address.ip), ipv6: nil)])
    #expect(gnb.received.contains { if case .initiatingMessage(.pduSessionResourceReleaseCommand) = $0 { true } else { false } })
    let atSMF = network.smfSnapshot()["sessions"]?.arrayValue?.first { $0["supi"]?.stringValue == network.supi(2) }
    #expect(atSMF?["userPlane"] == "DEACTIVATED")
    network.dataNetwork.toUPF?(packet)
    scenario.world.run(for: .seconds(1))
    #expect(gnb.sessionSetups.count == 2)
    #expect(gnb.tunnelled.count == 2)
    network.dataNetwork.toUPF?(packet)
    scenario.world.run(for: .seconds(1))
    #expect(gnb.tunnelled.count == 3)
    ue.leave()
    scenario.expectUntouched()
  }

  /// TS 29.281 §7.3.1: an indication for a tunnel that its sender does not have.
  @Test func anErrorIndicationForNoTunnelOfItsSenderIsASecurityEventOnly() throws {
    let scenario = try HostileScenario()
    let gnb = scenario.gnb
    let text = try #require(scenario.network.smfSnapshot()["sessions"]?[0]?["gNB"]?.stringValue)
    let parts = text.split(separator: "/").map(String.init)
    let (foreign, teid) = (try #require(IPAddress(parts[0])), try #require(UInt32(parts[1])))
    for (teid, address) in [(UInt32(0xDEAD_BEEF), gnb.address.ip), (teid, gnb.address.ip), (teid, foreign)] {
      let events = try scenario.securityEvents {
        gnb.sendN3(try GTPUMessage(sequenceNumber: 0, .errorIndication(teid: teid, peerAddress: address)).encode())
      }
      #expect(events == 1)
    }
    #expect(!scenario.network.sentPFCP(by: "upf").contains { if case .sessionReportRequest = $0.body { true } else { false } })
    scenario.expectUntouched()
  }
}

import Base
import GTPU
import PFCP
import Testing

@testable import UPF

@Suite("UPF: PFCP associations and sessions (TS 29.244 §6)")
struct ControlTests {
  @Test("ATTACKS 16: an address that is not a configured peer gets no answer and changes nothing")
  func stranger() throws {
    var fixture = try Fixture.ready()
    for body in [
      PFCPBody.associationSetupRequest(.init(nodeID: .ipv4(.init(rawValue: 1)), recoveryTimeStamp: 1)),
      .heartbeatRequest(.init(recoveryTimeStamp: 9)),
    ] {
      let (answer, effects) = try fixture.request(body, from: Fixture.stranger)
      #expect(answer == nil)
      guard case .security? = effects.first else {
        Issue.record("no security event")
        return
      }
    }
    #expect(try fixture.request(.sessionDeletionRequest(.init()), seid: fixture.upSEID, from: Fixture.stranger).0 == nil)
    #expect(fixture.upf.sessionCount == 1)
  }

  @Test("§7.5.3: without an association a session request has cause 72")
  func noAssociation() throws {
    var fixture = Fixture()
    #expect(try fixture.establish().cause == .noEstablishedPFCPAssociation)
    #expect(fixture.upf.sessionCount == 0)
  }

  @Test("ATTACKS 16: another control plane function cannot touch the session")
  func otherOwner() throws {
    var fixture = try Fixture.ready()
    try fixture.associate(from: Fixture.otherSMF)
    #expect(try fixture.modify(Fixture.toGNB(), from: Fixture.otherSMF).0.cause == .sessionContextNotFound)
    let (answer, _) = try fixture.request(.sessionDeletionRequest(.init()), seid: fixture.upSEID, from: Fixture.otherSMF)
    guard case .sessionDeletionResponse(let response)? = answer?.body else { throw Unexpected() }
    #expect(response.cause == .sessionContextNotFound)
    #expect(fixture.upf.sessionCount == 1)
  }

  @Test("§7.4.2: a heartbeat is answered with the recovery time stamp; a new one of the peer removes its sessions")
  func heartbeat() throws {
    var fixture = try Fixture.ready()
    let (same, _) = try fixture.request(.heartbeatRequest(.init(recoveryTimeStamp: 1)))
    #expect(same?.body == .heartbeatResponse(.init(recoveryTimeStamp: 0xE900_0000)))
    #expect(fixture.upf.sessionCount == 1)
    _ = try fixture.request(.heartbeatRequest(.init(recoveryTimeStamp: 2)))
    #expect(fixture.upf.sessionCount == 0)
    #expect(fixture.upf.associatedPeers.isEmpty)
  }

  @Test("§6.2.6.2.2: a new association setup removes the sessions of the old one")
  func newSetup() throws {
    var fixture = try Fixture.ready()
    try fixture.associate(recovery: 7)
    #expect(fixture.upf.sessionCount == 0)
    #expect(try fixture.establish().cause == .requestAccepted)
    let (answer, _) = try fixture.request(.associationReleaseRequest(.init(nodeID: .ipv4(.init(rawValue: 1)))))
    guard case .associationReleaseResponse(let response)? = answer?.body else { throw Unexpected() }
    #expect(response.cause == .requestAccepted)
    #expect(fixture.upf.sessionCount == 0)
  }

  @Test("§6.4: a retransmitted request gets the same response and is not done twice")
  func retransmission() throws {
    var fixture = Fixture()
    try fixture.associate()
    let octets = try PFCPMessage(seid: 0, sequenceNumber: 7, .sessionEstablishmentRequest(Fixture.standard())).encode()
    let first = fixture.upf.handlePFCP(octets, from: Fixture.smf, now: fixture.now)
    let second = fixture.upf.handlePFCP(octets, from: Fixture.smf, now: fixture.now)
    #expect(first == second)
    #expect(fixture.upf.sessionCount == 1)
  }

  @Test("§6.4: a restarted peer that uses its numbers again is not answered with its former life")
  func restartWithEqualNumbers() throws {
    var fixture = Fixture()
    func send(_ sequence: UInt32, _ body: PFCPBody, seid: UInt64? = nil) throws -> PFCPMessage? {
      try fixture.respond(
        fixture.upf.handlePFCP(
          PFCPMessage(seid: seid, sequenceNumber: sequence, body).encode(), from: Fixture.smf, now: fixture.now)
      ).0
    }
    var upSEIDs: Set<UInt64> = []
    for life in UInt32(1)...2 {
      let setup = AssociationSetupRequest(nodeID: .ipv4(IPv4Address(rawValue: 0x0A00_0001)), recoveryTimeStamp: life)
      _ = try send(1, .associationSetupRequest(setup))
      #expect(fixture.upf.sessionCount == 0)
      var request = Fixture.standard()
      request.cpFSEID = FSEID(seid: 0x1111 * UInt64(life), ipv4: IPv4Address(rawValue: 0x0A00_0001))
      let answer = try send(2, .sessionEstablishmentRequest(request), seid: 0)
      #expect(answer?.seid == 0x1111 * UInt64(life))
      guard case .sessionEstablishmentResponse(let response)? = answer?.body else { throw Unexpected() }
      upSEIDs.insert(try #require(response.upFSEID?.seid))
      fixture.now = fixture.now + .seconds(1)
    }
    #expect(upSEIDs.count == 2)
    #expect(fixture.upf.sessionCount == 1)
  }

  @Test("§6.4: the same octets long afterwards are a new request")
  func oldAnswers() throws {
    var fixture = try Fixture.ready()
    let seid = fixture.upSEID
    let octets = try PFCPMessage(seid: seid, sequenceNumber: 9, .sessionDeletionRequest(.init())).encode()
    func cause() throws -> PFCPCause {
      let (answer, _) = try fixture.respond(fixture.upf.handlePFCP(octets, from: Fixture.smf, now: fixture.now))
      guard case .sessionDeletionResponse(let response)? = answer?.body else { throw Unexpected() }
      return response.cause
    }
    #expect(try cause() == .requestAccepted)
    fixture.now = fixture.now + .seconds(14)
    #expect(try cause() == .requestAccepted)
    fixture.now = fixture.now + .seconds(2)
    #expect(try cause() == .sessionContextNotFound)
  }

  @Test("TS 23.527 §4.2: an earlier recovery time stamp was overtaken and is ignored; later ones count across the wrap")
  func earlierTimeStamp() throws {
    var fixture = Fixture()
    try fixture.associate(recovery: 0xFFFF_FFFE)
    #expect(try fixture.establish().cause == .requestAccepted)
    _ = try fixture.request(.heartbeatRequest(.init(recoveryTimeStamp: 0xFFFF_FFF0)))
    #expect(fixture.upf.sessionCount == 1)
    _ = try fixture.request(.heartbeatRequest(.init(recoveryTimeStamp: 3)))
    #expect(fixture.upf.sessionCount == 0)
  }

  @Test("§8.2.3: an F-TEID is given in a family that was asked for, or not at all")
  func tunnelFamily() throws {
    var fixture = Fixture { $0.n3Address = .v6(0xFD << 120 | 1) }
    try fixture.associate()
    let refused = try fixture.establish()
    #expect(refused.cause == .mandatoryIEIncorrect)
    #expect(refused.offendingIE == 21)
    #expect(fixture.upf.sessionCount == 0)
    var request = Fixture.standard()
    request.createPDRs[0].pdi.localFTEID = .choose(ipv4: false, ipv6: true, chooseID: nil)
    // The gNB's tunnel is of the same family.
    request.createFARs[1] = CreateFAR(farID: 2, applyAction: .buffer)
    let answer = try fixture.establish(request)
    #expect(answer.cause == .requestAccepted)
    guard case .assigned(_, nil, let address?)? = answer.createdPDRs.first?.localFTEID else { throw Unexpected() }
    #expect(address.address == .v6(0xFD << 120 | 1))
  }

  @Test("§7.5.2: an owner's SEID that is offered again replaces its session, also when a modification gave it")
  func sameOwnerSEID() throws {
    var fixture = try Fixture.ready()
    let first = fixture.upSEID
    #expect(try fixture.establish().cause == .requestAccepted)
    #expect(fixture.upSEID != first)
    #expect(fixture.upf.sessionCount == 1)
    var change = SessionModificationRequest()
    change.cpFSEID = FSEID(seid: 0x2222, ipv4: IPv4Address(rawValue: 0x0A00_0001))
    #expect(try fixture.modify(change).0.cause == .requestAccepted)
    var request = Fixture.standard()
    request.cpFSEID = FSEID(seid: 0x2222, ipv4: IPv4Address(rawValue: 0x0A00_0001))
    #expect(try fixture.establish(request).cause == .requestAccepted)
    #expect(fixture.upf.sessionCount == 1)
  }

  @Test("§5.5: CHOOSE gives unpredictable F-TEIDs of the N3 address, one for one CHOOSE ID")
  func choose() throws {
    var fixture = Fixture()
    try fixture.associate()
    var request = Fixture.standard()
    request.createPDRs[0].pdi.localFTEID = .choose(ipv4: true, ipv6: false, chooseID: 5)
    var third = request.createPDRs[0]
    third.pdrID = 3
    request.createPDRs.append(third)
    let answer = try fixture.establish(request)
    #expect(answer.cause == .requestAccepted)
    #expect(answer.upFSEID?.ipv4 == IPv4Address(rawValue: 0x0A00_0010))
    #expect(answer.createdPDRs.map(\.pdrID) == [1, 3])
    #expect(answer.createdPDRs[0].localFTEID == answer.createdPDRs[1].localFTEID)
    guard case .assigned(let teid, let address, _)? = answer.createdPDRs[0].localFTEID else { throw Unexpected() }
    #expect(address == IPv4Address(rawValue: 0x0A00_0011))
    #expect(teid != 0)
  }

  @Test("ATTACKS 17: rules that contradict themselves are refused with the cause and the rule, and leave nothing behind")
  func badRules() throws {
    var fixture = Fixture { $0.maximumRulesPerSession = 8 }
    try fixture.associate()
    func refused(_ change: (inout SessionEstablishmentRequest) -> Void) throws -> SessionEstablishmentResponse {
      var request = Fixture.standard()
      change(&request)
      return try fixture.establish(request)
    }
    var answer = try refused { $0.createPDRs[0].farID = nil }
    #expect(answer.cause == .conditionalIEMissing)
    #expect(answer.offendingIE == 108)
    answer = try refused { $0.createPDRs[0].farID = 99 }
    #expect(answer.cause == .ruleCreationModificationFailure)
    #expect(answer.failedRuleID == .pdr(1))
    answer = try refused { $0.createPDRs[1].pdrID = 1 }
    #expect(answer.cause == .ruleCreationModificationFailure)
    #expect(answer.failedRuleID == .pdr(1))
    answer = try refused { $0.createFARs[1].farID = 1 }
    #expect(answer.failedRuleID == .far(1))
    answer = try refused { $0.createPDRs[0].qerIDs = [7] }
    #expect(answer.offendingIE == 109)
    answer = try refused { $0.createFARs[0].forwardingParameters = nil }
    #expect(answer.cause == .conditionalIEMissing)
    #expect(answer.offendingIE == 4)
    answer = try refused { $0.createFARs[1].forwardingParameters?.outerHeaderCreation = nil }
    #expect(answer.offendingIE == 84)
    answer = try refused { $0.createPDRs[0].pdi.localFTEID = .assigned(teid: 1, ipv4: IPv4Address(rawValue: 1), ipv6: nil) }
    #expect(answer.cause == .invalidFTEIDAllocationOption)
    answer = try refused { $0.createPDRs[1].pdi.ueIPAddresses = [] }
    #expect(answer.offendingIE == 93)
    answer = try refused { $0.createPDRs[0].pdi.sdfFilters = [SDFFilter(flowDescription: "nonsense")] }
    #expect(answer.offendingIE == 23)
    answer = try refused { $0.createFARs[0].applyAction = [.forward, .drop] }
    #expect(answer.offendingIE == 44)
    answer = try refused { request in
      for index in 3..<20 {
        var rule = request.createPDRs[0]
        rule.pdrID = UInt16(index)
        request.createPDRs.append(rule)
      }
    }
    #expect(answer.cause == .noResourcesAvailable)
    #expect(fixture.upf.sessionCount == 0)
    #expect(try fixture.establish().cause == .requestAccepted)
    answer = try refused { $0.cpFSEID.seid = 2 }
    #expect(answer.cause == .ruleCreationModificationFailure)
    #expect(answer.offendingIE == 93)
    #expect(fixture.upf.sessionCount == 1)
  }

  @Test("§7.6: malformed requests are answered with cause and offending IE, and the offered SEID")
  func malformed() throws {
    var fixture = try Fixture.ready()
    let body = try #require(Hex.decode("000000000000000000000900003c0005000a0000010039000d0200000000000022220a000001"))
    let octets = [0x21, 50, 0, UInt8(body.count)] + body
    let effects = fixture.upf.handlePFCP(octets, from: Fixture.smf, now: fixture.now)
    let (answer, _) = try fixture.respond(effects)
    guard case .sessionEstablishmentResponse(let response)? = answer?.body else { throw Unexpected() }
    #expect(answer?.seid == 0x2222)
    #expect(answer?.sequenceNumber == 9)
    #expect(response.cause == .mandatoryIEMissing)
    #expect(response.offendingIE == 1)
    let version = fixture.upf.handlePFCP([0x40, 1, 0, 4, 0, 0, 5, 0], from: Fixture.smf, now: fixture.now)
    let (refusal, _) = try fixture.respond(version)
    #expect(refusal?.body.messageType == 11)
    #expect(refusal?.sequenceNumber == 5)
    var generator = SeededGenerator(seed: 3)
    let whole = try PFCPMessage(seid: 0, sequenceNumber: 7, .sessionEstablishmentRequest(Fixture.standard())).encode()
    for _ in 0..<20_000 {
      var changed = whole
      changed[5] = UInt8(truncatingIfNeeded: generator.next())
      for _ in 0..<3 { changed[Int(generator.next() % UInt64(changed.count))] = UInt8(truncatingIfNeeded: generator.next()) }
      _ = fixture.upf.handlePFCP(changed, from: Fixture.smf, now: fixture.now)
    }
  }

  @Test("§7.5.4: a modification that fails changes nothing; removing and creating rules takes effect")
  func modification() throws {
    var fixture = try Fixture.ready()
    var request = SessionModificationRequest()
    request.removeFARs = [RemoveFAR(farID: 2)]
    let (refused, _) = try fixture.modify(request)
    #expect(refused.cause == .ruleCreationModificationFailure)
    #expect(refused.failedRuleID == .pdr(2))
    #expect(fixture.upf.handleN6(udp4(from: 1, to: 0x0A2D_0002), now: fixture.now).count == 1)
    request.removePDRs = [RemovePDR(pdrID: 2)]
    #expect(try fixture.modify(request).0.cause == .requestAccepted)
    #expect(fixture.upf.handleN6(udp4(from: 1, to: 0x0A2D_0002), now: fixture.now).isEmpty)
  }

  @Test("§6.4: an unanswered report is sent N1 times more and then given up; an answer ends it")
  func reportRetransmission() throws {
    var fixture = try Fixture.ready(Fixture.standard(farTwo: [.buffer, .notifyControlPlane])) { $0.heartbeatInterval = nil }
    let effects = fixture.upf.handleN6(udp4(from: 1, to: 0x0A2D_0002), now: fixture.now)
    guard case .sendN4(let report, let peer)? = effects.first else { throw Unexpected() }
    #expect(peer == Fixture.smf)
    var attempts = 0
    while let next = fixture.upf.nextTimeout, attempts < 10 {
      let again = fixture.upf.handleTimeout(now: next)
      if again.contains(.sendN4(report, to: Fixture.smf)) { attempts += 1 }
    }
    #expect(attempts == 3)
    #expect(fixture.upf.nextTimeout == nil)
  }

  @Test("The function probes its peers with heartbeats")
  func ownHeartbeat() throws {
    var fixture = Fixture()
    try fixture.associate()
    let due = try #require(fixture.upf.nextTimeout)
    let effects = fixture.upf.handleTimeout(now: due)
    guard case .sendN4(let octets, Fixture.smf)? = effects.first else { throw Unexpected() }
    let heartbeat = try PFCPMessage(decoding: octets)
    #expect(heartbeat.body == .heartbeatRequest(.init(recoveryTimeStamp: 0xE900_0000)))
    let answer = try PFCPMessage(sequenceNumber: heartbeat.sequenceNumber, .heartbeatResponse(.init(recoveryTimeStamp: 1))).encode()
    #expect(fixture.upf.handlePFCP(answer, from: Fixture.smf, now: due).isEmpty)
  }
}

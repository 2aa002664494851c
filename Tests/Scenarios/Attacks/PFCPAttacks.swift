import Base
import NAS
import PFCP
import Runtime
import Testing

/// PFCP as no control plane function and no UPF speaks it (ATTACKS rows 15 and 16; TS 29.244 §6.2, §7.6).
@Suite struct PFCPAttacks {
  private static let stranger = SocketAddress(IPAddress("127.0.0.66")!, port: 8805)
  /// The SMF's host, but another process on it.
  private static let beside = SocketAddress(IPAddress("127.0.0.5")!, port: 9999)

  /// N4 messages of a kind that the SMF or UPF has sent, from the trace.
  private func messages(_ type: UInt8, from node: String, _ scenario: HostileScenario) -> [[UInt8]] {
    scenario.world.trace.events.filter { $0.node == node && $0.kind == .sent && $0.interface == .n4 }.map(\.octets).filter {
      $0.count > 1 && $0[1] == type
    }
  }

  /// A session of the attacker's UE is made, changed and ended: its messages are what the attacks start from.
  private func samples(_ scenario: HostileScenario) throws -> (establishment: RawPFCP, modification: RawPFCP, response: RawPFCP) {
    let ue = scenario.attacker(9)
    #expect(ue.register())
    #expect(!ue.sendProtected(ue.sessionRequest(1)).isEmpty)
    scenario.world.run(for: .seconds(1))
    ue.leave()
    scenario.world.run(for: .seconds(1))
    let establishment = messages(50, from: "smf", scenario).last.flatMap { RawPFCP($0) }
    let modification = messages(52, from: "smf", scenario).first.flatMap { RawPFCP($0) }
    let response = messages(51, from: "upf", scenario).last.flatMap { RawPFCP($0) }
    return (try #require(establishment), try #require(modification), try #require(response))
  }

  /// Cause and session of a response.
  private func outcome(_ answers: [[UInt8]]) -> (cause: UInt8?, upSEID: UInt64?)? {
    guard answers.count == 1, let raw = RawPFCP(answers[0]) else { return nil }
    var cause: UInt8?
    var seid: UInt64?
    for element in raw.elements {
      guard case .octets(let value) = element.contents else { continue }
      if element.type == 19 { cause = value.first }
      if element.type == 57, value.count >= 9 { seid = value[1..<9].reduce(0) { $0 << 8 | UInt64($1) } }
    }
    return (cause, seid)
  }

  // MARK: Row 15

  @Test func row15DamagedElementsOfAnEstablishmentAreAnsweredAndLeaveNoSession() throws {
    let scenario = try HostileScenario()
    let (establishment, _, _) = try samples(scenario)
    let smf = HostilePFCPPeer(PFCPAttacks.beside, of: scenario.network)
    // Undamaged it is accepted.
    var whole = establishment
    whole.sequence = smf.nextSequence()
    let made = outcome(smf.exchange(whole.octets, with: ScenarioNetwork.upfN4))
    #expect(made?.cause == 1)
    try smf.exchange(.sessionDeletionRequest(SessionDeletionRequest()), seid: made?.upSEID ?? 0, with: ScenarioNetwork.upfN4)
    var seid: UInt64 = 0xABCD_0000
    for variant in establishment.variants(RawPFCP.damages) {
      var variant = variant
      seid += 1
      variant.sequence = smf.nextSequence()
      variant.replaceCPSEID(seid)
      let octets = variant.octets
      let answers = smf.exchange(octets, with: ScenarioNetwork.upfN4)
      guard let (cause, upSEID) = outcome(answers), let cause else {
        // What does not even have the length it says is dropped.
        #expect(answers.isEmpty, "\(answers.map { Hex.encode($0) })")
        continue
      }
      if cause == 1 {
        // An element that may be absent or longer: the session is whole and goes again.
        let answers = try smf.exchange(.sessionDeletionRequest(SessionDeletionRequest()), seid: upSEID ?? 0, with: ScenarioNetwork.upfN4)
        #expect(outcome(answers)?.cause == 1)
      }
      #expect(scenario.network.upfSessionCount() == 1, "\(Hex.encode(octets))")
    }
    scenario.expectUntouched()
  }

  @Test func row15DamagedElementsOfAModificationAreAnsweredAndChangeNoOtherSession() throws {
    let scenario = try HostileScenario()
    let (establishment, modification, _) = try samples(scenario)
    let smf = HostilePFCPPeer(PFCPAttacks.beside, of: scenario.network)
    var own = establishment
    own.sequence = smf.nextSequence()
    own.replaceCPSEID(0xABCD)
    let upSEID = try #require(outcome(smf.exchange(own.octets, with: ScenarioNetwork.upfN4))?.upSEID)
    for variant in modification.variants(RawPFCP.damages) {
      var variant = variant
      variant.sequence = smf.nextSequence()
      variant.seid = upSEID
      let octets = variant.octets
      let answers = smf.exchange(octets, with: ScenarioNetwork.upfN4)
      #expect(answers.isEmpty || outcome(answers)?.cause != nil, "\(Hex.encode(octets))")
      #expect(scenario.network.upfSessionCount() == 2)
    }
    scenario.expectService()
    let deleted = try smf.exchange(.sessionDeletionRequest(SessionDeletionRequest()), seid: upSEID, with: ScenarioNetwork.upfN4)
    #expect(outcome(deleted)?.cause == 1)
    scenario.expectUntouched()
  }

  @Test func row15RequiredElementsThatAreMissingHaveTheirCause() throws {
    let scenario = try HostileScenario()
    let (establishment, _, _) = try samples(scenario)
    let smf = HostilePFCPPeer(PFCPAttacks.beside, of: scenario.network)
    // Node ID, CP F-SEID, Create PDR, Create FAR (TS 29.244 table 7.5.2.1-1).
    for type in [UInt16(60), 57, 1, 3] {
      for isEmpty in [false, true] {
        var variant = establishment
        variant.sequence = smf.nextSequence()
        variant.elements = variant.elements.compactMap { element in
          guard element.type == type else { return element }
          return isEmpty ? RawPFCP.Element(type: type, contents: .octets([])) : nil
        }
        var answers: [[UInt8]] = []
        let events = scenario.securityEvents { answers = smf.exchange(variant.octets, with: ScenarioNetwork.upfN4) }
        // §8.2.1: 66 mandatory IE missing, 67 conditional IE missing, 68 invalid length, 69 mandatory IE incorrect.
        let cause = try #require(outcome(answers)?.cause)
        #expect((66...69).contains(cause), "IE \(type): cause \(cause)")
        #expect(events == 1)
      }
    }
    #expect(scenario.network.upfSessionCount() == 1)
    scenario.expectUntouched()
  }

  @Test func row15DamagedAnswersOfAUPFEndTheEstablishmentAndLeaveNoSession() throws {
    let scenario = try HostileScenario()
    let (_, _, response) = try samples(scenario)
    let attacker = scenario.attacker(2)
    #expect(attacker.register())
    let hostile = HostilePFCPPeer(ScenarioNetwork.upfN4, of: scenario.network)
    var next: RawPFCP?
    hostile.answer = { octets in
      guard var request = RawPFCP(octets) else { return nil }
      switch request.type {
      case 1:
        let heartbeat = HeartbeatResponse(recoveryTimeStamp: 3_900_000_000)
        return try? PFCPMessage(sequenceNumber: request.sequence, .heartbeatResponse(heartbeat)).encode()
      case 50:
        guard var answer = next else { return nil }
        answer.sequence = request.sequence
        answer.seid = request.cpSEID
        return answer.octets
      default:
        // Everything else is accepted: cause 1.
        request.type += 1
        request.seid = 0
        request.elements = [RawPFCP.Element(type: 19, contents: .octets([1]))]
        return request.octets
      }
    }
    var outcomes: [String: Int] = [:]
    for (index, variant) in ([response] + response.variants(RawPFCP.damages)).enumerated() {
      next = variant
      let answers = attacker.sendProtected(attacker.sessionRequest(UInt8(index % 15 + 1), transaction: UInt8(index % 250 + 1)))
      for case .dlNASTransport(let transport) in answers {
        if let message = try? FiveGSMMessage(decoding: transport.payloadContainer) { outcomes[message.key, default: 0] += 1 }
      }
      if index == 0 { #expect(outcomes == ["pduSessionEstablishmentAccept": 1]) }
      scenario.world.run(for: .seconds(1))
      if attacker.downlink.count > 150 || index % 15 == 14 {
        attacker.leave()
        scenario.world.run(for: .seconds(5))
        #expect(scenario.footprint().sessions.count == 1)
        attacker.forgetDownlink()
        attacker.ran += 1000
        #expect(attacker.register())
      }
    }
    #expect(outcomes["pduSessionEstablishmentReject", default: 0] > 10, "\(outcomes)")
    attacker.leave()
    scenario.world.run(for: .seconds(5))
    #expect(scenario.footprint().sessions.count == 1)
    // The UPF comes back, and has never lost the bystander's session.
    let upf = scenario.network.functions.upf
    let loop = scenario.network.functions.coreLoop
    _ = scenario.network.network.bindDatagram(ScenarioNetwork.upfN4, interface: .n4, environment: hostile.environment) { octets, peer in
      loop.post { upf.handleN4(octets, from: peer) }
    }
    scenario.expectService()
  }

  @Test(arguments: [UInt64(1), 2, 3]) func row15RandomDamageOfPFCPMessagesDisturbsNobody(seed: UInt64) throws {
    let scenario = try HostileScenario(seed: seed)
    var generator = SeededGenerator(seed: seed)
    let (establishment, modification, response) = try samples(scenario)
    let smf = HostilePFCPPeer(PFCPAttacks.beside, of: scenario.network)
    let upf = HostilePFCPPeer(SocketAddress(ScenarioNetwork.upfN4.ip, port: 9998), of: scenario.network)
    var created: [UInt64] = []
    for _ in 0..<1500 {
      var sample = [establishment, modification, response][Int(generator.next() % 3)]
      sample.sequence = smf.nextSequence()
      if sample.type == 50 { sample.replaceCPSEID(generator.next()) }
      if sample.type == 52 { sample.seid = generator.next() % 2 == 0 ? created.last ?? 1 : generator.next() }
      var octets = sample.octets
      for _ in 0...(generator.next() % 3) {
        let place = Int(generator.next() % UInt64(max(1, octets.count)))
        switch generator.next() % 4 {
        case 0: octets = Array(octets.prefix(place))
        case 1: octets.insert(UInt8(truncatingIfNeeded: generator.next()), at: place)
        default: if !octets.isEmpty { octets[place] = UInt8(truncatingIfNeeded: generator.next()) }
        }
      }
      // Never by chance a message of the association itself, which belongs to the SMF's host: types 5 to 14.
      if octets.count > 1, (1...15).contains(octets[1]) { octets[1] = 50 }
      let answers = smf.exchange(octets, with: ScenarioNetwork.upfN4)
      if let seid = outcome(answers)?.upSEID { created.append(seid) }
      upf.exchange(octets, with: ScenarioNetwork.smfN4)
    }
    scenario.expectService()
    for seid in created { try smf.exchange(.sessionDeletionRequest(SessionDeletionRequest()), seid: seid, with: ScenarioNetwork.upfN4) }
    scenario.expectUntouched()
  }

  // MARK: Row 16

  /// Requests of both directions for a session.
  private func requests(_ seid: UInt64, _ address: IPAddress) -> [(body: PFCPBody, seid: UInt64?)] {
    let node = NodeID.ipv4(IPv4Address(rawValue: 0x7F00_0042))
    return [
      (.heartbeatRequest(HeartbeatRequest(recoveryTimeStamp: 1)), nil),
      (.associationSetupRequest(AssociationSetupRequest(nodeID: node, recoveryTimeStamp: 1)), nil),
      (.associationUpdateRequest(AssociationUpdateRequest(nodeID: node)), nil),
      (.associationReleaseRequest(AssociationReleaseRequest(nodeID: node)), nil),
      (.sessionSetDeletionRequest(SessionSetDeletionRequest(nodeID: node)), nil),
      (.sessionModificationRequest(SessionModificationRequest()), seid), (.sessionDeletionRequest(SessionDeletionRequest()), seid),
      (.sessionReportRequest(SessionReportRequest(reportType: .userPlaneInactivityReport)), seid),
    ]
  }

  @Test func row16AStrangerGetsNoAnswerFromTheUPFAndChangesNothing() throws {
    let scenario = try HostileScenario()
    let (establishment, _, response) = try samples(scenario)
    // The SEID of the bystander's session is the first that the UPF gave: as if the attacker had seen it.
    let seids = messages(51, from: "upf", scenario).compactMap { outcome([$0])?.upSEID }
    let stranger = HostilePFCPPeer(PFCPAttacks.stranger, of: scenario.network)
    for seid in seids + [0, 1, .max] {
      for (body, seid) in requests(seid, stranger.address.ip) {
        let events = try scenario.securityEvents {
          let answers = try stranger.exchange(body, seid: seid, with: ScenarioNetwork.upfN4)
          #expect(answers.isEmpty, "\(body.name)")
        }
        #expect(events == 1, "\(body.name)")
      }
    }
    for octets in [establishment.octets, response.octets, [], [0x20], [UInt8](repeating: 0xFF, count: 2000)] {
      let events = scenario.securityEvents { #expect(stranger.exchange(octets, with: ScenarioNetwork.upfN4).isEmpty) }
      #expect(events == 1)
    }
    #expect(scenario.network.upfSessionCount() == 1)
    scenario.expectUntouched()
  }

  @Test func row16AStrangerGetsNoAnswerFromTheSMFAndChangesNothing() throws {
    let scenario = try HostileScenario()
    let (establishment, _, response) = try samples(scenario)
    let seids = messages(50, from: "smf", scenario).compactMap { RawPFCP($0)?.cpSEID }
    #expect(!seids.isEmpty)
    let stranger = HostilePFCPPeer(PFCPAttacks.stranger, of: scenario.network)
    for seid in seids + [0, 1, .max] {
      for (body, seid) in requests(seid, stranger.address.ip) {
        let events = try scenario.securityEvents {
          let answers = try stranger.exchange(body, seid: seid, with: ScenarioNetwork.smfN4)
          #expect(answers.isEmpty, "\(body.name)")
        }
        #expect(events == 1, "\(body.name)")
      }
    }
    for octets in [establishment.octets, response.octets, [], [0x20], [UInt8](repeating: 0xFF, count: 2000)] {
      let events = scenario.securityEvents { #expect(stranger.exchange(octets, with: ScenarioNetwork.smfN4).isEmpty) }
      #expect(events == 1)
    }
    scenario.expectUntouched()
  }

  @Test func row16SessionsThatAreNotThereAreRefused() throws {
    let scenario = try HostileScenario()
    _ = try samples(scenario)
    let smf = HostilePFCPPeer(PFCPAttacks.beside, of: scenario.network)
    for seid: UInt64 in [0, 1, .max, 0x8000_0000_0000_0000] {
      // §8.2.1: 65 session context not found.
      let modified = try smf.exchange(.sessionModificationRequest(SessionModificationRequest()), seid: seid, with: ScenarioNetwork.upfN4)
      #expect(outcome(modified)?.cause == 65)
      let deleted = try smf.exchange(.sessionDeletionRequest(SessionDeletionRequest()), seid: seid, with: ScenarioNetwork.upfN4)
      #expect(outcome(deleted)?.cause == 65)
    }
    scenario.expectUntouched()
  }
}

extension RawPFCP {
  /// The SEID of the CP F-SEID of an establishment request.
  fileprivate var cpSEID: UInt64? {
    for element in elements where element.type == 57 {
      if case .octets(let value) = element.contents, value.count >= 9 { return value[1..<9].reduce(0) { $0 << 8 | UInt64($1) } }
    }
    return nil
  }

  /// Takes another SEID into an intact CP F-SEID; a damaged one stays as it is.
  fileprivate mutating func replaceCPSEID(_ seid: UInt64) {
    guard let index = elements.firstIndex(where: { $0.type == 57 }), case .octets(let value) = elements[index].contents, value.count == 13,
      elements[index].declaredLength == nil
    else { return }
    elements[index].contents = .octets([value[0]] + (0..<8).map { UInt8(truncatingIfNeeded: seid >> UInt64(56 - 8 * $0)) } + value[9...])
  }
}

import Base
import NAS
import Testing

/// PDU session requests that no UE makes (ATTACKS row 9; TS 24.501 §5.4.5, §6.4, §7.3.2).
@Suite struct SessionAttacks {
  private func registered(_ scenario: HostileScenario) -> HostileUE {
    let attacker = scenario.attacker()
    #expect(attacker.register())
    return attacker
  }

  /// Kinds of 5GSM message and 5GMM causes that came back.
  private func answers(_ messages: [FiveGMMMessage]) -> [String] {
    messages.compactMap {
      guard case .dlNASTransport(let transport) = $0 else { return nil }
      if let cause = transport.cause { return "not forwarded \(cause.rawValue)" }
      return (try? FiveGSMMessage(decoding: transport.payloadContainer))?.key ?? "?"
    }
  }

  private func request(_ id: UInt8, _ transaction: UInt8) -> [UInt8] { [0x2E, id, transaction, 0xC1, 0xFF, 0xFF, 0x91] }

  @Test func row9IdentitiesThatAreNoneAreReturned() throws {
    let scenario = try HostileScenario()
    let attacker = registered(scenario)
    for id in [UInt8(0), 16, 17, 64, 128, 254, 255] {
      let events = scenario.securityEvents {
        #expect(answers(attacker.sendProtected(attacker.sessionRequest(id))) == ["not forwarded 90"], "\(id)")
      }
      #expect(events == 1)
    }
    let events = scenario.securityEvents {
      #expect(answers(attacker.sendProtected(attacker.transport(request(1, 1), id: nil, type: .initialRequest))) == ["not forwarded 90"])
    }
    #expect(events == 1)
    #expect(scenario.footprint().sessions.count == 1)
    attacker.leave()
    scenario.expectUntouched()
  }

  @Test func row9AnIdentityInsideThatIsNotTheOneOutsideMakesNoSession() throws {
    let scenario = try HostileScenario()
    let attacker = registered(scenario)
    for inner in [UInt8(0), 2, 15, 16, 255] {
      let sent = attacker.sendProtected(attacker.transport(request(inner, 1), id: 1, type: .initialRequest))
      #expect(!answers(sent).contains("pduSessionEstablishmentAccept"), "\(inner)")
      scenario.world.run(for: .seconds(40))
      #expect(scenario.footprint().sessions.count == 1, "\(inner)")
    }
    attacker.leave()
    scenario.expectUntouched()
  }

  @Test func row9SixteenSessionsAtOnceAreServedUpToTheirLimitAndAllComeBack() throws {
    let scenario = try HostileScenario()
    let attacker = registered(scenario)
    for id in UInt8(0)...16 {
      let octets = attacker.protect(HostileUE.octets(attacker.sessionRequest(id, transaction: id + 1)))
      attacker.gnb.post(attacker.gnb.uplinkNASTransport(attacker.gnb.amfUENGAPIDs[attacker.ran] ?? 0, attacker.ran, nas: octets))
    }
    _ = attacker.receive(after: 10)
    let accepted = answers(attacker.downlink).filter { $0 == "pduSessionEstablishmentAccept" }.count
    #expect(accepted == 15)
    #expect(scenario.footprint().sessions.count == 16)
    #expect(scenario.footprint().userPlaneSessions == 16)
    // Again at once: each identity replaces its own session, and none is left over.
    for id in UInt8(1)...15 {
      let octets = attacker.protect(HostileUE.octets(attacker.sessionRequest(id, transaction: id + 100)))
      attacker.gnb.post(attacker.gnb.uplinkNASTransport(attacker.gnb.amfUENGAPIDs[attacker.ran] ?? 0, attacker.ran, nas: octets))
    }
    scenario.world.run(for: .seconds(60))
    #expect(scenario.footprint().sessions.count <= 16)
    #expect(scenario.footprint().userPlaneSessions == scenario.footprint().sessions.count)
    scenario.expectService()
    attacker.leave()
    scenario.expectUntouched()
  }

  @Test func row9DuplicateTransactionIdentitiesMakeNoSecondSession() throws {
    let scenario = try HostileScenario()
    let attacker = registered(scenario)
    // The same request twice, at once and later (TS 24.501 §6.4.1.7 a); the same transaction for another session.
    for _ in 0..<3 {
      let octets = attacker.protect(HostileUE.octets(attacker.sessionRequest(1, transaction: 9)))
      attacker.gnb.post(attacker.gnb.uplinkNASTransport(attacker.gnb.amfUENGAPIDs[attacker.ran] ?? 0, attacker.ran, nas: octets))
    }
    scenario.world.run(for: .seconds(40))
    #expect(scenario.footprint().sessions.count <= 2)
    attacker.sendProtected(attacker.sessionRequest(1, transaction: 9))
    attacker.sendProtected(attacker.sessionRequest(2, transaction: 9))
    scenario.world.run(for: .seconds(40))
    #expect(scenario.footprint().sessions.count <= 3)
    #expect(scenario.footprint().userPlaneSessions == scenario.footprint().sessions.count)
    attacker.leave()
    scenario.expectUntouched()
  }

  @Test func row9TransactionIdentitiesThatAreReservedMakeNoSession() throws {
    let scenario = try HostileScenario()
    let attacker = registered(scenario)
    for transaction in [UInt8(0), 255] {
      let sent = attacker.sendProtected(attacker.transport(request(1, transaction), id: 1, type: .initialRequest))
      #expect(!answers(sent).contains("pduSessionEstablishmentAccept"), "\(transaction)")
    }
    scenario.world.run(for: .seconds(40))
    #expect(scenario.footprint().sessions.count == 1)
    attacker.leave()
    scenario.expectUntouched()
  }

  @Test func row9MessagesOfEveryTypeWithoutASessionMakeNone() throws {
    let scenario = try HostileScenario()
    let attacker = registered(scenario)
    for type in UInt8(0)...255 where type != 0xC1 {
      for requestType: RequestType? in [nil, .initialRequest, .existingPDUSession, .modificationRequest] {
        let sent = attacker.sendProtected(attacker.transport([0x2E, 1, 1, type, 0xFF, 0xFF], id: 1, type: requestType))
        #expect(!answers(sent).contains("pduSessionEstablishmentAccept"), "type \(type)")
        // Only 256 downlink messages fit into one round of the sequence number that this UE reads: register anew.
        if attacker.downlink.count > 200 {
          attacker.leave()
          attacker.ran += 1000
          attacker.forgetDownlink()
          #expect(attacker.register())
        }
      }
    }
    #expect(scenario.footprint().sessions.count == 1)
    attacker.leave()
    scenario.expectUntouched()
  }

  @Test func row9MessagesOfEveryTypeWithinASessionLeaveTheOthersAlone() throws {
    let scenario = try HostileScenario()
    let attacker = registered(scenario)
    attacker.sendProtected(attacker.sessionRequest(1))
    scenario.world.run(for: .seconds(1))
    for type in UInt8(0)...255 where ![0xC1, 0xD1].contains(type) {
      for body: [UInt8] in [[], [0xFF, 0xFF, 0x59, 0x00], [UInt8](repeating: 0x01, count: 60)] {
        attacker.sendProtected(attacker.transport([0x2E, 1, type, type] + body, id: 1))
      }
    }
    scenario.world.run(for: .seconds(120))
    #expect(scenario.footprint().userPlaneSessions == scenario.footprint().sessions.count)
    attacker.leave()
    scenario.expectUntouched()
  }

  @Test func row9ContainersOfEveryLengthMakeNoSession() throws {
    let scenario = try HostileScenario()
    let attacker = registered(scenario)
    var contents: [[UInt8]] = (0...6).map { Array(request(1, 1).prefix($0)) }
    contents += [
      [UInt8](repeating: 0x2E, count: 60_000), [UInt8](repeating: 0, count: 65_000),
      // Protocol configuration options that claim more than is there.
      request(1, 1) + [0x7B, 0xFF, 0xFF, 0x80], request(1, 1) + [0x7B, 0x00, 0x05, 0x80, 0x00, 0x0D, 0xFF, 0x00],
      [0x2E, 1, 1, 0xC1, 0xFF, 0xFF, 0x97], [0x2E, 1, 1, 0xC1],
    ]
    for content in contents {
      for id: UInt8 in [1, 2] {
        attacker.sendProtected(attacker.transport(content, id: id, type: .initialRequest))
        scenario.world.run(for: .seconds(20))
        if let session = scenario.footprint().sessions.first(where: { $0.hasPrefix(scenario.network.supi(2)) }) {
          // What came of it is a whole session, with its user plane.
          #expect(scenario.footprint().userPlaneSessions == scenario.footprint().sessions.count, "\(session)")
        }
      }
      scenario.expectService()
    }
    attacker.leave()
    scenario.expectUntouched()
  }

  @Test func row9AContainerOf60000OctetsWithinAValidRequestIsCarriedOrRefused() throws {
    let scenario = try HostileScenario()
    let attacker = registered(scenario)
    // Extended protocol configuration options of 59,000 octets in containers of 250 (TS 24.008 §10.5.6.3).
    var options: [UInt8] = [0x80]
    while options.count < 59_000 { options += [0xFF, 0x00, 0xFA] + [UInt8](repeating: 0x41, count: 250) }
    let octets = request(1, 1) + [0x7B, UInt8(options.count >> 8), UInt8(options.count & 255)] + options
    attacker.sendProtected(attacker.transport(octets, id: 1, type: .initialRequest))
    scenario.world.run(for: .seconds(20))
    #expect(scenario.footprint().userPlaneSessions == scenario.footprint().sessions.count)
    attacker.leave()
    scenario.expectUntouched()
  }

  @Test(arguments: [UInt64(1), 2, 3, 4]) func row9RandomMessagesOfASessionLeaveNothingBehind(seed: UInt64) throws {
    let scenario = try HostileScenario(seed: seed)
    var generator = SeededGenerator(seed: seed)
    let attacker = registered(scenario)
    let types: [UInt8] = [0xC1, 0xC9, 0xCB, 0xCC, 0xCD, 0xD1, 0xD2, 0xD4, 0xD6, 0xD8]
    for _ in 0..<200 {
      func octet() -> UInt8 { UInt8(truncatingIfNeeded: generator.next()) }
      let id = octet() % 17
      var message: [UInt8] = [0x2E, octet() % 8 == 0 ? octet() : id, octet() % 5, types[Int(octet()) % types.count], 0xFF, 0xFF]
      message += (0..<Int(octet() % 24)).map { _ in octet() }
      let type: RequestType? = [nil, .initialRequest, .initialRequest, RequestType(rawValue: octet() % 8)][Int(octet() % 4)]
      attacker.sendProtected(attacker.transport(message, id: id, type: type))
    }
    // T3592 expires five times for a UE that does not complete its releases (TS 24.501 §6.3.3.5).
    scenario.world.run(for: .seconds(120))
    #expect(scenario.footprint().userPlaneSessions == scenario.footprint().sessions.count)
    attacker.leave()
    scenario.expectUntouched()
  }
}

import Base
import NGAP
import PER
import Testing

/// Octets that are no NGAP message, or one that breaks the rules of its IEs (ATTACKS row 11; TS 38.413 §10.2, §10.3).
@Suite struct NGAPSyntaxAttacks {
  private let amfUENGAPID: UInt16 = 10
  private let ranUENGAPID: UInt16 = 85
  private let nasPDU: UInt16 = 38
  private let location: UInt16 = 121

  /// A connected UE of the attacker and the IEs of an Uplink NAS Transport for it.
  private func connection(_ scenario: HostileScenario) throws -> (ue: HostileUE, ies: [RawNGAP.IE]) {
    let attacker = scenario.attacker()
    #expect(attacker.register())
    let amf = scenario.gnb.amfUENGAPIDs[attacker.ran] ?? 0
    let ies: [RawNGAP.IE] = [
      .init(amfUENGAPID, .reject, RawNGAP.amfUENGAPID(amf)), .init(ranUENGAPID, .reject, RawNGAP.ranUENGAPID(attacker.ran)),
      .init(nasPDU, .reject, [3, 0x7E, 0, 0x64]),
      .init(location, .ignore, try scenario.gnb.location().encode()),
    ]
    return (attacker, ies)
  }

  private func transport(_ ies: [RawNGAP.IE]) -> RawNGAP { RawNGAP(procedure: 46, criticality: .ignore, ies: ies) }

  private func causes(_ scenario: HostileScenario, _ message: RawNGAP, events expected: Int = 1) -> [NGAP.Cause?] {
    var answers: [NGAPPDU] = []
    let events = scenario.securityEvents { answers = scenario.gnb.exchange(message.octets) }
    #expect(events == expected, "\(Hex.encode(Array(message.octets.prefix(48))))")
    return answers.map(\.errorCause)
  }

  @Test func row11ATransferSyntaxErrorIsIndicated() throws {
    let scenario = try HostileScenario()
    let (attacker, ies) = try connection(scenario)
    var variants: [RawNGAP] = []
    // Lengths of open types that leave the message, or leave their value behind.
    for index in ies.indices {
      for length in [ies[index].value.count + 1, 127, 128, 4000, 16_383] {
        var broken = ies
        broken[index].declaredLength = length
        variants.append(transport(broken))
      }
    }
    var counted = transport(ies)
    counted.declaredCount = 65_535
    variants.append(counted)
    counted.declaredCount = 5
    variants.append(counted)
    for variant in variants {
      // What lies behind a length that is too large may look like other IEs again.
      let found = causes(scenario, variant)
      #expect(
        found == [.protocol(.transferSyntaxError)] || found == [.protocol(.abstractSyntaxErrorReject)], "\(Hex.encode(variant.octets))")
    }
    // Length determinants of 16 K fragments that never come, and a bit string that is longer than its bound.
    let tails: [[UInt8]] = [[0xC1], [0xC4, 0, 0], [0xFF, 0xFF, 0xFF], [0x80], [0xBF, 0xFF]]
    for tail in tails {
      let octets: [UInt8] = [0x00, 46, 0x40] + tail
      var answers: [NGAPPDU] = []
      let events = scenario.securityEvents { answers = scenario.gnb.exchange(octets) }
      #expect(answers.map(\.errorCause) == [.protocol(.transferSyntaxError)])
      #expect(events == 1)
    }
    attacker.leave()
    scenario.expectUntouched()
  }

  @Test func row11ABitStringBeyondItsBoundIsRefusedInNGSetup() throws {
    let scenario = try HostileScenario()
    // gNB ID: BIT STRING (SIZE(22..32)): four bits of length can say 33 to 37 (CVE-2022-43677 was a transport layer address).
    let plmn = scenario.network.options.plmn.octets
    for bits in UInt8(11)...15 {
      let identity: [UInt8] = [0x00] + plmn + [bits << 3 | 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]
      let request = RawNGAP(
        procedure: 21,
        ies: [.init(27, .reject, identity), .init(102, .reject, [0, 0, 0, 0, 1, 0] + plmn + [0, 0, 0, 8]), .init(21, .ignore, [0x40])])
      var answers: [NGAPPDU] = []
      let events = scenario.securityEvents { answers = scenario.gnb.exchange(request.octets) }
      #expect(answers.allSatisfy { $0.errorCause != nil || $0.setupFailureCause != nil })
      #expect(!answers.isEmpty && events >= 1, "\(bits)")
    }
    scenario.expectUntouched()
  }

  @Test func row11AMissingIEIsAnsweredByItsCriticality() throws {
    let scenario = try HostileScenario()
    let (attacker, ies) = try connection(scenario)
    for index in ies.indices {
      var broken = ies
      broken.remove(at: index)
      let found = causes(scenario, transport(broken))
      // Those of criticality reject are missed; the location is one to be ignored (TS 38.413 §10.3.5).
      #expect(found == (ies[index].criticality == .reject ? [.protocol(.abstractSyntaxErrorReject)] : []), "IE \(ies[index].id)")
    }
    #expect(causes(scenario, transport([])) == [.protocol(.abstractSyntaxErrorReject)])
    attacker.leave()
    scenario.expectUntouched()
  }

  @Test func row11RepeatedAndMisplacedIEsMakeTheMessageFalselyConstructed() throws {
    let scenario = try HostileScenario()
    let (attacker, ies) = try connection(scenario)
    for index in ies.indices {
      for place in 0...ies.count {
        var broken = ies
        broken.insert(ies[index], at: place)
        #expect(causes(scenario, transport(broken)) == [.protocol(.abstractSyntaxErrorFalselyConstructedMessage)])
      }
    }
    for first in ies.indices {
      for second in ies.indices where second > first {
        var broken = ies
        broken.swapAt(first, second)
        #expect(causes(scenario, transport(broken)) == [.protocol(.abstractSyntaxErrorFalselyConstructedMessage)])
      }
    }
    attacker.leave()
    scenario.expectUntouched()
  }

  @Test func row11UnknownIEsAreAnsweredByTheirCriticality() throws {
    let scenario = try HostileScenario()
    let (attacker, ies) = try connection(scenario)
    for id: UInt16 in [11, 27, 110, 400, 60_000, 65_535] {
      for place in [0, 2, ies.count] {
        func causes(of criticality: IECriticality) -> [NGAP.Cause?] {
          var changed = ies
          changed.insert(RawNGAP.IE(id, criticality, [0xDE, 0xAD]), at: place)
          return scenario.gnb.exchange(transport(changed).octets).map(\.errorCause)
        }
        #expect(causes(of: .reject) == [.protocol(.abstractSyntaxErrorReject)], "\(id)")
        #expect(causes(of: .notify) == [.protocol(.abstractSyntaxErrorIgnoreAndNotify)], "\(id)")
        #expect(causes(of: .ignore).isEmpty, "\(id)")
      }
    }
    attacker.leave()
    scenario.expectUntouched()
  }

  @Test func row11EveryKindAndProcedureWithTheIEsOfAnotherIsRefusedOrIgnored() throws {
    let scenario = try HostileScenario()
    let (attacker, ies) = try connection(scenario)
    let held = scenario.footprint()
    for kind in UInt8(0)...3 {
      for procedure in UInt8(0)...255 where kind != 0 || procedure != 46 {
        let message = RawNGAP(kind: kind, procedure: procedure, ies: ies)
        let answers = scenario.gnb.exchange(message.octets)
        #expect(answers.count <= 1, "\(kind) \(procedure): \(answers)")
      }
    }
    scenario.expectService()
    #expect(scenario.footprint() == held)
    attacker.leave()
    scenario.expectUntouched()
  }

  @Test(arguments: [UInt64(1), 2, 3, 4]) func row11DamagedMessagesOfEveryKindDisturbNobody(seed: UInt64) throws {
    let scenario = try HostileScenario(seed: seed)
    let (attacker, ies) = try connection(scenario)
    var generator = SeededGenerator(seed: seed)
    let gnb = scenario.gnb
    var samples: [[UInt8]] = [
      transport(ies).octets, gnb.initialUEMessage(9999, nas: HostileUE.octets(.registrationRequest(attacker.registrationRequest()))),
      try NGAPPDU.initiatingMessage(.ngSetupRequest(gnb.setupRequest(tacs: [1, 2, 3]))).encode(),
      try NGAPPDU.initiatingMessage(.ranConfigurationUpdate(RANConfigurationUpdate(ranNodeName: "x"))).encode(),
      try NGAPPDU.initiatingMessage(.errorIndication(ErrorIndication(cause: .misc(.unspecified)))).encode(),
    ]
    for message in gnb.received { if let octets = try? message.encode() { samples.append(octets) } }
    for round in 0..<1500 {
      var octets = samples[Int(generator.next() % UInt64(samples.count))]
      for _ in 0...(generator.next() % 3) {
        let place = Int(generator.next() % UInt64(max(1, octets.count)))
        switch generator.next() % 5 {
        case 0: octets = Array(octets.prefix(place))
        case 1: octets.insert(UInt8(truncatingIfNeeded: generator.next()), at: place)
        case 2 where !octets.isEmpty: octets.remove(at: place)
        case 3 where !octets.isEmpty: octets[place] ^= 1 << UInt8(generator.next() % 8)
        default: if !octets.isEmpty { octets[place] = UInt8(truncatingIfNeeded: generator.next()) }
        }
      }
      gnb.exchange(octets, stream: UInt16(generator.next() % 4))
      if gnb.isDown {
        gnb.connect()
        try gnb.setUp()
      }
      if round % 250 == 0 { scenario.expectService() }
    }
    if gnb.isDown { gnb.connect() }
    try gnb.setUp()
    try gnb.exchange(.ngReset(.everything))
    let again = scenario.attacker(2)
    again.skipUsedSequenceNumbers(of: attacker)
    #expect(again.register())
    again.leave()
    scenario.expectUntouched()
  }
}

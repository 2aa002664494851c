import Base
import NAS
import Security
import Testing

/// Identities that no UE has, or that belong to another one (ATTACKS rows 2 to 4; TS 24.501 §9.11.3.4, TS 33.501 §6.12).
@Suite struct IdentityAttacks {
  /// A registration request around the octets of a mobile identity.
  private func request(identity: [UInt8], declaring length: Int? = nil) -> [UInt8] {
    let count = length ?? identity.count
    return [0x7E, 0x00, 0x41, 0x79, UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)] + identity
      + [0x2E, 0x04, 0xF0, 0xF0, 0xF0, 0xF0]
  }

  private let nullSUCI: [UInt8] = [0x01, 0x99, 0xF9, 0x07, 0xF0, 0xFF, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x20]

  /// Nothing but a refusal, a question or silence may come; and never keys.
  private func isRefusal(_ answers: [FiveGMMMessage]) -> Bool {
    answers.allSatisfy {
      switch $0 {
      case .fiveGMMStatus, .registrationReject, .identityRequest: true
      default: false
      }
    }
  }

  @Test func row2MobileIdentitiesOfTheWrongLengthTypeOrDigitsAreRefused() throws {
    let scenario = try HostileScenario()
    var identities: [[UInt8]] = [[]]
    // Every type with too few octets, and each value of the type octet.
    for first in UInt8(0)...255 { identities.append([first]) }
    for type in UInt8(0)...7 {
      for count in 0...16 { identities.append([type | 0x08] + [UInt8](repeating: 0x99, count: count)) }
      for count in 0...16 { identities.append([type | 0xF0] + [UInt8](repeating: 0xFF, count: count)) }
    }
    // IMEI and IMEISV: odd and even bits that do not fit, digits that are none.
    identities += [
      [0x0B] + [UInt8](repeating: 0x21, count: 7), [0x03] + [UInt8](repeating: 0x21, count: 7), [0x4D] + [UInt8](repeating: 0xBA, count: 8),
      [0x45] + [UInt8](repeating: 0x43, count: 8) + [0xF3],
    ]
    for (index, identity) in identities.enumerated() {
      let attacker = scenario.attacker()
      #expect(isRefusal(attacker.send(request(identity: identity))), "\(Hex.encode(identity))")
      if index % 64 == 0 { scenario.expectService() }
    }
    scenario.expectUntouched()
  }

  @Test func row2AnIdentityWhoseLengthLeavesTheMessageIsRefused() throws {
    let scenario = try HostileScenario()
    for length in [0, 1, 12, 14, 19, 20, 255, 256, 0x7FFF, 0xFFFF] {
      var answers: [FiveGMMMessage] = []
      let attacker = scenario.attacker()
      _ = scenario.securityEvents { answers = attacker.send(request(identity: nullSUCI, declaring: length)) }
      #expect(isRefusal(answers), "length \(length)")
    }
    scenario.expectUntouched()
  }

  @Test func row2EveryNibbleOfASUCIThatIsNoDigitIsRefused() throws {
    let scenario = try HostileScenario()
    for index in [1, 2, 3, 4, 5, 8, 9, 10, 11, 12] {
      for nibble in UInt8(10)...14 {
        for shift: UInt8 in [0, 4] {
          var identity = nullSUCI
          identity[index] = identity[index] & (shift == 0 ? 0xF0 : 0x0F) | nibble << shift
          let attacker = scenario.attacker()
          var answers: [FiveGMMMessage] = []
          let events = scenario.securityEvents { answers = attacker.send(request(identity: identity)) }
          #expect(isRefusal(answers) && !answers.isEmpty, "octet \(index) \(Hex.encode(identity))")
          #expect(events == 1)
        }
      }
    }
    scenario.expectUntouched()
  }

  @Test func row3SUCIsOfTheNullSchemeThatAreTextOrEmptyOrTooLongAreRefused() throws {
    let scenario = try HostileScenario()
    let head: [UInt8] = [0x01, 0x99, 0xF9, 0x07, 0xF0, 0xFF, 0x00, 0x00]
    let outputs: [[UInt8]] = [
      [], [0x00], [0xFF], [0xF0], [0x0F], Array("suci-0-----".utf8), Array("suci-0-999-70-0-0-0-0000000001".utf8), [0, 0, 0, 0, 0],
      [UInt8](repeating: 0, count: 4000), [UInt8](repeating: 0x11, count: 4000), [UInt8](repeating: 0x00, count: 60_000),
      Array("/../../nudr-dr/v2?x=".utf8), Array("%00%2F".utf8), [0x0A, 0x0D, 0x0A, 0x0D],
    ]
    for output in outputs {
      let attacker = scenario.attacker()
      #expect(isRefusal(attacker.send(request(identity: head + output))), "\(Hex.encode(Array(output.prefix(16))))")
    }
    scenario.expectUntouched()
  }

  @Test func row3SUCIsInNAIFormWithTextAndNULOctetsAreRefused() throws {
    let scenario = try HostileScenario()
    let texts: [[UInt8]] = [
      [], [0], Array("suci-0-----".utf8), Array("type1.rid0.schid0.useridx@x".utf8), Array("a\u{0}b@realm".utf8), [0xFF, 0xFE, 0xC0],
      [UInt8](repeating: 0x61, count: 4000), Array("user@realm/../../x?y#z".utf8), Array("\r\nHost: x\r\n".utf8),
    ]
    for format in UInt8(1)...7 {
      for text in texts {
        let attacker = scenario.attacker()
        #expect(
          isRefusal(attacker.send(request(identity: [format << 4 | 0x01] + text))), "format \(format) \(Hex.encode(Array(text.prefix(16))))"
        )
      }
    }
    scenario.expectUntouched()
  }

  @Test func row3ConcealedIdentitiesThatCannotBeRevealedAreRefused() throws {
    let scenario = try HostileScenario()
    func suci(_ scheme: UInt8, key: UInt8, _ output: [UInt8]) -> [UInt8] { [0x01, 0x99, 0xF9, 0x07, 0xF0, 0xFF, scheme, key] + output }
    let profileA = 32 + 5 + 8
    let profileB = 33 + 5 + 8
    var identities: [[UInt8]] = []
    // Key identifiers that the home network does not have, and those of the other profile.
    for key in UInt8(0)...255 { identities.append(suci(1, key: key, [UInt8](repeating: 9, count: profileA))) }
    for key in UInt8(0)...4 { identities.append(suci(2, key: key, [UInt8](repeating: 9, count: profileB))) }
    // Points of low order (X25519 gives a shared secret of zeros) and points that are not on the curve.
    identities.append(suci(1, key: 1, [UInt8](repeating: 0, count: profileA)))
    identities.append(suci(1, key: 1, [1] + [UInt8](repeating: 0, count: profileA - 1)))
    identities.append(suci(1, key: 1, [UInt8](repeating: 0xFF, count: profileA)))
    for first: UInt8 in [0, 1, 2, 3, 4, 5, 6, 7, 0xFF] {
      identities.append(suci(2, key: 2, [first] + [UInt8](repeating: 0xFF, count: profileB - 1)))
      identities.append(suci(2, key: 2, [first] + [UInt8](repeating: 0x00, count: profileB - 1)))
      identities.append(suci(2, key: 2, [first] + [UInt8](repeating: 0xAB, count: 64 + 13)))
    }
    // Every length around the shortest one, and very long ones.
    for count in 0...64 {
      identities.append(suci(1, key: 1, [UInt8](repeating: 7, count: count)))
      identities.append(suci(2, key: 2, [2] + [UInt8](repeating: 7, count: count)))
    }
    for count in [1000, 3000, 4000, 4001, 60_000] {
      for scheme: UInt8 in [1, 2] { identities.append(suci(scheme, key: scheme, [UInt8](repeating: 7, count: count))) }
    }
    // Schemes that are reserved or the operator's own.
    for scheme in UInt8(3)...15 { identities.append(suci(scheme, key: 1, [UInt8](repeating: 7, count: profileA))) }
    for (index, identity) in identities.enumerated() {
      let attacker = scenario.attacker()
      let answers = attacker.send(request(identity: identity))
      #expect(isRefusal(answers) && !answers.isEmpty, "\(Hex.encode(Array(identity.prefix(24)))) of \(identity.count)")
      if index % 64 == 0 { scenario.expectService() }
    }
    scenario.expectUntouched()
  }

  @Test(arguments: [UInt64(1), 2, 3]) func row3RandomIdentitiesAreNeverFollowedByAnythingButARefusalOrAChallenge(seed: UInt64) throws {
    let scenario = try HostileScenario(seed: seed)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let count = Int(generator.next() % 80)
      var identity = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      // Half of them look like SUCIs of this network.
      if generator.next() % 2 == 0 { identity = Array(nullSUCI.prefix(Int(generator.next() % 14))) + identity }
      let attacker = scenario.attacker()
      let answers = attacker.send(request(identity: identity))
      let isExpected = answers.allSatisfy { if case .authenticationRequest = $0 { true } else { isRefusal([$0]) } }
      #expect(isExpected, "\(Hex.encode(identity))")
    }
    scenario.expectUntouched()
  }

  @Test func row4APlainMessageWithAnotherUEsGUTILeavesThatUEAlone() throws {
    let scenario = try HostileScenario()
    let victim = scenario.attacker(2)
    #expect(victim.register())
    victim.sendProtected(victim.sessionRequest(1))
    scenario.world.run(for: .seconds(1))
    guard let guti = victim.guti else { return }
    let held = scenario.footprint()
    let gnb = HostileGNB(number: 2, of: scenario.network)
    #expect(try gnb.setUp().last?.isSetupResponse == true)
    let attacker = HostileUE(3, at: gnb, ran: 1, of: scenario.network)
    let key = NAS.NASKeySetIdentifier(value: victim.ngKSI)
    let claims: [FiveGMMMessage] = [
      .registrationRequest(attacker.registrationRequest(.fiveGGUTI(guti))),
      .registrationRequest(attacker.registrationRequest(.fiveGGUTI(guti), type: .mobilityRegistrationUpdating)),
      .registrationRequest(attacker.registrationRequest(.fiveGGUTI(guti), type: .periodicRegistrationUpdating)),
      .serviceRequest(ServiceRequest(ngKSI: key, serviceType: .data, fiveGSTMSI: .fiveGSTMSI(guti.fiveGSTMSI))),
      .deregistrationRequestUEOriginating(
        DeregistrationRequestUEOriginating(
          deregistrationType: DeregistrationType(switchOff: true, accessType: .threeGPPAccess), ngKSI: key, mobileIdentity: .fiveGGUTI(guti)
        )),
      .deregistrationRequestUEOriginating(
        DeregistrationRequestUEOriginating(
          deregistrationType: DeregistrationType(accessType: .threeGPPAccess), ngKSI: key, mobileIdentity: .fiveGGUTI(guti))),
    ]
    for claim in claims {
      for isWrapped in [false, true] {
        attacker.ran += 1
        // Once plain, once within a security header whose MAC is a guess.
        let octets = HostileUE.octets(claim)
        let events = scenario.securityEvents {
          attacker.send(isWrapped ? attacker.protect(octets, .integrityProtected, count: 3) : octets)
        }
        // Plain and without a key set is what a UE sends that has lost its keys.
        if case .registrationRequest = claim, !isWrapped { #expect(events == 0) } else { #expect(events == 1, "\(claim.key)") }
        scenario.world.run(for: .seconds(1))
        #expect(
          scenario.network.amfSnapshot()["ues"]?.arrayValue?.first { $0["supi"]?.stringValue == scenario.network.supi(2) }?["connection"]
            == "CM-CONNECTED")
      }
    }
    scenario.world.run(for: .seconds(90))
    #expect(scenario.footprint() == held)
    #expect(!victim.sendProtected(victim.sessionRequest(2)).isEmpty)
    victim.leave()
    scenario.expectUntouched()
  }

  @Test func row4PlainMessagesWithTheGUTIOfARealUELeaveItsSessionAlone() throws {
    let scenario = try HostileScenario()
    let text = scenario.network.amfSnapshot()["ues"]?[0]?["fiveGGUTI"]?.stringValue ?? ""
    let tmsi = try #require(UInt32(text.split(separator: "/").last ?? "", radix: 16))
    let attacker = scenario.attacker(3)
    let guami = SimulatedFunctions.guami(scenario.network.options.plmn)
    let guti = NAS.FiveGGUTI(
      plmn: attacker.plmn, amfRegionID: guami.amfRegionID, amfSetID: guami.amfSetID, amfPointer: guami.amfPointer, fiveGTMSI: tmsi)
    for type: RegistrationType in [
      .initialRegistration, .mobilityRegistrationUpdating, .periodicRegistrationUpdating, .emergencyRegistration,
    ] {
      attacker.ran += 1
      attacker.sendPlain(.registrationRequest(attacker.registrationRequest(.fiveGGUTI(guti), type: type)))
      scenario.expectService()
    }
    for key in UInt8(0)...7 {
      for switchOff in [false, true] {
        attacker.ran += 1
        attacker.sendPlain(
          .deregistrationRequestUEOriginating(
            DeregistrationRequestUEOriginating(
              deregistrationType: DeregistrationType(switchOff: switchOff, accessType: .threeGPPAccess),
              ngKSI: NAS.NASKeySetIdentifier(value: key), mobileIdentity: .fiveGGUTI(guti))))
        scenario.expectService()
      }
    }
    #expect(scenario.network.amfSnapshot()["ues"]?[0]?["connection"] == "CM-CONNECTED")
    scenario.expectUntouched()
  }

  @Test func row4AnswersOfAnotherSubscriberDoNotTakeTheVictimsContextOver() throws {
    let scenario = try HostileScenario()
    let victim = scenario.attacker(2)
    #expect(victim.register())
    victim.sendProtected(victim.sessionRequest(1))
    scenario.world.run(for: .seconds(1))
    guard let guti = victim.guti else { return }
    // Claims the victim's GUTI, then gives its own SUCI and proves only that: registered as itself, with nothing of the victim's.
    let attacker = scenario.attacker(3)
    let asked = attacker.sendPlain(.registrationRequest(attacker.registrationRequest(.fiveGGUTI(guti))))
    guard case .identityRequest? = asked.last else {
      Issue.record("\(asked)")
      return
    }
    guard
      case .authenticationRequest(let challenge)? = attacker.sendPlain(.identityResponse(IdentityResponse(mobileIdentity: attacker.suci)))
        .last
    else {
      Issue.record("no challenge")
      return
    }
    attacker.answer(challenge)
    attacker.completeSecurityMode(HostileUE.octets(.registrationRequest(attacker.registrationRequest(.fiveGGUTI(guti)))))
    attacker.sendProtected(.registrationComplete(RegistrationComplete()))
    let ues = scenario.footprint().ues
    #expect(ues.contains { $0.hasPrefix(scenario.network.supi(2) + " registered") && $0.contains("1") })
    #expect(ues.contains { $0 == scenario.network.supi(3) + " registered []" })
    #expect(!victim.sendProtected(victim.sessionRequest(2)).isEmpty)
    // Gives the victim's SUCI, and cannot answer its challenge.
    let impostor = scenario.attacker(4)
    guard case .authenticationRequest? = impostor.sendPlain(.registrationRequest(impostor.registrationRequest(victim.suci))).last else {
      Issue.record("no challenge")
      return
    }
    let refused = impostor.sendPlain(
      .authenticationResponse(AuthenticationResponse(authenticationResponseParameter: [UInt8](repeating: 5, count: 16))))
    #expect(refused.contains { if case .authenticationReject = $0 { true } else { false } })
    #expect(!victim.sendProtected(victim.sessionRequest(3)).isEmpty)
    victim.leave()
    attacker.leave()
    scenario.expectUntouched()
  }
}

import Base
import NAS
import Security
import Testing

/// Registrations with what no UE sends in them (ATTACKS rows 7 and 8; TS 24.501 §5.4.2, §5.5.1).
@Suite struct RegistrationAttacks {
  /// A UE that waits with a Security Mode Command in its hands.
  private func secured(_ scenario: HostileScenario, _ number: Int = 2) -> HostileUE {
    let attacker = scenario.attacker(number)
    #expect(attacker.register(upTo: .authenticated))
    return attacker
  }

  private func isAccept(_ answers: [FiveGMMMessage]) -> Bool {
    answers.contains { if case .registrationAccept = $0 { true } else { false } }
  }
  private func isReject(_ answers: [FiveGMMMessage]) -> Bool {
    answers.contains { if case .registrationReject = $0 { true } else { false } }
  }

  @Test func row7ContainersWithAnythingButARegistrationRequestEndTheRegistration() throws {
    let scenario = try HostileScenario()
    let probe = scenario.attacker(3)
    let key = NAS.NASKeySetIdentifier(value: 0)
    let tmsi = NAS.FiveGSTMSI(amfSetID: 1, amfPointer: 0, fiveGTMSI: 0x1234_5678)
    let contents: [[UInt8]] = [
      HostileUE.octets(.serviceRequest(ServiceRequest(ngKSI: key, serviceType: .data, fiveGSTMSI: .fiveGSTMSI(tmsi)))),
      HostileUE.octets(
        .deregistrationRequestUEOriginating(
          DeregistrationRequestUEOriginating(
            deregistrationType: DeregistrationType(switchOff: true, accessType: .threeGPPAccess), ngKSI: key, mobileIdentity: probe.suci))),
      HostileUE.octets(probe.sessionRequest(1)), HostileUE.octets(.securityModeComplete(SecurityModeComplete())),
      HostileUE.octets(.registrationComplete(RegistrationComplete())),
      HostileUE.octets(.securityModeComplete(SecurityModeComplete(nasMessageContainer: [UInt8](repeating: 0x7E, count: 300)))),
      [], [0x7E], [0x7E, 0x00], [0x7E, 0x00, 0x41], [0x00, 0x00, 0x00], [0x2E, 0x01, 0x01, 0xC1, 0xFF, 0xFF],
      [0x7E, 0x04, 0, 0, 0, 0, 0, 0x7E, 0, 0x41], [UInt8](repeating: 0xFF, count: 60_000), [0x7E, 0x00, 0x41, 0x79, 0xFF, 0xFF, 0x01],
    ]
    for content in contents {
      let attacker = secured(scenario)
      var answers: [FiveGMMMessage] = []
      let events = scenario.securityEvents { answers = attacker.completeSecurityMode(content) }
      #expect(!isAccept(answers), "\(Hex.encode(Array(content.prefix(16))))")
      #expect(events == 1, "\(Hex.encode(Array(content.prefix(16))))")
      scenario.world.run(for: .seconds(40))
      #expect(attacker.gnb.released.contains(attacker.ran), "\(Hex.encode(Array(content.prefix(16))))")
    }
    scenario.expectUntouched()
  }

  @Test func row7ACompleteWithoutContainerIsNeverMoreThanWhatWasProven() throws {
    let scenario = try HostileScenario()
    let attacker = secured(scenario)
    let answers = attacker.completeSecurityMode(.some(nil))
    #expect(isAccept(answers) || isReject(answers))
    if isAccept(answers) {
      attacker.sendProtected(.registrationComplete(RegistrationComplete()))
      #expect(scenario.footprint().ues.contains(scenario.network.supi(2) + " registered []"))
      attacker.leave()
    }
    scenario.expectUntouched()
  }

  @Test func row7IdentitiesOfOthersInTheContainerChangeNothing() throws {
    let scenario = try HostileScenario()
    let victim = scenario.attacker(3)
    #expect(victim.register())
    victim.sendProtected(victim.sessionRequest(1))
    guard let guti = victim.guti else { return }
    for identity: FiveGSMobileIdentity in [victim.suci, .fiveGGUTI(guti), .imei("123456789012345"), .noIdentity] {
      for type: RegistrationType in [.initialRegistration, .mobilityRegistrationUpdating, .periodicRegistrationUpdating] {
        let attacker = secured(scenario)
        let answers = attacker.completeSecurityMode(
          HostileUE.octets(.registrationRequest(attacker.registrationRequest(identity, type: type))))
        if isAccept(answers) {
          attacker.sendProtected(.registrationComplete(RegistrationComplete()))
          attacker.leave()
        } else {
          #expect(isReject(answers))
        }
        let ues = scenario.footprint().ues.filter { $0.hasPrefix(scenario.network.supi(3)) }
        #expect(ues == [scenario.network.supi(3) + " registered [\n  1\n]"])
      }
    }
    #expect(!victim.sendProtected(victim.sessionRequest(2)).isEmpty)
    victim.leave()
    scenario.expectUntouched()
  }

  @Test func row7CapabilitiesThatDifferFromThoseSentInTheClearAreRejected() throws {
    let scenario = try HostileScenario()
    for capability in [
      NAS.UESecurityCapability(ea: [0], ia: [0]), NAS.UESecurityCapability(ea: [0, 2], ia: [2]), NAS.UESecurityCapability(octets: [0, 0]),
    ] {
      let attacker = secured(scenario)
      var request = attacker.registrationRequest()
      request.ueSecurityCapability = capability
      var answers: [FiveGMMMessage] = []
      let events = scenario.securityEvents { answers = attacker.completeSecurityMode(HostileUE.octets(.registrationRequest(request))) }
      // TS 33.501 §6.7.2: a bidding-down attack is seen.
      guard case .registrationReject(let reject)? = answers.last else {
        Issue.record("\(answers)")
        continue
      }
      #expect(reject.cause == .ueSecurityCapabilitiesMismatch)
      #expect(events == 1)
    }
    scenario.expectUntouched()
  }

  @Test func row7AUEWithoutACommonAlgorithmIsRejectedAndNullIntegrityIsNone() throws {
    let scenario = try HostileScenario()
    let capabilities = [
      NAS.UESecurityCapability(ea: [0, 1, 2, 3], ia: [0]), NAS.UESecurityCapability(ea: [0], ia: []),
      NAS.UESecurityCapability(ea: [4, 5, 6, 7], ia: [4, 5, 6, 7]), NAS.UESecurityCapability(octets: [0, 0]),
    ]
    for capability in capabilities {
      let attacker = scenario.attacker()
      var request = attacker.registrationRequest()
      request.ueSecurityCapability = capability
      var answers = attacker.sendPlain(.registrationRequest(request))
      if case .authenticationRequest(let challenge)? = answers.last { answers = attacker.answer(challenge) }
      guard case .registrationReject(let reject)? = answers.last else {
        Issue.record("\(answers)")
        continue
      }
      #expect(reject.cause == .ueSecurityCapabilitiesMismatch)
    }
    scenario.expectUntouched()
  }

  @Test func row7ASecurityModeCompleteThatIsNotProtectedAsItMustBeIsDiscarded() throws {
    let scenario = try HostileScenario()
    let attacker = secured(scenario)
    let complete = FiveGMMMessage.securityModeComplete(
      SecurityModeComplete(nasMessageContainer: HostileUE.octets(.registrationRequest(attacker.registrationRequest()))))
    let octets = HostileUE.octets(complete)
    // Plain; with header types 1 to 3; with a wrong MAC; before its turn; for the subscriber's old keys.
    var wrong = attacker.protect(octets, .integrityProtectedAndCipheredWithNewContext, count: 0)
    wrong[2] ^= 1
    let variants = [
      octets, attacker.protect(octets, .integrityProtected, count: 0), attacker.protect(octets, count: 0),
      attacker.protect(octets, .integrityProtectedWithNewContext, count: 0), wrong,
      attacker.protect(octets, .integrityProtectedAndCipheredWithNewContext, count: 256),
    ]
    for variant in variants {
      let events = scenario.securityEvents { #expect(attacker.send(variant).isEmpty, "\(Hex.encode(Array(variant.prefix(8))))") }
      #expect(events == 1, "\(Hex.encode(Array(variant.prefix(8))))")
    }
    // The right one is still taken.
    #expect(isAccept(attacker.completeSecurityMode()))
    attacker.sendProtected(.registrationComplete(RegistrationComplete()))
    attacker.leave()
    scenario.expectUntouched()
  }

  @Test func row8AProtectedRequestWithTheSUCIOfAnotherSubscriberStaysTheSenders() throws {
    let scenario = try HostileScenario()
    let attacker = scenario.attacker(2)
    #expect(attacker.register())
    let other = scenario.attacker(3)
    let answers = attacker.sendProtected(.registrationRequest(attacker.registrationRequest(other.suci)))
    if isAccept(answers) { attacker.sendProtected(.registrationComplete(RegistrationComplete())) }
    scenario.world.run(for: .seconds(60))
    #expect(!scenario.footprint().ues.contains { $0.hasPrefix(scenario.network.supi(3)) })
    attacker.leave()
    scenario.expectUntouched()
  }
}

import Base
import NAS
import Security
import Testing

/// NAS messages that no UE sends, before and after security is established (ATTACKS rows 1, 5 and 6; TS 24.501 §4.4, §7).
@Suite struct NASSecurityAttacks {
  /// Security header types of TS 24.501 §9.3, and reserved ones.
  private static let headerTypes: [UInt8] = [1, 2, 3, 4, 5, 8, 15]

  @Test func row1MessagesShorterThanTheirSecurityHeaderAreIgnoredFromUnknownUEs() throws {
    let scenario = try HostileScenario()
    for length in 0...8 {
      for type in NASSecurityAttacks.headerTypes {
        let octets = Array(([0x7E, type] + [0xAA, 0xBB, 0xCC, 0xDD, 0x00, 0x7E, 0x00]).prefix(length))
        let attacker = scenario.attacker()
        var answers: [FiveGMMMessage] = []
        // TS 24.501 §7.2.1: a message too short to contain a complete message type is ignored.
        let events = scenario.securityEvents { answers = attacker.send(octets) }
        #expect(answers.isEmpty, "\(Hex.encode(octets))")
        #expect(events == 1, "\(Hex.encode(octets))")
      }
    }
    scenario.expectUntouched()
  }

  @Test func row1MessagesShorterThanTheirSecurityHeaderAreIgnoredFromRegisteredUEs() throws {
    let scenario = try HostileScenario()
    let attacker = scenario.attacker()
    #expect(attacker.register())
    for length in 0...8 {
      for type in NASSecurityAttacks.headerTypes {
        let octets = Array(([0x7E, type] + [0xAA, 0xBB, 0xCC, 0xDD, 0x00, 0x7E, 0x00]).prefix(length))
        var answers: [FiveGMMMessage] = []
        let events = scenario.securityEvents { answers = attacker.send(octets) }
        #expect(answers.isEmpty, "\(Hex.encode(octets))")
        #expect(events == 1, "\(Hex.encode(octets))")
      }
    }
    // The registration has not suffered.
    #expect(attacker.sendProtected(attacker.sessionRequest(1)).isEmpty == false)
    attacker.leave()
    scenario.expectUntouched()
  }

  @Test func row5AReplayedMessageIsDiscarded() throws {
    let scenario = try HostileScenario()
    let attacker = scenario.attacker()
    #expect(attacker.register())
    let request = attacker.protect(HostileUE.octets(attacker.sessionRequest(1)))
    #expect(attacker.send(request).contains { if case .dlNASTransport = $0 { true } else { false } })
    let sessions = scenario.footprint()
    for _ in 0..<3 {
      let events = scenario.securityEvents { #expect(attacker.send(request).isEmpty) }
      #expect(events == 1)
    }
    #expect(scenario.footprint() == sessions)
    // The COUNT has not moved: the next message is accepted.
    #expect(!attacker.sendProtected(attacker.sessionRequest(2)).isEmpty)
    attacker.leave()
    scenario.expectUntouched()
  }

  @Test func row5ACountThatIsNotTheNextOneCannotBeForged() throws {
    let scenario = try HostileScenario()
    let attacker = scenario.attacker()
    #expect(attacker.register())
    let plain = HostileUE.octets(attacker.sessionRequest(1))
    let next = attacker.uplinkCount
    // TS 24.501 §4.4.3.1: the overflow counter is the receiver's own estimate, so these do not verify.
    for count in [next + 256, next + 512, next + 0x1_0000, 0xFF_FFFF, 0xFF_FF00] {
      let events = scenario.securityEvents { #expect(attacker.send(attacker.protect(plain, count: count)).isEmpty) }
      #expect(events == 1, "\(count)")
    }
    // Lost messages are no attack: a COUNT that is ahead within one round of the sequence number is taken.
    #expect(!attacker.send(attacker.protect(plain, count: next + 100)).isEmpty)
    // What was passed over is gone.
    for count in [next, next + 1, next + 99, next + 100] {
      let events = scenario.securityEvents { #expect(attacker.send(attacker.protect(plain, count: count)).isEmpty) }
      #expect(events == 1, "\(count)")
    }
    attacker.uplinkCount = next + 101
    #expect(!attacker.sendProtected(attacker.sessionRequest(2)).isEmpty)
    attacker.leave()
    scenario.expectUntouched()
  }

  @Test func row5TheSequenceNumberWrapsAndOldMessagesDoNotComeBack() throws {
    let scenario = try HostileScenario()
    let attacker = scenario.attacker()
    #expect(attacker.register())
    let status = HostileUE.octets(.fiveGMMStatus(FiveGMMStatus(cause: .protocolErrorUnspecified)))
    var sent: [[UInt8]] = []
    let events = scenario.securityEvents {
      for _ in 0..<600 {
        sent.append(attacker.protect(status))
        attacker.send(sent[sent.count - 1])
      }
    }
    #expect(events == 0)
    #expect(attacker.uplinkCount > 512)
    for index in stride(from: 0, to: sent.count, by: 37) {
      let events = scenario.securityEvents { #expect(attacker.send(sent[index]).isEmpty) }
      #expect(events == 1, "\(index)")
    }
    #expect(!attacker.sendProtected(attacker.sessionRequest(1)).isEmpty)
    attacker.leave()
    scenario.expectUntouched()
  }

  @Test func row5AnInitialMessageThatIsReplayedDoesNotMoveTheUE() throws {
    let scenario = try HostileScenario()
    let victim = scenario.attacker(2)
    #expect(victim.register())
    guard let guti = victim.guti else { return }
    victim.sendProtected(victim.sessionRequest(1))
    // The victim comes over a new connection; the attacker hears it and sends it again, from another gNB.
    victim.ran = 900
    let request = victim.protectInitial(
      .serviceRequest(
        ServiceRequest(
          ngKSI: NAS.NASKeySetIdentifier(value: victim.ngKSI), serviceType: .signalling,
          fiveGSTMSI: .fiveGSTMSI(guti.fiveGSTMSI))))
    #expect(victim.send(request).contains { if case .serviceAccept = $0 { true } else { false } })
    let before = scenario.footprint()
    let gnb = HostileGNB(number: 2, of: scenario.network)
    #expect(try gnb.setUp().last?.isSetupResponse == true)
    for ran in UInt32(1)...3 {
      let answers = gnb.exchangeNAS(request, ran: ran).compactMap { try? FiveGMMMessage(decoding: $0) }
      #expect(answers.allSatisfy { if case .serviceReject = $0 { true } else { false } })
    }
    scenario.world.run(for: .seconds(60))
    #expect(scenario.footprint() == before)
    // The victim's connection works.
    #expect(!victim.sendProtected(victim.sessionRequest(2)).isEmpty)
    victim.leave()
    scenario.expectUntouched()
  }

  @Test func row6PlainMessagesOfEveryTypeAreDiscardedAfterSecurityIsEstablished() throws {
    let scenario = try HostileScenario()
    let attacker = scenario.attacker()
    #expect(attacker.register())
    attacker.sendProtected(attacker.sessionRequest(1))
    let held = scenario.footprint()
    for type in UInt8(0)...255 {
      for body: [UInt8] in [
        [], [0x79, 0x00, 0x0D, 0x01, 0x99, 0xF9, 0x07, 0xF0, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0x20], [UInt8](repeating: 0, count: 40),
      ] {
        var answers: [FiveGMMMessage] = []
        let events = scenario.securityEvents { answers = attacker.send([0x7E, 0x00, type] + body) }
        // TS 24.501 §4.4.4.3: nothing is processed unless its integrity was checked, and §4.4.4.1: nothing is answered.
        #expect(answers.isEmpty, "type \(type)")
        #expect(events == 1, "type \(type)")
      }
    }
    #expect(scenario.footprint() == held)
    #expect(!attacker.sendProtected(attacker.sessionRequest(2)).isEmpty)
    attacker.leave()
    scenario.expectUntouched()
  }

  @Test func row6WellFormedPlainMessagesAreDiscardedAfterSecurityIsEstablished() throws {
    let scenario = try HostileScenario()
    let attacker = scenario.attacker()
    #expect(attacker.register())
    guard let guti = attacker.guti else { return }
    let held = scenario.footprint()
    let messages: [FiveGMMMessage] = [
      .registrationRequest(attacker.registrationRequest()), .registrationRequest(attacker.registrationRequest(.fiveGGUTI(guti))),
      .registrationComplete(RegistrationComplete()),
      .deregistrationRequestUEOriginating(
        DeregistrationRequestUEOriginating(
          deregistrationType: DeregistrationType(switchOff: true, accessType: .threeGPPAccess), ngKSI: NAS.NASKeySetIdentifier(value: 0),
          mobileIdentity: .fiveGGUTI(guti))),
      .deregistrationAcceptUETerminated(DeregistrationAcceptUETerminated()),
      .serviceRequest(
        ServiceRequest(
          ngKSI: NAS.NASKeySetIdentifier(value: 0), serviceType: .signalling, fiveGSTMSI: .fiveGSTMSI(guti.fiveGSTMSI))),
      .configurationUpdateComplete(ConfigurationUpdateComplete()),
      .authenticationResponse(AuthenticationResponse(authenticationResponseParameter: [UInt8](repeating: 1, count: 16))),
      .authenticationFailure(AuthenticationFailure(cause: .macFailure)), .identityResponse(IdentityResponse(mobileIdentity: attacker.suci)),
      .securityModeComplete(SecurityModeComplete()), .securityModeReject(SecurityModeReject(cause: .securityModeRejectedUnspecified)),
      .fiveGMMStatus(FiveGMMStatus(cause: .protocolErrorUnspecified)), attacker.sessionRequest(1),
    ]
    for message in messages {
      let events = scenario.securityEvents { #expect(attacker.sendPlain(message).isEmpty, "\(message.key)") }
      #expect(events == 1, "\(message.key)")
    }
    #expect(scenario.footprint() == held)
    #expect(!attacker.sendProtected(attacker.sessionRequest(2)).isEmpty)
    attacker.leave()
    scenario.expectUntouched()
  }
}

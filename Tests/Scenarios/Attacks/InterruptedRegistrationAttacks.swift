import Base
import NAS
import Security
import Testing

/// Registrations that are cut off at every step by another message or by nothing at all (ATTACKS row 8; TS 24.501 §5.5.1.2.8, §5.5.2.2).
@Suite struct InterruptedRegistrationAttacks {
  /// What may come instead of the next message of a registration.
  enum Interruption: CaseIterable {
    case samePlain, sameNewConnection, otherSubscriber, protected, deregistration, switchOff, protectedDeregistration, service,
      lostAssociation,
      reset, silence
  }

  @Test(arguments: HostileUE.Step.allCases, Interruption.allCases)
  func row8AnyStepOfARegistrationMayBeCutOff(_ step: HostileUE.Step, by interruption: Interruption) throws {
    let scenario = try HostileScenario()
    let attacker = scenario.attacker(2)
    // Registered with a session before, so that a context is there which the interrupted registration is about to replace.
    #expect(attacker.register())
    attacker.sendProtected(attacker.sessionRequest(1))
    scenario.world.run(for: .seconds(1))
    attacker.ran = 700
    #expect(attacker.register(upTo: step))
    interrupt(attacker, interruption, scenario)
    scenario.expectService()
    scenario.world.run(for: .seconds(120))
    // Whatever became of it, the subscriber can come back, and leaves nothing when it goes.
    if !attacker.gnb.isDown { attacker.gnb.shutDown() }
    attacker.gnb.connect()
    #expect(try attacker.gnb.setUp().last?.isSetupResponse == true)
    let again = HostileUE(2, at: attacker.gnb, ran: 800, of: scenario.network)
    again.skipUsedSequenceNumbers(of: attacker)
    #expect(again.register())
    again.sendProtected(again.sessionRequest(2))
    scenario.world.run(for: .seconds(1))
    again.leave()
    scenario.expectUntouched()
  }

  @Test(arguments: [HostileUE.Step.requested, .authenticated])
  func row8ASecondSubscriberOnTheSameConnectionInheritsNothing(_ step: HostileUE.Step) throws {
    let scenario = try HostileScenario()
    let first = scenario.attacker(2)
    #expect(first.register())
    first.sendProtected(first.sessionRequest(1))
    scenario.world.run(for: .seconds(1))
    first.ran = 700
    #expect(first.register(upTo: step))
    let second = scenario.attacker(3, ran: 700)
    #expect(second.register())
    scenario.world.run(for: .seconds(1))
    let ues = scenario.footprint().ues
    #expect(ues.contains(scenario.network.supi(3) + " registered []"))
    #expect(!ues.contains { $0.hasPrefix(scenario.network.supi(2)) && !$0.contains("registered [\n  1\n]") })
    // The first one comes back with a connection of its own, beside the second.
    let again = scenario.attacker(2)
    again.skipUsedSequenceNumbers(of: first)
    #expect(again.register())
    #expect(!again.sendProtected(again.sessionRequest(1)).isEmpty)
    #expect(!second.sendProtected(second.sessionRequest(1)).isEmpty)
    scenario.world.run(for: .seconds(1))
    #expect(scenario.footprint().ues.filter { $0.hasSuffix("registered [\n  1\n]") }.count == 3)
    again.leave()
    second.leave()
    scenario.expectUntouched()
  }

  private func interrupt(_ attacker: HostileUE, _ interruption: Interruption, _ scenario: HostileScenario) {
    func deregistration(switchOff: Bool) -> FiveGMMMessage {
      .deregistrationRequestUEOriginating(
        DeregistrationRequestUEOriginating(
          deregistrationType: DeregistrationType(switchOff: switchOff, accessType: .threeGPPAccess),
          ngKSI: NAS.NASKeySetIdentifier(value: attacker.ngKSI), mobileIdentity: attacker.suci))
    }
    switch interruption {
    case .samePlain: for _ in 0..<3 { attacker.sendPlain(.registrationRequest(attacker.registrationRequest())) }
    case .sameNewConnection:
      for _ in 0..<3 {
        attacker.ran += 1
        attacker.sendPlain(.registrationRequest(attacker.registrationRequest()))
      }
    case .otherSubscriber:
      let other = scenario.attacker(3)
      attacker.sendPlain(.registrationRequest(attacker.registrationRequest(other.suci)))
    case .protected: attacker.send(attacker.protectInitial(.registrationRequest(attacker.registrationRequest())))
    case .deregistration: attacker.sendPlain(deregistration(switchOff: false))
    case .switchOff: attacker.sendPlain(deregistration(switchOff: true))
    case .protectedDeregistration: attacker.sendProtected(deregistration(switchOff: true))
    case .service:
      let tmsi = NAS.FiveGSTMSI(amfSetID: 1, amfPointer: 0, fiveGTMSI: 1)
      attacker.sendPlain(
        .serviceRequest(
          ServiceRequest(ngKSI: NAS.NASKeySetIdentifier(value: attacker.ngKSI), serviceType: .data, fiveGSTMSI: .fiveGSTMSI(tmsi))))
    case .lostAssociation: attacker.gnb.shutDown()
    case .reset: _ = try? attacker.gnb.exchange(.ngReset(.everything))
    case .silence: break
    }
  }
}

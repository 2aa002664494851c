import Base
import NAS
import Security
import Simulation
import Testing

@testable import UE

@Suite struct AuthenticationTests {
  private func failures(_ scenario: Scenario) -> [AuthenticationFailure] {
    scenario.network.received.compactMap { if case .authenticationFailure(let failure) = $0 { failure } else { nil } }
  }

  @Test func wrongKeyIsAMACFailureAndThenARejection() {
    let scenario = Scenario()
    scenario.network.algorithm = .milenage(try! Milenage(k: SecretBytes([UInt8](repeating: 1, count: 16)), opc: Scenario.opc))
    scenario.network.intervene = { network, message in
      switch message {
      case .authenticationFailure: network.sendPlain(.identityRequest(IdentityRequest(identityType: .suci)))
      case .identityResponse: network.sendPlain(.authenticationReject(AuthenticationReject()))
      default: return false
      }
      return true
    }
    #expect(scenario.register() == .authenticationRejected(failureCause: 20))
    #expect(failures(scenario).map(\.cause) == [.macFailure])
    #expect(scenario.events.contains(.authenticationFailed(cause: 20)))
    #expect(scenario.register() == .failed(reason: "USIM is invalid"))
    // Without integrity protection the USIM is valid again after T3247 (30 to 60 minutes).
    scenario.network.algorithm = .milenage(try! Milenage(k: Scenario.k, opc: Scenario.opc))
    scenario.network.intervene = nil
    scenario.world.run(for: .seconds(3700))
    #expect(scenario.isRegistered)
  }

  @Test func threeRefusedChallengesShowAFalseNetwork() {
    let scenario = Scenario()
    scenario.network.algorithm = .milenage(try! Milenage(k: SecretBytes([UInt8](repeating: 1, count: 16)), opc: Scenario.opc))
    scenario.network.intervene = { network, message in
      if case .authenticationFailure = message {
        network.challenge()
        return true
      }
      return false
    }
    #expect(scenario.register() == .networkNotAuthenticated(failureCause: 20))
    #expect(failures(scenario).count == 3)
    // The cell is barred.
    #expect(scenario.inspect { $0.radio.cell == nil })
    scenario.world.run(for: .seconds(100))
    #expect(scenario.inspect { $0.radio.cell == nil })
  }

  @Test func silenceAfterAFailureEndsWithT3520() {
    let scenario = Scenario()
    scenario.network.algorithm = .milenage(try! Milenage(k: SecretBytes([UInt8](repeating: 1, count: 16)), opc: Scenario.opc))
    scenario.network.intervene = { _, message in if case .authenticationFailure = message { true } else { false } }
    #expect(scenario.register() == .networkNotAuthenticated(failureCause: 20))
  }

  @Test func staleSQNIsASynchFailureThatTheNetworkCanVerify() throws {
    let scenario = Scenario { $0.acceptedSequenceNumbers = (0..<32).map { UInt64(1000 + $0) } }
    scenario.network.intervene = { network, message in
      guard case .authenticationFailure(let failure) = message, let auts = failure.authenticationFailureParameter else { return false }
      let sqn = try! FiveGAKA.verifySynchronisationFailure(algorithm: network.algorithm, rand: network.rand, auts: auts.octets)
      network.sequence.resynchronise(usim: sqn)
      network.challenge()
      return true
    }
    #expect(scenario.register().isRegistered)
    #expect(failures(scenario).map(\.cause) == [.synchFailure])
  }

  @Test func separationBitIsRequired() throws {
    let scenario = Scenario()
    scenario.network.intervene = { network, message in
      switch message {
      case .registrationRequest:
        let functions = network.algorithm.functions
        network.rand = [UInt8](repeating: 7, count: 16)
        let sqn = try! network.sequence.next()
        let ak = try! functions.f2345(rand: network.rand).ak.revealed
        let mac = try! functions.f1(rand: network.rand, sqn: sqn, amf: 0)
        network.sendChallenge(autn: zip(sqn.octets, ak).map { $0 ^ $1 } + [0, 0] + mac)
      case .authenticationFailure: network.sendPlain(.authenticationReject(AuthenticationReject()))
      default: return false
      }
      return true
    }
    #expect(scenario.register() == .authenticationRejected(failureCause: 26))
  }

  @Test func ngKSIInUseIsRefused() {
    let scenario = Scenario()
    #expect(scenario.register().isRegistered)
    scenario.network.release()
    scenario.world.run(for: .seconds(1))
    scenario.network.intervene = { network, message in
      switch message {
      case .registrationRequest: network.challenge()
      case .authenticationFailure:
        network.ngKSI = 5
        network.challenge()
      default: return false
      }
      return true
    }
    #expect(scenario.register().isRegistered)
    #expect(failures(scenario).map(\.cause) == [.ngKSIAlreadyInUse])
  }

  @Test func repeatedChallengeGetsTheStoredResponse() {
    let scenario = Scenario()
    scenario.network.intervene = { network, message in
      guard case .authenticationResponse = message, network.received.count == 2 else { return false }
      network.sendNAS(network.lastDownlink)
      return true
    }
    #expect(scenario.register().isRegistered)
    let responses = scenario.network.received.filter { if case .authenticationResponse = $0 { true } else { false } }
    #expect(responses.count == 2 && responses[0] == responses[1])
  }

  // MARK: Security mode

  private func rejection(_ change: @escaping (FakeNetwork) -> Void) -> (FiveGMMCause?, Scenario) {
    let scenario = Scenario()
    change(scenario.network)
    let ue = scenario.ue
    scenario.loop.spawn("registration") { _ = await ue.register() }
    scenario.world.run(for: .seconds(2))
    let reject = scenario.network.received.compactMap { if case .securityModeReject(let reject) = $0 { reject } else { nil } }.first
    return (reject?.cause, scenario)
  }

  @Test func alteredCapabilitiesAreRefused() {
    let (cause, scenario) = rejection { $0.prepareSMC = { $0.replayedUESecurityCapabilities = NAS.UESecurityCapability(ea: [0], ia: [2]) } }
    #expect(cause == .ueSecurityCapabilitiesMismatch)
    #expect(scenario.world.trace.securityEvents.count == 1)
  }

  @Test func nullIntegrityIsRefused() {
    let (cause, _) = rejection { $0.algorithms.integrity = .nia0 }
    #expect(cause == .securityModeRejectedUnspecified)
  }

  @Test func wrongMACIsRefused() {
    let (cause, _) = rejection { network in
      network.intervene = { network, message in
        guard case .authenticationResponse = message else { return false }
        network.kAMF = SecretBytes([UInt8](repeating: 0, count: 32))
        network.commandSecurityMode()
        return true
      }
    }
    #expect(cause == .securityModeRejectedUnspecified)
  }

  @Test func unknownKeySetIsRefused() {
    let (cause, _) = rejection { $0.prepareSMC = { $0.ngKSI = NAS.NASKeySetIdentifier(value: 5) } }
    #expect(cause == .securityModeRejectedUnspecified)
  }
}

@Suite struct HostileNetworkTests {
  @Test func replayedMessageIsDiscarded() {
    let scenario = Scenario()
    #expect(scenario.register().isRegistered)
    var command = ConfigurationUpdateCommand(configurationUpdateIndication: .init(acknowledgementRequested: true))
    command.fiveGGUTI = .fiveGGUTI(NAS.FiveGGUTI(plmn: testPLMN.nas, amfRegionID: 2, amfSetID: 1, amfPointer: 3, fiveGTMSI: 0xCAFE))
    scenario.network.send(.configurationUpdateCommand(command))
    scenario.world.run(for: .seconds(1))
    let replay = scenario.network.lastDownlink
    let count = scenario.network.received.count
    scenario.network.sendNAS(replay)
    scenario.world.run(for: .seconds(1))
    #expect(scenario.network.received.count == count)
    #expect(scenario.world.trace.securityEvents.count == 1)
    #expect(scenario.isRegistered)
  }

  static let plainMessages: [FiveGMMMessage] = [
    .registrationReject(RegistrationReject(cause: .illegalUE)), .serviceReject(ServiceReject(cause: .illegalUE)),
    .authenticationReject(AuthenticationReject()), .identityRequest(IdentityRequest(identityType: .suci)),
    .identityRequest(IdentityRequest(identityType: .imeisv)),
    .deregistrationRequestUETerminated(
      DeregistrationRequestUETerminated(deregistrationType: DeregistrationType(accessType: .threeGPPAccess))),
    .configurationUpdateCommand(ConfigurationUpdateCommand(configurationUpdateIndication: .init(acknowledgementRequested: true))),
    .deregistrationAcceptUEOriginating(DeregistrationAcceptUEOriginating()), .serviceAccept(ServiceAccept()),
    .dlNASTransport(DLNASTransport(payloadContainerType: .n1SMInformation, payloadContainer: [0x2E, 1, 1, 0xD3, 36], pduSessionID: 1)),
    .fiveGMMStatus(FiveGMMStatus(cause: .protocolErrorUnspecified)), .notification(Notification(accessType: .threeGPPAccess)),
  ]

  @Test(arguments: plainMessages.indices) func plainMessageAfterSecurityIsDiscarded(index: Int) {
    let scenario = Scenario()
    #expect(scenario.register().isRegistered)
    #expect(scenario.establish().session != nil)
    let count = scenario.network.received.count
    scenario.network.sendPlain(Self.plainMessages[index])
    scenario.world.run(for: .seconds(1))
    #expect(scenario.network.received.count == count)
    #expect(scenario.isRegistered)
    #expect(scenario.perform { await $0.establishedSessions }.count == 1)
    #expect(scenario.world.trace.securityEvents.count == 1)
  }

  @Test(arguments: 0...8) func truncatedProtectedMessageIsDiscarded(count: Int) {
    let scenario = Scenario()
    #expect(scenario.register().isRegistered)
    let message = scenario.network.protect(.fiveGMMStatus(FiveGMMStatus(cause: .protocolErrorUnspecified)))
    let received = scenario.network.received.count
    scenario.network.sendNAS(Array(message.prefix(count)))
    scenario.world.run(for: .seconds(1))
    #expect(scenario.network.received.count == received)
    #expect(scenario.world.trace.securityEvents.count == 1)
    // The context is unharmed.
    #expect(scenario.establish().session != nil)
  }

  @Test func permanentIdentityIsNotGivenToAnUnprotectedRequest() {
    let scenario = Scenario()
    scenario.network.intervene = { network, message in
      guard case .registrationRequest = message else { return false }
      network.sendPlain(.identityRequest(IdentityRequest(identityType: .imeisv)))
      return true
    }
    let ue = scenario.ue
    scenario.loop.spawn("registration") { _ = await ue.register() }
    scenario.world.run(for: .seconds(2))
    #expect(scenario.network.received.count == 1)
    #expect(scenario.world.trace.securityEvents.count == 1)
  }

  @Test func anyOctetsLeaveTheUEAlive() {
    let scenario = Scenario()
    #expect(scenario.register().isRegistered)
    #expect(scenario.establish().session != nil)
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<3000 {
      var octets = (0..<Int.random(in: 0..<60, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
      if octets.count > 3, Bool.random(using: &generator) {
        octets.replaceSubrange(0..<2, with: [0x7E, UInt8.random(in: 0...4, using: &generator)])
      }
      if Bool.random(using: &generator), octets.count > 4 {
        // Behind a valid protection, as a broken but authenticated network sends it.
        octets = try! scenario.network.context!.value.protect(octets, headerType: .integrityProtectedAndCiphered)
      }
      scenario.network.sendNAS(octets)
      scenario.world.run(for: .milliseconds(5))
    }
    scenario.world.run(for: .seconds(5))
    scenario.network.intervene = nil
    #expect(scenario.perform { await $0.deregister() || true })
  }

  @Test func foreignRadioDatagramsAreDiscarded() {
    let scenario = Scenario()
    #expect(scenario.register().isRegistered)
    var generator = SeededGenerator(seed: 12)
    for count in 0..<200 {
      let octets = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      scenario.network.port.send(octets, to: SocketAddress(.v4(0x7F00_0201), port: 4998))
    }
    scenario.world.run(for: .seconds(1))
    #expect(scenario.isRegistered)
  }
}

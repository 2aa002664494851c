import Base
import NAS
import RadioLink
import Security
import Simulation
import Testing

@testable import UE

@Suite struct RegistrationTests {
  @Test(arguments: [ProtectionScheme.null, .profileA, .profileB]) func initialRegistrationWithSUCI(scheme: ProtectionScheme) throws {
    var generator = SeededGenerator(seed: 9)
    let key = scheme == .null ? nil : try HomeNetworkPrivateKey(scheme: scheme, identifier: 7, using: &generator)
    let scenario = Scenario { configuration in
      if let key { configuration.concealment = .publicKey(key.publicKey) }
      configuration.routingIndicator = "17"
    }
    let outcome = scenario.register()
    guard case .registered(let information) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(information.guti?.fiveGTMSI == 0x1001)
    #expect(information.trackingAreas == [TAI(plmn: testPLMN, tac: 1)])
    #expect(information.allowedNSSAI == [Base.SNSSAI(sst: 1)])
    #expect(information.t3512 == .seconds(600))
    guard case .registrationRequest(let first)? = scenario.network.received.first, case .suci(let suci) = first.mobileIdentity,
      let imsi = suci.imsi
    else {
      Issue.record("no SUCI")
      return
    }
    #expect(imsi.routingIndicator == "17")
    #expect(imsi.protectionSchemeID == scheme.rawValue)
    #expect(imsi.homeNetworkPublicKeyID == (scheme == .null ? 0 : 7))
    let msin = try Security.SUCI.deconceal(
      schemeIdentifier: imsi.protectionSchemeID, keyIdentifier: imsi.homeNetworkPublicKeyID, schemeOutput: imsi.schemeOutput,
      keys: key.map { [$0] } ?? [])
    #expect(try Security.SUCI.unpackMSIN(msin) == "0000000001")
    let output = scheme == .null ? "0000000001" : Hex.encode(imsi.schemeOutput)
    #expect(
      scenario.perform { await $0.lastSUCI } == "suci-0-999-70-17-\(scheme.rawValue)-\(imsi.homeNetworkPublicKeyID)-\(output)")
    // TS 24.501 §4.4.6: without a context only cleartext IEs, the whole message behind security.
    #expect(first.requestedNSSAI == nil && first.fiveGMMCapability == nil && first.nasMessageContainer == nil)
    #expect(first.ngKSI.value == 7)
    guard case .registrationRequest(let full)? = scenario.network.contained else {
      Issue.record("no container")
      return
    }
    #expect(full.requestedNSSAI == NSSAI([NAS.SNSSAI(sst: 1)]) && full.fiveGMMCapability != nil)
    #expect(full.mobileIdentity == first.mobileIdentity)
    guard case .securityModeComplete(let complete) = scenario.network.received[2] else {
      Issue.record("no complete")
      return
    }
    #expect(complete.imeisv == .imeisv("4370816125816151"))
    #expect(scenario.network.raw[2][1] == 4)
    guard case .registrationComplete? = scenario.network.received.last else {
      Issue.record("no complete")
      return
    }
    #expect(scenario.network.establishmentCauses == [.moSignalling])
    #expect(scenario.world.trace.securityEvents.isEmpty)
  }

  /// Oracle/radio_capability.py
  @Test func radioCapabilityIsWhatAnIndependentCodecWrites() {
    #expect(UE.radioCapability == Hex.decode("006080a0000000000000000009a0"))
  }

  @Test func tuakUSIMRegisters() throws {
    let tuak = try TUAK(k: SecretBytes([UInt8](repeating: 0xAB, count: 32)), topc: SecretBytes([UInt8](repeating: 0x11, count: 32)))
    #expect(Scenario(algorithm: .tuak(tuak)).register().isRegistered)
  }

  @Test(arguments: [CipheringAlgorithm.nea0, .nea1, .nea2, .nea3], [IntegrityAlgorithm.nia1, .nia2, .nia3])
  func everyAlgorithmPair(ciphering: Security.CipheringAlgorithm, integrity: Security.IntegrityAlgorithm) {
    let scenario = Scenario()
    scenario.network.algorithms = NASAlgorithms(ciphering: ciphering, integrity: integrity)
    #expect(scenario.register().isRegistered)
  }

  @Test func aLossyRadioOnlyDelays() {
    let scenario = Scenario(seed: 5, lossPerMillion: 250_000)
    #expect(scenario.register().isRegistered)
    #expect(scenario.establish().session?.ipv4 == IPAddress("10.45.0.1"))
  }

  @Test func secondRegistrationUsesGUTIAndHidesWhatIsNotCleartext() {
    let scenario = Scenario()
    #expect(scenario.register().isRegistered)
    let guti = scenario.guti
    scenario.network.release()
    scenario.world.run(for: .seconds(1))
    #expect(scenario.register().isRegistered)
    guard case .registrationRequest(let request)? = scenario.network.received.dropLast().last else {
      Issue.record("none")
      return
    }
    #expect(request.mobileIdentity == .fiveGGUTI(guti!.nas))
    #expect(request.requestedNSSAI == nil && request.pduSessionStatus == nil)
    #expect(scenario.network.raw[scenario.network.raw.count - 2][1] == 1)
    guard case .registrationRequest(let full)? = scenario.network.contained else {
      Issue.record("container not readable")
      return
    }
    #expect(full.requestedNSSAI == NSSAI([NAS.SNSSAI(sst: 1)]))
    #expect(full.lastVisitedRegisteredTAI == FiveGSTrackingAreaIdentity(plmn: testPLMN.nas, tac: 1))
    #expect(scenario.network.setups.last?.fiveGSTMSI == guti?.fiveGSTMSIValue)
    #expect(scenario.guti != guti)
  }

  @Test func unknownGUTIIsAnsweredWithIdentificationAndNewAuthentication() {
    let scenario = Scenario()
    #expect(scenario.register().isRegistered)
    scenario.network.release()
    scenario.world.run(for: .seconds(1))
    scenario.network.context = nil
    scenario.network.ngKSI = 1
    scenario.network.intervene = { network, message in
      switch message {
      case .registrationRequest: network.sendPlain(.identityRequest(IdentityRequest(identityType: .suci)))
      case .identityResponse(let response):
        guard case .suci = response.mobileIdentity else { return true }
        network.challenge()
      default: return false
      }
      return true
    }
    #expect(scenario.register().isRegistered)
    // The whole registration request goes again where the first one could not be read.
    guard case .identityResponse? = scenario.network.received.first(where: { if case .identityResponse = $0 { true } else { false } })
    else {
      Issue.record("no identity response")
      return
    }
  }

  @Test func retransmissionOfTheInitialMessageCanBeRequested() {
    let scenario = Scenario()
    #expect(scenario.register().isRegistered)
    scenario.network.release()
    scenario.world.run(for: .seconds(1))
    scenario.network.ngKSI = 2
    scenario.network.prepareSMC = { $0.additionalFiveGSecurityInformation = .init(retransmissionOfInitialNASMessageRequested: true) }
    scenario.network.intervene = { network, message in
      if case .registrationRequest = message {
        network.challenge()
        return true
      }
      return false
    }
    #expect(scenario.register().isRegistered)
    guard case .registrationRequest(let full)? = scenario.network.contained else {
      Issue.record("no container")
      return
    }
    #expect(full.requestedNSSAI != nil)
  }

  @Test func horizontalDerivationTakesANewKAMF() {
    let scenario = Scenario()
    #expect(scenario.register().isRegistered)
    scenario.network.release()
    scenario.world.run(for: .seconds(1))
    scenario.network.prepareSMC = {
      $0.additionalFiveGSecurityInformation = .init(retransmissionOfInitialNASMessageRequested: true, horizontalDerivation: true)
    }
    scenario.network.intervene = { network, message in
      guard case .registrationRequest = message, let context = network.context else { return false }
      network.kAMF = KeyHierarchy.kAMFPrime(
        kAMF: context.value.kAMF, derivation: .mobilityRegistration, count: context.value.lastUplinkCount!.rawValue)
      network.commandSecurityMode()
      return true
    }
    #expect(scenario.register().isRegistered)
    #expect(scenario.network.context?.value.lastUplinkCount?.rawValue == 1)
  }

  @Test func silenceIsAnsweredWithFiveAttemptsAndT3502() {
    let scenario = Scenario()
    scenario.network.intervene = { _, _ in true }
    let start = scenario.world.now
    guard case .failed = scenario.register() else {
      Issue.record("registered")
      return
    }
    #expect(scenario.network.received.count == 5)
    // 5 x T3510 and 4 x T3511.
    #expect((.seconds(115)...(.seconds(120))).contains(scenario.world.now - start))
    scenario.network.intervene = nil
    scenario.world.run(for: .seconds(730))
    #expect(scenario.isRegistered)
  }

  struct RejectCase: Sendable {
    var cause: FiveGMMCause
    var forgetsGUTI: Bool
    var invalidatesUSIM = false
    var forbidsPLMN = false
    var forbidsTAI = false
    var retries = false
  }

  static let rejects: [RejectCase] = [
    .init(cause: .illegalUE, forgetsGUTI: true, invalidatesUSIM: true), .init(cause: .illegalME, forgetsGUTI: true, invalidatesUSIM: true),
    .init(cause: .fiveGSServicesNotAllowed, forgetsGUTI: true, invalidatesUSIM: true),
    .init(cause: .plmnNotAllowed, forgetsGUTI: true, forbidsPLMN: true),
    .init(cause: .trackingAreaNotAllowed, forgetsGUTI: true, forbidsTAI: true),
    .init(cause: .roamingNotAllowedInThisTrackingArea, forgetsGUTI: false, forbidsTAI: true),
    .init(cause: .noSuitableCellsInTrackingArea, forgetsGUTI: false, forbidsTAI: true),
    .init(cause: .n1ModeNotAllowed, forgetsGUTI: false, forbidsPLMN: true), .init(cause: .noNetworkSlicesAvailable, forgetsGUTI: false),
    .init(cause: .nonThreeGPPAccessTo5GCNNotAllowed, forgetsGUTI: false),
    .init(cause: .protocolErrorUnspecified, forgetsGUTI: false, retries: true),
  ]

  @Test(arguments: rejects.indices) func rejectOfARegisteredUE(index: Int) {
    let expected = Self.rejects[index]
    let scenario = Scenario()
    #expect(scenario.register().isRegistered)
    scenario.network.release()
    scenario.world.run(for: .seconds(1))
    scenario.network.intervene = { network, message in
      guard case .registrationRequest = message else { return false }
      network.send(.registrationReject(RegistrationReject(cause: expected.cause)))
      network.release()
      return true
    }
    let outcome = scenario.register()
    guard case .rejected(let cause, _, let retryAfter) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(cause == expected.cause.rawValue)
    #expect((retryAfter != nil) == expected.retries)
    // TS 24.501 §5.5.1.3.7: as after five failed attempts, the UE stays registered and tries again after T3502.
    #expect(scenario.isRegistered == (expected.cause == .protocolErrorUnspecified))
    #expect((scenario.guti == nil) == expected.forgetsGUTI)
    let state = scenario.inspect { ue in
      (ue.mobility.usimInvalidUntil != nil, ue.mobility.forbiddenPLMNs, ue.mobility.isForbidden(TAI(plmn: testPLMN, tac: 1)))
    }
    #expect(state.0 == expected.invalidatesUSIM)
    #expect(state.1 == (expected.forbidsPLMN ? [testPLMN] : []))
    #expect(state.2 == expected.forbidsTAI)
    if expected.invalidatesUSIM { #expect(scenario.register() == .failed(reason: "USIM is invalid")) }
  }

  @Test(arguments: [FiveGMMCause.ueIdentityCannotBeDerivedByTheNetwork, .implicitlyDeregistered])
  func rejectedGUTIIsFollowedByTheSUCIAtOnce(cause: FiveGMMCause) {
    let scenario = Scenario()
    #expect(scenario.register().isRegistered)
    scenario.network.release()
    scenario.world.run(for: .seconds(1))
    scenario.network.ngKSI = 3
    scenario.network.intervene = { network, message in
      guard case .registrationRequest(let request) = message, case .fiveGGUTI = request.mobileIdentity else { return false }
      network.context = nil
      network.sendPlain(.registrationReject(RegistrationReject(cause: cause)))
      return true
    }
    #expect(scenario.register().isRegistered)
    #expect(
      scenario.network.received.contains { if case .registrationRequest(let r) = $0, case .suci = r.mobileIdentity { true } else { false } }
    )
  }

  @Test func congestionWaitsForT3346() {
    let scenario = Scenario()
    #expect(scenario.register().isRegistered)
    scenario.network.release()
    scenario.world.run(for: .seconds(1))
    scenario.network.intervene = { network, message in
      guard case .registrationRequest = message else { return false }
      network.send(.registrationReject(RegistrationReject(cause: .congestion, t3346Value: GPRSTimer2(seconds: 60))))
      network.intervene = nil
      return true
    }
    let count = scenario.network.received.count
    guard case .rejected(22, _, .seconds(60)?) = scenario.register() else {
      Issue.record("not rejected")
      return
    }
    scenario.world.run(for: .seconds(50))
    #expect(scenario.network.received.count == count + 1)
    scenario.world.run(for: .seconds(20))
    #expect(scenario.network.received.count > count + 1)
    #expect(scenario.isRegistered)
  }

  @Test func t3512StartsPeriodicRegistration() {
    let scenario = Scenario()
    #expect(scenario.register().isRegistered)
    scenario.network.release()
    scenario.world.run(for: .seconds(590))
    #expect(scenario.network.setups.count == 1)
    scenario.world.run(for: .seconds(20))
    guard case .registrationRequest(let request)? = scenario.network.received.dropLast().last else {
      Issue.record("none")
      return
    }
    #expect(request.registrationType.type == .periodicRegistrationUpdating)
  }

  @Test func anotherTrackingAreaStartsMobilityRegistration() {
    let scenario = Scenario()
    #expect(scenario.register().isRegistered)
    scenario.network.release()
    scenario.world.run(for: .seconds(1))
    scenario.network.networks[0].tac = 2
    scenario.world.run(for: .seconds(15))
    guard case .registrationRequest(let request)? = scenario.network.received.dropLast().last else {
      Issue.record("none")
      return
    }
    #expect(request.registrationType.type == .mobilityRegistrationUpdating)
    #expect(scenario.network.setups.last?.registeredAMF?.amfSetID == 1)
    #expect(scenario.network.setups.last?.fiveGSTMSI == nil)
    #expect(scenario.isRegistered)
  }

  @Test func configurationUpdateGivesANewGUTI() {
    let scenario = Scenario()
    #expect(scenario.register().isRegistered)
    let identity = NAS.FiveGGUTI(plmn: testPLMN.nas, amfRegionID: 2, amfSetID: 1, amfPointer: 3, fiveGTMSI: 0xCAFE)
    var command = ConfigurationUpdateCommand(configurationUpdateIndication: .init(acknowledgementRequested: true))
    command.fiveGGUTI = .fiveGGUTI(identity)
    scenario.network.send(.configurationUpdateCommand(command))
    scenario.world.run(for: .seconds(1))
    #expect(scenario.guti?.fiveGTMSI == 0xCAFE)
    guard case .configurationUpdateComplete? = scenario.network.received.last else {
      Issue.record("no complete")
      return
    }
  }

  @Test func deregistrationEndsSessionsAndIsConfirmed() {
    let scenario = Scenario()
    #expect(scenario.register().isRegistered)
    #expect(scenario.establish().session != nil)
    #expect(scenario.perform { await $0.deregister() })
    #expect(!scenario.isRegistered)
    #expect(scenario.perform { await $0.establishedSessions }.isEmpty)
    #expect(scenario.register().isRegistered)
  }

  @Test func switchOffNeedsNoAnswer() {
    let scenario = Scenario()
    #expect(scenario.register().isRegistered)
    _ = scenario.perform { await $0.deregister(switchOff: true) }
    guard case .deregistrationRequestUEOriginating(let request)? = scenario.network.received.last else {
      Issue.record("none")
      return
    }
    #expect(request.deregistrationType.switchOff)
    #expect(!scenario.isRegistered)
  }

  @Test func unansweredDeregistrationIsSentFiveTimes() {
    let scenario = Scenario()
    #expect(scenario.register().isRegistered)
    let count = scenario.network.received.count
    scenario.network.intervene = { _, _ in true }
    #expect(!scenario.perform { await $0.deregister() })
    #expect(scenario.network.received.count == count + 5)
  }

  @Test(arguments: [false, true]) func networkDeregisters(reregistration: Bool) {
    let scenario = Scenario()
    #expect(scenario.register().isRegistered)
    scenario.network.send(
      .deregistrationRequestUETerminated(
        DeregistrationRequestUETerminated(
          deregistrationType: DeregistrationType(reregistrationRequired: reregistration, accessType: .threeGPPAccess))))
    scenario.world.run(for: .seconds(1))
    #expect(scenario.network.received.contains { if case .deregistrationAcceptUETerminated = $0 { true } else { false } })
    scenario.network.release()
    scenario.network.context = nil
    scenario.network.ngKSI = 4
    scenario.world.run(for: .seconds(30))
    #expect(scenario.isRegistered == reregistration)
  }
}

import Base
import NAS
import NGAP
import Runtime
import Security
import Testing

@testable import AMF

/// Initial registration from SUCI to Registration Complete, and each way in which it ends otherwise (TS 24.501 §5.4.1 to §5.4.3, §5.5.1.2).
@Suite struct FiveGMMRegistrationTests {
  private func isRegistered(_ bench: RegistrationBench) -> Bool {
    bench.onAMF { amf in amf.ueIDBySUPI[RegistrationBench.supi].flatMap { amf.ues[$0] }?.isRegistered ?? false }
  }

  /// No context, connection or identity is left, here or elsewhere.
  private func isClean(_ bench: RegistrationBench) throws -> Bool {
    _ = try bench.run(for: .seconds(60))
    let counts = bench.onAMF {
      [$0.ues.count, $0.connections.count, $0.ueIDByTMSI.count, $0.ueIDBySUPI.count, $0.unauthenticatedConnections.count]
    }
    return counts == [0, 0, 0, 0, 0] && bench.home.isEmpty
  }

  @Test func aSubscriberRegisters() throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    let accept = try #require(try ue.register())
    #expect(bench.home.identities == ["suci-0-999-70-0-0-0-0000000001"])
    #expect(accept.allowedNSSAI?.sNSSAIs == [NAS.SNSSAI(sst: 1, sd: 1)])
    #expect(accept.configuredNSSAI?.sNSSAIs == [NAS.SNSSAI(sst: 1, sd: 1)])
    #expect(accept.registrationResult.value == .threeGPPAccess)
    #expect(isRegistered(bench))
    #expect(bench.home.isRegistered)
    #expect(bench.home.policies.count == 1)
    #expect(bench.home.dataSubscriptions.count == 1)
  }

  @Test func theAuthenticationRequestHasAnotherKeySetThanTheUEHolds() throws {
    let bench = try RegistrationBench()
    let answers = try ScriptedSubscriber(bench, ran: 1).begin(.registrationRequest(ScriptedSubscriber.request(ngKSI: 0)))
    guard case .authenticationRequest(let request)? = answers.first else {
      Issue.record("no Authentication Request")
      return
    }
    #expect(request.ngKSI.value == 1)
    #expect(request.abba == [0, 0])
  }

  @Test func theSecurityModeCommandReplaysTheCapabilitiesAndAsksForTheWholeMessage() throws {
    let bench = try RegistrationBench()
    let answers = try ScriptedSubscriber(bench, ran: 1).authenticate()
    guard case .securityModeCommand(let command)? = answers.first else {
      Issue.record("no Security Mode Command")
      return
    }
    #expect(command.replayedUESecurityCapabilities.octets == [0xF0, 0x70])
    #expect(command.additionalFiveGSecurityInformation?.retransmissionOfInitialNASMessageRequested == true)
    #expect(command.imeisvRequest == .requested)
    #expect(command.selectedNASSecurityAlgorithms.ciphering == .ea2)
    #expect(command.selectedNASSecurityAlgorithms.integrity == .ia2)
  }

  @Test func anUnknownSubscriberIsRejected() throws {
    let bench = try RegistrationBench()
    bench.home.isKnown = false
    let answers = try ScriptedSubscriber(bench, ran: 1).begin(.registrationRequest(ScriptedSubscriber.request()))
    #expect(answers == [.registrationReject(RegistrationReject(cause: .illegalUE))])
    #expect(try isClean(bench))
  }

  @Test func aWrongResponseIsRejectedWithoutTheAUSF() throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    _ = try ue.begin(.registrationRequest(ScriptedSubscriber.request()))
    let answers = try ue.plain(ue.authenticationResponse([UInt8](repeating: 1, count: 16)))
    #expect(answers == [.authenticationReject(AuthenticationReject())])
    #expect(bench.home.confirmations == 0)
    #expect(try isClean(bench))
  }

  @Test func aMACFailureLeadsToIdentificationAndThenToTheReject() throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    _ = try ue.begin(.registrationRequest(ScriptedSubscriber.request()))
    let asked = try ue.plain(.authenticationFailure(AuthenticationFailure(cause: .macFailure)))
    #expect(asked == [.identityRequest(IdentityRequest(identityType: .suci))])
    let answers = try ue.plain(.identityResponse(IdentityResponse(mobileIdentity: ScriptedSubscriber.request().mobileIdentity)))
    #expect(answers == [.authenticationReject(AuthenticationReject())])
    #expect(try isClean(bench))
  }

  @Test func aSynchronisationFailureIsTriedAgainOnce() throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    _ = try ue.begin(.registrationRequest(ScriptedSubscriber.request()))
    let failure = FiveGMMMessage.authenticationFailure(
      AuthenticationFailure(
        cause: .synchFailure, authenticationFailureParameter: AuthenticationFailureParameter([UInt8](repeating: 1, count: 14))))
    guard case .authenticationRequest? = try ue.plain(failure).first else {
      Issue.record("no second Authentication Request")
      return
    }
    #expect(bench.home.resynchronizations == 1)
    #expect(try ue.plain(failure) == [.authenticationReject(AuthenticationReject())])
  }

  @Test func aKeySetThatIsInUseIsReplaced() throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    _ = try ue.begin(.registrationRequest(ScriptedSubscriber.request()))
    guard
      case .authenticationRequest(let request)? = try ue.plain(
        .authenticationFailure(AuthenticationFailure(cause: .ngKSIAlreadyInUse))
      ).first
    else {
      Issue.record("no second Authentication Request")
      return
    }
    #expect(request.ngKSI.value == 1)
  }

  @Test func aSecurityModeRejectEndsTheRegistration() throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    _ = try ue.authenticate()
    _ = try ue.plain(.securityModeReject(SecurityModeReject(cause: .ueSecurityCapabilitiesMismatch)))
    #expect(try isClean(bench))
  }

  @Test func aSilentUEIsAskedFiveTimes() throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    _ = try ue.begin(.registrationRequest(ScriptedSubscriber.request()))
    let further = ue.read(try bench.run(for: .seconds(40)))
    #expect(further.filter { if case .authenticationRequest = $0 { true } else { false } }.count == 4)
    #expect(try isClean(bench))
  }

  // MARK: Row 7

  @Test(arguments: [[UInt8]?.some([0x7E, 0, 0x43]), [UInt8]?.some([0xFF]), [UInt8]?.some([0x7E, 0, 0x41, 0x79])])
  func aSecurityModeCompleteWithAnotherMessageIsRejected(_ container: [UInt8]?) throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    _ = try ue.authenticate()
    let answers = try ue.protected(
      .securityModeComplete(SecurityModeComplete(nasMessageContainer: container)), .integrityProtectedAndCipheredWithNewContext)
    #expect(answers == [.registrationReject(RegistrationReject(cause: .invalidMandatoryInformation))])
    #expect(try isClean(bench))
  }

  @Test func aSecurityModeCompleteWithoutContainerLeavesTheCleartextRequest() throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    _ = try ue.authenticate()
    let answers = try ue.protected(.securityModeComplete(SecurityModeComplete()), .integrityProtectedAndCipheredWithNewContext)
    #expect(answers.compactMap(\.registrationAcceptBody).count == 1)
  }

  @Test func capabilitiesThatWereChangedOnTheWayAreNoticed() throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    _ = try ue.authenticate()
    var whole = ScriptedSubscriber.request()
    whole.ueSecurityCapability = UESecurityCapability(octets: [0xF0, 0xF0])
    let container = try FiveGMMMessage.registrationRequest(whole).encode()
    let answers = try ue.protected(
      .securityModeComplete(SecurityModeComplete(nasMessageContainer: container)), .integrityProtectedAndCipheredWithNewContext)
    #expect(answers == [.registrationReject(RegistrationReject(cause: .ueSecurityCapabilitiesMismatch))])
  }

  // MARK: Row 8

  @Test func theSameRequestAgainDuringAuthenticationIsIgnoredAndAnotherBeginsAnew() throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    _ = try ue.begin(.registrationRequest(ScriptedSubscriber.request()))
    #expect(try ue.plain(.registrationRequest(ScriptedSubscriber.request())).isEmpty)
    let anew = try ue.plain(.registrationRequest(ScriptedSubscriber.request(ngKSI: 0)))
    #expect(anew.count == 1)
    #expect(bench.home.identities.count == 2)
  }

  @Test func aSecondRegistrationDuringSecurityModeControlSucceeds() throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    _ = try ue.authenticate()
    _ = try ue.plain(.registrationRequest(ScriptedSubscriber.request(ngKSI: 0)))
    try ue.takeKeys(ngKSI: 1)
    _ = try ue.plain(ue.authenticationResponse())
    let answers = try ue.protected(.securityModeComplete(SecurityModeComplete()), .integrityProtectedAndCipheredWithNewContext)
    #expect(answers.compactMap(\.registrationAcceptBody).count == 1)
  }

  @Test(arguments: 0..<4) func aDeregistrationAtEveryStepLeavesNothing(_ step: Int) throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    let request = ScriptedSubscriber.request()
    let deregistration = FiveGMMMessage.deregistrationRequestUEOriginating(
      DeregistrationRequestUEOriginating(
        deregistrationType: DeregistrationType(switchOff: true, accessType: .threeGPPAccess), ngKSI: NAS.NASKeySetIdentifier(value: 0),
        mobileIdentity: request.mobileIdentity))
    switch step {
    case 0:
      _ = try ue.begin(.registrationRequest(request))
      _ = try ue.plain(deregistration)
    case 1:
      _ = try ue.authenticate()
      _ = try ue.plain(deregistration)
    case 2:
      _ = try ue.authenticate()
      _ = try ue.protected(.securityModeComplete(SecurityModeComplete()), .integrityProtectedAndCipheredWithNewContext)
      _ = try ue.protected(deregistration)
    default:
      try ue.register()
      _ = try ue.protected(deregistration)
    }
    #expect(try isClean(bench))
  }

  @Test func aRegistrationByAnotherWayTakesTheSubscriberOver() throws {
    let bench = try RegistrationBench()
    try ScriptedSubscriber(bench, ran: 1).register()
    #expect(try ScriptedSubscriber(bench, ran: 2).register() != nil)
    #expect(bench.onAMF { amf in [amf.ues.count, amf.connections.count] } == [1, 1])
    #expect(bench.home.dataSubscriptions.count == 1)
    #expect(bench.home.policies.count == 1)
    #expect(bench.home.isRegistered)
  }

  @Test func whoeverCannotAuthenticateDoesNotDisturbTheSubscriber() throws {
    let bench = try RegistrationBench()
    try ScriptedSubscriber(bench, ran: 1).register()
    let fraud = ScriptedSubscriber(bench, ran: 2)
    _ = try fraud.begin(.registrationRequest(ScriptedSubscriber.request()))
    _ = try fraud.plain(fraud.authenticationResponse([UInt8](repeating: 1, count: 16)))
    _ = try bench.run(for: .seconds(2))
    #expect(isRegistered(bench))
    #expect(bench.onAMF { $0.connections.values.map(\.ranUENGAPID) } == [1])
  }

  @Test func aUEThatNoLongerSupportsTheAlgorithmsGetsNewKeys() throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    let accept = try #require(try ue.register())
    ue.ran = 2
    var request = ScriptedSubscriber.request(.mobilityRegistrationUpdating, identity: accept.fiveGGUTI, ngKSI: 0)
    request.ueSecurityCapability = UESecurityCapability(octets: [0xC0, 0x70])
    guard case .authenticationRequest(let challenge)? = try ue.beginProtected(.registrationRequest(request)).first else {
      Issue.record("no Authentication Request")
      return
    }
    #expect(challenge.ngKSI.value == 1)
    // TS 33.501 §6.1.2: the proven UE is named by its SUPI.
    #expect(bench.home.identities.last == RegistrationBench.supi.rawValue)
    _ = try ue.protected(ue.authenticationResponse())
    try ue.takeKeys(ngKSI: 1, ciphering: .nea1)
    let answers = try ue.protected(.securityModeComplete(SecurityModeComplete()), .integrityProtectedAndCipheredWithNewContext)
    #expect(answers.compactMap(\.registrationAcceptBody).count == 1)
    #expect(bench.onAMF { amf in amf.ues.values.map { $0.security?.context.algorithms.ciphering } } == [.nea1])
  }

  @Test func aProvenUEThatRejectsNewKeysKeepsTheOld() throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    let accept = try #require(try ue.register())
    ue.ran = 2
    var request = ScriptedSubscriber.request(.mobilityRegistrationUpdating, identity: accept.fiveGGUTI, ngKSI: 0)
    request.ueSecurityCapability = UESecurityCapability(octets: [0xC0, 0x70])
    _ = try ue.beginProtected(.registrationRequest(request))
    _ = try ue.protected(ue.authenticationResponse())
    // The Security Mode Command is never answered.
    _ = try bench.run(for: .seconds(40))
    #expect(bench.onAMF { amf in amf.ues.values.map { $0.security?.context.ngKSI.value } } == [0])
    #expect(bench.onAMF { amf in amf.ues.values.map { $0.securityOnTrial == nil } } == [true])
    #expect(isRegistered(bench))
  }

  // MARK: Rejects

  @Test func whereTheUEMayNotRegister() throws {
    let bench = try RegistrationBench()
    let elsewhere = ScriptedSubscriber(bench, ran: 1)
    elsewhere.tac = 9
    #expect(
      try elsewhere.begin(.registrationRequest(ScriptedSubscriber.request()))
        == [.registrationReject(RegistrationReject(cause: .noSuitableCellsInTrackingArea))])
    #expect(
      try ScriptedSubscriber(bench, ran: 2).begin(.registrationRequest(ScriptedSubscriber.request(.emergencyRegistration)))
        == [.registrationReject(RegistrationReject(cause: .peiNotAccepted))])
    #expect(try isClean(bench))
  }

  @Test func noSliceIsRejectedWithTheSlicesThatWereAskedFor() throws {
    let bench = try RegistrationBench(gNBSlices: [Base.SNSSAI(sst: 2)])
    let ue = ScriptedSubscriber(bench, ran: 1)
    let request = ScriptedSubscriber.request(slices: [NAS.SNSSAI(sst: 1, sd: 1), NAS.SNSSAI(sst: 7)])
    _ = try ue.authenticate(request)
    let answers = try ue.protected(.securityModeComplete(SecurityModeComplete()), .integrityProtectedAndCipheredWithNewContext)
    guard case .registrationReject(let reject)? = answers.first else {
      Issue.record("no Registration Reject")
      return
    }
    #expect(reject.cause == .noNetworkSlicesAvailable)
    #expect(
      reject.rejectedNSSAI?.entries == [
        .init(sst: 1, sd: 1, cause: .notAvailableInTheCurrentRegistrationArea), .init(sst: 7, cause: .notAvailableInTheCurrentPLMNOrSNPN),
      ])
    #expect(try isClean(bench))
  }

  @Test func aUDMThatIsDownPutsTheUEOff() throws {
    let bench = try RegistrationBench()
    bench.home.isUDMDown = true
    let ue = ScriptedSubscriber(bench, ran: 1)
    _ = try ue.authenticate()
    let answers = try ue.protected(.securityModeComplete(SecurityModeComplete()), .integrityProtectedAndCipheredWithNewContext)
    guard case .registrationReject(let reject)? = answers.first else {
      Issue.record("no Registration Reject")
      return
    }
    #expect(reject.cause == .congestion)
    #expect(reject.t3346Value != nil)
  }
}

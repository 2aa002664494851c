import Base
import NAS
import NGAP
import Runtime
import Security
import Testing

@testable import AMF

/// What an unproven message can do to a registered UE: nothing (TS 24.501 §4.4.4.3; ATTACKS rows 2, 4, 5, 6).
@Suite struct FiveGMMProtectionTests {
  private static let noKey = NAS.NASKeySetIdentifier(value: 7)

  private func registration(_ identity: FiveGSMobileIdentity, _ type: RegistrationType = .initialRegistration) -> FiveGMMMessage {
    .registrationRequest(
      RegistrationRequest(
        registrationType: FiveGSRegistrationType(type: type), ngKSI: Self.noKey, mobileIdentity: identity,
        ueSecurityCapability: UESecurityCapability(octets: [0xF0, 0x70])))
  }

  @Test func aRegistrationRequestWithTheIdentityOfAnotherUEAsksForTheSUCIAndTouchesNobody() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let victim = try ScriptedUE(bench, gNB)
    let answers = victim.read(try gNB.initialUE(2, nas: try registration(victim.mobileIdentity).encode()))
    guard case .identityRequest(let request)? = answers.first else {
      Issue.record("no Identity Request")
      return
    }
    #expect(request.identityType == .suci)
    #expect(victim.inContext { [$0.isRegistered, $0.isConnected] } == [true, false])
    #expect(victim.inContext { $0.sessions.keys.sorted() } == [5, 6])
  }

  @Test func aServiceRequestWithoutProofIsRejectedAndTheUEStaysRegistered() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let victim = try ScriptedUE(bench, gNB)
    let request = FiveGMMMessage.serviceRequest(
      ServiceRequest(ngKSI: NAS.NASKeySetIdentifier(value: 0), serviceType: .signalling, fiveGSTMSI: victim.fiveGSTMSI))
    let pdus = try gNB.initialUE(2, nas: try request.encode())
    #expect(victim.read(pdus) == [.serviceReject(ServiceReject(cause: .ueIdentityCannotBeDerivedByTheNetwork))])
    #expect(pdus.contains { $0.releaseCommand != nil })
    #expect(victim.inContext(\.isRegistered) == true)
  }

  @Test func aDeregistrationRequestWithoutProofLeavesTheUERegistered() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let victim = try ScriptedUE(bench, gNB)
    let request = FiveGMMMessage.deregistrationRequestUEOriginating(
      DeregistrationRequestUEOriginating(
        deregistrationType: DeregistrationType(switchOff: true, accessType: .threeGPPAccess), ngKSI: Self.noKey,
        mobileIdentity: victim.mobileIdentity))
    try gNB.initialUE(2, nas: try request.encode())
    #expect(victim.inContext(\.isRegistered) == true)
    #expect(victim.inContext { $0.sessions.count } == 2)
  }

  @Test func nothingPlainIsProcessedAfterSecurityIsEstablished() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let ue = try ScriptedUE(bench, gNB)
    _ = try ue.begin(
      .serviceRequest(ServiceRequest(ngKSI: NAS.NASKeySetIdentifier(value: 0), serviceType: .signalling, fiveGSTMSI: ue.fiveGSTMSI)), on: 2)
    let plain: [FiveGMMMessage] = [
      registration(ue.mobileIdentity), registration(.noIdentity), .authenticationResponse(AuthenticationResponse()),
      .securityModeReject(SecurityModeReject(cause: .securityModeRejectedUnspecified)),
      .deregistrationRequestUEOriginating(
        DeregistrationRequestUEOriginating(
          deregistrationType: DeregistrationType(switchOff: true, accessType: .threeGPPAccess), ngKSI: Self.noKey,
          mobileIdentity: ue.mobileIdentity)),
      .registrationComplete(RegistrationComplete()), .fiveGMMStatus(FiveGMMStatus(cause: .congestion)),
      .ulNASTransport(ULNASTransport(payloadContainerType: .n1SMInformation, payloadContainer: [0x2E], pduSessionID: 5)),
      .serviceRequest(ServiceRequest(ngKSI: Self.noKey, serviceType: .signalling, fiveGSTMSI: ue.fiveGSTMSI)),
    ]
    for message in plain {
      let events = bench.securityEvents
      #expect(try ue.sendOctets(try message.encode(), on: 2).isEmpty)
      #expect(bench.securityEvents == events + 1, "\(message.name)")
    }
    #expect(try ue.sendOctets([0x7E, 0, 0xFF, 0xFF], on: 2).isEmpty)
    #expect(ue.inContext { [$0.isRegistered, $0.isConnected] } == [true, true])
  }

  @Test func aReplayedMessageIsDiscarded() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let ue = try ScriptedUE(bench, gNB)
    let request = try ue.protect(
      .serviceRequest(ServiceRequest(ngKSI: NAS.NASKeySetIdentifier(value: 0), serviceType: .signalling, fiveGSTMSI: ue.fiveGSTMSI)),
      .integrityProtected)
    try gNB.initialUE(2, nas: request)
    #expect(ue.inContext(\.isConnected) == true)
    let answers = ue.read(try gNB.initialUE(3, nas: request))
    #expect(answers == [.serviceReject(ServiceReject(cause: .ueIdentityCannotBeDerivedByTheNetwork))])
    #expect(ue.inContext { $0.connection?.ranUENGAPID } == 2)
  }

  @Test func protectedMessagesThatAreTooShortAreDropped() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let ue = try ScriptedUE(bench, gNB)
    _ = try ue.begin(
      .serviceRequest(ServiceRequest(ngKSI: NAS.NASKeySetIdentifier(value: 0), serviceType: .signalling, fiveGSTMSI: ue.fiveGSTMSI)), on: 2)
    for length in 0...8 { #expect(try ue.sendOctets(Array([0x7E, 2, 1, 2, 3, 4, 5, 6].prefix(length)), on: 2).isEmpty) }
    #expect(ue.inContext(\.isConnected) == true)
  }

  @Test func aRegistrationRequestThatCannotBeReadIsRejected() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let ue = try ScriptedUE(bench, gNB)
    // The mobile identity claims more octets than there are.
    let pdus = try gNB.initialUE(2, nas: [0x7E, 0, 0x41, 0x79, 0, 200, 1])
    #expect(ue.read(pdus) == [.registrationReject(RegistrationReject(cause: .invalidMandatoryInformation))])
    #expect(pdus.contains { $0.releaseCommand != nil })
  }
}

/// Registration and service request of a UE whose context is here (TS 24.501 §5.5.1.3, §5.6.1; TS 33.501 §6.12.3).
@Suite struct FiveGMMKnownUETests {
  private func update(_ ue: ScriptedUE, _ type: RegistrationType = .periodicRegistrationUpdating) -> FiveGMMMessage {
    .registrationRequest(
      RegistrationRequest(
        registrationType: FiveGSRegistrationType(type: type), ngKSI: NAS.NASKeySetIdentifier(value: 0), mobileIdentity: ue.mobileIdentity,
        ueSecurityCapability: UESecurityCapability(octets: [0xF0, 0x70])))
  }

  private func service(_ ue: ScriptedUE, _ type: NAS.ServiceType = .signalling) -> FiveGMMMessage {
    .serviceRequest(ServiceRequest(ngKSI: NAS.NASKeySetIdentifier(value: 0), serviceType: type, fiveGSTMSI: ue.fiveGSTMSI))
  }

  @Test func aPeriodicRegistrationGetsANewIdentityAndKeepsSlicesAndSessions() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let ue = try ScriptedUE(bench, gNB)
    let old = ue.guti
    let accept = try #require(try ue.begin(update(ue), on: 2).first?.registrationAcceptBody)
    guard case .fiveGGUTI(let new)? = accept.fiveGGUTI else {
      Issue.record("no 5G-GUTI")
      return
    }
    #expect(new.fiveGTMSI != old.fiveGTMSI)
    #expect(accept.allowedNSSAI?.sNSSAIs == [NAS.SNSSAI(sst: 1, sd: 1)])
    #expect(accept.configuredNSSAI == nil)
    #expect(accept.taiList != nil)
    #expect(accept.t3512Value?.seconds == 3600)
    // Both identities are valid until the UE has acknowledged.
    #expect(bench.onAMF { amf in [old.fiveGTMSI, new.fiveGTMSI].map { amf.ueIDByTMSI[$0] != nil } } == [true, true])
    try ue.completeContextSetup(on: 2)
    _ = try ue.send(.registrationComplete(RegistrationComplete()), on: 2)
    #expect(bench.onAMF { amf in [old.fiveGTMSI, new.fiveGTMSI].map { amf.ueIDByTMSI[$0] != nil } } == [false, true])
    #expect(ue.inContext { $0.sessions.keys.sorted() } == [5, 6])
    #expect(ue.inContext { $0.procedure == nil } == true)
  }

  @Test func aSessionWhoseSliceIsNoLongerAllowedEndsAndTheUELearnsIt() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let ue = try ScriptedUE(bench, gNB)
    _ = ue.inContext { $0.sessions[6]?.sNSSAI = Base.SNSSAI(sst: 9) }
    let accept = try #require(try ue.begin(update(ue), on: 2).first?.registrationAcceptBody)
    #expect(accept.pduSessionStatus?.identities == [5])
    #expect(ue.inContext { $0.sessions.keys.sorted() } == [5])
  }

  @Test func userPlanesOfSessionsThatAreNotThereAreNotEstablished() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let ue = try ScriptedUE(bench, gNB)
    let request = FiveGMMMessage.serviceRequest(
      ServiceRequest(
        ngKSI: NAS.NASKeySetIdentifier(value: 0), serviceType: .data, fiveGSTMSI: ue.fiveGSTMSI, uplinkDataStatus: SessionBitmap([9])))
    guard case .serviceAccept(let accept)? = try ue.begin(request, on: 2).first else {
      Issue.record("no Service Accept")
      return
    }
    #expect(accept.pduSessionReactivationResult?.identities == [9])
    #expect(accept.pduSessionStatus?.identities == [5, 6])
  }

  @Test func aSessionThatTheUEHasNoMoreEndsAtTheGNBToo() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let ue = try ScriptedUE(bench, gNB)
    _ = try ue.begin(service(ue), on: 2)
    try ue.completeContextSetup(on: 2)
    _ = ue.inContext { $0.sessions[5]?.isUserPlaneActive = true }
    let request = FiveGMMMessage.registrationRequest(
      RegistrationRequest(
        registrationType: FiveGSRegistrationType(type: .mobilityRegistrationUpdating), ngKSI: NAS.NASKeySetIdentifier(value: 0),
        mobileIdentity: ue.mobileIdentity, pduSessionStatus: SessionBitmap([6])))
    let pdus = try ue.sendOctets(try ue.protect(request), on: 2)
    let released = pdus.compactMap { pdu -> [UInt8]? in
      guard case .initiatingMessage(.pduSessionResourceReleaseCommand(let command)) = pdu else { return nil }
      return command.pduSessionResourceToReleaseListRelCmd.map(\.pduSessionID)
    }
    #expect(released == [[5]])
    #expect(ue.read(pdus).compactMap(\.registrationAcceptBody).first?.pduSessionStatus?.identities == [6])
  }

  @Test func theSameRequestAgainGetsTheAcceptAgain() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let ue = try ScriptedUE(bench, gNB)
    let first = try #require(try ue.begin(update(ue), on: 2).first?.registrationAcceptBody)
    let again = try ue.send(update(ue), on: 2)
    #expect(again == [.registrationAccept(first)])
    // Another request begins anew, with another identity.
    let other = try #require(try ue.send(update(ue, .mobilityRegistrationUpdating), on: 2).first?.registrationAcceptBody)
    #expect(other.fiveGGUTI != first.fiveGGUTI)
  }

  @Test func theAcceptIsSentFiveTimesAndThenBothIdentitiesStay() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let ue = try ScriptedUE(bench, gNB)
    let before = gNB.received.count
    _ = try gNB.initialUE(2, nas: try ue.protect(update(ue), .integrityProtected))
    try ue.completeContextSetup(on: 2)
    bench.world.run(for: .seconds(40))
    let accepts = ue.read(gNB.received.dropFirst(before).map(\.pdu)).compactMap(\.registrationAcceptBody)
    #expect(accepts.count == 5)
    #expect(Set(accepts).count == 1)
    #expect(ue.inContext { $0.guti != nil && $0.unacknowledgedGUTI != nil } == true)
  }

  @Test func theIdentityThatTheUEComesBackWithIsTheOneThatItHolds() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let ue = try ScriptedUE(bench, gNB)
    let old = ue.guti
    let accept = try #require(try ue.begin(update(ue), on: 2).first?.registrationAcceptBody)
    guard case .fiveGGUTI(let new)? = accept.fiveGGUTI else {
      Issue.record("no 5G-GUTI")
      return
    }
    // The accept was lost: the UE comes with the old one, and gets a new one again.
    let answers = try ue.begin(service(ue), on: 3)
    #expect(answers.contains { if case .serviceAccept = $0 { true } else { false } })
    #expect(bench.onAMF { amf in amf.ueIDByTMSI[new.fiveGTMSI] == nil })
    #expect(ue.inContext { $0.guti } == old)
    #expect(answers.contains { if case .configurationUpdateCommand(let command) = $0 { command.fiveGGUTI != nil } else { false } })
  }

  @Test func aServiceRequestThatAnswersPagingIsFollowedByANewIdentity() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let ue = try ScriptedUE(bench, gNB)
    let old = ue.guti
    let id = ue.contextID
    bench.onAMF { amf in if let context = amf.ues[id] { amf.page(context) } }
    let answers = try ue.begin(service(ue, .mobileTerminatedServices), on: 2)
    let command = answers.compactMap { if case .configurationUpdateCommand(let command) = $0 { command } else { nil } }.first
    #expect(command?.configurationUpdateIndication?.acknowledgementRequested == true)
    guard case .fiveGGUTI(let new)? = command?.fiveGGUTI else {
      Issue.record("no 5G-GUTI")
      return
    }
    _ = try ue.send(.configurationUpdateComplete(ConfigurationUpdateComplete()), on: 2)
    #expect(bench.onAMF { amf in [old.fiveGTMSI, new.fiveGTMSI].map { amf.ueIDByTMSI[$0] != nil } } == [false, true])
    #expect(ue.inContext { [$0.isPaging, $0.needsNewGUTI] } == [false, false])
  }

  @Test func deregistrationEndsSessionsAndContext() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let ue = try ScriptedUE(bench, gNB)
    let request = FiveGMMMessage.deregistrationRequestUEOriginating(
      DeregistrationRequestUEOriginating(
        deregistrationType: DeregistrationType(accessType: .threeGPPAccess), ngKSI: NAS.NASKeySetIdentifier(value: 0),
        mobileIdentity: ue.mobileIdentity))
    let answers = try ue.begin(request, on: 2)
    #expect(answers == [.deregistrationAcceptUEOriginating(DeregistrationAcceptUEOriginating())])
    bench.world.run(for: .seconds(10))
    #expect(ue.inContext { _ in true } == nil)
    #expect(bench.onAMF { [$0.ueIDByTMSI.count, $0.ueIDBySUPI.count, $0.connections.count] } == [0, 0, 0])
  }

  @Test(arguments: [UInt8(0), 16, 255])
  func aSessionIdentityThatIsNoneIsSentBack(_ identity: UInt8) throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let ue = try ScriptedUE(bench, gNB)
    _ = try ue.begin(service(ue), on: 2)
    let answers = try ue.send(
      .ulNASTransport(
        ULNASTransport(
          payloadContainerType: .n1SMInformation, payloadContainer: [0x2E, identity, 1, 0xC1, 0xFF, 0xFF], pduSessionID: identity,
          requestType: .initialRequest)), on: 2)
    guard case .dlNASTransport(let transport)? = answers.first else {
      Issue.record("no DL NAS Transport")
      return
    }
    #expect(transport.cause == .payloadWasNotForwarded)
    #expect(transport.payloadContainer == [0x2E, identity, 1, 0xC1, 0xFF, 0xFF])
  }

  @Test func anIdleUEThatIsWithdrawnIsPagedAndDeregistered() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let ue = try ScriptedUE(bench, gNB)
    let id = ue.contextID
    bench.onAMF { amf in if let context = amf.ues[id] { amf.requestDeregistration(of: context, cause: .fiveGSServicesNotAllowed) } }
    let answers = try ue.begin(service(ue, .mobileTerminatedServices), on: 2)
    let request = answers.compactMap { if case .deregistrationRequestUETerminated(let request) = $0 { request } else { nil } }.first
    #expect(request?.cause == .fiveGSServicesNotAllowed)
    _ = try ue.send(.deregistrationAcceptUETerminated(DeregistrationAcceptUETerminated()), on: 2)
    bench.world.run(for: .seconds(10))
    #expect(ue.inContext { _ in true } == nil)
  }

  @Test func aUEThatDoesNotAnswerIsDeregisteredAllTheSame() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let ue = try ScriptedUE(bench, gNB)
    let id = ue.contextID
    bench.onAMF { amf in if let context = amf.ues[id] { amf.requestDeregistration(of: context, cause: .fiveGSServicesNotAllowed) } }
    bench.world.run(for: .seconds(40))
    #expect(ue.inContext { _ in true } == nil)
  }

  @Test func aUEThatIsNotHeardOfIsDeregisteredImplicitly() throws {
    let bench = N2Bench()
    let gNB = try bench.gNB(11)
    let ue = try ScriptedUE(bench, gNB)
    // T3512 of 60 minutes as sent, and twice four minutes.
    bench.world.run(for: .seconds(67 * 60))
    #expect(ue.inContext(\.isRegistered) == true)
    bench.world.run(for: .seconds(2 * 60))
    #expect(ue.inContext { _ in true } == nil)
  }
}

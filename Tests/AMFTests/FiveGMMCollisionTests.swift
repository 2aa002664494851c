import NAS
import Testing

@testable import AMF

/// What happens to a 5GMM message during each procedure (TS 24.501 §5.4.4.6, §5.5.1.2.8, §5.5.1.3.8, §5.5.2.2.6, §5.5.2.3.5, §5.6.1.8).
@Suite struct FiveGMMCollisionTests {
  private static let procedures: [UEProcedure?] = [
    nil, .registration, .serviceRequest, .deregistrationByUE, .deregistrationByNetwork, .configurationUpdate,
  ]

  private static func registration(_ type: RegistrationType) -> FiveGMMMessage {
    .registrationRequest(
      RegistrationRequest(
        registrationType: FiveGSRegistrationType(type: type), ngKSI: NASKeySetIdentifier(value: 7),
        mobileIdentity: .noIdentity))
  }

  private static let service = FiveGMMMessage.serviceRequest(
    ServiceRequest(ngKSI: NASKeySetIdentifier(value: 0), serviceType: .signalling, fiveGSTMSI: .noIdentity))
  private static let deregistration = FiveGMMMessage.deregistrationRequestUEOriginating(
    DeregistrationRequestUEOriginating(
      deregistrationType: DeregistrationType(switchOff: true, accessType: .threeGPPAccess), ngKSI: NASKeySetIdentifier(value: 0),
      mobileIdentity: .noIdentity))
  private static let transport = FiveGMMMessage.ulNASTransport(
    ULNASTransport(payloadContainerType: .n1SMInformation, payloadContainer: [0x2E]))

  /// The dispositions of a message in the order of ``procedures``.
  private func row(_ message: FiveGMMMessage, isRepetition: Bool = false) -> [CollisionTable.Disposition] {
    Self.procedures.map { CollisionTable.disposition(of: message, during: $0, isRepetition: isRepetition) }
  }

  @Test func aRegistrationRequestWithOtherContentBeginsAnew() {
    #expect(row(Self.registration(.initialRegistration)) == [.supersede, .supersede, .supersede, .supersede, .supersede, .supersede])
  }

  @Test func theSameRegistrationRequestAgainIsIgnoredBeforeTheAccept() {
    #expect(
      row(Self.registration(.initialRegistration), isRepetition: true)
        == [.supersede, .discard, .supersede, .supersede, .supersede, .supersede])
  }

  @Test(arguments: [RegistrationType.mobilityRegistrationUpdating, .periodicRegistrationUpdating])
  func anUpdateDoesNotStopTheNetworksDeregistration(_ type: RegistrationType) {
    #expect(row(Self.registration(type)) == [.supersede, .supersede, .supersede, .supersede, .discard, .supersede])
  }

  @Test func unusedRegistrationTypesAreInitialRegistrations() {
    #expect(!RegistrationType.other(0).isUpdate)
    #expect(!RegistrationType.snpnOnboardingRegistration.isUpdate)
    #expect(!RegistrationType.disasterRoamingInitialRegistration.isUpdate)
    #expect(RegistrationType.disasterRoamingMobilityRegistrationUpdating.isUpdate)
  }

  @Test func aServiceRequestWaitsForNobodyButLosesAgainstRegistrationAndDeregistration() {
    #expect(row(Self.service) == [.supersede, .discard, .supersede, .discard, .discard, .supersede])
  }

  @Test func aDeregistrationByTheUEWinsOverEverything() {
    #expect(row(Self.deregistration) == [.supersede, .supersede, .supersede, .discard, .supersede, .supersede])
  }

  @Test func sessionMessagesAreCarriedBesideAllButDeregistration() {
    #expect(row(Self.transport) == [.supersede, .concurrent, .concurrent, .discard, .discard, .concurrent])
  }

  @Test func anAcknowledgementOfAnIdentityDoesNotDisturbARegistration() {
    let complete = FiveGMMMessage.configurationUpdateComplete(ConfigurationUpdateComplete())
    #expect(row(complete) == [.supersede, .discard, .concurrent, .concurrent, .concurrent, .concurrent])
  }

  @Test func answersThatNobodyWaitsForAreDropped() {
    let answers: [FiveGMMMessage] = [
      .authenticationResponse(AuthenticationResponse()), .registrationComplete(RegistrationComplete()),
      .securityModeComplete(SecurityModeComplete()), .deregistrationAcceptUETerminated(DeregistrationAcceptUETerminated()),
    ]
    for answer in answers { #expect(row(answer).dropFirst().allSatisfy { $0 == .discard }) }
  }
}

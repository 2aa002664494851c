import Base
import NAS
import Runtime
import Security

/// What a 5GMM cause of a reject or of a network-initiated de-registration does to the UE (TS 24.501 §5.5.1.2.5, §5.5.1.3.5, §5.5.2.3.2,
/// §5.6.1.5).
extension UE {
  /// - Returns: when the UE registers again by itself, if it does.
  func takeRejection(_ cause: FiveGMMCause, isProtected: Bool, t3346: Duration?) -> Duration? {
    let tai = radio.cell?.tai
    switch cause {
    case .illegalUE, .illegalME, .fiveGSServicesNotAllowed:
      forgetRegistration()
      invalidateUSIM(isProtected: isProtected)
    case .ueIdentityCannotBeDerivedByTheNetwork:
      forgetRegistration()
    case .implicitlyDeregistered:
      forgetRegistration(keepingContext: true)
      mobility.guti = nil
    case .plmnNotAllowed, .servingNetworkNotAuthorized, .n1ModeNotAllowed, .plmnNotAllowedToOperateAtThePresentUELocation:
      forgetRegistration(keepingContext: cause == .n1ModeNotAllowed)
      if let tai { MobilityState.remember(tai.plmn, in: &mobility.forbiddenPLMNs) }
    case .trackingAreaNotAllowed:
      forgetRegistration()
      if let tai { MobilityState.remember(tai, in: &mobility.forbiddenTAIsForRegionalService) }
    case .roamingNotAllowedInThisTrackingArea, .noSuitableCellsInTrackingArea:
      forgetRegistration(keepingContext: true)
      if let tai { MobilityState.remember(tai, in: &mobility.forbiddenTAIsForRoaming) }
    case .congestion:
      if mobility.registration != .registered { mobility.registration = .deregistered }
      guard let t3346, t3346 > .zero else { return retryAfterFailure() }
      // Without integrity protection the UE draws the time itself, 15 to 30 minutes (TS 24.501 §5.5.1.2.5).
      let wait = isProtected ? t3346 : .seconds(900 + Int(environment.random.uint32() % 900))
      retryRegistration(.t3346, after: wait)
      return wait
    case .noNetworkSlicesAvailable, .nonThreeGPPAccessTo5GCNNotAllowed, .redirectionToEPCRequired:
      forgetRegistration(keepingContext: true)
    case .semanticallyIncorrectMessage, .invalidMandatoryInformation, .messageTypeNonExistentOrNotImplemented,
      .informationElementNonExistentOrNotImplemented, .protocolErrorUnspecified:
      // TS 24.501 §5.5.1.2.7 d: as if five attempts had failed.
      return giveUp()
    default:
      forgetRegistration(keepingContext: true)
      return retryAfterFailure()
    }
    return nil
  }

  private func retryAfterFailure() -> Duration {
    mobility.registrationAttempts += 1
    if mobility.registrationAttempts >= 5 { return giveUp() }
    let wait = configuration.timers.t3511
    retryRegistration(.t3511, after: wait)
    return wait
  }

  /// The UE is deregistered: no sessions, no registration area.
  /// - Parameter keepingContext: keeps 5G-GUTI and security context for the next registration.
  func forgetRegistration(keepingContext: Bool = false) {
    mobility.registration = .deregistered
    stopTimer(.t3512)
    mobility.trackingAreas = FiveGSTrackingAreaIdentityList([TrackingAreaPart]())
    mobility.pending = []
    for id in sessions.keys.sorted() { forgetSession(id, cause: nil) }
    guard !keepingContext else { return }
    mobility.guti = nil
    mobility.lastVisitedTAI = nil
    mobility.equivalentPLMNs = []
    security.current = nil
    security.partial = nil
    security.isExchangeSecure = false
  }
}

import Base
import NAS
import Runtime
import Security

/// 5G AKA at the UE (TS 24.501 §5.4.1.3) and what follows its failures.
extension UE {
  func authenticate(_ request: AuthenticationRequest) {
    stopTimer(.t3520)
    guard let rand = request.authenticationParameterRAND, rand.count == 16, let autn = request.authenticationParameterAUTN else {
      send(.fiveGMMStatus(FiveGMMStatus(cause: .conditionalIEError)))
      return
    }
    // TS 24.501 §5.4.1.3.2: the same RAND gets the stored RES* and does not go to the USIM again.
    if let partial = security.partial, partial.rand == rand, isRunning(.t3516) {
      send(.authenticationResponse(AuthenticationResponse(authenticationResponseParameter: partial.resStar)))
      return
    }
    // TS 24.501 §5.4.1.3.7 e.
    if request.ngKSI.value != 7, security.current != nil, request.ngKSI.value == security.ngKSI {
      fail(.ngKSIAlreadyInUse)
      return
    }
    guard let cell = radio.cell else { return }
    do throws(SecurityError) {
      let name = try ServingNetworkName(mcc: cell.network.plmn.mcc, mnc: cell.network.plmn.mnc)
      switch try usim.authenticate(rand: rand, autn: autn.octets) {
      case .success(let success):
        let keys = try FiveGAKA.ueKeys(success: success, servingNetworkName: name)
        let supi = configuration.supi.imsi ?? String(configuration.supi.rawValue.dropFirst(4))
        let kAMF = try KeyHierarchy.kAMF(kSEAF: keys.kSEAF, supi: supi, abba: request.abba)
        let resStar = keys.resStar.revealed
        security.partial = SecurityContexts.Partial(ngKSI: request.ngKSI.value, kAMF: kAMF, rand: rand, resStar: resStar)
        mobility.refusedChallenges = 0
        mobility.lastAuthenticationFailure = nil
        startTimer(.t3516, .seconds(30)) { _ in }
        send(.authenticationResponse(AuthenticationResponse(authenticationResponseParameter: resStar)))
      case .macFailure: fail(.macFailure)
      case .nonFiveGAuthenticationUnacceptable: fail(.nonFiveGAuthenticationUnacceptable)
      case .synchFailure(let auts): fail(.synchFailure, auts: auts)
      }
    } catch {
      environment.log(.error, "authentication: \(error)")
      send(.fiveGMMStatus(FiveGMMStatus(cause: .protocolErrorUnspecified)))
    }
  }

  private func fail(_ cause: FiveGMMCause, auts: [UInt8]? = nil) {
    mobility.lastAuthenticationFailure = cause.rawValue
    mobility.refusedChallenges += 1
    report(.authenticationFailed(cause: cause.rawValue))
    environment.log(.warning, "authentication failure: \(cause) (#\(cause.rawValue))")
    send(
      .authenticationFailure(
        AuthenticationFailure(cause: cause, authenticationFailureParameter: auts.map { AuthenticationFailureParameter($0) })))
    // TS 24.501 §5.4.1.3.7: three refused challenges in a row, or no new one in time, show a network that is not genuine.
    if mobility.refusedChallenges >= 3 {
      networkNotGenuine()
    } else if cause != .ngKSIAlreadyInUse {
      startTimer(.t3520, configuration.timers.t3520) { $0.networkNotGenuine() }
    }
  }

  private func networkNotGenuine() {
    mobility.refusedChallenges = 0
    environment.security("network failed authentication, cell barred", interface: .n1)
    _ = mobility.mailbox.deliver(.networkNotGenuine(cause: mobility.lastAuthenticationFailure ?? FiveGMMCause.macFailure.rawValue))
    releaseLocally()
    barCell()
  }

  /// AUTHENTICATION REJECT (TS 24.501 §5.4.1.3.5).
  func authenticationRejected(isProtected: Bool) {
    stopTimer(.t3520)
    forgetRegistration()
    invalidateUSIM(isProtected: isProtected)
    if !mobility.mailbox.deliver(.message(.authenticationReject(AuthenticationReject()), isProtected: isProtected)) {
      report(.deregistered(reason: "authentication rejected"))
      releaseLocally()
    }
  }

  /// The USIM counts as invalid until the UE is switched off; without integrity protection only until T3247 expires
  /// (TS 24.501 §5.3.20.2).
  func invalidateUSIM(isProtected: Bool) {
    if isProtected || mobility.unprotectedRejects >= 3 {
      mobility.usimInvalidUntil = Instant(nanoseconds: .max)
      return
    }
    mobility.unprotectedRejects += 1
    let wait = Duration.seconds(1800 + Int(environment.random.uint32() % 1800))
    mobility.usimInvalidUntil = environment.loop.now + wait
    startTimer(.t3247, wait) { ue in
      ue.mobility.usimInvalidUntil = nil
      ue.mobility.forbiddenTAIsForRoaming = []
      ue.mobility.forbiddenTAIsForRegionalService = []
      ue.mobility.pending.insert(.initialRegistration)
      ue.startPending()
    }
  }

  // MARK: Identification

  /// IDENTITY REQUEST (TS 24.501 §5.4.3).
  func identify(_ request: IdentityRequest) {
    stopTimer(.t3520)
    let identity: FiveGSMobileIdentity
    switch request.identityType {
    case .suci: identity = concealedIdentity() ?? .noIdentity
    case .imei: identity = .imei(imei)
    case .imeisv: identity = .imeisv(configuration.imeisv)
    case .fiveGGUTI: identity = mobility.guti.map { .fiveGGUTI($0.nas) } ?? .noIdentity
    case .fiveGSTMSI: identity = mobility.guti.map { .fiveGSTMSI($0.nas.fiveGSTMSI) } ?? .noIdentity
    default: identity = .noIdentity
    }
    send(.identityResponse(IdentityResponse(mobileIdentity: identity)))
  }

  /// TAC and serial number of the IMEISV with the check digit of TS 23.003 Annex B.
  private var imei: String {
    let digits = configuration.imeisv.utf8.prefix(14).map { Int($0) - 0x30 }
    let sum = digits.enumerated().reduce(0) { sum, digit in
      let doubled = digit.offset % 2 == 1 ? digit.element * 2 : digit.element
      return sum + doubled / 10 + doubled % 10
    }
    return digits.map(String.init).joined() + String((10 - sum % 10) % 10)
  }

  /// A new SUCI (TS 33.501 §6.12.2).
  func concealedIdentity() -> FiveGSMobileIdentity? {
    guard let imsi = configuration.supi.imsi else {
      return .suci(NAS.SUCI(.nai(format: 1, Array(configuration.supi.rawValue.dropFirst(4).utf8))))
    }
    let msin = String(imsi.dropFirst(configuration.homePLMN.digits.count))
    let plmn = configuration.homePLMN
    let routing = configuration.routingIndicator
    switch configuration.concealment {
    case .null:
      guard let suci = NAS.SUCI.IMSI(plmn: plmn.nas, routingIndicator: routing, msin: msin) else { return nil }
      lastSUCI = "suci-0-\(plmn.mcc)-\(plmn.mnc)-\(routing)-0-0-\(msin)"
      return .suci(NAS.SUCI(suci))
    case .publicKey(let key):
      var generator = SourceGenerator(source: environment.random)
      guard let packed = try? Security.SUCI.packMSIN(msin), let output = try? Security.SUCI.conceal(packed, for: key, using: &generator)
      else { return nil }
      lastSUCI = "suci-0-\(plmn.mcc)-\(plmn.mnc)-\(routing)-\(key.scheme.rawValue)-\(key.identifier)-\(Hex.encode(output))"
      return .suci(
        NAS.SUCI(
          NAS.SUCI.IMSI(
            plmn: plmn.nas, routingIndicator: routing, protectionSchemeID: key.scheme.rawValue, homeNetworkPublicKeyID: key.identifier,
            schemeOutput: output)))
    }
  }
}

/// The injected random source as a generator of the standard library.
struct SourceGenerator: RandomNumberGenerator {
  let source: any RandomSource
  mutating func next() -> UInt64 { source.uint64() }
}

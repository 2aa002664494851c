import Base
import NAS
import Runtime
import SBI
import Security
import Services

extension AMF {
  /// ABBA of Release 17 (TS 33.501 §A.7.1).
  static let abba: [UInt8] = [0, 0]

  /// 5G AKA (TS 33.501 §6.1.3.2; TS 24.501 §5.4.1.3): authenticates the UE and leaves K_AMF in the context.
  /// - Parameter identity: SUCI or SUPI as SBI writes it.
  /// - Throws: `ProcedureEnd.finished` when an Authentication Reject was sent, `.reject` with the cause for the registration else.
  func authentication(of ue: UEContext, lease: UInt64, identity: String, request: RegistrationRequest) async throws -> SUPI {
    let ausf = try await call(ue, lease: lease) { try await services.nausfUEAuthentication() }
    var resynchronization: ResynchronizationInfo?
    // TS 24.501 §5.4.1.3.2: none of the key sets that the UE may hold.
    var usedKeySets = [request.ngKSI.value]
    if let other = request.noncurrentNativeNASKeySetIdentifier { usedKeySets.append(other.value) }
    if let own = ue.security { usedKeySets.append(own.context.ngKSI.value) }
    for _ in 0..<3 {
      // TS 33.501 §6.1.2, step 1 and §6.1.3.2, step 5: Nausf_UEAuthentication_Authenticate.
      let challenge = try await requestChallenge(ue, lease: lease, ausf: ausf, identity: identity, resynchronization: resynchronization)
      let ngKSI = AMF.freeKeySetIdentifier(besides: usedKeySets)
      // TS 33.501 §6.1.3.2, step 6; TS 24.501 §5.4.1.3.2.
      let answer = try await self.request(
        .authenticationRequest(
          AuthenticationRequest(
            ngKSI: NAS.NASKeySetIdentifier(value: ngKSI), abba: AMF.abba, authenticationParameterRAND: challenge.rand,
            authenticationParameterAUTN: AuthenticationParameterAUTN(challenge.autn))),
        of: ue, lease: lease, timer: configuration.timers.t3560, label: "T3560"
      ) { message, _ in
        switch message {
        case .authenticationResponse, .authenticationFailure: true
        default: false
        }
      }
      if case .authenticationResponse(let response) = answer {
        return try await confirm(ue, lease: lease, ausf: ausf, challenge: challenge, ngKSI: ngKSI, response: response)
      }
      guard case .authenticationFailure(let failure) = answer else { throw ProcedureEnd.reject(.protocolErrorUnspecified) }
      environment.log(.warning, "\(ue.logName): the UE refuses authentication, cause \(failure.cause)")
      // TS 24.501 §5.4.1.3.7.
      switch failure.cause {
      case .synchFailure:
        guard resynchronization == nil, let auts = failure.authenticationFailureParameter?.octets, auts.count == 14 else {
          throw rejectAuthentication(ue)
        }
        resynchronization = ResynchronizationInfo(rand: Hex.encode(challenge.rand), auts: Hex.encode(auts))
      // e) with another ngKSI.
      case .ngKSIAlreadyInUse: usedKeySets.append(ngKSI)
      case .macFailure, .nonFiveGAuthenticationUnacceptable:
        // c) and d): the SUCI tells whether another subscriber was meant. The challenge was made for a SUCI already
        // (a 5G-GUTI is never taken for an identity before it is proven), so the mapping stands and the UE is rejected.
        _ = try await identification(of: ue, lease: lease)
        throw rejectAuthentication(ue)
      default: throw rejectAuthentication(ue)
      }
    }
    throw rejectAuthentication(ue)
  }

  /// The lowest ngKSI that is not used; 7 means that there is no key.
  static func freeKeySetIdentifier(besides used: [UInt8]) -> UInt8 { (0...6).first { !used.contains($0) } ?? 0 }

  private struct Challenge {
    var rand: [UInt8]
    var autn: [UInt8]
    var hxresStar: [UInt8]
    /// The authentication context at the AUSF.
    var contextID: String
  }

  private func requestChallenge(
    _ ue: UEContext, lease: UInt64, ausf: any Nausf_UEAuthentication, identity: String, resynchronization: ResynchronizationInfo?
  ) async throws -> Challenge {
    let name = servingNetworkName
    do {
      let created = try await call(ue, lease: lease) {
        try await ausf.authenticate(
          AuthenticationInfo(supiOrSuci: identity, servingNetworkName: name, resynchronizationInfo: resynchronization))
      }
      let data = Av5gAka(unchecked: created.body.fiveGAuthData)
      guard let rand = Hex.decode(data.rand), let autn = Hex.decode(data.autn), let hxresStar = Hex.decode(data.hxresStar),
        rand.count == 16, autn.count == 16, hxresStar.count == 16
      else { throw ProcedureEnd.reject(.protocolErrorUnspecified) }
      return Challenge(rand: rand, autn: autn, hxresStar: hxresStar, contextID: created.resourceID)
    } catch let failure as SBIFailure {
      throw ProcedureEnd.reject(AMF.causeOfAuthenticationFailure(failure))
    }
  }

  /// TS 29.524 §4.2.2 and TS 29.509 §6.1.7.3: what a refusal of the AUSF means for the UE.
  static func causeOfAuthenticationFailure(_ failure: SBIFailure) -> FiveGMMCause {
    switch failure.problem.cause {
    case "USER_NOT_FOUND", "UNKNOWN_USER": .illegalUE
    case "SERVING_NETWORK_NOT_AUTHORIZED": .servingNetworkNotAuthorized
    case "AUTHENTICATION_REJECTED", "INVALID_HN_PUBLIC_KEY_IDENTIFIER", "INVALID_SCHEME_OUTPUT": .illegalUE
    // An identity that is none. Anything else is trouble between functions, for which no USIM is to be made invalid.
    case "MANDATORY_IE_INCORRECT", "INVALID_MSG_FORMAT": failure.status == 400 ? .illegalUE : .congestion
    default: .congestion
    }
  }

  private func confirm(
    _ ue: UEContext, lease: UInt64, ausf: any Nausf_UEAuthentication, challenge: Challenge, ngKSI: UInt8, response: AuthenticationResponse
  ) async throws -> SUPI {
    // TS 33.501 §6.1.3.2, step 9: the SEAF compares HRES* with HXRES*.
    guard let resStar = response.authenticationResponseParameter, resStar.count == 16,
      FiveGAKA.seafAccepts(resStar: SecretBytes(resStar), rand: challenge.rand, hxresStar: challenge.hxresStar)
    else {
      environment.security("\(ue.logName): RES* does not match HXRES*", interface: .n1)
      throw rejectAuthentication(ue)
    }
    do {
      // Steps 10 to 12: the AUSF confirms and gives SUPI and K_SEAF.
      let confirmation = try await call(ue, lease: lease) {
        try await ausf.confirm5GAKA(authCtxId: challenge.contextID, ConfirmationData(resStar: Hex.encode(resStar)))
      }
      guard confirmation.authResult == .authenticationSuccess, let supi = confirmation.supi.flatMap({ SUPI($0) }),
        let kSEAF = confirmation.kseaf.flatMap({ Hex.decode($0) }), kSEAF.count == 32
      else { throw rejectAuthentication(ue) }
      let kAMF = try KeyHierarchy.kAMF(kSEAF: SecretBytes(kSEAF), supi: supi.imsi ?? String(supi.rawValue.dropFirst(4)), abba: AMF.abba)
      ue.authenticatedKeys = AuthenticatedKeys(ngKSI: ngKSI, kAMF: kAMF)
      return supi
    } catch let failure as SBIFailure {
      environment.log(
        .warning, "\(ue.logName): the AUSF does not confirm the authentication: \(failure.problem.cause ?? "\(failure.status)")")
      // A function that fails does not make the UE a fraud: it may try again later.
      let cause = AMF.causeOfAuthenticationFailure(failure)
      throw cause == .congestion ? ProcedureEnd.reject(cause) : rejectAuthentication(ue)
    }
  }

  /// AUTHENTICATION REJECT (TS 24.501 §5.4.1.3.5): the UE deletes its 5G-GUTI and keys, and so ends its context here.
  private func rejectAuthentication(_ ue: UEContext) -> ProcedureEnd {
    send(.authenticationReject(AuthenticationReject()), to: ue)
    environment.log(.warning, "\(ue.logName): authentication rejected")
    ue.registrationState = .deregistered
    if let connection = ue.connection { releaseConnection(connection, cause: .nasAuthenticationFailure) }
    return .finished
  }
}

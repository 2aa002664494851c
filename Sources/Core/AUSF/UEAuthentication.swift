import Base
import SBI
import Security
import Services

extension AUSF: Nausf_UEAuthentication {
  /// Nausf_UEAuthentication_Authenticate with 5G AKA (TS 29.509 §5.2.2.2.2; TS 33.501 §6.1.2 and §6.1.3.2, steps 1 to 5).
  public func authenticate(_ body: AuthenticationInfo) async throws(SBIFailure) -> Created<UEAuthenticationCtx> {
    // TS 33.501 §6.1.2: is the requesting SEAF entitled to the serving network name?
    let name = try checkedServingNetwork(body.servingNetworkName)
    let answer = try await requestVector(of: body)
    guard answer.authType == .fiveGAka, let supi = answer.supi, let vector = answer.authenticationVector, vector.avType == .fiveGHeAka,
      let rand = vector.rand.flatMap({ Hex.decode($0) }), let autn = vector.autn,
      let xresStar = vector.xresStar.flatMap({ SecretBytes(hex: $0) }),
      let kAUSF = vector.kausf.flatMap({ SecretBytes(hex: $0) }), rand.count == 16, xresStar.count == 16, kAUSF.count == 32,
      let hxresStar = try? KeyHierarchy.hresStar(rand: rand, resStar: xresStar)
    else {
      environment.log(.error, "the UDM did not answer with a 5G AKA vector")
      throw SBIFailure(status: 403, cause: "AUTHENTICATION_REJECTED", detail: "only 5G AKA is supported")
    }
    // Step 3: XRES* and K_AUSF are kept with the SUPI until the confirmation, for a limited time.
    let id = Hex.encode(environment.random.bytes(16))
    let timer = environment.loop.schedule(after: configuration.contextLifetime, label: "AUSF authentication context") { [weak self] in
      self?.assumeIsolated { $0.expire(id) }
    }
    begin(Context(supi: supi, servingNetworkName: name, xresStar: xresStar, kAUSF: kAUSF, timer: timer), as: id)
    // Steps 4 and 5: HXRES* goes to the SEAF, the SUPI and the keys do not.
    let location = "\(services.ownAPIRoot)/nausf-auth/v1/ue-authentications/\(id)"
    let data = Av5gAka(rand: Hex.encode(rand), hxresStar: Hex.encode(hxresStar), autn: autn)
    let context = UEAuthenticationCtx(
      authType: .fiveGAka, fiveGAuthData: data.json,
      links: SBIMap([(key: "5g-aka", value: ["href": .string("\(location)/5g-aka-confirmation")] as JSON)]),
      servingNetworkName: name.text)
    return Created(location: location, body: context)
  }

  private func checkedServingNetwork(_ text: String) throws(SBIFailure) -> Security.ServingNetworkName {
    for plmn in configuration.servingNetworks {
      if let name = try? Security.ServingNetworkName(mcc: plmn.mcc, mnc: plmn.mnc), name.text == text { return name }
    }
    environment.security("authentication for a serving network that is not authorized", interface: .sbi)
    throw SBIFailure(status: 403, cause: "SERVING_NETWORK_NOT_AUTHORIZED")
  }

  /// Nudm_UEAuthentication_Get. The causes of its refusals are those of TS 29.509 table 6.1.3.2.3.1-3 as well.
  private func requestVector(of body: AuthenticationInfo) async throws(SBIFailure) -> AuthenticationInfoResult {
    let request = AuthenticationInfoRequest(
      servingNetworkName: body.servingNetworkName, ausfInstanceId: configuration.nfInstanceID,
      resynchronizationInfo: body.resynchronizationInfo)
    return try await services.nudmUEAuthentication().generateAuthData(supiOrSuci: body.supiOrSuci, request)
  }

  private func expire(_ id: String) {
    if end(id) != nil { environment.log(.info, "an authentication was not confirmed in time") }
  }

  /// Confirmation of 5G AKA (TS 29.509 §5.2.2.2.2; TS 33.501 §6.1.3.2, steps 11 and 12). A context is good for one attempt.
  public func confirm5GAKA(authCtxId: String, _ body: ConfirmationData?) async throws(SBIFailure) -> ConfirmationDataResponse {
    guard let context = end(authCtxId) else { throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND") }
    let resStar = body?.resStar.flatMap { Hex.decode($0) } ?? []
    let isAuthenticated = constantTimeEqual(resStar, context.xresStar.revealed)
    if isAuthenticated { successCount &+= 1 } else { failureCount &+= 1 }
    // TS 33.501 §6.1.4.1a: the UDM learns the result before the SEAF, so that it can tie the registration to it.
    let event = AuthEvent(
      nfInstanceId: configuration.nfInstanceID, success: isAuthenticated, timeStamp: DateTimeText.text(environment.loop.wallTime),
      authType: .fiveGAka, servingNetworkName: context.servingNetworkName.text)
    let created = try await services.nudmUEAuthentication().confirmAuth(supi: context.supi, event)
    guard isAuthenticated else {
      environment.log(.warning, "a UE's RES* is wrong")
      return ConfirmationDataResponse(authResult: .authenticationFailure)
    }
    remember(
      Result(supi: context.supi, servingNetworkName: context.servingNetworkName.text, eventID: created.resourceID), as: authCtxId)
    let kSEAF = KeyHierarchy.kSEAF(kAUSF: context.kAUSF, servingNetworkName: context.servingNetworkName)
    return ConfirmationDataResponse(authResult: .authenticationSuccess, supi: context.supi, kseaf: Hex.encode(kSEAF.revealed))
  }

  /// Removal of a result (TS 29.509 §5.2.2.2.2, step 6), also at the UDM.
  public func delete5GAKAResult(authCtxId: String) async throws(SBIFailure) {
    guard let result = results[authCtxId] else { throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND") }
    forget(authCtxId)
    try await removeEvent(of: result)
  }

  private func removeEvent(of result: Result) async throws(SBIFailure) {
    let event = AuthEvent(
      nfInstanceId: configuration.nfInstanceID, success: true, timeStamp: DateTimeText.text(environment.loop.wallTime), authType: .fiveGAka,
      servingNetworkName: result.servingNetworkName, authRemovalInd: true)
    try await services.nudmUEAuthentication().deleteAuth(supi: result.supi, authEventId: result.eventID, event)
  }

  /// Nausf_UEAuthentication_Deregister (TS 29.509 §5.2.2.3): what is kept for the UE goes.
  public func deregister(_ body: DeregistrationInfo) async throws(SBIFailure) {
    guard let id = resultBySUPI[body.supi] else { throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND") }
    forget(id)
  }
}

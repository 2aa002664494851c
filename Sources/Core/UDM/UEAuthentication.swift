import Base
import SBI
import Security
import Services

extension UDM: Nudm_UEAuthentication {
  /// Nudm_UEAuthentication_Get (TS 29.503 §5.4.2.2): one 5G home environment vector (TS 33.501 §6.1.3.2, step 1).
  public func generateAuthData(
    supiOrSuci: String, _ body: AuthenticationInfoRequest
  ) async throws(SBIFailure) -> AuthenticationInfoResult {
    let name = try checkedServingNetwork(body.servingNetworkName)
    let supi = try supi(of: supiOrSuci)
    var subscription = try await authenticationSubscription(of: supi)
    // TS 29.503 §5.4.2.2.3: resynchronisation, verified before the sequence number is touched (TS 33.102 §6.3.5).
    if let info = body.resynchronizationInfo {
      try await resynchronise(supi, algorithm: try algorithm(of: subscription, supi: supi), info: info)
      subscription = try await authenticationSubscription(of: supi)
    }
    let algorithm = try algorithm(of: subscription, supi: supi)
    let sqn = try await takeSequenceNumber(of: supi, after: subscription)
    let field = subscription.authenticationManagementField.flatMap { Hex.decode($0) } ?? []
    let amf = field.count == 2 ? UInt16(field[0]) << 8 | UInt16(field[1]) : FiveGAKA.separationBit
    let vector: HomeEnvironmentVector
    do {
      vector = try FiveGAKA.vector(
        algorithm: algorithm, rand: environment.random.bytes(16), sqn: sqn, amf: amf, servingNetworkName: name)
    } catch {
      throw broken(error)
    }
    authenticationCount &+= 1
    return AuthenticationInfoResult(
      authType: .fiveGAka,
      authenticationVector: AuthenticationVector(
        avType: .fiveGHeAka, rand: Hex.encode(vector.rand), autn: Hex.encode(vector.autn), xresStar: Hex.encode(vector.xresStar.revealed),
        kausf: Hex.encode(vector.kAUSF.revealed)),
      supi: supi)
  }

  /// The home network or one with a roaming agreement (TS 33.501 §6.1.2; TS 24.501 §9.12.1).
  private func checkedServingNetwork(_ text: String) throws(SBIFailure) -> Security.ServingNetworkName {
    for plmn in [configuration.homePLMN] + configuration.roamingPartners {
      if let name = try? Security.ServingNetworkName(mcc: plmn.mcc, mnc: plmn.mnc), name.text == text { return name }
    }
    throw SBIFailure(status: 403, cause: "SERVING_NETWORK_NOT_AUTHORIZED")
  }

  private func authenticationSubscription(of supi: String) async throws(SBIFailure) -> AuthenticationSubscription {
    do throws(SBIFailure) {
      let subscription = try await services.nudrDataRepository().queryAuthenticationSubscription(
        ueId: supi, query: QueryAuthenticationSubscriptionQuery())
      guard subscription.authenticationMethod == .fiveGAka else {
        throw SBIFailure(status: 403, cause: "AUTHENTICATION_REJECTED", detail: "only 5G AKA is supported")
      }
      return subscription
    } catch {
      switch error.status {
      case 404: throw SBIFailure(status: 404, cause: "USER_NOT_FOUND")
      case 403: throw SBIFailure(status: 403, cause: "AUTHENTICATION_REJECTED", detail: error.problem.detail)
      default: throw error
      }
    }
  }

  private func algorithm(of subscription: AuthenticationSubscription, supi: String) throws(SBIFailure) -> AKAAlgorithm {
    do throws(SecurityError) {
      let key = try open(subscription.encPermanentKey, "encPermanentKey", supi)
      switch subscription.algorithmId {
      case "milenage": return .milenage(try Milenage(k: key, opc: try open(subscription.encOpcKey, "encOpcKey", supi)))
      case "tuak": return .tuak(try TUAK(k: key, topc: try open(subscription.encTopcKey, "encTopcKey", supi)))
      default: throw SecurityError.invalidValue(of: "algorithm of the subscription")
      }
    } catch {
      throw broken(error)
    }
  }

  private func open(_ text: String?, _ field: String, _ supi: String) throws(SecurityError) -> SecretBytes {
    guard let sealed = text.flatMap({ Hex.decode($0) }) else { throw .invalidValue(of: field) }
    return try configuration.keyProtection.open(sealed, for: SealingContext(supi: supi, field: field))
  }

  private func broken(_ error: SecurityError) -> SBIFailure {
    environment.log(.error, "no authentication vector: \(error)")
    return SBIFailure(status: 500, cause: "SYSTEM_FAILURE")
  }

  // MARK: Sequence numbers

  private func resynchronise(_ supi: String, algorithm: AKAAlgorithm, info: ResynchronizationInfo) async throws(SBIFailure) {
    guard let rand = Hex.decode(info.rand), rand.count == 16, let auts = Hex.decode(info.auts), auts.count == 14 else {
      throw SBIFailure(status: 400, cause: "MANDATORY_IE_INCORRECT", detail: "resynchronizationInfo")
    }
    let sqnMS: Security.SequenceNumber
    do {
      sqnMS = try FiveGAKA.verifySynchronisationFailure(algorithm: algorithm, rand: rand, auts: auts)
    } catch {
      environment.security("AUTS does not verify: \(error)", interface: .sbi)
      throw SBIFailure(status: 403, cause: "AUTHENTICATION_REJECTED", detail: "AUTS does not verify")
    }
    // Read again: other vectors may have been made meanwhile.
    let current = try sequenceNumber(of: try await authenticationSubscription(of: supi))
    var generator = SequenceNumberGenerator(latest: current)
    generator.resynchronise(usim: sqnMS)
    resynchronisationCount &+= 1
    guard generator.latest != current else { return }
    _ = try await services.nudrDataRepository().modifyAuthenticationSubscription(
      ueId: supi, query: ModifyAuthenticationSubscriptionQuery(), [item(.replace, generator.latest)])
  }

  /// Takes the next sequence number: the patch tests the number that was read, so that of two takers of one number only one succeeds.
  private func takeSequenceNumber(
    of supi: String, after first: AuthenticationSubscription
  ) async throws(SBIFailure) -> Security.SequenceNumber {
    var subscription = first
    var lastFailure = SBIFailure(status: 503, cause: "NF_CONGESTION")
    for _ in 0..<16 {
      let latest = try sequenceNumber(of: subscription)
      var generator = SequenceNumberGenerator(latest: latest)
      let next: Security.SequenceNumber
      do { next = try generator.next() } catch { throw broken(error) }
      do {
        _ = try await services.nudrDataRepository().modifyAuthenticationSubscription(
          ueId: supi, query: ModifyAuthenticationSubscriptionQuery(), [item(.test, latest), item(.replace, next)])
        return next
      } catch {
        guard error.status == 409 else { throw error }
        lastFailure = SBIFailure(status: 503, cause: "NF_CONGESTION", detail: error.problem.detail)
      }
      subscription = try await authenticationSubscription(of: supi)
    }
    throw lastFailure
  }

  private func item(_ operation: PatchOperation, _ sqn: Security.SequenceNumber) -> PatchItem {
    PatchItem(op: operation, path: "/sequenceNumber/sqn", value: .string(Hex.encode(sqn.octets)))
  }

  private func sequenceNumber(of subscription: AuthenticationSubscription) throws(SBIFailure) -> Security.SequenceNumber {
    let octets = subscription.sequenceNumber?.sqn.flatMap { Hex.decode($0) } ?? []
    guard let sqn = Security.SequenceNumber(octets: octets) else {
      throw SBIFailure(status: 500, cause: "SYSTEM_FAILURE", detail: "subscription without sequence number")
    }
    return sqn
  }

  // MARK: Results

  /// Nudm_UEAuthentication_ResultConfirmation (TS 29.503 §5.4.2.3): remembered for the serving network (TS 33.501 §6.1.4.1a).
  public func confirmAuth(supi: String, _ body: AuthEvent) async throws(SBIFailure) -> Created<AuthEvent> {
    let supi = try checkedSUPI(supi)
    try await services.nudrDataRepository().createAuthenticationStatus(
      ueId: supi, servingNetworkName: body.servingNetworkName, body)
    let id = Hex.encode(body.servingNetworkName.utf8)
    return Created(location: "\(services.ownAPIRoot)/nudm-ueau/v1/\(SBIURI.encode(supi))/auth-events/\(id)", body: body)
  }

  /// Removes the result, for example when the UE is purged (TS 29.503 §5.4.2.3.3). An event's identity is its serving network in hexadecimal.
  public func deleteAuth(supi: String, authEventId: String, _ body: AuthEvent) async throws(SBIFailure) {
    let supi = try checkedSUPI(supi)
    guard body.authRemovalInd == true else { throw SBIFailure(status: 400, cause: "MANDATORY_IE_INCORRECT", detail: "authRemovalInd") }
    guard authEventId == Hex.encode(body.servingNetworkName.utf8) else { throw SBIFailure(status: 404, cause: "DATA_NOT_FOUND") }
    try await services.nudrDataRepository().deleteAuthenticationStatus(ueId: supi, servingNetworkName: body.servingNetworkName)
  }
}

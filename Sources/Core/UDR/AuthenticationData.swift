import Base
import SBI
import Security
import Services
import Storage

// Authentication data (TS 29.505 §5.2.2).
extension UDR {
  public func queryAuthenticationSubscription(
    ueId: String, query: QueryAuthenticationSubscriptionQuery
  ) async throws(SBIFailure) -> AuthenticationSubscription {
    let subscriber = try await subscriber(ueId)
    guard subscriber.isEnabled else {
      throw SBIFailure(status: 403, cause: "AUTHENTICATION_REJECTED", detail: "the subscription is disabled")
    }
    let credentials = subscriber.credentials
    var data = AuthenticationSubscription(authenticationMethod: .fiveGAka)
    data.encPermanentKey = try seal(credentials.key, "encPermanentKey", of: subscriber.supi)
    data.protectionParameterId = UDR.protectionParameterID
    data.sequenceNumber = sequenceNumber(subscriber.sqn)
    data.authenticationManagementField = Hex.encode([UInt8(credentials.amf >> 8), UInt8(credentials.amf & 0xFF)])
    data.algorithmId = credentials.algorithm.rawValue
    switch credentials.algorithm {
    case .milenage: data.encOpcKey = try seal(credentials.operatorVariant, "encOpcKey", of: subscriber.supi)
    case .tuak: data.encTopcKey = try seal(credentials.operatorVariant, "encTopcKey", of: subscriber.supi)
    }
    data.supi = subscriber.supi
    return data
  }

  private func sequenceNumber(_ sqn: Security.SequenceNumber) -> SBI.SequenceNumber {
    SBI.SequenceNumber(sqnScheme: .nonTimeBased, sqn: Hex.encode(sqn.octets), indLength: Int(Security.SequenceNumber.indexBits))
  }

  private func seal(_ secret: SecretBytes, _ field: String, of supi: String) throws(SBIFailure) -> String {
    do {
      let sealed = try configuration.keyProtection.seal(
        secret, for: SealingContext(supi: supi, field: field), nonce: environment.random.bytes(12))
      return Hex.encode(sealed)
    } catch {
      environment.log(.error, "a subscriber's key cannot be protected: \(error)")
      throw SBIFailure(status: 500, cause: "SYSTEM_FAILURE")
    }
  }

  /// Takes or sets the sequence number (TS 29.505 §5.2.2.3).
  ///
  /// A patch that tests the number it has read and replaces it by its successor takes one number: the store's own atomic step decides who
  /// gets it, and 409 tells everyone else to read again. A patch without a test sets the number after a resynchronisation.
  public func modifyAuthenticationSubscription(
    ueId: String, query: ModifyAuthenticationSubscriptionQuery, _ body: [PatchItem]
  ) async throws(SBIFailure) -> ModifyAuthenticationSubscriptionOutcome {
    let supi = try await enabledSubscriber(ueId).supi
    let path = "/sequenceNumber/sqn"
    guard let last = body.last, body.count <= 2, body.allSatisfy({ $0.path == path }), last.op == .replace, let sqn = sqn(last) else {
      throw SBIFailure(status: 403, cause: "MODIFICATION_NOT_ALLOWED", detail: "only \(path) may be replaced")
    }
    guard body.count == 2 else {
      do { try await store.setSQN(supi, to: sqn) } catch { throw failure(error) }
      return .noContent
    }
    guard let test = body.first, test.op == .test, let expected = self.sqn(test) else {
      throw SBIFailure(status: 400, cause: "INVALID_MSG_FORMAT")
    }
    var generator = SequenceNumberGenerator(latest: expected)
    guard let successor = try? generator.next(), successor == sqn else {
      throw SBIFailure(status: 403, cause: "MODIFICATION_NOT_ALLOWED", detail: "not the next sequence number")
    }
    let taken: Security.SequenceNumber
    do { taken = try await store.nextSQN(supi) } catch { throw failure(error) }
    guard taken == sqn else {
      throw SBIFailure(status: 409, cause: "MODIFICATION_NOT_ALLOWED", detail: "the sequence number has changed")
    }
    return .noContent
  }

  private func sqn(_ item: PatchItem) -> Security.SequenceNumber? {
    item.value?.stringValue.flatMap { Hex.decode($0) }.flatMap { Security.SequenceNumber(octets: $0) }
  }

  public func createAuthenticationStatus(ueId: String, servingNetworkName: String, _ body: AuthEvent) async throws(SBIFailure) {
    let supi = try await enabledSubscriber(ueId).supi
    _ = try await replaceContext(.authenticationStatus, key: servingNetworkName, of: supi, by: body.json)
  }

  public func queryAuthenticationStatus(
    ueId: String, servingNetworkName: String, query: QueryAuthenticationStatusQuery
  ) async throws(SBIFailure) -> AuthEvent {
    let supi = try await subscriber(ueId).supi
    return AuthEvent(unchecked: try await context(.authenticationStatus, key: servingNetworkName, of: supi))
  }

  public func deleteAuthenticationStatus(ueId: String, servingNetworkName: String) async throws(SBIFailure) {
    let supi = try await subscriber(ueId).supi
    guard try await replaceContext(.authenticationStatus, key: servingNetworkName, of: supi, by: nil) != nil else {
      throw SBIFailure(status: 404, cause: "DATA_NOT_FOUND")
    }
  }
}

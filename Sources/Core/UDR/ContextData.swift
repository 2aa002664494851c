import Base
import SBI
import Services
import Storage

extension UDR: Nudr_DataRepository {}

// Context data: what serving functions have registered (TS 29.505 §5.2.2.8, §5.2.2.10).
extension UDR {
  func context(_ kind: ContextKind, key: String, of supi: String) async throws(SBIFailure) -> JSON {
    let document: JSON?
    do { document = try await store.context(kind, key: key, of: supi) } catch { throw failure(error) }
    guard let document else { throw SBIFailure(status: 404, cause: "DATA_NOT_FOUND") }
    return document
  }

  /// - Returns: the former document.
  func replaceContext(_ kind: ContextKind, key: String, of supi: String, by document: JSON?) async throws(SBIFailure) -> JSON? {
    do { return try await store.setContext(kind, key: key, of: supi, to: document) } catch { throw failure(error) }
  }

  private func location(_ supi: String, _ resource: String) -> String {
    "\(services.ownAPIRoot)/nudr-dr/v2/subscription-data/\(SBIURI.encode(supi))/context-data/\(resource)"
  }

  public func queryAMFContext3GPP(ueId: String, query: QueryAMFContext3GPPQuery) async throws(SBIFailure) -> Amf3GppAccessRegistration {
    let supi = try await subscriber(ueId).supi
    return Amf3GppAccessRegistration(unchecked: try await context(.amf3GPPAccess, key: "", of: supi))
  }

  public func createAMFContext3GPP(
    ueId: String, _ body: Amf3GppAccessRegistration
  ) async throws(SBIFailure) -> CreateAMFContext3GPPOutcome {
    let supi = try await enabledSubscriber(ueId).supi
    let former = try await replaceContext(.amf3GPPAccess, key: "", of: supi, by: body.json)
    return former == nil ? .created(Created(location: location(supi, "amf-3gpp-access"), body: body)) : .noContent
  }

  public func modifyAMFContext3GPP(
    ueId: String, query: ModifyAMFContext3GPPQuery, _ body: [PatchItem]
  ) async throws(SBIFailure) -> ModifyAMFContext3GPPOutcome {
    let supi = try await subscriber(ueId).supi
    var base = try await context(.amf3GPPAccess, key: "", of: supi)
    // Another writer may come between reading and writing; then the patch is applied to what that one wrote.
    for _ in 0..<4 {
      let patched: Amf3GppAccessRegistration
      do {
        patched = try Amf3GppAccessRegistration(json: try JSONPatch.apply(body, to: base))
      } catch {
        throw SBIFailure(status: 403, cause: "MODIFICATION_NOT_ALLOWED", detail: error.description)
      }
      let former = try await replaceContext(.amf3GPPAccess, key: "", of: supi, by: patched.json)
      guard let former, former != base else { return .noContent }
      base = former
    }
    throw SBIFailure(status: 409, cause: "MODIFICATION_NOT_ALLOWED", detail: "the context changes too fast")
  }

  public func querySMFRegistrations(ueId: String, query: QuerySMFRegistrationsQuery) async throws(SBIFailure) -> [SmfRegistration] {
    let supi = try await subscriber(ueId).supi
    do {
      return try await store.contexts(.smfRegistration, of: supi).map { SmfRegistration(unchecked: $0.document) }
        .sorted { $0.pduSessionId < $1.pduSessionId }
    } catch {
      throw failure(error)
    }
  }

  public func querySMFRegistration(
    ueId: String, pduSessionId: Int, query: QuerySMFRegistrationQuery
  ) async throws(SBIFailure) -> SmfRegistration {
    let supi = try await subscriber(ueId).supi
    return SmfRegistration(unchecked: try await context(.smfRegistration, key: String(pduSessionId), of: supi))
  }

  public func createSMFRegistration(
    ueId: String, pduSessionId: Int, _ body: SmfRegistration
  ) async throws(SBIFailure) -> CreateSMFRegistrationOutcome {
    guard (0...255).contains(pduSessionId), body.pduSessionId == pduSessionId else {
      throw SBIFailure(status: 400, cause: "MANDATORY_IE_INCORRECT", detail: "PDU session identity")
    }
    let supi = try await enabledSubscriber(ueId).supi
    let former = try await replaceContext(.smfRegistration, key: String(pduSessionId), of: supi, by: body.json)
    return former == nil
      ? .created(Created(location: location(supi, "smf-registrations/\(pduSessionId)"), body: body)) : .noContent
  }

  public func deleteSMFRegistration(ueId: String, pduSessionId: Int) async throws(SBIFailure) {
    let supi = try await subscriber(ueId).supi
    guard try await replaceContext(.smfRegistration, key: String(pduSessionId), of: supi, by: nil) != nil else {
      throw SBIFailure(status: 404, cause: "DATA_NOT_FOUND")
    }
  }
}

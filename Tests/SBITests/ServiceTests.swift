import Base
import Testing

@testable import SBI

private struct Authentication: Nudm_UEAuthentication {
  func generateAuthData(supiOrSuci: String, _ body: AuthenticationInfoRequest) async throws(SBIFailure) -> AuthenticationInfoResult {
    guard supiOrSuci == "suci-0-999-70-0-0-0-0000000001" else { throw SBIFailure(status: 404, cause: "USER_NOT_FOUND") }
    let vector = AuthenticationVector(
      avType: .fiveGHeAka, rand: String(repeating: "0", count: 32), autn: String(repeating: "1", count: 32),
      xresStar: String(repeating: "2", count: 32), kausf: String(repeating: "3", count: 64))
    return AuthenticationInfoResult(authType: .fiveGAka, authenticationVector: vector, supi: "imsi-999700000000001")
  }
  func confirmAuth(supi: String, _ body: AuthEvent) async throws(SBIFailure) -> Created<AuthEvent> {
    Created(location: "http://udm/nudm-ueau/v1/\(supi)/auth-events/7", body: body)
  }
  func deleteAuth(supi: String, authEventId: String, _ body: AuthEvent) async throws(SBIFailure) {}
}

private struct Sessions: Nsmf_PDUSession {
  func createSMContext(_ body: WithBinaryParts<SmContextCreateData>) async throws(SBIFailure)
    -> Created<WithBinaryParts<SmContextCreatedData>>
  {
    guard body.document.dnn == "internet" else {
      let error = SmContextCreateError(
        error: ExtProblemDetails(status: 403, cause: "DNN_DENIED"), n1SmMsg: RefToBinaryData(contentId: "reject"))
      throw SBIFailure(status: 403, error: WithBinaryParts(error, parts: [.nas([0x2E, 0xC3], contentID: "reject")]))
    }
    return Created(
      location: "http://smf/nsmf-pdusession/v1/sm-contexts/a%2Fb", body: WithBinaryParts(SmContextCreatedData(), parts: body.parts))
  }
  func retrieveSMContext(smContextRef: String, _ body: SmContextRetrieveData?) async throws(SBIFailure) -> SmContextRetrievedData {
    throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND", detail: smContextRef)
  }
  func updateSMContext(smContextRef: String, _ body: WithBinaryParts<SmContextUpdateData>) async throws(SBIFailure)
    -> UpdateSMContextOutcome
  {
    body.parts.isEmpty ? .noContent : .ok(WithBinaryParts(SmContextUpdatedData(), parts: body.parts))
  }
  func releaseSMContext(smContextRef: String, _ body: WithBinaryParts<SmContextReleaseData>?) async throws(SBIFailure)
    -> ReleaseSMContextOutcome
  { .noContent }
}

private struct Discovery: Nnrf_NFDiscovery {
  func searchNFInstances(query: SearchNFInstancesQuery) async throws(SBIFailure) -> SearchResult {
    guard query.targetNfType == .smf, query.requesterNfType == .amf, query.snssais?.first?.sd == "00000a",
      query.serviceNames == ["nsmf-pdusession", "nsmf-event-exposure"], query.limit == 3
    else { throw SBIFailure(status: 400, cause: "INVALID_QUERY_PARAM", detail: query.description) }
    return SearchResult(nfInstances: [], validityPeriod: 60)
  }
}

private struct PolicyReceiver: Npcf_SMPolicyControlReceiver {
  func notifySMPolicyUpdate(id: String, _ body: SmPolicyNotification) async throws(SBIFailure) -> NotifySMPolicyUpdateOutcome {
    guard id == "ue/1" else { throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND") }
    return .noContent
  }
  func notifySMPolicyTermination(id: String, _ body: SMPolicyControlTerminationNotification) async throws(SBIFailure) {}
}

@Suite("Services from client through routes to the producer")
struct ServiceTests {
  private let loopback = SBILoopback(
    SBIRouter([
      Nudm_UEAuthenticationRoutes(service: Authentication()), Nsmf_PDUSessionRoutes(service: Sessions()),
      Nnrf_NFDiscoveryRoutes(service: Discovery()),
      Npcf_SMPolicyControlReceiverRoutes(receiver: PolicyReceiver(), basePath: "/nsmf-callback"),
    ]))
  private let root = "http://127.0.0.10:7777"

  @Test("GenerateAuthData gives a vector; an unknown subscriber is 404 USER_NOT_FOUND (TS 29.503 §5.4.2.2)")
  func authentication() async throws {
    let udm = Nudm_UEAuthenticationClient(transport: loopback, apiRoot: root)
    let request = AuthenticationInfoRequest(
      servingNetworkName: "5G:mnc070.mcc999.3gppnetwork.org", ausfInstanceId: "4947a69a-f61b-4bc1-b9da-47c9c5d14b64")
    let result = try await udm.generateAuthData(supiOrSuci: "suci-0-999-70-0-0-0-0000000001", request)
    #expect(result.authenticationVector?.kausf?.count == 64)
    #expect(result.supi == "imsi-999700000000001")
    do {
      _ = try await udm.generateAuthData(supiOrSuci: "imsi-1/../2", request)
      Issue.record("found")
    } catch {
      #expect(error.status == 404)
      #expect(error.cause == "USER_NOT_FOUND")
    }
    let event = AuthEvent(
      nfInstanceId: request.ausfInstanceId, success: true, timeStamp: "2026-01-01T00:00:00Z", authType: .fiveGAka,
      servingNetworkName: request.servingNetworkName)
    let created = try await udm.confirmAuth(supi: "imsi-999700000000001", event)
    #expect(created.resourceID == "7")
    #expect(created.body == event)
    try await udm.deleteAuth(supi: "imsi-999700000000001", authEventId: created.resourceID, event)
  }

  @Test("SM context requests carry N1 messages both ways, in the error as well (TS 29.502 §5.2.2.2)")
  func sessionWithParts() async throws {
    let smf = Nsmf_PDUSessionClient(transport: loopback, apiRoot: root)
    var data = try SmContextCreateData(json: try JSON(parsing: Self.createData))
    let part = BinaryPart.nas([0x2E, 0x05, 0x01, 0xC1], contentID: "n1")
    let created = try await smf.createSMContext(WithBinaryParts(data, parts: [part]))
    #expect(created.resourceID == "a/b")
    #expect(created.body.parts == [part])
    data.dnn = "ims"
    do {
      _ = try await smf.createSMContext(WithBinaryParts(data, parts: [part]))
      Issue.record("created")
    } catch {
      #expect(error.status == 403)
      #expect(error.cause == "DNN_DENIED")
      #expect(try error.body.parsed()?.parts.first?.octets == [0x2E, 0xC3])
    }
    #expect(try await smf.updateSMContext(smContextRef: created.resourceID, WithBinaryParts(SmContextUpdateData())) == .noContent)
    #expect(try await smf.releaseSMContext(smContextRef: "a", nil) == .noContent)
    do {
      _ = try await smf.retrieveSMContext(smContextRef: "a/ b", nil)
    } catch {
      #expect(error.problem.detail == "a/ b")
    }
  }

  static let createData = """
    {"supi":"imsi-999700000000001","pduSessionId":1,"dnn":"internet","sNssai":{"sst":1},"servingNfId":"4947a69a-f61b-4bc1-b9da-47c9c5d14b64",
    "servingNetwork":{"mcc":"999","mnc":"70"},"n1SmMsg":{"contentId":"n1"},"anType":"3GPP_ACCESS","smContextStatusUri":"http://amf/x"}
    """

  @Test("Query parameters in each style: plain, list, JSON content (TS 29.510 §6.2.3.2.3.1)")
  func discovery() async throws {
    let nrf = Nnrf_NFDiscoveryClient(transport: loopback, apiRoot: root)
    var query = SearchNFInstancesQuery(targetNfType: .smf, requesterNfType: .amf)
    query.snssais = [Snssai(sst: 1, sd: "00000a")]
    query.serviceNames = ["nsmf-pdusession", "nsmf-event-exposure"]
    query.limit = 3
    #expect(try await nrf.searchNFInstances(query: query).validityPeriod == 60)
  }

  @Test("A notification goes to the URI that the receiver handed out, with its suffix")
  func notification() async throws {
    let uri = Npcf_SMPolicyControlReceiverRoutes.smPolicyURI(apiRoot: root, basePath: "/nsmf-callback", id: "ue/1")
    #expect(uri == "http://127.0.0.10:7777/nsmf-callback/sm-policy/ue%2F1")
    let pcf = Npcf_SMPolicyControlNotifier(transport: loopback)
    #expect(try await pcf.notifySMPolicyUpdate(to: uri, SmPolicyNotification()) == .noContent)
    let reason = try SMPolicyControlTerminationNotification(json: ["resourceUri": "http://pcf/1", "cause": "UNSPECIFIED"])
    try await pcf.notifySMPolicyTermination(to: uri, reason)
  }

  private func respond(_ method: SBIMethod, _ path: String, _ text: String = "", type: String = "application/json", query: String = "")
    async
    -> SBIResponse
  {
    await loopback.router.respond(
      to: SBIRequest(method: method, path: path, query: query, body: SBIBody(octets: Array(text.utf8), contentType: type)))
  }

  @Test("What a producer cannot accept gets the status of TS 29.500 §5.2.7")
  func refusals() async throws {
    let path = "/nudm-ueau/v1/imsi-1/security-information/generate-auth-data"
    #expect(await respond(.post, "/nothing/v1/x").status == 404)
    #expect(SBIFailure(status: 404, body: await respond(.post, "/nudm-ueau/v1/a/b/c/d").body).cause == "RESOURCE_URI_STRUCTURE_NOT_FOUND")
    #expect(await respond(.post, "/nudm-ueau/v11" + path.dropFirst(13)).status == 404)
    let wrongMethod = await respond(.get, path)
    #expect(wrongMethod.status == 405)
    #expect(wrongMethod.headers.first("Allow") == "POST")
    #expect(await respond(.post, path, "{}", type: "text/plain").status == 415)
    #expect(await respond(.post, path, "{").status == 400)
    #expect(await respond(.post, path, "").status == 400)
    let invalid = await respond(.post, path, #"{"servingNetworkName":"5G:x","ausfInstanceId":"a"}"#)
    let problem = SBIFailure(status: invalid.status, body: invalid.body).problem
    #expect(invalid.status == 400)
    #expect(problem.cause == "MANDATORY_IE_INCORRECT")
    #expect(problem.invalidParams?.first?.param == "/servingNetworkName")
    let missing = await respond(.get, "/nnrf-disc/v1/nf-instances", query: "target-nf-type=SMF&limit=x")
    #expect(missing.status == 400)
    let twice = await respond(.get, "/nnrf-disc/v1/nf-instances", query: "target-nf-type=SMF&target-nf-type=AMF&requester-nf-type=AMF")
    #expect(SBIFailure(status: 400, body: twice.body).problem.invalidParams?.first?.param == "target-nf-type")
    #expect(await respond(.post, "/nudm-ueau/v1/%/security-information/generate-auth-data", "{}").status == 404)
  }

  @Test("Every generated operation's path is found again with its parameters, encoded slashes included")
  func allOperations() {
    let lists = [
      Nnrf_NFManagementOperations.all, Nnrf_NFDiscoveryOperations.all, Nudr_DataRepositoryOperations.all,
      Nudm_UEAuthenticationOperations.all,
      Nudm_SDMOperations.all, Nudm_UECMOperations.all, Nausf_UEAuthenticationOperations.all, Namf_CommunicationOperations.all,
      Nsmf_PDUSessionOperations.all, Npcf_AMPolicyControlOperations.all, Npcf_SMPolicyControlOperations.all,
      Nnssf_NSSelectionOperations.all,
      Nnrf_NFManagementNotifications.all, Nudr_DataRepositoryNotifications.all, Nudm_SDMNotifications.all, Nudm_UECMNotifications.all,
      Namf_CommunicationNotifications.all, Nsmf_PDUSessionNotifications.all, Npcf_AMPolicyControlNotifications.all,
      Npcf_SMPolicyControlNotifications.all,
    ]
    for operations in lists {
      for (index, operation) in operations.enumerated() {
        let count = operation.path.split(separator: "/").count { $0.hasPrefix("{") }
        let parameters = (0..<count).map { "a/ü \($0)?" }
        #expect(operation.pathSchemas.count == count)
        let segments = operation.path(parameters).split(separator: "/")
        #expect(operation.match(segments) == parameters)
        let first = operations.firstIndex { $0.method == operation.method && $0.match(segments) != nil }
        #expect(first == index)
        #expect(operation.querySchema.map { SBISchema.node($0) != nil } ?? true)
      }
    }
  }
}

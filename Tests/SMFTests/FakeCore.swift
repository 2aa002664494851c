import Base
import Runtime
import SBI
import Services

/// The functions around the SMF: each remembers what it was asked, and answers as a test wants. One thread only.
final class FakeCore: @unchecked Sendable {
  // What the tests set.
  var sessionData: Result<JSON, SBIFailure> = .success(FakeCore.subscription())
  var policyFailure: SBIFailure?
  var registrationFailure: SBIFailure?
  var sessionAMBR = Ambr(uplink: "50 Mbps", downlink: "200 Mbps")
  var transferAnswer: Result<TransferN1N2MessageOutcome, SBIFailure> = .success(
    .ok(N1N2MessageTransferRspData(cause: "N1_N2_TRANSFER_INITIATED")))

  // What happened.
  var policies: Set<String> = []
  var registrations: Set<Int> = []
  var subscriptions: Set<String> = []
  var transfers: [WithBinaryParts<N1N2MessageTransferReqData>] = []
  var notifications: [(uri: String, body: JSON)] = []
  var policyContexts: [SmPolicyContextData] = []
  var invalid: [String] = []
  private var next = 0

  func number() -> String {
    next += 1
    return "\(next)"
  }

  func note(_ model: some SBIModel) {
    do { try model.check() } catch { invalid.append("\(type(of: model)): \(error)") }
  }

  static func subscription(
    dnn: String = "internet", type: String = "IPV4", allowed: [String] = ["IPV4", "IPV6", "IPV4V6"], staticAddress: String? = nil
  ) -> JSON {
    var configuration: JSON.Object = JSON.Object()
    configuration["pduSessionTypes"] = ["defaultSessionType": .string(type), "allowedSessionTypes": .array(allowed.map { .string($0) })]
    configuration["sscModes"] = ["defaultSscMode": "SSC_MODE_1"]
    configuration["5gQosProfile"] = [
      "5qi": 9, "arp": ["priorityLevel": 8, "preemptCap": "NOT_PREEMPT", "preemptVuln": "PREEMPTABLE"],
    ]
    configuration["sessionAmbr"] = ["uplink": "100 Mbps", "downlink": "100 Mbps"]
    if let staticAddress { configuration["staticIpAddress"] = [["ipv4Addr": .string(staticAddress)]] }
    var dnns = JSON.Object()
    dnns[dnn] = .object(configuration)
    return [["singleNssai": ["sst": 1, "sd": "000001"], "dnnConfigurations": .object(dnns)]]
  }
}

extension FakeCore: ServiceDirectory, SBITransport {
  func nausfUEAuthentication() async throws(SBIFailure) -> any Nausf_UEAuthentication { throw .unreachable("AUSF") }
  func nudmUEAuthentication() async throws(SBIFailure) -> any Nudm_UEAuthentication { throw .unreachable("UDM") }
  func nudmSubscriberDataManagement() async throws(SBIFailure) -> any Nudm_SDM { self }
  func nudmUEContextManagement() async throws(SBIFailure) -> any Nudm_UECM { self }
  func nudrDataRepository() async throws(SBIFailure) -> any Nudr_DataRepository { throw .unreachable("UDR") }
  func npcfAMPolicyControl() async throws(SBIFailure) -> any Npcf_AMPolicyControl { throw .unreachable("PCF") }
  func npcfSMPolicyControl() async throws(SBIFailure) -> any Npcf_SMPolicyControl { self }
  func nnssfNSSelection() async throws(SBIFailure) -> any Nnssf_NSSelection { throw .unreachable("NSSF") }
  func nsmfPDUSession(dnn: String, sNSSAI: SNSSAI) async throws(SBIFailure) -> SelectedSMF { throw .unreachable("SMF") }
  func nsmfPDUSession(instanceID: String) async throws(SBIFailure) -> any Nsmf_PDUSession { throw .unreachable("SMF") }
  func namfCommunication(instanceID: String) async throws(SBIFailure) -> any Namf_Communication { self }
  var notificationTransport: any SBITransport { self }
  var ownAPIRoot: String { "http://smf.test:80" }

  func send(_ request: SBIRequest, to authority: String) async throws(SBIFailure) -> SBIResponse {
    notifications.append((authority + request.path, (try? request.body.rootJSON()) ?? .null))
    return SBIResponse(status: 204)
  }
}

extension FakeCore: Nudm_SDM {
  func getNSSAI(supi: String, query: GetNSSAIQuery) async throws(SBIFailure) -> Nssai { throw SBIFailure(status: 404, cause: nil) }
  func getAMData(supi: String, query: GetAMDataQuery) async throws(SBIFailure) -> AccessAndMobilitySubscriptionData {
    throw SBIFailure(status: 404, cause: nil)
  }
  func getSMFSelectionData(supi: String, query: GetSMFSelectionDataQuery) async throws(SBIFailure) -> SmfSelectionSubscriptionData {
    throw SBIFailure(status: 404, cause: nil)
  }
  func getUEContextInSMFData(supi: String, query: GetUEContextInSMFDataQuery) async throws(SBIFailure) -> UeContextInSmfData {
    throw SBIFailure(status: 404, cause: nil)
  }
  func getSMData(supi: String, query: GetSMDataQuery) async throws(SBIFailure) -> JSON {
    note(query)
    return try sessionData.get()
  }
  func subscribe(ueId: String, _ body: SdmSubscription) async throws(SBIFailure) -> Created<SdmSubscription> {
    note(body)
    let id = number()
    subscriptions.insert(id)
    return Created(location: "http://udm.test/nudm-sdm/v2/\(ueId)/sdm-subscriptions/\(id)", body: body)
  }
  func unsubscribe(ueId: String, subscriptionId: String) async throws(SBIFailure) { subscriptions.remove(subscriptionId) }
}

extension FakeCore: Nudm_UECM {
  func registerAMF3GPP(ueId: String, _ body: Amf3GppAccessRegistration) async throws(SBIFailure) -> RegisterAMF3GPPOutcome { .noContent }
  func updateAMF3GPP(
    ueId: String, query: UpdateAMF3GPPQuery, _ body: Amf3GppAccessRegistrationModification
  ) async throws(SBIFailure) -> UpdateAMF3GPPOutcome { .noContent }
  func getAMF3GPP(ueId: String, query: GetAMF3GPPQuery) async throws(SBIFailure) -> Amf3GppAccessRegistration {
    throw SBIFailure(status: 404, cause: nil)
  }
  func getSMFRegistrations(ueId: String, query: GetSMFRegistrationsQuery) async throws(SBIFailure) -> SmfRegistrationInfo {
    throw SBIFailure(status: 404, cause: nil)
  }
  func registerSMF(ueId: String, pduSessionId: Int, _ body: SmfRegistration) async throws(SBIFailure) -> RegisterSMFOutcome {
    note(body)
    if let registrationFailure { throw registrationFailure }
    registrations.insert(pduSessionId)
    return .noContent
  }
  func deregisterSMF(ueId: String, pduSessionId: Int, query: DeregisterSMFQuery) async throws(SBIFailure) {
    registrations.remove(pduSessionId)
  }
}

extension FakeCore: Npcf_SMPolicyControl {
  func createSMPolicy(_ body: SmPolicyContextData) async throws(SBIFailure) -> Created<SmPolicyDecision> {
    note(body)
    policyContexts.append(body)
    if let policyFailure { throw policyFailure }
    let id = number()
    policies.insert(id)
    return Created(location: "http://pcf.test/npcf-smpolicycontrol/v1/sm-policies/\(id)", body: decision())
  }
  func decision() -> SmPolicyDecision {
    let rule: JSON = [
      "sessRuleId": "default", "authSessAmbr": sessionAMBR.json,
      "authDefQos": ["5qi": 8, "arp": ["priorityLevel": 5, "preemptCap": "MAY_PREEMPT", "preemptVuln": "NOT_PREEMPTABLE"]],
    ]
    return SmPolicyDecision(unchecked: ["sessRules": ["default": rule]])
  }
  func getSMPolicy(smPolicyId: String) async throws(SBIFailure) -> SmPolicyControl { throw SBIFailure(status: 404, cause: nil) }
  func updateSMPolicy(smPolicyId: String, _ body: SmPolicyUpdateContextData) async throws(SBIFailure) -> SmPolicyDecision {
    note(body)
    return decision()
  }
  func deleteSMPolicy(smPolicyId: String, _ body: SmPolicyDeleteData) async throws(SBIFailure) { policies.remove(smPolicyId) }
}

extension FakeCore: Namf_Communication {
  func releaseUEContext(ueContextId: String, _ body: UEContextRelease) async throws(SBIFailure) {}
  func transferUEContext(
    ueContextId: String, _ body: WithBinaryParts<UeContextTransferReqData>
  ) async throws(SBIFailure) -> WithBinaryParts<UeContextTransferRspData> { throw SBIFailure(status: 403, cause: nil) }
  func updateRegistrationStatus(
    ueContextId: String, _ body: UeRegStatusUpdateReqData
  ) async throws(SBIFailure) -> UeRegStatusUpdateRspData { throw SBIFailure(status: 404, cause: nil) }
  func transferN1N2Message(
    ueContextId: String, _ body: WithBinaryParts<N1N2MessageTransferReqData>
  ) async throws(SBIFailure) -> TransferN1N2MessageOutcome {
    note(body.document)
    transfers.append(body)
    return try transferAnswer.get()
  }
}

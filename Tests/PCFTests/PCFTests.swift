import Base
import Runtime
import SBI
import Services
import Testing

@testable import PCF
@testable import Simulation

/// Access and mobility policies (TS 29.507) and session policies (TS 29.512).
struct PCFTests {
  private struct Fixture {
    let world = World(seed: 5)
    let loop: VirtualLoop
    let pcf: PCF

    init(_ configuration: PCFConfiguration = PCFConfiguration(asksRepository: false)) {
      let environment = world.makeEnvironment(node: "pcf")
      loop = environment.loop as! VirtualLoop
      pcf = PCF(environment: environment, configuration: configuration, services: NoServices())
    }

    func call<Value: Sendable>(
      _ operation: @escaping @Sendable (PCF) async throws(SBIFailure) -> Value
    ) -> Result<Value, SBIFailure>? {
      let pcf = pcf
      return world.run(on: loop) {
        do throws(SBIFailure) { return .success(try await operation(pcf)) } catch { return .failure(error) }
      }
    }
  }

  private struct NoServices: ServiceDirectory, SBITransport {
    var notificationTransport: any SBITransport { self }
    var ownAPIRoot: String { "http://127.0.0.1:1" }
    func send(_ request: SBIRequest, to authority: String) async throws(SBIFailure) -> SBIResponse { SBIResponse(status: 204) }
    func nausfUEAuthentication() async throws(SBIFailure) -> any Nausf_UEAuthentication { throw .unreachable("AUSF") }
    func nudmUEAuthentication() async throws(SBIFailure) -> any Nudm_UEAuthentication { throw .unreachable("UDM") }
    func nudmSubscriberDataManagement() async throws(SBIFailure) -> any Nudm_SDM { throw .unreachable("UDM") }
    func nudmUEContextManagement() async throws(SBIFailure) -> any Nudm_UECM { throw .unreachable("UDM") }
    func nudrDataRepository() async throws(SBIFailure) -> any Nudr_DataRepository { throw .unreachable("UDR") }
    func npcfAMPolicyControl() async throws(SBIFailure) -> any Npcf_AMPolicyControl { throw .unreachable("PCF") }
    func npcfSMPolicyControl() async throws(SBIFailure) -> any Npcf_SMPolicyControl { throw .unreachable("PCF") }
    func nnssfNSSelection() async throws(SBIFailure) -> any Nnssf_NSSelection { throw .unreachable("NSSF") }
    func nsmfPDUSession(dnn: String, sNSSAI: Base.SNSSAI) async throws(SBIFailure) -> SelectedSMF { throw .unreachable("SMF") }
    func nsmfPDUSession(instanceID: String) async throws(SBIFailure) -> any Nsmf_PDUSession { throw .unreachable("SMF") }
    func namfCommunication(instanceID: String) async throws(SBIFailure) -> any Namf_Communication { throw .unreachable("AMF") }
  }

  private static func session(_ dnn: String = "internet", id: Int = 1) -> SmPolicyContextData {
    var context = SmPolicyContextData(
      supi: "imsi-999700000000001", pduSessionId: id, pduSessionType: .ipv4, dnn: dnn,
      notificationUri: "http://127.0.0.1:2/nsmf-callback/v1/sm-policy/sm-policy/1", sliceInfo: SBI.Snssai(sst: 1))
    context.subsSessAmbr = Ambr(uplink: "100 Mbps", downlink: "200 Mbps")
    context.subsDefQos = SubscribedDefaultQos(
      fiveQi: 8, arp: Arp(preemptCap: .notPreempt, preemptVuln: .preemptable, priorityLevel: 3))
    return context
  }

  @Test func aDecisionFollowsTheSubscriptionAndItsSchema() throws {
    let fixture = Fixture()
    let created = try #require(fixture.call { (pcf) async throws(SBIFailure) in try await pcf.createSMPolicy(Self.session()) }).get()
    try created.body.check()
    let rule = try #require(created.body.sessRules?["default"])
    #expect(rule.authSessAmbr == Ambr(uplink: "100 Mbps", downlink: "200 Mbps"))
    #expect(rule.authDefQos?.fiveQi == 8)
    #expect(rule.authDefQos?.arp?.priorityLevel == 3)
    #expect(created.body.pccRules?["default"]?.refQosData == ["default"])
    #expect(created.body.qosDecs?["default"]?.fiveQi == 8)
    let id = created.resourceID
    let read = try #require(fixture.call { (pcf) async throws(SBIFailure) in try await pcf.getSMPolicy(smPolicyId: id) }).get()
    try read.check()
    #expect(read.policy == created.body)
    let deleted = fixture.call { (pcf) async throws(SBIFailure) in try await pcf.deleteSMPolicy(smPolicyId: id, SmPolicyDeleteData()) }
    #expect(throws: Never.self) { try deleted?.get() }
    #expect(throws: SBIFailure.self) {
      try fixture.call { (pcf) async throws(SBIFailure) in try await pcf.getSMPolicy(smPolicyId: id) }?.get()
    }
  }

  @Test func theOperatorsPolicyOfADataNetworkComesFirst() throws {
    let policy = SessionPolicy(dnn: "Internet", sNSSAI: Base.SNSSAI(sst: 1), fiveQI: 5, priorityLevel: 1, uplinkBitsPerSecond: 5_000_000)
    let fixture = Fixture(PCFConfiguration(sessionPolicies: [policy], asksRepository: false))
    let decision = try #require(fixture.call { (pcf) async throws(SBIFailure) in try await pcf.createSMPolicy(Self.session()) }).get().body
    #expect(decision.sessRules?["default"]?.authSessAmbr == Ambr(uplink: "5 Mbps", downlink: "200 Mbps"))
    #expect(decision.qosDecs?["default"]?.fiveQi == 5)
    #expect(decision.qosDecs?["default"]?.arp?.priorityLevel == 1)
    let other = try #require(
      fixture.call { (pcf) async throws(SBIFailure) in try await pcf.createSMPolicy(Self.session("ims", id: 2)) }
    ).get().body
    #expect(other.qosDecs?["default"]?.fiveQi == 8)
  }

  @Test func aSessionHasOneAssociationAndTheirNumberIsBounded() throws {
    let fixture = Fixture(PCFConfiguration(asksRepository: false, maximumAssociations: 1))
    for _ in 0..<3 {
      let answer = fixture.call { (pcf) async throws(SBIFailure) in try await pcf.createSMPolicy(Self.session()) }
      #expect(throws: Never.self) { try answer?.get() }
    }
    let second = fixture.call { (pcf) async throws(SBIFailure) in try await pcf.createSMPolicy(Self.session(id: 2)) }
    guard case .failure(let failure) = second else {
      Issue.record("the limit does not hold")
      return
    }
    #expect(failure.status == 503)
  }

  @Test func anAccessPolicyLivesUntilItIsDeleted() throws {
    let fixture = Fixture(PCFConfiguration(rfsp: 7, asksRepository: false))
    let request = PolicyAssociationRequest(
      notificationUri: "http://127.0.0.1:2/namf-callback/v1/am-policy/am-policy/1", supi: "imsi-999700000000001", suppFeat: "0")
    let created = try #require(fixture.call { (pcf) async throws(SBIFailure) in try await pcf.createAssociation(request) }).get()
    try created.body.check()
    #expect(created.body.rfsp == 7)
    let id = created.resourceID
    let update = try #require(
      fixture.call { (pcf) async throws(SBIFailure) in
        try await pcf.updateAssociation(polAssoId: id, PolicyAssociationUpdateRequest())
      }
    ).get()
    try update.check()
    #expect(update.resourceUri == created.location)
    let first = fixture.call { (pcf) async throws(SBIFailure) in try await pcf.deleteAssociation(polAssoId: id) }
    #expect(throws: Never.self) { try first?.get() }
    let second = fixture.call { (pcf) async throws(SBIFailure) in try await pcf.deleteAssociation(polAssoId: id) }
    guard case .failure(let failure) = second else {
      Issue.record("deleted twice")
      return
    }
    #expect(failure.status == 404)
  }
}

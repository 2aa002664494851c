import Base
import Runtime
import SBI
import Services
import Testing

@testable import AUSF
@testable import Simulation

/// What the AUSF does with answers of a UDM and with its limits (TS 29.509 §5.2.2.2); 5G AKA as a whole is tested with the UDM.
struct AUSFTests {
  private struct Peers: ServiceDirectory, SBITransport {
    let udm: FakeUDM
    var notificationTransport: any SBITransport { self }
    var ownAPIRoot: String { "http://127.0.0.1:1" }
    func send(_ request: SBIRequest, to authority: String) async throws(SBIFailure) -> SBIResponse { SBIResponse(status: 204) }
    func nausfUEAuthentication() async throws(SBIFailure) -> any Nausf_UEAuthentication { throw .unreachable("AUSF") }
    func nudmUEAuthentication() async throws(SBIFailure) -> any Nudm_UEAuthentication { udm }
    func nudmSubscriberDataManagement() async throws(SBIFailure) -> any Nudm_SDM { throw .unreachable("UDM") }
    func nudmUEContextManagement() async throws(SBIFailure) -> any Nudm_UECM { throw .unreachable("UDM") }
    func nudrDataRepository() async throws(SBIFailure) -> any Nudr_DataRepository { throw .unreachable("UDR") }
    func npcfAMPolicyControl() async throws(SBIFailure) -> any Npcf_AMPolicyControl { throw .unreachable("PCF") }
    func npcfSMPolicyControl() async throws(SBIFailure) -> any Npcf_SMPolicyControl { throw .unreachable("PCF") }
    func nnssfNSSelection() async throws(SBIFailure) -> any Nnssf_NSSelection { throw .unreachable("NSSF") }
    func nsmfPDUSession(dnn: String, sNSSAI: SNSSAI) async throws(SBIFailure) -> SelectedSMF { throw .unreachable("SMF") }
    func nsmfPDUSession(instanceID: String) async throws(SBIFailure) -> any Nsmf_PDUSession { throw .unreachable("SMF") }
    func namfCommunication(instanceID: String) async throws(SBIFailure) -> any Namf_Communication { throw .unreachable("AMF") }
  }

  /// Answers with a vector of fixed octets.
  private struct FakeUDM: Nudm_UEAuthentication {
    var answer = AuthenticationInfoResult(
      authType: .fiveGAka,
      authenticationVector: AuthenticationVector(
        avType: .fiveGHeAka, rand: String(repeating: "01", count: 16), autn: String(repeating: "02", count: 16),
        xresStar: String(repeating: "03", count: 16), kausf: String(repeating: "04", count: 32)), supi: "imsi-999700000000001")

    func generateAuthData(supiOrSuci: String, _ body: AuthenticationInfoRequest) async throws(SBIFailure) -> AuthenticationInfoResult {
      answer
    }
    func confirmAuth(supi: String, _ body: AuthEvent) async throws(SBIFailure) -> Created<AuthEvent> {
      Created(location: "http://127.0.0.1:2/nudm-ueau/v1/\(supi)/auth-events/1", body: body)
    }
    func deleteAuth(supi: String, authEventId: String, _ body: AuthEvent) async throws(SBIFailure) {}
  }

  private static let request = AuthenticationInfo(
    supiOrSuci: "imsi-999700000000001", servingNetworkName: "5G:mnc070.mcc999.3gppnetwork.org")

  private func outcomes(
    _ count: Int, udm: FakeUDM = FakeUDM(), maximumContexts: Int = 10, then inspect: (JSON) -> Void = { _ in }
  ) -> [Result<String, SBIFailure>] {
    let world = World(seed: 9)
    let environment = world.makeEnvironment(node: "ausf")
    let ausf = AUSF(
      environment: environment,
      configuration: AUSFConfiguration(
        nfInstanceID: "00000000-0000-4000-8000-000000000003", servingNetworks: [PLMNIdentity(mcc: "999", mnc: "70")].compactMap { $0 },
        maximumContexts: maximumContexts), services: Peers(udm: udm))
    defer { inspect(world.run(on: environment.loop as! VirtualLoop) { await ausf.snapshot() } ?? .null) }
    return (0..<count).compactMap { _ in
      world.run(on: environment.loop as! VirtualLoop) {
        do throws(SBIFailure) {
          return .success(try await ausf.authenticate(Self.request).resourceID)
        } catch {
          return .failure(error)
        }
      }
    }
  }

  @Test func eachAuthenticationHasItsOwnContext() throws {
    let identities = try outcomes(3).map { try $0.get() }
    #expect(Set(identities).count == 3)
  }

  @Test func authenticationsUnderWayAreBoundedAndTheOldestGivesWay() throws {
    let identities = try outcomes(500, maximumContexts: 2) { #expect($0["pending"] == 2) }.map { try $0.get() }
    #expect(Set(identities).count == 500)
  }

  @Test func anotherMethodThan5GAKAIsRefused() {
    var udm = FakeUDM()
    udm.answer.authType = .eapAkaPrime
    guard case .failure(let failure) = outcomes(1, udm: udm).last else {
      Issue.record("EAP-AKA' is taken")
      return
    }
    #expect(failure.status == 403)
    #expect(failure.cause == "AUTHENTICATION_REJECTED")
  }

  @Test(arguments: ["rand", "xresStar", "kausf"])
  func aVectorOfWrongLengthIsRefused(_ member: String) {
    var udm = FakeUDM()
    udm.answer.authenticationVector?[member: member] = "0102"
    guard case .failure = outcomes(1, udm: udm).last else {
      Issue.record("a short \(member) is taken")
      return
    }
  }
}

import Base
import NAS
import NGAP
import PCF
import PFCP
import SMF
import Testing
import UE

/// Sessions that end or change at one side while the other is in the middle of something (TS 24.501 §6.3.2.5, §6.4.3.6, §6.5.3, §7.5.1;
/// TS 23.527 §4.3.2; TS 29.244 §6.2.7.3).
@Suite struct SessionAgreementScenarios {
  private func connected(_ configure: (inout ScenarioNetwork.Options) -> Void = { _ in }) throws -> (
    network: ScenarioNetwork, ue: SimulatedUE, session: PDUSessionInformation
  ) {
    let network = ScenarioNetwork.small(configure)
    let ue = network.ues[0]
    #expect(ue.register().isRegistered)
    return (network, ue, try #require(ue.establish().session))
  }

  private func attackerWithSession() throws -> (HostileScenario, HostileUE, HostileScenario.Footprint) {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register())
    let registered = scenario.footprint()
    #expect(ue.exchange5GSM(ue.sessionRequest(1)).first?.establishmentAccept != nil)
    scenario.world.run(for: .seconds(1))
    ue.forgetDownlink()
    return (scenario, ue, registered)
  }

  private func hasReleaseCommand(_ gnb: HostileGNB) -> Bool {
    gnb.received.contains { if case .initiatingMessage(.pduSessionResourceReleaseCommand) = $0 { true } else { false } }
  }

  @Test func aUEGetsItsSessionAgainAfterARestartOfTheUPF() throws {
    let (network, ue, _) = try connected()
    network.functions.restartUPF()
    network.world.run(for: .seconds(60))
    let established = ue.events.compactMap { if case .sessionEstablished(let session) = $0 { session } else { nil } }
    #expect(established.count == 2)
    #expect(established.last.map { ue.ping($0, to: DataNetworkHost.v4) } == true)
  }

  @Test func theAssociationIsReleasedWhenTheUPFAsksForIt() throws {
    let (network, _, _) = try connected()
    network.world.trace.reset()
    let upf = HostilePFCPPeer(SocketAddress(ScenarioNetwork.upfN4.ip, port: 9999), of: network, node: "beside-upf")
    var update = AssociationUpdateRequest(nodeID: .ipv4(IPv4Address(rawValue: 0x7F00_0006)))
    update.associationReleaseRequest = .releaseRequest
    try upf.exchange(.associationUpdateRequest(update), with: ScenarioNetwork.smfN4)
    network.world.run(for: .seconds(2))
    #expect(network.sentPFCP(by: "smf").contains { if case .associationReleaseRequest = $0.body { true } else { false } })
    #expect(network.upfSessionCount() == 0)
  }

  @Test func aStatus43ReleasesTheGNBsResources() throws {
    let (scenario, ue, _) = try attackerWithSession()
    let status = FiveGSMStatus(pduSessionIdentity: 1, procedureTransactionIdentity: 0, cause: .invalidPDUSessionIdentity)
    ue.exchange5GSM(ue.transport(.fiveGSMStatus(status), id: 1))
    scenario.world.run(for: .seconds(1))
    #expect(hasReleaseCommand(scenario.gnb))
  }

  @Test func aCommandRejectWithCause43EndsTheSession() throws {
    let (scenario, ue, registered) = try attackerWithSession()
    scenario.network.updateSubscriber(2) { $0.slices[0].dataNetworks[0].fiveQI = 7 }
    ue.receive(after: 1)
    let reject = PDUSessionModificationCommandReject(
      pduSessionIdentity: 1, procedureTransactionIdentity: 0, cause: .invalidPDUSessionIdentity)
    ue.exchange5GSM(ue.transport(.pduSessionModificationCommandReject(reject), id: 1))
    scenario.world.run(for: .seconds(1))
    #expect(scenario.footprint() == registered)
  }

  @Test func aStatus43DuringAModificationEndsTheSession() throws {
    let (scenario, ue, registered) = try attackerWithSession()
    scenario.network.updateSubscriber(2) { $0.slices[0].dataNetworks[0].fiveQI = 7 }
    ue.receive(after: 1)
    let status = FiveGSMStatus(pduSessionIdentity: 1, procedureTransactionIdentity: 0, cause: .invalidPDUSessionIdentity)
    ue.exchange5GSM(ue.transport(.fiveGSMStatus(status), id: 1))
    scenario.world.run(for: .seconds(1))
    #expect(scenario.footprint() == registered)
  }

  @Test func unreadableRequestsWithinASessionAreRejected() throws {
    let (_, ue, _) = try attackerWithSession()
    #expect(ue.exchange5GSM(ue.transport([0x2E, 1, 9, 0xD1, 0x05, 0x01, 0x00], id: 1)).map(\.answerText) == ["pduSessionReleaseReject 96"])
    #expect(
      ue.exchange5GSM(ue.transport([0x2E, 1, 9, 0xC9, 0x05, 0x01, 0x00], id: 1)).map(\.answerText) == ["pduSessionModificationReject 96"])
  }

  @Test func aUEThatLostItsSMContextGetsASessionAgainAtOnce() throws {
    let (network, ue, session) = try connected()
    let smf = network.smf
    let reference = network.smfSnapshot()["sessions"]?[0]?["reference"]?.stringValue ?? ""
    _ = network.world.run(on: network.functions.coreLoop) { _ = try? await smf.releaseSMContext(smContextRef: reference, nil) }
    #expect(!ue.release(session.id))
    #expect(ue.establish().session.map { ue.ping($0, to: DataNetworkHost.v4) } == true)
  }

  @Test func aUEThatGaveUpAReleaseTellsTheNetwork() throws {
    let (network, ue, session) = try connected { $0.amf = { $0.timers.signallingRelease = .zero } }
    network.world.run(for: .seconds(1))
    network.cutN2()
    #expect(!ue.release(session.id))
    network.cutN2(false)
    network.world.run(for: .seconds(120))
    #expect(network.upfSessionCount() == 0)
    _ = ue.requestService()
    network.releaseFromGNB()
    _ = ue.requestService()
    network.world.run(for: .seconds(10))
    #expect(network.upfSessionCount() == 0, "after service request")
  }

  @Test func networkMessagesOfAUEAreNotImplemented() throws {
    let scenario = try HostileScenario()
    let ue = scenario.attacker()
    #expect(ue.register())
    #expect(ue.exchange5GSM(ue.transport([0x2E, 1, 9, 0xD3, 36], id: 1, type: .initialRequest)).map(\.answerText) == ["fiveGSMStatus 97"])
    // A status is not answered; the AMF gives it back as not forwarded.
    ue.forgetDownlink()
    ue.exchange5GSM(ue.transport([0x2E, 1, 9, 0xD6, 43], id: 1, type: .initialRequest))
    #expect(ue.sessionMessages.map(\.cause) == [.payloadWasNotForwarded])
  }

  @Test func aSubscriptionForNoOfferedSSCModeNamesNoMode() throws {
    let scenario = try HostileScenario()
    scenario.network.updateSubscriber(2) {
      $0.slices[0].dataNetworks[0].defaultSSCMode = 2
      $0.slices[0].dataNetworks[0].allowedSSCModes = [2]
    }
    let ue = scenario.attacker()
    #expect(ue.register())
    let reject = ue.exchange5GSM(ue.sessionRequest(1)).first?.establishmentReject
    #expect(reject?.allowedSSCMode?.sscMode1 != true)
  }

  @Test func aRejectedModificationLeavesTheOldQoS() throws {
    let (scenario, ue, _) = try attackerWithSession()
    scenario.network.updateSubscriber(2) { $0.slices[0].dataNetworks[0].fiveQI = 7 }
    ue.receive(after: 1)
    let reject = PDUSessionModificationCommandReject(
      pduSessionIdentity: 1, procedureTransactionIdentity: 0, cause: .semanticErrorInTheQoSOperation)
    ue.exchange5GSM(ue.transport(.pduSessionModificationCommandReject(reject), id: 1))
    scenario.world.run(for: .seconds(1))
    let session = scenario.network.smfSnapshot()["sessions"]?.arrayValue?.first { $0["supi"]?.stringValue == scenario.network.supi(2) }
    #expect(session?["fiveQI"] == 9)
  }

  @Test func aUPFThatAnswers72IsAssociatedAtOnce() throws {
    let (network, ue, _) = try connected()
    network.functions.restartUPF()
    network.releaseFromGNB()
    network.world.run(for: .seconds(60))
    let established = ue.events.compactMap { if case .sessionEstablished(let session) = $0 { session } else { nil } }
    #expect(established.count == 2)
  }

  @Test func aModificationWhileTheFirstSetupIsUnderWayIsNotLost() throws {
    let (network, _, _) = try connected()
    let policy = SessionPolicy(dnn: "internet", fiveQI: 7)
    _ = network.world.run(on: network.functions.coreLoop) { [pcf = network.functions.pcf] in await pcf.setSessionPolicies([policy]) }
    network.world.run(for: .seconds(5))
    #expect(network.smfSnapshot()["sessions"]?[0]?["fiveQI"] == 7)
  }
}

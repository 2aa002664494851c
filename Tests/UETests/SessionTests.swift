import Base
import NAS
import RadioLink
import Simulation
import Testing

@testable import UE

@Suite struct SessionTests {
  private func registered(_ change: (inout UEConfiguration) -> Void = { _ in }) -> Scenario {
    let scenario = Scenario(change: change)
    #expect(scenario.register().isRegistered)
    return scenario
  }

  private func ping(_ scenario: Scenario, from source: IPAddress, to destination: String, session: UInt8 = 1) -> Bool {
    let ping = Ping(source: source, destination: IPAddress(destination)!, identifier: 77)
    for number in UInt16(1)...3 {
      _ = scenario.perform { await $0.sendPacket(ping.request(sequenceNumber: number), session: session) }
      scenario.world.run(for: .seconds(1))
    }
    return scenario.downlink.compactMap { ping.sequenceNumber(ofReply: $0) } == [1, 2, 3]
  }

  @Test func ipv4SessionWithDNSAndMTU() throws {
    let scenario = registered()
    let session = try #require(scenario.establish(.init(dnn: "internet", snssai: Base.SNSSAI(sst: 1), type: .ipv4)).session)
    #expect(session.ipv4 == IPAddress("10.45.0.1") && session.ipv6 == nil)
    #expect(session.dnsServers == [IPAddress("10.98.0.2")!])
    #expect(session.mtu == 1400 && session.dnn == "internet")
    #expect(session.uplinkBitsPerSecond == 500_000_000 && session.downlinkBitsPerSecond == 1_000_000_000)
    guard case .ulNASTransport(let transport)? = scenario.network.received.last else {
      Issue.record("none")
      return
    }
    #expect(transport.requestType == .initialRequest && transport.dnn == DNN("internet") && transport.sNSSAI == NAS.SNSSAI(sst: 1))
    #expect(transport.pduSessionID == 1)
    guard case .pduSessionEstablishmentRequest(let request)? = scenario.network.receivedSM.last else {
      Issue.record("none")
      return
    }
    let options = try #require(request.extendedProtocolConfigurationOptions)
    for identifier: UInt16 in [0x8021, 0x000D, 0x0010, 0x000A] { #expect(options.has(identifier)) }
    #expect((1...254).contains(request.procedureTransactionIdentity))
    #expect(scenario.opened == [session])
    #expect(ping(scenario, from: session.ipv4!, to: "10.98.0.2"))
  }

  @Test(arguments: [UEConfiguration.SessionType.ipv6, .ipv4v6]) func ipv6AddressComesFromARouterAdvertisement(
    type: UEConfiguration.SessionType
  ) throws {
    let scenario = registered()
    let session = try #require(scenario.establish(.init(dnn: "internet", type: type)).session)
    #expect(session.linkLocal == IPAddress("fe80::1"))
    #expect(session.ipv6 == IPAddress("fd45:0:0:1::1"))
    #expect(session.ipv6Prefix == IPPrefix("fd45:0:0:1::/64"))
    #expect((session.ipv4 != nil) == (type == .ipv4v6))
    #expect(ping(scenario, from: session.ipv6!, to: "fd98::2"))
  }

  @Test func silentRouterIsSolicitedThreeTimes() throws {
    let scenario = registered()
    scenario.network.advertisesRouter = false
    let session = try #require(scenario.establish(.init(type: .ipv6)).session)
    #expect(session.ipv6 == nil)
    #expect(scenario.network.userData.count == 3)
  }

  @Test func severalSessionsAtOnce() {
    let scenario = registered()
    for id in UInt8(1)...15 { #expect(scenario.establish().session?.id == id) }
    #expect(scenario.establish() == .failed(reason: "no free PDU session identity"))
    #expect(scenario.perform { await $0.releaseSession(7) })
    #expect(scenario.establish().session?.id == 7)
  }

  @Test func rejectCarriesItsCauseAndLeavesTheRegistration() {
    let scenario = registered()
    scenario.network.interveneSM = { network, message, _ in
      guard case .pduSessionEstablishmentRequest(let request) = message else { return false }
      network.send(
        .pduSessionEstablishmentReject(
          PDUSessionEstablishmentReject(
            pduSessionIdentity: request.pduSessionIdentity, procedureTransactionIdentity: request.procedureTransactionIdentity,
            cause: .missingOrUnknownDNN, backOffTimerValue: GPRSTimer3(seconds: 60))), session: request.pduSessionIdentity)
      return true
    }
    #expect(scenario.establish(.init(dnn: "ims")) == .rejected(cause: 27, name: "missingOrUnknownDNN"))
    #expect(scenario.isRegistered)
    #expect(scenario.perform { await $0.establishedSessions }.isEmpty)
    #expect(scenario.establish(.init(dnn: "ims")) == .failed(reason: "back-off timer is running"))
    scenario.network.interveneSM = nil
    #expect(scenario.establish().session != nil)
    scenario.world.run(for: .seconds(60))
    #expect(scenario.establish(.init(dnn: "ims")).session != nil)
  }

  @Test(arguments: [FiveGMMCause.payloadWasNotForwarded, .dnnNotSupportedOrNotSubscribedInTheSlice])
  func requestThatTheAMFDoesNotForward(cause: FiveGMMCause) {
    let scenario = registered()
    scenario.network.interveneSM = { network, message, _ in
      network.send(message, session: 1, cause: cause)
      return true
    }
    #expect(scenario.establish() == .notForwarded(cause: cause.rawValue, name: cause.name!))
  }

  @Test func silenceIsAnsweredWithFiveRequests() {
    let scenario = registered()
    scenario.network.interveneSM = { _, _, _ in true }
    let start = scenario.world.now
    guard case .failed = scenario.establish() else {
      Issue.record("established")
      return
    }
    #expect(scenario.network.receivedSM.count == 5)
    #expect(Set(scenario.network.receivedSM).count == 1)
    #expect((.seconds(80)...(.seconds(81))).contains(scenario.world.now - start))
  }

  @Test func releaseByTheUE() {
    let scenario = registered()
    #expect(scenario.establish().session != nil)
    #expect(scenario.perform { await $0.releaseSession(1) })
    scenario.world.run(for: .seconds(1))
    guard case .pduSessionReleaseComplete? = scenario.network.receivedSM.last else {
      Issue.record("none")
      return
    }
    #expect(scenario.events.contains(.sessionReleased(id: 1, cause: 36)))
    #expect(!scenario.perform { await $0.releaseSession(1) })
  }

  @Test func releaseByTheNetwork() {
    let scenario = registered()
    #expect(scenario.establish().session != nil)
    scenario.network.send(
      .pduSessionReleaseCommand(
        PDUSessionReleaseCommand(pduSessionIdentity: 1, procedureTransactionIdentity: 0, cause: .networkFailure)), session: 1)
    scenario.world.run(for: .seconds(1))
    guard case .pduSessionReleaseComplete? = scenario.network.receivedSM.last else {
      Issue.record("none")
      return
    }
    #expect(scenario.perform { await $0.establishedSessions }.isEmpty)
  }

  @Test func modificationByTheNetwork() throws {
    let scenario = registered()
    #expect(scenario.establish().session != nil)
    var command = PDUSessionModificationCommand(pduSessionIdentity: 1, procedureTransactionIdentity: 0)
    command.sessionAMBR = SessionAMBR(downlink: BitRate(bitsPerSecond: 2_000_000), uplink: BitRate(bitsPerSecond: 1_000_000))
    scenario.network.send(.pduSessionModificationCommand(command), session: 1)
    scenario.world.run(for: .seconds(1))
    guard case .pduSessionModificationComplete? = scenario.network.receivedSM.last else {
      Issue.record("none")
      return
    }
    #expect(scenario.perform { await $0.establishedSessions }.first?.uplinkBitsPerSecond == 1_000_000)
  }

  @Test func commandsForUnknownSessionsAndTransactionsAreAnswered() {
    let scenario = registered()
    #expect(scenario.establish().session != nil)
    func answer(_ message: FiveGSMMessage, session: UInt8) -> FiveGSMMessage? {
      let count = scenario.network.receivedSM.count
      scenario.network.send(message, session: session)
      scenario.world.run(for: .seconds(1))
      return scenario.network.receivedSM.count > count ? scenario.network.receivedSM.last : nil
    }
    func release(_ session: UInt8, _ pti: UInt8) -> FiveGSMMessage {
      .pduSessionReleaseCommand(
        PDUSessionReleaseCommand(pduSessionIdentity: session, procedureTransactionIdentity: pti, cause: .regularDeactivation))
    }
    func status(_ session: UInt8, _ pti: UInt8, _ cause: FiveGSMCause) -> FiveGSMMessage {
      .fiveGSMStatus(FiveGSMStatus(pduSessionIdentity: session, procedureTransactionIdentity: pti, cause: cause))
    }
    #expect(answer(release(9, 0), session: 9) == status(9, 0, .invalidPDUSessionIdentity))
    #expect(answer(release(1, 200), session: 1) == status(1, 200, .ptiMismatch))
    #expect(answer(release(1, 255), session: 1) == nil)
    let modification = PDUSessionModificationCommand(pduSessionIdentity: 8, procedureTransactionIdentity: 0)
    #expect(
      answer(.pduSessionModificationCommand(modification), session: 8)
        == .pduSessionModificationCommandReject(
          PDUSessionModificationCommandReject(pduSessionIdentity: 8, procedureTransactionIdentity: 0, cause: .invalidPDUSessionIdentity)))
    // An unknown message type.
    scenario.network.send(
      .dlNASTransport(DLNASTransport(payloadContainerType: .n1SMInformation, payloadContainer: [0x2E, 1, 0, 0xFF], pduSessionID: 1)))
    scenario.world.run(for: .seconds(1))
    #expect(scenario.network.receivedSM.last == status(1, 0, .messageTypeNonExistentOrNotImplemented))
    #expect(scenario.perform { await $0.establishedSessions }.count == 1)
  }

  // MARK: Idle and back

  @Test func uplinkDataBringsAnIdleUEBack() throws {
    let scenario = registered()
    let session = try #require(scenario.establish().session)
    scenario.network.release()
    scenario.world.run(for: .seconds(1))
    #expect(scenario.events.contains(.idle))
    #expect(!scenario.perform { await $0.isConnected })
    #expect(ping(scenario, from: session.ipv4!, to: "10.98.0.2"))
    let request = scenario.network.received.compactMap { if case .serviceRequest(let request) = $0 { request } else { nil } }.last
    #expect(request?.serviceType == .data)
    #expect(request?.uplinkDataStatus == nil)
    guard case .serviceRequest(let full)? = scenario.network.contained else {
      Issue.record("none")
      return
    }
    #expect(full.uplinkDataStatus?.identities == [1] && full.pduSessionStatus?.identities == [1])
    #expect(scenario.network.establishmentCauses.last == .moData)
  }

  @Test func pagingIsAnswered() throws {
    let scenario = registered()
    #expect(scenario.establish().session != nil)
    scenario.network.release()
    scenario.world.run(for: .seconds(1))
    let guti = try #require(scenario.guti)
    scenario.network.page(guti.fiveGSTMSIValue ^ 1)
    scenario.world.run(for: .seconds(1))
    #expect(scenario.network.setups.count == 1)
    scenario.network.page(guti.fiveGSTMSIValue)
    scenario.world.run(for: .seconds(1))
    let request = scenario.network.received.compactMap { if case .serviceRequest(let request) = $0 { request } else { nil } }.last
    #expect(request?.serviceType == .mobileTerminatedServices)
    #expect(scenario.network.establishmentCauses.last == .mtAccess)
    #expect(scenario.events.contains(.paged))
    #expect(scenario.perform { await $0.isConnected })
  }

  @Test func serviceRejectWithImplicitDeregistrationRegistersAgain() {
    let scenario = registered()
    scenario.network.release()
    scenario.world.run(for: .seconds(1))
    scenario.network.intervene = { network, message in
      guard case .serviceRequest = message else { return false }
      network.sendPlain(.serviceReject(ServiceReject(cause: .ueIdentityCannotBeDerivedByTheNetwork)))
      network.context = nil
      network.ngKSI = 6
      network.intervene = nil
      network.release()
      return true
    }
    #expect(
      scenario.perform { await $0.requestService() }
        == .rejected(cause: 9, name: "ueIdentityCannotBeDerivedByTheNetwork"))
    scenario.world.run(for: .seconds(30))
    #expect(scenario.isRegistered)
  }

  @Test func serviceRequestEndsWithT3517() {
    let scenario = registered()
    scenario.network.release()
    scenario.world.run(for: .seconds(1))
    scenario.network.intervene = { _, _ in true }
    let start = scenario.world.now
    #expect(scenario.perform { await $0.requestService() } == .failed(reason: "no answer to SERVICE REQUEST"))
    #expect(scenario.world.now - start >= .seconds(15))
    #expect(!scenario.perform { await $0.isConnected })
  }

  @Test func sessionsThatTheNetworkLostEndWithServiceAccept() {
    let scenario = registered()
    #expect(scenario.establish().session != nil)
    scenario.network.release()
    scenario.world.run(for: .seconds(1))
    scenario.network.intervene = { network, message in
      guard case .serviceRequest = message else { return false }
      var accept = ServiceAccept()
      accept.pduSessionStatus = SessionBitmap([UInt8]())
      network.send(.serviceAccept(accept))
      return true
    }
    #expect(scenario.perform { await $0.requestService() } == .accepted)
    #expect(scenario.perform { await $0.establishedSessions }.isEmpty)
  }

  @Test func snapshotHasNoPermanentIdentity() {
    let scenario = registered()
    #expect(scenario.establish().session != nil)
    let text = scenario.perform { await $0.snapshot() }.text()
    #expect(!text.contains("999700000000001"))
    #expect(text.contains("10.45.0.1") && text.contains("nea2"))
    #expect(scenario.perform { await $0.snapshot(includingIdentities: true) }.text().contains("imsi-999700000000001"))
  }

  @Test func aSeedReplaysItsTrace() {
    func trace(_ seed: UInt64) -> String {
      let scenario = Scenario(seed: seed, lossPerMillion: 100_000)
      _ = scenario.register()
      _ = scenario.establish()
      scenario.world.run(for: .seconds(30))
      return scenario.world.trace.text
    }
    #expect(trace(3) == trace(3))
    #expect(trace(3) != trace(4))
  }
}

import Base
import NAS
import NGAP
import PFCP
import SBI
import Testing

@testable import SMF

/// UE-requested PDU session establishment (TS 23.502 §4.3.2.2.1).
@Suite struct EstablishmentTests {
  @Test func anIPv4SessionIsEstablishedAndItsTunnelSet() throws {
    let bench = Bench()
    typealias Options = ExtendedProtocolConfigurationOptions
    let options = Options(containers: [
      Options.Container(identifier: Options.Identifier.dnsServerIPv4Address), Options.Container(identifier: Options.Identifier.ipv4LinkMTU),
      Options.Container(
        identifier: Options.Identifier.ipcp,
        contents: IPCPPacket(code: 1, identifier: 7, options: [.init(type: 129, value: [0, 0, 0, 0])]).octets),
    ])
    let result = bench.create(bench.createData(), n1: bench.establishmentRequest(options: options))
    let created = try result.get()
    #expect(created.body.document.pduSessionId == 5)

    // PFCP: an uplink and a downlink PDR, the session AMBR of the PCF in kbit/s.
    let rules = try #require(bench.upf.establishments.first)
    #expect(rules.createPDRs.count == 2)
    #expect(rules.createQERs.first?.maximumBitRate == PFCPBitRate(uplinkKilobitsPerSecond: 50_000, downlinkKilobitsPerSecond: 200_000))
    #expect(rules.createPDRs[1].pdi.ueIPAddresses.first?.ipv4?.description == "10.45.0.2")

    // TS 24.501 §8.3.2.
    guard case .pduSessionEstablishmentAccept(let accept)? = bench.lastN1 else { throw Unexpected() }
    #expect(accept.procedureTransactionIdentity == 1)
    #expect(accept.pduAddress == .ipv4([10, 45, 0, 2]))
    #expect(accept.sessionAMBR.downlink.bitsPerSecond == 200_000_000)
    #expect(accept.authorizedQoSRules.rules == [.matchAllDefault()])
    #expect(accept.authorizedQoSFlowDescriptions?.descriptions.first?.parameters == [.fiveQI(8)])
    #expect(accept.extendedProtocolConfigurationOptions?.dnsServersIPv4 == [[10, 98, 0, 2]])
    #expect(accept.extendedProtocolConfigurationOptions?.ipv4LinkMTU == 1_400)
    #expect(accept.dnn?.text == "internet")
    #expect(accept.sNSSAI?.sd == 1)

    // TS 38.413 §9.3.4.1.
    let transfer = try PDUSessionResourceSetupRequestTransfer(decoding: try #require(bench.core.transfers.last?.part("n2")).octets)
    let tunnel = try #require(ResourceTransfers.endpoint(transfer.ulNGUUPTNLInformation))
    #expect(tunnel.address == bench.upf.address.ip)
    #expect(transfer.pduSessionAggregateMaximumBitRate?.pduSessionAggregateMaximumBitRateUL == 50_000_000)
    #expect(transfer.qosFlowSetupRequestList.first?.qosFlowLevelQosParameters.allocationAndRetentionPriority.priorityLevelARP == 5)

    // Step 14: the gNB's tunnel.
    let update = bench.update(created.resourceID, n2: Bench.setupResponse(), kind: "PDU_RES_SETUP_RSP")
    #expect(update.data?.document.upCnxState == .activated)
    #expect(bench.upf.downlinkAction == .forward)
    let creation = bench.upf.modifications.last?.updateFARs.first?.updateForwardingParameters?.outerHeaderCreation
    #expect(creation?.teid == 0x77)
    #expect(creation?.ipv4?.description == "10.99.0.11")
    #expect(bench.session["userPlane"]?.stringValue == "ACTIVATED")

    #expect(bench.release(created.resourceID) == nil)
    bench.expectNothingLeft()
  }

  @Test func aDualStackSessionGetsItsPrefixByRouterAdvertisement() throws {
    let bench = Bench()
    let reference = bench.establishWithUserPlane(type: .ipv4v6)
    guard case .pduSessionEstablishmentAccept(let accept)? = bench.lastN1 else { throw Unexpected() }
    #expect(accept.selectedPDUSessionType == .ipv4v6)
    #expect(accept.cause == nil)
    #expect(accept.pduAddress?.interfaceIdentifier?.count == 8)
    let rules = try #require(bench.upf.establishments.first)
    #expect(rules.createPDRs.count == 4)
    // RFC 4861 §4.2: unsolicited, with prefix, MTU and DNS server.
    let packet = try #require(bench.advertisements.packets.first)
    #expect(packet[40] == 134)
    let prefix = Array(packet[56 + 16..<56 + 24])
    #expect(prefix == [0xFD, 0x45, 0, 0, 0, 0, 0, 1])
    #expect(Array(packet.suffix(16)) == IPAddress("fd98::2")!.octets)
    #expect(bench.session["ipv6Prefix"]?.stringValue == "fd45:0:0:1::/64")
    #expect(bench.release(reference) == nil)
    bench.expectNothingLeft()
  }

  @Test(arguments: [
    (NAS.PDUSessionType.ipv4v6, ["IPV4"], SessionType.ipv4, UInt8(50)), (.ipv4v6, ["IPV6"], .ipv6, 51),
    (.ipv4v6, ["IPV4", "IPV6"], .ipv4, 50),
  ])
  func aUEGetsOneFamilyWhereTheSubscriptionHasNoBoth(
    requested: NAS.PDUSessionType, allowed: [String], selected: SessionType, cause: UInt8
  ) throws {
    let bench = Bench()
    bench.core.sessionData = .success(FakeCore.subscription(type: allowed[0], allowed: allowed))
    _ = bench.establish(type: requested)
    guard case .pduSessionEstablishmentAccept(let accept)? = bench.lastN1 else { throw Unexpected() }
    #expect(accept.selectedPDUSessionType == selected.nas)
    #expect(accept.cause?.rawValue == cause)
  }

  // TS 24.501 §6.4.1.3.
  @Test func aRequestForAnAlwaysOnSessionIsAnswered() throws {
    for isRequested in [true, false] {
      let bench = Bench()
      var request = PDUSessionEstablishmentRequest(
        pduSessionIdentity: 5, procedureTransactionIdentity: 1,
        integrityProtectionMaximumDataRate: IntegrityProtectionMaximumDataRate(uplink: .fullDataRate, downlink: .fullDataRate))
      if isRequested { request.alwaysOnPDUSessionRequested = AlwaysOnPDUSessionIndication(isAlwaysOn: true) }
      _ = bench.create(bench.createData(), n1: try FiveGSMMessage.pduSessionEstablishmentRequest(request).encode())
      guard case .pduSessionEstablishmentAccept(let accept)? = bench.lastN1 else { throw Unexpected() }
      #expect(accept.alwaysOnPDUSessionIndication == (isRequested ? AlwaysOnPDUSessionIndication(isAlwaysOn: false) : nil))
    }
  }

  @Test func aStaticAddressIsGiven() throws {
    let bench = Bench()
    bench.core.sessionData = .success(FakeCore.subscription(staticAddress: "10.45.3.7"))
    let reference = bench.establish()
    #expect(bench.session["ipv4"]?.stringValue == "10.45.3.7")
    // It is given to one session only.
    let second = bench.create(bench.createData(id: 6), n1: bench.establishmentRequest(id: 6))
    #expect(second.failure?.rejectCause == 67)
    #expect(bench.release(reference) == nil)
    bench.expectNothingLeft()
  }

  @Test func aPoolThatIsUsedUpRefusesAndRecovers() throws {
    // Of /29, five addresses are given.
    let bench = Bench(ipv4Pool: "10.45.0.0/29")
    var references: [String] = []
    for number in 1...5 {
      references.append(bench.establish(id: 1, supi: "imsi-99970000000000\(number)"))
      _ = bench.update(references[number - 1], n2: Bench.setupResponse(), kind: "PDU_RES_SETUP_RSP")
    }
    let refused = bench.create(bench.createData(id: 1, supi: "imsi-999700000000009"), n1: bench.establishmentRequest(id: 1))
    #expect(refused.failure?.rejectCause == 67)
    #expect(refused.failure?.cause == "INSUFFICIENT_RESOURCES_SLICE_DNN")
    #expect(bench.release(references[2]) == nil)
    // Not at once: packets for the old owner may still be on their way.
    let early = bench.create(bench.createData(id: 1, supi: "imsi-999700000000009"), n1: bench.establishmentRequest(id: 1))
    #expect(early.failure?.rejectCause == 67)
    bench.world.run(for: .seconds(31))
    references[2] = bench.establish(id: 1, supi: "imsi-999700000000009")
    for reference in references { #expect(bench.release(reference) == nil) }
    bench.expectNothingLeft()
  }

  // ATTACKS row 9: the same request twice, the second before the first is answered.
  @Test func aDuplicateRequestLeavesOneSession() throws {
    let bench = Bench()
    let smf = bench.smf
    let body = WithBinaryParts(bench.createData(), parts: [.nas(bench.establishmentRequest(), contentID: "n1")])
    for _ in 0..<3 { bench.loop.spawn("AMF") { _ = try? await smf.createSMContext(body) } }
    bench.world.run(for: .seconds(5))
    #expect(bench.snapshot()["sessions"]?.arrayValue?.count == 1)
    #expect(bench.upf.sessions.count == 1)
    #expect(bench.core.policies.count == 1)
    let reference = try #require(bench.session["reference"]?.stringValue)
    #expect(bench.release(reference) == nil)
    bench.expectNothingLeft()
  }

  @Test func aReplacementThatFailsTakesTheRegistrationAlong() throws {
    let bench = Bench()
    _ = bench.establish()
    bench.core.policyFailure = SBIFailure(status: 503, cause: nil)
    #expect(bench.create(bench.createData(), n1: bench.establishmentRequest()).failure?.rejectCause == 38)
    bench.expectNothingLeft()
  }

  @Test func theSameIdentityAgainReplacesTheSession() throws {
    let bench = Bench()
    let first = bench.establish()
    let second = bench.establish()
    #expect(first != second)
    #expect(bench.upf.sessions.count == 1)
    #expect(bench.core.policies.count == 1)
    #expect(bench.core.registrations == [5])
    #expect(bench.release(first)?.status == 404)
    #expect(bench.release(second) == nil)
    bench.expectNothingLeft()
  }
}

struct Unexpected: Error {}

/// Every refusal with its cause (TS 24.501 §6.4.1.4; TS 29.502 table 6.1.7.3-1), and nothing is left behind.
@Suite struct RejectionTests {
  private func refused(
    _ cause: UInt8?, _ problem: String, status: Int = 403, _ prepare: (Bench, inout SmContextCreateData, inout [UInt8]) -> Void,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let bench = Bench()
    var data = bench.createData()
    var n1 = bench.establishmentRequest()
    prepare(bench, &data, &n1)
    let failure = bench.create(data, n1: n1).failure
    #expect(failure?.rejectCause == cause, sourceLocation: location)
    #expect(failure?.cause == problem, sourceLocation: location)
    #expect(failure?.status == status, sourceLocation: location)
    bench.expectNothingLeft(location)
  }

  @Test func cause27() {
    refused(27, "DNN_DENIED") { bench, _, _ in bench.core.sessionData = .success(FakeCore.subscription(dnn: "other")) }
    refused(27, "DNN_NOT_SUPPORTED") { _, data, _ in data.dnn = "unknown" }
  }

  @Test func cause28() {
    refused(28, "PDUTYPE_NOT_SUPPORTED") { bench, _, n1 in n1 = bench.establishmentRequest(type: .ethernet) }
    refused(28, "PDUTYPE_NOT_SUPPORTED") { bench, _, n1 in n1 = bench.establishmentRequest(type: .unstructured) }
  }

  @Test func cause29() {
    refused(29, "SUBSCRIPTION_DENIED") { bench, _, _ in
      bench.core.sessionData = .failure(SBIFailure(status: 404, cause: "USER_NOT_FOUND"))
    }
    refused(29, "SUBSCRIPTION_DENIED") { bench, _, _ in bench.core.policyFailure = SBIFailure(status: 403, cause: "USER_UNKNOWN") }
  }

  @Test func cause33() {
    refused(33, "SUBSCRIPTION_DENIED") { bench, _, _ in
      bench.core.sessionData = .failure(SBIFailure(status: 404, cause: "DATA_NOT_FOUND"))
    }
  }

  @Test func cause38() {
    refused(38, "PEER_NOT_RESPONDING", status: 504) { bench, _, _ in bench.core.policyFailure = SBIFailure(status: 503, cause: nil) }
    refused(38, "PEER_NOT_RESPONDING", status: 504) { bench, _, _ in bench.core.registrationFailure = SBIFailure(status: 500, cause: nil) }
    refused(38, "PEER_NOT_RESPONDING", status: 504) { bench, _, _ in bench.core.sessionData = .failure(SBIFailure(status: 500, cause: nil))
    }
  }

  @Test func causes50And51() {
    refused(50, "PDUTYPE_DENIED") { bench, _, n1 in
      bench.core.sessionData = .success(FakeCore.subscription(allowed: ["IPV4"]))
      n1 = bench.establishmentRequest(type: .ipv6)
    }
    refused(51, "PDUTYPE_DENIED") { bench, _, n1 in
      bench.core.sessionData = .success(FakeCore.subscription(type: "IPV6", allowed: ["IPV6"]))
      n1 = bench.establishmentRequest(type: .ipv4)
    }
  }

  @Test func cause54() { refused(54, "N1_SM_ERROR") { _, data, _ in data.requestType = "EXISTING_PDU_SESSION" } }

  @Test func cause68() { refused(68, "SSC_NOT_SUPPORTED") { bench, _, n1 in n1 = bench.establishmentRequest(ssc: .sscMode2) } }

  @Test func cause26WithoutUPF() {
    refused(26, "PEER_NOT_RESPONDING", status: 504) { bench, _, _ in bench.upf.refusal = .noResourcesAvailable }
    refused(26, "PEER_NOT_RESPONDING", status: 504) { bench, _, _ in bench.upf.isSilent = true }
  }

  // ATTACKS row 9.
  @Test func identitiesAndPTIsThatNoUEMayUse() {
    refused(43, "N1_SM_ERROR") { bench, data, n1 in
      data.pduSessionId = 0
      n1 = bench.establishmentRequest(id: 0)
    }
    refused(43, "N1_SM_ERROR") { bench, data, n1 in
      data.pduSessionId = 255
      n1 = bench.establishmentRequest(id: 255)
    }
    refused(43, "N1_SM_ERROR") { bench, _, n1 in n1 = bench.establishmentRequest(id: 6) }
    refused(81, "N1_SM_ERROR") { bench, _, n1 in n1 = bench.establishmentRequest(pti: 0) }
    refused(nil, "N1_SM_ERROR") { bench, _, n1 in n1 = bench.establishmentRequest(pti: 255) }
  }

  @Test func messagesThatCannotBeRead() {
    // TS 24.501 §7.5.1: without Integrity protection maximum data rate.
    refused(96, "N1_SM_ERROR") { _, _, n1 in n1 = [0x2E, 5, 1, 0xC1] }
    refused(97, "N1_SM_ERROR") { _, _, n1 in n1 = [0x2E, 5, 1, 0xFF, 0, 0] }
    refused(98, "N1_SM_ERROR") { _, _, n1 in n1 = [0x2E, 5, 1, 0xD1] }
    refused(nil, "N1_SM_ERROR") { _, _, n1 in n1 = [0x2E, 5] }
    refused(nil, "N1_SM_ERROR") { _, _, n1 in n1 = [] }
    refused(nil, "N1_SM_ERROR") { _, _, n1 in n1 = [0x7E, 0, 1, 0xC1, 0xFF, 0xFF] }
  }

  @Test func anOverlongContainerIsReadOrRefused() {
    let bench = Bench()
    let n1 = bench.establishmentRequest() + [0x7B, 0xEA, 0x60] + [UInt8](repeating: 0x80, count: 60_000)
    switch bench.create(bench.createData(), n1: n1) {
    case .success(let created): #expect(bench.release(created.resourceID) == nil)
    case .failure(let failure): #expect(failure.status == 403)
    }
    bench.expectNothingLeft()
  }

  @Test func sixteenSessionsAtOnceAreFifteen() {
    let bench = Bench()
    for id in 1...15 { _ = bench.establish(id: UInt8(id)) }
    #expect(bench.upf.sessions.count == 15)
    let failure = bench.create(bench.createData(id: 16), n1: bench.establishmentRequest(id: 16)).failure
    #expect(failure?.rejectCause == 43)
  }

  @Test func theAMFThatCannotReachTheUEEndsTheSession() {
    let bench = Bench()
    bench.core.transferAnswer = .failure(SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND"))
    _ = bench.establish()
    #expect(bench.core.notifications.first?.body["statusInfo"]?["resourceStatus"]?.stringValue == "RELEASED")
    bench.expectNothingLeft()
  }
}

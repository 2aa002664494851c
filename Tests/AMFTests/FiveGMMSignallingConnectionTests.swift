import Base
import NAS
import NGAP
import Testing

@testable import AMF

/// How long a registered UE keeps its N1 signalling connection (TS 24.501 §5.3.1.3, §5.5.1.2.4), and what goes with it.
@Suite struct FiveGMMSignallingConnectionTests {
  private func request(followOn: Bool) -> RegistrationRequest {
    var request = ScriptedSubscriber.request()
    request.registrationType.followOnRequestPending = followOn
    return request
  }

  private func establishment(dnn: String) -> FiveGMMMessage {
    .ulNASTransport(
      ULNASTransport(
        payloadContainerType: .n1SMInformation, payloadContainer: [0x2E, 5, 1, 0xC1, 0xFF, 0xFF], pduSessionID: 5,
        requestType: .initialRequest, dnn: DNN(dnn)))
  }

  /// The gNB has the UE's context.
  private func completeContextSetup(_ bench: RegistrationBench) throws {
    let id = try #require(bench.onAMF { $0.connections.keys.first })
    _ = try bench.send(
      .successfulOutcome(.initialContextSetupResponse(InitialContextSetupResponse(amfUENGAPID: id, ranUENGAPID: 1))))
  }

  private func isConnected(_ bench: RegistrationBench) -> [Bool] { bench.onAMF { $0.ues.values.map(\.isConnected) } }

  private func releases(_ pdus: [NGAPPDU]) -> [NGAP.Cause] { pdus.compactMap(\.releaseCommand?.cause) }

  @Test func aUEWithoutFollowOnRequestBecomesIdleAfterTheGracePeriod() throws {
    let bench = try RegistrationBench()
    try ScriptedSubscriber(bench, ran: 1).register(request(followOn: false))
    try completeContextSetup(bench)
    #expect(releases(try bench.run(for: .seconds(9))).isEmpty)
    #expect(releases(try bench.run(for: .seconds(2))) == [.nas(.normalRelease)])
    #expect(isConnected(bench) == [false])
    #expect(bench.onAMF { $0.ues.values.map { $0.isRegistered && $0.mobileReachableTimer != nil } } == [true])
  }

  @Test func aFollowOnRequestKeepsTheConnectionUntilItCame() throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    try ue.register(request(followOn: true))
    try completeContextSetup(bench)
    #expect(releases(try bench.run(for: .seconds(60))).isEmpty)
    #expect(isConnected(bench) == [true])
    _ = try ue.protected(establishment(dnn: "ims"))
    #expect(releases(try bench.run(for: .seconds(12))) == [.nas(.normalRelease)])
  }

  @Test func aSessionMessageStartsTheGracePeriodAnewAndAUserPlaneEndsIt() throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    try ue.register(request(followOn: false))
    try completeContextSetup(bench)
    #expect(releases(try bench.run(for: .seconds(8))).isEmpty)
    _ = try ue.protected(establishment(dnn: "internet"))
    #expect(releases(try bench.run(for: .seconds(8))).isEmpty)
    bench.onAMF { amf in amf.ues.values.first?.sessions[5]?.isUserPlaneActive = true }
    #expect(releases(try bench.run(for: .seconds(600))).isEmpty)
    #expect(isConnected(bench) == [true])
  }

  @Test func theRFSPIndexOfThePolicyGoesToTheGNB() throws {
    let bench = try RegistrationBench()
    bench.home.policyRFSP = 7
    try ScriptedSubscriber(bench, ran: 1).register()
    let indices = bench.received.compactMap {
      if case .initiatingMessage(.initialContextSetupRequest(let request)) = $0 { request.indexToRFSP } else { nil }
    }
    #expect(indices == [7])
  }

  @Test func theConfiguredSlicesAreThoseOfThePLMN() throws {
    let bench = try RegistrationBench()
    bench.home.defaultSlices = [N2Bench.slice, Base.SNSSAI(sst: 9)]
    let accept = try #require(try ScriptedSubscriber(bench, ran: 1).register())
    #expect(accept.configuredNSSAI?.sNSSAIs == [NAS.SNSSAI(sst: 1, sd: 1)])
  }

  @Test(arguments: [("internet.mnc070.mcc999.gprs", true), ("Internet.MNC070.MCC999.GPRS", true), ("internet.mnc001.mcc001.gprs", false)])
  func aDNNMayCarryTheOperatorIdentifierOfTheNetwork(_ dnn: String, _ isTaken: Bool) throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    try ue.register()
    _ = try ue.protected(establishment(dnn: dnn))
    _ = try bench.run(for: .seconds(2))
    #expect(bench.onAMF { $0.ues.values.flatMap { $0.sessions.values.map(\.dnn) } } == (isTaken ? ["internet"] : []))
  }

  @Test func theKeyIdentifierOfANullSchemeSUCIIsNotUsed() throws {
    var imsi = NAS.SUCI.IMSI(plmn: NAS.PLMNIdentity(mcc: "999", mnc: "70"), msin: "0000000001")!
    imsi.homeNetworkPublicKeyID = 5
    #expect(NAS.SUCI(.imsi(imsi)).sbiText == "suci-0-999-70-0-0-0-0000000001")
  }

  @Test func aSecurityModeRejectInTheContextOfBeforeEndsTheRegistrationAtOnce() throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    let accept = try #require(try ue.register())
    ue.ran = 2
    // NEA2, which is in use, is not supported any more: new keys are due.
    var request = ScriptedSubscriber.request(.mobilityRegistrationUpdating, identity: accept.fiveGGUTI, ngKSI: 0)
    request.ueSecurityCapability = UESecurityCapability(octets: [0xD0, 0x70])
    let asked = try ue.beginProtected(.registrationRequest(request))
    #expect(asked.contains { if case .authenticationRequest = $0 { true } else { false } })
    _ = try ue.protected(ue.authenticationResponse())
    #expect(bench.onAMF { $0.ues.values.map { $0.securityOnTrial != nil } } == [true])
    let before = bench.received.count
    _ = try ue.protected(.securityModeReject(SecurityModeReject(cause: .securityModeRejectedUnspecified)))
    #expect(releases(Array(bench.received.dropFirst(before))) == [.nas(.unspecified)])
    #expect(bench.onAMF { $0.ues.values.map { $0.securityOnTrial == nil && $0.security?.context.ngKSI.value == 0 } } == [true])
  }
}

import Base
import NAS
import Runtime
import Testing

@testable import AMF

/// Transport of 5GSM messages and what the AMF keeps of sessions (TS 24.501 §5.4.5; TS 23.502 §4.3.2.2.1; ATTACKS row 9).
@Suite struct FiveGMMSessionTests {
  private func establishment(_ id: UInt8, dnn: String? = "internet", slice: NAS.SNSSAI? = nil) -> FiveGMMMessage {
    .ulNASTransport(
      ULNASTransport(
        payloadContainerType: .n1SMInformation, payloadContainer: [0x2E, id, 1, 0xC1, 0xFF, 0xFF], pduSessionID: id,
        requestType: .initialRequest, sNSSAI: slice, dnn: dnn.map { DNN($0) }))
  }

  private func registered() throws -> (RegistrationBench, ScriptedSubscriber) {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    try ue.register()
    return (bench, ue)
  }

  private func sessions(_ bench: RegistrationBench) -> [UInt8] {
    bench.onAMF { amf in amf.ues.values.flatMap { $0.sessions.keys.sorted() } }
  }

  private func causes(_ messages: [FiveGMMMessage]) -> [FiveGMMCause?] {
    messages.compactMap { if case .dlNASTransport(let transport) = $0 { .some(transport.cause) } else { nil } }
  }

  @Test func theSameRequestTwiceMakesOneContext() throws {
    let (bench, ue) = try registered()
    _ = try ue.protected(establishment(5))
    _ = try ue.protected(establishment(5))
    _ = try bench.run(for: .seconds(2))
    #expect(bench.smf.created == ["sm-1"])
    #expect(sessions(bench) == [5])
  }

  @Test func aNewRequestForAnOldIdentityReplacesTheSession() throws {
    let (bench, ue) = try registered()
    _ = try ue.protected(establishment(5))
    _ = try bench.run(for: .seconds(2))
    _ = try ue.protected(establishment(5))
    _ = try bench.run(for: .seconds(2))
    #expect(bench.smf.created == ["sm-1", "sm-2"])
    #expect(bench.smf.released == ["sm-1"])
    #expect(sessions(bench) == [5])
  }

  @Test func sixteenSessionsAtOnceAreFifteen() throws {
    let (bench, ue) = try registered()
    var answers: [FiveGMMMessage] = []
    for id in UInt8(1)...16 { answers += try ue.protected(establishment(id), .integrityProtectedAndCiphered) }
    _ = try bench.run(for: .seconds(2))
    #expect(causes(answers) == [.payloadWasNotForwarded])
    #expect(sessions(bench) == Array(1...15))
  }

  @Test func whatIsNotSubscribedIsSentBackAndRegistrationStays() throws {
    let (bench, ue) = try registered()
    #expect(causes(try ue.protected(establishment(5, dnn: "ims"))) == [.dnnNotSupportedOrNotSubscribedInTheSlice])
    #expect(causes(try ue.protected(establishment(6, slice: NAS.SNSSAI(sst: 9)))) == [.payloadWasNotForwarded])
    #expect(bench.smf.created.isEmpty)
    #expect(bench.onAMF { amf in amf.ues.values.map(\.isRegistered) } == [true])
  }

  @Test func aSessionThatTheSMFHasLostIsGone() throws {
    let (bench, ue) = try registered()
    _ = try ue.protected(establishment(5))
    _ = try bench.run(for: .seconds(2))
    bench.smf.isForgetful = true
    _ = try ue.protected(
      .ulNASTransport(ULNASTransport(payloadContainerType: .n1SMInformation, payloadContainer: [0x2E, 5, 1, 0xC9], pduSessionID: 5)))
    #expect(causes(ue.read(try bench.run(for: .seconds(2)))) == [.payloadWasNotForwarded])
    #expect(sessions(bench).isEmpty)
  }

  @Test func aContextThatComesAfterTheUEHasGoneIsReleased() throws {
    let (bench, ue) = try registered()
    _ = try ue.protected(establishment(5))
    _ = try ue.protected(
      .deregistrationRequestUEOriginating(
        DeregistrationRequestUEOriginating(
          deregistrationType: DeregistrationType(switchOff: true, accessType: .threeGPPAccess), ngKSI: NAS.NASKeySetIdentifier(value: 0),
          mobileIdentity: .noIdentity)))
    _ = try bench.run(for: .seconds(5))
    #expect(bench.smf.released == ["sm-1"])
    #expect(bench.onAMF { $0.ues.count } == 0)
  }

  @Test func payloadsOfOtherFunctionsAreDropped() throws {
    let (_, ue) = try registered()
    #expect(try ue.protected(.ulNASTransport(ULNASTransport(payloadContainerType: .sms, payloadContainer: [1]))).isEmpty)
  }
}

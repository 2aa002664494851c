import Base
import NAS
import NGAP
import Runtime
import SBI
import Testing

@testable import AMF

/// An SMF's first message for a session can overtake its answer to CreateSMContext (TS 23.502 §4.3.2.2.1, steps 5 and 11).
@Suite struct FiveGMMEarlyTransferTests {
  private func setup(_ id: Int) -> WithBinaryParts<N1N2MessageTransferReqData> {
    var data = N1N2MessageTransferReqData()
    data.pduSessionId = id
    var content = N2InfoContent(ngapData: RefToBinaryData(contentId: "n2"))
    content.ngapIeType = .pduResSetupReq
    data.n2InfoContainer = N2InfoContainer(
      n2InformationClass: "SM", smInfo: N2SmInformation(pduSessionId: id, n2InfoContent: content))
    return WithBinaryParts(data, parts: [.ngap([1, 2, 3], contentID: "n2")])
  }

  /// The HTTP status of the answer.
  private func transfer(_ bench: RegistrationBench, session: Int) -> Int? {
    let amf = bench.amf
    let body = setup(session)
    return bench.world.run(on: bench.loop, limit: .seconds(10)) { () async -> Int in
      do throws(SBIFailure) {
        _ = try await amf.transferN1N2Message(ueContextId: RegistrationBench.supi.rawValue, body)
        return 200
      } catch { return error.status }
    }
  }

  @Test func aTransferThatOvertakesTheCreationWaitsForTheSession() throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    try ue.register()
    _ = try ue.protected(
      .ulNASTransport(
        ULNASTransport(
          payloadContainerType: .n1SMInformation, payloadContainer: [0x2E, 5, 1, 0xC1, 0xFF, 0xFF], pduSessionID: 5,
          requestType: .initialRequest, dnn: DNN("internet"))))
    // The SMF takes a second for its answer.
    #expect(bench.onAMF { amf in amf.ues.values.map { $0.sessions.isEmpty } } == [true])
    #expect(transfer(bench, session: 5) == 200)
    #expect(bench.onAMF { amf in amf.ues.values.map { $0.sessions[5]?.isUserPlaneRequested } } == [true])
  }

  @Test func resourcesForAnUnknownSessionAreRefused() throws {
    let bench = try RegistrationBench()
    let ue = ScriptedSubscriber(bench, ran: 1)
    try ue.register()
    #expect(transfer(bench, session: 6) == 404)
  }
}

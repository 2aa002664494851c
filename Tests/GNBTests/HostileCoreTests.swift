import Base
import GTPU
import NGAP
import PER
import RadioLink
import Simulation
import Testing

@testable import GNB

@Suite struct HostileCoreTests {
  private func indication(_ scenario: CoreScenario) -> ErrorIndication? {
    if case .initiatingMessage(.errorIndication(let indication))? = scenario.received.last?.pdu { return indication }
    return nil
  }

  @Test func unknownAndInconsistentIdentifiersAreRefused() {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.contextUE()
    for ran: UInt32 in [0xFFFF_FFFF, 0, ue.ranID + 1] {
      scenario.send(.downlinkNASTransport(DownlinkNASTransport(amfUENGAPID: 1 << 39, ranUENGAPID: ran, nasPDU: [1])))
      scenario.settle()
      #expect(indication(scenario)?.cause == .radioNetwork(.unknownLocalUENGAPID))
      #expect(indication(scenario)?.ranUENGAPID == ran)
    }
    scenario.send(.downlinkNASTransport(DownlinkNASTransport(amfUENGAPID: 4711, ranUENGAPID: ue.ranID, nasPDU: [1])))
    scenario.settle()
    #expect(indication(scenario)?.cause == .radioNetwork(.inconsistentRemoteUENGAPID))
    #expect(ue.nas.count == 1)
    scenario.send(
      .ueContextReleaseCommand(UEContextReleaseCommand(ueNGAPIDs: .amfUENGAPID(99), cause: .nas(.normalRelease))))
    scenario.settle()
    #expect(indication(scenario)?.cause == .radioNetwork(.unknownLocalUENGAPID))
    #expect(ue.messages.last != .release)
  }

  @Test func malformedOctetsAreAnsweredWithATransferSyntaxError() {
    let scenario = CoreScenario()
    scenario.start()
    scenario.sendOctets([0xFF, 0xFF, 0xFF])
    scenario.settle()
    #expect(indication(scenario)?.cause == .protocol(.transferSyntaxError))
    #expect(scenario.world.trace.securityEvents.count == 1)
  }

  @Test(arguments: [[UInt8]([0, 9, 0x40, 0x20, 1]), [0, 9, 0x40, 3, 0, 0, 1], [0, 9, 0x40, 6, 0, 0, 1, 0, 15, 0x00]])
  func aBrokenErrorIndicationIsNotAnswered(_ octets: [UInt8]) {
    let scenario = CoreScenario()
    scenario.start()
    let before = scenario.received.count
    scenario.sendOctets(octets)
    scenario.settle()
    #expect(scenario.received.count == before)
    #expect(scenario.world.trace.securityEvents.count == 1)
  }

  @Test func messagesThatNoAMFSendsAreRefused() {
    let scenario = CoreScenario()
    scenario.start()
    scenario.send(
      .initiatingMessage(
        .ngSetupRequest(
          NGSetupRequest(
            globalRANNodeID: .globalGNBID(
              GlobalGNBID(plmnIdentity: FixedOctets(testPLMN.octets), gnbID: .gnbID(BitString(1, bitCount: 24)))),
            supportedTAList: [
              SupportedTAItem(
                tac: [0, 0, 1],
                broadcastPLMNList: [
                  BroadcastPLMNItem(plmnIdentity: FixedOctets(testPLMN.octets), taiSliceSupportList: [SliceSupportItem(sNSSAI: slice)])
                ])
            ], defaultPagingDRX: .v128))))
    scenario.settle()
    #expect(indication(scenario)?.cause == .protocol(.messageNotCompatibleWithReceiverState))
  }

  @Test func anyOctetsLeaveTheGNBAlive() throws {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.contextUE()
    let valid: [[UInt8]] = try [
      NGAPPDU.initiatingMessage(scenario.setupRequest(ue, [(1, CoreScenario.transfer(teid: 1))])).encode(),
      NGAPPDU.initiatingMessage(.initialContextSetupRequest(scenario.initialContext(ue))).encode(),
      NGAPPDU.initiatingMessage(
        .downlinkNASTransport(DownlinkNASTransport(amfUENGAPID: ue.amfID, ranUENGAPID: ue.ranID, nasPDU: [1, 2, 3]))
      ).encode(),
    ]
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<2000 {
      var octets = valid.randomElement(using: &generator)!
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        octets[Int.random(in: 0..<octets.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      if Bool.random(using: &generator) { octets = Array(octets.prefix(Int.random(in: 0...octets.count, using: &generator))) }
      scenario.sendOctets(octets)
      scenario.world.run(for: .milliseconds(1))
    }
    for count in 0..<300 {
      let octets = (0..<count % 60).map { _ in UInt8.random(in: 0...255, using: &generator) }
      scenario.upfPort.send(octets, to: SocketAddress(scenario.n3Address, port: 2152))
      ue.sendOctets(octets)
    }
    scenario.world.run(for: .seconds(20))
    #expect(scenario.snapshot()["state"] == "ready")
    #expect(scenario.connectUE(50).ranID != 0)
  }

  @Test func packetsOfOthersDoNotPass() throws {
    let scenario = CoreScenario()
    scenario.start()
    let ue = scenario.contextUE(1)
    _ = scenario.exchange(scenario.setupRequest(ue, [(1, CoreScenario.transfer(teid: 1))]))
    let other = scenario.contextUE(2)
    let count = scenario.n3.count
    // Another's connection identity, an unknown session, an unknown flow.
    other.sendUnacknowledged(.userData(pduSessionID: 1, qosFlowIdentifier: 1, packet: [0x45]), connection: 0x1_0001)
    other.sendUnacknowledged(.userData(pduSessionID: 1, qosFlowIdentifier: 1, packet: [0x45]))
    ue.sendUnacknowledged(.userData(pduSessionID: 1, qosFlowIdentifier: 9, packet: [0x45]))
    scenario.settle()
    #expect(scenario.n3.count == count)
  }
}

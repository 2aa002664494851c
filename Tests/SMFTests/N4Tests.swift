import Base
import GTPU
import NAS
import PFCP
import SBI
import Testing

@testable import SMF

/// N4: associations, restarts, and peers that misbehave (TS 29.244 §6; ATTACKS rows 15 to 17).
@Suite struct N4Tests {
  @Test func anAssociationIsSetUpAndRetried() {
    let bench = Bench(started: true)
    #expect(bench.upf.associations == 1)
    #expect(bench.snapshot()["upfs"]?[0]?["associated"]?.boolValue == true)
  }

  @Test func aStoppedSMFReleasesItsAssociation() {
    let bench = Bench()
    let smf = bench.smf
    _ = bench.world.run(on: bench.loop) { await smf.stop() }
    bench.world.run(for: .seconds(60))
    #expect(bench.upf.received.contains { if case .associationReleaseRequest = $0.body { true } else { false } })
    #expect(bench.upf.associations == 1)
    #expect(bench.create(bench.createData(), n1: bench.establishmentRequest()).failure?.status == 503)
  }

  @Test func aUPFWithoutFTEIDAllocationIsNotUsed() {
    let bench = Bench()
    bench.upf.features = []
    bench.upf.recoveryTimeStamp = 2
    bench.world.run(for: .seconds(30))
    #expect(bench.snapshot()["upfs"]?[0]?["associated"]?.boolValue == false)
  }

  @Test func aRestartedUPFEndsItsSessionsAndIsUsedAgain() {
    let bench = Bench()
    let reference = bench.establishWithUserPlane()
    bench.upf.recoveryTimeStamp = 2
    bench.world.run(for: .seconds(11))
    guard case .pduSessionReleaseCommand(let command)? = bench.lastN1 else {
      Issue.record("no release command")
      return
    }
    #expect(command.cause == .reactivationRequested)
    let complete = PDUSessionReleaseComplete(pduSessionIdentity: 5, procedureTransactionIdentity: 0)
    #expect(bench.update(reference, n1: .pduSessionReleaseComplete(complete)).failure == nil)
    bench.world.run(for: .seconds(10))
    #expect(bench.upf.associations == 2)
    bench.expectNothingLeft()
    #expect(bench.release(bench.establish()) == nil)
  }

  @Test func aUPFThatIsLostEndsItsSessions() {
    let bench = Bench()
    _ = bench.establishWithUserPlane()
    bench.network.setPartitioned(bench.upf.address.ip, true)
    bench.world.run(for: .seconds(30))
    guard case .pduSessionReleaseCommand? = bench.lastN1 else {
      Issue.record("no release command")
      return
    }
    let refused = bench.create(bench.createData(id: 6), n1: bench.establishmentRequest(id: 6)).failure
    #expect(refused?.rejectCause == 26)
    #expect(refused?.status == 504)
    bench.world.run(for: .seconds(100))
    #expect(bench.core.notifications.count == 1)
    #expect(bench.snapshot()["sessions"]?.arrayValue?.count == 0)
    #expect(bench.core.policies.isEmpty)
  }

  // ATTACKS row 16.
  @Test func strangersAndOtherUPFsAreNotHeard() throws {
    let bench = Bench()
    let reference = bench.establishWithUserPlane()
    let stranger = SocketAddress(.v4(0x7F00_0009), port: 8805)
    let environment = bench.world.makeEnvironment(node: "stranger")
    nonisolated(unsafe) var answers = 0
    let port = bench.network.bindDatagram(stranger, interface: .n4, environment: environment) { _, _ in answers += 1 }
    let seid = try #require(bench.upf.sessions.values.first)
    var report = SessionReportRequest(reportType: .errorIndicationReport)
    var indication = ErrorIndicationReport()
    indication.remoteFTEIDs = [.assigned(teid: 0x77, ipv4: IPv4Address("10.99.0.11"), ipv6: nil)]
    report.errorIndicationReport = indication
    port.send(try PFCPMessage(seid: seid, sequenceNumber: 1, .sessionReportRequest(report)).encode(), to: bench.n4)
    port.send(try PFCPMessage(sequenceNumber: 2, .heartbeatRequest(HeartbeatRequest(recoveryTimeStamp: 9))).encode(), to: bench.n4)
    bench.world.run(for: .seconds(1))
    #expect(answers == 0)
    #expect(bench.session["userPlane"]?.stringValue == "ACTIVATED")
    // A report for no session is told so.
    bench.upf.report(report, cpSEID: seid &+ 1, to: bench.n4)
    bench.world.run(for: .seconds(1))
    let answer = bench.upf.received.last { if case .sessionReportResponse = $0.body { true } else { false } }
    guard case .sessionReportResponse(let response)? = answer?.body else { throw Unexpected() }
    #expect(response.cause == .sessionContextNotFound)
    #expect(bench.release(reference) == nil)
  }

  // ATTACKS rows 15 and 17 from the side of the SMF: answers that are cut, flipped or of zero length.
  @Test(arguments: 0..<24) func answersOfAnyShapeLeaveNothingBehind(seed: Int) {
    let bench = Bench(seed: UInt64(seed + 1))
    var generator = SeededGenerator(seed: UInt64(seed))
    bench.upf.distort = { octets in
      guard octets.count > 16, octets[1] == 51 else { return octets }
      var octets = octets
      switch seed % 3 {
      case 0: octets = Array(octets.prefix(16 + Int(generator.next() % UInt64(octets.count - 16))))
      case 1:
        for _ in 0..<3 { octets[16 + Int(generator.next() % UInt64(octets.count - 16))] = UInt8(truncatingIfNeeded: generator.next()) }
      default:
        octets[18] = 0
        octets[19] = 0
      }
      if seed % 3 == 0, octets.count >= 4 {
        octets[2] = UInt8((octets.count - 4) >> 8)
        octets[3] = UInt8((octets.count - 4) & 0xFF)
      }
      return octets
    }
    let result = bench.create(bench.createData(), n1: bench.establishmentRequest())
    bench.upf.distort = nil
    switch result {
    case .success(let created): #expect(bench.release(created.resourceID) == nil)
    case .failure(let failure): #expect(failure.rejectCause == 26)
    }
    bench.world.run(for: .seconds(5))
    #expect(bench.snapshot()["sessions"]?.arrayValue?.count == 0)
    #expect(bench.core.policies.isEmpty)
    #expect(bench.core.registrations.isEmpty)
    let smf = bench.smf
    #expect(bench.world.run(on: bench.loop) { await smf.leftovers() } == 0)
  }

  @Test(arguments: 0..<16) func datagramsOfAnyShapeAreSurvived(seed: Int) {
    let bench = Bench(seed: 1)
    let reference = bench.establishWithUserPlane(type: .ipv4v6)
    var generator = SeededGenerator(seed: UInt64(seed + 100))
    let types: [UInt8] = [1, 2, 5, 6, 7, 9, 12, 50, 51, 53, 55, 56, 57, 200]
    for _ in 0..<200 {
      let type = types[Int(generator.next() % UInt64(types.count))]
      var body = (0..<Int(generator.next() % 64)).map { _ in UInt8(truncatingIfNeeded: generator.next() & generator.next()) }
      let head: [UInt8] = [type >= 50 && type < 100 ? 0x21 : 0x20, type, 0, UInt8(truncatingIfNeeded: body.count)]
      body = head + body
      bench.upf.port?.send(body, to: bench.n4)
      bench.upfN4U.send([0x30, 255] + body, to: bench.n4u)
    }
    bench.world.run(for: .seconds(2))
    #expect(bench.release(reference) == nil)
  }

  @Test func aRouterSolicitationIsAnsweredWithRestraint() throws {
    let bench = Bench()
    let reference = bench.establishWithUserPlane(type: .ipv6)
    let far = try #require(bench.upf.establishments.first?.createFARs.first { $0.farID == 3 })
    let teid = try #require(far.forwardingParameters?.outerHeaderCreation?.teid)
    let before = bench.advertisements.packets.count
    // RFC 4861 §4.1, from fe80::2.
    let solicitation: [UInt8] =
      [0x60, 0, 0, 0, 0, 8, 58, 255] + IPAddress("fe80::2")!.octets + IPAddress("ff02::2")!.octets + [133, 0, 0x7D, 0x35, 0, 0, 0, 0]
    #expect(NeighborDiscovery.isRouterSolicitation(solicitation))
    bench.world.run(for: .seconds(1))
    let message = try GTPUMessage(teid: teid, .gPDU(solicitation)).encode()
    for _ in 0..<20 { bench.upfN4U.send(message, to: bench.n4u) }
    bench.world.run(for: .milliseconds(200))
    #expect(bench.advertisements.packets.count == before + 1)
    // RFC 4861 §6.2.6: the others are answered together, when the least time has passed.
    bench.world.run(for: .milliseconds(800))
    #expect(bench.advertisements.packets.count == before + 2)
    var damaged = solicitation
    damaged[42] ^= 1
    #expect(!NeighborDiscovery.isRouterSolicitation(damaged))
    #expect(bench.release(reference) == nil)
    bench.expectNothingLeft()
  }

  // TS 29.244 §6.4: only the same octets are a retransmission.
  @Test func aRestartedUPFThatUsesItsNumbersAgainIsHeard() throws {
    let bench = Bench()
    _ = bench.establishWithUserPlane()
    for stamp in UInt32(1)...2 {
      bench.upf.send(PFCPMessage(sequenceNumber: 1, .heartbeatRequest(HeartbeatRequest(recoveryTimeStamp: stamp))), to: bench.n4)
      bench.world.run(for: .milliseconds(500))
      #expect(bench.session["userPlane"]?.stringValue == "ACTIVATED" || stamp == 2)
    }
    guard case .pduSessionReleaseCommand? = bench.lastN1 else {
      Issue.record("the restart was not seen")
      return
    }
  }

  // TS 23.527 §4.2.
  @Test func anEarlierRecoveryTimeStampIsNoRestart() throws {
    let bench = Bench()
    let reference = bench.establishWithUserPlane()
    bench.upf.send(PFCPMessage(sequenceNumber: 1, .heartbeatRequest(HeartbeatRequest(recoveryTimeStamp: 0))), to: bench.n4)
    bench.world.run(for: .seconds(1))
    #expect(bench.session["userPlane"]?.stringValue == "ACTIVATED")
    #expect(bench.upf.associations == 1)
    #expect(bench.release(reference) == nil)
    bench.expectNothingLeft()
  }

  @Test func numbersOfPFCPRequestsDoNotStartAgain() throws {
    func first(_ seed: UInt64) -> UInt32? { Bench(seed: seed).upf.received.first?.sequenceNumber }
    #expect(first(1) != first(2))
  }

  // TS 29.244 §8.2.3: a UPF whose N3 has IPv6 only.
  @Test func aUPFWithIPv6TunnelsIsAskedForThem() throws {
    let bench = Bench()
    bench.upf.hasIPv6TunnelsOnly = true
    _ = bench.establish()
    let request = try #require(bench.upf.establishments.last)
    #expect(bench.upf.establishments.count == 2)
    #expect(request.createPDRs[0].outerHeaderRemoval == .gtpuUDPIPv6)
    // TS 29.244 §5.12: the DNN names the side of the data network only.
    #expect(request.createPDRs[0].pdi.networkInstance == nil)
    #expect(request.createPDRs[1].pdi.networkInstance != nil)
    _ = bench.establish(id: 6)
    #expect(bench.upf.establishments.count == 3)
  }

  @Test func aReportIsAnsweredOnceAndItsRepetitionAlike() throws {
    let bench = Bench()
    let reference = bench.establishWithUserPlane()
    let seid = try #require(bench.upf.sessions.values.first)
    var report = SessionReportRequest(reportType: .usageReport)
    var usage = UsageReport(urrID: 1, sequenceNumber: 0, usageReportTrigger: .volumeThreshold)
    usage.volumeMeasurement = PFCPVolume(totalOctets: 30, uplinkOctets: 10, downlinkOctets: 20)
    report.usageReports = [usage]
    let message = PFCPMessage(seid: seid, sequenceNumber: 77, .sessionReportRequest(report))
    bench.upf.send(message, to: bench.n4)
    bench.upf.send(message, to: bench.n4)
    bench.world.run(for: .seconds(1))
    #expect(bench.session["uplinkOctets"]?.integerValue(Int.self) == 10)
    #expect(bench.session["downlinkOctets"]?.integerValue(Int.self) == 20)
    #expect(bench.release(reference) == nil)
  }
}

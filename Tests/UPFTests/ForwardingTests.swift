import Base
import GTPU
import PFCP
import Testing

@testable import UPF

@Suite("UPF: packets (TS 29.244 §5.2)")
struct ForwardingTests {
  let internet: UInt32 = 0x0808_0808
  let ue: UInt32 = 0x0A2D_0002

  @Test("Uplink by TEID to N6, downlink by UE address to the gNB with the QFI of the QER")
  func bothWays() throws {
    var fixture = try Fixture.ready()
    let up = udp4(from: ue, to: internet)
    #expect(try fixture.uplink(up) == [.sendN6(up)])
    let down = udp4(from: internet, to: ue)
    let expected = GTPUMessage(
      teid: 0x77, extensionHeaders: [.init(type: 0x85, content: try PDUSessionContainer.downlink(.init(qfi: 9)).encode())], .gPDU(down))
    #expect(fixture.upf.handleN6(down, now: fixture.now) == [.sendN3(try expected.encode(), to: Fixture.gnb)])
    let down6 = ip6(from: (1, 2), to: (Fixture.uePrefix, 0xABCD), next: 17, payload: [0, 1, 0, 2, 0, 8, 0, 0])
    #expect(fixture.upf.handleN6(down6, now: fixture.now).count == 1)
    #expect(fixture.upf.handleN6(udp4(from: internet, to: ue &+ 1), now: fixture.now).isEmpty)
    #expect(fixture.upf.dropCount(.unknownDestination) == 1)
  }

  @Test("ATTACKS 19: an inner source that is not the UE's, and impossible inner headers, go nowhere")
  func spoofing() throws {
    var fixture = try Fixture.ready()
    for packet in [
      udp4(from: ue &+ 1, to: internet), ip6(from: (Fixture.uePrefix &+ 1, 1), to: (1, 1), next: 59, payload: []),
      ip6(from: (0xFE80_0000_0000_0000, 1), to: (0xFF02_0000_0000_0000, 2), next: 58, payload: [133, 0, 0, 0, 0, 0, 0, 0]),
    ] {
      let effects = try fixture.uplink(packet)
      guard case .security? = effects.first, effects.count == 1 else {
        Issue.record("\(effects)")
        continue
      }
    }
    #expect(fixture.upf.dropCount(.spoofedSource) == 3)
    for length in 0..<5 {
      var packet = udp4(from: ue, to: internet)
      packet[0] = 0x40 | UInt8(length)
      #expect(try fixture.uplink(packet).allSatisfy { if case .security = $0 { true } else { false } })
    }
    var jumbo = udp4(from: ue, to: internet)
    jumbo[2] = 0xFF
    #expect(try fixture.uplink(jumbo).allSatisfy { if case .security = $0 { true } else { false } })
    for count in 0..<30 { _ = try fixture.uplink(Array(udp4(from: ue, to: internet).prefix(count))) }
    #expect(fixture.upf.dropCount(.malformedInnerPacket) >= 35)
  }

  @Test("TS 29.281 §7.3.1: an unknown TEID gets Error Indication, but a flood of them only so many")
  func unknownTunnel() throws {
    var fixture = try Fixture.ready()
    let effects = try fixture.uplink(udp4(from: ue, to: internet), teid: fixture.uplinkTEID &+ 1)
    guard case .sendN3(let octets, Fixture.gnb)? = effects.first else { throw Unexpected() }
    #expect(try GTPUMessage(decoding: octets).body == .errorIndication(teid: fixture.uplinkTEID &+ 1, peerAddress: .v4(0x0A00_0011)))
    var sent = 1
    for index in 0..<1_000 { sent += try fixture.uplink([], teid: UInt32(index) &+ 1).count }
    #expect(sent == 50)
    fixture.now = fixture.now + .seconds(1)
    #expect(try fixture.uplink([], teid: 3).count == 1)
  }

  @Test("TS 29.281 §7.2.1: echo is answered to the port it came from")
  func echo() throws {
    var fixture = Fixture()
    let peer = SocketAddress(.v4(9), port: 4_000)
    let effects = fixture.upf.handleN3(try GTPUMessage(sequenceNumber: 8, .echoRequest).encode(), from: peer, now: fixture.now)
    #expect(effects == [.sendN3(try GTPUMessage(sequenceNumber: 8, .echoResponse(restartCounter: 0)).encode(), to: peer)])
  }

  @Test("§5.2.3: a buffering FAR keeps packets up to the limit, reports the first, and sends them in order when it forwards")
  func buffering() throws {
    var fixture = try Fixture.ready(Fixture.standard(farTwo: [.buffer, .notifyControlPlane])) { $0.maximumBufferedPacketsPerSession = 3 }
    let packets = (0..<5).map { udp4(from: internet, to: ue, sourcePort: UInt16($0)) }
    let first = fixture.upf.handleN6(packets[0], now: fixture.now)
    guard case .sendN4(let octets, Fixture.smf)? = first.first, first.count == 1 else { throw Unexpected() }
    let message = try PFCPMessage(decoding: octets)
    #expect(message.seid == Fixture.cpSEID)
    guard case .sessionReportRequest(let report) = message.body else { throw Unexpected() }
    #expect(report.reportType == .downlinkDataReport)
    #expect(report.downlinkDataReport?.pdrIDs == [2])
    #expect(report.downlinkDataReport?.serviceInformation.first?.qfi?.rawValue == 9)
    for packet in packets.dropFirst() { #expect(fixture.upf.handleN6(packet, now: fixture.now).isEmpty) }
    #expect(fixture.upf.dropCount(.bufferFull) == 2)
    let (answer, effects) = try fixture.modify(Fixture.toGNB())
    #expect(answer.cause == .requestAccepted)
    let sent = try effects.map { effect throws -> [UInt8] in
      guard case .sendN3(let octets, Fixture.gnb) = effect, case .gPDU(let packet) = try GTPUMessage(decoding: octets).body else {
        throw Unexpected()
      }
      return packet
    }
    #expect(sent == Array(packets.prefix(3)))
  }

  @Test("DROBU throws waiting packets away; a new buffering period is reported again")
  func dropBuffered() throws {
    var fixture = try Fixture.ready(Fixture.standard(farTwo: [.buffer, .notifyControlPlane]))
    #expect(fixture.upf.handleN6(udp4(from: internet, to: ue), now: fixture.now).count == 1)
    var request = Fixture.toGNB()
    request.flags = .dropBufferedPackets
    #expect(try fixture.modify(request).1.isEmpty)
    var update = UpdateFAR(farID: 2)
    update.applyAction = [.buffer, .notifyControlPlane]
    request = SessionModificationRequest()
    request.updateFARs = [update]
    #expect(try fixture.modify(request).1.isEmpty)
    #expect(fixture.upf.handleN6(udp4(from: internet, to: ue), now: fixture.now).count == 1)
  }

  @Test("§5.2.3.2: SNDEM sends an End Marker to the old tunnel before the new one is used")
  func endMarker() throws {
    var fixture = try Fixture.ready()
    let (_, effects) = try fixture.modify(Fixture.toGNB(.sendEndMarker, teid: 0x99))
    #expect(effects == [.sendN3(try GTPUMessage(teid: 0x77, .endMarker).encode(), to: Fixture.gnb)])
    guard case .sendN3(let octets, _)? = fixture.upf.handleN6(udp4(from: internet, to: ue), now: fixture.now).first else {
      throw Unexpected()
    }
    #expect(try GTPUMessage(decoding: octets).teid == 0x99)
  }

  @Test("TS 23.527 §5.3.3: an Error Indication of the gNB is reported once; one from elsewhere is not")
  func errorIndication() throws {
    var fixture = try Fixture.ready()
    let octets = try GTPUMessage(sequenceNumber: 0, .errorIndication(teid: 0x77, peerAddress: Fixture.gnb.ip)).encode()
    let strange = fixture.upf.handleN3(octets, from: SocketAddress(.v4(77), port: 2152), now: fixture.now)
    guard case .security? = strange.first else { throw Unexpected() }
    guard case .sendN4(let report, _)? = fixture.upf.handleN3(octets, from: Fixture.gnb, now: fixture.now).first,
      case .sessionReportRequest(let request) = try PFCPMessage(decoding: report).body
    else { throw Unexpected() }
    #expect(request.reportType == .errorIndicationReport)
    #expect(request.errorIndicationReport?.remoteFTEIDs.first?.teid == 0x77)
    #expect(fixture.upf.handleN3(octets, from: Fixture.gnb, now: fixture.now).isEmpty)
  }

  @Test("§5.4.3: a closed gate stops its direction only")
  func gate() throws {
    var request = Fixture.standard()
    request.createQERs[0].gateStatus = GateStatus(isUplinkOpen: false, isDownlinkOpen: true)
    var fixture = try Fixture.ready(request)
    #expect(try fixture.uplink(udp4(from: ue, to: internet)).isEmpty)
    #expect(fixture.upf.dropCount(.gateClosed) == 1)
    #expect(fixture.upf.handleN6(udp4(from: internet, to: ue), now: fixture.now).count == 1)
  }

  @Test("§5.4.4: the maximum bit rate holds over time")
  func maximumBitRate() throws {
    var request = Fixture.standard()
    request.createQERs[0].maximumBitRate = PFCPBitRate(uplinkKilobitsPerSecond: 8_000, downlinkKilobitsPerSecond: 1_000_000)
    var fixture = try Fixture.ready(request)
    var passed = 0
    let packet = udp4(from: ue, to: internet, payloadCount: 972)
    for _ in 0..<10_000 {
      passed += try fixture.uplink(packet).count
      fixture.now = fixture.now + .microseconds(500)
    }
    // 5 s of 1,000 packets a second, and the burst of 100 ms.
    #expect((5_000...5_101).contains(passed), "\(passed)")
  }

  @Test("§5.2.2: volumes are counted, reported at the threshold, stopped at the quota, and given at deletion")
  func usage() throws {
    var request = Fixture.standard()
    var urr = CreateURR(urrID: 4, measurementMethod: [.volume, .duration], reportingTriggers: [.volumeThreshold, .volumeQuota])
    urr.volumeThreshold = PFCPVolume(totalOctets: 100)
    urr.volumeQuota = PFCPVolume(totalOctets: 1_000)
    request.createURRs = [urr]
    for index in 0..<2 { request.createPDRs[index].urrIDs = [4] }
    var fixture = try Fixture.ready(request)
    let packet = udp4(from: ue, to: internet, payloadCount: 32)
    #expect(try fixture.uplink(packet).count == 1)
    let effects = try fixture.uplink(packet)
    guard case .sendN4(let octets, _)? = effects.last, case .sessionReportRequest(let report) = try PFCPMessage(decoding: octets).body
    else {
      throw Unexpected()
    }
    #expect(report.usageReports.first?.usageReportTrigger == .volumeThreshold)
    #expect(report.usageReports.first?.volumeMeasurement?.uplinkOctets == 120)
    var forwarded = 0
    for _ in 0..<40 {
      for effect in try fixture.uplink(packet) { if case .sendN6 = effect { forwarded += 1 } }
    }
    #expect(forwarded == 15)
    #expect(fixture.upf.dropCount(.quotaExhausted) == 25)
    fixture.now = fixture.now + .seconds(5)
    let (answer, _) = try fixture.request(.sessionDeletionRequest(.init()), seid: fixture.upSEID)
    guard case .sessionDeletionResponse(let response)? = answer?.body else { throw Unexpected() }
    #expect(response.usageReports.first?.usageReportTrigger == .termination)
    #expect(response.usageReports.first?.durationMeasurementSeconds == 5)
    #expect(fixture.upf.sessionCount == 0)
    #expect(fixture.upf.handleN6(udp4(from: internet, to: ue), now: fixture.now).isEmpty)
  }

  @Test("§5.2.2.2: a quota that is granted again, of the same size too, lets packets pass")
  func grantedAgain() throws {
    var request = Fixture.standard()
    var urr = CreateURR(urrID: 4, measurementMethod: [.volume], reportingTriggers: [.volumeQuota])
    urr.volumeQuota = PFCPVolume(totalOctets: 100)
    request.createURRs = [urr]
    for index in 0..<2 { request.createPDRs[index].urrIDs = [4] }
    var fixture = try Fixture.ready(request)
    let packet = udp4(from: ue, to: internet, payloadCount: 32)
    func passed(_ fixture: inout Fixture) throws -> Int {
      try (0..<5).reduce(0) { count, _ in
        try fixture.uplink(packet).reduce(count) { if case .sendN6 = $1 { $0 + 1 } else { $0 } }
      }
    }
    #expect(try passed(&fixture) == 2)
    var update = UpdateURR(urrID: 4)
    update.volumeQuota = PFCPVolume(totalOctets: 100)
    var modification = SessionModificationRequest()
    modification.updateURRs = [update]
    #expect(try fixture.modify(modification).0.cause == .requestAccepted)
    #expect(try passed(&fixture) == 2)
  }

  @Test("§5.2.3.1: DROBU in the answer to a report throws waiting packets away, and the next one is reported again")
  func dropBufferedByResponse() throws {
    var fixture = try Fixture.ready(Fixture.standard(farTwo: [.buffer, .notifyControlPlane]))
    guard case .sendN4(let octets, _)? = fixture.upf.handleN6(udp4(from: internet, to: ue), now: fixture.now).first else {
      throw Unexpected()
    }
    var response = SessionReportResponse(cause: .requestAccepted)
    response.flags = .dropBufferedPackets
    let sequence = try PFCPMessage(decoding: octets).sequenceNumber
    _ = fixture.upf.handlePFCP(
      try PFCPMessage(seid: fixture.upSEID, sequenceNumber: sequence, .sessionReportResponse(response)).encode(), from: Fixture.smf,
      now: fixture.now)
    #expect(fixture.upf.handleN6(udp4(from: internet, to: ue), now: fixture.now).count == 1)
    #expect(try fixture.modify(Fixture.toGNB()).1.count == 1)
  }

  @Test("§5.2.2.2: reports at a volume threshold do not put off the periodic ones")
  func periodicBesideThreshold() throws {
    var request = Fixture.standard()
    var urr = CreateURR(urrID: 4, measurementMethod: [.volume], reportingTriggers: [.periodic, .volumeThreshold])
    urr.measurementPeriodSeconds = 10
    urr.volumeThreshold = PFCPVolume(totalOctets: 50)
    request.createURRs = [urr]
    for index in 0..<2 { request.createPDRs[index].urrIDs = [4] }
    var fixture = try Fixture.ready(request) { $0.heartbeatInterval = nil }
    let packet = udp4(from: ue, to: internet, payloadCount: 32)
    var triggers: [UsageReportTrigger] = []
    for _ in 0..<5 {
      fixture.now = fixture.now + .seconds(3)
      for case .sendN4(let octets, _) in fixture.upf.handleTimeout(now: fixture.now) + (try fixture.uplink(packet)) {
        guard case .sessionReportRequest(let report) = try PFCPMessage(decoding: octets).body else { throw Unexpected() }
        triggers += report.usageReports.map(\.usageReportTrigger)
        _ = fixture.upf.handlePFCP(
          try PFCPMessage(
            seid: fixture.upSEID, sequenceNumber: try PFCPMessage(decoding: octets).sequenceNumber,
            .sessionReportResponse(.init(cause: .requestAccepted))
          ).encode(), from: Fixture.smf, now: fixture.now)
      }
    }
    #expect(triggers.filter { $0 == .volumeThreshold }.count == 5)
    #expect(triggers.filter { $0 == .periodic }.count == 1)
  }

  @Test("Periodic reports follow the measurement period")
  func periodic() throws {
    var request = Fixture.standard()
    var urr = CreateURR(urrID: 4, measurementMethod: [.volume], reportingTriggers: [.periodic])
    urr.measurementPeriodSeconds = 10
    request.createURRs = [urr]
    var fixture = try Fixture.ready(request) { $0.heartbeatInterval = nil }
    var reports = 0
    let end = fixture.now + .seconds(35)
    while let next = fixture.upf.nextTimeout, next <= end {
      for case .sendN4(let octets, _) in fixture.upf.handleTimeout(now: next) {
        let message = try PFCPMessage(decoding: octets)
        reports += 1
        _ = fixture.upf.handlePFCP(
          try PFCPMessage(
            seid: fixture.upSEID, sequenceNumber: message.sequenceNumber, .sessionReportResponse(.init(cause: .requestAccepted))
          ).encode(),
          from: Fixture.smf, now: next)
      }
    }
    #expect(reports == 3)
  }

  @Test("§5.2.1: precedence, QFI and SDF filters choose the PDR, with the ends exchanged for the uplink")
  func classification() throws {
    var request = Fixture.standard()
    var blocked = request.createPDRs[0]
    blocked.pdrID = 5
    blocked.precedence = 10
    blocked.farID = 5
    blocked.pdi.sdfFilters = [SDFFilter(flowDescription: "permit out 17 from 8.8.0.0/16 53 to assigned")]
    request.createPDRs[0].pdi.localFTEID = .choose(ipv4: true, ipv6: false, chooseID: 1)
    blocked.pdi.localFTEID = .choose(ipv4: true, ipv6: false, chooseID: 1)
    request.createPDRs[0].pdi.qfis = [QoSFlowIdentifier(rawValue: 9)]
    request.createPDRs.append(blocked)
    request.createFARs.append(CreateFAR(farID: 5, applyAction: [.drop]))
    var fixture = try Fixture.ready(request)
    #expect(try fixture.uplink(udp4(from: ue, to: internet, destinationPort: 53)).isEmpty)
    #expect(try fixture.uplink(udp4(from: ue, to: internet, destinationPort: 54)).count == 1)
    #expect(try fixture.uplink(udp4(from: ue, to: internet, destinationPort: 53, upperLayerProtocol: 6)).count == 1)
    #expect(try fixture.uplink(udp4(from: ue, to: 0x0909_0909, destinationPort: 53)).count == 1)
    // No rule has this QoS flow: the operator gets a line, once a second.
    #expect(
      try fixture.uplink(udp4(from: ue, to: internet, destinationPort: 54), qfi: 8)
        == [.information("uplink packets of \(Fixture.gnb.ip) match no PDR of their tunnel")])
    #expect(try fixture.uplink(udp4(from: ue, to: internet, destinationPort: 54), qfi: 8).isEmpty)
    #expect(fixture.upf.dropCount(.dropAction) == 1)
    #expect(fixture.upf.dropCount(.noMatchingRule) == 2)
  }

  @Test("TS 38.415: packets without PDU Session Container belong to the only QoS flow; with several flows to none")
  func unmarkedPackets() throws {
    let packet = udp4(from: ue, to: internet)
    var request = Fixture.standard()
    request.createPDRs[0].pdi.qfis = [QoSFlowIdentifier(rawValue: 9)]
    var fixture = try Fixture.ready(request)
    let single = try GTPUMessage(teid: fixture.uplinkTEID, .gPDU(packet)).encode()
    #expect(fixture.upf.handleN3(single, from: Fixture.gnb, now: fixture.now) == [.sendN6(packet)])
    request.createPDRs[0].pdi.qfis.append(QoSFlowIdentifier(rawValue: 10))
    fixture = try Fixture.ready(request)
    let several = try GTPUMessage(teid: fixture.uplinkTEID, .gPDU(packet)).encode()
    let effects = fixture.upf.handleN3(several, from: Fixture.gnb, now: fixture.now)
    guard case .information(let line)? = effects.first, effects.count == 1 else { throw Unexpected() }
    #expect(line.hasSuffix("they have no PDU Session Container (TS 38.415)"))
  }

  @Test("§5.3: router solicitations go to the SMF and its advertisements to the UE, both in N4-u tunnels")
  func routerAdvertisement() throws {
    var request = Fixture.standard()
    var solicitation = request.createPDRs[0]
    solicitation.pdrID = 6
    solicitation.precedence = 1
    solicitation.farID = 6
    solicitation.pdi.localFTEID = .choose(ipv4: true, ipv6: false, chooseID: 1)
    solicitation.pdi.sdfFilters = [SDFFilter(flowDescription: "permit out 58 from ff02::2/128 to assigned")]
    request.createPDRs[0].pdi.localFTEID = .choose(ipv4: true, ipv6: false, chooseID: 1)
    var pdi = PDI(sourceInterface: .cpFunction)
    pdi.localFTEID = .choose(ipv4: true, ipv6: false, chooseID: 2)
    var advertisement = CreatePDR(pdrID: 7, precedence: 1, pdi: pdi)
    advertisement.farID = 2
    advertisement.qerIDs = [1]
    request.createPDRs += [solicitation, advertisement]
    var parameters = ForwardingParameters(destinationInterface: .cpFunction)
    parameters.outerHeaderCreation = .gtpu(teid: 0x5151, ipv4: IPv4Address(rawValue: 0x0A00_0001))
    var toSMF = CreateFAR(farID: 6, applyAction: [.forward])
    toSMF.forwardingParameters = parameters
    request.createFARs.append(toSMF)
    var fixture = Fixture()
    try fixture.associate()
    let answer = try fixture.establish(request)
    #expect(answer.cause == .requestAccepted)
    let packet = ip6(
      from: (0xFE80_0000_0000_0000, 1), to: (0xFF02_0000_0000_0000, 2), next: 58, payload: [133, 0, 0, 0, 0, 0, 0, 0])
    let expected = try GTPUMessage(teid: 0x5151, .gPDU(packet)).encode()
    #expect(try fixture.uplink(packet) == [.sendN3(expected, to: SocketAddress(.v4(0x0A00_0001), port: 2152))])
    let back = ip6(from: (0xFE80_0000_0000_0000, 9), to: (0xFF02_0000_0000_0000, 1), next: 58, payload: [134, 0, 0, 0])
    let teid = try #require(answer.createdPDRs.first { $0.pdrID == 7 }?.localFTEID?.teid)
    let effects = fixture.upf.handleN3(
      try GTPUMessage(teid: teid, .gPDU(back)).encode(), from: SocketAddress(.v4(0x0A00_0001), port: 2152), now: fixture.now)
    guard case .sendN3(let octets, Fixture.gnb)? = effects.first else { throw Unexpected() }
    let message = try GTPUMessage(decoding: octets)
    #expect(message.teid == 0x77)
    #expect(message.body == .gPDU(back))
    #expect(try message.pduSessionContainer?.qfi == 9)
  }

  @Test("Nothing that arrives on N3 or N6 traps, and no state is left behind")
  func garbage() throws {
    var fixture = try Fixture.ready()
    var generator = SeededGenerator(seed: 11)
    let container = PDUSessionContainer.uplink(.init(qfi: 9))
    let whole = try GTPUMessage(
      teid: fixture.uplinkTEID, extensionHeaders: [.init(type: 0x85, content: try container.encode())], .gPDU(udp4(from: ue, to: internet))
    ).encode()
    let six = ip6(from: (1, 1), to: (Fixture.uePrefix, 1), next: 0, payload: Array(repeating: 0, count: 64))
    for _ in 0..<30_000 {
      var up = whole
      var down = six
      for _ in 0..<3 {
        up[Int(generator.next() % UInt64(up.count))] = UInt8(truncatingIfNeeded: generator.next())
        down[Int(generator.next() % UInt64(down.count))] = UInt8(truncatingIfNeeded: generator.next())
      }
      up.removeLast(Int(generator.next() % 8))
      down.removeLast(Int(generator.next() % 8))
      _ = fixture.upf.handleN3(up, from: Fixture.gnb, now: fixture.now)
      _ = fixture.upf.handleN6(down, now: fixture.now)
    }
    #expect(fixture.upf.sessionCount == 1)
  }

  @Test("The open addressing table behaves as a dictionary")
  func table() {
    var generator = SeededGenerator(seed: 2)
    var table = OpenAddressingTable(capacity: 8, secret: generator.next())
    var model: [UInt64: Int] = [:]
    for _ in 0..<20_000 {
      let key = generator.next() % 500
      if generator.next() % 3 == 0 {
        table.remove(key)
        model[key] = nil
      } else {
        let value = Int(generator.next() % 1_000)
        table.insert(key, value)
        model[key] = value
      }
    }
    for key in 0..<UInt64(500) { #expect(table.value(key) == model[key] ?? -1) }
    #expect(table.count == model.count)
  }

  @Test("TS 29.212 §5.4.2: flow descriptions that are not understood are refused")
  func flowDescriptions() {
    for rule in [
      "", "permit", "deny out ip from any to any", "permit out ip from any", "permit out 300 from any to any",
      "permit out ip from 1.2.3.4/33 to any",
      "permit out ip from any to any 5-4", "permit out ip from any to any established", "permit out ip from !1.2.3.4 to any",
      "permit out tcp from any to any",
    ] { #expect(FlowDescription(rule: rule) == nil, "\(rule)") }
    for rule in ["permit out ip from any to assigned", "permit in 6 from 10.0.0.0/8 80,443 to 2001:db8::/32 1-65535"] {
      #expect(FlowDescription(rule: rule) != nil, "\(rule)")
    }
  }
}

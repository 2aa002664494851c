import Base
import Testing

@testable import GTPU

@Suite("GTP-U messages (TS 29.281)")
struct GTPUTests {
  @Test("Octets that are no message of this release, and JSON, give the same value and the same octets again")
  func roundTrip() throws {
    var status = GTPUTunnelStatus(startPauseOfCharging: true)
    status.laterFlags = 0x80
    status.trailing = [7]
    var uplink = UplinkPDUSessionInformation(qfi: 63)
    uplink.newElements = .init(d1UplinkPDCPDelayResult: 9, laterFlags: 4)
    uplink.trailing = [1, 2, 3, 4, 5, 6, 7]
    let messages = [
      GTPUMessage(teid: 5, .other(type: 99, octets: [1, 2, 3])), GTPUMessage(teid: 5, .tunnelStatus(status)),
      GTPUMessage(teid: 5, nPDUNumber: 3, extensionHeaders: [.init(type: 0xFE, content: [8, 104])], .gPDU([])),
      GTPUMessage(teid: 5, extensionHeaders: [try .init(.pduSessionContainer(.uplink(uplink)))], .gPDU([1])),
      GTPUMessage(teid: 5, extensionHeaders: [try .init(.pduSessionContainer(.other([0x50, 1])))], .gPDU([1])),
      GTPUMessage(teid: 5, extensionHeaders: [try .init(.nrRANContainer(.other([0x50, 1])))], .gPDU([1])),
      GTPUMessage(teid: 5, extensionHeaders: [try .init(.earlierLongPDCPPDUNumber(0x3FFFF))], .gPDU([1])),
      GTPUMessage(teid: 5, elements: [GTPUElement(type: 200, octets: [0, 1, 2]), GTPUElement(.recoveryTimeStamp(4))], .endMarker),
    ]
    for message in messages {
      let octets = try message.encode()
      #expect(try GTPUMessage(decoding: octets) == message)
      let fromJSON = try GTPUMessage(json: JSON(parsing: message.json.text()))
      #expect(fromJSON == message)
      #expect(try fromJSON.encode() == octets)
    }
  }

  @Test(
    "TS 29.281 Figure 5.2.1-2: who must understand an extension header",
    arguments: [
      (UInt8(0x20), GTPUExtensionHeader.Comprehension.notRequiredForwarded, false), (0x40, .notRequiredDiscarded, false),
      (0x85, .requiredByEndpoint, true), (0xC0, .requiredByReceiver, true),
    ])
  func comprehensionOfTypes(type: UInt8, expected: GTPUExtensionHeader.Comprehension, isRequired: Bool) {
    let header = GTPUExtensionHeader(type: type, content: [0, 0])
    #expect(header.comprehension == expected)
    #expect(header.requiresComprehension == isRequired)
  }

  @Test("A value that does not fit its field throws when encoded")
  func unencodable() throws {
    var downlink = DownlinkPDUSessionInformation(qfi: 1)
    downlink.qfi = 64
    #expect(throws: GTPUError.notEncodable("QFI")) { try PDUSessionContainer.downlink(downlink).encode() }
    downlink.qfi = 1
    downlink.pagingPolicyIndicator = 255
    #expect(throws: GTPUError.notEncodable("PPI")) { try PDUSessionContainer.downlink(downlink).encode() }
    downlink.pagingPolicyIndicator = nil
    downlink.qfiSequenceNumber = .max
    #expect(throws: GTPUError.self) { try PDUSessionContainer.downlink(downlink).encode() }
    var uplink = UplinkPDUSessionInformation(qfi: 1)
    uplink.qfiSequenceNumber = .max
    #expect(throws: GTPUError.self) { try PDUSessionContainer.uplink(uplink).encode() }
    #expect(throws: GTPUError.self) { try GTPUExtensionHeader(.longPDCPPDUNumber(0x40000)) }
    #expect(throws: GTPUError.self) { try NRRANContainer.downlinkUserData(.init(nrUSequenceNumber: .max)).encode() }
    let blocks = Array(repeating: NRDiscardedBlock(start: 0, count: 1), count: 256)
    #expect(throws: GTPUError.self) { try NRRANContainer.downlinkUserData(.init(nrUSequenceNumber: 0, discardedBlocks: blocks)).encode() }
    var status = NRDownlinkDataDeliveryStatus(desiredBufferSizeOctets: .max)
    status.lostRanges = Array(repeating: NRSequenceNumberRange(start: 0, end: 0), count: 256)
    #expect(throws: GTPUError.self) { try NRRANContainer.downlinkDataDeliveryStatus(status).encode() }
    status.lostRanges = [NRSequenceNumberRange(start: .max, end: 0)]
    #expect(throws: GTPUError.self) { try NRRANContainer.downlinkDataDeliveryStatus(status).encode() }
    var assistance = NRAssistanceInformationData()
    assistance.assistanceInformation = [.init(type: .max, value: Array(repeating: 0, count: 256))]
    #expect(throws: GTPUError.self) { try NRRANContainer.assistanceInformationData(assistance).encode() }
    let long = Array(repeating: UInt8(0), count: 70_000)
    let bodies: [GTPUBody] = [.gPDU(long), .other(type: 9, octets: long), .supportedExtensionHeadersNotification(long)]
    for body in bodies { #expect(throws: GTPUError.self) { try GTPUMessage(body).encode() } }
    for element in [GTPUElement(type: 5, octets: []), GTPUElement(type: 14, octets: []), GTPUElement(type: 255, octets: long)] {
      #expect(throws: GTPUError.self) { try GTPUMessage(elements: [element], .echoRequest).encode() }
    }
    for content in [[], [1], [1, 2, 3], Array(repeating: UInt8(0), count: 1_022)] {
      #expect(throws: GTPUError.self) { try GTPUMessage(extensionHeaders: [.init(type: 0x40, content: content)], .gPDU([])).encode() }
    }
    let nine = Array(repeating: GTPUExtensionHeader(type: 0x40, content: [0, 0]), count: 9)
    #expect(throws: GTPUError.tooManyExtensionHeaders) { try GTPUMessage(extensionHeaders: nine, .gPDU([])).encode() }
  }

  @Test("Random content of each extension header and element is read or refused, and what is read is stable")
  func randomContent() throws {
    var generator = SeededGenerator(seed: 12)
    func octets(_ limit: UInt64) -> [UInt8] { (0..<Int(generator.next() % limit)).map { _ in UInt8(truncatingIfNeeded: generator.next()) } }
    var typed = 0
    for _ in 0..<40_000 {
      let type = [0x03, 0x20, 0x40, 0x81, 0x82, 0x83, 0x84, 0x84, 0x84, 0x85, 0x85, 0xC0][Int(generator.next() % 12)] as UInt8
      let units = Int(generator.next() % 15) * 4 + 2
      let header = GTPUExtensionHeader(type: type, content: (0..<units).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
      if let content = header.typed, let again = try? GTPUExtensionHeader(content) {
        typed += 1
        #expect(again.typed == content)
      }
      let element = GTPUElement(type: [14, 16, 133, 141, 230, 231, 255, 9][Int(generator.next() % 8)], octets: octets(20))
      if let content = element.typed { #expect(GTPUElement(content) == element) }
    }
    #expect(typed > 10_000)
  }

  @Test("No type exceeds 256 octets in memory")
  func sizes() {
    let sizes = [
      MemoryLayout<GTPUMessage>.size, MemoryLayout<GTPUBody>.size, MemoryLayout<GTPUExtension>.size, MemoryLayout<PDUSessionContainer>.size,
      MemoryLayout<NRRANContainer>.size, MemoryLayout<GTPUElementContent>.size, MemoryLayout<UplinkPDUSessionInformation>.size,
      MemoryLayout<GPDUHeader>.size,
    ]
    #expect(sizes.allSatisfy { $0 <= 256 }, "\(sizes)")
  }

  @Test("TS 38.415 §5.5.2: the container of a G-PDU")
  func container() throws {
    let octets = try #require(Hex.decode("34ff000c00000005" + "00000085" + "01004900" + "45000014"))
    let message = try GTPUMessage(decoding: octets)
    #expect(try message.pduSessionContainer == .downlink(.init(qfi: 9, reflectiveQoS: true)))
    #expect(message.body == .gPDU([0x45, 0, 0, 0x14]))
    let information = try PDUSessionContainer(decoding: PDUSessionContainer.uplink(.init(qfi: 33)).encode())
    #expect(information.qfi == 33)
  }

  @Test("Cutting or changing a message anywhere gives a value or an error; fast path and codec agree")
  func robustness() throws {
    var generator = SeededGenerator(seed: 4)
    var agreed = 0
    for octets in try Vectors.octets() {
      for count in 0..<octets.count { _ = try? GTPUMessage(decoding: Array(octets[..<count])) }
      for _ in 0..<1_000 {
        var changed = octets
        for _ in 0...(generator.next() % 3) { changed[Int(generator.next() % UInt64(changed.count))] ^= 1 << UInt8(generator.next() & 7) }
        if generator.next() % 4 == 0 { changed.removeLast(Int(generator.next() % UInt64(changed.count))) }
        let decoded = try? GTPUMessage(decoding: changed)
        if let decoded, let again = try? decoded.encode() { #expect(try GTPUMessage(decoding: again) == decoded) }
        let fast = changed.withUnsafeBytes { GTPUFastPath.readHeader($0) }
        guard case .header(let header) = fast, header.messageType == 255 else { continue }
        guard let decoded, case .gPDU(let packet) = decoded.body else {
          Issue.record("the fast path read \(Hex.encode(changed)), the codec did not")
          continue
        }
        #expect(header.teid == decoded.teid)
        #expect(Array(changed[header.payloadOffset..<(header.payloadOffset + header.payloadCount)]) == packet)
        agreed += 1
      }
    }
    #expect(agreed > 5_000)
  }

  @Test("ATTACKS 18: extension headers of length 0, 1,000 of them, and wrong length fields are refused by codec and fast path")
  func extensionHeaderAttacks() throws {
    let zero: [UInt8] = [0x34, 255, 0, 8, 0, 0, 0, 1, 0, 0, 0, 0x85, 0, 0, 0, 0]
    var chain: [UInt8] = [0x34, 255, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0x40]
    for _ in 0..<1_000 { chain += [1, 0, 0, 0x40] }
    chain[2] = UInt8((chain.count - 8) >> 8)
    chain[3] = UInt8((chain.count - 8) & 255)
    let tooLong: [UInt8] = [0x30, 255, 0, 5, 0, 0, 0, 1, 0x45]
    #expect(throws: GTPUError.invalidExtensionHeader) { try GTPUMessage(decoding: zero) }
    #expect(throws: GTPUError.tooManyExtensionHeaders) { try GTPUMessage(decoding: chain) }
    #expect(throws: GTPUError.invalidLength) { try GTPUMessage(decoding: tooLong) }
    for octets in [zero, chain, tooLong, [], [0x30], Array(repeating: 0x34, count: 11)] {
      guard case .malformed = octets.withUnsafeBytes({ GTPUFastPath.readHeader($0) }) else {
        if octets.count == 11 { continue }
        Issue.record("accepted \(Hex.encode(octets.prefix(20)))")
        continue
      }
    }
    let shorter: [UInt8] = [0x30, 255, 0, 1, 0, 0, 0, 1, 0x45, 0x46]
    #expect(try GTPUMessage(decoding: shorter).body == .gPDU([0x45]))
  }

  @Test("§5.2.1: an unknown extension header that must be understood is reported, others are skipped")
  func comprehension() throws {
    let required: [UInt8] = [0x34, 255, 0, 8, 0, 0, 0, 1, 0, 0, 0, 0xC1, 1, 0, 0, 0]
    guard case .unknownExtensionHeader(0xC1) = required.withUnsafeBytes({ GTPUFastPath.readHeader($0) }) else {
      Issue.record("not reported")
      return
    }
    let byEndpoint: [UInt8] = [0x34, 255, 0, 8, 0, 0, 0, 1, 0, 0, 0, 0x86, 1, 0, 0, 0]
    guard case .unknownExtensionHeader(0x86) = byEndpoint.withUnsafeBytes({ GTPUFastPath.readHeader($0) }) else {
      Issue.record("not reported")
      return
    }
    // Types of this release: a PDCP PDU number behind a PDU session container.
    for type: UInt8 in [0x81, 0x82, 0x83, 0x84, 0xC0] {
      let known: [UInt8] = [0x34, 255, 0, 13, 0, 0, 0, 1, 0, 0, 0, 0x85, 1, 0x10, 9, type, 1, 0, 7, 0, 0x45]
      guard case .header(let header) = known.withUnsafeBytes({ GTPUFastPath.readHeader($0) }) else {
        Issue.record("not read: \(type)")
        continue
      }
      #expect(header.payloadOffset == 20 && header.payloadCount == 1 && header.qfi == 9)
    }
    let optional: [UInt8] = [0x34, 255, 0, 9, 0, 0, 0, 1, 0, 0, 0, 0x40, 1, 8, 104, 0, 0x45]
    guard case .header(let header) = optional.withUnsafeBytes({ GTPUFastPath.readHeader($0) }) else {
      Issue.record("not read")
      return
    }
    #expect(header.payloadOffset == 16)
    #expect(header.payloadCount == 1)
    #expect(header.qfi == GPDUHeader.noQFI)
  }

  @Test("Headers that the fast path writes are those of the codec", arguments: [true, false])
  func fastPathWrites(isDownlink: Bool) throws {
    var buffer = Array(repeating: UInt8(0xFF), count: 16) + [1, 2, 3]
    let count = buffer.withUnsafeMutableBytes {
      GTPUFastPath.writeHeader(into: $0, teid: 0xCAFE_BABE, qfi: 9, isDownlink: isDownlink, payloadCount: 3)
    }
    #expect(count == 16)
    let container: PDUSessionContainer = isDownlink ? .downlink(.init(qfi: 9)) : .uplink(.init(qfi: 9))
    let expected = GTPUMessage(teid: 0xCAFE_BABE, extensionHeaders: [try .init(.pduSessionContainer(container))], .gPDU([1, 2, 3]))
    #expect(try expected.encode() == buffer)
    var small = [UInt8](repeating: 0, count: 15)
    #expect(small.withUnsafeMutableBytes { GTPUFastPath.writeHeader(into: $0, teid: 1, qfi: 1, isDownlink: true, payloadCount: 3) } == 0)
    var plain = [UInt8](repeating: 0, count: 8)
    #expect(plain.withUnsafeMutableBytes { GTPUFastPath.writePlainHeader(into: $0, messageType: 254, teid: 7, payloadCount: 0) } == 8)
    #expect(try plain == GTPUMessage(teid: 7, .endMarker).encode())
  }
}

import Base
import Testing

@testable import GTPU

@Suite("GTP-U messages (TS 29.281)")
struct GTPUTests {
  static let samples: [GTPUMessage] = {
    var downlink = DownlinkPDUSessionInformation(qfi: 9, reflectiveQoS: true, pagingPolicyIndicator: 5)
    downlink.sendingTimeStamp = 0x0102_0304_0506_0708
    downlink.qfiSequenceNumber = 0xABCDEF
    var uplink = UplinkPDUSessionInformation(qfi: 63)
    uplink.timeStamps = .init(downlinkSendingRepeated: 1, downlinkReceived: 2, uplinkSending: 3)
    uplink.downlinkDelayResult = 4
    uplink.uplinkDelayResult = 5
    uplink.qfiSequenceNumber = 6
    uplink.n3n9DelayResult = 7
    func header(_ container: PDUSessionContainer) -> GTPUExtensionHeader { GTPUExtensionHeader(type: 0x85, content: container.encode()) }
    return [
      GTPUMessage(sequenceNumber: 7, .echoRequest), GTPUMessage(sequenceNumber: 7, .echoResponse(restartCounter: 0)),
      GTPUMessage(sequenceNumber: 0, .errorIndication(teid: 0xDEAD_BEEF, peerAddress: .v4(0x0A00_0001))),
      GTPUMessage(sequenceNumber: 0, .errorIndication(teid: 1, peerAddress: .v6(1))),
      GTPUMessage(sequenceNumber: 0, .supportedExtensionHeadersNotification([0x85])), GTPUMessage(teid: 5, .tunnelStatus(flags: [1])),
      GTPUMessage(teid: 5, elements: [GTPUElement(type: 255, octets: [0, 1, 2])], .endMarker),
      GTPUMessage(teid: 5, .gPDU([0x45, 0, 0, 20])), GTPUMessage(teid: 5, .other(type: 99, octets: [1, 2, 3])),
      GTPUMessage(teid: 5, extensionHeaders: [header(.downlink(.init(qfi: 9)))], .gPDU([1])),
      GTPUMessage(teid: 5, extensionHeaders: [header(.downlink(downlink))], .gPDU([1])),
      GTPUMessage(teid: 5, extensionHeaders: [header(.uplink(.init(qfi: 1)))], .gPDU([1])),
      GTPUMessage(
        teid: 5, sequenceNumber: 65_535, nPDUNumber: 3, extensionHeaders: [header(.uplink(uplink)), .init(type: 0x40, content: [8, 104])],
        .gPDU([])),
    ]
  }()

  @Test("Octets and JSON of each message give the same value, and its octets again")
  func roundTrip() throws {
    for message in Self.samples {
      let octets = try message.encode()
      #expect(try GTPUMessage(decoding: octets) == message)
      let fromJSON = try GTPUMessage(json: JSON(parsing: message.json.text()))
      #expect(fromJSON == message)
      #expect(try fromJSON.encode() == octets)
    }
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
    for message in Self.samples {
      let octets = try message.encode()
      for count in 0..<octets.count { _ = try? GTPUMessage(decoding: Array(octets[..<count])) }
      for _ in 0..<5_000 {
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
    let expected = GTPUMessage(teid: 0xCAFE_BABE, extensionHeaders: [.init(type: 0x85, content: container.encode())], .gPDU([1, 2, 3]))
    #expect(try expected.encode() == buffer)
    var small = [UInt8](repeating: 0, count: 15)
    #expect(small.withUnsafeMutableBytes { GTPUFastPath.writeHeader(into: $0, teid: 1, qfi: 1, isDownlink: true, payloadCount: 3) } == 0)
    var plain = [UInt8](repeating: 0, count: 8)
    #expect(plain.withUnsafeMutableBytes { GTPUFastPath.writePlainHeader(into: $0, messageType: 254, teid: 7, payloadCount: 0) } == 8)
    #expect(try plain == GTPUMessage(teid: 7, .endMarker).encode())
  }
}

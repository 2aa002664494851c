import Base
import Testing

@testable import PFCP

@Suite("PFCP messages (TS 29.244 §7)")
struct PFCPMessageTests {
  @Test("Octets and JSON of each message give the same value, and its octets again", arguments: 0..<40)
  func roundTrip(seed: UInt64) throws {
    var samples = SampleMessages(seed: seed)
    for message in samples.all() {
      let octets = try message.encode()
      let decoded = try PFCPMessage(decoding: octets)
      #expect(decoded == message)
      #expect(try decoded.encode() == octets)
      let fromJSON = try PFCPMessage(json: JSON(parsing: message.json.text()))
      #expect(fromJSON == message)
      #expect(try fromJSON.encode() == octets)
    }
  }

  @Test("Cutting or changing a message anywhere gives a value or an error, and a value is stable")
  func robustness() throws {
    var samples = SampleMessages(seed: 99)
    var accepted = 0
    for message in samples.all() {
      let octets = try message.encode()
      for count in 0..<octets.count { #expect(throws: PFCPError.self) { try PFCPMessage(decoding: Array(octets[..<count])) } }
      for _ in 0..<2_000 {
        var changed = octets
        for _ in 0...(samples.u8() % 4) {
          let index = Int(samples.u32()) % changed.count
          changed[index] ^= 1 << (samples.u8() & 7)
        }
        guard let value = try? PFCPMessage(decoding: changed) else { continue }
        accepted += 1
        let again = try value.encode()
        #expect(try PFCPMessage(decoding: again) == value)
        _ = value.description
      }
    }
    #expect(accepted > 1_000)
  }

  /// Drops elements at random from the whole message, at every depth.
  @Test("Any subset of the elements is read, or refused for a missing mandatory one", arguments: 0..<60)
  func subsets(seed: UInt64) throws {
    var samples = SampleMessages(seed: seed)
    for message in samples.all() {
      let octets = try message.encode()
      let header = try PFCPHeader(decoding: octets)
      var generator = SeededGenerator(seed: seed &+ 1)
      let body = Self.thin(Array(octets[header.elementsOffset...]), &generator, depth: 0)
      var thinned = Array(octets[..<header.elementsOffset]) + body
      let length = thinned.count - 4
      thinned[2] = UInt8(length >> 8)
      thinned[3] = UInt8(length & 255)
      do throws(PFCPError) {
        let value = try PFCPMessage(decoding: thinned)
        #expect(try value.encode() == thinned)
      } catch {
        guard case .mandatoryIEMissing(let element) = error else {
          Issue.record("\(error)")
          continue
        }
        #expect(error.cause == .mandatoryIEMissing)
        #expect(error.offendingIE == element)
      }
    }
  }

  private static let groups: Set<UInt16> = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 78, 79, 80, 83, 85, 86, 99]

  private static func thin(_ octets: [UInt8], _ generator: inout SeededGenerator, depth: Int) -> [UInt8] {
    var reader = ByteReader(octets)
    var result: [UInt8] = []
    while let type = reader.readUInt16(), let length = reader.readUInt16(), let value = reader.readBytes(Int(length)) {
      if generator.next() % 8 == 0 { continue }
      let content = groups.contains(type) && depth < 5 ? thin(value, &generator, depth: depth + 1) : value
      result += [UInt8(type >> 8), UInt8(type & 255), UInt8(content.count >> 8), UInt8(content.count & 255)] + content
    }
    return result
  }

  @Test("§7.2.2: the header has S and MP flags, a 24 bit sequence number and the length behind octet 4")
  func header() throws {
    let request = PFCPMessage(seid: 0x0102_0304_0506_0708, sequenceNumber: 0xABCDEF, messagePriority: 9, .sessionDeletionRequest(.init()))
    #expect(try request.encode() == Hex.decode("2336000c0102030405060708abcdef90"))
    let heartbeat = PFCPMessage(sequenceNumber: 1, .heartbeatRequest(.init(recoveryTimeStamp: 0xE000_0000)))
    #expect(try heartbeat.encode() == Hex.decode("2001000c00000100 00600004e0000000"))
  }

  @Test("§7.6.1: another version is an error of its own")
  func version() throws {
    let octets = try #require(Hex.decode("4001000c0000010000600004e0000000"))
    #expect(throws: PFCPError.unsupportedVersion(2)) { try PFCPMessage(decoding: octets) }
  }

  @Test("§7.6.3.3: a grouped IE of length 0 is an error where it has mandatory members, and harmless where not")
  func emptyGroups() throws {
    let node = "003c000500 0a000001".replacing(" ", with: "")
    let fseid = "0039000d02" + "0000000000000001" + "0a000001"
    func request(_ elements: String) throws -> [UInt8] {
      let body = try #require(Hex.decode("0000000000000000" + "000001" + "00" + elements))
      return [0x21, 50, UInt8(body.count >> 8), UInt8(body.count & 255)] + body
    }
    #expect(throws: PFCPError.mandatoryIEMissing(element: 56)) { try PFCPMessage(decoding: request(node + fseid + "00010000")) }
    #expect(throws: PFCPError.mandatoryIEMissing(element: 1)) { try PFCPMessage(decoding: request(node + fseid)) }
    #expect(throws: PFCPError.mandatoryIEMissing(element: 57)) { try PFCPMessage(decoding: request(node)) }
    #expect(throws: PFCPError.invalidLength(element: 60)) { try PFCPMessage(decoding: request("003c0000")) }
    #expect(throws: PFCPError.invalidLength(element: 57)) { try PFCPMessage(decoding: request(node + "00390000")) }
    #expect(throws: PFCPError.mandatoryIEIncorrect(element: 57)) {
      try PFCPMessage(decoding: request(node + "0039000900" + "0000000000000001"))
    }
    #expect(throws: PFCPError.mandatoryIEIncorrect(element: 60)) { try PFCPMessage(decoding: request("003c000107")) }
    let far = "0003000d" + "006c000400000001" + "002c000101"
    let pdr = "00010017" + "003800020001" + "001d000400000001" + "00020005" + "0014000100"
    let empty = try PFCPMessage(decoding: request(node + fseid + pdr + far))
    guard case .sessionEstablishmentRequest(let establishment) = empty.body else {
      Issue.record("not an establishment request")
      return
    }
    #expect(establishment.createPDRs.first?.pdi.sourceInterface == .access)
    #expect(establishment.createFARs.first?.applyAction == .drop)
  }

  @Test("Unknown elements, elements in the wrong place and longer known ones are kept")
  func unknownElements() throws {
    let octets = try #require(Hex.decode("2001 001e 000001 00 0060 0005 e0000000ff 8001 0004 00010203 7fff 0000 0013 0001 01"))
    let message = try PFCPMessage(decoding: octets)
    guard case .heartbeatRequest(let request) = message.body else {
      Issue.record("not a heartbeat")
      return
    }
    #expect(request.extras.unknown.map(\.type) == [0x8001, 0x7FFF, 19])
    #expect(request.extras.extensions.first?.octets == [0xFF])
    #expect(try message.encode() == octets)
    #expect(try PFCPMessage(json: message.json) == message)
  }

  @Test("ATTACKS 17: an IPv6 prefix length of 0 or 255 is refused as incorrect", arguments: [0, 255])
  func prefixLength(length: UInt8) throws {
    var reader = ByteReader([0x41] + Array(repeating: 0xFD, count: 16) + [length])
    #expect(throws: PFCPError.mandatoryIEIncorrect(element: 93)) { try UEIPAddress.read(&reader, element: 93) }
  }

  @Test("§6.5: messages bundled by the FO flag are read one by one")
  func bundle() throws {
    let first = PFCPMessage(seid: 1, sequenceNumber: 1, .sessionDeletionRequest(.init()))
    let second = PFCPMessage(seid: 2, sequenceNumber: 2, .sessionDeletionRequest(.init()))
    var octets = try first.encode()
    octets[0] |= 4
    octets += try second.encode()
    #expect(try PFCPMessage.decodeBundle(octets) == [first, second])
  }

  @Test("No message or grouped IE exceeds 256 octets in memory")
  func sizes() {
    func check<Value>(_ type: Value.Type) { #expect(MemoryLayout<Value>.size <= 256, "\(type): \(MemoryLayout<Value>.size)") }
    check(PFCPMessage.self)
    check(SessionEstablishmentRequest.self)
    check(SessionEstablishmentResponse.self)
    check(SessionModificationRequest.self)
    check(SessionModificationResponse.self)
    check(SessionDeletionResponse.self)
    check(SessionReportRequest.self)
    check(SessionReportResponse.self)
    check(AssociationSetupRequest.self)
    check(AssociationSetupResponse.self)
    check(CreatePDR.self)
    check(UpdatePDR.self)
    check(PDI.self)
    check(CreateFAR.self)
    check(ForwardingParameters.self)
    check(UpdateForwardingParameters.self)
    check(CreateURR.self)
    check(UpdateURR.self)
    check(CreateQER.self)
    check(UsageReport.self)
  }
}

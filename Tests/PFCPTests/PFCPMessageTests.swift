import Base
import Testing

@testable import PFCP

@Suite("PFCP messages (TS 29.244 §7)")
struct PFCPMessageTests {
  @Test("The vectors have every type of message, and every member of every group stands in one")
  func vectorsAreComplete() throws {
    let messages = try Vectors.messages()
    #expect(Set(messages.map(\.body.messageType)) == Set(Array(1...17) + Array(50...57)))
    var types: Set<UInt16> = []
    for octets in try Vectors.octets() { Vectors.collectTypes(octets, into: &types) }
    // §8.1.2: all types but those that carry no member of a Release 17 message (see docs/codecs.md).
    let absent = Set(UInt16(1)...321).subtracting(types)
    #expect(absent == [116, 273])
  }

  @Test("Octets and JSON of each message give the same value, and its octets again")
  func roundTrip() throws {
    for octets in try Vectors.octets() {
      let message = try PFCPMessage(decoding: octets)
      #expect(try message.encode() == octets)
      let text = message.json.text()
      #expect(!text.contains("unknownElements") && !text.contains("extensions"), "\(message)")
      let fromJSON = try PFCPMessage(json: JSON(parsing: text))
      #expect(fromJSON == message && fromJSON.hashValue == message.hashValue)
      #expect(try fromJSON.encode() == octets)
      var appended: [UInt8] = [1]
      try message.encode(into: &appended)
      #expect(appended == [1] + octets)
    }
  }

  @Test("Cutting or changing a message anywhere gives a value or an error, and a value is stable")
  func robustness() throws {
    var generator = SeededGenerator(seed: 99)
    var accepted = 0
    for octets in try Vectors.octets() {
      for count in 0..<octets.count { #expect(throws: PFCPError.self) { try PFCPMessage(decoding: Array(octets[..<count])) } }
      for _ in 0..<400 {
        var changed = octets
        for _ in 0...(generator.next() % 4) {
          changed[Int(truncatingIfNeeded: generator.next() % UInt64(changed.count))] ^= 1 << UInt8(generator.next() & 7)
        }
        guard let value = try? PFCPMessage(decoding: changed) else { continue }
        accepted += 1
        let again = try value.encode()
        #expect(try PFCPMessage(decoding: again) == value)
        _ = value.description
      }
    }
    #expect(accepted > 10_000)
  }

  @Test("Random octets behind a header, and random elements, give a value or an error")
  func randomOctets() throws {
    var generator = SeededGenerator(seed: 5)
    func octet() -> UInt8 { UInt8(truncatingIfNeeded: generator.next()) }
    var accepted = 0
    for round in 0..<60_000 {
      let type = [UInt8](arrayLiteral: 1, 3, 5, 7, 12, 14, 16, 50, 51, 52, 53, 55, 56, 57, octet())[Int(octet()) % 15]
      var body = PFCPHeader.hasSEID(messageType: type) ? (0..<8).map { _ in octet() } : []
      body += [octet(), octet(), octet(), 0]
      if round % 2 == 0 {
        body += (0..<Int(octet() % 64)).map { _ in octet() }
      } else {
        for _ in 0..<(octet() % 6) {
          let content = (0..<Int(octet() % 24)).map { _ in octet() }
          body += [octet() & 1, octet(), 0, UInt8(content.count)] + content
        }
      }
      let octets = [PFCPHeader.hasSEID(messageType: type) ? 0x21 : 0x20, type, 0, UInt8(truncatingIfNeeded: body.count)] + body
      guard body.count < 256, let value = try? PFCPMessage(decoding: octets) else { continue }
      accepted += 1
      #expect(try PFCPMessage(decoding: value.encode()) == value, "\(Hex.encode(octets))")
    }
    #expect(accepted > 100)
  }

  @Test("ATTACKS 15: each element of length 0, too short and too long, in each message", arguments: [0, 1, 2, 40])
  func elementLengths(length: Int) throws {
    for (message, octets) in zip(try Vectors.messages(), try Vectors.octets()).suffix(75) {
      for type in UInt16(0)...330 {
        var changed =
          octets + [UInt8(type >> 8), UInt8(truncatingIfNeeded: type), 0, UInt8(length)] + Array(repeating: 0xFF, count: length)
        Vectors.setLength(&changed)
        do throws(PFCPError) {
          let value = try PFCPMessage(decoding: changed)
          #expect(value.body.messageType == message.body.messageType)
          #expect(try PFCPMessage(decoding: value.encode()) == value)
        } catch {
          #expect(error.offendingIE != nil, "\(error)")
        }
      }
    }
  }

  @Test("A message of the greatest length with the smallest elements is decoded and encoded")
  func longest() throws {
    func message(_ element: [UInt8], count: Int) -> [UInt8] {
      let head: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0]
      let body = head + Array(repeating: element, count: count).flatMap { $0 }
      return [0x21, 52, UInt8(body.count >> 8), UInt8(body.count & 255)] + body
    }
    // Query URRs, unknown elements, FQ-CSIDs with octets behind them.
    let elements: [[UInt8]] = [[0, 77, 0, 8, 0, 81, 0, 4, 0, 0, 0, 1], [0x7F, 0, 0, 1, 9], [0, 65, 0, 9, 1, 1, 2, 3, 4, 0, 1, 5, 0xFF]]
    for element in elements {
      let octets = message(element, count: 4_000)
      #expect(try PFCPMessage(decoding: octets).encode() == octets)
    }
  }

  @Test("A value that does not fit its field is refused when encoded; every other comes back", arguments: [255, 256, 65_535, 70_000])
  func extremes(length: Int) throws {
    let plmn = try #require(PLMNIdentity(mcc: "999", mnc: "999"))
    let octets = Array(repeating: UInt8(0xFF), count: length)
    var values: [any LeafElement] = extremeRecords(octets, plmn)
    values += [
      UInt8.max, UInt64.max, Int64.min, octets, PFCPText(octets: octets), DomainName(octets: octets), PFCPInterface(rawValue: 0xFF),
      ThreeGPPInterfaceType(rawValue: 0xFF), PDNType(rawValue: 0xFF), QoSFlowIdentifier(rawValue: 0xFF), UnitTimer(rawValue: 0xFF),
      PFCPBitRate(uplinkKilobitsPerSecond: .max, downlinkKilobitsPerSecond: .max), PacketCount(.max),
      FailedRuleID(type: .max, ruleID: .max),
      FailedRuleID(type: 4, ruleID: .max), RedirectInformation(addressType: .max, serverAddress: PFCPText(octets: octets)),
      NodeID.spare(type: .max), NodeID.fqdn(DomainName(octets: octets)), VLANTag(priorityCodePoint: .max, identifier: .max),
      EthernetAddress(rawValue: .max), FQCSID(node: .plmn(mccMNC: .max, identifier: .max), csids: Array(repeating: .max, count: 300)),
      FQCSID(node: .ipv4(IPv4Address(rawValue: 0)), csids: Array(repeating: 1, count: 16), nodeType: .max),
      AdditionalUsageReports(number: .max), PMFAddress(threeGPPPort: 1), MBSSessionIdentifier(tmgi: .max, nid: .max),
      IPMulticastAddress(isAny: true, startIPv4: IPv4Address(rawValue: 1)),
      IPMulticastAddress(endIPv6: IPv6Address(prefix: 1, interfaceIdentifier: 1)),
      PacketRateStatus(uplink: .init(packets: 1, additionalPackets: 1), downlink: .init(packets: 1), validityTime: .max),
      SNSSAI(sst: .max, sd: .max), UPFunctionFeatures(rawValue: .max), ReportingTriggers(rawValue: .max), PFCPRATType(rawValue: .max),
    ]
    for value in values { try Self.check(value) }
  }

  private static func check<Value: LeafElement>(_ value: Value) throws {
    var buffer = [UInt8](repeating: 0, count: 1_000_000)
    let count: Int? = buffer.withUnsafeMutableBytes { buffer in
      var writer = ElementWriter(buffer)
      do throws(PFCPError) { try value.encode(to: &writer, element: 66) } catch { return nil }
      return writer.count
    }
    guard let count else { return }
    let back: Value? = buffer.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return nil }
      var reader = ElementReader(base: base, range: 0..<count)
      return Value(reading: &reader)
    }
    // Nothing is lost: either the same, or a node of a spare type, whose kind alone the octets have.
    #expect(back == value || value is NodeID || value is PLMNIdentity, "\(value)")
  }

  @Test("A message with a value that does not fit throws, and names the element")
  func unencodable() throws {
    var request = SessionEstablishmentRequest(
      nodeID: .ipv4(IPv4Address(rawValue: 1)), cpFSEID: FSEID(seid: 1, ipv4: IPv4Address(rawValue: 1)))
    request.userID = PFCPUserID(imsi: Array(repeating: 0, count: 256))
    #expect(throws: PFCPError.tooLong(element: 141)) {
      try PFCPMessage(seid: 0, sequenceNumber: 1, .sessionEstablishmentRequest(request)).encode()
    }
    request.userID = nil
    request.dnn = DomainName(octets: Array(repeating: 1, count: 65_536))
    #expect(throws: PFCPError.tooLong(element: 159)) {
      try PFCPMessage(seid: 0, sequenceNumber: 1, .sessionEstablishmentRequest(request)).encode()
    }
    request.dnn = DomainName(octets: Array(repeating: 1, count: 65_530))
    #expect(throws: PFCPError.tooLong(element: 0)) {
      try PFCPMessage(seid: 0, sequenceNumber: 1, .sessionEstablishmentRequest(request)).encode()
    }
    #expect(throws: PFCPError.tooLong(element: 0)) {
      try PFCPMessage(sequenceNumber: 0x100_0000, .heartbeatResponse(.init(recoveryTimeStamp: 1))).encode()
    }
    #expect(throws: PFCPError.tooLong(element: 0)) {
      try PFCPMessage(sequenceNumber: 1, messagePriority: 16, .heartbeatResponse(.init(recoveryTimeStamp: 1))).encode()
    }
  }

  /// Drops elements at random from the whole message, at every depth.
  @Test("Any subset of the elements is read, or refused for a missing mandatory one", arguments: 0..<20)
  func subsets(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 1)
    for octets in try Vectors.octets() {
      let header = try PFCPHeader(decoding: octets)
      var thinned = Array(octets[..<header.elementsOffset]) + Vectors.thin(Array(octets[header.elementsOffset...]), &generator, depth: 0)
      Vectors.setLength(&thinned)
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
    let octets: [UInt8] = [0x41] + Array(repeating: 0xFD, count: 16) + [length]
    let error: PFCPError? = octets.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return nil }
      var reader = ElementReader(base: base, range: 0..<octets.count)
      do throws(PFCPError) { _ = try UEIPAddress.decode(&reader, element: 93) } catch { return error }
      return nil
    }
    #expect(error == .mandatoryIEIncorrect(element: 93))
  }

  @Test("§6.5: messages bundled by the FO flag are read one by one")
  func bundle() throws {
    let first = PFCPMessage(seid: 1, sequenceNumber: 1, .sessionDeletionRequest(.init()))
    let second = PFCPMessage(seid: 2, sequenceNumber: 2, .sessionDeletionRequest(.init()))
    var octets = try first.encode()
    octets[0] |= 4
    octets += try second.encode()
    #expect(PFCPMessage.decodeBundle(octets) == [.success(first), .success(second)])
    // One whose body is wrong does not take the others with it; behind one without a header nothing can be read.
    let wrong: [UInt8] = [0x24, 1, 0, 8, 0, 0, 3, 0, 0, 96, 0, 9]
    #expect(
      PFCPMessage.decodeBundle(octets.prefix(16) + wrong + octets.dropFirst(16) + [0]) == [
        .success(first), .failure(.invalidLength(element: 96)), .success(second),
      ])
    #expect(PFCPMessage.decodeBundle(octets.prefix(16) + [0x40, 0]) == [.success(first), .failure(.unsupportedVersion(2))])
    #expect(PFCPMessage.decodeBundle([]) == [.failure(.invalidMessageLength)])
  }

  private func decode<Value: LeafElement>(_ type: Value.Type, _ hex: String) throws -> Value {
    let octets = try #require(Hex.decode(hex))
    let result: Result<Value, PFCPError> = octets.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return .failure(.invalidMessageLength) }
      var reader = ElementReader(base: base, range: 0..<octets.count)
      do throws(PFCPError) { return .success(try Value.decode(&reader, element: 1)) } catch { return .failure(error) }
    }
    return try result.get()
  }

  private func encode<Value: LeafElement>(_ value: Value) throws -> String {
    var buffer = [UInt8](repeating: 0, count: 64)
    let result: Result<Int, PFCPError> = buffer.withUnsafeMutableBytes { buffer in
      var writer = ElementWriter(buffer)
      do throws(PFCPError) { try value.encode(to: &writer, element: 1) } catch { return .failure(error) }
      return .success(writer.count)
    }
    return Hex.encode(try buffer.prefix(result.get()))
  }

  @Test("§8.2.39: what a packet flow description has beyond the first stands behind lengths that agree")
  func pfdContents() throws {
    var contents = PFDContents(additionalFlowDescriptions: ["ab", ""])
    contents.additionalURLs = ["c"]
    contents.additionalDomainNames = PFDDomainNames([.init(domainName: "d", domainNameProtocol: "ef")])
    let hex = "e000" + "0006" + "00026162" + "0000" + "0003" + "000163" + "0007" + "000164" + "00026566"
    #expect(try decode(PFDContents.self, hex) == contents)
    #expect(try encode(contents) == hex)
    #expect(PFDContents(fromJSON: contents.writeJSON()) == contents)
    for wrong in ["2000" + "0003" + "00026162", "8000" + "0003" + "000164", "4000" + "0004" + "0001"] {
      #expect(throws: PFCPError.invalidLength(element: 1)) { try decode(PFDContents.self, wrong) }
    }
  }

  @Test("§8.2.63: an additional packet rate is there when APRC and the direction's flag are")
  func packetRate() throws {
    let first = PacketRateLimit(timeUnit: 0, maximumPackets: 1)
    let more = PacketRateLimit(timeUnit: 2, maximumPackets: 5)
    for (hex, rate) in [
      ("05" + "000001" + "020005", PacketRate(uplink: first, additionalUplink: more)),
      ("06" + "000001" + "020005", PacketRate(downlink: first, additionalDownlink: more)),
      (
        "07" + "000001" + "000001" + "020005" + "020005",
        PacketRate(uplink: first, downlink: first, additionalUplink: more, additionalDownlink: more)
      ),
    ] {
      #expect(try decode(PacketRate.self, hex) == rate)
      #expect(try encode(rate) == hex)
    }
    for rate in [PacketRate(additionalUplink: more), PacketRate(uplink: first, downlink: first, additionalUplink: more)] {
      #expect(throws: PFCPError.mandatoryIEIncorrect(element: 1)) { try encode(rate) }
    }
  }

  @Test("§8.2.139: the validity time is there when packets of a direction are")
  func packetRateStatus() throws {
    let status = PacketRateStatus(uplink: .init(packets: 1, additionalPackets: 2), validityTime: 3)
    #expect(try decode(PacketRateStatus.self, "05" + "0001" + "0002" + "0000000000000003") == status)
    #expect(try encode(status) == "05" + "0001" + "0002" + "0000000000000003")
    #expect(try decode(PacketRateStatus.self, "00") == PacketRateStatus())
    #expect(throws: PFCPError.invalidLength(element: 1)) { try decode(PacketRateStatus.self, "010001") }
    #expect(throws: PFCPError.mandatoryIEIncorrect(element: 1)) { try encode(PacketRateStatus(validityTime: 3)) }
  }

  @Test("§8.2.56: the bits of octet 6 alone are a description; parts that the description does not name are refused when encoded")
  func outerHeaderCreation() throws {
    for hex in ["0001", "0002", "0004"] { #expect(try encode(decode(OuterHeaderCreation.self, hex)) == hex) }
    #expect(throws: PFCPError.mandatoryIEIncorrect(element: 1)) { try decode(OuterHeaderCreation.self, "0000") }
    #expect(throws: PFCPError.mandatoryIEIncorrect(element: 1)) { try encode(OuterHeaderCreation(description: 0)) }
    #expect(throws: PFCPError.mandatoryIEIncorrect(element: 1)) { try encode(FSEID(seid: 1)) }
  }

  @Test("No message, grouped IE or IE exceeds 256 octets in memory")
  func sizes() {
    #expect(typeSizes.count > 200)
    for (name, size) in typeSizes + [("PFCPMessage", MemoryLayout<PFCPMessage>.size)] { #expect(size <= 256, "\(name): \(size)") }
  }

  @Test("The deepest messages are decoded, described and encoded on a stack of 512 kB")
  func stack() throws {
    let octets = try Vectors.octets()
    let failures = onSmallStack {
      var failures = 0
      for message in octets {
        guard let value = try? PFCPMessage(decoding: message), (try? value.encode()) == message,
          (try? PFCPMessage(json: value.json)) == value, !value.description.isEmpty
        else {
          failures += 1
          continue
        }
      }
      return failures
    }
    #expect(failures == 0)
  }

  @Test("The description is an indented tree with names and units")
  func description() throws {
    var request = SessionEstablishmentRequest(
      nodeID: .ipv4(IPv4Address(rawValue: 0x7F00_0001)), cpFSEID: FSEID(seid: 9, ipv4: IPv4Address(rawValue: 1)))
    request.createFARs = [CreateFAR(farID: 7, applyAction: [.forward])]
    request.userPlaneInactivityTimerSeconds = 30
    let text = PFCPMessage(seid: 0, sequenceNumber: 1, .sessionEstablishmentRequest(request)).description
    #expect(text.contains("sessionEstablishmentRequest\n  nodeID\n    ipv4: 127.0.0.1"), "\(text)")
    #expect(text.contains("  createFARs\n    [0]\n      farID: 7\n      applyAction: FORW"), "\(text)")
    #expect(text.contains("  userPlaneInactivityTimerSeconds: 30"))
  }
}

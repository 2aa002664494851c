import Base
import Testing

@testable import NAS

@Suite struct InformationElementTests {
  @Test("GPRS timers give and take seconds (TS 24.008 §10.5.7.3, §10.5.7.4a)")
  func timers() throws {
    #expect(try GPRSTimer3(seconds: 3240).encode() == [0x06])
    #expect(GPRSTimer3(seconds: 3240).seconds == 3600)
    #expect(try GPRSTimer3(seconds: 54 * 60).seconds ?? 0 >= 54 * 60)
    #expect(try GPRSTimer(seconds: 720).encode() == [0x2C])
    #expect(GPRSTimer(seconds: 12).duration == .seconds(12))
    #expect(GPRSTimer.deactivated.seconds == nil)
    #expect(GPRSTimer3(seconds: .max).seconds == 31 * 1_152_000)
    #expect(GPRSTimer3(seconds: -1).seconds == 0)
  }

  @Test("Network names in the GSM alphabet and in UCS2 (TS 24.008 §10.5.3.5a)")
  func networkNames() throws {
    #expect(Hex.encode(try NetworkName("Vitrum").encode()) == "86d6345d5e6f03")
    for text in ["Vitrum", "", "A", "Vitrum 5", "12345678", "Ünïted", "网络", "a😀"] {
      let name = NetworkName(text)
      #expect(name.text == text)
      #expect(try NetworkName(decoding: name.encode()) == name)
    }
    #expect(NetworkName("网络").codingScheme == 1)
  }

  @Test("Time zone is swapped BCD quarters with a sign (TS 24.008 §10.5.3.8)")
  func timeZone() {
    #expect(TimeZone(quarterHours: 4).octet == 0x40)
    #expect(TimeZone(quarterHours: -32).octet == 0x2B)
    for quarters in -79...79 { #expect(TimeZone(quarterHours: quarters).quarterHours == quarters) }
    let time = UniversalTimeAndLocalTimeZone(
      year: 2026, month: 11, day: 23, hour: 20, minute: 42, second: 59, timeZone: TimeZone(quarterHours: 4))
    #expect(Hex.encode(time.octets) == "62113202249540")
  }

  @Test("Bit rates (§9.11.4.14)")
  func bitRates() {
    #expect(BitRate(unit: .gbps1, value: 1).bitsPerSecond == 1_000_000_000)
    #expect(BitRate(unit: .kbps256, value: 2).bitsPerSecond == 512_000)
    #expect(BitRate(unit: .other(0), value: 3).bitsPerSecond == 3000)
    #expect(BitRate(bitsPerSecond: 1_000_000_000).bitsPerSecond == 1_000_000_000)
    #expect(BitRate(bitsPerSecond: .max).bitsPerSecond >= UInt64.max - 255_000_000_000_000)
    #expect(BitRate(unit: .pbps256, value: .max).bitsPerSecond == .max)
  }

  @Test("PDU session status has bit 0 of the first octet for identity 0 (§9.11.3.44)")
  func sessionBitmap() throws {
    let bitmap = SessionBitmap([5, 15, 200])
    #expect(bitmap.octets == [0x20, 0x80])
    #expect(bitmap.identities == [5, 15])
    #expect(bitmap.contains(5) && !bitmap.contains(4) && !bitmap.contains(255))
  }

  @Test("S-NSSAI of every length (§9.11.2.8); any other length is an error")
  func sNSSAI() throws {
    for hex in ["01", "0102", "01010203", "0101020304", "0101020304050607"] {
      let octets = try #require(Hex.decode(hex))
      #expect(try NAS.SNSSAI(decoding: octets).encode() == octets)
    }
    for count in [0, 3, 6, 7, 9] {
      #expect(throws: NASError.self) { try NAS.SNSSAI(decoding: [UInt8](repeating: 1, count: count)) }
    }
  }

  @Test("TAI lists of the three types (§9.11.3.9)")
  func taiLists() throws {
    let octets = try #require(Hex.decode("0199f9070000010000022099f9070000054199f90700000713f01a000009"))
    let list = try FiveGSTrackingAreaIdentityList(decoding: octets)
    let plmn = NAS.PLMNIdentity(mcc: "999", mnc: "70")
    #expect(
      list.parts == [
        .list(plmn: plmn, tacs: [1, 2]), .consecutive(plmn: plmn, firstTAC: 5, count: 1),
        .identities([.init(plmn: plmn, tac: 7), .init(plmn: .init(mcc: "310", mnc: "a1"), tac: 9)]),
      ])
    #expect(try list.encode() == octets)
    #expect(list.contains(.init(plmn: plmn, tac: 2)) && !list.contains(.init(plmn: plmn, tac: 3)))
    // More than 16 elements are read as 16.
    let many = try FiveGSTrackingAreaIdentityList(decoding: try #require(Hex.decode("3f99f907000005")))
    #expect(many.parts == [.consecutive(plmn: plmn, firstTAC: 5, count: 16)])
    #expect(TrackingAreaPart.consecutive(plmn: plmn, firstTAC: 5, count: .max).contains(.init(plmn: plmn, tac: .max)))
  }

  @Test("A mobile identity longer than its figure: what is behind is ignored, and comes back (TS 24.007 §11.4.2)")
  func longIdentities() throws {
    let guti = FiveGGUTI(plmn: .init(mcc: "999", mnc: "70"), amfRegionID: 2, amfSetID: 1, amfPointer: 3, fiveGTMSI: 1)
    for (hex, identity) in [
      ("f299f90702004300000001ff", FiveGSMobileIdentity.fiveGGUTI(guti)), ("f4004300000001ffee", .fiveGSTMSI(guti.fiveGSTMSI)),
      ("060200000000010a", .macAddress([2, 0, 0, 0, 0, 1], usageRestricted: false)), ("000000", .noIdentity),
    ] {
      let octets = try #require(Hex.decode("7e005c00" + (hex.count / 2 < 16 ? "0" : "") + String(hex.count / 2, radix: 16) + hex))
      guard case .identityResponse(let response) = try FiveGMMMessage(decoding: octets) else { throw NASError.messageTooShort }
      #expect(response.mobileIdentity == identity)
      #expect(try FiveGMMMessage.identityResponse(response).encode() == octets)
    }
  }

  @Test("Containers with a length of two octets, by direction (TS 24.008 §10.5.6.3)")
  func longContainers() throws {
    typealias Options = ExtendedProtocolConfigurationOptions
    // As tshark dissects them.
    let command = try #require(Hex.decode("2e0101cb7b000f80" + "00230001aa" + "00100205dc" + "002400" + "00"))
    guard case .pduSessionModificationCommand(let fromNetwork) = try FiveGSMMessage(decoding: command) else {
      throw NASError.messageTooShort
    }
    let expected = Options(containers: [
      .init(identifier: 0x0023, contents: [0xAA]), .init(identifier: 0x0010, contents: [5, 0xDC]), .init(identifier: 0x0024),
    ])
    #expect(fromNetwork.extendedProtocolConfigurationOptions == expected)
    #expect(try FiveGSMMessage.pduSessionModificationCommand(fromNetwork).encode() == command)
    let request = try #require(Hex.decode("2e0101c1ffff7b000c80" + "002300" + "002400" + "00410001bb"))
    guard case .pduSessionEstablishmentRequest(let fromUE) = try FiveGSMMessage(decoding: request) else { throw NASError.messageTooShort }
    #expect(
      fromUE.extendedProtocolConfigurationOptions
        == Options(containers: [.init(identifier: 0x0023), .init(identifier: 0x0024), .init(identifier: 0x0041, contents: [0xBB])]))
    #expect(try FiveGSMMessage.pduSessionEstablishmentRequest(fromUE).encode() == request)
    var many = Options(containers: (0..<20_000).map { .init(identifier: 0x000D, contents: [8, 8, UInt8($0 >> 8), UInt8($0 & 255)]) })
    many.containers += many.containers
    #expect(many.dnsServersIPv4.count == 20_000)
  }

  @Test("IPCP asks for DNS servers; the answer is a Nak with them (RFC 1332, RFC 1877)")
  func ipcp() throws {
    let octets = try #require(Hex.decode("01000010810600000000830600000000"))
    let request = try #require(IPCPPacket(octets))
    #expect(request.octets == octets)
    let answer = IPCPPacket.answer(to: request, dnsServers: [[8, 8, 8, 8], [8, 8, 4, 4]])
    #expect(Hex.encode(answer.octets) == "03000010810608080808830608080404")
    let options = ExtendedProtocolConfigurationOptions(containers: [
      .init(identifier: 0x8021, contents: answer.octets), .init(identifier: 0x000D, contents: [1, 1, 1, 1]),
      .init(identifier: 0x0010, contents: [0x05, 0x78]),
    ])
    #expect(options.dnsServersIPv4 == [[1, 1, 1, 1], [8, 8, 8, 8], [8, 8, 4, 4]])
    #expect(options.ipv4LinkMTU == 1400)
    for count in 0..<octets.count { _ = IPCPPacket(Array(octets.prefix(count))) }
    #expect(IPCPPacket([1, 0, 0, 0]) == nil && IPCPPacket([1, 0, 0, 6, 129, 0]) == nil)
  }

  @Test("Multiple payloads (§9.11.3.39)")
  func multiplePayloads() throws {
    let octets = try #require(Hex.decode("02000611120105aabb000301" + "ccdd"))
    let payloads = try MultiplePayloads(decoding: octets)
    #expect(payloads.entries.count == 2 && payloads.entries[0].optionalIEs == [.pduSessionID(5)])
    #expect(try payloads.encode() == octets)
    #expect(try MultiplePayloads(json: payloads.json) == payloads)
  }

  @Test("Named values round trip through their names and numbers")
  func namedValues() throws {
    for raw in UInt8.min...UInt8.max {
      #expect(FiveGMMCause(rawValue: raw).rawValue == raw && FiveGSMCause(rawValue: raw).rawValue == raw)
      #expect(try FiveGMMCause(json: FiveGMMCause(rawValue: raw).json) == FiveGMMCause(rawValue: raw))
    }
    #expect(FiveGMMCause(rawValue: 22).json == "congestion" && FiveGMMCause(rawValue: 200).json == 200)
  }

  @Test("The description is an indented tree")
  func description() throws {
    let message = try NASMessage(decoding: #require(Hex.decode("7e005d220102f0f0e1360102")))
    #expect(message.description.hasPrefix("securityModeCommand\n  selectedNASSecurityAlgorithms\n    ciphering: ea2\n    integrity: ia2\n"))
  }
}

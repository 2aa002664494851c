import Base
import Testing

@testable import NAS

/// TS 24.501 §7: unknown, unforeseen and erroneous protocol data.
@Suite struct ErrorHandlingTests {
  private func error(_ hex: String) -> NASError? {
    do {
      _ = try NASMessage(decoding: Hex.decode(hex) ?? [])
      return nil
    } catch { return error }
  }

  private func registrationAccept(_ hex: String) throws -> RegistrationAccept {
    let octets = try #require(Hex.decode(hex))
    guard case .registrationAccept(let accept) = try FiveGMMMessage(decoding: octets) else { throw NASError.messageTooShort }
    #expect(try FiveGMMMessage(decoding: FiveGMMMessage.registrationAccept(accept).encode()) == .registrationAccept(accept))
    return accept
  }

  @Test("§7.2.1: messages too short to hold a message type are ignored, of every length")
  func tooShort() {
    for hex in ["", "7e", "7e00", "2e", "2e01", "2e0101", "7e02", "7e0211", "7e021122", "7e02112233", "7e0211223344", "7e021122334405"] {
      #expect(error(hex) == .messageTooShort, "\(hex)")
    }
    #expect(NASError.messageTooShort.fiveGMMCause == nil)
    #expect(error("00004100") == .unexpectedProtocolDiscriminator(0))
    #expect(error("7e05112233440500") == .unexpectedSecurityHeaderType(5))
  }

  @Test("§7.4: an unknown message type gives cause 97")
  func unknownType() {
    #expect(error("7e00ff") == .messageTypeNonExistent(0xFF))
    #expect(error("2e0101c8") == .messageTypeNonExistent(0xC8))
    #expect(error("7e00ff")?.fiveGMMCause?.rawValue == 97)
    #expect(error("2e0101c8")?.fiveGSMCause?.rawValue == 97)
  }

  @Test("§7.5.1: a missing or incorrect mandatory IE and an unknown IE that must be comprehended give cause 96")
  func mandatory() {
    #expect(error("7e0041") == .invalidMandatoryInformation(ie: "registrationType"))
    #expect(error("7e004179") == .invalidMandatoryInformation(ie: "mobileIdentity"))
    #expect(error("7e004179000d0199f907") == .invalidMandatoryInformation(ie: "mobileIdentity"))
    #expect(error("7e004200")?.fiveGMMCause?.rawValue == 96)
    #expect(error("7e004201010a0100") == .unknownComprehensionRequiredIE(0x0A))
    #expect(NASError.unknownComprehensionRequiredIE(0x0A).fiveGMMCause?.rawValue == 96)
  }

  @Test("§7.6.1: unknown optional IEs of each format are skipped and kept")
  func unknownIEs() throws {
    let accept = try registrationAccept("7e00420101" + "c5" + "3f020102" + "7f0003aabbcc" + "5e0106")
    #expect(accept.t3512Value == GPRSTimer3(unit: .tenMinutes, value: 6))
    #expect(accept.unknownIEs.map(\.reason) == [.unknown, .unknown, .unknown])
    #expect(accept.unknownIEs.map { Hex.encode($0.octets) } == ["c5", "3f020102", "7f0003aabbcc"])
    #expect(Hex.encode(try FiveGMMMessage.registrationAccept(accept).encode()) == "7e004201015e0106c53f0201027f0003aabbcc")
  }

  @Test("§7.6.2: IEs out of sequence are accepted")
  func outOfSequence() throws {
    let accept = try registrationAccept("7e00420101" + "5e0106" + "15020101" + "4a0399f907")
    #expect(accept.unknownIEs.isEmpty)
    #expect(accept.allowedNSSAI == NSSAI([NAS.SNSSAI(sst: 1)]))
    #expect(accept.equivalentPLMNs == PLMNList([NAS.PLMNIdentity(mcc: "999", mnc: "70")]))
  }

  @Test("§7.6.3: of repeated IEs the first is handled")
  func repeated() throws {
    let accept = try registrationAccept("7e00420101" + "5e0106" + "5e0107")
    #expect(accept.t3512Value?.value == 6)
    #expect(accept.unknownIEs == [UnknownIE(reason: .repeated, iei: 0x5E, name: "t3512Value", octets: [0x5E, 1, 7])])
  }

  @Test("§7.7.1: a syntactically incorrect optional IE is treated as absent, and visible")
  func malformed() throws {
    let second = try registrationAccept("7e00420101" + "15020900" + "5e0106")
    #expect(second.allowedNSSAI == nil && second.t3512Value != nil)
    #expect(second.unknownIEs == [UnknownIE(reason: .malformed, iei: 0x15, name: "allowedNSSAI", octets: [0x15, 2, 9, 0])])
  }

  @Test("An IE that goes beyond the message ends it; what came before is handled")
  func truncated() throws {
    let accept = try registrationAccept("7e00420101" + "5e0106" + "15ff0101")
    #expect(accept.t3512Value != nil && accept.allowedNSSAI == nil)
    #expect(accept.unknownIEs.map(\.reason) == [.truncated])
  }

  @Test("Octets behind the known part of an IE are ignored and sent again unchanged")
  func extended() throws {
    let hex = "7e0042020199" + "5e020677"
    let accept = try registrationAccept(hex)
    #expect(accept.registrationResult.value == .threeGPPAccess && accept.t3512Value?.value == 6)
    #expect(accept.unknownIEs.map(\.reason) == [.extension, .extension])
    #expect(Hex.encode(try FiveGMMMessage.registrationAccept(accept).encode()) == hex)
  }

  @Test("Mobile identities of wrong length, type, parity or digits are errors (attacks 2 and 3)")
  func identities() {
    for hex in [
      "", "f2", "f299f907020043c00000", "f4004300", "0199f907f0ff0000", "0199f907f0ffff", "01",
      "0199f907ffff000010",
      "0199f907f0ff0000", "019af907f0ff000010", "0199f907f0ff0000a0", "0199f907f0ff0000f0f0", "4b09", "43", "4570080010325476", "0600",
      "0701", "fa",
    ] {
      #expect(throws: NASError.self, "\(hex)") { try FiveGSMobileIdentity(decoding: Hex.decode(hex) ?? []) }
    }
    let long = [0x01, 0x99, 0xF9, 0x07, 0xF0, 0xFF, 0x00, 0x00] + [UInt8](repeating: 0x21, count: 4000)
    #expect(throws: NASError.self) { try FiveGSMobileIdentity(decoding: long) }
  }

  @Test("A container of 60,000 octets passes; one of 65,536 is refused (attack 9)")
  func longContainer() throws {
    var transport = ULNASTransport(payloadContainerType: .n1SMInformation, payloadContainer: [UInt8](repeating: 0, count: 60_000))
    let octets = try FiveGMMMessage.ulNASTransport(transport).encode()
    #expect(try FiveGMMMessage(decoding: octets) == .ulNASTransport(transport))
    transport.payloadContainer = [UInt8](repeating: 0, count: 65_536)
    #expect(throws: NASError.notEncodable(ie: "payloadContainer")) { try FiveGMMMessage.ulNASTransport(transport).encode() }
  }

  @Test("Any octets at all give a value that survives, or a typed error")
  func randomOctets() {
    var generator = SeededGenerator(seed: 24_501)
    for _ in 0..<20_000 {
      let isMobility = Bool.random(using: &generator)
      let type = UInt8.random(in: isMobility ? 0x41...0x6D : 0xC1...0xDB, using: &generator)
      var octets: [UInt8] = isMobility ? [0x7E, 0, type] : [0x2E, 1, 1, type]
      for _ in 0..<Int.random(in: 0...60, using: &generator) { octets.append(UInt8.random(in: 0...255, using: &generator)) }
      NASOracleTests.exercise(octets)
    }
  }
}

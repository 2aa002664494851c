import Base
import Security
import Testing

/// Holds a context as a UE context does.
private final class Peer {
  var security: NASSecurityContext

  init(_ state: NASSecurityState) throws { security = try NASSecurityContext(state) }

  func send(_ plain: [UInt8], _ type: SecurityHeaderType = .integrityProtectedAndCiphered) throws(SecurityError) -> [UInt8] {
    try security.protect(plain, headerType: type)
  }

  func receive(_ message: [UInt8], accepting: Set<SecurityHeaderType>? = nil) throws(SecurityError) -> [UInt8] {
    try security.unprotect(message, accepting: accepting)
  }
}

@Suite("NAS security context")
struct NASSecurityContextTests {
  private let kAMF = SecretBytes((0..<32).map { UInt8($0) })
  private let plain: [UInt8] = [0x7E, 0x00, 0x5C, 1, 2, 3]

  private func state(
    _ role: NASSecurityContext.Role, _ ciphering: CipheringAlgorithm = .nea2, _ integrity: IntegrityAlgorithm = .nia2,
    uplink: UInt32 = 0, downlink: UInt32 = 0
  ) -> NASSecurityState {
    NASSecurityState(
      role: role, ngKSI: NASKeySetIdentifier(halfOctet: 1), kAMF: kAMF,
      algorithms: NASAlgorithms(ciphering: ciphering, integrity: integrity), nextUplinkCount: NASCount(rawValue: uplink),
      nextDownlinkCount: NASCount(rawValue: downlink))
  }

  private func pair(uplink: UInt32 = 0, downlink: UInt32 = 0) throws -> (amf: Peer, ue: Peer) {
    (
      try Peer(state(.network, uplink: uplink, downlink: downlink)),
      try Peer(state(.userEquipment, uplink: uplink, downlink: downlink))
    )
  }

  @Test("Protected messages of every header type agree with the Python package cryptography")
  func oracle() throws {
    let records = vectorRecords(OracleVectors.text, prefix: "nas_")
    #expect(records.count == 8)
    for record in records {
      let isUplink = record.direction == .uplink
      let count = record.count("count")
      let type = try #require(SecurityHeaderType(rawValue: UInt8(record.count("type"))))
      func peer(_ role: NASSecurityContext.Role) throws -> Peer {
        var state = state(role, uplink: count, downlink: count)
        state.kAMF = record.secret("k_amf")
        return try Peer(state)
      }
      let message = try peer(isUplink ? .userEquipment : .network).send(record.octets("plain"), type)
      #expect(message == record.octets("message"), "\(record.name)")
      let receiver = try peer(isUplink ? .network : .userEquipment)
      #expect(try receiver.receive(message, accepting: [type]) == record.octets("plain"))
    }
  }

  @Test("UE and network agree in both directions with every pair of algorithms")
  func agreement() throws {
    var generator = SeededGenerator(seed: 10)
    for ciphering in CipheringAlgorithm.allCases {
      for integrity in IntegrityAlgorithm.allCases where integrity != .nia0 {
        let amf = try Peer(state(.network, ciphering, integrity))
        let ue = try Peer(state(.userEquipment, ciphering, integrity))
        for _ in 0..<300 {
          let message = randomOctets(Int.random(in: 1...90, using: &generator), using: &generator)
          #expect(try amf.receive(try ue.send(message)) == message)
          #expect(try ue.receive(try amf.send(message)) == message)
          #expect(try ue.receive(try amf.send(message, .integrityProtected)) == message)
        }
        #expect(amf.security.state.nextUplinkCount == NASCount(rawValue: 300))
        #expect(amf.security.lastDownlinkCount == NASCount(rawValue: 599))
        #expect(ue.security.lastDownlinkCount == NASCount(rawValue: 599))
      }
    }
  }

  @Test("Ciphered messages hide the content, integrity protected ones show it before any context exists")
  func visibility() throws {
    let (_, ue) = try pair()
    let initial = try ue.send(plain, .integrityProtected)
    #expect(try ProtectedNASMessage(decoding: initial).payload == plain)
    #expect(initial[0..<2] == [0x7E, 0x01])
    let ciphered = try ue.send(plain)
    #expect(try ProtectedNASMessage(decoding: ciphered).payload != plain)
    #expect(ciphered[1] == 2 && ciphered[6] == 1)
  }

  @Test("One altered bit anywhere is refused and leaves the context as it was")
  func alteredBits() throws {
    let (amf, ue) = try pair(uplink: 700)
    for type in [SecurityHeaderType.integrityProtected, .integrityProtectedAndCiphered] {
      let message = try ue.send(plain, type)
      let before = amf.security.state
      for bit in 0..<(message.count * 8) {
        // The spare half octet of the header carries nothing.
        if (12..<16).contains(bit) { continue }
        var altered = message
        altered[bit / 8] ^= 1 << UInt8(bit % 8)
        #expect(throws: SecurityError.self) { try amf.receive(altered) }
        #expect(amf.security.state == before)
      }
      #expect(try amf.receive(message) == plain)
    }
  }

  @Test("A message is accepted once; replays are recognised (TS 24.501 §4.4.3.2)")
  func replay() throws {
    let (amf, ue) = try pair(uplink: 250)
    var sent: [[UInt8]] = []
    for _ in 0..<200 {
      let message = try ue.send(plain)
      sent.append(message)
      #expect(try amf.receive(message) == plain)
      #expect(throws: SecurityError.messageReplayed) { try amf.receive(message) }
    }
    for message in sent { #expect(throws: SecurityError.messageReplayed) { try amf.receive(message) } }
    #expect(try amf.receive(try ue.send(plain)) == plain)
  }

  @Test("A reflected message is refused: the direction is under the MAC")
  func reflection() throws {
    let (amf, ue) = try pair()
    let message = try ue.send(plain)
    #expect(throws: SecurityError.integrityCheckFailed) { try ue.receive(message) }
    #expect(try amf.receive(message) == plain)
  }

  @Test("The sequence number wraps into the overflow counter, with losses too (TS 24.501 §4.4.3.1)")
  func wrap() throws {
    for lost in [0, 1, 5, 100, 254, 255] {
      let (amf, ue) = try pair(uplink: 0x1F0)
      #expect(try amf.receive(try ue.send(plain)) == plain)
      for _ in 0..<lost { _ = try ue.send(plain) }
      #expect(try amf.receive(try ue.send(plain)) == plain)
      #expect(amf.security.lastUplinkCount == NASCount(rawValue: 0x1F1 + UInt32(lost)))
    }
  }

  @Test("A COUNT more than 255 ahead cannot be estimated and is refused")
  func farAhead() throws {
    for lost in [256, 300, 511, 70_000] {
      let (amf, _) = try pair()
      let ue = try Peer(state(.userEquipment, uplink: UInt32(lost)))
      #expect(throws: SecurityError.integrityCheckFailed) { try amf.receive(try ue.send(plain)) }
      #expect(amf.security.lastUplinkCount == nil)
    }
  }

  @Test("The last COUNT is used once; after it sending and receiving end (TS 24.501 §4.4.3.5)")
  func exhaustion() throws {
    let (amf, ue) = try pair(uplink: 0xFF_FFFE, downlink: 0xFF_FFFF)
    let isNearlyExhausted = ue.security.isNearlyExhausted
    #expect(isNearlyExhausted)
    let first = try ue.send(plain)
    let last = try ue.send(plain)
    #expect(throws: SecurityError.countExhausted) { try ue.send(plain) }
    #expect(try amf.receive(first) == plain)
    #expect(try amf.receive(last) == plain)
    #expect(throws: SecurityError.messageReplayed) { try amf.receive(last) }
    #expect(amf.security.lastUplinkCount == .maximum)
    var other = first
    other[6] = 3
    #expect(throws: SecurityError.countExhausted) { try amf.receive(other) }
    #expect(try ue.receive(try amf.send(plain)) == plain)
    #expect(throws: SecurityError.countExhausted) { try amf.send(plain) }
    let nearEnd = try Peer(state(.network, uplink: 0xFF_FFF0))
    var wrapped = try Peer(state(.userEquipment, uplink: 5)).send(plain)
    #expect(throws: SecurityError.countExhausted) { try nearEnd.receive(wrapped) }
    wrapped[6] = 0xF5
    #expect(throws: SecurityError.integrityCheckFailed) { try nearEnd.receive(wrapped) }
  }

  @Test("Every length from 0 to 8, plain and reserved header types are typed errors", arguments: 0...8)
  func shortMessages(length: Int) throws {
    let (amf, ue) = try pair()
    for type in UInt8(0)...255 {
      for discriminator: UInt8 in [0x7E, 0x2E, 0x00] {
        let message = Array(([discriminator, type] + [UInt8](repeating: 0, count: 8)).prefix(length))
        #expect(throws: SecurityError.self) { try amf.receive(message) }
        #expect(throws: SecurityError.self) { try ue.receive(message, accepting: Set(SecurityHeaderType.allCases)) }
      }
    }
  }

  @Test("Plain messages never pass as protected ones")
  func plainMessages() throws {
    let (amf, _) = try pair()
    for messageType in UInt8(0)...255 {
      let message: [UInt8] = [0x7E, 0x00, messageType] + [UInt8](repeating: 0, count: 20)
      #expect(!ProtectedNASMessage.isProtected(message))
      #expect(throws: SecurityError.unexpectedSecurityHeaderType(0)) { try amf.receive(message) }
    }
    #expect(throws: SecurityError.unexpectedSecurityHeaderType(0)) { try amf.send(plain, .plain) }
    #expect(throws: SecurityError.messageTooShort(octets: 0)) { try amf.send([]) }
  }

  @Test("Header types are accepted by role: new-context types only where the procedure expects them")
  func headerTypes() throws {
    let (amf, ue) = try pair()
    let command = try amf.send(plain, .integrityProtectedWithNewContext)
    #expect(throws: SecurityError.unexpectedSecurityHeaderType(3)) { try ue.receive(command) }
    #expect(try ue.receive(command, accepting: [.integrityProtectedWithNewContext]) == plain)
    let complete = try ue.send(plain, .integrityProtectedAndCipheredWithNewContext)
    #expect(try amf.receive(complete, accepting: [.integrityProtectedAndCipheredWithNewContext]) == plain)
    let wrong = try ue.send(plain, .integrityProtectedWithNewContext)
    #expect(throws: SecurityError.unexpectedSecurityHeaderType(3)) { try amf.receive(wrong) }
  }

  @Test("5G-IA0 needs permission and 5G-EA0 does not (TS 33.501 §5.5.2)")
  func nullAlgorithms() throws {
    #expect(throws: SecurityError.nullIntegrityNotAllowed) { _ = try Peer(state(.network, .nea0, .nia0)) }
    var amf = try NASSecurityContext(state(.network, .nea0, .nia0), allowingNullIntegrity: true)
    let message = try amf.protect(plain)
    #expect(message == [0x7E, 0x02, 0, 0, 0, 0, 0] + plain)
    let ue = try Peer(state(.userEquipment))
    #expect(throws: SecurityError.integrityCheckFailed) { try ue.receive(message) }
    let open = try Peer(state(.network, .nea0))
    #expect(throws: SecurityError.nullIntegrityNotAllowed) {
      try open.security.select(NASAlgorithms(ciphering: .nea0, integrity: .nia0))
    }
    #expect(throws: SecurityError.self) {
      var short = state(.network)
      short.kAMF = SecretBytes([1])
      _ = try Peer(short)
    }
  }

  @Test("New algorithms under the same K_AMF keep the COUNTs (TS 33.501 §6.7.2)")
  func algorithmChange() throws {
    let (amf, ue) = try pair()
    for _ in 0..<5 { _ = try amf.receive(try ue.send(plain)) }
    try amf.security.select(NASAlgorithms(ciphering: .nea1, integrity: .nia3))
    #expect(throws: SecurityError.integrityCheckFailed) { try amf.receive(try ue.send(plain)) }
    try ue.security.select(NASAlgorithms(ciphering: .nea1, integrity: .nia3))
    #expect(try amf.receive(try ue.send(plain)) == plain)
    #expect(amf.security.lastUplinkCount == NASCount(rawValue: 6))
  }

  @Test("A context restored from its state goes on, and K_gNB is the same at both ends")
  func restore() throws {
    let (amf, ue) = try pair()
    _ = try amf.receive(try ue.send(plain))
    let restored = try Peer(amf.security.state)
    #expect(try restored.receive(try ue.send(plain)) == plain)
    #expect(restored.security.kGNB() == ue.security.kGNB())
    #expect(ue.security.kGNB() == KeyHierarchy.kGNB(kAMF: kAMF, uplinkCount: 1, accessType: .threeGPP))
    let zero = try #require(NASCount(rawValue: 0))
    #expect(ue.security.kGNB(uplinkCount: zero) != ue.security.kGNB())
  }

  @Test("Random messages never stop the process and are never accepted")
  func randomMessages() throws {
    var generator = SeededGenerator(seed: 11)
    let (amf, ue) = try pair(uplink: 0xFF_FFF0)
    for _ in 0..<5_000 {
      var message = randomOctets(Int.random(in: 0...60, using: &generator), using: &generator)
      if message.count > 1, Bool.random(using: &generator) {
        message[0] = 0x7E
        message[1] &= 7
      }
      #expect(throws: SecurityError.self) { try amf.receive(message) }
      #expect(throws: SecurityError.self) { try ue.receive(message) }
      #expect(throws: SecurityError.self) { try amf.receive([0x7E, 2] + message) }
    }
  }

  @Test("The network's order of preference decides, and never for 5G-IA0 without permission")
  func negotiation() throws {
    let preference = AlgorithmPreference(ciphering: [.nea2, .nea1, .nea0], integrity: [.nia0, .nia2, .nia1])
    let all = try UESecurityCapability([0xF0, 0xF0])
    #expect(try preference.select(for: all) == NASAlgorithms(ciphering: .nea2, integrity: .nia2))
    #expect(try preference.select(for: all, allowingNullIntegrity: true).integrity == .nia0)
    let snowOnly = try UESecurityCapability([0xC0, 0xC0, 0xF0, 0x70])
    #expect(try preference.select(for: snowOnly) == NASAlgorithms(ciphering: .nea1, integrity: .nia1))
    for octets: [UInt8] in [[0xF0, 0x80], [0x00, 0xF0], [0x10, 0x70], [0xF0, 0x0F]] {
      #expect(throws: SecurityError.noCommonAlgorithm) { try preference.select(for: try UESecurityCapability(octets)) }
    }
    for count in [0, 1, 9, 200] {
      #expect(throws: SecurityError.self) { try UESecurityCapability([UInt8](repeating: 0xFF, count: count)) }
    }
  }

  @Test("A UE context can hold, replace and drop its security context")
  func storage() throws {
    final class UEContext {
      var security: NASSecurityContext?
    }
    let context = UEContext()
    context.security = try NASSecurityContext(self.state(.network))
    let first = try context.security?.protect(plain)
    #expect(first?[6] == 0)
    let second = try context.security?.protect(plain)
    #expect(second?[6] == 1)
    let state = context.security?.state
    let kept = try #require(state)
    #expect(kept.nextDownlinkCount == NASCount(rawValue: 2))
    context.security = try NASSecurityContext(kept)
    let third = try context.security?.protect(plain)
    #expect(third?[6] == 2)
    context.security = nil
    let last = try context.security?.protect(plain)
    #expect(last == nil)
    #expect(MemoryLayout<NASSecurityState>.size <= 256 && MemoryLayout<NASSecurityContext>.size <= 256)
  }

  @Test("ngKSI keeps its 4 bits (TS 24.501 §9.11.3.32)")
  func keySetIdentifier() {
    for value in UInt8(0)..<16 { #expect(NASKeySetIdentifier(halfOctet: value).halfOctet == value) }
    #expect(NASKeySetIdentifier.noKeyAvailable.halfOctet == 7)
  }
}

import Base
import Glibc
import Security
import Testing

@Suite("Secrets at rest and in text")
struct SecretTests {
  private let record = vectorRecords(OracleVectors.text, prefix: "seal").first ?? VectorRecord(name: "")

  private func context() -> SealingContext {
    SealingContext(supi: record.fields["supi"] ?? "", field: record.fields["field"] ?? "")
  }

  @Test("Sealed octets agree with AES-256-GCM of the Python package cryptography")
  func sealing() throws {
    let sealer = try AESGCMSealer(key: record.secret("key"))
    let sealed = try sealer.seal(record.secret("plain"), for: context(), nonce: record.octets("nonce"))
    #expect(sealed == record.octets("sealed"))
    #expect(try sealer.open(sealed, for: context()) == record.secret("plain"))
  }

  @Test("Another subscriber, field or key, any altered bit and any truncation is refused")
  func sealRefusals() throws {
    let sealer = try AESGCMSealer(key: record.secret("key"))
    let sealed = record.octets("sealed")
    let supi = record.fields["supi"] ?? ""
    let others = [
      SealingContext(supi: supi, field: "opc"), SealingContext(supi: "imsi-999700000000002", field: "k"),
      SealingContext(supi: supi + "k", field: ""), SealingContext(supi: "", field: supi + "k"),
    ]
    for other in others { #expect(throws: SecurityError.sealInvalid) { try sealer.open(sealed, for: other) } }
    for bit in 0..<(sealed.count * 8) {
      var altered = sealed
      altered[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: SecurityError.sealInvalid) { try sealer.open(altered, for: context()) }
    }
    for count in 0..<sealed.count {
      #expect(throws: SecurityError.sealInvalid) { try sealer.open(Array(sealed.prefix(count)), for: context()) }
    }
    let stranger = try AESGCMSealer(key: SecretBytes([UInt8](repeating: 1, count: 32)))
    #expect(throws: SecurityError.sealInvalid) { try stranger.open(sealed, for: context()) }
    for count in [0, 16, 31, 33] {
      #expect(throws: SecurityError.self) { try AESGCMSealer(key: SecretBytes([UInt8](repeating: 1, count: count))) }
    }
    #expect(throws: SecurityError.self) { try sealer.seal(record.secret("plain"), for: context(), nonce: [1]) }
  }

  @Test("The sealing key loads only from a file of 32 octets that its owner alone can read")
  func keyFile() throws {
    var template = Array("/tmp/sealing-key-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    let path = folder + "/key"
    defer {
      unlink(path)
      unlink(folder + "/link")
      rmdir(folder)
    }
    func write(_ count: Int, mode: mode_t) {
      unlink(path)
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
      _ = [UInt8](repeating: 0x5A, count: count).withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, count) }
      fchmod(descriptor, mode)
      close(descriptor)
    }
    write(32, mode: 0o600)
    #expect(try SealingKeyFile.load(path: path) == SecretBytes([UInt8](repeating: 0x5A, count: 32)))
    symlink(path, folder + "/link")
    #expect(throws: SecurityError.self) { try SealingKeyFile.load(path: folder + "/link") }
    for mode: mode_t in [0o640, 0o604, 0o644, 0o400, 0o700, 0o4600] {
      write(32, mode: mode)
      #expect(throws: SecurityError.self) { try SealingKeyFile.load(path: path) }
    }
    for count in [0, 31, 33, 1000] {
      write(count, mode: 0o600)
      #expect(throws: SecurityError.self) { try SealingKeyFile.load(path: path) }
    }
    for path in [folder, folder + "/absent", "/dev/null", ""] {
      #expect(throws: SecurityError.self) { try SealingKeyFile.load(path: path) }
    }
  }

  @Test("Secrets and redacted values show nothing in descriptions, dumps and mirrors")
  func redaction() throws {
    let secret = SecretBytes(Array("TOPSECRET-TOPSECRET".utf8))
    let identity = Redacted("imsi-999700000000001")
    var dumped = ""
    dump(secret, to: &dumped)
    dump(identity, to: &dumped)
    dump(SealingContext(supi: "imsi-999700000000001", field: "k"), to: &dumped)
    let texts = ["\(secret)", String(reflecting: secret), "\(identity)", String(reflecting: identity), "\([identity])", dumped]
    for text in texts {
      #expect(!text.contains("TOPSECRET") && !text.contains(Hex.encode(secret.revealed)) && !text.contains("99970"))
      #expect(!text.contains("84, 79"))
    }
    #expect("\(identity)" == "<redacted String>")
    #expect("\(secret)" == "<secret of 19 octets>")
    #expect(identity.revealed == "imsi-999700000000001")
    let key = SecretBytes([1, 2, 3])
    #expect(identity.pseudonym(key: key) == Redacted("imsi-999700000000001").pseudonym(key: key))
    #expect(identity.pseudonym(key: key) != identity.pseudonym(key: SecretBytes([4])))
    #expect(identity.pseudonym(key: key).count == 12)
  }

  @Test("Secrets compare by content, and hexadecimal text makes them")
  func comparison() throws {
    #expect(SecretBytes([1, 2]) == SecretBytes([1, 2]))
    #expect(SecretBytes([1, 2]) != SecretBytes([1, 3]))
    #expect(SecretBytes([1, 2]) != SecretBytes([1]))
    #expect(SecretBytes([]) == SecretBytes([]))
    #expect(SecretBytes(hex: "00ff") == SecretBytes([0, 255]))
    #expect(SecretBytes(hex: "00f") == nil)
    #expect(constantTimeEqual([1, 2], [1, 2]) && !constantTimeEqual([1, 2], [1, 3]) && !constantTimeEqual([1], [1, 2]))
    var generator = SeededGenerator(seed: 12)
    #expect(SecretBytes(count: 32, using: &generator).count == 32)
  }
}

import Base
import Security
import Testing

@Suite("Subscription concealed identifier")
struct SUCITests {
  private func scheme(_ profile: String?) -> ProtectionScheme { profile == "A" ? .profileA : .profileB }

  @Test("Profiles A and B give the scheme output of TS 33.501 §C.4 and open it again", arguments: ["A", "B"])
  func standardVectors(profile: String) throws {
    let record = try #require(vectorRecords(SUCIVectors.text, prefix: "test_profile\(profile)").first)
    let key = try HomeNetworkPrivateKey(scheme: scheme(profile), identifier: 27, privateKey: record.secret("hn_privkey"))
    #expect(key.publicKey.octets == record.octets("hn_pubkey"))
    let output = try SUCI.conceal(
      record.octets("plaintext"), for: key.publicKey, ephemeralPrivateKey: record.secret("eph_privkey"))
    #expect(output == record.octets("eph_pubkey") + record.octets("ciphertext") + record.octets("mactag"))
    let input = try SUCI.deconceal(
      schemeIdentifier: key.scheme.rawValue, keyIdentifier: 27, schemeOutput: output, keys: [key])
    #expect(try SUCI.unpackMSIN(input) == "001002086")
  }

  @Test("Scheme outputs agree with the Python package cryptography")
  func oracle() throws {
    let records = vectorRecords(OracleVectors.text, prefix: "suci_")
    #expect(records.count == 12)
    for record in records {
      let key = try HomeNetworkPrivateKey(
        scheme: scheme(record.fields["profile"]), identifier: 1, privateKey: record.secret("home"))
      #expect(key.publicKey.octets == record.octets("public"))
      let output = try SUCI.conceal(
        record.octets("plain"), for: key.publicKey, ephemeralPrivateKey: record.secret("ephemeral"))
      #expect(output == record.octets("output"))
      #expect(
        try SUCI.deconceal(schemeIdentifier: key.scheme.rawValue, keyIdentifier: 1, schemeOutput: output, keys: [key])
          == record.octets("plain"))
    }
  }

  @Test("Concealment with injected randomness is repeatable, and different for each ephemeral key")
  func randomness() throws {
    for scheme in [ProtectionScheme.profileA, .profileB] {
      var first = SeededGenerator(seed: 7)
      var second = SeededGenerator(seed: 7)
      let key = try HomeNetworkPrivateKey(scheme: scheme, identifier: 0, using: &first)
      let same = try HomeNetworkPrivateKey(scheme: scheme, identifier: 0, using: &second)
      #expect(key.publicKey == same.publicKey)
      let output = try SUCI.conceal([1, 2, 3], for: key.publicKey, using: &first)
      #expect(try SUCI.conceal([1, 2, 3], for: key.publicKey, using: &second) == output)
      #expect(try SUCI.conceal([1, 2, 3], for: key.publicKey, using: &first) != output)
    }
  }

  @Test("One altered bit anywhere in a scheme output is refused")
  func alteredBits() throws {
    for record in vectorRecords(SUCIVectors.text) {
      let scheme = record.name.hasSuffix("A") ? ProtectionScheme.profileA : .profileB
      let key = try HomeNetworkPrivateKey(scheme: scheme, identifier: 1, privateKey: record.secret("hn_privkey"))
      let output = record.octets("eph_pubkey") + record.octets("ciphertext") + record.octets("mactag")
      for bit in 0..<(output.count * 8) {
        var altered = output
        altered[bit / 8] ^= 1 << UInt8(bit % 8)
        #expect(throws: SecurityError.self) {
          try SUCI.deconceal(schemeIdentifier: scheme.rawValue, keyIdentifier: 1, schemeOutput: altered, keys: [key])
        }
      }
    }
  }

  @Test("Unknown schemes and key identifiers, wrong lengths and points off the curve are typed errors")
  func refusals() throws {
    var generator = SeededGenerator(seed: 8)
    let a = try HomeNetworkPrivateKey(scheme: .profileA, identifier: 1, using: &generator)
    let b = try HomeNetworkPrivateKey(scheme: .profileB, identifier: 2, using: &generator)
    func open(_ scheme: UInt8, _ identifier: UInt8, _ output: [UInt8]) throws(SecurityError) -> [UInt8] {
      try SUCI.deconceal(schemeIdentifier: scheme, keyIdentifier: identifier, schemeOutput: output, keys: [a, b])
    }
    let filler = [UInt8](repeating: 9, count: 60)
    for scheme in UInt8(3)...255 { #expect(throws: SecurityError.unknownProtectionScheme(scheme)) { try open(scheme, 1, filler) } }
    #expect(throws: SecurityError.unknownHomeNetworkPublicKeyIdentifier(2)) { try open(1, 2, filler) }
    #expect(throws: SecurityError.unknownHomeNetworkPublicKeyIdentifier(1)) { try open(2, 1, filler) }
    for length in Array(0...41) + [4_001, 5_000, 70_000] {
      let output = [UInt8](repeating: 2, count: length)
      if length > 4_000 || length <= 40 { #expect(throws: SecurityError.self) { try open(1, 1, output) } }
      #expect(throws: SecurityError.self) { try open(2, 2, output) }
    }
    #expect(throws: SecurityError.self) { try open(0, 0, []) }
    #expect(try open(0, 0, [0x21, 0x43]) == [0x21, 0x43])
    for point in [
      "02" + String(repeating: "ff", count: 32), "03" + String(repeating: "00", count: 31) + "01",
      "04" + String(repeating: "01", count: 32), "00" + String(repeating: "00", count: 32),
    ] {
      #expect(throws: SecurityError.invalidPublicKey) { try open(2, 2, hex(point) + filler) }
      #expect(throws: SecurityError.invalidPublicKey) {
        try HomeNetworkPublicKey(scheme: .profileB, identifier: 1, octets: hex(point))
      }
    }
    let smallOrder = [
      String(repeating: "00", count: 32), "01" + String(repeating: "00", count: 31),
      "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
      "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ]
    for point in smallOrder { #expect(throws: SecurityError.invalidPublicKey) { try open(1, 1, hex(point) + filler) } }
    #expect(throws: SecurityError.unknownProtectionScheme(0)) {
      try HomeNetworkPublicKey(scheme: .null, identifier: 1, octets: [])
    }
    for scalar in [String(repeating: "00", count: 32), String(repeating: "ff", count: 32)] {
      #expect(throws: SecurityError.invalidPrivateKey) {
        try HomeNetworkPrivateKey(scheme: .profileB, identifier: 1, privateKey: secret(scalar))
      }
    }
    #expect(throws: SecurityError.self) { try HomeNetworkPrivateKey(scheme: .profileA, identifier: 1, privateKey: secret("00")) }
  }

  @Test("An uncompressed public key of profile B is the same key")
  func uncompressedKey() throws {
    let x = "72da71976234ce833a6907425867b82e074d44ef907dfb4b3e21c1c2256ebcd1"
    let y = "5a7ded52fcbb097a4ed250e036c7b9c8c7004c4eedc4f068cd7bf8d3f900e3b4"
    let key = try HomeNetworkPublicKey(scheme: .profileB, identifier: 1, octets: hex("04" + x + y))
    #expect(key.octets == hex("02" + x))
  }

  @Test("Random scheme outputs never stop the process")
  func randomOutputs() throws {
    var generator = SeededGenerator(seed: 9)
    let a = try HomeNetworkPrivateKey(scheme: .profileA, identifier: 1, using: &generator)
    let b = try HomeNetworkPrivateKey(scheme: .profileB, identifier: 1, using: &generator)
    for _ in 0..<2_000 {
      var output = randomOctets(Int.random(in: 0...120, using: &generator), using: &generator)
      if !output.isEmpty { output[0] = Bool.random(using: &generator) ? 2 : 3 }
      let scheme = UInt8.random(in: 1...2, using: &generator)
      #expect(throws: SecurityError.self) {
        try SUCI.deconceal(schemeIdentifier: scheme, keyIdentifier: 1, schemeOutput: output, keys: [a, b])
      }
    }
  }

  @Test("MSIN packs low digit first with filler 1111, and everything else is refused")
  func msin() throws {
    #expect(try SUCI.packMSIN("001002086") == hex("00012080f6"))
    #expect(try SUCI.packMSIN("0000000001") == hex("0000000010"))
    for msin in ["1", "12", "123", "1234567890", "0000000000"] {
      #expect(try SUCI.unpackMSIN(try SUCI.packMSIN(msin)) == msin)
    }
    for msin in ["", "12345678901", "12a", "-----", "\u{0}", "\u{0661}"] {
      #expect(throws: SecurityError.invalidMSIN) { try SUCI.packMSIN(msin) }
    }
    for octets in ["", "0a", "a0", "f0f0", "ff", "0f", "000102030405", "1f"] {
      #expect(throws: SecurityError.invalidMSIN) { try SUCI.unpackMSIN(hex(octets)) }
    }
  }
}

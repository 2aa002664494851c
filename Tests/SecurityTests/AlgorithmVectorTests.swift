import Base
import Testing

@testable import Security

@Suite("Ciphering and integrity algorithms")
struct AlgorithmVectorTests {
  private func keystream(_ next: () -> UInt32, words: Int) -> [[UInt8]] { (0..<words).map { _ in next().bigEndianOctets } }

  @Test("SNOW 3G gives the keystream of TS 35.217 §2, word 2500 included")
  func snow3G() {
    let records = vectorRecords(AlgorithmVectors.text, prefix: "snow3g_testset")
    #expect(records.count == 4)
    for record in records {
      let iv = record.octets("iv")
      // These sets write k0 and IV0 first, unlike UEA2 and UIA2, whose key begins with k3.
      let key = record.octets("key")
      let k3First = [12, 8, 4, 0].flatMap { key[$0..<($0 + 4)] }
      var generator = SNOW3G(key: k3First, iv: [0, 4, 8, 12].map { UInt32(bigEndian: iv, at: $0) })
      let words = keystream({ generator.next() }, words: 2500)
      let output = record.octets("output")
      #expect(Array(words.joined().prefix(output.count)) == output, "\(record.name)")
      if record.fields["output2"] != nil { #expect(words[2499] == record.octets("output2")) }
    }
  }

  @Test("ZUC gives the keystream of TS 35.223 §3, word 2000 included")
  func zuc() {
    let records = vectorRecords(AlgorithmVectors.text, prefix: "zuc_testset")
    #expect(records.count == 4)
    for record in records {
      var generator = ZUC(key: record.octets("key"), iv: record.octets("iv"))
      let words = keystream({ generator.next() }, words: 2000)
      let output = record.octets("output")
      #expect(Array(words.joined().prefix(output.count)) == output, "\(record.name)")
      if record.fields["output2"] != nil { #expect(words[1999] == record.octets("output2")) }
    }
  }

  @Test(
    "128-NEA1 to NEA3 give the answers of the annexes, whole octets or not",
    arguments: [("snow3g_F8", CipheringAlgorithm.nea1, 5), ("aes_EEA2", .nea2, 6), ("zuc_EEA3", .nea3, 5)])
  func ciphering(prefix: String, algorithm: CipheringAlgorithm, count: Int) throws {
    let records = vectorRecords(AlgorithmVectors.text, prefix: prefix)
    #expect(records.count == count)
    for record in records {
      let bits = try #require(record.integer("bitlen"))
      let bearer = UInt8(try #require(record.integer("bearer")))
      let result = try NEA.apply(
        algorithm, key: record.secret("key"), count: record.count("count"), bearer: bearer, direction: record.direction,
        octets: record.octets("data"), bitCount: bits)
      var expected = Array(record.octets("output").prefix((bits + 7) / 8))
      clearUnusedBits(&expected, bitCount: bits)
      #expect(result == expected, "\(record.name)")
      var plain = Array(record.octets("data").prefix((bits + 7) / 8))
      clearUnusedBits(&plain, bitCount: bits)
      #expect(
        try NEA.apply(
          algorithm, key: record.secret("key"), count: record.count("count"), bearer: bearer, direction: record.direction,
          octets: result, bitCount: bits) == plain)
    }
  }

  @Test(
    "128-NIA1 to NIA3 give the answers of the annexes, whole octets or not",
    arguments: [("snow3g_EIA1", IntegrityAlgorithm.nia1, 6), ("aes_EIA2", .nia2, 8), ("zuc_EIA3", .nia3, 5)])
  func integrity(prefix: String, algorithm: IntegrityAlgorithm, count: Int) throws {
    let records = vectorRecords(AlgorithmVectors.text, prefix: prefix)
    #expect(records.count == count)
    for record in records {
      let bits = try #require(record.integer("bitlen"))
      let bearer = UInt8(try #require(record.integer("bearer")))
      let mac = try NIA.mac(
        algorithm, key: record.secret("key"), count: record.count("count"), bearer: bearer, direction: record.direction,
        octets: record.octets("data"), bitCount: bits)
      #expect(mac == record.octets("output"), "\(record.name)")
    }
  }

  @Test("UIA2 gives the answers of TS 35.217 §4 with their FRESH")
  func uia2() throws {
    let records = vectorRecords(AlgorithmVectors.text, prefix: "snow3g_F9")
    #expect(records.count == 6)
    for record in records {
      let bits = try #require(record.integer("bitlen"))
      var message = Array(record.octets("data").prefix((bits + 7) / 8))
      clearUnusedBits(&message, bitCount: bits)
      let mac = NIA.uia2(
        key: record.secret("key"), count: record.count("count"), fresh: record.count("fresh"), direction: record.direction,
        message: message, bitCount: bits)
      #expect(mac == record.octets("output"), "\(record.name)")
    }
  }

  @Test("Null algorithms change nothing and give a MAC of zero")
  func null() throws {
    let key = SecretBytes([UInt8](repeating: 1, count: 16))
    #expect(try NEA.apply(.nea0, key: key, count: 1, bearer: 1, direction: .uplink, octets: [1, 2, 3]) == [1, 2, 3])
    #expect(try NIA.mac(.nia0, key: key, count: 1, bearer: 1, direction: .uplink, octets: [1, 2, 3]) == [0, 0, 0, 0])
  }

  @Test("Lengths out of range are errors, empty messages are not")
  func lengths() throws {
    let key = SecretBytes([UInt8](repeating: 1, count: 16))
    for algorithm in CipheringAlgorithm.allCases {
      #expect(try NEA.apply(algorithm, key: key, count: 0, bearer: 0, direction: .uplink, octets: []) == [])
      for bits in [-1, 9, Int.max, Int.min] {
        #expect(throws: SecurityError.invalidValue(of: "length in bits")) {
          try NEA.apply(algorithm, key: key, count: 0, bearer: 0, direction: .uplink, octets: [0], bitCount: bits)
        }
      }
      #expect(throws: SecurityError.self) {
        try NEA.apply(algorithm, key: SecretBytes([1, 2]), count: 0, bearer: 0, direction: .uplink, octets: [0])
      }
    }
    for algorithm in IntegrityAlgorithm.allCases {
      #expect(try NIA.mac(algorithm, key: key, count: 0, bearer: 0, direction: .uplink, octets: []).count == 4)
      for bits in [-1, 9, Int.max, Int.min] {
        #expect(throws: SecurityError.invalidValue(of: "length in bits")) {
          try NIA.mac(algorithm, key: key, count: 0, bearer: 0, direction: .uplink, octets: [0], bitCount: bits)
        }
      }
      #expect(throws: SecurityError.self) {
        try NIA.mac(algorithm, key: SecretBytes([]), count: 0, bearer: 0, direction: .uplink, octets: [0])
      }
    }
  }
}

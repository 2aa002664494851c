import Base
import Testing

@testable import Security

@Suite("Authentication and key generation functions")
struct AKAVectorTests {
  private func amf(_ record: VectorRecord) -> UInt16 { record.octets("AMF").reduce(0) { $0 << 8 | UInt16($1) } }

  @Test("Milenage gives the answers of TS 35.207, test sets 1 to 6")
  func milenage() throws {
    let records = vectorRecords(MilenageVectors.text)
    #expect(records.count == 6)
    for record in records {
      let k = record.secret("K")
      let opc = try Milenage.opc(k: k, op: record.secret("OP"))
      #expect(opc == record.secret("OPc"))
      let milenage = try Milenage(k: k, opc: opc)
      let rand = record.octets("RAND")
      let sqn = try #require(SequenceNumber(octets: record.octets("SQN")))
      #expect(try milenage.f1(rand: rand, sqn: sqn, amf: amf(record)) == record.octets("f1"))
      #expect(try milenage.f1Star(rand: rand, sqn: sqn, amf: amf(record)) == record.octets("f1*"))
      let response = try milenage.f2345(rand: rand)
      #expect(response.res == record.secret("f2"))
      #expect(response.ck == record.secret("f3"))
      #expect(response.ik == record.secret("f4"))
      #expect(response.ak == record.secret("f5"))
      #expect(try milenage.f5Star(rand: rand) == record.secret("f5*"))
    }
  }

  @Test("TUAK gives the answers of TS 35.232 and TS 35.233 for every length of K, MAC, RES, CK and IK")
  func tuak() throws {
    var checked = 0
    for record in vectorRecords(TUAKVectors.text) {
      let k = record.secret("K")
      let rand = record.octets("RAND")
      var parameters = TUAK.Parameters()
      parameters.keccakIterations = record.integer("KeccakIterations") ?? 1
      parameters.macOctets = (record.integer("LEN_MAC") ?? 64) / 8
      parameters.resOctets = (record.integer("LEN_RES") ?? 64) / 8
      parameters.ckOctets = (record.integer("LEN_CK") ?? 128) / 8
      parameters.ikOctets = (record.integer("LEN_IK") ?? 128) / 8
      let topc = try TUAK.topc(k: k, top: record.secret("TOP"), keccakIterations: parameters.keccakIterations)
      if record.fields["TOPc"] != nil { #expect(topc == record.secret("TOPc")) }
      let tuak = try TUAK(k: k, topc: topc, parameters: parameters)
      if record.fields["f1"] != nil {
        let sqn = try #require(SequenceNumber(octets: record.octets("SQN")))
        #expect(try tuak.f1(rand: rand, sqn: sqn, amf: amf(record)) == record.octets("f1"), "\(record.name)")
        #expect(try tuak.f1Star(rand: rand, sqn: sqn, amf: amf(record)) == record.octets("f1*"))
        checked += 1
      }
      if record.fields["f2"] != nil {
        let response = try tuak.f2345(rand: rand)
        #expect(response.res == record.secret("f2"), "\(record.name)")
        #expect(response.ck == record.secret("f3"))
        #expect(response.ik == record.secret("f4"))
        #expect(response.ak == record.secret("f5"))
        #expect(try tuak.f5Star(rand: rand) == record.secret("f5*"))
        checked += 1
      }
    }
    #expect(checked == 12)
  }

  @Test("Wrong lengths of keys and challenges are errors")
  func lengths() throws {
    for count in [0, 1, 15, 17, 31, 32, 33] {
      let bytes = SecretBytes([UInt8](repeating: 1, count: count))
      #expect(throws: SecurityError.self) { try Milenage(k: bytes, opc: secret("00112233445566778899aabbccddeeff")) }
      #expect(throws: SecurityError.self) { try Milenage.opc(k: bytes, op: bytes) }
      if count != 32 { #expect(throws: SecurityError.self) { try TUAK(k: bytes, topc: bytes) } }
      let milenage = try Milenage(k: secret("00112233445566778899aabbccddeeff"), opc: secret("00112233445566778899aabbccddeeff"))
      #expect(throws: SecurityError.self) { try milenage.f2345(rand: bytes.revealed) }
    }
  }
}

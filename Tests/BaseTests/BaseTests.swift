import Testing

@testable import Base

@Suite struct OctetTests {
  @Test func readsNeverPassTheEnd() {
    var reader = ByteReader([1, 2, 3])
    #expect(reader.readUInt16() == 0x0102)
    #expect(reader.readUInt16() == nil)
    #expect(reader.position == 2)
    #expect(reader.readUInt8() == 3)
    #expect(reader.readUInt8() == nil)
    #expect(reader.readBytes(-1) == nil)
  }

  @Test func slicesShareTheOctetsAndAreBounded() {
    var reader = ByteReader([1, 2, 3, 4])
    var slice = reader.readSlice(2)
    #expect(slice?.readRest() == [1, 2])
    #expect(slice?.readUInt8() == nil)
    #expect(reader.readRest() == [3, 4])
    #expect(reader.readSlice(1) == nil)
  }

  @Test func writerIsTheReadersInverse() {
    var writer = ByteWriter()
    writer.writeUInt8(1)
    writer.writeUInt24(0x020304)
    writer.writeUInt64(5)
    writer.setUInt16(0xFFFE, at: 0)
    #expect(writer.octets == [0xFF, 0xFE, 3, 4, 0, 0, 0, 0, 0, 0, 0, 5])
  }

  @Test func hexRefusesWhatIsNoHex() {
    #expect(Hex.decode("0x0aFF") == [0x0A, 0xFF])
    #expect(Hex.decode("0a:ff 00") == [0x0A, 0xFF, 0])
    #expect(Hex.decode("0a f") == nil)
    #expect(Hex.decode("zz") == nil)
    #expect(Hex.encode([0, 0xAB]) == "00ab")
  }
}

@Suite struct JSONTests {
  /// RFC 8259 §8.3: octet for octet, not when they only look the same.
  @Test func namesAreComparedExactly() throws {
    let json = try JSON(parsing: "{\"\u{E9}\": 1, \"e\u{301}\": 2}")
    #expect(json["\u{E9}"] == 1)
    #expect(json["e\u{301}"] == 2)
    #expect(JSON.string("\u{E9}") != .string("e\u{301}"))
    #expect(throws: JSONError.self) { try JSON(parsing: "{\"a\": 1, \"a\": 2}") }
    let many = (0..<20).map { "\"k\($0)\u{301}\": \($0)" }.joined(separator: ",")
    #expect(try JSON(parsing: "{\(many)}")["k19\u{301}"] == 19)
  }

  @Test func anOutlineHasNoControlCharacters() {
    let json: JSON = ["a\u{1B}[2J": "b\nc: d", "e": ["\u{9B}1m"]]
    #expect(json.outline == "a\\u{1b}[2J: b\\u{a}c: d\ne: \\u{9b}1m")
  }

  @Test func parsesAndWritesCanonically() throws {
    let json = try JSON(parsing: #" {"b":[1,-2.5e1,true,null],"a":"x\u00e9\ud83d\ude00\n"} "#)
    #expect(json.text() == "{\"a\":\"xé😀\\n\",\"b\":[1,-25.0,true,null]}")
    #expect(json.text(sorted: false).hasPrefix("{\"b\""))
    #expect(try JSON(parsing: json.text(indent: 2)) == json)
  }

  @Test func integersKeep128Bits() throws {
    #expect(try JSON(parsing: "18446744073709551615").integerValue(UInt64.self) == .max)
    #expect(try JSON(parsing: "256").integerValue(UInt8.self) == nil)
  }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\":1,}", "01", "1.", "+1", "nul", "\"\\x\"", "\"\\ud800\"", "[1] 2", "\"\u{1}\"", "{1:2}", "-", "1e",
  ])
  func refusesWhatRFC8259DoesNotAllow(_ text: String) {
    #expect(throws: JSONError.self) { try JSON(parsing: text) }
  }

  @Test func refusesDuplicateKeysDepthAndInvalidUTF8() {
    #expect(throws: JSONError.duplicateKey("a", offset: 7)) { try JSON(parsing: #"{"a":1,"a":2}"#) }
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: JSONError.tooDeep(offset: 65, limit: 64)) { try JSON(parsing: deep) }
    #expect(throws: JSONError.invalidUTF8) { try JSON(parsing: [0x22, 0xFF, 0x22]) }
  }

  @Test func equalityIgnoresTheOrderOfMembers() throws {
    #expect(try JSON(parsing: #"{"a":1,"b":2}"#) == JSON(parsing: #"{"b":2,"a":1}"#))
    #expect(try JSON(parsing: #"{"a":1}"#) != JSON(parsing: #"{"a":2}"#))
  }
}

@Suite struct AddressTests {
  @Test(arguments: [
    ("10.0.0.1", "10.0.0.1"), ("::", "::"), ("::1", "::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("fe80::1:2", "fe80::1:2"),
    ("::ffff:1.2.3.4", "::ffff:102:304"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1::", "1::"),
  ])
  func textRoundTrips(_ text: String, _ canonical: String) {
    let address = IPAddress(text)
    #expect(address?.description == canonical)
    #expect(address.flatMap { IPAddress(octets: $0.octets) } == address)
  }

  @Test(arguments: [
    "", "1.2.3", "1.2.3.256", "1.2.3.4.5", ":::", "1::2::3", "12345::", "g::", "1:2:3:4:5:6:7", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
    "+1.2.3.4",
  ])
  func otherTextIsRefused(_ text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test func prefixesHaveNoHostBits() {
    #expect(IPPrefix("10.45.0.0/16")?.contains(IPAddress.v4(0x0A2D_FFFF)) == true)
    #expect(IPPrefix("10.45.0.0/16")?.contains(IPAddress.v4(0x0A2E_0000)) == false)
    #expect(IPPrefix("10.45.0.1/16") == nil)
    #expect(IPPrefix("10.45.0.0/33") == nil)
    #expect(IPPrefix("0.0.0.0/0")?.contains(IPAddress.v4(.max)) == true)
    #expect(IPPrefix("2001:db8::/32")?.description == "2001:db8::/32")
  }
}

@Suite struct IdentityTests {
  @Test func plmnOctetsFollowTS24501() {
    #expect(PLMNIdentity(mcc: "999", mnc: "70")?.octets == [0x99, 0xF9, 0x07])
    #expect(PLMNIdentity(mcc: "310", mnc: "410")?.octets == [0x13, 0x00, 0x14])
    #expect(PLMNIdentity(octets: [0x13, 0x00, 0x14]) == PLMNIdentity(mcc: "310", mnc: "410"))
    #expect(PLMNIdentity(octets: [0xA9, 0xF9, 0x07]) == nil)
    #expect(PLMNIdentity(mcc: "99", mnc: "70") == nil)
  }

  @Test func aSUPIIsNeverPrintedWhole() {
    let supi = SUPI("imsi-999700000000001")
    #expect(supi?.imsi == "999700000000001")
    #expect(supi.map { "\($0)".contains("0000000001") } == false)
    #expect(SUPI("imsi-12ab") == nil)
    #expect(SUPI("imsi-1234567890123456") == nil)
  }

  @Test func amfIdentifierIsPacked() {
    let plmn = PLMNIdentity(mcc: "999", mnc: "70")
    let guami = plmn.map { GUAMI(plmn: $0, amfRegionID: 0xCA, amfSetID: 0x3F8, amfPointer: 0x01) }
    #expect(guami?.amfID == "cafe01")
  }

  @Test func anSDOfAllOnesMeansNone() {
    #expect(SNSSAI(sst: 1, sd: 0xFFFFFF) == SNSSAI(sst: 1))
    #expect(SNSSAI(sst: 1, sd: 0x0A).description == "1-00000a")
  }

  @Test func instantsSaturate() {
    #expect(Instant(nanoseconds: 5) + .seconds(-1) == Instant(nanoseconds: 0))
    #expect(Instant(nanoseconds: .max) + .seconds(1) == Instant(nanoseconds: .max))
    #expect(Instant(nanoseconds: 3_000_000_000) - Instant(nanoseconds: 1_000_000_000) == .seconds(2))
  }
}

import Base
import Testing

@testable import PER

/// Expected octets follow the rules of X.691 by hand; each test names the clause.
@Suite struct PERRuntimeTests {
  private func aligned(_ body: (PERWriter) throws -> Void) rethrows -> String {
    let writer = PERWriter(isAligned: true)
    try body(writer)
    return Hex.encode(writer.octets)
  }

  private func unaligned(_ body: (PERWriter) throws -> Void) rethrows -> String {
    let writer = PERWriter(isAligned: false)
    try body(writer)
    return Hex.encode(writer.octets)
  }

  private func reader(_ hex: String, isAligned: Bool = true) throws -> PERReader {
    PERReader(try #require(Hex.decode(hex)), isAligned: isAligned)
  }

  @Test("X.691 §11.5: constrained whole numbers of every range, aligned")
  func constrainedAligned() throws {
    #expect(try aligned { try $0.unsigned(5, 5, 5) } == "00")
    #expect(try aligned { try $0.unsigned(6, 1, 8) } == "a0")
    #expect(
      try aligned {
        $0.boolean(true)
        try $0.unsigned(200, 0, 254)
      } == "e400")
    #expect(
      try aligned {
        $0.boolean(true)
        try $0.unsigned(200, 0, 255)
      } == "80c8")
    #expect(
      try aligned {
        $0.boolean(true)
        try $0.unsigned(200, 0, 256)
      } == "8000c8")
    // Indefinite length case: two bits of length, then octets.
    #expect(try aligned { try $0.unsigned(256, 0, 4_294_967_295) } == "400100")
    #expect(try aligned { try $0.unsigned(1, 0, 1_099_511_627_775) } == "0001")
    #expect(try aligned { try $0.unsigned(.max, 0, .max) } == "e0ffffffffffffffff")
    #expect(try aligned { try $0.signed(-100, -140, -44) } == "50")
  }

  @Test("X.691 §11.5.6: unaligned numbers take the fewest bits")
  func constrainedUnaligned() throws {
    #expect(try unaligned { try $0.unsigned(256, 0, 65535) } == "0100")
    #expect(
      try unaligned {
        $0.boolean(true)
        try $0.unsigned(256, 0, 65535)
      } == "808000")
    #expect(
      try unaligned {
        try $0.unsigned(1, 0, 1_048_575)
        $0.boolean(true)
      } == "000018")
  }

  @Test("X.691 §11.8 and §13.2: unconstrained and extensible numbers, both signs")
  func unconstrained() throws {
    #expect(aligned { $0.unconstrained(0) } == "0100")
    #expect(aligned { $0.unconstrained(127) } == "017f")
    #expect(aligned { $0.unconstrained(128) } == "020080")
    #expect(aligned { $0.unconstrained(-128) } == "0180")
    #expect(aligned { $0.unconstrained(-129) } == "02ff7f")
    #expect(aligned { $0.unconstrained(.min) } == "088000000000000000")
    #expect(try aligned { try $0.extensible(300, 0, 255) } == "8002012c")
    #expect(try reader("8002012c").extensible(0, 255) == 300)
    #expect(try reader("088000000000000000").unconstrained() == .min)
    #expect(try aligned { try $0.semiConstrained(256, 1) } == "01ff")
    #expect(try reader("01ff").semiConstrained(1) == 256)
  }

  @Test("X.691 §14: enumerations, also beyond the root and beyond 63 additions")
  func enumerated() throws {
    #expect(try aligned { try $0.enumerated(2, 3, false) } == "80")
    #expect(try aligned { try $0.enumerated(2, 3, true) } == "40")
    #expect(try aligned { try $0.enumerated(3, 3, true) } == "80")
    #expect(try aligned { try $0.enumerated(3 + 64, 3, true) } == "c00140")
    #expect(try reader("c00140").enumerated(3, true) == 67)
    #expect(throws: PERError.self) { try reader("c0").enumerated(3, false) }
  }

  @Test("X.691 §16, §17: strings align unless fixed and short")
  func strings() throws {
    #expect(
      try aligned {
        $0.boolean(true)
        try $0.octets([1, 2], 2, 2)
      } == "808100")
    #expect(
      try aligned {
        $0.boolean(true)
        try $0.octets([1, 2, 3], 3, 3)
      } == "80010203")
    #expect(try aligned { try $0.octets([1, 2], 1, 8) } == "200102")
    #expect(try aligned { try $0.bits(BitString(0b101, bitCount: 3), 3, 3) } == "a0")
    #expect(
      try aligned {
        $0.boolean(true)
        try $0.bits(BitString(0x123456, bitCount: 24), 22, 32)
      } == "90123456")
    #expect(
      try aligned {
        $0.boolean(true)
        try $0.octets([], 0, 8)
      } == "80")
    #expect(try aligned { try $0.string("AB", .printable, 1, 150, true) } == "00804142")
    #expect(try unaligned { try $0.string("AB", .printable, 2, 2) } == "8308")
    #expect(try aligned { try $0.string("é", .utf8, 1, 150, true) } == "02c3a9")
    #expect(throws: PERError.self) { try aligned { try $0.octets([1], 2, 2) } }
    #expect(throws: PERError.self) { try aligned { try $0.string("é", .visible) } }
  }

  @Test(
    "X.691 §11.9: lengths around 128, 16K and 64K, fragmented", arguments: [0, 1, 127, 128, 16383, 16384, 16385, 65536, 81920, 150_000])
  func fragmentation(count: Int) throws {
    let octets = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    for isAligned in [true, false] {
      let writer = PERWriter(isAligned: isAligned)
      writer.boolean(true)
      try writer.octets(octets)
      writer.openType(octets)
      try writer.bits(BitString(octets: octets, bitCount: max(0, octets.count * 8 - 3)))
      try writer.list(octets, element: { (w: PERWriter, v: UInt8) throws(PERError) in try w.unsigned(UInt64(v), 0, 255) })
      writer.boolean(true)
      let reader = PERReader(writer.octets, isAligned: isAligned)
      #expect(try reader.boolean())
      #expect(try reader.octets() == octets)
      let outer = try reader.enterOpen()
      #expect(reader.rest() == octets)
      reader.leave(outer)
      #expect(try reader.bits() == BitString(octets: octets, bitCount: max(0, octets.count * 8 - 3)))
      let list = try reader.list(element: { (r: PERReader) throws(PERError) in try r.uint8(0, 255) })
      #expect(list == octets)
      #expect(try reader.boolean())
    }
    if count == 16384 {
      let writer = PERWriter(isAligned: true)
      try writer.octets(octets)
      #expect(writer.octets.first == 0xC1)
      #expect(writer.octets.last == 0)
      #expect(writer.octets.count == 16384 + 2)
    }
  }

  @Test("X.691 §19: unknown extension additions survive")
  func additions() throws {
    let unrecognized = Unrecognized(additions: [UnknownAddition(index: 1, value: [0xAB]), UnknownAddition(index: 70, value: [1, 2])])
    for isAligned in [true, false] {
      let writer = PERWriter(isAligned: isAligned)
      writer.sequence([true], extended: true)
      try writer.additions(unrecognized)
      let reader = PERReader(writer.octets, isAligned: isAligned)
      let preamble = try reader.sequence(1, true)
      #expect(preamble.isExtended && preamble.has(0) && !preamble.has(1))
      #expect(try reader.additions(preamble, 0).finish() == unrecognized.additions)
    }
  }

  @Test("X.691 §19.8: additions that no encoding could have are refused")
  func impossibleAdditions() {
    for index in [-1, 0, 1, 16383, Int.max] {
      let unrecognized = Unrecognized(additions: [UnknownAddition(index: index, value: [1])])
      #expect(throws: PERError.self, "\(index)") { try PERWriter(isAligned: true).beginAdditions([true, false], unrecognized) }
    }
    let repeated = Unrecognized(additions: [UnknownAddition(index: 3, value: [1]), UnknownAddition(index: 3, value: [2])])
    #expect(throws: PERError.self) { try PERWriter(isAligned: true).beginAdditions([], repeated) }
  }

  @Test(
    "X.691 §11.2: open types of every length, at every bit, one in another",
    arguments: [0, 1, 126, 127, 128, 129, 16382, 16383, 16384, 16385, 70_000])
  func openTypes(count: Int) throws {
    let octets = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 1) }
    for isAligned in [true, false] {
      for offset in 0..<8 {
        let writer = PERWriter(isAligned: isAligned)
        for _ in 0..<offset { writer.boolean(true) }
        writer.beginOpen()
        writer.boolean(true)
        writer.beginOpen()
        writer.raw(octets)
        writer.endOpen()
        writer.endOpen()
        writer.boolean(true)
        let reader = PERReader(writer.octets, isAligned: isAligned)
        for _ in 0..<offset { #expect(try reader.boolean()) }
        let outer = try reader.enterOpen()
        #expect(try reader.boolean())
        #expect(try reader.openType() == (octets.isEmpty ? [0] : octets))
        reader.leave(outer)
        #expect(try reader.boolean())
      }
    }
  }

  @Test("A list is no larger in memory than its octets account for")
  func budget() throws {
    struct Large: Sendable { var octets = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) }
    let writer = PERWriter(isAligned: false)
    try writer.list(Array(repeating: true, count: 40_000), element: { (w: PERWriter, v: Bool) throws(PERError) in w.boolean(v) })
    let small = try PERReader(writer.octets, isAligned: false).list(element: { (r: PERReader) throws(PERError) in try r.boolean() })
    #expect(small.count == 40_000)
    #expect(throws: PERError.self) {
      try PERReader(writer.octets, isAligned: false).list(element: { (r: PERReader) throws(PERError) in
        _ = try r.boolean()
        return Large()
      })
    }
  }

  @Test("Octets that end early or contradict a constraint give typed errors")
  func errors() throws {
    #expect(throws: PERError.truncated(bitOffset: 0)) { try reader("").boolean() }
    #expect(throws: PERError.self) { try reader("05aabb").octets() }
    #expect(throws: PERError.self) { try reader("c5").octets() }
    #expect(throws: PERError.self) { try reader("c4").openType() }
    #expect(throws: PERError.self) { try reader("09ffffffffffffffffff").unconstrained() }
    #expect(throws: PERError.self) { try reader("f0").unsigned(0, 10) }
    #expect(throws: PERError.self) { try reader("02c3").string(.utf8) }
  }

  @Test("Bit strings mask unused bits")
  func bitStrings() {
    #expect(BitString(octets: [0xFF], bitCount: 3).octets == [0xE0])
    #expect(BitString(5, bitCount: 3).unsignedValue == 5)
    #expect(BitString(octets: [], bitCount: 9).octets == [0, 0])
    #expect(BitString(5, bitCount: 3)[0] && !BitString(5, bitCount: 3)[1] && !BitString(5, bitCount: 3)[9])
    #expect(BitString(.max, bitCount: 64).unsignedValue == .max)
  }
}

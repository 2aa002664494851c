import Base
import Testing

@testable import PER

/// Expected octets follow the rules of X.691 by hand; each test names the clause.
@Suite struct PERRuntimeTests {
  private func aligned(_ hex: String, _ location: SourceLocation = #_sourceLocation, _ body: (inout PERWriter) -> Void) throws {
    let octets = try PERWriter.encode(isAligned: true, body)
    #expect(Hex.encode(octets) == hex, sourceLocation: location)
  }

  private func unaligned(_ hex: String, _ location: SourceLocation = #_sourceLocation, _ body: (inout PERWriter) -> Void) throws {
    let octets = try PERWriter.encode(isAligned: false, body)
    #expect(Hex.encode(octets) == hex, sourceLocation: location)
  }

  private func read<Value: Equatable>(
    _ hex: String, _ value: Value, _ location: SourceLocation = #_sourceLocation, _ body: (inout PERReader) -> Value
  ) throws {
    let read = try PERReader.decode(try #require(Hex.decode(hex)), isAligned: true, body)
    #expect(read == value, sourceLocation: location)
  }

  /// For values read inside a closure, where a macro may not take the reader.
  private func equal<Value: Equatable>(_ left: Value, _ right: Value, _ location: SourceLocation = #_sourceLocation) {
    #expect(left == right, sourceLocation: location)
  }

  private func fails<Value>(_ location: SourceLocation = #_sourceLocation, _ body: () throws -> Value) {
    do {
      _ = try body()
      Issue.record("no error", sourceLocation: location)
    } catch { #expect(error is PERError, sourceLocation: location) }
  }

  private func fails<Value>(
    _ hex: String, _ error: PERError? = nil, _ location: SourceLocation = #_sourceLocation, _ body: (inout PERReader) -> Value
  ) throws {
    let octets = try #require(Hex.decode(hex))
    do throws(PERError) {
      _ = try PERReader.decode(octets, isAligned: true, body)
      Issue.record("no error", sourceLocation: location)
    } catch let thrown {
      if let error { #expect(thrown == error, sourceLocation: location) }
    }
  }

  @Test("X.691 §11.5: constrained whole numbers of every range, aligned")
  func constrainedAligned() throws {
    try aligned("00") { $0.unsigned(5, 5, 5) }
    try aligned("a0") { $0.unsigned(6, 1, 8) }
    try aligned("e400") {
      $0.boolean(true)
      $0.unsigned(200, 0, 254)
    }
    try aligned("80c8") {
      $0.boolean(true)
      $0.unsigned(200, 0, 255)
    }
    try aligned("8000c8") {
      $0.boolean(true)
      $0.unsigned(200, 0, 256)
    }
    // Indefinite length case: two bits of length, then octets.
    try aligned("400100") { $0.unsigned(256, 0, 4_294_967_295) }
    try aligned("0001") { $0.unsigned(1, 0, 1_099_511_627_775) }
    try aligned("e0ffffffffffffffff") { $0.unsigned(.max, 0, .max) }
    try aligned("50") { $0.signed(-100, -140, -44) }
  }

  @Test("X.691 §11.5.6: unaligned numbers take the fewest bits")
  func constrainedUnaligned() throws {
    try unaligned("0100") { $0.unsigned(256, 0, 65535) }
    try unaligned("808000") {
      $0.boolean(true)
      $0.unsigned(256, 0, 65535)
    }
    try unaligned("000018") {
      $0.unsigned(1, 0, 1_048_575)
      $0.boolean(true)
    }
  }

  @Test("X.691 §11.8 and §13.2: unconstrained and extensible numbers, both signs")
  func unconstrained() throws {
    try aligned("0100") { $0.unconstrained(0) }
    try aligned("017f") { $0.unconstrained(127) }
    try aligned("020080") { $0.unconstrained(128) }
    try aligned("0180") { $0.unconstrained(-128) }
    try aligned("02ff7f") { $0.unconstrained(-129) }
    try aligned("088000000000000000") { $0.unconstrained(.min) }
    try aligned("8002012c") { $0.extensible(300, 0, 255) }
    try read("8002012c", 300) { $0.extensible(0, 255) }
    try read("088000000000000000", .min) { $0.unconstrained() }
    try aligned("01ff") { $0.semiConstrained(256, 1) }
    try read("01ff", 256) { $0.semiConstrained(1) }
  }

  @Test("X.691 §14: enumerations, also beyond the root and beyond 63 additions")
  func enumerated() throws {
    try aligned("80") { $0.enumerated(2, 3, false) }
    try aligned("40") { $0.enumerated(2, 3, true) }
    try aligned("80") { $0.enumerated(3, 3, true) }
    try aligned("c00140") { $0.enumerated(3 + 64, 3, true) }
    try read("c00140", 67) { $0.enumerated(3, true) }
    try fails("c0") { $0.enumerated(3, false) }
  }

  @Test("X.691 §16, §17: strings align unless fixed and short")
  func strings() throws {
    try aligned("808100") {
      $0.boolean(true)
      $0.octets([1, 2], 2, 2)
    }
    try aligned("80010203") {
      $0.boolean(true)
      $0.octets([1, 2, 3], 3, 3)
    }
    try aligned("200102") { $0.octets([1, 2], 1, 8) }
    try aligned("a0") { $0.bits(BitString(0b101, bitCount: 3), 3, 3) }
    try aligned("90123456") {
      $0.boolean(true)
      $0.bits(BitString(0x123456, bitCount: 24), 22, 32)
    }
    try aligned("80") {
      $0.boolean(true)
      $0.octets([], 0, 8)
    }
    try aligned("00804142") { $0.string("AB", .printable, 1, 150, true) }
    try unaligned("8308") { $0.string("AB", .printable, 2, 2) }
    try aligned("02c3a9") { $0.string("é", .utf8, 1, 150, true) }
    fails { try PERWriter.encode(isAligned: true) { $0.octets([1], 2, 2) } }
    fails { try PERWriter.encode(isAligned: true) { $0.string("é", .visible) } }
  }

  @Test(
    "X.691 §11.9: lengths around 128, 16K and 64K, fragmented", arguments: [0, 1, 127, 128, 16383, 16384, 16385, 65536, 81920, 150_000])
  func fragmentation(count: Int) throws {
    let octets = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let bits = BitString(octets: octets, bitCount: max(0, octets.count * 8 - 3))
    for isAligned in [true, false] {
      let encoded = try PERWriter.encode(isAligned: isAligned) { w in
        w.boolean(true)
        w.octets(octets)
        w.openType(octets)
        w.bits(bits)
        w.list(octets, element: { (w: inout PERWriter, v: UInt8) in w.unsigned(UInt64(v), 0, 255) })
        w.boolean(true)
      }
      try PERReader.decode(encoded, isAligned: isAligned) { r in
        equal(r.boolean(), true)
        equal(r.octets(), octets)
        let outer = r.enterOpen()
        equal(r.rest(), octets)
        r.leave(outer)
        equal(r.bits(), bits)
        equal(r.list(element: { (r: inout PERReader) in r.uint8(0, 255) }), octets)
        equal(r.boolean(), true)
      }
    }
    if count == 16384 {
      let encoded = try PERWriter.encode(isAligned: true) { $0.octets(octets) }
      #expect(encoded.first == 0xC1)
      #expect(encoded.last == 0)
      #expect(encoded.count == 16384 + 2)
    }
  }

  @Test("X.680 §47.3: a UTCTime has its form, read or written")
  func utcTime() throws {
    for text in ["9912312359Z", "991231235959Z", "9912312359+0130", "991231235959-1100"] {
      let octets = try PERWriter.encode(isAligned: false) { $0.string(text, .utcTime) }
      #expect(try PERReader.decode(octets, isAligned: false) { r in r.string(.utcTime) } == text)
    }
    for text in ["", "Z", "991231235Z", "99123123595Z", "9912312359", "9912312359z", "9912312359+013", "9912312359*0130", "991231x359Z"] {
      fails { try PERWriter.encode(isAligned: false) { $0.string(text, .utcTime) } }
      let octets = try PERWriter.encode(isAligned: false) { $0.string(text, .visible) }
      fails { try PERReader.decode(octets, isAligned: false) { r in r.string(.utcTime) } }
    }
  }

  @Test("X.691 §19: unknown extension additions survive")
  func additions() throws {
    let unrecognized = Unrecognized(additions: [UnknownAddition(index: 1, value: [0xAB]), UnknownAddition(index: 70, value: [1, 2])])
    for isAligned in [true, false] {
      let encoded = try PERWriter.encode(isAligned: isAligned) { w in
        let preamble = w.preamble(2)
        w.present(preamble, 1)
        w.additions(unrecognized, preamble)
      }
      try PERReader.decode(encoded, isAligned: isAligned) { r in
        let preamble = r.sequence(1, true)
        #expect(preamble.isExtended && preamble.has(0) && !preamble.has(1))
        let additions = r.additions(preamble, 0)
        equal(additions.finish(&r), unrecognized.additions)
      }
    }
  }

  @Test("X.691 §19.8: additions that no encoding could have are refused")
  func impossibleAdditions() {
    for index in [-1, 0, 1, 16383, Int.max] {
      let unrecognized = Unrecognized(additions: [UnknownAddition(index: index, value: [1])])
      fails { try PERWriter.encode(isAligned: true) { $0.beginAdditions(1 << 63, 2, unrecognized) } }
    }
    let repeated = Unrecognized(additions: [UnknownAddition(index: 3, value: [1]), UnknownAddition(index: 3, value: [2])])
    fails { try PERWriter.encode(isAligned: true) { $0.beginAdditions(0, 0, repeated) } }
  }

  @Test(
    "X.691 §11.2: open types of every length, at every bit, one in another",
    arguments: [0, 1, 126, 127, 128, 129, 16382, 16383, 16384, 16385, 70_000])
  func openTypes(count: Int) throws {
    let octets = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 1) }
    for isAligned in [true, false] {
      for offset in 0..<8 {
        let encoded = try PERWriter.encode(isAligned: isAligned) { w in
          for _ in 0..<offset { w.boolean(true) }
          let outer = w.beginOpen()
          w.boolean(true)
          let inner = w.beginOpen()
          octets.withUnsafeBytes { w.raw($0) }
          w.endOpen(inner)
          w.endOpen(outer)
          w.boolean(true)
        }
        try PERReader.decode(encoded, isAligned: isAligned) { r in
          for _ in 0..<offset { equal(r.boolean(), true) }
          let outer = r.enterOpen()
          equal(r.boolean(), true)
          equal(r.openType(), (octets.isEmpty ? [0] : octets))
          r.leave(outer)
          equal(r.boolean(), true)
        }
      }
    }
  }

  @Test("A list is no larger in memory than its octets account for")
  func budget() throws {
    struct Large: Sendable { var octets = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) }
    let encoded = try PERWriter.encode(isAligned: false) {
      $0.list(Array(repeating: true, count: 40_000), element: { (w: inout PERWriter, v: Bool) in w.boolean(v) })
    }
    let small = try PERReader.decode(encoded, isAligned: false) { $0.list(element: { (r: inout PERReader) in r.boolean() }) }
    #expect(small.count == 40_000)
    fails {
      try PERReader.decode(encoded, isAligned: false) {
        $0.list(element: { (r: inout PERReader) in
          _ = r.boolean()
          return Large()
        })
      }
    }
  }

  @Test("What stands behind a container is read behind it, and its unknown fields are its own")
  func containers() throws {
    let rules = [1 << 4 | 1, 2 << 4]
    // Fields 1 (with a container of an unknown field 9 in it), 7 and 2; then a number of eight bits.
    let octets = try #require(Hex.decode("0003 0001 40 07 0000 0009 40 01 bb 0007 40 01 aa 0002 40 01 cc 5e".filter { $0 != " " }))
    try PERReader.decode(octets, isAligned: true) { r in
      var outer = r.container(rules, 0, 65535)
      equal(outer.select(1, &r), true)
      let inner = r.container([], 1, 65535)
      equal(inner.finish(&r).map(\.value), [[0xBB]])
      equal(outer.select(2, &r), true)
      equal(r.uint8(0, 255), 0xCC)
      equal(outer.finish(&r), [UnknownIE(id: 7, criticality: .ignore, value: [0xAA])])
      equal(r.uint8(0, 255), 0x5E)
    }
  }

  @Test("TS 38.413 §9.3.1.3: no more fields are reported than Criticality Diagnostics list")
  func manyProblems() throws {
    // Fields 2 and 1 in turn, of which the first 1 is out of order and all others are repeated.
    var octets: [UInt8] = [0x27, 0x10]
    for _ in 0..<5000 { octets += [0, 2, 0x40, 0, 0, 1, 0x40, 0] }
    do throws(PERError) {
      try PERReader.decode(octets, isAligned: true) { r in _ = r.container([1 << 4 | 1, 2 << 4, 3 << 4 | 1], 0, 65535) }
      Issue.record("no error")
    } catch let error {
      guard case .abstractSyntax(let problems) = error else { throw error }
      #expect(problems.count == 257)
      #expect(problems.first?.kind == .outOfOrder && problems.last == IEProblem(id: 3, criticality: .reject, kind: .missing))
    }
  }

  @Test("Octets for which there is no memory left are not read")
  func exhaustedBudget() throws {
    let octets = [UInt8](repeating: 0x10, count: 600)
    try PERReader.decode(Array(octets.prefix(4)), isAligned: true) { r in equal(r.octets(2, 2).count, 2) }
    do throws(PERError) {
      try PERReader.decode(octets, isAligned: true) { r in
        r.accountBox(60 * 1024 + 60 * 600 - 200)
        equal(r.octets(500, 500), [])
        equal(r.rest(), [])
      }
      Issue.record("no error")
    } catch let error {
      guard case .malformed = error else { throw error }
    }
  }

  @Test("After the first error nothing is read, and that error is thrown")
  func firstError() throws {
    try fails("ff010203", .malformed("integer beyond its upper bound", bitOffset: 4)) { r in
      equal(r.unsigned(0, 10), 0)
      equal(r.isFailed, true)
      equal(r.octets(), [])
      equal(r.boolean(), false)
      equal(r.list(4, 4, element: { (r: inout PERReader) in r.boolean() }), [])
      equal(r.enumerated(3, false), 0)
    }
    do throws(PERError) {
      _ = try PERWriter.encode(isAligned: true) {
        $0.unsigned(11, 0, 10)
        $0.octets([1], 2, 2)
      }
      Issue.record("no error")
    } catch let error {
      #expect(error == .outOfRange("11 is not within 0...10"))
    }
  }

  @Test("Octets that end early or contradict a constraint give typed errors")
  func errors() throws {
    try fails("", .truncated(bitOffset: 0)) { $0.boolean() }
    try fails("05aabb") { $0.octets() }
    try fails("c5") { $0.octets() }
    try fails("c4") { $0.openType() }
    try fails("09ffffffffffffffffff") { $0.unconstrained() }
    try fails("f0") { $0.unsigned(0, 10) }
    try fails("02c3") { $0.string(.utf8) }
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

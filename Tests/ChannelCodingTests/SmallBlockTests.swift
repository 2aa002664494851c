import Base
import ChannelCoding
import Testing

@Suite struct SmallBlockTests {
  private func bits(_ value: Int, _ count: Int) -> BitSequence { BitSequence((0..<count).map { value >> $0 & 1 == 1 }) }

  private func text(_ bits: [SmallBlockCode.Bit]) -> String { bits.map { ["0", "1", "x", "y"][Int($0.rawValue)] }.joined() }

  @Test("TS 38.212, tables 5.3.3.1-1 and 5.3.3.2-1: one bit and two")
  func oneAndTwo() throws {
    for (order, expected) in [(1, "1"), (2, "1y"), (4, "1yxx"), (6, "1yxxxx"), (8, "1yxxxxxx")] {
      #expect(text(try SmallBlockCode(informationCount: 1, modulationOrder: order).encode(bits(1, 1))) == expected)
    }
    // c0 = 1, c1 = 0, so that c2 = 1.
    for (order, expected) in [
      (1, "101"), (2, "101101"), (4, "10xx11xx01xx"), (6, "10xxxx11xxxx01xxxx"), (8, "10xxxxxx11xxxxxx01xxxxxx"),
    ] { #expect(text(try SmallBlockCode(informationCount: 2, modulationOrder: order).encode(bits(1, 2))) == expected) }
    #expect(text(try SmallBlockCode(informationCount: 1, modulationOrder: 2).encode(bits(1, 1), count: 5)) == "1y1y1")
  }

  /// The distances of these Reed-Muller codes are known: a wrong bit in table 5.3.3.3-1 would make one smaller.
  @Test("TS 38.212, table 5.3.3.3-1: 3 to 11 bits and the least distances of their codes")
  func distances() throws {
    for (count, distance) in [(3, 16), (4, 16), (5, 16), (6, 16), (7, 12), (8, 12), (9, 12), (10, 12), (11, 10)] {
      let code = try SmallBlockCode(informationCount: count, modulationOrder: 2)
      let least = try (1..<(1 << count)).map { try code.encode(bits($0, count)).count { $0 == .one } }.min()
      #expect(least == distance, "\(count) bits")
    }
    #expect(text(try SmallBlockCode(informationCount: 3, modulationOrder: 2).encode(bits(1, 3))) == String(repeating: "1", count: 32))
  }

  @Test("Every message is decoded with as many wrong bits as half the distance corrects, repeated or cut", arguments: 1...11)
  func decoding(_ count: Int) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    for order in [1, 2, 8] {
      let code = try SmallBlockCode(informationCount: count, modulationOrder: order)
      for value in 0..<(1 << count) {
        let length = count < 3 ? 3 * order : [28, 32, 70][value % 3]
        let sent = try code.encode(bits(value, count), count: length)
        var received = sent.map { $0 == .zero ? Float(1) : $0 == .one ? -1 : 5 }
        if count >= 3, length >= 32 { for _ in 0..<4 { received[Int.random(in: 0..<32, using: &generator)] *= -0.5 } }
        let decoded = received.withUnsafeBufferPointer { code.decode($0) }
        #expect(decoded.message == bits(value, count))
        #expect(decoded.correlation > 0)
      }
    }
  }

  @Test("What these codes do not have ends in an error")
  func limits() {
    #expect(throws: ChannelCodingError.self) { try SmallBlockCode(informationCount: 0, modulationOrder: 2) }
    #expect(throws: ChannelCodingError.self) { try SmallBlockCode(informationCount: 12, modulationOrder: 2) }
    #expect(throws: ChannelCodingError.self) { try SmallBlockCode(informationCount: 2, modulationOrder: 3) }
    #expect(throws: ChannelCodingError.self) { try SmallBlockCode(informationCount: 3, modulationOrder: 2).encode(bits(0, 4)) }
  }
}

import Base
import ChannelCoding
import Foundation
import Modulation
import Testing

@Suite struct ModulationTests {
  /// What py3gpp made (Oracle/modulation.py).
  private static func lines(_ kind: String) throws -> [[Substring]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/modulation-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }.filter { $0[0] == kind }
  }

  @Test("TS 38.211 §5.2.1: pseudo-random sequences, at once and in pieces")
  func sequences() throws {
    let lines = try Self.lines("sequence")
    #expect(lines.count == 100)
    var generator = SeededGenerator(seed: 1)
    for line in lines {
      let initial = try #require(UInt32(line[1]))
      let expected = BitSequence(line[2].map { $0 == "1" })
      #expect(GoldSequence.bits(initial, count: expected.count) == expected)
      var sequence = GoldSequence(initial)
      var pieces = BitSequence()
      while pieces.count < expected.count {
        let count = min(Int.random(in: 0...56, using: &generator), expected.count - pieces.count)
        pieces.append(sequence.next(count), count: count)
      }
      #expect(pieces == expected)
    }
  }

  @Test("TS 38.211 §5.1: symbols of every modulation, and the bits of symbols with noise on them")
  func symbols() throws {
    let lines = try Self.lines("symbols")
    #expect(lines.count == 6)
    for line in lines {
      let constellation = try #require(UInt8(line[1]).flatMap { Constellation(rawValue: $0) })
      let bits = BitSequence(line[2].map { $0 == "1" })
      let symbols = constellation.modulate(bits)
      let expected = line[3].split(separator: ",").map { $0.split(separator: ":").compactMap { Float($0) } }
      #expect(symbols.count == 100 && expected.count == 100)
      for (symbol, parts) in zip(symbols, expected) {
        #expect(abs(symbol.real * 1e4 - parts[0]) < 0.51 && abs(symbol.imaginary * 1e4 - parts[1]) < 0.51)
      }
    }
  }

  @Test("Ratios have the sign of what was sent, say how sure it is, and mean power is one", arguments: Constellation.allCases)
  func ratios(_ constellation: Constellation) {
    var generator = SeededGenerator(seed: 1)
    let bits = BitSequence((0..<(constellation.order * 4096)).map { _ in Bool.random(using: &generator) })
    let symbols = constellation.modulate(bits)
    let power = symbols.reduce(0) { $0 + $1.real * $1.real + $1.imaginary * $1.imaginary } / 4096
    #expect(abs(power - 1) < 0.05)
    let ratios = constellation.demodulate(symbols, noise: [Float](repeating: 0.1, count: 4096))
    let surer = constellation.demodulate(symbols, noise: [Float](repeating: 0.05, count: 4096))
    #expect(ratios.count == bits.count)
    for index in ratios.indices {
      #expect((ratios[index] < 0) == bits[index])
      #expect(abs(surer[index] - 2 * ratios[index]) <= 1e-3 * abs(surer[index]))
    }
  }
}

import Modulation
import PhysicalChannels
import ReferenceSignals
import Testing

@Suite struct RateMatchPatternTests {
  private static func carrier(_ line: ArraySlice<Substring>) throws -> Carrier {
    let v = line.compactMap { Int($0) }
    let numerology = try #require([15: Numerology.kHz15, 30: .kHz30, 60: .kHz60, 120: .kHz120][v[0]])
    return try Carrier(
      numerology: numerology, cyclicPrefix: v[1] == 1 ? .extended : .normal, gridStart: v[2], gridSize: v[3], cellIdentity: 0)
  }

  @Test("TS 38.214 §5.1.4: resource blocks and symbols that SS/PBCH blocks take of carriers of every spacing")
  func synchronizationBlocks() throws {
    let lines = try CSIVectors.lines("rate-matching").filter { $0[0] == "block" }
    #expect(lines.count == 160)
    for line in lines {
      let v = line[2...7].compactMap { Int($0) }
      let pattern = try SynchronizationSignalBlockPattern(
        #require(["a": SynchronizationSignalBlockPattern.Case.a, "b": .b, "c": .c, "d": .d][line[1]]), maximumCount: v[0])
      let common = try #require([15: Numerology.kHz15, 60: .kHz60, 120: .kHz120][v[5]])
      let placement = try SynchronizationSignalBlockPlacement(
        carrier: Carrier(numerology: pattern.numerology, gridStart: v[1], gridSize: v[2], cellIdentity: 0), pattern: pattern,
        offsetToPointA: v[3], subcarrierOffset: v[4], commonSpacing: common)
      let other = try Self.carrier(line[9...12])
      let slot = try #require(Int(line[16]))
      let set = try placement.elements(
        indices: CSIVectors.numbers(line[14]), halfFrame: #require(Int(line[15])), slot: slot, of: other)
      var expected = ResourceElementSet(other)
      for text in line[18].split(separator: ",") where text != "-" {
        let n = text.split(whereSeparator: { $0 == ":" || $0 == "-" }).compactMap { Int($0) }
        try expected.insert(symbols: n[0]..<(n[0] + 1), blocks: n[1]..<(n[2] + 1))
      }
      #expect(set == expected, "\(line.joined(separator: " "))")
      #expect(throws: ParameterError.self) { try placement.elements(indices: [64], halfFrame: 0, slot: 0, of: other) }
      #expect(throws: ParameterError.self) { try placement.elements(indices: [0], halfFrame: 2, slot: 0, of: other) }
      #expect(throws: ParameterError.self) { try placement.elements(indices: [0], halfFrame: 0, slot: 160, of: other) }
    }
  }

  @Test("TS 38.214 §5.1.4.1: rate-match patterns of one and two slots with their periods")
  func patterns() throws {
    let lines = try CSIVectors.lines("rate-matching").filter { $0[0] == "pattern" }
    #expect(lines.count == 120)
    for line in lines {
      let pattern = try RateMatchPattern(
        blocks: CSIVectors.numbers(line[1]), symbols: line[2].map { $0 == "1" }, periodic: line[3].map { $0 == "1" })
      let carrier = try Self.carrier(line[5...8])
      let (slot, frame) = (try #require(Int(line[9])), try #require(Int(line[10])))
      var expected = ResourceElementSet(carrier)
      for text in line[12].split(separator: ",") where text != "-" {
        let parts = text.split(separator: ":")
        let symbol = try #require(Int(parts[0]))
        for block in parts[1].split(separator: ";").compactMap({ Int($0) }) {
          try expected.insert(symbols: symbol..<(symbol + 1), blocks: block..<(block + 1))
        }
      }
      #expect(try pattern.elements(carrier, slot: slot, frame: frame) == expected, "\(line.joined(separator: " "))")
    }
    let symbols = [Bool](repeating: true, count: 14)
    #expect(throws: ParameterError.self) { try RateMatchPattern(blocks: [3, 3], symbols: symbols) }
    #expect(throws: ParameterError.self) { try RateMatchPattern(blocks: [2475], symbols: symbols) }
    #expect(throws: ParameterError.self) { try RateMatchPattern(blocks: [0], symbols: [true]) }
    #expect(throws: ParameterError.self) { try RateMatchPattern(blocks: [0], symbols: symbols, periodic: [true, true, false]) }
    let pattern = try RateMatchPattern(blocks: [0], symbols: symbols)
    let carrier = try Carrier(numerology: .kHz15, gridSize: 25, cellIdentity: 0)
    #expect(throws: ParameterError.self) { try pattern.elements(carrier, slot: 10, frame: 0) }
    #expect(throws: ParameterError.self) { try pattern.elements(carrier, slot: 0, frame: 1024) }
  }
}

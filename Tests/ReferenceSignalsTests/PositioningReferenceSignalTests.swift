import DSPKernels
import Foundation
import Modulation
import ReferenceSignals
import Testing

@Suite struct PositioningReferenceSignalTests {
  private typealias Signal = PositioningReferenceSignal

  /// What Oracle/positioning.py made from the clause.
  private static func lines(_ kind: String) throws -> [[Substring]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/positioning-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }.filter { $0[0] == kind }
  }

  private static func numerology(_ exponent: Int) throws -> Numerology {
    try #require(Numerology.allCases.first { $0.exponent == exponent })
  }

  @Test("TS 38.211 §7.4.1.7: values and places of every pair of comb and length")
  func signals() throws {
    let lines = try Self.lines("prs")
    #expect(lines.count == 126)
    for line in lines {
      let n = line[1..<12].compactMap { Int($0) }
      let signal = try Signal(
        symbolCount: n[0], comb: n[1], combOffset: n[3], firstSymbol: n[2], identity: n[4], resourceBlocks: n[5]..<(n[5] + n[6]),
        schedule: .init(period: 10))
      let carrier = try Carrier(numerology: try Self.numerology(n[7]), gridStart: n[8], gridSize: n[9], cellIdentity: 0)
      var grid = ResourceGrid(carrier, portCount: 2)
      try signal.map(into: &grid, carrier: carrier, slot: n[10], port: 1, amplitude: 3)
      for symbol in 0..<14 {
        let sum = ChannelStateInformationReferenceSignalTests.sum(grid, port: 1, symbols: symbol..<(symbol + 1))
        guard n[2]..<(n[2] + n[0]) ~= symbol else {
          #expect(sum.count == 0)
          continue
        }
        let expected = line[12 + symbol - n[2]].split(separator: ",").compactMap { Double($0) }
        #expect(sum.count == Int(expected[0]) && abs(sum.real / 3 - expected[1]) < 1e-3 && abs(sum.imaginary / 3 - expected[2]) < 1e-3)
      }
      var reserved = ResourceElementSet(carrier)
      try reserved.insert(symbol: n[2], subcarrier: 0)
      grid.clear()
      try signal.map(into: &grid, carrier: carrier, slot: n[10], port: 1, reserved: reserved)
      #expect(ChannelStateInformationReferenceSignalTests.sum(grid, port: 1, symbols: n[2]..<(n[2] + 1)).count == 0)
      #expect(ChannelStateInformationReferenceSignalTests.sum(grid, port: 1, symbols: (n[2] + 1)..<(n[2] + 2)).count > 0)
    }
  }

  @Test("TS 38.211 §7.4.1.7.4: repetitions and both kinds of muting")
  func slots() throws {
    let lines = try Self.lines("slots")
    #expect(lines.count == 110)
    for line in lines {
      let n = line.map { Int($0) ?? 0 }
      let bits = { (word: Substring) in word == "-" ? [] : word.split(separator: ",").map { $0 == "1" } }
      let signal = try Signal(
        symbolCount: 2, comb: 2, combOffset: 0, firstSymbol: 0, identity: 0, resourceBlocks: 0..<24,
        schedule: .init(
          period: n[2], setOffset: n[3], resourceOffset: n[4], repetition: n[5], gap: n[6], mutedOccasions: bits(line[7]),
          mutingRepetition: n[8], mutedRepetitions: bits(line[9])))
      let numerology = try Self.numerology(n[1])
      var found: [Int] = []
      for frame in 0..<24 {
        for slot in 0..<numerology.slotsPerFrame where signal.isTransmitted(slot: slot, frame: frame, numerology: numerology) {
          found.append(numerology.slotsPerFrame * frame + slot)
        }
      }
      #expect(Array(found.prefix(80)) == line[10].split(separator: ",").compactMap { Int($0) })
      #expect(!signal.isTransmitted(slot: numerology.slotsPerFrame, frame: 0, numerology: numerology))
    }
  }

  @Test("Configurations that the standard does not have are errors")
  func impossible() throws {
    func make(
      _ count: Int = 4, comb: Int = 4, offset: Int = 0, first: Int = 2, identity: Int = 0, blocks: Range<Int> = 0..<24,
      _ change: (inout Signal.Schedule) -> Void = { _ in }
    ) throws -> Signal {
      var schedule = Signal.Schedule(period: 20)
      change(&schedule)
      return try Signal(
        symbolCount: count, comb: comb, combOffset: offset, firstSymbol: first, identity: identity, resourceBlocks: blocks,
        schedule: schedule)
    }
    let valid = try make()
    let wrong: [() throws -> Signal] = [
      { try make(6) }, { try make(2) }, { try make(4, comb: 3) }, { try make(6, comb: 12) }, { try make(offset: 4) },
      { try make(offset: -1) },
      { try make(first: 11) }, { try make(2, comb: 2, first: 13) }, { try make(identity: 4096) }, { try make(blocks: 0..<26) },
      { try make(blocks: 0..<20) }, { try make(blocks: 0..<276) }, { try make(blocks: 2177..<2201) }, { try make(blocks: -4..<20) },
      { try make { $0.period = 7 } }, { try make { $0.period = 0 } }, { try make { $0.setOffset = 20 } },
      { try make { $0.resourceOffset = 512 } },
      { try make { $0.repetition = 3 } }, { try make { $0.gap = 0 } }, { try make { ($0.repetition, $0.gap) = (4, 8) } },
      { try make { $0.mutedOccasions = [true] } }, { try make { $0.mutingRepetition = 0 } },
      { try make { $0.mutedRepetitions = [true, false] } },
    ]
    for make in wrong { #expect(throws: ParameterError.self) { try make() } }
    let carrier = try Carrier(numerology: .kHz30, gridSize: 24, cellIdentity: 0)
    let other = try Carrier(numerology: .kHz30, gridSize: 23, cellIdentity: 0)
    var grid = ResourceGrid(carrier)
    #expect(throws: ParameterError.self) { try valid.map(into: &grid, carrier: other, slot: 0) }
    #expect(throws: ParameterError.self) { try valid.map(into: &grid, carrier: carrier, slot: 20) }
    #expect(throws: ParameterError.self) { try valid.map(into: &grid, carrier: carrier, slot: 0, port: 1) }
    grid = ResourceGrid(other)
    #expect(throws: ParameterError.self) { try valid.map(into: &grid, carrier: other, slot: 0) }
    let extended = try Carrier(numerology: .kHz60, cyclicPrefix: .extended, gridSize: 24, cellIdentity: 0)
    grid = ResourceGrid(extended)
    #expect(throws: ParameterError.self) { try make(first: 9).map(into: &grid, carrier: extended, slot: 0) }
  }
}

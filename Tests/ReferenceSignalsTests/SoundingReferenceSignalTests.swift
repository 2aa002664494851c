import Base
import DSPKernels
import Foundation
import Modulation
import ReferenceSignals
import Testing

@Suite struct SoundingReferenceSignalTests {
  private struct Line {
    var signal: SoundingReferenceSignal
    var carrier: Carrier
    var bandwidthPart: Range<Int>
    var slot: Int
    var frame: Int
    /// l', port, k0, count, and of some the weighted sum and the third value.
    var expected: [[Double]]
  }

  /// What Oracle/sounding.py made from the clauses.
  private static func lines() throws -> [Line] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/sounding-vectors.txt")
    let hoppings: [Substring: SoundingReferenceSignal.Hopping] = ["neither": .neither, "group": .group, "sequence": .sequence]
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
      let parts = line.split(separator: "|")
      let words = parts[0].split(separator: " ")
      let n = words.map { Int($0) ?? 0 }
      let allocation = SoundingReferenceSignal.Allocation(
        symbolCount: n[5], startPosition: n[6], repetition: n[7], bandwidthConfiguration: n[8], bandwidth: n[9], hoppingBandwidth: n[10],
        frequencyPosition: n[11], frequencyShift: n[12], frequencyScaling: n[13], scaledStart: n[14], hopsScaledStart: n[15] == 1)
      let signal = try SoundingReferenceSignal(
        portCount: n[1], comb: n[2], combOffset: n[3], cyclicShift: n[4], allocation: allocation, identity: n[16],
        hopping: try #require(hoppings[words[17]]), timing: n[18] < 0 ? .aperiodic : .periodic(period: n[18], offset: n[19]),
        isForPositioning: n[20] == 1)
      let numerology = try #require(Numerology.allCases.first { $0.exponent == n[21] })
      let carrier = try Carrier(
        numerology: numerology, cyclicPrefix: n[22] == 1 ? .extended : .normal, gridStart: n[25], gridSize: n[26], cellIdentity: 0)
      let expected = parts[1].split(separator: " ").map { $0.split(separator: ",").compactMap { Double($0) } }
      return Line(
        signal: signal, carrier: carrier, bandwidthPart: n[27]..<(n[27] + n[28]), slot: n[23], frame: n[24], expected: expected)
    }
  }

  @Test("TS 38.211 §6.4.1.4: sequences and positions of every port and symbol")
  func signals() throws {
    let lines = try Self.lines()
    #expect(lines.count == 220)
    for line in lines {
      var grid = ResourceGrid(line.carrier, portCount: line.signal.portCount)
      guard line.expected[0].count > 1 else {
        #expect(throws: ParameterError.self) {
          try line.signal.map(
            into: &grid, carrier: line.carrier, bandwidthPart: line.bandwidthPart, slot: line.slot, frame: line.frame)
        }
        continue
      }
      try line.signal.map(
        into: &grid, carrier: line.carrier, bandwidthPart: line.bandwidthPart, slot: line.slot, frame: line.frame,
        amplitude: Float(line.signal.portCount).squareRoot())
      let symbols = try line.signal.symbols(line.carrier.cyclicPrefix)
      #expect(line.expected.count == symbols.count * line.signal.portCount)
      var used = 0
      for expected in line.expected {
        let (symbol, port, count) = (Int(expected[0]), Int(expected[1]), Int(expected[3]))
        let first = try line.signal.firstSubcarrier(
          port: port, symbol: symbol, slot: line.slot, frame: line.frame, carrier: line.carrier,
          bandwidthPartStart: line.bandwidthPart.lowerBound)
        #expect(first == Int(expected[2]) && line.signal.sequenceCount == count)
        used += count
        guard expected.count == 8 else { continue }
        var sum = (0.0, 0.0)
        for n in 0..<count {
          let value = grid[port, symbols.lowerBound + symbol, first - 12 * line.carrier.gridStart + n * line.signal.comb]
          let weight = (Double(n % 7 - 3), Double(n % 5 - 2))
          sum.0 += Double(value.real) * weight.0 - Double(value.imaginary) * weight.1
          sum.1 += Double(value.real) * weight.1 + Double(value.imaginary) * weight.0
          if n == 2 { #expect(abs(Double(value.real) - expected[6]) < 1e-5 && abs(Double(value.imaginary) - expected[7]) < 1e-5) }
        }
        #expect(abs(sum.0 - expected[4]) < 3e-3 && abs(sum.1 - expected[5]) < 3e-3)
      }
      // Nothing else is in the grid.
      #expect(grid.withElements { $0.count { $0.power > 0.5 } } == used)
    }
  }

  @Test("TS 38.211 §6.4.1.4.4: the slots of a periodic resource")
  func slots() throws {
    let signal = try SoundingReferenceSignal(
      comb: 2, allocation: .init(bandwidthConfiguration: 5), timing: .periodic(period: 8, offset: 3))
    let slots = (0..<4).flatMap { frame in
      (0..<20).filter { signal.isCandidate(slot: $0, frame: frame, numerology: .kHz30) }.map { 20 * frame + $0 }
    }
    #expect(slots == [3, 11, 19, 27, 35, 43, 51, 59, 67, 75])
    let carrier = try Carrier(numerology: .kHz30, gridSize: 51, cellIdentity: 0)
    #expect(throws: ParameterError.self) {
      try signal.firstSubcarrier(port: 0, symbol: 0, slot: 4, frame: 0, carrier: carrier, bandwidthPartStart: 0)
    }
  }

  @Test("Configurations that the standard does not have are errors")
  func impossible() throws {
    func make(
      ports: Int = 1, comb: Int = 2, offset: Int = 0, shift: Int = 0, identity: Int = 0, positioning: Bool = false,
      timing: SoundingReferenceSignal.Timing = .aperiodic, _ change: (inout SoundingReferenceSignal.Allocation) -> Void = { _ in }
    ) throws -> SoundingReferenceSignal {
      var allocation = SoundingReferenceSignal.Allocation(bandwidthConfiguration: 9)
      change(&allocation)
      return try SoundingReferenceSignal(
        portCount: ports, comb: comb, combOffset: offset, cyclicShift: shift, allocation: allocation, identity: identity, timing: timing,
        isForPositioning: positioning)
    }
    _ = try make()
    let wrong: [() throws -> SoundingReferenceSignal] = [
      { try make(ports: 3) }, { try make(ports: 8) }, { try make(ports: 2, positioning: true) }, { try make(comb: 3) },
      { try make(comb: 2, offset: 2) }, { try make(offset: -1) }, { try make(shift: 8) }, { try make(comb: 8, shift: 6) },
      { try make(identity: 65536) }, { try make(timing: .periodic(period: 0, offset: 0)) },
      { try make(timing: .periodic(period: 5, offset: 5)) }, { try make(timing: .periodic(period: Int.max, offset: 0)) },
      { try make { $0.symbolCount = 3 } }, { try make { $0.symbolCount = 4 } }, { try make { $0.startPosition = 14 } },
      { try make { $0.startPosition = Int.min } }, { try make { $0.repetition = 2 } }, { try make { $0.repetition = 0 } },
      { try make { $0.bandwidthConfiguration = 64 } }, { try make { $0.bandwidthConfiguration = -1 } }, { try make { $0.bandwidth = 4 } },
      { try make { $0.hoppingBandwidth = -1 } }, { try make { $0.frequencyPosition = 68 } }, { try make { $0.frequencyShift = 269 } },
      { try make { $0.frequencyScaling = 3 } }, { try make { $0.scaledStart = 1 } },
      { try make(comb: 8) { ($0.bandwidthConfiguration, $0.frequencyScaling) = (0, 2) } }, { try make(comb: 4, positioning: true) },
      { try make(positioning: true) { $0.bandwidth = 1 } },
    ]
    for make in wrong { #expect(throws: ParameterError.self) { try make() } }
    let signal = try make()
    #expect(throws: ParameterError.self) { try signal.sequence(port: 1, symbol: 13, slot: 0) }
    #expect(throws: ParameterError.self) { try signal.sequence(port: 0, symbol: 14, slot: 0) }
    #expect(throws: ParameterError.self) { try signal.sequence(port: 0, symbol: 13, slot: Int.max) }
    let carrier = try Carrier(numerology: .kHz30, gridSize: 51, cellIdentity: 0)
    var small = ResourceGrid(portCount: 1, symbolCount: 14, subcarrierCount: 12)
    #expect(throws: ParameterError.self) { try signal.map(into: &small, carrier: carrier, bandwidthPart: 0..<51, slot: 0, frame: 0) }
    for start in [-1, 2475, Int.max] {
      #expect(throws: ParameterError.self) {
        try signal.firstSubcarrier(port: 0, symbol: 0, slot: 0, frame: 0, carrier: carrier, bandwidthPartStart: start)
      }
    }
    var grid = ResourceGrid(carrier)
    #expect(throws: ParameterError.self) { try signal.map(into: &grid, carrier: carrier, bandwidthPart: 0..<31, slot: 0, frame: 0) }
    #expect(throws: ParameterError.self) { try signal.map(into: &grid, carrier: carrier, bandwidthPart: 0..<51, slot: 20, frame: 0) }
  }
}

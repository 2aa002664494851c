import DSPKernels
import Foundation
import Modulation
import ReferenceSignals
import Testing

@Suite struct ChannelStateInformationReferenceSignalTests {
  private typealias Signal = ChannelStateInformationReferenceSignal

  /// What Oracle/csi-rs.py made from the clauses.
  private static func lines(_ kind: String) throws -> [[Substring]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/csi-rs-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }.filter { $0[0] == kind }
  }

  /// The number and a sum of elements, as the script makes them.
  private static func checksum(_ set: ResourceElementSet) -> String {
    var sum = 0
    for symbol in 0..<set.symbolCount {
      for k in set.subcarriers(symbol: symbol) { sum += (31 * k + 977 * symbol + 1) * (k % 13 + symbol + 1) }
    }
    return "\(set.count),\(sum % 1_000_003)"
  }

  /// Elements that are not zero, and their weighted sum.
  static func sum(_ grid: ResourceGrid, port: Int, symbols: Range<Int>) -> (count: Int, real: Double, imaginary: Double) {
    var sum = (count: 0, real: 0.0, imaginary: 0.0)
    for symbol in symbols {
      for k in 0..<grid.subcarrierCount where grid[port, symbol, k] != .zero {
        let (a, b) = (Double((3 * k + 7 * symbol) % 11 - 5), Double((k + 5 * symbol) % 7 - 3))
        let (real, imaginary) = (Double(grid[port, symbol, k].real), Double(grid[port, symbol, k].imaginary))
        sum = (sum.count + 1, sum.real + real * a - imaginary * b, sum.imaginary + real * b + imaginary * a)
      }
    }
    return sum
  }

  @Test("TS 38.211 §7.4.1.5: all rows of table 7.4.1.5.3-1 with their densities: values, places and reserved elements")
  func signals() throws {
    let lines = try Self.lines("csi")
    #expect(lines.count == 216 && Set(lines.map { $0[1] }).count == 18)
    let divisions: [Substring: CodeDivision] = ["noCDM": .none, "fd-CDM2": .two, "cdm4-FD2-TD2": .four, "cdm8-FD2-TD4": .eight]
    for line in lines {
      let n = line.map { Int($0) ?? 0 }
      let bits = UInt16(n[6])
      let allocation: Signal.FrequencyAllocation =
        n[1] == 1 ? .row1(bits) : n[1] == 2 ? .row2(bits) : n[1] == 4 ? .row4(bits) : .other(bits)
      let density: Signal.Density = line[4] == "3" ? .three : line[4] == "1" ? .one : n[5] == 1 ? .oddBlocks : .evenBlocks
      let signal = try Signal(
        portCount: n[2], codeDivision: try #require(divisions[line[3]]), density: density, frequencyAllocation: allocation,
        firstSymbol: n[7], secondSymbol: n[8] < 0 ? nil : n[8], identity: n[9], resourceBlocks: n[14]..<n[15])
      #expect(signal.row == n[1])
      let carrier = try Carrier(
        numerology: try #require(Numerology.allCases.first { $0.exponent == n[10] }), cyclicPrefix: n[11] == 1 ? .extended : .normal,
        gridStart: n[12], gridSize: n[13], cellIdentity: 0)
      var grid = ResourceGrid(carrier, portCount: signal.portCount)
      try signal.map(into: &grid, carrier: carrier, slot: n[16], amplitude: 2)
      for port in 0..<signal.portCount {
        let expected = line[17 + port].split(separator: ",").compactMap { Double($0) }
        let sum = Self.sum(grid, port: port, symbols: 0..<grid.symbolCount)
        #expect(sum.count == Int(expected[0]) && abs(sum.real / 2 - expected[1]) < 1e-3 && abs(sum.imaginary / 2 - expected[2]) < 1e-3)
      }
      #expect(Self.checksum(try signal.elements(carrier)) == line[17 + signal.portCount])
    }
  }

  @Test("TS 38.214 §5.2.2.4: elements of CSI-IM resources")
  func interference() throws {
    let lines = try Self.lines("im")
    #expect(lines.count == 100)
    for line in lines {
      let n = line[1..<8].compactMap { Int($0) }
      let resource = try InterferenceMeasurementResource(
        n[0] == 0 ? .pattern0 : .pattern1, subcarrier: n[1], symbol: n[2], resourceBlocks: n[5]..<n[6])
      let carrier = try Carrier(numerology: .kHz30, gridStart: n[3], gridSize: n[4], cellIdentity: 0)
      #expect(Self.checksum(try resource.elements(carrier)) == line[8])
    }
    let carrier = try Carrier(numerology: .kHz30, gridSize: 24, cellIdentity: 0)
    for (pattern, k, l, blocks) in [
      (InterferenceMeasurementResource.Pattern.pattern0, 1, 0, 0..<4), (.pattern0, 12, 0, 0..<4), (.pattern0, 0, 13, 0..<4),
      (.pattern1, 2, 0, 0..<4), (.pattern1, 0, 14, 0..<4), (.pattern1, 0, 0, 0..<0), (.pattern1, -4, 0, 0..<4), (.pattern1, 0, 0, 21..<25),
    ] {
      #expect(throws: ParameterError.self) {
        try InterferenceMeasurementResource(pattern, subcarrier: k, symbol: l, resourceBlocks: blocks).elements(carrier)
      }
    }
  }

  @Test("TS 38.214 §5.1.6.1.1: the resources of a tracking signal")
  func tracking() throws {
    let signal = try TrackingReferenceSignal(
      firstSymbol: 5, subcarrierOffset: 3, identity: 9, resourceBlocks: 0..<52, numerology: .kHz30, period: 40, offset: 39)
    #expect(signal.resources.map(\.firstSymbol) == [5, 9, 5, 9] && signal.resources.allSatisfy { $0.row == 1 })
    #expect(signal.resources.map { $0.isCandidate(slot: 19, frame: 3, numerology: .kHz30) } == [true, true, false, false])
    #expect(signal.resources.map { $0.isCandidate(slot: 0, frame: 4, numerology: .kHz30) } == [false, false, true, true])
    let one = try TrackingReferenceSignal(
      firstSymbol: 9, isFR2: true, slotCount: 1, subcarrierOffset: 0, identity: 9, resourceBlocks: 0..<52, numerology: .kHz120, period: 80,
      offset: 0)
    #expect(one.resources.map(\.firstSymbol) == [9, 13])
    for (first, fr2, slots, k, period, offset) in [
      (3, false, 2, 0, 40, 0), (4, false, 1, 0, 40, 0), (10, true, 2, 0, 40, 0), (4, false, 2, 4, 40, 0), (4, false, 2, 0, 10, 0),
      (4, false, 2, 0, 40, 40),
    ] {
      #expect(throws: ParameterError.self) {
        try TrackingReferenceSignal(
          firstSymbol: first, isFR2: fr2, slotCount: slots, subcarrierOffset: k, identity: 0, resourceBlocks: 0..<52, numerology: .kHz30,
          period: period, offset: offset)
      }
    }
  }

  @Test("Configurations that the standard does not have are errors")
  func impossible() throws {
    func make(
      _ ports: Int = 4, _ division: CodeDivision = .two, _ density: Signal.Density = .one,
      _ allocation: Signal.FrequencyAllocation = .row4(1),
      first: Int = 5, second: Int? = nil, identity: Int = 0, blocks: Range<Int> = 0..<24, timing: Signal.Timing = .aperiodic
    ) throws -> Signal {
      try Signal(
        portCount: ports, codeDivision: division, density: density, frequencyAllocation: allocation, firstSymbol: first,
        secondSymbol: second, identity: identity, resourceBlocks: blocks, timing: timing)
    }
    let valid = try make()
    _ = try make(24, .four, .oddBlocks, .other(7), first: 3, second: 5)
    let wrong: [() throws -> Signal] = [
      { try make(3) }, { try make(4, .four) }, { try make(4, .two, .evenBlocks) }, { try make(4, .two, .three) },
      { try make(4, .two, .one, .row4(3)) }, { try make(4, .two, .one, .row4(8)) }, { try make(4, .two, .one, .row2(1)) },
      { try make(1, .none, .one, .row1(1)) }, { try make(1, .none, .three, .row2(1)) }, { try make(1, .none, .one, .row2(1 << 12)) },
      { try make(first: 14) }, { try make(first: -1) }, { try make(first: Int.max) }, { try make(second: 7) },
      { try make(24, .four, .one, .other(7)) }, { try make(24, .four, .one, .other(7), first: 3, second: 4) },
      { try make(24, .four, .one, .other(7), first: 3, second: 13) }, { try make(24, .two, .one, .other(7), first: 13, second: 5) },
      { try make(24, .eight, .one, .other(7), first: 11) }, { try make(identity: 1024) }, { try make(blocks: 3..<3) },
      { try make(blocks: -1..<3) }, { try make(blocks: 0..<2476) }, { try make(timing: .periodic(period: 7, offset: 0)) },
      { try make(timing: .periodic(period: 5, offset: 5)) },
    ]
    for make in wrong { #expect(throws: ParameterError.self) { try make() } }
    let small = try Carrier(numerology: .kHz30, gridSize: 23, cellIdentity: 0)
    #expect(throws: ParameterError.self) { try valid.elements(small) }
    let carrier = try Carrier(numerology: .kHz60, cyclicPrefix: .extended, gridSize: 24, cellIdentity: 0)
    #expect(throws: ParameterError.self) { try make(first: 12).elements(carrier) }
    var grid = ResourceGrid(carrier, portCount: 3)
    #expect(throws: ParameterError.self) { try valid.map(into: &grid, carrier: carrier, slot: 0) }
    grid = ResourceGrid(carrier, portCount: 4)
    #expect(throws: ParameterError.self) { try valid.map(into: &grid, carrier: carrier, slot: 40) }
    #expect(valid == valid && valid.isCandidate(slot: 3, frame: 1, numerology: .kHz60))
  }

  @Test("Sets of resource elements")
  func sets() throws {
    let carrier = try Carrier(numerology: .kHz30, gridSize: 11, cellIdentity: 0)
    var set = ResourceElementSet(carrier)
    #expect(set.isEmpty)
    for (symbol, k) in [(0, 0), (13, 131), (5, 64), (5, 63)] { try set.insert(symbol: symbol, subcarrier: k) }
    for (symbol, k) in [(14, 0), (0, 132), (-1, 0), (0, -1)] {
      #expect(throws: ParameterError.self) { try set.insert(symbol: symbol, subcarrier: k) }
    }
    #expect(set.count == 4 && !set.isEmpty && set.subcarriers(symbol: 5) == [63, 64] && set.subcarriers(symbol: 14) == [])
    #expect(
      set.contains(symbol: 13, subcarrier: 131) && !set.contains(symbol: 13, subcarrier: 132) && !set.contains(symbol: 14, subcarrier: 0))
    #expect(set.contains(symbol: 5) && !set.contains(symbol: 6) && !set.contains(symbol: -1))
    var other = ResourceElementSet(carrier)
    try other.insert(symbol: 1, subcarrier: 1)
    try other.formUnion(set)
    #expect(other.count == 5)
    let wide = try Carrier(numerology: .kHz30, gridSize: 12, cellIdentity: 0)
    #expect(throws: ParameterError.self) { try other.formUnion(ResourceElementSet(wide)) }
  }
}

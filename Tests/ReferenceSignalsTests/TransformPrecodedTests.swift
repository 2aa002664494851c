import DSPKernels
import Foundation
import Modulation
import ReferenceSignals
import Testing

@Suite struct TransformPrecodedTests {
  /// What Oracle/transform-precoded.py made: words of the parts of each line.
  private static func lines(_ kind: String) throws -> [[[Substring]]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/transform-precoded-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: "|", omittingEmptySubsequences: false).map { $0.split(separator: " ") } }.filter { $0[0][0] == kind }
  }

  private static func isNear(_ value: Complex, _ text: Substring, _ tolerance: Float = 1e-5) -> Bool {
    let axes = text.split(separator: ",").compactMap { Float($0) }
    return axes.count == 2 && abs(value.real - axes[0]) < tolerance && abs(value.imaginary - axes[1]) < tolerance
  }

  @Test("TS 38.211 §6.4.1.1.1.2: DM-RS sequences of both types with and without hopping")
  func dmrs() throws {
    let lines = try Self.lines("dmrs")
    #expect(lines.count == 150)
    let hoppings: [Substring: TransformPrecodedDMRS.Hopping] = ["none": .none, "group": .group, "sequence": .sequence]
    for line in lines {
      let head = line[0]
      let numbers = try [1, 2, 3, 5, 6, 7, 8].map { try #require(Int(head[$0])) }
      let dmrs = try TransformPrecodedDMRS(
        numbers[0] == 1 ? .typeOne(identity: numbers[1]) : .typeTwo(identity: numbers[1], initialization: numbers[2]),
        hopping: #require(hoppings[head[4]]))
      let values = try dmrs.values(slot: numbers[3], symbol: numbers[4], symbolsPerSlot: numbers[5], count: numbers[6])
      #expect(values.count == numbers[6])
      for (value, text) in zip(values.prefix(6), line[1]) { #expect(Self.isNear(value, text), "\(head)") }
      let sum = values.enumerated().reduce(Complex.zero) { $0 + $1.element * Float($1.offset % 7 + 1) }
      #expect(Self.isNear(sum, line[1][6], 2e-2), "\(head)")
    }
  }

  @Test("TS 38.211 §6.4.1.2.1.2: PT-RS samples and their places")
  func ptrs() throws {
    let lines = try Self.lines("ptrs")
    #expect(lines.count == 150)
    for line in lines {
      let numbers = try line[0].dropFirst().map { try #require(Int($0)) }
      let pattern = try #require(TransformPrecodedPTRS.Pattern.allCases.first { $0.groups == numbers[0] && $0.samples == numbers[1] })
      let ptrs = try TransformPrecodedPTRS(
        pattern: pattern, identity: numbers[2], timeDensity: 1, rnti: try #require(UInt16(exactly: numbers[3])))
      let positions = try ptrs.positions(subcarrierCount: numbers[7])
      #expect(positions == line[1].compactMap { Int($0) }, "\(line[0])")
      let values = ptrs.values(slot: numbers[4], symbol: numbers[5], symbolsPerSlot: numbers[6], positions: positions)
      #expect(values.count == line[2].count)
      for (value, text) in zip(values, line[2]) { #expect(Self.isNear(value, text), "\(line[0])") }
    }
  }

  @Test("TS 38.211 §6.4.1.2.2.2: symbols with PT-RS start anew behind each DM-RS")
  func ptrsSymbols() throws {
    let lines = try Self.lines("time")
    #expect(lines.count == 120)
    for line in lines {
      let ptrs = try TransformPrecodedPTRS(
        pattern: .groups2Samples2, identity: 0, timeDensity: try #require(Int(line[0][1])), rnti: 1)
      let symbols = ptrs.symbols(
        length: try #require(Int(line[0][2])), dmrsSymbols: line[0][3].split(separator: ",").compactMap { Int($0) })
      #expect(symbols == line[1].compactMap { Int($0) }, "\(line[0])")
    }
  }

  @Test("TS 38.214 §6.2.3.2: the pattern follows from the bandwidth, the amplitude from the modulation")
  func pattern() {
    let patterns = [0, 7, 8, 15, 16, 40, 100, 275].map {
      TransformPrecodedPTRS.Pattern(resourceBlocks: $0, thresholds: [8, 16, 32, 64, 128])
    }
    #expect(
      patterns == [nil, nil, .groups2Samples2, .groups2Samples2, .groups2Samples4, .groups4Samples2, .groups4Samples4, .groups8Samples4])
    #expect(TransformPrecodedPTRS.Pattern(resourceBlocks: 50, thresholds: []) == nil)
    for modulation in [Constellation.piHalfBPSK, .qpsk, .qam16, .qam64, .qam256] {
      // All bits that say how far out a level is are 1 for the outermost.
      let bits = modulation.order < 4 ? [Bool](repeating: false, count: modulation.order) : (0..<modulation.order).map { $0 > 1 }
      let outermost = modulation.modulate(.init(bits)).map(\.power).max() ?? 0
      #expect(abs(outermost.squareRoot() - TransformPrecodedPTRS.amplitude(modulation)) < 1e-6)
    }
  }

  @Test("Parameters that the clauses do not have are refused")
  func refused() throws {
    #expect(throws: ParameterError.self) { try TransformPrecodedDMRS(.typeOne(identity: 1008)) }
    #expect(throws: ParameterError.self) { try TransformPrecodedDMRS(.typeTwo(identity: 65536, initialization: 0)) }
    #expect(throws: ParameterError.self) { try TransformPrecodedDMRS(.typeTwo(identity: 1, initialization: 2)) }
    let dmrs = try TransformPrecodedDMRS(.typeOne(identity: 1007), hopping: .group)
    for (slot, symbol, count) in [(-1, 0, 12), (.max, 0, 12), (0, 14, 12), (0, 0, 13)] {
      #expect(throws: ParameterError.self) { try dmrs.values(slot: slot, symbol: symbol, symbolsPerSlot: 14, count: count) }
    }
    #expect(throws: ParameterError.self) { try TransformPrecodedPTRS(pattern: .groups2Samples2, identity: -1, timeDensity: 1, rnti: 1) }
    #expect(throws: ParameterError.self) { try TransformPrecodedPTRS(pattern: .groups2Samples2, identity: 1, timeDensity: 4, rnti: 1) }
    let ptrs = try TransformPrecodedPTRS(pattern: .groups8Samples4, identity: 1, timeDensity: 1, rnti: 1)
    for count in [-12, 0, 12, 24, 3312] { #expect(throws: ParameterError.self) { try ptrs.positions(subcarrierCount: count) } }
  }
}

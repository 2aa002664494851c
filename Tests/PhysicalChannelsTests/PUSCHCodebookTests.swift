import DSPKernels
import Foundation
import Modulation
import PhysicalChannels
import Testing

@Suite struct PUSCHCodebookTests {
  @Test("TS 38.211, tables 6.3.1.5-1 to -7: every precoding matrix")
  func matrices() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/pusch-codebook-vectors.txt")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }
    #expect(lines.count == 6 + 6 + 28 + 28 + 3 + 22 + 7 + 5)
    for line in lines {
      let numbers = try line.prefix(4).map { try #require(Int($0)) }
      let matrix = try PUSCHCodebook.matrix(
        portCount: numbers[0], layerCount: numbers[1], tpmi: numbers[3], transformPrecoding: numbers[2] == 1)
      #expect(matrix.count == line.count - 4)
      for (weight, text) in zip(matrix, line.dropFirst(4)) {
        let axes = text.split(separator: ",").compactMap { Float($0) }
        #expect(abs(weight.real - axes[0]) < 1e-6 && abs(weight.imaginary - axes[1]) < 1e-6, "\(numbers)")
      }
    }
  }

  @Test("TS 38.212, tables 7.3.1.1.2-2 to -5: what the field of a DCI means")
  func field() throws {
    // Runs of values as the tables have them: layers, first TPMI, how many.
    func runs(_ runs: [(Int, Int, Int)]) -> [PrecodingInformation.Entry] {
      runs.flatMap { layers, first, count in (first..<(first + count)).map { .init(layerCount: layers, tpmi: $0) } }
    }
    let nonCoherent = [(1, 0, 4), (2, 0, 6), (3, 0, 1), (4, 0, 1)]
    let partial = [(1, 4, 8), (2, 6, 8), (3, 1, 2), (4, 1, 2)]
    let full = [(1, 12, 16), (2, 14, 8), (3, 3, 4), (4, 3, 2)]
    let expected: [(Int, Int, CodebookSubset, Int, [PrecodingInformation.Entry])] = [
      (4, 2, .fullyAndPartialAndNonCoherent, 6, runs(nonCoherent + partial + full)),
      (4, 4, .partialAndNonCoherent, 5, runs(nonCoherent + partial)), (4, 3, .nonCoherent, 4, runs(nonCoherent)),
      (4, 1, .fullyAndPartialAndNonCoherent, 5, runs([(1, 0, 28)])), (4, 1, .partialAndNonCoherent, 4, runs([(1, 0, 12)])),
      (4, 1, .nonCoherent, 2, runs([(1, 0, 4)])),
      (2, 2, .fullyAndPartialAndNonCoherent, 4, runs([(1, 0, 2), (2, 0, 1), (1, 2, 4), (2, 1, 2)])),
      (2, 2, .nonCoherent, 2, runs([(1, 0, 2), (2, 0, 1)])), (2, 1, .fullyAndPartialAndNonCoherent, 3, runs([(1, 0, 6)])),
      (2, 1, .nonCoherent, 1, runs([(1, 0, 2)])), (1, 1, .nonCoherent, 0, runs([(1, 0, 1)])),
    ]
    for (ports, rank, subset, bits, entries) in expected {
      let information = try PrecodingInformation(portCount: ports, maximumRank: rank, subset: subset)
      #expect(information.entries == entries)
      #expect(information.bitCount == bits)
      for entry in entries where ports > 1 {
        #expect(entry.tpmi < PUSCHCodebook.tpmiCount(portCount: ports, layerCount: entry.layerCount, subset: subset))
        _ = try PUSCHCodebook.matrix(portCount: ports, layerCount: entry.layerCount, tpmi: entry.tpmi, transformPrecoding: false)
      }
    }
  }

  @Test("Parameters that the clauses do not have are refused")
  func refused() {
    for (ports, layers, tpmi, transform) in [
      (1, 1, 0, false), (3, 1, 0, false), (2, 3, 0, false), (4, 5, 0, false), (4, 0, 0, false), (4, 2, 0, true), (4, 1, 28, false),
      (4, 1, -1, true),
      (2, 2, 3, false), (2, 1, 6, false), (4, 3, 7, false), (4, 4, 5, false), (4, 2, 22, false),
    ] {
      #expect(throws: ParameterError.self) {
        try PUSCHCodebook.matrix(portCount: ports, layerCount: layers, tpmi: tpmi, transformPrecoding: transform)
      }
    }
    #expect(throws: ParameterError.self) { try PrecodingInformation(portCount: 2, maximumRank: 2, subset: .partialAndNonCoherent) }
    #expect(throws: ParameterError.self) { try PrecodingInformation(portCount: 3, maximumRank: 1, subset: .nonCoherent) }
    #expect(throws: ParameterError.self) { try PrecodingInformation(portCount: 2, maximumRank: 3, subset: .nonCoherent) }
  }
}

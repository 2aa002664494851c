import Base
import ChannelCoding
import DSPKernels
import Foundation
import Modulation
import Testing

@testable import PhysicalChannels

enum CSIVectors {
  static func lines(_ name: String) throws -> [[Substring]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/\(name)-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }
  }

  static func numbers(_ text: Substring) -> [Int] { text.split(separator: ",").compactMap { Int($0) } }
}

@Suite struct CSICodebookTests {
  /// Holds a matrix against the sample of it that Oracle/csi-codebook.py prints.
  private static func compare(_ matrix: [Complex], rank: Int, _ texts: ArraySlice<Substring>, _ name: String) {
    var sum = SIMD2<Double>.zero
    for (index, element) in matrix.enumerated() {
      let (angle, weight) = (0.7 * Double(1 + index / rank), 1 + 0.31 * Double(index % rank))
      let (real, imaginary) = (Double(element.real), Double(element.imaginary))
      sum += SIMD2(real * cos(angle) - imaginary * sin(angle), real * sin(angle) + imaginary * cos(angle)) * weight
    }
    func pair(_ element: Complex) -> SIMD2<Double> { SIMD2(Double(element.real), Double(element.imaginary)) }
    let own = [sum, pair(matrix[0]), pair(matrix[rank]), pair(matrix[matrix.count - 1])]
    let expected = texts.map { $0.split(separator: ",").compactMap { Double($0) } }
    #expect(expected.count == 4)
    for (value, axes) in zip(own, expected) {
      #expect(abs(value.x - axes[0]) < 1e-5 && abs(value.y - axes[1]) < 1e-5, "\(name)")
    }
    #expect(abs(matrix.reduce(0) { $0 + $1.power } - 1) < 1e-5, "\(name)")
  }

  @Test("TS 38.214 §5.2.2.2.1: matrices of the Type I codebook of one panel, every array, mode and rank")
  func singlePanel() throws {
    let lines = try CSIVectors.lines("csi-codebook-single")
    #expect(lines.count == 1406)
    var kinds: Set<[Int]> = []
    for line in lines {
      let v = line[1..<10].compactMap { Int($0) }
      let codebook = try TypeICodebook(CodebookArray(n1: v[1], n2: v[2]), mode: v[3])
      #expect(codebook.array.portCount == v[0])
      let matrix = try codebook.matrix(rank: v[4], TypeICodebook.Indices(i11: v[5], i12: v[6], i13: v[7]), i2: [v[8]])
      #expect(matrix.count == v[0] * v[4])
      Self.compare(matrix, rank: v[4], line[11...], "\(v)")
      kinds.insert(Array(v[1...4]))
    }
    #expect(kinds.count == 2 + 2 * (4 + 12 * 8))
  }

  @Test("TS 38.214 §5.2.2.2.2: matrices of the Type I codebook of several panels")
  func multiplePanels() throws {
    let lines = try CSIVectors.lines("csi-codebook-multi")
    #expect(lines.count == 312)
    for line in lines {
      let v = line[1..<9].compactMap { Int($0) }
      let codebook = try TypeICodebook(CodebookArray(panelCount: v[0], n1: v[1], n2: v[2]), mode: v[3])
      let indices = TypeICodebook.Indices(i11: v[5], i12: v[6], i13: v[7], i14: CSIVectors.numbers(line[9]))
      let matrix = try codebook.matrix(rank: v[4], indices, i2: CSIVectors.numbers(line[10]))
      Self.compare(matrix, rank: v[4], line[12...], "\(v)")
    }
  }

  /// The layers of a line from `start` on: four texts each.
  private static func typeIILayers(_ line: [Substring], from start: Int, count: Int) -> [TypeIIIndicator.Layer] {
    (0..<count).map { layer in
      let texts = Array(line[(start + 4 * layer)..<(start + 4 + 4 * layer)])
      return TypeIIIndicator.Layer(
        strongest: Int(texts[0]) ?? -1, amplitudes: CSIVectors.numbers(texts[1]),
        subbands: [.init(phases: CSIVectors.numbers(texts[3]), amplitudes: CSIVectors.numbers(texts[2]))])
    }
  }

  /// As `typeIILayers(_:from:count:)`, of six texts each.
  private static func enhancedLayers(_ line: [Substring], from start: Int, count: Int) -> [EnhancedTypeIIIndicator.Layer] {
    (0..<count).map { layer in
      let texts = Array(line[(start + 6 * layer)..<(start + 6 + 6 * layer)])
      return EnhancedTypeIIIndicator.Layer(
        i16: Int(texts[0]) ?? -1, strongest: Int(texts[1]) ?? -1, referenceAmplitude: Int(texts[2]) ?? -1,
        isNonZero: CSIVectors.numbers(texts[3]).map { $0 == 1 }, amplitudes: CSIVectors.numbers(texts[4]),
        phases: CSIVectors.numbers(texts[5]))
    }
  }

  @Test("TS 38.214 §5.2.2.2.4 and §5.2.2.2.6: matrices of both Type II codebooks with port selection")
  func portSelection() throws {
    let lines = try CSIVectors.lines("csi-codebook-ports")
    #expect(lines.count { $0[0] == "two-ports" } == 100 && lines.count { $0[0] == "enhanced-ports" } == 100)
    for line in lines {
      if line[0] == "two-ports" {
        let v = line[1..<8].compactMap { Int($0) }
        let codebook = try TypeIICodebook(
          portCount: v[0], samplingSize: v[1], beamCount: v[2], phaseCount: v[3], hasSubbandAmplitude: v[4] == 1)
        let layers = Self.typeIILayers(line, from: 8, count: v[5])
        let matrix = try codebook.matrix(TypeIIIndicator(q1: v[6], q2: 0, i12: 0, layers: layers))
        Self.compare(matrix, rank: v[5], line[(9 + 4 * v[5])...], "\(v)")
        let groups = codebook.beams.groupCounts.0
        #expect(throws: ParameterError.self) { try codebook.matrix(TypeIIIndicator(q1: groups, q2: 0, i12: 0, layers: layers)) }
        #expect(throws: ParameterError.self) { try codebook.matrix(TypeIIIndicator(q1: v[6], q2: 0, i12: 1, layers: layers)) }
      } else {
        let v = line[1..<10].compactMap { Int($0) }
        let codebook = try EnhancedTypeIICodebook(
          portCount: v[0], samplingSize: v[1], combination: v[2], precodersPerSubband: v[4], precoderCount: v[3])
        let layers = Self.enhancedLayers(line, from: 10, count: v[5])
        let matrix = try codebook.matrix(EnhancedTypeIIIndicator(q1: v[6], q2: 0, i12: 0, i15: v[7], layers: layers), precoder: v[8])
        Self.compare(matrix, rank: v[5], line[(11 + 6 * v[5])...], "\(v)")
      }
    }
    for (ports, size, beams) in [(2, 1, 2), (6, 1, 2), (8, 0, 2), (8, 3, 2), (4, 3, 2), (32, 5, 4), (4, 1, 3)] {
      #expect(throws: ParameterError.self) {
        try TypeIICodebook(portCount: ports, samplingSize: size, beamCount: beams, phaseCount: 4, hasSubbandAmplitude: false)
      }
    }
    for combination in [0, 3, 7] {
      #expect(throws: ParameterError.self) {
        try EnhancedTypeIICodebook(
          portCount: combination == 7 ? 32 : 4, samplingSize: 1, combination: combination, precodersPerSubband: 1, precoderCount: 4)
      }
    }
  }

  @Test("TS 38.214 §5.2.2.2.3: matrices of the Type II codebook")
  func typeII() throws {
    let lines = try CSIVectors.lines("csi-codebook-two")
    #expect(lines.count == 160)
    for line in lines {
      let v = line[1..<10].compactMap { Int($0) }
      let codebook = try TypeIICodebook(
        CodebookArray(n1: v[0], n2: v[1]), beamCount: v[2], phaseCount: v[3], hasSubbandAmplitude: v[4] == 1)
      let layers = Self.typeIILayers(line, from: 10, count: v[5])
      let matrix = try codebook.matrix(TypeIIIndicator(q1: v[6], q2: v[7], i12: v[8], layers: layers))
      Self.compare(matrix, rank: v[5], line[(11 + 4 * v[5])...], "\(v)")
    }
  }

  @Test("TS 38.214 §5.2.2.2.5: matrices of the enhanced Type II codebook, with and without a window of delays")
  func enhanced() throws {
    let lines = try CSIVectors.lines("csi-codebook-enhanced")
    #expect(lines.count == 160)
    var windows = 0
    for line in lines {
      let v = line[1..<12].compactMap { Int($0) }
      let codebook = try EnhancedTypeIICodebook(
        CodebookArray(n1: v[0], n2: v[1]), combination: v[2], precodersPerSubband: v[4], precoderCount: v[3])
      windows += codebook.hasWindow ? 1 : 0
      let layers = Self.enhancedLayers(line, from: 12, count: v[5])
      let matrix = try codebook.matrix(
        EnhancedTypeIIIndicator(q1: v[6], q2: v[7], i12: v[8], i15: v[9], layers: layers), precoder: v[10])
      Self.compare(matrix, rank: v[5], line[(13 + 6 * v[5])...], "\(v)")
    }
    #expect(windows == 35)
  }

  @Test("TS 38.214 §5.2.2.2.3: a combinatorial index and its choice")
  func combinations() {
    for (total, count) in [(2, 2), (4, 2), (6, 3), (8, 4), (16, 4), (16, 6)] {
      var previous: [Int]?
      for index in 0..<CombinatorialIndex.choices(total, count) {
        let chosen = CombinatorialIndex.chosen(index, of: total, count: count)
        #expect(zip(chosen, chosen.dropFirst()).allSatisfy { $0 < $1 } && chosen.allSatisfy { 0..<total ~= $0 })
        #expect(CombinatorialIndex.index(chosen, of: total) == index)
        #expect(previous.map { $0.lexicographicallyPrecedes(chosen) || chosen.lexicographicallyPrecedes($0) } ?? true)
        previous = chosen
      }
    }
  }

  @Test("TS 38.214 §5.2.2.2.1: layers are orthogonal, and all their power is one")
  func orthogonal() throws {
    var generator = SeededGenerator(seed: 5)
    for array in CodebookArray.singlePanels + CodebookArray.multiplePanels {
      let codebook = try TypeICodebook(array)
      for rank in 1...codebook.maximumRank {
        let counts = try codebook.indexCounts(rank: rank)
        var indices = TypeICodebook.Indices()
        // Ranks above 2 are orthogonal for every index, as rank 2 is.
        indices.i11 = Int.random(in: 0..<counts.i11, using: &generator)
        indices.i12 = Int.random(in: 0..<counts.i12, using: &generator)
        indices.i13 = Int.random(in: 0..<counts.i13, using: &generator)
        indices.i14 = counts.i14.map { Int.random(in: 0..<$0, using: &generator) }
        let matrix = try codebook.matrix(rank: rank, indices, i2: counts.i2.map { Int.random(in: 0..<$0, using: &generator) })
        for i in 0..<rank {
          for j in 0..<rank {
            var sum = Complex.zero
            for port in 0..<array.portCount { sum += matrix[port * rank + i].conjugate * matrix[port * rank + j] }
            #expect(abs(sum.real - (i == j ? 1 / Float(rank) : 0)) < 1e-5 && abs(sum.imaginary) < 1e-5)
          }
        }
      }
    }
  }

  @Test("TS 38.214 §5.2.2.2.1: codebook subset and rank restriction")
  func restriction() throws {
    let codebook = try TypeICodebook(CodebookArray(n1: 4, n2: 2))
    // Only beam v_5,3: bit N2 O2 l + m = 43, counted from the last of 128.
    var subset = BitSequence(zeros: 128)
    subset[127 - 43] = true
    let single = try TypeIRestriction(codebook, subset: subset, ranks: 0b0000_0101)
    #expect(single.ranks == [1, 3])
    for i11 in 0..<16 {
      for i12 in 0..<8 {
        let columns = codebook.columns(rank: 1, TypeICodebook.Indices(i11: i11, i12: i12), [2])
        #expect(single.allows(rank: 1, columns, i2: [2]) == (i11 == 5 && i12 == 3))
      }
    }
    // A beam of ranks 3 and 4 needs the even beam of its own and both beside it, around the end.
    for l in 0..<8 {
      var bits = BitSequence(zeros: 128)
      for beam in [2 * l - 1, 2 * l, 2 * l + 1] { bits[127 - ((beam + 16) % 16 * 8 + 6)] = true }
      let restriction = try TypeIRestriction(codebook, subset: bits)
      for i11 in 0..<8 {
        let columns = codebook.columns(rank: 3, TypeICodebook.Indices(i11: i11, i12: 6), [1])
        #expect(restriction.allows(rank: 3, columns, i2: [1]) == (i11 == l))
      }
      bits[127 - (2 * l * 8 + 6)] = false
      let less = try TypeIRestriction(codebook, subset: bits)
      #expect(!less.allows(rank: 4, codebook.columns(rank: 4, TypeICodebook.Indices(i11: l, i12: 6), [0]), i2: [0]))
    }
    // Two ports: a5 ... a0 = 010010: rank 1 with index 1, rank 2 with index 0.
    let two = try TypeICodebook(.twoPorts)
    let pair = try TypeIRestriction(two, subset: BitSequence([false, true, false, false, true, false]))
    for (rank, index) in [(1, 0), (1, 1), (1, 2), (1, 3), (2, 0), (2, 1)] {
      let columns = two.columns(rank: rank, TypeICodebook.Indices(), [index])
      #expect(pair.allows(rank: rank, columns, i2: [index]) == ((rank, index) == (1, 1) || (rank, index) == (2, 0)))
    }
    // i_2: b15 ... b0.
    var second = BitSequence(zeros: 16)
    second[15 - 3] = true
    let indices = try TypeIRestriction(codebook, secondIndices: second)
    #expect((0..<16).filter { indices.allows(i2: $0) } == [3])
    #expect(throws: ParameterError.self) { try TypeIRestriction(codebook, subset: BitSequence(zeros: 127)) }
    #expect(throws: ParameterError.self) { try TypeIRestriction(two, ranks: 0b1111_1100) }
  }

  @Test("TS 38.214 §5.2.2.2.3: amplitude restriction of vector groups")
  func amplitudeRestriction() throws {
    let array = try CodebookArray(n1: 2, n2: 2)
    // Groups 3, 6, 9 and 12 of 16.
    let groups = [3, 6, 9, 12]
    let index = groups.enumerated().reduce(0) { $0 + CombinatorialIndex.choices(15 - $1.element, 4 - $1.offset) }
    var bits = BitSequence()
    bits.append(UInt64(index), count: 11)
    for place in 0..<4 {
      // Of the last group the vectors 0 to 3 have limits 0, 1, 2, 3, from the last bits on; the others are free.
      bits.append(place == 3 ? 0b11_10_01_00 : 0b11_11_11_11, count: 8)
    }
    let restriction = try TypeIIRestriction(array, subset: bits)
    // G(r1, r2) with r1 = g mod 4 = 0 and r2 = 3: v_{x1, 6 + x2}.
    #expect(restriction.limit((0, 6)) == 0 && restriction.limit((1, 6)) == 5)
    #expect(restriction.limit((0, 7)) == 6 && restriction.limit((1, 7)) == 7)
    #expect((0..<64).count { restriction.limit(($0 / 8, $0 % 8)) < 7 } == 3)
    #expect(throws: ParameterError.self) { try TypeIIRestriction(array, subset: BitSequence(zeros: 42)) }
  }

  @Test("What no codebook has is refused")
  func refused() throws {
    #expect(throws: ParameterError.self) { try CodebookArray(n1: 5, n2: 1) }
    #expect(throws: ParameterError.self) { try CodebookArray(panelCount: 4, n1: 2, n2: 4) }
    #expect(throws: ParameterError.self) { try TypeICodebook(.twoPorts, mode: 2) }
    #expect(throws: ParameterError.self) { try TypeICodebook(CodebookArray(panelCount: 4, n1: 2, n2: 1), mode: 2) }
    let codebook = try TypeICodebook(CodebookArray(n1: 2, n2: 1))
    #expect(throws: ParameterError.self) { try codebook.matrix(rank: 5, .init(), i2: [0]) }
    #expect(throws: ParameterError.self) { try codebook.matrix(rank: 1, .init(i11: 8), i2: [0]) }
    #expect(throws: ParameterError.self) { try codebook.matrix(rank: 1, .init(i12: -1), i2: [0]) }
    #expect(throws: ParameterError.self) { try codebook.matrix(rank: 1, .init(), i2: [4]) }
    #expect(throws: ParameterError.self) { try codebook.matrix(rank: 1, .init(), i2: []) }
    #expect(throws: ParameterError.self) { try codebook.matrix(rank: 1, .init(i14: [0]), i2: [0]) }
    #expect(throws: ParameterError.self) { try TypeIICodebook(.twoPorts, beamCount: 2, phaseCount: 4, hasSubbandAmplitude: false) }
    let array = try CodebookArray(n1: 2, n2: 1)
    #expect(throws: ParameterError.self) { try TypeIICodebook(array, beamCount: 3, phaseCount: 4, hasSubbandAmplitude: false) }
    let second = try TypeIICodebook(array, beamCount: 2, phaseCount: 4, hasSubbandAmplitude: false)
    let subband = TypeIIIndicator.Subband(phases: [0, 0, 0, 0], amplitudes: [1, 1, 1, 1])
    for layer in [
      TypeIIIndicator.Layer(strongest: 1, amplitudes: [7, 0, 0, 0], subbands: [subband]),
      TypeIIIndicator.Layer(strongest: 0, amplitudes: [7, 0, 0], subbands: [subband]),
      TypeIIIndicator.Layer(strongest: 0, amplitudes: [7, 0, 0, 0], subbands: []),
      TypeIIIndicator.Layer(strongest: 0, amplitudes: [7, 0, 0, 0], subbands: [.init(phases: [0, 1, 0, 0], amplitudes: [1, 1, 1, 1])]),
      TypeIIIndicator.Layer(strongest: 0, amplitudes: [7, 5, 0, 0], subbands: [.init(phases: [0, 4, 0, 0], amplitudes: [1, 1, 1, 1])]),
      TypeIIIndicator.Layer(strongest: 0, amplitudes: [7, 5, 0, 0], subbands: [.init(phases: [0, 3, 0, 0], amplitudes: [1, 0, 1, 1])]),
    ] {
      #expect(throws: ParameterError.self) { try second.matrix(TypeIIIndicator(q1: 0, q2: 0, i12: 0, layers: [layer])) }
    }
    #expect(throws: ParameterError.self) { try second.matrix(TypeIIIndicator(q1: 4, q2: 0, i12: 0, layers: [])) }
    #expect(throws: ParameterError.self) {
      try EnhancedTypeIICodebook(array, combination: 3, precodersPerSubband: 1, precoderCount: 4)
    }
    #expect(throws: ParameterError.self) {
      try EnhancedTypeIICodebook(array, combination: 1, precodersPerSubband: 1, precoderCount: 38)
    }
  }
}

import Base
import DSPKernels
import Foundation
import Modulation
import PhysicalChannels
import Testing

@Suite struct PRACHTests {
  /// What Oracle/prach.py made by the definitions of the clauses.
  private static let vectors: [[Substring]] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/prach-vectors.txt")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map { $0.split(separator: " ") }
  }()

  private static func lines(_ kind: String) -> [[Substring]] { vectors.filter { $0[0] == kind } }

  private static func structure(length: Int, spacing: Int, format: String? = nil) throws -> PreambleStructure {
    let name = format ?? (length != 839 ? "A1" : spacing == 5000 ? "3" : "0")
    let known = PreambleLength.allCases.first { $0.rawValue == length }
    let format = try #require(PreambleFormat.allCases.first { $0.rawValue == name })
    let spacing = try #require(PreambleSpacing.allCases.first { $0.rawValue == spacing })
    return try PreambleStructure(format, length: known, spacing: spacing)
  }

  @Test("TS 38.211, tables 6.3.3.1-3 to -4B: root sequences by logical index")
  func roots() throws {
    let lines = Self.lines("roots")
    #expect(lines.count == 4)
    for line in lines {
      let length = try #require(Int(line[1]))
      let structure = try Self.structure(length: length, spacing: length == 839 ? 1250 : length == 571 ? 30000 : 15000)
      for (index, root) in line[2...].enumerated() {
        // Without cyclic shifts each preamble is another root.
        let set = try PreambleSet(structure, rootSequenceIndex: index, zeroCorrelationZone: 0)
        #expect(set.preambles[0].root == Int(root))
      }
    }
  }

  @Test("TS 38.211 §6.3.3.1: the 64 preambles of unrestricted and restricted sets, and sets that have not so many")
  func sets() throws {
    let lines = Self.lines("set")
    #expect(lines.count == 160)
    let kinds: [Substring: RestrictedSet] = ["unrestricted": .unrestricted, "typeA": .typeA, "typeB": .typeB]
    for line in lines {
      let numbers = line.compactMap { Int($0) }
      let structure = try Self.structure(length: numbers[0], spacing: numbers[1])
      let set = try? PreambleSet(
        structure, rootSequenceIndex: numbers[2], zeroCorrelationZone: numbers[3], restrictedSet: try #require(kinds[line[3]]))
      if line[6] == "none" {
        #expect(set == nil)
      } else {
        #expect(set?.preambles.map { "\($0.root),\($0.cyclicShift)" } == line[6...].map(String.init))
      }
    }
  }

  @Test("TS 38.211 §6.3.3.1: sequences in frequency")
  func sequences() throws {
    let lines = Self.lines("sequence")
    #expect(lines.count == 120)
    for line in lines {
      let (length, root, shift) = (try #require(Int(line[1])), try #require(Int(line[2])), try #require(Int(line[3])))
      let sequence = try Self.sequence(length: length, root: root, shift: shift)
      let expected = line[4..<10].map { $0.split(separator: ",").compactMap { Double($0) } }
      var sum = (0.0, 0.0)
      for (k, value) in sequence.enumerated() {
        let weight = (Double(k % 7 - 3), Double(k % 5 - 2))
        sum.0 += Double(value.real) * weight.0 - Double(value.imaginary) * weight.1
        sum.1 += Double(value.real) * weight.1 + Double(value.imaginary) * weight.0
      }
      #expect(abs(sum.0 - expected[0][0]) < 2e-3 && abs(sum.1 - expected[0][1]) < 2e-3)
      for (place, value) in zip(line[10...].compactMap { Int($0) }, expected[1...]) {
        #expect(abs(Double(sequence[place].real) - value[0]) < 2e-5 && abs(Double(sequence[place].imaginary) - value[1]) < 2e-5)
      }
    }
  }

  /// A sequence of a root and any shift: that of a set's first preamble, turned.
  private static func sequence(length: Int, root: Int, shift: Int) throws -> [Complex] {
    let structure = try structure(length: length, spacing: length == 839 ? 1250 : length == 571 ? 30000 : 15000)
    for index in 0..<(length - 1) {
      let set = try PreambleSet(structure, rootSequenceIndex: index, zeroCorrelationZone: 0)
      guard set.preambles[0].root == root else { continue }
      return try set.frequencySequence(0).enumerated().map { k, value in
        let angle = 2 * Double.pi * Double(shift * k % length) / Double(length)
        return value * Complex(Float(cos(angle)), Float(sin(angle)))
      }
    }
    Issue.record("no root \(root)")
    return []
  }

  @Test("A preamble's sequence is that of its root, turned by its cyclic shift")
  func shiftedSequences() throws {
    let set = try PreambleSet(Self.structure(length: 839, spacing: 1250), rootSequenceIndex: 22, zeroCorrelationZone: 1)
    for index in [0, 1, 31, 63] {
      let preamble = set.preambles[index]
      let expected = try Self.sequence(length: 839, root: preamble.root, shift: preamble.cyclicShift)
      for (value, other) in zip(try set.frequencySequence(index), expected) { #expect((value - other).power < 1e-7) }
    }
  }

  @Test("TS 38.211, tables 6.3.3.2-2 to -4: every row of the random access configurations")
  func rows() throws {
    let lines = Self.lines("row")
    #expect(lines.count == 256 + 263 + 256)
    for line in lines {
      let row = try RandomAccessConfiguration(try #require(Self.spectrum(line[1])), index: try #require(Int(line[2])))
      let name = row.format == row.lastFormat ? row.format.rawValue : "\(row.format.rawValue)/\(row.lastFormat.rawValue)"
      // The tables give no numbers for formats 0 to 3.
      let counts = row.format.isLong ? [0, 0] : [row.slotCount, row.occasionCount]
      let lists = [row.frameOffsets, row.slots].map { $0.map(String.init).joined(separator: ",") }
      #expect(name == line[3] && row.period == Int(line[4]) && lists[0] == line[5] && lists[1] == line[6])
      #expect([row.startingSymbol, counts[0], counts[1], row.duration] == line[7...].compactMap { Int($0) })
      #expect(row.isIncluded(frame: row.frameOffsets[0] + 3 * row.period))
      #expect(row.period == 1 || !row.isIncluded(frame: row.frameOffsets[0] + row.period - 1))
    }
    for (spectrum, index) in [(RandomAccessConfiguration.Spectrum.fr1Paired, 256), (.fr1Unpaired, 263), (.fr2, 256), (.fr2, -1)] {
      #expect(throws: ParameterError.self) { try RandomAccessConfiguration(spectrum, index: index) }
    }
  }

  private static func spectrum(_ name: Substring) -> RandomAccessConfiguration.Spectrum? {
    ["fr1Paired": .fr1Paired, "fr1Unpaired": .fr1Unpaired, "fr2": .fr2][name]
  }

  @Test("TS 38.211 §5.3.2: where the occasions of a frame begin, and how long their prefixes are")
  func occasions() throws {
    let lines = Self.lines("occasions")
    #expect(lines.count == 180)
    for line in lines {
      let row = try RandomAccessConfiguration(try #require(Self.spectrum(line[1])), index: try #require(Int(line[2])))
      let spacing = try #require(Int(line[3]).flatMap { PreambleSpacing(rawValue: $0) })
      let occasions = try row.occasions(spacing: spacing)
      #expect(occasions.map { "\($0.start),\($0.prefixExtension),\($0.format.rawValue)" } == line[4...].map(String.init))
      #expect(throws: ParameterError.self) { try row.occasions(spacing: spacing == .kHz60 || spacing == .kHz120 ? .kHz15 : .kHz60) }
    }
  }

  @Test("TS 38.211 §5.3.2: samples of preambles of every pair of spacings, and their subcarriers again")
  func waveforms() throws {
    let lines = Self.lines("waveform")
    #expect(lines.count == 140)
    for line in lines {
      let numbers = line[2..<16].compactMap { Int($0) }
      let structure = try Self.structure(length: numbers[0], spacing: numbers[1], format: String(line[1]))
      let numerology = try #require(Numerology.allCases.first { $0.subcarrierSpacing == numbers[2] * 1000 })
      let carrier = try Carrier(numerology: numerology, gridStart: numbers[3], gridSize: numbers[4], cellIdentity: 0)
      let offset = structure.length == .l571 || structure.length == .l1151
      let plain = try PreambleFrequency(
        structure, carrier: carrier, bandwidthPartStart: numbers[5], frequencyStart: numbers[6], frequencyIndex: numbers[7])
      #expect(plain.firstSubcarrier == numbers[12])
      if offset {
        let bySet = try PreambleFrequency(
          structure, carrier: carrier, bandwidthPartStart: numbers[5], frequencyStart: numbers[6],
          blockSetOffset: numbers[7] * plain.blockCount)
        #expect(bySet == plain)
      }
      var waveform = try PreambleWaveform(structure, firstSubcarrier: plain.firstSubcarrier, sampleRate: numbers[9])
      let count = try waveform.count(extension: numbers[8])
      #expect(count == numbers[13])
      let sequence = try Self.sequence(length: numbers[0], root: numbers[10], shift: numbers[11])
      var samples = [Complex](repeating: .zero, count: count)
      try samples.withUnsafeMutableBufferPointer {
        try waveform.modulate(sequence, amplitude: 1 / Float(numbers[0]), extension: numbers[8], into: $0)
      }
      for place in line[16...] {
        let parts = place.split(separator: ",").compactMap { Double($0) }
        let sample = samples[Int(parts[0])]
        #expect(abs(Double(sample.real) - parts[1]) < 2e-5 && abs(Double(sample.imaginary) - parts[2]) < 2e-5)
      }
      var subcarriers = [Complex](repeating: .zero, count: structure.repetitionCount * numbers[0])
      try subcarriers.withUnsafeMutableBufferPointer { target in
        try samples.withUnsafeBufferPointer { try waveform.demodulate($0, extension: numbers[8], into: target) }
      }
      for (index, value) in subcarriers.enumerated() {
        #expect((value * Float(numbers[0]) - sequence[index % numbers[0]]).power < 1e-5)
      }
    }
  }

  @Test("Configurations that the standard does not have are errors")
  func impossible() throws {
    #expect(throws: ParameterError.self) { try PreambleStructure(.format0, spacing: .hz5000) }
    #expect(throws: ParameterError.self) { try PreambleStructure(.format0, length: .l139, spacing: .kHz15) }
    #expect(throws: ParameterError.self) { try PreambleStructure(.a1, length: .l839, spacing: .kHz15) }
    #expect(throws: ParameterError.self) { try PreambleStructure(.a1, length: .l571, spacing: .kHz15) }
    #expect(throws: ParameterError.self) { try PreambleStructure(.b4, length: .l1151, spacing: .kHz30) }
    let long = try PreambleStructure(.format0, spacing: .hz1250)
    let short = try PreambleStructure(.a1, spacing: .kHz30)
    for index in [-1, 838, Int.max] {
      #expect(throws: ParameterError.self) { try PreambleSet(long, rootSequenceIndex: index, zeroCorrelationZone: 1) }
    }
    for zone in [-1, 16, Int.min] {
      #expect(throws: ParameterError.self) { try PreambleSet(long, rootSequenceIndex: 0, zeroCorrelationZone: zone) }
    }
    #expect(throws: ParameterError.self) { try PreambleSet(long, rootSequenceIndex: 0, zeroCorrelationZone: 15, restrictedSet: .typeA) }
    #expect(throws: ParameterError.self) { try PreambleSet(short, rootSequenceIndex: 0, zeroCorrelationZone: 1, restrictedSet: .typeA) }
    let set = try PreambleSet(short, rootSequenceIndex: 0, zeroCorrelationZone: 1)
    for index in [-1, 64] { #expect(throws: ParameterError.self) { try set.frequencySequence(index) } }
    let carrier = try Carrier(numerology: .kHz30, gridStart: 10, gridSize: 24, cellIdentity: 0)
    for (start, frequency, index) in [(9, 0, 0), (34, 0, 0), (10, 13, 0), (10, -1, 0), (10, 1, 1), (10, 0, 8), (Int.min, 0, 0)] {
      #expect(throws: ParameterError.self) {
        try PreambleFrequency(short, carrier: carrier, bandwidthPartStart: start, frequencyStart: frequency, frequencyIndex: index)
      }
    }
    let wide = try PreambleStructure(.a1, spacing: .kHz120)
    #expect(throws: ParameterError.self) { try PreambleFrequency(wide, carrier: carrier, bandwidthPartStart: 10, frequencyStart: 0) }
    #expect(throws: ParameterError.self) {
      try PreambleFrequency(short, carrier: carrier, bandwidthPartStart: 10, frequencyStart: 0, blockSetOffset: 1)
    }
    for (rate, subcarrier) in [(0, 0), (30_720_001, 0), (3_840_000, 0), (30_000 * 7 * 2048, 0), (30_720_000, 400), (30_720_000, Int.min)] {
      #expect(throws: ParameterError.self) {
        let waveform = try PreambleWaveform(short, firstSubcarrier: subcarrier, sampleRate: rate)
        _ = waveform.sequenceCount
      }
    }
    for antennas in [0, 257] {
      #expect(throws: ParameterError.self) {
        let detector = try PreambleDetector(set, antennaCount: antennas)
        _ = detector.threshold
      }
    }
  }
}

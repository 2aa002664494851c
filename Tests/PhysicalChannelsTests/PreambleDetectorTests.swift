import Base
import DSPKernels
import Foundation
import Modulation
import PhysicalChannels
import Testing

/// Subcarriers of an occasion with preambles and noise on them.
struct PreambleChannel {
  var generator: SeededGenerator
  let set: PreambleSet
  let antennaCount: Int
  var subcarriers: [Complex]

  init(_ set: PreambleSet, antennaCount: Int, seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    self.set = set
    self.antennaCount = antennaCount
    subcarriers = [Complex](
      repeating: .zero, count: antennaCount * set.structure.repetitionCount * set.structure.length.rawValue)
  }

  mutating func gaussian() -> Complex {
    let radius = (-log(Double.random(in: Double.leastNonzeroMagnitude...1, using: &generator))).squareRoot()
    let angle = Double.random(in: 0..<(2 * Double.pi), using: &generator)
    return Complex(Float(radius * cos(angle)), Float(radius * sin(angle)))
  }

  /// Noise of variance 1 alone.
  mutating func addNoise() { for index in subcarriers.indices { subcarriers[index] = gaussian() } }

  /// A preamble of an amplitude that comes late, with another phase at each antenna.
  mutating func add(_ preamble: Int, amplitude: Float, delay: Double) throws {
    let length = set.structure.length.rawValue
    let sequence = try set.frequencySequence(preamble)
    let scale = amplitude / Float(length).squareRoot()
    for antenna in 0..<antennaCount {
      let phase = Double.random(in: 0..<(2 * Double.pi), using: &generator)
      for k in 0..<length {
        let angle = phase - 2 * Double.pi * Double(k * set.structure.spacing.rawValue) * delay
        let value = sequence[k] * Complex(Float(cos(angle)), Float(sin(angle))) * scale
        for repetition in 0..<set.structure.repetitionCount {
          subcarriers[(antenna * set.structure.repetitionCount + repetition) * length + k] += value
        }
      }
    }
  }
}

@Suite struct PreambleDetectorTests {
  /// Of TS 38.104, table A.6-1.
  private static func set(_ format: PreambleFormat, spacing: PreambleSpacing) throws -> PreambleSet {
    let structure = try PreambleStructure(format, spacing: spacing)
    return try PreambleSet(structure, rootSequenceIndex: format.isLong ? 22 : 0, zeroCorrelationZone: format.isLong ? 1 : 14)
  }

  @Test("At high power every preamble is found alone and with its delay, whatever the format", arguments: PreambleFormat.allCases)
  func clean(_ format: PreambleFormat) throws {
    let set = try Self.set(format, spacing: format.isLong ? (format == .format3 ? .hz5000 : .hz1250) : .kHz30)
    var detector = try PreambleDetector(set, antennaCount: 2)
    let step = 1 / Double(set.structure.length.rawValue * set.structure.spacing.rawValue)
    for preamble in [0, 1, 17, 63] {
      for part in [0, 0.1, 0.5, 0.9] {
        var channel = PreambleChannel(set, antennaCount: 2, seed: UInt64(preamble))
        channel.addNoise()
        let delay = part * Double(set.cyclicShiftSpacing - 1) * step
        try channel.add(preamble, amplitude: 10, delay: delay)
        let found = try channel.subcarriers.withUnsafeBufferPointer { try detector.detect($0) }
        #expect(found.map(\.preamble) == [preamble])
        #expect(abs((found.first?.delay ?? 1) - delay) < 0.1 * step)
        #expect(found.first?.metric ?? 0 > detector.threshold)
      }
    }
  }

  @Test("A strong preamble beside a weaker one, of the same root and of others, hides it not")
  func several() throws {
    let structure = try PreambleStructure(.format0, spacing: .hz1250)
    let set = try PreambleSet(structure, rootSequenceIndex: 100, zeroCorrelationZone: 11)
    var detector = try PreambleDetector(set, antennaCount: 4)
    var channel = PreambleChannel(set, antennaCount: 4, seed: 7)
    channel.addNoise()
    try channel.add(3, amplitude: 3, delay: 20e-6)
    try channel.add(5, amplitude: 0.5, delay: 5e-6)
    try channel.add(40, amplitude: 1, delay: 0)
    let found = try channel.subcarriers.withUnsafeBufferPointer { try detector.detect($0) }
    #expect(Set(found.map(\.preamble)) == [3, 5, 40])
    #expect(found.first?.preamble == 3)
    let twice = channel.subcarriers + channel.subcarriers
    let both = try twice.withUnsafeBufferPointer { try detector.detect($0, occasionCount: 2) }
    #expect(both == [found, found])
    #expect(throws: ParameterError.self) { try twice.withUnsafeBufferPointer { try detector.detect($0) } }
    #expect(throws: ParameterError.self) { try twice.withUnsafeBufferPointer { try detector.detect($0, occasionCount: 3) } }
  }

  @Test("Restricted sets: a frequency offset of one or two subcarriers changes neither preamble nor delay", arguments: [1, 2])
  func offsets(_ subcarriers: Int) throws {
    let structure = try PreambleStructure(.format0, spacing: .hz1250)
    let set = try PreambleSet(
      structure, rootSequenceIndex: 200, zeroCorrelationZone: 3, restrictedSet: subcarriers == 1 ? .typeA : .typeB)
    var detector = try PreambleDetector(set, antennaCount: 2)
    for preamble in [0, 9, 30, 63] {
      for sign in [-1, 1] {
        var channel = PreambleChannel(set, antennaCount: 2, seed: UInt64(preamble))
        try channel.add(preamble, amplitude: 1, delay: 8e-6)
        // The subcarriers of each antenna move by whole ones.
        channel.subcarriers = (0..<2).flatMap { antenna in
          (0..<839).map { channel.subcarriers[antenna * 839 + ($0 - sign * subcarriers + 839) % 839] }
        }
        let clean = channel.subcarriers
        channel.addNoise()
        for index in clean.indices { channel.subcarriers[index] += clean[index] }
        let found = try channel.subcarriers.withUnsafeBufferPointer { try detector.detect($0) }
        #expect(found.map(\.preamble) == [preamble])
        #expect(abs((found.first?.delay ?? 1) - 8e-6) < 0.3e-6)
      }
    }
  }

  @Test("TS 38.213 §4.2: delays in units of the timing advance")
  func timingAdvance() throws {
    let set = try Self.set(.a3, spacing: .kHz30)
    var detector = try PreambleDetector(set, antennaCount: 1)
    var channel = PreambleChannel(set, antennaCount: 1, seed: 3)
    channel.addNoise()
    try channel.add(11, amplitude: 10, delay: 10 * 16 * 64 / (480e3 * 4096 * 2))
    let found = try channel.subcarriers.withUnsafeBufferPointer { try detector.detect($0) }
    #expect(found.first?.timingAdvance(.kHz30) == 10 && found.first?.timingAdvance(.kHz15) == 5)
  }
}

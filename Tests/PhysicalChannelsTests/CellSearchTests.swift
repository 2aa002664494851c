import Base
import DSPKernels
import Foundation
import Modulation
import Testing

@testable import PhysicalChannels

/// Samples of blocks, made from sums of exponentials at each sample's time, without a transform.
private struct Waveform {
  var configuration: CellSearchConfiguration
  var samples: [Complex]
  var generator: SeededGenerator

  init(_ configuration: CellSearchConfiguration, count: Int, seed: UInt64) {
    self.configuration = configuration
    samples = [Complex](repeating: .zero, count: count)
    generator = SeededGenerator(seed: seed)
  }

  /// Adds a block whose elements have a mean power of 1.
  /// - Parameters:
  ///   - start: the sample at which the half-frame begins for a receiver whose clock is right.
  ///   - clockError: of the sender's clock.
  ///   - paths: delay in samples, amplitude and phase in turns.
  mutating func add(
    _ block: SynchronizationSignalBlock, start: Double, clockError: Double = 0, raster: Double = 0,
    paths: [(delay: Double, amplitude: Double, turns: Double)] = [(0, 1, 0)]
  ) {
    let rate = Double(configuration.sampleRateHz)
    let spacing = Double(configuration.pattern.numerology.subcarrierSpacing)
    let chip = 1 / (480_000.0 * 4096)
    let scale = Double(64 / (1 << configuration.pattern.numerology.exponent)) * chip
    for path in paths {
      for symbol in 0..<4 {
        let number = configuration.pattern.firstSymbols[block.index] + symbol
        // TS 38.211 §5.3.1: 2048 κ 2^-µ and 144 κ 2^-µ chips, 16 κ more twice in each subframe.
        let long = (number + 7 << configuration.pattern.numerology.exponent - 1) / (7 << configuration.pattern.numerology.exponent)
        let begin = Double(number * 2192) * scale + Double(long * 16 * 64) * chip
        let useful = begin + 144 * scale
        let end = begin + 2192 * scale
        // The sender's time is (1 + e) · t.
        let first = Int(((start + path.delay) + begin * rate / (1 + clockError)).rounded(.up))
        let last = Int(((start + path.delay) + end * rate / (1 + clockError)).rounded(.up))
        for index in max(0, first)..<max(max(0, first), min(samples.count, last)) {
          let time = (Double(index) - start - path.delay) / rate * (1 + clockError) - useful
          var carrier = configuration.carrierFrequencyHz * clockError * Double(index) / rate + path.turns
          // TS 38.211 §5.4: the sender turns each symbol back to the phase of its beginning; the receiver has not undone it.
          if configuration.hasCarrierPhase { carrier -= (configuration.carrierFrequencyHz * useful).truncatingRemainder(dividingBy: 1) }
          var sum = (0.0, 0.0)
          for place in 0..<240 {
            let element = block.elements[symbol * 240 + place]
            guard element != .zero else { continue }
            let turns = (raster + Double(place - 120) * spacing) * time + carrier
            let (c, s) = (cos(2 * Double.pi * turns), sin(2 * Double.pi * turns))
            sum.0 += Double(element.real) * c - Double(element.imaginary) * s
            sum.1 += Double(element.real) * s + Double(element.imaginary) * c
          }
          samples[index] += Complex(Float(sum.0 * path.amplitude), Float(sum.1 * path.amplitude))
        }
      }
    }
  }

  /// Adds noise of so much power in a resource element.
  mutating func addNoise(_ power: Double) {
    let level = (power * Double(configuration.sampleRateHz / configuration.pattern.numerology.subcarrierSpacing) / 2).squareRoot()
    for index in samples.indices {
      let radius = level * (-2 * log(Double.random(in: Double.leastNormalMagnitude...1, using: &generator))).squareRoot()
      let angle = 2 * Double.pi * Double.random(in: 0..<1, using: &generator)
      samples[index] += Complex(Float(radius * cos(angle)), Float(radius * sin(angle)))
    }
  }
}

@Suite struct CellSearchTests {
  private static func payload(_ generator: inout SeededGenerator, halfFrame: Int, index: Int) throws -> PBCHPayload {
    let mib = try MasterInformationBlock(
      systemFrameNumber: Int.random(in: 0...63, using: &generator), subCarrierSpacingCommon: .kHz30or120,
      ssbSubcarrierOffset: Int.random(in: 0...15, using: &generator), dmrsTypeAPosition: .pos3,
      pdcchConfigSIB1: Int.random(in: 0...255, using: &generator), isCellBarred: Bool.random(using: &generator))
    return try PBCHPayload(
      mib, systemFrameNumberLow: Int.random(in: 0...15, using: &generator), halfFrame: halfFrame, index: index,
      subcarrierOffsetHigh: 0)
  }

  private static func search(_ configuration: CellSearchConfiguration, _ samples: [Complex]) throws -> [DetectedBlock] {
    var search = try CellSearch(configuration)
    return try samples.withUnsafeBufferPointer { try search.search($0) }
  }

  struct Setup: Sendable, CustomStringConvertible {
    var rate: Int
    var frequency: Double
    var pattern: SynchronizationSignalBlockPattern.Case
    var maximumCount: Int
    var index: Int
    var raster: Double
    var description: String { "\(rate) \(pattern) \(maximumCount) \(index)" }
  }

  private static let setups = [
    Setup(rate: 7_680_000, frequency: 3.5e9, pattern: .c, maximumCount: 8, index: 3, raster: 0),
    Setup(rate: 15_360_000, frequency: 3.5e9, pattern: .c, maximumCount: 8, index: 7, raster: 1_440_000),
    Setup(rate: 11_520_000, frequency: 3.5e9, pattern: .b, maximumCount: 8, index: 2, raster: -1_105_000),
    Setup(rate: 23_040_000, frequency: 2.1e9, pattern: .b, maximumCount: 4, index: 3, raster: 5_015_000),
    Setup(rate: 7_680_000, frequency: 3.5e9, pattern: .a, maximumCount: 8, index: 1, raster: 1_000_000),
    Setup(rate: 3_840_000, frequency: 0.8e9, pattern: .a, maximumCount: 4, index: 0, raster: 0),
    Setup(rate: 61_440_000, frequency: 28e9, pattern: .d, maximumCount: 64, index: 41, raster: 8_640_000),
    Setup(rate: 61_440_000, frequency: 28e9, pattern: .e, maximumCount: 64, index: 62, raster: 0),
  ]

  @Test("Blocks at 0 dB with clocks 5 ppm apart: cell, index, half-frame, frame, MIB, time and frequency", arguments: setups)
  func oneBlock(_ setup: Setup) throws {
    let pattern = try SynchronizationSignalBlockPattern(setup.pattern, maximumCount: setup.maximumCount)
    let configuration = try CellSearchConfiguration(
      sampleRateHz: setup.rate, carrierFrequencyHz: setup.frequency, pattern: pattern, rasterOffsetsHz: [setup.raster])
    for seed in 1...4 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let cell = Int.random(in: 0...1007, using: &generator)
      let halfFrame = seed % 2
      let payload = try Self.payload(&generator, halfFrame: halfFrame, index: setup.index)
      let block = try SynchronizationSignalBlock(cellIdentity: cell, pattern: pattern, index: setup.index, payload: payload)
      let symbols = pattern.firstSymbols[setup.index]
      let symbolLength = Double(setup.rate / pattern.numerology.subcarrierSpacing)
      // The block is some symbols behind the first sample, and the half-frame begins long in front of it.
      let start = (Double.random(in: 4...20, using: &generator) - Double(symbols) * 1.07) * symbolLength
      let clockError = seed % 2 == 0 ? 5e-6 : -5e-6
      var waveform = Waveform(configuration, count: Int(40 * symbolLength), seed: UInt64(100 + seed))
      waveform.add(block, start: start, clockError: clockError, raster: setup.raster)
      waveform.addNoise(1)
      let found = try Self.search(configuration, waveform.samples)
      try #require(found.count == 1)
      let result = found[0]
      #expect(result.cellIdentity == cell)
      #expect(result.index == setup.index)
      #expect(result.halfFrame == halfFrame)
      #expect(result.systemFrameNumber == payload.systemFrameNumber)
      #expect(result.masterInformationBlock == payload.masterInformationBlock)
      #expect(result.rasterOffsetHz == setup.raster)
      let frameStart = start - Double(halfFrame * setup.rate) / 200 * (1 - clockError)
      #expect(abs(result.frameStart - frameStart) < symbolLength / 256)
      let offset = (setup.frequency + setup.raster) * clockError
      #expect(abs(result.frequencyOffsetHz - offset) < 0.02 * Double(pattern.numerology.subcarrierSpacing))
      #expect(abs(result.clockError - clockError) < 1e-6)
      #expect(abs(result.measurements.referencePowerDB) < 1.25)
      #expect(abs(result.measurements.signalToInterferenceAndNoiseDB) < 2)
      #expect(abs(result.measurements.signalToNoiseDB) < 2)
    }
  }

  @Test("Without noise times are exact to a fiftieth of a sample at 256 samples a symbol, powers to 0.1 dB")
  func exact() throws {
    let pattern = try SynchronizationSignalBlockPattern(.c, maximumCount: 8)
    let configuration = try CellSearchConfiguration(sampleRateHz: 7_680_000, carrierFrequencyHz: 3.5e9, pattern: pattern)
    var generator = SeededGenerator(seed: 9)
    for index in 0..<8 {
      let payload = try Self.payload(&generator, halfFrame: index % 2, index: index)
      let block = try SynchronizationSignalBlock(
        cellIdentity: 100 * index + 5, pattern: pattern, index: index, payload: payload, primaryPower: index < 4 ? 1 : 2)
      var waveform = Waveform(configuration, count: 20_000, seed: 1)
      let start = Double.random(in: 0...3000, using: &generator)
      waveform.add(block, start: start, clockError: 5e-6 * Double(index - 4) / 4)
      waveform.addNoise(1e-4)
      let found = try Self.search(configuration, waveform.samples)
      try #require(found.count == 1)
      #expect(
        found[0].index == index && found[0].cellIdentity == 100 * index + 5 && found[0].payload.subcarrierOffset == payload.subcarrierOffset
      )
      let frameStart = start - Double(38_400 * (index % 2)) * (1 - 5e-6 * Double(index - 4) / 4)
      #expect(abs(found[0].frameStart - frameStart) < 0.02)
      #expect(abs(found[0].frequencyOffsetHz - 17_500 * Double(index - 4) / 4) < 20)
      #expect(abs(found[0].measurements.referencePowerDB) < 0.1)
      #expect(found[0].measurements.signalToInterferenceAndNoiseDB > 30)
      // Symbols have 127, 240, 223 and 240 elements; PSS may be twice as strong.
      let power = Double(index < 4 ? 127 : 254) + 240 + 223 + 240
      #expect(abs(found[0].measurements.referenceQualityDB - 10 * log10(20 * 4 / power)) < 0.1)
    }
  }

  @Test("TS 38.211 §5.4: samples in which symbols still have the carrier's phase")
  func carrierPhase() throws {
    let pattern = try SynchronizationSignalBlockPattern(.c, maximumCount: 8)
    for (number, frequency) in [3_500_010_000.0, 3_512_345_678, 2_600_001_234].enumerated() {
      let configuration = try CellSearchConfiguration(
        sampleRateHz: 15_360_000, carrierFrequencyHz: frequency, pattern: pattern, rasterOffsetsHz: [1_440_000], hasCarrierPhase: true)
      var generator = SeededGenerator(seed: UInt64(number))
      let payload = try Self.payload(&generator, halfFrame: 0, index: 1)
      let block = try SynchronizationSignalBlock(cellIdentity: 321, pattern: pattern, index: 1, payload: payload)
      var waveform = Waveform(configuration, count: 12_000, seed: UInt64(number))
      waveform.add(block, start: 1234.5, clockError: 2e-6, raster: 1_440_000)
      waveform.addNoise(0.01)
      let found = try Self.search(configuration, waveform.samples)
      try #require(found.count == 1)
      #expect(found[0].cellIdentity == 321 && found[0].payload == payload)
      #expect(abs(found[0].frequencyOffsetHz - (frequency + 1_440_000) * 2e-6) < 60)
      #expect(abs(found[0].frameStart - 1234.5) < 0.3)
    }
  }

  @Test("Two cells at once, one with three paths, at other raster frequencies: each is found where it is")
  func twoCells() throws {
    let pattern = try SynchronizationSignalBlockPattern(.c, maximumCount: 8)
    let configuration = try CellSearchConfiguration(
      sampleRateHz: 15_360_000, carrierFrequencyHz: 3.5e9, pattern: pattern,
      rasterOffsetsHz: [-2_880_000, -1_440_000, 0, 1_440_000, 2_880_000])
    var generator = SeededGenerator(seed: 3)
    var waveform = Waveform(configuration, count: 30_000, seed: 5)
    let payload = try Self.payload(&generator, halfFrame: 0, index: 0)
    for index in 0..<3 {
      let first = try SynchronizationSignalBlock(cellIdentity: 500, pattern: pattern, index: index, payload: payload)
      waveform.add(
        first, start: 800.4, clockError: 3e-6, raster: -2_880_000, paths: [(0, 0.8, 0.1), (7.3, 0.5, 0.7), (16.8, 0.33, 0.4)])
      let second = try SynchronizationSignalBlock(cellIdentity: 501, pattern: pattern, index: index, payload: payload)
      waveform.add(second, start: 1900.7, clockError: -2e-6, raster: 2_880_000)
    }
    waveform.addNoise(0.5)
    let found = try Self.search(configuration, waveform.samples)
    #expect(found.count == 6)
    for index in 0..<3 {
      let first = try #require(found.first { $0.cellIdentity == 500 && $0.index == index })
      let second = try #require(found.first { $0.cellIdentity == 501 && $0.index == index })
      #expect(first.rasterOffsetHz == -2_880_000 && second.rasterOffsetHz == 2_880_000)
      #expect(abs(first.frameStart - 800.4) < 8 && abs(second.frameStart - 1900.7) < 1)
      #expect(abs(first.clockError - 3e-6) < 3e-7 && abs(second.clockError + 2e-6) < 3e-7)
      #expect(first.payload == payload && second.payload == payload)
    }
  }

  @Test("Blocks of one burst that are too weak alone are decoded together")
  func combination() throws {
    let pattern = try SynchronizationSignalBlockPattern(.c, maximumCount: 8)
    let configuration = try CellSearchConfiguration(
      sampleRateHz: 7_680_000, carrierFrequencyHz: 3.5e9, pattern: pattern, falseAlarmProbability: 0.9, maximumCandidates: 64)
    var (decoded, combined) = (0, 0)
    for seed in 1...6 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let payload = try Self.payload(&generator, halfFrame: 0, index: 0)
      var waveform = Waveform(configuration, count: 16_500, seed: UInt64(seed))
      for index in 0..<8 {
        let block = try SynchronizationSignalBlock(
          cellIdentity: 42, pattern: pattern, index: index, payload: payload, primaryPower: 2)
        waveform.add(block, start: 500)
      }
      waveform.addNoise(pow(10, 0.9))
      let found = try Self.search(configuration, waveform.samples)
      #expect(found.allSatisfy { $0.cellIdentity == 42 && $0.payload == payload && abs($0.frameStart - 500) < 3 })
      decoded += found.isEmpty ? 0 : 1
      combined += found.count { $0.combinedCount > 1 }
    }
    #expect(decoded >= 5)
    #expect(combined > 0)
  }

  @Test("No cell in noise, in a tone, in a constant, in zeros")
  func nothing() throws {
    let pattern = try SynchronizationSignalBlockPattern(.c, maximumCount: 8)
    let configuration = try CellSearchConfiguration(
      sampleRateHz: 7_680_000, carrierFrequencyHz: 3.5e9, pattern: pattern, falseAlarmProbability: 0.5)
    for seed in 1...4 {
      var waveform = Waveform(configuration, count: 40_000, seed: UInt64(seed))
      waveform.addNoise(1)
      #expect(try Self.search(configuration, waveform.samples).isEmpty)
    }
    #expect(try Self.search(configuration, [Complex](repeating: .zero, count: 40_000)).isEmpty)
    #expect(try Self.search(configuration, [Complex](repeating: Complex(1, 1), count: 40_000)).isEmpty)
    let tone = (0..<40_000).map { Complex(Float(cos(0.37 * Double($0))), Float(sin(0.37 * Double($0)))) }
    #expect(try Self.search(configuration, tone).isEmpty)
  }

  @Test("Noise gives candidates for PSS as often as the false alarm probability says", arguments: [0.3, 3, 30])
  func falseAlarms(_ mean: Double) throws {
    // A small probability is the mean number of candidates; with greater means there is more to count.
    guard
      var search = PrimarySynchronizationSearch(
        symbolLength: 256, maximumFrequency: 0.58, falseAlarmProbability: mean, maximumCandidates: 1000)
    else {
      Issue.record("there is no transform")
      return
    }
    let pattern = try SynchronizationSignalBlockPattern(.c, maximumCount: 8)
    let configuration = try CellSearchConfiguration(sampleRateHz: 7_680_000, carrierFrequencyHz: 3.5e9, pattern: pattern)
    var count = 0
    for seed in 1...40 {
      var waveform = Waveform(configuration, count: 40_000, seed: UInt64(seed))
      waveform.addNoise(1)
      count += waveform.samples.withUnsafeBufferPointer { search.search($0, frequencies: [0], last: 39_000)[0].count }
    }
    #expect(Double(count) / 40 < mean * 1.5)
    #expect(Double(count) / 40 > mean / 4)
  }

  @Test("Samples that cannot be searched, and configurations that do not exist, are refused")
  func refusals() throws {
    var generator = SeededGenerator(seed: 4)
    let pattern = try SynchronizationSignalBlockPattern(.c, maximumCount: 8)
    let configuration = try CellSearchConfiguration(sampleRateHz: 7_680_000, carrierFrequencyHz: 3.5e9, pattern: pattern)
    let needed = 3 * 274 + 256
    #expect(try CellSearch(configuration).minimumCount == needed)
    for count in [0, 1, needed - 1] {
      #expect(throws: CellSearchError.tooFewSamples(count: count, needed: needed)) {
        try Self.search(configuration, [Complex](repeating: .zero, count: count))
      }
    }
    #expect(try Self.search(configuration, [Complex](repeating: Complex(1, 0), count: needed)).isEmpty)
    for bad in [Complex(.nan, 0), Complex(0, .infinity), Complex(-.infinity, 1)] {
      var samples = [Complex](repeating: .zero, count: 5000)
      samples[4321] = bad
      #expect(throws: CellSearchError.nonFiniteSample(index: 4321)) { try Self.search(configuration, samples) }
    }
    let payload = try Self.payload(&generator, halfFrame: 0, index: 0)
    var waveform = Waveform(configuration, count: 5000, seed: 1)
    waveform.add(try SynchronizationSignalBlock(cellIdentity: 9, pattern: pattern, index: 0, payload: payload), start: 100)
    waveform.addNoise(0.1)
    for exponent in stride(from: -45, through: 38, by: 1) {
      let level = Float(pow(10, Double(exponent)))
      let samples = waveform.samples.map { Complex(min(max($0.real * level, -3e38), 3e38), min(max($0.imaginary * level, -3e38), 3e38)) }
      let found = try Self.search(configuration, samples)
      #expect(found.allSatisfy { $0.cellIdentity == 9 && $0.payload == payload })
      if -7...7 ~= exponent { #expect(found.count == 1) }
    }
    // Great values overflow on the way, and nothing is found.
    #expect(try Self.search(configuration, [Complex](repeating: Complex(3e38, -3e38), count: 5000)).isEmpty)
    for rate in [0, -7_680_000, 3_840_000, 7_680_001, 26_880_000, Int.max] {
      #expect(throws: ParameterError.self) { try CellSearchConfiguration(sampleRateHz: rate, carrierFrequencyHz: 3.5e9, pattern: pattern) }
    }
    for frequency in [0, .nan, -3.5e9, .infinity] {
      #expect(throws: ParameterError.self) {
        try CellSearchConfiguration(sampleRateHz: 7_680_000, carrierFrequencyHz: frequency, pattern: pattern)
      }
    }
    for offset in [240_001, -1e12, .nan, .infinity] {
      #expect(throws: ParameterError.self) {
        try CellSearchConfiguration(sampleRateHz: 7_680_000, carrierFrequencyHz: 3.5e9, pattern: pattern, rasterOffsetsHz: [offset])
      }
    }
    for (error, probability, candidates) in [(-1.0, 0.1, 1), (1e-3, 0.1, 1), (.nan, 0.1, 1), (0, 0, 1), (0, 1, 1), (0, 0.1, 0)] {
      #expect(throws: ParameterError.self) {
        try CellSearchConfiguration(
          sampleRateHz: 7_680_000, carrierFrequencyHz: 3.5e9, pattern: pattern, maximumFrequencyError: error,
          falseAlarmProbability: probability, maximumCandidates: candidates)
      }
    }
  }
}

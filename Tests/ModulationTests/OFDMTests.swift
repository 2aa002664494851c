import Base
import DSPKernels
import Foundation
import Modulation
import Testing

@Suite struct OFDMTests {
  /// What numpy and py3gpp made (Oracle/ofdm.py), without the kind of line.
  private static func lines(_ kind: String) throws -> [[Substring]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/ofdm-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }.filter { $0[0] == kind }
      .map { Array($0.dropFirst()) }
  }

  private static func numbers(_ fields: some Sequence<Substring>) throws -> [Int] { try fields.map { try #require(Int($0)) } }

  /// The generator of the oracle.
  private static func values(_ seed: Int, count: Int) -> [Complex] {
    var state = UInt32(truncatingIfNeeded: seed)
    func next() -> Float {
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(Double(state >> 8) / 8_388_608 - 1)
    }
    return (0..<count).map { _ in
      let real = next()
      return Complex(real, next())
    }
  }

  private static func grid(_ carrier: Carrier, seed: Int, ports: Int = 1) -> ResourceGrid {
    var grid = ResourceGrid(carrier, portCount: ports)
    grid.withMutableElements { elements in _ = elements.update(fromContentsOf: values(seed, count: elements.count)) }
    return grid
  }

  private static func modulated(
    _ grid: ResourceGrid, _ configuration: OFDMConfiguration, slot: Int, _ instructionSet: InstructionSet = .fastest
  ) throws -> [Complex] {
    var modulator = try OFDMModulator(configuration, instructionSet: instructionSet)
    let count = grid.portCount * configuration.timing.sampleCount(slot: slot)
    // Whatever was there before is overwritten.
    var samples = [Complex](repeating: Complex(.nan, .nan), count: count)
    samples.withUnsafeMutableBufferPointer { modulator.modulate(grid, slot: slot, into: $0) }
    return samples
  }

  /// The largest distance to index:real:imaginary.
  private static func worst(_ fields: some Sequence<Substring>, _ sample: (Int) -> Complex) throws -> Float {
    try fields.map { field in
      let parts = field.split(separator: ":")
      let expected = Complex(try #require(Float(parts[1])), try #require(Float(parts[2])))
      return try (sample(#require(Int(parts[0]))) - expected).power.squareRoot()
    }.max() ?? .infinity
  }

  private static func distance(_ first: ResourceGrid, _ second: ResourceGrid) -> Float {
    first.withElements { first in second.withElements { zip(first, $0).map { ($0 - $1).power }.max() ?? .infinity } }.squareRoot()
  }

  private static func configuration(_ fields: [Int]) throws -> OFDMConfiguration {
    let numerology = try #require(Numerology(rawValue: UInt8(fields[0])))
    let carrier = try Carrier(
      numerology: numerology, cyclicPrefix: fields[1] == 1 ? .extended : .normal, gridStart: fields[3], gridSize: fields[4], cellIdentity: 0
    )
    let reference = try Carrier(
      numerology: #require(Numerology(rawValue: UInt8(fields[5]))), gridStart: fields[6], gridSize: fields[7], cellIdentity: 0)
    return try OFDMConfiguration(carrier: carrier, transformSize: fields[2], carrierFrequencyHz: fields[8], reference: reference)
  }

  @Test("TS 38.211 §5.3.1 and §5.4: signals of all numerologies, prefixes, places of the grid and carrier frequencies")
  func signals() throws {
    let lines = try Self.lines("signal")
    #expect(lines.count == 150)
    for (index, line) in lines.enumerated() {
      let fields = try Self.numbers(line[..<12])
      let configuration = try Self.configuration(fields)
      let (slot, count) = (fields[9], fields[11])
      #expect(configuration.timing.sampleCount(slot: slot) == count)
      let instructionSet = InstructionSet.available[index % InstructionSet.available.count]
      let samples = try Self.modulated(Self.grid(configuration.carrier, seed: fields[10]), configuration, slot: slot, instructionSet)
      #expect(try Self.worst(line[15...]) { samples[$0] } < 1e-5)
      let sums = try line[12..<15].map { try #require(Double($0)) }
      let energy = samples.reduce(0) { $0 + Double($1.power) }
      #expect(abs(energy - sums[0]) < 1e-6 * sums[0] + 1e-3)
      var chirped = SIMD2<Double>.zero
      for (n, sample) in samples.enumerated() {
        let angle = 2 * Double.pi * Double(n * n % 4099) / 4099
        let (real, imaginary) = (Double(sample.real), Double(sample.imaginary))
        chirped += SIMD2(real * cos(angle) - imaginary * sin(angle), real * sin(angle) + imaginary * cos(angle))
      }
      #expect(abs(chirped.x - sums[1]) < 2e-3 && abs(chirped.y - sums[2]) < 2e-3)
    }
  }

  @Test("py3gpp's modulator and demodulator have the same samples and elements, wherever in the prefix the window begins")
  func reference() throws {
    for kind in ["py3gpp-modulate", "py3gpp-demodulate"] {
      let lines = try Self.lines(kind)
      #expect(lines.count == 50)
      for line in lines {
        let fields = try Self.numbers(line[..<(kind == "py3gpp-modulate" ? 6 : 7)])
        let carrier = try Carrier(
          numerology: #require(Numerology(rawValue: UInt8(fields[0]))), gridSize: fields[2], cellIdentity: 0)
        let configuration = try OFDMConfiguration(carrier: carrier, transformSize: fields[1], carrierFrequencyHz: fields[3])
        let timing = configuration.timing
        #expect(timing.sampleCount(slot: 0) == fields[5])
        if kind == "py3gpp-modulate" {
          let samples = try Self.modulated(Self.grid(carrier, seed: fields[4]), configuration, slot: 0)
          #expect(try Self.worst(line[6...]) { samples[$0] } < 1e-5)
          continue
        }
        let samples = Self.values(fields[4], count: fields[5])
        var demodulator = try OFDMDemodulator(configuration)
        for field in line[7...] {
          let parts = field.split(separator: ":")
          let (symbol, subcarrier) = (try #require(Int(parts[0])), try #require(Int(parts[1])))
          let prefix = timing.prefixLength(slot: 0, symbol: symbol)
          let advance = prefix - prefix * fields[6] / 100
          // py3gpp begins in the longer prefix of a half of a subframe where the shorter one has not begun.
          guard advance <= timing.shortPrefix else { continue }
          try demodulator.setWindowAdvance(advance)
          let start = timing.start(slot: 0, symbol: symbol)
          var elements = [Complex](repeating: .zero, count: carrier.subcarrierCount)
          samples[start..<(start + prefix + timing.transformSize)].withUnsafeBufferPointer { samples in
            elements.withUnsafeMutableBufferPointer { demodulator.demodulate(samples, slot: 0, symbol: symbol, into: $0) }
          }
          let expected = Complex(try #require(Float(parts[2])), try #require(Float(parts[3])))
          #expect((elements[subcarrier] - expected).power.squareRoot() < 1e-5)
        }
      }
    }
  }

  @Test("Elements come back from samples, for each instruction set and window, and on all antenna ports")
  func inverse() throws {
    for (index, line) in try Self.lines("signal").enumerated() where index % 3 == 0 {
      let fields = try Self.numbers(line[..<12])
      let configuration = try Self.configuration(fields)
      let slot = fields[9]
      let grid = Self.grid(configuration.carrier, seed: fields[10], ports: 2)
      let samples = try Self.modulated(grid, configuration, slot: slot)
      for (set, instructionSet) in InstructionSet.available.enumerated() {
        let advance = (index + set) % 3 * configuration.timing.shortPrefix / 2
        var demodulator = try OFDMDemodulator(configuration, windowAdvance: advance, instructionSet: instructionSet)
        #expect(demodulator.windowAdvance == advance)
        var found = ResourceGrid(configuration.carrier, portCount: 2)
        samples.withUnsafeBufferPointer { demodulator.demodulate($0, slot: slot, into: &found) }
        #expect(Self.distance(found, grid) < 5e-6)
      }
    }
  }

  @Test("A window in the prefix bears samples that come late")
  func lateSamples() throws {
    let carrier = try Carrier(numerology: .kHz30, gridSize: 106, cellIdentity: 0)
    let configuration = try OFDMConfiguration(carrier: carrier, carrierFrequencyHz: 3_500_000_000)
    #expect(configuration.timing.transformSize == 1536)
    let grid = Self.grid(carrier, seed: 7)
    let samples = try Self.modulated(grid, configuration, slot: 1)
    let delay = 40
    let late = [Complex](repeating: .zero, count: delay) + samples.dropLast(delay)
    var demodulator = try OFDMDemodulator(configuration, windowAdvance: 60)
    var found = ResourceGrid(carrier)
    late.withUnsafeBufferPointer { demodulator.demodulate($0, slot: 1, into: &found) }
    for symbol in 0..<14 {
      for subcarrier in 0..<carrier.subcarrierCount {
        let angle = -2 * Double.pi * Double(delay * (subcarrier - 636)) / 1536
        let expected = grid[0, symbol, subcarrier] * Complex(Float(cos(angle)), Float(sin(angle)))
        // The window ends before the next symbol in spite of the delay.
        #expect((found[0, symbol, subcarrier] - expected).power < 1e-9)
      }
    }
  }

  @Test("TS 38.211 §5.3.1: slots of a subframe are a millisecond, and the longer prefixes are where halves of it begin")
  func timing() throws {
    for numerology in Numerology.allCases {
      for prefix in numerology == .kHz60 ? [CyclicPrefix.normal, .extended] : [.normal] {
        for size in OFDMTiming.sizes {
          let timing = try OFDMTiming(numerology: numerology, cyclicPrefix: prefix, transformSize: size)
          let slots = numerology.slotsPerSubframe
          #expect((0..<slots).reduce(0) { $0 + timing.sampleCount(slot: $1) } == timing.samplesPerSubframe)
          #expect(timing.samplesPerSubframe * 1000 == timing.sampleRate)
          for slot in [0, slots - 1, slots, -1, -slots] {
            var start = timing.start(slot: slot, symbol: 0)
            for symbol in 0..<prefix.symbolsPerSlot {
              #expect(timing.start(slot: slot, symbol: symbol) == start)
              start += timing.prefixLength(slot: slot, symbol: symbol) + size
            }
            #expect(timing.prefixLength(slot: slot, symbol: 1) == timing.shortPrefix)
          }
          let half = timing.samplesPerSubframe / 2
          if prefix == .normal {
            let place = 7 * slots
            #expect(timing.start(slot: place / 14, symbol: place % 14) == half)
            #expect(timing.prefixLength(slot: place / 14, symbol: place % 14) - timing.shortPrefix == timing.sampleRate * 16 / 30_720_000)
            #expect(timing.prefixLength(slot: slots, symbol: 0) > timing.shortPrefix)
          }
        }
      }
    }
  }

  @Test("Elements of mean power 1 on K subcarriers are samples of mean power K/N")
  func power() throws {
    let carrier = try Carrier(numerology: .kHz30, gridSize: 273, cellIdentity: 0)
    let configuration = try OFDMConfiguration(carrier: carrier)
    var grid = ResourceGrid(carrier)
    var generator = SeededGenerator(seed: 1)
    grid.withMutableElements { elements in
      for index in elements.indices {
        let angle = Float.random(in: 0...(2 * .pi), using: &generator)
        elements[index] = Complex(cos(angle), sin(angle))
      }
    }
    let samples = try Self.modulated(grid, configuration, slot: 0)
    let mean = samples.reduce(0) { $0 + Double($1.power) } / Double(samples.count)
    #expect(abs(mean / (3276.0 / 4096) - 1) < 0.01)
  }

  @Test("Sizes and bins: the least size has a bin for each subcarrier, and the middle of the reference's grid is bin 0")
  func sizes() throws {
    for (blocks, size) in [(1, 128), (11, 256), (25, 384), (52, 768), (106, 1536), (133, 2048), (216, 3072), (273, 4096), (275, 4096)] {
      #expect(OFDMTiming.minimumSize(resourceBlocks: blocks) == size)
      let carrier = try Carrier(numerology: .kHz15, gridSize: blocks, cellIdentity: 0)
      #expect(try OFDMConfiguration(carrier: carrier).timing.transformSize == size)
    }
    #expect(OFDMTiming.minimumSize(resourceBlocks: 0) == nil && OFDMTiming.minimumSize(resourceBlocks: 276) == nil)
    let wide = try Carrier(numerology: .kHz30, gridStart: 0, gridSize: 133, cellIdentity: 0)
    let low = try Carrier(numerology: .kHz15, gridStart: 4, gridSize: 270, cellIdentity: 0)
    let shared = try OFDMConfiguration(carrier: low, reference: wide)
    // 15 kHz: 48 + 1620 subcarriers to the middle; 30 kHz: 798, which are 1596 of 15 kHz.
    #expect(shared.subcarrierOffset == 72 && shared.timing.transformSize == 4096)
    #expect(shared.bin(subcarrier: 1620 - 72) == 0 && shared.bin(subcarrier: 0) == 4096 - 1548)
    let far = try Carrier(numerology: .kHz15, gridStart: 200, gridSize: 106, cellIdentity: 0)
    #expect(try OFDMConfiguration(carrier: far, reference: wide).timing.transformSize == 6144)
  }

  @Test("What the standard does not have is refused, and says which parameter")
  func errors() throws {
    let carrier = try Carrier(numerology: .kHz30, gridSize: 106, cellIdentity: 0)
    let narrow = try Carrier(numerology: .kHz15, gridSize: 106, cellIdentity: 0)
    let far = try Carrier(numerology: .kHz15, gridStart: 2199, gridSize: 106, cellIdentity: 0)
    func parameter(_ body: () throws -> Void) -> String? {
      do {
        try body()
        return nil
      } catch {
        return (error as? ParameterError)?.parameter
      }
    }
    for size in [Int.min, -128, 0, 64, 100, 896, 1000, 8320, .max] {
      #expect(parameter { _ = try OFDMTiming(numerology: .kHz30, transformSize: size) } == "transformSize")
    }
    for size in [Int.min, 0, 1024, 1280 - 128, 16384, .max] {
      #expect(parameter { _ = try OFDMConfiguration(carrier: carrier, transformSize: size) } == "transformSize")
    }
    #expect(parameter { _ = try OFDMConfiguration(carrier: far, reference: carrier) } == "transformSize")
    #expect(parameter { _ = try OFDMConfiguration(carrier: carrier, reference: narrow) } == "reference")
    for frequency in [-1, 100_000_000_001, Int.max, Int.min] {
      #expect(parameter { _ = try OFDMConfiguration(carrier: carrier, carrierFrequencyHz: frequency) } == "carrierFrequencyHz")
    }
    #expect(parameter { _ = try OFDMTiming(numerology: .kHz30, cyclicPrefix: .extended, transformSize: 1024) } == "cyclicPrefix")
    var changed = carrier
    changed.gridStart = .max
    #expect(parameter { _ = try OFDMConfiguration(carrier: changed) } == "gridStart")
    #expect(parameter { _ = try OFDMConfiguration(carrier: carrier, reference: changed) } == "gridStart")
    let configuration = try OFDMConfiguration(carrier: carrier)
    for advance in [-1, configuration.timing.shortPrefix + 1, .max] {
      #expect(parameter { _ = try OFDMDemodulator(configuration, windowAdvance: advance) } == "windowAdvance")
      var demodulator = try OFDMDemodulator(configuration)
      #expect(throws: ParameterError.self) { try demodulator.setWindowAdvance(advance) }
    }
  }
}

import Base
import ChannelCoding
import DSPKernels
import Foundation
import Modulation
import PhysicalChannels
import ReferenceSignals
import Testing

@Suite struct PDCCHChannelTests {
  /// One line of the oracle.
  private struct Vector {
    var carrier: Carrier
    var resources: PDCCHResources
    var scrambling: PDCCHScrambling
    var slot: Int
    var payload: BitSequence
    var rnti: Int
    var bits: BitSequence
    var sums: [Int]

    init(_ line: [Substring]) throws {
      let values = line.map { Int($0) ?? -1 }
      let numerology = try #require(Numerology(rawValue: UInt8(values[0])))
      carrier = try Carrier(
        numerology: numerology, cyclicPrefix: values[1] == 1 ? .extended : .normal, gridStart: values[2], gridSize: values[3],
        cellIdentity: values[4])
      let text = line[6].split(separator: ";")
      let coreset =
        values[5] == 0
        ? try ControlResourceSet(
          zeroFrom: #require(Int(text[0])), blockCount: #require(Int(text[1])), symbolCount: #require(Int(text[2])),
          cellIdentity: values[4])
        : try PDCCHVectors.coreset(text, index: values[5])
      resources = try PDCCHResources(
        coreset: coreset, candidate: PDCCHCandidate(aggregationLevel: values[8], firstElement: values[7]), firstSymbol: values[9])
      slot = values[10]
      payload = PDCCHVectors.bits(line[11])
      rnti = values[12]
      scrambling = try PDCCHScrambling(
        kind: values[13] == 1 ? .specific : .common, cellIdentity: values[4], scramblingIdentity: values[14] < 0 ? nil : values[14],
        rnti: rnti)
      let octets = stride(from: 0, to: line[15].count, by: 2).map { start in
        let text = line[15].dropFirst(start).prefix(2)
        return UInt8(text, radix: 16) ?? 0
      }
      let whole = BitSequence(octets: octets)
      bits = BitSequence((0..<(108 * values[8])).map { whole[$0] })
      sums = Array(values[16...18])
    }
  }

  @Test("TS 38.212 §7.3, TS 38.211 §7.3.2.3 to §7.4.1.3: bits and grids of PDCCHs")
  func channels() throws {
    let lines = try PDCCHVectors.lines("pdcch", "pdcch")
    #expect(lines.count == 160)
    for line in lines {
      let vector = try Vector(line)
      let pdcch = PDCCH(vector.resources, scrambling: vector.scrambling)
      #expect(try pdcch.bits(vector.payload, rnti: vector.rnti) == vector.bits)
      var grid = ResourceGrid(vector.carrier)
      try pdcch.map(
        vector.payload, rnti: vector.rnti, slot: vector.slot, carrier: vector.carrier, precoders: [[Complex(1, 0)]], grid: &grid)
      var (count, real, imaginary) = (0, 0, 0)
      let level = Float(0.5).squareRoot()
      for symbol in 0..<grid.symbolCount {
        for subcarrier in 0..<grid.subcarrierCount {
          let value = grid[0, symbol, subcarrier]
          guard value.power > 0 else { continue }
          #expect(abs(abs(value.real) - level) < 1e-6 && abs(abs(value.imaginary) - level) < 1e-6)
          let weight = 1 + (subcarrier * 31 + symbol * 17) % 1009
          count += 1
          real += value.real > 0 ? weight : -weight
          imaginary += value.imaginary > 0 ? weight : -weight
        }
      }
      #expect([count, real, imaginary] == vector.sums)
    }
  }

  /// A channel of echoes with delays up to `spread` of a symbol, other for each antenna, and noise.
  private static func received(
    _ grid: ResourceGrid, antennas: Int, spread: Float, noise: Float, _ generator: inout SeededGenerator
  ) -> ResourceGrid {
    func normal() -> Complex {
      let radius = (-log(Float.random(in: 1e-7...1, using: &generator))).squareRoot()
      let angle = Float.random(in: 0..<(2 * .pi), using: &generator)
      return Complex(radius * cos(angle), radius * sin(angle))
    }
    var result = ResourceGrid(portCount: antennas, symbolCount: grid.symbolCount, subcarrierCount: grid.subcarrierCount)
    for antenna in 0..<antennas {
      let echoes = (0..<4).map { (Float($0) / 3 * spread, normal() * 0.5) }
      for subcarrier in 0..<grid.subcarrierCount {
        var channel = Complex.zero
        for (delay, gain) in echoes {
          let angle = -2 * .pi * delay * Float(subcarrier)
          channel += gain * Complex(cos(angle), sin(angle))
        }
        for symbol in 0..<grid.symbolCount {
          result[antenna, symbol, subcarrier] =
            channel * grid[0, symbol, subcarrier] + normal() * noise.squareRoot()
        }
      }
    }
    return result
  }

  @Test("Payloads come back through echoes and noise by blind decoding of all candidates, for all configurations of the oracle")
  func reception() throws {
    var generator = SeededGenerator(seed: 7)
    var found = 0
    for line in try PDCCHVectors.lines("pdcch", "pdcch") {
      let vector = try Vector(line)
      let pdcch = PDCCH(vector.resources, scrambling: vector.scrambling)
      var grid = ResourceGrid(vector.carrier)
      try pdcch.map(
        vector.payload, rnti: vector.rnti, slot: vector.slot, carrier: vector.carrier, precoders: [[Complex(1, 0)]], grid: &grid)
      // Four antennas do not fade all at once.
      let received = Self.received(grid, antennas: 4, spread: 0.02, noise: 0.05, &generator)
      var receiver = try PDCCHReceiver(coreset: vector.resources.coreset, carrier: vector.carrier)
      let level = vector.resources.candidate.aggregationLevel
      let candidates = stride(from: 0, through: vector.resources.coreset.elementCount - level, by: level).prefix(8)
        .map { PDCCHCandidate(aggregationLevel: level, firstElement: $0) }
      let detections = try receiver.receive(
        received, slot: vector.slot, firstSymbol: vector.resources.firstSymbol, scrambling: vector.scrambling,
        candidates: candidates + [vector.resources.candidate], payloadSizes: [vector.payload.count == 40 ? 41 : 40, vector.payload.count],
        rntis: [vector.rnti, 65534])
      #expect(detections.count == 1)
      for detection in detections {
        #expect(detection.candidate == vector.resources.candidate && detection.payload == vector.payload && detection.rnti == vector.rnti)
        #expect(detection.signalToNoise > 1)
        found += 1
      }
    }
    #expect(found == 160)
  }

  @Test("Noise alone has no DCI, a grid of zeros neither, and antennas that are not numbers do no harm")
  func nothing() throws {
    var generator = SeededGenerator(seed: 3)
    let carrier = try Carrier(numerology: .kHz30, gridSize: 51, cellIdentity: 1)
    let coreset = try ControlResourceSet(zeroFrom: 3, blockCount: 48, symbolCount: 2, cellIdentity: 1)
    var receiver = try PDCCHReceiver(coreset: coreset, carrier: carrier)
    let scrambling = try PDCCHScrambling(kind: .common, cellIdentity: 1)
    let set = try SearchSpaceSet(
      index: 0, kind: .common, coresetIndex: 0, periodicity: 1, offset: 0, monitoringSymbols: BitSequence(zeros: 14),
      candidateCounts: SearchSpaceSet.type0CandidateCounts)
    let candidates = try SearchSpaceSet.aggregationLevels.flatMap {
      try set.candidates(aggregationLevel: $0, slot: 0, elementCount: coreset.elementCount)
    }
    #expect(candidates.count == 7)
    let empty = ResourceGrid(carrier, portCount: 2)
    func detections(_ grid: ResourceGrid) throws -> [PDCCHDetection] {
      try receiver.receive(
        grid, slot: 0, firstSymbol: 0, scrambling: scrambling, candidates: candidates, payloadSizes: [39, 41], rntis: [0xFFFF, 0xFFFE])
    }
    #expect(try detections(empty).isEmpty)
    for _ in 0..<20 {
      #expect(try detections(Self.received(empty, antennas: 2, spread: 0.01, noise: 1, &generator)).isEmpty)
    }
    // One antenna has nothing but what is not a number; the other one hears the PDCCH.
    var sent = ResourceGrid(carrier)
    let payload = BitSequence((0..<39).map { $0 % 3 == 0 })
    let pdcch = PDCCH(try PDCCHResources(coreset: coreset, candidate: candidates[0], firstSymbol: 0), scrambling: scrambling)
    try pdcch.map(payload, rnti: 0xFFFF, slot: 0, carrier: carrier, precoders: [[Complex(1, 0)]], grid: &sent)
    var heard = Self.received(sent, antennas: 2, spread: 0, noise: 0.01, &generator)
    for symbol in 0..<14 {
      for subcarrier in 0..<carrier.subcarrierCount {
        heard[1, symbol, subcarrier] = Complex(.nan, .infinity)
      }
    }
    #expect(try detections(heard).map(\.payload) == [payload])
    // Even where only the reference signal was heard, or numbers are as large as they can be.
    for value in [Float.nan, .infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude] {
      for subcarrier in 0..<carrier.subcarrierCount where subcarrier & 3 != 1 { heard[0, 0, subcarrier] = Complex(value, value) }
      _ = try detections(heard)
      heard[0, 1, 37] = Complex(value, 0)
      #expect(try detections(heard).allSatisfy { $0.payload == payload })
    }
  }

  @Test("More antennas and higher aggregation levels are heard at less power")
  func sensitivity() throws {
    var generator = SeededGenerator(seed: 5)
    let carrier = try Carrier(numerology: .kHz30, gridSize: 51, cellIdentity: 1)
    var bitmap = BitSequence(zeros: 45)
    for group in 0..<8 { bitmap[group] = true }
    let coreset = try ControlResourceSet(
      index: 1, bandwidthPartStart: 0, bandwidthPartSize: 51, frequencyDomainResources: bitmap, symbolCount: 2,
      mapping: .interleaved(bundleSize: 6, interleaverSize: 2, shift: 0))
    var receiver = try PDCCHReceiver(coreset: coreset, carrier: carrier)
    let scrambling = try PDCCHScrambling(kind: .specific, cellIdentity: 1, scramblingIdentity: 1234, rnti: 4321)
    /// How many of 50 are heard.
    func heard(level: Int, antennas: Int, decibels: Float) throws -> Int {
      try (0..<50).count { _ in
        let payload = BitSequence((0..<44).map { _ in Bool.random(using: &generator) })
        let candidate = PDCCHCandidate(aggregationLevel: level, firstElement: 0)
        let pdcch = PDCCH(try PDCCHResources(coreset: coreset, candidate: candidate, firstSymbol: 0), scrambling: scrambling)
        var grid = ResourceGrid(carrier)
        try pdcch.map(payload, rnti: 4321, slot: 3, carrier: carrier, precoders: [[Complex(1, 0)]], grid: &grid)
        var received = ResourceGrid(carrier, portCount: antennas)
        for antenna in 0..<antennas {
          // A channel of one path, so that power is all that matters.
          let angle = Float.random(in: 0..<(2 * .pi), using: &generator)
          for symbol in 0..<2 {
            for subcarrier in 0..<carrier.subcarrierCount {
              let radius = (-log(Float.random(in: 1e-7...1, using: &generator)) * pow(10, -decibels / 10)).squareRoot()
              let direction = Float.random(in: 0..<(2 * .pi), using: &generator)
              received[antenna, symbol, subcarrier] =
                Complex(cos(angle), sin(angle)) * grid[0, symbol, subcarrier]
                + Complex(radius * cos(direction), radius * sin(direction))
            }
          }
        }
        let found = try receiver.receive(
          received, slot: 3, firstSymbol: 0, scrambling: scrambling, candidates: [candidate], payloadSizes: [44], rntis: [4321])
        return found.map(\.payload) == [payload]
      }
    }
    // Twice the elements or the antennas are worth about 3 dB.
    #expect(try heard(level: 4, antennas: 1, decibels: 1) == 50)
    #expect(try heard(level: 8, antennas: 1, decibels: -2) == 50)
    #expect(try heard(level: 16, antennas: 1, decibels: -4) >= 49)
    #expect(try heard(level: 16, antennas: 4, decibels: -8) >= 48)
    #expect(try heard(level: 1, antennas: 1, decibels: -6) == 0)
  }

  @Test("Each bundle has its precoder, and receivers need not know them")
  func precoders() throws {
    var generator = SeededGenerator(seed: 11)
    let carrier = try Carrier(numerology: .kHz15, gridSize: 60, cellIdentity: 3)
    var bitmap = BitSequence(zeros: 45)
    for group in [0, 1, 4, 5, 6, 9] { bitmap[group] = true }
    for granularity in ControlResourceSet.PrecoderGranularity.allCases {
      let coreset = try ControlResourceSet(
        index: 2, bandwidthPartStart: 0, bandwidthPartSize: 60, frequencyDomainResources: bitmap, symbolCount: 1,
        mapping: .interleaved(bundleSize: 2, interleaverSize: 3, shift: 4), precoderGranularity: granularity)
      let candidate = PDCCHCandidate(aggregationLevel: 4, firstElement: 0)
      let scrambling = try PDCCHScrambling(kind: .common, cellIdentity: 3)
      let pdcch = PDCCH(try PDCCHResources(coreset: coreset, candidate: candidate, firstSymbol: 2), scrambling: scrambling)
      let payload = BitSequence((0..<50).map { _ in Bool.random(using: &generator) })
      var grid = ResourceGrid(carrier, portCount: 2)
      try pdcch.map(
        payload, rnti: 99, slot: 1, carrier: carrier,
        precoders: [[Complex(1, 0), .zero], [.zero, Complex(0, 1)], [Complex(0.6, 0), Complex(0, -0.8)]], grid: &grid)
      var sum = ResourceGrid(carrier)
      for symbol in 0..<14 {
        for subcarrier in 0..<720 {
          sum[0, symbol, subcarrier] =
            grid[0, symbol, subcarrier] + grid[1, symbol, subcarrier]
        }
      }
      var receiver = try PDCCHReceiver(coreset: coreset, carrier: carrier)
      let found = try receiver.receive(
        Self.received(sum, antennas: 2, spread: 0, noise: 0.01, &generator), slot: 1, firstSymbol: 2, scrambling: scrambling,
        candidates: [candidate], payloadSizes: [50], rntis: [99])
      #expect(found.map(\.payload) == [payload])
    }
  }

  @Test("PDCCHs that the standard does not have are refused")
  func refusals() throws {
    let carrier = try Carrier(numerology: .kHz30, gridStart: 10, gridSize: 51, cellIdentity: 1)
    let coreset = try ControlResourceSet(zeroFrom: 10, blockCount: 48, symbolCount: 3, cellIdentity: 1)
    let payload = BitSequence(zeros: 40)
    for (level, first, symbol) in [(3, 0, 0), (1, 24, 0), (16, 9, 0), (1, -1, 0), (1, 0, 12), (1, 0, -1), (1, .max, 0)] {
      #expect(throws: ParameterError.self) {
        try PDCCHResources(
          coreset: coreset, candidate: PDCCHCandidate(aggregationLevel: level, firstElement: first), firstSymbol: symbol)
      }
    }
    for count in [0, 11, 141] {
      #expect(throws: ParameterError.self) { try PDCCHCoding.encode(BitSequence(zeros: count), rnti: 1, aggregationLevel: 8) }
    }
    #expect(throws: ParameterError.self) { try PDCCHCoding.encode(BitSequence(zeros: 100), rnti: 1, aggregationLevel: 1) }
    #expect(throws: ParameterError.self) { try PDCCHCoding.encode(payload, rnti: 65536, aggregationLevel: 1) }
    #expect(throws: ParameterError.self) { try PDCCHCoding.encode(payload, rnti: 1, aggregationLevel: 0) }
    let scrambling = try PDCCHScrambling(kind: .common, cellIdentity: 1)
    let candidate = PDCCHCandidate(aggregationLevel: 4, firstElement: 0)
    let pdcch = PDCCH(try PDCCHResources(coreset: coreset, candidate: candidate, firstSymbol: 0), scrambling: scrambling)
    let one = [[Complex(1, 0)]]
    let blocks = pdcch.resources.groups.map(\.block)
    #expect(pdcch.resources.groups.count == 24 && pdcch.resources.referenceSignalGroups == pdcch.resources.groups)
    #expect(pdcch.resources.overlaps(blocks: (blocks.max() ?? 0)..<60, symbols: 2..<14))
    #expect(!pdcch.resources.overlaps(blocks: 0..<10, symbols: 0..<14) && !pdcch.resources.overlaps(blocks: 0..<60, symbols: 3..<14))
    var grid = ResourceGrid(carrier)
    try pdcch.map(payload, rnti: 1, slot: 0, carrier: carrier, precoders: one, grid: &grid)
    for precoders in [[], [[]], [[Complex(1, 0), .zero]]] {
      #expect(throws: ParameterError.self) {
        try pdcch.map(payload, rnti: 1, slot: 0, carrier: carrier, precoders: precoders, grid: &grid)
      }
    }
    for slot in [-1, 160] {
      #expect(throws: ParameterError.self) { try pdcch.map(payload, rnti: 1, slot: slot, carrier: carrier, precoders: one, grid: &grid) }
    }
    var small = ResourceGrid(portCount: 1, symbolCount: 14, subcarrierCount: 12)
    #expect(throws: ParameterError.self) { try pdcch.map(payload, rnti: 1, slot: 0, carrier: carrier, precoders: one, grid: &small) }
    let other = try Carrier(numerology: .kHz30, gridStart: 11, gridSize: 51, cellIdentity: 1)
    #expect(throws: ParameterError.self) { try pdcch.map(payload, rnti: 1, slot: 0, carrier: other, precoders: one, grid: &grid) }
    #expect(throws: ParameterError.self) { try PDCCHReceiver(coreset: coreset, carrier: other) }
    #expect(throws: ParameterError.self) { try PDCCHReceiver(coreset: coreset, carrier: carrier, listSize: 0) }
    #expect(throws: ParameterError.self) { try PDCCHReceiver(coreset: coreset, carrier: carrier, delays: -1...1) }
    var receiver = try PDCCHReceiver(coreset: coreset, carrier: carrier)
    for (size, symbol, elements) in [(11, 0, 0), (40, 13, 0), (40, 0, 24)] {
      #expect(throws: ParameterError.self) {
        try receiver.receive(
          grid, slot: 0, firstSymbol: symbol, scrambling: scrambling,
          candidates: [PDCCHCandidate(aggregationLevel: 1, firstElement: elements)], payloadSizes: [size], rntis: [1])
      }
    }
    // A size that one element has no room for is left out.
    let none = try receiver.receive(
      grid, slot: 0, firstSymbol: 0, scrambling: scrambling, candidates: [PDCCHCandidate(aggregationLevel: 1, firstElement: 0)],
      payloadSizes: [100], rntis: [1])
    #expect(none.isEmpty)
    for (identity, slot, symbol, perSlot) in [
      (-1, 0, 0, 14), (65536, 0, 0, 14), (0, 160, 0, 14), (0, 0, 14, 14), (0, 0, 12, 12), (0, 0, 0, 13),
    ] {
      #expect(throws: ParameterError.self) {
        try PDCCHDemodulationReferenceSignal(identity: identity, slot: slot, symbol: symbol, symbolsPerSlot: perSlot, blocks: 0..<6)
      }
    }
    #expect(throws: ParameterError.self) { try PDCCHDemodulationReferenceSignal(identity: 0, slot: 0, symbol: 0, blocks: -1..<6) }
    let signal = try PDCCHDemodulationReferenceSignal(identity: 0, slot: 0, symbol: 0, blocks: 3..<6)
    #expect(signal[2, 0] == .zero && signal[3, 3] == .zero && signal[5, 2].power > 0.99)
  }
}

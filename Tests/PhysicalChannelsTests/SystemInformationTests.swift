import Base
import ChannelCoding
import DSPKernels
import Foundation
import Modulation
import Testing

@testable import PhysicalChannels

@Suite struct SystemInformationTests {
  @Test("Cells of another maker: the right identity, MIB, frame, time and frequency, and SIB1's octets from the MIB alone")
  func cells() throws {
    var patterns: Set<ControlResourceSetZero.MultiplexingPattern> = []
    let vectors = try CellVector.all()
    #expect(vectors.count >= 9)
    for vector in vectors {
      let found = try vector.search()
      try #require(found.count == 1)
      let block = found[0]
      #expect(block.cellIdentity == vector.cellIdentity && block.masterInformationBlock.bits == vector.message)
      #expect(block.systemFrameNumber == vector.systemFrameNumber && block.halfFrame == vector.halfFrame)
      #expect(vector.indices == [block.index])
      #expect(abs(block.frameStart - vector.frameStart) < 1e-7 * Double(vector.configuration.sampleRateHz))
      let spacing = Double(vector.configuration.pattern.numerology.subcarrierSpacing)
      #expect(abs(block.frequencyOffsetHz - vector.frequencyOffsetHz) < 0.02 * spacing)
      let receiver = SystemInformationReceiver(vector.configuration)
      guard vector.kind == "system" else { continue }
      let reception = try vector.samples.withUnsafeBufferPointer { try receiver.receive($0, block: block) }
      #expect(reception.octets == vector.octets)
      #expect(reception.transmissionCount == 1)
      #expect(10 * log10(Double(reception.control.signalToNoise)) > 10)
      let resources = try InitialControlResources(
        block.payload, cellIdentity: block.cellIdentity, pattern: vector.configuration.pattern, index: block.index, band: receiver.band)
      #expect(resources.occasions.contains(slot: reception.slot, frame: reception.frame))
      patterns.insert(resources.zero.pattern)
    }
    #expect(patterns.count == 3)
  }

  @Test("Without SIB1 there is a reason")
  func reasons() throws {
    let vector = try #require(CellVector.all().first { $0.kind == "system" })
    let block = try #require(vector.search().first)
    let receiver = SystemInformationReceiver(vector.configuration)
    func reason(_ samples: [Complex], _ receiver: SystemInformationReceiver) -> SystemInformationError? {
      samples.withUnsafeBufferPointer { samples in
        do throws(SystemInformationError) {
          _ = try receiver.receive(samples, block: block)
          return nil
        } catch { return error }
      }
    }
    var samples = vector.samples
    samples[77] = Complex(.nan, 0)
    #expect(reason(samples, receiver) == .nonFiniteSample(index: 77))
    #expect(reason(Array(vector.samples.prefix(4000)), receiver) == .noOccasion)
    #expect(reason([], receiver) == .noOccasion)
    #expect(reason([Complex](repeating: .zero, count: vector.samples.count), receiver) == .notDetected(occasions: 1))
    let noise = vector.samples.indices.map { vector.samples[$0 * 7919 % vector.samples.count] }
    #expect(reason(noise, receiver) == .notDetected(occasions: 1))
    guard case .reserved(let error)? = reason(vector.samples, SystemInformationReceiver(vector.configuration, band: .fr2Lower)) else {
      Issue.record("FR2 has no blocks of 15 kHz")
      return
    }
    #expect(error.clause == "TS 38.213 §13")
    guard case .beyondBand? = reason(vector.samples, try narrow(vector)) else {
      Issue.record("CORESET 0 is wider than the band")
      return
    }
  }

  /// For half the vector's rate.
  private func narrow(_ vector: CellVector) throws -> SystemInformationReceiver {
    let configuration = vector.configuration
    return SystemInformationReceiver(
      try CellSearchConfiguration(
        sampleRateHz: configuration.sampleRateHz / 2, carrierFrequencyHz: configuration.carrierFrequencyHz, pattern: configuration.pattern))
  }

  private static func resources(_ line: ArraySlice<Substring>) throws -> InitialControlResources {
    // case band L_max kHz, then k_SSB CORESET-0 search-space-0 index half, type A position and cell.
    let line = Array(line)
    let numbers = line.map { Int($0) ?? 0 }
    let mib = try MasterInformationBlock(
      systemFrameNumber: 0, subCarrierSpacingCommon: [30, 120].contains(numbers[3]) ? .kHz30or120 : .kHz15or60,
      ssbSubcarrierOffset: numbers[4] & 15, dmrsTypeAPosition: numbers[9] == 3 ? .pos3 : .pos2,
      pdcchConfigSIB1: numbers[5] << 4 | numbers[6])
    let payload = try PBCHPayload(
      mib, systemFrameNumberLow: 0, halfFrame: numbers[8], index: numbers[7], subcarrierOffsetHigh: numbers[4] >> 4)
    return try InitialControlResources(
      payload, cellIdentity: numbers[10], pattern: CellVector.pattern(line[0], line[2]), index: numbers[7], band: CellVector.band(line[1]))
  }

  @Test("TS 38.211 §5.3.1: slots begin where the prefixes of those in front of them end", arguments: Numerology.allCases)
  func slotStarts(_ numerology: Numerology) throws {
    let carrier = try Carrier(numerology: numerology, gridSize: 24, cellIdentity: 0)
    let timing = try OFDMTiming(numerology: numerology, transformSize: 512)
    let demodulator = try SlotDemodulator(carrier, sampleRateHz: timing.sampleRate, carrierHz: 0)
    for slot in 0..<numerology.slotsPerFrame {
      let start = slot / numerology.slotsPerSubframe * timing.samplesPerSubframe + timing.start(slot: slot, symbol: 0)
      #expect(abs(demodulator.slotStart(slot) * Double(timing.sampleRate) - Double(start)) < 1e-6)
    }
  }

  @Test("TS 38.213 §13: CORESET 0 in frequency and its occasions, for 300 MIBs")
  func places() throws {
    var (right, reserved) = (0, 0)
    for line in try CellVector.lines("system-information-vectors") where line[0] == "resources" {
      let head = line[1...9] + ["2", "17"]
      if line.last == "reserved" {
        #expect(throws: ParameterError.self) { try Self.resources(head) }
        reserved += 1
        continue
      }
      let resources = try Self.resources(head)
      let numbers = line.map { Int($0) ?? 0 }
      #expect(resources.zero.pattern.rawValue == numbers[10])
      #expect(resources.zero.blockCount == numbers[11] && resources.zero.symbolCount == numbers[12])
      #expect(resources.firstSubcarrierHz == numbers[13])
      #expect(resources.occasions.slots == line[14].split(separator: ",").compactMap { Int($0) })
      #expect(resources.occasions.firstSymbol == numbers[15])
      right += 1
    }
    #expect(right >= 120 && reserved > 50)
  }

  @Test("TS 38.214 §5.1: what 200 DCIs with SI-RNTI say of their PDSCH")
  func assignments() throws {
    var count = 0
    for line in try CellVector.lines("system-information-vectors") where line[0] == "assignment" {
      try #require(line.count == 21)
      let numbers = line.map { Int($0) ?? 0 }
      // case band L_max kHz CORESET-0 search-space-0 index half position cell, with k_SSB 0.
      let resources = try Self.resources(line[1...4] + ["0"] + line[5...10])
      let payload = BitSequence(line[13].map { $0 == "1" })
      guard case .systemInformation(let format) = try DCIFormat1_0(decoding: payload, .systemInformation, resources.layout) else {
        Issue.record("another format")
        continue
      }
      let candidate = PDCCHCandidate(aggregationLevel: numbers[11], firstElement: numbers[12])
      #expect(try resources.candidates().contains(candidate))
      let assignment = try SystemInformationAssignment(format, resources, candidate: candidate)
      let time = assignment.configuration.time
      #expect(assignment.slotOffset == 0)
      #expect(time.mappingType == (line[14] == "A" ? .a : .b) && time.startSymbol == numbers[15] && time.symbolCount == numbers[16])
      #expect(assignment.transportBlockSize == numbers[18])
      let mapping = try PDSCHMapping(assignment.configuration)
      let references = mapping.symbols.filter { $0.demodulation != nil }.map(\.index)
      #expect(references == line[17].split(separator: ",").compactMap { Int($0) })
      #expect(mapping.elementCount == numbers[19])
      var sum = 0
      for symbol in mapping.symbols {
        for place in symbol.data { sum += (place + 1) * (5000 * symbol.index + Int(mapping.dataSubcarriers[place])) }
      }
      #expect(sum % 1_000_003 == numbers[20])
      count += 1
    }
    #expect(count == 200)
  }

  @Test("DCIs and MIBs that no SIB1 can have are refused")
  func refusals() throws {
    func resources(subcarrierOffset: Int, isHigh: Bool = false) throws -> InitialControlResources {
      let line = isHigh ? "D fr2-1 64 120" : "C fr1 8 30"
      return try Self.resources("\(line) \(subcarrierOffset) 0 0 0 0 2 5".split(separator: " ")[...])
    }
    for (offset, isHigh) in [(24, false), (31, false), (12, true), (15, true)] {
      #expect { try resources(subcarrierOffset: offset, isHigh: isHigh) } throws: {
        ($0 as? ParameterError)?.parameter == "subcarrierOffset"
      }
    }
    let usual = try resources(subcarrierOffset: 0)
    let candidate = PDCCHCandidate(aggregationLevel: 4, firstElement: 0)
    var format = DCIFormat1_0.SystemInformation()
    format.frequencyDomainAssignment = 24
    #expect(try SystemInformationAssignment(format, usual, candidate: candidate).configuration.virtualBlocks == [0, 1])
    for scheme in [10, 20, 28, 29, 31] {
      format.modulationAndCodingScheme = scheme
      #expect(throws: ParameterError.self) { try SystemInformationAssignment(format, usual, candidate: candidate) }
    }
    // 24 blocks at the highest rate have more than 2976 bits.
    format.modulationAndCodingScheme = 9
    format.frequencyDomainAssignment = try ResourceIndicationValue.value(0..<24, size: 24)
    #expect { try SystemInformationAssignment(format, usual, candidate: candidate) } throws: {
      ($0 as? ParameterError)?.parameter == "transportBlockSize"
    }
    format.modulationAndCodingScheme = 0
    format.frequencyDomainAssignment = 511
    #expect(throws: ParameterError.self) { try SystemInformationAssignment(format, usual, candidate: candidate) }
    format.frequencyDomainAssignment = 0
    #expect(throws: ParameterError.self) {
      try SystemInformationAssignment(format, usual, candidate: PDCCHCandidate(aggregationLevel: 4, firstElement: 6))
    }
  }

  @Test("Transmissions of one period that are too weak alone are decoded together")
  func combination() throws {
    let resources = try Self.resources("C fr1 8 30 0 5 0 0 0 3 99".split(separator: " ")[...])
    let candidate = PDCCHCandidate(aggregationLevel: 8, firstElement: 0)
    var format = DCIFormat1_0.SystemInformation()
    format.modulationAndCodingScheme = 3
    format.frequencyDomainAssignment = try ResourceIndicationValue.value(2..<20, size: 24)
    var generator = SeededGenerator(seed: 3)
    var counts: [Int] = []
    for seed in 0..<6 {
      var decoder = try SystemInformationDecoder(resources)
      let size = try SystemInformationAssignment(format, resources, candidate: candidate).transportBlockSize
      let block = BitSequence((0..<size).map { _ in Bool.random(using: &generator) })
      for (frame, version) in [0, 2, 3, 1, 0, 2].enumerated() {
        format.redundancyVersion = version
        let assignment = try SystemInformationAssignment(format, resources, candidate: candidate)
        var grid = ResourceGrid(resources.carrier)
        let transmitter = try PDSCHTransmitter(assignment.configuration)
        try transmitter.transmit(
          [PDSCHTransportBlock(bits: block, codeRate: try #require(assignment.scheme.codeRate), redundancyVersion: version)],
          slot: 2, into: &grid)
        let scrambling = try PDCCHScrambling(kind: .common, cellIdentity: 99)
        let control = PDCCH(
          try PDCCHResources(coreset: resources.coreset, candidate: candidate, firstSymbol: resources.occasions.firstSymbol),
          scrambling: scrambling)
        try control.map(
          DCIFormat1_0.systemInformation(format).encode(resources.layout), rnti: SystemInformationAssignment.rnti, slot: 2,
          carrier: resources.carrier, precoders: [[Complex(1, 0)]], grid: &grid)
        grid.withMutableElements { elements in
          for place in elements.indices {
            let radius = (-4.5 * log(Double.random(in: Double.leastNormalMagnitude...1, using: &generator))).squareRoot()
            let angle = 2 * Double.pi * Double.random(in: 0..<1, using: &generator)
            elements[place] += Complex(Float(radius * cos(angle)), Float(radius * sin(angle)))
          }
        }
        #expect(try decoder.detect(grid, slot: 2).allSatisfy { $0.format == format })
        guard let reception = try decoder.decode(grid, slot: 2, frame: 160 + 16 * seed + 2 * frame, assignment) else { continue }
        #expect(reception.octets == block.octets)
        counts.append(reception.transmissionCount)
        break
      }
    }
    #expect(counts.count >= 5)
    #expect(counts.contains { $0 > 1 })
  }
}

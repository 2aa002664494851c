import Base
import ChannelCoding
import DSPKernels
import Foundation
import Modulation
import ReferenceSignals
import Testing

@testable import PhysicalChannels

@Suite struct CSISelectionTests {
  private static func normal(_ generator: inout SeededGenerator) -> Float {
    let radius = (-2 * log(Double.random(in: 1e-12..<1, using: &generator))).squareRoot()
    return Float(radius * cos(2 * .pi * Double.random(in: 0..<1, using: &generator)))
  }

  private static func noise(_ deviation: Float, _ generator: inout SeededGenerator) -> Complex {
    Complex(deviation * normal(&generator), deviation * normal(&generator))
  }

  private static func list(_ text: Substring) -> [[Int]] { text.split(separator: ";").map(CSIVectors.numbers) }

  @Test("Rank, precoding and quality of random channels are those of an exhaustive search")
  func exhaustive() throws {
    let lines = try CSIVectors.lines("csi-selection")
    #expect(lines.count == 110)
    var ranks: Set<Int> = []
    for line in lines {
      let parts = line.split(separator: "|")
      let head = Array(parts[0])
      let v = head[1...].compactMap { Int($0) }
      let codebook = try TypeICodebook(CodebookArray(panelCount: v[0], n1: v[1], n2: v[2]), mode: v[3])
      let ports = codebook.array.portCount
      let (antennas, subbands, samples) = (v[6], v[7], v[8])
      var numbers = parts[1].map { text -> Complex in
        let pair = CSIVectors.numbers(text)
        return Complex(Float(pair[0]) / 100, Float(pair[1]) / 100)
      }[...]
      #expect(numbers.count == subbands * samples * antennas * (ports + antennas))
      var channel = try CSIChannel(portCount: ports, antennaCount: antennas, subbandCount: subbands)
      for sample in 0..<(subbands * samples) {
        let own = Array(numbers.prefix(antennas * ports))
        numbers = numbers.dropFirst(own.count)
        let noise = Array(numbers.prefix(antennas * antennas))
        numbers = numbers.dropFirst(noise.count)
        try channel.append(own, noise: noise, subband: sample / samples)
      }
      let texts = Array(parts[2])
      let restriction = try TypeIRestriction(codebook)
      for start in stride(from: 0, to: texts.count, by: 4) {
        let rank = try #require(Int(texts[start]))
        var search = TypeISearch(channel, codebook, rank: rank)
        let result = try #require(
          try search.best(restriction, subbandCount: subbands, hasSubbandIndices: v[5] == 1, isI2Reported: true))
        let i1 = CSIVectors.numbers(texts[start + 2])
        #expect(result.indices == .init(i11: i1[0], i12: i1[1], i13: i1[2], i14: Array(i1[3...])), "\(head) \(rank)")
        #expect(result.i2 == Self.list(texts[start + 3]), "\(head) \(rank)")
        #expect(abs(Double(result.capacity) - (Double(texts[start + 1]) ?? 0)) < 1e-3, "\(head) \(rank)")
      }
      let configuration = try CSIReportConfiguration(
        codebook: .typeI(codebook), quantity: .criRILIPMICQI, channel: .pusch, hasSubbandPMI: v[5] == 1, hasSubbandCQI: subbands > 1,
        subbandCount: subbands, ranks: Array(1...min(4, codebook.maximumRank)))
      let selector = try CSISelector(configuration, table: v[4] == 1 ? .qam64 : .qam256)
      let report = try #require(try selector.select(channel))
      let outcome = Array(parts[3])
      #expect(report.rank == Int(outcome[0]) && report.layer == Int(outcome[1]), "\(head)")
      #expect(report.widebandCQI == [Int(outcome[2])], "\(head)")
      #expect(report.subbandCQI == (subbands > 1 ? [CSIVectors.numbers(outcome[3])] : []), "\(head)")
      ranks.insert(report.rank)
      // What is chosen can be sent and read again.
      let format = CSIReportFormat(configuration)
      let bits = try format.pack(report)
      #expect(try format.unpack(first: bits.first, second: bits.second) == report)
    }
    #expect(ranks.count >= 3)
  }

  @Test("The information of a bit is the integral's")
  func information() throws {
    let lines = try CSIVectors.lines("mutual-information")
    #expect(lines.count == 265)
    for line in lines {
      let order = try #require(UInt8(line[0]))
      let constellation = try #require(Constellation(rawValue: order))
      let snr = Float(pow(10, (Double(line[1]) ?? 0) / 10))
      let expected = (Float(line[2]) ?? -1) / Float(order)
      #expect(abs(constellation.bitInformation(signalToNoise: snr) - expected) < 4e-4, "\(line)")
    }
    // BPSK has a bit where QPSK with twice the power has two.
    #expect(abs(Constellation.bpsk.bitInformation(signalToNoise: 0.5) - Constellation.qpsk.bitInformation(signalToNoise: 1)) < 1e-6)
    #expect(Constellation.qam64.bitInformation(signalToNoise: -1) == 0)
  }

  @Test("TS 38.214, tables 5.2.2.1-1 to 5.2.2.1-5: what CQIs mean")
  func tables() throws {
    // The efficiencies as the tables print them.
    let expected: [CQITable: [Double]] = [
      .qam64: [
        0, 0.1523, 0.2344, 0.3770, 0.6016, 0.8770, 1.1758, 1.4766, 1.9141, 2.4063, 2.7305, 3.3223, 3.9023, 4.5234, 5.1152, 5.5547,
      ],
      .qam256: [
        0, 0.1523, 0.3770, 0.8770, 1.4766, 1.9141, 2.4063, 2.7305, 3.3223, 3.9023, 4.5234, 5.1152, 5.5547, 6.2266, 6.9141, 7.4063,
      ],
      .qam64LowSE: [
        0, 0.0586, 0.0977, 0.1523, 0.2344, 0.3770, 0.6016, 0.8770, 1.1758, 1.4766, 1.9141, 2.4063, 2.7305, 3.3223, 3.9023, 4.5234,
      ],
      .qam1024: [
        0, 0.1523, 0.3770, 0.8770, 1.4766, 2.4063, 3.3223, 3.9023, 4.5234, 5.1152, 5.5547, 6.2266, 6.9141, 7.4063, 8.3301, 9.2578,
      ],
    ]
    for table in CQITable.allCases {
      for cqi in 0...15 { #expect(abs(try table.efficiency(cqi) - (expected[table]?[cqi] ?? -1)) < 5.1e-5, "\(table) \(cqi)") }
      #expect(try table.scheme(0) == nil)
      #expect(throws: ParameterError.self) { try table.scheme(16) }
      // More information never lowers a CQI, and all of it gives the highest.
      var last = 0
      for step in 0...200 {
        let cqi = table.cqi { $0.bitInformation(signalToNoise: pow(10, Float(step) / 40 - 1.5)) }
        #expect(cqi >= last)
        last = cqi
      }
      #expect(last == 15 && table.cqi { _ in 0 } == 0)
    }
    #expect([-3, -1, 0, 1, 2, 5].map { CQIOffset.level(wideband: 7, subband: 7 + $0) } == [3, 3, 0, 1, 2, 2])
    #expect([0, 1, 2, 3].map { CQIOffset.subband(wideband: 7, level: $0) } == [7, 8, 9, 6])
    #expect(CQIOffset.subband(wideband: 15, level: 2) == 15 && CQIOffset.subband(wideband: 0, level: 3) == 0)
  }

  /// The share of blocks of some 3,000 bits that are not decoded.
  private func share(_ scheme: ModulationAndCodingScheme, decibels: Double, blocks: Int) throws -> Double {
    var generator = SeededGenerator(seed: 9)
    let rate = try #require(scheme.codeRate)
    let code = try SharedChannelCode(transportBlockSize: rate < 0.1 ? 808 : 3104, codeRate: rate)
    let count = Int((Double(code.transportBlockSize + 24) / rate / Double(scheme.order)).rounded(.up)) * scheme.order
    let transmission = SharedChannelTransmission(bitCount: count, modulationOrder: scheme.order, layers: 1)
    var encoder = SharedChannelEncoder(code)
    var decoder = try SharedChannelDecoder(code, maximumIterations: 20)
    let noise = Float(pow(10, -decibels / 10))
    var wrong = 0
    for _ in 0..<blocks {
      let block = BitSequence((0..<code.transportBlockSize).map { _ in Bool.random(using: &generator) })
      let symbols = scheme.modulation.modulate(try encoder.encode(block, transmission)).map {
        $0 + Self.noise((noise / 2).squareRoot(), &generator)
      }
      let received = SharedChannelDecoder.quantize(
        scheme.modulation.demodulate(symbols, noise: [Float](repeating: noise, count: symbols.count)))
      var soft = [Int8](repeating: 0, count: code.softBufferCount)
      let outcome = try received.withUnsafeBufferPointer { received in
        try soft.withUnsafeMutableBufferPointer { try decoder.decode(received, transmission, into: $0) }
      }
      wrong += outcome.transportBlock == nil ? 1 : 0
    }
    return Double(wrong) / Double(blocks)
  }

  @Test(
    "TS 38.214 §5.2.2.1: a CQI's transport blocks come through, and little below its SNR they do not",
    arguments: [CQITable.qam256, .qam1024])
  func promise(_ table: CQITable) throws {
    var decibels = -12.0
    for cqi in 1...15 {
      while table.cqi(information: { $0.bitInformation(signalToNoise: Float(pow(10, decibels / 10))) }) < cqi { decibels += 0.05 }
      let scheme = try #require(try table.scheme(cqi))
      #expect(try share(scheme, decibels: decibels + 0.1, blocks: 50) <= 0.15, "\(cqi) \(decibels)")
      #expect(try share(scheme, decibels: decibels - 1, blocks: 20) > 0.2, "\(cqi) \(decibels)")
    }
  }

  @Test("TS 38.214 §5.2.1.4: subbands of a bandwidth part")
  func subbands() throws {
    let carrier = try Carrier(numerology: .kHz30, gridStart: 6, gridSize: 273, cellIdentity: 1)
    let all = try CSISubbands(BandwidthPart(carrier), size: 16)
    #expect(all.blocks.first == 6..<16 && all.blocks.last == 272..<279 && all.blocks.count == 18)
    let some = try CSISubbands(BandwidthPart(carrier), size: 32, reported: [true, false, true, false, false, false, false, false, true])
    #expect(some.blocks == [6..<32, 64..<96, 256..<279])
    #expect(some.precoderBlocks(precodersPerSubband: 1) == some.blocks)
    #expect(some.precoderBlocks(precodersPerSubband: 2) == [6..<16, 16..<32, 64..<80, 80..<96, 256..<272, 272..<279])
    // A first and a last subband within half of one have one precoder.
    let part = try BandwidthPart(start: 11, size: 26, of: Carrier(numerology: .kHz15, gridStart: 0, gridSize: 106, cellIdentity: 0))
    #expect(
      try CSISubbands(part, size: 8).precoderBlocks(precodersPerSubband: 2) == [
        11..<12, 12..<16, 16..<20, 20..<24, 24..<28, 28..<32, 32..<36, 36..<37,
      ])
    #expect(throws: ParameterError.self) { try CSISubbands(part, size: 16) }
    #expect(throws: ParameterError.self) { try CSISubbands(part, size: 8, reported: [true]) }
    #expect(throws: ParameterError.self) { try CSISubbands(part, size: 8, reported: [false, false, false, false]) }
    #expect([24, 72, 73, 144, 145, 275].map { CSISubbands.sizes(partSize: $0)?.small } == [4, 4, 8, 8, 16, 16])
    #expect(CSISubbands.sizes(partSize: 23) == nil)
  }

  /// A channel of few paths between an array and antennas, with delays.
  private static func channel(
    _ array: CodebookArray, antennas: Int, subbands: Int, paths: Int, snr: Float, _ generator: inout SeededGenerator
  ) throws -> CSIChannel {
    var channel = try CSIChannel(portCount: array.portCount, antennaCount: antennas, subbandCount: subbands)
    let rays = (0..<paths).map { _ in
      (
        first: Double.random(in: 0..<1, using: &generator), second: Double.random(in: 0..<1, using: &generator),
        delay: Double.random(in: 0..<0.1, using: &generator), receive: (0..<antennas).map { _ in noise(1, &generator) },
        polarisations: [noise(1, &generator), noise(1, &generator)]
      )
    }
    let identity = (0..<(antennas * antennas)).map { $0 % (antennas + 1) == 0 ? Complex(1, 0) : .zero }
    for subband in 0..<subbands {
      var matrix = [Complex](repeating: .zero, count: antennas * array.portCount)
      for ray in rays {
        for antenna in 0..<antennas {
          for port in 0..<array.portCount {
            let place = port % (array.n1 * array.n2)
            let turns = ray.first * Double(place / array.n2) + ray.second * Double(place % array.n2) + ray.delay * Double(subband)
            matrix[antenna * array.portCount + port] +=
              ray.receive[antenna] * ray.polarisations[port / (array.n1 * array.n2)] * Turn.of(turns)
              * (snr / Float(4 * paths)).squareRoot()
          }
        }
      }
      try channel.append(matrix, noise: identity, subband: subband)
    }
    return channel
  }

  private static func capacity(_ channel: CSIChannel, rank: Int, _ matrices: [[Complex]]) -> Float {
    var sum: Float = 0
    for sample in 0..<channel.sampleCount {
      var matrix = channel.effective(sample: sample, precoder: matrices[matrices.count > 1 ? channel.subbands[sample] : 0], rank: rank)
      var (inverse, gains) = (matrix, [Float](repeating: 0, count: rank))
      CSIChannel.gains(&matrix, rank: rank, inverse: &inverse, into: &gains)
      sum += gains.reduce(0) { $0 + log2($1) }
    }
    return sum / Float(channel.sampleCount)
  }

  @Test("TS 38.214 §5.2.2.2.3: a Type II report is worth more than one of Type I where there are several paths, and can be read again")
  func typeII() throws {
    var generator = SeededGenerator(seed: 12)
    var (first, second, best) = (Float(0), Float(0), Float(0))
    for trial in 0..<24 {
      let array = [(4, 1), (4, 2), (2, 2), (8, 1)].map { try? CodebookArray(n1: $0.0, n2: $0.1) }[trial % 4]
      let channel = try Self.channel(#require(array), antennas: 2, subbands: 4, paths: 4, snr: 4, &generator)
      let typeI = try TypeICodebook(#require(array))
      let rank = 1 + trial / 4 % 2
      var search = TypeISearch(channel, typeI, rank: rank)
      let result = try #require(
        try search.best(TypeIRestriction(typeI), subbandCount: 4, hasSubbandIndices: true, isI2Reported: true))
      first += result.capacity
      let codebook = try TypeIICodebook(#require(array), beamCount: 4, phaseCount: 8, hasSubbandAmplitude: trial % 3 != 0)
      let configuration = try CSIReportConfiguration(
        codebook: .typeII(codebook), channel: .pusch, hasSubbandPMI: true, hasSubbandCQI: true, subbandCount: 4, ranks: [rank])
      let report = try #require(try CSISelector(configuration, table: .qam256).select(channel))
      let format = CSIReportFormat(configuration)
      let bits = try format.pack(report)
      #expect(try format.unpack(first: bits.first, second: bits.second) == report)
      guard case .typeII(let indicator) = report.precoding else { return #expect(Bool(false)) }
      let matrices = try (0..<4).map { try codebook.matrix(indicator, subband: $0) }
      second += Self.capacity(channel, rank: rank, matrices)
      // One antenna's worth of power in every direction.
      best += Self.capacity(channel, rank: 1, [[Complex(1, 0)] + [Complex](repeating: .zero, count: channel.portCount - 1)])
    }
    #expect(second > 1.08 * first && first > 1.3 * best, "\(first) \(second) \(best)")
  }

  @Test("TS 38.214 §5.2.2.2.5: an enhanced Type II report is worth more than one of Type I, with fewer bits than one of Type II")
  func enhanced() throws {
    var generator = SeededGenerator(seed: 21)
    var (first, second, longest, shortest) = (Float(0), Float(0), 0, 0)
    for trial in 0..<16 {
      let array = try #require([(4, 1), (4, 2), (2, 2), (8, 1)].map { try? CodebookArray(n1: $0.0, n2: $0.1) }[trial % 4])
      let channel = try Self.channel(array, antennas: 2, subbands: 13, paths: 4, snr: 4, &generator)
      let rank = 1 + trial / 4 % 2
      let typeI = try TypeICodebook(array)
      var search = TypeISearch(channel, typeI, rank: rank)
      first +=
        try #require(try search.best(TypeIRestriction(typeI), subbandCount: 13, hasSubbandIndices: true, isI2Reported: true)).capacity
      let codebook = try EnhancedTypeIICodebook(array, combination: 4, precodersPerSubband: 1, precoderCount: 13)
      let configuration = try CSIReportConfiguration(
        codebook: .enhancedTypeII(codebook), channel: .pusch, hasSubbandPMI: true, hasSubbandCQI: true, subbandCount: 13, ranks: [rank])
      let report = try #require(try CSISelector(configuration, table: .qam256).select(channel))
      let format = CSIReportFormat(configuration)
      let bits = try format.pack(report)
      #expect(try format.unpack(first: bits.first, second: bits.second) == report)
      guard case .enhancedTypeII(let indicator) = report.precoding else { return #expect(Bool(false)) }
      second += Self.capacity(channel, rank: rank, try (0..<13).map { try codebook.matrix(indicator, precoder: $0) })
      shortest += bits.second.count
      let other = try CSIReportConfiguration(
        codebook: .typeII(TypeIICodebook(array, beamCount: 4, phaseCount: 8, hasSubbandAmplitude: true)), channel: .pusch,
        hasSubbandPMI: true, hasSubbandCQI: true, subbandCount: 13, ranks: [rank])
      longest += try CSIReportFormat(other).pack(#require(try CSISelector(other, table: .qam256).select(channel))).second.count
    }
    #expect(second > 1.08 * first && Double(shortest) < 0.6 * Double(longest), "\(first) \(second) \(shortest) \(longest)")
  }

  @Test("TS 38.214 §5.2.2.2.5: with two precoders in a subband a report follows the channel closer, with and without a window of delays")
  func twoPrecoders() throws {
    var generator = SeededGenerator(seed: 31)
    for (subbands, combination) in [(5, 6), (9, 2), (13, 6)] {
      var (one, two) = (Float(0), Float(0))
      for trial in 0..<6 {
        let array = try CodebookArray(n1: 4, n2: 2)
        let rank = 1 + trial % 2
        let channel = try Self.channel(array, antennas: 2, subbands: 2 * subbands, paths: 4, snr: 4, &generator)
        let codebook = try EnhancedTypeIICodebook(
          array, combination: combination, precodersPerSubband: 2, precoderCount: 2 * subbands)
        let configuration = try CSIReportConfiguration(
          codebook: .enhancedTypeII(codebook), channel: .pusch, hasSubbandPMI: true, hasSubbandCQI: true, subbandCount: subbands,
          ranks: [rank])
        let report = try #require(try CSISelector(configuration, table: .qam256).select(channel))
        #expect(report.subbandCQI[0].count == subbands)
        let format = CSIReportFormat(configuration)
        let bits = try format.pack(report)
        #expect(try format.unpack(first: bits.first, second: bits.second) == report)
        guard case .enhancedTypeII(let indicator) = report.precoding else { return #expect(Bool(false)) }
        let matrices = try (0..<(2 * subbands)).map { try codebook.matrix(indicator, precoder: $0) }
        two += Self.capacity(channel, rank: rank, matrices)
        // The first of a pair for both.
        one += Self.capacity(channel, rank: rank, matrices.indices.map { matrices[$0 & ~1] })
      }
      #expect(two > one, "\(subbands) \(one) \(two)")
    }
    // The first and the last subband have one precoder.
    let part = try BandwidthPart(start: 7, size: 34, of: Carrier(numerology: .kHz15, gridStart: 0, gridSize: 106, cellIdentity: 0))
    let subbands = try CSISubbands(part, size: 8)
    #expect(subbands.precoderBlocks(precodersPerSubband: 2).map(\.lowerBound) == [7, 8, 12, 16, 20, 24, 28, 32, 36, 40])
    #expect(subbands.precoderSubbands(precodersPerSubband: 2) == [0, 1, 1, 2, 2, 3, 3, 4, 4, 5])
    let codebook = try EnhancedTypeIICodebook(CodebookArray(n1: 4, n2: 1), combination: 4, precodersPerSubband: 2, precoderCount: 10)
    let configuration = try CSIReportConfiguration(
      codebook: .enhancedTypeII(codebook), channel: .pusch, hasSubbandPMI: true, subbandCount: 6)
    let own = subbands.precoderSubbands(precodersPerSubband: 2)
    #expect(throws: Never.self) { try CSISelector(configuration, table: .qam64, precoderSubbands: own) }
    for wrong in [nil, Array(own.dropLast()), [0, 0, 0, 1, 2, 2, 3, 3, 4, 5], own.reversed()] as [[Int]?] {
      #expect(throws: ParameterError.self) { try CSISelector(configuration, table: .qam64, precoderSubbands: wrong) }
    }
  }

  @Test("TS 38.214 §5.2.2.2.4 and §5.2.2.2.6: ports that carry the channel are selected, and reports can be read again")
  func portSelection() throws {
    var generator = SeededGenerator(seed: 41)
    for trial in 0..<12 {
      // 16 beamformed ports, of which two of each polarisation are strong: 3 d and 3 d + 1.
      let (samplingSize, first) = (1 + trial % 2, 3)
      var channel = try CSIChannel(portCount: 16, antennaCount: 2, subbandCount: 13)
      let gains = (0..<8).map { _ in Self.noise(1, &generator) }
      for subband in 0..<13 {
        var matrix = [Complex](repeating: Complex(0.02, 0.01), count: 2 * 16)
        for antenna in 0..<2 {
          for polarisation in 0..<2 {
            for port in 0..<2 {
              let place = polarisation * 8 + first * samplingSize + port
              let turn = Turn.of(Double(subband * (port + antenna)) / 13)
              matrix[antenna * 16 + place] += gains[antenna * 4 + polarisation * 2 + port] * turn * 3
            }
          }
        }
        try channel.append(matrix, noise: [Complex(1, 0), .zero, .zero, Complex(1, 0)], subband: subband)
      }
      let rank = 1 + trial / 2 % 2
      let codebooks: [CSIReportCodebook] = [
        .typeII(
          try TypeIICodebook(portCount: 16, samplingSize: samplingSize, beamCount: 2, phaseCount: 8, hasSubbandAmplitude: true)),
        .enhancedTypeII(
          try EnhancedTypeIICodebook(
            portCount: 16, samplingSize: samplingSize, combination: 2, precodersPerSubband: 1, precoderCount: 13)),
      ]
      for codebook in codebooks {
        let configuration = try CSIReportConfiguration(
          codebook: codebook, channel: .pusch, hasSubbandPMI: true, subbandCount: 13, ranks: [rank])
        let report = try #require(try CSISelector(configuration, table: .qam256).select(channel))
        let format = CSIReportFormat(configuration)
        let bits = try format.pack(report)
        #expect(try format.unpack(first: bits.first, second: bits.second) == report)
        switch report.precoding {
        case .typeII(let indicator): #expect(indicator.q1 == first && indicator.i12 == 0)
        case .enhancedTypeII(let indicator): #expect(indicator.q1 == first && indicator.i12 == 0)
        default: #expect(Bool(false))
        }
      }
    }
    let ports = try TypeIICodebook(portCount: 8, samplingSize: 1, beamCount: 2, phaseCount: 4, hasSubbandAmplitude: false)
    let configuration = try CSIReportConfiguration(codebook: .typeII(ports), channel: .pusch)
    let restriction = try TypeIIRestriction(CodebookArray(n1: 4, n2: 1))
    #expect(throws: ParameterError.self) { try CSISelector(configuration, table: .qam64, typeIIRestriction: restriction) }
  }

  @Test("TS 38.214 §5.2.2.2.1: restrictions hold for what is chosen, and i_1 alone is the best over all i_2")
  func restricted() throws {
    var generator = SeededGenerator(seed: 4)
    let array = try CodebookArray(n1: 8, n2: 2)
    let codebook = try TypeICodebook(array)
    let channel = try Self.channel(array, antennas: 4, subbands: 3, paths: 6, snr: 100, &generator)
    let subset = BitSequence((0..<256).map { _ in Int.random(in: 0..<4, using: &generator) > 0 })
    let restriction = try TypeIRestriction(codebook, subset: subset)
    for quantity in [CSIReportConfiguration.Quantity.criRIPMICQI, .criRII1CQI, .criRII1, .criRICQI] {
      let configuration = try CSIReportConfiguration(
        codebook: .typeI(codebook), quantity: quantity, channel: .pusch, hasSubbandPMI: true, subbandCount: 3, ranks: [2, 3, 4])
      let report = try #require(try CSISelector(configuration, table: .qam256, restriction: restriction).select(channel))
      #expect(report.rank >= 2 && report.widebandCQI.count == (quantity == .criRII1 ? 0 : 1))
      let bits = try CSIReportFormat(configuration).pack(report)
      #expect(try CSIReportFormat(configuration).unpack(first: bits.first, second: bits.second) == report)
      guard case .typeI(let indices, let i2) = report.precoding else {
        #expect(quantity == .criRICQI)
        continue
      }
      for own in i2.isEmpty ? [[0]] : i2 {
        #expect(restriction.allows(rank: report.rank, codebook.columns(rank: report.rank, indices, own), i2: own))
      }
    }
    // With less antennas than layers there is nothing to report.
    let one = try Self.channel(array, antennas: 1, subbands: 3, paths: 2, snr: 10, &generator)
    let configuration = try CSIReportConfiguration(codebook: .typeI(codebook), channel: .pusch, ranks: [2, 3])
    #expect(try CSISelector(configuration, table: .qam64).select(one) == nil)
  }

  @Test("Channels and configurations that do not fit are refused")
  func refused() throws {
    var channel = try CSIChannel(portCount: 2, antennaCount: 1, subbandCount: 2)
    let row = [Complex(1, 0), Complex(0, 1)]
    #expect(throws: ParameterError.self) { try channel.append([Complex(1, 0)], noise: [Complex(1, 0)]) }
    #expect(throws: ParameterError.self) { try channel.append(row, noise: [Complex(0, 0)]) }
    #expect(throws: ParameterError.self) { try channel.append(row, noise: [Complex(1, 0)], subband: 2) }
    #expect(throws: ParameterError.self) { try channel.append(row, noise: [Complex(1, 0)], powerRatio: 0) }
    #expect(throws: ParameterError.self) { try channel.append([Complex(.nan, 0), row[1]], noise: [Complex(1, 0)]) }
    #expect(throws: ParameterError.self) { try CSIChannel(portCount: 33, antennaCount: 1) }
    let configuration = try CSIReportConfiguration(codebook: .typeI(TypeICodebook(.twoPorts)), channel: .pucch)
    let selector = try CSISelector(configuration, table: .qam64)
    // No sample of the second subband.
    try channel.append(row, noise: [Complex(1, 0)])
    #expect(throws: ParameterError.self) { try selector.select(channel) }
    #expect(throws: ParameterError.self) { try selector.select(CSIChannel(portCount: 4, antennaCount: 1)) }
    let other = try TypeIRestriction(TypeICodebook(CodebookArray(n1: 2, n2: 1)))
    #expect(throws: ParameterError.self) { try CSISelector(configuration, table: .qam64, restriction: other) }
  }
}

import Base
import ChannelCoding
import DSPKernels
import Foundation
import Modulation
import PhysicalChannels
import ReferenceSignals
import Testing

@Suite struct SharedChannelTests {
  /// What was made from the clauses and agrees with py3gpp and Sionna where they have it (Oracle/shared-channel.py).
  private static func lines(_ kind: String) throws -> [[Substring]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/shared-channel-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }.filter { $0[0] == kind }
  }

  private func numbers(_ text: Substring) -> [Int] { text.split(separator: ",").compactMap { Int($0) } }

  private func scheme(_ order: Int, _ rate: Double?) throws -> ModulationAndCodingScheme {
    ModulationAndCodingScheme(modulation: try #require(Constellation(rawValue: UInt8(order))), rate1024: rate)
  }

  @Test("TS 38.214, tables 5.1.3.1-1 to -4, 6.1.4.1-1 and -2: every row")
  func schemes() throws {
    let lines = try Self.lines("mcs")
    #expect(lines.count == 6 * 32 * 2)
    let tables: [Substring: MCSTable] = [
      "qam64": .qam64, "qam256": .qam256, "qam64LowSE": .qam64LowSE, "qam1024": .qam1024, "transformPrecoded": .transformPrecoded,
      "transformPrecodedLowSE": .transformPrecodedLowSE,
    ]
    for line in lines {
      let table = try #require(tables[line[1]])
      let scheme = try table.scheme(try #require(Int(line[2])), hasPiHalfBPSK: line[3] == "1")
      #expect(scheme.order == Int(line[4]) && scheme.rate1024 == Double(line[5]), "\(line)")
      #expect((scheme.modulation == .piHalfBPSK) == (line[4] == "1"))
    }
    #expect(throws: ParameterError.self) { try MCSTable.qam64.scheme(32) }
    #expect(throws: ParameterError.self) { try MCSTable.qam64.scheme(-1) }
  }

  @Test("TS 38.214 §5.1.3.2: transport block sizes, elements that count, and TS 38.212 §5.4.2.1: the size of limited buffers")
  func sizes() throws {
    let lines = try Self.lines("tbs")
    #expect(lines.count == 400)
    for line in lines {
      let values = try line[1...].map { try #require(Double($0)) }
      let found = try TransportBlockSize.size(
        resourceElements: Int(values[0]), scheme: try scheme(Int(values[1]), values[2]), layers: Int(values[3]),
        scaling: try #require(TransportBlockSize.Scaling(rawValue: Int(values[4]))))
      #expect(found == Int(values[5]), "\(line)")
    }
    let elements = try Self.lines("re")
    #expect(elements.count == 95)
    for line in elements {
      let values = line[1...].compactMap { Int($0) }
      let found = try TransportBlockSize.resourceElements(
        symbols: values[0], demodulation: values[1], overhead: values[2], resourceBlocks: values[3])
      #expect(found == values[4])
    }
    let limits = try Self.lines("lbrm")
    #expect(limits.count == 100)
    for line in limits {
      let values = line[1...].compactMap { Int($0) }
      let limit = try LimitedBuffer(
        resourceBlocks: values[0], layers: values[1], modulation: try #require(Constellation(rawValue: UInt8(values[2]))))
      #expect(limit.transportBlockSize == values[3], "\(line)")
    }
  }

  @Test("TS 38.214 §5.1.2.2.2: resource indication values both ways, for every allocation of small bandwidth parts too")
  func indicationValues() throws {
    let lines = try Self.lines("riv")
    #expect(lines.count == 100)
    for line in lines {
      let values = line[1...].compactMap { Int($0) }
      let blocks = values[1]..<(values[1] + values[2])
      #expect(try ResourceIndicationValue.value(blocks, size: values[0]) == values[3])
      #expect(try ResourceIndicationValue.blocks(values[3], size: values[0]) == blocks)
    }
    for size in 1...30 {
      var seen: Set<Int> = []
      for start in 0..<size {
        for end in (start + 1)...size {
          let value = try ResourceIndicationValue.value(start..<end, size: size)
          #expect(try ResourceIndicationValue.blocks(value, size: size) == start..<end)
          seen.insert(value)
        }
      }
      #expect(seen == Set(0..<(size * (size + 1) / 2)))
    }
    #expect(ResourceIndicationValue.scale(initialSize: 24, activeSize: 106) == 4)
    #expect(ResourceIndicationValue.scale(initialSize: 24, activeSize: 23) == 1)
    let value = try ResourceIndicationValue.value(8..<20, initialSize: 24, activeSize: 106)
    #expect(try value == ResourceIndicationValue.value(2..<5, size: 24))
    #expect(try ResourceIndicationValue.blocks(value, initialSize: 24, activeSize: 106) == 8..<20)
    #expect(throws: ParameterError.self) { try ResourceIndicationValue.value(9..<20, initialSize: 24, activeSize: 106) }
    #expect(throws: ParameterError.self) { try ResourceIndicationValue.value(3..<3, size: 24) }
    #expect(throws: ParameterError.self) { try ResourceIndicationValue.value(3..<25, size: 24) }
    #expect(throws: ParameterError.self) { try ResourceIndicationValue.blocks(300, size: 24) }
    #expect(throws: ParameterError.self) { try ResourceIndicationValue.blocks(0, size: 0) }
  }

  @Test("TS 38.214 §5.1.2.2.1 and TS 38.211 §7.3.1.6: resource block groups, and interleaved resource blocks")
  func groups() throws {
    let lines = try Self.lines("rbg")
    #expect(lines.count == 100)
    for line in lines {
      let values = line[1...3].compactMap { Int($0) }
      let groups = try ResourceBlockGroups(
        start: values[0], size: values[1], configuration: values[2] == 1 ? .configuration1 : .configuration2)
      let ranges = (0..<groups.count).map { groups[$0] }
      #expect(
        [0] + ranges.map(\.upperBound) == numbers(line[4]) && zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
      let bitmap = (0..<groups.count).reduce(0) { $0 * 2 + ($1 % 3 == 0 ? 1 : 0) }
      #expect(groups.blocks(bitmap) == ranges.enumerated().filter { $0.offset % 3 == 0 }.flatMap { Array($0.element) })
      #expect(groups[groups.count].isEmpty && groups[-1].isEmpty)
    }
    let mappings = try Self.lines("vrb")
    #expect(mappings.count == 150)
    for line in mappings {
      let values = line[1...4].compactMap { Int($0) }
      let mapping = try VirtualResourceBlocks(interleaved: values[0], start: values[1], bundleSize: values[2], offset: values[3])
      #expect(mapping.physical == numbers(line[5]))
    }
    #expect(try VirtualResourceBlocks(count: 3, offset: 5).physical == [5, 6, 7])
    #expect(throws: ParameterError.self) { try VirtualResourceBlocks(interleaved: 10, start: 0, bundleSize: 3) }
    #expect(throws: ParameterError.self) { try VirtualResourceBlocks(interleaved: 0, start: 0, bundleSize: 2) }
    #expect(throws: ParameterError.self) { try VirtualResourceBlocks(interleaved: 10, start: -1, bundleSize: 2) }
    #expect(throws: ParameterError.self) { try VirtualResourceBlocks(count: Int.max) }
    #expect(throws: ParameterError.self) { try VirtualResourceBlocks(count: 1, offset: Int.max) }
  }

  @Test("TS 38.214 §5.1.2.1: start and length indicators, and every row of the default tables")
  func timeAllocations() throws {
    let lines = try Self.lines("sliv")
    #expect(lines.count == 105)
    for line in lines {
      let values = line[1...].compactMap { Int($0) }
      #expect(try StartAndLength.indicator(start: values[0], length: values[1]) == values[2])
      #expect(try StartAndLength.startAndLength(indicator: values[2]) == (values[0], values[1]))
    }
    let possible = Set(lines.compactMap { Int($0[3]) })
    for value in -3...200 where !possible.contains(value) {
      #expect(throws: ParameterError.self) { try StartAndLength.startAndLength(indicator: value) }
    }
    #expect(throws: ParameterError.self) { try StartAndLength.indicator(start: 10, length: 5) }
    let rows = try Self.lines("time")
    #expect(rows.count == 256)
    for row in rows {
      let prefix: CyclicPrefix = row[3] == "1" ? .extended : .normal
      let (index, choice) = (try #require(Int(row[4])), try #require(Int(row[5])))
      let table: DefaultTimeAllocation.Table = row[2] == "a" ? .a : row[2] == "b" ? .b : .c
      if row[6] == "-" {
        #expect(throws: ParameterError.self) { try DefaultTimeAllocation.downlink(table, index: index, typeAPosition: choice) }
        continue
      }
      let found =
        row[1] == "down"
        ? try DefaultTimeAllocation.downlink(table, index: index, typeAPosition: choice, cyclicPrefix: prefix)
        : try DefaultTimeAllocation.uplink(
          index: index, numerology: try #require(Numerology(rawValue: UInt8(choice))), cyclicPrefix: prefix)
      #expect(
        [found.slotOffset, found.start, found.length] == row[7...].compactMap { Int($0) } && (found.mappingType == .a) == (row[6] == "A"),
        "\(row)")
    }
    let response = try DefaultTimeAllocation.uplink(index: 1, numerology: .kHz30, isForRandomAccessResponse: true)
    #expect(response.slotOffset == 4)
    #expect(throws: ParameterError.self) { try DefaultTimeAllocation.downlink(.a, index: 17, typeAPosition: 2) }
    #expect(throws: ParameterError.self) { try DefaultTimeAllocation.downlink(.a, index: 1, typeAPosition: 1) }
    #expect(throws: ParameterError.self) { try DefaultTimeAllocation.uplink(index: 0, numerology: .kHz15) }
    #expect(throws: ParameterError.self) { try DefaultTimeAllocation.uplink(index: 1, numerology: .kHz240) }
  }

  @Test("TS 38.211, table 7.3.1.3-1: codewords on layers, and back")
  func layers() throws {
    let lines = try Self.lines("layers")
    #expect(lines.count == 8)
    for line in lines {
      let mapping = try LayerMapping(layerCount: try #require(Int(line[1])))
      let codewords = (0..<mapping.codewordCount).map { codeword in
        (0..<(3 * mapping.layers(codeword: codeword).count)).map { Complex(Float(codeword), Float($0)) }
      }
      let layers = try mapping.layers(codewords)
      let text = layers.map { layer in "\(Int(layer[0].real)):" + layer.map { "\(Int($0.imaginary))" }.joined(separator: ",") }
      #expect(text == line[2...].map { String($0) })
      #expect(try mapping.codewords(layers) == codewords)
      #expect(throws: ParameterError.self) { try mapping.layers([[]] + codewords) }
      #expect(throws: ParameterError.self) { try mapping.codewords(Array(layers.dropLast())) }
    }
    #expect(throws: ParameterError.self) { try LayerMapping(layerCount: 0) }
    #expect(throws: ParameterError.self) { try LayerMapping(layerCount: 9) }
    #expect(throws: ParameterError.self) { try LayerMapping(layerCount: 2).layers([[.zero]]) }
  }

  @Test("TS 38.212 §7.2: coded bits of transport blocks, of all redundancy versions, with limited buffers and code block groups")
  func coding() throws {
    let lines = try Self.lines("dlsch")
    #expect(lines.count == 130)
    for line in lines {
      let values = line[1...].map { Int($0) ?? 0 }
      let rate = try #require(Double(line[2])) / 1024
      let limit = values[6] == 0 ? nil : try Self.buffers.first { $0.transportBlockSize == values[6] }
      #expect(values[6] == 0 || limit != nil)
      let code = try SharedChannelCode(transportBlockSize: values[0], codeRate: rate, limitedBuffer: limit)
      let block = GoldSequence.bits(UInt32(values[8]), count: values[0])
      let transmission = SharedChannelTransmission(
        bitCount: values[4], redundancyVersion: values[5], modulationOrder: values[2], layers: values[3],
        codeBlocks: line[8] == "-" ? nil : numbers(line[8]))
      var encoder = SharedChannelEncoder(code)
      let bits = try encoder.encode(block, transmission)
      #expect(bits.count == values[9] && CRC.crc24A.parity(bits) == UInt32(line[11], radix: 16), "\(line)")
      #expect(CRC.crc16.parity(bits) == UInt32(line[12], radix: 16))
      #expect((0..<min(60, bits.count)).map { bits[$0] ? "1" : "0" }.joined() == line[13])
    }
  }

  private static var buffers: [LimitedBuffer] {
    get throws {
      try [1, 40, 70, 120, 140, 200, 250].flatMap { blocks in
        try (1...4).flatMap { layers in
          try [.qam64, .qam256, .qam1024].map { try LimitedBuffer(resourceBlocks: blocks, layers: layers, modulation: $0) }
        }
      }
    }
  }

  /// Soft values of bits on a channel with additive noise.
  private func received(_ bits: BitSequence, _ deviation: Float, _ generator: inout SeededGenerator) -> [Int8] {
    SharedChannelDecoder.quantize(
      (0..<bits.count).map { index in
        // Twelve uniform values less six are nearly a normal one.
        let noise = (0..<12).reduce(Float(-6)) { sum, _ in sum + Float.random(in: 0..<1, using: &generator) }
        return 2 * ((bits[index] ? -1 : 1) + deviation * noise) / (deviation * deviation)
      })
  }

  @Test(
    "Transport blocks come back from a noisy channel, the soft values of two transmissions add up, and what is wrong is not taken for right"
  )
  func decoding() throws {
    var generator = SeededGenerator(seed: 3)
    for (size, rate, order, layers) in [
      (24, 0.1, 2, 1), (320, 0.5, 4, 2), (3824, 0.6, 6, 1), (3848, 0.7, 2, 4), (8456, 0.55, 8, 1), (25608, 0.8, 6, 3), (25624, 0.2, 2, 2),
    ] {
      let code = try SharedChannelCode(transportBlockSize: size, codeRate: rate)
      let count = (Int(Double(size + 24) / rate) / (order * layers) + 1) * order * layers
      let block = BitSequence((0..<size).map { _ in Bool.random(using: &generator) })
      var encoder = SharedChannelEncoder(code)
      var decoder = try SharedChannelDecoder(code)
      var transmission = SharedChannelTransmission(bitCount: count, modulationOrder: order, layers: layers)
      // A clean one at once.
      var soft = [Int8](repeating: 0, count: code.softBufferCount)
      var outcome = try decode(&decoder, received(try encoder.encode(block, transmission), 0.3, &generator), transmission, &soft)
      #expect(outcome.transportBlock == block && outcome.isCodeBlockRight.count == code.codeBlockCount)
      #expect(outcome.iterations.allSatisfy { $0 < 12 })
      // One in noise above what the rate allows, and then as many of other redundancy versions as it takes.
      soft = [Int8](repeating: 0, count: code.softBufferCount)
      let deviation: Float = rate > 0.4 ? 1.1 : 2
      outcome = try decode(&decoder, received(try encoder.encode(block, transmission), deviation, &generator), transmission, &soft)
      var versions = [2, 3, 1, 0, 2, 3, 1, 0]
      if size > 100 { #expect(outcome.transportBlock == nil && outcome.isCodeBlockRight.contains(false)) }
      while outcome.transportBlock == nil, !versions.isEmpty {
        transmission.redundancyVersion = versions.removeFirst()
        outcome = try decode(&decoder, received(try encoder.encode(block, transmission), deviation, &generator), transmission, &soft)
      }
      #expect(outcome.transportBlock == block, "\(size) \(rate)")
      // Nothing but noise.
      soft = [Int8](repeating: 0, count: code.softBufferCount)
      let noise = (0..<count).map { _ in Int8.random(in: -20...20, using: &generator) }
      #expect(try decode(&decoder, noise, transmission, &soft).transportBlock == nil)
    }
  }

  @Test("Zeros, which are what hard decisions of nothing are, have the right check: they count only as a codeword that was received")
  func zeros() throws {
    var generator = SeededGenerator(seed: 6)
    let code = try SharedChannelCode(transportBlockSize: 320, codeRate: 0.5)
    var encoder = SharedChannelEncoder(code)
    var decoder = try SharedChannelDecoder(code)
    var transmission = SharedChannelTransmission(bitCount: 696, redundancyVersion: 2, modulationOrder: 4, layers: 1)
    var soft = [Int8](repeating: 0, count: code.softBufferCount)
    let noise = (0..<696).map { _ in Int8.random(in: -20...20, using: &generator) }
    #expect(try decode(&decoder, noise, transmission, &soft).transportBlock == nil)
    transmission.redundancyVersion = 0
    let sent = try encoder.encode(BitSequence(zeros: 320), transmission)
    soft = [Int8](repeating: 0, count: code.softBufferCount)
    #expect(try decode(&decoder, received(sent, 0.4, &generator), transmission, &soft).transportBlock == BitSequence(zeros: 320))
  }

  private func decode(
    _ decoder: inout SharedChannelDecoder, _ received: [Int8], _ transmission: SharedChannelTransmission, _ soft: inout [Int8]
  ) throws -> SharedChannelReception {
    try received.withUnsafeBufferPointer { received in
      try soft.withUnsafeMutableBufferPointer { try decoder.decode(received, transmission, into: $0) }
    }
  }

  @Test("TS 38.213 §9.1.1: of a wrong code block only its group is sent again")
  func codeBlockGroups() throws {
    var generator = SeededGenerator(seed: 4)
    let code = try SharedChannelCode(transportBlockSize: 41976, codeRate: 0.8)
    #expect(code.codeBlockCount == 5)
    let groups = code.codeBlockGroups(maximum: 2)
    #expect(groups == [0..<3, 3..<5] && code.codeBlockGroups(maximum: 8).count == 5)
    let block = BitSequence((0..<41976).map { _ in Bool.random(using: &generator) })
    var encoder = SharedChannelEncoder(code)
    var decoder = try SharedChannelDecoder(code)
    var transmission = SharedChannelTransmission(bitCount: 52500, modulationOrder: 4, layers: 1)
    var values = received(try encoder.encode(block, transmission), 0.3, &generator)
    // The fourth code block is lost.
    for index in 31500..<42000 { values[index] = Int8.random(in: -30...30, using: &generator) }
    var soft = [Int8](repeating: 0, count: code.softBufferCount)
    var outcome = try decode(&decoder, values, transmission, &soft)
    #expect(outcome.isCodeBlockRight == [true, true, true, false, true] && outcome.transportBlock == nil)
    #expect(outcome.isRight(groups) == [true, false])
    transmission.bitCount = 42000
    transmission.codeBlocks = [3, 4]
    transmission.redundancyVersion = 0
    for index in (3 * soft.count / 5)..<(4 * soft.count / 5) { soft[index] = 0 }
    outcome = try decode(&decoder, received(try encoder.encode(block, transmission), 0.5, &generator), transmission, &soft)
    #expect(outcome.transportBlock == block && outcome.isRight(groups) == [true, true])
  }

  @Test("What no transport block has is an error")
  func errors() throws {
    for size in [0, -8, 1_716_001, Int.max] {
      #expect(throws: ParameterError.self) { try SharedChannelCode(transportBlockSize: size, codeRate: 0.5) }
    }
    for rate in [0, 1, -1, Double.nan, .infinity] {
      #expect(throws: ParameterError.self) { try SharedChannelCode(transportBlockSize: 24, codeRate: rate) }
    }
    // 8425 bits and 24 of CRC make two code blocks of different sizes.
    #expect(throws: ParameterError.self) { try SharedChannelCode(transportBlockSize: 8425, codeRate: 0.9) }
    let code = try SharedChannelCode(transportBlockSize: 24, codeRate: 0.5)
    func encode(_ transmission: SharedChannelTransmission, _ size: Int = 24) throws {
      var encoder = SharedChannelEncoder(code)
      _ = try encoder.encode(BitSequence(zeros: size), transmission)
    }
    try encode(SharedChannelTransmission(bitCount: 80, modulationOrder: 2, layers: 1))
    #expect(throws: ParameterError.self) { try encode(SharedChannelTransmission(bitCount: 80, modulationOrder: 2, layers: 1), 32) }
    #expect(throws: ParameterError.self) { try encode(SharedChannelTransmission(bitCount: 81, modulationOrder: 2, layers: 1)) }
    #expect(throws: ParameterError.self) { try encode(SharedChannelTransmission(bitCount: Int.max - 1, modulationOrder: 2, layers: 1)) }
    #expect(throws: ParameterError.self) { try encode(SharedChannelTransmission(bitCount: 0, modulationOrder: 2, layers: 1)) }
    #expect(throws: ParameterError.self) { try encode(SharedChannelTransmission(bitCount: 80, modulationOrder: 3, layers: 1)) }
    #expect(throws: ParameterError.self) { try encode(SharedChannelTransmission(bitCount: 80, modulationOrder: 2, layers: 5)) }
    #expect(throws: ParameterError.self) {
      try encode(SharedChannelTransmission(bitCount: 80, redundancyVersion: 4, modulationOrder: 2, layers: 1))
    }
    for blocks in [[], [1], [0, 0], [-1]] {
      #expect(throws: ParameterError.self) {
        try encode(SharedChannelTransmission(bitCount: 80, modulationOrder: 2, layers: 1, codeBlocks: blocks))
      }
    }
    #expect(throws: ParameterError.self) { _ = try SharedChannelDecoder(code, maximumIterations: 0) }
    var decoder = try SharedChannelDecoder(code)
    let transmission = SharedChannelTransmission(bitCount: 80, modulationOrder: 2, layers: 1)
    var soft = [Int8](repeating: 0, count: code.softBufferCount)
    #expect(throws: ParameterError.self) { try decode(&decoder, [1, 2], transmission, &soft) }
    soft.removeLast()
    #expect(throws: ParameterError.self) { try decode(&decoder, [Int8](repeating: 1, count: 80), transmission, &soft) }
    #expect(SharedChannelDecoder.quantize([0, 1, -1, 100, -100, .nan, .infinity, -.infinity]) == [0, 7, -7, 127, -127, 0, 127, -127])
    #expect(throws: ParameterError.self) { try TransportBlockSize.size(resourceElements: 0, scheme: try scheme(2, 120), layers: 1) }
    #expect(throws: ParameterError.self) { try TransportBlockSize.size(resourceElements: 1, scheme: try scheme(2, nil), layers: 1) }
    #expect(throws: ParameterError.self) { try TransportBlockSize.size(resourceElements: 1, scheme: try scheme(2, 120.3), layers: 1) }
    #expect(throws: ParameterError.self) { try TransportBlockSize.size(resourceElements: 1, scheme: try scheme(2, 120), layers: 5) }
    #expect(throws: ParameterError.self) { try TransportBlockSize.resourceElements(symbols: 2, demodulation: 24, resourceBlocks: 1) }
    #expect(throws: ParameterError.self) {
      try TransportBlockSize.resourceElements(symbols: 2, demodulation: 6, overhead: 5, resourceBlocks: 1)
    }
    #expect(throws: ParameterError.self) { try LimitedBuffer(resourceBlocks: 276, layers: 1, modulation: .qam64) }
    #expect(throws: ParameterError.self) { try LimitedBuffer(resourceBlocks: 1, layers: 0, modulation: .qam64) }
    #expect(throws: ParameterError.self) { try LimitedBuffer(resourceBlocks: 1, layers: 1, modulation: .qpsk) }
  }
}

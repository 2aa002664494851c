import ChannelCoding
import DSPKernels
import Foundation
import Modulation
import PhysicalChannels
import ReferenceSignals
import Testing

@Suite struct SynchronizationSignalBlockTests {
  /// What py3gpp and numpy made (Oracle/synchronization-signal-block.py).
  private static func lines(_ kind: String) throws -> [[Substring]] {
    let name = "Oracle/synchronization-signal-block-vectors.txt"
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: name)
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }.filter { $0[0] == kind }
  }

  /// A line "block".
  struct Vector {
    let cellIdentity: Int
    let pattern: SynchronizationSignalBlockPattern
    let index: Int
    let payload: PBCHPayload
    let message: UInt32
    let scrambled: UInt32
    let coded: BitSequence
    let elements: [Character]

    init(_ line: [Substring]) throws {
      let numbers = line[1...12].compactMap { Int($0) }
      try #require(numbers.count == 12 && line.count == 17)
      cellIdentity = numbers[0]
      let cases: [Int: SynchronizationSignalBlockPattern.Case] = [4: .b, 8: .c, 10: .a, 20: .c, 64: .d]
      pattern = try SynchronizationSignalBlockPattern(#require(cases[numbers[1]]), maximumCount: numbers[1])
      index = numbers[2]
      let mib = try MasterInformationBlock(
        systemFrameNumber: numbers[4] >> 4, subCarrierSpacingCommon: #require(.init(rawValue: UInt8(numbers[6]))),
        ssbSubcarrierOffset: numbers[5] & 15, dmrsTypeAPosition: #require(.init(rawValue: UInt8(numbers[7]))), pdcchConfigSIB1: numbers[8],
        isCellBarred: numbers[9] == 0, allowsIntraFrequencyReselection: numbers[10] == 0, spare: numbers[11] == 1)
      payload = try PBCHPayload(
        mib, systemFrameNumberLow: numbers[4] & 15, halfFrame: numbers[3], index: numbers[2], subcarrierOffsetHigh: numbers[5] >> 4)
      message = try #require(UInt32(line[13], radix: 16))
      scrambled = try #require(UInt32(line[14], radix: 16))
      coded = BitSequence(
        octets: stride(from: 0, to: 216, by: 2).compactMap { place in
          let start = line[15].index(line[15].startIndex, offsetBy: place)
          return UInt8(line[15][start..<line[15].index(start, offsetBy: 2)], radix: 16)
        })
      elements = Array(line[16])
    }
  }

  private static func value(_ character: Character) -> Complex? {
    let level = Float(0.5).squareRoot()
    return switch character {
    case ".": .zero
    case "p": Complex(1, 0)
    case "m": Complex(-1, 0)
    case "a": Complex(level, level)
    case "b": Complex(level, -level)
    case "c": Complex(-level, level)
    case "d": Complex(-level, -level)
    default: nil
    }
  }

  @Test("TS 38.331 §6.2.2, TS 38.212 §7.1: MIB, payload and coded bits of 120 blocks, and back")
  func payloads() throws {
    let lines = try Self.lines("block")
    #expect(lines.count == 120)
    for line in lines {
      let vector = try Vector(line)
      let maximumCount = vector.pattern.maximumCount
      #expect(vector.payload.masterInformationBlock.bits == vector.message)
      #expect(MasterInformationBlock(bits: vector.message) == vector.payload.masterInformationBlock)
      let scrambled = vector.payload.scrambledBits(cellIdentity: vector.cellIdentity, maximumCount: maximumCount)
      #expect(scrambled == vector.scrambled)
      #expect(try PBCH.encode(scrambledPayload: scrambled) == vector.coded)
      let back = try #require(PBCHPayload(scrambledBits: scrambled, cellIdentity: vector.cellIdentity, maximumCount: maximumCount))
      #expect(back.masterInformationBlock == vector.payload.masterInformationBlock)
      #expect(back.systemFrameNumber == vector.payload.systemFrameNumber)
      #expect(back.halfFrame == vector.payload.halfFrame)
      if maximumCount > 8 { #expect(back.indexHigh == vector.index >> 3) } else { #expect(back.indexHigh == 0) }
      if maximumCount < 64 { #expect(back.subcarrierOffset == vector.payload.subcarrierOffset) }
    }
  }

  @Test("TS 38.211 §7.4.3: the elements of 120 blocks")
  func blocks() throws {
    for line in try Self.lines("block") {
      let vector = try Vector(line)
      let block = try SynchronizationSignalBlock(
        cellIdentity: vector.cellIdentity, pattern: vector.pattern, index: vector.index, payload: vector.payload)
      try #require(vector.elements.count == 960 && block.elements.count == 960)
      for (element, character) in zip(block.elements, vector.elements) {
        let expected = try #require(Self.value(character))
        #expect(abs(element.real - expected.real) < 1e-6 && abs(element.imaginary - expected.imaginary) < 1e-6)
      }
      let strong = try SynchronizationSignalBlock(
        cellIdentity: vector.cellIdentity, pattern: vector.pattern, index: vector.index, payload: vector.payload, primaryPower: 2)
      #expect(abs(strong.elements[0..<240].reduce(0) { $0 + $1.power } - 254) < 1e-3)
      #expect(strong.elements[240...] == block.elements[240...])
    }
  }

  @Test("TS 38.213 §4.1: the first symbols of cases A to E, and the numbers of candidates at a frequency")
  func places() throws {
    let lines = try Self.lines("places")
    #expect(lines.count == 10)
    let cases: [Substring: SynchronizationSignalBlockPattern.Case] = ["A": .a, "B": .b, "C": .c, "D": .d, "E": .e]
    for line in lines {
      let pattern = try SynchronizationSignalBlockPattern(#require(cases[line[1]]), maximumCount: #require(Int(line[2])))
      #expect(pattern.firstSymbols == line[3].split(separator: ",").compactMap { Int($0) })
      let last = try pattern.start(index: pattern.maximumCount - 1, halfFrame: 1)
      #expect(14 * last.slot + last.symbol == 70 << pattern.numerology.exponent + pattern.firstSymbols[pattern.maximumCount - 1])
      #expect(throws: ParameterError.self) { try pattern.start(index: pattern.maximumCount, halfFrame: 0) }
      #expect(throws: ParameterError.self) { try pattern.start(index: -1, halfFrame: 0) }
      #expect(throws: ParameterError.self) { try pattern.start(index: 0, halfFrame: 2) }
    }
    func count(_ pattern: SynchronizationSignalBlockPattern.Case, _ megahertz: Int, _ isPaired: Bool) throws -> Int {
      try SynchronizationSignalBlockPattern(pattern, frequencyHz: megahertz * 1_000_000, isPaired: isPaired).maximumCount
    }
    #expect(try count(.a, 3000, true) == 4)
    #expect(try count(.a, 3001, true) == 8)
    #expect(try count(.b, 2140, true) == 4)
    #expect(try count(.b, 3500, false) == 8)
    #expect(try count(.c, 1879, false) == 4)
    #expect(try count(.c, 1880, false) == 8)
    #expect(try count(.c, 2655, true) == 4)
    #expect(try count(.d, 28000, false) == 64)
    #expect(throws: ParameterError.self) { try count(.d, 3500, false) }
    #expect(throws: ParameterError.self) { try count(.c, 28000, false) }
    #expect(throws: ParameterError.self) { try SynchronizationSignalBlockPattern(.d, maximumCount: 8) }
  }

  @Test("TS 38.101-1 and -2, §5.4.2.1 and §5.4.3.1: numbers of frequencies")
  func rasters() throws {
    let (synchronization, channels) = (try Self.lines("gscn"), try Self.lines("arfcn"))
    #expect(synchronization.count == 180 && channels.count == 180)
    for line in synchronization {
      let (number, frequency) = (try #require(Int(line[1])), try #require(Int(line[2])))
      #expect(try SynchronizationRaster.frequencyHz(number) == frequency)
      #expect(try SynchronizationRaster.number(frequencyHz: frequency) == number)
      #expect(SynchronizationRaster.numbers(in: frequency...frequency) == [number])
      #expect(throws: ParameterError.self) { try SynchronizationRaster.number(frequencyHz: frequency + 10_000) }
    }
    for line in channels {
      let (number, frequency) = (try #require(Int(line[1])), try #require(Int(line[2])))
      #expect(try ChannelRaster.frequencyHz(number) == frequency)
      #expect(try ChannelRaster.number(frequencyHz: frequency) == number)
      #expect(throws: ParameterError.self) { try ChannelRaster.number(frequencyHz: frequency + 1000) }
    }
    // Edges of bands: n78's 3300 MHz, n257's 26500.02 MHz (TS 38.101-1 table 5.4.2.3-1, TS 38.101-2 table 5.4.2.3-1).
    #expect(try ChannelRaster.frequencyHz(620_000) == 3_300_000_000)
    #expect(try ChannelRaster.frequencyHz(2_054_166) == 26_500_020_000)
    // n78 has the GSCNs 7711 to 8051 (TS 38.101-1 table 5.4.3.3-1).
    #expect(try SynchronizationRaster.frequencyHz(7711) == 3_305_280_000)
    #expect(SynchronizationRaster.numbers(in: 3_305_280_000...3_794_880_000) == Array(7711...8051))
    #expect(SynchronizationRaster.numbers(in: 2_998_850_000...3_001_500_000) == [7496, 7497, 7498, 7499, 7500])
    #expect(SynchronizationRaster.numbers(in: Int.min...Int.max) == Array(2...26639))
    for number in [-1, 0, 1, 26640, Int.min, Int.max] {
      #expect(throws: ParameterError.self) { try SynchronizationRaster.frequencyHz(number) }
    }
    for number in [-1, 3_279_166, Int.min, Int.max] { #expect(throws: ParameterError.self) { try ChannelRaster.frequencyHz(number) } }
    for frequency in [-1_150_000, 0, 100_000_080_000, Int.min, Int.max] {
      #expect(throws: ParameterError.self) { try SynchronizationRaster.number(frequencyHz: frequency) }
    }
  }

  @Test("TS 38.211 §7.4.3.1, §4.4.4.2: blocks in a carrier's grid")
  func placement() throws {
    let carrier = try Carrier(numerology: .kHz30, gridStart: 10, gridSize: 51, cellIdentity: 77)
    let pattern = try SynchronizationSignalBlockPattern(.c, maximumCount: 8)
    // 62 blocks of 15 kHz and 6 subcarriers of 15 kHz: 31 blocks of 30 kHz and 3 subcarriers from point A.
    let placement = try SynchronizationSignalBlockPlacement(
      carrier: carrier, pattern: pattern, offsetToPointA: 62, subcarrierOffset: 6, commonSpacing: .kHz30)
    #expect(placement.firstSubcarrier == 21 * 12 + 3)
    #expect(placement.centreOffsetHz == (21 * 12 + 3 + 120 - 306) * 30_000)
    let mib = try MasterInformationBlock(
      systemFrameNumber: 5, subCarrierSpacingCommon: .kHz30or120, ssbSubcarrierOffset: 6, dmrsTypeAPosition: .pos2, pdcchConfigSIB1: 17)
    let payload = try PBCHPayload(mib, systemFrameNumberLow: 3, halfFrame: 0, index: 0)
    for index in 0..<8 {
      let block = try SynchronizationSignalBlock(cellIdentity: 77, pattern: pattern, index: index, payload: payload)
      var grid = ResourceGrid(carrier, portCount: 2)
      try placement.map(block, into: &grid, port: 1, amplitude: 0.5)
      let (slot, symbol) = try pattern.start(index: index, halfFrame: 0)
      #expect(slot == index / 2 && symbol == (index % 2 == 0 ? 2 : 8))
      for line in 0..<14 {
        for subcarrier in 0..<612 {
          let inside = (symbol..<(symbol + 4)).contains(line) && (255..<495).contains(subcarrier)
          let expected = inside ? block.elements[(line - symbol) * 240 + subcarrier - 255] * 0.5 : .zero
          #expect(grid[1, line, subcarrier] == expected && grid[0, line, subcarrier] == .zero)
        }
      }
      #expect(throws: ParameterError.self) { try placement.map(block, into: &grid, port: 2) }
    }
    // Frequency range 2: 60 kHz blocks, k_SSB of the common spacing.
    #expect(
      try SynchronizationSignalBlockPlacement.offsetHz(offsetToPointA: 4, subcarrierOffset: 3, commonSpacing: .kHz120)
        == 4 * 12 * 60_000 + 3 * 120_000)
    for (offset, subcarriers, spacing) in [(62, 5, Numerology.kHz30), (62, 24, .kHz30), (18, 0, .kHz30), (90, 0, .kHz30), (62, 0, .kHz240)]
    {
      #expect(throws: ParameterError.self) {
        try SynchronizationSignalBlockPlacement(
          carrier: carrier, pattern: pattern, offsetToPointA: offset, subcarrierOffset: subcarriers, commonSpacing: spacing)
      }
    }
    #expect(throws: ParameterError.self) {
      try SynchronizationSignalBlockPlacement(
        carrier: carrier, pattern: SynchronizationSignalBlockPattern(.a, maximumCount: 8), offsetToPointA: 62, subcarrierOffset: 6,
        commonSpacing: .kHz30)
    }
  }

  @Test("Values that do not exist are refused")
  func refusals() throws {
    func mib(_ frame: Int, _ offset: Int, _ sib1: Int) throws -> MasterInformationBlock {
      try MasterInformationBlock(
        systemFrameNumber: frame, subCarrierSpacingCommon: .kHz15or60, ssbSubcarrierOffset: offset, dmrsTypeAPosition: .pos3,
        pdcchConfigSIB1: sib1)
    }
    for (frame, offset, sib1) in [(-1, 0, 0), (64, 0, 0), (0, -1, 0), (0, 16, 0), (0, 0, -1), (0, 0, 256)] {
      #expect(throws: ParameterError.self) { try mib(frame, offset, sib1) }
    }
    let message = try mib(63, 15, 255)
    for (low, half, index, high) in [(-1, 0, 0, 0), (16, 0, 0, 0), (0, 2, 0, 0), (0, 0, 64, 0), (0, 0, -1, 0), (0, 0, 0, 2)] {
      #expect(throws: ParameterError.self) {
        try PBCHPayload(message, systemFrameNumberLow: low, halfFrame: half, index: index, subcarrierOffsetHigh: high)
      }
    }
    let payload = try PBCHPayload(message, systemFrameNumberLow: 0, halfFrame: 0, index: 0)
    let pattern = try SynchronizationSignalBlockPattern(.a, maximumCount: 4)
    for (cell, index, power) in [(-1, 0, 1), (1008, 0, 1), (0, 4, 1), (0, 0, Float(3))] {
      #expect(throws: ParameterError.self) {
        try SynchronizationSignalBlock(cellIdentity: cell, pattern: pattern, index: index, payload: payload, primaryPower: power)
      }
    }
    #expect(MasterInformationBlock(bits: 0x80_0000) == nil)
    #expect(throws: ParameterError.self) { try PBCHDemodulationReferenceSignal.sequence(cellIdentity: 0, sequenceIndex: 8) }
    #expect(throws: ParameterError.self) { try PBCHDemodulationReferenceSignal.elements(cellIdentity: 1008) }
  }
}

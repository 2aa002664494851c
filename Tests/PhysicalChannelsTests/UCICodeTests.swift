import Base
import ChannelCoding
import Foundation
import Modulation
import PhysicalChannels
import ReferenceSignals
import Testing

/// Vectors of UCI coding (Oracle/uci.py).
@Suite struct UCICodeTests {
  static func lines(_ kind: String) throws -> [[Substring]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/uci-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }.filter { $0[0] == kind }
  }

  private static func bits(hexadecimal text: Substring, count: Int) -> BitSequence {
    var bits = BitSequence()
    for digit in text { bits.append(UInt64(digit.hexDigitValue ?? 0), count: 4) }
    var cut = BitSequence()
    cut.append(bits, 0..<count)
    return cut
  }

  private static func letter(_ bit: SmallBlockCode.Bit) -> Character {
    switch bit {
    case .zero: "0"
    case .one: "1"
    case .placeholderOne: "x"
    case .placeholderRepetition: "y"
    }
  }

  @Test("TS 38.212 §6.3.1.2 to §6.3.1.5: coded bits of 1 to 1706 bits, and the way back")
  func codes() throws {
    let lines = try Self.lines("code")
    #expect(lines.count == 240)
    var generator = SeededGenerator(seed: 6312)
    for line in lines {
      let numbers = line[1...3].compactMap { Int($0) }
      let (count, output) = (numbers[0], numbers[1])
      let code = try UCICode(bitCount: count, outputCount: output, modulationOrder: numbers[2])
      let isSmall = count <= 11
      let message = isSmall ? BitSequence(line[4].map { $0 == "1" }) : Self.bits(hexadecimal: line[4], count: count)
      let coded = try code.encode(message)
      if isSmall {
        #expect(String(coded.map(Self.letter)) == line[5])
      } else {
        #expect(BitSequence(coded.map { $0 == .one }) == Self.bits(hexadecimal: line[5], count: output), "\(line[1...3])")
      }
      let received = coded.map { bit -> Float in
        bit == .zero ? .random(in: 2...6, using: &generator) : bit == .one ? .random(in: -6...(-2), using: &generator) : 0
      }
      var decoder = try UCIDecoder(code)
      let decided = try decoder.decode(received)
      // A code of fewer coded bits than messages need cannot be decoded.
      if !isSmall || output >= 8 * count * numbers[2] || output >= 32 {
        #expect(decided.bits == message && decided.isValid, "\(line[1...3])")
      }
    }
  }

  @Test("Noise alone is seldom taken for UCI")
  func noise() throws {
    var generator = SeededGenerator(seed: 1)
    for (count, output, limit) in [(2, 48, 0.02), (4, 64, 0.02), (11, 96, 0.02), (22, 96, 0.02)] {
      var decoder = try UCIDecoder(UCICode(bitCount: count, outputCount: output, modulationOrder: 2))
      var valid = 0
      for _ in 0..<600 {
        let received = (0..<output).map { _ in (0..<4).reduce(Float(0)) { sum, _ in sum + .random(in: -1...1, using: &generator) } }
        if try decoder.decode(received).isValid { valid += 1 }
      }
      #expect(Double(valid) / 600 <= limit, "\(count) bits")
    }
  }

  @Test("One and two bits are valid on few symbols too, and noise is not where there are placeholders")
  func shortCodes() throws {
    var generator = SeededGenerator(seed: 5331)
    for order in [1, 2, 4, 6, 8] {
      for count in 1...2 {
        for symbols in [2, 3, 4, 6, 12, 48] {
          let code = try UCICode(bitCount: count, outputCount: symbols * order, modulationOrder: order)
          var decoder = try UCIDecoder(code)
          for value in 0..<(1 << count) {
            let message = BitSequence((0..<count).map { value >> $0 & 1 == 1 })
            // What stands in place of a placeholder is not looked at.
            let received = try code.encode(message).map { bit -> Float in
              switch bit {
              case .zero: .random(in: 2...6, using: &generator)
              case .one: .random(in: -6...(-2), using: &generator)
              case .placeholderOne, .placeholderRepetition: .random(in: -9...9, using: &generator)
              }
            }
            let decided = try decoder.decode(received)
            #expect(decided.bits == message && decided.isValid, "\(count) bits, order \(order), \(symbols) symbols")
          }
        }
        let code = try UCICode(bitCount: count, outputCount: 60 * order, modulationOrder: order)
        var decoder = try UCIDecoder(code)
        var valid = 0
        for _ in 0..<1000 {
          let noise = (0..<code.outputCount).map { _ in (0..<4).reduce(Float(0)) { sum, _ in sum + .random(in: -1...1, using: &generator) }
          }
          if try decoder.decode(noise).isValid { valid += 1 }
        }
        #expect(valid <= 25, "\(count) bits, order \(order)")
      }
    }
  }

  @Test("TS 38.212, table 6.3.1.4.1-1: coded bits of each part of UCI")
  func rateMatching() throws {
    let lines = try Self.lines("split")
    #expect(lines.count == 150)
    for line in lines {
      let numbers = line.dropFirst().compactMap { Int($0) }
      let sizes = PUCCHPayloadSizes(harqACK: numbers[3], schedulingRequest: numbers[4], csiPart1: numbers[5], csiPart2: numbers[6])
      let matching = try PUCCHRateMatching(sizes, total: numbers[0], modulationOrder: numbers[1], codeRate: numbers[2])
      #expect([matching.firstPart, matching.secondPart] == Array(numbers[7...]))
    }
  }

  @Test("TS 38.212 §6.3.1.6: the parts of UCI multiplexed on formats 3 and 4, and the way back")
  func multiplexing() throws {
    let lines = try Self.lines("multiplex")
    #expect(lines.count == 132)
    for line in lines {
      let numbers = line[1...6].compactMap { Int($0) }
      let references = try PUCCHSymbols.demodulationReferenceSignals(
        length: numbers[0], isHopping: numbers[1] == 1, isAdditional: numbers[2] == 1)
      let plan = try PUCCHMultiplexing(
        length: numbers[0], references: references, elementsPerSymbol: numbers[3], modulationOrder: numbers[4], firstPart: numbers[5])
      let first = Array(0..<plan.counts.first)
      let second = (0..<plan.counts.second).map { -1 - $0 }
      let order = try plan.multiplex(first, second)
      var state: UInt64 = 0xCBF2_9CE4_8422_2325
      for value in order { state = (state ^ UInt64(value & 0xFFFF)) &* 0x100_0000_01B3 }
      #expect(String(state, radix: 16) == String(UInt64(line[7], radix: 16) ?? 0, radix: 16), "\(line)")
      let parts = try plan.demultiplex(order)
      #expect(parts.first == first && parts.second == second)
    }
  }

  @Test("Payloads are HARQ-ACK, SR and CSI in this order (TS 38.212 §6.3.1.1.3)")
  func payload() {
    let payload = PUCCHPayload(
      harqACK: BitSequence([true, false]), schedulingRequest: BitSequence([true]), csiPart1: BitSequence([false, false, true]),
      csiPart2: BitSequence([true]))
    #expect(payload.firstPart == BitSequence([true, false, true, false, false, true]))
    #expect(PUCCHPayload(sizes: payload.sizes, first: payload.firstPart, second: payload.csiPart2) == payload)
  }

  @Test("Sizes that no UCI has are refused")
  func errors() {
    for (count, output, order) in [
      (0, 10, 2), (1707, 4000, 2), (5, 0, 2), (20, 30, 2), (20, 9000, 2), (3, 24, 3), (20, 100, 3), (-1, 2, 2),
    ] {
      #expect(throws: ParameterError.self) { try UCICode(bitCount: count, outputCount: output, modulationOrder: order) }
    }
    #expect(throws: ParameterError.self) { try UCICode(bitCount: .max, outputCount: .max, modulationOrder: 2) }
    #expect(throws: ParameterError.self) { try UCICode(bitCount: 4, outputCount: 32, modulationOrder: 2).encode(BitSequence(zeros: 3)) }
    #expect(throws: ParameterError.self) {
      var decoder = try UCIDecoder(UCICode(bitCount: 4, outputCount: 32, modulationOrder: 2))
      _ = try decoder.decode([Float](repeating: 1, count: 31))
    }
    #expect(throws: ParameterError.self) {
      try PUCCHRateMatching(PUCCHPayloadSizes(csiPart2: 3), total: 96, modulationOrder: 2, codeRate: 25)
    }
    #expect(throws: ParameterError.self) {
      try PUCCHRateMatching(PUCCHPayloadSizes(csiPart1: 3), total: 96, modulationOrder: 2, codeRate: 26)
    }
    #expect(throws: ParameterError.self) {
      try PUCCHMultiplexing(length: 4, references: [1], elementsPerSymbol: 12, modulationOrder: 2, firstPart: 74)
    }
  }
}

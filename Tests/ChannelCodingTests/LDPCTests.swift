import Base
import DSPKernels
import Testing

@testable import ChannelCoding

@Suite struct LDPCTests {
  private static let codes: [(LDPCBaseGraph, Int)] = LDPCBaseGraph.allCases.flatMap { graph in LDPCCode.liftingSizes.map { (graph, $0) } }

  private func random(_ count: Int, _ generator: inout SeededGenerator) -> BitSequence {
    BitSequence((0..<count).map { _ in Bool.random(using: &generator) })
  }

  @Test("TS 38.212, tables 5.3.2-1 to 5.3.2-3: 51 lifting sizes, two base graphs")
  func tables() throws {
    #expect(LDPCCode.liftingSizes.count == 51)
    #expect(LDPCCode.liftingSizes.first == 2 && LDPCCode.liftingSizes.last == 384)
    #expect(try LDPCCode(.one, liftingSize: 384).entries.count == 316)
    #expect(try LDPCCode(.two, liftingSize: 384).entries.count == 197)
    #expect(throws: ChannelCodingError.liftingSize(17)) { try LDPCCode(.one, liftingSize: 17) }
  }

  @Test("TS 38.212 §5.3.2: every check of every code holds for its codewords", arguments: codes)
  func codewords(_ graph: LDPCBaseGraph, _ size: Int) throws {
    let code = try LDPCCode(graph, liftingSize: size)
    var generator = SeededGenerator(seed: UInt64(size))
    var encoder = LDPCEncoder(code)
    let information = random(code.informationCount, &generator)
    let codeword = try encoder.encode(information)
    #expect(codeword.count == code.codewordCount)
    func bit(_ entry: LDPCCode.Entry, _ lane: Int) -> Bool {
      let index = Int(entry.column) * size + (lane + Int(entry.shift)) % size
      return index < 2 * size ? information[index] : codeword[index - 2 * size]
    }
    var failed = 0
    for row in 0..<graph.rows {
      for lane in 0..<size {
        let isOdd = code.entries[code.rowStarts[row]..<code.rowStarts[row + 1]].reduce(false) { $0 != bit($1, lane) }
        if isOdd { failed += 1 }
      }
    }
    #expect(failed == 0)
    for index in (2 * size)..<code.informationCount where information[index] != codeword[index - 2 * size] { failed += 1 }
    #expect(failed == 0)
  }

  @Test("A codeword with a tenth of its bits erased and some wrong is decoded", arguments: codes.filter { $0.1 >= 20 })
  func decoding(_ graph: LDPCBaseGraph, _ size: Int) throws {
    let code = try LDPCCode(graph, liftingSize: size)
    var generator = SeededGenerator(seed: UInt64(size))
    var encoder = LDPCEncoder(code)
    var decoder = LDPCDecoder(code)
    let information = random(code.informationCount, &generator)
    let codeword = try encoder.encode(information)
    var soft = (0..<codeword.count).map { codeword[$0] ? Int8(-20) : 20 }
    for index in soft.indices {
      switch Int.random(in: 0..<20, using: &generator) {
      case 0, 1: soft[index] = 0
      case 2: soft[index] = -soft[index]
      default: break
      }
    }
    let (decoded, outcome) = try soft.withUnsafeBufferPointer { try decoder.decode($0, maximumIterations: 20) }
    #expect(decoded == information)
    #expect(outcome.iterations < 20)
  }

  @Test("Every variant that the processor has gives the codewords of the portable one", arguments: codes)
  func encoders(_ graph: LDPCBaseGraph, _ size: Int) throws {
    let code = try LDPCCode(graph, liftingSize: size)
    var generator = SeededGenerator(seed: UInt64(size))
    let information = random(code.informationCount, &generator)
    var portable = LDPCEncoder(code, instructionSet: .portable)
    let expected = try portable.encode(information)
    let short = try portable.encode(information, rows: 7)
    for instructionSet in InstructionSet.available where instructionSet != .portable {
      var encoder = LDPCEncoder(code, instructionSet: instructionSet)
      #expect(try encoder.encode(information) == expected, "\(instructionSet)")
      #expect(try encoder.encode(information, rows: 7) == short, "\(instructionSet)")
    }
    let sent = (graph.informationColumns + 5) * size
    for index in 0..<expected.count where short[index] != (index < sent && expected[index]) { Issue.record("bit \(index)") }
  }

  @Test("Every variant that the processor has decides as the portable one, for whatever was received", arguments: codes)
  func variants(_ graph: LDPCBaseGraph, _ size: Int) throws {
    let code = try LDPCCode(graph, liftingSize: size)
    var generator = SeededGenerator(seed: UInt64(size))
    let soft = (0..<code.codewordCount).map { _ in Int8.random(in: Int8.min...Int8.max, using: &generator) }
    var portable = LDPCDecoder(code, instructionSet: .portable)
    let expected = try soft.withUnsafeBufferPointer { try portable.decode($0, fillerCount: size / 2, maximumIterations: 3) }
    for instructionSet in InstructionSet.available where instructionSet != .portable {
      var decoder = LDPCDecoder(code, instructionSet: instructionSet)
      let decoded = try soft.withUnsafeBufferPointer { try decoder.decode($0, fillerCount: size / 2, maximumIterations: 3) }
      #expect(decoded.information == expected.information && decoded.outcome == expected.outcome, "\(instructionSet)")
    }
  }

  @Test("TS 38.212 §5.4.2.2: symbols of every order are read in columns, by every variant", arguments: [2, 4, 6, 8, 10])
  func interleaving(_ order: Int) {
    var generator = SeededGenerator(seed: UInt64(order))
    for columns in Array(0...200) + [1301] {
      let bits = random(columns * order, &generator)
      let source = bits.words + [.max]
      for instructionSet in InstructionSet.available {
        var words = [UInt64](repeating: 0, count: bits.words.count)
        words.withUnsafeMutableBufferPointer {
          guard let target = $0.baseAddress else { return }
          BitInterleaving.interleave(source, count: bits.count, order: order, into: target, instructionSet: instructionSet)
        }
        let symbols = BitSequence(words: words, count: bits.count)
        #expect((0..<bits.count).allSatisfy { symbols[$0] == bits[$0 % order * columns + $0 / order] }, "\(columns) \(instructionSet)")
      }
    }
  }

  @Test("TS 38.212 §5.4.2: the rows that bits of a redundancy version need are enough, at any place of the words they go to")
  func matchingOfWords() throws {
    var generator = SeededGenerator(seed: 9)
    for (graph, size) in [(LDPCBaseGraph.one, 384), (.one, 30), (.two, 64), (.two, 52)] {
      let code = try LDPCCode(graph, liftingSize: size)
      let matching = LDPCRateMatching(code, fillerCount: size / 3)
      var information = random(code.informationCount, &generator)
      for index in (code.informationCount - size / 3)..<code.informationCount { information[index] = false }
      for instructionSet in InstructionSet.available {
        var encoder = LDPCEncoder(code, instructionSet: instructionSet)
        let codeword = try encoder.encode(information)
        for order in [1, 2, 4, 6, 8, 10] {
          for version in 0...3 {
            let count = order * Int.random(in: 1...(2 * code.codewordCount / order), using: &generator)
            let place = Int.random(in: 0...100, using: &generator)
            let expected = try matching.match(
              codeword, count: count, redundancyVersion: version, modulationOrder: order, instructionSet: .portable)
            var words = [UInt64](repeating: .max, count: (count + place + 63) / 64 + 1)
            var memory = [UInt64](repeating: 0x5555, count: (code.codewordCount + 63) / 64 + LDPCRateMatching.scratchWords(count))
            let rows = try matching.rows(count: count, redundancyVersion: version)
            #expect(rows >= 4 && rows <= graph.rows)
            try memory.withUnsafeMutableBufferPointer { memory in
              try words.withUnsafeMutableBufferPointer { words in
                let (base, target) = (try #require(memory.baseAddress), try #require(words.baseAddress))
                let scratch = base + (code.codewordCount + 63) / 64
                encoder.encode(information.words, rows: rows, into: base)
                try matching.match(
                  base, count: count, redundancyVersion: version, modulationOrder: order, scratch: scratch, into: target, at: place,
                  instructionSet: instructionSet)
              }
            }
            let all = BitSequence(words: words, count: 64 * words.count)
            let isRight = (0..<all.count).allSatisfy {
              all[$0] == (place..<(place + count) ~= $0 ? expected[$0 - place] : true)
            }
            #expect(isRight, "\(graph) \(size), order \(order), version \(version), \(count) bits, \(instructionSet)")
          }
        }
      }
    }
  }

  @Test("TS 38.212 §5.4.2: what two redundancy versions bring is added up, and what is beyond the code's terms is an error")
  func softCombining() throws {
    let segmentation = try CodeBlockSegmentation(1000, .one)
    let matching = LDPCRateMatching(segmentation.code, fillerCount: segmentation.fillerCount)
    var generator = SeededGenerator(seed: 1)
    let information = random(1000, &generator)
    var encoder = LDPCEncoder(segmentation.code)
    let codeword = try encoder.encode(try segmentation.codeBlocks(information)[0])
    var soft = [Int8](repeating: 0, count: segmentation.code.codewordCount)
    var counts = soft
    for version in [0, 2] {
      let sent = try matching.match(codeword, count: 1200, redundancyVersion: version, modulationOrder: 4)
      let received = (0..<1200).map { sent[$0] ? Int8(-100) : 100 }
      try received.withUnsafeBufferPointer { received in
        try soft.withUnsafeMutableBufferPointer {
          try matching.combine(received, redundancyVersion: version, modulationOrder: 4, into: $0)
        }
      }
      let ones = [Int8](repeating: 1, count: 1200)
      try ones.withUnsafeBufferPointer { ones in
        try counts.withUnsafeMutableBufferPointer { try matching.combine(ones, redundancyVersion: version, modulationOrder: 4, into: $0) }
      }
    }
    #expect(counts.reduce(0) { $0 + Int($1) } == 2400 && counts[matching.fillers].allSatisfy { $0 == 0 })
    for index in soft.indices where counts[index] > 0 {
      #expect(soft[index] == (codeword[index] ? -1 : 1) * (counts[index] > 1 ? 127 : 100))
    }
    var decoder = LDPCDecoder(segmentation.code)
    let decoded = try soft.withUnsafeBufferPointer {
      try decoder.decode($0, fillerCount: segmentation.fillerCount, maximumIterations: 10)
    }
    let block = try segmentation.codeBlocks(information)[0]
    #expect(decoded.outcome.isCodeword && decoded.information == block)
    #expect(throws: ChannelCodingError.redundancyVersion(4)) {
      try matching.match(codeword, count: 1200, redundancyVersion: 4, modulationOrder: 4)
    }
    #expect(throws: ChannelCodingError.self) { try matching.match(codeword, count: 1201, redundancyVersion: 0, modulationOrder: 4) }
    #expect(throws: ChannelCodingError.transportBlockSize(0)) { try CodeBlockSegmentation(0, .one) }
    #expect(throws: ChannelCodingError.transportBlockSize(8449)) { try CodeBlockSegmentation(8449, .one) }
  }
}

import Base
import ChannelCoding
import Foundation
import Modulation
import Testing

@testable import PhysicalChannels

@Suite struct UCIMultiplexingTests {
  /// A configuration of Oracle/uci-on-pusch.py and what it made of it.
  private struct Case {
    var elements: PUSCHElements
    var sizes: UCISizes
    var data: UCIRateMatching.Data
    var offsets: UCIOffsets
    var scaling: UCIScaling
    var counts: [Int]
    /// Of each kind the number of elements and the sum over them.
    var sums: [(Int, Int)]

    init(_ line: Substring) throws {
      let parts = line.split(separator: "|").map { $0.split(separator: " ") }
      let head = try parts[0].dropFirst().map { try #require(Int($0)) }
      let symbols = parts[0][0].split(separator: ",")
      elements = try PUSCHElements(
        dataCounts: symbols.map { try #require(Int($0.filter(\.isNumber))) }, isDMRS: symbols.map { $0.last == "*" },
        firstHopLength: head[0] == 0 ? nil : head[0], layerCount: head[1], modulationOrder: head[2])
      sizes = UCISizes(harqACK: head[3], csiPart1: head[4], csiPart2: head[5])
      data = head[6] == 0 ? .none(rate1024: Double(head[7]) / 2) : .ulSCH(codeBlockBits: head[6])
      offsets = try UCIOffsets(
        harqACK: [Int](repeating: head[8], count: 3), csiPart1: [head[9], head[9]], csiPart2: [head[10], head[10]])
      scaling = try #require(UCIScaling(rawValue: head[11]))
      counts = parts[1].compactMap { Int($0) }
      let sums = parts[2].compactMap { Int($0) }
      self.sums = (0..<5).map { (sums[2 * $0], sums[2 * $0 + 1]) }
    }

    func matching(csiPart2: Int? = nil) throws -> UCIRateMatching {
      var sizes = sizes
      if let csiPart2 { sizes.csiPart2 = csiPart2 }
      return try UCIRateMatching(elements: elements, sizes: sizes, data: data, offsets: offsets, scaling: scaling)
    }
  }

  private static func cases() throws -> [Case] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/uci-on-pusch-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { try Case($0) }
  }

  private static func bits(_ count: Int, _ generator: inout SeededGenerator) -> [SmallBlockCode.Bit] {
    (0..<count).map { _ in Bool.random(using: &generator) ? .one : .zero }
  }

  @Test("TS 38.212 §6.3.2.4 and §6.2.7: coded bits of each kind, and the element of every one")
  func oracle() throws {
    let cases = try Self.cases()
    #expect(cases.count == 400)
    for (number, item) in cases.enumerated() {
      let matching = try item.matching()
      #expect(
        [matching.harqACKCount, matching.csiPart1Count, matching.csiPart2Count, matching.ulSCHCount] == item.counts, "case \(number)")
      let plan = try UCIMultiplexing(matching)
      var sums = [UCIMultiplexing.Kind: (Int, Int)]()
      for run in plan.runs {
        for offset in 0..<run.count {
          let sum = sums[run.kind] ?? (0, 0)
          let unit = run.kind == .nothing ? 0 : run.unit + offset
          sums[run.kind] = (sum.0 + 1, sum.1 + ((run.element + offset) % 997 + 1) * (unit + 1))
        }
      }
      for (kind, expected) in zip([UCIMultiplexing.Kind.ulSCH, .harqACK, .csiPart1, .csiPart2, .nothing], item.sums) {
        #expect(sums[kind] ?? (0, 0) == expected, "case \(number), \(kind)")
      }
    }
  }

  @Test("A receiver finds all bits again, and CSI part 2 when part 1 has told its size")
  func inverse() throws {
    var generator = SeededGenerator(seed: 38212)
    for (number, item) in try Self.cases().enumerated() {
      let matching = try item.matching()
      let plan = try UCIMultiplexing(matching)
      let harqACK = Self.bits(matching.harqACKCount, &generator)
      let csiPart1 = Self.bits(matching.csiPart1Count, &generator)
      let csiPart2 = Self.bits(matching.csiPart2Count, &generator)
      let ulSCH = BitSequence((0..<matching.ulSCHCount).map { _ in Bool.random(using: &generator) })
      let sent = try plan.multiplex(ulSCH: ulSCH, harqACK: harqACK, csiPart1: csiPart1, csiPart2: csiPart2)
      #expect(sent.bits.count == item.elements.bitCount && sent.placeholders.isEmpty)
      let scrambling = try PUSCHScrambling(rnti: UInt16(number + 1), identity: number)
      let scrambled = scrambling.scramble(sent)
      let sequence = scrambling.sequence(count: scrambled.count)
      let received = (0..<scrambled.count).map { scrambled[$0] ? Float(-1) : 1 }
      let soft = try plan.demultiplex(received, scrambling: sequence)

      // Placeholders were not sent, so one or two bits have others in their places.
      func agrees(_ ratios: [Float], _ bits: [SmallBlockCode.Bit], isErasable: Bool, bitCount: Int) -> Bool {
        guard bitCount == 0 || bitCount > 2 || item.elements.modulationOrder == 1 else { return ratios.count == bits.count }
        return ratios.count == bits.count
          && zip(ratios, bits).allSatisfy { isErasable && $0 == 0 || $0 == ($1 == .one ? -1 : 1) }
      }
      // A first hop without room enough for HARQ-ACK goes on in the second, whose own bits may then stand on its.
      let isHopping = item.elements.firstHopLength != nil
      #expect(agrees(soft.harqACK, harqACK, isErasable: isHopping, bitCount: matching.sizes.harqACK))
      #expect(agrees(soft.csiPart1, csiPart1, isErasable: false, bitCount: item.sizes.csiPart1))
      #expect(agrees(soft.csiPart2, csiPart2, isErasable: true, bitCount: item.sizes.csiPart2))
      let data = (0..<ulSCH.count).map { ulSCH[$0] ? SmallBlockCode.Bit.one : .zero }
      #expect(agrees(soft.ulSCH, data, isErasable: true, bitCount: 0))
      let erased = soft.ulSCH.reduce(0) { $0 + ($1 == 0 ? 1 : 0) }
      #expect(erased <= (matching.sizes.harqACK <= 2 ? matching.harqACKCount : 0))

      // The first look does not know the size of part 2, but where part 1 and HARQ-ACK are.
      let first = try UCIMultiplexing(item.matching(csiPart2: 0)).demultiplex(received, scrambling: sequence)
      #expect(first.harqACK == soft.harqACK, "case \(number)")
      #expect(first.csiPart1 == soft.csiPart1, "case \(number)")
    }
  }

  @Test("TS 38.211 §6.3.1.1: placeholders x are sent as 1 and y as the bit in front, which a receiver adds to it")
  func placeholders() throws {
    var generator = SeededGenerator(seed: 6311)
    for order in [2, 4, 6, 8] {
      for layers in 1...2 {
        for bit in [false, true] {
          let elements = try PUSCHElements(
            dataCounts: [0, 48, 48, 48, 48, 48], isDMRS: [true, false, false, false, false, false], layerCount: layers,
            modulationOrder: order)
          let matching = try UCIRateMatching(
            elements: elements, sizes: UCISizes(harqACK: 1), data: .ulSCH(codeBlockBits: 400), offsets: UCIOffsets(), scaling: .f1)
          let plan = try UCIMultiplexing(matching)
          let code = try SmallBlockCode(informationCount: 1, modulationOrder: order)
          let coded = try code.encode(BitSequence([bit]), count: matching.harqACKCount)
          let data = BitSequence((0..<matching.ulSCHCount).map { _ in Bool.random(using: &generator) })
          let sent = try plan.multiplex(ulSCH: data, harqACK: coded)
          #expect(sent.placeholders.count == matching.harqACKCount / order * (order - 1))
          let scrambling = try PUSCHScrambling(rnti: 4711, identity: 17)
          let scrambled = scrambling.scramble(sent)
          for placeholder in sent.placeholders {
            #expect(scrambled[placeholder.position] == (placeholder.isRepetition ? scrambled[placeholder.position - 1] : true))
          }
          let received = (0..<scrambled.count).map { scrambled[$0] ? Float(-1) : 1 }
          let soft = try plan.demultiplex(received, scrambling: scrambling.sequence(count: scrambled.count))
          for start in stride(from: 0, to: soft.harqACK.count, by: order) {
            #expect(soft.harqACK[start] == (bit ? -2 : 2) && soft.harqACK[(start + 1)..<(start + order)].allSatisfy { $0 == 0 })
          }
          #expect(soft.harqACK.withUnsafeBufferPointer { code.decode($0).message } == BitSequence([bit]))
        }
      }
    }
  }

  @Test("TS 38.213 §9.3: reserved offsets are refused, and the number of bits chooses among indices")
  func offsets() throws {
    #expect(throws: ParameterError.self) { try UCIOffset.harqACK(index: 16) }
    #expect(throws: ParameterError.self) { try UCIOffset.harqACK(index: -1) }
    #expect(throws: ParameterError.self) { try UCIOffset.csi(index: 19) }
    #expect(throws: ParameterError.self) { try UCIOffsets(harqACK: [1, 2]) }
    let offsets = try UCIOffsets(harqACK: [0, 1, 15], csiPart1: [0, 18], csiPart2: [1, 17])
    #expect([2, 3, 11, 12].map { offsets.harqACK(bitCount: $0).eighths } == [8, 16, 16, 1008])
    #expect([11, 12].map { offsets.csiPart1(bitCount: $0).eighths } == [9, 160])
    #expect([11, 12].map { offsets.csiPart2(bitCount: $0).eighths } == [10, 127])
  }

  @Test("Without UCI data has all elements, also where hops have no room for what is kept; with it there is none")
  func noRoom() throws {
    let elements = try PUSCHElements(
      dataCounts: [0, 12, 12, 12, 12, 12, 12, 0, 12, 12, 12, 0, 12, 12],
      isDMRS: [true, false, false, false, false, false, false, true, false, false, false, true, false, false], firstHopLength: 7,
      layerCount: 1,
      modulationOrder: 2)
    func plan(_ sizes: UCISizes) throws -> UCIMultiplexing {
      try UCIMultiplexing(
        UCIRateMatching(
          elements: elements, sizes: sizes, data: .ulSCH(codeBlockBits: 24), offsets: UCIOffsets(harqACK: [15, 15, 15]), scaling: .f1))
    }
    let whole = try plan(UCISizes())
    #expect(whole.runs == [UCIMultiplexing.Run(kind: .ulSCH, element: 0, unit: 0, count: 132)])
    let bits = BitSequence((0..<264).map { $0 % 3 == 0 })
    #expect(try whole.multiplex(ulSCH: bits) == PUSCHBits(bits: bits))
    #expect(throws: ParameterError.self) { try plan(UCISizes(harqACK: 2)) }
    #expect(throws: ParameterError.self) { try plan(UCISizes(harqACK: 3)) }
  }

  @Test("What does not fit into a PUSCH is refused")
  func refused() throws {
    for (counts, isDMRS, hop, layers, order) in [
      ([12], [true, false], nil, 1, 2), ([], [], nil, 1, 2), ([-1, 12], [true, false], nil, 1, 2), ([12, 12], [false, false], nil, 1, 2),
      ([12, 12], [true, false], 1, 1, 2), ([12, 12], [true, true], 2, 1, 2), ([12, 12], [true, true], -1, 1, 2),
      ([12, 12], [true, false], nil, 5, 2),
      ([12, 12], [true, false], nil, 1, 3),
    ] as [([Int], [Bool], Int?, Int, Int)] {
      #expect(throws: ParameterError.self) {
        try PUSCHElements(dataCounts: counts, isDMRS: isDMRS, firstHopLength: hop, layerCount: layers, modulationOrder: order)
      }
    }
    let elements = try PUSCHElements(dataCounts: [0, 12, 12], isDMRS: [true, false, false], layerCount: 1, modulationOrder: 2)
    let offsets = try UCIOffsets()
    for (sizes, data) in [
      (UCISizes(harqACK: -1), .ulSCH(codeBlockBits: 24)), (UCISizes(harqACK: 1707), .ulSCH(codeBlockBits: 24)),
      (UCISizes(csiPart2: 4), .ulSCH(codeBlockBits: 24)),
      (UCISizes(csiPart1: 4, csiPart2: 4, hasCSIPart2: false), .ulSCH(codeBlockBits: 24)),
      (UCISizes(), .none(rate1024: 100)), (UCISizes(csiPart1: 4), .none(rate1024: 0)), (UCISizes(csiPart1: 4), .none(rate1024: .nan)),
      (UCISizes(csiPart1: 4), .none(rate1024: .infinity)), (UCISizes(harqACK: 1), .ulSCH(codeBlockBits: 0)),
      (UCISizes(harqACK: 1), .ulSCH(codeBlockBits: .max)),
    ] as [(UCISizes, UCIRateMatching.Data)] {
      #expect(throws: ParameterError.self) {
        try UCIRateMatching(elements: elements, sizes: sizes, data: data, offsets: offsets, scaling: .f1)
      }
    }
    let plan = try UCIMultiplexing(
      UCIRateMatching(elements: elements, sizes: UCISizes(harqACK: 2), data: .ulSCH(codeBlockBits: 900), offsets: offsets, scaling: .f1))
    #expect(throws: ParameterError.self) { try plan.multiplex() }
    #expect(throws: ParameterError.self) { try plan.demultiplex([1], scrambling: BitSequence(zeros: 1)) }
    #expect(throws: ParameterError.self) { try PUSCHScrambling(rnti: 1, identity: 1024) }
    #expect(throws: ParameterError.self) { try PUSCHScrambling(messageA: 1, preamble: 64, identity: 0) }
  }
}

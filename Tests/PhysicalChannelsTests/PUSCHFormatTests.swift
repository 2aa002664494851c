import Base
import ChannelCoding
import DSPKernels
import Foundation
import Modulation
import Testing

@testable import PhysicalChannels

@Suite struct PUSCHFormatTests {
  private static func message(_ count: Int, _ generator: inout SeededGenerator) -> BitSequence {
    BitSequence((0..<count).map { _ in Bool.random(using: &generator) })
  }

  /// What a receiver has of a format's PUSCH, without noise and with the layers that an equaliser gives back.
  private static func receive(
    _ format: PUSCHFormat, _ grid: ResourceGrid, _ mapping: PUSCHMapping, slot: Int
  ) throws -> UCIMultiplexing.SoftBits {
    let configuration = mapping.configuration
    let all = try mapping.extract(from: grid, slot: slot)
    let count = mapping.dataElementCount
    let symbols = try mapping.modulationSymbols((0..<configuration.layerCount).map { Array(all[($0 * count)..<(($0 + 1) * count)]) })
      .symbols
    let ratios = configuration.modulation.demodulate(symbols, noise: [Float](repeating: 0.1, count: symbols.count))
    return try format.multiplexing.demultiplex(ratios, scrambling: configuration.scrambling.sequence(count: ratios.count))
  }

  private static func decode(_ code: UCICode?, _ soft: [Float]) throws -> BitSequence? {
    guard let code else { return nil }
    var decoder = try UCIDecoder(code)
    let decoded = try decoder.decode(soft)
    return decoded.isValid ? decoded.bits : nil
  }

  @Test("HARQ-ACK, CSI and a transport block go through a grid together; CSI part 2 is found when part 1 is known")
  func everything() throws {
    var generator = SeededGenerator(seed: 627)
    var (sent, polar, alone) = (0, 0, 0)
    for (number, original) in try PUSCHVector.all("pusch-vectors.txt").enumerated() {
      var vector = original
      vector.codebook = nil
      let transmitter = try PUSCHTransmitter(vector.configuration())
      let mapping = transmitter.mapping
      let isAlone = number % 4 == 0
      let sizes = UCISizes(
        harqACK: Int.random(in: 0...14, using: &generator), csiPart1: Int.random(in: 1...25, using: &generator),
        csiPart2: Int.random(in: 1...30, using: &generator))
      let size = max(24, transmitter.bitCount / 4 / 8 * 8)
      let code = try SharedChannelCode(transportBlockSize: size, codeRate: 0.3)
      var control = PUSCHControl(sizes: sizes, offsets: try UCIOffsets(harqACK: [9, 9, 9], csiPart1: [13, 13], csiPart2: [13, 13]))
      let content: PUSCHContent = isAlone ? .none(rate1024: 308) : .ulSCH(code)
      guard let format = try? PUSCHFormat(mapping.elements, content: content, control: control) else { continue }
      let matching = format.multiplexing.rateMatching
      // At least as many bits as make each code unique.
      guard
        zip([matching.harqACKCount, matching.csiPart1Count, matching.csiPart2Count], [sizes.harqACK, sizes.csiPart1, sizes.csiPart2])
          .allSatisfy({ $0 >= 4 * $1 }), isAlone || matching.ulSCHCount > 2 * size
      else { continue }
      sent += 1
      polar += sizes.harqACK > 11 || sizes.csiPart1 > 11 ? 1 : 0
      alone += isAlone ? 1 : 0
      let messages = [sizes.harqACK, sizes.csiPart1, sizes.csiPart2].map { Self.message($0, &generator) }
      let block = isAlone ? BitSequence() : Self.message(size, &generator)
      var encoder = PUSCHEncoder(format)
      let bits = try encoder.encode(transportBlock: block, harqACK: messages[0], csiPart1: messages[1], csiPart2: messages[2])
      var grid = ResourceGrid(mapping.configuration.carrier, portCount: mapping.configuration.portCount)
      try transmitter.transmit(bits, slot: vector.slot, into: &grid)

      // A receiver knows that there is a part 2, but not yet how long it is.
      control.sizes.csiPart2 = 0
      let first = try PUSCHFormat(mapping.elements, content: content, control: control)
      let early = try Self.receive(first, grid, mapping, slot: vector.slot)
      if sizes.harqACK > 0 { #expect(try Self.decode(first.harqACK, early.harqACK) == messages[0], "\(number)") }
      #expect(try Self.decode(first.csiPart1, early.csiPart1) == messages[1], "\(number)")
      let late = try Self.receive(format, grid, mapping, slot: vector.slot)
      // HARQ-ACK of up to 2 bits may stand on part 2.
      if sizes.harqACK > 2 || sizes.harqACK == 0 { #expect(try Self.decode(format.csiPart2, late.csiPart2) == messages[2], "\(number)") }
      guard let transmission = format.transmission() else { continue }
      var decoder = try SharedChannelDecoder(code, maximumIterations: 30)
      var buffer = [Int8](repeating: 0, count: code.softBufferCount)
      let reception = try SharedChannelDecoder.quantize(late.ulSCH).withUnsafeBufferPointer { received in
        try buffer.withUnsafeMutableBufferPointer { try decoder.decode(received, transmission, into: $0) }
      }
      #expect(reception.transportBlock == block, "\(number)")
    }
    #expect(sent > 50 && polar > 20 && alone > 10, "\(sent) \(polar) \(alone)")
  }

  @Test("TS 38.212 §6.3.2.1.1: beside CSI part 1 alone, zeros make two bits of HARQ-ACK")
  func padding() throws {
    for hop in [nil, 7] {
      for order in [2, 4, 6] {
        for count in 0...3 {
          let elements = try PUSCHElements(
            dataCounts: (0..<14).map { $0 % 7 == 2 ? 0 : 48 }, isDMRS: (0..<14).map { $0 % 7 == 2 }, firstHopLength: hop, layerCount: 1,
            modulationOrder: order)
          let control = PUSCHControl(
            sizes: UCISizes(harqACK: count, csiPart1: 20), offsets: try UCIOffsets(harqACK: [5, 5, 5], csiPart1: [6, 6]))
          let format = try PUSCHFormat(elements, content: .none(rate1024: 308), control: control)
          #expect(format.harqACKPaddingCount == max(0, 2 - count))
          let bits = BitSequence((0..<count).map { $0 != 1 })
          let csi = BitSequence((0..<20).map { $0 % 3 == 0 })
          var encoder = PUSCHEncoder(format)
          let sent = try encoder.encode(harqACK: bits, csiPart1: csi)
          let scrambling = try PUSCHScrambling(rnti: 77, identity: 7)
          let scrambled = scrambling.scramble(sent)
          let soft = try format.multiplexing.demultiplex(
            (0..<scrambled.count).map { scrambled[$0] ? -4 : 4 }, scrambling: scrambling.sequence(count: scrambled.count))
          #expect(try Self.decode(format.harqACK, soft.harqACK) == BitSequence((0..<max(2, count)).map { $0 < count && $0 != 1 }))
          #expect(try Self.decode(format.csiPart1, soft.csiPart1) == csi)
          // Nothing is left without bits.
          #expect(!format.multiplexing.runs.contains { $0.kind == .nothing })
        }
      }
    }
  }

  @Test("Bits and code blocks that a format does not have are refused")
  func refused() throws {
    let elements = try PUSCHElements(dataCounts: [0, 120, 120], isDMRS: [true, false, false], layerCount: 1, modulationOrder: 4)
    let code = try SharedChannelCode(transportBlockSize: 400, codeRate: 0.5)
    for blocks in [[], [1], [0, 0], [-1]] {
      #expect(throws: ParameterError.self) { try PUSCHFormat(elements, content: .ulSCH(code, codeBlocks: blocks)) }
    }
    #expect(throws: ParameterError.self) { try PUSCHFormat(elements, content: .none(rate1024: 308)) }
    var encoder = PUSCHEncoder(try PUSCHFormat(elements, content: .ulSCH(code, codeBlocks: [0])))
    let block = BitSequence(zeros: 400)
    #expect(throws: Never.self) { _ = try encoder.encode(transportBlock: block) }
    #expect(throws: ParameterError.self) { _ = try encoder.encode(transportBlock: BitSequence(zeros: 399)) }
    #expect(throws: ParameterError.self) { _ = try encoder.encode(transportBlock: block, redundancyVersion: 4) }
    #expect(throws: ParameterError.self) { _ = try encoder.encode(transportBlock: block, harqACK: BitSequence(zeros: 1)) }
    let control = PUSCHControl(sizes: UCISizes(csiPart1: 8), offsets: try UCIOffsets())
    let format = try PUSCHFormat(elements, content: .none(rate1024: 308), control: control)
    #expect(format.transmission() == nil && format.harqACK?.bitCount == 2 && format.harqACKPaddingCount == 2)
    var alone = PUSCHEncoder(format)
    #expect(throws: Never.self) { _ = try alone.encode(csiPart1: BitSequence(zeros: 8)) }
    #expect(throws: ParameterError.self) { _ = try alone.encode(transportBlock: block, csiPart1: BitSequence(zeros: 8)) }
    #expect(throws: ParameterError.self) { _ = try alone.encode(csiPart1: BitSequence(zeros: 7)) }
    #expect(throws: ParameterError.self) { _ = try alone.encode() }
  }
}

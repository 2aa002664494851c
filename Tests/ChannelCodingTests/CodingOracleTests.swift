import ChannelCoding
import Foundation
import Testing

/// What the vectors' messages are, and how they name what was made of them.
enum CodingVectors {
  static func bits(_ count: Int) -> BitSequence {
    let octets = (count + 7) / 8
    let all = BitSequence(octets: (0..<octets).map { UInt8(truncatingIfNeeded: $0 * $0 * 7 + $0 * 13 + octets) })
    var bits = BitSequence()
    bits.append(all, 0..<count)
    return bits
  }

  static func hash(_ bits: BitSequence) -> UInt64 {
    bits.octets.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

/// What an independent implementation made of the same bits (Oracle/ldpc.py).
@Suite struct CodingOracleTests {
  private static func lines(_ kind: String) throws -> [[Substring]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/ldpc-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }.filter { $0[0] == kind }
  }

  @Test("TS 38.212 §5.1: parity bits of all six generator polynomials")
  func crcs() throws {
    let codes: [Substring: CRC] = [
      "24A": .crc24A, "24B": .crc24B, "24C": .crc24C, "16": .crc16, "11": .crc11, "6": .crc6,
    ]
    let lines = try Self.lines("crc")
    #expect(lines.count == 36)
    for line in lines {
      let crc = try #require(codes[line[1]])
      var message = CodingVectors.bits(8 * (try #require(Int(line[2]))))
      #expect(crc.parity(message) == UInt32(line[3], radix: 2), "\(line)")
      crc.append(to: &message)
      #expect(crc.holds(message))
      message[message.count / 2].toggle()
      #expect(!crc.holds(message))
    }
  }

  @Test("TS 38.212 §5.2.2, §5.3.2, §5.4.2: transport blocks of all kinds, every redundancy version and modulation order")
  func transportBlocks() throws {
    let lines = try Self.lines("ldpc")
    #expect(lines.count >= 100)
    for line in lines {
      let numbers = line[1...5].compactMap { Int($0) }
      let graph = try #require(LDPCBaseGraph(rawValue: UInt8(numbers[0])))
      let segmentation = try CodeBlockSegmentation(numbers[1], graph)
      let matching = LDPCRateMatching(segmentation.code, fillerCount: segmentation.fillerCount)
      let counts = try LDPCRateMatching.outputCounts(
        numbers[2], blocks: segmentation.codeBlockCount, layers: 1, modulationOrder: numbers[4])
      var encoder = LDPCEncoder(segmentation.code)
      var sent = BitSequence()
      for (block, count) in zip(try segmentation.codeBlocks(CodingVectors.bits(numbers[1])), counts) {
        let codeword = try encoder.encode(block)
        sent.append(try matching.match(codeword, count: count, redundancyVersion: numbers[3], modulationOrder: numbers[4]))
      }
      #expect(sent.count == numbers[2] && CodingVectors.hash(sent) == UInt64(line[6], radix: 16), "\(line)")
    }
  }
}

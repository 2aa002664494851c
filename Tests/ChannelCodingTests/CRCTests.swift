import Base
import ChannelCoding
import DSPKernels
import Testing

@Suite struct CRCTests {
  static let codes: [(CRC, UInt32)] = [
    (.crc24A, 0x864CFB), (.crc24B, 0x800063), (.crc24C, 0xB2B117), (.crc16, 0x1021), (.crc11, 0x621), (.crc6, 0x21),
  ]

  /// The remainder of the message times a power of the polynomial's degree.
  private static func definition(_ bits: [Bool], _ count: Int, _ polynomial: UInt32) -> UInt32 {
    var register: UInt64 = 0
    for bit in bits + [Bool](repeating: false, count: count) {
      register = register << 1 | (bit ? 1 : 0)
      if register >> UInt64(count) & 1 == 1 { register ^= 1 << UInt64(count) | UInt64(polynomial) }
    }
    return UInt32(register)
  }

  @Test("TS 38.212 §5.1: messages of any length, from any place on, by every variant", arguments: 0..<6)
  func parity(_ index: Int) {
    let (crc, polynomial) = Self.codes[index]
    var generator = SeededGenerator(seed: UInt64(index))
    let bits = (0..<9000).map { _ in Bool.random(using: &generator) }
    let message = BitSequence(bits)
    var ranges = (0..<700).map { 0..<$0 }
    ranges += (0..<200).map { _ in
      let start = Int.random(in: 0...4000, using: &generator) & (Bool.random(using: &generator) ? ~63 : ~0)
      return start..<Int.random(in: start...9000, using: &generator)
    }
    ranges += [0..<9000, 64..<8896, 0..<8448]
    for range in ranges {
      let expected = Self.definition(Array(bits[range]), crc.count, polynomial)
      for instructionSet in InstructionSet.available {
        #expect(crc.parity(message, range, instructionSet: instructionSet) == expected, "\(range) \(instructionSet)")
      }
    }
  }

  @Test("Ones in front of a message are as ones within it", arguments: 0..<6)
  func ones(_ index: Int) {
    let (crc, polynomial) = Self.codes[index]
    var generator = SeededGenerator(seed: 7)
    for count in [0, 1, 12, 64, 140, 300] {
      let bits = (0..<count).map { _ in Bool.random(using: &generator) }
      let expected = Self.definition([Bool](repeating: true, count: 24) + bits, crc.count, polynomial)
      for instructionSet in InstructionSet.available {
        #expect(crc.parity(BitSequence(bits), ones: 24, instructionSet: instructionSet) == expected)
      }
    }
  }
}

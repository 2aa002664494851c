import DSPKernels

/// Cyclic redundancy checks of TS 38.212 §5.1.
public struct CRC: Sendable, Hashable {
  /// Bits of the check.
  public let count: Int
  /// The generator polynomial without its highest power, in the most significant bits.
  private let polynomial: UInt32
  /// What an octet does to the register, for octets that have 0 to 7 more behind them.
  private let table: [UInt32]
  private let folding: ChecksumFolding

  public static let crc24A = CRC(24, 0x864CFB)
  public static let crc24B = CRC(24, 0x800063)
  public static let crc24C = CRC(24, 0xB2B117)
  public static let crc16 = CRC(16, 0x1021)
  public static let crc11 = CRC(11, 0x621)
  public static let crc6 = CRC(6, 0x21)

  private init(_ count: Int, _ polynomial: UInt32) {
    self.count = count
    folding = ChecksumFolding(count: count, polynomial: polynomial)
    let polynomial = polynomial << UInt32(32 - count)
    self.polynomial = polynomial
    var table = [UInt32](repeating: 0, count: 8 * 256)
    for octet in 0..<256 {
      var register = UInt32(octet) << 24
      for _ in 0..<8 { register = register >> 31 == 1 ? register << 1 ^ polynomial : register << 1 }
      table[octet] = register
    }
    for index in 256..<2048 { table[index] = table[index - 256] << 8 ^ table[Int(table[index - 256] >> 24)] }
    self.table = table
  }

  /// The parity bits of a message, in the low bits.
  /// - Parameters:
  ///   - range: the message's bits.
  ///   - ones: how many ones stand in front of the message (24 for a DCI, TS 38.212 §7.3.2).
  public func parity(
    _ bits: BitSequence, _ range: Range<Int>? = nil, ones: Int = 0, instructionSet: InstructionSet = .fastest
  ) -> UInt32 {
    let range = range ?? 0..<bits.count
    precondition(range.lowerBound >= 0 && range.upperBound <= bits.count)
    return bits.words.withUnsafeBufferPointer { words in
      words.baseAddress.map { parity($0, range, ones: ones, instructionSet: instructionSet) } ?? parity(ones: ones) >> UInt32(32 - count)
    }
  }

  /// The register behind so many ones.
  private func parity(ones: Int) -> UInt32 {
    (0..<ones).reduce(0 as UInt32) { register, _ in register >> 31 == 1 ? register << 1 : register << 1 ^ polynomial }
  }

  /// The register behind 64 more bits.
  @inline(__always)
  private static func register(_ register: UInt32, behind bits: UInt64, _ table: UnsafeBufferPointer<UInt32>) -> UInt32 {
    let word = bits ^ UInt64(register) << 32
    var result: UInt32 = 0
    for index in 0..<8 { result ^= table[(7 - index) << 8 | Int(word >> UInt64(56 - 8 * index) & 0xFF)] }
    return result
  }

  /// The parity bits of a message in words, in the low bits.
  /// - Parameters:
  ///   - words: the first bit in the most significant place of the first.
  ///   - range: the message's bits.
  ///   - ones: how many ones stand in front of the message.
  public func parity(
    _ words: UnsafePointer<UInt64>, _ range: Range<Int>, ones: Int = 0, instructionSet: InstructionSet = .fastest
  ) -> UInt32 {
    var register = parity(ones: ones)
    var position = range.lowerBound
    table.withUnsafeBufferPointer { table in
      let pairs = range.count >> 7
      if position & 63 == 0, register == 0, pairs > 1,
        let folded = folding.fold(words + position >> 6, count: 2 * pairs, instructionSet: instructionSet)
      {
        register = Self.register(register, behind: folded.0, table)
        register = Self.register(register, behind: folded.1, table)
        position += 128 * pairs
      }
      while position + 64 <= range.upperBound {
        let shift = UInt64(position & 63)
        let word = words[position >> 6] << shift
        register = Self.register(register, behind: shift == 0 ? word : word | words[position >> 6 + 1] >> (64 - shift), table)
        position += 64
      }
      while position + 8 <= range.upperBound {
        let (shift, word) = (position & 63, words[position >> 6])
        let octet = shift <= 56 ? word >> UInt64(56 - shift) : word << UInt64(shift - 56) | words[position >> 6 + 1] >> UInt64(120 - shift)
        register = register << 8 ^ table[Int(register >> 24 ^ UInt32(octet & 0xFF))]
        position += 8
      }
    }
    while position < range.upperBound {
      let isOne = register >> 31 != UInt32(words[position >> 6] >> UInt64(63 - position & 63) & 1)
      register = isOne ? register << 1 ^ polynomial : register << 1
      position += 1
    }
    return register >> UInt32(32 - count)
  }

  /// Puts the parity bits behind a message.
  public func append(to bits: inout BitSequence) { bits.append(UInt64(parity(bits)), count: count) }

  /// Whether the last bits of words are the parity bits of those in front.
  public func holds(_ words: UnsafePointer<UInt64>, _ range: Range<Int>) -> Bool { parity(words, range) == 0 }

  /// Whether the last bits are the parity bits of those in front.
  public func holds(_ bits: BitSequence, _ range: Range<Int>? = nil, ones: Int = 0) -> Bool {
    parity(bits, range, ones: ones) == 0
  }
}

/// Cyclic redundancy checks of TS 38.212 §5.1.
public struct CRC: Sendable, Hashable {
  /// Bits of the check.
  public let count: Int
  /// The generator polynomial without its highest power, in the most significant bits.
  private let polynomial: UInt32
  /// What an octet does to the register, for octets that have 0 to 7 more behind them.
  private let table: [UInt32]

  public static let crc24A = CRC(24, 0x864CFB)
  public static let crc24B = CRC(24, 0x800063)
  public static let crc24C = CRC(24, 0xB2B117)
  public static let crc16 = CRC(16, 0x1021)
  public static let crc11 = CRC(11, 0x621)
  public static let crc6 = CRC(6, 0x21)

  private init(_ count: Int, _ polynomial: UInt32) {
    self.count = count
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
  public func parity(_ bits: BitSequence, _ range: Range<Int>? = nil, ones: Int = 0) -> UInt32 {
    let range = range ?? 0..<bits.count
    var register: UInt32 = 0
    for _ in 0..<ones { register = (register >> 31 == 1) != true ? register << 1 ^ polynomial : register << 1 }
    var position = range.lowerBound
    table.withUnsafeBufferPointer { table in
      while position + 64 <= range.upperBound {
        let word = bits.bits(from: position, count: 64) ^ UInt64(register) << 32
        register = 0
        for index in 0..<8 { register ^= table[(7 - index) << 8 | Int(word >> UInt64(56 - 8 * index) & 0xFF)] }
        position += 64
      }
      while position + 8 <= range.upperBound {
        register = register << 8 ^ table[Int(register >> 24 ^ UInt32(bits.bits(from: position, count: 8)))]
        position += 8
      }
    }
    while position < range.upperBound {
      let isOne = (register >> 31 == 1) != bits[position]
      register = isOne ? register << 1 ^ polynomial : register << 1
      position += 1
    }
    return register >> UInt32(32 - count)
  }

  /// Puts the parity bits behind a message.
  public func append(to bits: inout BitSequence) { bits.append(UInt64(parity(bits)), count: count) }

  /// Whether the last bits are the parity bits of those in front.
  public func holds(_ bits: BitSequence, _ range: Range<Int>? = nil, ones: Int = 0) -> Bool {
    parity(bits, range, ones: ones) == 0
  }
}

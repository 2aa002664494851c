/// 128-NEA0 to 128-NEA3 (TS 33.501 Annex D.2, TS 33.401 Annex B.1, TS 35.215, TS 35.221).
public enum NEA {
  /// Enciphers or deciphers; the operation is its own inverse.
  /// - Parameters:
  ///   - key: 16 octets.
  ///   - count: COUNT, 32 bits.
  ///   - bearer: BEARER, the low 5 bits count.
  ///   - octets: the message, most significant bit first.
  ///   - bitCount: LENGTH in bits, at most that of `octets`; `nil` means all of them.
  /// - Returns: the octets that `bitCount` needs, unused bits zero.
  public static func apply(
    _ algorithm: CipheringAlgorithm, key: SecretBytes, count: UInt32, bearer: UInt8, direction: LinkDirection, octets: [UInt8],
    bitCount: Int? = nil
  ) throws(SecurityError) -> [UInt8] {
    try key.requireLength(16, name: "ciphering key")
    let bitCount = try checkedBitCount(bitCount, octets)
    var message = Array(octets.prefix((bitCount + 7) / 8))
    let selector = (bearer & 0x1F) << 3 | direction.rawValue << 2
    switch algorithm {
    case .nea0: break
    case .nea1:
      let word = UInt32(selector) << 24
      var generator = SNOW3G(key: key.revealed, iv: [word, count, word, count])
      xorKeystream(&message) { generator.next() }
    case .nea2:
      let block = count.bigEndianOctets + [selector] + [UInt8](repeating: 0, count: 11)
      message = try AES128.counterMode(message, key: key, counterBlock: block)
    case .nea3:
      let half = count.bigEndianOctets + [selector, 0, 0, 0]
      var generator = ZUC(key: key.revealed, iv: half + half)
      xorKeystream(&message) { generator.next() }
    }
    clearUnusedBits(&message, bitCount: bitCount)
    return message
  }

  private static func xorKeystream(_ message: inout [UInt8], _ nextWord: () -> UInt32) {
    var index = 0
    while index < message.count {
      let word = nextWord()
      for position in index..<min(index + 4, message.count) {
        message[position] ^= UInt8(truncatingIfNeeded: word >> UInt32(24 - 8 * (position - index)))
      }
      index += 4
    }
  }
}

func checkedBitCount(_ bitCount: Int?, _ octets: [UInt8]) throws(SecurityError) -> Int {
  let available = octets.count * 8
  guard let bitCount else { return available }
  guard (0...available).contains(bitCount) else { throw .invalidValue(of: "length in bits") }
  return bitCount
}

/// Zeroes the bits behind the first `bitCount` in the last octet.
func clearUnusedBits(_ octets: inout [UInt8], bitCount: Int) {
  let used = bitCount % 8
  if used != 0, !octets.isEmpty { octets[octets.count - 1] &= 0xFF << UInt8(8 - used) }
}

extension UInt32 {
  var bigEndianOctets: [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> $0) } }

  /// The word that starts at `offset` of `octets`, which has at least 4 octets from there.
  init(bigEndian octets: [UInt8], at offset: Int) {
    self = octets[offset..<(offset + 4)].reduce(0) { $0 << 8 | UInt32($1) }
  }
}

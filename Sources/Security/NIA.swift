/// 128-NIA0 to 128-NIA3 (TS 33.501 Annex D.3, TS 33.401 Annex B.2, TS 35.215, TS 35.221).
public enum NIA {
  /// The MAC of 4 octets; zero for NIA0.
  /// - Parameters:
  ///   - key: 16 octets.
  ///   - count: COUNT, 32 bits.
  ///   - bearer: BEARER, the low 5 bits count.
  ///   - octets: the message, most significant bit first.
  ///   - bitCount: LENGTH in bits, at most that of `octets`; `nil` means all of them.
  public static func mac(
    _ algorithm: IntegrityAlgorithm, key: SecretBytes, count: UInt32, bearer: UInt8, direction: LinkDirection, octets: [UInt8],
    bitCount: Int? = nil
  ) throws(SecurityError) -> [UInt8] {
    try key.requireLength(16, name: "integrity key")
    let bitCount = try checkedBitCount(bitCount, octets)
    var message = Array(octets.prefix((bitCount + 7) / 8))
    clearUnusedBits(&message, bitCount: bitCount)
    switch algorithm {
    case .nia0: return [0, 0, 0, 0]
    case .nia1:
      let fresh = UInt32(bearer & 0x1F) << 27
      return uia2(key: key, count: count, fresh: fresh, direction: direction, message: message, bitCount: bitCount)
    case .nia2:
      return try aesCMAC(key: key, count: count, bearer: bearer, direction: direction, message: message, bitCount: bitCount)
    case .nia3:
      return eia3(key: key, count: count, bearer: bearer, direction: direction, message: message, bitCount: bitCount)
    }
  }

  // MARK: - NIA1

  /// UIA2 (TS 35.215 §4); NIA1 is UIA2 with FRESH = BEARER || 0...0.
  static func uia2(
    key: SecretBytes, count: UInt32, fresh: UInt32, direction: LinkDirection, message: [UInt8], bitCount: Int
  ) -> [UInt8] {
    let sign = UInt32(direction.rawValue)
    var generator = SNOW3G(key: key.revealed, iv: [fresh ^ sign << 15, count ^ sign << 31, fresh, count])
    let p = UInt64(generator.next()) << 32 | UInt64(generator.next())
    let q = UInt64(generator.next()) << 32 | UInt64(generator.next())
    let mask = generator.next()
    var evaluation: UInt64 = 0
    var index = 0
    while index < message.count {
      var block: UInt64 = 0
      for position in index..<(index + 8) { block = block << 8 | (position < message.count ? UInt64(message[position]) : 0) }
      evaluation = multiply(evaluation ^ block, p)
      index += 8
    }
    evaluation = multiply(evaluation ^ UInt64(bitCount), q)
    return (UInt32(truncatingIfNeeded: evaluation >> 32) ^ mask).bigEndianOctets
  }

  /// Product in GF(2^64) modulo x^64 + x^4 + x^3 + x + 1, in constant time.
  private static func multiply(_ left: UInt64, _ right: UInt64) -> UInt64 {
    var product: UInt64 = 0
    var power = left
    for bit in 0..<UInt64(64) {
      product ^= power & (0 &- (right >> bit & 1))
      power = power << 1 ^ (0x1B & (0 &- (power >> 63)))
    }
    return product
  }

  // MARK: - NIA2

  /// CMAC over COUNT || BEARER || DIRECTION || 0^26 || MESSAGE, cut to 32 bits.
  private static func aesCMAC(
    key: SecretBytes, count: UInt32, bearer: UInt8, direction: LinkDirection, message: [UInt8], bitCount: Int
  ) throws(SecurityError) -> [UInt8] {
    var input = count.bigEndianOctets + [(bearer & 0x1F) << 3 | direction.rawValue << 2, 0, 0, 0] + message
    if bitCount % 8 != 0 { try padIncompleteOctet(&input, usedBits: bitCount % 8, key: key) }
    return Array(try AES128.cmac(input, key: key)[0..<4])
  }

  /// Lets an octet-wise CMAC treat a message that ends within an octet: the padding of NIST SP 800-38B §6.2 is applied here, and
  /// K1 ⊕ K2 turns the K1 that the library adds to a complete last block into K2.
  private static func padIncompleteOctet(_ input: inout [UInt8], usedBits: Int, key: SecretBytes) throws(SecurityError) {
    input[input.count - 1] |= 0x80 >> UInt8(usedBits)
    while input.count % 16 != 0 { input.append(0) }
    let k1 = doubled(try AES128.encryptBlock([UInt8](repeating: 0, count: 16), key: key))
    let correction = xor(k1, doubled(k1))
    for index in 0..<16 { input[input.count - 16 + index] ^= correction[index] }
  }

  private static func doubled(_ block: [UInt8]) -> [UInt8] {
    var result = block
    for index in 0..<16 { result[index] = block[index] << 1 | (index < 15 ? block[index + 1] >> 7 : 0) }
    result[15] ^= 0x87 & (0 &- (block[0] >> 7))
    return result
  }

  // MARK: - NIA3

  /// 128-EIA3 (TS 35.221 §4).
  private static func eia3(
    key: SecretBytes, count: UInt32, bearer: UInt8, direction: LinkDirection, message: [UInt8], bitCount: Int
  ) -> [UInt8] {
    let half = count.bigEndianOctets + [(bearer & 0x1F) << 3, 0, 0, 0]
    var iv = half + half
    iv[8] ^= direction.rawValue << 7
    iv[14] ^= direction.rawValue << 7
    var generator = ZUC(key: key.revealed, iv: iv)
    var window = UInt64(generator.next()) << 32 | UInt64(generator.next())
    var tag: UInt32 = 0
    for bit in 0..<bitCount {
      if bit > 0, bit % 32 == 0 { window |= UInt64(generator.next()) }
      let isSet = UInt32(message[bit / 8] >> UInt8(7 - bit % 8) & 1)
      tag ^= UInt32(truncatingIfNeeded: window >> 32) & (0 &- isSet)
      window <<= 1
    }
    if bitCount > 0, bitCount % 32 == 0 { window |= UInt64(generator.next()) }
    tag ^= UInt32(truncatingIfNeeded: window >> 32)
    let last = bitCount % 32 == 0 ? UInt32(truncatingIfNeeded: window) : generator.next()
    return (tag ^ last).bigEndianOctets
  }
}

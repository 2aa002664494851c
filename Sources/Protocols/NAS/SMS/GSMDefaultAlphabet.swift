/// GSM 7 bit default alphabet (TS 23.038 §6.2.1) and its extension table.
enum GSMDefaultAlphabet {
  private static let escape: UInt8 = 0x1B
  private static let characters: [Character] = Array(
    "@£$¥èéùìòÇ\nØø\u{D}ÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1B}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
  )
  private static let extensions: [(septet: UInt8, character: Character)] = [
    (0x0A, "\u{C}"), (0x14, "^"), (0x28, "{"), (0x29, "}"), (0x2F, "\\"), (0x3C, "["), (0x3D, "~"), (0x3E, "]"), (0x40, "|"), (0x65, "€"),
  ]

  /// `nil` when a character is not in the alphabet; characters of the extension table only if `extended`.
  static func septets(_ text: String, extended: Bool = false) -> [UInt8]? {
    var result: [UInt8] = []
    for character in text {
      if let index = characters.firstIndex(of: character), index != escape {
        result.append(UInt8(truncatingIfNeeded: index))
      } else if extended, let found = extensions.first(where: { $0.character == character }) {
        result += [escape, found.septet]
      } else {
        return nil
      }
    }
    return result
  }

  /// - Parameter extended: an escape and the septet behind it are one character of the extension table; one that is not there reads as
  ///   that of the default alphabet.
  static func text(_ septets: [UInt8], extended: Bool = false) -> String {
    var text = ""
    var isEscaped = false
    for septet in septets {
      if extended, !isEscaped, septet == escape {
        isEscaped = true
        continue
      }
      let extended = isEscaped ? extensions.first { $0.septet == septet }?.character : nil
      text.append(extended ?? characters[Int(septet & 0x7F)])
      isEscaped = false
    }
    return text
  }

  /// Least significant bits first (TS 23.038 §6.1.2.1).
  static func pack(_ septets: [UInt8]) -> [UInt8] {
    var octets = [UInt8](repeating: 0, count: (septets.count * 7 + 7) / 8)
    for (index, septet) in septets.enumerated() {
      let bit = index * 7
      octets[bit / 8] |= septet << UInt8(bit % 8)
      if bit % 8 > 1 { octets[bit / 8 + 1] |= septet >> UInt8(8 - bit % 8) }
    }
    return octets
  }

  static func unpack(_ octets: [UInt8], bitCount: Int) -> [UInt8] {
    guard bitCount >= 7 else { return [] }
    return (0..<(bitCount / 7)).map { index in
      let bit = index * 7
      var value = octets[bit / 8] >> UInt8(bit % 8)
      if bit % 8 > 1 { value |= octets[bit / 8 + 1] << UInt8(8 - bit % 8) }
      return value & 0x7F
    }
  }
}

/// Hexadecimal text of octets.
public enum Hex {
  private static let digits = Array("0123456789abcdef".utf8)

  /// Lower-case, two digits an octet, no separators.
  public static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads digits of either case; white space, `:` and a leading `0x` are ignored.
  /// - Returns: `nil` for an odd number of digits or any other character.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var high: UInt8?
    let body = text.hasPrefix("0x") || text.hasPrefix("0X") ? text.dropFirst(2) : text[...]
    for character in body.utf8 {
      let nibble: UInt8
      switch character {
      case 0x30...0x39: nibble = character - 0x30
      case 0x41...0x46: nibble = character - 0x41 + 10
      case 0x61...0x66: nibble = character - 0x61 + 10
      case 0x20, 0x09, 0x0A, 0x0D, 0x3A: continue
      default: return nil
      }
      if let first = high {
        bytes.append(first << 4 | nibble)
        high = nil
      } else {
        high = nibble
      }
    }
    return high == nil ? bytes : nil
  }
}

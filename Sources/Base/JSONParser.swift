/// Why a text is not acceptable JSON, with the offset in octets.
public enum JSONError: Error, Equatable, Sendable, CustomStringConvertible {
  case syntax(offset: Int, expected: String)
  case tooDeep(offset: Int, limit: Int)
  /// RFC 8259 §4 leaves duplicates open; here they are refused because two readers could see two different values.
  case duplicateKey(String, offset: Int)
  case invalidUTF8

  public var description: String {
    switch self {
    case .syntax(let offset, let expected): "JSON syntax error at octet \(offset): expected \(expected)"
    case .tooDeep(let offset, let limit): "JSON nested deeper than \(limit) at octet \(offset)"
    case .duplicateKey(let key, let offset): "JSON member \"\(key)\" appears twice (octet \(offset))"
    case .invalidUTF8: "JSON text is not UTF-8"
    }
  }
}

extension JSON {
  /// Parses a complete JSON text.
  /// - Parameter maximumDepth: nesting of arrays and objects that is still accepted.
  public init(parsing octets: [UInt8], maximumDepth: Int = 64) throws(JSONError) {
    guard String(validating: octets, as: UTF8.self) != nil else { throw .invalidUTF8 }
    var parser = JSONParser(octets: octets, maximumDepth: maximumDepth)
    self = try parser.parseDocument()
  }

  public init(parsing text: String, maximumDepth: Int = 64) throws(JSONError) {
    try self.init(parsing: Array(text.utf8), maximumDepth: maximumDepth)
  }
}

private struct JSONParser {
  let octets: [UInt8]
  let maximumDepth: Int
  var offset = 0
  var depth = 0

  init(octets: [UInt8], maximumDepth: Int) {
    self.octets = octets
    self.maximumDepth = maximumDepth
  }

  mutating func parseDocument() throws(JSONError) -> JSON {
    let value = try parseValue()
    skipSpace()
    guard offset == octets.count else { throw .syntax(offset: offset, expected: "end of text") }
    return value
  }

  private var current: UInt8? { offset < octets.count ? octets[offset] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { offset += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    offset += 1
    return true
  }

  private mutating func parseValue() throws(JSONError) -> JSON {
    skipSpace()
    switch current {
    case UInt8(ascii: "{"): return try parseObject()
    case UInt8(ascii: "["): return try parseArray()
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parseLiteral("true", .bool(true))
    case UInt8(ascii: "f"): return try parseLiteral("false", .bool(false))
    case UInt8(ascii: "n"): return try parseLiteral("null", .null)
    default: return try parseNumber()
    }
  }

  private mutating func parseLiteral(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    let bytes = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard octets[offset...].starts(with: bytes) else {
      throw .syntax(offset: offset, expected: "a value")
    }
    offset += bytes.count
    return value
  }

  private mutating func descend() throws(JSONError) {
    depth += 1
    guard depth <= maximumDepth else { throw .tooDeep(offset: offset, limit: maximumDepth) }
  }

  private mutating func parseObject() throws(JSONError) -> JSON {
    offset += 1
    try descend()
    defer { depth -= 1 }
    var object = JSON.Object()
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(object) }
    while true {
      skipSpace()
      let keyOffset = offset
      guard current == UInt8(ascii: "\"") else { throw .syntax(offset: offset, expected: "a member name") }
      let key = try parseString()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw .syntax(offset: offset, expected: "':'") }
      guard object.insert(key, try parseValue()) else { throw .duplicateKey(key, offset: keyOffset) }
      skipSpace()
      if take(UInt8(ascii: "}")) { return .object(object) }
      guard take(UInt8(ascii: ",")) else { throw .syntax(offset: offset, expected: "',' or '}'") }
    }
  }

  private mutating func parseArray() throws(JSONError) -> JSON {
    offset += 1
    try descend()
    defer { depth -= 1 }
    var array: [JSON] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array(array) }
    while true {
      array.append(try parseValue())
      skipSpace()
      if take(UInt8(ascii: "]")) { return .array(array) }
      guard take(UInt8(ascii: ",")) else { throw .syntax(offset: offset, expected: "',' or ']'") }
    }
  }

  private mutating func parseString() throws(JSONError) -> String {
    offset += 1
    let start = offset
    while let byte = current, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { offset += 1 }
    if current == UInt8(ascii: "\"") {
      defer { offset += 1 }
      return String(decoding: octets[start..<offset], as: UTF8.self)
    }
    var text = Array(octets[start..<offset])
    while let byte = current {
      offset += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try parseEscape(into: &text)
      case 0..<0x20: throw .syntax(offset: offset - 1, expected: "an escaped control character")
      default: text.append(byte)
      }
    }
    throw .syntax(offset: offset, expected: "'\"'")
  }

  private mutating func parseEscape(into text: inout [UInt8]) throws(JSONError) {
    guard let escape = current else { throw .syntax(offset: offset, expected: "an escape") }
    offset += 1
    switch escape {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escape)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var code = try parseFourHexDigits()
      if (0xD800..<0xDC00).contains(code) {
        guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
          throw .syntax(offset: offset, expected: "a low surrogate")
        }
        let low = try parseFourHexDigits()
        guard (0xDC00..<0xE000).contains(low) else { throw .syntax(offset: offset, expected: "a low surrogate") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw .syntax(offset: offset, expected: "a character") }
      text.append(contentsOf: Array(String(Character(scalar)).utf8))
    default: throw .syntax(offset: offset - 1, expected: "an escape")
    }
  }

  private mutating func parseFourHexDigits() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      let digit: UInt8
      switch current {
      case .some(let byte) where (0x30...0x39).contains(byte): digit = byte - 0x30
      case .some(let byte) where (0x41...0x46).contains(byte): digit = byte - 0x37
      case .some(let byte) where (0x61...0x66).contains(byte): digit = byte - 0x57
      default: throw .syntax(offset: offset, expected: "four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      offset += 1
    }
    return value
  }

  private mutating func skipDigits() -> Int {
    let start = offset
    while let byte = current, (0x30...0x39).contains(byte) { offset += 1 }
    return offset - start
  }

  private mutating func parseNumber() throws(JSONError) -> JSON {
    let start = offset
    var isInteger = true
    _ = take(UInt8(ascii: "-"))
    let firstDigit = current
    let integerDigits = skipDigits()
    guard integerDigits > 0 else { throw .syntax(offset: start, expected: "a value") }
    guard firstDigit != 0x30 || integerDigits == 1 else { throw .syntax(offset: start, expected: "no leading zero") }
    if take(UInt8(ascii: ".")) {
      isInteger = false
      guard skipDigits() > 0 else { throw .syntax(offset: offset, expected: "a digit") }
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      isInteger = false
      offset += 1
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard skipDigits() > 0 else { throw .syntax(offset: offset, expected: "a digit") }
    }
    let text = String(decoding: octets[start..<offset], as: UTF8.self)
    if isInteger, let value = Int128(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else { throw .syntax(offset: start, expected: "a finite number") }
    return .number(value)
  }
}

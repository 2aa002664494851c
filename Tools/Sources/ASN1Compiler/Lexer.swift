/// One lexical item of X.680 §12 with the line it stands on.
struct Token: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    /// An identifier, reference, reserved word or `&field`.
    case word
    case number
    /// `'0101'B` or `'0AF'H`; the text keeps the trailing letter.
    case bits
    case text
    case symbol
    case end
  }

  var kind: Kind
  var text: String
  var line: Int
}

/// Splits the text of modules into tokens, without comments.
struct Lexer {
  private let octets: [UInt8]
  private let file: String
  private var offset = 0
  private var line = 1

  init(text: String, file: String) {
    octets = Array(text.utf8)
    self.file = file
  }

  private func octet(_ distance: Int = 0) -> UInt8 {
    offset + distance < octets.count ? octets[offset + distance] : 0
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private mutating func skipSpaceAndComments() {
    while offset < octets.count {
      let byte = octet()
      if byte == 0x0A { line += 1 }
      if byte <= 0x20 || byte >= 0x7F {
        offset += 1
      } else if byte == UInt8(ascii: "-"), octet(1) == UInt8(ascii: "-") {
        offset += 2
        while offset < octets.count, octet() != 0x0A {
          if octet() == UInt8(ascii: "-"), octet(1) == UInt8(ascii: "-") {
            offset += 2
            break
          }
          offset += 1
        }
      } else if byte == UInt8(ascii: "/"), octet(1) == UInt8(ascii: "*") {
        offset += 2
        while offset < octets.count, !(octet() == UInt8(ascii: "*") && octet(1) == UInt8(ascii: "/")) {
          if octet() == 0x0A { line += 1 }
          offset += 1
        }
        offset += 2
      } else {
        return
      }
    }
  }

  private func slice(_ start: Int) -> String { String(decoding: octets[start..<min(offset, octets.count)], as: UTF8.self) }

  private mutating func next() throws(CompilerError) -> Token {
    skipSpaceAndComments()
    guard offset < octets.count else { return Token(kind: .end, text: "", line: line) }
    let start = offset
    let first = octet()
    if Self.isLetter(first) || first == UInt8(ascii: "&") {
      offset += 1
      while Self.isLetter(octet()) || Self.isDigit(octet())
        || (octet() == UInt8(ascii: "-") && (Self.isLetter(octet(1)) || Self.isDigit(octet(1))))
      {
        offset += 1
      }
      return Token(kind: .word, text: slice(start), line: line)
    }
    if Self.isDigit(first) || (first == UInt8(ascii: "-") && Self.isDigit(octet(1))) {
      offset += 1
      while Self.isDigit(octet()) { offset += 1 }
      return Token(kind: .number, text: slice(start), line: line)
    }
    if first == UInt8(ascii: "'") {
      offset += 1
      while offset < octets.count, octet() != UInt8(ascii: "'") { offset += 1 }
      offset += 2
      return Token(kind: .bits, text: slice(start), line: line)
    }
    if first == UInt8(ascii: "\"") {
      offset += 1
      while offset < octets.count, octet() != UInt8(ascii: "\"") { offset += 1 }
      offset += 1
      return Token(kind: .text, text: slice(start), line: line)
    }
    for symbol in ["::=", "...", "..", "[[", "]]"] where octets[offset...].starts(with: symbol.utf8) {
      offset += symbol.utf8.count
      return Token(kind: .symbol, text: symbol, line: line)
    }
    offset += 1
    guard "{}()[],;:|@.<>!^".utf8.contains(first) else {
      throw CompilerError(file: file, line: line, message: "unexpected character \(slice(start))")
    }
    return Token(kind: .symbol, text: slice(start), line: line)
  }

  /// All tokens, with an `.end` behind the last.
  mutating func tokens() throws(CompilerError) -> [Token] {
    var all: [Token] = []
    while true {
      let token = try next()
      all.append(token)
      if token.kind == .end { return all }
    }
  }
}

/// Swift names of ASN.1 names.
enum Naming {
  private static let keywords: Set<String> = [
    "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do", "else", "enum",
    "extension", "fallthrough", "false", "for", "func", "guard", "if", "import", "in", "init", "inout", "internal", "is", "let",
    "nil", "operator", "private", "protocol", "public", "repeat", "return", "self", "static", "struct", "subscript", "super",
    "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while", "index",
  ]

  private static func joined(_ name: String) -> String {
    name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// `User-Location` to `UserLocation`.
  static func type(_ name: String) -> String { joined(name) }

  /// `RAN-UE-NGAP-ID` and `rAN-UE-NGAP-ID` to `ranUENGAPID`, `PDUSessionID` to `pduSessionID`.
  static func member(_ name: String) -> String {
    let first = name.split(separator: "-").first.map { $0.prefix(1).uppercased() + $0.dropFirst() } ?? ""
    let rest = name.split(separator: "-").dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    let letters = Array(first)
    var run = 0
    while run < letters.count, letters[run].isUppercase || letters[run].isNumber { run += 1 }
    // The last capital of a run starts the next word.
    if run > 1, run < letters.count { run -= 1 }
    let result = String(letters.prefix(run)).lowercased() + String(letters.dropFirst(run)) + rest
    return keywords.contains(result)
      ? (result == "self" || result == "init" || result == "index" ? result + "Value" : "`\(result)`") : result
  }

  /// The members of one enumeration: where `dB-6` and `dB6` would be the same, the hyphen is a minus sign.
  static func members(_ names: [String]) -> [String] {
    let plain = names.map(member)
    guard Set(plain).count < plain.count else { return plain }
    return names.map { name in
      var signed = ""
      var last: Character = " "
      for (character, next) in zip(name, name.dropFirst() + " ") {
        signed += character == "-" && next.isNumber && last.isLetter ? "Minus" : String(character)
        last = character
      }
      return member(signed)
    }
  }
}

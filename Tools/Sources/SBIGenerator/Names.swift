import Foundation

/// Swift names for the names of the OpenAPI files.
enum Names {
  private static let digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
  private static let keywords: Set<String> = [
    "in", "default", "case", "switch", "self", "Self", "init", "class", "struct", "enum", "protocol", "extension", "import", "func", "var",
    "let", "is", "as", "for", "while", "repeat", "if", "else", "return", "throw", "throws", "try", "where", "operator", "internal",
    "public",
    "private", "static", "break", "continue", "do", "catch", "defer", "guard", "nil", "true", "false", "super", "Type", "Any",
    "associatedtype",
    "subscript", "inout", "rethrows", "typealias",
  ]
  private static let members: Set<String> = ["object", "json", "description", "schema", "check", "read", "write", "hash", "hashValue"]
  /// Names of the standard library, of Base and of the handwritten half of SBI.
  private static let types: Set<String> = [
    "String", "Int", "Int32", "Int64", "Uint16", "Uint32", "Uint64", "Uinteger", "Bool", "Double", "Float", "Date", "Data", "Error", "Any",
    "Array", "Set", "Result", "Character", "Never", "Sequence", "Object", "Kind", "Loop", "Pattern", "Created", "Duration", "Mailbox",
    "Environment", "Instant", "Hex", "IPAddress", "IPPrefix", "Type", "Self", "Protocol", "Range", "Optional", "Task", "Actor", "Binary",
    "Bytes", "Boolean", "Identifier", "JSONPatch",
  ]

  /// Letters and digits; a leading digit is spelled out, what follows another character is capitalised.
  private static func words(_ name: String) -> String {
    var output = ""
    var capitalise = false
    for character in name {
      if character.isLetter || character.isNumber, character.isASCII {
        if output.isEmpty, let digit = character.wholeNumberValue {
          output += digits[digit]
          capitalise = true
        } else {
          output += capitalise ? character.uppercased() : String(character)
          capitalise = false
        }
      } else {
        capitalise = !output.isEmpty
      }
    }
    return output
  }

  static func member(_ wire: String) -> String {
    var name = words(wire)
    if let first = name.first { name = first.lowercased() + name.dropFirst() }
    // An acronym at the start (`SUPI`, `NFType`) becomes lower case as a whole.
    let upper = wire.prefix { $0.isUppercase }
    if upper.count == wire.count {
      name = wire.lowercased()
    }
    if members.contains(name) { return name + "Value" }
    return keywords.contains(name) ? "`\(name)`" : name
  }

  static func type(_ schema: String) -> String {
    var name = words(schema)
    if let first = name.first { name = first.uppercased() + name.dropFirst() }
    return name
  }

  static func isTaken(_ type: String) -> Bool { types.contains(type) }

  /// `SESSION_RESTRICTION` -> `sessionRestriction`, `3GPP_ACCESS` -> `threeGppAccess`, `nudm-sdm` -> `nudmSdm`.
  static func enumerator(_ value: String) -> String {
    let isUpper = !value.contains { $0.isLowercase }
    let parts = value.split { !($0.isLetter || $0.isNumber) || !$0.isASCII }.map(String.init)
    var name = ""
    for part in parts {
      let lower = isUpper ? part.lowercased() : part
      name += name.isEmpty ? lower : lower.prefix(1).uppercased() + lower.dropFirst()
    }
    if value.hasPrefix("-") { name = "minus" + name.prefix(1).uppercased() + name.dropFirst() }
    name = words(name)
    if let first = name.first { name = first.lowercased() + name.dropFirst() }
    if name.isEmpty { name = "empty" }
    if ["rawValue", "json", "description", "hashValue", "none", "some"].contains(name) { name += "Value" }
    return keywords.contains(name) ? "`\(name)`" : name
  }

  /// The first sentence of a description on one line of at most `limit` characters.
  static func summary(_ text: String?, limit: Int) -> String? {
    guard let text else { return nil }
    var line = text.split { $0.isWhitespace }.joined(separator: " ")
    if let end = line.range(of: ". ") { line = String(line[..<end.lowerBound]) }
    if line.count > limit { line = String(line.prefix(limit - 3)).trimmingCharacters(in: .whitespaces) + "..." }
    return line.isEmpty ? nil : line
  }

  /// `TS29510_Nnrf_NFManagement.yaml` -> `TS 29.510`.
  static func specification(_ file: String) -> String {
    let digits = file.dropFirst(2).prefix(5)
    return "TS \(digits.prefix(2)).\(digits.dropFirst(2))"
  }
}

/// Reads the generated schema text: one schema after the other in prefix notation.
///
/// ```
/// *  any      z null     b boolean, t true alone, f false alone      s string [<min,max>] [`pattern`]     y the same of any value that is a string
/// i integer [<min,max>]     n number [<min,max>]
/// e(a b) one of these strings     l [<min,max>] T array     u array of different elements     m [<min,max>] T map     $7 schema number 7
/// o [<min,max>] (a!T b T) object, a required     x the same of any value that is an object     r(a b) these members of an object are present
/// |(T T) one of   ?(T T) any of   &(T T) all of   ~T not
/// ```
///
/// Names are quoted by `"`. The text is generated and a test reads all of it, so a fault in it is a programmer error.
struct SchemaParser {
  let text: UnsafeBufferPointer<UInt8>
  private var offset = 0

  init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

  mutating func parseAll() -> [SBISchema.Node] {
    var nodes: [SBISchema.Node] = []
    skipSpace()
    while offset < text.count {
      nodes.append(node())
      skipSpace()
    }
    return nodes
  }

  private var current: UInt8 { offset < text.count ? text[offset] : 0 }

  private mutating func skipSpace() { while current == 0x20 || current == 0x0A { offset += 1 } }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    offset += 1
    return true
  }

  private mutating func text(upTo end: UInt8) -> [UInt8] {
    let start = offset
    while offset < text.count, text[offset] != end { offset += 1 }
    defer { offset += 1 }
    return Array(text[start..<offset])
  }

  private mutating func name() -> String {
    precondition(take(UInt8(ascii: "\"")), "schema text: name expected")
    return String(decoding: text(upTo: UInt8(ascii: "\"")), as: UTF8.self)
  }

  private mutating func names() -> [String] {
    precondition(take(UInt8(ascii: "(")), "schema text: list expected")
    var names: [String] = []
    skipSpace()
    while !take(UInt8(ascii: ")")) {
      names.append(name())
      skipSpace()
    }
    return names
  }

  private mutating func nodes() -> [SBISchema.Node] {
    precondition(take(UInt8(ascii: "(")), "schema text: list expected")
    var nodes: [SBISchema.Node] = []
    skipSpace()
    while !take(UInt8(ascii: ")")) {
      nodes.append(node())
      skipSpace()
    }
    return nodes
  }

  private mutating func bounds() -> (String?, String?) {
    guard take(UInt8(ascii: "<")) else { return (nil, nil) }
    let minimum = String(decoding: text(upTo: UInt8(ascii: ",")), as: UTF8.self)
    let maximum = String(decoding: text(upTo: UInt8(ascii: ">")), as: UTF8.self)
    return (minimum.isEmpty ? nil : minimum, maximum.isEmpty ? nil : maximum)
  }

  private mutating func integerBounds() -> (Int?, Int?) {
    let (minimum, maximum) = bounds()
    return (minimum.flatMap { Int($0) }, maximum.flatMap { Int($0) })
  }

  private mutating func node() -> SBISchema.Node {
    skipSpace()
    let kind = current
    offset += 1
    switch kind {
    case UInt8(ascii: "*"): return .any
    case UInt8(ascii: "z"): return .null
    case UInt8(ascii: "b"): return .boolean(only: nil)
    case UInt8(ascii: "t"): return .boolean(only: true)
    case UInt8(ascii: "f"): return .boolean(only: false)
    case UInt8(ascii: "s"): return string(isTyped: true)
    case UInt8(ascii: "y"): return string(isTyped: false)
    case UInt8(ascii: "i"):
      let (minimum, maximum) = bounds()
      return .integer(minimum: minimum.flatMap { Int128($0) }, maximum: maximum.flatMap { Int128($0) })
    case UInt8(ascii: "n"):
      let (minimum, maximum) = bounds()
      return .number(minimum: minimum.flatMap { Double($0) }, maximum: maximum.flatMap { Double($0) })
    case UInt8(ascii: "e"): return .enumeration(names())
    case UInt8(ascii: "l"), UInt8(ascii: "u"):
      let (minimum, maximum) = integerBounds()
      return .array(minimum: minimum, maximum: maximum, isUnique: kind == UInt8(ascii: "u"), node())
    case UInt8(ascii: "m"):
      let (minimum, maximum) = integerBounds()
      return .map(minimum: minimum, maximum: maximum, node())
    case UInt8(ascii: "o"): return object(isTyped: true)
    case UInt8(ascii: "x"): return object(isTyped: false)
    case UInt8(ascii: "r"): return .required(names())
    case UInt8(ascii: "|"): return .oneOf(nodes())
    case UInt8(ascii: "?"): return .anyOf(nodes())
    case UInt8(ascii: "&"): return .allOf(nodes())
    case UInt8(ascii: "~"): return .not(node())
    case UInt8(ascii: "$"):
      var index = 0
      while (0x30...0x39).contains(current) {
        index = index * 10 + Int(current - 0x30)
        offset += 1
      }
      return .reference(index)
    default: preconditionFailure("schema text: unknown kind at \(offset)")
    }
  }

  private mutating func string(isTyped: Bool) -> SBISchema.Node {
    let (minimum, maximum) = integerBounds()
    guard take(UInt8(ascii: "`")) else { return .string(isTyped: isTyped, minimum: minimum, maximum: maximum, pattern: nil) }
    guard let pattern = Pattern(text(upTo: UInt8(ascii: "`"))) else { preconditionFailure("schema text: pattern before \(offset)") }
    return .string(isTyped: isTyped, minimum: minimum, maximum: maximum, pattern: pattern)
  }

  private mutating func object(isTyped: Bool) -> SBISchema.Node {
    let (minimum, maximum) = integerBounds()
    precondition(take(UInt8(ascii: "(")), "schema text: members expected")
    var members: [SBISchema.Member] = []
    skipSpace()
    while !take(UInt8(ascii: ")")) {
      let name = name()
      let isRequired = take(UInt8(ascii: "!"))
      members.append(SBISchema.Member(name: name, isRequired: isRequired, node: node()))
      skipSpace()
    }
    return .object(isTyped: isTyped, minimum: minimum, maximum: maximum, members)
  }
}

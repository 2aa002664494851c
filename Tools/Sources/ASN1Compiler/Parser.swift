/// Parses modules into syntax (X.680, with the parts of X.681 to X.683 that 3GPP's modules use).
struct Parser {
  private let file: String
  private var tokens: [Token]
  private var index = 0

  init(text: String, file: String) throws(CompilerError) {
    self.file = file
    var lexer = Lexer(text: text, file: file)
    tokens = try lexer.tokens()
  }

  private var current: Token { tokens[min(index, tokens.count - 1)] }
  private func ahead(_ distance: Int) -> Token { tokens[min(index + distance, tokens.count - 1)] }

  private func error(_ message: String) -> CompilerError {
    CompilerError(file: file, line: current.line, message: "\(message), found '\(current.text)'")
  }

  private mutating func advance() -> Token {
    defer { index += 1 }
    return current
  }

  private mutating func take(_ text: String) -> Bool {
    guard current.text == text, current.kind != .text else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ text: String) throws(CompilerError) {
    guard take(text) else { throw error("expected '\(text)'") }
  }

  private mutating func word() throws(CompilerError) -> String {
    guard current.kind == .word else { throw error("expected a name") }
    return advance().text
  }

  private static func isUpper(_ text: String) -> Bool { text.first.map { $0.isUppercase } ?? false }
  private static func isClassName(_ text: String) -> Bool {
    isUpper(text) && text.allSatisfy { $0.isUppercase || $0.isNumber || $0 == "-" }
  }

  /// The tokens within braces, which are consumed.
  private mutating func braced() throws(CompilerError) -> [Token] {
    try expect("{")
    var depth = 1
    var inner: [Token] = []
    while true {
      let token = advance()
      if token.kind == .end { throw error("unbalanced braces") }
      if token.text == "{" { depth += 1 }
      if token.text == "}" {
        depth -= 1
        if depth == 0 { return inner }
      }
      inner.append(token)
    }
  }

  /// All modules of the text.
  mutating func modules() throws(CompilerError) -> [ModuleSyntax] {
    var all: [ModuleSyntax] = []
    while current.kind != .end { all.append(try module()) }
    return all
  }

  private mutating func module() throws(CompilerError) -> ModuleSyntax {
    var module = ModuleSyntax(name: try word(), file: file)
    if current.text == "{" { _ = try braced() }
    try expect("DEFINITIONS")
    guard take("AUTOMATIC") else { throw error("only AUTOMATIC TAGS is supported") }
    try expect("TAGS")
    try expect("::=")
    try expect("BEGIN")
    if take("EXPORTS") { while !take(";") { index += 1 } }
    if take("IMPORTS") {
      var symbols: [String] = []
      while !take(";") {
        if take("FROM") {
          let source = try word()
          if current.text == "{" { _ = try braced() }
          for symbol in symbols { module.imports[symbol] = source }
          symbols = []
        } else if !take(",") {
          symbols.append(try word())
          if current.text == "{" { _ = try braced() }
        }
        if current.kind == .end { throw error("unterminated IMPORTS") }
      }
    }
    while !take("END") { module.assignments.append(try assignment()) }
    return module
  }

  private mutating func assignment() throws(CompilerError) -> AssignmentSyntax {
    let line = current.line
    let name = try word()
    if !Self.isUpper(name) {
      let governor = current
      let type = try typeSyntax()
      try expect("::=")
      if case .reference = type.kind, Self.isClassName(governor.text), current.text == "{" {
        return AssignmentSyntax(name: name, line: line, body: .object(className: governor.text, try braced()))
      }
      let value = current.text == "{" ? try braced() : [advance()]
      return AssignmentSyntax(name: name, line: line, body: .value(value))
    }
    if current.kind == .word, Self.isUpper(current.text), ahead(1).text == "::=" {
      let className = try word()
      index += 1
      return AssignmentSyntax(name: name, line: line, body: .objectSet(className: className, try braced()))
    }
    var parameters: [ParameterSyntax] = []
    if take("{") {
      while !take("}") {
        let first = try word()
        if take(":") {
          parameters.append(ParameterSyntax(governor: first, name: try word()))
        } else {
          parameters.append(ParameterSyntax(governor: nil, name: first))
        }
        _ = take(",")
      }
    }
    try expect("::=")
    if take("CLASS") {
      return AssignmentSyntax(name: name, line: line, body: .objectClass(try objectClass()))
    }
    return AssignmentSyntax(name: name, line: line, body: .type(try typeSyntax(), parameters: parameters))
  }

  private mutating func objectClass() throws(CompilerError) -> ObjectClassSyntax {
    var result = ObjectClassSyntax()
    try expect("{")
    while !take("}") {
      let field = try word()
      let isType = Self.isUpper(String(field.dropFirst()))
      result.fields.append((field, isType ? nil : try typeSyntax()))
      while ![",", "}"].contains(current.text) { index += 1 }
      _ = take(",")
    }
    if take("WITH") {
      try expect("SYNTAX")
      try expect("{")
      result.syntax = try syntaxElements(until: "}")
    }
    return result
  }

  private mutating func syntaxElements(until end: String) throws(CompilerError) -> [SyntaxElement] {
    var elements: [SyntaxElement] = []
    while !take(end) {
      if take("[") {
        elements.append(.optional(try syntaxElements(until: "]")))
      } else {
        let text = try word()
        elements.append(text.hasPrefix("&") ? .field(text) : .word(text))
      }
    }
    return elements
  }

  /// Parses the tokens of one type, as found inside an information object.
  static func type(_ tokens: [Token], file: String) throws(CompilerError) -> TypeSyntax {
    var parser = Parser(file: file, tokens: tokens + [Token(kind: .end, text: "", line: tokens.last?.line ?? 0)])
    return try parser.typeSyntax()
  }

  private init(file: String, tokens: [Token]) {
    self.file = file
    self.tokens = tokens
  }

  private mutating func typeSyntax() throws(CompilerError) -> TypeSyntax {
    let line = current.line
    var constraints: [ConstraintSyntax] = []
    let kind: TypeSyntax.Kind
    let name = try word()
    switch name {
    case "BOOLEAN": kind = .boolean
    case "NULL": kind = .null
    case "INTEGER":
      if current.text == "{" { _ = try braced() }
      kind = .integer
    case "OBJECT":
      try expect("IDENTIFIER")
      kind = .objectIdentifier
    case "ENUMERATED": kind = try enumerated()
    case "BIT":
      try expect("STRING")
      var names: [String] = []
      if current.text == "{" {
        let inner = try braced()
        names = inner.enumerated().filter { $0.element.kind == .word && $0.offset + 1 < inner.count && inner[$0.offset + 1].text == "(" }
          .map { $0.element.text }
      }
      kind = .bitString(names: names)
    case "OCTET":
      try expect("STRING")
      kind = .octetString
    case "PrintableString", "VisibleString", "UTF8String", "IA5String", "NumericString", "UTCTime", "GeneralizedTime":
      kind = .characterString(name)
    case "SEQUENCE":
      if current.text == "{" {
        kind = .sequence(try components())
      } else {
        if current.text == "(" {
          constraints.append(try constraint())
        } else if current.text == "SIZE" {
          constraints.append(try sizeConstraint())
        }
        try expect("OF")
        return TypeSyntax(kind: .sequenceOf(try typeSyntax()), constraints: constraints, line: line)
      }
    case "CHOICE": kind = .choice(try components())
    default:
      guard Self.isUpper(name) else { throw error("expected a type") }
      if current.text == ".", ahead(1).text.hasPrefix("&") {
        index += 1
        kind = .classField(className: name, field: try word())
      } else {
        kind = .reference(name, arguments: current.text == "{" ? try arguments() : [])
      }
    }
    while current.text == "(" { constraints.append(try constraint()) }
    return TypeSyntax(kind: kind, constraints: constraints, line: line)
  }

  private mutating func arguments() throws(CompilerError) -> [ArgumentSyntax] {
    try expect("{")
    var result: [ArgumentSyntax] = []
    while !take("}") {
      if take("{") {
        result.append(.set(try word()))
        try expect("}")
      } else if current.kind == .number || (current.kind == .word && !Self.isUpper(current.text)) {
        result.append(.value(advance()))
      } else {
        result.append(.type(try typeSyntax()))
      }
      _ = take(",")
    }
    return result
  }

  private mutating func enumerated() throws(CompilerError) -> TypeSyntax.Kind {
    try expect("{")
    var root: [String] = []
    var additions: [String]?
    while !take("}") {
      if take("...") {
        if additions == nil { additions = [] }
      } else {
        let name = try word()
        if take("(") {
          // Values must ascend, so that the order of the text is that of X.691 §14.1.
          guard let number = Int(advance().text), number >= root.count + (additions?.count ?? 0) else {
            throw error("enumeration numbers must ascend")
          }
          try expect(")")
        }
        if additions == nil { root.append(name) } else { additions?.append(name) }
      }
      _ = take(",")
    }
    return .enumerated(root: root, additions: additions)
  }

  private mutating func components() throws(CompilerError) -> ComponentsSyntax {
    try expect("{")
    var result = ComponentsSyntax()
    while !take("}") {
      if take("...") {
        if result.additions == nil { result.additions = [] }
      } else if take("[[") {
        var group: [ComponentSyntax] = []
        while !take("]]") {
          group.append(try component())
          _ = take(",")
        }
        result.additions?.append(AdditionSyntax(isGroup: true, components: group))
      } else if result.additions != nil {
        result.additions?.append(AdditionSyntax(isGroup: false, components: [try component()]))
      } else {
        result.root.append(try component())
      }
      _ = take(",")
    }
    return result
  }

  private mutating func component() throws(CompilerError) -> ComponentSyntax {
    var result = ComponentSyntax(name: try word(), type: try typeSyntax())
    if take("OPTIONAL") {
      result.isOptional = true
    } else if take("DEFAULT") {
      result.defaultValue = current.text == "{" ? try braced() : [advance()]
    }
    return result
  }

  private mutating func sizeConstraint() throws(CompilerError) -> ConstraintSyntax {
    try expect("SIZE")
    return .size(try constraint())
  }

  private mutating func constraint() throws(CompilerError) -> ConstraintSyntax {
    try expect("(")
    let result: ConstraintSyntax
    if current.text == "SIZE" {
      result = try sizeConstraint()
      if take(",") { try expect("...") }
    } else if take("CONTAINING") {
      result = .containing(try typeSyntax())
    } else if take("{") {
      let set = try word()
      try expect("}")
      var at: String?
      if take("{") {
        try expect("@")
        _ = take(".")
        at = try word()
        try expect("}")
      }
      result = .table(set: set, at: at)
    } else if current.text == "WITH" || current.text == "FROM" || current.text == "CONSTRAINED" {
      var depth = 1
      while depth > 0 {
        if current.kind == .end { throw error("unbalanced constraint") }
        if current.text == "(" { depth += 1 }
        if current.text == ")" { depth -= 1 }
        if depth > 0 { index += 1 }
      }
      result = .invisible
    } else {
      result = try valueRanges()
    }
    try expect(")")
    return result
  }

  private mutating func valueRanges() throws(CompilerError) -> ConstraintSyntax {
    var ranges: [ValueRange] = []
    repeat {
      let lower = advance()
      ranges.append(ValueRange(lower: lower, upper: take("..") ? advance() : lower))
    } while take("|")
    var extensible = false
    if take(",") {
      try expect("...")
      extensible = true
      if take(",") { while current.text != ")" && current.kind != .end { index += 1 } }
    }
    return .values(ranges, extensible: extensible)
  }
}

/// Resolves names, parameters, constraints and information object sets across modules.
struct Resolver {
  private let modules: [String: ModuleSyntax]
  private let order: [String]
  private var symbols: [String: [String: AssignmentSyntax]] = [:]
  private var ambiguous: Set<String> = []
  private(set) var result = ResolvedProtocol()
  private var anonymousCount = 0

  /// What dummy parameters stand for.
  private struct Scope {
    var module: String
    var types: [String: ResolvedType] = [:]
    var typeNames: [String: String] = [:]
    var values: [String: Int128] = [:]
    var sets: [String: String] = [:]
  }

  init(_ list: [ModuleSyntax]) {
    modules = Dictionary(list.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    order = list.map(\.name)
    var owners: [String: Int] = [:]
    for module in list {
      var table: [String: AssignmentSyntax] = [:]
      for assignment in module.assignments {
        table[assignment.name] = assignment
        if case .type = assignment.body { owners[assignment.name, default: 0] += 1 }
      }
      symbols[module.name] = table
    }
    ambiguous = Set(owners.filter { $0.value > 1 }.keys)
  }

  private func error(_ message: String, module: String, line: Int) -> CompilerError {
    CompilerError(file: modules[module]?.file ?? module, line: line, message: message)
  }

  /// Resolves every type that takes no parameters, and what those need.
  mutating func resolve() throws(CompilerError) -> ResolvedProtocol {
    for name in order {
      for assignment in modules[name]?.assignments ?? [] {
        switch assignment.body {
        case .type(let type, let parameters) where parameters.isEmpty:
          let resolved = try resolve(type, Scope(module: name))
          define(key(assignment.name, in: name), asn1Name: assignment.name, module: name, resolved)
        case .value, .type, .objectClass, .object: break
        case .objectSet:
          _ = try resolveSet(assignment.name, module: name, line: assignment.line)
        }
      }
    }
    return result
  }

  private mutating func define(
    _ key: String, asn1Name: String, module: String, _ type: ResolvedType, instance: Definition.Instance? = nil
  ) {
    guard result.index[key] == nil else { return }
    result.index[key] = result.definitions.count
    result.definitions.append(Definition(key: key, asn1Name: asn1Name, module: module, type: type, instance: instance))
  }

  private func key(_ name: String, in module: String) -> String {
    ambiguous.contains(name) && module != order.first(where: { isType(symbols[$0]?[name]) }) ? "\(name)-\(module)" : name
  }

  private func isType(_ assignment: AssignmentSyntax?) -> Bool {
    if case .type? = assignment?.body { return true }
    return false
  }

  /// The assignment of a symbol, following imports.
  private func lookup(_ name: String, module: String) -> (AssignmentSyntax, String)? {
    if let found = symbols[module]?[name] { return (found, module) }
    if let source = modules[module]?.imports[name], let found = symbols[source]?[name] { return (found, source) }
    return nil
  }

  // MARK: Values

  private func value(_ token: Token, _ scope: Scope) throws(CompilerError) -> Int128? {
    if token.kind == .number { return Int128(token.text) }
    if token.text == "MIN" || token.text == "MAX" { return nil }
    if let bound = scope.values[token.text] { return bound }
    guard let (assignment, module) = lookup(token.text, module: scope.module), case .value(let tokens) = assignment.body,
      let first = tokens.first
    else { throw error("unknown value \(token.text)", module: scope.module, line: token.line) }
    return try value(first, Scope(module: module))
  }

  private func bounds(_ constraint: ConstraintSyntax, _ scope: Scope) throws(CompilerError) -> Bounds? {
    guard case .values(let ranges, let extensible) = constraint else { return nil }
    var result = Bounds(lower: nil, upper: nil, extensible: extensible)
    for (index, range) in ranges.enumerated() {
      let lower = try value(range.lower, scope)
      let upper = try value(range.upper, scope)
      if index == 0 {
        result.lower = lower
        result.upper = upper
      } else {
        result.lower = if let a = result.lower, let b = lower { min(a, b) } else { nil }
        result.upper = if let a = result.upper, let b = upper { max(a, b) } else { nil }
      }
    }
    return result
  }

  private func size(_ constraints: [ConstraintSyntax], _ scope: Scope) throws(CompilerError) -> Bounds? {
    for case .size(let inner) in constraints { return try bounds(inner, scope) }
    return nil
  }

  // MARK: Types

  private mutating func resolve(_ syntax: TypeSyntax, _ scope: Scope) throws(CompilerError) -> ResolvedType {
    switch syntax.kind {
    case .boolean: return .boolean
    case .null: return .null
    case .objectIdentifier: return .objectIdentifier
    case .integer:
      for constraint in syntax.constraints {
        if let found = try bounds(constraint, scope) { return .integer(found) }
      }
      return .integer(Bounds())
    case .enumerated(let root, let additions): return .enumerated(root: root, additions: additions)
    case .bitString: return .bitString(try size(syntax.constraints, scope))
    case .octetString:
      var contained: ResolvedType?
      for case .containing(let inner) in syntax.constraints { contained = try resolve(inner, scope) }
      return .octetString(try size(syntax.constraints, scope), containing: contained)
    case .characterString(let name):
      // X.680 §46, §47: times are visible strings.
      let kind = name == "GeneralizedTime" ? "VisibleString" : name
      return .characterString(kind, try size(syntax.constraints, scope))
    case .sequence(let components): return .sequence(try resolve(components, scope))
    case .choice(let components): return .choice(try resolve(components, scope))
    case .sequenceOf(let element):
      return .sequenceOf(try size(syntax.constraints, scope), try resolve(element, scope))
    case .reference(let name, let arguments):
      return try reference(name, arguments, syntax, scope)
    case .classField(let className, let field):
      return try classField(className, field, syntax, scope)
    }
  }

  private mutating func resolve(_ syntax: ComponentsSyntax, _ scope: Scope) throws(CompilerError) -> ResolvedComponents {
    var root: [ResolvedComponent] = []
    for component in syntax.root { root.append(try resolve(component, scope)) }
    guard let additions = syntax.additions else { return ResolvedComponents(root: root, additions: nil) }
    var resolved: [ResolvedAddition] = []
    for addition in additions {
      var components: [ResolvedComponent] = []
      for component in addition.components { components.append(try resolve(component, scope)) }
      resolved.append(ResolvedAddition(isGroup: addition.isGroup, components: components))
    }
    return ResolvedComponents(root: root, additions: resolved)
  }

  private mutating func resolve(_ syntax: ComponentSyntax, _ scope: Scope) throws(CompilerError) -> ResolvedComponent {
    var defaultValue: DefaultValue?
    if let tokens = syntax.defaultValue {
      if tokens.count == 1, let token = tokens.first {
        switch token.text {
        case "TRUE": defaultValue = .boolean(true)
        case "FALSE": defaultValue = .boolean(false)
        default:
          if let number = Int128(token.text) {
            defaultValue = .integer(number)
          } else if token.kind == .word {
            defaultValue = .enumerator(token.text)
          } else {
            defaultValue = .other(token.text)
          }
        }
      } else {
        defaultValue = .other(tokens.map(\.text).joined(separator: " "))
      }
    }
    return ResolvedComponent(
      name: syntax.name, type: try resolve(syntax.type, scope), isOptional: syntax.isOptional, defaultValue: defaultValue)
  }

  private mutating func reference(
    _ name: String, _ arguments: [ArgumentSyntax], _ syntax: TypeSyntax, _ scope: Scope
  ) throws(CompilerError) -> ResolvedType {
    if let actual = scope.types[name] { return actual }
    guard let (assignment, module) = lookup(name, module: scope.module), case .type(let target, let parameters) = assignment.body else {
      throw error("unknown type \(name)", module: scope.module, line: syntax.line)
    }
    guard parameters.count == arguments.count else {
      throw error("\(name) takes \(parameters.count) parameters", module: scope.module, line: syntax.line)
    }
    if parameters.isEmpty {
      // A further constraint on a reference makes a new type.
      guard !syntax.constraints.isEmpty else { return .reference(key(name, in: module)) }
      var narrowed = target
      narrowed.constraints = syntax.constraints
      return try resolve(narrowed, Scope(module: module))
    }
    var inner = Scope(module: module)
    var label = name
    for (parameter, argument) in zip(parameters, arguments) {
      switch argument {
      case .set(let set):
        let actual = try setName(set, scope, line: syntax.line)
        inner.sets[parameter.name] = actual
        label += "-" + actual
      case .value(let token):
        let actual = try value(token, scope)
        inner.values[parameter.name] = actual
        label += "-" + (actual.map { String($0) } ?? "")
      case .type(let type):
        let actual = try resolve(type, scope)
        inner.types[parameter.name] = actual
        if case .reference(let key) = actual {
          label += "-" + key
        } else {
          anonymousCount += 1
          label += "-Anonymous\(anonymousCount)"
        }
      }
    }
    if result.index[label] == nil {
      let resolved = try resolve(target, inner)
      var instance: Definition.Instance?
      if inner.types.count == 1, parameters.count == 1, case .reference(let argument)? = inner.types.values.first {
        instance = Definition.Instance(generic: name, argument: argument)
      }
      define(label, asn1Name: label, module: module, resolved, instance: instance)
    }
    return .reference(label)
  }

  private mutating func classField(
    _ className: String, _ field: String, _ syntax: TypeSyntax, _ scope: Scope
  ) throws(CompilerError) -> ResolvedType {
    guard let (assignment, module) = lookup(className, module: scope.module), case .objectClass(let objectClass) = assignment.body,
      let definition = objectClass.fields.first(where: { $0.name == field })
    else { throw error("unknown class field \(className).\(field)", module: scope.module, line: syntax.line) }
    if let type = definition.type { return try resolve(type, Scope(module: module)) }
    for case .table(let set, let at) in syntax.constraints {
      let actual = try setName(set, scope, line: syntax.line)
      return .open(set: actual, field: field, key: at)
    }
    throw error("open type without a table constraint", module: scope.module, line: syntax.line)
  }

  // MARK: Information objects

  private mutating func setName(_ name: String, _ scope: Scope, line: Int) throws(CompilerError) -> String {
    if let actual = scope.sets[name] { return actual }
    return try resolveSet(name, module: scope.module, line: line)
  }

  private mutating func resolveSet(_ name: String, module: String, line: Int) throws(CompilerError) -> String {
    guard let (assignment, owner) = lookup(name, module: module), case .objectSet(let className, let tokens) = assignment.body else {
      throw error("unknown object set \(name)", module: module, line: line)
    }
    if result.sets[name] != nil { return name }
    result.sets[name] = ResolvedSet(name: name, rows: [])
    result.setOrder.append(name)
    var rows: [ObjectRow] = []
    try collectRows(tokens, className: className, module: owner, into: &rows)
    result.sets[name]?.rows = rows
    return name
  }

  private mutating func collectRows(
    _ tokens: [Token], className: String, module: String, into rows: inout [ObjectRow]
  ) throws(CompilerError) {
    var index = 0
    while index < tokens.count {
      let token = tokens[index]
      index += 1
      switch token.text {
      case "|", ",", "...": continue
      case "{":
        var depth = 1
        var inner: [Token] = []
        while index < tokens.count {
          if tokens[index].text == "{" { depth += 1 }
          if tokens[index].text == "}" { depth -= 1 }
          index += 1
          if depth == 0 { break }
          inner.append(tokens[index - 1])
        }
        rows.append(try object(inner, className: className, module: module))
      default:
        guard let (assignment, owner) = lookup(token.text, module: module) else {
          throw error("unknown object \(token.text)", module: module, line: token.line)
        }
        switch assignment.body {
        case .object(let name, let inner): rows.append(try object(inner, className: name, module: owner))
        case .objectSet(let name, let inner): try collectRows(inner, className: name, module: owner, into: &rows)
        default: throw error("\(token.text) is no object", module: module, line: token.line)
        }
      }
    }
  }

  private mutating func object(_ tokens: [Token], className: String, module: String) throws(CompilerError) -> ObjectRow {
    guard let (assignment, owner) = lookup(className, module: module), case .objectClass(let objectClass) = assignment.body else {
      throw error("unknown class \(className)", module: module, line: tokens.first?.line ?? 0)
    }
    var row = ObjectRow()
    var index = 0
    try match(objectClass.syntax, tokens, &index, objectClass, owner, module, into: &row)
    guard index == tokens.count else {
      throw error("object does not follow the syntax of \(className)", module: module, line: tokens.first?.line ?? 0)
    }
    return row
  }

  private mutating func match(
    _ elements: [SyntaxElement], _ tokens: [Token], _ index: inout Int, _ objectClass: ObjectClassSyntax,
    _ classModule: String, _ module: String, into row: inout ObjectRow
  ) throws(CompilerError) {
    for (position, element) in elements.enumerated() {
      switch element {
      case .word(let word):
        guard index < tokens.count, tokens[index].text == word else {
          throw error("expected \(word)", module: module, line: tokens.first?.line ?? 0)
        }
        index += 1
      case .optional(let inner):
        if case .word(let word)? = inner.first, index < tokens.count, tokens[index].text == word {
          try match(inner, tokens, &index, objectClass, classModule, module, into: &row)
        }
      case .field(let field):
        let type = objectClass.fields.first { $0.name == field }?.type
        if type != nil {
          guard index < tokens.count else { continue }
          let token = tokens[index]
          index += 1
          row.settings[field] = try setting(token, module)
        } else {
          // The type reaches up to the next word of the syntax.
          let stop = Self.firstWords(Array(elements[(position + 1)...]))
          var inner: [Token] = []
          var depth = 0
          while index < tokens.count, !(depth == 0 && !inner.isEmpty && stop.contains(tokens[index].text)) {
            if "({".contains(tokens[index].text) { depth += 1 }
            if ")}".contains(tokens[index].text) { depth -= 1 }
            inner.append(tokens[index])
            index += 1
          }
          let syntax = try Parser.type(inner, file: modules[module]?.file ?? module)
          row.settings[field] = .type(try resolve(syntax, Scope(module: module)))
        }
      }
    }
  }

  private static func firstWords(_ elements: [SyntaxElement]) -> Set<String> {
    var words: Set<String> = []
    for element in elements {
      switch element {
      case .word(let word):
        words.insert(word)
        return words
      case .optional(let inner): words.formUnion(firstWords(inner))
      case .field: return words
      }
    }
    // Behind the end of an optional part, whatever follows it in the class starts with a capitalised literal.
    words.formUnion(["PROCEDURE", "SUCCESSFUL", "UNSUCCESSFUL", "CRITICALITY", "PRESENCE"])
    return words
  }

  private func setting(_ token: Token, _ module: String) throws(CompilerError) -> ObjectRow.Setting {
    guard token.kind == .number || lookup(token.text, module: module) != nil else { return .word(token.text) }
    guard let number = try value(token, Scope(module: module)) else { return .word(token.text) }
    return .integer(number, name: token.text)
  }
}

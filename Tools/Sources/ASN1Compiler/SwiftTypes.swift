/// How ASN.1 types map to Swift types, their sizes, and the expressions that read and write them.
struct SwiftTypes {
  let source: ResolvedProtocol
  private var sizes: [String: Int] = [:]
  /// Swift names of definitions whose ASN.1 names differ only in hyphens from that of another.
  private var disambiguated: [String: String] = [:]
  /// Containers of IEs that stand elsewhere than in a SEQUENCE, and so are structs of their own.
  private(set) var containerStructs: Set<String> = []

  init(source: ResolvedProtocol) {
    self.source = source
    var taken = Set(source.definitions.compactMap { $0.instance.map { Naming.type($0.generic) } })
    for definition in source.definitions {
      var name = Naming.type(definition.key)
      while !taken.insert(name).inserted { name += "_" }
      if name != Naming.type(definition.key) { disambiguated[definition.key] = name }
    }
    for definition in source.definitions {
      switch definition.type {
      case .choice(let components):
        for component in components.root + (components.additions ?? []).flatMap(\.components) { noteContainer(component.type) }
      case .sequence(let components):
        for component in (components.additions ?? []).flatMap(\.components) { noteContainer(component.type) }
      case .sequenceOf(_, let element): noteContainer(element)
      default: break
      }
    }
  }

  private mutating func noteContainer(_ type: ResolvedType) {
    if case .reference(let key) = type, container(type) != nil { containerStructs.insert(key) }
  }

  /// The Swift name of a definition.
  func typeName(_ key: String) -> String {
    if let definition = source[key], let instance = generic(definition) {
      return "\(Naming.type(instance.generic))<\(typeName(instance.argument))>"
    }
    return disambiguated[key] ?? Naming.type(key)
  }

  /// What a definition is an instance of, when that is a generic type in Swift: a CHOICE of NULL and the parameter, which is a struct or
  /// enum of its own, with its own name in the schema.
  func generic(_ definition: Definition) -> Definition.Instance? {
    guard let instance = definition.instance, let argument = source[instance.argument], argument.instance == nil,
      fieldPattern(argument.type) == nil, case .choice(let components) = definition.type, components.additions == nil
    else { return nil }
    switch argument.type {
    case .sequence, .choice: break
    case .enumerated(let root, _) where root != ["reject", "ignore", "notify"]: break
    default: return nil
    }
    let fits = components.root.allSatisfy { component in
      switch component.type {
      case .null, .reference(instance.argument): true
      default: false
      }
    }
    return fits ? instance : nil
  }

  /// Whether a definition is a type of its own in Swift, not a `typealias`.
  private func isNominal(_ key: String, _ target: ResolvedType) -> Bool { containerStructs.contains(key) || !isAlias(target) }

  /// Field of an object set: a SEQUENCE of an integer key, a criticality and an open type that both select.
  struct FieldPattern {
    var key: Bounds
    var set: String
    var field: String
    var keyName: String
  }

  func fieldPattern(_ type: ResolvedType) -> FieldPattern? {
    guard case .sequence(let components) = type, components.root.count == 3, components.additions == nil,
      case .open(let set, let field, let key?) = components.root[2].type, key == components.root[0].name,
      case .integer(let bounds) = resolveAlias(components.root[0].type)
    else { return nil }
    return FieldPattern(key: bounds, set: set, field: field, keyName: key)
  }

  /// A message whose head has one component more, such as NRPPa's transaction.
  func messagePattern(_ type: ResolvedType) -> (field: FieldPattern, extra: ResolvedComponent)? {
    guard case .sequence(let components) = type, components.root.count == 4, components.additions == nil else { return nil }
    var head = components
    let extra = head.root.remove(at: 2)
    return fieldPattern(.sequence(head)).map { ($0, extra) }
  }

  /// A list of such fields, flattened into the type that has it.
  func container(_ type: ResolvedType) -> (size: Bounds, field: FieldPattern)? {
    guard case .reference(let key) = type, case .sequenceOf(let size?, .reference(let element))? = source[key]?.type,
      let target = source[element]?.type, let pattern = fieldPattern(target)
    else { return nil }
    return (size, pattern)
  }

  /// A single such field, reached through a parameterised name.
  func single(_ type: ResolvedType) -> FieldPattern? {
    guard case .reference(let key) = type, case .reference(let target)? = source[key]?.type, let inner = source[target]?.type else {
      return nil
    }
    return fieldPattern(inner)
  }

  func resolveAlias(_ type: ResolvedType) -> ResolvedType {
    var current = type
    while case .reference(let key) = current, let next = source[key]?.type { current = next }
    return current
  }

  /// Whether the definition becomes a `typealias`.
  func isAlias(_ type: ResolvedType) -> Bool {
    switch type {
    case .sequence, .choice, .enumerated: false
    default: true
    }
  }

  func isCodable(_ type: ResolvedType) -> Bool {
    if case .reference(let key) = type, let target = source[key]?.type { return isNominal(key, target) || isCodable(target) }
    return false
  }

  static func integerType(_ bounds: Bounds) -> String {
    guard let lower = bounds.lower, let upper = bounds.upper, !bounds.extensible else { return "Int64" }
    if lower >= 0 {
      return upper <= 255 ? "UInt8" : upper <= 65535 ? "UInt16" : upper <= 4_294_967_295 ? "UInt32" : "UInt64"
    }
    return lower >= -128 && upper <= 127
      ? "Int8" : lower >= -32768 && upper <= 32767 ? "Int16" : lower >= -2_147_483_648 && upper <= 2_147_483_647 ? "Int32" : "Int64"
  }

  /// The number of octets that are kept in place (`FixedOctets`).
  static func fixedSize(_ size: Bounds?, _ contained: ResolvedType?) -> Int? {
    guard contained == nil, let size, !size.extensible, let count = size.upper, size.lower == count, (1...8).contains(count) else {
      return nil
    }
    return Int(count)
  }

  func name(_ type: ResolvedType) -> String {
    switch type {
    case .boolean: "Bool"
    case .null: "PERNull"
    case .octetString(let size, let contained) where Self.fixedSize(size, contained) != nil: "FixedOctets"
    case .objectIdentifier, .octetString, .open: "[UInt8]"
    case .integer(let bounds): Self.integerType(bounds)
    case .bitString: "BitString"
    case .characterString: "String"
    case .sequenceOf(_, let element): "[\(name(element))]"
    case .reference(let key): typeName(single(type) == nil ? key : singleName(key))
    case .enumerated, .sequence, .choice: "Never"
    }
  }

  /// The field type behind a single container.
  func singleName(_ key: String) -> String {
    if case .reference(let target)? = source[key]?.type { return target }
    return key
  }

  /// Octets of the Swift value, never less than the true size.
  mutating func size(_ type: ResolvedType) -> Int {
    switch type {
    case .boolean: return 1
    case .null: return 1
    case .octetString(let size, let contained) where Self.fixedSize(size, contained) != nil: return 16
    case .objectIdentifier, .octetString, .open, .sequenceOf: return 8
    case .characterString, .bitString: return 16
    case .integer(let bounds):
      let name = Self.integerType(bounds)
      return name.hasSuffix("8") ? 1 : name.hasSuffix("16") ? 2 : name.hasSuffix("32") ? 4 : 8
    case .reference(let key):
      if let known = sizes[key] { return known }
      sizes[key] = 256
      let result = source[key].map { size($0.type) } ?? 8
      sizes[key] = result
      return result
    case .enumerated(_, let additions): return additions == nil ? 1 : 4
    case .choice: return SwiftGenerator.directPayloadLimit + 8
    case .sequence: return 216
    }
  }

  mutating func setSize(_ key: String, _ size: Int) { sizes[key] = size }

  private func arguments(_ bounds: Bounds?) -> String {
    guard let bounds else { return "" }
    var text = "\(bounds.lower ?? 0), \(bounds.upper.map { String($0) } ?? "nil")"
    if bounds.extensible { text += ", true" }
    return text
  }

  /// An expression that reads a value from `r`.
  func read(_ type: ResolvedType) -> String {
    switch type {
    case .boolean: return "r.boolean()"
    case .null: return "PERNull()"
    case .objectIdentifier: return "r.objectIdentifier()"
    case .open: return "r.openType()"
    case .integer(let bounds):
      guard let lower = bounds.lower else { return "r.unconstrained()" }
      guard let upper = bounds.upper else { return "r.semiConstrained(\(lower))" }
      if bounds.extensible { return "r.extensible(\(lower), \(upper))" }
      let name = Self.integerType(bounds)
      return "r.\(name.prefix(1).lowercased() == "u" ? "u" + name.dropFirst() : name.prefix(1).lowercased() + name.dropFirst())"
        .replacingPrefix("r.uInt", "r.uint") + "(\(lower), \(upper))"
    case .bitString(let size): return "r.bits(\(arguments(size)))"
    case .octetString(let size, let contained):
      if let count = Self.fixedSize(size, contained) { return "r.fixedOctets(\(count))" }
      return "r.octets(\(arguments(size)))"
    case .characterString(let kind, let size):
      let rest = arguments(size)
      return "r.string(.\(Self.stringKind(kind))\(rest.isEmpty ? "" : ", " + rest))"
    case .sequenceOf(let size, let element):
      if isCodable(element) { return "r.list(\(arguments(size)))" }
      let rest = arguments(size)
      return "r.list(\(rest.isEmpty ? "" : rest + ", ")element: { (r: inout PERReader) in \(read(element)) })"
    case .reference(let key):
      guard let target = source[key]?.type else { return "" }
      if single(type) == nil, !isNominal(key, target) { return read(target) }
      return "\(name(type))(from: &r)"
    case .enumerated, .sequence, .choice: return ""
    }
  }

  /// A statement that writes the value of the expression `value` to `w`.
  func write(_ type: ResolvedType, _ value: String) -> String {
    switch type {
    case .boolean: return "w.boolean(\(value))"
    case .null: return "w.null(\(value))"
    case .objectIdentifier: return "w.octets(\(value))"
    case .open: return "w.openType(\(value))"
    case .integer(let bounds):
      guard let lower = bounds.lower else { return "w.unconstrained(\(value))" }
      guard let upper = bounds.upper else { return "w.semiConstrained(\(value), \(lower))" }
      if bounds.extensible { return "w.extensible(\(value), \(lower), \(upper))" }
      let name = Self.integerType(bounds)
      if name == "UInt64" { return "w.unsigned(\(value), \(lower), \(upper))" }
      if name == "Int64" { return "w.signed(\(value), \(lower), \(upper))" }
      return name.hasPrefix("U")
        ? "w.unsigned(UInt64(\(value)), \(lower), \(upper))" : "w.signed(Int64(\(value)), \(lower), \(upper))"
    case .bitString(let size): return "w.bits(\(list(value, size)))"
    case .octetString(let size, let contained):
      if let count = Self.fixedSize(size, contained) { return "w.fixedOctets(\(value), \(count))" }
      return "w.octets(\(list(value, size)))"
    case .characterString(let kind, let size):
      let rest = arguments(size)
      return "w.string(\(value), .\(Self.stringKind(kind))\(rest.isEmpty ? "" : ", " + rest))"
    case .sequenceOf(let size, let element):
      if isCodable(element) { return "w.list(\(list(value, size)))" }
      return "w.list(\(list(value, size)), element: { (w: inout PERWriter, v: \(name(element))) in \(write(element, "v")) })"
    case .reference(let key):
      guard let target = source[key]?.type else { return "" }
      if single(type) == nil, !isNominal(key, target) { return write(target, value) }
      return "\(value).encode(to: &w)"
    case .enumerated, .sequence, .choice: return ""
    }
  }

  private func list(_ value: String, _ size: Bounds?) -> String {
    let rest = arguments(size)
    return rest.isEmpty ? value : "\(value), \(rest)"
  }

  private static func stringKind(_ name: String) -> String {
    switch name {
    case "PrintableString": "printable"
    case "VisibleString": "visible"
    case "IA5String": "ia5"
    case "NumericString": "numeric"
    case "UTCTime": "utcTime"
    default: "utf8"
    }
  }
}

extension String {
  func replacingPrefix(_ prefix: String, _ replacement: String) -> String {
    hasPrefix(prefix) ? replacement + dropFirst(prefix.count) : self
  }
}

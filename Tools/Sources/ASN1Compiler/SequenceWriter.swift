/// Emits the struct of a SEQUENCE, with the fields of its container of IEs flattened into it.
struct SequenceWriter {
  var types: SwiftTypes
  let source: ResolvedProtocol
  let protocolName: String
  /// The protocol that the type conforms to.
  let codable: String
  /// Estimated octets of the last struct written.
  private(set) var size = 0
  /// Of its properties that are kept in one box.
  private var groupSize = 0

  private struct Property {
    var name: String
    var type: ResolvedType
    var isOptional: Bool
    var note: String
    var defaultText: String?
    var isBoxed = false
    /// Kept with others in one box, because the struct has too many properties even when each is boxed.
    var isGrouped = false

    /// Names of the other variables of a decoder.
    private static let variables: Set = ["a", "c", "p", "r", "rest", "unknown"]

    /// What a decoder keeps it in until the struct is made.
    var local: String { Self.variables.contains(name) || name.wholeMatch(of: /g[0-9]+/) != nil ? name + "Value" : name }
    /// What an initialiser assigns to.
    var target: String { isGrouped ? "rest.\(name)" : stored }
    /// The stored property.
    var stored: String { isBoxed && !isGrouped ? "_\(name)" : name }
    /// Where its value or box is, for accessors.
    var accessed: String { (isGrouped ? "rest.value.\(name)" : stored) + (isBoxed ? ".value" : "") }
    /// Where its value or box is while the value is encoded, which takes the group out of its box once.
    var place: String { target }
    /// The value while it is encoded.
    var value: String { isBoxed ? "\(place).value" : place }
    /// Whether it has a value.
    var presence: String { isBoxed ? "\(place).isPresent" : "\(place) != nil" }
    var box: String { isOptional ? "BoxedOptional" : "Boxed" }

    /// The value in a box, where it has one.
    func boxed(_ value: String) -> String { isBoxed ? "\(box)(\(value))" : value }
  }

  /// An addition group of which a component is part, or a plain component.
  private enum Source {
    case root(ResolvedComponent, property: Int)
    case container(size: Bounds, isOptional: Bool, rows: [(id: Int128, criticality: Int, isMandatory: Bool, property: Int)])
  }

  init(types: SwiftTypes, source: ResolvedProtocol, protocolName: String, codable: String) {
    self.types = types
    self.source = source
    self.protocolName = protocolName
    self.codable = codable
  }

  static func key(_ row: ObjectRow) -> (id: Int128, name: String)? {
    for (_, setting) in row.settings.sorted(by: { $0.key < $1.key }) {
      if case .integer(let id, let name) = setting { return (id, name) }
    }
    return nil
  }

  static func criticality(_ row: ObjectRow) -> Int {
    guard case .word(let word)? = row.settings["&criticality"] else { return 1 }
    return word == "reject" ? 0 : word == "ignore" ? 1 : 2
  }

  private static func isMandatory(_ row: ObjectRow) -> Bool {
    if case .word("mandatory")? = row.settings["&presence"] { return true }
    return false
  }

  private func defaultText(_ value: DefaultValue?) -> String? {
    switch value {
    case .integer(let number): String(number)
    case .boolean(let flag): String(flag)
    case .enumerator(let name): "." + Naming.member(name)
    case .other, nil: nil
    }
  }

  private var properties: [Property] = []

  private mutating func add(_ name: String, _ type: ResolvedType, isOptional: Bool, note: String, defaultText: String? = nil) -> Int {
    var unique = Naming.member(name)
    if unique == "unrecognized" || properties.contains(where: { $0.name == unique }) { unique += "Extension" }
    properties.append(Property(name: unique, type: type, isOptional: isOptional, note: note, defaultText: defaultText))
    return properties.count - 1
  }

  mutating func lines(swiftName: String, definition: Definition, components: ResolvedComponents) throws(CompilerError) -> [String] {
    properties = []
    var sources: [Source] = []
    for component in components.root {
      if let container = types.container(component.type) {
        if sources.contains(where: { if case .container = $0 { true } else { false } }) {
          throw CompilerError(file: definition.module, line: 0, message: "\(definition.key) has two containers of IEs")
        }
        var rows: [(id: Int128, criticality: Int, isMandatory: Bool, property: Int)] = []
        for row in source.sets[container.field.set]?.rows ?? [] {
          guard let key = Self.key(row), case .type(let type)? = row.settings[container.field.field] else { continue }
          let mandatory = Self.isMandatory(row) && !component.isOptional
          let label = key.name.hasPrefix("id-") ? String(key.name.dropFirst(3)) : key.name
          let criticality = Self.criticality(row)
          let note = "IE \(key.id), \(["reject", "ignore", "notify"][criticality])"
          let property = add(label, type, isOptional: !mandatory, note: note)
          rows.append((key.id, criticality, mandatory, property))
        }
        sources.append(.container(size: container.size, isOptional: component.isOptional, rows: rows))
      } else {
        let text = defaultText(component.defaultValue)
        let isOptional = component.isOptional || (component.defaultValue != nil && text == nil)
        sources.append(.root(component, property: add(component.name, component.type, isOptional: isOptional, note: "", defaultText: text)))
      }
    }
    var additions: [(isGroup: Bool, members: [(component: ResolvedComponent, property: Int)])] = []
    for addition in components.additions ?? [] {
      var members: [(component: ResolvedComponent, property: Int)] = []
      for component in addition.components {
        members.append((component, add(component.name, component.type, isOptional: true, note: "")))
      }
      additions.append((addition.isGroup, members))
    }
    let flags = components.root.count { $0.isOptional || $0.defaultValue != nil }
    guard max(flags, additions.count) <= 64 else {
      throw CompilerError(
        file: definition.module, line: 0, message: "\(definition.key) has more than 64 optional components or additions")
    }
    let hasContainer = sources.contains { if case .container = $0 { true } else { false } }
    let keepsUnknown = components.additions != nil || hasContainer
    box(keepsUnknown: keepsUnknown)
    return text(swiftName, definition, sources, additions, isExtensible: components.additions != nil, keepsUnknown: keepsUnknown)
  }

  /// Moves large properties out of line until the struct is small.
  private mutating func box(keepsUnknown: Bool) {
    func layout(_ boxed: [Bool], _ sizes: [Int]) -> Int {
      var offset = 0
      for (index, size) in sizes.enumerated() {
        let octets = boxed[index] ? 8 : size
        let alignment = octets >= 8 ? 8 : octets >= 4 ? 4 : octets >= 2 ? 2 : 1
        offset = (offset + alignment - 1) / alignment * alignment + octets
      }
      return offset + (keepsUnknown ? 8 : 0) + 7
    }
    var sizes: [Int] = []
    var boxed: [Bool] = []
    for property in properties {
      let octets = types.size(property.type)
      sizes.append(octets + (property.isOptional && octets < 16 ? max(1, min(octets, 8)) : property.isOptional ? 1 : 0))
      boxed.append(property.isOptional && octets > 40)
    }
    while layout(boxed, sizes) > 208 {
      guard let largest = properties.indices.filter({ !boxed[$0] && sizes[$0] > 8 }).max(by: { sizes[$0] < sizes[$1] }) else { break }
      boxed[largest] = true
    }
    for index in properties.indices { properties[index].isBoxed = boxed[index] }
    size = layout(boxed, sizes)
    groupSize = 0
    guard size > 240 else { return }
    for index in properties.indices.reversed() where properties[index].isOptional && size > 200 {
      properties[index].isGrouped = true
      size -= boxed[index] ? 8 : sizes[index]
    }
    let grouped = properties.indices.filter { properties[$0].isGrouped }
    groupSize = layout(grouped.map { boxed[$0] }, grouped.map { sizes[$0] })
    size += 8
  }

  private mutating func text(
    _ swiftName: String, _ definition: Definition, _ sources: [Source],
    _ additions: [(isGroup: Bool, members: [(component: ResolvedComponent, property: Int)])], isExtensible: Bool, keepsUnknown: Bool
  ) -> [String] {
    var lines = ["public struct \(swiftName): \(codable) {"]
    for property in properties {
      if !property.note.isEmpty { lines.append("  /// \(property.note).") }
      let declaration = "var \(property.name): \(types.name(property.type))\(property.isOptional ? "?" : "")"
      if property.isGrouped || property.isBoxed {
        lines.append("  public \(declaration) { get { \(property.accessed) } set { \(property.accessed) = newValue } }")
      } else {
        lines.append("  public \(declaration)")
      }
      if property.isBoxed, !property.isGrouped {
        lines.append("  private var \(property.stored): \(property.box)<\(types.name(property.type))>")
      }
    }
    if properties.contains(where: \.isGrouped) {
      lines.append("  private struct Rest: PERRest {")
      for property in properties where property.isGrouped {
        let type = types.name(property.type)
        lines.append("    var \(property.name)\(property.isBoxed ? " = BoxedOptional<\(type)>.none" : ": \(type)? = nil")")
      }
      lines.append("  }")
      lines.append("  private var rest: BoxedRest<Rest>")
    }
    if keepsUnknown {
      lines.append("  /// What a later release added.")
      lines.append("  public var unrecognized: Unrecognized { _unrecognized }")
      lines.append("  private let _unrecognized: Unrecognized")
    }
    lines.append(SwiftGenerator.typeName(definition.key, in: protocolName))
    // An initialiser that sets one property after another copies the whole struct at its end if it has more than six. In an extension it
    // can call the memberwise one, which is private where a stored property is.
    let isMemberwise = keepsUnknown || hasGroup || properties.contains(where: \.isBoxed)
    let initializers = initializer(keepsUnknown, isMemberwise) + decoder(sources, additions, isExtensible, keepsUnknown, isMemberwise)
    if isMemberwise {
      lines += encoder(sources, additions, isExtensible) + ["}", "extension \(swiftName) {"] + initializers
    } else {
      lines += initializers + encoder(sources, additions, isExtensible)
    }
    lines.append("}")
    return lines
  }

  /// The call of the memberwise initialiser, in lines that are not too long.
  private func memberwise(_ keepsUnknown: Bool, rest: String = "BoxedRest(rest)", _ value: (Property) -> String) -> [String] {
    var arguments = properties.filter { !$0.isGrouped }.map { "\($0.stored): \(value($0))" }
    if hasGroup { arguments.append("rest: \(rest)") }
    if keepsUnknown { arguments.append("_unrecognized: unrecognized") }
    let single = "    self.init(\(arguments.joined(separator: ", ")))"
    if single.count <= 140 { return [single] }
    var lines = ["    self.init("]
    var line = "      "
    for (index, argument) in arguments.enumerated() {
      let isLast = index == arguments.count - 1
      if line.count > 6, line.count + argument.count + 2 > 138 {
        lines.append(String(line.dropLast()))
        line = "      "
      }
      line += argument + (isLast ? ")" : ", ")
    }
    return lines + [line]
  }

  private var hasGroup: Bool { properties.contains(where: \.isGrouped) }

  private func initializer(_ keepsUnknown: Bool, _ isMemberwise: Bool) -> [String] {
    var parameters = properties.map {
      "\($0.name): \(types.name($0.type))\($0.isOptional ? "? = nil" : $0.defaultText.map { " = " + $0 } ?? "")"
    }
    if keepsUnknown { parameters.append("unrecognized: Unrecognized = .none") }
    var lines: [String] = []
    let single = "  public init(\(parameters.joined(separator: ", "))) {"
    if single.count <= 132 {
      lines.append(single)
    } else {
      lines.append("  public init(")
      for (index, parameter) in parameters.enumerated() {
        lines.append("    \(parameter)\(index == parameters.count - 1 ? "" : ",")")
      }
      lines.append("  ) {")
    }
    if hasGroup { lines.append("    var rest = Rest()") }
    for property in properties where property.isGrouped || !isMemberwise {
      lines.append("    \(property.isGrouped ? "" : "self.")\(property.target) = \(property.boxed(property.name))")
    }
    if isMemberwise { lines += memberwise(keepsUnknown) { $0.boxed($0.name) } }
    lines.append("  }")
    return lines
  }

  private func needsFlag(_ component: ResolvedComponent) -> Bool { component.isOptional || component.defaultValue != nil }

  private mutating func decoder(
    _ sources: [Source], _ additions: [(isGroup: Bool, members: [(component: ResolvedComponent, property: Int)])], _ isExtensible: Bool,
    _ keepsUnknown: Bool, _ isMemberwise: Bool
  ) -> [String] {
    func target(_ property: Property) -> String {
      guard isMemberwise, !property.isGrouped else { return property.target }
      let name = types.name(property.type)
      return "let \(property.local): " + (property.isBoxed ? "\(property.box)<\(name)>" : name + (property.isOptional ? "?" : ""))
    }
    let unrecognized = "    let unrecognized"
    var flags = 0
    for source in sources {
      switch source {
      case .root(let component, _): flags += needsFlag(component) ? 1 : 0
      case .container(_, let isOptional, _): flags += isOptional ? 1 : 0
      }
    }
    var lines = ["  public init(from r: inout PERReader) {"]
    if hasGroup { lines.append("    var rest = Rest()") }
    let hasPreamble = flags > 0 || isExtensible
    if hasPreamble { lines.append("    let p = r.sequence(\(flags), \(isExtensible))") }
    var flag = 0
    var ies = ""
    for (place, source) in sources.enumerated() {
      switch source {
      case .root(let component, let index):
        let property = properties[index]
        let read = types.read(property.type)
        let prefix = "    \(target(property)) = "
        if needsFlag(component) {
          lines.append("\(prefix)p.has(\(flag)\(box(property))) ? \(property.boxed(read)) : \(absent(property))")
          flag += 1
        } else {
          if property.isBoxed { lines.append("    r.accountBox(\(types.size(property.type)))") }
          lines.append(prefix + property.boxed(read))
        }
      case .container(let size, let isOptional, let rows):
        let bounds = "\(size.lower ?? 0), \(size.upper ?? 65535)"
        if rows.isEmpty {
          lines.append("    \(rows.isEmpty ? "let" : "var") c = r.container([], \(bounds)\(isOptional ? ", if: p.has(\(flag))" : ""))")
        } else {
          lines.append("    \(rows.isEmpty ? "let" : "var") c = r.container(")
          var row = "      ["
          for (index, entry) in rows.enumerated() {
            let item = "\(entry.id << 4 | Int128(entry.criticality) << 1 | (entry.isMandatory ? 1 : 0))"
            if row.count + item.count > 130 {
              lines.append(row)
              row = "       "
            }
            row += item + (index == rows.count - 1 ? "" : ", ")
          }
          while row.hasSuffix(" ") { row.removeLast() }
          lines.append(row + "], \(bounds)\(isOptional ? ", if: p.has(\(flag))" : ""))")
        }
        if isOptional { flag += 1 }
        for row in rows {
          let property = properties[row.property]
          let read = types.read(property.type)
          if row.isMandatory {
            // The container has checked that it is there.
            lines.append("    _ = c.select(\(row.id)\(property.isBoxed ? box(property) : ", &r"))")
            lines.append("    \(target(property)) = \(property.boxed(read))")
          } else {
            lines.append(
              "    \(target(property)) = c.select(\(row.id)\(property.isBoxed ? box(property) : ", &r")) ? \(property.boxed(read)) : \(absent(property))"
            )
          }
        }
        if isExtensible, additions.isEmpty, place == sources.count - 1 {
          lines.append("\(unrecognized) = c.unrecognized(p, &r)")
        } else {
          lines.append("    let unknown = c.finish(&r)")
          ies = "unknown"
        }
      }
    }
    if isExtensible, additions.isEmpty {
      if !(lines.last ?? "").hasPrefix(unrecognized) {
        lines.append("\(unrecognized) = r.unrecognized(p\(ies.isEmpty ? "" : ", ies: \(ies)"))")
      }
    } else if isExtensible {
      lines.append("    var a = r.additions(p, \(additions.count))")
      for (index, addition) in additions.enumerated() {
        if addition.isGroup {
          let inner = addition.members.filter { needsFlag($0.component) }.count
          lines.append("    let g\(index) = a.group(\(index), \(inner), &r)")
          var flag = 0
          for member in addition.members {
            let box = box(properties[member.property])
            let condition =
              needsFlag(member.component)
              ? "g\(index).has(\(flag)\(box))" : box.isEmpty ? "g\(index).isPresent" : "g\(index).isPresent(\(box.dropFirst(2)))"
            if needsFlag(member.component) { flag += 1 }
            lines.append(readAddition(member, target(properties[member.property]), if: condition))
          }
        } else if let member = addition.members.first {
          let box = box(properties[member.property])
          lines.append(readAddition(member, target(properties[member.property]), if: "a.enter(\(index)\(box.isEmpty ? ", &r" : box))"))
        }
      }
      lines.append("\(unrecognized) = a.unrecognized(\(ies.isEmpty ? "" : "ies: \(ies), ")&r)")
    } else if keepsUnknown {
      lines.append("\(unrecognized) = Unrecognized(ies: \(ies))")
    }
    // Where all that is grouped are additions, a value without additions has none of it.
    let added = Set(additions.flatMap { $0.members.map(\.property) })
    let isAdded = properties.indices.allSatisfy { !properties[$0].isGrouped || added.contains($0) }
    if hasGroup { lines.append(isAdded ? "    if p.isExtended { r.accountBox(\(groupSize)) }" : "    r.accountBox(\(groupSize))") }
    if isMemberwise {
      lines += memberwise(keepsUnknown, rest: isAdded ? "p.isExtended ? BoxedRest(rest) : BoxedRest()" : "BoxedRest(rest)", \.local)
    }
    lines.append("  }")
    if lines.count == 2 { lines = ["  public init(from r: inout PERReader) {}"] }
    return lines
  }

  /// The argument that accounts for a box, behind those of a question whether the component is there.
  private mutating func box(_ property: Property) -> String { property.isBoxed ? ", box: \(types.size(property.type)), &r" : "" }

  private func absent(_ property: Property) -> String {
    property.isOptional ? (property.isBoxed ? ".none" : "nil") : property.boxed(property.defaultText ?? "nil")
  }

  private func readAddition(
    _ member: (component: ResolvedComponent, property: Int), _ target: String, if condition: String
  ) -> String {
    let property = properties[member.property]
    return "    \(target) = \(condition) ? \(property.boxed(types.read(property.type))) : \(absent(property))"
  }

  /// A statement that writes a component that is there.
  private func write(_ property: Property) -> String {
    property.isBoxed && types.isCodable(property.type) ? "\(property.place).encode(to: &w)" : types.write(property.type, property.value)
  }

  /// The head of a statement for a component that is there, and the statement that writes it.
  private func ifPresent(_ property: Property) -> (condition: String, write: String) {
    if property.isBoxed, types.isCodable(property.type) { return ("if \(property.presence)", write(property)) }
    return ("if let v = \(property.value)", types.write(property.type, "v"))
  }

  private func encoder(
    _ sources: [Source], _ additions: [(isGroup: Bool, members: [(component: ResolvedComponent, property: Int)])], _ isExtensible: Bool
  ) -> [String] {
    var lines = ["  public func encode(to w: inout PERWriter) {"] + (hasGroup ? ["    let rest = self.rest.value"] : [])
    let flags = sources.count {
      switch $0 {
      case .root(let component, _): needsFlag(component)
      case .container(_, let isOptional, _): isOptional
      }
    }
    if flags > 0 || isExtensible { lines.append("    let p = w.preamble(\(flags + (isExtensible ? 1 : 0)))") }
    var flag = isExtensible ? 1 : 0
    for source in sources {
      switch source {
      case .root(let component, let index):
        let property = properties[index]
        if let text = property.defaultText {
          lines.append("    if \(property.value) != \(text) { w.present(p, \(flag)); \(write(property)) }")
        } else if property.isOptional {
          let (condition, write) = ifPresent(property)
          lines.append("    \(condition) { w.present(p, \(flag)); \(write) }")
        } else {
          lines.append("    \(write(property))")
        }
        if needsFlag(component) { flag += 1 }
      case .container(let size, let isOptional, let rows):
        lines += container(size, rows, flag: isOptional ? flag : nil)
        if isOptional { flag += 1 }
      }
    }
    if isExtensible { lines += encodeAdditions(additions) }
    lines.append("  }")
    if lines.count == 2 { lines = ["  public func encode(to w: inout PERWriter) {}"] }
    return lines
  }
}

extension SequenceWriter {
  /// - Parameter flag: the presence bit of a container that is optional.
  private func container(
    _ size: Bounds, _ rows: [(id: Int128, criticality: Int, isMandatory: Bool, property: Int)], flag: Int?
  ) -> [String] {
    let bounds = "\(size.lower ?? 0), \(size.upper ?? 65535)"
    if rows.isEmpty {
      let write = "w.container(unrecognized, \(bounds))"
      return [flag.map { "    if unrecognized.hasIEs { w.present(p, \($0)); \(write) }" } ?? "    \(write)"]
    }
    var lines: [String] = []
    if let flag {
      let any = ["unrecognized.hasIEs"] + rows.map { properties[$0.property].presence }
      lines.append("    var hasIEs = false")
      for start in stride(from: 0, to: any.count, by: 6) {
        lines.append("    hasIEs = hasIEs || \(any[start..<min(start + 6, any.count)].joined(separator: " || "))")
      }
      lines += ["    if hasIEs {", "      w.present(p, \(flag))"]
    }
    let inner = flag == nil ? "    " : "      "
    lines.append("\(inner)var c = w.beginContainer(\(bounds))")
    for row in rows {
      let property = properties[row.property]
      let field = "c.field(\(row.id), \(row.criticality), &w)"
      if row.isMandatory {
        lines += ["\(inner)\(field)", "\(inner)\(write(property))"]
      } else {
        let (condition, write) = ifPresent(property)
        lines.append("\(inner)\(condition) { \(field); \(write) }")
      }
    }
    lines.append("\(inner)c.finish(unrecognized, &w)")
    if flag != nil { lines.append("    }") }
    return lines
  }

  private func encodeAdditions(_ additions: [(isGroup: Bool, members: [(component: ResolvedComponent, property: Int)])]) -> [String] {
    if additions.isEmpty { return ["    w.additions(unrecognized, p)"] }
    var lines = ["    var x: UInt64 = 0"]
    for (index, addition) in additions.enumerated() {
      let any = addition.members.map { properties[$0.property].presence }
      lines.append("    if \(any.joined(separator: " || ")) { x |= 1 << \(63 - index) }")
    }
    lines.append("    guard w.beginAdditions(x, \(additions.count), unrecognized, p) else { return }")
    for (index, addition) in additions.enumerated() {
      lines += ["    if x & (1 << \(63 - index)) != 0 {", "      let open = w.beginOpen()"]
      let flags = addition.isGroup ? addition.members.count { needsFlag($0.component) } : 0
      if flags > 0 { lines.append("      let g = w.preamble(\(flags))") }
      var flag = 0
      for member in addition.members {
        let (condition, write) = ifPresent(properties[member.property])
        if !addition.isGroup {
          lines.append("      \(condition) { \(write) }")
        } else if needsFlag(member.component) {
          lines.append("      \(condition) { w.present(g, \(flag)); \(write) }")
          flag += 1
        } else {
          lines.append("      \(condition) { \(write) } else { w.missing(\"\(properties[member.property].name)\") }")
        }
      }
      lines += ["      w.endOpen(open)", "    }"]
    }
    return lines + ["    w.endAdditions(unrecognized)"]
  }
}

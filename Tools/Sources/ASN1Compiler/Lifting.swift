extension ResolvedProtocol {
  /// Gives every constructed type inside another a definition of its own, named after its place.
  ///
  /// An enumeration that stands in several places with the same values is one type, named after the values; so is `SEQUENCE {}`.
  func lifted() -> ResolvedProtocol {
    var output = self
    output.shared = SharedEnumerations(of: self)
    while self[output.emptySequence] != nil { output.emptySequence += "-Value" }
    output.definitions = []
    output.index = [:]
    for definition in definitions {
      var copy = definition
      copy.type = output.liftInner(definition.type, name: definition.key, module: definition.module)
      output.append(copy)
    }
    for name in setOrder {
      guard var set = sets[name] else { continue }
      for (row, object) in set.rows.enumerated() {
        for (field, setting) in object.settings.sorted(by: { $0.key < $1.key }) {
          guard case .type(let type) = setting else { continue }
          let label = object.settings.values.compactMap { if case .integer(_, let id) = $0 { id } else { nil } }.first ?? field
          let base = label.hasPrefix("id-") ? String(label.dropFirst(3)) : label
          let module = definitions.last?.module ?? ""
          set.rows[row].settings[field] = .type(output.lift(type, name: base + "-Value", module: module))
        }
      }
      output.sets[name] = set
    }
    return output
  }

  private mutating func append(_ definition: Definition) {
    guard index[definition.key] == nil else { return }
    index[definition.key] = definitions.count
    definitions.append(definition)
  }

  private mutating func lift(_ type: ResolvedType, name: String, module: String) -> ResolvedType {
    switch type {
    case .enumerated(let root, let additions):
      let common = shared.name(root, additions)
      let text = (root + (additions.map { ["..."] + $0 } ?? [])).joined(separator: ", ")
      append(Definition(key: common ?? name, asn1Name: common == nil ? name : "ENUMERATED {\(text)}", module: module, type: type))
      return .reference(common ?? name)
    case .sequence(let components) where components.root.isEmpty && components.additions == nil:
      append(Definition(key: emptySequence, asn1Name: "SEQUENCE {}", module: module, type: type))
      return .reference(emptySequence)
    case .sequence, .choice:
      let inner = liftInner(type, name: name, module: module)
      append(Definition(key: name, asn1Name: name, module: module, type: inner))
      return .reference(name)
    default: return liftInner(type, name: name, module: module)
    }
  }

  private mutating func liftInner(_ type: ResolvedType, name: String, module: String) -> ResolvedType {
    switch type {
    case .sequence(let components): return .sequence(lift(components, name, module))
    case .choice(let components): return .choice(lift(components, name, module))
    case .sequenceOf(let size, let element):
      return .sequenceOf(size, lift(element, name: name + "-Item", module: module))
    case .octetString(let size, let contained?):
      return .octetString(size, containing: lift(contained, name: name + "-Content", module: module))
    default: return type
    }
  }

  private mutating func lift(_ components: ResolvedComponents, _ name: String, _ module: String) -> ResolvedComponents {
    var result = components
    for (index, component) in components.root.enumerated() {
      result.root[index].type = lift(component.type, name: name + "-" + component.name, module: module)
    }
    for (index, addition) in (components.additions ?? []).enumerated() {
      for (inner, component) in addition.components.enumerated() {
        result.additions?[index].components[inner].type = lift(component.type, name: name + "-" + component.name, module: module)
      }
    }
    return result
  }
}

/// The enumerations without names of their own that stand in several places of a protocol, with a name for each.
struct SharedEnumerations: Sendable {
  private struct Values: Hashable, Sendable {
    var root: [String]
    var additions: [String]?
  }

  private var counts: [Values: Int] = [:]
  private var names: [Values: String] = [:]

  init() {}

  init(of source: ResolvedProtocol) {
    for definition in source.definitions {
      if case .enumerated = definition.type { continue }
      count(definition.type)
    }
    for set in source.sets.values {
      for row in set.rows { for case .type(let type) in row.settings.values { count(type) } }
    }
    var taken = Set(source.definitions.map { Naming.type($0.key) })
    for values in counts.filter({ $0.value > 1 }).keys.sorted(by: {
      ($0.root + ["..."] + ($0.additions ?? [])).lexicographicallyPrecedes($1.root + ["..."] + ($1.additions ?? []))
    }) {
      var name = Self.text(values)
      while !taken.insert(Naming.type(name)).inserted { name += "-Value" }
      names[values] = name
    }
  }

  func name(_ root: [String], _ additions: [String]?) -> String? { names[Values(root: root, additions: additions)] }

  /// All values of a short enumeration; the first three, the last and the number of a long one.
  private static func text(_ values: Values) -> String {
    let all = values.root + (values.additions ?? [])
    let words = all.map { $0.prefix(1).uppercased() + $0.dropFirst() }
    let whole = words.joined(separator: "-") + (values.additions == nil ? "" : "-Etc")
    guard whole.count > 40, words.count > 4 else { return whole }
    return words.prefix(3).joined(separator: "-") + "-To-\(words[words.count - 1])-Of-\(words.count)"
      + (values.additions == nil ? "" : "-Etc")
  }

  private mutating func count(_ type: ResolvedType) {
    switch type {
    case .enumerated(let root, let additions): counts[Values(root: root, additions: additions), default: 0] += 1
    case .sequenceOf(_, let element): count(element)
    case .octetString(_, let contained?): count(contained)
    case .sequence(let components), .choice(let components):
      for component in components.root + (components.additions ?? []).flatMap(\.components) { count(component.type) }
    default: break
    }
  }
}

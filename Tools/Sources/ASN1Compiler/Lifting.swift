extension ResolvedProtocol {
  /// Gives every constructed type inside another a definition of its own, named after its place.
  func lifted() -> ResolvedProtocol {
    var output = self
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
    case .enumerated, .sequence, .choice:
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

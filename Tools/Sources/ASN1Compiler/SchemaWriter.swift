/// Writes the schema text that `PERSchema` of the PER module reads: definitions and tables as tokens.
struct SchemaWriter {
  let source: ResolvedProtocol

  private func bounds(_ bounds: Bounds?) -> String {
    let lower = bounds?.lower.map { String($0) } ?? "-"
    let upper = bounds?.upper.map { String($0) } ?? "-"
    return "\(lower) \(upper) \(bounds?.extensible == true ? 1 : 0)"
  }

  private func type(_ type: ResolvedType) -> String {
    switch type {
    case .boolean: return "B"
    case .null: return "N"
    case .objectIdentifier: return "O"
    case .integer(let range): return "I \(bounds(range))"
    case .enumerated(let root, let additions):
      return (["E", "\(root.count)", "\(additions?.count ?? -1)"] + root + (additions ?? [])).joined(separator: " ")
    case .bitString(let size): return "S \(bounds(size))"
    case .octetString(let size, nil): return "X \(bounds(size))"
    case .octetString(let size, let contained?): return "Y \(bounds(size)) \(self.type(contained))"
    case .characterString(let kind, let size): return "C \(kind) \(bounds(size))"
    case .sequence(let components):
      var text = "Q \(components.root.count) \(components.additions?.count ?? -1)"
      for component in components.root { text += " " + self.component(component) }
      for addition in components.additions ?? [] {
        text += addition.isGroup ? " g \(addition.components.count)" : " a"
        for component in addition.components { text += " " + self.component(component) }
      }
      return text
    case .choice(let components):
      let additions = components.additions?.flatMap(\.components)
      var text = "H \(components.root.count) \(additions?.count ?? -1)"
      for component in components.root + (additions ?? []) { text += " \(component.name) \(self.type(component.type))" }
      return text
    case .sequenceOf(let size, let element): return "L \(bounds(size)) \(self.type(element))"
    case .reference(let key): return "R \(key)"
    case .open(let set, let field, let key): return "T \(set) \(field) \(key ?? "-")"
    }
  }

  private func component(_ component: ResolvedComponent) -> String {
    let presence =
      switch component.defaultValue {
      case .integer(let value): "d=\(value)"
      case .boolean(let value): "d=\(value)"
      case .enumerator(let name): "d=\(name)"
      case .other: "o"
      case nil: component.isOptional ? "o" : "m"
      }
    return "\(component.name) \(presence) \(type(component.type))"
  }

  /// Lines of at most 130 columns where tokens allow it.
  func lines() -> [String] {
    var lines: [String] = []
    func add(_ text: String) {
      var line = ""
      for word in text.split(separator: " ") {
        if line.count + word.count + 1 > 130 {
          lines.append(line)
          line = ""
        }
        line += (line.isEmpty ? "" : " ") + word
      }
      lines.append(line)
    }
    for definition in source.definitions { add("= \(definition.key) \(type(definition.type))") }
    for name in source.setOrder {
      guard let set = source.sets[name] else { continue }
      for field in Set(set.rows.flatMap { $0.settings.keys }).sorted() {
        let rows = set.rows.compactMap { row -> String? in
          guard case .type(let type)? = row.settings[field],
            let key = row.settings.values.compactMap({ if case .integer(let value, _) = $0 { value } else { nil } }).first
          else { return nil }
          var presence = "o"
          if case .word("mandatory")? = row.settings["&presence"] { presence = "m" }
          return "\(key) \(presence) \(self.type(type))"
        }
        if !rows.isEmpty { add("# \(name) \(field) \(rows.count) \(rows.joined(separator: " "))") }
      }
    }
    return lines
  }
}

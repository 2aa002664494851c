import Base

extension PERSchema {
  /// Where an OCTET STRING stands in the JSON of a value.
  public struct OctetStringSite: Sendable {
    /// The way from the outermost type: names of types, components, alternatives, and identifiers of the fields of object sets.
    public var path: [String]
    /// The members of the SEQUENCE around it as far as they are known.
    public var siblings: JSON.Object
  }

  /// Replaces the values of OCTET STRINGs in the JSON of a value, which ``json(_:type:isAligned:)`` wrote; those whose contents the
  /// standard's modules give (CONTAINING) are entered, not replaced.
  ///
  /// What does not fit the type is left as it is: the conversion to octets names it.
  /// - Parameters:
  ///   - type: the ASN.1 name.
  ///   - change: gives the new value of the OCTET STRING at a site, `nil` to keep it.
  public func mapOctetStrings(in json: JSON, type: String, _ change: (OctetStringSite, JSON) -> JSON?) -> JSON {
    map(.reference(type), json, OctetStringSite(path: [], siblings: JSON.Object()), change)
  }

  /// The name of the type in the first open type of a PDU: the message, as in `InitialUEMessage`; without one the type's own name.
  public func messageName(of json: JSON, type: String) -> String {
    guard case .choice(_, _, let alternatives) = resolved(.reference(type)), let member = json.objectValue?.members.first,
      let alternative = alternatives.first(where: { $0.name == member.key }),
      case .sequence(let root, _) = resolved(alternative.type)
    else { return type }
    for component in root {
      guard case .open(let table, let key) = component.type, let id: Int128 = member.value[key]?.integerValue() else { continue }
      if case .reference(let name) = self.type(table, id) { return name }
    }
    return type
  }

  private func resolved(_ node: Node) -> Node? {
    var current = node
    for _ in 0..<16 {
      guard case .reference(let name) = current else { return current }
      guard let target = definitions[name] else { return nil }
      current = target
    }
    return nil
  }

  private func map(
    _ node: Node, _ json: JSON, _ site: OctetStringSite, _ change: (OctetStringSite, JSON) -> JSON?
  ) -> JSON {
    func inner(_ name: String, _ siblings: JSON.Object = JSON.Object()) -> OctetStringSite {
      OctetStringSite(path: site.path + [name], siblings: siblings)
    }
    switch node {
    case .boolean, .null, .objectIdentifier, .integer, .enumerated, .bitString, .characterString: return json
    case .octetString(_, nil): return change(site, json) ?? json
    case .octetString(_, let contained?):
      guard let member = json.objectValue?.members.first else { return json }
      var object = JSON.Object()
      object[member.key] = map(contained, member.value, site, change)
      return .object(object)
    case .reference(let name):
      guard let target = definitions[name] else { return json }
      return map(target, json, inner(name, site.siblings), change)
    case .open(let table, let key):
      guard let id: Int128 = site.siblings[key]?.integerValue(), let type = type(table, id) else { return json }
      return map(type, json, inner(String(id), site.siblings), change)
    case .choice(_, _, let alternatives):
      guard let member = json.objectValue?.members.first, let alternative = alternatives.first(where: { $0.name == member.key }) else {
        return json
      }
      var object = JSON.Object()
      object[member.key] = map(alternative.type, member.value, inner(member.key), change)
      return .object(object)
    case .sequenceOf(_, let element):
      guard case .array(let values) = json else { return json }
      return .array(values.map { map(element, $0, site, change) })
    case .sequence(let root, let additions):
      guard let object = json.objectValue else { return json }
      var types: [String: Node] = [:]
      for component in root + (additions ?? []).flatMap(\.components) { types[component.name] = component.type }
      var result = JSON.Object()
      for (key, value) in object.members {
        result[key] = types[key].map { map($0, value, inner(key, object), change) } ?? value
      }
      return .object(result)
    }
  }
}

import Base

extension PERSchema {
  /// The encoding of the JSON of a value; see ``json(_:type:isAligned:)``.
  /// - Throws: `PERError.json` with the path of what does not fit the type.
  public func octets(_ json: JSON, type: String, isAligned: Bool) throws(PERError) -> [UInt8] {
    try octets(json, .reference(type), isAligned: isAligned, path: "")
  }

  func octets(_ json: JSON, _ node: Node, isAligned: Bool, path: String) throws(PERError) -> [UInt8] {
    try PERWriter.encode(isAligned: isAligned) { (w: inout PERWriter) in write(node, json, &w, siblings: nil, path: path) }
  }

  private func write(_ node: Node, _ json: JSON, _ w: inout PERWriter, siblings: JSON.Object?, path: String) {
    switch node {
    case .boolean:
      guard let value = json.boolValue else { return w.fail(.json("expected true or false", path: path)) }
      w.boolean(value)
    case .null:
      guard case .null = json else { return w.fail(.json("expected null", path: path)) }
    case .objectIdentifier:
      guard let text = json.stringValue, let octets = Self.octets(objectIdentifier: text) else {
        return w.fail(.json("expected an object identifier", path: path))
      }
      w.octets(octets)
    case .integer(let bounds):
      guard let value: Int128 = json.integerValue() else { return w.fail(.json("expected an integer", path: path)) }
      integer(value, bounds, &w)
    case .enumerated(let root, let isExtensible, let names):
      guard let text = json.stringValue, let index = names.firstIndex(of: text) ?? Self.additionIndex(text) else {
        return w.fail(.json("expected one of \(names.prefix(20).joined(separator: ", "))", path: path))
      }
      w.enumerated(index, root, isExtensible)
    case .bitString(let bounds):
      guard let bits = bitString(json, bounds, path, &w) else { return }
      w.bits(bits, Int(clamping: bounds.lower ?? 0), bounds.upper.map { Int(clamping: $0) }, bounds.isExtensible)
    case .octetString(let bounds, let contained):
      guard let octets = octetString(json, contained, path, &w) else { return }
      w.octets(octets, Int(clamping: bounds.lower ?? 0), bounds.upper.map { Int(clamping: $0) }, bounds.isExtensible)
    case .characterString(let kind, let bounds):
      guard let text = json.stringValue else { return w.fail(.json("expected a string", path: path)) }
      w.string(text, kind, Int(clamping: bounds.lower ?? 0), bounds.upper.map { Int(clamping: $0) }, bounds.isExtensible)
    case .sequence(let root, let additions): sequence(root, additions, json, &w, path)
    case .choice(let root, let isExtensible, let alternatives):
      guard let object = json.objectValue, object.count == 1, let member = object.members.first else {
        return w.fail(.json("expected an object with the one alternative", path: path))
      }
      let inner = path + "/" + member.key
      if let index = alternatives.firstIndex(where: { $0.name == member.key }) {
        w.choice(index, root, isExtensible)
        let open = index >= root ? w.beginOpen() : nil
        write(alternatives[index].type, member.value, &w, siblings: nil, path: inner)
        if let open { w.endOpen(open) }
      } else if isExtensible, let index = Self.additionIndex(member.key), let octets = Self.hex(member.value) {
        w.choice(index, root, true)
        w.openType(octets)
      } else {
        w.fail(.json("no such alternative", path: inner))
      }
    case .sequenceOf(let bounds, let element):
      guard let values = json.arrayValue else { return w.fail(.json("expected an array", path: path)) }
      var index = 0
      w.list(
        values, Int(clamping: bounds.lower ?? 0), bounds.upper.map { Int(clamping: $0) }, bounds.isExtensible,
        element: { (w: inout PERWriter, value: JSON) in
          write(element, value, &w, siblings: nil, path: "\(path)/\(index)")
          index += 1
        })
    case .reference(let name):
      guard let target = definitions[name] else { return w.fail(.json("unknown type \(name)", path: path)) }
      write(target, json, &w, siblings: siblings, path: path)
    case .open(let table, let key):
      if let id: Int128 = siblings?[key]?.integerValue(), let type = type(table, id) {
        let open = w.beginOpen()
        write(type, json, &w, siblings: nil, path: path)
        w.endOpen(open)
      } else {
        guard let octets = Self.hex(json) else { return w.fail(.json("expected hexadecimal octets", path: path)) }
        w.openType(octets)
      }
    }
    w.locate(path)
  }

  private static func hex(_ json: JSON) -> [UInt8]? { json.stringValue.flatMap { Hex.decode($0) } }

  private static func additionIndex(_ name: String) -> Int? {
    guard name.hasPrefix("_ext_"), let index = Int(name.dropFirst(5)), (0..<65000).contains(index) else { return nil }
    return index
  }

  private func bitString(_ json: JSON, _ bounds: Bounds, _ path: String, _ w: inout PERWriter) -> BitString? {
    guard let octets = Self.hex(json["value"] ?? json) else {
      w.fail(.json("expected hexadecimal octets", path: path))
      return nil
    }
    if let length = json["length"] {
      guard let count: Int = length.integerValue(), count >= 0, count <= octets.count * 8 else {
        w.fail(.json("expected a length within the value", path: path))
        return nil
      }
      return BitString(octets: octets, bitCount: count)
    }
    guard let lower = bounds.lower, lower == bounds.upper else {
      w.fail(.json("expected value and length", path: path))
      return nil
    }
    let count = Int(clamping: lower)
    guard octets.count == count / 8 + (count % 8 == 0 ? 0 : 1) else {
      w.fail(.json("expected \(count) bits", path: path))
      return nil
    }
    return BitString(octets: octets, bitCount: count)
  }

  private func octetString(_ json: JSON, _ contained: Node?, _ path: String, _ w: inout PERWriter) -> [UInt8]? {
    if let octets = Self.hex(json) { return octets }
    guard let contained, let member = json.objectValue?.members.first else {
      w.fail(.json("expected hexadecimal octets", path: path))
      return nil
    }
    do {
      return try octets(member.value, contained, isAligned: w.isAligned, path: path + "/" + member.key)
    } catch {
      w.fail(error)
      return nil
    }
  }

  private func integer(_ value: Int128, _ bounds: Bounds, _ w: inout PERWriter) {
    let lower = bounds.lower.map { Int64(clamping: $0) }
    if let low = bounds.lower, let high = bounds.upper, low >= 0, !bounds.isExtensible {
      guard let number = UInt64(exactly: value) else { return w.fail(.outOfRange("\(value) is not within \(low)...\(high)")) }
      return w.unsigned(number, UInt64(clamping: low), UInt64(clamping: high))
    }
    guard let number = Int64(exactly: value) else { return w.fail(.outOfRange("\(value) has more than 64 bits")) }
    guard let lower else { return w.unconstrained(number) }
    guard let high = bounds.upper else { return w.semiConstrained(number, lower) }
    if bounds.isExtensible { return w.extensible(number, lower, Int64(clamping: high)) }
    w.signed(number, lower, Int64(clamping: high))
  }

  private func isPresent(_ component: Component, in object: JSON.Object) -> Bool {
    guard let value = object[component.name] else { return false }
    guard let text = component.defaultText else { return true }
    switch value {
    case .bool(let flag): return text != String(flag)
    case .integer(let number): return text != String(number)
    case .string(let word): return text != word
    default: return true
    }
  }

  private func sequence(_ root: [Component], _ additions: [Addition]?, _ json: JSON, _ w: inout PERWriter, _ path: String) {
    guard let object = json.objectValue else { return w.fail(.json("expected an object", path: path)) }
    var used = 0
    let members = root + (additions ?? []).flatMap(\.components)
    for component in members where object[component.name] != nil { used += 1 }
    var unknown: [UnknownAddition] = []
    if used < object.count {
      for member in object.members where !members.contains(where: { $0.name == member.key }) {
        guard let additions, let index = Self.additionIndex(member.key), index >= additions.count,
          let octets = Self.hex(member.value)
        else { return w.fail(.json("no such component", path: path + "/" + member.key)) }
        unknown.append(UnknownAddition(index: index, value: octets))
      }
      unknown.sort { $0.index < $1.index }
    }
    let present = (additions ?? []).map { addition in addition.components.contains { isPresent($0, in: object) } }
    let unrecognized = Unrecognized(additions: unknown)
    if additions != nil { w.boolean(!unknown.isEmpty || present.contains(true)) }
    writeFlags(root, of: object, &w)
    for component in root { write(component, of: object, &w, path) }
    guard let additions else { return }
    let bits = present.prefix(64).enumerated().reduce(UInt64(0)) { $1.element ? $0 | 1 << UInt64(63 - $1.offset) : $0 }
    w.beginAdditions(bits, additions.count, unrecognized)
    for (index, addition) in additions.enumerated() where present[index] {
      let open = w.beginOpen()
      if addition.isGroup { writeFlags(addition.components, of: object, &w) }
      for component in addition.components { write(component, of: object, &w, path) }
      w.endOpen(open)
    }
    w.endAdditions(unrecognized)
  }

  private func writeFlags(_ components: [Component], of object: JSON.Object, _ w: inout PERWriter) {
    for component in components where component.isOptional || component.defaultText != nil { w.boolean(isPresent(component, in: object)) }
  }

  private func write(_ component: Component, of object: JSON.Object, _ w: inout PERWriter, _ path: String) {
    let inner = path + "/" + component.name
    let mayBeAbsent = component.isOptional || component.defaultText != nil
    guard let value = object[component.name], !mayBeAbsent || isPresent(component, in: object) else {
      return mayBeAbsent ? () : w.fail(.json("component is missing", path: inner))
    }
    write(component.type, value, &w, siblings: object, path: inner)
  }
}

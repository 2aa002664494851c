import Base

extension PERSchema {
  /// The encoding of the JSON of a value; see ``json(_:type:isAligned:)``.
  /// - Throws: `PERError.json` with the path of what does not fit the type.
  public func octets(_ json: JSON, type: String, isAligned: Bool) throws(PERError) -> [UInt8] {
    let writer = PERWriter(isAligned: isAligned)
    try write(.reference(type), json, writer, siblings: nil, path: "")
    return writer.octets
  }

  func write(_ node: Node, _ json: JSON, _ w: PERWriter, siblings: JSON.Object?, path: String) throws(PERError) {
    switch node {
    case .boolean:
      guard let value = json.boolValue else { throw .json("expected true or false", path: path) }
      w.boolean(value)
    case .null:
      guard case .null = json else { throw .json("expected null", path: path) }
    case .objectIdentifier:
      guard let text = json.stringValue, let octets = Self.octets(objectIdentifier: text) else {
        throw .json("expected an object identifier", path: path)
      }
      try w.octets(octets)
    case .integer(let bounds):
      guard let value: Int128 = json.integerValue() else { throw .json("expected an integer", path: path) }
      try integer(value, bounds, w, path)
    case .enumerated(let root, let isExtensible, let names):
      guard let text = json.stringValue, let index = names.firstIndex(of: text) ?? Self.additionIndex(text) else {
        throw .json("expected one of \(names.prefix(20).joined(separator: ", "))", path: path)
      }
      try w.enumerated(index, root, isExtensible)
    case .bitString(let bounds):
      try located(path) { () throws(PERError) in
        let bits = try bitString(json, bounds, path)
        try w.bits(bits, Int(clamping: bounds.lower ?? 0), bounds.upper.map { Int(clamping: $0) }, bounds.isExtensible)
      }
    case .octetString(let bounds, let contained):
      let octets = try octetString(json, contained, isAligned: w.isAligned, path)
      try located(path) { () throws(PERError) in
        try w.octets(octets, Int(clamping: bounds.lower ?? 0), bounds.upper.map { Int(clamping: $0) }, bounds.isExtensible)
      }
    case .characterString(let kind, let bounds):
      guard let text = json.stringValue else { throw .json("expected a string", path: path) }
      try located(path) { () throws(PERError) in
        try w.string(text, kind, Int(clamping: bounds.lower ?? 0), bounds.upper.map { Int(clamping: $0) }, bounds.isExtensible)
      }
    case .sequence(let root, let additions): try sequence(root, additions, json, w, path)
    case .choice(let root, let isExtensible, let alternatives):
      guard let object = json.objectValue, object.count == 1, let member = object.members.first else {
        throw .json("expected an object with the one alternative", path: path)
      }
      let inner = path + "/" + member.key
      if let index = alternatives.firstIndex(where: { $0.name == member.key }) {
        try w.choice(index, root, isExtensible)
        if index >= root { w.beginOpen() }
        try write(alternatives[index].type, member.value, w, siblings: nil, path: inner)
        if index >= root { w.endOpen() }
      } else if isExtensible, let index = Self.additionIndex(member.key), let octets = Self.hex(member.value) {
        try w.choice(index, root, true)
        w.openType(octets)
      } else {
        throw .json("no such alternative", path: inner)
      }
    case .sequenceOf(let bounds, let element):
      guard let values = json.arrayValue else { throw .json("expected an array", path: path) }
      var index = 0
      try w.list(
        values, Int(clamping: bounds.lower ?? 0), bounds.upper.map { Int(clamping: $0) }, bounds.isExtensible,
        element: { (w: PERWriter, value: JSON) throws(PERError) in
          try write(element, value, w, siblings: nil, path: "\(path)/\(index)")
          index += 1
        })
    case .reference(let name):
      guard let target = definitions[name] else { throw .json("unknown type \(name)", path: path) }
      try write(target, json, w, siblings: siblings, path: path)
    case .open(let table, let key):
      if let id: Int128 = siblings?[key]?.integerValue(), let type = type(table, id) {
        w.beginOpen()
        try write(type, json, w, siblings: nil, path: path)
        w.endOpen()
      } else {
        guard let octets = Self.hex(json) else { throw .json("expected hexadecimal octets", path: path) }
        w.openType(octets)
      }
    }
  }

  /// Gives an error about a range the place in the JSON.
  private func located(_ path: String, _ body: () throws(PERError) -> Void) throws(PERError) {
    do {
      try body()
    } catch .outOfRange(let what) {
      throw .json(what, path: path)
    } catch {
      throw error
    }
  }

  private static func hex(_ json: JSON) -> [UInt8]? { json.stringValue.flatMap { Hex.decode($0) } }

  private static func additionIndex(_ name: String) -> Int? {
    guard name.hasPrefix("_ext_"), let index = Int(name.dropFirst(5)), (0..<65000).contains(index) else { return nil }
    return index
  }

  private func bitString(_ json: JSON, _ bounds: Bounds, _ path: String) throws(PERError) -> BitString {
    guard let octets = Self.hex(json["value"] ?? json) else { throw .json("expected hexadecimal octets", path: path) }
    let count: Int
    if let length = json["length"] {
      guard let value: Int = length.integerValue(), value >= 0, value <= octets.count * 8 else {
        throw .json("expected a length within the value", path: path)
      }
      count = value
    } else {
      guard let lower = bounds.lower, lower == bounds.upper else { throw .json("expected value and length", path: path) }
      count = Int(clamping: lower)
      guard octets.count == (count + 7) / 8 else { throw .json("expected \(count) bits", path: path) }
    }
    return BitString(octets: octets, bitCount: count)
  }

  private func octetString(_ json: JSON, _ contained: Node?, isAligned: Bool, _ path: String) throws(PERError) -> [UInt8] {
    if let octets = Self.hex(json) { return octets }
    guard let contained, let member = json.objectValue?.members.first else { throw .json("expected hexadecimal octets", path: path) }
    let writer = PERWriter(isAligned: isAligned)
    try write(contained, member.value, writer, siblings: nil, path: path + "/" + member.key)
    return writer.octets
  }

  private func integer(_ value: Int128, _ bounds: Bounds, _ w: PERWriter, _ path: String) throws(PERError) {
    try located(path) { () throws(PERError) in
      let lower = bounds.lower.map { Int64(clamping: $0) }
      if let low = bounds.lower, let high = bounds.upper, low >= 0, !bounds.isExtensible {
        guard let number = UInt64(exactly: value) else { throw PERError.outOfRange("\(value) is not within \(low)...\(high)") }
        return try w.unsigned(number, UInt64(clamping: low), UInt64(clamping: high))
      }
      guard let number = Int64(exactly: value) else { throw PERError.outOfRange("\(value) has more than 64 bits") }
      guard let lower else { return w.unconstrained(number) }
      guard let high = bounds.upper else { return try w.semiConstrained(number, lower) }
      if bounds.isExtensible { return try w.extensible(number, lower, Int64(clamping: high)) }
      try w.signed(number, lower, Int64(clamping: high))
    }
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

  private func sequence(
    _ root: [Component], _ additions: [Addition]?, _ json: JSON, _ w: PERWriter, _ path: String
  ) throws(PERError) {
    guard let object = json.objectValue else { throw .json("expected an object", path: path) }
    var used = 0
    let members = root + (additions ?? []).flatMap(\.components)
    for component in members where object[component.name] != nil { used += 1 }
    var unknown: [UnknownAddition] = []
    if used < object.count {
      for member in object.members where !members.contains(where: { $0.name == member.key }) {
        guard let additions, let index = Self.additionIndex(member.key), index >= additions.count,
          let octets = Self.hex(member.value)
        else {
          throw .json("no such component", path: path + "/" + member.key)
        }
        unknown.append(UnknownAddition(index: index, value: octets))
      }
      unknown.sort { $0.index < $1.index }
    }
    let present = (additions ?? []).map { addition in addition.components.contains { isPresent($0, in: object) } }
    let unrecognized = Unrecognized(additions: unknown)
    let flags = root.filter { $0.isOptional || $0.defaultText != nil }.map { isPresent($0, in: object) }
    w.sequence(flags, extended: additions == nil ? nil : !unknown.isEmpty || present.contains(true))
    for component in root { try write(component, of: object, w, path) }
    guard let additions else { return }
    try w.beginAdditions(present, unrecognized)
    for (index, addition) in additions.enumerated() where present[index] {
      w.beginOpen()
      if addition.isGroup {
        w.sequence(addition.components.filter { $0.isOptional || $0.defaultText != nil }.map { isPresent($0, in: object) })
      }
      for component in addition.components { try write(component, of: object, w, path) }
      w.endOpen()
    }
    w.endAdditions(unrecognized)
  }

  private func write(_ component: Component, of object: JSON.Object, _ w: PERWriter, _ path: String) throws(PERError) {
    let inner = path + "/" + component.name
    let mayBeAbsent = component.isOptional || component.defaultText != nil
    guard let value = object[component.name], !mayBeAbsent || isPresent(component, in: object) else {
      guard mayBeAbsent else { throw .json("component is missing", path: inner) }
      return
    }
    try write(component.type, value, w, siblings: object, path: inner)
  }
}

import Base

extension PERSchema {
  /// The JSON (X.697 in the form that pycrate writes) of a complete encoding.
  ///
  /// Octet and bit strings are hexadecimal, a bit string of variable size has `value` and `length` (an extensible fixed size
  /// counts as fixed), a contained type stands
  /// under its name, a CHOICE is an object with one member; what is unknown is hexadecimal (`_ext_N` for additions).
  /// - Parameter type: the ASN.1 name.
  public func json(_ octets: [UInt8], type: String, isAligned: Bool) throws(PERError) -> JSON {
    try PERReader.decode(octets, isAligned: isAligned) { (r: inout PERReader) in
      r.allowMemory(times: Self.memoryFactor)
      return json(.reference(type), &r, siblings: nil)
    }
  }

  /// A list of one-bit elements takes 8 octets in a type for each of the encoding, and 256 in JSON: what is a value has JSON.
  private static let memoryFactor = 8

  /// Values within octets within values: what is deeper stays hexadecimal.
  private static let maximumContainedDepth = 6

  private func size(_ bounds: Bounds) -> (lower: Int, upper: Int?, isExtensible: Bool) {
    (Int(clamping: bounds.lower ?? 0), bounds.upper.map { Int(clamping: $0) }, bounds.isExtensible)
  }

  private func json(_ node: Node, _ r: inout PERReader, siblings: JSON.Object?) -> JSON {
    switch node {
    case .boolean: return .bool(r.boolean())
    case .null: return .null
    case .objectIdentifier: return .string(Self.text(objectIdentifier: r.objectIdentifier()))
    case .integer(let bounds): return .integer(integer(bounds, &r))
    case .enumerated(let root, let isExtensible, let names):
      let index = r.enumerated(root, isExtensible)
      return .string(index < names.count ? names[index] : "_ext_\(index)")
    case .bitString(let bounds):
      let (lower, upper, isExtensible) = size(bounds)
      let bits = r.bits(lower, upper, isExtensible)
      if lower == upper, bits.bitCount == lower { return .string(Hex.encode(bits.octets)) }
      return ["value": .string(Hex.encode(bits.octets)), "length": .int(bits.bitCount)]
    case .octetString(let bounds, let contained):
      let (lower, upper, isExtensible) = size(bounds)
      let octets = r.octets(lower, upper, isExtensible)
      guard let contained else { return .string(Hex.encode(octets)) }
      return containedJSON(contained, octets, isAligned: r.isAligned, depth: r.depth) ?? .string(Hex.encode(octets))
    case .characterString(let kind, let bounds):
      let (lower, upper, isExtensible) = size(bounds)
      return .string(r.string(kind, lower, upper, isExtensible))
    case .sequence(let root, let additions): return sequence(root, additions, &r)
    case .choice(let root, let isExtensible, let alternatives):
      let index = r.choice(root, isExtensible)
      guard index < alternatives.count else { return .object(Self.object("_ext_\(index)", .string(Hex.encode(r.openType())))) }
      let alternative = alternatives[index]
      guard index >= root else { return .object(Self.object(alternative.name, json(alternative.type, &r, siblings: nil))) }
      let outer = r.enterOpen()
      let value = json(alternative.type, &r, siblings: nil)
      r.leave(outer)
      return .object(Self.object(alternative.name, value))
    case .sequenceOf(let bounds, let element):
      let (lower, upper, isExtensible) = size(bounds)
      return .array(
        r.list(lower, upper, isExtensible, element: { (r: inout PERReader) in json(element, &r, siblings: nil) }))
    case .reference(let name):
      guard let target = definitions[name] else {
        r.fail(.json("unknown type \(name)", path: ""))
        return .null
      }
      return json(target, &r, siblings: siblings)
    case .open(let table, let key):
      guard let id: Int128 = siblings?[key]?.integerValue(), let type = type(table, id) else {
        return .string(Hex.encode(r.openType()))
      }
      let outer = r.enterOpen()
      let value = json(type, &r, siblings: nil)
      r.leave(outer)
      return value
    }
  }

  private static func object(_ key: String, _ value: JSON) -> JSON.Object {
    var object = JSON.Object()
    object[key] = value
    return object
  }

  /// The contained value under the name of its type, if the octets are exactly its encoding.
  private func containedJSON(_ node: Node, _ octets: [UInt8], isAligned: Bool, depth: Int) -> JSON? {
    let name = if case .reference(let name) = node { name } else { "value" }
    guard depth < Self.maximumContainedDepth,
      let value = try? PERReader.decode(
        octets, isAligned: isAligned, depth: depth + 1,
        { (r: inout PERReader) in
          r.allowMemory(times: Self.memoryFactor)
          return json(node, &r, siblings: nil)
        })
    else { return nil }
    guard (try? self.octets(value, node, isAligned: isAligned, path: "")) == octets else { return nil }
    return .object(Self.object(name, value))
  }

  private func integer(_ bounds: Bounds, _ r: inout PERReader) -> Int128 {
    guard let lower = bounds.lower else { return Int128(r.unconstrained()) }
    guard let upper = bounds.upper else { return Int128(r.semiConstrained(Int64(clamping: lower))) }
    if bounds.isExtensible { return Int128(r.extensible(Int64(clamping: lower), Int64(clamping: upper))) }
    if lower >= 0 { return Int128(r.unsigned(UInt64(clamping: lower), UInt64(clamping: upper))) }
    return Int128(r.int64(Int64(clamping: lower), Int64(clamping: upper)))
  }

  private func sequence(_ root: [Component], _ additions: [Addition]?, _ r: inout PERReader) -> JSON {
    var object = JSON.Object()
    let preamble = r.sequence(root.count { $0.isOptional || $0.defaultText != nil }, additions != nil)
    members(root, preamble, &r, into: &object)
    guard let additions else { return .object(object) }
    var extra = r.additions(preamble, additions.count)
    for (index, addition) in additions.enumerated() where extra.enter(index, &r) {
      if addition.isGroup {
        let inner = r.sequence(addition.components.count { $0.isOptional || $0.defaultText != nil }, false)
        members(addition.components, inner, &r, into: &object)
      } else if let component = addition.components.first {
        object[component.name] = json(component.type, &r, siblings: object)
      }
    }
    for unknown in extra.finish(&r) { object["_ext_\(unknown.index)"] = .string(Hex.encode(unknown.value)) }
    return .object(object)
  }

  private func members(
    _ components: [Component], _ preamble: SequencePreamble, _ r: inout PERReader, into object: inout JSON.Object
  ) {
    var flag = 0
    for component in components {
      if component.isOptional || component.defaultText != nil {
        defer { flag += 1 }
        if !preamble.has(flag) { continue }
      }
      object[component.name] = json(component.type, &r, siblings: object)
    }
  }

  /// Dotted arcs of the contents of an OBJECT IDENTIFIER (X.690 §8.19); hexadecimal where they are none.
  static func text(objectIdentifier octets: [UInt8]) -> String {
    var arcs: [UInt64] = []
    var value: UInt64 = 0
    for octet in octets {
      guard value < 1 << 56 else { return "x" + Hex.encode(octets) }
      value = value << 7 | UInt64(octet & 0x7F)
      if octet & 0x80 == 0 {
        if arcs.isEmpty { arcs = value < 80 ? [value / 40, value % 40] : [2, value - 80] } else { arcs.append(value) }
        value = 0
      }
    }
    let text = arcs.map { String($0) }.joined(separator: ".")
    return Self.octets(objectIdentifier: text) == octets ? text : "x" + Hex.encode(octets)
  }

  static func octets(objectIdentifier text: String) -> [UInt8]? {
    if text.hasPrefix("x") { return Hex.decode(text.dropFirst()) }
    var arcs: [UInt64] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      guard let arc = UInt64(part), arc < 1 << 56 else { return nil }
      arcs.append(arc)
    }
    guard arcs.count >= 2, arcs[0] <= 2, arcs[0] == 2 || arcs[1] < 40 else { return nil }
    var result: [UInt8] = []
    for arc in [arcs[0] * 40 + arcs[1]] + arcs[2...] {
      var groups = [UInt8(truncatingIfNeeded: arc & 0x7F)]
      var rest = arc >> 7
      while rest > 0 {
        groups.append(UInt8(truncatingIfNeeded: rest & 0x7F) | 0x80)
        rest >>= 7
      }
      result += groups.reversed()
    }
    return result
  }
}

import Base

@testable import PER

/// SplitMix64, so that a seed gives the same values everywhere.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(state: UInt64) { self.state = state }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Random valid values of a schema's types, as JSON.
public struct RandomValues {
  let schema: PERSchema
  var generator: SeededGenerator

  public init(schema: PERSchema, seed: UInt64) {
    self.schema = schema
    generator = SeededGenerator(state: seed)
  }

  /// A value of the type with this ASN.1 name.
  public mutating func value(of type: String) -> JSON { value(.reference(type)) }

  private mutating func flip(_ depth: Int) -> Bool {
    Int.random(in: 0..<100, using: &generator) < (depth < 6 ? 50 : depth < 14 ? 15 : 2)
  }

  private mutating func count(_ bounds: PERSchema.Bounds, _ limit: Int) -> Int {
    let lower = Int(clamping: bounds.lower ?? 0)
    let upper = min(bounds.upper.map { Int(clamping: $0) } ?? Int.max, lower + limit)
    return Int.random(in: lower...upper, using: &generator)
  }

  private mutating func octets(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  mutating func value(_ node: PERSchema.Node, depth: Int = 0) -> JSON {
    switch node {
    case .boolean: return .bool(Bool.random(using: &generator))
    case .null: return .null
    case .objectIdentifier: return .string("1.3.6.\(Int.random(in: 0...100_000, using: &generator))")
    case .integer(let bounds):
      let lower = bounds.lower ?? Int128(Int32.min)
      let upper = bounds.upper ?? Int128(Int32.max)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: return .integer(lower)
      case 1: return .integer(upper)
      case 2 where bounds.isExtensible: return .integer(upper + 1)
      default: return .integer(Int128.random(in: lower...upper, using: &generator))
      }
    case .enumerated(let root, let isExtensible, let names):
      if isExtensible, Int.random(in: 0..<20, using: &generator) == 0 { return .string("_ext_\(names.count + 3)") }
      return .string(names[Int.random(in: 0..<max(root, names.count), using: &generator)])
    case .bitString(let bounds):
      let count = count(bounds, 70)
      let bits = BitString(octets: octets((count + 7) / 8), bitCount: count)
      if bounds.lower == bounds.upper { return .string(Hex.encode(bits.octets)) }
      return ["value": .string(Hex.encode(bits.octets)), "length": .int(count)]
    case .octetString(let bounds, let contained):
      guard let contained else { return .string(Hex.encode(octets(count(bounds, 40)))) }
      let name = if case .reference(let name) = contained { name } else { "value" }
      return .object([(name, value(contained, depth: depth + 1))].object)
    case .characterString(.utcTime, _):
      let digits = Bool.random(using: &generator) ? 10 : 12
      let zone = ["Z", "+0130", "-1100"].randomElement(using: &generator) ?? "Z"
      return .string(String((0..<digits).map { _ in "0123456789".randomElement(using: &generator) ?? "0" }) + zone)
    case .characterString(_, let bounds):
      return .string(String((0..<count(bounds, 20)).map { _ in "0123456789 ".randomElement(using: &generator) ?? " " }))
    case .sequence(let root, let additions):
      return .object(sequence(root, additions, depth))
    case .choice(let root, _, let alternatives):
      var candidates = Array(alternatives.prefix(max(root, 1)))
      candidates.removeAll { isEmptyField($0.type) }
      let pick = candidates[Int.random(in: 0..<candidates.count, using: &generator)]
      return .object([(pick.name, value(pick.type, depth: depth + 1))].object)
    case .sequenceOf(let bounds, let element):
      if let rows = fieldRows(element) { return .array(fields(rows, element, depth)) }
      return .array((0..<count(bounds, depth < 8 ? 2 : 1)).map { _ in value(element, depth: depth + 1) })
    case .reference(let name):
      guard let target = schema.definitions[name] else { return .null }
      return value(target, depth: depth)
    case .open: return .string(Hex.encode(octets(3)))
    }
  }

  func resolve(_ node: PERSchema.Node) -> PERSchema.Node {
    var current = node
    while case .reference(let name) = current, let next = schema.definitions[name] { current = next }
    return current
  }

  /// The rows of the object set of a field whose first component selects its last: `{id, criticality, value}`.
  func fieldRows(_ node: PERSchema.Node) -> [PERSchema.Row]? {
    guard case .sequence(let root, nil) = resolve(node), root.count >= 3, case .open(let table, let key)? = root.last?.type,
      key == root[0].name, case .integer = resolve(root[0].type)
    else { return nil }
    return schema.tables[table] ?? []
  }

  func isEmptyField(_ node: PERSchema.Node) -> Bool { fieldRows(node)?.isEmpty ?? false }

  func isEmptyContainer(_ node: PERSchema.Node) -> Bool {
    guard case .sequenceOf(_, let element) = resolve(node) else { return false }
    return isEmptyField(element)
  }

  /// For a set without rows: nothing, or where that is too little a field of a later release.
  func unknownFields(_ node: PERSchema.Node) -> JSON {
    guard case .sequenceOf(let bounds, let element) = resolve(node), bounds.lower ?? 0 > 0, case .sequence(let root, _) = resolve(element)
    else { return [] }
    return [.object(unknownField(root))]
  }

  /// A field of a later release, which the receiver may ignore.
  func unknownField(_ components: [PERSchema.Component]) -> JSON.Object {
    [(components[0].name, 65_000), (components[1].name, "ignore"), (components[2].name, "a1")].object
  }

  private mutating func field(_ row: PERSchema.Row, _ components: [PERSchema.Component], _ depth: Int) -> JSON {
    var object = JSON.Object()
    for (index, component) in components.enumerated() {
      object[component.name] =
        index == 0
        ? .integer(row.key)
        : index == components.count - 1
          ? value(row.type, depth: depth + 1) : index == 1 ? "ignore" : value(component.type, depth: depth + 1)
    }
    return .object(object)
  }

  private mutating func fields(_ rows: [PERSchema.Row], _ element: PERSchema.Node, _ depth: Int) -> [JSON] {
    guard case .sequence(let root, _) = resolve(element) else { return [] }
    var chosen = rows.filter { $0.isMandatory || flip(depth) }
    if chosen.isEmpty, let row = rows.randomElement(using: &generator) { chosen = [row] }
    return chosen.map { field($0, root, depth) }
  }

  private mutating func sequence(_ root: [PERSchema.Component], _ additions: [PERSchema.Addition]?, _ depth: Int) -> JSON.Object {
    if let rows = fieldRows(.sequence(root: root, additions: additions)) {
      guard let row = rows.randomElement(using: &generator), case .object(let object) = field(row, root, depth) else {
        return unknownField(root)
      }
      return object
    }
    var object = JSON.Object()
    for component in root {
      if isEmptyContainer(component.type) {
        if !component.isOptional { object[component.name] = unknownFields(component.type) }
      } else if !component.isOptional || flip(depth) {
        object[component.name] = value(component.type, depth: depth + 1)
      }
    }
    if additions != nil, Int.random(in: 0..<10, using: &generator) == 0 { object["_ext_\(additions?.count ?? 0)"] = .string("a1b2") }
    return object
  }
}

extension [(String, JSON)] {
  var object: JSON.Object {
    var object = JSON.Object()
    for (key, value) in self { object[key] = value }
    return object
  }
}

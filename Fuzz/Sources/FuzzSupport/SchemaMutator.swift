import Base

@testable import PER
@testable import PERTestSupport

/// Changes one place of a value, guided by the schema: a field, a presence bit, the length of a string or list, an alternative, the
/// identifier and content of a field of a container, an extension addition.
struct SchemaMutator {
  private let schema: PERSchema
  var generator: Base.SeededGenerator
  /// Places that are passed before the one that changes.
  private var remaining = 0

  init(schema: PERSchema, generator: Base.SeededGenerator) {
    self.schema = schema
    self.generator = generator
  }

  mutating func mutate(_ json: JSON, type: String) -> JSON {
    remaining = Int.max
    _ = walk(.reference(type), json, nil)
    let places = Int.max - remaining
    guard places > 0 else { return json }
    // The fields in front, which say what the others are, as often as all together.
    remaining = pick(pick(2) == 0 ? min(places, 16) : places)
    return walk(.reference(type), json, nil)
  }

  private mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<max(1, count), using: &generator) }

  private mutating func walk(_ node: PERSchema.Node, _ json: JSON, _ siblings: JSON.Object?) -> JSON {
    if case .reference(let name) = node { return schema.definitions[name].map { walk($0, json, siblings) } ?? json }
    if case .open(let table, let key) = node, let id: Int128 = siblings?[key]?.integerValue(), let type = schema.type(table, id) {
      return walk(type, json, nil)
    }
    guard remaining >= 0 else { return json }
    remaining -= 1
    if remaining < 0 { return replaced(node, json) }
    switch (node, json) {
    case (.sequence(let root, let additions), .object(var object)):
      for component in root + (additions ?? []).flatMap(\.components) {
        if let member = object[component.name] { object[component.name] = walk(component.type, member, object) }
      }
      return .object(object)
    case (.choice(_, _, let alternatives), .object(var object)):
      guard let key = object.keys.first, let member = object[key], let alternative = alternatives.first(where: { $0.name == key }) else {
        return json
      }
      object[key] = walk(alternative.type, member, nil)
      return .object(object)
    case (.sequenceOf(_, let element), .array(let elements)): return .array(elements.map { walk(element, $0, nil) })
    case (.octetString(_, let contained?), .object(var object)):
      guard let key = object.keys.first, let member = object[key] else { return json }
      object[key] = walk(contained, member, nil)
      return .object(object)
    default: return json
    }
  }

  private mutating func fresh(_ node: PERSchema.Node) -> JSON {
    var random = RandomValues(schema: schema, seed: generator.next())
    return random.value(node, depth: pick(12))
  }

  private mutating func replaced(_ node: PERSchema.Node, _ json: JSON) -> JSON {
    switch node {
    case .integer(let bounds): return .integer(integer(bounds, json.integerValue() ?? 0))
    case .octetString(let bounds, _) where pick(3) > 0: return .string(Hex.encode(octets(length(bounds))))
    case .bitString(let bounds) where bounds.lower != bounds.upper && pick(3) > 0:
      let count = length(bounds)
      return ["value": .string(Hex.encode(BitString(octets: octets((count + 7) / 8), bitCount: count).octets)), "length": .int(count)]
    case .sequence(let root, let additions):
      guard case .object(let object) = json else { return fresh(node) }
      return sequence(node, object, root, additions)
    case .sequenceOf(let bounds, let element):
      guard case .array(let elements) = json else { return fresh(node) }
      return .array(list(bounds, element, elements))
    case .choice(_, let isExtensible, let alternatives):
      if isExtensible, pick(8) == 0 { return Self.object("_ext_\(alternatives.count + pick(70))", .string(Hex.encode(octets(pick(40))))) }
      guard let alternative = alternatives.randomElement(using: &generator) else { return json }
      return Self.object(alternative.name, fresh(alternative.type))
    case .enumerated(_, true, let names) where pick(4) == 0: return .string("_ext_\(names.count + pick(70))")
    default: return fresh(node)
    }
  }

  private static func object(_ key: String, _ value: JSON) -> JSON {
    var object = JSON.Object()
    object[key] = value
    return .object(object)
  }

  private mutating func integer(_ bounds: PERSchema.Bounds, _ value: Int128) -> Int128 {
    let lower = bounds.lower ?? Int128(Int64.min)
    let upper = bounds.upper ?? Int128(Int64.max)
    switch pick(6) {
    case 0: return lower
    case 1: return upper
    case 2: return value &+ 1
    case 3: return value &- 1
    case 4 where bounds.isExtensible: return upper &+ 1 &+ Int128(pick(300))
    default: return Int128.random(in: lower...max(lower, upper), using: &generator)
    }
  }

  /// A length at a bound, at one where the coding of lengths changes (X.691 §11.9), or any.
  private mutating func length(_ bounds: PERSchema.Bounds) -> Int {
    let lower = Int(clamping: bounds.lower ?? 0)
    let upper = max(lower, min(bounds.upper.map { Int(clamping: $0) } ?? Int.max, lower + 66_000))
    let edges = [lower, upper, lower + 1, 127, 128, 255, 256, 16_383, 16_384, 32_768, 65_535, 65_536].filter {
      (lower...upper).contains($0)
    }
    let small = edges.filter { $0 < 300 }
    switch pick(8) {
    case 0: return edges.randomElement(using: &generator) ?? lower
    case 1, 2, 3: return small.randomElement(using: &generator) ?? lower
    default: return Int.random(in: lower...min(upper, lower + 40), using: &generator)
    }
  }

  private mutating func octets(_ count: Int) -> [UInt8] {
    if count > 300 { return [UInt8](repeating: UInt8(truncatingIfNeeded: generator.next()), count: count) }
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
  }

  private mutating func sequence(
    _ node: PERSchema.Node, _ object: JSON.Object, _ root: [PERSchema.Component], _ additions: [PERSchema.Addition]?
  ) -> JSON {
    var object = object
    switch pick(6) {
    case 0: return fresh(node)
    case 1:
      if let key = object.keys.randomElement(using: &generator) { object[key] = nil }
    case 2 where additions != nil: object["_ext_\((additions?.count ?? 0) + pick(70))"] = .string(Hex.encode(octets(1 + pick(20))))
    default:
      let components = root + (additions ?? []).flatMap(\.components)
      let absent = components.filter { object[$0.name] == nil }
      if let component = absent.randomElement(using: &generator) ?? components.randomElement(using: &generator) {
        object[component.name] = fresh(component.type)
      }
    }
    return .object(object)
  }

  private mutating func list(_ bounds: PERSchema.Bounds, _ element: PERSchema.Node, _ elements: [JSON]) -> [JSON] {
    var elements = elements
    switch pick(7) {
    case 0: elements.removeLast(min(elements.count, 1 + pick(elements.count)))
    case 1: if !elements.isEmpty { elements.remove(at: pick(elements.count)) }
    case 2: if let copy = elements.randomElement(using: &generator) { elements.insert(copy, at: pick(elements.count + 1)) }
    case 3: if elements.count > 1 { elements.swapAt(pick(elements.count), pick(elements.count)) }
    case 4:
      guard let last = elements.last else { return [fresh(element)] }
      let count = length(bounds)
      if count > elements.count, count <= 300 { elements += [JSON](repeating: last, count: count - elements.count) }
    default: elements.insert(fresh(element), at: pick(elements.count + 1))
    }
    return elements
  }
}

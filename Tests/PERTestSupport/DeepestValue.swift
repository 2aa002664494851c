import Base

@testable import PER

/// The value of a type with the most values around its innermost one; where there is a choice the rest is as small as it may be.
struct DeepestValue {
  private var random: RandomValues
  private var depths: [String: Int] = [:]
  private var schema: PERSchema { random.schema }

  init(schema: PERSchema) { random = RandomValues(schema: schema, seed: 1) }

  /// How many values stand around the innermost one, and the value.
  mutating func value(of type: String) -> (depth: Int, json: JSON) {
    (depth(.reference(type)), value(.reference(type), isDeep: true))
  }

  private mutating func depth(_ node: PERSchema.Node) -> Int {
    if let rows = random.fieldRows(node) { return 1 + (rows.map { depth($0.type) }.max() ?? 0) }
    switch node {
    case .sequence(let root, let additions):
      return 1 + ((root + (additions ?? []).flatMap(\.components)).map { depth($0.type) }.max() ?? 0)
    case .choice(_, _, let alternatives): return 1 + (alternatives.map { depth($0.type) }.max() ?? 0)
    case .sequenceOf(_, let element): return 1 + depth(element)
    case .reference(let name):
      if let known = depths[name] { return known }
      depths[name] = 0
      let result = schema.definitions[name].map { depth($0) } ?? 0
      depths[name] = result
      return result
    default: return 0
    }
  }

  private mutating func value(_ node: PERSchema.Node, isDeep: Bool) -> JSON {
    if let rows = random.fieldRows(node), case .sequence(let root, _) = random.resolve(node) {
      guard let row = pick(rows, isDeep: isDeep, \.type) else { return .object(random.unknownField(root)) }
      return field(row, root, isDeep: isDeep)
    }
    switch node {
    case .sequence(let root, let additions): return .object(sequence(root, additions, isDeep: isDeep))
    case .choice(_, _, let alternatives):
      let usable = alternatives.filter { !random.isEmptyField($0.type) }
      guard let one = pick(usable, isDeep: isDeep, \.type) else { return .null }
      return .object([(one.name, value(one.type, isDeep: isDeep))].object)
    case .sequenceOf(let bounds, let element):
      if let rows = random.fieldRows(element), case .sequence(let root, _) = random.resolve(element) {
        return .array(container(rows, root, isDeep: isDeep))
      }
      let count = max(Int(clamping: bounds.lower ?? 0), isDeep ? 1 : 0)
      return .array((0..<count).map { value(element, isDeep: isDeep && $0 == 0) })
    case .reference(let name): return schema.definitions[name].map { value($0, isDeep: isDeep) } ?? .null
    default: return random.value(node)
    }
  }

  private mutating func pick<One>(_ all: [One], isDeep: Bool, _ type: (One) -> PERSchema.Node) -> One? {
    let measured = all.map { (depth: depth(type($0)), one: $0) }
    return (isDeep ? measured.max { $0.depth < $1.depth } : measured.min { $0.depth < $1.depth })?.one
  }

  private mutating func field(_ row: PERSchema.Row, _ components: [PERSchema.Component], isDeep: Bool) -> JSON {
    var object = JSON.Object()
    for (index, component) in components.enumerated() {
      object[component.name] =
        index == 0
        ? .integer(row.key)
        : index == components.count - 1
          ? value(row.type, isDeep: isDeep) : index == 1 ? "ignore" : value(component.type, isDeep: false)
    }
    return .object(object)
  }

  private mutating func container(_ rows: [PERSchema.Row], _ components: [PERSchema.Component], isDeep: Bool) -> [JSON] {
    let deepest = isDeep ? pick(rows, isDeep: true, \.type)?.key : rows.contains(where: \.isMandatory) ? nil : rows.first?.key
    if rows.isEmpty { return [.object(random.unknownField(components))] }
    return rows.filter { $0.isMandatory || $0.key == deepest }.map { field($0, components, isDeep: isDeep && $0.key == deepest) }
  }

  private mutating func sequence(_ root: [PERSchema.Component], _ additions: [PERSchema.Addition]?, isDeep: Bool) -> JSON.Object {
    let all = root + (additions ?? []).flatMap(\.components)
    let usable = all.filter { !random.isEmptyContainer($0.type) }
    let deepest = isDeep ? pick(usable, isDeep: true, \.type)?.name : nil
    let group = (additions ?? []).first { $0.isGroup && $0.components.contains { $0.name == deepest } }
    var object = JSON.Object()
    for component in all {
      let isNeeded = !component.isOptional && component.defaultText == nil
      let isInRoot = root.contains { $0.name == component.name }
      let isInGroup = group?.components.contains { $0.name == component.name } ?? false
      if component.name == deepest {
        object[component.name] = value(component.type, isDeep: true)
      } else if isNeeded, isInRoot || isInGroup {
        object[component.name] =
          random.isEmptyContainer(component.type) ? random.unknownFields(component.type) : value(component.type, isDeep: false)
      }
    }
    return object
  }
}

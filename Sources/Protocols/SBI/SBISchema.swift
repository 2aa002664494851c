import Base

/// The schemas of the OpenAPI files, as the check needs them.
///
/// Not checked: `format` (date-time, byte, uuid ...), `uniqueItems`, `minProperties` and `maxProperties` other than of maps, and
/// `additionalProperties: false` (members that are not known are always kept, TS 29.501 §5.2.4).
public enum SBISchema {
  indirect enum Node: Sendable {
    case any
    case null
    case string(minimum: Int?, maximum: Int?, pattern: Pattern?)
    case integer(minimum: Int128?, maximum: Int128?)
    case number(minimum: Double?, maximum: Double?)
    case boolean
    case enumeration([String])
    case array(minimum: Int?, maximum: Int?, Node)
    case map(minimum: Int?, maximum: Int?, Node)
    case object([Member])
    case required([String])
    case oneOf([Node])
    case anyOf([Node])
    case allOf([Node])
    case not(Node)
    case reference(Int)
  }

  struct Member: Sendable {
    var name: String
    var isRequired: Bool
    var node: Node
  }

  /// All schemas by number: a constant, read from the generated text at its first use.
  static let nodes: [Node] = {
    var nodes: [Node] = []
    for chunk in SBISchemaText.chunks {
      var parser = SchemaParser(text: UnsafeBufferPointer(start: chunk.utf8Start, count: chunk.utf8CodeUnitCount))
      nodes += parser.parseAll()
    }
    return nodes
  }()

  /// Checks a tree against a schema.
  /// - Throws: ``SBIError/invalid(_:)`` with at most 16 issues.
  public static func check(_ json: JSON, _ schema: Int, path: String = "") throws(SBIError) {
    var checker = Checker()
    checker.check(json, .reference(schema), path, depth: 0)
    if !checker.issues.isEmpty { throw .invalid(checker.issues) }
  }
}

/// One walk over a tree. Paths are built only for nodes that fail, by a second walk that collects.
private struct Checker {
  var issues: [SBIIssue] = []
  /// Comparisons of one value with one schema that are still allowed; bounds alternatives within alternatives.
  var budget = 2_000_000

  mutating func report(_ kind: SBIIssue.Kind, _ path: String, _ reason: String) {
    if issues.count < 16 { issues.append(SBIIssue(path: path, kind: kind, reason: reason)) }
  }

  /// Whether the value fits, without leaving issues behind.
  private mutating func fits(_ json: JSON, _ node: SBISchema.Node, _ depth: Int) -> Bool {
    var trial = Checker(issues: [], budget: budget)
    trial.check(json, node, "", depth: depth)
    budget = trial.budget
    return trial.issues.isEmpty
  }

  mutating func check(_ json: JSON, _ node: SBISchema.Node, _ path: String, depth: Int) {
    budget -= 1
    guard budget > 0 else { return report(.size, path, "too large to check") }
    guard depth < 128 else { return report(.depth, path, "nested too deep") }
    switch node {
    case .any: break
    case .null: if json != .null { report(.type, path, "expected null") }
    case .reference(let index):
      guard SBISchema.nodes.indices.contains(index) else { return report(.type, path, "no such schema") }
      check(json, SBISchema.nodes[index], path, depth: depth + 1)
    case .boolean: if json.boolValue == nil { report(.type, path, "expected a boolean") }
    case .string(let minimum, let maximum, let pattern): checkString(json, path, minimum, maximum, pattern)
    case .integer(let minimum, let maximum): checkInteger(json, path, minimum, maximum)
    case .number(let minimum, let maximum):
      guard let value = json.doubleValue else { return report(.type, path, "expected a number") }
      if let minimum, value < minimum { report(.range, path, "below \(minimum)") }
      if let maximum, value > maximum { report(.range, path, "above \(maximum)") }
    case .enumeration(let values):
      guard let value = json.stringValue else { return report(.type, path, "expected a string") }
      if !values.contains(value) { report(.value, path, "not one of \(values.prefix(12).joined(separator: ", "))") }
    case .array(let minimum, let maximum, let item):
      guard let values = json.arrayValue else { return report(.type, path, "expected an array") }
      checkCount(values.count, path, minimum, maximum, "elements")
      for (index, value) in values.enumerated() where issues.count < 16 { check(value, item, "\(path)/\(index)", depth: depth + 1) }
    case .map(let minimum, let maximum, let item):
      guard let object = json.objectValue else { return report(.type, path, "expected an object") }
      checkCount(object.count, path, minimum, maximum, "members")
      for (key, value) in object.members where issues.count < 16 { check(value, item, Checker.path(path, key), depth: depth + 1) }
    case .object(let members): checkObject(json, members, path, depth)
    case .required(let names):
      for name in names where json[name] == nil { report(.missing, Checker.path(path, name), "missing") }
    case .oneOf(let nodes): checkAlternatives(json, nodes, path, depth, exactlyOne: true)
    case .anyOf(let nodes): checkAlternatives(json, nodes, path, depth, exactlyOne: false)
    case .allOf(let nodes): for node in nodes { check(json, node, path, depth: depth + 1) }
    case .not(let inner): if fits(json, inner, depth + 1) { report(.alternatives, path, "combination that is not allowed") }
    }
  }

  private static func path(_ path: String, _ key: String) -> String {
    guard key.utf8.contains(where: { $0 == 0x7E || $0 == 0x2F }) else { return "\(path)/\(key)" }
    var escaped = ""
    for character in key { escaped += character == "~" ? "~0" : character == "/" ? "~1" : String(character) }
    return "\(path)/\(escaped)"
  }

  private mutating func checkCount(_ count: Int, _ path: String, _ minimum: Int?, _ maximum: Int?, _ what: String) {
    if let minimum, count < minimum { report(.range, path, "fewer than \(minimum) \(what)") }
    if let maximum, count > maximum { report(.range, path, "more than \(maximum) \(what)") }
  }

  private mutating func checkString(_ json: JSON, _ path: String, _ minimum: Int?, _ maximum: Int?, _ pattern: Pattern?) {
    guard let value = json.stringValue else { return report(.type, path, "expected a string") }
    if minimum != nil || maximum != nil { checkCount(value.unicodeScalars.count, path, minimum, maximum, "characters") }
    if let pattern, !pattern.matches(value) { report(.pattern, path, "does not have the format of its type") }
  }

  private mutating func checkInteger(_ json: JSON, _ path: String, _ minimum: Int128?, _ maximum: Int128?) {
    let value: Int128
    switch json {
    case .integer(let integer): value = integer
    case .number(let number):
      guard let integer = Int128(exactly: number) else { return report(.type, path, "expected an integer") }
      value = integer
    default: return report(.type, path, "expected an integer")
    }
    let lowest = minimum ?? Int128(Int.min)
    let highest = maximum ?? Int128(Int.max)
    if value < lowest { report(.range, path, "below \(lowest)") }
    if value > highest { report(.range, path, "above \(highest)") }
  }

  private mutating func checkObject(_ json: JSON, _ members: [SBISchema.Member], _ path: String, _ depth: Int) {
    guard let object = json.objectValue else { return report(.type, path, "expected an object") }
    for member in members where issues.count < 16 {
      if let value = object[member.name] {
        check(value, member.node, Checker.path(path, member.name), depth: depth + 1)
      } else if member.isRequired {
        report(.missing, Checker.path(path, member.name), "missing")
      }
    }
  }

  private mutating func checkAlternatives(_ json: JSON, _ nodes: [SBISchema.Node], _ path: String, _ depth: Int, exactlyOne: Bool) {
    var matches = 0
    for node in nodes where fits(json, node, depth + 1) {
      matches += 1
      if !exactlyOne || matches > 1 { break }
    }
    if matches == 0 { report(.alternatives, path, "none of the alternatives fits") }
    if exactlyOne, matches > 1 { report(.alternatives, path, "more than one of the exclusive alternatives") }
  }
}

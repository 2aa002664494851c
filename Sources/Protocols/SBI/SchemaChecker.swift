import Base

/// One walk over a tree. The path is a list of steps that becomes text only where something is reported.
struct SchemaChecker {
  private enum Step {
    case member(String)
    case element(Int)
  }

  private(set) var issues: [SBIIssue] = []
  private var steps: [Step] = []
  /// Whether only the verdict matters, not the issues.
  private var isTrial = false
  private var hasFailed = false
  /// What may still be spent: a comparison of a value with a schema costs one, its text one for each 64 octets. It bounds alternatives
  /// within alternatives, which look at one value again and again.
  private var budget = 2_000_000

  private static let maximumIssues = 16
  private static let maximumDepth = 128
  /// The longest path that is reported, in characters.
  private static let maximumPath = 256

  private mutating func report(_ kind: SBIIssue.Kind, _ reason: @autoclosure () -> String, below name: String? = nil) {
    hasFailed = true
    guard !isTrial, issues.count < SchemaChecker.maximumIssues else { return }
    issues.append(SBIIssue(path: path(below: name), kind: kind, reason: reason()))
  }

  /// Whether to go on: a trial ends with its first fault.
  private var goesOn: Bool { isTrial ? !hasFailed : issues.count < SchemaChecker.maximumIssues }

  /// The JSON pointer (RFC 6901) of the value at hand, or of a member of it.
  private func path(below name: String?) -> String {
    var path = ""
    func append(_ key: String) {
      path += "/"
      for character in key.unicodeScalars.prefix(SchemaChecker.maximumPath) {
        switch character {
        case "~": path += "~0"
        case "/": path += "~1"
        default: path.unicodeScalars.append(character)
        }
      }
    }
    for step in steps where path.utf8.count < SchemaChecker.maximumPath {
      switch step {
      case .member(let key): append(key)
      case .element(let index): path += "/\(index)"
      }
    }
    if let name { append(name) }
    return path.utf8.count <= 4 * SchemaChecker.maximumPath ? path : String(path.unicodeScalars.prefix(SchemaChecker.maximumPath)) + "..."
  }

  /// Whether the value fits, without leaving issues behind.
  private mutating func fits(_ json: JSON, _ node: SBISchema.Node, _ depth: Int) -> Bool {
    let before = (isTrial, hasFailed)
    (isTrial, hasFailed) = (true, false)
    check(json, node, depth: depth)
    let isFit = !hasFailed
    (isTrial, hasFailed) = before
    return isFit
  }

  private mutating func check(_ json: JSON, _ node: SBISchema.Node, at step: Step, depth: Int) {
    steps.append(step)
    check(json, node, depth: depth + 1)
    steps.removeLast()
  }

  mutating func check(_ json: JSON, _ node: SBISchema.Node, depth: Int) {
    budget -= 1
    guard budget > 0 else { return report(.size, "too large to check") }
    guard depth < SchemaChecker.maximumDepth else { return report(.depth, "nested too deep") }
    switch node {
    case .any: break
    case .null: if json != .null { report(.type, "expected null") }
    case .reference(let number):
      guard let node = SBISchema.node(number) else { return report(.type, "no such schema") }
      check(json, node, depth: depth + 1)
    case .boolean(let only):
      guard let value = json.boolValue else { return report(.type, "expected a boolean") }
      if let only, value != only { report(.value, "not \(only)") }
    case .string(let isTyped, let minimum, let maximum, let pattern):
      guard isTyped || json.stringValue != nil else { return }
      checkString(json, minimum, maximum, pattern)
    case .integer(let minimum, let maximum): checkInteger(json, minimum, maximum)
    case .number(let minimum, let maximum):
      guard let value = json.doubleValue else { return report(.type, "expected a number") }
      if let minimum, value < minimum { report(.range, "below \(minimum)") }
      if let maximum, value > maximum { report(.range, "above \(maximum)") }
    case .enumeration(let values):
      guard let value = json.stringValue else { return report(.type, "expected a string") }
      if !values.contains(where: value.isExactly) { report(.value, "not one of \(values.prefix(12).joined(separator: ", "))") }
    case .array(let minimum, let maximum, let isUnique, let item):
      checkArray(json, minimum, maximum, isUnique, item, depth)
    case .map(let minimum, let maximum, let item):
      guard let object = json.objectValue else { return report(.type, "expected an object") }
      checkCount(object.count, minimum, maximum, "members")
      for (key, value) in object.members where goesOn { check(value, item, at: .member(key), depth: depth) }
    case .object(let isTyped, let minimum, let maximum, let members):
      guard let object = json.objectValue else {
        if isTyped { report(.type, "expected an object") }
        return
      }
      checkCount(object.count, minimum, maximum, "members")
      checkMembers(object, members, depth)
    case .required(let names):
      guard let object = json.objectValue else { return }
      for name in names where object[name] == nil { report(.missing, "missing", below: name) }
    case .oneOf(let nodes): checkAlternatives(json, nodes, depth, exactlyOne: true)
    case .anyOf(let nodes): checkAlternatives(json, nodes, depth, exactlyOne: false)
    case .allOf(let nodes): for node in nodes where goesOn { check(json, node, depth: depth + 1) }
    case .not(let inner): if fits(json, inner, depth + 1) { report(.alternatives, "combination that is not allowed") }
    }
  }

  private mutating func checkCount(_ count: Int, _ minimum: Int?, _ maximum: Int?, _ what: String) {
    if let minimum, count < minimum { report(.range, "fewer than \(minimum) \(what)") }
    if let maximum, count > maximum { report(.range, "more than \(maximum) \(what)") }
  }

  private mutating func checkString(_ json: JSON, _ minimum: Int?, _ maximum: Int?, _ pattern: Pattern?) {
    guard let value = json.stringValue else { return report(.type, "expected a string") }
    guard minimum != nil || maximum != nil || pattern != nil else { return }
    budget -= value.utf8.count / 64
    guard budget > 0 else { return report(.size, "too large to check") }
    if minimum != nil || maximum != nil { checkCount(value.unicodeScalars.count, minimum, maximum, "characters") }
    if let pattern, !pattern.matches(value) { report(.pattern, "does not have the format of its type") }
  }

  private mutating func checkInteger(_ json: JSON, _ minimum: Int128?, _ maximum: Int128?) {
    let value: Int128
    switch json {
    case .integer(let integer): value = integer
    case .number(let number):
      guard let integer = Int128(exactly: number) else { return report(.type, "expected an integer") }
      value = integer
    default: return report(.type, "expected an integer")
    }
    let lowest = minimum ?? Int128(Int.min)
    let highest = maximum ?? Int128(Int.max)
    if value < lowest { report(.range, "below \(lowest)") }
    if value > highest { report(.range, "above \(highest)") }
  }

  private mutating func checkArray(
    _ json: JSON, _ minimum: Int?, _ maximum: Int?, _ isUnique: Bool, _ item: SBISchema.Node, _ depth: Int
  ) {
    guard let values = json.arrayValue else { return report(.type, "expected an array") }
    checkCount(values.count, minimum, maximum, "elements")
    for (index, value) in values.enumerated() where goesOn { check(value, item, at: .element(index), depth: depth) }
    guard isUnique, goesOn else { return }
    // The texts are as long as the array's own: each look at them is paid for.
    var seen: Set<ExactText> = []
    for value in values {
      let text = value.text()
      budget -= 1 + text.utf8.count / 64
      guard budget > 0 else { return report(.size, "too large to check") }
      guard seen.insert(ExactText(text)).inserted else { return report(.value, "two elements that are equal") }
    }
  }

  private mutating func checkMembers(_ object: JSON.Object, _ members: [SBISchema.Member], _ depth: Int) {
    for member in members where goesOn {
      if let value = object[member.name] {
        check(value, member.node, at: .member(member.name), depth: depth)
      } else if member.isRequired {
        report(.missing, "missing", below: member.name)
      }
    }
  }

  private mutating func checkAlternatives(_ json: JSON, _ nodes: [SBISchema.Node], _ depth: Int, exactlyOne: Bool) {
    var matches = 0
    for node in nodes where fits(json, node, depth + 1) {
      matches += 1
      if !exactlyOne || matches > 1 { break }
    }
    if matches == 0 { report(.alternatives, "none of the alternatives fits") }
    if exactlyOne, matches > 1 { report(.alternatives, "more than one of the exclusive alternatives") }
  }
}

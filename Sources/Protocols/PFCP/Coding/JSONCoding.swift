import Base

// No function here is copied for each of the types that it serves: JSON is for people and tools, and the copies would take minutes to build.

extension ElementGroup {
  @_semantics("optimize.sil.specialize.generic.never")
  static func read(json: JSON, path: String) throws(PFCPError) -> Self {
    guard case .object(let object) = json else { throw .json(path) }
    var group = Self()
    var names = MemberNames()
    try group.visit(&names)
    var source = JSONSource()
    for (name, value) in object.members where name != "extensions" && name != "unknownElements" {
      guard let code = names.codes[name] else { throw .json("\(path).\(name): no such member") }
      source.begin(value, path: "\(path).\(name)")
      try group.take(code, from: &source)
    }
    for (index, type) in mandatoryTypes.enumerated() where source.seen >> UInt64(index) & 1 == 0 {
      throw .json("\(path): mandatory IE \(type) is missing")
    }
    group.extras = try PFCPExtras(members: object, path: path)
    return group
  }

  @_semantics("optimize.sil.specialize.generic.never")
  func writeJSON() -> JSON {
    var visitor = JSONVisitor()
    // Describing a value has no failing path; a visitor throws only when it encodes.
    try? visit(&visitor)
    extras.write(to: &visitor.object)
    return .object(visitor.object)
  }
}

/// The members of a JSON object, one after another.
private struct JSONSource: ElementSource {
  private var json = JSON.null
  private var path = ""
  private(set) var seen: UInt64 = 0

  mutating func begin(_ json: JSON, path: String) {
    self.json = json
    self.path = path
  }

  mutating func mandatory<Value: ElementValue>(_ index: Int, _ value: inout Value) throws(PFCPError) {
    value = try Value.read(json: json, path: path)
    seen |= 1 << UInt64(index)
  }

  mutating func optional<Value: ElementValue>(_ value: inout Value?) throws(PFCPError) {
    value = .some(try Value.read(json: json, path: path))
  }

  mutating func optional<Value: ElementValue>(_ value: inout PFCPBoxed<Value>) throws(PFCPError) {
    value.wrappedValue = .some(try Value.read(json: json, path: path))
  }

  mutating func either<Value: ElementValue>(_ first: inout PFCPBoxed<Value>, _ second: inout PFCPBoxed<Value>) throws(PFCPError) {
    try optional(&first)
  }

  mutating func list<Value: ElementValue>(_ values: inout [Value]) throws(PFCPError) {
    guard case .array(let elements) = json else { throw .json(path) }
    for (index, element) in elements.enumerated() { values.append(try Value.read(json: element, path: "\(path)[\(index)]")) }
  }

  mutating func mandatoryList<Value: ElementValue>(_ index: Int, _ values: inout [Value]) throws(PFCPError) {
    try list(&values)
    if !values.isEmpty { seen |= 1 << UInt64(index) }
  }

  mutating func unknown() {}
}

private struct JSONVisitor: ElementVisitor {
  static var wantsAbsent: Bool { false }
  var object = JSON.Object()

  mutating func value<Value: ElementValue>(_ code: UInt32, _ name: StaticString, _ value: Value) {
    object["\(name)"] = value.writeJSON()
  }

  mutating func value<Value: ElementValue>(_ code: UInt32, _ name: StaticString, _ value: Value?) {
    if let value { object["\(name)"] = value.writeJSON() }
  }

  mutating func value<Value: ElementValue>(_ code: UInt32, _ name: StaticString, _ value: PFCPBoxed<Value>) {
    if let value = value.wrappedValue { object["\(name)"] = value.writeJSON() }
  }

  mutating func list<Value: ElementValue>(_ code: UInt32, _ name: StaticString, _ values: [Value]) {
    if !values.isEmpty { object["\(name)"] = .array(values.map { $0.writeJSON() }) }
  }
}

/// The codes of a group's members by their names.
private struct MemberNames: ElementVisitor {
  static var wantsAbsent: Bool { true }
  var codes: [String: UInt32] = [:]

  mutating func value<Value: ElementValue>(_ code: UInt32, _ name: StaticString, _ value: Value) { codes["\(name)"] = code }
  mutating func value<Value: ElementValue>(_ code: UInt32, _ name: StaticString, _ value: Value?) { codes["\(name)"] = code }
  mutating func value<Value: ElementValue>(_ code: UInt32, _ name: StaticString, _ value: PFCPBoxed<Value>) { codes["\(name)"] = code }
  mutating func list<Value: ElementValue>(_ code: UInt32, _ name: StaticString, _ values: [Value]) { codes["\(name)"] = code }
}

extension PFCPExtras {
  fileprivate init(members object: JSON.Object, path: String) throws(PFCPError) {
    self.init()
    if let json = object["extensions"] {
      guard let elements = json.arrayValue else { throw .json("\(path).extensions") }
      for element in elements {
        guard let type = element["type"]?.integerValue(UInt16.self), let occurrence = element["occurrence"]?.integerValue(Int.self),
          let octets = element["octets"]?.stringValue.flatMap({ Hex.decode($0) })
        else { throw .json("\(path).extensions") }
        extensions.append(.init(type: type, occurrence: occurrence, octets: octets))
      }
      sortExtensions()
    }
    if let json = object["unknownElements"] {
      guard let elements = json.arrayValue else { throw .json("\(path).unknownElements") }
      for element in elements {
        guard let type = element["type"]?.integerValue(UInt16.self), let octets = element["octets"]?.stringValue.flatMap({ Hex.decode($0) })
        else { throw .json("\(path).unknownElements") }
        unknown.append(UnknownElement(type: type, octets: octets))
      }
    }
  }

  fileprivate func write(to object: inout JSON.Object) {
    guard !isEmpty else { return }
    if !extensions.isEmpty {
      object["extensions"] = .array(
        extensions.map { ["type": .int($0.type), "occurrence": .int($0.occurrence), "octets": .string(Hex.encode($0.octets))] })
    }
    if !unknown.isEmpty {
      object["unknownElements"] = .array(unknown.map { ["type": .int($0.type), "octets": .string(Hex.encode($0.octets))] })
    }
  }
}

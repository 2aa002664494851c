import Foundation
import Yams

/// What a schema is in Swift.
indirect enum Shape {
  case model
  case enumeration([String])
  case string
  case integer
  case unsigned
  case number
  case boolean
  case array(Located)
  case map(Located)
  /// Another schema, or null.
  case alias(Located)
  case opaque
}

struct Property {
  var wire: String
  var schema: Located
  var isRequired: Bool
}

/// A property as Swift sees it.
private struct Field {
  var wire: String, name: String, type: String, isOptional: Bool
}

/// Chooses Swift types for schemas and writes their declarations.
final class ModelEmitter {
  let folder: OpenAPIFolder
  let table: SchemaTable
  private var names: [String: String] = [:]
  private var takenNames: Set<String> = []
  private var pending: [(schema: Located, title: String, name: String, number: Int)] = []
  /// Declarations by OpenAPI file.
  private(set) var declarations: [(file: String, text: String)] = []
  private(set) var opaque: [String] = []
  /// Names of all structured types and enumerations, for the test of their sizes.
  private(set) var typeNames: [String] = []
  /// Whether types have initialisers with their members; those of the services that the network itself speaks have.
  private var hasInitializers = true

  init(_ folder: OpenAPIFolder, _ table: SchemaTable) {
    self.folder = folder
    self.table = table
  }

  func shape(_ schema: Located) throws -> Shape {
    if schema["$ref"] != nil { return try shape(try folder.resolve(schema)) }
    let alternatives = try (schema["anyOf"]?.elements ?? schema["oneOf"]?.elements ?? []).filter { try !isNull($0) }
    let merged = schema["allOf"]?.elements ?? []
    switch schema["type"]?.string {
    case "string":
      let values = schema["enum"]?.elements.compactMap(\.string) ?? []
      return values.isEmpty ? .string : .enumeration(values)
    case "integer": return (schema["maximum"]?.string).flatMap { UInt64($0) }.map { $0 > UInt64(Int.max) } == true ? .unsigned : .integer
    case "number": return .number
    case "boolean": return .boolean
    case "array": return schema["items"].map { .array($0) } ?? .opaque
    default: break
    }
    if schema["properties"] != nil { return .model }
    if let values = schema["additionalProperties"], values.node.mapping != nil { return .map(values) }
    if !merged.isEmpty {
      if merged.count == 1 { return .alias(merged[0]) }
      let shapes = try merged.map { try finalShape($0) }
      if shapes.allSatisfy({ if case .model = $0 { true } else { false } }) { return .model }
      if shapes.contains(where: { if case .string = $0 { true } else { false } }) { return .string }
      return .opaque
    }
    guard !alternatives.isEmpty else { return .opaque }
    if alternatives.count == 1 { return .alias(alternatives[0]) }
    let shapes = try alternatives.map { try finalShape($0) }
    var values: [String] = []
    var areStrings = true
    var areModels = true
    for shape in shapes {
      switch shape {
      case .enumeration(let some):
        values += some
        areModels = false
      case .string: areModels = false
      case .model: areStrings = false
      default:
        areStrings = false
        areModels = false
      }
    }
    if areStrings { return values.isEmpty ? .string : .enumeration(values) }
    return areModels ? .model : .opaque
  }

  /// The shape behind aliases.
  private func finalShape(_ schema: Located) throws -> Shape {
    var shape = try shape(schema)
    for _ in 0..<8 {
      guard case .alias(let target) = shape else { break }
      shape = try self.shape(target)
    }
    return shape
  }

  private func isNull(_ schema: Located) throws -> Bool {
    let target = try folder.resolve(schema)
    return target["type"] == nil && target["enum"]?.elements.count == 1
      && (target["enum"]?.elements.first?.string == "null" || target["enum"]?.elements.first?.string == "")
  }

  func isInteger(_ schema: Located) throws -> Bool {
    switch try finalShape(schema) {
    case .integer, .unsigned: true
    default: false
    }
  }

  /// The Swift type of a schema; declares it if it is new. `place` names the property for the table of opaque types.
  func type(_ schema: Located, place: String) throws -> String {
    let reference = schema["$ref"]?.string.map { folder.key($0, in: schema.file) }
    switch try shape(schema) {
    case .alias(let target): return try type(target, place: place)
    case .integer: return "Int"
    case .unsigned: return "UInt64"
    case .number: return "Double"
    case .boolean: return "Bool"
    case .array(let item): return "[\(try type(item, place: place))]"
    case .map(let value): return "SBIMap<\(try type(value, place: place))>"
    case .string: return try reference.map { try declared($0) } ?? "String"
    case .enumeration: return try reference.map { try declared($0) } ?? "String"
    case .model:
      return try reference.map { try declared($0) } ?? declared(inline: schema, place)
    case .opaque:
      opaque.append("\(place): \(reference.map { String($0.split(separator: "/").last ?? "") } ?? "several types, or any")")
      return "JSON"
    }
  }

  /// The Swift type of the schema behind a key.
  func type(reference key: String) throws -> String { try declared(key) }

  /// The name of a referenced schema; two schemas with one name: the later takes its file's name in front.
  private func declared(_ key: String) throws -> String {
    var key = key
    while let next = try folder.target(key)["$ref"]?.string {
      key = folder.key(next, in: String(key.prefix { $0 != "#" }))
    }
    if let name = names[key] { return name }
    let schema = key.split(separator: "/").last.map(String.init) ?? key
    var name = Names.type(schema)
    let target = try folder.target(key)
    if Names.isTaken(name) {
      if case .string = try shape(target) {
        names[key] = "String"
        return "String"
      }
      name += "Model"
    }
    if takenNames.contains(name) {
      let stem = key.prefix { $0 != "." && $0 != "#" }.split(separator: "_").map(String.init)
      name = Names.type(stem.count > 1 ? stem[stem.count - 1] : "") + name
      if takenNames.contains(name) { name += stem[0] }
    }
    guard takenNames.insert(name).inserted else { throw GeneratorError(description: "two types \(name)") }
    names[key] = name
    pending.append((target, schema, name, try table.number(reference: key)))
    return name
  }

  /// A name for an object that stands where it is used: that of its place, `Type.member` -> `TypeMember`.
  private func declared(inline schema: Located, _ place: String) throws -> String {
    let words = place.split { !($0.isLetter || $0.isNumber) }.map { $0.prefix(1).uppercased() + $0.dropFirst() }
    let base = words.joined()
    var name = base
    var number = 2
    while !takenNames.insert(name).inserted {
      name = "\(base)\(number)"
      number += 1
    }
    pending.append((schema, place, name, try table.number(schema)))
    return name
  }

  /// Starts the output of another module: what has been declared stays known, and types have no initialisers any more.
  func beginModule() {
    declarations = []
    opaque = []
    typeNames = []
    hasInitializers = false
  }

  func declare(_ name: String) throws -> Bool { takenNames.insert(name).inserted }

  /// Writes all types that were asked for and those that they refer to.
  func emitPending() throws {
    var index = 0
    while index < pending.count {
      let (schema, schemaTitle, name, number) = pending[index]
      index += 1
      let title = "\(Names.specification(schema.file)), `\(schemaTitle)`"
      let summary = Names.summary(schema["description"]?.string, limit: 100)
      let comment = "/// \(title)" + (summary.map { ": \($0)." } ?? ".")
      switch try shape(schema) {
      case .string: declarations.append((schema.file, "\(comment)\npublic typealias \(name) = String\n"))
      case .enumeration(let values):
        typeNames.append(name)
        declarations.append((schema.file, try enumeration(name, comment, values)))
      default:
        typeNames.append(name)
        declarations.append((schema.file, try model(name, comment, try properties(schema), number)))
      }
    }
    pending.removeAll()
  }

  /// The properties of an object, those of its alternatives and of what it extends included.
  private func properties(_ schema: Located) throws -> [Property] {
    let schema = try folder.resolve(schema)
    let required = schema["required"]?.elements.compactMap(\.string) ?? []
    var result: [Property] = []
    func add(_ property: Property) {
      if let index = result.firstIndex(where: { $0.wire == property.wire }) {
        result[index].isRequired = result[index].isRequired || property.isRequired
      } else {
        result.append(property)
      }
    }
    for base in schema["allOf"]?.elements ?? [] { for property in try properties(base) { add(property) } }
    for (name, value) in schema["properties"]?.members ?? [] {
      add(Property(wire: name, schema: value, isRequired: required.contains(name)))
    }
    for alternative in (schema["oneOf"]?.elements ?? []) + (schema["anyOf"]?.elements ?? []) {
      for property in try properties(alternative) { add(Property(wire: property.wire, schema: property.schema, isRequired: false)) }
    }
    for name in required { if let index = result.firstIndex(where: { $0.wire == name }) { result[index].isRequired = true } }
    return result
  }

  private func enumeration(_ name: String, _ comment: String, _ values: [String]) throws -> String {
    guard takenNames.insert(name + "Values").inserted else { throw GeneratorError(description: "two types \(name)Values") }
    var text =
      "\(comment)\npublic typealias \(name) = SBIString<\(name)Values>\n/// The values of `\(name)`.\npublic enum \(name)Values {}\n"
    text += "extension SBIString where Values == \(name)Values {\n"
    var seen: Set<String> = []
    for value in values {
      var member = Names.enumerator(value)
      guard seen.insert(value).inserted else { continue }
      while !seen.insert("." + member).inserted { member += "_" }
      text += "  public static var \(member): Self { .init(rawValue: \"\(value)\") }\n"
    }
    return text + "}\n"
  }

  private func isNullable(_ schema: Located) throws -> Bool {
    let target = try folder.resolve(schema)
    if schema["nullable"]?.isTrue == true || target["nullable"]?.isTrue == true { return true }
    return try ((target["anyOf"]?.elements ?? []) + (target["oneOf"]?.elements ?? [])).contains { try isNull($0) }
  }

  func model(
    _ name: String, _ comment: String, _ properties: [Property], _ number: Int, place: String? = nil
  ) throws -> String {
    guard place != nil || takenNames.insert(name + "Members").inserted else {
      throw GeneratorError(description: "two types \(name)Members")
    }
    var text = "\(comment)\npublic typealias \(name) = SBIObject<\(name)Members>\n/// The members of `\(name)`.\n"
    text += "public struct \(name)Members: SBIMembers {\n  public static var schema: Int { \(number) }\n"
    var fields: [Field] = []
    var seen: Set<String> = []
    for property in properties {
      var member = Names.member(property.wire)
      while !seen.insert(member).inserted { member += "_" }
      let type = try type(property.schema, place: "\(place ?? name).\(member)")
      fields.append(
        Field(
          wire: property.wire, name: member, type: type,
          isOptional: try !property.isRequired || property.schema["readOnly"]?.isTrue == true
            || property.schema["writeOnly"]?.isTrue == true || isNullable(property.schema)))
      if let summary = Names.summary(property.schema["description"]?.string, limit: 120) { text += "  /// \(summary).\n" }
      let field = fields[fields.count - 1].isOptional ? "SBIOptionalField" : "SBIField"
      text += "  public var \(member): \(field)<\(type)> { .init(\"\(property.wire)\") }\n"
    }
    text += "}\n"
    return hasInitializers ? text + initializer(name, fields) : text
  }

  /// A structured type within a namespace, indented.
  func nested(_ name: String, in namespace: String, _ comment: String, _ properties: [Property], _ number: Int) throws -> String {
    let text = try model(name, comment, properties, number, place: "\(namespace).\(name)")
    typeNames.append("\(namespace).\(name)")
    return text.split(separator: "\n").map { "  \($0)\n" }.joined()
  }

  /// Required members, and up to 16 in all the optional ones as well; larger types are filled in by assignment.
  private func initializer(_ name: String, _ fields: [Field]) -> String {
    let chosen = fields.count <= 16 ? fields.filter { !$0.isOptional } + fields.filter(\.isOptional) : fields.filter { !$0.isOptional }
    if chosen.isEmpty { return "" }
    let parameters = chosen.map { "\($0.name): \($0.type)\($0.isOptional ? "? = nil" : "")" }
    var text = "extension SBIObject where Members == \(name)Members {\n"
    let line = "  public init(\(parameters.joined(separator: ", "))) {\n"
    text += line.count <= 141 ? line : "  public init(\n" + wrapped(parameters, indent: "    ") + "\n  ) {\n"
    text += "    self.init()\n"
    for field in chosen { text += "    write(\"\(field.wire)\", \(field.name))\n" }
    return text + "  }\n}\n"
  }

  private func wrapped(_ items: [String], indent: String) -> String {
    var lines: [String] = []
    var line = indent
    for (index, item) in items.enumerated() {
      let piece = item + (index < items.count - 1 ? "," : "")
      if line.count + piece.count + 1 > 138, line != indent {
        lines.append(line)
        line = indent
      }
      line += (line == indent ? "" : " ") + piece
    }
    lines.append(line)
    return lines.joined(separator: "\n")
  }
}

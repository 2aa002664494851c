import Foundation
import Yams

/// Numbers the schemas and writes each in the notation of the module's `SchemaParser`.
///
/// In the text, `\u{1}` marks where a line may break.
final class SchemaTable {
  private let folder: OpenAPIFolder
  /// Numbers by place (`FILE#POINTER`) of the schemas that are referred to, and by text of the others.
  private(set) var numbers: [String: Int] = [:]
  private(set) var texts: [String] = []
  /// Objects with members that have names and others that have a common type: the others are not checked.
  private(set) var uncheckedMaps = 0

  init(_ folder: OpenAPIFolder) { self.folder = folder }

  /// The number of the schema at a place; a reference shares the number of its target.
  func number(_ schema: Located) throws -> Int {
    if let reference = schema["$ref"]?.string { return try number(reference: folder.key(reference, in: schema.file)) }
    return number(text: try text(schema))
  }

  func number(text: String) -> Int {
    if let number = numbers[text] { return number }
    texts.append(text)
    numbers[text] = texts.count - 1
    return texts.count - 1
  }

  func number(reference key: String) throws -> Int {
    if let number = numbers[key] { return number }
    let number = texts.count
    numbers[key] = number
    texts.append("*")
    texts[number] = try text(try folder.target(key))
    return number
  }

  func text(_ schema: Located) throws -> String {
    if let reference = schema["$ref"]?.string { return "$\(try number(reference: folder.key(reference, in: schema.file)))" }
    var parts: [String] = []
    if let core = try core(schema) { parts.append(core) }
    for (keyword, symbol) in [("oneOf", "|"), ("anyOf", "?"), ("allOf", "&")] {
      guard let members = schema[keyword]?.elements, !members.isEmpty else { continue }
      parts.append(combination(symbol, try members.map { try text($0) }))
    }
    if let inner = schema["not"] { parts.append("~" + (try text(inner))) }
    if let values = schema["enum"]?.elements, schema["type"] != nil, values.contains(where: \.isNull) {
      parts = ["?(\(parts[0])\u{1}z)"] + parts.dropFirst()
    }
    var result = parts.isEmpty ? "*" : parts.count == 1 ? parts[0] : "&(" + parts.joined(separator: "\u{1}") + ")"
    if schema["nullable"]?.isTrue == true { result = "?(\(result)\u{1}z)" }
    return result
  }

  private func combination(_ symbol: String, _ members: [String]) -> String {
    var members = members
    if symbol != "&", members.contains("s") { members.removeAll { $0.hasPrefix("e(") || $0.hasPrefix("s`") || $0.hasPrefix("s<") } }
    return members.count == 1 ? members[0] : symbol + "(" + members.joined(separator: "\u{1}") + ")"
  }

  private func bounds(_ schema: Located, _ minimum: String, _ maximum: String) -> String {
    let low = schema[minimum]?.string ?? ""
    let high = schema[maximum]?.string ?? ""
    return low.isEmpty && high.isEmpty ? "" : "<\(low),\(high)>"
  }

  private func quoted(_ names: [String]) -> String { names.map { "\"\($0)\"" }.joined(separator: "\u{1}") }

  private func core(_ schema: Located) throws -> String? {
    let values = schema["enum"]?.elements ?? []
    let strings = values.filter { !$0.isNull }.compactMap(\.string)
    switch schema["type"]?.string {
    case "string":
      if !values.isEmpty { return "e(" + quoted(strings) + ")" }
      let pattern = schema["pattern"]?.string.map { "`\($0)`" } ?? ""
      return "s" + bounds(schema, "minLength", "maxLength") + pattern
    case "integer": return "i" + bounds(schema, "minimum", "maximum")
    case "number": return "n" + bounds(schema, "minimum", "maximum")
    case "boolean":
      let isOne = Set(strings).count == 1
      return isOne && strings[0] == "true" ? "t" : isOne && strings[0] == "false" ? "f" : "b"
    case "array":
      let item = try schema["items"].map { try text($0) } ?? "*"
      return (schema["uniqueItems"]?.isTrue == true ? "u" : "l") + bounds(schema, "minItems", "maxItems") + item
    case "object": return try object(schema, isTyped: true)
    case nil:
      if let pattern = schema["pattern"]?.string { return "y" + bounds(schema, "minLength", "maxLength") + "`\(pattern)`" }
      // Not an array, or an array of these.
      if let items = schema["items"] { return "?(~l*\u{1}l" + bounds(schema, "minItems", "maxItems") + (try text(items)) + ")" }
      for keyword in ["minLength", "minimum"] where schema[keyword] != nil {
        throw GeneratorError(description: "\(schema.file): \(keyword) without type")
      }
      if values.contains(where: \.isNull) { return strings.isEmpty ? "z" : "?(e(\(quoted(strings)))\u{1}z)" }
      if !values.isEmpty { return "e(" + quoted(strings) + ")" }
      if schema["properties"] != nil || schema["additionalProperties"]?.node.mapping != nil { return try object(schema, isTyped: false) }
      let required = schema["required"]?.elements.compactMap(\.string) ?? []
      return required.isEmpty ? nil : "r(" + quoted(required) + ")"
    case let type?: throw GeneratorError(description: "\(schema.file): type \(type)")
    }
  }

  private func object(_ schema: Located, isTyped: Bool) throws -> String {
    let properties = schema["properties"]?.members ?? []
    // What only one side writes is absent from what the other sends (OpenAPI `readOnly`, `writeOnly`).
    let required = (schema["required"]?.elements.compactMap(\.string) ?? []).filter { name in
      !properties.contains { $0.name == name && ($0.value["readOnly"]?.isTrue == true || $0.value["writeOnly"]?.isTrue == true) }
    }
    let size = bounds(schema, "minProperties", "maxProperties")
    var parts: [String] = []
    if let values = schema["additionalProperties"], values.node.mapping != nil, properties.isEmpty, isTyped {
      parts.append("m" + size + (try text(values)))
    } else {
      let members = try properties.map { "\"\($0.name)\"" + (required.contains($0.name) ? "!" : "") + (try text($0.value)) }
      parts.append((isTyped ? "o" : "x") + size + "(" + members.joined(separator: "\u{1}") + ")")
      if schema["additionalProperties"]?.node.mapping != nil { uncheckedMaps += 1 }
    }
    let others = required.filter { name in !properties.contains { $0.name == name } }
    if !others.isEmpty { parts.append("r(\(quoted(others)))") }
    return parts.count == 1 ? parts[0] : "&(" + parts.joined(separator: "\u{1}") + ")"
  }
}

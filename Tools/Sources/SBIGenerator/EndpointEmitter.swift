import Foundation
import Yams

/// One line of the list of all services.
struct ListedFile {
  var function: String, file: String, basePath: String?

  static func read(_ text: String) throws -> [ListedFile] {
    try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 2 || words.count == 3 else { throw GeneratorError(description: "all-services.txt: \(line)") }
      return ListedFile(function: words[0], file: words[1], basePath: words.count == 3 ? words[2] : nil)
    }
  }
}

/// What a file has, for the coverage table.
struct FileCoverage {
  var function: String, file: String
  var operations = 0, endpoints = 0, notifications = 0, notificationEndpoints = 0, schemas = 0, typed = 0
  /// Bodies that are not JSON, and what else has no type of its own.
  var opaque: [String] = []
}

/// Writes an endpoint for each operation and notification: a line of Swift that has its types, and a line of a table that has the rest.
final class EndpointEmitter {
  private let folder: OpenAPIFolder
  private let table: SchemaTable
  private let models: ModelEmitter
  /// A JSON text for each operation.
  private(set) var descriptions: [String] = []
  /// The schema of each body, by the place where it stands.
  private(set) var bodies: [(place: String, schema: Int)] = []
  private(set) var coverage: [FileCoverage] = []
  private var namespaces: Set<String> = []
  /// Of the file at hand, the parameters that have a type already, by schema.
  private var parameterTypes: [Int: String] = [:]

  init(_ folder: OpenAPIFolder, _ table: SchemaTable, _ models: ModelEmitter) {
    self.folder = folder
    self.table = table
    self.models = models
  }

  /// The declarations of one file, one for each operation.
  func emit(_ listed: ListedFile) throws -> (stem: String, chunks: [String]) {
    let file = try folder.file(listed.file)
    var coverage = FileCoverage(function: listed.function, file: listed.file)
    let namespace = try namespace(listed.file)
    parameterTypes = [:]
    let url = file["servers"]?.elements.first?["url"]?.string ?? ""
    let base = listed.basePath ?? url.replacingOccurrences(of: "{apiRoot}", with: "")
    var chunks: [String] = []
    var names: Set<String> = []
    for (path, item) in file["paths"]?.members ?? [] where item["$ref"] == nil {
      for (verb, value) in item.members where EndpointEmitter.verbs.contains(verb) {
        coverage.operations += 1
        let pointer = "\(listed.file)#/paths/\(EndpointEmitter.escaped(path))/\(verb)"
        let name = unique(value["operationId"]?.string ?? "\(verb) \(path)", &names)
        chunks.append(
          try endpoint(
            namespace, name, verb: verb, path: base + path, value, shared: item["parameters"]?.elements ?? [], expression: nil, pointer,
            &coverage))
        coverage.endpoints += 1
        chunks += try notifications(of: value, named: name, namespace, pointer, &names, &coverage)
      }
    }
    for (schema, _) in file["components"]?["schemas"]?.members ?? [] {
      coverage.schemas += 1
      let key = "\(listed.file)#/components/schemas/\(schema)"
      _ = try table.number(reference: key)
      if try models.type(Located(reference: key, in: listed.file), place: schema) != "JSON" { coverage.typed += 1 }
    }
    self.coverage.append(coverage)
    if chunks.isEmpty { return ("", []) }
    let title = file["info"]?["title"]?.string ?? ""
    let head =
      "/// Operations and notifications of \(title) (\(Names.specification(listed.file)), `\(listed.file)`).\npublic enum \(namespace) {}\n"
    return (listed.file.replacingOccurrences(of: ".yaml", with: ""), [head] + chunks)
  }

  /// The endpoints of an operation's callbacks, and of those that a callback has itself.
  private func notifications(
    of operation: Located, named name: String, _ namespace: String, _ pointer: String, _ names: inout Set<String>,
    _ coverage: inout FileCoverage
  ) throws -> [String] {
    var chunks: [String] = []
    for (callback, addresses) in operation["callbacks"]?.members ?? [] {
      for (address, target) in try folder.resolve(addresses).members {
        for (verb, inner) in target.members where EndpointEmitter.verbs.contains(verb) {
          coverage.notifications += 1
          let place = "\(pointer)/callbacks/\(callback)/\(EndpointEmitter.escaped(address))/\(verb)"
          let suffix = address.split(separator: "}", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
          let own = unique("\(name) \(callback)", &names)
          chunks.append(
            try endpoint(
              namespace, own, verb: verb, path: suffix, inner, shared: target["parameters"]?.elements ?? [], expression: address, place,
              &coverage))
          coverage.notificationEndpoints += 1
          chunks += try notifications(of: inner, named: own, namespace, place, &names, &coverage)
        }
      }
    }
    return chunks
  }

  private static let verbs = ["get", "put", "post", "patch", "delete", "options"]

  /// A token of a JSON pointer.
  static func escaped(_ token: String) -> String {
    token.replacingOccurrences(of: "~", with: "~0").replacingOccurrences(of: "/", with: "~1")
  }

  /// `TS29503_Nudm_UEAU.yaml` -> `NudmUEAU`, `TS29522_AKMA.yaml` -> `NnefAKMA`.
  private func namespace(_ file: String) throws -> String {
    var words = file.replacingOccurrences(of: ".yaml", with: "").split { $0 == "_" || $0 == "-" }.map(String.init).dropFirst()
    if file.hasPrefix("TS29522") { words.insert("Nnef", at: words.startIndex) }
    if file.hasPrefix("TS29505") || file.hasPrefix("TS29519") { words.insert("Nudr", at: words.startIndex) }
    let name = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    for candidate in [name, name + "_" + file.prefix(7)] where namespaces.insert(candidate).inserted {
      if try models.declare(candidate) { return candidate }
    }
    throw GeneratorError(description: "two namespaces \(name)")
  }

  private func unique(_ text: String, _ names: inout Set<String>) -> String {
    let words = text.split { !($0.isLetter || $0.isNumber) }.map(String.init)
    let name = Names.member((words.first ?? "") + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined())
    var candidate = name
    var number = 2
    while !names.insert(candidate).inserted {
      candidate = "\(name)\(number)"
      number += 1
    }
    return candidate
  }

  // MARK: One operation

  private func endpoint(
    _ namespace: String, _ name: String, verb: String, path: String, _ value: Located, shared: [Located], expression: String?,
    _ pointer: String, _ coverage: inout FileCoverage
  ) throws -> String {
    let plain = name.replacingOccurrences(of: "`", with: "")
    let title = plain.prefix(1).uppercased() + plain.dropFirst()
    var description: [(String, String)] = [
      ("name", json("\(namespace).\(plain)")), ("method", json(verb.uppercased())), ("path", json(path)), ("place", json(pointer)),
    ]
    if let expression { description.append(("to", json(expression))) }
    var inner = ""
    let parameters = try self.parameters(value, shared: shared)
    var parametersType = "SBINothing"
    if !parameters.isEmpty {
      let members = try parameters.map { "\"\($0.wire)\"" + ($0.isRequired ? "!" : "") + (try table.text($0.schema)) }
      let number = table.number(text: "o(" + members.joined(separator: "\u{1}") + ")")
      description.append(
        ("parameters", "[" + parameters.map { "[\(json($0.wire)),\(json($0.place)),\(json($0.style))]" }.joined(separator: ",") + "]"))
      description.append(("schema", String(number)))
      // Operations of one resource have the same parameters: one type for all of them.
      if let known = parameterTypes[number] {
        parametersType = known
      } else {
        let joined = parameters.map { Names.type($0.wire) }.joined() + "Parameters"
        parametersType = parameters.count <= 3 && !parameterTypes.values.contains(joined) ? joined : "\(title)Parameters"
        parameterTypes[number] = parametersType
        let properties = parameters.map { Property(wire: $0.wire, schema: $0.schema, isRequired: $0.isRequired) }
        inner += try models.nested(parametersType, in: namespace, "/// Parameters of ``\(name)``.", properties, number)
      }
    }
    var bodyType = "SBINothing"
    if let body = try value["requestBody"].map({ try folder.resolve($0) }) {
      let content = try self.content(body["content"], "\(namespace).\(plain) request", "\(pointer)/requestBody", &coverage)
      bodyType = content.type
      description.append(("body", content.json))
      if body["required"]?.isTrue == true { description.append(("required", "true")) }
    }
    let answers = try self.answers(value, "\(namespace).\(plain)", pointer, &coverage)
    description.append(("answers", "{" + answers.map { "\"\($0.status)\":\($0.json)" }.joined(separator: ",") + "}"))
    let (answersType, declaration) = answersType(answers.filter(\.isTyped), title, "``\(name)``")
    inner += declaration
    let number = descriptions.count
    descriptions.append("{" + description.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}")
    let summary = Names.summary(value["summary"]?.string ?? value["description"]?.string, limit: 90) ?? title
    let place = expression.map { "\(verb.uppercased()) to `\($0)`" } ?? "\(verb.uppercased()) `\(path)`"
    return "extension \(namespace) {\n" + inner
      + "  /// \(summary) (\(place)).\n  public static var \(name): SBIEndpoint<\(parametersType), \(bodyType), \(answersType)> { .init(\(number)) }\n}\n"
  }

  /// The generic type of the usual answers where it fits, else one of the operation's own.
  private func answersType(_ answers: [Answer], _ title: String, _ name: String) -> (type: String, declaration: String) {
    let types = Dictionary(answers.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
    let nothing = "SBINothing"
    if types.keys.allSatisfy({ ["ok", "created", "noContent"].contains($0) }), types["noContent"] ?? nothing == nothing {
      switch (types["ok"], types["created"], types["noContent"]) {
      case (nil, nil, .some): return ("SBINoContent", "")
      case (let ok?, nil, nil): return ("SBIOK<\(ok)>", "")
      case (let ok?, nil, .some): return ("SBIOKOrNoContent<\(ok)>", "")
      case (nil, let created?, nil): return ("SBICreated<\(created)>", "")
      case (nil, let created?, .some): return ("SBICreatedOrNoContent<\(created)>", "")
      case (let ok?, let created?, nil): return ("SBIOKOrCreated<\(ok), \(created)>", "")
      case (let ok?, let created?, .some): return ("SBIOKCreatedOrNoContent<\(ok), \(created)>", "")
      case (nil, nil, nil): break
      }
    }
    var text = "  /// Answers of \(name).\n  public struct \(title)Answers: SBIAnswers {\n    public init() {}\n"
    for answer in answers { text += "    public var \(answer.name): SBIAnswer<\(answer.type)> { .init(\(answer.status)) }\n" }
    return ("\(title)Answers", text + "  }\n")
  }

  private func json(_ text: String) -> String {
    "\"" + text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"") + "\""
  }

  private typealias Parameter = (wire: String, place: String, style: String, schema: Located, isRequired: Bool)

  private func parameters(_ value: Located, shared: [Located]) throws -> [Parameter] {
    var result: [Parameter] = []
    for parameter in try (shared + (value["parameters"]?.elements ?? [])).map({ try folder.resolve($0) }) {
      guard let wire = parameter["name"]?.string, let place = parameter["in"]?.string, ["path", "query", "header"].contains(place) else {
        continue
      }
      let content = parameter["content"]?["application/json"]?["schema"]
      guard let schema = content ?? parameter["schema"] else { throw GeneratorError(description: "\(value.file): parameter \(wire)") }
      let found = (
        wire, place, try style(parameter, schema, isJSON: content != nil), schema, place == "path" || parameter["required"]?.isTrue == true
      )
      // A parameter of the operation replaces one of the path with its name and place.
      if let index = result.firstIndex(where: { $0.wire == wire && $0.place == place }) {
        result[index] = found
      } else if !result.contains(where: { $0.wire == wire }) {
        result.append(found)
      }
    }
    return result
  }

  private func style(_ parameter: Located, _ schema: Located, isJSON: Bool) throws -> String {
    if isJSON { return "json" }
    switch try models.shape(schema) {
    case .array(let item):
      let isExploded = parameter["explode"].map(\.isTrue) ?? (parameter["in"]?.string != "header")
      return (isExploded ? "repeated" : "list") + (try models.isInteger(item) ? "Integer" : "String")
    case .boolean: return "boolean"
    case .number: return "number"
    case .string, .enumeration: return "string"
    case .alias(let target): return try style(parameter, target, isJSON: false)
    case .integer, .unsigned: return "integer"
    default: return "json"
    }
  }

  /// The type and the table's entry of a body.
  private func content(
    _ content: Located?, _ place: String, _ pointer: String, _ coverage: inout FileCoverage
  ) throws -> (type: String, json: String, isProblem: Bool) {
    guard let content, !content.members.isEmpty else { return ("SBINothing", "[]", false) }
    let hasParts = content["multipart/related"] != nil
    func finish(_ schema: Located, _ media: String, _ pointer: String) throws -> (type: String, json: String, isProblem: Bool) {
      let number = try table.number(schema)
      bodies.append((pointer, number))
      let type = try models.type(schema, place: place)
      return (
        type, "[\(json(media)),\(number)\(hasParts ? ",1" : "")]", type.hasSuffix("ProblemDetails") || type.hasPrefix("RedirectResponse")
      )
    }
    // Of several JSON types, `application/json` is the operation's own.
    let types = content.members.filter { $0.name.hasPrefix("application/") && $0.name.hasSuffix("json") && $0.value["schema"] != nil }
    if let own = types.firstIndex(where: { $0.name == "application/json" }) ?? types.indices.first {
      func place(_ media: String) -> String { "\(pointer)/content/\(EndpointEmitter.escaped(media))/schema" }
      for (index, other) in types.enumerated() where index != own {
        if let schema = other.value["schema"] { bodies.append((place(other.name), try table.number(schema))) }
      }
      if let schema = types[own].value["schema"] { return try finish(schema, types[own].name, place(types[own].name)) }
    }
    if let form = content["application/x-www-form-urlencoded"]?["schema"] {
      return try finish(form, "application/x-www-form-urlencoded", "\(pointer)/content/application~1x-www-form-urlencoded/schema")
    }
    if let parts = content["multipart/related"]?["schema"] {
      for (name, value) in try folder.resolve(parts)["properties"]?.members ?? [] where name.hasPrefix("json") {
        return try finish(value, "application/json", "\(pointer)/content/multipart~1related/schema/properties/\(name)")
      }
    }
    // The colon at the end is a slip of the pen in TS 29.505.
    if let (_, value) = content.members.first(where: { $0.name == "application/json-patch+json:" }), let schema = value["schema"] {
      return try finish(schema, "application/json-patch+json", "\(pointer)/content/application~1json-patch+json:/schema")
    }
    coverage.opaque.append("\(place): body of \(content.members.map { "`\($0.name)`" }.joined(separator: ", ")), as octets")
    return ("SBINothing", "[\(json(content.members[0].name))]", false)
  }

  private typealias Answer = (status: String, name: String, type: String, json: String, isTyped: Bool)

  private func answers(_ value: Located, _ place: String, _ pointer: String, _ coverage: inout FileCoverage) throws -> [Answer] {
    var result: [Answer] = []
    for (status, response) in value["responses"]?.members ?? [] {
      let isReference = response["$ref"] != nil
      let response = try folder.resolve(response)
      let count = bodies.count
      let found = try content(response["content"], "\(place) \(status)", "\(pointer)/responses/\(status)", &coverage)
      // Common responses stand elsewhere, and are the same for all.
      if isReference { bodies.removeLast(bodies.count - count) }
      let name = EndpointEmitter.statusNames[status] ?? "status\(status)"
      let isTyped = status != "default" && (status.hasPrefix("2") || (found.type != "SBINothing" && !found.isProblem))
      result.append((status, name, found.type, found.json, isTyped))
    }
    return result
  }

  private static let statusNames = [
    "200": "ok", "201": "created", "202": "accepted", "204": "noContent", "206": "partialContent", "300": "multipleChoices",
    "303": "seeOther",
    "307": "temporaryRedirect", "308": "permanentRedirect", "400": "badRequest", "401": "unauthorized", "403": "forbidden",
    "404": "notFound",
    "405": "methodNotAllowed", "409": "conflict", "411": "lengthRequired", "413": "contentTooLarge", "415": "unsupportedMediaType",
    "429": "tooManyRequests", "500": "internalServerError", "501": "notImplemented", "502": "badGateway", "503": "serviceUnavailable",
    "504": "gatewayTimeout",
  ]
}

import Foundation
import Yams

/// The list of what to generate.
struct ServiceList {
  struct Operation { var file: String, selector: String, name: String }
  struct Callback { var file: String, parent: String, callback: String, slot: String, name: String }
  struct Service { var name: String, basePath: String, operations: [Operation] = [], callbacks: [Callback] = [], types: [String] = [] }

  var services: [Service] = []

  init(_ text: String) throws {
    var file = ""
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ").map(String.init)
      switch (words.first, words.count) {
      case (nil, _): continue
      case ("service", 3): services.append(Service(name: words[1], basePath: words[2]))
      case ("file", 2): file = words[1]
      case ("op", 3) where !services.isEmpty:
        services[services.count - 1].operations.append(Operation(file: file, selector: words[1], name: words[2]))
      case ("type", 3) where !services.isEmpty:
        services[services.count - 1].types.append("\(words[1])#/components/schemas/\(words[2])")
      case ("callback", 5) where !services.isEmpty:
        services[services.count - 1].callbacks.append(
          Callback(file: file, parent: words[1], callback: words[2], slot: words[3], name: words[4]))
      default: throw GeneratorError(description: "services.txt: \(line)")
      }
    }
  }
}

/// One success response of an operation.
private struct Success {
  var status: Int
  var type: String?
  var schema: Int
  var hasParts: Bool
  var hasLocation: Bool
  var mediaType: String

  var payload: String {
    guard let type else { return "Void" }
    let content = hasParts ? "WithBinaryParts<\(type)>" : type
    return hasLocation ? "Created<\(content)>" : content
  }

  var caseName: String { [200: "ok", 201: "created", 202: "accepted", 204: "noContent"][status] ?? "status\(status)" }
}

/// An operation with all that its Swift forms need.
private struct Method {
  var name: String
  var comment: String
  var verb: String
  var path: String
  var parameters: [(name: String, wire: String, isInteger: Bool, schema: Int)] = []
  var queryType: String?
  var queryStyles: [String] = []
  var querySchema: Int?
  var bodyType: String?
  var bodySchema = 0
  var bodyIsRequired = true
  var bodyMediaType = "application/json"
  var bodyHasParts = false
  var successes: [Success] = []
  var outcome: String
  var slot = ""
  var suffix = ""

  var body: String? {
    bodyType.map { (bodyHasParts ? "WithBinaryParts<\($0)>" : $0) + (bodyIsRequired ? "" : "?") }
  }
  var result: String { successes.count == 1 ? successes[0].payload : outcome }

  func signature(first: String?) -> String {
    var items = first.map { [$0] } ?? parameters.map { "\($0.name): \($0.isInteger ? "Int" : "String")" }
    if let queryType { items.append("query: \(queryType)") }
    if let body { items.append("_ body: \(body)") }
    let arrow = result == "Void" ? "" : " -> \(result)"
    let line = "func \(name)(\(items.joined(separator: ", "))) async throws(SBIFailure)\(arrow)"
    return line.count <= 125 ? line : "func \(name)(\n    \(items.joined(separator: ", "))\n  ) async throws(SBIFailure)\(arrow)"
  }
}

/// Writes protocols, clients and routes.
final class ServiceEmitter {
  private let folder: OpenAPIFolder
  private let table: SchemaTable
  private let models: ModelEmitter
  private(set) var queryModels: [String] = []

  init(_ folder: OpenAPIFolder, _ table: SchemaTable, _ models: ModelEmitter) {
    self.folder = folder
    self.table = table
    self.models = models
  }

  func emit(_ service: ServiceList.Service) throws -> String {
    let methods = try service.operations.map { try method($0) }
    let callbacks = try service.callbacks.map { try method($0) }
    for type in service.types { _ = try models.type(reference: type) }
    var text = self.protocolText(service, methods) + operations(service.name + "Operations", methods)
    text += client(service, methods) + routes(service, methods)
    if !callbacks.isEmpty { text += receiver(service, callbacks) }
    return text
  }

  // MARK: Reading

  private func method(_ operation: ServiceList.Operation) throws -> Method {
    for (path, item) in try folder.file(operation.file)["paths"]?.members ?? [] {
      for (verb, value) in item.members where ["get", "put", "post", "patch", "delete"].contains(verb) {
        let selector = "\(verb.uppercased()):\(path)"
        guard operation.selector == selector || value["operationId"]?.string == operation.selector else { continue }
        return try method(operation.name, verb: verb, path: path, value, shared: item["parameters"]?.elements ?? [])
      }
    }
    throw GeneratorError(description: "\(operation.file): no operation \(operation.selector)")
  }

  private func method(_ callback: ServiceList.Callback) throws -> Method {
    let halves = callback.parent.split(separator: ":", maxSplits: 1).map(String.init)
    guard halves.count == 2, let parent = try folder.file(callback.file)["paths"]?[halves[1]]?[halves[0].lowercased()],
      let found = parent["callbacks"]?[callback.callback], let (address, item) = found.members.first,
      let (verb, value) = item.members.first(where: { $0.name != "parameters" })
    else { throw GeneratorError(description: "\(callback.file): no callback \(callback.callback)") }
    var method = try method(callback.name, verb: verb, path: "", value, shared: [])
    method.slot = callback.slot
    method.suffix = address.split(separator: "}", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
    return method
  }

  private func method(_ name: String, verb: String, path: String, _ value: Located, shared: [Located]) throws -> Method {
    let title = name.prefix(1).uppercased() + name.dropFirst()
    let summary = Names.summary(value["summary"]?.string, limit: 80) ?? title
    let place = path.isEmpty ? "notification" : "\(verb.uppercased()) `\(path)`"
    var method = Method(
      name: name, comment: "\(summary) (\(Names.specification(value.file)), \(place)).", verb: verb, path: path, outcome: title + "Outcome")
    var query: [(wire: String, schema: Located, isRequired: Bool)] = []
    let parameters = try (shared + (value["parameters"]?.elements ?? [])).map { try folder.resolve($0) }
    for parameter in parameters {
      guard let wire = parameter["name"]?.string else { continue }
      let content = parameter["content"]?["application/json"]?["schema"]
      guard let schema = content ?? parameter["schema"] else { continue }
      switch parameter["in"]?.string {
      case "path":
        let isInteger = try models.isInteger(schema)
        method.parameters.append((Names.member(wire), wire, isInteger, try table.number(schema)))
      case "query":
        method.queryStyles.append(".init(\"\(wire)\", \(try style(parameter, schema, isJSON: content != nil)))")
        query.append((wire, schema, parameter["required"]?.isTrue == true))
      default: break
      }
    }
    let order = path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    method.parameters = order.compactMap { wire in method.parameters.first { $0.wire == wire } }
    if !query.isEmpty { try addQuery(&method, title, query) }
    try addBody(&method, value)
    try addSuccesses(&method, value)
    return method
  }

  private func style(_ parameter: Located, _ schema: Located, isJSON: Bool) throws -> String {
    if isJSON { return ".json" }
    switch try models.shape(schema) {
    case .array(let item):
      let isExploded = parameter["explode"].map(\.isTrue) ?? true
      return "\(isExploded ? ".repeated" : ".list")(ofIntegers: \(try models.isInteger(item)))"
    case .boolean: return ".boolean"
    case .number: return ".number"
    case .string, .enumeration: return ".string"
    case .alias(let target): return try style(parameter, target, isJSON: false)
    case .integer, .unsigned: return ".integer"
    default: return ".json"
    }
  }

  private func addQuery(_ method: inout Method, _ title: String, _ query: [(wire: String, schema: Located, isRequired: Bool)]) throws {
    let members = try query.map { "\"\($0.wire)\"" + ($0.isRequired ? "!" : "") + (try table.text($0.schema)) }
    let number = table.number(text: "o(" + members.joined(separator: "\u{1}") + ")")
    let name = title + "Query"
    guard try models.declare(name) else { throw GeneratorError(description: "two types \(name)") }
    let properties = query.map { Property(wire: $0.wire, schema: $0.schema, isRequired: $0.isRequired) }
    queryModels.append(try models.model(name, "/// Query parameters of `\(method.path)`.", properties, number))
    method.queryType = name
    method.querySchema = number
  }

  /// The JSON schema of a content map, and whether binary parts may come with it.
  private func content(_ content: Located?) throws -> (schema: Located, mediaType: String, hasParts: Bool)? {
    guard let content else { return nil }
    let parts = content["multipart/related"]?["schema"]
    let json = content.members.first { $0.name.hasPrefix("application/") && $0.name.hasSuffix("json") && $0.value["schema"] != nil }
    if let json, let schema = json.value["schema"] { return (schema, json.name, parts != nil) }
    guard let parts else { return nil }
    let properties = try folder.resolve(parts)["properties"]?.members ?? []
    guard let first = properties.first(where: { $0.name.hasPrefix("json") }) else { return nil }
    return (first.value, "application/json", true)
  }

  private func addBody(_ method: inout Method, _ value: Located) throws {
    guard let body = try value["requestBody"].map({ try folder.resolve($0) }) else { return }
    guard let found = try content(body["content"]) else { throw GeneratorError(description: "\(method.name): body without JSON") }
    method.bodyType = try models.type(found.schema, place: "\(method.name) request")
    method.bodySchema = try table.number(found.schema)
    method.bodyMediaType = found.mediaType
    method.bodyHasParts = found.hasParts
    method.bodyIsRequired = body["required"]?.isTrue == true
  }

  private func addSuccesses(_ method: inout Method, _ value: Located) throws {
    for (status, response) in value["responses"]?.members ?? [] where status.hasPrefix("2") {
      guard let status = Int(status) else { continue }
      let response = try folder.resolve(response)
      let found = try content(response["content"])
      method.successes.append(
        Success(
          status: status, type: try found.map { try models.type($0.schema, place: "\(method.name) \(status)") },
          schema: try found.map { try table.number($0.schema) } ?? 0, hasParts: found?.hasParts ?? false,
          hasLocation: response["headers"]?["Location"]?["required"]?.isTrue == true, mediaType: found?.mediaType ?? ""))
    }
    method.successes.sort { $0.status < $1.status }
    guard !method.successes.isEmpty else { throw GeneratorError(description: "\(method.name): no success response") }
  }

  // MARK: Writing

  private func protocolText(_ service: ServiceList.Service, _ methods: [Method]) -> String {
    var text =
      "/// The service \(service.name) (\(Names.specification(service.operations.first?.file ?? ""))), as consumer and producer see it.\n"
    text += "public protocol \(service.name): Sendable {\n"
    for method in methods { text += "  /// \(method.comment)\n  \(method.signature(first: nil))\n" }
    return text + "}\n\n" + outcomes(methods)
  }

  private func outcomes(_ methods: [Method]) -> String {
    var text = ""
    for method in methods where method.successes.count > 1 {
      text += "/// The successful outcomes of `\(method.name)`.\npublic enum \(method.outcome): Hashable, Sendable {\n"
      for success in method.successes {
        text += "  case \(success.caseName)\(success.type == nil ? "" : "(\(success.payload))")\n"
      }
      text += "}\n\n"
    }
    return text
  }

  private func operations(_ name: String, _ methods: [Method]) -> String {
    var text = "enum \(name) {\n"
    for method in methods {
      let path = method.slot.isEmpty ? method.path : "/\(method.slot)/{id}\(method.suffix)"
      var items = [".\(method.verb)", "\"\(path)\""]
      let schemas = method.slot.isEmpty ? method.parameters.map { "\($0.schema)" } : [String(table.number(text: "s"))]
      if !schemas.isEmpty { items.append("pathSchemas: [\(schemas.joined(separator: ", "))]") }
      if let schema = method.querySchema { items += ["query: \(method.name)Query", "querySchema: \(schema)"] }
      if method.bodyType != nil {
        items.append("bodySchema: \(method.bodySchema)")
        if !method.bodyIsRequired { items.append("isBodyRequired: false") }
        if method.bodyMediaType != "application/json" { items.append("bodyType: \"\(method.bodyMediaType)\"") }
        if method.bodyHasParts { items.append("acceptsParts: true") }
      }
      if method.queryType != nil {
        text += "  static let \(method.name)Query: [SBIQueryParameter] = [\n"
        text += method.queryStyles.map { "    \($0),\n" }.joined() + "  ]\n"
      }
      text += "  static let \(method.name) = SBIOperation(\n    \(items.joined(separator: ", ")))\n"
    }
    return text + "  static let all = [\(methods.map(\.name).joined(separator: ", "))]\n}\n\n"
  }

  private func bodyExpression(_ method: Method) -> String? {
    guard method.bodyType != nil else { return nil }
    let value = method.bodyIsRequired ? "body" : "$0"
    let plain = method.bodyMediaType == "application/json" ? "" : ", contentType: operation.bodyType"
    let expression = method.bodyHasParts ? "\(value).body" : "SBIBody.json(\(value).json\(plain))"
    return method.bodyIsRequired ? expression : "body.map { \(expression) } ?? SBIBody.none"
  }

  private func clientMethod(_ method: Method, operations: String, first: String?) -> String {
    var text = "  public \(method.signature(first: first)) {\n    let operation = \(operations).\(method.name)\n"
    let path: String
    if first == nil {
      let values = method.parameters.map { $0.isInteger ? "String(\($0.name))" : $0.name }
      path = "operation.path([\(values.joined(separator: ", "))])"
    } else {
      path = "\"\(method.suffix)\""
    }
    var arguments = ["operation", first == nil ? "root: apiRoot + basePath" : "root: uri", "path: \(path)"]
    if method.queryType != nil { arguments.append("query: query.object") }
    if let body = bodyExpression(method) { arguments.append("body: \(body)") }
    text += "    let response = try await exchange(\n      \(arguments.joined(separator: ", ")))\n    switch response.status {\n"
    for success in method.successes {
      let isOnly = method.successes.count == 1
      guard success.type != nil else {
        text += "    case \(success.status): return\(isOnly ? "" : " .noContent")\n"
        continue
      }
      var value = success.hasParts ? "try response.content(\(success.schema))" : "try response.value(\(success.schema))"
      if success.hasLocation { value = "Created(location: try response.location(), body: \(value))" }
      text += "    case \(success.status): return \(isOnly ? value : ".\(success.caseName)(\(value))")\n"
    }
    return text + "    default: throw response.unexpectedStatus()\n    }\n  }\n"
  }

  private func client(_ service: ServiceList.Service, _ methods: [Method]) -> String {
    var text = "/// A consumer's side of \(service.name) over a transport.\n"
    text += "public struct \(service.name)Client: \(service.name), SBIClient {\n  public let transport: any SBITransport\n"
    text += "  /// Scheme, host, port and an optional prefix of the producer.\n  public let apiRoot: String\n"
    text += "  private var basePath: String { \"\(service.basePath)\" }\n\n"
    text +=
      "  public init(transport: any SBITransport, apiRoot: String) {\n    self.transport = transport\n    self.apiRoot = apiRoot\n  }\n"
    for method in methods { text += "\n" + clientMethod(method, operations: service.name + "Operations", first: nil) }
    return text + "}\n\n"
  }

  private func routeCase(_ index: Int, _ method: Method, target: String, first: String?) -> String {
    var arguments = first.map { [$0] } ?? []
    if first == nil {
      for (index, parameter) in method.parameters.enumerated() {
        arguments.append("\(parameter.name): call.\(parameter.isInteger ? "pathInteger" : "pathString")(\(index))")
      }
    }
    if let queryType = method.queryType { arguments.append("query: \(queryType)(object: call.query)") }
    if method.bodyType != nil {
      let name = method.bodyHasParts ? "bodyWithParts" : "body"
      arguments.append("call.\(method.bodyIsRequired ? name : "optional" + name.prefix(1).uppercased() + name.dropFirst())()")
    }
    let invocation = "try await \(target).\(method.name)(\(arguments.joined(separator: ", ")))"
    var text = "    case \(index):\n"
    if method.successes.count == 1 {
      guard method.successes[0].type != nil else {
        return text + "      \(invocation)\n      return SBIResponse(status: \(method.successes[0].status))\n"
      }
      return text + "      let value = \(invocation)\n      return \(answer(method.successes[0]))\n"
    }
    text += "      switch \(invocation) {\n"
    for success in method.successes {
      text +=
        success.type == nil
        ? "      case .\(success.caseName): return SBIResponse(status: \(success.status))\n"
        : "      case .\(success.caseName)(let value): return \(answer(success))\n"
    }
    return text + "      }\n"
  }

  private func answer(_ success: Success) -> String {
    let value = success.hasLocation ? "value.body" : "value"
    let type = success.mediaType == "application/json" ? "" : ", type: \"\(success.mediaType)\""
    let content = success.hasParts ? value : "\(value).json\(type)"
    return ".success(\(success.status), \(content))" + (success.hasLocation ? ".located(value.location)" : "")
  }

  private func invoke(_ methods: [Method], target: String, first: String?) -> String {
    var text = "  public func invoke(_ index: Int, _ call: SBICall) async throws(SBIFailure) -> SBIResponse {\n    switch index {\n"
    for (index, method) in methods.enumerated() { text += routeCase(index, method, target: target, first: first) }
    return text + "    default: throw SBIFailure(status: 501, cause: nil)\n    }\n  }\n}\n"
  }

  private func routes(_ service: ServiceList.Service, _ methods: [Method]) -> String {
    var text = "/// The producer's side of \(service.name): requests become calls of the service.\n"
    text += "public struct \(service.name)Routes: SBIRoutes {\n  public let service: any \(service.name)\n"
    text += "  public init(service: any \(service.name)) { self.service = service }\n"
    text += "  public var basePath: String { \"\(service.basePath)\" }\n"
    text += "  public var operations: [SBIOperation] { \(service.name)Operations.all }\n\n"
    return text + invoke(methods, target: "service", first: nil)
  }

  private func receiver(_ service: ServiceList.Service, _ methods: [Method]) -> String {
    let name = service.name
    var text = "\n/// Who is notified by \(name). `id` is what the receiver put into the URI that it handed out.\n"
    text += "public protocol \(name)Receiver: Sendable {\n"
    for method in methods { text += "  /// \(method.comment)\n  \(method.signature(first: "id: String"))\n" }
    text += "}\n\n" + outcomes(methods) + operations(name + "Notifications", methods)
    text += "/// The producer's side of the notifications of \(name): they go to the URI that the consumer gave.\n"
    text += "public struct \(name)Notifier: SBIClient {\n  public let transport: any SBITransport\n"
    text += "  public init(transport: any SBITransport) { self.transport = transport }\n"
    for method in methods { text += "\n" + clientMethod(method, operations: name + "Notifications", first: "to uri: String") }
    text += "}\n\n/// The consumer's side of the notifications of \(name), below a path of its choice.\n"
    text += "public struct \(name)ReceiverRoutes: SBIRoutes {\n  public let receiver: any \(name)Receiver\n"
    text += "  /// Such as `/namf-callback/v1`; several receivers in one process differ in it.\n  public let basePath: String\n"
    text +=
      "  public init(receiver: any \(name)Receiver, basePath: String) {\n    self.receiver = receiver\n    self.basePath = basePath\n  }\n"
    text += "  public var operations: [SBIOperation] { \(name)Notifications.all }\n"
    var slots: Set<String> = []
    for method in methods where slots.insert(method.slot).inserted {
      text += "  /// The URI to hand out for these notifications.\n"
      text += "  public static func \(Names.member(method.slot))URI(apiRoot: String, basePath: String, id: String) -> String {\n"
      text += "    apiRoot + basePath + \"/\(method.slot)/\" + SBIURI.encode(id)\n  }\n"
    }
    return text + "\n" + invoke(methods, target: "receiver", first: "id: call.pathString(0)")
  }
}

import Base

/// How a query parameter is written (OpenAPI `style` and `content`).
public enum SBIQueryStyle: Hashable, Sendable {
  case string, integer, number, boolean
  /// `name=a,b` (form, not exploded) of strings or integers.
  case list(ofIntegers: Bool)
  /// `name=a&name=b` (form, exploded) of strings or integers.
  case repeated(ofIntegers: Bool)
  /// A JSON text (`content: application/json`).
  case json
}

public struct SBIQueryParameter: Hashable, Sendable {
  public var name: String
  public var style: SBIQueryStyle

  public init(_ name: String, _ style: SBIQueryStyle) {
    self.name = name
    self.style = style
  }
}

/// One operation of a service as data: what its client writes and its routes read.
public struct SBIOperation: Hashable, Sendable {
  public var method: SBIMethod
  /// The path template below the service's base path, such as `/{supi}/auth-events`.
  public var path: String
  /// Schema numbers of the path parameters in order.
  public var pathSchemas: [Int]
  public var query: [SBIQueryParameter]
  public var querySchema: Int?
  public var bodySchema: Int?
  public var isBodyRequired: Bool
  /// Media types of the request body, without multipart/related.
  public var bodyType: String
  public var acceptsParts: Bool

  public init(
    _ method: SBIMethod, _ path: String, pathSchemas: [Int] = [], query: [SBIQueryParameter] = [], querySchema: Int? = nil,
    bodySchema: Int? = nil, isBodyRequired: Bool = true, bodyType: String = SBIMediaType.json, acceptsParts: Bool = false
  ) {
    self.method = method
    self.path = path
    self.pathSchemas = pathSchemas
    self.query = query
    self.querySchema = querySchema
    self.bodySchema = bodySchema
    self.isBodyRequired = isBodyRequired
    self.bodyType = bodyType
    self.acceptsParts = acceptsParts
  }

  /// The decoded path parameters when the path has this shape; an encoded slash stays within its segment.
  public func match(_ segments: [Substring]) -> [String]? {
    let template = path.split(separator: "/")
    guard template.count == segments.count else { return nil }
    var values: [String] = []
    for (pattern, segment) in zip(template, segments) {
      if pattern.hasPrefix("{") {
        guard let value = SBIURI.decode(segment), !value.isEmpty else { return nil }
        values.append(value)
      } else {
        guard pattern == segment else { return nil }
      }
    }
    return values
  }

  /// The path with its parameters filled in.
  public func path(_ parameters: [String]) -> String {
    var rest = parameters[...]
    return path.split(separator: "/").map { segment in
      "/" + (segment.hasPrefix("{") ? SBIURI.encode(rest.popFirst() ?? "") : String(segment))
    }.joined()
  }

  /// The query text of a query object.
  public func queryText(_ object: JSON.Object) -> String {
    var items: [String] = []
    for parameter in query {
      guard let value = object[parameter.name] else { continue }
      let name = SBIURI.encode(parameter.name)
      switch parameter.style {
      case .json: items.append(name + "=" + SBIURI.encode(value.text()))
      case .repeated:
        for element in value.arrayValue ?? [] { items.append(name + "=" + SBIURI.encode(SBIOperation.plain(element))) }
      case .list:
        let elements = (value.arrayValue ?? []).map { SBIURI.encode(SBIOperation.plain($0)) }
        items.append(name + "=" + elements.joined(separator: ","))
      default: items.append(name + "=" + SBIURI.encode(SBIOperation.plain(value)))
      }
    }
    return items.joined(separator: "&")
  }

  private static func plain(_ value: JSON) -> String { value.stringValue ?? value.text() }

  /// The query object of a query text; parameters that the operation does not know are left out.
  public func queryObject(_ text: String, limits: SBILimits = SBILimits()) throws(SBIError) -> JSON.Object {
    guard text.utf8.count <= 65_536 else { throw .malformedURI("query too long") }
    var object = JSON.Object()
    var repeated: [String: [JSON]] = [:]
    for item in text.split(separator: "&") {
      let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = pair.first.flatMap({ SBIURI.decode($0) }) else { throw .malformedURI("query name") }
      guard let parameter = query.first(where: { $0.name == name }) else { continue }
      let raw = pair.count == 2 ? pair[1] : ""
      let value = try parameter.value(raw, limits: limits)
      if case .repeated = parameter.style {
        repeated[name, default: []] += value.arrayValue ?? []
      } else {
        guard object[name] == nil else {
          throw .invalid([SBIIssue(path: name, kind: .value, reason: "appears twice")])
        }
        object[name] = value
      }
    }
    for parameter in query { if let values = repeated[parameter.name] { object[parameter.name] = .array(values) } }
    return object
  }
}

extension SBIQueryParameter {
  fileprivate func value(_ raw: Substring, limits: SBILimits) throws(SBIError) -> JSON {
    switch style {
    case .list(let ofIntegers), .repeated(let ofIntegers):
      var elements: [JSON] = []
      for element in raw.split(separator: ",", omittingEmptySubsequences: false) {
        elements.append(try scalar(element, isInteger: ofIntegers))
      }
      return .array(elements)
    case .string: return try scalar(raw, isInteger: false)
    case .integer: return try scalar(raw, isInteger: true)
    case .json, .number, .boolean:
      let text = try decoded(raw)
      do {
        return try JSON(parsing: text, maximumDepth: limits.maximumDepth)
      } catch {
        throw .invalid([SBIIssue(path: name, kind: .type, reason: "not a JSON text")])
      }
    }
  }

  private func decoded(_ raw: Substring) throws(SBIError) -> String {
    guard let text = SBIURI.decode(raw) else {
      throw .invalid([SBIIssue(path: name, kind: .value, reason: "escape is incomplete or not UTF-8")])
    }
    return text
  }

  private func scalar(_ raw: Substring, isInteger: Bool) throws(SBIError) -> JSON {
    let text = try decoded(raw)
    guard isInteger else { return .string(text) }
    guard let value = Int(text) else { throw .invalid([SBIIssue(path: name, kind: .type, reason: "expected an integer")]) }
    return .int(value)
  }
}

/// A request whose path, query and body have passed the check of its operation.
public struct SBICall: Sendable {
  public var path: [String]
  public var query: JSON.Object
  public var document: JSON?
  public var parts: [BinaryPart]

  public func pathString(_ index: Int) -> String { path.indices.contains(index) ? path[index] : "" }
  public func pathInteger(_ index: Int) -> Int { Int(pathString(index)) ?? 0 }
  public func body<T: SBIValue>() -> T { T(unchecked: document ?? .null) }
  public func optionalBody<T: SBIValue>() -> T? { document.map { T(unchecked: $0) } }
  public func bodyWithParts<T: SBIValue>() -> WithBinaryParts<T> { WithBinaryParts(T(unchecked: document ?? .null), parts: parts) }
  public func optionalBodyWithParts<T: SBIValue>() -> WithBinaryParts<T>? {
    document.map { WithBinaryParts(T(unchecked: $0), parts: parts) }
  }
}

/// Answers requests of one service, or of several.
public protocol SBIHandler: Sendable {
  /// - Returns: `nil` when the path does not belong to the handler.
  func handle(_ request: SBIRequest) async -> SBIResponse?
}

/// The generated half of a service's routes: its operations, and how each calls the service.
public protocol SBIRoutes: SBIHandler {
  /// The path in front of the operations' paths, such as `/nudm-ueau/v1`.
  var basePath: String { get }
  var operations: [SBIOperation] { get }
  var limits: SBILimits { get }
  func invoke(_ index: Int, _ call: SBICall) async throws(SBIFailure) -> SBIResponse
}

extension SBIRoutes {
  public var limits: SBILimits { SBILimits() }

  public func handle(_ request: SBIRequest) async -> SBIResponse? {
    guard request.path.utf8.starts(with: basePath.utf8) else { return nil }
    let rest = request.path.dropFirst(basePath.count)
    guard rest.isEmpty || rest.hasPrefix("/") else { return nil }
    let segments = rest.split(separator: "/")
    var allowed: [String] = []
    for (index, operation) in operations.enumerated() {
      guard let parameters = operation.match(segments) else { continue }
      guard operation.method == request.method else {
        if !allowed.contains(operation.method.rawValue) { allowed.append(operation.method.rawValue) }
        continue
      }
      do {
        return try await invoke(index, try call(request, operation, parameters))
      } catch {
        return SBIResponse(error)
      }
    }
    if allowed.isEmpty { return SBIResponse(SBIFailure(status: 404, cause: "RESOURCE_URI_STRUCTURE_NOT_FOUND")) }
    var failure = SBIFailure(status: 405, cause: nil, detail: "method not allowed")
    failure.headers = [SBIHeader("allow", allowed.joined(separator: ", "))]
    return SBIResponse(failure)
  }

  private func call(_ request: SBIRequest, _ operation: SBIOperation, _ parameters: [String]) throws(SBIFailure) -> SBICall {
    do throws(SBIError) {
      let names = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }
      for ((value, schema), name) in zip(zip(parameters, operation.pathSchemas), names) {
        try SBISchema.checkPathParameter(value, schema, name: String(name))
      }
      var call = SBICall(path: parameters, query: JSON.Object(), document: nil, parts: [])
      if let schema = operation.querySchema {
        do {
          call.query = try operation.queryObject(request.query, limits: limits)
          try SBISchema.check(.object(call.query), schema)
        } catch {
          throw error.inQuery(schema)
        }
      }
      guard let schema = operation.bodySchema else { return call }
      if let contentType = request.body.contentType {
        guard operation.accepts(contentType) else { throw SBIError.unsupportedMediaType(contentType) }
      }
      guard let body = try request.body.parsed(limits: limits) else {
        guard !operation.isBodyRequired else { throw SBIError.invalid([SBIIssue(path: "", kind: .missing, reason: "body missing")]) }
        return call
      }
      try SBISchema.check(body.root, schema)
      call.document = body.root
      call.parts = body.parts
      return call
    } catch {
      var failure = SBIFailure(error)
      if case .unsupportedMediaType = error, operation.method == .patch {
        failure.headers = [SBIHeader("accept-patch", operation.bodyType)]
      }
      throw failure
    }
  }
}

extension SBIOperation {
  fileprivate func accepts(_ contentType: String) -> Bool {
    let essence = SBIMediaType.essence(contentType)
    return essence == bodyType || (acceptsParts && essence == SBIMediaType.multipartRelated)
  }
}

extension SBIError {
  /// Query parameters are named by their name, not by a pointer (TS 29.571 §5.2.4.2).
  fileprivate func inQuery(_ schema: Int) -> SBIError {
    guard case .invalid(let issues) = self else { return self }
    let named = issues.map { issue in
      SBIIssue(path: String(issue.path.drop { $0 == "/" }), kind: issue.kind, reason: issue.reason)
    }
    let name = named.first.map { String($0.path.prefix { $0 != "/" }) } ?? ""
    return .invalidQuery(named, isOptional: !SBISchema.isRequired(name, in: schema))
  }
}

extension SBISchema {
  fileprivate static func checkPathParameter(_ value: String, _ schema: Int, name: String) throws(SBIError) {
    do {
      try check(.string(value), schema)
    } catch {
      if let integer = Int(value), (try? check(.int(integer), schema)) != nil { return }
      throw .invalid([SBIIssue(path: name, kind: .pattern, reason: "does not have the format of its type")])
    }
  }
}

/// Several services on one port.
public struct SBIRouter: SBIHandler {
  public var handlers: [any SBIHandler]

  public init(_ handlers: [any SBIHandler] = []) { self.handlers = handlers }

  public func handle(_ request: SBIRequest) async -> SBIResponse? {
    for handler in handlers {
      if let response = await handler.handle(request) { return response }
    }
    return nil
  }

  /// The answer to any request: 404 when no service has the path (TS 29.500 table 5.2.7.2-1).
  public func respond(to request: SBIRequest) async -> SBIResponse {
    await handle(request) ?? SBIResponse(SBIFailure(status: 404, cause: "RESOURCE_URI_STRUCTURE_NOT_FOUND"))
  }
}

/// A transport within the process that writes and reads the same octets as HTTP would: for tests and for the simulation.
public struct SBILoopback: SBITransport {
  public var router: SBIRouter

  public init(_ router: SBIRouter) { self.router = router }

  public func send(_ request: SBIRequest, to authority: String) async throws(SBIFailure) -> SBIResponse {
    var wire = request
    wire.body = SBIBody(octets: request.body.octets, contentType: request.body.contentType)
    var response = await router.respond(to: wire)
    response.body = SBIBody(octets: response.body.octets, contentType: response.body.contentType)
    return response
  }
}

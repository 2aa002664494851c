import Base
import SBI

/// A request after its path, query, headers and body have passed the check of its operation.
public struct SBIReceivedRequest: Sendable {
  /// Path, query and header parameters that the operation knows.
  public var parameters: JSON.Object
  /// The JSON and the binary parts; `nil` without a body, and of bodies that are not JSON.
  public var content: SBIMultipart?
  /// The octets of a body that is not JSON.
  public var octets: [UInt8] = []
}

extension SBIEndpointDescription {
  /// Reads a request. Its path is the one below the root of the API; that of a notification is the rest behind the consumer's URI.
  public func read(_ request: SBIRequest, limits: SBILimits = SBILimits()) throws(SBIError) -> SBIReceivedRequest {
    guard let values = operation.match(request.path.split(separator: "/")) else { throw .malformedURI("path") }
    var object = try operation.queryObject(request.query, limits: limits)
    let names = segments.filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    for (name, value) in zip(names, values) {
      guard let parameter = parameters.first(where: { $0.name == name && $0.place == .path }) else { continue }
      object[name] = try parameter.value(value, limits: limits)
    }
    for parameter in parameters where parameter.place == .header {
      if let value = request.headers.first(parameter.name) { object[parameter.name] = try parameter.value(value, limits: limits) }
    }
    if let parametersSchema { try SBISchema.check(.object(object), parametersSchema) }
    var received = SBIReceivedRequest(parameters: object)
    (received.content, received.octets) = try SBIEndpointDescription.read(request.body, body, isRequired: isBodyRequired, limits: limits)
    return received
  }

  /// Reads the body of an answer.
  public func read(_ response: SBIResponse, limits: SBILimits = SBILimits()) throws(SBIError) -> (content: SBIMultipart?, octets: [UInt8]) {
    try SBIEndpointDescription.read(response.body, content(of: response.status), isRequired: false, limits: limits)
  }

  private static func read(
    _ body: SBIBody, _ content: Content?, isRequired: Bool, limits: SBILimits
  ) throws(SBIError) -> (content: SBIMultipart?, octets: [UInt8]) {
    guard let content, let contentType = body.contentType else {
      guard !isRequired else { throw .invalid([SBIIssue(path: "", kind: .missing, reason: "body missing")]) }
      return (nil, [])
    }
    guard content.mediaType == "*/*" || content.accepts(contentType) else { throw .unsupportedMediaType(contentType) }
    guard let schema = content.schema else {
      let octets = body.octets
      guard octets.count <= limits.maximumBodyOctets else { throw .tooLarge(limitOctets: limits.maximumBodyOctets) }
      return (nil, octets)
    }
    let parsed: SBIMultipart?
    if content.mediaType == SBIMediaType.form {
      parsed = SBIMultipart(root: .object(try SBIForm.read(body.octets, schema: schema, limits: limits)), parts: [])
    } else {
      parsed = try body.parsed(limits: limits)
    }
    if let parsed { try SBISchema.check(parsed.root, schema) }
    return (parsed, [])
  }

  /// Writes a request.
  /// - Throws: ``SBIError/invalid(_:)`` when parameters or body break the operation's schemas.
  public func request(parameters: JSON.Object, body: SBIMultipart?) throws(SBIError) -> SBIRequest {
    if let parametersSchema { try SBISchema.check(.object(parameters), parametersSchema) }
    let values = segments.filter { $0.hasPrefix("{") }.map { segment in
      parameters[String(segment.dropFirst().dropLast())].map { SBIEndpointDescription.plain($0) } ?? ""
    }
    guard values.allSatisfy({ !$0.isEmpty }) else { throw .malformedURI("path parameter missing") }
    var request = SBIRequest(method: method, path: operation.path(values), query: operation.queryText(parameters))
    for parameter in self.parameters where parameter.place == .header {
      guard let value = parameters[parameter.name] else { continue }
      let text = (value.arrayValue ?? [value]).map { SBIEndpointDescription.plain($0) }.joined(separator: ",")
      guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
        throw .malformedURI("header \(parameter.name)")
      }
      request.headers.append(SBIHeader(parameter.name, text))
    }
    request.body = try SBIEndpointDescription.body(body, self.body, isRequired: isBodyRequired)
    return request
  }

  /// Writes an answer.
  public func response(_ status: Int, body: SBIMultipart?, location: String? = nil) throws(SBIError) -> SBIResponse {
    var response = SBIResponse(
      status: status, body: try SBIEndpointDescription.body(body, content(of: status), isRequired: false))
    if let location { response.headers.append(SBIHeader("location", location)) }
    return response
  }

  private static func body(_ body: SBIMultipart?, _ content: Content?, isRequired: Bool) throws(SBIError) -> SBIBody {
    guard let body else {
      guard !isRequired else { throw .invalid([SBIIssue(path: "", kind: .missing, reason: "body missing")]) }
      return .none
    }
    guard let content, let schema = content.schema else { throw .unsupportedMediaType("no JSON body is defined here") }
    try SBISchema.check(body.root, schema)
    guard body.parts.isEmpty || content.hasParts else { throw .unsupportedMediaType("no binary parts are defined here") }
    if content.mediaType == SBIMediaType.form { return .octets(SBIForm.write(body.root), contentType: content.mediaType) }
    return body.parts.isEmpty ? .json(body.root, contentType: content.mediaType) : .multipart(body)
  }

  fileprivate static func plain(_ value: JSON) -> String { value.stringValue ?? value.text() }
}

extension SBIEndpointDescription.Parameter {
  /// A path segment (already decoded) or the value of a header as JSON.
  fileprivate func value(_ text: String, limits: SBILimits) throws(SBIError) -> JSON {
    func scalar(_ text: Substring, _ isInteger: Bool) throws(SBIError) -> JSON {
      guard isInteger else { return .string(String(text)) }
      guard let value = Int(text) else { throw .invalid([SBIIssue(path: name, kind: .type, reason: "expected an integer")]) }
      return .int(value)
    }
    switch style {
    case .string: return .string(text)
    case .integer: return try scalar(text[...], true)
    case .list(let ofIntegers), .repeated(let ofIntegers):
      var elements: [JSON] = []
      for element in text.split(separator: ",", omittingEmptySubsequences: false) {
        elements.append(try scalar(element.drop { $0 == " " }, ofIntegers))
      }
      return .array(elements)
    case .json, .number, .boolean:
      do {
        return try JSON(parsing: text, maximumDepth: limits.maximumDepth)
      } catch {
        throw .invalid([SBIIssue(path: name, kind: .type, reason: "not a JSON text")])
      }
    }
  }
}

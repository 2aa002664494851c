import Base

/// The generated half of a client: where its requests go.
public protocol SBIClient: Sendable {
  var transport: any SBITransport { get }
}

extension SBIClient {
  /// Sends one request and gives the response when its status is a success (2xx).
  func exchange(
    _ operation: SBIOperation, root: String, path: String, query: JSON.Object? = nil, body: SBIBody = .none
  ) async throws(SBIFailure) -> SBIResponse {
    let target: (authority: String, path: String, query: String)
    do {
      target = try SBIURI.split(root)
    } catch {
      throw SBIFailure(status: 500, cause: "SYSTEM_FAILURE", detail: error.description)
    }
    var base = target.path[...]
    while base.hasSuffix("/") { base = base.dropLast() }
    var request = SBIRequest(method: operation.method, path: base + path, query: target.query, body: body)
    if let query { request.query = operation.queryText(query) }
    request.headers = [SBIHeader("accept", "application/json, application/3gppHal+json, application/problem+json, multipart/related")]
    let response = try await transport.send(request, to: target.authority)
    guard (200..<300).contains(response.status) else {
      throw SBIFailure(status: response.status, body: response.body, headers: response.headers)
    }
    return response
  }
}

extension SBIResponse {
  /// What the producer sent breaks its own API: the consumer sees it as an error of the producer.
  static func fault(_ error: SBIError) -> SBIFailure {
    SBIFailure(status: 502, cause: "INVALID_RESPONSE", detail: "response: \(error.description)")
  }

  func unexpectedStatus() -> SBIFailure { SBIFailure(status: 502, cause: "INVALID_RESPONSE", detail: "unexpected status \(status)") }

  func content<T: SBIValue>(_ schema: Int) throws(SBIFailure) -> WithBinaryParts<T> {
    do throws(SBIError) {
      guard let body = try body.parsed() else { throw SBIError.invalid([SBIIssue(path: "", kind: .missing, reason: "body missing")]) }
      try SBISchema.check(body.root, schema)
      return WithBinaryParts(T(unchecked: body.root), parts: body.parts)
    } catch {
      throw SBIResponse.fault(error)
    }
  }

  func value<T: SBIValue>(_ schema: Int) throws(SBIFailure) -> T {
    let content: WithBinaryParts<T> = try content(schema)
    return content.document
  }

  func location() throws(SBIFailure) -> String {
    guard let location = headers.first("location") else {
      throw SBIResponse.fault(.invalid([SBIIssue(path: "header Location", kind: .missing, reason: "missing")]))
    }
    return location
  }

  static func success(_ status: Int, _ json: JSON, type: String = SBIMediaType.json) -> SBIResponse {
    SBIResponse(status: status, body: .json(json, contentType: type))
  }

  static func success<T>(_ status: Int, _ content: WithBinaryParts<T>) -> SBIResponse { SBIResponse(status: status, body: content.body) }

  func located(_ location: String) -> SBIResponse {
    var response = self
    response.headers.append(SBIHeader("location", location))
    return response
  }
}

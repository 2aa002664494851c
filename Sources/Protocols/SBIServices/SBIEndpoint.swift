import Base
import SBI

/// The answers of one operation that have a type of their own. Generated.
public protocol SBIAnswers: Sendable { init() }

/// An answer: its status, and the type of its body.
public struct SBIAnswer<Body: SBIValue>: Hashable, Sendable {
  public let status: Int
  public init(_ status: Int) { self.status = status }
}

/// No parameters, or no body.
public struct SBINothing: SBIValue {
  public init() {}
  public init(unchecked json: JSON) {}
  public var json: JSON { .null }
}

/// An operation or notification with its types. The namespaces `NudmUEAU`, `NamfCommunication` ... have one for each.
///
/// ```swift
/// let reply = try await transport.call(NudmUEAU.generateAuthData, at: apiRoot, parameters, body)
/// if let result = reply.ok?.document { print(result.authType) }
/// ```
public struct SBIEndpoint<Parameters: SBIValue, Body: SBIValue, Answers: SBIAnswers>: Hashable, Sendable {
  let number: Int

  init(_ number: Int) { self.number = number }

  /// Method, path, media types and schemas.
  public var description: SBIEndpointDescription { SBIEndpointDescription.all[number] }

  /// A request as a consumer sends it; its path begins below the root of the API.
  /// - Throws: ``SBIError/invalid(_:)`` when parameters or body break their schema.
  public func request(_ parameters: Parameters, _ body: WithBinaryParts<Body>? = nil) throws(SBIError) -> SBIRequest {
    try description.request(
      parameters: parameters.json.objectValue ?? JSON.Object(), body: body.map { SBIMultipart(root: $0.document.json, parts: $0.parts) })
  }

  /// A request as a producer sees it.
  public func read(
    _ request: SBIRequest, limits: SBILimits = SBILimits()
  ) throws(SBIError) -> (parameters: Parameters, body: WithBinaryParts<Body>?) {
    let received = try description.read(request, limits: limits)
    return (
      Parameters(unchecked: .object(received.parameters)),
      received.content.map { WithBinaryParts(Body(unchecked: $0.root), parts: $0.parts) }
    )
  }

  /// An answer as a producer sends it: `endpoint.response(\.created, body, location: uri)`.
  public func response<Content>(
    _ answer: KeyPath<Answers, SBIAnswer<Content>>, _ body: WithBinaryParts<Content>, location: String? = nil
  ) throws(SBIError) -> SBIResponse {
    try description.response(
      Answers()[keyPath: answer].status, body: SBIMultipart(root: body.document.json, parts: body.parts), location: location)
  }

  /// An answer without body.
  public func response(_ answer: KeyPath<Answers, SBIAnswer<SBINothing>>, location: String? = nil) throws(SBIError) -> SBIResponse {
    try description.response(Answers()[keyPath: answer].status, body: nil, location: location)
  }

  /// An answer as a consumer sees it.
  public func read(_ response: SBIResponse, limits: SBILimits = SBILimits()) throws(SBIError) -> SBIReply<Answers> {
    let (content, octets) = try description.read(response, limits: limits)
    return SBIReply(status: response.status, headers: response.headers, content: content, octets: octets)
  }
}

/// What a producer answered, read and checked. Each answer of the operation is a property: `reply.created?.document`.
@dynamicMemberLookup
public struct SBIReply<Answers: SBIAnswers>: Hashable, Sendable {
  public let status: Int
  public let headers: [SBIHeader]
  /// The body; `nil` when there is none or it is not JSON.
  public let content: SBIMultipart?
  /// The octets of a body that is not JSON.
  public let octets: [UInt8]

  /// The body when this is the answer, else `nil`.
  public subscript<Body>(dynamicMember path: KeyPath<Answers, SBIAnswer<Body>>) -> WithBinaryParts<Body>? {
    guard status == Answers()[keyPath: path].status else { return nil }
    return WithBinaryParts(Body(unchecked: content?.root ?? .null), parts: content?.parts ?? [])
  }

  /// The `Location` header.
  public var location: String? { headers.first("location") }

  /// Where to send the request instead, of an answer 307 or 308 (TS 29.500 §6.10.9).
  public var redirect: RedirectResponse? {
    guard status == 307 || status == 308, let root = content?.root else { return nil }
    return try? RedirectResponse(json: root)
  }

  /// The problem of an answer outside 2xx (TS 29.500 §5.2.7); `nil` when it has none.
  public var problem: ProblemDetails? {
    guard !(200..<300).contains(status), let root = content?.root else { return nil }
    return try? ProblemDetails(json: root["error"] ?? root)
  }
}

extension SBITransport {
  /// Calls an operation.
  /// - Parameter apiRoot: scheme, host, port and an optional prefix of the producer; of a notification the URI that the consumer gave.
  /// - Returns: the answer, whatever its status.
  /// - Throws: a failure when no acceptable answer came, or the request breaks its own schema.
  public func call<Parameters, Body, Answers>(
    _ endpoint: SBIEndpoint<Parameters, Body, Answers>, at apiRoot: String, _ parameters: Parameters, _ body: WithBinaryParts<Body>? = nil
  ) async throws(SBIFailure) -> SBIReply<Answers> {
    let target: (authority: String, path: String, query: String)
    var request: SBIRequest
    do throws(SBIError) {
      target = try SBIURI.split(apiRoot)
      request = try endpoint.request(parameters, body)
    } catch {
      throw SBIFailure(status: 500, cause: "SYSTEM_FAILURE", detail: error.description)
    }
    let isNotification = endpoint.description.target != nil
    request.path = isNotification && endpoint.description.path.isEmpty ? target.path : String(target.path.trimmedOfSlashes) + request.path
    if !target.query.isEmpty { request.query = request.query.isEmpty ? target.query : target.query + "&" + request.query }
    request.headers.append(SBIHeader("accept", endpoint.description.acceptedTypes))
    let response = try await send(request, to: target.authority)
    do throws(SBIError) {
      return try endpoint.read(response)
    } catch {
      throw SBIFailure(status: 502, cause: "INVALID_RESPONSE", detail: "response: \(error.description)")
    }
  }
}

extension SBIEndpointDescription {
  /// The media types of the answers, as an `Accept` header lists them.
  fileprivate var acceptedTypes: String {
    var types: Set<String> = [SBIMediaType.problem]
    for case let content? in answers.values {
      types.insert(content.mediaType)
      if content.hasParts { types.insert(SBIMediaType.multipartRelated) }
    }
    return types.sorted().joined(separator: ", ")
  }
}

extension String {
  fileprivate var trimmedOfSlashes: Substring {
    var text = self[...]
    while text.hasSuffix("/") { text = text.dropLast() }
    return text
  }
}

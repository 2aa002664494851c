import Base

/// One violation of a schema: where, and what was expected there.
public struct SBIIssue: Hashable, Sendable, CustomStringConvertible {
  /// What kind of rule the value breaks.
  public enum Kind: Hashable, Sendable { case missing, type, value, pattern, range, alternatives, depth, size }

  /// JSON pointer (RFC 6901) from the root of the body, or the name of a path or query parameter.
  public var path: String
  public var kind: Kind
  /// What the schema wants, without the offending value (it may be a permanent identity or a key).
  public var reason: String

  public init(path: String, kind: Kind, reason: String) {
    self.path = path
    self.kind = kind
    self.reason = reason
  }

  public var description: String { "\(path.isEmpty ? "/" : path): \(reason)" }
}

/// Why octets or a JSON tree are not an acceptable SBI message.
public enum SBIError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The tree breaks the OpenAPI schema; at most 16 issues are kept.
  case invalid([SBIIssue])
  /// A query parameter is missing or breaks its schema; `isOptional` tells what TS 29.500 table 5.2.7.2-1 calls it.
  case invalidQuery([SBIIssue], isOptional: Bool)
  /// The body is not JSON: syntax, duplicate member, nesting too deep.
  case malformedJSON(String)
  /// A multipart/related body breaks RFC 2387 or RFC 2046, or has too many or too long parts.
  case malformedMultipart(String)
  /// The body has more octets than the limit.
  case tooLarge(limitOctets: Int)
  case unsupportedMediaType(String)
  /// A JSON patch operation cannot be applied (RFC 6902 §5).
  case patchFailed(String)
  /// A URI or query that is not well-formed.
  case malformedURI(String)

  public var description: String {
    switch self {
    case .invalid(let issues), .invalidQuery(let issues, _): issues.map(\.description).joined(separator: "; ")
    case .malformedJSON(let reason): reason
    case .malformedMultipart(let reason): "multipart: \(reason)"
    case .tooLarge(let limit): "body longer than \(limit) octets"
    case .unsupportedMediaType(let type): "unsupported media type \(type)"
    case .patchFailed(let reason): "patch: \(reason)"
    case .malformedURI(let reason): "URI: \(reason)"
    }
  }
}

/// An SBI request that did not succeed: the status and the problem that the producer answered (TS 29.500 §5.2.7),
/// or what the consumer's own side found wrong.
///
/// A service throws it to answer with that status; a client throws it for every status outside its success responses.
public struct SBIFailure: Error, Hashable, Sendable, CustomStringConvertible {
  public var status: Int
  /// Headers beside the content type, such as `Location` of a redirection or `Allow` of a 405.
  public var headers: [SBIHeader]
  /// The body as sent: `ProblemDetails`, or the operation's own error type (`SmContextCreateError`) with its binary parts.
  public var body: SBIBody

  public init(status: Int, body: SBIBody = .none, headers: [SBIHeader] = []) {
    self.status = status
    self.body = body
    self.headers = headers
  }

  /// A failure with `application/problem+json`.
  /// - Parameter cause: the application error of TS 29.500 table 5.2.7.2-1 or of the service, such as `CONTEXT_NOT_FOUND`.
  public init(status: Int, cause: String?, detail: String? = nil, issues: [SBIIssue] = []) {
    var problem = ProblemDetails()
    problem.status = status
    problem.cause = cause
    problem.detail = detail
    if !issues.isEmpty { problem.invalidParams = issues.map { InvalidParam(param: $0.path.isEmpty ? "/" : $0.path, reason: $0.reason) } }
    self.init(status: status, problem: problem)
  }

  public init(status: Int, problem: ProblemDetails) {
    self.init(status: status, body: .json(problem.json, contentType: SBIMediaType.problem))
  }

  /// A failure whose body is the operation's own error type, for example `SmContextCreateError` with its N1 message.
  public init<T: SBIValue>(status: Int, error: WithBinaryParts<T>) {
    self.init(status: status, body: error.body)
  }

  /// The problem in the body: the body itself, or the member `error` of types that wrap it (TS 29.502 §6.1.6.2.7).
  public var problem: ProblemDetails {
    guard let json = try? body.rootJSON() else { return ProblemDetails() }
    if let checked = try? ProblemDetails(json: json["error"] ?? json) { return checked }
    return ProblemDetails()
  }

  /// The 3GPP cause of the problem.
  public var cause: String? { problem.cause }

  /// A request or response that is not acceptable, as the failure to answer with.
  public init(_ error: SBIError) {
    switch error {
    case .invalid(let issues):
      let isMissing = issues.first?.kind == .missing
      self.init(status: 400, cause: isMissing ? "MANDATORY_IE_MISSING" : "MANDATORY_IE_INCORRECT", issues: issues)
    case .invalidQuery(let issues, let isOptional):
      let kind =
        issues.first?.kind == .missing ? "MANDATORY_QUERY_PARAM_MISSING" : "\(isOptional ? "OPTIONAL" : "MANDATORY")_QUERY_PARAM_INCORRECT"
      self.init(status: 400, cause: kind, issues: issues)
    case .tooLarge: self.init(status: 413, cause: nil, detail: error.description)
    case .unsupportedMediaType: self.init(status: 415, cause: nil, detail: error.description)
    default: self.init(status: 400, cause: "INVALID_MSG_FORMAT", detail: error.description)
    }
  }

  public var description: String {
    let problem = problem
    return "HTTP status \(status)" + (problem.cause.map { ", cause \($0)" } ?? "") + (problem.detail.map { ": \($0)" } ?? "")
  }
}

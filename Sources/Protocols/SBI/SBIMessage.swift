import Base

/// Media types of the service-based interface (TS 29.500 §5.2.4, TS 29.501 §5.3.2).
public enum SBIMediaType {
  public static let json = "application/json"
  public static let problem = "application/problem+json"
  public static let mergePatch = "application/merge-patch+json"
  public static let jsonPatch = "application/json-patch+json"
  public static let multipartRelated = "multipart/related"
  public static let fiveGNAS = "application/vnd.3gpp.5gnas"
  public static let ngap = "application/vnd.3gpp.ngap"

  /// The type without parameters, in lower case.
  public static func essence(_ value: String) -> String {
    let type = value.utf8.prefix { $0 != UInt8(ascii: ";") }
    return String(decoding: type, as: UTF8.self).trimmedOfSpace.lowercased()
  }

  /// Whether bodies of the type are JSON texts (RFC 6838 structured suffix included).
  public static func isJSON(_ value: String) -> Bool {
    let type = essence(value)
    return type == json || (type.hasPrefix("application/") && type.hasSuffix("+json"))
  }
}

extension String {
  var trimmedOfSpace: String {
    var octets = utf8[...]
    while let first = octets.first, first == 0x20 || first == 0x09 { octets = octets.dropFirst() }
    while let last = octets.last, last == 0x20 || last == 0x09 { octets = octets.dropLast() }
    return String(octets) ?? ""
  }
}

/// A header field; names compare without regard to case.
public struct SBIHeader: Hashable, Sendable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

extension [SBIHeader] {
  /// The first value of a field.
  public func first(_ name: String) -> String? {
    let wanted = name.lowercased()
    return first { $0.name.lowercased() == wanted }?.value
  }
}

/// Bounds on what a peer may send.
public struct SBILimits: Hashable, Sendable {
  public var maximumBodyOctets: Int
  public var maximumDepth: Int
  public var maximumParts: Int

  public init(maximumBodyOctets: Int = 4 << 20, maximumDepth: Int = 32, maximumParts: Int = 16) {
    self.maximumBodyOctets = maximumBodyOctets
    self.maximumDepth = maximumDepth
    self.maximumParts = maximumParts
  }
}

/// The body of a request or response, before or after it crossed a wire.
public enum SBIBody: Hashable, Sendable {
  case none
  case json(JSON, contentType: String = SBIMediaType.json)
  case multipart(SBIMultipart)
  /// Octets as received, not yet looked at.
  case octets([UInt8], contentType: String)

  /// `Content-Type`; `nil` without a body.
  public var contentType: String? {
    switch self {
    case .none: nil
    case .json(_, let contentType): contentType
    case .multipart(let multipart): multipart.contentType
    case .octets(_, let contentType): contentType
    }
  }

  /// What goes on the wire after the header block.
  public var octets: [UInt8] {
    switch self {
    case .none: []
    case .json(let json, _): json.octets
    case .multipart(let multipart): multipart.encode()
    case .octets(let octets, _): octets
    }
  }

  /// A received body; no octets are no body.
  public init(octets: [UInt8], contentType: String?) {
    self = octets.isEmpty ? .none : .octets(octets, contentType: contentType ?? "application/octet-stream")
  }

  /// The JSON and the binary parts of the body; `nil` without a body.
  public func parsed(limits: SBILimits = SBILimits()) throws(SBIError) -> SBIMultipart? {
    switch self {
    case .none: return nil
    case .json(let json, _): return SBIMultipart(root: json, parts: [])
    case .multipart(let multipart): return multipart
    case .octets(let octets, let contentType):
      guard octets.count <= limits.maximumBodyOctets else { throw .tooLarge(limitOctets: limits.maximumBodyOctets) }
      if SBIMediaType.isJSON(contentType) {
        return SBIMultipart(root: try SBIBody.parse(octets, limits: limits), parts: [])
      }
      guard SBIMediaType.essence(contentType) == SBIMediaType.multipartRelated else { throw .unsupportedMediaType(contentType) }
      return try SBIMultipart(decoding: octets, contentType: contentType, limits: limits)
    }
  }

  /// The JSON document, of the root part when the body is multipart; `null` without a body.
  public func rootJSON(limits: SBILimits = SBILimits()) throws(SBIError) -> JSON { try parsed(limits: limits)?.root ?? .null }

  static func parse(_ octets: [UInt8], limits: SBILimits) throws(SBIError) -> JSON {
    let json: JSON
    do {
      json = try JSON(parsing: octets, maximumDepth: limits.maximumDepth)
    } catch {
      throw .malformedJSON(error.description)
    }
    guard json.isStreamSafe else { throw .malformedJSON("more than 30 combining characters follow each other") }
    return json
  }
}

/// HTTP methods of the SBI (TS 29.501 §5.2.1).
public enum SBIMethod: String, Hashable, Sendable, CaseIterable {
  case get = "GET"
  case post = "POST"
  case put = "PUT"
  case patch = "PATCH"
  case delete = "DELETE"
  case options = "OPTIONS"
}

/// An HTTP request without the connection it travels on.
public struct SBIRequest: Hashable, Sendable {
  public var method: SBIMethod
  /// The path, percent-encoded, from its first slash and without a query.
  public var path: String
  /// The query without its question mark, percent-encoded; empty when there is none.
  public var query: String
  public var headers: [SBIHeader]
  public var body: SBIBody

  public init(method: SBIMethod, path: String, query: String = "", headers: [SBIHeader] = [], body: SBIBody = .none) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }

  /// The `:path` pseudo-header (RFC 9113 §8.3.1).
  public var target: String { query.isEmpty ? path : path + "?" + query }
}

/// An HTTP response without the connection it travels on.
public struct SBIResponse: Hashable, Sendable {
  public var status: Int
  public var headers: [SBIHeader]
  public var body: SBIBody

  public init(status: Int, headers: [SBIHeader] = [], body: SBIBody = .none) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  public init(_ failure: SBIFailure) {
    self.init(status: failure.status, headers: failure.headers, body: failure.body)
  }
}

/// What carries requests to a producer: HTTP/2, or a call within the process.
public protocol SBITransport: Sendable {
  /// - Parameter authority: scheme, host and port of the producer, such as `http://127.0.0.10:7777`.
  /// - Throws: a failure with status 504 or 503 when no response came.
  func send(_ request: SBIRequest, to authority: String) async throws(SBIFailure) -> SBIResponse
}

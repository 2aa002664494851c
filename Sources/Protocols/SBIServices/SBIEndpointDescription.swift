import Base
import SBI

/// One operation or notification as its OpenAPI file has it: what ``SBIEndpoint`` reads and writes by.
public struct SBIEndpointDescription: Sendable {
  /// Where a parameter stands.
  public enum Place: String, Hashable, Sendable { case path, query, header }

  public struct Parameter: Hashable, Sendable {
    public var name: String
    public var place: Place
    public var style: SBIQueryStyle
  }

  /// What one body may be.
  public struct Content: Hashable, Sendable {
    public var mediaType: String
    /// The number of its schema in ``SBISchema``; `nil` for bodies that are not JSON.
    public var schema: Int?
    /// Whether it may also be the root of multipart/related with binary parts (TS 29.500 §6.1.2.4).
    public var hasParts: Bool
  }

  /// Namespace and name, such as `NudmUEAU.generateAuthData`.
  public var name: String
  public var method: SBIMethod
  /// The path from the root of the API, with its parameters in braces; of a notification what stands behind the consumer's URI.
  public var path: String
  /// Where the file has it: its name and a JSON pointer.
  public var place: String
  /// Of a notification, the runtime expression that gives the URI (OpenAPI 3.0 "Callback Object").
  public var target: String?
  public var parameters: [Parameter] = []
  public var parametersSchema: Int?
  public var body: Content?
  public var isBodyRequired: Bool
  /// The body of each answer by status; `nil` for an answer without. The key is `default` for statuses that are not listed.
  public var answers: [String: Content?]

  /// The path as segments.
  let segments: [Substring]
  /// The part that knows how paths and queries are written.
  let operation: SBIOperation

  /// All of them, in the order of their numbers.
  public static let all: [SBIEndpointDescription] = {
    var all: [SBIEndpointDescription] = []
    for chunk in SBIServiceText.endpointChunks {
      let text = String(decoding: UnsafeBufferPointer(start: chunk.utf8Start, count: chunk.utf8CodeUnitCount), as: UTF8.self)
      for line in text.split(separator: "\n") {
        // The text is generated and a test reads all of it.
        guard let json = try? JSON(parsing: String(line)), let description = SBIEndpointDescription(json) else {
          preconditionFailure("endpoint text: \(line.prefix(80))")
        }
        all.append(description)
      }
    }
    return all
  }()

  private init?(_ json: JSON) {
    guard let name = json["name"]?.stringValue, let method = json["method"]?.stringValue.flatMap({ SBIMethod(rawValue: $0) }),
      let path = json["path"]?.stringValue, let place = json["place"]?.stringValue
    else { return nil }
    self.name = name
    self.method = method
    self.path = path
    self.place = place
    target = json["to"]?.stringValue
    for item in json["parameters"]?.arrayValue ?? [] {
      guard let name = item[0]?.stringValue, let place = item[1]?.stringValue.flatMap({ Place(rawValue: $0) }),
        let style = item[2]?.stringValue.flatMap({ SBIEndpointDescription.styles[$0] })
      else { return nil }
      parameters.append(Parameter(name: name, place: place, style: style))
    }
    parametersSchema = json["schema"]?.integerValue()
    body = json["body"].flatMap { Content($0) }
    isBodyRequired = json["required"]?.boolValue ?? false
    answers = [:]
    for (status, content) in json["answers"]?.objectValue?.members ?? [] { answers.updateValue(Content(content), forKey: status) }
    segments = path.split(separator: "/")
    operation = SBIOperation(
      method, path, query: parameters.filter { $0.place == .query }.map { SBIQueryParameter($0.name, $0.style) })
  }

  private static let styles: [String: SBIQueryStyle] = [
    "string": .string, "integer": .integer, "number": .number, "boolean": .boolean, "json": .json,
    "listString": .list(ofIntegers: false), "listInteger": .list(ofIntegers: true),
    "repeatedString": .repeated(ofIntegers: false), "repeatedInteger": .repeated(ofIntegers: true),
  ]

  /// The content of a status: its own, or that of `default`.
  public func content(of status: Int) -> Content? { (answers[String(status)] ?? answers["default"] ?? nil) }

  /// The operation of a request: of several whose path fits, the one with the most segments that are no parameters
  /// (OpenAPI 3.0 "Path Templating Matching"). Notifications are not found: their paths are the consumer's.
  public static func find(_ method: SBIMethod, path: String) -> SBIEndpointDescription? {
    let segments = path.split(separator: "/")
    guard segments.count <= 32 else { return nil }
    var best: (description: SBIEndpointDescription, literals: Int)?
    for description in all where description.method == method && description.target == nil && description.segments.count == segments.count {
      var literals = 0
      let isFit = zip(description.segments, segments).allSatisfy { pattern, segment in
        if pattern.hasPrefix("{") { return true }
        literals += 1
        return pattern == segment
      }
      if isFit, literals > best?.literals ?? -1 { best = (description, literals) }
    }
    return best?.description
  }
}

extension SBIEndpointDescription.Content {
  fileprivate init?(_ json: JSON) {
    guard let mediaType = json[0]?.stringValue else { return nil }
    self.init(mediaType: mediaType, schema: json[1]?.integerValue(), hasParts: json[2] != nil)
  }

  /// Whether a body of the type is this content.
  func accepts(_ contentType: String) -> Bool {
    let essence = SBIMediaType.essence(contentType)
    return essence == mediaType || (hasParts && essence == SBIMediaType.multipartRelated)
  }
}

import Base

/// A value of an OpenAPI schema: a model, a string, a number, an array or a map of them.
///
/// Conforming types are views over JSON that has passed ``SBISchema/check(_:_:)``. On JSON that never passed it
/// they read as empty values; nothing traps.
public protocol SBIValue: Hashable, Sendable {
  /// A view over JSON that has already been checked against the type's schema.
  init(unchecked json: JSON)
  var json: JSON { get }
}

/// A structured type of the OpenAPI files: a typed view over a JSON object that keeps unknown members. ``SBIObject`` is all of them.
public protocol SBIModel: SBIValue, CustomStringConvertible {
  /// The number of the type's schema in ``SBISchema``.
  static var schema: Int { get }
  /// All members, known and unknown, in order.
  var object: JSON.Object { get set }
  init(object: JSON.Object)
}

extension SBIModel {
  /// Checks the whole tree against the schema, so that afterwards every getter has its value.
  public init(json: JSON) throws(SBIError) {
    try SBISchema.check(json, Self.schema)
    self.init(unchecked: json)
  }

  public init(unchecked json: JSON) { self.init(object: json.objectValue ?? JSON.Object()) }

  public var json: JSON { .object(object) }

  /// The issues that a peer would find in this value, for values that were built rather than received.
  public func check() throws(SBIError) { try SBISchema.check(json, Self.schema) }

  /// A member by its name on the wire, for members that the schema does not know.
  public subscript(member name: String) -> JSON? {
    get { object[name] }
    set { object[name] = newValue }
  }

  /// Sends `null` for a nullable member: in a merge patch this deletes it (RFC 7396).
  public mutating func setNull(_ name: String) { object[name] = .null }

  public static func == (left: Self, right: Self) -> Bool { left.json == right.json }
  public func hash(into hasher: inout Hasher) { hasher.combine(json) }
  /// An indented tree of the members.
  public var description: String { json.outline }

  /// Reads the JSON text of a body.
  public init(decoding octets: [UInt8], limits: SBILimits = SBILimits()) throws(SBIError) {
    guard octets.count <= limits.maximumBodyOctets else { throw .tooLarge(limitOctets: limits.maximumBodyOctets) }
    try self.init(json: try SBIBody.parse(octets, limits: limits))
  }

  /// Appends the JSON text, with members sorted by name, after the check that a peer would make.
  public func encode(into octets: inout [UInt8]) throws(SBIError) {
    try check()
    octets += json.octets
  }
}

/// A map (OpenAPI `additionalProperties`) in the order of its text.
public struct SBIMap<Element: SBIValue>: SBIValue {
  public var object: JSON.Object

  public init() { object = JSON.Object() }
  public init(_ entries: [(key: String, value: Element)]) {
    object = JSON.Object()
    for (key, value) in entries { object[key] = value.json }
  }
  public init(unchecked json: JSON) { object = json.objectValue ?? JSON.Object() }
  public var json: JSON { .object(object) }
  public var count: Int { object.count }
  public var keys: [String] { object.keys }
  public var entries: [(key: String, value: Element)] { object.members.map { ($0.key, Element(unchecked: $0.value)) } }

  public subscript(key: String) -> Element? {
    get { object[key].map { Element(unchecked: $0) } }
    set { object[key] = newValue?.json }
  }

  public static func == (left: Self, right: Self) -> Bool { left.json == right.json }
  public func hash(into hasher: inout Hasher) { hasher.combine(json) }
}

extension String: SBIValue {
  public init(unchecked json: JSON) { self = json.stringValue ?? "" }
  public var json: JSON { .string(self) }
}

extension Bool: SBIValue {
  public init(unchecked json: JSON) { self = json.boolValue ?? false }
  public var json: JSON { .bool(self) }
}

extension Int: SBIValue {
  public init(unchecked json: JSON) {
    switch json {
    case .integer(let value): self = Int(clamping: value)
    case .number(let value): self = Int(exactly: value) ?? 0
    default: self = 0
    }
  }
  public var json: JSON { .int(self) }
}

extension UInt64: SBIValue {
  public init(unchecked json: JSON) {
    switch json {
    case .integer(let value): self = UInt64(clamping: value)
    case .number(let value): self = UInt64(exactly: value) ?? 0
    default: self = 0
    }
  }
  public var json: JSON { .int(self) }
}

extension Double: SBIValue {
  public init(unchecked json: JSON) { self = json.doubleValue ?? 0 }
  public var json: JSON { .number(self) }
}

extension JSON: SBIValue {
  public init(unchecked json: JSON) { self = json }
  public var json: JSON { self }
}

extension Array: SBIValue where Element: SBIValue {
  public init(unchecked json: JSON) { self = (json.arrayValue ?? []).map { Element(unchecked: $0) } }
  public var json: JSON { .array(map(\.json)) }
}

/// What a request created: the URI of the resource and its representation.
public struct Created<Body: Hashable & Sendable>: Hashable, Sendable {
  /// The `Location` header: an absolute URI, or a path on the producer's authority (TS 29.501 §4.4.2).
  public var location: String
  public var body: Body

  public init(location: String, body: Body) {
    self.location = location
    self.body = body
  }

  /// The last segment of the location, percent-decoded: the identity of the resource. Empty when there is none.
  public var resourceID: String { SBIURI.lastSegment(location) }
}

/// A JSON document with the binary parts that its `contentId` members refer to (TS 29.500 §6.1.2.4).
public struct WithBinaryParts<Document: SBIValue>: Hashable, Sendable {
  public var document: Document
  public var parts: [BinaryPart]

  public init(_ document: Document, parts: [BinaryPart] = []) {
    self.document = document
    self.parts = parts
  }

  /// The part with this `Content-ID`, as `RefToBinaryData.contentId` names it.
  public func part(_ contentID: String) -> BinaryPart? { parts.first { $0.contentID == contentID } }

  /// JSON alone, or multipart/related as soon as there is a part.
  public var body: SBIBody {
    parts.isEmpty ? .json(document.json) : .multipart(SBIMultipart(root: document.json, parts: parts))
  }
}

/// A binary body part, for example an N1 or N2 message.
public struct BinaryPart: Hashable, Sendable {
  /// `Content-ID` without angle brackets.
  public var contentID: String
  /// ``SBIMediaType/fiveGNAS`` or ``SBIMediaType/ngap``, for example.
  public var contentType: String
  public var octets: [UInt8]

  public init(contentID: String, contentType: String, octets: [UInt8]) {
    self.contentID = contentID
    self.contentType = contentType
    self.octets = octets
  }

  /// An N1 message (TS 24.501) as a part.
  public static func nas(_ octets: [UInt8], contentID: String) -> BinaryPart {
    BinaryPart(contentID: contentID, contentType: SBIMediaType.fiveGNAS, octets: octets)
  }

  /// An NGAP information element (TS 38.413) as a part.
  public static func ngap(_ octets: [UInt8], contentID: String) -> BinaryPart {
    BinaryPart(contentID: contentID, contentType: SBIMediaType.ngap, octets: octets)
  }
}

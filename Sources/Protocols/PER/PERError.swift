/// Why octets are not a value, or a value cannot be octets, in the packed encoding rules (X.691).
public enum PERError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The octets end before the value does; the offset counts bits of the innermost open type.
  case truncated(bitOffset: Int)
  /// The octets contradict a constraint.
  case malformed(String, bitOffset: Int)
  /// The value to be encoded lies outside its constraint.
  case outOfRange(String)
  /// A component that its group requires is absent from the value to be encoded.
  case missing(String)
  /// Information elements that are missing, not understood, repeated or out of order (TS 38.413 §10.3 and its siblings).
  case abstractSyntax([IEProblem])
  /// JSON that does not describe a value of the type; the path names the place.
  case json(String, path: String)

  public var description: String {
    switch self {
    case .truncated(let offset): "PER octets end at bit \(offset) within a value"
    case .malformed(let what, let offset): "PER: \(what) at bit \(offset)"
    case .outOfRange(let what): "PER: \(what)"
    case .missing(let name): "PER: component \(name) is missing"
    case .abstractSyntax(let problems):
      "abstract syntax error: " + problems.map { "IE \($0.id) \($0.kind.rawValue)" }.joined(separator: ", ")
    case .json(let what, let path): "JSON at \(path.isEmpty ? "top" : path): \(what)"
    }
  }
}

/// What a receiver that does not comprehend an information element does (TS 38.413 §10.3.1).
public enum IECriticality: UInt8, Sendable, Hashable, CaseIterable, PERCodable {
  case reject, ignore, notify

  public static var asn1: PERTypeName { PERTypeName("Criticality", PERCommon.self) }

  public init(from r: inout PERReader) {
    switch r.enumerated(3, false) {
    case 0: self = .reject
    case 1: self = .ignore
    default: self = .notify
    }
  }

  public func encode(to w: inout PERWriter) { w.enumerated(Int(rawValue), 3, false) }
  public func _rawHashValue(seed: Int) -> Int { rawValue._rawHashValue(seed: seed) }
}

/// What the modules of all application protocols have in common.
enum PERCommon: PERModule {
  static let isAligned = true
  static let schema = PERSchema(["= Criticality E 3 -1 reject ignore notify"])
}

/// An information element about which a container is wrong.
public struct IEProblem: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    case missing
    case notUnderstood = "not understood"
    case outOfOrder = "out of order"
    case repeated
  }

  public var id: Int
  public var criticality: IECriticality
  public var kind: Kind

  public init(id: Int, criticality: IECriticality, kind: Kind) {
    self.id = id
    self.criticality = criticality
    self.kind = kind
  }
}

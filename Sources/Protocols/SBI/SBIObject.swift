import Base

/// The members of one structured type: a property for each, that names it and gives its Swift type. Generated, without stored properties.
public protocol SBIMembers: Sendable {
  /// The number of the type's schema in ``SBISchema``.
  static var schema: Int { get }
}

extension SBIMembers {
  /// The one value of a type without stored properties. An initialiser in each of two thousand types would be there for this alone.
  static var value: Self {
    precondition(MemoryLayout<Self>.size == 0, "members are named by computed properties")
    return unsafeBitCast((), to: Self.self)
  }
}

/// A member that the type requires.
public struct SBIField<Value: SBIValue>: Sendable {
  let name: String
  public init(_ name: String) { self.name = name }
}

/// A member that may be absent or null.
public struct SBIOptionalField<Value: SBIValue>: Sendable {
  let name: String
  public init(_ name: String) { self.name = name }
}

/// Every structured type of the OpenAPI files: `PlmnId` is `SBIObject<PlmnIdMembers>`.
///
/// Its members are read and written as properties: `plmn.mcc = "999"`. One generic type for all, rather than a type with accessors of
/// its own for each, because that compiles in a tenth of the time: a member costs one line that returns a name.
@dynamicMemberLookup
public struct SBIObject<Members: SBIMembers>: SBIModel {
  public static var schema: Int { Members.schema }
  public var object: JSON.Object

  public init(object: JSON.Object) { self.object = object }

  /// Without any member yet; ``SBIModel/check()`` tells what is missing.
  public init() { object = JSON.Object() }

  public subscript<Value>(dynamicMember path: KeyPath<Members, SBIField<Value>>) -> Value {
    @inline(never) @_semantics("optimize.sil.specialize.generic.never")
    get { Value(unchecked: object[Members.value[keyPath: path].name] ?? .null) }
    @inline(never) @_semantics("optimize.sil.specialize.generic.never")
    set { object[Members.value[keyPath: path].name] = newValue.json }
  }

  public subscript<Value>(dynamicMember path: KeyPath<Members, SBIOptionalField<Value>>) -> Value? {
    @inline(never) @_semantics("optimize.sil.specialize.generic.never")
    get {
      guard let value = object[Members.value[keyPath: path].name] else { return nil }
      if case .null = value { return nil }
      return Value(unchecked: value)
    }
    @inline(never) @_semantics("optimize.sil.specialize.generic.never")
    set { object[Members.value[keyPath: path].name] = newValue?.json }
  }

  /// For generated initialisers.
  @inline(never) @_semantics("optimize.sil.specialize.generic.never")
  mutating func write<Value: SBIValue>(_ name: String, _ value: Value?) {
    if let value { object[name] = value.json }
  }
}

/// A string whose values the standard lists and may extend; a value that is not listed stays as it is. `NFType` is
/// `SBIString<NFTypeValues>`, and its listed values are static members: `NFType.amf`.
public struct SBIString<Values>: SBIValue, RawRepresentable, CustomStringConvertible, ExpressibleByStringLiteral {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }
  public init(unchecked json: JSON) { rawValue = json.stringValue ?? "" }
  public init(stringLiteral value: String) { rawValue = value }
  public var json: JSON { .string(rawValue) }
  public var description: String { rawValue }

  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// The types that the modules of one protocol define.
public protocol PERModule: SendableMetatype {
  /// Aligned or unaligned PER (X.691 §8.3).
  static var isAligned: Bool { get }
  /// The types as data.
  static var schema: PERSchema { get }
}

/// Names a type of a protocol.
public struct PERTypeName: Sendable {
  private let prefix: StaticString
  private let base: StaticString
  public let module: any PERModule.Type

  public init(_ name: StaticString, _ module: any PERModule.Type) {
    prefix = ""
    base = name
    self.module = module
  }

  /// The name of a parameterised type: its own with a hyphen, and that of its parameter.
  public init(_ prefix: StaticString, of parameter: PERTypeName) {
    self.prefix = prefix
    base = parameter.base
    module = parameter.module
  }

  public var name: String { "\(prefix)\(base)" }
}

/// A type with a PER encoding, as the ASN.1 compiler generates it.
///
/// Equality and hash come from what it writes, which saves most of the code that the compiler would make of them.
///
/// ```swift
/// let pdu = try F1APPDU(decoding: octets)
/// print(pdu.description)
/// ```
public protocol PERCodable: Sendable, Hashable {
  /// Its name in the schema.
  static var asn1: PERTypeName { get }
  /// Reads a value; after an error, which the reader keeps, any value.
  init(from r: inout PERReader)
  /// Writes the value; the writer keeps the first error.
  func encode(to w: inout PERWriter)
}

extension PERCodable {
  // One copy for all types.
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public static func == (left: Self, right: Self) -> Bool { PERWriter.identity(left) == PERWriter.identity(right) }

  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public func hash(into hasher: inout Hasher) { hasher.combine(PERWriter.identity(self)) }

  public var hashValue: Int {
    @_semantics("optimize.sil.specialize.generic.never") @inline(never)
    get {
      var hasher = Hasher()
      hash(into: &hasher)
      return hasher.finalize()
    }
  }

  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public func _rawHashValue(seed: Int) -> Int {
    var hasher = Hasher()
    hasher.combine(seed)
    hash(into: &hasher)
    return hasher.finalize()
  }
}

/// NULL.
public struct PERNull: Sendable, Hashable {
  public init() {}
}

/// An information element whose type is unknown here, with the octets of its open type.
public struct UnknownIE: Sendable, Hashable {
  public var id: Int
  public var criticality: IECriticality
  public var value: [UInt8]

  public init(id: Int, criticality: IECriticality, value: [UInt8]) {
    self.id = id
    self.criticality = criticality
    self.value = value
  }
}

/// An extension addition of a later release: its place behind the extension marker and the octets of its open type.
public struct UnknownAddition: Sendable, Hashable {
  public var index: Int
  public var value: [UInt8]

  public init(index: Int, value: [UInt8]) {
    self.index = index
    self.value = value
  }
}

/// The parts of a value that this release does not define; they are encoded again as they came.
public struct Unrecognized: Sendable, Hashable {
  private indirect enum Storage: Sendable, Hashable {
    case none
    case some([UnknownIE], [UnknownAddition])
  }

  private var storage: Storage

  public static var none: Unrecognized { Unrecognized(storage: .none) }

  private init(storage: Storage) { self.storage = storage }

  public init(ies: [UnknownIE] = [], additions: [UnknownAddition] = []) {
    storage = ies.isEmpty && additions.isEmpty ? .none : .some(ies, additions)
  }

  public var ies: [UnknownIE] { if case .some(let ies, _) = storage { ies } else { [] } }
  public var additions: [UnknownAddition] { if case .some(_, let additions) = storage { additions } else { [] } }
  public var hasIEs: Bool { !ies.isEmpty }
  public var hasAdditions: Bool { !additions.isEmpty }
}

/// Keeps a large optional component out of line.
@frozen public struct BoxedOptional<Wrapped: Sendable>: Sendable {
  @usableFromInline @frozen indirect enum Storage: Sendable {
    case none
    case some(Wrapped)
  }

  @usableFromInline var storage: Storage

  @inlinable init(_ storage: Storage) { self.storage = storage }
  @inlinable public init(_ value: Wrapped) { storage = .some(value) }
  @inlinable public init(_ value: Wrapped?) {
    if let value { storage = .some(value) } else { storage = .none }
  }

  @inlinable public static var none: Self { BoxedOptional(Storage.none) }

  @inlinable public var isPresent: Bool { if case .some = storage { true } else { false } }

  @inlinable public var value: Wrapped? {
    get { if case .some(let value) = storage { value } else { nil } }
    set { self = BoxedOptional(newValue) }
  }
}

extension BoxedOptional where Wrapped: PERCodable {
  /// Writes the component, if it is there.
  @inlinable public func encode(to w: inout PERWriter) {
    if case .some(let value) = storage { value.encode(to: &w) }
  }
}

/// Keeps a large component out of line.
@frozen public struct Boxed<Wrapped: Sendable>: Sendable {
  @usableFromInline @frozen indirect enum Storage: Sendable {
    case value(Wrapped)
  }

  @usableFromInline var storage: Storage

  @inlinable public init(_ value: Wrapped) { storage = .value(value) }

  @inlinable public var value: Wrapped {
    get {
      switch storage {
      case .value(let value): value
      }
    }
    set { storage = .value(newValue) }
  }
}

extension Boxed where Wrapped: PERCodable {
  /// Writes the component.
  @inlinable public func encode(to w: inout PERWriter) {
    switch storage {
    case .value(let value): value.encode(to: &w)
    }
  }
}

/// Components of a SEQUENCE that are rarely there: a value has none of them at first.
public protocol PERRest: Sendable {
  init()
}

/// Keeps rare components out of line, and in no memory where there are none.
@frozen public struct BoxedRest<Rest: PERRest>: Sendable {
  @usableFromInline @frozen indirect enum Storage: Sendable {
    case none
    case some(Rest)
  }

  @usableFromInline var storage: Storage

  @inlinable public init() { storage = .none }
  @inlinable public init(_ value: Rest) { storage = .some(value) }

  @inlinable public var value: Rest {
    get { if case .some(let value) = storage { value } else { Rest() } }
    set { storage = .some(newValue) }
  }
}

/// The presence bits of a SEQUENCE.
@frozen public struct SequencePreamble: Sendable {
  public var isPresent = true
  public var isExtended = false
  /// The first component's bit is the most significant.
  @usableFromInline var flags: UInt64 = 0

  public static let absent = SequencePreamble(isPresent: false)

  @inlinable public func has(_ index: Int) -> Bool { (flags << UInt64(truncatingIfNeeded: index)) >> 63 == 1 }

  /// Whether a component is there that is kept in a box of so many octets.
  public func has(_ index: Int, box octets: Int, _ r: inout PERReader) -> Bool {
    let isThere = has(index)
    if isThere { r.accountForBox(octets) }
    return isThere
  }

  /// Whether a group is there, for its component that is kept in a box of so many octets.
  public func isPresent(box octets: Int, _ r: inout PERReader) -> Bool {
    if isPresent { r.accountForBox(octets) }
    return isPresent
  }
}

/// The restricted character string types (X.680 §41).
public enum CharacterStringKind: Sendable, Hashable {
  case printable, visible, ia5, numeric, utcTime, utf8

  /// Bits of a character (X.691 §30.5).
  func bitsPerCharacter(isAligned: Bool) -> Int {
    switch self {
    case .numeric: 4
    case .utf8: 8
    case .printable, .visible, .ia5, .utcTime: isAligned ? 8 : 7
    }
  }

  /// Whether text has the form of a UTCTime (X.680 §47.3): date, hours, minutes, seconds or none, and `Z` or the difference to it.
  func admits(_ text: [UInt8]) -> Bool {
    guard self == .utcTime else { return true }
    let digits = text.prefix { (0x30...0x39).contains($0) }.count
    let zone = text.dropFirst(digits)
    guard digits == 10 || digits == 12 else { return false }
    if zone.elementsEqual("Z".utf8) { return true }
    return zone.count == 5 && (zone.first == 0x2B || zone.first == 0x2D) && zone.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
  }
}

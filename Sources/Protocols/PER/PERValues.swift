/// A type with a PER encoding, as the ASN.1 compiler generates it.
public protocol PERCodable: Sendable, Hashable {
  /// The name of the type in the schema.
  static var asn1Name: StaticString { get }
  /// Reads a value; after an error, which the reader keeps, any value.
  init(from r: inout PERReader)
  /// Writes the value; the writer keeps the first error.
  func encode(to w: inout PERWriter)
}

/// A SEQUENCE or CHOICE. Equality and hash come from what it writes, which saves most of the code that the compiler would make of them.
public protocol PERConstructed: PERCodable {}

extension PERConstructed {
  public static func == (left: Self, right: Self) -> Bool { PERWriter.identity(left) == PERWriter.identity(right) }

  public func hash(into hasher: inout Hasher) { hasher.combine(PERWriter.identity(self)) }
}

/// BIT STRING: the first bit is the most significant of the first octet; unused bits of the last octet are zero.
public struct BitString: Sendable, Hashable {
  public private(set) var octets: [UInt8]
  public private(set) var bitCount: Int

  /// Takes the first `bitCount` bits; absent octets count as zero.
  public init(octets: [UInt8], bitCount: Int) {
    let count = max(0, bitCount)
    let needed = count / 8 + (count % 8 == 0 ? 0 : 1)
    var bytes = Array(octets.prefix(needed))
    if bytes.count < needed { bytes += [UInt8](repeating: 0, count: needed - bytes.count) }
    if count % 8 != 0, let last = bytes.last { bytes[bytes.count - 1] = last & (0xFF << UInt8(8 - count % 8)) }
    self.octets = bytes
    self.bitCount = count
  }

  /// The low `bitCount` (0 to 64) bits of `value`, most significant first.
  public init(_ value: UInt64, bitCount: Int) {
    let count = min(max(0, bitCount), 64)
    let shifted = count == 0 ? 0 : value << UInt64(64 - count)
    self.init(octets: (0..<8).map { UInt8(truncatingIfNeeded: shifted >> UInt64(56 - 8 * $0)) }, bitCount: count)
  }

  /// The bits as an integer; `nil` for more than 64.
  public var unsignedValue: UInt64? {
    guard bitCount <= 64 else { return nil }
    var value: UInt64 = 0
    for octet in octets { value = value << 8 | UInt64(octet) }
    return value >> UInt64(octets.count * 8 - bitCount)
  }

  /// The bit at `index`; `false` beyond the end.
  public subscript(index: Int) -> Bool {
    index >= 0 && index < bitCount && octets[index / 8] & (0x80 >> UInt8(index % 8)) != 0
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

  public static let none = Unrecognized(ies: [], additions: [])

  public init(ies: [UnknownIE] = [], additions: [UnknownAddition] = []) {
    storage = ies.isEmpty && additions.isEmpty ? .none : .some(ies, additions)
  }

  public var ies: [UnknownIE] { if case .some(let ies, _) = storage { ies } else { [] } }
  public var additions: [UnknownAddition] { if case .some(_, let additions) = storage { additions } else { [] } }
  public var hasIEs: Bool { !ies.isEmpty }
  public var hasAdditions: Bool { !additions.isEmpty }
}

/// Keeps a large optional component out of line.
@propertyWrapper @frozen public struct BoxedOptional<Wrapped: Sendable>: Sendable {
  @usableFromInline @frozen indirect enum Storage: Sendable {
    case none
    case some(Wrapped)
  }

  @usableFromInline var storage: Storage

  @inlinable public init(wrappedValue: Wrapped?) {
    if let wrappedValue { storage = .some(wrappedValue) } else { storage = .none }
  }

  @inlinable public var wrappedValue: Wrapped? {
    get { if case .some(let value) = storage { value } else { nil } }
    set { self = BoxedOptional(wrappedValue: newValue) }
  }
}

/// Keeps a large component out of line.
@propertyWrapper @frozen public struct Boxed<Wrapped: Sendable>: Sendable {
  @usableFromInline @frozen indirect enum Storage: Sendable {
    case value(Wrapped)
  }

  @usableFromInline var storage: Storage

  @inlinable public init(wrappedValue: Wrapped) { storage = .value(wrappedValue) }

  @inlinable public var wrappedValue: Wrapped {
    get {
      switch storage {
      case .value(let value): value
      }
    }
    set { storage = .value(newValue) }
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
}

/// The restricted character string types (X.680 §41).
public enum CharacterStringKind: Sendable, Hashable {
  case printable, visible, ia5, numeric, utf8

  /// Bits of a character (X.691 §30.5).
  func bitsPerCharacter(isAligned: Bool) -> Int {
    switch self {
    case .numeric: 4
    case .utf8: 8
    case .printable, .visible, .ia5: isAligned ? 8 : 7
    }
  }
}

/// A JSON value (RFC 8259): the one representation behind SBI bodies, `vitrum decode --json` and state files.
///
/// Objects keep the order of their members, so that decoded messages read in the order of the standard;
/// equality ignores that order. ``text(sorted:indent:)`` writes sorted keys wherever output must be canonical.
public enum JSON: Sendable {
  case null
  case bool(Bool)
  /// A number without fraction or exponent that fits 128 bits.
  case integer(Int128)
  /// Any other number.
  case number(Double)
  case string(String)
  case array([JSON])
  case object(Object)

  /// The member `key` of an object; `nil` for any other value.
  public subscript(key: String) -> JSON? {
    if case .object(let object) = self { return object[key] }
    return nil
  }

  /// The element at `index` of an array; `nil` for any other value or beyond its end.
  public subscript(index: Int) -> JSON? {
    if case .array(let array) = self, array.indices.contains(index) { return array[index] }
    return nil
  }

  public var stringValue: String? { if case .string(let value) = self { value } else { nil } }
  public var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }
  public var arrayValue: [JSON]? { if case .array(let value) = self { value } else { nil } }
  public var objectValue: Object? { if case .object(let value) = self { value } else { nil } }
  public var doubleValue: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The integer, when this is one and `T` can hold it.
  public func integerValue<T: FixedWidthInteger>(_ type: T.Type = T.self) -> T? {
    if case .integer(let value) = self { return T(exactly: value) }
    return nil
  }

  /// An integer of any width.
  public static func int(_ value: some BinaryInteger) -> JSON { .integer(Int128(truncatingIfNeeded: value)) }
}

extension JSON: Hashable {
  public static func == (left: JSON, right: JSON) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.integer(let a), .number(let b)), (.number(let b), .integer(let a)): Double(a) == b
    case (.string(let a), .string(let b)): a.isExactly(b)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)): a.count == b.count && a.keys.allSatisfy { a[$0] == b[$0] }
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .integer(let value): hasher.combine(Double(value))
    case .number(let value): hasher.combine(value)
    case .string(let value): hasher.combine(ExactText(value))
    case .array(let values): hasher.combine(values)
    case .object(let object):
      // A sum, because equality ignores the order of members.
      var sum = 0
      for (key, value) in object.members {
        var member = Hasher()
        member.combine(ExactText(key))
        member.combine(value)
        sum &+= member.finalize()
      }
      hasher.combine(sum)
    }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .integer(Int128(value)) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(nilLiteral: ()) { self = .null }
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSON)...) {
    var object = Object()
    for (key, value) in elements { object[key] = value }
    self = .object(object)
  }
}

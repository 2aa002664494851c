import Base

/// A value that an information element carries: a leaf or a group.
protocol ElementValue: Hashable, Sendable {
  /// Reads the value from the octets of an element; what it leaves in `reader` is kept as an extension.
  static func decode(_ reader: inout ElementReader, element: UInt16) throws(PFCPError) -> Self
  func encode(to writer: inout ElementWriter, element: UInt16) throws(PFCPError)
  static func read(json: JSON, path: String) throws(PFCPError) -> Self
  func writeJSON() -> JSON
}

/// A value without elements inside.
protocol LeafElement: ElementValue {
  /// `nil`: the octets end too early.
  init?(reading reader: inout ElementReader)
  func write(to writer: inout ElementWriter)
  /// `nil`: not a description of the value.
  init?(fromJSON json: JSON)
  /// Whether the combination of parts is one that the clause permits; others are refused, received or encoded.
  var isConsistent: Bool { get }
  /// Whether each part fits its field, so that the octets say the same as the value; others are not encoded.
  var fits: Bool { get }
}

extension LeafElement {
  var isConsistent: Bool { true }
  var fits: Bool { true }

  static func decode(_ reader: inout ElementReader, element: UInt16) throws(PFCPError) -> Self {
    guard let value = Self(reading: &reader) else { throw .invalidLength(element: element) }
    guard value.isConsistent else { throw .mandatoryIEIncorrect(element: element) }
    return value
  }

  func encode(to writer: inout ElementWriter, element: UInt16) throws(PFCPError) {
    guard fits else { throw .tooLong(element: element) }
    guard isConsistent else { throw .mandatoryIEIncorrect(element: element) }
    write(to: &writer)
  }

  @_semantics("optimize.sil.specialize.generic.never")
  static func read(json: JSON, path: String) throws(PFCPError) -> Self {
    guard let value = Self(fromJSON: json), value.isConsistent, value.fits else { throw .json(path) }
    return value
  }
}

/// A message body or grouped IE: a table of the standard, in its order. Each member has a code: its IE type, or that and
/// ``secondOfType`` for the second member of one type.
protocol ElementGroup: ElementValue, EmptyInitializable {
  var extras: PFCPExtras { get set }
  /// The types of the mandatory members; the bit of each in ``mandatory(_:_:)`` of a source is its index.
  static var mandatoryTypes: [UInt16] { get }
  static var mandatoryCount: Int { get }
  /// Reads the member with `code` from `source`, which keeps it as unknown when the group has none.
  mutating func take<Source: ElementSource>(_ code: UInt32, from source: inout Source) throws(PFCPError)
  /// Shows each member to `visitor`, in the order in which they are encoded.
  func visit<Visitor: ElementVisitor>(_ visitor: inout Visitor) throws(PFCPError)
}

/// Added to the type of the second member of a group that has it.
let secondOfType: UInt32 = 0x1_0000

/// Where members of a group are read from: octets or JSON.
protocol ElementSource {
  mutating func mandatory<Value: ElementValue>(_ index: Int, _ value: inout Value) throws(PFCPError)
  mutating func optional<Value: ElementValue>(_ value: inout Value?) throws(PFCPError)
  mutating func optional<Value: ElementValue>(_ value: inout PFCPBoxed<Value>) throws(PFCPError)
  /// For two members of one type: the first, or when that is taken, the second.
  mutating func either<Value: ElementValue>(_ first: inout PFCPBoxed<Value>, _ second: inout PFCPBoxed<Value>) throws(PFCPError)
  mutating func list<Value: ElementValue>(_ values: inout [Value]) throws(PFCPError)
  mutating func mandatoryList<Value: ElementValue>(_ index: Int, _ values: inout [Value]) throws(PFCPError)
  /// The group has no such member.
  mutating func unknown()
}

/// What looks at the members of a group: to encode or to describe them.
protocol ElementVisitor {
  /// Whether members of a rare section are shown although it is absent.
  static var wantsAbsent: Bool { get }
  mutating func value<Value: ElementValue>(_ code: UInt32, _ name: StaticString, _ value: Value) throws(PFCPError)
  mutating func value<Value: ElementValue>(_ code: UInt32, _ name: StaticString, _ value: Value?) throws(PFCPError)
  mutating func value<Value: ElementValue>(_ code: UInt32, _ name: StaticString, _ value: PFCPBoxed<Value>) throws(PFCPError)
  mutating func list<Value: ElementValue>(_ code: UInt32, _ name: StaticString, _ values: [Value]) throws(PFCPError)
}

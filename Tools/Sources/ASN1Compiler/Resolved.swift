/// Bounds of a value or a size as PER uses them.
struct Bounds: Sendable, Hashable {
  var lower: Int128?
  var upper: Int128?
  var extensible = false
}

/// A type without dummy parameters and with all names and bounds known.
indirect enum ResolvedType: Sendable {
  case boolean, null, objectIdentifier
  case integer(Bounds)
  case enumerated(root: [String], additions: [String]?)
  case bitString(Bounds?)
  case octetString(Bounds?, containing: ResolvedType?)
  case characterString(String, Bounds?)
  case sequence(ResolvedComponents)
  case choice(ResolvedComponents)
  case sequenceOf(Bounds?, ResolvedType)
  case reference(String)
  /// An open type whose type the row of `set` gives that the component `key` names.
  case open(set: String, field: String, key: String?)
}

struct ResolvedComponent: Sendable {
  var name: String
  var type: ResolvedType
  var isOptional: Bool
  var defaultValue: DefaultValue?
}

/// A `DEFAULT`: the few forms that 3GPP's modules use.
enum DefaultValue: Sendable, Hashable {
  case integer(Int128)
  case boolean(Bool)
  case enumerator(String)
  /// `{}` or any other notation: the octets cannot omit it, so the component is treated as optional.
  case other(String)
}

struct ResolvedAddition: Sendable {
  var isGroup: Bool
  var components: [ResolvedComponent]
}

struct ResolvedComponents: Sendable {
  var root: [ResolvedComponent]
  var additions: [ResolvedAddition]?
}

struct Definition: Sendable {
  /// The key by which types refer to it; the ASN.1 name for all but instances of parameterised types.
  var key: String
  var asn1Name: String
  var module: String
  var type: ResolvedType
  /// For an instance of a type with one parameter, which is a type with a name.
  var instance: Instance?

  struct Instance: Sendable {
    var generic: String
    var argument: String
  }
}

/// One information object of a set.
struct ObjectRow: Sendable {
  enum Setting: Sendable {
    case type(ResolvedType)
    case integer(Int128, name: String)
    case word(String)
  }

  var settings: [String: Setting] = [:]
}

struct ResolvedSet: Sendable {
  var name: String
  var rows: [ObjectRow]
}

/// Everything that a group of modules defines, in the order of the texts.
struct ResolvedProtocol: Sendable {
  var definitions: [Definition] = []
  var index: [String: Int] = [:]
  var sets: [String: ResolvedSet] = [:]
  var setOrder: [String] = []
  var shared = SharedEnumerations()
  /// The key of the one type for every `SEQUENCE {}` without a name.
  var emptySequence = "EmptySequence"

  subscript(key: String) -> Definition? { index[key].map { definitions[$0] } }
}

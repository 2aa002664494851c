/// A module as written: assignments in the order of the text.
struct ModuleSyntax: Sendable {
  var name: String
  var file: String
  /// Symbol to the module it comes from.
  var imports: [String: String] = [:]
  var assignments: [AssignmentSyntax] = []
}

struct AssignmentSyntax: Sendable {
  enum Body: Sendable {
    case type(TypeSyntax, parameters: [ParameterSyntax])
    /// A value of a type other than an information object.
    case value([Token])
    case objectClass(ObjectClassSyntax)
    /// An information object or set: understood only once its class is known.
    case object(className: String, [Token])
    case objectSet(className: String, [Token])
  }

  var name: String
  var line: Int
  var body: Body
}

/// A dummy parameter (X.683): `CLASS : Set`, `INTEGER : bound` or a type.
struct ParameterSyntax: Sendable, Hashable {
  var governor: String?
  var name: String
}

struct ObjectClassSyntax: Sendable {
  /// Fields with the type of a value field; `nil` for a type field.
  var fields: [(name: String, type: TypeSyntax?)] = []
  var syntax: [SyntaxElement] = []
}

indirect enum SyntaxElement: Sendable {
  case word(String)
  case field(String)
  case optional([SyntaxElement])
}

/// A constraint as far as PER sees it (X.691 §10.3).
indirect enum ConstraintSyntax: Sendable {
  /// Alternatives of single values and ranges; `true` when followed by an extension marker.
  case values([ValueRange], extensible: Bool)
  case size(ConstraintSyntax)
  case containing(TypeSyntax)
  /// `({Set})` with the path of an `@` reference.
  case table(set: String, at: String?)
  /// A constraint that PER does not see.
  case invisible
}

struct ValueRange: Sendable {
  var lower: Token
  var upper: Token
}

struct TypeSyntax: Sendable {
  indirect enum Kind: Sendable {
    case boolean, null, integer, objectIdentifier
    case enumerated(root: [String], additions: [String]?)
    case bitString(names: [String])
    case octetString
    case characterString(String)
    case sequence(ComponentsSyntax)
    case choice(ComponentsSyntax)
    case sequenceOf(TypeSyntax)
    case reference(String, arguments: [ArgumentSyntax])
    case classField(className: String, field: String)
  }

  var kind: Kind
  var constraints: [ConstraintSyntax] = []
  var line: Int
}

/// An actual parameter: a type or value, or `{Set}`.
enum ArgumentSyntax: Sendable {
  case type(TypeSyntax)
  case value(Token)
  case set(String)
}

struct ComponentSyntax: Sendable {
  var name: String
  var type: TypeSyntax
  var isOptional = false
  var defaultValue: [Token]?
}

struct ComponentsSyntax: Sendable {
  var root: [ComponentSyntax] = []
  /// `nil` without an extension marker; a `[[ ]]` group has several components and `isGroup`.
  var additions: [AdditionSyntax]?
}

struct AdditionSyntax: Sendable {
  var isGroup: Bool
  var components: [ComponentSyntax]
}

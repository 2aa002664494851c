import Base

/// The schemas of the OpenAPI files, as the check needs them.
///
/// Not checked: `format` (date-time, byte, uuid ...: annotations in OpenAPI 3.0), and `additionalProperties: false` (members that are not
/// known are always kept, TS 29.501 §5.2.4). Integers are those of 64 bits.
public enum SBISchema {
  indirect enum Node: Sendable {
    case any
    case null
    /// `isTyped`: other values than strings do not fit, rather than being left alone.
    case string(isTyped: Bool, minimum: Int?, maximum: Int?, pattern: Pattern?)
    case integer(minimum: Int128?, maximum: Int128?)
    case number(minimum: Double?, maximum: Double?)
    /// `only`: the one value that its `enum` leaves.
    case boolean(only: Bool?)
    case enumeration([String])
    case array(minimum: Int?, maximum: Int?, isUnique: Bool, Node)
    case map(minimum: Int?, maximum: Int?, Node)
    case object(isTyped: Bool, minimum: Int?, maximum: Int?, [Member])
    case required([String])
    case oneOf([Node])
    case anyOf([Node])
    case allOf([Node])
    case not(Node)
    case reference(Int)
  }

  struct Member: Sendable {
    var name: String
    var isRequired: Bool
    var node: Node
  }

  /// The schemas of the network's own services: constants, read from the generated text at their first use. They refer to one another alone.
  private static let own = parse(SBISchemaText.chunks)

  /// The schemas of all other services, numbered behind them.
  private static let others = parse(SBISchemaText.otherChunks)

  private static func parse(_ chunks: [StaticString]) -> [Node] {
    var nodes: [Node] = []
    for chunk in chunks {
      var parser = SchemaParser(text: UnsafeBufferPointer(start: chunk.utf8Start, count: chunk.utf8CodeUnitCount))
      nodes += parser.parseAll()
    }
    return nodes
  }

  /// How many schemas there are.
  static var count: Int { SBISchemaText.ownCount + others.count }

  /// The schema of a number; `nil` when there is none.
  static func node(_ number: Int) -> Node? {
    if number < SBISchemaText.ownCount { return own.indices.contains(number) ? own[number] : nil }
    let position = number - SBISchemaText.ownCount
    return others.indices.contains(position) ? others[position] : nil
  }

  /// Whether a schema requires a member of that name.
  static func isRequired(_ name: String, in number: Int) -> Bool {
    func requires(_ node: Node) -> Bool {
      switch node {
      case .object(_, _, _, let members): members.contains { $0.isRequired && $0.name == name }
      case .required(let names): names.contains(name)
      case .allOf(let nodes): nodes.contains(where: requires)
      default: false
      }
    }
    return node(number).map(requires) ?? false
  }

  /// Checks a tree against a schema.
  /// - Throws: ``SBIError/invalid(_:)`` with at most 16 issues.
  public static func check(_ json: JSON, _ schema: Int) throws(SBIError) {
    var checker = SchemaChecker()
    checker.check(json, .reference(schema), depth: 0)
    if !checker.issues.isEmpty { throw .invalid(checker.issues) }
  }
}

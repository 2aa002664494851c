/// The types of a protocol as data: what the conversion between PER and JSON works from.
///
/// The ASN.1 compiler writes schemas as text, one definition after another, tokens separated by white space:
/// `= NAME TYPE` defines a type, `# SET FIELD COUNT (KEY PRESENCE TYPE)...` gives the types of a field of an object set by key,
/// in the order of the set.
/// Bounds are `LOWER UPPER EXTENSIBLE` with `-` for none. Types are `B` BOOLEAN, `N` NULL, `O` OBJECT IDENTIFIER,
/// `I bounds` INTEGER, `E root additions names...` ENUMERATED, `S bounds` BIT STRING, `X bounds` OCTET STRING,
/// `Y bounds TYPE` OCTET STRING (CONTAINING TYPE), `C kind bounds` character string, `Q root additions components...` SEQUENCE,
/// `H root additions (name TYPE)...` CHOICE, `L bounds TYPE` SEQUENCE OF, `R NAME` reference, `T SET FIELD KEY` open type.
/// A count of additions is -1 for a type that is not extensible. A component is `name presence TYPE` with presence `m`, `o`
/// or `d=VALUE`; an addition is `a component` or `g count components...`.
public struct PERSchema: Sendable {
  struct Bounds: Sendable {
    var lower: Int128?
    var upper: Int128?
    var isExtensible: Bool
  }

  struct Component: Sendable {
    var name: String
    var isOptional: Bool
    var defaultText: String?
    var type: Node
  }

  struct Row: Sendable {
    var key: Int128
    var isMandatory: Bool
    var type: Node
  }

  struct Addition: Sendable {
    var isGroup: Bool
    var components: [Component]
  }

  indirect enum Node: Sendable {
    case boolean, null, objectIdentifier
    case integer(Bounds)
    case enumerated(root: Int, isExtensible: Bool, names: [String])
    case bitString(Bounds)
    case octetString(Bounds, containing: Node?)
    case characterString(CharacterStringKind, Bounds)
    case sequence(root: [Component], additions: [Addition]?)
    case choice(root: Int, isExtensible: Bool, alternatives: [(name: String, type: Node)])
    case sequenceOf(Bounds, Node)
    case reference(String)
    case open(table: String, key: String)
  }

  private(set) var definitions: [String: Node] = [:]
  private(set) var tables: [String: [Row]] = [:]

  /// Reads schema texts that the compiler wrote; other text is a programmer's error.
  public init(_ texts: [StaticString]) {
    for text in texts { load(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)) }
  }

  func type(_ table: String, _ key: Int128) -> Node? { tables[table]?.first { $0.key == key }?.type }

  /// Names of all types.
  public var typeNames: [String] { definitions.keys.sorted() }

  private mutating func load(_ text: UnsafeBufferPointer<UInt8>) {
    var tokens = Tokens(text: text)
    while let kind = tokens.next() {
      if kind == "=" {
        let name = tokens.word()
        definitions[name] = tokens.node()
      } else {
        let name = tokens.word() + " " + tokens.word()
        var rows: [Row] = []
        for _ in 0..<tokens.count() {
          let key = Int128(tokens.count())
          let isMandatory = tokens.word() == "m"
          rows.append(Row(key: key, isMandatory: isMandatory, type: tokens.node()))
        }
        tables[name] = rows
      }
    }
  }

  private struct Tokens {
    let text: UnsafeBufferPointer<UInt8>
    var offset = 0

    init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

    mutating func next() -> String? {
      while offset < text.count, text[offset] <= 0x20 { offset += 1 }
      guard offset < text.count else { return nil }
      let start = offset
      while offset < text.count, text[offset] > 0x20 { offset += 1 }
      return String(decoding: text[start..<offset], as: UTF8.self)
    }

    mutating func word() -> String { next() ?? "" }
    mutating func count() -> Int { Int(word()) ?? 0 }

    mutating func bounds() -> Bounds {
      let lower = Int128(word())
      let upper = Int128(word())
      return Bounds(lower: lower, upper: upper, isExtensible: word() == "1")
    }

    mutating func component() -> Component {
      let name = word()
      let presence = word()
      let defaultText = presence.hasPrefix("d=") ? String(presence.dropFirst(2)) : nil
      return Component(name: name, isOptional: presence == "o", defaultText: defaultText, type: node())
    }

    mutating func node() -> Node {
      switch word() {
      case "B": return .boolean
      case "N": return .null
      case "O": return .objectIdentifier
      case "I": return .integer(bounds())
      case "E":
        let root = count()
        let additions = count()
        var names: [String] = []
        for _ in 0..<(root + max(0, additions)) { names.append(word()) }
        return .enumerated(root: root, isExtensible: additions >= 0, names: names)
      case "S": return .bitString(bounds())
      case "X": return .octetString(bounds(), containing: nil)
      case "Y":
        let size = bounds()
        return .octetString(size, containing: node())
      case "C":
        let kind: CharacterStringKind =
          switch word() {
          case "PrintableString": .printable
          case "VisibleString": .visible
          case "IA5String": .ia5
          case "NumericString": .numeric
          case "UTCTime": .utcTime
          default: .utf8
          }
        return .characterString(kind, bounds())
      case "Q":
        let root = count()
        let additions = count()
        var components: [Component] = []
        for _ in 0..<root { components.append(component()) }
        guard additions >= 0 else { return .sequence(root: components, additions: nil) }
        var all: [Addition] = []
        for _ in 0..<additions {
          let isGroup = word() == "g"
          var members: [Component] = []
          for _ in 0..<(isGroup ? count() : 1) { members.append(component()) }
          all.append(Addition(isGroup: isGroup, components: members))
        }
        return .sequence(root: components, additions: all)
      case "H":
        let root = count()
        let additions = count()
        var alternatives: [(name: String, type: Node)] = []
        for _ in 0..<(root + max(0, additions)) {
          let name = word()
          alternatives.append((name, node()))
        }
        return .choice(root: root, isExtensible: additions >= 0, alternatives: alternatives)
      case "L":
        let size = bounds()
        return .sequenceOf(size, node())
      case "R": return .reference(word())
      case "T":
        let table = word() + " " + word()
        return .open(table: table, key: word())
      default: preconditionFailure("PER schema at octet \(offset)")
      }
    }
  }
}

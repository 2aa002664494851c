import Base

/// An indented tree of the message's fields, derived from its JSON.
extension NASMessage: CustomStringConvertible {
  public var description: String { NASTree.text(json) }
}

/// An indented tree of the message's fields, derived from its JSON.
extension FiveGMMMessage: CustomStringConvertible {
  public var description: String { NASTree.text(json) }
}

/// An indented tree of the message's fields, derived from its JSON.
extension FiveGSMMessage: CustomStringConvertible {
  public var description: String { NASTree.text(json) }
}

/// JSON as lines `name: value`, two spaces deeper for each level; elements of lists are numbered from 0.
enum NASTree {
  static func text(_ json: JSON) -> String { lines(json, indent: "").joined(separator: "\n") }

  private static func lines(_ json: JSON, indent: String) -> [String] {
    switch json {
    case .object(let object): return object.members.flatMap { line($0.key, $0.value, indent) }
    case .array(let elements): return elements.enumerated().flatMap { line("[\($0.offset)]", $0.element, indent) }
    default: return [indent + scalar(json)]
    }
  }

  private static func line(_ name: String, _ value: JSON, _ indent: String) -> [String] {
    switch value {
    case .object, .array: [indent + name] + lines(value, indent: indent + "  ")
    default: [indent + name + ": " + scalar(value)]
    }
  }

  private static func scalar(_ json: JSON) -> String { json.stringValue ?? json.text() }
}

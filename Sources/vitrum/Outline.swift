import Base

/// JSON as an indented outline for people.
enum Outline {
  static func text(_ json: JSON) -> String {
    var lines: [String] = []
    append(json, name: nil, level: 0, to: &lines)
    return lines.joined(separator: "\n")
  }

  private static func append(_ json: JSON, name: String?, level: Int, to lines: inout [String]) {
    let indent = String(repeating: "  ", count: level)
    let label = name.map { indent + $0 } ?? indent
    switch json {
    case .object(let object) where object.count > 0:
      if name != nil { lines.append(label) }
      for (key, value) in object.members { append(value, name: key, level: name == nil ? level : level + 1, to: &lines) }
    case .array(let items) where items.contains { $0.objectValue != nil || $0.arrayValue != nil }:
      if name != nil { lines.append(label) }
      for (index, item) in items.enumerated() { append(item, name: "[\(index)]", level: name == nil ? level : level + 1, to: &lines) }
    case .array(let items): lines.append("\(label): \(items.map { $0.stringValue ?? $0.text(sorted: false) }.joined(separator: ", "))")
    default: lines.append(name == nil ? json.text(sorted: false) : "\(label): \(json.stringValue ?? json.text(sorted: false))")
    }
  }
}

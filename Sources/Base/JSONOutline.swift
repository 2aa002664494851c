extension JSON {
  /// The value as an indented outline for people: a member in each line.
  public var outline: String {
    var lines: [String] = []
    appendOutline(name: nil, level: 0, to: &lines)
    return lines.joined(separator: "\n")
  }

  private func appendOutline(name: String?, level: Int, to lines: inout [String]) {
    let indent = String(repeating: "  ", count: level)
    let label = name.map { indent + $0.printable } ?? indent
    switch self {
    case .object(let object) where object.count > 0:
      if name != nil { lines.append(label) }
      for (key, value) in object.members { value.appendOutline(name: key, level: name == nil ? level : level + 1, to: &lines) }
    case .array(let items) where items.contains { $0.objectValue != nil || $0.arrayValue != nil }:
      if name != nil { lines.append(label) }
      for (index, item) in items.enumerated() { item.appendOutline(name: "[\(index)]", level: name == nil ? level : level + 1, to: &lines) }
    case .array(let items):
      lines.append("\(label): \(items.map { $0.stringValue?.printable ?? $0.text(sorted: false) }.joined(separator: ", "))")
    default: lines.append(name == nil ? text(sorted: false) : "\(label): \(stringValue?.printable ?? text(sorted: false))")
    }
  }
}

extension String {
  /// The text with control characters as escapes: texts of peers must not steer a terminal or begin a line.
  public var printable: String {
    func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) }
    guard unicodeScalars.contains(where: isControl) else { return self }
    var result = ""
    for scalar in unicodeScalars {
      if isControl(scalar) { result += "\\u{\(String(scalar.value, radix: 16))}" } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }
}

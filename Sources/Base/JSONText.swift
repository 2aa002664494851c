extension JSON {
  /// The JSON text.
  /// - Parameters:
  ///   - sorted: members sorted by key (canonical) instead of in the order of the object.
  ///   - indent: spaces per level; `nil` writes one line without spaces.
  public func text(sorted: Bool = true, indent: Int? = nil) -> String {
    var output = ""
    write(to: &output, sorted: sorted, indent: indent, level: 0)
    return output
  }

  /// The canonical octets of the text, as SBI bodies carry them.
  public var octets: [UInt8] { Array(text().utf8) }

  private func write(to output: inout String, sorted: Bool, indent: Int?, level: Int) {
    func newLine(_ level: Int) {
      guard let indent else { return }
      output += "\n" + String(repeating: " ", count: indent * level)
    }
    switch self {
    case .null: output += "null"
    case .bool(let value): output += value ? "true" : "false"
    case .integer(let value): output += String(value)
    case .number(let value): output += value.isFinite ? "\(value)" : "null"
    case .string(let value): JSON.writeString(value, to: &output)
    case .array(let values):
      if values.isEmpty {
        output += "[]"
        return
      }
      output += "["
      for (index, value) in values.enumerated() {
        if index > 0 { output += "," }
        newLine(level + 1)
        value.write(to: &output, sorted: sorted, indent: indent, level: level + 1)
      }
      newLine(level)
      output += "]"
    case .object(let object):
      if object.count == 0 {
        output += "{}"
        return
      }
      output += "{"
      for (index, position) in (sorted ? object.sortedPositions : Array(object.keys.indices)).enumerated() {
        if index > 0 { output += "," }
        newLine(level + 1)
        let (key, value) = object.member(at: position)
        JSON.writeString(key, to: &output)
        output += indent == nil ? ":" : ": "
        value.write(to: &output, sorted: sorted, indent: indent, level: level + 1)
      }
      newLine(level)
      output += "}"
    }
  }

  private static func writeString(_ value: String, to output: inout String) {
    output += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case "\u{0}"..<"\u{20}":
        output += "\\u00" + Hex.encode([UInt8(scalar.value)])
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
  }
}

extension JSON: CustomStringConvertible {
  public var description: String { text(sorted: false, indent: 2) }
}

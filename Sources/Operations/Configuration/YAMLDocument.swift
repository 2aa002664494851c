import Yams

/// Turns text into nodes and reports what is no YAML.
enum YAMLDocument {
  /// Replaces the beginning of a name that was there before, so that the rest of the document can be read.
  static let duplicatePrefix = "duplicate-"

  /// - Returns: `nil` when the text cannot be read at all; the reason is in `list`.
  static func root(of text: String, list: ProblemList) -> Node? {
    var text = text
    // Each round removes one duplicate; the bound only guards against a surprise of the parser.
    for round in 0..<100 {
      do {
        return try Yams.compose(yaml: text) ?? .mapping(Node.Mapping([]))
      } catch YamlError.duplicatedKeysInMapping(let duplicates, let context) {
        guard let name = duplicates.first else { return nil }
        let renamed = renameSecond(name, in: text, from: context.mark, round: round)
        let path = renamed?.line ?? context.mark.line
        list.report(path, "", "\"\(name)\" is written twice in one section", "keep one of them")
        guard let renamed else { return nil }
        text = renamed.text
      } catch let error as YamlError {
        reportSyntax(error, list)
        return nil
      } catch {
        list.report(1, "", "is not YAML (\(error))", "compare with `vitrum config reference`")
        return nil
      }
    }
    return nil
  }

  /// Finds the second `name:` at the column of the mapping that begins at `mark`.
  private static func renameSecond(_ name: String, in text: String, from mark: Mark, round: Int) -> (text: String, line: Int)? {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var seen = 0
    for index in max(0, mark.line - 1)..<lines.count {
      let line = Array(lines[index].utf8)
      // The first line of a mapping may stand behind "- "; the others begin with spaces.
      let start = mark.column - 1
      guard start >= 0, start < line.count, index == mark.line - 1 || line[..<start].allSatisfy({ $0 == 0x20 }) else { continue }
      let rest = String(decoding: line[start...], as: UTF8.self)
      guard [name, "\"\(name)\"", "'\(name)'"].contains(where: { rest.hasPrefix("\($0):") || rest.hasPrefix("\($0) :") }) else { continue }
      seen += 1
      guard seen == 2 else { continue }
      let colon = rest.firstIndex(of: ":") ?? rest.endIndex
      lines[index] = String(decoding: line[..<start], as: UTF8.self) + "\(duplicatePrefix)\(round)" + rest[colon...]
      return (lines.joined(separator: "\n"), index + 1)
    }
    return nil
  }

  private static func reportSyntax(_ error: YamlError, _ list: ProblemList) {
    switch error {
    case .scanner(let context, let problem, let mark, let yaml), .parser(let context, let problem, let mark, let yaml),
      .composer(let context, let problem, let mark, let yaml):
      let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
      let line = lines.indices.contains(mark.line - 1) ? lines[mark.line - 1] : ""
      let remedy =
        line.contains("\t")
        ? "indent with spaces, not with tabs" : "check indentation, brackets, quotes and the space behind \":\""
      let detail = context.map { " \($0.text)" } ?? ""
      list.report(mark.line, "", "is not YAML: \(problem)\(detail) (column \(mark.column))", remedy)
    case .reader(let problem, let offset, _, let yaml):
      let line = yaml.utf8.prefix(offset ?? 0).filter { $0 == 0x0A }.count + 1
      list.report(line, "", "has a character that YAML does not allow: \(problem)", "write plain UTF-8 text")
    default:
      list.report(1, "", "is not YAML: \(error)", "compare with `vitrum config reference`")
    }
  }
}

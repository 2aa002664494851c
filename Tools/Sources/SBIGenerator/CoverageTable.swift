import Foundation

/// The part of docs/codecs.md on the SBI, between two marks.
struct CoverageTable {
  let project: URL

  func write(_ files: [FileCoverage], opaque: [String]) throws {
    let url = project.appendingPathComponent("docs/codecs.md")
    let begin = "<!-- sbigen -->\n"
    let end = "<!-- end of sbigen -->\n"
    var text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    if text.range(of: begin) == nil { text += "\n\(begin)\(end)" }
    guard let from = text.range(of: begin), let to = text.range(of: end, range: from.upperBound..<text.endIndex) else {
      throw GeneratorError(description: "docs/codecs.md: marks of sbigen")
    }
    text.replaceSubrange(from.upperBound..<to.lowerBound, with: body(files, opaque))
    try text.write(to: url, atomically: true, encoding: .utf8)
  }

  private func body(_ files: [FileCoverage], _ opaque: [String]) -> String {
    var text =
      "\n| function | OpenAPI file | operations in the file | with an endpoint | notifications | with an endpoint | schemas, all checked | with a Swift type |\n"
    text += "|---|---|---|---|---|---|---|---|\n"
    for file in files {
      text +=
        "| \(file.function) | `\(file.file)` | \(file.operations) | \(file.endpoints) | \(file.notifications) | \(file.notificationEndpoints) | \(file.schemas) | \(file.typed) |\n"
    }
    func sum(_ path: KeyPath<FileCoverage, Int>) -> Int { files.map { $0[keyPath: path] }.reduce(0, +) }
    text +=
      "| all | \(files.count) files | \(sum(\.operations)) | \(sum(\.endpoints)) | \(sum(\.notifications)) | \(sum(\.notificationEndpoints)) | \(sum(\.schemas)) | \(sum(\.typed)) |\n"
    let bodies = files.flatMap(\.opaque)
    text += "\nBodies that are not JSON stay octets:\n\n" + bodies.map { "- \($0)\n" }.joined()
    var seen: Set<String> = []
    let places = opaque.filter { seen.insert($0).inserted }
    text += "\nPlaces whose Swift type is `JSON`; they are checked against their schema like all others (\(places.count)):\n\n"
    text += places.map { "- `\($0.replacingOccurrences(of: ": ", with: "`: "))\n" }.joined()
    return text + "\n"
  }
}

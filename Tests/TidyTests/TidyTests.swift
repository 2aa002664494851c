import Foundation
import Testing

/// The rules of style that a machine can check, over the sources of this package.
@Suite struct TidyTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private struct Source {
    let path: String
    let text: String
    let lineCount: Int
    var lines: [String] { text.components(separatedBy: "\n") }
    var isGenerated: Bool { path.contains("/Generated/") }
  }

  private static let sources: [Source] = {
    let folder = root.appendingPathComponent("Sources")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
    return files.filter { $0.pathExtension == "swift" }.sorted { $0.path < $1.path }.compactMap { url in
      guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
      return Source(path: String(url.path.dropFirst(root.path.count + 1)), text: text, lineCount: text.utf8.count { $0 == 10 } + 1)
    }
  }()

  private func occurrences(of patterns: [String], where isChecked: (Source) -> Bool) -> [String] {
    var found: [String] = []
    let any = patterns.joined(separator: "|")
    // Line by line only where there is something to find: the generated sources have half a million lines.
    for source in TidyTests.sources where isChecked(source) && source.text.range(of: any, options: .regularExpression) != nil {
      for (index, line) in source.lines.enumerated() {
        let code = line.components(separatedBy: "//")[0]
        for pattern in patterns where code.range(of: pattern, options: .regularExpression) != nil {
          found.append("\(source.path):\(index + 1): \(pattern)")
        }
      }
    }
    return found
  }

  @Test func theSourcesAreFound() {
    #expect(TidyTests.sources.count > 100)
  }

  /// Clock, tasks and randomness come from outside, so that a seed replays a run. Only what stands at the edge of the process is exempt.
  @Test func networkFunctionsTakeTimeTasksAndRandomnessFromOutside() {
    let exempt = [
      "Sources/Transport/", "Sources/Simulation/", "Sources/Runtime/", "Sources/Operations/", "Sources/vitrum/", "Sources/Storage/",
    ]
    let found = occurrences(of: [
      #"\bTask\s*\{"#, #"\bTask\s*\("#, #"Task\.detached"#, #"Task\.sleep"#, #"\bDate\(\)"#, #"ContinuousClock|SuspendingClock"#,
      #"SystemRandomNumberGenerator"#, #"\.random\((?!.*using:)"#, #"\.randomElement\(\)"#, #"\.shuffled\(\)"#, #"withCheckedContinuation"#,
      #"withUnsafeContinuation"#,
    ]) { source in !exempt.contains { source.path.hasPrefix($0) } }
    #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
  }

  /// They read the generated schema tables of this package, never octets from outside.
  private let readersOfGeneratedTables = [
    "Sources/Protocols/PER/PERSchema.swift", "Sources/Protocols/SBI/SchemaParser.swift",
    "Sources/Protocols/SBIServices/SBIEndpointDescription.swift", "Sources/Protocols/SBIServices/SBISchemaName.swift",
  ]

  /// Nothing that octets from outside can reach may end the process.
  @Test func nothingTrapsOnPathsThatOctetsReach() {
    let folders = ["Sources/Protocols/", "Sources/Core/", "Sources/RAN/", "Sources/UE/", "Sources/Security/", "Sources/Transport/"]
    let found = occurrences(of: [#"\btry!"#, #"\bas!"#, #"fatalError\("#, #"preconditionFailure\("#]) { source in
      folders.contains { source.path.hasPrefix($0) } && !readersOfGeneratedTables.contains(source.path)
    }
    #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
  }

  @Test func filesHaveOneSubject() {
    let long = TidyTests.sources.filter { $0.lineCount > ($0.isGenerated ? 1500 : 600) }.map { "\($0.path): \($0.lineCount) lines" }
    #expect(long.isEmpty, "\(long.joined(separator: "\n"))")
  }

  @Test func nothingIsLeftUnfinished() {
    var found: [String] = []
    for source in TidyTests.sources where !source.isGenerated {
      for (index, line) in source.lines.enumerated() where line.range(of: #"\b(TODO|FIXME|XXX)\b"#, options: .regularExpression) != nil {
        found.append("\(source.path):\(index + 1)")
      }
    }
    #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
  }

  /// Network functions know protocols and services, not sockets.
  @Test func networkFunctionsDoNotImportNIO() {
    let found = occurrences(of: [#"(?m)^import NIO"#]) {
      $0.path.hasPrefix("Sources/Core/") || $0.path.hasPrefix("Sources/RAN/") || $0.path.hasPrefix("Sources/UE/")
    }
    #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
  }

  /// The table "procedure -> file" of ARCHITECTURE.md leads somewhere.
  @Test func everyPathInArchitectureExists() throws {
    let text = try String(contentsOf: TidyTests.root.appendingPathComponent("ARCHITECTURE.md"), encoding: .utf8)
    var paths: [String] = []
    for part in text.components(separatedBy: "`") where part.hasPrefix("Sources/") || part.hasPrefix("Tests/") || part.hasPrefix("Tools/") {
      paths.append(part)
    }
    #expect(paths.count >= 30)
    let missing = paths.filter { !FileManager.default.fileExists(atPath: TidyTests.root.appendingPathComponent($0).path) }
    #expect(missing.isEmpty, "\(missing.joined(separator: "\n"))")
  }
}

import Foundation
import Testing

/// What a command did.
struct CommandResult {
  let status: Int32
  let output: String
  let errors: String
}

/// Runs the built `vitrum` as a user does.
enum Vitrum {
  /// The executable beside the test bundle.
  static var executable: URL {
    get throws { try executable("vitrum") }
  }

  /// A program of this package.
  static func executable(_ name: String) throws -> URL {
    let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    let candidates = [
      folder.appendingPathComponent(name),
      URL(fileURLWithPath: FileManager.default.currentDirectoryPath).appendingPathComponent(".build/release/\(name)"),
    ]
    return try #require(candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }, "\(name) is not built")
  }

  static func run(_ arguments: [String], input: String = "", in folder: URL? = nil) throws -> CommandResult {
    try run(words: [try executable.path] + arguments, input: input, in: folder)
  }

  /// Runs any program.
  /// - Parameter words: its path and arguments.
  static func run(words: [String], input: String = "", in folder: URL? = nil) throws -> CommandResult {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = Array(words.dropFirst())
    if let folder { process.currentDirectoryURL = folder }
    // Files instead of pipes: no output is too long for them.
    let place = try TemporaryFolder()
    let files = try ["in", "out", "err"].map { name -> URL in
      let url = place.url.appendingPathComponent(name)
      try (name == "in" ? input : "").write(to: url, atomically: true, encoding: .utf8)
      return url
    }
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    return CommandResult(
      status: process.terminationStatus, output: try String(contentsOf: files[1], encoding: .utf8),
      errors: try String(contentsOf: files[2], encoding: .utf8))
  }
}

/// A folder that vanishes with its owner.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("vitrum-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file into the folder.
  func write(_ text: String, to name: String) throws -> String {
    let file = url.appendingPathComponent(name)
    try text.write(to: file, atomically: true, encoding: .utf8)
    return file.path
  }
}

import Base
import Foundation

/// The committed inputs of a target: a line of base 64 for each, in Fuzz/Corpus/NAME.txt and, where these are many, NAME-2.txt and so on.
public enum Corpus {
  /// - Throws: when there is no file, with what makes one.
  public static func read(_ name: String, root: URL) throws -> [[UInt8]] {
    let files = files(name, root: root)
    guard !files.isEmpty else {
      throw FuzzFinding("no \(file(name, 1, root: root).path): `scripts/fuzz --minimise \(name)` makes it")
    }
    return try files.flatMap(read)
  }

  /// The file with this number, from 1.
  public static func file(_ name: String, _ number: Int, root: URL) -> URL {
    root.appending(path: "Fuzz/Corpus/\(name)\(number == 1 ? "" : "-\(number)").txt")
  }

  /// The files that there are.
  public static func files(_ name: String, root: URL) -> [URL] {
    (1...).lazy.map { file(name, $0, root: root) }.prefix { FileManager.default.fileExists(atPath: $0.path) }.map { $0 }
  }

  private static func read(_ file: URL) throws -> [[UInt8]] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
      guard let data = Data(base64Encoded: String(line)) else { throw FuzzFinding("\(file.path): a line that is not base 64") }
      return Array(data)
    }
  }
}

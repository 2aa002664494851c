import Base
import Foundation

/// The inputs of a target in one file: a line of base 64 for each.
public enum Corpus {
  public static func read(_ file: URL) throws -> [[UInt8]] {
    guard FileManager.default.fileExists(atPath: file.path) else { return [] }
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
      guard let data = Data(base64Encoded: String(line)) else { throw FuzzFinding("\(file.path): a line that is not base 64") }
      return Array(data)
    }
  }
}

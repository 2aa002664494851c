import Base
import Foundation
import FuzzSupport

extension Corpus {
  /// Writes inputs, short ones first, as many as `limit` octets of text hold.
  static func write(_ inputs: [[UInt8]], to file: URL, limit: Int) throws -> Int {
    var text = ""
    var count = 0
    for octets in inputs.sorted(by: { ($0.count, Hex.encode($0)) < ($1.count, Hex.encode($1)) }) {
      let line = Data(octets).base64EncodedString() + "\n"
      guard text.utf8.count + line.utf8.count <= limit else { break }
      text += line
      count += 1
    }
    try Data(text.utf8).write(to: file)
    return count
  }

  static func readFolder(_ folder: URL) throws -> [[UInt8]] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
      Array(try Data(contentsOf: folder.appending(path: $0)))
    }
  }

  static func writeFolder(_ inputs: [[UInt8]], named prefix: String, to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (index, octets) in inputs.enumerated() { try Data(octets).write(to: folder.appending(path: "\(prefix)-\(index)")) }
  }
}

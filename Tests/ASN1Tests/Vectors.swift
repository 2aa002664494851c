import Foundation

/// Vectors made by pycrate with `Oracle/oracle.py vectors PROTOCOL MODULE 7 1 --limit 1500`: every type of message once.
enum Vectors {
  static func text(_ name: String) throws -> String {
    try String(contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/" + name), encoding: .utf8)
  }
}

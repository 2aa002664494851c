import Base
import Foundation

/// Small JSON files under `/run/vitrum` that outlive a killed process, so that the next one can clean up.
enum RunFile {
  static let folder = "/run/vitrum"

  static func write(_ path: String, _ json: JSON) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try Data(json.octets).write(to: URL(fileURLWithPath: path), options: .atomic)
  }

  static func read(_ path: String) -> JSON? {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)), data.count <= 1 << 20 else { return nil }
    return try? JSON(parsing: Array(data))
  }

  /// Removes the file, and the folder when it is empty.
  static func remove(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
    _ = rmdir(folder)
  }
}

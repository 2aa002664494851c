import ArgumentParser
import Base
import Foundation

/// Inputs of commands: a file, or stdin for `-`.
public enum InputFile {
  /// The largest input that is read, in octets.
  public static let maximumOctets = 256 << 20

  /// - Throws: an exit code, with the reason on stderr.
  public static func read(_ path: String) throws -> [UInt8] {
    do {
      let handle = try path == "-" ? FileHandle.standardInput : FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      let data = try handle.read(upToCount: maximumOctets + 1) ?? Data()
      guard data.count <= maximumOctets else {
        throw failure("\(path): is larger than \(maximumOctets >> 20) MiB; split it", .invalidInput)
      }
      return Array(data)
    } catch let code as ExitCode {
      throw code
    } catch {
      let isThere = path == "-" || FileManager.default.fileExists(atPath: path)
      throw failure("\(path): \(isThere ? "cannot be read; is it a file that you may read?" : "there is no such file")", .invalidInput)
    }
  }

  /// The text of a file.
  public static func readText(_ path: String) throws -> String {
    guard let text = String(validating: try read(path), as: UTF8.self) else {
      throw failure("\(path == "-" ? "stdin" : path): is not UTF-8 text", .invalidInput)
    }
    return text
  }
}

/// The lines of a text, ended by LF or CR LF (which Swift counts as one character).
public func inputLines(_ text: String) -> [String] {
  text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
    String(Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line))
  }
}

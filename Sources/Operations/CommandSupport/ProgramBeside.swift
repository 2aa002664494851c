import Foundation
import Glibc

/// A program in the folder of this one that knows what this one is not built with.
public struct ProgramBeside {
  public let name: String
  /// The target of `make` that builds it.
  public let makeTarget: String

  public init(_ name: String, makeTarget: String) {
    self.name = name
    self.makeTarget = makeTarget
  }

  /// Where it would be; `nil` if this program cannot tell where it is itself.
  public var path: String? {
    guard let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else { return nil }
    return URL(fileURLWithPath: link).deletingLastPathComponent().appending(path: name).path
  }

  /// Whether it is there.
  public var exists: Bool { path.map { access($0, X_OK) == 0 } ?? false }

  /// What ends a command that needs it while it is not there.
  /// - Parameter subject: what needs it.
  public func missing(_ subject: String) -> any Error {
    guard let path else { return failure("cannot tell where this program is, and so not where \(name) is") }
    return failure("\(subject) needs \(path), which is not there; build it with: make \(makeTarget)")
  }

  /// Becomes this program.
  /// - Returns: only if that failed: what the command ends with.
  public func become(_ arguments: [String]) -> any Error {
    guard let path else { return missing("it") }
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
    words.append(nil)
    execv(path, words)
    return failure("\(path) cannot be started: \(String(cString: strerror(errno)))")
  }
}

import ArgumentParser
import CommandSupport
import Foundation
import Glibc

/// `vitrum-codec`, a program beside this one: the network does not need its protocols, so building the network does not build them.
enum CodecProgram {
  /// The protocols that it has.
  private static let formats = ["xnap", "f1ap", "e1ap", "nrppa"]

  /// Becomes `vitrum-codec` with the same arguments.
  /// - Returns: what the command throws when that cannot be.
  static func run(instead command: String, _ format: String) -> any Error {
    guard formats.contains(format) else {
      let known = WireFormat.allCases.map(\.rawValue) + formats
      return ValidationError("'\(format)' is no protocol; there are \(known.joined(separator: ", "))")
    }
    guard let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
      return failure("cannot tell where this program is, and so not where vitrum-codec is")
    }
    let program = URL(fileURLWithPath: own).deletingLastPathComponent().appending(path: "vitrum-codec").path
    guard access(program, X_OK) == 0 else {
      return failure("\(format) needs \(program), which is not there; build it with: make codecs")
    }
    var arguments: [UnsafeMutablePointer<CChar>?] = ([program] + CommandLine.arguments.dropFirst()).map { strdup($0) }
    arguments.append(nil)
    execv(program, arguments)
    return failure("\(program) cannot be started: \(String(cString: strerror(errno)))")
  }
}

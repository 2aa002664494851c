import ArgumentParser
import CommandSupport
import Dissection
import Foundation
import Glibc

/// `vitrum-codec`, a program beside this one: the network does not need its protocols, so building the network does not build them.
enum CodecProgram {
  /// Protocols that only it has.
  private static let formats = ["xnap", "f1ap", "e1ap", "nrppa", "lpp", "sbi"]
  /// Protocols that this program has too.
  static let own = ["ngap", "nas", "pfcp", "gtpu"]
  static let help =
    "Protocol: \(own.joined(separator: ", ")); with vitrum-codec also \(formats.joined(separator: ", ")) and the types of RRC"

  /// Becomes `vitrum-codec` with the same arguments, if it is there: it also knows the messages of the other protocols within one.
  ///
  /// Otherwise returns for this program's own protocols.
  /// - Parameter maybeCapture: other words may name a capture.
  /// - Throws: what the command ends with.
  static func takeOver(_ format: String, maybeCapture: Bool = false) throws {
    let isOwn = own.contains(format)
    guard let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
      if isOwn { return }
      throw failure("cannot tell where this program is, and so not where vitrum-codec is")
    }
    let program = URL(fileURLWithPath: link).deletingLastPathComponent().appending(path: "vitrum-codec").path
    guard access(program, X_OK) == 0 else {
      if isOwn { return }
      let looksLikeFile = format == "-" || format.contains { $0 == "/" || $0 == "." } || FileManager.default.fileExists(atPath: format)
      guard formats.contains(format) || (maybeCapture && looksLikeFile) else {
        throw ValidationError(
          "'\(format)' is no protocol; there are \((own + formats).joined(separator: ", ")), and the types of RRC in vitrum-codec, which is "
            + "not there; build it with: make codecs")
      }
      throw failure(
        "\(formats.contains(format) ? format : "a capture") needs \(program), which is not there; build it with: make codecs")
    }
    var arguments: [UnsafeMutablePointer<CChar>?] = ([program] + CommandLine.arguments.dropFirst()).map { strdup($0) }
    arguments.append(nil)
    execv(program, arguments)
    throw failure("\(program) cannot be started: \(String(cString: strerror(errno)))")
  }
}

import ArgumentParser
import CommandSupport
import Foundation

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
    let program = ProgramBeside("vitrum-codec", makeTarget: "codecs")
    if program.exists { throw program.become(Array(CommandLine.arguments.dropFirst())) }
    if own.contains(format) { return }
    let looksLikeFile = format == "-" || format.contains { $0 == "/" || $0 == "." } || FileManager.default.fileExists(atPath: format)
    guard program.path == nil || formats.contains(format) || (maybeCapture && looksLikeFile) else {
      throw ValidationError(
        "'\(format)' is no protocol; there are \((own + formats).joined(separator: ", ")), and the types of RRC in vitrum-codec, which is "
          + "not there; build it with: make codecs")
    }
    throw program.missing(formats.contains(format) ? format : "a capture")
  }
}

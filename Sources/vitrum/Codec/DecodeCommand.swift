import ArgumentParser
import Base

struct DecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode", abstract: "Show what is in a message of NGAP, NAS, PFCP or GTP-U.",
    discussion: """
      EXAMPLES:
        vitrum decode nas 7e005b01
        vitrum decode ngap --json 00150033000004...
        xxd -p message.bin | vitrum decode pfcp -
        vitrum decode nas --json --lines - < messages.hex     one message in each line, one JSON value in each line out

      The JSON is what `vitrum encode` reads. Exit status 2: the octets are no such message.
      """)

  @Argument(help: "Protocol: ngap, nas, pfcp or gtpu.") var format: WireFormat
  @Argument(help: "The octets in hexadecimal, or - for stdin.") var octets: String = "-"
  @Flag(help: "Print JSON in one line instead of an outline.") var json = false
  @Flag(help: "Each line of the input is a message.") var lines = false

  func run() throws {
    let text = octets == "-" ? try InputFile.readText("-") : octets
    var hasFailed = false
    for (message, place) in MessageLines.split(text, isByLine: lines) {
      do throws(WireFormat.Problem) {
        guard let octets = Hex.decode(message) else {
          throw WireFormat.Problem(text: "not hexadecimal: an even number of the digits 0-9 and a-f is needed")
        }
        guard !octets.isEmpty else { throw WireFormat.Problem(text: "no octets") }
        let value = try format.json(octets)
        printLine(json ? value.text(sorted: false) : Outline.text(value))
      } catch {
        hasFailed = true
        printError("\(format.rawValue)\(place): \(error.text)")
      }
    }
    if hasFailed { throw ExitCode(ExitStatus.invalidInput.rawValue) }
  }
}

/// Cuts an input into messages.
enum MessageLines {
  /// - Returns: each message and, where there are several, its place for error texts.
  static func split(_ text: String, isByLine: Bool) -> [(message: String, place: String)] {
    guard isByLine else { return [(text, "")] }
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
      line.allSatisfy(\.isWhitespace) ? nil : (String(line), " line \(index + 1)")
    }
  }
}

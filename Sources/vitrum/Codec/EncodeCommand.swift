import ArgumentParser
import Base

struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode", abstract: "Turn the JSON of `vitrum decode --json` into the octets of a message.",
    discussion: """
      EXAMPLES:
        vitrum decode nas --json 7e005b01 | vitrum encode nas -
        vitrum encode gtpu '{"teid":0,"sequenceNumber":1,"echoRequest":{}}'
        vitrum encode ngap --lines - < messages.jsonl

      Exit status 2: the JSON is no such message; the error names the member.
      """)

  @Argument(help: "Protocol: ngap, nas, pfcp or gtpu.") var format: WireFormat
  @Argument(help: "The JSON, or - for stdin.") var message: String = "-"
  @Flag(help: "Each line of the input is a message.") var lines = false

  func run() throws {
    let text = message == "-" ? try InputFile.readText("-") : message
    var hasFailed = false
    for (message, place) in MessageLines.split(text, isByLine: lines) {
      do throws(WireFormat.Problem) {
        printLine(Hex.encode(try format.octets(try Self.parse(message))))
      } catch {
        hasFailed = true
        printError("\(format.rawValue)\(place): \(error.text)")
      }
    }
    if hasFailed { throw ExitCode(ExitStatus.invalidInput.rawValue) }
  }

  private static func parse(_ text: String) throws(WireFormat.Problem) -> JSON {
    do {
      return try JSON(parsing: text)
    } catch {
      throw WireFormat.Problem(text: "\(error)")
    }
  }
}

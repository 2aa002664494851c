import ArgumentParser
import CommandSupport
import Dissection
import MessageCommands

struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode", abstract: "Turn the JSON of `vitrum decode --json` into the octets of a message.",
    discussion: """
      EXAMPLES:
        vitrum decode nas --json 7e005b01 | vitrum encode nas -
        vitrum encode gtpu '{"teid":0,"sequenceNumber":1,"echoRequest":{}}'
        vitrum encode ngap --lines - < messages.jsonl

      Messages within messages may be JSON or hexadecimal octets. A member `octets` beside a message within another counts, not the message.
      Exit status 2: the JSON is no such message; the error names the member.
      """)

  @Argument(help: "\(CodecProgram.help).") var format: String
  @OptionGroup var options: EncodeOptions

  func run() throws {
    try CodecProgram.takeOver(format)
    try options.run(format, Dissector(MessageFormat.core))
  }
}

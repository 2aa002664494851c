import ArgumentParser
import Base
import CommandSupport

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

  @Argument(help: "Protocol: ngap, nas, pfcp, gtpu; with vitrum-codec also xnap, f1ap, e1ap, nrppa.") var format: String
  @OptionGroup var options: EncodeOptions

  func run() throws {
    guard let known = WireFormat(rawValue: format) else { throw CodecProgram.run(instead: "encode", format) }
    try options.run(format) { (json: JSON) throws(ConversionProblem) in try known.octets(json) }
  }
}

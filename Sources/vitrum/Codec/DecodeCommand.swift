import ArgumentParser
import Base
import CommandSupport

struct DecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode", abstract: "Show what is in a message.",
    discussion: """
      EXAMPLES:
        vitrum decode nas 7e005b01
        vitrum decode ngap --json 00150033000004...
        xxd -p message.bin | vitrum decode pfcp -
        vitrum decode nas --json --lines - < messages.hex     one message in each line, one JSON value in each line out
        vitrum decode f1ap 0001...                            a protocol of vitrum-codec, which `make codecs` builds

      The JSON is what `vitrum encode` reads. Exit status 2: the octets are no such message.
      """)

  @Argument(help: "Protocol: ngap, nas, pfcp, gtpu; with vitrum-codec also xnap, f1ap, e1ap, nrppa.") var format: String
  @OptionGroup var options: DecodeOptions

  func run() throws {
    guard let known = WireFormat(rawValue: format) else { throw CodecProgram.run(instead: "decode", format) }
    try options.run(format) { (octets: [UInt8]) throws(ConversionProblem) in try known.json(octets) }
  }
}

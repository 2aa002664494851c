import ArgumentParser
import CommandSupport
import Dissection
import MessageCommands

/// Decodes and encodes every protocol, and reads captures.
@main
struct VitrumCodec: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vitrum-codec", abstract: "Messages of every interface, as text and octets; captures.",
    discussion: """
      EXAMPLES:
        vitrum-codec decode f1ap 0001...
        vitrum-codec decode xnap --json --lines - < messages.hex
        vitrum-codec decode v.pcapng --summary
        vitrum-codec encode e1ap - < message.json

      Exit status 2: the input is no such message or no capture, or a message of the capture cannot be decoded.
      """, subcommands: [Decode.self, Encode.self, SBIBodies.self])

  struct Decode: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "decode", abstract: "Show what is in a message or in the messages of a capture.",
      discussion: """
        EXAMPLES:
          vitrum-codec decode ngap 00150033000004...
          vitrum-codec decode v.pcapng --summary                     a line for each message
          vitrum-codec decode v.pcapng --protocol nas --limit 5      the first five messages that are NAS or carry it
          vitrum-codec decode v.pcapng --frame 12 --json
          tcpdump -i any -w - sctp | vitrum-codec decode -           while it is captured
        """)

    @Argument(help: "Protocol: \(Formats.names). Or a capture, pcap or pcapng; - for stdin.") var input: String
    @OptionGroup var options: DecodeOptions

    func run() throws {
      if Formats.dissector.format(input) != nil { return try options.run(input, Formats.dissector) }
      try CaptureCommand(path: input, options: options).run()
    }
  }

  struct Encode: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "encode", abstract: "Make a message of JSON.",
      discussion: """
        EXAMPLES:
          vitrum-codec decode e1ap --json 0000... | vitrum-codec encode e1ap -
        """)

    @Argument(help: "Protocol: \(Formats.names).") var format: String
    @OptionGroup var options: EncodeOptions

    func run() throws {
      guard Formats.dissector.format(format) != nil else {
        throw ValidationError("'\(format)' is no protocol; there are \(Formats.names)")
      }
      try options.run(format, Formats.dissector)
    }
  }
}

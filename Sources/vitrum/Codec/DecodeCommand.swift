import ArgumentParser
import CommandSupport
import Dissection
import MessageCommands

struct DecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode", abstract: "Show what is in a message or in the messages of a capture.",
    discussion: """
      EXAMPLES:
        vitrum decode nas 7e005b01
        vitrum decode ngap --json 00150033000004...
        xxd -p message.bin | vitrum decode pfcp -
        vitrum decode nas --json --lines - < messages.hex     one message in each line, one JSON value in each line out
        vitrum decode f1ap 0001...                            a protocol of vitrum-codec, which `make codecs` builds
        vitrum decode v.pcapng --summary                      a line for each message of a capture (vitrum-codec)
        vitrum decode v.pcapng --protocol nas --limit 5       the first five messages that are NAS or carry it
        vitrum decode v.pcapng --frame 12 --json
        tcpdump -i any -w - sctp | vitrum decode -            while it is captured

      Messages within messages are decoded too, where vitrum-codec is there also those of NRPPa and its other protocols. The JSON is what
      `vitrum encode` reads. NAS that its header calls ciphered is shown when it is readable, as nasAssumingNEA0.
      Exit status 2: the octets are no such message, the file is no capture, or some of its messages cannot be decoded.
      """)

  @Argument(help: "\(CodecProgram.help). Or a capture, pcap or pcapng; - for stdin.") var input: String
  @OptionGroup var options: DecodeOptions

  func run() throws {
    try CodecProgram.takeOver(input, maybeCapture: true)
    try options.run(input, Dissector(MessageFormat.core))
  }
}

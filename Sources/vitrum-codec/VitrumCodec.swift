import ArgumentParser
import Base
import CommandSupport
import E1AP
import F1AP
import NRPPa
import PER
import XnAP

/// Decodes and encodes the protocols that the network itself does not speak yet.
@main
struct VitrumCodec: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vitrum-codec", abstract: "Messages of XnAP, F1AP, E1AP and NRPPa, as text and octets.",
    discussion: """
      EXAMPLES:
        vitrum-codec decode f1ap 0001...
        vitrum-codec decode xnap --json --lines - < messages.hex
        vitrum-codec encode e1ap - < message.json

      Exit status 2: the input is no such message.
      """, subcommands: [Decode.self, Encode.self])

  struct Decode: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "decode", abstract: "Show what is in a message.")

    @Argument(help: "Protocol: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).") var format: Format
    @OptionGroup var options: DecodeOptions

    func run() throws {
      try options.run(format.rawValue) { (octets: [UInt8]) throws(ConversionProblem) in try format.json(octets) }
    }
  }

  struct Encode: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "encode", abstract: "Make a message of JSON.")

    @Argument(help: "Protocol: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).") var format: Format
    @OptionGroup var options: EncodeOptions

    func run() throws {
      try options.run(format.rawValue) { (json: JSON) throws(ConversionProblem) in try format.octets(json) }
    }
  }
}

/// The protocols of this program, each with the type of its messages.
enum Format: String, CaseIterable, ExpressibleByArgument {
  case xnap, f1ap, e1ap, nrppa

  private var type: any PERMessage.Type {
    switch self {
    case .xnap: XnAPPDU.self
    case .f1ap: F1APPDU.self
    case .e1ap: E1APPDU.self
    case .nrppa: NRPPAPDU.self
    }
  }

  func json(_ octets: [UInt8]) throws(ConversionProblem) -> JSON {
    do { return try type.init(decoding: octets).json } catch { throw ConversionProblem("\(error)") }
  }

  func octets(_ json: JSON) throws(ConversionProblem) -> [UInt8] {
    do { return try type.init(json: json).encode() } catch { throw ConversionProblem("\(error)") }
  }
}

import ArgumentParser
import Base
import CommandSupport
import Dissection

/// Options of commands that show what is in messages.
public struct DecodeOptions: ParsableArguments {
  @Argument(help: "The octets in hexadecimal, or - for stdin. A capture has none.") public var octets: String?
  @Flag(help: "Print JSON in one line instead of an outline.") public var json = false
  @Flag(help: "Each line of the input is a message.") public var lines = false
  @Flag(help: "Leave messages within messages as octets.") public var flat = false
  @OptionGroup(title: "Options for captures") public var capture: CaptureOptions

  public init() {}

  /// Prints every message of the input; those that cannot be read are reported, and end in exit status 2.
  /// - Parameter key: the format of the messages.
  public func run(_ key: String, _ dissector: Dissector) throws {
    guard !capture.isUsed else { throw ValidationError("--summary, --protocol, --frame and --limit are for captures") }
    let text = try octets.map { $0 == "-" ? try InputFile.readText("-") : $0 } ?? InputFile.readText("-")
    try MessageLines.each(text, isByLine: lines, key) { (message: String) throws(ConversionProblem) in
      guard let octets = Hex.decode(message) else {
        throw ConversionProblem("not hexadecimal: an even number of the digits 0-9 and a-f is needed")
      }
      guard !octets.isEmpty else { throw ConversionProblem("no octets") }
      let value = try dissector.decode(octets, as: key, isFlat: flat).json
      printLine(json ? value.text(sorted: false) : value.outline)
    }
  }
}

/// Which messages of a capture are shown, and how.
public struct CaptureOptions: ParsableArguments {
  @Flag(help: "One line for each message.") public var summary = false
  @Option(name: .customLong("protocol"), help: "Only messages of this protocol, or that contain one; may be given several times.")
  public var protocols: [String] = []
  @Option(help: "Only the messages of this packet, or of packets as in 10-20; counted from 1.") public var frame: PacketRange?
  @Option(help: "Stop after so many messages.") public var limit: Int?

  public init() {}

  public var isUsed: Bool { summary || !protocols.isEmpty || frame != nil || limit != nil }

  public func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit is a number of messages from 1") }
  }
}

/// Numbers of packets: `7`, `7-9`, `7-`.
public struct PacketRange: ExpressibleByArgument {
  public let numbers: ClosedRange<Int>

  public init?(argument: String) {
    let parts = argument.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard let low = parts.first.flatMap({ Int($0) }), low >= 1 else { return nil }
    guard parts.count == 2 else {
      numbers = low...low
      return
    }
    guard let high = parts[1].isEmpty ? Int.max : Int(parts[1]), high >= low else { return nil }
    numbers = low...high
  }
}

/// Options of commands that make messages of JSON.
public struct EncodeOptions: ParsableArguments {
  @Argument(help: "The JSON, or - for stdin.") public var message: String = "-"
  @Flag(help: "Each line of the input is a message.") public var lines = false

  public init() {}

  /// Prints the octets of every message of the input; exit status 2 when one is no message.
  public func run(_ key: String, _ dissector: Dissector) throws {
    let text = message == "-" ? try InputFile.readText("-") : message
    try MessageLines.each(text, isByLine: lines, key) { (message: String) throws(ConversionProblem) in
      let value: JSON
      do { value = try JSON(parsing: message, maximumDepth: 256) } catch { throw ConversionProblem("\(error)") }
      printLine(Hex.encode(try dissector.encode(value, as: key)))
    }
  }
}

/// Cuts an input into messages.
private enum MessageLines {
  static func each(
    _ text: String, isByLine: Bool, _ name: String, _ body: (String) throws(ConversionProblem) -> Void
  ) throws {
    let lines = isByLine ? inputLines(text) : [text]
    var hasFailed = false
    for (index, line) in lines.enumerated() where !isByLine || !line.allSatisfy(\.isWhitespace) {
      do throws(ConversionProblem) {
        try body(line)
      } catch {
        hasFailed = true
        printError("\(name)\(isByLine ? " line \(index + 1)" : ""): \(error.text)")
      }
    }
    if hasFailed { throw ExitCode(ExitStatus.invalidInput.rawValue) }
  }
}

import ArgumentParser
import Base

/// Why a message cannot be converted, as one line.
public struct ConversionProblem: Error {
  public let text: String

  public init(_ text: String) { self.text = text }
}

/// Options of commands that show what is in messages.
public struct DecodeOptions: ParsableArguments {
  @Argument(help: "The octets in hexadecimal, or - for stdin.") public var octets: String = "-"
  @Flag(help: "Print JSON in one line instead of an outline.") public var json = false
  @Flag(help: "Each line of the input is a message.") public var lines = false

  public init() {}

  /// Prints every message of the input; those that cannot be read are reported, and end in exit status 2.
  /// - Parameter name: the protocol, for error texts.
  public func run(_ name: String, convert: ([UInt8]) throws(ConversionProblem) -> JSON) throws {
    let text = octets == "-" ? try InputFile.readText("-") : octets
    try MessageLines.each(text, isByLine: lines, name) { (message: String) throws(ConversionProblem) in
      guard let octets = Hex.decode(message) else {
        throw ConversionProblem("not hexadecimal: an even number of the digits 0-9 and a-f is needed")
      }
      guard !octets.isEmpty else { throw ConversionProblem("no octets") }
      let value = try convert(octets)
      printLine(json ? value.text(sorted: false) : value.outline)
    }
  }
}

/// Options of commands that make messages of JSON.
public struct EncodeOptions: ParsableArguments {
  @Argument(help: "The JSON, or - for stdin.") public var message: String = "-"
  @Flag(help: "Each line of the input is a message.") public var lines = false

  public init() {}

  /// Prints the octets of every message of the input; exit status 2 when one is no message.
  public func run(_ name: String, convert: (JSON) throws(ConversionProblem) -> [UInt8]) throws {
    let text = message == "-" ? try InputFile.readText("-") : message
    try MessageLines.each(text, isByLine: lines, name) { (message: String) throws(ConversionProblem) in
      let value: JSON
      do { value = try JSON(parsing: message, maximumDepth: 256) } catch { throw ConversionProblem("\(error)") }
      printLine(Hex.encode(try convert(value)))
    }
  }
}

/// Cuts an input into messages.
private enum MessageLines {
  static func each(
    _ text: String, isByLine: Bool, _ name: String, _ body: (String) throws(ConversionProblem) -> Void
  ) throws {
    let lines = isByLine ? text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) : [text]
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

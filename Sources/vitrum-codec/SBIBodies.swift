import ArgumentParser
import Base
import CommandSupport
import Dissection
import SBI
import SBIServices

/// Reads JSON bodies of the service-based interface, checks them against their schema and writes them again.
struct SBIBodies: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sbi", abstract: "Show, or check, JSON bodies of the service-based interface.",
    discussion: """
      EXAMPLES:
        vitrum-codec sbi --type AuthEvent - < body.json
        vitrum-codec sbi --type TS29571_CommonData.yaml#/components/schemas/Snssai '{"sst":1}'
        vitrum-codec sbi --lines - < bodies.jsonl      each line is a JSON array: a type and a body; each line out is the body, or
                                                       "invalid: " and why

      A type is a schema of the OpenAPI files, or any place in one that has a schema. Exit status 2: the body is not of that type.
      """)

  @Argument(help: "The JSON text, or - for stdin.") var body: String = "-"
  @Option(help: "The schema's name, or its file and JSON pointer.") var type: String?
  @Flag(help: "Print JSON in one line instead of an outline.") var json = false
  @Flag(help: "Each line of the input is a type and a body, as a JSON array.") var lines = false

  func validate() throws {
    guard lines || type != nil else { throw ValidationError("--type is needed, unless --lines are given") }
  }

  func run() throws {
    let text = body == "-" ? try InputFile.readText("-") : body
    if lines { return try runLines(text) }
    do throws(ConversionProblem) {
      let value = try check(Array(text.utf8), try SBIBodies.schema(type ?? ""))
      printLine(json ? value.text() : value.outline)
    } catch {
      throw failure("sbi: \(error.text)", .invalidInput)
    }
  }

  private func runLines(_ text: String) throws {
    var schemas: [String: Int] = [:]
    var output = ""
    var hasFailed = false
    var lines = inputLines(text)
    if lines.last == "" { lines.removeLast() }
    for line in lines {
      do throws(ConversionProblem) {
        let pair = try SBIBodies.parsed(Array(line.utf8), maximumDepth: 64)
        guard let type = pair[0]?.stringValue, let body = pair[1] else { throw ConversionProblem("not an array of a type and a body") }
        let schema: Int
        if let known = schemas[type] { schema = known } else { schema = try SBIBodies.schema(type) }
        schemas[type] = schema
        output += try check(body.octets, schema).text() + "\n"
      } catch {
        hasFailed = true
        output += "invalid: \(error.text)\n"
      }
      if output.utf8.count > 65_536 {
        writeAll(output, to: 1)
        output = ""
      }
    }
    writeAll(output, to: 1)
    if hasFailed { throw ExitCode(ExitStatus.invalidInput.rawValue) }
  }

  /// The body after it has been read, checked and written.
  private func check(_ octets: [UInt8], _ schema: Int) throws(ConversionProblem) -> JSON {
    do {
      let content = try SBIBody.octets(octets, contentType: SBIMediaType.json).rootJSON()
      try SBISchema.check(content, schema)
      return content
    } catch {
      throw ConversionProblem(error.description)
    }
  }

  private static func parsed(_ octets: [UInt8], maximumDepth: Int) throws(ConversionProblem) -> JSON {
    do { return try JSON(parsing: octets, maximumDepth: maximumDepth) } catch { throw ConversionProblem(error.description) }
  }

  private static func schema(_ name: String) throws(ConversionProblem) -> Int {
    let found = SBISchemaName.find(name)
    guard let first = found.first else { throw ConversionProblem("no schema \(name)") }
    guard found.allSatisfy({ $0.schema == first.schema }) else {
      throw ConversionProblem("several schemas \(name): \(found.map(\.place).joined(separator: ", "))")
    }
    return first.schema
  }
}

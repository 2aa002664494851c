import ArgumentParser
import Assembly
import Base
import CommandSupport
import Configuration
import Management

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show what a running network consists of.",
    discussion: """
      EXAMPLES:
        vitrum status
        vitrum status --json

      Exit status 69: no network runs. Only the user that runs the network can ask.
      """)

  @OptionGroup var configuration: ConfigurationOption
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let answer = try Network.ask(["command": "status"], configuration)
    printLine(json ? answer.text(sorted: false) : answer.outline)
  }
}

struct UEsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ues", abstract: "List the UEs of a running network.",
    discussion: """
      EXAMPLES:
        vitrum ues
        vitrum ues --identities --json
      """)

  @OptionGroup var configuration: ConfigurationOption
  @Flag(help: "Show whole SUPIs.") var identities = false
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let answer = try Network.ask(["command": "ues", "identities": .bool(identities)], configuration)["ues"] ?? []
    if json { return printLine(answer.text(sorted: false)) }
    Table.print(
      answer.arrayValue ?? [],
      columns: [
        ("SUPI", "supi"), ("STATE", "state"), ("CONNECTION", "connection"), ("TAI", "tai"), ("CIPHERING", "ciphering"),
        ("INTEGRITY", "integrity"), ("SESSIONS", "sessions"),
      ])
  }
}

struct SessionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sessions", abstract: "List the PDU sessions of a running network.",
    discussion: """
      EXAMPLES:
        vitrum sessions
        vitrum sessions --identities --json
      """)

  @OptionGroup var configuration: ConfigurationOption
  @Flag(help: "Show whole SUPIs.") var identities = false
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let answer = try Network.ask(["command": "sessions", "identities": .bool(identities)], configuration)["sessions"] ?? []
    if json { return printLine(answer.text(sorted: false)) }
    Table.print(
      answer.arrayValue ?? [],
      columns: [
        ("SUPI", "supi"), ("ID", "pduSessionID"), ("DNN", "dnn"), ("SLICE", "sNSSAI"), ("TYPE", "type"), ("IPV4", "ipv4"),
        ("IPV6", "ipv6Prefix"), ("USER PLANE", "userPlane"),
      ])
  }
}

/// A running network, behind its control socket.
enum Network {
  static func ask(_ request: JSON, _ configuration: ConfigurationOption) throws -> JSON {
    let management = try configuration.load().management
    let answer: JSON
    do throws(ControlSocketError) {
      answer = try ManagementClient.ask(request, management)
    } catch {
      if case .notRunning = error { throw failure("\(error)", .notRunning) }
      throw failure("\(error)")
    }
    if let error = answer["error"]?.stringValue { throw failure(error) }
    return answer
  }
}

/// Objects as lines in columns.
enum Table {
  static func print(_ rows: [JSON], columns: [(title: String, key: String)]) {
    let cells = rows.map { row in columns.map { cell(row[$0.key]) } }
    let widths = columns.indices.map { index in max(columns[index].title.count, cells.map { $0[index].count }.max() ?? 0) }
    for line in [columns.map(\.title)] + cells {
      var text = ""
      for (cell, width) in zip(line, widths) { text += cell + String(repeating: " ", count: width - cell.count + 2) }
      while text.last == " " { text.removeLast() }
      printLine(text)
    }
  }

  private static func cell(_ value: JSON?) -> String {
    switch value {
    case nil: "-"
    case .string(let text): text
    case .array(let items): items.map { cell($0) }.joined(separator: ",")
    case .some(let other): other.text(sorted: false)
    }
  }
}

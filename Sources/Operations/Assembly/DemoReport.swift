import Base
import Configuration
import Glibc
import Runtime

/// What a demonstration has shown: a short table for people, or one JSON object.
struct DemoReport: Sendable {
  /// A PDU session and the namespace of its UE.
  struct Session: Sendable {
    var ue: Int
    var dnn: String
    var addresses: [String]
    var namespace: String

    init(_ json: JSON) {
      ue = json["ue"]?.integerValue() ?? 0
      dnn = json["dnn"]?.stringValue ?? ""
      addresses = (json["addresses"]?.arrayValue ?? []).compactMap(\.stringValue)
      namespace = json["namespace"]?.stringValue ?? ""
    }
  }

  private struct Step: Sendable {
    var name: String
    var result: String
    var milliseconds: Int64
  }

  let printsJSON: Bool
  var registered = 0
  var sessions: [Session] = []
  var pingsSent = 0
  var pingsReceived = 0
  var httpBytes = 0
  private var steps: [Step] = []
  /// Whether every step was done.
  private(set) var isComplete = false

  init(printsJSON: Bool) { self.printsJSON = printsJSON }

  mutating func add(_ name: String, _ result: String, _ duration: Duration) {
    let milliseconds = duration.wholeNanoseconds / 1_000_000
    steps.append(Step(name: name, result: result, milliseconds: milliseconds))
    progress("\(Self.title(of: name)): \(result) (\(milliseconds) ms)")
  }

  /// A line on stderr.
  func progress(_ line: String) { write("vitrum: \(line)\n", to: 2) }

  func printFailure(_ reason: String) { progress("failed: \(reason)") }

  mutating func printResult() {
    isComplete = true
    guard !printsJSON else { return }
    let titles = steps.map { Self.title(of: $0.name) }
    let width = titles.map(\.count).max() ?? 0
    let resultWidth = steps.map(\.result.count).max() ?? 0
    func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }
    var text = "\n\(padded("step", width))  \(padded("result", resultWidth))       ms\n"
    for (step, title) in zip(steps, titles) {
      let number = String(step.milliseconds)
      text +=
        "\(padded(title, width))  \(padded(step.result, resultWidth))  \(String(repeating: " ", count: max(0, 7 - number.count)))\(number)\n"
    }
    write(text, to: 1)
  }

  func printHints(_ configuration: Configuration) {
    guard !printsJSON, let session = sessions.first else { return }
    write(
      """

      The network is up. Try in another terminal:
        sudo ip netns exec \(session.namespace) ping \(Self.host(2, configuration.demo.dataNetwork))
        vitrum status      vitrum ues      vitrum sessions
      Ctrl-C ends it.

      """, to: 1)
  }

  /// The object of `--json`.
  var json: JSON {
    var milliseconds = JSON.Object()
    for step in steps { milliseconds[step.name] = .int(step.milliseconds) }
    return [
      "registered": .bool(registered > 0 && registered == sessions.count), "pduSession": .bool(!sessions.isEmpty), "ues": .int(registered),
      "addresses": .array(sessions.flatMap(\.addresses).map { .string($0) }), "pingsSent": .int(pingsSent),
      "pingsReceived": .int(pingsReceived), "httpBytes": .int(httpBytes), "steps": .object(milliseconds),
    ]
  }

  func printJSON() { write(json.text(sorted: false) + "\n", to: 1) }

  private static func title(of name: String) -> String {
    switch name {
    case "prepare": "prepared"
    case "core": "core started"
    case "n2Setup": "N2 setup"
    case "pduSession": "PDU session"
    default: name
    }
  }

  private static func host(_ number: UInt32, _ network: IPPrefix) -> IPAddress {
    if case .v4(let value) = network.address { .v4(value &+ number) } else { network.address }
  }

  private func write(_ text: String, to descriptor: Int32) {
    let octets = Array(text.utf8)
    _ = Glibc.write(descriptor, octets, octets.count)
  }
}

import Base
import CaptureAnalysis
import CommandSupport
import Dissection
import MessageCommands

/// Writes the messages of a capture that the options ask for: as a tree, as JSON, or in one line each.
struct MessagePrinter {
  private let options: DecodeOptions
  /// Each message is written at once.
  private let isLive: Bool
  private var output = ""
  private var shownCount = 0
  private(set) var undecodableCount = 0

  init(options: DecodeOptions, isLive: Bool) {
    self.options = options
    self.isLive = isLive
  }

  /// As many messages as were asked for have been shown.
  var isFinished: Bool { options.capture.limit.map { shownCount >= $0 } ?? false }

  mutating func show(_ message: CapturedMessage) {
    guard !isFinished, options.capture.frame?.numbers.contains(message.frame) ?? true else { return }
    let isFlat = options.flat
    switch message.content {
    case .problem(let text): show(message, names: [], nil, problem: text)
    case .octets(let octets):
      let key = message.protocolName?.rawValue ?? ""
      // The FO flag puts several PFCP messages into one datagram (TS 29.244 §6.5).
      for one in message.protocolName == .pfcp ? Self.bundle(octets) : [octets] {
        show(message) { () throws(ConversionProblem) in try Formats.dissector.decode(one, as: key, isFlat: isFlat) }
      }
    case .http(let http):
      show(message) { () throws(ConversionProblem) in
        let json = try MessageFormat.json(of: http)
        return try Formats.dissector.dissect(json, as: "sbi", isFlat: isFlat)
      }
    }
  }

  mutating func flush() {
    writeAll(output, to: 1)
    output = ""
  }

  /// The PFCP messages of a datagram by their headers: flag FO, and the length.
  private static func bundle(_ octets: [UInt8]) -> [[UInt8]] {
    var messages: [[UInt8]] = []
    var rest = octets[...]
    while messages.count < 63, rest.count >= 4, rest[rest.startIndex] & 4 != 0 {
      let length = 4 + (Int(rest[rest.startIndex + 2]) << 8 | Int(rest[rest.startIndex + 3]))
      guard length < rest.count else { break }
      messages.append(Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    return messages + [Array(rest)]
  }

  private mutating func show(_ message: CapturedMessage, _ body: () throws(ConversionProblem) -> DissectedMessage) {
    do throws(ConversionProblem) {
      let dissected = try body()
      show(message, names: dissected.names, dissected.json, problem: nil)
    } catch {
      show(message, names: [], nil, problem: error.text)
    }
  }

  private mutating func show(
    _ message: CapturedMessage, names: [(title: String, name: String)], _ json: JSON?, problem: String?
  ) {
    guard isWanted(message, names) else { return }
    if problem != nil { undecodableCount += 1 }
    shownCount += 1
    if options.json {
      output += Self.object(message, names, options.capture.summary ? nil : json, problem).text(sorted: false) + "\n"
    } else {
      output += Self.head(message, names, problem) + "\n"
      if !options.capture.summary, let json {
        for line in json.outline.split(separator: "\n") { output += "  \(line)\n" }
        output += "\n"
      }
    }
    if isLive || output.utf8.count > 1 << 16 { flush() }
  }

  private func isWanted(_ message: CapturedMessage, _ names: [(title: String, name: String)]) -> Bool {
    guard !options.capture.protocols.isEmpty else { return true }
    let present = Set(([message.protocolName?.rawValue ?? ""] + names.map(\.title)).map(Self.plain))
    return options.capture.protocols.contains { present.contains(Self.plain($0)) }
  }

  /// What messages of captures are or contain.
  static let protocols = ["NGAP", "XnAP", "F1AP", "E1AP", "NRPPa", "LPP", "RRC", "NAS", "PFCP", "GTP-U", "PDCP", "SBI", "IP"]
  static func isKnown(_ name: String) -> Bool { protocols.contains { plain($0) == plain(name) } }

  /// `GTP-U` and `gtpu` are the same.
  private static func plain(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }

  private static func head(_ message: CapturedMessage, _ names: [(title: String, name: String)], _ problem: String?) -> String {
    let time = message.time.map { DateTimeText.text($0, fractionDigits: 6) } ?? "-"
    let ends = message.source.port == 0 ? "" : "  \(message.source) > \(message.destination)"
    let title = problem == nil ? "" : message.protocolName.map { $0.rawValue.uppercased() + ": " } ?? ""
    let text = problem.map { title + $0 } ?? names.map { "\($0.title) \($0.name)" }.joined(separator: ", ")
    return "\(message.frame)  \(time)\(ends)  \(text.printable)"
  }

  private static func object(
    _ message: CapturedMessage, _ names: [(title: String, name: String)], _ json: JSON?, _ problem: String?
  ) -> JSON {
    var object = JSON.Object()
    object["frame"] = .int(message.frame)
    object["time"] = message.time.map { .string(DateTimeText.text($0, fractionDigits: 9)) }
    if message.source.port != 0 {
      object["source"] = .string(message.source.description)
      object["destination"] = .string(message.destination.description)
    }
    object["protocol"] = message.protocolName.map { .string($0.rawValue) }
    object["stream"] = message.stream.map { .int($0) }
    if !names.isEmpty { object["names"] = .array(names.map { .string("\($0.title) \($0.name)") }) }
    object["message"] = json
    object["problem"] = problem.map { .string($0) }
    return .object(object)
  }
}

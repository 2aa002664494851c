import Base
import Runtime

/// Keeps the events of a simulated run and writes them as lines that two runs can be compared by.
public final class TraceRecorder: TraceSink, @unchecked Sendable {
  public private(set) var events: [TraceEvent] = []

  public init() {}

  public func record(_ event: TraceEvent) { events.append(event) }

  /// Forgets what was recorded.
  public func reset() { events.removeAll(keepingCapacity: true) }

  /// Security events, as the pass rule of hostile scenarios counts them.
  public var securityEvents: [TraceEvent] { events.filter { $0.kind == .security } }

  /// One line for each event: instant, node, kind, interface, addresses, stream, octets, note.
  public var text: String {
    var text = ""
    for event in events {
      text += "\(event.instant.nanoseconds) \(event.node) \(event.kind) \(event.interface?.rawValue ?? "-")"
      text += " \(event.local?.description ?? "-") \(event.peer?.description ?? "-")"
      text += " \(event.stream.map(String.init) ?? "-") \(event.payloadProtocolID.map(String.init) ?? "-")"
      text += " \(Hex.encode(event.octets)) \(event.note)\n"
    }
    return text
  }
}

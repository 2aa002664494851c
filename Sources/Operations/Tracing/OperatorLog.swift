import Base
import Glibc
import Logging
import Runtime
import Synchronization

/// A backend of swift-log: one line for each event on stderr, `time level node: message key=value`.
public struct OperatorLogHandler: LogHandler {
  public var logLevel: Logger.Level
  public var metadata: Logger.Metadata = [:]
  public var metadataProvider: Logger.MetadataProvider?
  private let label: String

  public init(label: String, level: Logger.Level) {
    self.label = label
    logLevel = level
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    var line = "\(Self.timeText()) \(event.level.rawValue) \(label): \(event.message)"
    let members = metadata.merging(event.metadata ?? [:]) { $1 }
    for key in members.keys.sorted() { line += " \(key)=\(members[key].map { "\($0)" } ?? "")" }
    line += "\n"
    let octets = Array(line.utf8)
    // One call for each line, so that the lines of several processes do not mix.
    _ = write(2, octets, octets.count)
  }

  /// `2026-11-23T21:05:07.123Z`
  private static func timeText() -> String {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    var parts = tm()
    gmtime_r(&now.tv_sec, &parts)
    func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let milliseconds = String(1000 + now.tv_nsec / 1_000_000).dropFirst()
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))T"
      + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)).\(milliseconds)Z"
  }
}

/// Where the nodes of a process write their lines for the operator.
public struct OperatorLog: Sendable {
  private let level: Logger.Level

  public init(level: Logger.Level) { self.level = level }

  /// - Parameter levelName: swift-log's name of the level; an unknown one means `info`.
  public init(levelName: String) { level = Logger.Level(rawValue: levelName) ?? .info }

  /// The closure of an ``Environment``.
  public func writer(node: String) -> @Sendable (Runtime::LogLevel, String) -> Void {
    let level = level
    let logger = Logger(label: node, factory: { OperatorLogHandler(label: $0, level: level) })
    return { severity, line in
      switch severity {
      case .debug: logger.debug("\(line)")
      case .info: logger.info("\(line)")
      case .warning: logger.warning("\(line)")
      case .error: logger.error("\(line)")
      }
    }
  }
}

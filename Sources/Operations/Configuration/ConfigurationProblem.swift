/// A mistake in a configuration file.
public struct ConfigurationProblem: Error, Sendable, Hashable, CustomStringConvertible {
  public var file: String
  /// Counted from 1; 0 when the file could not be read.
  public var line: Int
  /// Where in the document, e.g. `smf.dnns[0].ipv4Pool`; empty for the document.
  public var path: String
  public var message: String
  /// What to write instead.
  public var remedy: String

  /// `vitrum.yaml:12: smf.dnns[0].ipv4Pool: "10.45.0.0/33" is not an IPv4 prefix; use e.g. 10.45.0.0/16`
  public var description: String {
    let position = line > 0 ? "\(file):\(line)" : file
    return "\(position): \(path.isEmpty ? "" : "\(path): ")\(message); \(remedy)"
  }
}

/// Why there is no configuration: every mistake, in the order of the lines.
public enum ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
  case invalid([ConfigurationProblem])

  public var problems: [ConfigurationProblem] {
    switch self {
    case .invalid(let problems): problems
    }
  }

  /// One line per mistake.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

import ArgumentParser
import Glibc

/// Exit statuses of every command; `vitrum --help` lists them.
public enum ExitStatus: Int32 {
  case failed = 1
  case invalidInput = 2
  case authenticationRejected = 3
  case registrationRejected = 4
  case sessionRejected = 5
  case noAnswer = 6
  case notRunning = 69
  case rootNeeded = 77
}

/// Writes why the command ends to stderr.
/// - Returns: what the command throws.
public func failure(_ message: String, _ status: ExitStatus = .failed) -> ExitCode {
  printError(message)
  return ExitCode(status.rawValue)
}

private let programName = CommandLine.arguments.first?.split(separator: "/").last.map(String.init) ?? "vitrum"

/// Writes lines to stderr, each behind the program's name.
public func printError(_ message: String) {
  for line in message.split(separator: "\n", omittingEmptySubsequences: false) { writeAll("\(programName): \(line)\n", to: 2) }
}

/// Writes a line to stdout at once, also into a pipe.
public func printLine(_ line: String) { writeAll(line + "\n", to: 1) }

public func writeAll(_ text: String, to descriptor: Int32) {
  let octets = Array(text.utf8)
  var written = 0
  while written < octets.count {
    let count = octets[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno != EINTR { return }
    written += max(0, count)
  }
}

import Glibc

/// What is being done, on the terminal's line of standard error.
public enum Progress {
  private static var isTerminal: Bool { isatty(2) == 1 }

  public static func show(_ text: String) { writeAll(isTerminal ? "\r\u{1B}[K\(text)" : text + "\n", to: 2) }

  public static func end() {
    if isTerminal { writeAll("\r\u{1B}[K", to: 2) }
  }
}

import Glibc
import Synchronization

/// Ctrl-C: the first one ends a measurement with what was found, the second one ends the program.
enum Interruption {
  private static let flag = Atomic(false)

  static var isThere: Bool { flag.load(ordering: .relaxed) }

  static func listen() {
    signal(SIGINT) { _ in
      Interruption.flag.store(true, ordering: .relaxed)
      signal(SIGINT, SIG_DFL)
    }
  }

  /// The exit status of what it ended.
  static let status: Int32 = 130
}

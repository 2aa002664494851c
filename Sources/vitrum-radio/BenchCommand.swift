import ArgumentParser
import CommandSupport

/// Becomes `radio-bench`, a program beside this one.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "The speed of kernels and the errors of codes (radio-bench, which `make bench-radio` builds).",
    discussion: """
      EXAMPLES:
        vitrum radio bench                            the speed of every kernel as JSON
        vitrum radio bench speed "LDPC decode"
        vitrum radio bench coding --blocks 100000     block errors of LDPC and polar codes
      """)

  @Argument(parsing: .captureForPassthrough, help: "Arguments of radio-bench.") var arguments: [String] = []

  func run() throws {
    let program = ProgramBeside("radio-bench", makeTarget: "bench-radio")
    if !program.exists, let first = arguments.first, ["--help", "-h"].contains(first) { throw CleanExit.helpRequest(Self.self) }
    throw program.exists ? program.become(arguments) : program.missing("the bench")
  }
}

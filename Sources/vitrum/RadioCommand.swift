import ArgumentParser
import CommandSupport

/// Becomes `vitrum-radio`, a program beside this one: the network runs without the physical layer, so building it does not build that.
struct RadioCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "radio", abstract: "The physical layer: links, waveforms, speed (vitrum-radio, which `make radio` builds).",
    discussion: """
      EXAMPLES:
        vitrum radio link --channel tdlb100-400 --mcs 2 --antennas 2 --snr -6:0:1
        vitrum radio demodulation --quick                     the table of TS 38.104 §8
        vitrum radio waveform generate ssb --cell 42 cell.cf32
        vitrum radio --help                                   everything that there is
      """)

  @Argument(parsing: .captureForPassthrough, help: "Arguments of vitrum-radio.") var arguments: [String] = []

  func run() throws {
    let program = ProgramBeside("vitrum-radio", makeTarget: "radio")
    if program.exists { throw program.become(arguments) }
    if arguments.isEmpty || ["--help", "-h"].contains(arguments[0]) { throw CleanExit.helpRequest(Self.self) }
    throw program.missing("the physical layer")
  }
}

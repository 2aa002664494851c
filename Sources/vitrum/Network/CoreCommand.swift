import ArgumentParser
import Assembly
import Configuration

struct CoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "core", abstract: "Run the core network: every function in one process.",
    discussion: """
      EXAMPLES:
        sudo vitrum core --config vitrum.yaml
        sudo vitrum core --pcap core.pcapng

      The addresses of amf.n2 and upf.n3 have to be addresses of this machine. Ctrl-C ends it.
      """)

  @OptionGroup var configuration: ConfigurationOption
  @Option(help: "Write N2, N3, N4 and N6 into this pcapng file.") var pcap: String?
  @OptionGroup var control: ControlOption

  func run() throws {
    let configuration = try configuration.load()
    try Root.require("the core (TUN device, SCTP)")
    let core = CoreProcess(configuration: configuration, capturePath: pcap)
    try runProcess(isControlled: control.isControlled) { await core.run($0) }
  }
}

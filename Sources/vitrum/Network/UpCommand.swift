import ArgumentParser
import Assembly
import Configuration
import Foundation

struct UpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "up", abstract: "Start a whole network with simulated gNBs and UEs, and show that traffic flows.",
    discussion: """
      EXAMPLES:
        sudo vitrum up
        sudo vitrum up --once --json
        sudo vitrum up --once --ues 50 --gnbs 3 --pcap v.pcapng
        sudo vitrum up --separate --pcap v.pcapng

      The core runs on this machine's own interfaces, where a gNB from outside can reach it; gNBs, UEs and the data network live in network
      namespaces. Ctrl-C deregisters the UEs and removes everything; what a killed run left behind is removed by the next one.
      """)

  @OptionGroup var configuration: ConfigurationOption
  @Option(help: "How many UEs; without it, demo.ues of the configuration.") var ues: Int?
  @Option(help: "How many gNBs; without it, demo.gnbs of the configuration.") var gnbs: Int?
  @Option(help: "Write N1 and N2, N3, N4 and N6 into this pcapng file; with --separate, a file for each function, with its SBI.")
  var pcap: String?
  @Flag(help: "Run each network function in a process of its own; they find one another by the NRF.") var separate = false
  @Option(help: "With --separate: FOLDER/NAME.yaml, where it exists, configures function NAME.") var functions: String?
  @Flag(help: "End after the demonstration.") var once = false
  @Flag(help: "Print one JSON object on stdout: at the end with --once, else as soon as traffic flows.") var json = false

  func validate() throws {
    if let ues, !(1...500).contains(ues) { throw ValidationError("--ues: use 1 to 500") }
    if let gnbs, !(1...50).contains(gnbs) { throw ValidationError("--gnbs: use 1 to 50") }
    if functions != nil, !separate { throw ValidationError("--functions belongs to --separate") }
  }

  func run() throws {
    try Root.require("`vitrum up` (network namespaces, TUN devices, SCTP)")
    let loaded = try configuration.load()
    let settings = DemoSettings(
      configuration: loaded, configurationPath: URL(fileURLWithPath: configuration.path).path, ues: ues ?? loaded.demo.ues,
      gNBs: gnbs ?? loaded.demo.gnbs, capturePath: pcap,
      core: separate ? .separateProcesses(folder: functions) : .oneProcess, isOnce: once, printsJSON: json)
    try runProcess { process in await DemoRun(settings, process: process).run() }
  }
}

import ArgumentParser
import Assembly
import Configuration

struct FunctionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nf", abstract: "Run one network function in a process of its own.",
    discussion: """
      EXAMPLES:
        vitrum nf nrf --config vitrum.yaml
        vitrum nf udm --config vitrum.yaml
        sudo vitrum nf amf --config vitrum.yaml

      Functions know the NRF (nrf.uri) and find one another by discovery; they listen where sbi.listen says. AMF and UPF need root.
      """)

  @Argument(help: "nrf, udr, udm, ausf, nssf, pcf, upf, smf or amf.") var name: CoreFunction
  @OptionGroup var configuration: ConfigurationOption
  @Option(help: "Write the function's N2, N3, N4, N6 and SBI into this pcapng file.") var pcap: String?
  @OptionGroup var control: ControlOption

  func run() throws {
    let configuration = try configuration.load()
    if name == .amf { try Root.require("the AMF (SCTP)") }
    if name == .upf { try Root.require("the UPF (TUN device)") }
    let function = FunctionProcess(name, configuration: configuration, capturePath: pcap)
    try runProcess(isControlled: control.isControlled) { await function.run($0) }
  }
}

extension CoreFunction: ExpressibleByArgument {}

import ArgumentParser
import Assembly

struct DataNetworkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dn", abstract: "Run the demonstration's data network: a small HTTP server with a file of 10 MB.",
    discussion: """
      EXAMPLES:
        vitrum dn --address 127.0.0.1:8080
        curl --output file http://127.0.0.1:8080/10MB.bin
      """)

  @Option(help: "Where it listens: an IPv4 ADDRESS or ADDRESS:PORT (80).") var address: EndpointArgument
  @OptionGroup var control: ControlOption

  func validate() throws {
    if !address.ip.isV4 { throw ValidationError("--address: use an IPv4 address") }
  }

  func run() throws {
    let server = DataNetworkProcess(address: address.address(defaultPort: 80))
    try runProcess(isControlled: control.isControlled) { await server.run($0) }
  }
}

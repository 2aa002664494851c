import ArgumentParser
import Assembly
import Base
import GNB

struct GNBCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gnb", abstract: "Run a simulated gNB, with this or any other standard core.",
    discussion: """
      EXAMPLES:
        sudo vitrum gnb --amf 10.99.0.1 --n2-address 10.99.0.1 --n3-address 10.99.0.2
        sudo vitrum gnb --amf 192.0.2.5 --n2-address 192.0.2.7 --n3-address 192.0.2.7 --plmn 001-01 --tac 7 --slice 1 --slice 1-000002

      UEs reach the cell by datagrams to --radio-address (`vitrum ue --gnb`). Ctrl-C ends it. Exit status 4: the AMF refuses the gNB, for
      instance because of its PLMN, tracking areas or slices.
      """)

  @Option(help: "AMF: ADDRESS or ADDRESS:PORT (38412).") var amf: EndpointArgument
  @Option(help: "Own address on N2.") var n2Address: EndpointArgument
  @Option(help: "Own address on N3: ADDRESS or ADDRESS:PORT (2152).") var n3Address: EndpointArgument
  @Option(help: "Where UEs reach the cell: ADDRESS:PORT.") var radioAddress = EndpointArgument(.v4(0x7F00_0064), port: 4997)
  @Option(help: "RAN node name.") var name = "vitrum-gnb"
  @Option(help: "gNB identity.") var id: UInt32 = 1
  @Option(help: "Bits of the identity, 22 to 32.") var idBits = 24
  @Option(help: "PLMN, e.g. 999-70.") var plmn: PLMNArgument = .test
  @Option(help: "Tracking area code; the first one is the cell's.") var tac: [UInt32] = []
  @Option(help: "Slice: SST or SST-SD; may be repeated.") var slice: [SliceArgument] = []
  @Option(help: "Ask for the release of a UE that is silent for so many seconds.") var inactivity: Int?
  @Option(help: "UDP port for SCTP in UDP (RFC 6951).") var sctpUdpPort: UInt16?
  @Option(help: "trace, debug, info, notice, warning, error or critical.") var logLevel = "info"
  @Option(help: "Write N2 and N3 into this pcapng file.") var pcap: String?
  @OptionGroup var control: ControlOption

  func validate() throws {
    guard (22...32).contains(idBits), UInt64(id) < 1 << UInt64(idBits) else {
      throw ValidationError("--id: \(id) does not fit \(idBits) bits; --id-bits is 22 to 32")
    }
    if let code = tac.first(where: { $0 > 0xFF_FFFF }) { throw ValidationError("--tac: \(code) has more than 24 bits") }
    if let inactivity, inactivity < 1 { throw ValidationError("--inactivity: use 1 or more seconds") }
  }

  func run() throws {
    try Root.require("the gNB (SCTP)")
    let slices = slice.isEmpty ? [SNSSAI(sst: 1)] : slice.map(\.slice)
    let areas = (tac.isEmpty ? [1] : tac).map {
      GNBConfiguration.SupportedTrackingArea(tac: $0, plmns: [GNBConfiguration.BroadcastPLMN(plmn: plmn.plmn, slices: slices)])
    }
    let configuration = GNBConfiguration(
      plmn: plmn.plmn, gNBID: id, gNBIDBits: idBits, name: name, trackingAreas: areas, n3Address: n3Address.ip,
      inactivity: inactivity.map { .seconds($0) })
    let settings = GNBSettings(
      amf: amf.address(defaultPort: 38412), n2Address: n2Address.ip, n3: n3Address.address(defaultPort: 2152),
      radio: radioAddress.address(defaultPort: 4997), n2UDPEncapsulationPort: sctpUdpPort, logLevel: logLevel, capturePath: pcap)
    let gnb = GNBProcess(configuration: configuration, settings: settings)
    try runProcess(isControlled: control.isControlled) { await gnb.run($0) }
  }
}

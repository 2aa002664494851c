import AMF
import AUSF
import Base
import Discovery
import PCF
import PFCP
import Runtime
import SBI
import SMF
import Security
import Services
import Simulation
import Storage
import UDM
import UDR
import UPF

/// The core's functions in one world, found by direct reference and spoken to in JSON, so that the trace covers every octet.
final class SimulatedFunctions: @unchecked Sendable {
  static let homeNetworkKeys: [HomeNetworkPrivateKey] = [
    try! HomeNetworkPrivateKey(scheme: .profileA, identifier: 1, privateKey: SecretBytes([UInt8](repeating: 0x11, count: 32))),
    try! HomeNetworkPrivateKey(scheme: .profileB, identifier: 2, privateKey: SecretBytes([UInt8](repeating: 0x12, count: 32))),
  ]

  static func guami(_ plmn: PLMNIdentity) -> GUAMI { GUAMI(plmn: plmn, amfRegionID: 1, amfSetID: 1, amfPointer: 0) }

  let coreLoop: VirtualLoop
  let amf: AMF
  let smf: SMF
  let udm: UDM
  let udr: UDR
  let ausf: AUSF
  let pcf: PCF
  let upf: UPFNode
  let local = LocalNetwork()

  init(
    options: ScenarioNetwork.Options, world: World, network: SimulatedNetwork, store: InMemorySubscriberStore, dataNetwork: DataNetworkHost
  ) {
    let plmn = options.plmn
    let local = self.local
    var environments: [String: Environment] = [:]
    for name in ["amf", "smf", "udm", "udr", "ausf", "pcf", "upf"] { environments[name] = world.makeEnvironment(node: name) }
    func environment(_ name: String) -> Environment { environments[name]! }
    func instance(_ n: Int) -> String { "00000000-0000-4000-8000-00000000000\(n)" }
    func root(_ n: Int) -> String { "http://127.0.0.1\(n):7777" }
    func services(_ name: String, _ n: Int) -> LocalServices {
      LocalServices(local, environment: environment(name), apiRoot: root(n), mode: .json)
    }
    coreLoop = environment("amf").loop as! VirtualLoop
    let sealer = try! AESGCMSealer(key: SecretBytes([UInt8](repeating: 0x77, count: 32)))

    udr = UDR(
      environment: environment("udr"), configuration: UDRConfiguration(keyProtection: sealer), store: store, services: services("udr", 1))
    udm = UDM(
      environment: environment("udm"),
      configuration: UDMConfiguration(
        homePLMN: plmn, nfInstanceID: instance(2), keyProtection: sealer, homeNetworkKeys: SimulatedFunctions.homeNetworkKeys),
      services: services("udm", 2))
    ausf = AUSF(
      environment: environment("ausf"), configuration: AUSFConfiguration(nfInstanceID: instance(3), servingNetworks: [plmn]),
      services: services("ausf", 3))
    pcf = PCF(environment: environment("pcf"), configuration: PCFConfiguration(), services: services("pcf", 4))

    var amfConfiguration = AMFConfiguration(
      name: "vitrum-amf", guami: SimulatedFunctions.guami(plmn), servedTAIs: options.tacs.map { TAI(plmn: plmn, tac: $0) },
      supportedSlices: options.slices)
    options.amf(&amfConfiguration)
    amf = AMF(environment: environment("amf"), configuration: amfConfiguration, services: services("amf", 5), nfInstanceID: instance(5))

    var smfConfiguration = SMFConfiguration(
      plmn: plmn, n4Address: ScenarioNetwork.smfN4.ip, n4uAddress: ScenarioNetwork.smfN4U.ip,
      upfs: [.init(name: "upf", address: ScenarioNetwork.upfN4)],
      dataNetworks: options.dnns.enumerated().map { index, dnn in
        SMFConfiguration.DataNetwork(
          dnn: dnn, slices: options.slices, ipv4Pool: index == 0 ? options.ipv4Pool : IPPrefix("10.\(46 + index).0.0/16")!,
          ipv6Pool: index == 0 ? options.ipv6Pool : IPPrefix("2001:db8:\(46 + index)::/48")!, dnsServers: [IPAddress("1.1.1.1")!], mtu: 1400
        )
      })
    options.smf(&smfConfiguration)
    smf = SMF(environment: environment("smf"), configuration: smfConfiguration, services: services("smf", 6), nfInstanceID: instance(6))

    var upfConfiguration = UPFConfiguration(
      nodeID: .ipv4(IPv4Address(ScenarioNetwork.upfN4.ip)!), n4Address: ScenarioNetwork.upfN4.ip, n3Address: ScenarioNetwork.n3Address,
      controlPlanePeers: [ScenarioNetwork.smfN4.ip], recoveryTimeStamp: 3_900_000_000, startedAt: world.now)
    upfConfiguration.heartbeatInterval = .seconds(60)
    upf = UPFNode(environment: environment("upf"), configuration: upfConfiguration)

    local.add(LocalFunction(instanceID: instance(1), apiRoot: root(1), function: udr, type: .udr))
    local.add(LocalFunction(instanceID: instance(2), apiRoot: root(2), function: udm, type: .udm))
    local.add(LocalFunction(instanceID: instance(3), apiRoot: root(3), function: ausf, type: .ausf))
    local.add(LocalFunction(instanceID: instance(4), apiRoot: root(4), function: pcf, type: .pcf))
    local.add(LocalFunction(instanceID: instance(5), apiRoot: root(5), function: amf, type: .amf))
    local.add(LocalFunction(instanceID: instance(6), apiRoot: root(6), function: smf, type: .smf))

    start(environments: environments, world: world, network: network, dataNetwork: dataNetwork)
  }

  private func start(environments: [String: Environment], world: World, network: SimulatedNetwork, dataNetwork: DataNetworkHost) {
    func environment(_ name: String) -> Environment { environments[name]! }
    let (amf, smf, upf, udr, udm) = (self.amf, self.smf, self.upf, self.udr, self.udm)
    let n2 = network.listen(ScenarioNetwork.amfAddress, environment: environment("amf")) { amf.handle($0) }
    let n4 = network.bindDatagram(ScenarioNetwork.smfN4, interface: .n4, environment: environment("smf")) { smf.handleN4($0, from: $1) }
    let n4u = network.bindDatagram(ScenarioNetwork.smfN4U, interface: .n4, environment: environment("smf")) { smf.handleN4U($0, from: $1) }
    let upfN4 = network.bindDatagram(ScenarioNetwork.upfN4, interface: .n4, environment: environment("upf")) { upf.handleN4($0, from: $1) }
    let upfN3 = network.bindDatagram(
      SocketAddress(ScenarioNetwork.n3Address, port: 2152), interface: .n3, environment: environment("upf")
    ) { upf.handleN3($0, from: $1) }
    let upfEnvironment = environment("upf")
    dataNetwork.toUPF = { packet in
      world.schedule(at: world.now + .microseconds(50)) { upfEnvironment.loop.post { upf.handleN6(packet) } }
    }
    _ = world.run(on: coreLoop) {
      await udr.start()
      await udm.start()
      await amf.start(n2: n2)
      await upf.start(UPFNode.Ports(n3: upfN3, n4: upfN4, n6: dataNetwork))
      await smf.start(n4: n4, n4u: n4u)
    }
  }
}

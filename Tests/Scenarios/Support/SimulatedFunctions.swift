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
  private(set) var upf: UPFNode
  let local = LocalNetwork()
  private var members: [String: LocalFunction] = [:]
  private var upfConfiguration: UPFConfiguration
  private let upfEnvironment: Environment
  private let world: World
  private let network: SimulatedNetwork
  private let dataNetwork: DataNetworkHost

  init(
    options: ScenarioNetwork.Options, world: World, network: SimulatedNetwork, store: InMemorySubscriberStore, dataNetwork: DataNetworkHost
  ) {
    let plmn = options.plmn
    let local = self.local
    self.world = world
    self.network = network
    self.dataNetwork = dataNetwork
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
    var ausfConfiguration = AUSFConfiguration(nfInstanceID: instance(3), servingNetworks: [plmn])
    options.ausf(&ausfConfiguration)
    ausf = AUSF(environment: environment("ausf"), configuration: ausfConfiguration, services: services("ausf", 3))
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

    upfEnvironment = environment("upf")
    var upfConfiguration = UPFConfiguration(
      nodeID: .ipv4(IPv4Address(ScenarioNetwork.upfN4.ip)!), n4Address: ScenarioNetwork.upfN4.ip, n3Address: ScenarioNetwork.n3Address,
      controlPlanePeers: [ScenarioNetwork.smfN4.ip], recoveryTimeStamp: 3_900_000_000, startedAt: world.now)
    upfConfiguration.heartbeatInterval = .seconds(60)
    options.upf(&upfConfiguration)
    self.upfConfiguration = upfConfiguration
    upf = UPFNode(environment: upfEnvironment, configuration: upfConfiguration)

    func add(_ name: String, _ n: Int, _ function: any Sendable, _ type: NFType) {
      let member = LocalFunction(instanceID: instance(n), apiRoot: root(n), function: function, type: type)
      members[name] = member
      local.add(member)
    }
    add("udr", 1, udr, .udr)
    add("udm", 2, udm, .udm)
    add("ausf", 3, ausf, .ausf)
    add("pcf", 4, pcf, .pcf)
    add("amf", 5, amf, .amf)
    add("smf", 6, smf, .smf)

    start(environments: environments)
  }

  private func start(environments: [String: Environment]) {
    func environment(_ name: String) -> Environment { environments[name]! }
    let (amf, smf, udr, udm) = (self.amf, self.smf, self.udr, self.udm)
    let n2 = network.listen(ScenarioNetwork.amfAddress, environment: environment("amf")) { amf.handle($0) }
    let n4 = network.bindDatagram(ScenarioNetwork.smfN4, interface: .n4, environment: environment("smf")) { smf.handleN4($0, from: $1) }
    let n4u = network.bindDatagram(ScenarioNetwork.smfN4U, interface: .n4, environment: environment("smf")) { smf.handleN4U($0, from: $1) }
    _ = world.run(on: coreLoop) {
      await udr.start()
      await udm.start()
      await amf.start(n2: n2)
    }
    startUPF()
    _ = world.run(on: coreLoop) { await smf.start(n4: n4, n4u: n4u) }
  }

  // MARK: Faults

  /// Nobody finds or reaches the function any more, until it is put back.
  func stop(_ name: String) {
    if let member = members[name] { local.remove(instanceID: member.instanceID) }
  }

  func restore(_ name: String) {
    if let member = members[name] { local.add(member) }
  }

  /// The function answers requests whose path contains `part` with a failure.
  func refuse(_ part: String, at name: String, with failure: SBIFailure) {
    answer(part, at: name, with: SBIResponse(failure))
  }

  func answer(_ part: String, at name: String, with response: SBIResponse) {
    guard var member = members[name] else { return }
    member.router.handlers.insert(FixedAnswer(part: part, response: response), at: 0)
    local.add(member)
  }

  /// Answers for a function whatever is asked under certain paths.
  private struct FixedAnswer: SBIHandler {
    let part: String
    let response: SBIResponse

    func handle(_ request: SBIRequest) async -> SBIResponse? { request.path.contains(part) ? response : nil }
  }

  private var upfN3Address: SocketAddress { SocketAddress(ScenarioNetwork.n3Address, port: 2152) }

  /// The UPF's process is gone, with all that it knew.
  func killUPF() {
    network.unbindDatagram(ScenarioNetwork.upfN4)
    network.unbindDatagram(upfN3Address)
    dataNetwork.toUPF = nil
  }

  /// A UPF without memory takes the killed one's place.
  func restartUPF() {
    killUPF()
    upfConfiguration.recoveryTimeStamp += 60
    upfConfiguration.startedAt = world.now
    upf = UPFNode(environment: upfEnvironment, configuration: upfConfiguration)
    startUPF()
  }

  private func startUPF() {
    let (upf, world, environment) = (self.upf, self.world, upfEnvironment)
    let n4 = network.bindDatagram(ScenarioNetwork.upfN4, interface: .n4, environment: environment) { upf.handleN4($0, from: $1) }
    let n3 = network.bindDatagram(upfN3Address, interface: .n3, environment: environment) { upf.handleN3($0, from: $1) }
    dataNetwork.toUPF = { packet in
      world.schedule(at: world.now + .microseconds(50)) { environment.loop.post { upf.handleN6(packet) } }
    }
    let ports = UPFNode.Ports(n3: n3, n4: n4, n6: dataNetwork)
    _ = world.run(on: environment.loop as! VirtualLoop) { await upf.start(ports) }
  }
}

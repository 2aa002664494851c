import AMF
import AUSF
import Base
import GNB
import NGAP
import PFCP
import Runtime
import SMF
import Security
import Simulation
import Storage
import UE
import UPF

/// A whole 5G network in one process on a virtual clock: core, gNBs, UEs and a data network, without a socket or a sleep.
final class ScenarioNetwork {
  /// What a scenario may change before the network starts.
  struct Options {
    var plmn = PLMNIdentity(mcc: "999", mnc: "70")!
    var tacs: [UInt32] = [1]
    var slices = [SNSSAI(sst: 1)]
    var ipv4Pool = IPPrefix("10.45.0.0/16")!
    var ipv6Pool = IPPrefix("2001:db8:45::/48")!
    var dnns = ["internet"]
    var amf: (inout AMFConfiguration) -> Void = { _ in }
    var smf: (inout SMFConfiguration) -> Void = { _ in }
    var ausf: (inout AUSFConfiguration) -> Void = { _ in }
    var upf: (inout UPFConfiguration) -> Void = { _ in }
  }

  static let amfAddress = SocketAddress(IPAddress("10.99.0.1")!, port: 38412)
  static let n3Address = IPAddress("10.99.0.1")!
  static let smfN4 = SocketAddress(IPAddress("127.0.0.5")!, port: 8805)
  static let smfN4U = SocketAddress(IPAddress("127.0.0.5")!, port: 2152)
  static let upfN4 = SocketAddress(IPAddress("127.0.0.6")!, port: 8805)

  let options: Options
  let world: World
  let network: SimulatedNetwork
  let store: InMemorySubscriberStore
  let functions: SimulatedFunctions
  let dataNetwork: DataNetworkHost
  private(set) var gnbs: [SimulatedGNB] = []
  private(set) var ues: [SimulatedUE] = []

  var amf: AMF { functions.amf }
  var smf: SMF { functions.smf }
  var trace: String { world.trace.text }
  var securityNotes: [String] { world.trace.securityEvents.map(\.note) }

  /// A core that is up, with its PFCP association.
  init(seed: UInt64 = 1, _ configure: (inout Options) -> Void = { _ in }) {
    var options = Options()
    configure(&options)
    self.options = options
    world = World(seed: seed &+ TraceDigest.seedOffset)
    network = SimulatedNetwork(world: world)
    store = InMemorySubscriberStore()
    dataNetwork = DataNetworkHost()
    functions = SimulatedFunctions(options: options, world: world, network: network, store: store, dataNetwork: dataNetwork)
    world.run(for: .seconds(1))
  }

  deinit { TraceDigest.append(world) }

  // MARK: Subscribers

  /// K and OPc of the n-th subscriber.
  static func key(_ n: Int) -> [UInt8] { (0..<16).map { UInt8(truncatingIfNeeded: n &* 31 &+ $0 &* 7 &+ 1) } }
  static func opc(_ n: Int) -> [UInt8] { (0..<16).map { UInt8(truncatingIfNeeded: n &* 17 &+ $0 &* 5 &+ 3) } }

  func supi(_ n: Int) -> String {
    let digits = options.plmn.digits
    let number = String(n)
    return "imsi-" + digits + String(repeating: "0", count: 15 - digits.utf8.count - number.utf8.count) + number
  }

  /// Adds a subscriber with every DNN in every slice of the network, unless the scenario changes it.
  func addSubscriber(_ n: Int, _ change: (inout Subscriber) -> Void = { _ in }) {
    var subscriber = Subscriber(
      supi: supi(n),
      credentials: AuthenticationCredentials(
        algorithm: .milenage, key: SecretBytes(ScenarioNetwork.key(n)), operatorVariant: SecretBytes(ScenarioNetwork.opc(n))),
      slices: options.slices.enumerated().map { index, slice in
        SubscribedSlice(
          snssai: slice, isDefault: index == 0,
          dataNetworks: options.dnns.map { SubscribedDataNetwork(dnn: $0) })
      })
    change(&subscriber)
    let added = subscriber
    let store = self.store
    _ = world.run(on: functions.coreLoop) { try? await store.add(added) }
  }

  func removeSubscriber(_ n: Int) {
    let supi = self.supi(n)
    let store = self.store
    _ = world.run(on: functions.coreLoop) { try? await store.remove(supi) }
  }

  func updateSubscriber(_ n: Int, _ change: @escaping @Sendable (inout Subscriber) -> Void) {
    let supi = self.supi(n)
    let store = self.store
    _ = world.run(on: functions.coreLoop) { _ = try? await store.update(supi, change) }
  }

  // MARK: RAN and UEs

  /// A gNB that has had its chance to set up NG.
  @discardableResult
  func addGNB(_ change: (inout GNBConfiguration) -> Void = { _ in }) -> SimulatedGNB {
    let gnb = SimulatedGNB(number: gnbs.count + 1, options: options, world: world, network: network, change)
    gnbs.append(gnb)
    world.run(for: .seconds(1))
    return gnb
  }

  /// A UE of subscriber `n` that hears every gNB added so far.
  @discardableResult
  func addUE(_ n: Int, _ change: (inout UEConfiguration) -> Void = { _ in }) -> SimulatedUE {
    let ue = SimulatedUE(
      number: ues.count + 1, supi: supi(n), key: ScenarioNetwork.key(n), opc: ScenarioNetwork.opc(n), options: options, world: world,
      network: network, radio: gnbs.map(\.radioAddress), change)
    ues.append(ue)
    world.run(for: .seconds(3))
    return ue
  }

  /// A network with one gNB, subscribers 1 to `count` and their UEs, not yet registered.
  static func small(seed: UInt64 = 1, ues count: Int = 1, _ configure: (inout Options) -> Void = { _ in }) -> ScenarioNetwork {
    let network = ScenarioNetwork(seed: seed, configure)
    network.addGNB()
    for n in 1...count {
      network.addSubscriber(n)
      network.addUE(n)
    }
    return network
  }

  // MARK: Events

  /// Every gNB releases its UEs for inactivity, once what is under way has ended.
  func releaseFromGNB() {
    world.run(for: .seconds(1))
    releaseFromGNBAtOnce()
    world.run(for: .seconds(2))
  }

  func releaseFromGNBAtOnce() {
    for gnb in gnbs { _ = world.run(on: gnb.environment.loop as! VirtualLoop) { await gnb.gnb.releaseAllUEs() } }
  }

  /// Every gNB loses its association and comes back, once what is under way has ended.
  func restartN2() {
    world.run(for: .seconds(1))
    restartN2AtOnce()
  }

  func restartN2AtOnce() {
    for gnb in gnbs {
      _ = world.run(on: gnb.environment.loop as! VirtualLoop) {
        await gnb.gnb.stop()
        await gnb.gnb.start()
      }
    }
  }

  /// Cuts (or heals) the radio link of the n-th UE, the N2 and N3 addresses of the core, or the UPF's N4 address.
  func cutUE(_ n: Int = 1, _ isCut: Bool = true) { network.setPartitioned(IPAddress.v4(0x7F00_0200 + UInt32(n)), isCut) }
  func cutN2(_ isCut: Bool = true) { network.setPartitioned(ScenarioNetwork.amfAddress.ip, isCut) }
  func cutN4(_ isCut: Bool = true) { network.setPartitioned(ScenarioNetwork.upfN4.ip, isCut) }

  // MARK: Views

  /// NGAP messages that a node has sent since the trace was reset.
  func sentNGAP(by node: String) -> [NGAPPDU] {
    world.trace.events.filter { $0.node == node && $0.kind == .sent && $0.interface == .n2 }.compactMap {
      try? NGAPPDU(decoding: $0.octets)
    }
  }

  /// PFCP messages that a node has sent since the trace was reset.
  func sentPFCP(by node: String) -> [PFCPMessage] {
    world.trace.events.filter { $0.node == node && $0.kind == .sent && $0.interface == .n4 && $0.local?.port == 8805 }
      .compactMap { try? PFCPMessage(decoding: $0.octets) }
  }

  /// Instants at which timers with this label have run out since the trace was reset.
  func expiries(of label: String) -> [Instant] {
    world.trace.events.filter { $0.kind == .timer && $0.note == label }.map(\.instant)
  }

  /// The AMF's snapshot.
  func amfSnapshot() -> JSON { world.run(on: functions.coreLoop) { [amf] in await amf.snapshot(includingIdentities: true) } ?? .null }
  func smfSnapshot() -> JSON { world.run(on: functions.coreLoop) { [smf] in await smf.snapshot(includingIdentities: true) } ?? .null }
  func upfSessionCount() -> Int? {
    world.run(on: functions.coreLoop) { [functions] in await functions.upf.snapshot() }?["sessions"]?.integerValue(Int.self)
  }
}

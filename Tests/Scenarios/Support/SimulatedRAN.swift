import Base
import GNB
import Runtime
import Security
import Simulation
import UE

/// A gNB of the simulated network and what it reported.
final class SimulatedGNB: @unchecked Sendable {
  let gnb: GNB
  let environment: Environment
  let radioAddress: SocketAddress
  let n2Address: SocketAddress
  private(set) var events: [GNBEvent] = []
  private let network: SimulatedNetwork
  private let world: World

  var isSetUp: Bool {
    for event in events.reversed() {
      if case .setUp = event { return true }
      if case .associationDown = event { return false }
    }
    return false
  }

  init(
    number: Int, options: ScenarioNetwork.Options, world: World, network: SimulatedNetwork, _ change: (inout GNBConfiguration) -> Void
  ) {
    let environment = world.makeEnvironment(node: "gnb-\(number)")
    let address = IPAddress.v4(0x0A63_000A + UInt32(number))
    radioAddress = SocketAddress(.v4(0x7F00_0100 + UInt32(number)), port: 4997)
    n2Address = SocketAddress(address, port: 38412)
    self.environment = environment
    self.network = network
    self.world = world
    var configuration = GNBConfiguration(
      plmn: options.plmn, gNBID: UInt32(number), name: "gnb-\(number)",
      trackingAreas: options.tacs.map { .init(tac: $0, plmns: [.init(plmn: options.plmn, slices: options.slices)]) }, n3Address: address)
    change(&configuration)
    let box = EventBox<GNBEvent>()
    gnb = GNB(configuration: configuration, environment: environment) { box.handler?($0) }
    box.handler = { [unowned self] in events.append($0) }
    let gnb = self.gnb
    let n3 = network.bindDatagram(SocketAddress(address, port: 2152), interface: .n3, environment: environment) {
      gnb.handleN3($0, from: $1)
    }
    let radio = network.bindDatagram(radioAddress, interface: .radio, environment: environment) { gnb.handleRadio($0, from: $1) }
    let n2Address = self.n2Address
    let loop = environment.loop as! VirtualLoop
    _ = world.run(on: loop) {
      await gnb.attach(n3: n3, radio: radio) {
        network.connect(from: n2Address, to: ScenarioNetwork.amfAddress, environment: environment) { gnb.handle($0) }
      }
      await gnb.start()
    }
  }
}

extension SimulatedGNB {
  private func act(_ body: @escaping @Sendable (isolated GNB) -> Void) {
    let gnb = self.gnb
    _ = world.run(on: environment.loop as! VirtualLoop) { await body(gnb) }
  }

  func update(trackingAreas: [GNBConfiguration.SupportedTrackingArea]) { act { $0.update(trackingAreas: trackingAreas) } }
  func reset() { act { $0.reset() } }
  func sendEcho(to address: IPAddress) { act { $0.sendEcho(to: address) } }
}

/// A UE of the simulated network, its applications and what it reported.
final class SimulatedUE: @unchecked Sendable {
  let ue: UE
  let environment: Environment
  let world: World
  private(set) var events: [UEEvent] = []
  /// Downlink IP packets by PDU session identity.
  private(set) var packets: [UInt8: [[UInt8]]] = [:]
  private var pingIdentifier: UInt16 = 0

  private var loop: VirtualLoop { environment.loop as! VirtualLoop }

  init(
    number: Int, supi: String, key: [UInt8], opc: [UInt8], options: ScenarioNetwork.Options, world: World, network: SimulatedNetwork,
    radio: [SocketAddress], _ change: (inout UEConfiguration) -> Void
  ) {
    self.world = world
    let environment = world.makeEnvironment(node: "ue-\(number)")
    self.environment = environment
    var configuration = UEConfiguration(
      supi: SUPI(supi)!, homePLMN: options.plmn, algorithm: try! UEConfiguration.milenage(k: SecretBytes(key), opc: SecretBytes(opc)),
      gNBRadioAddresses: radio)
    change(&configuration)
    let box = EventBox<UEEvent>()
    let ports = PortBox()
    ue = UE(configuration: configuration, environment: environment, openPacketPort: { ports.open($0) }, onEvent: { box.handler?($0) })
    box.handler = { [unowned self] in events.append($0) }
    ports.receive = { [unowned self] session, packet in packets[session, default: []].append(packet) }
    let ue = self.ue
    let address = SocketAddress(.v4(0x7F00_0200 + UInt32(number)), port: 4998)
    let port = network.bindDatagram(address, interface: .radio, environment: environment) { ue.handleRadio($0, from: $1) }
    _ = world.run(on: environment.loop as! VirtualLoop) {
      await ue.attach(radio: port)
      await ue.start()
    }
  }

  func register(limit: Duration = .seconds(300)) -> RegistrationOutcome {
    world.run(on: loop, limit: limit) { [ue] in await ue.register() } ?? .failed(reason: "no outcome within \(limit)")
  }

  func establish(
    dnn: String? = nil, snssai: SNSSAI? = nil, type: UEConfiguration.SessionType = .ipv4, limit: Duration = .seconds(120)
  ) -> SessionOutcome {
    world.run(on: loop, limit: limit) { [ue] in
      await ue.establishSession(UEConfiguration.SessionRequest(dnn: dnn, snssai: snssai, type: type))
    } ?? .failed(reason: "no outcome within \(limit)")
  }

  func release(_ session: UInt8) -> Bool { world.run(on: loop, limit: .seconds(120)) { [ue] in await ue.releaseSession(session) } ?? false }

  func deregister(switchOff: Bool = false) -> Bool {
    world.run(on: loop, limit: .seconds(120)) { [ue] in await ue.deregister(switchOff: switchOff) } ?? false
  }

  func requestService() -> ServiceOutcome {
    world.run(on: loop, limit: .seconds(120)) { [ue] in await ue.requestService() } ?? .failed(reason: "no outcome")
  }

  /// Switches the equipment off without a word, and on again: what it forgets is what a UE forgets.
  func restart() {
    _ = world.run(on: loop) { [ue] in
      await ue.stop()
      await ue.start()
    }
    world.run(for: .seconds(3))
  }

  func move(to gnb: SimulatedGNB) { _ = world.run(on: loop) { [ue] in await ue.move(toCellAt: gnb.radioAddress) } }

  var snapshot: JSON { world.run(on: loop) { [ue] in await ue.snapshot() } ?? .null }

  /// Sends an echo request through a session and waits for the reply.
  func ping(_ session: PDUSessionInformation, to destination: IPAddress, limit: Duration = .seconds(5)) -> Bool {
    guard let source = destination.isV4 ? session.ipv4 : session.ipv6 else { return false }
    pingIdentifier += 1
    let ping = Ping(source: source, destination: destination, identifier: pingIdentifier)
    let ue = self.ue
    let request = ping.request(sequenceNumber: 1)
    loop.post { ue.handlePacket(request, session: session.id) }
    return world.run(
      until: { (packets[session.id] ?? []).contains { ping.sequenceNumber(ofReply: $0) == 1 } }, limit: limit)
  }
}

/// Lets a closure that is made before its owner lead to the owner.
private final class EventBox<Event>: @unchecked Sendable {
  var handler: ((Event) -> Void)?
}

private final class PortBox: @unchecked Sendable {
  struct Port: PacketPort {
    let box: PortBox
    let session: UInt8
    func send(_ packet: [UInt8]) { box.receive?(session, packet) }
  }

  var receive: ((UInt8, [UInt8]) -> Void)?

  func open(_ session: PDUSessionInformation) -> any PacketPort { Port(box: self, session: session.id) }
}

/// The hosts of the data network: answer echo requests, keep what arrives.
final class DataNetworkHost: PacketPort, @unchecked Sendable {
  static let v4 = IPAddress("10.98.0.2")!
  static let v6 = IPAddress("2001:db8:98::2")!
  private(set) var received: [[UInt8]] = []
  /// Carries packets back to the UPF.
  var toUPF: (([UInt8]) -> Void)?

  func send(_ packet: [UInt8]) {
    received.append(packet)
    if let reply = Ping.reply(to: packet) { toUPF?(reply) }
  }
}

import Base
import Runtime

/// The network of a ``World``: UDP, SCTP and IP hosts without sockets, with latency drawn from the seed, loss and partitions.
///
/// Datagrams may overtake one another; user messages of one SCTP stream never do, and are not lost unless the
/// association is. Each message is recorded once where it is sent and once where it arrives.
public final class SimulatedNetwork: @unchecked Sendable {
  private struct DatagramBinding {
    let environment: Environment
    let interface: TraceInterface
    let handler: @Sendable ([UInt8], SocketAddress) -> Void
  }

  private struct Listener {
    let port: SimulatedAssociationPort
    let inboundStreams: UInt16
    let outboundStreams: UInt16
  }

  fileprivate struct Side {
    let port: SimulatedAssociationPort
    let id: AssociationID
    let address: SocketAddress
  }

  fileprivate final class Association: @unchecked Sendable {
    let key: UInt64
    let client: Side
    let server: Side
    var isUp = true
    var lastDelivery: [UInt32: Instant] = [:]

    init(key: UInt64, client: Side, server: Side) {
      self.key = key
      self.client = client
      self.server = server
    }
  }

  private let world: World
  private var datagrams: [SocketAddress: DatagramBinding] = [:]
  private var listeners: [SocketAddress: Listener] = [:]
  private var nextAssociation: UInt64 = 1
  private var partitions: Set<IPAddress> = []

  /// The least and the additional random latency of one hop.
  public var latency: Duration = .microseconds(200)
  public var jitter: Duration = .microseconds(100)
  /// Datagrams lost, in parts of a million.
  public var lossPerMillion: UInt64 = 0

  public init(world: World) { self.world = world }

  /// Cuts (or heals) everything to and from an address.
  public func setPartitioned(_ address: IPAddress, _ isPartitioned: Bool) {
    if isPartitioned { partitions.insert(address) } else { partitions.remove(address) }
  }

  private func delay() -> Duration {
    latency + .nanoseconds(Int64(world.random(below: UInt64(max(1, jitter.wholeNanoseconds)))))
  }

  // MARK: Datagrams

  /// Binds a UDP address; datagrams to it arrive at `handler` on the environment's loop.
  public func bindDatagram(
    _ address: SocketAddress, interface: TraceInterface, environment: Environment,
    handler: @escaping @Sendable ([UInt8], SocketAddress) -> Void
  ) -> any DatagramPort {
    datagrams[address] = DatagramBinding(environment: environment, interface: interface, handler: handler)
    return SimulatedDatagramPort(network: self, localAddress: address, interface: interface, environment: environment)
  }

  /// Removes a binding, as when the process that held it dies.
  public func unbindDatagram(_ address: SocketAddress) { datagrams[address] = nil }

  fileprivate func sendDatagram(
    _ octets: [UInt8], from source: SocketAddress, to destination: SocketAddress, interface: TraceInterface, environment: Environment
  ) {
    record(environment, .sent, interface, local: source, peer: destination, octets: octets)
    if partitions.contains(source.ip) || partitions.contains(destination.ip) { return }
    if lossPerMillion > 0, world.random(below: 1_000_000) < lossPerMillion { return }
    world.schedule(at: world.now + delay()) { [self] in
      guard let binding = datagrams[destination] else { return }
      binding.environment.loop.post { [self] in
        record(binding.environment, .received, binding.interface, local: destination, peer: source, octets: octets)
        binding.handler(octets, source)
      }
    }
  }

  // MARK: SCTP

  /// A listening SCTP endpoint (an AMF).
  public func listen(
    _ address: SocketAddress, inboundStreams: UInt16 = 64, outboundStreams: UInt16 = 64, environment: Environment,
    handler: @escaping @Sendable (AssociationEvent) -> Void
  ) -> any AssociationPort {
    let port = SimulatedAssociationPort(network: self, environment: environment, handler: handler)
    listeners[address] = Listener(port: port, inboundStreams: inboundStreams, outboundStreams: outboundStreams)
    return port
  }

  public func stopListening(_ address: SocketAddress) { listeners[address] = nil }

  /// A connecting SCTP endpoint (a gNB): the association comes up, or goes down with a reason, at `handler`.
  public func connect(
    from source: SocketAddress, to destination: SocketAddress, inboundStreams: UInt16 = 64, outboundStreams: UInt16 = 64,
    environment: Environment, handler: @escaping @Sendable (AssociationEvent) -> Void
  ) -> any AssociationPort {
    let port = SimulatedAssociationPort(network: self, environment: environment, handler: handler)
    let clientID = port.makeID()
    world.schedule(at: world.now + delay() + delay()) { [self] in
      guard let listener = listeners[destination], !partitions.contains(source.ip), !partitions.contains(destination.ip) else {
        environment.loop.post { handler(.down(clientID, reason: "no SCTP endpoint at \(destination)")) }
        return
      }
      let server = listener.port
      let serverID = server.makeID()
      let association = Association(
        key: nextAssociation, client: Side(port: port, id: clientID, address: source),
        server: Side(port: server, id: serverID, address: destination))
      nextAssociation += 1
      port.associations[clientID] = (association, isClient: true)
      server.associations[serverID] = (association, isClient: false)
      let up = min(outboundStreams, listener.inboundStreams)
      let down = min(inboundStreams, listener.outboundStreams)
      server.environment.loop.post {
        server.handler(.up(serverID, peer: source, outboundStreams: down, inboundStreams: up))
      }
      environment.loop.post { handler(.up(clientID, peer: destination, outboundStreams: up, inboundStreams: down)) }
    }
    return port
  }

  fileprivate func send(
    _ octets: [UInt8], on association: Association, fromClient: Bool, stream: UInt16, payloadProtocolID: UInt32
  ) {
    let from = fromClient ? association.client : association.server
    let to = fromClient ? association.server : association.client
    record(
      from.port.environment, .sent, .n2, local: from.address, peer: to.address, octets: octets, stream: stream, ppid: payloadProtocolID)
    if partitions.contains(from.address.ip) || partitions.contains(to.address.ip) { return }
    let flow = UInt32(stream) << 1 | (fromClient ? 1 : 0)
    let earliest = association.lastDelivery[flow].map { $0 + .nanoseconds(1) } ?? world.now
    let due = max(world.now + delay(), earliest)
    association.lastDelivery[flow] = due
    world.schedule(at: due) { [self] in
      guard association.isUp else { return }
      to.port.environment.loop.post { [self] in
        record(
          to.port.environment, .received, .n2, local: to.address, peer: from.address, octets: octets, stream: stream,
          ppid: payloadProtocolID)
        to.port.handler(.message(to.id, stream: stream, payloadProtocolID: payloadProtocolID, octets: octets))
      }
    }
  }

  fileprivate func close(_ association: Association, fromClient: Bool, reason: String) {
    guard association.isUp else { return }
    association.isUp = false
    association.client.port.associations[association.client.id] = nil
    association.server.port.associations[association.server.id] = nil
    let to = fromClient ? association.server : association.client
    world.schedule(at: world.now + delay()) {
      to.port.environment.loop.post { to.port.handler(.down(to.id, reason: reason)) }
    }
  }

  private func record(
    _ environment: Environment, _ kind: TraceEvent.Kind, _ interface: TraceInterface, local: SocketAddress, peer: SocketAddress,
    octets: [UInt8], stream: UInt16? = nil, ppid: UInt32? = nil
  ) {
    environment.trace?.record(
      TraceEvent(
        instant: world.now, wallTime: world.wallTime, node: environment.node, kind: kind, interface: interface, local: local, peer: peer,
        stream: stream, payloadProtocolID: ppid, octets: octets))
  }
}

private struct SimulatedDatagramPort: DatagramPort {
  let network: SimulatedNetwork
  let localAddress: SocketAddress
  let interface: TraceInterface
  let environment: Environment

  func send(_ octets: [UInt8], to peer: SocketAddress) {
    network.sendDatagram(octets, from: localAddress, to: peer, interface: interface, environment: environment)
  }
}

/// One end of simulated SCTP associations.
private final class SimulatedAssociationPort: AssociationPort, @unchecked Sendable {
  let network: SimulatedNetwork
  let environment: Environment
  let handler: @Sendable (AssociationEvent) -> Void
  var associations: [AssociationID: (SimulatedNetwork.Association, isClient: Bool)] = [:]
  private var nextID: UInt32 = 1

  init(network: SimulatedNetwork, environment: Environment, handler: @escaping @Sendable (AssociationEvent) -> Void) {
    self.network = network
    self.environment = environment
    self.handler = handler
  }

  func makeID() -> AssociationID {
    defer { nextID += 1 }
    return AssociationID(rawValue: nextID)
  }

  func send(_ octets: [UInt8], on association: AssociationID, stream: UInt16, payloadProtocolID: UInt32) {
    guard let (association, isClient) = associations[association] else { return }
    network.send(octets, on: association, fromClient: isClient, stream: stream, payloadProtocolID: payloadProtocolID)
  }

  func close(_ association: AssociationID) {
    guard let (association, isClient) = associations[association] else { return }
    network.close(association, fromClient: isClient, reason: "shut down by the peer")
  }
}

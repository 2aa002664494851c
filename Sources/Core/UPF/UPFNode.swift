import Base
import Runtime

/// A UPF on one event loop: ``UserPlaneFunction`` behind the ports of N3, N4 and N6.
///
/// Moves one packet at a time; a driver for many packets a second gives ``UserPlaneFunction`` its own buffers instead.
public actor UPFNode {
  /// What the node sends through.
  public struct Ports: Sendable {
    public var n3: any DatagramPort
    public var n4: any DatagramPort
    public var n6: any PacketPort

    public init(n3: any DatagramPort, n4: any DatagramPort, n6: any PacketPort) {
      self.n3 = n3
      self.n4 = n4
      self.n6 = n6
    }
  }

  private let environment: Environment
  private var function: UserPlaneFunction
  private var ports: Ports?
  private var timer: (token: TimerToken, due: Instant)?

  public nonisolated var unownedExecutor: UnownedSerialExecutor { environment.loop.asUnownedSerialExecutor() }

  public init(environment: Environment, configuration: UPFConfiguration) {
    self.environment = environment
    function = UserPlaneFunction(configuration: configuration, random: environment.random)
  }

  public func start(_ ports: Ports) { self.ports = ports }

  public nonisolated func handleN4(_ octets: [UInt8], from peer: SocketAddress) {
    assumeIsolated { node in node.perform(node.function.handlePFCP(octets, from: peer, now: node.environment.loop.now)) }
  }

  public nonisolated func handleN3(_ octets: [UInt8], from peer: SocketAddress) {
    assumeIsolated { node in node.perform(node.function.handleN3(octets, from: peer, now: node.environment.loop.now)) }
  }

  public nonisolated func handleN6(_ packet: [UInt8]) {
    assumeIsolated { node in node.perform(node.function.handleN6(packet, now: node.environment.loop.now)) }
  }

  /// The UPF as an operator sees it.
  public func snapshot() -> JSON {
    ["sessions": .int(function.sessionCount), "controlPlanePeers": .array(function.associatedPeers.map { .string($0.description) })]
  }

  private func perform(_ effects: [UPFEffect]) {
    for effect in effects {
      switch effect {
      case .sendN4(let octets, let peer): ports?.n4.send(octets, to: peer)
      case .sendN3(let octets, let peer): ports?.n3.send(octets, to: peer)
      case .sendN6(let packet): ports?.n6.send(packet)
      case .security(let note, let interface, let peer):
        environment.security(note, interface: TraceInterface(rawValue: interface.rawValue), peer: peer)
      case .information(let line): environment.log(.info, line)
      }
    }
    schedule()
  }

  private func schedule() {
    let next = function.nextTimeout
    if let timer {
      if timer.due == next { return }
      environment.loop.cancel(timer.token)
      self.timer = nil
    }
    guard let next else { return }
    let token = environment.loop.schedule(after: max(.zero, next - environment.loop.now), label: "UPF") {
      self.assumeIsolated { node in
        node.timer = nil
        node.perform(node.function.handleTimeout(now: node.environment.loop.now))
      }
    }
    timer = (token, next)
  }
}

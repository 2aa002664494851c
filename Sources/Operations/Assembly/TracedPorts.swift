import Base
import PacketIO
import Runtime
import SCTP
import Synchronization
import Tracing

/// A UDP socket whose datagrams are traced.
public struct TracedDatagramPort: DatagramPort {
  private let socket: UDPSocket
  private let tracer: InterfaceTracer

  public var localAddress: SocketAddress { socket.localAddress }

  /// - Parameter handler: receives every datagram, on the loop.
  public init(
    _ socket: UDPSocket, tracer: InterfaceTracer, loop: EpollLoop, handler: @escaping @Sendable ([UInt8], SocketAddress) -> Void
  ) throws(PacketIOError) {
    self.socket = socket
    self.tracer = tracer
    let local = socket.localAddress
    try socket.receive(on: loop) { octets, peer in
      tracer.record(.received, octets, local: local, peer: peer)
      handler(octets, peer)
    }
  }

  public func send(_ octets: [UInt8], to peer: SocketAddress) {
    tracer.record(.sent, octets, local: socket.localAddress, peer: peer)
    socket.send(octets, to: peer)
  }

  public func close() { socket.close() }
}

/// An SCTP endpoint whose user messages are traced.
public final class TracedAssociationPort: AssociationPort {
  private let endpoint: SCTPEndpoint
  private let tracer: InterfaceTracer
  private let peers: PeerTable

  private final class PeerTable: Sendable {
    let addresses = Mutex<[AssociationID: SocketAddress]>([:])
  }

  /// - Parameters:
  ///   - setting: the configuration value that names the address.
  ///   - handler: receives every event, on the loop.
  public init(
    stack: SCTPStack, bind address: SocketAddress, options: SCTPOptions, tracer: InterfaceTracer, loop: EpollLoop,
    handler: @escaping @Sendable (AssociationEvent) -> Void
  ) throws(SCTPError) {
    let peers = PeerTable()
    self.peers = peers
    self.tracer = tracer
    let local = LocalAddress()
    endpoint = try SCTPEndpoint(stack: stack, bind: [address], options: options, loop: loop) { event in
      switch event {
      case .up(let id, let peer, _, _): peers.addresses.withLock { $0[id] = peer }
      case .down(let id, _): peers.addresses.withLock { $0[id] = nil }
      case .message(let id, let stream, let payloadProtocolID, let octets):
        tracer.record(
          .received, octets, local: local.value.withLock { $0 }, peer: peers.addresses.withLock { $0[id] }, stream: stream,
          payloadProtocolID: payloadProtocolID)
      }
      handler(event)
    }
    let bound = endpoint.localAddress
    local.value.withLock { $0 = bound }
  }

  private final class LocalAddress: Sendable {
    let value = Mutex<SocketAddress?>(nil)
  }

  public var localAddress: SocketAddress { endpoint.localAddress }

  public func listen() throws(SCTPError) { try endpoint.listen() }
  public func connect(to peer: SocketAddress) throws(SCTPError) { try endpoint.connect(to: peer) }

  public func send(_ octets: [UInt8], on association: AssociationID, stream: UInt16, payloadProtocolID: UInt32) {
    tracer.record(
      .sent, octets, local: endpoint.localAddress, peer: peers.addresses.withLock { $0[association] }, stream: stream,
      payloadProtocolID: payloadProtocolID)
    endpoint.send(octets, on: association, stream: stream, payloadProtocolID: payloadProtocolID)
  }

  public func close(_ association: AssociationID) { endpoint.close(association) }

  /// Ends every association gracefully and closes the endpoint.
  public func close() { endpoint.close() }
}

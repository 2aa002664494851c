import Base
import Runtime

/// Turns the messages of one port into trace events.
public struct InterfaceTracer: Sendable {
  public let interface: TraceInterface
  private let environment: Environment

  public init(_ interface: TraceInterface, environment: Environment) {
    self.interface = interface
    self.environment = environment
  }

  /// Whether anybody listens: a port may then leave out all work for the trace.
  public var isOn: Bool { environment.trace != nil }

  public func record(
    _ kind: TraceEvent.Kind, _ octets: [UInt8], local: SocketAddress? = nil, peer: SocketAddress? = nil, stream: UInt16? = nil,
    payloadProtocolID: UInt32? = nil
  ) {
    guard let trace = environment.trace else { return }
    trace.record(
      TraceEvent(
        instant: environment.loop.now, wallTime: environment.loop.wallTime, node: environment.node, kind: kind, interface: interface,
        local: local, peer: peer, stream: stream, payloadProtocolID: payloadProtocolID, octets: octets))
  }
}

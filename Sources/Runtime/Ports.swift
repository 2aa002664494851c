import Base

/// Names an SCTP association of one endpoint.
public struct AssociationID: Hashable, Sendable, CustomStringConvertible {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }
  public var description: String { "association \(rawValue)" }
}

/// What an SCTP endpoint tells its network function; always on the function's loop.
public enum AssociationEvent: Sendable {
  case up(AssociationID, peer: SocketAddress, outboundStreams: UInt16, inboundStreams: UInt16)
  case message(AssociationID, stream: UInt16, payloadProtocolID: UInt32, octets: [UInt8])
  case down(AssociationID, reason: String)
}

/// The sending half of an SCTP endpoint (TS 38.412 §7): a listening one of an AMF, or the connecting one of a gNB.
public protocol AssociationPort: Sendable {
  /// Queues one user message. An association that is gone, or whose queue is full, drops it and reports `down` if it was lost.
  func send(_ octets: [UInt8], on association: AssociationID, stream: UInt16, payloadProtocolID: UInt32)
  /// Ends an association gracefully (SHUTDOWN).
  func close(_ association: AssociationID)
}

/// The sending half of a UDP socket.
public protocol DatagramPort: Sendable {
  var localAddress: SocketAddress { get }
  func send(_ octets: [UInt8], to peer: SocketAddress)
}

/// IP packets towards a data network or a UE's applications (a TUN device, or the simulation's hosts).
public protocol PacketPort: Sendable {
  func send(_ packet: [UInt8])
}

import Base

/// A reference point or service interface on which a message was seen (TS 23.501 §4.2.7).
public enum TraceInterface: String, Sendable, Hashable {
  case n1 = "N1"
  case n2 = "N2"
  case n3 = "N3"
  case n4 = "N4"
  case n6 = "N6"
  case sbi = "SBI"
  case radio = "Uu"
}

/// One thing that happened at the edge of a network function: a message in or out, a timer that fired, or a security event.
///
/// Captures, ladders, metrics and the simulation's replay hash are all views of these events.
public struct TraceEvent: Sendable {
  public enum Kind: Sendable, Hashable {
    case received
    case sent
    case timer
    /// Input that a peer should never have sent and that was refused.
    case security
  }

  public var instant: Instant
  public var wallTime: WallTime
  /// The function or node that reports (`amf`, `gnb-1`).
  public var node: String
  public var kind: Kind
  public var interface: TraceInterface?
  public var local: SocketAddress?
  public var peer: SocketAddress?
  /// SCTP stream and payload protocol identifier, where the message crossed SCTP.
  public var stream: UInt16?
  public var payloadProtocolID: UInt32?
  /// The octets of the message, exactly as they cross the interface.
  public var octets: [UInt8]
  /// The label of a timer, or one line on a security event; never a key or permanent identity.
  public var note: String

  public init(
    instant: Instant, wallTime: WallTime, node: String, kind: Kind, interface: TraceInterface? = nil, local: SocketAddress? = nil,
    peer: SocketAddress? = nil, stream: UInt16? = nil, payloadProtocolID: UInt32? = nil, octets: [UInt8] = [], note: String = ""
  ) {
    self.instant = instant
    self.wallTime = wallTime
    self.node = node
    self.kind = kind
    self.interface = interface
    self.local = local
    self.peer = peer
    self.stream = stream
    self.payloadProtocolID = payloadProtocolID
    self.octets = octets
    self.note = note
  }
}

/// Receives every ``TraceEvent`` of a node; called on the node's loop and must not block.
public protocol TraceSink: Sendable {
  func record(_ event: TraceEvent)
}

/// Everything that a network function gets from outside: the world it runs in.
public struct Environment: Sendable {
  public let node: String
  public let loop: any Loop
  public let random: any RandomSource
  public let trace: (any TraceSink)?
  /// Writes one line for the operator; level is swift-log's name of it (`info`, `warning`, `error`, `debug`).
  public let log: @Sendable (_ level: LogLevel, _ line: String) -> Void

  public init(
    node: String, loop: any Loop, random: any RandomSource, trace: (any TraceSink)? = nil,
    log: @escaping @Sendable (LogLevel, String) -> Void = { _, _ in }
  ) {
    self.node = node
    self.loop = loop
    self.random = random
    self.trace = trace
    self.log = log
  }

  /// Records input that was refused because no correct peer sends it.
  public func security(_ note: String, interface: TraceInterface?, peer: SocketAddress? = nil) {
    trace?.record(
      TraceEvent(
        instant: loop.now, wallTime: loop.wallTime, node: node, kind: .security, interface: interface, peer: peer, note: note))
    log(.warning, note)
  }
}

/// Severity of a line for the operator.
public enum LogLevel: String, Sendable, Comparable, CaseIterable {
  case debug, info, warning, error

  public static func < (left: LogLevel, right: LogLevel) -> Bool {
    (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
  }
}

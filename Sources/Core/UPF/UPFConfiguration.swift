import Base
import PFCP

/// What a user plane function is told before it starts.
public struct UPFConfiguration: Sendable {
  /// Who this function is towards its control plane functions.
  public var nodeID: NodeID
  /// The address of the UP F-SEIDs.
  public var n4Address: IPAddress
  /// The address of the tunnels that gNBs send to, and of those that the SMF sends router advertisements to (N4-u).
  public var n3Address: IPAddress
  /// Control plane functions that may set up an association; datagrams from other addresses are ignored.
  public var controlPlanePeers: [IPAddress]
  /// When this function started, in seconds since 1900 (NTP era 0), at the instant `startedAt`.
  public var recoveryTimeStamp: UInt32
  public var startedAt: Instant

  public var maximumSessions = 65_536
  /// Of each kind: PDR, FAR, QER, URR.
  public var maximumRulesPerSession = 64
  /// Downlink packets that wait for one UE, unless a BAR suggests fewer.
  public var maximumBufferedPacketsPerSession = 64
  /// Octets of all waiting packets together.
  public var maximumBufferedOctets = 16 << 20
  /// Error Indications and extension header notifications that are sent in a second.
  public var maximumGTPUErrorsPerSecond = 50
  /// Answers that are kept for each peer against retransmitted requests.
  public var responseCacheSize = 256
  /// T1 of TS 29.244 §6.4.
  public var retransmissionInterval = Duration.seconds(3)
  /// N1 of TS 29.244 §6.4: retransmissions behind the first attempt.
  public var maximumRetransmissions = 3
  /// How often each associated peer is probed; `nil` never.
  public var heartbeatInterval: Duration? = .seconds(20)
  /// Own requests that wait for an answer.
  public var maximumOutstandingRequests = 4_096

  public init(
    nodeID: NodeID, n4Address: IPAddress, n3Address: IPAddress, controlPlanePeers: [IPAddress], recoveryTimeStamp: UInt32,
    startedAt: Instant = Instant()
  ) {
    self.nodeID = nodeID
    self.n4Address = n4Address
    self.n3Address = n3Address
    self.controlPlanePeers = controlPlanePeers
    self.recoveryTimeStamp = recoveryTimeStamp
    self.startedAt = startedAt
  }

  /// `now` in seconds since 1900, modulo 2^32.
  func ntpSeconds(_ now: Instant) -> UInt32 {
    recoveryTimeStamp &+ UInt32(truncatingIfNeeded: (now - startedAt).components.seconds)
  }
}

/// A reference point of the user plane function.
public enum UPFInterface: String, Sendable, Hashable {
  case n3 = "N3"
  case n4 = "N4"
  case n6 = "N6"
}

/// What the user plane function wants done outside.
public enum UPFEffect: Hashable, Sendable {
  /// A PFCP message, from UDP port 8805.
  case sendN4([UInt8], to: SocketAddress)
  /// A GTP-U message, from UDP port 2152 of the N3 address.
  case sendN3([UInt8], to: SocketAddress)
  /// An IP packet to the data network.
  case sendN6([UInt8])
  /// Input that no correct peer sends, and that was refused.
  case security(String, UPFInterface, peer: SocketAddress?)
  /// One line for the operator.
  case information(String)
}

/// Why a packet went no further.
public enum DropReason: UInt8, Sendable, Hashable, CaseIterable {
  case malformed, unknownTunnel, unknownDestination, malformedInnerPacket, spoofedSource, noMatchingRule, gateClosed, rateExceeded
  case quotaExhausted, dropAction, noTunnel, noHeadroom, bufferFull, unknownExtensionHeader, endMarker
}

import Base

/// How a registration ended (TS 24.501 §5.5.1).
public enum RegistrationOutcome: Sendable, Hashable {
  case registered(RegistrationInformation)
  /// REGISTRATION REJECT with this 5GMM cause; `retryAfter` is set where the UE tries again by itself.
  case rejected(cause: UInt8, name: String, retryAfter: Duration?)
  /// AUTHENTICATION REJECT; `failureCause` is the 5GMM cause of the UE's last AUTHENTICATION FAILURE, if it sent one.
  case authenticationRejected(failureCause: UInt8?)
  /// The UE found the network not genuine and let go of it.
  case networkNotAuthenticated(failureCause: UInt8)
  /// No suitable cell, no answer, or lower layers failed.
  case failed(reason: String)

  public var isRegistered: Bool { if case .registered = self { true } else { false } }
}

/// What REGISTRATION ACCEPT gave.
public struct RegistrationInformation: Sendable, Hashable {
  public var guti: FiveGGUTI?
  public var trackingAreas: [TAI]
  public var allowedNSSAI: [SNSSAI]
  /// Periodic registration; `nil` when deactivated.
  public var t3512: Duration?

  public init(guti: FiveGGUTI?, trackingAreas: [TAI], allowedNSSAI: [SNSSAI], t3512: Duration?) {
    self.guti = guti
    self.trackingAreas = trackingAreas
    self.allowedNSSAI = allowedNSSAI
    self.t3512 = t3512
  }
}

/// How a service request ended (TS 24.501 §5.6.1).
public enum ServiceOutcome: Sendable, Hashable {
  case accepted
  case rejected(cause: UInt8, name: String)
  case failed(reason: String)
}

/// How a PDU session establishment ended (TS 24.501 §6.4.1).
public enum SessionOutcome: Sendable, Hashable {
  case established(PDUSessionInformation)
  /// PDU SESSION ESTABLISHMENT REJECT with this 5GSM cause.
  case rejected(cause: UInt8, name: String)
  /// The AMF did not forward the request: 5GMM cause of DL NAS TRANSPORT.
  case notForwarded(cause: UInt8, name: String)
  case failed(reason: String)

  public var session: PDUSessionInformation? { if case .established(let session) = self { session } else { nil } }
}

/// A PDU session as its applications see it.
public struct PDUSessionInformation: Sendable, Hashable {
  public var id: UInt8
  public var dnn: String?
  public var snssai: SNSSAI?
  public var type: UEConfiguration.SessionType
  public var ipv4: IPAddress?
  /// The global address, from the interface identifier that the network gave and the prefix that a router advertised.
  public var ipv6: IPAddress?
  /// The advertised prefix, 64 bits.
  public var ipv6Prefix: IPPrefix?
  public var linkLocal: IPAddress?
  public var dnsServers: [IPAddress]
  /// Octets.
  public var mtu: Int
  /// Session AMBR, bits per second.
  public var uplinkBitsPerSecond: UInt64
  public var downlinkBitsPerSecond: UInt64
  /// QFI of the default QoS rule.
  public var defaultQoSFlowIdentifier: UInt8
  /// The network granted another type than the one asked for (5GSM causes #50, #51), or gave another note.
  public var cause: UInt8?
}

/// What a UE reports to whoever runs it.
public enum UEEvent: Sendable, Hashable {
  case camped(cellIdentity: UInt64, plmn: PLMNIdentity, tac: UInt32)
  case cellLost
  case connected
  case idle
  case authenticationFailed(cause: UInt8)
  case registered(RegistrationInformation)
  case registrationFailed(RegistrationOutcome)
  case deregistered(reason: String)
  case sessionEstablished(PDUSessionInformation)
  case sessionModified(id: UInt8)
  case sessionReleased(id: UInt8, cause: UInt8?)
  case paged
}

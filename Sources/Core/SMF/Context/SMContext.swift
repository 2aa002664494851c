import Base
import NAS
import Runtime

/// The type of an IP session.
enum SessionType: String {
  case ipv4 = "IPV4"
  case ipv6 = "IPV6"
  case ipv4v6 = "IPV4V6"

  var hasIPv4: Bool { self != .ipv6 }
  var hasIPv6: Bool { self != .ipv4 }
}

/// Whether the tunnel to the gNB exists (TS 23.501 §5.6.8).
enum UserPlaneState: String {
  case deactivated = "DEACTIVATED"
  /// The gNB was asked for resources.
  case activating = "ACTIVATING"
  case activated = "ACTIVATED"
}

/// A tunnel endpoint.
struct TunnelEndpoint: Hashable {
  var teid: UInt32
  var address: IPAddress
}

/// The session at its UPF.
struct N4Session {
  let upf: UPFContext
  /// The SEID that this function gave.
  let cpSEID: UInt64
  var upSEID: UInt64
  /// Where the gNB sends the UE's packets to.
  var n3: TunnelEndpoint
  /// Where this function sends router advertisements to.
  var n4u: TunnelEndpoint?
  /// TEID of this function on N4-u.
  var ownTEID: UInt32?
}

/// One PDU session of a UE (TS 23.501 §5.6): an SM context towards the AMF.
final class SMContext {
  /// The last segment of the resource's URI.
  let reference: String
  let supi: SUPI
  let pduSessionID: UInt8
  let dataNetwork: SMFConfiguration.DataNetwork
  let slice: Base.SNSSAI
  /// As the AMF gave it: goes back to the UE.
  let dnn: String

  var amfInstanceID: String
  var statusURI: String
  var type = SessionType.ipv4
  var ipv4: UInt32?
  /// The upper 64 bits.
  var ipv6Prefix: UInt64?
  var interfaceIdentifier: UInt64 = 0
  var qos: SessionQoS
  var n4: N4Session?
  var gNB: TunnelEndpoint?
  var userPlane = UserPlaneState.deactivated
  var policyID: String?
  var isRegisteredAtUDM = false
  var sdmSubscriptionID: String?
  /// Octets since the session began, from usage reports.
  var uplinkOctets: UInt64 = 0
  var downlinkOctets: UInt64 = 0

  /// The PTI of the UE-requested procedure that runs; 0 without one.
  var pti: UInt8 = 0
  /// The PTI of the establishment whose accept is on its way to the UE with the first setup at the gNB: the gNB gives the accept to the UE
  /// only when the setup succeeds (TS 38.413 §8.2.1.2). `nil` before the setup is asked for, and once it has succeeded.
  var acceptedPTI: UInt8?
  /// The PTI of the command that the UE is to answer.
  var commandPTI: UInt8 = 0
  /// The UE has been told of the session.
  var isAccepted = false
  /// The session is out of the tables; nothing may happen for it any more.
  var isGone = false
  var lastRouterAdvertisement: Instant?
  var routerAdvertisementTimer: TimerToken?
  /// A router solicitation came too soon; it is answered when this ends.
  var solicitationTimer: TimerToken?
  var backOffTimer: TimerToken?
  var setupTimer: TimerToken?

  let mailbox: Mailbox<SMEvent>
  private(set) var procedure: SMProcedure?
  private(set) var lease: UInt64 = 0
  var waiting: [Mailbox<UInt64>] = []

  init(
    reference: String, supi: SUPI, pduSessionID: UInt8, dnn: String, slice: Base.SNSSAI, dataNetwork: SMFConfiguration.DataNetwork,
    amfInstanceID: String, statusURI: String, loop: any Loop
  ) {
    self.reference = reference
    self.supi = supi
    self.pduSessionID = pduSessionID
    self.dnn = dnn
    self.slice = slice
    self.dataNetwork = dataNetwork
    self.amfInstanceID = amfInstanceID
    self.statusURI = statusURI
    qos = dataNetwork.defaultQoS
    mailbox = Mailbox(loop: loop)
  }

  /// For lines to the operator.
  var logName: String { "PDU session \(pduSessionID) of \(supi) (\(dnn), \(slice))" }

  // MARK: Lease

  /// Gives the context to a procedure; the one that had it ends.
  func take(_ procedure: SMProcedure) -> UInt64 {
    mailbox.abort("superseded by \(procedure.rawValue)")
    lease += 1
    self.procedure = procedure
    return lease
  }

  /// The procedure that has the context goes on as another one.
  func become(_ procedure: SMProcedure, _ lease: UInt64) {
    if self.lease == lease { self.procedure = procedure }
  }

  /// The procedure ended: the next one that waits has its turn.
  func end(_ lease: UInt64) {
    guard self.lease == lease else { return }
    procedure = nil
    if !waiting.isEmpty { _ = waiting.removeFirst().deliver(0) }
  }

  /// Ends whatever runs and whoever waits.
  func abandon(_ reason: String) {
    isGone = true
    mailbox.abort(reason)
    lease += 1
    procedure = nil
    let waiters = waiting
    waiting = []
    for waiter in waiters { waiter.abort(reason) }
  }

  /// Throws when the procedure no longer has the context.
  func check(_ lease: UInt64) throws(ProcedureAborted) {
    if self.lease != lease || isGone { throw ProcedureAborted(reason: "the session was taken over or released") }
  }
}

/// What reaches a procedure that waits.
enum SMEvent {
  case n1(FiveGSMMessage)
  case resourcesReleased
  case resourcesModified(succeeded: Bool)
  case transferFailed
}

/// The procedures that lease an SM context.
enum SMProcedure: String {
  case establishment = "establishment"
  case activation = "user plane activation"
  case deactivation = "user plane deactivation"
  /// New QoS on its way to the UPF; the modification follows.
  case qosChange = "QoS change"
  case modification = "modification"
  case release = "release"
}

import Base
import NAS
import Runtime
import Security

/// Everything that the AMF knows about one UE (TS 23.502 Table 5.2.2.2.2-1), registered or on the way to it.
///
/// Owned by the ``AMF`` actor. At most one 5GMM procedure leases it at a time; what a message that arrives meanwhile
/// does is written in ``CollisionTable``.
final class UEContext {
  enum RegistrationState: String { case deregistered, registered }

  /// A PDU session as the AMF keeps it (TS 23.502 §4.3.2.2.1, step 3).
  struct Session {
    var sNSSAI: Base.SNSSAI
    var dnn: String
    /// URI of the SM context at the SMF.
    var smContextRef: String
    var smfInstanceID: String
    /// Whether the user plane of the session is set up at the gNB.
    var isUserPlaneActive = false
    /// Whether the gNB was asked on the present connection to set the user plane up, whatever it answered.
    var isUserPlaneRequested = false
    /// Tells the session from an earlier one with the same identity in notifications of the SMF.
    var number: UInt64 = 0
  }

  /// What waits for an idle UE to be connected (TS 23.502 §4.2.3.3).
  struct PendingDownlink: Equatable {
    var pduSessionID: UInt8
    var n1Message: [UInt8]?
    /// The session's user plane shall be set up.
    var isUserPlaneWanted: Bool
    /// Who wants to know when the UE cannot be reached.
    var failureURI: String?
  }

  /// Names the context inside this AMF; never leaves it.
  let id: UInt64
  let mailbox: Mailbox<UEEvent>
  var connection: N2Connection?

  // Identity.
  var supi: SUPI?
  var pei: String?
  /// The 5G-GUTI that the UE is known to hold.
  var guti: Base.FiveGGUTI?
  /// A 5G-GUTI was sent in clear by paging: a new one is due (TS 33.501 §6.12.3).
  var needsNewGUTI = false
  /// A 5G-GUTI that was sent and not yet acknowledged; both are valid until then (TS 24.501 §5.4.4.4, §5.5.1.2.4).
  var unacknowledgedGUTI: Base.FiveGGUTI?

  // Security.
  var security: SecurityAssociation?
  /// The key set of the last authentication, before Security Mode Control takes it into use.
  var authenticatedKeys: AuthenticatedKeys?
  /// The uplink NAS COUNT that K_gNB is derived from: that of the message which leads to the access stratum's keys.
  var uplinkCountOfKGNB: NASCount?
  var ueSecurityCapability: NAS.UESecurityCapability?
  /// The context of a Security Mode Command that the UE has not answered yet; `security` is the same then.
  var securityOnTrial: SecurityAssociation?
  /// Secure exchange of NAS messages is established on the present connection (TS 24.501 §4.4.2.5).
  var isSecureExchangeEstablished = false
  /// The UE was asked for its SUCI, and may answer unprotected (TS 24.501 §4.4.4.3 b).
  var isIdentityRequested = false
  /// The context that was in force before the one on trial: a Security Mode Reject is protected with it (TS 24.501 §5.4.2.5).
  var securityBeforeTrial: SecurityAssociation?
  /// The UE said in its registration request that it has more to send (TS 24.501 §9.11.3.7), and did not yet.
  var isFollowOnRequestPending = false

  // Registration.
  var registrationState = RegistrationState.deregistered
  var registrationArea: [TAI] = []
  var lastKnownTAI: TAI?
  var lastKnownUserLocation: [UInt8] = []
  var allowedNSSAI: [Base.SNSSAI] = []
  var subscribedNSSAI: [Base.SNSSAI] = []
  var defaultNSSAI: [Base.SNSSAI] = []
  var ueAMBR: AggregateMaximumBitRate?
  /// Tracking areas of this PLMN that the subscription forbids (TS 23.501 §5.3.4.1.1).
  var forbiddenTACs: Set<UInt32> = []
  var ueRadioCapability: [UInt8]?
  var ueRadioCapabilityForPaging: [UInt8]?
  /// The UDM knows this AMF as the UE's (TS 23.502 §4.2.2.2.2, step 14a).
  var isKnownToUDM = false
  var sdmSubscriptionID: String?
  var policyAssociationURI: String?
  /// RFSP index that the UE is subscribed to, and the one of the AM policy, which goes before (TS 23.501 §5.3.4.3).
  var subscribedRFSP: Int?
  var policyRFSP: Int?
  var drxParameters: NAS.FiveGSDRXParameters?

  // Sessions.
  var sessions: [UInt8: Session] = [:]
  /// Identities of sessions whose SM context is being created.
  var sessionsBeingCreated: Set<UInt8> = []
  /// How many 5GSM messages of the UE wait for an SMF's answer.
  var sessionMessagesUnderWay = 0
  var pendingDownlink: [PendingDownlink] = []

  /// The network wants the UE to be de-registered: as soon as paging has found it, or its running procedure has ended.
  var pendingDeregistration: (cause: FiveGMMCause?, reregister: Bool)?

  // The procedure that leases the context.
  private(set) var procedure: UEProcedure?
  private(set) var lease: UInt64 = 0
  /// The request of the registration that runs (TS 24.501 §5.5.1.2.8 d and e: is another one the same?).
  var registrationRequest: RegistrationRequest?

  // Timers that run while no procedure does.
  var mobileReachableTimer: TimerToken?
  var implicitDeregistrationTimer: TimerToken?
  var connectionTimer: TimerToken?
  var pagingTimer: TimerToken?
  var isPaging = false

  init(id: UInt64, loop: any Loop) {
    self.id = id
    mailbox = Mailbox(loop: loop)
  }

  var isConnected: Bool { connection != nil }
  var isRegistered: Bool { registrationState == .registered }

  /// Takes a session out, with what waits for the UE of it: an accept of a session that is gone would mislead the UE.
  @discardableResult
  func removeSession(_ id: UInt8) -> Session? {
    pendingDownlink.removeAll { $0.pduSessionID == id }
    return sessions.removeValue(forKey: id)
  }

  /// Starts to lease the context; the procedure that had it learns so at its next step.
  func takeLease(_ procedure: UEProcedure) -> UInt64 {
    mailbox.abort("superseded by \(procedure.rawValue)")
    lease += 1
    self.procedure = procedure
    registrationRequest = nil
    return lease
  }

  func endLease(_ lease: UInt64) {
    guard self.lease == lease else { return }
    procedure = nil
    registrationRequest = nil
  }

  /// Ends whatever procedure leases the context.
  func abortProcedure(_ reason: String) {
    mailbox.abort(reason)
    lease += 1
    procedure = nil
    registrationRequest = nil
  }

  /// Throws when the procedure no longer leases the context.
  func check(_ lease: UInt64) throws {
    if self.lease != lease { throw ProcedureAborted(reason: "the context was taken over") }
  }

  /// For lines to the operator.
  var logName: String { guti.map { "UE \(Hex.encode(withUnsafeBytes(of: $0.fiveGTMSI.bigEndian) { Array($0) }))" } ?? "UE #\(id)" }
}

/// What reaches a procedure that waits.
enum UEEvent {
  case nas(FiveGMMMessage, isProtected: Bool)
  case initialContextSetup(succeeded: Bool)
  case ueContextReleased
}

/// A NAS security context in use or about to be.
final class SecurityAssociation {
  var context: NASSecurityContext

  init(_ context: consuming NASSecurityContext) { self.context = context }

  /// Algorithms that the UE may have ceased to support, or COUNTs that are nearly used up, ask for new keys (TS 24.501 §4.4.3.5).
  func needsRenewal(for capability: NAS.UESecurityCapability?) -> Bool {
    if context.isNearlyExhausted { return true }
    guard let capability else { return false }
    return !capability.supports(ciphering: Int(context.algorithms.ciphering.rawValue))
      || !capability.supports(integrity: Int(context.algorithms.integrity.rawValue))
  }
}

/// What a successful authentication leaves behind until a Security Mode Command takes it into use.
struct AuthenticatedKeys {
  var ngKSI: UInt8
  var kAMF: SecretBytes
}

/// UE-AMBR (TS 23.501 §5.7.2.6), bits per second.
struct AggregateMaximumBitRate: Hashable {
  var uplink: UInt64
  var downlink: UInt64
}

/// The 5GMM procedures that lease a UE context.
enum UEProcedure: String {
  case registration = "registration"
  case serviceRequest = "service request"
  case deregistrationByUE = "UE-initiated de-registration"
  case deregistrationByNetwork = "network-initiated de-registration"
  case configurationUpdate = "configuration update"
}

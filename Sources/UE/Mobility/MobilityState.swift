import Base
import NAS
import RadioLink
import Runtime

/// 5GMM state of the UE (TS 24.501 §5.1.3.2.1).
struct MobilityState {
  enum Registration: String {
    case deregistered, registeredInitiated, registered, deregisteredInitiated, serviceRequestInitiated
  }

  var registration = Registration.deregistered
  var guti: Base.FiveGGUTI?
  var trackingAreas = FiveGSTrackingAreaIdentityList([TrackingAreaPart]())
  var lastVisitedTAI: TAI?
  var equivalentPLMNs: [Base.PLMNIdentity] = []
  var allowedNSSAI: [Base.SNSSAI] = []
  var configuredNSSAI: [Base.SNSSAI] = []
  var rejectedNSSAI: [Base.SNSSAI] = []
  var t3512: Duration?
  var t3502: Duration?
  var registrationAttempts = 0
  /// T3511 has run out: the attempt to come counts on (TS 24.501 §5.5.1.2.7).
  var isRepeatedAttempt = false
  var serviceAttempts = 0
  /// Until when the USIM counts as invalid; `.max` until the UE is switched off (TS 24.501 §5.5.1.2.5).
  var usimInvalidUntil: Instant?
  /// Rejects without integrity protection that made the USIM invalid (TS 24.501 §5.3.20.2).
  var unprotectedRejects = 0
  var forbiddenPLMNs: [Base.PLMNIdentity] = []
  var forbiddenTAIsForRoaming: [TAI] = []
  var forbiddenTAIsForRegionalService: [TAI] = []
  var pending: Pending = []
  /// The initial message of the connection, for the retransmission of TS 24.501 §4.4.6.
  var initialMessage: InitialMessage?
  /// Cause of the UE's last AUTHENTICATION FAILURE.
  var lastAuthenticationFailure: UInt8?
  /// Challenges in a row that the UE refused.
  var refusedChallenges = 0
  /// Answers for the procedure that runs.
  let mailbox: Mailbox<MobilityEvent>
  var lease = Lease()

  init(loop: any Loop) { mailbox = Mailbox(loop: loop) }

  func isForbidden(_ tai: TAI) -> Bool {
    forbiddenTAIsForRoaming.contains(tai) || forbiddenTAIsForRegionalService.contains(tai)
  }

  /// Lists keep the latest 40 entries, as TS 24.501 §5.3.13 asks for at least.
  static func remember<T: Equatable>(_ value: T, in list: inout [T]) {
    list.removeAll { $0 == value }
    list.append(value)
    if list.count > 40 { list.removeFirst() }
  }
}

/// An initial NAS message with all its parts.
struct InitialMessage {
  var octets: [UInt8]
  /// It was sent under a valid security context.
  var wasProtected: Bool
}

/// What is to be done when the running procedure has ended.
struct Pending: OptionSet {
  let rawValue: Int
  static let mobilityRegistration = Pending(rawValue: 1)
  static let periodicRegistration = Pending(rawValue: 2)
  static let pagingResponse = Pending(rawValue: 4)
  static let uplinkData = Pending(rawValue: 8)
  static let initialRegistration = Pending(rawValue: 16)
  /// A registration that waits until the network has released the connection (TS 24.501 §5.4.4.3).
  static let registrationWhenIdle = Pending(rawValue: 32)
}

/// What can end the wait of a 5GMM procedure.
enum MobilityEvent {
  case message(FiveGMMMessage, isProtected: Bool)
  case connectionFailed(String, wait: Duration?)
  case released
  case camped
  case networkNotGenuine(cause: UInt8)
}

/// Grants the UE's 5GMM sublayer to one procedure at a time, first come, first served.
struct Lease {
  var isTaken = false
  var waiting: [Mailbox<Bool>] = []
}

extension UE {
  /// Waits until no other 5GMM procedure runs.
  func takeLease() async throws(ProcedureAborted) {
    guard mobility.lease.isTaken else {
      mobility.lease.isTaken = true
      return
    }
    guard mobility.lease.waiting.count < 64 else { throw ProcedureAborted(reason: "too many procedures wait") }
    let turn = Mailbox<Bool>(loop: environment.loop)
    mobility.lease.waiting.append(turn)
    _ = try await turn.receive(within: nil, label: "lease") { _ in true }
  }

  func endLease() {
    while !mobility.lease.waiting.isEmpty {
      if mobility.lease.waiting.removeFirst().deliver(true) { return }
    }
    mobility.lease.isTaken = false
    startPending()
  }

  /// Starts what came up while a procedure ran.
  func startPending() {
    guard isStarted, !mobility.lease.isTaken else { return }
    let loop = environment.loop
    if mobility.registration == .deregistered {
      guard mobility.pending.contains(.initialRegistration) else { return }
      mobility.pending = []
      loop.spawn("registration") { [weak self] in _ = await self?.register() }
      return
    }
    guard mobility.registration == .registered else { return }
    // A registration that congestion put off while the UE stayed registered (TS 24.501 §5.5.1.3.5).
    if mobility.pending.remove(.initialRegistration) != nil { mobility.pending.insert(.mobilityRegistration) }
    if radio.connection == .idle, mobility.pending.contains(.registrationWhenIdle) {
      mobility.pending.remove(.registrationWhenIdle)
      mobility.pending.insert(.mobilityRegistration)
    }
    if mobility.pending.contains(.mobilityRegistration) {
      mobility.pending.remove([.mobilityRegistration, .periodicRegistration])
      loop.spawn("mobility registration") { [weak self] in _ = await self?.register(.mobilityRegistrationUpdating) }
    } else if mobility.pending.contains(.periodicRegistration) {
      mobility.pending.remove(.periodicRegistration)
      loop.spawn("periodic registration") { [weak self] in _ = await self?.register(.periodicRegistrationUpdating) }
    } else if mobility.pending.contains(.pagingResponse) {
      mobility.pending.remove(.pagingResponse)
      guard radio.connection == .idle else { return }
      loop.spawn("paging response") { [weak self] in _ = await self?.requestService(.mobileTerminatedServices) }
    } else if mobility.pending.contains(.uplinkData) {
      mobility.pending.remove(.uplinkData)
      guard sessions.values.contains(where: { !$0.buffered.isEmpty && radio.flows[$0.id] == nil }) else { return }
      loop.spawn("service request") { [weak self] in _ = await self?.requestService(.data) }
    }
  }

  func requestMobilityRegistration() {
    mobility.pending.insert(.mobilityRegistration)
    startPending()
  }

  func answerPaging() {
    mobility.pending.insert(.pagingResponse)
    startPending()
  }

  /// The connection is gone and the UE stays registered or not: TS 24.501 §5.3.1.3.
  func becameIdle() {
    security.isExchangeSecure = false
    stopTimer(.t3540)
    report(.idle)
    for id in sessions.keys.sorted() { _ = sessions[id]?.mailbox.deliver(.connectionLost) }
    _ = mobility.mailbox.deliver(.released)
    if mobility.registration == .registered { startPeriodicTimer() }
    startPending()
  }

  func startPeriodicTimer() {
    guard let t3512 = mobility.t3512, radio.connection == .idle else { return }
    startTimer(.t3512, t3512) { ue in
      ue.mobility.pending.insert(.periodicRegistration)
      ue.startPending()
    }
  }
}

import Base
import NAS
import RadioLink
import Runtime
import Security

/// A simulated UE: USIM, NAS (TS 24.501, with 5G AKA) and a radio that is a datagram link.
///
/// It has no sockets, clock or randomness of its own. Connect ``handleRadio(_:from:)`` to the UE's datagram port and give the port to
/// ``attach(radio:)``, then call ``start()``:
///
/// ```swift
/// let ue = UE(configuration: configuration, environment: environment, openPacketPort: { session in tun(for: session) })
/// await ue.attach(radio: port)
/// await ue.start()
/// guard case .registered = await ue.register() else { return }
/// let outcome = await ue.establishSession(UEConfiguration.SessionRequest(dnn: "internet", type: .ipv4))
/// ```
public actor UE {
  public nonisolated let environment: Environment
  public nonisolated var unownedExecutor: UnownedSerialExecutor { environment.loop.asUnownedSerialExecutor() }

  let configuration: UEConfiguration
  let openPacketPort: @Sendable (PDUSessionInformation) -> any PacketPort
  let onEvent: @Sendable (UEEvent) -> Void

  /// The SUCI that the UE made last, as TS 29.571 writes it (`suci-0-999-70-0-1-1-…`); `nil` before the first and without an IMSI.
  public internal(set) var lastSUCI: String?
  var usim: USIM
  var isStarted = false
  var radio = RadioState()
  var mobility: MobilityState
  var security = SecurityContexts()
  var sessions: [UInt8: Session] = [:]
  /// Sessions ended of which the network may not know yet.
  var hasEndedSessions = false
  /// Until when the network does not want to be asked for a DNN and slice (TS 24.501 §5.4.5.3.3, §6.2.7).
  var sessionBackOff: [SessionBackOffKey: Instant] = [:]
  var lastPTI: UInt8 = 0
  var timers: [UETimer: TimerToken] = [:]

  /// - Parameters:
  ///   - openPacketPort: called on the UE's loop when a PDU session has its addresses; downlink packets go to what it returns,
  ///     which is let go when the session ends. Uplink packets come through ``handlePacket(_:session:)``.
  ///   - onEvent: called on the UE's loop.
  public init(
    configuration: UEConfiguration, environment: Environment,
    openPacketPort: @escaping @Sendable (PDUSessionInformation) -> any PacketPort,
    onEvent: @escaping @Sendable (UEEvent) -> Void = { _ in }
  ) {
    self.configuration = configuration
    self.environment = environment
    self.openPacketPort = openPacketPort
    self.onEvent = onEvent
    usim = USIM(algorithm: configuration.algorithm, acceptedSEQ: configuration.acceptedSequenceNumbers)
    mobility = MobilityState(loop: environment.loop)
  }

  public func attach(radio port: any DatagramPort) { radio.port = port }

  /// A datagram of the radio link; to be called on the UE's loop.
  public nonisolated func handleRadio(_ octets: [UInt8], from peer: SocketAddress) {
    assumeIsolated { $0.receiveRadio(octets, from: peer) }
  }

  /// An uplink IP packet of a session's applications; to be called on the UE's loop.
  public nonisolated func handlePacket(_ packet: [UInt8], session id: UInt8) {
    assumeIsolated { $0.sendPacket(packet, session: id) }
  }

  /// Switches the UE on: it looks for a cell and camps on it. Registration is asked for by ``register()``.
  public func start() {
    guard !isStarted else { return }
    isStarted = true
    // TS 24.501 §5.3.13, §5.3.20.2, §5.5.1.2.5: these last until the UE is switched off.
    mobility.usimInvalidUntil = nil
    mobility.unprotectedRejects = 0
    mobility.forbiddenTAIsForRoaming = []
    mobility.forbiddenTAIsForRegionalService = []
    searchCell()
  }

  /// Removes the UE from the air without a word, as a flat battery does.
  public func stop() {
    isStarted = false
    for timer in timers.keys.sorted() { stopTimer(timer) }
    mobility.mailbox.abort("stopped")
    for id in sessions.keys.sorted() { forgetSession(id, cause: nil, report: false) }
    radio.disconnect()
    radio.cell = nil
    mobility.registration = .deregistered
  }

  /// The cell whose gNB has this radio address becomes the only one that the UE hears: it moved.
  public func move(toCellAt address: SocketAddress) {
    radio.audible = [address]
    guard radio.connection == .idle else { return }
    loseCell()
  }

  /// SEQ_MS of each IND, to be kept for ``UEConfiguration/acceptedSequenceNumbers`` of the next run.
  public var acceptedSequenceNumbers: [UInt64] { usim.acceptedSEQ }

  func report(_ event: UEEvent) { onEvent(event) }

  // MARK: Timers

  func startTimer(_ timer: UETimer, _ duration: Duration, _ action: @escaping @Sendable (isolated UE) -> Void) {
    stopTimer(timer)
    timers[timer] = environment.loop.schedule(after: duration, label: timer.rawValue) { [weak self] in
      self?.assumeIsolated { ue in
        ue.timers[timer] = nil
        action(ue)
      }
    }
  }

  func stopTimer(_ timer: UETimer) {
    if let token = timers.removeValue(forKey: timer) { environment.loop.cancel(token) }
  }

  func isRunning(_ timer: UETimer) -> Bool { timers[timer] != nil }
}

/// Timers that are not the wait of a procedure (TS 24.501 table 10.2.1).
enum UETimer: String, Comparable {
  case cellSearch, radioRetransmission, t3247, t3346, t3502, t3511, t3512, t3516, t3520, t3540, serviceRetry

  static func < (left: UETimer, right: UETimer) -> Bool { left.rawValue < right.rawValue }
}

import Base
import NGAP
import PER
import RadioLink
import Runtime

/// A simulated gNB: the complete NG-RAN side of NGAP (TS 38.413) and GTP-U over N3, with a datagram link for the radio.
///
/// It has no sockets, clock or randomness of its own:
///
/// ```swift
/// let gnb = GNB(configuration: configuration, environment: environment) {
///   network.connect(from: local, to: amf, environment: environment) { gnb.handle($0) }
/// }
/// await gnb.attach(n3: n3Port, radio: radioPort)   // their datagrams go to handleN3 and handleRadio
/// await gnb.start()
/// ```
public actor GNB {
  public nonisolated let environment: Environment
  public nonisolated var unownedExecutor: UnownedSerialExecutor { environment.loop.asUnownedSerialExecutor() }

  enum NGState: String { case down, connecting, settingUp, ready }

  var configuration: GNBConfiguration
  let onEvent: @Sendable (GNBEvent) -> Void
  private var connectN2: (@Sendable () -> any AssociationPort)?
  var n3: (any DatagramPort)?
  var radio: (any DatagramPort)?

  var isStarted = false
  var ngState = NGState.down
  private var n2: (any AssociationPort)?
  private var association: AssociationID?
  private var outboundStreams: UInt16 = 1
  var amfName = ""
  /// What the AMF asked to turn away while it is overloaded (TS 38.413 §8.7.7).
  var overload: OverloadAction?
  var setupTimer: TimerToken?
  var reconnectTimer: TimerToken?

  /// UEs by RAN UE NGAP ID.
  var contexts: [UInt32: UEContext] = [:]
  /// The UE whose connection a radio address holds.
  var contextOfAddress: [SocketAddress: UInt32] = [:]
  /// Connections that the gNB ended and whose UEs have not yet acknowledged it.
  var departing: [SocketAddress: SignallingLink] = [:]
  var departureTimer: TimerToken?
  var tunnels: [UInt32: Tunnel] = [:]
  /// UEs that listen to this cell, with the time when they were last heard.
  var camping: [SocketAddress: Instant] = [:]
  var lastRANUENGAPID: UInt32 = 0
  var lastTEID: UInt32

  /// - Parameter onEvent: called on the gNB's loop.
  public init(
    configuration: GNBConfiguration, environment: Environment, onEvent: @escaping @Sendable (GNBEvent) -> Void = { _ in }
  ) {
    self.configuration = configuration
    self.environment = environment
    self.onEvent = onEvent
    lastTEID = environment.random.uint32()
  }

  /// - Parameter connectN2: connects an SCTP endpoint to an AMF, whose events go to ``handle(_:)``; called at the start and again when
  ///   the association was lost.
  public func attach(n3: any DatagramPort, radio: any DatagramPort, connectN2: @escaping @Sendable () -> any AssociationPort) {
    self.n3 = n3
    self.radio = radio
    self.connectN2 = connectN2
  }

  /// Connects to the AMF and goes on air when NG Setup has succeeded.
  public func start() {
    guard !isStarted else { return }
    isStarted = true
    connect()
  }

  /// Ends the association; UEs lose their connection.
  public func stop() {
    isStarted = false
    if let association { n2?.close(association) }
    associationDown("stopped")
  }

  // MARK: Ports

  /// An event of the SCTP endpoint; to be called on the gNB's loop.
  public nonisolated func handle(_ event: AssociationEvent) { assumeIsolated { $0.take(event) } }

  /// A datagram on N3; to be called on the gNB's loop.
  public nonisolated func handleN3(_ octets: [UInt8], from peer: SocketAddress) { assumeIsolated { $0.receiveN3(octets, from: peer) } }

  /// A datagram of the radio link; to be called on the gNB's loop.
  public nonisolated func handleRadio(_ octets: [UInt8], from peer: SocketAddress) {
    assumeIsolated { $0.receiveRadio(octets, from: peer) }
  }

  func connect() {
    reconnectTimer = nil
    guard isStarted, ngState == .down, let connectN2 else { return }
    ngState = .connecting
    n2 = connectN2()
  }

  private func take(_ event: AssociationEvent) {
    switch event {
    case .up(let id, let peer, let outbound, _):
      guard isStarted else { return }
      association = id
      outboundStreams = max(1, outbound)
      environment.log(.info, "N2 association with \(peer) up")
      onEvent(.associationUp)
      setUp()
    case .message(let id, let stream, let payloadProtocolID, let octets):
      guard id == association else { return }
      guard payloadProtocolID == 60 else {
        environment.security("user message with payload protocol \(payloadProtocolID) on N2 discarded", interface: .n2)
        return
      }
      receive(octets, stream: stream)
    case .down(let id, let reason):
      guard association == nil || id == association else { return }
      associationDown(reason)
    }
  }

  private func associationDown(_ reason: String) {
    association = nil
    n2 = nil
    ngState = .down
    overload = nil
    if let setupTimer { environment.loop.cancel(setupTimer) }
    setupTimer = nil
    // TS 38.413 §8.7.1 note and TS 23.501 §5.19.5.2: without an AMF no UE can stay connected.
    for id in contexts.keys.sorted() { removeContext(id, cause: "N2 association lost") }
    environment.log(.warning, "N2 association down: \(reason)")
    onEvent(.associationDown(reason: reason))
    guard isStarted, reconnectTimer == nil else { return }
    reconnectTimer = schedule(configuration.reconnect, "N2 reconnect") { $0.connect() }
  }

  // MARK: Sending

  /// Stream 0 has what belongs to no UE; a UE keeps one of the others, if there are others (TS 38.412 §7).
  func stream(for ranUENGAPID: UInt32) -> UInt16 {
    outboundStreams > 1 ? 1 + UInt16(truncatingIfNeeded: ranUENGAPID % UInt32(outboundStreams - 1)) : 0
  }

  func send(_ pdu: NGAPPDU, stream: UInt16 = 0) {
    guard let association else { return }
    do throws(NGAPError) {
      n2?.send(try pdu.encode(), on: association, stream: stream, payloadProtocolID: 60)
    } catch {
      environment.log(.error, "NGAP message not sent: \(error)")
    }
  }

  func send(_ message: InitiatingMessage, for context: UEContext? = nil) {
    send(.initiatingMessage(message), stream: context?.stream ?? 0)
  }

  func send(_ message: SuccessfulOutcome, for context: UEContext? = nil) {
    send(.successfulOutcome(message), stream: context?.stream ?? 0)
  }

  func send(_ message: UnsuccessfulOutcome, for context: UEContext? = nil) {
    send(.unsuccessfulOutcome(message), stream: context?.stream ?? 0)
  }

  func schedule(_ delay: Duration, _ label: String, _ action: @escaping @Sendable (isolated GNB) -> Void) -> TimerToken {
    environment.loop.schedule(after: delay, label: label) { [weak self] in self?.assumeIsolated { action($0) } }
  }
}

import Base
import CUSRSCTP
import Glibc
import PacketIO
import Runtime
import Synchronization

/// How an endpoint talks; the defaults suit N2 (TS 38.412 §7): many streams, no delay, a dead peer is noticed in about ten seconds.
public struct SCTPOptions: Hashable, Sendable {
  public var outboundStreams: UInt16 = 64
  public var inboundStreams: UInt16 = 64
  /// INITs until a connection attempt fails.
  public var maximumInitAttempts: UInt16 = 4
  public var initTimeoutMilliseconds: UInt32 = 2_000
  public var heartbeatMilliseconds: UInt32 = 5_000
  public var retransmissionTimeoutInitialMilliseconds: UInt32 = 1_000
  public var retransmissionTimeoutMinimumMilliseconds: UInt32 = 500
  public var retransmissionTimeoutMaximumMilliseconds: UInt32 = 2_000
  /// Retransmissions without an answer until the association is lost.
  public var maximumRetransmissions: UInt16 = 5
  /// Octets that may wait to be sent; beyond it ``SCTPEndpoint/trySend(_:on:stream:payloadProtocolID:)`` throws `sendQueueFull`.
  public var sendQueueOctets = 1 << 20
  public var receiveBufferOctets = 1 << 20
  /// Longest user message in either direction. A peer that exceeds it loses its association.
  public var maximumMessageOctets = 256 << 10
  public var maximumAssociations = 4_096
  /// UDP port of the peer (RFC 6951); `nil` is plain SCTP over IP. Needs a stack with an encapsulation port.
  public var remoteEncapsulationPort: UInt16?
  /// The configuration value that names the local address, for error texts (`amf.n2.address`).
  public var setting: String?

  public init() {}
}

/// A one-to-many SCTP endpoint (RFC 9260): the listening one of an AMF, or the one from which a gNB connects.
///
/// Every event is delivered on the loop. A restarted peer (same addresses and ports) is reported as `down` and then `up` of the same
/// association. The payload protocol identifier is given as its value (60 for NGAP) and is `00 00 00 3c` on the wire.
/// ```swift
/// let stack = try SCTPStack()
/// let n2 = try SCTPEndpoint(stack: stack, bind: [address], loop: loop) { event in ... }
/// try n2.listen()                       // AMF
/// try n2.connect(to: amfAddress)        // gNB
/// ```
public final class SCTPEndpoint: AssociationPort, @unchecked Sendable {
  private struct Association {
    var peer: SocketAddress
    var outboundStreams: UInt16
    /// The pieces of a user message so far; at most one message of an association is incomplete (RFC 6458 §8.1.20).
    var partial: [UInt8] = []
    /// Why the association ends, when this side ended it.
    var ownReason: String?
  }

  /// The C socket; every call on it happens under the lock of the state.
  private struct NativeSocket: @unchecked Sendable {
    let pointer: OpaquePointer
  }

  private struct State: Sendable {
    var socket: NativeSocket?
    var watch: EpollLoop.Watch?
    var associations: [AssociationID: Association] = [:]
    var droppedOnSend: UInt64 = 0
    /// Where received pieces are placed.
    var buffer = [UInt8](repeating: 0, count: SCTPEndpoint.pieceOctets)
  }

  private let loop: EpollLoop
  private let options: SCTPOptions
  private let handler: @Sendable (AssociationEvent) -> Void
  private let state = Mutex(State())
  /// Kept for as long as the endpoint lives.
  private let stack: SCTPStack
  /// What keeps other processes from the port where usrsctp cannot.
  private let claims: [SCTPPortClaim]
  public let localAddress: SocketAddress

  fileprivate static let pieceOctets = 65_536
  /// Events taken in one turn of the loop.
  private static let eventsPerTurn = 64

  /// Makes the endpoint and binds it.
  /// - Parameters:
  ///   - addresses: all IPv4 or all IPv6, one port; more than one makes the endpoint multi-homed. Port 0 takes a free one.
  ///   - handler: receives every event, on the loop.
  public init(
    stack: SCTPStack, bind addresses: [SocketAddress], options: SCTPOptions = SCTPOptions(), loop: EpollLoop,
    handler: @escaping @Sendable (AssociationEvent) -> Void
  ) throws(SCTPError) {
    guard let first = addresses.first, addresses.allSatisfy({ $0.ip.isV4 == first.ip.isV4 }) else { throw .mixedAddressFamilies }
    guard !(stack.isInKernel && options.remoteEncapsulationPort != nil) else { throw .encapsulationNeedsUserspace }
    self.stack = stack
    self.loop = loop
    self.options = options
    self.handler = handler
    claims = stack.isInKernel ? [] : try addresses.map { address throws(SCTPError) in try SCTPPortClaim(address, setting: options.setting) }
    var native = vt_sctp_options(options)
    var opened: OpaquePointer?
    try Self.check(vt_sctp_open(stack.isInKernel ? 1 : 0, first.ip.isV4 ? 4 : 6, &native, &opened), "open an SCTP endpoint")
    guard let pointer = opened else { throw .closed }
    let socket = NativeSocket(pointer: pointer)
    let list = addresses.map { vt_sctp_address($0) }
    let result = vt_sctp_bind(socket.pointer, list, Int32(list.count))
    guard result >= 0 else {
      vt_sctp_close(socket.pointer)
      switch -result {
      case EADDRINUSE: throw .addressInUse(first, setting: options.setting)
      case EADDRNOTAVAIL: throw .addressNotAvailable(first, setting: options.setting)
      default: throw .system(operation: "bind SCTP \(first)", errorNumber: -result)
      }
    }
    var port: UInt16 = 0
    _ = vt_sctp_local_port(socket.pointer, &port)
    localAddress = SocketAddress(first.ip, port: port == 0 ? first.port : port)
    state.withLock { $0.socket = socket }
    do {
      let isInKernel = stack.isInKernel
      let descriptor = vt_sctp_descriptor(socket.pointer)
      let watch = try loop.watch(descriptor) { [weak self] _ in
        if !isInKernel { drainWakeup(descriptor) }
        self?.drain()
      }
      state.withLock { $0.watch = watch }
    } catch {
      close()
      throw .system(operation: "watch an SCTP endpoint", errorNumber: EBADF)
    }
  }

  deinit { close() }

  /// Accepts associations.
  public func listen() throws(SCTPError) {
    try withSocket { socket, _ in vt_sctp_listen(socket.pointer) }.checked("listen on SCTP \(localAddress)")
  }

  /// Starts an association; `up` or `down` follows.
  public func connect(to peer: SocketAddress) throws(SCTPError) {
    let result = try withSocket { socket, _ in
      var address = vt_sctp_address(peer)
      return vt_sctp_connect(socket.pointer, &address)
    }
    scheduleDrain()
    try result.checked("connect SCTP to \(peer)")
  }

  /// Queues one user message; what cannot be queued is counted and dropped.
  public func send(_ octets: [UInt8], on association: AssociationID, stream: UInt16, payloadProtocolID: UInt32) {
    do throws(SCTPError) {
      try trySend(octets, on: association, stream: stream, payloadProtocolID: payloadProtocolID)
    } catch {
      state.withLock { $0.droppedOnSend += 1 }
    }
  }

  /// Queues one user message.
  /// - Throws: `sendQueueFull` (try again later), `messageTooLarge`, `noSuchStream`, `noSuchAssociation`, `closed`.
  public func trySend(
    _ octets: [UInt8], on association: AssociationID, stream: UInt16, payloadProtocolID: UInt32
  ) throws(SCTPError) {
    guard octets.count <= options.maximumMessageOctets else {
      throw .messageTooLarge(octets: octets.count, limit: options.maximumMessageOctets)
    }
    let result: Int32 = try withSocket { socket, state throws(SCTPError) in
      guard let entry = state.associations[association] else { throw .noSuchAssociation }
      guard stream < entry.outboundStreams else { throw .noSuchStream(stream) }
      return vt_sctp_send(socket.pointer, association.rawValue, stream, payloadProtocolID, octets, octets.count)
    }
    switch -result {
    case EAGAIN, EWOULDBLOCK, ENOBUFS: throw .sendQueueFull(limitOctets: options.sendQueueOctets)
    case EMSGSIZE: throw .messageTooLarge(octets: octets.count, limit: options.sendQueueOctets)
    case ENOENT, ENOTCONN, EPIPE, ECONNRESET, ESHUTDOWN: throw .noSuchAssociation
    default: try result.checked("send on SCTP")
    }
  }

  /// Ends an association gracefully (SHUTDOWN); `down` follows.
  public func close(_ association: AssociationID) { end(association, reason: "closed by this side", vt_sctp_shutdown) }

  /// Ends an association at once (ABORT); `down` follows.
  public func abort(_ association: AssociationID) { end(association, reason: "aborted by this side", vt_sctp_abort) }

  /// User messages that ``send(_:on:stream:payloadProtocolID:)`` could not queue.
  public var droppedOnSend: UInt64 { state.withLock { $0.droppedOnSend } }

  /// The associations that are up.
  public var associations: [AssociationID] {
    state.withLock { state in state.associations.keys.sorted { $0.rawValue < $1.rawValue } }
  }

  /// Closes the endpoint and its associations (SHUTDOWN); no event follows. Idempotent.
  public func close() {
    let (socket, watch) = state.withLock { state in
      defer {
        state.socket = nil
        state.watch = nil
        state.associations = [:]
      }
      return (state.socket, state.watch)
    }
    if let watch { loop.unwatch(watch) }
    if let socket { vt_sctp_close(socket.pointer) }
    for claim in claims { claim.release() }
  }

  // MARK: Inside

  private func withSocket<Value>(
    _ body: (NativeSocket, inout State) throws(SCTPError) -> Value
  ) throws(SCTPError) -> Value {
    try state.withLock { state throws(SCTPError) -> Value in
      guard let socket = state.socket else { throw .closed }
      return try body(socket, &state)
    }
  }

  private func end(_ association: AssociationID, reason: String, _ call: (OpaquePointer, UInt32) -> Int32) {
    state.withLock { state in
      guard let socket = state.socket, state.associations[association] != nil else { return }
      state.associations[association]?.ownReason = reason
      _ = call(socket.pointer, association.rawValue)
    }
    scheduleDrain()
  }

  private func scheduleDrain() { loop.post { [weak self] in self?.drain() } }

  private static func check(_ result: Int32, _ operation: String) throws(SCTPError) { try result.checked(operation) }

  /// Takes what waits in the socket; on the loop.
  private func drain() {
    for _ in 0..<Self.eventsPerTurn {
      let events: [AssociationEvent]? = state.withLock { state in
        guard let socket = state.socket else { return nil }
        var event = vt_sctp_event()
        var buffer = state.buffer
        state.buffer = []
        defer { state.buffer = buffer }
        guard vt_sctp_receive(socket.pointer, &buffer, buffer.count, &event) == 1 else { return nil }
        return translate(event, buffer, socket, &state)
      }
      guard let events else { return }
      for event in events { handler(event) }
    }
    scheduleDrain()
  }

  private func translate(
    _ event: vt_sctp_event, _ buffer: [UInt8], _ socket: NativeSocket, _ state: inout State
  ) -> [AssociationEvent] {
    let association = AssociationID(rawValue: event.association)
    switch Int(event.kind) {
    case vt_sctp_data: return receive(event, buffer, association, socket, &state)
    case vt_sctp_up: return up(event, association, socket, &state)
    case vt_sctp_restarted:
      return down(association, reason: "the peer restarted", &state) + up(event, association, socket, &state)
    case vt_sctp_lost:
      let cause = event.error == 0 ? "" : " (cause \(event.error))"
      return down(association, reason: "lost: the peer aborted or is unreachable\(cause)", &state)
    case vt_sctp_shutdown_complete: return down(association, reason: "closed by the peer", &state)
    case vt_sctp_cannot_start:
      state.associations[association] = nil
      return [.down(association, reason: "no answer, or refused by the peer")]
    case vt_sctp_overflow:
      _ = vt_sctp_abort(socket.pointer, event.association)
      return down(association, reason: "the peer sent more than this side could take", &state)
    case vt_sctp_delivery_aborted:
      state.associations[association]?.partial = []
      return []
    default: return []
    }
  }

  private func up(
    _ event: vt_sctp_event, _ association: AssociationID, _ socket: NativeSocket, _ state: inout State
  ) -> [AssociationEvent] {
    var address = event.peer
    if address.family == 0 { _ = vt_sctp_peer(socket.pointer, event.association, &address) }
    guard let peer = SocketAddress(address), state.associations.count < options.maximumAssociations else {
      _ = vt_sctp_abort(socket.pointer, event.association)
      return []
    }
    state.associations[association] = Association(peer: peer, outboundStreams: event.outbound_streams)
    return [.up(association, peer: peer, outboundStreams: event.outbound_streams, inboundStreams: event.inbound_streams)]
  }

  private func down(_ association: AssociationID, reason: String, _ state: inout State) -> [AssociationEvent] {
    guard let entry = state.associations.removeValue(forKey: association) else { return [] }
    return [.down(association, reason: entry.ownReason ?? reason)]
  }

  private func receive(
    _ event: vt_sctp_event, _ buffer: [UInt8], _ association: AssociationID, _ socket: NativeSocket, _ state: inout State
  ) -> [AssociationEvent] {
    guard var entry = state.associations[association], entry.ownReason == nil else { return [] }
    guard entry.partial.count + event.length <= options.maximumMessageOctets else {
      _ = vt_sctp_abort(socket.pointer, event.association)
      return down(association, reason: "the peer sent a message above \(options.maximumMessageOctets) octets", &state)
    }
    let piece = buffer.prefix(event.length)
    guard event.is_end_of_message != 0 else {
      entry.partial += piece
      state.associations[association] = entry
      return []
    }
    var octets = Array(piece)
    if !entry.partial.isEmpty {
      octets = entry.partial + octets
      entry.partial = []
      state.associations[association] = entry
    }
    return [.message(association, stream: event.stream, payloadProtocolID: event.payload_protocol_id, octets: octets)]
  }
}

/// Takes back what the wake-ups of userspace SCTP have counted.
private func drainWakeup(_ descriptor: Int32) {
  var value: UInt64 = 0
  while read(descriptor, &value, 8) < 0, errno == EINTR {}
}

extension Int32 {
  fileprivate func checked(_ operation: String) throws(SCTPError) {
    if self < 0 { throw .system(operation: operation, errorNumber: -self) }
  }
}

extension vt_sctp_options {
  fileprivate init(_ options: SCTPOptions) {
    self.init()
    outbound_streams = options.outboundStreams
    inbound_streams = options.inboundStreams
    init_attempts = options.maximumInitAttempts
    association_retransmissions = options.maximumRetransmissions
    path_retransmissions = options.maximumRetransmissions
    init_timeout_ms = options.initTimeoutMilliseconds
    heartbeat_ms = options.heartbeatMilliseconds
    rto_initial_ms = options.retransmissionTimeoutInitialMilliseconds
    rto_minimum_ms = options.retransmissionTimeoutMinimumMilliseconds
    rto_maximum_ms = options.retransmissionTimeoutMaximumMilliseconds
    send_buffer = UInt32(clamping: options.sendQueueOctets)
    receive_buffer = UInt32(clamping: options.receiveBufferOctets)
    remote_encapsulation_port = options.remoteEncapsulationPort ?? 0
  }
}

extension vt_sctp_address {
  fileprivate init(_ address: SocketAddress) {
    self.init()
    port = address.port
    family = address.ip.isV4 ? 4 : 6
    let octets = address.ip.octets
    withUnsafeMutableBytes(of: &self.address) { $0.copyBytes(from: octets) }
  }
}

extension SocketAddress {
  fileprivate init?(_ address: vt_sctp_address) {
    guard address.family == 4 || address.family == 6 else { return nil }
    let length = address.family == 4 ? 4 : 16
    guard let ip = IPAddress(octets: withUnsafeBytes(of: address.address) { Array($0.prefix(length)) }) else { return nil }
    self.init(ip, port: address.port)
  }
}

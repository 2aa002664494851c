import Base
import CLinux
import Glibc
import Runtime
import Synchronization

func closeDescriptor(_ descriptor: Int32) { _ = Glibc.close(descriptor) }

/// A UDP socket for GTP-U (TS 29.281, port 2152), PFCP (TS 29.244, port 8805) or the radio link.
///
/// Two ways to use it, not both: events on a loop (``receive(on:handler:)`` and ``send(_:to:)``), or the bare ``descriptor`` with a
/// ``PacketBatch`` on a thread of the caller's own. `SO_REUSEADDR` is off unless asked for: with it, Linux lets a second process take
/// the same UDP address and silently steal the first one's datagrams.
public final class UDPSocket: DatagramPort, @unchecked Sendable {
  public struct Options: Sendable {
    /// Namespace in which the socket is made; `nil` for the caller's.
    public var namespace: NetworkNamespace?
    /// The configuration value that names the address, for error texts (`upf.n3.address`).
    public var setting: String?
    public var reuseAddress = false
    public var receiveBufferOctets = 8 << 20
    public var sendBufferOctets = 4 << 20
    /// Largest datagram that is received.
    public var maximumDatagramOctets = 65_535
    /// Datagrams per system call, 1 to 64.
    public var batchSize = 16

    public init(namespace: NetworkNamespace? = nil, setting: String? = nil) {
      self.namespace = namespace
      self.setting = setting
    }
  }

  public let localAddress: SocketAddress
  /// For ``PacketBatch`` and ``PacketPoll``; closed by ``close()``.
  public let descriptor: Int32
  private let options: Options
  private let state = Mutex(State())

  private struct State {
    var isOpen = true
    var watch: (loop: EpollLoop, watch: EpollLoop.Watch)?
    var droppedOnSend: UInt64 = 0
  }

  /// Binds to `address`; port 0 takes a free one.
  public init(bind address: SocketAddress, options: Options = Options()) throws(PacketIOError) {
    let open: @Sendable () throws(PacketIOError) -> Int32 = { () throws(PacketIOError) -> Int32 in
      var endpoint = vt_endpoint(address)
      let result = vt_udp_socket(
        &endpoint, options.reuseAddress ? 1 : 0, Int32(clamping: options.receiveBufferOctets), Int32(clamping: options.sendBufferOctets))
      switch -result {
      case EADDRINUSE: throw .addressInUse(address, transport: "UDP", setting: options.setting)
      case EADDRNOTAVAIL: throw .addressNotAvailable(address, setting: options.setting)
      default: try PacketIOError.check(result, "bind UDP \(address)")
      }
      return result
    }
    self.options = options
    if let namespace = options.namespace { descriptor = try namespace.run(open) } else { descriptor = try open() }
    var endpoint = vt_endpoint()
    _ = vt_local_endpoint(descriptor, &endpoint)
    localAddress = endpoint.socketAddress ?? address
  }

  deinit { close() }

  /// Delivers every datagram to `handler` on the loop. Called once.
  public func receive(on loop: EpollLoop, handler: @escaping @Sendable ([UInt8], SocketAddress) -> Void) throws(PacketIOError) {
    let receiver = Receiver(options: options)
    let descriptor = descriptor
    let watch = try loop.watch(descriptor) { _ in receiver.drain(descriptor, handler) }
    state.withLock { $0.watch = (loop, watch) }
  }

  /// Sends one datagram. UDP promises nothing: one that the socket's buffer does not take is counted and dropped.
  public func send(_ octets: [UInt8], to peer: SocketAddress) { _ = trySend(octets, to: peer) }

  /// As ``send(_:to:)``.
  /// - Returns: whether the kernel took it.
  @discardableResult
  public func trySend(_ octets: [UInt8], to peer: SocketAddress) -> Bool {
    state.withLock { state in
      var endpoint = vt_endpoint(peer)
      guard state.isOpen, vt_udp_send(descriptor, octets, octets.count, &endpoint) == 0 else {
        state.droppedOnSend += 1
        return false
      }
      return true
    }
  }

  /// Sends many datagrams with few system calls.
  /// - Returns: how many the kernel took.
  @discardableResult
  public func sendBatch(_ datagrams: [(octets: [UInt8], peer: SocketAddress)]) -> Int {
    guard let longest = datagrams.map(\.octets.count).max(), longest <= 65_535 else { return 0 }
    var batch = PacketBatch(capacity: min(datagrams.count, vt_maximum_batch), slotSize: max(longest, 1), headroom: 0)
    var sent = 0
    var next = datagrams[...]
    while !next.isEmpty {
      batch.removeAll()
      for datagram in next.prefix(batch.capacity) {
        guard let index = datagram.octets.withUnsafeBytes({ batch.append($0) }) else { break }
        batch.setPeer(PreparedPeer(datagram.peer), at: index)
        batch.setAction(1, at: index)
      }
      next = next.dropFirst(batch.count)
      sent += state.withLock { $0.isOpen ? batch.send(to: descriptor, action: 1) : 0 }
    }
    state.withLock { $0.droppedOnSend += UInt64(datagrams.count - sent) }
    return sent
  }

  /// Datagrams that the kernel did not take.
  public var droppedOnSend: UInt64 { state.withLock { $0.droppedOnSend } }

  /// Closes the socket; later sends are dropped. Idempotent.
  public func close() {
    state.withLock { state in
      guard state.isOpen else { return }
      state.isOpen = false
      if let (loop, watch) = state.watch { loop.unwatch(watch) }
      state.watch = nil
      closeDescriptor(descriptor)
    }
  }

  /// The receive buffers; used only from the loop.
  private final class Receiver: @unchecked Sendable {
    private var batch: PacketBatch
    init(options: Options) {
      batch = PacketBatch(
        capacity: min(max(options.batchSize, 1), vt_maximum_batch), slotSize: max(options.maximumDatagramOctets, 64) + 1, headroom: 0)
    }

    /// One system call per turn of the loop: level-triggered readiness brings the rest in the next turn.
    func drain(_ descriptor: Int32, _ handler: ([UInt8], SocketAddress) -> Void) {
      for index in 0..<batch.receive(from: descriptor) {
        let packet = batch.packet(at: index)
        if let peer = batch.peer(at: index) { handler(Array(packet), peer) }
      }
    }
  }
}

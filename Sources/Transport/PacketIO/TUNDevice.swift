import Base
import CLinux
import Glibc
import Runtime
import Synchronization

/// A TUN device: the N6 side of a UPF, or the interface of a UE. It vanishes when it is closed or the process ends.
///
/// As ``UDPSocket``, it is used either by events on a loop or by its ``descriptor``, not both.
public final class TUNDevice: PacketPort, @unchecked Sendable {
  public struct Options: Sendable {
    /// Namespace of the interface; `nil` for the caller's.
    public var namespace: NetworkNamespace?
    public var mtu = 1400
    public var addresses: [InterfaceAddress] = []
    /// Destinations that are routed into the device.
    public var routes: [IPPrefix] = []
    /// The configuration value that names the device, for error texts.
    public var setting: String?

    public init(
      namespace: NetworkNamespace? = nil, mtu: Int = 1400, addresses: [InterfaceAddress] = [], routes: [IPPrefix] = [],
      setting: String? = nil
    ) {
      self.namespace = namespace
      self.mtu = mtu
      self.addresses = addresses
      self.routes = routes
      self.setting = setting
    }
  }

  public let name: String
  public let namespace: NetworkNamespace?
  /// For ``PacketBatch`` and ``PacketPoll``; closed by ``close()``.
  public let descriptor: Int32
  private let state = Mutex(State())

  private struct State {
    var isOpen = true
    var watch: (loop: EpollLoop, watch: EpollLoop.Watch)?
  }

  /// Makes the device with its addresses and routes, and brings it up.
  public init(name: String, options: Options = Options()) throws(PacketIOError) {
    try PacketIOError.checkName(name)
    let namespace = options.namespace
    let descriptor = try namespace.run { () throws(PacketIOError) -> Int32 in
      let result = vt_tun_open(name)
      switch -result {
      case ENOENT, ENODEV, ENXIO: throw .noTUNDevice
      case EBUSY, EINVAL: throw .interfaceInUse(name, setting: options.setting)
      case EPERM, EACCES: throw .notPermitted(operation: "create the TUN device \(name)", remedy: "run as root (CAP_NET_ADMIN)")
      default: try PacketIOError.check(result, "create the TUN device \(name)")
      }
      return result
    }
    self.name = name
    self.namespace = namespace
    self.descriptor = descriptor
    do throws(PacketIOError) {
      try NetworkInterface.setMTU(options.mtu, of: name, in: namespace)
      try NetworkInterface.setUp(name, in: namespace)
      for address in options.addresses { try NetworkInterface.addAddress(address, to: name, in: namespace) }
      for route in options.routes { try NetworkInterface.addRoute(to: route, device: name, in: namespace) }
    } catch {
      close()
      throw error
    }
  }

  deinit { close() }

  /// Delivers every IP packet that the host sends into the device to `handler`, on the loop. Called once.
  public func receive(on loop: EpollLoop, handler: @escaping @Sendable ([UInt8]) -> Void) throws(PacketIOError) {
    let receiver = Receiver()
    let descriptor = descriptor
    let watch = try loop.watch(descriptor) { _ in receiver.drain(descriptor, handler) }
    state.withLock { $0.watch = (loop, watch) }
  }

  /// Gives an IP packet to the host's stack; one that it does not take is dropped, as on any link.
  public func send(_ packet: [UInt8]) {
    state.withLock { state in
      if state.isOpen { _ = Glibc.write(descriptor, packet, packet.count) }
    }
  }

  /// Removes the device. Idempotent.
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
    private var batch = PacketBatch(capacity: 16, slotSize: 65_536, headroom: 0)

    func drain(_ descriptor: Int32, _ handler: ([UInt8]) -> Void) {
      for index in 0..<batch.read(from: descriptor) { handler(Array(batch.packet(at: index))) }
    }
  }
}

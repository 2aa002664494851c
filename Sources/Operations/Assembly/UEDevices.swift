import Base
import PacketIO
import Runtime
import Synchronization
import UE

/// The TUN devices of one UE: one for each PDU session, named `uetun1` for the first, in the UE's namespace.
final class UEDevices: Sendable {
  private struct State: Sendable {
    weak var ue: UE?
    var devices: [UInt8: TUNDevice] = [:]
  }

  private let number: Int
  private let namespace: NetworkNamespace?
  private let loop: EpollLoop
  private let log: @Sendable (Runtime::LogLevel, String) -> Void
  private let state = Mutex(State())

  init(number: Int, namespace: NetworkNamespace?, loop: EpollLoop, log: @escaping @Sendable (Runtime::LogLevel, String) -> Void) {
    self.number = number
    self.namespace = namespace
    self.loop = loop
    self.log = log
  }

  func setUE(_ ue: UE) { state.withLock { $0.ue = ue } }

  /// Makes the device of a session with its addresses and, for the first session, the default routes.
  func open(_ session: PDUSessionInformation) -> any PacketPort {
    let isFirst = state.withLock { $0.devices.isEmpty }
    var addresses: [InterfaceAddress] = []
    var routes: [IPPrefix] = []
    if let ipv4 = session.ipv4 {
      addresses += [InterfaceAddress(ipv4, prefixLength: 32)].compactMap { $0 }
      if isFirst, namespace != nil { routes += [IPPrefix(.v4(0), length: 0)].compactMap { $0 } }
    }
    if let ipv6 = session.ipv6 {
      addresses += [InterfaceAddress(ipv6, prefixLength: 64)].compactMap { $0 }
      if isFirst, namespace != nil { routes += [IPPrefix(.v6(0), length: 0)].compactMap { $0 } }
    }
    // A UE without a namespace of its own gets a name that others do not have.
    let name = namespace == nil ? "uetun\(number)-\(session.id)" : "uetun\(session.id)"
    do {
      let device = try TUNDevice(
        name: name,
        options: TUNDevice.Options(
          namespace: namespace, mtu: max(session.mtu, session.ipv6 == nil ? 576 : 1280), addresses: addresses, routes: routes))
      let ue = state.withLock { state in
        state.devices[session.id] = device
        return state.ue
      }
      try device.receive(on: loop) { [weak ue] packet in ue?.handlePacket(packet, session: session.id) }
      return device
    } catch {
      log(.error, "PDU session \(session.id) has no interface: \(error)")
      return NoInterface()
    }
  }

  func take(_ event: UEEvent) {
    guard case .sessionReleased(let id, _) = event else { return }
    state.withLock { $0.devices.removeValue(forKey: id) }?.close()
  }

  /// Stands where a TUN device could not be made; the reason has been logged.
  private struct NoInterface: PacketPort {
    func send(_ packet: [UInt8]) {}
  }
}

import Base
import Configuration
import PacketIO
import Runtime

/// The N6 side of a UPF: its TUN device with the pools' own addresses and routes, forwarding, and address translation where wanted.
struct DataNetworkDevice: Sendable {
  let tun: TUNDevice
  private let changes: KernelChanges?

  static func open(_ configuration: N6Configuration, mtu: Int) throws -> DataNetworkDevice {
    let pools = configuration.dnns.flatMap(\.pools)
    let tun = try TUNDevice(
      name: configuration.tun,
      options: TUNDevice.Options(mtu: mtu, addresses: pools.compactMap { ownAddress(of: $0) }, routes: pools, setting: "upf.n6.tun"))
    do {
      // Forwarding of this interface alone; it goes with the interface.
      try KernelParameter.write("net/ipv4/conf/\(configuration.tun)/forwarding", "1")
      guard configuration.nat else { return DataNetworkDevice(tun: tun, changes: nil) }
      let changes = try KernelChanges.forwardEverywhere(hasIPv6: pools.contains { !$0.address.isV4 })
      do {
        try AddressTranslation.install(subnets: pools, device: configuration.tun)
      } catch {
        try changes.restore()
        throw error
      }
      return DataNetworkDevice(tun: tun, changes: changes)
    } catch {
      tun.close()
      throw error
    }
  }

  /// Takes back what ``open(_:mtu:)`` changed besides the device, which its owner closes.
  func close(_ log: @Sendable (Runtime::LogLevel, String) -> Void) {
    do {
      guard let changes else { return }
      try AddressTranslation.remove()
      try changes.restore()
    } catch {
      log(.error, "\(error)")
    }
  }

  /// The network's own address in a pool: the first one behind the network address (for IPv6, in the first /64).
  private static func ownAddress(of pool: IPPrefix) -> InterfaceAddress? {
    switch pool.address {
    case .v4(let value): InterfaceAddress(.v4(value &+ 1), prefixLength: 32)
    case .v6(let value): InterfaceAddress(.v6(value &+ 1), prefixLength: 128)
    }
  }
}

/// Kernel parameters of the host that had to be changed for address translation, with the values they had before, kept in a file until
/// they are restored, so that the next start can restore them, and remove the translation, after a `kill -9`.
struct KernelChanges: Sendable {
  private static let path = "/run/vitrum/kernel-parameters.json"
  private var former: [(name: String, value: String)] = []

  /// Lets the host forward packets for address translation.
  static func forwardEverywhere(hasIPv6: Bool) throws -> KernelChanges {
    try restoreLeftovers()
    var changes = KernelChanges()
    for name in ["net/ipv4/ip_forward"] + (hasIPv6 ? ["net/ipv6/conf/all/forwarding"] : []) {
      changes.former.append((name, try KernelParameter.read(name)))
    }
    try RunFile.write(path, .array(changes.former.map { ["name": .string($0.name), "value": .string($0.value)] }))
    for change in changes.former { try KernelParameter.write(change.name, "1") }
    return changes
  }

  func restore() throws {
    for change in former { try KernelParameter.write(change.name, change.value) }
    RunFile.remove(Self.path)
  }

  /// Restores what a killed process left changed.
  static func restoreLeftovers() throws {
    guard let list = RunFile.read(path)?.arrayValue else { return }
    try AddressTranslation.remove()
    for item in list {
      if let name = item["name"]?.stringValue, let value = item["value"]?.stringValue { try KernelParameter.write(name, value) }
    }
    RunFile.remove(path)
  }
}

import Base
import Configuration
import Glibc
import PacketIO

/// Why the demonstration network cannot be built; each says what to do.
enum DemoNetworkError: Error, CustomStringConvertible {
  case alreadyRunning(processID: pid_t)
  case addressOfThisMachine(IPAddress, setting: String)
  case outsideNetwork(IPAddress, setting: String, network: IPPrefix)
  case tooManyGNBs(Int, network: IPPrefix)
  case needsIPv4(setting: String)
  case missingProgram(String, package: String)
  case noTUNDevice

  var description: String {
    switch self {
    case .alreadyRunning(let processID): "`vitrum up` runs already (process \(processID)); stop it first"
    case .addressOfThisMachine(let address, let setting):
      "\(address) (\(setting)) is an address of this machine already; `vitrum up` makes its own interfaces: choose another address"
    case .outsideNetwork(let address, let setting, let network):
      "\(address) (\(setting)) is not in demo.ranNetwork \(network); choose an address in it, or another network"
    case .tooManyGNBs(let count, let network): "\(count) gNBs do not fit demo.ranNetwork \(network); use a larger network, or fewer gNBs"
    case .needsIPv4(let setting): "\(setting) must be an IPv4 network"
    case .missingProgram(let name, let package): "the program \(name) is missing; install it with: apt-get install \(package)"
    case .noTUNDevice: "/dev/net/tun is missing; load the kernel module tun (modprobe tun), or give the container the device"
    }
  }
}

/// Namespaces and interfaces of the demonstration: the core on the host, RAN, UEs and data network in namespaces of their own.
struct DemoNetwork: Sendable {
  static let ranNamespace = "vitrum-ran"
  static let dataNamespace = "vitrum-dn"
  static let uePrefix = "vitrum-ue"
  static let ranInterface = "vitrum-ran0"
  static let dataInterface = "vitrum-dn0"
  private static let path = RunFile.folder + "/up.json"

  let configuration: Configuration
  let gNBs: Int
  let ues: Int
  let ran: NetworkNamespace
  let data: NetworkNamespace

  init(configuration: Configuration, gNBs: Int, ues: Int) throws {
    self.configuration = configuration
    self.gNBs = gNBs
    self.ues = ues
    ran = try NetworkNamespace(Self.ranNamespace)
    data = try NetworkNamespace(Self.dataNamespace)
  }

  /// N2 and N3 address of gNB `index` (from 0), beginning with host 11.
  func gNBAddress(_ index: Int) -> IPAddress { Self.host(11 + index, in: configuration.demo.ranNetwork) }
  var serverAddress: IPAddress { Self.host(2, in: configuration.demo.dataNetwork) }
  private var gatewayAddress: IPAddress { Self.host(1, in: configuration.demo.dataNetwork) }
  /// Where the radio link of gNB `index` is, on the loopback of the RAN's namespace.
  func radioAddress(_ index: Int) -> SocketAddress { SocketAddress(.v4(0x7F00_0064 &+ UInt32(truncatingIfNeeded: index)), port: 4997) }

  private static func host(_ number: Int, in network: IPPrefix) -> IPAddress {
    switch network.address {
    case .v4(let value): .v4(value &+ UInt32(truncatingIfNeeded: number))
    case .v6(let value): .v6(value &+ UInt128(truncatingIfNeeded: number))
    }
  }

  // MARK: Building

  /// Removes what a killed run left behind.
  static func removeLeftovers() throws {
    guard let state = RunFile.read(path) else { return }
    if let owner = state["owner"].flatMap({ ProcessIdentity(json: $0) }), owner.isRunning, owner.processID != getpid() {
      throw DemoNetworkError.alreadyRunning(processID: owner.processID)
    }
    let children = (state["children"]?.arrayValue ?? []).compactMap { ProcessIdentity(json: $0) }
    for child in children where child.isRunning { kill(child.processID, SIGKILL) }
    // An interface of a killed process goes when the process is gone.
    for _ in 0..<50 where children.contains(where: \.isRunning) { usleep(20_000) }
    try remove(namespaces: (state["namespaces"]?.arrayValue ?? []).compactMap(\.stringValue), interfaces: [ranInterface, dataInterface])
    RunFile.remove(path)
  }

  /// Checks that everything that will be needed is free.
  func check() throws {
    let demo = configuration.demo
    guard access("/dev/net/tun", F_OK) == 0 else { throw DemoNetworkError.noTUNDevice }
    for (name, package) in [("ping", "iputils-ping"), ("curl", "curl")] where !Self.isInPath(name) {
      throw DemoNetworkError.missingProgram(name, package: package)
    }
    guard demo.ranNetwork.address.isV4 else { throw DemoNetworkError.needsIPv4(setting: "demo.ranNetwork") }
    guard demo.dataNetwork.address.isV4 else { throw DemoNetworkError.needsIPv4(setting: "demo.dataNetwork") }
    guard demo.ranNetwork.contains(gNBAddress(gNBs)) else { throw DemoNetworkError.tooManyGNBs(gNBs, network: demo.ranNetwork) }
    for (address, setting) in [(configuration.amf.n2, "amf.n2"), (configuration.upf.n3, "upf.n3")] {
      guard demo.ranNetwork.contains(address.ip) else {
        throw DemoNetworkError.outsideNetwork(address.ip, setting: setting, network: demo.ranNetwork)
      }
      do {
        try UDPSocket(bind: SocketAddress(address.ip, port: 0), options: UDPSocket.Options(setting: setting)).close()
        throw DemoNetworkError.addressOfThisMachine(address.ip, setting: setting)
      } catch PacketIOError.addressNotAvailable {
        continue
      }
    }
    let sockets = [
      (configuration.smf.n4, "smf.n4"), (SocketAddress(configuration.smf.n4.ip, port: 2152), "smf.n4"), (configuration.upf.n4, "upf.n4"),
    ]
    for (address, setting) in sockets { try UDPSocket(bind: address, options: UDPSocket.Options(setting: setting)).close() }
  }

  private static func isInPath(_ name: String) -> Bool {
    let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    return folders.split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
  }

  /// Builds namespaces, interfaces, addresses and routes.
  func build() throws {
    try writeState(children: [])
    let demo = configuration.demo
    try ran.create()
    try data.create()
    try NetworkInterface.createVeth(Self.ranInterface, peer: "n2n3", peerNamespace: ran)
    try addAddresses([configuration.amf.n2.ip, configuration.upf.n3.ip], demo.ranNetwork.length, to: Self.ranInterface, in: nil)
    try addAddresses((0..<gNBs).map { gNBAddress($0) }, demo.ranNetwork.length, to: "n2n3", in: ran)
    try NetworkInterface.createVeth(Self.dataInterface, peer: "n6", peerNamespace: data)
    try addAddresses([gatewayAddress], demo.dataNetwork.length, to: Self.dataInterface, in: nil)
    try addAddresses([serverAddress], demo.dataNetwork.length, to: "n6", in: data)
    guard let anywhere = IPPrefix(.v4(0), length: 0) else { return }
    try NetworkInterface.addRoute(to: anywhere, via: gatewayAddress, device: "n6", in: data)
    // The way back from the data network; the way there is the TUN device's own setting. It goes with the interface.
    try KernelParameter.write("net/ipv4/conf/\(Self.dataInterface)/forwarding", "1")
  }

  private func addAddresses(_ addresses: [IPAddress], _ length: Int, to interface: String, in namespace: NetworkNamespace?) throws {
    for address in addresses {
      guard let address = InterfaceAddress(address, prefixLength: length) else { continue }
      try NetworkInterface.addAddress(address, to: interface, in: namespace)
    }
    try NetworkInterface.setUp(interface, in: namespace)
  }

  // MARK: Ending

  private var namespaceNames: [String] {
    [Self.ranNamespace, Self.dataNamespace] + (1...max(1, ues)).map { "\(Self.uePrefix)-\($0)" }
  }

  /// Notes what has been made and started, for ``removeLeftovers()`` of a later run.
  func writeState(children: [pid_t]) throws {
    try RunFile.write(
      Self.path,
      [
        "owner": ProcessIdentity(getpid())?.json ?? .null, "namespaces": .array(namespaceNames.map { .string($0) }),
        "children": .array(children.compactMap { ProcessIdentity($0)?.json }),
      ])
  }

  /// Removes everything; what is gone already is no error.
  func remove() throws {
    try Self.remove(namespaces: namespaceNames, interfaces: [Self.ranInterface, Self.dataInterface])
    RunFile.remove(Self.path)
  }

  private static func remove(namespaces: [String], interfaces: [String]) throws {
    for name in interfaces { try NetworkInterface.delete(name) }
    for name in namespaces { try NetworkNamespace(name).delete() }
  }
}

import Base
import CLinux
import Glibc

/// An address of an interface with the length of its network, as in `10.45.0.1/16`; host bits may be set.
public struct InterfaceAddress: Hashable, Sendable, CustomStringConvertible {
  public let ip: IPAddress
  public let prefixLength: Int

  /// - Returns: `nil` when the length does not fit the family.
  public init?(_ ip: IPAddress, prefixLength: Int) {
    guard (0...(ip.isV4 ? 32 : 128)).contains(prefixLength) else { return nil }
    self.ip = ip
    self.prefixLength = prefixLength
  }

  /// Parses `ADDRESS/LENGTH`; without a length, the address alone.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let first = parts.first, parts.count <= 2, let ip = IPAddress(first) else { return nil }
    let width = ip.isV4 ? 32 : 128
    guard let length = parts.count == 2 ? Int(parts[1]) : width else { return nil }
    self.init(ip, prefixLength: length)
  }

  public var description: String { "\(ip)/\(prefixLength)" }
}

/// Interfaces, addresses and routes by rtnetlink; each call names the namespace in which it works (`nil`: the caller's).
///
/// Everything may be repeated: what exists already, or is gone already, is no error.
public enum NetworkInterface {
  public static func exists(_ name: String, in namespace: NetworkNamespace? = nil) -> Bool {
    let index = try? namespace.run { () throws(PacketIOError) -> Int32 in vt_interface_index(name) }
    return (index ?? -1) > 0
  }

  /// Makes a pair of connected virtual Ethernet interfaces; old interfaces of these names are deleted first.
  /// - Parameters:
  ///   - namespace: of `name`.
  ///   - peerNamespace: of `peer`; `nil` for the caller's.
  public static func createVeth(
    _ name: String, in namespace: NetworkNamespace? = nil, peer: String, peerNamespace: NetworkNamespace? = nil
  ) throws(PacketIOError) {
    try PacketIOError.checkName(name)
    try PacketIOError.checkName(peer)
    try delete(name, in: namespace)
    try delete(peer, in: peerNamespace)
    var descriptor: Int32 = -1
    let peerPath = peerNamespace?.path ?? "/proc/self/ns/net"
    descriptor = open(peerPath, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(operation: "open network namespace \(peerPath)", errorNumber: errno) }
    defer { closeDescriptor(descriptor) }
    var message = RouteMessage(type: Int(RTM_NEWLINK), flags: Int(NLM_F_CREATE | NLM_F_EXCL), fixedPart: RouteMessage.link())
    message.attribute(Int(IFLA_IFNAME), text: name)
    message.nested(Int(IFLA_LINKINFO)) { message in
      message.attribute(Int(IFLA_INFO_KIND), text: "veth")
      message.nested(Int(IFLA_INFO_DATA)) { message in
        message.nested(Int(VETH_INFO_PEER)) { message in
          message.raw(RouteMessage.link())
          message.attribute(Int(IFLA_IFNAME), text: peer)
          message.attribute(Int(IFLA_NET_NS_FD), integer: UInt32(bitPattern: descriptor))
        }
      }
    }
    try send(message, "create veth \(name) - \(peer)", in: namespace)
  }

  /// Makes a bridge; an old interface of this name is deleted first.
  public static func createBridge(_ name: String, in namespace: NetworkNamespace? = nil) throws(PacketIOError) {
    try PacketIOError.checkName(name)
    try delete(name, in: namespace)
    var message = RouteMessage(type: Int(RTM_NEWLINK), flags: Int(NLM_F_CREATE | NLM_F_EXCL), fixedPart: RouteMessage.link())
    message.attribute(Int(IFLA_IFNAME), text: name)
    message.nested(Int(IFLA_LINKINFO)) { $0.attribute(Int(IFLA_INFO_KIND), text: "bridge") }
    try send(message, "create bridge \(name)", in: namespace)
  }

  /// Makes `name` a port of the bridge.
  public static func attach(_ name: String, toBridge bridge: String, in namespace: NetworkNamespace? = nil) throws(PacketIOError) {
    try namespace.run { () throws(PacketIOError) in
      let bridgeIndex = try index(of: bridge)
      var message = RouteMessage(type: Int(RTM_NEWLINK), flags: 0, fixedPart: RouteMessage.link(index: try index(of: name)))
      message.attribute(Int(IFLA_MASTER), integer: UInt32(bitPattern: bridgeIndex))
      try PacketIOError.check(message.send(), "attach \(name) to bridge \(bridge)")
    }
  }

  public static func delete(_ name: String, in namespace: NetworkNamespace? = nil) throws(PacketIOError) {
    try namespace.run { () throws(PacketIOError) in
      let index = vt_interface_index(name)
      guard index > 0 else { return }
      let result = RouteMessage(type: Int(RTM_DELLINK), flags: 0, fixedPart: RouteMessage.link(index: index)).send()
      if result != -ENODEV { try PacketIOError.check(result, "delete interface \(name)") }
    }
  }

  public static func setUp(_ name: String, in namespace: NetworkNamespace? = nil) throws(PacketIOError) {
    try namespace.run { () throws(PacketIOError) in
      let up = UInt32(IFF_UP)
      let message = RouteMessage(
        type: Int(RTM_NEWLINK), flags: 0, fixedPart: RouteMessage.link(index: try index(of: name), flags: up, change: up))
      try PacketIOError.check(message.send(), "bring interface \(name) up")
    }
  }

  /// Sets the largest packet that the interface carries, in octets.
  public static func setMTU(_ octets: Int, of name: String, in namespace: NetworkNamespace? = nil) throws(PacketIOError) {
    try namespace.run { () throws(PacketIOError) in
      var message = RouteMessage(type: Int(RTM_NEWLINK), flags: 0, fixedPart: RouteMessage.link(index: try index(of: name)))
      message.attribute(Int(IFLA_MTU), integer: UInt32(clamping: octets))
      try PacketIOError.check(message.send(), "set the MTU of \(name) to \(octets)")
    }
  }

  /// Moves an interface from one namespace to another; it goes down and loses its addresses.
  public static func move(
    _ name: String, from namespace: NetworkNamespace? = nil, to target: NetworkNamespace
  ) throws(PacketIOError) {
    let descriptor = open(target.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(operation: "open network namespace \(target)", errorNumber: errno) }
    defer { closeDescriptor(descriptor) }
    try namespace.run { () throws(PacketIOError) in
      var message = RouteMessage(type: Int(RTM_NEWLINK), flags: 0, fixedPart: RouteMessage.link(index: try index(of: name)))
      message.attribute(Int(IFLA_NET_NS_FD), integer: UInt32(bitPattern: descriptor))
      try PacketIOError.check(message.send(), "move \(name) to namespace \(target)")
    }
  }

  /// Adds an address. IPv6 duplicate address detection is off, so that it can be used at once.
  public static func addAddress(
    _ address: InterfaceAddress, to name: String, in namespace: NetworkNamespace? = nil
  ) throws(PacketIOError) {
    try changeAddress(Int(RTM_NEWADDR), Int(NLM_F_CREATE | NLM_F_REPLACE), address, name, namespace, ignoring: EEXIST)
  }

  public static func removeAddress(
    _ address: InterfaceAddress, from name: String, in namespace: NetworkNamespace? = nil
  ) throws(PacketIOError) {
    try changeAddress(Int(RTM_DELADDR), 0, address, name, namespace, ignoring: EADDRNOTAVAIL)
  }

  /// Adds or replaces a route.
  /// - Parameters:
  ///   - gateway: next hop; `nil` when the destination is on the link.
  ///   - name: outgoing interface.
  ///   - source: preferred source address.
  public static func addRoute(
    to destination: IPPrefix, via gateway: IPAddress? = nil, device name: String, source: IPAddress? = nil,
    in namespace: NetworkNamespace? = nil
  ) throws(PacketIOError) {
    try namespace.run { () throws(PacketIOError) in
      let scope = gateway == nil && destination.address.isV4 ? UInt8(RT_SCOPE_LINK.rawValue) : UInt8(RT_SCOPE_UNIVERSE.rawValue)
      var message = RouteMessage(
        type: Int(RTM_NEWROUTE), flags: Int(NLM_F_CREATE | NLM_F_REPLACE),
        fixedPart: RouteMessage.route(family: family(destination.address), prefixLength: UInt8(destination.length), scope: scope))
      if destination.length > 0 { message.attribute(Int(RTA_DST.rawValue), destination.address.octets) }
      if let gateway { message.attribute(Int(RTA_GATEWAY.rawValue), gateway.octets) }
      if let source { message.attribute(Int(RTA_PREFSRC.rawValue), source.octets) }
      message.attribute(Int(RTA_OIF.rawValue), integer: UInt32(bitPattern: try index(of: name)))
      try PacketIOError.check(message.send(), "add route \(destination) by \(name)")
    }
  }

  private static func changeAddress(
    _ type: Int, _ flags: Int, _ address: InterfaceAddress, _ name: String, _ namespace: NetworkNamespace?, ignoring ignored: Int32
  ) throws(PacketIOError) {
    try namespace.run { () throws(PacketIOError) in
      let noDetection = address.ip.isV4 ? 0 : UInt8(IFA_F_NODAD)
      var message = RouteMessage(
        type: type, flags: flags,
        fixedPart: RouteMessage.address(
          family: family(address.ip), prefixLength: UInt8(address.prefixLength), flags: noDetection, index: try index(of: name)))
      message.attribute(Int(IFA_LOCAL), address.ip.octets)
      message.attribute(Int(IFA_ADDRESS), address.ip.octets)
      let result = message.send()
      if result != -ignored { try PacketIOError.check(result, "change address \(address) of \(name)") }
    }
  }

  private static func family(_ ip: IPAddress) -> UInt8 { UInt8(ip.isV4 ? AF_INET : AF_INET6) }

  private static func index(of name: String) throws(PacketIOError) -> Int32 {
    let index = vt_interface_index(name)
    try PacketIOError.check(index, "find interface \(name)")
    return index
  }

  private static func send(_ message: RouteMessage, _ operation: String, in namespace: NetworkNamespace?) throws(PacketIOError) {
    try namespace.run { () throws(PacketIOError) in try PacketIOError.check(message.send(), operation) }
  }
}

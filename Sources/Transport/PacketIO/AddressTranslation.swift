import Base
import CLinux
import Glibc

/// Network address translation for UE addresses, in an nftables table of our own: nothing else of the host's rules is touched.
///
/// `nft` is the only external program that Vitrum runs by itself.
public enum AddressTranslation {
  public static let tableName = "vitrum"

  /// Installs the table: packets from `subnets` that leave by another interface than `device` get that interface's address.
  /// An old table, as after `kill -9`, is replaced in the same transaction.
  public static func install(
    subnets: [IPPrefix], device: String, in namespace: NetworkNamespace? = nil
  ) throws(PacketIOError) {
    try PacketIOError.checkName(device)
    try nft(rules(subnets: subnets, device: device), in: namespace)
  }

  /// The `nft` script of ``install(subnets:device:in:)``.
  static func rules(subnets: [IPPrefix], device: String) -> String {
    var lines = ["table inet \(tableName)", "delete table inet \(tableName)", "table inet \(tableName) {", "  chain postrouting {"]
    lines.append("    type nat hook postrouting priority srcnat; policy accept;")
    for subnet in subnets {
      lines.append("    \(subnet.address.isV4 ? "ip" : "ip6") saddr \(subnet) oifname != \"\(device)\" masquerade")
    }
    lines += ["  }", "}"]
    return lines.joined(separator: "\n") + "\n"
  }

  /// Removes the table; a missing one is no error.
  public static func remove(in namespace: NetworkNamespace? = nil) throws(PacketIOError) {
    try nft("table inet \(tableName)\ndelete table inet \(tableName)\n", in: namespace)
  }

  private static func nft(_ script: String, in namespace: NetworkNamespace?) throws(PacketIOError) {
    let places: [String] = ["/usr/sbin/nft", "/sbin/nft", "/usr/bin/nft"]
    guard let path = places.first(where: { access($0, X_OK) == 0 }) else {
      throw .commandFailed(command: "nft", status: 127, output: "not found; install the Debian package nftables")
    }
    let process = try ChildProcess(
      path, ["-f", "-"], input: Array(script.utf8), standardOutput: .collected, standardError: .collected, in: namespace)
    let output = process.output()
    let status = process.wait()
    guard status == 0 else { throw .commandFailed(command: "nft -f -", status: status, output: output) }
  }
}

/// Kernel parameters under `/proc/sys`; those of `net` belong to the namespace.
public enum KernelParameter {
  /// - Parameter name: as in `net/ipv4/ip_forward`.
  public static func read(_ name: String, in namespace: NetworkNamespace? = nil) throws(PacketIOError) -> String {
    try namespace.run { () throws(PacketIOError) -> String in
      let descriptor = open("/proc/sys/\(name)", O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .system(operation: "read /proc/sys/\(name)", errorNumber: errno) }
      defer { closeDescriptor(descriptor) }
      var buffer = [UInt8](repeating: 0, count: 256)
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { throw .system(operation: "read /proc/sys/\(name)", errorNumber: errno) }
      return String(decoding: buffer[..<count].prefix { $0 != 0x0A }, as: UTF8.self)
    }
  }

  /// Writes a value.
  /// - Returns: the value before, so that the caller can restore it.
  @discardableResult
  public static func write(_ name: String, _ value: String, in namespace: NetworkNamespace? = nil) throws(PacketIOError) -> String {
    let old = try read(name, in: namespace)
    if old != value {
      try namespace.run { () throws(PacketIOError) in
        try PacketIOError.check(vt_write_file("/proc/sys/\(name)", value), "write /proc/sys/\(name)")
      }
    }
    return old
  }
}

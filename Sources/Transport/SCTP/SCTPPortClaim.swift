import Base
import Glibc
import Synchronization

/// Keeps an SCTP port of an address for this process.
///
/// Several userspace stacks receive every SCTP packet of a host, so that none of them notices that a port is taken. The claim is the name
/// of an abstract Unix socket, which belongs to the network namespace as ports do, and goes with the process however it ends.
final class SCTPPortClaim: Sendable {
  private let descriptor: Mutex<Int32>

  /// - Parameter address: with port 0, nothing is claimed.
  init(_ address: SocketAddress, setting: String?) throws(SCTPError) {
    guard address.port != 0 else {
      descriptor = Mutex(-1)
      return
    }
    let claim = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard claim >= 0 else { throw .system(operation: "claim SCTP \(address)", errorNumber: errno) }
    descriptor = Mutex(claim)
    // unix(7): a name that begins with a zero octet is abstract.
    let name = [0] + Array("vitrum-sctp/\(address)".utf8)
    var unix = sockaddr_un()
    unix.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &unix.sun_path) { $0.copyBytes(from: name.prefix($0.count)) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + min(name.count, 108))
    let result = withUnsafePointer(to: &unix) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(claim, $0, length) } }
    guard result == 0 else {
      let code = errno
      release()
      if code == EADDRINUSE { throw .addressInUse(address, setting: setting) }
      throw .system(operation: "claim SCTP \(address)", errorNumber: code)
    }
  }

  deinit { release() }

  func release() {
    descriptor.withLock { descriptor in
      if descriptor >= 0 { close(descriptor) }
      descriptor = -1
    }
  }
}

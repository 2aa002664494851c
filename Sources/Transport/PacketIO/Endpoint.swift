import Base
import CLinux

extension vt_endpoint {
  /// The C form of an address.
  init(_ address: SocketAddress) {
    self.init()
    port = address.port
    family = address.ip.isV4 ? 4 : 6
    let octets = address.ip.octets
    withUnsafeMutableBytes(of: &self.address) { $0.copyBytes(from: octets) }
  }

  /// The address, when there is one.
  var socketAddress: SocketAddress? {
    guard family == 4 || family == 6 else { return nil }
    let length = family == 4 ? 4 : 16
    let octets = withUnsafeBytes(of: address) { Array($0.prefix(length)) }
    return IPAddress(octets: octets).map { SocketAddress($0, port: port) }
  }
}

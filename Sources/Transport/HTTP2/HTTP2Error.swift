import Base

/// Why the HTTP/2 transport of the SBI could not be started.
public enum HTTP2Error: Error, Hashable, Sendable, CustomStringConvertible {
  case addressInUse(SocketAddress, setting: String?)
  case addressNotAvailable(SocketAddress, setting: String?)
  /// Until access tokens exist, mutual TLS is the only thing that says who calls (TS 33.501 §13.1).
  case mutualTLSRequired(SocketAddress)
  /// A certificate, key or trust file is missing or wrong.
  case credentials(String)
  case listen(String)

  public var description: String {
    switch self {
    case .addressInUse(let address, let setting):
      "TCP port \(address.port) on \(address.ip) is in use by another process; stop it" + (setting.map { " or change \($0)" } ?? "")
    case .addressNotAvailable(let address, let setting):
      "no interface has the address \(address.ip); add it to one" + (setting.map { " or change \($0)" } ?? "")
    case .mutualTLSRequired(let address):
      "the service-based interface does not listen on \(address) without mutual TLS; use a loopback address, or set its"
        + " certificate, key and trust files"
    case .credentials(let reason): "TLS credentials: \(reason)"
    case .listen(let reason): "listen: \(reason)"
    }
  }
}

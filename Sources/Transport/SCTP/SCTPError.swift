import Base
import Glibc

/// Why an SCTP endpoint or a call on it failed.
public enum SCTPError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Neither the kernel has SCTP nor may this process open a raw socket for the userspace stack.
  case noTransport
  /// usrsctp runs once per process and runs already under another ``SCTPStack``.
  case alreadyStarted
  /// Endpoints of the stack are still open.
  case stillInUse
  case addressInUse(SocketAddress, setting: String?)
  case addressNotAvailable(SocketAddress, setting: String?)
  case mixedAddressFamilies
  /// The kernel's SCTP takes UDP encapsulation from `net.sctp.encap_port` only.
  case encapsulationNeedsUserspace
  /// The send queue of the association is full: the peer does not keep up.
  case sendQueueFull(limitOctets: Int)
  case messageTooLarge(octets: Int, limit: Int)
  /// The association did not negotiate that many streams.
  case noSuchStream(UInt16)
  case noSuchAssociation
  case closed
  case system(operation: String, errorNumber: Int32)

  public var description: String {
    switch self {
    case .noTransport: "SCTP needs root (CAP_NET_RAW) for userspace SCTP, or the kernel module sctp (modprobe sctp)"
    case .alreadyStarted: "userspace SCTP already runs in this process"
    case .stillInUse: "SCTP endpoints are still open"
    case .addressInUse(let address, let setting):
      "SCTP port \(address.port) on \(address.ip) is in use by another process; stop it" + (setting.map { " or change \($0)" } ?? "")
    case .addressNotAvailable(let address, let setting):
      "no interface has the address \(address.ip); add it to one" + (setting.map { " or change \($0)" } ?? "")
    case .mixedAddressFamilies: "the addresses of one SCTP endpoint must all be IPv4 or all be IPv6"
    case .encapsulationNeedsUserspace: "UDP encapsulation needs userspace SCTP; set its mode to userspace"
    case .sendQueueFull(let limit): "the peer does not keep up: \(limit) octets wait to be sent"
    case .messageTooLarge(let octets, let limit): "message of \(octets) octets is above the limit of \(limit)"
    case .noSuchStream(let stream): "the association has no outbound stream \(stream)"
    case .noSuchAssociation: "the association is gone"
    case .closed: "the SCTP endpoint is closed"
    case .system(let operation, let errorNumber):
      "\(operation): \(strerror(errorNumber).map { String(cString: $0) } ?? "error \(errorNumber)")"
    }
  }
}

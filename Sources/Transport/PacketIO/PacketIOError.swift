import Base
import Glibc

/// Why a socket, device, namespace or kernel table could not be used; each says what to do about it.
public enum PacketIOError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Another process holds the port. `setting` names the configuration value to change.
  case addressInUse(SocketAddress, transport: String, setting: String?)
  /// No interface has the address.
  case addressNotAvailable(SocketAddress, setting: String?)
  /// The operation needs root or the named capability.
  case notPermitted(operation: String, remedy: String)
  /// The name of a TUN device belongs to another process's device, or to an interface of another kind.
  case interfaceInUse(String, setting: String?)
  /// `/dev/net/tun` is missing.
  case noTUNDevice
  /// A name that the kernel cannot hold (1 to 15 octets, no `/`, no white space).
  case invalidName(String)
  /// An external program ended with an error; only `nft` is ever used.
  case commandFailed(command: String, status: Int32, output: String)
  /// Any other system error.
  case system(operation: String, errorNumber: Int32)
  /// The loop was stopped.
  case loopStopped

  public var description: String {
    switch self {
    case .addressInUse(let address, let transport, let setting):
      "\(transport) port \(address.port) on \(address.ip) is in use by another process; stop it"
        + (setting.map { " or change \($0)" } ?? "")
    case .addressNotAvailable(let address, let setting):
      "no interface has the address \(address.ip); add it to one" + (setting.map { " or change \($0)" } ?? "")
    case .notPermitted(let operation, let remedy): "\(operation) is not permitted; \(remedy)"
    case .interfaceInUse(let name, let setting):
      "an interface \(name) exists already and is not free; remove it" + (setting.map { " or change \($0)" } ?? "")
    case .noTUNDevice: "/dev/net/tun is missing; load the kernel module tun (modprobe tun)"
    case .invalidName(let name): "\"\(name)\" is no name for an interface or namespace: 1 to 15 letters, digits, '-', '_' or '.'"
    case .commandFailed(let command, let status, let output): "\(command) ended with status \(status): \(output)"
    case .system(let operation, let errorNumber): "\(operation): \(PacketIOError.text(errorNumber))"
    case .loopStopped: "the event loop was stopped"
    }
  }

  static func text(_ errorNumber: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 128)
    guard strerror_r(errorNumber, &buffer, buffer.count) == 0 else { return "error \(errorNumber)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The error for a negative result of a C call.
  static func from(_ result: Int32, _ operation: String) -> PacketIOError {
    switch -result {
    case EPERM, EACCES: .notPermitted(operation: operation, remedy: "run as root")
    default: .system(operation: operation, errorNumber: -result)
    }
  }

  static func check(_ result: Int32, _ operation: @autoclosure () -> String) throws(PacketIOError) {
    if result < 0 { throw from(result, operation()) }
  }

  static func checkName(_ name: String) throws(PacketIOError) {
    let isValid =
      (1...15).contains(name.utf8.count) && name != "." && name != ".."
      && name.utf8.allSatisfy {
        ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x41 && $0 <= 0x5A) || ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
      }
    if !isValid { throw .invalidName(name) }
  }
}

import ArgumentParser
import Assembly
import Base
import CommandSupport
import Glibc
import PacketIO

/// How commands that run until they are stopped are controlled by `vitrum up`.
struct ControlOption: ParsableArguments {
  @Flag(
    name: .customLong("controlled"),
    help: ArgumentHelp("Read commands from stdin and write events to stdout, as JSON lines.", visibility: .hidden))
  var isControlled = false
}

/// Runs a command's process to its end, and ends this process with its status.
func runProcess(isControlled: Bool = false, _ body: @escaping @Sendable (CommandProcess) async -> Int32) throws {
  let status: Int32
  do throws(PacketIOError) {
    status = try CommandProcess.run(isControlled: isControlled, body)
  } catch {
    throw failure("\(error)")
  }
  if status != 0 { throw ExitCode(status) }
}

/// What needs root says so at once.
enum Root {
  static func require(_ what: String) throws {
    guard geteuid() == 0 else {
      throw failure(
        "\(what) needs root; run it with sudo. Without root: vitrum decode, encode, config, subscriber, keys, nf (but amf and upf)",
        .rootNeeded)
    }
  }
}

/// `ADDRESS` or `ADDRESS:PORT` as an argument; IPv6 with a port in brackets.
struct EndpointArgument: ExpressibleByArgument {
  let ip: IPAddress
  let port: UInt16?

  init(_ ip: IPAddress, port: UInt16? = nil) {
    self.ip = ip
    self.port = port
  }

  init?(argument: String) {
    if let ip = IPAddress(argument) {
      self.ip = ip
      port = nil
      return
    }
    guard let colon = argument.lastIndex(of: ":"), let port = UInt16(argument[argument.index(after: colon)...]) else { return nil }
    var host = argument[..<colon]
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
    if isBracketed { host = host.dropFirst().dropLast() }
    guard let ip = IPAddress(host), ip.isV4 != isBracketed else { return nil }
    self.ip = ip
    self.port = port
  }

  var defaultValueDescription: String { port.map { "\(SocketAddress(ip, port: $0))" } ?? "\(ip)" }

  func address(defaultPort: UInt16) -> SocketAddress { SocketAddress(ip, port: port ?? defaultPort) }
}

/// `999-70` as an argument.
struct PLMNArgument: ExpressibleByArgument {
  let plmn: PLMNIdentity

  /// The PLMN of test networks (TS 23.003 has it for closed networks).
  static var test: PLMNArgument {
    guard let value = PLMNArgument(argument: "999-70") else { preconditionFailure("999-70 is a PLMN") }
    return value
  }

  var defaultValueDescription: String { plmn.description }

  init?(argument: String) {
    let parts = argument.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let plmn = PLMNIdentity(mcc: String(parts[0]), mnc: String(parts[1])) else { return nil }
    self.plmn = plmn
  }
}

/// `1` or `1-00000a` as an argument.
struct SliceArgument: ExpressibleByArgument {
  let slice: SNSSAI

  init?(argument: String) {
    let parts = argument.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let sst = UInt8(first) else { return nil }
    if parts.count == 1 {
      slice = SNSSAI(sst: sst)
    } else {
      guard parts[1].utf8.count == 6, let sd = UInt32(parts[1], radix: 16) else { return nil }
      slice = SNSSAI(sst: sst, sd: sd)
    }
  }
}

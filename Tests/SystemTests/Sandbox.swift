import Foundation
import Glibc

/// Why a system test cannot run here.
struct SandboxError: Error, CustomStringConvertible {
  let description: String
}

/// A machine of its own for one test: network, processes and `/run` are private to it, and everything in it ends with it.
///
/// Its first process waits for the end of its stdin, so that it ends with the tests, however they end.
final class Sandbox {
  /// Holds the configuration, and what the network writes.
  let folder: URL
  private let holder: Process
  private let holderInput = Pipe()
  /// The first process, as the tests see it.
  private let rootProcessID: pid_t
  private var commandCount = 0

  init() throws {
    guard geteuid() == 0 else {
      throw SandboxError(description: "the system tests need root (namespaces, TUN devices); run: sudo make test")
    }
    _ = try Self.executable()
    folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("vitrum-system-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let holder = Process()
    holder.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
    holder.arguments = [
      "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "bash", "-c",
      "mount -t tmpfs run /run && mkdir /run/netns && ip link set lo up && echo ready && read -r",
    ]
    holder.standardInput = holderInput
    let output = Pipe()
    holder.standardOutput = output
    try holder.run()
    self.holder = holder
    guard output.fileHandleForReading.availableData.starts(with: Data("ready".utf8)),
      let first = Self.children(of: holder.processIdentifier).first
    else { throw SandboxError(description: "unshare (util-linux) could not make namespaces for the test") }
    rootProcessID = first
    try writeConfiguration()
  }

  /// Ends every process of the sandbox and removes its folder.
  func close() {
    try? holderInput.fileHandleForWriting.close()
    holder.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }

  /// The program under test: built beside the test bundle.
  static func executable() throws -> String {
    if let path = ProcessInfo.processInfo.environment["VITRUM_EXECUTABLE"] { return path }
    let folder = URL(fileURLWithPath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      .deletingLastPathComponent()
    var candidates = [folder, URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()]
    // `swift test` may run the bundle by a helper of the toolchain.
    candidates += CommandLine.arguments.filter { $0.contains(".xctest") }.map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
    for folder in candidates {
      let path = folder.appendingPathComponent("vitrum").path
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    throw SandboxError(
      description: "\(folder.path)/vitrum is missing; build it: swift build -c release -Xswiftc -enable-testing --product vitrum")
  }

  // MARK: Files

  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  func write(_ text: String, to name: String, mode: Int = 0o600) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
  }

  func text(of name: String) -> String {
    (try? Data(contentsOf: folder.appendingPathComponent(name))).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// Writes the project's own `vitrum.yaml` with parts replaced.
  func writeConfiguration(_ name: String = "vitrum.yaml", _ changes: [(String, String)] = []) throws {
    var text = try String(contentsOf: Self.repository.appendingPathComponent("vitrum.yaml"), encoding: .utf8)
    for (old, new) in changes {
      guard text.contains(old) else { throw SandboxError(description: "vitrum.yaml has no \"\(old)\"") }
      text = text.replacingOccurrences(of: old, with: new)
    }
    try write(text, to: name)
  }

  // MARK: Commands

  /// Starts `vitrum` in the sandbox's folder.
  func start(_ arguments: String...) throws -> RunningCommand { try start([Self.executable()] + arguments) }

  /// Runs `vitrum` to its end.
  func vitrum(_ arguments: String..., input: String = "", limit: Double = 30) throws -> CommandResult {
    try start([Self.executable()] + arguments, input: input).end(within: limit)
  }

  /// Runs `vitrum`, which has to succeed.
  @discardableResult
  func vitrumSucceeds(_ arguments: String...) throws -> CommandResult {
    let result = try start([Self.executable()] + arguments).end()
    guard result.status == 0 else { throw SandboxError(description: "\(arguments) ended with status \(result.status): \(result.error)") }
    return result
  }

  /// Runs lines of shell to their end.
  @discardableResult
  func shell(_ script: String, limit: Double = 30) throws -> CommandResult { try start(["bash", "-c", script]).end(within: limit) }

  func start(_ words: [String], input: String = "") throws -> RunningCommand {
    commandCount += 1
    let names = ["in", "out", "err"].map { "command-\(commandCount).\($0)" }
    try write(input, to: names[0])
    try write("", to: names[1])
    try write("", to: names[2])
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/nsenter")
    process.arguments =
      ["--target", "\(rootProcessID)", "--net", "--mount", "--pid", "--", "bash", "-c", "cd \"$0\" && exec \"$@\"", folder.path] + words
    process.standardInput = try FileHandle(forReadingFrom: folder.appendingPathComponent(names[0]))
    process.standardOutput = try FileHandle(forWritingTo: folder.appendingPathComponent(names[1]))
    process.standardError = try FileHandle(forWritingTo: folder.appendingPathComponent(names[2]))
    try process.run()
    return RunningCommand(process, sandbox: self, output: names[1], error: names[2], words: words)
  }

  /// Everything that was written to stdout and stderr of the sandbox's commands so far.
  var allOutput: String {
    (1...max(1, commandCount)).map { text(of: "command-\($0).out") + text(of: "command-\($0).err") }.joined()
  }

  // MARK: State of the machine

  /// Interfaces, addresses, routes, namespaces, rules, kernel parameters, sockets, files in `/run` and processes, as text.
  func machine() throws -> String {
    try shell(
      """
      echo "namespaces:"; ip netns; echo "links:"; ip -br link; echo "addresses:"; ip -br addr; echo "routes:"; ip route show table all
      echo "rules:"; nft list ruleset; echo "forwarding:"; cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv6/conf/all/forwarding
      echo "sockets:"; ss -aH --tcp --udp --raw --unix --packet | grep -v TIME-WAIT
      echo "run:"; find /run; echo "processes:"; ps -e -o args= | grep -E '[v]itrum|[p]ing|[c]url' | grep -vE 'find /run|bash -c'
      """
    ).output
  }

  /// Lines of ``machine()`` that are new (`+`) or gone (`-`).
  func changes(since before: String) throws -> [String] {
    let old = before.split(separator: "\n").map(String.init)
    return try machine().split(separator: "\n").map(String.init).difference(from: old).map { change in
      switch change {
      case .insert(_, let line, _): "+ \(line)"
      case .remove(_, let line, _): "- \(line)"
      }
    }
  }

  /// The processes of Vitrum that run.
  func vitrumProcesses() throws -> String { try shell("ps -C vitrum -o pid=,stat=,args= | grep -v ' Z'").output }

  static func children(of processID: pid_t) -> [pid_t] {
    let text = try? String(contentsOfFile: "/proc/\(processID)/task/\(processID)/children", encoding: .utf8)
    return (text ?? "").split(separator: " ").compactMap { pid_t($0) }
  }
}

/// What a command has left behind.
struct CommandResult {
  let output: String
  let error: String
  /// 128 and the signal's number when a signal has ended it.
  let status: Int32

  /// The only JSON value on stdout.
  func json() throws -> [String: Any] {
    let lines = output.split(separator: "\n")
    guard lines.count == 1, let object = try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any] else {
      throw SandboxError(description: "stdout is not one JSON object: \(output) stderr: \(error)")
    }
    return object
  }
}

/// A command that runs in the sandbox.
final class RunningCommand {
  private let process: Process
  private unowned let sandbox: Sandbox
  private let outputName: String
  private let errorName: String
  private let words: [String]

  init(_ process: Process, sandbox: Sandbox, output: String, error: String, words: [String]) {
    self.process = process
    self.sandbox = sandbox
    self.words = words
    outputName = output
    errorName = error
  }

  var output: String { sandbox.text(of: outputName) }
  var error: String { sandbox.text(of: errorName) }
  var isRunning: Bool { process.isRunning }

  /// Sends a signal to the command itself.
  func signal(_ number: Int32) throws {
    guard let child = Sandbox.children(of: process.processIdentifier).first else {
      throw SandboxError(description: "\(words) has ended already: \(error)")
    }
    kill(child, number)
  }

  /// Waits until stdout and stderr together contain a text.
  func wait(for text: String, within seconds: Double = 20) throws {
    let isThere = waitUntil(within: seconds) { (output + error).contains(text) || !isRunning }
    guard isThere, (output + error).contains(text) else {
      throw SandboxError(description: "\(words) has not said \"\(text)\": \(output)\(error)")
    }
  }

  /// Waits for the end.
  func end(within seconds: Double = 30) throws -> CommandResult {
    guard waitUntil(within: seconds, { !isRunning }) else {
      let said = output + error
      try? signal(SIGKILL)
      throw SandboxError(description: "\(words) did not end within \(Int(seconds)) s: \(said)")
    }
    let status = process.terminationStatus
    return CommandResult(output: output, error: error, status: process.terminationReason == .uncaughtSignal ? 128 + status : status)
  }

  /// Sends a signal and waits for the end.
  func stop(_ number: Int32 = SIGINT, within seconds: Double = 25) throws -> CommandResult {
    try signal(number)
    return try end(within: seconds)
  }
}

/// Looks again and again whether a condition has come true.
func waitUntil(within seconds: Double, _ condition: () throws -> Bool) rethrows -> Bool {
  let deadline = ContinuousClock.now + .seconds(seconds)
  while ContinuousClock.now < deadline {
    if try condition() { return true }
    usleep(10_000)
  }
  return try condition()
}

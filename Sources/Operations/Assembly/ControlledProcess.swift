import Base
import CLinux
import Glibc
import PacketIO
import Runtime
import Synchronization

/// A program that this one starts and steers: its stdout arrives piece by piece on the loop, and its stdin stays open for commands.
///
/// When this process dies, however it dies, the program's stdin ends; Vitrum's own commands stop themselves then.
final class ControlledProcess: Sendable {
  let name: String
  let processID: pid_t
  private let input: Mutex<Int32>
  private let output: Int32
  private let state = Mutex<(watch: EpollLoop.Watch?, status: Int32?)>((nil, nil))
  private let loop: EpollLoop

  /// Starts a program.
  /// - Parameters:
  ///   - path: absolute, or a name that is looked up in `PATH`.
  ///   - namespace: the network namespace that it lives in.
  ///   - onOutput: receives what it writes to stdout, on the loop; empty at its end, after which ``exitStatus`` is known.
  init(
    name: String, _ path: String, _ arguments: [String], in namespace: NetworkNamespace? = nil, loop: EpollLoop,
    onOutput: @escaping @Sendable (ControlledProcess, [UInt8]) -> Void
  ) throws(PacketIOError) {
    let operation = "start \(name)"
    var inputEnds: [Int32] = [-1, -1]
    var outputEnds: [Int32] = [-1, -1]
    guard vt_pipe(&inputEnds) >= 0, vt_pipe(&outputEnds) >= 0 else { throw .system(operation: operation, errorNumber: errno) }
    let (childInput, childOutput) = (inputEnds[0], outputEnds[1])
    let spawn: @Sendable () throws(PacketIOError) -> pid_t = { () throws(PacketIOError) -> pid_t in
      try Self.spawn(path, arguments, input: childInput, output: childOutput, operation: operation)
    }
    let started: Result<pid_t, PacketIOError> = Result { () throws(PacketIOError) -> pid_t in
      if let namespace { return try namespace.run(spawn) }
      return try spawn()
    }
    close(childInput)
    close(childOutput)
    self.name = name
    self.loop = loop
    output = outputEnds[0]
    input = Mutex(inputEnds[1])
    do {
      processID = try started.get()
    } catch {
      close(inputEnds[1])
      close(outputEnds[0])
      throw error
    }
    let descriptor = output
    let watch = try loop.watch(descriptor) { [self] _ in
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR || errno == EAGAIN { return }
      if count > 0 { return onOutput(self, Array(chunk[..<count])) }
      finish()
      onOutput(self, [])
    }
    state.withLock { $0.watch = watch }
  }

  /// The exit status, or 128 plus the signal that ended it, once it has ended.
  var exitStatus: Int32? { state.withLock { $0.status } }

  /// Writes a line to its stdin.
  func send(_ json: JSON) {
    input.withLock { if $0 >= 0 { writeLine(json, to: $0) } }
  }

  /// Ends its stdin: Vitrum's commands stop themselves then.
  func closeInput() {
    input.withLock { descriptor in
      if descriptor >= 0 { close(descriptor) }
      descriptor = -1
    }
  }

  func signal(_ number: Int32) {
    state.withLock { state in
      if state.status == nil { _ = kill(processID, number) }
    }
  }

  private func finish() {
    closeInput()
    state.withLock { state in
      if let watch = state.watch { loop.unwatch(watch) }
      state.watch = nil
      close(output)
      var raw: Int32 = 0
      while waitpid(processID, &raw, 0) < 0, errno == EINTR {}
      state.status = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
    }
  }

  private static func spawn(
    _ path: String, _ arguments: [String], input: Int32, output: Int32, operation: String
  ) throws(PacketIOError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // This process blocks and ignores signals that the program needs.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var standard = sigset_t()
    sigemptyset(&standard)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&standard, number) }
    posix_spawnattr_setsigdefault(&attributes, &standard)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var identifier: pid_t = 0
    let result = posix_spawnp(&identifier, path, &actions, &attributes, words, environ)
    guard result == 0 else { throw .system(operation: operation, errorNumber: result) }
    return identifier
  }
}

/// Identifies a process beyond the reuse of its number: by the time at which it started.
struct ProcessIdentity: Hashable, Sendable {
  let processID: pid_t
  /// Field 22 of `/proc/PID/stat`.
  let startTime: String

  /// - Returns: `nil` when there is no such process.
  init?(_ processID: pid_t) {
    guard let descriptor = fopen("/proc/\(processID)/stat", "re") else { return nil }
    defer { fclose(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 2048)
    let count = fread(&buffer, 1, buffer.count, descriptor)
    let text = String(decoding: buffer[..<count], as: UTF8.self)
    // The name in parentheses may contain anything, also spaces.
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 19 else { return nil }
    self.processID = processID
    startTime = String(fields[19])
  }

  init?(json: JSON) {
    guard let processID = json["pid"]?.integerValue(Int32.self), let startTime = json["startTime"]?.stringValue else { return nil }
    self.processID = processID
    self.startTime = startTime
  }

  var json: JSON { ["pid": .int(processID), "startTime": .string(startTime)] }
  var isRunning: Bool { ProcessIdentity(processID) == self }
}

import CLinux
import Glibc
import Synchronization

/// A program that runs beside this one, if wanted in a network namespace.
public final class ChildProcess: Sendable {
  /// Where an output of the program goes.
  public enum Output: Sendable {
    case inherited
    case discarded
    /// Collected and returned by ``ChildProcess/output()``; stdout and stderr may share it.
    case collected
  }

  public let processID: pid_t
  private let pipe: Int32
  private let status = Mutex<Int32?>(nil)

  /// Starts a program.
  /// - Parameters:
  ///   - path: absolute, or a name that is looked up in `PATH`.
  ///   - environment: `NAME=value`; `nil` inherits.
  ///   - namespace: the network namespace that it lives in.
  public init(
    _ path: String, _ arguments: [String], environment: [String]? = nil, input: [UInt8] = [], standardOutput: Output = .inherited,
    standardError: Output = .inherited, in namespace: NetworkNamespace? = nil
  ) throws(PacketIOError) {
    let operation = "start \(path)"
    let outputPipe = try makePipe(operation)
    let inputPipe = try makePipe(operation)
    defer {
      closeDescriptor(outputPipe.writer)
      closeDescriptor(inputPipe.reader)
    }
    let result = Result { () throws(PacketIOError) -> pid_t in
      try namespace.run { () throws(PacketIOError) -> pid_t in
        try spawn(
          path, arguments, environment: environment, operation: operation, input: inputPipe.reader,
          output: [(1, standardOutput), (2, standardError)], pipe: outputPipe.writer)
      }
    }
    switch result {
    case .success(let identifier): processID = identifier
    case .failure(let error):
      closeDescriptor(outputPipe.reader)
      closeDescriptor(inputPipe.writer)
      throw error
    }
    pipe = outputPipe.reader
    // Inputs here are a few lines and fit the pipe's buffer.
    _ = Glibc.write(inputPipe.writer, input, input.count)
    closeDescriptor(inputPipe.writer)
  }

  deinit { closeDescriptor(pipe) }

  /// Everything that the program writes, until it ends.
  public func output() -> String {
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = Glibc.read(pipe, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      text += buffer[..<count]
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Sends a signal, unless the program has been waited for already.
  public func signal(_ number: Int32) {
    status.withLock { status in
      if status == nil { _ = kill(processID, number) }
    }
  }

  /// Waits for the end.
  /// - Returns: the exit status, or 128 plus the signal that ended it.
  public func wait() -> Int32 {
    status.withLock { status in
      if let status { return status }
      var raw: Int32 = 0
      while waitpid(processID, &raw, 0) < 0, errno == EINTR {}
      let value = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
      status = value
      return value
    }
  }

  /// Whether it still runs; does not wait.
  public var isRunning: Bool {
    status.withLock { status in
      guard status == nil else { return false }
      var raw: Int32 = 0
      guard waitpid(processID, &raw, WNOHANG) == processID else { return true }
      status = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
      return false
    }
  }
}

private func makePipe(_ operation: String) throws(PacketIOError) -> (reader: Int32, writer: Int32) {
  var ends: [Int32] = [-1, -1]
  try PacketIOError.check(vt_pipe(&ends), operation)
  return (ends[0], ends[1])
}

private func spawn(
  _ path: String, _ arguments: [String], environment: [String]?, operation: String, input: Int32,
  output: [(descriptor: Int32, target: ChildProcess.Output)], pipe: Int32
) throws(PacketIOError) -> pid_t {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_adddup2(&actions, input, 0)
  for (descriptor, target) in output {
    switch target {
    case .inherited: break
    case .discarded: posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
    case .collected: posix_spawn_file_actions_adddup2(&actions, pipe, descriptor)
    }
  }
  var identifier: pid_t = 0
  let words = ([path] + arguments).map { strdup($0) } + [nil]
  defer { for pointer in words { free(pointer) } }
  let result: Int32
  if let environment {
    let variables = environment.map { strdup($0) } + [nil]
    defer { for pointer in variables { free(pointer) } }
    result = posix_spawnp(&identifier, path, &actions, nil, words, variables)
  } else {
    result = posix_spawnp(&identifier, path, &actions, nil, words, environ)
  }
  guard result == 0 else { throw .system(operation: operation, errorNumber: result) }
  return identifier
}

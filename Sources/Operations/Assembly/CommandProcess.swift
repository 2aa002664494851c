import Base
import Glibc
import PacketIO
import Runtime
import Synchronization

/// What reaches a running command from outside.
public enum ProcessInput: Sendable {
  /// Ctrl-C, SIGTERM, or the end of the process that started this one.
  case stop(signal: Int32)
  /// A line of the process that started this one.
  case command(JSON)
}

/// A command that runs until it is done or stopped: its event loop, the signals, and the pipes to the process that started it.
///
/// A controlled command reads JSON lines from stdin and answers with JSON lines on stdout; the end of stdin means that the controlling
/// process is gone, however it went, and stops it. SIGINT is left to the controlling process then.
public actor CommandProcess {
  public nonisolated let loop: EpollLoop
  public nonisolated let isControlled: Bool
  private let mailbox: Mailbox<ProcessInput>
  private var waiting: [ProcessInput] = []
  /// The signal that asked for the end, once one has.
  public private(set) var stopSignal: Int32?

  public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  private init(loop: EpollLoop, isControlled: Bool) {
    self.loop = loop
    self.isControlled = isControlled
    mailbox = Mailbox(loop: loop)
  }

  /// Runs `body` on an event loop and waits for it on the calling thread.
  /// - Returns: the exit status that `body` returned.
  public static func run(
    isControlled: Bool = false, _ body: @escaping @Sendable (CommandProcess) async -> Int32
  ) throws(PacketIOError) -> Int32 {
    signal(SIGPIPE, SIG_IGN)
    if isControlled { signal(SIGINT, SIG_IGN) }
    // Blocked before any other thread starts, so that only the waiting thread takes them.
    var stopSignals = sigset_t()
    sigemptyset(&stopSignals)
    for number in isControlled ? [SIGTERM] : [SIGINT, SIGTERM, SIGHUP] { sigaddset(&stopSignals, number) }
    pthread_sigmask(SIG_BLOCK, &stopSignals, nil)
    let loop = try EpollLoop(name: "vitrum")
    let process = CommandProcess(loop: loop, isControlled: isControlled)
    let awaited = stopSignals
    _ = try SystemThread(name: "signals") {
      var awaited = awaited
      while true {
        var number: Int32 = 0
        guard sigwait(&awaited, &number) == 0 else { return }
        let received = number
        loop.post { process.take(.stop(signal: received)) }
      }
    }
    if isControlled { try process.readCommands() }
    return try BlockingTask.run(on: loop) { await body(process) } ?? 1
  }

  /// Waits for the next input.
  /// - Returns: `nil` after `timeout`.
  public func next(within timeout: Duration? = nil) async -> ProcessInput? {
    if !waiting.isEmpty { return waiting.removeFirst() }
    do throws(ProcedureAborted) {
      return try await mailbox.receive(within: timeout, label: "process input") { _ in true }
    } catch {
      return nil
    }
  }

  /// Waits until the process is asked to end.
  /// - Returns: the signal.
  public func stopped() async -> Int32 {
    while true {
      if let stopSignal { return stopSignal }
      _ = await next()
    }
  }

  /// Ends the command from inside, as SIGTERM would.
  public nonisolated func requestEnd() {
    loop.post { self.take(.stop(signal: SIGTERM)) }
  }

  /// Tells the controlling process something; without one, nothing.
  public nonisolated func emit(_ json: JSON) {
    guard isControlled else { return }
    writeLine(json, to: 1)
  }

  private nonisolated func take(_ input: ProcessInput) {
    assumeIsolated { process in
      if case .stop(let signal) = input { process.stopSignal = process.stopSignal ?? signal }
      if !process.mailbox.deliver(input) { process.waiting.append(input) }
    }
  }

  private nonisolated func readCommands() throws(PacketIOError) {
    let loop = loop
    _ = try SystemThread(name: "commands") { [self] in
      var lines = LineBuffer()
      var chunk = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = read(0, &chunk, chunk.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        for line in lines.append(chunk[..<count]) {
          guard let json = try? JSON(parsing: line) else { continue }
          loop.post { self.take(.command(json)) }
        }
      }
      loop.post { self.take(.stop(signal: SIGTERM)) }
    }
  }
}

/// Runs asynchronous work to its end for a caller that is not asynchronous.
public enum BlockingTask {
  private final class Cell<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
  }

  /// Runs `body` on an event loop of its own and waits for it on the calling thread.
  public static func run<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) throws(PacketIOError) -> Value? {
    try run(on: try EpollLoop(name: "vitrum"), body)
  }

  /// Runs `body` on the loop, waits for it on the calling thread, and ends the loop.
  static func run<Value: Sendable>(
    on loop: EpollLoop, _ body: @escaping @Sendable () async -> Value
  ) throws(PacketIOError) -> Value? {
    let ended = try PollWakeup()
    let cell = Cell<Value>()
    loop.spawn("command") {
      let value = await body()
      cell.value.withLock { $0 = value }
      ended.signal()
    }
    let poll = PacketPoll([ended.descriptor])
    // The task may be done before the wait begins: its descriptor must not be closed, and its number not given to another file, by then.
    withExtendedLifetime(ended) { while poll.wait(timeoutMilliseconds: -1) != 1 {} }
    loop.stop()
    loop.join()
    return cell.value.withLock { $0 }
  }
}

/// Cuts a stream of octets into lines.
struct LineBuffer: Sendable {
  /// Longer lines are cut.
  private static let maximumOctets = 1 << 20
  private var rest: [UInt8] = []

  mutating func append(_ octets: ArraySlice<UInt8>) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    for octet in octets {
      if octet == 0x0A {
        lines.append(rest)
        rest = []
      } else if rest.count < Self.maximumOctets {
        rest.append(octet)
      }
    }
    return lines
  }
}

/// Writes JSON and a line feed with one call.
func writeLine(_ json: JSON, to descriptor: Int32) {
  let octets = Array((json.text(sorted: false) + "\n").utf8)
  var written = 0
  while written < octets.count {
    let count = octets[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return }
    written += count
  }
}

import Base
import CLinux
import Glibc
import Runtime
import Synchronization

/// The production ``Loop``: one thread that waits in `epoll_wait` and is the serial executor of everything that belongs to it.
///
/// In each turn, the descriptors that are ready are served first, then the timers that are due, then posted work and executor
/// jobs, first-in first-out. Nothing polls: without work the thread sleeps in the kernel.
public final class EpollLoop: Loop, @unchecked Sendable {
  /// What a watched descriptor is ready for.
  public struct Readiness: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let readable = Readiness(rawValue: 1)
    public static let writable = Readiness(rawValue: 2)
  }

  /// Names a watched descriptor of this loop.
  public struct Watch: Hashable, Sendable {
    fileprivate let token: UInt64
    fileprivate let descriptor: Int32
  }

  private enum Entry {
    case work(@Sendable () -> Void)
    case job(UnownedJob)
  }

  private struct State {
    var queue: [Entry] = []
    var timers = TimerQueue()
    var armedDeadline: UInt64 = 0
    var watches: [UInt64: @Sendable (Readiness) -> Void] = [:]
    var lastWatch: UInt64 = 1
    var isWoken = false
    var isStopping = false
    var thread: pthread_t?
  }

  private let epoll: Int32
  private let wakeup: Int32
  private let timer: Int32
  private let state = Mutex(State())
  private let systemThread = Mutex<SystemThread?>(nil)

  private static let wakeupToken: UInt64 = 0
  private static let timerToken: UInt64 = 1

  /// Starts a loop on a thread of its own.
  /// - Parameter name: of the thread, at most 15 octets.
  public init(name: String) throws(PacketIOError) {
    epoll = vt_epoll_create()
    wakeup = vt_eventfd()
    timer = vt_timerfd()
    for descriptor in [epoll, wakeup, timer] { try PacketIOError.check(descriptor, "create the event loop \(name)") }
    try PacketIOError.check(vt_epoll_add(epoll, wakeup, 1, 0, Self.wakeupToken), "watch the event loop's wake-up")
    try PacketIOError.check(vt_epoll_add(epoll, timer, 1, 0, Self.timerToken), "watch the event loop's timer")
    let thread = try SystemThread(name: name) { [self] in run() }
    systemThread.withLock { $0 = thread }
  }

  deinit {
    for descriptor in [epoll, wakeup, timer] where descriptor >= 0 { Glibc.close(descriptor) }
  }

  // MARK: Loop

  public var now: Instant { Instant(nanoseconds: vt_monotonic_nanoseconds()) }
  public var wallTime: WallTime { WallTime(nanosecondsSince1970: vt_realtime_nanoseconds()) }

  /// Whether the caller runs on this loop.
  public var isCurrent: Bool {
    state.withLock { state in state.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
  }

  public func post(_ work: @escaping @Sendable () -> Void) { append(.work(work)) }

  public func schedule(after delay: Duration, label: String, _ work: @escaping @Sendable () -> Void) -> TimerToken {
    let deadline = (now + (delay > .zero ? delay : .zero)).nanoseconds
    return state.withLock { state in
      let token = state.timers.add(deadline: deadline, work)
      arm(&state)
      return token
    }
  }

  public func cancel(_ timer: TimerToken) { state.withLock { $0.timers.cancel(timer) } }

  // MARK: Executor

  public func enqueue(_ job: consuming ExecutorJob) { append(.job(UnownedJob(job))) }
  public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }
  public func asUnownedTaskExecutor() -> UnownedTaskExecutor { UnownedTaskExecutor(ordinary: self) }
  public func checkIsolated() { precondition(isCurrent, "called outside of the event loop that owns this state") }
  public func isIsolatingCurrentContext() -> Bool? { isCurrent }

  // MARK: Descriptors

  /// Calls `handler` on the loop whenever the descriptor is ready (level-triggered). May be called from any thread.
  public func watch(
    _ descriptor: Int32, for readiness: Readiness = .readable, handler: @escaping @Sendable (Readiness) -> Void
  ) throws(PacketIOError) -> Watch {
    let token = state.withLock { state in
      state.lastWatch += 1
      state.watches[state.lastWatch] = handler
      return state.lastWatch
    }
    let result = vt_epoll_add(epoll, descriptor, readiness.readableFlag, readiness.writableFlag, token)
    if result < 0 {
      state.withLock { _ = $0.watches.removeValue(forKey: token) }
      throw .from(result, "watch a descriptor")
    }
    return Watch(token: token, descriptor: descriptor)
  }

  /// Changes what a watched descriptor is watched for.
  public func update(_ watch: Watch, for readiness: Readiness) throws(PacketIOError) {
    try PacketIOError.check(
      vt_epoll_modify(epoll, watch.descriptor, readiness.readableFlag, readiness.writableFlag, watch.token), "watch a descriptor")
  }

  /// Ends a watch; call it before the descriptor is closed. No call of its handler begins afterwards.
  public func unwatch(_ watch: Watch) {
    let wasWatched = state.withLock { $0.watches.removeValue(forKey: watch.token) != nil }
    if wasWatched { _ = vt_epoll_remove(epoll, watch.descriptor) }
  }

  // MARK: Life

  /// Ends the loop after the work that is already queued; timers and later work are dropped.
  public func stop() {
    state.withLock { $0.isStopping = true }
    vt_eventfd_signal(wakeup)
  }

  /// Waits for the end of the thread. Must not be called on the loop itself.
  public func join() {
    precondition(!isCurrent, "an event loop cannot wait for its own end")
    let thread = systemThread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    thread?.join()
  }

  // MARK: Thread

  private func append(_ entry: Entry) {
    let mustWake = state.withLock { state in
      state.queue.append(entry)
      defer { state.isWoken = true }
      return !state.isWoken
    }
    if mustWake { vt_eventfd_signal(wakeup) }
  }

  /// Sets the timer descriptor to the earliest deadline.
  private func arm(_ state: inout State) {
    let deadline = state.timers.nextDeadline() ?? 0
    if deadline != state.armedDeadline {
      state.armedDeadline = deadline
      _ = vt_timerfd_arm(timer, deadline)
    }
  }

  private func run() {
    state.withLock { $0.thread = pthread_self() }
    var events = [vt_epoll_event](repeating: vt_epoll_event(), count: vt_maximum_batch)
    while true {
      let count = vt_epoll_wait(epoll, &events, Int32(events.count))
      precondition(count >= 0, "epoll_wait failed: \(PacketIOError.text(-count))")
      for event in events.prefix(Int(count)) {
        switch event.token {
        case Self.wakeupToken:
          vt_eventfd_drain(wakeup)
          state.withLock { $0.isWoken = false }
        case Self.timerToken:
          vt_eventfd_drain(timer)
          state.withLock { $0.armedDeadline = 0 }
        default:
          let handler = state.withLock { $0.watches[event.token] }
          let readiness = Readiness(event)
          if !readiness.isEmpty { handler?(readiness) }
        }
      }
      runTimers()
      runQueue()
      let isStopping = state.withLock { state in
        arm(&state)
        return state.isStopping && state.queue.isEmpty
      }
      if isStopping { break }
    }
    state.withLock { state in
      state.timers.removeAll()
      state.watches = [:]
    }
  }

  private func runTimers() {
    let instant = vt_monotonic_nanoseconds()
    while let work = state.withLock({ $0.timers.popDue(at: instant) }) { work() }
  }

  /// Runs what was queued when the turn began; later entries wait for the next turn so that descriptors are not starved.
  private func runQueue() {
    let entries = state.withLock { state in
      let entries = state.queue
      state.queue = []
      return entries
    }
    for entry in entries {
      switch entry {
      case .work(let work): work()
      case .job(let job): job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
      }
    }
  }
}

extension EpollLoop.Readiness {
  fileprivate init(_ event: vt_epoll_event) {
    self = []
    if event.readable != 0 { insert(.readable) }
    if event.writable != 0 { insert(.writable) }
  }

  fileprivate var readableFlag: Int32 { contains(.readable) ? 1 : 0 }
  fileprivate var writableFlag: Int32 { contains(.writable) ? 1 : 0 }
}

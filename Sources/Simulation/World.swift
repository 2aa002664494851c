import Base
import Runtime

/// The deterministic world: a virtual clock, one queue of executor jobs and one heap of events.
///
/// Jobs run first in, first out and always to quiescence before the clock moves; only *events* (deliveries, timers,
/// faults) are ordered by the seed: those due at the same instant run in an order drawn from it. So a seed replays the
/// same trace, whatever the number of executor jobs between two events is. A world belongs to one thread.
public final class World: @unchecked Sendable {
  private struct Event {
    let due: Instant
    let tieBreaker: UInt64
    let sequence: UInt64
    let token: UInt64
    let work: @Sendable () -> Void

    func isBefore(_ other: Event) -> Bool {
      (due, tieBreaker, sequence) < (other.due, other.tieBreaker, other.sequence)
    }
  }

  private enum Job {
    case concurrency(UnownedJob, VirtualLoop)
    case closure(@Sendable () -> Void, VirtualLoop?)
  }

  /// The virtual monotonic clock; starts at one second, so that nothing mistakes zero for a time.
  public private(set) var now = Instant(nanoseconds: 1_000_000_000)
  /// UTC at the origin of the virtual clock: 2026-01-01T00:00:00Z.
  private static let wallOrigin: UInt64 = 1_767_225_600_000_000_000

  private var generator: SeededGenerator
  private var heap: [Event] = []
  private var cancelled: Set<UInt64> = []
  private var pending: Set<UInt64> = []
  private var sequence: UInt64 = 0
  private var jobs: [Job] = []
  private var nextJob = 0
  public let seed: UInt64
  /// Every octet on every interface and every timer that fired.
  public let trace = TraceRecorder()

  /// The loop whose job runs now.
  fileprivate(set) var current: VirtualLoop?

  public init(seed: UInt64) {
    self.seed = seed
    generator = SeededGenerator(seed: seed)
  }

  public var wallTime: WallTime { WallTime(nanosecondsSince1970: World.wallOrigin &+ now.nanoseconds) }

  /// A loop for one node of the network.
  public func makeLoop(node: String) -> VirtualLoop { VirtualLoop(world: self, node: node) }

  /// A random source for one node, independent of the order in which nodes are used.
  public func makeRandomSource(node: String) -> any RandomSource {
    SimulatedRandomSource(seed: node.utf8.reduce(seed ^ 0x5EED) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
  }

  /// Everything that a network function gets from outside.
  public func makeEnvironment(node: String) -> Environment {
    Environment(node: node, loop: makeLoop(node: node), random: makeRandomSource(node: node), trace: trace)
  }

  /// A number below `bound` from the world's own generator, for faults and latencies.
  public func random(below bound: UInt64) -> UInt64 { bound == 0 ? 0 : generator.next() % bound }

  /// Runs `work` as an event at `due`.
  @discardableResult
  public func schedule(at due: Instant, ordered: Bool = false, _ work: @escaping @Sendable () -> Void) -> TimerToken {
    sequence += 1
    push(Event(due: max(due, now), tieBreaker: ordered ? 0 : generator.next(), sequence: sequence, token: sequence, work: work))
    pending.insert(sequence)
    return TimerToken(rawValue: sequence)
  }

  func cancel(_ timer: TimerToken) {
    if pending.contains(timer.rawValue) { cancelled.insert(timer.rawValue) }
  }

  func enqueue(_ job: UnownedJob, on loop: VirtualLoop) { jobs.append(.concurrency(job, loop)) }
  func enqueue(_ work: @escaping @Sendable () -> Void, on loop: VirtualLoop?) { jobs.append(.closure(work, loop)) }

  /// Runs executor jobs until none is left; time does not move.
  public func runUntilQuiescent() {
    while nextJob < jobs.count {
      let job = jobs[nextJob]
      nextJob += 1
      if nextJob == jobs.count {
        jobs.removeAll(keepingCapacity: true)
        nextJob = 0
      }
      let outer = current
      switch job {
      case .concurrency(let job, let loop):
        current = loop
        job.runSynchronously(isolatedTo: loop.asUnownedSerialExecutor(), taskExecutor: loop.asUnownedTaskExecutor())
      case .closure(let work, let loop):
        current = loop
        work()
      }
      current = outer
    }
  }

  /// Runs the next event and everything that follows from it.
  /// - Returns: whether there was one.
  public func step() -> Bool {
    runUntilQuiescent()
    guard nextDue != nil, let event = pop() else { return false }
    pending.remove(event.token)
    now = max(now, event.due)
    event.work()
    runUntilQuiescent()
    return true
  }

  /// When the next event that was not cancelled is due.
  private var nextDue: Instant? {
    while let first = heap.first, cancelled.contains(first.token) {
      _ = pop()
      pending.remove(first.token)
      cancelled.remove(first.token)
    }
    return heap.first?.due
  }

  /// Lets `duration` of virtual time pass.
  public func run(for duration: Duration) {
    let end = now + duration
    runUntilQuiescent()
    while let due = nextDue, due <= end { _ = step() }
    now = max(now, end)
  }

  /// Runs until `condition` holds, at most `limit` of virtual time.
  /// - Returns: whether it came to hold.
  @discardableResult
  public func run(until condition: () -> Bool, limit: Duration) -> Bool {
    let end = now + limit
    runUntilQuiescent()
    while !condition() {
      guard let due = nextDue, due <= end else {
        now = max(now, end)
        return condition()
      }
      _ = step()
    }
    return true
  }

  /// Runs an asynchronous operation on `loop` to its end, at most `limit` of virtual time.
  /// - Returns: its result, or `nil` when it did not end in time.
  public func run<Value: Sendable>(
    on loop: VirtualLoop, limit: Duration = .seconds(60), _ operation: @escaping @Sendable () async -> Value
  ) -> Value? {
    let result = Holder<Value>()
    loop.spawn("scenario") { result.value = await operation() }
    run(until: { result.value != nil }, limit: limit)
    return result.value
  }

  private final class Holder<Value>: @unchecked Sendable {
    var value: Value?
  }

  private func push(_ event: Event) {
    heap.append(event)
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].isBefore(heap[parent]) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private func pop() -> Event? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      var parent = 0
      while true {
        var smallest = parent
        for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].isBefore(heap[smallest]) {
          smallest = child
        }
        if smallest == parent { break }
        heap.swapAt(parent, smallest)
        parent = smallest
      }
    }
    return first
  }
}

/// A ``Loop`` of one simulated node; all loops of a world share its job queue and clock.
public final class VirtualLoop: Loop, @unchecked Sendable {
  private let world: World
  private let node: String

  init(world: World, node: String) {
    self.world = world
    self.node = node
  }

  public var now: Instant { world.now }
  public var wallTime: WallTime { world.wallTime }

  public func enqueue(_ job: consuming ExecutorJob) { world.enqueue(UnownedJob(job), on: self) }

  public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }
  public func asUnownedTaskExecutor() -> UnownedTaskExecutor { UnownedTaskExecutor(ordinary: self) }

  public func checkIsolated() {
    precondition(world.current === self, "work of \(node) runs on another loop")
  }

  public func post(_ work: @escaping @Sendable () -> Void) { world.enqueue(work, on: self) }

  public func schedule(after delay: Duration, label: String, _ work: @escaping @Sendable () -> Void) -> TimerToken {
    world.schedule(at: world.now + delay) { [self] in
      world.trace.record(
        TraceEvent(instant: world.now, wallTime: world.wallTime, node: node, kind: .timer, note: label))
      world.enqueue(work, on: self)
    }
  }

  public func cancel(_ timer: TimerToken) { world.cancel(timer) }
}

/// Reproducible octets for one node.
private final class SimulatedRandomSource: RandomSource, @unchecked Sendable {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  func bytes(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    var word: UInt64 = 0
    for index in 0..<max(0, count) {
      if index % 8 == 0 { word = generator.next() }
      bytes.append(UInt8(truncatingIfNeeded: word))
      word >>= 8
    }
    return bytes
  }
}

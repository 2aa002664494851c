import Base
import Runtime
import Synchronization
import Testing

@testable import PacketIO

@Suite(.timeLimit(.minutes(1)))
struct EpollLoopTests {
  private func withLoop(_ body: (EpollLoop) async throws -> Void) async throws {
    let loop = try EpollLoop(name: "test")
    try await body(loop)
    loop.stop()
    loop.join()
  }

  @Test func workRunsInOrderOfPosting() async throws {
    let seen = Mutex<[Int]>([])
    try await withLoop { loop in
      for index in 0..<1_000 { loop.post { seen.withLock { $0.append(index) } } }
      await withCheckedContinuation { continuation in loop.post { continuation.resume() } }
    }
    #expect(seen.withLock { $0 } == Array(0..<1_000))
  }

  @Test func timersFireByDeadlineAndCancelledOnesNever() async throws {
    let seen = Mutex<[String]>([])
    try await withLoop { loop in
      _ = loop.schedule(after: .milliseconds(30), label: "c") { seen.withLock { $0.append("c") } }
      _ = loop.schedule(after: .milliseconds(10), label: "a") { seen.withLock { $0.append("a") } }
      let cancelled = loop.schedule(after: .milliseconds(15), label: "x") { seen.withLock { $0.append("x") } }
      _ = loop.schedule(after: .milliseconds(10), label: "b") { seen.withLock { $0.append("b") } }
      loop.cancel(cancelled)
      loop.cancel(TimerToken(rawValue: 12_345))
      await loop.sleep(.milliseconds(60), label: "end")
    }
    #expect(seen.withLock { $0 } == ["a", "b", "c"])
  }

  @Test func thousandsOfTimersComeByDeadlineThenByOrderOfScheduling() {
    var queue = TimerQueue()
    let seen = Counter()
    var expected: [(deadline: UInt64, order: Int)] = []
    for order in 0..<5_000 {
      let deadline = UInt64(order * 7_919 % 1_000)
      let token = queue.add(deadline: deadline) { seen.value.withLock { $0 = order } }
      if order % 5 == 0 { expected.append((deadline, order)) } else { queue.cancel(token) }
    }
    #expect(queue.count == 1_000)
    #expect(queue.nextDeadline() == 0)
    var fired: [Int] = []
    for instant in UInt64(0)...1_000 {
      while let work = queue.popDue(at: instant) {
        work()
        fired.append(seen.value.withLock { $0 })
      }
    }
    #expect(fired == expected.sorted { ($0.deadline, $0.order) < ($1.deadline, $1.order) }.map(\.order))
    #expect(queue.nextDeadline() == nil)
  }

  private actor Shard {
    let loop: EpollLoop
    var count = 0
    init(loop: EpollLoop) { self.loop = loop }
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
    func increment() -> Bool {
      loop.checkIsolated()
      count += 1
      return loop.isCurrent
    }
  }

  @Test func actorsAndTasksRunOnTheLoop() async throws {
    try await withLoop { loop in
      let shard = Shard(loop: loop)
      var allOnLoop = true
      for _ in 0..<100 {
        let isOnLoop = await shard.increment()
        allOnLoop = allOnLoop && isOnLoop
      }
      #expect(allOnLoop)
      #expect(await shard.count == 100)
      let wasOnLoop = Mutex(false)
      await loop.spawn("task") { wasOnLoop.withLock { $0 = loop.isCurrent } }.value
      #expect(wasOnLoop.withLock { $0 })
      #expect(!loop.isCurrent)
    }
  }

  @Test func unwatchedDescriptorIsSilent() async throws {
    try await withLoop { loop in
      let wakeup = try PollWakeup()
      let calls = Counter()
      let watch = try loop.watch(wakeup.descriptor) { _ in
        wakeup.clear()
        calls.value.withLock { $0 += 1 }
      }
      wakeup.signal()
      while calls.value.withLock({ $0 }) == 0 { await loop.sleep(.milliseconds(1), label: "poll") }
      loop.unwatch(watch)
      wakeup.signal()
      await loop.sleep(.milliseconds(20), label: "settle")
      #expect(calls.value.withLock { $0 } == 1)
    }
  }

  private final class Counter: Sendable {
    let value = Mutex(0)
  }

  /// A task that does not prefer the loop goes through the loop's queue at each step: other work runs in between.
  @Test func aMessageThatComesBeforeItsWaiterSleepsIsNotLost() async throws {
    try await withLoop { loop in
      let inbox = Inbox(loop: loop)
      for number in 0..<100 {
        inbox.deliverAtFirstChance(number)
        #expect(await inbox.next() == number)
      }
    }
  }

  private actor Inbox {
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
    private nonisolated let loop: EpollLoop
    private let mailbox: Mailbox<Int>

    init(loop: EpollLoop) {
      self.loop = loop
      mailbox = Mailbox(loop: loop)
    }

    func next() async -> Int? { try? await mailbox.receive(within: nil, label: "next") { _ in true } }

    nonisolated func deliverAtFirstChance(_ number: Int) {
      loop.post { [self] in
        let isDelivered = assumeIsolated { $0.mailbox.deliver(number) }
        if !isDelivered { deliverAtFirstChance(number) }
      }
    }
  }
}

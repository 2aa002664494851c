import Base
import Runtime

/// The pending timers of a loop: a binary min-heap by deadline, first scheduled first among equals.
///
/// Cancelled timers leave a husk in the heap until it is popped; the heap is rebuilt when more than half are husks, so
/// that memory stays in proportion to the timers that run.
struct TimerQueue {
  private struct Entry {
    let deadline: UInt64
    let token: UInt64
  }

  private var heap: [Entry] = []
  private var works: [UInt64: @Sendable () -> Void] = [:]
  private var lastToken: UInt64 = 0

  var count: Int { works.count }

  /// When the earliest timer is due, in nanoseconds; `nil` without timers.
  mutating func nextDeadline() -> UInt64? {
    while let first = heap.first {
      if works[first.token] != nil { return first.deadline }
      popFirst()
    }
    return nil
  }

  mutating func add(deadline: UInt64, _ work: @escaping @Sendable () -> Void) -> TimerToken {
    lastToken += 1
    works[lastToken] = work
    heap.append(Entry(deadline: deadline, token: lastToken))
    siftUp(heap.count - 1)
    return TimerToken(rawValue: lastToken)
  }

  mutating func cancel(_ token: TimerToken) {
    guard works.removeValue(forKey: token.rawValue) != nil else { return }
    if heap.count > 64, heap.count > 2 * works.count {
      heap = heap.filter { works[$0.token] != nil }
      for index in stride(from: heap.count / 2, through: 0, by: -1) { siftDown(index) }
    }
  }

  /// Removes and returns the earliest timer that is due at `now`.
  mutating func popDue(at now: UInt64) -> (@Sendable () -> Void)? {
    while let first = heap.first, first.deadline <= now || works[first.token] == nil {
      popFirst()
      if let work = works.removeValue(forKey: first.token) { return work }
    }
    return nil
  }

  mutating func removeAll() {
    heap = []
    works = [:]
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    (heap[left].deadline, heap[left].token) < (heap[right].deadline, heap[right].token)
  }

  private mutating func popFirst() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    siftDown(0)
  }

  private mutating func siftUp(_ start: Int) {
    var index = start
    while index > 0, precedes(index, (index - 1) / 2) {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  private mutating func siftDown(_ start: Int) {
    var index = start
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2] where child < heap.count && precedes(child, least) { least = child }
      if least == index { return }
      heap.swapAt(index, least)
      index = least
    }
  }
}

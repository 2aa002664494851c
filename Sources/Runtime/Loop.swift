import Base

/// One event loop: a clock, a timer queue and a first-in first-out executor of a network function's shard.
///
/// Production uses an epoll thread; the simulation a hand-driven queue on a virtual clock. Actors of network functions
/// name a loop as their `unownedExecutor`, so that everything that belongs to one shard runs one piece at a time.
/// `checkIsolated()` must succeed when called from work that the loop runs.
public protocol Loop: SerialExecutor, TaskExecutor {
  /// The monotonic clock.
  var now: Instant { get }
  /// UTC.
  var wallTime: WallTime { get }
  /// Runs `work` on the loop after everything that is already queued. May be called from any thread.
  func post(_ work: @escaping @Sendable () -> Void)
  /// Runs `work` on the loop once, `delay` from now, unless cancelled. May be called from any thread.
  /// - Parameter label: what the timer is, for traces (`T3550`).
  func schedule(after delay: Duration, label: String, _ work: @escaping @Sendable () -> Void) -> TimerToken
  /// Cancels a timer; a fired or unknown one is ignored.
  func cancel(_ timer: TimerToken)
}

/// Names a scheduled timer of a ``Loop``.
public struct TimerToken: Hashable, Sendable {
  public let rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

extension Loop {
  /// Starts a procedure as a task on this loop: the only place where tasks are made.
  @discardableResult
  public func spawn(_ name: String, _ operation: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
    Task(name: name, executorPreference: self, operation: operation)
  }

  /// Suspends the procedure for `duration` of this loop's time.
  public func sleep(_ duration: Duration, label: String) async {
    await withCheckedContinuation { continuation in
      _ = schedule(after: duration, label: label) { continuation.resume() }
    }
  }
}

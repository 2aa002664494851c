import Base

/// The procedure that waited was ended from outside: its UE context was released, its association lost, or a newer
/// procedure took the context over.
public struct ProcedureAborted: Error, Hashable, Sendable {
  public let reason: String
  public init(reason: String) { self.reason = reason }
}

/// Hands messages to the one procedure that leases a context: the verb `expect` of the design.
///
/// A mailbox belongs to an actor and is used only from its isolation. At most one procedure waits at a time. A message
/// that nobody waits for is not stored: ``deliver(_:)`` says so and the collision table of the owner decides.
public final class Mailbox<Message> {
  private enum Outcome {
    case message(Message)
    case timeout
    case aborted(ProcedureAborted)
  }

  /// One wait: each has an outcome of its own, so that a newer wait cannot take it away.
  private final class Waiter {
    let accepts: (Message) -> Bool
    var continuation: CheckedContinuation<Void, Never>?
    var timer: TimerToken?
    /// `nil` while it waits.
    var outcome: Outcome?

    init(accepts: @escaping (Message) -> Bool) { self.accepts = accepts }
  }

  private let loop: any Loop
  private var waiter: Waiter?

  public init(loop: any Loop) { self.loop = loop }

  public var isWaiting: Bool { waiter != nil }

  /// Offers a message to the waiting procedure.
  /// - Returns: whether it was accepted.
  public func deliver(_ message: Message) -> Bool {
    guard let waiter, waiter.accepts(message) else { return false }
    finish(.message(message))
    return true
  }

  /// Ends the wait of the procedure, if one waits, by throwing ``ProcedureAborted`` into it.
  public func abort(_ reason: String) {
    if waiter != nil { finish(.aborted(ProcedureAborted(reason: reason))) }
  }

  /// Waits for a message.
  /// - Parameters:
  ///   - timeout: how long; `nil` waits until a message or an abort.
  ///   - label: name of the timer for traces.
  ///   - accepts: which messages end the wait.
  /// - Returns: the message, or `nil` when the timer expired.
  public func receive(
    within timeout: Duration?, label: String, isolation: isolated any Actor = #isolation, accepting accepts: @escaping (Message) -> Bool
  ) async throws(ProcedureAborted) -> Message? {
    precondition(waiter == nil, "one procedure leases a context at a time")
    let waiter = Waiter(accepts: accepts)
    self.waiter = waiter
    let box = UncheckedBox((mailbox: self, waiter: waiter))
    waiter.timer = timeout.map { duration in
      loop.schedule(after: duration, label: label) { box.value.mailbox.expire(box.value.waiter) }
    }
    await withCheckedContinuation { continuation in
      // A task that does not prefer the loop as its executor comes here through the loop's queue: the wait may be over already.
      if waiter.outcome == nil { waiter.continuation = continuation } else { continuation.resume() }
    }
    switch waiter.outcome {
    case .message(let message): return message
    case .aborted(let error): throw error
    case .timeout, nil: return nil
    }
  }

  private func expire(_ expired: Waiter) {
    if waiter === expired { finish(.timeout) }
  }

  private func finish(_ outcome: Outcome) {
    guard let waiter else { return }
    self.waiter = nil
    waiter.outcome = outcome
    if let timer = waiter.timer { loop.cancel(timer) }
    waiter.continuation?.resume()
    waiter.continuation = nil
  }
}

/// Carries a reference into a closure that the owner's own loop runs; the loop's serial order makes it safe.
struct UncheckedBox<Value>: @unchecked Sendable {
  let value: Value
  init(_ value: Value) { self.value = value }
}

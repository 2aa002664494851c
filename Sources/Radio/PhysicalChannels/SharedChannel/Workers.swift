import Dispatch
import Synchronization

/// How many threads share the pieces of a slot's work. What comes out does not depend on it: each piece has memory and a result of its own.
public struct Workers: Sendable, Hashable {
  /// With that of the caller.
  public let count: Int

  /// - Parameter count: at least 1; by default all is done by the caller's thread.
  public init(count: Int = 1) {
    precondition(count >= 1)
    self.count = count
  }

  /// Does each piece once, and returns when all are done.
  /// - Parameter body: gets a piece's number, and that of the worker (below `count`), which does one piece at a time.
  func each(_ pieces: Int, _ body: (_ piece: Int, _ worker: Int) -> Void) {
    guard count > 1, pieces > 1 else {
      for piece in 0..<pieces { body(piece, 0) }
      return
    }
    let next = Atomic(0)
    withoutActuallyEscaping(body) { body in
      // The call outlives all threads, and pieces have nothing in common.
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: min(count, pieces)) { worker in
        while true {
          let piece = next.add(1, ordering: .relaxed).oldValue
          guard piece < pieces else { return }
          body(piece, worker)
        }
      }
    }
  }
}

import Dispatch
import Synchronization

/// Work on several threads whose result does not depend on how many there are.
public enum Concurrent {
  /// - Parameters:
  ///   - range: pieces of work; each has a number, of which alone its result depends.
  ///   - threads: 1 or more.
  ///   - isCancelled: asked in front of each piece; what is not begun then has no result.
  ///   - makeWorker: makes what one thread works with, and is called once for each of them.
  /// - Returns: the results in the order of the pieces, to the first that has none.
  /// - Throws: the error of the first piece that had one.
  public static func map<Result: Sendable>(
    _ range: Range<Int>, threads: Int, isCancelled: @Sendable () -> Bool = { false },
    _ makeWorker: @Sendable () throws -> (Int) throws -> Result
  ) throws -> [Result] {
    let next = Atomic(range.lowerBound)
    let results = Mutex([Swift.Result<Result, any Error>?](repeating: nil, count: range.count))
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, range.count))) { _ in
      var worker: ((Int) throws -> Result)?
      while !isCancelled() {
        let piece = next.add(1, ordering: .relaxed).oldValue
        guard piece < range.upperBound else { return }
        let result = Swift.Result {
          let work = try worker ?? makeWorker()
          worker = work
          return try work(piece)
        }
        results.withLock { $0[piece - range.lowerBound] = result }
      }
    }
    return try results.withLock { results in
      try results.prefix { $0 != nil }.compactMap { try $0?.get() }
    }
  }
}

/// What a closure changes in place.
final class Box<Value: ~Copyable> {
  var value: Value
  init(_ value: consuming Value) { self.value = value }
}

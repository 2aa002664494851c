import Foundation
import Synchronization

/// Block errors of one code at one ratio.
struct BlockErrors: Sendable {
  var errors = 0
  var blocks = 0

  var rate: Double { Double(errors) / Double(max(1, blocks)) }

  static func + (left: Self, right: Self) -> Self { Self(errors: left.errors + right.errors, blocks: left.blocks + right.blocks) }

  /// Adds blocks until there are as many, or as many errors.
  mutating func count(upTo blocks: Int, errors: Int, _ isWrong: () throws -> Bool) rethrows {
    while self.blocks < blocks, self.errors < errors {
      if try isWrong() { self.errors += 1 }
      self.blocks += 1
    }
  }

  /// The bounds between which the rate lies with a confidence of 95 % (Wilson).
  var interval: (low: Double, high: Double) {
    let (n, z) = (Double(max(1, blocks)), 1.96)
    let middle = rate + z * z / (2 * n)
    let width = z * (rate * (1 - rate) / n + z * z / (4 * n * n)).squareRoot()
    return ((middle - width) / (1 + z * z / n), (middle + width) / (1 + z * z / n))
  }

  /// The results of `count` pieces of work, done on all cores.
  static func concurrently(_ count: Int, _ body: @Sendable (Int) throws -> BlockErrors) throws -> [BlockErrors] {
    let results = Mutex([Result<BlockErrors, any Error>](repeating: .success(BlockErrors()), count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let result = Result { try body(index) }
      results.withLock { $0[index] = result }
    }
    return try results.withLock { try $0.map { try $0.get() } }
  }
}

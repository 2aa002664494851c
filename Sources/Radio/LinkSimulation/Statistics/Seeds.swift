import Base

extension SeededGenerator {
  /// Of one of many independent pieces of a simulation.
  public init(seed: UInt64, number: Int) {
    var outer = SeededGenerator(seed: seed)
    // Seeds that follow one another would give sequences that overlap.
    var inner = SeededGenerator(seed: outer.next() ^ UInt64(bitPattern: Int64(number)))
    self.init(seed: inner.next())
  }
}

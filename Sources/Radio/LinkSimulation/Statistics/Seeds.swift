import Base
import ChannelCoding

extension SeededGenerator {
  /// Of one of many independent pieces of a simulation.
  init(seed: UInt64, number: Int) {
    var outer = SeededGenerator(seed: seed)
    // Seeds that follow one another would give sequences that overlap.
    var inner = SeededGenerator(seed: outer.next() ^ UInt64(bitPattern: Int64(number)))
    self.init(seed: inner.next())
  }

  /// Random bits.
  mutating func bits(_ count: Int) -> BitSequence {
    var bits = BitSequence()
    while bits.count < count {
      let taken = min(64, count - bits.count)
      bits.append(next() >> UInt64(64 - taken), count: taken)
    }
    return bits
  }
}

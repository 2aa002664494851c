import Modulation

extension GoldSequence {
  /// The first `count` bits of a sequence in words, as ``fill(_:bits:)`` puts them.
  static func words(_ initial: UInt32, bits count: Int) -> [UInt64] {
    var sequence = GoldSequence(initial)
    return [UInt64](unsafeUninitializedCapacity: (count + 63) / 64) { words, initialized in
      initialized = (count + 63) / 64
      words.initialize(repeating: 0)
      sequence.fill(words, bits: count)
    }
  }
}

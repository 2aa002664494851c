/// Memory for bits in words, which grows when it must and keeps its contents otherwise undefined but initialised.
struct WordBuffer: ~Copyable {
  private(set) var words: UnsafeMutableBufferPointer<UInt64>

  init() { words = UnsafeMutableBufferPointer(start: nil, count: 0) }

  deinit { words.deallocate() }

  /// Room for so many bits and a word more.
  mutating func reserve(bits count: Int) -> UnsafeMutablePointer<UInt64> {
    let needed = (count + 63) / 64 + 1
    if words.count < needed {
      words.deallocate()
      words = .allocate(capacity: needed)
      words.initialize(repeating: 0)
    }
    // There is a word at least.
    return words.baseAddress.unsafelyUnwrapped
  }
}

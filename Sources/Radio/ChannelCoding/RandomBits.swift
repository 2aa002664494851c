extension BitSequence {
  /// Random bits.
  public init(randomCount count: Int, using generator: inout some RandomNumberGenerator) {
    self.init()
    while self.count < count {
      let taken = min(64, count - self.count)
      append(generator.next() >> UInt64(64 - taken), count: taken)
    }
  }
}

/// Decodes a polar code without a list (simplified successive cancellation): parts of the tree that are a code of a simple kind are decided
/// at once. It is several times as quick as ``PolarDecoder`` and needs some tenths of a decibel more.
public struct FastPolarDecoder: ~Copyable {
  public let code: PolarCode

  /// A step of decoding; `start` is the first bit of the part, `stage` the exponent of its length, or of its half.
  private enum Step {
    /// Soft values of the sums of pairs.
    case left(stage: Int)
    /// Soft values of the second bits, with what the left half was decided to be, or with nothing where that is 0.
    case right(start: Int, stage: Int)
    case rightOfZeros(stage: Int)
    case combine(start: Int, stage: Int)
    case combineWithZeros(start: Int, stage: Int)
    case free(start: Int, stage: Int)
    case repetition(start: Int, stage: Int)
    case singleParity(start: Int, stage: Int)
    case check(start: Int)
  }

  private let steps: [Step]
  /// Soft values of stage `s` begin at `2^s`.
  private let soft: UnsafeMutablePointer<Float>
  /// The bits of each part, all of its length or none: signs of soft values.
  private let bits: UnsafeMutablePointer<UInt32>

  public init(_ code: PolarCode) {
    self.code = code
    var steps: [Step] = []
    let checks = Set(code.parityChecks)
    func isZero(_ start: Int, _ stage: Int) -> Bool { code.isFree.isZero(start..<(start + 1 << stage)) }
    func build(_ start: Int, _ stage: Int) {
      let count = 1 << stage
      let free = (start..<(start + count)).filter { code.isFree[$0] }
      if !free.contains(where: checks.contains) {
        if free.count == count { return steps.append(.free(start: start, stage: stage)) }
        if free == [start + count - 1] { return steps.append(.repetition(start: start, stage: stage)) }
        if free.count == count - 1, free.first == start + 1 { return steps.append(.singleParity(start: start, stage: stage)) }
      } else if count == 1 {
        return steps.append(.check(start: start))
      }
      let half = stage - 1
      let middle = start + 1 << half
      if isZero(start, half) {
        steps.append(.rightOfZeros(stage: half))
        build(middle, half)
        steps.append(.combineWithZeros(start: start, stage: half))
      } else {
        steps.append(.left(stage: half))
        build(start, half)
        if isZero(middle, half) { return }
        steps.append(.right(start: start, stage: half))
        build(middle, half)
        steps.append(.combine(start: start, stage: half))
      }
    }
    if !isZero(0, code.count.trailingZeroBitCount) { build(0, code.count.trailingZeroBitCount) }
    self.steps = steps
    soft = .allocate(capacity: 2 * code.count)
    soft.initialize(repeating: 0, count: 2 * code.count)
    bits = .allocate(capacity: code.count)
    bits.initialize(repeating: 0, count: code.count)
  }

  deinit {
    soft.deallocate()
    bits.deallocate()
  }

  /// - Parameter received: a log-likelihood ratio for each sent bit, positive for 0.
  /// - Returns: the message with its CRC, which is not looked at.
  /// - Throws: `rateMatchingOutput` unless there is a ratio for each sent bit.
  public mutating func decode(_ received: UnsafeBufferPointer<Float>) throws(ChannelCodingError) -> BitSequence {
    try code.spread(received, to: soft + code.count)
    bits.update(repeating: 0, count: code.count)
    steps.withUnsafeBufferPointer { steps in
      for index in 0..<steps.count { run(steps[index]) }
    }
    return code.message(PolarTransform.applied(to: sequence(0..<code.count)))
  }

  private func sequence(_ range: Range<Int>) -> BitSequence {
    var sequence = BitSequence()
    sequence.reserve(range.count)
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 64) {
      let end = min(range.upperBound, start + 64)
      var word: UInt64 = 0
      for place in start..<end { word = word << 1 | UInt64(bits[place] >> 31) }
      sequence.append(word, count: end - start)
    }
    return sequence
  }

  private func run(_ step: Step) {
    switch step {
    case .left(let stage): PolarTransform.sums(soft + 2 << stage, soft + 1 << stage, 1 << stage)
    case .right(let start, let stage):
      let half = 1 << stage
      let (above, target, decided) = (soft + 2 * half, soft + half, bits + start)
      for place in 0..<half { target[place] = above[half + place] + Float(bitPattern: above[place].bitPattern ^ decided[place]) }
    case .rightOfZeros(let stage):
      let half = 1 << stage
      let (above, target) = (soft + 2 * half, soft + half)
      for place in 0..<half { target[place] = above[half + place] + above[place] }
    case .combine(let start, let stage):
      let half = 1 << stage
      let (left, right) = (bits + start, bits + start + half)
      for place in 0..<half { left[place] ^= right[place] }
    case .combineWithZeros(let start, let stage): (bits + start).update(from: bits + start + 1 << stage, count: 1 << stage)
    case .free(let start, let stage):
      let (values, target) = (soft + 1 << stage, bits + start)
      for place in 0..<(1 << stage) { target[place] = values[place].bitPattern & PolarTransform.sign }
    case .repetition(let start, let stage):
      let values = soft + 1 << stage
      var sum: Float = 0
      for place in 0..<(1 << stage) { sum += values[place] }
      (bits + start).update(repeating: sum < 0 ? PolarTransform.sign : 0, count: 1 << stage)
    case .singleParity(let start, let stage): decideSingleParity(start, 1 << stage)
    case .check(let start): bits[start] = check(start)
    }
  }

  /// All bits free but for their sum, which is 0: where it is not, the least sure one is the other.
  private func decideSingleParity(_ start: Int, _ count: Int) {
    let (values, target) = (soft + count, bits + start)
    var sum: UInt32 = 0
    var least = 0
    for place in 0..<count {
      target[place] = values[place].bitPattern & PolarTransform.sign
      sum ^= target[place]
      if abs(values[place]) < abs(values[least]) { least = place }
    }
    target[least] ^= sum
  }

  /// The bit of a parity check: the sum of the inputs that stand a multiple of five in front of it (§5.3.1.2).
  private func check(_ place: Int) -> UInt32 {
    // What stands in front is decided, in parts that are transforms of their inputs.
    var start = 0
    var sum: UInt32 = 0
    while start < place {
      let size = 1 << (Int.bitWidth - 1 - (place - start).leadingZeroBitCount)
      let inputs = PolarTransform.applied(to: sequence(start..<(start + size)))
      for index in 0..<size where (place - start - index) % 5 == 0 && inputs[index] && !code.parityChecks.contains(start + index) {
        sum ^= PolarTransform.sign
      }
      start += size
    }
    return sum
  }
}

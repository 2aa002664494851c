/// Decodes a polar code with a list of candidates, of which the CRC chooses (successive cancellation list decoding).
///
/// The code is a tree. A node of stage `s` has `2^s` soft values, of which its left child gets those of the sums of pairs and its right child
/// those of the second bits, once the left one is decided:
/// ```
///   left  f(a, b) = sign(a) · sign(b) · min(|a|, |b|)        right  g(a, b, u) = b + (1 - 2u) · a
/// ```
/// Each candidate has its own buffers for every stage. A copy of a candidate refers to the buffers of the one that it is a copy of: a stage
/// is made anew for all candidates together, into their own buffers, so that nothing is copied.
public struct PolarDecoder: ~Copyable {
  public let code: PolarCode
  public let listSize: Int

  /// A part of the tree that is decided at once.
  private struct Node {
    var start: Int
    var stage: Int
    /// All of its inputs are 0; otherwise it is one input.
    var isFrozen: Bool
  }

  /// What a candidate has decided, and what that contradicts.
  private struct Path {
    var metric: Float = 0
    var inputs: [UInt64]
    var register: UInt8 = 0
    /// For each stage, whose soft values and whose left decisions are this candidate's.
    var soft: [Int]
    var left: [Int]

    /// Turns the register of the parity checks by one of its five places (§5.3.1.2).
    mutating func turn() { register = register >> 1 | (register & 1) << 4 }
  }

  private let exponent: Int
  private let nodes: [Node]
  private let isCheck: [Bool]
  private let sent: [Int]
  /// Soft values of stage `s` of candidate `p` begin at `p · 2N + 2^s`.
  private let soft: UnsafeMutablePointer<Float>
  /// Decisions, in the same places: of the left child of a node of the stage above.
  private let left: UnsafeMutablePointer<UInt8>
  private let right: UnsafeMutablePointer<UInt8>

  /// - Parameter listSize: candidates, 1 to 32.
  public init(_ code: PolarCode, listSize: Int = 8) {
    self.code = code
    self.listSize = min(max(1, listSize), 32)
    exponent = code.count.trailingZeroBitCount
    var isCheck = [Bool](repeating: false, count: code.count)
    for index in code.parityChecks { isCheck[index] = true }
    self.isCheck = isCheck
    sent = code.sent
    var nodes: [Node] = []
    var start = 0
    while start < code.count {
      var stage = 0
      let isFrozen = !code.isFree[start]
      if isFrozen {
        while start & (1 << (stage + 1) - 1) == 0, start + 1 << (stage + 1) <= code.count,
          code.isFree.isZero(start..<(start + 1 << (stage + 1)))
        { stage += 1 }
      }
      nodes.append(Node(start: start, stage: stage, isFrozen: isFrozen))
      start += 1 << stage
    }
    self.nodes = nodes
    let size = self.listSize * 2 * code.count
    soft = .allocate(capacity: size)
    soft.initialize(repeating: 0, count: size)
    left = .allocate(capacity: size)
    left.initialize(repeating: 0, count: size)
    right = .allocate(capacity: size)
    right.initialize(repeating: 0, count: size)
  }

  deinit {
    soft.deallocate()
    left.deallocate()
    right.deallocate()
  }

  /// - Parameters:
  ///   - received: a log-likelihood ratio for each sent bit, positive for 0.
  ///   - holds: whether the CRC of a message holds; of the candidates for which it does, the likeliest is taken.
  /// - Returns: the message with its CRC, and whether it holds; else the likeliest.
  /// - Throws: `rateMatchingOutput` unless there is a ratio for each sent bit.
  public mutating func decode(
    _ received: UnsafeBufferPointer<Float>, holds: (BitSequence) -> Bool
  ) throws(ChannelCodingError) -> (message: BitSequence, isValid: Bool) {
    guard received.count == code.outputCount else {
      throw .rateMatchingOutput(received.count, "the code sends \(code.outputCount) (TS 38.212 §5.4.1)")
    }
    let channel = soft + code.count
    // Shortened bits are known to be 0.
    channel.update(repeating: code.matching == .shortening ? 1e6 : 0, count: code.count)
    if code.matching == .shortening { for place in sent { channel[place] = 0 } }
    for (index, place) in sent.enumerated() { channel[place] += received[index] }
    var paths = [
      Path(
        inputs: [UInt64](repeating: 0, count: (code.count + 63) / 64), soft: [Int](repeating: 0, count: exponent + 1),
        left: [Int](repeating: 0, count: exponent + 1))
    ]
    for node in nodes {
      descend(to: node, &paths)
      if node.isFrozen { freeze(node, &paths) } else { decide(node.start, &paths) }
      ascend(from: node, &paths)
    }
    var candidates: [BitSequence] = []
    for path in paths.sorted(by: { $0.metric < $1.metric }) { candidates.append(message(path)) }
    for candidate in candidates where holds(candidate) { return (candidate, true) }
    return (candidates.first ?? BitSequence(zeros: code.informationCount), false)
  }

  private func values(_ path: Int, _ stage: Int) -> UnsafeMutablePointer<Float> { soft + path * 2 * code.count + 1 << stage }

  /// The soft values of a node, from the stage at which its way parts from that of the node in front.
  private func descend(to node: Node, _ paths: inout [Path]) {
    if node.start == 0 {
      for stage in (node.stage..<exponent).reversed() { sums(stage, &paths) }
      return
    }
    let parting = node.start.trailingZeroBitCount
    for index in paths.indices {
      let above = values(paths[index].soft[parting + 1], parting + 1)
      let decided = left + paths[index].left[parting] * 2 * code.count + 1 << parting
      let target = values(index, parting)
      let half = 1 << parting
      for place in 0..<half {
        target[place] = above[half + place] + (decided[place] == 0 ? above[place] : -above[place])
      }
    }
    for index in paths.indices { paths[index].soft[parting] = index }
    for stage in (node.stage..<parting).reversed() { sums(stage, &paths) }
  }

  /// The soft values of left children.
  private func sums(_ stage: Int, _ paths: inout [Path]) {
    let half = 1 << stage
    for index in paths.indices {
      let above = values(paths[index].soft[stage + 1], stage + 1)
      let target = values(index, stage)
      for place in 0..<half {
        let (first, second) = (above[place], above[half + place])
        let least = min(abs(first), abs(second))
        target[place] = (first < 0) != (second < 0) ? -least : least
      }
    }
    for index in paths.indices { paths[index].soft[stage] = index }
  }

  private func freeze(_ node: Node, _ paths: inout [Path]) {
    for index in paths.indices {
      let values = values(index, node.stage)
      for place in 0..<(1 << node.stage) where values[place] < 0 { paths[index].metric -= values[place] }
      for _ in 0..<((1 << node.stage) % 5) { paths[index].turn() }
      (right + index * 2 * code.count).update(repeating: 0, count: 1 << node.stage)
    }
  }

  /// Decides one input: of both ways of all candidates the likeliest go on.
  private func decide(_ place: Int, _ paths: inout [Path]) {
    for index in paths.indices { paths[index].turn() }
    if isCheck[place] {
      for index in paths.indices {
        let value = values(index, 0)[0]
        let bit = paths[index].register & 1
        if (value < 0) != (bit == 1) { paths[index].metric += abs(value) }
        set(bit, place, &paths[index], index)
      }
      return
    }
    var choices: [(path: Int, bit: UInt8, metric: Float)] = []
    choices.reserveCapacity(2 * paths.count)
    for index in paths.indices {
      let value = values(index, 0)[0]
      let likely: UInt8 = value < 0 ? 1 : 0
      choices.append((index, likely, paths[index].metric))
      choices.append((index, 1 - likely, paths[index].metric + abs(value)))
    }
    if choices.count > listSize {
      choices.sort { $0.metric < $1.metric }
      choices.removeLast(choices.count - listSize)
    }
    // A candidate stays where it is; its second way takes the place of one that does not go on.
    var next = [Path?](repeating: nil, count: max(choices.count, paths.count))
    var seconds: [(path: Int, bit: UInt8, metric: Float)] = []
    for choice in choices {
      guard next[choice.path] == nil else {
        seconds.append(choice)
        continue
      }
      var path = paths[choice.path]
      path.metric = choice.metric
      take(choice.bit, place, &path)
      next[choice.path] = path
    }
    for choice in seconds {
      var path = paths[choice.path]
      path.metric = choice.metric
      take(choice.bit, place, &path)
      if let free = next.firstIndex(where: { $0 == nil }) { next[free] = path } else { next.append(path) }
    }
    paths = next.compactMap { $0 }
    for index in paths.indices {
      (right + index * 2 * code.count)[0] = UInt8(truncatingIfNeeded: paths[index].inputs[place >> 6] >> UInt64(63 - place & 63) & 1)
    }
  }

  private func take(_ bit: UInt8, _ place: Int, _ path: inout Path) {
    path.register ^= bit
    if bit == 1 { path.inputs[place >> 6] |= 1 << UInt64(63 - place & 63) }
  }

  private func set(_ bit: UInt8, _ place: Int, _ path: inout Path, _ index: Int) {
    if bit == 1 { path.inputs[place >> 6] |= 1 << UInt64(63 - place & 63) }
    (right + index * 2 * code.count)[0] = bit
  }

  /// What was decided goes up as long as it is the right child's.
  private func ascend(from node: Node, _ paths: inout [Path]) {
    var stage = node.stage
    while stage < exponent, node.start >> stage & 1 == 1 {
      let half = 1 << stage
      for index in paths.indices {
        let decided = left + paths[index].left[stage] * 2 * code.count + half
        let bits = right + index * 2 * code.count
        for place in 0..<half {
          bits[half + place] = bits[place]
          bits[place] ^= decided[place]
        }
      }
      stage += 1
    }
    guard stage < exponent else { return }
    for index in paths.indices {
      let target = left + index * 2 * code.count + 1 << stage
      target.update(from: right + index * 2 * code.count, count: 1 << stage)
    }
    for index in paths.indices { paths[index].left[stage] = index }
  }

  private func message(_ path: Path) -> BitSequence {
    var message = BitSequence(zeros: code.informationCount)
    var next = 0
    for place in 0..<code.count where code.isFree[place] && !isCheck[place] {
      if path.inputs[place >> 6] >> UInt64(63 - place & 63) & 1 == 1 { message[code.order[next]] = true }
      next += 1
    }
    return message
  }
}

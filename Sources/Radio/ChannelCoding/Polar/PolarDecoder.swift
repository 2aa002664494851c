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

  /// What a candidate has decided, and what that contradicts; its inputs and the owners of its stages stand in tables.
  private struct Path {
    var metric: Float = 0
    var register: UInt8 = 0

    /// Turns the register of the parity checks by one of its five places (§5.3.1.2).
    mutating func turn() { register = register >> 1 | (register & 1) << 4 }
  }

  /// A way that a candidate can go on.
  private struct Choice {
    var metric: Float
    var path: Int
    var bit: UInt8
  }

  private let exponent: Int
  private let nodes: [Node]
  private let isCheck: [Bool]
  private let words: Int
  private var pathCount = 0
  private let paths: UnsafeMutablePointer<Path>
  private let choices: UnsafeMutablePointer<Choice>
  /// Inputs of candidate `p` begin at `p · words`.
  private let inputs: UnsafeMutablePointer<UInt64>
  /// For each candidate and stage, whose soft values and whose left decisions are this candidate's.
  private let softOwners: UnsafeMutablePointer<UInt8>
  private let leftOwners: UnsafeMutablePointer<UInt8>
  /// Soft values of stage `s` of candidate `p` begin at `p · 2N + 2^s`.
  private let soft: UnsafeMutablePointer<Float>
  /// Decisions, in the same places: of the left child of a node of the stage above.
  private let left: UnsafeMutablePointer<UInt8>
  private let right: UnsafeMutablePointer<UInt8>

  /// - Parameter listSize: candidates, 1 to 32.
  public init(_ code: PolarCode, listSize: Int = 8) {
    self.code = code
    let list = min(max(1, listSize), 32)
    self.listSize = list
    exponent = code.count.trailingZeroBitCount
    words = (code.count + 63) / 64
    var isCheck = [Bool](repeating: false, count: code.count)
    for index in code.parityChecks { isCheck[index] = true }
    self.isCheck = isCheck
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
    func memory<Element>(_ count: Int, _ value: Element) -> UnsafeMutablePointer<Element> {
      let memory = UnsafeMutablePointer<Element>.allocate(capacity: count)
      memory.initialize(repeating: value, count: count)
      return memory
    }
    paths = memory(list, Path())
    choices = memory(2 * list, Choice(metric: 0, path: 0, bit: 0))
    inputs = memory(list * words, 0)
    softOwners = memory(list * (exponent + 1), 0)
    leftOwners = memory(list * (exponent + 1), 0)
    soft = memory(list * 2 * code.count, 0)
    left = memory(list * 2 * code.count, 0)
    right = memory(list * 2 * code.count, 0)
  }

  deinit {
    paths.deallocate()
    choices.deallocate()
    inputs.deallocate()
    softOwners.deallocate()
    leftOwners.deallocate()
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
    try code.spread(received, to: soft + code.count)
    pathCount = 1
    paths[0] = Path()
    inputs.update(repeating: 0, count: words)
    softOwners.update(repeating: 0, count: exponent + 1)
    leftOwners.update(repeating: 0, count: exponent + 1)
    for node in nodes {
      descend(to: node)
      if node.isFrozen { freeze(node) } else { decide(node.start) }
      ascend(from: node)
    }
    for index in 0..<pathCount { choices[index] = Choice(metric: paths[index].metric, path: index, bit: 0) }
    sortChoices(pathCount)
    for index in 0..<pathCount {
      let candidate = message(choices[index].path)
      if holds(candidate) { return (candidate, true) }
    }
    return (message(choices[0].path), false)
  }

  private func values(_ path: Int, _ stage: Int) -> UnsafeMutablePointer<Float> { soft + path * 2 * code.count + 1 << stage }
  private func decided(_ path: Int, _ stage: Int) -> UnsafeMutablePointer<UInt8> {
    left + Int(leftOwners[path * (exponent + 1) + stage]) * 2 * code.count + 1 << stage
  }
  private func above(_ path: Int, _ stage: Int) -> UnsafeMutablePointer<Float> {
    values(Int(softOwners[path * (exponent + 1) + stage + 1]), stage + 1)
  }
  private func own(_ owners: UnsafeMutablePointer<UInt8>, _ stage: Int) {
    for index in 0..<pathCount { owners[index * (exponent + 1) + stage] = UInt8(index) }
  }

  /// The soft values of a node, from the stage at which its way parts from that of the node in front.
  private func descend(to node: Node) {
    guard node.start != 0 else { return sums(from: exponent - 1, through: node.stage) }
    let parting = node.start.trailingZeroBitCount
    let half = 1 << parting
    for index in 0..<pathCount {
      let (above, decided, target) = (above(index, parting), decided(index, parting), values(index, parting))
      for place in 0..<half { target[place] = above[half + place] + (decided[place] == 0 ? above[place] : -above[place]) }
    }
    own(softOwners, parting)
    sums(from: parting - 1, through: node.stage)
  }

  /// The soft values of left children.
  private func sums(from first: Int, through last: Int) {
    for stage in stride(from: first, through: last, by: -1) {
      for index in 0..<pathCount { PolarTransform.sums(above(index, stage), values(index, stage), 1 << stage) }
      own(softOwners, stage)
    }
  }

  private func freeze(_ node: Node) {
    for index in 0..<pathCount {
      let values = values(index, node.stage)
      for place in 0..<(1 << node.stage) where values[place] < 0 { paths[index].metric -= values[place] }
      for _ in 0..<((1 << node.stage) % 5) { paths[index].turn() }
      (right + index * 2 * code.count).update(repeating: 0, count: 1 << node.stage)
    }
  }

  /// Decides one input: of both ways of all candidates the likeliest go on.
  private mutating func decide(_ place: Int) {
    for index in 0..<pathCount { paths[index].turn() }
    if isCheck[place] {
      for index in 0..<pathCount {
        let value = values(index, 0)[0]
        let bit = paths[index].register & 1
        if (value < 0) != (bit == 1) { paths[index].metric += abs(value) }
        take(bit, place, index, isCheck: true)
      }
      return
    }
    var count = 0
    for index in 0..<pathCount {
      let value = values(index, 0)[0]
      let likely: UInt8 = value < 0 ? 1 : 0
      choices[count] = Choice(metric: paths[index].metric, path: index, bit: likely)
      choices[count + 1] = Choice(metric: paths[index].metric + abs(value), path: index, bit: 1 - likely)
      count += 2
    }
    if count > listSize {
      sortChoices(count)
      count = listSize
    }
    go(on: count, place)
  }

  /// The candidates that `count` choices make. A candidate stays where it is; its second way takes the place of one that does not go on.
  private mutating func go(on count: Int, _ place: Int) {
    var isTaken: UInt32 = 0
    var isSecond: UInt32 = 0
    for index in 0..<count {
      let mask: UInt32 = 1 << UInt32(choices[index].path)
      if isTaken & mask == 0 { isTaken |= mask } else { isSecond |= 1 << UInt32(index) }
    }
    // Copies first: what a candidate was before it goes on.
    for index in 0..<count where isSecond >> UInt32(index) & 1 == 1 {
      let target = (~isTaken).trailingZeroBitCount
      isTaken |= 1 << UInt32(target)
      copy(choices[index].path, to: target)
      choices[index].path = target
    }
    pathCount = isTaken.nonzeroBitCount
    for index in 0..<count {
      let choice = choices[index]
      paths[choice.path].metric = choice.metric
      take(choice.bit, place, choice.path, isCheck: false)
    }
  }

  private func copy(_ source: Int, to target: Int) {
    paths[target] = paths[source]
    (inputs + target * words).update(from: inputs + source * words, count: words)
    (softOwners + target * (exponent + 1)).update(from: softOwners + source * (exponent + 1), count: exponent + 1)
    (leftOwners + target * (exponent + 1)).update(from: leftOwners + source * (exponent + 1), count: exponent + 1)
  }

  private func take(_ bit: UInt8, _ place: Int, _ path: Int, isCheck: Bool) {
    if !isCheck { paths[path].register ^= bit }
    if bit == 1 { inputs[path * words + place >> 6] |= 1 << UInt64(63 - place & 63) }
    (right + path * 2 * code.count)[0] = bit
  }

  /// By metric, the least first.
  private func sortChoices(_ count: Int) {
    for index in 1..<max(1, count) {
      let choice = choices[index]
      var place = index
      while place > 0, choices[place - 1].metric > choice.metric {
        choices[place] = choices[place - 1]
        place -= 1
      }
      choices[place] = choice
    }
  }

  /// What was decided goes up as long as it is the right child's.
  private func ascend(from node: Node) {
    var stage = node.stage
    while stage < exponent, node.start >> stage & 1 == 1 {
      let half = 1 << stage
      for index in 0..<pathCount {
        let (decided, bits) = (decided(index, stage), right + index * 2 * code.count)
        for place in 0..<half {
          bits[half + place] = bits[place]
          bits[place] ^= decided[place]
        }
      }
      stage += 1
    }
    guard stage < exponent else { return }
    for index in 0..<pathCount {
      (left + index * 2 * code.count + 1 << stage).update(from: right + index * 2 * code.count, count: 1 << stage)
    }
    own(leftOwners, stage)
  }

  private func message(_ path: Int) -> BitSequence {
    code.message(BitSequence(words: Array(UnsafeBufferPointer(start: inputs + path * words, count: words)), count: code.count))
  }
}

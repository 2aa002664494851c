/// A pattern of the OpenAPI files, matched without backtracking: time is linear in the text, memory depends on the pattern alone.
///
/// The subset that the 3GPP files use: `^ $ | ( ) [ ] . \d`, escaped characters, `* + ?` and counted repetition. It is compiled to a
/// nondeterministic automaton whose states are followed all at once (Thompson's construction).
struct Pattern: Sendable {
  /// A set of octets, as 256 bits.
  struct OctetSet: Sendable {
    var words: SIMD4<UInt64> = .zero

    mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }
    func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1 }
    mutating func invert() { words = ~words }
  }

  enum Instruction: Sendable {
    case octet(OctetSet)
    case start
    case end
    case jump(Int)
    case fork(Int, Int)
    case match
  }

  /// The most states that a pattern may have.
  static let maximumStates = 2048

  private let program: [Instruction]

  /// `nil` when the text uses what the subset lacks, or has too many states.
  init?(_ text: [UInt8]) {
    var parser = PatternParser(rest: text[...])
    guard let tree = parser.alternatives(), parser.rest.isEmpty else { return nil }
    var compiler = PatternCompiler()
    guard compiler.append(tree) else { return nil }
    program = compiler.program + [.match]
  }

  /// Whether the pattern occurs in the text (patterns are not anchored unless they say so).
  func matches(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { matches($0) }
  }

  private func matches(_ octets: UnsafeBufferPointer<UInt8>) -> Bool {
    var states = StateSet(program)
    for (offset, octet) in octets.enumerated() {
      states.add(0, isStart: offset == 0, isEnd: false)
      if states.isMatched { return true }
      if states.isEmpty, offset > 0, states.startsNowhereElse { return false }
      states.step(octet, isEnd: offset == octets.count - 1)
      if states.isMatched { return true }
    }
    states.add(0, isStart: octets.isEmpty, isEnd: true)
    return states.isMatched
  }
}

/// The states that the automaton can be in, all at one place of the text.
private struct StateSet {
  private let program: [Pattern.Instruction]
  private var current: [Int] = []
  private var next: [Int] = []
  /// The place at which a state was last entered.
  private var entered: [Int]
  private var pending: [Int] = []
  private var place = 1
  private(set) var isMatched = false
  /// Whether a match can only begin at the start of the text.
  let startsNowhereElse: Bool

  init(_ program: [Pattern.Instruction]) {
    self.program = program
    entered = [Int](repeating: 0, count: program.count)
    if case .start? = program.first { startsNowhereElse = true } else { startsNowhereElse = false }
  }

  var isEmpty: Bool { current.isEmpty }

  /// Enters a state and those that it reaches without an octet.
  mutating func add(_ state: Int, isStart: Bool, isEnd: Bool) {
    pending.append(state)
    while let state = pending.popLast() {
      guard entered[state] != place else { continue }
      entered[state] = place
      switch program[state] {
      case .octet: current.append(state)
      case .start: if isStart { pending.append(state + 1) }
      case .end: if isEnd { pending.append(state + 1) }
      case .jump(let target): pending.append(target)
      case .fork(let first, let second):
        pending.append(second)
        pending.append(first)
      case .match: isMatched = true
      }
    }
  }

  /// Reads one octet.
  mutating func step(_ octet: UInt8, isEnd: Bool) {
    swap(&current, &next)
    current.removeAll(keepingCapacity: true)
    place += 1
    for state in next {
      if case .octet(let set) = program[state], set.contains(octet) { add(state + 1, isStart: false, isEnd: isEnd) }
    }
  }
}

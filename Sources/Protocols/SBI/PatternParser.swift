/// A pattern as its text says it.
indirect enum PatternTree {
  case empty
  case octet(Pattern.OctetSet)
  case start
  case end
  case sequence([PatternTree])
  case alternatives([PatternTree])
  case repeated(PatternTree, Int, Int?)
}

/// Writes the automaton of a tree, counted repetitions written out.
struct PatternCompiler {
  private(set) var program: [Pattern.Instruction] = []

  /// - Returns: `false` when the automaton becomes too large.
  mutating func append(_ tree: PatternTree) -> Bool {
    guard program.count < Pattern.maximumStates else { return false }
    switch tree {
    case .empty: break
    case .octet(let set): program.append(.octet(set))
    case .start: program.append(.start)
    case .end: program.append(.end)
    case .sequence(let items): for item in items { guard append(item) else { return false } }
    case .alternatives(let items): return append(alternatives: items[...])
    case .repeated(let item, let minimum, let maximum):
      for _ in 0..<minimum { guard append(item) else { return false } }
      guard let maximum else { return append(loop: item) }
      return append(optional: item, maximum - minimum)
    }
    return true
  }

  private mutating func append(alternatives items: ArraySlice<PatternTree>) -> Bool {
    guard let first = items.first else { return true }
    guard items.count > 1 else { return append(first) }
    let fork = program.count
    program.append(.match)
    guard append(first) else { return false }
    let jump = program.count
    program.append(.match)
    program[fork] = .fork(fork + 1, program.count)
    guard append(alternatives: items.dropFirst()) else { return false }
    program[jump] = .jump(program.count)
    return true
  }

  private mutating func append(loop item: PatternTree) -> Bool {
    let fork = program.count
    program.append(.match)
    guard append(item) else { return false }
    program.append(.jump(fork))
    program[fork] = .fork(fork + 1, program.count)
    return true
  }

  private mutating func append(optional item: PatternTree, _ count: Int) -> Bool {
    var forks: [Int] = []
    for _ in 0..<max(0, count) {
      forks.append(program.count)
      program.append(.match)
      guard append(item) else { return false }
    }
    for fork in forks { program[fork] = .fork(fork + 1, program.count) }
    return true
  }
}

struct PatternParser {
  var rest: ArraySlice<UInt8>

  mutating func alternatives() -> PatternTree? {
    var items: [PatternTree] = []
    repeat {
      guard let item = sequence() else { return nil }
      items.append(item)
    } while take(UInt8(ascii: "|"))
    return items.count == 1 ? items.first : .alternatives(items)
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard rest.first == byte else { return false }
    rest = rest.dropFirst()
    return true
  }

  private mutating func sequence() -> PatternTree? {
    var items: [PatternTree] = []
    while let byte = rest.first, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
      guard let atom = atom(), let item = repetition(of: atom) else { return nil }
      items.append(item)
    }
    return items.isEmpty ? .empty : .sequence(items)
  }

  private mutating func atom() -> PatternTree? {
    guard let byte = rest.popFirst() else { return nil }
    switch byte {
    case UInt8(ascii: "^"): return .start
    case UInt8(ascii: "$"): return .end
    case UInt8(ascii: "("):
      guard let inner = alternatives(), take(UInt8(ascii: ")")) else { return nil }
      return inner
    case UInt8(ascii: "["): return characterClass()
    case UInt8(ascii: "."):
      var set = Pattern.OctetSet()
      set.insert(0x0A)
      set.insert(0x0D)
      set.invert()
      return .octet(set)
    case UInt8(ascii: "\\"): return escaped().map { .octet($0) }
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"): return nil
    default:
      var set = Pattern.OctetSet()
      set.insert(byte)
      return .octet(set)
    }
  }

  private mutating func escaped() -> Pattern.OctetSet? {
    guard let byte = rest.popFirst() else { return nil }
    var set = Pattern.OctetSet()
    switch byte {
    case UInt8(ascii: "d"): for digit in UInt8(0x30)...0x39 { set.insert(digit) }
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return nil
    default: set.insert(byte)
    }
    return set
  }

  private mutating func characterClass() -> PatternTree? {
    var set = Pattern.OctetSet()
    let isInverted = take(UInt8(ascii: "^"))
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "]") {
        if isInverted { set.invert() }
        return .octet(set)
      }
      if byte == UInt8(ascii: "\\") {
        guard let inner = escaped() else { return nil }
        set.words |= inner.words
      } else if rest.first == UInt8(ascii: "-"), let last = rest.dropFirst().first, last != UInt8(ascii: "]") {
        guard byte <= last else { return nil }
        for member in byte...last { set.insert(member) }
        rest = rest.dropFirst(2)
      } else {
        set.insert(byte)
      }
    }
    return nil
  }

  private mutating func repetition(of atom: PatternTree) -> PatternTree? {
    if take(UInt8(ascii: "*")) { return .repeated(atom, 0, nil) }
    if take(UInt8(ascii: "+")) { return .repeated(atom, 1, nil) }
    if take(UInt8(ascii: "?")) { return .repeated(atom, 0, 1) }
    guard take(UInt8(ascii: "{")) else { return atom }
    guard let minimum = number() else { return nil }
    var maximum: Int? = minimum
    if take(UInt8(ascii: ",")) { maximum = number() }
    guard take(UInt8(ascii: "}")), maximum.map({ $0 >= minimum }) ?? true else { return nil }
    return .repeated(atom, minimum, maximum)
  }

  private mutating func number() -> Int? {
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    rest = rest.dropFirst(digits.count)
    return digits.count <= 4 ? Int(String(decoding: digits, as: UTF8.self)) : nil
  }
}

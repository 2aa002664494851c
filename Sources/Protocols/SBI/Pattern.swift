/// A pattern of the OpenAPI files, matched in linear memory and without backtracking.
///
/// The subset that the 3GPP files use: `^ $ | ( ) [ ] . \d`, escaped characters, `* + ?` and counted repetition.
/// Matching follows sets of positions, so no pattern takes more than quadratic time in the length of the text.
indirect enum Pattern: Sendable {
  case empty
  /// A set of octets, as 256 bits.
  case octet(OctetSet)
  case start
  case end
  case sequence([Pattern])
  case alternatives([Pattern])
  case repeated(Pattern, Int, Int?)

  struct OctetSet: Sendable {
    var words: SIMD4<UInt64> = .zero

    mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }
    func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1 }
    mutating func invert() { words = ~words }
  }

  /// The longest text that is matched; a longer one does not match.
  static let maximumOctets = 4096

  /// `nil` when the text uses what the subset lacks.
  init?(_ text: [UInt8]) {
    var parser = PatternParser(rest: text[...])
    guard let pattern = parser.alternatives(), parser.rest.isEmpty else { return nil }
    self = pattern
  }

  /// Whether the pattern occurs in the text (patterns are not anchored unless they say so).
  func matches(_ text: String) -> Bool {
    let octets = Array(text.utf8)
    guard octets.count <= Pattern.maximumOctets else { return false }
    return !ends(octets, from: isAnchored ? [0] : Array(0...octets.count)).isEmpty
  }

  private var isAnchored: Bool {
    if case .sequence(let items) = self, case .start? = items.first { return true }
    return false
  }

  /// The positions where a match that begins at one of `starts` can end, in ascending order.
  private func ends(_ text: [UInt8], from starts: [Int]) -> [Int] {
    switch self {
    case .empty: return starts
    case .start: return starts.first == 0 ? [0] : []
    case .end: return starts.last == text.count ? [text.count] : []
    case .octet(let set): return starts.filter { $0 < text.count && set.contains(text[$0]) }.map { $0 + 1 }
    case .sequence(let items):
      var positions = starts
      for item in items {
        if positions.isEmpty { break }
        positions = item.ends(text, from: positions)
      }
      return positions
    case .alternatives(let items):
      var seen = [Bool](repeating: false, count: text.count + 1)
      for item in items { for position in item.ends(text, from: starts) { seen[position] = true } }
      return seen.indices.filter { seen[$0] }
    case .repeated(let item, let minimum, let maximum):
      var positions = starts
      for _ in 0..<minimum where !positions.isEmpty { positions = item.ends(text, from: positions) }
      var seen = [Bool](repeating: false, count: text.count + 1)
      for position in positions { seen[position] = true }
      var rounds = 0
      while !positions.isEmpty, maximum.map({ rounds < $0 - minimum }) ?? true {
        positions = item.ends(text, from: positions).filter { !seen[$0] }
        for position in positions { seen[position] = true }
        rounds += 1
      }
      return seen.indices.filter { seen[$0] }
    }
  }
}

private struct PatternParser {
  var rest: ArraySlice<UInt8>

  mutating func alternatives() -> Pattern? {
    var items: [Pattern] = []
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

  private mutating func sequence() -> Pattern? {
    var items: [Pattern] = []
    while let byte = rest.first, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
      guard let atom = atom(), let item = repetition(of: atom) else { return nil }
      items.append(item)
    }
    return items.isEmpty ? .empty : .sequence(items)
  }

  private mutating func atom() -> Pattern? {
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

  private mutating func characterClass() -> Pattern? {
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

  private mutating func repetition(of atom: Pattern) -> Pattern? {
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

/// Reads values in the packed encoding rules (X.691), aligned or unaligned, from octets; never past the end.
///
/// A reader works within a window: the whole of the octets, or an open type that was entered.
public final class PERReader {
  /// A stretch of octets that is being read; positions count bits.
  public struct Window {
    var octets: [UInt8]
    var position: Int
    var limit: Int
  }

  @exclusivity(unchecked) var window: Window
  let isAligned: Bool
  /// Octets that elements of lists may still take: a small input does not fill the memory.
  @exclusivity(unchecked) private var budget: Int
  /// How many values are decoded around this one whose octets contain it.
  let depth: Int

  /// Memory for the elements of all lists in proportion to the octets, and apart from them.
  private static let octetsPerOctet = 48
  private static let fixedOctets = 48 * 1024

  public init(_ octets: [UInt8], isAligned: Bool, position: Int = 0, depth: Int = 0) {
    window = Window(octets: octets, position: min(max(0, position), octets.count * 8), limit: octets.count * 8)
    self.isAligned = isAligned
    self.depth = depth
    budget = Self.fixedOctets + octets.count * Self.octetsPerOctet
  }

  func malformed(_ what: String) -> PERError { .malformed(what, bitOffset: window.position) }

  // MARK: Bit fields

  /// The next `count` (0 to 64) bits.
  func bitField(_ count: Int) throws(PERError) -> UInt64 {
    guard count <= window.limit - window.position else { throw .truncated(bitOffset: window.position) }
    let start = window.position
    if start >> 3 &+ 8 <= window.octets.count, count &+ start & 7 <= 64 {
      if count == 0 { return 0 }
      let word = window.octets.withUnsafeBytes { UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: start >> 3, as: UInt64.self)) }
      window.position = start + count
      return (word << UInt64(start & 7)) >> UInt64(64 - count)
    }
    var value: UInt64 = 0
    var left = count
    var position = window.position
    while left > 0 {
      let available = 8 - position & 7
      let taken = min(available, left)
      let octet = UInt64(window.octets[position >> 3])
      value = value << UInt64(taken) | (octet >> UInt64(available - taken)) & (1 << UInt64(taken) - 1)
      position += taken
      left -= taken
    }
    window.position = position
    return value
  }

  /// Skips to an octet boundary in the aligned variant.
  func align() throws(PERError) {
    guard isAligned else { return }
    let position = (window.position + 7) & ~7
    guard position <= window.limit else { throw .truncated(bitOffset: window.position) }
    window.position = position
  }

  func rawOctets(_ count: Int) throws(PERError) -> [UInt8] {
    guard count <= (window.limit - window.position) >> 3 else { throw .truncated(bitOffset: window.position) }
    if window.position & 7 == 0 {
      let start = window.position >> 3
      window.position += count * 8
      return Array(window.octets[start..<(start + count)])
    }
    var result: [UInt8] = []
    result.reserveCapacity(count)
    for _ in 0..<count { result.append(UInt8(truncatingIfNeeded: try bitField(8))) }
    return result
  }

  // MARK: Numbers

  public func boolean() throws(PERError) -> Bool { try bitField(1) == 1 }

  /// The offset of a constrained whole number from its lower bound (X.691 §11.5).
  private func constrained(_ span: UInt64) throws(PERError) -> UInt64 {
    if span == 0 { return 0 }
    let bits = 64 - span.leadingZeroBitCount
    let value: UInt64
    if !isAligned || span < 255 {
      value = try bitField(bits)
    } else if span <= 65535 {
      try align()
      value = try bitField(span == 255 ? 8 : 16)
    } else {
      let octets = Int(try constrained(UInt64((bits + 7) / 8 - 1))) + 1
      try align()
      value = try bitField(octets * 8)
    }
    guard value <= span else { throw malformed("integer beyond its upper bound") }
    return value
  }

  public func unsigned(_ lower: UInt64, _ upper: UInt64) throws(PERError) -> UInt64 {
    lower &+ (try constrained(upper &- lower))
  }

  public func uint8(_ lower: UInt64, _ upper: UInt64) throws(PERError) -> UInt8 { UInt8(truncatingIfNeeded: try unsigned(lower, upper)) }
  public func uint16(_ lower: UInt64, _ upper: UInt64) throws(PERError) -> UInt16 { UInt16(truncatingIfNeeded: try unsigned(lower, upper)) }
  public func uint32(_ lower: UInt64, _ upper: UInt64) throws(PERError) -> UInt32 { UInt32(truncatingIfNeeded: try unsigned(lower, upper)) }
  public func uint64(_ lower: UInt64, _ upper: UInt64) throws(PERError) -> UInt64 { try unsigned(lower, upper) }

  public func int64(_ lower: Int64, _ upper: Int64) throws(PERError) -> Int64 {
    lower &+ Int64(truncatingIfNeeded: try constrained(UInt64(truncatingIfNeeded: upper &- lower)))
  }

  public func int8(_ lower: Int64, _ upper: Int64) throws(PERError) -> Int8 { Int8(truncatingIfNeeded: try int64(lower, upper)) }
  public func int16(_ lower: Int64, _ upper: Int64) throws(PERError) -> Int16 { Int16(truncatingIfNeeded: try int64(lower, upper)) }
  public func int32(_ lower: Int64, _ upper: Int64) throws(PERError) -> Int32 { Int32(truncatingIfNeeded: try int64(lower, upper)) }

  /// INTEGER whose constraint is extensible.
  public func extensible(_ lower: Int64, _ upper: Int64) throws(PERError) -> Int64 {
    try boolean() ? try unconstrained() : try int64(lower, upper)
  }

  /// A two's complement number of whatever length (X.691 §11.8), up to 64 bits.
  public func unconstrained() throws(PERError) -> Int64 {
    let count = try shortLength()
    guard (1...8).contains(count) else { throw malformed("integer of \(count) octets") }
    let value = try bitField(count * 8)
    return Int64(bitPattern: value << UInt64(64 - count * 8)) >> Int64(64 - count * 8)
  }

  /// A number with a lower bound only (X.691 §11.7).
  public func semiConstrained(_ lower: Int64) throws(PERError) -> Int64 {
    let count = try shortLength()
    guard (1...8).contains(count) else { throw malformed("integer of \(count) octets") }
    let (value, overflow) = lower.addingReportingOverflow(Int64(bitPattern: try bitField(count * 8)))
    guard !overflow, value >= lower else { throw malformed("integer of more than 64 bits") }
    return value
  }

  /// A normally small non-negative number (X.691 §11.6).
  func small() throws(PERError) -> Int {
    if try !boolean() { return Int(try bitField(6)) }
    let value = try semiConstrained(0)
    guard value < 65000 else { throw malformed("index of \(value)") }
    return Int(value)
  }

  // MARK: Lengths

  /// A length that may not be fragmented.
  private func shortLength() throws(PERError) -> Int {
    let (count, more) = try fragmentLength()
    guard !more else { throw malformed("unexpected fragment") }
    return count
  }

  /// An unconstrained length (X.691 §11.9.3): units that follow, and whether another length follows those.
  private func fragmentLength() throws(PERError) -> (count: Int, more: Bool) {
    try align()
    let first = Int(try bitField(8))
    if first < 0x80 { return (first, false) }
    if first < 0xC0 { return ((first & 0x3F) << 8 | Int(try bitField(8)), false) }
    guard (1...4).contains(first & 0x3F) else { throw malformed("fragment of \(first & 0x3F) times 16384") }
    return ((first & 0x3F) * 16384, true)
  }

  /// Hands the number of units of each fragment to `body`, with whether the number was on the wire.
  private func fragments(
    _ lower: Int, _ upper: Int?, _ isExtensible: Bool, _ body: (Int) throws(PERError) -> Void
  ) throws(PERError) {
    let isExtended = isExtensible ? try boolean() : false
    if !isExtended, let upper, upper < 65536 {
      try body(lower + Int(try constrained(UInt64(max(0, upper - lower)))))
      return
    }
    var total = 0
    while true {
      let (count, more) = try fragmentLength()
      total += count
      try body(count)
      if !more { break }
    }
    guard isExtended || total >= lower else { throw malformed("\(total) units, fewer than \(lower)") }
  }

  // MARK: Choices

  /// The index of a value of an enumeration; values behind the extension marker count on from `root`.
  public func enumerated(_ root: Int, _ isExtensible: Bool) throws(PERError) -> Int {
    if isExtensible, try boolean() { return root + (try small()) }
    return Int(try constrained(UInt64(max(0, root - 1))))
  }

  /// The index of an alternative of a CHOICE; those behind the extension marker are open types.
  public func choice(_ root: Int, _ isExtensible: Bool) throws(PERError) -> Int { try enumerated(root, isExtensible) }

  // MARK: Strings

  public func octets(_ lower: Int = 0, _ upper: Int? = nil, _ isExtensible: Bool = false) throws(PERError) -> [UInt8] {
    var result: [UInt8] = []
    try fragments(lower, upper, isExtensible) { (count: Int) throws(PERError) in
      // X.691 §17.6: a fixed length of up to two octets is not aligned.
      if count > 0, !(lower == upper && count == lower && count <= 2) { try align() }
      result += try rawOctets(count)
    }
    return result
  }

  /// The contents of an OBJECT IDENTIFIER: whole arcs (X.690 §8.19.2).
  public func objectIdentifier() throws(PERError) -> [UInt8] {
    let value = try octets()
    guard let last = value.last, last < 0x80 else { throw malformed("object identifier that does not end") }
    return value
  }

  public func bits(_ lower: Int = 0, _ upper: Int? = nil, _ isExtensible: Bool = false) throws(PERError) -> BitString {
    var octets: [UInt8] = []
    var total = 0
    try fragments(lower, upper, isExtensible) { (count: Int) throws(PERError) in
      if count > 0, !(lower == upper && count == lower && count <= 16) { try align() }
      octets += try rawOctets(count / 8)
      if count % 8 != 0 { octets.append(UInt8(truncatingIfNeeded: try bitField(count % 8) << UInt64(8 - count % 8))) }
      total += count
    }
    return BitString(octets: octets, bitCount: total)
  }

  public func string(
    _ kind: CharacterStringKind, _ lower: Int = 0, _ upper: Int? = nil, _ isExtensible: Bool = false
  ) throws(PERError) -> String {
    if kind == .utf8 {
      // X.691 §30.1: the size of a UTF8String is not PER-visible.
      guard let text = String(validating: try octets(), as: UTF8.self) else { throw malformed("text that is not UTF-8") }
      return text
    }
    let bits = kind.bitsPerCharacter(isAligned: isAligned)
    var text: [UInt8] = []
    try fragments(lower, upper, isExtensible) { (count: Int) throws(PERError) in
      let isShort = upper.map { $0 <= 16 && (lower == $0 ? $0 * bits <= 16 : $0 * bits < 16) && count <= $0 } ?? false
      if count > 0, !isShort { try align() }
      guard count <= (window.limit - window.position) / bits else { throw PERError.truncated(bitOffset: window.position) }
      for _ in 0..<count {
        let code = UInt8(truncatingIfNeeded: try bitField(bits))
        if kind == .numeric {
          guard code <= 10 else { throw malformed("character \(code) of a NumericString") }
          text.append(code == 0 ? 0x20 : 0x2F + code)
        } else {
          guard code < 0x80 else { throw malformed("character \(code)") }
          text.append(code)
        }
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  // MARK: Lists

  public func list<Element>(
    _ lower: Int = 0, _ upper: Int? = nil, _ isExtensible: Bool = false, element: (PERReader) throws(PERError) -> Element
  ) throws(PERError) -> [Element] {
    var result: [Element] = []
    try fragments(lower, upper, isExtensible) { (count: Int) throws(PERError) in
      // An element has at least one bit, but for those few that have none.
      guard count <= max(4096, window.limit - window.position) else { throw PERError.truncated(bitOffset: window.limit) }
      budget -= count * MemoryLayout<Element>.stride
      guard budget >= 0 else { throw malformed("list of \(count) elements, more than the octets account for") }
      result.reserveCapacity(result.count + count)
      for _ in 0..<count {
        // Elements without bits could otherwise fill the memory for nothing read.
        guard window.position < window.limit || result.count < 4096 else { throw PERError.truncated(bitOffset: window.position) }
        result.append(try element(self))
      }
    }
    return result
  }

  public func list<Element: PERCodable>(
    _ lower: Int = 0, _ upper: Int? = nil, _ isExtensible: Bool = false
  ) throws(PERError) -> [Element] {
    try list(lower, upper, isExtensible, element: { (r: PERReader) throws(PERError) in try Element(from: r) })
  }

  // MARK: Open types

  /// The octets of an open type (X.691 §11.2).
  public func openType() throws(PERError) -> [UInt8] { try octets() }

  /// Moves into an open type.
  /// - Returns: the window to ``leave(_:)`` to.
  public func enterOpen() throws(PERError) -> Window {
    let inner = try openWindow()
    let outer = window
    window = inner
    return outer
  }

  public func leave(_ outer: Window) { window = outer }

  /// The rest of the window as octets.
  public func rest() -> [UInt8] {
    let count = (window.limit - window.position) / 8
    defer { window.position = window.limit }
    return (try? rawOctets(count)) ?? []
  }

  /// The window of the open type at the position, which moves behind it.
  func openWindow() throws(PERError) -> Window {
    let start = window.position
    let (count, more) = try fragmentLength()
    if !more {
      guard count <= (window.limit - window.position) >> 3 else { throw .truncated(bitOffset: window.position) }
      if window.position & 7 == 0 || !isAligned {
        let inner = Window(octets: window.octets, position: window.position, limit: window.position + count * 8)
        window.position += count * 8
        return inner
      }
    }
    window.position = start
    let octets = try openType()
    return Window(octets: octets, position: 0, limit: octets.count * 8)
  }

  // MARK: Sequences

  /// The extension bit and the presence bits (X.691 §19).
  public func sequence(_ optionals: Int, _ isExtensible: Bool) throws(PERError) -> SequencePreamble {
    var preamble = SequencePreamble()
    if isExtensible { preamble.isExtended = try boolean() }
    preamble.flags = try bitField(min(optionals, 64))
    preamble.count = min(optionals, 64)
    return preamble
  }

  /// The additions behind the root, of which this release knows the first `known`.
  public func additions(_ preamble: SequencePreamble, _ known: Int) throws(PERError) -> PERAdditions {
    var windows: [(index: Int, window: Window)] = []
    if preamble.isExtended {
      let count: Int
      if try boolean() {
        count = try shortLength()
      } else {
        count = Int(try bitField(6)) + 1
      }
      var present: [Int] = []
      for index in 0..<count where try boolean() { present.append(index) }
      windows.reserveCapacity(present.count)
      for index in present { windows.append((index, try openWindow())) }
    }
    return PERAdditions(reader: self, windows: windows, known: known, outer: window)
  }
}

/// The additions of an extended SEQUENCE while they are decoded.
public struct PERAdditions {
  let reader: PERReader
  let windows: [(index: Int, window: PERReader.Window)]
  let known: Int
  let outer: PERReader.Window

  /// Moves the reader into an addition, if that is present.
  public func enter(_ index: Int) -> Bool {
    guard let addition = windows.first(where: { $0.index == index }) else { return false }
    reader.window = addition.window
    return true
  }

  /// Moves the reader behind all additions.
  /// - Returns: the unknown ones.
  public func finish() -> [UnknownAddition] {
    var unknown: [UnknownAddition] = []
    for addition in windows where addition.index >= known {
      reader.window = addition.window
      unknown.append(UnknownAddition(index: addition.index, value: reader.rest()))
    }
    reader.window = outer
    return unknown
  }
}

/// Reads values in the packed encoding rules (X.691), aligned or unaligned, from octets; never past the end.
///
/// A reader works within a window: the whole of the octets, or an open type that was entered. The first error is kept and ends the window;
/// what is read after it has no bits, and ``decode(_:isAligned:depth:_:)`` throws the error in place of the value.
public struct PERReader: ~Copyable {
  /// A stretch of octets that is being read; positions count bits from `base`.
  @frozen public struct Window {
    var base: UnsafeRawPointer
    /// Octets behind `base` that may be loaded.
    var available: Int
    @usableFromInline var position: Int
    @usableFromInline var limit: Int

    init(_ octets: UnsafeRawBufferPointer) {
      base = octets.baseAddress.unsafelyUnwrapped
      available = octets.count
      position = 0
      limit = octets.count * 8
    }
  }

  @usableFromInline var window: Window
  let isAligned: Bool
  /// How many values are decoded around this one whose octets contain it.
  let depth: Int
  /// The first error.
  @usableFromInline private(set) var error: PERError?
  /// Whether an error ended the reading.
  public private(set) var isFailed = false
  /// Octets that values may still take: a small input does not fill the memory.
  private var budget: Int
  /// Slots of the containers and additions that are open, innermost last.
  var slots: SlotStack
  /// IEs that the object sets of the containers that are open do not have.
  var unknown: [UnknownIE] = []
  /// Open types that came in fragments, in one piece.
  var joined: [UnsafeMutableRawBufferPointer] = []

  /// Memory for a value in proportion to its octets, and apart from them.
  private static let octetsPerOctet = 60
  private static let fixedOctets = 60 * 1024

  /// - Parameter octets: one at least.
  @usableFromInline
  init(_ octets: UnsafeRawBufferPointer, _ slots: UnsafeMutableBufferPointer<Slot>, isAligned: Bool, depth: Int) {
    window = Window(octets)
    self.slots = SlotStack(slots)
    self.isAligned = isAligned
    self.depth = depth
    budget = Self.fixedOctets + octets.count * Self.octetsPerOctet
  }

  deinit { for buffer in joined { buffer.deallocate() } }

  /// Reads a value; octets behind it are ignored. A copy for each type of value: the runtime would look for what it is each time.
  /// - Parameter depth: how many values are decoded around this one whose octets contain it.
  /// - Throws: the first error of the reading.
  @inlinable
  public static func decode<Value>(
    _ octets: [UInt8], isAligned: Bool, depth: Int = 0, _ body: (inout PERReader) -> Value
  ) throws(PERError) -> Value {
    guard !octets.isEmpty else { throw .truncated(bitOffset: 0) }
    var error: PERError?
    let value = octets.withUnsafeBytes { octets in
      withUnsafeTemporaryAllocation(of: Slot.self, capacity: SlotStack.initialCapacity) { slots in
        var reader = PERReader(octets, slots, isAligned: isAligned, depth: depth)
        let value = body(&reader)
        if reader.isFailed { error = reader.error }
        return value
      }
    }
    if let error { throw error }
    return value
  }

  // MARK: Errors

  /// Keeps the error, if it is the first, and ends the window.
  @inline(never)
  public mutating func fail(_ error: PERError) {
    if !isFailed { self.error = error }
    isFailed = true
    window.position = window.limit
  }

  @inline(never)
  mutating func truncated() { fail(.truncated(bitOffset: window.position)) }

  @inline(never)
  mutating func malformed(_ what: String) { fail(.malformed(what, bitOffset: window.position)) }

  // MARK: Memory

  /// Accounts for an array of so many octets: with the heads of array and block (32 and 8) it is whole sixteens.
  @inline(__always)
  mutating func account(_ octets: Int) { charge((octets &+ 55) & ~15) }

  /// Accounts for a value of so many octets that is kept in a box: with the heads of object and block (16 and 8) it is whole sixteens.
  @inline(__always)
  mutating func accountForBox(_ octets: Int) { charge((octets &+ 39) & ~15) }

  @inline(__always)
  private mutating func charge(_ octets: Int) {
    budget &-= octets
    if budget < 0 { exhausted() }
  }

  @inline(never)
  private mutating func exhausted() { malformed("a value of more memory than its octets account for") }

  /// Allows so many times the memory, for what is made of the octets in place of a type's value.
  mutating func allowMemory(times factor: Int) { budget *= factor }

  /// Accounts for a value of so many octets that is kept in a box.
  public mutating func accountBox(_ octets: Int) { accountForBox(octets) }

  // MARK: Bit fields

  /// The next `count` bits, which are not passed over; `nil` where one load does not give them, as never for 64, or there are fewer.
  @inline(__always)
  func peek(_ count: Int) -> UInt64? {
    let start = window.position
    let octet = start &>> 3
    let shift = start & 7
    guard count <= window.limit &- start, octet &+ 8 <= window.available, count &+ shift < 64 else { return nil }
    let word = UInt64(bigEndian: window.base.loadUnaligned(fromByteOffset: octet, as: UInt64.self))
    return ((word &<< UInt64(truncatingIfNeeded: shift)) &>> 1) &>> UInt64(truncatingIfNeeded: 63 &- count)
  }

  /// The next `count` (0 to 64) bits.
  @inline(__always)
  mutating func bitField(_ count: Int) -> UInt64 {
    guard let value = peek(count) else { return slowBitField(count) }
    window.position &+= count
    return value
  }

  /// Bits of the last octets, or of nine.
  @inline(never)
  private mutating func slowBitField(_ count: Int) -> UInt64 {
    let start = window.position
    guard count <= window.limit - start else {
      truncated()
      return 0
    }
    window.position = start + count
    if window.available >= 8, count > 0, count <= 56 {
      let last = UInt64(bigEndian: window.base.loadUnaligned(fromByteOffset: window.available &- 8, as: UInt64.self))
      return (last << UInt64(start &- (window.available &- 8) &* 8)) >> UInt64(64 &- count)
    }
    var value: UInt64 = 0
    var left = count
    var position = start
    while left > 0 {
      let available = 8 - position & 7
      let taken = min(available, left)
      let octet = UInt64(window.base.load(fromByteOffset: position >> 3, as: UInt8.self))
      value = value << UInt64(taken) | (octet >> UInt64(available - taken)) & (1 << UInt64(taken) - 1)
      position += taken
      left -= taken
    }
    return value
  }

  /// Skips to an octet boundary in the aligned variant.
  @inline(__always)
  mutating func align() {
    guard isAligned else { return }
    let position = (window.position + 7) & ~7
    if position <= window.limit { window.position = position } else { truncated() }
  }

  /// Puts the next `count` octets, which do not begin at an octet boundary, at `destination`, which has room for them.
  private mutating func copy(_ count: Int, to destination: UnsafeMutableRawPointer) {
    var offset = 0
    let shift = UInt64(window.position & 7)
    while offset + 8 <= count, window.position >> 3 + 9 <= window.available {
      let octet = window.position >> 3
      let word = UInt64(bigEndian: window.base.loadUnaligned(fromByteOffset: octet, as: UInt64.self))
      let next = UInt64(window.base.load(fromByteOffset: octet &+ 8, as: UInt8.self))
      destination.storeBytes(of: (word << shift | next >> (8 &- shift)).bigEndian, toByteOffset: offset, as: UInt64.self)
      window.position &+= 64
      offset &+= 8
    }
    while offset < count {
      destination.storeBytes(of: UInt8(truncatingIfNeeded: bitField(8)), toByteOffset: offset, as: UInt8.self)
      offset += 1
    }
  }

  func hasOctets(_ count: Int) -> Bool { count <= (window.limit - window.position) >> 3 }

  mutating func rawOctets(_ count: Int) -> [UInt8] {
    guard hasOctets(count) else {
      truncated()
      return []
    }
    if count > 0 { account(count) }
    if count == 0 || isFailed { return [] }
    // A copy of octets is the only array that does not ask the runtime for its type.
    var octets = [UInt8](UnsafeRawBufferPointer(start: window.base + window.position >> 3, count: count))
    if window.position & 7 == 0 {
      window.position &+= count &* 8
    } else {
      octets.withUnsafeMutableBytes { copy(count, to: $0.baseAddress.unsafelyUnwrapped) }
    }
    return octets
  }

  // MARK: Numbers

  public mutating func boolean() -> Bool { bitField(1) == 1 }

  /// A constrained whole number (X.691 §11.5), the bounds of one with a sign as bits.
  public mutating func unsigned(_ lower: UInt64, _ upper: UInt64) -> UInt64 {
    let span = upper &- lower
    if isAligned, span >= 255 { return unsignedOctets(lower, span) }
    let bits = 64 &- span.leadingZeroBitCount
    guard let offset = peek(bits), offset <= span else { return slowUnsigned(lower, span, bits) }
    window.position &+= bits
    return lower &+ offset
  }

  /// ... in octets at a boundary: one step over the alignment and the number, since each step waits for the position that the one before
  /// it stored.
  @inline(never)
  private mutating func unsignedOctets(_ lower: UInt64, _ span: UInt64) -> UInt64 {
    var start = window.position
    var bits = span == 255 ? 8 : 16
    if span > 65535 {
      let lengthBits = Self.lengthBits(span)
      guard let length = peek(lengthBits), length < 8 else { return slowUnsignedOctets(lower, span) }
      start &+= lengthBits
      bits = Int(truncatingIfNeeded: length) &* 8 &+ 8
    }
    start = (start &+ 7) & ~7
    guard bits <= window.limit &- start, start &>> 3 &+ 8 <= window.available else { return slowUnsignedOctets(lower, span) }
    let word = UInt64(bigEndian: window.base.loadUnaligned(fromByteOffset: start &>> 3, as: UInt64.self))
    let offset = word &>> UInt64(truncatingIfNeeded: 64 &- bits)
    guard offset <= span else { return slowUnsignedOctets(lower, span) }
    window.position = start &+ bits
    return lower &+ offset
  }

  /// The bits of the length of a number (X.691 §11.5.7.4).
  @inline(__always)
  private static func lengthBits(_ span: UInt64) -> Int {
    64 &- UInt64((71 &- span.leadingZeroBitCount) / 8 &- 1).leadingZeroBitCount
  }

  /// ... in the last octets, or with an error.
  @inline(never)
  private mutating func slowUnsignedOctets(_ lower: UInt64, _ span: UInt64) -> UInt64 {
    if span <= 65535 {
      align()
      return slowUnsigned(lower, span, span == 255 ? 8 : 16)
    }
    let octets = Int(bitField(Self.lengthBits(span))) + 1
    guard octets <= 8 else {
      malformed("integer of \(octets) octets")
      return lower
    }
    align()
    return slowUnsigned(lower, span, octets * 8)
  }

  @inline(never)
  private mutating func slowUnsigned(_ lower: UInt64, _ span: UInt64, _ bits: Int) -> UInt64 {
    let offset = bitField(bits)
    if offset <= span { return lower &+ offset }
    malformed("integer beyond its upper bound")
    return lower
  }

  public mutating func uint8(_ lower: UInt64, _ upper: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: unsigned(lower, upper)) }
  public mutating func uint16(_ lower: UInt64, _ upper: UInt64) -> UInt16 { UInt16(truncatingIfNeeded: unsigned(lower, upper)) }
  public mutating func uint32(_ lower: UInt64, _ upper: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: unsigned(lower, upper)) }
  public mutating func uint64(_ lower: UInt64, _ upper: UInt64) -> UInt64 { unsigned(lower, upper) }

  public mutating func int64(_ lower: Int64, _ upper: Int64) -> Int64 {
    Int64(bitPattern: unsigned(UInt64(bitPattern: lower), UInt64(bitPattern: upper)))
  }

  public mutating func int8(_ lower: Int64, _ upper: Int64) -> Int8 { Int8(truncatingIfNeeded: int64(lower, upper)) }
  public mutating func int16(_ lower: Int64, _ upper: Int64) -> Int16 { Int16(truncatingIfNeeded: int64(lower, upper)) }
  public mutating func int32(_ lower: Int64, _ upper: Int64) -> Int32 { Int32(truncatingIfNeeded: int64(lower, upper)) }

  /// INTEGER whose constraint is extensible.
  public mutating func extensible(_ lower: Int64, _ upper: Int64) -> Int64 { boolean() ? unconstrained() : int64(lower, upper) }

  /// A two's complement number of whatever length (X.691 §11.8), up to 64 bits.
  public mutating func unconstrained() -> Int64 {
    guard let count = integerLength() else { return 0 }
    let value = bitField(count * 8)
    return Int64(bitPattern: value << UInt64(64 - count * 8)) >> Int64(64 - count * 8)
  }

  /// A number with a lower bound only (X.691 §11.7).
  public mutating func semiConstrained(_ lower: Int64) -> Int64 {
    guard let count = integerLength() else { return 0 }
    let (value, overflow) = lower.addingReportingOverflow(Int64(bitPattern: bitField(count * 8)))
    guard !overflow, value >= lower else {
      malformed("integer of more than 64 bits")
      return 0
    }
    return value
  }

  private mutating func integerLength() -> Int? {
    let count = shortLength()
    if (1...8).contains(count) { return count }
    malformed("integer of \(count) octets")
    return nil
  }

  /// A normally small non-negative number (X.691 §11.6).
  mutating func small() -> Int {
    if !boolean() { return Int(bitField(6)) }
    let value = semiConstrained(0)
    guard value < 65000 else {
      malformed("index of \(value)")
      return 0
    }
    return Int(value)
  }

  // MARK: Lengths

  /// A length that may not be fragmented.
  private mutating func shortLength() -> Int {
    let (count, more) = fragmentLength()
    guard !more else {
      malformed("unexpected fragment")
      return 0
    }
    return count
  }

  /// An unconstrained length (X.691 §11.9.3): units that follow, and whether another length follows those.
  mutating func fragmentLength() -> (count: Int, more: Bool) {
    align()
    guard let first = peek(16), first < 0xC000 else { return slowFragmentLength() }
    let isShort = first < 0x8000
    window.position &+= isShort ? 8 : 16
    return (Int(truncatingIfNeeded: isShort ? first &>> 8 : first & 0x3FFF), false)
  }

  @inline(never)
  private mutating func slowFragmentLength() -> (count: Int, more: Bool) {
    let first = Int(bitField(8))
    if first < 0x80 { return (first, false) }
    if first < 0xC0 { return ((first & 0x3F) << 8 | Int(bitField(8)), false) }
    guard (1...4).contains(first & 0x3F) else {
      malformed("fragment of \(first & 0x3F) times 16384")
      return (0, false)
    }
    return ((first & 0x3F) * 16384, true)
  }

  /// The number of units of the first fragment; ``fragmentLength()`` gives the others.
  mutating func firstFragment(_ lower: Int, _ upper: Int?, _ isExtensible: Bool) -> (count: Int, more: Bool, isFree: Bool) {
    let isExtended = isExtensible && boolean()
    if !isExtended, let upper, upper < 65536 {
      return (Int(int64(Int64(lower), Int64(max(lower, upper)))), false, true)
    }
    let (count, more) = fragmentLength()
    return (count, more, isExtended)
  }

  /// Hands the number of units of each fragment to `body`.
  @inline(__always)
  private mutating func fragments(_ lower: Int, _ upper: Int?, _ isExtensible: Bool, _ body: (inout PERReader, Int) -> Void) {
    var (count, more, isFree) = firstFragment(lower, upper, isExtensible)
    var total = count
    body(&self, count)
    while more, !isFailed {
      (count, more) = fragmentLength()
      total += count
      body(&self, count)
    }
    if !isFree, total < lower { malformed("\(total) units, fewer than \(lower)") }
  }

  // MARK: Choices

  /// The index of a value of an enumeration; values behind the extension marker count on from `root`.
  public mutating func enumerated(_ root: Int, _ isExtensible: Bool) -> Int {
    let last = UInt64(max(1, root) &- 1)
    // The extension bit and the index at once.
    let bits = (isExtensible ? 65 : 64) &- last.leadingZeroBitCount
    guard last < 255, let index = peek(bits), index <= last else { return slowEnumerated(root, isExtensible) }
    window.position &+= bits
    return Int(truncatingIfNeeded: index)
  }

  @inline(never)
  private mutating func slowEnumerated(_ root: Int, _ isExtensible: Bool) -> Int {
    isExtensible && boolean() ? root + small() : Int(unsigned(0, UInt64(max(1, root) - 1)))
  }

  /// The index of an alternative of a CHOICE; those behind the extension marker are open types.
  public mutating func choice(_ root: Int, _ isExtensible: Bool) -> Int { enumerated(root, isExtensible) }

  // MARK: Strings

  public mutating func octets(_ lower: Int = 0, _ upper: Int? = nil, _ isExtensible: Bool = false) -> [UInt8] {
    var result: [UInt8] = []
    fragments(lower, upper, isExtensible) { (r: inout PERReader, count: Int) in
      // X.691 §17.6: a fixed length of up to two octets is not aligned.
      if count > 0, !(lower == upper && count == lower && count <= 2) { r.align() }
      if result.isEmpty { result = r.rawOctets(count) } else { result += r.rawOctets(count) }
    }
    return result
  }

  /// OCTET STRING of one size, up to eight octets.
  public mutating func fixedOctets(_ count: Int) -> FixedOctets {
    // X.691 §17.6: a fixed length of up to two octets is not aligned.
    if count > 2 { align() }
    return FixedOctets(bitField(count &* 8), count: count)
  }

  /// The contents of an OBJECT IDENTIFIER: whole arcs (X.690 §8.19.2).
  public mutating func objectIdentifier() -> [UInt8] {
    let value = octets()
    if value.last ?? 0xFF >= 0x80 { malformed("object identifier that does not end") }
    return value
  }

  public mutating func bits(_ lower: Int = 0, _ upper: Int? = nil, _ isExtensible: Bool = false) -> BitString {
    if !isExtensible, let upper, upper <= 64 {
      let count = Int(int64(Int64(lower), Int64(max(lower, upper))))
      if count > 0, lower != upper || count > 16 { align() }
      return BitString(bitField(count), bitCount: count)
    }
    var octets: [UInt8] = []
    var total = 0
    fragments(lower, upper, isExtensible) { (r: inout PERReader, count: Int) in
      if count > 0, !(lower == upper && count == lower && count <= 16) { r.align() }
      guard count <= r.window.limit - r.window.position else { return r.truncated() }
      octets.reserveCapacity(octets.count + (count + 7) / 8)
      octets += r.rawOctets(count / 8)
      if count % 8 != 0 { octets.append(UInt8(truncatingIfNeeded: r.bitField(count % 8) << UInt64(8 - count % 8))) }
      total += count
    }
    account(octets.count)
    return BitString(octets: octets, bitCount: isFailed ? 0 : total)
  }

  public mutating func string(_ kind: CharacterStringKind, _ lower: Int = 0, _ upper: Int? = nil, _ isExtensible: Bool = false) -> String {
    if kind == .utf8 {
      // X.691 §30.1: the size of a UTF8String is not PER-visible.
      if let text = String(validating: octets(), as: UTF8.self) { return text }
      malformed("text that is not UTF-8")
      return ""
    }
    let bits = kind.bitsPerCharacter(isAligned: isAligned)
    var text: [UInt8] = []
    fragments(lower, upper, isExtensible) { (r: inout PERReader, count: Int) in
      let isShort = upper.map { $0 <= 16 && (lower == $0 ? $0 * bits <= 16 : $0 * bits < 16) && count <= $0 } ?? false
      if count > 0, !isShort { r.align() }
      guard count <= (r.window.limit - r.window.position) / bits else { return r.truncated() }
      for _ in 0..<count {
        let code = UInt8(truncatingIfNeeded: r.bitField(bits))
        if kind == .numeric {
          guard code <= 10 else { return r.malformed("character \(code) of a NumericString") }
          text.append(code == 0 ? 0x20 : 0x2F + code)
        } else {
          guard code < 0x80 else { return r.malformed("character \(code)") }
          text.append(code)
        }
      }
    }
    account(2 &* text.count)
    if !isFailed, !kind.admits(text) { malformed("text that is no UTCTime") }
    return String(decoding: text, as: UTF8.self)
  }

  // MARK: Sequences

  /// The extension bit and the presence bits (X.691 §19), 64 of these at most.
  public mutating func sequence(_ optionals: Int, _ isExtensible: Bool) -> SequencePreamble {
    let count = isExtensible ? optionals &+ 1 : optionals
    guard UInt(bitPattern: optionals) <= 56, let bits = peek(count) else { return slowSequence(optionals, isExtensible) }
    window.position &+= count
    let places = UInt64(truncatingIfNeeded: optionals)
    return SequencePreamble(isExtended: isExtensible && (bits &>> places) & 1 == 1, flags: (bits &<< 1) &<< (63 &- places))
  }

  @inline(never)
  private mutating func slowSequence(_ optionals: Int, _ isExtensible: Bool) -> SequencePreamble {
    let isExtended = isExtensible && boolean()
    let count = min(max(0, optionals), 64)
    return SequencePreamble(isExtended: isExtended, flags: bitField(count) << UInt64(64 - count))
  }

  mutating func append(_ slot: Slot) {
    if slots.count >= SlotStack.initialCapacity { account(3 &* MemoryLayout<Slot>.stride) }
    slots.append(slot)
  }

  /// The additions behind the root, of which this release knows the first `known`.
  public mutating func additions(_ preamble: SequencePreamble, _ known: Int) -> PERAdditions {
    var result = PERAdditions(start: slots.count, known: known, outer: window)
    if preamble.isExtended { findAdditions(&result) }
    return result
  }

  private mutating func findAdditions(_ result: inout PERAdditions) {
    let short = bitField(7)
    var count = Int(truncatingIfNeeded: short & 0x3F) &+ 1
    if short >> 6 == 1 {
      window.position &-= 6
      count = shortLength()
    }
    if count <= 64 {
      var present = bitField(count) << UInt64(64 - count)
      while present != 0 {
        let index = present.leadingZeroBitCount
        present &= ~((1 << 63) &>> UInt64(truncatingIfNeeded: index))
        append(openType(id: index))
      }
    } else {
      for index in 0..<count where boolean() { append(Slot(id: index, position: 0, limit: 0)) }
      for index in result.start..<slots.count { slots[index] = openType(id: slots[index].id) }
    }
    result.end = slots.count
    result.outer = window
  }

  /// The additions behind the root of a SEQUENCE of which this release knows none.
  public mutating func unrecognized(_ preamble: SequencePreamble, ies: [UnknownIE] = []) -> Unrecognized {
    guard preamble.isExtended || !ies.isEmpty else { return .none }
    return additions(preamble, 0).unrecognized(ies: ies, &self)
  }
}

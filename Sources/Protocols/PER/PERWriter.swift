/// Writes values in the packed encoding rules (X.691), aligned or unaligned. The first error is kept; ``encode(isAligned:_:)`` throws it.
public struct PERWriter: ~Copyable {
  /// Octets, zero behind the position.
  private var storage: UnsafeMutableRawBufferPointer
  private var ownsStorage = false
  /// Bits written.
  private var position = 0
  let isAligned: Bool
  /// Writes every part of a value whatever its constraints, so that two values are equal when their octets are.
  private let isComparing: Bool
  /// The first error.
  private(set) var error: PERError?

  private static let initialCapacity = 1024

  private init(_ storage: UnsafeMutableRawBufferPointer, isAligned: Bool, isComparing: Bool) {
    self.storage = storage
    self.isAligned = isAligned
    self.isComparing = isComparing
    storage.initializeMemory(as: UInt8.self, repeating: 0)
  }

  deinit { if ownsStorage { storage.deallocate() } }

  private static func write(
    isAligned: Bool, isComparing: Bool, _ body: (inout PERWriter) -> Void
  ) -> (octets: [UInt8], error: PERError?) {
    withUnsafeTemporaryAllocation(byteCount: initialCapacity, alignment: 8) { storage in
      var writer = PERWriter(storage, isAligned: isAligned, isComparing: isComparing)
      body(&writer)
      return (writer.octets, writer.error)
    }
  }

  /// The complete encoding (X.691 §11.1) of what the body writes: at least one octet.
  /// - Throws: the first error of the writing.
  public static func encode(isAligned: Bool, _ body: (inout PERWriter) -> Void) throws(PERError) -> [UInt8] {
    let (octets, error) = write(isAligned: isAligned, isComparing: false, body)
    if let error { throw error }
    return octets
  }

  /// Octets that two values of a type share only if they are equal.
  static func identity(_ value: some PERCodable) -> [UInt8] {
    write(isAligned: true, isComparing: true) { w in value.encode(to: &w) }.octets
  }

  private var octets: [UInt8] { [UInt8](UnsafeRawBufferPointer(start: storage.baseAddress, count: max(1, (position + 7) / 8))) }

  // MARK: Errors

  /// Keeps the error, if it is the first.
  @inline(never)
  public mutating func fail(_ error: PERError) { if self.error == nil { self.error = error } }

  @inline(never)
  private mutating func outOfRange(_ value: UInt64, _ lower: UInt64, _ upper: UInt64) {
    fail(.outOfRange("\(value) is not within \(lower)...\(upper)"))
  }

  @inline(never)
  private mutating func outOfRange(_ value: Int64, _ lower: Int64, _ upper: Int64) {
    fail(.outOfRange("\(value) is not within \(lower)...\(upper)"))
  }

  /// Gives an error about a range its place in JSON.
  mutating func locate(_ path: String) { if case .outOfRange(let what)? = error { error = .json(what, path: path) } }

  /// A component that its group requires is absent.
  public mutating func missing(_ name: StaticString) { if !isComparing { fail(.missing("\(name)")) } }

  // MARK: Bit fields

  @inline(never)
  private mutating func grow(_ octets: Int) {
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(storage.count * 2, octets), alignment: 8)
    _ = larger.initializeMemory(as: UInt8.self, repeating: 0)
    larger.copyBytes(from: storage)
    if ownsStorage { storage.deallocate() }
    storage = larger
    ownsStorage = true
  }

  /// Makes room for octets behind the one of the position.
  @inline(__always)
  private mutating func reserve(_ octets: Int) {
    let needed = position >> 3 &+ octets &+ 16
    if needed > storage.count { grow(needed) }
  }

  /// The low `count` (0 to 64) bits of `value`.
  @inline(__always)
  mutating func bitField(_ value: UInt64, _ count: Int) {
    if count > 56 {
      put(value >> 32, count &- 32)
      put(value, 32)
    } else {
      put(value, count)
    }
  }

  /// The low `count` (0 to 56) bits of `value`.
  @inline(__always)
  private mutating func put(_ value: UInt64, _ count: Int) {
    reserve(0)
    let bits = (value & (1 << UInt64(count) &- 1)) << UInt64(64 &- count &- position & 7)
    let octet = position >> 3
    let old = UInt64(bigEndian: storage.loadUnaligned(fromByteOffset: octet, as: UInt64.self))
    storage.storeBytes(of: (old | bits).bigEndian, toByteOffset: octet, as: UInt64.self)
    position &+= count
  }

  /// Puts bits over those that were written at a position.
  private func overwrite(_ value: UInt64, _ count: Int, at position: Int) {
    if count == 8, position & 7 == 0 {
      storage[position >> 3] = UInt8(truncatingIfNeeded: value)
      return
    }
    for index in 0..<count {
      let place = position + index
      let mask: UInt8 = 0x80 >> UInt8(place & 7)
      if value >> UInt64(count - 1 - index) & 1 == 1 { storage[place >> 3] |= mask } else { storage[place >> 3] &= ~mask }
    }
  }

  @inline(__always)
  mutating func align() {
    if isAligned {
      position = (position + 7) & ~7
      reserve(0)
    }
  }

  /// Octets as they are, at the current position.
  public mutating func raw(_ octets: UnsafeRawBufferPointer) {
    reserve(octets.count)
    if position & 7 == 0 {
      UnsafeMutableRawBufferPointer(rebasing: storage[(position >> 3)...]).copyMemory(from: octets)
      position += octets.count * 8
      return
    }
    var offset = 0
    let shift = UInt64(position & 7)
    // The bits that are there already, in front of each word.
    var front = UInt64(storage[position >> 3]) << 56
    while offset + 8 <= octets.count {
      let word = UInt64(bigEndian: octets.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      storage.storeBytes(of: (front | word >> shift).bigEndian, toByteOffset: position >> 3, as: UInt64.self)
      front = word << (64 &- shift)
      position &+= 64
      offset &+= 8
    }
    storage[position >> 3] = UInt8(truncatingIfNeeded: front >> 56)
    while offset < octets.count {
      bitField(UInt64(octets[offset]), 8)
      offset += 1
    }
  }

  private mutating func raw(_ octets: [UInt8], _ range: Range<Int>) {
    octets.withUnsafeBytes { raw(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  // MARK: Numbers

  public mutating func boolean(_ value: Bool) { bitField(value ? 1 : 0, 1) }
  public mutating func null(_ value: PERNull) {}

  @inline(__always)
  mutating func constrained(_ offset: UInt64, _ span: UInt64) {
    if span == 0 { return }
    let bits = 64 - span.leadingZeroBitCount
    if !isAligned || span < 255 {
      bitField(offset, bits)
    } else if span <= 65535 {
      align()
      bitField(offset, span == 255 ? 8 : 16)
    } else {
      let octets = max(1, (64 - offset.leadingZeroBitCount + 7) / 8)
      let lengthSpan = UInt64((bits + 7) / 8 - 1)
      bitField(UInt64(octets - 1), 64 - lengthSpan.leadingZeroBitCount)
      align()
      bitField(offset, octets * 8)
    }
  }

  public mutating func unsigned(_ value: UInt64, _ lower: UInt64, _ upper: UInt64) {
    if isComparing { return bitField(value, 64) }
    guard value >= lower, value <= upper else { return outOfRange(value, lower, upper) }
    constrained(value - lower, upper - lower)
  }

  public mutating func signed(_ value: Int64, _ lower: Int64, _ upper: Int64) {
    if isComparing { return bitField(UInt64(bitPattern: value), 64) }
    guard value >= lower, value <= upper else { return outOfRange(value, lower, upper) }
    constrained(UInt64(bitPattern: value &- lower), UInt64(bitPattern: upper &- lower))
  }

  public mutating func extensible(_ value: Int64, _ lower: Int64, _ upper: Int64) {
    let isExtended = value < lower || value > upper
    boolean(isExtended)
    if isExtended { unconstrained(value) } else { signed(value, lower, upper) }
  }

  public mutating func unconstrained(_ value: Int64) {
    if isComparing { return bitField(UInt64(bitPattern: value), 64) }
    let significant = 65 - (value < 0 ? ~value : value).leadingZeroBitCount
    let octets = (significant + 7) / 8
    fragmentLength(octets)
    bitField(UInt64(bitPattern: value), octets * 8)
  }

  public mutating func semiConstrained(_ value: Int64, _ lower: Int64) {
    if isComparing { return bitField(UInt64(bitPattern: value), 64) }
    guard value >= lower else { return fail(.outOfRange("\(value) is below \(lower)")) }
    let offset = UInt64(bitPattern: value &- lower)
    let octets = max(1, (64 - offset.leadingZeroBitCount + 7) / 8)
    fragmentLength(octets)
    bitField(offset, octets * 8)
  }

  private mutating func small(_ value: Int) {
    boolean(value > 63)
    if value <= 63 { bitField(UInt64(value), 6) } else { semiConstrained(Int64(value), 0) }
  }

  // MARK: Lengths

  private mutating func fragmentLength(_ count: Int) {
    align()
    if count < 128 { bitField(UInt64(count), 8) } else { bitField(UInt64(0x8000 | count), 16) }
  }

  /// Writes the length in front of the units of a string or list, or of their first fragment.
  /// - Returns: the units that follow, and whether another fragment follows those.
  public mutating func beginUnits(_ count: Int, _ lower: Int, _ upper: Int?, _ isExtensible: Bool) -> (units: Int, more: Bool) {
    if isComparing {
      bitField(UInt64(count), 64)
      return (count, false)
    }
    let isExtended = count < lower || count > upper ?? Int.max
    guard isExtensible || !isExtended else {
      fail(.outOfRange("\(count) units are not within \(lower)...\(upper.map { String($0) } ?? "")"))
      return (0, false)
    }
    if isExtensible { boolean(isExtended) }
    if !isExtended, let upper, upper < 65536 {
      constrained(UInt64(count - lower), UInt64(upper - lower))
      return (count, false)
    }
    return nextUnits(count)
  }

  /// Writes the length of the next fragment, of `left` units that are left.
  public mutating func nextUnits(_ left: Int) -> (units: Int, more: Bool) {
    guard left >= 16384 else {
      fragmentLength(left)
      return (left, false)
    }
    let blocks = min(4, left / 16384)
    align()
    bitField(UInt64(0xC0 | blocks), 8)
    return (blocks * 16384, true)
  }

  /// Writes lengths and hands the range of units of each fragment to `body`.
  @inlinable @inline(__always)
  mutating func fragments(
    _ count: Int, _ lower: Int, _ upper: Int?, _ isExtensible: Bool, _ body: (inout PERWriter, Range<Int>) -> Void
  ) {
    var (units, more) = beginUnits(count, lower, upper, isExtensible)
    var range = 0..<units
    body(&self, range)
    while more {
      (units, more) = nextUnits(count - range.upperBound)
      range = range.upperBound..<(range.upperBound + units)
      body(&self, range)
    }
  }

  // MARK: Choices

  public mutating func enumerated(_ index: Int, _ root: Int, _ isExtensible: Bool) {
    if isComparing { return bitField(UInt64(truncatingIfNeeded: index), 64) }
    guard index >= 0, isExtensible || index < root else { return fail(.outOfRange("enumeration value \(index)")) }
    if isExtensible { boolean(index >= root) }
    if index >= root { small(index - root) } else { constrained(UInt64(index), UInt64(root - 1)) }
  }

  public mutating func choice(_ index: Int, _ root: Int, _ isExtensible: Bool) { enumerated(index, root, isExtensible) }

  // MARK: Strings

  public mutating func octets(_ value: [UInt8], _ lower: Int = 0, _ upper: Int? = nil, _ isExtensible: Bool = false) {
    fragments(value.count, lower, upper, isExtensible) { (w: inout PERWriter, range: Range<Int>) in
      if !range.isEmpty, !(lower == upper && range.count == lower && range.count <= 2) { w.align() }
      w.raw(value, range)
    }
  }

  /// OCTET STRING of one size, up to eight octets.
  public mutating func fixedOctets(_ value: FixedOctets, _ count: Int) {
    if isComparing { bitField(UInt64(value.count), 8) }
    guard isComparing || value.count == count else { return outOfRange(UInt64(value.count), UInt64(count), UInt64(count)) }
    if count > 2 { align() }
    bitField(value.unsignedValue, value.count &* 8)
  }

  public mutating func bits(_ value: BitString, _ lower: Int = 0, _ upper: Int? = nil, _ isExtensible: Bool = false) {
    if let word = value.unsignedValue {
      let count = beginUnits(value.bitCount, lower, upper, isExtensible).units
      if count > 0, !(lower == upper && count == lower && count <= 16) { align() }
      return bitField(word, count)
    }
    let octets = value.octets
    fragments(value.bitCount, lower, upper, isExtensible) { (w: inout PERWriter, range: Range<Int>) in
      if !range.isEmpty, !(lower == upper && range.count == lower && range.count <= 16) { w.align() }
      // Fragments start at whole octets.
      let first = range.lowerBound / 8
      w.raw(octets, first..<(first + range.count / 8))
      if range.count % 8 != 0, let last = octets.last { w.bitField(UInt64(last >> UInt8(8 - range.count % 8)), range.count % 8) }
    }
  }

  public mutating func string(
    _ value: String, _ kind: CharacterStringKind, _ lower: Int = 0, _ upper: Int? = nil, _ isExtensible: Bool = false
  ) {
    let text = Array(value.utf8)
    if kind == .utf8 || isComparing { return octets(text) }
    for code in text {
      let isAllowed = kind == .numeric ? code == 0x20 || (0x30...0x39).contains(code) : code < 0x80
      guard isAllowed else { return fail(.outOfRange("character \(code) of a restricted string")) }
    }
    guard kind.admits(text) else { return fail(.outOfRange("\(value.prefix(20)) is no UTCTime")) }
    let bits = kind.bitsPerCharacter(isAligned: isAligned)
    fragments(text.count, lower, upper, isExtensible) { (w: inout PERWriter, range: Range<Int>) in
      let isShort = upper.map { $0 <= 16 && (lower == $0 ? $0 * bits <= 16 : $0 * bits < 16) && range.count <= $0 } ?? false
      if !range.isEmpty, !isShort { w.align() }
      for code in text[range] {
        w.bitField(UInt64(kind == .numeric ? (code == 0x20 ? 0 : code - 0x2F) : code), bits)
      }
    }
  }

  // MARK: Lists

  @inlinable
  public mutating func list<Element>(
    _ values: [Element], _ lower: Int = 0, _ upper: Int? = nil, _ isExtensible: Bool = false,
    element: (inout PERWriter, borrowing Element) -> Void
  ) {
    var (units, more) = beginUnits(values.count, lower, upper, isExtensible)
    let elements = values.span
    var index = 0
    while true {
      let end = index &+ units
      while index < end {
        element(&self, elements[unchecked: index])
        index &+= 1
      }
      guard more else { return }
      (units, more) = nextUnits(values.count &- index)
    }
  }

  @inlinable
  public mutating func list<Element: PERCodable>(
    _ values: [Element], _ lower: Int = 0, _ upper: Int? = nil, _ isExtensible: Bool = false
  ) {
    list(values, lower, upper, isExtensible, element: { (w: inout PERWriter, value: borrowing Element) in value.encode(to: &w) })
  }

  // MARK: Open types

  /// Octets as an open type (X.691 §11.2).
  public mutating func openType(_ octets: [UInt8]) { self.octets(octets) }

  /// Starts an open type; what is written next belongs to it. The length goes in front when that is known.
  /// - Returns: what ``endOpen(_:)`` ends it with.
  public mutating func beginOpen() -> Int {
    guard !isComparing else { return position }
    align()
    let start = position
    bitField(0, 8)
    return start
  }

  /// Ends the open type that began at `start`: at least one octet (X.691 §11.2.1).
  public mutating func endOpen(_ start: Int) {
    guard !isComparing else { return }
    let bits = position - start - 8
    let padding = bits == 0 ? 8 : (8 - bits & 7) & 7
    if padding > 0 { bitField(0, padding) }
    let count = (bits + padding) / 8
    if count < 128 { return overwrite(UInt64(count), 8, at: start) }
    if count < 16384 {
      // One octet more for the length: the octet in which the value begins is there twice, each with its half.
      reserve(1)
      let index = (start + 8) >> 3
      let end = (position + 7) >> 3
      if let base = storage.baseAddress { (base + index + 1).copyMemory(from: base + index, byteCount: end - index) }
      position += 8
      return overwrite(UInt64(0x8000 | count), 16, at: start)
    }
    let value = contents(start + 8, count)
    for index in ((start + 7) >> 3)..<((position + 7) >> 3) { storage[index] = 0 }
    if start & 7 != 0 { storage[start >> 3] &= 0xFF << UInt8(8 - start & 7) }
    position = start
    openType(value)
  }

  /// Octets that were written at a position.
  private func contents(_ position: Int, _ count: Int) -> [UInt8] {
    let shift = position & 7
    return (0..<count).map { index in
      let octet = position >> 3 + index
      return shift == 0 ? storage[octet] : storage[octet] << UInt8(shift) | storage[octet + 1] >> UInt8(8 - shift)
    }
  }

  // MARK: Sequences

  /// Starts a SEQUENCE with its extension bit and presence bits, all of which say that nothing is there.
  /// - Returns: what ``present(_:_:)`` sets them with.
  public mutating func preamble(_ count: Int) -> Int {
    let start = position
    position &+= count
    reserve(0)
    return start
  }

  /// Sets a bit of a preamble.
  public mutating func present(_ preamble: Int, _ index: Int) {
    let place = preamble &+ index
    storage[place >> 3] |= 0x80 >> UInt8(truncatingIfNeeded: place & 7)
  }

  /// Writes the additions of a type that defines none itself.
  public mutating func additions(_ unrecognized: Unrecognized, _ preamble: Int) {
    if beginAdditions(0, 0, unrecognized, preamble) { endAdditions(unrecognized) }
  }

  /// Writes which additions are present; the known ones that are follow as open types.
  /// - Parameters:
  ///   - known: the presence of the known additions, the first in the most significant bit.
  ///   - count: how many additions are known, up to 64.
  public mutating func beginAdditions(_ known: UInt64, _ count: Int, _ unrecognized: Unrecognized) {
    let unknown = unrecognized.additions
    if isComparing {
      bitField(known, 64)
      for addition in unknown { bitField(UInt64(truncatingIfNeeded: addition.index), 64) }
      return
    }
    guard known != 0 || !unknown.isEmpty else { return }
    var last = count - 1
    for addition in unknown {
      guard addition.index > last, addition.index < 16383 else {
        return fail(.outOfRange("unrecognized addition \(addition.index) is not behind addition \(last), or beyond 16382"))
      }
      last = addition.index
    }
    if last < 64 {
      boolean(false)
      bitField(UInt64(last), 6)
    } else {
      boolean(true)
      fragmentLength(last + 1)
    }
    if count > 0 { bitField(known >> UInt64(64 - count), count) }
    var next = count
    for addition in unknown {
      for _ in next..<addition.index { boolean(false) }
      boolean(true)
      next = addition.index + 1
    }
  }

  /// Says in the preamble that there are additions and writes which; the known ones that are follow as open types.
  /// - Returns: `false` where there are none.
  public mutating func beginAdditions(_ known: UInt64, _ count: Int, _ unrecognized: Unrecognized, _ preamble: Int) -> Bool {
    guard known != 0 || unrecognized.hasAdditions else { return false }
    present(preamble, 0)
    beginAdditions(known, count, unrecognized)
    return true
  }

  /// Writes the unknown additions behind the known ones.
  public mutating func endAdditions(_ unrecognized: Unrecognized) {
    for addition in unrecognized.additions { openType(addition.value) }
  }

  // MARK: Containers of IEs

  /// Writes a number that is not known yet, within bounds.
  /// - Returns: where ``setCount(_:_:_:at:)`` puts it.
  mutating func reserveCount(_ lower: Int, _ upper: Int) -> Int {
    constrained(0, UInt64(upper - lower))
    return position
  }

  mutating func setCount(_ count: Int, _ lower: Int, _ upper: Int, at end: Int) {
    if isComparing { return }
    guard count >= lower, count <= upper else {
      return fail(.outOfRange("\(count) information elements are not within \(lower)...\(upper)"))
    }
    let span = UInt64(upper - lower)
    let bits = !isAligned || span < 255 ? 64 - span.leadingZeroBitCount : span == 255 ? 8 : 16
    overwrite(UInt64(count - lower), bits, at: end - bits)
  }
}

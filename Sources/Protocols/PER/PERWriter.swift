/// Writes values in the packed encoding rules (X.691), aligned or unaligned.
public final class PERWriter {
  @exclusivity(unchecked) private var buffer: [UInt8] = []
  /// Bits of the last octet that are still free, 0 to 7.
  @exclusivity(unchecked) private var free = 0
  /// Where each open type began that is being written: the bit of its length.
  @exclusivity(unchecked) private var open: [Int] = []
  let isAligned: Bool
  /// Writes every part of a value whatever its constraints, so that two values are equal when their octets are.
  private let isComparing: Bool

  public init(isAligned: Bool) {
    self.isAligned = isAligned
    isComparing = false
  }

  private init(comparing: Void) {
    isAligned = true
    isComparing = true
  }

  /// Octets that two values of a type share only if they are equal.
  static func identity(_ value: some PERCodable) -> [UInt8] {
    let writer = PERWriter(comparing: ())
    // What a constraint would refuse is written as it is.
    try? value.encode(to: writer)
    return writer.buffer
  }

  /// The complete encoding (X.691 §11.1): at least one octet.
  public var octets: [UInt8] { buffer.isEmpty ? [0] : buffer }

  // MARK: Bit fields

  /// The low `count` (0 to 64) bits of `value`.
  @inline(__always)
  func bitField(_ value: UInt64, _ count: Int) {
    var left = count
    if free > 0, left > 0 {
      let taken = min(left, free)
      let part = UInt8(truncatingIfNeeded: value >> UInt64(left - taken) & (1 << UInt64(taken) - 1))
      buffer[buffer.count - 1] |= part << UInt8(free - taken)
      free -= taken
      left -= taken
    }
    while left >= 8 {
      left -= 8
      buffer.append(UInt8(truncatingIfNeeded: value >> UInt64(left)))
    }
    if left > 0 {
      buffer.append(UInt8(truncatingIfNeeded: value << UInt64(8 - left)))
      free = 8 - left
    }
  }

  private var position: Int { buffer.count * 8 - free }

  /// Puts bits over those that were written at a position.
  private func overwrite(_ value: UInt64, _ count: Int, at position: Int) {
    for index in 0..<count {
      let place = position + index
      let mask: UInt8 = 0x80 >> UInt8(place & 7)
      if value >> UInt64(count - 1 - index) & 1 == 1 { buffer[place >> 3] |= mask } else { buffer[place >> 3] &= ~mask }
    }
  }

  func align() { if isAligned { free = 0 } }

  /// Octets as they are, at the current position.
  public func raw(_ octets: some Sequence<UInt8>) {
    if free == 0 {
      buffer.append(contentsOf: octets)
    } else {
      for octet in octets { bitField(UInt64(octet), 8) }
    }
  }

  /// A component that its group requires is absent.
  public func missing(_ name: String) throws(PERError) {
    if !isComparing { throw .missing(name) }
  }

  // MARK: Numbers

  public func boolean(_ value: Bool) { bitField(value ? 1 : 0, 1) }
  public func null(_ value: PERNull) {}

  func constrained(_ offset: UInt64, _ span: UInt64) {
    if span == 0 { return }
    let bits = 64 - span.leadingZeroBitCount
    if !isAligned || span < 255 {
      bitField(offset, bits)
    } else if span <= 65535 {
      align()
      bitField(offset, span == 255 ? 8 : 16)
    } else {
      let octets = max(1, (64 - offset.leadingZeroBitCount + 7) / 8)
      constrained(UInt64(octets - 1), UInt64((bits + 7) / 8 - 1))
      align()
      bitField(offset, octets * 8)
    }
  }

  public func unsigned(_ value: UInt64, _ lower: UInt64, _ upper: UInt64) throws(PERError) {
    if isComparing { return bitField(value, 64) }
    guard value >= lower, value <= upper else { throw .outOfRange("\(value) is not within \(lower)...\(upper)") }
    constrained(value - lower, upper - lower)
  }

  public func signed(_ value: Int64, _ lower: Int64, _ upper: Int64) throws(PERError) {
    if isComparing { return bitField(UInt64(bitPattern: value), 64) }
    guard value >= lower, value <= upper else { throw .outOfRange("\(value) is not within \(lower)...\(upper)") }
    constrained(UInt64(bitPattern: value &- lower), UInt64(bitPattern: upper &- lower))
  }

  public func extensible(_ value: Int64, _ lower: Int64, _ upper: Int64) throws(PERError) {
    let isExtended = value < lower || value > upper
    boolean(isExtended)
    if isExtended { unconstrained(value) } else { try signed(value, lower, upper) }
  }

  public func unconstrained(_ value: Int64) {
    if isComparing { return bitField(UInt64(bitPattern: value), 64) }
    let significant = 65 - (value < 0 ? ~value : value).leadingZeroBitCount
    let octets = (significant + 7) / 8
    fragmentLength(octets)
    bitField(UInt64(bitPattern: value), octets * 8)
  }

  public func semiConstrained(_ value: Int64, _ lower: Int64) throws(PERError) {
    if isComparing { return bitField(UInt64(bitPattern: value), 64) }
    guard value >= lower else { throw .outOfRange("\(value) is below \(lower)") }
    let offset = UInt64(bitPattern: value &- lower)
    let octets = max(1, (64 - offset.leadingZeroBitCount + 7) / 8)
    fragmentLength(octets)
    bitField(offset, octets * 8)
  }

  private func small(_ value: Int) throws(PERError) {
    boolean(value > 63)
    if value <= 63 { bitField(UInt64(value), 6) } else { try semiConstrained(Int64(value), 0) }
  }

  // MARK: Lengths

  private func fragmentLength(_ count: Int) {
    align()
    if count < 128 { bitField(UInt64(count), 8) } else { bitField(UInt64(0x8000 | count), 16) }
  }

  /// Writes lengths and hands the range of units of each fragment to `body`.
  private func fragments(
    _ count: Int, _ lower: Int, _ upper: Int?, _ isExtensible: Bool, _ body: (Range<Int>) throws(PERError) -> Void
  ) throws(PERError) {
    if isComparing {
      bitField(UInt64(count), 64)
      return try body(0..<count)
    }
    let isExtended = count < lower || count > upper ?? Int.max
    guard isExtensible || !isExtended else {
      throw .outOfRange("\(count) units are not within \(lower)...\(upper.map { String($0) } ?? "")")
    }
    if isExtensible { boolean(isExtended) }
    if !isExtended, let upper, upper < 65536 {
      constrained(UInt64(count - lower), UInt64(upper - lower))
      try body(0..<count)
      return
    }
    var start = 0
    while count - start >= 16384 {
      let blocks = min(4, (count - start) / 16384)
      align()
      bitField(UInt64(0xC0 | blocks), 8)
      try body(start..<(start + blocks * 16384))
      start += blocks * 16384
    }
    fragmentLength(count - start)
    try body(start..<count)
  }

  // MARK: Choices

  public func enumerated(_ index: Int, _ root: Int, _ isExtensible: Bool) throws(PERError) {
    if isComparing { return bitField(UInt64(truncatingIfNeeded: index), 64) }
    guard index >= 0, isExtensible || index < root else { throw .outOfRange("enumeration value \(index)") }
    if isExtensible { boolean(index >= root) }
    if index >= root { try small(index - root) } else { constrained(UInt64(index), UInt64(root - 1)) }
  }

  public func choice(_ index: Int, _ root: Int, _ isExtensible: Bool) throws(PERError) { try enumerated(index, root, isExtensible) }

  // MARK: Strings

  public func octets(_ value: [UInt8], _ lower: Int = 0, _ upper: Int? = nil, _ isExtensible: Bool = false) throws(PERError) {
    try fragments(value.count, lower, upper, isExtensible) { (range: Range<Int>) throws(PERError) in
      if !range.isEmpty, !(lower == upper && range.count == lower && range.count <= 2) { align() }
      raw(value[range])
    }
  }

  public func bits(_ value: BitString, _ lower: Int = 0, _ upper: Int? = nil, _ isExtensible: Bool = false) throws(PERError) {
    try fragments(value.bitCount, lower, upper, isExtensible) { (range: Range<Int>) throws(PERError) in
      if !range.isEmpty, !(lower == upper && range.count == lower && range.count <= 16) { align() }
      // Fragments start at whole octets.
      let first = range.lowerBound / 8
      raw(value.octets[first..<(first + range.count / 8)])
      if range.count % 8 != 0, let last = value.octets.last { bitField(UInt64(last >> UInt8(8 - range.count % 8)), range.count % 8) }
    }
  }

  public func string(
    _ value: String, _ kind: CharacterStringKind, _ lower: Int = 0, _ upper: Int? = nil, _ isExtensible: Bool = false
  ) throws(PERError) {
    let text = Array(value.utf8)
    if kind == .utf8 || isComparing { return try octets(text) }
    for code in text {
      let isAllowed = kind == .numeric ? code == 0x20 || (0x30...0x39).contains(code) : code < 0x80
      guard isAllowed else { throw .outOfRange("character \(code) of a restricted string") }
    }
    let bits = kind.bitsPerCharacter(isAligned: isAligned)
    try fragments(text.count, lower, upper, isExtensible) { (range: Range<Int>) throws(PERError) in
      let isShort = upper.map { $0 <= 16 && (lower == $0 ? $0 * bits <= 16 : $0 * bits < 16) && range.count <= $0 } ?? false
      if !range.isEmpty, !isShort { align() }
      for code in text[range] {
        bitField(UInt64(kind == .numeric ? (code == 0x20 ? 0 : code - 0x2F) : code), bits)
      }
    }
  }

  // MARK: Lists

  public func list<Element>(
    _ values: [Element], _ lower: Int = 0, _ upper: Int? = nil, _ isExtensible: Bool = false,
    element: (PERWriter, Element) throws(PERError) -> Void
  ) throws(PERError) {
    try fragments(values.count, lower, upper, isExtensible) { (range: Range<Int>) throws(PERError) in
      for value in values[range] { try element(self, value) }
    }
  }

  public func list<Element: PERCodable>(
    _ values: [Element], _ lower: Int = 0, _ upper: Int? = nil, _ isExtensible: Bool = false
  ) throws(PERError) {
    try list(values, lower, upper, isExtensible, element: { (w: PERWriter, value: Element) throws(PERError) in try value.encode(to: w) })
  }

  // MARK: Open types

  /// Octets as an open type (X.691 §11.2).
  public func openType(_ octets: [UInt8]) {
    if isComparing {
      bitField(UInt64(octets.count), 64)
      return raw(octets)
    }
    var start = 0
    while octets.count - start >= 16384 {
      let blocks = min(4, (octets.count - start) / 16384)
      align()
      bitField(UInt64(0xC0 | blocks), 8)
      raw(octets[start..<(start + blocks * 16384)])
      start += blocks * 16384
    }
    fragmentLength(octets.count - start)
    raw(octets[start...])
  }

  /// Starts an open type; what is written next belongs to it. The length goes in front when that is known.
  public func beginOpen() {
    guard !isComparing else { return }
    align()
    open.append(position)
    bitField(0, 8)
  }

  /// Ends the open type: at least one octet (X.691 §11.2.1).
  public func endOpen() {
    guard let start = open.popLast() else { return }
    let bits = position - start - 8
    let padding = bits == 0 ? 8 : (8 - bits & 7) & 7
    if padding > 0 { bitField(0, padding) }
    let count = (bits + padding) / 8
    if count < 128 { return overwrite(UInt64(count), 8, at: start) }
    if count < 16384 {
      // One octet more for the length: the octet in which the value begins is there twice, each with its half.
      let index = (start + 8) >> 3
      buffer.insert(buffer[index], at: index)
      return overwrite(UInt64(0x8000 | count), 16, at: start)
    }
    let reader = PERReader(buffer, isAligned: false, position: start + 8)
    let value = (try? reader.rawOctets(count)) ?? []
    buffer.removeSubrange(((start + 7) >> 3)...)
    free = (8 - start & 7) & 7
    if free > 0 { buffer[buffer.count - 1] &= 0xFF << UInt8(free) }
    openType(value)
  }

  // MARK: Sequences

  /// The presence bits, behind the extension bit where the type has one.
  public func sequence(_ flags: [Bool], extended: Bool? = nil) {
    if let extended { boolean(extended) }
    for flag in flags { boolean(flag) }
  }

  /// Writes additions of a type that defines none itself.
  public func additions(_ unrecognized: Unrecognized) throws(PERError) {
    guard unrecognized.hasAdditions else { return }
    try beginAdditions([], unrecognized)
    endAdditions(unrecognized)
  }

  /// Writes which additions are present; the known ones that are follow as open types.
  public func beginAdditions(_ known: [Bool], _ unrecognized: Unrecognized) throws(PERError) {
    let unknown = unrecognized.additions
    if isComparing {
      sequence(known)
      for addition in unknown { bitField(UInt64(truncatingIfNeeded: addition.index), 64) }
      return
    }
    guard known.contains(true) || !unknown.isEmpty else { return }
    var last = known.count - 1
    for addition in unknown {
      guard addition.index > last, addition.index < 16383 else {
        throw .outOfRange("unrecognized addition \(addition.index) is not behind addition \(last), or beyond 16382")
      }
      last = addition.index
    }
    let count = last + 1
    if count <= 64 {
      boolean(false)
      bitField(UInt64(count - 1), 6)
    } else {
      boolean(true)
      fragmentLength(count)
    }
    for index in 0..<count { boolean(index < known.count ? known[index] : unknown.contains { $0.index == index }) }
  }

  /// Writes the unknown additions behind the known ones.
  public func endAdditions(_ unrecognized: Unrecognized) {
    for addition in unrecognized.additions { openType(addition.value) }
  }

  // MARK: Containers of IEs

  /// Writes a number that is not known yet, within bounds.
  /// - Returns: where ``setCount(_:_:_:at:)`` puts it.
  func reserveCount(_ lower: Int, _ upper: Int) -> Int {
    constrained(0, UInt64(upper - lower))
    return position
  }

  func setCount(_ count: Int, _ lower: Int, _ upper: Int, at end: Int) throws(PERError) {
    if isComparing { return }
    guard count >= lower, count <= upper else { throw .outOfRange("\(count) information elements are not within \(lower)...\(upper)") }
    let span = UInt64(upper - lower)
    let bits = !isAligned || span < 255 ? 64 - span.leadingZeroBitCount : span == 255 ? 8 : 16
    overwrite(UInt64(count - lower), bits, at: end - bits)
  }
}

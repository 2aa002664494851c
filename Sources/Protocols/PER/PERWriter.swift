/// Writes values in the packed encoding rules (X.691), aligned or unaligned.
public final class PERWriter {
  private struct Buffer {
    var octets: [UInt8] = []
    /// Bits of the last octet that are still free.
    var free = 0
  }

  private var buffer = Buffer()
  private var outer: [Buffer] = []
  let isAligned: Bool

  public init(isAligned: Bool) { self.isAligned = isAligned }

  /// The complete encoding (X.691 §11.1): at least one octet.
  public var octets: [UInt8] { buffer.octets.isEmpty ? [0] : buffer.octets }

  // MARK: Bit fields

  /// The low `count` (0 to 64) bits of `value`.
  func bitField(_ value: UInt64, _ count: Int) {
    var left = count
    while left > 0 {
      if buffer.free == 0 {
        buffer.octets.append(0)
        buffer.free = 8
      }
      let taken = min(left, buffer.free)
      let part = UInt8(truncatingIfNeeded: value >> UInt64(left - taken) & (1 << UInt64(taken) - 1))
      buffer.octets[buffer.octets.count - 1] |= part << UInt8(buffer.free - taken)
      buffer.free -= taken
      left -= taken
    }
  }

  func align() { if isAligned { buffer.free = 0 } }

  /// Octets as they are, at the current position.
  public func raw(_ octets: some Sequence<UInt8>) {
    if buffer.free == 0 {
      buffer.octets.append(contentsOf: octets)
    } else {
      for octet in octets { bitField(UInt64(octet), 8) }
    }
  }

  // MARK: Numbers

  public func boolean(_ value: Bool) { bitField(value ? 1 : 0, 1) }
  public func null(_ value: PERNull) {}

  private func constrained(_ offset: UInt64, _ span: UInt64) {
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
    guard value >= lower, value <= upper else { throw .outOfRange("\(value) is not within \(lower)...\(upper)") }
    constrained(value - lower, upper - lower)
  }

  public func signed(_ value: Int64, _ lower: Int64, _ upper: Int64) throws(PERError) {
    guard value >= lower, value <= upper else { throw .outOfRange("\(value) is not within \(lower)...\(upper)") }
    constrained(UInt64(bitPattern: value &- lower), UInt64(bitPattern: upper &- lower))
  }

  public func extensible(_ value: Int64, _ lower: Int64, _ upper: Int64) throws(PERError) {
    let isExtended = value < lower || value > upper
    boolean(isExtended)
    if isExtended { unconstrained(value) } else { try signed(value, lower, upper) }
  }

  public func unconstrained(_ value: Int64) {
    let significant = 65 - (value < 0 ? ~value : value).leadingZeroBitCount
    let octets = (significant + 7) / 8
    fragmentLength(octets)
    bitField(UInt64(bitPattern: value), octets * 8)
  }

  public func semiConstrained(_ value: Int64, _ lower: Int64) throws(PERError) {
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
    if kind == .utf8 { return try octets(text) }
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

  /// Starts an open type; what is written next belongs to it.
  public func beginOpen() {
    outer.append(buffer)
    buffer = Buffer()
  }

  /// Ends the open type and returns its octets without writing them.
  func takeOpen() -> [UInt8] {
    let inner = octets
    buffer = outer.popLast() ?? Buffer()
    return inner
  }

  /// Ends the open type and writes it.
  public func endOpen() { openType(takeOpen()) }

  // MARK: Sequences

  /// The presence bits, behind the extension bit where the type has one.
  public func sequence(_ flags: [Bool], extended: Bool? = nil) {
    if let extended { boolean(extended) }
    for flag in flags { boolean(flag) }
  }

  /// Writes additions of a type that defines none itself.
  public func additions(_ unrecognized: Unrecognized) {
    guard unrecognized.hasAdditions else { return }
    beginAdditions([], unrecognized)
    endAdditions(0, unrecognized)
  }

  /// Writes which additions are present; the known ones that are follow as open types.
  public func beginAdditions(_ known: [Bool], _ unrecognized: Unrecognized) {
    let unknown = unrecognized.additions.filter { $0.index >= known.count }
    guard known.contains(true) || !unknown.isEmpty else { return }
    let count = max(known.count, (unknown.map(\.index).max() ?? -1) + 1)
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
  public func endAdditions(_ known: Int, _ unrecognized: Unrecognized) {
    for addition in unrecognized.additions where addition.index >= known { openType(addition.value) }
  }
}

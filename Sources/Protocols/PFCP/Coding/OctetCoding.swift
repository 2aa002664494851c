extension ElementGroup {
  static func decode(_ reader: inout ElementReader, element: UInt16) throws(PFCPError) -> Self {
    var group = Self()
    var source = OctetSource(reader)
    while let type = try source.next(in: element) {
      try group.take(UInt32(type), from: &source)
      source.finish(type)
    }
    if source.seen != (1 << UInt64(mandatoryCount)) - 1 { throw source.missing(of: mandatoryTypes) }
    group.extras = source.takeExtras()
    _ = reader.skip(reader.remaining)
    return group
  }

  func encode(to writer: inout ElementWriter, element: UInt16) throws(PFCPError) {
    var visitor = OctetVisitor(writer: writer, extras: extras)
    try visit(&visitor)
    if !extras.isEmpty {
      for element in extras.unknown { try visitor.writeUnknown(element) }
    }
    writer = visitor.writer
  }
}

/// Walks the type-length-value triples of a message or group.
struct OctetSource: ElementSource {
  private var elements: ElementReader
  /// The octets of the current element.
  private var content: ElementReader
  private var start: ElementReader
  /// Whether a member took the current element.
  private var isTaken = false
  private var occurrence = 0
  /// The mandatory members that were there, a bit each.
  private(set) var seen: UInt64 = 0
  private(set) var extras = PFCPExtras()

  init(_ elements: ElementReader) {
    self.elements = elements
    content = elements
    start = elements
  }

  /// What is wrong when not all mandatory members were there.
  @inline(never)
  func missing(of types: [UInt16]) -> PFCPError {
    .mandatoryIEMissing(element: types.indices.first { seen >> UInt64($0) & 1 == 0 }.map { types[$0] } ?? type)
  }

  @inline(never)
  consuming func takeExtras() -> PFCPExtras {
    if !extras.isEmpty { extras.sortExtensions() }
    return extras
  }

  /// The type of the next element; `nil` at the end.
  @inline(never)
  mutating func next(in group: UInt16) throws(PFCPError) -> UInt16? {
    if elements.isAtEnd { return nil }
    start = elements
    guard let type = elements.readUInt16() else { throw .invalidLength(element: group) }
    guard let length = elements.readUInt16(), let content = elements.readSlice(Int(length)) else { throw .invalidLength(element: type) }
    self.content = content
    isTaken = false
    return type
  }

  /// Keeps what the members of the group have not taken of the current element.
  @inline(never)
  mutating func finish(_ type: UInt16) {
    if !isTaken {
      extras.unknown.append(UnknownElement(type: type, octets: content.readRest()))
    } else if !content.isAtEnd {
      extras.extensions.append(.init(type: type, occurrence: occurrence, octets: content.readRest()))
    }
  }

  private var type: UInt16 {
    var copy = start
    return copy.readUInt16() ?? 0
  }

  @inline(never)
  private mutating func take<Value: ElementValue>(_ occurrence: Int) throws(PFCPError) -> Value {
    isTaken = true
    self.occurrence = occurrence
    return try Value.decode(&content, element: type)
  }

  @inline(never)
  mutating func mandatory<Value: ElementValue>(_ index: Int, _ value: inout Value) throws(PFCPError) {
    let bit: UInt64 = 1 << UInt64(index)
    guard seen & bit == 0 else { return }
    value = try take(0)
    seen |= bit
  }

  @inline(never)
  mutating func optional<Value: ElementValue>(_ value: inout Value?) throws(PFCPError) {
    if value == nil { value = .some(try take(0)) }
  }

  @inline(never)
  mutating func optional<Value: ElementValue>(_ value: inout PFCPBoxed<Value>) throws(PFCPError) {
    if !value.isPresent { value = PFCPBoxed(wrappedValue: .some(try take(0))) }
  }

  @inline(never)
  mutating func either<Value: ElementValue>(_ first: inout PFCPBoxed<Value>, _ second: inout PFCPBoxed<Value>) throws(PFCPError) {
    if !first.isPresent {
      first = PFCPBoxed(wrappedValue: .some(try take(0)))
    } else if !second.isPresent {
      second = PFCPBoxed(wrappedValue: .some(try take(1)))
    }
  }

  @inline(never)
  mutating func list<Value: ElementValue>(_ values: inout [Value]) throws(PFCPError) {
    if values.isEmpty { values.reserveCapacity(start.countElements(type)) }
    values.append(try take(values.count))
  }

  @inline(never)
  mutating func mandatoryList<Value: ElementValue>(_ index: Int, _ values: inout [Value]) throws(PFCPError) {
    seen |= 1 << UInt64(index)
    try list(&values)
  }

  mutating func unknown() {}
}

/// Encodes the members of a group.
struct OctetVisitor: ElementVisitor {
  static var wantsAbsent: Bool { false }
  private(set) var writer: ElementWriter
  /// What known elements have behind their fields, by type and occurrence; looked up, so that many of them take linear time.
  private var tails: [UInt64: [UInt8]] = [:]
  private let hasTails: Bool

  @inline(never)
  init(writer: ElementWriter, extras: PFCPExtras) {
    self.writer = writer
    hasTails = !extras.isEmpty && !extras.extensions.isEmpty
    guard hasTails else { return }
    for tail in extras.extensions {
      tails[OctetVisitor.key(tail.type, tail.occurrence), default: []] += tail.octets
    }
  }

  private static func key(_ type: UInt16, _ occurrence: Int) -> UInt64 {
    UInt64(type) << 48 | UInt64(truncatingIfNeeded: occurrence) & 0xFFFF_FFFF_FFFF
  }

  @inline(never)
  private mutating func write<Value: ElementValue>(_ code: UInt32, _ value: borrowing Value, occurrence: Int) throws(PFCPError) {
    let type = UInt16(truncatingIfNeeded: code)
    writer.writeUInt16(type)
    let lengthIndex = writer.count
    writer.writeUInt16(0)
    try value.encode(to: &writer, element: type)
    if hasTails { writeTail(type, code < secondOfType ? occurrence : 1) }
    try setLength(at: lengthIndex, of: type)
  }

  @inline(never)
  private mutating func writeTail(_ type: UInt16, _ occurrence: Int) {
    if let octets = tails[OctetVisitor.key(type, occurrence)] { writer.writeBytes(octets) }
  }

  @inline(never)
  private mutating func setLength(at index: Int, of type: UInt16) throws(PFCPError) {
    let length = writer.count &- index &- 2
    guard length <= 0xFFFF else { throw .tooLong(element: type) }
    writer.setUInt16(UInt16(truncatingIfNeeded: length), at: index)
  }

  @inline(never)
  mutating func value<Value: ElementValue>(_ code: UInt32, _ name: StaticString, _ value: Value) throws(PFCPError) {
    try write(code, value, occurrence: 0)
  }

  @inline(never)
  mutating func value<Value: ElementValue>(_ code: UInt32, _ name: StaticString, _ value: Value?) throws(PFCPError) {
    if let value { try write(code, value, occurrence: 0) }
  }

  @inline(never)
  mutating func value<Value: ElementValue>(_ code: UInt32, _ name: StaticString, _ value: PFCPBoxed<Value>) throws(PFCPError) {
    try value.withValue { value throws(PFCPError) in try write(code, value, occurrence: 0) }
  }

  @inline(never)
  mutating func list<Value: ElementValue>(_ code: UInt32, _ name: StaticString, _ values: [Value]) throws(PFCPError) {
    for index in values.indices { try write(code, values[index], occurrence: index) }
  }

  mutating func writeUnknown(_ element: UnknownElement) throws(PFCPError) {
    guard element.octets.count <= 0xFFFF else { throw .tooLong(element: element.type) }
    writer.writeUInt16(element.type)
    writer.writeOctets16(element.octets)
  }
}

/// Reads big-endian fields of one element in place, never past its end.
///
/// Valid only while the octets that it was made from are borrowed. Every read either advances and returns a value, or
/// returns `nil` and leaves the position unchanged.
struct ElementReader {
  private let base: UnsafeRawPointer
  /// Index into the original octets of the next octet to be read.
  private(set) var position: Int
  /// Index into the original octets of the first octet that may not be read.
  let end: Int

  /// - Parameter range: within the octets at `base`.
  init(base: UnsafeRawPointer, range: Range<Int>) {
    self.base = base
    position = range.lowerBound
    end = range.upperBound
  }

  var remaining: Int { end &- position }
  var isAtEnd: Bool { position >= end }

  mutating func readUInt8() -> UInt8? {
    guard remaining >= 1 else { return nil }
    let value = base.load(fromByteOffset: position, as: UInt8.self)
    position &+= 1
    return value
  }

  mutating func readUInt16() -> UInt16? {
    guard remaining >= 2 else { return nil }
    let value = UInt16(bigEndian: base.loadUnaligned(fromByteOffset: position, as: UInt16.self))
    position &+= 2
    return value
  }

  mutating func readUInt32() -> UInt32? {
    guard remaining >= 4 else { return nil }
    let value = UInt32(bigEndian: base.loadUnaligned(fromByteOffset: position, as: UInt32.self))
    position &+= 4
    return value
  }

  mutating func readUInt64() -> UInt64? {
    guard remaining >= 8 else { return nil }
    let value = UInt64(bigEndian: base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    position &+= 8
    return value
  }

  /// The low 6 bits of an octet.
  mutating func readUInt6() -> UInt8? { readUInt8().map { $0 & 0x3F } }
  mutating func readUInt24() -> UInt32? { readInteger(octetCount: 3).map(UInt32.init(truncatingIfNeeded:)) }

  /// An unsigned big-endian integer of 0 to 8 octets.
  mutating func readInteger(octetCount: Int) -> UInt64? {
    guard octetCount >= 0, octetCount <= 8, octetCount <= remaining else { return nil }
    var value: UInt64 = 0
    for offset in 0..<octetCount { value = value << 8 | UInt64(base.load(fromByteOffset: position &+ offset, as: UInt8.self)) }
    position &+= octetCount
    return value
  }

  mutating func readBytes(_ count: Int) -> [UInt8]? {
    guard count >= 0, count <= remaining else { return nil }
    let bytes = [UInt8](UnsafeRawBufferPointer(start: base + position, count: count))
    position &+= count
    return bytes
  }

  mutating func readRest() -> [UInt8] { readBytes(remaining) ?? [] }

  /// A reader of exactly the next `count` octets; this reader continues behind them.
  mutating func readSlice(_ count: Int) -> ElementReader? {
    guard count >= 0, count <= remaining else { return nil }
    let slice = ElementReader(base: base, range: position..<(position &+ count))
    position &+= count
    return slice
  }

  mutating func skip(_ count: Int) -> Bool {
    guard count >= 0, count <= remaining else { return false }
    position &+= count
    return true
  }

  // MARK: Parts of elements

  /// The value behind a presence flag: `.some(nil)` when it is absent, `nil` when the octets end too early.
  @inline(__always)
  mutating func readPart<Value: LeafElement>(_ type: Value.Type = Value.self, when isPresent: Bool) -> Value?? {
    guard isPresent else { return .some(nil) }
    guard let value = Value(reading: &self) else { return nil }
    return .some(value)
  }

  /// Octets behind their one octet length.
  mutating func readOctets8() -> [UInt8]? {
    var copy = self
    guard let count = copy.readUInt8(), let octets = copy.readBytes(Int(count)) else { return nil }
    self = copy
    return octets
  }

  /// Octets behind their two octet length.
  mutating func readOctets16() -> [UInt8]? {
    var copy = self
    guard let count = copy.readUInt16(), let octets = copy.readBytes(Int(count)) else { return nil }
    self = copy
    return octets
  }

  /// How many of the elements that follow here, this one included, have `type`: the capacity for a list of them.
  func countElements(_ type: UInt16) -> Int {
    var rest = self
    var count = 0
    while let next = rest.readUInt16(), let length = rest.readUInt16(), rest.skip(Int(length)) {
      if next == type { count &+= 1 }
    }
    return count
  }
}

extension ElementReader {
  /// Values behind their one octet count.
  mutating func readList8<Value: LeafElement>(_ type: Value.Type) -> [Value]? {
    guard let count = readUInt8() else { return nil }
    var values: [Value] = []
    for _ in 0..<count {
      guard let value = Value(reading: &self) else { return nil }
      values.append(value)
    }
    return values
  }

  /// Values up to the end.
  mutating func readList<Value: LeafElement>(_ type: Value.Type) -> [Value]? {
    var values: [Value] = []
    while !isAtEnd {
      guard let value = Value(reading: &self) else { return nil }
      values.append(value)
    }
    return values
  }

  /// A value behind its one octet length; `.some(nil)` with the length 0 and where an older peer ends.
  mutating func readSized8<Value: LeafElement>(_ type: Value.Type) -> Value?? {
    guard let count = readUInt8(), count > 0 else { return .some(nil) }
    guard var part = readSlice(Int(count)), let value = Value(reading: &part) else { return nil }
    return .some(value)
  }

  /// A value behind its two octet length.
  mutating func readSized16<Value: LeafElement>(_ type: Value.Type) -> Value? {
    guard let count = readUInt16(), var part = readSlice(Int(count)) else { return nil }
    return Value(reading: &part)
  }
}

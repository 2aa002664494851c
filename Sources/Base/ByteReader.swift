/// Reads big-endian ("network order") fields from octets, never past the end.
///
/// Every read either advances and returns a value, or returns `nil` and leaves the position unchanged; each codec
/// turns `nil` into its own typed error. Sub-readers share the octets without copying.
public struct ByteReader: Sendable {
  @usableFromInline let octets: [UInt8]
  /// Index into the original octets of the next octet to be read.
  public private(set) var position: Int
  /// Index into the original octets of the first octet that may not be read.
  public let end: Int

  public init(_ octets: [UInt8]) {
    self.octets = octets
    self.position = 0
    self.end = octets.count
  }

  private init(octets: [UInt8], position: Int, end: Int) {
    self.octets = octets
    self.position = position
    self.end = end
  }

  /// Octets that are left.
  public var remaining: Int { end - position }
  public var isAtEnd: Bool { position >= end }

  /// The next octet without advancing.
  public func peekUInt8() -> UInt8? { position < end ? octets[position] : nil }

  /// The octet `offset` behind the position, without advancing.
  public func peekUInt8(at offset: Int) -> UInt8? {
    offset >= 0 && offset < remaining ? octets[position + offset] : nil
  }

  public mutating func readUInt8() -> UInt8? {
    guard position < end else { return nil }
    defer { position += 1 }
    return octets[position]
  }

  public mutating func readUInt16() -> UInt16? { readInteger(octetCount: 2).map(UInt16.init(truncatingIfNeeded:)) }
  public mutating func readUInt24() -> UInt32? { readInteger(octetCount: 3).map(UInt32.init(truncatingIfNeeded:)) }
  public mutating func readUInt32() -> UInt32? { readInteger(octetCount: 4).map(UInt32.init(truncatingIfNeeded:)) }
  public mutating func readUInt64() -> UInt64? { readInteger(octetCount: 8) }

  /// An unsigned big-endian integer of 0 to 8 octets.
  public mutating func readInteger(octetCount: Int) -> UInt64? {
    guard octetCount >= 0, octetCount <= 8, octetCount <= remaining else { return nil }
    var value: UInt64 = 0
    for index in position..<(position + octetCount) { value = value << 8 | UInt64(octets[index]) }
    position += octetCount
    return value
  }

  /// The next `count` octets.
  public mutating func readBytes(_ count: Int) -> [UInt8]? {
    guard count >= 0, count <= remaining else { return nil }
    defer { position += count }
    return Array(octets[position..<(position + count)])
  }

  /// All octets that are left.
  public mutating func readRest() -> [UInt8] {
    defer { position = end }
    return position == 0 && end == octets.count ? octets : Array(octets[position..<end])
  }

  /// A reader of exactly the next `count` octets; this reader continues behind them.
  public mutating func readSlice(_ count: Int) -> ByteReader? {
    guard count >= 0, count <= remaining else { return nil }
    defer { position += count }
    return ByteReader(octets: octets, position: position, end: position + count)
  }

  public mutating func skip(_ count: Int) -> Bool {
    guard count >= 0, count <= remaining else { return false }
    position += count
    return true
  }
}

import Base

/// Why a file cannot be read as a capture, or not further.
public enum CaptureFormatError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file begins like neither pcap nor pcapng.
  case notACapture
  /// The file ends within a packet or block that begins at the offset.
  case truncated(offset: UInt64)
  /// A length that cannot be, at the offset.
  case length(UInt64, offset: UInt64)
  /// The two lengths of a pcapng block differ, or its fixed part does not fit it.
  case damagedBlock(offset: UInt64)
  /// A packet of an interface that was not described.
  case noSuchInterface(UInt32, offset: UInt64)
  /// The operating system's error.
  case unreadable(String)

  public var description: String {
    switch self {
    case .notACapture: "is no capture (pcap or pcapng)"
    case .truncated(let offset): "ends within a packet, at octet \(offset)"
    case .length(let length, let offset): "has an impossible length of \(length) at octet \(offset)"
    case .damagedBlock(let offset): "has a damaged block at octet \(offset)"
    case .noSuchInterface(let number, let offset): "names interface \(number) at octet \(offset), which it does not describe"
    case .unreadable(let text): "cannot be read: \(text)"
    }
  }
}

/// One packet of a capture.
public struct CapturedPacket: Sendable {
  /// As Wireshark numbers them: from 1.
  public var number: Int
  /// `nil` where the capture has none.
  public var time: WallTime?
  /// What the octets begin with (tcpdump.org link types).
  public var linkType: UInt16
  public var octets: [UInt8]
  /// The packet's length on the wire; larger than the count of octets when the capture cut it.
  public var originalLength: Int

  public init(number: Int, time: WallTime?, linkType: UInt16, octets: [UInt8], originalLength: Int) {
    self.number = number
    self.time = time
    self.linkType = linkType
    self.octets = octets
    self.originalLength = originalLength
  }
}

/// Reads pcap and pcapng (draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng) of both octet orders, one packet after another.
///
/// It holds one block at a time, of at most 16 MiB.
/// ```swift
/// var reader = CaptureReader { count throws(CaptureFormatError) in Array(try file.read(upToCount: count)) }
/// while let packet = try reader.next() { … }
/// ```
public struct CaptureReader {
  /// Gives up to so many octets; none at the end.
  public typealias Source = (Int) throws(CaptureFormatError) -> [UInt8]

  /// The longest block or packet that is read.
  static let maximumBlockOctets = 16 << 20
  static let maximumInterfaces = 65_536
  private static let chunkOctets = 1 << 16

  private struct Interface {
    var linkType: UInt16
    var unitsPerSecond = UnitsPerSecond.decimal(1_000_000)
    var offsetSeconds: Int64 = 0
  }

  private enum UnitsPerSecond {
    case decimal(UInt64)
    /// 2 to this power.
    case binary(UInt8)
  }

  private enum Kind {
    case pcap(isNanoseconds: Bool, linkType: UInt16)
    case pcapng
  }

  private let source: Source
  private var buffer: [UInt8] = []
  private var position = 0
  /// Octets of the file before `buffer`.
  private var discarded: UInt64 = 0
  private var kind: Kind?
  private var isBigEndian = false
  private var interfaces: [Interface] = []
  private var count = 0

  public init(_ source: @escaping Source) { self.source = source }

  /// A capture in memory.
  public init(_ octets: [UInt8]) {
    var rest = octets[...]
    self.init { (count: Int) throws(CaptureFormatError) in
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
  }

  /// Octets read so far.
  public var offset: UInt64 { discarded + UInt64(position) }

  /// The next packet; `nil` at the end.
  /// - Throws: when the file cannot be read further. Packets before that are good.
  public mutating func next() throws(CaptureFormatError) -> CapturedPacket? {
    switch kind {
    case nil:
      try readMagic()
      return try next()
    case .pcap(let isNanoseconds, let linkType)?: return try nextRecord(isNanoseconds, linkType)
    case .pcapng?:
      while try fill(1) {
        if let packet = try nextBlock() { return packet }
      }
      return nil
    }
  }

  // MARK: Octets

  /// Whether so many octets are there; fewer only at the end of the file.
  private mutating func fill(_ needed: Int) throws(CaptureFormatError) -> Bool {
    guard buffer.count - position < needed else { return true }
    discarded += UInt64(position)
    buffer.removeFirst(position)
    position = 0
    while buffer.count < needed {
      let more = try source(max(Self.chunkOctets, needed - buffer.count))
      if more.isEmpty { return false }
      buffer += more
    }
    return true
  }

  private func integer(_ at: Int, _ octetCount: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<octetCount {
      let octet = buffer[position + at + (isBigEndian ? index : octetCount - 1 - index)]
      value = value << 8 | UInt64(octet)
    }
    return value
  }

  // MARK: pcap

  private mutating func readMagic() throws(CaptureFormatError) {
    guard try fill(4) else { throw .notACapture }
    let magic = Array(buffer[position..<(position + 4)])
    if magic == [0x0A, 0x0D, 0x0D, 0x0A] {
      kind = .pcapng
      return
    }
    let isNanoseconds: Bool
    switch magic {
    case [0xA1, 0xB2, 0xC3, 0xD4]: (isBigEndian, isNanoseconds) = (true, false)
    case [0xD4, 0xC3, 0xB2, 0xA1]: (isBigEndian, isNanoseconds) = (false, false)
    case [0xA1, 0xB2, 0x3C, 0x4D]: (isBigEndian, isNanoseconds) = (true, true)
    case [0x4D, 0x3C, 0xB2, 0xA1]: (isBigEndian, isNanoseconds) = (false, true)
    default: throw .notACapture
    }
    guard try fill(24) else { throw .truncated(offset: 0) }
    // The upper bits of the field tell of frame check sequences.
    kind = .pcap(isNanoseconds: isNanoseconds, linkType: UInt16(truncatingIfNeeded: integer(20, 4)))
    position += 24
  }

  private mutating func nextRecord(_ isNanoseconds: Bool, _ linkType: UInt16) throws(CaptureFormatError) -> CapturedPacket? {
    guard try fill(1) else { return nil }
    let start = offset
    guard try fill(16) else { throw .truncated(offset: start) }
    let (seconds, fraction) = (integer(0, 4), integer(4, 4))
    let (length, original) = (integer(8, 4), integer(12, 4))
    guard length <= UInt64(Self.maximumBlockOctets) else { throw .length(length, offset: start) }
    guard try fill(16 + Int(length)) else { throw .truncated(offset: start) }
    let octets = Array(buffer[(position + 16)..<(position + 16 + Int(length))])
    position += 16 + Int(length)
    count += 1
    let time = WallTime(nanosecondsSince1970: seconds * 1_000_000_000 + fraction * (isNanoseconds ? 1 : 1_000))
    return CapturedPacket(
      number: count, time: time, linkType: linkType, octets: octets, originalLength: max(octets.count, Int(original)))
  }

  // MARK: pcapng

  /// Reads a block; the packet, if it holds one.
  private mutating func nextBlock() throws(CaptureFormatError) -> CapturedPacket? {
    let start = offset
    guard try fill(12) else { throw .truncated(offset: start) }
    let isSection = Array(buffer[position..<(position + 4)]) == [0x0A, 0x0D, 0x0D, 0x0A]
    if isSection {
      switch Array(buffer[(position + 8)..<(position + 12)]) {
      case [0x1A, 0x2B, 0x3C, 0x4D]: isBigEndian = true
      case [0x4D, 0x3C, 0x2B, 0x1A]: isBigEndian = false
      default: throw .damagedBlock(offset: start)
      }
    }
    let type = integer(0, 4)
    let length = integer(4, 4)
    guard length >= 12, length % 4 == 0, length <= UInt64(Self.maximumBlockOctets) else { throw .length(length, offset: start) }
    guard try fill(Int(length)) else { throw .truncated(offset: start) }
    guard integer(Int(length) - 4, 4) == length else { throw .damagedBlock(offset: start) }
    defer { position += Int(length) }
    let bodyCount = Int(length) - 12
    switch type {
    case 0x0A0D_0D0A: interfaces = []
    case 1: try addInterface(bodyCount, start)
    case 6:
      guard bodyCount >= 20 else { throw .damagedBlock(offset: start) }
      let stamp = integer(12, 4) << 32 | integer(16, 4)
      return try packet(UInt32(truncatingIfNeeded: integer(8, 4)), stamp, integer(20, 4), integer(24, 4), at: 28, bodyCount - 20, start)
    case 2:
      // The obsolete packet block.
      guard bodyCount >= 20 else { throw .damagedBlock(offset: start) }
      let stamp = integer(12, 4) << 32 | integer(16, 4)
      return try packet(UInt32(truncatingIfNeeded: integer(8, 2)), stamp, integer(20, 4), integer(24, 4), at: 28, bodyCount - 20, start)
    case 3:
      guard bodyCount >= 4 else { throw .damagedBlock(offset: start) }
      let original = integer(8, 4)
      return try packet(0, nil, min(original, UInt64(bodyCount - 4)), original, at: 12, bodyCount - 4, start)
    default: break
    }
    return nil
  }

  private mutating func packet(
    _ interface: UInt32, _ stamp: UInt64?, _ length: UInt64, _ original: UInt64, at begin: Int, _ available: Int, _ start: UInt64
  ) throws(CaptureFormatError) -> CapturedPacket {
    guard interface < UInt32(interfaces.count) else { throw .noSuchInterface(interface, offset: start) }
    guard length <= UInt64(available) else { throw .length(length, offset: start) }
    let description = interfaces[Int(interface)]
    count += 1
    let first = position + begin
    return CapturedPacket(
      number: count, time: stamp.map { Self.time($0, description) }, linkType: description.linkType,
      octets: Array(buffer[first..<(first + Int(length))]), originalLength: max(Int(length), Int(original)))
  }

  private mutating func addInterface(_ bodyCount: Int, _ start: UInt64) throws(CaptureFormatError) {
    guard bodyCount >= 8, interfaces.count < Self.maximumInterfaces else { throw .damagedBlock(offset: start) }
    var interface = Interface(linkType: UInt16(truncatingIfNeeded: integer(8, 2)))
    var at = 16
    let end = 8 + bodyCount
    while at + 4 <= end {
      let code = integer(at, 2)
      let length = Int(integer(at + 2, 2))
      guard code != 0 else { break }
      guard at + 4 + length <= end else { throw .damagedBlock(offset: start) }
      if code == 9, length >= 1 {
        let exponent = UInt8(truncatingIfNeeded: integer(at + 4, 1))
        guard let units = Self.units(exponent) else { throw .damagedBlock(offset: start) }
        interface.unitsPerSecond = units
      } else if code == 14, length >= 8 {
        interface.offsetSeconds = Int64(bitPattern: integer(at + 4, 8))
      }
      at += 4 + (length + 3) / 4 * 4
    }
    interfaces.append(interface)
  }

  private static func units(_ exponent: UInt8) -> UnitsPerSecond? {
    if exponent & 0x80 != 0 { return exponent & 0x7F <= 63 ? .binary(exponent & 0x7F) : nil }
    guard exponent <= 19 else { return nil }
    return .decimal((0..<exponent).reduce(UInt64(1)) { value, _ in value * 10 })
  }

  private static func time(_ stamp: UInt64, _ interface: Interface) -> WallTime {
    let product = UInt128(stamp) * 1_000_000_000
    let nanoseconds: UInt128 =
      switch interface.unitsPerSecond {
      case .decimal(let units): product / UInt128(units)
      case .binary(let power): product >> UInt128(power)
      }
    let shifted = Int128(nanoseconds) + Int128(interface.offsetSeconds) * 1_000_000_000
    return WallTime(nanosecondsSince1970: UInt64(clamping: shifted))
  }
}

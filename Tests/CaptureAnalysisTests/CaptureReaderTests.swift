import Base
import Capture
import Testing

@testable import CaptureAnalysis

/// Files as tcpdump and Wireshark write them, and as nobody should.
struct CaptureReaderTests {
  static func big(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * (count - 1 - $0))) }
  }

  static func number(_ value: UInt64, _ count: Int, isBig: Bool) -> [UInt8] { isBig ? big(value, count) : big(value, count).reversed() }

  static func pcap(magic: UInt64, isBig: Bool, linkType: UInt64 = 101, _ records: [(UInt64, UInt64, [UInt8])]) -> [UInt8] {
    var file = number(magic, 4, isBig: isBig) + number(2, 2, isBig: isBig) + number(4, 2, isBig: isBig) + number(0, 8, isBig: isBig)
    file += number(65_535, 4, isBig: isBig) + number(linkType, 4, isBig: isBig)
    for (seconds, fraction, octets) in records {
      file += number(seconds, 4, isBig: isBig) + number(fraction, 4, isBig: isBig)
      file += number(UInt64(octets.count), 4, isBig: isBig) + number(UInt64(octets.count + 10), 4, isBig: isBig) + octets
    }
    return file
  }

  static func block(_ type: UInt64, _ body: [UInt8], isBig: Bool, length: UInt64? = nil) -> [UInt8] {
    let total = length ?? UInt64(body.count + 12)
    return number(type, 4, isBig: isBig) + number(total, 4, isBig: isBig) + body + number(total, 4, isBig: isBig)
  }

  static func section(isBig: Bool) -> [UInt8] {
    block(
      0x0A0D_0D0A,
      number(0x1A2B_3C4D, 4, isBig: isBig) + number(1, 2, isBig: isBig) + number(0, 2, isBig: isBig) + number(.max, 8, isBig: isBig),
      isBig: isBig)
  }

  static func interface(isBig: Bool, linkType: UInt64 = 101, resolution: UInt8? = nil, offset: Int64? = nil) -> [UInt8] {
    var body = number(linkType, 2, isBig: isBig) + number(0, 6, isBig: isBig)
    if let resolution { body += number(9, 2, isBig: isBig) + number(1, 2, isBig: isBig) + [resolution, 0, 0, 0] }
    if let offset { body += number(14, 2, isBig: isBig) + number(8, 2, isBig: isBig) + number(UInt64(bitPattern: offset), 8, isBig: isBig) }
    if resolution != nil || offset != nil { body += [0, 0, 0, 0] }
    return block(1, body, isBig: isBig)
  }

  static func packet(_ octets: [UInt8], stamp: UInt64, interface: UInt64 = 0, isBig: Bool) -> [UInt8] {
    let padding = [UInt8](repeating: 0, count: (4 - octets.count % 4) % 4)
    let body =
      number(interface, 4, isBig: isBig) + number(stamp >> 32, 4, isBig: isBig) + number(stamp & 0xFFFF_FFFF, 4, isBig: isBig)
      + number(UInt64(octets.count), 4, isBig: isBig) + number(UInt64(octets.count), 4, isBig: isBig) + octets + padding
    return block(6, body, isBig: isBig)
  }

  static func all(_ octets: [UInt8]) throws(CaptureFormatError) -> [CapturedPacket] {
    var reader = CaptureReader(octets)
    var packets: [CapturedPacket] = []
    while let packet = try reader.next() { packets.append(packet) }
    return packets
  }

  @Test("pcap of both octet orders, with microseconds and nanoseconds", arguments: [true, false], [true, false])
  func pcap(isBig: Bool, isNanoseconds: Bool) throws {
    let file = Self.pcap(
      magic: isNanoseconds ? 0xA1B2_3C4D : 0xA1B2_C3D4, isBig: isBig, linkType: 0xF000_0001,
      [(1_700_000_000, 123_456, [1, 2, 3]), (1_700_000_001, 0, [])])
    let packets = try Self.all(file)
    #expect(packets.map(\.number) == [1, 2] && packets.map(\.octets) == [[1, 2, 3], []])
    #expect(packets[0].time == WallTime(nanosecondsSince1970: 1_700_000_000_000_000_000 + (isNanoseconds ? 123_456 : 123_456_000)))
    #expect(packets[0].linkType == 1 && packets[0].originalLength == 13)
  }

  @Test("pcapng of both octet orders, resolutions, offsets, several sections and unknown blocks", arguments: [true, false])
  func pcapng(isBig: Bool) throws {
    var file = Self.section(isBig: isBig) + Self.interface(isBig: isBig) + Self.interface(isBig: isBig, linkType: 1, resolution: 9)
    file += Self.interface(isBig: isBig, resolution: 0x80 | 10, offset: 100) + Self.block(0xBAD, [1, 2, 3, 4], isBig: isBig)
    file += Self.packet([0x45], stamp: 1_700_000_000_000_001, isBig: isBig)
    file += Self.packet([0x46], stamp: 1_700_000_000_000_000_007, interface: 1, isBig: isBig)
    file += Self.packet([0x47], stamp: 5 * 1_024 + 512, interface: 2, isBig: isBig)
    file += Self.block(3, Self.number(9, 4, isBig: isBig) + [1, 2, 3, 4], isBig: isBig)
    file += Self.section(isBig: !isBig) + Self.interface(isBig: !isBig) + Self.packet([0x48], stamp: 0, isBig: !isBig)
    let packets = try Self.all(file)
    #expect(packets.map(\.octets) == [[0x45], [0x46], [0x47], [1, 2, 3, 4], [0x48]])
    #expect(
      packets.map { $0.time?.nanosecondsSince1970 } == [1_700_000_000_000_001_000, 1_700_000_000_000_000_007, 105_500_000_000, nil, 0])
    #expect(packets.map(\.linkType) == [101, 1, 101, 101, 101] && packets[3].originalLength == 9)
  }

  @Test("a damaged file gives the packets before the damage, then its place")
  func damage() throws {
    let good = Self.section(isBig: false) + Self.interface(isBig: false) + Self.packet([1, 2, 3, 4], stamp: 1, isBig: false)
    func check(_ tail: [UInt8], _ error: CaptureFormatError) {
      var reader = CaptureReader(good + tail)
      #expect((try? reader.next())??.octets == [1, 2, 3, 4])
      #expect(throws: error) { _ = try reader.next() }
    }
    let at = UInt64(good.count)
    check([6], .truncated(offset: at))
    check(Self.block(6, [], isBig: false, length: 0xFFFF_FFFC), .length(0xFFFF_FFFC, offset: at))
    check(Self.block(6, [], isBig: false, length: 0), .length(0, offset: at))
    check(Self.block(6, [], isBig: false, length: 13), .length(13, offset: at))
    check(Self.block(6, [], isBig: false), .damagedBlock(offset: at))
    check(Self.block(6, [0, 0, 0, 0], isBig: false).dropLast(4) + [17, 0, 0, 0], .damagedBlock(offset: at))
    check(Self.packet([1], stamp: 0, interface: 7, isBig: false), .noSuchInterface(7, offset: at))
    var lying = Self.packet([1], stamp: 0, isBig: false)
    lying[20] = 200
    check(lying, .length(200, offset: at))
    check(Array(Self.packet([1, 2, 3, 4], stamp: 0, isBig: false).dropLast(2)), .truncated(offset: at))
    #expect(throws: CaptureFormatError.notACapture) { _ = try Self.all([]) }
    #expect(throws: CaptureFormatError.notACapture) { _ = try Self.all(Array("GET / HTTP/1.1".utf8)) }
    var record = Self.pcap(magic: 0xA1B2_C3D4, isBig: true, [(0, 0, [1])])
    record[32] = 0x7F
    #expect(throws: CaptureFormatError.self) { _ = try Self.all(record) }
  }

  @Test("no prefix and no changed octet of a capture traps or reads beyond it")
  func anyOctets() throws {
    var generator = SeededGenerator(seed: 9)
    let file =
      Self.section(isBig: true) + Self.interface(isBig: true, resolution: 9, offset: -1)
      + (0..<8).flatMap { Self.packet([UInt8](repeating: UInt8($0), count: $0), stamp: .max, isBig: true) }
    for end in 0...file.count { #expect((try? Self.all(Array(file[..<end])))?.count ?? 0 <= 8) }
    for _ in 0..<5_000 {
      var changed = file
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        changed[Int.random(in: 0..<file.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      #expect((try? Self.all(changed))?.count ?? 0 <= 9)
    }
  }

  @Test("the project's own writer is read back")
  func ownWriter() throws {
    var writer = PcapngWriter()
    let time = WallTime(nanosecondsSince1970: 1_700_000_000_123_456_789)
    let file = writer.header(application: "vitrum") + writer.addInterface(name: "n2", linkType: .raw)
    let packets = try Self.all(file + (try writer.packet([9, 8, 7], interface: 0, at: time, comment: "note")))
    #expect(packets.map(\.octets) == [[9, 8, 7]] && packets[0].time == time && packets[0].linkType == 101)
  }
}

import Base

/// An IP packet's payload with what its header says.
struct InternetPayload {
  var source: IPAddress
  var destination: IPAddress
  var protocolNumber: UInt8
  var octets: [UInt8]
  /// The capture has only the beginning of the packet.
  var isCut = false
}

/// Finds the IP packet in a frame.
enum LinkLayer {
  private static let ipv4: UInt16 = 0x0800
  private static let ipv6: UInt16 = 0x86DD
  private static let vlanTags: Set<UInt16> = [0x8100, 0x88A8, 0x9100]

  /// Whether frames of the link type (tcpdump.org) can be read.
  static func isKnown(_ linkType: UInt16) -> Bool { [0, 1, 12, 14, 101, 108, 113, 228, 229, 276].contains(linkType) }

  /// The octets of the IP packet; `nil` for frames of other protocols.
  static func internetPacket(_ octets: [UInt8], linkType: UInt16) -> [UInt8]? {
    func type(at index: Int) -> UInt16? {
      index + 2 <= octets.count ? UInt16(octets[index]) << 8 | UInt16(octets[index + 1]) : nil
    }
    func rest(from index: Int) -> [UInt8]? { index < octets.count ? Array(octets[index...]) : nil }
    switch linkType {
    case 12, 14, 101, 228, 229: return octets.isEmpty ? nil : octets
    case 0, 108:
      // The family of the capturing system, in its octet order: 2 is IPv4, the others are IPv6 on one system or another.
      guard octets.count > 4 else { return nil }
      return octets[4] >> 4 == 4 || octets[4] >> 4 == 6 ? rest(from: 4) : nil
    case 1:
      var index = 12
      for _ in 0..<4 {
        guard let found = type(at: index) else { return nil }
        if found == ipv4 || found == ipv6 { return rest(from: index + 2) }
        guard vlanTags.contains(found) else { return nil }
        index += 4
      }
      return nil
    case 113:
      guard let found = type(at: 14), found == ipv4 || found == ipv6 else { return nil }
      return rest(from: 16)
    case 276:
      guard let found = type(at: 0), found == ipv4 || found == ipv6 else { return nil }
      return rest(from: 20)
    default: return nil
    }
  }
}

/// Reads IP headers and puts fragments together (RFC 791 §3.2, RFC 8200 §4.5).
///
/// At most 256 datagrams are under way, each of at most 1,024 fragments and 65,535 octets. Fragments that overlap with other
/// contents end their datagram (RFC 5722, RFC 8200 §4.5).
struct InternetLayer {
  /// What became of a packet.
  enum Outcome {
    case payload(InternetPayload)
    /// A fragment that waits for others.
    case waiting
    case malformed(String)
  }

  private struct Key: Hashable {
    var source: IPAddress
    var destination: IPAddress
    var identification: UInt32
    var protocolNumber: UInt8
  }

  private struct Datagram: Weighable {
    /// In the order of their offsets.
    var pieces: [(offset: Int, octets: [UInt8])] = []
    var total: Int?
    var received = 0

    var weight: Int { received + 128 * pieces.count }
  }

  static let maximumDatagrams = 256
  static let maximumFragments = 1_024
  /// Datagrams under way.
  var pendingDatagrams: Int { datagrams.count }
  private var datagrams = BoundedTable<Key, Datagram>(capacity: maximumDatagrams, maximumWeight: 32 << 20)

  mutating func receive(_ octets: [UInt8]) -> Outcome {
    switch octets.first.map({ $0 >> 4 }) {
    case 4: receiveV4(octets)
    case 6: receiveV6(octets)
    default: .malformed("neither IPv4 nor IPv6")
    }
  }

  private mutating func receiveV4(_ octets: [UInt8]) -> Outcome {
    var reader = ByteReader(octets)
    guard octets.count >= 20, let first = reader.readUInt8(), reader.skip(1), let length = reader.readUInt16(),
      let identification = reader.readUInt16(), let fragment = reader.readUInt16(), reader.skip(1), let number = reader.readUInt8(),
      reader.skip(2), let source = reader.readUInt32(), let destination = reader.readUInt32()
    else { return .malformed("IPv4 header cut short") }
    let headerLength = Int(first & 0x0F) * 4
    // A length of 0 is that of a packet which the network card was to cut into segments.
    let total = length == 0 ? octets.count : Int(length)
    guard headerLength >= 20, total >= headerLength, octets.count >= headerLength else {
      return .malformed("IPv4 header with a wrong length")
    }
    let payload = InternetPayload(
      source: .v4(source), destination: .v4(destination), protocolNumber: number,
      octets: Array(octets[headerLength..<min(total, octets.count)]), isCut: total > octets.count)
    let (offset, hasMore) = (Int(fragment & 0x1FFF) * 8, fragment & 0x2000 != 0)
    return offset == 0 && !hasMore ? .payload(payload) : add(payload, UInt32(identification), offset: offset, hasMore: hasMore)
  }

  private mutating func receiveV6(_ octets: [UInt8]) -> Outcome {
    var reader = ByteReader(octets)
    guard octets.count >= 40, reader.skip(4), let length = reader.readUInt16(), var next = reader.readUInt8(), reader.skip(1),
      let source = reader.readBytes(16).flatMap({ IPAddress(octets: $0) }),
      let destination = reader.readBytes(16).flatMap({ IPAddress(octets: $0) })
    else { return .malformed("IPv6 header cut short") }
    let total = length == 0 ? octets.count : 40 + Int(length)
    let isCut = total > octets.count
    guard var body = reader.readSlice(min(total, octets.count) - 40) else { return .malformed("IPv6 header with a wrong length") }
    for _ in 0..<16 {
      switch next {
      case 0, 43, 60, 51:
        guard let following = body.readUInt8(), let units = body.readUInt8(),
          body.skip(next == 51 ? Int(units) * 4 + 6 : Int(units) * 8 + 6)
        else { return .malformed("IPv6 extension header cut short") }
        next = following
      case 44:
        guard let following = body.readUInt8(), body.skip(1), let field = body.readUInt16(), let identification = body.readUInt32() else {
          return .malformed("IPv6 fragment header cut short")
        }
        let payload = InternetPayload(
          source: source, destination: destination, protocolNumber: following, octets: body.readRest(), isCut: isCut)
        let (offset, hasMore) = (Int(field >> 3) * 8, field & 1 != 0)
        return offset == 0 && !hasMore ? .payload(payload) : add(payload, identification, offset: offset, hasMore: hasMore)
      default:
        return .payload(
          InternetPayload(source: source, destination: destination, protocolNumber: next, octets: body.readRest(), isCut: isCut))
      }
    }
    return .malformed("more than 16 IPv6 extension headers")
  }

  private mutating func add(_ piece: InternetPayload, _ identification: UInt32, offset: Int, hasMore: Bool) -> Outcome {
    let key = Key(
      source: piece.source, destination: piece.destination, identification: identification, protocolNumber: piece.protocolNumber)
    func drop(_ reason: String) -> Outcome {
      _ = datagrams.remove(key)
      return .malformed(reason)
    }
    guard !piece.isCut else { return drop("a fragment that the capture cut") }
    let count = piece.octets.count
    guard offset + count <= 65_535, !hasMore || (count % 8 == 0 && count > 0) else { return drop("a fragment with an impossible length") }
    let problem: String? = datagrams.with(key, default: Datagram()) { datagram in
      let index = datagram.pieces.firstIndex { $0.offset >= offset } ?? datagram.pieces.count
      if index < datagram.pieces.count, datagram.pieces[index].offset == offset, datagram.pieces[index].octets == piece.octets {
        return nil
      }
      if index > 0, datagram.pieces[index - 1].offset + datagram.pieces[index - 1].octets.count > offset { return "fragments that overlap" }
      if index < datagram.pieces.count, offset + count > datagram.pieces[index].offset { return "fragments that overlap" }
      guard datagram.pieces.count < Self.maximumFragments else { return "more than \(Self.maximumFragments) fragments" }
      if !hasMore {
        if let total = datagram.total, total != offset + count { return "two ends of a fragmented packet" }
        datagram.total = offset + count
      }
      datagram.pieces.insert((offset, piece.octets), at: index)
      datagram.received += count
      if let total = datagram.total, let last = datagram.pieces.last, last.offset + last.octets.count > total {
        return "a fragment behind the end"
      }
      return nil
    }
    if let problem { return drop(problem) }
    guard let datagram = datagrams.peek(key), let total = datagram.total, datagram.received == total else { return .waiting }
    _ = datagrams.remove(key)
    var whole = piece
    whole.octets = datagram.pieces.flatMap(\.octets)
    return .payload(whole)
  }
}

/// The fields of a user's IP packet that rules look at, read in place.
struct InnerPacket {
  var isIPv4 = true
  /// IPv4 addresses are in the low 32 bits.
  var source: UInt128 = 0
  var destination: UInt128 = 0
  /// IPv4 protocol, or the IPv6 upper layer protocol behind known extension headers.
  var upperLayerProtocol: UInt8 = 0
  var trafficClass: UInt8 = 0
  var flowLabel: UInt32 = 0
  /// Known only for TCP, UDP and SCTP in an unfragmented packet or first fragment.
  var hasPorts = false
  var sourcePort: UInt16 = 0
  var destinationPort: UInt16 = 0
  /// Octets of the packet by its own header; never more than were given.
  var count = 0

  /// `nil` when the header is not that of a complete IPv4 or IPv6 packet.
  @inline(__always)
  init?(_ octets: UnsafeRawBufferPointer) {
    guard octets.count >= 20 else { return nil }
    switch octets[0] >> 4 {
    case 4: guard readIPv4(octets) else { return nil }
    case 6: guard readIPv6(octets) else { return nil }
    default: return nil
    }
  }

  /// fe80::/10, or the unspecified address that a UE uses before it has one.
  var hasLinkLocalSource: Bool { !isIPv4 && (source >> 118 == 0x3FA || source == 0) }

  @inline(__always)
  private mutating func readIPv4(_ octets: UnsafeRawBufferPointer) -> Bool {
    let headerCount = Int(octets[0] & 15) * 4
    let total = Int(octets[2]) << 8 | Int(octets[3])
    guard headerCount >= 20, total >= headerCount, total <= octets.count else { return false }
    count = total
    trafficClass = octets[1]
    upperLayerProtocol = octets[9]
    source = UInt128(UInt32(bigEndian: octets.loadUnaligned(fromByteOffset: 12, as: UInt32.self)))
    destination = UInt128(UInt32(bigEndian: octets.loadUnaligned(fromByteOffset: 16, as: UInt32.self)))
    let isFirstFragment = octets[6] & 0x1F == 0 && octets[7] == 0
    if isFirstFragment { readPorts(octets, at: headerCount) }
    return true
  }

  private mutating func readIPv6(_ octets: UnsafeRawBufferPointer) -> Bool {
    guard octets.count >= 40 else { return false }
    let payload = Int(octets[4]) << 8 | Int(octets[5])
    guard 40 + payload <= octets.count else { return false }
    isIPv4 = false
    count = 40 + payload
    let first = UInt32(bigEndian: octets.loadUnaligned(fromByteOffset: 0, as: UInt32.self))
    trafficClass = UInt8(truncatingIfNeeded: first >> 20)
    flowLabel = first & 0xF_FFFF
    source = UInt128(bigEndian: octets.loadUnaligned(fromByteOffset: 8, as: UInt128.self))
    destination = UInt128(bigEndian: octets.loadUnaligned(fromByteOffset: 24, as: UInt128.self))
    var next = octets[6]
    var offset = 40
    var isFirstFragment = true
    var headers = 0
    // Hop-by-hop, routing, fragment, destination options, and mobility headers in front of the upper layer.
    while next == 0 || next == 43 || next == 44 || next == 60 || next == 135 {
      guard headers < 8, offset + 8 <= count else { return headers < 8 && offset <= count }
      headers += 1
      if next == 44, octets[offset + 2] != 0 || octets[offset + 3] & 0xF8 != 0 { isFirstFragment = false }
      let length = next == 44 ? 8 : (Int(octets[offset + 1]) + 1) * 8
      next = octets[offset]
      offset += length
      guard offset <= count else { return false }
    }
    upperLayerProtocol = next
    if isFirstFragment { readPorts(octets, at: offset) }
    return true
  }

  @inline(__always)
  private mutating func readPorts(_ octets: UnsafeRawBufferPointer, at offset: Int) {
    guard upperLayerProtocol == 6 || upperLayerProtocol == 17 || upperLayerProtocol == 132, offset + 4 <= count else { return }
    hasPorts = true
    sourcePort = UInt16(bigEndian: octets.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    destinationPort = UInt16(bigEndian: octets.loadUnaligned(fromByteOffset: offset + 2, as: UInt16.self))
  }
}

/// The header of a G-PDU as the user plane needs it, read in place without allocation.
public struct GPDUHeader: Sendable {
  public var messageType: UInt8
  public var teid: UInt32
  /// The QoS flow from the PDU Session Container; 255 without one.
  public var qfi: UInt8
  /// Whether the container says that the packet travels towards the UE (PDU type 0).
  public var isDownlink: Bool
  /// RQI of a downlink container.
  public var reflectiveQoS: Bool
  /// Where the T-PDU begins and how long it is, within the buffer that was read.
  public var payloadOffset: Int
  public var payloadCount: Int

  public static let noQFI: UInt8 = 255

  @inlinable
  init(messageType: UInt8, teid: UInt32) {
    self.messageType = messageType
    self.teid = teid
    qfi = GPDUHeader.noQFI
    isDownlink = false
    reflectiveQoS = false
    payloadOffset = 8
    payloadCount = 0
  }
}

/// What ``GTPUFastPath/readHeader(_:)`` found.
public enum GTPUFastPathResult: Sendable {
  /// A G-PDU, or End Marker whose payload is its elements: to be looked up by TEID.
  case header(GPDUHeader)
  /// Another message type: to be decoded as ``GTPUMessage``.
  case signalling
  /// A G-PDU with an extension header that this endpoint must understand (bits 8 and 7 are 10 or 11) and that is not of this release
  /// (TS 29.281 §5.2.1).
  case unknownExtensionHeader(type: UInt8)
  /// Not GTP-U version 1, or lengths that contradict each other.
  case malformed
}

/// Reading and writing of G-PDU headers in caller-provided buffers: the data path of UPF and gNB.
public enum GTPUFastPath {
  /// Octets of the header that ``writeHeader(into:teid:qfi:isDownlink:payloadCount:)`` writes.
  public static let headerCount = 16
  /// Octets of a header without extension headers.
  public static let plainHeaderCount = 8

  /// Whether this release defines the extension header type, one of those that the endpoint has to understand (TS 29.281 Figure 5.2.1-3).
  /// RAN containers and PDCP PDU numbers say nothing to an endpoint that takes the T-PDU out: they are understood, and skipped.
  @inlinable
  static func isDefined(_ type: UInt8) -> Bool { (0x81...0x85).contains(type) || type == 0xC0 }

  /// Reads the header of the GTP-U message that fills `datagram`. Never reads outside of it; never traps.
  @inlinable
  public static func readHeader(_ datagram: UnsafeRawBufferPointer) -> GTPUFastPathResult {
    let count = datagram.count
    guard count >= 8 else { return .malformed }
    let flags = datagram[0]
    guard flags & 0xF0 == 0x30 else { return .malformed }
    let messageType = datagram[1]
    guard messageType >= 254 else { return .signalling }
    let end = 8 + (Int(datagram[2]) << 8 | Int(datagram[3]))
    guard end <= count else { return .malformed }
    let teid = UInt32(bigEndian: datagram.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
    var header = GPDUHeader(messageType: messageType, teid: teid)
    if flags & 7 != 0 {
      guard end >= 12 else { return .malformed }
      header.payloadOffset = 12
      if flags & 4 != 0 {
        var next = datagram[11]
        var remaining = 8
        while next != 0 {
          let offset = header.payloadOffset
          guard remaining > 0, offset < end else { return .malformed }
          remaining -= 1
          let length = Int(datagram[offset]) * 4
          guard length > 0, offset + length <= end else { return .malformed }
          if next == 0x85 {
            let type = datagram[offset + 1] >> 4
            if type <= 1 {
              header.isDownlink = type == 0
              header.qfi = datagram[offset + 2] & 0x3F
              header.reflectiveQoS = type == 0 && datagram[offset + 2] & 0x40 != 0
            }
          } else if next & 0x80 != 0, !isDefined(next) {
            return .unknownExtensionHeader(type: next)
          }
          next = datagram[offset + length - 1]
          header.payloadOffset = offset + length
        }
      }
    }
    header.payloadCount = end - header.payloadOffset
    return .header(header)
  }

  /// Writes a G-PDU header with a PDU Session Container (16 octets) at the start of `buffer`.
  /// - Parameters:
  ///   - isDownlink: PDU type 0 (from the UPF) or 1 (from the gNB).
  ///   - payloadCount: octets of the T-PDU that follows.
  /// - Returns: octets written: 16, or 0 when `buffer` is too small or the payload too large.
  @inlinable
  public static func writeHeader(
    into buffer: UnsafeMutableRawBufferPointer, teid: UInt32, qfi: UInt8, reflectiveQoS: Bool = false, isDownlink: Bool, payloadCount: Int
  ) -> Int {
    guard buffer.count >= headerCount, payloadCount >= 0, payloadCount <= 0xFFFF - 8 else { return 0 }
    let length = UInt16(truncatingIfNeeded: payloadCount + 8)
    buffer.storeBytes(of: (UInt32(0x34FF_0000) | UInt32(length)).bigEndian, toByteOffset: 0, as: UInt32.self)
    buffer.storeBytes(of: teid.bigEndian, toByteOffset: 4, as: UInt32.self)
    buffer.storeBytes(of: UInt32(0x0000_0085).bigEndian, toByteOffset: 8, as: UInt32.self)
    let information = UInt32(isDownlink ? 0x00 : 0x10) << 16 | UInt32(qfi & 0x3F | (reflectiveQoS ? 0x40 : 0)) << 8
    buffer.storeBytes(of: (UInt32(1) << 24 | information).bigEndian, toByteOffset: 12, as: UInt32.self)
    return headerCount
  }

  /// Writes a header without extension headers (8 octets), for messages such as End Marker and for G-PDUs outside QoS flows.
  /// - Returns: octets written: 8, or 0 when `buffer` is too small or the payload too large.
  @inlinable
  public static func writePlainHeader(
    into buffer: UnsafeMutableRawBufferPointer, messageType: UInt8 = GTPUMessageType.gPDU, teid: UInt32, payloadCount: Int
  ) -> Int {
    guard buffer.count >= plainHeaderCount, payloadCount >= 0, payloadCount <= 0xFFFF else { return 0 }
    let first = UInt32(0x30) << 24 | UInt32(messageType) << 16 | UInt32(truncatingIfNeeded: payloadCount)
    buffer.storeBytes(of: first.bigEndian, toByteOffset: 0, as: UInt32.self)
    buffer.storeBytes(of: teid.bigEndian, toByteOffset: 4, as: UInt32.self)
    return plainHeaderCount
  }
}

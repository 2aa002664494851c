import Base

/// One datagram of the radio link: a message, or an acknowledgement of messages.
///
/// ```
/// octet 1    0x56
/// octet 2    mode: 0 unacknowledged, 1 acknowledged, 2 acknowledgement
/// octet 3-6  connection identity, 0 without a connection
/// octet 7-8  sequence number (acknowledgement: the number expected next; unacknowledged: 0)
/// octet 9-   message (not in an acknowledgement)
/// ```
public struct RadioFrame: Hashable, Sendable {
  /// What fits a UDP datagram over IPv4.
  public static let maximumOctets = 65_507
  private static let magic: UInt8 = 0x56

  public enum Content: Hashable, Sendable {
    /// Cell messages and user data.
    case unacknowledged(RadioMessage)
    /// Signalling of a connection, in order.
    case acknowledged(sequenceNumber: UInt16, RadioMessage)
    /// Everything before `next` has arrived.
    case acknowledgement(next: UInt16)
  }

  /// Chosen by the UE for each connection; stands for the C-RNTI.
  public var connection: UInt32
  public var content: Content

  public init(connection: UInt32, content: Content) {
    self.connection = connection
    self.content = content
  }

  public init(decoding octets: [UInt8]) throws(RadioLinkError) {
    guard octets.count <= Self.maximumOctets else { throw .tooLong(field: "datagram") }
    var reader = ByteReader(octets)
    guard let magic = reader.readUInt8(), let mode = reader.readUInt8(), let connection = reader.readUInt32(),
      let sequenceNumber = reader.readUInt16()
    else { throw .truncated(field: "header") }
    guard magic == Self.magic else { throw .invalid(field: "header") }
    self.connection = connection
    switch mode {
    case 0: content = .unacknowledged(try RadioMessage(reading: &reader))
    case 1: content = .acknowledged(sequenceNumber: sequenceNumber, try RadioMessage(reading: &reader))
    case 2: content = .acknowledgement(next: sequenceNumber)
    default: throw .invalid(field: "mode")
    }
    guard reader.isAtEnd else { throw .trailingOctets }
  }

  public func encode() throws(RadioLinkError) -> [UInt8] {
    var writer = ByteWriter(capacity: 64)
    writer.writeUInt8(Self.magic)
    switch content {
    case .unacknowledged(let message):
      writer.writeUInt8(0)
      writer.writeUInt32(connection)
      writer.writeUInt16(0)
      try message.write(to: &writer)
    case .acknowledged(let sequenceNumber, let message):
      writer.writeUInt8(1)
      writer.writeUInt32(connection)
      writer.writeUInt16(sequenceNumber)
      try message.write(to: &writer)
    case .acknowledgement(let next):
      writer.writeUInt8(2)
      writer.writeUInt32(connection)
      writer.writeUInt16(next)
    }
    guard writer.count <= Self.maximumOctets else { throw .tooLong(field: "datagram") }
    return writer.octets
  }
}

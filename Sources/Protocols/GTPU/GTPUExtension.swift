import Base

/// What an extension header says, by its type (TS 29.281 Figure 5.2.1-3).
public enum GTPUExtension: Hashable, Sendable {
  /// PDCP PDU Number, 0xC0 (§5.2.2.2): 16 bits, the sequence number at the source of a handover.
  case pdcpPDUNumber(UInt16)
  /// Long PDCP PDU Number, 0x82 (§5.2.2.2A): 18 bits.
  case longPDCPPDUNumber(UInt32)
  /// Long PDCP PDU Number of earlier senders, 0x03: the same content, not required to be understood.
  case earlierLongPDCPPDUNumber(UInt32)
  /// UDP Port, 0x40 (§5.2.2.1): the source port of a message that an Error Indication answers.
  case udpPort(UInt16)
  /// Service Class Indicator, 0x20 (§5.2.2.3).
  case serviceClassIndicator(UInt8)
  /// RAN Container, 0x81 (§5.2.2.4): a frame of the X2 user plane (TS 36.425), not interpreted.
  case ranContainer([UInt8])
  /// Xw RAN Container, 0x83 (§5.2.2.5): a frame of the Xw user plane (TS 36.464), not interpreted.
  case xwRANContainer([UInt8])
  /// NR RAN Container, 0x84 (§5.2.2.6).
  case nrRANContainer(NRRANContainer)
  /// PDU Session Container, 0x85 (§5.2.2.7).
  case pduSessionContainer(PDUSessionContainer)

  /// The type octet.
  public var type: UInt8 {
    switch self {
    case .pdcpPDUNumber: 0xC0
    case .longPDCPPDUNumber: 0x82
    case .earlierLongPDCPPDUNumber: 0x03
    case .udpPort: 0x40
    case .serviceClassIndicator: 0x20
    case .ranContainer: 0x81
    case .xwRANContainer: 0x83
    case .nrRANContainer: 0x84
    case .pduSessionContainer: 0x85
    }
  }

  /// - Returns: `nil` for a type that this release does not define.
  /// - Throws: ``GTPUError/invalidExtensionHeader`` when the content is not what its type says.
  public init?(_ header: GTPUExtensionHeader) throws(GTPUError) {
    var reader = ByteReader(header.content)
    switch header.type {
    case 0xC0, 0x40:
      guard let value = reader.readUInt16() else { throw .invalidExtensionHeader }
      self = header.type == 0xC0 ? .pdcpPDUNumber(value) : .udpPort(value)
    case 0x82, 0x03:
      guard let value = reader.readUInt24() else { throw .invalidExtensionHeader }
      self = header.type == 0x82 ? .longPDCPPDUNumber(value & 0x3FFFF) : .earlierLongPDCPPDUNumber(value & 0x3FFFF)
    case 0x20:
      guard let value = reader.readUInt8() else { throw .invalidExtensionHeader }
      self = .serviceClassIndicator(value)
    case 0x81: self = .ranContainer(header.content)
    case 0x83: self = .xwRANContainer(header.content)
    case 0x84: self = .nrRANContainer(try NRRANContainer(decoding: header.content))
    case GTPUExtensionHeader.pduSessionContainerType: self = .pduSessionContainer(try PDUSessionContainer(decoding: header.content))
    default: return nil
    }
  }

  /// The content of the header.
  /// - Throws: ``GTPUError/notEncodable(_:)`` when a value does not fit its field.
  public func content() throws(GTPUError) -> [UInt8] {
    var writer = ByteWriter(capacity: 8)
    switch self {
    case .pdcpPDUNumber(let value), .udpPort(let value): writer.writeUInt16(value)
    case .longPDCPPDUNumber(let value), .earlierLongPDCPPDUNumber(let value):
      guard value <= 0x3FFFF else { throw .notEncodable("long PDCP PDU number") }
      writer.writeUInt24(value)
    case .serviceClassIndicator(let value): writer.writeUInt8(value)
    case .ranContainer(let octets), .xwRANContainer(let octets): return octets
    case .nrRANContainer(let container): return try container.encode()
    case .pduSessionContainer(let container): return try container.encode()
    }
    writer.pad()
    return writer.octets
  }
}

extension ByteWriter {
  /// Zeros until length and next type complete a multiple of four octets.
  mutating func pad() {
    while count % 4 != 2 { writeUInt8(0) }
  }
}

extension ByteReader {
  /// What is left, unless it is the zero padding that ``ByteWriter/pad()`` adds by itself.
  mutating func readTrailing() -> [UInt8] {
    let rest = readRest()
    return rest.count < 4 && rest.allSatisfy { $0 == 0 } && end % 4 == 2 ? [] : rest
  }
}

extension GTPUExtensionHeader {
  /// Who must understand a header of some type (TS 29.281 Figure 5.2.1-2).
  public enum Comprehension: UInt8, Sendable {
    /// Nobody; a node on the way forwards it.
    case notRequiredForwarded = 0
    /// Nobody; a node on the way drops it.
    case notRequiredDiscarded = 1
    /// The endpoint that receives the message.
    case requiredByEndpoint = 2
    /// Whoever receives the message, on the way or at its end.
    case requiredByReceiver = 3
  }

  /// Bits 8 and 7 of the type.
  public var comprehension: Comprehension { Comprehension(rawValue: type >> 6) ?? .notRequiredForwarded }

  /// - Throws: ``GTPUError/notEncodable(_:)`` when a value does not fit its field.
  public init(_ content: GTPUExtension) throws(GTPUError) {
    self.init(type: content.type, content: try content.content())
  }

  /// The content in words; `nil` for an unknown type and for content that is not what its type says.
  public var typed: GTPUExtension? {
    do throws(GTPUError) { return try GTPUExtension(self) } catch { return nil }
  }
}

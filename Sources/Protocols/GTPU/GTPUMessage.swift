import Base

/// The type octet of a GTP-U message (TS 29.281 Table 6.1-1).
public enum GTPUMessageType {
  public static let echoRequest: UInt8 = 1
  public static let echoResponse: UInt8 = 2
  public static let errorIndication: UInt8 = 26
  public static let supportedExtensionHeadersNotification: UInt8 = 31
  public static let tunnelStatus: UInt8 = 253
  public static let endMarker: UInt8 = 254
  public static let gPDU: UInt8 = 255
}

/// One extension header (TS 29.281 §5.2.1).
public struct GTPUExtensionHeader: Hashable, Sendable {
  /// PDU Session Container.
  public static let pduSessionContainerType: UInt8 = 0x85

  public var type: UInt8
  /// Without length and next type; two octets more than a multiple of four, at most 1,018.
  public var content: [UInt8]

  public init(type: UInt8, content: [UInt8]) {
    self.type = type
    self.content = content
  }

  /// A receiving endpoint that does not know this type must answer with Supported Extension Headers Notification
  /// (bit 8 is set; §5.2.1, Figure 5.2.1-2).
  public var requiresComprehension: Bool { type & 0x80 != 0 }
}

/// What a GTP-U message says, by its type (TS 29.281 §7).
public enum GTPUBody: Hashable, Sendable {
  case echoRequest
  /// - Parameter restartCounter: Recovery, always 0 from this release's user plane.
  case echoResponse(restartCounter: UInt8)
  /// The tunnel of a G-PDU that the sender does not know.
  case errorIndication(teid: UInt32, peerAddress: IPAddress)
  case supportedExtensionHeadersNotification([UInt8])
  case tunnelStatus(GTPUTunnelStatus)
  case endMarker
  /// The T-PDU: a user's packet.
  case gPDU([UInt8])
  case other(type: UInt8, octets: [UInt8])

  public var messageType: UInt8 {
    switch self {
    case .echoRequest: GTPUMessageType.echoRequest
    case .echoResponse: GTPUMessageType.echoResponse
    case .errorIndication: GTPUMessageType.errorIndication
    case .supportedExtensionHeadersNotification: GTPUMessageType.supportedExtensionHeadersNotification
    case .tunnelStatus: GTPUMessageType.tunnelStatus
    case .endMarker: GTPUMessageType.endMarker
    case .gPDU: GTPUMessageType.gPDU
    case .other(let type, _): type
    }
  }
}

/// One GTP-U message (TS 29.281 §5):
///
///     octet 1     version = 1 (3 bits) | PT = 1 | spare | E | S | PN
///     octet 2     message type
///     octets 3-4  length of what follows octet 8
///     octets 5-8  TEID
///     if E, S or PN: sequence number (2), N-PDU number (1), next extension header type (1)
public struct GTPUMessage: Hashable, Sendable, CustomStringConvertible {
  /// Extension headers in one message that are still followed.
  public static let maximumExtensionHeaders = 8

  public var teid: UInt32
  public var sequenceNumber: UInt16?
  public var nPDUNumber: UInt8?
  public var extensionHeaders: [GTPUExtensionHeader]
  public var body: GTPUBody
  /// Elements behind those of the table (Private Extension, UDP port, later releases).
  public var elements: [GTPUElement]

  public init(
    teid: UInt32 = 0, sequenceNumber: UInt16? = nil, nPDUNumber: UInt8? = nil, extensionHeaders: [GTPUExtensionHeader] = [],
    elements: [GTPUElement] = [], _ body: GTPUBody
  ) {
    self.teid = teid
    self.sequenceNumber = sequenceNumber
    self.nPDUNumber = nPDUNumber
    self.extensionHeaders = extensionHeaders
    self.elements = elements
    self.body = body
  }

  /// The container of the first extension header 0x85; `nil` without one.
  public var pduSessionContainer: PDUSessionContainer? {
    get throws(GTPUError) {
      guard let header = extensionHeaders.first(where: { $0.type == GTPUExtensionHeader.pduSessionContainerType }) else { return nil }
      return try PDUSessionContainer(decoding: header.content)
    }
  }

  // MARK: Octets

  public init(decoding octets: [UInt8]) throws(GTPUError) {
    var whole = ByteReader(octets)
    guard let flags = whole.readUInt8() else { throw .invalidLength }
    guard flags & 0xF0 == 0x30 else { throw .unsupportedVersion }
    guard let type = whole.readUInt8(), let length = whole.readUInt16(), let teid = whole.readUInt32(),
      var reader = whole.readSlice(Int(length))
    else { throw .invalidLength }
    self.init(teid: teid, .other(type: type, octets: []))
    if flags & 7 != 0 {
      guard let sequence = reader.readUInt16(), let nPDU = reader.readUInt8(), let next = reader.readUInt8() else { throw .invalidLength }
      if flags & 2 != 0 { sequenceNumber = sequence }
      if flags & 1 != 0 { nPDUNumber = nPDU }
      if flags & 4 != 0 { extensionHeaders = try GTPUMessage.readExtensionHeaders(first: next, &reader) }
    }
    try readBody(type, &reader)
  }

  private static func readExtensionHeaders(first: UInt8, _ reader: inout ByteReader) throws(GTPUError) -> [GTPUExtensionHeader] {
    var headers: [GTPUExtensionHeader] = []
    var type = first
    while type != 0 {
      guard headers.count < maximumExtensionHeaders else { throw .tooManyExtensionHeaders }
      guard let units = reader.readUInt8(), units > 0, let content = reader.readBytes(Int(units) * 4 - 2), let next = reader.readUInt8()
      else { throw .invalidExtensionHeader }
      headers.append(GTPUExtensionHeader(type: type, content: content))
      type = next
    }
    return headers
  }

  private mutating func readBody(_ type: UInt8, _ reader: inout ByteReader) throws(GTPUError) {
    switch type {
    case GTPUMessageType.gPDU: body = .gPDU(reader.readRest())
    case GTPUMessageType.echoRequest:
      elements = try GTPUElement.readAll(&reader)
      body = .echoRequest
    case GTPUMessageType.echoResponse:
      elements = try GTPUElement.readAll(&reader)
      // A peer whose Recovery is missing has still answered; the counter itself has no meaning for GTP-U (§7.2.2).
      guard let counter = takeElement(GTPUElement.recoveryType, count: 1)?.first else {
        throw .mandatoryIEMissing(GTPUElement.recoveryType)
      }
      body = .echoResponse(restartCounter: counter)
    case GTPUMessageType.errorIndication:
      elements = try GTPUElement.readAll(&reader)
      guard let teid = takeElement(GTPUElement.teidDataIType, count: 4) else { throw .mandatoryIEMissing(GTPUElement.teidDataIType) }
      guard let octets = takeElement(GTPUElement.peerAddressType, count: nil) else {
        throw .mandatoryIEMissing(GTPUElement.peerAddressType)
      }
      guard let address = IPAddress(octets: octets) else { throw .invalidElement(GTPUElement.peerAddressType) }
      body = .errorIndication(teid: teid.reduce(0) { $0 << 8 | UInt32($1) }, peerAddress: address)
    case GTPUMessageType.supportedExtensionHeadersNotification:
      elements = try GTPUElement.readAll(&reader)
      guard let types = takeElement(GTPUElement.extensionHeaderTypeListType, count: nil) else {
        throw .mandatoryIEMissing(GTPUElement.extensionHeaderTypeListType)
      }
      body = .supportedExtensionHeadersNotification(types)
    case GTPUMessageType.tunnelStatus:
      elements = try GTPUElement.readAll(&reader)
      guard let octets = takeElement(GTPUElement.tunnelStatusInformationType, count: nil) else {
        throw .mandatoryIEMissing(GTPUElement.tunnelStatusInformationType)
      }
      guard let status = GTPUTunnelStatus(octets: octets) else { throw .invalidElement(GTPUElement.tunnelStatusInformationType) }
      body = .tunnelStatus(status)
    case GTPUMessageType.endMarker:
      elements = try GTPUElement.readAll(&reader)
      body = .endMarker
    default: body = .other(type: type, octets: reader.readRest())
    }
  }

  private mutating func takeElement(_ type: UInt8, count: Int?) -> [UInt8]? {
    guard let index = elements.firstIndex(where: { $0.type == type && (count == nil || $0.octets.count == count) }) else { return nil }
    return elements.remove(at: index).octets
  }

  /// Appends the octets of the message.
  public func encode(into octets: inout [UInt8]) throws(GTPUError) { octets += try encode() }

  /// - Throws: ``GTPUError/notEncodable(_:)`` and ``GTPUError/invalidElement(_:)`` when a value does not fit its field.
  public func encode() throws(GTPUError) -> [UInt8] {
    var writer = ByteWriter(capacity: 64)
    let flags: UInt8 = (extensionHeaders.isEmpty ? 0 : 4) | (sequenceNumber == nil ? 0 : 2) | (nPDUNumber == nil ? 0 : 1)
    writer.writeUInt8(0x30 | flags)
    writer.writeUInt8(body.messageType)
    writer.writeUInt16(0)
    writer.writeUInt32(teid)
    if flags != 0 {
      writer.writeUInt16(sequenceNumber ?? 0)
      writer.writeUInt8(nPDUNumber ?? 0)
      guard extensionHeaders.count <= Self.maximumExtensionHeaders else { throw .tooManyExtensionHeaders }
      for header in extensionHeaders {
        guard header.content.count % 4 == 2, header.content.count <= 1_018, header.type != 0 else {
          throw .notEncodable("extension header")
        }
        writer.writeUInt8(header.type)
        writer.writeUInt8(UInt8((header.content.count + 2) / 4))
        writer.writeBytes(header.content)
      }
      writer.writeUInt8(0)
    }
    try writeBody(&writer)
    guard writer.count - 8 <= 0xFFFF else { throw .notEncodable("message") }
    writer.setUInt16(UInt16(writer.count - 8), at: 2)
    return writer.octets
  }

  private func writeBody(_ writer: inout ByteWriter) throws(GTPUError) {
    switch body {
    case .echoRequest, .endMarker: break
    case .echoResponse(let counter): try GTPUElement(.recovery(counter)).write(&writer)
    case .errorIndication(let teid, let address):
      try GTPUElement(.teidDataI(teid)).write(&writer)
      try GTPUElement(.peerAddress(address)).write(&writer)
    case .supportedExtensionHeadersNotification(let types):
      try GTPUElement(.extensionHeaderTypeList(types)).write(&writer)
    case .tunnelStatus(let status): try GTPUElement(.tunnelStatusInformation(status)).write(&writer)
    case .gPDU(let packet): writer.writeBytes(packet)
    case .other(_, let octets): writer.writeBytes(octets)
    }
    for element in elements { try element.write(&writer) }
  }
}

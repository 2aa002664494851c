import Base

/// The frame of the NR user plane protocol that travels in extension header 0x84 (TS 38.425 §5.5.2).
public enum NRRANContainer: Hashable, Sendable {
  case downlinkUserData(NRDownlinkUserData)
  case downlinkDataDeliveryStatus(NRDownlinkDataDeliveryStatus)
  case assistanceInformationData(NRAssistanceInformationData)
  /// A PDU type above 2; the octets of the frame.
  case other([UInt8])

  /// Reads the content of the extension header: without length and next type.
  public init(decoding octets: [UInt8]) throws(GTPUError) {
    var reader = ByteReader(octets)
    switch reader.peekUInt8().map({ $0 >> 4 }) {
    case 0: self = .downlinkUserData(try NRDownlinkUserData(&reader))
    case 1: self = .downlinkDataDeliveryStatus(try NRDownlinkDataDeliveryStatus(&reader))
    case 2: self = .assistanceInformationData(try NRAssistanceInformationData(&reader))
    case nil: throw .invalidExtensionHeader
    default: self = .other(octets)
    }
  }

  /// The content of the extension header, padded.
  /// - Throws: ``GTPUError/notEncodable(_:)`` when a value does not fit its field.
  public func encode() throws(GTPUError) -> [UInt8] {
    var writer = ByteWriter(capacity: 32)
    switch self {
    case .downlinkUserData(let frame): try frame.write(&writer)
    case .downlinkDataDeliveryStatus(let frame): try frame.write(&writer)
    case .assistanceInformationData(let frame): try frame.write(&writer)
    case .other(let octets): return octets
    }
    writer.pad()
    return writer.octets
  }
}

/// Numbers from `start` to `end`, 24 bits each.
public struct NRSequenceNumberRange: Hashable, Sendable {
  public var start: UInt32
  public var end: UInt32

  public init(start: UInt32, end: UInt32) {
    self.start = start
    self.end = end
  }
}

/// NR PDCP PDUs that the DU shall throw away: `count` of them from `start` on.
public struct NRDiscardedBlock: Hashable, Sendable {
  /// 24 bits.
  public var start: UInt32
  public var count: UInt8

  public init(start: UInt32, count: UInt8) {
    self.start = start
    self.count = count
  }
}

/// DL USER DATA, PDU type 0 (TS 38.425 §5.5.2.1):
///
///     octet 1  type = 0 | spare | DL discard blocks | DL flush | report polling
///     octet 2  spare (3 bits) | request out of seq report | report delivered | user data existence | assistance information report
///              polling | retransmission
///     NR-U sequence number, 3 octets; then what the flags say
public struct NRDownlinkUserData: Hashable, Sendable {
  /// 24 bits.
  public var nrUSequenceNumber: UInt32
  public var reportPolling: Bool
  public var retransmission: Bool
  public var assistanceInformationReportPolling: Bool
  public var userDataExists: Bool
  public var requestsOutOfSequenceReport: Bool
  /// DL flush: the last NR PDCP PDU to be thrown away, 24 bits.
  public var discardUpTo: UInt32?
  /// At most 255; there is no count of blocks when empty.
  public var discardedBlocks: [NRDiscardedBlock]
  /// Report delivered: up to which NR PDCP PDU, 24 bits.
  public var reportDelivered: UInt32?
  /// Octets behind the known fields; empty for the minimal padding.
  public var trailing: [UInt8]

  public init(
    nrUSequenceNumber: UInt32, reportPolling: Bool = false, retransmission: Bool = false, assistanceInformationReportPolling: Bool = false,
    userDataExists: Bool = false, requestsOutOfSequenceReport: Bool = false, discardUpTo: UInt32? = nil,
    discardedBlocks: [NRDiscardedBlock] = [], reportDelivered: UInt32? = nil, trailing: [UInt8] = []
  ) {
    self.nrUSequenceNumber = nrUSequenceNumber
    self.reportPolling = reportPolling
    self.retransmission = retransmission
    self.assistanceInformationReportPolling = assistanceInformationReportPolling
    self.userDataExists = userDataExists
    self.requestsOutOfSequenceReport = requestsOutOfSequenceReport
    self.discardUpTo = discardUpTo
    self.discardedBlocks = discardedBlocks
    self.reportDelivered = reportDelivered
    self.trailing = trailing
  }

  init(_ reader: inout ByteReader) throws(GTPUError) {
    guard let first = reader.readUInt8(), let second = reader.readUInt8(), let sequence = reader.readUInt24() else {
      throw .invalidExtensionHeader
    }
    self.init(
      nrUSequenceNumber: sequence, reportPolling: first & 1 != 0, retransmission: second & 1 != 0,
      assistanceInformationReportPolling: second & 2 != 0, userDataExists: second & 4 != 0, requestsOutOfSequenceReport: second & 16 != 0)
    discardUpTo = try reader.field24(when: first & 2 != 0)
    if first & 4 != 0 {
      guard let count = reader.readUInt8() else { throw .invalidExtensionHeader }
      for _ in 0..<count {
        guard let start = reader.readUInt24(), let size = reader.readUInt8() else { throw .invalidExtensionHeader }
        discardedBlocks.append(NRDiscardedBlock(start: start, count: size))
      }
    }
    reportDelivered = try reader.field24(when: second & 8 != 0)
    trailing = reader.readTrailing()
  }

  func write(_ writer: inout ByteWriter) throws(GTPUError) {
    var first: UInt8 = reportPolling ? 1 : 0
    if discardUpTo != nil { first |= 2 }
    if !discardedBlocks.isEmpty { first |= 4 }
    writer.writeUInt8(first)
    var second: UInt8 = retransmission ? 1 : 0
    if assistanceInformationReportPolling { second |= 2 }
    if userDataExists { second |= 4 }
    if reportDelivered != nil { second |= 8 }
    if requestsOutOfSequenceReport { second |= 16 }
    writer.writeUInt8(second)
    try writer.write24(nrUSequenceNumber, "NR-U sequence number")
    try writer.write24(discardUpTo, "DL discard NR PDCP PDU SN")
    if !discardedBlocks.isEmpty {
      try writer.writeCount(discardedBlocks.count, "DL discard blocks")
      for block in discardedBlocks {
        try writer.write24(block.start, "DL discard NR PDCP PDU SN start")
        writer.writeUInt8(block.count)
      }
    }
    try writer.write24(reportDelivered, "DL report NR PDCP PDU SN")
    writer.writeBytes(trailing)
  }
}

/// DL DATA DELIVERY STATUS, PDU type 1 (TS 38.425 §5.5.2.2):
///
///     octet 1  type = 1 | highest transmitted | highest delivered | final frame | lost packet report
///     octet 2  spare (3 bits) | delivered ranges | data rate | highest retransmitted | highest delivered retransmitted | cause
///     desired buffer size, 4 octets; then what the flags say
public struct NRDownlinkDataDeliveryStatus: Hashable, Sendable {
  public var isFinalFrame: Bool
  public var desiredBufferSizeOctets: UInt32
  public var desiredDataRateOctetsPerSecond: UInt32?
  /// Lost NR-U sequence numbers; `nil` without a report. At most 255.
  public var lostRanges: [NRSequenceNumberRange]?
  /// NR PDCP sequence numbers, 24 bits.
  public var highestDelivered: UInt32?
  public var highestTransmitted: UInt32?
  /// 0 unknown, 1 radio link outage, 2 radio link resume, 3 UL outage, 4 DL outage, 5 UL resume, 6 DL resume.
  public var cause: UInt8?
  public var highestDeliveredRetransmitted: UInt32?
  public var highestRetransmitted: UInt32?
  /// NR PDCP PDUs that were delivered out of sequence; `nil` without a report. At most 255.
  public var deliveredRanges: [NRSequenceNumberRange]?
  /// Octets behind the known fields; empty for the minimal padding.
  public var trailing: [UInt8] = []

  public init(desiredBufferSizeOctets: UInt32, isFinalFrame: Bool = false) {
    self.desiredBufferSizeOctets = desiredBufferSizeOctets
    self.isFinalFrame = isFinalFrame
  }

  init(_ reader: inout ByteReader) throws(GTPUError) {
    guard let first = reader.readUInt8(), let second = reader.readUInt8(), let size = reader.readUInt32() else {
      throw .invalidExtensionHeader
    }
    self.init(desiredBufferSizeOctets: size, isFinalFrame: first & 2 != 0)
    if second & 8 != 0 {
      guard let rate = reader.readUInt32() else { throw .invalidExtensionHeader }
      desiredDataRateOctetsPerSecond = rate
    }
    lostRanges = try reader.ranges(when: first & 1 != 0)
    highestDelivered = try reader.field24(when: first & 4 != 0)
    highestTransmitted = try reader.field24(when: first & 8 != 0)
    if second & 1 != 0 {
      guard let value = reader.readUInt8() else { throw .invalidExtensionHeader }
      cause = value
    }
    highestDeliveredRetransmitted = try reader.field24(when: second & 2 != 0)
    highestRetransmitted = try reader.field24(when: second & 4 != 0)
    deliveredRanges = try reader.ranges(when: second & 16 != 0)
    trailing = reader.readTrailing()
  }

  func write(_ writer: inout ByteWriter) throws(GTPUError) {
    var first: UInt8 = 0x10 | (lostRanges == nil ? 0 : 1) | (isFinalFrame ? 2 : 0)
    first |= (highestDelivered == nil ? 0 : 4) | (highestTransmitted == nil ? 0 : 8)
    writer.writeUInt8(first)
    var second: UInt8 = (cause == nil ? 0 : 1) | (highestDeliveredRetransmitted == nil ? 0 : 2) | (highestRetransmitted == nil ? 0 : 4)
    second |= (desiredDataRateOctetsPerSecond == nil ? 0 : 8) | (deliveredRanges == nil ? 0 : 16)
    writer.writeUInt8(second)
    writer.writeUInt32(desiredBufferSizeOctets)
    if let desiredDataRateOctetsPerSecond { writer.writeUInt32(desiredDataRateOctetsPerSecond) }
    try writer.write(lostRanges, "lost NR-U sequence number ranges")
    try writer.write24(highestDelivered, "highest delivered NR PDCP SN")
    try writer.write24(highestTransmitted, "highest transmitted NR PDCP SN")
    if let cause { writer.writeUInt8(cause) }
    try writer.write24(highestDeliveredRetransmitted, "highest delivered retransmitted NR PDCP SN")
    try writer.write24(highestRetransmitted, "highest retransmitted NR PDCP SN")
    try writer.write(deliveredRanges, "delivered NR PDCP SN ranges")
    writer.writeBytes(trailing)
  }
}

/// ASSISTANCE INFORMATION DATA, PDU type 2 (TS 38.425 §5.5.2.3):
///
///     octet 1  type = 2 | PDCP duplication | assistance information | UL delay | DL delay
///     octet 2  spare (7 bits) | PDCP duplication activation suggestion
public struct NRAssistanceInformationData: Hashable, Sendable {
  /// A measure of the radio, by its type (TS 38.425 §5.5.3.36).
  public struct Information: Hashable, Sendable {
    public var type: UInt8
    /// At most 255 octets.
    public var value: [UInt8]

    public init(type: UInt8, value: [UInt8]) {
      self.type = type
      self.value = value
    }
  }

  /// Whether PDCP duplication shall be active; `nil` without a suggestion.
  public var suggestsPDCPDuplication: Bool?
  /// `nil` without assistance information. At most 255.
  public var assistanceInformation: [Information]?
  public var uplinkDelayMilliseconds: UInt32?
  public var downlinkDelayMilliseconds: UInt32?
  /// Octets behind the known fields; empty for the minimal padding.
  public var trailing: [UInt8] = []

  public init() {}

  init(_ reader: inout ByteReader) throws(GTPUError) {
    guard let first = reader.readUInt8(), let second = reader.readUInt8() else { throw .invalidExtensionHeader }
    if first & 8 != 0 { suggestsPDCPDuplication = second & 1 != 0 }
    if first & 4 != 0 {
      guard let count = reader.readUInt8() else { throw .invalidExtensionHeader }
      var items: [Information] = []
      for _ in 0..<count {
        guard let type = reader.readUInt8(), let length = reader.readUInt8(), let value = reader.readBytes(Int(length)) else {
          throw .invalidExtensionHeader
        }
        items.append(Information(type: type, value: value))
      }
      assistanceInformation = items
    }
    if first & 2 != 0 {
      guard let delay = reader.readUInt32() else { throw .invalidExtensionHeader }
      uplinkDelayMilliseconds = delay
    }
    if first & 1 != 0 {
      guard let delay = reader.readUInt32() else { throw .invalidExtensionHeader }
      downlinkDelayMilliseconds = delay
    }
    trailing = reader.readTrailing()
  }

  func write(_ writer: inout ByteWriter) throws(GTPUError) {
    let first: UInt8 = 0x20 | (suggestsPDCPDuplication == nil ? 0 : 8) | (assistanceInformation == nil ? 0 : 4)
    writer.writeUInt8(first | (uplinkDelayMilliseconds == nil ? 0 : 2) | (downlinkDelayMilliseconds == nil ? 0 : 1))
    writer.writeUInt8(suggestsPDCPDuplication == true ? 1 : 0)
    if let assistanceInformation {
      try writer.writeCount(assistanceInformation.count, "assistance information")
      for item in assistanceInformation {
        writer.writeUInt8(item.type)
        try writer.writeCount(item.value.count, "radio quality assistance information")
        writer.writeBytes(item.value)
      }
    }
    if let uplinkDelayMilliseconds { writer.writeUInt32(uplinkDelayMilliseconds) }
    if let downlinkDelayMilliseconds { writer.writeUInt32(downlinkDelayMilliseconds) }
    writer.writeBytes(trailing)
  }
}

extension ByteReader {
  fileprivate mutating func field24(when isPresent: Bool) throws(GTPUError) -> UInt32? {
    guard isPresent else { return nil }
    guard let value = readUInt24() else { throw .invalidExtensionHeader }
    return value
  }

  fileprivate mutating func ranges(when isPresent: Bool) throws(GTPUError) -> [NRSequenceNumberRange]? {
    guard isPresent else { return nil }
    guard let count = readUInt8() else { throw .invalidExtensionHeader }
    var ranges: [NRSequenceNumberRange] = []
    for _ in 0..<count {
      guard let start = readUInt24(), let end = readUInt24() else { throw .invalidExtensionHeader }
      ranges.append(NRSequenceNumberRange(start: start, end: end))
    }
    return ranges
  }
}

extension ByteWriter {
  fileprivate mutating func write24(_ value: UInt32?, _ name: String) throws(GTPUError) {
    guard let value else { return }
    guard value <= 0xFF_FFFF else { throw .notEncodable(name) }
    writeUInt24(value)
  }

  fileprivate mutating func writeCount(_ count: Int, _ name: String) throws(GTPUError) {
    guard let value = UInt8(exactly: count) else { throw .notEncodable(name) }
    writeUInt8(value)
  }

  fileprivate mutating func write(_ ranges: [NRSequenceNumberRange]?, _ name: String) throws(GTPUError) {
    guard let ranges else { return }
    try writeCount(ranges.count, name)
    for range in ranges {
      try write24(range.start, name)
      try write24(range.end, name)
    }
  }
}

import Base

/// The frame of the PDU Session User Plane protocol that travels in extension header 0x85 (TS 38.415 §5.5.2).
public enum PDUSessionContainer: Hashable, Sendable {
  case downlink(DownlinkPDUSessionInformation)
  case uplink(UplinkPDUSessionInformation)
  /// A PDU type that is not 0 or 1; the octets of the frame.
  case other([UInt8])

  /// The QoS flow of the packet; `nil` for an unknown PDU type.
  public var qfi: UInt8? {
    switch self {
    case .downlink(let information): information.qfi
    case .uplink(let information): information.qfi
    case .other: nil
    }
  }

  /// Reads the content of the extension header: without length and next type.
  public init(decoding octets: [UInt8]) throws(GTPUError) {
    var reader = ByteReader(octets)
    switch reader.peekUInt8().map({ $0 >> 4 }) {
    case 0: self = .downlink(try DownlinkPDUSessionInformation(&reader))
    case 1: self = .uplink(try UplinkPDUSessionInformation(&reader))
    case nil: throw .invalidExtensionHeader
    default: self = .other(octets)
    }
  }

  /// The content of the extension header, padded so that length and next type complete a multiple of four octets.
  /// - Throws: ``GTPUError/notEncodable(_:)`` when a value does not fit its field.
  public func encode() throws(GTPUError) -> [UInt8] {
    var writer = ByteWriter(capacity: 16)
    switch self {
    case .downlink(let information): try information.write(&writer)
    case .uplink(let information): try information.write(&writer)
    case .other(let octets): return octets
    }
    writer.pad()
    return writer.octets
  }

  public init(json: JSON) throws(GTPUError) {
    if let information = json["downlink"] {
      self = .downlink(try DownlinkPDUSessionInformation(json: information))
    } else if let information = json["uplink"] {
      self = .uplink(try UplinkPDUSessionInformation(json: information))
    } else if let octets = json["octets"]?.stringValue.flatMap({ Hex.decode($0) }) {
      self = .other(octets)
    } else {
      throw .json("pduSessionContainer")
    }
  }

  public var json: JSON {
    switch self {
    case .downlink(let information): ["downlink": information.json]
    case .uplink(let information): ["uplink": information.json]
    case .other(let octets): ["octets": .string(Hex.encode(octets))]
    }
  }
}

/// DL PDU SESSION INFORMATION, PDU type 0 (TS 38.415 §5.5.2.1):
///
///     octet 1  type = 0 | QMP | SNP | MSNP | spare
///     octet 2  PPP | RQI | QFI (6 bits)
///     if PPP:  PPI (3 bits) | spare
///     if QMP:  DL sending time stamp, 8 octets
///     if SNP:  DL QFI sequence number, 3 octets
///     if MSNP: DL MBS QFI sequence number, 4 octets
public struct DownlinkPDUSessionInformation: Hashable, Sendable {
  /// QoS flow identifier, 6 bits.
  public var qfi: UInt8
  /// RQI: the UE shall apply reflective QoS.
  public var reflectiveQoS: Bool
  /// PPI, 3 bits.
  public var pagingPolicyIndicator: UInt8?
  /// NTP time stamp for QoS monitoring.
  public var sendingTimeStamp: UInt64?
  /// 24 bits.
  public var qfiSequenceNumber: UInt32?
  public var mbsQFISequenceNumber: UInt32?
  /// Octets behind the known fields: padding, or fields of a later release. Empty for the minimal padding.
  public var trailing: [UInt8] = []

  public init(qfi: UInt8, reflectiveQoS: Bool = false, pagingPolicyIndicator: UInt8? = nil) {
    self.qfi = qfi & 0x3F
    self.reflectiveQoS = reflectiveQoS
    self.pagingPolicyIndicator = pagingPolicyIndicator.map { $0 & 7 }
  }

  init(_ reader: inout ByteReader) throws(GTPUError) {
    guard let first = reader.readUInt8(), let second = reader.readUInt8() else { throw .invalidExtensionHeader }
    self.init(qfi: second, reflectiveQoS: second & 0x40 != 0)
    if second & 0x80 != 0 {
      guard let value = reader.readUInt8() else { throw .invalidExtensionHeader }
      pagingPolicyIndicator = value >> 5
    }
    if first & 8 != 0 {
      guard let value = reader.readUInt64() else { throw .invalidExtensionHeader }
      sendingTimeStamp = value
    }
    if first & 4 != 0 {
      guard let value = reader.readUInt24() else { throw .invalidExtensionHeader }
      qfiSequenceNumber = value
    }
    if first & 2 != 0 {
      guard let value = reader.readUInt32() else { throw .invalidExtensionHeader }
      mbsQFISequenceNumber = value
    }
    trailing = reader.readTrailing()
  }

  func write(_ writer: inout ByteWriter) throws(GTPUError) {
    guard qfi < 64 else { throw .notEncodable("QFI") }
    guard (pagingPolicyIndicator ?? 0) < 8 else { throw .notEncodable("PPI") }
    guard (qfiSequenceNumber ?? 0) <= 0xFF_FFFF else { throw .notEncodable("DL QFI sequence number") }
    let flags: UInt8 = (sendingTimeStamp == nil ? 0 : 8) | (qfiSequenceNumber == nil ? 0 : 4) | (mbsQFISequenceNumber == nil ? 0 : 2)
    writer.writeUInt8(flags)
    writer.writeUInt8((pagingPolicyIndicator == nil ? 0 : 0x80) | (reflectiveQoS ? 0x40 : 0) | qfi & 0x3F)
    if let pagingPolicyIndicator { writer.writeUInt8(pagingPolicyIndicator << 5) }
    if let sendingTimeStamp { writer.writeUInt64(sendingTimeStamp) }
    if let qfiSequenceNumber { writer.writeUInt24(qfiSequenceNumber) }
    if let mbsQFISequenceNumber { writer.writeUInt32(mbsQFISequenceNumber) }
    writer.writeBytes(trailing)
  }

  init(json: JSON) throws(GTPUError) {
    guard let qfi = json["qfi"]?.integerValue(UInt8.self), qfi < 64 else { throw .json("qfi") }
    self.init(qfi: qfi, reflectiveQoS: try flag(json, "reflectiveQoS"))
    pagingPolicyIndicator = try optionalInteger(json, "pagingPolicyIndicator", maximum: 7)
    sendingTimeStamp = try optionalInteger(json, "sendingTimeStamp", maximum: .max)
    qfiSequenceNumber = try optionalInteger(json, "qfiSequenceNumber", maximum: 0xFF_FFFF)
    mbsQFISequenceNumber = try optionalInteger(json, "mbsQFISequenceNumber", maximum: .max)
    trailing = try optionalOctets(json, "trailing")
  }

  var json: JSON {
    var object = JSON.Object()
    object["qfi"] = .int(qfi)
    object["reflectiveQoS"] = .bool(reflectiveQoS)
    object["pagingPolicyIndicator"] = pagingPolicyIndicator.map { .int($0) }
    object["sendingTimeStamp"] = sendingTimeStamp.map { .int($0) }
    object["qfiSequenceNumber"] = qfiSequenceNumber.map { .int($0) }
    object["mbsQFISequenceNumber"] = mbsQFISequenceNumber.map { .int($0) }
    object.setOctets("trailing", trailing)
    return .object(object)
  }
}

/// UL PDU SESSION INFORMATION, PDU type 1 (TS 38.415 §5.5.2.2):
///
///     octet 1  type = 1 | QMP | DL delay | UL delay | SNP
///     octet 2  N3/N9 delay | new IE flag | QFI (6 bits)
///     if QMP:  DL sending time stamp repeated, DL received time stamp, UL sending time stamp, 8 octets each
///     DL delay result, UL delay result, 4 octets each; UL QFI sequence number, 3 octets; N3/N9 delay result, 4 octets
///     if new IE flag: spare (7 bits) | D1 UL PDCP delay result indicator; D1 UL PDCP delay result, 4 octets
public struct UplinkPDUSessionInformation: Hashable, Sendable {
  public struct TimeStamps: Hashable, Sendable {
    public var downlinkSendingRepeated: UInt64
    public var downlinkReceived: UInt64
    public var uplinkSending: UInt64

    public init(downlinkSendingRepeated: UInt64, downlinkReceived: UInt64, uplinkSending: UInt64) {
      self.downlinkSendingRepeated = downlinkSendingRepeated
      self.downlinkReceived = downlinkReceived
      self.uplinkSending = uplinkSending
    }
  }

  /// Fields that a further octet of flags tells of (New IE Flag).
  public struct NewElements: Hashable, Sendable {
    /// D1 UL PDCP delay result, milliseconds.
    public var d1UplinkPDCPDelayResult: UInt32?
    /// Flags of a later release, bits 2 to 8; what they tell of is in `trailing`.
    public var laterFlags: UInt8

    public init(d1UplinkPDCPDelayResult: UInt32? = nil, laterFlags: UInt8 = 0) {
      self.d1UplinkPDCPDelayResult = d1UplinkPDCPDelayResult
      self.laterFlags = laterFlags & 0xFE
    }
  }

  /// QoS flow identifier, 6 bits.
  public var qfi: UInt8
  public var timeStamps: TimeStamps?
  public var downlinkDelayResult: UInt32?
  public var uplinkDelayResult: UInt32?
  /// 24 bits.
  public var qfiSequenceNumber: UInt32?
  public var n3n9DelayResult: UInt32?
  /// What the new IE flag adds; `nil` without it.
  public var newElements: NewElements?
  /// Octets behind the known fields: padding, or fields of a later release. Empty for the minimal padding.
  public var trailing: [UInt8] = []

  public init(qfi: UInt8) { self.qfi = qfi & 0x3F }

  init(_ reader: inout ByteReader) throws(GTPUError) {
    guard let first = reader.readUInt8(), let second = reader.readUInt8() else { throw .invalidExtensionHeader }
    self.init(qfi: second)
    if first & 8 != 0 {
      guard let repeated = reader.readUInt64(), let received = reader.readUInt64(), let sending = reader.readUInt64() else {
        throw .invalidExtensionHeader
      }
      timeStamps = TimeStamps(downlinkSendingRepeated: repeated, downlinkReceived: received, uplinkSending: sending)
    }
    if first & 4 != 0 {
      guard let value = reader.readUInt32() else { throw .invalidExtensionHeader }
      downlinkDelayResult = value
    }
    if first & 2 != 0 {
      guard let value = reader.readUInt32() else { throw .invalidExtensionHeader }
      uplinkDelayResult = value
    }
    if first & 1 != 0 {
      guard let value = reader.readUInt24() else { throw .invalidExtensionHeader }
      qfiSequenceNumber = value
    }
    if second & 0x80 != 0 {
      guard let value = reader.readUInt32() else { throw .invalidExtensionHeader }
      n3n9DelayResult = value
    }
    if second & 0x40 != 0 {
      guard let flags = reader.readUInt8() else { throw .invalidExtensionHeader }
      var elements = NewElements(laterFlags: flags)
      if flags & 1 != 0 {
        guard let value = reader.readUInt32() else { throw .invalidExtensionHeader }
        elements.d1UplinkPDCPDelayResult = value
      }
      newElements = elements
    }
    trailing = reader.readTrailing()
  }

  func write(_ writer: inout ByteWriter) throws(GTPUError) {
    guard qfi < 64 else { throw .notEncodable("QFI") }
    guard (qfiSequenceNumber ?? 0) <= 0xFF_FFFF else { throw .notEncodable("UL QFI sequence number") }
    var flags: UInt8 = 0x10 | (timeStamps == nil ? 0 : 8) | (downlinkDelayResult == nil ? 0 : 4)
    flags |= (uplinkDelayResult == nil ? 0 : 2) | (qfiSequenceNumber == nil ? 0 : 1)
    writer.writeUInt8(flags)
    writer.writeUInt8((n3n9DelayResult == nil ? 0 : 0x80) | (newElements == nil ? 0 : 0x40) | qfi & 0x3F)
    if let timeStamps {
      writer.writeUInt64(timeStamps.downlinkSendingRepeated)
      writer.writeUInt64(timeStamps.downlinkReceived)
      writer.writeUInt64(timeStamps.uplinkSending)
    }
    if let downlinkDelayResult { writer.writeUInt32(downlinkDelayResult) }
    if let uplinkDelayResult { writer.writeUInt32(uplinkDelayResult) }
    if let qfiSequenceNumber { writer.writeUInt24(qfiSequenceNumber) }
    if let n3n9DelayResult { writer.writeUInt32(n3n9DelayResult) }
    if let newElements {
      writer.writeUInt8(newElements.laterFlags & 0xFE | (newElements.d1UplinkPDCPDelayResult == nil ? 0 : 1))
      if let result = newElements.d1UplinkPDCPDelayResult { writer.writeUInt32(result) }
    }
    writer.writeBytes(trailing)
  }

  init(json: JSON) throws(GTPUError) {
    guard let qfi = json["qfi"]?.integerValue(UInt8.self), qfi < 64 else { throw .json("qfi") }
    self.init(qfi: qfi)
    if let stamps = json["timeStamps"] {
      guard let repeated = stamps["downlinkSendingRepeated"]?.integerValue(UInt64.self),
        let received = stamps["downlinkReceived"]?.integerValue(UInt64.self),
        let sending = stamps["uplinkSending"]?.integerValue(UInt64.self)
      else { throw .json("timeStamps") }
      timeStamps = TimeStamps(downlinkSendingRepeated: repeated, downlinkReceived: received, uplinkSending: sending)
    }
    downlinkDelayResult = try optionalInteger(json, "downlinkDelayResult", maximum: .max)
    uplinkDelayResult = try optionalInteger(json, "uplinkDelayResult", maximum: .max)
    qfiSequenceNumber = try optionalInteger(json, "qfiSequenceNumber", maximum: 0xFF_FFFF)
    n3n9DelayResult = try optionalInteger(json, "n3n9DelayResult", maximum: .max)
    if let elements = json["newElements"] {
      newElements = NewElements(
        d1UplinkPDCPDelayResult: try optionalInteger(elements, "d1UplinkPDCPDelayResult", maximum: .max),
        laterFlags: try optionalInteger(elements, "laterFlags", maximum: .max) ?? 0)
    }
    trailing = try optionalOctets(json, "trailing")
  }

  var json: JSON {
    var object = JSON.Object()
    object["qfi"] = .int(qfi)
    if let timeStamps {
      object["timeStamps"] = [
        "downlinkSendingRepeated": .int(timeStamps.downlinkSendingRepeated), "downlinkReceived": .int(timeStamps.downlinkReceived),
        "uplinkSending": .int(timeStamps.uplinkSending),
      ]
    }
    object["downlinkDelayResult"] = downlinkDelayResult.map { .int($0) }
    object["uplinkDelayResult"] = uplinkDelayResult.map { .int($0) }
    object["qfiSequenceNumber"] = qfiSequenceNumber.map { .int($0) }
    object["n3n9DelayResult"] = n3n9DelayResult.map { .int($0) }
    if let newElements {
      var elements = JSON.Object()
      elements["d1UplinkPDCPDelayResult"] = newElements.d1UplinkPDCPDelayResult.map { .int($0) }
      if newElements.laterFlags != 0 { elements["laterFlags"] = .int(newElements.laterFlags) }
      object["newElements"] = .object(elements)
    }
    object.setOctets("trailing", trailing)
    return .object(object)
  }
}

extension JSON.Object {
  /// Adds the member when it is set.
  mutating func setFlag(_ key: String, _ value: Bool) {
    if value { self[key] = true }
  }

  /// Adds the octets unless there are none.
  mutating func setOctets(_ key: String, _ octets: [UInt8]) {
    if !octets.isEmpty { self[key] = .string(Hex.encode(octets)) }
  }
}

func optionalInteger<Value: FixedWidthInteger>(_ json: JSON, _ name: String, maximum: Value) throws(GTPUError) -> Value? {
  guard let member = json[name] else { return nil }
  guard let value = member.integerValue(Value.self), value <= maximum else { throw .json(name) }
  return value
}

func requiredInteger<Value: FixedWidthInteger>(_ json: JSON, _ name: String, maximum: Value) throws(GTPUError) -> Value {
  guard let value = try optionalInteger(json, name, maximum: maximum) else { throw .json(name) }
  return value
}

func flag(_ json: JSON, _ name: String) throws(GTPUError) -> Bool {
  guard let member = json[name] else { return false }
  guard let value = member.boolValue else { throw .json(name) }
  return value
}

func optionalOctets(_ json: JSON, _ name: String) throws(GTPUError) -> [UInt8] {
  guard let member = json[name] else { return [] }
  guard let octets = member.stringValue.flatMap({ Hex.decode($0) }) else { throw .json(name) }
  return octets
}

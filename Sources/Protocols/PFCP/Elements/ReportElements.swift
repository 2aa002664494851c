import Base

/// Octet or packet counts, each behind a flag: Volume Threshold, Quota, Subsequent ones (TS 29.244 §8.2.13, §8.2.50) and
/// Volume Measurement (§8.2.44), whose packet counts only the measurement carries.
public struct PFCPVolume: Hashable, Sendable, LeafElement {
  /// Total, uplink, downlink octets; then total, uplink, downlink packets.
  private var counts: [UInt64?] = Array(repeating: nil, count: 6)
  private static let names = ["totalOctets", "uplinkOctets", "downlinkOctets", "totalPackets", "uplinkPackets", "downlinkPackets"]

  public init() {}

  public init(totalOctets: UInt64? = nil, uplinkOctets: UInt64? = nil, downlinkOctets: UInt64? = nil) {
    counts = [totalOctets, uplinkOctets, downlinkOctets, nil, nil, nil]
  }

  public var totalOctets: UInt64? {
    get { counts[0] }
    set { counts[0] = newValue }
  }
  public var uplinkOctets: UInt64? {
    get { counts[1] }
    set { counts[1] = newValue }
  }
  public var downlinkOctets: UInt64? {
    get { counts[2] }
    set { counts[2] = newValue }
  }
  public var totalPackets: UInt64? {
    get { counts[3] }
    set { counts[3] = newValue }
  }
  public var uplinkPackets: UInt64? {
    get { counts[4] }
    set { counts[4] = newValue }
  }
  public var downlinkPackets: UInt64? {
    get { counts[5] }
    set { counts[5] = newValue }
  }

  init?(reading reader: inout ByteReader) {
    guard let flags = reader.readUInt8() else { return nil }
    for index in 0..<6 where flags >> UInt8(index) & 1 == 1 {
      guard let value = reader.readUInt64() else { return nil }
      counts[index] = value
    }
  }

  func write(to writer: inout ByteWriter) {
    writer.writeUInt8(counts.indices.reduce(0) { $0 | (counts[$1] == nil ? 0 : 1 << UInt8($1)) })
    for case .some(let value) in counts { writer.writeUInt64(value) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue else { return nil }
    for (index, name) in Self.names.enumerated() {
      guard let value = object.get(name, UInt64.self) else { return nil }
      counts[index] = value
    }
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    for (index, name) in Self.names.enumerated() { object.set(name, counts[index]) }
    return .object(object)
  }
}

/// Dropped DL Traffic Threshold (TS 29.244 §8.2.49).
public struct DroppedDownlinkTrafficThreshold: Hashable, Sendable, LeafElement {
  public var packets: UInt64?
  public var octets: UInt64?

  public init(packets: UInt64? = nil, octets: UInt64? = nil) {
    self.packets = packets
    self.octets = octets
  }

  init?(reading reader: inout ByteReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 1 != 0 {
      guard let value = reader.readUInt64() else { return nil }
      packets = value
    }
    if flags & 2 != 0 {
      guard let value = reader.readUInt64() else { return nil }
      octets = value
    }
  }

  func write(to writer: inout ByteWriter) {
    writer.writeUInt8((packets == nil ? 0 : 1) | (octets == nil ? 0 : 2))
    if let packets { writer.writeUInt64(packets) }
    if let octets { writer.writeUInt64(octets) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let packets = object.get("packets", UInt64.self), let octets = object.get("octets", UInt64.self)
    else { return nil }
    self.init(packets: packets, octets: octets)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("packets", packets)
    object.set("octets", octets)
    return .object(object)
  }
}

/// What the first downlink packet says about its paging (TS 29.244 §8.2.27).
public struct DownlinkDataServiceInformation: Hashable, Sendable, LeafElement {
  /// The DSCP of the packet, 6 bits.
  public var pagingPolicyIndication: UInt8?
  public var qfi: QoSFlowIdentifier?

  public init(pagingPolicyIndication: UInt8? = nil, qfi: QoSFlowIdentifier? = nil) {
    self.pagingPolicyIndication = pagingPolicyIndication
    self.qfi = qfi
  }

  init?(reading reader: inout ByteReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 1 != 0 {
      guard let value = reader.readUInt8() else { return nil }
      pagingPolicyIndication = value & 0x3F
    }
    if flags & 2 != 0 {
      guard let value = QoSFlowIdentifier(reading: &reader) else { return nil }
      qfi = value
    }
  }

  func write(to writer: inout ByteWriter) {
    writer.writeUInt8((pagingPolicyIndication == nil ? 0 : 1) | (qfi == nil ? 0 : 2))
    if let pagingPolicyIndication { writer.writeUInt8(pagingPolicyIndication & 0x3F) }
    qfi?.write(to: &writer)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let indication = object.get("pagingPolicyIndication", UInt8.self), (indication ?? 0) < 64,
      let qfi = object.get("qfi", QoSFlowIdentifier.self)
    else { return nil }
    self.init(pagingPolicyIndication: indication, qfi: qfi)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("pagingPolicyIndication", pagingPolicyIndication)
    object.set("qfi", qfi)
    return .object(object)
  }
}

/// The rule that could not be created or modified (TS 29.244 §8.2.80).
public struct FailedRuleID: Hashable, Sendable, LeafElement {
  /// 0 PDR, 1 FAR, 2 QER, 3 URR, 4 BAR, 5 MAR, 6 SRR.
  public var type: UInt8
  public var ruleID: UInt32

  public init(type: UInt8, ruleID: UInt32) {
    self.type = type
    self.ruleID = ruleID
  }

  public static func pdr(_ identifier: UInt16) -> Self { Self(type: 0, ruleID: UInt32(identifier)) }
  public static func far(_ identifier: UInt32) -> Self { Self(type: 1, ruleID: identifier) }
  public static func qer(_ identifier: UInt32) -> Self { Self(type: 2, ruleID: identifier) }
  public static func urr(_ identifier: UInt32) -> Self { Self(type: 3, ruleID: identifier) }
  public static func bar(_ identifier: UInt8) -> Self { Self(type: 4, ruleID: UInt32(identifier)) }

  private static func width(_ type: UInt8) -> Int {
    switch type {
    case 0, 5: 2
    case 4, 6: 1
    default: 4
    }
  }

  var isConsistent: Bool { type < 32 && UInt64(ruleID) < 1 << UInt64(8 * Self.width(type)) }

  init?(reading reader: inout ByteReader) {
    guard let type = reader.readUInt8(), let value = reader.readInteger(octetCount: Self.width(type & 0x1F)) else { return nil }
    self.init(type: type & 0x1F, ruleID: UInt32(truncatingIfNeeded: value))
  }

  func write(to writer: inout ByteWriter) {
    writer.writeUInt8(type & 0x1F)
    writer.writeInteger(UInt64(ruleID), octetCount: Self.width(type & 0x1F))
  }

  init?(fromJSON json: JSON) {
    guard let type = json["type"]?.integerValue(UInt8.self), let rule = json["ruleID"]?.integerValue(UInt32.self) else { return nil }
    self.init(type: type, ruleID: rule)
  }

  func writeJSON() -> JSON { ["type": .int(type), "ruleID": .int(ruleID)] }
}

/// Where a detected application's flow goes (TS 29.244 §8.2.61).
public struct FlowInformation: Hashable, Sendable, LeafElement {
  /// 0 unspecified, 1 downlink, 2 uplink, 3 both.
  public var direction: UInt8
  public var flowDescription: PFCPText

  public init(direction: UInt8, flowDescription: PFCPText) {
    self.direction = direction
    self.flowDescription = flowDescription
  }

  var isConsistent: Bool { direction < 8 && flowDescription.octets.count <= 0xFFFF }

  init?(reading reader: inout ByteReader) {
    guard let direction = reader.readUInt8(), let length = reader.readUInt16(), let octets = reader.readBytes(Int(length)) else {
      return nil
    }
    self.init(direction: direction & 7, flowDescription: PFCPText(octets: octets))
  }

  func write(to writer: inout ByteWriter) {
    writer.writeUInt8(direction & 7)
    writer.writeUInt16(UInt16(truncatingIfNeeded: flowDescription.octets.count))
    flowDescription.write(to: &writer)
  }

  init?(fromJSON json: JSON) {
    guard let direction = json["direction"]?.integerValue(UInt8.self), let text = json["flowDescription"].flatMap(PFCPText.init(fromJSON:))
    else { return nil }
    self.init(direction: direction, flowDescription: text)
  }

  func writeJSON() -> JSON { ["direction": .int(direction), "flowDescription": flowDescription.writeJSON()] }
}

/// Where matching traffic is redirected (TS 29.244 §8.2.20).
public struct RedirectInformation: Hashable, Sendable, LeafElement {
  /// 0 IPv4, 1 IPv6, 2 URL, 3 SIP URI, 4 IPv4 and IPv6.
  public var addressType: UInt8
  public var serverAddress: PFCPText
  public var otherServerAddress: PFCPText?

  public init(addressType: UInt8, serverAddress: PFCPText, otherServerAddress: PFCPText? = nil) {
    self.addressType = addressType
    self.serverAddress = serverAddress
    self.otherServerAddress = otherServerAddress
  }

  var isConsistent: Bool {
    addressType < 16 && serverAddress.octets.count <= 0xFFFF && (otherServerAddress?.octets.count ?? 0) <= 0xFFFF
      && (addressType == 4) == (otherServerAddress != nil)
  }

  init?(reading reader: inout ByteReader) {
    guard let type = reader.readUInt8(), let length = reader.readUInt16(), let octets = reader.readBytes(Int(length)) else { return nil }
    self.init(addressType: type & 15, serverAddress: PFCPText(octets: octets))
    if addressType == 4 {
      guard let length = reader.readUInt16(), let octets = reader.readBytes(Int(length)) else { return nil }
      otherServerAddress = PFCPText(octets: octets)
    }
  }

  func write(to writer: inout ByteWriter) {
    writer.writeUInt8(addressType & 15)
    for address in [serverAddress, otherServerAddress].compactMap(\.self) {
      writer.writeUInt16(UInt16(truncatingIfNeeded: address.octets.count))
      address.write(to: &writer)
    }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let type = json["addressType"]?.integerValue(UInt8.self),
      let address = json["serverAddress"].flatMap(PFCPText.init(fromJSON:)), let other = object.get("otherServerAddress", PFCPText.self)
    else { return nil }
    self.init(addressType: type, serverAddress: address, otherServerAddress: other)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object["addressType"] = .int(addressType)
    object["serverAddress"] = serverAddress.writeJSON()
    object.set("otherServerAddress", otherServerAddress)
    return .object(object)
  }
}

/// A forwarding policy by its name (TS 29.244 §8.2.23).
public struct ForwardingPolicy: Hashable, Sendable, LeafElement {
  public var identifier: PFCPText
  public init(identifier: PFCPText) { self.identifier = identifier }

  var isConsistent: Bool { identifier.octets.count <= 255 }

  init?(reading reader: inout ByteReader) {
    guard let length = reader.readUInt8(), let octets = reader.readBytes(Int(length)) else { return nil }
    identifier = PFCPText(octets: octets)
  }

  func write(to writer: inout ByteWriter) {
    writer.writeUInt8(UInt8(truncatingIfNeeded: identifier.octets.count))
    identifier.write(to: &writer)
  }

  init?(fromJSON json: JSON) {
    guard let text = PFCPText(fromJSON: json) else { return nil }
    identifier = text
  }

  func writeJSON() -> JSON { identifier.writeJSON() }
}

/// One packet flow description (TS 29.244 §8.2.39).
public struct PFDContents: Hashable, Sendable, LeafElement {
  /// In flag order: flow description, URL, domain name, custom content, domain name protocol, and the additional three.
  private var values: [PFCPText?] = Array(repeating: nil, count: 8)
  private static let names = [
    "flowDescription", "url", "domainName", "customPFDContent", "domainNameProtocol", "additionalFlowDescriptions", "additionalURLs",
    "additionalDomainNames",
  ]

  public init() {}
  public var flowDescription: PFCPText? {
    get { values[0] }
    set { values[0] = newValue }
  }
  public var url: PFCPText? {
    get { values[1] }
    set { values[1] = newValue }
  }
  public var domainName: PFCPText? {
    get { values[2] }
    set { values[2] = newValue }
  }
  public var customPFDContent: PFCPText? {
    get { values[3] }
    set { values[3] = newValue }
  }
  public var domainNameProtocol: PFCPText? {
    get { values[4] }
    set { values[4] = newValue }
  }

  var isConsistent: Bool { values.allSatisfy { ($0?.octets.count ?? 0) <= 0xFFFF } }

  init?(reading reader: inout ByteReader) {
    guard let flags = reader.readUInt8(), reader.skip(1) else { return nil }
    for index in 0..<8 where flags >> UInt8(index) & 1 == 1 {
      guard let length = reader.readUInt16(), let octets = reader.readBytes(Int(length)) else { return nil }
      values[index] = PFCPText(octets: octets)
    }
  }

  func write(to writer: inout ByteWriter) {
    writer.writeUInt8(values.indices.reduce(0) { $0 | (values[$1] == nil ? 0 : 1 << UInt8($1)) })
    writer.writeUInt8(0)
    for case .some(let text) in values {
      writer.writeUInt16(UInt16(truncatingIfNeeded: text.octets.count))
      text.write(to: &writer)
    }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue else { return nil }
    for (index, name) in Self.names.enumerated() {
      guard let text = object.get(name, PFCPText.self) else { return nil }
      values[index] = text
    }
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    for (index, name) in Self.names.enumerated() { object.set(name, values[index]) }
    return .object(object)
  }
}

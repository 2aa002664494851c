import Base

/// Whether, and how many, usage reports follow in further messages (TS 29.244 §8.2.91).
public struct AdditionalUsageReports: Hashable, Sendable, LeafElement {
  /// AURI: as many as there are; `number` means nothing then.
  public var isNumberUnknown: Bool
  /// 15 bits.
  public var number: UInt16

  public init(number: UInt16, isNumberUnknown: Bool = false) {
    self.number = number
    self.isNumberUnknown = isNumberUnknown
  }

  var fits: Bool { number < 0x8000 }
  init?(reading reader: inout ElementReader) {
    guard let value = reader.readUInt16() else { return nil }
    self.init(number: value & 0x7FFF, isNumberUnknown: value & 0x8000 != 0)
  }
  func write(to writer: inout ElementWriter) { writer.writeUInt16((isNumberUnknown ? 0x8000 : 0) | number & 0x7FFF) }
  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let number = object.require("number", UInt16.self),
      let isUnknown = object.get("isNumberUnknown", Bool.self)
    else { return nil }
    self.init(number: number, isNumberUnknown: isUnknown ?? false)
  }
  func writeJSON() -> JSON {
    isNumberUnknown ? ["number": .int(number), "isNumberUnknown": true] : ["number": .int(number)]
  }
}

/// How many packets a rate control still lets pass (TS 29.244 §8.2.139).
public struct PacketRateStatus: Hashable, Sendable, LeafElement {
  public struct Remaining: Hashable, Sendable {
    public var packets: UInt16
    /// APR: exception packets besides.
    public var additionalPackets: UInt16?

    public init(packets: UInt16, additionalPackets: UInt16? = nil) {
      self.packets = packets
      self.additionalPackets = additionalPackets
    }
  }

  public var uplink: Remaining?
  public var downlink: Remaining?
  /// The first 64 bits of an NTP time stamp; there exactly when there are packets of a direction.
  public var validityTime: UInt64?

  public init(uplink: Remaining? = nil, downlink: Remaining? = nil, validityTime: UInt64? = nil) {
    self.uplink = uplink
    self.downlink = downlink
    self.validityTime = validityTime
  }

  private var hasAdditional: Bool { uplink?.additionalPackets != nil || downlink?.additionalPackets != nil }

  /// One flag (APR) says for both directions whether there are additional packets.
  var fits: Bool {
    !hasAdditional || ((uplink == nil) == (uplink?.additionalPackets == nil) && (downlink == nil) == (downlink?.additionalPackets == nil))
  }

  var isConsistent: Bool { (validityTime != nil) == (uplink != nil || downlink != nil) }

  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    func remaining(_ reader: inout ElementReader) -> Remaining? {
      guard let packets = reader.readUInt16(), let additional = reader.readPart(UInt16.self, when: flags & 4 != 0) else { return nil }
      return Remaining(packets: packets, additionalPackets: additional)
    }
    if flags & 1 != 0 {
      guard let value = remaining(&reader) else { return nil }
      uplink = value
    }
    if flags & 2 != 0 {
      guard let value = remaining(&reader) else { return nil }
      downlink = value
    }
    guard let time = reader.readPart(UInt64.self, when: flags & 3 != 0) else { return nil }
    validityTime = time
  }

  func write(to writer: inout ElementWriter) {
    writer.writeUInt8((uplink == nil ? 0 : 1) | (downlink == nil ? 0 : 2) | (hasAdditional ? 4 : 0))
    if let uplink { write(uplink, to: &writer) }
    if let downlink { write(downlink, to: &writer) }
    validityTime?.write(to: &writer)
  }

  private func write(_ remaining: Remaining, to writer: inout ElementWriter) {
    writer.writeUInt16(remaining.packets)
    if let additional = remaining.additionalPackets { writer.writeUInt16(additional) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let uplink = object.get("uplinkPackets", UInt16.self),
      let additionalUplink = object.get("additionalUplinkPackets", UInt16.self), let downlink = object.get("downlinkPackets", UInt16.self),
      let additionalDownlink = object.get("additionalDownlinkPackets", UInt16.self), let time = object.get("validityTime", UInt64.self)
    else { return nil }
    self.init(
      uplink: uplink.map { Remaining(packets: $0, additionalPackets: additionalUplink) },
      downlink: downlink.map { Remaining(packets: $0, additionalPackets: additionalDownlink) }, validityTime: time)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("uplinkPackets", uplink?.packets)
    object.set("additionalUplinkPackets", uplink?.additionalPackets)
    object.set("downlinkPackets", downlink?.packets)
    object.set("additionalDownlinkPackets", downlink?.additionalPackets)
    object.set("validityTime", validityTime)
    return .object(object)
  }
}

/// Where the performance measurement function answers (TS 29.244 §8.2.159).
public struct PMFAddress: Hashable, Sendable, LeafElement {
  public var ipv4: IPv4Address?
  public var ipv6: IPv6Address?
  /// Ports, there exactly when there is an IP address.
  public var threeGPPPort: UInt16?
  public var nonThreeGPPPort: UInt16?
  /// MAC: Ethernet addresses, both or none.
  public var threeGPPAddress: EthernetAddress?
  public var nonThreeGPPAddress: EthernetAddress?

  public init(
    ipv4: IPv4Address? = nil, ipv6: IPv6Address? = nil, threeGPPPort: UInt16? = nil, nonThreeGPPPort: UInt16? = nil,
    threeGPPAddress: EthernetAddress? = nil, nonThreeGPPAddress: EthernetAddress? = nil
  ) {
    self.ipv4 = ipv4
    self.ipv6 = ipv6
    self.threeGPPPort = threeGPPPort
    self.nonThreeGPPPort = nonThreeGPPPort
    self.threeGPPAddress = threeGPPAddress
    self.nonThreeGPPAddress = nonThreeGPPAddress
  }

  var fits: Bool {
    let hasIP = ipv4 != nil || ipv6 != nil
    return hasIP == (threeGPPPort != nil) && hasIP == (nonThreeGPPPort != nil) && (threeGPPAddress == nil) == (nonThreeGPPAddress == nil)
      && threeGPPAddress?.fits != false && nonThreeGPPAddress?.fits != false
  }

  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8(), let ipv4 = reader.readPart(IPv4Address.self, when: flags & 1 != 0),
      let ipv6 = reader.readPart(IPv6Address.self, when: flags & 2 != 0),
      let port = reader.readPart(UInt16.self, when: flags & 3 != 0), let otherPort = reader.readPart(UInt16.self, when: flags & 3 != 0),
      let address = reader.readPart(EthernetAddress.self, when: flags & 4 != 0),
      let otherAddress = reader.readPart(EthernetAddress.self, when: flags & 4 != 0)
    else { return nil }
    self.init(
      ipv4: ipv4, ipv6: ipv6, threeGPPPort: port, nonThreeGPPPort: otherPort, threeGPPAddress: address, nonThreeGPPAddress: otherAddress)
  }

  func write(to writer: inout ElementWriter) {
    writer.writeUInt8((ipv4 == nil ? 0 : 1) | (ipv6 == nil ? 0 : 2) | (threeGPPAddress == nil ? 0 : 4))
    ipv4?.write(to: &writer)
    ipv6?.write(to: &writer)
    threeGPPPort?.write(to: &writer)
    nonThreeGPPPort?.write(to: &writer)
    threeGPPAddress?.write(to: &writer)
    nonThreeGPPAddress?.write(to: &writer)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let ipv4 = object.get("ipv4", IPv4Address.self), let ipv6 = object.get("ipv6", IPv6Address.self),
      let port = object.get("threeGPPPort", UInt16.self), let otherPort = object.get("nonThreeGPPPort", UInt16.self),
      let address = object.get("threeGPPAddress", EthernetAddress.self),
      let otherAddress = object.get("nonThreeGPPAddress", EthernetAddress.self)
    else { return nil }
    self.init(
      ipv4: ipv4, ipv6: ipv6, threeGPPPort: port, nonThreeGPPPort: otherPort, threeGPPAddress: address, nonThreeGPPAddress: otherAddress)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("ipv4", ipv4)
    object.set("ipv6", ipv6)
    object.set("threeGPPPort", threeGPPPort)
    object.set("nonThreeGPPPort", nonThreeGPPPort)
    object.set("threeGPPAddress", threeGPPAddress)
    object.set("nonThreeGPPAddress", nonThreeGPPAddress)
    return .object(object)
  }
}

/// Thresholds and quotas have no packet counts: the flags of a Volume Measurement (§8.2.44) for them are spare there (§8.2.13, §8.2.50).
extension PFCPVolume {
  private static let measurementType: UInt16 = 66

  static func decode(_ reader: inout ElementReader, element: UInt16) throws(PFCPError) -> Self {
    if element == measurementType {
      guard let value = Self(reading: &reader) else { throw .invalidLength(element: element) }
      return value
    }
    guard let flags = reader.readUInt8(), let total = reader.readPart(UInt64.self, when: flags & 1 != 0),
      let uplink = reader.readPart(UInt64.self, when: flags & 2 != 0), let downlink = reader.readPart(UInt64.self, when: flags & 4 != 0)
    else { throw .invalidLength(element: element) }
    return Self(totalOctets: total, uplinkOctets: uplink, downlinkOctets: downlink)
  }

  func encode(to writer: inout ElementWriter, element: UInt16) throws(PFCPError) {
    guard element == Self.measurementType || (totalPackets == nil && uplinkPackets == nil && downlinkPackets == nil) else {
      throw .tooLong(element: element)
    }
    write(to: &writer)
  }
}

// Made by scripts/generate-pfcp from Tools/PFCP.
// swift-format-ignore-file

import Base

/// Fully qualified session endpoint identifier: an address and the identifier there (TS 29.244 §8.2.37).
public struct FSEID: Hashable, Sendable, LeafElement {
  public var seid: UInt64
  public var ipv4: IPv4Address?
  public var ipv6: IPv6Address?

  public init(seid: UInt64, ipv4: IPv4Address? = nil, ipv6: IPv6Address? = nil) {
    self.seid = seid
    self.ipv4 = ipv4
    self.ipv6 = ipv6
  }

  var isConsistent: Bool { ipv4 != nil||ipv6 != nil }
  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    guard let seid = UInt64(reading: &reader) else { return nil }
    self.seid = seid
    if flags & 2 != 0 {
      guard let value = IPv4Address(reading: &reader) else { return nil }
      ipv4 = value
    }
    if flags & 1 != 0 {
      guard let value = IPv6Address(reading: &reader) else { return nil }
      ipv6 = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if ipv6 != nil { flags |= 1 }
    if ipv4 != nil { flags |= 2 }
    writer.writeUInt8(flags)
    seid.write(to: &writer)
    if let ipv4 { ipv4.write(to: &writer) }
    if let ipv6 { ipv6.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let seid = object.require("seid", UInt64.self), let ipv4 = object.get("ipv4", IPv4Address.self), let ipv6 = object.get("ipv6", IPv6Address.self) else { return nil }
    self.init(seid: seid, ipv4: ipv4, ipv6: ipv6)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("seid", seid)
    object.set("ipv4", ipv4)
    object.set("ipv6", ipv6)
    return .object(object)
  }
}

/// Service data flow filter (TS 29.244 §8.2.5).
public struct SDFFilter: Hashable, Sendable, LeafElement {
  public var flowDescription: PFCPText?
  public var tosTrafficClass: UInt16?
  public var securityParameterIndex: UInt32?
  public var flowLabel: UInt32?
  public var filterID: UInt32?

  public init(flowDescription: PFCPText? = nil, tosTrafficClass: UInt16? = nil, securityParameterIndex: UInt32? = nil, flowLabel: UInt32? = nil, filterID: UInt32? = nil) {
    self.flowDescription = flowDescription
    self.tosTrafficClass = tosTrafficClass
    self.securityParameterIndex = securityParameterIndex
    self.flowLabel = flowLabel
    self.filterID = filterID
  }

  var fits: Bool { (flowDescription?.octets.count ?? 0) <= 0xFFFF && (flowLabel ?? 0) <= 0xFF_FFFF }
  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    guard reader.skip(1) else { return nil }
    if flags & 1 != 0 {
      guard let value = reader.readOctets16().map(PFCPText.init(octets:)) else { return nil }
      flowDescription = value
    }
    if flags & 2 != 0 {
      guard let value = UInt16(reading: &reader) else { return nil }
      tosTrafficClass = value
    }
    if flags & 4 != 0 {
      guard let value = UInt32(reading: &reader) else { return nil }
      securityParameterIndex = value
    }
    if flags & 8 != 0 {
      guard let value = reader.readUInt24() else { return nil }
      flowLabel = value
    }
    if flags & 16 != 0 {
      guard let value = UInt32(reading: &reader) else { return nil }
      filterID = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if flowDescription != nil { flags |= 1 }
    if tosTrafficClass != nil { flags |= 2 }
    if securityParameterIndex != nil { flags |= 4 }
    if flowLabel != nil { flags |= 8 }
    if filterID != nil { flags |= 16 }
    writer.writeUInt8(flags)
    writer.writeUInt8(0)
    if let flowDescription { writer.writeOctets16(flowDescription.octets) }
    if let tosTrafficClass { tosTrafficClass.write(to: &writer) }
    if let securityParameterIndex { securityParameterIndex.write(to: &writer) }
    if let flowLabel { writer.writeUInt24(flowLabel) }
    if let filterID { filterID.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let flowDescription = object.get("flowDescription", PFCPText.self), let tosTrafficClass = object.get("tosTrafficClass", UInt16.self), let securityParameterIndex = object.get("securityParameterIndex", UInt32.self), let flowLabel = object.get("flowLabel", UInt32.self), let filterID = object.get("filterID", UInt32.self) else { return nil }
    self.init(flowDescription: flowDescription, tosTrafficClass: tosTrafficClass, securityParameterIndex: securityParameterIndex, flowLabel: flowLabel, filterID: filterID)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("flowDescription", flowDescription)
    object.set("tosTrafficClass", tosTrafficClass)
    object.set("securityParameterIndex", securityParameterIndex)
    object.set("flowLabel", flowLabel)
    object.set("filterID", filterID)
    return .object(object)
  }
}

/// Volumes and, in measurements, packet counts, each where it applies (TS 29.244 §8.2.13, §8.2.16, §8.2.44, §8.2.50, §8.2.86).
public struct PFCPVolume: Hashable, Sendable, LeafElement {
  public var totalOctets: UInt64?
  public var uplinkOctets: UInt64?
  public var downlinkOctets: UInt64?
  public var totalPackets: UInt64?
  public var uplinkPackets: UInt64?
  public var downlinkPackets: UInt64?

  public init(totalOctets: UInt64? = nil, uplinkOctets: UInt64? = nil, downlinkOctets: UInt64? = nil, totalPackets: UInt64? = nil, uplinkPackets: UInt64? = nil, downlinkPackets: UInt64? = nil) {
    self.totalOctets = totalOctets
    self.uplinkOctets = uplinkOctets
    self.downlinkOctets = downlinkOctets
    self.totalPackets = totalPackets
    self.uplinkPackets = uplinkPackets
    self.downlinkPackets = downlinkPackets
  }

  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 1 != 0 {
      guard let value = UInt64(reading: &reader) else { return nil }
      totalOctets = value
    }
    if flags & 2 != 0 {
      guard let value = UInt64(reading: &reader) else { return nil }
      uplinkOctets = value
    }
    if flags & 4 != 0 {
      guard let value = UInt64(reading: &reader) else { return nil }
      downlinkOctets = value
    }
    if flags & 8 != 0 {
      guard let value = UInt64(reading: &reader) else { return nil }
      totalPackets = value
    }
    if flags & 16 != 0 {
      guard let value = UInt64(reading: &reader) else { return nil }
      uplinkPackets = value
    }
    if flags & 32 != 0 {
      guard let value = UInt64(reading: &reader) else { return nil }
      downlinkPackets = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if totalOctets != nil { flags |= 1 }
    if uplinkOctets != nil { flags |= 2 }
    if downlinkOctets != nil { flags |= 4 }
    if totalPackets != nil { flags |= 8 }
    if uplinkPackets != nil { flags |= 16 }
    if downlinkPackets != nil { flags |= 32 }
    writer.writeUInt8(flags)
    if let totalOctets { totalOctets.write(to: &writer) }
    if let uplinkOctets { uplinkOctets.write(to: &writer) }
    if let downlinkOctets { downlinkOctets.write(to: &writer) }
    if let totalPackets { totalPackets.write(to: &writer) }
    if let uplinkPackets { uplinkPackets.write(to: &writer) }
    if let downlinkPackets { downlinkPackets.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let totalOctets = object.get("totalOctets", UInt64.self), let uplinkOctets = object.get("uplinkOctets", UInt64.self), let downlinkOctets = object.get("downlinkOctets", UInt64.self), let totalPackets = object.get("totalPackets", UInt64.self), let uplinkPackets = object.get("uplinkPackets", UInt64.self), let downlinkPackets = object.get("downlinkPackets", UInt64.self) else { return nil }
    self.init(totalOctets: totalOctets, uplinkOctets: uplinkOctets, downlinkOctets: downlinkOctets, totalPackets: totalPackets, uplinkPackets: uplinkPackets, downlinkPackets: downlinkPackets)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("totalOctets", totalOctets)
    object.set("uplinkOctets", uplinkOctets)
    object.set("downlinkOctets", downlinkOctets)
    object.set("totalPackets", totalPackets)
    object.set("uplinkPackets", uplinkPackets)
    object.set("downlinkPackets", downlinkPackets)
    return .object(object)
  }
}

/// A forwarding policy by its name (TS 29.244 §8.2.23).
public struct ForwardingPolicy: Hashable, Sendable, LeafElement {
  public var identifier: PFCPText

  public init(identifier: PFCPText) {
    self.identifier = identifier
  }

  var fits: Bool { identifier.octets.count <= 0xFF }
  init?(reading reader: inout ElementReader) {
    guard let identifier = reader.readOctets8().map(PFCPText.init(octets:)) else { return nil }
    self.identifier = identifier
  }

  func write(to writer: inout ElementWriter) {
    writer.writeOctets8(identifier.octets)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let identifier = object.require("identifier", PFCPText.self) else { return nil }
    self.init(identifier: identifier)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("identifier", identifier)
    return .object(object)
  }
}

/// What the first downlink packet says about its paging (TS 29.244 §8.2.27).
public struct DownlinkDataServiceInformation: Hashable, Sendable, LeafElement {
  public var pagingPolicyIndication: UInt8?
  public var qfi: QoSFlowIdentifier?

  public init(pagingPolicyIndication: UInt8? = nil, qfi: QoSFlowIdentifier? = nil) {
    self.pagingPolicyIndication = pagingPolicyIndication
    self.qfi = qfi
  }

  var fits: Bool { (pagingPolicyIndication ?? 0) < 64 && qfi?.fits != false }
  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 1 != 0 {
      guard let value = reader.readUInt6() else { return nil }
      pagingPolicyIndication = value
    }
    if flags & 2 != 0 {
      guard let value = QoSFlowIdentifier(reading: &reader) else { return nil }
      qfi = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if pagingPolicyIndication != nil { flags |= 1 }
    if qfi != nil { flags |= 2 }
    writer.writeUInt8(flags)
    if let pagingPolicyIndication { writer.writeUInt8(pagingPolicyIndication & 0x3F) }
    if let qfi { qfi.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let pagingPolicyIndication = object.get("pagingPolicyIndication", UInt8.self), let qfi = object.get("qfi", QoSFlowIdentifier.self) else { return nil }
    self.init(pagingPolicyIndication: pagingPolicyIndication, qfi: qfi)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("pagingPolicyIndication", pagingPolicyIndication)
    object.set("qfi", qfi)
    return .object(object)
  }
}

/// One packet flow description (TS 29.244 §8.2.39).
public struct PFDContents: Hashable, Sendable, LeafElement {
  public var flowDescription: PFCPText?
  public var url: PFCPText?
  public var domainName: PFCPText?
  public var customPFDContent: PFCPText?
  public var domainNameProtocol: PFCPText?
  public var additionalFlowDescriptions: PFDTexts?
  public var additionalURLs: PFDTexts?
  public var additionalDomainNames: PFDDomainNames?

  public init(flowDescription: PFCPText? = nil, url: PFCPText? = nil, domainName: PFCPText? = nil, customPFDContent: PFCPText? = nil, domainNameProtocol: PFCPText? = nil, additionalFlowDescriptions: PFDTexts? = nil, additionalURLs: PFDTexts? = nil, additionalDomainNames: PFDDomainNames? = nil) {
    self.flowDescription = flowDescription
    self.url = url
    self.domainName = domainName
    self.customPFDContent = customPFDContent
    self.domainNameProtocol = domainNameProtocol
    self.additionalFlowDescriptions = additionalFlowDescriptions
    self.additionalURLs = additionalURLs
    self.additionalDomainNames = additionalDomainNames
  }

  var fits: Bool { (flowDescription?.octets.count ?? 0) <= 0xFFFF && (url?.octets.count ?? 0) <= 0xFFFF && (domainName?.octets.count ?? 0) <= 0xFFFF && (customPFDContent?.octets.count ?? 0) <= 0xFFFF && (domainNameProtocol?.octets.count ?? 0) <= 0xFFFF && additionalFlowDescriptions?.fits != false && additionalURLs?.fits != false && additionalDomainNames?.fits != false }
  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    guard reader.skip(1) else { return nil }
    if flags & 1 != 0 {
      guard let value = reader.readOctets16().map(PFCPText.init(octets:)) else { return nil }
      flowDescription = value
    }
    if flags & 2 != 0 {
      guard let value = reader.readOctets16().map(PFCPText.init(octets:)) else { return nil }
      url = value
    }
    if flags & 4 != 0 {
      guard let value = reader.readOctets16().map(PFCPText.init(octets:)) else { return nil }
      domainName = value
    }
    if flags & 8 != 0 {
      guard let value = reader.readOctets16().map(PFCPText.init(octets:)) else { return nil }
      customPFDContent = value
    }
    if flags & 16 != 0 {
      guard let value = reader.readOctets16().map(PFCPText.init(octets:)) else { return nil }
      domainNameProtocol = value
    }
    if flags & 32 != 0 {
      guard let value = PFDTexts(reading: &reader) else { return nil }
      additionalFlowDescriptions = value
    }
    if flags & 64 != 0 {
      guard let value = PFDTexts(reading: &reader) else { return nil }
      additionalURLs = value
    }
    if flags & 128 != 0 {
      guard let value = PFDDomainNames(reading: &reader) else { return nil }
      additionalDomainNames = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if flowDescription != nil { flags |= 1 }
    if url != nil { flags |= 2 }
    if domainName != nil { flags |= 4 }
    if customPFDContent != nil { flags |= 8 }
    if domainNameProtocol != nil { flags |= 16 }
    if additionalFlowDescriptions != nil { flags |= 32 }
    if additionalURLs != nil { flags |= 64 }
    if additionalDomainNames != nil { flags |= 128 }
    writer.writeUInt8(flags)
    writer.writeUInt8(0)
    if let flowDescription { writer.writeOctets16(flowDescription.octets) }
    if let url { writer.writeOctets16(url.octets) }
    if let domainName { writer.writeOctets16(domainName.octets) }
    if let customPFDContent { writer.writeOctets16(customPFDContent.octets) }
    if let domainNameProtocol { writer.writeOctets16(domainNameProtocol.octets) }
    if let additionalFlowDescriptions { additionalFlowDescriptions.write(to: &writer) }
    if let additionalURLs { additionalURLs.write(to: &writer) }
    if let additionalDomainNames { additionalDomainNames.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let flowDescription = object.get("flowDescription", PFCPText.self), let url = object.get("url", PFCPText.self), let domainName = object.get("domainName", PFCPText.self), let customPFDContent = object.get("customPFDContent", PFCPText.self), let domainNameProtocol = object.get("domainNameProtocol", PFCPText.self), let additionalFlowDescriptions = object.get("additionalFlowDescriptions", PFDTexts.self), let additionalURLs = object.get("additionalURLs", PFDTexts.self), let additionalDomainNames = object.get("additionalDomainNames", PFDDomainNames.self) else { return nil }
    self.init(flowDescription: flowDescription, url: url, domainName: domainName, customPFDContent: customPFDContent, domainNameProtocol: domainNameProtocol, additionalFlowDescriptions: additionalFlowDescriptions, additionalURLs: additionalURLs, additionalDomainNames: additionalDomainNames)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("flowDescription", flowDescription)
    object.set("url", url)
    object.set("domainName", domainName)
    object.set("customPFDContent", customPFDContent)
    object.set("domainNameProtocol", domainNameProtocol)
    object.set("additionalFlowDescriptions", additionalFlowDescriptions)
    object.set("additionalURLs", additionalURLs)
    object.set("additionalDomainNames", additionalDomainNames)
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

  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 1 != 0 {
      guard let value = UInt64(reading: &reader) else { return nil }
      packets = value
    }
    if flags & 2 != 0 {
      guard let value = UInt64(reading: &reader) else { return nil }
      octets = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if packets != nil { flags |= 1 }
    if octets != nil { flags |= 2 }
    writer.writeUInt8(flags)
    if let packets { packets.write(to: &writer) }
    if let octets { octets.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let packets = object.get("packets", UInt64.self), let octets = object.get("octets", UInt64.self) else { return nil }
    self.init(packets: packets, octets: octets)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("packets", packets)
    object.set("octets", octets)
    return .object(object)
  }
}

/// Where a detected application's flow goes: direction 0 unspecified, 1 downlink, 2 uplink, 3 both (TS 29.244 §8.2.61).
public struct FlowInformation: Hashable, Sendable, LeafElement {
  public var direction: UInt8
  public var flowDescription: PFCPText

  public init(direction: UInt8, flowDescription: PFCPText) {
    self.direction = direction
    self.flowDescription = flowDescription
  }

  var fits: Bool { direction < 8 && flowDescription.octets.count <= 0xFFFF }
  init?(reading reader: inout ElementReader) {
    guard let octet = reader.readUInt8() else { return nil }
    direction = octet & 7
    guard let flowDescription = reader.readOctets16().map(PFCPText.init(octets:)) else { return nil }
    self.flowDescription = flowDescription
  }

  func write(to writer: inout ElementWriter) {
    writer.writeUInt8(direction & 7)
    writer.writeOctets16(flowDescription.octets)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let direction = object.require("direction", UInt8.self), let flowDescription = object.require("flowDescription", PFCPText.self) else { return nil }
    self.init(direction: direction, flowDescription: flowDescription)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("direction", direction)
    object.set("flowDescription", flowDescription)
    return .object(object)
  }
}

/// The address of a UE, as source or destination (S/D: in a PDI) of its packets (TS 29.244 §8.2.62).
public struct UEIPAddress: Hashable, Sendable, LeafElement {
  public var ipv4: IPv4Address?
  public var ipv6: IPv6Address?
  public var delegatedPrefixBits: UInt8?
  public var ipv6PrefixLength: UInt8?
  public var isDestination: Bool
  public var choosesIPv4: Bool
  public var choosesIPv6: Bool

  public init(ipv4: IPv4Address? = nil, ipv6: IPv6Address? = nil, delegatedPrefixBits: UInt8? = nil, ipv6PrefixLength: UInt8? = nil, isDestination: Bool = false, choosesIPv4: Bool = false, choosesIPv6: Bool = false) {
    self.ipv4 = ipv4
    self.ipv6 = ipv6
    self.delegatedPrefixBits = delegatedPrefixBits
    self.ipv6PrefixLength = ipv6PrefixLength
    self.isDestination = isDestination
    self.choosesIPv4 = choosesIPv4
    self.choosesIPv6 = choosesIPv6
  }

  var isConsistent: Bool { (ipv4 != nil||ipv6 != nil||choosesIPv4||choosesIPv6) && !(ipv4 != nil && choosesIPv4) && !(ipv6 != nil && choosesIPv6) && (ipv6PrefixLength.map { (1...128).contains($0) } ?? true) }
  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    isDestination = flags & 4 != 0
    choosesIPv4 = flags & 16 != 0
    choosesIPv6 = flags & 32 != 0
    if flags & 2 != 0 {
      guard let value = IPv4Address(reading: &reader) else { return nil }
      ipv4 = value
    }
    if flags & 1 != 0 {
      guard let value = IPv6Address(reading: &reader) else { return nil }
      ipv6 = value
    }
    if flags & 8 != 0 {
      guard let value = UInt8(reading: &reader) else { return nil }
      delegatedPrefixBits = value
    }
    if flags & 64 != 0 {
      guard let value = UInt8(reading: &reader) else { return nil }
      ipv6PrefixLength = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if ipv6 != nil { flags |= 1 }
    if ipv4 != nil { flags |= 2 }
    if isDestination { flags |= 4 }
    if delegatedPrefixBits != nil { flags |= 8 }
    if choosesIPv4 { flags |= 16 }
    if choosesIPv6 { flags |= 32 }
    if ipv6PrefixLength != nil { flags |= 64 }
    writer.writeUInt8(flags)
    if let ipv4 { ipv4.write(to: &writer) }
    if let ipv6 { ipv6.write(to: &writer) }
    if let delegatedPrefixBits { delegatedPrefixBits.write(to: &writer) }
    if let ipv6PrefixLength { ipv6PrefixLength.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let ipv4 = object.get("ipv4", IPv4Address.self), let ipv6 = object.get("ipv6", IPv6Address.self), let delegatedPrefixBits = object.get("delegatedPrefixBits", UInt8.self), let ipv6PrefixLength = object.get("ipv6PrefixLength", UInt8.self), let isDestination = object.get("isDestination", Bool.self), let choosesIPv4 = object.get("choosesIPv4", Bool.self), let choosesIPv6 = object.get("choosesIPv6", Bool.self) else { return nil }
    self.init(ipv4: ipv4, ipv6: ipv6, delegatedPrefixBits: delegatedPrefixBits, ipv6PrefixLength: ipv6PrefixLength, isDestination: isDestination ?? false, choosesIPv4: choosesIPv4 ?? false, choosesIPv6: choosesIPv6 ?? false)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("ipv4", ipv4)
    object.set("ipv6", ipv6)
    object.set("delegatedPrefixBits", delegatedPrefixBits)
    object.set("ipv6PrefixLength", ipv6PrefixLength)
    if isDestination { object["isDestination"] = true }
    if choosesIPv4 { object["choosesIPv4"] = true }
    if choosesIPv6 { object["choosesIPv6"] = true }
    return .object(object)
  }
}

/// Packets in a unit of time: 0 minute, 1 six minutes, 2 hour, 3 day, 4 week (TS 29.244 §8.2.63).
public struct PacketRateLimit: Hashable, Sendable, LeafElement {
  public var timeUnit: UInt8
  public var maximumPackets: UInt16

  public init(timeUnit: UInt8, maximumPackets: UInt16) {
    self.timeUnit = timeUnit
    self.maximumPackets = maximumPackets
  }

  var fits: Bool { timeUnit < 8 }
  init?(reading reader: inout ElementReader) {
    guard let octet = reader.readUInt8() else { return nil }
    timeUnit = octet & 7
    guard let maximumPackets = UInt16(reading: &reader) else { return nil }
    self.maximumPackets = maximumPackets
  }

  func write(to writer: inout ElementWriter) {
    writer.writeUInt8(timeUnit & 7)
    maximumPackets.write(to: &writer)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let timeUnit = object.require("timeUnit", UInt8.self), let maximumPackets = object.require("maximumPackets", UInt16.self) else { return nil }
    self.init(timeUnit: timeUnit, maximumPackets: maximumPackets)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("timeUnit", timeUnit)
    object.set("maximumPackets", maximumPackets)
    return .object(object)
  }
}

/// Packet Rate (TS 29.244 §8.2.63).
public struct PacketRate: Hashable, Sendable, LeafElement {
  public var uplink: PacketRateLimit?
  public var downlink: PacketRateLimit?
  public var additionalUplink: PacketRateLimit?
  public var additionalDownlink: PacketRateLimit?

  public init(uplink: PacketRateLimit? = nil, downlink: PacketRateLimit? = nil, additionalUplink: PacketRateLimit? = nil, additionalDownlink: PacketRateLimit? = nil) {
    self.uplink = uplink
    self.downlink = downlink
    self.additionalUplink = additionalUplink
    self.additionalDownlink = additionalDownlink
  }

  var isConsistent: Bool { (additionalUplink == nil && additionalDownlink == nil)||((uplink == nil) == (additionalUplink == nil) && (downlink == nil) == (additionalDownlink == nil)) }
  var fits: Bool { uplink?.fits != false && downlink?.fits != false && additionalUplink?.fits != false && additionalDownlink?.fits != false }
  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 1 != 0 {
      guard let value = PacketRateLimit(reading: &reader) else { return nil }
      uplink = value
    }
    if flags & 2 != 0 {
      guard let value = PacketRateLimit(reading: &reader) else { return nil }
      downlink = value
    }
    if flags & 5 == 5 {
      guard let value = PacketRateLimit(reading: &reader) else { return nil }
      additionalUplink = value
    }
    if flags & 6 == 6 {
      guard let value = PacketRateLimit(reading: &reader) else { return nil }
      additionalDownlink = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if uplink != nil { flags |= 1 }
    if downlink != nil { flags |= 2 }
    if additionalUplink != nil || additionalDownlink != nil { flags |= 4 }
    writer.writeUInt8(flags)
    if let uplink { uplink.write(to: &writer) }
    if let downlink { downlink.write(to: &writer) }
    if let additionalUplink { additionalUplink.write(to: &writer) }
    if let additionalDownlink { additionalDownlink.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let uplink = object.get("uplink", PacketRateLimit.self), let downlink = object.get("downlink", PacketRateLimit.self), let additionalUplink = object.get("additionalUplink", PacketRateLimit.self), let additionalDownlink = object.get("additionalDownlink", PacketRateLimit.self) else { return nil }
    self.init(uplink: uplink, downlink: downlink, additionalUplink: additionalUplink, additionalDownlink: additionalDownlink)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("uplink", uplink)
    object.set("downlink", downlink)
    object.set("additionalUplink", additionalUplink)
    object.set("additionalDownlink", additionalDownlink)
    return .object(object)
  }
}

/// DL Flow Level Marking (TS 29.244 §8.2.66).
public struct DownlinkFlowLevelMarking: Hashable, Sendable, LeafElement {
  public var tosTrafficClass: UInt16?
  public var serviceClassIndicator: UInt16?

  public init(tosTrafficClass: UInt16? = nil, serviceClassIndicator: UInt16? = nil) {
    self.tosTrafficClass = tosTrafficClass
    self.serviceClassIndicator = serviceClassIndicator
  }

  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 1 != 0 {
      guard let value = UInt16(reading: &reader) else { return nil }
      tosTrafficClass = value
    }
    if flags & 2 != 0 {
      guard let value = UInt16(reading: &reader) else { return nil }
      serviceClassIndicator = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if tosTrafficClass != nil { flags |= 1 }
    if serviceClassIndicator != nil { flags |= 2 }
    writer.writeUInt8(flags)
    if let tosTrafficClass { tosTrafficClass.write(to: &writer) }
    if let serviceClassIndicator { serviceClassIndicator.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let tosTrafficClass = object.get("tosTrafficClass", UInt16.self), let serviceClassIndicator = object.get("serviceClassIndicator", UInt16.self) else { return nil }
    self.init(tosTrafficClass: tosTrafficClass, serviceClassIndicator: serviceClassIndicator)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("tosTrafficClass", tosTrafficClass)
    object.set("serviceClassIndicator", serviceClassIndicator)
    return .object(object)
  }
}

/// A header that the UP function adds; type 0 is HTTP (TS 29.244 §8.2.67).
public struct HeaderEnrichment: Hashable, Sendable, LeafElement {
  public var headerType: UInt8
  public var name: PFCPText
  public var value: PFCPText

  public init(headerType: UInt8, name: PFCPText, value: PFCPText) {
    self.headerType = headerType
    self.name = name
    self.value = value
  }

  var fits: Bool { headerType < 32 && name.octets.count <= 0xFF && value.octets.count <= 0xFF }
  init?(reading reader: inout ElementReader) {
    guard let octet = reader.readUInt8() else { return nil }
    headerType = octet & 31
    guard let name = reader.readOctets8().map(PFCPText.init(octets:)) else { return nil }
    self.name = name
    guard let value = reader.readOctets8().map(PFCPText.init(octets:)) else { return nil }
    self.value = value
  }

  func write(to writer: inout ElementWriter) {
    writer.writeUInt8(headerType & 31)
    writer.writeOctets8(name.octets)
    writer.writeOctets8(value.octets)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let headerType = object.require("headerType", UInt8.self), let name = object.require("name", PFCPText.self), let value = object.require("value", PFCPText.self) else { return nil }
    self.init(headerType: headerType, name: name, value: value)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("headerType", headerType)
    object.set("name", name)
    object.set("value", value)
    return .object(object)
  }
}

/// The peer of a GTP-U path (TS 29.244 §8.2.70).
public struct RemoteGTPUPeer: Hashable, Sendable, LeafElement {
  public var ipv4: IPv4Address?
  public var ipv6: IPv6Address?
  public var destinationInterface: PFCPInterface?
  public var networkInstance: PFCPText?
  public var recoveryTimeStamp: UInt32?

  public init(ipv4: IPv4Address? = nil, ipv6: IPv6Address? = nil, destinationInterface: PFCPInterface? = nil, networkInstance: PFCPText? = nil, recoveryTimeStamp: UInt32? = nil) {
    self.ipv4 = ipv4
    self.ipv6 = ipv6
    self.destinationInterface = destinationInterface
    self.networkInstance = networkInstance
    self.recoveryTimeStamp = recoveryTimeStamp
  }

  var isConsistent: Bool { (ipv4 != nil) != (ipv6 != nil) }
  var fits: Bool { destinationInterface?.fits != false && (networkInstance?.octets.count ?? 0) <= 0xFFFF }
  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 2 != 0 {
      guard let value = IPv4Address(reading: &reader) else { return nil }
      ipv4 = value
    }
    if flags & 1 != 0 {
      guard let value = IPv6Address(reading: &reader) else { return nil }
      ipv6 = value
    }
    if flags & 4 != 0 {
      guard let value = reader.readSized16(PFCPInterface.self) else { return nil }
      destinationInterface = value
    }
    if flags & 8 != 0 {
      guard let value = reader.readOctets16().map(PFCPText.init(octets:)) else { return nil }
      networkInstance = value
    }
    if flags & 16 != 0 {
      guard let value = UInt32(reading: &reader) else { return nil }
      recoveryTimeStamp = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if ipv6 != nil { flags |= 1 }
    if ipv4 != nil { flags |= 2 }
    if destinationInterface != nil { flags |= 4 }
    if networkInstance != nil { flags |= 8 }
    if recoveryTimeStamp != nil { flags |= 16 }
    writer.writeUInt8(flags)
    if let ipv4 { ipv4.write(to: &writer) }
    if let ipv6 { ipv6.write(to: &writer) }
    if let destinationInterface { writer.writeSized16(destinationInterface) }
    if let networkInstance { writer.writeOctets16(networkInstance.octets) }
    if let recoveryTimeStamp { recoveryTimeStamp.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let ipv4 = object.get("ipv4", IPv4Address.self), let ipv6 = object.get("ipv6", IPv6Address.self), let destinationInterface = object.get("destinationInterface", PFCPInterface.self), let networkInstance = object.get("networkInstance", PFCPText.self), let recoveryTimeStamp = object.get("recoveryTimeStamp", UInt32.self) else { return nil }
    self.init(ipv4: ipv4, ipv6: ipv6, destinationInterface: destinationInterface, networkInstance: networkInstance, recoveryTimeStamp: recoveryTimeStamp)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("ipv4", ipv4)
    object.set("ipv6", ipv6)
    object.set("destinationInterface", destinationInterface)
    object.set("networkInstance", networkInstance)
    object.set("recoveryTimeStamp", recoveryTimeStamp)
    return .object(object)
  }
}

/// Time Quota Mechanism: base time interval type 0 CTP, 1 DTP (TS 29.244 §8.2.81).
public struct TimeQuotaMechanism: Hashable, Sendable, LeafElement {
  public var baseTimeIntervalType: UInt8
  public var baseTimeIntervalSeconds: UInt32

  public init(baseTimeIntervalType: UInt8, baseTimeIntervalSeconds: UInt32) {
    self.baseTimeIntervalType = baseTimeIntervalType
    self.baseTimeIntervalSeconds = baseTimeIntervalSeconds
  }

  var fits: Bool { baseTimeIntervalType < 4 }
  init?(reading reader: inout ElementReader) {
    guard let octet = reader.readUInt8() else { return nil }
    baseTimeIntervalType = octet & 3
    guard let baseTimeIntervalSeconds = UInt32(reading: &reader) else { return nil }
    self.baseTimeIntervalSeconds = baseTimeIntervalSeconds
  }

  func write(to writer: inout ElementWriter) {
    writer.writeUInt8(baseTimeIntervalType & 3)
    baseTimeIntervalSeconds.write(to: &writer)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let baseTimeIntervalType = object.require("baseTimeIntervalType", UInt8.self), let baseTimeIntervalSeconds = object.require("baseTimeIntervalSeconds", UInt32.self) else { return nil }
    self.init(baseTimeIntervalType: baseTimeIntervalType, baseTimeIntervalSeconds: baseTimeIntervalSeconds)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("baseTimeIntervalType", baseTimeIntervalType)
    object.set("baseTimeIntervalSeconds", baseTimeIntervalSeconds)
    return .object(object)
  }
}

/// A factor: digits times ten to the exponent (TS 29.244 §8.2.84).
public struct PFCPMultiplier: Hashable, Sendable, LeafElement {
  public var valueDigits: Int64
  public var exponent: Int32

  public init(valueDigits: Int64, exponent: Int32) {
    self.valueDigits = valueDigits
    self.exponent = exponent
  }

  init?(reading reader: inout ElementReader) {
    guard let valueDigits = Int64(reading: &reader) else { return nil }
    self.valueDigits = valueDigits
    guard let exponent = Int32(reading: &reader) else { return nil }
    self.exponent = exponent
  }

  func write(to writer: inout ElementWriter) {
    valueDigits.write(to: &writer)
    exponent.write(to: &writer)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let valueDigits = object.require("valueDigits", Int64.self), let exponent = object.require("exponent", Int32.self) else { return nil }
    self.init(valueDigits: valueDigits, exponent: exponent)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("valueDigits", valueDigits)
    object.set("exponent", exponent)
    return .object(object)
  }
}

/// Ethernet addresses of a packet; upper ones are the ends of ranges (TS 29.244 §8.2.93).
public struct MACAddressFilter: Hashable, Sendable, LeafElement {
  public var source: EthernetAddress?
  public var destination: EthernetAddress?
  public var upperSource: EthernetAddress?
  public var upperDestination: EthernetAddress?

  public init(source: EthernetAddress? = nil, destination: EthernetAddress? = nil, upperSource: EthernetAddress? = nil, upperDestination: EthernetAddress? = nil) {
    self.source = source
    self.destination = destination
    self.upperSource = upperSource
    self.upperDestination = upperDestination
  }

  var fits: Bool { source?.fits != false && destination?.fits != false && upperSource?.fits != false && upperDestination?.fits != false }
  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 1 != 0 {
      guard let value = EthernetAddress(reading: &reader) else { return nil }
      source = value
    }
    if flags & 2 != 0 {
      guard let value = EthernetAddress(reading: &reader) else { return nil }
      destination = value
    }
    if flags & 4 != 0 {
      guard let value = EthernetAddress(reading: &reader) else { return nil }
      upperSource = value
    }
    if flags & 8 != 0 {
      guard let value = EthernetAddress(reading: &reader) else { return nil }
      upperDestination = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if source != nil { flags |= 1 }
    if destination != nil { flags |= 2 }
    if upperSource != nil { flags |= 4 }
    if upperDestination != nil { flags |= 8 }
    writer.writeUInt8(flags)
    if let source { source.write(to: &writer) }
    if let destination { destination.write(to: &writer) }
    if let upperSource { upperSource.write(to: &writer) }
    if let upperDestination { upperDestination.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let source = object.get("source", EthernetAddress.self), let destination = object.get("destination", EthernetAddress.self), let upperSource = object.get("upperSource", EthernetAddress.self), let upperDestination = object.get("upperDestination", EthernetAddress.self) else { return nil }
    self.init(source: source, destination: destination, upperSource: upperSource, upperDestination: upperDestination)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("source", source)
    object.set("destination", destination)
    object.set("upperSource", upperSource)
    object.set("upperDestination", upperDestination)
    return .object(object)
  }
}

/// Identities of the user behind a session, each an octet string as its clause encodes it (TS 29.244 §8.2.101).
public struct PFCPUserID: Hashable, Sendable, LeafElement {
  public var imsi: [UInt8]?
  public var imei: [UInt8]?
  public var msisdn: [UInt8]?
  public var nai: [UInt8]?
  public var supi: [UInt8]?
  public var gpsi: [UInt8]?
  public var pei: [UInt8]?

  public init(imsi: [UInt8]? = nil, imei: [UInt8]? = nil, msisdn: [UInt8]? = nil, nai: [UInt8]? = nil, supi: [UInt8]? = nil, gpsi: [UInt8]? = nil, pei: [UInt8]? = nil) {
    self.imsi = imsi
    self.imei = imei
    self.msisdn = msisdn
    self.nai = nai
    self.supi = supi
    self.gpsi = gpsi
    self.pei = pei
  }

  var fits: Bool { (imsi?.count ?? 0) <= 0xFF && (imei?.count ?? 0) <= 0xFF && (msisdn?.count ?? 0) <= 0xFF && (nai?.count ?? 0) <= 0xFF && (supi?.count ?? 0) <= 0xFF && (gpsi?.count ?? 0) <= 0xFF && (pei?.count ?? 0) <= 0xFF }
  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 1 != 0 {
      guard let value = reader.readOctets8() else { return nil }
      imsi = value
    }
    if flags & 2 != 0 {
      guard let value = reader.readOctets8() else { return nil }
      imei = value
    }
    if flags & 4 != 0 {
      guard let value = reader.readOctets8() else { return nil }
      msisdn = value
    }
    if flags & 8 != 0 {
      guard let value = reader.readOctets8() else { return nil }
      nai = value
    }
    if flags & 16 != 0 {
      guard let value = reader.readOctets8() else { return nil }
      supi = value
    }
    if flags & 32 != 0 {
      guard let value = reader.readOctets8() else { return nil }
      gpsi = value
    }
    if flags & 64 != 0 {
      guard let value = reader.readOctets8() else { return nil }
      pei = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if imsi != nil { flags |= 1 }
    if imei != nil { flags |= 2 }
    if msisdn != nil { flags |= 4 }
    if nai != nil { flags |= 8 }
    if supi != nil { flags |= 16 }
    if gpsi != nil { flags |= 32 }
    if pei != nil { flags |= 64 }
    writer.writeUInt8(flags)
    if let imsi { writer.writeOctets8(imsi) }
    if let imei { writer.writeOctets8(imei) }
    if let msisdn { writer.writeOctets8(msisdn) }
    if let nai { writer.writeOctets8(nai) }
    if let supi { writer.writeOctets8(supi) }
    if let gpsi { writer.writeOctets8(gpsi) }
    if let pei { writer.writeOctets8(pei) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let imsi = object.get("imsi", [UInt8].self), let imei = object.get("imei", [UInt8].self), let msisdn = object.get("msisdn", [UInt8].self), let nai = object.get("nai", [UInt8].self), let supi = object.get("supi", [UInt8].self), let gpsi = object.get("gpsi", [UInt8].self), let pei = object.get("pei", [UInt8].self) else { return nil }
    self.init(imsi: imsi, imei: imei, msisdn: msisdn, nai: nai, supi: supi, gpsi: gpsi, pei: pei)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("imsi", imsi)
    object.set("imei", imei)
    object.set("msisdn", msisdn)
    object.set("nai", nai)
    object.set("supi", supi)
    object.set("gpsi", gpsi)
    object.set("pei", pei)
    return .object(object)
  }
}

/// Ethernet addresses of one VLAN (TS 29.244 §8.2.103, §8.2.104).
public struct MACAddressList: Hashable, Sendable, LeafElement {
  public var addresses: [EthernetAddress]
  public var cTag: VLANTag?
  public var sTag: VLANTag?

  public init(addresses: [EthernetAddress] = [], cTag: VLANTag? = nil, sTag: VLANTag? = nil) {
    self.addresses = addresses
    self.cTag = cTag
    self.sTag = sTag
  }

  var fits: Bool { addresses.count <= 0xFF && addresses.allSatisfy(\.fits) && cTag?.fits != false && sTag?.fits != false }
  init?(reading reader: inout ElementReader) {
    guard let addresses = reader.readList8(EthernetAddress.self) else { return nil }
    self.addresses = addresses
    guard let cTag = reader.readSized8(VLANTag.self) else { return nil }
    self.cTag = cTag
    guard let sTag = reader.readSized8(VLANTag.self) else { return nil }
    self.sTag = sTag
  }

  func write(to writer: inout ElementWriter) {
    writer.writeList8(addresses)
    writer.writeSized8(cTag)
    writer.writeSized8(sTag)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let addresses = object.list("addresses", of: EthernetAddress.self), let cTag = object.get("cTag", VLANTag.self), let sTag = object.get("sTag", VLANTag.self) else { return nil }
    self.init(addresses: addresses, cTag: cTag, sTag: sTag)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.setList("addresses", addresses)
    object.set("cTag", cTag)
    object.set("sTag", sTag)
    return .object(object)
  }
}

/// Trace Information (TS 29.244 §8.2.108).
public struct TraceInformation: Hashable, Sendable, LeafElement {
  public var plmn: PLMNIdentity
  public var traceID: UInt32
  public var triggeringEvents: [UInt8]
  public var sessionTraceDepth: UInt8
  public var interfaces: [UInt8]
  public var collectionEntity: [UInt8]

  public init(plmn: PLMNIdentity, traceID: UInt32, triggeringEvents: [UInt8], sessionTraceDepth: UInt8, interfaces: [UInt8], collectionEntity: [UInt8]) {
    self.plmn = plmn
    self.traceID = traceID
    self.triggeringEvents = triggeringEvents
    self.sessionTraceDepth = sessionTraceDepth
    self.interfaces = interfaces
    self.collectionEntity = collectionEntity
  }

  var fits: Bool { traceID <= 0xFF_FFFF && triggeringEvents.count <= 0xFF && interfaces.count <= 0xFF && collectionEntity.count <= 0xFF }
  init?(reading reader: inout ElementReader) {
    guard let plmn = PLMNIdentity(reading: &reader) else { return nil }
    self.plmn = plmn
    guard let traceID = reader.readUInt24() else { return nil }
    self.traceID = traceID
    guard let triggeringEvents = reader.readOctets8() else { return nil }
    self.triggeringEvents = triggeringEvents
    guard let sessionTraceDepth = UInt8(reading: &reader) else { return nil }
    self.sessionTraceDepth = sessionTraceDepth
    guard let interfaces = reader.readOctets8() else { return nil }
    self.interfaces = interfaces
    guard let collectionEntity = reader.readOctets8() else { return nil }
    self.collectionEntity = collectionEntity
  }

  func write(to writer: inout ElementWriter) {
    plmn.write(to: &writer)
    writer.writeUInt24(traceID)
    writer.writeOctets8(triggeringEvents)
    sessionTraceDepth.write(to: &writer)
    writer.writeOctets8(interfaces)
    writer.writeOctets8(collectionEntity)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let plmn = object.require("plmn", PLMNIdentity.self), let traceID = object.require("traceID", UInt32.self), let triggeringEvents = object.require("triggeringEvents", [UInt8].self), let sessionTraceDepth = object.require("sessionTraceDepth", UInt8.self), let interfaces = object.require("interfaces", [UInt8].self), let collectionEntity = object.require("collectionEntity", [UInt8].self) else { return nil }
    self.init(plmn: plmn, traceID: traceID, triggeringEvents: triggeringEvents, sessionTraceDepth: sessionTraceDepth, interfaces: interfaces, collectionEntity: collectionEntity)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("plmn", plmn)
    object.set("traceID", traceID)
    object.set("triggeringEvents", triggeringEvents)
    object.set("sessionTraceDepth", sessionTraceDepth)
    object.set("interfaces", interfaces)
    object.set("collectionEntity", collectionEntity)
    return .object(object)
  }
}

/// UE IP address Pool Identity (TS 29.244 §8.2.128).
public struct UEIPAddressPoolIdentity: Hashable, Sendable, LeafElement {
  public var identity: PFCPText

  public init(identity: PFCPText) {
    self.identity = identity
  }

  var fits: Bool { identity.octets.count <= 0xFFFF }
  init?(reading reader: inout ElementReader) {
    guard let identity = reader.readOctets16().map(PFCPText.init(octets:)) else { return nil }
    self.identity = identity
  }

  func write(to writer: inout ElementWriter) {
    writer.writeOctets16(identity.octets)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let identity = object.require("identity", PFCPText.self) else { return nil }
    self.init(identity: identity)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("identity", identity)
    return .object(object)
  }
}

/// Alternative SMF IP Address (TS 29.244 §8.2.129).
public struct AlternativeSMFIPAddress: Hashable, Sendable, LeafElement {
  public var ipv4: IPv4Address?
  public var ipv6: IPv6Address?
  public var isPreferredEntity: Bool

  public init(ipv4: IPv4Address? = nil, ipv6: IPv6Address? = nil, isPreferredEntity: Bool = false) {
    self.ipv4 = ipv4
    self.ipv6 = ipv6
    self.isPreferredEntity = isPreferredEntity
  }

  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    isPreferredEntity = flags & 4 != 0
    if flags & 2 != 0 {
      guard let value = IPv4Address(reading: &reader) else { return nil }
      ipv4 = value
    }
    if flags & 1 != 0 {
      guard let value = IPv6Address(reading: &reader) else { return nil }
      ipv6 = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if ipv6 != nil { flags |= 1 }
    if ipv4 != nil { flags |= 2 }
    if isPreferredEntity { flags |= 4 }
    writer.writeUInt8(flags)
    if let ipv4 { ipv4.write(to: &writer) }
    if let ipv6 { ipv6.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let ipv4 = object.get("ipv4", IPv4Address.self), let ipv6 = object.get("ipv6", IPv6Address.self), let isPreferredEntity = object.get("isPreferredEntity", Bool.self) else { return nil }
    self.init(ipv4: ipv4, ipv6: ipv6, isPreferredEntity: isPreferredEntity ?? false)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("ipv4", ipv4)
    object.set("ipv6", ipv6)
    if isPreferredEntity { object["isPreferredEntity"] = true }
    return .object(object)
  }
}

/// SMF Set ID (TS 29.244 §8.2.131).
public struct SMFSetID: Hashable, Sendable, LeafElement {
  public var fqdn: DomainName

  public init(fqdn: DomainName) {
    self.fqdn = fqdn
  }

  init?(reading reader: inout ElementReader) {
    guard reader.skip(1) else { return nil }
    guard let fqdn = DomainName(reading: &reader) else { return nil }
    self.fqdn = fqdn
  }

  func write(to writer: inout ElementWriter) {
    writer.writeUInt8(0)
    fqdn.write(to: &writer)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let fqdn = object.require("fqdn", DomainName.self) else { return nil }
    self.init(fqdn: fqdn)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("fqdn", fqdn)
    return .object(object)
  }
}

/// CP PFCP Entity IP Address, CP IP Address (TS 29.244 §8.2.135, §8.2.199).
public struct PFCPEntityAddress: Hashable, Sendable, LeafElement {
  public var ipv4: IPv4Address?
  public var ipv6: IPv6Address?

  public init(ipv4: IPv4Address? = nil, ipv6: IPv6Address? = nil) {
    self.ipv4 = ipv4
    self.ipv6 = ipv6
  }

  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 2 != 0 {
      guard let value = IPv4Address(reading: &reader) else { return nil }
      ipv4 = value
    }
    if flags & 1 != 0 {
      guard let value = IPv6Address(reading: &reader) else { return nil }
      ipv6 = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if ipv6 != nil { flags |= 1 }
    if ipv4 != nil { flags |= 2 }
    writer.writeUInt8(flags)
    if let ipv4 { ipv4.write(to: &writer) }
    if let ipv6 { ipv6.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let ipv4 = object.get("ipv4", IPv4Address.self), let ipv6 = object.get("ipv6", IPv6Address.self) else { return nil }
    self.init(ipv4: ipv4, ipv6: ipv6)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("ipv4", ipv4)
    object.set("ipv6", ipv6)
    return .object(object)
  }
}

/// Source IP Address (TS 29.244 §8.2.138).
public struct SourceIPAddress: Hashable, Sendable, LeafElement {
  public var ipv4: IPv4Address?
  public var ipv6: IPv6Address?
  public var prefixLength: UInt8?

  public init(ipv4: IPv4Address? = nil, ipv6: IPv6Address? = nil, prefixLength: UInt8? = nil) {
    self.ipv4 = ipv4
    self.ipv6 = ipv6
    self.prefixLength = prefixLength
  }

  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 2 != 0 {
      guard let value = IPv4Address(reading: &reader) else { return nil }
      ipv4 = value
    }
    if flags & 1 != 0 {
      guard let value = IPv6Address(reading: &reader) else { return nil }
      ipv6 = value
    }
    if flags & 4 != 0 {
      guard let value = UInt8(reading: &reader) else { return nil }
      prefixLength = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if ipv6 != nil { flags |= 1 }
    if ipv4 != nil { flags |= 2 }
    if prefixLength != nil { flags |= 4 }
    writer.writeUInt8(flags)
    if let ipv4 { ipv4.write(to: &writer) }
    if let ipv6 { ipv6.write(to: &writer) }
    if let prefixLength { prefixLength.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let ipv4 = object.get("ipv4", IPv4Address.self), let ipv6 = object.get("ipv6", IPv6Address.self), let prefixLength = object.get("prefixLength", UInt8.self) else { return nil }
    self.init(ipv4: ipv4, ipv6: ipv6, prefixLength: prefixLength)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("ipv4", ipv4)
    object.set("ipv6", ipv6)
    object.set("prefixLength", prefixLength)
    return .object(object)
  }
}

/// 5GS User Plane Node (TS 29.244 §8.2.143).
public struct FiveGSUserPlaneNode: Hashable, Sendable, LeafElement {
  public var bridgeID: UInt64?

  public init(bridgeID: UInt64? = nil) {
    self.bridgeID = bridgeID
  }

  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 1 != 0 {
      guard let value = UInt64(reading: &reader) else { return nil }
      bridgeID = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if bridgeID != nil { flags |= 1 }
    writer.writeUInt8(flags)
    if let bridgeID { bridgeID.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let bridgeID = object.get("bridgeID", UInt64.self) else { return nil }
    self.init(bridgeID: bridgeID)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("bridgeID", bridgeID)
    return .object(object)
  }
}

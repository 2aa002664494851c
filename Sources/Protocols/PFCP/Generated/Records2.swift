// Made by scripts/generate-pfcp from Tools/PFCP.
// swift-format-ignore-file

import Base

/// Access type (0 3GPP, 1 non-3GPP) and its availability (0 unavailable, 1 available) (TS 29.244 §8.2.153).
public struct AccessAvailability: Hashable, Sendable, LeafElement {
  public var accessType: UInt8
  public var availabilityStatus: UInt8

  public init(accessType: UInt8, availabilityStatus: UInt8) {
    self.accessType = accessType
    self.availabilityStatus = availabilityStatus
  }

  var fits: Bool { accessType < 4 && availabilityStatus < 4 }
  init?(reading reader: inout ElementReader) {
    guard let octet = reader.readUInt8() else { return nil }
    accessType = octet & 3
    availabilityStatus = octet >> 2 & 3
  }

  func write(to writer: inout ElementWriter) {
    writer.writeUInt8(accessType & 3 | (availabilityStatus & 3) << 2)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let accessType = object.require("accessType", UInt8.self), let availabilityStatus = object.require("availabilityStatus", UInt8.self) else { return nil }
    self.init(accessType: accessType, availabilityStatus: availabilityStatus)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("accessType", accessType)
    object.set("availabilityStatus", availabilityStatus)
    return .object(object)
  }
}

/// PMF Control Information (TS 29.244 §8.2.156).
public struct PMFControl: Hashable, Sendable, LeafElement {
  public var qfis: [QoSFlowIdentifier]?
  public var isRequired: Bool
  public var disallowsRTT: Bool

  public init(qfis: [QoSFlowIdentifier]? = nil, isRequired: Bool = false, disallowsRTT: Bool = false) {
    self.qfis = qfis
    self.isRequired = isRequired
    self.disallowsRTT = disallowsRTT
  }

  var fits: Bool { (qfis?.count ?? 0) <= 0xFF && qfis?.allSatisfy(\.fits) != false }
  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    isRequired = flags & 1 != 0
    disallowsRTT = flags & 2 != 0
    if flags & 4 != 0 {
      guard let value = reader.readList8(QoSFlowIdentifier.self) else { return nil }
      qfis = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if isRequired { flags |= 1 }
    if disallowsRTT { flags |= 2 }
    if qfis != nil { flags |= 4 }
    writer.writeUInt8(flags)
    if let qfis { writer.writeList8(qfis) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let qfis = object.optionalList("qfis", of: QoSFlowIdentifier.self), let isRequired = object.get("isRequired", Bool.self), let disallowsRTT = object.get("disallowsRTT", Bool.self) else { return nil }
    self.init(qfis: qfis, isRequired: isRequired ?? false, disallowsRTT: disallowsRTT ?? false)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.setList("qfis", qfis)
    if isRequired { object["isRequired"] = true }
    if disallowsRTT { object["disallowsRTT"] = true }
    return .object(object)
  }
}

/// MPTCP Address Information; proxy type 0 is the transport converter (TS 29.244 §8.2.157).
public struct MPTCPAddress: Hashable, Sendable, LeafElement {
  public var proxyType: UInt8
  public var proxyPort: UInt16
  public var ipv4: IPv4Address?
  public var ipv6: IPv6Address?

  public init(proxyType: UInt8, proxyPort: UInt16, ipv4: IPv4Address? = nil, ipv6: IPv6Address? = nil) {
    self.proxyType = proxyType
    self.proxyPort = proxyPort
    self.ipv4 = ipv4
    self.ipv6 = ipv6
  }

  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    guard let proxyType = UInt8(reading: &reader) else { return nil }
    self.proxyType = proxyType
    guard let proxyPort = UInt16(reading: &reader) else { return nil }
    self.proxyPort = proxyPort
    if flags & 1 != 0 {
      guard let value = IPv4Address(reading: &reader) else { return nil }
      ipv4 = value
    }
    if flags & 2 != 0 {
      guard let value = IPv6Address(reading: &reader) else { return nil }
      ipv6 = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if ipv4 != nil { flags |= 1 }
    if ipv6 != nil { flags |= 2 }
    writer.writeUInt8(flags)
    proxyType.write(to: &writer)
    proxyPort.write(to: &writer)
    if let ipv4 { ipv4.write(to: &writer) }
    if let ipv6 { ipv6.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let proxyType = object.require("proxyType", UInt8.self), let proxyPort = object.require("proxyPort", UInt16.self), let ipv4 = object.get("ipv4", IPv4Address.self), let ipv6 = object.get("ipv6", IPv6Address.self) else { return nil }
    self.init(proxyType: proxyType, proxyPort: proxyPort, ipv4: ipv4, ipv6: ipv6)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("proxyType", proxyType)
    object.set("proxyPort", proxyPort)
    object.set("ipv4", ipv4)
    object.set("ipv6", ipv6)
    return .object(object)
  }
}

/// UE Link-Specific IP Address (TS 29.244 §8.2.158).
public struct UELinkSpecificIPAddress: Hashable, Sendable, LeafElement {
  public var ipv4: IPv4Address?
  public var ipv6: IPv6Address?
  public var nonThreeGPPIPv4: IPv4Address?
  public var nonThreeGPPIPv6: IPv6Address?

  public init(ipv4: IPv4Address? = nil, ipv6: IPv6Address? = nil, nonThreeGPPIPv4: IPv4Address? = nil, nonThreeGPPIPv6: IPv6Address? = nil) {
    self.ipv4 = ipv4
    self.ipv6 = ipv6
    self.nonThreeGPPIPv4 = nonThreeGPPIPv4
    self.nonThreeGPPIPv6 = nonThreeGPPIPv6
  }

  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 1 != 0 {
      guard let value = IPv4Address(reading: &reader) else { return nil }
      ipv4 = value
    }
    if flags & 2 != 0 {
      guard let value = IPv6Address(reading: &reader) else { return nil }
      ipv6 = value
    }
    if flags & 4 != 0 {
      guard let value = IPv4Address(reading: &reader) else { return nil }
      nonThreeGPPIPv4 = value
    }
    if flags & 8 != 0 {
      guard let value = IPv6Address(reading: &reader) else { return nil }
      nonThreeGPPIPv6 = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if ipv4 != nil { flags |= 1 }
    if ipv6 != nil { flags |= 2 }
    if nonThreeGPPIPv4 != nil { flags |= 4 }
    if nonThreeGPPIPv6 != nil { flags |= 8 }
    writer.writeUInt8(flags)
    if let ipv4 { ipv4.write(to: &writer) }
    if let ipv6 { ipv6.write(to: &writer) }
    if let nonThreeGPPIPv4 { nonThreeGPPIPv4.write(to: &writer) }
    if let nonThreeGPPIPv6 { nonThreeGPPIPv6.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let ipv4 = object.get("ipv4", IPv4Address.self), let ipv6 = object.get("ipv6", IPv6Address.self), let nonThreeGPPIPv4 = object.get("nonThreeGPPIPv4", IPv4Address.self), let nonThreeGPPIPv6 = object.get("nonThreeGPPIPv6", IPv6Address.self) else { return nil }
    self.init(ipv4: ipv4, ipv6: ipv6, nonThreeGPPIPv4: nonThreeGPPIPv4, nonThreeGPPIPv6: nonThreeGPPIPv6)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("ipv4", ipv4)
    object.set("ipv6", ipv6)
    object.set("nonThreeGPPIPv4", nonThreeGPPIPv4)
    object.set("nonThreeGPPIPv6", nonThreeGPPIPv6)
    return .object(object)
  }
}

/// Packet Delay Thresholds (TS 29.244 §8.2.169).
public struct PacketDelayThresholds: Hashable, Sendable, LeafElement {
  public var downlinkMilliseconds: UInt32?
  public var uplinkMilliseconds: UInt32?
  public var roundTripMilliseconds: UInt32?

  public init(downlinkMilliseconds: UInt32? = nil, uplinkMilliseconds: UInt32? = nil, roundTripMilliseconds: UInt32? = nil) {
    self.downlinkMilliseconds = downlinkMilliseconds
    self.uplinkMilliseconds = uplinkMilliseconds
    self.roundTripMilliseconds = roundTripMilliseconds
  }

  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 1 != 0 {
      guard let value = UInt32(reading: &reader) else { return nil }
      downlinkMilliseconds = value
    }
    if flags & 2 != 0 {
      guard let value = UInt32(reading: &reader) else { return nil }
      uplinkMilliseconds = value
    }
    if flags & 4 != 0 {
      guard let value = UInt32(reading: &reader) else { return nil }
      roundTripMilliseconds = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if downlinkMilliseconds != nil { flags |= 1 }
    if uplinkMilliseconds != nil { flags |= 2 }
    if roundTripMilliseconds != nil { flags |= 4 }
    writer.writeUInt8(flags)
    if let downlinkMilliseconds { downlinkMilliseconds.write(to: &writer) }
    if let uplinkMilliseconds { uplinkMilliseconds.write(to: &writer) }
    if let roundTripMilliseconds { roundTripMilliseconds.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let downlinkMilliseconds = object.get("downlinkMilliseconds", UInt32.self), let uplinkMilliseconds = object.get("uplinkMilliseconds", UInt32.self), let roundTripMilliseconds = object.get("roundTripMilliseconds", UInt32.self) else { return nil }
    self.init(downlinkMilliseconds: downlinkMilliseconds, uplinkMilliseconds: uplinkMilliseconds, roundTripMilliseconds: roundTripMilliseconds)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("downlinkMilliseconds", downlinkMilliseconds)
    object.set("uplinkMilliseconds", uplinkMilliseconds)
    object.set("roundTripMilliseconds", roundTripMilliseconds)
    return .object(object)
  }
}

/// QoS Monitoring Measurement; PLMF: the delay could not be measured (TS 29.244 §8.2.171).
public struct QoSMonitoringMeasurement: Hashable, Sendable, LeafElement {
  public var downlinkMilliseconds: UInt32?
  public var uplinkMilliseconds: UInt32?
  public var roundTripMilliseconds: UInt32?
  public var hasFailed: Bool

  public init(downlinkMilliseconds: UInt32? = nil, uplinkMilliseconds: UInt32? = nil, roundTripMilliseconds: UInt32? = nil, hasFailed: Bool = false) {
    self.downlinkMilliseconds = downlinkMilliseconds
    self.uplinkMilliseconds = uplinkMilliseconds
    self.roundTripMilliseconds = roundTripMilliseconds
    self.hasFailed = hasFailed
  }

  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    hasFailed = flags & 8 != 0
    if flags & 1 != 0 {
      guard let value = UInt32(reading: &reader) else { return nil }
      downlinkMilliseconds = value
    }
    if flags & 2 != 0 {
      guard let value = UInt32(reading: &reader) else { return nil }
      uplinkMilliseconds = value
    }
    if flags & 4 != 0 {
      guard let value = UInt32(reading: &reader) else { return nil }
      roundTripMilliseconds = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if downlinkMilliseconds != nil { flags |= 1 }
    if uplinkMilliseconds != nil { flags |= 2 }
    if roundTripMilliseconds != nil { flags |= 4 }
    if hasFailed { flags |= 8 }
    writer.writeUInt8(flags)
    if let downlinkMilliseconds { downlinkMilliseconds.write(to: &writer) }
    if let uplinkMilliseconds { uplinkMilliseconds.write(to: &writer) }
    if let roundTripMilliseconds { roundTripMilliseconds.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let downlinkMilliseconds = object.get("downlinkMilliseconds", UInt32.self), let uplinkMilliseconds = object.get("uplinkMilliseconds", UInt32.self), let roundTripMilliseconds = object.get("roundTripMilliseconds", UInt32.self), let hasFailed = object.get("hasFailed", Bool.self) else { return nil }
    self.init(downlinkMilliseconds: downlinkMilliseconds, uplinkMilliseconds: uplinkMilliseconds, roundTripMilliseconds: roundTripMilliseconds, hasFailed: hasFailed ?? false)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("downlinkMilliseconds", downlinkMilliseconds)
    object.set("uplinkMilliseconds", uplinkMilliseconds)
    object.set("roundTripMilliseconds", roundTripMilliseconds)
    if hasFailed { object["hasFailed"] = true }
    return .object(object)
  }
}

/// Number of UE IP Addresses (TS 29.244 §8.2.183).
public struct NumberOfUEIPAddresses: Hashable, Sendable, LeafElement {
  public var ipv4: UInt32?
  public var ipv6: UInt32?

  public init(ipv4: UInt32? = nil, ipv6: UInt32? = nil) {
    self.ipv4 = ipv4
    self.ipv6 = ipv6
  }

  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 1 != 0 {
      guard let value = UInt32(reading: &reader) else { return nil }
      ipv4 = value
    }
    if flags & 2 != 0 {
      guard let value = UInt32(reading: &reader) else { return nil }
      ipv6 = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if ipv4 != nil { flags |= 1 }
    if ipv6 != nil { flags |= 2 }
    writer.writeUInt8(flags)
    if let ipv4 { ipv4.write(to: &writer) }
    if let ipv6 { ipv6.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let ipv4 = object.get("ipv4", UInt32.self), let ipv6 = object.get("ipv6", UInt32.self) else { return nil }
    self.init(ipv4: ipv4, ipv6: ipv6)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("ipv4", ipv4)
    object.set("ipv6", ipv6)
    return .object(object)
  }
}

/// The type of an offending IE and its value (TS 29.244 §8.2.185).
public struct OffendingIEInformation: Hashable, Sendable, LeafElement {
  public var type: UInt16
  public var value: [UInt8]

  public init(type: UInt16, value: [UInt8]) {
    self.type = type
    self.value = value
  }

  init?(reading reader: inout ElementReader) {
    guard let type = UInt16(reading: &reader) else { return nil }
    self.type = type
    value = reader.readRest()
  }

  func write(to writer: inout ElementWriter) {
    type.write(to: &writer)
    writer.writeBytes(value)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let type = object.require("type", UInt16.self), let value = object.require("value", [UInt8].self) else { return nil }
    self.init(type: type, value: value)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("type", type)
    object.set("value", value)
    return .object(object)
  }
}

/// L2TP User Authentication (RFC 2661 §4.4.5) (TS 29.244 §8.2.187).
public struct L2TPUserAuthentication: Hashable, Sendable, LeafElement {
  public var proxyAuthenticationType: UInt16
  public var name: PFCPText?
  public var challenge: [UInt8]?
  public var response: [UInt8]?
  public var identifier: UInt8?

  public init(proxyAuthenticationType: UInt16, name: PFCPText? = nil, challenge: [UInt8]? = nil, response: [UInt8]? = nil, identifier: UInt8? = nil) {
    self.proxyAuthenticationType = proxyAuthenticationType
    self.name = name
    self.challenge = challenge
    self.response = response
    self.identifier = identifier
  }

  var fits: Bool { (name?.octets.count ?? 0) <= 0xFF && (challenge?.count ?? 0) <= 0xFF && (response?.count ?? 0) <= 0xFF }
  init?(reading reader: inout ElementReader) {
    guard let proxyAuthenticationType = UInt16(reading: &reader) else { return nil }
    self.proxyAuthenticationType = proxyAuthenticationType
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 1 != 0 {
      guard let value = reader.readOctets8().map(PFCPText.init(octets:)) else { return nil }
      name = value
    }
    if flags & 2 != 0 {
      guard let value = reader.readOctets8() else { return nil }
      challenge = value
    }
    if flags & 4 != 0 {
      guard let value = reader.readOctets8() else { return nil }
      response = value
    }
    if flags & 8 != 0 {
      guard let value = UInt8(reading: &reader) else { return nil }
      identifier = value
    }
  }

  func write(to writer: inout ElementWriter) {
    proxyAuthenticationType.write(to: &writer)
    var flags: UInt8 = 0
    if name != nil { flags |= 1 }
    if challenge != nil { flags |= 2 }
    if response != nil { flags |= 4 }
    if identifier != nil { flags |= 8 }
    writer.writeUInt8(flags)
    if let name { writer.writeOctets8(name.octets) }
    if let challenge { writer.writeOctets8(challenge) }
    if let response { writer.writeOctets8(response) }
    if let identifier { identifier.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let proxyAuthenticationType = object.require("proxyAuthenticationType", UInt16.self), let name = object.get("name", PFCPText.self), let challenge = object.get("challenge", [UInt8].self), let response = object.get("response", [UInt8].self), let identifier = object.get("identifier", UInt8.self) else { return nil }
    self.init(proxyAuthenticationType: proxyAuthenticationType, name: name, challenge: challenge, response: response, identifier: identifier)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("proxyAuthenticationType", proxyAuthenticationType)
    object.set("name", name)
    object.set("challenge", challenge)
    object.set("response", response)
    object.set("identifier", identifier)
    return .object(object)
  }
}

/// Tunnel Preference, 24 bits (TS 29.244 §8.2.189).
public struct TunnelPreference: Hashable, Sendable, LeafElement {
  public var value: UInt32

  public init(value: UInt32) {
    self.value = value
  }

  var fits: Bool { value <= 0xFF_FFFF }
  init?(reading reader: inout ElementReader) {
    guard let value = reader.readUInt24() else { return nil }
    self.value = value
  }

  func write(to writer: inout ElementWriter) {
    writer.writeUInt24(value)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let value = object.require("value", UInt32.self) else { return nil }
    self.init(value: value)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("value", value)
    return .object(object)
  }
}

/// Thresholds of a steering mode (TS 29.244 §8.2.196).
public struct SteeringThresholds: Hashable, Sendable, LeafElement {
  public var roundTripMilliseconds: UInt16?
  public var packetLossPercent: UInt8?

  public init(roundTripMilliseconds: UInt16? = nil, packetLossPercent: UInt8? = nil) {
    self.roundTripMilliseconds = roundTripMilliseconds
    self.packetLossPercent = packetLossPercent
  }

  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 1 != 0 {
      guard let value = UInt16(reading: &reader) else { return nil }
      roundTripMilliseconds = value
    }
    if flags & 2 != 0 {
      guard let value = UInt8(reading: &reader) else { return nil }
      packetLossPercent = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if roundTripMilliseconds != nil { flags |= 1 }
    if packetLossPercent != nil { flags |= 2 }
    writer.writeUInt8(flags)
    if let roundTripMilliseconds { roundTripMilliseconds.write(to: &writer) }
    if let packetLossPercent { packetLossPercent.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let roundTripMilliseconds = object.get("roundTripMilliseconds", UInt16.self), let packetLossPercent = object.get("packetLossPercent", UInt8.self) else { return nil }
    self.init(roundTripMilliseconds: roundTripMilliseconds, packetLossPercent: packetLossPercent)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("roundTripMilliseconds", roundTripMilliseconds)
    object.set("packetLossPercent", packetLossPercent)
    return .object(object)
  }
}

/// What replaces addresses and ports of a packet (TS 29.244 §8.2.200).
public struct IPAddressAndPortReplacement: Hashable, Sendable, LeafElement {
  public var destinationIPv4: IPv4Address?
  public var destinationIPv6: IPv6Address?
  public var destinationPort: UInt16?
  public var sourceIPv4: IPv4Address?
  public var sourceIPv6: IPv6Address?
  public var sourcePort: UInt16?

  public init(destinationIPv4: IPv4Address? = nil, destinationIPv6: IPv6Address? = nil, destinationPort: UInt16? = nil, sourceIPv4: IPv4Address? = nil, sourceIPv6: IPv6Address? = nil, sourcePort: UInt16? = nil) {
    self.destinationIPv4 = destinationIPv4
    self.destinationIPv6 = destinationIPv6
    self.destinationPort = destinationPort
    self.sourceIPv4 = sourceIPv4
    self.sourceIPv6 = sourceIPv6
    self.sourcePort = sourcePort
  }

  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 1 != 0 {
      guard let value = IPv4Address(reading: &reader) else { return nil }
      destinationIPv4 = value
    }
    if flags & 2 != 0 {
      guard let value = IPv6Address(reading: &reader) else { return nil }
      destinationIPv6 = value
    }
    if flags & 4 != 0 {
      guard let value = UInt16(reading: &reader) else { return nil }
      destinationPort = value
    }
    if flags & 8 != 0 {
      guard let value = IPv4Address(reading: &reader) else { return nil }
      sourceIPv4 = value
    }
    if flags & 16 != 0 {
      guard let value = IPv6Address(reading: &reader) else { return nil }
      sourceIPv6 = value
    }
    if flags & 32 != 0 {
      guard let value = UInt16(reading: &reader) else { return nil }
      sourcePort = value
    }
  }

  func write(to writer: inout ElementWriter) {
    var flags: UInt8 = 0
    if destinationIPv4 != nil { flags |= 1 }
    if destinationIPv6 != nil { flags |= 2 }
    if destinationPort != nil { flags |= 4 }
    if sourceIPv4 != nil { flags |= 8 }
    if sourceIPv6 != nil { flags |= 16 }
    if sourcePort != nil { flags |= 32 }
    writer.writeUInt8(flags)
    if let destinationIPv4 { destinationIPv4.write(to: &writer) }
    if let destinationIPv6 { destinationIPv6.write(to: &writer) }
    if let destinationPort { destinationPort.write(to: &writer) }
    if let sourceIPv4 { sourceIPv4.write(to: &writer) }
    if let sourceIPv6 { sourceIPv6.write(to: &writer) }
    if let sourcePort { sourcePort.write(to: &writer) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let destinationIPv4 = object.get("destinationIPv4", IPv4Address.self), let destinationIPv6 = object.get("destinationIPv6", IPv6Address.self), let destinationPort = object.get("destinationPort", UInt16.self), let sourceIPv4 = object.get("sourceIPv4", IPv4Address.self), let sourceIPv6 = object.get("sourceIPv6", IPv6Address.self), let sourcePort = object.get("sourcePort", UInt16.self) else { return nil }
    self.init(destinationIPv4: destinationIPv4, destinationIPv6: destinationIPv6, destinationPort: destinationPort, sourceIPv4: sourceIPv4, sourceIPv6: sourceIPv6, sourcePort: sourcePort)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("destinationIPv4", destinationIPv4)
    object.set("destinationIPv6", destinationIPv6)
    object.set("destinationPort", destinationPort)
    object.set("sourceIPv4", sourceIPv4)
    object.set("sourceIPv6", sourceIPv6)
    object.set("sourcePort", sourcePort)
    return .object(object)
  }
}

/// DNS Query Filter (TS 29.244 §8.2.201).
public struct DNSQueryFilter: Hashable, Sendable, LeafElement {
  public var pattern: PFCPText

  public init(pattern: PFCPText) {
    self.pattern = pattern
  }

  var fits: Bool { pattern.octets.count <= 0xFFFF }
  init?(reading reader: inout ElementReader) {
    guard let pattern = reader.readOctets16().map(PFCPText.init(octets:)) else { return nil }
    self.pattern = pattern
  }

  func write(to writer: inout ElementWriter) {
    writer.writeOctets16(pattern.octets)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let pattern = object.require("pattern", PFCPText.self) else { return nil }
    self.init(pattern: pattern)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("pattern", pattern)
    return .object(object)
  }
}

/// The paging policy indicator of packets with one of these code points (TS 29.244 §8.2.214).
public struct DSCPToPPIMapping: Hashable, Sendable, LeafElement {
  public var ppi: UInt8
  public var dscps: [UInt8]

  public init(ppi: UInt8, dscps: [UInt8] = []) {
    self.ppi = ppi
    self.dscps = dscps
  }

  var fits: Bool { ppi < 8 }
  init?(reading reader: inout ElementReader) {
    guard let octet = reader.readUInt8() else { return nil }
    ppi = octet & 7
    guard let dscps = reader.readList(UInt8.self) else { return nil }
    self.dscps = dscps
  }

  func write(to writer: inout ElementWriter) {
    writer.writeUInt8(ppi & 7)
    writer.writeList(dscps)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let ppi = object.require("ppi", UInt8.self), let dscps = object.list("dscps", of: UInt8.self) else { return nil }
    self.init(ppi: ppi, dscps: dscps)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("ppi", ppi)
    object.setList("dscps", dscps)
    return .object(object)
  }
}

/// Vendor-Specific Node Report Type (TS 29.244 §8.2.217).
public struct VendorSpecificNodeReportType: Hashable, Sendable, LeafElement {
  public var enterpriseID: UInt16
  public var reportType: [UInt8]

  public init(enterpriseID: UInt16, reportType: [UInt8]) {
    self.enterpriseID = enterpriseID
    self.reportType = reportType
  }

  init?(reading reader: inout ElementReader) {
    guard let enterpriseID = UInt16(reading: &reader) else { return nil }
    self.enterpriseID = enterpriseID
    reportType = reader.readRest()
  }

  func write(to writer: inout ElementWriter) {
    enterpriseID.write(to: &writer)
    writer.writeBytes(reportType)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let enterpriseID = object.require("enterpriseID", UInt16.self), let reportType = object.require("reportType", [UInt8].self) else { return nil }
    self.init(enterpriseID: enterpriseID, reportType: reportType)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("enterpriseID", enterpriseID)
    object.set("reportType", reportType)
    return .object(object)
  }
}

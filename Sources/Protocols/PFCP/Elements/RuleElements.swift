import Base

/// The address of a UE, as source or destination of its packets (TS 29.244 §8.2.62).
public struct UEIPAddress: Hashable, Sendable, LeafElement {
  public var ipv4: IPv4Address?
  public var ipv6: IPv6Address?
  /// S/D flag, meaningful in a PDI only: whether the packet's destination (else its source) is the UE.
  public var isDestination: Bool
  /// IPv6D: bits of the delegated prefix beyond /64.
  public var delegatedPrefixBits: UInt8?
  /// IP6PL: the prefix length when it is not 64.
  public var ipv6PrefixLength: UInt8?
  /// CHV4: the UP function chooses the IPv4 address.
  public var choosesIPv4: Bool
  /// CHV6: the UP function chooses the IPv6 prefix.
  public var choosesIPv6: Bool

  public init(ipv4: IPv4Address? = nil, ipv6: IPv6Address? = nil, isDestination: Bool = false) {
    self.ipv4 = ipv4
    self.ipv6 = ipv6
    self.isDestination = isDestination
    choosesIPv4 = false
    choosesIPv6 = false
  }

  var isConsistent: Bool {
    (ipv4 != nil || ipv6 != nil || choosesIPv4 || choosesIPv6) && !(ipv4 != nil && choosesIPv4) && !(ipv6 != nil && choosesIPv6)
      && (ipv6PrefixLength.map { (1...128).contains($0) } ?? true)
  }

  init?(reading reader: inout ByteReader) {
    guard let flags = reader.readUInt8(), let ipv4 = readAddress4(&reader, when: flags & 2 != 0),
      let ipv6 = readAddress6(&reader, when: flags & 1 != 0)
    else { return nil }
    self.init(ipv4: ipv4, ipv6: ipv6, isDestination: flags & 4 != 0)
    choosesIPv4 = flags & 16 != 0
    choosesIPv6 = flags & 32 != 0
    if flags & 8 != 0 {
      guard let bits = reader.readUInt8() else { return nil }
      delegatedPrefixBits = bits
    }
    if flags & 64 != 0 {
      guard let length = reader.readUInt8() else { return nil }
      ipv6PrefixLength = length
    }
  }

  func write(to writer: inout ByteWriter) {
    var flags: UInt8 = (ipv6 == nil ? 0 : 1) | (ipv4 == nil ? 0 : 2)
    if isDestination { flags |= 4 }
    if delegatedPrefixBits != nil { flags |= 8 }
    if choosesIPv4 { flags |= 16 }
    if choosesIPv6 { flags |= 32 }
    if ipv6PrefixLength != nil { flags |= 64 }
    writer.writeUInt8(flags)
    ipv4?.write(to: &writer)
    ipv6?.write(to: &writer)
    if let delegatedPrefixBits { writer.writeUInt8(delegatedPrefixBits) }
    if let ipv6PrefixLength { writer.writeUInt8(ipv6PrefixLength) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let ipv4 = object.get("ipv4", IPv4Address.self), let ipv6 = object.get("ipv6", IPv6Address.self),
      let bits = object.get("delegatedPrefixBits", UInt8.self), let length = object.get("ipv6PrefixLength", UInt8.self)
    else { return nil }
    self.init(ipv4: ipv4, ipv6: ipv6, isDestination: json["isDestination"]?.boolValue ?? false)
    delegatedPrefixBits = bits
    ipv6PrefixLength = length
    choosesIPv4 = json["choosesIPv4"]?.boolValue ?? false
    choosesIPv6 = json["choosesIPv6"]?.boolValue ?? false
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("ipv4", ipv4)
    object.set("ipv6", ipv6)
    object["isDestination"] = .bool(isDestination)
    object.set("delegatedPrefixBits", delegatedPrefixBits)
    object.set("ipv6PrefixLength", ipv6PrefixLength)
    if choosesIPv4 { object["choosesIPv4"] = true }
    if choosesIPv6 { object["choosesIPv6"] = true }
    return .object(object)
  }
}

/// Service data flow filter (TS 29.244 §8.2.5).
public struct SDFFilter: Hashable, Sendable, LeafElement {
  /// An IPFilterRule, such as `permit out ip from any to assigned` (TS 29.212 §5.4.2).
  public var flowDescription: PFCPText?
  public var tosTrafficClass: UInt16?
  public var securityParameterIndex: UInt32?
  /// 24 bits.
  public var flowLabel: UInt32?
  /// Lets another PDR of the session refer to this filter by the identifier alone.
  public var filterID: UInt32?

  public init(flowDescription: PFCPText? = nil, filterID: UInt32? = nil) {
    self.flowDescription = flowDescription
    self.filterID = filterID
  }

  var isConsistent: Bool { (flowDescription?.octets.count ?? 0) <= 0xFFFF && (flowLabel ?? 0) <= 0xFF_FFFF }

  init?(reading reader: inout ByteReader) {
    guard let flags = reader.readUInt8(), reader.skip(1) else { return nil }
    if flags & 1 != 0 {
      guard let length = reader.readUInt16(), let octets = reader.readBytes(Int(length)) else { return nil }
      flowDescription = PFCPText(octets: octets)
    }
    if flags & 2 != 0 {
      guard let value = reader.readUInt16() else { return nil }
      tosTrafficClass = value
    }
    if flags & 4 != 0 {
      guard let value = reader.readUInt32() else { return nil }
      securityParameterIndex = value
    }
    if flags & 8 != 0 {
      guard let value = reader.readUInt24() else { return nil }
      flowLabel = value
    }
    if flags & 16 != 0 {
      guard let value = reader.readUInt32() else { return nil }
      filterID = value
    }
  }

  func write(to writer: inout ByteWriter) {
    var flags: UInt8 = flowDescription == nil ? 0 : 1
    if tosTrafficClass != nil { flags |= 2 }
    if securityParameterIndex != nil { flags |= 4 }
    if flowLabel != nil { flags |= 8 }
    if filterID != nil { flags |= 16 }
    writer.writeUInt8(flags)
    writer.writeUInt8(0)
    if let flowDescription {
      writer.writeUInt16(UInt16(truncatingIfNeeded: flowDescription.octets.count))
      flowDescription.write(to: &writer)
    }
    if let tosTrafficClass { writer.writeUInt16(tosTrafficClass) }
    if let securityParameterIndex { writer.writeUInt32(securityParameterIndex) }
    if let flowLabel { writer.writeUInt24(flowLabel) }
    if let filterID { writer.writeUInt32(filterID) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let description = object.get("flowDescription", PFCPText.self),
      let tos = object.get("tosTrafficClass", UInt16.self), let index = object.get("securityParameterIndex", UInt32.self),
      let label = object.get("flowLabel", UInt32.self), let filterID = object.get("filterID", UInt32.self)
    else { return nil }
    self.init(flowDescription: description, filterID: filterID)
    tosTrafficClass = tos
    securityParameterIndex = index
    flowLabel = label
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

/// Which outer headers an incoming packet loses (TS 29.244 §8.2.64).
public struct OuterHeaderRemoval: Hashable, Sendable, LeafElement {
  public static let gtpuUDPIPv4 = Self(description: 0)
  public static let gtpuUDPIPv6 = Self(description: 1)
  public static let udpIPv4 = Self(description: 2)
  public static let udpIPv6 = Self(description: 3)
  /// GTP-U over UDP over whichever IP version the packet came in.
  public static let gtpuUDPIP = Self(description: 6)

  public var description: UInt8
  /// Bit 1: delete the PDU Session Container as well.
  public var extensionHeaderDeletion: UInt8?

  public init(description: UInt8, extensionHeaderDeletion: UInt8? = nil) {
    self.description = description
    self.extensionHeaderDeletion = extensionHeaderDeletion
  }

  init?(reading reader: inout ByteReader) {
    guard let description = reader.readUInt8() else { return nil }
    self.init(description: description, extensionHeaderDeletion: reader.readUInt8())
  }

  func write(to writer: inout ByteWriter) {
    writer.writeUInt8(description)
    if let extensionHeaderDeletion { writer.writeUInt8(extensionHeaderDeletion) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let description = json["description"]?.integerValue(UInt8.self),
      let deletion = object.get("extensionHeaderDeletion", UInt8.self)
    else { return nil }
    self.init(description: description, extensionHeaderDeletion: deletion)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object["description"] = .int(description)
    object.set("extensionHeaderDeletion", extensionHeaderDeletion)
    return .object(object)
  }
}

/// Which outer headers an outgoing packet gets (TS 29.244 §8.2.56); the description's bits follow from the fields, N19/N6/SSM apart.
public struct OuterHeaderCreation: Hashable, Sendable, LeafElement {
  /// Octets 5 and 6, octet 5 first.
  public var description: UInt16
  public var teid: UInt32?
  public var ipv4: IPv4Address?
  public var ipv6: IPv6Address?
  public var port: UInt16?
  /// 24 bits, as TS 29.244 §8.2.94.
  public var cTag: UInt32?
  public var sTag: UInt32?

  /// GTP-U/UDP/IP towards the tunnel `teid`.
  public static func gtpu(teid: UInt32, ipv4: IPv4Address? = nil, ipv6: IPv6Address? = nil) -> Self {
    var value = Self(description: (ipv4 == nil ? 0 : 0x0100) | (ipv6 == nil ? 0 : 0x0200))
    value.teid = teid
    value.ipv4 = ipv4
    value.ipv6 = ipv6
    return value
  }

  public init(description: UInt16) { self.description = description }

  public var isGTPU: Bool { description & 0x0300 != 0 }

  private static func layout(_ description: UInt16) -> (teid: Bool, ipv4: Bool, ipv6: Bool, port: Bool, cTag: Bool, sTag: Bool) {
    (
      description & 0x0300 != 0, description & 0x1500 != 0, description & 0x2A00 != 0, description & 0x0C00 != 0,
      description & 0x4000 != 0, description & 0x8000 != 0
    )
  }

  var isConsistent: Bool {
    let layout = Self.layout(description)
    return layout.teid == (teid != nil) && layout.ipv4 == (ipv4 != nil) && layout.ipv6 == (ipv6 != nil) && layout.port == (port != nil)
      && layout.cTag == (cTag != nil) && layout.sTag == (sTag != nil) && description & 0xFF00 != 0
  }

  init?(reading reader: inout ByteReader) {
    guard let description = reader.readUInt16() else { return nil }
    let layout = Self.layout(description)
    self.init(description: description)
    if layout.teid {
      guard let value = reader.readUInt32() else { return nil }
      teid = value
    }
    guard let ipv4 = readAddress4(&reader, when: layout.ipv4), let ipv6 = readAddress6(&reader, when: layout.ipv6) else { return nil }
    self.ipv4 = ipv4
    self.ipv6 = ipv6
    if layout.port {
      guard let value = reader.readUInt16() else { return nil }
      port = value
    }
    if layout.cTag {
      guard let value = reader.readUInt24() else { return nil }
      cTag = value
    }
    if layout.sTag {
      guard let value = reader.readUInt24() else { return nil }
      sTag = value
    }
  }

  func write(to writer: inout ByteWriter) {
    writer.writeUInt16(description)
    if let teid { writer.writeUInt32(teid) }
    ipv4?.write(to: &writer)
    ipv6?.write(to: &writer)
    if let port { writer.writeUInt16(port) }
    if let cTag { writer.writeUInt24(cTag) }
    if let sTag { writer.writeUInt24(sTag) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let description = json["description"]?.integerValue(UInt16.self),
      let teid = object.get("teid", UInt32.self), let ipv4 = object.get("ipv4", IPv4Address.self),
      let ipv6 = object.get("ipv6", IPv6Address.self), let port = object.get("port", UInt16.self),
      let cTag = object.get("cTag", UInt32.self), let sTag = object.get("sTag", UInt32.self)
    else { return nil }
    self.init(description: description)
    (self.teid, self.ipv4, self.ipv6, self.port, self.cTag, self.sTag) = (teid, ipv4, ipv6, port, cTag, sTag)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object["description"] = .int(description)
    object.set("teid", teid)
    object.set("ipv4", ipv4)
    object.set("ipv6", ipv6)
    object.set("port", port)
    object.set("cTag", cTag)
    object.set("sTag", sTag)
    return .object(object)
  }
}

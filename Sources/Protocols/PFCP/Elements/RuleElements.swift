import Base

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

  init?(reading reader: inout ElementReader) {
    guard let description = reader.readUInt8() else { return nil }
    self.init(description: description, extensionHeaderDeletion: reader.readUInt8())
  }

  func write(to writer: inout ElementWriter) {
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

  /// All bits of octet 5; of octet 6 N19 Indication, N6 Indication, Low Layer SSM and C-TEID. At least one of them is set.
  private static let knownBits: UInt16 = 0xFF07

  private static func layout(_ description: UInt16) -> (teid: Bool, ipv4: Bool, ipv6: Bool, port: Bool, cTag: Bool, sTag: Bool) {
    (
      description & 0x0300 != 0, description & 0x1500 != 0, description & 0x2A00 != 0, description & 0x0C00 != 0,
      description & 0x4000 != 0, description & 0x8000 != 0
    )
  }

  var fits: Bool { (cTag ?? 0) <= 0xFF_FFFF && (sTag ?? 0) <= 0xFF_FFFF }

  var isConsistent: Bool {
    let layout = Self.layout(description)
    return layout.teid == (teid != nil) && layout.ipv4 == (ipv4 != nil) && layout.ipv6 == (ipv6 != nil) && layout.port == (port != nil)
      && layout.cTag == (cTag != nil) && layout.sTag == (sTag != nil) && description & Self.knownBits != 0
  }

  init?(reading reader: inout ElementReader) {
    guard let description = reader.readUInt16() else { return nil }
    let layout = Self.layout(description)
    self.init(description: description)
    if layout.teid {
      guard let value = reader.readUInt32() else { return nil }
      teid = value
    }
    guard let ipv4 = reader.readPart(IPv4Address.self, when: layout.ipv4), let ipv6 = reader.readPart(IPv6Address.self, when: layout.ipv6)
    else { return nil }
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

  func write(to writer: inout ElementWriter) {
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

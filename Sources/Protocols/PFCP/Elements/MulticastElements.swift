import Base

/// An IP multicast address, a range of them, or any (TS 29.244 §8.2.137).
public struct IPMulticastAddress: Hashable, Sendable, LeafElement {
  /// ANY: every IP multicast address.
  public var isAny: Bool
  public var startIPv4: IPv4Address?
  public var startIPv6: IPv6Address?
  /// The end of a range (RANGE).
  public var endIPv4: IPv4Address?
  public var endIPv6: IPv6Address?

  public init(
    isAny: Bool = false, startIPv4: IPv4Address? = nil, startIPv6: IPv6Address? = nil, endIPv4: IPv4Address? = nil,
    endIPv6: IPv6Address? = nil
  ) {
    self.isAny = isAny
    self.startIPv4 = startIPv4
    self.startIPv6 = startIPv6
    self.endIPv4 = endIPv4
    self.endIPv6 = endIPv6
  }

  private var isRange: Bool { endIPv4 != nil || endIPv6 != nil }

  /// With ANY there is no address; the ends of a range have the families of its start.
  var fits: Bool {
    isAny
      ? startIPv4 == nil && startIPv6 == nil && !isRange
      : !isRange || ((startIPv4 == nil) == (endIPv4 == nil) && (startIPv6 == nil) == (endIPv6 == nil))
  }

  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    let isRange = flags & 4 != 0
    isAny = flags & 8 != 0
    guard !isAny else { return }
    guard let startIPv4 = reader.readPart(IPv4Address.self, when: flags & 2 != 0),
      let startIPv6 = reader.readPart(IPv6Address.self, when: flags & 1 != 0),
      let endIPv4 = reader.readPart(IPv4Address.self, when: isRange && flags & 2 != 0),
      let endIPv6 = reader.readPart(IPv6Address.self, when: isRange && flags & 1 != 0)
    else { return nil }
    (self.startIPv4, self.startIPv6, self.endIPv4, self.endIPv6) = (startIPv4, startIPv6, endIPv4, endIPv6)
  }

  func write(to writer: inout ElementWriter) {
    let families: UInt8 = (startIPv6 == nil ? 0 : 1) | (startIPv4 == nil ? 0 : 2)
    writer.writeUInt8(families | (isRange ? 4 : 0) | (isAny ? 8 : 0))
    startIPv4?.write(to: &writer)
    startIPv6?.write(to: &writer)
    endIPv4?.write(to: &writer)
    endIPv6?.write(to: &writer)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let isAny = object.get("isAny", Bool.self),
      let startIPv4 = object.get("startIPv4", IPv4Address.self), let startIPv6 = object.get("startIPv6", IPv6Address.self),
      let endIPv4 = object.get("endIPv4", IPv4Address.self), let endIPv6 = object.get("endIPv6", IPv6Address.self)
    else { return nil }
    self.init(isAny: isAny ?? false, startIPv4: startIPv4, startIPv6: startIPv6, endIPv4: endIPv4, endIPv6: endIPv6)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    if isAny { object["isAny"] = true }
    object.set("startIPv4", startIPv4)
    object.set("startIPv6", startIPv6)
    object.set("endIPv4", endIPv4)
    object.set("endIPv6", endIPv6)
    return .object(object)
  }
}

/// An address behind its family and length in one octet, as MBS elements carry it (TS 23.003 §15.5).
extension ElementReader {
  fileprivate mutating func readMBSAddress() -> IPAddress? {
    guard let octet = readUInt8(), var part = readSlice(Int(octet & 0x3F)) else { return nil }
    switch (octet >> 6, octet & 0x3F) {
    case (0, 4): return IPv4Address(reading: &part)?.address
    case (1, 16): return IPv6Address(reading: &part)?.address
    default: return nil
    }
  }
}

extension ElementWriter {
  fileprivate mutating func writeMBSAddress(_ address: IPAddress) {
    writeUInt8(address.isV4 ? 4 : 0x40 | 16)
    address.write(to: &self)
  }
}

/// Where MBS data come from and go to below the PDU session (TS 29.244 §8.2.207).
public struct MulticastTransportInformation: Hashable, Sendable, LeafElement {
  /// C-TEID.
  public var commonTEID: UInt32
  public var distributionAddress: IPAddress
  public var sourceAddress: IPAddress

  public init(commonTEID: UInt32, distributionAddress: IPAddress, sourceAddress: IPAddress) {
    self.commonTEID = commonTEID
    self.distributionAddress = distributionAddress
    self.sourceAddress = sourceAddress
  }

  init?(reading reader: inout ElementReader) {
    guard reader.skip(1), let teid = reader.readUInt32(), let distribution = reader.readMBSAddress(), let source = reader.readMBSAddress()
    else { return nil }
    self.init(commonTEID: teid, distributionAddress: distribution, sourceAddress: source)
  }

  func write(to writer: inout ElementWriter) {
    writer.writeUInt8(0)
    writer.writeUInt32(commonTEID)
    writer.writeMBSAddress(distributionAddress)
    writer.writeMBSAddress(sourceAddress)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let teid = object.require("commonTEID", UInt32.self),
      let distribution = object.require("distributionAddress", IPAddress.self), let source = object.require("sourceAddress", IPAddress.self)
    else { return nil }
    self.init(commonTEID: teid, distributionAddress: distribution, sourceAddress: source)
  }

  func writeJSON() -> JSON {
    [
      "commonTEID": .int(commonTEID), "distributionAddress": distributionAddress.writeJSON(), "sourceAddress": sourceAddress.writeJSON(),
    ]
  }
}

/// Which MBS session (TS 29.244 §8.2.206).
public struct MBSSessionIdentifier: Hashable, Sendable, LeafElement {
  /// TMGI: MBS service ID (3 octets) and PLMN, 48 bits.
  public var tmgi: UInt64?
  /// The source of a source specific multicast.
  public var sourceAddress: IPAddress?
  /// The group of a source specific multicast; there exactly when its source is.
  public var distributionAddress: IPAddress?
  /// Network identifier of a stand-alone non-public network, 44 bits in 48.
  public var nid: UInt64?

  public init(tmgi: UInt64? = nil, sourceAddress: IPAddress? = nil, distributionAddress: IPAddress? = nil, nid: UInt64? = nil) {
    self.tmgi = tmgi
    self.sourceAddress = sourceAddress
    self.distributionAddress = distributionAddress
    self.nid = nid
  }

  var isConsistent: Bool { tmgi != nil || sourceAddress != nil }
  var fits: Bool {
    (tmgi ?? 0) >> 48 == 0 && (nid ?? 0) >> 48 == 0 && (sourceAddress == nil) == (distributionAddress == nil)
  }

  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 1 != 0 {
      guard let value = reader.readInteger(octetCount: 6) else { return nil }
      tmgi = value
    }
    if flags & 2 != 0 {
      guard let source = reader.readMBSAddress(), let distribution = reader.readMBSAddress() else { return nil }
      sourceAddress = source
      distributionAddress = distribution
    }
    if flags & 4 != 0 {
      guard let value = reader.readInteger(octetCount: 6) else { return nil }
      nid = value
    }
  }

  func write(to writer: inout ElementWriter) {
    writer.writeUInt8((tmgi == nil ? 0 : 1) | (sourceAddress == nil ? 0 : 2) | (nid == nil ? 0 : 4))
    if let tmgi { writer.writeInteger(tmgi, octetCount: 6) }
    if let sourceAddress { writer.writeMBSAddress(sourceAddress) }
    if let distributionAddress { writer.writeMBSAddress(distributionAddress) }
    if let nid { writer.writeInteger(nid, octetCount: 6) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let tmgi = object.get("tmgi", UInt64.self),
      let source = object.get("sourceAddress", IPAddress.self), let distribution = object.get("distributionAddress", IPAddress.self),
      let nid = object.get("nid", UInt64.self)
    else { return nil }
    self.init(tmgi: tmgi, sourceAddress: source, distributionAddress: distribution, nid: nid)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("tmgi", tmgi)
    object.set("sourceAddress", sourceAddress)
    object.set("distributionAddress", distributionAddress)
    object.set("nid", nid)
    return .object(object)
  }
}

/// The tunnel in which MBS data enter, given or to be chosen by the UP function (TS 29.244 §8.2.209).
public struct LocalIngressTunnel: Hashable, Sendable, LeafElement {
  public enum Endpoint: Hashable, Sendable {
    case assigned(port: UInt16, ipv4: IPv4Address?, ipv6: IPv6Address?)
    /// CH: the UP function chooses an address of these families.
    case choose(ipv4: Bool, ipv6: Bool)
  }

  public var endpoint: Endpoint
  public init(_ endpoint: Endpoint) { self.endpoint = endpoint }

  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 4 != 0 {
      endpoint = .choose(ipv4: flags & 1 != 0, ipv6: flags & 2 != 0)
    } else {
      guard let port = reader.readUInt16(), let ipv4 = reader.readPart(IPv4Address.self, when: flags & 1 != 0),
        let ipv6 = reader.readPart(IPv6Address.self, when: flags & 2 != 0)
      else { return nil }
      endpoint = .assigned(port: port, ipv4: ipv4, ipv6: ipv6)
    }
  }

  func write(to writer: inout ElementWriter) {
    switch endpoint {
    case .assigned(let port, let ipv4, let ipv6):
      writer.writeUInt8((ipv4 == nil ? 0 : 1) | (ipv6 == nil ? 0 : 2))
      writer.writeUInt16(port)
      ipv4?.write(to: &writer)
      ipv6?.write(to: &writer)
    case .choose(let ipv4, let ipv6): writer.writeUInt8(4 | (ipv4 ? 1 : 0) | (ipv6 ? 2 : 0))
    }
  }

  init?(fromJSON json: JSON) {
    if let choose = json["choose"]?.objectValue {
      guard let ipv4 = choose.require("ipv4", Bool.self), let ipv6 = choose.require("ipv6", Bool.self) else { return nil }
      endpoint = .choose(ipv4: ipv4, ipv6: ipv6)
    } else {
      guard let object = json.objectValue, let port = object.require("port", UInt16.self),
        let ipv4 = object.get("ipv4", IPv4Address.self), let ipv6 = object.get("ipv6", IPv6Address.self)
      else { return nil }
      endpoint = .assigned(port: port, ipv4: ipv4, ipv6: ipv6)
    }
  }

  func writeJSON() -> JSON {
    switch endpoint {
    case .assigned(let port, let ipv4, let ipv6):
      var object = JSON.Object()
      object.set("port", port)
      object.set("ipv4", ipv4)
      object.set("ipv6", ipv6)
      return .object(object)
    case .choose(let ipv4, let ipv6): return ["choose": ["ipv4": .bool(ipv4), "ipv6": .bool(ipv6)]]
    }
  }
}

import Base

/// An IPv4 or IPv6 address whose family its length tells (TS 29.244 §8.2.188, §8.2.193, §8.2.194).
extension IPAddress: LeafElement {
  init?(reading reader: inout ElementReader) {
    if let address = IPv6Address(reading: &reader) {
      self = address.address
    } else if let address = IPv4Address(reading: &reader) {
      self = address.address
    } else {
      return nil
    }
  }
  func write(to writer: inout ElementWriter) { writer.writeBytes(octets) }
  init?(fromJSON json: JSON) {
    guard let address = json.stringValue.flatMap({ IPAddress($0) }) else { return nil }
    self = address
  }
  func writeJSON() -> JSON { .string(description) }
}

/// The PLMN of a trace reference, three octets (TS 29.244 §8.2.108).
extension PLMNIdentity: LeafElement {
  init?(reading reader: inout ElementReader) {
    guard let octets = reader.readBytes(3) else { return nil }
    self.init(octets: octets)
  }
  func write(to writer: inout ElementWriter) { writer.writeBytes(octets) }
  init?(fromJSON json: JSON) {
    guard let mcc = json["mcc"]?.stringValue, let mnc = json["mnc"]?.stringValue else { return nil }
    self.init(mcc: mcc, mnc: mnc)
  }
  func writeJSON() -> JSON { ["mcc": .string(mcc), "mnc": .string(mnc)] }
}

/// A 48 bit Ethernet address.
public struct EthernetAddress: Hashable, Sendable, CustomStringConvertible, LeafElement {
  /// The low 48 bits are the address, first octet highest.
  public var rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// Six octets in hexadecimal digits, with or without colons.
  public init?(_ text: String) {
    guard let octets = Hex.decode(text), octets.count == 6 else { return nil }
    rawValue = octets.reduce(0) { $0 << 8 | UInt64($1) }
  }

  public var description: String {
    (0..<6).map { Hex.encode([UInt8(truncatingIfNeeded: rawValue >> UInt64(40 - 8 * $0))]) }.joined(separator: ":")
  }

  var fits: Bool { rawValue >> 48 == 0 }
  init?(reading reader: inout ElementReader) {
    guard let value = reader.readInteger(octetCount: 6) else { return nil }
    rawValue = value
  }
  func write(to writer: inout ElementWriter) { writer.writeInteger(rawValue, octetCount: 6) }
  init?(fromJSON json: JSON) {
    guard let address = json.stringValue.flatMap({ EthernetAddress($0) }) else { return nil }
    self = address
  }
  func writeJSON() -> JSON { .string(description) }
}

/// A customer or service VLAN tag (TS 29.244 §8.2.94 C-TAG, §8.2.95 S-TAG).
public struct VLANTag: Hashable, Sendable, LeafElement {
  /// PCP, 3 bits.
  public var priorityCodePoint: UInt8?
  /// DEI.
  public var isDropEligible: Bool?
  /// VID, 12 bits.
  public var identifier: UInt16?

  public init(priorityCodePoint: UInt8? = nil, isDropEligible: Bool? = nil, identifier: UInt16? = nil) {
    self.priorityCodePoint = priorityCodePoint
    self.isDropEligible = isDropEligible
    self.identifier = identifier
  }

  var fits: Bool { (priorityCodePoint ?? 0) < 8 && (identifier ?? 0) < 0x1000 }

  init?(reading reader: inout ElementReader) {
    guard reader.remaining >= 3, let flags = reader.readUInt8(), let first = reader.readUInt8(), let second = reader.readUInt8() else {
      return nil
    }
    if flags & 1 != 0 { priorityCodePoint = first & 7 }
    if flags & 2 != 0 { isDropEligible = first & 8 != 0 }
    if flags & 4 != 0 { identifier = UInt16(first >> 4) << 8 | UInt16(second) }
  }

  func write(to writer: inout ElementWriter) {
    writer.writeUInt8((priorityCodePoint == nil ? 0 : 1) | (isDropEligible == nil ? 0 : 2) | (identifier == nil ? 0 : 4))
    let high = UInt8(truncatingIfNeeded: (identifier ?? 0) >> 8) << 4
    writer.writeUInt8(high | (isDropEligible == true ? 8 : 0) | (priorityCodePoint ?? 0) & 7)
    writer.writeUInt8(UInt8(truncatingIfNeeded: identifier ?? 0))
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let priority = object.get("priorityCodePoint", UInt8.self),
      let eligible = object.get("isDropEligible", Bool.self), let identifier = object.get("identifier", UInt16.self)
    else { return nil }
    self.init(priorityCodePoint: priority, isDropEligible: eligible, identifier: identifier)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("priorityCodePoint", priorityCodePoint)
    object.set("isDropEligible", isDropEligible)
    object.set("identifier", identifier)
    return .object(object)
  }
}

/// The identity of a network function instance: a UUID of RFC 4122 (TS 29.244 §8.2.175).
public struct NFInstanceID: Hashable, Sendable, CustomStringConvertible, LeafElement {
  public var high: UInt64
  public var low: UInt64

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// 32 hexadecimal digits in five groups.
  public init?(_ text: String) {
    guard let octets = Hex.decode(text.filter { $0 != "-" }), octets.count == 16 else { return nil }
    high = octets[..<8].reduce(0) { $0 << 8 | UInt64($1) }
    low = octets[8...].reduce(0) { $0 << 8 | UInt64($1) }
  }

  public var description: String {
    let groups = [(high, 32, 8), (high, 16, 4), (high, 0, 4), (low, 48, 4), (low, 0, 12)]
    return groups.map { value, shift, digits in
      let octets = (0..<8).map { UInt8(truncatingIfNeeded: (value >> UInt64(shift)) >> UInt64(56 - 8 * $0)) }
      return String(Hex.encode(octets).suffix(digits))
    }.joined(separator: "-")
  }

  init?(reading reader: inout ElementReader) {
    guard reader.remaining >= 16, let high = reader.readUInt64(), let low = reader.readUInt64() else { return nil }
    self.init(high: high, low: low)
  }
  func write(to writer: inout ElementWriter) {
    writer.writeUInt64(high)
    writer.writeUInt64(low)
  }
  init?(fromJSON json: JSON) {
    guard let identity = json.stringValue.flatMap({ NFInstanceID($0) }) else { return nil }
    self = identity
  }
  func writeJSON() -> JSON { .string(description) }
}

/// Fully qualified PDN connection set identifiers of a node (TS 29.244 §8.2.43).
public struct FQCSID: Hashable, Sendable, LeafElement {
  public enum Node: Hashable, Sendable {
    case ipv4(IPv4Address)
    case ipv6(IPv6Address)
    /// 20 bits: mobile country code × 1000 + mobile network code; and 12 bits that the operator assigned.
    case plmn(mccMNC: UInt32, identifier: UInt16)
  }

  public var node: Node
  /// At most 15.
  public var csids: [UInt16]
  /// The kind of node (0 MME, 1 SGW-C, 2 PGW-C or SMF, 3 ePDG, 4 TWAN, 5 PGW-U, SGW-U or UPF); 4 bits.
  public var nodeType: UInt8?

  public init(node: Node, csids: [UInt16], nodeType: UInt8? = nil) {
    self.node = node
    self.csids = csids
    self.nodeType = nodeType
  }

  var fits: Bool {
    if case .plmn(let mccMNC, let identifier) = node, mccMNC >> 20 != 0 || identifier >> 12 != 0 { return false }
    return csids.count <= 15 && (nodeType ?? 0) < 16
  }

  init?(reading reader: inout ElementReader) {
    guard let first = reader.readUInt8() else { return nil }
    switch first >> 4 {
    case 0:
      guard let address = IPv4Address(reading: &reader) else { return nil }
      node = .ipv4(address)
    case 1:
      guard let address = IPv6Address(reading: &reader) else { return nil }
      node = .ipv6(address)
    case 2:
      guard let value = reader.readUInt32() else { return nil }
      node = .plmn(mccMNC: value >> 12, identifier: UInt16(truncatingIfNeeded: value & 0xFFF))
    default: return nil
    }
    csids = []
    csids.reserveCapacity(Int(first & 15))
    for _ in 0..<(first & 15) {
      guard let csid = reader.readUInt16() else { return nil }
      csids.append(csid)
    }
    nodeType = reader.readUInt8().map { $0 & 15 }
  }

  func write(to writer: inout ElementWriter) {
    let count = UInt8(truncatingIfNeeded: csids.count) & 15
    switch node {
    case .ipv4(let address):
      writer.writeUInt8(count)
      address.write(to: &writer)
    case .ipv6(let address):
      writer.writeUInt8(0x10 | count)
      address.write(to: &writer)
    case .plmn(let mccMNC, let identifier):
      writer.writeUInt8(0x20 | count)
      writer.writeUInt32(mccMNC << 12 | UInt32(identifier & 0xFFF))
    }
    for csid in csids { writer.writeUInt16(csid) }
    if let nodeType { writer.writeUInt8(nodeType & 15) }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let ipv4 = object.get("ipv4", IPv4Address.self), let ipv6 = object.get("ipv6", IPv6Address.self),
      let mccMNC = object.get("mccMNC", UInt32.self), let identifier = object.get("identifier", UInt16.self),
      let csids = object.list("csids", of: UInt16.self), let nodeType = object.get("nodeType", UInt8.self)
    else { return nil }
    if let ipv4 {
      self.init(node: .ipv4(ipv4), csids: csids, nodeType: nodeType)
    } else if let ipv6 {
      self.init(node: .ipv6(ipv6), csids: csids, nodeType: nodeType)
    } else if let mccMNC, let identifier {
      self.init(node: .plmn(mccMNC: mccMNC, identifier: identifier), csids: csids, nodeType: nodeType)
    } else {
      return nil
    }
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    switch node {
    case .ipv4(let address): object.set("ipv4", address)
    case .ipv6(let address): object.set("ipv6", address)
    case .plmn(let mccMNC, let identifier):
      object.set("mccMNC", mccMNC)
      object.set("identifier", identifier)
    }
    object.setList("csids", csids)
    object.set("nodeType", nodeType)
    return .object(object)
  }
}

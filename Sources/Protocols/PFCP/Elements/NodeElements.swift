import Base

extension IPv4Address: LeafElement {
  init?(reading reader: inout ElementReader) {
    guard let value = reader.readUInt32() else { return nil }
    self.init(rawValue: value)
  }
  func write(to writer: inout ElementWriter) { writer.writeUInt32(rawValue) }
  init?(fromJSON json: JSON) {
    guard let value = json.stringValue.flatMap({ IPv4Address($0) }) else { return nil }
    self = value
  }
  func writeJSON() -> JSON { .string(description) }
}

extension IPv6Address: LeafElement {
  init?(reading reader: inout ElementReader) {
    guard reader.remaining >= 16, let prefix = reader.readUInt64(), let identifier = reader.readUInt64() else { return nil }
    self.init(prefix: prefix, interfaceIdentifier: identifier)
  }
  func write(to writer: inout ElementWriter) {
    writer.writeUInt64(prefix)
    writer.writeUInt64(interfaceIdentifier)
  }
  init?(fromJSON json: JSON) {
    guard let value = json.stringValue.flatMap({ IPv6Address($0) }) else { return nil }
    self = value
  }
  func writeJSON() -> JSON { .string(description) }
}

/// Who a PFCP entity is (TS 29.244 §8.2.38).
public enum NodeID: Hashable, Sendable, LeafElement {
  case ipv4(IPv4Address)
  case ipv6(IPv6Address)
  case fqdn(DomainName)
  /// A type that is spare in this release; such a Node ID is refused as incorrect.
  case spare(type: UInt8)

  var isConsistent: Bool {
    switch self {
    case .spare: false
    case .fqdn(let name): name.name != nil
    case .ipv4, .ipv6: true
    }
  }

  init?(reading reader: inout ElementReader) {
    guard let type = reader.readUInt8() else { return nil }
    switch type & 15 {
    case 0:
      guard let address = IPv4Address(reading: &reader) else { return nil }
      self = .ipv4(address)
    case 1:
      guard let address = IPv6Address(reading: &reader) else { return nil }
      self = .ipv6(address)
    case 2: self = .fqdn(DomainName(octets: reader.readRest()))
    default: self = .spare(type: type & 15)
    }
  }

  func write(to writer: inout ElementWriter) {
    switch self {
    case .ipv4(let address):
      writer.writeUInt8(0)
      address.write(to: &writer)
    case .ipv6(let address):
      writer.writeUInt8(1)
      address.write(to: &writer)
    case .fqdn(let name):
      writer.writeUInt8(2)
      name.write(to: &writer)
    case .spare(let type): writer.writeUInt8(type & 15)
    }
  }

  init?(fromJSON json: JSON) {
    if let address = json["ipv4"].flatMap(IPv4Address.init(fromJSON:)) {
      self = .ipv4(address)
    } else if let address = json["ipv6"].flatMap(IPv6Address.init(fromJSON:)) {
      self = .ipv6(address)
    } else if let name = json["fqdn"].flatMap(DomainName.init(fromJSON:)) {
      self = .fqdn(name)
    } else {
      return nil
    }
  }

  func writeJSON() -> JSON {
    switch self {
    case .ipv4(let address): ["ipv4": address.writeJSON()]
    case .ipv6(let address): ["ipv6": address.writeJSON()]
    case .fqdn(let name): ["fqdn": name.writeJSON()]
    case .spare(let type): ["type": .int(type)]
    }
  }
}

/// Fully qualified tunnel endpoint identifier, given or to be chosen by the UP function (TS 29.244 §8.2.3).
public enum FTEID: Hashable, Sendable, LeafElement {
  case assigned(teid: UInt32, ipv4: IPv4Address?, ipv6: IPv6Address?)
  /// CHOOSE: the UP function allocates; equal `chooseID`s in one message get one F-TEID.
  case choose(ipv4: Bool, ipv6: Bool, chooseID: UInt8?)

  /// The identifier, when one is given.
  public var teid: UInt32? { if case .assigned(let teid, _, _) = self { teid } else { nil } }

  var isConsistent: Bool {
    switch self {
    case .assigned(_, let ipv4, let ipv6): ipv4 != nil || ipv6 != nil
    case .choose(let ipv4, let ipv6, _): ipv4 || ipv6
    }
  }

  init?(reading reader: inout ElementReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 4 != 0 {
      guard flags & 8 == 0 || !reader.isAtEnd else { return nil }
      self = .choose(ipv4: flags & 1 != 0, ipv6: flags & 2 != 0, chooseID: flags & 8 == 0 ? nil : reader.readUInt8())
    } else {
      guard let teid = reader.readUInt32(), let ipv4 = reader.readPart(IPv4Address.self, when: flags & 1 != 0),
        let ipv6 = reader.readPart(IPv6Address.self, when: flags & 2 != 0)
      else { return nil }
      self = .assigned(teid: teid, ipv4: ipv4, ipv6: ipv6)
    }
  }

  func write(to writer: inout ElementWriter) {
    switch self {
    case .assigned(let teid, let ipv4, let ipv6):
      writer.writeUInt8((ipv4 == nil ? 0 : 1) | (ipv6 == nil ? 0 : 2))
      writer.writeUInt32(teid)
      ipv4?.write(to: &writer)
      ipv6?.write(to: &writer)
    case .choose(let ipv4, let ipv6, let chooseID):
      writer.writeUInt8(4 | (ipv4 ? 1 : 0) | (ipv6 ? 2 : 0) | (chooseID == nil ? 0 : 8))
      if let chooseID { writer.writeUInt8(chooseID) }
    }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue else { return nil }
    if let choose = json["choose"] {
      guard let ipv4 = choose["ipv4"]?.boolValue, let ipv6 = choose["ipv6"]?.boolValue, let object = choose.objectValue,
        let chooseID = object.get("chooseID", UInt8.self)
      else { return nil }
      self = .choose(ipv4: ipv4, ipv6: ipv6, chooseID: chooseID)
    } else {
      guard let teid = json["teid"]?.integerValue(UInt32.self), let ipv4 = object.get("ipv4", IPv4Address.self),
        let ipv6 = object.get("ipv6", IPv6Address.self)
      else { return nil }
      self = .assigned(teid: teid, ipv4: ipv4, ipv6: ipv6)
    }
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    switch self {
    case .assigned(let teid, let ipv4, let ipv6):
      object["teid"] = .int(teid)
      object.set("ipv4", ipv4)
      object.set("ipv6", ipv6)
      return .object(object)
    case .choose(let ipv4, let ipv6, let chooseID):
      object["ipv4"] = .bool(ipv4)
      object["ipv6"] = .bool(ipv6)
      object.set("chooseID", chooseID)
      return ["choose": .object(object)]
    }
  }
}

/// The slice of a session (TS 29.244 §8.2.176).
extension SNSSAI: LeafElement {
  var fits: Bool { (sd ?? 0) <= 0xFF_FFFF }

  init?(reading reader: inout ElementReader) {
    guard let type = reader.readUInt8(), let differentiator = reader.readUInt24() else { return nil }
    self.init(sst: type, sd: differentiator)
  }

  func write(to writer: inout ElementWriter) {
    writer.writeUInt8(sst)
    writer.writeUInt24(sd ?? 0xFF_FFFF)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let type = json["sst"]?.integerValue(UInt8.self),
      let differentiator = object.get("sd", UInt32.self)
    else { return nil }
    self.init(sst: type, sd: differentiator)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object["sst"] = .int(sst)
    object.set("sd", sd)
    return .object(object)
  }
}

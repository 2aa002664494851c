import Base

/// IPv4, IPv6, or nothing: addresses as several elements carry them, each behind a flag.
func readAddress4(_ reader: inout ByteReader, when isPresent: Bool) -> IPv4Address?? {
  guard isPresent else { return .some(nil) }
  guard let value = reader.readUInt32() else { return nil }
  return .some(IPv4Address(rawValue: value))
}

func readAddress6(_ reader: inout ByteReader, when isPresent: Bool) -> IPv6Address?? {
  guard isPresent else { return .some(nil) }
  guard reader.remaining >= 16, let prefix = reader.readUInt64(), let identifier = reader.readUInt64() else { return nil }
  return .some(IPv6Address(prefix: prefix, interfaceIdentifier: identifier))
}

extension IPv4Address: LeafElement {
  init?(reading reader: inout ByteReader) {
    guard let value = reader.readUInt32() else { return nil }
    self.init(rawValue: value)
  }
  func write(to writer: inout ByteWriter) { writer.writeUInt32(rawValue) }
  init?(fromJSON json: JSON) {
    guard let value = json.stringValue.flatMap({ IPv4Address($0) }) else { return nil }
    self = value
  }
  func writeJSON() -> JSON { .string(description) }
}

extension IPv6Address: LeafElement {
  init?(reading reader: inout ByteReader) {
    guard case .some(.some(let value)) = readAddress6(&reader, when: true) else { return nil }
    self = value
  }
  func write(to writer: inout ByteWriter) {
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

  init?(reading reader: inout ByteReader) {
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

  func write(to writer: inout ByteWriter) {
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

  var isConsistent: Bool { ipv4 != nil || ipv6 != nil }

  init?(reading reader: inout ByteReader) {
    guard let flags = reader.readUInt8(), let seid = reader.readUInt64(),
      let ipv4 = readAddress4(&reader, when: flags & 2 != 0), let ipv6 = readAddress6(&reader, when: flags & 1 != 0)
    else { return nil }
    self.init(seid: seid, ipv4: ipv4, ipv6: ipv6)
  }

  func write(to writer: inout ByteWriter) {
    writer.writeUInt8((ipv4 == nil ? 0 : 2) | (ipv6 == nil ? 0 : 1))
    writer.writeUInt64(seid)
    ipv4?.write(to: &writer)
    ipv6?.write(to: &writer)
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let seid = json["seid"]?.integerValue(UInt64.self),
      let ipv4 = object.get("ipv4", IPv4Address.self), let ipv6 = object.get("ipv6", IPv6Address.self)
    else { return nil }
    self.init(seid: seid, ipv4: ipv4, ipv6: ipv6)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object["seid"] = .int(seid)
    object.set("ipv4", ipv4)
    object.set("ipv6", ipv6)
    return .object(object)
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

  init?(reading reader: inout ByteReader) {
    guard let flags = reader.readUInt8() else { return nil }
    if flags & 4 != 0 {
      guard flags & 8 == 0 || !reader.isAtEnd else { return nil }
      self = .choose(ipv4: flags & 1 != 0, ipv6: flags & 2 != 0, chooseID: flags & 8 == 0 ? nil : reader.readUInt8())
    } else {
      guard let teid = reader.readUInt32(), let ipv4 = readAddress4(&reader, when: flags & 1 != 0),
        let ipv6 = readAddress6(&reader, when: flags & 2 != 0)
      else { return nil }
      self = .assigned(teid: teid, ipv4: ipv4, ipv6: ipv6)
    }
  }

  func write(to writer: inout ByteWriter) {
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

/// The slice of a session (TS 29.244 §8.2.184).
extension SNSSAI: LeafElement {
  var isConsistent: Bool { (sd ?? 0) <= 0xFF_FFFF }

  init?(reading reader: inout ByteReader) {
    guard let type = reader.readUInt8(), let differentiator = reader.readUInt24() else { return nil }
    self.init(sst: type, sd: differentiator)
  }

  func write(to writer: inout ByteWriter) {
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

/// Identities of the user behind a session, each an octet string as its clause encodes it (TS 29.244 §8.2.101).
public struct PFCPUserID: Hashable, Sendable, LeafElement {
  /// In flag order: IMSI, IMEI, MSISDN, NAI, SUPI, GPSI, PEI.
  private var values: [[UInt8]?] = Array(repeating: nil, count: 7)
  private static let names = ["imsi", "imei", "msisdn", "nai", "supi", "gpsi", "pei"]

  public init() {}
  /// TBCD digits.
  public var imsi: [UInt8]? {
    get { values[0] }
    set { values[0] = newValue }
  }
  /// TBCD digits.
  public var imei: [UInt8]? {
    get { values[1] }
    set { values[1] = newValue }
  }
  /// TBCD digits.
  public var msisdn: [UInt8]? {
    get { values[2] }
    set { values[2] = newValue }
  }
  public var nai: [UInt8]? {
    get { values[3] }
    set { values[3] = newValue }
  }
  /// PFCPOctets of text such as `imsi-999700000000001`.
  public var supi: [UInt8]? {
    get { values[4] }
    set { values[4] = newValue }
  }
  public var gpsi: [UInt8]? {
    get { values[5] }
    set { values[5] = newValue }
  }
  public var pei: [UInt8]? {
    get { values[6] }
    set { values[6] = newValue }
  }

  var isConsistent: Bool { values.allSatisfy { ($0?.count ?? 0) <= 255 } }

  init?(reading reader: inout ByteReader) {
    guard let flags = reader.readUInt8() else { return nil }
    for index in 0..<7 where flags >> UInt8(index) & 1 == 1 {
      guard let length = reader.readUInt8(), let octets = reader.readBytes(Int(length)) else { return nil }
      values[index] = octets
    }
  }

  func write(to writer: inout ByteWriter) {
    writer.writeUInt8(values.indices.reduce(0) { $0 | (values[$1] == nil ? 0 : 1 << UInt8($1)) })
    for case .some(let octets) in values {
      writer.writeUInt8(UInt8(truncatingIfNeeded: octets.count))
      writer.writeBytes(octets.prefix(255))
    }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue else { return nil }
    for (index, name) in Self.names.enumerated() {
      guard let octets = object.get(name, [UInt8].self) else { return nil }
      values[index] = octets
    }
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    for (index, name) in Self.names.enumerated() { object.set(name, values[index]) }
    return .object(object)
  }
}

/// The peer of a GTP-U path (TS 29.244 §8.2.70).
public struct RemoteGTPUPeer: Hashable, Sendable, LeafElement {
  public var ipv4: IPv4Address?
  public var ipv6: IPv6Address?
  public var destinationInterface: PFCPInterface?
  public var networkInstance: PFCPText?

  public init(
    ipv4: IPv4Address? = nil, ipv6: IPv6Address? = nil, destinationInterface: PFCPInterface? = nil, networkInstance: PFCPText? = nil
  ) {
    self.ipv4 = ipv4
    self.ipv6 = ipv6
    self.destinationInterface = destinationInterface
    self.networkInstance = networkInstance
  }

  var isConsistent: Bool { (ipv4 != nil) != (ipv6 != nil) && (networkInstance?.octets.count ?? 0) <= 0xFFFF }

  init?(reading reader: inout ByteReader) {
    guard let flags = reader.readUInt8(), let ipv4 = readAddress4(&reader, when: flags & 2 != 0),
      let ipv6 = readAddress6(&reader, when: flags & 1 != 0)
    else { return nil }
    self.init(ipv4: ipv4, ipv6: ipv6)
    if flags & 4 != 0 {
      guard let length = reader.readUInt16(), var part = reader.readSlice(Int(length)), let value = PFCPInterface(reading: &part) else {
        return nil
      }
      destinationInterface = value
    }
    if flags & 8 != 0 {
      guard let length = reader.readUInt16(), let octets = reader.readBytes(Int(length)) else { return nil }
      networkInstance = PFCPText(octets: octets)
    }
  }

  func write(to writer: inout ByteWriter) {
    let addressFlags: UInt8 = (ipv6 == nil ? 0 : 1) | (ipv4 == nil ? 0 : 2)
    writer.writeUInt8(addressFlags | (destinationInterface == nil ? 0 : 4) | (networkInstance == nil ? 0 : 8))
    ipv4?.write(to: &writer)
    ipv6?.write(to: &writer)
    if let destinationInterface {
      writer.writeUInt16(1)
      destinationInterface.write(to: &writer)
    }
    if let networkInstance {
      writer.writeUInt16(UInt16(truncatingIfNeeded: networkInstance.octets.count))
      networkInstance.write(to: &writer)
    }
  }

  init?(fromJSON json: JSON) {
    guard let object = json.objectValue, let ipv4 = object.get("ipv4", IPv4Address.self), let ipv6 = object.get("ipv6", IPv6Address.self),
      let interface = object.get("destinationInterface", PFCPInterface.self), let instance = object.get("networkInstance", PFCPText.self)
    else { return nil }
    self.init(ipv4: ipv4, ipv6: ipv6, destinationInterface: interface, networkInstance: instance)
  }

  func writeJSON() -> JSON {
    var object = JSON.Object()
    object.set("ipv4", ipv4)
    object.set("ipv6", ipv6)
    object.set("destinationInterface", destinationInterface)
    object.set("networkInstance", networkInstance)
    return .object(object)
  }
}

import Base

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

  var fits: Bool { type < 32 && UInt64(ruleID) < 1 << UInt64(8 * Self.width(type)) }

  init?(reading reader: inout ElementReader) {
    guard let type = reader.readUInt8(), let value = reader.readInteger(octetCount: Self.width(type & 0x1F)) else { return nil }
    self.init(type: type & 0x1F, ruleID: UInt32(truncatingIfNeeded: value))
  }

  func write(to writer: inout ElementWriter) {
    writer.writeUInt8(type & 0x1F)
    writer.writeInteger(UInt64(ruleID), octetCount: Self.width(type & 0x1F))
  }

  init?(fromJSON json: JSON) {
    guard let type = json["type"]?.integerValue(UInt8.self), let rule = json["ruleID"]?.integerValue(UInt32.self) else { return nil }
    self.init(type: type, ruleID: rule)
  }

  func writeJSON() -> JSON { ["type": .int(type), "ruleID": .int(ruleID)] }
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

  var isConsistent: Bool { (addressType == 4) == (otherServerAddress != nil) }
  var fits: Bool { addressType < 16 && serverAddress.octets.count <= 0xFFFF && (otherServerAddress?.octets.count ?? 0) <= 0xFFFF }

  init?(reading reader: inout ElementReader) {
    guard let type = reader.readUInt8(), let length = reader.readUInt16(), let octets = reader.readBytes(Int(length)) else { return nil }
    self.init(addressType: type & 15, serverAddress: PFCPText(octets: octets))
    if addressType == 4 {
      guard let length = reader.readUInt16(), let octets = reader.readBytes(Int(length)) else { return nil }
      otherServerAddress = PFCPText(octets: octets)
    }
  }

  func write(to writer: inout ElementWriter) {
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

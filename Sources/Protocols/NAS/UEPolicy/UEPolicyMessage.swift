import Base

/// A message of the UE policy delivery service (TS 24.501 annex D), the contents of a payload container of type "UE policy container".
///
/// Messages of other types, such as UE POLICY PROVISIONING REQUEST and REJECT (TS 24.587 §7.2), are kept as octets.
public enum UEPolicyMessage: Hashable, Sendable {
  case manageUEPolicyCommand(ManageUEPolicyCommand)
  case manageUEPolicyComplete(ManageUEPolicyComplete)
  case manageUEPolicyCommandReject(ManageUEPolicyCommandReject)
  case ueStateIndication(UEStateIndication)
  /// A type that is not known here: PTI, message type and what follows.
  case other(procedureTransactionIdentity: UInt8, messageType: UInt8, [UInt8])

  /// The types of all messages in the order of their message type.
  static let bodyTypes: [any NASMessageBody.Type] = [
    ManageUEPolicyCommand.self, ManageUEPolicyComplete.self, ManageUEPolicyCommandReject.self, UEStateIndication.self,
  ]

  /// - Throws: ``NASError``.
  public init(decoding octets: [UInt8]) throws(NASError) {
    guard octets.count >= 2 else { throw .messageTooShort }
    switch octets[1] {
    case ManageUEPolicyCommand.messageType: self = .manageUEPolicyCommand(try .init(decodingBody: octets, skipping: 0))
    case ManageUEPolicyComplete.messageType: self = .manageUEPolicyComplete(try .init(decodingBody: octets, skipping: 0))
    case ManageUEPolicyCommandReject.messageType: self = .manageUEPolicyCommandReject(try .init(decodingBody: octets, skipping: 0))
    case UEStateIndication.messageType: self = .ueStateIndication(try .init(decodingBody: octets, skipping: 0))
    default: self = .other(procedureTransactionIdentity: octets[0], messageType: octets[1], Array(octets[2...]))
    }
  }

  /// - Throws: ``NASError/notEncodable(ie:)`` where a value does not fit its field.
  public func encode() throws(NASError) -> [UInt8] {
    switch self {
    case .manageUEPolicyCommand(let message): try message.encodeBody(behind: [])
    case .manageUEPolicyComplete(let message): try message.encodeBody(behind: [])
    case .manageUEPolicyCommandReject(let message): try message.encodeBody(behind: [])
    case .ueStateIndication(let message): try message.encodeBody(behind: [])
    case .other(let identity, let type, let octets): try Self.encode(other: octets, identity, type)
    }
  }

  /// Appends the message.
  public func encode(into octets: inout [UInt8]) throws(NASError) { octets += try encode() }

  private static func encode(other octets: [UInt8], _ identity: UInt8, _ type: UInt8) throws(NASError) -> [UInt8] {
    guard !bodyTypes.contains(where: { $0.messageType == type }) else { throw .notEncodable(ie: "uePolicyMessage") }
    return [identity, type] + octets
  }

  /// The message itself; `nil` for a type that is not known here.
  public var body: (any NASMessageBody)? {
    switch self {
    case .manageUEPolicyCommand(let message): message
    case .manageUEPolicyComplete(let message): message
    case .manageUEPolicyCommandReject(let message): message
    case .ueStateIndication(let message): message
    case .other: nil
    }
  }

  /// TS 24.501 §D.6.1.
  public var messageType: UInt8 {
    if case .other(_, let type, _) = self { return type }
    return body.map { type(of: $0).messageType } ?? 0
  }

  /// The message's name in TS 24.501 §D.5; for a type that is not known here, its number.
  public var name: String { body.map { type(of: $0).name } ?? "UE POLICY MESSAGE \(messageType)" }

  /// The name of the message as a JSON key: the name of its case.
  public var key: String {
    switch self {
    case .manageUEPolicyCommand: "manageUEPolicyCommand"
    case .manageUEPolicyComplete: "manageUEPolicyComplete"
    case .manageUEPolicyCommandReject: "manageUEPolicyCommandReject"
    case .ueStateIndication: "ueStateIndication"
    case .other: "other"
    }
  }

  /// An object with one member: the message's key and its fields.
  public init(json: JSON) throws(NASError) {
    guard let key = json.objectValue?.keys.first, let value = json[key] else { throw .invalidJSON(path: "") }
    switch key {
    case "manageUEPolicyCommand": self = .manageUEPolicyCommand(try .init(json: value))
    case "manageUEPolicyComplete": self = .manageUEPolicyComplete(try .init(json: value))
    case "manageUEPolicyCommandReject": self = .manageUEPolicyCommandReject(try .init(json: value))
    case "ueStateIndication": self = .ueStateIndication(try .init(json: value))
    case "other":
      guard let identity = value["procedureTransactionIdentity"]?.integerValue(UInt8.self),
        let type = value["messageType"]?.integerValue(UInt8.self), let octets = value["octets"]?.stringValue.flatMap({ Hex.decode($0) })
      else { throw .invalidJSON(path: key) }
      self = .other(procedureTransactionIdentity: identity, messageType: type, octets)
    default: throw .invalidJSON(path: key)
    }
  }

  public var json: JSON {
    var object = JSON.Object()
    if case .other(let identity, let type, let octets) = self {
      object[key] = ["procedureTransactionIdentity": .int(identity), "messageType": .int(type), "octets": .string(Hex.encode(octets))]
    } else {
      object[key] = body?.json
    }
    return .object(object)
  }
}

/// An indented tree of the message's fields, derived from its JSON.
extension UEPolicyMessage: CustomStringConvertible {
  public var description: String { NASTree.text(json) }
}

/// MANAGE UE POLICY COMMAND (TS 24.501 §D.5.1): the PCF changes the UE policy sections of the UE.
public struct ManageUEPolicyCommand: NASMessageBody {
  public static let messageType: UInt8 = 1
  public static let name = "MANAGE UE POLICY COMMAND"

  /// PTI (TS 24.501 §D.6.1).
  public var procedureTransactionIdentity: UInt8
  public var sectionManagementList: UEPolicySectionManagementList
  public var networkClassmark: UEPolicyNetworkClassmark?
  public var unknownIEs: [UnknownIE]

  public init(
    procedureTransactionIdentity: UInt8, sectionManagementList: UEPolicySectionManagementList,
    networkClassmark: UEPolicyNetworkClassmark? = nil, unknownIEs: [UnknownIE] = []
  ) {
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.sectionManagementList = sectionManagementList
    self.networkClassmark = networkClassmark
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: ManageUEPolicyCommand?) throws(NASError) {
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    sectionManagementList = try c.mandatory("sectionManagementList", .lve, m?.sectionManagementList)
    networkClassmark = try c.optional(0x42, "networkClassmark", .tlv, m?.networkClassmark)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// MANAGE UE POLICY COMPLETE (TS 24.501 §D.5.2): all instructions have been executed.
public struct ManageUEPolicyComplete: NASMessageBody {
  public static let messageType: UInt8 = 2
  public static let name = "MANAGE UE POLICY COMPLETE"

  /// PTI (TS 24.501 §D.6.1).
  public var procedureTransactionIdentity: UInt8
  public var unknownIEs: [UnknownIE]

  public init(procedureTransactionIdentity: UInt8, unknownIEs: [UnknownIE] = []) {
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: ManageUEPolicyComplete?) throws(NASError) {
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// MANAGE UE POLICY COMMAND REJECT (TS 24.501 §D.5.3): some instructions could not be executed.
public struct ManageUEPolicyCommandReject: NASMessageBody {
  public static let messageType: UInt8 = 3
  public static let name = "MANAGE UE POLICY COMMAND REJECT"

  /// PTI (TS 24.501 §D.6.1).
  public var procedureTransactionIdentity: UInt8
  public var sectionManagementResult: UEPolicySectionManagementResult
  public var unknownIEs: [UnknownIE]

  public init(procedureTransactionIdentity: UInt8, sectionManagementResult: UEPolicySectionManagementResult, unknownIEs: [UnknownIE] = []) {
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.sectionManagementResult = sectionManagementResult
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: ManageUEPolicyCommandReject?) throws(NASError) {
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    sectionManagementResult = try c.mandatory("sectionManagementResult", .lve, m?.sectionManagementResult)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// UE STATE INDICATION (TS 24.501 §D.5.4): which UE policy sections the UE has.
public struct UEStateIndication: NASMessageBody {
  public static let messageType: UInt8 = 4
  public static let name = "UE STATE INDICATION"

  /// PTI (TS 24.501 §D.6.1).
  public var procedureTransactionIdentity: UInt8
  public var upsiList: UPSIList
  public var uePolicyClassmark: UEPolicyClassmark
  public var ueOSIdentities: UEOSIdentities?
  public var unknownIEs: [UnknownIE]

  public init(
    procedureTransactionIdentity: UInt8, upsiList: UPSIList, uePolicyClassmark: UEPolicyClassmark, ueOSIdentities: UEOSIdentities? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.upsiList = upsiList
    self.uePolicyClassmark = uePolicyClassmark
    self.ueOSIdentities = ueOSIdentities
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: UEStateIndication?) throws(NASError) {
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    upsiList = try c.mandatory("upsiList", .lve, m?.upsiList)
    uePolicyClassmark = try c.mandatory("uePolicyClassmark", .lv, m?.uePolicyClassmark)
    ueOSIdentities = try c.optional(0x41, "ueOSIdentities", .tlv, m?.ueOSIdentities)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

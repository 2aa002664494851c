import Base

/// A message of the short message control protocol (TS 24.011 §7.2), the contents of a payload container of type "SMS".
public struct SMSMessage: Hashable, Sendable {
  public enum Body: Hashable, Sendable {
    /// CP-DATA (§7.2.1) with its RPDU.
    case data(RPMessage)
    /// CP-ACK (§7.2.2).
    case acknowledgement
    /// CP-ERROR (§7.2.3).
    case error(CPCause)
  }

  /// TS 24.007 §11.2.3: protocol discriminator of SMS messages.
  public static let protocolDiscriminator: UInt8 = 9

  /// TI value with the TI flag in bit 4: 0 to 15.
  public var transactionIdentifier: UInt8
  public var body: Body

  public init(transactionIdentifier: UInt8, body: Body) {
    self.transactionIdentifier = transactionIdentifier
    self.body = body
  }

  /// CP message type (§8.1.3).
  public var messageType: UInt8 {
    switch body {
    case .data: 0x01
    case .acknowledgement: 0x04
    case .error: 0x10
    }
  }

  /// The message's name in TS 24.011 §7.2.
  public var name: String {
    switch body {
    case .data: "CP-DATA"
    case .acknowledgement: "CP-ACK"
    case .error: "CP-ERROR"
    }
  }
}

extension SMSMessage: InformationElement {
  public init(coding c: inout NASCoder, _ value: SMSMessage?) throws(NASError) {
    transactionIdentifier = try c.bits("transactionIdentifier", 4, value?.transactionIdentifier)
    var type = value?.messageType ?? 0
    if c.isBinary {
      let discriminator = try c.bits("protocolDiscriminator", 4, value.map { _ in Self.protocolDiscriminator })
      guard discriminator == Self.protocolDiscriminator else { throw .unexpectedProtocolDiscriminator(discriminator) }
      type = try c.uint8("messageType", value?.messageType)
    } else if c.mode == .fromJSON {
      type = c.member("data") != nil ? 0x01 : c.member("error") != nil ? 0x10 : 0x04
    }
    switch type {
    case 0x01:
      var part: RPMessage?
      if case .data(let message)? = value?.body { part = message }
      body = .data(try c.nestedCounted("data", part))
    case 0x04:
      c.putAlternative("acknowledgement")
      body = .acknowledgement
    case 0x10:
      var part: CPCause?
      if case .error(let cause)? = value?.body { part = cause }
      body = .error(try c.nested("error", part))
    default: throw .messageTypeNonExistent(type)
    }
    if c.mode == .decode, !c.isAtEnd { throw .malformed(ie: "smsMessage") }
  }
}

/// An indented tree of the message's fields, derived from its JSON.
extension SMSMessage: CustomStringConvertible {
  public var description: String { NASTree.text(json) }
}

/// A message of the short message relay protocol (TS 24.011 §7.3).
public enum RPMessage: Hashable, Sendable {
  /// RP-DATA from the UE (§7.3.1.2): the destination is the service centre.
  case dataFromUE(reference: UInt8, serviceCentre: RPAddress, TransferPDU)
  /// RP-DATA from the network (§7.3.1.1): the originator is the service centre.
  case dataFromNetwork(reference: UInt8, serviceCentre: RPAddress, TransferPDU)
  /// RP-ACK (§7.3.3).
  case acknowledgement(fromNetwork: Bool, reference: UInt8, TransferPDU?)
  /// RP-ERROR (§7.3.4).
  case error(fromNetwork: Bool, reference: UInt8, RPCause, TransferPDU?)
  /// RP-SMMA (§7.3.2): the UE has memory again.
  case memoryAvailable(reference: UInt8)

  /// RP-message type indicator with the direction (§8.2.2).
  public var messageType: UInt8 {
    switch self {
    case .dataFromUE: 0
    case .dataFromNetwork: 1
    case .acknowledgement(let fromNetwork, _, _): fromNetwork ? 3 : 2
    case .error(let fromNetwork, _, _, _): fromNetwork ? 5 : 4
    case .memoryAvailable: 6
    }
  }

  /// RP-Message Reference (§8.2.3).
  public var reference: UInt8 {
    switch self {
    case .dataFromUE(let reference, _, _), .dataFromNetwork(let reference, _, _), .acknowledgement(_, let reference, _),
      .error(_, let reference, _, _), .memoryAvailable(let reference):
      reference
    }
  }

  private var serviceCentre: RPAddress? {
    switch self {
    case .dataFromUE(_, let address, _), .dataFromNetwork(_, let address, _): address
    default: nil
    }
  }

  /// RP-User Data.
  public var transferPDU: TransferPDU? {
    switch self {
    case .dataFromUE(_, _, let pdu), .dataFromNetwork(_, _, let pdu): pdu
    case .acknowledgement(_, _, let pdu), .error(_, _, _, let pdu): pdu
    case .memoryAvailable: nil
    }
  }

  private var cause: RPCause? { if case .error(_, _, let cause, _) = self { cause } else { nil } }
}

extension RPMessage: InformationElement {
  private static let userDataIEI: UInt8 = 0x41
  private static let names = [
    "rpDataFromUE", "rpDataFromNetwork", "rpAckFromUE", "rpAckFromNetwork", "rpErrorFromUE", "rpErrorFromNetwork", "rpSMMA",
  ]

  public init(coding c: inout NASCoder, _ value: RPMessage?) throws(NASError) {
    var type = value?.messageType ?? 0
    if c.isBinary {
      try c.spare(5)
      type = try c.bits("messageType", 3, value?.messageType)
    } else if c.mode == .toJSON {
      c.put("message", .string(Self.names[Int(min(type, 6))]))
    } else {
      guard let name = c.member("message")?.stringValue, let index = Self.names.firstIndex(of: name) else {
        throw .invalidJSON(path: "message")
      }
      type = UInt8(truncatingIfNeeded: index)
    }
    let reference = try c.uint8("reference", value?.reference)
    let fromNetwork = type & 1 == 1
    switch type {
    case 0, 1:
      let address = try Self.address(&c, fromNetwork: fromNetwork, value?.serviceCentre)
      let frame = try c.beginCounted()
      let pdu = try TransferPDU.coded(&c, fromNetwork: fromNetwork, isError: false, value?.transferPDU)
      try c.endCounted(frame)
      self =
        fromNetwork
        ? .dataFromNetwork(reference: reference, serviceCentre: address, pdu)
        : .dataFromUE(reference: reference, serviceCentre: address, pdu)
    case 2, 3:
      self = .acknowledgement(
        fromNetwork: fromNetwork, reference: reference,
        try Self.userData(&c, fromNetwork: fromNetwork, isError: false, value?.transferPDU))
    case 4, 5:
      let cause = try c.nestedCounted("cause", value?.cause)
      self = .error(
        fromNetwork: fromNetwork, reference: reference, cause,
        try Self.userData(&c, fromNetwork: fromNetwork, isError: true, value?.transferPDU))
    case 6: self = .memoryAvailable(reference: reference)
    default: throw .messageTypeNonExistent(type)
    }
    if c.mode == .decode, !c.isAtEnd { throw .malformed(ie: "rpMessage") }
  }

  /// Originator and destination address (§8.2.5.1, §8.2.5.2): the one that is not the service centre's is empty.
  private static func address(_ c: inout NASCoder, fromNetwork: Bool, _ value: RPAddress?) throws(NASError) -> RPAddress {
    func empty(_ c: inout NASCoder) throws(NASError) {
      guard c.isBinary else { return }
      guard try c.uint8("length", 0) == 0 else { throw .malformed(ie: "address") }
    }
    if !fromNetwork { try empty(&c) }
    let address = try c.nestedCounted("serviceCentre", value)
    if fromNetwork { try empty(&c) }
    return address
  }

  /// RP-User data of an acknowledgement or error: an optional IE (§8.2.5.3).
  private static func userData(
    _ c: inout NASCoder, fromNetwork: Bool, isError: Bool, _ value: TransferPDU?
  ) throws(NASError) -> TransferPDU? {
    switch c.mode {
    case .decode:
      guard let iei = c.peek() else { return nil }
      guard iei == userDataIEI else { throw .malformed(ie: "userData") }
      c.position += 1
    case .encode:
      guard value != nil else { return nil }
      c.output.append(userDataIEI)
    case .toJSON: guard value != nil else { return nil }
    case .fromJSON: guard c.member("transferPDU") != nil else { return nil }
    }
    let frame = try c.beginCounted()
    let pdu = try TransferPDU.coded(&c, fromNetwork: fromNetwork, isError: isError, value)
    try c.endCounted(frame)
    return pdu
  }
}

/// RP-Cause (TS 24.011 §8.2.5.4) with optional diagnostics.
public struct RPCause: InformationElement {
  /// 7 bits: 1 unassigned number, 22 memory capacity exceeded, 38 network out of order, 42 congestion and so on.
  public var value: UInt8
  public var diagnostics: [UInt8]

  public init(value: UInt8, diagnostics: [UInt8] = []) {
    self.value = value
    self.diagnostics = diagnostics
  }

  public init(coding c: inout NASCoder, _ cause: RPCause?) throws(NASError) {
    try c.spare(1)
    value = try c.bits("value", 7, cause?.value)
    diagnostics = try c.rest("diagnostics", cause?.diagnostics)
  }
}

/// CP-Cause (TS 24.011 §8.1.4.2).
public enum CPCause: NamedValue {
  case networkFailure
  case congestion
  case invalidTransactionIdentifierValue
  case semanticallyIncorrectMessage
  case invalidMandatoryInformation
  case messageTypeNonExistentOrNotImplemented
  case messageNotCompatible
  case informationElementNonExistentOrNotImplemented
  case protocolErrorUnspecified
  /// A value without a name in the standard.
  case other(UInt8)

  public init(rawValue: UInt8) {
    switch rawValue {
    case 17: self = .networkFailure
    case 22: self = .congestion
    case 81: self = .invalidTransactionIdentifierValue
    case 95: self = .semanticallyIncorrectMessage
    case 96: self = .invalidMandatoryInformation
    case 97: self = .messageTypeNonExistentOrNotImplemented
    case 98: self = .messageNotCompatible
    case 99: self = .informationElementNonExistentOrNotImplemented
    case 111: self = .protocolErrorUnspecified
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .networkFailure: 17
    case .congestion: 22
    case .invalidTransactionIdentifierValue: 81
    case .semanticallyIncorrectMessage: 95
    case .invalidMandatoryInformation: 96
    case .messageTypeNonExistentOrNotImplemented: 97
    case .messageNotCompatible: 98
    case .informationElementNonExistentOrNotImplemented: 99
    case .protocolErrorUnspecified: 111
    case .other(let value): value
    }
  }
}

/// Type of number of an address (TS 24.011 §8.2.5.1, TS 23.040 §9.1.2.5).
public enum NumberType: NamedValue {
  case unknown
  case internationalNumber
  case nationalNumber
  case networkSpecificNumber
  case subscriberNumber
  case alphanumeric
  case abbreviatedNumber
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 3 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 0: self = .unknown
    case 1: self = .internationalNumber
    case 2: self = .nationalNumber
    case 3: self = .networkSpecificNumber
    case 4: self = .subscriberNumber
    case 5: self = .alphanumeric
    case 6: self = .abbreviatedNumber
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .unknown: 0
    case .internationalNumber: 1
    case .nationalNumber: 2
    case .networkSpecificNumber: 3
    case .subscriberNumber: 4
    case .alphanumeric: 5
    case .abbreviatedNumber: 6
    case .other(let value): value
    }
  }
}

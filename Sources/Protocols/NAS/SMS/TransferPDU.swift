import Base

/// A TPDU of the short message transfer protocol (TS 23.040 §9.2.2).
public enum TransferPDU: Hashable, Sendable {
  /// SMS-DELIVER (§9.2.2.1), from the network.
  case deliver(SMSDeliver)
  /// SMS-DELIVER-REPORT (§9.2.2.1a), from the UE.
  case deliverReport(SMSReport)
  /// SMS-SUBMIT (§9.2.2.2), from the UE.
  case submit(SMSSubmit)
  /// SMS-SUBMIT-REPORT (§9.2.2.2a), from the network.
  case submitReport(SMSReport)
  /// SMS-STATUS-REPORT (§9.2.2.3), from the network.
  case statusReport(SMSStatusReport)
  /// SMS-COMMAND (§9.2.2.4), from the UE.
  case command(SMSCommand)
  /// A reserved message type, or octets that are none of the above.
  case other([UInt8])

  /// A TPDU that fills the element, with the direction and the RP message that say which it is (§9.2.3.1).
  static func coded(_ c: inout NASCoder, fromNetwork: Bool, isError: Bool, _ value: TransferPDU?) throws(NASError) -> TransferPDU {
    switch c.mode {
    case .decode:
      let start = c.position
      if let read = try? decoded(&c, fromNetwork: fromNetwork, isError: isError), c.isAtEnd, c.bitPosition == 0 { return read }
      c.position = start
      c.bitPosition = 0
      return .other(try c.rest("transferPDU", nil))
    case .encode:
      let value = try c.written("transferPDU", value)
      try value.encode(into: &c, fromNetwork: fromNetwork, isError: isError)
      return value
    case .toJSON:
      let value = try c.written("transferPDU", value)
      c.put("transferPDU", value.json)
      return value
    case .fromJSON:
      guard let json = c.member("transferPDU") else { throw .invalidJSON(path: "transferPDU") }
      do { return try TransferPDU(json: json) } catch { throw error.nested(in: "transferPDU") }
    }
  }

  private static func decoded(_ c: inout NASCoder, fromNetwork: Bool, isError: Bool) throws(NASError) -> TransferPDU {
    // TP-Message-Type-Indicator: the lowest two bits.
    switch ((c.peek() ?? 3) & 3, fromNetwork) {
    case (0, true): .deliver(try SMSDeliver(coding: &c, nil))
    case (0, false): .deliverReport(try SMSReport(coding: &c, form: .deliver, isError: isError, nil))
    case (1, true): .submitReport(try SMSReport(coding: &c, form: .submit, isError: isError, nil))
    case (1, false): .submit(try SMSSubmit(coding: &c, nil))
    case (2, true): .statusReport(try SMSStatusReport(coding: &c, nil))
    case (2, false): .command(try SMSCommand(coding: &c, nil))
    default: throw .malformed(ie: "transferPDU")
    }
  }

  private func encode(into c: inout NASCoder, fromNetwork: Bool, isError: Bool) throws(NASError) {
    switch (self, fromNetwork) {
    case (.deliver(let pdu), true): _ = try SMSDeliver(coding: &c, pdu)
    case (.deliverReport(let pdu), false): _ = try SMSReport(coding: &c, form: .deliver, isError: isError, pdu)
    case (.submit(let pdu), false): _ = try SMSSubmit(coding: &c, pdu)
    case (.submitReport(let pdu), true): _ = try SMSReport(coding: &c, form: .submit, isError: isError, pdu)
    case (.statusReport(let pdu), true): _ = try SMSStatusReport(coding: &c, pdu)
    case (.command(let pdu), false): _ = try SMSCommand(coding: &c, pdu)
    case (.other(let octets), _): c.output.append(contentsOf: octets)
    default: throw .notEncodable(ie: "transferPDU")
    }
  }
}

extension TransferPDU {
  /// An object with one member: the TPDU's name and its fields.
  public init(json: JSON) throws(NASError) {
    guard let key = json.objectValue?.keys.first, let value = json[key] else { throw .invalidJSON(path: "") }
    var c = NASCoder(json: value)
    switch key {
    case "smsDeliver": self = .deliver(try SMSDeliver(json: value))
    case "smsDeliverReport": self = .deliverReport(try SMSReport(coding: &c, form: .deliver, isError: false, nil))
    case "smsSubmit": self = .submit(try SMSSubmit(json: value))
    case "smsSubmitReport": self = .submitReport(try SMSReport(coding: &c, form: .submit, isError: false, nil))
    case "smsStatusReport": self = .statusReport(try SMSStatusReport(json: value))
    case "smsCommand": self = .command(try SMSCommand(json: value))
    case "octets": self = .other(try c.rest("", nil))
    default: throw .invalidJSON(path: key)
    }
  }

  public var json: JSON {
    var object = JSON.Object()
    switch self {
    case .deliver(let pdu): object["smsDeliver"] = pdu.json
    case .deliverReport(let pdu): object["smsDeliverReport"] = pdu.json(.deliver)
    case .submit(let pdu): object["smsSubmit"] = pdu.json
    case .submitReport(let pdu): object["smsSubmitReport"] = pdu.json(.submit)
    case .statusReport(let pdu): object["smsStatusReport"] = pdu.json
    case .command(let pdu): object["smsCommand"] = pdu.json
    case .other(let octets): object["octets"] = .string(Hex.encode(octets))
    }
    return .object(object)
  }
}

/// SMS-DELIVER (TS 23.040 §9.2.2.1): a short message for the UE.
public struct SMSDeliver: InformationElement {
  /// TP-RP.
  public var replyPath = false
  /// TP-UDHI: the user data begins with a header.
  public var hasUserDataHeader = false
  /// TP-SRI: a status report will be returned to the sender.
  public var statusReportIndication = false
  /// TP-LP: the message has been forwarded or spawned.
  public var loopPrevention = false
  /// TP-MMS, coded inversely: no more messages are waiting.
  public var noMoreMessages = true
  public var originatingAddress: TransferAddress
  /// TP-PID.
  public var protocolIdentifier: UInt8 = 0
  public var dataCodingScheme: DataCodingScheme
  public var serviceCentreTimeStamp: UniversalTimeAndLocalTimeZone
  public var userData: TransferUserData

  public init(
    originatingAddress: TransferAddress, dataCodingScheme: DataCodingScheme, serviceCentreTimeStamp: UniversalTimeAndLocalTimeZone,
    userData: TransferUserData
  ) {
    self.originatingAddress = originatingAddress
    self.dataCodingScheme = dataCodingScheme
    self.serviceCentreTimeStamp = serviceCentreTimeStamp
    self.userData = userData
  }

  public init(coding c: inout NASCoder, _ value: SMSDeliver?) throws(NASError) {
    replyPath = try c.flag("replyPath", value?.replyPath)
    hasUserDataHeader = try c.flag("hasUserDataHeader", value?.hasUserDataHeader)
    statusReportIndication = try c.flag("statusReportIndication", value?.statusReportIndication)
    try c.spare(1)
    loopPrevention = try c.flag("loopPrevention", value?.loopPrevention)
    noMoreMessages = try c.flag("noMoreMessages", value?.noMoreMessages)
    try c.messageTypeIndicator(0)
    originatingAddress = try c.nested("originatingAddress", value?.originatingAddress)
    protocolIdentifier = try c.uint8("protocolIdentifier", value?.protocolIdentifier)
    dataCodingScheme = try c.nested("dataCodingScheme", value?.dataCodingScheme)
    serviceCentreTimeStamp = try c.nested("serviceCentreTimeStamp", value?.serviceCentreTimeStamp)
    userData = try c.userData(dataCodingScheme, hasHeader: hasUserDataHeader, value?.userData)
  }
}

/// SMS-SUBMIT (TS 23.040 §9.2.2.2): a short message from the UE.
public struct SMSSubmit: InformationElement {
  /// TP-VP (§9.2.3.12).
  public enum ValidityPeriod: Hashable, Sendable {
    /// §9.2.3.12.1, coded.
    case relative(UInt8)
    /// §9.2.3.12.3, seven octets as coded.
    case enhanced([UInt8])
    /// §9.2.3.12.2.
    case absolute(UniversalTimeAndLocalTimeZone)
  }
  /// TP-RP.
  public var replyPath = false
  /// TP-UDHI: the user data begins with a header.
  public var hasUserDataHeader = false
  /// TP-SRR.
  public var statusReportRequest = false
  /// TP-RD.
  public var rejectDuplicates = false
  /// TP-MR.
  public var messageReference: UInt8
  public var destinationAddress: TransferAddress
  /// TP-PID.
  public var protocolIdentifier: UInt8 = 0
  public var dataCodingScheme: DataCodingScheme
  public var validityPeriod: ValidityPeriod?
  public var userData: TransferUserData

  public init(
    messageReference: UInt8, destinationAddress: TransferAddress, dataCodingScheme: DataCodingScheme, userData: TransferUserData,
    validityPeriod: ValidityPeriod? = nil
  ) {
    self.messageReference = messageReference
    self.destinationAddress = destinationAddress
    self.dataCodingScheme = dataCodingScheme
    self.userData = userData
    self.validityPeriod = validityPeriod
  }

  public init(coding c: inout NASCoder, _ value: SMSSubmit?) throws(NASError) {
    replyPath = try c.flag("replyPath", value?.replyPath)
    hasUserDataHeader = try c.flag("hasUserDataHeader", value?.hasUserDataHeader)
    statusReportRequest = try c.flag("statusReportRequest", value?.statusReportRequest)
    var format: UInt8 = 0
    var relative: UInt8?
    var enhanced: [UInt8]?
    var absolute: UniversalTimeAndLocalTimeZone?
    switch value?.validityPeriod {
    case .relative(let octet): (relative, format) = (octet, 2)
    case .enhanced(let octets): (enhanced, format) = (octets, 1)
    case .absolute(let time): (absolute, format) = (time, 3)
    case nil: break
    }
    if c.isBinary { format = try c.bits("validityPeriodFormat", 2, format) }
    rejectDuplicates = try c.flag("rejectDuplicates", value?.rejectDuplicates)
    try c.messageTypeIndicator(1)
    messageReference = try c.uint8("messageReference", value?.messageReference)
    destinationAddress = try c.nested("destinationAddress", value?.destinationAddress)
    protocolIdentifier = try c.uint8("protocolIdentifier", value?.protocolIdentifier)
    dataCodingScheme = try c.nested("dataCodingScheme", value?.dataCodingScheme)
    relative = try c.optionalNested("relativeValidityPeriod", presentInOctets: format == 2, relative)
    enhanced = try c.optionalOctets("enhancedValidityPeriod", .exactly(7), presentInOctets: format == 1, enhanced)
    absolute = try c.optionalNested("absoluteValidityPeriod", presentInOctets: format == 3, absolute)
    validityPeriod = relative.map { .relative($0) } ?? enhanced.map { .enhanced($0) } ?? absolute.map { .absolute($0) }
    userData = try c.userData(dataCodingScheme, hasHeader: hasUserDataHeader, value?.userData)
  }
}

/// SMS-COMMAND (TS 23.040 §9.2.2.4): the UE asks about or changes a message that it has sent.
public struct SMSCommand: InformationElement {
  /// TP-UDHI: the command data begins with a header.
  public var hasUserDataHeader = false
  /// TP-SRR.
  public var statusReportRequest = false
  /// TP-MR.
  public var messageReference: UInt8
  /// TP-PID.
  public var protocolIdentifier: UInt8
  /// TP-CT: 0 enquiry, 1 cancel status report request, 2 delete message, 3 enable status report request.
  public var commandType: UInt8
  /// TP-MN.
  public var messageNumber: UInt8
  public var destinationAddress: TransferAddress
  /// TP-CD.
  public var commandData: [UInt8] = []

  public init(
    messageReference: UInt8, protocolIdentifier: UInt8 = 0, commandType: UInt8, messageNumber: UInt8, destinationAddress: TransferAddress
  ) {
    self.messageReference = messageReference
    self.protocolIdentifier = protocolIdentifier
    self.commandType = commandType
    self.messageNumber = messageNumber
    self.destinationAddress = destinationAddress
  }

  public init(coding c: inout NASCoder, _ value: SMSCommand?) throws(NASError) {
    try c.spare(1)
    hasUserDataHeader = try c.flag("hasUserDataHeader", value?.hasUserDataHeader)
    statusReportRequest = try c.flag("statusReportRequest", value?.statusReportRequest)
    try c.spare(3)
    try c.messageTypeIndicator(2)
    messageReference = try c.uint8("messageReference", value?.messageReference)
    protocolIdentifier = try c.uint8("protocolIdentifier", value?.protocolIdentifier)
    commandType = try c.uint8("commandType", value?.commandType)
    messageNumber = try c.uint8("messageNumber", value?.messageNumber)
    destinationAddress = try c.nested("destinationAddress", value?.destinationAddress)
    commandData = try c.counted("commandData", value?.commandData)
  }
}

extension NASCoder {
  /// TP-MTI in the lowest two bits.
  mutating func messageTypeIndicator(_ type: UInt8) throws(NASError) {
    guard isBinary else { return }
    guard try bits("messageTypeIndicator", 2, type) == type else { throw .malformed(ie: "messageTypeIndicator") }
  }
}

import Base

/// The fields of a report that TP-Parameter-Indicator (TS 23.040 §9.2.3.27) says are there.
public struct ReportParameters: Hashable, Sendable {
  /// TP-PID.
  public var protocolIdentifier: UInt8?
  public var dataCodingScheme: DataCodingScheme?
  public var userData: TransferUserData?

  public init(protocolIdentifier: UInt8? = nil, dataCodingScheme: DataCodingScheme? = nil, userData: TransferUserData? = nil) {
    self.protocolIdentifier = protocolIdentifier
    self.dataCodingScheme = dataCodingScheme
    self.userData = userData
  }

  var isEmpty: Bool { protocolIdentifier == nil && dataCodingScheme == nil && userData == nil }
}

/// SMS-DELIVER-REPORT or SMS-SUBMIT-REPORT (TS 23.040 §9.2.2.1a, §9.2.2.2a).
public struct SMSReport: Hashable, Sendable {
  enum Form { case deliver, submit }

  /// TP-UDHI: the user data begins with a header.
  public var hasUserDataHeader = false
  /// TP-FCS (§9.2.3.22): in an RP-ERROR, and only there.
  public var failureCause: UInt8?
  /// TP-SCTS: in an SMS-SUBMIT-REPORT, and only there.
  public var serviceCentreTimeStamp: UniversalTimeAndLocalTimeZone?
  public var parameters: ReportParameters

  public init(
    failureCause: UInt8? = nil, serviceCentreTimeStamp: UniversalTimeAndLocalTimeZone? = nil, parameters: ReportParameters = .init()
  ) {
    self.failureCause = failureCause
    self.serviceCentreTimeStamp = serviceCentreTimeStamp
    self.parameters = parameters
  }

  init(coding c: inout NASCoder, form: Form, isError: Bool, _ value: SMSReport?) throws(NASError) {
    try c.spare(1)
    hasUserDataHeader = try c.flag("hasUserDataHeader", value?.hasUserDataHeader)
    try c.spare(4)
    try c.messageTypeIndicator(form == .deliver ? 0 : 1)
    if c.mode == .encode, let value {
      guard (value.failureCause != nil) == isError, (value.serviceCentreTimeStamp != nil) == (form == .submit) else {
        throw .notEncodable(ie: "report")
      }
    }
    failureCause = try c.optionalNested("failureCause", presentInOctets: isError, value?.failureCause)
    let indicator = try c.parameterIndicator(value?.parameters)
    serviceCentreTimeStamp = try c.optionalNested(
      "serviceCentreTimeStamp", presentInOctets: form == .submit, value?.serviceCentreTimeStamp)
    parameters = try c.reportParameters(indicator, hasHeader: hasUserDataHeader, value?.parameters)
  }

  func json(_ form: Form) -> JSON {
    var c = NASCoder(mode: .toJSON)
    guard (try? SMSReport(coding: &c, form: form, isError: failureCause != nil, self)) != nil else { return .null }
    return c.resultJSON
  }
}

/// SMS-STATUS-REPORT (TS 23.040 §9.2.2.3): what became of a message that the UE has sent.
public struct SMSStatusReport: InformationElement {
  /// TP-UDHI: the user data begins with a header.
  public var hasUserDataHeader = false
  /// TP-SRQ: the report answers an SMS-COMMAND instead of an SMS-SUBMIT.
  public var answersCommand = false
  /// TP-LP: the message has been forwarded or spawned.
  public var loopPrevention = false
  /// TP-MMS, coded inversely: no more messages are waiting.
  public var noMoreMessages = true
  /// TP-MR.
  public var messageReference: UInt8
  public var recipientAddress: TransferAddress
  public var serviceCentreTimeStamp: UniversalTimeAndLocalTimeZone
  public var dischargeTime: UniversalTimeAndLocalTimeZone
  /// TP-ST (§9.2.3.15): 0 is "received by the SME".
  public var status: UInt8
  public var parameters: ReportParameters

  public init(
    messageReference: UInt8, recipientAddress: TransferAddress, serviceCentreTimeStamp: UniversalTimeAndLocalTimeZone,
    dischargeTime: UniversalTimeAndLocalTimeZone, status: UInt8, parameters: ReportParameters = .init()
  ) {
    self.messageReference = messageReference
    self.recipientAddress = recipientAddress
    self.serviceCentreTimeStamp = serviceCentreTimeStamp
    self.dischargeTime = dischargeTime
    self.status = status
    self.parameters = parameters
  }

  public init(coding c: inout NASCoder, _ value: SMSStatusReport?) throws(NASError) {
    try c.spare(1)
    hasUserDataHeader = try c.flag("hasUserDataHeader", value?.hasUserDataHeader)
    answersCommand = try c.flag("answersCommand", value?.answersCommand)
    try c.spare(1)
    loopPrevention = try c.flag("loopPrevention", value?.loopPrevention)
    noMoreMessages = try c.flag("noMoreMessages", value?.noMoreMessages)
    try c.messageTypeIndicator(2)
    messageReference = try c.uint8("messageReference", value?.messageReference)
    recipientAddress = try c.nested("recipientAddress", value?.recipientAddress)
    serviceCentreTimeStamp = try c.nested("serviceCentreTimeStamp", value?.serviceCentreTimeStamp)
    dischargeTime = try c.nested("dischargeTime", value?.dischargeTime)
    status = try c.uint8("status", value?.status)
    var indicator: UInt8 = 0
    if c.mode == .decode ? !c.isAtEnd : value.map({ !$0.parameters.isEmpty }) ?? false {
      indicator = try c.parameterIndicator(value?.parameters)
      if c.mode == .decode, indicator == 0 { throw .malformed(ie: "parameterIndicator") }
    }
    parameters = try c.reportParameters(indicator, hasHeader: hasUserDataHeader, value?.parameters)
  }
}

extension NASCoder {
  /// TP-PI with its extensions; reserved bits stay in it when it is read, so that ``reportParameters(_:hasHeader:_:)`` knows of them.
  fileprivate mutating func parameterIndicator(_ value: ReportParameters?) throws(NASError) -> UInt8 {
    guard isBinary else { return 0 }
    let indicator = try uint8(
      "parameterIndicator",
      value.map { ($0.protocolIdentifier == nil ? 0 : 1) | ($0.dataCodingScheme == nil ? 0 : 2) | ($0.userData == nil ? 0 : 4) })
    var last = indicator
    while mode == .decode, last & 0x80 != 0 { last = try uint8("parameterIndicator", nil) }
    return indicator
  }

  fileprivate mutating func reportParameters(
    _ indicator: UInt8, hasHeader: Bool, _ value: ReportParameters?
  ) throws(NASError) -> ReportParameters {
    var parameters = ReportParameters()
    parameters.protocolIdentifier = try optionalNested(
      "protocolIdentifier", presentInOctets: indicator & 1 != 0, value?.protocolIdentifier)
    parameters.dataCodingScheme = try optionalNested("dataCodingScheme", presentInOctets: indicator & 2 != 0, value?.dataCodingScheme)
    let hasUserData =
      switch mode {
      case .decode: indicator & 4 != 0
      case .encode, .toJSON: value?.userData != nil
      case .fromJSON: member("userDataLength") != nil
      }
    if hasUserData {
      let scheme = parameters.dataCodingScheme ?? DataCodingScheme(.gsm7Bit)
      parameters.userData = try userData(scheme, hasHeader: hasHeader, value?.userData)
    }
    // What a reserved bit, or an extension, announces stands behind the user data, and is discarded.
    if mode == .decode, indicator & 0xF8 != 0 { position = end }
    return parameters
  }
}

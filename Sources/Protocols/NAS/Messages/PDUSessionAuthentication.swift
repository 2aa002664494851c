/// PDU SESSION AUTHENTICATION COMMAND (TS 24.501 §8.3.4): an EAP request of the data network.
public struct PDUSessionAuthenticationCommand: NASMessageBody {
  public static let messageType: UInt8 = 0xC5
  public static let name = "PDU SESSION AUTHENTICATION COMMAND"

  public var pduSessionIdentity: UInt8
  public var procedureTransactionIdentity: UInt8
  public var eapMessage: EAPMessage
  public var extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions?
  public var unknownIEs: [UnknownIE]

  public init(
    pduSessionIdentity: UInt8,
    procedureTransactionIdentity: UInt8,
    eapMessage: EAPMessage,
    extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.pduSessionIdentity = pduSessionIdentity
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.eapMessage = eapMessage
    self.extendedProtocolConfigurationOptions = extendedProtocolConfigurationOptions
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: PDUSessionAuthenticationCommand?) throws(NASError) {
    pduSessionIdentity = try c.uint8("pduSessionIdentity", m?.pduSessionIdentity)
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    eapMessage = try c.mandatory("eapMessage", .lve, m?.eapMessage)
    extendedProtocolConfigurationOptions = try c.optional(
      0x7B, "extendedProtocolConfigurationOptions", .tlve, m?.extendedProtocolConfigurationOptions)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// PDU SESSION AUTHENTICATION COMPLETE (TS 24.501 §8.3.5): the UE's EAP response to the data network.
public struct PDUSessionAuthenticationComplete: NASMessageBody {
  public static let messageType: UInt8 = 0xC6
  public static let name = "PDU SESSION AUTHENTICATION COMPLETE"

  public var pduSessionIdentity: UInt8
  public var procedureTransactionIdentity: UInt8
  public var eapMessage: EAPMessage
  public var extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions?
  public var unknownIEs: [UnknownIE]

  public init(
    pduSessionIdentity: UInt8,
    procedureTransactionIdentity: UInt8,
    eapMessage: EAPMessage,
    extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.pduSessionIdentity = pduSessionIdentity
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.eapMessage = eapMessage
    self.extendedProtocolConfigurationOptions = extendedProtocolConfigurationOptions
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: PDUSessionAuthenticationComplete?) throws(NASError) {
    pduSessionIdentity = try c.uint8("pduSessionIdentity", m?.pduSessionIdentity)
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    eapMessage = try c.mandatory("eapMessage", .lve, m?.eapMessage)
    extendedProtocolConfigurationOptions = try c.optional(
      0x7B, "extendedProtocolConfigurationOptions", .tlve, m?.extendedProtocolConfigurationOptions)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// PDU SESSION AUTHENTICATION RESULT (TS 24.501 §8.3.6): EAP success of the data network.
public struct PDUSessionAuthenticationResult: NASMessageBody {
  public static let messageType: UInt8 = 0xC7
  public static let name = "PDU SESSION AUTHENTICATION RESULT"

  public var pduSessionIdentity: UInt8
  public var procedureTransactionIdentity: UInt8
  public var eapMessage: EAPMessage?
  public var extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions?
  public var unknownIEs: [UnknownIE]

  public init(
    pduSessionIdentity: UInt8,
    procedureTransactionIdentity: UInt8,
    eapMessage: EAPMessage? = nil,
    extendedProtocolConfigurationOptions: ExtendedProtocolConfigurationOptions? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.pduSessionIdentity = pduSessionIdentity
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.eapMessage = eapMessage
    self.extendedProtocolConfigurationOptions = extendedProtocolConfigurationOptions
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: PDUSessionAuthenticationResult?) throws(NASError) {
    pduSessionIdentity = try c.uint8("pduSessionIdentity", m?.pduSessionIdentity)
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    eapMessage = try c.optional(0x78, "eapMessage", .tlve, m?.eapMessage)
    extendedProtocolConfigurationOptions = try c.optional(
      0x7B, "extendedProtocolConfigurationOptions", .tlve, m?.extendedProtocolConfigurationOptions)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

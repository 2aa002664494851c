/// 5GMM STATUS (TS 24.501 §8.2.29): an error in a received 5GMM message.
public struct FiveGMMStatus: NASMessageBody {
  public static let messageType: UInt8 = 0x64
  public static let name = "5GMM STATUS"

  public var cause: FiveGMMCause
  public var unknownIEs: [UnknownIE]

  public init(cause: FiveGMMCause, unknownIEs: [UnknownIE] = []) {
    self.cause = cause
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: FiveGMMStatus?) throws(NASError) {
    try c.messageType(Self.messageType)
    cause = try c.mandatory("cause", .v(1), m?.cause)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// NOTIFICATION (TS 24.501 §8.2.23): the network asks the UE to come back on an access type.
public struct Notification: NASMessageBody {
  public static let messageType: UInt8 = 0x65
  public static let name = "NOTIFICATION"

  public var accessType: AccessType
  public var unknownIEs: [UnknownIE]

  public init(accessType: AccessType, unknownIEs: [UnknownIE] = []) {
    self.accessType = accessType
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: Notification?) throws(NASError) {
    try c.messageType(Self.messageType)
    accessType = try c.mandatory("accessType", .lowHalf, m?.accessType)
    try c.spareHalf()
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// NOTIFICATION RESPONSE (TS 24.501 §8.2.24): the UE's answer when it cannot come back.
public struct NotificationResponse: NASMessageBody {
  public static let messageType: UInt8 = 0x66
  public static let name = "NOTIFICATION RESPONSE"

  public var pduSessionStatus: SessionBitmap?
  public var unknownIEs: [UnknownIE]

  public init(pduSessionStatus: SessionBitmap? = nil, unknownIEs: [UnknownIE] = []) {
    self.pduSessionStatus = pduSessionStatus
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: NotificationResponse?) throws(NASError) {
    try c.messageType(Self.messageType)
    pduSessionStatus = try c.optional(0x50, "pduSessionStatus", .tlv, m?.pduSessionStatus)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// UL NAS TRANSPORT (TS 24.501 §8.2.10): carries a payload from the UE.
public struct ULNASTransport: NASMessageBody {
  public static let messageType: UInt8 = 0x67
  public static let name = "UL NAS TRANSPORT"

  public var payloadContainerType: PayloadContainerType
  public var payloadContainer: [UInt8]
  public var pduSessionID: UInt8?
  public var oldPDUSessionID: UInt8?
  public var requestType: RequestType?
  public var sNSSAI: SNSSAI?
  public var dnn: DNN?
  public var additionalInformation: [UInt8]?
  public var maPDUSessionInformation: MAPDUSessionInformation?
  public var releaseAssistanceIndication: ReleaseAssistanceIndication?
  public var unknownIEs: [UnknownIE]

  public init(
    payloadContainerType: PayloadContainerType,
    payloadContainer: [UInt8],
    pduSessionID: UInt8? = nil,
    oldPDUSessionID: UInt8? = nil,
    requestType: RequestType? = nil,
    sNSSAI: SNSSAI? = nil,
    dnn: DNN? = nil,
    additionalInformation: [UInt8]? = nil,
    maPDUSessionInformation: MAPDUSessionInformation? = nil,
    releaseAssistanceIndication: ReleaseAssistanceIndication? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.payloadContainerType = payloadContainerType
    self.payloadContainer = payloadContainer
    self.pduSessionID = pduSessionID
    self.oldPDUSessionID = oldPDUSessionID
    self.requestType = requestType
    self.sNSSAI = sNSSAI
    self.dnn = dnn
    self.additionalInformation = additionalInformation
    self.maPDUSessionInformation = maPDUSessionInformation
    self.releaseAssistanceIndication = releaseAssistanceIndication
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: ULNASTransport?) throws(NASError) {
    try c.messageType(Self.messageType)
    payloadContainerType = try c.mandatory("payloadContainerType", .lowHalf, m?.payloadContainerType)
    try c.spareHalf()
    payloadContainer = try c.mandatory("payloadContainer", .lve, containing: .payload(payloadContainerType), m?.payloadContainer)
    pduSessionID = try c.optional(0x12, "pduSessionID", .tv(1), m?.pduSessionID)
    oldPDUSessionID = try c.optional(0x59, "oldPDUSessionID", .tv(1), m?.oldPDUSessionID)
    requestType = try c.optional(0x80, "requestType", .tvHalf, m?.requestType)
    sNSSAI = try c.optional(0x22, "sNSSAI", .tlv, m?.sNSSAI)
    dnn = try c.optional(0x25, "dnn", .tlv, m?.dnn)
    additionalInformation = try c.optional(0x24, "additionalInformation", .tlv, m?.additionalInformation)
    maPDUSessionInformation = try c.optional(0xA0, "maPDUSessionInformation", .tvHalf, m?.maPDUSessionInformation)
    releaseAssistanceIndication = try c.optional(0xF0, "releaseAssistanceIndication", .tvHalf, m?.releaseAssistanceIndication)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// DL NAS TRANSPORT (TS 24.501 §8.2.11): carries a payload to the UE.
public struct DLNASTransport: NASMessageBody {
  public static let messageType: UInt8 = 0x68
  public static let name = "DL NAS TRANSPORT"

  public var payloadContainerType: PayloadContainerType
  public var payloadContainer: [UInt8]
  public var pduSessionID: UInt8?
  public var additionalInformation: [UInt8]?
  public var cause: FiveGMMCause?
  public var backOffTimerValue: GPRSTimer3?
  public var lowerBoundTimerValue: GPRSTimer3?
  public var unknownIEs: [UnknownIE]

  public init(
    payloadContainerType: PayloadContainerType,
    payloadContainer: [UInt8],
    pduSessionID: UInt8? = nil,
    additionalInformation: [UInt8]? = nil,
    cause: FiveGMMCause? = nil,
    backOffTimerValue: GPRSTimer3? = nil,
    lowerBoundTimerValue: GPRSTimer3? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.payloadContainerType = payloadContainerType
    self.payloadContainer = payloadContainer
    self.pduSessionID = pduSessionID
    self.additionalInformation = additionalInformation
    self.cause = cause
    self.backOffTimerValue = backOffTimerValue
    self.lowerBoundTimerValue = lowerBoundTimerValue
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: DLNASTransport?) throws(NASError) {
    try c.messageType(Self.messageType)
    payloadContainerType = try c.mandatory("payloadContainerType", .lowHalf, m?.payloadContainerType)
    try c.spareHalf()
    payloadContainer = try c.mandatory("payloadContainer", .lve, containing: .payload(payloadContainerType), m?.payloadContainer)
    pduSessionID = try c.optional(0x12, "pduSessionID", .tv(1), m?.pduSessionID)
    additionalInformation = try c.optional(0x24, "additionalInformation", .tlv, m?.additionalInformation)
    cause = try c.optional(0x58, "cause", .tv(1), m?.cause)
    backOffTimerValue = try c.optional(0x37, "backOffTimerValue", .tlv, m?.backOffTimerValue)
    lowerBoundTimerValue = try c.optional(0x3A, "lowerBoundTimerValue", .tlv, m?.lowerBoundTimerValue)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

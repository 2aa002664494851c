/// SECURITY MODE COMMAND (TS 24.501 §8.2.25): the network takes a security context into use.
public struct SecurityModeCommand: NASMessageBody {
  public static let messageType: UInt8 = 0x5D
  public static let name = "SECURITY MODE COMMAND"

  public var selectedNASSecurityAlgorithms: NASSecurityAlgorithms
  public var ngKSI: NASKeySetIdentifier
  public var replayedUESecurityCapabilities: UESecurityCapability
  public var imeisvRequest: IMEISVRequest?
  public var selectedEPSNASSecurityAlgorithms: NASSecurityAlgorithms?
  public var additionalFiveGSecurityInformation: AdditionalFiveGSecurityInformation?
  public var eapMessage: EAPMessage?
  public var abba: [UInt8]?
  public var replayedS1UESecurityCapabilities: S1UESecurityCapability?
  public var unknownIEs: [UnknownIE]

  public init(
    selectedNASSecurityAlgorithms: NASSecurityAlgorithms,
    ngKSI: NASKeySetIdentifier,
    replayedUESecurityCapabilities: UESecurityCapability,
    imeisvRequest: IMEISVRequest? = nil,
    selectedEPSNASSecurityAlgorithms: NASSecurityAlgorithms? = nil,
    additionalFiveGSecurityInformation: AdditionalFiveGSecurityInformation? = nil,
    eapMessage: EAPMessage? = nil,
    abba: [UInt8]? = nil,
    replayedS1UESecurityCapabilities: S1UESecurityCapability? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.selectedNASSecurityAlgorithms = selectedNASSecurityAlgorithms
    self.ngKSI = ngKSI
    self.replayedUESecurityCapabilities = replayedUESecurityCapabilities
    self.imeisvRequest = imeisvRequest
    self.selectedEPSNASSecurityAlgorithms = selectedEPSNASSecurityAlgorithms
    self.additionalFiveGSecurityInformation = additionalFiveGSecurityInformation
    self.eapMessage = eapMessage
    self.abba = abba
    self.replayedS1UESecurityCapabilities = replayedS1UESecurityCapabilities
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: SecurityModeCommand?) throws(NASError) {
    try c.messageType(Self.messageType)
    selectedNASSecurityAlgorithms = try c.mandatory("selectedNASSecurityAlgorithms", .v(1), m?.selectedNASSecurityAlgorithms)
    ngKSI = try c.mandatory("ngKSI", .lowHalf, m?.ngKSI)
    try c.spareHalf()
    replayedUESecurityCapabilities = try c.mandatory("replayedUESecurityCapabilities", .lv, m?.replayedUESecurityCapabilities)
    imeisvRequest = try c.optional(0xE0, "imeisvRequest", .tvHalf, m?.imeisvRequest)
    selectedEPSNASSecurityAlgorithms = try c.optional(0x57, "selectedEPSNASSecurityAlgorithms", .tv(1), m?.selectedEPSNASSecurityAlgorithms)
    additionalFiveGSecurityInformation = try c.optional(
      0x36, "additionalFiveGSecurityInformation", .tlv, m?.additionalFiveGSecurityInformation)
    eapMessage = try c.optional(0x78, "eapMessage", .tlve, m?.eapMessage)
    abba = try c.optional(0x38, "abba", .tlv, m?.abba)
    replayedS1UESecurityCapabilities = try c.optional(0x19, "replayedS1UESecurityCapabilities", .tlv, m?.replayedS1UESecurityCapabilities)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// SECURITY MODE COMPLETE (TS 24.501 §8.2.26): the UE has taken the security context into use.
public struct SecurityModeComplete: NASMessageBody {
  public static let messageType: UInt8 = 0x5E
  public static let name = "SECURITY MODE COMPLETE"

  public var imeisv: FiveGSMobileIdentity?
  public var nasMessageContainer: [UInt8]?
  public var nonIMEISVPEI: FiveGSMobileIdentity?
  public var unknownIEs: [UnknownIE]

  public init(
    imeisv: FiveGSMobileIdentity? = nil,
    nasMessageContainer: [UInt8]? = nil,
    nonIMEISVPEI: FiveGSMobileIdentity? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.imeisv = imeisv
    self.nasMessageContainer = nasMessageContainer
    self.nonIMEISVPEI = nonIMEISVPEI
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: SecurityModeComplete?) throws(NASError) {
    try c.messageType(Self.messageType)
    imeisv = try c.optional(0x77, "imeisv", .tlve, m?.imeisv)
    nasMessageContainer = try c.optional(0x71, "nasMessageContainer", .tlve, containing: .nasMessage, m?.nasMessageContainer)
    nonIMEISVPEI = try c.optional(0x78, "nonIMEISVPEI", .tlve, m?.nonIMEISVPEI)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// SECURITY MODE REJECT (TS 24.501 §8.2.27): the UE refuses the security mode.
public struct SecurityModeReject: NASMessageBody {
  public static let messageType: UInt8 = 0x5F
  public static let name = "SECURITY MODE REJECT"

  public var cause: FiveGMMCause
  public var unknownIEs: [UnknownIE]

  public init(cause: FiveGMMCause, unknownIEs: [UnknownIE] = []) {
    self.cause = cause
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: SecurityModeReject?) throws(NASError) {
    try c.messageType(Self.messageType)
    cause = try c.mandatory("cause", .v(1), m?.cause)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// NETWORK SLICE-SPECIFIC AUTHENTICATION COMMAND (TS 24.501 §8.2.31): an EAP request for one slice.
public struct NetworkSliceSpecificAuthenticationCommand: NASMessageBody {
  public static let messageType: UInt8 = 0x50
  public static let name = "NETWORK SLICE-SPECIFIC AUTHENTICATION COMMAND"

  public var sNSSAI: SNSSAI
  public var eapMessage: EAPMessage
  public var unknownIEs: [UnknownIE]

  public init(sNSSAI: SNSSAI, eapMessage: EAPMessage, unknownIEs: [UnknownIE] = []) {
    self.sNSSAI = sNSSAI
    self.eapMessage = eapMessage
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: NetworkSliceSpecificAuthenticationCommand?) throws(NASError) {
    try c.messageType(Self.messageType)
    sNSSAI = try c.mandatory("sNSSAI", .lv, m?.sNSSAI)
    eapMessage = try c.mandatory("eapMessage", .lve, m?.eapMessage)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// NETWORK SLICE-SPECIFIC AUTHENTICATION COMPLETE (TS 24.501 §8.2.32): the UE's EAP response for one slice.
public struct NetworkSliceSpecificAuthenticationComplete: NASMessageBody {
  public static let messageType: UInt8 = 0x51
  public static let name = "NETWORK SLICE-SPECIFIC AUTHENTICATION COMPLETE"

  public var sNSSAI: SNSSAI
  public var eapMessage: EAPMessage
  public var unknownIEs: [UnknownIE]

  public init(sNSSAI: SNSSAI, eapMessage: EAPMessage, unknownIEs: [UnknownIE] = []) {
    self.sNSSAI = sNSSAI
    self.eapMessage = eapMessage
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: NetworkSliceSpecificAuthenticationComplete?) throws(NASError) {
    try c.messageType(Self.messageType)
    sNSSAI = try c.mandatory("sNSSAI", .lv, m?.sNSSAI)
    eapMessage = try c.mandatory("eapMessage", .lve, m?.eapMessage)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// NETWORK SLICE-SPECIFIC AUTHENTICATION RESULT (TS 24.501 §8.2.33): EAP success or failure for one slice.
public struct NetworkSliceSpecificAuthenticationResult: NASMessageBody {
  public static let messageType: UInt8 = 0x52
  public static let name = "NETWORK SLICE-SPECIFIC AUTHENTICATION RESULT"

  public var sNSSAI: SNSSAI
  public var eapMessage: EAPMessage
  public var unknownIEs: [UnknownIE]

  public init(sNSSAI: SNSSAI, eapMessage: EAPMessage, unknownIEs: [UnknownIE] = []) {
    self.sNSSAI = sNSSAI
    self.eapMessage = eapMessage
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: NetworkSliceSpecificAuthenticationResult?) throws(NASError) {
    try c.messageType(Self.messageType)
    sNSSAI = try c.mandatory("sNSSAI", .lv, m?.sNSSAI)
    eapMessage = try c.mandatory("eapMessage", .lve, m?.eapMessage)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

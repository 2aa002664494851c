/// AUTHENTICATION REQUEST (TS 24.501 §8.2.1): the network's challenge (5G-AKA or EAP).
public struct AuthenticationRequest: NASMessageBody {
  public static let messageType: UInt8 = 0x56
  public static let name = "AUTHENTICATION REQUEST"

  public var ngKSI: NASKeySetIdentifier
  public var abba: [UInt8]
  public var authenticationParameterRAND: [UInt8]?
  public var authenticationParameterAUTN: AuthenticationParameterAUTN?
  public var eapMessage: EAPMessage?
  public var unknownIEs: [UnknownIE]

  public init(
    ngKSI: NASKeySetIdentifier,
    abba: [UInt8],
    authenticationParameterRAND: [UInt8]? = nil,
    authenticationParameterAUTN: AuthenticationParameterAUTN? = nil,
    eapMessage: EAPMessage? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.ngKSI = ngKSI
    self.abba = abba
    self.authenticationParameterRAND = authenticationParameterRAND
    self.authenticationParameterAUTN = authenticationParameterAUTN
    self.eapMessage = eapMessage
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: AuthenticationRequest?) throws(NASError) {
    try c.messageType(Self.messageType)
    ngKSI = try c.mandatory("ngKSI", .lowHalf, m?.ngKSI)
    try c.spareHalf()
    abba = try c.mandatory("abba", .lv, m?.abba)
    authenticationParameterRAND = try c.optional(0x21, "authenticationParameterRAND", .tv(16), m?.authenticationParameterRAND)
    authenticationParameterAUTN = try c.optional(0x20, "authenticationParameterAUTN", .tlv, m?.authenticationParameterAUTN)
    eapMessage = try c.optional(0x78, "eapMessage", .tlve, m?.eapMessage)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// AUTHENTICATION RESPONSE (TS 24.501 §8.2.2): the UE's response (RES* or EAP).
public struct AuthenticationResponse: NASMessageBody {
  public static let messageType: UInt8 = 0x57
  public static let name = "AUTHENTICATION RESPONSE"

  public var authenticationResponseParameter: [UInt8]?
  public var eapMessage: EAPMessage?
  public var unknownIEs: [UnknownIE]

  public init(authenticationResponseParameter: [UInt8]? = nil, eapMessage: EAPMessage? = nil, unknownIEs: [UnknownIE] = []) {
    self.authenticationResponseParameter = authenticationResponseParameter
    self.eapMessage = eapMessage
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: AuthenticationResponse?) throws(NASError) {
    try c.messageType(Self.messageType)
    authenticationResponseParameter = try c.optional(0x2D, "authenticationResponseParameter", .tlv, m?.authenticationResponseParameter)
    eapMessage = try c.optional(0x78, "eapMessage", .tlve, m?.eapMessage)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// AUTHENTICATION REJECT (TS 24.501 §8.2.5): authentication has failed for good.
public struct AuthenticationReject: NASMessageBody {
  public static let messageType: UInt8 = 0x58
  public static let name = "AUTHENTICATION REJECT"

  public var eapMessage: EAPMessage?
  public var unknownIEs: [UnknownIE]

  public init(eapMessage: EAPMessage? = nil, unknownIEs: [UnknownIE] = []) {
    self.eapMessage = eapMessage
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: AuthenticationReject?) throws(NASError) {
    try c.messageType(Self.messageType)
    eapMessage = try c.optional(0x78, "eapMessage", .tlve, m?.eapMessage)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// AUTHENTICATION FAILURE (TS 24.501 §8.2.4): the UE refuses the challenge.
public struct AuthenticationFailure: NASMessageBody {
  public static let messageType: UInt8 = 0x59
  public static let name = "AUTHENTICATION FAILURE"

  public var cause: FiveGMMCause
  public var authenticationFailureParameter: AuthenticationFailureParameter?
  public var unknownIEs: [UnknownIE]

  public init(cause: FiveGMMCause, authenticationFailureParameter: AuthenticationFailureParameter? = nil, unknownIEs: [UnknownIE] = []) {
    self.cause = cause
    self.authenticationFailureParameter = authenticationFailureParameter
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: AuthenticationFailure?) throws(NASError) {
    try c.messageType(Self.messageType)
    cause = try c.mandatory("cause", .v(1), m?.cause)
    authenticationFailureParameter = try c.optional(0x30, "authenticationFailureParameter", .tlv, m?.authenticationFailureParameter)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// AUTHENTICATION RESULT (TS 24.501 §8.2.3): EAP success, failure or request.
public struct AuthenticationResult: NASMessageBody {
  public static let messageType: UInt8 = 0x5A
  public static let name = "AUTHENTICATION RESULT"

  public var ngKSI: NASKeySetIdentifier
  public var eapMessage: EAPMessage
  public var abba: [UInt8]?
  public var unknownIEs: [UnknownIE]

  public init(ngKSI: NASKeySetIdentifier, eapMessage: EAPMessage, abba: [UInt8]? = nil, unknownIEs: [UnknownIE] = []) {
    self.ngKSI = ngKSI
    self.eapMessage = eapMessage
    self.abba = abba
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: AuthenticationResult?) throws(NASError) {
    try c.messageType(Self.messageType)
    ngKSI = try c.mandatory("ngKSI", .lowHalf, m?.ngKSI)
    try c.spareHalf()
    eapMessage = try c.mandatory("eapMessage", .lve, m?.eapMessage)
    abba = try c.optional(0x38, "abba", .tlv, m?.abba)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

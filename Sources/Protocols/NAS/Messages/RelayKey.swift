/// RELAY KEY REQUEST (TS 24.501 §8.2.34): a UE-to-network relay asks for the key of a remote UE.
public struct RelayKeyRequest: NASMessageBody {
  public static let messageType: UInt8 = 0x69
  public static let name = "RELAY KEY REQUEST"

  public var proseRelayTransactionIdentity: UInt8
  public var relayKeyRequestParameters: RelayKeyRequestParameters
  public var unknownIEs: [UnknownIE]

  public init(proseRelayTransactionIdentity: UInt8, relayKeyRequestParameters: RelayKeyRequestParameters, unknownIEs: [UnknownIE] = []) {
    self.proseRelayTransactionIdentity = proseRelayTransactionIdentity
    self.relayKeyRequestParameters = relayKeyRequestParameters
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: RelayKeyRequest?) throws(NASError) {
    try c.messageType(Self.messageType)
    proseRelayTransactionIdentity = try c.mandatory("proseRelayTransactionIdentity", .v(1), m?.proseRelayTransactionIdentity)
    relayKeyRequestParameters = try c.mandatory("relayKeyRequestParameters", .lve, m?.relayKeyRequestParameters)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// RELAY KEY ACCEPT (TS 24.501 §8.2.35): the key for the relay.
public struct RelayKeyAccept: NASMessageBody {
  public static let messageType: UInt8 = 0x6A
  public static let name = "RELAY KEY ACCEPT"

  public var proseRelayTransactionIdentity: UInt8
  public var relayKeyResponseParameters: RelayKeyResponseParameters
  public var eapMessage: EAPMessage?
  public var unknownIEs: [UnknownIE]

  public init(
    proseRelayTransactionIdentity: UInt8,
    relayKeyResponseParameters: RelayKeyResponseParameters,
    eapMessage: EAPMessage? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.proseRelayTransactionIdentity = proseRelayTransactionIdentity
    self.relayKeyResponseParameters = relayKeyResponseParameters
    self.eapMessage = eapMessage
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: RelayKeyAccept?) throws(NASError) {
    try c.messageType(Self.messageType)
    proseRelayTransactionIdentity = try c.mandatory("proseRelayTransactionIdentity", .v(1), m?.proseRelayTransactionIdentity)
    relayKeyResponseParameters = try c.mandatory("relayKeyResponseParameters", .lve, m?.relayKeyResponseParameters)
    eapMessage = try c.optional(0x78, "eapMessage", .tlve, m?.eapMessage)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// RELAY KEY REJECT (TS 24.501 §8.2.36): no key for the relay.
public struct RelayKeyReject: NASMessageBody {
  public static let messageType: UInt8 = 0x6B
  public static let name = "RELAY KEY REJECT"

  public var proseRelayTransactionIdentity: UInt8
  public var eapMessage: EAPMessage?
  public var unknownIEs: [UnknownIE]

  public init(proseRelayTransactionIdentity: UInt8, eapMessage: EAPMessage? = nil, unknownIEs: [UnknownIE] = []) {
    self.proseRelayTransactionIdentity = proseRelayTransactionIdentity
    self.eapMessage = eapMessage
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: RelayKeyReject?) throws(NASError) {
    try c.messageType(Self.messageType)
    proseRelayTransactionIdentity = try c.mandatory("proseRelayTransactionIdentity", .v(1), m?.proseRelayTransactionIdentity)
    eapMessage = try c.optional(0x78, "eapMessage", .tlve, m?.eapMessage)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// RELAY AUTHENTICATION REQUEST (TS 24.501 §8.2.37): an EAP request for the remote UE.
public struct RelayAuthenticationRequest: NASMessageBody {
  public static let messageType: UInt8 = 0x6C
  public static let name = "RELAY AUTHENTICATION REQUEST"

  public var proseRelayTransactionIdentity: UInt8
  public var eapMessage: EAPMessage
  public var unknownIEs: [UnknownIE]

  public init(proseRelayTransactionIdentity: UInt8, eapMessage: EAPMessage, unknownIEs: [UnknownIE] = []) {
    self.proseRelayTransactionIdentity = proseRelayTransactionIdentity
    self.eapMessage = eapMessage
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: RelayAuthenticationRequest?) throws(NASError) {
    try c.messageType(Self.messageType)
    proseRelayTransactionIdentity = try c.mandatory("proseRelayTransactionIdentity", .v(1), m?.proseRelayTransactionIdentity)
    eapMessage = try c.mandatory("eapMessage", .lve, m?.eapMessage)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// RELAY AUTHENTICATION RESPONSE (TS 24.501 §8.2.38): the remote UE's EAP response.
public struct RelayAuthenticationResponse: NASMessageBody {
  public static let messageType: UInt8 = 0x6D
  public static let name = "RELAY AUTHENTICATION RESPONSE"

  public var proseRelayTransactionIdentity: UInt8
  public var eapMessage: EAPMessage
  public var unknownIEs: [UnknownIE]

  public init(proseRelayTransactionIdentity: UInt8, eapMessage: EAPMessage, unknownIEs: [UnknownIE] = []) {
    self.proseRelayTransactionIdentity = proseRelayTransactionIdentity
    self.eapMessage = eapMessage
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: RelayAuthenticationResponse?) throws(NASError) {
    try c.messageType(Self.messageType)
    proseRelayTransactionIdentity = try c.mandatory("proseRelayTransactionIdentity", .v(1), m?.proseRelayTransactionIdentity)
    eapMessage = try c.mandatory("eapMessage", .lve, m?.eapMessage)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// IDENTITY REQUEST (TS 24.501 §8.2.21): the network asks for an identity.
public struct IdentityRequest: NASMessageBody {
  public static let messageType: UInt8 = 0x5B
  public static let name = "IDENTITY REQUEST"

  public var identityType: FiveGSIdentityType
  public var unknownIEs: [UnknownIE]

  public init(identityType: FiveGSIdentityType, unknownIEs: [UnknownIE] = []) {
    self.identityType = identityType
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: IdentityRequest?) throws(NASError) {
    try c.messageType(Self.messageType)
    identityType = try c.mandatory("identityType", .lowHalf, m?.identityType)
    try c.spareHalf()
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// IDENTITY RESPONSE (TS 24.501 §8.2.22): the UE's identity.
public struct IdentityResponse: NASMessageBody {
  public static let messageType: UInt8 = 0x5C
  public static let name = "IDENTITY RESPONSE"

  public var mobileIdentity: FiveGSMobileIdentity
  public var unknownIEs: [UnknownIE]

  public init(mobileIdentity: FiveGSMobileIdentity, unknownIEs: [UnknownIE] = []) {
    self.mobileIdentity = mobileIdentity
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: IdentityResponse?) throws(NASError) {
    try c.messageType(Self.messageType)
    mobileIdentity = try c.mandatory("mobileIdentity", .lve, m?.mobileIdentity)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

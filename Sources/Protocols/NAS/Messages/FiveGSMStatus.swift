/// 5GSM STATUS (TS 24.501 §8.3.16): an error in a received 5GSM message.
public struct FiveGSMStatus: NASMessageBody {
  public static let messageType: UInt8 = 0xD6
  public static let name = "5GSM STATUS"

  public var pduSessionIdentity: UInt8
  public var procedureTransactionIdentity: UInt8
  public var cause: FiveGSMCause
  public var unknownIEs: [UnknownIE]

  public init(pduSessionIdentity: UInt8, procedureTransactionIdentity: UInt8, cause: FiveGSMCause, unknownIEs: [UnknownIE] = []) {
    self.pduSessionIdentity = pduSessionIdentity
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.cause = cause
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: FiveGSMStatus?) throws(NASError) {
    pduSessionIdentity = try c.uint8("pduSessionIdentity", m?.pduSessionIdentity)
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    cause = try c.mandatory("cause", .v(1), m?.cause)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

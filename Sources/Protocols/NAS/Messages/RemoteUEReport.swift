/// REMOTE UE REPORT (TS 24.501 §8.3.19): a relay tells which remote UEs are connected.
public struct RemoteUEReport: NASMessageBody {
  public static let messageType: UInt8 = 0xDA
  public static let name = "REMOTE UE REPORT"

  public var pduSessionIdentity: UInt8
  public var procedureTransactionIdentity: UInt8
  public var remoteUEContextConnected: RemoteUEContextList?
  public var remoteUEContextDisconnected: RemoteUEContextList?
  public var unknownIEs: [UnknownIE]

  public init(
    pduSessionIdentity: UInt8,
    procedureTransactionIdentity: UInt8,
    remoteUEContextConnected: RemoteUEContextList? = nil,
    remoteUEContextDisconnected: RemoteUEContextList? = nil,
    unknownIEs: [UnknownIE] = []
  ) {
    self.pduSessionIdentity = pduSessionIdentity
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.remoteUEContextConnected = remoteUEContextConnected
    self.remoteUEContextDisconnected = remoteUEContextDisconnected
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: RemoteUEReport?) throws(NASError) {
    pduSessionIdentity = try c.uint8("pduSessionIdentity", m?.pduSessionIdentity)
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    remoteUEContextConnected = try c.optional(0x76, "remoteUEContextConnected", .tlve, m?.remoteUEContextConnected)
    remoteUEContextDisconnected = try c.optional(0x70, "remoteUEContextDisconnected", .tlve, m?.remoteUEContextDisconnected)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

/// REMOTE UE REPORT RESPONSE (TS 24.501 §8.3.20): the network's acknowledgement.
public struct RemoteUEReportResponse: NASMessageBody {
  public static let messageType: UInt8 = 0xDB
  public static let name = "REMOTE UE REPORT RESPONSE"

  public var pduSessionIdentity: UInt8
  public var procedureTransactionIdentity: UInt8
  public var unknownIEs: [UnknownIE]

  public init(pduSessionIdentity: UInt8, procedureTransactionIdentity: UInt8, unknownIEs: [UnknownIE] = []) {
    self.pduSessionIdentity = pduSessionIdentity
    self.procedureTransactionIdentity = procedureTransactionIdentity
    self.unknownIEs = unknownIEs
  }

  public init(coding c: inout NASCoder, _ m: RemoteUEReportResponse?) throws(NASError) {
    pduSessionIdentity = try c.uint8("pduSessionIdentity", m?.pduSessionIdentity)
    procedureTransactionIdentity = try c.uint8("procedureTransactionIdentity", m?.procedureTransactionIdentity)
    try c.messageType(Self.messageType)
    unknownIEs = try c.unknownIEs(m?.unknownIEs)
  }
}

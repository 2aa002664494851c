import Base

/// One bit for each PDU session identity 0 to 15 (or more octets of spare bits): PDU session status, uplink data status, allowed PDU
/// session status, reactivation result (TS 24.501 §9.11.3.13, §9.11.3.42, §9.11.3.44, §9.11.3.57); the EPS bearer context status
/// (TS 24.501 §9.11.3.23A) has the same form for EPS bearer identities.
public struct SessionBitmap: InformationElement {
  public var octets: [UInt8]
  public init(octets: [UInt8]) { self.octets = octets }

  /// - Parameter identities: values beyond 15 are ignored.
  public init(_ identities: some Sequence<UInt8>) {
    octets = [0, 0]
    for identity in identities where identity < 16 { octets[Int(identity / 8)] |= 1 << (identity % 8) }
  }

  public func contains(_ identity: UInt8) -> Bool {
    Int(identity / 8) < octets.count && octets[Int(identity / 8)] >> (identity % 8) & 1 == 1
  }

  /// The identities whose bit is 1, ascending.
  public var identities: [UInt8] { (0..<16).filter { contains($0) } }

  public init(coding c: inout NASCoder, _ value: SessionBitmap?) throws(NASError) {
    switch c.mode {
    case .decode, .encode:
      octets = try c.rest("", value?.octets)
      guard (2...32).contains(octets.count) else { throw .malformed(ie: "sessionBitmap") }
    case .toJSON, .fromJSON:
      let isIrregular = c.mode == .fromJSON ? c.member("")?.stringValue != nil : value.map { $0 != SessionBitmap($0.identities) } ?? false
      if isIrregular {
        octets = try c.rest("", value?.octets)
      } else {
        self = SessionBitmap(try c.list("", value?.identities))
      }
    }
  }
}

/// PDU session reactivation result error cause (TS 24.501 §9.11.3.43).
public struct PDUSessionReactivationResultErrorCause: InformationElement {
  public struct Entry: InformationElement {
    public var pduSessionID: UInt8
    public var cause: FiveGMMCause

    public init(pduSessionID: UInt8, cause: FiveGMMCause) {
      self.pduSessionID = pduSessionID
      self.cause = cause
    }

    public init(coding c: inout NASCoder, _ value: Entry?) throws(NASError) {
      pduSessionID = try c.uint8("pduSessionID", value?.pduSessionID)
      cause = try c.nested("cause", value?.cause)
    }
  }
  public var entries: [Entry]
  public init(_ entries: [Entry]) { self.entries = entries }
  public init(coding c: inout NASCoder, _ value: PDUSessionReactivationResultErrorCause?) throws(NASError) {
    entries = try c.list("", value?.entries)
  }
}

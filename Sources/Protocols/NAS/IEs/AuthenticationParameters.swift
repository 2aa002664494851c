/// Authentication parameter AUTN (TS 24.501 §9.11.3.15, TS 24.008 §10.5.3.1.1): 16 octets.
public struct AuthenticationParameterAUTN: InformationElement {
  public var octets: [UInt8]
  public init(_ octets: [UInt8]) { self.octets = octets }
  public init(coding c: inout NASCoder, _ value: AuthenticationParameterAUTN?) throws(NASError) {
    octets = try c.octets("", count: 16, value?.octets)
  }
}

/// Authentication failure parameter AUTS (TS 24.501 §9.11.3.14, TS 24.008 §10.5.3.2.2): 14 octets.
public struct AuthenticationFailureParameter: InformationElement {
  public var octets: [UInt8]
  public init(_ octets: [UInt8]) { self.octets = octets }
  public init(coding c: inout NASCoder, _ value: AuthenticationFailureParameter?) throws(NASError) {
    octets = try c.octets("", count: 14, value?.octets)
  }
}

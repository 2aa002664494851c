/// Integrity protection maximum data rate (TS 24.501 §9.11.4.7).
public struct IntegrityProtectionMaximumDataRate: InformationElement {
  /// For the uplink.
  public var uplink: IntegrityProtectionDataRate
  /// For the downlink.
  public var downlink: IntegrityProtectionDataRate

  public init(uplink: IntegrityProtectionDataRate, downlink: IntegrityProtectionDataRate) {
    self.uplink = uplink
    self.downlink = downlink
  }

  public init(coding c: inout NASCoder, _ value: IntegrityProtectionMaximumDataRate?) throws(NASError) {
    uplink = try c.named("uplink", bits: 8, value?.uplink)
    downlink = try c.named("downlink", bits: 8, value?.downlink)
  }
}

/// Always-on PDU session indication or requested (TS 24.501 §9.11.4.3, §9.11.4.4).
public struct AlwaysOnPDUSessionIndication: InformationElement {
  /// APSI: allowed or required; APSR: requested.
  public var isAlwaysOn: Bool

  public init(isAlwaysOn: Bool = false) {
    self.isAlwaysOn = isAlwaysOn
  }

  public init(coding c: inout NASCoder, _ value: AlwaysOnPDUSessionIndication?) throws(NASError) {
    try c.spare(3)
    isAlwaysOn = try c.flag("isAlwaysOn", value?.isAlwaysOn)
  }
}

/// Control plane only indication (TS 24.501 §9.11.4.23).
public struct ControlPlaneOnlyIndication: InformationElement {
  /// CPOI.
  public var isControlPlaneOnly: Bool

  public init(isControlPlaneOnly: Bool = false) {
    self.isControlPlaneOnly = isControlPlaneOnly
  }

  public init(coding c: inout NASCoder, _ value: ControlPlaneOnlyIndication?) throws(NASError) {
    try c.spare(3)
    isControlPlaneOnly = try c.flag("isControlPlaneOnly", value?.isControlPlaneOnly)
  }
}

/// Allowed SSC mode (TS 24.501 §9.11.4.5).
public struct AllowedSSCMode: InformationElement {
  /// SSC mode 3 is allowed.
  public var sscMode3: Bool
  /// SSC mode 2 is allowed.
  public var sscMode2: Bool
  /// SSC mode 1 is allowed.
  public var sscMode1: Bool

  public init(sscMode3: Bool = false, sscMode2: Bool = false, sscMode1: Bool = false) {
    self.sscMode3 = sscMode3
    self.sscMode2 = sscMode2
    self.sscMode1 = sscMode1
  }

  public init(coding c: inout NASCoder, _ value: AllowedSSCMode?) throws(NASError) {
    try c.spare(1)
    sscMode3 = try c.flag("sscMode3", value?.sscMode3)
    sscMode2 = try c.flag("sscMode2", value?.sscMode2)
    sscMode1 = try c.flag("sscMode1", value?.sscMode1)
  }
}

/// Registration wait range (TS 24.501 §9.11.3.84).
public struct RegistrationWaitRange: InformationElement {
  /// Coded as a GPRS timer.
  public var minimum: UInt8
  /// Coded as a GPRS timer.
  public var maximum: UInt8

  public init(minimum: UInt8, maximum: UInt8) {
    self.minimum = minimum
    self.maximum = maximum
  }

  public init(coding c: inout NASCoder, _ value: RegistrationWaitRange?) throws(NASError) {
    minimum = try c.bits("minimum", 8, value?.minimum)
    maximum = try c.bits("maximum", 8, value?.maximum)
  }
}

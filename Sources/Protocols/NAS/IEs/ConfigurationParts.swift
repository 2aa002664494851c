/// Configuration update indication (TS 24.501 §9.11.3.18).
public struct ConfigurationUpdateIndication: InformationElement {
  /// RED.
  public var registrationRequested: Bool
  /// ACK.
  public var acknowledgementRequested: Bool

  public init(registrationRequested: Bool = false, acknowledgementRequested: Bool = false) {
    self.registrationRequested = registrationRequested
    self.acknowledgementRequested = acknowledgementRequested
  }

  public init(coding c: inout NASCoder, _ value: ConfigurationUpdateIndication?) throws(NASError) {
    try c.spare(2)
    registrationRequested = try c.flag("registrationRequested", value?.registrationRequested)
    acknowledgementRequested = try c.flag("acknowledgementRequested", value?.acknowledgementRequested)
  }
}

/// SMS indication (TS 24.501 §9.11.3.50A).
public struct SMSIndication: InformationElement {
  /// SAI: SMS over NAS is available.
  public var smsAvailable: Bool

  public init(smsAvailable: Bool = false) {
    self.smsAvailable = smsAvailable
  }

  public init(coding c: inout NASCoder, _ value: SMSIndication?) throws(NASError) {
    try c.spare(3)
    smsAvailable = try c.flag("smsAvailable", value?.smsAvailable)
  }
}

/// Additional configuration indication (TS 24.501 §9.11.3.74).
public struct AdditionalConfigurationIndication: InformationElement {
  /// SCMR.
  public var signallingConnectionMaintainRequested: Bool

  public init(signallingConnectionMaintainRequested: Bool = false) {
    self.signallingConnectionMaintainRequested = signallingConnectionMaintainRequested
  }

  public init(coding c: inout NASCoder, _ value: AdditionalConfigurationIndication?) throws(NASError) {
    try c.spare(3)
    signallingConnectionMaintainRequested = try c.flag(
      "signallingConnectionMaintainRequested", value?.signallingConnectionMaintainRequested)
  }
}

/// Priority indicator (TS 24.501 §9.11.3.91).
public struct PriorityIndicator: InformationElement {
  /// Access identity 2 is valid.
  public var mcsi: Bool

  public init(mcsi: Bool = false) {
    self.mcsi = mcsi
  }

  public init(coding c: inout NASCoder, _ value: PriorityIndicator?) throws(NASError) {
    try c.spare(3)
    mcsi = try c.flag("mcsi", value?.mcsi)
  }
}

/// NAS security algorithms (TS 24.501 §9.11.3.34); EPS NAS security algorithms (TS 24.301 §9.9.3.23).
public struct NASSecurityAlgorithms: InformationElement {
  /// The type of ciphering algorithm.
  public var ciphering: CipheringAlgorithm
  /// The type of integrity protection algorithm.
  public var integrity: IntegrityAlgorithm

  public init(ciphering: CipheringAlgorithm, integrity: IntegrityAlgorithm) {
    self.ciphering = ciphering
    self.integrity = integrity
  }

  public init(coding c: inout NASCoder, _ value: NASSecurityAlgorithms?) throws(NASError) {
    ciphering = try c.named("ciphering", bits: 4, value?.ciphering)
    integrity = try c.named("integrity", bits: 4, value?.integrity)
  }
}

/// Network daylight saving time (TS 24.008 §10.5.3.12).
public struct DaylightSavingTime: InformationElement {
  /// The adjustment.
  public var value: DaylightSavingTimeValue

  public init(value: DaylightSavingTimeValue) {
    self.value = value
  }

  public init(coding c: inout NASCoder, _ value: DaylightSavingTime?) throws(NASError) {
    try c.spare(6)
    self.value = try c.named("value", bits: 2, value?.value)
  }
}

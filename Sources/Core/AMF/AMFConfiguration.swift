import Base

/// What an AMF is told by its operator; plain values, whatever file they came from.
public struct AMFConfiguration: Sendable {
  /// An AMF name as NG Setup carries it (TS 38.413 §9.3.3.21).
  public var name: String
  public var guami: GUAMI
  public var relativeCapacity: UInt8
  /// Tracking areas that this AMF serves.
  public var servedTAIs: [TAI]
  /// Slices of the PLMN.
  public var supportedSlices: [SNSSAI]
  /// Ciphering and integrity algorithms, most wanted first (0 to 3).
  public var cipheringPreference: [UInt8]
  public var integrityPreference: [UInt8]
  /// TS 33.501 §5.3.3 forbids NIA0 but for unauthenticated emergency sessions; a test network may ask for it.
  public var allowsNullIntegrity: Bool
  public var networkFullName: String
  public var networkShortName: String
  public var supportsIMSVoiceOverPS: Bool
  public var timers: Timers
  public var limits: Limits

  public init(
    name: String, guami: GUAMI, relativeCapacity: UInt8 = 255, servedTAIs: [TAI], supportedSlices: [SNSSAI],
    cipheringPreference: [UInt8] = [2, 1, 3, 0], integrityPreference: [UInt8] = [2, 1, 3], allowsNullIntegrity: Bool = false,
    networkFullName: String = "Vitrum", networkShortName: String = "Vitrum", supportsIMSVoiceOverPS: Bool = false,
    timers: Timers = Timers(), limits: Limits = Limits()
  ) {
    self.name = name
    self.guami = guami
    self.relativeCapacity = relativeCapacity
    self.servedTAIs = servedTAIs
    self.supportedSlices = supportedSlices
    self.cipheringPreference = cipheringPreference
    self.integrityPreference = integrityPreference
    self.allowsNullIntegrity = allowsNullIntegrity
    self.networkFullName = networkFullName
    self.networkShortName = networkShortName
    self.supportsIMSVoiceOverPS = supportsIMSVoiceOverPS
    self.timers = timers
    self.limits = limits
  }

  /// Timers of TS 24.501 §10.2, network side, with the standard's defaults.
  public struct Timers: Sendable {
    /// Periodic registration; sent to the UE.
    public var t3512: Duration = .seconds(54 * 60)
    /// Retry after failed registration; sent to the UE.
    public var t3502: Duration = .seconds(12 * 60)
    public var t3513: Duration = .seconds(6)
    public var t3522: Duration = .seconds(6)
    public var t3550: Duration = .seconds(6)
    public var t3555: Duration = .seconds(6)
    public var t3560: Duration = .seconds(6)
    public var t3565: Duration = .seconds(6)
    public var t3570: Duration = .seconds(6)
    /// Added to T3512 to give the mobile reachable timer (TS 24.501 §5.3.7).
    public var mobileReachableMargin: Duration = .seconds(4 * 60)
    /// Runs after the mobile reachable timer (TS 24.501 §5.3.7).
    public var implicitDeregistration: Duration = .seconds(4 * 60)
    /// How long a gNB may take for any class 1 procedure.
    public var n2Response: Duration = .seconds(5)
    /// How long a UE without registration may hold an N2 connection without a procedure.
    public var unregisteredConnection: Duration = .seconds(15)
    /// How long the N1 signalling connection of a registered UE without follow-on request, user plane and procedure stays
    /// (TS 24.501 §5.3.1.3, §5.5.1.2.4); zero keeps it until the gNB asks for its release.
    public var signallingRelease: Duration = .seconds(10)

    public init() {}
  }

  /// Bounds of everything that peers can make grow.
  public struct Limits: Sendable {
    public var gNBs = 256
    public var ues = 100_000
    /// N2 connections of UEs that have not been authenticated; the oldest is released for a new one.
    public var unauthenticatedConnections = 4096
    public var tasPerGNB = 256
    public var pduSessionsPerUE = 15
    /// 5GSM messages of one UE that wait for an SMF's answer.
    public var sessionMessagesPerUE = 32
    /// Messages of SMFs that wait for one idle UE to be connected.
    public var pendingMessagesPerUE = 16
    public var ueRadioCapabilityOctets = 65_535

    public init() {}
  }
}

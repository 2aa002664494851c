import Modulation

/// A tapped delay line (TR 38.901 §7.7.2) or one of its simplified profiles (TS 38.104 annex G.2.1, TS 38.101-4 annex B.2.1).
///
/// Its taps are Rayleigh fading with the classical Doppler spectrum (Jakes). The first tap of D and E has a specular component besides, with
/// a Doppler shift of 0.7 f_D and the same phase between all antennas.
public struct TappedDelayLine: Sendable, Hashable {
  public enum Profile: String, Sendable, Hashable, CaseIterable {
    case a
    case b
    case c
    case d
    case e
    case tdla30
    case tdlb100
    case tdlc300

    var table: ChannelTable {
      switch self {
      case .a: ChannelTables.tdla
      case .b: ChannelTables.tdlb
      case .c: ChannelTables.tdlc
      case .d: ChannelTables.tdld
      case .e: ChannelTables.tdle
      case .tdla30: ChannelTables.tdla30
      case .tdlb100: ChannelTables.tdlb100
      case .tdlc300: ChannelTables.tdlc300
      }
    }

    /// Whether its delays stand in the table in nanoseconds.
    public var hasFixedDelays: Bool { [.tdla30, .tdlb100, .tdlc300].contains(self) }
  }

  public let profile: Profile
  /// f_D.
  public let maximumDopplerHz: Double
  /// `nil` for antennas whose channels are independent.
  public let correlation: AntennaCorrelation?
  let paths: PathProfile

  /// - Parameters:
  ///   - delaySpreadSeconds: DS_desired, 0 to 10⁻⁵, of A to E only (§7.7.3).
  ///   - maximumDopplerHz: f_D, 0 for a channel that does not change.
  ///   - kFactorDB: of D and E only, -50 to 50 (§7.7.6); `nil` for the table's.
  /// - Throws: for values outside, a profile of A to E without a delay spread, another with one, and a K factor without a specular path.
  public init(
    _ profile: Profile, delaySpreadSeconds: Double? = nil, maximumDopplerHz: Double, kFactorDB: Double? = nil,
    correlation: AntennaCorrelation? = nil
  ) throws(ParameterError) {
    guard profile.hasFixedDelays == (delaySpreadSeconds == nil) else {
      throw ParameterError(
        "delaySpreadSeconds", delaySpreadSeconds.map { "\($0)" } ?? "none",
        "TDL-A to TDL-E are scaled by a delay spread, the simplified profiles are not", "TR 38.901 §7.7.3")
    }
    try Self.check(delaySpreadSeconds: delaySpreadSeconds, kFactorDB: kFactorDB, profile.table)
    guard 0...1e6 ~= maximumDopplerHz else {
      throw ParameterError("maximumDopplerHz", maximumDopplerHz, "a Doppler frequency is 0 to 1 MHz", "TR 38.901 §7.7.2")
    }
    self.profile = profile
    self.maximumDopplerHz = maximumDopplerHz
    self.correlation = correlation
    paths = PathProfile(profile.table, delayScale: delaySpreadSeconds ?? 1e-9, kFactorDB: kFactorDB)
  }

  static func check(delaySpreadSeconds: Double?, kFactorDB: Double?, _ table: ChannelTable) throws(ParameterError) {
    if let delaySpreadSeconds, !(0...1e-5 ~= delaySpreadSeconds) {
      throw ParameterError("delaySpreadSeconds", delaySpreadSeconds, "a delay spread is 0 to 10 µs", "TR 38.901 §7.7.3")
    }
    if let kFactorDB {
      guard table.hasSpecularPath, -50...50 ~= kFactorDB else {
        throw ParameterError("kFactorDB", kFactorDB, "only profiles D and E have a K factor, of -50 to 50 dB", "TR 38.901 §7.7.6")
      }
    }
  }

  /// f_D = v f_c / c.
  public static func maximumDopplerHz(speedMetersPerSecond: Double, carrierFrequencyHz: Double) -> Double {
    speedMetersPerSecond * carrierFrequencyHz / speedOfLight
  }
}

/// Metres per second.
let speedOfLight = 299_792_458.0

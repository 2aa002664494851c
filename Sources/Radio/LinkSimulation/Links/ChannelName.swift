import ChannelModels
import Modulation

/// A channel by its name in the standard, such as `awgn`, `tdlb100-400`, `tdl-a-300-100` or `cdl-c-100-10`.
public struct ChannelName: Sendable, Hashable, CustomStringConvertible {
  private enum Kind: Sendable, Hashable {
    case awgn
    case tapped(TappedDelayLine.Profile, nanoseconds: Double?, dopplerHz: Double)
    case clustered(ClusteredDelayLine.Profile, nanoseconds: Double, dopplerHz: Double)
  }

  public let description: String
  private let kind: Kind

  /// What names are like.
  public static let forms =
    "awgn; tdla30-D, tdlb100-D, tdlc300-D; tdl-P-S-D and cdl-P-S-D with a profile P of a to e: S is the delay spread in ns, D the maximum "
    + "Doppler frequency in Hz"

  /// - Throws: for another name.
  public init(_ name: String) throws(ParameterError) {
    let lowered = name.lowercased()
    guard let kind = Self.kind(lowered) else { throw ParameterError("channel", name, Self.forms, "TR 38.901 §7.7, TS 38.104 annex G.2") }
    description = lowered
    self.kind = kind
  }

  private static func kind(_ name: String) -> Kind? {
    if name == "awgn" { return .awgn }
    let parts = name.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    func number(_ text: String) -> Double? {
      guard let value = Double(text), value.isFinite, value >= 0 else { return nil }
      return value
    }
    if parts.count == 2, let profile = TappedDelayLine.Profile(rawValue: parts[0]), profile.hasFixedDelays, let doppler = number(parts[1]) {
      return .tapped(profile, nanoseconds: nil, dopplerHz: doppler)
    }
    guard parts.count == 4, let spread = number(parts[2]), let doppler = number(parts[3]) else { return nil }
    if parts[0] == "tdl", let profile = TappedDelayLine.Profile(rawValue: parts[1]), !profile.hasFixedDelays {
      return .tapped(profile, nanoseconds: spread, dopplerHz: doppler)
    }
    if parts[0] == "cdl", let profile = ClusteredDelayLine.Profile(rawValue: parts[1]) {
      return .clustered(profile, nanoseconds: spread, dopplerHz: doppler)
    }
    return nil
  }

  /// The arrays of both sides of a clustered delay line.
  public struct Arrays: Sendable, Hashable {
    /// Nil for a row of crossed dipoles, as many as the gNB has antennas.
    public var baseStation: AntennaArray?
    /// Nil for a row of vertical dipoles.
    public var userEquipment: AntennaArray?

    public init(baseStation: AntennaArray? = nil, userEquipment: AntennaArray? = nil) {
      self.baseStation = baseStation
      self.userEquipment = userEquipment
    }

    fileprivate var isEmpty: Bool { baseStation == nil && userEquipment == nil }

    /// A row of dipoles, crossed ones if there is more than one antenna.
    fileprivate static func crossed(_ count: Int) throws(ParameterError) -> AntennaArray {
      guard count == 1 || count % 2 == 0 else {
        throw ParameterError("antennas", count, "crossed dipoles are an even number of antennas", "TR 38.901 §7.3")
      }
      return try AntennaArray(elements: .init(rows: 1, columns: max(1, count / 2)), polarisationSlants: count > 1 ? [45, -45] : [0])
    }
  }

  /// The channel between numbers of antennas.
  /// - Parameters:
  ///   - direction: who sends.
  ///   - correlation: of the antennas of a tapped delay line (TS 38.104 annex G.2.3, TS 38.101-4 annex B.2.3).
  ///   - arrays: of a clustered delay line, with these numbers of antennas.
  /// - Throws: for values that the models do not have, a correlation or arrays elsewhere, and an odd number of crossed dipoles above one.
  public func model(
    _ direction: LinkDirection, transmitAntennas: Int, receiveAntennas: Int, carrierFrequencyHz: Double,
    correlation: AntennaCorrelation.Level = .low, arrays: Arrays = Arrays()
  ) throws(ParameterError) -> ChannelModel {
    guard correlation == .low || { if case .tapped = kind { true } else { false } }() else {
      throw ParameterError("correlation", correlation.rawValue, "only tapped delay lines have it", "TS 38.104 annex G.2.3")
    }
    guard arrays.isEmpty || { if case .clustered = kind { true } else { false } }() else {
      throw ParameterError("arrays", description, "only clustered delay lines have arrays", "TR 38.901 §7.7.1")
    }
    switch kind {
    case .awgn: return .awgn
    case .tapped(let profile, let nanoseconds, let doppler):
      let matrix = correlation == .low ? nil : try AntennaCorrelation(correlation, direction: direction)
      return .tappedDelayLine(
        try TappedDelayLine(
          profile, delaySpreadSeconds: nanoseconds.map { $0 / 1e9 }, maximumDopplerHz: doppler, correlation: matrix))
    case .clustered(let profile, let nanoseconds, let doppler):
      guard 1e8...1e12 ~= carrierFrequencyHz else {
        throw ParameterError("carrierFrequencyHz", carrierFrequencyHz, "a carrier is at 10⁸ to 10¹² Hz", "TR 38.901 §7.1")
      }
      let (base, user) = direction == .uplink ? (receiveAntennas, transmitAntennas) : (transmitAntennas, receiveAntennas)
      let baseStation = if let array = arrays.baseStation { array } else { try Arrays.crossed(base) }
      let userEquipment =
        if let array = arrays.userEquipment { array } else { try AntennaArray(elements: .init(rows: 1, columns: user)) }
      return .clusteredDelayLine(
        try ClusteredDelayLine(
          profile, delaySpreadSeconds: nanoseconds / 1e9, baseStation: baseStation, userEquipment: userEquipment, direction: direction,
          velocity: .init(metersPerSecond: doppler * 299_792_458 / carrierFrequencyHz)))
    }
  }
}

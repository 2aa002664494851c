import Foundation
import Modulation

/// A clustered delay line (TR 38.901 §7.7.1): 20 rays a cluster between two antenna arrays.
///
/// Its angles of departure are the base station's and those of arrival the user equipment's; the uplink is the same channel the other way.
public struct ClusteredDelayLine: Sendable, Hashable {
  public enum Profile: String, Sendable, Hashable, CaseIterable {
    case a
    case b
    case c
    case d
    case e

    var table: ChannelTable {
      switch self {
      case .a: ChannelTables.cdla
      case .b: ChannelTables.cdlb
      case .c: ChannelTables.cdlc
      case .d: ChannelTables.cdld
      case .e: ChannelTables.cdle
      }
    }
  }

  /// The user equipment's, in global coordinates.
  public struct Velocity: Sendable, Hashable {
    public var metersPerSecond: Double
    public var azimuthDegrees: Double
    public var zenithDegrees: Double

    public init(metersPerSecond: Double, azimuthDegrees: Double = 0, zenithDegrees: Double = 90) {
      self.metersPerSecond = metersPerSecond
      self.azimuthDegrees = azimuthDegrees
      self.zenithDegrees = zenithDegrees
    }
  }

  /// A mean and a spread that the angles of all rays are moved to (TR 38.901 §7.7.5.1, annex A).
  public struct AngleScaling: Sendable, Hashable {
    public var spreadDegrees: Double
    /// `nil` for the mean that the table has.
    public var meanDegrees: Double?

    public init(spreadDegrees: Double, meanDegrees: Double? = nil) {
      self.spreadDegrees = spreadDegrees
      self.meanDegrees = meanDegrees
    }
  }

  /// Of the four kinds of angles; `nil` for the table's.
  public struct AngleScalings: Sendable, Hashable {
    public var departureAzimuth: AngleScaling?
    public var arrivalAzimuth: AngleScaling?
    public var departureZenith: AngleScaling?
    public var arrivalZenith: AngleScaling?

    public init(
      departureAzimuth: AngleScaling? = nil, arrivalAzimuth: AngleScaling? = nil, departureZenith: AngleScaling? = nil,
      arrivalZenith: AngleScaling? = nil
    ) {
      self.departureAzimuth = departureAzimuth
      self.arrivalAzimuth = arrivalAzimuth
      self.departureZenith = departureZenith
      self.arrivalZenith = arrivalZenith
    }
  }

  public let profile: Profile
  public let baseStation: AntennaArray
  public let userEquipment: AntennaArray
  public let direction: LinkDirection
  public let velocity: Velocity
  let paths: PathProfile
  let angles: RayAngles
  /// E |H|² before it is made 1.
  let meanPower: Double

  /// - Parameters:
  ///   - delaySpreadSeconds: DS_desired, 0 to 10⁻⁵ (§7.7.3).
  ///   - kFactorDB: of D and E only, -50 to 50 (§7.7.6); `nil` for the table's.
  /// - Throws: for values outside, a spread of angles that is not 0 to 360°, and a speed that is not 0 to 10⁶ m/s.
  public init(
    _ profile: Profile, delaySpreadSeconds: Double, baseStation: AntennaArray, userEquipment: AntennaArray, direction: LinkDirection,
    velocity: Velocity = Velocity(metersPerSecond: 0), kFactorDB: Double? = nil, angleScalings: AngleScalings = AngleScalings()
  ) throws(ParameterError) {
    try TappedDelayLine.check(delaySpreadSeconds: delaySpreadSeconds, kFactorDB: kFactorDB, profile.table)
    guard 0...1e6 ~= velocity.metersPerSecond, abs(velocity.azimuthDegrees) <= 360, abs(velocity.zenithDegrees) <= 360 else {
      throw ParameterError("velocity", velocity, "a speed is 0 to 10⁶ m/s and an angle -360° to 360°", "TR 38.901 §7.5, step 11")
    }
    for scaling in [
      angleScalings.departureAzimuth, angleScalings.arrivalAzimuth, angleScalings.departureZenith, angleScalings.arrivalZenith,
    ] {
      guard let scaling else { continue }
      guard 0...360 ~= scaling.spreadDegrees, abs(scaling.meanDegrees ?? 0) <= 360 else {
        throw ParameterError("angleScalings", scaling, "a spread is 0 to 360° and a mean -360° to 360°", "TR 38.901 §7.7.5.1")
      }
    }
    self.profile = profile
    self.baseStation = baseStation
    self.userEquipment = userEquipment
    self.direction = direction
    self.velocity = velocity
    paths = PathProfile(profile.table, delayScale: delaySpreadSeconds, kFactorDB: kFactorDB)
    angles = RayAngles(profile.table, powers: paths.powers, angleScalings)
    meanPower = MeanPower.of(profile.table, paths, angles, baseStation: baseStation, userEquipment: userEquipment)
  }
}

/// The angles of a model's rays before they are coupled, in degrees: those of path n begin at 20 n.
struct RayAngles: Sendable, Hashable {
  static let rayCount = 20

  var departureAzimuth: [Double]
  var arrivalAzimuth: [Double]
  var departureZenith: [Double]
  var arrivalZenith: [Double]

  /// α_m (TR 38.901, table 7.5-3), each once with either sign.
  static let offsets: [Double] = [0.0447, 0.1413, 0.2492, 0.3715, 0.5129, 0.6797, 0.8844, 1.1481, 1.5195, 2.1551].flatMap {
    [$0, -$0]
  }

  /// (7.7-0a), and (7.7-5) where there is a scaling. The rays of a specular path are all alike.
  init(_ table: ChannelTable, powers: [Double], _ scalings: ClusteredDelayLine.AngleScalings) {
    func angles(_ kind: Int, _ scaling: ClusteredDelayLine.AngleScaling?) -> [Double] {
      let isZenith = kind >= 2
      let angles = table.column(2 + kind).enumerated().flatMap { path, angle in
        let width = path == 0 && table.hasSpecularPath ? 0 : table.clusterSpreads[kind]
        return Self.offsets.map { angle + width * $0 }
      }
      guard let scaling else { return isZenith ? angles.map(Self.folded) : angles }
      let (spread, mean) = Self.spreadAndMean(angles, powers)
      return angles.map { angle in
        let scaled = scaling.spreadDegrees / spread * Self.wrapped(angle - mean) + (scaling.meanDegrees ?? mean)
        return isZenith ? max(0, min(180, scaled)) : scaled
      }
    }
    departureAzimuth = angles(0, scalings.departureAzimuth)
    arrivalAzimuth = angles(1, scalings.arrivalAzimuth)
    departureZenith = angles(2, scalings.departureZenith)
    arrivalZenith = angles(3, scalings.arrivalZenith)
  }

  /// A zenith angle beyond 180° is one from the other side (§7.5, step 7).
  private static func folded(_ zenith: Double) -> Double { abs(wrapped(zenith)) }

  /// -180° to 180°.
  private static func wrapped(_ angle: Double) -> Double { angle - 360 * (angle / 360).rounded() }

  /// TR 38.901 annex A.
  private static func spreadAndMean(_ angles: [Double], _ powers: [Double]) -> (spread: Double, mean: Double) {
    var (real, imaginary) = (0.0, 0.0)
    for (index, angle) in angles.enumerated() {
      let power = powers[index / rayCount] / Double(rayCount)
      real += power * cos(angle * .pi / 180)
      imaginary += power * sin(angle * .pi / 180)
    }
    let length = (real * real + imaginary * imaginary).squareRoot()
    return (max(-2 * log(length), 1e-12).squareRoot() * 180 / .pi, atan2(imaginary, real) * 180 / .pi)
  }
}

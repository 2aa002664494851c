import ChannelModels
import Foundation
import Modulation

/// Where user equipment stands (TR 38.901, tables 7.2-1 and 7.2-3): one row for each property.
public struct UserDrop: Sendable {
  /// How equipment is spread.
  public struct Rule: Sendable, Hashable {
    public var usersPerSite: Int
    /// 0 to 1.
    public var indoorShare: Double
    /// Of equipment indoors, behind a wall of high loss; 0 to 1.
    public var highLossShare: Double
    /// m/s, along the ground in random directions.
    public var speed: Double

    /// - Parameter indoorShare: `nil` for the scenario's, 0.8 and in RMa 0.5.
    public init(
      _ scenario: PropagationScenario, usersPerSite: Int, indoorShare: Double? = nil, highLossShare: Double? = nil, speed: Double = 3 / 3.6
    ) {
      let isRural = scenario == .ruralMacro
      self.usersPerSite = usersPerSite
      self.indoorShare = indoorShare ?? (isRural ? 0.5 : 0.8)
      self.highLossShare = highLossShare ?? (isRural ? 0 : 0.5)
      self.speed = speed
    }
  }

  /// Metres east, north and above the ground.
  public private(set) var x: [Double] = []
  public private(set) var y: [Double] = []
  public private(set) var heights: [Double] = []
  public private(set) var isIndoor: [Bool] = []
  /// d_2D-in, metres.
  public private(set) var indoorDistances: [Double] = []
  /// PL_tw + PL_in with its deviation, dB.
  public private(set) var buildingLosses: [Double] = []
  /// Degrees from the east to the north, and m/s.
  public private(set) var headings: [Double] = []
  public let speed: Double

  public var count: Int { x.count }

  /// Equipment in each site's hexagon, evenly, at least the scenario's distance from the site.
  /// - Throws: for shares that are not 0 to 1, a speed that is not 0 to 200 m/s, other than 1 to 10,000 users of a site, and for high loss
  ///   in RMa.
  public init(
    _ layout: HexagonalLayout, _ scenario: PropagationScenario, carrierFrequencyHz: Double, _ rule: Rule,
    using generator: inout some RandomNumberGenerator
  ) throws(ParameterError) {
    guard 1...10_000 ~= rule.usersPerSite else {
      throw ParameterError("usersPerSite", rule.usersPerSite, "a site has 1 to 10000 users", "TR 38.901, table 7.2-1")
    }
    for (name, share) in [("indoorShare", rule.indoorShare), ("highLossShare", rule.highLossShare)] where !(0...1 ~= share) {
      throw ParameterError(name, share, "a share is 0 to 1", "TR 38.901, table 7.2-1")
    }
    guard scenario != .ruralMacro || rule.highLossShare == 0 else {
      throw ParameterError("highLossShare", rule.highLossShare, "RMa has only walls of low loss", "TR 38.901 §7.4.3.1")
    }
    guard 0...200 ~= rule.speed else { throw ParameterError("speed", rule.speed, "a speed is 0 to 200 m/s", "TR 38.901, table 7.2-1") }
    guard layout.interSiteDistance > 2 * scenario.minimumDistance else {
      throw ParameterError(
        "interSiteDistance", layout.interSiteDistance, "equipment is at least \(scenario.minimumDistance) m from a site",
        "TR 38.901, table 7.2-1")
    }
    speed = rule.speed
    var gaussian = GaussianGenerator(using: &generator)
    for site in layout.sites {
      for _ in 0..<rule.usersPerSite {
        let place = site + Self.displacement(layout.interSiteDistance, scenario.minimumDistance, using: &generator)
        x.append(place.x)
        y.append(place.y)
        let isIndoor = Double.random(in: 0..<1, using: &generator) < rule.indoorShare
        let floors = Int.random(in: 4...8, using: &generator)
        let floor = Int.random(in: 1...floors, using: &generator)
        heights.append(isIndoor && scenario != .ruralMacro ? 3 * Double(floor - 1) + 1.5 : 1.5)
        self.isIndoor.append(isIndoor)
        let depths = (0..<2).map { _ in Double.random(in: 0...scenario.indoorDepth, using: &generator) }
        indoorDistances.append(isIndoor ? min(depths[0], depths[1]) : 0)
        let wall: BuildingLoss = Double.random(in: 0..<1, using: &generator) < rule.highLossShare ? .high : .low
        let deviation = wall.deviation * Double(gaussian.next())
        let inside = BuildingLoss.insideLossPerMetre * min(depths[0], depths[1])
        buildingLosses.append(isIndoor ? wall.wallLoss(carrierFrequencyHz: carrierFrequencyHz) + inside + deviation : 0)
        headings.append(Double.random(in: 0..<360, using: &generator))
      }
    }
  }

  private static func displacement(
    _ interSiteDistance: Double, _ minimumDistance: Double, using generator: inout some RandomNumberGenerator
  ) -> SIMD2<Double> {
    let radius = interSiteDistance / 3.0.squareRoot()
    while true {
      let place = SIMD2(
        Double.random(in: -radius...radius, using: &generator), Double.random(in: -radius...radius, using: &generator))
      let isFar = (place * place).sum() >= minimumDistance * minimumDistance
      if isFar, HexagonalLayout.isInside(place, interSiteDistance: interSiteDistance) { return place }
    }
  }

  /// One user's place after some time, seen from a site of the layout.
  public func place(_ user: Int, site: Int, of layout: HexagonalLayout, seconds: Double = 0) -> EquipmentPlace {
    let moved = velocity(user) * seconds
    let seen = layout.displacement(site: site, to: SIMD2(x[user] + moved.x, y[user] + moved.y))
    return EquipmentPlace(
      x: seen.x, y: seen.y, height: heights[user], isIndoor: isIndoor[user], indoorDistance: indoorDistances[user])
  }

  /// m/s in global coordinates.
  public func velocity(_ user: Int) -> SIMD3<Double> {
    let heading = headings[user] * .pi / 180
    return SIMD3(cos(heading), sin(heading), 0) * speed
  }
}

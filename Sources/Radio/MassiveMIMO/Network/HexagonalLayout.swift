import Foundation
import Modulation

/// Sites on a hexagonal grid with three sectors each (TR 38.901, table 7.2-1).
///
/// A sector looks straight at a neighbouring site. With wrap-around the plane is paved with copies of the sites, so that each of them has
/// neighbours on all sides; equipment sees the nearest copy of a site.
public struct HexagonalLayout: Sendable, Hashable {
  /// Degrees from the east to the north (TR 38.901, table 7.8-1).
  public static let bearings: [Double] = [30, 150, 270]

  public let interSiteDistance: Double
  public let isWrapped: Bool
  /// Metres east and north, the middle one first.
  public let sites: [SIMD2<Double>]
  /// What the sites' copies are moved by; the first one is 0.
  private let shifts: [SIMD2<Double>]

  public var sectorCount: Int { sites.count * Self.bearings.count }

  /// - Parameters:
  ///   - siteCount: 1, 7 or 19.
  ///   - interSiteDistance: 10 to 100,000 m.
  /// - Throws: for values outside.
  public init(siteCount: Int, interSiteDistance: Double, isWrapped: Bool = true) throws(ParameterError) {
    guard let rings = [1: 0, 7: 1, 19: 2][siteCount] else {
      throw ParameterError("siteCount", siteCount, "a hexagonal layout has 1, 7 or 19 sites", "TR 38.901 §7.2")
    }
    guard 10...100_000 ~= interSiteDistance else {
      throw ParameterError("interSiteDistance", interSiteDistance, "it is 10 to 100000 m", "TR 38.901 §7.2")
    }
    let east = Self.unit(30) * interSiteDistance
    let north = Self.unit(90) * interSiteDistance
    func place(_ i: Int, _ j: Int) -> SIMD2<Double> { east * Double(i) + north * Double(j) }
    let places = (-rings...rings).flatMap { i in (-rings...rings).filter { abs(i + $0) <= rings }.map { place(i, $0) } }
    sites = places.sorted { ($0 * $0).sum() < ($1 * $1).sum() - 1e-6 * interSiteDistance }
    // Clusters of r rings fit together at (r + 1, r) and what that becomes by turns of 60°.
    var (i, j) = (rings + 1, rings)
    var shifts = [SIMD2<Double>.zero]
    for _ in 0..<6 where isWrapped {
      shifts.append(place(i, j))
      (i, j) = (-j, i + j)
    }
    self.shifts = shifts
    self.interSiteDistance = interSiteDistance
    self.isWrapped = isWrapped
  }

  private static func unit(_ degrees: Double) -> SIMD2<Double> { SIMD2(cos(degrees * .pi / 180), sin(degrees * .pi / 180)) }

  /// From a site's nearest copy to a place.
  public func displacement(site: Int, to place: SIMD2<Double>) -> SIMD2<Double> {
    let direct = place - sites[site]
    var best = direct
    for shift in shifts.dropFirst() {
      let other = direct - shift
      if (other * other).sum() < (best * best).sum() { best = other }
    }
    return best
  }

  /// Whether a displacement from a site is in that site's hexagon.
  static func isInside(_ displacement: SIMD2<Double>, interSiteDistance: Double) -> Bool {
    (0..<6).allSatisfy { (displacement * unit(30 + 60 * Double($0))).sum() <= interSiteDistance / 2 }
  }
}

import Foundation

/// What the rays of a link spread over, measured from the rays themselves.
public struct RaySpread: Sendable, Hashable {
  /// Root mean square of the delays about their mean, weighted by power; seconds.
  public var delay: Double
  /// Degrees (TR 38.901 annex A).
  public var departureAzimuth: Double
  public var arrivalAzimuth: Double
  public var departureZenith: Double
  public var arrivalZenith: Double

  public init(_ rays: RayTable, link: Int) {
    var (power, mean, square) = (0.0, 0.0, 0.0)
    for tap in rays.taps(link) {
      let delay = Double(rays.tapDelays[tap])
      let weight = rays.rays(tap: tap).reduce(0) { $0 + Double(rays.powers[$1]) }
      power += weight
      mean += weight * delay
      square += weight * delay * delay
    }
    delay = max(0, square / power - mean / power * mean / power).squareRoot()
    let range = rays.rays(link: link)
    departureAzimuth = Self.circular(rays.departureAzimuths, rays.powers, range)
    arrivalAzimuth = Self.circular(rays.arrivalAzimuths, rays.powers, range)
    departureZenith = Self.circular(rays.departureZeniths, rays.powers, range)
    arrivalZenith = Self.circular(rays.arrivalZeniths, rays.powers, range)
  }

  /// √(-2 ln |Σ P exp(jφ) / Σ P|).
  private static func circular(_ angles: [Float], _ powers: [Float], _ range: Range<Int>) -> Double {
    var (real, imaginary, power) = (0.0, 0.0, 0.0)
    for ray in range {
      let angle = Double(angles[ray]) * .pi / 180
      real += Double(powers[ray]) * cos(angle)
      imaginary += Double(powers[ray]) * sin(angle)
      power += Double(powers[ray])
    }
    let length = min(1, (real * real + imaginary * imaginary).squareRoot() / power)
    return (-2 * log(length)).squareRoot() * 180 / .pi
  }
}

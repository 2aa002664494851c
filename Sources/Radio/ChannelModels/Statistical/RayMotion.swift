/// By how much the rays of one link have turned since it was drawn, because the equipment moved.
///
/// Equipment that moves far takes its rays anew at each place, where clusters have drifted, with the same seed and its motion: so each ray's
/// phase goes on from where it was. The specular ray's phase is that of its length.
public struct RayMotion: Sendable {
  private var turned = [Double](repeating: 0, count: 20 * RayGenerator.rayCount)

  public init() {}

  /// Moves for a time along the rays that a table has.
  /// - Parameters:
  ///   - velocity: m/s in global coordinates.
  ///   - seconds: so few that angles stay what they are.
  public mutating func advance(_ rays: RayTable, link: Int, velocity: SIMD3<Double>, seconds: Double, carrierFrequencyHz: Double) {
    let scale = seconds * carrierFrequencyHz / speedOfLight
    for ray in rays.rays(link: link) where rays.identities[ray] >= 0 {
      let arrival = Direction(zenith: Double(rays.arrivalZeniths[ray]), azimuth: Double(rays.arrivalAzimuths[ray]))
      turned[Int(rays.identities[ray])] += (arrival.radial * velocity).sum() * scale
    }
  }

  func turns(identity: Int) -> Float { Float(turned[identity].remainder(dividingBy: 1)) }
}

/// The rays of many links, each of their properties in a row of its own (TR 38.901 §7.5).
///
/// Link l has the taps `linkTaps[l] ..< linkTaps[l + 1]`, tap t the rays `tapRays[t] ..< tapRays[t + 1]`. Powers of a link's rays add up to 1.
/// Departure is the base station's side.
public struct RayTable: Sendable {
  public internal(set) var linkTaps: [Int32] = [0]
  /// Seconds after the first one.
  public internal(set) var tapDelays: [Float] = []
  public internal(set) var tapRays: [Int32] = [0]
  /// Degrees in global coordinates.
  public internal(set) var departureAzimuths: [Float] = []
  public internal(set) var departureZeniths: [Float] = []
  public internal(set) var arrivalAzimuths: [Float] = []
  public internal(set) var arrivalZeniths: [Float] = []
  public internal(set) var powers: [Float] = []
  /// 1 / √κ; 0 for the specular ray.
  public internal(set) var crossAmplitudes: [Float] = []
  /// Φ of θθ, θφ, φθ and φφ (arriving, departing) of each ray, turns.
  public internal(set) var phases: [Float] = []
  /// Which of the link's drawn rays each is, whatever place it has; -1 for the specular ray.
  public internal(set) var identities: [Int16] = []

  public init() {}

  public var linkCount: Int { linkTaps.count - 1 }
  public var rayCount: Int { powers.count }

  public func taps(_ link: Int) -> Range<Int> { Int(linkTaps[link])..<Int(linkTaps[link + 1]) }
  public func rays(tap: Int) -> Range<Int> { Int(tapRays[tap])..<Int(tapRays[tap + 1]) }
  public func rays(link: Int) -> Range<Int> { Int(tapRays[Int(linkTaps[link])])..<Int(tapRays[Int(linkTaps[link + 1])]) }

  /// Forgets all links and keeps the memory.
  public mutating func removeAll() {
    linkTaps.removeSubrange(1...)
    tapRays.removeSubrange(1...)
    tapDelays.removeAll(keepingCapacity: true)
    departureAzimuths.removeAll(keepingCapacity: true)
    departureZeniths.removeAll(keepingCapacity: true)
    arrivalAzimuths.removeAll(keepingCapacity: true)
    arrivalZeniths.removeAll(keepingCapacity: true)
    powers.removeAll(keepingCapacity: true)
    crossAmplitudes.removeAll(keepingCapacity: true)
    phases.removeAll(keepingCapacity: true)
    identities.removeAll(keepingCapacity: true)
  }

  mutating func append(angles: SIMD4<Double>, power: Double, crossAmplitude: Float, phases ray: SIMD4<Float>, identity: Int) {
    departureAzimuths.append(Float(angles.x))
    departureZeniths.append(Float(angles.y))
    arrivalAzimuths.append(Float(angles.z))
    arrivalZeniths.append(Float(angles.w))
    powers.append(Float(power))
    crossAmplitudes.append(crossAmplitude)
    phases.append(ray.x)
    phases.append(ray.y)
    phases.append(ray.z)
    phases.append(ray.w)
    identities.append(Int16(identity))
  }

  mutating func endTap(delay: Double) {
    tapDelays.append(Float(delay))
    tapRays.append(Int32(rayCount))
  }

  mutating func endLink() { linkTaps.append(Int32(tapDelays.count)) }
}

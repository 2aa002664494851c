import Foundation
import Modulation

/// The channel of links between the ports of two arrays, tap by tap (TR 38.901 §7.5, step 11).
public struct TapGains: Sendable {
  public let baseStation: AntennaPorts
  public let userEquipment: AntennaPorts
  private let wavelength: Double

  public init(baseStation: AntennaPorts, userEquipment: AntennaPorts, carrierFrequencyHz: Double) {
    self.baseStation = baseStation
    self.userEquipment = userEquipment
    wavelength = speedOfLight / carrierFrequencyHz
  }

  /// Numbers of a tap.
  public var pairCount: Int { baseStation.count * userEquipment.count }

  /// Gains of a link's taps, without pathloss and shadow fading: at 0 dBi of all ports their mean power is 1.
  /// - Parameters:
  ///   - velocity: of the equipment in global coordinates, m/s.
  ///   - time: seconds since the rays were what the table says.
  ///   - real: tap by tap, port of the equipment by port, those of the base station in a row; `pairCount` for each of the link's taps.
  ///   - imaginary: the same.
  public func fill(
    _ rays: RayTable, link: Int, velocity: SIMD3<Double>, time: Double, real: UnsafeMutableBufferPointer<Float>,
    imaginary: UnsafeMutableBufferPointer<Float>
  ) {
    let taps = rays.taps(link)
    precondition(real.count >= taps.count * pairCount && imaginary.count >= taps.count * pairCount, "there is place for each tap")
    guard let realBase = real.baseAddress, let imaginaryBase = imaginary.baseAddress else { return }
    real.update(repeating: 0)
    imaginary.update(repeating: 0)
    let widths = (baseStation.x.count, userEquipment.x.count)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * (widths.0 + widths.1)) { scratch in
      guard let sending = scratch.baseAddress else { return }
      let receiving = sending + 2 * widths.0
      for (place, tap) in taps.enumerated() {
        for ray in rays.rays(tap: tap) {
          let departure = Direction(zenith: Double(rays.departureZeniths[ray]), azimuth: Double(rays.departureAzimuths[ray]))
          let arrival = Direction(zenith: Double(rays.arrivalZeniths[ray]), azimuth: Double(rays.arrivalAzimuths[ray]))
          Self.phasors(baseStation, departure, sending)
          Self.phasors(userEquipment, arrival, receiving)
          let turns = (arrival.radial * velocity).sum() / wavelength * time
          let coupling = coupling(rays, ray, departure, arrival, turns: turns)
          add(coupling, sending, receiving, realBase + place * pairCount, imaginaryBase + place * pairCount)
        }
      }
    }
  }

  /// Phases of ports' places: the real parts, behind them the imaginary ones.
  private static func phasors(_ ports: AntennaPorts, _ direction: Direction, _ target: UnsafeMutablePointer<Float>) {
    let (x, y, z) = (direction.radial.x, direction.radial.y, direction.radial.z)
    let width = ports.x.count
    ports.x.withUnsafeBytes { px in
      ports.y.withUnsafeBytes { py in
        ports.z.withUnsafeBytes { pz in
          for port in stride(from: 0, to: width, by: 8) {
            let turns =
              px.loadUnaligned(fromByteOffset: 8 * port, as: SIMD8<Double>.self) * x
              + py.loadUnaligned(fromByteOffset: 8 * port, as: SIMD8<Double>.self) * y
              + pz.loadUnaligned(fromByteOffset: 8 * port, as: SIMD8<Double>.self) * z
            let (real, imaginary) = Phasor.of(turns)
            for lane in 0..<8 {
              target[port + lane] = Float(real[lane])
              target[width + port + lane] = Float(imaginary[lane])
            }
          }
        }
      }
    }
  }

  /// Real and imaginary parts for the equipment's first polarisation with the base station's first and second, then for its second one.
  private func coupling(
    _ rays: RayTable, _ ray: Int, _ departure: Direction, _ arrival: Direction, turns: Double
  ) -> (SIMD4<Float>, SIMD4<Float>) {
    let sent = SIMD4<Float>(baseStation.fields(departure))
    let received = SIMD4<Float>(userEquipment.fields(arrival))
    var phases = SIMD8<Double>.zero
    for component in 0..<4 { phases[component] = Double(rays.phases[4 * ray + component]) + turns }
    let (cosines, sines) = Phasor.of(phases)
    let amplitude = rays.powers[ray].squareRoot()
    let cross = amplitude * rays.crossAmplitudes[ray]
    let scale = SIMD4(amplitude, cross, cross, amplitude)
    func part(_ values: SIMD8<Double>) -> SIMD4<Float> {
      let matrix = SIMD4<Float>(Float(values[0]), Float(values[1]), Float(values[2]), Float(values[3])) * scale
      // What arrives along θ and φ from each of the two polarisations.
      let first = SIMD2(matrix.x * sent.x + matrix.y * sent.y, matrix.z * sent.x + matrix.w * sent.y)
      let second = SIMD2(matrix.x * sent.z + matrix.y * sent.w, matrix.z * sent.z + matrix.w * sent.w)
      return SIMD4(
        received.x * first.x + received.y * first.y, received.x * second.x + received.y * second.y,
        received.z * first.x + received.w * first.y, received.z * second.x + received.w * second.y)
    }
    return (part(cosines), part(sines))
  }

  private func add(
    _ coupling: (SIMD4<Float>, SIMD4<Float>), _ sending: UnsafeMutablePointer<Float>, _ receiving: UnsafeMutablePointer<Float>,
    _ real: UnsafeMutablePointer<Float>, _ imaginary: UnsafeMutablePointer<Float>
  ) {
    let (width, otherWidth) = (baseStation.x.count, userEquipment.x.count)
    baseStation.polarisations.withUnsafeBufferPointer { polarisations in
      for port in 0..<userEquipment.count {
        let (x, y) = (receiving[port], receiving[otherWidth + port])
        let first = 2 * userEquipment.polarisations[port]
        let row = (
          (coupling.0[first] * x - coupling.1[first] * y, coupling.0[first] * y + coupling.1[first] * x),
          (coupling.0[first + 1] * x - coupling.1[first + 1] * y, coupling.0[first + 1] * y + coupling.1[first + 1] * x)
        )
        let offset = port * polarisations.count
        for sender in polarisations.indices {
          let (u, v) = polarisations[sender] == 0 ? row.0 : row.1
          real[offset + sender] += u * sending[sender] - v * sending[width + sender]
          imaginary[offset + sender] += u * sending[width + sender] + v * sending[sender]
        }
      }
    }
  }
}

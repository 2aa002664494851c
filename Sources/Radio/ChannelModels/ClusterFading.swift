import Foundation
import Modulation

/// One ray of a cluster between two arrays (TR 38.901 §7.5, step 11).
struct ClusterRay {
  let departure: Direction
  let arrival: Direction
  /// From the departing wave's zenithal and azimuthal components (columns) to the arriving one's (rows): real and imaginary parts.
  let polarisation: [SIMD2<Double>]

  init(departure: Direction, arrival: Direction, polarisation: [(amplitude: Double, phase: Double)]) {
    self.departure = departure
    self.arrival = arrival
    self.polarisation = polarisation.map { SIMD2(cos($0.phase), sin($0.phase)) * $0.amplitude }
  }

  /// (7.5-22) without the power: of each receiving and each sending antenna, the sending one the quicker index.
  func coefficients(sending: ArrayGeometry, receiving: ArrayGeometry) -> [SIMD2<Double>] {
    let departing = sending.fields(departure)
    let arriving = receiving.fields(arrival)
    // Of each pair of polarisations.
    let coupling = arriving.map { arriving in
      departing.map { departing in
        let upper: SIMD2<Double> = polarisation[0] * departing.x + polarisation[1] * departing.y
        let lower: SIMD2<Double> = polarisation[2] * departing.x + polarisation[3] * departing.y
        return upper * arriving.x + lower * arriving.y
      }
    }
    let sendingPhases = sending.positions.indices.map { Self.unit(sending.turns($0, departure)) }
    var result: [SIMD2<Double>] = []
    result.reserveCapacity(receiving.positions.count * sending.positions.count)
    for receiver in receiving.positions.indices {
      let phase = Self.unit(receiving.turns(receiver, arrival))
      let row = coupling[receiving.polarisations[receiver]].map { Self.product($0, phase) }
      for sender in sending.positions.indices {
        result.append(Self.product(row[sending.polarisations[sender]], sendingPhases[sender]))
      }
    }
    return result
  }

  private static func unit(_ turns: Double) -> SIMD2<Double> { SIMD2(cos(2 * .pi * turns), sin(2 * .pi * turns)) }

  private static func product(_ left: SIMD2<Double>, _ right: SIMD2<Double>) -> SIMD2<Double> {
    SIMD2(left.x * right.x - left.y * right.y, left.x * right.y + left.y * right.x)
  }
}

/// Gains of the taps of a clustered delay line: for each ray a coefficient of each link, turning with the ray's Doppler shift.
///
/// Where a profile has a specular path, its ray belongs to the first tap.
struct ClusterFading: Sendable {
  let delays: [Double]
  private let linkCount: Int
  /// Where each tap's rays begin, and behind the last.
  private var starts: [Int] = []
  /// Hz, of each ray; padded by eight.
  private var frequencies: [Double] = []
  /// Of each ray and link.
  private var real: [Float] = []
  private var imaginary: [Float] = []

  init(_ model: ClusteredDelayLine, carrierFrequencyHz: Double, using generator: inout some RandomNumberGenerator) {
    let base = ArrayGeometry(model.baseStation)
    let equipment = ArrayGeometry(model.userEquipment)
    let hasSpecular = model.profile.table.hasSpecularPath
    let links = base.positions.count * equipment.positions.count
    linkCount = links
    delays = Array(model.paths.delays.dropFirst(hasSpecular ? 1 : 0))
    let heading = Direction(zenith: model.velocity.zenithDegrees, azimuth: model.velocity.azimuthDegrees).radial
    let doppler = heading * (model.velocity.metersPerSecond * carrierFrequencyHz / speedOfLight)
    let cross = pow(10, -model.profile.table.crossPolarisationRatio / 20)
    real.reserveCapacity((model.paths.powers.count * RayAngles.rayCount) * links)
    imaginary.reserveCapacity(real.capacity)
    for path in model.paths.powers.indices {
      let isSpecular = path == 0 && hasSpecular
      if path != 1 || !hasSpecular { starts.append(frequencies.count) }
      let order = (0..<4).map { _ in
        isSpecular ? [0] : Array(0..<RayAngles.rayCount).shuffled(using: &generator)
      }
      let power = model.paths.powers[path] / model.meanPower / Double(order[0].count)
      let amplitude = power.squareRoot()
      for ray in order[0].indices {
        let first = path * RayAngles.rayCount
        let departure = Direction(
          zenith: model.angles.departureZenith[first + order[0][ray]], azimuth: model.angles.departureAzimuth[first + order[1][ray]])
        let arrival = Direction(
          zenith: model.angles.arrivalZenith[first + order[2][ray]], azimuth: model.angles.arrivalAzimuth[first + order[3][ray]])
        let polarisation: [(amplitude: Double, phase: Double)]
        if isSpecular {
          // The phase of the distance between the two is that of its first component; (7.5-29).
          let phase = Double.random(in: 0..<(2 * .pi), using: &generator)
          polarisation = [(1, phase), (0, 0), (0, 0), (1, phase + .pi)]
        } else {
          polarisation = [1, cross, cross, 1].map { ($0, Double.random(in: 0..<(2 * .pi), using: &generator)) }
        }
        let coefficients = ClusterRay(departure: departure, arrival: arrival, polarisation: polarisation)
          .coefficients(sending: base, receiving: equipment)
        for link in 0..<links {
          // In the uplink the antennas change places: the link of a base station's and a user equipment's antenna stays the same one.
          let source: Int =
            model.direction == .downlink
            ? link : link % equipment.positions.count * base.positions.count + link / equipment.positions.count
          real.append(Float(coefficients[source].x * amplitude))
          imaginary.append(Float(coefficients[source].y * amplitude))
        }
        frequencies.append((arrival.radial * doppler).sum())
      }
    }
    starts.append(frequencies.count)
    frequencies += [Double](repeating: 0, count: 8)
  }

  /// Of each tap, each receive and each transmit antenna at a time in seconds.
  func gains(_ time: Double, _ targetReal: UnsafeMutablePointer<Float>, _ targetImaginary: UnsafeMutablePointer<Float>) {
    frequencies.withUnsafeBytes { frequencies in
      real.withUnsafeBufferPointer { real in
        imaginary.withUnsafeBufferPointer { imaginary in
          for tap in delays.indices {
            let (tapReal, tapImaginary) = (targetReal + tap * linkCount, targetImaginary + tap * linkCount)
            tapReal.update(repeating: 0, count: linkCount)
            tapImaginary.update(repeating: 0, count: linkCount)
            for first in stride(from: starts[tap], to: starts[tap + 1], by: 8) {
              let (x, y) = Phasor.of(frequencies.loadUnaligned(fromByteOffset: 8 * first, as: SIMD8<Double>.self) * time)
              for ray in first..<min(first + 8, starts[tap + 1]) {
                let (cosine, sine) = (Float(x[ray - first]), Float(y[ray - first]))
                guard let rayReal = real.baseAddress, let rayImaginary = imaginary.baseAddress else { return }
                let offset = ray * linkCount
                for link in 0..<linkCount {
                  tapReal[link] += cosine * rayReal[offset + link] - sine * rayImaginary[offset + link]
                  tapImaginary[link] += cosine * rayImaginary[offset + link] + sine * rayReal[offset + link]
                }
              }
            }
          }
        }
      }
    }
  }
}

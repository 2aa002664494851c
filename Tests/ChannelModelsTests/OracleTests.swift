import DSPKernels
import Foundation
import Modulation
import Testing

@testable import ChannelModels

/// What follows from the tables and clauses without chance.
@Suite struct OracleTests {
  @Test("TS 38.104 annex G.2.3 and TS 38.101-4 annex B.2.3: correlation matrices, and their square roots")
  func correlation() throws {
    let lines = try Vectors.lines("correlation")
    #expect(lines.count == 151)
    for line in lines {
      let direction = try #require(LinkDirection(rawValue: String(line[1])))
      let arrangement: AntennaCorrelation.Arrangement = line[2] == "uniform" ? .uniformLinear : .crossPolarised
      let level = try #require(AntennaCorrelation.Level(rawValue: String(line[3])))
      let (transmit, receive) = (try #require(Int(line[4])), try #require(Int(line[5])))
      let matrix = try AntennaCorrelation(level, arrangement, direction: direction)
        .matrix(transmitAntennas: transmit, receiveAntennas: receive)
      let count = transmit * receive
      try #require(matrix.count == count * count)
      let (row, weighted) = (Vectors.numbers(line[6]), Vectors.numbers(line[7]))
      for column in 0..<count {
        #expect(abs(matrix[column] - row[column]) < 1e-8)
        let sum = (0..<count).reduce(0.0) { $0 + cos(0.7 * Double($1)) * matrix[$1 * count + column] }
        #expect(abs(sum - weighted[column]) < 1e-7)
      }
      if count <= 16 {
        let root = SymmetricMatrix.squareRoot(matrix, count: count)
        for index in matrix.indices {
          let product = (0..<count).reduce(0.0) { $0 + root[index / count * count + $1] * root[$1 * count + index % count] }
          #expect(abs(product - matrix[index]) < 1e-9)
        }
      }
    }
  }

  @Test("TR 38.901 §7.7.3 and §7.7.6: delays and powers of scaled profiles")
  func profiles() throws {
    let lines = try Vectors.lines("profile")
    #expect(lines.count == 103)
    let simplified: [Substring: TappedDelayLine.Profile] = ["TDL-A30": .tdla30, "TDL-B100": .tdlb100, "TDL-C300": .tdlc300]
    let element = try AntennaArray(elements: .init(rows: 1, columns: 1))
    for line in lines {
      let (spread, kFactor) = (Double(line[2]), Double(line[3]))
      let letter = String(line[1].suffix(1)).lowercased()
      let paths: PathProfile
      if let profile = simplified[line[1]] {
        paths = try TappedDelayLine(profile, maximumDopplerHz: 0).paths
      } else if line[1].hasPrefix("TDL") {
        let profile = try #require(TappedDelayLine.Profile(rawValue: letter))
        paths = try TappedDelayLine(profile, delaySpreadSeconds: spread, maximumDopplerHz: 0, kFactorDB: kFactor).paths
      } else {
        paths = try ClusteredDelayLine(
          try #require(ClusteredDelayLine.Profile(rawValue: letter)), delaySpreadSeconds: try #require(spread), baseStation: element,
          userEquipment: element, direction: .downlink, kFactorDB: kFactor
        ).paths
      }
      let (delays, powers) = (Vectors.numbers(line[4]), Vectors.numbers(line[5]))
      try #require(paths.delays.count == delays.count && paths.powers.count == powers.count)
      for path in delays.indices {
        #expect(abs(paths.delays[path] * 1e9 - delays[path]) <= 1e-7 * max(1, delays[path]))
        #expect(abs(paths.powers[path] - powers[path]) < 1e-8)
      }
    }
  }

  @Test("TR 38.901 (7.5-22), (7.5-29), §7.1 and §7.3: a ray between two arrays")
  func rays() throws {
    let lines = try Vectors.lines("coefficient")
    #expect(lines.count == 100)
    for line in lines {
      let (sending, receiving) = (ArrayGeometry(try Vectors.array(line, 1)), ArrayGeometry(try Vectors.array(line, 8)))
      let (angles, phases) = (Vectors.numbers(line[15]), Vectors.numbers(line[16]))
      let (departure, arrival) = (
        Direction(zenith: angles[1], azimuth: angles[0]), Direction(zenith: angles[3], azimuth: angles[2])
      )
      let cross = pow(10, -angles[4] / 20)
      let scattered = ClusterRay(
        departure: departure, arrival: arrival, polarisation: [(1, phases[0]), (cross, phases[1]), (cross, phases[2]), (1, phases[3])]
      ).coefficients(sending: sending, receiving: receiving)
      let specular = ClusterRay(
        departure: departure, arrival: arrival, polarisation: [(1, 0), (0, 0), (0, 0), (1, .pi)]
      ).coefficients(sending: sending, receiving: receiving)
      let columns = sending.positions.count
      func weighted(_ values: [SIMD2<Double>]) -> SIMD2<Double> {
        values.enumerated().reduce(.zero) { sum, element in
          let angle = 0.9 * Double(element.offset / columns) + 0.4 * Double(element.offset % columns)
          let (x, y) = (element.element.x, element.element.y)
          return sum + SIMD2(x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle))
        }
      }
      let found =
        [scattered[0], scattered[scattered.count - 1], weighted(scattered)]
        + [specular[specular.count - columns], weighted(specular)]
      let expected = Vectors.numbers(line[18]) + Vectors.numbers(line[19])
      for (index, value) in found.enumerated() {
        #expect(abs(value.x - expected[2 * index]) < 1e-6 && abs(value.y - expected[2 * index + 1]) < 1e-6)
      }
      let heading = Vectors.numbers(line[17])
      let shift = (Direction(zenith: heading[2], azimuth: heading[1]).radial * arrival.radial).sum() * heading[0] * 3.5e9 / speedOfLight
      #expect(abs(shift - (try #require(Double(line[20])))) < 1e-5)
    }
  }

  @Test("TR 38.901 (7.7-0a) and §7.7.5.1: angles of rays, scaled and as they are")
  func angles() throws {
    let lines = try Vectors.lines("covariance")
    #expect(lines.count == 40)
    for line in lines {
      let model = try Vectors.clusteredDelayLine(line)
      let paths = model.paths.powers.count
      let found = [model.angles.departureAzimuth, model.angles.departureZenith, model.angles.arrivalAzimuth, model.angles.arrivalZenith]
        .flatMap { angles in [0, 1, paths - 1].flatMap { path in [0, 19].map { angles[20 * path + $0] } } }
      for (angle, expected) in zip(found, Vectors.numbers(line[20])) {
        #expect(abs(remainder(angle - expected, 360)) < 1e-6)
      }
    }
  }

  @Test("TR 38.901 (7.5-29): the Doppler shift of a specular path, from the arrival's direction in both directions of the link")
  func specularDoppler() throws {
    let lines = try Vectors.lines("doppler")
    #expect(lines.count == 20)
    let element = try AntennaArray(elements: .init(rows: 1, columns: 1))
    for (index, line) in lines.enumerated() {
      let (velocity, carrier, shift) = (Vectors.numbers(line[2]), try #require(Double(line[3])), try #require(Double(line[4])))
      let model = try ClusteredDelayLine(
        line[1] == "D" ? .d : .e, delaySpreadSeconds: 1e-7, baseStation: element, userEquipment: element,
        direction: index % 2 == 0 ? .downlink : .uplink,
        velocity: .init(metersPerSecond: velocity[0], azimuthDegrees: velocity[1], zenithDegrees: velocity[2]), kFactorDB: 50)
      let realization = try ChannelRealization(
        .clusteredDelayLine(model), transmitAntennas: 1, receiveAntennas: 1, carrierFrequencyHz: carrier, sampleRateHz: 30.72e6,
        seed: UInt64(index))
      let gains = try [0, 1e-4 / max(1, abs(shift)), 0.37].map { try Draws.gains(realization, atSeconds: $0)[0] }
      for (gain, time) in zip(gains, [0, 1e-4 / max(1, abs(shift)), 0.37]) {
        let product = gain * gains[0].conjugate
        #expect(abs(product.real - Float(cos(2 * .pi * shift * time))) < 0.02)
        #expect(abs(product.imaginary - Float(sin(2 * .pi * shift * time))) < 0.02)
      }
    }
  }
}

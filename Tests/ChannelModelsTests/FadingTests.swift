import DSPKernels
import Foundation
import Modulation
import Testing

@testable import ChannelModels

/// What holds over realizations; all are of given seeds.
@Suite struct FadingTests {
  @Test("TR 38.901 §7.7.2: the mean power of each tap is the profile's", arguments: TappedDelayLine.Profile.allCases)
  func delayProfile(_ profile: TappedDelayLine.Profile) throws {
    let model = try TappedDelayLine(profile, delaySpreadSeconds: profile.hasFixedDelays ? nil : 1e-7, maximumDopplerHz: 100)
    var powers: [Double] = []
    let (realizations, links) = (1250, 16)
    for seed in 0..<realizations {
      let gains = try Draws.gains(try Draws.realization(.tappedDelayLine(model), 4, 4, seed: seed), atSeconds: 1)
      if powers.isEmpty { powers = [Double](repeating: 0, count: gains.count / links) }
      for (index, gain) in gains.enumerated() { powers[index / links] += Double(gain.power) }
    }
    var expected = model.paths.powers
    if profile.table.hasSpecularPath { expected[0...1] = [expected[0] + expected[1]] }
    #expect(powers.count == expected.count)
    for (power, expected) in zip(powers, expected) {
      #expect(abs(power / Double(realizations * links) / expected - 1) < 0.02)
    }
    #expect(abs(powers.reduce(0, +) / Double(realizations * links) - 1) < 0.01)
  }

  @Test("Rayleigh: the power of a tap is exponentially distributed over realizations")
  func distribution() throws {
    let model = try TappedDelayLine(.tdla30, maximumDopplerHz: 10)
    var ratios: [Double] = []
    for seed in 0..<2000 {
      let gains = try Draws.gains(try Draws.realization(.tappedDelayLine(model), 1, 1, seed: seed), atSeconds: 0.3)
      for (gain, power) in zip(gains, model.paths.powers) { ratios.append(Double(gain.power) / power) }
    }
    for level in [0.01, 0.05, 0.1, 0.5, 1, 2, 4] {
      let share = Double(ratios.count { $0 < level }) / Double(ratios.count)
      #expect(abs(share - (1 - exp(-level))) < 0.01)
    }
    let deep = Double(ratios.count { $0 < 0.01 }) / Double(ratios.count)
    #expect(abs(deep / 0.00995 - 1) < 0.15)
  }

  @Test("Jakes: the autocorrelation over time is J0(2π f_D τ)")
  func autocorrelation() throws {
    let lines = try Vectors.lines("bessel")
    #expect(lines.count == 101)
    let doppler = 100.0
    let model = try TappedDelayLine(.b, delaySpreadSeconds: 1e-7, maximumDopplerHz: doppler)
    let lags = try stride(from: 0, to: 101, by: 5).map {
      (x: try #require(Double(lines[$0][1])), expected: try #require(Double(lines[$0][2])))
    }
    var sums = [SIMD2<Double>](repeating: .zero, count: lags.count)
    let (realizations, start) = (1000, 12.5)
    for seed in 0..<realizations {
      let realization = try Draws.realization(.tappedDelayLine(model), 1, 1, seed: seed)
      let first = try Draws.gains(realization, atSeconds: start)
      for (index, lag) in lags.enumerated() {
        let later = try Draws.gains(realization, atSeconds: start + lag.x / (2 * .pi * doppler))
        for tap in first.indices {
          let product = later[tap] * first[tap].conjugate
          sums[index] += SIMD2(Double(product.real), Double(product.imaginary)) / model.paths.powers[tap]
        }
      }
    }
    for (sum, lag) in zip(sums, lags) {
      let mean = sum / Double(realizations * model.paths.powers.count)
      #expect(abs(mean.x - lag.expected) < 0.02 && abs(mean.y) < 0.02)
    }
  }

  @Test("Jakes: the share of the power below a frequency is 2/π arcsin(f / f_D), and none lies above f_D")
  func spectrum() throws {
    let count = 240
    let model = try TappedDelayLine(.tdlc300, maximumDopplerHz: 50)
    guard var transform = FourierTransform(count: count) else {
      Issue.record()
      return
    }
    var power = [Double](repeating: 0, count: count)
    for seed in 0..<150 {
      let realization = try Draws.realization(.tappedDelayLine(model), 1, 1, seed: seed)
      // 200 samples a second: a bin has 0.83 Hz.
      let series = try (0..<count).map { try Draws.gains(realization, atSeconds: Double($0) / 200) }
      for tap in 0..<realization.tapCount {
        let scale = 1 / model.paths.powers[tap].squareRoot()
        var samples: [Complex] = (0..<count).map { n in
          let window: Double = 1 - cos(2 * .pi * (Double(n) + 0.5) / Double(count))
          return series[n][tap] * Float(window * scale)
        }
        samples.withUnsafeMutableBufferPointer { transform.forward($0) }
        for (bin, sample) in samples.enumerated() { power[bin] += Double(sample.power) }
      }
    }
    let total = power.reduce(0, +)
    func share(_ frequency: Double) -> Double {
      let edge = Int(frequency / 200 * Double(count))
      return (power[0...edge].reduce(0, +) + power[(count - edge)...].reduce(0, +)) / total
    }
    for part in [0.25, 0.5, 0.75] {
      // The bins reach half a bin's width beyond the frequency.
      let edge: Double = (floor(part * 50 / 200 * Double(count)) + 0.5) * 200 / Double(count)
      let expected: Double = 2 / .pi * asin(edge / 50)
      #expect(abs(share(part * 50) - expected) < 0.02)
    }
    #expect(share(50 + 3) > 0.999)
  }

  @Test("TR 38.901 §7.7.2: the first tap of D and E has a specular part at 0.7 f_D", arguments: [TappedDelayLine.Profile.d, .e])
  func specularPart(_ profile: TappedDelayLine.Profile) throws {
    let doppler = 200.0
    let model = try TappedDelayLine(profile, delaySpreadSeconds: 3e-8, maximumDopplerHz: doppler, kFactorDB: 3)
    let (realizations, lag) = (10_000, 1.3e-3)
    var sum = SIMD2<Double>.zero
    for seed in 0..<realizations {
      let realization = try Draws.realization(.tappedDelayLine(model), 1, 1, seed: seed)
      let product = try Draws.gains(realization, atSeconds: lag)[0] * (try Draws.gains(realization, atSeconds: 0)[0].conjugate)
      sum += SIMD2(Double(product.real), Double(product.imaginary)) / Double(realizations)
    }
    let angle = 2 * .pi * 0.7 * doppler * lag
    let scattered = model.paths.powers[1] * Foundation.j0(2 * .pi * doppler * lag)
    #expect(abs(sum.x - model.paths.powers[0] * cos(angle) - scattered) < 0.02)
    #expect(abs(sum.y - model.paths.powers[0] * sin(angle)) < 0.02)
    #expect(abs(10 * log10(model.paths.powers[0] / model.paths.powers.dropFirst().reduce(0, +)) - 3) < 1e-9)
  }

  @Test(
    "TS 38.104 annex G.2.3: the correlation of the antennas' channels",
    arguments: [
      (AntennaCorrelation.Level.high, AntennaCorrelation.Arrangement.uniformLinear, LinkDirection.uplink, 2, 4),
      (.medium, .uniformLinear, .downlink, 4, 2), (.mediumA, .uniformLinear, .downlink, 2, 4), (.low, .uniformLinear, .uplink, 2, 2),
      (.high, .crossPolarised, .downlink, 4, 2), (.mediumA, .crossPolarised, .downlink, 4, 4), (.low, .crossPolarised, .uplink, 1, 8),
    ])
  func correlation(
    _ level: AntennaCorrelation.Level, _ arrangement: AntennaCorrelation.Arrangement, _ direction: LinkDirection, _ transmit: Int,
    _ receive: Int
  ) throws {
    let correlation = try AntennaCorrelation(level, arrangement, direction: direction)
    let expected = try correlation.matrix(transmitAntennas: transmit, receiveAntennas: receive)
    let model = try TappedDelayLine(.tdlb100, maximumDopplerHz: 5, correlation: correlation)
    let found = try Draws.covariance(.tappedDelayLine(model), transmit, receive, count: 5000)
    let count = transmit * receive
    for row in 0..<count {
      for column in 0..<count {
        // The matrix is of columns of H, the gains are of its rows.
        func place(_ link: Int) -> Int { link % transmit * receive + link / transmit }
        let value = found[row * count + column]
        #expect(abs(value.x - expected[place(row) * count + place(column)]) < 0.02 && abs(value.y) < 0.02)
      }
    }
  }

  @Test("TR 38.901 §7.7.1: the covariance of all antennas' channels is that of the rays", arguments: [1, 2, 4, 5, 8, 13])
  func rayCovariance(_ index: Int) throws {
    let line = try Vectors.lines("covariance")[index]
    let model = try Vectors.clusteredDelayLine(line)
    let (transmit, receive) = (model.baseStation.count, model.userEquipment.count)
    let found = try Draws.covariance(.clusteredDelayLine(model), transmit, receive, count: 4000)
    let count = transmit * receive
    let trace = (0..<count).reduce(0.0) { $0 + found[$1 * count + $1].x }
    #expect(abs(trace / Double(count) - 1) < 0.02)
    let (row, weighted) = (Vectors.numbers(line[18]), Vectors.numbers(line[19]))
    try #require(row.count == 2 * count)
    var (error, power) = (0.0, 0.0)
    for column in 0..<count {
      // An element may be stronger than the mean, and so is what chance does to it.
      let scale = max(1, (found[0].x * found[column * count + column].x).squareRoot())
      #expect(abs(found[column].x - row[2 * column]) < 0.02 * scale && abs(found[column].y - row[2 * column + 1]) < 0.02 * scale)
      var sum = SIMD2<Double>.zero
      for other in 0..<count {
        let (x, y) = (found[other * count + column].x, found[other * count + column].y)
        let (cosine, sine) = (cos(0.6 * Double(other)), sin(0.6 * Double(other)))
        sum += SIMD2(x * cosine - y * sine, x * sine + y * cosine)
      }
      let difference = sum - SIMD2(weighted[2 * column], weighted[2 * column + 1])
      error += (difference * difference).sum()
      power += weighted[2 * column] * weighted[2 * column] + weighted[2 * column + 1] * weighted[2 * column + 1]
    }
    #expect((error / power).squareRoot() < 0.04)
  }

  @Test("TR 38.901 §7.7.1: the mean power of each cluster is the profile's", arguments: ClusteredDelayLine.Profile.allCases)
  func clusterPowers(_ profile: ClusteredDelayLine.Profile) throws {
    // Elements so far apart that their channels are as good as independent, over times that are as well.
    let pair = try AntennaArray(elements: .init(rows: 2, columns: 2), spacing: .init(vertical: 170, horizontal: 230))
    let model = try ClusteredDelayLine(
      profile, delaySpreadSeconds: 1e-7, baseStation: pair, userEquipment: pair, direction: .uplink,
      velocity: .init(metersPerSecond: 50, azimuthDegrees: 40, zenithDegrees: 70))
    var expected = model.paths.powers
    if profile.table.hasSpecularPath { expected[0...1] = [expected[0] + expected[1]] }
    var powers = [Double](repeating: 0, count: expected.count)
    let (realizations, times) = (100, 25)
    for seed in 0..<realizations {
      let realization = try Draws.realization(.clusteredDelayLine(model), 4, 4, seed: seed)
      for time in 0..<times {
        for (index, gain) in try Draws.gains(realization, atSeconds: 3.7 * Double(time)).enumerated() {
          powers[index / 16] += Double(gain.power) / Double(realizations * times * 16)
        }
      }
    }
    for (power, expected) in zip(powers, expected) { #expect(abs(power / expected - 1) < 0.02) }
  }

  @Test("The uplink of a clustered delay line is its downlink the other way")
  func reciprocity() throws {
    let line = try Vectors.lines("covariance")[6]
    let (down, up) = (try Vectors.clusteredDelayLine(line), try Vectors.clusteredDelayLine(line, direction: .uplink))
    let (base, equipment) = (down.baseStation.count, down.userEquipment.count)
    let forward = try Draws.gains(try Draws.realization(.clusteredDelayLine(down), base, equipment, seed: 5), atSeconds: 1)
    let back = try Draws.gains(try Draws.realization(.clusteredDelayLine(up), equipment, base, seed: 5), atSeconds: 1)
    for index in forward.indices {
      let (tap, link) = (index / (base * equipment), index % (base * equipment))
      #expect(forward[index] == back[tap * base * equipment + link % base * equipment + link / base])
    }
  }

  @Test("A seed makes the same channel again, another one a different one")
  func seeds() throws {
    let model = ChannelModel.tappedDelayLine(try TappedDelayLine(.tdla30, maximumDopplerHz: 5))
    let (first, again, other) = (
      try Draws.realization(model, 2, 2, seed: 1), try Draws.realization(model, 2, 2, seed: 1), try Draws.realization(model, 2, 2, seed: 2)
    )
    #expect(try Draws.gains(first, atSeconds: 0.1) == Draws.gains(again, atSeconds: 0.1))
    #expect(try Draws.gains(first, atSeconds: 0.1) != Draws.gains(other, atSeconds: 0.1))
  }
}

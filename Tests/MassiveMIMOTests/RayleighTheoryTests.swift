import ChannelModels
import DSPKernels
import MassiveMIMO
import Modulation
import Testing

/// 10,000 draws of 16 users on 64 branches with independent Rayleigh fading.
@Suite struct RayleighTheoryTests {
  private static let (antennas, users, draws) = (64, 16, 10_000)

  /// The mean of the users' ratios, and of the amplitude and power at them.
  private struct Outcome {
    var ratio = 0.0
    var gain = 0.0
    var own = 0.0
    var other = 0.0
  }

  private static func draw(_ method: PrecodingMethod, _ power: WeightPower, scale: Float? = nil, seed: UInt64) throws -> Outcome {
    var generator = GaussianGenerator(seed: seed)
    var precoder = MultiUserPrecoder()
    let size = antennas * 2 * AntennaMatrix.pitch
    let together = 16
    var (channels, weights) = ([Float](repeating: 0, count: together * size), [Float](repeating: 0, count: together * size))
    var outcome = Outcome()
    for _ in 0..<draws / together {
      for row in 0..<2 * antennas * together {
        for user in 0..<users { channels[row * AntennaMatrix.pitch + user] = generator.next() * Float(0.5).squareRoot() }
      }
      try precoder.makeWeights(
        channels: channels, count: together, antennas: antennas, layers: users, method: method, power: power, into: &weights)
      if let scale { weights = channels.map { $0 * scale } }
      for matrix in 0..<together {
        let part = matrix * size..<(matrix + 1) * size
        let amplitudes = DownlinkQuality.amplitudes(channel: channels[part], weights: weights[part], antennas: antennas, layers: users)
        let ratios = DownlinkQuality.ratios(channel: channels[part], weights: weights[part], antennas: antennas, layers: users)
        for user in 0..<users {
          outcome.ratio += Double(ratios[user])
          let own = amplitudes[user * users + user]
          outcome.gain += Double(own.real)
          outcome.own += Double(own.power)
          for other in 0..<users where other != user { outcome.other += Double(amplitudes[user * users + other].power) }
        }
      }
    }
    let count = Double(draws / together * together * users)
    return Outcome(ratio: outcome.ratio / count, gain: outcome.gain / count, own: outcome.own / count, other: outcome.other / count)
  }

  @Test("Zero forcing with the same power for each user: E[SINR] is P/K (M - K + 1)", arguments: [0.1, 10, 1000])
  func zeroForcing(_ power: Double) throws {
    let found = try Self.draw(.zeroForcing, .perLayer(total: Float(power)), seed: 1).ratio
    let expected = RayleighTheory(antennas: Self.antennas, users: Self.users, power: power).zeroForcing
    #expect(abs(found / expected - 1) < 0.02, "\(found), \(expected)")
  }

  @Test("Conjugate weights: mean gain, its variance and interference give the use-and-forget bound", arguments: [0.1, 1, 100])
  func conjugate(_ power: Double) throws {
    let scale = Float((power / Double(Self.users * Self.antennas)).squareRoot())
    let found = try Self.draw(.conjugate, .common(total: 1), scale: scale, seed: 2)
    let bound = found.gain * found.gain / (found.own - found.gain * found.gain + found.other + 1)
    let expected = RayleighTheory(antennas: Self.antennas, users: Self.users, power: power).conjugate
    #expect(abs(bound / expected - 1) < 0.02, "\(bound), \(expected)")
  }

  @Test("Regularised zero forcing with loading K/P: the mean is the deterministic equivalent's", arguments: [0.1, 1, 10, 100])
  func regularized(_ power: Double) throws {
    let loading = Double(Self.users) / power
    let found = try Self.draw(
      .regularizedZeroForcing(loading: Float(loading)), .common(total: Float(power)), seed: 3)
    let expected = RayleighTheory(antennas: Self.antennas, users: Self.users, power: power).regularizedZeroForcing(loading: loading)
    #expect(abs(found.ratio / expected - 1) < 0.02, "\(found.ratio), \(expected)")
  }

  @Test("Weights per branch: the branch of the most power has the limit, no other more")
  func branchLimit() throws {
    var generator = GaussianGenerator(seed: 4)
    let size = Self.antennas * 2 * AntennaMatrix.pitch
    let channels = (0..<size).map { _ in generator.next() }
    var precoder = MultiUserPrecoder()
    var weights = channels
    try precoder.makeWeights(
      channels: channels, count: 1, antennas: Self.antennas, layers: Self.users, method: .zeroForcing, power: .perBranch(limit: 2.5),
      into: &weights)
    let powers = (0..<Self.antennas).map { antenna in
      weights[antenna * 2 * AntennaMatrix.pitch..<(antenna + 1) * 2 * AntennaMatrix.pitch].reduce(0) { $0 + $1 * $1 }
    }
    #expect(abs((powers.max() ?? 0) - 2.5) < 1e-4)
  }

  @Test("More layers than branches, and memory of another size, are refused by name")
  func refusals() {
    var precoder = MultiUserPrecoder()
    var weights = [Float](repeating: 0, count: 2 * 2 * AntennaMatrix.pitch)
    let channels = weights
    func parameter(_ layers: Int, _ antennas: Int, _ method: PrecodingMethod) -> String? {
      do throws(ParameterError) {
        try precoder.makeWeights(
          channels: channels, count: 1, antennas: antennas, layers: layers, method: method, power: .common(total: 1), into: &weights)
        return nil
      } catch { return error.parameter }
    }
    #expect(parameter(3, 2, .zeroForcing) == "layers")
    #expect(parameter(0, 2, .conjugate) == "layers")
    #expect(parameter(2, 4, .conjugate) == "channels")
    #expect(parameter(2, 2, .regularizedZeroForcing(loading: .nan)) == "loading")
  }
}

import DSPKernels
import Modulation

/// A link's channel without noise.
public enum ChannelModel: Sendable, Hashable {
  /// No fading: antenna n is received by antenna n, or one antenna by all. With noise it is the AWGN channel (TS 38.104 annex G.1).
  case awgn
  case tappedDelayLine(TappedDelayLine)
  case clusteredDelayLine(ClusteredDelayLine)

  /// The Doppler shift that no path exceeds.
  fileprivate func maximumDopplerHz(carrierFrequencyHz: Double) -> Double {
    switch self {
    case .awgn: 0
    case .tappedDelayLine(let model): model.maximumDopplerHz
    case .clusteredDelayLine(let model):
      TappedDelayLine.maximumDopplerHz(speedMetersPerSecond: model.velocity.metersPerSecond, carrierFrequencyHz: carrierFrequencyHz)
    }
  }
}

/// How delays that lie between two samples are made.
public enum DelayInterpolation: String, Sendable, Hashable, CaseIterable {
  /// By a sinc of 32 samples under a Kaiser window (β = 8), exact to 70 dB up to 0.42 of the sample rate. All samples come
  /// `ChannelFilter.latency` later.
  case windowedSinc
  /// Delays are rounded to whole samples, in the frequency domain as well.
  case nearestSample
}

/// One realization of a channel: a function of time without further randomness.
///
/// The mean power of the channel between two antennas, over all realizations, is 1: of each pair in a tapped delay line, and as the mean of
/// all pairs in a clustered one, whatever gain the elements have.
public struct ChannelRealization: Sendable {
  private enum Fading: Sendable {
    case constant([Float])
    case scattered(ScatteredFading)
    case clustered(ClusterFading)
  }

  public static let maximumAntennas = 256
  /// Of transmit times receive antennas.
  public static let maximumLinks = 8192
  public static let maximumDelaySamples = 131_072

  public let transmitAntennas: Int
  public let receiveAntennas: Int
  public let carrierFrequencyHz: Double
  public let sampleRateHz: Double
  public let delayInterpolation: DelayInterpolation
  /// 0 for a channel that does not change.
  public let maximumDopplerHz: Double
  /// Of the taps, in seconds, as they are applied: whole samples with `.nearestSample`.
  public let delays: [Double]
  private let fading: Fading
  /// By which the gains of each tap are turned; none where there are none.
  private var turns: [Complex] = []

  public var tapCount: Int { delays.count }
  public var linkCount: Int { transmitAntennas * receiveAntennas }

  /// Draws a realization.
  /// - Parameters:
  ///   - transmitAntennas: 1 to 256; in a clustered delay line those of the array that sends.
  ///   - receiveAntennas: likewise; the product of both is 8192 at most.
  ///   - carrierFrequencyHz: 10⁸ to 10¹² (the model is made for 0.5 to 100 GHz).
  ///   - sampleRateHz: 10³ to 4 · 10⁹, and more than twice the maximum Doppler frequency.
  ///   - generator: where all randomness comes from.
  /// - Throws: for values outside, numbers of antennas that are not the arrays' or that a correlation matrix does not have, different
  ///   numbers on both sides of an AWGN channel with more than one that sends, and delays of more than 131072 samples.
  public init(
    _ model: ChannelModel, transmitAntennas: Int, receiveAntennas: Int, carrierFrequencyHz: Double, sampleRateHz: Double,
    delayInterpolation: DelayInterpolation = .windowedSinc, using generator: inout some RandomNumberGenerator
  ) throws(ParameterError) {
    for (name, count) in [("transmitAntennas", transmitAntennas), ("receiveAntennas", receiveAntennas)]
    where !(1...Self.maximumAntennas ~= count) {
      throw ParameterError(name, count, "a side has 1 to \(Self.maximumAntennas) antennas", "TR 38.901 §7.3")
    }
    guard transmitAntennas * receiveAntennas <= Self.maximumLinks else {
      throw ParameterError(
        "receiveAntennas", receiveAntennas, "there are \(Self.maximumLinks) pairs of antennas at most", "TR 38.901 §7.3")
    }
    guard 1e8...1e12 ~= carrierFrequencyHz else {
      throw ParameterError("carrierFrequencyHz", carrierFrequencyHz, "a carrier is at 10⁸ to 10¹² Hz", "TR 38.901 §7.1")
    }
    let maximumDopplerHz = model.maximumDopplerHz(carrierFrequencyHz: carrierFrequencyHz)
    guard 1e3...4e9 ~= sampleRateHz, sampleRateHz > 2 * maximumDopplerHz else {
      throw ParameterError(
        "sampleRateHz", sampleRateHz, "a sample rate is 10³ to 4 · 10⁹ Hz and over twice the Doppler frequency", "TR 38.901 §7.7")
    }
    let delays: [Double]
    switch model {
    case .awgn:
      guard transmitAntennas == receiveAntennas || transmitAntennas == 1 else {
        throw ParameterError(
          "transmitAntennas", transmitAntennas, "without fading one antenna sends, or as many as receive", "TS 38.104 annex G.1")
      }
      delays = [0]
      fading = .constant(
        (0..<(transmitAntennas * receiveAntennas)).map {
          transmitAntennas == 1 || $0 / transmitAntennas == $0 % transmitAntennas ? 1 : 0
        })
    case .tappedDelayLine(let line):
      let scattered = try ScatteredFading(
        line, transmitAntennas: transmitAntennas, receiveAntennas: receiveAntennas, using: &generator)
      delays = scattered.delays
      fading = .scattered(scattered)
    case .clusteredDelayLine(let line):
      let (sending, receiving) =
        line.direction == .downlink ? (line.baseStation, line.userEquipment) : (line.userEquipment, line.baseStation)
      for (name, count, array) in [
        ("transmitAntennas", transmitAntennas, sending), ("receiveAntennas", receiveAntennas, receiving),
      ] where count != array.count {
        throw ParameterError(name, count, "the array has \(array.count) antennas", "TR 38.901 §7.7.1")
      }
      let clustered = ClusterFading(line, carrierFrequencyHz: carrierFrequencyHz, using: &generator)
      delays = clustered.delays
      fading = .clustered(clustered)
    }
    guard delays.allSatisfy({ $0 * sampleRateHz <= Double(Self.maximumDelaySamples) }) else {
      throw ParameterError(
        "sampleRateHz", sampleRateHz, "the longest delay is more than \(Self.maximumDelaySamples) samples", "TR 38.901 §7.7.3")
    }
    self.transmitAntennas = transmitAntennas
    self.receiveAntennas = receiveAntennas
    self.carrierFrequencyHz = carrierFrequencyHz
    self.sampleRateHz = sampleRateHz
    self.delayInterpolation = delayInterpolation
    self.maximumDopplerHz = maximumDopplerHz
    self.delays =
      delayInterpolation == .nearestSample ? delays.map { ($0 * sampleRateHz).rounded() / sampleRateHz } : delays
  }

  /// Draws the realization of a seed.
  public init(
    _ model: ChannelModel, transmitAntennas: Int, receiveAntennas: Int, carrierFrequencyHz: Double, sampleRateHz: Double,
    delayInterpolation: DelayInterpolation = .windowedSinc, seed: UInt64
  ) throws(ParameterError) {
    var generator = FastGenerator(seed: seed)
    try self.init(
      model, transmitAntennas: transmitAntennas, receiveAntennas: receiveAntennas, carrierFrequencyHz: carrierFrequencyHz,
      sampleRateHz: sampleRateHz, delayInterpolation: delayInterpolation, using: &generator)
  }

  /// The same channel in a band whose middle lies elsewhere: a tap has the phase that its delay gives it there.
  /// - Parameter hertz: from the middle of this one's band.
  public func moved(byHz hertz: Double) -> ChannelRealization {
    var moved = self
    moved.turns = delays.indices.map { tap in
      let (x, y) = Phasor.of(SIMD8(repeating: -(hertz * delays[tap]).truncatingRemainder(dividingBy: 1)))
      return Complex(Float(x[0]), Float(y[0])) * (turns.isEmpty ? Complex(1, 0) : turns[tap])
    }
    return moved
  }

  /// The gains of the taps at a time.
  /// - Parameters:
  ///   - seconds: since the realization's zero, of either sign, below 10⁹.
  ///   - gains: [tap][receive antenna][transmit antenna], `tapCount * linkCount` elements.
  public func gains(atSeconds seconds: Double, into gains: UnsafeMutableBufferPointer<Complex>) {
    precondition(gains.count == tapCount * linkCount)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * gains.count) { parts in
      guard let base = parts.baseAddress else { return }
      self.gains(seconds, base, base + gains.count)
      for index in gains.indices { gains[index] = Complex(base[index], base[gains.count + index]) }
    }
  }

  /// Into separate real and imaginary parts.
  func gains(_ seconds: Double, _ real: UnsafeMutablePointer<Float>, _ imaginary: UnsafeMutablePointer<Float>) {
    switch fading {
    case .constant(let gains):
      for index in gains.indices { (real[index], imaginary[index]) = (gains[index], 0) }
    case .scattered(let fading): fading.gains(seconds, real, imaginary)
    case .clustered(let fading): fading.gains(seconds, real, imaginary)
    }
    for (tap, turn) in turns.enumerated() {
      for index in (tap * linkCount)..<((tap + 1) * linkCount) {
        let turned = Complex(real[index], imaginary[index]) * turn
        (real[index], imaginary[index]) = (turned.real, turned.imaginary)
      }
    }
  }
}

import Modulation

/// What a ``CellSearch`` looks for.
public struct CellSearchConfiguration: Sendable, Hashable {
  /// Samples in a second.
  public let sampleRateHz: Int
  /// The frequency that is 0 Hz in the samples.
  public let carrierFrequencyHz: Double
  /// Which candidates a half-frame has, and their subcarrier spacing.
  public let pattern: SynchronizationSignalBlockPattern
  /// Where the middle of blocks (their subcarrier 120) may be: Hz from the samples' 0 Hz.
  public let rasterOffsetsHz: [Double]
  /// The greatest error of the clocks, as a part of the frequency.
  public let maximumFrequencyError: Double
  /// The probability that samples which are only noise have a candidate for PSS; such a candidate is then dropped because of SSS or the CRC.
  public let falseAlarmProbability: Double
  /// How many candidates for PSS are looked at for each offset, the best first.
  public let maximumCandidates: Int
  /// Whether each symbol still has the phase of the transmitter's compensation for the carrier frequency (TS 38.211 §5.4), as in samples from
  /// a receiver that does not undo it.
  public let hasCarrierPhase: Bool

  /// Samples of a symbol without its cyclic prefix.
  var symbolLength: Int { sampleRateHz / pattern.numerology.subcarrierSpacing }
  /// Of each symbol of a block; the longer prefixes are not among them.
  var prefixLength: Int { symbolLength / 128 * 9 }

  /// - Parameters:
  ///   - sampleRateHz: a multiple, by 2^a · 3^b · 5^c, of 128 subcarrier spacings; 256 at least and 65536 at most.
  ///   - rasterOffsetsHz: of blocks that are within the samples' band.
  ///   - maximumFrequencyError: at most 16 subcarriers.
  ///   - maximumCandidates: at least 1.
  /// - Throws: for values beyond these.
  public init(
    sampleRateHz: Int, carrierFrequencyHz: Double, pattern: SynchronizationSignalBlockPattern, rasterOffsetsHz: [Double] = [0],
    maximumFrequencyError: Double = 5e-6, falseAlarmProbability: Double = 1e-3, maximumCandidates: Int = 32, hasCarrierPhase: Bool = false
  ) throws(ParameterError) {
    let spacing = pattern.numerology.subcarrierSpacing
    guard sampleRateHz % (128 * spacing) == 0, 256...65536 ~= sampleRateHz / spacing else {
      throw ParameterError(
        "sampleRateHz", sampleRateHz, "a symbol is a multiple of 128 samples, 256 to 65536", "TS 38.211 §5.3.1")
    }
    var rest = sampleRateHz / (128 * spacing)
    for factor in [2, 3, 5] { while rest % factor == 0 { rest /= factor } }
    guard rest == 1 else {
      throw ParameterError("sampleRateHz", sampleRateHz, "a symbol has a length of 2^a · 3^b · 5^c samples", "TS 38.211 §5.3.1")
    }
    guard carrierFrequencyHz.isFinite, 1e6...1e12 ~= carrierFrequencyHz else {
      throw ParameterError("carrierFrequencyHz", carrierFrequencyHz, "it is between 1 MHz and 1 THz", "TS 38.101-1 §5.2")
    }
    let edge = Double(sampleRateHz / 2 - 120 * spacing)
    for offset in rasterOffsetsHz where !(abs(offset) <= edge) {
      throw ParameterError("rasterOffsetsHz", offset, "the block is not within the samples' band", "TS 38.101-1 §5.4.3")
    }
    guard maximumFrequencyError >= 0, maximumFrequencyError * carrierFrequencyHz <= 16 * Double(spacing) else {
      throw ParameterError("maximumFrequencyError", maximumFrequencyError, "it is at most 16 subcarriers", "TS 38.101-1 §6.4.1")
    }
    guard falseAlarmProbability > 0, falseAlarmProbability < 1 else {
      throw ParameterError("falseAlarmProbability", falseAlarmProbability, "a probability is between 0 and 1", "TS 38.213 §4.1")
    }
    guard maximumCandidates >= 1 else {
      throw ParameterError("maximumCandidates", maximumCandidates, "there is one at least", "TS 38.213 §4.1")
    }
    self.sampleRateHz = sampleRateHz
    self.carrierFrequencyHz = carrierFrequencyHz
    self.pattern = pattern
    self.rasterOffsetsHz = rasterOffsetsHz
    self.maximumFrequencyError = maximumFrequencyError
    self.falseAlarmProbability = falseAlarmProbability
    self.maximumCandidates = maximumCandidates
    self.hasCarrierPhase = hasCarrierPhase
  }

  /// Samples from the half-frame's beginning to a symbol's, its cyclic prefix included (TS 38.211 §5.3.1).
  func offset(ofSymbol symbol: Int) -> Double {
    // One symbol in half a millisecond has a prefix that is longer by 16 / 30.72 MHz.
    let period = 7 << pattern.numerology.exponent
    let longer = Double((symbol + period - 1) / period) * 16 / 30.72e6 * Double(sampleRateHz)
    return Double(symbol * (symbolLength + prefixLength)) + longer
  }
}

/// Why samples cannot be searched.
public enum CellSearchError: Error, Sendable, Hashable {
  /// A sample is infinite or not a number.
  case nonFiniteSample(index: Int)
  /// There are fewer samples than a block has.
  case tooFewSamples(count: Int, needed: Int)
}

/// An SS/PBCH block that was found.
public struct DetectedBlock: Sendable, Hashable {
  /// What was measured of a block (TS 38.215 §5.1). Powers are of samples whose full scale is 1, in dB.
  public struct Measurements: Sendable, Hashable {
    /// SS-RSRP: of one resource element of SSS.
    public let referencePowerDB: Double
    /// SS-RSRQ: against all power in the 20 resource blocks of the four symbols.
    public let referenceQualityDB: Double
    /// SS-SINR: against noise and interference in a resource element, which are measured where the block is zero.
    public let signalToInterferenceAndNoiseDB: Double
    /// Of the elements of PBCH, with the channel as it was estimated.
    public let signalToNoiseDB: Double
  }

  /// N_ID^cell.
  public let cellIdentity: Int
  /// Of the block within the half-frame.
  public let index: Int
  public let payload: PBCHPayload
  /// Of the block's middle: Hz from the samples' 0 Hz, one of those looked for.
  public let rasterOffsetHz: Double
  /// The sample at which the block's first symbol begins, with its cyclic prefix.
  public let start: Double
  /// The sample at which the frame of the system frame number begins; before the first sample it is negative.
  public let frameStart: Double
  /// By how much the signal's frequency is higher than it should be, at the block's middle.
  public let frequencyOffsetHz: Double
  /// By which part the sender's clock is faster than the receiver's, if carrier and samples come from one clock.
  public let clockError: Double
  public let measurements: Measurements
  /// Blocks of one burst of which the PBCH was added up: 1 where it was decoded on its own.
  public let combinedCount: Int

  public var masterInformationBlock: MasterInformationBlock { payload.masterInformationBlock }
  public var systemFrameNumber: Int { payload.systemFrameNumber }
  /// 0 or 1.
  public var halfFrame: Int { payload.halfFrame }
}

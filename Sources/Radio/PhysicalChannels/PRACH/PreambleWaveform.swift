import DSPKernels
import Modulation

/// Between a preamble's subcarriers and its samples (TS 38.211 §5.3.2), as a UE's transmitter and the low part of a gNB's receiver need it.
///
/// It holds the transform of one sequence, so that one value serves all occasions of a configuration; it is not to be shared by threads.
public struct PreambleWaveform: ~Copyable {
  public let structure: PreambleStructure
  /// Hz.
  public let sampleRate: Int
  /// K k_1 + k̄.
  public let firstSubcarrier: Int
  /// Samples of one sequence.
  public let sequenceCount: Int
  private var transform: FourierTransform
  private let work: UnsafeMutableBufferPointer<Complex>

  /// - Throws: for a rate in which the sequence or the cyclic prefix has no whole number of samples, whose transform has another prime
  ///   factor than 2, 3 and 5, or which is too low for the subcarriers.
  public init(_ structure: PreambleStructure, firstSubcarrier: Int, sampleRate: Int) throws(ParameterError) {
    let clause = "TS 38.211 §5.3.2"
    guard 1...1_000_000_000 ~= sampleRate, sampleRate % structure.spacing.rawValue == 0,
      structure.cyclicPrefix * sampleRate % PreambleStructure.referenceRate == 0,
      let transform = FourierTransform(count: sampleRate / structure.spacing.rawValue)
    else { throw ParameterError("sampleRate", sampleRate, "the preamble has no whole number of samples", clause) }
    let half = transform.count / 2
    guard -half...half ~= firstSubcarrier, firstSubcarrier + structure.length.rawValue <= half else {
      throw ParameterError("firstSubcarrier", firstSubcarrier, "the sample rate is too low for it", clause)
    }
    self.structure = structure
    self.sampleRate = sampleRate
    self.firstSubcarrier = firstSubcarrier
    sequenceCount = transform.count
    self.transform = transform
    work = .allocate(capacity: sequenceCount)
    work.initialize(repeating: .zero)
  }

  deinit { work.deallocate() }

  /// Samples of the cyclic prefix.
  /// - Parameter extension: n of §5.3.2: so many times 16 κ T_c are added.
  /// - Throws: if that is no whole number, or n is not 0 to 2.
  public func cyclicPrefix(extension n: Int = 0) throws(ParameterError) -> Int {
    let samples = (structure.cyclicPrefix + 16 * min(max(n, 0), 2)) * sampleRate
    guard 0...2 ~= n, samples % PreambleStructure.referenceRate == 0 else {
      throw ParameterError("extension", n, "the cyclic prefix has no whole number of samples", "TS 38.211 §5.3.2")
    }
    return samples / PreambleStructure.referenceRate
  }

  /// All samples of a preamble: prefix and repetitions.
  public func count(extension n: Int = 0) throws(ParameterError) -> Int {
    try cyclicPrefix(extension: n) + structure.repetitionCount * sequenceCount
  }

  /// The samples of a preamble from t_start^RA on.
  /// - Parameters:
  ///   - sequence: y_{u,v}(k), L_RA values.
  ///   - amplitude: β_PRACH. With 1 / L_RA the mean power of the samples is 1.
  ///   - n: how often the prefix is extended.
  ///   - samples: where they go, `count(extension:)` of them.
  /// - Throws: for a number of values or samples that does not fit.
  public mutating func modulate(
    _ sequence: [Complex], amplitude: Float, extension n: Int = 0, into samples: UnsafeMutableBufferPointer<Complex>
  ) throws(ParameterError) {
    let prefix = try cyclicPrefix(extension: n)
    guard sequence.count == structure.length.rawValue else {
      throw ParameterError("sequence", sequence.count, "a preamble has \(structure.length.rawValue) subcarriers", "TS 38.211 §6.3.3.2")
    }
    guard samples.count == prefix + structure.repetitionCount * sequenceCount else {
      throw ParameterError("samples", samples.count, "the preamble has another number of samples", "TS 38.211 §5.3.2")
    }
    work.update(repeating: .zero)
    for (k, value) in sequence.enumerated() { work[bin(k)] = value * amplitude }
    transform.inverse(work)
    var phase = (sequenceCount - prefix % sequenceCount) % sequenceCount
    for index in 0..<samples.count {
      samples[index] = work[phase]
      phase = phase + 1 == sequenceCount ? 0 : phase + 1
    }
  }

  /// The subcarriers of each repetition, a_k of §5.3.2 for a preamble that arrives without delay.
  /// - Parameters:
  ///   - samples: of one antenna from the start of the occasion on, at least `count(extension:)`.
  ///   - subcarriers: repetition, then k; L_RA values for each repetition.
  /// - Throws: for a number of samples or values that does not fit.
  public mutating func demodulate(
    _ samples: UnsafeBufferPointer<Complex>, extension n: Int = 0, into subcarriers: UnsafeMutableBufferPointer<Complex>
  ) throws(ParameterError) {
    let prefix = try cyclicPrefix(extension: n)
    let length = structure.length.rawValue
    guard samples.count >= prefix + structure.repetitionCount * sequenceCount else {
      throw ParameterError("samples", samples.count, "the preamble has more samples", "TS 38.211 §5.3.2")
    }
    guard subcarriers.count == structure.repetitionCount * length else {
      throw ParameterError("subcarriers", subcarriers.count, "it has \(length) for each repetition", "TS 38.211 §6.3.3.2")
    }
    let scale = 1 / Float(sequenceCount)
    for repetition in 0..<structure.repetitionCount {
      let start = prefix + repetition * sequenceCount
      for index in 0..<sequenceCount { work[index] = samples[start + index] }
      transform.forward(work)
      for k in 0..<length { subcarriers[repetition * length + k] = work[bin(k)] * scale }
    }
  }

  private func bin(_ k: Int) -> Int { (firstSubcarrier + k + sequenceCount) % sequenceCount }
}

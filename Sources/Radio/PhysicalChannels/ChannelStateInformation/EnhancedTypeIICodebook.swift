import DSPKernels
import Foundation
import Modulation

/// What a UE reports of an enhanced Type II codebook: L beams or ports, and for each layer M_v delays with coefficients for each of them and
/// polarisation (TS 38.214 §5.2.2.2.5 and §5.2.2.2.6).
public struct EnhancedTypeIIIndicator: Sendable, Hashable {
  public struct Layer: Sendable, Hashable {
    /// i_1,6,l: which delays beside the first, which is 0.
    public var i16: Int
    /// i*_l: the strongest coefficient, which has the first delay.
    public var strongest: Int
    /// k^(1) of the polarisation that does not have the strongest coefficient, 1 to 15.
    public var referenceAmplitude: Int
    /// k^(3): which coefficients are not zero; by delay, then by beam 0 to L - 1 of the first polarisation, then of the second.
    public var isNonZero: [Bool]
    /// k^(2), 0 to 7, in the same order; 0 for what is zero and 7 for the strongest.
    public var amplitudes: [Int]
    /// c, 0 to 15; 0 for what is zero and for the strongest.
    public var phases: [Int]

    public init(i16: Int, strongest: Int, referenceAmplitude: Int, isNonZero: [Bool], amplitudes: [Int], phases: [Int]) {
      self.i16 = i16
      self.strongest = strongest
      self.referenceAmplitude = referenceAmplitude
      self.isNonZero = isNonZero
      self.amplitudes = amplitudes
      self.phases = phases
    }

    /// K_l^NZ.
    public var nonZeroCount: Int { isNonZero.count { $0 } }
  }

  /// With port selection i_1,1.
  public var q1: Int
  /// With port selection 0, as `i12`.
  public var q2: Int
  public var i12: Int
  /// i_1,5: where the window of delays begins; 0 up to 19 precoders.
  public var i15: Int
  public var layers: [Layer]

  public init(q1: Int, q2: Int, i12: Int, i15: Int = 0, layers: [Layer]) {
    self.q1 = q1
    self.q2 = q2
    self.i12 = i12
    self.i15 = i15
    self.layers = layers
  }
}

/// The enhanced Type II codebook of Release 16 (TS 38.214 §5.2.2.2.5), and that with port selection (§5.2.2.2.6).
public struct EnhancedTypeIICodebook: Sendable, Hashable {
  public let beams: TypeIIBeams
  /// paramCombination-r16, 1 to 8.
  public let combination: Int
  /// R: numberOfPMI-SubbandsPerCQI-Subband.
  public let precodersPerSubband: Int
  /// N3: precoding matrices.
  public let precoderCount: Int
  /// L.
  public let beamCount: Int
  /// β and p_v of ranks 1 and 2 and of ranks 3 and 4, in eighths (table 5.2.2.2.5-1).
  private let share: Int
  private let lowRankDensity: Int
  private let highRankDensity: Int

  /// - Parameters:
  ///   - array: of one panel, with 4 to 32 ports.
  ///   - combination: 1 to 8; 1 or 2 for 4 ports, 7 and 8 only for 32 ports and one precoder for each subband.
  ///   - precodersPerSubband: 1 or 2.
  ///   - precoderCount: 1 to 37.
  /// - Throws: for other values.
  public init(_ array: CodebookArray, combination: Int, precodersPerSubband: Int, precoderCount: Int) throws(ParameterError) {
    try self.init(.array(array), combination, precodersPerSubband, precoderCount, "TS 38.214 §5.2.2.2.5")
  }

  /// With port selection.
  /// - Parameters:
  ///   - portCount: 4, 8, 12, 16, 24 or 32.
  ///   - samplingSize: d (portSelectionSamplingSize-r16): 1 to 4, at most L and half of the ports.
  ///   - combination: 1 to 6; 1 or 2 for 4 ports.
  /// - Throws: for other values, and as `init(_:combination:precodersPerSubband:precoderCount:)` does.
  public init(
    portCount: Int, samplingSize: Int, combination: Int, precodersPerSubband: Int, precoderCount: Int
  ) throws(ParameterError) {
    let clause = "TS 38.214 §5.2.2.2.6"
    guard combination <= 6 else { throw ParameterError("combination", combination, "port selection has 1 to 6", clause) }
    let beams = TypeIIBeams.ports(count: portCount, samplingSize: samplingSize)
    try self.init(beams, combination, precodersPerSubband, precoderCount, clause)
  }

  private init(
    _ beams: TypeIIBeams, _ combination: Int, _ precodersPerSubband: Int, _ precoderCount: Int, _ clause: String
  ) throws(ParameterError) {
    let table: [(Int, Int, Int, Int)] = [
      (2, 2, 1, 2), (2, 2, 1, 4), (4, 2, 1, 2), (4, 2, 1, 4), (4, 2, 2, 6), (4, 4, 2, 4), (6, 2, 0, 4), (6, 2, 0, 6),
    ]
    guard table.indices ~= combination - 1, beams.portCount > 4 || combination <= 2,
      combination <= 6 || beams.portCount == 32 && precodersPerSubband == 1
    else {
      throw ParameterError("combination", combination, "the ports and the precoders of a subband do not have it", clause)
    }
    guard 1...2 ~= precodersPerSubband else { throw ParameterError("precodersPerSubband", precodersPerSubband, "R is 1 or 2", clause) }
    guard 1...37 ~= precoderCount else { throw ParameterError("precoderCount", precoderCount, "N3 is 1 to 37", clause) }
    try beams.check(beamCount: table[combination - 1].0, clause)
    self.beams = beams
    self.combination = combination
    self.precodersPerSubband = precodersPerSubband
    self.precoderCount = precoderCount
    let row = table[combination - 1]
    beamCount = row.0
    lowRankDensity = row.1
    highRankDensity = row.2
    share = row.3
  }

  public var maximumRank: Int { highRankDensity == 0 ? 2 : 4 }

  /// C(N1 N2, L), or 1 with port selection: values of i_1,2.
  public var choiceCount: Int { beams.choiceCount(beamCount) }

  /// M_v: delays of a layer. The rank is one of the codebook's.
  public func delayCount(rank: Int) -> Int {
    let divisor = 8 * precodersPerSubband
    return ((rank <= 2 ? lowRankDensity : highRankDensity) * precoderCount + divisor - 1) / divisor
  }

  /// K_0: the most coefficients of a layer that are not zero; all layers together have twice as many.
  public var coefficientLimit: Int { (share * 2 * beamCount * delayCount(rank: 1) + 7) / 8 }

  /// Whether delays lie in a window.
  public var hasWindow: Bool { precoderCount > 19 }

  /// Values of i_1,6,l.
  public func delayChoiceCount(rank: Int) -> Int {
    CombinatorialIndex.choices(otherDelays(rank: rank, i15: 0).count, delayCount(rank: rank) - 1)
  }

  /// p^(1) of an index (table 5.2.2.2.5-2).
  static func referenceAmplitude(_ index: Int) -> Float { Float(exp2(Double(index - 15) / 4)) }
  /// p^(2) of an index (table 5.2.2.2.5-3).
  static func amplitude(_ index: Int) -> Float { Float(exp2(Double(index - 7) / 2)) }

  /// The delays beside 0 that i_1,6 chooses from, ascending: all, or those of the window that i_1,5 says.
  func otherDelays(rank: Int, i15: Int) -> [Int] {
    guard hasWindow else { return Array(1..<precoderCount) }
    let width = 2 * delayCount(rank: rank)
    // M_initial + 2 M_v - 1, the last of those that do not wrap around.
    let last = i15 == 0 ? width - 1 : i15 - 1
    return (1..<width).map { $0 <= last ? $0 : $0 + precoderCount - width }
  }

  /// n_3^(f): the delays of a layer.
  func delays(rank: Int, i15: Int, i16: Int) -> [Int] {
    let others = otherDelays(rank: rank, i15: i15)
    return [0] + CombinatorialIndex.chosen(i16, of: others.count, count: delayCount(rank: rank) - 1).map { others[$0] }
  }

  /// - Throws: for what the codebook does not have.
  func check(_ indicator: EnhancedTypeIIIndicator) throws(ParameterError) {
    let (clause, rank) = ("TS 38.214 §5.2.2.2.5", indicator.layers.count)
    guard 1...maximumRank ~= rank else { throw ParameterError("layers", rank, "there are 1 to \(maximumRank)", clause) }
    try beams.check(q1: indicator.q1, q2: indicator.q2, i12: indicator.i12, beamCount: beamCount, clause)
    let delayCount = delayCount(rank: rank)
    guard 0..<(hasWindow ? 2 * delayCount : 1) ~= indicator.i15 else {
      throw ParameterError("i15", indicator.i15, "it is below \(hasWindow ? 2 * delayCount : 1)", clause)
    }
    let count = 2 * beamCount * delayCount
    var total = 0
    for layer in indicator.layers {
      guard 0..<delayChoiceCount(rank: rank) ~= layer.i16, 1...15 ~= layer.referenceAmplitude else {
        throw ParameterError("i16", "\(layer.i16), \(layer.referenceAmplitude)", "there are no such delays or amplitude", clause)
      }
      guard layer.isNonZero.count == count, layer.amplitudes.count == count, layer.phases.count == count,
        0..<(2 * beamCount) ~= layer.strongest, layer.isNonZero[layer.strongest], layer.amplitudes[layer.strongest] == 7,
        layer.phases[layer.strongest] == 0
      else { throw ParameterError("strongest", layer.strongest, "a layer has \(count) coefficients, the strongest of 1", clause) }
      for index in 0..<count {
        let (amplitude, phase) = (layer.amplitudes[index], layer.phases[index])
        guard layer.isNonZero[index] ? 0...7 ~= amplitude && 0...15 ~= phase : amplitude == 0 && phase == 0 else {
          throw ParameterError("amplitudes", "\(amplitude), \(phase)", "coefficient \(index) cannot have these", clause)
        }
      }
      guard layer.nonZeroCount <= coefficientLimit else {
        throw ParameterError("isNonZero", layer.nonZeroCount, "a layer has at most \(coefficientLimit)", clause)
      }
      total += layer.nonZeroCount
    }
    guard total <= 2 * coefficientLimit else {
      throw ParameterError("isNonZero", total, "all layers have at most \(2 * coefficientLimit)", clause)
    }
  }

  /// A precoding matrix, row by row: a row for each port, with an element for each layer. The sum of all |w|² is 1.
  /// - Parameter precoder: t, 0 to N3 - 1: that of the frequencies that it is for.
  /// - Throws: for an indicator that the codebook does not have, or another precoder.
  public func matrix(_ indicator: EnhancedTypeIIIndicator, precoder: Int) throws(ParameterError) -> [Complex] {
    try check(indicator)
    guard 0..<precoderCount ~= precoder else {
      throw ParameterError("precoder", precoder, "there are \(precoderCount)", "TS 38.214 §5.2.2.2.5")
    }
    return BeamCombination.matrix(
      beams.chosen(q1: indicator.q1, q2: indicator.q2, i12: indicator.i12, beamCount: beamCount),
      indicator.layers.map { layer in
        let delays = delays(rank: indicator.layers.count, i15: indicator.i15, i16: layer.i16)
        return (0..<(2 * beamCount)).map { index in
          var sum = Complex.zero
          for (place, delay) in delays.enumerated() where layer.isNonZero[place * 2 * beamCount + index] {
            let coefficient = place * 2 * beamCount + index
            let turns = Double(precoder * delay % precoderCount) / Double(precoderCount) + Double(layer.phases[coefficient]) / 16
            sum += Turn.of(turns) * Self.amplitude(layer.amplitudes[coefficient])
          }
          return index / beamCount == layer.strongest / beamCount ? sum : sum * Self.referenceAmplitude(layer.referenceAmplitude)
        }
      })
  }
}

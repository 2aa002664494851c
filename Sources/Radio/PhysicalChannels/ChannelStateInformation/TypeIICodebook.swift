import ChannelCoding
import DSPKernels
import Foundation
import Modulation

/// What a UE reports of a Type II codebook: L beams of one orthogonal group, or L ports, and, for each layer, their coefficients in both
/// polarisations (TS 38.214 §5.2.2.2.3 and §5.2.2.2.4).
public struct TypeIIIndicator: Sendable, Hashable {
  /// The coefficients of a layer in a subband, each for beam 0 to L - 1 of the first polarisation, then of the second.
  public struct Subband: Sendable, Hashable {
    /// c_l,i; 0 for what is not reported.
    public var phases: [Int]
    /// k^(2)_l,i, 0 or 1; 1 for what is not reported.
    public var amplitudes: [Int]

    public init(phases: [Int], amplitudes: [Int]) {
      self.phases = phases
      self.amplitudes = amplitudes
    }
  }

  public struct Layer: Sendable, Hashable {
    /// i_1,3,l: the coefficient whose amplitude is 1 and whose phase is 0.
    public var strongest: Int
    /// k^(1)_l,i, 0 to 7; 7 for the strongest.
    public var amplitudes: [Int]
    /// One, or one for each subband.
    public var subbands: [Subband]

    public init(strongest: Int, amplitudes: [Int], subbands: [Subband]) {
      self.strongest = strongest
      self.amplitudes = amplitudes
      self.subbands = subbands
    }

    /// M_l: coefficients that are not zero.
    public var nonZeroCount: Int { amplitudes.count { $0 > 0 } }
  }

  /// With port selection i_1,1.
  public var q1: Int
  /// With port selection 0.
  public var q2: Int
  /// i_1,2: which beams of the group; with port selection 0.
  public var i12: Int
  /// One or two.
  public var layers: [Layer]

  public init(q1: Int, q2: Int, i12: Int, layers: [Layer]) {
    self.q1 = q1
    self.q2 = q2
    self.i12 = i12
    self.layers = layers
  }
}

/// The Type II codebook (TS 38.214 §5.2.2.2.3), and that with port selection (§5.2.2.2.4).
public struct TypeIICodebook: Sendable, Hashable {
  /// How a coefficient is reported.
  enum Resolution: Sendable, Hashable {
    case notReported
    /// A phase of the whole alphabet, and an amplitude where subbands have them.
    case fine
    /// A phase of four, no amplitude.
    case coarse
  }

  public let beams: TypeIIBeams
  /// L: numberOfBeams.
  public let beamCount: Int
  /// N_PSK: phaseAlphabetSize.
  public let phaseCount: Int
  /// subbandAmplitude.
  public let hasSubbandAmplitude: Bool

  public static let maximumRank = 2

  /// - Parameters:
  ///   - array: of one panel, with 4 to 32 ports.
  ///   - beamCount: 2, 3 or 4; of 4 ports 2.
  ///   - phaseCount: 4 or 8.
  /// - Throws: for other values.
  public init(_ array: CodebookArray, beamCount: Int, phaseCount: Int, hasSubbandAmplitude: Bool) throws(ParameterError) {
    try self.init(.array(array), beamCount, phaseCount, hasSubbandAmplitude, "TS 38.214 §5.2.2.2.3")
  }

  /// With port selection.
  /// - Parameters:
  ///   - portCount: 4, 8, 12, 16, 24 or 32.
  ///   - samplingSize: d (portSelectionSamplingSize): 1 to 4, at most L and half of the ports.
  /// - Throws: for other values, and as `init(_:beamCount:phaseCount:hasSubbandAmplitude:)` does.
  public init(
    portCount: Int, samplingSize: Int, beamCount: Int, phaseCount: Int, hasSubbandAmplitude: Bool
  ) throws(ParameterError) {
    let beams = TypeIIBeams.ports(count: portCount, samplingSize: samplingSize)
    try self.init(beams, beamCount, phaseCount, hasSubbandAmplitude, "TS 38.214 §5.2.2.2.4")
  }

  private init(
    _ beams: TypeIIBeams, _ beamCount: Int, _ phaseCount: Int, _ hasSubbandAmplitude: Bool, _ clause: String
  ) throws(ParameterError) {
    guard 2...4 ~= beamCount, beams.portCount > 4 || beamCount == 2 else {
      throw ParameterError("beamCount", beamCount, "L is 2 to 4, and 2 for 4 ports", clause)
    }
    try beams.check(beamCount: beamCount, clause)
    guard phaseCount == 4 || phaseCount == 8 else { throw ParameterError("phaseCount", phaseCount, "N_PSK is 4 or 8", clause) }
    self.beams = beams
    self.beamCount = beamCount
    self.phaseCount = phaseCount
    self.hasSubbandAmplitude = hasSubbandAmplitude
  }

  /// C(N1 N2, L), or 1 with port selection: values of i_1,2.
  public var choiceCount: Int { beams.choiceCount(beamCount) }

  /// p^(1) of an index (table 5.2.2.2.3-2).
  static func widebandAmplitude(_ index: Int) -> Float { index == 0 ? 0 : Float(exp2(Double(index - 7) / 2)) }
  /// p^(2) of an index (table 5.2.2.2.3-3).
  static func subbandAmplitude(_ index: Int) -> Float { index == 0 ? Float(0.5).squareRoot() : 1 }

  /// How each of a layer's coefficients is reported: of those that are not zero the strongest ones finely if subbands have amplitudes
  /// (table 5.2.2.2.3-4), otherwise all.
  func resolutions(_ layer: TypeIIIndicator.Layer) -> [Resolution] {
    var resolutions: [Resolution] = layer.amplitudes.map { $0 > 0 ? .fine : .notReported }
    resolutions[layer.strongest] = .notReported
    guard hasSubbandAmplitude else { return resolutions }
    let fineCount = min(layer.nonZeroCount, beamCount == 4 ? 6 : 4) - 1
    let order = layer.amplitudes.indices.filter { resolutions[$0] == .fine }.sorted {
      (-layer.amplitudes[$0], $0) < (-layer.amplitudes[$1], $1)
    }
    for index in order.dropFirst(fineCount) { resolutions[index] = .coarse }
    return resolutions
  }

  /// - Throws: for what the codebook does not have.
  func check(_ indicator: TypeIIIndicator) throws(ParameterError) {
    let clause = "TS 38.214 §5.2.2.2.3"
    try beams.check(q1: indicator.q1, q2: indicator.q2, i12: indicator.i12, beamCount: beamCount, clause)
    guard 1...Self.maximumRank ~= indicator.layers.count else {
      throw ParameterError("layers", indicator.layers.count, "there are one or two", clause)
    }
    let count = 2 * beamCount
    for layer in indicator.layers {
      guard layer.amplitudes.count == count, layer.amplitudes.allSatisfy({ 0...7 ~= $0 }), 0..<count ~= layer.strongest,
        layer.amplitudes[layer.strongest] == 7
      else { throw ParameterError("amplitudes", layer.amplitudes, "there are \(count) of 0 to 7, the strongest 7", clause) }
      guard !layer.subbands.isEmpty, layer.subbands.count == indicator.layers[0].subbands.count else {
        throw ParameterError("subbands", layer.subbands.count, "each layer has the same, and one at least", clause)
      }
      let resolutions = resolutions(layer)
      for subband in layer.subbands {
        guard subband.phases.count == count, subband.amplitudes.count == count else {
          throw ParameterError("subbands", subband.phases.count, "there are \(count) coefficients", clause)
        }
        for index in 0..<count {
          let (phase, amplitude) = (subband.phases[index], subband.amplitudes[index])
          let limit = resolutions[index] == .fine ? phaseCount : resolutions[index] == .coarse ? 4 : 1
          guard 0..<limit ~= phase, amplitude == 1 || amplitude == 0 && resolutions[index] == .fine && hasSubbandAmplitude else {
            throw ParameterError("subbands", "\(phase), \(amplitude)", "coefficient \(index) cannot have these", clause)
          }
        }
      }
    }
  }

  /// A precoding matrix, row by row: a row for each port, with an element for each layer. The sum of all |w|² is 1.
  /// - Parameter subband: its place in the indicator's.
  /// - Throws: for an indicator that the codebook does not have, or another subband.
  public func matrix(_ indicator: TypeIIIndicator, subband: Int = 0) throws(ParameterError) -> [Complex] {
    try check(indicator)
    guard indicator.layers[0].subbands.indices ~= subband else {
      throw ParameterError("subband", subband, "there are \(indicator.layers[0].subbands.count)", "TS 38.214 §5.2.2.2.3")
    }
    let chosen = beams.chosen(q1: indicator.q1, q2: indicator.q2, i12: indicator.i12, beamCount: beamCount)
    return BeamCombination.matrix(chosen, indicator.layers.map { coefficients($0, subband) })
  }

  private func coefficients(_ layer: TypeIIIndicator.Layer, _ subband: Int) -> [Complex] {
    let (resolutions, subband) = (resolutions(layer), layer.subbands[subband])
    return layer.amplitudes.indices.map { index in
      let turns = Double(subband.phases[index]) / Double(resolutions[index] == .coarse ? 4 : phaseCount)
      return Turn.of(turns) * (Self.widebandAmplitude(layer.amplitudes[index]) * Self.subbandAmplitude(subband.amplitudes[index]))
    }
  }
}

/// Layers as weighted sums of beams, in each polarisation.
enum BeamCombination {
  /// The matrix, row by row, of layers of equal power, together 1.
  /// - Parameters:
  ///   - beams: L, orthogonal and of the same power.
  ///   - coefficients: of each layer 2 L.
  static func matrix(_ beams: [[Complex]], _ coefficients: [[Complex]]) -> [Complex] {
    let (rank, places) = (coefficients.count, beams[0].count)
    let beamPower = beams[0].reduce(0) { $0 + $1.power }
    var matrix = [Complex](repeating: .zero, count: 2 * places * rank)
    for (layer, own) in coefficients.enumerated() {
      let power = own.reduce(0) { $0 + $1.power } * beamPower * Float(rank)
      let scale = power > 0 ? 1 / power.squareRoot() : 0
      for polarisation in 0..<2 {
        for (index, beam) in beams.enumerated() {
          let weight = own[polarisation * beams.count + index] * scale
          for place in 0..<places { matrix[(polarisation * places + place) * rank + layer] += beam[place] * weight }
        }
      }
    }
    return matrix
  }
}

/// The amplitudes that a UE may report of a Type II codebook's beams (n1-n2-codebookSubsetRestriction, TS 38.214 §5.2.2.2.3).
public struct TypeIIRestriction: Sendable, Hashable {
  /// The greatest k^(1) of beam v_m1,m2 at N2 O2 m1 + m2.
  private let limits: [UInt8]
  private let array: CodebookArray
  public let ranks: [Int]

  /// - Parameters:
  ///   - subset: B = B1 B2 as signalled; no restriction if left out.
  ///   - ranks: typeII-RI-Restriction: bit i for rank i + 1.
  /// - Throws: for a bitmap of another size, vector groups that there are not, and where no rank is left.
  public init(_ array: CodebookArray, subset: BitSequence? = nil, ranks: UInt8 = 3) throws(ParameterError) {
    let (clause, groupCount) = ("TS 38.214 §5.2.2.2.3", array.o1 * array.o2)
    self.array = array
    self.ranks = (1...TypeIICodebook.maximumRank).filter { ranks >> UInt8($0 - 1) & 1 == 1 }
    guard !self.ranks.isEmpty else { throw ParameterError("ranks", ranks, "the codebook has ranks 1 and 2", clause) }
    let (first, second) = array.beamCounts
    var limits = [UInt8](repeating: 7, count: first * second)
    if let subset {
      let (groupBits, bits) = (array.n2 > 1 ? 11 : 0, 2 * array.n1 * array.n2)
      guard subset.count == groupBits + 4 * bits else {
        throw ParameterError("subset", subset.count, "the bitmap has \(groupBits + 4 * bits) bits", clause)
      }
      let index = Int(subset.bits(from: 0, count: groupBits))
      guard index < CombinatorialIndex.choices(groupCount, 4) else {
        throw ParameterError("subset", index, "there are no such vector groups", clause)
      }
      for (place, group) in CombinatorialIndex.chosen(index, of: groupCount, count: 4).enumerated() {
        let start = groupBits + place * bits
        for x in 0..<(array.n1 * array.n2) {
          // b^(k, 2 x + 1) b^(k, 2 x), with b^(k, 0) last.
          let limit = Int(subset.bits(from: start + bits - 2 - 2 * x, count: 2))
          let (l, m) = (array.n1 * (group % array.o1) + x % array.n1, array.n2 * (group / array.o1) + x / array.n1)
          limits[l * second + m] = [0, 5, 6, 7][limit]
        }
      }
    }
    self.limits = limits
  }

  /// The greatest k^(1) of a beam.
  func limit(_ beam: (Int, Int)) -> Int {
    let (first, second) = array.beamCounts
    return Int(limits[beam.0 % first * second + beam.1 % second])
  }
}

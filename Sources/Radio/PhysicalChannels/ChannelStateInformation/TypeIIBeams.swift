import DSPKernels
import Modulation

/// What the layers of a Type II codebook are weighted sums of, in each polarisation.
public enum TypeIIBeams: Sendable, Hashable {
  /// L beams of one of the orthogonal groups q1, q2 of an array with one panel (TS 38.214 §5.2.2.2.3 and §5.2.2.2.5).
  case array(CodebookArray)
  /// L ports that follow one another, from i_1,1 d on, of `count` ports that are beamformed already: P_CSI-RS and d (TS 38.214 §5.2.2.2.4
  /// and §5.2.2.2.6). The place of i_1,1 is that of q1.
  case ports(count: Int, samplingSize: Int)

  public var portCount: Int {
    switch self {
    case .array(let array): array.portCount
    case .ports(let count, _): count
    }
  }

  /// Values of q1 and q2; of i_1,1 and 1 with ports.
  var groupCounts: (Int, Int) {
    switch self {
    case .array(let array): (array.o1, array.o2)
    case .ports(let count, let samplingSize): ((count / 2 + samplingSize - 1) / samplingSize, 1)
    }
  }

  /// What i_1,2 chooses L of: with ports there is no choice.
  func candidateCount(_ beamCount: Int) -> Int {
    switch self {
    case .array(let array): array.n1 * array.n2
    case .ports: beamCount
    }
  }

  /// Values of i_1,2.
  func choiceCount(_ beamCount: Int) -> Int { CombinatorialIndex.choices(candidateCount(beamCount), beamCount) }

  /// A candidate of a group, with an element for each port of a polarisation.
  func candidate(_ place: Int, q1: Int, q2: Int) -> [Complex] {
    switch self {
    case .array(let array):
      let (m1, m2) = Self.indices(array, place, q1, q2)
      return array.beam(m1, m2)
    case .ports(let count, let samplingSize):
      var vector = [Complex](repeating: .zero, count: count / 2)
      vector[(q1 * samplingSize + place) % vector.count] = Complex(1, 0)
      return vector
    }
  }

  /// (m1, m2) of a candidate.
  static func indices(_ array: CodebookArray, _ place: Int, _ q1: Int, _ q2: Int) -> (Int, Int) {
    (array.o1 * (place % array.n1) + q1, array.o2 * (place / array.n1) + q2)
  }

  /// The L beams of an indicator.
  func chosen(q1: Int, q2: Int, i12: Int, beamCount: Int) -> [[Complex]] {
    CombinatorialIndex.chosen(i12, of: candidateCount(beamCount), count: beamCount).map { candidate($0, q1: q1, q2: q2) }
  }

  /// - Parameter beamCount: L, at least 1.
  /// - Throws: for arrays of several panels or of two ports, numbers of ports that a CSI-RS for these codebooks does not have, and a d
  ///   above 4, L or the ports of a polarisation.
  func check(beamCount: Int, _ clause: String) throws(ParameterError) {
    switch self {
    case .array(let array):
      guard array.panelCount == 1, array.portCount >= 4 else {
        throw ParameterError("array", array, "it has one panel and 4 to 32 ports", clause)
      }
    case .ports(let count, let samplingSize):
      guard [4, 8, 12, 16, 24, 32].contains(count) else {
        throw ParameterError("portCount", count, "P_CSI-RS is 4, 8, 12, 16, 24 or 32", clause)
      }
      guard 1...min(4, count / 2, beamCount) ~= samplingSize else {
        throw ParameterError("samplingSize", samplingSize, "d is 1 to 4, at most L and half of the ports", clause)
      }
    }
  }

  /// - Throws: for a group or i_1,2 that there is not.
  func check(q1: Int, q2: Int, i12: Int, beamCount: Int, _ clause: String) throws(ParameterError) {
    guard 0..<groupCounts.0 ~= q1, 0..<groupCounts.1 ~= q2 else {
      throw ParameterError("q1", "\(q1), \(q2)", "q1 and q2 are below \(groupCounts.0) and \(groupCounts.1)", clause)
    }
    let count = choiceCount(beamCount)
    guard 0..<count ~= i12 else { throw ParameterError("i12", i12, "it is below \(count)", clause) }
  }
}

import DSPKernels
import Modulation

/// Finds what a UE reports of a Type II codebook: the beams that carry most of the channel, in them its strongest directions.
struct TypeIISearch {
  private let projection: BeamProjection
  private let codebook: TypeIICodebook
  private let restriction: TypeIIRestriction?

  init(_ channel: CSIChannel, _ codebook: TypeIICodebook, _ restriction: TypeIIRestriction?) {
    projection = BeamProjection(channel: channel, candidates: codebook.beams, beamCount: codebook.beamCount)
    self.codebook = codebook
    self.restriction = restriction
  }

  /// - Parameter hasSubbands: whether each subband has coefficients of its own.
  func best(rank: Int, hasSubbands: Bool) -> TypeIIIndicator? {
    let found = projection.directions(rank: rank, hasSubbands: hasSubbands)
    let limits = found.chosen.map { place in
      guard case .array(let array) = codebook.beams, let restriction else { return 7 }
      return restriction.limit(TypeIIBeams.indices(array, place, found.q1, found.q2))
    }
    // The strongest coefficient has amplitude 1.
    guard limits.contains(7) else { return nil }
    let layers = (0..<rank).map { layer in quantize(found.vectors.map { $0[layer] }, limits) }
    return TypeIIIndicator(q1: found.q1, q2: found.q2, i12: found.i12, layers: layers)
  }

  /// A layer's coefficients in all subbands.
  private func quantize(_ vectors: [[Complex]], _ limits: [Int]) -> TypeIIIndicator.Layer {
    let count = 2 * codebook.beamCount
    let levels = (0..<count).map { index in
      (vectors.reduce(Float(0)) { $0 + $1[index].power } / Float(vectors.count)).squareRoot()
    }
    let candidates = (0..<count).filter { limits[$0 % codebook.beamCount] == 7 }
    let strongest = candidates.max { levels[$0] < levels[$1] } ?? 0
    let reference = max(levels[strongest], .leastNormalMagnitude)
    let amplitudes = (0..<count).map { index in
      index == strongest
        ? 7
        : min(
          limits[index % codebook.beamCount],
          BeamProjection.nearest(levels[index] / reference, in: (0...7).map(TypeIICodebook.widebandAmplitude)))
    }
    var layer = TypeIIIndicator.Layer(strongest: strongest, amplitudes: amplitudes, subbands: [])
    let resolutions = codebook.resolutions(layer)
    for vector in vectors {
      var subband = TypeIIIndicator.Subband(phases: [Int](repeating: 0, count: count), amplitudes: [Int](repeating: 1, count: count))
      let own = vector[strongest]
      let size = max(own.power.squareRoot(), .leastNormalMagnitude)
      for index in 0..<count where resolutions[index] != .notReported {
        let relative = vector[index] * own.conjugate
        let steps = resolutions[index] == .coarse ? 4 : codebook.phaseCount
        subband.phases[index] = BeamProjection.phase(relative, of: steps)
        if codebook.hasSubbandAmplitude && resolutions[index] == .fine {
          let level = vector[index].power.squareRoot() / (size * TypeIICodebook.widebandAmplitude(amplitudes[index]))
          subband.amplitudes[index] = BeamProjection.nearest(level, in: [TypeIICodebook.subbandAmplitude(0), 1])
        }
      }
      layer.subbands.append(subband)
    }
    return layer
  }
}

import DSPKernels
import Modulation

/// Finds what a UE reports of an enhanced Type II codebook: over the precoders' frequencies, the coefficients of the strongest directions
/// become delays, of which the strongest are kept. The channel has a subband for each precoder.
struct EnhancedTypeIISearch {
  private let projection: BeamProjection
  private let codebook: EnhancedTypeIICodebook

  init(_ channel: CSIChannel, _ codebook: EnhancedTypeIICodebook) {
    projection = BeamProjection(channel: channel, candidates: codebook.beams, beamCount: codebook.beamCount)
    self.codebook = codebook
  }

  /// - Returns: nil where the layers are more than the coefficients may be.
  func best(rank: Int) -> EnhancedTypeIIIndicator? {
    let most = min(codebook.coefficientLimit, 2 * codebook.coefficientLimit / rank)
    guard most >= 1 else { return nil }
    let found = projection.directions(rank: rank, hasSubbands: true)
    let spectra = (0..<rank).map { layer in spectrum(found.vectors.map { $0[layer] }) }
    let i15 = codebook.hasWindow ? window(spectra.map(Self.powers), rank: rank) : 0
    let allowed = codebook.otherDelays(rank: rank, i15: i15)
    let layers = spectra.map { quantize($0, allowed, delayCount: codebook.delayCount(rank: rank), most: most) }
    return EnhancedTypeIIIndicator(q1: found.q1, q2: found.q2, i12: found.i12, i15: i15, layers: layers)
  }

  /// The power of each delay.
  private static func powers(_ spectrum: [[Complex]]) -> [Float] { spectrum.map { $0.reduce(Float(0)) { $0 + $1.power } } }

  /// i_1,5: the window in which the layers' strongest delays have most power.
  private func window(_ powers: [[Float]], rank: Int) -> Int {
    let count = codebook.delayCount(rank: rank)
    func kept(_ i15: Int) -> Float {
      let allowed = codebook.otherDelays(rank: rank, i15: i15)
      return powers.reduce(0) { sum, own in allowed.map { own[$0] }.sorted(by: >).prefix(count - 1).reduce(sum, +) }
    }
    return (0..<(2 * count)).max { kept($0) < kept($1) } ?? 0
  }

  /// From coefficients by subband to those by delay. Each subband is turned so that the coefficient that is strongest in all has no phase.
  private func spectrum(_ vectors: [[Complex]]) -> [[Complex]] {
    let (count, total) = (2 * codebook.beamCount, vectors.count)
    let powers = (0..<count).map { index in vectors.reduce(Float(0)) { $0 + $1[index].power } }
    let strongest = powers.firstIndex(of: powers.max() ?? 0) ?? 0
    let turned = vectors.map { vector in
      let level = max(vector[strongest].power.squareRoot(), .leastNormalMagnitude)
      let factor = vector[strongest].conjugate * (1 / level)
      return vector.map { $0 * factor }
    }
    return (0..<total).map { delay in
      (0..<count).map { index in
        turned.enumerated().reduce(Complex.zero) { sum, own in
          sum + own.element[index] * Turn.of(-Double(own.offset * delay % total) / Double(total))
        } * (1 / Float(total))
      }
    }
  }

  /// - Parameter allowed: delays beside 0 that may be reported, ascending.
  private func quantize(
    _ spectrum: [[Complex]], _ allowed: [Int], delayCount: Int, most: Int
  ) -> EnhancedTypeIIIndicator.Layer {
    let count = 2 * codebook.beamCount
    let powers = Self.powers(spectrum)
    let others = allowed.indices.sorted { (-powers[allowed[$0]], $0) < (-powers[allowed[$1]], $1) }.prefix(delayCount - 1).sorted()
    let coefficients = ([0] + others.map { allowed[$0] }).flatMap { spectrum[$0] }
    let first = coefficients.prefix(count).map(\.power)
    let strongest = first.firstIndex(of: first.max() ?? 0) ?? 0
    let reference = coefficients[strongest]
    let level = max(reference.power.squareRoot(), .leastNormalMagnitude)
    let isWeak = (0..<coefficients.count).map { $0 % count / codebook.beamCount != strongest / codebook.beamCount }
    let weakest = coefficients.indices.filter { isWeak[$0] }.map { coefficients[$0].power }.max() ?? 0
    let referenceAmplitude =
      1 + BeamProjection.nearest(weakest.squareRoot() / level, in: (1...15).map(EnhancedTypeIICodebook.referenceAmplitude))
    let levels = (0...7).map(EnhancedTypeIICodebook.amplitude)
    var layer = EnhancedTypeIIIndicator.Layer(
      i16: CombinatorialIndex.index(others, of: allowed.count), strongest: strongest,
      referenceAmplitude: referenceAmplitude, isNonZero: [Bool](repeating: false, count: coefficients.count),
      amplitudes: [Int](repeating: 0, count: coefficients.count), phases: [Int](repeating: 0, count: coefficients.count))
    layer.isNonZero[strongest] = true
    layer.amplitudes[strongest] = 7
    let order = coefficients.indices.filter { $0 != strongest }.sorted {
      (-coefficients[$0].power, $0) < (-coefficients[$1].power, $1)
    }
    for index in order.prefix(most - 1) {
      let own = isWeak[index] ? EnhancedTypeIICodebook.referenceAmplitude(referenceAmplitude) : 1
      let relative = coefficients[index].power.squareRoot() / (level * own)
      // What is nearer to nothing than to the lowest level is nothing.
      guard relative > levels[0] / 2 else { continue }
      layer.isNonZero[index] = true
      layer.amplitudes[index] = BeamProjection.nearest(relative, in: levels)
      layer.phases[index] = BeamProjection.phase(coefficients[index] * reference.conjugate, of: 16)
    }
    return layer
  }
}

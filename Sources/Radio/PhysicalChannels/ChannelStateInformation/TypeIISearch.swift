import DSPKernels
import Foundation
import Modulation

/// Finds what a UE reports of a Type II codebook: the beams that carry most of the channel, in them its strongest directions.
struct TypeIISearch {
  private let channel: CSIChannel
  private let codebook: TypeIICodebook
  private let restriction: TypeIIRestriction?

  init(_ channel: CSIChannel, _ codebook: TypeIICodebook, _ restriction: TypeIIRestriction?) {
    self.channel = channel
    self.codebook = codebook
    self.restriction = restriction
  }

  /// - Parameter hasSubbands: whether each subband has coefficients of its own.
  func best(rank: Int, hasSubbands: Bool) -> TypeIIIndicator? {
    let grams = (0..<(hasSubbands ? channel.subbandCount : 1)).map { mean(hasSubbands ? $0 : nil) }
    let (q1, q2, chosen) = beams(mean(nil))
    let array = codebook.array
    let places = chosen.map { (array.o1 * ($0 % array.n1) + q1, array.o2 * ($0 / array.n1) + q2) }
    let vectors = places.map { array.beam($0.0, $0.1) }
    let limits = places.map { restriction?.limit($0) ?? 7 }
    // The strongest coefficient has amplitude 1.
    guard limits.contains(7) else { return nil }
    let directions = grams.map { dominantVectors(project($0, vectors), count: rank) }
    let layers = (0..<rank).map { layer in quantize(directions.map { $0[layer] }, limits) }
    return TypeIIIndicator(q1: q1, q2: q2, i12: CombinatorialIndex.index(chosen, of: array.n1 * array.n2), layers: layers)
  }

  /// The mean H* K⁻¹ H of a subband, or of all.
  private func mean(_ subband: Int?) -> [Complex] {
    let size = channel.portCount * channel.portCount
    var sum = [Complex](repeating: .zero, count: size)
    for (sample, own) in channel.subbands.enumerated() where subband == nil || own == subband {
      for index in 0..<size { sum[index] += channel.grams[sample * size + index] }
    }
    return sum
  }

  /// Of the orthogonal group whose L strongest beams have most power, these beams, ascending.
  private func beams(_ gram: [Complex]) -> (q1: Int, q2: Int, chosen: [Int]) {
    let array = codebook.array
    let (count, ports) = (array.n1 * array.n2, channel.portCount)
    var (most, best) = (-Float.infinity, (q1: 0, q2: 0, chosen: Array(0..<codebook.beamCount)))
    for q1 in 0..<array.o1 {
      for q2 in 0..<array.o2 {
        let powers = (0..<count).map { place -> Float in
          let beam = array.beam(array.o1 * (place % array.n1) + q1, array.o2 * (place / array.n1) + q2)
          var sum: Float = 0
          for polarisation in 0..<2 {
            for row in 0..<count {
              var element = Complex.zero
              let start = (polarisation * count + row) * ports + polarisation * count
              for column in 0..<count { element += gram[start + column] * beam[column] }
              sum += (beam[row].conjugate * element).real
            }
          }
          return sum
        }
        let order = powers.indices.sorted { (-powers[$0], $0) < (-powers[$1], $1) }.prefix(codebook.beamCount)
        let power = order.reduce(0) { $0 + powers[$1] }
        if power > most { (most, best) = (power, (q1, q2, order.sorted())) }
      }
    }
    return best
  }

  /// B* G B of the beams B in both polarisations.
  private func project(_ gram: [Complex], _ beams: [[Complex]]) -> [Complex] {
    let (size, ports, places) = (2 * beams.count, channel.portCount, beams[0].count)
    var precoder = [Complex](repeating: .zero, count: ports * size)
    for polarisation in 0..<2 {
      for (index, beam) in beams.enumerated() {
        for (place, element) in beam.enumerated() {
          precoder[(polarisation * places + place) * size + polarisation * beams.count + index] = element
        }
      }
    }
    var product = [Complex](repeating: .zero, count: ports * size)
    for row in 0..<ports {
      for other in 0..<ports {
        for column in 0..<size { product[row * size + column] += gram[row * ports + other] * precoder[other * size + column] }
      }
    }
    var result = [Complex](repeating: .zero, count: size * size)
    for port in 0..<ports {
      for row in 0..<size {
        let factor = precoder[port * size + row].conjugate
        if factor == .zero { continue }
        for column in 0..<size { result[row * size + column] += factor * product[port * size + column] }
      }
    }
    return result
  }

  /// The eigenvectors of the greatest eigenvalues of a Hermitian matrix, by iteration.
  private func dominantVectors(_ matrix: [Complex], count: Int) -> [[Complex]] {
    let size = 2 * codebook.beamCount
    var found: [[Complex]] = []
    for number in 0..<count {
      var vector = (0..<size).map { Turn.of(Double($0 * (number + 1)) * 0.381966) }
      for _ in 0..<60 {
        var next = (0..<size).map { row in
          (0..<size).reduce(Complex.zero) { $0 + matrix[row * size + $1] * vector[$1] }
        }
        for other in found {
          let part = zip(other, next).reduce(Complex.zero) { $0 + $1.0.conjugate * $1.1 }
          for index in 0..<size { next[index] = next[index] - other[index] * part }
        }
        let power = next.reduce(0) { $0 + $1.power }
        guard power > 0 else { break }
        vector = next.map { $0 * (1 / power.squareRoot()) }
      }
      found.append(vector)
    }
    return found
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
          limits[index % codebook.beamCount], Self.nearest(levels[index] / reference, in: (0...7).map(TypeIICodebook.widebandAmplitude)))
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
        let turns = atan2(relative.imaginary, relative.real) / (2 * .pi)
        subband.phases[index] = (Int((turns * Float(steps)).rounded()) + steps) % steps
        if codebook.hasSubbandAmplitude && resolutions[index] == .fine {
          let level = vector[index].power.squareRoot() / (size * TypeIICodebook.widebandAmplitude(amplitudes[index]))
          subband.amplitudes[index] = Self.nearest(level, in: [TypeIICodebook.subbandAmplitude(0), 1])
        }
      }
      layer.subbands.append(subband)
    }
    return layer
  }

  private static func nearest(_ value: Float, in levels: [Float]) -> Int {
    var best = 0
    for index in levels.indices where abs(levels[index] - value) < abs(levels[best] - value) { best = index }
    return best
  }
}

import DSPKernels
import Foundation
import Modulation

/// The beams of an orthogonal group that carry most of a channel, or the ports, and the channel's strongest directions in them.
struct BeamProjection {
  let channel: CSIChannel
  let candidates: TypeIIBeams
  /// L.
  let beamCount: Int

  /// The mean H* K⁻¹ H of a subband, or of all.
  func mean(_ subband: Int?) -> [Complex] {
    let size = channel.portCount * channel.portCount
    var sum = [Complex](repeating: .zero, count: size)
    for (sample, own) in channel.subbands.enumerated() where subband == nil || own == subband {
      for index in 0..<size { sum[index] += channel.grams[sample * size + index] }
    }
    return sum
  }

  /// Of the group whose L strongest beams have most power, these beams, ascending.
  func beams(_ gram: [Complex]) -> (q1: Int, q2: Int, chosen: [Int]) {
    let (count, ports) = (channel.portCount / 2, channel.portCount)
    var (most, best) = (-Float.infinity, (q1: 0, q2: 0, chosen: Array(0..<beamCount)))
    for q1 in 0..<candidates.groupCounts.0 {
      for q2 in 0..<candidates.groupCounts.1 {
        let powers = (0..<candidates.candidateCount(beamCount)).map { place -> Float in
          let beam = candidates.candidate(place, q1: q1, q2: q2)
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
        let order = powers.indices.sorted { (-powers[$0], $0) < (-powers[$1], $1) }.prefix(beamCount)
        let power = order.reduce(0) { $0 + powers[$1] }
        if power > most { (most, best) = (power, (q1, q2, order.sorted())) }
      }
    }
    return best
  }

  /// B* G B of the beams B in both polarisations.
  func project(_ gram: [Complex], _ beams: [[Complex]]) -> [Complex] {
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
  func dominantVectors(_ matrix: [Complex], count: Int) -> [[Complex]] {
    let size = 2 * beamCount
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

  /// q1, q2, i_1,2, which candidates these are, and for each subband, or once, the directions of the layers in them.
  func directions(rank: Int, hasSubbands: Bool) -> (q1: Int, q2: Int, i12: Int, chosen: [Int], vectors: [[[Complex]]]) {
    let (q1, q2, chosen) = beams(mean(nil))
    let own = chosen.map { candidates.candidate($0, q1: q1, q2: q2) }
    let grams = (0..<(hasSubbands ? channel.subbandCount : 1)).map { mean(hasSubbands ? $0 : nil) }
    return (
      q1, q2, CombinatorialIndex.index(chosen, of: candidates.candidateCount(beamCount)), chosen,
      grams.map { dominantVectors(project($0, own), count: rank) }
    )
  }

  /// The place of the nearest level.
  static func nearest(_ value: Float, in levels: [Float]) -> Int {
    var best = 0
    for index in levels.indices where abs(levels[index] - value) < abs(levels[best] - value) { best = index }
    return best
  }

  /// The nearest of the phases of an alphabet.
  static func phase(_ value: Complex, of steps: Int) -> Int {
    let turns = atan2(value.imaginary, value.real) / (2 * .pi)
    return (Int((turns * Float(steps)).rounded()) + steps) % steps
  }
}

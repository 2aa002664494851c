import DSPKernels

/// From sample covariances of the noise to inverses for an equaliser.
enum NoiseCovariance {
  /// The inverse of each noise group's covariance with the errors of the channel estimates.
  ///
  /// A sample covariance of few samples has eigenvalues that are too far apart. It is drawn to the matrix of each antenna's noise alone by
  /// the part that is best for normally distributed samples as far as they tell it (Ledoit and Wolf).
  /// - Parameter samplesPerSubcarrier: samples of a noise group for each of its subcarriers.
  static func invert(_ estimate: inout ChannelEstimate, samplesPerSubcarrier: Double) {
    let antennas = estimate.antennaCount
    let size = antennas * antennas
    var error: Float = 0
    var strongest: Float = 0
    for layer in 0..<estimate.layerCount {
      error += estimate.measurements[layer].errorPower
      strongest = max(strongest, estimate.measurements[layer].channelPower)
    }
    // Noise far below what a Float can tell from the signal is none.
    let least = max(strongest * 1e-7, .leastNormalMagnitude)
    for index in estimate.noiseGroups.indices {
      let matrix = estimate.covariance + index * size
      let samples = max(1, samplesPerSubcarrier * Double(estimate.noiseGroups[index].count))
      let part = Float(shrinkage(estimate, matrix, samples, least))
      let work = estimate.scratch
      var level: Float = 0
      for a in 0..<antennas {
        level += matrix[a * antennas + a].real / max(estimate.noisePowers[a], least) / Float(antennas)
      }
      for a in 0..<antennas {
        for b in 0..<antennas {
          work[a * antennas + b] = matrix[a * antennas + b] * (1 - part)
        }
        let noise = max(estimate.noisePowers[a], least)
        work[a * antennas + a] += Complex(part * level * noise + error + least, 0)
      }
      HermitianMatrix.invert(work, into: estimate.inverseCovariance + index * size, count: antennas)
    }
  }

  /// The part of the diagonal matrix. With S of n samples and p antennas, each antenna's noise made 1 before:
  /// (tr² S - tr S² / p) / (n (tr S² - tr² S / p)), at most 1.
  private static func shrinkage(
    _ estimate: borrowing ChannelEstimate, _ matrix: UnsafeMutablePointer<Complex>, _ samples: Double, _ least: Float
  ) -> Double {
    let antennas = estimate.antennaCount
    guard antennas > 1 else { return 0 }
    var (trace, square) = (0.0, 0.0)
    for a in 0..<antennas {
      let own = Double(max(estimate.noisePowers[a], least))
      trace += Double(matrix[a * antennas + a].real) / own
      for b in 0..<antennas {
        square += Double(matrix[a * antennas + b].power) / (own * Double(max(estimate.noisePowers[b], least)))
      }
    }
    let spread = square - trace * trace / Double(antennas)
    guard spread > 0 else { return 1 }
    return max(0, min(1, (trace * trace - square / Double(antennas)) / (samples * spread)))
  }
}

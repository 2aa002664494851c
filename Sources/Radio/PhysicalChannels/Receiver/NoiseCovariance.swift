import DSPKernels

/// From sample covariances of the noise to inverses for an equaliser, eight noise groups at once.
enum NoiseCovariance {
  private typealias Lanes = SIMD8<Float>
  static let lanes = 8

  /// Numbers of a matrix of all lanes, and its inverse.
  static func scratchCount(antennas: Int) -> Int { 4 * antennas * antennas }

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
    let matrix = LaneMatrix(base: estimate.scratch, count: antennas)
    let inverse = LaneMatrix(base: estimate.scratch + 2 * size, count: antennas)
    for first in stride(from: 0, to: estimate.noiseGroups.count, by: lanes) {
      let together = min(lanes, estimate.noiseGroups.count - first)
      var samples = Lanes(repeating: 1)
      for lane in 0..<together {
        samples[lane] = max(1, Float(samplesPerSubcarrier * Double(estimate.noiseGroups[first + lane].count)))
      }
      for lane in 0..<lanes { matrix.put(estimate.covariance + (first + min(lane, together - 1)) * size, lane) }
      shrink(matrix, estimate, samples, least: least, error: error)
      matrix.invert(into: inverse)
      for lane in 0..<together { inverse.take(estimate.inverseCovariance + (first + lane) * size, lane) }
    }
  }

  /// Draws matrices to their diagonals by a part. With S of n samples and p antennas, each antenna's noise made 1 before, it is
  /// (tr² S - tr S² / p) / (n (tr S² - tr² S / p)), at most 1.
  private static func shrink(
    _ matrix: LaneMatrix, _ estimate: borrowing ChannelEstimate, _ samples: Lanes, least: Float, error: Float
  ) {
    let antennas = estimate.antennaCount
    var (trace, square) = (Lanes.zero, Lanes.zero)
    for a in 0..<antennas {
      let own = max(estimate.noisePowers[a], least)
      trace += matrix.real(a, a) / own
      for b in 0..<antennas {
        let (x, y) = (matrix.real(a, b), matrix.imaginary(a, b))
        square += (x * x + y * y) / (own * max(estimate.noisePowers[b], least))
      }
    }
    var part = Lanes.zero
    if antennas > 1 {
      let spread = square - trace * trace / Float(antennas)
      part = (trace * trace - square / Float(antennas)) / (samples * spread)
      part.replace(with: 1, where: .!(spread .> 0))
      part.clamp(lowerBound: .zero, upperBound: Lanes(repeating: 1))
    }
    let level = trace / Float(antennas)
    for a in 0..<antennas {
      for b in 0..<antennas { matrix.scale(a, b, 1 - part) }
      matrix.add(a, a, part * level * max(estimate.noisePowers[a], least) + (error + least))
    }
  }
}

/// Square Hermitian matrices, one in each lane: of each element the real parts, then the imaginary ones.
private struct LaneMatrix {
  typealias Lanes = SIMD8<Float>
  var base: UnsafeMutablePointer<Lanes>
  var count: Int

  struct Element {
    var real: Lanes
    var imaginary: Lanes

    /// Subtracts a b f, or a b* f.
    @inline(__always) mutating func subtract(_ a: Element, _ b: Element, isConjugate: Bool, _ factor: Lanes) {
      let (x, y) = (b.real * factor, isConjugate ? -(b.imaginary * factor) : b.imaginary * factor)
      real -= a.real * x - a.imaginary * y
      imaginary -= a.real * y + a.imaginary * x
    }
  }

  func real(_ row: Int, _ column: Int) -> Lanes { base[2 * (row * count + column)] }
  func imaginary(_ row: Int, _ column: Int) -> Lanes { base[2 * (row * count + column) + 1] }
  func scale(_ row: Int, _ column: Int, _ factor: Lanes) {
    base[2 * (row * count + column)] *= factor
    base[2 * (row * count + column) + 1] *= factor
  }
  func add(_ row: Int, _ column: Int, _ value: Lanes) { base[2 * (row * count + column)] += value }

  subscript(row: Int, column: Int) -> Element {
    get { Element(real: real(row, column), imaginary: imaginary(row, column)) }
    nonmutating set {
      base[2 * (row * count + column)] = newValue.real
      base[2 * (row * count + column) + 1] = newValue.imaginary
    }
  }

  func put(_ matrix: UnsafePointer<Complex>, _ lane: Int) {
    let parts = UnsafeMutableRawPointer(base).assumingMemoryBound(to: Float.self) + lane
    for element in 0..<(count * count) {
      (parts[16 * element], parts[16 * element + 8]) = (matrix[element].real, matrix[element].imaginary)
    }
  }

  func take(_ matrix: UnsafeMutablePointer<Complex>, _ lane: Int) {
    let parts = UnsafeMutableRawPointer(base).assumingMemoryBound(to: Float.self) + lane
    for element in 0..<(count * count) { matrix[element] = Complex(parts[16 * element], parts[16 * element + 8]) }
  }

  /// As ``HermitianMatrix/invert(_:into:count:)``.
  func invert(into inverse: LaneMatrix) {
    let one = Lanes(repeating: 1)
    for j in 0..<count {
      var diagonal = real(j, j)
      for k in 0..<j {
        let (x, y) = (real(j, k), imaginary(j, k))
        diagonal -= (x * x + y * y) * real(k, k)
      }
      diagonal.replace(with: .leastNormalMagnitude, where: .!(diagonal .> .leastNormalMagnitude))
      self[j, j] = Element(real: diagonal, imaginary: .zero)
      for i in (j + 1)..<count {
        var value = self[i, j]
        for k in 0..<j { value.subtract(self[i, k], self[j, k], isConjugate: true, real(k, k)) }
        self[i, j] = Element(real: value.real / diagonal, imaginary: value.imaginary / diagonal)
      }
    }
    // The inverse of the lower factor, with ones on its diagonal.
    for j in 0..<count {
      inverse[j, j] = Element(real: one, imaginary: .zero)
      for i in (j + 1)..<count {
        var value = Element(real: .zero, imaginary: .zero)
        for k in j..<i { value.subtract(self[i, k], inverse[k, j], isConjugate: false, one) }
        inverse[i, j] = value
      }
    }
    // From the first row on, what is read lies below and is not yet overwritten.
    for i in 0..<count {
      for j in 0...i {
        var value = Element(real: .zero, imaginary: .zero)
        for k in i..<count { value.subtract(inverse[k, j], inverse[k, i], isConjugate: true, -1 / real(k, k)) }
        if j < i {
          inverse[i, j] = value
          inverse[j, i] = Element(real: value.real, imaginary: -value.imaginary)
        } else {
          inverse[i, i] = value
        }
      }
    }
  }
}

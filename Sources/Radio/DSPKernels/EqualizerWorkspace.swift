import CDSPKernels

/// Memory and kernels of a linear minimum mean square error equaliser.
///
/// Of y = H x + n with n of covariance K and x of power 1, for each subcarrier:
/// ```
///   B = K⁻¹ H      A = 1 + H* B      x̂ = D A⁻¹ B* y      D = 1 / (1 - diag A⁻¹)      1 / noise = (1 - d) / d of d = diag A⁻¹
/// ```
/// D makes the estimates unbiased.
public struct EqualizerWorkspace: ~Copyable {
  public static let maximumLayers = Int(VITRUM_LAYER_LIMIT)
  private static let lanes = Int(VITRUM_VECTOR_LANES)

  /// Numbers of a row: a layer's and an antenna's real or imaginary parts of all subcarriers, with spare ones behind them.
  public static func pitch(subcarriers: Int) -> Int { (subcarriers + lanes - 1) / lanes * lanes + lanes }

  private var equalizer: vitrum_equalizer
  private let capacity: Int
  private let received: UnsafeMutablePointer<UnsafePointer<Float>?>
  private let symbols: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>
  private let instructionSet: InstructionSet

  /// - Parameters:
  ///   - layers: at most 8.
  public init(layers: Int, antennas: Int, subcarriers: Int, instructionSet: InstructionSet = .fastest) {
    precondition(1...Self.maximumLayers ~= layers && antennas > 0 && subcarriers > 0)
    let pitch = Self.pitch(subcarriers: subcarriers)
    capacity = layers * antennas
    self.instructionSet = instructionSet
    func numbers(_ count: Int) -> UnsafeMutablePointer<Float> {
      let memory = UnsafeMutablePointer<Float>.allocate(capacity: count)
      memory.initialize(repeating: 0, count: count)
      return memory
    }
    equalizer = vitrum_equalizer(
      layers: 1, antennas: 1, pitch: pitch, channel: nil, weights: numbers(2 * capacity * pitch), precision: numbers(layers * pitch),
      scratch: numbers(2 * capacity * Self.lanes))
    received = .allocate(capacity: antennas)
    received.initialize(repeating: nil, count: antennas)
    symbols = .allocate(capacity: layers)
    symbols.initialize(repeating: nil, count: layers)
  }

  deinit {
    equalizer.weights.deallocate()
    equalizer.precision.deallocate()
    equalizer.scratch.deallocate()
    received.deallocate()
    symbols.deallocate()
  }

  /// Says what comes next is for so many layers and antennas, of which there is memory for.
  /// - Parameter channel: rows of the pitch for this many subcarriers, by layer, then by antenna, then real and imaginary part.
  public mutating func begin(layers: Int, antennas: Int, channel: UnsafePointer<Float>) {
    precondition(layers >= 1 && antennas >= 1 && layers * antennas <= capacity)
    equalizer.layers = Int32(layers)
    equalizer.antennas = Int32(antennas)
    equalizer.channel = channel
  }

  /// Weights of `count` subcarriers from `first` on, and of up to 15 behind them.
  /// - Parameter inverse: K⁻¹, row by row.
  public mutating func makeWeights(inverse: UnsafePointer<Complex>, first: Int, count: Int) {
    let elements = Int(equalizer.antennas) * Int(equalizer.antennas)
    inverse.withMemoryRebound(to: Float.self, capacity: 2 * elements) { parts in
      switch instructionSet {
      case .portable: for index in first..<(first + count) { makeWeightsPortably(parts, index) }
      case .avx2: vitrum_equalizer_weights_avx2(&equalizer, parts, first, count)
      case .avx512: vitrum_equalizer_weights_avx512(&equalizer, parts, first, count)
      }
    }
  }

  /// One over the variance of the noise of a layer's symbols, both axes together; valid until the next weights.
  public func inverseNoise(layer: Int) -> UnsafePointer<Float> { UnsafePointer(equalizer.precision + layer * equalizer.pitch) }

  /// The symbols of `count` subcarriers with the weights from `first` on.
  /// - Parameters:
  ///   - received: where the subcarriers of an antenna begin.
  ///   - symbols: where those of a layer go.
  ///   - phases: what a layer's symbols are multiplied with.
  public mutating func apply(
    first: Int, count: Int, received source: (Int) -> UnsafePointer<Complex>, phases: UnsafePointer<Complex>,
    symbols target: (Int) -> UnsafeMutablePointer<Complex>
  ) {
    take(source, target)
    let turns = UnsafeRawPointer(phases).assumingMemoryBound(to: Float.self)
    switch instructionSet {
    case .portable: applyPortably(first, count, phases)
    case .avx2: vitrum_equalizer_apply_avx2(&equalizer, received, turns, first, count, symbols)
    case .avx512: vitrum_equalizer_apply_avx512(&equalizer, received, turns, first, count, symbols)
    }
  }

  /// The symbols of `count` subcarriers from `first` on, and the variances of their noise, where weights are for these symbols only: faster
  /// than ``makeWeights(inverse:first:count:)`` and ``apply(first:count:received:phases:symbols:)`` for one or two layers and up to 16
  /// antennas, and otherwise these. Weights are not defined afterwards.
  /// - Parameters:
  ///   - inverse: K⁻¹, row by row.
  ///   - received: where the subcarriers of an antenna begin.
  ///   - symbols: where those of a layer go.
  ///   - phases: what a layer's symbols are multiplied with.
  public mutating func solve(
    inverse: UnsafePointer<Complex>, first: Int, count: Int, received source: (Int) -> UnsafePointer<Complex>,
    phases: UnsafePointer<Complex>, symbols target: (Int) -> UnsafeMutablePointer<Complex>
  ) {
    if instructionSet != .portable, equalizer.layers <= 2 {
      take(source, target)
      let turns = UnsafeRawPointer(phases).assumingMemoryBound(to: Float.self)
      let parts = UnsafeRawPointer(inverse).assumingMemoryBound(to: Float.self)
      let isSolved =
        instructionSet == .avx512
        ? vitrum_equalizer_solve_avx512(&equalizer, parts, received, turns, first, count, symbols)
        : vitrum_equalizer_solve_avx2(&equalizer, parts, received, turns, first, count, symbols)
      if isSolved { return }
    }
    makeWeights(inverse: inverse, first: first, count: count)
    apply(first: first, count: count, received: source, phases: phases, symbols: target)
  }

  private func take(_ source: (Int) -> UnsafePointer<Complex>, _ target: (Int) -> UnsafeMutablePointer<Complex>) {
    for antenna in 0..<Int(equalizer.antennas) { received[antenna] = UnsafeRawPointer(source(antenna)).assumingMemoryBound(to: Float.self) }
    for layer in 0..<Int(equalizer.layers) {
      symbols[layer] = UnsafeMutableRawPointer(target(layer)).assumingMemoryBound(to: Float.self)
    }
  }

  private func channel(_ layer: Int, _ antenna: Int, _ index: Int) -> Complex {
    let row = 2 * (layer * Int(equalizer.antennas) + antenna) * equalizer.pitch
    return Complex(equalizer.channel[row + index], equalizer.channel[row + equalizer.pitch + index])
  }

  private func makeWeightsPortably(_ inverse: UnsafePointer<Float>, _ index: Int) {
    let (layers, antennas) = (Int(equalizer.layers), Int(equalizer.antennas))
    withUnsafeTemporaryAllocation(of: Complex.self, capacity: layers * antennas + 2 * layers * layers) { memory in
      guard let weighted = memory.baseAddress else { return }
      let matrix = weighted + layers * antennas
      let result = matrix + layers * layers
      for layer in 0..<layers {
        for n in 0..<antennas {
          var sum = Complex.zero
          for m in 0..<antennas {
            let place = 2 * (n * antennas + m)
            sum += Complex(inverse[place], inverse[place + 1]) * channel(layer, m, index)
          }
          weighted[layer * antennas + n] = sum
        }
      }
      for i in 0..<layers {
        for j in 0..<layers {
          var sum = i == j ? Complex(1, 0) : .zero
          for n in 0..<antennas { sum += channel(i, n, index).conjugate * weighted[j * antennas + n] }
          matrix[i * layers + j] = sum
        }
      }
      HermitianMatrix.invert(matrix, into: result, count: layers)
      for layer in 0..<layers {
        let diagonal = result[layer * layers + layer].real
        let left = 1 - diagonal
        let factor = left > 1e-6 ? 1 / left : 0
        equalizer.precision[layer * equalizer.pitch + index] = left > 1e-6 ? left / diagonal : 0
        for n in 0..<antennas {
          var sum = Complex.zero
          for j in 0..<layers { sum += result[layer * layers + j] * weighted[j * antennas + n].conjugate }
          let row = 2 * (layer * antennas + n) * equalizer.pitch
          equalizer.weights[row + index] = sum.real * factor
          equalizer.weights[row + equalizer.pitch + index] = sum.imaginary * factor
        }
      }
    }
  }

  private func applyPortably(_ first: Int, _ count: Int, _ phases: UnsafePointer<Complex>) {
    let antennas = Int(equalizer.antennas)
    for layer in 0..<Int(equalizer.layers) {
      guard let target = symbols[layer] else { continue }
      for index in 0..<count {
        var sum = Complex.zero
        for n in 0..<antennas {
          guard let source = received[n] else { continue }
          let row = 2 * (layer * antennas + n) * equalizer.pitch + first + index
          let weight = Complex(equalizer.weights[row], equalizer.weights[row + equalizer.pitch])
          sum += weight * Complex(source[2 * index], source[2 * index + 1])
        }
        sum = sum * phases[layer]
        (target[2 * index], target[2 * index + 1]) = (sum.real, sum.imaginary)
      }
    }
  }
}

import CDSPKernels

/// Complex matrices with a row for each antenna and a column for each of at most 16 layers: what multi-user precoding and detection work with.
///
/// A row is ``pitch`` real parts, then as many imaginary ones, whatever the number of layers.
public enum AntennaMatrix {
  /// Numbers from a row's real parts to its imaginary parts, and from these to the next row.
  public static let pitch = Int(VITRUM_LAYER_PITCH)
  public static let maximumLayers = pitch
  /// Numbers behind the last column of a plane of samples that are read and written too.
  public static let spare = Int(VITRUM_VECTOR_LANES)

  /// Samples in planes: for each row so many real parts, then imaginary ones, of which the first `count` are used.
  public struct Planes {
    public var numbers: UnsafeMutablePointer<Float>
    /// At least ``AntennaMatrix/spare`` - 1 more than what is used.
    public var pitch: Int

    public init(_ numbers: UnsafeMutablePointer<Float>, pitch: Int) { (self.numbers, self.pitch) = (numbers, pitch) }
  }

  /// Layers of antennas: W* y, with the conjugate transpose of the weights.
  /// - Parameters:
  ///   - weights: a row for each antenna.
  ///   - antennas: a row for each antenna, of `count` samples.
  ///   - result: a row for each layer.
  public static func combine(
    _ weights: UnsafePointer<Float>, antennaCount: Int, layers: Int, antennas: Planes, count: Int, into result: Planes,
    instructionSet: InstructionSet = .fastest
  ) {
    precondition(1...maximumLayers ~= layers && antennaCount > 0)
    var product = vitrum_matrix_product(
      rows: Int32(layers), depth: Int32(antennaCount), columns: count, is_across: true, is_conjugate: true, left: weights,
      right: antennas.numbers, right_pitch: antennas.pitch, result: result.numbers, result_pitch: result.pitch)
    multiply(&product, instructionSet)
  }

  /// Antennas of layers: W̄ s, with the conjugates of the weights: what the antennas send so that ``combine(_:antennaCount:layers:antennas:count:into:instructionSet:)``
  /// with the same weights would be the way back of a reciprocal channel.
  /// - Parameters:
  ///   - weights: a row for each antenna.
  ///   - layers: a row for each layer, of `count` samples.
  ///   - result: a row for each antenna.
  public static func spread(
    _ weights: UnsafePointer<Float>, antennaCount: Int, layerCount: Int, layers: Planes, count: Int, into result: Planes,
    instructionSet: InstructionSet = .fastest
  ) {
    precondition(1...maximumLayers ~= layerCount && antennaCount > 0)
    var product = vitrum_matrix_product(
      rows: Int32(antennaCount), depth: Int32(layerCount), columns: count, is_across: false, is_conjugate: true, left: weights,
      right: layers.numbers, right_pitch: layers.pitch, result: result.numbers, result_pitch: result.pitch)
    multiply(&product, instructionSet)
  }

  private static func multiply(_ product: inout vitrum_matrix_product, _ instructionSet: InstructionSet) {
    precondition(product.columns >= 0)
    switch instructionSet {
    case .portable: multiplyPortably(product)
    case .avx2: vitrum_matrix_product_avx2(&product)
    case .avx512: vitrum_matrix_product_avx512(&product)
    }
  }

  private static func multiplyPortably(_ product: vitrum_matrix_product) {
    guard let left = product.left, let right = product.right, let result = product.result else { return }
    let sign: Float = product.is_conjugate ? -1 : 1
    for row in 0..<Int(product.rows) {
      for column in 0..<product.columns {
        var sum = Complex.zero
        for k in 0..<Int(product.depth) {
          let place = product.is_across ? 2 * pitch * k + row : 2 * pitch * row + k
          let source = 2 * k * product.right_pitch + column
          sum += Complex(left[place], sign * left[place + pitch]) * Complex(right[source], right[source + product.right_pitch])
        }
        let target = 2 * row * product.result_pitch + column
        (result[target], result[target + product.result_pitch]) = (sum.real, sum.imaginary)
      }
    }
  }
}

/// Memory and kernels of H (H* H + α)⁻¹ of many matrices H: zero forcing (α = 0) and regularised zero forcing, for detection
/// (``AntennaMatrix/combine(_:antennaCount:layers:antennas:count:into:instructionSet:)``) as for precoding.
public struct PseudoInverseWorkspace: ~Copyable {
  private let scratch: UnsafeMutableRawPointer
  private let matrix: UnsafeMutablePointer<Complex>
  private let instructionSet: InstructionSet

  public init(instructionSet: InstructionSet = .fastest) {
    let limit = AntennaMatrix.maximumLayers
    let numbers = AntennaMatrix.spare * limit * (1 + 4 * limit + 2 * AntennaMatrix.pitch)
    scratch = .allocate(byteCount: numbers * MemoryLayout<Float>.stride, alignment: 64)
    matrix = .allocate(capacity: 2 * limit * limit)
    self.instructionSet = instructionSet
  }

  deinit {
    scratch.deallocate()
    matrix.deallocate()
  }

  /// - Parameters:
  ///   - channels: matrix behind matrix, a row for each antenna (see ``AntennaMatrix``).
  ///   - count: matrices.
  ///   - loading: α, at least 0. A matrix H* H + α that is not positive definite in this precision is treated as if it were just so.
  ///   - result: as `channels`, which it may be.
  public mutating func makeWeights(
    channels: UnsafePointer<Float>, count: Int, antennas: Int, layers: Int, loading: Float, into result: UnsafeMutablePointer<Float>
  ) {
    precondition(1...AntennaMatrix.maximumLayers ~= layers && antennas > 0 && count >= 0 && loading >= 0)
    var inverse = vitrum_pseudo_inverse(
      antennas: Int32(antennas), layers: Int32(layers), groups: count, loading: loading, channel: channels, result: result,
      scratch: scratch.assumingMemoryBound(to: Float.self))
    switch instructionSet {
    case .portable:
      let pitch = 2 * AntennaMatrix.pitch * antennas
      for group in 0..<count { invertPortably(channels + group * pitch, antennas, layers, loading, result + group * pitch) }
    case .avx2: vitrum_pseudo_inverse_avx2(&inverse)
    case .avx512: vitrum_pseudo_inverse_avx512(&inverse)
    }
  }

  private func invertPortably(
    _ channel: UnsafePointer<Float>, _ antennas: Int, _ layers: Int, _ loading: Float, _ result: UnsafeMutablePointer<Float>
  ) {
    let pitch = AntennaMatrix.pitch
    func element(_ antenna: Int, _ layer: Int) -> Complex {
      let place = 2 * pitch * antenna + layer
      return Complex(channel[place], channel[place + pitch])
    }
    let inverse = matrix + layers * layers
    for i in 0..<layers {
      for j in 0...i {
        var sum = Complex(i == j ? loading : 0, 0)
        for antenna in 0..<antennas { sum += element(antenna, i).conjugate * element(antenna, j) }
        matrix[i * layers + j] = sum
      }
    }
    HermitianMatrix.invert(matrix, into: inverse, count: layers)
    withUnsafeTemporaryAllocation(of: Complex.self, capacity: layers) { row in
      for antenna in 0..<antennas {
        for layer in 0..<layers { row.initializeElement(at: layer, to: element(antenna, layer)) }
        for layer in 0..<layers {
          var sum = Complex.zero
          for k in 0..<layers { sum += row[k] * inverse[k * layers + layer] }
          let place = 2 * pitch * antenna + layer
          (result[place], result[place + pitch]) = (sum.real, sum.imaginary)
        }
      }
    }
  }
}

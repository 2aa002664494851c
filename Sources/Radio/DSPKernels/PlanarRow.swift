import CDSPKernels

/// Complex numbers as two rows, one of real and one of imaginary parts.
public struct PlanarRow {
  public var real: UnsafeMutablePointer<Float>
  public var imaginary: UnsafeMutablePointer<Float>
  private let instructionSet: InstructionSet

  public init(_ base: UnsafeMutablePointer<Float>, pitch: Int, _ instructionSet: InstructionSet) {
    real = base
    imaginary = base + pitch
    self.instructionSet = instructionSet
  }

  /// The numbers from one on.
  public func from(_ index: Int) -> PlanarRow {
    var row = self
    row.real += index
    row.imaginary += index
    return row
  }

  /// Σ a[first + shift + n] b[first + n]*. Up to 15 numbers behind the last are read, so that rows have some to spare.
  public static func product(_ a: PlanarRow, _ b: PlanarRow, first: Int, shift: Int, count: Int) -> SIMD2<Double> {
    let (a, b) = (a.from(first + shift), b.from(first))
    var sum = SIMD2<Double>.zero
    guard a.instructionSet != .portable, count > 0 else {
      for n in 0..<max(0, count) {
        let (x, y, u, v) = (a.real[n], a.imaginary[n], b.real[n], b.imaginary[n])
        sum += SIMD2(Double(x * u + y * v), Double(y * u - x * v))
      }
      return sum
    }
    withUnsafeMutableBytes(of: &sum) {
      guard let target = $0.assumingMemoryBound(to: Double.self).baseAddress else { return }
      if a.instructionSet == .avx2 {
        vitrum_planar_product_avx2(a.real, a.imaginary, b.real, b.imaginary, count, target)
      } else {
        vitrum_planar_product_avx512(a.real, a.imaginary, b.real, b.imaginary, count, target)
      }
    }
    return sum
  }

  /// Multiplies each number by another's, or its conjugate, and all by a factor.
  public func multiply(_ other: PlanarRow, isConjugate: Bool = false, by factor: Complex = Complex(1, 0), count: Int) {
    let sign: Float = isConjugate ? -1 : 1
    switch instructionSet {
    case .portable:
      for n in 0..<count {
        let value = Complex(real[n], imaginary[n]) * (Complex(other.real[n], other.imaginary[n] * sign) * factor)
        (real[n], imaginary[n]) = (value.real, value.imaginary)
      }
    case .avx2:
      vitrum_planar_multiply_avx2(real, imaginary, other.real, other.imaginary, sign, factor.real, factor.imaginary, count)
    case .avx512:
      vitrum_planar_multiply_avx512(real, imaginary, other.real, other.imaginary, sign, factor.real, factor.imaginary, count)
    }
  }

  /// Takes every second of some numbers.
  public func gather(everySecondOf source: UnsafePointer<Complex>, count: Int) {
    let parts = UnsafeRawPointer(source).assumingMemoryBound(to: Float.self)
    switch instructionSet {
    case .portable: for n in 0..<count { (real[n], imaginary[n]) = (source[2 * n].real, source[2 * n].imaginary) }
    case .avx2: vitrum_planar_gather_avx2(parts, count, real, imaginary)
    case .avx512: vitrum_planar_gather_avx512(parts, count, real, imaginary)
    }
  }

  /// Takes every second of some numbers, each times that of a row, or adds these products.
  public func weigh(everySecondOf source: UnsafePointer<Complex>, by weights: PlanarRow, isAdding: Bool, count: Int) {
    let parts = UnsafeRawPointer(source).assumingMemoryBound(to: Float.self)
    switch instructionSet {
    case .portable:
      for n in 0..<count {
        let value = source[2 * n] * Complex(weights.real[n], weights.imaginary[n])
        real[n] = isAdding ? real[n] + value.real : value.real
        imaginary[n] = isAdding ? imaginary[n] + value.imaginary : value.imaginary
      }
    case .avx2: vitrum_planar_weigh_avx2(parts, weights.real, weights.imaginary, isAdding, count, real, imaginary)
    case .avx512: vitrum_planar_weigh_avx512(parts, weights.real, weights.imaginary, isAdding, count, real, imaginary)
    }
  }

  /// Takes r* f / |r|² for values r; |r|² is taken for `least` where it is less.
  public func invert(_ values: UnsafePointer<Complex>, least: Float, factor: Float, count: Int) {
    let parts = UnsafeRawPointer(values).assumingMemoryBound(to: Float.self)
    switch instructionSet {
    case .portable:
      for n in 0..<count {
        let scale = factor / max(values[n].power, least)
        (real[n], imaginary[n]) = (values[n].real * scale, -values[n].imaginary * scale)
      }
    case .avx2: vitrum_planar_invert_avx2(parts, least, factor, count, real, imaginary)
    case .avx512: vitrum_planar_invert_avx512(parts, least, factor, count, real, imaginary)
    }
  }

  /// Σ |x|².
  public static func power(_ values: UnsafePointer<Complex>, count: Int, _ instructionSet: InstructionSet) -> Double {
    let parts = UnsafeRawPointer(values).assumingMemoryBound(to: Float.self)
    return switch instructionSet {
    case .portable: (0..<count).reduce(0.0) { $0 + Double(values[$1].power) }
    case .avx2: vitrum_planar_power_avx2(parts, 2 * count)
    case .avx512: vitrum_planar_power_avx512(parts, 2 * count)
    }
  }

  /// Adds Σ a b* of each two rows a and b, b not behind a, to matrices: one for each `size` numbers of the rows, which are `count` and may end
  /// within the last. Up to 15 numbers behind the last are read.
  /// - Parameters:
  ///   - row: the first; the others are behind it, each two `pitch` further.
  ///   - factor: of the sums.
  ///   - matrices: row by row.
  public static func addCovariances(
    _ row: PlanarRow, pitch: Int, rows: Int, size: Int, count: Int, factor: Float, to matrices: UnsafeMutablePointer<Complex>
  ) {
    let parts = UnsafeMutableRawPointer(matrices).assumingMemoryBound(to: Float.self)
    switch row.instructionSet {
    case .portable:
      for (group, first) in stride(from: 0, to: count, by: size).enumerated() {
        let target = matrices + group * rows * rows
        for a in 0..<rows {
          for b in 0...a {
            let sum = product(
              row.from(2 * a * pitch), row.from(2 * b * pitch), first: first, shift: 0, count: min(size, count - first))
            target[a * rows + b] += Complex(Float(sum.x), Float(sum.y)) * factor
          }
        }
      }
    case .avx2: vitrum_planar_covariances_avx2(row.real, pitch, Int32(rows), size, count, factor, parts)
    case .avx512: vitrum_planar_covariances_avx512(row.real, pitch, Int32(rows), size, count, factor, parts)
    }
  }

  /// Subtracts values times a factor times every second of a row.
  public func subtract(_ values: UnsafePointer<Complex>, by factor: Complex, everySecondOf row: PlanarRow, count: Int) {
    let parts = UnsafeRawPointer(values).assumingMemoryBound(to: Float.self)
    switch instructionSet {
    case .portable:
      for n in 0..<count {
        let value = values[n] * factor * Complex(row.real[2 * n], row.imaginary[2 * n])
        real[n] -= value.real
        imaginary[n] -= value.imaginary
      }
    case .avx2:
      vitrum_planar_subtract_avx2(real, imaginary, parts, factor.real, factor.imaginary, row.real, row.imaginary, count)
    case .avx512:
      vitrum_planar_subtract_avx512(real, imaginary, parts, factor.real, factor.imaginary, row.real, row.imaginary, count)
    }
  }

  /// Σ Re x h* for every second h of a row.
  public func likeness(everySecondOf row: PlanarRow, count: Int) -> Double {
    switch instructionSet {
    case .portable:
      (0..<count).reduce(0.0) { $0 + Double(real[$1] * row.real[2 * $1] + imaginary[$1] * row.imaginary[2 * $1]) }
    case .avx2: vitrum_planar_likeness_avx2(real, imaginary, row.real, row.imaginary, count)
    case .avx512: vitrum_planar_likeness_avx512(real, imaginary, row.real, row.imaginary, count)
    }
  }

  public func add(_ other: PlanarRow, scale: Float, count: Int) {
    for n in 0..<count {
      real[n] += other.real[n] * scale
      imaginary[n] += other.imaginary[n] * scale
    }
  }

  public func scale(_ factor: Float, count: Int) {
    for n in 0..<count {
      real[n] *= factor
      imaginary[n] *= factor
    }
  }

  /// The means of `size` neighbours.
  public func average(_ size: Int, into target: PlanarRow, count: Int) {
    let factor = 1 / Float(size)
    if size == 2, instructionSet != .portable {
      let halve = instructionSet == .avx2 ? vitrum_planar_halve_avx2 : vitrum_planar_halve_avx512
      halve(real, count, target.real)
      halve(imaginary, count, target.imaginary)
      return
    }
    for n in 0..<count {
      var (x, y) = (real[n * size], imaginary[n * size])
      for k in 1..<size {
        x += real[n * size + k]
        y += imaginary[n * size + k]
      }
      (target.real[n], target.imaginary[n]) = (x * factor, y * factor)
    }
  }

  /// The squares of differences of the first, second or fourth order, each in the scale of a number's noise.
  /// - Returns: their sum and number.
  public func roughness(order: Int, first: Int, count: Int) -> (sum: Double, count: Int) {
    guard count > order else { return (0, 0) }
    let row = from(first)
    guard order > 1 else {
      let sum = (0..<(count - 1)).reduce(0.0) {
        $0 + Double(Complex(row.real[$1] - row.real[$1 + 1], row.imaginary[$1] - row.imaginary[$1 + 1]).power)
      }
      return (sum / 2, count - 1)
    }
    let sum = squares(row.real, order, count) + squares(row.imaginary, order, count)
    return (sum / (order == 2 ? 6 : 70), count - order)
  }

  private func squares(_ row: UnsafePointer<Float>, _ order: Int, _ count: Int) -> Double {
    switch instructionSet {
    case .portable:
      (0..<(count - order)).reduce(0.0) { sum, n in
        let x = row + n
        let difference = order == 2 ? x[0] + x[2] - 2 * x[1] : x[0] + x[4] - 4 * (x[1] + x[3]) + 6 * x[2]
        return sum + Double(difference * difference)
      }
    case .avx2: vitrum_planar_roughness_avx2(row, Int32(order), count)
    case .avx512: vitrum_planar_roughness_avx512(row, Int32(order), count)
    }
  }
}

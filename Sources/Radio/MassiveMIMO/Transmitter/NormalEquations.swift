/// Linear least squares of complex numbers (real part, imaginary part) in double precision.
struct NormalEquations {
  private let count: Int
  /// The lower triangle of A* A, row by row of `count`.
  private var matrix: [SIMD2<Double>]
  private var right: [SIMD2<Double>]

  init(count: Int) {
    self.count = count
    matrix = [SIMD2<Double>](repeating: .zero, count: count * count)
    right = [SIMD2<Double>](repeating: .zero, count: count)
  }

  /// a* b.
  @inline(__always)
  private static func conjugateProduct(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> SIMD2<Double> {
    SIMD2(a.x * b.x + a.y * b.y, a.x * b.y - a.y * b.x)
  }

  @inline(__always)
  private static func product(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> SIMD2<Double> {
    SIMD2(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x)
  }

  /// Adds the equation Σ row[i] x[i] = value.
  mutating func add(_ row: [SIMD2<Double>], _ value: SIMD2<Double>) {
    matrix.withUnsafeMutableBufferPointer { matrix in
      for i in 0..<count {
        for j in 0...i { matrix[i * count + j] += Self.conjugateProduct(row[i], row[j]) }
        right[i] += Self.conjugateProduct(row[i], value)
      }
    }
  }

  /// - Returns: `nil` where the equations do not determine it.
  func solution(loading: Double) -> [SIMD2<Double>]? {
    let mean = (0..<count).reduce(0) { $0 + matrix[$1 * count + $1].x } / Double(count)
    guard mean > 0, mean.isFinite else { return nil }
    // Lower · lower*, in place.
    var lower = matrix
    for j in 0..<count {
      var diagonal = lower[j * count + j].x + loading * mean
      for k in 0..<j { diagonal -= (lower[j * count + k] * lower[j * count + k]).sum() }
      guard diagonal > 0 else { return nil }
      let root = diagonal.squareRoot()
      lower[j * count + j] = SIMD2(root, 0)
      for i in (j + 1)..<max(count, j + 1) {
        var value = lower[i * count + j]
        for k in 0..<j { value -= Self.conjugateProduct(lower[j * count + k], lower[i * count + k]) }
        lower[i * count + j] = value / root
      }
    }
    var x = right
    for i in 0..<count {
      for k in 0..<i { x[i] -= Self.product(lower[i * count + k], x[k]) }
      x[i] /= lower[i * count + i].x
    }
    for i in stride(from: count - 1, through: 0, by: -1) {
      for k in (i + 1)..<max(count, i + 1) { x[i] -= Self.conjugateProduct(lower[k * count + i], x[k]) }
      x[i] /= lower[i * count + i].x
    }
    return x
  }
}

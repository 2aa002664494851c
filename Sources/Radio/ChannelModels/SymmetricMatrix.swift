/// Real symmetric matrices, row by row.
enum SymmetricMatrix {
  /// The symmetric S with S · S = `matrix`, which is positive semidefinite: eigenvalues below 0 are taken for 0.
  ///
  /// By Jacobi's rotations, which find the eigenvalues of singular matrices too.
  static func squareRoot(_ matrix: [Double], count: Int) -> [Double] {
    var a = matrix
    var vectors = [Double](repeating: 0, count: count * count)
    for index in 0..<count { vectors[index * count + index] = 1 }
    a.withUnsafeMutableBufferPointer { a in
      vectors.withUnsafeMutableBufferPointer { vectors in
        for _ in 0..<50 {
          var outside = 0.0
          for row in 0..<count {
            for column in 0..<row { outside += a[row * count + column] * a[row * count + column] }
          }
          if outside < 1e-24 { break }
          for p in 0..<count {
            for q in (p + 1)..<count { rotate(a, vectors, count, p, q) }
          }
        }
      }
    }
    let roots = (0..<count).map { max(0, a[$0 * count + $0]).squareRoot() }
    var result = [Double](repeating: 0, count: count * count)
    for row in 0..<count {
      for column in 0..<count {
        for k in 0..<count {
          result[row * count + column] += vectors[row * count + k] * roots[k] * vectors[column * count + k]
        }
      }
    }
    return result
  }

  /// Makes the elements (p, q) and (q, p) zero.
  private static func rotate(
    _ a: UnsafeMutableBufferPointer<Double>, _ vectors: UnsafeMutableBufferPointer<Double>, _ count: Int, _ p: Int, _ q: Int
  ) {
    let element = a[p * count + q]
    guard element != 0 else { return }
    let ratio = (a[q * count + q] - a[p * count + p]) / (2 * element)
    let tangent = (ratio < 0 ? -1 : 1) / (abs(ratio) + (ratio * ratio + 1).squareRoot())
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    let sine = tangent * cosine
    for k in 0..<count {
      let (left, right) = (a[k * count + p], a[k * count + q])
      a[k * count + p] = cosine * left - sine * right
      a[k * count + q] = sine * left + cosine * right
    }
    for k in 0..<count {
      let (upper, lower) = (a[p * count + k], a[q * count + k])
      a[p * count + k] = cosine * upper - sine * lower
      a[q * count + k] = sine * upper + cosine * lower
      let (left, right) = (vectors[k * count + p], vectors[k * count + q])
      vectors[k * count + p] = cosine * left - sine * right
      vectors[k * count + q] = sine * left + cosine * right
    }
  }
}

/// Small Hermitian matrices, row by row.
public enum HermitianMatrix {
  /// The inverse of a positive definite matrix by its factors L D L*. A diagonal element of D that is not positive becomes very small.
  /// - Parameters:
  ///   - matrix: `count` rows; only its lower triangle is read, and it is overwritten by the factors.
  public static func invert(_ matrix: UnsafeMutablePointer<Complex>, into inverse: UnsafeMutablePointer<Complex>, count: Int) {
    for j in 0..<count {
      var diagonal = matrix[j * count + j].real
      for k in 0..<j { diagonal -= matrix[j * count + k].power * matrix[k * count + k].real }
      if !(diagonal > .leastNormalMagnitude) { diagonal = .leastNormalMagnitude }
      matrix[j * count + j] = Complex(diagonal, 0)
      for i in (j + 1)..<count {
        var value = matrix[i * count + j]
        for k in 0..<j {
          value = value - matrix[i * count + k] * matrix[j * count + k].conjugate * matrix[k * count + k].real
        }
        matrix[i * count + j] = value * (1 / diagonal)
      }
    }
    // The inverse of L, below the diagonal of the result.
    for j in 0..<count {
      for i in (j + 1)..<count {
        var value = matrix[i * count + j]
        for k in (j + 1)..<i { value += matrix[i * count + k] * inverse[k * count + j] }
        inverse[i * count + j] = Complex(-value.real, -value.imaginary)
      }
    }
    // From the first row on, what is read lies below and is not yet overwritten.
    for i in 0..<count {
      for j in 0...i {
        var value = Complex.zero
        for k in i..<count {
          let left = k == i ? Complex(1, 0) : inverse[k * count + i].conjugate
          let right = k == j ? Complex(1, 0) : inverse[k * count + j]
          value += left * right * (1 / matrix[k * count + k].real)
        }
        inverse[i * count + j] = value
        inverse[j * count + i] = value.conjugate
      }
    }
  }
}

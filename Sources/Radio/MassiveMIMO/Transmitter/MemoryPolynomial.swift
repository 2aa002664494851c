import DSPKernels

/// y[n] = Σ_m Σ_k a_mk x[n - m] |x[n - m]|^k: how amplifiers distort, and how that is undone.
public struct MemoryPolynomial: Sendable, Hashable {
  /// Samples back that are used, and the highest power of the amplitude.
  public let memory: Int
  public let order: Int
  /// By delay, then by power.
  public var coefficients: [Complex]

  /// That leaves samples as they are.
  public init(memory: Int, order: Int) {
    precondition(memory >= 0 && order >= 0)
    (self.memory, self.order) = (memory, order)
    coefficients = [Complex](repeating: .zero, count: (memory + 1) * (order + 1))
    coefficients[0] = Complex(1, 0)
  }

  /// - Parameter coefficients: a row for each delay.
  public init(_ rows: [[Complex]]) {
    self.init(memory: max(0, rows.count - 1), order: max(0, (rows.map(\.count).max() ?? 1) - 1))
    coefficients = rows.flatMap { row in row + [Complex](repeating: .zero, count: order + 1 - row.count) }
  }

  /// With silence in front of the first sample.
  public func apply(_ input: [Complex]) -> [Complex] {
    var output = [Complex](repeating: .zero, count: input.count)
    var gains = [Complex](repeating: .zero, count: memory + 1)
    for (index, sample) in input.enumerated() {
      let amplitude = sample.power.squareRoot()
      for delay in 0...memory {
        // Horner's rule.
        let row = delay * (order + 1)
        var gain = coefficients[row + order]
        for power in stride(from: order - 1, through: 0, by: -1) { gain = gain * amplitude + coefficients[row + power] }
        gains[delay] = gain
      }
      for delay in 0...memory where index + delay < output.count { output[index + delay] += sample * gains[delay] }
    }
    return output
  }

  /// The polynomial that makes `target` of `source` with the least mean square, over samples that have all their memory.
  /// - Parameter loading: what is added to the diagonal, as a part of its mean.
  /// - Returns: `nil` for fewer samples than twice the coefficients, or ones that do not determine them.
  public static func fit(_ source: [Complex], to target: [Complex], memory: Int, order: Int, loading: Double = 1e-9) -> MemoryPolynomial? {
    var result = MemoryPolynomial(memory: memory, order: order)
    let count = result.coefficients.count
    guard source.count == target.count, source.count > memory + 2 * count else { return nil }
    var equations = NormalEquations(count: count)
    var row = [SIMD2<Double>](repeating: .zero, count: count)
    for index in memory..<source.count {
      for delay in 0...memory {
        let sample = source[index - delay]
        var value = SIMD2(Double(sample.real), Double(sample.imaginary))
        let amplitude = (value * value).sum().squareRoot()
        for power in 0...order {
          row[delay * (order + 1) + power] = value
          value *= amplitude
        }
      }
      equations.add(row, SIMD2(Double(target[index].real), Double(target[index].imaginary)))
    }
    guard let solution = equations.solution(loading: loading) else { return nil }
    result.coefficients = solution.map { Complex(Float($0.x), Float($0.y)) }
    return result
  }
}

import DSPKernels

/// The amplifier of a branch: a memory polynomial up to its saturation. Amplitudes are relative to its rated peak, 1.
public struct PowerAmplifier: Sendable, Hashable {
  public let polynomial: MemoryPolynomial
  /// What amplitudes of the input are cut off at: beyond it the polynomial says nothing.
  public let saturation: Float

  public init(polynomial: MemoryPolynomial, saturation: Float) { (self.polynomial, self.saturation) = (polynomial, saturation) }

  /// At an input of 1 2.3 dB less gain than for small signals and 9° of turn, with four samples of memory at 491.52 Msample/s, one more
  /// than ``Predistorter`` has: what a gallium nitride amplifier of this class is like before it is linearised.
  public static let galliumNitride = PowerAmplifier(
    polynomial: MemoryPolynomial([
      [Complex(1, 0), Complex(-0.02, 0.01), Complex(-0.15, 0.12), .zero, Complex(-0.10, -0.02), .zero, Complex(0.03, 0.01)],
      [Complex(0.05, -0.02), .zero, Complex(-0.03, 0.02), .zero, Complex(0.01, -0.01)],
      [Complex(-0.02, 0.01), .zero, Complex(0.015, -0.01)],
      [Complex(0.008, -0.005), .zero, Complex(-0.006, 0.004)],
      [Complex(-0.003, 0.002), .zero, Complex(0.002, 0.001)],
    ]), saturation: 1.25)

  public func amplify(_ input: [Complex]) -> [Complex] {
    polynomial.apply(
      input.map { sample in
        let power = sample.power
        return power > saturation * saturation ? sample * (saturation / power.squareRoot()) : sample
      })
  }
}

/// Learns from what an observation receiver hears of an amplifier how to distort its input so that its output is not: the polynomial that
/// makes the input of the output is put in front (indirect learning).
public struct Predistorter: Sendable, Hashable {
  public private(set) var polynomial: MemoryPolynomial
  private let loading: Double

  public init(memory: Int = 3, order: Int = 6, loading: Double = 1e-9) {
    polynomial = MemoryPolynomial(memory: memory, order: order)
    self.loading = loading
  }

  public func distort(_ input: [Complex]) -> [Complex] { polynomial.apply(input) }

  /// - Parameters:
  ///   - sent: what went into the amplifier.
  ///   - observed: what the observation receiver heard of its output, divided by the gain that is wanted.
  /// - Returns: whether the samples determine a polynomial; if not, nothing changes.
  public mutating func learn(sent: [Complex], observed: [Complex]) -> Bool {
    guard
      let found = MemoryPolynomial.fit(observed, to: sent, memory: polynomial.memory, order: polynomial.order, loading: loading)
    else { return false }
    polynomial = found
    return true
  }
}

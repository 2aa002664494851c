/// Points on the unit circle, eight at once.
enum Phasor {
  /// exp(2πj · turns), exact to 2·10⁻⁷ for less than 2⁵⁰ turns.
  ///
  /// By the series of the sine and cosine of half the angle, which is at most a right one.
  @inline(__always)
  static func of(_ turns: SIMD8<Double>) -> (real: SIMD8<Double>, imaginary: SIMD8<Double>) {
    // Adding what leaves no place for a fraction rounds to the nearest integer.
    let rounding = SIMD8<Double>(repeating: 0x1.8p52)
    let half = (turns - ((turns + rounding) - rounding)) * Double.pi
    let square = half * half
    var sine = SIMD8<Double>(repeating: -1 / 39_916_800)
    sine = sine * square + 1 / 362_880
    sine = sine * square - 1 / 5040
    sine = sine * square + 1 / 120
    sine = sine * square - 1 / 6
    sine = (sine * square + 1) * half
    var cosine = SIMD8<Double>(repeating: 1 / 479_001_600)
    cosine = cosine * square - 1 / 3_628_800
    cosine = cosine * square + 1 / 40320
    cosine = cosine * square - 1 / 720
    cosine = cosine * square + 1 / 24
    cosine = cosine * square - 0.5
    cosine = cosine * square + 1
    return (1 - 2 * sine * sine, 2 * sine * cosine)
  }
}

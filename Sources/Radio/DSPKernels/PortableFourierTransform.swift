import Foundation

/// Transforms in Swift, for every processor and length.
///
/// Each pass splits the transforms of length `n` that stand interleaved with stride `s` into `r` times as many of length `n / r`
/// (Stockham):
/// ```
///   y[q + s (r p + i)] = w^(p i) · Σ_k x[q + s (p + k n/r)] · exp(∓2πj i k / r)        w = exp(∓2πj / n)
/// ```
/// so that the result is in order without a pass that sorts.
struct PortableFourierTransform: ~Copyable {
  private struct Pass {
    var radix: Int
    var length: Int
    /// Where its twiddle factors begin: for each p those of i = 1 to radix - 1.
    var twiddles: Int
  }
  private let count: Int
  private let passes: [Pass]
  private let twiddles: UnsafeMutablePointer<Complex>
  private let scratch: UnsafeMutablePointer<Complex>

  /// - Parameter count: 2^a · 3^b · 5^c.
  init(count: Int) {
    self.count = count
    var passes: [Pass] = []
    var length = count
    var size = 0
    while let radix = [4, 5, 3, 2].first(where: { length % $0 == 0 }), length > 1 {
      passes.append(Pass(radix: radix, length: length, twiddles: size))
      length /= radix
      size += length * (radix - 1)
    }
    self.passes = passes
    twiddles = .allocate(capacity: max(1, size))
    for pass in passes {
      for p in 0..<(pass.length / pass.radix) {
        for i in 1..<pass.radix {
          (twiddles + pass.twiddles + p * (pass.radix - 1) + i - 1).initialize(to: .root(p * i, of: pass.length))
        }
      }
    }
    scratch = .allocate(capacity: count)
    scratch.initialize(repeating: .zero, count: count)
  }

  deinit {
    twiddles.deallocate()
    scratch.deallocate()
  }

  /// In place.
  func transform(_ samples: UnsafeMutablePointer<Complex>, isInverse: Bool) {
    var source = samples
    var target = scratch
    var stride = 1
    for pass in passes {
      let step = pass.length / pass.radix
      for p in 0..<step {
        let factors = twiddles + pass.twiddles + p * (pass.radix - 1)
        for q in 0..<stride {
          let from = source + q + stride * p
          let to = target + q + stride * pass.radix * p
          switch pass.radix {
          case 2: Self.two(from, stride * step, to, stride, factors, isInverse)
          case 3: Self.three(from, stride * step, to, stride, factors, isInverse)
          case 4: Self.four(from, stride * step, to, stride, factors, isInverse)
          default: Self.five(from, stride * step, to, stride, factors, isInverse)
          }
        }
      }
      swap(&source, &target)
      stride *= pass.radix
    }
    if source == scratch { samples.update(from: scratch, count: count) }
  }

  private typealias Samples = UnsafeMutablePointer<Complex>

  @inline(__always)
  private static func turned(_ value: Complex, _ factor: Complex, _ isInverse: Bool) -> Complex {
    value * (isInverse ? factor.conjugate : factor)
  }

  /// -j z, or j z in an inverse transform.
  @inline(__always)
  private static func quarter(_ value: Complex, _ isInverse: Bool) -> Complex {
    isInverse ? Complex(-value.imaginary, value.real) : Complex(value.imaginary, -value.real)
  }

  @inline(__always)
  private static func two(_ x: Samples, _ from: Int, _ y: Samples, _ to: Int, _ w: Samples, _ isInverse: Bool) {
    let (a, b) = (x[0], x[from])
    y[0] = a + b
    y[to] = turned(a - b, w[0], isInverse)
  }

  @inline(__always)
  private static func three(_ x: Samples, _ from: Int, _ y: Samples, _ to: Int, _ w: Samples, _ isInverse: Bool) {
    let (a, sum, difference) = (x[0], x[from] + x[2 * from], x[from] - x[2 * from])
    let middle = a - sum * 0.5
    let side = quarter(difference * 0.866_025_4, isInverse)
    y[0] = a + sum
    y[to] = turned(middle + side, w[0], isInverse)
    y[2 * to] = turned(middle - side, w[1], isInverse)
  }

  @inline(__always)
  private static func four(_ x: Samples, _ from: Int, _ y: Samples, _ to: Int, _ w: Samples, _ isInverse: Bool) {
    let (even, evenDifference) = (x[0] + x[2 * from], x[0] - x[2 * from])
    let (odd, oddDifference) = (x[from] + x[3 * from], quarter(x[from] - x[3 * from], isInverse))
    y[0] = even + odd
    y[to] = turned(evenDifference + oddDifference, w[0], isInverse)
    y[2 * to] = turned(even - odd, w[1], isInverse)
    y[3 * to] = turned(evenDifference - oddDifference, w[2], isInverse)
  }

  @inline(__always)
  private static func five(_ x: Samples, _ from: Int, _ y: Samples, _ to: Int, _ w: Samples, _ isInverse: Bool) {
    let (first, firstDifference) = (x[from] + x[4 * from], x[from] - x[4 * from])
    let (second, secondDifference) = (x[2 * from] + x[3 * from], x[2 * from] - x[3 * from])
    let middle = x[0] + first * 0.309_017 - second * 0.809_017
    let other = x[0] - first * 0.809_017 + second * 0.309_017
    let side = quarter(firstDifference * 0.951_056_5 + secondDifference * 0.587_785_25, isInverse)
    let otherSide = quarter(firstDifference * 0.587_785_25 - secondDifference * 0.951_056_5, isInverse)
    y[0] = x[0] + first + second
    y[to] = turned(middle + side, w[0], isInverse)
    y[2 * to] = turned(other + otherSide, w[1], isInverse)
    y[3 * to] = turned(other - otherSide, w[2], isInverse)
    y[4 * to] = turned(middle - side, w[3], isInverse)
  }
}

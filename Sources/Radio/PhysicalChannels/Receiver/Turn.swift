import DSPKernels
import Foundation

/// Points of the unit circle.
enum Turn {
  static func of(_ turns: Double) -> Complex {
    let angle = 2 * Double.pi * (turns - turns.rounded())
    return Complex(Float(cos(angle)), Float(sin(angle)))
  }

  /// exp(2πj (start + turns · k)) for k = 0 to `count` - 1; memory of a multiple of 16 numbers is written.
  static func fill(
    _ turns: Double, from start: Double = 0, count: Int, _ real: UnsafeMutablePointer<Float>, _ imaginary: UnsafeMutablePointer<Float>
  ) {
    var lanes = (real: SIMD16<Float>.zero, imaginary: SIMD16<Float>.zero)
    for lane in 0..<16 {
      let point = of(turns * Double(lane))
      lanes.real[lane] = point.real
      lanes.imaginary[lane] = point.imaginary
    }
    let angle = 2 * Double.pi * turns * 16
    let step = SIMD2<Double>(cos(angle), sin(angle))
    let first = 2 * Double.pi * (start - start.rounded())
    var base = SIMD2<Double>(cos(first), sin(first))
    for place in stride(from: 0, to: count, by: 16) {
      let (x, y) = (Float(base.x), Float(base.y))
      UnsafeMutableRawPointer(real + place).storeBytes(of: lanes.real * x - lanes.imaginary * y, as: SIMD16<Float>.self)
      UnsafeMutableRawPointer(imaginary + place).storeBytes(of: lanes.real * y + lanes.imaginary * x, as: SIMD16<Float>.self)
      base = SIMD2(base.x * step.x - base.y * step.y, base.x * step.y + base.y * step.x)
    }
  }
}

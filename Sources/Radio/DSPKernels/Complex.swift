/// A complex sample.
@frozen public struct Complex: Sendable, Hashable {
  public var real: Float
  public var imaginary: Float

  @inlinable public init(_ real: Float, _ imaginary: Float) {
    self.real = real
    self.imaginary = imaginary
  }

  public static let zero = Complex(0, 0)

  /// |z|².
  @inlinable public var power: Float { real * real + imaginary * imaginary }
  @inlinable public var conjugate: Complex { Complex(real, -imaginary) }

  @inlinable public static func + (left: Complex, right: Complex) -> Complex {
    Complex(left.real + right.real, left.imaginary + right.imaginary)
  }
  @inlinable public static func - (left: Complex, right: Complex) -> Complex {
    Complex(left.real - right.real, left.imaginary - right.imaginary)
  }
  @inlinable public static func * (left: Complex, right: Complex) -> Complex {
    Complex(left.real * right.real - left.imaginary * right.imaginary, left.real * right.imaginary + left.imaginary * right.real)
  }
  @inlinable public static func * (left: Complex, right: Float) -> Complex { Complex(left.real * right, left.imaginary * right) }
  @inlinable public static func += (left: inout Complex, right: Complex) { left = left + right }
}

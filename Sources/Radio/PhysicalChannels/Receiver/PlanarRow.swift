import DSPKernels

/// Complex numbers as two rows, one of real and one of imaginary parts.
struct PlanarRow {
  var real: UnsafeMutablePointer<Float>
  var imaginary: UnsafeMutablePointer<Float>

  init(_ base: UnsafeMutablePointer<Float>, pitch: Int) {
    real = base
    imaginary = base + pitch
  }

  @inline(__always)
  private static func load(_ place: UnsafeMutablePointer<Float>) -> SIMD8<Float> {
    UnsafeRawPointer(place).loadUnaligned(as: SIMD8<Float>.self)
  }

  @inline(__always)
  private static func store(_ value: SIMD8<Float>, _ place: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(place).storeBytes(of: value, as: SIMD8<Float>.self)
  }

  /// Σ a[first + shift + n] b[first + n]*.
  static func product(_ a: PlanarRow, _ b: PlanarRow, first: Int, shift: Int, count: Int) -> SIMD2<Double> {
    var (real, imaginary) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
    var n = first
    while n + 8 <= first + count {
      let (x, y) = (load(a.real + n + shift), load(a.imaginary + n + shift))
      let (u, v) = (load(b.real + n), load(b.imaginary + n))
      real += x * u + y * v
      imaginary += y * u - x * v
      n += 8
    }
    var sum = SIMD2(Double(real.sum()), Double(imaginary.sum()))
    while n < first + count {
      let (x, y, u, v) = (a.real[n + shift], a.imaginary[n + shift], b.real[n], b.imaginary[n])
      sum += SIMD2(Double(x * u + y * v), Double(y * u - x * v))
      n += 1
    }
    return sum
  }

  /// Multiplies each number by another's, or its conjugate, and all by a factor.
  func multiply(_ other: PlanarRow, isConjugate: Bool, by factor: Complex, count: Int) {
    let sign: Float = isConjugate ? -1 : 1
    var n = 0
    while n < count {
      if n + 8 <= count {
        let (a, b) = (Self.load(other.real + n), Self.load(other.imaginary + n) * sign)
        let (u, v) = (a * factor.real - b * factor.imaginary, a * factor.imaginary + b * factor.real)
        let (x, y) = (Self.load(real + n), Self.load(imaginary + n))
        Self.store(x * u - y * v, real + n)
        Self.store(x * v + y * u, imaginary + n)
        n += 8
      } else {
        let value = Complex(real[n], imaginary[n]) * (Complex(other.real[n], other.imaginary[n] * sign) * factor)
        (real[n], imaginary[n]) = (value.real, value.imaginary)
        n += 1
      }
    }
  }

  func add(_ other: PlanarRow, scale: Float, count: Int) {
    for n in 0..<count {
      real[n] += other.real[n] * scale
      imaginary[n] += other.imaginary[n] * scale
    }
  }

  func scale(_ factor: Float, count: Int) {
    for n in 0..<count {
      real[n] *= factor
      imaginary[n] *= factor
    }
  }

  /// The means of `size` neighbours.
  func average(_ size: Int, into target: PlanarRow, count: Int) {
    let factor = 1 / Float(size)
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
  func roughness(order: Int, first: Int, count: Int) -> (sum: Double, count: Int) {
    guard count > order else { return (0, 0) }
    switch order {
    case 4: return ((Self.fourth(real + first, count) + Self.fourth(imaginary + first, count)) / 70, count - 4)
    case 2: return ((Self.second(real + first, count) + Self.second(imaginary + first, count)) / 6, count - 2)
    default:
      let sum = (first..<(first + count - 1)).reduce(0.0) {
        $0 + Double(Complex(real[$1] - real[$1 + 1], imaginary[$1] - imaginary[$1 + 1]).power)
      }
      return (sum / 2, count - 1)
    }
  }

  private static func fourth(_ row: UnsafeMutablePointer<Float>, _ count: Int) -> Double {
    var n = 0
    var lanes = SIMD8<Float>.zero
    while n + 12 <= count {
      let outer = load(row + n) + load(row + n + 4)
      let difference = outer - (load(row + n + 1) + load(row + n + 3)) * 4 + load(row + n + 2) * 6
      lanes += difference * difference
      n += 8
    }
    var sum = Double(lanes.sum())
    while n + 5 <= count {
      let difference = row[n] + row[n + 4] - (row[n + 1] + row[n + 3]) * 4 + row[n + 2] * 6
      sum += Double(difference * difference)
      n += 1
    }
    return sum
  }

  private static func second(_ row: UnsafeMutablePointer<Float>, _ count: Int) -> Double {
    var n = 0
    var lanes = SIMD8<Float>.zero
    while n + 10 <= count {
      let difference = load(row + n) + load(row + n + 2) - load(row + n + 1) * 2
      lanes += difference * difference
      n += 8
    }
    var sum = Double(lanes.sum())
    while n + 3 <= count {
      let difference = row[n] - 2 * row[n + 1] + row[n + 2]
      sum += Double(difference * difference)
      n += 1
    }
    return sum
  }
}

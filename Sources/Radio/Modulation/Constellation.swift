import ChannelCoding
import DSPKernels

/// Modulation mapping (TS 38.211 §5.1) and its inverse.
public enum Constellation: UInt8, Sendable, Hashable, CaseIterable {
  case piHalfBPSK = 0
  case bpsk = 1
  case qpsk = 2
  case qam16 = 4
  case qam64 = 6
  case qam256 = 8
  case qam1024 = 10

  /// Bits of a symbol (Q_m).
  public var order: Int { max(1, Int(rawValue)) }

  /// Of both axes' levels, which are odd.
  var scale: Float {
    switch self {
    case .piHalfBPSK, .bpsk, .qpsk: 1 / Float(2).squareRoot()
    case .qam16: 1 / Float(10).squareRoot()
    case .qam64: 1 / Float(42).squareRoot()
    case .qam256: 1 / Float(170).squareRoot()
    case .qam1024: 1 / Float(682).squareRoot()
    }
  }

  /// The level of an axis for its bits, the one of the sign in the most significant place.
  static func level(_ bits: Int, count: Int) -> Int {
    var level = 1
    for place in 0..<(count - 1) {
      // From the last bit on: each says on which side of the middle of what is there the level lies.
      level = bits >> place & 1 == 1 ? 1 << (place + 1) + level : 1 << (place + 1) - level
    }
    return bits >> (count - 1) & 1 == 1 ? -level : level
  }

  /// The symbols of bits.
  /// - Parameter bits: whole symbols; those behind the last are left out.
  public func modulate(_ bits: BitSequence) -> [Complex] {
    (0..<(bits.count / order)).map { index in
      let value = Int(bits.bits(from: index * order, count: order))
      switch self {
      case .bpsk, .piHalfBPSK:
        let (real, imaginary) = value == 1 ? (-scale, -scale) : (scale, scale)
        return self == .piHalfBPSK && index & 1 == 1 ? Complex(-imaginary, real) : Complex(real, imaginary)
      default:
        var axes = (0, 0)
        for place in stride(from: order - 2, through: 0, by: -2) {
          axes = (axes.0 << 1 | value >> (place + 1) & 1, axes.1 << 1 | value >> place & 1)
        }
        let half = order / 2
        return Complex(Float(Self.level(axes.0, count: half)) * scale, Float(Self.level(axes.1, count: half)) * scale)
      }
    }
  }

  /// Log-likelihood ratios ln(p(0)/p(1)) of the bits by the nearest symbols (max-log).
  /// - Parameters:
  ///   - symbols: as received, equalised to amplitude 1.
  ///   - noise: the variance of the noise of each, both axes together.
  public func demodulate(_ symbols: [Complex], noise: [Float]) -> [Float] {
    var ratios: [Float] = []
    ratios.reserveCapacity(symbols.count * order)
    for (index, (symbol, noise)) in zip(symbols, noise).enumerated() {
      switch self {
      case .bpsk: ratios.append(4 * scale * (symbol.real + symbol.imaginary) / noise)
      case .piHalfBPSK:
        let sum = index & 1 == 1 ? symbol.imaginary - symbol.real : symbol.real + symbol.imaginary
        ratios.append(4 * scale * sum / noise)
      default:
        let real = axis(symbol.real, noise)
        let imaginary = axis(symbol.imaginary, noise)
        for place in 0..<(order / 2) {
          ratios.append(real[place])
          ratios.append(imaginary[place])
        }
      }
    }
    return ratios
  }

  private func axis(_ value: Float, _ noise: Float) -> [Float] {
    let count = order / 2
    var least = [(Float, Float)](repeating: (.infinity, .infinity), count: count)
    for bits in 0..<(1 << count) {
      let difference = value - Float(Self.level(bits, count: count)) * scale
      let distance = difference * difference
      for place in 0..<count {
        if bits >> (count - 1 - place) & 1 == 0 {
          least[place].0 = min(least[place].0, distance)
        } else {
          least[place].1 = min(least[place].1, distance)
        }
      }
    }
    return least.map { ($0.1 - $0.0) / noise }
  }
}

import Base
import Foundation

/// Standard normal numbers at every place of a plane, whose correlation falls with the distance as exp(-d/Δ) (TR 38.901 (7.4-5)).
///
/// Each field is a sum of plane waves with random phases, whose wave vectors are drawn from the spectrum of that correlation. So a field
/// is a pure function of the place: equipment may move anywhere, and costs no more than where it is.
struct CorrelatedFields: Sendable {
  let count: Int
  private let waveCount: Int
  /// Turns for each metre and turns, field by field.
  private var eastward: [Double] = []
  private var northward: [Double] = []
  private var phases: [Double] = []

  /// - Parameters:
  ///   - distances: Δ of each field in metres.
  ///   - waveCount: a multiple of eight; the sum's fourth moment is 3 - 1.5 / `waveCount`.
  init(distances: [Double], waveCount: Int, using generator: inout some RandomNumberGenerator) {
    count = distances.count
    self.waveCount = waveCount
    eastward.reserveCapacity(count * waveCount)
    northward.reserveCapacity(count * waveCount)
    phases.reserveCapacity(count * waveCount)
    for distance in distances {
      for _ in 0..<waveCount {
        // The share of waves with a number below k is 1 - 1 / √(1 + (kΔ)²).
        let rest = 1 - Double.random(in: 0..<1, using: &generator)
        let number = (1 / (rest * rest) - 1).squareRoot() / (2 * .pi * distance)
        let angle = Double.random(in: 0..<(2 * .pi), using: &generator)
        eastward.append(number * cos(angle))
        northward.append(number * sin(angle))
        phases.append(Double.random(in: 0..<1, using: &generator))
      }
    }
  }

  /// The fields' numbers at a place in metres.
  /// - Parameter fields: which ones; `target` has as many places.
  func fill(_ target: UnsafeMutableBufferPointer<Double>, x: Double, y: Double, fields: Range<Int>) {
    let scale = (2 / Double(waveCount)).squareRoot()
    eastward.withUnsafeBytes { eastward in
      northward.withUnsafeBytes { northward in
        phases.withUnsafeBytes { phases in
          for (place, field) in fields.enumerated() {
            var sum = SIMD8<Double>.zero
            for wave in stride(from: field * waveCount, to: (field + 1) * waveCount, by: 8) {
              let turns =
                eastward.loadUnaligned(fromByteOffset: 8 * wave, as: SIMD8<Double>.self) * x
                + northward.loadUnaligned(fromByteOffset: 8 * wave, as: SIMD8<Double>.self) * y
                + phases.loadUnaligned(fromByteOffset: 8 * wave, as: SIMD8<Double>.self)
              sum += Phasor.of(turns).real
            }
            target[place] = sum.sum() * scale
          }
        }
      }
    }
  }

  func values(x: Double, y: Double) -> [Double] {
    var result = [Double](repeating: 0, count: count)
    result.withUnsafeMutableBufferPointer { fill($0, x: x, y: y, fields: 0..<count) }
    return result
  }
}

/// Distribution of a standard normal number.
enum NormalDistribution {
  static func cumulative(_ value: Double) -> Double { 0.5 * erfc(-value / 2.0.squareRoot()) }
}

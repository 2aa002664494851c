import DSPKernels
import Foundation
import Modulation
import Testing

@testable import ChannelModels

@Suite struct NoiseTests {
  @Test("Normal numbers: moments, tails to 10⁻⁶ and independence")
  func gaussian() {
    var generator = GaussianGenerator(seed: 2026)
    let total = 20_000_000
    let levels: [Float] = [0.5, 1, 2, 3, 3.654, 4, 4.4172, 4.8916]
    var beyond = [Int](repeating: 0, count: levels.count)
    var moments = [Double](repeating: 0, count: 4)
    var (product, previous) = (0.0, Float(0))
    var values = [Float](repeating: 0, count: 100_000)
    for _ in 0..<(total / values.count) {
      values.withUnsafeMutableBufferPointer { generator.fill($0) }
      for value in values {
        let x = Double(value)
        moments[0] += x
        moments[1] += x * x
        moments[2] += x * x * x
        moments[3] += x * x * x * x
        product += x * Double(previous)
        previous = value
        if abs(value) > 0.5 {
          for (index, level) in levels.enumerated() where abs(value) > level { beyond[index] += 1 }
        }
      }
    }
    let count = Double(total)
    // Four standard deviations of each.
    let allowed = 4 / count.squareRoot()
    #expect(abs(moments[0] / count) < allowed)
    #expect(abs(moments[1] / count - 1) < allowed * 2.0.squareRoot())
    #expect(abs(moments[2] / count) < allowed * 15.0.squareRoot())
    #expect(abs(moments[3] / count - 3) < allowed * 96.0.squareRoot())
    #expect(abs(product / count) < allowed)
    for (level, found) in zip(levels, beyond) {
      let expected = count * erfc(Double(level) / 2.0.squareRoot())
      #expect(abs(Double(found) - expected) < 4 * expected.squareRoot())
    }
  }

  @Test("Noise has the variance asked for, and a seed makes it again")
  func noise() {
    var generator = GaussianGenerator(seed: 1)
    var samples = [Complex](repeating: Complex(3, -4), count: 200_000)
    samples.withUnsafeMutableBufferPointer { generator.addNoise(variance: 0.25, to: $0) }
    let power: Double = samples.reduce(0) { $0 + Double(($1 - Complex(3, -4)).power) } / Double(samples.count)
    #expect(abs(power / 0.25 - 1) < 0.01)
    let half: Double = samples.reduce(0.0) { $0 + Double(($1.real - 3) * ($1.real - 3)) } / Double(samples.count)
    #expect(abs(half / 0.125 - 1) < 0.015)
    var again = GaussianGenerator(seed: 1)
    var others = [Complex](repeating: Complex(3, -4), count: 200_000)
    others.withUnsafeMutableBufferPointer { again.addNoise(variance: 0.25, to: $0) }
    #expect(others == samples)
  }
}

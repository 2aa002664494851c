import Base
import DSPKernels
import Foundation
import Testing

@Suite struct FourierTransformTests {
  /// The definition, in twice the precision.
  private func definition(_ samples: [Complex], _ sign: Double) -> [(Double, Double)] {
    let count = samples.count
    let turns = (0..<count).map {
      (cos(2 * Double.pi * Double($0) / Double(count)), sign * sin(2 * Double.pi * Double($0) / Double(count)))
    }
    return (0..<count).map { k in
      var sum = (0.0, 0.0)
      for n in 0..<count {
        let turn = turns[k * n % count]
        sum.0 += Double(samples[n].real) * turn.0 - Double(samples[n].imaginary) * turn.1
        sum.1 += Double(samples[n].real) * turn.1 + Double(samples[n].imaginary) * turn.0
      }
      return sum
    }
  }

  @Test(
    "Transforms of every kind of length are the sums that define them",
    arguments: [
      1, 2, 3, 4, 5, 6, 8, 9, 12, 15, 16, 25, 30, 36, 60, 64, 75, 125, 128, 240, 256, 324, 512, 600, 768, 1200, 1536, 2048, 3240,
    ])
  func lengths(_ count: Int) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    let samples = (0..<count).map { _ in
      Complex(Float.random(in: -1...1, using: &generator), Float.random(in: -1...1, using: &generator))
    }
    guard var transform = FourierTransform(count: count) else {
      Issue.record("no transform of \(count)")
      return
    }
    for sign in [-1.0, 1] {
      var result = samples
      result.withUnsafeMutableBufferPointer { sign < 0 ? transform.forward($0) : transform.inverse($0) }
      let worst =
        zip(result, definition(samples, sign)).map { max(abs(Double($0.real) - $1.0), abs(Double($0.imaginary) - $1.1)) }.max() ?? 0
      #expect(worst < 2e-6 * Double(count).squareRoot() * 4)
    }
  }

  @Test("Other prime factors than 2, 3 and 5 have no transform")
  func others() {
    func exists(_ count: Int) -> Bool {
      guard let transform = FourierTransform(count: count) else { return false }
      return transform.count == count
    }
    for count in [-1, 0, 7, 11, 839, 2 * 139] { #expect(!exists(count)) }
    #expect(exists(4096))
  }
}

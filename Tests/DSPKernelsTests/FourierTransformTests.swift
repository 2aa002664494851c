import Base
import DSPKernels
import Foundation
import Testing

@Suite struct FourierTransformTests {
  /// The definition, in twice the precision.
  private static func definition(_ samples: [Complex], _ sign: Double) -> [SIMD2<Double>] {
    let count = samples.count
    let turns = (0..<count).map {
      SIMD2(cos(2 * Double.pi * Double($0) / Double(count)), sign * sin(2 * Double.pi * Double($0) / Double(count)))
    }
    let values = samples.map { SIMD2(Double($0.real), Double($0.imaginary)) }
    return values.withUnsafeBufferPointer { values in
      turns.withUnsafeBufferPointer { turns in
        (0..<count).map { k in
          var (real, imaginary) = (SIMD2<Double>.zero, SIMD2<Double>.zero)
          var turn = 0
          for n in 0..<count {
            real += values[n] * turns[turn].x
            imaginary += values[n] * turns[turn].y
            turn += k
            if turn >= count { turn -= count }
          }
          return SIMD2(real.x - imaginary.y, real.y + imaginary.x)
        }
      }
    }
  }

  private static func samples(_ count: Int) -> [Complex] {
    var generator = SeededGenerator(seed: UInt64(count))
    return (0..<count).map { _ in Complex(Float.random(in: -1...1, using: &generator), Float.random(in: -1...1, using: &generator)) }
  }

  /// Samples have a power of 2/3: what a sum has grows with the root of their number, and its error more slowly than with its logarithm.
  private static func error(_ found: [Complex], _ expected: [SIMD2<Double>]) -> Double {
    let worst = zip(found, expected).map { max(abs(Double($0.real) - $1.x), abs(Double($0.imaginary) - $1.y)) }.max() ?? .infinity
    return worst / Double(expected.count).squareRoot()
  }

  private static func smooth(_ limit: Int) -> [Int] {
    (1...limit).filter { value in
      var left = value
      for prime in [2, 3, 5] { while left % prime == 0 { left /= prime } }
      return left == 1
    }
  }

  private static func check(_ count: Int) throws {
    let samples = Self.samples(count)
    let expected = [-1.0, 1].map { Self.definition(samples, $0) }
    for instructionSet in InstructionSet.available {
      guard var transform = FourierTransform(count: count, instructionSet: instructionSet) else {
        Issue.record("no transform of \(count)")
        return
      }
      for isInverse in [false, true] {
        var result = samples
        result.withUnsafeMutableBufferPointer { isInverse ? transform.inverse($0) : transform.forward($0) }
        #expect(Self.error(result, expected[isInverse ? 1 : 0]) < 8e-7, "\(count) \(instructionSet)")
        var other = [Complex](repeating: .zero, count: count)
        samples.withUnsafeBufferPointer { source in
          other.withUnsafeMutableBufferPointer { isInverse ? transform.inverse(source, into: $0) : transform.forward(source, into: $0) }
        }
        #expect(other == result, "\(count) \(instructionSet)")
      }
    }
  }

  @Test("Transforms of every small length of factors 2, 3 and 5 are the sums that define them")
  func small() throws { for count in Self.smooth(300) { try Self.check(count) } }

  @Test("Transforms of the sizes of OFDM symbols are the sums that define them")
  func symbolSizes() throws {
    for count in [128, 256, 384, 512, 640, 768, 1024, 1152, 1280, 1536, 1920, 2048, 2304, 2560, 3072, 3840, 4096, 6144, 8192] {
      try Self.check(count)
    }
  }

  @Test("TS 38.211 §6.3.1.4: transforms of whole resource blocks up to 3240 subcarriers are the sums that define them")
  func precodingSizes() throws {
    let sizes = Self.smooth(270).map { 12 * $0 }
    #expect(sizes.count == 53 && sizes.last == 3240)
    for count in sizes { try Self.check(count) }
  }

  @Test("Other prime factors than 2, 3 and 5 have no transform")
  func others() {
    func exists(_ count: Int) -> Bool {
      guard let transform = FourierTransform(count: count) else { return false }
      return transform.count == count
    }
    for count in [Int.min, -1, 0, 7, 11, 839, 2 * 139, 1 << 21, .max] { #expect(!exists(count) && !FourierTransform.exists(count)) }
    #expect(exists(4096))
  }

  @Test(
    "TS 38.211 §6.3.3.1: transforms of any length are the sums that define them",
    arguments: [1, 2, 3, 5, 7, 11, 13, 31, 42, 64, 97, 128, 139, 278, 571, 600, 839, 1009, 1151, 4093, 4096])
  func anyLength(_ count: Int) throws {
    let samples = Self.samples(count)
    for instructionSet in InstructionSet.available {
      guard var transform = DiscreteFourierTransform(count: count, instructionSet: instructionSet) else {
        Issue.record("no transform of \(count)")
        return
      }
      for isInverse in [false, true] {
        var result = samples
        // Twice: nothing of the first may be left.
        for _ in 0..<2 {
          result = samples
          result.withUnsafeMutableBufferPointer { isInverse ? transform.inverse($0) : transform.forward($0) }
        }
        #expect(Self.error(result, Self.definition(samples, isInverse ? 1 : -1)) < 1.5e-6, "\(count) \(instructionSet)")
      }
    }
  }

  @Test("There is no transform of a length below 1 or beyond 4096 that is not of small factors")
  func noLength() {
    for count in [Int.min, -1, 0, 4097, .max] {
      if let transform = DiscreteFourierTransform(count: count) { Issue.record("a transform of \(transform.count)") }
    }
  }
}

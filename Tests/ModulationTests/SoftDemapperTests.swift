import Base
import ChannelCoding
import DSPKernels
import Modulation
import Testing

@Suite struct SoftDemapperTests {
  /// Received symbols: any place within one and a half times the outer levels, and noise of 1e-4 to 10.
  private static func received(_ count: Int, seed: UInt64) -> (symbols: [Complex], noise: [Float]) {
    var generator = SeededGenerator(seed: seed)
    return (
      (0..<count).map { _ in Complex(.random(in: -1.6...1.6, using: &generator), .random(in: -1.6...1.6, using: &generator)) },
      (0..<count).map { _ in Float.exponent(of: .random(in: -13...3, using: &generator)) }
    )
  }

  private static func demap(_ demapper: SoftDemapper, _ symbols: [Complex], _ inverse: [Float]) -> [Int8] {
    var soft = [Int8](repeating: 1, count: symbols.count * demapper.constellation.order)
    symbols.withUnsafeBufferPointer { symbols in
      inverse.withUnsafeBufferPointer { inverse in
        soft.withUnsafeMutableBufferPointer { demapper.demap(symbols, inverseNoise: inverse, into: $0) }
      }
    }
    return soft
  }

  @Test("Soft values are what the search of the nearest symbols gives, for each variant", arguments: Constellation.allCases)
  func search(_ constellation: Constellation) {
    let (symbols, noise) = Self.received(5000, seed: UInt64(constellation.rawValue) + 1)
    let expected = constellation.demodulate(symbols, noise: noise)
    let portable = Self.demap(SoftDemapper(constellation, instructionSet: .portable), symbols, noise.map { 1 / $0 })
    for (value, ratio) in zip(portable, expected) {
      let exact = max(-127, min(127, ratio * LDPCDecoder.scale))
      #expect(abs(Float(value) - exact) < 0.51 + 1e-5 * abs(ratio))
    }
    for instructionSet in InstructionSet.available {
      #expect(Self.demap(SoftDemapper(constellation, instructionSet: instructionSet), symbols, noise.map { 1 / $0 }) == portable)
    }
  }

  @Test("Any number of symbols, and nothing behind the last is written", arguments: InstructionSet.available)
  func counts(_ instructionSet: InstructionSet) {
    for constellation in Constellation.allCases {
      let (symbols, noise) = Self.received(40, seed: 3)
      let inverse = noise.map { 1 / $0 }
      let order = constellation.order
      let all = Self.demap(SoftDemapper(constellation, instructionSet: .portable), symbols, inverse)
      for count in 0...40 {
        var soft = [Int8](repeating: 99, count: 40 * order)
        symbols.withUnsafeBufferPointer { symbols in
          inverse.withUnsafeBufferPointer { inverse in
            soft.withUnsafeMutableBufferPointer {
              SoftDemapper(constellation, instructionSet: instructionSet).demap(
                UnsafeBufferPointer(rebasing: symbols[..<count]), inverseNoise: UnsafeBufferPointer(rebasing: inverse[..<count]),
                into: UnsafeMutableBufferPointer(rebasing: $0[..<(count * order)]))
            }
          }
        }
        #expect(Array(soft[..<(count * order)]) == Array(all[..<(count * order)]))
        #expect(soft[(count * order)...].allSatisfy { $0 == 99 })
      }
    }
  }

  @Test("Numbers that are none, and infinite ones, give some value", arguments: InstructionSet.available)
  func strangeNumbers(_ instructionSet: InstructionSet) {
    let parts: [Float] = [.nan, .infinity, -.infinity, .greatestFiniteMagnitude, 0, -0.0]
    let symbols = parts.flatMap { real in parts.flatMap { imaginary in parts.map { _ in Complex(real, imaginary) } } }
    let inverse = parts.flatMap { _ in parts.flatMap { _ in parts.map { $0.magnitude } } }
    for constellation in Constellation.allCases {
      let soft = Self.demap(SoftDemapper(constellation, instructionSet: instructionSet), symbols, inverse)
      #expect(soft.count == symbols.count * constellation.order)
    }
    let certain = Self.demap(SoftDemapper(.qam256, instructionSet: instructionSet), [Complex(.infinity, -.infinity)], [1])
    #expect(certain[0] == 127 && certain[1] == -127)
    #expect(Self.demap(SoftDemapper(.qam256, instructionSet: instructionSet), [Complex(0.7, 0.2)], [0]).allSatisfy { $0 == 0 })
  }

  @Test("Symbols by the table are those by the rule", arguments: Constellation.allCases)
  func mapping(_ constellation: Constellation) {
    var generator = SeededGenerator(seed: 5)
    let mapper = SymbolMapper(constellation)
    for count in [0, 1, 2, 7, 8, 9, 63, 64, 65, 127, 1000] {
      let bits = BitSequence((0..<(count * constellation.order)).map { _ in Bool.random(using: &generator) })
      var symbols = [Complex](repeating: .zero, count: count)
      symbols.withUnsafeMutableBufferPointer { mapper.map(bits, into: $0) }
      #expect(symbols == constellation.modulate(bits))
    }
  }

  @Test("Descrambling changes the signs of what the sequence changed", arguments: InstructionSet.available)
  func descrambling(_ instructionSet: InstructionSet) {
    var generator = SeededGenerator(seed: 6)
    for (count, pieces) in [(1, 1), (31, 1), (64, 2), (1000, 3), (40_000, 2)] {
      let bits = GoldSequence.bits(12345, count: count)
      let values = (0..<count).map { _ in Int8.random(in: -128...127, using: &generator) }
      var soft = values
      var sequence = GoldSequence(12345)
      soft.withUnsafeMutableBufferPointer { soft in
        for piece in 0..<pieces {
          let range = (count * piece / pieces)..<(count * (piece + 1) / pieces)
          SoftDemapper.descramble(
            UnsafeMutableBufferPointer(rebasing: soft[range]), &sequence, instructionSet: instructionSet)
        }
      }
      for index in 0..<count {
        #expect(Int(soft[index]) == (bits[index] ? min(127, -Int(values[index])) : Int(values[index])))
      }
    }
  }
}

extension Float {
  /// 2 to a power.
  fileprivate static func exponent(of power: Float) -> Float {
    let whole = power.rounded(.down)
    return Float(sign: .plus, exponent: Int(whole), significand: 1 + (power - whole))
  }
}

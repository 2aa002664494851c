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
    let order = constellation.order
    for count in Array(0...140) + [1000] {
      let bits = BitSequence((0..<(count * order)).map { _ in Bool.random(using: &generator) })
      let expected = (0..<count).map { constellation.symbol(Int(bits.bits(from: $0 * order, count: order)), at: $0) }
      #expect(constellation.modulate(bits) == expected)
      for instructionSet in InstructionSet.available {
        let mapper = SymbolMapper(constellation, amplitude: 0.75, instructionSet: instructionSet)
        var symbols = [Complex](repeating: Complex(9, 9), count: count + 1)
        symbols.withUnsafeMutableBufferPointer { mapper.map(bits, into: UnsafeMutableBufferPointer(rebasing: $0[..<count])) }
        #expect(symbols == expected.map { $0 * 0.75 } + [Complex(9, 9)], "\(count) symbols, \(instructionSet)")
      }
    }
  }

  @Test("A sequence is the same in pieces of any length, filled or added, by every variant", arguments: InstructionSet.available)
  func sequences(_ instructionSet: InstructionSet) {
    var generator = SeededGenerator(seed: 8)
    let initial: UInt32 = 0x1234_5678
    var sequence = GoldSequence(initial)
    let bits = BitSequence((0..<40_000).map { _ in sequence.next(1) == 1 })
    #expect(GoldSequence.bits(initial, count: bits.count, instructionSet: instructionSet) == bits)
    #expect(GoldSequence.scrambled(bits, initial, instructionSet: instructionSet) == BitSequence(zeros: bits.count))
    for count in [0, 1, 31, 32, 33, 63, 64, 6143, 6144, 6145, 8191, 8192, 12_345] {
      var sequence = GoldSequence(initial)
      var start = 0
      while start < bits.count {
        let taken = min(max(1, count), bits.count - start)
        var words = [UInt64](repeating: .max, count: taken / 64 + 1)
        words.withUnsafeMutableBufferPointer { sequence.fill($0, bits: taken, instructionSet: instructionSet) }
        let isRight = (0..<taken).allSatisfy { words[$0 >> 6] >> UInt64(63 - $0 & 63) & 1 == (bits[start + $0] ? 1 : 0) }
        #expect(isRight, "\(taken) bits from \(start)")
        start += taken
        if count < 6000, start > 3000 { break }
        let skipped = min(Int.random(in: 0...56, using: &generator), bits.count - start)
        _ = sequence.next(skipped)
        start += skipped
      }
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

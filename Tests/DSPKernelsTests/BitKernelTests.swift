import Base
import DSPKernels
import Testing

@Suite struct BitKernelTests {
  private static func words(_ count: Int, seed: UInt64) -> [UInt64] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in .random(in: 0 ... .max, using: &generator) }
  }

  private static func bit(_ words: [UInt64], _ index: Int) -> Bool { words[index >> 6] >> UInt64(63 - index & 63) & 1 == 1 }

  @Test("Copies of any length from any place to any place, and nothing around them changes")
  func copies() {
    var generator = SeededGenerator(seed: 1)
    let source = Self.words(12, seed: 2)
    for _ in 0..<4000 {
      let count = Int.random(in: 0...300, using: &generator)
      let (start, place) = (Int.random(in: 0...(640 - count), using: &generator), Int.random(in: 0...(640 - count), using: &generator))
      let before = Self.words(10, seed: UInt64(count))
      var target = before
      target.withUnsafeMutableBufferPointer { target in
        source.withUnsafeBufferPointer { source in
          guard let source = source.baseAddress, let target = target.baseAddress else { return }
          BitKernels.copy(source, from: start, into: target, at: place, count: count)
        }
      }
      let isRight = (0..<640).allSatisfy { index in
        Self.bit(target, index)
          == (place..<(place + count) ~= index ? Self.bit(source, start + index - place) : Self.bit(before, index))
      }
      #expect(isRight, "\(count) bits from \(start) to \(place)")
    }
  }

  @Test("Words of a sum of sequences have the recurrences of TS 38.211 §5.2.1 bit by bit", arguments: InstructionSet.available)
  func goldWords(_ instructionSet: InstructionSet) throws {
    var generator = SeededGenerator(seed: 3)
    var first = (0..<31).map { _ in Bool.random(using: &generator) }
    var second = (0..<31).map { _ in Bool.random(using: &generator) }
    while first.count < 64 * 200 {
      let n = first.count - 31
      first.append(first[n + 3] != first[n])
      second.append((second[n + 3] != second[n + 2]) != (second[n + 1] != second[n]))
    }
    func words(_ bits: [Bool], _ range: Range<Int>) -> [UInt64] {
      range.map { word in bits[(64 * word)..<(64 * word + 64)].reduce(0) { $0 << 1 | ($1 ? 1 : 0) } }
    }
    let sums = zip(first, second).map { $0 != $1 }
    let source = Self.words(160, seed: 4)
    for count in [0, 32, 64, 160] {
      for isAdding in [false, true] {
        var registers = words(first, 0..<32) + words(second, 0..<32)
        var result = [UInt64](repeating: 7, count: count + 1)
        registers.withUnsafeMutableBufferPointer { registers in
          source.withUnsafeBufferPointer { source in
            result.withUnsafeMutableBufferPointer { result in
              guard let registers = registers.baseAddress, let result = result.baseAddress else { return }
              BitKernels.goldWords(
                registers, registers + 32, adding: isAdding ? source.baseAddress : nil, into: result, count: count,
                instructionSet: instructionSet)
            }
          }
        }
        #expect(registers == words(first, count..<(count + 32)) + words(second, count..<(count + 32)))
        #expect(result == zip(words(sums, 0..<count), source).map { isAdding ? $0 ^ $1 : $0 } + [7])
      }
    }
  }

  @Test("Layers on ports: each variant adds what the sums of products say, and nothing behind them", arguments: InstructionSet.available)
  func precoding(_ instructionSet: InstructionSet) throws {
    var generator = SeededGenerator(seed: 5)
    func complex() -> Complex { Complex(.random(in: -1...1, using: &generator), .random(in: -1...1, using: &generator)) }
    for layerCount in 1...Precoding.maximumLayers {
      for portCount in [1, 2, 3, 4, 8, 17] {
        for count in [0, 1, 3, 4, 7, 8, 9, 12, 24, 31] {
          let pitch = 33
          let layers = (0..<(layerCount * pitch)).map { _ in complex() }
          let weights = (0..<(layerCount * portCount)).map { _ in complex() }
          let before = (0..<(portCount * pitch)).map { _ in complex() }
          var ports = before
          ports.withUnsafeMutableBufferPointer { ports in
            guard let ports = ports.baseAddress else { return }
            Precoding.add(
              layers, layerPitch: pitch, layerCount: layerCount, weights: weights, to: ports, portPitch: pitch, portCount: portCount,
              count: count, instructionSet: instructionSet)
          }
          let isRight = (0..<portCount).allSatisfy { port in
            (0..<pitch).allSatisfy { index in
              let place = port * pitch + index
              guard index < count else { return ports[place] == before[place] }
              let sum = (0..<layerCount).reduce(before[place]) { $0 + weights[port * layerCount + $1] * layers[$1 * pitch + index] }
              return (ports[place] - sum).power < 1e-10
            }
          }
          #expect(isRight, "\(layerCount) layers, \(portCount) ports, \(count) elements")
        }
      }
    }
  }
}

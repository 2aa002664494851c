import DSPKernels
import Testing

@Suite struct SoftBitsTests {
  @Test("Soft values are put into rows and added alike with every instruction set", arguments: InstructionSet.available)
  func combining(_ instructionSet: InstructionSet) {
    for order in [1, 2, 4, 6, 8, 10] {
      for columns in [0, 1, 7, 64, 65, 1000] {
        let source = (0..<(order * columns)).map { Int8(truncatingIfNeeded: max(-127, ($0 * 37 + $0 / 11) % 255 - 127)) }
        var rows = [Int8](repeating: 9, count: source.count)
        source.withUnsafeBufferPointer { source in
          rows.withUnsafeMutableBufferPointer { SoftBits.deinterleave(source, order: order, into: $0, instructionSet: instructionSet) }
        }
        let expected = (0..<order).flatMap { row in (0..<columns).map { source[$0 * order + row] } }
        #expect(rows == expected)
        var sums = Array(source.reversed())
        rows.withUnsafeBufferPointer { rows in
          sums.withUnsafeMutableBufferPointer { SoftBits.add(rows, to: $0, instructionSet: instructionSet) }
        }
        #expect(sums == zip(source.reversed(), rows).map { Int8(max(-127, min(127, Int($0) + Int($1)))) })
      }
    }
  }
}

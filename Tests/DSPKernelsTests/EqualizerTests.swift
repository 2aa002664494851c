import Base
import DSPKernels
import Testing

@Suite struct EqualizerTests {
  /// Symbols of each layer, and one over the variances of their noise.
  private static func equalized(
    _ instructionSet: InstructionSet, layers: Int, antennas: Int, inverse: [Complex], phases: [Complex], first: Int, count: Int,
    isSolving: Bool, limit: Int, seed: UInt64
  ) -> (symbols: [Complex], precision: [Float]) {
    var generator = SeededGenerator(seed: seed)
    var workspace = EqualizerWorkspace(layers: layers, antennas: antennas, subcarriers: limit, instructionSet: instructionSet)
    let pitch = EqualizerWorkspace.pitch(subcarriers: limit)
    let channel = (0..<(2 * layers * antennas * pitch)).map { _ in Float.random(in: -1...1, using: &generator) }
    let received = (0..<(antennas * count)).map { _ in
      Complex(.random(in: -1...1, using: &generator), .random(in: -1...1, using: &generator))
    }
    // What is behind the last symbol of a layer stays.
    var symbols = [Complex](repeating: Complex(9, 9), count: layers * (count + 1))
    var precision: [Float] = []
    channel.withUnsafeBufferPointer { channel in
      received.withUnsafeBufferPointer { received in
        inverse.withUnsafeBufferPointer { inverse in
          phases.withUnsafeBufferPointer { phases in
            symbols.withUnsafeMutableBufferPointer { symbols in
              guard let channel = channel.baseAddress, let received = received.baseAddress, let inverse = inverse.baseAddress,
                let phases = phases.baseAddress, let symbols = symbols.baseAddress
              else { return }
              workspace.begin(layers: layers, antennas: antennas, channel: channel)
              if isSolving {
                workspace.solve(
                  inverse: inverse, first: first, count: count, received: { received + $0 * count }, phases: phases,
                  symbols: { symbols + $0 * (count + 1) })
              } else {
                workspace.makeWeights(inverse: inverse, first: first, count: count)
                workspace.apply(
                  first: first, count: count, received: { received + $0 * count }, phases: phases, symbols: { symbols + $0 * (count + 1) })
              }
              for layer in 0..<layers {
                precision += UnsafeBufferPointer(start: workspace.inverseNoise(layer: layer) + first, count: count)
              }
            }
          }
        }
      }
    }
    return (symbols, precision)
  }

  @Test("Each variant, with weights and without, gives the symbols of the portable one", arguments: InstructionSet.available)
  func variants(_ instructionSet: InstructionSet) {
    var generator = SeededGenerator(seed: 2)
    for (layers, antennas) in [(1, 1), (1, 4), (2, 2), (2, 3), (2, 4), (2, 17), (3, 4), (4, 8)] {
      for kind in 0..<4 {
        // White noise, of another variance at each antenna, and noise that they have in common; with phases or none.
        let inverse = (0..<(antennas * antennas)).map { place -> Complex in
          let (row, column) = (place / antennas, place % antennas)
          if row == column { return Complex(kind < 2 ? 5 : 3 + Float(row), 0) }
          return kind < 3 ? .zero : Complex(0.1, row < column ? 0.05 : -0.05)
        }
        let phases = (0..<layers).map { _ in kind == 0 ? Complex(1, 0) : Complex(.random(in: -1...1, using: &generator), 0.5) }
        for (first, count) in [(0, 1), (0, 12), (5, 15), (0, 16), (3, 17), (0, 48), (7, 60)] {
          let expected = Self.equalized(
            .portable, layers: layers, antennas: antennas, inverse: inverse, phases: phases, first: first, count: count, isSolving: false,
            limit: 72, seed: 4)
          for isSolving in [false, true] {
            let found = Self.equalized(
              instructionSet, layers: layers, antennas: antennas, inverse: inverse, phases: phases, first: first, count: count,
              isSolving: isSolving, limit: 72, seed: 4)
            let isRight =
              zip(found.symbols, expected.symbols).allSatisfy { ($0 - $1).power <= 1e-7 * (1 + $1.power) }
              && zip(found.precision, expected.precision).allSatisfy { abs($0 - $1) <= 1e-4 * (1 + $1) }
            #expect(isRight && found.precision.count == layers * count, "\(layers) x \(antennas), \(kind), \(count), \(isSolving)")
          }
        }
      }
    }
  }
}

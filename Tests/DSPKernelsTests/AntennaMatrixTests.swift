import Base
import DSPKernels
import Testing

@Suite struct AntennaMatrixTests {
  /// Rows of complex numbers in planes, with spare numbers behind the last.
  private struct Rows {
    var numbers: [Float]
    let pitch: Int
    let rows: Int

    init(rows: Int, pitch: Int) {
      (self.rows, self.pitch) = (rows, pitch)
      numbers = [Float](repeating: 0, count: 2 * rows * pitch + AntennaMatrix.spare)
    }

    mutating func fill(_ columns: Int, using generator: inout SeededGenerator) {
      for row in 0..<rows {
        for column in 0..<columns {
          numbers[2 * row * pitch + column] = .random(in: -1...1, using: &generator)
          numbers[(2 * row + 1) * pitch + column] = .random(in: -1...1, using: &generator)
        }
      }
    }

    /// Real and imaginary part.
    subscript(row: Int, column: Int) -> (Double, Double) {
      (Double(numbers[2 * row * pitch + column]), Double(numbers[(2 * row + 1) * pitch + column]))
    }
  }

  /// Σ a* b of pairs.
  private static func sum(_ pairs: some Sequence<((Double, Double), (Double, Double))>) -> (Double, Double) {
    pairs.reduce((0, 0)) { sum, pair in
      let (a, b) = pair
      return (sum.0 + a.0 * b.0 + a.1 * b.1, sum.1 + a.0 * b.1 - a.1 * b.0)
    }
  }

  private static func distance(_ a: (Double, Double), _ b: (Double, Double)) -> Double { max(abs(a.0 - b.0), abs(a.1 - b.1)) }

  private static let sizes = [(1, 1), (2, 2), (5, 3), (16, 7), (17, 8), (33, 9), (64, 12), (63, 15), (64, 16), (128, 16)]

  @Test("Layers of antennas and antennas of layers are the sums that define them", arguments: InstructionSet.available)
  func products(_ instructionSet: InstructionSet) {
    var generator = SeededGenerator(seed: 7)
    for (antennas, layers) in Self.sizes {
      for count in [1, 8, 15, 16, 17, 33, 168] {
        var weights = Rows(rows: antennas, pitch: AntennaMatrix.pitch)
        weights.fill(layers, using: &generator)
        let pitch = count + AntennaMatrix.spare
        var (received, sent) = (Rows(rows: antennas, pitch: pitch), Rows(rows: layers, pitch: pitch))
        received.fill(count, using: &generator)
        sent.fill(count, using: &generator)
        var (combined, spread) = (sent, received)
        weights.numbers.withUnsafeBufferPointer { weights in
          guard let weights = weights.baseAddress else { return }
          func planes(_ rows: inout Rows, _ body: (AntennaMatrix.Planes) -> Void) {
            rows.numbers.withUnsafeMutableBufferPointer { numbers in
              if let base = numbers.baseAddress { body(.init(base, pitch: pitch)) }
            }
          }
          planes(&received) { source in
            planes(&combined) { target in
              AntennaMatrix.combine(
                weights, antennaCount: antennas, layers: layers, antennas: source, count: count, into: target,
                instructionSet: instructionSet)
            }
          }
          planes(&sent) { source in
            planes(&spread) { target in
              AntennaMatrix.spread(
                weights, antennaCount: antennas, layerCount: layers, layers: source, count: count, into: target,
                instructionSet: instructionSet)
            }
          }
        }
        var error = 0.0
        for column in 0..<count {
          for layer in 0..<layers {
            let expected = Self.sum((0..<antennas).lazy.map { (weights[$0, layer], received[$0, column]) })
            error = max(error, Self.distance(combined[layer, column], expected))
          }
          for antenna in 0..<antennas {
            let expected = Self.sum((0..<layers).lazy.map { (weights[antenna, $0], sent[$0, column]) })
            error = max(error, Self.distance(spread[antenna, column], expected))
          }
        }
        #expect(error < 2e-5, "\(antennas) antennas, \(layers) layers, \(count) samples")
      }
    }
  }

  @Test("H (H* H + α)⁻¹ times H* H + α is H, for any number of matrices, also in place", arguments: InstructionSet.available)
  func pseudoInverse(_ instructionSet: InstructionSet) {
    var generator = SeededGenerator(seed: 11)
    for (antennas, layers) in Self.sizes {
      for (count, loading) in [(1, 0.0), (7, 0.5), (16, 0), (19, 3)] {
        // Matrix behind matrix, each a row for each antenna.
        var channel = Rows(rows: antennas * count, pitch: AntennaMatrix.pitch)
        channel.fill(layers, using: &generator)
        var weights = channel
        var workspace = PseudoInverseWorkspace(instructionSet: instructionSet)
        weights.numbers.withUnsafeMutableBufferPointer { numbers in
          guard let base = numbers.baseAddress else { return }
          workspace.makeWeights(channels: base, count: count, antennas: antennas, layers: layers, loading: Float(loading), into: base)
        }
        var error = 0.0
        for matrix in 0..<count {
          let rows = matrix * antennas..<(matrix + 1) * antennas
          var gram = [[(Double, Double)]](repeating: [], count: layers)
          for i in 0..<layers {
            gram[i] = (0..<layers).map { j in
              let sum = Self.sum(rows.lazy.map { (channel[$0, i], channel[$0, j]) })
              return (sum.0 + (i == j ? loading : 0), sum.1)
            }
          }
          for row in rows {
            for layer in 0..<layers {
              // Σ w g: the conjugate of g's conjugate transposed is itself.
              let product = Self.sum((0..<layers).lazy.map { k in (gram[layer][k], weights[row, k]) })
              error = max(error, Self.distance(product, channel[row, layer]))
            }
          }
        }
        #expect(error < 1e-3, "\(count) matrices of \(antennas) antennas and \(layers) layers, loading \(loading)")
      }
    }
  }

  @Test("Layers that cannot be told apart end in numbers that are no infinity", arguments: InstructionSet.available)
  func singular(_ instructionSet: InstructionSet) {
    var channel = [Float](repeating: 0, count: 4 * 2 * AntennaMatrix.pitch)
    for antenna in 0..<4 { for layer in 0..<2 { channel[2 * antenna * AntennaMatrix.pitch + layer] = Float(antenna + 1) } }
    var workspace = PseudoInverseWorkspace(instructionSet: instructionSet)
    channel.withUnsafeMutableBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return }
      workspace.makeWeights(channels: base, count: 1, antennas: 4, layers: 2, loading: 0.1, into: base)
    }
    #expect(channel.allSatisfy { $0.isFinite })
    for row in [[Float](repeating: 0, count: channel.count), channel] {
      var result = row
      row.withUnsafeBufferPointer { source in
        result.withUnsafeMutableBufferPointer { target in
          guard let source = source.baseAddress, let target = target.baseAddress else { return }
          workspace.makeWeights(channels: source, count: 1, antennas: 4, layers: 2, loading: 0, into: target)
        }
      }
      #expect(result.allSatisfy { $0.isFinite })
    }
    // Σ h (30 + 30 + 0.1)⁻¹ for both.
    #expect(abs(channel[0] - 1 / 60.1) < 1e-5 && abs(channel[1] - 1 / 60.1) < 1e-5)
  }
}

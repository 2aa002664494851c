import DSPKernels
import Foundation
import Modulation
import Testing

@testable import PhysicalChannels

@Suite struct ReceiverOracleTests {
  /// What numpy made (Oracle/receiver.py).
  static func lines(_ kind: String) throws -> [[Substring]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/receiver-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }.filter { $0[0] == kind }
  }

  private static func numbers(_ text: Substring) -> [Complex] {
    text.split(separator: ",").map { pair in
      let parts = pair.split(separator: ":").compactMap { Float($0) }
      return Complex(parts[0], parts[1])
    }
  }

  @Test("Linear minimum mean square error with any covariance is the textbook's", arguments: InstructionSet.available)
  func equalizer(_ instructionSet: InstructionSet) throws {
    let lines = try Self.lines("equalizer")
    #expect(lines.count == 120)
    for line in lines {
      let (layers, antennas) = (try #require(Int(line[1])), try #require(Int(line[2])))
      let channel = Self.numbers(line[3])
      var covariance = Self.numbers(line[4])
      let received = Self.numbers(line[5])
      let expected = Self.numbers(line[6])
      let precision = line[7].split(separator: ",").compactMap { Float($0) }
      var inverse = [Complex](repeating: .zero, count: antennas * antennas)
      covariance.withUnsafeMutableBufferPointer { matrix in
        inverse.withUnsafeMutableBufferPointer { HermitianMatrix.invert(matrix.baseAddress!, into: $0.baseAddress!, count: antennas) }
      }
      // The same in each of 21 subcarriers, which are no whole vectors, but for a phase.
      let count = 21
      let pitch = EqualizerWorkspace.pitch(subcarriers: count)
      var rows = [Float](repeating: 0, count: 2 * layers * antennas * pitch)
      var grid = [Complex](repeating: .zero, count: antennas * count)
      for index in 0..<count {
        let turn = Turn.of(Double(index) / 21)
        for link in channel.indices {
          rows[2 * link * pitch + index] = (channel[link] * turn).real
          rows[(2 * link + 1) * pitch + index] = (channel[link] * turn).imaginary
        }
        for antenna in 0..<antennas { grid[antenna * count + index] = received[antenna] * turn }
      }
      var symbols = [Complex](repeating: Complex(9, 9), count: layers * count + 1)
      let phases = (0..<layers).map { Turn.of(Double($0) / 16) }
      var workspace = EqualizerWorkspace(layers: layers, antennas: antennas, subcarriers: count, instructionSet: instructionSet)
      rows.withUnsafeBufferPointer { rows in
        workspace.begin(layers: layers, antennas: antennas, channel: rows.baseAddress!)
        inverse.withUnsafeBufferPointer { workspace.makeWeights(inverse: $0.baseAddress!, first: 0, count: count) }
      }
      grid.withUnsafeBufferPointer { grid in
        symbols.withUnsafeMutableBufferPointer { symbols in
          phases.withUnsafeBufferPointer { phases in
            workspace.apply(
              first: 0, count: count, received: { grid.baseAddress! + $0 * count }, phases: phases.baseAddress!,
              symbols: { symbols.baseAddress! + $0 * count })
          }
        }
      }
      #expect(symbols[layers * count] == Complex(9, 9))
      for layer in 0..<layers {
        for index in 0..<count {
          let difference = symbols[layer * count + index] - expected[layer] * phases[layer]
          #expect(difference.power.squareRoot() < 2e-3 * (1 + expected[layer].power.squareRoot()))
          let ratio = workspace.inverseNoise(layer: layer)[index] / precision[layer]
          #expect(abs(ratio - 1) < 5e-3)
        }
      }
    }
  }

  @Test("Weights of the interpolation are E h z* (E z z*)⁻¹")
  func interpolation() throws {
    let lines = try Self.lines("interpolation")
    #expect(lines.count == 100)
    var designs = WienerDesigns()
    for line in lines {
      let offsets = line[1].split(separator: ",").compactMap { Int($0) }
      let pattern = try PilotPattern(offsets: offsets, isPaired: line[2] == "1")
      let fields = line[4...7].compactMap { Int($0) }
      let key = WienerKey(
        mask: pattern.mask, isPaired: pattern.isPaired, merged: try #require(Int(line[3])), window: fields[0], spread: fields[1],
        ratio: fields[2])
      let design = designs.design(key, pattern)
      let block = fields[3]
      let taps = key.window * offsets.count / key.merged
      #expect(abs(try #require(Float(line[8])) - design.errors[block]) < 1e-5)
      #expect(abs(try #require(Float(line[9])) - design.leverages[block]) < 1e-5)
      let weights = design.weights + block * taps * PilotSmoothing.weightsPerTap
      for pick in line[10].split(separator: ",") {
        let parts = pick.split(separator: ":").compactMap { Double($0) }
        let place = weights + Int(parts[1]) * PilotSmoothing.weightsPerTap + Int(parts[0])
        #expect(abs(Double(place[0]) - parts[2]) < 1e-4 && abs(Double(place[16]) - parts[3]) < 1e-4)
      }
      var sum = Complex.zero
      for tap in 0..<taps {
        for lane in 0..<12 {
          sum += Complex(weights[tap * PilotSmoothing.weightsPerTap + lane], weights[tap * PilotSmoothing.weightsPerTap + 16 + lane])
        }
      }
      #expect((sum - Self.numbers(line[11])[0]).power.squareRoot() < 1e-3)
    }
  }

  @Test("Smoothing is the same with each instruction set", arguments: InstructionSet.available)
  func smoothing(_ instructionSet: InstructionSet) {
    var generator = SystemNoise(seed: 4)
    for (blocks, window, taps, rows) in [(1, 1, 6, 1), (5, 3, 4, 2), (20, 8, 6, 7), (33, 32, 1, 4), (9, 9, 3, 5)] {
      let weights = (0..<(window * window * taps * PilotSmoothing.weightsPerTap)).map { _ in generator.next() }
      let (sourcePitch, targetPitch) = (blocks * taps + 3, 12 * blocks + PilotSmoothing.spareCount)
      var source = (0..<(2 * rows * sourcePitch)).map { _ in generator.next() }
      func smoothed(_ instructionSet: InstructionSet) -> [Float] {
        var target = [Float](repeating: 0, count: 2 * rows * targetPitch)
        source.withUnsafeMutableBufferPointer { source in
          target.withUnsafeMutableBufferPointer { target in
            weights.withUnsafeBufferPointer { weights in
              PilotSmoothing.smooth(
                weights: weights.baseAddress!, source: .init(base: source.baseAddress!, pitch: sourcePitch),
                target: .init(base: target.baseAddress!, pitch: targetPitch), rows: rows, blocks: blocks, window: window,
                tapsPerBlock: taps,
                instructionSet: instructionSet)
            }
          }
        }
        return target
      }
      let (expected, result) = (smoothed(.portable), smoothed(instructionSet))
      for row in 0..<(2 * rows) {
        for index in 0..<(12 * blocks) {
          #expect(abs(expected[row * targetPitch + index] - result[row * targetPitch + index]) < 1e-4)
        }
      }
    }
  }
}

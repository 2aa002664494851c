import DSPKernels
import Foundation
import Modulation
import Testing

@testable import ChannelModels

@Suite struct ImpairmentTests {
  private static func filtered(_ impairments: Impairments, _ input: [[Complex]], blocks: [Int]) throws -> [[Complex]] {
    var filter = try ImpairmentFilter(impairments, antennaCount: input.count, sampleRateHz: 30.72e6)
    var output = [[Complex]](repeating: [], count: input.count)
    var (done, block) = (0, 0)
    while done < input[0].count {
      let count = min(blocks[block % blocks.count], input[0].count - done)
      let part = input.flatMap { $0[done..<(done + count)] }
      let stride = filter.outputCapacity(count)
      var result = [Complex](repeating: .zero, count: input.count * stride)
      let written = part.withUnsafeBufferPointer { part in
        result.withUnsafeMutableBufferPointer { filter.filter(part, into: $0) }
      }
      for antenna in output.indices { output[antenna] += result[(antenna * stride)..<(antenna * stride + written)] }
      done += count
      block += 1
    }
    return output
  }

  @Test(
    "A tone keeps its amplitude, is late, and has the frequency that the offsets of oscillator and clock make",
    arguments: [(0.0, 0.0, 0.0), (0, 0, 7.25), (1500, 0, 0), (0, 20, 0), (-700, -35, 3000.6), (250, 1000, 0.5)])
  func tone(_ frequencyOffset: Double, _ clockOffset: Double, _ delay: Double) throws {
    let impairments = try Impairments(frequencyOffsetHz: frequencyOffset, clockOffsetPPM: clockOffset, delaySamples: delay)
    let frequencies = [0.31, -0.4]
    let input = frequencies.map { frequency in
      (0..<20_000).map { Complex(Float(cos(2 * .pi * frequency * Double($0))), Float(sin(2 * .pi * frequency * Double($0)))) }
    }
    let output = try Self.filtered(impairments, input, blocks: [20_000])
    let step = 1 + clockOffset * 1e-6
    #expect(abs(Double(output[0].count) - 20_000 / step) < 20)
    for (antenna, frequency) in frequencies.enumerated() {
      for (index, sample) in output[antenna].enumerated() {
        let place = Double(index) * step - delay
        if place < -17 {
          #expect(sample == .zero)
        } else if place > 16 {
          let angle = 2 * .pi * (frequency * place + frequencyOffset / 30.72e6 * Double(index) * step)
          #expect((sample - Complex(Float(cos(angle)), Float(sin(angle)))).power < 1e-6)
        }
      }
    }
  }

  @Test("Blocks of any length give the same samples")
  func blocks() throws {
    let impairments = try Impairments(frequencyOffsetHz: 333, clockOffsetPPM: 12, delaySamples: 1500.3)
    let input = (0..<2).map { ChannelFilterTests.samples(8000, seed: UInt64($0)) }
    let whole = try Self.filtered(impairments, input, blocks: [8000])
    #expect(whole == (try Self.filtered(impairments, input, blocks: [1, 1025, 30])))
  }
}

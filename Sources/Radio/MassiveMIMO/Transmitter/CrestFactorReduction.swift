import DSPKernels
import Foundation
import Modulation

/// Takes peaks off a signal within its channel: what is above a threshold, filtered as the signal is, is subtracted again and again.
public struct CrestFactorReduction: ~Copyable {
  private var filter: BlockFilter
  /// Of peak power to mean power that is wanted, in dB.
  public let peakRatio: Float
  public let rounds: Int

  /// - Parameters:
  ///   - filter: an odd number of symmetric coefficients with a gain of 1.
  ///   - rounds: how often.
  /// - Throws: for a filter without coefficients.
  public init(filter: [Float], peakRatio: Float = 8, rounds: Int = 5) throws(ParameterError) {
    guard let filter = BlockFilter(filter) else {
      throw ParameterError("filter", filter.count, "a filter has 1 to 2^18 coefficients", "TS 38.104 §6.5.2")
    }
    self.filter = filter
    self.peakRatio = peakRatio
    self.rounds = rounds
  }

  public mutating func reduce(_ input: [Complex]) -> [Complex] {
    guard !input.isEmpty else { return [] }
    var samples = input
    let mean = input.reduce(0) { $0 + $1.power } / Float(input.count)
    let limit = mean * pow(10, peakRatio / 10)
    for _ in 0..<rounds {
      let excess = samples.map { $0.power > limit ? $0 * (1 - (limit / $0.power).squareRoot()) : .zero }
      let inChannel = filter.filter(excess, delay: filter.count / 2)
      for index in samples.indices { samples[index] = samples[index] - inChannel[index] }
    }
    return samples
  }
}

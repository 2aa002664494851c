import ChannelModels
import DSPKernels

/// Statistics over realizations.
enum Draws {
  static func gains(_ realization: ChannelRealization, atSeconds seconds: Double) throws -> [Complex] {
    var gains = [Complex](repeating: .zero, count: realization.tapCount * realization.linkCount)
    gains.withUnsafeMutableBufferPointer { realization.gains(atSeconds: seconds, into: $0) }
    return gains
  }

  static func realization(_ model: ChannelModel, _ transmit: Int, _ receive: Int, seed: Int) throws -> ChannelRealization {
    try ChannelRealization(
      model, transmitAntennas: transmit, receiveAntennas: receive, carrierFrequencyHz: 3.5e9, sampleRateHz: 30.72e6,
      seed: UInt64(seed))
  }

  /// Σ over taps of E g(u) g(v)*, of links in the order [receive][transmit], over realizations of the seeds.
  static func covariance(_ model: ChannelModel, _ transmit: Int, _ receive: Int, count: Int) throws -> [SIMD2<Double>] {
    let links = transmit * receive
    var sum = [SIMD2<Double>](repeating: .zero, count: links * links)
    for seed in 0..<count {
      let gains = try gains(try realization(model, transmit, receive, seed: seed), atSeconds: 0)
      for tap in stride(from: 0, to: gains.count, by: links) {
        for row in 0..<links {
          for column in 0..<links {
            let product = gains[tap + row] * gains[tap + column].conjugate
            sum[row * links + column] += SIMD2(Double(product.real), Double(product.imaginary))
          }
        }
      }
    }
    return sum.map { $0 / Double(count) }
  }
}

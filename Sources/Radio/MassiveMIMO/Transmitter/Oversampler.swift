import DSPKernels
import Modulation

/// Between the rate of OFDM symbols and that of a transmitter, with the filter of the channel in both directions.
public struct Oversampler: ~Copyable {
  public let factor: Int
  /// A low pass at the oversampled rate, symmetric, with a gain of 1.
  public let response: [Float]
  private var filter: BlockFilter

  /// - Parameters:
  ///   - rateHz: of OFDM samples.
  ///   - channelHz: the channel's bandwidth, at whose edges the filter's gain is a half.
  ///   - guardHz: between the transmission bandwidth and the channel's edge.
  /// - Throws: for a factor that is not 1 to 16, or a channel that the rate does not hold.
  public init(factor: Int, rateHz: Double, channelHz: Double, guardHz: Double) throws(ParameterError) {
    guard 1...16 ~= factor else {
      throw ParameterError("factor", factor, "samples are oversampled 1 to 16 times", "TS 38.104 §6.6.3")
    }
    guard guardHz > 0, channelHz > 2 * guardHz, channelHz + 2 * guardHz <= rateHz * Double(factor) else {
      throw ParameterError(
        "channelHz", channelHz, "\(rateHz) samples a second, \(factor) times, hold no such channel with a guard of \(guardHz)",
        "TS 38.104 §5.3")
    }
    let rate = rateHz * Double(factor)
    // Kaiser's rule for side lobes 80 dB down.
    let count = Int(72 / (2.285 * 4 * .pi * guardHz / rate)) | 1
    let response = KaiserWindow.lowPass(edge: channelHz / 2 / rate, count: count, beta: 7.9)
    guard let filter = BlockFilter(response) else {
      throw ParameterError("guardHz", guardHz, "a filter for it has \(count) coefficients, too many", "TS 38.104 §5.3")
    }
    self.factor = factor
    self.response = response
    self.filter = filter
  }

  /// Without delay.
  public mutating func raise(_ samples: [Complex]) -> [Complex] {
    var spread = [Complex](repeating: .zero, count: samples.count * factor)
    for (index, sample) in samples.enumerated() { spread[index * factor] = sample * Float(factor) }
    return filter.filter(spread, delay: filter.count / 2)
  }

  /// Without delay.
  public mutating func lower(_ samples: [Complex]) -> [Complex] {
    let filtered = filter.filter(samples, delay: filter.count / 2)
    return stride(from: 0, to: samples.count, by: factor).map { filtered[$0] }
  }
}

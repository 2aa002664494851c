import DSPKernels
import Modulation

/// Transform precoding of one OFDM symbol (TS 38.211 §6.3.1.4) and its inverse. It has its own memory: one for each thread.
public struct TransformPrecoder: ~Copyable {
  /// M_sc^PUSCH.
  public let subcarrierCount: Int
  private var transform: FourierTransform
  private let scale: Float

  /// - Parameter resourceBlocks: M_RB^PUSCH, 2^a · 3^b · 5^c and at most 275.
  /// - Throws: for another number of resource blocks.
  public init(resourceBlocks: Int) throws(ParameterError) {
    guard 1...275 ~= resourceBlocks, let transform = FourierTransform(count: 12 * resourceBlocks) else {
      throw ParameterError(
        "resourceBlocks", resourceBlocks, "transform precoding has 2^a · 3^b · 5^c resource blocks", "TS 38.211 §6.3.1.4")
    }
    subcarrierCount = 12 * resourceBlocks
    self.transform = transform
    scale = 1 / Float(12 * resourceBlocks).squareRoot()
  }

  /// y(k) from x(i), in place; both have the same power.
  /// - Parameter samples: `subcarrierCount` of them.
  public mutating func precode(_ samples: UnsafeMutableBufferPointer<Complex>) {
    transform.forward(samples)
    for index in samples.indices { samples[index] = samples[index] * scale }
  }

  /// x(i) from y(k), in place.
  /// - Parameter samples: `subcarrierCount` of them.
  public mutating func invert(_ samples: UnsafeMutableBufferPointer<Complex>) {
    transform.inverse(samples)
    for index in samples.indices { samples[index] = samples[index] * scale }
  }
}

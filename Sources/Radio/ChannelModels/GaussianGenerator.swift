import Base
import DSPKernels
import Foundation

/// xoshiro256++: what draws noise by the million.
struct FastGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  init(seed: UInt64) {
    var seeds = SeededGenerator(seed: seed)
    state = (seeds.next(), seeds.next(), seeds.next(), seeds.next())
  }

  @inline(__always)
  mutating func next() -> UInt64 {
    let sum = state.0 &+ state.3
    let result = (sum << 23 | sum >> 41) &+ state.0
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = state.3 << 45 | state.3 >> 19
    return result
  }
}

/// Normally distributed numbers of mean 0 and variance 1, reproducible from a seed.
///
/// The ziggurat of Marsaglia and Tsang with 256 layers: an exact method, its tail beyond 3.654 too, but for the 31 bits of a number's
/// place in its layer.
public struct GaussianGenerator: Sendable {
  private var source: FastGenerator

  public init(seed: UInt64) { source = FastGenerator(seed: seed) }

  /// Seeded by another generator.
  public init(using generator: inout some RandomNumberGenerator) { self.init(seed: generator.next()) }

  /// Where the tail begins, and the area of each layer.
  private static let tailStart = 3.654_152_885_361_009
  private static let layerArea = 0.004_928_673_233_99

  /// The right edges of the layers from the lowest on and, behind those 257, the density at each.
  private static let layers: [Float] = {
    var edges = [layerArea / exp(-tailStart * tailStart / 2), tailStart]
    while edges.count < 256 {
      let last = edges[edges.count - 1]
      edges.append((-2 * log(layerArea / last + exp(-last * last / 2))).squareRoot())
    }
    edges.append(0)
    return edges.map { Float($0) } + edges.map { Float(exp(-$0 * $0 / 2)) }
  }()

  /// The next number.
  public mutating func next() -> Float { Self.layers.withUnsafeBufferPointer { draw($0) } }

  @inline(__always)
  private mutating func draw(_ layers: UnsafeBufferPointer<Float>) -> Float {
    while true {
      let bits = source.next()
      let layer = Int(bits & 0xFF)
      let value = Float(Int32(truncatingIfNeeded: bits >> 32)) * 0x1p-31 * layers[layer]
      if abs(value) < layers[layer + 1] { return value }
      if let value = edge(layer, value, layers) { return value }
    }
  }

  /// Of the tail, or of what of a layer lies beyond the next one's edge; `nil` where it is not below the density.
  @inline(never)
  private mutating func edge(_ layer: Int, _ value: Float, _ layers: UnsafeBufferPointer<Float>) -> Float? {
    if layer == 0 {
      while true {
        let x = -log(1 - Double.random(in: 0..<1, using: &source)) / Self.tailStart
        let y = -log(1 - Double.random(in: 0..<1, using: &source))
        if 2 * y >= x * x { return Float(value < 0 ? -Self.tailStart - x : Self.tailStart + x) }
      }
    }
    let (low, high) = (layers[257 + layer], layers[258 + layer])
    let height = low + (high - low) * Float.random(in: 0..<1, using: &source)
    return height < exp(-value * value / 2) ? value : nil
  }

  /// Fills a buffer with independent numbers.
  public mutating func fill(_ values: UnsafeMutableBufferPointer<Float>) {
    Self.layers.withUnsafeBufferPointer { layers in
      for index in values.indices { values[index] = draw(layers) }
    }
  }

  /// Adds circular complex noise.
  /// - Parameter variance: of a sample, both axes together; at least 0.
  public mutating func addNoise(variance: Float, to samples: UnsafeMutableBufferPointer<Complex>) {
    let deviation = max(0, variance / 2).squareRoot()
    Self.layers.withUnsafeBufferPointer { layers in
      for index in samples.indices {
        samples[index].real += deviation * draw(layers)
        samples[index].imaginary += deviation * draw(layers)
      }
    }
  }
}

import DSPKernels
import Foundation
import Modulation

/// How the weights of many users' layers come from their channels.
public enum PrecodingMethod: Sendable, Hashable {
  /// Each layer's own channel, conjugated.
  case conjugate
  /// No layer at another's antennas: H* (H H*)⁻¹.
  case zeroForcing
  /// H* (H H* + α)⁻¹, α as a multiple of the noise's variance in proportion to the power of a layer.
  case regularizedZeroForcing(loading: Float)
}

/// What the power of the weights is scaled to.
public enum WeightPower: Sendable, Hashable {
  /// Each layer has the same share.
  case perLayer(total: Float)
  /// All layers have one factor.
  case common(total: Float)
  /// All layers have one factor, with which the branch of the most power has this much.
  case perBranch(limit: Float)
}

/// Weights for the downlink of a reciprocal channel, matrix behind matrix: one for each group of resource blocks.
///
/// A user's antenna receives y = hᵀ x of what the branches send, x = W̄ s (``AntennaMatrix/spread(_:antennaCount:layerCount:layers:count:into:instructionSet:)``):
/// channels and weights have a row for each branch and a column for each layer.
public struct MultiUserPrecoder: ~Copyable {
  private var inverse: PseudoInverseWorkspace

  public init(instructionSet: InstructionSet = .fastest) { inverse = PseudoInverseWorkspace(instructionSet: instructionSet) }

  /// - Parameters:
  ///   - channels: `count` matrices of `antennas` rows (see ``AntennaMatrix``).
  ///   - weights: room for as many.
  /// - Throws: `ParameterError` for more layers than antennas or than 16, or memory of another size.
  public mutating func makeWeights(
    channels: [Float], count: Int, antennas: Int, layers: Int, method: PrecodingMethod, power: WeightPower, into weights: inout [Float]
  ) throws(ParameterError) {
    guard 1...min(AntennaMatrix.maximumLayers, max(1, antennas)) ~= layers else {
      throw ParameterError(
        "layers", layers, "1 to \(min(AntennaMatrix.maximumLayers, max(1, antennas))) layers go over \(antennas) branches",
        "TS 38.211 §7.3.1.4")
    }
    let size = count * antennas * 2 * AntennaMatrix.pitch
    guard channels.count == size, weights.count == size else {
      throw ParameterError(
        "channels", channels.count, "\(count) matrices of \(antennas) branches are \(size) numbers, and as many of weights",
        "TS 38.211 §7.3.1.4")
    }
    let loading: Float? =
      switch method {
      case .conjugate: nil
      case .zeroForcing: 0
      case .regularizedZeroForcing(let loading): loading
      }
    if let loading, !(loading >= 0) { throw ParameterError("loading", loading, "a loading is not negative", "TS 38.211 §7.3.1.4") }
    channels.withUnsafeBufferPointer { source in
      weights.withUnsafeMutableBufferPointer { target in
        guard let source = source.baseAddress, let base = target.baseAddress else { return }
        if let loading {
          inverse.makeWeights(channels: source, count: count, antennas: antennas, layers: layers, loading: loading, into: base)
        } else {
          base.update(from: source, count: size)
        }
        for matrix in 0..<count { Self.scale(base + matrix * antennas * 2 * AntennaMatrix.pitch, antennas, layers, power) }
      }
    }
  }

  private static func scale(_ weights: UnsafeMutablePointer<Float>, _ antennas: Int, _ layers: Int, _ power: WeightPower) {
    let pitch = AntennaMatrix.pitch
    switch power {
    case .perLayer(let total):
      for layer in 0..<layers {
        var sum: Float = 0
        for row in 0..<2 * antennas { sum += weights[row * pitch + layer] * weights[row * pitch + layer] }
        let factor = factor(total / Float(layers), sum)
        for row in 0..<2 * antennas { weights[row * pitch + layer] *= factor }
      }
    case .common(let total): scaleAll(weights, antennas, layers, factor(total, branchPowers(weights, antennas, layers).reduce(0, +)))
    case .perBranch(let limit): scaleAll(weights, antennas, layers, factor(limit, branchPowers(weights, antennas, layers).max() ?? 0))
    }
  }

  private static func factor(_ wanted: Float, _ found: Float) -> Float { found > 0 ? (wanted / found).squareRoot() : 0 }

  private static func branchPowers(_ weights: UnsafePointer<Float>, _ antennas: Int, _ layers: Int) -> [Float] {
    (0..<antennas).map { antenna in
      let row = weights + antenna * 2 * AntennaMatrix.pitch
      return (0..<layers).reduce(0) { sum, layer in
        let (real, imaginary) = (row[layer], row[layer + AntennaMatrix.pitch])
        return sum + real * real + imaginary * imaginary
      }
    }
  }

  private static func scaleAll(_ weights: UnsafeMutablePointer<Float>, _ antennas: Int, _ layers: Int, _ factor: Float) {
    for row in 0..<2 * antennas {
      for layer in 0..<layers { weights[row * AntennaMatrix.pitch + layer] *= factor }
    }
  }
}

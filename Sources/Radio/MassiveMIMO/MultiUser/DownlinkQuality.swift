import DSPKernels

/// What users receive of weights over their true channels.
public enum DownlinkQuality {
  /// For each layer the powers at its antenna of all layers: |h_kᵀ w̄_j|², row k by row k.
  /// - Parameters:
  ///   - channel, weights: a matrix each (see ``AntennaMatrix``).
  public static func powers(channel: ArraySlice<Float>, weights: ArraySlice<Float>, antennas: Int, layers: Int) -> [Float] {
    amplitudes(channel: channel, weights: weights, antennas: antennas, layers: layers).map(\.power)
  }

  /// h_kᵀ w̄_j, row k by row k.
  public static func amplitudes(channel: ArraySlice<Float>, weights: ArraySlice<Float>, antennas: Int, layers: Int) -> [Complex] {
    var result = [Complex](repeating: .zero, count: layers * layers)
    let pitch = AntennaMatrix.pitch
    channel.withUnsafeBufferPointer { channel in
      weights.withUnsafeBufferPointer { weights in
        for antenna in 0..<antennas {
          let row = antenna * 2 * pitch
          for k in 0..<layers {
            let gain = Complex(channel[row + k], channel[row + k + pitch])
            for j in 0..<layers { result[k * layers + j] += gain * Complex(weights[row + j], -weights[row + j + pitch]) }
          }
        }
      }
    }
    return result
  }

  /// The ratio of each layer's signal to noise of variance 1 and the other layers.
  public static func ratios(channel: ArraySlice<Float>, weights: ArraySlice<Float>, antennas: Int, layers: Int) -> [Float] {
    let powers = powers(channel: channel, weights: weights, antennas: antennas, layers: layers)
    return (0..<layers).map { k in
      let row = powers[k * layers..<(k + 1) * layers]
      let signal = powers[k * layers + k]
      return signal / (row.reduce(0, +) - signal + 1)
    }
  }
}

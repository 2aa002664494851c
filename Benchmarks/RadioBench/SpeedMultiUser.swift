import DSPKernels

/// What many layers on many antennas take: 64 antennas, 16 layers.
extension Speed {
  static let multiUser: [(String, @Sendable (String) throws -> Kernel)] = [
    ("zero forcing weights 64x16", { zeroForcing($0) }),
    ("detection 16x64 times 64x168", { product($0, isSpread: false) }),
    ("precoding 64x16 times 16x168", { product($0, isSpread: true) }),
  ]

  private static let (antennas, layers, samples) = (64, 16, 168)

  private static func numbers(_ count: Int, seed: UInt64) -> [Float] {
    var source = Source(seed: seed)
    return (0..<count).map { _ in source.gaussian() }
  }

  private static func zeroForcing(_ name: String) -> Kernel {
    let count = 48
    let channels = numbers(count * antennas * 2 * AntennaMatrix.pitch, seed: 1)
    let workspace = Box(PseudoInverseWorkspace())
    let result = Box(channels)
    // Products of M K² and M K² multiplications, half of the first since it is Hermitian, and K³ for the inverse.
    let operations = Double(count * 8 * layers * layers * (antennas + antennas / 2 + layers / 2))
    return Kernel(name: name, count: Double(count), unit: "us", operations: operations) {
      channels.withUnsafeBufferPointer { channels in
        result.value.withUnsafeMutableBufferPointer { result in
          guard let channels = channels.baseAddress, let result = result.baseAddress else { return }
          workspace.value.makeWeights(channels: channels, count: count, antennas: antennas, layers: layers, loading: 0, into: result)
        }
      }
    }
  }

  private static func product(_ name: String, isSpread: Bool) -> Kernel {
    let pitch = samples + AntennaMatrix.spare
    let weights = Box(numbers(antennas * 2 * AntennaMatrix.pitch, seed: 2))
    let source = Box(numbers(2 * antennas * pitch, seed: 3))
    let target = Box([Float](repeating: 0, count: 2 * antennas * pitch))
    return Kernel(name: name, count: 1, unit: "us", operations: Double(8 * antennas * layers * samples)) {
      weights.value.withUnsafeBufferPointer { weights in
        source.value.withUnsafeMutableBufferPointer { source in
          target.value.withUnsafeMutableBufferPointer { target in
            guard let weights = weights.baseAddress, let source = source.baseAddress, let target = target.baseAddress else { return }
            let (from, to) = (AntennaMatrix.Planes(source, pitch: pitch), AntennaMatrix.Planes(target, pitch: pitch))
            if isSpread {
              AntennaMatrix.spread(weights, antennaCount: antennas, layerCount: layers, layers: from, count: samples, into: to)
            } else {
              AntennaMatrix.combine(weights, antennaCount: antennas, layers: layers, antennas: from, count: samples, into: to)
            }
          }
        }
      }
    }
  }
}

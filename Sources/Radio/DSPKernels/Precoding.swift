import CDSPKernels

/// Layers to antenna ports (TS 38.211 §7.3.1.4 and §6.3.1.5).
public enum Precoding {
  public static let maximumLayers = Int(VITRUM_LAYER_LIMIT)

  /// Adds to each port's elements the sum of the layers', each with its weight.
  /// - Parameters:
  ///   - layers: `layerCount` rows, the first of `layerPitch` elements each.
  ///   - weights: a row for each port, with an element for each of at most 8 layers.
  ///   - ports: where the first port's elements are; the next port's are `portPitch` behind.
  ///   - count: elements of each.
  public static func add(
    _ layers: UnsafePointer<Complex>, layerPitch: Int, layerCount: Int, weights: UnsafePointer<Complex>,
    to ports: UnsafeMutablePointer<Complex>, portPitch: Int, portCount: Int, count: Int, instructionSet: InstructionSet = .fastest
  ) {
    precondition(1...maximumLayers ~= layerCount)
    guard instructionSet != .portable else {
      for port in 0..<portCount {
        let target = ports + port * portPitch
        for layer in 0..<layerCount {
          let (weight, source) = (weights[port * layerCount + layer], layers + layer * layerPitch)
          for index in 0..<count { target[index] += weight * source[index] }
        }
      }
      return
    }
    let factors = UnsafeRawPointer(weights).assumingMemoryBound(to: Float.self)
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>?.self, capacity: maximumLayers) { sources in
      for layer in 0..<layerCount {
        sources.initializeElement(at: layer, to: UnsafeRawPointer(layers + layer * layerPitch).assumingMemoryBound(to: Float.self))
      }
      withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<Float>?.self, capacity: 16) { targets in
        for first in stride(from: 0, to: portCount, by: 16) {
          let together = min(16, portCount - first)
          for port in 0..<together {
            let place = UnsafeMutableRawPointer(ports + (first + port) * portPitch)
            targets.initializeElement(at: port, to: place.assumingMemoryBound(to: Float.self))
          }
          let rows = factors + 2 * first * layerCount
          if instructionSet == .avx512 {
            vitrum_precode_avx512(sources.baseAddress, Int32(layerCount), rows, Int32(together), count, targets.baseAddress)
          } else {
            vitrum_precode_avx2(sources.baseAddress, Int32(layerCount), rows, Int32(together), count, targets.baseAddress)
          }
        }
      }
    }
  }
}

import DSPKernels
import Foundation

extension AntennaPorts {
  /// What each port, fed with 1, radiates in a direction of global coordinates: F_θ and F_φ of its polarisation times the phase of its place.
  /// - Parameters:
  ///   - zenithDegrees: θ, 0° upwards.
  ///   - azimuthDegrees: φ.
  public func farField(zenithDegrees: Double, azimuthDegrees: Double) -> [(zenithal: Complex, azimuthal: Complex)] {
    let direction = Direction(zenith: zenithDegrees, azimuth: azimuthDegrees)
    let fields = fields(direction)
    return (0..<count).map { port in
      let angle = 2 * .pi * (SIMD3(x[port], y[port], z[port]) * direction.radial).sum()
      let phase = Complex(Float(cos(angle)), Float(sin(angle)))
      let field = polarisations[port] == 0 ? fields.lowHalf : fields.highHalf
      return (phase * Float(field.x), phase * Float(field.y))
    }
  }
}

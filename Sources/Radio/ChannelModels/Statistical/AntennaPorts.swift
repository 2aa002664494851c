import Foundation
import Modulation

/// An array whose transceivers each feed a sub-array: some elements of a column above one another with a fixed electrical downtilt.
///
/// Ports are counted as the antennas of an array are, with a sub-array in an element's place. The weights of a sub-array of K elements are
/// exp(-j2π k d_V cos θ_etilt) / √K: a port radiates the power that it is fed with.
public struct AntennaPorts: Sendable {
  public let array: AntennaArray
  /// K.
  public let elementsPerPort: Int
  /// θ_etilt in the array's own coordinates: 90° is level, more is below.
  public let tiltZenithDegrees: Double
  let geometry: ArrayGeometry
  /// Of ports, in wavelengths, padded to eight.
  let x: [Double]
  let y: [Double]
  let z: [Double]
  let polarisations: [Int]

  public var count: Int { polarisations.count }

  /// - Throws: where the rows of a panel are not whole sub-arrays, and for a tilt that is not 0° to 180°.
  public init(_ array: AntennaArray, elementsPerPort: Int = 1, tiltZenithDegrees: Double = 90) throws(ParameterError) {
    guard elementsPerPort >= 1, array.elements.rows % elementsPerPort == 0 else {
      throw ParameterError(
        "elementsPerPort", elementsPerPort, "the \(array.elements.rows) elements of a column are whole sub-arrays", "TR 38.901 §7.3")
    }
    guard 0...180 ~= tiltZenithDegrees else {
      throw ParameterError("tiltZenithDegrees", tiltZenithDegrees, "it is 0° to 180°", "TR 38.901, table 7.8-1")
    }
    self.array = array
    self.elementsPerPort = elementsPerPort
    self.tiltZenithDegrees = tiltZenithDegrees
    let geometry = ArrayGeometry(array)
    self.geometry = geometry
    let lowest = stride(from: 0, to: array.count, by: elementsPerPort)
    let centres = lowest.map { (geometry.positions[$0] + geometry.positions[$0 + elementsPerPort - 1]) / 2 }
    let padding = [Double](repeating: 0, count: (8 - centres.count % 8) % 8)
    x = centres.map(\.x) + padding
    y = centres.map(\.y) + padding
    z = centres.map(\.z) + padding
    polarisations = lowest.map { geometry.polarisations[$0] }
  }

  /// F_θ and F_φ of the first and the second polarisation's ports (0 where there is one), of sub-arrays with their weights.
  func fields(_ direction: Direction) -> SIMD4<Double> {
    let local = geometry.local(direction)
    return geometry.fields(direction, local: local) * arrayFactor(cosine: local.z)
  }

  private func arrayFactor(cosine: Double) -> Double {
    guard elementsPerPort > 1 else { return 1 }
    let half = .pi * array.spacing.vertical * (cosine - cos(tiltZenithDegrees * .pi / 180))
    let count = Double(elementsPerPort)
    let sine = sin(half)
    // Where all elements are in phase but for whole turns, the quotient is ± K.
    guard abs(sine) > 1e-9 else { return count.squareRoot() * (cos(count * half) * cos(half) < 0 ? -1 : 1) }
    return sin(count * half) / sine / count.squareRoot()
  }

  /// Of a port of the first polarisation, in dBi, in a direction of global coordinates.
  public func gain(zenithDegrees: Double, azimuthDegrees: Double) -> Double {
    let field = fields(Direction(zenith: zenithDegrees, azimuth: azimuthDegrees))
    return 10 * log10(max(1e-30, field.x * field.x + field.y * field.y))
  }
}

import ChannelModels
import DSPKernels
import Foundation
import Modulation

/// The panel of an antenna unit: columns of dual-polarised elements whose rows feed in sub-arrays, one for each transceiver.
///
/// Elements have the pattern of TR 38.901, table 7.3-1. Its 8 dBi are those of an element by itself: nearer together than that gain's area they
/// take power from one another, and a panel fed in phase would radiate more than it gets. So all fields have one factor, with which the
/// excitation that radiates best radiates what it is fed with (``coupling``), and that of the losses of feeds and radome.
public struct AntennaPanel: Sendable {
  public let ports: AntennaPorts
  /// Of feeds and radome.
  public let lossDecibels: Double
  /// What the mutual coupling of elements takes of the gain of an element by itself, at most 1.
  public let coupling: Double

  /// Directions in which the power is summed, and of each the field of every port.
  private static let stepDegrees = 2.0

  /// - Parameters:
  ///   - columns, rows: of elements of each of two polarisations, 45° to both sides.
  ///   - elementsPerPort: one above the other in a sub-array.
  ///   - tiltZenithDegrees: θ_etilt of the sub-arrays.
  ///   - spacing: in wavelengths.
  ///   - orientation: of the panel.
  /// - Throws: for rows that are not whole sub-arrays, more than 256 elements, or losses below 0 dB.
  public init(
    columns: Int = 8, rows: Int = 12, elementsPerPort: Int = 3, tiltZenithDegrees: Double = 96,
    spacing: AntennaArray.Spacing = .init(vertical: 0.7, horizontal: 0.5), lossDecibels: Double = 1.5,
    orientation: AntennaArray.Orientation = .init()
  ) throws(ParameterError) {
    guard lossDecibels >= 0, lossDecibels <= 60 else {
      throw ParameterError("lossDecibels", lossDecibels, "losses are 0 to 60 dB", "TS 38.104 §9.2")
    }
    let array = try AntennaArray(
      elements: .init(rows: rows, columns: columns), spacing: spacing, polarisationSlants: [45, -45], pattern: .directional,
      orientation: orientation)
    ports = try AntennaPorts(array, elementsPerPort: elementsPerPort, tiltZenithDegrees: tiltZenithDegrees)
    self.lossDecibels = lossDecibels
    coupling = min(1, 1 / Self.largestRadiation(ports))
  }

  public var portCount: Int { ports.count }

  /// Of all of the panel's losses, as a factor of power.
  private var efficiency: Double { coupling * pow(10, -lossDecibels / 10) }

  /// The gain over an isotropic antenna in a direction: power radiated there, of both polarisations, in proportion to the power fed.
  /// - Parameter weights: what each port is fed with, of any power but 0.
  public func gain(_ weights: [Complex], zenithDegrees: Double, azimuthDegrees: Double) -> Double {
    precondition(weights.count == portCount)
    let fed = weights.reduce(0) { $0 + Double($1.power) }
    guard fed > 0 else { return 0 }
    let fields = ports.farField(zenithDegrees: zenithDegrees, azimuthDegrees: azimuthDegrees)
    var (zenithal, azimuthal) = (Complex.zero, Complex.zero)
    for (weight, field) in zip(weights, fields) {
      zenithal += weight * field.zenithal
      azimuthal += weight * field.azimuthal
    }
    return Double(zenithal.power + azimuthal.power) / fed * efficiency
  }

  /// What is radiated in all directions of what is fed, at most 1.
  public func radiatedPart(_ weights: [Complex]) -> Double {
    let fed = weights.reduce(0) { $0 + Double($1.power) }
    guard fed > 0 else { return 0 }
    let sphere = Sphere(ports, stepDegrees: Self.stepDegrees)
    return sphere.radiate(weights).power / fed * efficiency
  }

  /// Weights of power 1 for a beam of one polarisation whose ports are in phase in a direction, all of the same amplitude.
  /// - Parameter polarisation: 0 or 1.
  public func beam(zenithDegrees: Double, azimuthDegrees: Double, polarisation: Int) -> [Complex] {
    let fields = ports.farField(zenithDegrees: zenithDegrees, azimuthDegrees: azimuthDegrees)
    let (half, scale) = (portCount / 2, Float(portCount / 2).squareRoot())
    return fields.enumerated().map { port, field in
      guard port / half == polarisation else { return .zero }
      // Both parts have the phase of the port's place.
      let part = field.zenithal.power >= field.azimuthal.power ? field.zenithal : field.azimuthal
      return part.power > 0 ? part.conjugate * (1 / (part.power.squareRoot() * scale)) : Complex(1 / scale, 0)
    }
  }

  /// Effective isotropic radiated power of both polarisations' beams together in a direction, in dBm.
  /// - Parameter powerDBm: of all transceivers together.
  public func effectiveIsotropicRadiatedPower(powerDBm: Double, zenithDegrees: Double, azimuthDegrees: Double) -> Double {
    let gains = (0..<2).map { polarisation in
      gain(
        beam(zenithDegrees: zenithDegrees, azimuthDegrees: azimuthDegrees, polarisation: polarisation), zenithDegrees: zenithDegrees,
        azimuthDegrees: azimuthDegrees)
    }
    return powerDBm + 10 * log10(gains.reduce(0, +) / 2)
  }

  /// The most that an excitation radiates of the power that it is fed with, by the fields alone: the largest eigenvalue of their sum over the
  /// sphere, by powers of it.
  private static func largestRadiation(_ ports: AntennaPorts) -> Double {
    let sphere = Sphere(ports, stepDegrees: stepDegrees)
    // All ports, with phases that belong to no direction.
    var weights = (0..<ports.count).map { Complex(1, Float($0 * $0 % 7) / 7) }
    var largest = 0.0
    for _ in 0..<200 {
      let fed = weights.reduce(0) { $0 + $1.power }.squareRoot()
      guard fed > 0 else { return 1 }
      weights = weights.map { $0 * (1 / fed) }
      let (power, image) = sphere.radiate(weights)
      if abs(power - largest) < 1e-6 * power { return power }
      (largest, weights) = (power, image)
    }
    return largest
  }
}

/// The fields of ports all around.
private struct Sphere {
  private let portCount: Int
  /// For each direction each port's two parts.
  private let fields: [(zenithal: Complex, azimuthal: Complex)]
  /// Of a direction's solid angle in the whole.
  private let shares: [Double]

  init(_ ports: AntennaPorts, stepDegrees: Double) {
    portCount = ports.count
    var fields: [(zenithal: Complex, azimuthal: Complex)] = []
    var shares: [Double] = []
    for zenith in stride(from: stepDegrees / 2, to: 180, by: stepDegrees) {
      for azimuth in stride(from: -180 + stepDegrees / 2, to: 180, by: stepDegrees) {
        fields += ports.farField(zenithDegrees: zenith, azimuthDegrees: azimuth)
        shares.append(sin(zenith * .pi / 180))
      }
    }
    let sum = shares.reduce(0, +)
    self.fields = fields
    self.shares = shares.map { $0 / sum }
  }

  /// The power that is radiated, and what the fields of each port have in common with the whole.
  func radiate(_ weights: [Complex]) -> (power: Double, image: [Complex]) {
    var power = 0.0
    var image = [Complex](repeating: .zero, count: portCount)
    for (index, share) in shares.enumerated() {
      let first = index * portCount
      var (zenithal, azimuthal) = (Complex.zero, Complex.zero)
      for port in 0..<portCount {
        zenithal += weights[port] * fields[first + port].zenithal
        azimuthal += weights[port] * fields[first + port].azimuthal
      }
      power += Double(zenithal.power + azimuthal.power) * share
      for port in 0..<portCount {
        let field = fields[first + port]
        image[port] += (field.zenithal.conjugate * zenithal + field.azimuthal.conjugate * azimuthal) * Float(share)
      }
    }
    return (power, image)
  }
}

import Foundation
import Modulation

/// A rectangular array of panels of elements (TR 38.901 §7.3), in the y-z plane of its own coordinates, facing along x.
///
/// Antennas are counted panel by panel (rows of panels first), in a panel polarisation by polarisation, and of one polarisation column by
/// column, upwards in each: as antenna ports are in the codebooks of TS 38.214 §5.2.2.2.
public struct AntennaArray: Sendable, Hashable {
  /// An element's radiation (TR 38.901, table 7.3-1).
  public enum Pattern: String, Sendable, Hashable, CaseIterable {
    /// Gain 1 in all directions.
    case isotropic
    /// 8 dBi to the front, 65° wide, 30 dB less to the back.
    case directional
  }

  /// Of the array's own coordinates in the global ones, by turns about z, the new y and the new x (TR 38.901 §7.1.3); degrees.
  public struct Orientation: Sendable, Hashable {
    public var bearing: Double
    public var downtilt: Double
    public var slant: Double

    public init(bearing: Double = 0, downtilt: Double = 0, slant: Double = 0) {
      self.bearing = bearing
      self.downtilt = downtilt
      self.slant = slant
    }
  }

  /// Vertically and horizontally.
  public struct Size: Sendable, Hashable {
    public var rows: Int
    public var columns: Int

    public init(rows: Int, columns: Int) {
      self.rows = rows
      self.columns = columns
    }
  }

  /// Between centres, in wavelengths.
  public struct Spacing: Sendable, Hashable {
    public var vertical: Double
    public var horizontal: Double

    public init(vertical: Double = 0.5, horizontal: Double = 0.5) {
      self.vertical = vertical
      self.horizontal = horizontal
    }
  }

  /// Of a panel (M × N).
  public let elements: Size
  public let spacing: Spacing
  /// ζ: slants of the polarisations in degrees, 0 the vertical one; one or two.
  public let polarisationSlants: [Double]
  /// M_g × N_g.
  public let panels: Size
  public let panelSpacing: Spacing
  public let pattern: Pattern
  public let orientation: Orientation

  public static let maximumCount = 256

  /// Antennas.
  public var count: Int { panels.rows * panels.columns * polarisationSlants.count * elements.rows * elements.columns }

  /// - Throws: for more than 256 antennas, less than one, other than one or two polarisations, or what is not a finite number.
  public init(
    elements: Size, spacing: Spacing = Spacing(), polarisationSlants: [Double] = [0], panels: Size = Size(rows: 1, columns: 1),
    panelSpacing: Spacing = Spacing(vertical: 0, horizontal: 0), pattern: Pattern = .isotropic, orientation: Orientation = Orientation()
  ) throws(ParameterError) {
    let clause = "TR 38.901 §7.3"
    guard 1...2 ~= polarisationSlants.count else {
      throw ParameterError("polarisationSlants", polarisationSlants, "an element has one or two polarisations", clause)
    }
    var count = polarisationSlants.count
    for size in [panels.rows, panels.columns, elements.rows, elements.columns] {
      guard 1...Self.maximumCount ~= size, count * size <= Self.maximumCount else {
        throw ParameterError("elements", "\(elements) in \(panels)", "an array has 1 to \(Self.maximumCount) antennas", clause)
      }
      count *= size
    }
    let numbers = [
      spacing.vertical, spacing.horizontal, panelSpacing.vertical, panelSpacing.horizontal, orientation.bearing, orientation.downtilt,
      orientation.slant,
    ]
    guard (numbers + polarisationSlants).allSatisfy({ abs($0) <= 1e6 }) else {
      throw ParameterError("spacing", numbers, "spacings and angles are finite", clause)
    }
    self.elements = elements
    self.spacing = spacing
    self.polarisationSlants = polarisationSlants
    self.panels = panels
    self.panelSpacing = panelSpacing
    self.pattern = pattern
    self.orientation = orientation
  }
}

/// A direction, by its unit vectors in global coordinates (TR 38.901 §7.1.1).
struct Direction {
  /// r̂.
  let radial: SIMD3<Double>
  /// θ̂.
  let zenithal: SIMD3<Double>
  /// φ̂.
  let azimuthal: SIMD3<Double>

  /// Of angles in degrees.
  init(zenith: Double, azimuth: Double) {
    let (theta, phi) = (zenith * .pi / 180, azimuth * .pi / 180)
    self.init(zenith: (cos(theta), sin(theta)), azimuth: (cos(phi), sin(phi)))
  }

  /// Of a unit vector; the azimuth of a pole is 0.
  init(_ vector: SIMD3<Double>) {
    let sine = (vector.x * vector.x + vector.y * vector.y).squareRoot()
    self.init(zenith: (vector.z, sine), azimuth: sine > 0 ? (vector.x / sine, vector.y / sine) : (1, 0))
  }

  /// Of cosines and sines.
  private init(zenith: (Double, Double), azimuth: (Double, Double)) {
    radial = SIMD3(zenith.1 * azimuth.0, zenith.1 * azimuth.1, zenith.0)
    zenithal = SIMD3(zenith.0 * azimuth.0, zenith.0 * azimuth.1, -zenith.1)
    azimuthal = SIMD3(-azimuth.1, azimuth.0, 0)
  }
}

/// How an array's antennas answer to a plane wave.
struct ArrayGeometry {
  /// The axes of the array in global coordinates.
  private let axes: (x: SIMD3<Double>, y: SIMD3<Double>, z: SIMD3<Double>)
  /// Of each antenna: its place in global coordinates, in wavelengths, and the index of its polarisation.
  let positions: [SIMD3<Double>]
  let polarisations: [Int]
  /// The parts of each polarisation's field along θ and φ.
  private let slants: [SIMD2<Double>]
  private let pattern: AntennaArray.Pattern

  init(_ array: AntennaArray) {
    let (a, b, g) = (
      array.orientation.bearing * .pi / 180, array.orientation.downtilt * .pi / 180, array.orientation.slant * .pi / 180
    )
    let axes = (
      x: SIMD3(cos(a) * cos(b), sin(a) * cos(b), -sin(b)),
      y: SIMD3(cos(a) * sin(b) * sin(g) - sin(a) * cos(g), sin(a) * sin(b) * sin(g) + cos(a) * cos(g), cos(b) * sin(g)),
      z: SIMD3(cos(a) * sin(b) * cos(g) + sin(a) * sin(g), sin(a) * sin(b) * cos(g) - cos(a) * sin(g), cos(b) * cos(g))
    )
    var positions: [SIMD3<Double>] = []
    var polarisations: [Int] = []
    for panel in 0..<(array.panels.rows * array.panels.columns) {
      let panelY = Double(panel / array.panels.rows) * array.panelSpacing.horizontal
      let panelZ = Double(panel % array.panels.rows) * array.panelSpacing.vertical
      for polarisation in array.polarisationSlants.indices {
        for element in 0..<(array.elements.rows * array.elements.columns) {
          let y = panelY + Double(element / array.elements.rows) * array.spacing.horizontal
          let z = panelZ + Double(element % array.elements.rows) * array.spacing.vertical
          positions.append(axes.y * y + axes.z * z)
          polarisations.append(polarisation)
        }
      }
    }
    self.axes = axes
    self.positions = positions
    self.polarisations = polarisations
    slants = array.polarisationSlants.map { SIMD2(cos($0 * .pi / 180), sin($0 * .pi / 180)) }
    pattern = array.pattern
  }

  /// F_θ and F_φ of each polarisation (TR 38.901 (7.1-11), table 7.3-1 and §7.3.2, model 2).
  func fields(_ direction: Direction) -> [SIMD2<Double>] {
    let pair = fields(direction, local: local(direction))
    return slants.indices.map { $0 == 0 ? pair.lowHalf : pair.highHalf }
  }

  /// A direction's unit vector in the array's own coordinates.
  func local(_ direction: Direction) -> SIMD3<Double> {
    SIMD3((direction.radial * axes.x).sum(), (direction.radial * axes.y).sum(), (direction.radial * axes.z).sum())
  }

  /// The same of the first and the second polarisation; 0 where there is one.
  func fields(_ direction: Direction, local: SIMD3<Double>) -> SIMD4<Double> {
    let own = Direction(local)
    let amplitude = amplitude(local)
    func field(_ slant: SIMD2<Double>) -> SIMD2<Double> {
      let vector = (own.zenithal * slant.x + own.azimuthal * slant.y) * amplitude
      let global = axes.x * vector.x + axes.y * vector.y + axes.z * vector.z
      return SIMD2((global * direction.zenithal).sum(), (global * direction.azimuthal).sum())
    }
    return SIMD4(lowHalf: field(slants[0]), highHalf: slants.count > 1 ? field(slants[1]) : .zero)
  }

  private func amplitude(_ local: SIMD3<Double>) -> Double {
    guard pattern == .directional else { return 1 }
    let theta = acos(max(-1, min(1, local.z))) * 180 / .pi
    let phi = atan2(local.y, local.x) * 180 / .pi
    let vertical = min(12 * (theta - 90) * (theta - 90) / (65 * 65), 30)
    let horizontal = min(12 * phi * phi / (65 * 65), 30)
    return pow(10, (8 - min(vertical + horizontal, 30)) / 20)
  }

  /// The phase of an antenna's place, in turns.
  func turns(_ antenna: Int, _ direction: Direction) -> Double { (positions[antenna] * direction.radial).sum() }
}

import Foundation
import Modulation

/// What one link's rays are drawn by (TR 38.901 §7.5, step 4).
public struct LargeScaleParameters: Sendable, Hashable {
  /// dB by which more power arrives than the path loss leaves.
  public var shadowFading: Double
  /// dB; without meaning where there is no line of sight.
  public var kFactor: Double
  /// Seconds.
  public var delaySpread: Double
  /// Degrees.
  public var departureAzimuthSpread: Double
  public var arrivalAzimuthSpread: Double
  public var departureZenithSpread: Double
  public var arrivalZenithSpread: Double
}

/// Large-scale parameters of links in one state: their medians, deviations and cross-correlations (TR 38.901, tables 7.5-6 to 7.5-11).
public struct LargeScaleModel: Sendable {
  /// Shadow fading, K, DS, ASD, ASA, ZSD, ZSA: in this order they are mixed.
  public static let count = 7

  public let propagation: PropagationModel
  public let state: LinkState
  let table: LinkStateTable
  /// GHz.
  let frequency: Double
  /// Lower triangular, row by row: its product with its transpose is the matrix of correlations.
  public let root: [Double]
  /// Mean and deviation of the decimal logarithms of DS, ASD, ASA, ZSA.
  private let logMeans: [Double]
  private let logDeviations: [Double]

  public init(_ propagation: PropagationModel, _ state: LinkState) {
    let table = LinkStateTable.of(propagation.scenario, state)
    let frequency = LinkStateTable.frequency(propagation.scenario, carrierFrequencyHz: propagation.carrierFrequencyHz)
    self.propagation = propagation
    self.state = state
    self.table = table
    self.frequency = frequency
    logMeans = (0..<4).map { LinkStateTable.value(table.logMeans, $0, frequency: frequency) }
    logDeviations = (0..<4).map { LinkStateTable.value(table.logDeviations, $0, frequency: frequency) }
    root = Self.root(table.correlations)
  }

  /// Cholesky's; all nine matrices of the standard are positive definite.
  private static func root(_ correlations: [Double]) -> [Double] {
    var root = [Double](repeating: 0, count: count * count)
    for row in 0..<count {
      for column in 0...row {
        let value = row == column ? 1 : correlations[row * (row - 1) / 2 + column]
        let rest = value - (0..<column).reduce(0) { $0 + root[row * count + $1] * root[column * count + $1] }
        root[row * count + column] = row == column ? max(0, rest).squareRoot() : rest / root[column * count + column]
      }
    }
    return root
  }

  /// Medians of the delay spread in seconds, ASD, ASA, ZSA in degrees.
  public var medians: [Double] { logMeans.map { pow(10, $0) } }

  /// μ_lgZSD (tables 7.5-7 to 7.5-9).
  ///
  /// Indoors it is that of the path outside (rural: without line of sight).
  public func zenithDepartureLogMean(distance: Double, height: Double, isLineOfSight: Bool) -> Double {
    let kilometres = distance / 1000
    let isSeen = isLineOfSight && !(propagation.scenario == .ruralMacro && state == .outdoorToIndoor)
    switch propagation.scenario {
    case .urbanMacro: return max(-0.5, -2.1 * kilometres - 0.01 * (height - 1.5) + (isSeen ? 0.75 : 0.9))
    case .urbanMicro:
      let rise = height - propagation.baseStationHeight
      return isSeen
        ? max(-0.21, -14.8 * kilometres + 0.01 * abs(rise) + 0.83) : max(-0.5, -3.1 * kilometres + 0.01 * max(rise, 0) + 0.2)
    case .ruralMacro:
      return isSeen
        ? max(-1, -0.17 * kilometres - 0.01 * (height - 1.5) + 0.22) : max(-1, -0.19 * kilometres - 0.01 * (height - 1.5) + 0.28)
    }
  }

  /// 10^μ_lgZSD in degrees.
  public func medianDepartureZenithSpread(distance: Double, height: Double, isLineOfSight: Bool) -> Double {
    pow(10, zenithDepartureLogMean(distance: distance, height: height, isLineOfSight: isLineOfSight))
  }

  /// μ_offset,ZOD in degrees (tables 7.5-7 to 7.5-9).
  public func zenithDepartureOffset(distance: Double, height: Double, isLineOfSight: Bool) -> Double {
    let isSeen = isLineOfSight && !(propagation.scenario == .ruralMacro && state == .outdoorToIndoor)
    guard !isSeen else { return 0 }
    switch propagation.scenario {
    case .urbanMacro:
      let logarithm = log10(frequency)
      let exponent = (0.208 * logarithm - 0.782) * log10(max(25, distance)) - 0.13 * logarithm + 2.03 - 0.07 * (height - 1.5)
      return 7.66 * logarithm - 5.96 - pow(10, exponent)
    case .urbanMicro: return -pow(10, -1.5 * log10(max(10, distance)) + 3.3)
    case .ruralMacro: return (atan2(35 - 3.5, distance) - atan2(35 - 1.5, distance)) * 180 / .pi
    }
  }

  /// - Parameters:
  ///   - normals: seven independent standard normal numbers, each by its own correlation distance the same nearby.
  ///   - distance: d_2D, metres.
  ///   - height: h_UT, metres.
  ///   - isLineOfSight: of the path outside, where the equipment is indoors.
  public func parameters(_ normals: [Double], distance: Double, height: Double, isLineOfSight: Bool) -> LargeScaleParameters {
    func mixed(_ row: Int) -> Double { (0...row).reduce(0) { $0 + root[row * Self.count + $1] * normals[$1] } }
    func spread(_ index: Int, _ row: Int) -> Double { pow(10, logMeans[index] + logDeviations[index] * mixed(row)) }
    let zenith = zenithDepartureLogMean(distance: distance, height: height, isLineOfSight: isLineOfSight)
    let deviation =
      state == .outdoorToIndoor
      ? table.shadowFading : propagation.shadowFadingDeviation(distance: distance, height: height, isLineOfSight: isLineOfSight)
    return LargeScaleParameters(
      shadowFading: deviation * mixed(0), kFactor: table.kFactor[0] + table.kFactor[1] * mixed(1), delaySpread: spread(0, 2),
      departureAzimuthSpread: min(104, spread(1, 3)), arrivalAzimuthSpread: min(104, spread(2, 4)),
      departureZenithSpread: min(52, pow(10, zenith + table.zenithDepartureDeviation * mixed(5))),
      arrivalZenithSpread: min(52, spread(3, 6)))
  }
}

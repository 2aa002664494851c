import Foundation
import Modulation

/// Who sends: the base station or the user equipment.
public enum LinkDirection: String, Sendable, Hashable, CaseIterable {
  case downlink
  case uplink
}

/// The correlation of the antennas' channels of a tapped delay line (TS 38.104 annex G.2.3 uplink, TS 38.101-4 annex B.2.3 downlink).
public struct AntennaCorrelation: Sendable, Hashable {
  public enum Level: String, Sendable, Hashable, CaseIterable {
    case low
    case medium
    case mediumA
    case high
  }

  public enum Arrangement: String, Sendable, Hashable, CaseIterable {
    case uniformLinear
    /// Pairs of polarisations; the second half of a side's antennas has the second one.
    case crossPolarised
  }

  public let arrangement: Arrangement
  public let direction: LinkDirection
  /// α, of the antennas of the base station that are the farthest apart.
  public let alpha: Double
  /// β, of those of the user equipment.
  public let beta: Double
  /// γ, of the polarisations; 0 in a linear array.
  public let gamma: Double
  /// The level whose published matrices it stands for; `nil` with values of one's own.
  public let level: Level?

  /// - Throws: for a level that the standard does not have: medium A is for the downlink, where crossed polarisations have no other medium
  ///   one; in the uplink these have only low correlation.
  public init(_ level: Level, _ arrangement: Arrangement = .uniformLinear, direction: LinkDirection) throws(ParameterError) {
    let values: (Double, Double, Double)?
    switch (direction, arrangement, level) {
    case (_, _, .low): values = (0, 0, 0)
    case (_, .uniformLinear, .high): values = (0.9, 0.9, 0)
    case (.downlink, .uniformLinear, .medium): values = (0.3, 0.9, 0)
    case (.downlink, .uniformLinear, .mediumA): values = (0.3, 0.3874, 0)
    case (.uplink, .uniformLinear, .medium): values = (0.9, 0.3, 0)
    case (.downlink, .crossPolarised, .mediumA): values = (0.3, 0.6, 0.2)
    case (.downlink, .crossPolarised, .high): values = (0.9, 0.9, 0.3)
    default: values = nil
    }
    guard let values else {
      throw ParameterError(
        "level", level.rawValue, "\(arrangement.rawValue) arrays have no such correlation in the \(direction.rawValue)",
        direction == .uplink ? "TS 38.104 annex G.2.3" : "TS 38.101-4 annex B.2.3")
    }
    (self.arrangement, self.direction, self.level) = (arrangement, direction, level)
    (alpha, beta, gamma) = values
  }

  /// With correlations of one's own, 0 to 1.
  /// - Throws: for values outside, or γ in a linear array.
  public init(
    alpha: Double, beta: Double, gamma: Double = 0, _ arrangement: Arrangement = .uniformLinear, direction: LinkDirection
  ) throws(ParameterError) {
    for (name, value) in [("alpha", alpha), ("beta", beta), ("gamma", gamma)] where !(0...1 ~= value) {
      throw ParameterError(name, value, "a correlation is 0 to 1", "TS 38.104 annex G.2.3")
    }
    guard gamma == 0 || arrangement == .crossPolarised else {
      throw ParameterError("gamma", gamma, "a linear array has one polarisation", "TS 38.104 annex G.2.3.1")
    }
    (self.alpha, self.beta, self.gamma) = (alpha, beta, gamma)
    (self.arrangement, self.direction, level) = (arrangement, direction, nil)
  }

  /// R_spat: row by row, for the elements of H column by column (the receive antenna is the quicker index).
  /// - Throws: for numbers of antennas other than 1, 2, 4 and 8, or one antenna where there are two polarisations (only the user
  ///   equipment that sends may have it).
  public func matrix(transmitAntennas: Int, receiveAntennas: Int) throws(ParameterError) -> [Double] {
    let clause = direction == .uplink ? "TS 38.104 annex G.2.3" : "TS 38.101-4 annex B.2.3"
    let isCrossed = arrangement == .crossPolarised
    for (name, count, isLeastOne) in [
      ("transmitAntennas", transmitAntennas, !isCrossed || direction == .uplink), ("receiveAntennas", receiveAntennas, !isCrossed),
    ] {
      guard [2, 4, 8].contains(count) || (isLeastOne && count == 1) else {
        throw ParameterError(name, count, "correlation is defined for \(isLeastOne ? "1, " : "")2, 4 and 8 antennas", clause)
      }
    }
    let (sending, receiving) = direction == .downlink ? (alpha, beta) : (beta, alpha)
    var matrix: [Double]
    if isCrossed {
      let inner = Self.product(
        Self.product(Self.side(max(1, transmitAntennas / 2), sending), polarisations(isSingle: transmitAntennas == 1)),
        Self.side(receiveAntennas / 2, receiving))
      // P puts the transmit antenna's polarisation before its place.
      let places = max(1, transmitAntennas / 2)
      let source = (0..<(transmitAntennas * receiveAntennas)).map { index in
        let (antenna, receive) = (index / receiveAntennas, index % receiveAntennas)
        return ((antenna % places) * min(2, transmitAntennas) + antenna / places) * receiveAntennas + receive
      }
      matrix = source.flatMap { row in source.map { inner[row * source.count + $0] } }
    } else {
      matrix = Self.product(Self.side(transmitAntennas, sending), Self.side(receiveAntennas, receiving))
    }
    let adjustment = adjustment(transmitAntennas, receiveAntennas)
    let count = transmitAntennas * receiveAntennas
    for index in 0..<count { matrix[index * count + index] += adjustment }
    return matrix.map { $0 / (1 + adjustment) }
  }

  /// Of the antennas of one side: the correlation to the power of the square of their distance over the array's length.
  private static func side(_ count: Int, _ value: Double) -> [Double] {
    (0..<(count * count)).map { index in
      let distance = abs(index / count - index % count)
      guard distance > 0 else { return 1 }
      let ratio = Double(distance) / Double(count - 1)
      return pow(value, ratio * ratio)
    }
  }

  /// Γ: of the transmit antenna's polarisation and, as the quicker index, the receive antenna's.
  private func polarisations(isSingle: Bool) -> [Double] {
    switch (direction, isSingle) {
    case (_, true): [1, -gamma, -gamma, 1]
    case (.uplink, false): [1, -gamma, 0, 0, -gamma, 1, 0, 0, 0, 0, 1, gamma, 0, 0, gamma, 1]
    case (.downlink, false): [1, 0, -gamma, 0, 0, 1, 0, gamma, -gamma, 0, 1, 0, 0, gamma, 0, 1]
    }
  }

  /// a, which the published matrices of some levels have on their diagonals.
  private func adjustment(_ transmit: Int, _ receive: Int) -> Double {
    switch (direction, arrangement, level, transmit, receive) {
    case (.downlink, .uniformLinear, .high, 4, 2), (.downlink, .uniformLinear, .medium, 2, 4), (.uplink, .uniformLinear, .high, 2, 4),
      (.downlink, .crossPolarised, .high, 8, 2):
      0.0001
    case (_, .uniformLinear, .high, 4, 4), (_, .uniformLinear, .medium, 4, 4): 0.00012
    default: 0
    }
  }

  /// The Kronecker product of two square matrices.
  private static func product(_ left: [Double], _ right: [Double]) -> [Double] {
    let outer = Int(Double(left.count).squareRoot())
    let inner = Int(Double(right.count).squareRoot())
    let count = outer * inner
    return (0..<(count * count)).map { index in
      let (row, column) = (index / count, index % count)
      return left[row / inner * outer + column / inner] * right[row % inner * inner + column % inner]
    }
  }
}

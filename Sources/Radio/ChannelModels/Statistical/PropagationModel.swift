import Foundation
import Modulation

/// Where a network stands (TR 38.901 §7.2).
public enum PropagationScenario: String, Sendable, Hashable, CaseIterable {
  case urbanMacro = "UMa"
  /// Street canyon.
  case urbanMicro = "UMi"
  case ruralMacro = "RMa"

  /// h_BS in metres.
  public var baseStationHeight: Double {
    switch self {
    case .urbanMacro: 25
    case .urbanMicro: 10
    case .ruralMacro: 35
    }
  }

  /// Metres between a base station and user equipment on the ground, at least.
  public var minimumDistance: Double { self == .urbanMicro ? 10 : 35 }

  /// d_2D-in is the lesser of two distances that are uniform from 0 to this many metres (§7.4.3.1).
  public var indoorDepth: Double { self == .ruralMacro ? 10 : 25 }
}

/// Probability of a line of sight and loss of a path (TR 38.901 §7.4.1, §7.4.2).
public struct PropagationModel: Sendable, Hashable {
  public let scenario: PropagationScenario
  public let carrierFrequencyHz: Double
  /// Metres.
  public let baseStationHeight: Double
  /// W and h of RMa, metres.
  public let streetWidth: Double
  public let buildingHeight: Double

  var frequencyGHz: Double { carrierFrequencyHz / 1e9 }

  /// - Parameters:
  ///   - carrierFrequencyHz: 0.5 to 100 GHz, in RMa to 30 GHz.
  ///   - baseStationHeight: metres, 10 to 150; `nil` for the scenario's.
  ///   - streetWidth: W of RMa, 5 to 50 m.
  ///   - buildingHeight: h of RMa, 5 to 50 m.
  /// - Throws: for values outside.
  public init(
    _ scenario: PropagationScenario, carrierFrequencyHz: Double, baseStationHeight: Double? = nil, streetWidth: Double = 20,
    buildingHeight: Double = 5
  ) throws(ParameterError) {
    let clause = "TR 38.901, table 7.4.1-1"
    let highest = scenario == .ruralMacro ? 30e9 : 100e9
    guard 0.5e9...highest ~= carrierFrequencyHz else {
      throw ParameterError("carrierFrequencyHz", carrierFrequencyHz, "\(scenario.rawValue) has 0.5 to \(Int(highest / 1e9)) GHz", clause)
    }
    let height = baseStationHeight ?? scenario.baseStationHeight
    guard 10...150 ~= height else { throw ParameterError("baseStationHeight", height, "it is 10 to 150 m", clause) }
    for (name, value) in [("streetWidth", streetWidth), ("buildingHeight", buildingHeight)] where !(5...50 ~= value) {
      throw ParameterError(name, value, "it is 5 to 50 m", clause)
    }
    self.scenario = scenario
    self.carrierFrequencyHz = carrierFrequencyHz
    self.baseStationHeight = height
    self.streetWidth = streetWidth
    self.buildingHeight = buildingHeight
  }

  /// Table 7.4.2-1.
  /// - Parameters:
  ///   - distance: d_2D-out, metres along the ground to the building or the user equipment.
  ///   - height: h_UT, metres.
  public func lineOfSightProbability(distance: Double, height: Double) -> Double {
    guard distance > (scenario == .ruralMacro ? 10 : 18) else { return 1 }
    let near = 18 / distance
    switch scenario {
    case .ruralMacro: return exp(-(distance - 10) / 1000)
    case .urbanMicro: return near + exp(-distance / 36) * (1 - near)
    case .urbanMacro:
      let high = 1 + Self.elevation(height) * 1.25 * cube(distance / 100) * exp(-distance / 150)
      return (near + exp(-distance / 63) * (1 - near)) * high
    }
  }

  /// C′(h_UT).
  private static func elevation(_ height: Double) -> Double { height <= 13 ? 0 : pow((min(height, 23) - 13) / 10, 1.5) }

  /// h_E in metres (note 1 of table 7.4.1-1): 1 m, but in UMa by chance the roofs' height.
  /// - Parameters:
  ///   - distance: d_2D, metres.
  ///   - height: h_UT, metres.
  ///   - chance: uniform from 0 to 1, drawn for each site and user equipment.
  public func environmentHeight(distance: Double, height: Double, chance: Double) -> Double {
    guard scenario == .urbanMacro, distance > 18, height > 13 else { return 1 }
    let low = 1 / (1 + Self.elevation(height) * 1.25 * cube(distance / 100) * exp(-distance / 150))
    guard chance >= low else { return 1 }
    let count = max(1, ((height - 13.5) / 3).rounded(.down) + 1)
    return 12 + 3 * min(count - 1, ((chance - low) / (1 - low) * count).rounded(.down))
  }

  /// Table 7.4.1-1, in dB, without shadow fading.
  /// - Parameters:
  ///   - distance: d_2D, metres along the ground, of indoor equipment with the part indoors.
  ///   - height: h_UT, metres.
  ///   - environmentHeight: h_E of UMa and UMi, below both heights.
  public func loss(distance: Double, height: Double, environmentHeight: Double = 1, isLineOfSight: Bool) -> Double {
    let rise = baseStationHeight - height
    let length = max(1, (distance * distance + rise * rise).squareRoot())
    let sight = lineOfSightLoss(distance, height, length, environmentHeight)
    return isLineOfSight ? sight : max(sight, obstructedLoss(height, length))
  }

  /// σ_SF in dB of outdoor equipment.
  public func shadowFadingDeviation(distance: Double, height: Double, isLineOfSight: Bool) -> Double {
    switch (scenario, isLineOfSight) {
    case (.urbanMacro, true), (.urbanMicro, true): 4
    case (.urbanMacro, false): 6
    case (.urbanMicro, false): 7.82
    case (.ruralMacro, true): distance <= breakpoint(height, 0) ? 4 : 6
    case (.ruralMacro, false): 8
    }
  }

  private func lineOfSightLoss(_ distance: Double, _ height: Double, _ length: Double, _ environmentHeight: Double) -> Double {
    let point = breakpoint(height, environmentHeight)
    if scenario == .ruralMacro {
      guard distance > point else { return ruralLoss(length) }
      let rise = baseStationHeight - height
      let edge = (point * point + rise * rise).squareRoot()
      return ruralLoss(edge) + 40 * log10(length / edge)
    }
    let (base, slope, knee) = scenario == .urbanMacro ? (28.0, 22.0, 9.0) : (32.4, 21.0, 9.5)
    let common = base + 20 * log10(frequencyGHz)
    guard distance > point else { return common + slope * log10(length) }
    let rise = baseStationHeight - height
    return common + 40 * log10(length) - knee * log10(point * point + rise * rise)
  }

  /// d_BP or d′_BP with the propagation velocity of the notes, 3·10⁸ m/s.
  private func breakpoint(_ height: Double, _ environmentHeight: Double) -> Double {
    scenario == .ruralMacro
      ? 2 * .pi * baseStationHeight * height * carrierFrequencyHz / 3e8
      : 4 * (baseStationHeight - environmentHeight) * max(0, height - environmentHeight) * carrierFrequencyHz / 3e8
  }

  private func ruralLoss(_ length: Double) -> Double {
    let rough = pow(buildingHeight, 1.72)
    return 20 * log10(40 * .pi * length * frequencyGHz / 3) + min(0.03 * rough, 10) * log10(length) - min(0.044 * rough, 14.77)
      + 0.002 * log10(buildingHeight) * length
  }

  private func obstructedLoss(_ height: Double, _ length: Double) -> Double {
    switch scenario {
    case .urbanMacro: return 13.54 + 39.08 * log10(length) + 20 * log10(frequencyGHz) - 0.6 * (height - 1.5)
    case .urbanMicro: return 22.4 + 35.3 * log10(length) + 21.3 * log10(frequencyGHz) - 0.3 * (height - 1.5)
    case .ruralMacro:
      let ratio = buildingHeight / baseStationHeight
      let equipment = log10(11.75 * height)
      let street = 161.04 - 7.1 * log10(streetWidth) + 7.5 * log10(buildingHeight)
      let station = (24.37 - 3.7 * ratio * ratio) * log10(baseStationHeight)
      let far = (43.42 - 3.1 * log10(baseStationHeight)) * (log10(length) - 3)
      return street - station + far + 20 * log10(frequencyGHz) - (3.2 * equipment * equipment - 4.97)
    }
  }

  private func cube(_ value: Double) -> Double { value * value * value }
}

/// What a building's outer wall does (TR 38.901 §7.4.3.1).
public enum BuildingLoss: String, Sendable, Hashable, CaseIterable {
  /// Much standard glass.
  case low
  /// Infrared reflecting glass and more concrete.
  case high

  /// PL_tw in dB (table 7.4.3-2).
  public func wallLoss(carrierFrequencyHz: Double) -> Double {
    let frequency = carrierFrequencyHz / 1e9
    let concrete = pow(10, -(5 + 4 * frequency) / 10)
    switch self {
    case .low: return 5 - 10 * log10(0.3 * pow(10, -(2 + 0.2 * frequency) / 10) + 0.7 * concrete)
    case .high: return 5 - 10 * log10(0.7 * pow(10, -(23 + 0.3 * frequency) / 10) + 0.3 * concrete)
    }
  }

  /// σ_P in dB.
  public var deviation: Double { self == .low ? 4.4 : 6.5 }

  /// PL_in in dB for each metre of d_2D-in.
  public static let insideLossPerMetre = 0.5
}

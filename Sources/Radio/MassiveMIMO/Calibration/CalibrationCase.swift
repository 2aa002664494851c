import ChannelModels
import Foundation
import Modulation

/// A row of the calibration of large-scale parameters (TR 38.901 §7.8.1, table 7.8-1).
public enum CalibrationCase: String, Sendable, Hashable, CaseIterable {
  case uma6 = "uma-6"
  case umi6 = "umi-6"
  case uma30 = "uma-30"
  case umi30 = "umi-30"

  public var scenario: PropagationScenario { self == .uma6 || self == .uma30 ? .urbanMacro : .urbanMicro }
  public var carrierFrequencyHz: Double { self == .uma6 || self == .umi6 ? 6e9 : 30e9 }
  public var bandwidthHz: Double { self == .uma6 || self == .umi6 ? 20e6 : 100e6 }
  public var interSiteDistance: Double { scenario == .urbanMacro ? 500 : 200 }

  /// Of a sector.
  public var powerDBm: Double {
    switch self {
    case .uma6: 49
    case .umi6: 44
    case .uma30, .umi30: 35
    }
  }

  public static let noiseFigure = 9.0

  /// Thermal noise of the bandwidth with the noise figure, relative to a sector's power, in dB.
  public var noise: Double { -174 + 10 * log10(bandwidthHz) + Self.noiseFigure - powerDBm }

  public var title: String {
    "\(scenario.rawValue), \(Int(carrierFrequencyHz / 1e9)) GHz, \(Int(bandwidthHz / 1e6)) MHz, \(Int(powerDBm)) dBm, "
      + "\(Int(interSiteDistance)) m between sites"
  }

  /// 19 sites; one port of ten elements above one another, half a wavelength apart, with an electrical downtilt to 102°.
  /// - Parameter usersPerSite: of each drop.
  public func network(usersPerSite: Int) throws(ParameterError) -> NetworkDescription {
    let array = try AntennaArray(elements: .init(rows: 10, columns: 1), pattern: .directional)
    return try NetworkDescription(
      PropagationModel(scenario, carrierFrequencyHz: carrierFrequencyHz),
      HexagonalLayout(siteCount: 19, interSiteDistance: interSiteDistance), .init(scenario, usersPerSite: usersPerSite), array: array,
      elementsPerPort: 10, tiltZenithDegrees: 102)
  }

  /// Medians of the results of 20 companies at 5, 50 and 95 %, which stand in R1-165974.
  public func references(_ metric: CalibrationMetric) -> [Double]? {
    switch (self, metric) {
    case (.uma6, .couplingLoss): [-150.1, -120.0, -86.1]
    case (.uma6, .signalToInterferenceAndNoise): [-9.2, 5.85, 24.7]
    case (.uma6, .signalToInterference): [-1.0, 8.6, 25.6]
    case (.umi6, .couplingLoss): [-141.9, -111.5, -74.7]
    case (.uma30, .couplingLoss): [-171.8, -139.8, -101.7]
    default: nil
    }
  }
}

public enum CalibrationMetric: String, Sendable, Hashable, CaseIterable {
  case couplingLoss = "coupling loss"
  case signalToInterferenceAndNoise = "SINR"
  case signalToInterference = "SIR"

  public static let percents: [Double] = [5, 50, 95]

  /// By how many dB a result may differ at 5, 50 and 95 %.
  public var tolerances: [Double] {
    switch self {
    case .couplingLoss: [3, 1.5, 1.5]
    case .signalToInterferenceAndNoise: [2, 1, 1]
    case .signalToInterference: [0.7, 0.7, 0.7]
    }
  }
}

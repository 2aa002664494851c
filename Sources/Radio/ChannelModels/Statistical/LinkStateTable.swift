import Foundation

/// How the site is seen from user equipment (the columns of TR 38.901, table 7.5-6).
public enum LinkState: Int, Sendable, Hashable, CaseIterable {
  case lineOfSight
  case nonLineOfSight
  case outdoorToIndoor
}

/// A column of TR 38.901, table 7.5-6.
struct LinkStateTable: Sendable {
  /// a, b, c of a log10(b + f) + c for the delay spread, ASD, ASA and ZSA.
  let logMeans: [Double]
  let logDeviations: [Double]
  let zenithDepartureDeviation: Double
  /// Mean and deviation in dB.
  let kFactor: [Double]
  let crossPolarisationRatio: [Double]
  let shadowFading: Double
  let clusterCount: Int
  /// r_τ.
  let delayScaling: Double
  /// ζ in dB.
  let clusterShadowing: Double
  /// a, b, c of max(a, b - c log10 f) nanoseconds.
  let clusterDelaySpread: [Double]
  /// c_ASD, c_ASA, c_ZSA in degrees.
  let clusterSpreads: [Double]
  /// C_φ and C_θ without line of sight (tables 7.5-2, 7.5-4).
  let angleScaling: [Double]
  /// Of shadow fading, K, DS, ASD, ASA, ZSD, ZSA, metres.
  let correlationDistances: [Double]
  /// Of the same, the rows below the diagonal.
  let correlations: [Double]

  static func of(_ scenario: PropagationScenario, _ state: LinkState) -> LinkStateTable {
    switch (scenario, state) {
    case (.urbanMacro, .lineOfSight): StatisticalTables.umaLOS
    case (.urbanMacro, .nonLineOfSight): StatisticalTables.umaNLOS
    case (.urbanMacro, .outdoorToIndoor): StatisticalTables.umaO2I
    case (.urbanMicro, .lineOfSight): StatisticalTables.umiLOS
    case (.urbanMicro, .nonLineOfSight): StatisticalTables.umiNLOS
    case (.urbanMicro, .outdoorToIndoor): StatisticalTables.umiO2I
    case (.ruralMacro, .lineOfSight): StatisticalTables.rmaLOS
    case (.ruralMacro, .nonLineOfSight): StatisticalTables.rmaNLOS
    case (.ruralMacro, .outdoorToIndoor): StatisticalTables.rmaO2I
    }
  }

  /// The frequency in GHz that the table's formulas take (notes 6 and 7 of the table): not less than 6 in UMa and 2 in UMi.
  static func frequency(_ scenario: PropagationScenario, carrierFrequencyHz: Double) -> Double {
    switch scenario {
    case .urbanMacro: max(6, carrierFrequencyHz / 1e9)
    case .urbanMicro: max(2, carrierFrequencyHz / 1e9)
    case .ruralMacro: carrierFrequencyHz / 1e9
    }
  }

  /// One of the four spreads whose mean and deviation depend on the frequency.
  static func value(_ coefficients: [Double], _ spread: Int, frequency: Double) -> Double {
    let (a, b, c) = (coefficients[3 * spread], coefficients[3 * spread + 1], coefficients[3 * spread + 2])
    return a == 0 ? c : a * log10(b + frequency) + c
  }

  /// Metres over which delays, powers and angles of clusters change (table 7.6.3.1-2).
  static func clusterCorrelationDistance(_ scenario: PropagationScenario, _ state: LinkState) -> Double {
    switch (scenario, state) {
    case (_, .outdoorToIndoor): 15
    case (.urbanMacro, .lineOfSight): 40
    case (.urbanMacro, .nonLineOfSight): 50
    case (.urbanMicro, .lineOfSight): 12
    case (.urbanMicro, .nonLineOfSight): 15
    case (.ruralMacro, .lineOfSight): 50
    case (.ruralMacro, .nonLineOfSight): 60
    }
  }

  /// The same for whether there is a line of sight.
  static func sightCorrelationDistance(_ scenario: PropagationScenario) -> Double { scenario == .ruralMacro ? 60 : 50 }
}

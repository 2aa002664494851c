import Foundation

/// A delay profile's table as it stands in the standard.
struct ChannelTable: Sendable {
  /// Whether the first row is the specular path of the tap or cluster whose scattered part is the second row.
  let hasSpecularPath: Bool
  /// c_ASD, c_ASA, c_ZSD and c_ZSA in degrees; empty for a tapped delay line.
  var clusterSpreads: [Double] = []
  /// XPR in dB.
  var crossPolarisationRatio: Double = 0
  let rows: [Double]

  private var columnCount: Int { clusterSpreads.isEmpty ? 2 : 6 }

  func column(_ index: Int) -> [Double] { stride(from: index, to: rows.count, by: columnCount).map { rows[$0] } }
}

/// Delays and mean powers of the paths of a model; the first is the specular one where the table has one.
struct PathProfile: Sendable, Hashable {
  /// Seconds.
  let delays: [Double]
  /// Their sum is 1.
  let powers: [Double]

  /// - Parameters:
  ///   - delayScale: seconds that a delay of 1 in the table stands for (TR 38.901 §7.7.3).
  ///   - kFactorDB: the power of the specular path over that of all others. The powers of the others change, and the delays are divided
  ///     by the delay spread that results (TR 38.901 §7.7.6). `nil` leaves the table as it is.
  init(_ table: ChannelTable, delayScale: Double, kFactorDB: Double?) {
    var powers = table.column(1).map { pow(10, $0 / 10) }
    var delays = table.column(0)
    if let kFactorDB {
      let factor = powers[0] / pow(10, kFactorDB / 10) / powers.dropFirst().reduce(0, +)
      for path in 1..<powers.count { powers[path] *= factor }
    }
    let total = powers.reduce(0, +)
    powers = powers.map { $0 / total }
    if kFactorDB != nil {
      let mean = zip(powers, delays).reduce(0) { $0 + $1.0 * $1.1 }
      let square = zip(powers, delays).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
      let spread = (square - mean * mean).squareRoot()
      delays = delays.map { $0 / spread }
    }
    self.delays = delays.map { $0 * delayScale }
    self.powers = powers
  }
}
